import { afterEach, expect, test, vi } from "vitest";
import { connectionNamed, type Sandbox } from "../../src/sandbox/index.js";
import { engineBeside, run } from "../engine/fixture.js";
import { changes, harness, idOf } from "../harness.js";
import { settled } from "./hanging.js";
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

afterEach(() => {
  vi.useRealTimers();
});

const NAME = "postgres_orders";
const RELOAD = "reload_connection_schema_config";

/** Adds tables that the source has gained since the last capture. */
const gain = (sandbox: Sandbox) =>
  editSchemaOf(sandbox, NAME, (schema) => {
    schema.added = {
      public: { coupons: ["id", "code"], returns: ["id"] },
      archive: { orders_2020: ["id"] },
    };
  });

/** Returns the counts that a result must show, from what the simulated account stores. */
const countsIn = (sandbox: Sandbox, name: string) => {
  const config = configIn(sandbox, name);
  const rows = rowsOf(config);
  return {
    schemas: Object.keys(config.schemas ?? {}).length,
    tables: rows.length,
    tables_on: rows.filter(({ on }) => on).length,
  };
};

test("runs at once and reports what is new", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  gain(sandbox);

  const done = await call("reload_schema", { connector: NAME });

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.data).toMatchObject({
    connector: { name: NAME, id: idOf(sandbox, NAME) },
    ...countsIn(sandbox, NAME),
    new_schemas: ["archive"],
    new_tables: ["archive.orders_2020 (on)", "public.coupons (on)", "public.returns (on)"],
  });
  expect(steady(on, done)).toMatchSnapshot();
  expect(operationsSent(sandbox)).toEqual([RELOAD]);
  expect(bodies(sandbox)).toEqual([{ exclude_mode: "PRESERVE" }]);

  const again = await call("reload_schema", { connector: NAME });
  expect(steady(on, again)).toMatchSnapshot();
  for (const news of ["new_schemas", "new_tables", "switched_on", "switched_off", "captured_now"]) {
    expect(again.data[news]).toBeUndefined();
  }
  expect(sandbox.effects()).toHaveLength(1);
});

test.each([
  ["ALLOW_ALL", true],
  ["ALLOW_COLUMNS", true],
  ["BLOCK_ALL", false],
] as const)("a plan that excludes says where %s lets new tables in", async (policy, says) => {
  const on = await harness();
  editSchemaOf(on.sandbox, NAME, (schema) => {
    schema.policy = policy;
  });
  const plan = await on.call("reload_schema", { connector: NAME, exclude_mode: "EXCLUDE" });
  expect(plan.text.includes("the schema change handling does not change")).toBe(says);
  const args = { connector: NAME, exclude_mode: "EXCLUDE", confirmation_token: plan.token };
  const done = await on.call("reload_schema", args);
  expect(done.text.includes('"policy":"BLOCK_ALL"') || done.text.includes("policy=BLOCK_ALL")).toBe(
    says,
  );
});

test("new tables under Block all are reported as off", async () => {
  const on = await harness();
  gain(on.sandbox);
  editSchemaOf(on.sandbox, NAME, (schema) => {
    schema.policy = "BLOCK_ALL";
  });

  const done = await on.call("reload_schema", { connector: NAME });

  expect(done.data).toMatchObject({ policy: "BLOCK_ALL", ...countsIn(on.sandbox, NAME) });
  expect(done.data["new_tables"]).toEqual([
    "archive.orders_2020 (off)",
    "public.coupons (off)",
    "public.returns (off)",
  ]);
  expect(steady(on, done)).toMatchSnapshot();
});

test("tables that are gone, changed or new are distinguished", async () => {
  const on = await harness();
  const present = configIn(on.sandbox, NAME);
  const { internal, public: shop } = present.schemas ?? {};
  const { refunds: _new, ...tables } = shop?.tables ?? {};
  serveSchemaReads(
    on.sandbox,
    {
      schemas: {
        internal: { ...internal, enabled: false },
        public: {
          enabled: true,
          tables: {
            ...tables,
            orders: { enabled: false },
            sessions: { enabled: true },
            "old one": { enabled: true },
            ancient: { enabled: false },
          },
        },
        closed: { enabled: true, tables: { first: { enabled: true } } },
      },
    },
    [1],
  );

  const done = await on.call("reload_schema", { connector: NAME });

  expect(done.data).toMatchObject({
    ...countsIn(on.sandbox, NAME),
    new_tables: ["public.refunds (on)"],
    gone_tables: ["closed.first", "public.ancient", 'public."old one"'],
    // The table orders, and the three tables of the schema that is enabled again.
    switched_on: 4,
    switched_off: 1,
  });
  expect(done.data["new_schemas"]).toBeUndefined();
  expect(steady(on, done)).toMatchSnapshot();
});

