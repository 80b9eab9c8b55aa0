import * as z from "zod";
import { conflict, invalid, ok, Refusal, type Reply } from "../api/envelope.js";
import { type Call, type Route, route, routeWithBody } from "../api/router.js";
import { theConnection } from "../connections/fields.js";
import { mustStop } from "../connections/routes.js";
import { cancelRun } from "../simulation/runs.js";
import {
  filtersRows,
  type SourceColumn,
  type SourceSchema,
  type SourceTable,
} from "../source/fixture.js";
import {
  type ColumnPath,
  columnEdit,
  columnEnabled,
  columnsOf,
  editColumn,
  isKnown,
  readSource,
  schemaEnabled,
  type TablePath,
  tableEdit,
  tableEnabled,
  wholeSource,
} from "../source/source.js";
import { JsonObject } from "../world/json.js";
import type { Connection, SchemaState } from "../world/model.js";
import {
  ColumnChange,
  ConfigChange,
  changeConfig,
  mustKnow,
  overwrite,
  SchemaChange,
  storeEarlyChange,
  TableChange,
} from "./change.js";

const KEY_LOCK = {
  allowed: false,
  reason_code: "SYSTEM_COLUMN",
  reason: "A primary key is always synced",
} as const;

function columnBody(state: SchemaState, path: TablePath, { name, key }: SourceColumn): JsonObject {
  const edit = columnEdit(state, [...path, name]);
  return {
    name_in_destination: name.toLowerCase(),
    enabled: key || (edit?.enabled ?? true),
    hashed: edit?.hashed ?? false,
    is_primary_key: edit?.is_primary_key ?? key,
    ...(edit?.target_data_type == null ? {} : { target_data_type: edit.target_data_type }),
    enabled_patch_settings: key ? { ...KEY_LOCK } : { allowed: true },
  };
}

const columnBodies = (state: SchemaState, path: TablePath, columns: readonly SourceColumn[]) =>
  Object.fromEntries(columns.map((column) => [column.name, columnBody(state, path, column)]));

function tableBody(state: SchemaState, path: TablePath, source: SourceTable): JsonObject {
  const edit = tableEdit(state, path);
  const edited = columnsOf(state, path, source).filter(
    ({ name }) => edit?.columns !== undefined && Object.hasOwn(edit.columns, name),
  );
  return {
    name_in_destination: path[1].toLowerCase(),
    enabled: tableEnabled(state, path, source),
    ...(source.history ? { sync_mode: edit?.sync_mode ?? "SOFT_DELETE" } : {}),
    ...(edit?.row_filter == null ? {} : { row_filter: JsonObject.parse(edit.row_filter) }),
    supports_columns_config: source.columnSettings,
    supports_history_mode: source.history,
    ...(source.parent === undefined ? {} : { parent_table: source.parent }),
    enabled_patch_settings: { ...source.lock },
    columns: columnBodies(state, path, edited),
  };
}

function schemaBody(connection: Connection, name: string, source: SourceSchema): JsonObject {
  const state = connection.backstage.schema;
  const tables = [...source.tables].filter(([table]) => isKnown(connection, name, table));
  return {
    name_in_destination: source.nameInDestination,
    enabled: schemaEnabled(state, name),
    tables: Object.fromEntries(
      tables.map(([table, found]) => [table, tableBody(state, [name, table], found)]),
    ),
  };
}

/** Returns the whole configuration. It contains only columns that were changed before. */
export function schemaConfig(connection: Connection): JsonObject {
  const state = connection.backstage.schema;
  const source = wholeSource(connection);
  const known = [...(source ?? [])].filter(([name]) => isKnown(connection, name));
  return {
    schema_change_handling: state.policy,
    enable_new_by_default: state.policy === "ALLOW_ALL",
    ...(state.row_filters === false
      ? {}
      : { row_filtering_supported: filtersRows(connection.service) }),
    // Some services have no schemas.
    ...(source === undefined
      ? {}
      : {
          schemas: Object.fromEntries(
            known.map(([name, schema]) => [name, schemaBody(connection, name, schema)]),
          ),
        }),
  };
}

/** Returns the connection if its schema configuration exists. Otherwise rejects the request. */
function captured(call: Call): Connection {
  const connection = theConnection(call);
  if (connection.backstage.schema.captured) return connection;
  throw new Refusal(
    404,
    "NotFound_SchemaConfig",
    `Connection with id '${connection.id}' doesn't have schema config`,
  );
}

/** Changes the schema configuration. If a sync is running, Fivetran cancels it. */
function edit(call: Call, connection: Connection, change: ConfigChange, message: string): Reply {
  mustStop(connection);
  const notes = changeConfig(connection, change);
  if (notes.length > 0) {
    const cancelled = cancelRun(connection, call.now);
    const shown =
      notes.length > 20 ? [...notes.slice(0, 20), `and ${notes.length - 20} more`] : notes;
    call.effect(connection.id, [...shown, ...(cancelled ? ["sync cancelled"] : [])].join(", "));
  }
  return ok(message, schemaConfig(connection));
}

function echoed({ schemas = {}, schema_change_handling = "ALLOW_ALL" }: ConfigChange): JsonObject {
  return {
    schema_change_handling,
    enable_new_by_default: schema_change_handling === "ALLOW_ALL",
    schemas: JsonObject.parse(JSON.parse(JSON.stringify(schemas))),
  };
}

