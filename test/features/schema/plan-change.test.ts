import { describe, expect, test } from "vitest";
import { SchemaConfig } from "../../../src/client/resources/models.js";
import type { SchemaPolicy } from "../../../src/features/schema/nodes.js";
import type { SchemaChange } from "../../../src/features/schema/parse-changes.js";
import { config, lookup, planOf } from "./schema-records.js";

const plan = (changes: SchemaChange[], policy?: SchemaPolicy, columns = lookup) =>
  planOf(config, columns, changes, policy);
const changed = async (changes: SchemaChange[]) =>
  (await plan(changes)).diff.map(({ schema, table, column, field, to }) =>
    [[schema, table, column].filter(Boolean).join("."), field, to].join(" "),
  );

describe("what changes", () => {
  test("one table: the least that has to be sent, with enabled on the way", async () => {
    expect(await plan([{ schema: "public", table: "orders", enabled: false }])).toMatchObject({
      diff: [{ schema: "public", table: "orders", field: "enabled", from: true, to: false }],
      unchanged: 0,
      skipped: [],
      stops: [{ schema: "public", table: "orders" }],
      starts: [],
      body: { schemas: { public: { enabled: true, tables: { orders: { enabled: false } } } } },
      notes: [],
    });
  });

  test("a setting that already has the value is counted and not sent", async () => {
    const nothing = await plan([
      { schema: "public", enabled: true },
      { table: "older", enabled: false },
    ]);
    expect(nothing).toMatchObject({ diff: [], unchanged: 2, stops: [], starts: [] });
    expect(nothing).not.toHaveProperty("body");
  });

  test.each<[string, SchemaChange[], string[]]>([
    [
      "a glob over tables of every schema",
      [{ table: "o*", enabled: false }],
      ["legacy.old enabled false", "public.orders enabled false"],
    ],
    [
      "everything but one",
      [
        { schema: "public", table: "*", enabled: false },
        { schema: "public", table: "orders", enabled: true },
      ],
      ["public.customers enabled false", "public.stg_orders enabled false"],
    ],
    [
      "the exception may come first",
      [
        { schema: "public", table: "orders", enabled: true },
        { schema: "public", table: "*", enabled: false },
      ],
      ["public.customers enabled false", "public.stg_orders enabled false"],
    ],
    [
      "a pattern takes precedence over a plain star",
      [
        { schema: "public", table: "*", enabled: false },
        { schema: "public", table: "stg_*", enabled: true },
      ],
      [
        "public.customers enabled false",
        "public.orders enabled false",
        "public.stg_items enabled true",
      ],
    ],
    [
      "a named table takes precedence over a named schema",
      [
        { schema: "public", table: "stg_*", enabled: false },
        { table: "stg_orders", enabled: true },
      ],
      [],
    ],
    [
      "a name settles what two patterns disagree on",
      [
        { table: "*orders", enabled: false },
        { table: "stg*", enabled: true },
        { table: "stg_orders", enabled: true },
      ],
      ["public.orders enabled false", "public.stg_items enabled true"],
    ],
    [
      "two fields of one node",
      [
        { table: "orders", enabled: false },
        { table: "orders", sync_mode: "HISTORY" },
      ],
      ["public.orders enabled false", "public.orders sync_mode HISTORY"],
    ],
    [
      "a column that somebody changed",
      [{ table: "orders", column: "note", enabled: true }],
      ["public.orders.note enabled true"],
    ],
    [
      "hashing every contact column",
      [
        { schema: "public", table: "orders", column: "*", hashed: true },
        { schema: "public", table: "orders", column: "note", hashed: false },
      ],
      ["public.orders.email hashed true"],
    ],
  ])("%s", async (_, changes, expected) => {
    expect(await changed(changes)).toEqual(expected);
  });

  test("columns are sent under their table, other columns left alone", async () => {
    expect((await plan([{ table: "orders", column: "email", hashed: true }])).body).toEqual({
      schemas: {
        public: {
          enabled: true,
          tables: {
            orders: { enabled: true, columns: { email: { enabled: true, hashed: true } } },
          },
        },
      },
    });
  });

  test("a locked table on the way is sent without enabled", async () => {
    expect((await plan([{ table: "audit", column: "email", enabled: false }])).body).toEqual({
      schemas: {
        public: { enabled: true, tables: { audit: { columns: { email: { enabled: false } } } } },
      },
    });
  });

  test("a new policy is planned, the present one is not", async () => {
    expect(await plan([], "BLOCK_ALL")).toMatchObject({
      policy: { from: "ALLOW_ALL", to: "BLOCK_ALL" },
      diff: [],
    });
    const same = await plan([], "ALLOW_ALL");
    expect(same).not.toHaveProperty("policy");
  });
});

