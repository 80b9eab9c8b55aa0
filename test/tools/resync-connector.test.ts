import { expect, test } from "vitest";
import * as z from "zod";
import { parseSyncHandle } from "../../src/features/sync/baseline.js";
import { connectionNamed } from "../../src/sandbox/index.js";
import { changes, type Harness, harness, idOf } from "../harness.js";
import {
  bodies,
  configIn,
  doubleName,
  editSchemaOf,
  effectsOf,
  operationsSent,
  place,
  rowsOf,
  serveSchemaReads,
  steady,
} from "./schema-account.js";
import { addTransformation } from "./transformation.js";

const NAME = "postgres_orders";
const RESYNC = "resync_connection";

const confirm = async ({ call }: Pick<Harness, "call">, args: Record<string, unknown>) => {
  const plan = await call("resync_connector", args);
  expect(plan, plan.text).toMatchObject({ status: "confirmation_required", isError: false });
  return {
    plan,
    done: await call("resync_connector", { ...args, confirmation_token: plan.token }),
  };
};

/** Returns the present record of a connector, as a read of it shows it. */
const recordOf = async ({ url, sandbox }: Harness, id: string) => {
  const key = Buffer.from(`${sandbox.apiKey}:${sandbox.apiSecret}`).toString("base64");
  const headers = { authorization: `Basic ${key}` };
  const reply = await fetch(`${url}/v1/connections/${id}`, { headers });
  return Envelope.parse(await reply.json()).data;
};
const Envelope = z.looseObject({
  data: z.looseObject({ status: z.record(z.string(), z.unknown()) }),
});

test("always asks, showing the tables, the cost and what depends on them; sent once", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  addTransformation(sandbox, "brave_otter", NAME);
  const args = {
    connector: NAME,
    tables: { public: ["order*", "sessions"], internal: ["job_queue"] },
  };

  const plan = await call("resync_connector", args);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(steady(on, plan)).toMatchSnapshot();
  expect(changes(sandbox)).toEqual([]);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("resync_connector", confirmed);
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.data).toMatchObject({
    connector: { name: NAME, id: idOf(sandbox, NAME) },
    whole: false,
    tables: 3,
  });
  expect(done.data["queued"]).toBeUndefined();
  expect(steady(on, done)).toMatchSnapshot();
  expect(operationsSent(sandbox)).toEqual([RESYNC]);
  expect(bodies(sandbox)).toEqual([
    { scope: { internal: ["job_queue"], public: ["order_items", "orders"] } },
  ]);
  expect(effectsOf(sandbox)).toEqual([
    "resync of internal.job_queue, public.order_items, public.orders",
  ]);

  const sent = sandbox.requests().length;
  const again = await call("resync_connector", confirmed);
  expect(again).toEqual(done);
  expect(sandbox.requests()).toHaveLength(sent);
});

test.each<[Record<string, string[]>, (path: string) => boolean]>([
  [{ "*": ["*"] }, () => true],
  [{ "int*": ["job_?ueue"] }, (path) => path === "internal.job_queue"],
  [{ public: ["a*", "audit_log"], "*": ["categories"] }, (path) => /\.(a|categories)/.test(path)],
  [{ public: ["schema_migrations"] }, (path) => path.endsWith("schema_migrations")],
])("tables %j matches exactly those that sync", async (tables, wanted) => {
  const { call, sandbox } = await harness();
  editSchemaOf(sandbox, NAME, ({ edits }) => {
    edits["closed"] = { enabled: false };
  });
  const rows = rowsOf(configIn(sandbox, NAME)).filter((row) => row.on && wanted(place(row)));

  const { done } = await confirm({ call }, { connector: NAME, tables });

  expect(done.data).toMatchObject({ tables: rows.length, whole: false });
  expect(effectsOf(sandbox)).toEqual([`resync of ${rows.map(place).join(", ")}`]);
});

