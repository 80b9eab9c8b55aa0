import * as z from "zod";
import { AppError, inputError } from "../../../base/errors.js";
import type { Json } from "../../../base/json.js";
import type { JsonSchema } from "../../../base/json-schema.js";
import { readAs } from "../../../base/read-as.js";
import { quoted } from "../../../base/text.js";
import { verification } from "../../../client/operations/catalog.js";
import { comparisonOf } from "../../../client/outcome/compare.js";
import type { Connection, SchemaConfig } from "../../../client/resources/models.js";
import { judgedStatus } from "../../../toolkit/applied.js";
import { detail } from "../../../toolkit/consequence.js";
import { call, type Plan, type StepOutcome } from "../../../toolkit/define.js";
import { count, lines, named, upTo } from "../../../toolkit/render.js";
import { rephrase } from "../../../toolkit/rephrase.js";
import { type BodyNode, bodyOf, nodeAt } from "../body.js";
import { MOST_CHANGES } from "../describe-change.js";
import {
  type NodeRef,
  nodeKey,
  pathOf,
  policyPhrase,
  policyText,
  type SchemaPolicy,
  schemasOf,
  valueJson,
  valueText,
} from "../nodes.js";
import { parseChanges, type RequestedChange, refuse, SchemaChange } from "../parse-changes.js";

export interface StoredChanges {
  /** One line for each name: the settings that are stored for it. */
  settings: string[];
  /** The number of nodes that the changes name. */
  nodes: number;
  /** True if a change filters rows. Some services do not support this. */
  filters: boolean;
  /** The parents of the named nodes, with the state that is stored for each. */
  implied: string[];
  body: Record<string, Json>;
}

/**
 * Returns changes for a schema that was never captured. Fivetran stores them and applies them when
 * it captures the schema. Names cannot be checked yet, so only exact names are accepted. Throws
 * `input` for patterns.
 */
export function storedChanges(
  requested: readonly RequestedChange[],
  policy: SchemaPolicy | undefined,
): StoredChanges {
  refuse(
    requested.flatMap(patternsIn),
    "Patterns work only after the schema is captured. Capture it with reload_schema, or give the exact name of each schema and table.",
  );
  const root: BodyNode = { settings: {}, children: new Map() };
  const named = requested.map((change) => ({ place: exactPlace(change), values: change.values }));
  for (const { place, values } of named) {
    const settings = values.map(([field, value]) => [field, valueJson(value)]);
    Object.assign(nodeAt(root, place).settings, Object.fromEntries(settings));
  }
  const implied = complete(root, policy);
  return {
    settings: named.flatMap(({ place, values }) =>
      values.map(([field, value]) => `${pathOf(place)} ${field}: ${valueText(value)}`),
    ),
    nodes: new Set(named.map(({ place }) => nodeKey(place))).size,
    filters: requested.some(({ values }) => values.some(([field]) => field === "row_filter")),
    implied,
    body: {
      schemas: {},
      ...bodyOf(root),
      ...(policy === undefined ? {} : { schema_change_handling: policy }),
    },
  };
}

/**
 * The data that a new connector loads. It is stored before Fivetran reads the source for the first
 * time.
 */
export interface Selection {
  body: Record<string, Json>;
  /** One line each: what is stored, what will be loaded, and what cannot be guaranteed. */
  lines: string[];
}

/** @throws AppError of type `input` if the changes are malformed or contain patterns. */
export function selectionOf(
  given: readonly Json[] | undefined,
  policy: SchemaPolicy | undefined,
): Selection | undefined {
  if (given === undefined && policy === undefined) return undefined;
  const changes = (given ?? []).map((one, index) => {
    const read = SchemaChange.safeParse(readAs(CHANGE, one));
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw inputError(
      `changes[${index}]: ${issue?.code === "unrecognized_keys" ? `${issue.keys.map((key) => quoted(key, 60)).join(", ")} is not a field` : `${issue?.path.join(".") || "it"} is not valid`}.`,
      'Nothing was sent. Example: {"schema":"public","table":"people","column":"email","hashed":true}.',
    );
  });
  const stored = storedChanges(parseChanges(changes, policy), policy);
  return {
    body: stored.body,
    lines: [
      ...upTo(stored.settings, MOST_CHANGES, (setting) => `stored: ${setting}`),
      ...(stored.implied.length === 0
        ? []
        : [
            `also stored, because the settings above need these: ${upTo(stored.implied, 20, (node) => node).join(", ")}`,
          ]),
      `schema change handling: ${policyText(policy ?? "ALLOW_ALL")}; ${LOADS[policy ?? "ALLOW_ALL"]}`,
      CANNOT_PROMISE,
      ...(stored.filters ? [FILTERS_UNCHECKED] : []),
    ],
  };
}