test.each([50, 51])("%i new tables: fifty are named, and counted if there are more", async (n) => {
  const on = await harness();
  const names = Array.from({ length: n }, (_, at) => `t_${String(at).padStart(2, "0")}`);
  editSchemaOf(on.sandbox, NAME, (schema) => {
    schema.added = { public: Object.fromEntries(names.map((name) => [name, ["id"]])) };
  });

  const done = await on.call("reload_schema", { connector: NAME });

  const named = names.slice(0, 50).map((name) => `public.${name} (on)`);
  expect(done.data["new_tables"]).toEqual(n > 50 ? [...named, "… and 1 more"] : named);
  expect(done.data["new_table_count"]).toBe(n > 50 ? n : undefined);
});

test.each(["asana_projects", "mixpanel_app.events"])(
  "captures the schema of %s, which was never captured",
  async (connector) => {
    const on = await harness();

    const done = await on.call("reload_schema", { connector });

    expect(done.data).toMatchObject({ captured_now: true, ...countsIn(on.sandbox, connector) });
    expect(done.data["new_tables"]).toBeUndefined();
    expect(done.data["new_schemas"]).toBeUndefined();
    expect(steady(on, done)).toMatchSnapshot();
  },
);

test("a schema that never was captured can be captured with everything off", async () => {
  const on = await harness();
  const args = { connector: "asana_projects", exclude_mode: "EXCLUDE" };

  const plan = await on.call("reload_schema", args);
  expect(plan.status).toBe("confirmation_required");
  expect(steady(on, plan)).toMatchSnapshot();
  const done = await on.call("reload_schema", { ...args, confirmation_token: plan.token });

  expect(done.data).toMatchObject({ captured_now: true, tables_on: 0 });
  expect(steady(on, done)).toMatchSnapshot();
});

test("EXCLUDE asks, showing what it disables, and is sent once", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const args = { connector: NAME, exclude_mode: "EXCLUDE" };
  const flowing = rowsOf(configIn(sandbox, NAME)).filter((row) => row.on);

  const plan = await call("reload_schema", args);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(steady(on, plan)).toMatchSnapshot();
  expect(plan.text).toContain(`: ${flowing.map(place).join(", ")}\n`);
  expect(changes(sandbox)).toEqual([]);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("reload_schema", confirmed);
  expect(done.data).toMatchObject({ tables_on: 0, switched_off: flowing.length });
  expect(done.data["switched_on"]).toBeUndefined();
  expect(steady(on, done)).toMatchSnapshot();
  expect(bodies(sandbox)).toEqual([{ exclude_mode: "EXCLUDE" }]);
  expect(effectsOf(sandbox)).toEqual(["schema reloaded (EXCLUDE)"]);

  const sent = sandbox.requests().length;
  const again = await call("reload_schema", confirmed);
  expect(again).toEqual(done);
  expect(sandbox.requests()).toHaveLength(sent);
});

test("a plan is not executed on another connector that has the name by then", async () => {
  const { call, sandbox } = await harness();
  const args = { connector: NAME, exclude_mode: "EXCLUDE" };
  const { token } = await call("reload_schema", args);
  const ids = [NAME, "mongo_events"].map((name) => idOf(sandbox, name));
  sandbox.edit((world) => {
    for (const connection of world.connections.values()) {
      if (connection.id === ids[0]) connection.schema = "former_name";
      if (connection.id === ids[1]) connection.schema = NAME;
    }
  });
  const refused = await call("reload_schema", { ...args, confirmation_token: token });
  expect(refused.status).toBe("confirmation_required");
  expect(refused.text).toContain(`id: "${ids[0]}" → "${ids[1]}"`);
  expect(changes(sandbox)).toEqual([]);
});

