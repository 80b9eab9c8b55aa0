import { describe, expect, test } from "vitest";
import { type Harness, harness, idOf, temporaryFolder } from "../harness.js";
import { agreed } from "./agreed.js";
import { groupId, sent, userId } from "./ids.js";

const URL = "https://example.com/hook";
const write = (on: Harness, operation_id: string, params: object, body: object) =>
  on.call("write_api", { operation_id, params, body });

describe("values that Fivetran rejects are refused in the plan", () => {
  test.each<[string, string, object, RegExp]>([
    [
      "a role that is none",
      "create_user",
      { role: "Acount Reviewer" },
      /Did you mean "Account Reviewer"\?/,
    ],
    [
      "a role of another place",
      "add_user_membership_in_group",
      { id: "finance", role: "Account Administrator" },
      /is not a role that can be granted in a group/,
    ],
    [
      "an event that is none",
      "create_account_webhook",
      { url: URL, events: ["sync_ended"] },
      /Did you mean sync_end\?/,
    ],
    [
      "no event",
      "create_account_webhook",
      { url: URL, events: ["sync_end", "x"] },
      /"x" is not an event/,
    ],
    [
      "an empty selection of tables",
      "resync_connection",
      { scope: { public: [] } },
      /scope\.public is empty. Give at least one item, or leave out scope to select all/,
    ],
    [
      "a table without a name",
      "resync_connection",
      { scope: { public: ["orders", ""] } },
      /scope\.public\.1 is empty. Give at least one item, or leave out scope to select all/,
    ],
    ["a schema without a name", "resync_tables", { "": ["orders"] }, /"" is empty/],
    ["no tables", "resync_tables", {}, /The body is empty. Give at least one item\./],
    [
      "no types of warnings",
      "dismiss_connection_warnings",
      { warning_types: [] },
      /warning_types is empty/,
    ],
    ["no body where one creates", "create_group", {}, /create_group needs a body/],
    [
      "objects without a value",
      "modify_connection",
      { config: {}, auth: {} },
      /modify_connection changes nothing with an empty config and auth\./,
    ],
    [
      "tables without a value",
      "modify_connection_schema_config",
      { schemas: { public: { tables: {} } } },
      /changes nothing with an empty schemas\./,
    ],
    [
      "an address without https",
      "create_account_webhook",
      { url: "http://example.com/a", events: ["sync_end"] },
      /must be an https address/,
    ],
    [
      "no address",
      "create_group_webhook",
      { url: "example", events: ["sync_end"] },
      /must be an https address/,
    ],
    [
      "a half-hour",
      "modify_connection",
      { daily_sync_time: "14:30", sync_frequency: 1440 },
      /must be a full hour/,
    ],
    [
      "an hour without a day",
      "modify_connection",
      { daily_sync_time: "14:00", sync_frequency: 60 },
      /applies only to an automatic daily schedule/,
    ],
    [
      "a frequency that is none",
      "modify_connection",
      { sync_frequency: 45 },
      /sync_frequency must be one of/,
    ],
    [
      "a body inside another one",
      "modify_connection",
      { body: { sync_frequency: 60 } },
      /"body" is not a field\. Give sync_frequency directly, without "body" around it/,
    ],
    [
      "a field of a configuration beside it",
      "modify_connection",
      { sync_frequency: 60, "config.host": "db2.example.com" },
      /"config\.host" is not a field\. Write it inside config: \{"host": …\}/,
    ],
    [
      "a proxy agent that is none",
      "modify_connection",
      { networking_method: "ProxyAgent", proxy_agent_id: "nobody" },
      /there is no proxy agent "nobody"/,
    ],
    [
      "a private link that is none",
      "modify_connection",
      { networking_method: "PrivateLink", private_link_id: "nolink" },
      /there is no private link "nolink"/,
    ],
    [
      "an agent that is none",
      "modify_destination",
      { hybrid_deployment_agent_id: "noagent" },
      /there is no hybrid deployment agent "noagent"/,
    ],
    [
      "an invitation without an address",
      "create_user",
      { given_name: "A", family_name: "B" },
      /email is required/,
    ],
  ])("%s", async (_, operation, given, reason) => {
    const on = await harness();
    const user = userId(on.sandbox, "linus@example.com");
    const params = {
      create_user: {},
      create_account_webhook: {},
      create_group_webhook: { groupId: "finance" },
      modify_destination: { destinationId: "analytics_prod" },
      modify_connection: { connectionId: idOf(on.sandbox, "zendesk_support") },
      modify_connection_schema_config: { connectionId: "zendesk_support" },
      resync_connection: { connectionId: "zendesk_support" },
      resync_tables: { connectionId: "zendesk_support" },
      dismiss_connection_warnings: { connectionId: "zendesk_support" },
      add_user_membership_in_group: { userId: user },
    }[operation];
    const person = { email: "a@example.com", given_name: "A", family_name: "B" };
    const body = operation === "create_user" && "role" in given ? { ...person, ...given } : given;
    const refused = await write(on, operation, params ?? {}, body);
    expect(refused.isError).toBe(true);
    expect(refused.text).toMatch(reason);
    expect(refused.data["error"], refused.text).toMatchObject({ type: "input" });
    expect(sent(on.sandbox)).toEqual([]);
  });
});

