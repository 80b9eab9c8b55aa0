import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileGlob, literalName } from "../../src/base/glob.js";
import { holds } from "../holds.js";

test.each([
  ["orders", "orders", true],
  ["orders", "Orders", false],
  ["", "", true],
  ["", "a", false],
  ["*", "", true],
  ["*", "anything at all", true],
  ["?", "", false],
  ["?", "😀", true],
  ["??", "😀", false],
  ["stg_*", "stg_orders", true],
  ["stg_*", "stg_", true],
  ["stg_*", "xstg_orders", false],
  ["*_tmp", "a_tmp_tmp", true],
  ["a*b*c", "aXbYbZc", true],
  ["a*b*c", "aXcYb", false],
  ["a.c", "abc", false],
  ["[ab]", "a", false],
  ["\\*", "*", true],
  ["\\*", "x", false],
  ["\\?", "?", true],
  ["\\\\", "\\", true],
  ["a\\b", "a\\b", true],
  ["a\\", "a\\", true],
  ["*", "two\nlines", true],
])("%j on %j is %j", (pattern, text, reply) => {
  expect(compileGlob(pattern)(text)).toBe(reply);
});

test("distinguishes patterns from names", () => {
  expect(["orders", "", "a\\*", "a\\?b", "a\\b"].map(literalName)).toEqual([
    "orders",
    "",
    "a*",
    "a?b",
    "a\\b",
  ]);
  expect(["a*", "?", "a\\\\*"].map(literalName)).toEqual([undefined, undefined, undefined]);
});

/** The simplest possible definition of the pattern language. It takes exponential time. */
function reference(pattern: readonly string[], text: readonly string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return text.length === 0;
  if (head === "*") {
    return reference(rest, text) || (text.length > 0 && reference(pattern, text.slice(1)));
  }
  if (text.length === 0) return false;
  return (head === "?" || head === text[0]) && reference(rest, text.slice(1));
}

const letters = (alphabet: string[], maxLength: number) =>
  fc.array(fc.constantFrom(...alphabet), { maxLength });

test("agrees with the reference", () => {
  holds(
    fc.property(
      letters(["a", "b", "😀", "*", "?"], 8),
      letters(["a", "b", "😀"], 10),
      (pattern, text) => {
        expect(compileGlob(pattern.join(""))(text.join(""))).toBe(reference(pattern, text));
      },
    ),
    2000,
  );
});

test("a name matches itself and nothing else", () => {
  const name = fc.oneof(
    fc.string(),
    letters(["\\", "a"], 8).map((all) => all.join("")),
  );
  holds(
    fc.property(name, name, (pattern, other) => {
      const literal = literalName(pattern);
      if (literal === undefined) return;
      expect(compileGlob(pattern)(literal)).toBe(true);
      expect(compileGlob(pattern)(other)).toBe(literal === other);
    }),
  );
});

test("a pattern that would take exponential time with backtracking is decided", () => {
  const text = "a".repeat(10_000);
  expect(compileGlob(`${"*a".repeat(200)}*b`)(text)).toBe(false);
  expect(compileGlob(`${"*".repeat(200)}b`)(text)).toBe(false);
  expect(compileGlob(`*${"a".repeat(200)}b`)(text)).toBe(false);
  expect(compileGlob(`${"*a?".repeat(200)}*a`)(text)).toBe(true);
  expect(compileGlob(`${"*a?".repeat(5001)}*a`)(text)).toBe(false);
});

test("a compiled pattern is kept for many names", () => {
  const matches = compileGlob("*_id");
  expect(["user_id", "id", "order_id_old"].filter(matches)).toEqual(["user_id"]);
});