test("tables of a disabled schema are skipped as well", async () => {
  const on = await harness();
  editSchemaOf(on.sandbox, NAME, ({ edits }) => {
    edits["internal"] = { enabled: false };
  });

  const { plan } = await confirm(on, { connector: NAME, tables: { "*": ["job_queue", "orders"] } });

  expect(steady(on, plan)).toMatchSnapshot();
  expect(bodies(on.sandbox)).toEqual([{ scope: { public: ["orders"] } }]);
});

test("everything, with a handle to wait for its end", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const args = { connector: "zendesk_support" };

  const { plan, done } = await confirm(on, args);

  expect(steady(on, plan)).toMatchSnapshot();
  expect(steady(on, done)).toMatchSnapshot();
  expect(bodies(sandbox)).toEqual([{}]);
  const rows = rowsOf(configIn(sandbox, "zendesk_support")).filter((row) => row.on);
  expect(done.data).toMatchObject({ whole: true, tables: rows.length });
  expect(parseSyncHandle(String(done.data["handle"]))).toMatchObject({
    connectionId: idOf(sandbox, "zendesk_support"),
    alreadyRunning: false,
    brokenBefore: false,
  });
  const ended = await call("wait_for_sync", {
    handles: [String(done.data["handle"])],
    wait_seconds: 50,
  });
  expect(ended.data).toMatchObject({ waited: "succeeded" });
});

test("everything with some tables disabled: the others are counted, none shown as skipped", async () => {
  const on = await harness();

  const { plan, done } = await confirm(on, { connector: NAME });

  expect(done.data).toMatchObject({ whole: true, tables: 15 });
  expect(plan.text).not.toContain("sessions");
  expect(steady(on, plan)).toMatchSnapshot();
});

test("with every table disabled the plan says that nothing is re-synced", async () => {
  const on = await harness();
  editSchemaOf(on.sandbox, "zendesk_support", (schema) => {
    schema.edits = { zendesk_support: { enabled: false } };
  });

  const { plan, done } = await confirm(on, { connector: "zendesk_support" });

  expect(steady(on, plan)).toMatchSnapshot();
  expect(done.data).toMatchObject({ whole: true, tables: 0 });
});

test("of more than fifty tables the first are named", async () => {
  const on = await harness({ sandbox: { world: "large", connections: 4 } });

  const plan = await on.call("resync_connector", {
    connector: "medium_schema",
    tables: { schema_01: ["table_00?", "table_0[1-5]?"], "schema_0?": ["table_01*"] },
  });

  // The second text is not a pattern, because brackets are ordinary characters.
  expect(plan.isError).toBe(true);
  const some = await on.call("resync_connector", {
    connector: "medium_schema",
    tables: { schema_01: ["table_00?"], "schema_0?": ["table_01*"] },
  });
  expect(steady(on, some)).toMatchSnapshot();
});

test.each(["asana_projects", "marketing_sheets.budget"])(
  "%s, whose tables are not known, can be re-synced as a whole",
  async (connector) => {
    const on = await harness();

    const { plan, done } = await confirm(on, { connector });

    expect(steady(on, plan)).toMatchSnapshot();
    expect(steady(on, done)).toMatchSnapshot();
    expect(done.data["tables"]).toBeUndefined();
    expect(bodies(on.sandbox)).toEqual([{}]);
  },
);

test("a re-sync of a paused connector is queued", async () => {
  const on = await harness();

  const { plan, done } = await confirm(on, { connector: "mysql_legacy" });

  expect(done.data).toMatchObject({ queued: true });
  expect(done.data["handle"]).toBeUndefined();
  expect(steady(on, plan)).toMatchSnapshot();
  expect(steady(on, done)).toMatchSnapshot();
});

