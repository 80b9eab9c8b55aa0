import { describe, expect, test } from "vitest";
import { changes, type Harness, harness, idOf } from "../harness.js";
import { agreed } from "./agreed.js";
import { groupId, recordId, userId, webhookId } from "./ids.js";

/** A response of Fivetran's with this data, without an effect. */
const replying = (data?: unknown) => ({
  status: 200,
  body: JSON.stringify({ code: "Success", message: "Done", ...(data ? { data } : {}) }),
});

describe("a new connector", () => {
  const NEW = {
    service: "postgres",
    group: "staging",
    name: "new_pg",
    config: { host: "db.example.com", port: 5432, database: "d", user: "u", password: "p" },
    paused: true,
    sync_frequency: 60,
  };
  const record = (more: object) => ({
    id: "made_here",
    service: "postgres",
    schema: "new_pg",
    paused: true,
    sync_frequency: 60,
    status: { setup_state: "connected", sync_state: "scheduled" },
    ...more,
  });
  const SELECTED = {
    ...NEW,
    paused: false,
    policy: "BLOCK_ALL",
    changes: [{ schema: "public", table: "people", column: "email", hashed: true }],
  };
  const sentTo = ({ sandbox }: Harness) => changes(sandbox).map(({ operation }) => operation);

  test("that Fivetran shows otherwise than it was requested is not done", async () => {
    const on = await harness();
    const reply = record({ paused: false, sync_frequency: 1440, group_id: "other_group" });
    on.sandbox.fault({ operation: "create_connection", ...replying(reply) });
    const made = await agreed(on, "create_connector", NEW);
    expect(made).toMatchObject({ status: "partial", isError: true });
    expect(made.data["created"]).toMatchObject([
      { not_applied: ["group_id", "sync_frequency", "paused"] },
    ]);
    expect(made.text).not.toContain("setup connected, paused");
    expect(made.text).toContain(
      'Next: the connector is not paused and may load data. To pause it: pause_connectors connectors=["made_here"]',
    );
  });

  test("is as a read shows it, where the reply shows something else", async () => {
    const on = await harness();
    const reply = record({ paused: false, sync_frequency: 1440 });
    on.sandbox.fault({ operation: "create_connection", ...replying(reply) });
    on.sandbox.fault({ operation: "connection_details", ...replying(record({})) });
    const made = await agreed(on, "create_connector", NEW);
    expect(made).toMatchObject({ status: "done", isError: false });
    expect(made.text).toContain("setup connected, paused");
  });

  test.each(["without its type", "of another type in the same group", "with another name"])(
    "is not another one in the reply, %s, and gets none of the later requests",
    async (kind) => {
      const on = await harness();
      const args = { copy_of: "salesforce_prod", name: "salesforce_two", group: "staging" };
      const service = kind === "with another name" ? "salesforce" : "zendesk";
      const other = {
        id: idOf(on.sandbox, "zendesk_support"),
        schema: "zendesk_support",
        ...(kind === "without its type"
          ? {}
          : { service, group_id: groupId(on.sandbox, "staging") }),
      };
      on.sandbox.fault({ operation: "create_connection", ...replying(other) });
      const made = await agreed(on, "create_connector", args);
      expect(made).toMatchObject({ status: "partial", isError: true });
      expect(made.data["unknown"]).toMatchObject([{ name: "salesforce_two" }]);
      expect(changes(on.sandbox)).toHaveLength(1);
    },
  );

  test("that neither the reply nor a read shows is unknown", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "create_connection", ...replying() });
    const made = await agreed(on, "create_connector", NEW);
    expect(made).toMatchObject({ status: "partial", isError: true });
    expect(made.data["unknown"]).toMatchObject([{ name: "new_pg" }]);
    expect(made.data["created"]).toBeUndefined();
  });

  test("whose selection is shown otherwise than it was stored is not resumed", async () => {
    const on = await harness();
    on.sandbox.fault({
      operation: "pre_create_connection_schema_config",
      ...replying({ schema_change_handling: "ALLOW_ALL" }),
    });
    const made = await agreed(on, "create_connector", SELECTED);
    expect(sentTo(on)).toEqual(["create_connection", "pre_create_connection_schema_config"]);
    expect(made).toMatchObject({ status: "partial", isError: true });
    expect(made.text).toContain("is still paused and has loaded nothing, because");
    expect(made.text).toContain("other values for schema_change_handling");
  });

  test.each([
    ["is not shown in the reply", undefined],
    ["is shown in part", { schema_change_handling: "BLOCK_ALL", schemas: {} }],
  ])("whose selection %s is resumed", async (_, data) => {
    const on = await harness();
    const operation = "pre_create_connection_schema_config";
    on.sandbox.fault({ operation, ...replying(data) });
    const made = await agreed(on, "create_connector", SELECTED);
    expect(made).toMatchObject({ status: "done", isError: false });
    expect(sentTo(on)).toContain("modify_connection");
  });

  test("whose selection has a reply about another object is not resumed", async () => {
    const on = await harness();
    const operation = "pre_create_connection_schema_config";
    on.sandbox.fault({ operation, ...replying({ id: "g", name: "sales" }) });
    const made = await agreed(on, "create_connector", SELECTED);
    expect(made).toMatchObject({ status: "partial", isError: true });
    expect(made.text).toContain(
      "its selection of tables and columns may not be stored. The reply to pre_create_connection_schema_config is not a schema configuration.",
    );
    expect(sentTo(on)).not.toContain("modify_connection");
  });

  test("whose resume has a reply that shows nothing is as a read shows it", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "modify_connection", ...replying() });
    const made = await agreed(on, "create_connector", SELECTED);
    expect(made).toMatchObject({ status: "partial", isError: true });
    expect(made.text).toContain("Fivetran accepted the request to resume it, but shows it paused");
    const applied = await harness();
    applied.sandbox.fault({ operation: "modify_connection", when: "after", ...replying() });
    expect((await agreed(applied, "create_connector", SELECTED)).status).toBe("done");
    const unread = await harness();
    unread.sandbox.fault({ operation: "modify_connection", when: "after", ...replying() });
    unread.sandbox.fault({ operation: "connection_details", status: 500 });
    const { text, status } = await agreed(unread, "create_connector", SELECTED);
    expect(status).toBe("partial");
    expect(text).toContain("does not show whether it is paused; it could not be read back");
  });

  test("that is not resumed although Fivetran accepted it says so", async () => {
    const on = await harness();
    on.sandbox.fault({
      operation: "modify_connection",
      ...replying({ service: "postgres", schema: "new_pg", paused: true, status: {} }),
    });
    const made = await agreed(on, "create_connector", SELECTED);
    expect(made).toMatchObject({ status: "partial", isError: true });
    expect(made.text).toContain("Fivetran accepted the request to resume it, but shows it paused");
    expect(made.text).toContain("setup connected, paused");
  });
});

