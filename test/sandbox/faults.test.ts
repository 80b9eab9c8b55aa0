import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import type { FaultRule } from "../../src/sandbox/index.js";
import { basic, type Client, serve } from "./harness.js";

const GROUPS = "/v1/groups";

async function faulty(rule: FaultRule): Promise<Client> {
  const client = await serve();
  client.sandbox.fault(rule);
  return client;
}

function ask(client: Client, path = GROUPS, init: RequestInit = {}): Promise<Response> {
  return fetch(client.url + path, { headers: { authorization: basic() }, ...init });
}

describe("a fault", () => {
  test("replies instead of the request, with status, headers and body", async () => {
    const client = await faulty({
      operation: "list_all_groups",
      status: 503,
      headers: { "x-odd": "1" },
      body: "<html>",
    });
    const reply = await ask(client);
    expect([reply.status, reply.headers.get("x-odd"), await reply.text()]).toEqual([
      503,
      "1",
      "<html>",
    ]);
    expect((await ask(client, "/v1/destinations")).status).toBe(200);
    expect(client.sandbox.requests().map(({ status }) => status)).toEqual([503, 200]);
    client.sandbox.clearFaults();
    expect((await ask(client)).status).toBe(200);
  });

  test("picks its requests by count, path and method", async () => {
    const client = await serve();
    client.sandbox.fault({ path: "limit=2", method: "get", calls: [2], status: 500 });
    client.sandbox.fault({
      operation: "list_all_groups",
      calls: { from: 4 },
      status: 429,
      headers: { "retry-after": "7" },
    });
    const statuses: number[] = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await ask(client, `${GROUPS}?limit=2`)).status);
    expect(statuses).toEqual([200, 500, 200, 429, 429]);
    expect((await ask(client)).headers.get("retry-after")).toBe("7");
  });

  test("before the effect keeps it from happening, after it does not", async () => {
    const client = await serve();
    const path = `/v1/connections/${await client.id("salesforce_prod")}`;
    client.sandbox.fault({ operation: "modify_connection", calls: [1], status: 500 });
    client.sandbox.fault({
      operation: "modify_connection",
      calls: [2],
      when: "after",
      status: 500,
    });
    expect((await client.patch(path, { paused: true })).status).toBe(500);
    expect((await client.connection("salesforce_prod")).paused).toBe(false);
    expect((await client.patch(path, { paused: true })).status).toBe(500);
    expect((await client.connection("salesforce_prod")).paused).toBe(true);
    expect(client.sandbox.effects()).toHaveLength(1);
  });

  test("resets the connection", async () => {
    const client = await faulty({ reset: true });
    const error = await new Promise<string>((done) => {
      const socket = connect(Number(new URL(client.url).port), "127.0.0.1", () =>
        socket.write(`GET ${GROUPS} HTTP/1.1\r\nHost: localhost\r\n\r\n`),
      );
      socket.on("error", (failure) =>
        done("code" in failure ? String(failure.code) : failure.message),
      );
      socket.on("end", () => done("end"));
    });
    expect(error).toBe("ECONNRESET");
    expect(client.sandbox.requests()[0]?.status).toBe("reset");
  });

  test("cuts the body off although more was promised", async () => {
    const client = await faulty({ cut: 20 });
    const reply = await ask(client);
    expect(Number(reply.headers.get("content-length"))).toBeGreaterThan(20);
    await expect(reply.text()).rejects.toThrow();
    expect(client.sandbox.requests()[0]?.status).toBe("cut");
  });

  test("cut off at once still sends the headers", async () => {
    const client = await faulty({ cut: 0 });
    const reply = await ask(client);
    expect(reply.status).toBe(200);
    await expect(reply.text()).rejects.toThrow();
  });

  test("cut before a change means that it did not happen", async () => {
    const client = await faulty({ method: "POST", cut: 5 });
    const path = `/v1/connections/${await client.id("salesforce_prod")}/sync`;
    const reply = await ask(client, path, { method: "POST" });
    await expect(reply.text()).rejects.toThrow();
    expect(client.sandbox.effects()).toEqual([]);
  });

  test("leaves the client waiting", async () => {
    const client = await faulty({ hang: true });
    const gone = new AbortController();
    const reply = ask(client, GROUPS, { signal: gone.signal });
    await expect.poll(() => client.sandbox.requests()[0]?.status).toBe("hang");
    gone.abort();
    await expect(reply).rejects.toThrow();
  });

  test("delays and trickles a whole reply", async () => {
    const client = await faulty({ delayMs: 5, dripMs: 0 });
    const reply = await ask(client);
    expect(await reply.json()).toMatchObject({ code: "Success" });
  });

  test("shows in a Response as far as it can", async () => {
    const client = await serve();
    const request = () =>
      new Request("http://sandbox.invalid/v1/groups", { headers: { authorization: basic() } });
    client.sandbox.fault({ calls: [1], cut: 9 });
    client.sandbox.fault({ calls: [2], reset: true });
    client.sandbox.fault({ calls: [3], dripMs: 0 });
    await expect((await client.sandbox.fetch(request())).text()).rejects.toThrow();
    await expect(client.sandbox.fetch(request())).rejects.toThrow("fetch failed");
    expect(await (await client.sandbox.fetch(request())).json()).toMatchObject({ code: "Success" });
  });
});

