import { expect, test, vi } from "vitest";
import type { SchemaConfig } from "../../src/client/resources/models.js";
import type { Caller } from "../../src/engine/engine.js";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Harness, harness, type Result } from "../harness.js";
import { bodies, configIn, steady } from "./schema-account.js";

const NAME = "postgres_orders";

/** Opens an account with a connector whose source has this many schemas, tables and columns. */
async function wide(shape: string): Promise<Harness> {
  const on = await harness();
  on.sandbox.edit((world) => {
    const { backstage } = connectionNamed(world, NAME);
    backstage.fixture = `grid:${shape}`;
    backstage.schema.edits = {};
  });
  return on;
}

const listings = ({ sandbox }: Harness) =>
  sandbox.requests().filter(({ operation }) => operation === "connection_column_config").length;

async function confirmed(on: Harness, args: Record<string, unknown>): Promise<[Result, Result]> {
  const plan = await on.call("modify_schema", args);
  expect(plan.status, plan.text).toBe("confirmation_required");
  return [plan, await on.call("modify_schema", { ...args, confirmation_token: plan.token })];
}

/** Returns every column that is not enabled in clear. */
const settingsIn = ({ schemas }: SchemaConfig) =>
  Object.entries(schemas ?? {}).flatMap(([schema, { tables }]) =>
    Object.entries(tables ?? {}).flatMap(([table, { columns }]) =>
      Object.entries(columns ?? {}).flatMap(([column, { enabled, hashed = false }]) =>
        enabled && !hashed ? [] : [[schema, table, column, enabled, hashed]],
      ),
    ),
  );

/** Returns the configuration with the e-mail column hashed in every schema except one. */
function hashedBut(schema: string, config: SchemaConfig): SchemaConfig {
  const copy = structuredClone(config);
  for (const [name, { tables }] of Object.entries(copy.schemas ?? {})) {
    for (const table of name === schema ? [] : Object.values(tables ?? {})) {
      table.columns = { ...table.columns, email: { enabled: true, hashed: true } };
    }
  }
  return copy;
}

const hashedIn = ({ sandbox }: Harness) =>
  Object.entries(configIn(sandbox, NAME).schemas ?? {}).flatMap(([schema, { tables }]) =>
    Object.entries(tables ?? {}).flatMap(([table, { columns }]) =>
      Object.entries(columns ?? {}).flatMap(([column, node]) =>
        node.hashed === true ? [`${schema}.${table}.${column}`] : [],
      ),
    ),
  );

const every = { schema: "*", table: "*", column: "email", hashed: true };
const undone = (result: Result) => {
  const { undo } = result.data;
  return Array.isArray(undo) ? undo.map((call) => Object(call).arguments) : [];
};

test("a column of every table is hashed by one plan, one request, and undone exactly", async () => {
  const on = await wide("3x40x4");
  await confirmed(on, {
    connector: NAME,
    changes: [{ ...every, schema: "schema_02", table: "table_007" }],
  });
  expect(hashedIn(on)).toEqual(["schema_02.table_007.email"]);
  const before = listings(on);

  const [plan, done] = await confirmed(on, { connector: NAME, changes: [every] });

  expect(steady(on, plan)).toMatchSnapshot("plan");
  expect(steady(on, done)).toMatchSnapshot("done");
  expect(done).toMatchObject({ status: "done", data: { changed_count: 119 } });
  expect(hashedIn(on)).toHaveLength(120);
  // A column that was changed before is known. The others are read once, for the plan.
  expect(listings(on) - before).toBe(119);
  expect(bodies(on.sandbox)).toHaveLength(2);

  const [undo, ...more] = undone(done);
  expect(more).toEqual([]);
  expect(undo).toEqual({
    connector: expect.any(String),
    changes: [
      { schema: "*", table: "*", column: "email", hashed: false },
      { schema: "schema_02", table: "table_007", column: "email", hashed: true },
    ],
  });
  const [, back] = await confirmed(on, undo);
  expect(back.data).toMatchObject({ status: "done", changed_count: 119 });
  expect(hashedIn(on)).toEqual(["schema_02.table_007.email"]);
}, 60_000);

