import type { RequestOptions, Send } from "../http/send.js";
import { call } from "../operations/call.js";
import { AccountInfo } from "./models.js";
import { parseReply } from "./reply.js";

export interface Account {
  /**
   * The account that the key belongs to, and whose key it is. The cheapest check of credentials.
   *
   * `GET /v1/account/info`
   */
  info(options?: RequestOptions): Promise<AccountInfo>;
}

export const createAccount = (send: Send): Account => ({
  info: async (options) => parseReply(AccountInfo, await send(call("get_account_info"), options)),
});
