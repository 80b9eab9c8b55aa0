import * as z from "zod";
import type { RequestOptions } from "./account.js";
import { call, type Send } from "./call.js";
import { parseReply } from "./reply.js";

export interface GroupKeys {
  /**
   * The public key with which every connection of a group signs in to SSH servers.
   *
   * `GET /v1/groups/{groupId}/public-key`
   */
  publicKey(groupId: string, options?: RequestOptions): Promise<string>;
}

const PublicKey = z.looseObject({ public_key: z.string() });

export const createGroupKeys = (send: Send): GroupKeys => ({
  async publicKey(groupId, options) {
    const reply = await send(call("group_ssh_public_key", { groupId }), options);
    return parseReply(PublicKey, reply).public_key;
  },
});
