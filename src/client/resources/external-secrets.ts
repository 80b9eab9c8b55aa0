import * as z from "zod";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { call } from "../operations/call.js";
import {
  type List,
  type ListOptions,
  listing,
  listOf,
  type Page,
  type PageOptions,
} from "./list.js";
import { ask, sameId, tell } from "./reply.js";

/** `GET /v1/external-secrets-managers/{esmId}`. */
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

export interface ExternalSecrets {
  /**
   * Every external secrets manager of the account.
   *
   * `GET /v1/external-secrets-managers`
   */
  list(options?: ListOptions): List<SecretsManager>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<SecretsManager>>;
  /**
   * One manager by id. Throws `not_found`.
   *
   * `GET /v1/external-secrets-managers/{esmId}`
   */
  get(id: string, options?: RequestOptions): Promise<SecretsManager>;
  /**
   * Adds a manager: `type`, `name`, `config`.
   *
   * `POST /v1/external-secrets-managers`
   */
  create(body: Body<"create_esm">, options?: RequestOptions): Promise<SecretsManager>;
  /**
   * Changes its configuration.
   *
   * `PATCH /v1/external-secrets-managers/{esmId}`
   */
  modify(id: string, body: Body<"modify_esm">, options?: RequestOptions): Promise<SecretsManager>;
  /**
   * Removes a manager. Throws `rejected` while something uses it.
   *
   * `DELETE /v1/external-secrets-managers/{esmId}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * What uses one manager. The list has no pages.
   *
   * `GET /v1/external-secrets-managers/{esmId}/entities`
   */
  entities(id: string, options?: SecretsEntityFilter & RequestOptions): List<SecretsEntity>;
  /**
   * What uses any manager, or the one of `managerId`. The list has no pages.
   *
   * `GET /v1/external-secrets-managers-entities`
   */
  allEntities(
    options?: SecretsEntityFilter & { managerId?: string } & RequestOptions,
  ): List<SecretsEntity>;
}

export const createExternalSecrets = (send: Send, change: Send): ExternalSecrets => ({
  ...listing(send, "list_esms", SecretsManager),
  async get(esmId, options) {
    const details = call("get_esm_details", { esmId });
    return sameId(await ask(send, SecretsManager, details, options), esmId, "get_esm_details");
  },
  create: (body, options) => ask(change, SecretsManager, call("create_esm", {}, body), options),
  modify: (esmId, body, options) =>
    ask(change, SecretsManager, call("modify_esm", { esmId }, body), options),
  delete: (esmId, options) => tell(change, call("delete_esm", { esmId }), options),
  entities: (esmId, { type, ...options } = {}) =>
    listOf(send, "get_esm_entities", SecretsEntity, { esmId, type }, options),
  allEntities: ({ type, managerId, ...options } = {}) =>
    listOf(send, "list_esm_entities", SecretsEntity, { esm_id: managerId, type }, options),
});
