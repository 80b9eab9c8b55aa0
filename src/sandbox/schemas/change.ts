import * as z from "zod";
import { invalid, Refusal } from "../api/envelope.js";
import { filtersRows, type SourceColumn, type SourceTable } from "../source/fixture.js";
import {
  columnEdit,
  columnEnabled,
  columnsOf,
  editColumn,
  editSchema,
  editTable,
  isKnown,
  schemaEnabled,
  type TablePath,
  tableEdit,
  tableEnabled,
  wholeSource,
} from "../source/source.js";
import { withoutUndefined } from "../world/json.js";
import { ColumnEdit, type Connection, Policy, SchemaEdit, TableEdit } from "../world/model.js";

export const ColumnChange = z.looseObject(ColumnEdit.omit({ drop: true }).shape);
export type ColumnChange = z.infer<typeof ColumnChange>;

const columns = z.record(z.string(), ColumnChange).optional();
export const TableChange = z.looseObject({ ...TableEdit.shape, columns });
export type TableChange = z.infer<typeof TableChange>;

const tables = z.record(z.string(), TableChange).optional();
export const SchemaChange = z.looseObject({ ...SchemaEdit.shape, tables });
export type SchemaChange = z.infer<typeof SchemaChange>;

export const ConfigChange = z.looseObject({
  schemas: z.record(z.string(), SchemaChange).optional(),
  schema_change_handling: Policy.optional(),
  is_type_locked: z.boolean().optional(),
});
export type ConfigChange = z.infer<typeof ConfigChange>;

/** A checked change that is not applied yet. */
interface Draft {
  connection: Connection;
  steps: (() => void)[];
  notes: string[];
  /** Newly enabled tables, whose history must be loaded. */
  loads: TablePath[];
}

function unknown(what: string): Refusal {
  return invalid(`${what} does not exist in the schema configuration`);
}

/** Sets one value. Notes it only if it changes. */
function set<T>(
  draft: Draft,
  name: string,
  was: T,
  is: T | undefined,
  apply: (value: T) => void,
): void {
  if (is === undefined) return;
  draft.steps.push(() => apply(is));
  if (was !== is) draft.notes.push(`${name} ${String(was)} -> ${String(is)}`);
}

function planColumn(
  draft: Draft,
  table: TablePath,
  { name, key }: SourceColumn,
  change: ColumnChange,
): void {
  const state = draft.connection.backstage.schema;
  const path = [...table, name] as const;
  const label = path.join(".");
  if (key && change.enabled === false) {
    throw invalid(`Column '${label}' cannot be excluded: it is a primary key`);
  }
  const edit = () => editColumn(state, path);
  // A column in the request appears in the configuration even if it does not change.
  draft.steps.push(() => void edit());
  set(draft, `${label} enabled`, columnEnabled(state, path), change.enabled, (value) => {
    edit().enabled = value;
    if (value) delete edit().drop;
  });
  const hashed = columnEdit(state, path)?.hashed ?? false;
  set(draft, `${label} hashed`, hashed, change.hashed, (value) => {
    edit().hashed = value;
  });
  const target = columnEdit(state, path)?.target_data_type ?? null;
  set(draft, `${label} target_data_type`, target, change.target_data_type, (value) => {
    edit().target_data_type = value;
  });
  set(draft, `${label} is_primary_key`, key, change.is_primary_key, (value) => {
    edit().is_primary_key = value;
  });
}

/** Plans a change of a row filter. Undefined keeps the filter, null deletes it. */
function planFilter(draft: Draft, path: TablePath, filter: TableChange["row_filter"]): void {
  if (filter === undefined) return;
  const state = draft.connection.backstage.schema;
  if (filter !== null && (state.row_filters === false || !filtersRows(draft.connection.service))) {
    throw invalid(`Row filtering is not supported for connection '${draft.connection.id}'`);
  }
  const before = tableEdit(state, path)?.row_filter ?? null;
  draft.steps.push(() => {
    editTable(state, path).row_filter = filter;
  });
  if (JSON.stringify(before) === JSON.stringify(filter)) return;
  draft.notes.push(`${path.join(".")} row_filter ${filter === null ? "deleted" : "set"}`);
}

/** Deletes the filter if its table, or a column that it uses, is disabled or hashed. */
function dropFilter(draft: Draft, path: TablePath, { enabled, columns = {} }: TableChange): void {
  const filter = tableEdit(draft.connection.backstage.schema, path)?.row_filter;
  const used = filter?.column_clauses.some(({ column }) => {
    const change = Object.hasOwn(columns, column) ? columns[column] : undefined;
    return change?.enabled === false || change?.hashed === true;
  });
  if (filter && (enabled === false || used)) planFilter(draft, path, null);
}

