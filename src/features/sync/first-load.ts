/** The sentence in a plan for connections that never synced and that the plan starts. */
export const FIRST_LOAD = "never synced: the initial sync loads the whole history";

/**
 * Returns true if the record shows no successful sync. The next sync then loads the whole history.
 */
export const neverSynced = (connection: { succeeded_at?: unknown } | undefined): boolean =>
  !connection?.succeeded_at;
