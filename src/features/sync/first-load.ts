/** What a plan says of connections that never synced, and that it makes sync. */
export const FIRST_LOAD = "never synced: the initial sync of its whole history starts";

/** Whether no sync has succeeded yet, as far as a read shows: the next one loads the whole history. */
export const neverSynced = (connection: { succeeded_at?: unknown } | undefined): boolean =>
  !connection?.succeeded_at;
