import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type Harness, harness, idOf, type Result } from "../harness.js";
import { agreed } from "./agreed.js";
import {
  groupId,
  recordId,
  replying,
  sent,
  shown,
  transformationId,
  userId,
  webhookId,
} from "./ids.js";

const Plan = z.looseObject({
  plan: z.looseObject({
    summary: z.string(),
    consequences: z.array(z.string()).default([]),
    targets: z.array(z.looseObject({ id: z.string(), name: z.string(), kind: z.string() })),
  }),
});
const planOf = ({ data }: Result) => Plan.parse(data).plan;

/** Returns the names and ids of the connections in a group. */
function inside({ sandbox }: Pick<Harness, "sandbox">, group: string) {
  const found: { id: string; schema: string }[] = [];
  sandbox.edit((world) => {
    for (const one of world.connections.values()) if (one.group_id === group) found.push(one);
  });
  return found;
}

describe("a group", () => {
  const args = (on: Harness) => ({
    operation_id: "delete_group",
    params: { groupId: groupId(on.sandbox, "finance") },
  });

  test("the plan names its destination and every connector, which may go with it", async () => {
    const on = await harness();
    const group = groupId(on.sandbox, "finance");
    const plan = await on.call("delete_api", args(on));
    expect(shown(on, plan)).toMatchSnapshot();
    expect(plan.status).toBe("confirmation_required");
    const connectors = inside(on, group);
    expect(connectors).toHaveLength(5);
    const lines = planOf(plan).consequences;
    expect(lines[0]).toContain(`redshift (${group})`);
    expect(lines[1]).toMatch(/\b5 /);
    for (const { id, schema } of connectors) expect(lines[1]).toContain(`${schema} (${id})`);
    // The plan lists everything that is deleted with a group. Its only target is the group.
    expect(planOf(plan).targets).toMatchObject([{ id: group, name: "finance" }]);
    expect(on.sandbox.requests().every(({ method }) => method === "GET")).toBe(true);
  });

  test("Fivetran's refusal is returned", async () => {
    const on = await harness();
    const plan = await on.call("delete_api", args(on));
    const refused = await on.call("delete_api", { ...args(on), confirmation_token: plan.token });
    expect(shown(on, refused)).toMatchSnapshot();
    expect(refused.isError).toBe(true);
    expect(sent(on.sandbox)).toEqual(["delete_group"]);
    expect(on.sandbox.effects()).toEqual([]);
  });

  test("goes with all that is in it where Fivetran takes it along, once", async () => {
    const on = await harness({ sandbox: { groupDelete: "cascade" } });
    const group = groupId(on.sandbox, "finance");
    const call = args(on);
    const plan = await on.call("delete_api", call);
    const done = await on.call("delete_api", { ...call, confirmation_token: plan.token });
    expect(done.data).toMatchObject({
      status: "done",
      operation: "delete_group",
      target: `finance (${group})`,
    });
    expect(sent(on.sandbox)).toEqual(["delete_group"]);
    expect(inside(on, group)).toEqual([]);
    // A second confirmation returns the recorded result and sends nothing.
    const before = on.sandbox.effects().length;
    const again = await on.call("delete_api", { ...call, confirmation_token: plan.token });
    expect(again.data).toMatchObject({ status: "done", target: `finance (${group})` });
    expect(sent(on.sandbox)).toEqual(["delete_group"]);
    expect(on.sandbox.effects()).toHaveLength(before);
  });

  test.each<[string, (on: Harness, group: string) => void]>([
    [
      "got another connector",
      (on, group) =>
        on.sandbox.edit((world) => {
          const [first] = world.connections.values();
          if (first !== undefined) first.group_id = group;
        }),
    ],
    [
      "lost its destination",
      (on, group) => on.sandbox.edit((world) => world.destinations.delete(group)),
    ],
    [
      "was renamed",
      (on, group) =>
        on.sandbox.edit((world) => {
          const own = world.groups.get(group);
          if (own !== undefined) own.name = "treasury";
        }),
    ],
  ])("that %s since is asked about again", async (_, change) => {
    const on = await harness();
    const call = args(on);
    const plan = await on.call("delete_api", call);
    change(on, call.params.groupId);
    const again = await on.call("delete_api", { ...call, confirmation_token: plan.token });
    expect(again.status).toBe("confirmation_required");
    expect(again.token).not.toBe(plan.token);
    expect(again.data["moved"]).toEqual(expect.any(Array));
    expect(shown(on, again)).toMatchSnapshot();
    expect(sent(on.sandbox)).toEqual([]);
  });

  test("that is empty has nothing that goes with it", async () => {
    const on = await harness();
    await on.call("write_api", { operation_id: "create_group", body: { name: "spare" } });
    const spare = groupId(on.sandbox, "spare");
    const gone = await agreed(on, "delete_api", {
      operation_id: "delete_group",
      params: { groupId: spare },
    });
    expect(gone.plan).toContain(
      `Delete a group: spare (${spare}); its destination and connectors may be deleted with it\nAccount: `,
    );
    // The plan says that there is no destination, that there are no connectors, and that the
    // deletion is final.
    expect(gone.plan.split("\n").filter((line) => line.startsWith("- "))).toMatchSnapshot();
    expect(gone.data["target"]).toMatch(/^spare \(\w+\)$/);
    expect(sent(on.sandbox)).toEqual(["create_group", "delete_group"]);
  });

  test("with very many connectors names 300, and counts all", async () => {
    const on = await harness({ sandbox: { world: "large", connections: 700 } });
    const groups = new Map<string, number>();
    on.sandbox.edit((world) => {
      const [group] = world.groups.keys();
      for (const one of [...world.connections.values()].slice(0, 310)) {
        if (group !== undefined) one.group_id = group;
      }
      for (const { group_id } of world.connections.values()) {
        groups.set(group_id, (groups.get(group_id) ?? 0) + 1);
      }
    });
    const [group = "", many = 0] = [...groups].sort((a, b) => b[1] - a[1])[0] ?? [];
    expect(many).toBeGreaterThan(300);
    const plan = await on.call("delete_api", {
      operation_id: "delete_group",
      params: { groupId: group },
    });
    const line = planOf(plan).consequences[1] ?? "";
    expect(line).toContain(many.toLocaleString("en-US"));
    expect(inside(on, group).filter(({ id }) => line.includes(`(${id})`))).toHaveLength(300);
    expect(line).toContain(` ${many - 300} `);
  });

  test("is not planned where its connectors or its destination cannot be read", async () => {
    for (const operation of ["list_connections", "destination_details"]) {
      const on = await harness();
      on.sandbox.fault({ operation, status: 500 });
      const refused = await on.call("delete_api", args(on));
      expect(refused.data["error"], operation).toMatchObject({ type: "unavailable" });
      expect(sent(on.sandbox)).toEqual([]);
    }
  });
});