test.each([
  ["stripe_payments", "broken"],
  ["bingads_search", "not set up to the end"],
  ["sqlserver_erp", "loading its history already"],
  ["mongo_events", "running a sync"],
  ["postgres_staging", "broken and paused"],
])("%s, %s: the plan shows the obstacle", async (connector) => {
  const on = await harness();

  const plan = await on.call("resync_connector", { connector });

  expect(plan.status).toBe("confirmation_required");
  expect(steady(on, plan)).toMatchSnapshot();
});

test("a running sync gives no handle: its end would be that of the running sync", async () => {
  const on = await harness();

  const { done } = await confirm(on, { connector: "mongo_events" });

  expect(done.status).toBe("done");
  expect(done.data["handle"]).toBeUndefined();
  expect(steady(on, done)).toMatchSnapshot();
});

test("a running sync that cannot be finished refuses the re-sync, with an explanation", async () => {
  const on = await harness();
  on.sandbox.edit((world) => {
    connectionNamed(world, "mongo_events").backstage.script.refuses_stop = true;
  });

  const { done } = await confirm(on, { connector: "mongo_events" });

  expect(done).toMatchObject({ isError: true, data: { error: { type: "conflict" } } });
  expect(done.text).toContain(idOf(on.sandbox, "mongo_events"));
  expect(steady(on, done)).toMatchSnapshot();
  expect(on.sandbox.effects()).toEqual([]);
});

test("a conflict without a running sync is not called one", async () => {
  const on = await harness();
  const body = JSON.stringify({ code: "Conflict", message: "The connection is being moved" });
  on.sandbox.fault({ operation: RESYNC, status: 409, body });

  const { done } = await confirm(on, { connector: NAME });

  expect(done).toMatchObject({ isError: true, data: { error: { type: "conflict" } } });
  expect(done.text).toContain("in the current state: POST /v1/connections/{connectionId}/resync");
  expect(done.text).toContain('Fivetran says: "The connection is being moved"');
  expect(done.text).not.toMatch(/sync of|pause_connectors|wait_for_sync/);
});

test("another refusal shows Fivetran's reason", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: RESYNC, status: 400 });

  const { done } = await confirm(on, { connector: NAME });

  expect(done).toMatchObject({ isError: true, data: { error: { type: "rejected" } } });
  expect(steady(on, done)).toMatchSnapshot();
});

test("a re-sync of everything that a read does not show yet is reported as accepted, not as started", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: RESYNC, status: 200, body: JSON.stringify({ code: "Success" }) });

  const { done } = await confirm(on, { connector: "zendesk_support" });

  expect(done).toMatchObject({ status: "partial", isError: true, data: { not_visible_yet: true } });
  expect(done.text).toContain("accepted, not visible yet");
  expect(done.text).not.toContain("started");
  // The next sync to end could be another one.
  expect(done.data["handle"]).toBeUndefined();
  expect(done.text).not.toContain("wait_for_sync");
});

test("a re-sync that only the second read shows has started", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "zendesk_support");
  const args = { connector: "zendesk_support" };
  const plan = await on.call("resync_connector", args);
  const body = JSON.stringify({ code: "Success", data: await recordOf(on, id) });
  // The first read after the change. The one before it looks for a connector with the name as its id.
  on.sandbox.fault({ operation: "connection_details", calls: [2], status: 200, body });
  const done = await on.call("resync_connector", { ...args, confirmation_token: plan.token });
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toContain("started");
});

test("the end of an earlier sync is not the end of the re-sync", async () => {
  const on = await harness();
  const { done } = await confirm(on, { connector: "zendesk_support" });
  const id = idOf(on.sandbox, "zendesk_support");
  const record = await recordOf(on, id);
  const ended = { ...record, succeeded_at: "2999-01-01T00:00:00Z" };
  const wait = { handles: [done.data["handle"]], wait_seconds: 0 };
  const waited = async (status: object) => {
    const data = { ...ended, status: { ...ended.status, ...status } };
    const body = JSON.stringify({ code: "Success", data });
    on.sandbox.fault({ operation: "connection_details", status: 200, body });
    const result = await on.call("wait_for_sync", wait);
    on.sandbox.clearFaults();
    return result.data["waited"];
  };
  expect(await waited({ is_historical_sync: true, sync_state: "syncing" })).toBe("still_running");
  expect(await waited({ is_historical_sync: false, sync_state: "scheduled" })).toBe("succeeded");
});

