import { readdirSync, readFileSync } from "node:fs";
import { expect, expectTypeOf, test } from "vitest";
import { type Body, createFivetran, FivetranError, operationIds } from "../../src/client/index.js";
import { failed, json, ok, text } from "./http/raw-server.js";
import { failure, open, scriptedClient } from "./http/scripted-client.js";

const page = (ids: string[], next?: string) =>
  ok({ items: ids.map((id) => ({ id, name: id })), ...(next ? { next_cursor: next } : {}) });

test("an unknown operation is an input error", async () => {
  const { fivetran, server } = await scriptedClient([ok({})]);
  // @ts-expect-error no such operation
  const error = await failure(fivetran.call("modify_grp"));
  expect(error).toBeInstanceOf(FivetranError);
  expect(error).toMatchObject({ type: "input" });
  expect(server.seen).toEqual([]);
});

test("call sends what the catalog defines, and the compiler checks it", async () => {
  const { fivetran, server } = await scriptedClient([ok({ id: "g", name: "prod", items: [] })]);
  const params = { groupId: "g" };
  await fivetran.call("modify_group", { params, body: { name: "prod" } });
  await fivetran.call("list_all_users_in_group", { params: { groupId: "g", limit: 5 } });
  await fivetran.call("get_account_info");
  expect(server.seen.map(({ method, url, body }) => [method, url, body])).toEqual([
    ["PATCH", "/v1/groups/g", '{"name":"prod"}'],
    ["GET", "/v1/groups/g/users?limit=5", ""],
    ["GET", "/v1/account/info", ""],
  ]);
  type Wanted = Parameters<typeof fivetran.call<"create_webhook_nowhere" & "modify_group">>;
  expectTypeOf<Wanted>().toBeArray();
  expectTypeOf<Body<"sync_connection">>().toEqualTypeOf<{ force?: boolean }>();
  const unsent = [
    // @ts-expect-error no such operation
    () => fivetran.call("modify_grp", { params }),
    // @ts-expect-error params are missing
    () => fivetran.call("group_details"),
    // @ts-expect-error a parameter of another operation
    () => fivetran.call("group_details", { params: { connectionId: "c" } }),
    // @ts-expect-error it takes no body
    () => fivetran.call("delete_group", { params, body: { name: "x" } }),
    // @ts-expect-error the body is missing
    () => fivetran.call("create_group"),
    // @ts-expect-error a field of another type
    () => fivetran.call("create_group", { body: { name: 7 } }),
    // @ts-expect-error no such choice
    () => fivetran.call("create_system_key", { body: { name: "k", expiration_period: "NEVER" } }),
    // @ts-expect-error an upload needs its file
    () => fivetran.call("create_connector_sdk_package"),
    // @ts-expect-error a resync is confirmed
    () => fivetran.connections.resync("c"),
  ];
  expect(unsent).toHaveLength(9);
});

test("every operation but four has a method of its own", () => {
  const files = readdirSync("src/client/resources");
  const source = files
    .map((name) => readFileSync(`src/client/resources/${name}`, "utf8"))
    .join("\n");
  const bare = operationIds.filter((id) => !new RegExp(`"${id}"`).test(source));
  expect([...bare].sort()).toEqual([
    "approve_certificate",
    // Its successor accepts several types in one call.
    "dismiss_connection_warning",
    "hvr_register_hub",
    "metadata_public_connectors",
  ]);
});

test("a resync without confirmation is not sent", async () => {
  const { fivetran, server } = await scriptedClient([ok()]);
  // @ts-expect-error for programs that no compiler checked
  const error = await failure(fivetran.connections.resync("c", {}));
  expect(error).toMatchObject({ type: "input", hint: expect.stringContaining("confirm: true") });
  // @ts-expect-error nor is anything but true
  await failure(fivetran.connections.resyncTables("c", { s: ["t"] }, { confirm: "yes" }));
  expect(server.seen).toEqual([]);
  await fivetran.connections.resync("c", { confirm: true, scope: { public: ["orders"] } });
  await fivetran.connections.resyncTables("c", { public: ["orders"] }, { confirm: true });
  const changes = server.seen.filter(({ method }) => method !== "GET");
  expect(changes.map(({ url, body }) => [url, body])).toEqual([
    ["/v1/connections/c/resync", '{"scope":{"public":["orders"]}}'],
    ["/v1/connections/c/schemas/tables/resync", '{"public":["orders"]}'],
  ]);
});