/**
 * Marks columns to be dropped by the next successful sync. Only columns that are already blocked
 * may be dropped.
 */
function markDropped(call: Call, connection: Connection, drops: ColumnPath[]): void {
  const state = connection.backstage.schema;
  const named = drops.map((path) => path.join("."));
  for (const [at, path] of drops.entries()) {
    mustKnow(connection, ...path);
    if (columnEnabled(state, path)) throw conflict(`Column '${named[at]}' is not disabled`);
  }
  for (const path of drops) editColumn(state, path).drop = "marked";
  call.effect(connection.id, `marked for deletion: ${named.join(", ")}`);
}

const columnPath = (call: Call): ColumnPath => [
  call.param("schemaName"),
  call.param("tableName"),
  call.param("columnName"),
];

export const schemaRoutes: Route[] = [
  route("connection_schema_config", (call) =>
    ok("Schema configuration retrieved successfully", schemaConfig(captured(call))),
  ),
  routeWithBody("modify_connection_schema_config", ConfigChange, (call, change) =>
    edit(call, captured(call), change, "Schema configuration has been modified"),
  ),
  routeWithBody("modify_connection_database_schema_config", SchemaChange, (call, change) => {
    const connection = captured(call);
    const schema = call.param("schemaName");
    mustKnow(connection, schema);
    const whole = { schemas: { [schema]: change } };
    return edit(call, connection, whole, "Database schema configuration has been modified");
  }),
  routeWithBody("modify_connection_table_config", TableChange, (call, change) => {
    const connection = captured(call);
    const [schema, table] = [call.param("schemaName"), call.param("tableName")];
    mustKnow(connection, schema, table);
    const whole = { schemas: { [schema]: { tables: { [table]: change } } } };
    return edit(call, connection, whole, "Table configuration has been modified");
  }),
  routeWithBody("modify_connection_column_config", ColumnChange, (call, change) => {
    const connection = captured(call);
    const [schema, table, column] = columnPath(call);
    mustKnow(connection, schema, table);
    // A table without column settings is rejected for that reason, even if the column does not
    // exist.
    if (wholeSource(connection)?.get(schema)?.tables.get(table)?.columnSettings !== false) {
      mustKnow(connection, schema, table, column);
    }
    const whole = {
      schemas: { [schema]: { tables: { [table]: { columns: { [column]: change } } } } },
    };
    return edit(call, connection, whole, "Column configuration has been modified");
  }),
  routeWithBody(
    "pre_create_connection_schema_config",
    ConfigChange.required({ schemas: true }),
    (call, change) => {
      const connection = theConnection(call);
      if (connection.backstage.schema.captured) {
        throw conflict(`Connection with id '${connection.id}' already has a schema config`);
      }
      storeEarlyChange(connection, change);
      call.effect(connection.id, "schema config pre-created");
      return ok("Schema configuration pre-created successfully", echoed(change));
    },
  ),
  routeWithBody(
    "reload_connection_schema_config",
    z.looseObject({ exclude_mode: z.enum(["PRESERVE", "EXCLUDE", "INCLUDE"]).nullish() }),
    (call, { exclude_mode }) => {
      const connection = theConnection(call);
      if (connection.status.setup_state !== "connected") {
        throw invalid("The schema can be reloaded only when the connection is set up");
      }
      call.spend("source interaction");
      const before = JSON.stringify(connection.backstage.schema);
      readSource(connection, false);
      if (exclude_mode === "EXCLUDE") overwrite(connection, "off");
      if (exclude_mode === "INCLUDE") overwrite(connection, "on");
      if (JSON.stringify(connection.backstage.schema) !== before) {
        call.effect(connection.id, `schema reloaded (${exclude_mode ?? "PRESERVE"})`);
      }
      return ok("Schema configuration has been reloaded", schemaConfig(connection));
    },
  ),
  route("connection_column_config", (call) => {
    const connection = captured(call);
    const [schema, table] = [call.param("schema"), call.param("table")];
    mustKnow(connection, schema, table);
    if (connection.status.setup_state !== "connected") {
      throw invalid("Columns can be read only when the connection is set up");
    }
    call.spend("source interaction");
    const source = wholeSource(connection)?.get(schema)?.tables.get(table);
    const state = connection.backstage.schema;
    const listed = source === undefined ? [] : columnsOf(state, [schema, table], source);
    const columns = columnBodies(state, [schema, table], listed);
    return ok("Column configuration retrieved successfully", { columns });
  }),
  route("delete_column_connection_config", (call) => {
    markDropped(call, captured(call), [columnPath(call)]);
    return ok("Column successfully marked for deletion");
  }),
  routeWithBody(
    "delete_multiple_columns_connection_config",
    z.looseObject({
      schemas: z.record(
        z.string(),
        z.looseObject({
          tables: z.record(z.string(), z.looseObject({ columns: z.array(z.string()) })),
        }),
      ),
    }),
    (call, { schemas }) => {
      const drops = Object.entries(schemas).flatMap(([schema, { tables }]) =>
        Object.entries(tables).flatMap(([table, { columns: names }]) =>
          names.map((name): ColumnPath => [schema, table, name]),
        ),
      );
      if (drops.length === 0) throw invalid("Request body must name at least one column");
      markDropped(call, captured(call), drops);
      return ok("Column(s) successfully marked for deletion");
    },
  ),
];
