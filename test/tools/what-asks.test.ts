import { describe, expect, test } from "vitest";
import { changes, type Harness, harness, idOf } from "../harness.js";
import { connectionOf, groupId } from "./change-facts.js";
import { sent as sentOperations } from "./ids.js";

type Args = Record<string, unknown>;

const names = (on: Harness, count: number, paused: boolean): string[] => {
  const found: string[] = [];
  on.sandbox.edit((world) => {
    for (const connection of world.connections.values()) {
      const { status, succeeded_at } = connection;
      const idle = status.setup_state === "connected" && status.sync_state === "scheduled";
      if (!succeeded_at || !idle || found.length === count) continue;
      connection.paused = paused;
      found.push(connection.schema);
    }
  });
  expect(found).toHaveLength(count);
  return found;
};

const neverSynced = (
  on: Harness,
  name: string,
  state: { paused: boolean | undefined } = { paused: true },
): string => {
  on.sandbox.edit((world) => {
    for (const connection of world.connections.values()) {
      if (connection.schema !== name) continue;
      Object.assign(connection, { succeeded_at: null, ...state });
    }
  });
  return idOf(on.sandbox, name);
};

const ZENDESK = "zendesk_support";
const IDLE = { paused: false };
const MANUAL = { paused: false, schedule_type: "manual" };
const POSTGRES = { connector: "postgres_orders" };

const asking: [string, string, (on: Harness) => Args][] = [
  ["six paused", "pause_connectors", (on) => ({ connectors: names(on, 6, false) })],
  ["six resumed", "resume_connectors", (on) => ({ connectors: names(on, 6, true) })],
  ["six synced", "trigger_sync", (on) => ({ connectors: names(on, 6, false) })],
  ["a filter of more than five", "pause_connectors", () => ({ group: "analytics_prod" })],
  ["a sync with force", "trigger_sync", () => ({ connectors: ["github_repos"], force: true })],
  [
    "the first resume",
    "resume_connectors",
    (on) => ({ connectors: [neverSynced(on, "klaviyo_email")] }),
  ],
  [
    "the first resume by write_api",
    "write_api",
    (on) => ({
      operation_id: "modify_connection",
      params: { connectionId: neverSynced(on, "klaviyo_email") },
      body: { paused: false },
    }),
  ],
  [
    "the first sync",
    "trigger_sync",
    (on) => ({ connectors: ["github_repos", neverSynced(on, ZENDESK, IDLE)] }),
  ],
  [
    "the first sync by write_api",
    "write_api",
    (on) => ({
      operation_id: "sync_connection",
      params: { connectionId: neverSynced(on, ZENDESK, IDLE) },
      body: { force: "false" },
    }),
  ],
  [
    "an automatic schedule for the first sync",
    "update_connector",
    (on) => ({ connector: neverSynced(on, ZENDESK, MANUAL), schedule_type: "auto" }),
  ],
  [
    "an automatic schedule for the first sync by write_api",
    "write_api",
    (on) => ({
      operation_id: "modify_connection",
      params: { connectionId: neverSynced(on, ZENDESK, MANUAL) },
      body: { schedule_type: "AUTO" },
    }),
  ],
  [
    "the same for a connector whose record does not say whether it is paused",
    "write_api",
    (on) => ({
      operation_id: "modify_connection",
      params: { connectionId: neverSynced(on, ZENDESK, { ...MANUAL, paused: undefined }) },
      body: { schedule_type: "AUTO" },
    }),
  ],
  ["a re-sync of everything", "resync_connector", () => POSTGRES],
  [
    "a re-sync of one table",
    "resync_connector",
    () => ({ ...POSTGRES, tables: { public: ["orders"] } }),
  ],
  ["a deletion", "delete_connector", () => ({ connector: "mysql_legacy" })],
  ["a reload that enables", "reload_schema", () => ({ ...POSTGRES, exclude_mode: "INCLUDE" })],
  ["a reload that disables", "reload_schema", () => ({ ...POSTGRES, exclude_mode: "EXCLUDE" })],
  [
    "a table disabled",
    "modify_schema",
    () => ({ ...POSTGRES, changes: [{ table: "orders", enabled: false }] }),
  ],
  [
    "a table enabled",
    "modify_schema",
    () => ({ ...POSTGRES, changes: [{ table: "sessions", enabled: true }] }),
  ],
  [
    "a column hashed",
    "modify_schema",
    () => ({ ...POSTGRES, changes: [{ table: "customers", column: "phone", hashed: true }] }),
  ],
  [
    "a sync mode",
    "modify_schema",
    () => ({ ...POSTGRES, changes: [{ table: "products", sync_mode: "HISTORY" }] }),
  ],
  ["schema change handling", "modify_schema", () => ({ ...POSTGRES, policy: "BLOCK_ALL" })],
  [
    "settings before the capture",
    "modify_schema",
    () => ({ connector: "asana_projects", changes: [{ schema: "s", table: "t", enabled: false }] }),
  ],
  [
    "a configuration",
    "update_connector",
    () => ({ ...POSTGRES, config: { host: "db2.example.com" } }),
  ],
  [
    "a network",
    "update_connector",
    () => ({ connector: "mysql_inventory", networking_method: "Directly" }),
  ],
  [
    "the end of a schema review",
    "update_connector",
    () => ({ connector: "workday_people", schema_status: "ready" }),
  ],
];

