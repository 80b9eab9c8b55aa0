import type { OperationId } from "./call.js";

/** Fields of an answer that hold a secret which Fivetran shows only this once; they go to a file, never to a model. */
export const MINTED: Readonly<Partial<Record<OperationId, readonly string[]>>> = {
  create_system_key: ["key", "secret"],
  rotate_system_key: ["key", "secret"],
  create_proxy_agent: ["auth_token", "client_cert", "client_private_key"],
  regenerate_secrets_proxy_agent: ["auth_token", "client_cert", "client_private_key"],
  create_hybrid_deployment_agent: ["token", "files"],
  re_auth_hybrid_deployment_agent: ["token", "files"],
  reset_hybrid_deployment_agent_credentials: ["token", "files"],
  hvr_register_hub: ["access_token"],
};

/**
 * Fields of an answer that are secret and masked, because Fivetran masks them too or the answer is no new secret.
 * `connect_card` is a link for a person and has a tool of its own.
 */
export const MASKED: Readonly<Partial<Record<OperationId, readonly string[]>>> = {
  create_connection: ["connect_card.token", "connect_card.uri"],
  connection_details: ["connect_card.token", "connect_card.uri"],
  modify_connection: ["connect_card.token", "connect_card.uri"],
  run_setup_tests: ["connect_card.token", "connect_card.uri"],
  connect_card: ["connect_card.token", "connect_card.uri"],
};

/** Fields of a body, outside `config` and `auth`, that are secret. */
export const TAKEN: Readonly<Partial<Record<OperationId, readonly string[]>>> = {
  create_account_webhook: ["secret"],
  create_group_webhook: ["secret"],
  modify_webhook: ["secret"],
};
