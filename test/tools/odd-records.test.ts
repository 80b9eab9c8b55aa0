import { expect, test } from "vitest";
import { runHere } from "../command-line.js";
import { harness, idOf } from "../harness.js";
import { settingsFor } from "../process.js";
import { groupId } from "./ids.js";

const STATUS = { setup_state: "connected", sync_state: "scheduled", update_state: "on_schedule" };
const GOOD = {
  service: "postgres",
  group_id: "g",
  paused: false,
  status: STATUS,
  succeeded_at: "2026-01-01T00:00:00Z",
};

test.each([
  ["paused", { paused: "yes" }],
  ["status", { status: null }],
  ["status.update_state", { status: { ...STATUS, update_state: null } }],
  ["succeeded_at", { succeeded_at: 7 }],
  ["id", { id: null }],
  ["id", { id: "" }],
])("one connector with an odd %s is named, and the others are returned", async (field, odd) => {
  const on = await harness();
  const items = [
    { ...GOOD, id: "good_one", schema: "one" },
    { ...GOOD, id: "odd_one", schema: "odd", ...odd },
    { ...GOOD, id: "good_two", schema: "two" },
  ];
  const body = JSON.stringify({ code: "Success", data: { items } });
  on.sandbox.fault({ operation: "list_connections", status: 200, body });
  for (const tool of ["check_stale", "list_connectors"]) {
    const read = await on.call(tool);
    expect(read.isError).toBe(false);
    expect(read.text).toContain(`1 connector`);
    expect(read.text).toContain(field === "id" ? "record 2 of the list (id)" : `odd_one (${field}`);
  }
});

test("a time of the last success that cannot be read is the reason itself, not the schedule", async () => {
  for (const [more, limit] of [
    [{ sync_frequency: 60 }, undefined],
    [{ schedule: { schedule_type: "CRON", cron: "0 6 * * *" } }, undefined],
    [{ schedule_type: "manual" }, 24],
  ] as const) {
    const on = await harness();
    const odd = { ...GOOD, ...more, id: "odd_one", schema: "odd", succeeded_at: "1 January" };
    const body = JSON.stringify({ code: "Success", data: { items: [odd] } });
    on.sandbox.fault({ operation: "list_connections", status: 200, body });
    const { text } = await on.call("check_stale", { max_age_hours: limit });
    expect(text).toContain("unknown 1: the time of the last success could not be read.");
    // No limit can judge a time that is not known.
    expect(text).toContain("call get_history");
    expect(text).not.toContain("max_age_hours");
  }
});

test.each([
  ["status.tasks", { tasks: "reconnect" }],
  ["status.tasks.0", { tasks: [null] }],
  ["status.warnings", { warnings: { code: "a" } }],
])("get_status names the odd field %s, which could hide a problem", async (field, odd) => {
  for (const named of ["odd", "odd_one"]) {
    const on = await harness();
    const one = { ...GOOD, id: "odd_one", schema: "odd", status: { ...STATUS, ...odd } };
    const absent = JSON.stringify({ code: "NotFound_Connection", message: "no" });
    const own = JSON.stringify({ code: "Success", data: one });
    on.sandbox.fault({
      operation: "connection_details",
      ...(named === "odd" ? { status: 404, body: absent } : { status: 200, body: own }),
    });
    on.sandbox.fault({ operation: "list_connections", ...page(one) });
    const { text } = await on.call("get_status", { connectors: [named] });
    expect(text).toContain(`missing or unreadable: ${field}`);
  }
});

test("days of a schedule that cannot be read do not count as every day", async () => {
  const on = await harness();
  const days = { schedule_type: "TIME_OF_DAY", time_of_day: "09:00", days_of_week: [1, "MONDAY"] };
  const odd = { ...GOOD, id: "odd_one", schema: "odd", schedule: days };
  const body = JSON.stringify({ code: "Success", data: { items: [odd] } });
  on.sandbox.fault({ operation: "list_connections", status: 200, body });
  const { text } = await on.call("list_connectors");
  expect(text).toContain("odd (odd_one) · postgres · g · unknown");
  expect(text).toContain("at 09:00 on 1, MONDAY");
});

