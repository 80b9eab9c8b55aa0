import * as z from "zod";
import { ENUMS } from "../../client/operations/generated/enums.js";
import { collection, found } from "../api/collection.js";
import { conflict, invalid, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, type Route, route, routeWithBody } from "../api/router.js";
import { timestamp } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import { recordsOf, type Stored, type World } from "../world/model.js";
import { newId } from "../world/names.js";
import { uuid } from "../world/random.js";

export const PROXIES = "proxy agents";
export const HYBRIDS = "hybrid deployment agents";

function shown({ rotation: _, auth_type: __, ...agent }: JsonObject): JsonObject {
  return agent;
}

const packed = (text: string) => Buffer.from(text).toString("base64");

const usesOf = <T extends { proxy_agent_id: string | null }>(items: Map<string, T>, id: string) =>
  [...items.values()].filter(({ proxy_agent_id }) => proxy_agent_id === id);

/**
 * Returns the secrets of an agent. They are shown once, and derived from the agent instead of
 * stored.
 */
function secrets({ world }: Call, { id, rotation }: Stored): JsonObject {
  const made = (what: string) =>
    packed(uuid(`${world.seed} ${what} of ${id}, ${String(rotation)}`));
  return {
    agent_id: id,
    auth_token: made("token"),
    client_cert: made("certificate"),
    client_private_key: made("private key"),
    orchestrator_host: "orchestrator.sandbox.invalid",
    orchestrator_port: 443,
  };
}

const proxies = collection({
  noun: "Proxy agent",
  plural: "Proxy agents",
  notFound: "NotFound",
  items: (world) => recordsOf(world, PROXIES),
  body: (agent, { world }) => ({
    ...shown(agent),
    connector_count: usesOf(world.connections, agent.id).length,
    destination_count: usesOf(world.destinations, agent.id).length,
  }),
  details: (agent, { world }) => ({
    ...shown(agent),
    usage: usesOf(world.connections, agent.id).map(({ id, schema, service }) => ({
      id,
      schema,
      service,
    })),
  }),
  messages: {
    list: "Proxy agent retrieved successfully",
    removed: (id) => `Agent ${id} successfully deleted.`,
  },
  list: "get_proxy_agent",
  get: "get_proxy_agent_details",
  create: {
    operation: "create_proxy_agent",
    body: z.looseObject({
      display_name: z.string().min(1),
      group_region: z.enum(ENUMS.create_proxy_agent.group_region),
    }),
    make({ world, now, actor }, { display_name, group_region }) {
      for (const agent of recordsOf(world, PROXIES).values()) {
        if (agent["display_name"] === display_name) {
          throw conflict(`A proxy agent with name '${display_name}' already exists`);
        }
      }
      return {
        id: newId(world),
        account_id: world.account.account_id,
        registered_at: timestamp(now),
        region: group_region,
        created_by: actor.id,
        display_name,
        version: "1.0.0",
        status: "NOT_CONNECTED",
        rotation: 1,
      };
    },
    shown: (agent, call) => secrets(call, agent),
  },
  remove: "delete_proxy_agent",
  beforeRemove({ world }, { id }) {
    if (usesOf(world.connections, id).length + usesOf(world.destinations, id).length > 0) {
      throw conflict(`Proxy agent with id '${id}' has attached connections`);
    }
  },
});

const proxyRoutes: Route[] = [
  ...proxies.routes,
  route("get_proxy_agent_connections", (call) => {
    const { id } = proxies.one(call);
    return page(
      "Proxy agent connections retrieved successfully",
      usesOf(call.world.connections, id).map((one) => ({ connection_id: one.id })),
      `/v1/proxy/${id}/connections`,
      call.query,
    );
  }),
  route("regenerate_secrets_proxy_agent", (call) => {
    const agent = proxies.one(call);
    Object.assign(agent, { rotation: Number(agent["rotation"]) + 1 });
    call.effect(agent.id, "secrets replaced");
    return ok("Proxy agent secrets have been regenerated", secrets(call, agent));
  }),
];

const AuthType = z.enum(ENUMS.create_hybrid_deployment_agent.auth_type).optional();

