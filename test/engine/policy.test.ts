import { expect, test } from "vitest";
import { createApp, settings } from "../../src/app.js";
import type { SendOptions } from "../../src/client/http/send.js";
import { operation, operationIds } from "../../src/client/operations/catalog.js";
import { confine, confineClient } from "../../src/engine/group-guard.js";
import { connectorRule, decide, type Policy } from "../../src/engine/policy.js";
import { type Call, call as makeCall } from "../../src/toolkit/define.js";
import { changes, type Harness, harness, idOf, openSandbox } from "../harness.js";
import { disable } from "./fixture.js";

const FULL: Policy = { scope: "read/write/delete", readOnly: false, denied: [], groups: new Set() };
/** Operations that are not DELETE but remove something. */
const DELETING_POSTS: readonly string[] = ["delete_multiple_columns_connection_config"];
const RANK = { read: 0, write: 1, delete: 2 };

test("an operation's method decides, and each scope holds what is below it", () => {
  for (const id of operationIds) {
    const { effect, method } = operation(id);
    const deletes = method === "DELETE" || DELETING_POSTS.includes(id);
    expect(effect, id).toBe(method === "GET" ? "read" : deletes ? "delete" : "write");
    expect(decide(id, { ...FULL, scope: "read" }).allowed).toBe(effect === "read");
    expect(decide(id, { ...FULL, scope: "read/write" }).allowed).toBe(effect !== "delete");
    expect(decide(id, FULL).allowed).toBe(true);
    expect(decide(id, { ...FULL, readOnly: true }).allowed).toBe(effect === "read");
  }
});

test("denying an action denies what is above it, of that resource only", () => {
  for (const id of operationIds) {
    const { effect, resource } = operation(id);
    for (const action of ["read", "write", "delete"] as const) {
      const denied = [{ resource: "connections", action }];
      const closed = resource === "connections" && RANK[effect] >= RANK[action];
      expect(decide(id, { ...FULL, denied }).allowed).toBe(!closed);
    }
    const one = [
      { resource: "connections", action: "write" as const, operation: "sync_connection" },
    ];
    expect(decide(id, { ...FULL, denied: one }).allowed).toBe(id !== "sync_connection");
  }
});

test("a tool beyond reach is not listed, and refused when called, naming the setting", async () => {
  const cases = [
    [{ FIVETRAN_READ_ONLY: "1", FIVETRAN_SCOPE: "read/write/delete" }, "FIVETRAN_READ_ONLY"],
    [{ FIVETRAN_SCOPE: "read" }, "FIVETRAN_SCOPE"],
    [{ DISALLOWED_ACTIONS: "Connections:WRITE" }, "DISALLOWED_ACTIONS"],
    [{ DISALLOWED_ACTIONS: "connections:write:sync_connection" }, "DISALLOWED_ACTIONS"],
  ] as const;
  const { sandbox, url } = await openSandbox();
  for (const [env, setting] of cases) {
    const { call, client } = await harness({ env, account: { sandbox, url } });
    const listed = (await client.listTools()).tools.map((tool) => tool.name);
    expect(listed).toContain("get_status");
    expect(listed).not.toContain("trigger_sync");
    const refused = await call("trigger_sync", { connectors: ["salesforce_prod"] });
    expect(refused.isError).toBe(true);
    expect(refused.data["error"]).toMatchObject({ type: "policy_denied" });
    expect(refused.text).toContain(setting);
    expect(refused.text.split("\n")).toHaveLength(3);
  }
  expect(sandbox.requests()).toEqual([]);
});

test("denying reads of connections leaves nothing that needs them", async () => {
  const { client, call, sandbox } = await harness({
    env: { DISALLOWED_ACTIONS: "connections:read" },
  });
  const listed = (await client.listTools()).tools.map((tool) => tool.name);
  expect(listed).not.toContain("list_connectors");
  const refused = await call("list_connectors");
  expect(refused.text).toContain("connections:read is disallowed");
  expect(sandbox.requests()).toEqual([]);
});

