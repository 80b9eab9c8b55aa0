import { connect } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  BODY_LIMITS,
  type BodyLimits,
  bodies,
  SMALL_BODY_BYTES,
} from "../../src/sandbox/http/body.js";
import { listen } from "../../src/sandbox/http/server.js";
import { basic, type Client, serve } from "./harness.js";

/**
 * Returns status line, headers and body as the sandbox sends them. Unlike this function, fetch sets
 * Host and Origin itself.
 */
function raw(client: { url: string }, head: string[], body = ""): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(Number(new URL(client.url).port), "127.0.0.1", () =>
      socket.write(`${head.join("\r\n")}\r\nConnection: close\r\n\r\n${body}`),
    );
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("end", () => done(text));
    socket.on("error", fail);
  });
}

const status = (text: string) => Number(text.split(" ")[1]);

async function withCard() {
  const client = await serve();
  const connection = await client.id("postgres_orders");
  const { data } = await client.post(`/v1/connections/${connection}/connect-card`, {
    connect_card_config: { redirect_uri: "https://example.com/done" },
  });
  const { pathname, search } = new URL(data.connect_card.uri);
  const card = pathname + search;
  const paths: [string, string][] = [
    ["GET", "/"],
    ["GET", card],
    ["POST", card],
    ["GET", "/v1/connections"],
    ["POST", "/v1/groups"],
    ["DELETE", `/v1/connections/${connection}`],
    ["OPTIONS", "/v1/groups"],
    ["GET", "/_sandbox/requests"],
    ["POST", "/_sandbox/reset"],
    ["POST", "/_sandbox/faults"],
    ["GET", "/nowhere"],
  ];
  const before = { effects: client.sandbox.effects(), requests: client.sandbox.requests().length };
  /** Sends every request with these headers. Everything else about the request is correct. */
  const sendAll = async (headers: (host: string) => string[]) => {
    const statuses: number[] = [];
    for (const [method, path] of paths) {
      const body = method === "POST" && path.startsWith("/v1") ? '{"name":"From a page"}' : "";
      const own = [
        `Authorization: ${basic()}`,
        "Content-Type: application/json",
        `Content-Length: ${body.length}`,
        `X-Sandbox-Secret: ${client.sandbox.controlSecret}`,
      ];
      const all = headers(new URL(client.url).host);
      statuses.push(
        status(await raw(client, [`${method} ${path} HTTP/1.1`, ...all, ...own], body)),
      );
    }
    return statuses;
  };
  const untouched = () => {
    expect(client.sandbox.effects()).toEqual(before.effects);
    expect(client.sandbox.requests()).toHaveLength(before.requests);
  };
  return { client, card, paths, sendAll, untouched };
}

describe("a request that a web page can make", () => {
  test.each([
    "evil.example",
    "evil.example:80",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "localhost.",
    "api.fivetran.com.evil.example",
    "127.0.0.2",
    "2130706433",
    "[::ffff:7f00:1]",
    "0.0.0.0",
    "localhost:80:80",
    "user@localhost",
    "",
  ])("is refused on every path under the name %j", async (name) => {
    const { sendAll, paths, untouched } = await withCard();
    expect(await sendAll(() => [`Host: ${name}`])).toEqual(paths.map(() => 403));
    untouched();
  });

  test.each([
    ["another site", () => "https://evil.example"],
    ["a sandboxed frame or a file", () => "null"],
    ["another port of this machine", () => "http://127.0.0.1:3000"],
    [
      "the same port under another name",
      (host: string) => `http://localhost:${host.split(":")[1]}`,
    ],
    ["https on the same port", (host: string) => `https://${host}`],
    ["a name that begins like ours", (host: string) => `http://${host}.evil.example`],
  ])("is refused on every path with the origin of %s", async (_, origin) => {
    const { sendAll, paths, untouched } = await withCard();
    const headers = (host: string) => [`Host: ${host}`, `Origin: ${origin(host)}`];
    expect(await sendAll(headers)).toEqual(paths.map(() => 403));
    untouched();
  });

  test.each([
    ["cross-site", "no-cors", "image"],
    ["same-site", "cors", "empty"],
    ["cross-site", "navigate", "iframe"],
    ["cross-site", "navigate", "embed"],
  ])("is refused on every path where the browser says %s, %s, %s", async (site, mode, dest) => {
    const { sendAll, paths, untouched } = await withCard();
    const headers = [
      `Sec-Fetch-Site: ${site}`,
      `Sec-Fetch-Mode: ${mode}`,
      `Sec-Fetch-Dest: ${dest}`,
    ];
    expect(await sendAll((host) => [`Host: ${host}`, ...headers])).toEqual(paths.map(() => 403));
    untouched();
  });

  test("is refused when only the address in the request line has another name", async () => {
    const client = await serve();
    const head = ["GET http://evil.example/ HTTP/1.1", `Host: ${new URL(client.url).host}`];
    expect(status(await raw(client, head))).toBe(403);
  });
});

