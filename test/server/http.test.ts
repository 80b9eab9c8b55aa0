import { request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { disable } from "../engine/fixture.js";
import { changes, idOf, resultOf } from "../harness.js";
import { host, messageIn, modernCall, oldHost, type Service, service } from "./service.js";

const HOSTS = [
  ["a client of the first SDK", (url: string) => oldHost(url)],
  ["a client of the second SDK before 2026", (url: string) => host(url, { era: "legacy" })],
  ["a client of the second SDK in 2026", (url: string) => host(url)],
] as const;

describe.each(HOSTS)("%s over HTTP", (_, connectTo) => {
  test("lists the tools, reads, plans, confirms once, and gets errors whole", async () => {
    const { url, sandbox } = await service();
    const { call, names } = await connectTo(url);
    expect((await names()).slice(0, 2)).toEqual(["list_connectors", "trigger_sync"]);

    const read = await call("get_status", { connectors: ["salesforce_prod"] });
    expect(read.text).toMatch(/^salesforce_prod \(\w+\) is ok/);

    const plan = await call("modify_schema", disable("audit_log"));
    expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
    const confirmed = { ...disable("audit_log"), confirmation_token: plan.token };
    expect(await call("modify_schema", confirmed)).toMatchObject({ status: "done" });
    expect(await call("modify_schema", confirmed)).toMatchObject({ status: "done" });
    expect(sandbox.effects()).toHaveLength(1);

    const wrong = await call("get_status", { connectors: ["nope"] });
    expect(wrong.isError).toBe(true);
    expect(wrong.text).toMatch(
      /^No connector has the id or name nope\. \(request [0-9a-f]{12}\)\n/,
    );
    expect(wrong.data).toMatchObject({ error: { type: "input" } });
  });

  test("gets progress of a wait, and its result", async () => {
    const { url } = await service();
    const { withProgress } = await connectTo(url);
    const { result, progress } = await withProgress("trigger_sync", {
      connectors: ["salesforce_prod"],
      wait_seconds: 30,
    });
    expect(result.text).toMatch(/salesforce_prod/);
    expect(progress.length).toBeGreaterThan(0);
  });
});

describe("a person is asked over HTTP", () => {
  const PERSON = { env: { FIVETRAN_APPROVAL: "person" } };

  test("from 2026 on: between two calls", async () => {
    const { url, sandbox } = await service(PERSON);
    const asked: string[] = [];
    const elicit = (message: string) => {
      asked.push(message);
      return { action: "accept" as const };
    };
    const { call } = await host(url, { elicit });
    expect(await call("modify_schema", disable("audit_log"))).toMatchObject({ status: "done" });
    expect(asked).toHaveLength(1);
    expect(sandbox.effects()).toHaveLength(1);
  });

  test("before 2026 the change is refused with the reason, as no question can be sent", async () => {
    const { url, sandbox } = await service(PERSON);
    const elicit = () => ({ action: "accept" as const });
    const { call } = await host(url, { elicit, era: "legacy" });
    const refused = await call("modify_schema", disable("audit_log"));
    expect(refused.text).toContain(
      "over HTTP, a server can ask a person only with protocol 2026-07-28 or later, but this client uses an earlier one.",
    );
    expect(refused.isError).toBe(true);
    expect(changes(sandbox)).toEqual([]);
  });
});

test("what needs a session is refused with the reason", async () => {
  const { url } = await service();
  for (const method of ["GET", "DELETE"]) {
    const response = await fetch(url, { method, headers: { accept: "text/event-stream" } });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await messageIn(response)).error?.message).toMatch(/has no sessions/);
  }
});

/**
 * Returns the response to one raw request: the status line, or an empty text if the socket was
 * closed.
 */
function raw({ url }: Pick<Service, "url">, text: string): Promise<string> {
  const { port } = new URL(url);
  return new Promise((resolve) => {
    let received = "";
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => {
      received += String(chunk);
      socket.end();
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(received));
  });
}

const REQUEST = "POST /mcp HTTP/1.1\r\nContent-Length: 2\r\nContent-Type: application/json\r\n";