test("settings of a schema that was never captured are not stored where the reply shows others", async () => {
  const args = { connector: "slack_workspace.messages", policy: "BLOCK_ALL" };
  const operation = "pre_create_connection_schema_config";
  const on = await harness();
  on.sandbox.fault({ operation, ...replying({ schema_change_handling: "ALLOW_ALL" }) });
  const done = await agreed(on, "modify_schema", args);
  expect(done).toMatchObject({ status: "partial", isError: true });
  expect(done.text).toContain("settings not stored as sent");
  const many = await agreed(on, "modify_schema", {
    connectors: ["slack_workspace.messages"],
    policy: "BLOCK_ALL",
  });
  expect(many).toMatchObject({ status: "partial", isError: true });
});

describe("the schema change handling of many", () => {
  const args = { connectors: ["postgres_orders", "zendesk_support"], policy: "BLOCK_ALL" };
  const operation = "modify_connection_schema_config";

  test("that the reply contradicts has failed", async () => {
    const on = await harness();
    on.sandbox.fault({ operation, ...replying({ schema_change_handling: "ALLOW_ALL" }) });
    const done = await agreed(on, "modify_schema", args);
    expect(done).toMatchObject({ status: "partial", isError: true });
    expect(done.data["failed"]).toHaveLength(2);
    expect(done.data["pending"]).toBeUndefined();
    expect(done.data["undo_calls"]).toBeUndefined();
  });

  test("that only a read contradicts is not visible yet", async () => {
    const on = await harness();
    on.sandbox.fault({ operation, ...replying() });
    const done = await agreed(on, "modify_schema", args);
    expect(done).toMatchObject({ status: "partial", isError: true });
    expect(done.data["failed"]).toBeUndefined();
    expect(done.data["pending"]).toHaveLength(2);
    expect(done.data["undo_calls"]).toHaveLength(1);
  });
});

