import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { decisionRow } from "./decision-row.js";
import { serve } from "./harness.js";

const folders: string[] = [];

async function place(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  folders.push(folder);
  return join(folder, "state", "world.json");
}

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const DAY = 86_400_000;

describe("a world in a file", () => {
  test("is shared: what one changes the next one sees", async () => {
    const stateFile = await place();
    const one = await serve({ stateFile });
    const two = await serve({ stateFile });
    const path = `/v1/connections/${await one.id("salesforce_prod")}`;
    await one.patch(path, { paused: true });
    expect((await two.get(path)).data.paused).toBe(true);
    await two.patch(path, { sync_frequency: 30 });
    expect((await one.get(path)).data).toMatchObject({ paused: true, sync_frequency: 30 });
    const three = await serve({ stateFile });
    expect((await three.get(path)).data).toEqual((await one.get(path)).data);
  });

  test("loses no change when two write at the same time", async () => {
    const stateFile = await place();
    const both = [await serve({ stateFile }), await serve({ stateFile })];
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, n) => both[n % 2]?.post("/v1/groups", { name: `g_${n}` })),
    );
    expect(new Set(made.map((answer) => answer?.data.id)).size).toBe(20);
    expect((await both[0]?.get("/v1/groups"))?.data.items).toHaveLength(24);
  });

  test("is private, and leaves no litter", async () => {
    const stateFile = await place();
    const client = await serve({ stateFile });
    await client.post("/v1/groups", { name: "lab" });
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
    const folder = join(stateFile, "..");
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readdir(folder)).toEqual(["world.json"]);
  });

  test("is not written by reads or by refused changes", async () => {
    const stateFile = await place();
    const client = await serve({ stateFile });
    const before = (await stat(stateFile)).ino;
    await client.get("/v1/connections");
    await client.post("/v1/groups", { name: "1" });
    expect((await stat(stateFile)).ino).toBe(before);
  });

  test("starts anew on reset, for everyone", async () => {
    const stateFile = await place();
    const one = await serve({ stateFile });
    const two = await serve({ stateFile });
    await one.post("/v1/groups", { name: "lab" });
    two.sandbox.reset();
    expect((await one.get("/v1/groups")).data.items).toHaveLength(4);
  });

  test("opened after a long time settles its schedules in one step and shows every diagnosis", async () => {
    const stateFile = await place();
    const start = Date.UTC(2026, 2, 2, 9, 30);
    await serve({ stateFile, clock: "live", startAt: new Date(start) });
    for (const later of [2 * DAY + 4_321_000, 90 * DAY]) {
      const client = await serve({ stateFile, clock: "live", startAt: new Date(start + later) });
      const { items } = (await client.get("/v1/connections?limit=1000")).data;
      const destinations = (await client.get("/v1/destinations")).data.items;
      const rows = new Set<number>();
      for (const item of items) {
        const { setup_status } = destinations.find(
          ({ id }: { id: string }) => id === item.group_id,
        );
        rows.add(decisionRow(item, setup_status, client.sandbox.now().getTime()));
      }
      expect([...rows].sort((a, b) => a - b)).toEqual(
        Array.from({ length: 26 }, (_, n) => n + 1).filter((row) => row !== 19),
      );
      let runs = 0;
      client.sandbox.edit((world) => {
        for (const { backstage } of world.connections.values())
          runs = Math.max(runs, backstage.history.length);
      });
      expect(runs).toBeLessThan(6);
    }
  });

  test("with a stopped clock stands where it stood", async () => {
    const stateFile = await place();
    const one = await serve({ stateFile });
    one.sandbox.advance(DAY);
    const two = await serve({ stateFile });
    expect(two.sandbox.now()).toEqual(one.sandbox.now());
  });
});
