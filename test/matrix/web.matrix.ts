import { createServer, request } from "node:http";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  createWebhookHandler,
  signWebhook,
  WEBHOOK_SIGNATURE_HEADER,
  type WebhookEvent,
} from "../../src/client/index.js";
import { type Ending, type Stage, stage } from "./stage.js";

// Attempts of a web page, of another program on this machine, and of a replayed webhook, over real
// sockets.

interface Sent {
  status: number;
  headers: Record<string, unknown>;
}

/**
 * Sends a request. Unlike fetch, it lets the caller set Host and Origin, as a browser does for a
 * page.
 */
function send(
  url: string,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer },
): Promise<Sent> {
  const { method = "POST", headers = {}, body } = options;
  return new Promise((done, fail) => {
    const outgoing = request(url + path, { method, headers, agent: false }, (response) => {
      response.resume();
      response.on("end", () =>
        done({ status: response.statusCode ?? 0, headers: response.headers }),
      );
    });
    outgoing.on("error", fail);
    outgoing.end(body);
  });
}

const Card = z.looseObject({
  data: z.looseObject({ connect_card: z.looseObject({ uri: z.string() }) }),
});

/** Returns everything in the sandbox that a page could try to reach, with a suitable method. */
async function places(on: Stage): Promise<[string, string][]> {
  const id = on.id("postgres_orders");
  const response = await fetch(`${on.url}/v1/connections/${id}/connect-card`, {
    method: "POST",
    headers: { authorization: key(on), "content-type": "application/json" },
    body: JSON.stringify({ connect_card_config: { redirect_uri: "https://example.com" } }),
  });
  const { uri } = Card.parse(await response.json()).data.connect_card;
  return [
    ["GET", "/"],
    ["GET", uri.slice(on.url.length)],
    ["POST", uri.slice(on.url.length)],
    ["GET", "/v1/connections"],
    ["POST", `/v1/connections/${id}/sync`],
    ["GET", "/_sandbox/requests"],
    ["POST", "/_sandbox/reset"],
    ["POST", "/_sandbox/faults"],
  ];
}

const key = ({ sandbox }: Stage) =>
  `Basic ${Buffer.from(`${sandbox.apiKey}:${sandbox.apiSecret}`).toString("base64")}`;

/** Returns the statuses of all places. Everything except `headers` is correct. */
async function tryAll(on: Stage, headers: Record<string, string>): Promise<number[]> {
  const own = { authorization: key(on), "x-sandbox-secret": on.sandbox.controlSecret };
  const paths = await places(on);
  const before = [on.sandbox.effects().length, on.sandbox.requests().length];
  const statuses: number[] = [];
  for (const [method, path] of paths) {
    statuses.push((await send(on.url, path, { method, headers: { ...own, ...headers } })).status);
  }
  expect([on.sandbox.effects().length, on.sandbox.requests().length]).toEqual(before);
  return [...new Set(statuses)];
}

describe("A37 DNS rebinding: the sandbox called by another host name", () => {
  test.concurrent("403 on every path, nothing read or changed", async (t) => {
    const on = await stage(t);
    for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80"]) {
      expect([host, await tryAll(on, { host })]).toEqual([host, [403]]);
    }
  });
});

describe("A38 cross-site request from a web page", () => {
  test.concurrent("403 on every path, nothing read or changed; frames are not allowed", async (t) => {
    const on = await stage(t);
    for (const origin of ["https://evil.example", "null", "http://localhost:3000"]) {
      expect([origin, await tryAll(on, { origin })]).toEqual([origin, [403]]);
    }
    for (const [method, path] of await places(on)) {
      const { headers } = await send(on.url, path, { method });
      expect(headers["x-frame-options"]).toBe("DENY");
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    }
  });

  test.concurrent("an image or a frame, if the browser sends Sec-Fetch headers: 403", async (t) => {
    const on = await stage(t);
    const site = { "sec-fetch-site": "cross-site" };
    for (const dest of ["image", "iframe"]) {
      const headers = { ...site, "sec-fetch-mode": "navigate", "sec-fetch-dest": dest };
      expect([dest, await tryAll(on, headers)]).toEqual([dest, [403]]);
    }
  });
});

describe("A39 control request to the sandbox without its secret", () => {
  test.concurrent("403, nothing changed", async (t) => {
    const on = await stage(t);
    const calls = ["reset", "faults", "advance", "webhook-receivers"].map((call) => ["POST", call]);
    for (const [method, call] of [...calls, ["GET", "requests"], ["GET", "effects"]]) {
      for (const secret of ["", "guess", on.sandbox.controlSecret.slice(1)]) {
        const headers = { authorization: key(on), "x-sandbox-secret": secret };
        const { status } = await send(on.url, `/_sandbox/${call}`, {
          method: method ?? "",
          headers,
        });
        expect([call, status]).toEqual([call, 403]);
      }
    }
  });
});