test("a re-sync that cannot be read back is not reported as started", async () => {
  const on = await harness();
  const args = { connector: "zendesk_support" };
  const plan = await on.call("resync_connector", args);
  on.sandbox.fault({ operation: "connection_details", calls: { from: 2 }, status: 403 });
  const done = await on.call("resync_connector", { ...args, confirmation_token: plan.token });
  expect(done).toMatchObject({ status: "partial", isError: true, data: { read_back: false } });
  expect(done.text).toContain("could not be read back");
});

test("a request whose response is lost is not sent again", async () => {
  const on = await harness();
  const args = { connector: NAME, tables: { public: ["orders"] } };
  on.sandbox.fault({ operation: RESYNC, when: "after", status: 502 });

  const { done } = await confirm(on, args);

  expect(done).toMatchObject({ status: "unknown", isError: true });
  expect(changes(on.sandbox)).toHaveLength(1);
  expect(on.sandbox.effects()).toHaveLength(1);
  expect(steady(on, done)).toMatchSnapshot();
});

test.each<[string, (on: Harness) => void]>([
  [
    "the selection",
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, (schema) => {
        schema.edits["public"] = { tables: { orders: { enabled: false } } };
      }),
  ],
  [
    "whether it is paused",
    ({ sandbox }) =>
      sandbox.edit((world) => {
        connectionNamed(world, NAME).paused = true;
      }),
  ],
  ["what depends on it", ({ sandbox }) => addTransformation(sandbox, "late_otter", NAME)],
])("a plan is void once this has changed: %s", async (_what, move) => {
  const on = await harness();
  const args = { connector: NAME };
  const plan = await on.call("resync_connector", args);
  move(on);

  const moved = await on.call("resync_connector", { ...args, confirmation_token: plan.token });

  expect(moved.status).toBe("confirmation_required");
  expect(moved.data["moved"]).toEqual(expect.any(Array));
  expect(changes(on.sandbox)).toEqual([]);
});

test.each<[Record<string, string[]>]>([
  [{ public: ["ordrs"] }],
  [{ public: ["zzz"] }],
  [{ publik: ["orders"] }],
  [{ PUBLIC: ["orders"] }],
  [{ "p*": ["Orders"] }],
  [{ internal: ["orders"] }],
  [{ public: ["sessions"] }],
  [{ public: [] }],
  [{ public: ["orders"], internal: [] }],
  [{ a: ["x"], b: ["x"], c: ["x"], public: ["orders", "nope"] }],
  [{}],
])("tables %j are refused", async (tables) => {
  const on = await harness();

  const refused = await on.call("resync_connector", { connector: NAME, tables });

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
  expect(changes(on.sandbox)).toEqual([]);
  expect(steady(on, refused)).toMatchSnapshot();
});

test.each([
  [{ connector: "asana_projects", tables: { a: ["b"] } }],
  [{ connector: "marketing_sheets.budget", tables: { a: ["b"] } }],
  [{ connector: "postgres_order" }],
  [{ connector: "no_such_thing_here" }],
  [{}],
  [{ connector: NAME, table: "orders" }],
  [{ connector: NAME, tables: ["orders"] }],
])("%j is refused", async (args) => {
  const on = await harness();

  const refused = await on.call("resync_connector", args);

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
  expect(changes(on.sandbox)).toEqual([]);
  expect(steady(on, refused)).toMatchSnapshot();
});

