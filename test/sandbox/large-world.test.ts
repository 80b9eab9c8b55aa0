import { describe, expect, test } from "vitest";
import { decisionRow } from "./decision-row.js";
import { serve } from "./harness.js";

describe("the large world", () => {
  test("is mostly healthy, with one broken destination as a common cause", async () => {
    const { get, sandbox } = await serve({ world: "large", connections: 1000 });
    const { items } = (await get("/v1/connections?limit=1000")).data;
    const destinations = (await get("/v1/destinations?limit=1000")).data.items;
    expect(destinations).toHaveLength(20);
    const status = new Map(
      destinations.map(({ id, setup_status }: Record<string, string>) => [id, setup_status]),
    );
    expect([...status.values()].filter((value) => value === "broken")).toHaveLength(1);
    const rows = new Map<number, number>();
    for (const item of items) {
      const row = decisionRow(item, String(status.get(item.group_id)), sandbox.now().getTime());
      rows.set(row, (rows.get(row) ?? 0) + 1);
    }
    const healthy = (rows.get(26) ?? 0) + (rows.get(10) ?? 0);
    expect(healthy).toBeGreaterThan(800);
    expect(healthy).toBeLessThan(920);
    expect(rows.get(5)).toBeGreaterThan(30);
    expect(rows.size).toBeGreaterThan(20);
    expect(items[17].schema).toMatch(/^[a-z0-9_]+_[a-z]+_017$/);
    expect(new Set(items.map(({ id }: { id: string }) => id)).size).toBe(1000);
  });

  test("is the same for the same seed", async () => {
    const list = async (seed: number) =>
      (await (await serve({ world: "large", connections: 60, seed })).get("/v1/connections")).data;
    expect(await list(7)).toEqual(await list(7));
    expect(await list(7)).not.toEqual(await list(8));
  });
});

test("the empty world holds an account and one user", async () => {
  const { get } = await serve({ world: "empty" });
  expect((await get("/v1/connections")).data).toEqual({ items: [] });
  expect((await get("/v1/groups")).data).toEqual({ items: [] });
  const { items } = (await get("/v1/users")).data;
  expect(items).toHaveLength(1);
  const { user_id } = (await get("/v1/account/info")).data;
  expect((await get(`/v1/users/${user_id}`)).data).toEqual(items[0]);
  expect((await get("/v1/users?active=false")).data.items).toEqual([]);
});
