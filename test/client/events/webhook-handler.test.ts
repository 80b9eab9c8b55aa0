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
    now: () => new Date("2026-05-22T01:00:00.000Z"),
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
      created: "2026-05-22T00:00:00.000Z",
      group_id: "_g",
      x: 1,
    };
    await handler(post(JSON.stringify(probe)));
    expect(events[0]).toMatchObject({ destination_group_id: "_g", group_id: "_g", data: {}, x: 1 });
  });

  test.each([7, { a: 1 }, ["x"], true])("an odd text (%j) does not hide a failure", async (odd) => {
    const { handler, events } = receiver();
    const data = { status: "FAILURE", reason: odd, taskType: odd, actor: odd };
    await handler(
      post(JSON.stringify({ ...JSON.parse(BODY), connector_name: odd, connector_type: odd, data })),
    );
    expect(events).toMatchObject([
      { connector_id: "assimilate_seem", data: { status: "FAILURE" } },
    ]);
    expect(events[0]?.data.reason).toBeUndefined();
    expect(events[0]?.connector_name).toBeUndefined();
  });

  test("rejects a missing and a wrong signature with one response", async () => {
    const problems: string[] = [];
    const { handler, events } = receiver({ onError: (problem) => void problems.push(problem) });
    const signatures = ["", "x", signWebhook(BODY, "another"), `${signWebhook(BODY, SECRET)},x`];
    const rejected = [unsigned(BODY), ...signatures.map((signature) => post(BODY, signature))];
    const seen = new Set<string>();
    for (const request of rejected) {
      const response = await handler(request);
      seen.add(JSON.stringify([response.status, await response.text(), [...response.headers]]));
    }
    expect([...seen]).toEqual([expect.stringMatching(/^\[401,/)]);
    expect(problems).toEqual([
      "missing_signature",
      "missing_signature",
      "invalid_signature",
      "invalid_signature",
      "invalid_signature",
    ]);
    expect(events).toEqual([]);
  });

  const at = (created: unknown, event = "sync_end") => JSON.stringify({ event, created });
  test.each([
    ["invalid_payload", "no json"],
    ["invalid_payload", ""],
    ["invalid_payload", "[]"],
    ["invalid_payload", "null"],
    ["invalid_payload", "7"],
    ["invalid_payload", "{}"],
    ["invalid_payload", '{"event":7,"created":"2026-05-22T00:06:08.638Z"}'],
    ["invalid_payload", '{"created":"2026-05-22T00:06:08.638Z"}'],
    ["invalid_payload", '{"event":"sync_end"}'],
    ["invalid_payload", at("yesterday")],
    ["invalid_payload", at(1_779_400_000_000)],
    ["invalid_payload", at(null)],
    ["invalid_payload", '{"event":"sync_end","created":"2026-05-22T00:00:00Z","data":[]}'],
    ["invalid_payload", new Uint8Array([0xff, 0xfe, 0x7b, 0x7d])],
    ["unknown_event", at("2026-05-22T00:06:08.638Z", "brand_new_event")],
    ["unknown_event", at("2026-05-22T00:06:08.638Z", "__proto__")],
    ["stale_event", at("2026-05-20T23:59:59.999Z")],
    ["stale_event", at("2016-05-22T00:06:08.638Z")],
    ["stale_event", at("2026-05-23T02:00:00.001Z")],
  ])("acknowledges what is signed but odd, as %s: %s", async (problem, body) => {
    const problems: unknown[] = [];
    const { handler, events } = receiver({
      onError: (...given) => void problems.push([given[0], Buffer.from(given[1])]),
    });
    expect((await handler(post(body))).status).toBe(200);
    expect(problems).toEqual([[problem, Buffer.from(body)]]);
    expect(events).toEqual([]);
    expect((await receiver().handler(post(body))).status).toBe(200);
  });

  test("passes the event with the problem where there is one", async () => {
    const named: unknown[] = [];
    const { handler } = receiver({ onError: (_, __, event) => void named.push(event?.event) });
    await handler(post(at("2026-05-22T00:00:00Z", "brand_new_event")));
    await handler(post(at("2016-05-22T00:00:00Z")));
    await handler(post("{}"));
    expect(named).toEqual(["brand_new_event", "sync_end", undefined]);
  });

  test("accepts what Fivetran delivers again after a day, and a clock that is behind", async () => {
    const { handler, events } = receiver();
    for (const created of ["2026-05-21T00:00:00.000Z", "2026-05-23T02:00:00.000Z"]) {
      await handler(post(at(created)));
    }
    expect(events).toHaveLength(2);
    const forever = receiver({ maxAgeHours: Number.POSITIVE_INFINITY });
    await forever.handler(post(at("1999-01-01T00:00:00.000Z")));
    expect(forever.events).toHaveLength(1);
    for (const maxAgeHours of [24, 0, -1, Number.NaN]) {
      expect(() => receiver({ maxAgeHours })).toThrow("maxAgeHours must be at least 25.");
    }
  });

  test("passes an event on once, however often and in any form it is delivered", async () => {
    const { handler, events } = receiver();
    const reordered = JSON.stringify(
      Object.fromEntries(Object.entries(JSON.parse(BODY)).reverse()),
    );
    const all = [BODY, BODY, reordered, ` ${BODY}`, BODY];
    const statuses = await Promise.all(all.map(async (body) => (await handler(post(body))).status));
    expect(statuses).toEqual(all.map(() => 200));
    expect(events).toHaveLength(1);
    await handler(post(BODY.replace("3b5bd4cd", "another run")));
    await handler(post(BODY.replace("sync_end", "sync_start")));
    await handler(post(BODY.replace("08.638", "08.639")));
    expect(events).toHaveLength(4);
  });

  test("passes an event on again after it failed, and those that waited for it", async () => {
    let calls = 0;
    const { handler } = receiver({
      async onEvent() {
        calls += 1;
        await Promise.resolve();
        if (calls === 1) throw new Error("queue down");
        if (calls === 2) return new Response(null, { status: 503 });
        return undefined;
      },
    });
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => handler(post(BODY))));
    const outcomes = results.map((each) =>
      each.status === "fulfilled" ? each.value.status : String(each.reason),
    );
    expect(outcomes).toEqual(["Error: queue down", 503, 200, 200]);
    expect(calls).toBe(3);
  });

  test("remembers a bounded number of events", async () => {
    const { handler, events } = receiver({ rememberEvents: 2 });
    const bodies = [1, 2, 3].map((n) => BODY.replace("3b5bd4cd", `run ${n}`));
    for (const body of bodies) await handler(post(body));
    // Only the last two are remembered.
    for (const body of [...bodies].reverse()) await handler(post(body));
    expect(events.map(({ sync_id }) => sync_id)).toEqual(["run 1", "run 2", "run 3", "run 1"]);
    const none = receiver({ rememberEvents: 0 });
    for (const body of [BODY, BODY]) await none.handler(post(body));
    expect(none.events).toHaveLength(2);
  });

  test.each(["gzip", "GZIP", "br", "deflate", "identity, gzip", "zstd"])(
    "refuses a body with content-encoding %s, signed or not",
    async (encoding) => {
      const problems: string[] = [];
      const { handler, events } = receiver({ onError: (problem) => void problems.push(problem) });
      for (const request of [post(BODY), unsigned(BODY)]) {
        request.headers.set("content-encoding", encoding);
        expect((await handler(request)).status).toBe(415);
      }
      expect([events, problems]).toEqual([[], []]);
      const plain = post(BODY);
      plain.headers.set("content-encoding", "identity");
      expect((await handler(plain)).status).toBe(200);
    },
  );

  test("ends slow bodies, however many there are", async () => {
    const { handler, events } = receiver({ bodyTimeoutMs: 1 });
    let cancelled = 0;
    const slow = Array.from({ length: 20 }, () => {
      const body = new ReadableStream({
        start: (to) => to.enqueue(Buffer.from(BODY.slice(0, 20))),
        cancel: () => {
          cancelled += 1;
        },
      });
      const headers = { [WEBHOOK_SIGNATURE_HEADER]: signWebhook(BODY, SECRET) };
      const init = { method: "POST", body, headers, duplex: "half" } as const;
      return handler(new Request("http://receiver.test/hook", init));
    });
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual(slow.map(() => 408));
    expect([events, cancelled]).toEqual([[], 20]);
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
    const unset: unknown[] = [undefined, null, "  ", 7, {}, [undefined], [[]], ["a", null]];
    for (const secret of unset) {
      const options = { secret, onEvent: () => undefined };
      // @ts-expect-error the compiler refuses it too
      const create = () => createWebhookHandler(options);
      expect(create).toThrow(FivetranError);
      expect(create).toThrow(/webhook secret is missing/);
    }
    // @ts-expect-error the compiler refuses it too
    expect(() => createWebhookHandler({ onEvent: () => undefined })).toThrow(FivetranError);
  });

  test("refuses other methods and large bodies without reading them", async () => {
    const { handler, events } = receiver({ maxBytes: 100 });
    expect((await handler(new Request("http://receiver.test/hook"))).status).toBe(405);
    expect((await handler(post(BODY))).status).toBe(413);
    const endless = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(64)) });
    const streamed = (headers: Record<string, string>) =>
      new Request("http://receiver.test/hook", {
        method: "POST",
        body: endless,
        duplex: "half",
        headers,
      });
    const signature = { [WEBHOOK_SIGNATURE_HEADER]: signWebhook(BODY, SECRET) };
    // Without a header in the form of a signature, the body is not read.
    for (const headers of [{}, { [WEBHOOK_SIGNATURE_HEADER]: "x" }]) {
      const unread = streamed(headers);
      expect([(await handler(unread)).status, unread.bodyUsed]).toEqual([401, false]);
    }
    expect((await handler(streamed(signature))).status).toBe(413);
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
    expect((await deliver(port, BODY)).status).toBe(401);
    expect((await deliver(port, BODY, signed("other"))).status).toBe(401);
    expect((await deliver(port, "{}", signed("{}"))).status).toBe(200);
    const gzip = { ...signed(BODY), "content-encoding": "gzip" };
    expect((await deliver(port, BODY, gzip)).status).toBe(415);
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

  test("ends slow bodies, and large ones of unknown length", async () => {
    const { handler, events } = receiver({ bodyTimeoutMs: 20, maxBytes: 500 });
    const port = await serve(handler.node);
    const unfinished = (part: string, headers: Record<string, string> = signed(BODY)) =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = { port, method: "POST", headers, agent: false };
        const request = send(options, (response) => {
          expect(response.headers.connection).toBe("close");
          resolve(response.statusCode);
          response.resume();
        });
        request.on("error", reject);
        request.write(part);
      });
    const slow = Array.from({ length: 20 }, () => unfinished(BODY.slice(0, 20)));
    expect(await Promise.all(slow)).toEqual(slow.map(() => 408));
    expect(await unfinished("x".repeat(501))).toBe(413);
    // The server does not wait for a body without a signature.
    expect(await unfinished("x", {})).toBe(401);
    expect(events).toEqual([]);
  });

  test("a body that is too large ends with 413", async () => {
    const { handler } = receiver({ maxBytes: 10 });
    const port = await serve(handler.node);
    expect((await deliver(port, BODY, signed(BODY))).status).toBe(413);
  });
});
