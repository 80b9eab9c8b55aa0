import * as z from "zod";
import { conflict, invalid, ok, Refusal, type Reply } from "../api/envelope.js";
import { type Call, type Route, route, routeWithBody } from "../api/router.js";
import { theConnection } from "../connections/reads.js";
import { mustStop } from "../connections/writes.js";
import { cancelRun } from "../simulation/runs.js";
import { absorb, columnEnabled, editColumn, wholeSource } from "../source/source.js";
import { JsonObject } from "../world/json.js";
import type { Connection } from "../world/model.js";
import {
  ColumnChange,
  ConfigChange,
  changeConfig,
  mustKnow,
  overwrite,
  SchemaChange,
  TableChange,
  wish,
} from "./change.js";
import { columnBody, columnsOf, schemaConfig } from "./view.js";

/** The connection, if its schema was ever looked at. */
function captured(call: Call): Connection {
  const connection = theConnection(call);
  if (connection.backstage.schema.captured) return connection;
  throw new Refusal(
    404,
    "NotFound_SchemaConfig",
    `Connection with id '${connection.id}' doesn't have schema config`,
  );
}

/** A schema edit while a sync runs cancels that sync. */
function edit(call: Call, connection: Connection, change: ConfigChange, message: string): Reply {
  mustStop(connection);
  const { notes } = changeConfig(connection, change);
  if (notes.length > 0) {
    const cancelled = cancelRun(connection, call.now);
    const shown =
      notes.length > 20 ? [...notes.slice(0, 20), `and ${notes.length - 20} more`] : notes;
    call.effect(connection.id, [...shown, ...(cancelled ? ["sync cancelled"] : [])].join(", "));
  }
  return ok(message, schemaConfig(connection));
}

const get = route("connection_schema_config", (call) =>
  ok("Schema configuration retrieved successfully", schemaConfig(captured(call))),
);

const modifyAll = routeWithBody("modify_connection_schema_config", ConfigChange, (call, change) =>
  edit(call, captured(call), change, "Schema configuration has been modified"),
);

const modifySchema = routeWithBody(
  "modify_connection_database_schema_config",
  SchemaChange,
  (call, change) => {
    const connection = captured(call);
    const schema = call.param("schemaName");
    mustKnow(connection, schema);
    const whole = { schemas: { [schema]: change } };
    return edit(call, connection, whole, "Database schema configuration has been modified");
  },
);

const modifyTable = routeWithBody("modify_connection_table_config", TableChange, (call, change) => {
  const connection = captured(call);
  const [schema, table] = [call.param("schemaName"), call.param("tableName")];
  mustKnow(connection, schema, table);
  const whole = { schemas: { [schema]: { tables: { [table]: change } } } };
  return edit(call, connection, whole, "Table configuration has been modified");
});

const modifyColumn = routeWithBody(
  "modify_connection_column_config",
  ColumnChange,
  (call, change) => {
    const connection = captured(call);
    const [schema, table, column] = [
      call.param("schemaName"),
      call.param("tableName"),
      call.param("columnName"),
    ];
    mustKnow(connection, schema, table);
    // Where a table has no column settings, that is what the answer says, whatever the column.
    if (wholeSource(connection)?.get(schema)?.tables.get(table)?.columnSettings !== false) {
      mustKnow(connection, schema, table, column);
    }
    const whole = {
      schemas: { [schema]: { tables: { [table]: { columns: { [column]: change } } } } },
    };
    return edit(call, connection, whole, "Column configuration has been modified");
  },
);

function echoed({ schemas = {}, schema_change_handling = "ALLOW_ALL" }: ConfigChange): JsonObject {
  return {
    schema_change_handling,
    enable_new_by_default: schema_change_handling === "ALLOW_ALL",
    schemas: JsonObject.parse(JSON.parse(JSON.stringify(schemas))),
  };
}

const preCreate = routeWithBody(
  "pre_create_connection_schema_config",
  ConfigChange.required({ schemas: true }),
  (call, change) => {
    const connection = theConnection(call);
    if (connection.backstage.schema.captured) {
      throw conflict(`Connection with id '${connection.id}' already has a schema config`);
    }
    wish(connection, change);
    call.effect(connection.id, "schema config pre-created");
    return ok("Schema configuration pre-created successfully", echoed(change));
  },
);

const reload = routeWithBody(
  "reload_connection_schema_config",
  z.looseObject({ exclude_mode: z.enum(["PRESERVE", "EXCLUDE", "INCLUDE"]).nullish() }),
  (call, { exclude_mode }) => {
    const connection = theConnection(call);
    if (connection.status.setup_state !== "connected") {
      throw invalid("The schema can be reloaded only when the connection is set up");
    }
    call.spend("source interaction");
    const before = JSON.stringify(connection.backstage.schema);
    absorb(connection, false);
    if (exclude_mode === "EXCLUDE") overwrite(connection, "off");
    if (exclude_mode === "INCLUDE") overwrite(connection, "on");
    if (JSON.stringify(connection.backstage.schema) !== before) {
      call.effect(connection.id, `schema reloaded (${exclude_mode ?? "PRESERVE"})`);
    }
    return ok("Schema configuration has been reloaded", schemaConfig(connection));
  },
);

const columns = route("connection_column_config", (call) => {
  const connection = captured(call);
  const [schema, table] = [call.param("schema"), call.param("table")];
  mustKnow(connection, schema, table);
  if (connection.status.setup_state !== "connected") {
    throw invalid("Columns can be read only when the connection is set up");
  }
  call.spend("source interaction");
  const source = wholeSource(connection)?.get(schema)?.tables.get(table);
  const state = connection.backstage.schema;
  const listed = source === undefined ? [] : columnsOf(state, schema, table, source);
  return ok("Column configuration retrieved successfully", {
    columns: Object.fromEntries(
      listed.map((column) => [column.name, columnBody(state, { schema, table }, column)]),
    ),
  });
});

/** Only a column that is blocked already may be dropped; the next successful sync does it. */
function markDropped(call: Call, connection: Connection, drops: [string, string, string][]): void {
  const state = connection.backstage.schema;
  for (const [schema, table, column] of drops) {
    mustKnow(connection, schema, table, column);
    if (columnEnabled(state, schema, table, column)) {
      throw conflict(`Column '${schema}.${table}.${column}' is not disabled`);
    }
  }
  for (const [schema, table, column] of drops)
    editColumn(state, schema, table, column).drop = "marked";
  const named = drops.map((path) => path.join("."));
  call.effect(connection.id, `marked for deletion: ${named.join(", ")}`);
}

const dropOne = route("delete_column_connection_config", (call) => {
  const path: [string, string, string] = [
    call.param("schemaName"),
    call.param("tableName"),
    call.param("columnName"),
  ];
  markDropped(call, captured(call), [path]);
  return ok("Column successfully marked for deletion");
});

const dropMany = routeWithBody(
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
        names.map((name): [string, string, string] => [schema, table, name]),
      ),
    );
    if (drops.length === 0) throw invalid("Request body must name at least one column");
    markDropped(call, captured(call), drops);
    return ok("Column(s) successfully marked for deletion");
  },
);

export const schemaRoutes: Route[] = [
  get,
  modifyAll,
  modifySchema,
  modifyTable,
  modifyColumn,
  preCreate,
  reload,
  columns,
  dropOne,
  dropMany,
];