test("a list is iterated or read by page", async () => {
  const { fivetran, server } = await scriptedClient([page(["a", "b"], "n"), page(["c"])]);
  const list = fivetran.groups.list({ limit: 2 });
  expect(server.seen).toEqual([]);
  expect(await list.page()).toEqual({
    items: [
      { id: "a", name: "a" },
      { id: "b", name: "b" },
    ],
    nextCursor: "n",
    unreadable: [],
  });
  const last = await fivetran.groups.list({ cursor: "n" }).page();
  expect([last.items.length, last.nextCursor]).toEqual([1, undefined]);
  expect(server.seen.map(({ url }) => url)).toEqual([
    "/v1/groups?limit=2",
    "/v1/groups?cursor=n&limit=100",
  ]);
});

test("an error in the middle of a list is thrown there, typed", async () => {
  const { fivetran } = await scriptedClient([page(["a", "b"], "n"), failed(403)]);
  const seen: string[] = [];
  const walk = async () => {
    for await (const { id } of fivetran.groups.list()) seen.push(id);
  };
  expect((await failure(walk())).type).toBe("forbidden");
  expect(seen).toEqual(["a", "b"]);
});

test("errors have the fields that programs need", async () => {
  const busy = failed(429, "TooManyRequests", { "retry-after": "600" });
  const { fivetran } = await scriptedClient([busy]);
  const error = await failure(fivetran.groups.get("g"));
  expect(error).toBeInstanceOf(FivetranError);
  expect(error).toMatchObject({
    name: "FivetranError",
    type: "rate_limited",
    status: 429,
    code: "TooManyRequests",
    retryAfterSeconds: 600,
  });
});

test("a signal ends a call", async () => {
  const { fivetran, server } = await scriptedClient([ok()]);
  const signal = AbortSignal.abort();
  const calls = [
    fivetran.call("get_account_info", { signal }),
    fivetran.request({ method: "GET", path: "/v1/news" }, { signal }),
    fivetran.webhooks.delete("w", { signal }),
    fivetran.users.groups.add("u", { id: "g", role: "r" }, { signal }),
    fivetran.certificates.list({ connectionId: "c" }, { signal }).page(),
    fivetran.connections.resync("c", { confirm: true, signal }),
  ];
  for (const call of calls) expect((await failure(call)).type).toBe("cancelled");
  expect(server.seen).toEqual([]);
});

test("clients share nothing", async () => {
  const one = await scriptedClient([failed(401)]);
  const two = await scriptedClient([ok({ account_id: "a" })]);
  await failure(one.fivetran.account.info());
  expect((await two.fivetran.account.info()).account_id).toBe("a");
  expect(one.server.seen[0]?.headers.authorization).toBeDefined();
  const other = createFivetran({ apiKey: "x", apiSecret: "y", baseUrl: two.server.origin });
  open.push(other.close);
  await other.account.info();
  const [first, second] = two.server.seen.map(({ headers }) => headers.authorization);
  expect(first).not.toBe(second);
});

test("request sends to paths outside the catalog", async () => {
  const { fivetran, server } = await scriptedClient([ok({ items: [] })]);
  const path = "/v1/connections/{connectionId}/sync-history";
  const params = { connectionId: "c" };
  const query = { start_time: "2026-01-01T00:00:00Z", full: true };
  const reply = await fivetran.request({ method: "GET", path, params, query, accept: 2 });
  expect(reply).toMatchObject({ status: 200, data: { items: [] }, attempts: 1 });
  await fivetran.request({ method: "POST", path: "/v2/things", body: { a: 1 } });
  expect(server.seen.map(({ method, url, body }) => [method, url, body])).toEqual([
    ["GET", "/v1/connections/c/sync-history?start_time=2026-01-01T00%3A00%3A00Z&full=true", ""],
    ["POST", "/v2/things", '{"a":1}'],
  ]);
  expect(server.seen[0]?.headers.accept).toBe("application/json;version=2");
});

