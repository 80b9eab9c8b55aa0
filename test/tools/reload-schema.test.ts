import { expect, test } from "vitest";
import { connectionNamed, type Sandbox } from "../../src/sandbox/index.js";
import { harness } from "../harness.js";

const NAME = "postgres_orders";

/** Tables that the source has gained since it was last looked at. */
const gain = (sandbox: Sandbox) =>
  sandbox.edit((world) => {
    connectionNamed(world, NAME).backstage.schema.added = {
      public: { coupons: ["id", "code"], returns: ["id"] },
      archive: { orders_2020: ["id"] },
    };
  });

test("runs at once and says what is new", async () => {
  const { call, sandbox } = await harness();
  gain(sandbox);

  const done = await call("reload_schema", { connector: NAME });

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toMatchInlineSnapshot(`
    "postgres_orders (festive_shore): schema reloaded; 3 schemas, 19 tables (18 on); new tables: ALLOW_ALL
    New schemas: archive
    New tables: archive.orders_2020 (on), public.coupons (on), public.returns (on)"
  `);
  const again = await call("reload_schema", { connector: NAME });
  expect(again.text).toContain("Nothing is new.");
  expect(sandbox.effects()).toHaveLength(1);
});

test("captures a schema that never was", async () => {
  const { call } = await harness();

  const done = await call("reload_schema", { connector: "asana_projects" });

  expect(done.text).toMatchInlineSnapshot(
    `"asana_projects (deft_vale): schema captured; 1 schema, 13 tables (13 on); new tables: ALLOW_ALL"`,
  );
});

test("EXCLUDE asks with what it switches off, and is sent once", async () => {
  const { call, sandbox } = await harness();
  const args = { connector: NAME, exclude_mode: "EXCLUDE" };

  const plan = await call("reload_schema", args);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(plan.text.replace(plan.token, "TOKEN")).toMatchInlineSnapshot(`
    "Plan: Reload the schema of postgres_orders (festive_shore) and switch everything found off
    Account: "Sandbox Demo" (plucky_ember)
    - overwrites the whole selection, also of what is known already; modify_schema alone can put it back
    - switches off 15 tables that are on now, and all new ones; rows already in the destination stay: internal.feature_flags, internal.job_failures, internal.job_queue, public.addresses, public.audit_log, public.categories, public.customers, public.inventory_levels, public.order_items, public.orders, public.payments, public.products, public.refunds, public.schema_migrations, public.shipments
    - 1 table that cannot be switched alone goes off with its schema
    Nothing was changed yet. Show this plan to the user; if they agree, repeat the same reload_schema call with confirmation_token="TOKEN" within 15 minutes."
  `);
  expect(sandbox.effects()).toEqual([]);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("reload_schema", confirmed);
  expect(done.text).toMatchInlineSnapshot(`
    "postgres_orders (festive_shore): schema reloaded; 2 schemas, 16 tables (0 on); new tables: ALLOW_ALL
    Switched off: 15 tables
    Nothing is new."
  `);
  const again = await call("reload_schema", confirmed);
  expect(again.text).toBe(done.text);
  expect(sandbox.effects()).toHaveLength(1);
});

test("INCLUDE asks with what it switches on", async () => {
  const { call } = await harness();

  const plan = await call("reload_schema", { connector: NAME, exclude_mode: "INCLUDE" });

  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(plan.text).toContain("switches on 1 table that is off now, and all new ones");
  expect(plan.text).toContain(": public.sessions");
});

test("a selection that moved voids the plan", async () => {
  const { call, sandbox } = await harness();
  const args = { connector: NAME, exclude_mode: "EXCLUDE" };
  const plan = await call("reload_schema", args);
  sandbox.edit((world) => {
    connectionNamed(world, NAME).backstage.schema.edits = {
      public: { tables: { orders: { enabled: false } } },
    };
  });

  const moved = await call("reload_schema", { ...args, confirmation_token: plan.token });

  expect(moved.status).toBe("confirmation_required");
  expect(moved.text).toContain("The state changed since that plan");
  expect(sandbox.effects()).toEqual([]);
});

test.each(["PRESERVE", "EXCLUDE"])(
  "%s that outlasts its limit is followed by reads, never repeated",
  async (mode) => {
    const { call, sandbox } = await harness();
    gain(sandbox);
    const args = { connector: NAME, exclude_mode: mode };
    const { token } = await call("reload_schema", { connector: NAME, exclude_mode: "EXCLUDE" });
    sandbox.fault({ operation: "reload_connection_schema_config", status: 504 });

    const lost = await call(
      "reload_schema",
      mode === "PRESERVE" ? args : { ...args, confirmation_token: token },
    );

    expect(lost).toMatchObject({ status: "unknown", isError: true });
    expect(lost.text.replace(/op_[\w-]+/, "OP")).toBe(
      `The reload of postgres_orders (festive_shore) outlasted the wait. Fivetran says: "HTTP 504, asked for by a fault rule"
It may go on at Fivetran for minutes to hours. It shows nothing new so far.
Do not repeat it; look again later with get_schema connector="festive_shore".
operation_id=OP`,
    );
    const sent = sandbox
      .requests()
      .filter((request) => request.operation === "reload_connection_schema_config");
    expect(sent).toHaveLength(1);
  },
);

test.each([
  [{ connector: "stripe_payments" }, "is broken, so its source cannot be asked"],
  [{ connector: "postgres_order" }, "Nearest: postgres_orders"],
  [{ connector: NAME, exclude_mode: "KEEP" }, "exclude_mode: must be one of PRESERVE"],
  [{ connector: NAME, mode: "INCLUDE" }, 'unknown parameter "mode"'],
])("%j is refused", async (args, message) => {
  const { call, sandbox } = await harness();

  const refused = await call("reload_schema", args);

  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(message);
  expect(sandbox.effects()).toEqual([]);
});

test("is refused where policy forbids it", async () => {
  const denied = "connections:write:reload_connection_schema_config";
  const { call } = await harness({ env: { DISALLOWED_ACTIONS: denied } });

  const refused = await call("reload_schema", { connector: NAME });

  expect(refused.text).toContain("DISALLOWED_ACTIONS");
});
