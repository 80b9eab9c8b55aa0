import type { Rows } from "../row.js";

export const ACCOUNT = {
  get_account_info: { group: "none" },
} satisfies Partial<Rows>;
