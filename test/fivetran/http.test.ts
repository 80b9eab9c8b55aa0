import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createServer, type Socket } from "node:net";
import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { AppError } from "../../src/base/errors.js";
import { createLog } from "../../src/base/log.js";
import { type Call, call } from "../../src/fivetran/call.js";
import { createFivetran, type Fivetran, type FivetranOptions } from "../../src/fivetran/index.js";
import {
  type Answer,
  cut,
  failed,
  gzipped,
  hang,
  json,
  ok,
  type RawServer,
  rawServer,
  reset,
  stall,
  text,
} from "./raw-server.js";
import { type TestClock, testClock } from "./test-clock.js";

const KEY = "canary-key-4711";
const SECRET = "canary-secret-0815";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Scene {
  server: RawServer;
  fivetran: Fivetran;
  clock: TestClock;
  lines: string[];
}

async function scene(
  script: [Answer, ...Answer[]],
  { hasty = true, ...options }: FivetranOptions & { hasty?: boolean } = {},
): Promise<Scene> {
  const server = await rawServer(...script);
  const clock = testClock({ hasty });
  const lines: string[] = [];
  const fivetran = createFivetran({
    apiKey: KEY,
    apiSecret: SECRET,
    baseUrl: server.origin,
    userAgent: "fivetran-agent/1.2.3",
    clock,
    random: () => 1,
    log: createLog({
      level: "debug",
      write: (line) => lines.push(line),
      redact: (line) => line,
      now: () => new Date(0),
    }),
    ...options,
  });
  open.push(server.close, fivetran.close);
  return { server, fivetran, clock, lines };
}

async function failure(promise: Promise<unknown>): Promise<AppError> {
  const caught = await promise.then(
    () => new Error("it succeeded"),
    (reason: unknown) => reason,
  );
  if (caught instanceof AppError) return caught;
  throw caught;
}

const READ = call("connection_details", { connectionId: "c" });
const PAUSE = call("modify_connection", { connectionId: "c" }, { paused: true });
const CREATE = call("create_group", {}, { name: "g" });
const FORCE = call("sync_connection", { connectionId: "c" }, { force: true });
const DELETE = call("delete_connection", { connectionId: "c" });