async function listener(ending: Ending) {
  let posts = 0;
  const server = createServer((incoming, response) => {
    posts += 1;
    incoming.resume();
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  ending.onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}/hook`, posts: () => posts };
}

describe("A40 webhook of the sandbox to another local port", () => {
  test.concurrent("0 requests; events are sent only after the receiver is allowed", async (t) => {
    const on = await stage(t);
    const { url, posts } = await listener(t);
    const create = () =>
      send(on.url, "/v1/webhooks/account", {
        headers: { authorization: key(on), "content-type": "application/json" },
        body: JSON.stringify({ url, events: ["sync_end"] }),
      });
    expect([(await create()).status, posts()]).toEqual([400, 0]);
    on.sandbox.allowWebhooksTo(url);
    expect([(await create()).status, posts()]).toEqual([200, 1]);
  });
});

describe("A41 large bodies without credentials", () => {
  test.concurrent("413 for each, no body stored", async (t) => {
    const on = await stage(t);
    const body = Buffer.alloc(4 * 2 ** 20, 32);
    const paths = ["/v1/groups", "/v1/connections", "/_sandbox/faults", "/connect-card/setup", "/"];
    const sent = paths.map((path) => send(on.url, path, { body }));
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual(paths.map(() => 413));
    expect(on.sandbox.requests()).toEqual([]);
  });
});

const SECRET = "a secret that is long enough, 32 bytes";

async function receiver(ending: Ending) {
  const events: WebhookEvent[] = [];
  const problems: string[] = [];
  const handler = createWebhookHandler({
    secret: SECRET,
    onEvent: (event) => void events.push(event),
    onError: (problem) => void problems.push(problem),
  });
  const server = createServer((incoming, response) => void handler.node(incoming, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  ending.onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}`;
  const deliver = async (body: string, headers: Record<string, string> = {}) => {
    const signed = { [WEBHOOK_SIGNATURE_HEADER]: signWebhook(body, SECRET) };
    return (await send(url, "/hook", { headers: { ...signed, ...headers }, body })).status;
  };
  return { deliver, events, problems };
}

const event = (fields: object = {}) =>
  JSON.stringify({
    event: "sync_end",
    created: new Date().toISOString(),
    sync_id: "s1",
    data: { status: "SUCCESSFUL" },
    ...fields,
  });

describe("A34 webhook with a missing, wrong or repeated signature", () => {
  test.concurrent("401 for each, no event passed on", async (t) => {
    const { deliver, events, problems } = await receiver(t);
    const good = signWebhook(event(), SECRET);
    const wrong = ["", "0".repeat(64), good.slice(1), `${good}, ${good}`, `${good}00`];
    const statuses: number[] = [];
    for (const value of wrong) {
      statuses.push(await deliver(event(), { [WEBHOOK_SIGNATURE_HEADER]: value }));
    }
    expect(statuses).toEqual(wrong.map(() => 401));
    expect([events, new Set(problems)]).toEqual([
      [],
      new Set(["missing_signature", "invalid_signature"]),
    ]);
  });
});

describe("A35 webhook replayed", () => {
  test.concurrent("10 times: 200 for each, the event is passed on once", async (t) => {
    const { deliver, events } = await receiver(t);
    const body = event();
    const statuses = await Promise.all(Array.from({ length: 10 }, () => deliver(body)));
    expect([statuses, events.length]).toEqual([Array(10).fill(200), 1]);
  });

  test.concurrent("after more than 25 hours: 200, not passed on", async (t) => {
    const { deliver, events, problems } = await receiver(t);
    const created = new Date(Date.now() - 25.1 * 3_600_000).toISOString();
    expect(await deliver(event({ created }))).toBe(200);
    expect([events, problems]).toEqual([[], ["stale_event"]]);
  });
});

describe("A42 signed webhook with an unknown event, or with a large or compressed body", () => {
  test.concurrent("unknown event: 200, not passed on", async (t) => {
    const { deliver, events, problems } = await receiver(t);
    const odd = ["", "no json", "{}", event({ created: undefined }), event({ event: "new_one" })];
    for (const body of odd) expect(await deliver(body)).toBe(200);
    expect(events).toEqual([]);
    expect(problems).toEqual([...Array(4).fill("invalid_payload"), "unknown_event"]);
  });

  test.concurrent("300 KiB: 413; gzip: 415; not passed on", async (t) => {
    const { deliver, events } = await receiver(t);
    expect(await deliver(event({ data: { reason: "x".repeat(300 * 1024) } }))).toBe(413);
    expect(await deliver(event(), { "content-encoding": "gzip" })).toBe(415);
    expect(events).toEqual([]);
  });
});
