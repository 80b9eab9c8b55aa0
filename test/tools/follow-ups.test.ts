import { createServer } from "node:http";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Caller } from "../../src/engine/engine.js";
import { fleet, groupIdOf } from "../fleet.js";
import { type Harness, harness, openSandbox } from "../harness.js";
import { tap } from "./tap.js";

const requests = ({ sandbox }: Pick<Harness, "sandbox">, operation = "list_connections") =>
  sandbox.requests().filter((request) => request.operation === operation).length;

/** Advances the time of the program and of Fivetran. */
async function aged(seconds: number, on: Harness): Promise<void> {
  const { clock } = on.appOptions;
  await clock?.sleep(seconds * 1000);
}

test("another call uses what was just read, and shows its age; the same one reads again", async () => {
  const on = await harness();
  const first = await on.call("check_stale");
  expect(first.text).not.toContain("; read ");
  expect(first.data).not.toHaveProperty("read_seconds_ago");
  const sent = on.sandbox.requests().length;

  await aged(40, on);
  for (const [tool, args] of [
    ["list_connectors", { states: ["broken"] }],
    ["check_stale", { service: ["postgres"] }],
    ["list_destinations", {}],
  ] as const) {
    const { text, data } = await on.call(tool, args);
    expect(text.split("\n")[0]).toMatch(/; read 40 s ago$/);
    expect(data).toMatchObject({ read_seconds_ago: 40 });
  }
  const only = (operation: unknown) => operation !== "list_transformations";
  const operations = on.sandbox.requests().slice(sent);
  expect(operations.map(({ operation }) => operation).filter(only)).toEqual(
    operations.filter(({ path }) => path.includes("transformations")).map((one) => one.operation),
  );

  const again = await on.call("check_stale");
  expect(again.data).not.toHaveProperty("read_seconds_ago");
  expect(requests(on)).toBe(2);
});

test("its as_of is the time at which the account was read", async () => {
  const on = await harness();
  const read = on.sandbox.now().getTime();
  await on.call("list_connectors");
  await aged(30, on);
  const { data } = await on.call("check_stale");
  expect(Date.parse(String(data["as_of"])) - read).toBeLessThan(2000);
  expect(data["read_seconds_ago"]).toBe(30);
});

test("what is older than a minute, or belongs to one group, is read", async () => {
  const on = await harness();
  await on.call("check_stale");
  const group = groupIdOf(on.sandbox, "analytics_prod");
  const ofGroup = await on.call("check_stale", { group });
  expect(ofGroup.data).not.toHaveProperty("read_seconds_ago");
  await aged(61, on);
  const later = await on.call("list_connectors");
  expect(later.data).not.toHaveProperty("read_seconds_ago");
  expect(requests(on)).toBe(3);
});

test("the first call after a change through us reads again", async () => {
  const on = await harness();
  fleet(on.sandbox, [{ name: "one" }, { name: "two" }]);
  await on.call("check_stale");
  const paused = await on.call("pause_connectors", { connectors: ["one"] });
  expect(paused.status).toBe("done");
  const after = await on.call("list_connectors");
  expect(after.data).toMatchObject({ total: 2, by_verdict: { ok: 1, paused: 1 } });
  expect(after.data).not.toHaveProperty("read_seconds_ago");
});

test("the plan of a change reads the account itself", async () => {
  const on = await harness();
  fleet(on.sandbox, [{ name: "one" }, { name: "two" }]);
  await on.call("check_stale");
  on.sandbox.edit((world) => {
    for (const connection of world.connections.values()) connection.paused = true;
  });
  const plan = await on.call("pause_connectors", { states: ["ok"] });
  expect(plan.text).toMatch(/no connector|nothing|match/i);
  expect(requests(on)).toBe(2);
});

test("the connectors of a known group are read beside the list of groups", async () => {
  const { sandbox, url } = await openSandbox();
  let connectorsRead = () => {};
  let held: Promise<void> | undefined;
  const upstream = await tap(url, async (path, body) => {
    if (path.startsWith("/v1/groups?")) await held;
    if (path.includes("/connections?")) connectorsRead();
    return body;
  });
  const { call } = await harness({ account: { sandbox, url: upstream.url } });
  const first = await call("check_stale", { group: "analytics_prod" });
  const sent = sandbox.requests().map(({ path }) => path);
  held = new Promise<void>((resolve) => {
    connectorsRead = resolve;
  });

  const second = await call("check_stale", { group: "analytics_prod" });

  expect(second.text).toBe(first.text);
  // Nothing is read twice.
  const after = sandbox.requests().map(({ path }) => path);
  expect(after.sort()).toEqual([...sent, ...sent].sort());
});

