import * as z from "zod";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { call } from "../operations/call.js";
import { type List, type ListOptions, listing, type Page, type PageOptions } from "./list.js";
import { ask, sameId, tell } from "./reply.js";

/** `GET /v1/hybrid-deployment-agents/{agentId}`. */
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
});
export type HybridAgent = z.output<typeof HybridAgent>;

/** An agent with what it is started with. Fivetran shows `token` and `files` only this once: keep them. */
export const HybridAgentSecrets = z.looseObject({
  ...HybridAgent.shape,
  token: z.string().nullish(),
  files: z.record(z.string(), z.unknown()).nullish(),
});
export type HybridAgentSecrets = z.output<typeof HybridAgentSecrets>;

export interface HybridAgentFilter {
  groupId?: string | undefined;
}

export interface HybridAgents {
  /**
   * Every hybrid deployment agent of the account.
   *
   * `GET /v1/hybrid-deployment-agents`
   */
  list(options?: HybridAgentFilter & ListOptions): List<HybridAgent>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: HybridAgentFilter & PageOptions): Promise<Page<HybridAgent>>;
  /**
   * One agent by id. Throws `not_found`.
   *
   * `GET /v1/hybrid-deployment-agents/{agentId}`
   */
  get(id: string, options?: RequestOptions): Promise<HybridAgent>;
  /**
   * Registers an agent: `display_name`, `env_type`, `accept_terms`, `auth_type`, `group_id`. Its secrets are shown
   * only here.
   *
   * `POST /v1/hybrid-deployment-agents`
   */
  create(
    body: Body<"create_hybrid_deployment_agent">,
    options?: RequestOptions,
  ): Promise<HybridAgentSecrets>;
  /**
   * Removes an agent. Throws `not_found`.
   *
   * `DELETE /v1/hybrid-deployment-agents/{agentId}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Voids the agent's authentication and makes a new one, shown only here.
   *
   * `PATCH /v1/hybrid-deployment-agents/{agentId}/re-auth`
   */
  reauthenticate(
    id: string,
    body: Body<"re_auth_hybrid_deployment_agent">,
    options?: RequestOptions,
  ): Promise<HybridAgentSecrets>;
  /**
   * Voids the agent's credentials; it has to be authenticated again.
   *
   * `POST /v1/hybrid-deployment-agents/{agentId}/reset-credentials`
   */
  resetCredentials(id: string, options?: RequestOptions): Promise<void>;
}

export const createHybridAgents = (send: Send, change: Send): HybridAgents => ({
  ...listing<typeof HybridAgent, HybridAgentFilter>(
    send,
    "get_hybrid_deployment_agent_list",
    HybridAgent,
    ({ groupId }) => ({ groupId }),
  ),
  async get(agentId, options) {
    const details = call("get_hybrid_deployment_agent", { agentId });
    const agent = await ask(send, HybridAgent, details, options);
    return sameId(agent, agentId, "get_hybrid_deployment_agent");
  },
  create: (body, options) =>
    ask(change, HybridAgentSecrets, call("create_hybrid_deployment_agent", {}, body), options),
  delete: (agentId, options) =>
    tell(change, call("delete_hybrid_deployment_agent", { agentId }), options),
  reauthenticate: (agentId, body, options) =>
    ask(
      change,
      HybridAgentSecrets,
      call("re_auth_hybrid_deployment_agent", { agentId }, body),
      options,
    ),
  resetCredentials: (agentId, options) =>
    tell(change, call("reset_hybrid_deployment_agent_credentials", { agentId }), options),
});
