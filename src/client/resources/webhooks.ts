import * as z from "zod";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { call } from "../operations/call.js";
import { type List, type ListOptions, listing, type Page, type PageOptions } from "./list.js";
import { ask, sameId, tell } from "./reply.js";

/** `GET /v1/webhooks/{webhookId}`; the secret reads back masked. */
export const Webhook = z.looseObject({
  id: z.string(),
  /** `account` or `group`. */
  type: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  active: z.boolean(),
  secret: z.string().nullish(),
  group_id: z.string().nullish(),
  created_at: z.string().nullish(),
  created_by: z.string().nullish(),
});
export type Webhook = z.output<typeof Webhook>;

/** What became of a test delivery: it is told here, not thrown. */
export const WebhookTest = z.looseObject({
  succeed: z.boolean(),
  /** HTTP status of the receiver's answer. */
  status: z.number().nullish(),
  message: z.string().nullish(),
});
export type WebhookTest = z.output<typeof WebhookTest>;

export interface Webhooks {
  /**
   * Every webhook of the account and of its groups. Errors: as every call.
   *
   * `GET /v1/webhooks`
   */
  list(options?: ListOptions): List<Webhook>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<Webhook>>;
  /**
   * One webhook by id. Throws `not_found`.
   *
   * `GET /v1/webhooks/{webhookId}`
   */
  get(id: string, options?: RequestOptions): Promise<Webhook>;
  /**
   * A webhook for every group: `url` (https), `events`, `active` (default true), `secret`. While it is active,
   * Fivetran posts a test event first and refuses the webhook (`rejected`) unless that is answered with 2xx.
   *
   * `POST /v1/webhooks/account`
   */
  createForAccount(
    body: Body<"create_account_webhook">,
    options?: RequestOptions,
  ): Promise<Webhook>;
  /**
   * The same for the connections of one group. Throws `not_found` for an unknown group.
   *
   * `POST /v1/webhooks/group/{groupId}`
   */
  createForGroup(
    groupId: string,
    body: Body<"create_group_webhook">,
    options?: RequestOptions,
  ): Promise<Webhook>;
  /**
   * Changes the fields given; activating it sends a test event again.
   *
   * `PATCH /v1/webhooks/{webhookId}`
   */
  modify(id: string, body: Body<"modify_webhook">, options?: RequestOptions): Promise<Webhook>;
  /**
   * Removes it; nothing more is delivered. Throws `not_found`.
   *
   * `DELETE /v1/webhooks/{webhookId}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Delivers a test event, `sync_end` unless another is named. A receiver that fails is a result, not an error.
   *
   * `POST /v1/webhooks/{webhookId}/test`
   */
  test(id: string, options?: RequestOptions & { event?: string }): Promise<WebhookTest>;
}

export const createWebhooks = (send: Send, change: Send): Webhooks => ({
  ...listing(send, "list_all_webhooks", Webhook),
  async get(webhookId, options) {
    const webhook = await ask(send, Webhook, call("webhook_details", { webhookId }), options);
    return sameId(webhook, webhookId, "webhook_details");
  },
  createForAccount: (body, options) =>
    ask(change, Webhook, call("create_account_webhook", {}, body), options),
  createForGroup: (groupId, body, options) =>
    ask(change, Webhook, call("create_group_webhook", { groupId }, body), options),
  modify: (webhookId, body, options) =>
    ask(change, Webhook, call("modify_webhook", { webhookId }, body), options),
  delete: (webhookId, options) => tell(change, call("delete_webhook", { webhookId }), options),
  test: (webhookId, { event = "sync_end", ...options } = {}) =>
    ask(change, WebhookTest, call("test_webhook", { webhookId }, { event }), options),
});

/** Whether it tells of every group. */
export const isAccountWebhook = ({ type }: Pick<Webhook, "type">): boolean =>
  type.toLowerCase() === "account";

/** Whether it tells of the connections of one group only. */
export const isGroupWebhook = ({ type }: Pick<Webhook, "type">): boolean =>
  type.toLowerCase() === "group";