test("request checks its path and its values", async () => {
  const { fivetran, server } = await scriptedClient([ok()]);
  const paths = [
    "v1/groups",
    "//evil.test/v1",
    "/v1//groups",
    "/v1/../admin",
    "/v1/./groups",
    "/v1/groups?x=1",
    "/v1/%2e%2e/x",
    "/v1/a b",
    "/v1/a\\b",
    "/v1/a#b",
    "/other/groups",
    "http://evil.test/v1/x",
    "/v1/{id}x",
  ];
  for (const path of paths) {
    const error = await failure(fivetran.request({ method: "GET", path }));
    expect(error.type, path).toBe("input");
  }
  for (const id of ["..", "a/b", "", "a?b", "a%2fb", "\u0000"]) {
    const path = "/v1/groups/{id}";
    const error = await failure(fivetran.request({ method: "GET", path, params: { id } }));
    expect(error.type, id).toBe("input");
  }
  expect(server.seen).toEqual([]);
});

test("a change by request is never sent twice, even with retryIf", async () => {
  const { fivetran, server } = await scriptedClient([failed(500)]);
  const error = await failure(
    fivetran.request(
      { method: "PATCH", path: "/v1/things/{id}", params: { id: "t" }, body: {} },
      { retry: { maxAttempts: 5, retryIf: () => true } },
    ),
  );
  expect([error.type, server.seen.length]).toEqual(["outcome_unknown", 1]);
});

test("request cannot bypass the middleware of a client", async () => {
  const { fivetran, server } = await scriptedClient([ok()]);
  const wrapped = fivetran.use((next) => next);
  const error = await failure(wrapped.request({ method: "GET", path: "/v1/news" }));
  expect([error.type, server.seen.length]).toEqual(["input", 0]);
});

test("packages are uploaded and downloaded as files", async () => {
  const zip = Buffer.from("PK\u0003\u0004 bytes \u00ff", "latin1");
  const about = ok({ id: "p", created_by: "u" });
  const { fivetran, server } = await scriptedClient([
    about,
    about,
    text(200, "application/zip", zip),
  ]);
  await fivetran.sdkPackages.create({ content: zip, name: 'my "code".zip' });
  await fivetran.call("update_connector_sdk_package", {
    params: { package_id: "p" },
    file: { content: zip },
  });
  expect(Buffer.from(await fivetran.sdkPackages.download("p"))).toEqual(zip);
  const [created, updated, fetched] = server.seen;
  expect(created?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
  expect(created?.body).toContain('name="file"; filename="my %22code%22.zip"');
  expect(updated?.body).toContain('filename="package.zip"');
  expect([updated?.method, fetched?.url]).toEqual([
    "PATCH",
    "/v1/connector-sdk/packages/p/download",
  ]);
  await failure(fivetran.sdkPackages.create({ content: zip, name: "a\nb" }));
  expect(server.seen).toHaveLength(3);
});

test("a download that is not a file is a contract error, an error response keeps its message", async () => {
  const { fivetran } = await scriptedClient([
    ok({ id: "p" }),
    json(404, { code: "NotFound", message: "m" }),
  ]);
  const options = { retry: { maxAttempts: 1 } };
  expect((await failure(fivetran.sdkPackages.download("p", options))).type).toBe("contract");
  expect((await failure(fivetran.sdkPackages.download("p", options))).code).toBe("NotFound");
});

test("hashes of certificates work in a path in both forms", async () => {
  const certificate = ok({ hash: "a+b/c=", id: "1" });
  const { fivetran, server } = await scriptedClient([certificate]);
  await fivetran.certificates.get({ connectionId: "c" }, "a+b/c=");
  await fivetran.fingerprints.revoke({ destinationId: "d" }, "a-b_c=");
  expect(server.seen.map(({ url }) => url)).toEqual([
    "/v1/connections/c/certificates/a-b_c%3D",
    "/v1/destinations/d/fingerprints/a-b_c%3D",
  ]);
});