describe("a destination", () => {
  test("with connectors is reported to be refused, and they are named", async () => {
    const on = await harness();
    const group = groupId(on.sandbox, "finance");
    const args = { operation_id: "delete_destination", params: { destinationId: group } };
    const plan = await on.call("delete_api", args);
    expect(shown(on, plan)).toMatchSnapshot();
    expect(planOf(plan).consequences[0]).toMatch(/\b5 /);
    for (const { id, schema } of inside(on, group)) {
      expect(planOf(plan).consequences[0]).toContain(`${schema} (${id})`);
    }
    // The plan does not depend on connectors outside of the group.
    on.sandbox.edit((world) => {
      const [first] = world.connections.values();
      if (first !== undefined) first.group_id = group;
    });
    const done = await on.call("delete_api", { ...args, confirmation_token: plan.token });
    expect(done.isError).toBe(true);
    expect(done.status).not.toBe("confirmation_required");
    expect(sent(on.sandbox)).toEqual(["delete_destination"]);
  });

  test("without connectors goes", async () => {
    const on = await harness();
    const group = groupId(on.sandbox, "finance");
    on.sandbox.edit((world) => {
      for (const { id } of inside(on, group)) world.connections.delete(id);
    });
    const gone = await agreed(on, "delete_api", {
      operation_id: "delete_destination",
      params: { destinationId: group },
    });
    expect(gone.status, gone.text).toBe("done");
    expect(gone.plan).not.toMatch(/\d connectors/);
    expect(shown(on, gone)).toMatchSnapshot();
    expect(sent(on.sandbox)).toEqual(["delete_destination"]);
  });
});

/** Returns the text with each value of the parameters replaced by its name. */
const idless = (text: string, params: unknown) =>
  Object.entries(z.record(z.string(), z.string()).parse(params)).reduce(
    (left, [name, value]) => left.replaceAll(value, name),
    text,
  );

/** Disables a column, because only a disabled column can be dropped. */
function disabledColumn<T>({ sandbox }: Harness, args: T): T {
  sandbox.edit((world) => {
    const { edits } =
      world.connections.get(idOf(sandbox, "postgres_orders"))?.backstage.schema ?? {};
    const columns = edits?.["public"]?.tables?.["customers"]?.columns;
    if (columns !== undefined) columns["tax_id"] = { enabled: false };
  });
  return args;
}

