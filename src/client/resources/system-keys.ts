import * as z from "zod";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { call } from "../operations/call.js";
import { type List, type ListOptions, listing, type Page, type PageOptions } from "./list.js";
import { ask, sameId, tell } from "./reply.js";

/** `GET /v1/system-keys/{keyId}`. `secret` is there only after `create` and `rotate`: keep it. */
export const SystemKey = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  key: z.string().nullish(),
  secret: z.string().nullish(),
  permissions: z
    .array(
      z.looseObject({ resource_type: z.string().nullish(), access_level: z.string().nullish() }),
    )
    .nullish(),
  created_at: z.string().nullish(),
  expired_at: z.string().nullish(),
  last_used_at: z.string().nullish(),
});
export type SystemKey = z.output<typeof SystemKey>;

export interface SystemKeys {
  /**
   * Every system key of the account, without secrets.
   *
   * `GET /v1/system-keys`
   */
  list(options?: ListOptions): List<SystemKey>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<SystemKey>>;
  /**
   * One key by id. Throws `not_found`.
   *
   * `GET /v1/system-keys/{keyId}`
   */
  get(id: string, options?: RequestOptions): Promise<SystemKey>;
  /**
   * Makes a key: `name`, `expiration_period`, `permissions`. Its secret is shown only here; where the answer was
   * lost (`outcome_unknown`), rotate the key that is there then.
   *
   * `POST /v1/system-keys`
   */
  create(body: Body<"create_system_key">, options?: RequestOptions): Promise<SystemKey>;
  /**
   * Changes name or permissions.
   *
   * `PATCH /v1/system-keys/{keyId}`
   */
  modify(id: string, body: Body<"update_system_key">, options?: RequestOptions): Promise<SystemKey>;
  /**
   * Removes a key; whoever uses it is locked out at once. Throws `not_found`.
   *
   * `DELETE /v1/system-keys/{keyId}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Voids the secret and makes a new one, shown only here, for the `expiration_period` given.
   *
   * `POST /v1/system-keys/{keyId}/rotate`
   */
  rotate(id: string, body: Body<"rotate_system_key">, options?: RequestOptions): Promise<SystemKey>;
}

export const createSystemKeys = (send: Send, change: Send): SystemKeys => ({
  ...listing(send, "get_system_keys", SystemKey),
  async get(keyId, options) {
    const details = call("get_system_key_details", { keyId });
    return sameId(await ask(send, SystemKey, details, options), keyId, "get_system_key_details");
  },
  create: (body, options) => ask(change, SystemKey, call("create_system_key", {}, body), options),
  modify: (keyId, body, options) =>
    ask(change, SystemKey, call("update_system_key", { keyId }, body), options),
  delete: (keyId, options) => tell(change, call("delete_system_key", { keyId }), options),
  rotate: (keyId, body, options) =>
    ask(change, SystemKey, call("rotate_system_key", { keyId }, body), options),
});
