import { LOG_TABLES_HELP, logQuery } from "../../client/platform-log/queries.js";
import { type Dialect, dialectOf } from "../../client/platform-log/sql.js";
import { DAY_MS, type Span } from "./read.js";

const MOST_ROWS = 1000;

/**
 * Returns a query that shows the runs of a span from the tables of the Platform Connector, in the
 * SQL dialect of the destination.
 */
export function historySql(
  span: Span,
  now: number,
  of: { connectionId?: string | undefined; service?: string | undefined },
): { dialect: Dialect; sql: string; how: string } {
  const dialect = dialectOf(of.service ?? "") ?? "snowflake";
  const days = Math.min(3650, Math.max(1, Math.ceil((now - span.since) / DAY_MS)));
  const sql = logQuery("sync_durations", {
    dialect,
    days,
    limit: MOST_ROWS,
    connectionId: of.connectionId,
  });
  return { dialect, sql, how: LOG_TABLES_HELP.replaceAll("\n", " ") };
}
