import * as z from "zod";
import { collection, found } from "../api/collection.js";
import { invalid, ok } from "../api/envelope.js";
import { type Call, plain, type Route, route } from "../api/router.js";
import { timestamp } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import { recordsOf, type Stored } from "../world/model.js";
import { newId } from "../world/names.js";
import { uuid } from "../world/random.js";

const AGENTS = "hybrid deployment agents";
const PATH = "/v1/hybrid-deployment-agents/{agentId}";
const CODE = "NotFound_RemoteExecutionAgent";

const AuthType = z.enum(["AUTO", "MANUAL"]).optional();

const theAgent = (call: Call): Stored =>
  found(recordsOf(call.world, AGENTS), call.param("agentId"), "Hybrid deployment agent", CODE);

function shown({ turn: _, auth_type: __, ...agent }: JsonObject): JsonObject {
  return agent;
}

const packed = (text: string) => Buffer.from(text).toString("base64");

/** What the agent signs in with: a token, or files where it is set up by hand. */
function credentials({ world }: Call, agent: Stored): JsonObject {
  const { id, turn, auth_type, deployment_type } = agent;
  const token = uuid(`${world.seed} token of ${id}, ${String(turn)}`);
  if (auth_type !== "MANUAL") return { ...shown(agent), token: packed(token) };
  const files = {
    config_json: packed(JSON.stringify({ controller_id: id, deployment_type })),
    auth_json: packed(JSON.stringify({ token })),
    docker_compose_yaml: packed(`services:\n  agent:\n    image: sandbox/agent\n`),
  };
  return { ...shown(agent), files };
}

function usage({ world }: Call, id: string): JsonObject[] {
  return [...world.connections.values()]
    .filter(({ hybrid_deployment_agent_id }) => hybrid_deployment_agent_id === id)
    .map((connection) => ({
      schema: connection.schema,
      service: connection.service,
      connection_id: connection.id,
    }));
}

function renew(call: Call, agent: Stored, auth?: string): void {
  Object.assign(agent, { turn: Number(agent["turn"]) + 1, updated_at: timestamp(call.now) });
  if (auth !== undefined) Object.assign(agent, { auth_type: auth });
  call.effect(agent.id, "credentials replaced");
}

function reAuth(method: "PATCH" | "POST"): Route {
  return route({
    method,
    path: `${PATH}/re-auth`,
    operation: "re_auth_hybrid_deployment_agent",
    body: z.looseObject({ auth_type: AuthType }),
    handle(call, { auth_type }) {
      const agent = theAgent(call);
      renew(call, agent, auth_type);
      return ok("Hybrid deployment agent has been authenticated anew", credentials(call, agent));
    },
  });
}

export const hybridAgentRoutes: Route[] = [
  ...collection({
    path: "/v1/hybrid-deployment-agents",
    param: "agentId",
    noun: "Hybrid deployment agent",
    plural: "Hybrid deployment agents",
    notFound: CODE,
    items: (world) => recordsOf(world, AGENTS),
    keep: (agent, query) => ["", String(agent["group_id"])].includes(query.get("groupId") ?? ""),
    body: (agent, call) => ({ ...shown(agent), usage: usage(call, agent.id) }),
    list: "get_hybrid_deployment_agent_list",
    get: "get_hybrid_deployment_agent",
    create: {
      operation: "create_hybrid_deployment_agent",
      body: z.looseObject({
        display_name: z.string().min(1),
        env_type: z.enum(["DOCKER", "PODMAN", "KUBERNETES", "SNOWPARK"]),
        accept_terms: z.boolean(),
        auth_type: AuthType,
        group_id: z.string().optional(),
      }),
      make({ world, now, actor }, { display_name, env_type, accept_terms, auth_type, group_id }) {
        if (!accept_terms) throw invalid("The terms of use have to be accepted");
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
          turn: 1,
        };
      },
      shown: (agent, call) => credentials(call, agent),
    },
    remove: { operation: "delete_hybrid_deployment_agent" },
  }),
  // The definition has PATCH here, a well-known client sends POST.
  reAuth("PATCH"),
  reAuth("POST"),
  plain(
    "POST",
    `${PATH}/reset-credentials`,
    "reset_hybrid_deployment_agent_credentials",
    (call) => {
      renew(call, theAgent(call));
      return ok("Hybrid deployment agent credentials have been reset");
    },
  ),
];