/** Returns the agent's credentials: a token, or files for manual setup. */
function credentials({ world }: Call, agent: Stored): JsonObject {
  const { id, rotation, auth_type, deployment_type } = agent;
  const token = uuid(`${world.seed} token of ${id}, ${String(rotation)}`);
  if (auth_type !== "MANUAL") return { ...shown(agent), token: packed(token) };
  const files = {
    config_json: packed(JSON.stringify({ controller_id: id, deployment_type })),
    auth_json: packed(JSON.stringify({ token })),
    docker_compose_yaml: packed(`services:\n  agent:\n    image: sandbox/agent\n`),
  };
  return { ...shown(agent), files };
}

function usage({ connections }: World, agentId: string): JsonObject[] {
  const uses = [...connections.values()].filter(
    (one) => one.hybrid_deployment_agent_id === agentId,
  );
  return uses.map(({ schema, service, id }) => ({ schema, service, connection_id: id }));
}

const hybrids = collection({
  noun: "Hybrid deployment agent",
  plural: "Hybrid deployment agents",
  notFound: "NotFound_RemoteExecutionAgent",
  items: (world) => recordsOf(world, HYBRIDS),
  matches: (agent, query) => ["", String(agent["group_id"])].includes(query.get("groupId") ?? ""),
  body: (agent, { world }) => ({ ...shown(agent), usage: usage(world, agent.id) }),
  messages: { removed: (id) => `Hybrid deployment agent with id = ${id} has been deleted.` },
  list: "get_hybrid_deployment_agent_list",
  get: "get_hybrid_deployment_agent",
  create: {
    operation: "create_hybrid_deployment_agent",
    body: z.looseObject({
      display_name: z.string().min(1),
      env_type: z.enum(ENUMS.create_hybrid_deployment_agent.env_type),
      accept_terms: z.boolean(),
      auth_type: AuthType,
      group_id: z.string().optional(),
    }),
    make({ world, now, actor }, { display_name, env_type, accept_terms, auth_type, group_id }) {
      if (!accept_terms) throw invalid("The terms of use must be accepted");
      if (group_id !== undefined) found(world.groups, group_id, "Group");
      const at = timestamp(now);
      return {
        id: newId(world),
        version: "1.0.0",
        enabled: true,
        online: false,
        display_name,
        group_id: group_id ?? [...world.groups.keys()][0] ?? "",
        registered_at: at,
        created_by: actor.id,
        deployment_type: env_type,
        updated_at: at,
        last_used_at: at,
        auth_type: auth_type ?? "AUTO",
        rotation: 1,
      };
    },
    shown: (agent, call) => credentials(call, agent),
  },
  remove: "delete_hybrid_deployment_agent",
});

function replaceCredentials(call: Call, auth_type?: string): Stored {
  const agent = hybrids.one(call);
  const rotation = Number(agent["rotation"]) + 1;
  Object.assign(agent, { rotation, updated_at: timestamp(call.now) });
  if (auth_type !== undefined) Object.assign(agent, { auth_type });
  call.effect(agent.id, "credentials replaced");
  return agent;
}

const reAuth = routeWithBody(
  "re_auth_hybrid_deployment_agent",
  z.looseObject({ auth_type: AuthType }),
  (call, { auth_type }) => {
    const agent = replaceCredentials(call, auth_type);
    return ok("Hybrid deployment agent re-authentication successful", credentials(call, agent));
  },
);

/** Agents that run in a customer's network. */
export const agentRoutes: Route[] = [
  ...proxyRoutes,
  ...hybrids.routes,
  // The definition has PATCH here, but a well-known client sends POST.
  reAuth,
  { ...reAuth, method: "POST" },
  route("reset_hybrid_deployment_agent_credentials", (call) => {
    const { id } = replaceCredentials(call);
    return ok(`Successfully reset credentials the agent with id = ${id}`);
  }),
  routeWithBody(
    "hvr_register_hub",
    z.looseObject({
      fingerprint: z.string().min(1),
      port: z.number().int().min(1).max(65535),
      hub_server_url: z.string().min(1),
    }),
    (call, { fingerprint, hub_server_url }) => {
      const registration_id = uuid(`${call.world.seed} hub ${fingerprint} ${hub_server_url}`);
      call.effect(registration_id, "hub registered");
      return ok("HVR hub has been registered", {
        access_token: uuid(`token of ${registration_id}`),
        registration_id,
      });
    },
  ),
];