test("a name that two connectors have is ambiguous", async () => {
  const { call, sandbox } = await harness();
  const ids = [idOf(sandbox, NAME), idOf(sandbox, "mysql_legacy")];
  doubleName(sandbox, NAME, "mysql_legacy");

  const refused = await call("resync_connector", { connector: NAME });

  expect(refused.isError).toBe(true);
  for (const id of ids) expect(refused.text).toContain(id);
});

test("states in upper case count the same", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, NAME);
  let connection: unknown;
  on.sandbox.edit((world) => {
    const { backstage: _hidden, ...shown } = connectionNamed(world, NAME);
    const status = { ...shown.status, setup_state: "CONNECTED", sync_state: "SYNCING" };
    connection = { ...shown, status };
  });
  on.sandbox.fault({
    operation: "connection_details",
    status: 200,
    body: JSON.stringify({ code: "Success", data: connection }),
  });

  const { plan, done } = await confirm(on, { connector: id });

  expect(plan.text).toContain("a sync is running");
  expect(plan.text).not.toContain("its set-up is");
  expect(done.data["handle"]).toBeUndefined();
});

test("everything that depends on it is named, paused ones as such", async () => {
  const on = await harness();
  addTransformation(on.sandbox, "wild_otter", NAME);
  addTransformation(on.sandbox, "calm_otter", NAME);
  addTransformation(on.sandbox, "far_otter", "mysql_legacy");
  on.sandbox.edit((world) => {
    const first = world.transformations.get("calm_otter");
    if (first !== undefined) first.paused = true;
  });

  const plan = await on.call("resync_connector", { connector: NAME });

  expect(plan.text.indexOf("calm_otter")).toBeLessThan(plan.text.indexOf("wild_otter"));
  expect(plan.text).not.toContain("far_otter");
  expect(steady(on, plan)).toMatchSnapshot();
});

test("names with other characters are quoted in the plan and sent as they are", async () => {
  const on = await harness();
  serveSchemaReads(on.sandbox, {
    schemas: { "my schema": { enabled: true, tables: { 'a "b"': { enabled: true } } } },
  });

  const plan = await on.call("resync_connector", { connector: NAME, tables: { "my*": ["a*"] } });
  expect(steady(on, plan)).toMatchSnapshot();
});

test("what depends on it stays unknown to a key that may not read transformations", async () => {
  const on = await harness({ env: { DISALLOWED_ACTIONS: "transformations:read" } });

  const plan = await on.call("resync_connector", { connector: NAME });

  expect(plan.status).toBe("confirmation_required");
  expect(steady(on, plan)).toMatchSnapshot();
});

test.each(["none", "one"])(
  "transformations that cannot be read at confirmation change nothing: %s",
  async (known) => {
    const on = await harness();
    if (known === "one") addTransformation(on.sandbox, "calm_otter", NAME);
    const args = { connector: NAME };
    const { token } = await on.call("resync_connector", args);
    on.sandbox.fault({ operation: "transformations_list", status: 500 });

    const done = await on.call("resync_connector", { ...args, confirmation_token: token });

    expect(done.status, done.text).toBe("done");
  },
);

test("a transformation that comes after the plan is shown before the re-sync", async () => {
  const on = await harness();
  const args = { connector: NAME };
  const { token } = await on.call("resync_connector", args);
  addTransformation(on.sandbox, "calm_otter", NAME);

  const asked = await on.call("resync_connector", { ...args, confirmation_token: token });

  expect(asked.status).toBe("confirmation_required");
  expect(asked.text).toContain("calm_otter");
});

test.each([
  { FIVETRAN_READ_ONLY: "true" },
  { FIVETRAN_SCOPE: "read" },
  { DISALLOWED_ACTIONS: `connections:write:${RESYNC}` },
])("is refused under %j, with nothing sent", async (env) => {
  const { call, sandbox } = await harness({ env });

  const refused = await call("resync_connector", { connector: NAME });

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "policy_denied" } } });
  expect(sandbox.requests()).toEqual([]);
});
