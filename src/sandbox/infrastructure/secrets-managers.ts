import * as z from "zod";
import { ENUMS } from "../../client/operations/generated/enums.js";
import { collection } from "../api/collection.js";
import { Refusal } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, type Route, route } from "../api/router.js";
import { timestamp } from "../world/clock.js";
import { JsonObject, masked, mergeMasked } from "../world/json.js";
import { recordsOf, type World } from "../world/model.js";
import { newId } from "../world/names.js";

/** The message of most of these operations. */
const DONE = "Operation performed successfully";

const bad = (message: string) => new Refusal(400, "BadRequest", message);

interface Entity extends JsonObject {
  secret_manager_id: string;
  type: "SOURCE" | "DESTINATION";
}

/** Returns the connections and destinations that read their secrets from a manager. */
function entities(world: World): Entity[] {
  const sources = [...world.connections.values()].flatMap((connection): Entity[] => {
    const { id, schema, paused, created_at, external_secrets_manager_id: manager } = connection;
    if (manager === null) return [];
    const enabled = !paused && connection.status.setup_state === "connected";
    return [{ id, type: "SOURCE", name: schema, enabled, secret_manager_id: manager, created_at }];
  });
  const destinations = [...world.destinations.values()].flatMap((destination): Entity[] => {
    const { id, setup_status, external_secrets_manager_id: manager } = destination;
    const group = world.groups.get(id);
    if (manager == null || group === undefined) return [];
    const { name, created_at } = group;
    const enabled = setup_status === "connected";
    return [{ id, type: "DESTINATION", name, enabled, secret_manager_id: manager, created_at }];
  });
  return [...sources, ...destinations];
}

function list(call: Call, manager: string | null) {
  const type = (call.query.get("type") ?? "all").toLowerCase();
  if (!["source", "destination", "all"].includes(type)) {
    throw bad("Parameter 'type' must be source, destination or all");
  }
  const items = entities(call.world).filter(
    (entity) =>
      (manager === null || entity.secret_manager_id === manager) &&
      (type === "all" || entity.type.toLowerCase() === type),
  );
  return page(DONE, items, `entities ${manager ?? ""} ${type}`, call.query);
}

const managers = collection({
  noun: "External secrets manager",
  plural: "External secrets managers",
  notFound: "NotFound",
  items: (world) => recordsOf(world, "external secrets managers"),
  body: (manager) => ({ ...manager }),
  messages: { list: DONE, details: DONE, removed: () => "Resource deleted successfully" },
  list: "list_esms",
  get: "get_esm_details",
  create: {
    operation: "create_esm",
    message: "External Secrets Manager has been created",
    body: z.looseObject({
      type: z.enum(ENUMS.create_esm.type),
      name: z.string().min(1),
      config: JsonObject.optional(),
      is_hybrid_deployment: z.boolean().optional(),
    }),
    make({ world, now }, { type, name, config, is_hybrid_deployment = false }) {
      if (config === undefined) throw bad("ESM config is required.");
      const at = timestamp(now);
      return {
        id: newId(world),
        type,
        name,
        config: masked(config),
        is_hybrid_deployment,
        created_at: at,
        updated_at: at,
      };
    },
  },
  modify: {
    operation: "modify_esm",
    message: "Resource updated successfully",
    body: z.looseObject({ config: JsonObject.optional() }),
    apply({ now }, manager, { config: change }) {
      if (change === undefined) throw bad("ESM config is required.");
      const config = mergeMasked(manager["config"], change);
      Object.assign(manager, { config, updated_at: timestamp(now) });
      return undefined;
    },
  },
  remove: "delete_esm",
  beforeRemove({ world }, { id }) {
    if (entities(world).some(({ secret_manager_id }) => secret_manager_id === id)) {
      throw bad(`External secrets manager with id '${id}' is in use`);
    }
  },
});

export const secretsManagerRoutes: Route[] = [
  ...managers.routes,
  route("get_esm_entities", (call) => list(call, managers.one(call).id)),
  route("list_esm_entities", (call) => list(call, call.query.get("esm_id"))),
];
