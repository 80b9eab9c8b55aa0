import { expect, test } from "vitest";
import type { SchemaPolicy } from "../../../src/features/schema/nodes.js";
import { parseChanges, type SchemaChange } from "../../../src/features/schema/parse-changes.js";
import { storedChanges } from "../../../src/features/schema/unknown/uncaptured.js";

const stored = (changes: readonly SchemaChange[], policy?: SchemaPolicy) =>
  storedChanges(parseChanges(changes, policy), policy);

test("every node of the request has enabled", () => {
  const { body, implied, settings, nodes } = stored([
    { schema: "public", table: "orders", enabled: true },
    { schema: "public", table: "users", column: "email", hashed: true },
    { schema: "audit", enabled: false },
  ]);

  expect(body).toEqual({
    schemas: {
      public: {
        enabled: true,
        tables: {
          orders: { enabled: true },
          users: { enabled: true, columns: { email: { enabled: true, hashed: true } } },
        },
      },
      audit: { enabled: false },
    },
  });
  expect(implied).toEqual(["public.users enabled", "public enabled"]);
  expect(settings).toEqual([
    "public.orders enabled: true",
    "public.users.email hashed: true",
    "audit enabled: false",
  ]);
  expect(nodes).toBe(3);
});

test("under Block all, only parents of enabled nodes are enabled", () => {
  const { body, implied } = stored(
    [
      { schema: "a", table: "t", enabled: true },
      { schema: "b", table: "t", column: "c", hashed: true },
      { schema: "c", table: "t", column: "c", enabled: true },
    ],
    "BLOCK_ALL",
  );

  expect(implied).toEqual(["a enabled", "b.t disabled", "b disabled", "c.t enabled", "c enabled"]);
  expect(body).toMatchObject({ schema_change_handling: "BLOCK_ALL" });
});

test("an escaped wildcard is a name", () => {
  const { body } = stored([{ schema: "a", table: "t\\*", enabled: false }]);

  expect(body).toMatchObject({ schemas: { a: { tables: { "t*": { enabled: false } } } } });
});

test.each([
  [[{ schema: "a", table: "*", enabled: false }], 'Change 1: table "*" is a pattern'],
  [
    [
      { schema: "a", enabled: false },
      { schema: "a", enabled: true },
    ],
    "Changes 1 and 2 set enabled of a to different values",
  ],
  [[], "No change was given"],
])("%j is refused", (changes, message) => {
  expect(() => stored(changes)).toThrow(message);
});
