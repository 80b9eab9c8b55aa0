import { expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { harness } from "../harness.js";
import { addTransformation } from "./transformation.js";

const NAME = "postgres_orders";

test("always asks: what is loaded again, what it costs, who depends on it; sent once", async () => {
  const { call, sandbox } = await harness();
  addTransformation(sandbox, "brave_otter", NAME);
  const args = {
    connector: NAME,
    tables: { public: ["order*", "sessions"], internal: ["job_queue"] },
  };

  const plan = await call("resync_connector", args);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(plan.text.replace(plan.token, "TOKEN")).toMatchInlineSnapshot(`
    "Plan: Load 3 tables of postgres_orders (festive_shore) again from its history
    Account: "Sandbox Demo" (plucky_ember)
    - loads again 3 tables in 2 schemas: internal.job_queue, public.order_items, public.orders
    - left out, because they are switched off: public.sessions
    - the source is read in full for that, which can take hours and load it; incremental data waits until then
    - Fivetran does not count most historical loads as paid rows; your contract decides, and rows that change meanwhile count as usual
    - dependants: 1 transformation: zendesk (brave_otter)
    - it cannot be taken back; pausing stops it
    Nothing was changed yet. Show this plan to the user; if they agree, repeat the same resync_connector call with confirmation_token="TOKEN" within 15 minutes."
  `);
  expect(sandbox.effects()).toEqual([]);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("resync_connector", confirmed);
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toMatchInlineSnapshot(`
    "postgres_orders (festive_shore) now loads 3 tables again.
    It can take hours; get_status shows it as loading. wait_for_sync handles=["festive_shore~hga1273y6y~~o"]"
  `);
  const again = await call("resync_connector", confirmed);
  expect(again.text).toBe(done.text);
  expect(sandbox.effects().map(({ summary }) => summary)).toEqual([
    "resync of internal.job_queue, public.order_items, public.orders",
  ]);
});

test("everything, and its end can be waited for", async () => {
  const { call } = await harness();
  const { token, text } = await call("resync_connector", { connector: "zendesk_support" });
  expect(text).toContain("Plan: Load everything of zendesk_support (dainty_wood) again");
  expect(text).toContain("loads again 8 tables in 1 schema");

  const done = await call("resync_connector", {
    connector: "zendesk_support",
    confirmation_token: token,
  });
  expect(done.text).toContain("now loads everything (8 tables) again.");
  const ended = await call("wait_for_sync", {
    handles: [String(done.data["handle"])],
    wait_seconds: 50,
  });
  expect(ended.data).toMatchObject({ waited: "succeeded" });
});

test("with every table off it says that nothing is loaded", async () => {
  const { call, sandbox } = await harness();
  sandbox.edit((world) => {
    connectionNamed(world, "zendesk_support").backstage.schema.edits = {
      zendesk_support: { enabled: false },
    };
  });
  const { text } = await call("resync_connector", { connector: "zendesk_support" });
  expect(text).toContain("- none of its tables is on: it loads nothing until modify_schema");
});

test("one that is paused is queued", async () => {
  const { call } = await harness();
  const args = { connector: "mysql_legacy" };
  const plan = await call("resync_connector", args);
  expect(plan.text).toContain("it is paused: the load is queued until resume_connectors");

  const done = await call("resync_connector", { ...args, confirmation_token: plan.token });

  expect(done.text).toBe(
    "mysql_legacy (opaque_basin) is paused: once it is resumed it loads everything (15 tables) again.",
  );
});

test("a run that cannot be completed is in the way, and that is explained", async () => {
  const { call, sandbox } = await harness();
  sandbox.edit((world) => {
    connectionNamed(world, "mongo_events").backstage.script.refuses_stop = true;
  });
  const args = { connector: "mongo_events" };
  const plan = await call("resync_connector", args);
  expect(plan.text).toContain("a sync is running: Fivetran tries to complete it first");

  const refused = await call("resync_connector", { ...args, confirmation_token: plan.token });

  expect(refused).toMatchObject({ isError: true });
  expect(refused.data).toMatchObject({ error: { type: "conflict" } });
  expect(refused.text).toMatchInlineSnapshot(`
    "A sync of mongo_events (lively_dawn) is running, and Fivetran could not complete it to begin the load. Fivetran says: "The running sync of connection 'lively_dawn' cannot be stopped"
    Nothing was changed.
    Wait for its end with wait_for_sync connectors=["lively_dawn"] and call again; or pause_connectors first: then the load is queued until resume_connectors."
  `);
  expect(sandbox.effects()).toEqual([]);
});

test("a lost answer is not sent again", async () => {
  const { call, sandbox } = await harness();
  const args = { connector: NAME, tables: { public: ["orders"] } };
  const { token } = await call("resync_connector", args);
  sandbox.fault({ operation: "resync_connection", when: "after", status: 502 });

  const lost = await call("resync_connector", { ...args, confirmation_token: token });

  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(lost.text).toContain("Do not repeat it, that would start the load over;");
  expect(sandbox.effects()).toHaveLength(1);
});

test("a selection that moved voids the plan", async () => {
  const { call, sandbox } = await harness();
  const args = { connector: NAME };
  const plan = await call("resync_connector", args);
  sandbox.edit((world) => {
    connectionNamed(world, NAME).backstage.schema.edits = {
      public: { tables: { orders: { enabled: false } } },
    };
  });

  const moved = await call("resync_connector", { ...args, confirmation_token: plan.token });

  expect(moved.text).toContain("The state changed since that plan");
  expect(sandbox.effects()).toEqual([]);
});

test.each([
  [{ public: ["ordrs"] }, "No table of public matches ordrs (did you mean orders"],
  [{ publik: ["orders"] }, "No schema matches publik (did you mean public?)"],
  [{ public: ["sessions"] }, "All tables that match are switched off."],
  [{ public: [] }, "No table of public is named."],
  [{}, "tables is empty."],
])("tables %j are refused", async (tables, message) => {
  const { call } = await harness();

  const refused = await call("resync_connector", { connector: NAME, tables });

  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(message);
});

test.each([
  [{ connector: "asana_projects", tables: { a: ["b"] } }, "are not known, so none can be chosen"],
  [{ connector: "postgres_order" }, "Nearest: postgres_orders"],
  [{ connector: NAME, table: "orders" }, 'unknown parameter "table". Did you mean tables?'],
])("%j is refused", async (args, message) => {
  const { call } = await harness();

  const refused = await call("resync_connector", args);

  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(message);
});

test("what depends on it stays unknown to a key that may not read transformations", async () => {
  const { call } = await harness({ env: { DISALLOWED_ACTIONS: "transformations:read" } });

  const { text } = await call("resync_connector", { connector: NAME });

  expect(text).toContain("dependants: transformations could not be read with this key or policy");
});

test("is refused where policy forbids it", async () => {
  const { call } = await harness({ env: { FIVETRAN_READ_ONLY: "true" } });

  const refused = await call("resync_connector", { connector: NAME });

  expect(refused.text).toContain("FIVETRAN_READ_ONLY");
});