const free: [string, string, (on: Harness) => Args][] = [
  ["five paused", "pause_connectors", (on) => ({ connectors: names(on, 5, false) })],
  ["five resumed", "resume_connectors", (on) => ({ connectors: names(on, 5, true) })],
  ["five synced", "trigger_sync", (on) => ({ connectors: names(on, 5, false) })],
  ["a frequency", "update_connector", () => ({ ...POSTGRES, sync_frequency: 60 })],
  [
    "a manual schedule",
    "update_connector",
    () => ({ connector: "zendesk_support", schedule_type: "manual" }),
  ],
  [
    "a daily time",
    "update_connector",
    () => ({ connector: "zendesk_support", sync_frequency: 1440, daily_sync_time: "14:00" }),
  ],
  [
    "delay alerts",
    "update_connector",
    () => ({ connector: "zendesk_support", data_delay_sensitivity: "HIGH" }),
  ],
  [
    "a pause after the trial",
    "update_connector",
    () => ({ connector: "zendesk_support", pause_after_trial: true }),
  ],
  [
    "an automatic schedule of a paused one that never synced",
    "update_connector",
    (on) => ({
      connector: neverSynced(on, ZENDESK, { ...MANUAL, paused: true }),
      schedule_type: "auto",
    }),
  ],
  [
    "an automatic schedule of one that synced",
    "update_connector",
    (on) => {
      on.sandbox.edit(({ connections }) => {
        for (const one of connections.values()) {
          if (one.schema === ZENDESK) one.schedule_type = "manual";
        }
      });
      return { connector: ZENDESK, schedule_type: "auto" };
    },
  ],
  [
    "a later sync by write_api",
    "write_api",
    (on) => ({
      operation_id: "sync_connection",
      params: { connectionId: idOf(on.sandbox, ZENDESK) },
      body: { force: false },
    }),
  ],
  ["a reload that preserves", "reload_schema", () => POSTGRES],
  ["setup tests", "run_setup_tests", () => ({ connector: "github_repos" })],
];

describe("asks", () => {
  test.each(asking)("%s", async (_, tool, argsOf) => {
    const on = await harness();
    const plan = await on.call(tool, argsOf(on));
    expect(plan, plan.text).toMatchObject({ status: "confirmation_required", isError: false });
    expect(plan.token).not.toBe("");
    expect(changes(on.sandbox)).toEqual([]);
  });
});

describe("does not ask", () => {
  test.each(free)("%s", async (_, tool, argsOf) => {
    const on = await harness();
    const done = await on.call(tool, argsOf(on));
    expect(done, done.text).toMatchObject({ status: "done", isError: false });
    expect(changes(on.sandbox)).not.toEqual([]);
  });
});

