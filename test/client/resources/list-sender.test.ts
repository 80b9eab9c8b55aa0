import { describe, expect, test } from "vitest";
import { call } from "../../../src/client/operations/call.js";
import { gzipped, ok, type Reply, type Seen, text } from "../http/raw-server.js";
import { failure, PAUSE, READ, scriptedClient } from "../http/scripted-client.js";

const numberIn = (url: string, param: string) =>
  Number(new URL(url, "http://x").searchParams.get(param) ?? 0);

const blanks = (mib: number) => Buffer.alloc(mib * 2 ** 20, 32);

/** With items of this size, 63 are enough for a page. */
const FAT = "x".repeat(30_000);

/**
 * Returns an account with this many connections, in pages by offset. A page of more than `most`
 * items is too large.
 */
const account =
  (count: number, most = 1000, host = "x"): Reply =>
  (response, seen) => {
    if (seen.method !== "GET") return ok({ id: "c", paused: true })(response, seen);
    const limit = numberIn(seen.url, "limit");
    if (limit > most) {
      return text(200, "application/json", blanks(9))(response, seen);
    }
    const from = numberIn(seen.url, "cursor");
    const to = Math.min(count, from + limit);
    const items = Array.from({ length: to - from }, (_, i) => ({
      id: `id_${from + i}`,
      schema: `name_${from + i}`,
      config: { host },
    }));
    ok({ items, ...(to < count ? { next_cursor: String(to) } : {}) })(response, seen);
  };

const collect = async (list: AsyncIterable<{ id: string }>) => {
  const ids: string[] = [];
  for await (const { id } of list) ids.push(id);
  return ids;
};
const lists = (seen: readonly Seen[]) => seen.filter(({ url }) => url.includes("limit=")).length;

describe("pages that were just read", () => {
  test("serve anyone who accepts them, for a minute", async () => {
    const { server, fivetran, clock } = await scriptedClient([account(2500)]);
    const all = await collect(fivetran.connections.list());
    expect(all).toHaveLength(2500);
    expect(lists(server.seen)).toBe(3);
    expect(await collect(fivetran.connections.list({ maxAgeMs: 60_000 }))).toEqual(all);
    expect(lists(server.seen)).toBe(3);
    await collect(fivetran.connections.list());
    expect(lists(server.seen)).toBe(6);
    clock.advance(60_001);
    await collect(fivetran.connections.list({ maxAgeMs: 3_600_000 }));
    expect(lists(server.seen)).toBe(9);
  });

  test("serve them as the API sent them, compressed or not", async () => {
    const items = [{ id: "c", schema: "größe", config: { host: "x" } }];
    const page = JSON.stringify({ code: "Success", data: { items } });
    for (const reply of [gzipped(page), ok({ items })]) {
      const { server, fivetran } = await scriptedClient([reply]);
      const read = () => fivetran.connections.list({ maxAgeMs: 60_000 }).page();
      expect((await read()).items).toMatchObject(items);
      expect(await read()).toEqual(await read());
      expect((await read()).items).toMatchObject(items);
      expect(server.seen).toHaveLength(1);
    }
  });

  test("serve calls at the same time that accept it with one walk, and outlive the one that began it", async () => {
    const { server, fivetran } = await scriptedClient([account(2500)]);
    const walk = (signal?: AbortSignal) =>
      collect(fivetran.connections.list({ maxAgeMs: 0, signal }));
    const all = await Promise.all([walk(), walk(), walk()]);
    expect(all.map(({ length }) => length)).toEqual([2500, 2500, 2500]);
    expect(lists(server.seen)).toBe(3);
    const leaves = new AbortController();
    const first = failure(walk(leaves.signal));
    const second = walk();
    leaves.abort();
    expect((await first).type).toBe("cancelled");
    expect(await second).toHaveLength(2500);
    // A list that must be current is read separately.
    const before = lists(server.seen);
    await Promise.all([collect(fivetran.connections.list()), collect(fivetran.connections.list())]);
    expect(lists(server.seen) - before).toBe(6);
  });

  test.each<[string, (client: Awaited<ReturnType<typeof scriptedClient>>) => Promise<unknown>]>([
    ["a change", ({ fivetran }) => fivetran.send(PAUSE)],
    [
      "a change outside the catalog",
      ({ fivetran }) => fivetran.request({ method: "POST", path: "/v1/connections/x" }),
    ],
    [
      "a change of a client with a middleware",
      ({ fivetran }) => fivetran.use((next) => next).connections.pause("c"),
    ],
  ])("are forgotten after %s", async (_, act) => {
    const client = await scriptedClient([account(10)]);
    const { fivetran, server } = client;
    await collect(fivetran.connections.list());
    await act(client);
    await collect(fivetran.connections.list({ maxAgeMs: 60_000 }));
    expect(lists(server.seen)).toBe(2);
  });

  test("are not kept if a change was made while they were read", async () => {
    let reply: (() => void) | undefined;
    const { fivetran, server } = await scriptedClient([
      (response, seen) => {
        if (seen.url.includes("limit=") && reply === undefined) {
          reply = () => account(10)(response, seen);
        } else account(10)(response, seen);
      },
    ]);
    const reading = collect(fivetran.connections.list());
    await server.arrived(1);
    await fivetran.send(PAUSE);
    reply?.();
    await reading;
    await collect(fivetran.connections.list({ maxAgeMs: 60_000 }));
    expect(lists(server.seen)).toBe(2);
  });
});

