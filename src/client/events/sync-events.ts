/** A webhook event, or a row of the Platform Connector's log: two forms of the same events. */
export interface SyncEvent {
  readonly event?: string | null | undefined;
  /** The log's own column; `event` is the severity there. */
  readonly message_event?: string | null | undefined;
  /** The data of a webhook event. */
  readonly data?: unknown;
  /** The data of a log row. */
  readonly message_data?: unknown;
  readonly status?: unknown;
}

/** Changes of the tables in the destination, and of the selection of what is synced. */
export const SCHEMA_CHANGE_EVENTS = [
  "create_schema",
  "create_table",
  "alter_table",
  "drop_table",
  "change_schema_config",
] as const;

const SCHEMA_CHANGES: ReadonlySet<string> = new Set(SCHEMA_CHANGE_EVENTS);

const hasName = ({ event, message_event }: SyncEvent, name: string) =>
  event === name || message_event === name;

/** Whether a sync began. */
export const isSyncStart = (of: SyncEvent): boolean => hasName(of, "sync_start");

/** Whether a sync ended, with any outcome. */
export const isSyncEnd = (of: SyncEvent): boolean => hasName(of, "sync_end");

/** Whether a sync ended successfully. False for one that failed, was rescheduled or cancelled, and for other events. */
export const syncSucceeded = (of: SyncEvent): boolean =>
  isSyncEnd(of) && (statusIn(of.data) ?? statusIn(of.message_data) ?? of.status) === "SUCCESSFUL";

/** Whether schemas or tables were created, altered or dropped, or the selection changed. */
export const isSchemaChange = ({ event, message_event }: SyncEvent): boolean =>
  SCHEMA_CHANGES.has(event ?? "") || SCHEMA_CHANGES.has(message_event ?? "");

const statusIn = (data: unknown): unknown =>
  typeof data === "object" && data !== null && "status" in data ? data.status : undefined;
