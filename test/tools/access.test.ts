import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type Harness, harness, idOf, type Result } from "../harness.js";
import { agreed } from "./agreed.js";
import { groupId, recordId, replying, shown, userId } from "./ids.js";

const Data = z.looseObject({
  summary: z.string(),
  items: z
    .array(
      z.looseObject({
        kind: z.string(),
        name: z.string().optional(),
        id: z.string().optional(),
        access: z.array(z.string()).optional(),
        role: z.string().optional(),
        through: z.string().optional(),
        members: z.array(z.string()).optional(),
        state: z.string().optional(),
        created_it: z.boolean().optional(),
      }),
    )
    .default([]),
  notes: z.array(z.string()).default([]),
  next_cursor: z.string().optional(),
});
const read = ({ data }: Result) => Data.parse(data);
const item = (result: Result, name: string) => read(result).items.find((one) => one.name === name);

const access = (on: Harness, subject: string, params: Record<string, unknown>) =>
  on.call("read_api", { operation_id: `access:${subject}`, params });

/**
 * Opens an account in which Mary is in a team with roles in the group, and a second team has a role
 * in one connector.
 */
async function account() {
  const on = await harness();
  const mary = userId(on.sandbox, "mary@example.com");
  const write = (operation_id: string, params: object, body: object) =>
    agreed(on, "write_api", { operation_id, params, body });
  await write("create_team", {}, { name: "Loaders" });
  const team = recordId(on.sandbox, "teams");
  await write("add_user_to_team", { teamId: team }, { user_id: mary, role: "Team Manager" });
  const group = groupId(on.sandbox, "analytics_prod");
  const orders = idOf(on.sandbox, "postgres_orders");
  await write(
    "add_team_membership_in_group",
    { teamId: team },
    { id: group, role: "Edit Connection" },
  );
  await write(
    "add_team_membership_in_connection",
    { teamId: team },
    { id: orders, role: "Manage Connection" },
  );

  return { on, mary, team, group, orders };
}

