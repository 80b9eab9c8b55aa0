import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { serve as serveWithoutReceiver } from "./harness.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Received {
  headers: Record<string, string | string[] | undefined>;
  raw: string;
  // biome-ignore lint/suspicious/noExplicitAny: the test states what it expects of a payload
  body: any;
}

const receivers: string[] = [];

/** Starts a server that receives events and responds with the given status. */
async function receiver(status = 200) {
  const received: Received[] = [];
  const reply = { status };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers, raw, body: JSON.parse(raw) });
      response.writeHead(reply.status, reply.status === 302 ? { location: "/other" } : {}).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const url = `http://127.0.0.1:${port}/hook`;
  receivers.push(url);
  return { received, reply, url };
}

/** Starts a sandbox that may send to the receivers of this file. */
const serve: typeof serveWithoutReceiver = async (options) =>
  serveWithoutReceiver({ ...options, webhooksTo: receivers });

describe("what arrives", () => {
  test("is signed over the raw body, with one sync id from start to end", async () => {
    const { received, url } = await receiver();
    const { post, id, sandbox } = await serve();
    const orders = await id("postgres_orders");
    const made = await post("/v1/webhooks/account", {
      url,
      events: ["sync_start", "sync_end"],
      secret: "shared secret",
    });
    expect(made).toMatchObject({ status: 200, data: { secret: "******", active: true } });
    await post(`/v1/connections/${orders}/sync`);
    sandbox.advance(MINUTE / 2);
    await sandbox.delivered();

    const [probe, ...mine] = received.filter(
      ({ body }) => body.event === "test_event" || body.connector_id === orders,
    );
    expect(probe?.body).toEqual({
      event: "test_event",
      created: "2026-03-02T09:30:00.000Z",
      connector_type: "_connector_type",
      connector_id: "_connector_1",
      group_id: "_destination_1",
    });
    expect(mine.map(({ body }) => body)).toEqual([
      {
        event: "sync_start",
        created: "2026-03-02T09:30:00.000Z",
        connector_type: "postgres",
        connector_id: orders,
        connector_name: "postgres_orders",
        sync_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        destination_group_id: expect.any(String),
        data: {},
      },
      expect.objectContaining({
        event: "sync_end",
        created: expect.stringMatching(/^2026-03-02T09:30:\d\d\.\d{3}Z$/),
        sync_id: mine[0]?.body.sync_id,
        data: { status: "SUCCESSFUL" },
      }),
    ]);
    for (const { headers, raw } of received) {
      const mac = createHmac("sha256", "shared secret").update(raw).digest("hex").toUpperCase();
      expect(headers["x-fivetran-signature-256"]).toBe(mac);
      expect(headers["content-type"]).toBe("application/json");
    }
  });

  test("has no signature without a secret", async () => {
    const { received, url } = await receiver();
    const { post } = await serve();
    const { data } = await post("/v1/webhooks/account", { url, events: ["sync_end"] });
    expect(data).not.toHaveProperty("secret");
    expect(received[0]?.headers).not.toHaveProperty("x-fivetran-signature-256");
  });

  test("reports what became of a connection, from its creation to its end", async () => {
    const { received, url } = await receiver();
    const { post, patch, del, id, connection, sandbox } = await serve();
    const { group_id } = await connection("postgres_orders");
    const events = [
      "create_connector",
      "connection_failure",
      "connection_successful",
      "edit_connector",
      "pause_connector",
      "resume_connector",
      "force_update_connector",
      "resync_connector",
      "resync_table",
      "delete_connector",
    ];
    await post(`/v1/webhooks/group/${group_id}`, { url, events });
    const { data } = await post("/v1/connections", {
      group_id,
      service: "stripe",
      config: { schema: "made_here" },
    });
    const one = `/v1/connections/${data.id}`;
    await patch(one, { config: { api_key: "rk_good" } });
    await patch(one, { paused: true });
    await patch(one, { paused: false, sync_frequency: 60 });
    sandbox.advance(5 * MINUTE);
    await post(`${one}/sync`);
    await post(`${one}/resync`);
    sandbox.advance(5 * MINUTE);
    await post(`${one}/schemas/tables/resync`, { made_here: ["customer"] });
    await del(one);
    // The webhook of a group does not report connections of another group.
    await patch(`/v1/connections/${await id("stripe_payments")}`, { paused: true });
    await sandbox.delivered();
    const sent = received.filter(({ body }) => body.connector_name === "made_here");
    expect(sent.map(({ body }) => body.event)).toEqual([
      "connection_failure",
      "create_connector",
      "connection_successful",
      "edit_connector",
      "pause_connector",
      "resume_connector",
      "edit_connector",
      "force_update_connector",
      "resync_connector",
      "resync_table",
      "delete_connector",
    ]);
    expect(sent[1]?.body).not.toHaveProperty("sync_id");
    expect(sent[1]?.body.data).toMatchObject({ actor: "ada@example.com", id: data.id });
    const groups = new Set(received.map(({ body }) => body.destination_group_id));
    expect([...groups]).toEqual([undefined, group_id]);
  });

  test("says how a run ended", async () => {
    const { received, url } = await receiver();
    const { post, patch, id, sandbox } = await serve();
    const orders = await id("postgres_orders");
    const one = `/v1/connections/${orders}`;
    await post("/v1/webhooks/account", { url, events: ["sync_end"] });
    const outcomes = ["failure", "failure_with_task", "reschedule"] as const;
    for (const outcome of outcomes) {
      sandbox.edit((world) => {
        const connection = world.connections.get(orders);
        if (connection) connection.backstage.script = { duration_ms: 1000, outcome };
      });
      await post(`${one}/sync`);
      sandbox.advance(1000);
    }
    await post(`${one}/sync`);
    await patch(one, { paused: true });
    await sandbox.delivered();
    const mine = received.filter(({ body }) => body.connector_id === orders);
    expect(mine.map(({ body }) => body.data)).toEqual([
      { status: "FAILURE", reason: expect.any(String) },
      { status: "FAILURE_WITH_TASK", reason: expect.any(String), taskType: "reconnect" },
      {
        status: "RESCHEDULED",
        reason: expect.stringContaining("Rescheduled for 2026-03-02T10:3"),
        rescheduledAt: expect.stringContaining("2026-03-02T10:3"),
      },
      { status: "CANCELED", reason: expect.stringContaining("user action") },
    ]);
  });
});

