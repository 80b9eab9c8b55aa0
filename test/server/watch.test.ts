import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { settings } from "../../src/app.js";
import { signWebhook } from "../../src/client/events/webhook-signature.js";
import { idOf } from "../harness.js";
import { host, type Service, type ServiceOptions, service } from "./service.js";

const HOOK = "whsec-4711";
const WATCHED = {
  FIVETRAN_WATCH: "5",
  FIVETRAN_WEBHOOK_SECRET: HOOK,
  // With this setting `get_history` shows what was recorded here.
  DISALLOWED_ACTIONS: "connections:read:connection_sync_history",
};

const watching = (options: ServiceOptions = {}) =>
  service({ ...options, env: { ...WATCHED, ...options.env } });

/** Returns an event for a sync of `salesforce_prod` that failed half an hour ago. */
function failure({ sandbox }: Pick<Service, "sandbox">, id = "r1"): string {
  const created = new Date(sandbox.now().getTime() - 30 * 60_000).toISOString();
  return JSON.stringify({
    event: "sync_end",
    created,
    connector_id: idOf(sandbox, "salesforce_prod"),
    connector_name: "salesforce_prod",
    sync_id: id,
    data: { status: "FAILURE_WITH_TASK", reason: "No access." },
  });
}

interface Delivery {
  path?: string;
  secret?: string;
  signature?: string | undefined;
  headers?: Record<string, string>;
}

function deliver(url: string, body: string, delivery: Delivery = {}): Promise<Response> {
  const { path = "/webhooks", secret = HOOK, headers = {} } = delivery;
  const signature = "signature" in delivery ? delivery.signature : signWebhook(body, secret);
  return fetch(new URL(path, url), {
    method: "POST",
    body,
    headers: {
      ...headers,
      ...(signature === undefined ? {} : { "x-fivetran-signature-256": signature }),
    },
  });
}

test("a webhook needs no key: its signature counts, and what is acknowledged is in get_history", async () => {
  const on = await watching();
  const { call } = await host(on.url, { bearer: await on.key("bot") });
  const body = failure(on);
  for (let times = 0; times < 10; times += 1)
    expect((await deliver(on.url, body)).status).toBe(200);
  const history = await call("get_history", { connectors: ["salesforce_prod"] });
  expect(history.text).toContain("No access.");
  expect(history.data["runs"]).toHaveLength(1);
  expect(readdirSync(join(on.stateDir, "history"))).toContain("history.db");
});

describe("a webhook that is refused, of which nothing is recorded", () => {
  test.each([
    ["without a signature", { signature: undefined }, 401],
    ["with another secret", { secret: "other" }, 401],
    ["with the signature of another body", { signature: signWebhook("{}", HOOK) }, 401],
    ["for another host", { headers: { origin: "https://evil.example" } }, 403],
    ["at the path of an account that is not there", { path: "/webhooks/one" }, 404],
  ] as const)("%s", async (_, delivery, status) => {
    const on = await watching();
    expect((await deliver(on.url, failure(on), delivery)).status).toBe(status);
    const { call } = await host(on.url);
    const history = await call("get_history", { connectors: ["salesforce_prod"] });
    expect(history.text).not.toContain("No access.");
  });

  test("that is too large: 413", async () => {
    const on = await watching();
    const refused = await deliver(on.url, " ".repeat(300 * 1024)).catch(() => undefined);
    expect(refused?.status ?? 413).toBe(413);
    expect((await deliver(on.url, failure(on))).status).toBe(200);
  });

  test("without FIVETRAN_WATCH, or without a secret, there is no such path", async () => {
    for (const env of [{ FIVETRAN_WEBHOOK_SECRET: HOOK }, { FIVETRAN_WATCH: "5" }]) {
      const on = await service({ env });
      expect((await deliver(on.url, failure(on))).status).toBe(404);
    }
  });
});

test("the server polls, and posts changes of health", async () => {
  const bodies: string[] = [];
  const receiver = createServer(async (request, response) => {
    bodies.push((await buffer(request)).toString());
    response.end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void receiver.close());
  const address = receiver.address();
  const alerts = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
  const env = { FIVETRAN_ALERT_URL: alerts, FIVETRAN_LOG: "info" };
  const first = await watching({ env });
  await expect.poll(() => first.log.join("")).toMatch(/ watched .*checked=\d+ changes=0/);
  await first.server.close(true);

  // Another process with the same state folder continues from there.
  const next = await watching({
    env,
    stateDir: first.stateDir,
    edit: (world) => {
      for (const each of world.connections.values()) {
        if (each.schema !== "salesforce_prod") continue;
        each.status.setup_state = "broken";
      }
    },
  });
  await expect.poll(() => next.log.join("")).toMatch(/ watched .*changes=1/);
  expect(bodies).toHaveLength(1);
  expect(bodies[0]).toContain("salesforce_prod");
});

test("an account that cannot be reached at the start is tried again, and its webhooks are delivered again", async () => {
  const on = await watching({
    env: { FIVETRAN_API_URL: "http://127.0.0.1:9" },
  });
  expect(on.log.join("")).toMatch(/ warn watch /);
  expect((await deliver(on.url, failure(on))).status).toBe(503);
});

test.each(["0", "1441", "five"])("FIVETRAN_WATCH=%s is refused", async (minutes) => {
  await expect(settings({}, { FIVETRAN_WATCH: minutes })).rejects.toMatchObject({
    message: expect.stringMatching(
      /FIVETRAN_WATCH is .*must be a number of minutes from 1 to 1440/,
    ),
  });
});
