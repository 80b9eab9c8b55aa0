/** A webhook event or a row of the Platform Connector's table `log`. Both describe the same events. */
export interface SyncEvent {
  /** The name of a webhook event. In a log row: the severity. */
  readonly event?: string | null | undefined;
  /** The name of the event in a log row. */
  readonly message_event?: string | null | undefined;
  /** The data of a webhook event. */
  readonly data?: unknown;
  /** The data of a log row. */
  readonly message_data?: unknown;
  /** The status, if it is not part of the data. */
  readonly status?: unknown;
}

/** Changes of the tables in the destination and of the selection of tables. */
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

/** Whether the event is the start of a sync. */
export const isSyncStart = (of: SyncEvent): boolean => hasName(of, "sync_start");

/** Whether the event is the end of a sync, with any result. */
export const isSyncEnd = (of: SyncEvent): boolean => hasName(of, "sync_end");

/** Whether the event is the end of a successful sync. */
export const syncSucceeded = (of: SyncEvent): boolean =>
  isSyncEnd(of) && (statusIn(of.data) ?? statusIn(of.message_data) ?? of.status) === "SUCCESSFUL";

/** Whether the event creates, alters or drops a schema or table, or changes the selection of tables. */
export const isSchemaChange = ({ event, message_event }: SyncEvent): boolean =>
  SCHEMA_CHANGES.has(event ?? "") || SCHEMA_CHANGES.has(message_event ?? "");

const statusIn = (data: unknown): unknown =>
  typeof data === "object" && data !== null && "status" in data ? data.status : undefined;