test("an operation is checked where it is sent, any a tool declares", async () => {
  const sent: Call[] = [];
  const send = confine(
    { ...FULL, readOnly: true },
    { readOnly: false },
  )(async (call) => {
    sent.push(call);
    throw new Error("must not be reached");
  });
  await expect(send(makeCall("sync_connection", { connectionId: "a_b" }))).rejects.toMatchObject({
    type: "policy_denied",
  });
  const planner = confine(FULL, { readOnly: true })(async (call) => {
    sent.push(call);
    throw new Error("must not be reached");
  });
  await expect(planner(makeCall("sync_connection", { connectionId: "a_b" }))).rejects.toThrow(
    "while a plan is made, which is not allowed",
  );
  expect(sent).toEqual([]);
});

/** Returns the ids of the groups with these names. */
function groupIds({ sandbox }: Pick<Harness, "sandbox">, ...names: string[]): string[] {
  let ids: string[] = [];
  sandbox.edit((world) => {
    ids = names.map((name) => [...world.groups.values()].find((g) => g.name === name)?.id ?? "");
  });
  return ids;
}

async function confined(...names: string[]) {
  const account = await openSandbox();
  const env = { FIVETRAN_GROUPS: groupIds(account, ...names).join(",") };
  return harness({ account, env });
}

test("a confined server lists its own groups' connectors, and counts no others", async () => {
  const { call, sandbox } = await confined("marketing");
  let own = 0;
  const [marketing = ""] = groupIds({ sandbox }, "marketing");
  sandbox.edit((world) => {
    own = [...world.connections.values()].filter((c) => c.group_id === marketing).length;
  });
  expect(own).toBeGreaterThan(3);
  const list = await call("list_connectors", { limit: 200 });
  expect(list.text.split("\n")[0]).toMatch(new RegExp(`^${own} connectors`));
  expect(list.text).toContain("klaviyo_email");
  expect(`${list.text}${JSON.stringify(list.data)}`).not.toMatch(/salesforce_prod|analytics_prod/);
  const stale = await call("check_stale");
  expect(stale.text).toMatch(new RegExp(`^${own} connectors checked`));
  expect(`${stale.text}${JSON.stringify(stale.data)}`).not.toMatch(/netsuite|finance|staging/);
});