describe("a page that is too large", () => {
  test("is requested with fewer items, and so are those after it", async () => {
    const { server, fivetran } = await scriptedClient([account(600, 100, FAT)]);
    expect(await collect(fivetran.connections.list())).toHaveLength(600);
    const limits = server.seen.map(({ url }) => numberIn(url, "limit"));
    expect(limits).toEqual([1000, 250, 63, ...Array(9).fill(63)]);
  });

  test("is read so by every caller", async () => {
    const { fivetran } = await scriptedClient([account(600, 100)]);
    const { data, limit } = await fivetran.send(call("list_connections", { limit: 400 }));
    expect(limit).toBe(100);
    expect(data).toMatchObject({ next_cursor: "100" });
  });

  test("is remembered with the smaller limit", async () => {
    const { server, fivetran } = await scriptedClient([account(600, 100)]);
    const all = await collect(fivetran.connections.list());
    const before = server.seen.length;
    expect(await collect(fivetran.connections.list({ maxAgeMs: 60_000 }))).toEqual(all);
    expect(server.seen).toHaveLength(before);
  });

  test("because of one item is read up to it and after it with more items again", async () => {
    const large: Reply = (response, seen) => {
      const { limit, from } = {
        limit: numberIn(seen.url, "limit"),
        from: numberIn(seen.url, "cursor"),
      };
      const holds = from <= 1500 && 1500 < from + limit;
      account(3000, holds ? 1 : 1000)(response, seen);
    };
    const { server, fivetran } = await scriptedClient([large]);
    expect(await collect(fivetran.connections.list())).toHaveLength(3000);
    expect(server.seen.length).toBeLessThan(20);
  });

  test.each([
    [25, "is read", undefined],
    [33, "ends in an error", "too_large"],
  ])("of one item, or a record, of %i MiB %s", async (mib, _, cause) => {
    const one = JSON.stringify({ code: "Success", data: { id: "c", items: [] } });
    const { server, fivetran } = await scriptedClient([
      gzipped(Buffer.concat([Buffer.from(one), blanks(mib)])),
    ]);
    for (const request of [call("list_connections", { limit: 4 }), READ]) {
      const sent = fivetran.send(request);
      if (cause === undefined) expect((await sent).data).toMatchObject({ items: [] });
      else expect(await failure(sent)).toMatchObject({ type: "contract", facts: { cause } });
    }
    expect(server.seen.map(({ url }) => numberIn(url, "limit"))).toEqual([4, 1, 0]);
  });
});

describe("names in a large account", () => {
  const notFound: Reply = (response, seen) => {
    if (seen.url.includes("schema=")) return ok({ items: [] })(response, seen);
    if (seen.url.includes("limit=")) return account(50_000)(response, seen);
    response.writeHead(404, { "content-type": "application/json" });
    response.end(JSON.stringify({ code: "NotFound_Connection" }));
  };

  test("a mistyped one costs five pages at most, and none after a sweep; the names of groups a page each time", async () => {
    const { server, fivetran } = await scriptedClient([notFound]);
    const requests = (list: string) =>
      server.seen.filter(({ url }) => url.startsWith(`/v1/${list}?`) && url.includes("limit=1000"));
    const pages = () => requests("connections").length;
    const error = await failure(fivetran.connections.resolve(["name_471l"]));
    expect(error.message).toContain("name_471 (");
    expect(pages()).toBe(5);
    await collect(fivetran.connections.list());
    expect(pages()).toBe(55);
    await failure(fivetran.connections.resolve(["name_4971l"]));
    expect(pages()).toBe(55);
    expect(requests("groups")).toHaveLength(2);
  });
});
