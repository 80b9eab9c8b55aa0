import * as z from "zod";
import { found } from "../api/collection.js";
import { conflict, created, mustChange, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { testBody } from "../api/responses.js";
import { type Call, operationAt, type Route, route, routeWithBody } from "../api/router.js";
import { credentials, results, scriptFor } from "../connections/setup-tests.js";
import {
  isObject,
  JsonObject,
  MASK,
  maskedObject,
  mergeMasked,
  withoutUndefined,
} from "../world/json.js";
import { recordsOf, type Stored } from "../world/model.js";

const Change = z.looseObject({
  enabled: z.boolean().optional(),
  config: JsonObject.optional(),
  run_setup_tests: z.boolean().optional(),
});

const New = Change.extend({
  service: z.enum([
    "azure_monitor_log",
    "cloudwatch",
    "datadog_log",
    "dynatrace",
    "grafana_loki",
    "new_relic_log",
    "splunkLog",
    "stackdriver",
  ]),
  group_id: z.string().optional(),
});

/** Returns true if a configuration contains secrets that are rejected. */
const isRefused = (config: JsonObject) => credentials(config, undefined) === "bad";

/** Runs the tests. They pass unless a given secret is rejected. */
function run(call: Call, log: Stored): JsonObject[] {
  call.spend("setup test");
  const tests = results(scriptFor(log["refused"] === true ? "bad" : "good"), {});
  const failed = tests.some(({ status }) => status === "FAILED");
  const was = isObject(log["status"]) ? log["status"]["setup_state"] : undefined;
  const setup_state = !failed ? "connected" : was === "connected" ? "broken" : "incomplete";
  const task = { code: "reconnect_log", message: "The log service refuses what it is sent." };
  Object.assign(log, { status: { tasks: setup_state === "broken" ? [task] : [], setup_state } });
  return tests.map(testBody);
}

/** Masks the secrets of a configuration. The key of a workspace is one of them. */
function hidden(config: JsonObject): JsonObject {
  const { primary_key } = config;
  return { ...maskedObject(config), ...(primary_key ? { primary_key: MASK } : {}) };
}

function shown({ refused: _, ...log }: JsonObject): JsonObject {
  return log;
}

/**
 * The log services of groups, or the one of the account. Both have the same operations under
 * different paths.
 */
interface Kind {
  stored: string;
  /** Paths of the collection and of one item. */
  path: string;
  onePath: string;
  /** Returns the owner's id, and the error for an owner that already has a log service. */
  owner(call: Call, given: z.infer<typeof New>): { id: string; taken: string };
  id(call: Call): string;
  /** The noun in messages. */
  noun: string;
  tested: string;
  removed(id: string): string;
}

const OF_GROUPS: Kind = {
  stored: "log services",
  path: "/v1/external-logging",
  onePath: "/v1/external-logging/{logId}",
  owner({ world }, { group_id = "" }) {
    const { id } = found(world.groups, group_id, "Group");
    return { id, taken: `Group with id '${id}' already has a log service` };
  },
  id: ({ id }) => id,
  noun: "External logging service",
  tested: "Setup tests have been completed",
  removed: (id) => `External logging service with id '${id}' has been deleted`,
};

const OF_ACCOUNT: Kind = {
  stored: "account log service",
  path: "/v1/external-logging/account",
  onePath: "/v1/external-logging/account",
  owner({ world }) {
    return { id: world.account.account_id, taken: "The account already has a log service" };
  },
  id: ({ world }) => world.account.account_id,
  noun: "Account external logging service",
  tested: "Account external logging service setup tests have been completed",
  removed: () => "Account external logging service has been deleted",
};

function routesOf(kind: Kind): Route[] {
  const logs = (call: Call) => recordsOf(call.world, kind.stored);
  const one = (call: Call) =>
    found(logs(call), kind.id(call), "Log service", "NotFound_LogService");
  const NewOfKind = kind === OF_GROUPS ? New.required({ group_id: true }) : New;
  return [
    route(operationAt("GET", kind.onePath), (call) =>
      ok(`${kind.noun} details retrieved successfully`, shown(one(call))),
    ),
    routeWithBody(operationAt("POST", kind.path), NewOfKind, (call, given) => {
      const { service, enabled = true, config = {}, run_setup_tests = true } = given;
      const { id, taken } = kind.owner(call, given);
      if (logs(call).has(id)) throw conflict(taken);
      const log: Stored = {
        id,
        service,
        enabled,
        status: { tasks: [], setup_state: "incomplete" },
        config: hidden(config),
        refused: isRefused(config),
      };
      const setup_tests = run_setup_tests ? run(call, log) : [];
      logs(call).set(id, log);
      call.effect(id, "log service created");
      return created(`${kind.noun} has been added`, { ...shown(log), setup_tests });
    }),
    routeWithBody(
      operationAt("PATCH", kind.onePath),
      Change,
      (call, { enabled, config, run_setup_tests = true }) => {
        const log = one(call);
        mustChange(enabled, config);
        Object.assign(log, withoutUndefined({ enabled }));
        if (config !== undefined) {
          const merged = hidden(mergeMasked(log["config"], config));
          Object.assign(log, { config: merged, refused: isRefused(config) });
        }
        const setup_tests = config !== undefined && run_setup_tests ? run(call, log) : [];
        call.effect(log.id, "log service updated");
        return ok(`${kind.noun} has been updated`, { ...shown(log), setup_tests });
      },
    ),
    route(operationAt("POST", `${kind.onePath}/test`), (call) =>
      ok(kind.tested, { setup_tests: run(call, one(call)) }),
    ),
    route(operationAt("DELETE", kind.onePath), (call) => {
      const { id } = one(call);
      logs(call).delete(id);
      call.effect(id, "log service deleted");
      return ok(kind.removed(id));
    }),
  ];
}

export const logServiceRoutes: Route[] = [
  ...routesOf(OF_GROUPS),
  ...routesOf(OF_ACCOUNT),
  route("list_log_services", ({ world, query }) => {
    const logs = [...recordsOf(world, OF_GROUPS.stored).values()];
    const items = logs.map(({ config: _, ...log }) => shown(log));
    return page(
      "External logging services retrieved successfully",
      items,
      "/v1/external-logging",
      query,
    );
  }),
];
