import { inputError } from "../../base/errors.js";
import { quoted } from "../../base/text.js";
import { SCHEMA_CHANGE_EVENTS } from "../events/sync-events.js";
import { DIALECTS, type Dialect, quoteIdentifier, SQL, type Sql } from "./sql.js";

/** The names of the queries over the tables of the Fivetran Platform Connector. */
export const LOG_QUERIES = [
  "recent_syncs",
  "failed_syncs",
  "sync_durations",
  "schema_changes",
  "usage",
  "sdk_logs",
  "audit_trail",
] as const;
/** One of `LOG_QUERIES`. */
export type LogQuery = (typeof LOG_QUERIES)[number];

/** The ways to group the rows of the `usage` query. */
export const USAGE_BY = ["connector", "table"] as const;
/** One of `USAGE_BY`. */
export type UsageBy = (typeof USAGE_BY)[number];

/** Options of `logQuery`. */
export interface LogQueryOptions {
  /** The SQL dialect of the warehouse. */
  dialect: Dialect;
  /** The schema of the Platform Connector. Default: `fivetran_metadata`. Older accounts use `fivetran_log`. */
  schema?: string | undefined;
  /** The database, project or catalog that contains the schema. Default: that of the session. */
  database?: string | undefined;
  /** Only rows of this connection. */
  connectionId?: string | undefined;
  /** Only rows of these connections, at most 1,000. */
  connectionIds?: readonly string[] | undefined;
  /** Only rows of the last days, 1 to 3650. Default: 30. Cannot be combined with `from` or `to`. */
  days?: number | undefined;
  /** The first day in UTC, such as `2026-01-31`, inclusive. */
  from?: string | undefined;
  /** The last day in UTC, inclusive. */
  to?: string | undefined;
  /** For `usage`: sum by table (the default) or by connection. */
  by?: UsageBy | undefined;
  /** The maximum number of rows, 1 to 10,000. Default: 100, and 10,000 for `usage`. */
  limit?: number | undefined;
  /** The name of the column with the connection's id. Default: `connection_id`. Older accounts use `connector_id`. */
  connectionColumn?: "connection_id" | "connector_id" | undefined;
  /** Different column names, such as `{ log_message: "message" }`. */
  columns?: Readonly<Record<string, string>> | undefined;
}

/** An explanation for users of how to get the tables. */
export const LOG_TABLES_HELP = `The Fivetran Platform Connector fills these tables. It is free, and Fivetran adds one to every destination:
find the connection of service fivetran_log, resume it if it is paused, and let it sync. Its schema is
fivetran_metadata. In older accounts, the schema is fivetran_log, and the column connection_id can be named connector_id.
Fivetran's REST API does not return logs. Use these tables or webhooks.`;

interface QueryParts {
  sql: Sql;
  table(name: string): string;
  /** The quoted name of a column, by its default name. */
  column(name: string): string;
  connection: string;
  /** The conditions for the time range and the connections, followed by the given ones. */
  where(time: string, ...conditions: string[]): string;
  by: UsageBy;
  limit: number;
}

/**
 * Returns one query as SQL for the warehouse. Names are validated and quoted, and values are validated. Pass the rows
 * of queries over the log to `parseLogEntries`.
 *
 * - `recent_syncs`: starts and ends of syncs, newest first.
 * - `failed_syncs`: failed syncs and severe events.
 * - `sync_durations`: the duration of each sync in seconds.
 * - `schema_changes`: schemas and tables that were created, altered or dropped, and changes of the selection.
 * - `usage`: monthly active rows by connection and table, or by connection.
 * - `sdk_logs`: log lines of Connector SDK connections.
 * - `audit_trail`: changes in the account and the users who made them.
 *
 * @throws FivetranError of type `input` for an invalid name or value.
 */
export function logQuery(query: LogQuery, options: LogQueryOptions): string {
  const { dialect, schema = "fivetran_metadata", database, connectionId, columns = {} } = options;
  const { connectionColumn = "connection_id" } = options;
  oneOf("dialect", dialect, DIALECTS);
  oneOf("query", query, LOG_QUERIES);
  oneOf("connectionColumn", connectionColumn, ["connection_id", "connector_id"]);
  const by = options.by ?? "table";
  oneOf("by", by, USAGE_BY);
  if (options.by !== undefined && query !== "usage") {
    throw inputError(`by can be given only with usage, not with ${query}.`);
  }
  const ids = [
    ...(connectionId === undefined ? [] : [connectionId]),
    ...(options.connectionIds ?? []),
  ];
  if (ids.length > 1000) throw inputError("connectionIds has more than 1,000 ids.");
  for (const id of ids) {
    if (/^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/.test(id)) continue;
    throw inputError(`${quoted(id, 80)} is not a connection id.`);
  }
  const spans = spanOf(options);
  const sql = SQL[dialect];
  const quote = (name: string) => quoteIdentifier(name, dialect);
  const column = (name: string) =>
    quote(Object.hasOwn(columns, name) ? (columns[name] ?? name) : name);
  const connection = column(connectionColumn);
  return QUERIES[query]({
    sql,
    table: (name) =>
      [...(database === undefined ? [] : [database]), schema, name].map(quote).join("."),
    column,
    connection,
    where: (time, ...conditions) =>
      [
        ...spans(sql.time(time), sql),
        ...(ids.length === 0 || query === "audit_trail" ? [] : [only(connection, ids)]),
        ...conditions,
      ].join("\n  AND "),
    by,
    limit: whole("limit", options.limit ?? (query === "usage" ? 10_000 : 100), 10_000),
  });
}

