import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type Harness, harness, idOf } from "../harness.js";
import { agreed } from "./agreed.js";
import { bodies, configIn, editSchemaOf, serveSchemaReads } from "./schema-account.js";

const NAME = "postgres_orders";
const PAID = { column: "status", column_type: "STRING", operator: "EQUALS", values: ["paid"] };
const LARGE = { column: "total_cents", column_type: "LONG", operator: "GREATER", values: ["100"] };
const filter = { name: "paid", description: "Paid orders", column_clauses: [PAID] };
const set = (row_filter: unknown) => ({
  connector: NAME,
  changes: [{ schema: "public", table: "orders", row_filter }],
});
const Undo = z.object({
  undo: z.array(z.object({ tool: z.string(), arguments: z.record(z.string(), z.unknown()) })),
});

const ordersOf = ({ sandbox }: Harness) =>
  configIn(sandbox, NAME).schemas?.["public"]?.tables?.["orders"];

/** Returns the configuration with a filter on orders that the simulated account would reject. */
function withFilter({ sandbox }: Harness, row_filter: unknown) {
  const config = configIn(sandbox, NAME);
  const orders = config.schemas?.["public"]?.tables?.["orders"];
  if (orders !== undefined) Object.assign(orders, { row_filter });
  return config;
}

async function undone(on: Harness, data: unknown) {
  for (const { tool, arguments: args } of Undo.parse(data).undo) {
    const done = await agreed(on, tool, args);
    expect(done.status, done.text).toBe("done");
  }
}

