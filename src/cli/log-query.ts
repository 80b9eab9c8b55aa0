import { inputError } from "../base/errors.js";
import {
  LOG_QUERIES,
  LOG_TABLES_HELP,
  type LogQuery,
  logQuery,
} from "../client/platform-log/queries.js";
import { DIALECTS } from "../client/platform-log/sql.js";
import { idFromLink } from "../client/resources/dashboard-link.js";
import { type LogQueryWords, logQueryFor } from "../features/log-query/index.js";
import type { AccountReader } from "../toolkit/define.js";
import type { Notation } from "../toolkit/notation.js";
import type { Printed } from "./account.js";

/** The names of the queries on the command line. */
export const LOG_QUERY_NAMES: readonly string[] = LOG_QUERIES.map((query) =>
  query.replaceAll("_", "-"),
);

/** Returns the query with this name. Dashes and underscores are equivalent. */
export const queryNamed = (name: string): LogQuery | undefined =>
  LOG_QUERIES.find((query) => query === name.replaceAll("-", "_"));

/**
 * Writes a query for the tables of an account, with notes on where the tables are and whether they
 * are filled.
 */
export async function accountLogQuery(
  query: LogQuery,
  words: LogQueryWords,
  account: AccountReader,
  notation: Notation,
): Promise<Printed> {
  const { sql, dialect, notes } = await logQueryFor(query, words, { ...account, notation });
  return printed({ query, dialect, sql, notes });
}

/**
 * Writes the same query without an account. Values that come from the account must then be given.
 */
export function plainLogQuery(query: LogQuery, words: LogQueryWords): Printed {
  const { connector, group, dialect: given, oldColumns, ...options } = words;
  const dialect = DIALECTS.find((one) => one === given);
  if (dialect === undefined) {
    throw inputError(
      "Without credentials, you must give the SQL dialect.",
      `Give --dialect (${DIALECTS.join(", ")}), or set the API key, so that the dialect of the destination can be read.`,
    );
  }
  if (group !== undefined) {
    throw inputError(
      "Without credentials, the program cannot look up a group.",
      "Set the API key, or give --schema and --database for the tables in its destination.",
    );
  }
  const sql = logQuery(query, {
    ...options,
    dialect,
    connectionId: connector && idFromLink(connector, "connector"),
    connectionColumn: oldColumns === true ? "connector_id" : undefined,
  });
  return printed({ query, dialect, sql, notes: [] });
}

/** Prints the notes as SQL comments, so that the output can be piped. */
function printed(written: { query: LogQuery; dialect: string; sql: string; notes: string[] }) {
  const { sql, notes } = written;
  const comments = [LOG_TABLES_HELP, ...notes].join("\n").replaceAll(/^/gm, "-- ");
  return {
    text: `${comments}\n\n${sql}`,
    data: { ...written, how: LOG_TABLES_HELP.replaceAll("\n", " ") },
  };
}