const CHANGE: JsonSchema = JSON.parse(
  JSON.stringify(z.toJSONSchema(SchemaChange, { io: "input" })),
);

const LOADS: Record<SchemaPolicy, string> = {
  BLOCK_ALL:
    "after the connector is resumed, it loads only the schemas, tables and columns that are enabled here",
  ALLOW_COLUMNS:
    "after the connector is resumed, it loads only the tables that are enabled here. It loads all their columns, also new columns, except the disabled ones",
  ALLOW_ALL:
    "after the connector is resumed, it loads everything in the source except the items that are disabled here",
};

const CANNOT_PROMISE =
  "names are not checked against the source, and Fivetran ignores a name that the source does not have. Key columns, and tables that the service always syncs, are loaded in any case";

const FILTERS_UNCHECKED =
  "Fivetran shows only after the capture whether this service can filter rows. Before you resume the connector, check with get_schema that the filter exists";

/** Returns the parts of a change that are not exact names. */
function patternsIn({ position, level, schema, table, column }: RequestedChange): string[] {
  const depth = { schema: 1, table: 2, column: 3 }[level];
  const found = Object.entries({ schema, table, column })
    .slice(0, depth)
    .find(([, { name }]) => name === undefined);
  if (found === undefined) return [];
  const [what, { text }] = found;
  return [
    `change ${position}: ${what} ${quoted(text, 80)} is a pattern, but the names in the source are not known yet`,
  ];
}

/** Returns the node that a change without patterns names. */
const exactPlace = ({ schema, table, column }: RequestedChange): NodeRef => ({
  schema: schema.name ?? "",
  ...(table.name === undefined ? {} : { table: table.name }),
  ...(column.name === undefined ? {} : { column: column.name }),
});

/**
 * Sets `enabled` on every node of the request, because Fivetran requires it. A node without a
 * requested value gets the value that the schema change handling would set, unless a node below it
 * is to be enabled.
 */