test("a person can open a connect card from a link, and press its buttons", async () => {
  const { client, card } = await withCard();
  const { host } = new URL(client.url);
  const link = [
    "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Mode: navigate",
    "Sec-Fetch-Dest: document",
  ];
  const opened = await raw(client, [`GET ${card} HTTP/1.1`, `Host: ${host}`, ...link]);
  expect([status(opened), opened.includes("Sign in and authorize")]).toEqual([200, true]);
  // Only under this policy does a browser send the page's origin with its forms, and no address to
  // other sites.
  expect(opened).toContain("referrer-policy: same-origin");
  const press = (form: string) =>
    raw(
      client,
      [
        `POST ${card} HTTP/1.1`,
        `Host: ${host}`,
        `Origin: http://${host}`,
        "Sec-Fetch-Site: same-origin",
        "Content-Type: application/x-www-form-urlencoded",
        `Content-Length: ${form.length}`,
      ],
      form,
    );
  // After a failed sign-in the card stays open.
  const missed = await press("person=fails");
  expect([status(missed), missed.includes("Sign in and authorize")]).toEqual([200, true]);
  const pressed = await press("person=authorizes");
  expect(status(pressed)).toBe(303);
  expect(pressed.toLowerCase()).toContain("location: https://example.com/done");
});

test("no response can be put into a frame", async () => {
  const { client, paths } = await withCard();
  for (const [method, path] of paths) {
    const response = await fetch(client.url + path, { method, redirect: "manual" });
    expect(response.headers.get("content-security-policy"), path).toContain(
      "frame-ancestors 'none'",
    );
    expect(response.headers.get("x-frame-options"), path).toBe("DENY");
  }
});

test("every control needs the secret, and no response contains it", async () => {
  const client = await serve();
  const { controlSecret } = client.sandbox;
  expect(controlSecret).toMatch(/^[\w-]{32}$/);
  const controls = [
    "POST /advance",
    "POST /faults",
    "DELETE /faults",
    "POST /reset",
    "POST /webhook-receivers",
    "PATCH /connections/x",
    "GET /effects",
    "GET /deliveries",
    "GET /requests",
    "GET /nowhere",
  ];
  const wrong = [undefined, "", "x", controlSecret.slice(1), `${controlSecret}x`];
  for (const control of controls) {
    const [method = "", path = ""] = control.split(" ");
    for (const secret of wrong) {
      const response = await fetch(`${client.url}/_sandbox${path}`, {
        method,
        headers: {
          authorization: basic(),
          ...(secret === undefined ? {} : { "x-sandbox-secret": secret }),
        },
      });
      expect([control, response.status]).toEqual([control, 403]);
      expect(await response.text()).not.toContain(controlSecret);
    }
  }
  expect(await (await fetch(client.url)).text()).not.toContain(controlSecret);
  const chosen = await serve({ controlSecret: "chosen" });
  const headers = { "x-sandbox-secret": "chosen" };
  expect((await fetch(`${chosen.url}/_sandbox/requests`, { headers })).status).toBe(200);
  expect((await serve({ controlSecret: "" })).sandbox.controlSecret).not.toBe("");
});

