import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { decisionRow } from "./decision-row.js";
import { basic, serve } from "./harness.js";

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
    expect(new Set(made.map((reply) => reply?.data.id)).size).toBe(20);
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

  test("is recreated on reset, for every process", async () => {
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

describe("a file of another make", () => {
  test.each(["", "{}", "not a world", '{"version":0,"connections":[]}'])(
    "%j is set aside, and a new world begins with a notice",
    async (text) => {
      const stateFile = await place();
      await mkdir(dirname(stateFile), { recursive: true });
      await writeFile(stateFile, text);
      const notices: string[] = [];
      const { get } = await serve({ stateFile, notify: (notice) => notices.push(notice) });
      expect((await get("/v1/connections?limit=1000")).data.items.length).toBeGreaterThan(30);
      expect(notices).toEqual([expect.stringContaining(`${stateFile}.old`)]);
      expect(await readFile(`${stateFile}.old`, "utf8")).toBe(text);
    },
  );

  test("of version 0.1.0 still opens, and its credentials can be rotated", async () => {
    const stateFile = await place();
    const first = await serve({ stateFile });
    const { data: key } = await first.post("/v1/system-keys", {
      name: "ci",
      expiration_period: "ONE_MONTH",
      permissions: [{ resource_type: "CONNECTOR", access_level: "READ" }],
    });
    const { group_id } = await first.connection("postgres_orders");
    const { data: agent } = await first.post("/v1/hybrid-deployment-agents", {
      group_id,
      display_name: "agent",
      env_type: "DOCKER",
      auth_type: "AUTO",
      accept_terms: true,
    });
    const saved = await readFile(stateFile, "utf8");
    await writeFile(stateFile, saved.replaceAll('"rotation":', '"turn":'));
    const second = await serve({ stateFile });
    const path = `/v1/system-keys/${key.id}`;
    expect((await second.get(path)).data).not.toHaveProperty("turn");
    const secrets = new Set([key.secret]);
    for (const _ of [1, 2]) {
      const { data } = await second.post(`${path}/rotate`, { expiration_period: "INFINITE" });
      expect(data).not.toHaveProperty("turn");
      secrets.add(data.secret);
      const authorization = basic(data.key, data.secret);
      expect(await second.send("GET", "/v1/groups", undefined, { authorization })).toMatchObject({
        status: 200,
      });
    }
    expect(secrets.size).toBe(3);
    const agents = `/v1/hybrid-deployment-agents/${agent.id}`;
    expect((await second.get(agents)).data).not.toHaveProperty("turn");
    const again = await second.patch(`${agents}/re-auth`, { auth_type: "AUTO" });
    expect(again.data.token).not.toBe(agent.token);
  });

  test("that knew fewer collections still opens", async () => {
    const stateFile = await place();
    const first = await serve({ stateFile });
    const { data } = await first.post("/v1/groups", { name: "Kept" });
    const world = JSON.parse(await readFile(stateFile, "utf8"));
    for (const later of ["webhooks", "outbox", "transformations"]) delete world[later];
    await writeFile(stateFile, JSON.stringify(world));
    const second = await serve({ stateFile });
    expect((await second.get(`/v1/groups/${data.id}`)).data.name).toBe("Kept");
    expect((await second.get("/v1/webhooks")).data.items).toEqual([]);
  });
});

test("webhooks and what they wait for outlive a process", async () => {
  const stateFile = await place();
  const heard: string[] = [];
  const receiver = createServer((request, response) => {
    request.on("data", (chunk: Buffer) => heard.push(JSON.parse(chunk.toString()).event));
    request.on("end", () => response.writeHead(heard.length === 2 ? 500 : 200).end());
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  const address = receiver.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
  const first = await serve({ stateFile, webhooksTo: [url] });
  await first.post("/v1/webhooks/account", {
    url,
    events: ["force_update_connector"],
  });
  await first.post(`/v1/connections/${await first.id("postgres_orders")}/sync`);
  await first.sandbox.delivered();
  expect(heard).toEqual(["test_event", "force_update_connector"]);
  const second = await serve({ stateFile, webhooksTo: [url] });
  second.sandbox.advance(10 * 60_000);
  await second.sandbox.delivered();
  expect(heard).toHaveLength(3);
  first.sandbox.advance(10 * 60_000);
  await first.sandbox.delivered();
  expect(heard).toHaveLength(3);
  receiver.close();
});
