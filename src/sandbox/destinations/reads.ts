import { found } from "../api/collection.js";
import { ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { testBody } from "../api/responses.js";
import { type Call, plain, type Route } from "../api/router.js";
import { isObject, type JsonObject, masked } from "../world/json.js";
import type { Destination } from "../world/model.js";

export function destinationItem(destination: Destination): JsonObject {
  const { config: _, tests: __, setup_tests: ___, ...rest } = destination;
  const { external_secrets_manager_id: manager, ...shown } = rest;
  return { ...shown, ...(manager == null ? {} : { external_secrets_manager_id: manager }) };
}

/** Numbers come back as text: well-known clients of destinations read nothing else. */
function readBack(config: JsonObject): JsonObject {
  const shown = masked(config);
  if (!isObject(shown)) return {};
  return Object.fromEntries(
    Object.entries(shown).map(([name, value]) => [
      name,
      typeof value === "number" ? String(value) : value,
    ]),
  );
}

export function destinationBody(destination: Destination): JsonObject {
  const { config, setup_tests } = destination;
  const tests = setup_tests === undefined ? {} : { setup_tests: setup_tests.map(testBody) };
  return { ...destinationItem(destination), config: readBack(config), ...tests };
}

export function theDestination(call: Call): Destination {
  return found(call.world.destinations, call.param("destinationId"), "Destination");
}

export const destinationReads: Route[] = [
  plain("GET", "/v1/destinations", "list_destinations", ({ world, query }) => ({
    message: "Destinations list retrieved successfully",
    ...page([...world.destinations.values()], "/v1/destinations", query, (destination) =>
      JSON.stringify(destinationItem(destination)),
    ),
  })),
  plain("GET", "/v1/destinations/{destinationId}", "destination_details", (call) =>
    ok("Destination details retrieved successfully", destinationBody(theDestination(call))),
  ),
];
