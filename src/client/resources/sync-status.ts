import type { Connection } from "./models.js";

/** The state of a connection's syncs, with parsed dates. */
export interface SyncStatus {
  /** `scheduled`, `syncing`, `paused` or `rescheduled`; Fivetran may add others. */
  syncState: string | undefined;
  /** `incomplete`, `connected` or `broken`. */
  setupState: string | undefined;
  /** `on_schedule` or `delayed`: Fivetran's own assessment of freshness. */
  updateState: string | undefined;
  paused: boolean;
  /** A historical sync is due or running. */
  isHistoricalSync: boolean;
  /** End of the last sync that succeeded; undefined before the first. */
  succeededAt: Date | undefined;
  /** End of the last sync that failed. When both are set, the later one is the last outcome. */
  failedAt: Date | undefined;
  /** When a rescheduled sync starts again. */
  rescheduledFor: Date | undefined;
}

type Stateful =
  | {
      readonly paused?: boolean | null | undefined;
      readonly status?: { readonly sync_state?: string | null | undefined } | null | undefined;
    }
  | Pick<SyncStatus, "syncState" | "paused">;

/** The sync state of a connection or of its `SyncStatus`; undefined when it is missing. */
export const syncState = (of: Stateful): string | undefined =>
  "syncState" in of
    ? of.syncState
    : "status" in of
      ? (of.status?.sync_state ?? undefined)
      : undefined;

/** Whether a sync is running. */
export const isSyncing = (of: Stateful): boolean => syncState(of) === "syncing";

/** Whether it is waiting for its next sync. */
export const isScheduled = (of: Stateful): boolean => syncState(of) === "scheduled";

/** Whether it is paused: nothing runs until it is resumed. */
export const isPaused = (of: Stateful): boolean => of.paused === true || syncState(of) === "paused";

/** A connection's `SyncStatus`. Pure: sends nothing. */
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
