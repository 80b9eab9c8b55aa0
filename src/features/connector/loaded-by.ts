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
import { schemasOf, tablesOf } from "../schema/index.js";

type Reads = Pick<ReadContext, "fivetran" | "signal">;

/** What loads a table of the destination. */
export interface LoadedBy {
  connection: Connection;
  /** The table under its names in the source; absent where only the name of the connector says it. */
  source?: { schema: string; table: string };
  /** How it was found, and what was not looked at. */
  note: string;
}

interface Wanted {
  database: string | undefined;
  schema: string;
  table: string;
}

/** A part of a name, in the quotes of a warehouse or without. */
const PART = /(?:"([^"]+)"|\[([^\]]+)\]|([^."[\]]+))(?:\.(?=.)|$)/y;

/** The parts of `DATABASE.SCHEMA.TABLE` or `SCHEMA.TABLE`, in lower case; undefined for any other text. */
function tableNamed(value: string): Wanted | undefined {
  // One pair of backticks can stand around each part or around all.
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
/** Configurations that one look-up reads: of the likely connectors first, then of the other ones. */
const MOST_READ = 25;

/**
 * The connectors that load a table, found by its name in the destination in any letter case: those whose name begins
 * like the schema first, then a limited number of other ones, for tables that were renamed. Undefined where the text is
 * not the name of a table.
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
      found: file.map((connection) => ({ connection, note: `${bare(value)} is its one table` })),
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
      note: `${bare(value)} is its table ${bare(source.schema)}.${bare(source.table)}`,
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
        ? `No connector of the ${looked.length} looked at loads ${bare(value)}${unseen}.`
        : `${withoutTable(nearest, wanted)}${unseen}.`,
  };
}

/** Of several connectors those whose destination has the database; otherwise, that theirs has another name. */
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
      : { ...one, note: `${one.note}, though the database of its destination is ${bare(name)}` },
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

/** What stands before the schema in the names of a destination's tables, where its configuration shows it. */
const databaseOf = (destination: unknown) => Database.safeParse(destination).data || undefined;

const MOST_SCHEMAS = 5;

/** Why a connector whose name the schema begins with does not load the table, and where it loads one of that name. */
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
    return `${who} loads into a schema of that name, but shows no table ${bare(table)}`;
  }
  const holders = schemas.filter(({ node }) => tablesIn(node, table).length > 0);
  const shown = (holders.length > 0 ? holders : schemas).map(({ names }) =>
    bare(names.at(-1) ?? ""),
  );
  const list = upTo(shown, MOST_SCHEMAS, (name) => name).join(", ");
  return holders.length > 0
    ? `${who} loads a table ${bare(table)} into ${list}`
    : `${who} loads into ${list}, and no schema ${bare(schema)}`;
}

/** A database's schemas have its connector's name as a prefix. */
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
    return await fivetran.schemas.get(id, { signal });
  } catch (error) {
    if (error instanceof AppError && (error.type === "not_found" || error.type === "rejected")) {
      return undefined;
    }
    throw error;
  }
}

/** The tables that a connector loads under these names. */
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

/** Names that a schema can have in the destination, the most usual of a database last. */
const destinationSchemas = (
  schema: string,
  { name_in_destination }: DatabaseSchemaConfig,
  { schema: prefix }: Connection,
) => (name_in_destination ? [name_in_destination] : [prefix, schema, `${prefix}_${schema}`]);

/** The tables of a schema with this name in the destination, by their names in the source. */
const tablesIn = (node: DatabaseSchemaConfig, wanted: string): string[] =>
  tablesOf(node).flatMap(([table, { name_in_destination }]) =>
    (name_in_destination ?? table).toLowerCase() === wanted ? [table] : [],
  );
