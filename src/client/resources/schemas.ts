import * as z from "zod";
import { createTurns } from "../../base/deadline.js";
import { AppError } from "../../base/errors.js";
import { bare } from "../../base/text.js";
import { mayBeSchemaConfig } from "../http/response.js";
import type { Reply, RequestOptions } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { type Actions, callAt } from "./actions.js";
import {
  AnyColumnList,
  ColumnConfig,
  ColumnList,
  DatabaseSchemaConfig,
  SchemaConfig,
  TableConfig,
} from "./models.js";
import { parsePart } from "./reply.js";

/** Columns to drop, by schema and table, with the names in the source. */
export type ColumnsByTable = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** A schema, table or column, by the names in the source. */
export interface SchemaPart {
  /** The schema. */
  schema: string;
  /** The table. Undefined for a schema. */
  table?: string;
  /** The column. Undefined for a schema or a table. */
  column?: string;
}

export interface SchemaReadOptions extends RequestOptions {
  /**
   * Called with the path of each schema, table and column that is left out, because it is not as expected, and with
   * its names. Without it, such a part is an error.
   */
  onUnreadable?: (path: string, part: SchemaPart) => void;
}

/** The methods of `fivetran.schemas`. */
export type Schemas = ReturnType<typeof createSchemas>;

/** Schema configurations of connections. All names are those in the source. They are case-sensitive. */
export function createSchemas({ send, request, submit }: Actions) {
  const configOf = async (
    sent: Parameters<typeof submit>[0],
    { onUnreadable, ...options }: SchemaReadOptions = {},
  ) => parseConfig(await send(sent, options), onUnreadable);
  return {
    /**
     * `GET /v1/connections/{connectionId}/schemas`. Returns the schema configuration. Undefined if Fivetran has not
     * captured the schema yet; call `reload` first. For some services it has no `schemas`. Throws `not_found` for an
     * unknown connection.
     */
    async get(
      connectionId: string,
      options?: SchemaReadOptions,
    ): Promise<SchemaConfig | undefined> {
      try {
        return await configOf(callAt("connection_schema_config", [connectionId]), options);
      } catch (error) {
        if (error instanceof AppError && error.code === "NotFound_SchemaConfig") return undefined;
        throw error;
      }
    },
    /**
     * `PATCH /v1/connections/{connectionId}/schemas`. Merges the given parts into the configuration. This cancels a
     * running sync. The result may be only a part of the configuration; call `get` for the whole.
     */
    patch: (
      connectionId: string,
      edit: Body<"modify_connection_schema_config">,
      options?: RequestOptions,
    ) => configOf(callAt("modify_connection_schema_config", [connectionId], edit), options),
    /**
     * `PATCH /v1/connections/{connectionId}/schemas/{schemaName}`. Like `patch`, for one schema: `enabled`, and
     * tables by name. Throws `not_found` for an unknown schema.
     */
    patchSchema: (
      connectionId: string,
      schema: string,
      edit: Body<"modify_connection_database_schema_config">,
      options?: RequestOptions,
    ) => {
      const path = [connectionId, schema];
      return configOf(callAt("modify_connection_database_schema_config", path, edit), options);
    },
    /**
     * `PATCH /v1/connections/{connectionId}/schemas/{schemaName}/tables/{tableName}`. Like `patch`, for one table:
     * `enabled`, `sync_mode`, `row_filter` (null removes it), and columns by name.
     */
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
    /**
     * `PATCH /v1/connections/{connectionId}/schemas/{schemaName}/tables/{tableName}/columns/{columnName}`. Like
     * `patch`, for one column: `enabled`, `hashed`, `target_data_type` (null removes it). Throws `rejected` for a
     * column that cannot be excluded.
     */
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
    /**
     * `POST /v1/connections/{connectionId}/schemas`. Sets the configuration before Fivetran captures the schema for
     * the first time. Fivetran then ignores settings that do not apply.
     */
    precreate: (
      connectionId: string,
      settings: Body<"pre_create_connection_schema_config">,
      options?: RequestOptions,
    ) => configOf(callAt("pre_create_connection_schema_config", [connectionId], settings), options),
    /**
     * `POST /v1/connections/{connectionId}/schemas/drop-columns`. Drops excluded columns from the destination at the
     * next sync. Throws `conflict` for a column that is still synced.
     */
    dropColumns: (connectionId: string, columns: ColumnsByTable, options?: RequestOptions) => {
      const body = { schemas: dropBody(columns) };
      return submit(
        callAt("delete_multiple_columns_connection_config", [connectionId], body),
        options,
      );
    },
    /**
     * `DELETE /v1/connections/{connectionId}/schemas/{schemaName}/tables/{tableName}/columns/{columnName}`. Like
     * `dropColumns`, for one column.
     */
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
     * `POST /v1/connections/{connectionId}/schemas/reload`. Reads the current tables of the source, which takes
     * seconds to many minutes, and returns the configuration. `PRESERVE` (the default) keeps the selection. `EXCLUDE`
     * disables and `INCLUDE` enables every schema, table and column.
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
     * `GET /v1/connections/{connectionId}/schemas/{schema}/tables/{table}/columns`. Returns all columns of a table by
     * name. Fivetran queries the source, and the request counts against a separate quota. The connection must be
     * connected, and the table must support a column configuration.
     */
    async columns(
      connectionId: string,
      schema: string,
      table: string,
      { onUnreadable, ...options }: SchemaReadOptions = {},
    ) {
      const list = callAt("connection_column_config", [connectionId, schema, table]);
      if (onUnreadable === undefined)
        return (await request(ColumnList, list, options)).columns ?? {};
      const { columns } = await request(AnyColumnList, list, options);
      const path = `${bare(schema)}.${bare(table)}`;
      return readableColumns(columns ?? {}, (column) =>
        onUnreadable(`${path}.${bare(column)}`, { schema, table, column }),
      );
    },
  };
}