describe("a row filter", () => {
  test("is planned in clear, sent as the API takes it, read back, and removed by its undo", async () => {
    const on = await harness();
    const before = configIn(on.sandbox, NAME);
    const done = await agreed(on, "modify_schema", set(filter));
    expect(done.plan).toContain(
      'public.orders row_filter: none → rows with status EQUALS "paid" ("paid")',
    );
    expect(done.plan).toContain("rows already in the destination stay");
    expect(done.status, done.text).toBe("done");
    expect(bodies(on.sandbox)).toEqual([
      {
        schemas: {
          public: { enabled: true, tables: { orders: { enabled: true, row_filter: filter } } },
        },
      },
    ]);
    expect(ordersOf(on)?.row_filter).toEqual(filter);
    await undone(on, done.data);
    expect(bodies(on.sandbox)[1]).toEqual({
      schemas: {
        public: { enabled: true, tables: { orders: { enabled: true, row_filter: null } } },
      },
    });
    expect(configIn(on.sandbox, NAME)).toEqual(before);
  });

  test("is replaced, and its undo sets the former one again", async () => {
    const on = await harness();
    const two = { ...filter, operator: "OR", column_clauses: [PAID, LARGE] };
    await agreed(on, "modify_schema", set(two));
    const done = await agreed(on, "modify_schema", set(filter));
    expect(done.plan).toContain(
      'row_filter: rows with status EQUALS "paid" OR total_cents GREATER "100" ("paid") → rows with',
    );
    expect(done.plan).toContain("rows that the previous filter excluded");
    await undone(on, done.data);
    expect(ordersOf(on)?.row_filter).toEqual(two);
  });

  test("is read in any spelling; name and description are its own words where they are not given", async () => {
    const on = await harness();
    const given = JSON.stringify({
      operator: "and",
      column_clauses: [
        { column: "total_cents", column_type: "long", operator: "greater", values: [100] },
        { column: "coupon_code", column_type: "string", operator: "is_null" },
      ],
    });
    const done = await agreed(on, "modify_schema", set(given));
    expect(done.status, done.text).toBe("done");
    expect(ordersOf(on)?.row_filter).toEqual({
      name: 'total_cents GREATER "100" AND coupon_code IS_NULL',
      description: 'total_cents GREATER "100" AND coupon_code IS_NULL',
      operator: "AND",
      column_clauses: [
        LARGE,
        { column: "coupon_code", column_type: "STRING", operator: "IS_NULL", values: [] },
      ],
    });
    const { operator: _, ...same } = ordersOf(on)?.row_filter ?? {};
    // Without an operator, AND joins the clauses too.
    expect((await on.call("modify_schema", set(same))).text).toContain(
      "already has the requested value",
    );
  });

  test.each([null, {}, ""])(
    "stays where %j is given for it beside another setting",
    async (row_filter) => {
      const on = await harness();
      await agreed(on, "modify_schema", set(filter));
      const mode = { schema: "public", table: "orders", sync_mode: "HISTORY", row_filter };
      await agreed(on, "modify_schema", { connector: NAME, changes: [mode] });
      expect(ordersOf(on)).toMatchObject({ sync_mode: "HISTORY", row_filter: filter });
    },
  );

  test.each<[string, unknown, string]>([
    [
      "without clauses",
      { name: "a" },
      "row_filter.column_clauses must be a list of 1 to 10 clauses",
    ],
    [
      "with an unknown type",
      { column_clauses: [{ ...PAID, column_type: "TEXT" }] },
      "must be one of LONG, FLOAT, DOUBLE",
    ],
    [
      "with an unknown field",
      { column_clauses: [{ ...PAID, value: "x" }] },
      "a clause has column, column_type, operator, values",
    ],
    [
      "with an operator for one clause",
      { operator: "OR", column_clauses: [PAID] },
      "joins two or more clauses",
    ],
    [
      "with two values",
      { column_clauses: [{ ...PAID, values: ["a", "b"] }] },
      "EQUALS takes exactly one value",
    ],
    [
      "with a value for IS_NULL",
      { column_clauses: [{ ...PAID, operator: "IS_NULL" }] },
      "IS_NULL takes no values",
    ],
    [
      "that looks for a text in a number",
      { column_clauses: [{ ...LARGE, operator: "CONTAINS" }] },
      "CONTAINS is available for STRING, not for LONG",
    ],
    [
      "that compares a truth value",
      { column_clauses: [{ ...PAID, column_type: "BOOLEAN" }] },
      "BOOLEAN takes only IS_NULL",
    ],
    [
      "that lists dates",
      {
        column_clauses: [{ ...PAID, operator: "IN", column_type: "DATE", values: ["2026-01-31"] }],
      },
      "IN is available for LONG, STRING",
    ],
    [
      "with words for a number",
      { column_clauses: [{ ...LARGE, values: ["much"] }] },
      '"much" is not a whole number',
    ],
    [
      "with half a date",
      { column_clauses: [{ ...PAID, column_type: "DATE", values: ["31.1.2026"] }] },
      "is not a date such as 2026-01-31",
    ],
    [
      "with a day that does not exist",
      { column_clauses: [{ ...PAID, column_type: "DATE", values: ["2026-02-30"] }] },
      "is not a date such as 2026-01-31",
    ],
    [
      "with a time on such a day",
      { column_clauses: [{ ...PAID, column_type: "DATETIME", values: ["2026-02-30T00:00:00Z"] }] },
      "is not a time such as 2026-01-31T00:00:00Z",
    ],
    [
      "with a number that only a program reads",
      { column_clauses: [{ ...LARGE, column_type: "DOUBLE", values: ["0x10"] }] },
      "is not a number",
    ],
    [
      "with a local time",
      {
        column_clauses: [
          { ...PAID, column_type: "DATETIME", values: ["2026-01-31T00:00:00+01:00"] },
        ],
      },
      "is not a time such as 2026-01-31T00:00:00Z",
    ],
    [
      "with an endless value",
      { column_clauses: [{ ...PAID, values: ["x".repeat(1001)] }] },
      "at most 1000 characters",
    ],
    [
      "with an endless list",
      {
        column_clauses: [
          { ...PAID, operator: "IN", values: Array.from({ length: 11 }, () => "x".repeat(1000)) },
        ],
      },
      "at most 10000 characters",
    ],
    [
      "with eleven clauses",
      { column_clauses: Array.from({ length: 11 }, () => PAID) },
      "a list of 1 to 10 clauses",
    ],
    [
      "on a column that is not there",
      { column_clauses: [{ ...PAID, column: "statu" }] },
      "did you mean status?",
    ],
  ])("%s is refused with what fits", async (_, given, why) => {
    const on = await harness();
    const refused = await on.call("modify_schema", set(given));
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain(why);
    expect(bodies(on.sandbox)).toEqual([]);
  });

  test("is refused where the type cannot filter rows, or Fivetran has not enabled it", async () => {
    const on = await harness();
    const accounts = { column_clauses: [{ ...PAID, column: "name" }] };
    const app = {
      connector: "salesforce_prod",
      changes: [{ table: "account", row_filter: accounts }],
    };
    expect((await on.call("modify_schema", app)).text).toContain("type cannot filter rows");
    editSchemaOf(on.sandbox, NAME, (schema) => {
      schema.row_filters = false;
    });
    expect((await on.call("modify_schema", set(filter))).text).toContain(
      "has not enabled row filters",
    );
    const { data } = await on.call("get_schema", { connector: "salesforce_prod" });
    expect(data["row_filtering_supported"]).toBe(false);
  });

  test("stays where a change names another column of its table, and the plan does not name it", async () => {
    const on = await harness();
    await agreed(on, "modify_schema", set(filter));
    const before = ordersOf(on)?.row_filter;
    const hash = { schema: "public", table: "orders", column: "total_cents", hashed: true };
    const done = await agreed(on, "modify_schema", { connector: NAME, changes: [hash] });
    expect(done.status, done.text).toBe("done");
    expect(done.plan).not.toContain("row_filter");
    expect(done.text).not.toContain("row_filter");
    expect(ordersOf(on)?.row_filter).toEqual(before);
  });

  test("that Fivetran deletes along with a change is named in the plan and set again by the undo", async () => {
    const on = await harness();
    await agreed(on, "modify_schema", set(filter));
    const before = ordersOf(on)?.row_filter;
    const hash = { schema: "public", table: "orders", column: "status", hashed: true };
    const done = await agreed(on, "modify_schema", { connector: NAME, changes: [hash] });
    expect(done.plan).toContain(
      'row_filter: rows with status EQUALS "paid" ("paid") → none, because Fivetran deletes',
    );
    expect(done.text).toContain("public.orders row_filter: rows with");
    expect(ordersOf(on)?.row_filter).toBeUndefined();
    await undone(on, done.data);
    expect(ordersOf(on)?.row_filter).toEqual(before);
  });

  test.each([
    ["is hashed", [{ schema: "public", table: "orders", column: "status", hashed: true }]],
    ["is disabled", [{ schema: "public", table: "orders", column: "status", enabled: false }]],
  ])("on a column that %s comes with a warning, in one call or two", async (_, changes) => {
    const warning =
      "the row filter of public.orders uses a disabled or hashed column; Fivetran deletes such a filter";
    const on = await harness();
    const [filtered] = set(filter).changes;
    const both = { connector: NAME, changes: [filtered, ...changes] };
    expect((await on.call("modify_schema", both)).text).toContain(warning);
    expect((await on.call("modify_schema", set(filter))).text).not.toContain(warning);
    await agreed(on, "modify_schema", { connector: NAME, changes });
    expect((await on.call("modify_schema", set(filter))).text).toContain(warning);
  });

  test("whose one clause is stored with an operator is set again by the undo", async () => {
    const on = await harness();
    const stored = { ...filter, operator: "OR" as const };
    serveSchemaReads(on.sandbox, withFilter(on, stored), [1, 2, 3]);
    const plan = await on.call("modify_schema", set({ ...filter, name: "new" }));
    const args = { ...set({ ...filter, name: "new" }), confirmation_token: plan.token };
    const { data } = await on.call("modify_schema", args);
    await undone(on, data);
    expect(ordersOf(on)?.row_filter).toEqual(filter);
  });

  test("that the read-back does not show was not applied", async () => {
    const on = await harness();
    const args = set(filter);
    const plan = await on.call("modify_schema", args);
    const config = configIn(on.sandbox, NAME);
    serveSchemaReads(on.sandbox, config, [2]);
    on.sandbox.fault({
      operation: "modify_connection_schema_config",
      status: 200,
      body: JSON.stringify({ code: "Success", data: config }),
    });
    const done = await on.call("modify_schema", { ...args, confirmation_token: plan.token });
    expect(done).toMatchObject({ status: "partial", isError: true });
    expect(done.text).toContain("Not applied: public.orders row_filter");
  });

  test("is shown by get_schema, which finds the filtered tables", async () => {
    const on = await harness();
    await agreed(on, "modify_schema", set(filter));
    const found = await on.call("get_schema", { connector: NAME, states: ["row_filter"] });
    expect(found.text).toContain('orders [rows with status EQUALS "paid" ("paid")]');
    expect(found.text).not.toContain("customers");
    expect(found.data).toMatchObject({
      row_filtering_supported: true,
      schemas: [{ schema: "public", items: [{ name: "orders", row_filter: filter }] }],
    });
  });

  test("goes with a copy, before its first load", async () => {
    const on = await harness();
    await agreed(on, "modify_schema", set(filter));
    const copy = await on.call("create_connector", {
      copy_of: NAME,
      copies: [{ group: "staging", name: "orders_copy" }],
      paused: true,
    });
    expect(copy.text).toContain('row filter: public.orders rows with status EQUALS "paid"');
  });
});

