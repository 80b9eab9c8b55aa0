import { AppError } from "../../base/errors.js";
import { literalName } from "../../base/glob.js";
import type { Json } from "../../base/json.js";
import { quoted } from "../../base/text.js";
import type { Connection, SchemaConfig } from "../../client/resources/models.js";
import { call, type Plan, type StepOutcome } from "../../toolkit/define.js";
import { count, lines, named, upTo } from "../../toolkit/render.js";
import { retold } from "../../toolkit/rephrase.js";
import { type NodeRef, schemasOf } from "./nodes.js";
import type { Wish } from "./parse-changes.js";
import { path, readChanges, refuse } from "./parse-changes.js";
import type { SchemaChange, SchemaPolicy } from "./plan-change.js";

export interface PreCreatePlan {
  /** One line each: what is stored for which name. */
  wishes: string[];
  /** Nodes above the named ones, and the state that is stored with them. */
  implied: string[];
  policy: SchemaPolicy | undefined;
  body: Record<string, Json>;
}

interface Named extends NodeRef {
  values: Wish["values"];
}

type Node = { enabled?: boolean; hashed?: boolean; sync_mode?: string };

interface TableNode extends Node {
  columns: Map<string, Node>;
}

interface SchemaNode extends Node {
  tables: Map<string, TableNode>;
}

/**
 * Wishes for a schema that was never captured: Fivetran stores them and applies them when it captures it. Names
 * cannot be checked, so only exact ones are taken. Throws `input` for patterns and contradictions.
 */
export function planPreCreate(
  changes: readonly SchemaChange[],
  policy: SchemaPolicy | undefined,
): PreCreatePlan {
  const named = readChanges(changes).map(exact);
  refuse(
    named.flatMap((wish) => (typeof wish === "string" ? [wish] : [])),
    "Patterns need a captured schema: reload_schema captures it now. Or name every schema and table exactly.",
  );
  refuse(
    changes.length === 0 && policy === undefined ? ["there is nothing to store"] : [],
    "Give at least one change, or a policy.",
  );
  const wishes = named.filter((wish) => typeof wish !== "string");
  const schemas = new Map<string, SchemaNode>();
  const faults: string[] = [];
  for (const wish of wishes) {
    const node = place(schemas, wish);
    for (const [field, value] of wish.values) {
      const before = Reflect.get(node, field);
      if (before !== undefined && before !== value) {
        faults.push(`two changes set ${field} of ${pathOf(wish)} to different values`);
      }
      Object.assign(node, { [field]: value });
    }
  }
  refuse(faults, "Drop one of them.");
  const implied = complete(schemas, policy);
  return {
    wishes: wishes.flatMap((wish) =>
      wish.values.map(([field, value]) => `${pathOf(wish)} ${field}: ${value}`),
    ),
    implied,
    policy,
    body: {
      schemas: Object.fromEntries([...schemas].map(([name, node]) => [name, schemaBody(node)])),
      ...(policy === undefined ? {} : { schema_change_handling: policy }),
    },
  };
}

const pathOf = ({ schema, table, column }: NodeRef) => path(schema, table, column);

/** The one node that a wish names; why it names none, otherwise. */
function exact({ position, level, schema, table, column, values }: Wish): Named | string {
  const wanted = {
    schema,
    ...(level === "schema" ? {} : { table }),
    ...(level === "column" ? { column } : {}),
  };
  for (const [what, { text }] of Object.entries(wanted)) {
    if (literalName(text) === undefined) {
      return `change ${position}: ${what} ${quoted(text, 80)} is a pattern, and there are no names yet to match it with`;
    }
  }
  return {
    schema: schema.name ?? "",
    ...(level === "schema" ? {} : { table: table.name ?? "" }),
    ...(level === "column" ? { column: column.name ?? "" } : {}),
    values,
  };
}

function place(schemas: Map<string, SchemaNode>, { schema, table, column }: NodeRef): Node {
  const schemaNode: SchemaNode = schemas.get(schema) ?? { tables: new Map() };
  schemas.set(schema, schemaNode);
  if (table === undefined) return schemaNode;
  const tableNode: TableNode = schemaNode.tables.get(table) ?? { columns: new Map() };
  schemaNode.tables.set(table, tableNode);
  if (column === undefined) return tableNode;
  const columnNode: Node = tableNode.columns.get(column) ?? {};
  tableNode.columns.set(column, columnNode);
  return columnNode;
}

/**
 * Every node of the request has to say whether it is on. What nobody asked about gets the state that the policy
 * would give it, unless something below it is to be on.
 */
function complete(schemas: Map<string, SchemaNode>, policy: SchemaPolicy | undefined): string[] {
  const byPolicy = policy === undefined || policy === "ALLOW_ALL";
  const implied: string[] = [];
  const settle = (node: Node, name: string, below: Iterable<Node>) => {
    if (node.enabled !== undefined) return;
    node.enabled = byPolicy || [...below].some(({ enabled }) => enabled === true);
    implied.push(`${name} ${node.enabled ? "on" : "off"}`);
  };
  for (const [schema, schemaNode] of schemas) {
    for (const [table, tableNode] of schemaNode.tables) {
      settle(tableNode, path(schema, table), tableNode.columns.values());
    }
    settle(schemaNode, path(schema), schemaNode.tables.values());
  }
  return implied;
}

const stated = ({ enabled, hashed, sync_mode }: Node): Record<string, Json> => ({
  enabled: enabled ?? true,
  ...(hashed === undefined ? {} : { hashed }),
  ...(sync_mode === undefined ? {} : { sync_mode }),
});

const schemaBody = ({ tables, ...node }: SchemaNode): Json => ({
  ...stated(node),
  ...(tables.size === 0
    ? {}
    : { tables: Object.fromEntries([...tables].map(([name, table]) => [name, tableBody(table)])) }),
});

const tableBody = ({ columns, ...node }: TableNode): Json => ({
  ...stated(node),
  ...(columns.size === 0
    ? {}
    : {
        columns: Object.fromEntries([...columns].map(([name, column]) => [name, stated(column)])),
      }),
});

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
