import { expect, test } from "vitest";
import { nearest } from "../../src/base/nearest.js";

const NAMES = Array.from(
  { length: 5000 },
  (_, i) => `postgres_orders_${"abcdefghij".repeat(18)}_${i}`,
);

test("finds the right one among thousands of long names", () => {
  const wanted = NAMES[4711] ?? "";
  expect(nearest(wanted.replace("orders", "ordres"), NAMES, (name) => name)[0]).toBe(wanted);
});

test("finds a short typing error, a part and a shared word in a large list", () => {
  const names = [...NAMES, "salesforce_prod", "eu_billing_prod_v2", "marketing_leads"];
  const find = (word: string) => nearest(word, names, (name) => name, 1)[0];
  expect(find("slaesforce_prod")).toBe("salesforce_prod");
  expect(find("billing_prod")).toBe("eu_billing_prod_v2");
  expect(find("leads-of-marketing")).toBe("marketing_leads");
});

test("of more text than it compares, a name that contains the word is still found", () => {
  const long = "abcdefghij".repeat(29);
  const names = [...Array.from({ length: 17_000 }, (_, i) => `${long}${i}`), "eu_billing_prod_v2"];
  expect(nearest("billing_prod", names, (name) => name, 1)).toEqual(["eu_billing_prod_v2"]);
  expect(nearest("billing_dorp", names, (name) => name, 1)).toEqual([]);
  expect(nearest("billing_dorp", names.slice(-1000), (name) => name, 1)).toEqual([
    "eu_billing_prod_v2",
  ]);
});
