/** A webhook's event, or a row of the Platform Connector's log: they tell the same things in two forms. */
export interface Happening {
  readonly event?: string | null | undefined;
  /** The log's own column; its `event` is the severity there. */
  readonly message_event?: string | null | undefined;
  /** What a webhook tells beside the event. */
  readonly data?: unknown;
  /** What a row of the log tells beside the event. */
  readonly message_data?: unknown;
  readonly status?: unknown;
}

/** Changes of what lies in the destination, and of the choice of what is synced. */
export const SCHEMA_CHANGE_EVENTS = [
  "create_schema",
  "create_table",
  "alter_table",
  "drop_table",
  "change_schema_config",
] as const;

const SCHEMA_CHANGES: ReadonlySet<string> = new Set(SCHEMA_CHANGE_EVENTS);

const isCalled = ({ event, message_event }: Happening, name: string) =>
  event === name || message_event === name;

/** Whether a sync began. */
export const isSyncStart = (of: Happening): boolean => isCalled(of, "sync_start");

/** Whether a sync ended, however it went. */
export const isSyncEnd = (of: Happening): boolean => isCalled(of, "sync_end");

/** Whether a sync ended well. False for one that failed, was rescheduled or cancelled, and for all other events. */
export const syncSucceeded = (of: Happening): boolean =>
  isSyncEnd(of) && (statusIn(of.data) ?? statusIn(of.message_data) ?? of.status) === "SUCCESSFUL";

/** Whether schemas or tables were made, altered or dropped, or others were chosen for syncing. */
export const isSchemaChange = ({ event, message_event }: Happening): boolean =>
  SCHEMA_CHANGES.has(event ?? "") || SCHEMA_CHANGES.has(message_event ?? "");

const statusIn = (data: unknown): unknown =>
  typeof data === "object" && data !== null && "status" in data ? data.status : undefined;
