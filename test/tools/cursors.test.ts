import { expect, test } from "vitest";
import { harness } from "../harness.js";

const LISTS = ["list_connectors", "check_stale", "list_destinations"];

test.each(LISTS)("a cursor of %s is taken there, and by no other list", async (owner) => {
  const { call } = await harness();
  const first = await call(owner, { limit: 1 });
  const cursor = first.data["next_cursor"];
  expect(cursor).toEqual(expect.any(String));
  const next = await call(owner, { limit: 1, cursor });
  expect(next).toMatchObject({ isError: false });
  expect(next.text).not.toBe(first.text);
  for (const other of LISTS.filter((name) => name !== owner)) {
    const refused = await call(other, { limit: 1, cursor });
    expect(refused).toMatchObject({ isError: true });
    expect(refused.text).toMatch(/^cursor belongs to another call\./);
  }
});
