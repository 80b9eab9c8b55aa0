import { AppError } from "../../base/errors.js";
import type { Connection, SchemaConfig } from "../../client/resources/models.js";
import { call, type Plan, type StepOutcome } from "../../toolkit/define.js";
import { count, lines, named, upTo } from "../../toolkit/render.js";
import { retold } from "../../toolkit/rephrase.js";
import { schemasOf } from "./nodes.js";
import type { SchemaChange, SchemaPolicy } from "./plan-change.js";
import { type PreCreatePlan, planPreCreate } from "./pre-configure.js";

export interface WishDetails {
  kind: "wishes";
  id: string;
  name: string;
  wishes: PreCreatePlan;
}

/** Whether nobody has looked at the source yet. For some services that reads as a configuration without schemas. */
export const isUncaptured = (connection: Connection, config: SchemaConfig | undefined) =>
  config === undefined || (schemasOf(config).length === 0 && !connection.succeeded_at);

const WHEN = "they apply when its schema is captured: at its first sync, or by reload_schema";
const MOST_NAMED = 50;

/** Stores what is wished of a schema that was never captured. */
export function planWishes(
  { id, schema: name }: Connection,
  changes: readonly SchemaChange[],
  policy: SchemaPolicy | undefined,
): Plan<WishDetails> {
  const wishes = planPreCreate(changes, policy);
  const what = [
    ...(wishes.wishes.length === 0 ? [] : [count(wishes.wishes.length, "wish", "wishes")]),
    ...(policy === undefined ? [] : [`the policy ${policy}`]),
  ].join(" and ");
  return {
    summary: `Store ${what} for the schema of ${named(name, id)}, which was never captured`,
    consequences: [
      WHEN,
      ...upTo(wishes.wishes, MOST_NAMED, (wish) => wish),
      ...(wishes.wishes.length === 0 ? [] : [uncheckedText(wishes)]),
      ...impliedText(wishes),
      policy === undefined
        ? "new schemas, tables and columns: ALLOW_ALL, Fivetran's default, unless another policy was stored before"
        : `new schemas, tables and columns: ${policy}`,
      "wishes stored before cannot be read, and may be replaced",
    ],
    asks: true,
    targets: [{ kind: "connector" as const, id, name }],
    observed: { id, captured: false },
    steps: [call("pre_create_connection_schema_config", { connectionId: id }, wishes.body)],
    details: { kind: "wishes", id, name, wishes },
  };
}

const uncheckedText = ({ wishes }: PreCreatePlan) =>
  `${wishes.length === 1 ? "its name could" : `none of the ${wishes.length} names could`} ${wishes.length === 1 ? "not " : ""}be checked against the source; one that does not exist, or cannot be switched, is ignored without a word`;

const impliedText = ({ implied }: PreCreatePlan) =>
  implied.length === 0 ? [] : [`stored with them: ${upTo(implied, 20, (node) => node).join(", ")}`];

export function finishWishes(_outcomes: StepOutcome[], { id, name, wishes }: WishDetails) {
  const { policy } = wishes;
  return {
    connector: { name, id },
    changed_count: 0,
    stored: wishes.wishes,
    ...(policy === undefined ? {} : { policy }),
    notes: [
      WHEN,
      ...(wishes.wishes.length === 0 ? [] : [uncheckedText(wishes)]),
      ...impliedText(wishes),
    ],
  };
}

interface Stored {
  connector: { name: string; id: string };
  stored?: string[] | undefined;
  policy?: string | undefined;
  notes?: string[] | undefined;
}

export const renderWishes = ({ connector: of, stored = [], policy, notes = [] }: Stored) =>
  lines(
    `${named(of.name, of.id)}: stored for later${policy === undefined ? "" : `; new tables: ${policy}`}`,
    stored.map((wish) => `  ${wish}`),
    notes.map((note) => `Note: ${note}`),
  );

/** Somebody captured the schema between the plan and its execution. */
export const explainWishes = (error: AppError): AppError =>
  error.type !== "conflict"
    ? error
    : retold(error, {
        message: "Its schema was captured meanwhile, so nothing was stored.",
        hint: "Call modify_schema again: names can be checked now, and globs work.",
      });

export const fixedTables = (connectorName: string): AppError =>
  new AppError("input", `${connectorName} has no schema configuration to choose from.`, {
    state: "Nothing was changed.",
    hint: "Its service syncs fixed tables; pausing or deleting the connector is what stops them.",
  });
