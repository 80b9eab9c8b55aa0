import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  createWebhookHandler,
  FivetranError,
  signWebhook,
  WEBHOOK_SIGNATURE_HEADER,
  type WebhookEvent,
  type WebhookHandlerOptions,
} from "../../../src/client/index.js";

const SECRET = "a secret that is long enough, 32 bytes";
const BODY = JSON.stringify({
  event: "sync_end",
  created: "2026-05-22T00:06:08.638Z",
  connector_type: "postgres",
  connector_id: "assimilate_seem",
  sync_id: "3b5bd4cd",
  destination_group_id: "inappropriate_implode",
  data: { status: "SUCCESSFUL" },
});

function receiver(options: Partial<WebhookHandlerOptions> = {}) {
  const events: WebhookEvent[] = [];
  const bodies: Uint8Array[] = [];
  const handler = createWebhookHandler({
    secret: SECRET,
    onEvent(event, rawBody) {
      events.push(event);
      bodies.push(rawBody);
    },
    ...options,
  });
  return { handler, events, bodies };
}

const post = (
  body: string | Uint8Array,
  signature: string | undefined = signWebhook(body, SECRET),
) =>
  new Request("http://receiver.test/hook", {
    method: "POST",
    body,
    headers: signature === undefined ? {} : { [WEBHOOK_SIGNATURE_HEADER]: signature },
  });

const unsigned = (body: string) =>
  new Request("http://receiver.test/hook", { method: "POST", body });

describe("with fetch", () => {
  test("passes on a verified event with its bytes", async () => {
    const { handler, events, bodies } = receiver();
    expect((await handler(post(BODY))).status).toBe(200);
    expect(events[0]).toMatchObject({
      event: "sync_end",
      createdAt: new Date("2026-05-22T00:06:08.638Z"),
      destination_group_id: "inappropriate_implode",
      group_id: "inappropriate_implode",
      data: { status: "SUCCESSFUL" },
    });
    expect(Buffer.from(bodies[0] ?? []).toString()).toBe(BODY);
  });

  test("reads the old group field, a test event without data, and unknown fields", async () => {
    const { handler, events } = receiver();
    const probe = {
      event: "test_event",
      created: "2026-01-01T00:00:00.000Z",
      group_id: "_g",
      x: 1,
    };
    await handler(post(JSON.stringify(probe)));
    expect(events[0]).toMatchObject({ destination_group_id: "_g", group_id: "_g", data: {}, x: 1 });
  });

  test("reports rejected deliveries and responds", async () => {
    const problems: string[] = [];
    const { handler, events } = receiver({ onError: (problem) => void problems.push(problem) });
    const statuses = [
      await handler(unsigned(BODY)),
      await handler(post(BODY, signWebhook(BODY, "another"))),
      await handler(post("no json")),
      await handler(post("[]")),
      await handler(post('{"event":7}')),
      await handler(post(new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]))),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 401, 422, 422, 422, 422]);
    expect(problems).toEqual([
      "missing_signature",
      "invalid_signature",
      ...Array.from({ length: 4 }, () => "invalid_payload"),
    ]);
    expect(events).toEqual([]);
  });

  test("onError and onEvent can return a response", async () => {
    const { handler } = receiver({
      onEvent: () => new Response(null, { status: 202 }),
      onError: async () => new Response("no", { status: 418 }),
    });
    expect((await handler(post(BODY))).status).toBe(202);
    expect((await handler(unsigned(BODY))).status).toBe(418);
  });

  test("secrets in rotation, and from a function", async () => {
    const two = receiver({ secret: ["new", SECRET] });
    expect((await two.handler(post(BODY))).status).toBe(200);
    const asked = receiver({ secret: async () => SECRET });
    expect((await asked.handler(post(BODY))).status).toBe(200);
    const none = receiver({ secret: () => "" });
    await expect(none.handler(post(BODY))).rejects.toThrow(FivetranError);
  });

  test("requires a secret", () => {
    expect(() => receiver({ secret: "" })).toThrow(/webhook secret is missing/);
    expect(() => receiver({ secret: [] })).toThrow(/webhook secret is missing/);
    expect(() => receiver({ secret: ["a", ""] })).toThrow(/webhook secret is missing/);
  });

  test("refuses other methods and large bodies without reading them", async () => {
    const { handler, events } = receiver({ maxBytes: 100 });
    expect((await handler(new Request("http://receiver.test/hook"))).status).toBe(405);
    expect((await handler(post(BODY))).status).toBe(413);
    const endless = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(64)) });
    const streamed = new Request("http://receiver.test/hook", {
      method: "POST",
      body: endless,
      duplex: "half",
    });
    expect((await handler(streamed)).status).toBe(413);
    expect(events).toEqual([]);
  });

  test("explains that a body was already read", async () => {
    const { handler } = receiver();
    const request = post(BODY);
    await request.json();
    await expect(handler(request)).rejects.toMatchObject({
      type: "input",
      hint: expect.stringContaining("before any body parser"),
    });
  });

  test("passes on what onEvent throws", async () => {
    const { handler } = receiver({ onEvent: () => Promise.reject(new Error("queue down")) });
    await expect(handler(post(BODY))).rejects.toThrow("queue down");
  });
});

