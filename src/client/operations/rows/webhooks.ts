import type { Rows } from "../row.js";
import { create, edit, fields, gone, listed, ofGroup, remove, unverifiable } from "./rules.js";

export const WEBHOOKS = {
  list_all_webhooks: { group: { items: "group_id" } },
  create_account_webhook: {
    ...create,
    group: "account",
    verify: listed("list_all_webhooks", (body) => ({
      type: "account",
      url: body["url"],
    })),
  },
  create_group_webhook: {
    ...create,
    group: ofGroup,
    verify: listed("list_all_webhooks", (body, params) => ({
      type: "group",
      url: body["url"],
      group_id: params["groupId"],
    })),
  },
  webhook_details: { group: ["webhook:webhookId"] },
  modify_webhook: { ...edit, group: ["webhook:webhookId"], verify: fields("webhook_details") },
  delete_webhook: { ...remove, group: ["webhook:webhookId"], verify: gone("webhook_details") },
  test_webhook: {
    repeat: "probe",
    asks: false,
    group: ["webhook:webhookId"],
    verify: unverifiable("Fivetran keeps no record of test events; check the receiver."),
  },
} satisfies Partial<Rows>;