describe("who can reach a connector", () => {
  test("every user, team and key with each of their roles, in one call by name", async () => {
    const { on } = await account();
    const result = await access(on, "connector", { connectionId: "postgres_orders" });
    expect(read(result).summary).toMatch(
      /^postgres_orders \(.+\) in group analytics_prod: 3 users, 1 team, 1 system key can access it$/,
    );
    expect(item(result, "Ada Example")).toMatchObject({
      access: ["Account Administrator (account)"],
      created_it: true,
    });
    expect(item(result, "Linus Example")?.access).toEqual([
      "View Destination (group)",
      "View Connection (connector)",
    ]);
    expect(item(result, "Mary Example")?.access).toEqual(["Account Reviewer (account)"]);
    expect(item(result, "Loaders")).toMatchObject({
      kind: "team",
      access: ["Edit Connection (group)", "Manage Connection (connector)"],
      members: ["Mary Example"],
    });
    expect(item(result, "ci")).toMatchObject({ kind: "system_key", access: ["READ CONNECTOR"] });
    // The rights of a role are described in Fivetran's words.
    expect(result.text).toContain('"Edit Connection": "Changes a connection"');
    expect(shown(on, result)).toMatchSnapshot();
  });

  test("who has no role there is left out, who cannot sign in is marked", async () => {
    const { on } = await account();
    const linus = userId(on.sandbox, "linus@example.com");
    on.sandbox.edit((world) => {
      const user = world.users.get(linus);
      if (user !== undefined) user.active = false;
    });
    const elsewhere = await access(on, "connector", { connectionId: "hubspot_marketing" });
    expect(read(elsewhere).items.map(({ name }) => name)).toEqual([
      "Ada Example",
      "Mary Example",
      "ci",
    ]);
    const orders = await access(on, "connector", { connectionId: "postgres_orders" });
    expect(item(orders, "Linus Example")?.state).toBe("inactive");
  });

  test("a key counts where its permissions and filter cover the connector, until it expires", async () => {
    const { on, group, orders } = await account();
    const keyId = recordId(on.sandbox, "system keys");
    const reachable = async (change: Record<string, unknown>) => {
      on.sandbox.edit((world) => {
        const key = world.records.get("system keys")?.get(keyId);
        if (key !== undefined) Object.assign(key, change);
      });
      return item(await access(on, "connector", { connectionId: orders }), "ci")?.access;
    };
    const permission = (resource_type: string, access_level: string, resource_filter?: object) => ({
      permissions: [{ resource_type, access_level, resource_filter }],
    });
    expect(await reachable(permission("CONNECTOR", "MANAGE"))).toEqual(["MANAGE CONNECTOR"]);
    expect(await reachable(permission("CONNECTOR", "NONE"))).toBeUndefined();
    expect(await reachable(permission("DESTINATION", "MANAGE"))).toBeUndefined();
    expect(await reachable(permission("CONNECTOR", "READ", { ids: ["other"] }))).toBeUndefined();
    expect(await reachable(permission("CONNECTOR", "READ", { ids: [orders] }))).toBeDefined();
    expect(await reachable(permission("CONNECTOR", "READ", { group_ids: [group] }))).toBeDefined();
    expect(await reachable({ expired_at: "2020-01-01T00:00:00Z" })).toBeUndefined();
  });

  test("a key counts for a group where it covers the group, or anything in it", async () => {
    const { on, group, orders } = await account();
    const keyId = recordId(on.sandbox, "system keys");
    const reachable = async (resource_type: string, resource_filter?: object) => {
      on.sandbox.edit((world) => {
        const key = world.records.get("system keys")?.get(keyId);
        const permissions = [{ resource_type, access_level: "READ", resource_filter }];
        if (key !== undefined) Object.assign(key, { permissions });
      });
      return item(await access(on, "group", { groupId: group }), "ci")?.access;
    };
    expect(await reachable("DESTINATION")).toEqual(["READ DESTINATION"]);
    expect(await reachable("connector")).toEqual(["READ CONNECTOR"]);
    expect(await reachable("TRANSFORMATION")).toEqual(["READ TRANSFORMATION"]);
    expect(await reachable("USER")).toBeUndefined();
    expect(await reachable("DESTINATION", { ids: [group] })).toEqual(["READ DESTINATION"]);
    expect(await reachable("CONNECTOR", { group_ids: [group] })).toEqual(["READ CONNECTOR"]);
    expect(await reachable("CONNECTOR", { ids: [orders] })).toBeUndefined();
    expect(await reachable("CONNECTOR", { ids: [], group_ids: [] })).toEqual(["READ CONNECTOR"]);
  });

  test("in an account of many users it looks at the first hundred, says so and continues", async () => {
    const on = await harness();
    on.sandbox.edit((world) => {
      const linus = world.users.get(userIdIn(world, "linus@example.com"));
      for (let n = 0; n < 130 && linus !== undefined; n++) {
        const id = `many_${n}`;
        world.users.set(id, { ...linus, id, email: `${id}@example.com`, given_name: id });
      }
    });
    const before = on.sandbox.requests().length;
    const first = await access(on, "connector", { connectionId: "postgres_orders" });
    expect(on.sandbox.requests().length - before).toBeLessThan(115);
    expect(read(first).summary).toContain("(checked: 1 to 100 of 133 users and teams)");
    expect(read(first).notes).toMatchSnapshot();
    expect(first.text).toContain("The other users and teams were not checked");
    const cursor = read(first).next_cursor;
    const second = await access(on, "connector", { connectionId: "postgres_orders", cursor });
    expect(read(second).summary).toContain("(checked: 101 to 133 of 133 users and teams)");
    expect(read(second).next_cursor).toBeUndefined();
  });

  test.each([
    ["list_all_users", "users could not be read"],
    ["list_all_teams", "teams could not be read"],
    ["get_system_keys", "system keys could not be read"],
    ["get_user_membership_in_connections", "roles of some users in the connector"],
    ["list_all_roles", "roles could not be read"],
  ])("where %s is forbidden the rest is returned and the gap is named", async (operation, gap) => {
    const { on } = await account();
    on.sandbox.fault({ operation, status: 403 });
    const result = await access(on, "connector", { connectionId: "postgres_orders" });
    expect(result.isError).toBe(false);
    expect(item(result, "Linus Example")?.access).toContain("View Destination (group)");
    expect(read(result).notes.join(" ")).toContain(`Incomplete: ${gap}`);
    expect(shown(on, result)).toMatchSnapshot();
    expect(read(result).summary.includes(": at least ")).toBe(operation !== "list_all_roles");
  });
});

