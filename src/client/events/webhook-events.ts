import * as z from "zod";

/** Events that Fivetran is known to send; it may add others. */
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

export type WebhookEventName = (typeof WEBHOOK_EVENTS)[number];

/** How a sync ended; older webhooks say `FAILED` for `FAILURE`. */
export type SyncEndStatus =
  | "SUCCESSFUL"
  | "FAILURE"
  | "FAILED"
  | "FAILURE_WITH_TASK"
  | "RESCHEDULED"
  | "CANCELED";

/** Any text, without hiding the known ones from an editor. */
type Open<Known extends string> = Known | (string & Record<never, never>);

/** The data of an event; each field depends on the event. */
export interface WebhookEventData {
  /** `sync_end`: how it ended. */
  status?: Open<SyncEndStatus> | undefined;
  /** `sync_end`: why it failed, was rescheduled or cancelled, in Fivetran's words. */
  reason?: string | undefined;
  /** `sync_end` with the status `FAILURE_WITH_TASK`: what a user has to do. */
  taskType?: string | undefined;
  /** `sync_end` with the status `RESCHEDULED`: when it starts again. */
  rescheduledAt?: string | undefined;
  /** Who did it; `Fivetran` for automatic events. */
  actor?: string | undefined;
  [name: string]: unknown;
}

export interface WebhookEvent {
  event: Open<WebhookEventName>;
  /** As it came, in UTC with milliseconds. */
  created: string;
  /** `created` as a date; undefined when it cannot be parsed. */
  createdAt: Date | undefined;
  connector_id?: string | undefined;
  /** The service, such as `postgres`. */
  connector_type?: string | undefined;
  connector_name?: string | undefined;
  /** The run that `sync_start` and `sync_end` belong to. */
  sync_id?: string | undefined;
  /** The group, which older webhooks call `group_id`; both are set from the one that came. */
  destination_group_id?: string | undefined;
  group_id?: string | undefined;
  data: WebhookEventData;
  /** Fields that Fivetran adds. */
  [name: string]: unknown;
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

const Data = z.looseObject({
  status: text,
  reason: text,
  taskType: text,
  rescheduledAt: text,
  actor: text,
});

const Payload = z.looseObject({
  event: z.string().min(1),
  created: z.string(),
  connector_id: text,
  connector_type: text,
  connector_name: text,
  sync_id: text,
  destination_group_id: text,
  group_id: text,
  data: Data.nullish(),
});

/** A verified body as an event, or undefined when it is not one. Check its signature first. */
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
