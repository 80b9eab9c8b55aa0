import { createTurns, type Turn } from "../../base/deadline.js";
import { digestAll, type Json } from "../../base/json.js";
import { bare } from "../../base/text.js";
import { ENUMS } from "../../client/operations/generated/enums.js";
import type {
  ColumnConfig,
  DatabaseSchemaConfig,
  SchemaConfig,
  TableConfig,
} from "../../client/resources/models.js";
import { count } from "../../toolkit/render.js";
import { filterJson, filterKey, filterText, type RowFilter } from "./row-filter.js";

/**
 * Fivetran's schema change handling: what happens to schemas, tables and columns that the source
 * adds later.
 */
export const POLICIES = ENUMS.modify_connection_schema_config.schema_change_handling;
export type SchemaPolicy = (typeof POLICIES)[number];

const LABELS: Record<string, string> = {
  ALLOW_ALL: "Allow all",
  ALLOW_COLUMNS: "Allow columns",
  BLOCK_ALL: "Block all",
};

/** Returns the name of a schema change handling in Fivetran's dashboard. */
export const policyText = (policy: string | null | undefined) =>
  policy ? (own(LABELS, policy) ?? bare(policy)) : "not set";

const POLICY_PHRASES: Record<string, string> = {
  ALLOW_ALL: "new schemas, tables and columns are synced",
  ALLOW_COLUMNS: "new columns of synced tables are synced, but new tables are not",
  BLOCK_ALL: "new schemas, tables and columns are not synced",
};

/** Returns the dashboard's name of a schema change handling with its meaning. */
export function policyPhrase(policy: string | null | undefined): string {
  const phrase = policy ? own(POLICY_PHRASES, policy) : undefined;
  return phrase === undefined ? policyText(policy) : `${policyText(policy)} (${phrase})`;
}

const MODE_PHRASES: Record<string, string> = {
  SOFT_DELETE: "deleted rows stay and are marked as deleted",
  HISTORY: "every version of a row is kept",
  LIVE: "only current rows are kept, and deleted rows are removed",
};

/** Returns a sync mode of a table with its meaning. */
export function modePhrase(mode: string): string {
  const phrase = own(MODE_PHRASES, mode);
  return phrase === undefined ? bare(mode) : `${mode} (${phrase})`;
}

/** Explains the value of a setting. Undefined if the value explains itself. */
export function settingMeaning(field: string, value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  if (field === "schema_change_handling") return own(POLICY_PHRASES, value);
  return field === "sync_mode" ? own(MODE_PHRASES, value) : undefined;
}

/**
 * A setting of a node. `sync_mode` and `row_filter` belong to tables, `hashed` and
 * `target_data_type` to columns.
 */
export type Field = "enabled" | "hashed" | "sync_mode" | RemovableField;

/** Settings that can be removed from a node. */
export const REMOVABLE = ["row_filter", "target_data_type"] as const;
export type RemovableField = (typeof REMOVABLE)[number];

/** The value of a setting. Null if a removable setting is not set. */
export type Value = boolean | string | RowFilter | null;

const keyOf = (value: Value) =>
  typeof value === "object" && value !== null ? filterKey(value) : value;

export const sameValue = (one: Value, other: Value) => keyOf(one) === keyOf(other);

export const valueText = (value: Value) =>
  typeof value === "object" && value !== null ? filterText(value) : String(value ?? "none");

/** Returns a value in the JSON form that requests and records use. */
export const valueJson = (value: Value): Json =>
  typeof value === "object" && value !== null ? filterJson(value) : value;

/** Refers to a node of a schema configuration: a schema, a table or a column. */
export interface NodeRef {
  schema: string;
  table?: string;
  column?: string;
}

export interface TableRef {
  schema: string;
  table: string;
}

export interface NodeChange extends NodeRef {
  field: Field;
  from: Value;
  to: Value;
}

export interface PolicyChange {
  from: string | null;
  to: SchemaPolicy;
}

/** A table of the configuration, with its schema. */
export interface TablePlace extends TableRef {
  schemaNode: DatabaseSchemaConfig;
  tableNode: TableConfig;
}

/** Returns the columns of a table as the source lists them, or undefined if they were not read. */
export type ColumnLookup = (
  schema: string,
  table: string,
) => Record<string, ColumnConfig> | undefined;

/** Compares by code unit, so that the order, and each page, is the same on every machine. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export const sortedByName = <T>(entries: [string, T][]): [string, T][] =>
  entries.sort(([a], [b]) => compare(a, b));

const sorted = <T>(record: Record<string, T> | null | undefined): [string, T][] =>
  sortedByName(Object.entries(record ?? {}));

export const schemasOf = (config: SchemaConfig): [string, DatabaseSchemaConfig][] =>
  sorted(config.schemas);

export const tablesOf = (schema: DatabaseSchemaConfig): [string, TableConfig][] =>
  sorted(schema.tables);

/**
 * Returns the columns that the source lists, and those of the configuration, which contains only
 * columns that were changed before.
 */
