import * as z from "zod";
import { ENUMS } from "../../client/operations/generated/enums.js";
import { collection, found } from "../api/collection.js";
import { conflict, created, invalid, ok } from "../api/envelope.js";
import { testBody } from "../api/responses.js";
import { type Call, type Route, routeWithBody } from "../api/router.js";
import { approvedHashes } from "../connections/approvals.js";
import { network, trust } from "../connections/fields.js";
import {
  credentials,
  runDestinationTests,
  scriptFor,
  testsAfter,
} from "../connections/setup-tests.js";
import { triggeredBy } from "../connections/triggers.js";
import { defaultsOf, destinationFields, isDestinationType } from "../services/catalog.js";
import { destinationSecrets } from "../services/secrets.js";
import { act } from "../simulation/runs.js";
import { type Json, JsonObject, maskedObject, mergeMasked } from "../world/json.js";
import type { Destination } from "../world/model.js";
import { newDestination } from "./new-destination.js";

const Offset = z.enum(ENUMS.create_destination.time_zone_offset, "must be an offset such as -5");

function shared(destination: Destination): JsonObject {
  const { config: _, tests: __, setup_tests: ___, ...rest } = destination;
  const { external_secrets_manager_id: manager, ...shown } = rest;
  return { ...shown, ...(manager == null ? {} : { external_secrets_manager_id: manager }) };
}

/** Returns a destination in the form of a list, which omits the daylight saving time field. */
function destinationItem(destination: Destination): JsonObject {
  const { daylight_saving_time_enabled: _, ...shown } = shared(destination);
  return shown;
}

/** Returns the configuration with numbers as text, because well-known clients expect that. */
function readBack({ service, config }: Destination): JsonObject {
  const text = (value: Json) => (typeof value === "number" ? String(value) : value);
  const shown = Object.entries(maskedObject(config, destinationSecrets(service)));
  return Object.fromEntries(shown.map(([name, value]) => [name, text(value)]));
}

function destinationBody(destination: Destination): JsonObject {
  const { setup_tests } = destination;
  const tests = setup_tests === undefined ? {} : { setup_tests: setup_tests.map(testBody) };
  return { ...shared(destination), config: readBack(destination), ...tests };
}

const settings = {
  region: z.string().min(1, "region cannot be empty").optional(),
  daylight_saving_time_enabled: z.boolean().optional(),
  ...network,
  run_setup_tests: z.boolean().optional(),
  ...trust,
};

/** Resumes the connections that waited for the destination. */
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

const destinations = collection({
  noun: "Destination",
  plural: "Destinations list",
  items: (world) => world.destinations,
  body: destinationItem,
  details: destinationBody,
  list: "list_destinations",
  get: "destination_details",
  remove: "delete_destination",
  beforeRemove({ world }, { id }) {
    if ([...world.connections.values()].some(({ group_id }) => group_id === id)) {
      throw conflict(`Destination with id '${id}' still has connections`);
    }
  },
});

export const destinationRoutes: Route[] = [
  ...destinations.routes,
  routeWithBody(
    "create_destination",
    z.looseObject({
      group_id: z.string(),
      service: z.string(),
      time_zone_offset: Offset,
      config: JsonObject,
      ...settings,
    }),
    (call, body) => {
      const { world } = call;
      const group = found(world.groups, body.group_id, "Group");
      if (!isDestinationType(body.service)) throw invalid(`Unsupported service '${body.service}'`);
      if (world.destinations.has(group.id)) {
        throw conflict(`Group with id '${group.id}' already has a destination`);
      }
      const tested = body.run_setup_tests !== false;
      if (tested) call.spend("setup test");
      const isSecret = destinationSecrets(body.service);
      const destination = newDestination({
        ...body,
        id: group.id,
        setup_status: "incomplete",
        config: maskedObject(
          defaultsOf(destinationFields(body.service) ?? {}, body.config),
          isSecret,
        ),
        // Some destinations need no secret, so a missing one is accepted.
        tests: [
          ...triggeredBy(body.config),
          ...scriptFor(credentials(body.config, undefined, isSecret) === "bad" ? "bad" : "good"),
        ],
      });
      world.destinations.set(group.id, destination);
      call.effect(group.id, "destination created");
      const tests = tested ? runTests(call, destination, body) : {};
      return created("Destination has been created", { ...destinationBody(destination), ...tests });
    },
  ),
  routeWithBody(
    "modify_destination",
    z.looseObject({
      time_zone_offset: Offset.optional(),
      config: JsonObject.optional(),
      ...settings,
    }),
    (call, body) => {
      const destination = destinations.one(call);
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
        ...Object.keys(network),
      ]) {
        if (body[field] !== undefined) Object.assign(destination, { [field]: body[field] });
      }
      if (config !== undefined) {
        const isSecret = destinationSecrets(destination.service);
        destination.config = mergeMasked(destination.config, config, isSecret);
        const worth = credentials(config, undefined, isSecret);
        destination.tests = testsAfter(destination.tests, worth, destination.config);
      }
      const tests = tested ? runTests(call, destination, body) : {};
      if (JSON.stringify(destination) !== before)
        call.effect(destination.id, "destination updated");
      call.engine.rebuild();
      return ok("Destination has been updated", { ...destinationBody(destination), ...tests });
    },
  ),
  routeWithBody("run_destination_setup_tests", z.looseObject(trust), (call, body) => {
    const destination = destinations.one(call);
    call.spend("setup test");
    const before = destination.setup_status;
    const tests = runTests(call, destination, body);
    if (destination.setup_status !== before) {
      call.effect(destination.id, `setup_status ${before} -> ${destination.setup_status}`);
    }
    return ok("Setup tests have been completed", { ...destinationBody(destination), ...tests });
  }),
];
