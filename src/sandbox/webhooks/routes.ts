import * as z from "zod";
import { collection, found } from "../api/collection.js";
import { invalid, mustChange, ok } from "../api/envelope.js";
import { isLoopback, type Post } from "../api/post.js";
import { type Call, type OperationId, type Route, routeWithBody } from "../api/router.js";
import { EVENTS, probe } from "../simulation/outbox.js";
import { timestamp } from "../world/clock.js";
import { type JsonObject, MASK } from "../world/json.js";
import { newId } from "../world/names.js";
import type { Webhook } from "../world/webhook.js";

const Events = z.array(z.string()).min(1, "must name at least one event");

const settings = {
  active: z.boolean().optional(),
  secret: z.string().nullish(),
};

const New = z.looseObject({ ...settings, url: z.string(), events: Events });
const Change = z.looseObject({
  ...settings,
  url: z.string().optional(),
  events: Events.optional(),
});

function body(webhook: Webhook): JsonObject {
  const { id, type, url, events, active, secret, group_id, created_at, created_by } = webhook;
  return {
    id,
    type,
    url,
    events,
    active,
    ...(secret === null ? {} : { secret: MASK }),
    ...(group_id === null ? {} : { group_id }),
    created_at,
    created_by,
  };
}

/** Checks an address: HTTPS as in the API, or HTTP on this machine. */
function checkUrl(url: string): string {
  if (!URL.canParse(url)) throw invalid("Field 'url' must be an https address");
  const { protocol } = new URL(url);
  if (protocol === "https:" || (protocol === "http:" && isLoopback(url))) return url;
  throw invalid("Field 'url' must be an https address");
}

function checkEvents(events: string[]): string[] {
  const unknown = events.find((event) => !EVENTS.has(event));
  if (unknown !== undefined) throw invalid(`Unknown event '${unknown}'`);
  return [...new Set(events)];
}

const webhooks = collection({
  noun: "Webhook",
  plural: "Webhooks",
  notFound: "NotFound",
  items: (world) => world.webhooks,
  body,
  list: "list_all_webhooks",
  get: "webhook_details",
  remove: "delete_webhook",
});

/** A webhook becomes active only if its receiver accepts a test event. */
function requireReply({ posted }: Call): void {
  if (posted === undefined || posted.ok) return;
  throw invalid(`The webhook's test event was not accepted. ${posted.message}`);
}

function create(type: Webhook["type"], operation: OperationId): Route {
  const group = (call: Call) =>
    type === "account" ? null : found(call.world.groups, call.id, "Group").id;
  return routeWithBody(
    operation,
    New,
    (call, { url, events, active = true, secret }) => {
      requireReply(call);
      const webhook: Webhook = {
        id: newId(call.world),
        type,
        url: checkUrl(url),
        events: checkEvents(events),
        active,
        secret: secret === "" ? null : (secret ?? null),
        group_id: group(call),
        created_at: timestamp(call.now),
        created_by: call.actor.id,
        failing_since: null,
      };
      call.world.webhooks.set(webhook.id, webhook);
      call.effect(webhook.id, "webhook created");
      return ok(
        `${type === "account" ? "Account" : "Group"} webhook has been created`,
        body(webhook),
      );
    },
    (call, { url, events, active = true, secret = null }): Post | undefined => {
      group(call);
      checkUrl(url);
      checkEvents(events);
      return active ? probe({ url, secret }, call.now) : undefined;
    },
  );
}

/** Returns the webhook in its state after the change. */
function changed(webhook: Webhook, change: z.infer<typeof Change>): Webhook {
  const { url, events, active, secret } = change;
  return {
    ...webhook,
    url: url === undefined ? webhook.url : checkUrl(url),
    events: events === undefined ? webhook.events : checkEvents(events),
    active: active ?? webhook.active,
    // Asterisks come from a response of the API, so they are not a new secret.
    secret: secret === undefined || secret === MASK ? webhook.secret : secret || null,
  };
}

export const webhookRoutes: Route[] = [
  ...webhooks.routes,
  create("account", "create_account_webhook"),
  create("group", "create_group_webhook"),
  routeWithBody(
    "modify_webhook",
    Change,
    (call, change) => {
      mustChange(change.url, change.events, change.active, change.secret);
      const webhook = webhooks.one(call);
      requireReply(call);
      if (change.active === true) webhook.failing_since = null;
      Object.assign(webhook, changed(webhook, change));
      call.effect(webhook.id, "webhook updated");
      return ok("Webhook has been updated", body(webhook));
    },
    (call, change) => {
      const webhook = webhooks.one(call);
      const next = changed(webhook, change);
      const probes = next.active && (!webhook.active || next.url !== webhook.url);
      return probes ? probe(next, call.now) : undefined;
    },
  ),
  routeWithBody(
    "test_webhook",
    z.looseObject({ event: z.string() }),
    ({ posted }) =>
      // If the receiver rejects the event, the response says so. The test itself never fails.
      ok("Webhook test completed successfully", {
        succeed: posted?.ok ?? false,
        status: posted?.status ?? 0,
        message: posted?.message ?? "",
      }),
    (call, { event }) => {
      const webhook = webhooks.one(call);
      checkEvents([event]);
      return probe(webhook, call.now, event);
    },
  ),
];