test("within limits on groups nobody else's people are shown, and none is not said to be nobody", async () => {
  const { on } = await account();
  const [own, other] = ["staging", "analytics_prod"].map((name) => groupId(on.sandbox, name));
  const within = await harness({ account: on, env: { FIVETRAN_GROUPS: own ?? "" } });
  const result = await access(within, "group", { groupId: "staging" });
  expect(read(result).summary).toMatch(/^group staging .+: who can access it could not be read$/);
  expect(read(result).items).toEqual([]);
  for (const groupId of [other, "analytics_prod"]) {
    const refused = await access(within, "group", { groupId });
    expect(refused.isError).toBe(true);
    expect(refused.text).not.toMatch(/Linus|linus/);
  }
  for (const connectionId of ["postgres_orders", idOf(on.sandbox, "postgres_orders")]) {
    const refused = await access(within, "connector", { connectionId });
    expect(refused.isError).toBe(true);
    expect(refused.text).not.toMatch(/Linus|linus/);
  }
  expect((await access(within, "user", { userId: "linus@example.com" })).isError).toBe(true);
  const within2 = await harness({ account: on, env: { FIVETRAN_CONNECTORS: "zendesk_*" } });
  const closed = await access(within2, "connector", { connectionId: "postgres_orders" });
  expect(closed.isError).toBe(true);
  expect(closed.text).not.toMatch(/Linus|linus/);
});

test("a group that nobody has a role in is said to be closed to all", async () => {
  const on = await harness();
  on.sandbox.edit((world) => {
    for (const user of world.users.values()) user.role = null;
    world.records.get("system keys")?.clear();
  });
  const result = await access(on, "group", { groupId: "staging" });
  expect(read(result).summary).toMatch(/: nobody can access it$/);
});

test("who can reach a group: by roles in the account, in the group and through teams", async () => {
  const { on } = await account();
  const result = await access(on, "group", { groupId: "analytics_prod" });
  expect(read(result).summary).toMatch(
    /^group analytics_prod \(.+\): 3 users, 1 team, 1 system key/,
  );
  expect(item(result, "Loaders")?.access).toEqual(["Edit Connection (group)"]);
  expect(item(result, "Linus Example")?.access).toEqual(["View Destination (group)"]);
  expect(shown(on, result)).toMatchSnapshot();
});

