import { describe, expect, test } from "vitest";
import { createFivetran } from "../../../src/client/fivetran.js";
import { type Call, call } from "../../../src/client/operations/call.js";
import { ok } from "./raw-server.js";
import {
  CREATE,
  DELETE,
  failure,
  KEY,
  open,
  PAUSE,
  READ,
  SECRET,
  scriptedClient,
} from "./scripted-client.js";

describe("requests on the wire", () => {
  test("a read of connections", async () => {
    const { server, fivetran, lines } = await scriptedClient([ok({ id: "c" })]);
    const reply = await fivetran.send(READ);
    expect(reply).toEqual({
      operation: "connection_details",
      status: 200,
      message: undefined,
      data: { id: "c" },
      attempts: 1,
      bytes: Buffer.byteLength('{"code":"Success","data":{"id":"c"}}'),
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
    const { server, fivetran } = await scriptedClient([ok({})]);
    await fivetran.send(request);
    expect(server.seen[0]).toMatchObject({ method, url, body });
    expect(server.seen[0]?.headers).toMatchObject({ accept, "content-type": "application/json" });
  });

  test("a delete has no body and needs no data in the response", async () => {
    const { server, fivetran } = await scriptedClient([ok()]);
    expect(await fivetran.send(DELETE)).toMatchObject({ status: 200, data: undefined });
    expect(server.seen[0]).toMatchObject({ method: "DELETE", body: "" });
  });

  test("nothing is sent for an invalid call", async () => {
    const { server, fivetran } = await scriptedClient([ok({})]);
    const misfits: Call[] = [
      call("connection_details", { connectionId: "../groups" }),
      call("connection_details", { connectionId: "c" }, {}),
      call("delete_connection", { connectionId: "c" }, { force: true }),
      call("create_connector_sdk_package", {}, {}),
    ];
    for (const misfit of misfits) expect((await failure(fivetran.send(misfit))).type).toBe("input");
    expect(server.seen).toEqual([]);
  });

  test("the base URL's /v1 is not doubled", async () => {
    const { server } = await scriptedClient([ok({ account_id: "a" })]);
    const fivetran = createFivetran({
      apiKey: KEY,
      apiSecret: SECRET,
      baseUrl: `${server.origin}/v1/`,
    });
    open.push(fivetran.close);
    await fivetran.account.info();
    expect(server.seen[0]?.url).toBe("/v1/account/info");
  });

  test("the key alone may be Base64 of key and secret", async () => {
    const pair = Buffer.from(`${KEY}:${SECRET}`).toString("base64");
    const { server, fivetran } = await scriptedClient([ok({ id: "c" })], {
      apiKey: pair,
      apiSecret: undefined,
    });
    await fivetran.send(READ);
    expect(server.seen[0]?.headers.authorization).toBe(`Basic ${pair}`);
  });

  test("nothing is sent without credentials", async () => {
    const { server, fivetran } = await scriptedClient([ok({})], {
      apiKey: undefined,
      apiSecret: undefined,
    });
    const error = await failure(fivetran.send(READ));
    expect(error).toMatchObject({ type: "config", state: "Nothing was sent." });
    expect(error.setting).toBe("credentials");
    expect(server.seen).toEqual([]);
  });

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
