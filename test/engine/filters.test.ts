import { expect, onTestFinished, test } from "vitest";
import { createFivetran } from "../../src/client/index.js";
import { gatewayWithoutFilters } from "../gateway.js";
import { type Harness, harness, idOf, openSandbox } from "../harness.js";
import { agreed } from "../tools/agreed.js";
import { groupId, replying, sent } from "../tools/ids.js";

/** Starts a sandbox behind a gateway that removes the filters from every request. */
async function withoutFilters() {
  const { sandbox, url } = await openSandbox();
  const gateway = await gatewayWithoutFilters(url);
  onTestFinished(gateway.close);
  return { sandbox, url: gateway.url, stripped: gateway.stripped };
}

/** Returns the names of the connections of a group, and those of other groups. */
function namesOf({ sandbox }: Pick<Harness, "sandbox">, group: string) {
  const own: string[] = [];
  const others: string[] = [];
  sandbox.edit((world) => {
    for (const one of world.connections.values()) {
      (one.group_id === group ? own : others).push(one.schema);
    }
  });
  return { own, others };
}

test("a filter that the API ignores widens nothing, in any tool", async () => {
  const account = await withoutFilters();
  const on = await harness({ account });
  const group = groupId(on.sandbox, "marketing");
  const { own, others } = namesOf(on, group);
  expect(own.length).toBeGreaterThan(3);
  const without = (text: string) => others.filter((name) => text.includes(name));

  for (const [tool, args] of [
    ["list_connectors", { group: "marketing", limit: 200 }],
    ["check_stale", { group: "marketing" }],
    [
      "read_api",
      { operation_id: "list_connections", params: { group_id: group }, all_pages: true },
    ],
    ["delete_api", { operation_id: "delete_group", params: { groupId: group } }],
  ] as const) {
    const { text } = await on.call(tool, args);
    expect(without(text), `${tool}: ${text}`).toEqual([]);
    expect(text, tool).toContain(String(own[0]));
  }
  const list = await on.call("list_connectors", { group: "marketing", limit: 200 });
  expect(list.text).toMatch(new RegExp(`^${own.length} connectors`));
  const named = await on.call("read_api", {
    operation_id: "list_connections",
    params: { schema: own[0] },
  });
  expect(named.text).toMatch(/1 item/);

  const paused = await agreed(on, "pause_connectors", { group: "marketing" });
  expect(paused.isError, paused.text).toBe(false);
  on.sandbox.edit((world) => {
    for (const one of world.connections.values()) {
      if (one.group_id === group) expect(one.paused, one.schema).toBe(true);
    }
  });
  const ids = new Set(own.map((name) => idOf(on.sandbox, name)));
  const touched = on.sandbox.requests().filter(({ method }) => method === "PATCH");
  expect(touched.every(({ path }) => ids.has(path.split("/").at(-1) ?? ""))).toBe(true);
  expect(account.stripped).toContain("group_id");
});

test("a name is found, and known to be taken, on any page it is", async () => {
  const account = await withoutFilters();
  const on = await harness({ account });
  const found = await on.call("get_status", { connectors: ["postgres_orders"] });
  expect(found.text).toContain(idOf(on.sandbox, "postgres_orders"));
  const again = await on.call("create_connector", {
    copy_of: "postgres_orders",
    group: "analytics_prod",
    name: "postgres_orders",
  });
  expect(again.text).toContain("Already exists");
  expect(sent(on.sandbox)).toEqual([]);
});

test("confined to a group, a list without its filter shows the own items only", async () => {
  const account = await withoutFilters();
  const group = groupId(account.sandbox, "marketing");
  const on = await harness({ account, env: { FIVETRAN_GROUPS: group } });
  const { others } = namesOf(on, group);
  for (const [operation_id, params] of [
    ["list_connections", {}],
    ["list_connections", { group_id: group }],
    ["list_all_connections_in_group", { groupId: group }],
    ["transformations_list", { group_id: group }],
    ["get_hybrid_deployment_agent_list", { groupId: group }],
  ] as const) {
    const { text } = await on.call("read_api", { operation_id, params });
    expect(
      others.filter((name) => text.includes(name)),
      `${operation_id} ${text}`,
    ).toEqual([]);
  }
  const transformations = await on.call("read_api", {
    operation_id: "transformations_list",
    params: { group_id: group },
  });
  on.sandbox.edit((world) => {
    for (const { id, transformation_config } of world.transformations.values()) {
      const parts = JSON.stringify(transformation_config);
      const foreign = [...world.connections.values()].some(
        (one) => one.group_id !== group && parts.includes(one.id),
      );
      if (foreign) expect(transformations.text).not.toContain(id);
    }
  });
});

test("the library's lists keep to their filters", async () => {
  const { sandbox, url } = await withoutFilters();
  const { apiKey, apiSecret } = sandbox;
  const fivetran = createFivetran({ apiKey, apiSecret, baseUrl: url });
  onTestFinished(() => fivetran.close());
  const groupIdOf = groupId(sandbox, "finance");
  for await (const { group_id } of fivetran.connections.list({ groupId: groupIdOf })) {
    expect(group_id).toBe(groupIdOf);
  }
  for await (const { active } of fivetran.users.list({ active: false })) expect(active).toBe(false);
  for await (const { type } of fivetran.transformations.list({ type: "QUICKSTART" })) {
    expect(type).toBe("QUICKSTART");
  }
  const { items } = await fivetran.connections.list({ schema: "netsuite_finance" }).page();
  expect(items.every(({ schema }) => schema === "netsuite_finance")).toBe(true);
});

test("a name is not denied where a record of the list could not be read", async () => {
  const on = await harness();
  const items = [{ id: 5, schema: "odd_one", service: "github" }];
  on.sandbox.fault({ operation: "list_connections", ...replying({ items }) });
  const { text, isError } = await on.call("get_schema", { connector: "odd_one" });
  expect(isError).toBe(true);
  expect(text).toContain("No connector that can be read has the id or name odd_one.");
  expect(text).toContain("1 of the list could not be read");
});

test("a list of groups shows those in scope, and an agent only the connectors in scope that use it", async () => {
  const ids = async (on: Harness) => {
    const { text } = await on.call("read_api", { operation_id: "list_all_groups" });
    return [...text.matchAll(/^id=(\w+)/gm)].map(([, id]) => id);
  };
  const account = await openSandbox();
  const [group, finance] = ["analytics_prod", "finance"].map((name) =>
    groupId(account.sandbox, name),
  );
  const confined = await harness({ account, env: { FIVETRAN_GROUPS: String(finance) } });
  expect(await ids(confined)).toEqual([finance]);
  const on = await harness({ account, env: { FIVETRAN_CONNECTORS: "postgres_*" } });
  expect(await ids(on)).toHaveLength(4);

  const usage = ["postgres_own", "other"].map((schema) => ({
    connection_id: `${schema}_id`,
    schema,
  }));
  const items = [{ id: "agent", group_id: group, usage }];
  on.sandbox.fault({ operation: "get_hybrid_deployment_agent_list", ...replying({ items }) });
  const { text } = await on.call("read_api", { operation_id: "get_hybrid_deployment_agent_list" });
  expect(text).toContain("schema=postgres_own");
  expect(text).not.toContain("other");
});
