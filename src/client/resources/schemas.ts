import * as z from "zod";
import { createTurns } from "../../base/deadline.js";
import { AppError } from "../../base/errors.js";
import type { Reply, RequestOptions } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { type Actions, callAt } from "./actions.js";
import { ColumnList, DatabaseSchemaConfig, SchemaConfig } from "./models.js";
import { parsePart } from "./reply.js";

/** Columns to drop, by source schema and table. */
export type ColumnsByTable = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export type Schemas = ReturnType<typeof createSchemas>;

/** Names of schemas, tables and columns are the source's, case-sensitive. */
export function createSchemas({ send, request, submit }: Actions) {
  const configOf = async (...[sent, options]: Parameters<typeof submit>) =>
    parseConfig(await send(sent, options));
  return {
    /**
     * The schema configuration, or undefined where none was ever captured: reload first. For some services it has
     * no `schemas`. Throws `not_found` for an unknown connection.
     */
    async get(connectionId: string, options?: RequestOptions): Promise<SchemaConfig | undefined> {
      try {
        return await configOf(callAt("connection_schema_config", [connectionId]), options);
      } catch (error) {
        if (error instanceof AppError && error.code === "NotFound_SchemaConfig") return undefined;
        throw error;
      }
    },
    /**
     * Merges the given parts into the configuration, which cancels a running sync. Returns what Fivetran
     * returns, which may be only a part: read again to see the whole.
     */
    patch: (
      connectionId: string,
      edit: Body<"modify_connection_schema_config">,
      options?: RequestOptions,
    ) => configOf(callAt("modify_connection_schema_config", [connectionId], edit), options),
    /** The same for one schema: `enabled`, and tables by name. Throws `not_found` for an unknown schema. */
    patchSchema: (
      connectionId: string,
      schema: string,
      edit: Body<"modify_connection_database_schema_config">,
      options?: RequestOptions,
    ) => {
      const path = [connectionId, schema];
      return configOf(callAt("modify_connection_database_schema_config", path, edit), options);
    },
    /** The same for one table: `enabled`, `sync_mode`, `row_filter` (null removes it), and columns by name. */
    patchTable: (
      connectionId: string,
      schema: string,
      table: string,
      edit: Body<"modify_connection_table_config">,
      options?: RequestOptions,
    ) => {
      const path = [connectionId, schema, table];
      return configOf(callAt("modify_connection_table_config", path, edit), options);
    },
    /** The same for one column: `enabled`, `hashed`, `target_data_type` (null removes it). Throws `rejected` for one that cannot be excluded. */
    patchColumn: (
      connectionId: string,
      schema: string,
      table: string,
      column: string,
      edit: Body<"modify_connection_column_config">,
      options?: RequestOptions,
    ) => {
      const path = [connectionId, schema, table, column];
      return configOf(callAt("modify_connection_column_config", path, edit), options);
    },
    /** Settings for schemas, tables and columns before their first capture; those that cannot apply are ignored then. */
    precreate: (
      connectionId: string,
      settings: Body<"pre_create_connection_schema_config">,
      options?: RequestOptions,
    ) => configOf(callAt("pre_create_connection_schema_config", [connectionId], settings), options),
    /** Drops blocked columns from the destination at the next sync. Throws `conflict` for a column that still syncs. */
    dropColumns: (connectionId: string, columns: ColumnsByTable, options?: RequestOptions) => {
      const body = { schemas: dropBody(columns) };
      return submit(
        callAt("delete_multiple_columns_connection_config", [connectionId], body),
        options,
      );
    },
    /** The same for one column. */
    dropColumn: (
      connectionId: string,
      schema: string,
      table: string,
      column: string,
      options?: RequestOptions,
    ) => {
      const path = [connectionId, schema, table, column];
      return submit(callAt("delete_column_connection_config", path), options);
    },
    /**
     * Fetches the source's present tables; takes seconds to many minutes. PRESERVE, the default, keeps the
     * selection; EXCLUDE and INCLUDE switch everything found off or on.
     */
    reload: (
      connectionId: string,
      {
        excludeMode = "PRESERVE",
        ...options
      }: RequestOptions & { excludeMode?: "PRESERVE" | "EXCLUDE" | "INCLUDE" } = {},
    ) => {
      const body = { exclude_mode: excludeMode };
      return configOf(callAt("reload_connection_schema_config", [connectionId], body), options);
    },
    /**
     * Every column of a table, by name: a query to the live source that counts against a quota of its own, for
     * connected connections and tables that support a column configuration.
     */
    async columns(connectionId: string, schema: string, table: string, options?: RequestOptions) {
      const list = callAt("connection_column_config", [connectionId, schema, table]);
      return (await request(ColumnList, list, options)).columns ?? {};
    },
  };
}

