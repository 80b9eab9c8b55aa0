import { expect, test } from "vitest";
import { latestOf } from "../../src/store/latest.js";

test("the latest fifty values are kept, apart for each account", () => {
  const memory = latestOf<number>();
  const [one, other] = [{}, {}];
  for (let n = 0; n < 50; n += 1) memory(one).set(["a", String(n)], n);
  memory(one).set(["a", "0"], 100);

  memory(one).set(["b"], 200);

  // Setting a value again makes it the latest.
  expect(memory(one).get(["a", "0"])).toBe(100);
  expect(memory(one).get(["a", "1"])).toBeUndefined();
  expect(memory(one).get(["a", "2"])).toBe(2);
  expect(memory(one).get(["b"])).toBe(200);
  expect(memory(one).get(["a"])).toBeUndefined();
  expect(memory(other).get(["b"])).toBeUndefined();
});
