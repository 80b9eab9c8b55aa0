import * as z from "zod";
import type { Actions } from "./actions.js";
import { recordId, textOrEmpty } from "./models.js";

/** A private link: `/v1/private-links/{privateLinkId}`. */
export const PrivateLink = z.looseObject({
  id: recordId,
  name: textOrEmpty,
  service: z.string().nullish(),
  /** Where Fivetran processes the data. */
  region: z.string().nullish(),
  /** `AWS`, `GCP` or `AZURE`. */
  cloud_provider: z.string().nullish(),
  /** `CREATING`, `UPDATING`, `DESTROYING`, `OK` or `FAIL`. */
  state: z.string().nullish(),
  /** A description of the state. */
  state_summary: z.string().nullish(),
  /** The DNS name of the endpoint service. */
  host: z.string().nullish(),
  created_at: z.string().nullish(),
  created_by: z.string().nullish(),
});
export type PrivateLink = z.output<typeof PrivateLink>;

/** A proxy agent: `/v1/proxy/{agentId}`. */
export const ProxyAgent = z.looseObject({
  id: recordId,
  display_name: z.string().nullish(),
  /** Where Fivetran processes the data. */
  region: z.string().nullish(),
  /** `CONNECTED`, `NOT_CONNECTED` or `NOT_FOUND`. */
  status: z.string().nullish(),
  version: z.string().nullish(),
  /** When the agent was registered. */
  registered_at: z.string().nullish(),
  created_by: z.string().nullish(),
});
export type ProxyAgent = z.output<typeof ProxyAgent>;

/** The secrets that a proxy agent needs to start. Fivetran shows them only once, so store them. */
export const ProxySecrets = z.looseObject({
  agent_id: recordId,
  auth_token: z.string().nullish(),
  client_cert: z.string().nullish(),
  client_private_key: z.string().nullish(),
  /** The host that the agent connects to. */
  orchestrator_host: z.string().nullish(),
  /** The port that the agent connects to. */
  orchestrator_port: z.coerce.number().nullish(),
});
export type ProxySecrets = z.output<typeof ProxySecrets>;

const ProxyConnection = z.looseObject({ connection_id: recordId });
export type ProxyConnection = z.output<typeof ProxyConnection>;

/** A hybrid deployment agent: `/v1/hybrid-deployment-agents/{agentId}`. */
export const HybridAgent = z.looseObject({
  id: recordId,
  display_name: z.string().nullish(),
  group_id: z.string().nullish(),
  /** `DOCKER`, `PODMAN`, `KUBERNETES` or `SNOWPARK`. */
  deployment_type: z.string().nullish(),
  /** Whether the agent is connected to Fivetran. */
  online: z.boolean().nullish(),
  enabled: z.boolean().nullish(),
  version: z.string().nullish(),
  /** When the agent was registered. */
  registered_at: z.string().nullish(),
  created_by: z.string().nullish(),
});
export type HybridAgent = z.output<typeof HybridAgent>;

/**
 * A hybrid deployment agent with the secrets that it needs to start. Fivetran shows `token` and `files` only once, so
 * store them.
 */
export const HybridAgentSecrets = z.looseObject({
  ...HybridAgent.shape,
  /** The token for starting the agent. */
  token: z.string().nullish(),
  /** The configuration files for starting the agent, by name. */
  files: z.record(z.string(), z.unknown()).nullish(),
});
export type HybridAgentSecrets = z.output<typeof HybridAgentSecrets>;

/** Filters of the list of hybrid deployment agents. */
export interface HybridAgentFilter {
  /** Only agents of this group. */
  groupId?: string | undefined;
}

/** The methods of `fivetran.privateLinks`. */
export type PrivateLinks = ReturnType<typeof createPrivateLinks>;