const AnySchemas = z.record(z.string(), z.unknown()).nullish();
const ConfigInParts = SchemaConfig.extend({ schemas: AnySchemas });

/** In parts: a configuration may be as large as the rest of the account together. */
async function parseConfig({ operation, data = {} }: Reply): Promise<SchemaConfig> {
  const turn = createTurns();
  const { schemas, ...config } = parsePart(ConfigInParts, data, operation);
  if (!schemas) return { ...config, schemas };
  const parsed: [string, DatabaseSchemaConfig][] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    const at = ["schemas", name];
    const read: DatabaseSchemaConfig[] = [];
    for (const part of partsOf(schema)) {
      const whole = DatabaseSchemaConfig.safeParse(part).data;
      read.push(whole ?? parsePart(DatabaseSchemaConfig, withNodes(part), operation, at));
      await turn();
    }
    const [first, ...more] = read;
    if (first === undefined) continue;
    const tables = read.flatMap((part) => Object.entries(part.tables ?? {}));
    parsed.push([
      name,
      more.length === 0 ? first : { ...first, tables: Object.fromEntries(tables) },
    ]);
  }
  return { ...config, schemas: Object.fromEntries(parsed) };
}

const MOST_TABLES = 1000;

/** The same schema several times, each with some of its tables. */
function partsOf(schema: unknown): unknown[] {
  const of = Tables.safeParse(schema).data;
  const tables = Object.entries(of?.tables ?? {});
  if (of === undefined || tables.length <= MOST_TABLES) return [schema];
  return Array.from({ length: Math.ceil(tables.length / MOST_TABLES) }, (_, at) => ({
    ...of,
    tables: Object.fromEntries(tables.slice(at * MOST_TABLES, (at + 1) * MOST_TABLES)),
  }));
}

const Tables = z.looseObject({ tables: z.record(z.string(), z.unknown()).nullish() });
const Columns = z.looseObject({ columns: z.record(z.string(), z.unknown()).nullish() });

/** A schema without the tables and columns that are not objects: they say nothing, and the others can be read. */
function withNodes(schema: unknown): unknown {
  const of = Tables.safeParse(schema).data;
  if (!of?.tables) return schema;
  const tables = objectsIn(of.tables).map(([name, table]) => {
    const read = Columns.safeParse(table).data;
    if (!read?.columns) return [name, table];
    return [name, { ...read, columns: Object.fromEntries(objectsIn(read.columns)) }];
  });
  return { ...of, tables: Object.fromEntries(tables) };
}

const objectsIn = (nodes: Readonly<Record<string, unknown>>) =>
  Object.entries(nodes).filter(
    ([, node]) => typeof node === "object" && node !== null && !Array.isArray(node),
  );

const dropBody = (
  columns: ColumnsByTable,
): Body<"delete_multiple_columns_connection_config">["schemas"] =>
  mapValues(columns, (tables) => ({
    tables: mapValues(tables, (names) => ({ columns: [...names] })),
  }));

const mapValues = <From, To>(of: Readonly<Record<string, From>>, to: (value: From) => To) =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, to(value)]));
