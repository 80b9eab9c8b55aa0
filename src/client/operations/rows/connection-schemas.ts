import type { Body, Rows, Verification } from "../row.js";
import { edit, ofConnection, RESPONSE_MS, remove, unverifiable } from "./rules.js";

const rewrites = (body: Body) => {
  const mode = body["exclude_mode"];
  return mode !== undefined && mode !== null && mode !== "PRESERVE";
};
const schemaShows: Verification = { read: "connection_schema_config", how: "schema" };

export const CONNECTION_SCHEMAS = {
  connection_schema_config: { group: ofConnection },
  pre_create_connection_schema_config: { ...edit, group: ofConnection, verify: schemaShows },
  modify_connection_schema_config: { ...edit, group: ofConnection, verify: schemaShows },
  delete_multiple_columns_connection_config: {
    ...remove,
    group: ofConnection,
    verify: unverifiable("The API does not show that columns are marked to be dropped."),
  },
  reload_connection_schema_config: {
    repeat: (body) => (rewrites(body) ? "idempotent" : "probe"),
    asks: rewrites,
    quota: "source",
    responseMs: RESPONSE_MS.reload,
    group: ofConnection,
    verify: { read: "connection_schema_config", how: "readable" },
  },
  resync_tables: {
    repeat: "restarts",
    asks: true,
    irreversible: true,
    group: ofConnection,
    verify: { read: "connection_details", how: "history" },
  },
  modify_connection_database_schema_config: { ...edit, group: ofConnection, verify: schemaShows },
  modify_connection_table_config: { ...edit, group: ofConnection, verify: schemaShows },
  modify_connection_column_config: { ...edit, group: ofConnection, verify: schemaShows },
  delete_column_connection_config: {
    ...remove,
    group: ofConnection,
    verify: unverifiable("The API does not show that a column is marked to be dropped."),
  },
  connection_column_config: {
    quota: "source",
    responseMs: RESPONSE_MS.source,
    group: ofConnection,
  },
} satisfies Partial<Rows>;