test("INCLUDE asks, showing what it enables, and enables it", async () => {
  const on = await harness();
  editSchemaOf(on.sandbox, NAME, ({ edits }) => {
    edits["internal"] = { enabled: false };
  });
  const args = { connector: NAME, exclude_mode: "INCLUDE" };
  const off = rowsOf(configIn(on.sandbox, NAME)).filter((row) => !row.on);
  expect(off).toHaveLength(4);

  const plan = await on.call("reload_schema", args);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(plan.text).toContain(`: ${off.map(place).join(", ")}\n`);
  expect(steady(on, plan)).toMatchSnapshot();
  const done = await on.call("reload_schema", { ...args, confirmation_token: plan.token });

  expect(done.data).toMatchObject({ switched_on: 4, ...countsIn(on.sandbox, NAME) });
  expect(done.data["switched_off"]).toBeUndefined();
  expect(bodies(on.sandbox)).toEqual([{ exclude_mode: "INCLUDE" }]);
  expect(steady(on, done)).toMatchSnapshot();
});

test.each(["INCLUDE", "EXCLUDE"])(
  "%s of a schema with several locked tables, on and off",
  async (exclude_mode) => {
    const on = await harness();
    const locked = { enabled_patch_settings: { allowed: false } };
    serveSchemaReads(on.sandbox, {
      schemas: {
        a: {
          enabled: true,
          tables: { l_on: { enabled: true, ...locked }, l_off: { enabled: false, ...locked } },
        },
        b: {
          enabled: false,
          tables: { l_on: { enabled: true, ...locked }, free: { enabled: false } },
        },
      },
    });

    const plan = await on.call("reload_schema", { connector: NAME, exclude_mode });

    expect(steady(on, plan)).toMatchSnapshot();
  },
);

test("a locked table that is off stays off", async () => {
  const on = await harness();

  const plan = await on.call("reload_schema", {
    connector: "dynamodb_sessions",
    exclude_mode: "INCLUDE",
  });

  expect(plan.text).not.toContain("legacy_carts");
  expect(steady(on, plan)).toMatchSnapshot();
});

test.each(["PRESERVE", "INCLUDE"])("%s while a sync is running", async (exclude_mode) => {
  const on = await harness();

  const result = await on.call("reload_schema", { connector: "mongo_events", exclude_mode });

  expect(result.status).toBe(exclude_mode === "PRESERVE" ? "done" : "confirmation_required");
  expect(steady(on, result)).toMatchSnapshot();
});

test.each([NAME, "asana_projects", "mongo_events"])(
  "%s: the plan explains PRESERVE if every change asks",
  async (connector) => {
    const on = await harness({ env: { FIVETRAN_CONFIRM: "all" } });

    const plan = await on.call("reload_schema", { connector });

    expect(plan.status).toBe("confirmation_required");
    expect(changes(on.sandbox)).toEqual([]);
    expect(steady(on, plan)).toMatchSnapshot();
    const done = await on.call("reload_schema", { connector, confirmation_token: plan.token });
    expect(done.status).toBe("done");
  },
);

test.each<[string, Parameters<typeof editSchemaOf>[2]]>([
  [
    "a table",
    (schema) => {
      schema.edits["public"] = { tables: { orders: { enabled: false } } };
    },
  ],
  [
    "schema change handling",
    (schema) => {
      schema.policy = "BLOCK_ALL";
    },
  ],
])("a changed selection voids the plan: %s", async (_what, move) => {
  const on = await harness();
  const args = { connector: NAME, exclude_mode: "EXCLUDE" };
  const plan = await on.call("reload_schema", args);
  editSchemaOf(on.sandbox, NAME, move);

  const moved = await on.call("reload_schema", { ...args, confirmation_token: plan.token });

  expect(moved.status).toBe("confirmation_required");
  expect(moved.data["moved"]).toEqual(expect.any(Array));
  expect(changes(on.sandbox)).toEqual([]);
});

