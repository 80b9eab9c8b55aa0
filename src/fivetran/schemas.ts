import { AppError } from "../base/errors.js";
import type { RequestOptions } from "./account.js";
import { call, type Json, type Send } from "./call.js";
import { type ColumnConfig, ColumnList, SchemaConfig } from "./models.js";
import { parseReply } from "./reply.js";

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
    edit: Record<string, Json>,
    options?: RequestOptions,
  ): Promise<SchemaConfig>;
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

export const createSchemas = (send: Send, change: Send): Schemas => ({
  async get(connectionId, options) {
    try {
      const reply = await send(call("connection_schema_config", { connectionId }), options);
      return parseReply(SchemaConfig, { ...reply, data: reply.data ?? {} });
    } catch (error) {
      if (error instanceof AppError && error.code === "NotFound_SchemaConfig") return undefined;
      throw error;
    }
  },
  async patch(connectionId, edit, options) {
    const patch = call("modify_connection_schema_config", { connectionId }, edit);
    return parseReply(SchemaConfig, await change(patch, options));
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
});
