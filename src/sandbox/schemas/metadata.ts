import { page } from "../api/paging.js";
import { type Call, type Route, route } from "../api/router.js";
import { theConnection } from "../connections/fields.js";
import type { SourceColumn } from "../source/fixture.js";
import { columnsOf, isKnown, tableEnabled, wholeSource } from "../source/source.js";
import type { JsonObject } from "../world/json.js";
import type { Connection } from "../world/model.js";
import { hash } from "../world/random.js";

type Part = "schemas" | "tables" | "columns";

const idOf = (...path: string[]) =>
  Buffer.from(String(hash(path.join("\n")))).toString("base64url");

function typesOf(name: string): JsonObject {
  if (/_at$/.test(name)) return { type_in_source: "Instant", type_in_destination: "TIMESTAMP_TZ" };
  if (/(^|_)(id|quantity)$|_cents$/.test(name)) {
    return { type_in_source: "Long", type_in_destination: "BIGINT" };
  }
  return { type_in_source: "String", type_in_destination: "VARCHAR(256)" };
}

const columnItem = (parent: string[], { name, key }: SourceColumn): JsonObject => ({
  id: idOf(...parent, name),
  parent_id: idOf(...parent),
  name_in_source: name,
  name_in_destination: name.toLowerCase(),
  ...typesOf(name),
  is_primary_key: key,
  is_foreign_key: !key && name.endsWith("_id"),
});

/** Returns what a sync of the connection has written, at one level. */
function itemsOf(connection: Connection, part: Part): JsonObject[] {
  const state = connection.backstage.schema;
  const named = (name: string, destination: string, ...parent: string[]): JsonObject => ({
    id: idOf(...parent, name),
    ...(parent.length > 1 ? { parent_id: idOf(...parent) } : {}),
    name_in_source: name,
    name_in_destination: destination,
  });
  const { id } = connection;
  return [...(state.captured ? (wholeSource(connection) ?? []) : [])].flatMap(([schema, found]) => {
    if (!isKnown(connection, schema)) return [];
    if (part === "schemas") return [named(schema, found.nameInDestination, id)];
    return [...found.tables].flatMap(([table, source]) => {
      const path = [schema, table] as const;
      if (!isKnown(connection, ...path) || !tableEnabled(state, path, source)) return [];
      if (part === "tables") return [named(table, table.toLowerCase(), id, schema)];
      return columnsOf(state, path, source).map((each) => columnItem([id, schema, table], each));
    });
  });
}

const metadata = (part: Part): Route =>
  route(
    "connection_schema_config",
    (call: Call) => {
      const connection = theConnection(call);
      const label = `${connection.id} metadata ${part}`;
      return page(
        `Connector ${part} retrieved successfully`,
        itemsOf(connection, part),
        label,
        call.query,
      );
    },
    { path: `/v1/metadata/connector-types/{connectionId}/${part}` },
  );

/**
 * The older metadata operations of a connection. The definition lacks them, but orchestrators still
 * use them.
 */
export const connectionMetadataRoutes: Route[] = [
  metadata("schemas"),
  metadata("tables"),
  metadata("columns"),
];
