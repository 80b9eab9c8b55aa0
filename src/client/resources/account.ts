import type { RequestOptions } from "../http/send.js";
import { call } from "../operations/call.js";
import type { Actions } from "./actions.js";
import { AccountInfo } from "./models.js";

export type Account = ReturnType<typeof createAccount>;

export const createAccount = ({ request }: Actions) => ({
  /** The account that the key belongs to, and whose key it is. The cheapest check of credentials. */
  info: (options?: RequestOptions) => request(AccountInfo, call("get_account_info"), options),
});