describe("with Node's http", () => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    vi.restoreAllMocks();
    for (const close of open.splice(0)) await close();
  });

  type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

  async function serve(listener: Listener): Promise<number> {
    const server = createServer((request, response) => void listener(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    open.push(() => new Promise((resolve) => server.close(() => resolve())));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return address.port;
  }

  const deliver = (port: number, body: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const request = send({ port, method: "POST", headers, agent: false }, (response) => {
        let text = "";
        response.on("data", (chunk) => (text += chunk));
        response.on("end", () => resolve({ status: response.statusCode, text }));
      });
      request.on("error", reject);
      request.end(body);
    });

  const signed = (body: string) => ({ "X-Fivetran-Signature-256": signWebhook(body, SECRET) });

  test("can be mounted directly", async () => {
    const { handler, events } = receiver();
    const port = await serve(handler.node);
    expect((await deliver(port, BODY, signed(BODY))).status).toBe(200);
    expect((await deliver(port, BODY)).status).toBe(400);
    expect((await deliver(port, BODY, signed("other"))).status).toBe(401);
    expect((await deliver(port, "{}", signed("{}"))).status).toBe(422);
    expect(events.map(({ sync_id }) => sync_id)).toEqual(["3b5bd4cd"]);
  });

  test("explains that a framework parsed the body", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const { handler, events } = receiver();
    const parsed = await serve((request, response) =>
      handler.node(Object.assign(request, { body: { event: "sync_end" } }), response),
    );
    const { status, text } = await deliver(parsed, BODY, signed(BODY));
    expect(status).toBe(500);
    expect(text).toContain("express.json()");
    expect(warned).toHaveBeenCalledOnce();
    const passed = await serve((request, response) =>
      handler.node(Object.assign(request, { body: {} }), response, (error) => {
        response.statusCode = error instanceof FivetranError ? 599 : 500;
        response.end();
      }),
    );
    expect((await deliver(passed, BODY, signed(BODY))).status).toBe(599);
    expect(events).toEqual([]);
  });

  test("accepts bytes that a framework kept", async () => {
    const { handler, events } = receiver();
    const port = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        void handler.node(Object.assign(request, { body: Buffer.concat(chunks) }), response);
      });
    });
    expect((await deliver(port, BODY, signed(BODY))).status).toBe(200);
    expect(events).toHaveLength(1);
  });

  test("responds with 500 when onEvent throws, so that Fivetran delivers again", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const { handler } = receiver({ onEvent: () => Promise.reject(new Error("queue down")) });
    const port = await serve(handler.node);
    const { status, text } = await deliver(port, BODY, signed(BODY));
    expect([status, text.includes("queue")]).toEqual([500, false]);
    expect(warned).toHaveBeenCalledOnce();
  });

  test("a body that is too large ends with 413", async () => {
    const { handler } = receiver({ maxBytes: 10 });
    const port = await serve(handler.node);
    expect((await deliver(port, BODY, signed(BODY))).status).toBe(413);
  });
});
