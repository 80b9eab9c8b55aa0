import { collect } from "../../base/collect.js";
import { AppError } from "../../base/errors.js";
import type { Connection, SchemaConfig } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare, count, named } from "../../toolkit/render.js";
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
  schema: string;
  table: string;
}

/** Schema and table of `DATABASE.SCHEMA.TABLE` or `SCHEMA.TABLE`, in lower case; undefined for any other text. */
function tableNamed(value: string): Wanted | undefined {
  const parts = value.toLowerCase().replaceAll('"', "").split(".");
  const [table = "", schema = ""] = parts.reverse();
  return parts.length < 2 || parts.length > 3 || schema === "" || table === ""
    ? undefined
    : { schema, table };
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
    rest > 0 ? `; the tables of ${count(rest, "other connector")} were not looked at` : "";
  if (found.length > 0) return { found, note: "" };
  const [nearest] = likely;
  return {
    found: [],
    note:
      nearest === undefined
        ? `No connector of the ${looked.length} looked at loads ${bare(value)}${unseen}.`
        : `${named(nearest.schema, nearest.id)} loads into a schema of that name, but shows no table ${bare(wanted.table)}${unseen}.`,
  };
}

/** A database's schemas have its connector's name as a prefix. */
const begins = (schema: string, name: string) =>
  name !== "" && (schema === name || schema.startsWith(`${name}_`));

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
  { schema: prefix }: Connection,
  wanted: Wanted,
): { schema: string; table: string }[] {
  return schemasOf(config ?? {}).flatMap(([schema, node]) => {
    const names = node.name_in_destination
      ? [node.name_in_destination]
      : [prefix, schema, `${prefix}_${schema}`];
    if (!names.some((name) => name.toLowerCase() === wanted.schema)) return [];
    return tablesOf(node).flatMap(([table, { name_in_destination }]) =>
      (name_in_destination ?? table).toLowerCase() === wanted.table ? [{ schema, table }] : [],
    );
  });
}
