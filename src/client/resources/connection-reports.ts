import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import { type Actions, callAt } from "./actions.js";
import { outcomeTime, recordId, textOrEmpty } from "./models.js";

const text = z.string().nullish();
const Stage = z.looseObject({ volume: z.number().nullish() }).nullish();

/** A sync in the history of a connection. */
export const SyncRun = z.looseObject({
  /** The id of the sync. */
  sync_id: recordId,
  /** `COMPLETED`, `FAILURE`, `CANCELED`, `INCOMPLETE`, `RESCHEDULED` or `PAUSED`. Fivetran may add others. */
  status: textOrEmpty,
  /** When the sync started. Missing while it waits to start. */
  start: outcomeTime.optional(),
  /** When the sync ended. Missing while it runs. Use this field, not `status`, to recognize a running sync. */
  end: outcomeTime.optional(),
  /** Why the sync failed. */
  reason: text,
  /** The volume of each stage in megabytes. */
  stages: z.looseObject({ extract: Stage, process: Stage, load: Stage }).nullish(),
});
export type SyncRun = z.output<typeof SyncRun>;

/**
 * The warnings of a table, identified by its names in the destination. Without names: the warnings of the whole
 * connection.
 */
export const TableWarnings = z.looseObject({
  /** The name of the schema in the destination. */
  schema: text,
  /** The name of the table in the destination. */
  table: text,
  /** The warnings. Empty if there are none. */
  warnings: z
    .array(
      z.looseObject({
        code: textOrEmpty,
        message: text,
        error_message: text,
        created_at: text,
      }),
    )
    .nullish()
    .transform((warnings) => warnings ?? []),
});
export type TableWarnings = z.output<typeof TableWarnings>;

/** An open error of a connection. `message` contains Fivetran's advice. */
export const ConnectionError = z.looseObject({
  /** The code of the connection's task, such as `reconnect`. */
  type: textOrEmpty,
  /** A short description. */
  title: text,
  /** The cause, in Fivetran's words. */
  reason: text,
  /** How to fix it, in Fivetran's words. */
  message: text,
  /** When the error last occurred. */
  created_at: text,
});
export type ConnectionError = z.output<typeof ConnectionError>;

/**
 * The result of moving a connection. If `job_id` is set, a job copies the data. All fields are missing if the
 * response was lost and the move was verified.
 */
export const Move = z.looseObject({
  connection_id: text,
  /** The group that the connection was moved from. */
  source_group_id: text,
  /** The group that the connection was moved to. */
  destination_group_id: text,
  /** One of `SyncBehavior`. */
  sync_behavior: text,
  /** When it was moved. Null if a job still copies the data. */
  moved_at: text,
  /** The id of the job that copies the data. */
  job_id: text,
});
export type Move = z.output<typeof Move>;

/** A job that copies the data of a moved connection. */
export const MoveJob = z.looseObject({
  id: recordId,
  /** `PENDING`, `IN_PROGRESS`, `SUCCESS` or `FAILED`. */
  status: textOrEmpty,
  created_at: text,
  started_at: text,
  completed_at: text,
  /** Why the job failed. */
  error_message: text,
});
export type MoveJob = z.output<typeof MoveJob>;

/**
 * How a moved connection continues. `CONTINUE`: from its current position. `BACKFILL`: it loads its history again.
 * `CONTINUE_WITH_DATA`: from its current position, after a job has copied the existing data.
 */
export type SyncBehavior = "CONTINUE" | "BACKFILL" | "CONTINUE_WITH_DATA";

/** Filters of the sync history. */
interface HistoryFilter {
  /** The start of the range: at most 7 days ago and at most 7 days before `until`. Default: one hour before `until`. */
  since?: Date | undefined;
  /** The end of the range. Default: one hour after `since`. */
  until?: Date | undefined;
}

/** The methods for the sync history, warnings and errors of connections, and for moving connections. */
export const createConnectionReports = ({ listOf, record, submit }: Actions) => ({
  /**
   * `GET /v1/connections/{connectionId}/sync-history`. Lists syncs of the last 7 days at most, in no particular
   * order. Without `since` and `until`: only those of the last hour. A sync without `end` is still running. Throws
   * `rejected` with `facts.not_enabled` on an account without this preview.
   */
  syncHistory: listOf("connection_sync_history", SyncRun, ({ since, until }: HistoryFilter) => ({
    start_time: since?.toISOString(),
    end_time: until?.toISOString(),
  })),
  /**
   * `GET /v1/connections/{connectionId}/warnings`. Lists the warnings by table. Throws `rejected` with
   * `facts.not_enabled` on an account without this preview.
   */
  warnings: listOf("connection_warnings", TableWarnings),
  /**
   * `GET /v1/connections/{connectionId}/errors`. Lists the open errors with Fivetran's advice. Throws `rejected` with
   * `facts.not_enabled` on an account without this preview.
   */
  errors: listOf("connection_errors", ConnectionError),
  /**
   * `POST /v1/connections/{connectionId}/dismiss-warnings`. Dismisses the warnings with these codes, or all warnings
   * if no codes are given. Throws `rejected` and dismisses nothing if a code is unknown.
   */
  dismissWarnings: (id: string, codes: readonly string[] = [], options?: RequestOptions) =>
    submit(
      callAt(
        "dismiss_connection_warnings",
        [id],
        codes.length === 0 ? {} : { warning_types: [...codes] },
      ),
      options,
    ),
  /**
   * `POST /v1/connections/{connectionId}/move`. Moves a paused connection to the destination of another group. If the
   * source must first trust the new group, this throws `rejected` with Fivetran's instructions; pass `force` once
   * that is done.
   */
  move(
    id: string,
    {
      groupId,
      syncBehavior,
      force = false,
      ...options
    }: RequestOptions & { groupId: string; syncBehavior: SyncBehavior; force?: boolean },
  ) {
    const body = {
      destination_group_id: groupId,
      sync_behavior: syncBehavior,
      ...(force ? { force_move: true } : {}),
    };
    return record(Move, callAt("connection_moved", [id], body), options);
  },
  /** `GET /v1/connections/{connectionId}/move/{jobId}`. Returns the job that copies the data of a moved connection. */
  moveJob: (id: string, jobId: string, options?: RequestOptions) =>
    record(MoveJob, callAt("connection_moved_job_status", [id, jobId]), options),
});
