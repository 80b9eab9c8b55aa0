import type { ColumnEdit, Connection, SchemaEdit, SchemaState, TableEdit } from "../world/model.js";
import { fixtureOf, type Source, type SourceColumn, type SourceTable } from "./fixture.js";

export function freshSchema(policy: SchemaState["policy"] = "ALLOW_ALL"): SchemaState {
  return { captured: false, policy, base: "fixture", edits: {}, added: {} };
}

function bare(columns: readonly string[]): SourceTable {
  return {
    columns: columns.map((name, at) => ({ name, key: at === 0 })),
    off: false,
    lock: { allowed: true },
    columnSettings: true,
    history: true,
  };
}

/** Returns the fixture together with later additions to the source. */
export function wholeSource(connection: Connection): Source | undefined {
  const fixture = fixtureOf(connection);
  const added = Object.entries(connection.backstage.schema.added);
  if (fixture === undefined || added.length === 0) return fixture;
  const source: Source = new Map(
    [...fixture].map(([name, schema]) => [name, { ...schema, tables: new Map(schema.tables) }]),
  );
  for (const [name, tables] of added) {
    const schema = source.get(name) ?? {
      nameInDestination: `${connection.schema}_${name}`,
      tables: new Map<string, SourceTable>(),
    };
    source.set(name, schema);
    for (const [table, columns] of Object.entries(tables)) {
      const present = schema.tables.get(table);
      schema.tables.set(
        table,
        present === undefined
          ? bare(columns)
          : {
              ...present,
              columns: [
                ...present.columns,
                ...columns.map((column) => ({ name: column, key: false })),
              ],
            },
      );
    }
  }
  return source;
}

function own<T>(record: Record<string, T> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

export type TablePath = readonly [schema: string, table: string];
export type ColumnPath = readonly [schema: string, table: string, column: string];

const schemaEdit = (state: SchemaState, schema: string): SchemaEdit | undefined =>
  own(state.edits, schema);

export const tableEdit = (state: SchemaState, [schema, table]: TablePath): TableEdit | undefined =>
  own(schemaEdit(state, schema)?.tables, table);

export function columnEdit(state: SchemaState, path: ColumnPath): ColumnEdit | undefined {
  const [schema, table, column] = path;
  return own(tableEdit(state, [schema, table])?.columns, column);
}

function ownOrNew<T>(record: Record<string, T>, name: string, fresh: T): T {
  const present = own(record, name) ?? fresh;
  record[name] = present;
  return present;
}

/** Returns the edit of a node, and creates it if there is none. */
export function editSchema(state: SchemaState, schema: string): SchemaEdit {
  return ownOrNew(state.edits, schema, {});
}

export function editTable(state: SchemaState, [schema, table]: TablePath): TableEdit {
  const edit = editSchema(state, schema);
  edit.tables ??= {};
  return ownOrNew(edit.tables, table, {});
}

export function editColumn(state: SchemaState, [schema, table, column]: ColumnPath): ColumnEdit {
  const edit = editTable(state, [schema, table]);
  edit.columns ??= {};
  return ownOrNew(edit.columns, column, {});
}

/**
 * Returns true if the node is part of the configuration. A table that was added to the source later
 * is part of it only once an edit names it.
 */
export function isKnown(connection: Connection, schema: string, table?: string): boolean {
  const state = connection.backstage.schema;
  const fixture = fixtureOf(connection)?.get(schema);
  if (table === undefined) return fixture !== undefined || schemaEdit(state, schema) !== undefined;
  return fixture?.tables.has(table) === true || tableEdit(state, [schema, table]) !== undefined;
}

export function schemaEnabled(state: SchemaState, schema: string): boolean {
  return schemaEdit(state, schema)?.enabled ?? state.base !== "off";
}

export function tableEnabled(state: SchemaState, path: TablePath, source: SourceTable): boolean {
  if (!source.lock.allowed) return !source.off;
  const edited = tableEdit(state, path)?.enabled;
  if (edited !== undefined) return edited;
  return state.base === "fixture" ? !source.off : state.base === "on";
}

export const columnEnabled = (state: SchemaState, path: ColumnPath): boolean =>
  columnEdit(state, path)?.enabled ?? true;

function discover(connection: Connection): void {
  const { schema: state } = connection.backstage;
  const enabled = state.policy === "ALLOW_ALL";
  for (const [schema, tables] of Object.entries(state.added)) {
    if (!isKnown(connection, schema)) editSchema(state, schema).enabled = enabled;
    for (const [table, columns] of Object.entries(tables)) {
      if (!isKnown(connection, schema, table)) {
        editTable(state, [schema, table]).enabled = enabled;
      } else if (state.policy === "BLOCK_ALL") {
        for (const column of columns) {
          const path = [schema, table, column] as const;
          if (columnEdit(state, path) === undefined) editColumn(state, path).enabled = false;
        }
      }
    }
  }
}

function executeDrops(state: SchemaState): void {
  for (const { tables = {} } of Object.values(state.edits)) {
    for (const { columns = {} } of Object.values(tables)) {
      for (const column of Object.values(columns)) {
        if (column.drop === "marked") column.drop = "done";
      }
    }
  }
}

/** Reads the source. The first read captures the schema, and every read finds what is new. */
export function readSource(connection: Connection, synced: boolean): void {
  const { schema: state } = connection.backstage;
  if (!state.captured) {
    state.captured = true;
    if (state.policy !== "ALLOW_ALL" && state.base === "fixture") state.base = "off";
  }
  discover(connection);
  if (synced) executeDrops(state);
}

/** Returns the table's columns, without dropped ones. */
export const columnsOf = (
  state: SchemaState,
  [schema, table]: TablePath,
  source: SourceTable,
): SourceColumn[] =>
  source.columns.filter(({ name }) => columnEdit(state, [schema, table, name])?.drop !== "done");
