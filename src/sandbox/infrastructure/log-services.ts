import * as z from "zod";
import { collection, found } from "../api/collection.js";
import { conflict, created, invalid, ok } from "../api/envelope.js";
import { testBody } from "../api/responses.js";
import { type Call, plain, type Route, route } from "../api/router.js";
import { credentials, results, scriptFor } from "../connections/setup-tests.js";
import { deepMerge, isObject, JsonObject, masked } from "../world/json.js";
import { recordsOf, type Stored } from "../world/model.js";

const GROUP_LOGS = "log services";
const ACCOUNT_LOG = "account log service";
const PATH = "/v1/external-logging/{logId}";
const ACCOUNT = "/v1/external-logging/account";

const Service = z.enum([
  "azure_monitor_log",
  "cloudwatch",
  "datadog_log",
  "dynatrace",
  "grafana_loki",
  "new_relic_log",
  "splunkLog",
  "stackdriver",
]);

const New = z.looseObject({
  service: Service,
  enabled: z.boolean().optional(),
  config: JsonObject.optional(),
  run_setup_tests: z.boolean().optional(),
});

const Change = z.looseObject({
  enabled: z.boolean().optional(),
  config: JsonObject.optional(),
  run_setup_tests: z.boolean().optional(),
});

/** Secrets are kept as asterisks, and beside them whether they are any good. */
function configured(config: JsonObject): JsonObject {
  const bad = credentials(config, undefined) === "bad";
  return { config: masked(config), refused: bad };
}

/** Tests pass unless a secret was given that is refused. */
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

function shown({ refused: _, ...log }: JsonObject): JsonObject {
  return log;
}

function make(call: Call, id: string, body: z.infer<typeof New>): JsonObject {
  const log: Stored = {
    id,
    service: body.service,
    enabled: body.enabled ?? true,
    status: { tasks: [], setup_state: "incomplete" },
    ...configured(body.config ?? {}),
  };
  const kept = id === call.world.account.account_id ? ACCOUNT_LOG : GROUP_LOGS;
  const tests = body.run_setup_tests === false ? [] : run(call, log);
  recordsOf(call.world, kept).set(id, log);
  call.effect(id, "log service created");
  return { ...shown(log), setup_tests: tests };
}

function change(call: Call, log: Stored, body: z.infer<typeof Change>): JsonObject {
  const { enabled, config } = body;
  if (enabled === undefined && config === undefined) {
    throw invalid("Request body must hold at least one field to update");
  }
  if (enabled !== undefined) Object.assign(log, { enabled });
  if (config !== undefined) {
    const before = isObject(log["config"]) ? log["config"] : {};
    const { refused } = configured(config);
    Object.assign(log, { config: masked(deepMerge(before, config)), refused });
  }
  const tests = config !== undefined && body.run_setup_tests !== false ? run(call, log) : [];
  call.effect(log.id, "log service updated");
  return { ...shown(log), setup_tests: tests };
}

const theLog = (call: Call): Stored =>
  found(
    recordsOf(call.world, GROUP_LOGS),
    call.param("logId"),
    "Log service",
    "NotFound_LogService",
  );

const accountLog = (call: Call): Stored =>
  found(
    recordsOf(call.world, ACCOUNT_LOG),
    call.world.account.account_id,
    "Log service",
    "NotFound_LogService",
  );

const UPDATED = "Log service has been updated";
const TESTED = "Setup tests have been completed";
const DETAILS = "Log service details retrieved successfully";

/** An id that does not exist is never asked for with a fixed word: those routes come first. */
const ofAccount: Route[] = [
  plain("GET", ACCOUNT, "get_account_log_service_details", (call) =>
    ok(DETAILS, shown(accountLog(call))),
  ),
  route({
    method: "POST",
    path: ACCOUNT,
    operation: "add_account_log_service",
    body: New,
    handle(call, body) {
      const { account_id } = call.world.account;
      if (recordsOf(call.world, ACCOUNT_LOG).has(account_id)) {
        throw conflict("The account has a log service already");
      }
      return created("Log service has been created", make(call, account_id, body));
    },
  }),
  route({
    method: "PATCH",
    path: ACCOUNT,
    operation: "update_account_log_service",
    body: Change,
    handle: (call, body) => ok(UPDATED, change(call, accountLog(call), body)),
  }),
  plain("DELETE", ACCOUNT, "delete_account_log_service", (call) => {
    const { id } = accountLog(call);
    recordsOf(call.world, ACCOUNT_LOG).delete(id);
    call.effect(id, "log service deleted");
    return ok("Account log service has been deleted");
  }),
  plain("POST", `${ACCOUNT}/test`, "run_setup_tests_account_log_service", (call) =>
    ok(TESTED, { setup_tests: run(call, accountLog(call)) }),
  ),
];

export const logServiceRoutes: Route[] = [
  ...ofAccount,
  ...collection({
    path: "/v1/external-logging",
    param: "logId",
    noun: "Log service",
    plural: "Log services",
    notFound: "NotFound_LogService",
    items: (world) => recordsOf(world, GROUP_LOGS),
    body({ config: _, ...log }) {
      return shown(log);
    },
    list: "list_log_services",
    remove: { operation: "delete_log_service" },
  }),
  plain("GET", PATH, "get_log_service_details", (call) => ok(DETAILS, shown(theLog(call)))),
  route({
    method: "POST",
    path: "/v1/external-logging",
    operation: "add_log_service",
    body: New.extend({ group_id: z.string() }),
    handle(call, { group_id, ...body }) {
      const { id } = found(call.world.groups, group_id, "Group");
      if (recordsOf(call.world, GROUP_LOGS).has(id)) {
        throw conflict(`Group with id '${id}' has a log service already`);
      }
      return created("Log service has been created", make(call, id, body));
    },
  }),
  route({
    method: "PATCH",
    path: PATH,
    operation: "update_log_service",
    body: Change,
    handle: (call, body) => ok(UPDATED, change(call, theLog(call), body)),
  }),
  plain("POST", `${PATH}/test`, "run_setup_tests_log_service", (call) =>
    ok(TESTED, { setup_tests: run(call, theLog(call)) }),
  ),
];