/** Returns the columns that can be read, and reports the others. */
function readableColumns(
  columns: Readonly<Record<string, unknown>>,
  report: (column: string) => void,
): Record<string, ColumnConfig> {
  const read = Object.entries(columns).flatMap(([name, column]) => {
    const { data } = ColumnConfig.safeParse(column);
    if (data === undefined) report(name);
    return data === undefined ? [] : [[name, data] as const];
  });
  return Object.fromEntries(read);
}

const AnySchemas = z.record(z.string(), z.unknown()).nullish();
/** Without this check another object would look like no schemas. */
const ConfigInParts = SchemaConfig.extend({ schemas: AnySchemas }).refine(mayBeSchemaConfig, {
  path: ["schemas"],
});

/** Parses in parts, because a configuration may be larger than all other data of the account. */
async function parseConfig(
  { operation, data = {} }: Reply,
  onUnreadable?: SchemaReadOptions["onUnreadable"],
): Promise<SchemaConfig> {
  const turn = createTurns();
  const { schemas, ...config } = parsePart(ConfigInParts, data, operation);
  if (!schemas) return { ...config, schemas };
  const parsed: [string, DatabaseSchemaConfig][] = [];
  const readSome = (part: unknown, name: string) => {
    if (onUnreadable === undefined)
      return parsePart(DatabaseSchemaConfig, withNodes(part), operation, ["schemas", name]);
    const some = DatabaseSchemaConfig.safeParse(readable(part, name, onUnreadable)).data;
    if (some === undefined) onUnreadable(bare(name), { schema: name });
    return some;
  };
  for (const [name, schema] of Object.entries(schemas)) {
    const read: DatabaseSchemaConfig[] = [];
    for (const part of partsOf(schema)) {
      const some = DatabaseSchemaConfig.safeParse(part).data ?? readSome(part, name);
      if (some !== undefined) read.push(some);
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

/** Splits a schema into copies that each contain some of its tables. */
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

/** Removes tables and columns that are not objects, so that the others can be read. */
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

/** Removes the tables and columns that cannot be read, and reports their paths. */
function readable(
  schema: unknown,
  schemaName: string,
  report: NonNullable<SchemaReadOptions["onUnreadable"]>,
): unknown {
  const of = Tables.safeParse(schema).data;
  if (!of?.tables) return schema;
  const tables = Object.entries(of.tables).flatMap(([name, table]) => {
    if (TableConfig.safeParse(table).success) return [[name, table]];
    const path = `${bare(schemaName)}.${bare(name)}`;
    const part = { schema: schemaName, table: name };
    const read = Columns.safeParse(table).data;
    const { columns } = read ?? {};
    const odd: string[] = [];
    const kept = columns && readableColumns(columns, (column) => odd.push(column));
    const others = kept ? { ...read, columns: kept } : table;
    const rest = TableConfig.safeParse(others).success;
    if (!rest) report(path, part);
    else for (const column of odd) report(`${path}.${bare(column)}`, { ...part, column });
    return rest ? [[name, others]] : [];
  });
  return { ...of, tables: Object.fromEntries(tables) };
}

const objectsIn = (nodes: Readonly<Record<string, unknown>>) =>
  Object.entries(nodes).flatMap(([name, node]): [string, object][] =>
    typeof node === "object" && node !== null && !Array.isArray(node) ? [[name, node]] : [],
  );

const dropBody = (
  columns: ColumnsByTable,
): Body<"delete_multiple_columns_connection_config">["schemas"] =>
  mapValues(columns, (tables) => ({
    tables: mapValues(tables, (names) => ({ columns: [...names] })),
  }));

const mapValues = <From, To>(of: Readonly<Record<string, From>>, to: (value: From) => To) =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, to(value)]));