test.each(["PRESERVE", "EXCLUDE"])(
  "%s that times out is followed by reads, never repeated",
  async (mode) => {
    const on = await harness();
    const { call, sandbox } = on;
    gain(sandbox);
    const args = { connector: NAME, exclude_mode: mode };
    const { token } = await call("reload_schema", { connector: NAME, exclude_mode: "EXCLUDE" });
    sandbox.fault({ operation: RELOAD, status: 504 });

    const lost = await call(
      "reload_schema",
      mode === "PRESERVE" ? args : { ...args, confirmation_token: token },
    );

    expect(lost).toMatchObject({ status: "unknown", isError: true });
    expect(steady(on, lost)).toMatchSnapshot();
    expect(operationsSent(sandbox)).toEqual([RELOAD]);
  },
);

/** Returns a configuration with one schema of these tables. */
const shop = (tables: Record<string, boolean>) => ({
  schemas: {
    shop: {
      enabled: true,
      tables: Object.fromEntries(
        Object.entries(tables).map(([name, enabled]) => [name, { enabled }]),
      ),
    },
  },
});
const before = { a: true, b: true };

test.each<
  [
    string,
    Record<string, boolean> | undefined,
    Record<string, boolean> | undefined,
    string[],
    string[],
    boolean,
  ]
>([
  // what, in the reply, in the read (undefined: neither), not visible yet, not applied, whole
  ["both off in both", { a: false, b: false }, { a: false, b: false }, [], [], true],
  [
    "both off in the reply, a stale read",
    { a: false, b: false },
    before,
    ["shop.a", "shop.b"],
    [],
    true,
  ],
  ["both off in the reply, no read", { a: false, b: false }, undefined, [], [], true],
  ["one off in both", { a: false, b: true }, { a: false, b: true }, [], ["shop.b"], false],
  ["none off in both", before, before, [], ["shop.a", "shop.b"], false],
  ["an empty reply, one off in the read", undefined, { a: false, b: true }, [], ["shop.b"], false],
  ["an empty reply, a stale read", undefined, before, ["shop.a", "shop.b"], [], false],
  ["an empty reply, no read", undefined, undefined, [], [], false],
  ["one off, the other one gone", { a: false }, { a: false }, [], [], true],
])("EXCLUDE that Fivetran accepted: %s", async (_, reply, read, pending, missing, whole) => {
  const on = await harness();
  const body = (tables: Record<string, boolean> | undefined) =>
    JSON.stringify({ code: "Success", ...(tables === undefined ? {} : { data: shop(tables) }) });
  serveSchemaReads(on.sandbox, shop(before), [1, 2]);
  on.sandbox.fault({ operation: RELOAD, status: 200, body: body(reply) });
  on.sandbox.fault({
    operation: "connection_schema_config",
    calls: { from: 3 },
    ...(read === undefined ? { status: 500 } : { status: 200, body: body(read) }),
  });
  const args = { connector: NAME, exclude_mode: "EXCLUDE" };
  const plan = await on.call("reload_schema", args);

  const done = await on.call("reload_schema", { ...args, confirmation_token: plan.token });

  expect(done, done.text).toMatchObject({ status: whole ? "done" : "partial", isError: !whole });
  expect(done.data["not_visible_yet"] ?? []).toEqual(pending);
  expect(done.data["not_applied"] ?? []).toEqual(missing);
  const line = (title: string, names: string[]) =>
    names.length === 0 ? [] : [`${title}: ${names.join(", ")}`];
  expect(done.text.split("\n").filter((text) => /^(Not applied|Accepted)/.test(text))).toEqual([
    ...line("Not applied", missing),
    ...line("Accepted, not visible yet", pending),
  ]);
});

test("a reload whose response was lost shows what it found so far", async () => {
  const on = await harness();
  gain(on.sandbox);
  on.sandbox.fault({ operation: RELOAD, status: 504, when: "after" });

  const lost = await on.call("reload_schema", { connector: NAME });

  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(lost.text).toContain("3 new tables");
  expect(steady(on, lost)).toMatchSnapshot();
});

test("a response of a gateway is not reported as a reload that takes long", async () => {
  const on = await harness();
  on.sandbox.fault({
    operation: RELOAD,
    status: 403,
    body: "<html></html>",
    headers: { "content-type": "text/html" },
  });

  const lost = await on.call("reload_schema", { connector: NAME });

  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(lost.text).toContain("the response (403) was HTML");
  expect(lost.text).toContain(
    "It may have started, and can take hours. The schema shows nothing new so far.",
  );
  expect(lost.text).not.toContain("takes longer");
});