function planTable(draft: Draft, path: TablePath, source: SourceTable, change: TableChange): void {
  const state = draft.connection.backstage.schema;
  const label = path.join(".");
  const enabled = tableEnabled(state, path, source);
  if (!source.lock.allowed && change.enabled !== undefined && change.enabled !== enabled) {
    throw invalid(`Table '${label}' cannot be changed: ${source.lock.reason}`);
  }
  set(draft, `${label} enabled`, enabled, change.enabled, (value) => {
    editTable(state, path).enabled = value;
  });
  if (change.enabled === true && !enabled) draft.loads.push(path);
  if (change.sync_mode !== undefined) {
    const mode = tableEdit(state, path)?.sync_mode ?? "SOFT_DELETE";
    if (!source.history || change.sync_mode === "LIVE") {
      throw invalid(`Table '${label}' does not support sync mode ${change.sync_mode}`);
    }
    set(draft, `${label} sync_mode`, mode, change.sync_mode, (value) => {
      editTable(state, path).sync_mode = value;
    });
  }
  if (change.row_filter === undefined) dropFilter(draft, path, change);
  else planFilter(draft, path, change.row_filter);
  const columns = Object.entries(change.columns ?? {});
  if (columns.length > 0 && !source.columnSettings) {
    const [schema, table] = path;
    throw invalid(
      `Table \`${table}\` of schema \`${schema}\` doesn't supports columns configuration`,
    );
  }
  const known = columnsOf(state, path, source);
  for (const [name, columnChange] of columns) {
    const column = known.find((candidate) => candidate.name === name);
    if (column === undefined) throw unknown(`Column '${label}.${name}'`);
    planColumn(draft, path, column, columnChange);
  }
}

function planSchema(draft: Draft, name: string, change: SchemaChange): void {
  const { connection } = draft;
  const state = connection.backstage.schema;
  const source = wholeSource(connection)?.get(name);
  if (source === undefined || !isKnown(connection, name)) throw unknown(`Schema '${name}'`);
  set(draft, `${name} enabled`, schemaEnabled(state, name), change.enabled, (value) => {
    editSchema(state, name).enabled = value;
  });
  for (const [table, tableChange] of Object.entries(change.tables ?? {})) {
    const found = source.tables.get(table);
    if (found === undefined || !isKnown(connection, name, table))
      throw unknown(`Table '${name}.${table}'`);
    planTable(draft, [name, table], found, tableChange);
  }
}

/** Checks the whole change before any of it is applied. Returns what changed. */
export function changeConfig(connection: Connection, change: ConfigChange): string[] {
  const state = connection.backstage.schema;
  const draft: Draft = { connection, steps: [], notes: [], loads: [] };
  set(draft, "schema_change_handling", state.policy, change.schema_change_handling, (value) => {
    state.policy = value;
  });
  for (const [name, schemaChange] of Object.entries(change.schemas ?? {})) {
    planSchema(draft, name, schemaChange);
  }
  for (const step of draft.steps) step();
  for (const [schema, table] of draft.loads) {
    const pending = connection.backstage.resync_tables[schema] ?? [];
    connection.backstage.resync_tables[schema] = [...new Set([...pending, table])];
  }
  return draft.notes;
}

/** Rejects unknown names. Names in a path are case-sensitive. */
export function mustKnow(
  connection: Connection,
  schema: string,
  table?: string,
  column?: string,
): void {
  const source = wholeSource(connection)?.get(schema);
  const absent = (what: string) => new Refusal(404, "NotFound", `${what} does not exist`);
  if (source === undefined || !isKnown(connection, schema)) throw absent(`Schema '${schema}'`);
  if (table === undefined) return;
  const found = source.tables.get(table);
  if (found === undefined || !isKnown(connection, schema, table))
    throw absent(`Table '${schema}.${table}'`);
  if (column === undefined) return;
  const columns = columnsOf(connection.backstage.schema, [schema, table], found);
  if (!columns.some(({ name }) => name === column))
    throw absent(`Column '${schema}.${table}.${column}'`);
}

/** Stores changes before the schema is captured. Names that do not exist have no effect. */
export function storeEarlyChange(connection: Connection, change: ConfigChange): void {
  const state = connection.backstage.schema;
  if (change.schema_change_handling !== undefined) state.policy = change.schema_change_handling;
  for (const [schema, { enabled, tables = {} }] of Object.entries(change.schemas ?? {})) {
    Object.assign(editSchema(state, schema), withoutUndefined({ enabled }));
    for (const [table, { enabled: on, sync_mode, row_filter, columns = {} }] of Object.entries(
      tables,
    )) {
      Object.assign(
        editTable(state, [schema, table]),
        withoutUndefined({ enabled: on, sync_mode }),
        row_filter === undefined || !filtersRows(connection.service) ? {} : { row_filter },
      );
      for (const [column, { enabled: kept, hashed, target_data_type }] of Object.entries(columns)) {
        const edit = withoutUndefined({ enabled: kept, hashed, target_data_type });
        Object.assign(editColumn(state, [schema, table, column]), edit);
      }
    }
  }
}

/**
 * Enables or disables every schema and table. EXCLUDE and INCLUDE affect existing ones, not only
 * new ones.
 */
export function overwrite(connection: Connection, to: "on" | "off"): void {
  const state = connection.backstage.schema;
  state.base = to;
  for (const schema of Object.values(state.edits)) {
    schema.enabled = to === "on";
    for (const table of Object.values(schema.tables ?? {})) table.enabled = to === "on";
  }
}
