import * as z from "zod";
import type { Actions } from "./actions.js";

/** `/v1/private-links/{privateLinkId}`. */
export const PrivateLink = z.looseObject({
  id: z.string(),
  name: z.string(),
  service: z.string().nullish(),
  region: z.string().nullish(),
  cloud_provider: z.string().nullish(),
  /** `CREATING`, `UPDATING`, `DESTROYING`, `OK` or `FAIL`. */
  state: z.string().nullish(),
  state_summary: z.string().nullish(),
  host: z.string().nullish(),
  created_at: z.string().nullish(),
  created_by: z.string().nullish(),
});
export type PrivateLink = z.output<typeof PrivateLink>;

/** `/v1/proxy/{agentId}`. */
export const ProxyAgent = z.looseObject({
  id: z.string(),
  display_name: z.string().nullish(),
  region: z.string().nullish(),
  /** `CONNECTED`, `NOT_CONNECTED` or `NOT_FOUND`. */
  status: z.string().nullish(),
  version: z.string().nullish(),
  registered_at: z.string().nullish(),
  created_by: z.string().nullish(),
});
export type ProxyAgent = z.output<typeof ProxyAgent>;

/** The secrets that a proxy agent is started with. Fivetran shows them once: store them. */
export const ProxySecrets = z.looseObject({
  agent_id: z.string(),
  auth_token: z.string().nullish(),
  client_cert: z.string().nullish(),
  client_private_key: z.string().nullish(),
  orchestrator_host: z.string().nullish(),
  orchestrator_port: z.coerce.number().nullish(),
});
export type ProxySecrets = z.output<typeof ProxySecrets>;

const ProxyConnection = z.looseObject({ connection_id: z.string() });
export type ProxyConnection = z.output<typeof ProxyConnection>;

/** `/v1/hybrid-deployment-agents/{agentId}`. */
export const HybridAgent = z.looseObject({
  id: z.string(),
  display_name: z.string().nullish(),
  group_id: z.string().nullish(),
  /** `DOCKER`, `PODMAN`, `KUBERNETES` or `SNOWPARK`. */
  deployment_type: z.string().nullish(),
  online: z.boolean().nullish(),
  enabled: z.boolean().nullish(),
  version: z.string().nullish(),
  registered_at: z.string().nullish(),
  created_by: z.string().nullish(),
});
export type HybridAgent = z.output<typeof HybridAgent>;

/** An agent with the secrets that it is started with. Fivetran shows `token` and `files` once: store them. */
export const HybridAgentSecrets = z.looseObject({
  ...HybridAgent.shape,
  token: z.string().nullish(),
  files: z.record(z.string(), z.unknown()).nullish(),
});
export type HybridAgentSecrets = z.output<typeof HybridAgentSecrets>;

export interface HybridAgentFilter {
  groupId?: string | undefined;
}

export type PrivateLinks = ReturnType<typeof createPrivateLinks>;

export const createPrivateLinks = ({ list, get, create, modify, command }: Actions) => ({
  list: list("get_private_links", PrivateLink),
  get: get("get_private_link_details", PrivateLink),
  /** `name`, `service`, `region`, `config`. The link is ready when its state is `OK`. At most five an hour. */
  create: create("create_private_link", PrivateLink),
  modify: modify("modify_private_link", PrivateLink),
  /** Marks it for removal; it can still be read as `DESTROYING` for a while. */
  delete: command("delete_private_link"),
});

export type Proxies = ReturnType<typeof createProxies>;

export const createProxies = ({ list, listOf, get, create, action, command }: Actions) => ({
  list: list("get_proxy_agent", ProxyAgent),
  get: get("get_proxy_agent_details", ProxyAgent),
  /**
   * Registers an agent: `display_name`, `group_region`. The secrets are shown only here; when the response is lost
   * (`outcome_unknown`) they are lost too, and `regenerateSecrets` creates new ones.
   */
  create: create("create_proxy_agent", ProxySecrets),
  /** Throws `conflict` while connections use the agent. */
  delete: command("delete_proxy_agent"),
  /** Invalidates the agent's secrets and creates new ones, shown only here. */
  regenerateSecrets: action("regenerate_secrets_proxy_agent", ProxySecrets),
  /** Ids of the connections that use the agent. */
  connections: listOf("get_proxy_agent_connections", ProxyConnection),
});

export type HybridAgents = ReturnType<typeof createHybridAgents>;

export const createHybridAgents = ({ list, get, create, modify, command }: Actions) => ({
  list: list("get_hybrid_deployment_agent_list", HybridAgent, ({ groupId }: HybridAgentFilter) => ({
    groupId,
  })),
  get: get("get_hybrid_deployment_agent", HybridAgent),
  /** `display_name`, `env_type`, `accept_terms`, `auth_type`, `group_id`. The secrets are shown only here. */
  create: create("create_hybrid_deployment_agent", HybridAgentSecrets),
  delete: command("delete_hybrid_deployment_agent"),
  /** Replaces the agent's authentication; the new secrets are shown only here. */
  reauthenticate: modify("re_auth_hybrid_deployment_agent", HybridAgentSecrets),
  /** Invalidates the agent's credentials; it has to be authenticated again. */
  resetCredentials: command("reset_hybrid_deployment_agent_credentials"),
});
