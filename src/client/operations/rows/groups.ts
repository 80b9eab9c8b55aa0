import type { Rows } from "../row.js";
import {
  edit,
  fields,
  gone,
  listed,
  mint,
  ofGroup,
  remove,
  sameName,
  unverifiable,
} from "./rules.js";

export const GROUPS = {
  list_all_groups: { group: { items: "id" } },
  create_group: {
    repeat: "creates",
    asks: false,
    group: "account",
    verify: listed("list_all_groups", sameName),
  },
  group_details: { group: ofGroup },
  modify_group: { ...edit, asks: false, group: ofGroup, verify: fields("group_details") },
  delete_group: { ...remove, group: ofGroup, verify: gone("group_details") },
  list_all_connections_in_group: { group: ofGroup },
  group_ssh_public_key: { group: ofGroup },
  group_service_account: { group: ofGroup },
  list_all_users_in_group: { group: ofGroup },
  add_user_to_group: {
    ...edit,
    quota: "users",
    group: ofGroup,
    verify: {
      read: "list_all_users_in_group",
      how: "present",
      match: (body) => ({ email: body["email"], role: body["role"] }),
    },
  },
  delete_user_from_group: {
    ...remove,
    group: ofGroup,
    verify: {
      read: "list_all_users_in_group",
      how: "absent",
      match: (_, params) => ({ id: params["userId"] }),
    },
  },
  hvr_register_hub: {
    ...mint,
    shownOnce: ["access_token"],
    group: "account",
    verify: unverifiable("The API does not list registered hubs."),
  },
} satisfies Partial<Rows>;