describe("a receiver that refuses", () => {
  test("is tried again after 6 min, 27 min, 1 h 45, 6 h 25 and 23 h 13, then no more", async () => {
    const { received, reply, url } = await receiver();
    const { post, id, sandbox } = await serve();
    await post("/v1/webhooks/account", { url, events: ["force_update_connector"] });
    reply.status = 500;
    await post(`/v1/connections/${await id("postgres_orders")}/sync`);
    await sandbox.delivered();
    expect(received).toHaveLength(2);
    sandbox.advance(6 * MINUTE - 1);
    await sandbox.delivered();
    expect(received).toHaveLength(2);
    sandbox.advance(1);
    await sandbox.delivered();
    expect(received).toHaveLength(3);
    sandbox.advance(2 * DAY);
    await sandbox.delivered();
    const started = Date.parse("2026-03-02T09:30:00Z");
    expect(
      sandbox
        .deliveries()
        .map(({ at, attempt, status }) => [attempt, status, (Date.parse(at) - started) / MINUTE]),
    ).toEqual([
      [1, 500, 0],
      [2, 500, 6],
      [3, 500, 27],
      [4, 500, 105],
      [5, 500, 385],
      [6, 500, 1393],
    ]);
    expect(new Set(received.slice(1).map(({ raw }) => raw)).size).toBe(1);
  });

  test("gets what it missed once it is well again", async () => {
    const { received, reply, url } = await receiver();
    const { post, get, id, sandbox } = await serve();
    const { data } = await post("/v1/webhooks/account", {
      url,
      events: ["force_update_connector"],
    });
    reply.status = 302;
    await post(`/v1/connections/${await id("postgres_orders")}/sync`);
    await sandbox.delivered();
    reply.status = 204;
    sandbox.advance(6 * MINUTE);
    await sandbox.delivered();
    expect(sandbox.deliveries().map(({ delivered }) => delivered)).toEqual([false, true]);
    expect(received).toHaveLength(3);
    expect((await get(`/v1/webhooks/${data.id}`)).data.active).toBe(true);
  });

  test("for three days makes the webhook inactive", async () => {
    const { reply, url } = await receiver();
    const { post, patch, get, sandbox } = await serve({ world: "empty" });
    const group_id = (await post("/v1/groups", { name: "one" })).data.id;
    await post("/v1/destinations", {
      group_id,
      service: "big_query",
      time_zone_offset: "0",
      config: {},
    });
    await post("/v1/connections", {
      group_id,
      service: "stripe",
      config: { schema: "stripe", api_key: "k" },
    });
    const { data } = await post("/v1/webhooks/account", { url, events: ["sync_end"] });
    reply.status = 500;
    const path = `/v1/webhooks/${data.id}`;
    sandbox.advance(2.9 * DAY);
    await sandbox.delivered();
    expect((await get(path)).data.active).toBe(true);
    sandbox.advance(0.5 * DAY);
    await sandbox.delivered();
    expect((await get(path)).data.active).toBe(false);
    expect(await patch(path, { active: true })).toMatchObject({ status: 400 });
    reply.status = 200;
    expect((await patch(path, { active: true })).data.active).toBe(true);
  });

  test("keeps a webhook from being made or switched on, and fails no test", async () => {
    const { received, reply, url } = await receiver(500);
    const { post, patch, get } = await serve();
    const body = { url, events: ["sync_end"] };
    expect(await post("/v1/webhooks/account", body)).toMatchObject({
      status: 400,
      code: "InvalidInput",
      message: expect.stringContaining("returned status 500"),
    });
    expect(
      (await get("/v1/webhooks")).data.items.map(({ url }: { url: string }) => url),
    ).not.toContain(url);
    const { data } = await post("/v1/webhooks/account", { ...body, active: false });
    expect(received).toHaveLength(1);
    const path = `/v1/webhooks/${data.id}`;
    expect(await patch(path, { active: true })).toMatchObject({ status: 400 });
    expect(await post(`${path}/test`, { event: "sync_end" })).toMatchObject({
      status: 200,
      data: { succeed: false, status: 500 },
    });
    expect(received.at(-1)?.body).toMatchObject({
      event: "sync_end",
      connector_id: "_connector_1",
    });
    reply.status = 200;
    expect((await post(`${path}/test`, { event: "sync_end" })).data).toEqual({
      succeed: true,
      status: 200,
      message: "Success",
    });
  });
});