test("a response about another object does not show that the reload ran", async () => {
  const on = await harness();
  const body = JSON.stringify({ code: "Success", data: { id: "g", name: "sales" } });
  on.sandbox.fault({ operation: RELOAD, status: 200, body });

  const done = await on.call("reload_schema", { connector: NAME });

  expect(done).toMatchObject({ status: "unknown", isError: true });
  expect(done.text).toContain(
    "The reply to reload_connection_schema_config is not a schema configuration.",
  );
});

test("a first capture whose response was lost is not reported as done", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: RELOAD, status: 504 });

  const lost = await on.call("reload_schema", { connector: "asana_projects" });

  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(steady(on, lost)).toMatchSnapshot();
});

test("a reload that Fivetran refuses shows Fivetran's reason", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: RELOAD, status: 400 });

  const refused = await on.call("reload_schema", { connector: NAME });

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "rejected" } } });
  expect(steady(on, refused)).toMatchSnapshot();
});

test.each([
  [{ connector: "stripe_payments" }],
  [{ connector: "tiktok_ads_launch" }],
  [{ connector: "postgres_order" }],
  [{ connector: "no_such_thing_here" }],
  [{}],
  [{ connector: NAME, exclude_mode: "KEEP" }],
  [{ connector: NAME, mode: "INCLUDE" }],
])("%j is refused", async (args) => {
  const on = await harness();

  const refused = await on.call("reload_schema", args);

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
  expect(changes(on.sandbox)).toEqual([]);
  expect(steady(on, refused)).toMatchSnapshot();
});

test("a setup state in upper case counts the same", async () => {
  const { call, sandbox } = await harness();
  const body = (setup_state: string) => {
    let connection: unknown;
    sandbox.edit((world) => {
      const { backstage: _hidden, ...shown } = connectionNamed(world, NAME);
      connection = { ...shown, status: { ...shown.status, setup_state, sync_state: "SYNCING" } };
    });
    return JSON.stringify({ code: "Success", data: connection });
  };
  const id = idOf(sandbox, NAME);
  sandbox.fault({ operation: "connection_details", status: 200, body: body("BROKEN"), calls: [1] });
  sandbox.fault({ operation: "connection_details", status: 200, body: body("CONNECTED") });

  const refused = await call("reload_schema", { connector: id });
  const syncing = await call("reload_schema", { connector: id, exclude_mode: "INCLUDE" });

  expect(refused.isError).toBe(true);
  expect(syncing.text).toContain("a sync is running");
});

test("a name that two connectors have is ambiguous", async () => {
  const { call, sandbox } = await harness();
  const ids = [idOf(sandbox, NAME), idOf(sandbox, "mysql_legacy")];
  doubleName(sandbox, NAME, "mysql_legacy");

  const refused = await call("reload_schema", { connector: NAME });

  expect(refused.isError).toBe(true);
  for (const id of ids) expect(refused.text).toContain(id);
  expect(changes(sandbox)).toEqual([]);
});

test.each([
  { DISALLOWED_ACTIONS: `connections:write:${RELOAD}` },
  { FIVETRAN_SCOPE: "read" },
  { FIVETRAN_READ_ONLY: "true" },
])("is refused under %j, with nothing sent", async (env) => {
  const { call, sandbox } = await harness({ env });

  const refused = await call("reload_schema", { connector: NAME });

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "policy_denied" } } });
  expect(sandbox.requests()).toEqual([]);
});

test("a reload to which Fivetran does not respond is reported as one that takes long", async () => {
  const on = await harness();
  const engine = await engineBeside(on, {});
  on.sandbox.fault({ operation: RELOAD, hang: true });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  let done = false;
  const running = run(engine, "reload_schema", { connector: NAME }).finally(() => {
    done = true;
  });
  while (!done) {
    await settled(on.sandbox, () => done);
    await vi.advanceTimersByTimeAsync(60_000);
  }
  const lost = await running;
  expect(lost.data).toMatchObject({ status: "unknown" });
  expect(lost.text).toContain("takes longer than this call can wait.\nFivetran may continue it");
});