test("a plan that dismisses every warning says so", async () => {
  const on = await harness();
  const params = { connectionId: "zendesk_support" };
  const all = await write(on, "dismiss_connection_warnings", params, {});
  expect(all.text).toContain("- The body has no warning_types, so every warning is dismissed.");
  const body = { warning_types: ["some_warning"] };
  const some = await write(on, "dismiss_connection_warnings", params, body);
  expect(some.text).not.toContain("every warning");
});

test("an empty state is a change: the source is read from its beginning", async () => {
  const on = await harness();
  const connectionId = idOf(on.sandbox, "zendesk_support");
  const plan = await write(on, "modify_connection_state", { connectionId }, { state: {} });
  expect(plan.text).not.toContain("changes nothing");
});

test("a role and an event in another letter case are sent as Fivetran spells them", async () => {
  const on = await harness();
  const body = { url: URL, events: ["SYNC_END", "sync_end"], active: false };
  await agreed(on, "write_api", { operation_id: "create_account_webhook", body });
  const user = { email: "a@example.com", given_name: "A", family_name: "B" };
  await agreed(on, "write_api", {
    operation_id: "create_user",
    body: { ...user, role: "account reviewer" },
  });
  const bodies = on.sandbox.requests().filter(({ method }) => method === "POST");
  expect(bodies.map((request) => request.body)).toMatchObject([
    { events: ["sync_end"] },
    { role: "Account Reviewer" },
  ]);
});

test("a deprecated role is accepted, and its plan says what replaces it", async () => {
  const on = await harness();
  const user = { email: "a@example.com", given_name: "A", family_name: "B" };
  const roles = on.call("read_api", { operation_id: "list_all_roles" });
  const items: unknown = (await roles).data["items"];
  const old = Array.isArray(items) ? items.find((role) => role.is_deprecated) : undefined;
  expect(old).toBeDefined();
  const operation = old.scope.includes("ACCOUNT") ? "create_user" : "add_user_membership_in_group";
  const plan =
    operation === "create_user"
      ? await write(on, operation, {}, { ...user, role: old.name })
      : await write(
          on,
          operation,
          { userId: "linus@example.com" },
          { id: "finance", role: old.name },
        );
  expect(plan.status, plan.text).toBe("confirmation_required");
  expect(plan.text).toContain(`"${old.name}" is deprecated`);
  expect(plan.text).toContain(old.replacement_role_name);
});

describe("names stand for ids", () => {
  test("in the body of a membership, and a user by e-mail in the path", async () => {
    const on = await harness();
    const done = await agreed(on, "write_api", {
      operation_id: "add_user_membership_in_group",
      params: { userId: "linus@example.com" },
      body: { id: "finance", role: "View Destination" },
    });
    expect(done.isError, done.text).toBe(false);
    const id = groupId(on.sandbox, "finance");
    const request = on.sandbox.requests().filter(({ method }) => method === "POST")[0];
    expect(request?.path).toContain(userId(on.sandbox, "linus@example.com"));
    expect(request?.body).toEqual({ id, role: "View Destination" });
  });

  test("in connection_ids, and an unknown one is refused before anything is confirmed", async () => {
    const on = await harness();
    const schedule = (connection_ids: string[]) => ({
      schedule: { schedule_type: "INTEGRATED", connection_ids },
    });
    const list = await on.call("read_api", { operation_id: "transformations_list" });
    const [first] = Array.isArray(list.data["items"]) ? list.data["items"] : [];
    const params = { transformationId: first.id };
    const wrong = await write(on, "update_transformation", params, schedule(["stripe_paymentz"]));
    expect(wrong.isError).toBe(true);
    expect(wrong.text).toContain("stripe_payments");
    expect(sent(on.sandbox)).toEqual([]);
    const done = await write(on, "update_transformation", params, schedule(["stripe_payments"]));
    expect(done.status, done.text).toBe("done");
    const patch = on.sandbox.requests().find(({ method }) => method === "PATCH");
    expect(patch?.body).toEqual(schedule([idOf(on.sandbox, "stripe_payments")]));
  });

  test("an e-mail or a team that nobody has is refused", async () => {
    const on = await harness();
    const user = await write(on, "modify_user", { userId: "linuz@example.com" }, { phone: "1" });
    expect(user.text).toContain("linus@example.com");
    const member = { user_id: "linus@example.com", role: "Team Member" };
    const team = await write(on, "add_user_to_team", { teamId: "no such team" }, member);
    expect(team.text).toContain("No team is called");
    expect(sent(on.sandbox)).toEqual([]);
  });
});

