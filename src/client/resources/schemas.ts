import { AppError } from "../../base/errors.js";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { type Call, call } from "../operations/call.js";
import { type ColumnConfig, ColumnList, SchemaConfig } from "./models.js";
import { parseReply, tell } from "./reply.js";

/** Columns to drop, by source schema and table. */
export type ColumnsByTable = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface Schemas {
  /**
   * The schema configuration, or undefined where none was ever captured: reload first. For some services it has
   * no `schemas`. Throws `not_found` for an unknown connection.
   *
   * `GET /v1/connections/{connectionId}/schemas`
   */
  get(connectionId: string, options?: RequestOptions): Promise<SchemaConfig | undefined>;
  /**
   * Merges the parts given into the configuration; a running sync is cancelled by it. Returns what Fivetran
   * echoes, which may be only a part: read again to see the whole.
   *
   * `PATCH /v1/connections/{connectionId}/schemas`
   */
  patch(
    connectionId: string,
    edit: Body<"modify_connection_schema_config">,
    options?: RequestOptions,
  ): Promise<SchemaConfig>;
  /**
   * The same for one schema: `enabled`, and tables by name. Throws `not_found` for a schema that is not there,
   * letter case included.
   *
   * `PATCH /v1/connections/{connectionId}/schemas/{schemaName}`
   */
  patchSchema(
    connectionId: string,
    schema: string,
    edit: Body<"modify_connection_database_schema_config">,
    options?: RequestOptions,
  ): Promise<SchemaConfig>;
  /**
   * The same for one table: `enabled`, `sync_mode`, and columns by name.
   *
   * `PATCH /v1/connections/{connectionId}/schemas/{schemaName}/tables/{tableName}`
   */
  patchTable(
    connectionId: string,
    schema: string,
    table: string,
    edit: Body<"modify_connection_table_config">,
    options?: RequestOptions,
  ): Promise<SchemaConfig>;
  /**
   * The same for one column: `enabled`, `hashed`. Throws `rejected` for one that cannot be left out.
   *
   * `PATCH /v1/connections/{connectionId}/schemas/{schemaName}/tables/{tableName}/columns/{columnName}`
   */
  patchColumn(
    connectionId: string,
    schema: string,
    table: string,
    column: string,
    edit: Body<"modify_connection_column_config">,
    options?: RequestOptions,
  ): Promise<SchemaConfig>;
  /**
   * Wishes for schemas, tables and columns that were not captured yet; what cannot be left out is ignored then.
   *
   * `POST /v1/connections/{connectionId}/schemas`
   */
  precreate(
    connectionId: string,
    wishes: Body<"pre_create_connection_schema_config">,
    options?: RequestOptions,
  ): Promise<SchemaConfig>;
  /**
   * Drops blocked columns from the destination at the next sync. Throws `conflict` for a column that still syncs.
   *
   * `POST /v1/connections/{connectionId}/schemas/drop-columns`
   */
  dropColumns(
    connectionId: string,
    columns: ColumnsByTable,
    options?: RequestOptions,
  ): Promise<void>;
  /**
   * The same for one column.
   *
   * `DELETE /v1/connections/{connectionId}/schemas/{schemaName}/tables/{tableName}/columns/{columnName}`
   */
  dropColumn(
    connectionId: string,
    schema: string,
    table: string,
    column: string,
    options?: RequestOptions,
  ): Promise<void>;
  /**
   * Fetches the source's present tables; takes seconds to many minutes. PRESERVE, the default, keeps the
   * selection; EXCLUDE and INCLUDE switch everything found off or on.
   *
   * `POST /v1/connections/{connectionId}/schemas/reload`
   */
  reload(
    connectionId: string,
    options?: RequestOptions & { excludeMode?: "PRESERVE" | "EXCLUDE" | "INCLUDE" },
  ): Promise<SchemaConfig>;
  /**
   * Every column of a table, by name: a query to the live source that counts against a quota of its own, for
   * connected connections and tables that support a column configuration.
   *
   * `GET /v1/connections/{connectionId}/schemas/{schema}/tables/{table}/columns`
   */
  columns(
    connectionId: string,
    schema: string,
    table: string,
    options?: RequestOptions,
  ): Promise<Record<string, ColumnConfig>>;
}

/** `change` is what changes go through: `send`, with lost answers cleared up. */
export function createSchemas(send: Send, change: Send): Schemas {
  const changed = async (edit: Call, options: RequestOptions | undefined) => {
    const reply = await change(edit, options);
    return parseReply(SchemaConfig, { ...reply, data: reply.data ?? {} });
  };
  return {
    async get(connectionId, options) {
      try {
        const reply = await send(call("connection_schema_config", { connectionId }), options);
        return parseReply(SchemaConfig, { ...reply, data: reply.data ?? {} });
      } catch (error) {
        if (error instanceof AppError && error.code === "NotFound_SchemaConfig") return undefined;
        throw error;
      }
    },
    patch: (connectionId, edit, options) =>
      changed(call("modify_connection_schema_config", { connectionId }, edit), options),
    patchSchema(connectionId, schemaName, edit, options) {
      const params = { connectionId, schemaName };
      return changed(call("modify_connection_database_schema_config", params, edit), options);
    },
    patchTable(connectionId, schemaName, tableName, edit, options) {
      const params = { connectionId, schemaName, tableName };
      return changed(call("modify_connection_table_config", params, edit), options);
    },
    patchColumn(connectionId, schemaName, tableName, columnName, edit, options) {
      const params = { connectionId, schemaName, tableName, columnName };
      return changed(call("modify_connection_column_config", params, edit), options);
    },
    precreate: (connectionId, wishes, options) =>
      changed(call("pre_create_connection_schema_config", { connectionId }, wishes), options),
    dropColumns(connectionId, columns, options) {
      const body = { schemas: dropBody(columns) };
      return tell(
        change,
        call("delete_multiple_columns_connection_config", { connectionId }, body),
        options,
      );
    },
    dropColumn(connectionId, schemaName, tableName, columnName, options) {
      const params = { connectionId, schemaName, tableName, columnName };
      return tell(change, call("delete_column_connection_config", params), options);
    },
    async reload(connectionId, { excludeMode = "PRESERVE", ...options } = {}) {
      const body = { exclude_mode: excludeMode };
      const reload = call("reload_connection_schema_config", { connectionId }, body);
      return parseReply(SchemaConfig, await change(reload, options));
    },
    async columns(connectionId, schema, table, options) {
      const list = call("connection_column_config", { connectionId, schema, table });
      return parseReply(ColumnList, await send(list, options)).columns ?? {};
    },
  };
}

const dropBody = (
  columns: ColumnsByTable,
): Body<"delete_multiple_columns_connection_config">["schemas"] =>
  mapped(columns, (tables) => ({
    tables: mapped(tables, (names) => ({ columns: [...names] })),
  }));

const mapped = <From, To>(of: Readonly<Record<string, From>>, to: (value: From) => To) =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, to(value)]));
