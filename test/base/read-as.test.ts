import { expect, test } from "vitest";
import { oneSpelling, readAs } from "../../src/base/read-as.js";

test.each([
  ["60", 60],
  ["TRUE", true],
  ["orders", ["orders"]],
  ['["a","b"]', ["a", "b"]],
  ['{"a":{"b":null}}', { a: {} }],
  ['"[\\"a\\",\\"b\\"]"', ["a", "b"]],
  ["60.0", 60],
  ["block all", "BLOCK_ALL"],
  ["SSH_TUNNEL", "SshTunnel"],
  ["MONDAY, TUESDAY", ["MONDAY", "TUESDAY"]],
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
    expect(oneSpelling(text)).toBe(text.replaceAll("_", ""));
  }
});

test.each([
  [" 60 ", { type: "integer" }, 60],
  ["   ", { type: "integer" }, ""],
  ["   ", { type: "string", minLength: 1 }, ""],
  ["   ", { type: "string" }, "   "],
  ["block-all", { enum: ["ALLOW_ALL", "BLOCK_ALL"] }, "BLOCK_ALL"],
  ["Block all", { enum: ["ALLOW_ALL", "BLOCK_ALL"] }, "BLOCK_ALL"],
  [" 30.0 ", { enum: [15, 30] }, 30],
  ["30", { enum: ["30", 30] }, "30"],
  ["30", { enum: [5, 15] }, "30"],
  ["a b", { enum: ["a-b", "a_b"] }, "a b"],
  ["A-B", { enum: ["a-b", "a_b"] }, "a-b"],
  ["b, A", { type: "array", items: { enum: ["a", "b"] } }, ["b", "a"]],
  ["b, c", { type: "array", items: { enum: ["a", "b"] } }, ["b, c"]],
  ['"[\\"x\\"]"', { type: "array", items: { type: "string" } }, ["x"]],
  ["a\r\nb\n", { type: "array", items: { type: "string" } }, "a\r\nb\n"],
  ["a\n", { type: "array", items: { type: "string" } }, ["a\n"]],
  ['{"secret_ref":"env:A"}', { type: "string" }, { secret_ref: "env:A" }],
  ['{"secret_ref":"env:A"}', {}, { secret_ref: "env:A" }],
  [' "{\\"secret_ref\\":\\"env:A\\"}"', { type: "string" }, { secret_ref: "env:A" }],
  ['{"secret_ref":', { type: "string" }, '{"secret_ref":'],
  ['"{\\"x\\":\\"1\\"}"', { type: "object", properties: { x: { type: "integer" } } }, { x: 1 }],
] as const)("%j as %j is %j", (value, schema, read) => {
  expect(readAs(JSON.parse(JSON.stringify(schema)), value)).toEqual(read);
});
