import * as z from "zod";
import { found } from "../api/collection.js";
import { conflict, created, invalid, ok } from "../api/envelope.js";
import { testBody } from "../api/responses.js";
import { type Call, plain, type Route, route } from "../api/router.js";
import {
  credentials,
  reconfigured,
  runDestinationTests,
  scriptFor,
} from "../connections/setup-tests.js";
import { approvedHashes } from "../connections/trust.js";
import { isWarehouse } from "../services/names.js";
import { act } from "../simulation/runs.js";
import { deepMerge, isObject, JsonObject, masked } from "../world/json.js";
import type { Destination } from "../world/model.js";
import { destinationBody, theDestination } from "./reads.js";

const ID = "/v1/destinations/{destinationId}";

const Offset = z
  .string()
  .regex(/^(0|\+([1-9]|1[0-2])|-([1-9]|1[01]))$/, "must be an offset such as -5");

const trust = {
  trust_certificates: z.boolean().optional(),
  trust_fingerprints: z.boolean().optional(),
};

const settings = {
  region: z.string().min(1, "region cannot be empty").optional(),
  daylight_saving_time_enabled: z.boolean().optional(),
  networking_method: z.enum(["Directly", "SshTunnel", "PrivateLink", "ProxyAgent"]).nullish(),
  private_link_id: z.string().nullish(),
  proxy_agent_id: z.string().nullish(),
  hybrid_deployment_agent_id: z.string().nullish(),
  external_secrets_manager_id: z.string().nullish(),
  run_setup_tests: z.boolean().optional(),
  ...trust,
};

function kept(config: JsonObject): JsonObject {
  const stored = masked(config);
  return isObject(stored) ? stored : {};
}

/** What waited for the destination goes on by itself. */
function recover(call: Call, destination: Destination): void {
  if (destination.setup_status !== "connected") return;
  for (const connection of call.world.connections.values()) {
    if (connection.group_id !== destination.id) continue;
    act(connection, "destination");
    call.engine.touch(connection);
  }
}

function runTests(
  call: Call,
  destination: Destination,
  given: z.infer<z.ZodObject<typeof trust>>,
): JsonObject {
  const approved = approvedHashes(call.world, destination.id);
  const setup_tests = runDestinationTests(destination, { ...given, approved }).map(testBody);
  recover(call, destination);
  return { setup_tests };
}

const create = route({
  method: "POST",
  path: "/v1/destinations",
  operation: "create_destination",
  body: z.looseObject({
    group_id: z.string(),
    service: z.string(),
    time_zone_offset: Offset,
    config: JsonObject,
    ...settings,
  }),
  handle(call, body) {
    const { world } = call;
    const group = found(world.groups, body.group_id, "Group");
    if (!isWarehouse(body.service)) throw invalid(`Unsupported service '${body.service}'`);
    if (world.destinations.has(group.id)) {
      throw conflict(`Group with id '${group.id}' already has a destination`);
    }
    const tested = body.run_setup_tests !== false;
    if (tested) call.spend("setup test");
    const destination: Destination = {
      id: group.id,
      group_id: group.id,
      service: body.service,
      region: body.region ?? "GCP_US_EAST4",
      time_zone_offset: body.time_zone_offset,
      setup_status: "incomplete",
      daylight_saving_time_enabled: body.daylight_saving_time_enabled ?? true,
      networking_method: body.networking_method ?? "Directly",
      private_link_id: body.private_link_id ?? null,
      proxy_agent_id: body.proxy_agent_id ?? null,
      hybrid_deployment_agent_id: body.hybrid_deployment_agent_id ?? null,
      ...(body.external_secrets_manager_id == null
        ? {}
        : { external_secrets_manager_id: body.external_secrets_manager_id }),
      config: kept(body.config),
      // Some warehouses need no secret of ours, so none given is none refused.
      tests: scriptFor(credentials(body.config, undefined) === "bad" ? "bad" : "good"),
    };
    world.destinations.set(group.id, destination);
    call.effect(group.id, "destination created");
    const tests = tested ? runTests(call, destination, body) : {};
    return created("Destination has been created", { ...destinationBody(destination), ...tests });
  },
});

const modify = route({
  method: "PATCH",
  path: ID,
  operation: "modify_destination",
  body: z.looseObject({
    time_zone_offset: Offset.optional(),
    config: JsonObject.optional(),
    ...settings,
  }),
  handle(call, body) {
    const destination = theDestination(call);
    for (const field of ["id", "group_id", "service"]) {
      if (field in body) throw invalid(`Field '${field}' cannot be changed`);
    }
    const { config } = body;
    const tested = config !== undefined && body.run_setup_tests !== false;
    if (tested) call.spend("setup test");
    const before = JSON.stringify(destination);
    for (const field of [
      "region",
      "time_zone_offset",
      "daylight_saving_time_enabled",
      "networking_method",
      "private_link_id",
      "proxy_agent_id",
      "hybrid_deployment_agent_id",
      "external_secrets_manager_id",
    ] as const) {
      if (body[field] !== undefined) Object.assign(destination, { [field]: body[field] });
    }
    if (config !== undefined) {
      destination.config = kept(deepMerge(destination.config, config));
      destination.tests = reconfigured(destination.tests, credentials(config, undefined));
    }
    const tests = tested ? runTests(call, destination, body) : {};
    if (JSON.stringify(destination) !== before) call.effect(destination.id, "destination updated");
    call.engine.rebuild();
    return ok("Destination has been updated", { ...destinationBody(destination), ...tests });
  },
});

const remove = plain("DELETE", ID, "delete_destination", (call) => {
  const { id } = theDestination(call);
  if ([...call.world.connections.values()].some(({ group_id }) => group_id === id)) {
    throw conflict(`Destination with id '${id}' still has connections`);
  }
  call.world.destinations.delete(id);
  call.effect(id, "destination deleted");
  return ok(`Destination with id '${id}' has been deleted`);
});

const test = route({
  method: "POST",
  path: `${ID}/test`,
  operation: "run_destination_setup_tests",
  body: z.looseObject(trust),
  handle(call, body) {
    const destination = theDestination(call);
    call.spend("setup test");
    const before = destination.setup_status;
    const tests = runTests(call, destination, body);
    if (destination.setup_status !== before) {
      call.effect(destination.id, `setup_status ${before} -> ${destination.setup_status}`);
    }
    return ok("Setup tests have been completed", { ...destinationBody(destination), ...tests });
  },
});

export const destinationWrites: Route[] = [create, modify, remove, test];
