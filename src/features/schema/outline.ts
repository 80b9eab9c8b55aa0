import { compileGlob } from "../../base/glob.js";
import type { ColumnConfig, SchemaConfig, TableConfig } from "../../client/resources/models.js";
import { type ColumnLookup, columnsOf, lockCode, schemasOf, tablesOf } from "./nodes.js";

export const NODE_STATES = ["enabled", "disabled", "hashed", "locked", "primary_key"] as const;
export type NodeState = (typeof NODE_STATES)[number];

export interface OutlineQuery {
  schema?: string | undefined;
  table?: string | undefined;
  column?: string | undefined;
  /** Nodes in any of these states; `hashed` and `primary_key` ask for columns. */
  states?: readonly NodeState[] | undefined;
  includeColumns: boolean;
  /** Lines of the deepest level, so that a page stays small however wide a table is. */
  limit: number;
  offset: number;
}

export interface OutlineColumn {
  name: string;
  enabled: boolean;
  hashed?: true;
  primary_key?: true;
  /** Reason code. */
  locked?: string;
  type?: string;
}

export interface OutlineTable {
  name: string;
  enabled: boolean;
  /** Switched on, yet nothing flows because its schema is off. */
  off_with_schema?: true;
  locked?: string;
  sync_mode?: string;
  /** `changed`: only the columns that somebody ever changed are known. */
  columns_known?: "all" | "changed";
  no_column_support?: true;
  columns?: OutlineColumn[];
}

export interface OutlineSchema {
  schema: string;
  enabled: boolean;
  tables: { total: number; enabled: number; locked: number };
  items?: OutlineTable[];
}

export interface OutlineCounts {
  schemas: { total: number; enabled: number };
  /** `enabled` tables flow; `off_with_schema` are switched on inside a schema that is off. */
  tables: {
    total: number;
    enabled: number;
    disabled: number;
    off_with_schema: number;
    locked: number;
  };
  columns: { known: number; disabled: number; hashed: number; primary_key: number; locked: number };
}

export interface SchemaOutline {
  /** What becomes of new schemas, tables and columns. */
  policy?: string;
  /** Of all that the schema and table patterns match, whatever the page shows. */
  counts: OutlineCounts;
  level: "schemas" | "tables" | "columns";
  /** Lines of this level that match; `shown` of them are on this page. */
  matching: number;
  shown: number;
  schemas: OutlineSchema[];
  next_offset?: number;
}

/** One line of the deepest level, with the headers that it stands under. */
interface Line {
  schema: OutlineSchema;
  table?: OutlineTable;
  column?: OutlineColumn;
}

/** An outline of what a connection may sync: counts first, then one page of what was asked for, ordered by name. */
export function outlineSchema(
  config: SchemaConfig,
  query: OutlineQuery,
  columns: ColumnLookup = () => undefined,
): SchemaOutline {
  const { lines, counts, level } = collect(config, query, columns);
  const page = lines.slice(query.offset, query.offset + query.limit);
  const next = query.offset + page.length;
  return {
    ...(config.schema_change_handling ? { policy: config.schema_change_handling } : {}),
    counts,
    level,
    matching: lines.length,
    shown: page.length,
    schemas: assemble(page),
    ...(page.length > 0 && next < lines.length ? { next_offset: next } : {}),
  };
}

type Level = SchemaOutline["level"];

function levelOf({ schema, table, column, states, includeColumns }: OutlineQuery): Level {
  const ofColumns = states?.some((state) => state === "hashed" || state === "primary_key");
  if (includeColumns || column !== undefined || ofColumns) return "columns";
  return schema !== undefined || table !== undefined || states?.length ? "tables" : "schemas";
}

function collect(config: SchemaConfig, query: OutlineQuery, lookup: ColumnLookup) {
  const isSchema = compileGlob(query.schema ?? "*");
  const isTable = compileGlob(query.table ?? "*");
  const asked = levelOf(query);
  const unfiltered = !query.states?.length && query.column === undefined;
  const counts: OutlineCounts = {
    schemas: { total: 0, enabled: 0 },
    tables: { total: 0, enabled: 0, disabled: 0, off_with_schema: 0, locked: 0 },
    columns: { known: 0, disabled: 0, hashed: 0, primary_key: 0, locked: 0 },
  };
  const schemas: Line[] = [];
  const nodes: Line[] = [];

  for (const [name, node] of schemasOf(config)) {
    if (!isSchema(name)) continue;
    const tables = tablesOf(node).filter(([table]) => isTable(table));
    if (query.table !== undefined && tables.length === 0) continue;
    const schema: OutlineSchema = {
      schema: name,
      enabled: node.enabled,
      tables: { total: 0, enabled: 0, locked: 0 },
    };
    counts.schemas.total++;
    if (node.enabled) counts.schemas.enabled++;
    schemas.push({ schema });
    if (tables.length === 0 && unfiltered) nodes.push({ schema });

    for (const [tableName, tableNode] of tables) {
      const listed = lookup(name, tableName);
      const known = columnsOf(tableNode, listed);
      const table = tableItem(tableName, tableNode, node.enabled);
      countTable(table, schema, counts);
      for (const [, column] of known) countColumn(column, counts);
      if (asked === "columns") {
        const header = { ...table, ...columnHeader(tableNode, known.length, listed !== undefined) };
        nodes.push(...columnLines(schema, header, known, query, unfiltered));
      } else if (inAnyState(tableStates(table), query.states)) {
        nodes.push({ schema, table });
      }
    }
  }
  // A small schema is shown as a whole; a large one by its schemas, until something narrower is asked for.
  if (asked !== "schemas") return { counts, level: asked, lines: nodes };
  return nodes.length <= query.limit
    ? { counts, level: "tables" as const, lines: nodes }
    : { counts, level: asked, lines: schemas };
}

