import * as fc from "fast-check";
import { expect, test } from "vitest";
import { canonical, digest } from "../../src/base/json.js";
import { difference } from "../../src/engine/confirm.js";
import { decrypt, encrypt, handleName, isHandle, newHandle } from "../../src/store/tokens.js";
import type { Json } from "../../src/toolkit/define.js";
import { holds } from "../holds.js";

const json = fc.jsonValue({ maxDepth: 4 }).map((value): Json => JSON.parse(JSON.stringify(value)));

/** Returns the same value with the keys of every object in another order. */
function shuffled(value: Json): Json {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, shuffled(inner)]),
  );
}

/** Compares JSON values independently of their text. */
function same(a: Json | undefined, b: Json | undefined): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return Object.is(a === 0 ? 0 : a, b === 0 ? 0 : b);
  }
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return (
    left.size === right.size &&
    [...left].every(([key, inner]) => right.has(key) && same(inner, right.get(key)))
  );
}

test("a digest does not see the order of keys, and sees every value", () => {
  holds(fc.property(json, (value) => digest(value) === digest(shuffled(value))));
  holds(fc.property(json, json, (a, b) => (canonical(a) === canonical(b)) === same(a, b)));
  const near: [Json, Json][] = [
    [1, "1"],
    [null, "null"],
    [[], {}],
    [["a", "b"], ["a,b"]],
    [{ a: "b" }, { "a:b": "" }],
    ["é", "e\u0301"],
    [true, "true"],
  ];
  for (const [a, b] of near) expect(digest(a)).not.toBe(digest(b));
});

test("an absent value and one that is undefined are the same, null is another", () => {
  expect(digest({ a: 1, b: undefined })).toBe(digest({ a: 1 }));
  expect(digest({ a: 1, b: null })).not.toBe(digest({ a: 1 }));
});

test("what is encrypted opens with its own handle only, and unaltered only", () => {
  holds(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(), (text, at) => {
      const [mine, other] = [newHandle("token"), newHandle("token")];
      const encrypted = encrypt(mine, text);
      expect(decrypt(mine, encrypted)).toBe(text);
      expect(() => decrypt(other, encrypted)).toThrow();
      const bytes = Buffer.from(encrypted, "base64");
      const index = at % bytes.length;
      bytes[index] = (bytes[index] ?? 0) ^ 1;
      expect(() => decrypt(mine, bytes.toString("base64"))).toThrow();
    }),
    200,
  );
});

test("handles are of one kind each, and no two are alike", () => {
  const handles = Array.from({ length: 500 }, () => newHandle("token"));
  expect(new Set(handles).size).toBe(500);
  for (const handle of handles.slice(0, 20)) {
    expect(isHandle("token", handle)).toBe(true);
    expect(isHandle("approval", handle)).toBe(false);
    expect(handleName(handle, "")).not.toContain(handle.slice(5));
    expect(handleName(handle, "another")).not.toBe(handleName(handle, ""));
  }
  holds(
    fc.property(fc.string(), (text) => !isHandle("token", text) && !isHandle("approval", text)),
  );
  for (const path of ["../../etc/passwd", "fvc1_../../../x", `fvc1_${"a".repeat(43)}/`]) {
    expect(isHandle("token", path)).toBe(false);
  }
});

test("a difference is empty for equal observations, never otherwise, and short and printable always", () => {
  const observed = fc.dictionary(fc.string(), json, { maxKeys: 30 });
  holds(fc.property(observed, (value) => difference(value, shuffled(value)).length === 0));
  holds(
    fc.property(observed, observed, (a, b) => {
      const lines = difference(a, b);
      if (!same(a, b) && lines.length === 0) return false;
      return lines.length <= 11 && lines.every((line) => !/[\p{Cc}\p{Cf}]/u.test(line));
    }),
  );
  expect(difference({ a: { b: [1, "x"] } }, { a: { b: [1, "y", null] } })).toEqual([
    'a.b.1: "x" → "y"',
    "a.b.2: absent → null",
  ]);
  // Names contain dots. Values in different places must not be confused.
  expect(difference({ "a.b": { c: 1 } }, { a: { "b.c": 1 } })).toEqual([
    "a.b.c: 1 → absent",
    "a.b.c: absent → 1",
  ]);
});
