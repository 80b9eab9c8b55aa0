import { expect, test } from "vitest";
import { differences, observe, table } from "./shapes.js";

const real = { items: [{ id: "a", at: null, extra: 1, config: { host: "h" } }], next_cursor: "x" };
const ours = {
  items: [
    { id: "b", at: "now", config: { port: 5 } },
    { id: "c", at: null },
  ],
};

test("differences are reported by place, and names that are data are not difference", () => {
  const found = differences("list", observe(real), observe(ours));
  expect(found).toEqual([
    { operation: "list", path: "data.items[].at", real: "null", sandbox: "null or string" },
    { operation: "list", path: "data.items[].config.*", real: "string", sandbox: "number" },
    { operation: "list", path: "data.items[].extra", real: "number", sandbox: "(absent)" },
    { operation: "list", path: "data.next_cursor", real: "string", sandbox: "(absent)" },
  ]);
  expect(table(found).split("\n")[3]).toBe(
    "list       data.items[].extra     number        (absent)",
  );
});

test("an empty list says nothing about its items", () => {
  expect(differences("list", observe({ items: [] }), observe(ours))).toEqual([]);
});
