import { type Connection, GivenTables, recordsOf, type World } from "../world/model.js";

const SOURCES = "sources";

/** The tables that the caller gave the source of a connection, if any. */
export function givenTables(
  world: World,
  { schema, config }: Pick<Connection, "schema" | "config">,
): GivenTables | undefined {
  const given = world.records.get(SOURCES);
  const { host } = config;
  const found = given?.get(schema) ?? (typeof host === "string" ? given?.get(host) : undefined);
  return GivenTables.safeParse(found?.["tables"]).data;
}

/** Gives a source its tables: that of the connection with this name, or of every one with this host, there or to come. */
export function giveSource(world: World, name: string, tables: GivenTables): void {
  recordsOf(world, SOURCES).set(name, { id: name, tables });
  for (const connection of world.connections.values()) {
    if (connection.schema !== name && connection.config["host"] !== name) continue;
    connection.backstage.tables = tables;
    connection.backstage.loaded ??= {};
  }
}
