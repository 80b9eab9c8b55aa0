import * as z from "zod";

/** The events that Fivetran is known to send. Fivetran may add others. */
export const WEBHOOK_EVENTS = [
  "sync_start",
  "sync_end",
  "connection_successful",
  "connection_failure",
  "create_connector",
  "pause_connector",
  "resume_connector",
  "edit_connector",
  "delete_connector",
  "force_update_connector",
  "resync_connector",
  "resync_table",
  "transformation_start",
  "transformation_succeeded",
  "transformation_failed",
  "transformation_run_start",
  "transformation_run_succeeded",
  "transformation_run_failed",
  "dbt_run_start",
  "dbt_run_succeeded",
  "dbt_run_failed",
  "status",
  "test_event",
] as const;

/** One of `WEBHOOK_EVENTS`. */
export type WebhookEventName = (typeof WEBHOOK_EVENTS)[number];

/** The result of a sync. Older webhooks use `FAILED` instead of `FAILURE`. */
export type SyncEndStatus =
  | "SUCCESSFUL"
  | "FAILURE"
  | "FAILED"
  | "FAILURE_WITH_TASK"
  | "RESCHEDULED"
  | "CANCELED";

/** Accepts any string, but editors still suggest the known values. */
type Open<Known extends string> = Known | (string & Record<never, never>);

/** The `data` of an event. Which fields are present depends on the event. */
export interface WebhookEventData {
  /** For `sync_end`: the result of the sync. */
  status?: Open<SyncEndStatus> | undefined;
  /** For `sync_end`: why the sync failed, was rescheduled or was cancelled, in Fivetran's words. */
  reason?: string | undefined;
  /** For `sync_end` with the status `FAILURE_WITH_TASK`: the type of the task that a user has to complete. */
  taskType?: string | undefined;
  /** For `sync_end` with the status `RESCHEDULED`: the time of the next attempt. */
  rescheduledAt?: string | undefined;
  /** The user who caused the event. `Fivetran` for automatic events. */
  actor?: string | undefined;
  [name: string]: unknown;
}

/** A webhook event, as returned by `parseWebhookEvent`. */
export interface WebhookEvent {
  /** The name of the event. */
  event: Open<WebhookEventName>;
  /** The time of the event as received: ISO 8601 in UTC with milliseconds. */
  created: string;
  /** `created` as a date. Undefined if it cannot be parsed. */
  createdAt: Date | undefined;
  /** The id of the connection. */
  connector_id?: string | undefined;
  /** The connector type, such as `postgres`. */
  connector_type?: string | undefined;
  /** The name of the connection. */
  connector_name?: string | undefined;
  /** The id of the sync, for `sync_start` and `sync_end`. */
  sync_id?: string | undefined;
  /** The id of the group. Older webhooks send `group_id`; whichever field arrives, both are set. */
  destination_group_id?: string | undefined;
  /** The id of the group, under its older name. */
  group_id?: string | undefined;
  /** The data of the event. Empty if Fivetran sends none. */
  data: WebhookEventData;
  /** Any further fields. */
  [name: string]: unknown;
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

/** A text that only describes an event. An odd value is left out, so that it does not hide the event. */
const shownText = text.catch(undefined);

const Data = z.looseObject({
  status: text,
  reason: shownText,
  taskType: shownText,
  rescheduledAt: shownText,
  actor: shownText,
});

const Payload = z.looseObject({
  event: z.string().min(1),
  created: z.string(),
  connector_id: text,
  connector_type: shownText,
  connector_name: shownText,
  sync_id: text,
  destination_group_id: text,
  group_id: text,
  data: Data.nullish(),
});

/** Parses the body of a webhook. Returns undefined if it is not an event. Verify the signature first. */
export function parseWebhookEvent(rawBody: string | Uint8Array): WebhookEvent | undefined {
  const payload = Payload.safeParse(jsonOf(rawBody));
  if (!payload.success) return undefined;
  const { created, data, ...event } = payload.data;
  const group = event.destination_group_id ?? event.group_id;
  const date = new Date(created);
  return {
    ...event,
    created,
    createdAt: Number.isNaN(date.getTime()) ? undefined : date,
    destination_group_id: group,
    group_id: event.group_id ?? group,
    data: data ?? {},
  };
}

function jsonOf(rawBody: string | Uint8Array): unknown {
  try {
    const strict = new TextDecoder("utf-8", { fatal: true });
    return JSON.parse(typeof rawBody === "string" ? rawBody : strict.decode(rawBody));
  } catch {
    return undefined;
  }
}