test("a confined server refuses connectors of another group by name, by id and as a candidate", async () => {
  const { call, sandbox } = await confined("marketing");
  const id = idOf(sandbox, "salesforce_prod");
  for (const [tool, args] of [
    ["get_status", { connectors: ["salesforce_prod"] }],
    ["get_status", { connectors: [id] }],
    ["get_schema", { connector: id }],
    ["trigger_sync", { connectors: [id] }],
    ["modify_schema", disable("audit_log")],
    ["list_connectors", { group: "analytics_prod" }],
    ["check_stale", { group: groupIds({ sandbox }, "finance")[0] }],
    ["get_status", { connectors: ["salesforce_prd"] }],
  ] as const) {
    const refused = await call(tool, args);
    expect(refused.isError, `${tool} ${JSON.stringify(args)}`).toBe(true);
    const said = `${refused.text} ${JSON.stringify(refused.data)}`;
    expect(said).not.toMatch(/salesforce_prod \(|festive_shore|analytics_prod \(|postgres_staging/);
  }
  const some = await call("get_status", { connectors: ["klaviyo_email", "salesforce_prod", "x"] });
  expect(`${some.text} ${JSON.stringify(some.data)}`).not.toContain(id);
  expect(some.data["missing"]).toHaveLength(2);
  expect(changes(sandbox)).toEqual([]);
  const own = await call("trigger_sync", { connectors: ["klaviyo_email"] });
  expect(own.status).toBe("done");
});

test("one group that is allowed covers for no other that a call names", async () => {
  const sent: Call[] = [];
  const policy = { ...FULL, groups: new Set(["mine_here"]) };
  const send = confine(policy, { readOnly: false })(async (call) => {
    sent.push(call);
    const group = call.params["connectionId"] === "my_own" ? "mine_here" : "not_mine";
    const { operation: id } = call;
    return { operation: id, status: 200, message: "", data: { group_id: group }, attempts: 1 };
  });
  const refusals = [
    makeCall("modify_connection", { connectionId: "of_theirs" }, { group_id: "mine_here" }),
    makeCall("modify_connection", { connectionId: "my_own" }, { group_id: "not_mine" }),
    makeCall("group_details", { groupId: "not_mine" }),
    makeCall("create_connection", {}, { group_id: "not_mine", service: "github" }),
    makeCall("create_connection", {}, { service: "github" }),
    makeCall("list_all_users"),
  ];
  for (const refused of refusals) {
    await expect(send(refused), refused.operation).rejects.toMatchObject({ type: "policy_denied" });
  }
  expect(sent.filter(({ operation: id }) => id !== "connection_details")).toEqual([]);
  await send(makeCall("modify_connection", { connectionId: "my_own" }, { paused: true }));
  await send(makeCall("create_connection", {}, { group_id: "mine_here", service: "github" }));
  await send(makeCall("get_account_info"));
  expect(sent.filter(({ operation: id }) => id !== "connection_details")).toHaveLength(3);
});

test("a group that is not there stops the first call, not the start", async () => {
  const { call, client } = await harness({ env: { FIVETRAN_GROUPS: "no_such_group" } });
  expect((await client.listTools()).tools.length).toBeGreaterThan(0);
  const refused = await call("list_connectors");
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(
    "FIVETRAN_GROUPS contains groups that this API key cannot see: no_such_group.",
  );
});

test("an account that may not be read is named by the key's fingerprint, and plans continue", async () => {
  const { call, sandbox, app } = await harness({ env: { DISALLOWED_ACTIONS: "account:read" } });
  const plan = await call("modify_schema", disable("audit_log"));
  const { fingerprint } = await app.connect();
  expect(plan.text).toContain(`of the API key with fingerprint ${fingerprint.slice(0, 8)}`);
  expect(sandbox.requests().map(({ path }) => path)).not.toContain("/v1/account/info");
});

const start = (env: Record<string, string>) =>
  createApp({ version: "0", flags: {}, env, write: () => {}, sandboxWorld: "memory" });

test("denied actions are checked at start, all problems at once, with the nearest word", async () => {
  const wrong = [
    "conections:read",
    "connections:reed",
    "connections:write:sync_connecton",
    "groups:read:list_connections",
    "connections:read:sync_connection",
    "connections",
    "a:b:c:d",
  ];
  const error = await start({ DISALLOWED_ACTIONS: wrong.join(",") }).catch((e: unknown) => e);
  expect(error).toMatchObject({
    type: "config",
    message: expect.stringMatching(
      new RegExp(
        [
          '"conections".*Did you mean connections',
          '"reed".*Did you mean read',
          '"sync_connecton".*Did you mean sync_connection',
          "it is connections:read:list_connections",
          "it is connections:write:sync_connection",
          '"connections" is not resource:action',
          '"a:b:c:d" is not resource:action',
        ].join("[^]*"),
      ),
    ),
  });
  const fine = await start({
    DISALLOWED_ACTIONS: " Connections:Delete , hybrid-deployment-agents:write,",
  });
  expect(fine.config.policy.denied).toEqual([
    { resource: "connections", action: "delete", operation: undefined },
    { resource: "hybrid-deployment-agents", action: "write", operation: undefined },
  ]);
});

test("a POST that deletes needs the delete scope, whichever tool calls it", async () => {
  const columns = {
    operation_id: "delete_multiple_columns_connection_config",
    body: { schemas: { public: { tables: { customers: { columns: ["tax_id"] } } } } },
  };
  const writer = await harness({ env: { FIVETRAN_SCOPE: "read/write" } });
  const params = { connectionId: idOf(writer.sandbox, "postgres_orders") };
  for (const tool of ["write_api", "delete_api"]) {
    const refused = await writer.call(tool, { ...columns, params });
    expect(refused.isError, tool).toBe(true);
  }
  const denied = await harness({ env: { DISALLOWED_ACTIONS: "connections:delete" } });
  const refused = await denied.call("delete_api", { ...columns, params });
  expect(refused.data["error"]).toMatchObject({ type: "policy_denied" });
  const deleter = await harness();
  const plan = await deleter.call("delete_api", { ...columns, params });
  expect(plan.status, plan.text).toBe("confirmation_required");
  expect(plan.text).toContain("tax_id");
  expect(plan.text).toContain("cannot be undone");
  for (const { sandbox } of [writer, denied, deleter]) expect(changes(sandbox)).toEqual([]);
});

test("confined to connectors, nothing shows or touches another one, however it is named", async () => {
  const { call, sandbox } = await harness({
    env: { FIVETRAN_CONNECTORS: "postgres_*, salesforce_prod, !*_staging" },
  });
  const id = idOf(sandbox, "klaviyo_email");
  const denied = idOf(sandbox, "postgres_staging");
  const [marketing = ""] = groupIds({ sandbox }, "marketing");
  const listed = await call("list_connectors", { limit: 200 });
  expect(listed.text).toContain("postgres_orders");
  const all = `${listed.text}${(await call("check_stale")).text}`;
  expect(all).not.toMatch(/klaviyo_email|postgres_staging|netsuite/);
  const byId = { connectionId: id };
  for (const [tool, args] of [
    ["get_status", { connectors: ["klaviyo_email"] }],
    ["get_status", { connectors: [id] }],
    ["get_status", { connectors: ["klaviyo_emial"] }],
    ["get_status", { connectors: [denied] }],
    ["get_schema", { connector: id }],
    ["modify_schema", { ...disable("audit_log"), connector: id }],
    ["trigger_sync", { connectors: [id] }],
    ["wait_for_sync", { connector: id }],
    ["pause_connectors", { group: "marketing" }],
    ["resume_connectors", { connectors: [denied] }],
    ["resync_connector", { connector: id }],
    ["update_connector", { connector: id, sync_frequency: 60 }],
    ["delete_connector", { connector: "postgres_staging" }],
    ["run_setup_tests", { connector: id }],
    ["create_connect_card", { connector: id, redirect_uri: "https://example.com/x" }],
    ["create_connector", { copy_of: id, group: "staging", name: "postgres_copy" }],
    ["create_connector", { copy_of: "salesforce_prod", group: "staging", name: "other_name" }],
    ["create_connector", { copy_of: "postgres_orders", group: "staging", name: "x_staging" }],
    ["read_api", { operation_id: "connection_details", params: byId }],
    ["read_api", { operation_id: "connection_schema_config", params: byId }],
    ["read_api", { operation_id: "list_all_users" }],
    ["write_api", { operation_id: "sync_connection", params: byId, body: { force: false } }],
    [
      "write_api",
      { operation_id: "modify_group", params: { groupId: marketing }, body: { name: "x" } },
    ],
    [
      "write_api",
      { operation_id: "run_destination_setup_tests", params: { destinationId: marketing } },
    ],
    [
      "write_api",
      {
        operation_id: "create_group_webhook",
        params: { groupId: marketing },
        body: { url: "https://hooks.example.com", events: ["sync_end"], active: true },
      },
    ],
    [
      "write_api",
      {
        operation_id: "create_transformation",
        body: {
          type: "QUICKSTART",
          transformation_config: { package_name: "klaviyo", connection_ids: [id] },
          schedule: { schedule_type: "INTEGRATED" },
        },
      },
    ],
    ["delete_api", { operation_id: "delete_connection", params: byId }],
    ["delete_api", { operation_id: "delete_group", params: { groupId: marketing } }],
  ] as const) {
    const refused = await call(tool, args);
    const at = `${tool} ${JSON.stringify(args)}: ${refused.text}`;
    expect(refused.isError || refused.status === "nothing_to_do", at).toBe(true);
    expect(refused.token, at).toBe("");
    expect(refused.text.replace(JSON.stringify(args), ""), at).not.toMatch(
      /klaviyo_email \(|postgres_staging \(/,
    );
  }
  const group = await call("read_api", {
    operation_id: "list_all_connections_in_group",
    params: { groupId: marketing },
  });
  expect(group.text).not.toContain("klaviyo");
  expect(changes(sandbox)).toEqual([]);
  expect((await call("trigger_sync", { connectors: ["postgres_orders"] })).isError).toBe(false);
});

test("a connector that is not there stops the first call; a pattern may wait for one", async () => {
  const wrong = await harness({ env: { FIVETRAN_CONNECTORS: "postgres_*,!klaviyo_emial" } });
  const refused = await wrong.call("list_connectors");
  expect(refused.text).toContain(
    "FIVETRAN_CONNECTORS contains connectors that this API key cannot see: klaviyo_emial.",
  );
  const waiting = await harness({ env: { FIVETRAN_CONNECTORS: "future_*" } });
  expect((await waiting.call("list_connectors")).isError).toBe(false);
});

test.each<[string[], { id?: string; name?: string }, boolean]>([
  [["orders"], { id: "x", name: "orders" }, true],
  [["x_y"], { id: "x_y", name: "orders" }, true],
  [["x_y"], { id: "x_y" }, true],
  [["ord*"], { id: "x", name: "orders" }, true],
  [["Ord*"], { id: "x", name: "orders" }, false],
  [["ord*"], { id: "ord_er" }, false],
  [["!orders"], { id: "x", name: "other" }, true],
  [["!orders"], { id: "x", name: "ORDERS" }, false],
  [["!x_y"], { id: "x_y", name: "other" }, false],
  [["!orders"], { id: "x" }, false],
  [["*", "!pay*"], { id: "x", name: "payroll" }, false],
  [["*", "!pay*"], { id: "x", name: "orders" }, true],
])("FIVETRAN_CONNECTORS=%j allows %j: %s", (entries, connector, allowed) => {
  expect(connectorRule(entries).allows(connector)).toBe(allowed);
});

test("the reads that find an owner end with their call, and go before other reads for a change", async () => {
  const on = await confined("marketing");
  const { client } = await on.app.connect();
  const seen: [string, SendOptions | undefined][] = [];
  const watched = client.use((next) => (call, options) => {
    seen.push([call.operation, options]);
    return next(call, options);
  });
  const { policy } = await settings(on.appOptions.flags, on.appOptions.env);
  const { signal } = new AbortController();
  const call = {
    operation: "modify_connection",
    params: { connectionId: idOf(on.sandbox, "klaviyo_email") },
    body: { paused: true },
  } as const;
  const owner = () => seen.splice(0).find(([id]) => id === "connection_details")?.[1];

  await confineClient(watched, policy).change(call, { beforeSending: signal, deadlineMs: 9000 });
  expect(owner()).toMatchObject({ signal, deadlineMs: 9000, reserved: true });
  await confineClient(watched, policy).check(call, { signal, reserved: true }, "a tool");
  expect(owner()).toMatchObject({ signal, reserved: true });
  const named = [{ kind: "connection", id: call.params.connectionId }];
  await confineClient(watched, policy).covers({ named }, { signal });
  expect(owner()).toMatchObject({ signal });
  const read = { operation: "connection_schema_config", params: call.params } as const;
  await confineClient(watched, policy).reader.send(read, { signal, deadlineMs: 8000 });
  expect(owner()).toMatchObject({ signal, deadlineMs: 8000 });
});
