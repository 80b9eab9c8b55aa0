import { expect, test } from "vitest";
import { json, ok, type Reply, type Seen } from "./raw-server.js";
import { failure, scriptedClient } from "./scripted-client.js";

const NOT_ENABLED = json(404, { code: "NotFound", message: "HTTP 404 Not Found" });
const NO_CONNECTION = json(404, { code: "NotFound_Connection", message: "no such connection" });
const EMPTY = ok({ items: [] });

const collect = async (list: AsyncIterable<unknown>) => {
  const all: unknown[] = [];
  for await (const each of list) all.push(each);
  return all;
};
const histories = (seen: readonly Seen[]) =>
  seen.filter(({ url }) => url.includes("/sync-history")).length;

test("a preview that the account does not have is requested once, for all connections, for ten minutes", async () => {
  const { fivetran, server, clock } = await scriptedClient([NOT_ENABLED]);
  const read = (id: string) => failure(collect(fivetran.connections.syncHistory(id)));
  const errors = await Promise.all([read("a"), read("b"), read("c")]);
  errors.push(await read("a"));
  for (const error of errors) {
    expect(error).toMatchObject({ type: "rejected", facts: { not_enabled: true } });
  }
  expect(histories(server.seen)).toBe(1);
  // A different preview endpoint is checked separately.
  await failure(collect(fivetran.connections.warnings("a")));
  expect(server.seen).toHaveLength(2);
  clock.advance(600_001);
  await read("b");
  expect(histories(server.seen)).toBe(2);
});

test("a connection that is missing says nothing about the preview", async () => {
  const reply: Reply = (response, seen) =>
    (seen.url.includes("/gone/") ? NO_CONNECTION : EMPTY)(response, seen);
  const { fivetran, server } = await scriptedClient([reply]);
  const gone = await failure(collect(fivetran.connections.syncHistory("gone")));
  expect(gone).toMatchObject({ type: "not_found" });
  expect(gone.facts).not.toHaveProperty("not_enabled");
  expect(await collect(fivetran.connections.syncHistory("here"))).toEqual([]);
  expect(histories(server.seen)).toBe(2);
});

test("one that is cancelled while the first response is awaited leaves at once; the first continues", async () => {
  let respond = () => {};
  const held: Reply = (response, seen) => {
    respond = () => EMPTY(response, seen);
  };
  const { fivetran, server } = await scriptedClient([held, EMPTY]);
  const first = collect(fivetran.connections.syncHistory("a"));
  await server.arrived(1);
  const leaves = new AbortController();
  const second = failure(collect(fivetran.connections.syncHistory("b", { signal: leaves.signal })));
  leaves.abort();
  expect((await second).type).toBe("cancelled");
  expect(server.seen).toHaveLength(1);
  respond();
  expect(await first).toEqual([]);
});