describe("other things are named by a read", () => {
  test("a webhook, by its address; a second time it is not there", async () => {
    const on = await harness();
    await agreed(on, "write_api", {
      operation_id: "create_account_webhook",
      body: { url: "https://hooks.example.com/x", events: ["sync_end"], active: false },
    });
    const id = webhookId(on.sandbox);
    const args = { operation_id: "delete_webhook", params: { webhookId: id } };
    const plan = await on.call("delete_api", args);
    expect(shown(on, plan)).toMatchSnapshot();
    expect(planOf(plan).summary).toContain(`"https://hooks.example.com/x" (${id})`);
    const gone = await on.call("delete_api", { ...args, confirmation_token: plan.token });
    expect(gone.status).toBe("done");
    const again = await on.call("delete_api", args);
    expect(again.data["error"]).toMatchObject({ type: "not_found" });
    expect(shown(on, again).replaceAll(id, "ID")).toMatchSnapshot();
    expect(sent(on.sandbox).filter((one) => one === "delete_webhook")).toHaveLength(1);
  });

  test.each<[string, (on: Harness) => Record<string, unknown>]>([
    [
      "a connector, with a pointer to the better tool",
      (on) => ({
        operation_id: "delete_connection",
        params: { connectionId: idOf(on.sandbox, "github_repos") },
      }),
    ],
    [
      "a column, with the names of schema, table and column",
      (on) =>
        disabledColumn(on, {
          operation_id: "delete_column_connection_config",
          params: {
            connectionId: idOf(on.sandbox, "postgres_orders"),
            schemaName: "public",
            tableName: "customers",
            columnName: "tax_id",
          },
        }),
    ],
    [
      "a user, with what stops working",
      (on) => ({
        operation_id: "delete_user",
        params: { id: userId(on.sandbox, "linus@example.com") },
      }),
    ],
    [
      "a system key that is not in use here",
      (on) => ({
        operation_id: "delete_system_key",
        params: { keyId: recordId(on.sandbox, "system keys") },
      }),
    ],
    [
      "a user's role in a group, with both",
      (on) => ({
        operation_id: "delete_user_membership_in_group",
        params: {
          userId: userId(on.sandbox, "linus@example.com"),
          groupId: groupId(on.sandbox, "analytics_prod"),
        },
      }),
    ],
    [
      "a transformation",
      (on) => ({
        operation_id: "delete_transformation",
        params: { transformationId: transformationId(on.sandbox, "QUICKSTART") },
      }),
    ],
  ])("%s", async (_, args) => {
    const on = await harness();
    const call = args(on);
    const plan = await on.call("delete_api", call);
    expect(plan.status, plan.text).toBe("confirmation_required");
    expect(shown(on, plan)).toMatchSnapshot();
    expect(sent(on.sandbox)).toEqual([]);
    const done = await on.call("delete_api", { ...call, confirmation_token: plan.token });
    expect(done.status, done.text).toBe("done");
    expect(sent(on.sandbox)).toEqual([call["operation_id"]]);
    // A deleted object has no name that could replace its id.
    expect(idless(shown(on, done), call["params"])).toMatchSnapshot();
  });

  test("a certificate, by its hash and what trusts it", async () => {
    const on = await harness();
    on.sandbox.fault({
      operation: "get_connection_certificate_details",
      ...replying({ hash: "abc", name: "CN=db" }),
    });
    const connectionId = idOf(on.sandbox, "mysql_inventory");
    const plan = await on.call("delete_api", {
      operation_id: "revoke_connection_certificate",
      params: { connectionId, hash: "abc" },
    });
    expect(shown(on, plan)).toMatchSnapshot();
    expect(planOf(plan).consequences[0]).toBe("hash: abc");
    expect(planOf(plan).summary).toContain(`mysql_inventory (${connectionId})`);
  });

  test("a role that is in another thing is asked about again once that was renamed", async () => {
    const on = await harness();
    const group = groupId(on.sandbox, "analytics_prod");
    const args = {
      operation_id: "delete_user_membership_in_group",
      params: { userId: userId(on.sandbox, "linus@example.com"), groupId: group },
    };
    const plan = await on.call("delete_api", args);
    on.sandbox.edit((world) => {
      const own = world.groups.get(group);
      if (own !== undefined) own.name = "renamed";
    });
    const again = await on.call("delete_api", { ...args, confirmation_token: plan.token });
    expect(again.status).toBe("confirmation_required");
    expect(sent(on.sandbox)).toEqual([]);
  });

  test("a lost reply is verified by a read", async () => {
    const on = await harness();
    const args = {
      operation_id: "delete_system_key",
      params: { keyId: recordId(on.sandbox, "system keys") },
    };
    const plan = await on.call("delete_api", args);
    on.sandbox.fault({ operation: "delete_system_key", status: 502, when: "after" });
    const done = await on.call("delete_api", { ...args, confirmation_token: plan.token });
    expect(done).toMatchObject({ isError: false, status: "done" });
    expect(done.data["verified"]).toEqual(expect.any(String));
    expect(on.sandbox.effects()).toHaveLength(1);
  });
});