describe("what goes over the wire", () => {
  test("a read of connections", async () => {
    const { server, fivetran, lines } = await scene([ok({ id: "c" })]);
    const reply = await fivetran.send(READ);
    expect(reply).toEqual({
      operation: "connection_details",
      status: 200,
      message: undefined,
      data: { id: "c" },
      attempts: 1,
    });
    const [seen] = server.seen;
    expect(seen).toMatchObject({ method: "GET", url: "/v1/connections/c", body: "" });
    expect(seen?.headers).toMatchObject({
      accept: "application/json;version=2",
      "accept-encoding": "gzip",
      authorization: `Basic ${Buffer.from(`${KEY}:${SECRET}`).toString("base64")}`,
      "user-agent": "fivetran-agent/1.2.3",
    });
    expect(seen?.headers).not.toHaveProperty("content-type");
    expect(lines).toEqual([
      "1970-01-01T00:00:00.000Z debug request method=GET path=/v1/connections/{connectionId} status=200 ms=0 attempt=1\n",
    ]);
  });

  test.each<[Call, string, string, string, string]>([
    [PAUSE, "PATCH", "/v1/connections/c", '{"paused":true}', "application/json;version=2"],
    [CREATE, "POST", "/v1/groups", '{"name":"g"}', "application/json"],
    [
      call("run_setup_tests", { connectionId: "c" }),
      "POST",
      "/v1/connections/c/test",
      "{}",
      "application/json;version=2",
    ],
    [
      call("cancel_transformation", { transformationId: "t" }),
      "POST",
      "/v1/transformations/t/cancel",
      "{}",
      "application/json",
    ],
  ])("%j", async (request, method, url, body, accept) => {
    const { server, fivetran } = await scene([ok({})]);
    await fivetran.send(request);
    expect(server.seen[0]).toMatchObject({ method, url, body });
    expect(server.seen[0]?.headers).toMatchObject({ accept, "content-type": "application/json" });
  });

  test("a delete has no body and needs none back", async () => {
    const empty: Answer = (response) => response.writeHead(204).end();
    const { server, fivetran } = await scene([empty]);
    expect(await fivetran.send(DELETE)).toMatchObject({ status: 204, data: undefined });
    expect(server.seen[0]).toMatchObject({ method: "DELETE", body: "" });
  });

  test("nothing at all for a call that does not fit", async () => {
    const { server, fivetran } = await scene([ok({})]);
    const misfits: Call[] = [
      call("connection_details", { connectionId: "../groups" }),
      call("connection_details", { connectionId: "c" }, {}),
      call("delete_connection", { connectionId: "c" }, { force: true }),
      call("create_connector_sdk_package", {}, {}),
      call("download_connector_sdk_package", { package_id: "p" }),
    ];
    for (const misfit of misfits) expect((await failure(fivetran.send(misfit))).type).toBe("input");
    expect(server.seen).toEqual([]);
  });

  test("the base URL's /v1 is not doubled", async () => {
    const { server } = await scene([ok({ account_id: "a" })]);
    const fivetran = createFivetran({
      apiKey: KEY,
      apiSecret: SECRET,
      baseUrl: `${server.origin}/v1/`,
    });
    open.push(fivetran.close);
    await fivetran.account.info();
    expect(server.seen[0]?.url).toBe("/v1/account/info");
  });

  test("the key alone may hold Base64 of key and secret", async () => {
    const pair = Buffer.from(`${KEY}:${SECRET}`).toString("base64");
    const { server, fivetran } = await scene([ok({})], { apiKey: pair, apiSecret: undefined });
    await fivetran.send(READ);
    expect(server.seen[0]?.headers.authorization).toBe(`Basic ${pair}`);
  });

  test.each([{}, { apiKey: KEY, apiSecret: "" }, { apiKey: "", apiSecret: SECRET }])(
    "nothing without credentials: %j",
    async (given) => {
      const { server, fivetran } = await scene([ok({})], {
        apiKey: undefined,
        apiSecret: undefined,
        ...given,
      });
      const error = await failure(fivetran.send(READ));
      expect(error).toMatchObject({ type: "config", state: "Nothing was sent." });
      expect(error.hint).toContain("FIVETRAN_API_KEY");
      expect(server.seen).toEqual([]);
    },
  );

  test.each([
    "http://api.fivetran.com",
    "https://api.fivetran.com.evil.example",
    "https://evil.example/v1",
    "https://user:pw@api.fivetran.com",
    "https://api.fivetran.com:444",
    "https://api.fivetran.com/v2",
    "https://api.fivetran.com/?x=1",
    "http://127.0.0.1.evil.example",
    "ftp://127.0.0.1",
    "nonsense",
    "",
  ])("no client for %j", (baseUrl) => {
    expect(() => createFivetran({ apiKey: KEY, apiSecret: SECRET, baseUrl })).toThrow(
      expect.objectContaining({ type: "config" }),
    );
  });

  test.each([
    "https://api.fivetran.com",
    "https://api.fivetran.com/v1",
    "http://localhost:1",
    "http://[::1]:1/",
    "https://127.0.0.2",
  ])("a client for %j", (baseUrl) => {
    expect(createFivetran({ baseUrl }).now()).toBeInstanceOf(Date);
  });
});

