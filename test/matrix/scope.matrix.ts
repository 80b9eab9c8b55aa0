import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gatewayWithoutFilters } from "../gateway.js";
import { type Program, type Stage, stage } from "./stage.js";

// Attempts of a call against the operator's limits and the account that it belongs to.

function groupNamed(on: Stage, name: string): string {
  let id = "";
  on.sandbox.edit((world) => {
    id = [...world.groups.values()].find((group) => group.name === name)?.id ?? "";
  });
  return id;
}

async function refuses(program: Program, calls: readonly (readonly [string, object])[]) {
  for (const [tool, args] of calls) {
    const { isError, token, text } = await program.call(tool, { ...args });
    expect(isError, `${tool} ${JSON.stringify(args)}: ${text}`).toBe(true);
    expect(token).toBe("");
  }
}

describe("A50 a POST that deletes, without the delete scope", () => {
  test.concurrent("refused by every tool", async (t) => {
    const on = await stage(t);
    const program = await on.start({ env: { FIVETRAN_SCOPE: "read/write" } });
    const args = {
      operation_id: "delete_multiple_columns_connection_config",
      params: { connectionId: on.id("postgres_orders") },
      body: { schemas: { public: { tables: { customers: { columns: ["tax_id"] } } } } },
    };
    await refuses(program, [
      ["write_api", args],
      ["delete_api", args],
    ]);
    expect(on.changesSent()).toBe(0);
  });
});

describe("A51 with FIVETRAN_GROUPS, a body that names another group or the whole account", () => {
  test.concurrent("refused, nothing sent", async (t) => {
    const on = await stage(t);
    const [own, other] = [groupNamed(on, "marketing"), groupNamed(on, "finance")];
    const program = await on.start({ env: { FIVETRAN_GROUPS: own } });
    const elsewhere = on.id("netsuite_finance");
    const create = (body: object) => ({ operation_id: "create_connection", body });
    const log = { group_id: own, service: "fivetran_log", config: { schema: "fivetran_log" } };
    await refuses(program, [
      ["write_api", create({ group_id: other, service: "github", config: { schema: "x" } })],
      ["write_api", create(log)],
      [
        "write_api",
        create({ ...log, config: { ...log.config, is_account_level_connector: true } }),
      ],
      ["write_api", create({ ...log, service: "github", private_link_id: "some_link" })],
      ["write_api", create({ ...log, service: "github", proxy_agent_id: "some_agent" })],
      ["write_api", create({ ...log, service: "github", target_group_id: other })],
      ["create_connector", { service: "fivetran_log", group: "marketing", name: "fivetran_log" }],
      ["create_connector", { copy_of: "klaviyo_email", group: "finance", name: "x" }],
      [
        "write_api",
        {
          operation_id: "create_transformation",
          body: {
            type: "QUICKSTART",
            transformation_config: { package_name: "netsuite", connection_ids: [elsewhere] },
            schedule: { schedule_type: "INTEGRATED" },
          },
        },
      ],
      ["write_api", { operation_id: "create_group", body: { name: "mine" } }],
    ]);
    expect(on.changesSent()).toBe(0);
  });
});

describe("A52 a connector that FIVETRAN_CONNECTORS does not allow", () => {
  test.concurrent("not shown, not found and not changed, by name, id or link", async (t) => {
    const on = await stage(t);
    const program = await on.start({ env: { FIVETRAN_CONNECTORS: "*,!netsuite*" } });
    const id = on.id("netsuite_finance");
    const finance = groupNamed(on, "finance");
    await refuses(program, [
      ["get_status", { connectors: ["netsuite_finance"] }],
      ["get_status", { connectors: [id] }],
      ["delete_connector", { connector: id }],
      ["create_connector", { service: "github", group: "finance", name: "NETSUITE_new" }],
      ["write_api", { operation_id: "sync_connection", params: { connectionId: id } }],
      ["delete_api", { operation_id: "delete_group", params: { groupId: finance } }],
    ]);
    const list = await program.call("list_connectors", { group: "finance", limit: 200 });
    const inGroup = await program.call("read_api", {
      operation_id: "list_all_connections_in_group",
      params: { groupId: finance },
    });
    expect(`${list.text}${inGroup.text}`).not.toContain("netsuite_finance");
    expect(on.changesSent()).toBe(0);
  });
});