describe("the side channel", () => {
  const side = async (client: Client, method: string, path: string, body?: unknown) => {
    const response = await fetch(`${client.url}/_sandbox${path}`, {
      method,
      headers: { "x-sandbox-secret": client.sandbox.controlSecret },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };

  test("does over HTTP what the object does, unseen and uncounted", async () => {
    const client = await serve();
    const id = await client.id("salesforce_prod");
    expect(await side(client, "POST", "/advance", { ms: 60_000 })).toMatchObject({
      body: { now: "2026-03-02T09:31:00.000Z" },
    });
    expect(
      await side(client, "POST", "/faults", {
        operation: "sync_connection",
        calls: [1],
        status: 502,
      }),
    ).toMatchObject({ status: 200 });
    expect((await client.post(`/v1/connections/${id}/sync`)).status).toBe(502);
    await side(client, "DELETE", "/faults");
    expect((await client.post(`/v1/connections/${id}/sync`)).status).toBe(200);
    expect((await side(client, "GET", "/effects")).body).toEqual(
      JSON.parse(JSON.stringify(client.sandbox.effects())),
    );
    expect((await side(client, "GET", "/requests")).body).toHaveLength(3);
    expect(Number((await client.get(GROUPS)).headers.get("x-rate-limit-remaining"))).toBe(
      20_000 - 3,
    );
    await side(client, "POST", "/reset");
    expect(client.sandbox.requests()).toEqual([]);
    expect((await client.connection("salesforce_prod")).status.sync_state).toBe("scheduled");
  });

  test("moves a connection behind the client's back, and its verdict stays as set", async () => {
    const client = await serve();
    const id = await client.id("salesforce_prod");
    const change = {
      paused: true,
      status: {
        sync_state: "paused",
        update_state: "delayed",
        tasks: [{ code: "x", message: "y" }],
      },
    };
    expect(await side(client, "PATCH", `/connections/${id}`, change)).toMatchObject({
      status: 200,
    });
    client.sandbox.advance(3_600_000);
    expect(await client.connection("salesforce_prod")).toMatchObject({
      ...change,
      config: { authentication_method: "STANDARD" },
    });
    expect(client.sandbox.effects()).toEqual([]);
  });

  test("refuses what it does not understand", async () => {
    const client = await serve();
    for (const ms of [-1, 367 * 86_400_000, 1e15]) {
      expect((await side(client, "POST", "/advance", { ms })).status, String(ms)).toBe(400);
      expect(() => client.sandbox.advance(ms), String(ms)).toThrow("366 days");
    }
    expect((await side(client, "GET", "/nowhere")).status).toBe(404);
    const id = await client.id("salesforce_prod");
    const changes: [string, unknown, number, RegExp][] = [
      ["none", {}, 404, /^Connection with id 'none' does not exist$/],
      ["%E0%A4%A", {}, 404, /does not exist$/],
      [id, { paused: "maybe" }, 400, /^Field 'paused' has an invalid value: .*boolean/],
      [id, [], 400, /^Request body must be a JSON object$/],
      [id, { id: "other" }, 400, /^The id of a connection cannot change$/],
      [id, { group_id: "none" }, 404, /^Group with id 'none' does not exist$/],
    ];
    for (const [name, change, status, message] of changes) {
      const refused = await side(client, "PATCH", `/connections/${name}`, change);
      expect(refused).toEqual({
        status,
        body: { code: expect.any(String), message: expect.stringMatching(message) },
      });
    }
    expect((await client.connection("salesforce_prod")).paused).toBe(false);
    expect((await side(client, "PUT", "/sources/%E0%A4%A", {})).status).toBe(200);
  });

  test.each<[unknown, RegExp]>([
    [{ status: 200, typo: 1 }, /^Unknown field 'typo'$/],
    [
      { operation: "list_group", status: 503 },
      /^Field 'operation' .*: the API has no such operation$/,
    ],
    [{ method: "FETCH", status: 503 }, /^Field 'method' .*: the API has no such method$/],
    [{ status: "503" }, /^Field 'status' has an invalid value: .*number/],
    [{ calls: [], status: 503 }, /^Field 'calls' /],
    [{ calls: 2, status: 503 }, /^Field 'calls' .*: numbers from 1 on, or from and to$/],
    [{ calls: { from: 3, to: 2 }, status: 503 }, /^Field 'calls' .*: from is after to$/],
    // A Node timer with a longer delay would fire immediately.
    [{ delayMs: 2 ** 31 }, /^Field 'delayMs' /],
    [{ dripMs: 2 ** 31 }, /^Field 'dripMs' /],
    [{ headers: { "x y": "1" } }, /^Field 'headers' .*: a name or a value cannot be sent in HTTP$/],
    [{ headers: { x: "1\n2" } }, /^Field 'headers' /],
    [[], /^Request body must be a JSON object$/],
    ...[{}, { when: "after" }, { operation: "list_all_groups", reset: false }].map(
      (rule): [unknown, RegExp] => [rule, /^A fault has an effect: status, .*, hang$/],
    ),
  ])("refuses the fault %j, which would never show", async (rule, message) => {
    const client = await serve();
    expect(await side(client, "POST", "/faults", rule)).toEqual({
      status: 400,
      body: { code: "InvalidInput", message: expect.stringMatching(message) },
    });
    expect((await client.get(GROUPS)).status).toBe(200);
  });

  test("an object's own fault is checked too", async () => {
    const { sandbox } = await serve();
    expect(() => sandbox.fault({})).toThrow("A fault has an effect");
  });
});
