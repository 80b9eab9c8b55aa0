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
  pageOf,
} from "./list.js";
import { ask, sameId, tell } from "./reply.js";

/** `GET /v1/proxy/{agentId}`. */
export const ProxyAgent = z.looseObject({
  id: z.string(),
  display_name: z.string().nullish(),
  region: z.string().nullish(),
  /** `CONNECTED`, `NOT_CONNECTED` or `NOT_FOUND`. */
  status: z.string().nullish(),
  version: z.string().nullish(),
  registered_at: z.string().nullish(),
});
export type ProxyAgent = z.output<typeof ProxyAgent>;

/** What a proxy agent is started with. Fivetran shows it only this once: keep it. */
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

export interface Proxies {
  /**
   * Every proxy agent of the account.
   *
   * `GET /v1/proxy`
   */
  list(options?: ListOptions): List<ProxyAgent>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<ProxyAgent>>;
  /**
   * One agent by id. Throws `not_found`.
   *
   * `GET /v1/proxy/{agentId}`
   */
  get(id: string, options?: RequestOptions): Promise<ProxyAgent>;
  /**
   * Registers an agent: `display_name`, `group_region`. The secrets are shown only here; where the answer was lost
   * (`outcome_unknown`) they are too, and `regenerateSecrets` makes new ones.
   *
   * `POST /v1/proxy`
   */
  create(body: Body<"create_proxy_agent">, options?: RequestOptions): Promise<ProxySecrets>;
  /**
   * Removes an agent. Throws `conflict` while connections use it.
   *
   * `DELETE /v1/proxy/{agentId}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Voids the agent's secrets and makes new ones, shown only here.
   *
   * `POST /v1/proxy/{agentId}/regenerate-secrets`
   */
  regenerateSecrets(id: string, options?: RequestOptions): Promise<ProxySecrets>;
  /**
   * Ids of the connections that use the agent.
   *
   * `GET /v1/proxy/{agentId}/connections`
   */
  connections(id: string, options?: ListOptions): List<ProxyConnection>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  connectionsPage(id: string, options?: PageOptions): Promise<Page<ProxyConnection>>;
}

export const createProxies = (send: Send, change: Send): Proxies => ({
  ...listing(send, "get_proxy_agent", ProxyAgent),
  async get(agentId, options) {
    const details = call("get_proxy_agent_details", { agentId });
    return sameId(
      await ask(send, ProxyAgent, details, options),
      agentId,
      "get_proxy_agent_details",
    );
  },
  create: (body, options) =>
    ask(change, ProxySecrets, call("create_proxy_agent", {}, body), options),
  delete: (agentId, options) => tell(change, call("delete_proxy_agent", { agentId }), options),
  regenerateSecrets: (agentId, options) =>
    ask(change, ProxySecrets, call("regenerate_secrets_proxy_agent", { agentId }), options),
  connections: (agentId, options) =>
    listOf(send, "get_proxy_agent_connections", ProxyConnection, { agentId }, options),
  connectionsPage: (agentId, options) =>
    pageOf(send, "get_proxy_agent_connections", ProxyConnection, { agentId }, options),
});
