import * as z from "zod";
import { createTurns } from "../../base/deadline.js";
import { compileGlob } from "../../base/glob.js";
import type { ColumnConfig, SchemaConfig, TableConfig } from "../../client/resources/models.js";
import { extra } from "../../toolkit/params.js";
import { compact } from "../../toolkit/render.js";
import { type ColumnLookup, columnsOf, lockCode, schemasOf, tablesOf } from "./nodes.js";
import { RowFilter, storedFilter } from "./row-filter.js";

export const NODE_STATES = [
  "enabled",
  "disabled",
  "hashed",
  "locked",
  "primary_key",
  "row_filter",
] as const;
export type NodeState = (typeof NODE_STATES)[number];

const n = z.number();

export const OutlineColumn = z.object({
  name: z.string(),
  enabled: z.boolean(),
  hashed: z.boolean().optional(),
  primary_key: z.boolean().optional(),
  locked: z.string().optional(),
  type: z.string().optional(),
  target_type: extra(z.string()),
});
export type OutlineColumn = z.output<typeof OutlineColumn>;

export const OutlineTable = z.object({
  name: z.string(),
  enabled: z.boolean(),
  off_with_schema: z.boolean().optional(),
  locked: z.string().optional(),
  sync_mode: z.string().optional(),
  no_column_support: z.boolean().optional(),
  row_filter: extra(RowFilter),
  parent_table: extra(z.string()),
  columns: z.array(OutlineColumn).optional(),
});
export type OutlineTable = z.output<typeof OutlineTable>;

export const OutlineSchema = z.object({
  schema: z.string(),
  enabled: z.boolean(),
  tables: z.object({ total: n, enabled: n, locked: n.optional() }),
  on: z.array(z.string()).describe("tables that sync").optional(),
  off: z.array(z.string()).optional(),
  off_with_schema: z.array(z.string()).optional(),
  items: z.array(OutlineTable).describe("tables with more details than name and state").optional(),
});
export type OutlineSchema = z.output<typeof OutlineSchema>;

/**
 * `enabled` counts tables that sync. `off_with_schema` counts enabled tables in a disabled schema.
 */
export const OutlineCounts = z.object({
  schemas: z.object({ total: n, enabled: n }),
  tables: z.object({ total: n, enabled: n, disabled: n, off_with_schema: n, locked: n }),
});
type OutlineCounts = z.output<typeof OutlineCounts>;

export interface OutlineQuery {
  schema?: string | undefined;
  table?: string | undefined;
  column?: string | undefined;
  /** Shows nodes in any of these states. `hashed` and `primary_key` apply to columns. */
  states?: readonly NodeState[] | undefined;
  includeColumns: boolean;
}

export interface OutlinePage {
  policy?: string;
  /** Set only if Fivetran has enabled row filters for the connector. */
  row_filtering_supported?: boolean;
  /** Counts of everything that the schema and table patterns match, not only of this page. */
  counts: OutlineCounts;
  level: "schemas" | "tables" | "columns";
  /** The number of matching lines at this level. `shown` of them are on this page. */
  matching: number;
  shown: number;
  schemas: OutlineSchema[];
  next_offset?: number;
}

/** One line of the deepest level, with the headers above it. */
interface Line {
  schema: OutlineSchema;
  table?: OutlineTable;
  column?: OutlineColumn;
}

/**
 * Builds an outline of what a connection can sync, ordered by name. Returns a function that returns
 * one page of it. `limit` counts lines of the deepest level, so a page stays small even if a table
 * is wide.
 */
export async function outlineSchema(
  config: SchemaConfig,
  query: OutlineQuery,
  columns: ColumnLookup = () => undefined,
): Promise<(limit: number, offset: number) => OutlinePage> {
  const { schemas, nodes, counts } = await collect(config, query, columns);
  const asked = levelOf(query);
  return (limit, offset) => {
    // A small schema is shown completely. A large one is shown by its schemas until the caller
    // narrows the query.
    const whole = asked !== "schemas" || nodes.length <= limit;
    const lines = whole ? nodes : schemas;
    const page = lines.slice(offset, offset + limit);
    const next = offset + page.length;
    return {
      ...(config.schema_change_handling ? { policy: config.schema_change_handling } : {}),
      ...(typeof config.row_filtering_supported === "boolean"
        ? { row_filtering_supported: config.row_filtering_supported }
        : {}),
      counts,
      level: whole && asked === "schemas" ? "tables" : asked,
      matching: lines.length,
      shown: page.length,
      schemas: assemble(page),
      ...(page.length > 0 && next < lines.length ? { next_offset: next } : {}),
    };
  };
}

function levelOf({ schema, table, column, states, includeColumns }: OutlineQuery) {
  const ofColumns = states?.some((state) => state === "hashed" || state === "primary_key");
  if (includeColumns || column !== undefined || ofColumns) return "columns";
  return schema !== undefined || table !== undefined || states?.length ? "tables" : "schemas";
}

