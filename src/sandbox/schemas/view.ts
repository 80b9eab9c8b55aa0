import type { SourceColumn, SourceSchema, SourceTable } from "../source/fixture.js";
import {
  columnEdit,
  isKnown,
  schemaEnabled,
  tableEdit,
  tableEnabled,
  wholeSource,
} from "../source/source.js";
import type { JsonObject } from "../world/json.js";
import type { Connection, SchemaState } from "../world/model.js";

const KEY_LOCK = {
  allowed: false,
  reason_code: "SYSTEM_COLUMN",
  reason: "A primary key is always synced",
} as const;

export function columnBody(
  state: SchemaState,
  path: { schema: string; table: string },
  column: SourceColumn,
): JsonObject {
  const edit = columnEdit(state, path.schema, path.table, column.name);
  return {
    name_in_destination: column.name.toLowerCase(),
    enabled: column.key || (edit?.enabled ?? true),
    hashed: edit?.hashed ?? false,
    is_primary_key: edit?.is_primary_key ?? column.key,
    enabled_patch_settings: column.key ? { ...KEY_LOCK } : { allowed: true },
  };
}

/** The table's columns, without those that were dropped. */
export function columnsOf(
  state: SchemaState,
  schema: string,
  table: string,
  source: SourceTable,
): SourceColumn[] {
  return source.columns.filter(
    ({ name }) => columnEdit(state, schema, table, name)?.drop !== "done",
  );
}

function tableBody(
  state: SchemaState,
  schema: string,
  table: string,
  source: SourceTable,
): JsonObject {
  const edit = tableEdit(state, schema, table);
  const edited = columnsOf(state, schema, table, source).filter(
    ({ name }) => edit?.columns !== undefined && Object.hasOwn(edit.columns, name),
  );
  return {
    name_in_destination: table.toLowerCase(),
    enabled: tableEnabled(state, schema, table, source),
    ...(source.history ? { sync_mode: edit?.sync_mode ?? "SOFT_DELETE" } : {}),
    supports_columns_config: source.columnSettings,
    supports_history_mode: source.history,
    enabled_patch_settings: { ...source.lock },
    columns: Object.fromEntries(
      edited.map((column) => [column.name, columnBody(state, { schema, table }, column)]),
    ),
  };
}

function schemaBody(connection: Connection, name: string, source: SourceSchema): JsonObject {
  const state = connection.backstage.schema;
  const tables = [...source.tables].filter(([table]) => isKnown(connection, name, table));
  return {
    name_in_destination: source.nameInDestination,
    enabled: schemaEnabled(state, name),
    tables: Object.fromEntries(
      tables.map(([table, found]) => [table, tableBody(state, name, table, found)]),
    ),
  };
}

/** The whole configuration. Columns are listed only where somebody ever changed them. */
export function schemaConfig(connection: Connection): JsonObject {
  const state = connection.backstage.schema;
  const source = wholeSource(connection);
  const known = [...(source ?? [])].filter(([name]) => isKnown(connection, name));
  return {
    schema_change_handling: state.policy,
    enable_new_by_default: state.policy === "ALLOW_ALL",
    // Some services answer without the field altogether.
    ...(source === undefined
      ? {}
      : {
          schemas: Object.fromEntries(
            known.map(([name, schema]) => [name, schemaBody(connection, name, schema)]),
          ),
        }),
  };
}