test("the log service of the account can be added once", async () => {
  const on = await harness();
  const body = { service: "datadog_log", enabled: true, config: { api_key: "k" } };
  const add = { operation_id: "add_account_log_service", body, params: {} };
  const done = await agreed(on, "write_api", add);
  expect(done.isError, done.text).toBe(false);
  expect(sent(on.sandbox)).toEqual(["add_account_log_service"]);
  const again = await on.call("write_api", add);
  expect(again.text).toContain("already exists");
});

test("a sync of a paused connector is refused, not reported as triggered", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "stripe_payments");
  on.sandbox.edit((world) => {
    const connection = world.connections.get(id);
    if (connection !== undefined) connection.paused = true;
  });
  const refused = await write(on, "sync_connection", { connectionId: "stripe_payments" }, {});
  expect(refused).toMatchObject({ status: "refused", isError: true });
  expect(refused.text).toContain("it is paused");
  expect(refused.text).toContain("resume_connectors");
  expect(sent(on.sandbox)).toEqual([]);
});

test("a move needs a paused connector, a behavior and another group, and then a confirmation", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "stripe_payments");
  const params = { connectionId: "stripe_payments" };
  const running = await write(on, "connection_moved", params, {
    destination_group_id: "finance",
  });
  expect(running.text).toContain("The connector must be paused before it is moved");
  expect(running.text).toContain("sync_behavior is required");
  on.sandbox.edit((world) => {
    const connection = world.connections.get(id);
    if (connection !== undefined) connection.paused = true;
  });
  const same = await write(on, "connection_moved", params, {
    destination_group_id: "analytics_prod",
    sync_behavior: "CONTINUE",
  });
  expect(same.text).toContain("The connector is already in that group.");
  const plan = await write(on, "connection_moved", params, {
    destination_group_id: "finance",
    sync_behavior: "CONTINUE",
  });
  expect(plan.status, plan.text).toBe("confirmation_required");
  expect(plan.text).toContain("Rows in the current destination stay there.");
  expect(sent(on.sandbox)).toEqual([]);
});

test("a change of the frequency asks where it replaces a schedule that it does not name", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "zendesk_support");
  const change = (body: object) => write(on, "modify_connection", { connectionId: id }, body);
  await agreed(on, "update_connector", { connector: id, schedule: { cron: "30 5 * * 1-5" } });
  const asked = await change({ sync_frequency: 60 });
  expect(asked.status, asked.text).toBe("confirmation_required");
  expect(asked.text).toContain('this replaces the current schedule "cron 30 5 * * 1-5"');
  expect((await change({ data_delay_sensitivity: "LOW" })).status).toBe("done");
});

test("a schedule asks where it starts the first load", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "slack_workspace.messages");
  const schedule = { schedule_type: "INTERVAL", interval: 60 };
  const asked = await write(on, "modify_connection", { connectionId: id }, { schedule });
  expect(asked.status, asked.text).toBe("confirmation_required");
});

test("a field that this version does not know is sent behind a plan that says so", async () => {
  const on = await harness();
  const args = {
    operation_id: "modify_group",
    params: { groupId: groupId(on.sandbox, "finance") },
    body: { name: "finance", cost_center: "A1" },
  };
  const planned = await on.call("write_api", args);
  expect(planned.status).toBe("confirmation_required");
  expect(planned.text).toContain(
    '- This version does not know "cost_center". The request contains it unchanged.',
  );
  expect(planned.text).toContain("- cost_center: A1");
  await on.call("write_api", { ...args, confirmation_token: planned.token });
  const change = on.sandbox.requests().find(({ method }) => method === "PATCH");
  expect(change?.body).toEqual({ name: "finance", cost_center: "A1" });
});