describe("answers", () => {
  test("gzip is inflated", async () => {
    const { fivetran } = await scene([gzipped('{"code":"Success","data":{"id":"c"}}')]);
    expect((await fivetran.send(READ)).data).toEqual({ id: "c" });
  });

  test("the time is the server's", async () => {
    const { fivetran, clock } = await scene([ok({}, { date: "Tue, 01 Jan 2030 00:00:00 GMT" })]);
    await fivetran.send(READ);
    clock.advance(90_000);
    expect(fivetran.now().toISOString()).toBe("2030-01-01T00:01:30.000Z");
  });

  test("only the three bodies drawn without an envelope are taken without one", async () => {
    const { fivetran } = await scene([json(200, { id: "x", name: "n" })]);
    const proxy = await fivetran.send(call("get_proxy_agent_details", { agentId: "a" }));
    expect(proxy.data).toEqual({ id: "x", name: "n" });
    expect((await fivetran.send(READ)).data).toBeUndefined();
  });

  test("the status decides, not the code", async () => {
    const { fivetran } = await scene([json(201, { code: "Created", data: { id: "c" } })]);
    expect((await fivetran.send(CREATE)).status).toBe(201);
  });

  test.each<[string, Answer]>([
    ["HTML", text(200, "text/html", "<h1>Welcome</h1>")],
    ["broken JSON", text(200, "application/json", '{"code":"Succ')],
    ["nothing", text(200, "application/json", "")],
    ["a list", json(200, [1])],
    ["another encoding", text(200, "application/json", "x", { "content-encoding": "br" })],
  ])("a read that gets %s is asked once more, then given up", async (_, answer) => {
    const { server, fivetran } = await scene([answer]);
    const error = await failure(fivetran.send(READ));
    expect(error.type).toBe("contract");
    expect(error.message).not.toContain("Welcome");
    expect(server.seen.length).toBeLessThanOrEqual(3);
    expect(server.seen.length).toBeGreaterThanOrEqual(2);
  });

  test.each<[string, Answer]>([
    ["HTML", text(200, "text/html", "<h1>Welcome</h1>")],
    ["broken JSON", text(200, "application/json", '{"code":"Succ')],
    ["a cut body", cut],
  ])("a change that gets %s with 200 was accepted, and is not sent again", async (_, answer) => {
    const { server, fivetran } = await scene([answer]);
    const error = await failure(fivetran.send(CREATE));
    expect(error).toMatchObject({ type: "outcome_unknown", sent: true, attempts: 1 });
    expect(error.facts).toMatchObject({
      outcome: "accepted_details_lost",
      do_not_repeat: true,
      sent_at: expect.stringMatching(/^20\d\d-.*Z$/),
    });
    expect(server.seen).toHaveLength(1);
  });

  test("a gzip bomb ends in a typed error", async () => {
    const { fivetran, server } = await scene([gzipped(Buffer.alloc(200 * 2 ** 20))]);
    const error = await failure(fivetran.send(READ));
    expect(error).toMatchObject({ type: "contract", facts: { cause: "too_large" } });
    expect(server.seen).toHaveLength(1);
  });

  test("a body over the cap ends in a typed error", async () => {
    const { fivetran, server } = await scene([
      text(200, "application/json", Buffer.alloc(9 * 2 ** 20, 32)),
    ]);
    expect((await failure(fivetran.send(READ))).facts).toEqual({ cause: "too_large" });
    expect(server.seen).toHaveLength(1);
  });

  test("deep nesting is no crash", async () => {
    const deep = `{"code":"Success","data":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    const { fivetran } = await scene([text(200, "application/json", deep)]);
    const error = await failure(fivetran.connections.get("c"));
    expect(error.type).toBe("contract");
  });
});

describe("refusals", () => {
  test.each<[number, string, string]>([
    [400, "InvalidInput", "rejected"],
    [403, "Forbidden", "forbidden"],
    [404, "NotFound_Connection", "not_found"],
    [405, "", "rejected"],
    [409, "Conflict", "conflict"],
    [415, "", "rejected"],
    [422, "", "rejected"],
  ])("%i is told once, in our words and its own", async (status, code, type) => {
    for (const request of [READ, PAUSE]) {
      const { server, fivetran } = await scene([failed(status, code)]);
      const error = await failure(fivetran.send(request));
      expect(error).toMatchObject({
        type,
        status,
        code,
        upstreamMessage: "words of others",
        operation: request.operation,
        attempts: 1,
      });
      expect(error.message).not.toContain("words of others");
      expect(error.hint).toBeTruthy();
      expect(error.state).toBe(request === READ ? undefined : "Nothing was changed.");
      expect(server.seen).toHaveLength(1);
    }
  });

  test("an error page of a proxy is told by its status alone", async () => {
    const { fivetran } = await scene([text(403, "text/html", "<b>blocked by policy 7</b>")]);
    const error = await failure(fivetran.send(READ));
    expect(error).toMatchObject({ type: "forbidden", code: undefined, upstreamMessage: undefined });
    expect(error.message).toContain("GET /v1/connections/{connectionId}");
  });

  test("refused credentials close the way for 30 s, but for one probe", async () => {
    const { server, fivetran, clock } = await scene([failed(401), failed(401), ok({})]);
    const first = await failure(fivetran.send(READ));
    expect(first).toMatchObject({ type: "unauthenticated", attempts: 1 });
    expect(first.hint).toContain("FIVETRAN_API_SECRET");
    for (let i = 0; i < 5; i += 1) {
      expect((await failure(fivetran.send(PAUSE))).type).toBe("unauthenticated");
    }
    expect(server.seen).toHaveLength(1);
    clock.advance(30_000);
    await Promise.allSettled([1, 2, 3].map(() => fivetran.send(READ)));
    expect(server.seen).toHaveLength(2);
    clock.advance(30_000);
    await fivetran.send(READ);
    await Promise.all([1, 2, 3].map(() => fivetran.send(READ)));
    expect(server.seen).toHaveLength(6);
  });

  test.each([301, 302, 307, 308])("a %i leads nowhere", async (status) => {
    const other = await scene([ok({ id: "c" })]);
    for (const [request, type] of [
      [READ, "contract"],
      [PAUSE, "outcome_unknown"],
    ] as const) {
      const redirect = text(status, "text/plain", "", { location: `${other.server.origin}/loot` });
      const { server, fivetran } = await scene([redirect]);
      const error = await failure(fivetran.send(request));
      expect(error.type).toBe(type);
      expect(JSON.stringify(error)).not.toContain("loot");
      expect(server.seen).toHaveLength(1);
    }
    expect(other.server.seen).toEqual([]);
  });
});

describe("throttling", () => {
  test("a short Retry-After is waited out, by every class", async () => {
    for (const request of [READ, PAUSE, CREATE, FORCE]) {
      const { server, fivetran, clock } = await scene([
        failed(429, "TooManyRequests", { "retry-after": "2" }),
        ok({}),
      ]);
      expect((await fivetran.send(request)).attempts).toBe(2);
      expect(clock.sleeps).toEqual([2000]);
      expect(server.seen).toHaveLength(2);
    }
  });

  test("an hour is not: the error says when, and later calls send nothing", async () => {
    const { server, fivetran, clock } = await scene([
      failed(429, "TooManyRequests", { "retry-after": "3600" }),
      ok({}),
    ]);
    const error = await failure(fivetran.send(CREATE));
    expect(error).toMatchObject({
      type: "rate_limited",
      retryAfterSeconds: 3600,
      state: "Nothing was changed.",
    });
    expect((await failure(fivetran.send(READ))).retryAfterSeconds).toBe(3600);
    expect(server.seen).toHaveLength(1);
    expect(clock.sleeps).toEqual([]);
    clock.advance(3_600_000);
    await fivetran.send(READ);
    expect(server.seen).toHaveLength(2);
  });

  test("an hour for the source's quota leaves other reads alone", async () => {
    const { server, fivetran } = await scene([
      failed(429, "TooManyRequests", { "retry-after": "3600" }),
      ok({}),
    ]);
    const columns = call("connection_column_config", {
      connectionId: "c",
      schema: "s",
      table: "t",
    });
    await failure(fivetran.send(columns));
    await fivetran.send(READ);
    expect((await failure(fivetran.send(columns))).type).toBe("rate_limited");
    expect(server.seen).toHaveLength(2);
  });

  test.each<[string, Record<string, string>, number]>([
    [
      "a date counts from the answer's own",
      { "retry-after": "Mon, 02 Mar 2020 00:00:09 GMT", date: "Mon, 02 Mar 2020 00:00:00 GMT" },
      9000,
    ],
    ["none means jitter", {}, 500],
    ["nonsense means jitter", { "retry-after": "1e9" }, 500],
  ])("%s", async (_, headers, slept) => {
    const { fivetran, clock } = await scene([failed(429, "TooManyRequests", headers), ok({})]);
    await fivetran.send(READ);
    expect(clock.sleeps).toEqual([slept]);
  });

  test("three refusals in a row are enough for a read, two for a change", async () => {
    for (const [request, attempts] of [
      [READ, 3],
      [PAUSE, 2],
    ] as const) {
      const { server, fivetran } = await scene([failed(429)]);
      expect(await failure(fivetran.send(request))).toMatchObject({
        type: "rate_limited",
        attempts,
      });
      expect(server.seen).toHaveLength(attempts);
    }
  });

  test("an outage spends the retry budget, then every call is one request", async () => {
    const { server, fivetran } = await scene([failed(503)]);
    for (let i = 0; i < 30; i += 1) await failure(fivetran.send(READ));
    expect(server.seen).toHaveLength(30 + 20);
  });
});

describe("lost answers", () => {
  const troubles: [string, Answer][] = [
    ["a reset", reset],
    ["a 500", failed(500)],
    ["a 502", text(502, "text/html", "bad gateway")],
    ["a cut body", cut],
  ];

  test.each(troubles)("%s: a read is asked again", async (_, trouble) => {
    const { server, fivetran, clock } = await scene([trouble, trouble, ok({ id: "c" })]);
    expect((await fivetran.send(READ)).attempts).toBe(3);
    expect(server.seen).toHaveLength(3);
    expect(clock.sleeps).toEqual([500, 1000]);
  });

  test.each(troubles)("%s: a change is not", async (_, trouble) => {
    for (const request of [PAUSE, DELETE, CREATE, FORCE]) {
      const { server, fivetran } = await scene([trouble, ok({})]);
      const error = await failure(fivetran.send(request));
      expect(error).toMatchObject({ type: "outcome_unknown", sent: true, attempts: 1 });
      expect(error.facts).toMatchObject({ do_not_repeat: true });
      expect(server.seen).toHaveLength(1);
    }
  });

  test("a read without an end is told as unavailable, or as the network's fault", async () => {
    const down = await scene([failed(503)]);
    expect(await failure(down.fivetran.send(READ))).toMatchObject({
      type: "unavailable",
      status: 503,
      attempts: 3,
    });
    const broken = await scene([reset]);
    const error = await failure(broken.fivetran.send(READ));
    expect(error).toMatchObject({ type: "network", facts: { cause: "reset" } });
    expect(error.message).toContain(new URL(broken.server.origin).host);
  });

  test("a server that is not there: every class may try twice, and nothing was sent", async () => {
    for (const [request, attempts] of [
      [READ, 3],
      [DELETE, 2],
      [CREATE, 2],
    ] as const) {
      const { server, fivetran } = await scene([ok({})]);
      await server.close();
      const error = await failure(fivetran.send(request));
      expect(error).toMatchObject({
        type: "network",
        sent: false,
        attempts,
        facts: { cause: "refused" },
      });
      expect(error.state).toBe(request === READ ? undefined : "Nothing was sent.");
    }
  });

  test("a name that does not exist is told as such", async () => {
    const { fivetran } = await scene([ok({})], {
      baseUrl: "https://api.fivetran.com",
      proxy: { https: "http://proxy.invalid:3128" },
    });
    const error = await failure(fivetran.send(READ));
    expect(error).toMatchObject({ type: "network", sent: false });
    expect(error.message).toContain("through the proxy proxy.invalid:3128");
  });

  test.each([
    ["refuses", "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"],
    ["answers 502", "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n"],
  ])("a proxy that %s is no cancelled call, and sees no credentials", async (_, answer) => {
    const proxy = await rawProxy(answer);
    const { fivetran } = await scene([ok({})], {
      baseUrl: "https://api.fivetran.com",
      proxy: { https: `http://user:pw@${proxy.host}` },
    });
    const error = await failure(fivetran.send(CREATE));
    expect(error).toMatchObject({ type: "network", sent: false, facts: { cause: "proxy" } });
    expect(error.message).toContain(`through the proxy ${proxy.host}: `);
    expect(proxy.heard.join("")).toContain("CONNECT api.fivetran.com:443");
    expect(proxy.heard.join("").toLowerCase()).not.toContain("\r\nauthorization");
  });

  test("a proxy that says nothing is given up after 8 s", async () => {
    const proxy = await rawProxy(undefined);
    const { fivetran, clock } = await scene([ok({})], {
      baseUrl: "https://api.fivetran.com",
      proxy: { https: `http://${proxy.host}` },
      hasty: false,
    });
    const reading = failure(fivetran.send(CREATE, { deadlineMs: 8100 }));
    await proxy.spoken;
    clock.advance(8000);
    expect(await reading).toMatchObject({ sent: false, facts: { cause: "connect_timeout" } });
  });
});