const only = (column: string, ids: readonly string[]) =>
  ids.length === 1 ? `${column} = '${ids[0]}'` : `${column} IN (${listed(ids)})`;

/** The conditions for the time: a range of days, both included, or the last days. */
function spanOf({ days, from, to }: LogQueryOptions): (time: string, sql: Sql) => string[] {
  if (from === undefined && to === undefined) {
    const back = whole("days", days ?? 30, 3650);
    return (time, sql) => [`${time} >= ${sql.daysAgo(back)}`];
  }
  if (days !== undefined) throw inputError("days and from or to cannot be given together.");
  const first = from === undefined ? undefined : dayOf("from", from);
  const last = to === undefined ? undefined : dayOf("to", to);
  if (first !== undefined && last !== undefined && first > last) {
    throw inputError(`from ${first} is after to ${last}.`);
  }
  return (time) => [
    ...(first === undefined ? [] : [`${time} >= TIMESTAMP '${first} 00:00:00'`]),
    ...(last === undefined ? [] : [`${time} < TIMESTAMP '${dayAfter(last)} 00:00:00'`]),
  ];
}

function dayOf(name: string, text: string): string {
  // Years up to 2999 are allowed, because the day after 9999-12-31 has no four-digit year.
  const day = /^([12]\d{3}-\d{2}-\d{2})$/.exec(text)?.[1] ?? "";
  const date = new Date(`${day}T00:00:00Z`);
  if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) && day !== "") return day;
  throw inputError(`${name} must be a day, such as 2026-01-31, not ${quoted(text, 60)}.`);
}

const dayAfter = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const listed = (values: readonly string[]) => values.map((value) => `'${value}'`).join(", ");

/** Rows of the log. The event is in `message_event`, or in `event` if that is empty. */
function logRows({ table, column, connection, where, limit }: QueryParts, ...conditions: string[]) {
  const time = column("time_stamp");
  const fields = ["event", "message_event", "message_data"].map(column);
  return `SELECT
  ${[column("id"), time, connection, ...fields].join(",\n  ")}
FROM ${table("log")}
WHERE ${where(time, ...conditions)}
ORDER BY ${time} DESC
LIMIT ${limit};`;
}

const kindOf = ({ column }: QueryParts) =>
  `COALESCE(${column("message_event")}, ${column("event")})`;

const QUERIES: Readonly<Record<LogQuery, (parts: QueryParts) => string>> = {
  recent_syncs: (parts) => logRows(parts, `${kindOf(parts)} IN ('sync_start', 'sync_end')`),
  failed_syncs(parts) {
    const { sql, column } = parts;
    const status = sql.field(column("message_data"), "status");
    return logRows(
      parts,
      `(${column("event")} = 'SEVERE'
    OR (${kindOf(parts)} = 'sync_end' AND ${status} IN ('FAILURE', 'FAILED', 'FAILURE_WITH_TASK')))`,
    );
  },
  schema_changes: (parts) =>
    logRows(parts, `${kindOf(parts)} IN (${listed(SCHEMA_CHANGE_EVENTS)})`),
  sync_durations(parts) {
    const { sql, table, column, connection, where, limit } = parts;
    const time = column("time_stamp");
    return `WITH marks AS (
SELECT
  ${connection} AS connection_id,
  ${time} AS ended_at,
  ${kindOf(parts)} AS kind,
  ${sql.field(column("message_data"), "status")} AS status,
  LAG(${time}) OVER (PARTITION BY ${connection} ORDER BY ${time}) AS started_at,
  LAG(${kindOf(parts)}) OVER (PARTITION BY ${connection} ORDER BY ${time}) AS kind_before
FROM ${table("log")}
WHERE ${where(time, `${kindOf(parts)} IN ('sync_start', 'sync_end')`)}
)
SELECT
  connection_id,
  started_at,
  ended_at,
  status,
  ${sql.seconds("started_at", "ended_at")} AS duration_seconds
FROM marks
WHERE kind = 'sync_end' AND kind_before = 'sync_start'
ORDER BY ended_at DESC
LIMIT ${limit};`;
  },
  usage({ sql, table, column, connection, where, by, limit }) {
    const measured = column("measured_date");
    const month = sql.month(measured);
    const tables = by === "table" ? [column("schema_name"), column("table_name")] : [];
    const names = [connection, ...tables].join(", ");
    return `SELECT
  ${month} AS measured_month,
  ${names},
  SUM(${column("incremental_rows")}) AS active_rows
FROM ${table("incremental_mar")}
WHERE ${where(measured)}
GROUP BY ${month}, ${names}
ORDER BY active_rows DESC
LIMIT ${limit};`;
  },
  sdk_logs({ table, column, connection, where, limit }) {
    const time = column("time_stamp");
    return `SELECT
  ${[time, connection, column("log_level"), column("log_message")].join(",\n  ")}
FROM ${table("connector_sdk_log")}
WHERE ${where(time)}
ORDER BY ${time} DESC
LIMIT ${limit};`;
  },
  audit_trail({ table, column, where, limit }) {
    const time = column("time_stamp");
    const fields = ["actor", "action", "object_type", "object_id"].map(column);
    return `SELECT
  ${[column("id"), time, ...fields].join(",\n  ")}
FROM ${table("audit_trail")}
WHERE ${where(time)}
ORDER BY ${time} DESC
LIMIT ${limit};`;
  },
};

function oneOf(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw inputError(`${name} ${quoted(String(value), 60)} is not one of ${choices.join(", ")}.`);
}

function whole(name: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw inputError(`${name} must be a whole number from 1 to ${most}.`);
}
