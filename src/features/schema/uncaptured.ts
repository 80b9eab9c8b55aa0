import { AppError } from "../../base/errors.js";
import type { Json } from "../../base/json.js";
import { quoted } from "../../base/text.js";
import type { Connection, SchemaConfig } from "../../client/resources/models.js";
import { call, type Plan } from "../../toolkit/define.js";
import { count, lines, named, upTo } from "../../toolkit/render.js";
import { rephrase } from "../../toolkit/rephrase.js";
import { type BodyNode, bodyOf, nodeAt } from "./body.js";
import { MOST_CHANGES } from "./describe-change.js";
import { type NodeRef, nodeKey, pathOf, type SchemaPolicy, schemasOf } from "./nodes.js";
import { type RequestedChange, refuse } from "./parse-changes.js";

export interface StoredChanges {
  /** One line each: what is stored for which name. */
  settings: string[];
  /** How many nodes they name. */
  nodes: number;
  /** Nodes above the named ones, and the state that is stored with them. */
  implied: string[];
  body: Record<string, Json>;
}

/**
 * Changes for a schema that was never captured: Fivetran stores them and applies them when it captures it. Names
 * cannot be checked, so only exact ones are taken: throws `input` for patterns.
 */
export function storedChanges(
  requested: readonly RequestedChange[],
  policy: SchemaPolicy | undefined,
): StoredChanges {
  refuse(
    requested.flatMap(patternsIn),
    "Patterns need a captured schema: reload_schema captures it now. Or name every schema and table exactly.",
  );
  const root: BodyNode = { settings: {}, children: new Map() };
  const named = requested.map((change) => ({ place: exactPlace(change), values: change.values }));
  for (const { place, values } of named) {
    Object.assign(nodeAt(root, place).settings, Object.fromEntries(values));
  }
  const implied = complete(root, policy);
  return {
    settings: named.flatMap(({ place, values }) =>
      values.map(([field, value]) => `${pathOf(place)} ${field}: ${value}`),
    ),
    nodes: new Set(named.map(({ place }) => nodeKey(place))).size,
    implied,
    body: {
      schemas: {},
      ...bodyOf(root),
      ...(policy === undefined ? {} : { schema_change_handling: policy }),
    },
  };
}

/** What of a change is no exact name. */
function patternsIn({ position, level, schema, table, column }: RequestedChange): string[] {
  const depth = { schema: 1, table: 2, column: 3 }[level];
  const found = Object.entries({ schema, table, column })
    .slice(0, depth)
    .find(([, { name }]) => name === undefined);
  if (found === undefined) return [];
  const [what, { text }] = found;
  return [
    `change ${position}: ${what} ${quoted(text, 80)} is a pattern, and there are no names yet to match it with`,
  ];
}

/** The node that a change without patterns names. */
const exactPlace = ({ schema, table, column }: RequestedChange): NodeRef => ({
  schema: schema.name ?? "",
  ...(table.name === undefined ? {} : { table: table.name }),
  ...(column.name === undefined ? {} : { column: column.name }),
});

/**
 * Every node of the request has to say whether it is on. What nobody asked about gets the state that the policy
 * would give it, unless something below it is to be on.
 */
function complete(root: BodyNode, policy: SchemaPolicy | undefined): string[] {
  const byPolicy = policy === undefined || policy === "ALLOW_ALL";
  const implied: string[] = [];
  const settle = ({ settings, children }: BodyNode, place: NodeRef) => {
    if (settings.enabled !== undefined) return;
    settings.enabled =
      byPolicy || [...children.values()].some((child) => child.settings.enabled === true);
    implied.push(`${pathOf(place)} ${settings.enabled ? "on" : "off"}`);
  };
  for (const [schema, schemaNode] of root.children) {
    for (const [table, tableNode] of schemaNode.children) {
      settle(tableNode, { schema, table });
      for (const { settings } of tableNode.children.values()) settings.enabled ??= true;
    }
    settle(schemaNode, { schema });
  }
  return implied;
}

export interface StoredDetails {
  kind: "stored";
  id: string;
  name: string;
  policy: SchemaPolicy | undefined;
  stored: StoredChanges;
}

/** Whether nobody has looked at the source yet. For some services that reads as a configuration without schemas. */
export const isUncaptured = (connection: Connection, config: SchemaConfig | undefined) =>
  config === undefined || (schemasOf(config).length === 0 && !connection.succeeded_at);

const WHEN = "they apply when its schema is captured: at its first sync, or by reload_schema";

/** Stores what is requested for a schema that was never captured. */
export function planStoredChanges(
  { id, schema: name }: Connection,
  requested: readonly RequestedChange[],
  policy: SchemaPolicy | undefined,
): Plan<StoredDetails> {
  const stored = storedChanges(requested, policy);
  const { settings } = stored;
  const what = [
    ...(settings.length === 0 ? [] : [count(settings.length, "wish", "wishes")]),
    ...(policy === undefined ? [] : [`the policy ${policy}`]),
  ].join(" and ");
  return {
    summary: `Store ${what} for the schema of ${named(name, id)}, which was never captured`,
    consequences: [
      WHEN,
      ...upTo(settings, MOST_CHANGES, (setting) => setting),
      ...namesText(stored),
      policy === undefined
        ? "new schemas, tables and columns: ALLOW_ALL, Fivetran's default, unless another policy was stored before"
        : `new schemas, tables and columns: ${policy}`,
      "wishes stored before cannot be read, and may be replaced",
    ],
    asks: true,
    targets: [{ kind: "connector" as const, id, name }],
    observed: { id, captured: false },
    steps: [call("pre_create_connection_schema_config", { connectionId: id }, stored.body)],
    details: { kind: "stored", id, name, policy, stored },
  };
}

/** What nobody can check of the names, and what is stored along with them. */
const namesText = ({ nodes, implied }: StoredChanges) => [
  ...(nodes === 0
    ? []
    : [
        `${nodes === 1 ? "its name could not" : `none of the ${nodes} names could`} be checked against the source; one that does not exist, or cannot be switched, is ignored without a word`,
      ]),
  ...(implied.length === 0
    ? []
    : [`stored with them: ${upTo(implied, 20, (node) => node).join(", ")}`]),
];

export const finishStoredChanges = ({ id, name, policy, stored }: StoredDetails) => ({
  connector: { name, id },
  changed_count: 0,
  stored: stored.settings,
  ...(policy === undefined ? {} : { policy }),
  notes: [WHEN, ...namesText(stored)],
});

interface Stored {
  connector: { name: string; id: string };
  stored?: string[] | undefined;
  policy?: string | undefined;
  notes?: string[] | undefined;
}

export const renderStoredChanges = ({ connector: of, stored = [], policy, notes = [] }: Stored) =>
  lines(
    `${named(of.name, of.id)}: stored for later${policy === undefined ? "" : `; new tables: ${policy}`}`,
    stored.map((setting) => `  ${setting}`),
    notes.map((note) => `Note: ${note}`),
  );

/** Somebody captured the schema between the plan and its execution. */
export const explainStoredChanges = (error: AppError): AppError =>
  error.type !== "conflict"
    ? error
    : rephrase(error, {
        message: "Its schema was captured meanwhile, so nothing was stored.",
        hint: "Call modify_schema again: names can be checked now, and globs work.",
      });

export const fixedTables = (connectorName: string): AppError =>
  new AppError("input", `${connectorName} has no schema configuration to choose from.`, {
    state: "Nothing was changed.",
    hint: "Its service syncs fixed tables; pausing or deleting the connector is what stops them.",
  });
