import { parseArgs } from "node:util";
import { inputError } from "../base/errors.js";
import { quoted } from "../base/text.js";

export interface LogQueries<Query extends string, Dialect extends string> {
  queries: readonly Query[];
  dialects: readonly Dialect[];
  write(query: Query, options: Options & { dialect: Dialect }): string;
  /** How the tables come into being. */
  help: string;
}

interface Options {
  schema: string | undefined;
  database: string | undefined;
  connectionId: string | undefined;
  days: number | undefined;
  limit: number | undefined;
  connectionColumn: "connector_id" | undefined;
}

/** Prints a query for the Platform Connector's tables; what it says about them are comments, so that it can be piped. */
export function logQueryCommand<Query extends string, Dialect extends string>(
  words: readonly string[],
  json: boolean,
  { queries, dialects, write, help }: LogQueries<Query, Dialect>,
): number {
  const usage = `fivetran-agent log-query ${queries.join("|")} --dialect ${dialects.join("|")} [--schema fivetran_metadata] [--database D] [--connector ID] [--days 30] [--limit 100] [--old-columns]`;
  const { values, positionals } = parsed(words, usage);
  const [name = "", ...surplus] = positionals;
  const query = oneOf("query", name, queries, usage);
  if (surplus[0] !== undefined) throw inputError(`${quoted(surplus[0], 60)} is too much.`, usage);
  const dialect = oneOf("--dialect", values.dialect ?? "", dialects, usage);
  const sql = write(query, {
    dialect,
    schema: values.schema,
    database: values.database,
    connectionId: values.connector,
    days: number("--days", values.days, usage),
    limit: number("--limit", values.limit, usage),
    connectionColumn: values["old-columns"] === true ? "connector_id" : undefined,
  });
  const comment = help.replaceAll(/^/gm, "-- ");
  const text = json
    ? JSON.stringify({ query, dialect, sql, how: help.replaceAll("\n", " ") })
    : `${comment}\n\n${sql}`;
  process.stdout.write(`${text}\n`);
  return 0;
}

function parsed(words: readonly string[], usage: string) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        dialect: { type: "string" },
        schema: { type: "string" },
        database: { type: "string" },
        connector: { type: "string" },
        days: { type: "string" },
        limit: { type: "string" },
        "old-columns": { type: "boolean" },
      },
    });
  } catch (error) {
    // Its own advice to escape positionals helps nobody here.
    const [what = "Unknown option"] = error instanceof Error ? error.message.split(".") : [];
    throw inputError(`${what}.`, usage);
  }
}

function oneOf<Choice extends string>(
  name: string,
  value: string,
  choices: readonly Choice[],
  usage: string,
): Choice {
  const wanted = value.replaceAll("-", "_");
  const choice = choices.find((known) => known === wanted);
  if (choice !== undefined) return choice;
  const what = value === "" ? "is missing" : `${quoted(value, 60)} is unknown`;
  throw inputError(`The ${name} ${what}: one of ${choices.join(", ")}.`, usage);
}

function number(flag: string, text: string | undefined, usage: string): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw inputError(`${flag} takes a whole number, not ${quoted(text, 60)}.`, usage);
}