test("a task or a warning without a code is named", async () => {
  const on = await harness();
  const status = { ...STATUS, tasks: [{ message: "a" }], warnings: [{ code: "b" }, { code: "" }] };
  const items = [{ ...GOOD, id: "odd_one", schema: "odd", status }];
  const body = JSON.stringify({ code: "Success", data: { items } });
  on.sandbox.fault({ operation: "list_connections", status: 200, body });
  const { text } = await on.call("check_stale");
  expect(text).toContain("odd_one (status.tasks.0.code, status.warnings.1.code)");
});

test("a state of a newer API is named, with a step that can help", async () => {
  const on = await harness();
  const status = { ...STATUS, sync_state: "queued" };
  const body = JSON.stringify({
    code: "Success",
    data: { items: [{ ...GOOD, id: "odd_one", schema: "odd", sync_frequency: 60, status }] },
  });
  on.sandbox.fault({ operation: "list_connections", status: 200, body });
  const { text } = await on.call("check_stale", { max_age_hours: 24 });
  expect(text).toContain("unknown 1: this version does not recognize the sync_state queued; last");
  expect(text).toContain("Ask a person to look at the connector in the dashboard");
  expect(text).not.toContain("max_age_hours");
});

test("other times that cannot be read are named", async () => {
  const on = await harness();
  const status = { ...GOOD.status, rescheduled_for: "soon" };
  const odd = { ...GOOD, id: "odd_one", schema: "odd", created_at: "1 January", status };
  const body = JSON.stringify({ code: "Success", data: { items: [odd] } });
  on.sandbox.fault({ operation: "list_connections", status: 200, body });
  const { text } = await on.call("check_stale");
  expect(text).toContain("odd_one (created_at, status.rescheduled_for)");
});

const page = (...items: object[]) => ({
  status: 200,
  body: JSON.stringify({ code: "Success", data: { items } }),
});

const DESTINATION = { service: "snowflake", group_id: "g", setup_status: "CONNECTED" };

test("a destination in a state that is not recognized is named, and counts as no fault", async () => {
  const odd = { ...DESTINATION, id: "g", setup_status: "MIGRATING" };
  const own = JSON.stringify({ code: "Success", data: odd });
  const on = await harness();
  on.sandbox.fault({
    operation: "list_connections",
    ...page({ ...GOOD, id: "one", schema: "one" }),
  });
  on.sandbox.fault({ operation: "list_destinations", ...page(odd) });
  on.sandbox.fault({ operation: "destination_details", status: 200, body: own });
  for (const [tool, args] of [
    ["check_stale", {}],
    ["list_connectors", {}],
    ["list_destinations", {}],
    ["get_status", { connectors: ["one"] }],
  ] as const) {
    const { text } = await on.call(tool, args);
    expect(text).toContain("1 destination could be read only in part: g (setup_status)");
    expect(text).not.toContain("destination_down");
  }
});

test("a group is not shown without a destination if a destination could not be read", async () => {
  const on = await harness();
  const groups = [
    { id: "g", name: "one" },
    { id: "h", name: "two" },
  ];
  on.sandbox.fault({ operation: "list_all_groups", ...page(...groups) });
  on.sandbox.fault({
    operation: "list_destinations",
    ...page({ ...DESTINATION, id: "g" }, { id: 7 }),
  });
  const { text } = await on.call("list_destinations");
  expect(text).toContain("two (h) · destination unknown");
  expect(text).not.toContain("without a destination");
});

test("a user whose record is odd is not said to have never signed in", async () => {
  const on = await harness();
  const user = { id: "odd_one", email: "one@example.com", role: 7, logged_in_at: 1772440000 };
  on.sandbox.fault({ operation: "list_all_users", ...page({ ...user, id: null }, user) });
  const read = (userId: string) =>
    on.call("read_api", { operation_id: "access:user", params: { userId } });
  const { text } = await read("one@example.com");
  expect(text).toContain("last signed in at an unknown time");
  expect(text).toContain("1 user could be read only in part: odd_one (role)");
  expect((await read("two@example.com")).text).toContain(
    'No user is called "two@example.com". 1 user record could not be read: record 1 of the list (id).',
  );
});

test("a transformation with an odd time is not said to have never run", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "postgres_orders");
  const odd = {
    id: "odd_one",
    status: "SUCCEEDED",
    schedule: { schedule_type: "INTEGRATED", connection_ids: [id] },
    last_started_at: 1772440000,
  };
  on.sandbox.fault({ operation: "transformations_list", ...page(odd) });
  for (const [tool, args] of [
    ["check_stale", {}],
    ["get_status", { connectors: ["postgres_orders"], details: true }],
  ] as const) {
    const { text } = await on.call(tool, args);
    expect(text).toContain("odd_one (last_started_at)");
    expect(text).not.toContain("never run");
    if (tool === "get_status") expect(text).toContain("when its last run started is not known");
  }
});

