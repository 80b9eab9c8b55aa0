import * as z from "zod";
import { JsonObject } from "./json.js";

/** An event of a connection for webhooks. */
export const ConnectionEvent = z.object({
  event: z.string(),
  at: z.number(),
  sync_id: z.string().optional(),
  data: JsonObject,
});
export type ConnectionEvent = z.infer<typeof ConnectionEvent>;

export const Webhook = z.object({
  id: z.string(),
  type: z.enum(["account", "group"]),
  url: z.string(),
  events: z.array(z.string()),
  active: z.boolean(),
  /** Signs the events. It is never returned. */
  secret: z.string().nullable(),
  group_id: z.string().nullable(),
  created_at: z.string(),
  created_by: z.string(),
  /** The time since which every delivery has failed. */
  failing_since: z.number().nullable(),
});
export type Webhook = z.infer<typeof Webhook>;

/** An event to deliver to one webhook. */
export const Delivery = z.object({
  id: z.string(),
  webhook_id: z.string(),
  event: z.string(),
  body: z.string(),
  attempt: z.number().int(),
  first_at: z.number(),
  due_at: z.number(),
});
export type Delivery = z.infer<typeof Delivery>;