test("only tables that have the column are read again before it is sent", async () => {
  const on = await harness();
  const [plan, done] = await confirmed(on, { connector: NAME, changes: [every] });
  expect(plan.text).toContain("public.customers.email hashed: false → true");
  expect(done.data).toMatchObject({ status: "done", changed_count: 1 });
  const { length } = on.sandbox
    .requests()
    .filter(({ operation }) => operation === "connection_column_config");
  const tables = new Set(
    on.sandbox
      .requests()
      .filter(({ operation }) => operation === "connection_column_config")
      .map(({ path }) => path),
  );
  expect(length).toBe(tables.size + 1);
  expect(done.text).toContain(
    '"changes":[{"schema":"public","table":"customers","column":"email","hashed":false}]'.replace(
      '"changes":',
      "changes=",
    ),
  );
});

test("a table whose columns cannot be read is named, and the others are changed", async () => {
  const on = await wide("1x12x3");
  on.sandbox.fault({
    operation: "connection_column_config",
    path: "/table_004/",
    status: 400,
    body: JSON.stringify({ code: "InvalidInput", message: "The table is gone." }),
  });
  const [plan, done] = await confirmed(on, { connector: NAME, changes: [every] });
  expect(plan.text).toMatch(
    /skipped schema_01\.table_004: its columns could not be read from the source, so it is not changed/,
  );
  expect(done.data).toMatchObject({ changed_count: 11, skipped: [{ count: 1 }] });
});

test("where the quota of source queries is used up nothing is planned", async () => {
  const on = await wide("1x12x3");
  on.sandbox.fault({
    operation: "connection_column_config",
    path: "/table_004/",
    status: 429,
    headers: { "retry-after": "600" },
  });
  const refused = await on.call("modify_schema", { connector: NAME, changes: [every] });
  expect(refused).toMatchObject({ isError: true, data: { error: { type: "rate_limited" } } });
});

test("above 500 tables it says how to do it in parts, before the source is queried", async () => {
  const on = await wide("3x350x3");
  const refused = await on.call("modify_schema", { connector: NAME, changes: [every] });
  expect(steady(on, refused)).toMatchSnapshot();
  const uneven = await wide("3x350x3");
  const first = { ...every, schema: "schema_01", table: "table_00*" };
  const most = await uneven.call("modify_schema", {
    connector: NAME,
    changes: [
      first,
      { ...every, schema: "schema_02" },
      { ...every, schema: "schema_03", table: "table_2*" },
      { ...every, schema: "schema_03", table: "table_1*" },
    ],
  });
  expect(most.text).toContain("by schema: schema_02 350, schema_03 200, schema_01 9.");
  const one = await wide("1x501x3");
  const parts = await one.call("modify_schema", { connector: NAME, changes: [every] });
  expect(parts.text).toContain('by table, for example {"table":"a*"}');
  expect(listings(on) + listings(uneven) + listings(one)).toBe(0);
});

test("500 tables: a short plan, one request, and what did not take effect is named", async () => {
  const on = await wide("5x100x3");
  const plan = await on.call("modify_schema", { connector: NAME, changes: [every] });
  expect(plan.text).toContain("hashed: false → true for 500 columns: schema_01.table_001.email, ");
  expect(plan.text.length).toBeLessThan(2500);
  expect(JSON.stringify(plan.data).length).toBeLessThan(5000);
  expect(listings(on)).toBe(500);

  // Fivetran accepts the request but leaves one schema unchanged.
  const before = structuredClone(configIn(on.sandbox, NAME));
  const args = { connector: NAME, changes: [every], confirmation_token: plan.token };
  on.sandbox.fault({
    operation: "connection_schema_config",
    calls: { from: 2 },
    body: JSON.stringify({ code: "Success", data: hashedBut("schema_03", before) }),
  });
  on.sandbox.fault({
    operation: "modify_connection_schema_config",
    body: JSON.stringify({ code: "Success", data: hashedBut("schema_03", before) }),
  });
  const done = await on.call("modify_schema", args);
  expect(bodies(on.sandbox).length).toBeLessThanOrEqual(1);
  expect(listings(on)).toBe(500);
  expect(done).toMatchObject({ isError: true, status: "partial" });
  expect(done.data).toMatchObject({ changed_count: 400, not_applied_count: 100 });
  expect(done.text).toContain("Not applied: schema_03.table_001.email hashed: false → true");
  expect(done.text.length).toBeLessThan(10_000);
}, 120_000);

