import type {
  ColumnConfig,
  DatabaseSchemaConfig,
  SchemaConfig,
  TableConfig,
} from "../../client/resources/models.js";

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
