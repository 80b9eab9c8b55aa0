import { expect, test } from "vitest";
import { type Harness, harness, idOf, openSandbox } from "../harness.js";
import { groupId, sent } from "./ids.js";
import { tap } from "./tap.js";

// A copy keeps the settings that protect data. They are stored before the copy loads anything, or
// the copy stays paused.

const env = {
  FIVETRAN_SECRET_REFS: "DB_PASSWORD",
  DB_PASSWORD: "correct horse battery",
};
const PASSWORD = { password: { secret_ref: "env:DB_PASSWORD" } };
const copyOf = (more: object = {}) => ({
  copy_of: "postgres_orders",
  copies: [{ group: "staging", name: "orders_copy", config: PASSWORD, ...more }],
});

/**
 * Returns the table settings of a connection, as Fivetran shows them after the schema is captured.
 */
async function tables(on: Harness, name: string) {
  const connector = idOf(on.sandbox, name);
  await on.call("reload_schema", { connector });
  const { data } = await on.call("read_api", {
    operation_id: "connection_schema_config",
    params: { connectionId: connector },
  });
  return JSON.stringify(data);
}

const isPaused = ({ sandbox }: Harness, name: string) => {
  let paused: boolean | undefined;
  sandbox.edit((world) => {
    paused = world.connections.get(idOf(sandbox, name))?.paused;
  });
  return paused;
};

async function confirmed(on: Harness, args: Record<string, unknown>) {
  const plan = await on.call("create_connector", args);
  expect(plan.status, plan.text).toBe("confirmation_required");
  const done = await on.call("create_connector", { ...args, confirmation_token: plan.token });
  return { plan, done };
}

const STEPS = ["create_connection", "pre_create_connection_schema_config", "modify_connection"];

test("what the original hashes or switches off is stored before the copy may load", async () => {
  const on = await harness({ env });
  const { plan, done } = await confirmed(on, copyOf());
  expect(plan.text).toContain("hashed: public.customers.tax_id");
  expect(plan.text).toContain("disabled: public.sessions");
  expect(done.status, done.text).toBe("done");
  expect(sent(on.sandbox)).toEqual(STEPS);
  expect(isPaused(on, "orders_copy")).toBe(false);
  const shown = await tables(on, "orders_copy");
  expect(shown).toMatch(/"tax_id":\{[^}]*"hashed":true/);
  expect(shown).toMatch(/"sessions":\{[^}]*"enabled":false/);
});

test("modes and a blocking policy are stored, with all that is on under it", async () => {
  const on = await harness({ env });
  on.sandbox.edit((world) => {
    const { schema } = world.connections.get(idOf(on.sandbox, "postgres_orders"))?.backstage ?? {};
    if (schema === undefined) return;
    schema.policy = "BLOCK_ALL";
    const orders = schema.edits["public"]?.tables?.["orders"] ?? {};
    Object.assign(schema.edits["public"]?.tables ?? {}, {
      orders: { ...orders, sync_mode: "HISTORY", enabled: true },
    });
  });
  const { plan, done } = await confirmed(on, copyOf());
  expect(plan.text).toContain("sync mode: public.orders HISTORY");
  expect(plan.text).toContain("schema change handling: Block all");
  expect(done.status, done.text).toBe("done");
  const shown = await tables(on, "orders_copy");
  expect(shown).toMatch(
    /"orders":\{[^}]*"enabled":true[^}]*"sync_mode":"HISTORY"|"sync_mode":"HISTORY"/,
  );
  expect(shown).toContain('"schema_change_handling":"BLOCK_ALL"');
});

test("a copy that was to be paused stays so, with its protection stored", async () => {
  const on = await harness({ env });
  const { done } = await confirmed(on, { ...copyOf(), paused: true });
  expect(done.status, done.text).toBe("done");
  expect(sent(on.sandbox)).toEqual(STEPS.slice(0, 2));
  expect(isPaused(on, "orders_copy")).toBe(true);
});

test("where it cannot be stored, the copy stays paused and the result says so", async () => {
  const on = await harness({ env });
  on.sandbox.fault({ operation: "pre_create_connection_schema_config", status: 400 });
  const { done } = await confirmed(on, copyOf());
  expect(done).toMatchObject({ status: "partial", isError: true });
  expect(done.text).toContain("orders_copy is still paused and has loaded nothing");
  expect(done.data["created"]).toMatchObject([
    {
      paused: true,
      next: expect.stringContaining("hash or disable the data that must not be loaded"),
    },
  ]);
  expect(sent(on.sandbox)).toEqual(STEPS.slice(0, 2));
  expect(isPaused(on, "orders_copy")).toBe(true);
  const again = await on.call("create_connector", copyOf());
  expect(again.status, again.text).toBe("nothing_to_do");
  expect(again.text).toMatch(/paused and never synced: orders_copy .*before you resume/);
});

test("where the copy could not be resumed, the result names the call that does", async () => {
  const on = await harness({ env });
  on.sandbox.fault({ operation: "modify_connection", status: 400 });
  const { done } = await confirmed(on, copyOf());
  expect(done).toMatchObject({ status: "partial", isError: true });
  expect(done.text).toContain(
    "orders_copy is still paused and has loaded nothing, because it could not be resumed",
  );
  expect(done.data["created"]).toMatchObject([
    { paused: true, next: expect.stringContaining("start it with resume_connectors") },
  ]);
});

