import { expect, test } from "vitest";
import { RESULT_BUDGET } from "../../src/toolkit/render.js";
import { harness, type Result } from "../harness.js";

function expectFits({ text, data, isError }: Result): void {
  expect(isError).toBe(false);
  expect(text.length).toBeLessThanOrEqual(RESULT_BUDGET);
  expect(JSON.stringify(data).length).toBeLessThanOrEqual(RESULT_BUDGET);
}

test("the largest page of a large account is shortened to what fits, and continues from there", async () => {
  const { call } = await harness({ sandbox: { world: "large", connections: 300 } });
  const names: unknown[] = [];
  let cursor: unknown;
  do {
    const page = await call("list_connectors", {
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    expectFits(page);
    const { connectors } = page.data;
    if (!Array.isArray(connectors)) throw new Error("no connectors");
    names.push(...connectors.map(({ id }) => id));
    cursor = page.data["next_cursor"];
  } while (cursor !== undefined);
  expect(names).toHaveLength(300);
  expect(new Set(names).size).toBe(300);
  expectFits(await call("check_stale", { limit: 200, max_age_hours: 0.01 }));
});

test("20 connectors with more details than fit keep every verdict, and say whose details are left out", async () => {
  const { call, sandbox } = await harness();
  sandbox.edit((world) => {
    for (const connection of world.connections.values()) {
      connection.config = { note: "x".repeat(1500) };
    }
  });
  const listed = await call("list_connectors", { limit: 20 });
  const { connectors } = listed.data;
  if (!Array.isArray(connectors)) throw new Error("no connectors");
  const reply = await call("get_status", {
    connectors: connectors.map(({ id }) => id),
    details: true,
  });
  expectFits(reply);
  const { connectors: reported } = reply.data;
  if (!Array.isArray(reported)) throw new Error("no connectors");
  expect(reported).toHaveLength(20);
  const without = reported.filter(({ details }) => details === undefined);
  expect(without.length).toBeGreaterThan(0);
  expect(without.length).toBeLessThan(20);
  for (const { notes } of without) {
    expect(notes).toContain(
      "the details do not fit into this result; to see them, request only this connector",
    );
  }
});
