import type { Rows } from "../row.js";
import { create, edit, fields, gone, listed, remove, sameName } from "./rules.js";

export const SECRETS_MANAGERS = {
  list_esms: { group: "account" },
  create_esm: { ...create, group: "account", verify: listed("list_esms", sameName) },
  list_esm_entities: { group: "account", list: true },
  get_esm_details: { group: "account" },
  modify_esm: { ...edit, group: "account", verify: fields("get_esm_details") },
  delete_esm: { ...remove, group: "account", verify: gone("get_esm_details") },
  get_esm_entities: { group: "account", list: true },
} satisfies Partial<Rows>;
