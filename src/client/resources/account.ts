import { call, type Send, type SendOptions } from "../operations/call.js";
import { AccountInfo } from "./models.js";
import { parseReply } from "./reply.js";

/**
 * What every call takes last: an AbortSignal, milliseconds for the whole call (`deadlineMs`), and how it is sent
 * again (`retry`, over what the client was given).
 */
export type RequestOptions = Pick<SendOptions, "signal" | "deadlineMs" | "retry">;

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