describe("bodies", () => {
  const MIB = 1024 * 1024;
  const post = ({ url }: Client, path: string, size: number, headers: Record<string, string>) =>
    fetch(url + path, { method: "POST", body: Buffer.alloc(size, 32), headers });

  test("are limited before anybody has signed in", async () => {
    const client = await serve();
    for (const path of ["/v1/groups", "/_sandbox/reset", "/connect-card/setup", "/"]) {
      for (const authorization of ["", basic("sandbox-key", "wrong")]) {
        const { status } = await post(client, path, SMALL_BODY_BYTES + 1, { authorization });
        expect([path, status]).toEqual([path, 413]);
      }
    }
    const small = await post(client, "/v1/groups", SMALL_BODY_BYTES, { authorization: "" });
    expect(small.status).toBe(401);
    const json = { authorization: basic(), "content-type": "application/json" };
    expect((await post(client, "/v1/groups", 2 * MIB, json)).status).toBe(400);
    expect((await post(client, "/v1/groups", 16 * MIB + 1, json)).status).toBe(413);
    expect(JSON.stringify(client.sandbox.requests()).length).toBeLessThan(100_000);
  });

  async function receiver(limits: Partial<BodyLimits>) {
    const reader = bodies({ ...BODY_LIMITS, ...limits });
    const received: number[] = [];
    const server = await listen(
      {
        limit: () => 16 * MIB,
        receive: async ({ body }) => {
          received.push(body.length);
          return { status: 200, headers: {}, body: Buffer.from(String(body.length)) };
        },
      },
      0,
      "127.0.0.1",
      reader,
    );
    onTestFinished(server.close);
    const start = (announced: string, part: string) => {
      const head = ["POST / HTTP/1.1", "Host: localhost", announced];
      return raw(server, head, part);
    };
    return { server, reader, received, start };
  }

  test("that are slow end with 408, however many there are", async () => {
    const { start, reader, received } = await receiver({ timeoutMs: 20 });
    const slow = Array.from({ length: 50 }, () => start("Content-Length: 10", "abc"));
    expect((await Promise.all(slow)).map(status)).toEqual(slow.map(() => 408));
    expect([received, reader.usage()]).toEqual([[], { reading: 0, bytes: 0 }]);
    expect(status(await start("Content-Length: 3", "abc"))).toBe(200);
  });

  test("are read a few at a time", async () => {
    const { start, reader } = await receiver({ concurrent: 3 });
    const statuses: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      const ended = start("Content-Length: 10", "abc").then((text) => statuses.push(status(text)));
      // The three requests that are still being read end with the server.
      ended.catch(() => undefined);
    }
    await expect.poll(() => statuses).toEqual(Array(7).fill(503));
    expect(reader.usage()).toEqual({ reading: 3, bytes: 9 });
  });

  test("share one limit of memory, with or without an announced length", async () => {
    const { start, reader, received } = await receiver({ totalBytes: 1000 });
    expect(status(await start("Content-Length: 1000", "x".repeat(1000)))).toBe(200);
    expect(status(await start("Content-Length: 1001", "x".repeat(1001)))).toBe(503);
    const chunk = `3e9\r\n${"x".repeat(1001)}\r\n0\r\n\r\n`;
    expect(status(await start("Transfer-Encoding: chunked", chunk))).toBe(503);
    expect([received, reader.usage()]).toEqual([[1000], { reading: 0, bytes: 0 }]);
  });

  test("of a client that leaves are given up", async () => {
    const { server, reader, start } = await receiver({});
    const socket = connect(server.port, "127.0.0.1", () =>
      socket.write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc", () =>
        socket.destroy(),
      ),
    );
    await new Promise((done) => socket.on("close", done));
    await start("Content-Length: 3", "abc");
    await expect.poll(() => reader.usage()).toEqual({ reading: 0, bytes: 0 });
  });
});
