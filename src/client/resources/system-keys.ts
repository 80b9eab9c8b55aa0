import * as z from "zod";
import type { Actions } from "./actions.js";

/** `/v1/system-keys/{keyId}`. `secret` is present only after `create` and `rotate`: store it. */
export const SystemKey = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  key: z.string().nullish(),
  secret: z.string().nullish(),
  permissions: z
    .array(
      z.looseObject({
        resource_type: z.string().nullish(),
        access_level: z.string().nullish(),
        /** The ids and groups that it is limited to; everything of the type without it. */
        resource_filter: z
          .looseObject({
            ids: z.array(z.string()).nullish(),
            group_ids: z.array(z.string()).nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
  created_at: z.string().nullish(),
  expired_at: z.string().nullish(),
  last_used_at: z.string().nullish(),
});
export type SystemKey = z.output<typeof SystemKey>;

export type SystemKeys = ReturnType<typeof createSystemKeys>;

export const createSystemKeys = ({ list, get, create, modify, command }: Actions) => ({
  /** Every system key of the account, without secrets. */
  list: list("get_system_keys", SystemKey),
  get: get("get_system_key_details", SystemKey),
  /**
   * `name`, `expiration_period`, `permissions`. The secret is shown only here; when the response is lost
   * (`outcome_unknown`), rotate the key that was created.
   */
  create: create("create_system_key", SystemKey),
  /** Changes name or permissions. */
  modify: modify("update_system_key", SystemKey),
  /** Removes a key; programs that use it lose access at once. */
  delete: command("delete_system_key"),
  /** Invalidates the secret and creates a new one, shown only here, for the given `expiration_period`. */
  rotate: modify("rotate_system_key", SystemKey),
});