test("a record without an id is named by its position, without quotes", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "list_all_roles", ...page({ name: "odd", scope: "ALL" }) });
  const { text } = await on.call("read_api", {
    operation_id: "access:connector",
    params: { connectionId: "postgres_orders" },
  });
  expect(text).toContain("1 role could be read only in part: record 1 of the list (scope)");
});

test("who can access a connector says which users and keys could not be read", async () => {
  const on = await harness();
  const user = { id: "good_one", email: "one@example.com", role: "Account Administrator" };
  on.sandbox.fault({
    operation: "list_all_users",
    ...page(user, { ...user, id: 7 }, { ...user, id: "odd_one", email: 7 }),
  });
  on.sandbox.fault({ operation: "get_system_keys", ...page({ id: null, name: "ci" }) });
  const params = { connectionId: "postgres_orders" };
  const { isError, text } = await on.call("read_api", {
    operation_id: "access:connector",
    params,
  });
  expect(isError, text).toBe(false);
  expect(text).toContain("at least 2 users");
  expect(text).toContain("1 user record could not be read: record 2 of the list (id)");
  expect(text).toContain("1 user could be read only in part: odd_one (email)");
  expect(text).toContain("1 system key record could not be read: record 1 of the list (id)");

  const creators = await on.call("list_connectors", { words: "creator:*" });
  expect(creators.text).toContain("1 user record could not be read: record 2 of the list (id)");
});

test.each([
  ["permissions", null],
  ["permissions.0.resource_type", [{ access_level: "READ" }]],
  ["permissions.0.access_level", [{ resource_type: "CONNECTOR", access_level: null }]],
])("a system key whose %s is missing may give access", async (field, permissions) => {
  const on = await harness();
  on.sandbox.fault({ operation: "get_system_keys", ...page({ id: "odd_key", permissions }) });
  const params = { connectionId: "postgres_orders" };
  const { text } = await on.call("read_api", { operation_id: "access:connector", params });
  expect(text).toMatch(/in group analytics_prod: at least \d users/);
  expect(text).toContain(`1 system key could be read only in part: odd_key (${field})`);
  expect(text).not.toContain('access=" ');
});

test("a system key that has expired is not named, even if it is odd", async () => {
  const on = await harness();
  const key = { id: "odd_key", permissions: null, expired_at: "2020-01-01T00:00:00Z" };
  on.sandbox.fault({ operation: "get_system_keys", ...page(key) });
  const params = { connectionId: "postgres_orders" };
  const { text } = await on.call("read_api", { operation_id: "access:connector", params });
  expect(text).not.toContain("odd_key");
});

test("access to a connector shows the id of a group without a name", async () => {
  const on = await harness();
  const id = groupId(on.sandbox, "analytics_prod");
  const body = JSON.stringify({ code: "Success", data: { id, name: null } });
  on.sandbox.fault({ operation: "group_details", status: 200, body });
  const params = { connectionId: "postgres_orders" };
  const { text } = await on.call("read_api", { operation_id: "access:connector", params });
  expect(text).toContain(`in group ${id}: `);
});

test("a new connector is reported with the id of a group that has no name", async () => {
  const on = await harness();
  const id = groupId(on.sandbox, "marketing");
  const body = JSON.stringify({ code: "Success", data: { items: [{ id, name: null }] } });
  on.sandbox.fault({ operation: "list_all_groups", status: 200, body });
  const config = { schema: "sheets", table: "budget", sheet_id: "1a2b" };
  const args = { service: "google_sheets", group: id, config, paused: true };
  const { text } = await on.call("create_connector", args);
  expect(text).toMatch(new RegExp(`^Created sheets\\.budget \\(\\w+\\) in group ${id}: `));
});

test("a role in a connector that cannot be read is shown as unknown", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "postgres_orders");
  const body = JSON.stringify({ code: "Success", data: { id, role: 7 } });
  on.sandbox.fault({ operation: "get_user_membership_in_connections", status: 200, body });
  const params = { connectionId: "postgres_orders" };
  const { text } = await on.call("read_api", { operation_id: "access:connector", params });
  expect(text).toContain("unknown role (connector)");
});

