import * as z from "zod";
import type { Actions } from "./actions.js";

/** `/v1/external-secrets-managers/{esmId}`. */
export const SecretsManager = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  /** `AWS_SECRET_MANAGER`, `AZURE_KEY_VAULT` or `HASHICORP_VAULT`. */
  type: z.string().nullish(),
  config: z.record(z.string(), z.unknown()).nullish(),
  is_hybrid_deployment: z.boolean().nullish(),
  created_at: z.string().nullish(),
});
export type SecretsManager = z.output<typeof SecretsManager>;

/** A connection or destination that reads its secrets from a manager. */
export const SecretsEntity = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  enabled: z.boolean().nullish(),
  /** `SOURCE` or `DESTINATION`. */
  type: z.string().nullish(),
  secret_manager_id: z.string().nullish(),
});
export type SecretsEntity = z.output<typeof SecretsEntity>;

export interface SecretsEntityFilter {
  /** `SOURCE` or `DESTINATION`. */
  type?: string | undefined;
}

export type ExternalSecrets = ReturnType<typeof createExternalSecrets>;

export const createExternalSecrets = (actions: Actions) => {
  const { list, listOf, get, create, modify, command } = actions;
  return {
    list: list("list_esms", SecretsManager),
    get: get("get_esm_details", SecretsManager),
    /** `type`, `name`, `config`. */
    create: create("create_esm", SecretsManager),
    modify: modify("modify_esm", SecretsManager),
    /** Throws `rejected` while a connection or destination uses the manager. */
    delete: command("delete_esm"),
    /** The connections and destinations that use one manager. The list has no pages. */
    entities: listOf("get_esm_entities", SecretsEntity, ({ type }: SecretsEntityFilter) => ({
      type,
    })),
    /** Those that use any manager, or the one of `managerId`. The list has no pages. */
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
