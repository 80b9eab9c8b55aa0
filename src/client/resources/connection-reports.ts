import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import { type Actions, callAt } from "./actions.js";
import { textOrEmpty } from "./models.js";

const text = z.string().nullish();
const Stage = z.looseObject({ volume: z.number().nullish() }).nullish();

/** A run of a connection's sync. */
export const SyncRun = z.looseObject({
  sync_id: z.string(),
  /** `COMPLETED`, `FAILURE`, `CANCELED`, `INCOMPLETE`, `RESCHEDULED` or `PAUSED`; an open list. */
  status: textOrEmpty,
  /** Empty while the run waits for its start. */
  start: text,
  /** Empty while it runs: this counts, not `status`. */
  end: text,
  /** Why it failed. */
  reason: text,
  /** Volumes in megabytes. */
  stages: z.looseObject({ extract: Stage, process: Stage, load: Stage }).nullish(),
});
export type SyncRun = z.output<typeof SyncRun>;

/** The warnings of a table, by its names in the destination; without names, those of the connection as a whole. */
export const TableWarnings = z.looseObject({
  schema: text,
  table: text,
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

/** An open error of a connection, with Fivetran's advice in `message`. */
export const ConnectionError = z.looseObject({
  /** Such as `reconnect`; the code of the connection's task. */
  type: textOrEmpty,
  title: text,
  reason: text,
  message: text,
  /** When it last occurred. */
  created_at: text,
});
export type ConnectionError = z.output<typeof ConnectionError>;

/** A connection that was moved. Its data is copied by a job where there is a `job_id`. Empty after a lost response. */
export const Move = z.looseObject({
  connection_id: text,
  source_group_id: text,
  destination_group_id: text,
  sync_behavior: text,
  moved_at: text,
  job_id: text,
});
export type Move = z.output<typeof Move>;

export const MoveJob = z.looseObject({
  id: z.string(),
  /** `PENDING`, `IN_PROGRESS`, `SUCCESS` or `FAILED`. */
  status: textOrEmpty,
  created_at: text,
  started_at: text,
  completed_at: text,
  error_message: text,
});
export type MoveJob = z.output<typeof MoveJob>;

/** How a moved connection continues: from where it was, or with its history loaded again. */
export type SyncBehavior = "CONTINUE" | "BACKFILL" | "CONTINUE_WITH_DATA";

interface HistoryFilter {
  /** Not more than 7 days ago, and not more than 7 days before `until`. */
  since?: Date | undefined;
  until?: Date | undefined;
}

/** What is known about the runs of a connection and its problems, and moving it. */
export const createConnectionReports = ({ listOf, record, submit }: Actions) => ({
  /**
   * Runs of the last 7 days at most, in no certain order. Without `since` and `until` only the last hour; a run that
   * has no `end` is still going.
   */
  syncHistory: listOf("connection_sync_history", SyncRun, ({ since, until }: HistoryFilter) => ({
    start_time: since?.toISOString(),
    end_time: until?.toISOString(),
  })),
  /** Warnings by table. Throws `rejected` with `facts.not_enabled` on an account without this preview. */
  warnings: listOf("connection_warnings", TableWarnings),
  /** Open errors with advice. Throws `rejected` with `facts.not_enabled` on an account without this preview. */
  errors: listOf("connection_errors", ConnectionError),
  /** Dismisses the warnings with these codes, or all; a code that is unknown dismisses nothing (`rejected`). */
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
   * Moves a paused connection to the destination of another group. `BACKFILL` loads the history again. Throws
   * `rejected` with Fivetran's steps where the source has to trust the new group first; `force` says that it does.
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
  /** The job that copies the data of a moved connection. */
  moveJob: (id: string, jobId: string, options?: RequestOptions) =>
    record(MoveJob, callAt("connection_moved_job_status", [id, jobId]), options),
});
