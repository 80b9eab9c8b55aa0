import { describe, expect, test } from "vitest";
import { basic, serve } from "./harness.js";

describe("the order of refusals", () => {
  test("credentials come before anything else", async () => {
    const { send, sandbox } = await serve();
    for (const authorization of ["", "Bearer x", basic("sandbox-key", "wrong"), "Basic !!!"]) {
      const reply = await send("GET", "/v1/nowhere", undefined, {
        authorization,
        accept: "text/html",
      });
      expect(reply).toMatchObject({ status: 401, code: "AuthFailed" });
      expect(reply.headers.get("x-rate-limit-remaining")).toBe("20000");
    }
    expect(sandbox.requests().map(({ authorized }) => authorized)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test("unknown route, wrong method, accept, content type, missing body", async () => {
    const { send } = await serve();
    const json = { "content-type": "application/json" };
    expect(await send("GET", "/v1/nowhere")).toMatchObject({ status: 404, code: "NotFound" });
    expect(await send("GET", "/v1/connections/a/status")).toMatchObject({ status: 404 });
    expect(await send("GET", "/v2/connections")).toMatchObject({ status: 404 });
    expect(await send("GET", "/v1/connections//")).toMatchObject({ status: 404 });
    expect(await send("DELETE", "/v1/connections")).toMatchObject({ status: 405 });
    expect(await send("PUT", "/v1/connections/x", {})).toMatchObject({ status: 405 });
    const html = { accept: "text/html" };
    expect(await send("GET", "/v1/connections", undefined, html)).toMatchObject({ status: 406 });
    const text = { "content-type": "text/plain", accept: "*/*" };
    expect(await send("PATCH", "/v1/connections/x", "{}", text)).toMatchObject({ status: 415 });
    expect(await send("POST", "/v1/connections/x/test", undefined, json)).toMatchObject({
      status: 400,
    });
    expect(await send("POST", "/v1/connections", "{oops", json)).toMatchObject({ status: 400 });
    expect(await send("POST", "/v1/connections", "[]", json)).toMatchObject({ status: 400 });
  });

  test.each([
    "application/json",
    "application/json;version=2",
    "application/json; version=1",
    "*/*",
    "text/html, application/json;q=0.5",
  ])("accept %s is served", async (accept) => {
    const { send } = await serve();
    expect(await send("GET", "/v1/connections", undefined, { accept })).toMatchObject({
      status: 200,
    });
  });
});

describe("every reply", () => {
  test("has the envelope, the quota and the sandbox's date", async () => {
    const { get, sandbox } = await serve();
    const reply = await get("/v1/account/info");
    expect(reply).toMatchObject({ status: 200, code: "Success", message: expect.any(String) });
    expect(reply.data).toEqual({
      account_id: expect.any(String),
      account_name: "Sandbox Demo",
      user_id: expect.any(String),
    });
    expect(reply.headers.get("x-rate-limit")).toBe("20000");
    expect(reply.headers.get("x-rate-limit-remaining")).toBe("19999");
    sandbox.advance(90_000);
    const later = await get("/v1/account/info");
    expect(later.headers.get("date")).toBe(sandbox.now().toUTCString());
    expect(later.headers.get("content-type")).toContain("application/json");
  });

  test("is packed when it is large and the client can unpack it", async () => {
    const { url } = await serve();
    const ask = (path: string, encoding: string) =>
      fetch(url + path, { headers: { authorization: basic(), "accept-encoding": encoding } });
    const packed = await ask("/v1/connections", "gzip, br");
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    const plain = await ask("/v1/connections", "identity");
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(await packed.text()).toBe(await plain.text());
    expect((await ask("/v1/account/info", "gzip")).headers.get("content-encoding")).toBeNull();
  });
});

describe("older spellings", () => {
  test("reach the same operations", async () => {
    const { send, get, id, sandbox } = await serve();
    const orders = await id("postgres_orders");
    const { data } = await get(`/v1/connections/${orders}`);
    expect((await get(`/v1/connectors/${orders}`)).data).toEqual(data);
    expect((await get(`/v1/groups/${data.group_id}/connectors`)).data.items.length).toBeGreaterThan(
      5,
    );
    await send("POST", `/v1/connectors/${orders}/force`, {});
    await send("POST", `/v1/connections/${orders}/connect-card-token`, {
      connect_card_config: { redirect_uri: "https://example.com" },
    });
    expect(
      sandbox
        .requests()
        .slice(-2)
        .map(({ operation }) => operation),
    ).toEqual(["sync_connection", "connect_card"]);
  });
});

describe("ids in paths", () => {
  test("are decoded one segment at a time", async () => {
    const { get, patch, id } = await serve();
    expect(await get("/v1/connections/..%2Fgroups")).toMatchObject({
      status: 404,
      code: "NotFound_Connection",
      message: "Connection with id '../groups' does not exist",
    });
    const orders = await id("postgres_orders");
    expect(
      await patch(`/v1/connections/${orders}/schemas/public/tables/order%5Fitems`, {
        enabled: true,
      }),
    ).toMatchObject({ status: 200 });
    expect(await get("/v1/connections/%E0%A4%A")).toMatchObject({ status: 404 });
  });

  test("a schema may be named like a fixed word", async () => {
    const { patch, sandbox, id } = await serve();
    const orders = await id("postgres_orders");
    sandbox.edit((world) => {
      const connection = world.connections.get(orders);
      if (connection === undefined) return;
      connection.backstage.schema.added = { reload: { tables: ["id"] } };
      connection.backstage.schema.edits["reload"] = { tables: { tables: {} } };
    });
    expect(
      await patch(`/v1/connections/${orders}/schemas/reload`, { enabled: false }),
    ).toMatchObject({ status: 200 });
    expect(
      await patch(`/v1/connections/${orders}/schemas/reload/tables/tables`, { enabled: false }),
    ).toMatchObject({ status: 200 });
  });
});

test("the front page shows a person how to use it", async () => {
  const { url, sandbox } = await serve();
  const page = await fetch(url);
  expect(page.headers.get("content-type")).toContain("text/html");
  const text = await page.text();
  expect(text).toContain(`${url}/v1`);
  expect(text).toContain("curl -u sandbox-key:sandbox-secret");
  expect(sandbox.requests()).toEqual([]);
});

test("the same replies come without a socket", async () => {
  const { sandbox, get } = await serve();
  const response = await sandbox.fetch(
    new Request("http://sandbox.invalid/v1/connections?limit=3", {
      headers: { authorization: basic(), "accept-encoding": "gzip" },
    }),
  );
  expect(await response.json()).toMatchObject({
    data: (await get("/v1/connections?limit=3")).data,
  });
});

test("the log holds requests as received, secrets masked", async () => {
  const { send, sandbox } = await serve();
  await send(
    "POST",
    "/v1/connections?x=1",
    {
      group_id: "g",
      service: "stripe",
      config: { schema: "a", api_key: "hunter2", nested: { password: "p", host: "h" } },
      auth: { client_access: { client_id: "c" } },
    },
    { "user-agent": "tester/1", accept: "application/json;version=2" },
  );
  expect(sandbox.requests()).toEqual([
    {
      n: 1,
      at: expect.stringMatching(/^2026-03-02T09:30:00/),
      method: "POST",
      path: "/v1/connections?x=1",
      operation: "create_connection",
      status: 404,
      accept: "application/json;version=2",
      contentType: "application/json",
      userAgent: "tester/1",
      authorized: true,
      body: {
        group_id: "g",
        service: "stripe",
        config: { schema: "a", api_key: "******", nested: { password: "******", host: "h" } },
        auth: { client_access: { client_id: "******" } },
      },
    },
  ]);
});