describe("what a user can reach and owns", () => {
  test("roles, teams with what they grant, and everything that says who created it", async () => {
    const { on, mary } = await account();
    on.sandbox.edit((world) => {
      for (const connection of world.connections.values()) {
        if (connection.schema === "zendesk_support") {
          Object.assign(connection, { connected_by: mary, paused: true });
        }
      }
      for (const transformation of world.transformations.values()) {
        if (transformation.type === "DBT_CORE") transformation.created_by_id = mary;
      }
    });
    const hook = { url: "https://example.com/hook", events: ["sync_end"], active: false };
    await agreed(on, "write_api", { operation_id: "create_account_webhook", body: hook });
    on.sandbox.edit((world) => {
      for (const webhook of world.webhooks.values()) webhook.created_by = mary;
    });
    const result = await access(on, "user", { userId: "Mary Example" });
    const { summary, items } = read(result);
    expect(summary).toContain('role "Account Reviewer" in the account');
    expect(summary).toContain(
      "1 group role, 1 connector role, 1 team; created 1 connector, 1 transformation, 1 webhook",
    );
    const of = (kind: string) => items.filter((one) => one.kind === kind);
    expect(of("account_role")).toMatchObject([{ role: "Account Reviewer" }]);
    expect(of("team")).toMatchObject([{ name: "Loaders", role: "Team Manager" }]);
    expect(of("group")).toMatchObject([
      { name: "analytics_prod", role: "Edit Connection", through: "team Loaders" },
    ]);
    expect(of("connector")).toMatchObject([
      { name: "postgres_orders", role: "Manage Connection", through: "team Loaders" },
    ]);
    expect(of("created_connector")).toMatchObject([{ name: "zendesk_support", state: "paused" }]);
    expect(of("created_transformation")).toMatchObject([{ name: "nightly_models" }]);
    expect(of("created_webhook")).toMatchObject([{ name: hook.url, state: "inactive" }]);
    expect(result.text).toContain(
      'Without "Mary Example", this team would have no manager: Loaders',
    );
    expect(shown(on, result)).toMatchSnapshot();
  });

  test("each kind of created item is counted under its own name", async () => {
    const { on, mary } = await account();
    for (const [operation, item] of [
      [
        "list_all_transformation_projects",
        { id: "project_1", type: "DBT_GIT", created_by_id: mary },
      ],
      ["get_proxy_agent", { id: "proxy_1", display_name: "eu", created_by: mary }],
      ["get_hybrid_deployment_agent_list", { id: "agent_1", display_name: "eu", created_by: mary }],
      ["get_private_links", { id: "link_1", name: "eu", created_by: mary }],
      ["list_connector_sdk_packages", { id: "package_1", created_by: mary }],
    ] as const) {
      const body = JSON.stringify({ code: "Success", data: { items: [item] } });
      on.sandbox.fault({ operation, status: 200, body });
    }
    const { summary } = read(await access(on, "user", { userId: "Mary Example" }));
    expect(summary).toContain(
      "created 1 transformation project, 1 proxy agent, 1 hybrid deployment agent, 1 private link, 1 Connector SDK package",
    );
  });

  test("what would be left without an administrator is said first", async () => {
    const on = await harness();
    const sole = await access(on, "user", { userId: "ada@example.com" });
    expect(read(sole).notes[0]).toBe(
      'Without "Ada Example", the account would have no Account Administrator. Give another user that role first.',
    );
    const linus = userId(on.sandbox, "linus@example.com");
    const group = groupId(on.sandbox, "marketing");
    await agreed(on, "write_api", {
      operation_id: "add_user_membership_in_group",
      params: { userId: linus },
      body: { id: group, role: "Manage Destination" },
    });
    const only = await access(on, "user", { userId: linus });
    expect(only.text).toContain('Without "Linus Example", no user would administer marketing (');
    const mary = userId(on.sandbox, "mary@example.com");
    await agreed(on, "write_api", {
      operation_id: "add_user_membership_in_group",
      params: { userId: mary },
      body: { id: group, role: "Manage Destination" },
    });
    expect((await access(on, "user", { userId: linus })).text).not.toContain(
      "administers marketing",
    );
    on.sandbox.edit((world) => {
      const user = world.users.get(mary);
      if (user !== undefined) user.role = "Account Administrator";
    });
    expect(read(await access(on, "user", { userId: "ada@example.com" })).notes[0]).toBe(
      'Without "Ada Example", the account still has 1 Account Administrator.',
    );
  });

  test("of many groups, those whose other administrators were not read are counted", async () => {
    const on = await harness();
    const linus = userId(on.sandbox, "linus@example.com");
    on.sandbox.edit((world) => {
      const created_at = world.users.get(linus)?.created_at ?? "";
      const members = Array.from({ length: 22 }, (_, at) => {
        const place = `group_${at}`;
        world.groups.set(place, { id: place, name: `team_${at}`, created_at });
        const role = "Destination Administrator";
        return { id: `${linus} ${place}`, member: linus, place, role, created_at };
      });
      world.records.set("users in groups", new Map(members.map((each) => [each.id, each])));
    });
    const { notes } = read(await access(on, "user", { userId: linus }));
    expect(notes).toContain("Not checked: other administrators of 2 more groups.");
    expect(notes[0]).toMatch(/^Without "Linus Example", no user would administer team_0 /);
  });

  test.each([
    ["list_all_users", { from: 2 }],
    ["list_all_users_in_group", { from: 1 }],
    ["list_users_in_team", { from: 1 }],
  ])("where %s is forbidden what would be left is not guessed", async (operation, calls) => {
    const { on, mary } = await account();
    await agreed(on, "write_api", {
      operation_id: "add_user_membership_in_group",
      params: { userId: mary },
      body: { id: groupId(on.sandbox, "marketing"), role: "Manage Destination" },
    });
    on.sandbox.edit((world) => {
      const user = world.users.get(mary);
      if (user !== undefined) user.role = "Account Administrator";
    });
    on.sandbox.fault({ operation, calls, status: 403 });
    expect(shown(on, await access(on, "user", { userId: mary }))).toMatchSnapshot();
  });

  test("an API key that may not be read is known by the user's record alone", async () => {
    const on = await harness();
    const mary = userId(on.sandbox, "mary@example.com");
    const notes = async (has_api_key: boolean | undefined) => {
      on.sandbox.clearFaults();
      on.sandbox.fault({ operation: "get_user_api_key", status: 403 });
      on.sandbox.fault({
        operation: "list_all_users",
        ...replying({ items: [{ id: mary, email: "mary@example.com", has_api_key }] }),
      });
      return read(await access(on, "user", { userId: mary })).notes.filter((note) =>
        /API key/.test(note),
      );
    };
    expect(await notes(true)).toMatchSnapshot();
    expect(await notes(undefined)).toMatchSnapshot();
  });

  test("an API key is named with what stops when the user is deleted", async () => {
    const on = await harness({ env: { FIVETRAN_SECRETS_DIR: (await harness()).stateDir } });
    const mary = userId(on.sandbox, "mary@example.com");
    expect((await access(on, "user", { userId: mary })).text).toContain("The user has no API key.");
    await agreed(on, "write_api", {
      operation_id: "create_user_api_key",
      params: { userId: mary },
    });
    expect((await access(on, "user", { userId: mary })).text).toMatch(
      /The user has an API key \(ACTIVE, created .*, expires .*\): if the user is deleted, the key stops working/,
    );
    on.sandbox.fault({
      operation: "get_user_api_key",
      ...replying({ user_id: mary, key_status: "EXPIRED" }),
    });
    expect((await access(on, "user", { userId: mary })).text).toContain(
      "The user has an API key (EXPIRED): ",
    );
  });

  test("a name that nobody has is refused with the nearest ones", async () => {
    const on = await harness();
    const { isError, text } = await access(on, "user", { userId: "Lynus Example" });
    expect(isError).toBe(true);
    expect(text).toContain('Nearest: "Linus Example"');
  });

  test("lists that fail leave the rest", async () => {
    const on = await harness();
    for (const operation of ["transformations_list", "list_all_webhooks", "list_all_teams"]) {
      on.sandbox.fault({ operation, status: 403 });
    }
    const result = await access(on, "user", { userId: "ada@example.com" });
    expect(result.isError).toBe(false);
    expect(read(result).notes.join("\n")).toMatch(
      /Incomplete: .*\btransformations\b.* could not be read: this program's API key or settings do not allow it\./,
    );
    expect(read(result).summary).toMatch(
      /; no other access that could be read; created at least \d+ connectors/,
    );
    const other = await access(on, "user", { userId: "linus@example.com" });
    expect(read(other).summary).toMatch(
      /; at least 1 group role, 1 connector role; created nothing that could be read$/,
    );
  });
});