async function collect(config: SchemaConfig, query: OutlineQuery, lookup: ColumnLookup) {
  const turn = createTurns();
  const isSchema = compileGlob(query.schema ?? "*");
  const isTable = compileGlob(query.table ?? "*");
  const isColumn = compileGlob(query.column ?? "*");
  const ofColumns = levelOf(query) === "columns";
  // With a column pattern only columns are listed. A filter by states lists tables as well as
  // columns.
  const listsTables = query.column === undefined;
  const unfiltered = listsTables && !query.states?.length;
  const counts: OutlineCounts = {
    schemas: { total: 0, enabled: 0 },
    tables: { total: 0, enabled: 0, disabled: 0, off_with_schema: 0, locked: 0 },
  };
  const schemas: Line[] = [];
  const nodes: Line[] = [];

  for (const [name, node] of schemasOf(config)) {
    await turn();
    if (!isSchema(name)) continue;
    const tables = tablesOf(node).filter(([table]) => isTable(table));
    if (query.table !== undefined && tables.length === 0) continue;
    const schema: OutlineSchema = {
      schema: name,
      enabled: node.enabled,
      tables: { total: 0, enabled: 0 },
    };
    counts.schemas.total++;
    if (node.enabled) counts.schemas.enabled++;
    schemas.push({ schema });
    const switchedOff = !node.enabled && listsTables && query.states?.includes("disabled") === true;
    if (tables.length === 0 && (unfiltered || switchedOff)) nodes.push({ schema });
    for (const [tableName, tableNode] of tables) {
      await turn();
      const table = tableItem(tableName, tableNode, node.enabled);
      countTable(table, schema.tables, counts.tables);
      const listsTable = listsTables && inAnyState(tableStates(table), query.states);
      if (!ofColumns) {
        if (listsTable) nodes.push({ schema, table });
        continue;
      }
      if (tableNode.supports_columns_config === false) table.no_column_support = true;
      const lines = columnsOf(tableNode, lookup(name, tableName))
        .filter(([column]) => isColumn(column))
        .map(([column, columnNode]) => columnItem(column, columnNode))
        .filter((column) => inAnyState(columnStates(column), query.states))
        .map((column): Line => ({ schema, table, column }));
      nodes.push(...(lines.length === 0 && listsTable ? [{ schema, table }] : lines));
    }
  }
  return { schemas, nodes, counts };
}

function tableItem(name: string, node: TableConfig, schemaEnabled: boolean): OutlineTable {
  const locked = lockCode(node);
  const filter = storedFilter(node.row_filter);
  return {
    name,
    enabled: node.enabled,
    ...(node.enabled && !schemaEnabled ? { off_with_schema: true } : {}),
    ...(locked === undefined ? {} : { locked }),
    ...(node.sync_mode ? { sync_mode: node.sync_mode } : {}),
    ...(filter === null ? {} : { row_filter: filter }),
    ...(node.parent_table ? { parent_table: node.parent_table } : {}),
  };
}

function columnItem(name: string, node: ColumnConfig): OutlineColumn {
  const locked = lockCode(node);
  const type = node["type"] ?? node["data_type"];
  return {
    name,
    enabled: node.enabled,
    ...(node.hashed ? { hashed: true } : {}),
    ...(node.is_primary_key ? { primary_key: true } : {}),
    ...(locked === undefined ? {} : { locked }),
    ...(typeof type === "string" ? { type } : {}),
    ...(node.target_data_type ? { target_type: node.target_data_type } : {}),
  };
}

/** Returns true if a table syncs: the table and its schema are both enabled. */
export const tableSyncs = ({ enabled, off_with_schema }: OutlineTable) =>
  enabled && off_with_schema !== true;

const tableStates = (table: OutlineTable): NodeState[] => [
  tableSyncs(table) ? "enabled" : "disabled",
  ...(table.locked === undefined ? [] : ["locked" as const]),
  ...(table.row_filter === undefined ? [] : ["row_filter" as const]),
];

const columnStates = (column: OutlineColumn): NodeState[] => [
  column.enabled ? "enabled" : "disabled",
  ...(column.hashed ? ["hashed" as const] : []),
  ...(column.primary_key ? ["primary_key" as const] : []),
  ...(column.locked === undefined ? [] : ["locked" as const]),
];

const inAnyState = (has: readonly NodeState[], wanted: readonly NodeState[] | undefined) =>
  !wanted?.length || wanted.some((state) => has.includes(state));

function countTable(
  table: OutlineTable,
  ofSchema: OutlineSchema["tables"],
  all: OutlineCounts["tables"],
): void {
  all.total++;
  ofSchema.total++;
  if (tableSyncs(table)) {
    all.enabled++;
    ofSchema.enabled++;
  } else {
    all[table.off_with_schema ? "off_with_schema" : "disabled"]++;
  }
  if (table.locked !== undefined) {
    all.locked++;
    ofSchema.locked = (ofSchema.locked ?? 0) + 1;
  }
}

/** The default sync mode. It is not shown. */
export const USUAL_MODE = "SOFT_DELETE";

/**
 * Returns true if name and state are all there is to show, as for nearly every table of a wide
 * schema.
 */
const isPlain = ({ sync_mode = USUAL_MODE, ...more }: OutlineTable) =>
  sync_mode === USUAL_MODE &&
  [more.locked, more.no_column_support, more.row_filter, more.parent_table].every(
    (fact) => fact === undefined,
  );

interface Lists {
  on: string[];
  off: string[];
  off_with_schema: string[];
  items: Map<OutlineTable, OutlineTable>;
}

/**
 * Groups the lines of a page under their headers. If a table continues on the next page, its header
 * is on both pages.
 */
function assemble(page: readonly Line[]): OutlineSchema[] {
  const schemas = new Map<OutlineSchema, Lists>();
  for (const { schema, table, column } of page) {
    const lists: Lists = schemas.get(schema) ?? {
      on: [],
      off: [],
      off_with_schema: [],
      items: new Map(),
    };
    schemas.set(schema, lists);
    if (table === undefined) continue;
    if (column === undefined && isPlain(table)) {
      lists[tableSyncs(table) ? "on" : table.enabled ? "off_with_schema" : "off"].push(table.name);
      continue;
    }
    const item = lists.items.get(table) ?? { ...table };
    lists.items.set(table, item);
    if (column !== undefined) {
      item.columns ??= [];
      item.columns.push(column);
    }
  }
  return [...schemas].map(([schema, lists]) =>
    compact({ ...schema, ...lists, items: [...lists.items.values()] }),
  );
}
