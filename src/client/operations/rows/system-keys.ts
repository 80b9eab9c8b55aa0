import type { Rows } from "../row.js";
import { edit, fields, gone, listed, mint, remove, sameName, secretsReadAlike } from "./rules.js";

export const SYSTEM_KEYS = {
  get_system_keys: { group: "account" },
  create_system_key: {
    ...mint,
    shownOnce: ["key", "secret"],
    group: "account",
    verify: listed("get_system_keys", sameName),
  },
  get_system_key_details: { group: "account" },
  update_system_key: { ...edit, group: "account", verify: fields("get_system_key_details") },
  delete_system_key: { ...remove, group: "account", verify: gone("get_system_key_details") },
  rotate_system_key: {
    ...mint,
    shownOnce: ["key", "secret"],
    group: "account",
    verify: secretsReadAlike,
  },
} satisfies Partial<Rows>;
