import { expect, test } from "vitest";
import { planPreCreate } from "../../../src/features/schema/uncaptured.js";

test("every node of the request says whether it is on", () => {
  const { body, implied, wishes } = planPreCreate(
    [
      { schema: "public", table: "orders", enabled: true },
      { schema: "public", table: "users", column: "email", hashed: true },
      { schema: "audit", enabled: false },
    ],
    undefined,
  );

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
  expect(implied).toEqual(["public.users on", "public on"]);
  expect(wishes).toEqual([
    "public.orders enabled: true",
    "public.users.email hashed: true",
    "audit enabled: false",
  ]);
});

test("under a policy that blocks, only what leads to something on is switched on", () => {
  const { body, implied } = planPreCreate(
    [
      { schema: "a", table: "t", enabled: true },
      { schema: "b", table: "t", column: "c", hashed: true },
      { schema: "c", table: "t", column: "c", enabled: true },
    ],
    "BLOCK_ALL",
  );

  expect(implied).toEqual(["a on", "b.t off", "b off", "c.t on", "c on"]);
  expect(body).toMatchObject({ schema_change_handling: "BLOCK_ALL" });
});

test("an escaped wildcard is a name", () => {
  const { body } = planPreCreate([{ schema: "a", table: "t\\*", enabled: false }], undefined);

  expect(body).toMatchObject({ schemas: { a: { tables: { "t*": { enabled: false } } } } });
});

test.each([
  [[{ schema: "a", table: "*", enabled: false }], 'Change 1: table "*" is a pattern'],
  [
    [
      { schema: "a", enabled: false },
      { schema: "a", enabled: true },
    ],
    "Two changes set enabled of a to different values",
  ],
  [[], "There is nothing to store"],
])("%j is refused", (changes, message) => {
  expect(() => planPreCreate(changes, undefined)).toThrow(message);
});
