import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { AppError } from "../../src/base/errors.js";
import { type Harness, harness, idOf, openSandbox, temporaryFolder } from "../harness.js";

const json = (schema: object) => ({ content: { "application/json": { schema } } });
const text = { type: "string" };
const inPath = (name: string) => ({ name, in: "path", required: true, schema: text });
const reply = (data: object) => ({
  200: json({ type: "object", properties: { code: text, message: text, data } }),
});

/**
 * Operations of a future API: a read, a change, a delete, a created secret, and an operation on the
 * whole account.
 */
const PATHS = {
  "/v1/connections/{connectionId}/freezes": {
    get: {
      operationId: "connection_freezes",
      summary: "List the freezes of a connection",
      parameters: [inPath("connectionId"), { name: "since", in: "query", schema: text }],
      responses: reply({ type: "object", properties: { total: { type: "integer" } } }),
    },
    post: {
      operationId: "freeze_connection",
      summary: "Freeze a connection",
      parameters: [inPath("connectionId")],
      requestBody: json({
        type: "object",
        required: ["reason"],
        properties: { reason: text, target_group_id: text },
      }),
      responses: reply({ type: "object" }),
    },
  },
  "/v1/connections/{connectionId}/freezes/{freezeId}": {
    delete: {
      operationId: "delete_freeze",
      parameters: [inPath("connectionId"), inPath("freezeId")],
      responses: reply({ type: "object" }),
    },
  },
  "/v1/connections/{connectionId}/tokens": {
    post: {
      operationId: "create_connection_token",
      parameters: [inPath("connectionId")],
      responses: reply({ type: "object", properties: { id: text, token: text } }),
    },
  },
  "/v1/budgets": {
    get: { operationId: "list_budgets", responses: reply({ type: "object" }) },
  },
};

const definition = (paths: object = PATHS) => ({
  openapi: "3.0.1",
  tags: [{ name: "updated", description: "2026-11-20T00:00:00Z" }],
  paths,
});

