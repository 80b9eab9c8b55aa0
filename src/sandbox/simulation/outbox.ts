import { HOUR, MINUTE } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import type { Connection, World } from "../world/model.js";
import { uuid } from "../world/random.js";
import type { Transformation } from "../world/transformation.js";
import type { Delivery, Webhook } from "../world/webhook.js";

/** Older event names that a webhook may still subscribe to. */
const OLDER: Record<string, string> = {
  transformation_start: "transformation_run_start",
  transformation_succeeded: "transformation_run_succeeded",
  transformation_failed: "transformation_run_failed",
};

export const EVENTS: ReadonlySet<string> = new Set([
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
  ...Object.entries(OLDER).flat(),
  "dbt_run_start",
  "dbt_run_succeeded",
  "dbt_run_failed",
  "status",
]);

/** Delays after the first attempt, for as long as the receiver rejects the event. */
const RETRY_AFTER_MS = [
  6 * MINUTE,
  27 * MINUTE,
  HOUR + 45 * MINUTE,
  6 * HOUR + 25 * MINUTE,
  23 * HOUR + 13 * MINUTE,
];

/**
 * Formats a time for a webhook event. These have milliseconds, while the rest of the API has
 * microseconds.
 */
function moment(at: number): string {
  return new Date(at).toISOString();
}

function send(
  world: World,
  event: string,
  group: string,
  at: number,
  body: (event: string) => JsonObject,
): void {
  for (const webhook of world.webhooks.values()) {
    if (!webhook.active || (webhook.type === "group" && webhook.group_id !== group)) continue;
    const name = [event, OLDER[event] ?? event].find((known) => webhook.events.includes(known));
    if (name === undefined) continue;
    world.ids += 1;
    const id = uuid(`delivery:${world.seed}:${world.ids}`);
    world.outbox.set(id, {
      id,
      webhook_id: webhook.id,
      event: name,
      body: JSON.stringify(body(name)),
      attempt: 1,
      first_at: at,
      due_at: at,
    });
  }
}

/** Queues a connection's new events for the webhooks that subscribe to them. */
export function publish(world: World, connection: Connection): void {
  const { news } = connection.backstage;
  if (news === undefined) return;
  delete connection.backstage.news;
  if (world.webhooks.size === 0) return;
  const actor = world.users.get(world.account.user_id)?.email ?? "Fivetran";
  for (const { event, at, sync_id, data } of news) {
    send(world, event, connection.group_id, at, (name) => ({
      event: name,
      created: moment(at),
      connector_type: connection.service,
      connector_id: connection.id,
      connector_name: connection.schema,
      ...(sync_id === undefined ? {} : { sync_id }),
      destination_group_id: connection.group_id,
      data: sync_id === undefined ? { actor, id: connection.id, ...data } : data,
    }));
  }
}

export function publishTransformation(
  world: World,
  transformation: Transformation,
  event: string,
  at: number,
  data: JsonObject,
): void {
  const { id, type, backstage } = transformation;
  send(world, event, backstage.group_id, at, (name) => ({
    event: name,
    created: moment(at),
    transformation_id: id,
    transformation_type: type,
    destination_group_id: backstage.group_id,
    data: { id, ...data },
  }));
}

/** Returns the test event that a webhook receives before it becomes active. */
export function probe(webhook: Pick<Webhook, "url" | "secret">, now: number, event = "test_event") {
  const real = event !== "test_event";
  const body = {
    event,
    created: moment(now),
    connector_type: "_connector_type",
    connector_id: "_connector_1",
    ...(real ? { connector_name: "_connector_name", destination_group_id: "_destination_1" } : {}),
    ...(event.startsWith("sync_") ? { sync_id: uuid(`test:${now}`) } : {}),
    ...(real
      ? { data: event === "sync_end" ? { status: "SUCCESSFUL" } : {} }
      : { group_id: "_destination_1" }),
  };
  return { url: webhook.url, secret: webhook.secret, body: JSON.stringify(body) };
}

/** Returns the time of the next attempt after a failed delivery, or undefined if there is none. */
export function nextTry({ attempt, first_at }: Delivery): number | undefined {
  const after = RETRY_AFTER_MS[attempt - 1];
  return after === undefined ? undefined : first_at + after;
}
