import type { RequestOptions } from "../http/send.js";
import { call } from "../operations/call.js";
import type { Actions } from "./actions.js";
import { AccountInfo } from "./models.js";

/** The methods of `fivetran.account`. */
export type Account = ReturnType<typeof createAccount>;

export const createAccount = ({ record }: Actions) => ({
  /**
   * `GET /v1/account/info`. Returns the account and the owner of the API key. This is the cheapest way to check
   * credentials.
   */
  info: (options?: RequestOptions) => record(AccountInfo, call("get_account_info"), options),
});