test("what depends on a connector names odd fields of the connector and of its destination", async () => {
  const on = await harness();
  const own = JSON.stringify({ code: "Success", data: { ...DESTINATION, id: "g", region: 7 } });
  on.sandbox.fault({ operation: "destination_details", status: 200, body: own });
  const connection = { ...GOOD, id: "odd_one", group_id: "g", schema: 7 };
  const body = JSON.stringify({ code: "Success", data: connection });
  on.sandbox.fault({ operation: "connection_details", status: 200, body });
  on.sandbox.fault({ operation: "group_details", ...page() });
  const params = { connectionId: "odd_one" };
  const { text } = await on.call("read_api", { operation_id: "dependents:connector", params });
  expect(text).toContain("1 connector could be read only in part: odd_one (schema)");
  expect(text).toContain("1 destination could be read only in part: g (region)");
});

test("what depends on a connector says which webhooks could not be read", async () => {
  const on = await harness();
  const hook = { id: "good_one", url: "https://a.example", events: ["sync_end"], active: true };
  on.sandbox.fault({ operation: "list_all_webhooks", ...page(hook, { ...hook, id: [] }) });
  const params = { connectionId: "postgres_orders" };
  const { text } = await on.call("read_api", { operation_id: "dependents:connector", params });
  expect(text).toMatch(/: at least .*1 webhook/);
  expect(text).toContain("Incomplete: 1 webhook record could not be read: record 2 of the list");
});

test.each([
  ["resync_connector", {}],
  ["delete_connector", {}],
  ["update_connector", { destination_group: "staging" }],
])("the plan of %s says which transformations could not be read", async (tool, more) => {
  const on = await harness();
  const odd = [{ id: null }, { id: "odd_one", schedule: "daily" }];
  on.sandbox.fault({ operation: "transformations_list", ...page(...odd) });
  const { text } = await on.call(tool, { connector: "postgres_orders", ...more });
  expect(text).toContain(
    "no transformation that could be read runs after the connector's syncs; 1 transformation record could not be read: record 1 of the list (id); 1 transformation could be read only in part: odd_one (schedule)",
  );
});

test("a search for personal data and a copy of a group name the connectors that could not be read", async () => {
  const on = await harness();
  const { sandbox, url } = on;
  const list = `${url}/v1/connections?limit=100&group_id=${groupId(sandbox, "staging")}`;
  const key = Buffer.from(`${sandbox.apiKey}:${sandbox.apiSecret}`).toString("base64");
  const whole = await (await fetch(list, { headers: { authorization: `Basic ${key}` } })).text();
  const body = whole.replace('"items":[', '"items":[{"id":7},{"id":"odd_one","group_id":null},');
  sandbox.fault({ operation: "list_connections", path: "group_id", status: 200, body });
  const unread =
    "2 connector records could not be read: record 1 of the list (group_id), odd_one (group_id)";
  expect((await on.call("find_pii", { group: "staging" })).text).toContain(unread);
  const { text } = await on.call("create_connector", {
    copy_group: "staging",
    group: "marketing",
  });
  expect(text).toContain(`${unread}; these are not copied`);
});

test("what a user can access says which teams could not be read", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "list_all_teams", ...page({ id: { a: 1 }, name: "odd" }) });
  const params = { userId: "mary@example.com" };
  const { text } = await on.call("read_api", { operation_id: "access:user", params });
  expect(text).toContain("Incomplete: 1 team record could not be read: record 1 of the list (id)");
});

test("an inventory lists the readable items of a kind, and names the others", async () => {
  const { sandbox, url, stateDir } = await harness();
  const hook = { id: "good_hook", url: "https://a.example", events: [], active: true };
  sandbox.fault({ operation: "list_all_webhooks", ...page(hook, { ...hook, id: true }, hook) });
  sandbox.fault({ operation: "list_all_users", ...page({ id: "odd_user", active: "no" }) });
  const { stdout } = await runHere(["inventory"], settingsFor(sandbox, url, stateDir));
  expect(stdout).toContain("good_hook");
  expect(stdout).toMatch(/odd_user/);
  expect(stdout).not.toMatch(/status: active/);
  expect(stdout).toContain("1 webhook record could not be read: record 2 of the list (id)");
});
