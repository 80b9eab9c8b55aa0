import * as z from "zod";
import { collect } from "../../base/collect.js";
import { AppError, isClosed } from "../../base/errors.js";
import type {
  Connection,
  DatabaseSchemaConfig,
  SchemaConfig,
} from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare, count, named, upTo } from "../../toolkit/render.js";
import { readSchemas, schemasOf, tablesOf } from "../schema/index.js";

type Reads = Pick<ReadContext, "fivetran" | "signal">;

/** The connector that loads a table of the destination. */
export interface LoadedBy {
  connection: Connection;
  /**
   * The table under its names in the source. Undefined if only the name of the connector suggests
   * that it loads the table.
   */
  source?: { schema: string; table: string };
  /** Says how the connector was found, and what was not searched. */
  note: string;
}

interface Wanted {
  database: string | undefined;
  schema: string;
  table: string;
}

/** One part of a table name, with or without the quotes of a warehouse. */
const PART = /(?:"([^"]+)"|\[([^\]]+)\]|([^."[\]]+))(?:\.(?=.)|$)/y;

/**
 * Splits `DATABASE.SCHEMA.TABLE` or `SCHEMA.TABLE` into parts in lower case. Undefined for any
 * other text.
 */
function tableNamed(value: string): Wanted | undefined {
  // A pair of backticks can surround each part or the whole name.
  const text = value.trim().toLowerCase().replaceAll("`", "");
  const parts: string[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const match = PART.exec(text);
    if (match === null) return undefined;
    parts.push(match[1] ?? match[2] ?? match[3] ?? "");
  }
  if (parts.length < 2 || parts.length > 3) return undefined;
  const [table = "", schema = "", database] = parts.reverse();
  return { database, schema, table };
}

const REMEMBERED_MS = 60_000;
/** The largest number of configurations that one search reads, the likely connectors first. */
const MOST_READ = 25;

/**
 * Finds the connectors that load a table, by its name in the destination in any letter case.
 * Connectors whose name is a prefix of the schema are read first, then a limited number of other
 * connectors, because a table can be renamed. Undefined if the text is not the name of a table.
 */
export async function loadersOf(
  value: string,
  { fivetran, signal }: Reads,
): Promise<{ found: LoadedBy[]; note: string } | undefined> {
  const wanted = tableNamed(value);
  if (wanted === undefined) return undefined;
  const all = await collect(fivetran.connections.list({ signal, maxAgeMs: REMEMBERED_MS }));
  const file = all.filter(
    ({ schema }) => schema.toLowerCase() === `${wanted.schema}.${wanted.table}`,
  );
  if (file.length > 0) {
    return {
      found: file.map((connection) => ({
        connection,
        note: `${bare(value)} is the only table that this connector loads`,
      })),
      note: "",
    };
  }
  const likely = all
    .filter(({ schema }) => begins(wanted.schema, schema.toLowerCase()))
    .sort((a, b) => b.schema.length - a.schema.length);
  const others = all.filter((one) => !likely.includes(one));
  const looked = [...likely, ...others].slice(0, MOST_READ);
  const read = await Promise.all(
    looked.map(async (connection) => ({
      connection,
      config: await configOf(connection.id, { fivetran, signal }),
    })),
  );
  const found = read.flatMap(({ connection, config }) =>
    placesIn(config, connection, wanted).map((source) => ({
      connection,
      source,
      note: `${bare(value)} is loaded from its table ${bare(source.schema)}.${bare(source.table)}`,
    })),
  );
  const rest = all.length - looked.length;
  const unseen =
    rest > 0 ? `; the tables of ${count(rest, "other connector")} were not checked` : "";
  if (found.length > 0) {
    return { found: await inDatabase(found, wanted.database, { fivetran, signal }), note: "" };
  }
  const nearest = read.find(({ connection }) => likely.includes(connection));
  return {
    found: [],
    note:
      nearest === undefined
        ? `None of the ${looked.length} connectors that were checked loads ${bare(value)}${unseen}.`
        : `${withoutTable(nearest, wanted)}${unseen}.`,
  };
}

/**
 * Selects the connectors whose destination has this database. If there is none, returns all with a
 * note that their database has a different name.
 */
