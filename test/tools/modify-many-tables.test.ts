import { expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Harness, harness, type Result } from "../harness.js";
import { bodies, configIn, steady } from "./schema-account.js";

const NAME = "postgres_orders";

/** An account whose connector has a source of that many schemas, tables and columns. */
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
  // One that was changed before is known; the others are read for the plan and before it is sent.
  expect(listings(on) - before).toBe(2 * 119);
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
    /skipped schema_01\.table_004: its columns could not be read from the source, so nothing is changed there/,
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

test("above 400 tables it says how to do it in parts, before the source is queried", async () => {
  const on = await wide("3x150x3");
  const refused = await on.call("modify_schema", { connector: NAME, changes: [every] });
  expect(steady(on, refused)).toMatchSnapshot();
  const one = await wide("1x401x3");
  const parts = await one.call("modify_schema", { connector: NAME, changes: [every] });
  expect(parts.text).toContain('by table, e.g. {"table":"a*"}');
  expect(listings(on) + listings(one)).toBe(0);
});

test("what several changes did is undone node by node, in as many calls as it takes", async () => {
  const on = await wide("1x130x3");
  const changes = [every, { schema: "*", table: "table_00?", column: "name", enabled: false }];
  const [, done] = await confirmed(on, { connector: NAME, changes });
  expect(done.data).toMatchObject({ status: "done", changed_count: 139 });
  expect(done.text).toContain("To undo: 2 calls of modify_schema, in undo of the data form");
  const calls = undone(done);
  expect(calls.map(({ changes }) => changes.length)).toEqual([100, 39]);
  for (const args of calls) await confirmed(on, args);
  expect(hashedIn(on)).toEqual([]);
}, 60_000);

test("schema change handling goes back to what it was", async () => {
  const on = await harness();
  const before = configIn(on.sandbox, NAME).schema_change_handling;
  const [, done] = await confirmed(on, {
    connector: NAME,
    policy: before === "BLOCK_ALL" ? "ALLOW_ALL" : "BLOCK_ALL",
  });
  expect(undone(done)).toEqual([{ connector: expect.any(String), policy: before }]);
});
