import { inputError } from "../../base/errors.js";
import type { Json } from "../../base/json.js";
import { LOG_QUERIES, type LogQuery, USAGE_BY } from "../../client/platform-log/queries.js";
import type { ReadContext } from "../../toolkit/define.js";
import { quoted } from "../../toolkit/render.js";
import { logQueryFor } from "./log-query.js";

/** A log query in the form that search_api lists and read_api calls. */
export interface LogQueryRead {
  id: `log_query:${LogQuery}`;
  summary: string;
  /** Words that people use to search for it. */
  words: string;
}

const READS: Readonly<Record<LogQuery, readonly [summary: string, words: string]>> = {
  usage: [
    "SQL for usage: monthly active rows (MAR, cost) by connector or table, for your warehouse",
    "usage monthly active rows mar cost costs bill billing credits consumption spend spending expensive price volume rows quota",
  ],
  recent_syncs: [
    "SQL for the run log: starts and ends of syncs, for your warehouse",
    "run log logs sync history past runs when synced",
  ],
  failed_syncs: [
    "SQL for failed syncs and severe events in the log, for your warehouse",
    "failed failure failures errors log severe past",
  ],
  sync_durations: [
    "SQL for durations of syncs, for your warehouse",
    "duration durations slow slowest took history",
  ],
  schema_changes: [
    "SQL for schema changes in the log: schemas and tables created, altered, dropped",
    "schema change changes history new tables columns added dropped log",
  ],
  sdk_logs: [
    "SQL for the log lines of Connector SDK connectors, for your warehouse",
    "sdk log lines print custom connector",
  ],
  audit_trail: [
    "SQL for the audit trail: who did what in the account, for your warehouse",
    "audit trail who changed did paused deleted created actor activity history user actions",
  ],
};

export const LOG_QUERY_READS: readonly (LogQueryRead & { query: LogQuery })[] = LOG_QUERIES.map(
  (query) => ({
    query,
    id: `log_query:${query}`,
    summary: READS[query][0],
    words: READS[query][1],
  }),
);

/** Returns the parameters of a query: name and displayed type. */
export const paramsOf = (query: LogQuery): Record<string, string> => ({
  connectionId: "id or name",
  groupId: "id or name",
  destinationId: "instead of groupId",
  from: "first day, 2026-01-01",
  to: "last day, 2026-01-31",
  days: "integer; without from and to, the default is 30",
  ...(query === "usage" ? { by: USAGE_BY.join("|") } : {}),
  limit: "integer",
  dialect: "default: the dialect of the destination",
  schema: "default: the schema of the platform connector",
  database: "string",
});

type Params = Readonly<Record<string, Json>>;

/** Writes the query for a call of read_api. */
export async function runLogQuery(query: LogQuery, params: Params, ctx: ReadContext) {
  const id = `log_query:${query}`;
  const text = (name: string) => {
    const value = params[name];
    if (value === undefined || typeof value === "string") return value;
    throw inputError(`${id}: ${name} must be a string.`, "Nothing was sent.");
  };
  const number = (name: string) => {
    const value = params[name];
    if (value === undefined) return undefined;
    const read = typeof value === "string" ? Number(value) : value;
    if (typeof read === "number" && Number.isInteger(read)) return read;
    throw inputError(`${id}: ${name} must be a whole number.`, "Nothing was sent.");
  };
  const by = text("by")?.toLowerCase();
  const known = USAGE_BY.find((one) => one === by);
  if (by !== undefined && known === undefined) {
    throw inputError(
      `${id}: by ${quoted(by, 40)} is not one of ${USAGE_BY.join(", ")}.`,
      "Nothing was sent.",
    );
  }
  const group = text("groupId");
  const destination = text("destinationId");
  if (group !== undefined && destination !== undefined) {
    throw inputError(
      `${id}: groupId and destinationId mean the same thing.`,
      "Nothing was sent. Give one.",
    );
  }
  const written = await logQueryFor(
    query,
    {
      connector: text("connectionId"),
      group: group ?? destination,
      dialect: text("dialect"),
      schema: text("schema"),
      database: text("database"),
      from: text("from"),
      to: text("to"),
      days: number("days"),
      by: known,
      limit: number("limit"),
    },
    ctx,
  );
  const { sql, dialect, notes } = written;
  return { title: `SQL for ${dialect}`, items: [], data: { sql, dialect }, notes };
}