describe("refused before anything is read", () => {
  test.each([
    ["a foreign host", `${REQUEST}Host: evil.example\r\n\r\n{}`, 403],
    ["a host that only begins like ours", `${REQUEST}Host: localhost.evil.example\r\n\r\n{}`, 403],
    ["no host", `${REQUEST}\r\n{}`, 400],
    ["two hosts", `${REQUEST}Host: localhost\r\nHost: evil.example\r\n\r\n{}`, 400],
    [
      "a foreign origin",
      `${REQUEST}Host: localhost\r\nOrigin: https://evil.example\r\n\r\n{}`,
      403,
    ],
    ["an origin that is null", `${REQUEST}Host: localhost\r\nOrigin: null\r\n\r\n{}`, 403],
    ["an absolute target", "GET http://localhost/mcp HTTP/1.1\r\nHost: localhost\r\n\r\n", 400],
    [
      "two credentials",
      `${REQUEST}Host: localhost\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n{}`,
      400,
    ],
  ])("%s", async (_, text, status) => {
    const started = await service();
    expect(await raw(started, text)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  test("a foreign origin behind more headers than Node.js looks at by itself", async () => {
    const many = Array.from({ length: 2000 }, () => "a:\r\n").join("");
    const text = `${REQUEST}Host: localhost\r\n${many}Origin: https://evil.example\r\n\r\n{}`;
    expect(await raw(await service(), text)).toMatch(/^HTTP\/1\.1 403 /);
  });

  test("headers that are too long", async () => {
    const long = `${REQUEST}Host: localhost\r\nX-Long: ${"a".repeat(17_000)}\r\n\r\n{}`;
    expect(await raw(await service(), long)).toMatch(/^HTTP\/1\.1 431 /);
  });
});

test("a page of an origin that the operator named may call, and no other", async () => {
  const { url } = await service({ env: { FIVETRAN_HTTP_ORIGINS: "https://app.example.com" } });
  const preflight = (origin: string) => fetch(url, { method: "OPTIONS", headers: { origin } });
  const allowed = await preflight("https://app.example.com");
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
  expect((await preflight("https://app.example.com.evil.example")).status).toBe(403);
});

describe("bodies", () => {
  const post = (url: string, body: string) => fetch(url, { ...modernCall("get_status"), body });

  test("one that is too large is refused, declared or not", async () => {
    const { url } = await service({ limits: { bodyBytes: 1000 } });
    const body = JSON.stringify({ filler: "x".repeat(2000) });
    expect((await post(url, body)).status).toBe(413);
    const streamed = await new Promise<number | undefined>((resolve, reject) => {
      const out = httpRequest(url, { ...modernCall("get_status") }, (response) =>
        resolve(response.statusCode),
      );
      out.on("error", reject);
      for (let part = 0; part < 20; part += 1) out.write(" ".repeat(100));
      out.end();
    });
    expect(streamed).toBe(413);
  });

  test.each([
    ["no JSON", "{"],
    ["half a megabyte of brackets", "[".repeat(250_000) + "]".repeat(250_000)],
    ["100,000 levels", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
  ])("%s: 400, and the next request is served", async (_, body) => {
    const { url } = await service();
    const refused = await post(url, body);
    expect(refused.status).toBe(400);
    expect((await messageIn(refused)).error?.code).toBe(-32_700);
    expect((await fetch(url, modernCall("search_api", { query: "usage" }))).status).toBe(200);
  });

  test("one of another type, or packed, is refused", async () => {
    const { url } = await service();
    const { headers, ...call } = modernCall("get_status");
    const typed = { ...call, headers: { ...headers, "content-type": "text/plain" } };
    expect((await fetch(url, typed)).status).toBe(415);
    const packed = { ...call, headers: { ...headers, "content-encoding": "gzip" } };
    expect((await fetch(url, packed)).status).toBe(415);
  });

  test("one that is packed on the way is refused", async () => {
    const started = await service();
    const text = REQUEST.replace("Content-Length: 2", "Transfer-Encoding: gzip, chunked");
    expect(await raw(started, `${text}Host: localhost\r\n\r\n2\r\n{}\r\n0\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 415 /,
    );
  });

  test("a batch is refused, so that no request is many calls with the place of one", async () => {
    const { url, sandbox } = await service();
    const one = { jsonrpc: "2.0", method: "tools/call", params: { name: "check_stale" } };
    for (const batch of [
      [],
      [{ ...one, id: 1 }],
      Array.from({ length: 100 }, (_, id) => ({ ...one, id })),
    ]) {
      const headers = {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
      };
      const body = JSON.stringify(batch);
      const refused = await fetch(url, { method: "POST", headers, body });
      expect(refused.status).toBe(400);
      expect((await messageIn(refused)).error).toMatchObject({
        code: -32_600,
        message: "Send one message in each request. This server does not accept batches.",
      });
    }
    expect(sandbox.requests()).toEqual([]);
  });

  test("a name in a header that is not the body's is refused", async () => {
    const { url } = await service();
    const { headers, ...call } = modernCall("get_status");
    const response = await fetch(url, { ...call, headers: { ...headers, "mcp-name": "other" } });
    expect([response.status, (await messageIn(response)).error?.code]).toEqual([400, -32_020]);
  });
});

describe("slow clients", () => {
  const limits = { headersMs: 300, requestMs: 600 };
  const closed = (socket: Socket) =>
    new Promise<void>((resolve) => {
      socket.on("error", () => {}).on("data", () => {});
      socket.once("close", () => resolve());
    });
  const dial = (url: string, first = "") => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(first));
    onTestFinished(() => void socket.destroy());
    return socket;
  };

  test.each([
    ["sends nothing", ""],
    ["never ends its headers", "POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Slow: "],
    ["never ends its body", `${REQUEST}Host: localhost\r\n\r\n{`],
  ])("one that %s is closed", async (_, first) => {
    const { url } = await service({ limits });
    await closed(dial(url, first));
  });

  test("sockets that only idle make room for others", async () => {
    const { url } = await service({ limits: { sockets: 10 } });
    const idle = Array.from({ length: 50 }, () => dial(url));
    await Promise.all(idle.slice(0, 40).map(closed));
    expect((await fetch(url, modernCall("search_api", { query: "usage" }))).status).toBe(200);
  });

  test("one that does not read what it asked for is closed", async () => {
    const { url, server } = await service({ limits: { stalledMs: 200, keepAliveMs: 1 } });
    const { headers, body } = modernCall("search_api", { query: "usage" });
    const lines = Object.entries({ ...headers, host: "localhost", "content-length": body.length });
    const text = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const socket = dial(url);
    socket.pause();
    // More responses than the buffers of both sides can hold.
    const one = `POST /mcp HTTP/1.1\r\n${text}\r\n${body}`;
    for (let sent = 0; sent < 2000 && !socket.destroyed; sent += 1) socket.write(one);
    socket.on("error", () => {});
    await expect.poll(() => socket.destroyed || server.counts().running === 0).toBe(true);
  });
});

test("a long call gets first bytes early, and its result in the stream", async () => {
  const { url, sandbox } = await service({ limits: { firstBytesMs: 10, keepAliveMs: 10 } });
  sandbox.fault({ operation: "connection_details", delayMs: 400 });
  const connectors = [idOf(sandbox, "salesforce_prod")];
  const response = await fetch(url, modernCall("get_status", { connectors }));
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const text = await response.text();
  expect(text).toMatch(/^: keepalive\n\n(: keepalive\n\n)+event: message\ndata: \{"result"/);
  // A client that accepts only JSON waits for the result.
  const call = modernCall("get_status", { connectors });
  const json = await fetch(url, {
    ...call,
    headers: { ...call.headers, accept: "application/json" },
  });
  expect((await messageIn(json)).result).not.toHaveProperty("isError");
});

test("health and readiness respond to any host, and say nothing else", async () => {
  const started = await service();
  const get = (path: string) => raw(started, `GET ${path} HTTP/1.1\r\nHost: 10.0.0.7\r\n\r\n`);
  expect(await get("/healthz")).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\n\r\nok$/);
  expect(await get("/readyz")).toMatch(/^HTTP\/1\.1 200 /);
  expect(await get("/mcp")).toMatch(/^HTTP\/1\.1 403 /);
  expect(await raw(started, "GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n")).toMatch(/ 404 /);
});

test("a call that runs when the server ends gets its whole result; new ones are refused", async () => {
  const { url, server, sandbox } = await service({ limits: { perCaller: 8 } });
  // The delay is long enough for every call to arrive.
  sandbox.fault({ operation: "connection_details", delayMs: 3000 });
  const { origin } = new URL(url);
  const calls = Array.from({ length: 10 }, () =>
    fetch(url, modernCall("get_status", { connectors: [idOf(sandbox, "salesforce_prod")] })),
  );
  await expect.poll(() => server.counts(), { timeout: 10_000 }).toEqual({ running: 8, waiting: 2 });
  const ending = server.close();
  const ready = await fetch(`${origin}/readyz`).then(
    ({ status }) => status,
    () => 503,
  );
  expect(ready).toBe(503);
  for (const response of await Promise.all(calls)) {
    expect(resultOf((await messageIn(response)).result).text).toMatch(/^salesforce_prod/);
  }
  await ending;
  await expect(fetch(url)).rejects.toThrow();
});
