import { createServer } from "node:http";
import { expect, test } from "vitest";
import {
  createFivetran,
  createWebhookHandler,
  syncSucceeded,
  type WebhookEvent,
} from "../../src/client/index.js";
import { createSandbox } from "../../src/sandbox/index.js";
import { failure, open } from "./http/scripted-client.js";

test("webhooks are created, tested, delivered and received", async () => {
  const sandbox = await createSandbox({ clock: "stopped" });
  const listening = await sandbox.listen();
  const { apiKey, apiSecret } = sandbox;
  const fivetran = createFivetran({ apiKey, apiSecret, baseUrl: listening.url });
  open.push(listening.close, fivetran.close);
  const [connection] = await fivetran.connections.resolve(["postgres_orders"]);
  const { id: connectionId = "", group_id: groupId = "" } = connection ?? {};
  const secret = "a secret that is long enough, 32 bytes";
  const events: WebhookEvent[] = [];
  const handler = createWebhookHandler({
    secret,
    onEvent: (event) => void events.push(event),
    now: sandbox.now,
  });
  const server = createServer((request, response) => void handler.node(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}/hook`;
  sandbox.allowWebhooksTo(url);
  const made = await fivetran.webhooks.createForGroup(groupId, {
    url,
    events: ["sync_start", "sync_end"],
    secret,
  });
  expect(events.map(({ event }) => event)).toEqual(["test_event"]);
  expect(await fivetran.webhooks.test(made.id)).toMatchObject({ succeed: true, status: 200 });
  events.length = 0;
  await fivetran.connections.sync(connectionId);
  sandbox.advance(3_600_000);
  await sandbox.delivered();
  const ours = events.filter(({ connector_id }) => connector_id === connectionId);
  expect(ours.map(({ event }) => event).slice(0, 2)).toEqual(["sync_start", "sync_end"]);
  expect(ours[1]).toMatchObject({ destination_group_id: groupId, sync_id: ours[0]?.sync_id });
  expect(ours[1] !== undefined && syncSucceeded(ours[1])).toBe(true);
  expect(await fivetran.webhooks.get(made.id)).toMatchObject({ type: "group", active: true });
  await fivetran.webhooks.modify(made.id, { active: false });
  await fivetran.webhooks.delete(made.id);
  expect((await failure(fivetran.webhooks.get(made.id))).type).toBe("not_found");
});