describe("a move", () => {
  const args = { connector: "zendesk_support", destination_group: "staging" };

  test("that no list shows is not done", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "connection_moved", ...replying() });
    const moved = await agreed(on, "update_connector", args);
    expect(moved).toMatchObject({ status: "partial", isError: true });
    expect(moved.data["pending"]).toHaveLength(1);
  });

  test("after which the connector stays paused is not done", async () => {
    const on = await harness();
    const id = idOf(on.sandbox, "zendesk_support");
    const paused = { id, service: "zendesk", schema: "zendesk_support", paused: true, status: {} };
    on.sandbox.fault({ operation: "modify_connection", calls: [2], ...replying(paused) });
    const moved = await agreed(on, "update_connector", args);
    expect(moved).toMatchObject({ status: "partial", isError: true });
    expect(moved.data["failed"]).toMatchObject([
      { id, error: expect.stringContaining("Fivetran shows it paused. Next: resume_connectors") },
    ]);
  });
});

describe("by operation id", () => {
  const table = {
    operation_id: "modify_connection_table_config",
    params: { connectionId: "postgres_orders", schemaName: "public", tableName: "orders" },
    body: { enabled: false },
  };
  const config = (enabled: boolean) => ({
    schemas: { public: { enabled: true, tables: { orders: { enabled } } } },
  });

  test.each([
    ["the reply shows", replying(config(true)), "differs"],
    ["only a read shows", replying(), "not_visible_yet"],
    ["only a read shows", replying({ schemas: {} }), "not_visible_yet"],
  ])("a table that %s as it was is not done", async (_, fault, list) => {
    const on = await harness();
    on.sandbox.fault({ operation: "modify_connection_table_config", ...fault });
    const done = await agreed(on, "write_api", table);
    expect(done).toMatchObject({ status: "partial", isError: true });
    expect(done.data[list]).toEqual(["public.orders.enabled"]);
    expect(done.text).toContain("Next: read_api operation_id=connection_schema_config");
  });

  test("a table that a read shows as sent is done, though its reply lacks it", async () => {
    const on = await harness();
    const operation = "modify_connection_table_config";
    on.sandbox.fault({ operation, when: "after", ...replying() });
    expect(await agreed(on, "write_api", table)).toMatchObject({ status: "done", isError: false });
  });

  test("a new group that the reply does not show is not done", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "create_group", ...replying() });
    const args = { operation_id: "create_group", body: { name: "fresh" } };
    const made = await on.call("write_api", args);
    expect(made).toMatchObject({ status: "partial", isError: true });
    expect(made.text).toContain("create_group was accepted, but is not visible yet");
    expect(made.text).toContain("Next: read_api operation_id=list_all_groups");
  });

  test("an address in another spelling is as it was sent, and null shows nothing", async () => {
    const on = await harness();
    const user = { given_name: "N", family_name: "W", role: "Account Reviewer" };
    const reply = { ...user, id: "new_user", email: "new@example.com", role: null };
    on.sandbox.fault({ operation: "create_user", ...replying(reply) });
    const body = { ...user, email: "New@Example.com" };
    const made = await agreed(on, "write_api", { operation_id: "create_user", body });
    expect(made).toMatchObject({ status: "done", isError: false });
  });

  const LINUS = "linus@example.com";

  test("a new member that the list does not show is not done", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "add_user_to_group", ...replying() });
    const params = { groupId: "staging" };
    const body = { email: LINUS, role: "View Destination" };
    const args = { operation_id: "add_user_to_group", params, body };
    const added = await agreed(on, "write_api", args);
    expect(added).toMatchObject({ status: "partial", isError: true });
    expect(added.data["not_visible_yet"]).toEqual(["what it created"]);
  });

  test("a new member whom no read could look for is not said to be invisible", async () => {
    const on = await harness();
    const params = { groupId: "staging" };
    const body = { email: LINUS, role: "View Destination" };
    const args = { operation_id: "add_user_to_group", params, body };
    const { token } = await on.call("write_api", args);
    on.sandbox.fault({ operation: "add_user_to_group", ...replying() });
    on.sandbox.fault({ operation: "list_all_users_in_group", calls: { from: 2 }, status: 500 });
    const added = await on.call("write_api", { ...args, confirmation_token: token });
    expect(added).toMatchObject({ status: "partial", isError: true, data: { read_back: false } });
    expect(added.text).toMatch(/^add_user_to_group was accepted, but could not be read back: /);
    expect(added.text).not.toContain("isible");
  });

  test("a member whom the list still shows is not removed", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "delete_user_from_group", ...replying() });
    const params = { groupId: "analytics_prod", userId: userId(on.sandbox, LINUS) };
    const args = { operation_id: "delete_user_from_group", params };
    const removed = await agreed(on, "delete_api", args);
    expect(removed).toMatchObject({ status: "partial", isError: true });
    expect(removed.data["not_visible_yet"]).toEqual(["the deletion"]);
  });

  test.each([undefined, { name: "other" }])(
    "a membership that neither the reply nor a read shows is not done",
    async (data) => {
      const on = await harness();
      on.sandbox.fault({ operation: "add_user_membership_in_group", ...replying(data) });
      const params = { userId: userId(on.sandbox, LINUS) };
      const body = { id: groupId(on.sandbox, "staging"), role: "View Destination" };
      const args = { operation_id: "add_user_membership_in_group", params, body };
      const added = await agreed(on, "write_api", args);
      expect(added).toMatchObject({ status: "partial", isError: true });
      expect(added.data["not_visible_yet"]).toEqual(["what it created"]);
    },
  );

  test("a new log service that neither the reply nor a read shows is not done", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "add_log_service", ...replying() });
    const service = { service: "cloudwatch", enabled: true, config: { region: "us-east-1" } };
    const body = { group_id: groupId(on.sandbox, "staging"), ...service };
    const made = await agreed(on, "write_api", { operation_id: "add_log_service", body });
    expect(made).toMatchObject({ status: "partial", isError: true });
    expect(made.text).toContain("Next: read_api operation_id=get_log_service_details");
  });

  test("a new log service is as a read shows it, where the reply is about another object", async () => {
    const service = { service: "cloudwatch", enabled: true, config: { region: "us-east-1" } };
    const add = async (when: "before" | "after") => {
      const on = await harness();
      const other = { id: groupId(on.sandbox, "finance"), name: "finance" };
      on.sandbox.fault({ operation: "add_log_service", when, ...replying(other) });
      const id = groupId(on.sandbox, "staging");
      const args = { operation_id: "add_log_service", body: { group_id: id, ...service } };
      return { id, other: other.id, made: await agreed(on, "write_api", args) };
    };
    const applied = await add("after");
    expect(applied.made).toMatchObject({ status: "done", data: { response: { id: applied.id } } });
    expect(applied.made.text).not.toContain(applied.other);
    const { made } = await add("before");
    expect(made).toMatchObject({ status: "partial", isError: true });
    expect(made.text).toContain("Nothing in the response is as sent");
    expect(made.text.split("\n")[0]).not.toContain("finance");
  });

  test("an action with a reply about another object is not done", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "sync_connection", ...replying({ id: "g", name: "sales" }) });
    const started = await on.call("trigger_sync", { connectors: ["zendesk_support"] });
    expect(started).toMatchObject({ status: "unknown", isError: true });
    expect(started.text).toContain("The reply to sync_connection contains a different id.");
  });

  test("a new group in the reply that is another one is looked for in the list", async () => {
    const on = await harness();
    const args = { operation_id: "create_group", body: { name: "fresh" } };
    on.sandbox.fault({ operation: "create_group", ...replying({ id: "another" }) });
    expect(await on.call("write_api", args)).toMatchObject({ status: "partial", isError: true });
    on.sandbox.clearFaults();
    const id = groupId(on.sandbox, "staging");
    on.sandbox.fault({ operation: "create_group", ...replying({ id }) });
    const same = { ...args, body: { name: "staging" } };
    expect(await on.call("write_api", same)).toMatchObject({ status: "done", isError: false });
  });

  test("a deletion that could not be read back says so", async () => {
    const on = await harness();
    const params = { keyId: recordId(on.sandbox, "system keys") };
    const args = { operation_id: "delete_system_key", params };
    const { token } = await on.call("delete_api", args);
    on.sandbox.fault({ operation: "get_system_key_details", calls: { from: 2 }, status: 500 });
    const gone = await on.call("delete_api", { ...args, confirmation_token: token });
    expect(gone).toMatchObject({ status: "done", isError: false });
    expect(gone.text).toContain("Note: it could not be read back");
  });

  test("a test of a webhook whose result the reply does not show is not done", async () => {
    const on = await harness();
    await agreed(on, "write_api", {
      operation_id: "create_account_webhook",
      body: { url: "https://a.example/hook", events: ["sync_end"], active: false },
    });
    on.sandbox.fault({ operation: "test_webhook", ...replying({ status: 200 }) });
    const params = { webhookId: webhookId(on.sandbox) };
    const body = { event: "sync_end" };
    const tested = await on.call("write_api", { operation_id: "test_webhook", params, body });
    expect(tested).toMatchObject({ status: "partial", isError: true });
    expect(tested.text).toContain(
      "test_webhook was sent, but its response does not show the result",
    );
  });

  test("what reads still find is not deleted", async () => {
    const on = await harness();
    on.sandbox.fault({ operation: "delete_connection", ...replying() });
    const args = { operation_id: "delete_connection", params: { connectionId: "zendesk_support" } };
    const gone = await agreed(on, "delete_api", args);
    expect(gone).toMatchObject({ status: "partial", isError: true });
    expect(gone.data["not_visible_yet"]).toEqual(["the deletion"]);
  });
});

describe("a list of values", () => {
  test("of which the reply and a read show only a part is not done", async () => {
    const on = await harness();
    await agreed(on, "write_api", {
      operation_id: "create_account_webhook",
      body: { url: "https://a.example/hook", events: ["sync_end"], active: false },
    });
    const id = webhookId(on.sandbox);
    const record = { id, type: "account", url: "https://a.example/hook", events: ["sync_end"] };
    const args = {
      operation_id: "modify_webhook",
      params: { webhookId: id },
      body: { events: ["sync_start", "sync_end"] },
    };
    on.sandbox.fault({ operation: "modify_webhook", ...replying(record) });
    const done = await agreed(on, "write_api", args);
    expect(done).toMatchObject({ status: "partial", isError: true });
    expect(done.text).toContain("modify_webhook was not applied as sent");
    expect(done.data["differs"]).toEqual(["events"]);
  });
});