function complete(root: BodyNode, policy: SchemaPolicy | undefined): string[] {
  const byPolicy = policy === undefined || policy === "ALLOW_ALL";
  const implied: string[] = [];
  const settle = ({ settings, children }: BodyNode, place: NodeRef) => {
    if (settings.enabled !== undefined) return;
    settings.enabled =
      byPolicy || [...children.values()].some((child) => child.settings.enabled === true);
    implied.push(`${pathOf(place)} ${settings.enabled ? "enabled" : "disabled"}`);
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

/**
 * Returns true if Fivetran has not read the source's tables yet. For some services the
 * configuration then exists but has no schemas.
 */
export const isUncaptured = (connection: Connection, config: SchemaConfig | undefined) =>
  config === undefined || (schemasOf(config).length === 0 && !connection.succeeded_at);

/** Says why the configuration of a captured source has no schemas. */
export const noSelectionText = (config: SchemaConfig | undefined) =>
  config?.schemas
    ? "Fivetran lists no schemas or tables for it; to read them from the source, call reload_schema"
    : "Fivetran shows no selection of tables for it, as for a service with a fixed set of tables";

const WHEN = "the settings take effect when the first sync or reload_schema captures the schema";

/** Plans to store changes for a schema that was never captured. */
export function planStoredChanges(
  { id, schema: name }: Connection,
  requested: readonly RequestedChange[],
  policy: SchemaPolicy | undefined,
): Plan<StoredDetails> {
  const stored = storedChanges(requested, policy);
  const { settings } = stored;
  const what = [
    ...(settings.length === 0 ? [] : [count(settings.length, "setting")]),
    ...(policy === undefined ? [] : [`schema change handling ${policyText(policy)}`]),
  ].join(" and ");
  return {
    summary: `Store ${what} for ${named(name, id)}, whose schema has not been captured`,
    consequences: [
      WHEN,
      ...upTo(settings, MOST_CHANGES, (setting) => setting).map(detail),
      ...namesText(stored),
      policy === undefined
        ? `schema change handling is not changed: a value that was stored earlier applies, otherwise ${policyPhrase("ALLOW_ALL")}`
        : `schema change handling: ${policyPhrase(policy)}`,
      "the API cannot show settings that were stored earlier; this change may overwrite them",
    ],
    asks: true,
    targets: [{ kind: "connector" as const, id, name }],
    observed: { id, "schema captured": false },
    steps: [call("pre_create_connection_schema_config", { connectionId: id }, stored.body)],
    details: { kind: "stored", id, name, policy, stored },
  };
}

/** Explains that names are not checked, and which parents are stored with them. */
const namesText = ({ nodes, implied, filters }: StoredChanges) => [
  ...(filters ? [FILTERS_UNCHECKED] : []),
  ...(nodes === 0
    ? []
    : [
        `${nodes === 1 ? "the name could not" : `none of the ${nodes} names could`} be checked against the source; if a name does not exist or cannot be changed, Fivetran ignores it and returns no error`,
      ]),
  ...(implied.length === 0
    ? []
    : [
        `also stored, because the settings above need these: ${upTo(implied, 20, (node) => node).join(", ")}`,
      ]),
];

/** What the reply shows otherwise than it was stored, by path; no read shows what is stored. */
export function storedOtherwise(outcome: StepOutcome | undefined): string[] {
  if (outcome?.state !== "done" || outcome.reply.data == null) return [];
  const check = verification(outcome.call.operation);
  return check?.how === "schema"
    ? (comparisonOf(check, outcome.call, outcome.reply.data, true)?.different ?? [])
    : [];
}

export function finishStoredChanges(
  [outcome]: readonly StepOutcome[],
  { id, name, policy, stored }: StoredDetails,
) {
  const otherwise = storedOtherwise(outcome);
  return {
    connector: { name, id },
    ...judgedStatus(otherwise.length === 0),
    changed_count: 0,
    stored: stored.settings,
    ...(policy === undefined ? {} : { policy }),
    notes: [
      ...(otherwise.length === 0 ? [] : [otherwiseText(otherwise)]),
      WHEN,
      ...namesText(stored),
    ],
  };
}

export const otherwiseText = (paths: readonly string[]) =>
  `Fivetran accepted the settings, but its reply shows other values for ${upTo(paths, 20, (path) => path).join(", ")}`;

interface Stored {
  connector: { name: string; id: string };
  status?: "partial" | undefined;
  stored?: string[] | undefined;
  policy?: string | undefined;
  notes?: string[] | undefined;
}

export const renderStoredChanges = ({
  connector: of,
  status,
  stored = [],
  policy,
  notes = [],
}: Stored) =>
  lines(
    `${named(of.name, of.id)}: settings ${status === "partial" ? "not stored as sent" : "stored"}${policy === undefined ? "" : `; schema change handling: ${policyPhrase(policy)}`}`,
    stored.map((setting) => `  ${setting}`),
    notes.map((note) => `Note: ${note}`),
  );

/** Returns the error for settings whose schema was captured in the meantime. */
export const capturedInBetween = (error: AppError): AppError =>
  rephrase(error, {
    message: "The schema was captured in the meantime, so nothing was stored.",
    hint: "Call modify_schema again. Names are now checked, and globs work.",
  });

export const fixedTables = (connectorName: string): AppError =>
  new AppError("input", `${connectorName} has no schema configuration to change.`, {
    state: "Nothing was changed.",
    hint: "Fivetran shows none for a service with a fixed set of tables. To stop syncing them, pause or delete the connector.",
  });