async function fileOf(content: object | string): Promise<string> {
  const file = join(await temporaryFolder(), "definition.json");
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** Starts the sandbox behind a relay that adds the new operations. */
async function account() {
  const { sandbox, url } = await openSandbox();
  const sent: { method: string; path: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString();
    const { method = "GET" } = request;
    const headers = { "content-type": "application/json" };
    const own = /\/(freezes|tokens|budgets)\b/.test(path);
    if (own && path.includes("postgres_orders")) {
      const missing = { code: "NotFound_Connection", message: "Not found" };
      response.writeHead(404, headers).end(JSON.stringify(missing));
      return;
    }
    if (own) {
      sent.push({ method, path, body });
      const data = path.endsWith("/tokens") ? { id: "t1", token: "shown-only-once" } : { total: 2 };
      response.writeHead(200, headers).end(JSON.stringify({ code: "Success", data }));
      return;
    }
    const { authorization = "", accept = "*/*" } = request.headers;
    const passed = await fetch(`${url}${path}`, {
      method,
      headers: { authorization, accept, ...headers },
      ...(body === "" ? {} : { body }),
    });
    response.writeHead(passed.status, headers).end(await passed.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { sandbox, url: `http://127.0.0.1:${port}`, sent };
}

async function withDefinition(env: Record<string, string> = {}) {
  const { sandbox, url, sent } = await account();
  const FIVETRAN_DEFINITION = await fileOf(definition());
  const on = await harness({ account: { sandbox, url }, env: { FIVETRAN_DEFINITION, ...env } });
  return { on, sandbox, sent };
}

const freeze = (on: Harness, body: object, more: object = {}) =>
  on.call("write_api", {
    operation_id: "freeze_connection",
    params: { connectionId: "postgres_orders" },
    body,
    ...more,
  });

test("an operation of the file is found, read by name, planned, confirmed and sent once", async () => {
  const { on, sandbox, sent } = await withDefinition();
  const id = idOf(sandbox, "postgres_orders");

  const found = await on.call("search_api", { query: "freeze a connection" });
  expect(found.text).toContain(
    'freeze_connection (write_api, write, needs confirmation) "Freeze a connection"',
  );
  expect(found.text).toContain("This version does not know the operation");

  const read = await on.call("read_api", {
    operation_id: "connection_freezes",
    params: { connectionId: "postgres_orders", since: "2026-11-01" },
  });
  expect(read.data).toMatchObject({ operation: "connection_freezes", data: { total: 2 } });

  const planned = await freeze(on, { reason: "audit" });
  expect(planned.status).toBe("confirmation_required");
  expect(planned.text).toContain(`"Freeze a connection": postgres_orders (${id})`);
  expect(planned.text).toContain("This version does not know the operation");
  expect(planned.text).toContain("reason: audit");
  const done = await freeze(on, { reason: "audit" }, { confirmation_token: planned.token });
  expect(done.isError).toBe(false);
  expect(sent).toEqual([
    { method: "GET", path: `/v1/connections/${id}/freezes?since=2026-11-01`, body: "" },
    { method: "POST", path: `/v1/connections/${id}/freezes`, body: '{"reason":"audit"}' },
  ]);
});

test("an app that is made later has the operations of its own file, or none", async () => {
  const find = async (on: Harness, query: string) => (await on.call("search_api", { query })).text;
  const { on } = await withDefinition();
  expect(await find(on, "freeze a connection")).toContain("freeze_connection");
  const others = JSON.stringify(definition()).replaceAll(/freeze(?= a|_)/gi, "thaw");
  const FIVETRAN_DEFINITION = await fileOf(others);
  const second = await harness({ env: { FIVETRAN_DEFINITION } });
  expect(await find(second, "thaw a connection")).toContain("thaw_connection");
  const third = await harness();
  expect(await find(third, "thaw a connection")).not.toContain("thaw_connection");
  const unknown = await third.call("write_api", { operation_id: "thaw_connection" });
  expect(unknown.text).toContain('Operation "thaw_connection" not found.');
});

test("its fields are checked, and a slip is named", async () => {
  const { on, sent } = await withDefinition();
  expect((await freeze(on, {})).text).toContain("reason is required");
  const slip = await freeze(on, { reason: "x", resaon: "y" });
  expect(slip.text).toContain("Did you mean reason?");
  expect(sent).toEqual([]);
});

test.each([
  [{ FIVETRAN_SCOPE: "read" }, "it needs the scope read/write"],
  [{ FIVETRAN_READ_ONLY: "1" }, "read-only"],
  [{ DISALLOWED_ACTIONS: "connections:write" }, "connections:write is disallowed"],
  [
    { DISALLOWED_ACTIONS: "connections:write:freeze_connection" },
    "connections:write:freeze_connection is disallowed",
  ],
])("the policy %j holds for it", async (env, reason) => {
  const { on, sent } = await withDefinition(env);
  const reply = await freeze(on, { reason: "x" }).catch((error: Error) => ({
    isError: true,
    text: error.message,
  }));
  expect(reply.isError).toBe(true);
  // A tool that the scope can never run is not listed.
  if ("DISALLOWED_ACTIONS" in env) expect(reply.text).toContain(reason);
  expect(sent).toEqual([]);
});

test("a resource that only the file has can be denied", async () => {
  const { on, sent } = await withDefinition({ DISALLOWED_ACTIONS: "budgets:read" });
  const reply = await on.call("read_api", { operation_id: "list_budgets" });
  expect(reply.text).toContain("budgets:read is disallowed");
  expect(sent).toEqual([]);
});

test("groups and connectors confine it: by its path, its body, and as a whole", async () => {
  const { sandbox, url, sent } = await account();
  const FIVETRAN_DEFINITION = await fileOf(definition());
  const open = await harness({ account: { sandbox, url } });
  const { items } = groupsOf(
    (await open.call("read_api", { operation_id: "list_all_groups" })).data,
  );
  const own = connectionGroup(sandbox, "postgres_orders");
  const other = items.find((id) => id !== own) ?? "";
  const on = await harness({
    account: { sandbox, url },
    env: { FIVETRAN_DEFINITION, FIVETRAN_GROUPS: other },
  });
  const outside = await freeze(on, { reason: "x" });
  expect(outside.isError).toBe(true);
  expect((await on.call("read_api", { operation_id: "list_budgets" })).text).toContain(
    "it applies to the whole account",
  );

  const inside = await harness({
    account: { sandbox, url },
    env: { FIVETRAN_DEFINITION, FIVETRAN_GROUPS: own },
  });
  const elsewhere = await freeze(inside, { reason: "x", target_group_id: other });
  expect(elsewhere.text).toContain("FIVETRAN_GROUPS");
  const unattributed = await inside.call("delete_api", {
    operation_id: "delete_freeze",
    params: { connectionId: "postgres_orders", freezeId: "f1" },
  });
  expect(unattributed.text).toContain("it applies to the whole account");
  expect(sent).toEqual([]);
  expect((await freeze(inside, { reason: "x" })).status).toBe("confirmation_required");

  const named = await harness({
    account: { sandbox, url },
    env: { FIVETRAN_DEFINITION, FIVETRAN_CONNECTORS: "!postgres_*" },
  });
  const denied = await named.call("write_api", {
    operation_id: "freeze_connection",
    params: { connectionId: idOf(sandbox, "postgres_orders") },
    body: { reason: "x" },
  });
  expect(denied.text).toContain("FIVETRAN_CONNECTORS");
});

test("a delete needs its scope and tool, and counts within the hour", async () => {
  const { on, sent } = await withDefinition({ FIVETRAN_HOURLY_LIMIT: "1" });
  const args = {
    operation_id: "delete_freeze",
    params: { connectionId: "postgres_orders", freezeId: "f1" },
  };
  expect((await on.call("write_api", args)).text).toContain("Use delete_api");
  const planned = await on.call("delete_api", args);
  expect(planned.text).toContain("cannot be undone");
  await on.call("delete_api", { ...args, confirmation_token: planned.token });
  expect(sent).toHaveLength(1);
  const again = await on.call("delete_api", {
    ...args,
    params: { ...args.params, freezeId: "f2" },
  });
  expect(`${again.text}`).toContain("FIVETRAN_HOURLY_LIMIT");
});

test("a secret that its response shows is kept in a file, and without a folder nothing is sent", async () => {
  const args = {
    operation_id: "create_connection_token",
    params: { connectionId: "postgres_orders" },
  };
  const closed = await withDefinition();
  expect((await closed.on.call("write_api", args)).text).toContain("FIVETRAN_SECRETS_DIR");
  const folder = await temporaryFolder();
  const { on } = await withDefinition({ FIVETRAN_SECRETS_DIR: folder });
  const planned = await on.call("write_api", args);
  const done = await on.call("write_api", { ...args, confirmation_token: planned.token });
  expect(done.text).toContain("token: [kept in");
  expect(JSON.stringify(done)).not.toContain("shown-only-once");
});

test.each(["../users", "..", "%2e%2e", "a/b", "a?b=c", "a#b"])(
  "a path value %s is refused",
  async (freezeId) => {
    const { on, sent } = await withDefinition();
    const reply = await on.call("delete_api", {
      operation_id: "delete_freeze",
      params: { connectionId: "postgres_orders", freezeId },
    });
    expect(reply.data["error"]).toMatchObject({ type: "input" });
    expect(sent).toEqual([]);
  },
);

const get = { get: { operationId: "list_things", responses: {} } };

describe("a file that cannot be used is a problem of the configuration", () => {
  test.each<[string, object | string, string]>([
    ["YAML", "openapi: 3.0.1\npaths: {}\n", "is YAML; it must be JSON"],
    [
      "cut short",
      JSON.stringify(definition()).slice(0, 300),
      "is not valid JSON, or is incomplete",
    ],
    ["empty", "", "is not valid JSON, or is incomplete"],
    ["a list", [], "is not an OpenAPI 3 definition with paths"],
    [
      "an older form",
      { swagger: "2.0", paths: PATHS },
      "is not an OpenAPI 3 definition with paths",
    ],
    ["a file of expectations", { rules: [] }, "is not an OpenAPI 3 definition with paths"],
    ["another API", definition({ "/pets": get }), "has no path of Fivetran's API"],
    [
      "a third-party API",
      { ...definition(), servers: [{ url: "https://api.example.com" }] },
      "which is not Fivetran's",
    ],
    [
      "a path upwards",
      definition({ ...PATHS, "/v1/../admin": get }),
      "could lead to another operation",
    ],
    [
      "an encoded path",
      definition({ ...PATHS, "/v1/%2e%2e/a": get }),
      "could lead to another operation",
    ],
    [
      "an empty segment",
      definition({ ...PATHS, "/v1//a": get }),
      "could lead to another operation",
    ],
    [
      "a query in a path",
      definition({ ...PATHS, "/v1/a?x=1": get }),
      "could lead to another operation",
    ],
    [
      "another host",
      definition({ ...PATHS, "@evil.example/a": get }),
      "could lead to another operation",
    ],
  ])("%s", async (_, content, problem) => {
    const FIVETRAN_DEFINITION = await fileOf(content);
    const failed = await harness({ env: { FIVETRAN_DEFINITION } }).catch((error: unknown) => error);
    if (!(failed instanceof AppError)) throw new Error("it was accepted");
    expect(failed.type).toBe("config");
    expect(failed.message).toContain(`FIVETRAN_DEFINITION: ${JSON.stringify(FIVETRAN_DEFINITION)}`);
    expect(failed.message).toContain(problem);
  });

  test("one that is missing, a folder, or too large", async () => {
    const folder = await temporaryFolder();
    const large = join(folder, "large.json");
    await writeFile(large, Buffer.alloc(30_000_001, " "));
    for (const [path, problem] of [
      [join(folder, "missing.json"), "cannot be read (ENOENT)"],
      [folder, "is not a file"],
      [large, "is larger than 30 MB"],
    ] as const) {
      await expect(harness({ env: { FIVETRAN_DEFINITION: path } })).rejects.toThrow(problem);
    }
  });
});

test("what cannot be called is left out with the reason, and what is known stays as it is", async () => {
  const FIVETRAN_DEFINITION = await fileOf(
    definition({
      ...PATHS,
      "/v1/connections/{id}": { delete: { operationId: "remove_it", responses: {} } },
      "/v1/a": { get: { operationId: "delete_connection", responses: {} } },
      "/v1/b": { get: { operationId: "NotAnId", responses: {} } },
      "/v1/c": { get: { operationId: "__proto__", responses: {} } },
      "/v1/d": { get: { ...get.get, parameters: [{ name: "x", in: "header", required: true }] } },
      "/v1/e/{a-b}": { get: { operationId: "list_e", responses: {} } },
      "/v1/f": { get: { operationId: "list_budgets", responses: {} } },
    }),
  );
  const { app } = await harness({ env: { FIVETRAN_DEFINITION } });
  const { added = [], skipped } = app.config.definition?.definition ?? {};
  expect(added.map(({ id }) => id)).toEqual([
    "connection_freezes",
    "freeze_connection",
    "delete_freeze",
    "create_connection_token",
    "list_budgets",
  ]);
  expect(skipped).toEqual([
    {
      operation: "delete_connection",
      why: "conflicts with this version, which uses the same id for DELETE /v1/connections/{connectionId}",
    },
    { operation: "NotAnId", why: "has an id that is not of lower-case letters, digits and _" },
    { operation: "__proto__", why: "has an id that is not of lower-case letters, digits and _" },
    { operation: "list_things", why: "needs the header x" },
    { operation: "list_e", why: 'has a path of an unexpected form, "/v1/e/{a-b}"' },
    { operation: "list_budgets", why: "has the same id as another operation of the file" },
  ]);
});

test("schemas that refer to themselves, or are very deep, are read as far as that makes sense", async () => {
  const node = { type: "object", properties: { next: { $ref: "#/components/schemas/Node" } } };
  const FIVETRAN_DEFINITION = await fileOf({
    ...definition({
      "/v1/connections/{connectionId}/nodes": {
        post: {
          operationId: "add_node",
          parameters: [{ $ref: "#/components/parameters/Connection" }],
          requestBody: { $ref: "#/components/requestBodies/Node" },
          responses: {},
        },
      },
    }),
    components: {
      schemas: { Node: node },
      parameters: { Connection: inPath("connectionId") },
      requestBodies: { Node: json({ $ref: "#/components/schemas/Node" }) },
    },
  });
  const on = await harness({ env: { FIVETRAN_DEFINITION } });
  const planned = await on.call("write_api", {
    operation_id: "add_node",
    params: { connectionId: "postgres_orders" },
    body: { next: { next: {} } },
  });
  expect(planned.status).toBe("confirmation_required");
});

const groupsOf = (data: Record<string, unknown>) => ({
  items: (Array.isArray(data["items"]) ? data["items"] : []).map((item: { id: string }) => item.id),
});

function connectionGroup(sandbox: Harness["sandbox"], name: string): string {
  let group = "";
  sandbox.edit((world) => {
    group = [...world.connections.values()].find(({ schema }) => schema === name)?.group_id ?? "";
  });
  return group;
}