function tableItem(name: string, node: TableConfig, schemaEnabled: boolean): OutlineTable {
  const locked = lockCode(node);
  return {
    name,
    enabled: node.enabled,
    ...(node.enabled && !schemaEnabled ? { off_with_schema: true as const } : {}),
    ...(locked === undefined ? {} : { locked }),
    ...(node.sync_mode ? { sync_mode: node.sync_mode } : {}),
  };
}

function columnHeader(node: TableConfig, known: number, listed: boolean): Partial<OutlineTable> {
  if (node.supports_columns_config === false) return { no_column_support: true };
  if (listed) return { columns_known: "all" };
  return known > 0 ? { columns_known: "changed" } : {};
}

function columnItem(name: string, node: ColumnConfig): OutlineColumn {
  const locked = lockCode(node);
  const type = node["type"] ?? node["data_type"];
  return {
    name,
    enabled: node.enabled,
    ...(node.hashed ? { hashed: true as const } : {}),
    ...(node.is_primary_key ? { primary_key: true as const } : {}),
    ...(locked === undefined ? {} : { locked }),
    ...(typeof type === "string" ? { type } : {}),
  };
}

function columnLines(
  schema: OutlineSchema,
  table: OutlineTable,
  known: readonly [string, ColumnConfig][],
  query: OutlineQuery,
  unfiltered: boolean,
): Line[] {
  const isColumn = compileGlob(query.column ?? "*");
  const lines = known
    .filter(([name]) => isColumn(name))
    .map(([name, node]) => columnItem(name, node))
    .filter((column) => inAnyState(columnStates(column), query.states))
    .map((column) => ({ schema, table, column }));
  return lines.length === 0 && unfiltered ? [{ schema, table }] : lines;
}

const flows = ({ enabled, off_with_schema }: OutlineTable) => enabled && !off_with_schema;

const tableStates = (table: OutlineTable): NodeState[] => [
  flows(table) ? "enabled" : "disabled",
  ...(table.locked === undefined ? [] : ["locked" as const]),
];

const columnStates = (column: OutlineColumn): NodeState[] => [
  column.enabled ? "enabled" : "disabled",
  ...(column.hashed ? ["hashed" as const] : []),
  ...(column.primary_key ? ["primary_key" as const] : []),
  ...(column.locked === undefined ? [] : ["locked" as const]),
];

const inAnyState = (has: readonly NodeState[], wanted: readonly NodeState[] | undefined) =>
  !wanted?.length || wanted.some((state) => has.includes(state));

function countTable(table: OutlineTable, schema: OutlineSchema, { tables }: OutlineCounts): void {
  tables.total++;
  schema.tables.total++;
  if (flows(table)) {
    tables.enabled++;
    schema.tables.enabled++;
  } else if (table.off_with_schema) {
    tables.off_with_schema++;
  } else {
    tables.disabled++;
  }
  if (table.locked !== undefined) {
    tables.locked++;
    schema.tables.locked++;
  }
}

function countColumn(node: ColumnConfig, { columns }: OutlineCounts): void {
  columns.known++;
  if (!node.enabled) columns.disabled++;
  if (node.hashed) columns.hashed++;
  if (node.is_primary_key) columns.primary_key++;
  if (lockCode(node) !== undefined) columns.locked++;
}

/** Puts the page's lines back under their headers; a table cut by the page's edge has a header on both pages. */
function assemble(page: readonly Line[]): OutlineSchema[] {
  const schemas = new Map<OutlineSchema, OutlineSchema>();
  const tables = new Map<OutlineTable, OutlineTable>();
  for (const line of page) {
    const schema = schemas.get(line.schema) ?? { ...line.schema };
    schemas.set(line.schema, schema);
    if (line.table === undefined) continue;
    const table = tables.get(line.table) ?? { ...line.table };
    if (!tables.has(line.table)) {
      tables.set(line.table, table);
      schema.items ??= [];
      schema.items.push(table);
    }
    if (line.column) {
      table.columns ??= [];
      table.columns.push(line.column);
    }
  }
  return [...schemas.values()];
}
