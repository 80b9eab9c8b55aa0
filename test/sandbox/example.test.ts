import { afterEach, beforeEach, expect, test } from "vitest";
import { createSandbox } from "../../src/sandbox/index.js";

let sandbox: Awaited<ReturnType<typeof createSandbox>>;
let server: Awaited<ReturnType<typeof sandbox.listen>>;

beforeEach(async () => {
  sandbox = await createSandbox({ world: "demo", clock: "stopped" });
  server = await sandbox.listen();
});
afterEach(async () => {
  sandbox.close();
  await server.close();
});

const call = async (method: string, path: string, body?: unknown) => {
  const key = Buffer.from(`${sandbox.apiKey}:${sandbox.apiSecret}`).toString("base64");
  const response = await fetch(`${server.url}/v1${path}`, {
    method,
    headers: { authorization: `Basic ${key}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, reply: JSON.parse(await response.text()) };
};

test("a sync that was triggered has succeeded a minute later", async () => {
  const { reply } = await call("GET", "/connections?limit=1000");
  const orders = reply.data.items.find(
    ({ schema }: { schema: string }) => schema === "postgres_orders",
  );
  await call("POST", `/connections/${orders.id}/sync`);
  sandbox.advance(60_000);
  const after = await call("GET", `/connections/${orders.id}`);
  expect(Date.parse(after.reply.data.succeeded_at)).toBeGreaterThan(
    Date.parse(orders.succeeded_at),
  );
  expect(sandbox.effects().map(({ operation }) => operation)).toEqual(["sync_connection"]);
});

test("a client has to cope with a server error", async () => {
  sandbox.fault({ operation: "list_all_groups", calls: [1], status: 503 });
  expect((await call("GET", "/groups")).status).toBe(503);
  expect((await call("GET", "/groups")).status).toBe(200);
});