test("a group that has given its name away is not taken for the one that has it now", async () => {
  const on = await harness();
  const [analytics, finance] = ["analytics_prod", "finance"].map((name) =>
    groupIdOf(on.sandbox, name),
  );
  const before = await on.call("list_connectors", { group: "analytics_prod" });
  const other = await on.call("list_connectors", { group: "finance" });
  on.sandbox.edit((world) => {
    for (const group of world.groups.values()) {
      if (group.id === analytics) group.name = "analytics_old";
      if (group.id === finance) group.name = "analytics_prod";
    }
  });

  const now = await on.call("list_connectors", { group: "analytics_prod" });

  expect(before.data["total"]).not.toBe(other.data["total"]);
  expect(now.data["total"]).toBe(other.data["total"]);
  // The early read of a group that no longer exists fails, and nobody needs it.
  on.sandbox.fault({ path: `/v1/groups/${finance}/connections`, status: 404 });
  on.sandbox.fault({ path: `group_id=${finance}`, status: 404 });
  const gone = await on.call("list_connectors", { group: "finance" });
  expect(gone.text).toContain("No group has the id or name finance");
});

/**
 * Starts a relay that counts the pages of connections, and holds those from number `hold` on until
 * `release`.
 */
async function relay(target: string, hold: number) {
  let pages = 0;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server = createServer((request, response) => {
    void (async () => {
      const isPage = request.url?.startsWith("/v1/connections?") === true;
      if (isPage) pages += 1;
      if (isPage && pages >= hold) await released;
      const { authorization = "" } = request.headers;
      const reply = await fetch(`${target}${request.url}`, { headers: { authorization } });
      response.writeHead(reply.status, { "content-type": "application/json" });
      response.end(await reply.text());
      // The caller may have left, and the test may be over.
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, pages: () => pages, release };
}

async function relayed(connections: number, hold: number) {
  const { sandbox, url } = await openSandbox({ world: "large", connections });
  const upstream = await relay(url, hold);
  const on = await harness({ account: { sandbox, url: upstream.url } });
  return { ...on, upstream };
}

test("calls at the same time share one sweep", async () => {
  const { call, upstream } = await relayed(2500, 1);
  const all = Promise.all([
    call("check_stale"),
    call("check_stale"),
    call("list_connectors"),
    call("get_history"),
  ]);
  await vi.waitFor(() => expect(upstream.pages()).toBe(1), { timeout: 20_000 });
  upstream.release();
  const [one, two, listed] = await all;
  expect([one?.data["checked"], two?.data["checked"]]).toEqual([2500, 2500]);
  expect(listed?.data["total"]).toBe(2500);
  expect(upstream.pages()).toBe(3);
}, 60_000);

test("a sweep reports how far it is", async () => {
  const { client, upstream } = await relayed(2500, 99);
  const messages: string[] = [];
  await client.callTool(
    { name: "check_stale", arguments: {} },
    { onprogress: ({ message }) => void messages.push(message ?? "") },
  );
  upstream.release();
  expect(messages).toEqual(["1000 connectors read", "2000 connectors read"]);
}, 60_000);

test("a sweep that is cancelled ends at once and sends nothing more", async () => {
  const { app, upstream } = await relayed(3500, 2);
  const leaves = new AbortController();
  const caller: Caller = { signal: leaves.signal, canAsk: false, progress: () => {} };
  const running = (await app.engine()).run({ tool: "check_stale", args: {} }, caller);
  await vi.waitFor(() => expect(upstream.pages()).toBe(2), { timeout: 20_000 });
  leaves.abort();
  // The page is still held, so only the cancellation can have ended the call.
  const result = await running;
  if ("ask" in result) throw new Error("a read asks nothing");
  expect(result.error).toMatchObject({ type: "cancelled" });
  upstream.release();
  await new Promise((resolve) => setImmediate(resolve));
  expect(upstream.pages()).toBe(2);
}, 60_000);