test("a query parameter of a change that this version does not know asks too", async () => {
  const on = await harness();
  const planned = await write(
    on,
    "sync_connection",
    { connectionId: "postgres_orders", turbo: "on" },
    {},
  );
  expect(planned.status).toBe("confirmation_required");
  expect(planned.text).toContain(
    '- This version does not know "params.turbo". The request contains it unchanged.',
  );
  await on.call("write_api", {
    operation_id: "sync_connection",
    params: { connectionId: "postgres_orders", turbo: "on" },
    body: {},
    confirmation_token: planned.token,
  });
  expect(on.sandbox.requests().map(({ path }) => path)).toContain(
    `/v1/connections/${idOf(on.sandbox, "postgres_orders")}/sync?turbo=on`,
  );
});

test("a slip of a field is refused with the right name", async () => {
  const on = await harness();
  const refused = await write(on, "modify_group", { groupId: "finance" }, { nmae: "x" });
  expect(refused.text).toContain("Did you mean name?");
  expect(sent(on.sandbox)).toEqual([]);
});

test("a plan says what schema change handling and sync modes mean", async () => {
  const on = await harness();
  const { text } = await write(
    on,
    "modify_connection_schema_config",
    { connectionId: "postgres_orders" },
    {
      schema_change_handling: "BLOCK_ALL",
      schemas: { public: { tables: { orders: { sync_mode: "LIVE" } } } },
    },
  );
  expect(text).toContain(
    "schema_change_handling: BLOCK_ALL (new schemas, tables and columns are not synced)",
  );
  expect(text).toContain(
    "sync_mode: LIVE (only current rows are kept, and deleted rows are removed)",
  );
});

test.each<[string, object, object, string, RegExp]>([
  [
    "pre_create_connection_schema_config",
    { connectionId: "postgres_orders" },
    { schemas: {}, schema_change_handling: "BLOCK_ALL" },
    "The schema of this connector is already captured",
    /modify_schema connector=/,
  ],
  [
    "modify_connection_table_config",
    { connectionId: "asana_projects", schemaName: "public", tableName: "tasks" },
    { enabled: false },
    "The schema of this connector has not been captured",
    /modify_schema connector=/,
  ],
  [
    "modify_connection_table_config",
    { connectionId: "postgres_orders", schemaName: "public", tableName: "ordres" },
    { enabled: false },
    "The connector has no table public.ordres. Nearest: orders",
    /get_schema connector=/,
  ],
  [
    "modify_connection_database_schema_config",
    { connectionId: "postgres_orders", schemaName: "Public" },
    { enabled: false },
    "The connector has no schema Public. Nearest: public",
    /get_schema connector=/,
  ],
])("%s that must fail is refused before a plan: %j", async (operation, params, body, why, next) => {
  const on = await harness();
  const refused = await write(on, operation, params, body);
  expect(refused).toMatchObject({ status: "refused", isError: true, token: "" });
  expect(refused.text).toContain(why);
  expect(refused.text).toMatch(next);
  expect(sent(on.sandbox)).toEqual([]);
});

test.each([
  "sync_start,sync_end",
  "SYNC_START, sync_end,",
  "sync_start\nsync_end",
  '["sync_start","sync_end"]',
])("events of a webhook are read from the text %j, and confirmed as a list", async (events) => {
  const { call, sandbox } = await harness({
    env: { FIVETRAN_SECRETS_DIR: await temporaryFolder() },
  });
  const operation_id = "create_account_webhook";
  const body = { url: "https://example.com/a", active: "false" };
  const plan = await call("write_api", { operation_id, body: { ...body, events } });
  expect(plan.status, plan.text).toBe("confirmation_required");
  const list = ["sync_start", "sync_end"];
  const confirmed = { operation_id, confirmation_token: plan.token };
  const done = await call("write_api", { ...confirmed, body: { ...body, events: list } });
  expect(done.status, done.text).toBe("done");
  sandbox.edit((world) => {
    expect([...world.webhooks.values()].at(-1)?.events).toEqual(list);
  });
});

test("an event that is none is named, although it is one of several in a text", async () => {
  const { call } = await harness();
  const body = { url: "https://example.com/a", events: "sync_start, sync_ends" };
  const refused = await call("write_api", { operation_id: "create_account_webhook", body });
  expect(refused.text).toContain('"sync_ends" is not an event. Did you mean sync_end?');
});
