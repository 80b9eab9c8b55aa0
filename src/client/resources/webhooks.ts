import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import { type Actions, callAt } from "./actions.js";
import { textOrEmpty } from "./models.js";

/** `/v1/webhooks/{webhookId}`; the secret reads back masked. */
export const Webhook = z.looseObject({
  id: z.string(),
  /** `account` or `group`. */
  type: textOrEmpty,
  url: textOrEmpty,
  events: z
    .array(z.string())
    .nullish()
    .transform((events) => events ?? []),
  active: z.boolean().nullish(),
  secret: z.string().nullish(),
  group_id: z.string().nullish(),
  created_at: z.string().nullish(),
  created_by: z.string().nullish(),
});
export type Webhook = z.output<typeof Webhook>;

/** The result of a test event: a failure is reported here, not thrown. */
export const WebhookTest = z.looseObject({
  succeed: z.boolean(),
  /** HTTP status of the receiver's response. */
  status: z.number().nullish(),
  message: z.string().nullish(),
});
export type WebhookTest = z.output<typeof WebhookTest>;

export type Webhooks = ReturnType<typeof createWebhooks>;

export const createWebhooks = ({ list, get, create, modify, command, request }: Actions) => ({
  /** Every webhook of the account and of its groups. */
  list: list("list_all_webhooks", Webhook),
  get: get("webhook_details", Webhook),
  /**
   * A webhook for every group: `url` (https), `events`, `active` (default true), `secret`. While it is active,
   * Fivetran posts a test event first and refuses the webhook (`rejected`) unless the response is 2xx.
   */
  createForAccount: create("create_account_webhook", Webhook),
  /** The same for the connections of one group. Throws `not_found` for an unknown group. */
  createForGroup: modify("create_group_webhook", Webhook),
  /** Changes the fields given; activating it sends a test event again. */
  modify: modify("modify_webhook", Webhook),
  delete: command("delete_webhook"),
  /** Sends a test event, `sync_end` by default. A receiver that fails is a result, not an error. */
  test: (
    id: string,
    { event = "sync_end", ...options }: RequestOptions & { event?: string } = {},
  ) => request(WebhookTest, callAt("test_webhook", [id], { event }), options),
});

/** Whether it covers every group. */
export const isAccountWebhook = ({ type }: Pick<Webhook, "type">): boolean =>
  type.toLowerCase() === "account";

/** Whether it covers the connections of one group only. */
export const isGroupWebhook = ({ type }: Pick<Webhook, "type">): boolean =>
  type.toLowerCase() === "group";