describe("what is never sent", () => {
  test("locked nodes and primary keys are named, with Fivetran's reason", async () => {
    expect((await plan([{ schema: "public", table: "*", enabled: false }])).skipped).toEqual([
      {
        schema: "public",
        table: "audit",
        why: "locked",
        reason_code: "SYSTEM_TABLE",
        reason: "The table does not support exclusion",
      },
    ]);
    const columns = await plan([{ table: "orders", column: "*", enabled: false, hashed: true }]);
    expect(columns.skipped).toEqual([
      {
        schema: "public",
        table: "orders",
        column: "deleted",
        why: "locked",
        reason_code: "DELETED",
        reason: "It is gone",
      },
      {
        schema: "public",
        table: "orders",
        column: "id",
        why: "primary_key",
        reason_code: "SYSTEM_COLUMN",
        reason: "It is a primary key",
      },
    ]);
    expect(JSON.stringify(columns.body)).not.toMatch(/"id"|"deleted"/);
  });

  test("a locked node that already has the value is not skipped", async () => {
    expect(await plan([{ table: "audit", enabled: true }])).toMatchObject({
      skipped: [],
      unchanged: 1,
    });
  });

  test("columns of tables without column settings", async () => {
    expect(await plan([{ table: "stg_orders", column: "email", enabled: false }])).toMatchObject({
      diff: [],
      skipped: [
        { schema: "public", table: "stg_orders", column: "email", why: "no_column_support" },
      ],
    });
  });

  test("modes that a table cannot be switched to", async () => {
    const { skipped, diff } = await plan([{ schema: "public", table: "*", sync_mode: "HISTORY" }]);
    expect(diff.map(({ table }) => table)).toEqual(["orders"]);
    expect(skipped.map(({ table, why }) => `${table} ${why}`)).toEqual([
      "audit sync_mode_not_supported",
      "customers sync_mode_not_supported",
      "stg_items sync_mode_not_supported",
      "stg_orders sync_mode_not_supported",
    ]);
  });
});

describe("what starts and stops syncing", () => {
  test("a schema starts and stops its enabled tables", async () => {
    expect(
      (await plan([{ schema: "public", enabled: false }])).stops.map(({ table }) => table),
    ).toEqual(["audit", "customers", "orders", "stg_orders"]);
    expect((await plan([{ schema: "legacy", enabled: true }])).starts).toEqual([
      { schema: "legacy", table: "old" },
    ]);
  });

  test("a table in a disabled schema does not sync, and the plan says how to change that", async () => {
    const waiting = await plan([{ schema: "legacy", table: "*", enabled: true }]);
    expect(waiting).toMatchObject({ starts: [], unchanged: 1 });
    expect(waiting.notes).toEqual([
      '2 tables do not sync while schema legacy is disabled; to sync them, add {"schema":"legacy","enabled":true}',
    ]);
    const both = await plan([
      { schema: "legacy", table: "*", enabled: true },
      { schema: "legacy", enabled: true },
    ]);
    expect(both.starts.map(({ table }) => table)).toEqual(["old", "older"]);
    expect(both.notes).toEqual([]);
  });

  test("a column is named as stopped only if its table still syncs", async () => {
    expect((await plan([{ table: "orders", column: "email", enabled: false }])).stops).toEqual([
      { schema: "public", table: "orders", column: "email" },
    ]);
    expect(
      (
        await plan([
          { table: "orders", column: "email", enabled: false },
          { table: "orders", enabled: false },
        ])
      ).stops,
    ).toEqual([{ schema: "public", table: "orders" }]);
  });

  test("the plan says what hashing and enabling do not change", async () => {
    expect((await plan([{ table: "orders", column: "note", hashed: true }])).notes).toEqual([
      "1 column is disabled, so hashing takes effect only when you enable it",
      "values already in the destination stay readable until Fivetran syncs their rows again",
    ]);
    expect(
      (await plan([{ schema: "public", table: "stg_items", column: "note", enabled: true }])).notes,
    ).toEqual([
      "1 column is in tables that do not sync; the change takes effect when the tables sync",
      "Fivetran fills an enabled column only in rows that it syncs from now on; to fill it in older rows, run a historical re-sync",
    ]);
  });
});

describe("of tens of thousands of tables", () => {
  const tables = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`t${at}`, { enabled: true }]));
  const wide = (first: number, second: number) =>
    SchemaConfig.parse({
      schemas: {
        one: { enabled: true, tables: tables(first) },
        two: { enabled: true, tables: tables(second) },
      },
    });
  const off = [{ table: "*", enabled: false }];

  test("one call changes so many as one request can hold, and says how to do the rest", async () => {
    const planned = await planOf(wide(25_000, 25_000), () => undefined, off);
    expect(planned.diff).toHaveLength(50_000);

    await expect(planOf(wide(25_000, 25_001), () => undefined, off)).rejects.toMatchObject({
      type: "input",
      message: "This would change 50,001 settings; one call changes at most 50,000.",
      hint: expect.stringContaining("by schema: one, two."),
    });
    await expect(planOf(wide(50_001, 0), () => undefined, off)).rejects.toMatchObject({
      hint: expect.stringContaining("narrower patterns"),
    });
  });

  test("others run in the process while it is planned", async () => {
    let turns = 0;
    let running = true;
    const count = () => {
      turns += 1;
      if (running) setImmediate(count);
    };
    setImmediate(count);

    await planOf(wide(20_000, 20_000), () => undefined, off);
    running = false;

    expect(turns).toBeGreaterThan(1);
  });
});
