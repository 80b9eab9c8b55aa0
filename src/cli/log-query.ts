import {
  LOG_QUERIES,
  LOG_TABLES_HELP,
  type LogQuery,
  logQuery,
} from "../client/platform-log/queries.js";
import type { Dialect } from "../client/platform-log/sql.js";
import { idFromLink } from "../client/resources/dashboard-link.js";

export interface LogQueryWords {
  dialect: Dialect;
  schema?: string;
  database?: string;
  connector?: string;
  days?: number;
  limit?: number;
  oldColumns?: boolean;
}

/** The query of that name; dashes stand for underscores. */
export const queryNamed = (name: string): LogQuery | undefined =>
  LOG_QUERIES.find((query) => query === name.replaceAll("-", "_"));

/** Prints a query for the Platform Connector's tables, with what to know about them as comments: the output can be piped. */
export function printLogQuery(query: LogQuery, words: LogQueryWords, json: boolean): number {
  const { connector, oldColumns, ...options } = words;
  const sql = logQuery(query, {
    ...options,
    connectionId: connector && idFromLink(connector, "connector"),
    connectionColumn: oldColumns === true ? "connector_id" : undefined,
  });
  const { dialect } = words;
  const text = json
    ? JSON.stringify({ query, dialect, sql, how: LOG_TABLES_HELP.replaceAll("\n", " ") })
    : `${LOG_TABLES_HELP.replaceAll(/^/gm, "-- ")}\n\n${sql}`;
  process.stdout.write(`${text}\n`);
  return 0;
}