describe("A53 the record of a change by another key, or of a target that is not allowed", () => {
  test.concurrent("not found", async (t) => {
    const on = await stage(t);
    const maker = await on.start();
    await maker.change("pause_connectors", { connectors: ["netsuite_finance"] });
    const [file = ""] = await readdir(join(on.stateDir, "operations"));
    const args = { operation_id: file.replace(/\..*$/, "") };
    expect((await maker.call("get_operation", args)).isError).toBe(false);
    for (const env of [
      { FIVETRAN_API_KEY: "of_another_one" },
      { FIVETRAN_GROUPS: groupNamed(on, "marketing") },
      { FIVETRAN_CONNECTORS: "klaviyo_*" },
    ]) {
      const { isError, text } = await (await on.start({ env })).call("get_operation", args);
      expect(isError, text).toBe(true);
      expect(text).not.toContain("netsuite");
    }
  });
});

describe("A54 the key's own user, and the last administrator", () => {
  test.concurrent("neither deleted nor demoted", async (t) => {
    const on = await stage(t);
    let [self, other] = ["", ""];
    on.sandbox.edit((world) => {
      self = world.account.user_id;
      other = [...world.users.keys()].find((id) => id !== self) ?? "";
      for (const user of world.users.values()) {
        user.role = user.id === other ? "Account Administrator" : "Account Reviewer";
      }
    });
    const program = await on.start();
    const remove = "delete_user_membership_in_account";
    for (const userId of [self, other]) {
      await refuses(program, [
        ["delete_api", { operation_id: "delete_user", params: { id: userId } }],
        ["delete_api", { operation_id: remove, params: { userId } }],
        [
          "write_api",
          { operation_id: "modify_user", params: { userId }, body: { role: "Account Billing" } },
        ],
      ]);
    }
    expect(on.changesSent()).toBe(0);
  });
});

describe("A55 API ignores the parameter that filters a list by group", () => {
  test.concurrent("a change to the connectors of a group affects no other group", async (t) => {
    const on = await stage(t);
    const gateway = await gatewayWithoutFilters(on.url);
    t.onTestFinished(gateway.close);
    const program = await on.start({ env: { FIVETRAN_API_URL: gateway.url } });
    const done = await program.change("pause_connectors", { group: "marketing" });
    expect(done.isError, done.text).toBe(false);
    const own = groupNamed(on, "marketing");
    const outside: string[] = [];
    on.sandbox.edit((world) => {
      const paths = on.sandbox.requests().filter(({ method }) => method === "PATCH");
      for (const { path } of paths) {
        const touched = world.connections.get(path.split("/").at(-1) ?? "");
        if (touched?.group_id !== own) outside.push(path);
      }
    });
    expect(on.changesSent()).toBeGreaterThan(0);
    expect(outside).toEqual([]);
  });
});

describe("A56 copy of a connector with a hashed column", () => {
  test.concurrent("the copy hashes the column before its first load", async (t) => {
    const on = await stage(t);
    const program = await on.start({
      env: { FIVETRAN_SECRET_REFS: "DB_PASSWORD", DB_PASSWORD: "correct horse battery" },
    });
    const config = { password: { secret_ref: "env:DB_PASSWORD" } };
    const done = await program.change("create_connector", {
      copy_of: "postgres_orders",
      copies: [{ group: "staging", name: "orders_copy", config }],
    });
    expect(done.isError, done.text).toBe(false);
    const order = on.sandbox.requests().filter(({ method }) => method !== "GET");
    expect(order.map(({ operation }) => operation)).toEqual([
      "create_connection",
      "pre_create_connection_schema_config",
      "modify_connection",
    ]);
    const connector = on.id("orders_copy");
    await program.call("reload_schema", { connector });
    const { data } = await program.call("read_api", {
      operation_id: "connection_schema_config",
      params: { connectionId: connector },
    });
    expect(JSON.stringify(data)).toMatch(/"tax_id":\{[^}]*"hashed":true/);
  });
});