describe("addresses", () => {
  test("elsewhere are never sent to", async () => {
    const { post } = await serve();
    const events = ["sync_end"];
    const make = (url: string, active: boolean) =>
      post("/v1/webhooks/account", { url, events, active });
    expect(await make("http://example.com/hook", false)).toMatchObject({ status: 400 });
    expect(await make("ftp://127.0.0.1/hook", false)).toMatchObject({ status: 400 });
    expect(await make("not an address", false)).toMatchObject({ status: 400 });
    expect(await make("https://example.com/hook", true)).toMatchObject({
      status: 400,
      message: expect.stringContaining("Not sent"),
    });
    const { data } = await make("https://127.0.0.1.example.com/hook", false);
    expect((await post(`/v1/webhooks/${data.id}/test`, { event: "sync_end" })).data).toEqual({
      succeed: false,
      status: 0,
      message: expect.stringContaining("Not sent"),
    });
  });

  test("on other ports of this machine are sent to only after they were allowed", async () => {
    const { received, url } = await receiver();
    const { post, sandbox } = await serveWithoutReceiver();
    const body = { url, events: ["sync_end"] };
    expect(await post("/v1/webhooks/account", body)).toMatchObject({
      status: 400,
      message: expect.stringContaining("Not sent"),
    });
    expect(received).toEqual([]);
    const port = Number(new URL(url).port);
    sandbox.allowWebhooksTo(`http://127.0.0.1:${port === 65_535 ? port - 1 : port + 1}`);
    expect(await post("/v1/webhooks/account", body)).toMatchObject({ status: 400 });
    sandbox.allowWebhooksTo(url);
    expect(await post("/v1/webhooks/account", body)).toMatchObject({ status: 200 });
    expect(received).toHaveLength(1);
    expect(() => sandbox.allowWebhooksTo("http://example.com")).toThrow(
      "addresses of this machine",
    );
  });

  test("that nobody listens at are failures, not faults", async () => {
    const { post } = await serveWithoutReceiver({ webhooksTo: ["http://127.0.0.1:1"] });
    const reply = await post("/v1/webhooks/account", {
      url: "http://127.0.0.1:1/",
      events: ["sync_end"],
    });
    expect(reply).toMatchObject({ status: 400, message: expect.stringContaining("reached") });
  });

  test("need events that exist", async () => {
    const { post } = await serve();
    const url = "https://example.com/hook";
    for (const events of [[], ["sync_over"], undefined]) {
      expect(await post("/v1/webhooks/account", { url, events, active: false })).toMatchObject({
        status: 400,
      });
    }
    expect(
      await post("/v1/webhooks/group/nowhere", { url, events: ["sync_end"], active: false }),
    ).toMatchObject({ status: 404 });
  });
});
