import * as z from "zod";
import type { Actions } from "./actions.js";
import { recordId } from "./models.js";

/** A system key: `/v1/system-keys/{keyId}`. Only the results of `create` and `rotate` contain `secret`, so store it. */
export const SystemKey = z.looseObject({
  id: recordId,
  name: z.string().nullish(),
  /** The key, without its secret. */
  key: z.string().nullish(),
  /** The secret. Present only after `create` and `rotate`. */
  secret: z.string().nullish(),
  /** What the key may access. */
  permissions: z
    .array(
      z.looseObject({
        /** The kind of object, such as `CONNECTOR` or `DESTINATION`. */
        resource_type: z.string().nullish(),
        /** `NONE`, `READ` or `MANAGE`. */
        access_level: z.string().nullish(),
        /** The objects and groups that the permission is limited to. Missing means all objects of the type. */
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
  /** When the key expires. */
  expired_at: z.string().nullish(),
  last_used_at: z.string().nullish(),
});
export type SystemKey = z.output<typeof SystemKey>;

/** The methods of `fivetran.systemKeys`. */
export type SystemKeys = ReturnType<typeof createSystemKeys>;

export const createSystemKeys = ({ list, get, create, modify, command }: Actions) => ({
  /** `GET /v1/system-keys`. Lists the system keys of the account, without secrets. */
  list: list("get_system_keys", SystemKey),
  /** `GET /v1/system-keys/{keyId}`. Returns a system key, without its secret. Throws `not_found` for an unknown id. */
  get: get("get_system_key_details", SystemKey),
  /**
   * `POST /v1/system-keys`. Creates a key from `name`, `expiration_period` and `permissions`. Only this result
   * contains the secret. If the response is lost, this throws `outcome_unknown`; rotate the key that was created.
   */
  create: create("create_system_key", SystemKey),
  /** `PATCH /v1/system-keys/{keyId}`. Changes the name or the permissions. */
  modify: modify("update_system_key", SystemKey),
  /** `DELETE /v1/system-keys/{keyId}`. Deletes a key. Programs that use it lose access immediately. */
  delete: command("delete_system_key"),
  /**
   * `POST /v1/system-keys/{keyId}/rotate`. Invalidates the secret and creates a new one that is valid for
   * `expiration_period`. Only this result contains it.
   */
  rotate: modify("rotate_system_key", SystemKey),
});