describe("the credential in use does not delete itself", () => {
  test("a user", async () => {
    const on = await harness();
    let id = "";
    on.sandbox.edit((world) => {
      id = world.account.user_id;
    });
    const refused = await on.call("delete_api", { operation_id: "delete_user", params: { id } });
    expect(shown(on, refused)).toMatchSnapshot();
    expect(refused.data["error"]).toMatchObject({ type: "input" });
    expect(sent(on.sandbox)).toEqual([]);
  });

  test("a system key", async () => {
    const on = await harness();
    const keyId = recordId(on.sandbox, "system keys");
    on.sandbox.fault({
      operation: "get_account_info",
      ...replying({ account_id: "a", account_name: "A", system_key_id: keyId }),
    });
    const args = { operation_id: "delete_system_key", params: { keyId } };
    const refused = await on.call("delete_api", args);
    expect(shown(on, refused)).toMatchSnapshot();
    expect(refused.data["error"]).toMatchObject({ type: "input" });
    // A user with this id is a different object.
    on.sandbox.clearFaults();
    on.sandbox.fault({
      operation: "get_account_info",
      ...replying({ account_id: "a", account_name: "A", user_id: keyId }),
    });
    expect((await on.call("delete_api", args)).status).toBe("confirmation_required");
  });
});

test.each([
  ["a write", { operation_id: "modify_group", params: { groupId: "x" } }],
  ["a read", { operation_id: "list_all_groups" }],
  ["an unknown operation", { operation_id: "delete_grup" }],
  ["a missing parameter", { operation_id: "delete_group" }],
  ["a climbing id", { operation_id: "delete_group", params: { groupId: "../users" } }],
  ["a body", { operation_id: "delete_group", params: { groupId: "x" }, body: { force: true } }],
])("%s is refused and nothing is sent", async (_, args) => {
  const on = await harness();
  const refused = await on.call("delete_api", args);
  expect(refused.data["error"]).toMatchObject({ type: "input" });
  expect(shown(on, refused)).toMatchSnapshot();
  expect(on.sandbox.requests()).toEqual([]);
});

test("by the operator's scope there is no such tool, or no such operation or group", async () => {
  const writer = await harness({ env: { FIVETRAN_SCOPE: "read/write" } });
  const names = (await writer.client.listTools()).tools.map(({ name }) => name);
  expect(names).toContain("write_api");
  expect(names).not.toContain("delete_api");
  const on = await harness({ env: { DISALLOWED_ACTIONS: "users:delete" } });
  const denied = await on.call("delete_api", {
    operation_id: "delete_user",
    params: { id: userId(on.sandbox, "linus@example.com") },
  });
  expect(shown(on, denied)).toMatchSnapshot();
  expect(denied.data["error"]).toMatchObject({
    type: "policy_denied",
    setting: "DISALLOWED_ACTIONS",
  });
  const { sandbox, url } = on;
  const own = await harness({
    account: { sandbox, url },
    env: { FIVETRAN_GROUPS: groupId(sandbox, "staging") },
  });
  const outside = await own.call("delete_api", {
    operation_id: "delete_group",
    params: { groupId: groupId(sandbox, "finance") },
  });
  expect(outside.data["error"]).toMatchObject({
    type: "policy_denied",
    setting: "FIVETRAN_GROUPS",
  });
  expect(sent(sandbox)).toEqual([]);
});

test("a destination that may not be read is not said to be absent", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "destination_details", status: 403 });
  const plan = await on.call("delete_api", {
    operation_id: "delete_group",
    params: { groupId: groupId(on.sandbox, "finance") },
  });
  expect(plan.text).not.toContain("It has no destination");
  expect(plan.text).toContain("settings do not allow reading the destination");
});