test("who can wait has the columns of any number of tables read, as the quota allows", async () => {
  const on = await wide("3x350x3");
  const caller: Caller = {
    signal: new AbortController().signal,
    canAsk: false,
    dryRun: true,
    maxWaitSeconds: 86_400,
    progress: (message) => void messages.add(message),
  };
  const messages = new Set<string>();
  const args = { connector: NAME, changes: [every] };
  const plan = await (await on.app.engine()).run({ tool: "modify_schema", args }, caller);
  if ("ask" in plan) throw new Error("a dry run asks nothing");
  expect(plan.text).toContain("for 1,050 columns: ");
  expect([...messages].filter((message) => message.startsWith("waiting "))).not.toEqual([]);
}, 120_000);

test("a column that another change touched since a plan over many tables is noticed", async () => {
  const on = await wide("1x60x3");
  const plan = await on.call("modify_schema", { connector: NAME, changes: [every] });
  await confirmed(on, { connector: NAME, changes: [{ ...every, table: "table_007" }] });
  const args = { connector: NAME, changes: [every], confirmation_token: plan.token };
  const moved = await on.call("modify_schema", args);
  expect(moved.status).toBe("confirmation_required");
  expect(moved.text).toContain("for 59 columns");
});

test("the time that ran out while columns were listed is said with how to do it in parts", async () => {
  const on = await wide("2x20x3");
  on.sandbox.fault({ operation: "connection_column_config", path: "/table_011/", hang: true });
  const deadline = new AbortController();
  const caller: Caller = { signal: deadline.signal, canAsk: false, progress: () => {} };
  const args = { connector: NAME, changes: [every] };
  const running = (await on.app.engine()).run({ tool: "modify_schema", args }, caller);
  await vi.waitFor(() => expect(listings(on)).toBe(16), { timeout: 20_000 });
  deadline.abort(new DOMException("The deadline has passed.", "TimeoutError"));
  const result = await running;
  if ("ask" in result) throw new Error("nothing to ask");
  expect(result.text).toMatch(
    /^The time limit was reached after the columns of \d+ of 40 tables were listed\.\nNothing was changed\.\nSplit the call by schema: schema_01 20, schema_02 20\.$/,
  );
});

test("what several patterns did is undone by the same patterns, but for what differed before", async () => {
  const on = await wide("1x400x3");
  await confirmed(on, {
    connector: NAME,
    changes: [{ ...every, table: "table_003" }],
  });
  const changes = [every, { schema: "*", table: "table_00?", column: "name", enabled: false }];
  const before = configIn(on.sandbox, NAME);
  const [plan, done] = await confirmed(on, { connector: NAME, changes });
  expect(plan.text).not.toContain("is too long to show");
  expect(done.data).toMatchObject({ status: "done", changed_count: 408 });
  const [undo, ...more] = undone(done);
  expect(more).toEqual([]);
  expect(undo.changes).toEqual([
    { schema: "*", table: "*", column: "email", hashed: false },
    { schema: "*", table: "table_00?", column: "name", enabled: true },
    { schema: "schema_01", table: "table_003", column: "email", hashed: true },
  ]);
  await confirmed(on, undo);
  expect(settingsIn(configIn(on.sandbox, NAME))).toEqual(settingsIn(before));
}, 120_000);

test("schema change handling goes back to what it was", async () => {
  const on = await harness();
  const before = configIn(on.sandbox, NAME).schema_change_handling;
  const [, done] = await confirmed(on, {
    connector: NAME,
    policy: before === "BLOCK_ALL" ? "ALLOW_ALL" : "BLOCK_ALL",
  });
  expect(undone(done)).toEqual([{ connector: expect.any(String), policy: before }]);
});

test("a lost reply about the one connector of a list leaves nothing in the log", async () => {
  const on = await harness();
  const args = { connectors: [NAME], policy: "BLOCK_ALL" };
  const plan = await on.call("modify_schema", args);
  expect(plan.status, plan.text).toBe("confirmation_required");
  on.sandbox.fault({ operation: "modify_connection_schema_config", reset: true });
  const lost = await on.call("modify_schema", { ...args, confirmation_token: plan.token });
  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(lost.text).toContain("It probably did not take effect.");
  expect(on.log).toEqual([]);
});