async function inDatabase(
  found: readonly LoadedBy[],
  database: string | undefined,
  { fivetran, signal }: Reads,
): Promise<LoadedBy[]> {
  if (database === undefined) return [...found];
  const groups = [...new Set(found.map(({ connection }) => connection.group_id))];
  const names = new Map(
    await Promise.all(
      groups.map(async (id) => {
        const destination = await fivetran.destinations
          .get(id, { signal })
          .catch(undefinedIfUnread);
        return [id, databaseOf(destination)] as const;
      }),
    ),
  );
  const known = found.map((one) => ({ one, name: names.get(one.connection.group_id) }));
  const same = known.filter(({ name }) => name?.toLowerCase() === database);
  if (same.length > 0) return same.map(({ one }) => one);
  return known.map(({ one, name }) =>
    name === undefined
      ? one
      : { ...one, note: `${one.note}, but the database of its destination is ${bare(name)}` },
  );
}

const Database = z
  .looseObject({
    config: z.looseObject({
      database: z.string().optional().catch(undefined),
      project_id: z.string().optional().catch(undefined),
      catalog: z.string().optional().catch(undefined),
    }),
  })
  .transform(({ config }) => config.database ?? config.project_id ?? config.catalog);

/** Returns the database in the table names of a destination, if its configuration shows one. */
const databaseOf = (destination: unknown) => Database.safeParse(destination).data || undefined;

const MOST_SCHEMAS = 5;

/**
 * Explains why a connector with a fitting name does not load the table, and where it loads a table
 * of that name.
 */
function withoutTable(
  { connection, config }: { connection: Connection; config: SchemaConfig | undefined },
  { schema, table }: Wanted,
): string {
  const who = named(connection.schema, connection.id);
  const schemas = schemasOf(config ?? {}).map(([name, node]) => ({
    node,
    names: destinationSchemas(name, node, connection),
  }));
  const into = schemas.filter(({ names }) => names.some((name) => name.toLowerCase() === schema));
  if (into.length > 0 || schemas.length === 0) {
    return `${who} loads into a schema with that name, but has no table ${bare(table)}`;
  }
  const holders = schemas.filter(({ node }) => tablesIn(node, table).length > 0);
  const shown = (holders.length > 0 ? holders : schemas).map(({ names }) =>
    bare(names.at(-1) ?? ""),
  );
  const list = upTo(shown, MOST_SCHEMAS, (name) => name).join(", ");
  return holders.length > 0
    ? `${who} loads a table ${bare(table)} into ${list}`
    : `${who} loads into ${list}, but not into a schema ${bare(schema)}`;
}

/** In a database connector, every schema has the connector's name as a prefix. */
const begins = (schema: string, name: string) =>
  name !== "" && (schema === name || schema.startsWith(`${name}_`));

function undefinedIfUnread(error: unknown): undefined {
  if (isClosed(error) || (error instanceof AppError && error.type === "not_found"))
    return undefined;
  throw error;
}

async function configOf(
  id: string,
  { fivetran, signal }: Reads,
): Promise<SchemaConfig | undefined> {
  try {
    return (await readSchemas(id, { fivetran, signal })).config;
  } catch (error) {
    if (error instanceof AppError && (error.type === "not_found" || error.type === "rejected")) {
      return undefined;
    }
    throw error;
  }
}

/** Returns the tables that a connector loads under these names. */
function placesIn(
  config: SchemaConfig | undefined,
  connection: Connection,
  wanted: Wanted,
): { schema: string; table: string }[] {
  return schemasOf(config ?? {}).flatMap(([schema, node]) =>
    destinationSchemas(schema, node, connection).some(
      (name) => name.toLowerCase() === wanted.schema,
    )
      ? tablesIn(node, wanted.table).map((table) => ({ schema, table }))
      : [],
  );
}

/**
 * Returns the names that a schema can have in the destination. The usual name for a database comes
 * last.
 */
const destinationSchemas = (
  schema: string,
  { name_in_destination }: DatabaseSchemaConfig,
  { schema: prefix }: Connection,
) => (name_in_destination ? [name_in_destination] : [prefix, schema, `${prefix}_${schema}`]);

/**
 * Returns the tables of a schema that have this name in the destination, by their names in the
 * source.
 */
const tablesIn = (node: DatabaseSchemaConfig, wanted: string): string[] =>
  tablesOf(node).flatMap(([table, { name_in_destination }]) =>
    (name_in_destination ?? table).toLowerCase() === wanted ? [table] : [],
  );
