import { afterEach, describe, expect, test } from "vitest";
import { AppError } from "../../../src/base/errors.js";
import {
  createFivetran,
  type Fivetran,
  type FivetranOptions,
} from "../../../src/client/fivetran.js";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../../src/sandbox/index.js";
import { json, ok, type RawServer, type Reply, rawServer } from "../http/raw-server.js";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const client = (baseUrl: string, options: FivetranOptions = {}): Fivetran => {
  const fivetran = createFivetran({ apiKey: "k", apiSecret: "s", baseUrl, ...options });
  open.push(fivetran.close);
  return fivetran;
};

async function raw(...script: [Reply, ...Reply[]]): Promise<[Fivetran, RawServer]> {
  const server = await rawServer(...script);
  open.push(server.close);
  return [client(server.origin), server];
}

async function world(options: SandboxOptions = {}): Promise<[Fivetran, Sandbox]> {
  const sandbox = await createSandbox({ clock: "stopped", ...options });
  const listening = await sandbox.listen();
  open.push(listening.close);
  const { apiKey, apiSecret } = sandbox;
  return [client(listening.url, { apiKey, apiSecret }), sandbox];
}

async function failure(promise: Promise<unknown>): Promise<AppError> {
  const caught = await promise.catch((reason: unknown) => reason);
  if (caught instanceof AppError) return caught;
  throw new Error("no AppError");
}

const CONNECTION = {
  id: "c",
  service: "postgres",
  schema: "orders",
  group_id: "g",
  paused: false,
  status: { setup_state: "connected", sync_state: "scheduled", update_state: "on_schedule" },
};

describe("against the sandbox", () => {
  test("a list of the account costs one request per thousand", async () => {
    const [fivetran, sandbox] = await world({ world: "large", connections: 2500 });
    const ids = new Set<string>();
    for await (const { id } of fivetran.connections.list()) ids.add(id);
    expect(ids.size).toBe(2500);
    expect(sandbox.requests().map(({ path }) => path.replace(/cursor=[^&]+/, "cursor=x"))).toEqual([
      "/v1/connections?limit=1000",
      "/v1/connections?cursor=x&limit=1000",
      "/v1/connections?cursor=x&limit=1000",
    ]);
  });

  test("groups, destinations and the account", async () => {
    const [fivetran] = await world();
    expect((await fivetran.account.info()).account_id).toBeTruthy();
    const groups = (await fivetran.groups.list({ limit: 2 }).page()).items;
    expect(groups).toHaveLength(2);
    const [group] = groups;
    if (group === undefined) throw new Error("no group");
    expect(await fivetran.groups.get(group.id)).toEqual(group);
    const destinations = [];
    for await (const destination of fivetran.destinations.list()) destinations.push(destination.id);
    expect(destinations).toContain((await fivetran.destinations.get(destinations[0] ?? "")).id);
  });

  test("a page continues from its cursor", async () => {
    const [fivetran] = await world();
    const first = await fivetran.connections.list({ limit: 10 }).page();
    const second = await fivetran.connections.list({ limit: 10, cursor: first.nextCursor }).page();
    expect(first.items).toHaveLength(10);
    expect(second.items.map(({ id }) => id)).not.toContain(first.items[0]?.id);
  });

  test("filters are applied by the server", async () => {
    const [fivetran, sandbox] = await world();
    const { items } = await fivetran.connections.list({ schema: "salesforce_prod" }).page();
    expect(items.map(({ schema }) => schema)).toEqual(["salesforce_prod"]);
    const groupId = items[0]?.group_id ?? "";
    for await (const item of fivetran.connections.list({ groupId }))
      expect(item.group_id).toBe(groupId);
    expect(sandbox.requests().at(-1)?.path).toBe(`/v1/connections?group_id=${groupId}&limit=1000`);
  });

  test("pausing, resuming and syncing change the account once each", async () => {
    const [fivetran, sandbox] = await world();
    const [connection] = await fivetran.connections.resolve(["salesforce_prod"]);
    const id = connection?.id ?? "";
    expect((await fivetran.connections.pause(id)).paused).toBe(true);
    expect((await fivetran.connections.resume(id)).paused).toBe(false);
    await fivetran.connections.sync(id);
    expect(sandbox.effects().map(({ operation }) => operation)).toEqual([
      "modify_connection",
      "modify_connection",
      "sync_connection",
    ]);
  });
});