describe("as part of the API", () => {
  test.each([
    ["who has access to a connector", "access:connector"],
    ["who can reach a group", "access:group"],
    ["what does a user own", "access:user"],
    ["offboard a user", "access:user"],
  ])("search_api finds it: %s", async (query, id) => {
    const on = await harness();
    const { data } = await on.call("search_api", { query });
    const [first] = z.array(z.looseObject({ operation_id: z.string() })).parse(data["operations"]);
    expect(first?.operation_id).toBe(id);
  });

  test("details by id, wrong parameters and all_pages are refused with what fits", async () => {
    const on = await harness();
    const { data } = await on.call("search_api", { operation_id: "access:user" });
    expect(data["operations"]).toMatchObject([
      { operation_id: "access:user", effect: "read", call_with: "read_api", asks: "no" },
    ]);
    const misspelt = await access(on, "user", { userID: "x" });
    expect(misspelt.text).toContain("Did you mean userId?");
    const none = await access(on, "connector", {});
    expect(none.text).toContain("access:connector needs params.connectionId.");
    expect(none.text).toContain('params={"connectionId":"salesforce_prod"}');
    const all = await on.call("read_api", {
      operation_id: "access:user",
      params: { userId: "ada@example.com" },
      all_pages: true,
    });
    expect(all.text).toContain("params.cursor");
  });

  test("another tool names the one that calls it, and a slip its nearest", async () => {
    const on = await harness();
    for (const tool of ["write_api", "delete_api"]) {
      const refused = await on.call(tool, { operation_id: "access:user" });
      expect(refused.text).toMatch(
        /^access:user is a read operation\. .*\nNothing was sent. Use read_api.$/,
      );
    }
    const slip = await on.call("read_api", { operation_id: "access:conector" });
    expect(slip.text).toContain("Did you mean access:connector");
  });

  test("a cursor that is a number does not begin again, and null is absent", async () => {
    const on = await harness();
    const params = { groupId: "analytics_prod", cursor: 7 };
    const refused = await on.call("read_api", { operation_id: "access:group", params });
    expect(refused.text).toContain("cursor belongs to another call.");
    const first = await on.call("read_api", {
      operation_id: "access:group",
      params: { groupId: "analytics_prod", cursor: null },
    });
    expect(first.isError).toBe(false);
  });

  test("fields returns only these paths, and names those that are nowhere", async () => {
    const on = await harness();
    const { data } = await on.call("read_api", {
      operation_id: "access:connector",
      params: { connectionId: "postgres_orders" },
      fields: ["name"],
    });
    expect(data["items"]).toContainEqual({ name: "Mary Example" });
    const none = await on.call("read_api", {
      operation_id: "access:connector",
      params: { connectionId: "postgres_orders" },
      fields: ["nothing"],
    });
    expect(none.text).toContain('In all items of this page, "nothing" is missing or empty');
  });
});

type World = Parameters<Parameters<Harness["sandbox"]["edit"]>[0]>[0];
const userIdIn = (world: World, email: string) =>
  [...world.users.values()].find((user) => user.email === email)?.id ?? "";
