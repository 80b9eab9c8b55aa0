import type { Json } from "../../base/json.js";
import type {
  ColumnConfig,
  DatabaseSchemaConfig,
  SchemaConfig,
  TableConfig,
} from "../../client/resources/models.js";
import type { Field } from "./parse-changes.js";

/** The columns of a table as its own listing gives them; undefined where nobody asked the source. */
export type ColumnLookup = (
  schema: string,
  table: string,
) => Record<string, ColumnConfig> | undefined;

/** By code unit, so that an order, and a page of it, is the same on every machine. */
const byName = <T>([a]: readonly [string, T], [b]: readonly [string, T]) =>
  a < b ? -1 : a > b ? 1 : 0;

const sorted = <T>(record: Record<string, T> | null | undefined): [string, T][] =>
  Object.entries(record ?? {}).sort(byName);

export const schemasOf = (config: SchemaConfig): [string, DatabaseSchemaConfig][] =>
  sorted(config.schemas);

export const tablesOf = (schema: DatabaseSchemaConfig): [string, TableConfig][] =>
  sorted(schema.tables);

/** What is known of a table's columns: the listing where there is one, over those that somebody once changed. */
export const columnsOf = (
  table: TableConfig,
  listed: Record<string, ColumnConfig> | undefined,
): [string, ColumnConfig][] => sorted(listed ? { ...table.columns, ...listed } : table.columns);

/** One own entry of a map whose keys are names that others chose, `__proto__` among them. */
export const own = <T>(record: Record<string, T> | null | undefined, key: string): T | undefined =>
  record && Object.hasOwn(record, key) ? record[key] : undefined;

/** Why the node cannot be switched; undefined when it can. */
export const lockCode = (node: TableConfig | ColumnConfig): string | undefined =>
  node.enabled_patch_settings?.allowed === false
    ? (node.enabled_patch_settings.reason_code ?? "OTHER")
    : undefined;

/** What becomes of schemas, tables and columns that the source gains later. */
export const POLICIES = ["ALLOW_ALL", "ALLOW_COLUMNS", "BLOCK_ALL"] as const;

export type SchemaPolicy = (typeof POLICIES)[number];

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
  from: boolean | string;
  to: boolean | string;
}

export interface Skipped extends NodeRef {
  why: "locked" | "primary_key" | "no_column_support" | "sync_mode_not_supported";
  reason_code?: string;
  /** Fivetran's words. */
  reason?: string;
}

export interface SchemaChangePlan {
  /** Only what really changes, ordered by name. */
  diff: NodeChange[];
  /** Settings asked for that hold already. */
  unchanged: number;
  /** Present values of all that was asked about and of what stands above it, by place and setting. */
  seen: Record<string, boolean | string | null>;
  /** Asked for but never sent. */
  skipped: Skipped[];
  /** Tables and columns whose data flows now and will not, the effect of a schema on its tables counted in. */
  stops: NodeRef[];
  /** Tables that begin to flow and are loaded from history. */
  starts: TableRef[];
  policy?: { from: string | null; to: SchemaPolicy };
  /** Of a request of its own, to be sent first: a new policy can bring nodes to light. */
  policyBody?: Record<string, Json>;
  /** Of the request for the nodes; absent when none changes. */
  body?: Record<string, Json>;
  /** Tables whose column list was needed and not given; columns that only it names are not in the plan. */
  columnTables: TableRef[];
  /** What the change brings with it, in our words, without full stops. */
  notes: string[];
  /** Tables that flow before the change, by schema: what `verifySchemaChange` compares with. */
  flowing: Record<string, string[]>;
}

export const nodeKey = ({ schema, table, column }: NodeRef) =>
  JSON.stringify([schema, table, column]);

/** The bare reference in anything that extends one. */
export const refOf = ({ schema, table, column }: NodeRef): NodeRef => ({
  schema,
  ...(table === undefined ? {} : { table }),
  ...(column === undefined ? {} : { column }),
});

/** Orders by schema, table and column; a parent comes before its children. */
export function byPlace(a: NodeRef, b: NodeRef): number {
  return (
    compare(a.schema, b.schema) ||
    compare(a.table ?? "", b.table ?? "") ||
    compare(a.column ?? "", b.column ?? "")
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
