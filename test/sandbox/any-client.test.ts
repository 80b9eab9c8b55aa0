import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { basic, serve } from "./harness.js";

/** Sends raw text over the wire, and returns everything that comes back. */
async function raw(url: string, text: string): Promise<string> {
  const { port } = new URL(url);
  return await new Promise((done, fail) => {
    let reply = "";
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(text));
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => {
      reply += part;
    });
    socket.on("close", () => done(reply));
    socket.on("error", fail);
  });
}

const lines = (...given: string[]) => `${given.join("\r\n")}\r\n\r\n`;
const closing = `Authorization: ${basic()}\r\nConnection: close`;

describe("on the wire", () => {
  test("header names may be written in any case, and HTTP/1.0 is spoken", async () => {
    const { url } = await serve();
    const reply = await raw(
      url,
      lines("GET /v1/account/info HTTP/1.0", `AUTHORIZATION: bAsIc ${basic().slice(6)}`),
    );
    expect(reply).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(reply).toMatch(/content-length: \d+\r\n/i);
    expect(reply).toContain('"account_id"');
  });

  test("a whole address in the request line is understood", async () => {
    const { url, sandbox } = await serve();
    const target = "http://api.fivetran.com/v1/groups?limit=1";
    const reply = await raw(
      url,
      lines(`GET ${target} HTTP/1.1`, "Host: api.fivetran.com", closing),
    );
    expect(reply).toContain("200 OK");
    expect(sandbox.requests().at(-1)?.path).toBe("/v1/groups?limit=1");
  });

  test("a body may come in chunks, after asking whether it may come", async () => {
    const { url, sandbox } = await serve();
    const head = lines(
      "POST /v1/groups HTTP/1.1",
      "Host: localhost",
      "Content-Type: application/json;charset=UTF-8",
      "Transfer-Encoding: chunked",
      "Expect: 100-continue",
      closing,
    );
    const reply = await raw(url, `${head}7\r\n{"name"\r\n9\r\n:"Piece"}\r\n0\r\n\r\n`);
    expect(reply).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 Created\r\n/);
    expect(sandbox.requests().at(-1)?.body).toEqual({ name: "Piece" });
  });

  test("one connection carries many requests", async () => {
    const { url } = await serve();
    const one = lines(
      "GET /v1/account/info HTTP/1.1",
      "Host: localhost",
      `Authorization: ${basic()}`,
    );
    const last = lines("GET /v1/account/info HTTP/1.1", "Host: localhost", closing);
    const reply = await raw(url, one + one + last);
    expect(reply.match(/200 OK/g)).toHaveLength(3);
  });

  test("HEAD is handled as GET, without the body", async () => {
    const { url } = await serve();
    const reply = await raw(
      url,
      lines("HEAD /v1/account/info HTTP/1.1", "Host: localhost", closing),
    );
    expect(reply).toMatch(/200 OK[\s\S]*content-length: [1-9]\d*[\s\S]*\r\n\r\n$/i);
  });

  test("a malformed body is refused", async () => {
    const { url } = await serve();
    const response = await fetch(`${url}/v1/groups`, {
      method: "POST",
      headers: { authorization: basic(), "content-type": "application/json" },
      body: "x".repeat(33 * 1024 * 1024),
    }).catch(() => undefined);
    expect(response?.status ?? 413).toBe(413);
  });
});

describe("headers and addresses", () => {
  test.each([
    ["accept", "application/json; version=2", 200],
    ["accept", 'application/json; version="2"', 200],
    ["accept", "application/json;charset=utf-8;q=0.9, */*;q=0.1", 200],
    ["accept", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", 200],
    ["accept", "APPLICATION/JSON", 200],
    ["accept", "application/*", 200],
    ["accept", "application/json;q=0", 406],
    ["accept", "application/json;version=3", 406],
    ["accept", "application/xml", 406],
    ["accept-encoding", "gzip, deflate, br, zstd", 200],
    ["accept-encoding", "*", 200],
    ["authorization", `basic   ${basic().slice(6)}`, 200],
    ["authorization", basic("sandbox-key", "sandbox-secret:more"), 401],
    ["authorization", "Basic", 401],
  ])("%s: %s returns %i", async (name, value, status) => {
    const { send } = await serve();
    expect(await send("GET", "/v1/connections", undefined, { [name]: value })).toMatchObject({
      status,
    });
  });

  test.each([
    ["application/json", 201],
    ["application/json; charset=utf-8", 201],
    ["Application/JSON;charset=UTF-8", 201],
    ["application/x-www-form-urlencoded", 415],
    ["text/plain", 415],
  ])("a body of type %s returns %i", async (type, status) => {
    const { send } = await serve();
    const reply = await send("POST", "/v1/groups", { name: "typed" }, { "content-type": type });
    expect(reply.status).toBe(status);
  });

  test("gzip is sent only to who takes it", async () => {
    const { url } = await serve();
    const coding = async (accepted: string) => {
      const headers = { authorization: basic(), "accept-encoding": accepted };
      const response = await fetch(`${url}/v1/connections`, { headers });
      return response.headers.get("content-encoding");
    };
    expect(await coding("gzip, deflate, br")).toBe("gzip");
    expect(await coding("br;q=1.0, gzip;q=0.8")).toBe("gzip");
    expect(await coding("gzip;q=0")).toBeNull();
    expect(await coding("br")).toBeNull();
  });

  test("an empty cursor, a slash at the end and a body on a delete do no harm", async () => {
    const { send, get } = await serve();
    expect((await get("/v1/connections?limit=1000&cursor=")).status).toBe(200);
    expect((await get("/v1/groups/")).data).toEqual((await get("/v1/groups")).data);
    const { data } = await send("POST", "/v1/groups/", { name: "slashed" });
    expect(await send("DELETE", `/v1/groups/${data.id}/`, { force: true })).toMatchObject({
      status: 200,
    });
    expect(await send("DELETE", `/v1/groups/${data.id}`, "not json")).toMatchObject({
      status: 404,
    });
  });

  test("a method that a path does not have is refused with the allowed ones", async () => {
    const { send } = await serve();
    const refused = await send("PUT", "/v1/groups", {});
    expect(refused).toMatchObject({ status: 405 });
    expect(refused.headers.get("allow")?.split(", ").sort()).toEqual(["GET", "POST"]);
    expect(await send("OPTIONS", "/v1/groups")).toMatchObject({ status: 405 });
  });
});
