import * as z from "zod";
import { collection, found } from "../api/collection.js";
import { conflict, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, plain, type Route } from "../api/router.js";
import { REGIONS } from "../destinations/regions.js";
import { timestamp } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import { recordsOf, type Stored, type World } from "../world/model.js";
import { newId } from "../world/names.js";
import { uuid } from "../world/random.js";

const PROXIES = "proxy agents";
const PATH = "/v1/proxy/{agentId}";

function connectionsOf(world: World, id: string) {
  return [...world.connections.values()].filter(({ proxy_agent_id }) => proxy_agent_id === id);
}

function destinationsOf(world: World, id: string) {
  return [...world.destinations.values()].filter(({ proxy_agent_id }) => proxy_agent_id === id);
}

const theProxy = (call: Call): Stored =>
  found(recordsOf(call.world, PROXIES), call.param("agentId"), "Proxy agent", "NotFound");

/** Told once: the sandbox makes them up from the agent and keeps nothing. */
function secrets({ world }: Call, { id, turn }: Stored): JsonObject {
  const made = (what: string) =>
    Buffer.from(uuid(`${world.seed} ${what} of ${id}, ${String(turn)}`)).toString("base64");
  return {
    agent_id: id,
    auth_token: made("token"),
    client_cert: made("certificate"),
    client_private_key: made("private key"),
    orchestrator_host: "orchestrator.sandbox.invalid",
    orchestrator_port: 443,
  };
}

function shown({ turn: _, ...agent }: JsonObject): JsonObject {
  return agent;
}

export const proxyRoutes: Route[] = [
  ...collection({
    path: "/v1/proxy",
    param: "agentId",
    noun: "Proxy agent",
    plural: "Proxy agents",
    notFound: "NotFound",
    items: (world) => recordsOf(world, PROXIES),
    body: (agent, { world }) => ({
      ...shown(agent),
      connector_count: connectionsOf(world, agent.id).length,
      destination_count: destinationsOf(world, agent.id).length,
    }),
    list: "get_proxy_agent",
    create: {
      operation: "create_proxy_agent",
      body: z.looseObject({ display_name: z.string().min(1), group_region: z.enum(REGIONS) }),
      make(call, { display_name, group_region }) {
        const { world, now, actor } = call;
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
          turn: 1,
        };
      },
      shown: (agent, call) => secrets(call, agent),
    },
    remove: {
      operation: "delete_proxy_agent",
      check({ world }, { id }) {
        if (connectionsOf(world, id).length + destinationsOf(world, id).length > 0) {
          throw conflict(`Proxy agent with id '${id}' has attached connections`);
        }
      },
    },
  }),
  plain("GET", PATH, "get_proxy_agent_details", (call) => {
    const agent = theProxy(call);
    const usage = [...connectionsOf(call.world, agent.id)].map(({ id, schema, service }) => ({
      id,
      schema,
      service,
    }));
    return ok("Proxy agent details retrieved successfully", { ...shown(agent), usage });
  }),
  plain("GET", `${PATH}/connections`, "get_proxy_agent_connections", (call) => {
    const { id } = theProxy(call);
    return {
      message: "Proxy agent connections retrieved successfully",
      ...page(connectionsOf(call.world, id), `/v1/proxy/${id}/connections`, call.query, (one) =>
        JSON.stringify({ connection_id: one.id }),
      ),
    };
  }),
  plain("POST", `${PATH}/regenerate-secrets`, "regenerate_secrets_proxy_agent", (call) => {
    const agent = theProxy(call);
    Object.assign(agent, { turn: Number(agent["turn"]) + 1 });
    call.effect(agent.id, "secrets replaced");
    return ok("Proxy agent secrets have been regenerated", secrets(call, agent));
  }),
];
