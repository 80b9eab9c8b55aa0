import * as z from "zod";
import type { Actions } from "./actions.js";
import { recordId } from "./models.js";

/** An external secrets manager: `/v1/external-secrets-managers/{esmId}`. */
export const SecretsManager = z.looseObject({
  id: recordId,
  name: z.string().nullish(),
  /** `AWS_SECRET_MANAGER`, `AZURE_KEY_VAULT` or `HASHICORP_VAULT`. */
  type: z.string().nullish(),
  /** The configuration, which depends on the type. */
  config: z.record(z.string(), z.unknown()).nullish(),
  /** Whether hybrid deployment can use it. */
  is_hybrid_deployment: z.boolean().nullish(),
  created_at: z.string().nullish(),
});
export type SecretsManager = z.output<typeof SecretsManager>;

/** A connection or destination that reads its secrets from a manager. */
export const SecretsEntity = z.looseObject({
  id: recordId,
  /** The name of the connection, or of the destination's group. */
  name: z.string().nullish(),
  /** Whether it is active and connected. */
  enabled: z.boolean().nullish(),
  /** `SOURCE` or `DESTINATION`. */
  type: z.string().nullish(),
  /** The id of the secrets manager. */
  secret_manager_id: z.string().nullish(),
});
export type SecretsEntity = z.output<typeof SecretsEntity>;

/** Filters of the lists of entities. */
export interface SecretsEntityFilter {
  /** `SOURCE` or `DESTINATION`. */
  type?: string | undefined;
}

/** The methods of `fivetran.externalSecrets`. */
export type ExternalSecrets = ReturnType<typeof createExternalSecrets>;

export const createExternalSecrets = (actions: Actions) => {
  const { list, listOf, get, create, modify, command } = actions;
  return {
    /** `GET /v1/external-secrets-managers`. Lists the secrets managers of the account. */
    list: list("list_esms", SecretsManager),
    /** `GET /v1/external-secrets-managers/{esmId}`. Returns a secrets manager. Throws `not_found` for an unknown id. */
    get: get("get_esm_details", SecretsManager),
    /** `POST /v1/external-secrets-managers`. Creates a secrets manager from `type`, `name` and `config`. */
    create: create("create_esm", SecretsManager),
    /** `PATCH /v1/external-secrets-managers/{esmId}`. Changes the given fields. */
    modify: modify("modify_esm", SecretsManager),
    /**
     * `DELETE /v1/external-secrets-managers/{esmId}`. Throws `rejected` while a connection or destination uses the
     * manager.
     */
    delete: command("delete_esm"),
    /**
     * `GET /v1/external-secrets-managers/{esmId}/entities`. Lists the connections and destinations that use one
     * manager, in a single page.
     */
    entities: listOf("get_esm_entities", SecretsEntity, ({ type }: SecretsEntityFilter) => ({
      type,
    })),
    /**
     * `GET /v1/external-secrets-managers-entities`. Lists the connections and destinations that use any manager or
     * the one of `managerId`, in a single page.
     */
    allEntities: list(
      "list_esm_entities",
      SecretsEntity,
      ({ type, managerId }: SecretsEntityFilter & { managerId?: string }) => ({
        esm_id: managerId,
        type,
      }),
    ),
  };
};