test.each<[string, (on: Harness) => object | undefined, string]>([
  [
    "was never captured",
    (on) => {
      on.sandbox.edit((world) => {
        const source = world.connections.get(idOf(on.sandbox, "postgres_orders"));
        if (source === undefined) return;
        source.backstage.schema.captured = false;
        source.succeeded_at = null;
      });
      return undefined;
    },
    "all tables and columns (the schema of the original has not been captured",
  ],
  [
    "may not be read",
    (on) => {
      on.sandbox.fault({ operation: "connection_schema_config", status: 403 });
      return undefined;
    },
    "all tables and columns (this program's API key or settings do not allow reading the original's schema",
  ],
  [
    "is of another database",
    () => ({ config: { ...PASSWORD, database: "other" } }),
    "the call changes config.database",
  ],
])("a copy of a schema that %s stays paused, and the plan says why", async (_, prepare, why) => {
  const on = await harness({ env });
  const { plan, done } = await confirmed(on, copyOf(prepare(on)));
  expect(plan.text).toContain(
    "stays paused, because the table and column settings of the original cannot be copied exactly",
  );
  expect(plan.text).toContain(why);
  expect(done.text).toContain("the connector is paused. Run reload_schema");
  expect(sent(on.sandbox)).not.toContain("modify_connection");
  expect(isPaused(on, "orders_copy")).toBe(true);
});

const COLUMN = /"tax_id":\{[^{}]*(\{[^{}]*\}[^{}]*)?\}/;

test.each<[string, (config: string) => string, string]>([
  [
    "a table is null",
    (config) => config.replace(/"customers":\{/, '"customers":null,"odd":{'),
    "check: public.customers (its settings could not be read)",
  ],
  [
    "a column is null",
    (config) => config.replace(COLUMN, '"tax_id":null'),
    "check: public.customers.tax_id (its settings could not be read)",
  ],
  [
    "a table has no readable state",
    (config) => config.replace(/("customers":\{[^}]*?"enabled":)true/, '$1"yes"'),
    "check: public.customers (its settings could not be read)",
  ],
  [
    "schema change handling is missing",
    (config) => config.replace(/"schema_change_handling":"\w+",?/, ""),
    "new schemas, tables and columns (schema change handling could not be read)",
  ],
  [
    "no schema is listed",
    () => JSON.stringify({ code: "Success", data: { schemas: {} } }),
    "check: all tables and columns (Fivetran lists none for the original)",
  ],
])("what may protect data is not left out of a copy in silence where %s", async (_, odd, text) => {
  const { sandbox, url } = await openSandbox();
  const relay = await tap(url, (path, body) => {
    const changed = /\/schemas$/.test(path) ? odd(body) : body;
    if (/\/schemas$/.test(path)) expect(changed).not.toBe(body);
    return changed;
  });
  const on = await harness({ env, account: { sandbox, url: relay.url } });
  const { text: plan } = await on.call("create_connector", copyOf());
  expect(plan).toContain("orders_copy in group staging");
  expect(plan).toContain("stays paused");
  expect(plan).toContain(text);
  expect(plan).not.toContain("modify_connection");
});

test("a protection that changed since is asked about again", async () => {
  const on = await harness({ env });
  const plan = await on.call("create_connector", copyOf());
  on.sandbox.edit((world) => {
    const { schema } = world.connections.get(idOf(on.sandbox, "postgres_orders"))?.backstage ?? {};
    Object.assign(schema?.edits["public"]?.tables ?? {}, {
      customers: { columns: { email: { enabled: true, hashed: true } } },
    });
  });
  const again = await on.call("create_connector", {
    ...copyOf(),
    confirmation_token: plan.token,
  });
  expect(again.status).toBe("confirmation_required");
  expect(again.text).toContain("public.customers.email");
  expect(sent(on.sandbox)).toEqual([]);
});

test("a replication slot is not shared unless the call says so, and then the plan does", async () => {
  const on = await harness({ env });
  const left = await on.call("create_connector", copyOf());
  expect(left.text).toContain("config.replication_slot can be used by only one connector");
  expect(left.text).not.toContain('config.replication_slot = "fivetran_orders"');
  const own = { config: { ...PASSWORD, replication_slot: "fivetran_copy" } };
  expect((await on.call("create_connector", copyOf(own))).text).not.toContain("will miss");
  const shared = { config: { ...PASSWORD, replication_slot: "fivetran_orders" } };
  expect((await on.call("create_connector", copyOf(shared))).text).toContain(
    "the original also uses this config.replication_slot",
  );
});

test("within groups, the copy's own requests are checked once it is there", async () => {
  const account = await harness({ env });
  const groups = ["analytics_prod", "staging"].map((name) => groupId(account.sandbox, name));
  const on = await harness({
    account: account,
    env: { ...env, FIVETRAN_GROUPS: groups.join(",") },
  });
  const { done } = await confirmed(on, copyOf());
  expect(done.status, done.text).toBe("done");
  expect(sent(on.sandbox)).toEqual(STEPS);
});

test.each([403, 500])(
  "destinations that cannot be read (%i) leave a note, not an error",
  async (status) => {
    const on = await harness({ env });
    on.sandbox.fault({ operation: "list_destinations", status });
    const plan = await on.call("create_connector", copyOf());
    expect(plan.status, plan.text).toBe("confirmation_required");
    expect(plan.text).toContain(
      "it was not checked whether the destinations work, because they could not be read: ",
    );
  },
);
