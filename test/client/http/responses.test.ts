import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { call } from "../../../src/client/operations/call.js";
import { cut, gzipped, json, ok, type Reply, text } from "./raw-server.js";
import { CREATE, DELETE, FORCE, failure, PAUSE, READ, scriptedClient } from "./scripted-client.js";

describe("replies", () => {
  const plain = '{"code":"Success","data":{"id":"c"}}';
  test.each([
    ["gzip", plain],
    ["", plain],
    ["utf-8", plain],
    ["identity", gzipSync(plain)],
  ])("a wrong content-encoding %j does not matter", async (encoding, body) => {
    const { fivetran } = await scriptedClient([
      text(200, "application/json", body, { "content-encoding": encoding }),
    ]);
    expect((await fivetran.send(READ)).data).toEqual({ id: "c" });
  });

  test("gzip is inflated", async () => {
    const { fivetran } = await scriptedClient([gzipped('{"code":"Success","data":{"id":"c"}}')]);
    expect((await fivetran.send(READ)).data).toEqual({ id: "c" });
  });

  test.each([10, 100_000])("gzip in two parts is inflated, the first of %i bytes", async (size) => {
    const body = Buffer.from(`{"code":"Success","data":{"id":"c","schema":"${"x".repeat(size)}"}}`);
    const packed = Buffer.concat([gzipSync(body.subarray(0, size)), gzipSync(body.subarray(size))]);
    const headers = { "content-encoding": "gzip" };
    const { fivetran } = await scriptedClient([text(200, "application/json", packed, headers)]);
    expect((await fivetran.send(READ)).data).toEqual({ id: "c", schema: "x".repeat(size) });
  });

  test("a byte-order mark in front is not part of it", async () => {
    const marked = (status: number, body: string) =>
      text(status, "application/json", `\u{feff}${body}`);
    const { fivetran } = await scriptedClient([
      marked(200, '{"code":"Success","data":{"id":"c"}}'),
      marked(400, '{"code":"InvalidInput","message":"why"}'),
    ]);
    expect((await fivetran.send(READ)).data).toEqual({ id: "c" });
    expect(await failure(fivetran.send(READ))).toMatchObject({ type: "rejected" });
  });

  test.each([null, 7, { reason: "x" }, ["x"]])(
    "a refusal whose message is %j is Fivetran's all the same",
    async (message) => {
      const { fivetran } = await scriptedClient([json(409, { code: "Conflict", message })]);
      expect((await failure(fivetran.send(READ))).message).toContain("Fivetran cannot do this");
    },
  );

  test.each([
    "Tue, 01 Jan 2030 00:00:00 GMT",
    "Mon, 02 Mar 2026 05:00:00 GMT",
    "Mon, 02 Mar 2026 09:32:01 GMT",
    "Mon, 02 Mar 2026 09:28:01 GMT",
  ])("a Date header of %s does not change the time", async (date) => {
    const { fivetran, clock } = await scriptedClient([ok({ id: "c" }, { date })]);
    await fivetran.send(READ);
    expect(fivetran.now().getTime()).toBe(clock.date());
  });

  test("a sandbox's time is simulated", async () => {
    const date = "Tue, 01 Jan 2030 00:00:00 GMT";
    const { fivetran, clock } = await scriptedClient([
      ok({ id: "c" }, { date, "x-sandbox": "fivetran-agent" }),
    ]);
    await fivetran.send(READ);
    clock.advance(90_000);
    expect(fivetran.now().toISOString()).toBe("2030-01-01T00:01:30.000Z");
  });

  test("a body without an envelope is accepted only where the definition has none", async () => {
    const { fivetran } = await scriptedClient([json(200, { id: "a", name: "n" })]);
    const proxy = await fivetran.send(call("get_proxy_agent_details", { agentId: "a" }));
    expect(proxy.data).toEqual({ id: "a", name: "n" });
    expect((await failure(fivetran.send(READ))).message).toContain("JSON in an unexpected form");
  });

  test("the status decides, not the code", async () => {
    const { fivetran } = await scriptedClient([json(201, { code: "Created", data: { id: "c" } })]);
    expect((await fivetran.send(CREATE)).status).toBe(201);
  });

  test("a change whose body is cut after 200 was accepted, and is not sent again", async () => {
    const { server, fivetran } = await scriptedClient([cut]);
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
    const { fivetran, server } = await scriptedClient([gzipped(Buffer.alloc(200 * 2 ** 20))]);
    const error = await failure(fivetran.send(READ));
    expect(error).toMatchObject({ type: "contract", facts: { cause: "too_large" } });
    expect(server.seen).toHaveLength(1);
  });

  test.each(["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "{}", "HTTP/1.1 200 OK\ncontent-length: 2\n\n{}"])(
    "what is not HTTP is named as such: %j",
    async (raw) => {
      const { fivetran } = await scriptedClient([(response) => void response.socket?.end(raw)]);
      const error = await failure(fivetran.send(READ, { retry: { maxAttempts: 1 } }));
      expect(error.message).toContain("its response was not valid HTTP");
      expect(error.setting).toBe("base_url");
    },
  );

  test("a body over the limit ends in a typed error", async () => {
    const { fivetran, server } = await scriptedClient([
      text(200, "application/json", Buffer.alloc(9 * 2 ** 20, 32)),
    ]);
    const read = call("get_account_info");
    expect((await failure(fivetran.send(read))).facts).toEqual({ cause: "too_large" });
    expect(server.seen).toHaveLength(1);
  });

  test("a schema configuration may have 60 MiB, plain and compressed", async () => {
    const padded = `{"code":"Success","data":{"schemas":{}}}${" ".repeat(60 * 2 ** 20)}`;
    const { fivetran } = await scriptedClient([
      text(200, "application/json", padded),
      gzipped(padded),
    ]);
    expect(await fivetran.schemas.get("c")).toEqual({ schemas: {} });
    expect(await fivetran.schemas.get("c")).toEqual({ schemas: {} });
  });

  test("deep nesting does not crash", async () => {
    const deep = `{"code":"Success","data":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    const { fivetran } = await scriptedClient([text(200, "application/json", deep)]);
    const error = await failure(fivetran.connections.get("c"));
    expect(error.type).toBe("contract");
  });
});

describe("a response that is not Fivetran's", () => {
  const page = "<h1>Welcome to the gateway</h1>";
  const html = (status: number) => text(status, "text/html; charset=utf-8", page);
  const LIST = call("list_connections");
  const bodies: [string, (status: number) => Reply][] = [
    ["HTML", html],
    ["nothing", (status) => text(status, "application/json", "")],
    ["plain text", (status) => text(status, "text/plain", "not found")],
    ["broken JSON", (status) => text(status, "application/json", '{"code":"Succ')],
    ["JSON without a code", (status) => json(status, { message: "no Route matched" })],
    ["JSON with a number as code", (status) => json(status, { code: status, message: "x" })],
    ["a list", (status) => json(status, [1])],
    [
      "a problem in the standard form",
      (status) => text(status, "application/problem+json", '{"code":"NotFound","title":"x"}'),
    ],
  ];
  const statuses = [200, 201, 302, 307, 400, 401, 403, 404, 409, 413, 429, 500, 502, 503, 504];
  const cases = statuses.flatMap((status) =>
    bodies.map(([what, reply]) => [status, what, reply(status)] as const),
  );

  test.each([...cases, [204, "nothing", text(204, "text/html", "")] as const])(
    "%i with %s shows nothing",
    async (status, _, reply) => {
      for (const request of [READ, LIST]) {
        const { server, fivetran } = await scriptedClient([reply]);
        const error = await failure(fivetran.send(request));
        expect(error.type).toBe(
          status >= 500 ? "unavailable" : status >= 400 ? "network" : "contract",
        );
        expect(error.message).toContain("a proxy or gateway between this client and Fivetran");
        expect(error.message).not.toContain("Welcome");
        expect(server.seen.length).toBeLessThanOrEqual(3);
        // The key is not locked, and the account is not considered throttled.
        await failure(fivetran.send(request));
        expect(server.seen.length).toBeGreaterThan(1);
      }
      for (const request of [PAUSE, CREATE, DELETE, FORCE]) {
        const { server, fivetran } = await scriptedClient([reply]);
        const error = await failure(fivetran.send(request));
        expect(error).toMatchObject({
          type: "outcome_unknown",
          state: "It may have taken effect.",
          facts: { outcome: "unknown", do_not_repeat: true },
        });
        expect(error.message).toContain("a proxy or gateway between this client and Fivetran");
        expect(server.seen).toHaveLength(1);
      }
    },
  );

  test.each(["RouteMissing", "NotFoundException", "notfound"])(
    "a 404 with the code %s does not prove absence",
    async (code) => {
      const { fivetran } = await scriptedClient([json(404, { code, message: "x" })]);
      expect((await failure(fivetran.send(READ))).type).toBe("network");
    },
  );

  test("a 407 is that of a proxy", async () => {
    const { fivetran } = await scriptedClient([json(407, { code: "Required", message: "x" })]);
    const error = await failure(fivetran.send(READ));
    expect(error.type).toBe("network");
    expect(error.message).toContain("credentials of a proxy");
  });

  test("a 429 of a gateway says to wait", async () => {
    const { fivetran } = await scriptedClient([
      json(429, { message: "slow down" }, { "retry-after": "90" }),
    ]);
    expect((await failure(fivetran.send(READ))).hint).toBe(
      "The sender of this response limits requests. Wait 90 s before the next call.",
    );
  });

  test("is not written into a downloaded file", async () => {
    const { fivetran } = await scriptedClient([html(200)]);
    const download = call("download_connector_sdk_package", { package_id: "p" });
    expect((await failure(fivetran.send(download))).type).toBe("contract");
  });
});

describe("a success whose content is not that of the operation", () => {
  const success = (data: unknown) => json(200, { code: "Success", data });
  test.each<[string, Reply]>([
    ["text as data", success("x")],
    ["a list as data", success([{ id: "c" }])],
    ["null as data", success(null)],
    ["no data", ok()],
    ["data without an id", success({ schema: "x" })],
    ["another connection", success({ id: "other" })],
    ["the code of an error", json(200, { code: "NotFound_Connection", data: { id: "c" } })],
  ])("%s is rejected in a record", async (_, reply) => {
    const { server, fivetran } = await scriptedClient([reply]);
    expect((await failure(fivetran.send(READ))).type).toBe("contract");
    expect(server.seen).toHaveLength(2);
  });

  test.each<[string, Reply]>([
    ["text as data", success("x")],
    ["a list as data", success([])],
    ["no data", ok()],
    ["an object as items", success({ items: { 0: {} } })],
    ["null as items", success({ items: null })],
    ["no items", success({ next_cursor: "c" })],
    ["a number as cursor", success({ items: [], next_cursor: 7 })],
    ["an object as the other cursor", success({ items: [], nextCursor: {} })],
    ["the code of an error", json(200, { code: "Forbidden", data: { items: [] } })],
  ])("%s is rejected in a list", async (_, reply) => {
    const { fivetran } = await scriptedClient([reply]);
    expect((await failure(fivetran.send(call("list_connections")))).type).toBe("contract");
  });

  test.each<[string, Reply]>([
    ["text as data", success("x")],
    ["another connection", success({ id: "other", paused: true })],
    ["the code of an error", json(200, { code: "Conflict" })],
  ])("%s leaves the outcome of a change open", async (_, reply) => {
    const { server, fivetran } = await scriptedClient([reply]);
    expect(await failure(fivetran.send(PAUSE))).toMatchObject({
      type: "outcome_unknown",
      facts: { outcome: "unknown" },
    });
    expect(server.seen).toHaveLength(1);
  });
});