describe("replies that do not match the model", () => {
  test("are reported with their field, without values", async () => {
    const [fivetran] = await raw(ok({ ...CONNECTION, id: ["loot"] }));
    const error = await failure(fivetran.connections.get("c"));
    expect(error).toMatchObject({ type: "contract", operation: "connection_details" });
    expect(error.message).toContain("data.id");
    expect(`${error.message} ${JSON.stringify(error.facts)}`).not.toContain("loot");
  });

  test("in a list are left out and named, with their position", async () => {
    const [fivetran] = await raw(ok({ items: [CONNECTION, { ...CONNECTION, id: 7 }] }));
    const page = await fivetran.connections.list().page();
    expect(page.items).toHaveLength(1);
    expect(page.unreadable).toMatchObject([{ field: "id", position: 2, omitted: true }]);
  });

  test("with another id are refused", async () => {
    const [fivetran] = await raw(ok({ ...CONNECTION, id: "other" }));
    expect((await failure(fivetran.connections.get("c"))).type).toBe("contract");
  });

  test("unknown fields and enum values are kept", async () => {
    const [fivetran] = await raw(ok({ ...CONNECTION, tomorrow: 1, service: "new_service" }));
    expect(await fivetran.connections.get("c")).toMatchObject({ tomorrow: 1 });
  });
});

describe("schema configuration", () => {
  test("one that was never captured is undefined", async () => {
    const [fivetran] = await raw(json(404, { code: "NotFound_SchemaConfig", message: "none" }));
    expect(await fivetran.schemas.get("c")).toBeUndefined();
  });

  test.each([[ok({})], [ok({ schemas: null })], [ok({ schema_change_handling: "ALLOW_ALL" })]])(
    "one without schemas is one without schemas",
    async (reply) => {
      const [fivetran] = await raw(reply);
      expect((await fivetran.schemas.get("c"))?.schemas ?? undefined).toBeUndefined();
    },
  );

  test("an unknown connection is not found", async () => {
    const [fivetran] = await raw(json(404, { code: "NotFound_Connection", message: "none" }));
    expect((await failure(fivetran.schemas.get("c"))).type).toBe("not_found");
  });

  test("reload and columns send the right requests", async () => {
    const [fivetran, server] = await raw(
      ok({}),
      ok({ columns: { id: { enabled: true } } }),
      ok({}),
    );
    await fivetran.schemas.reload("c");
    expect(await fivetran.schemas.columns("c", "public", "a/b")).toEqual({ id: { enabled: true } });
    expect(await fivetran.schemas.columns("c", "public", "x")).toEqual({});
    expect(server.seen.map(({ url, body }) => [url, body])).toEqual([
      ["/v1/connections/c/schemas/reload", '{"exclude_mode":"PRESERVE"}'],
      ["/v1/connections/c/schemas/public/tables/a%2Fb/columns", ""],
      ["/v1/connections/c/schemas/public/tables/x/columns", ""],
    ]);
  });
});

test("middleware sees every call, the last one first", async () => {
  const [fivetran] = await raw(ok(CONNECTION));
  const seen: string[] = [];
  const noting =
    (name: string): Parameters<Fivetran["use"]>[0] =>
    (next) =>
    (call, options) => {
      seen.push(`${name} ${call.operation}`);
      return next(call, options);
    };
  const wrapped = fivetran.use(noting("inner")).use(noting("outer"));
  await wrapped.connections.get("c");
  await wrapped.connections.modify("c", { paused: false });
  expect(seen).toEqual([
    "outer connection_details",
    "inner connection_details",
    "outer modify_connection",
    "inner modify_connection",
  ]);
});

test("a resource is the same object each time, and another one after use()", async () => {
  const [fivetran] = await raw(ok(CONNECTION));
  expect(fivetran.groups).toBe(fivetran.groups);
  expect(fivetran.use((next) => next).groups).not.toBe(fivetran.groups);
});