test("the data type of a column is set, shown and removed", async () => {
  const on = await harness();
  const column = { schema: "public", table: "orders", column: "coupon_code" };
  const done = await agreed(on, "modify_schema", {
    connector: NAME,
    changes: [{ ...column, target_data_type: "json" }],
  });
  expect(done.plan).toContain("public.orders.coupon_code target_data_type: none → Json");
  expect(done.status, done.text).toBe("done");
  const shown = await on.call("get_schema", {
    connector: NAME,
    table: "orders",
    column: "coupon_code",
  });
  expect(shown.text).toContain("coupon_code [as Json]");
  await undone(on, done.data);
  expect(ordersOf(on)?.columns?.["coupon_code"]?.target_data_type).toBeUndefined();
  const bad = await on.call("modify_schema", {
    connector: NAME,
    changes: [{ ...column, target_data_type: "Text" }],
  });
  expect(bad.text).toContain("Json");
  expect(bad.isError).toBe(true);
});

test.each<[object, string]>([
  [{ schema: "public", row_filter: filter }, "row_filter applies to tables"],
  [
    { schema: "public", table: "orders", target_data_type: "Json" },
    "target_data_type applies to columns",
  ],
  [
    { schema: "public", table: "orders", remove: "target_data_type" },
    "target_data_type applies to columns",
  ],
  [
    { table: "orders", row_filter: filter, remove: "row_filter" },
    "give row_filter or remove it, not both",
  ],
])("%j is refused", async (change, why) => {
  const on = await harness();
  const refused = await on.call("modify_schema", { connector: NAME, changes: [change] });
  expect(refused.text).toContain(why);
});

test("a table that belongs to another says so", async () => {
  const on = await harness();
  const { text } = await on.call("get_schema", { connector: "stripe_payments", table: "invoice*" });
  expect(text).toContain("invoice_line_item [part of invoice]");
  expect(idOf(on.sandbox, "stripe_payments")).not.toBe("");
});
