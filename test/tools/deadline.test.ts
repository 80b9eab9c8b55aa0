import { expect, test, vi } from "vitest";
import type { Caller } from "../../src/engine/engine.js";
import { type Harness, harness, idOf } from "../harness.js";

const CONNECTIONS = 1500;

/** Runs a read whose time ends when `reached` returns true. */
async function cutOff(
  { app }: Harness,
  tool: string,
  reached: () => boolean,
  args: Record<string, unknown> = {},
) {
  const deadline = new AbortController();
  const caller: Caller = { signal: deadline.signal, canAsk: false, progress: () => {} };
  const running = (await app.engine()).run({ tool, args }, caller);
  await vi.waitFor(() => expect(reached()).toBe(true), { timeout: 10_000 });
  deadline.abort(new DOMException("The deadline has passed.", "TimeoutError"));
  const result = await running;
  if ("ask" in result) throw new Error("a read asks nothing");
  return result;
}

test.each([
  ["check_stale", "checked"],
  ["list_connectors", "total"],
])("%s returns what was read when the time limit was reached, and says so", async (tool, field) => {
  const on = await harness({ sandbox: { world: "large", connections: CONNECTIONS } });
  on.sandbox.fault({ operation: "list_connections", calls: { from: 2 }, hang: true });
  const lists = () =>
    on.sandbox.requests().filter(({ operation }) => operation === "list_connections").length;

  const result = await cutOff(on, tool, () => lists() === 2);

  expect(result.isError).toBe(false);
  expect(result.data[field]).toBe(1000);
  expect(result.text).toContain(
    "only 1000 connectors were read, because the time limit was reached",
  );
  expect(lists()).toBe(2);
});

test("destinations that never respond are a note, also when the time runs out", async () => {
  const on = await harness({ sandbox: { world: "large", connections: CONNECTIONS } });
  on.sandbox.fault({ path: "/v1/destinations", hang: true });
  on.sandbox.fault({ operation: "list_connections", calls: { from: 2 }, hang: true });
  const lists = () =>
    on.sandbox.requests().filter(({ operation }) => operation === "list_connections").length;

  // The second page is requested after the first one has arrived.
  const result = await cutOff(on, "check_stale", () => lists() === 2);

  expect(result.isError).toBe(false);
  expect(result.data["checked"]).toBe(1000);
  expect(result.text).toContain("destinations could not be read");
});

test("without a single connector read, the time that ran out is the error", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "list_connections", hang: true });
  const lists = () => on.sandbox.requests().some(({ path }) => path.startsWith("/v1/connections"));

  expect(await cutOff(on, "check_stale", lists)).toMatchObject({ isError: true });
});

test("find_pii returns what it searched when the time limit was reached, and names the rest", async () => {
  const on = await harness();
  const operation = "connection_column_config";
  on.sandbox.fault({ operation, calls: { from: 5 }, hang: true });
  const listings = () =>
    on.sandbox.requests().filter((request) => request.operation === operation).length;

  const result = await cutOff(on, "find_pii", () => listings() > 4, {
    connectors: ["postgres_orders"],
  });

  expect(result.isError).toBe(false);
  expect(result.data["connectors"]).toMatchObject([{ tables_read: 4 }]);
  expect(result.text).toMatch(
    /^ {2}not checked \(the time limit was reached\): public\.payments, public\.shipments$/m,
  );
});

test("find_pii names a connector whose configuration was not read when the time limit was reached", async () => {
  const on = await harness();
  const operation = "connection_schema_config";
  on.sandbox.fault({ operation, path: idOf(on.sandbox, "shopify_store"), hang: true });
  const read = () =>
    on.sandbox.requests().filter((request) => request.operation === operation).length;

  const result = await cutOff(on, "find_pii", () => read() === 2, {
    connectors: ["shopify_store", "postgres_orders"],
    source_reads: 0,
  });

  expect(result.isError).toBe(false);
  expect(result.data["not_searched"]).toEqual([
    { name: "shopify_store", why: "the time limit was reached" },
  ]);
});