export const columnsOf = (
  table: TableConfig,
  listed: Record<string, ColumnConfig> | undefined,
): [string, ColumnConfig][] => sorted({ ...table.columns, ...listed });

/** Visits every table, ordered by name. There can be hundreds of thousands of tables. */
export async function eachTable(
  config: SchemaConfig,
  visit: (place: TablePlace) => void,
  turn: Turn = createTurns(),
): Promise<void> {
  for (const [schema, schemaNode] of schemasOf(config)) {
    for (const [table, tableNode] of tablesOf(schemaNode)) {
      visit({ schema, schemaNode, table, tableNode });
      await turn();
    }
  }
}

/** Finds a table by name. Undefined if the configuration does not contain it. */
export function tableAt(
  config: SchemaConfig | undefined,
  { schema, table }: TableRef,
): TablePlace | undefined {
  const schemaNode = own(config?.schemas, schema);
  const tableNode = own(schemaNode?.tables, table);
  return schemaNode && tableNode && { schema, schemaNode, table, tableNode };
}

/** Returns true if a table syncs: the table and its schema are both enabled. */
export const syncs = ({ schemaNode, tableNode }: TablePlace) =>
  schemaNode.enabled && tableNode.enabled;

/** Reads an own entry of a map. Its keys are names from the source and may include `__proto__`. */
export const own = <T>(record: Record<string, T> | null | undefined, key: string): T | undefined =>
  record && Object.hasOwn(record, key) ? record[key] : undefined;

/**
 * Returns the reason why Fivetran does not allow the node to be enabled or disabled, or undefined
 * if it does.
 */
export const lockCode = (node: TableConfig | ColumnConfig): string | undefined =>
  node.enabled_patch_settings?.allowed === false
    ? (node.enabled_patch_settings.reason_code ?? "OTHER")
    : undefined;

export const nodeKey = ({ schema, table, column }: NodeRef) =>
  JSON.stringify([schema, table, column]);

interface Branch<T> {
  value?: T;
  below?: Map<string, Branch<T>>;
}

/**
 * Maps nodes to values. Names are looked up directly, because there can be hundreds of thousands of
 * nodes.
 */
export class NodeMap<T> {
  readonly #root: Branch<T> = {};

  get({ schema, table, column }: NodeRef): T | undefined {
    let branch = this.#root.below?.get(schema);
    if (table !== undefined) branch = branch?.below?.get(table);
    if (column !== undefined) branch = branch?.below?.get(column);
    return branch?.value;
  }

  set({ schema, table, column }: NodeRef, value: T): void {
    let branch = below(this.#root, schema);
    if (table !== undefined) branch = below(branch, table);
    if (column !== undefined) branch = below(branch, column);
    branch.value = value;
  }
}

function below<T>(branch: Branch<T>, name: string): Branch<T> {
  branch.below ??= new Map();
  const known = branch.below.get(name);
  if (known !== undefined) return known;
  const made: Branch<T> = {};
  branch.below.set(name, made);
  return made;
}

/** Returns only the reference of an object that extends one. */
export const refOf = ({ schema, table, column }: NodeRef): NodeRef => ({
  schema,
  ...(table === undefined ? {} : { table }),
  ...(column === undefined ? {} : { column }),
});

/** Returns a path such as `public.orders.email`. Names that need quotes are quoted. */
export const pathOf = ({ schema, table, column }: NodeRef) =>
  [schema, table, column].flatMap((name) => (name === undefined ? [] : [bare(name)])).join(".");

/** Orders by schema, table and column. A parent comes before its children. */
export const byPlace = (a: NodeRef, b: NodeRef): number =>
  compare(a.schema, b.schema) ||
  compare(a.table ?? "", b.table ?? "") ||
  compare(a.column ?? "", b.column ?? "");

const MOST_OBSERVED = 100;

/**
 * Returns a part of the state that a plan depends on. A short state is kept in clear, so that a
 * difference can be shown. A long one is replaced by its digest.
 */
export async function observedNodes(
  nodes: ReadonlyMap<string, Json>,
): Promise<Record<string, Json>> {
  return nodes.size <= MOST_OBSERVED
    ? Object.fromEntries(nodes)
    : { [`digest of ${count(nodes.size, "setting")}`]: await digestAll(nodes) };
}

/** Returns the observed state of tables that are all in one state. */
export async function observedTables(
  tables: readonly TableRef[],
  state: Json,
): Promise<Record<string, Json>> {
  const nodes = new Map<string, Json>();
  const turn = createTurns();
  for (const table of tables) {
    nodes.set(pathOf(table), state);
    await turn();
  }
  return observedNodes(nodes);
}