describe("setup tests run only with a change of configuration or credentials", () => {
  const bodies = (on: Harness) => changes(on.sandbox).map(({ body }) => body);
  const write = (on: Harness, body: Args) => ({
    operation_id: "modify_connection",
    params: { connectionId: idOf(on.sandbox, "zendesk_support") },
    body,
  });
  const destination = (on: Harness, body: Args) => ({
    operation_id: "modify_destination",
    params: { destinationId: groupId(on.sandbox, "analytics_prod") },
    body,
  });
  const agreedTo = async (on: Harness, tool: string, args: Args) => {
    const plan = await on.call(tool, args);
    if (plan.status !== "confirmation_required") return plan;
    return on.call(tool, { ...args, confirmation_token: plan.token });
  };

  test.each<[string, string, (on: Harness) => Args]>([
    ["pause", "pause_connectors", () => ({ connectors: ["zendesk_support"] })],
    ["resume", "resume_connectors", () => ({ connectors: ["mysql_legacy"] })],
    ["frequency", "update_connector", () => ({ ...POSTGRES, sync_frequency: 60 })],
    ["review", "update_connector", () => ({ connector: "workday_people", schema_status: "ready" })],
    ["write_api: pause", "write_api", (on) => write(on, { paused: true })],
    ["write_api: frequency", "write_api", (on) => write(on, { sync_frequency: 60 })],
    ["write_api: time zone", "write_api", (on) => destination(on, { time_zone_offset: "+3" })],
  ])("%s: not", async (_, tool, argsOf) => {
    const on = await harness();
    const done = await agreedTo(on, tool, argsOf(on));
    expect(done.isError, done.text).toBe(false);
    expect(bodies(on)).toEqual([expect.objectContaining({ run_setup_tests: false })]);
  });

  test.each<[string, string, (on: Harness) => Args, string]>([
    [
      "network",
      "update_connector",
      () => ({ connector: "mysql_inventory", networking_method: "Directly" }),
      "run_setup_tests",
    ],
    [
      "write_api: network",
      "write_api",
      (on) => write(on, { networking_method: "Directly" }),
      "run_setup_tests",
    ],
    [
      "write_api: network of a destination",
      "write_api",
      (on) => destination(on, { networking_method: "Directly" }),
      "run_destination_setup_tests",
    ],
  ])("%s: in a request of their own, as the plan says", async (_, tool, argsOf, operation) => {
    const on = await harness();
    const plan = await on.call(tool, argsOf(on));
    expect(plan.text).toContain("setup tests run in a separate request after the change");
    const done = await on.call(tool, { ...argsOf(on), confirmation_token: plan.token });
    expect(done.isError, done.text).toBe(false);
    expect(done.text).toMatch(/Setup tests: (all )?\d+ (passed|failed)/);
    expect(sentOperations(on.sandbox).at(-1)).toBe(operation);
    expect(bodies(on)[0]).toMatchObject({ run_setup_tests: false });
  });

  test("run_setup_tests false, or a scope that forbids them, leaves them out", async () => {
    const args = { connector: "mysql_inventory", networking_method: "Directly" };
    const on = await harness();
    await agreedTo(on, "update_connector", { ...args, run_setup_tests: false });
    expect(sentOperations(on.sandbox)).toEqual(["modify_connection"]);
    const env = { DISALLOWED_ACTIONS: "connections:write:run_setup_tests" };
    const denied = await harness({ env });
    const plan = await denied.call("update_connector", args);
    expect(plan.text).toContain(
      "setup tests do not run after the change, because DISALLOWED_ACTIONS does not allow them",
    );
  });

  test("a change of the configuration runs them, and what the caller says stands", async () => {
    const on = await harness();
    const host = { host: connectionOf(on.sandbox, "mysql_inventory").config["host"] };
    await agreedTo(on, "update_connector", { ...POSTGRES, config: { host: "db2.example.com" } });
    await agreedTo(on, "write_api", write(on, { config: { domain: "other" } }));
    await agreedTo(on, "write_api", write(on, { paused: true, run_setup_tests: true }));
    await agreedTo(on, "write_api", destination(on, { config: host }));
    // The credentials move to an external secrets manager.
    const moved = { external_secrets_keys_config: { password: "fivetran/zendesk" } };
    await agreedTo(on, "write_api", write(on, moved));
    await agreedTo(on, "write_api", write(on, { external_secrets_manager_id: "manager_1" }));
    const sent = bodies(on).map((body) => JSON.stringify(body));
    expect(sent).toHaveLength(6);
    expect(sent.filter((body) => body.includes('"run_setup_tests":false'))).toEqual([]);
  });
});
