import { type Connection, GivenTables, recordsOf, type World } from "../world/model.js";

const SOURCES = "sources";

/** Returns the tables that were given to the source of a connection, if any. */
export function givenTables(
  world: World,
  { schema, config }: Pick<Connection, "schema" | "config">,
): GivenTables | undefined {
  const given = world.records.get(SOURCES);
  const { host } = config;
  const found = given?.get(schema) ?? (typeof host === "string" ? given?.get(host) : undefined);
  return GivenTables.safeParse(found?.["tables"]).data;
}

/**
 * Replaces the tables of a source: that of the connection with this name, or of every connection
 * with this host. They need not exist yet.
 */
export function giveSource(world: World, name: string, tables: GivenTables): void {
  recordsOf(world, SOURCES).set(name, { id: name, tables });
  for (const connection of world.connections.values()) {
    if (connection.schema !== name && connection.config["host"] !== name) continue;
    connection.backstage.tables = tables;
    connection.backstage.loaded ??= {};
  }
}
