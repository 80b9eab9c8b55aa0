import { inputError } from "../../base/errors.js";
import { quoted } from "../../base/text.js";
import { SCHEMA_CHANGE_EVENTS } from "../events/sync-events.js";
import { DIALECTS, type Dialect, quoteIdentifier, SQL, type Sql } from "./sql.js";

/** What can be asked of the tables that the Fivetran Platform Connector fills. */
export const LOG_QUERIES = [
  "recent_syncs",
  "failed_syncs",
  "sync_durations",
  "schema_changes",
  "usage",
  "sdk_logs",
  "audit_trail",
] as const;
export type LogQuery = (typeof LOG_QUERIES)[number];

export interface LogQueryOptions {
  dialect: Dialect;
  /** The connector's schema: `fivetran_metadata` when absent, `fivetran_log` on old set-ups. */
  schema?: string | undefined;
  /** The database, project or catalog that holds the schema, where it is not the session's own. */
  database?: string | undefined;
  /** Only this connection. */
  connectionId?: string | undefined;
  /** How far back, in days: 1 to 3650, 30 when absent. */
  days?: number | undefined;
  /** Rows: 1 to 10,000, 100 when absent. */
  limit?: number | undefined;
  /** `connector_id` on old set-ups. */
  connectionColumn?: "connection_id" | "connector_id" | undefined;
  /** Other names of columns, such as `{ log_message: "message" }`. */
  columns?: Readonly<Record<string, string>> | undefined;
}

/** How the tables come into being, for whoever has none yet. */
export const LOG_TABLES_HELP = `These tables are filled by the Fivetran Platform Connector, which is free and which every destination
gets by itself: look for the connection of service fivetran_log in Fivetran, resume it if it is paused,
and let it sync. Its schema is fivetran_metadata, or fivetran_log on old set-ups, where the column
connection_id may be connector_id. Fivetran's REST API has no log: these tables or webhooks are the way.`;

interface Writing {
  sql: Sql;
  table(name: string): string;
  /** A column by its usual name. */
  column(name: string): string;
  connection: string;
  /** Conditions that are left out where nothing narrows. */
  where(time: string, ...conditions: string[]): string;
  limit: number;
}

/**
 * One query as text, to be run in the warehouse as it is. Names are checked and quoted, values checked; nothing
 * is left to fill in. Its rows fit `parseLogEntries` where it reads the log.
 *
 * - `recent_syncs`: starts and ends of syncs, newest first.
 * - `failed_syncs`: syncs that failed and severe events.
 * - `sync_durations`: seconds from start to end of each sync.
 * - `schema_changes`: schemas and tables made, altered, dropped or chosen.
 * - `usage`: monthly active rows by connection and table.
 * - `sdk_logs`: what connectors of the Connector SDK wrote.
 * - `audit_trail`: who did what in the account.
 *
 * @throws FivetranError of type `input` for a name or value that does not fit.
 */
export function logQuery(query: LogQuery, options: LogQueryOptions): string {
  const { dialect, schema = "fivetran_metadata", database, connectionId, columns = {} } = options;
  const { connectionColumn = "connection_id" } = options;
  oneOf("dialect", dialect, DIALECTS);
  oneOf("query", query, LOG_QUERIES);
  oneOf("connectionColumn", connectionColumn, ["connection_id", "connector_id"]);
  const days = whole("days", options.days ?? 30, 3650);
  if (connectionId !== undefined && !/^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/.test(connectionId)) {
    throw inputError(`${quoted(connectionId, 80)} is no id of a connection.`);
  }
  const sql = SQL[dialect];
  const quote = (name: string) => quoteIdentifier(name, dialect);
  const column = (name: string) =>
    quote(Object.hasOwn(columns, name) ? (columns[name] ?? name) : name);
  const connection = column(connectionColumn);
  return TEXTS[query]({
    sql,
    table: (name) =>
      [...(database === undefined ? [] : [database]), schema, name].map(quote).join("."),
    column,
    connection,
    where: (time, ...conditions) =>
      [
        `${time} >= ${sql.daysAgo(days)}`,
        ...(connectionId === undefined || query === "audit_trail"
          ? []
          : [`${connection} = '${connectionId}'`]),
        ...conditions,
      ].join("\n  AND "),
    limit: whole("limit", options.limit ?? 100, 10_000),
  });
}

const listed = (values: readonly string[]) => values.map((value) => `'${value}'`).join(", ");

/** The log's rows of some kind; the kind stands in `message_event`, or in `event` on its own. */
function logRows({ table, column, connection, where, limit }: Writing, ...conditions: string[]) {
  const time = column("time_stamp");
  const fields = ["event", "message_event", "message_data"].map(column);
  return `SELECT
  ${[column("id"), time, connection, ...fields].join(",\n  ")}
FROM ${table("log")}
WHERE ${where(time, ...conditions)}
ORDER BY ${time} DESC
LIMIT ${limit};`;
}

const kindOf = ({ column }: Writing) => `COALESCE(${column("message_event")}, ${column("event")})`;

const TEXTS: Readonly<Record<LogQuery, (writing: Writing) => string>> = {
  recent_syncs: (writing) => logRows(writing, `${kindOf(writing)} IN ('sync_start', 'sync_end')`),
  failed_syncs(writing) {
    const { sql, column } = writing;
    const status = sql.field(column("message_data"), "status");
    return logRows(
      writing,
      `(${column("event")} = 'SEVERE'
    OR (${kindOf(writing)} = 'sync_end' AND ${status} IN ('FAILURE', 'FAILED', 'FAILURE_WITH_TASK')))`,
    );
  },
  schema_changes: (writing) =>
    logRows(writing, `${kindOf(writing)} IN (${listed(SCHEMA_CHANGE_EVENTS)})`),
  sync_durations(writing) {
    const { sql, table, column, connection, where, limit } = writing;
    const time = column("time_stamp");
    return `WITH marks AS (
SELECT
  ${connection} AS connection_id,
  ${time} AS ended_at,
  ${kindOf(writing)} AS kind,
  ${sql.field(column("message_data"), "status")} AS status,
  LAG(${time}) OVER (PARTITION BY ${connection} ORDER BY ${time}) AS started_at,
  LAG(${kindOf(writing)}) OVER (PARTITION BY ${connection} ORDER BY ${time}) AS kind_before
FROM ${table("log")}
WHERE ${where(time, `${kindOf(writing)} IN ('sync_start', 'sync_end')`)}
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
  usage({ sql, table, column, connection, where, limit }) {
    const measured = column("measured_date");
    const month = sql.month(measured);
    const names = [connection, column("schema_name"), column("table_name")].join(", ");
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
  throw inputError(`${name} ${quoted(String(value), 60)} is none of ${choices.join(", ")}.`);
}

function whole(name: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw inputError(`${name} is a whole number from 1 to ${most}.`);
}