export const createPrivateLinks = ({ list, get, create, modify, command }: Actions) => ({
  /** `GET /v1/private-links`. Lists the private links of the account. */
  list: list("get_private_links", PrivateLink),
  /** `GET /v1/private-links/{privateLinkId}`. Returns a private link. Throws `not_found` for an unknown id. */
  get: get("get_private_link_details", PrivateLink),
  /**
   * `POST /v1/private-links`. Creates a private link from `name`, `service`, `region` and `config`. It is ready when
   * its `state` is `OK`. Fivetran allows five per hour.
   */
  create: create("create_private_link", PrivateLink),
  /** `PATCH /v1/private-links/{privateLinkId}`. Changes the given fields. */
  modify: modify("modify_private_link", PrivateLink),
  /**
   * `DELETE /v1/private-links/{privateLinkId}`. Marks a private link for deletion. Until it is removed, its `state`
   * is `DESTROYING`.
   */
  delete: command("delete_private_link"),
});

/** The methods of `fivetran.proxies`. */
export type Proxies = ReturnType<typeof createProxies>;

export const createProxies = ({ list, listOf, get, create, action, command }: Actions) => ({
  /** `GET /v1/proxy`. Lists the proxy agents of the account. */
  list: list("get_proxy_agent", ProxyAgent),
  /** `GET /v1/proxy/{agentId}`. Returns a proxy agent. Throws `not_found` for an unknown id. */
  get: get("get_proxy_agent_details", ProxyAgent),
  /**
   * `POST /v1/proxy`. Registers a proxy agent with a `display_name` and a `group_region`. Only this result contains
   * the secrets. If the response is lost, this throws `outcome_unknown`; call `regenerateSecrets` for new ones.
   */
  create: create("create_proxy_agent", ProxySecrets),
  /** `DELETE /v1/proxy/{agentId}`. Throws `conflict` while connections use the agent. */
  delete: command("delete_proxy_agent"),
  /**
   * `POST /v1/proxy/{agentId}/regenerate-secrets`. Invalidates the agent's secrets and creates new ones. Only this
   * result contains them.
   */
  regenerateSecrets: action("regenerate_secrets_proxy_agent", ProxySecrets),
  /** `GET /v1/proxy/{agentId}/connections`. Lists the ids of the connections that use the agent. */
  connections: listOf("get_proxy_agent_connections", ProxyConnection),
});

/** The methods of `fivetran.hybridAgents`. */
export type HybridAgents = ReturnType<typeof createHybridAgents>;

export const createHybridAgents = ({ list, get, create, modify, command }: Actions) => ({
  /** `GET /v1/hybrid-deployment-agents`. Lists the hybrid deployment agents of the account. */
  list: list("get_hybrid_deployment_agent_list", HybridAgent, ({ groupId }: HybridAgentFilter) => ({
    groupId,
  })),
  /** `GET /v1/hybrid-deployment-agents/{agentId}`. Returns an agent. Throws `not_found` for an unknown id. */
  get: get("get_hybrid_deployment_agent", HybridAgent),
  /**
   * `POST /v1/hybrid-deployment-agents`. Creates an agent from `display_name`, `env_type`, `accept_terms`,
   * `auth_type` and `group_id`. Only this result contains the secrets.
   */
  create: create("create_hybrid_deployment_agent", HybridAgentSecrets),
  /** `DELETE /v1/hybrid-deployment-agents/{agentId}`. Deletes an agent. */
  delete: command("delete_hybrid_deployment_agent"),
  /**
   * `PATCH /v1/hybrid-deployment-agents/{agentId}/re-auth`. Replaces the agent's authentication. Only this result
   * contains the new secrets.
   */
  reauthenticate: modify("re_auth_hybrid_deployment_agent", HybridAgentSecrets),
  /**
   * `POST /v1/hybrid-deployment-agents/{agentId}/reset-credentials`. Invalidates the agent's credentials. The agent
   * has to be authenticated again.
   */
  resetCredentials: command("reset_hybrid_deployment_agent_credentials"),
});
