import { describe, expect, test } from "vitest";
import { serve } from "./harness.js";

const clause = { column: "status", column_type: "STRING", operator: "EQUALS", values: ["paid"] };
const filter = { name: "paid", description: "Paid orders only", column_clauses: [clause] };

async function orders() {
  const client = await serve();
  const path = `/v1/connections/${await client.id("postgres_orders")}/schemas`;
  const table = `${path}/public/tables/orders`;
  return {
    ...client,
    set: (row_filter: unknown) => client.patch(table, { row_filter }),
    change: (body: unknown) => client.patch(table, body),
    read: async () => (await client.get(path)).data.schemas.public.tables.orders,
  };
}

describe("a row filter", () => {
  test("is set, stays where it is not named, and is deleted by null", async () => {
    const { set, change, read, sandbox } = await orders();
    expect(await read()).not.toHaveProperty("row_filter");
    expect(await set(filter)).toMatchObject({ status: 200 });
    expect((await read()).row_filter).toEqual(filter);
    await change({ enabled: true });
    expect((await read()).row_filter).toEqual(filter);
    const two = { ...filter, operator: "OR", column_clauses: [clause, clause] };
    await set(two);
    expect((await read()).row_filter).toEqual(two);
    await set(null);
    expect(await read()).not.toHaveProperty("row_filter");
    expect(sandbox.effects().map(({ summary }) => summary)).toEqual([
      "public.orders row_filter set",
      "public.orders row_filter set",
      "public.orders row_filter deleted",
    ]);
  });

  test.each<[string, unknown]>([
    ["without a name", { ...filter, name: undefined }],
    ["without clauses", { ...filter, column_clauses: [] }],
    ["with an operator for one clause", { ...filter, operator: "AND" }],
    ["with two values for one", { ...filter, column_clauses: [{ ...clause, values: ["a", "b"] }] }],
    [
      "that compares a truth value",
      { ...filter, column_clauses: [{ ...clause, column_type: "BOOLEAN" }] },
    ],
    [
      "that looks for a text in a number",
      { ...filter, column_clauses: [{ ...clause, column_type: "LONG", operator: "CONTAINS" }] },
    ],
    [
      "with a value for IS_NULL",
      { ...filter, column_clauses: [{ ...clause, operator: "IS_NULL" }] },
    ],
  ])("%s is refused", async (_, given) => {
    const { set, read } = await orders();
    expect(await set(given)).toMatchObject({ status: 400, code: "InvalidInput" });
    expect(await read()).not.toHaveProperty("row_filter");
  });
});

test("a column is mapped to another type, until null removes the mapping", async () => {
  const { change, read } = await orders();
  const map = (target_data_type: unknown) => change({ columns: { status: { target_data_type } } });
  expect(await map("Text")).toMatchObject({ status: 400 });
  expect(await map("Json")).toMatchObject({ status: 200 });
  expect((await read()).columns.status.target_data_type).toBe("Json");
  await change({ columns: { status: { enabled: false } } });
  expect((await read()).columns.status.target_data_type).toBe("Json");
  await map(null);
  expect((await read()).columns.status).not.toHaveProperty("target_data_type");
});
