import { expect, test } from "vitest";
import { oneSpelling } from "../../src/base/read-as.js";

test.each([
  ["60", 60],
  ["TRUE", true],
  ["orders", ["orders"]],
  ['["a","b"]', ["a", "b"]],
  ['{"a":{"b":null}}', { a: {} }],
  [{ list: ['{"a":"1"}', null], none: null }, { list: [{ a: 1 }] }],
])("%j and %j are one spelling", (one, other) => {
  expect(oneSpelling(one)).toEqual(oneSpelling(other));
});

test.each([
  ["a", "b"],
  [1, 2],
  ["", undefined],
  [
    ["a", "b"],
    ["b", "a"],
  ],
  [{ a: "" }, {}],
  [{ a: 1 }, { b: 1 }],
])("%j and %j are not", (one, other) => {
  expect(oneSpelling(one)).not.toEqual(oneSpelling(other));
});

test("text that may not be read stays text", () => {
  for (const text of [
    '{"__proto__":{"a":1}}',
    `${"[".repeat(50_000)}${"]".repeat(50_000)}`,
    "[x",
  ]) {
    expect(oneSpelling(text)).toBe(text);
  }
});