interface RawProxy {
  host: string;
  heard: string[];
  spoken: Promise<void>;
}

async function rawProxy(answer: string | undefined): Promise<RawProxy> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  let speak: (() => void) | undefined;
  const spoken = new Promise<void>((resolve) => {
    speak = resolve;
  });
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    socket.on("data", (chunk) => {
      heard.push(chunk.toString());
      speak?.();
      if (answer !== undefined) socket.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { host: `127.0.0.1:${address.port}`, heard, spoken };
}

describe("time", () => {
  test("no answer: a read is asked again, a change is not", async () => {
    const { server, fivetran, clock } = await scene([hang, ok({ id: "c" })]);
    const reading = fivetran.send(READ);
    await server.arrived(1);
    clock.advance(30_000);
    expect((await reading).attempts).toBe(2);

    const other = await scene([hang]);
    const pausing = failure(other.fivetran.send(PAUSE));
    await other.server.arrived(1);
    other.clock.advance(75_000);
    expect(await pausing).toMatchObject({ type: "outcome_unknown", facts: { cause: "no_answer" } });
    expect(other.server.seen).toHaveLength(1);
  });

  test("an answer that stops half-way is given up after 15 s of silence", async () => {
    const { fivetran, clock } = await scene([stall]);
    const begun = new Promise<void>((resolve) => {
      const channel = "undici:request:headers";
      const heard = () => {
        unsubscribe(channel, heard);
        setImmediate(resolve);
      };
      subscribe(channel, heard);
    });
    const pausing = failure(fivetran.send(PAUSE));
    await begun;
    clock.advance(15_000);
    expect((await pausing).facts).toMatchObject({
      cause: "stalled",
      outcome: "accepted_details_lost",
    });
  });

  test("the caller's deadline ends a read, and the socket", async () => {
    const { server, fivetran, clock } = await scene([hang], { hasty: false });
    const reading = failure(fivetran.send(READ, { deadlineMs: 5000 }));
    await server.arrived(1);
    clock.advance(5000);
    expect(await reading).toMatchObject({
      type: "network",
      message: "The time for this call ran out.",
    });
  });

  test("no wait goes past the deadline", async () => {
    const { server, fivetran, clock } = await scene([
      failed(429, "TooManyRequests", { "retry-after": "20" }),
      ok({}),
    ]);
    const error = await failure(fivetran.send(READ, { deadlineMs: 10_000 }));
    expect(error).toMatchObject({ type: "rate_limited", retryAfterSeconds: 20 });
    expect(clock.sleeps).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });
});

describe("cancelling", () => {
  test("before it is sent, nothing leaves", async () => {
    const { server, fivetran } = await scene([ok({})]);
    const error = await failure(fivetran.send(PAUSE, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ type: "cancelled", sent: false, state: "Nothing was sent." });
    expect(server.seen).toEqual([]);
  });

  test("while it waits for its turn, nothing leaves", async () => {
    const { server, fivetran } = await scene([hang], { hasty: false, limits: { concurrency: 1 } });
    const stop = new AbortController();
    const stopFirst = new AbortController();
    const first = failure(fivetran.send(READ, { signal: stopFirst.signal }));
    await server.arrived(1);
    const second = failure(fivetran.send(PAUSE, { signal: stop.signal }));
    stop.abort();
    expect(await second).toMatchObject({ type: "cancelled", sent: false });
    stopFirst.abort();
    await first;
    expect(server.seen).toHaveLength(1);
  });

  test("while it sleeps before a retry, no other attempt follows", async () => {
    const { server, fivetran } = await scene([failed(503), ok({})], { hasty: false });
    const stop = new AbortController();
    const reading = failure(fivetran.send(READ, { signal: stop.signal }));
    await server.arrived(1);
    stop.abort();
    expect((await reading).type).toBe("cancelled");
    expect(server.seen).toHaveLength(1);
  });

  test("a read on its way is aborted with its socket", async () => {
    let closed: (() => void) | undefined;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const { server, fivetran } = await scene([
      (response) => response.on("close", () => closed?.()),
    ]);
    const stop = new AbortController();
    const reading = failure(fivetran.send(READ, { signal: stop.signal }));
    await server.arrived(1);
    stop.abort();
    expect((await reading).type).toBe("cancelled");
    await gone;
  });

  test("a change on its way goes on, and its end can still be seen", async () => {
    let answer: (() => void) | undefined;
    const { server, fivetran } = await scene([
      (response, seen) => {
        answer = () => ok({ id: "c", paused: true })(response, seen);
      },
    ]);
    const stop = new AbortController();
    let settled: Promise<unknown> | undefined;
    const pausing = failure(
      fivetran.send(PAUSE, {
        signal: stop.signal,
        onDetached: (promise) => {
          settled = promise;
        },
      }),
    );
    await server.arrived(1);
    stop.abort();
    expect(await pausing).toMatchObject({ type: "cancelled", sent: true });
    answer?.();
    expect(await settled).toMatchObject({ status: 200, data: { id: "c", paused: true } });
  });

  test("a change left alone by its caller is not tried again", async () => {
    let answer: (() => void) | undefined;
    const { server, fivetran } = await scene([
      (response, seen) => {
        answer = () => failed(429)(response, seen);
      },
      ok({}),
    ]);
    const stop = new AbortController();
    let settled: Promise<unknown> | undefined;
    const pausing = failure(
      fivetran.send(PAUSE, {
        signal: stop.signal,
        onDetached: (promise) => {
          settled = promise;
        },
      }),
    );
    await server.arrived(1);
    stop.abort();
    await pausing;
    answer?.();
    await expect(settled).rejects.toMatchObject({ type: "rate_limited" });
    expect(server.seen).toHaveLength(1);
  });
});

test("no error and no log line holds a credential", async () => {
  const pair = Buffer.from(`${KEY}:${SECRET}`).toString("base64");
  const troubles = [failed(401), failed(500), reset, cut, text(200, "text/html", "x"), failed(302)];
  for (const trouble of troubles) {
    const { fivetran, lines } = await scene([trouble]);
    for (const request of [READ, CREATE]) {
      const error = await failure(fivetran.send(request));
      const shown = `${inspect(error, { depth: 20 })} ${JSON.stringify(error)} ${lines.join("")}`;
      for (const secret of [KEY, SECRET, pair]) expect(shown).not.toContain(secret);
    }
  }
});
