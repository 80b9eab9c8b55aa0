import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import { type Actions, callAt } from "./actions.js";
import { recordId, textOrEmpty } from "./models.js";

/** A webhook: `/v1/webhooks/{webhookId}`. Fivetran returns its secret masked. */
export const Webhook = z.looseObject({
  id: recordId,
  /** `account` or `group`. */
  type: textOrEmpty,
  /** The https address that receives the events. */
  url: textOrEmpty,
  /** The names of the events that it sends. */
  events: z
    .array(z.string())
    .nullish()
    .transform((events) => events ?? []),
  /** Whether Fivetran sends events to it. */
  active: z.boolean().nullish(),
  /** The secret for signatures, masked. */
  secret: z.string().nullish(),
  /** The id of the group. Missing for a webhook of the account. */
  group_id: z.string().nullish(),
  created_at: z.string().nullish(),
  created_by: z.string().nullish(),
});
export type Webhook = z.output<typeof Webhook>;

/** The result of a test event. */
export const WebhookTest = z.looseObject({
  /** Whether the receiver accepted the event. */
  succeed: z.boolean(),
  /** The HTTP status of the receiver's response. */
  status: z.number().nullish(),
  /** Fivetran's description of the result. */
  message: z.string().nullish(),
});
export type WebhookTest = z.output<typeof WebhookTest>;

/** The methods of `fivetran.webhooks`. */
export type Webhooks = ReturnType<typeof createWebhooks>;

export const createWebhooks = ({ list, get, create, modify, command, record }: Actions) => ({
  /** `GET /v1/webhooks`. Lists the webhooks of the account and of its groups. */
  list: list("list_all_webhooks", Webhook),
  /** `GET /v1/webhooks/{webhookId}`. Returns a webhook. Throws `not_found` for an unknown id. */
  get: get("webhook_details", Webhook),
  /**
   * `POST /v1/webhooks/account`. Creates a webhook for all groups from `url` (https), `events`, `active` (default:
   * true) and `secret`. If it is active, Fivetran first sends a test event. If the receiver does not respond with 2xx,
   * this throws `rejected`.
   */
  createForAccount: create("create_account_webhook", Webhook),
  /**
   * `POST /v1/webhooks/group/{groupId}`. Like `createForAccount`, for the connections of one group. Throws
   * `not_found` for an unknown group.
   */
  createForGroup: modify("create_group_webhook", Webhook),
  /** `PATCH /v1/webhooks/{webhookId}`. Changes the given fields. Activating the webhook sends a test event. */
  modify: modify("modify_webhook", Webhook),
  /** `DELETE /v1/webhooks/{webhookId}`. Deletes a webhook. */
  delete: command("delete_webhook"),
  /**
   * `POST /v1/webhooks/{webhookId}/test`. Sends a test event, by default `sync_end`. If the receiver fails, `succeed`
   * is false; nothing is thrown.
   */
  test: (
    id: string,
    { event = "sync_end", ...options }: RequestOptions & { event?: string } = {},
  ) => record(WebhookTest, callAt("test_webhook", [id], { event }), options),
});

/** Whether the webhook sends events of all groups. */
export const isAccountWebhook = ({ type }: Pick<Webhook, "type">): boolean =>
  type.toLowerCase() === "account";

/** Whether the webhook sends events of only one group. */
export const isGroupWebhook = ({ type }: Pick<Webhook, "type">): boolean =>
  type.toLowerCase() === "group";
