import type { Connection } from "./models.js";

/** The state of a connection's syncs, with parsed dates. */
export interface SyncStatus {
  /** `scheduled`, `syncing`, `paused` or `rescheduled`. Fivetran may add others. */
  syncState: string | undefined;
  /** `incomplete`, `connected` or `broken`. */
  setupState: string | undefined;
  /** `on_schedule` or `delayed`, as assessed by Fivetran. */
  updateState: string | undefined;
  /** Whether the connection is paused. */
  paused: boolean;
  /** Whether a historical sync is due or running. */
  isHistoricalSync: boolean;
  /** The end of the last successful sync. Undefined before the first. */
  succeededAt: Date | undefined;
  /** The end of the last failed sync. If `succeededAt` is set too, the later one is the last result. */
  failedAt: Date | undefined;
  /** The time of the next attempt of a rescheduled sync. */
  rescheduledFor: Date | undefined;
}

type Stateful =
  | {
      readonly paused?: boolean | null | undefined;
      readonly status?: { readonly sync_state?: string | null | undefined } | null | undefined;
    }
  | Pick<SyncStatus, "syncState" | "paused">;

/** The sync state of a connection or of its `SyncStatus`. Undefined if it is missing. */
export const syncState = (of: Stateful): string | undefined =>
  "syncState" in of
    ? of.syncState
    : "status" in of
      ? (of.status?.sync_state ?? undefined)
      : undefined;

/** Whether a sync is running. */
export const isSyncing = (of: Stateful): boolean => syncState(of) === "syncing";

/** Whether the connection is waiting for its next sync. */
export const isScheduled = (of: Stateful): boolean => syncState(of) === "scheduled";

/** Whether the connection is paused. No sync runs until it is resumed. */
export const isPaused = (of: Stateful): boolean => of.paused === true || syncState(of) === "paused";

/** Returns the `SyncStatus` of a connection's record. Sends nothing. */
export const syncStatus = (
  connection: Partial<Pick<Connection, "paused" | "status" | "succeeded_at" | "failed_at">>,
): SyncStatus => ({
  syncState: syncState(connection),
  setupState: connection.status?.setup_state,
  updateState: connection.status?.update_state,
  paused: isPaused(connection),
  isHistoricalSync: connection.status?.is_historical_sync === true,
  succeededAt: dateOf(connection.succeeded_at),
  failedAt: dateOf(connection.failed_at),
  rescheduledFor: dateOf(connection.status?.rescheduled_for),
});

function dateOf(text: string | null | undefined): Date | undefined {
  if (text === null || text === undefined) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
