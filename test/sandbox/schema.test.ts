import { describe, expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Client, serve } from "./harness.js";

const MINUTE = 60_000;

async function orders(options = {}): Promise<Client & { path: string }> {
  const client = await serve(options);
  return { ...client, path: `/v1/connections/${await client.id("postgres_orders")}/schemas` };
}

async function pathOf(client: Client, name: string): Promise<string> {
  return `/v1/connections/${await client.id(name)}/schemas`;
}

describe("reading a schema configuration", () => {
  test("shows every schema and table, and only the columns somebody changed", async () => {
    const { get, path } = await orders();
    const { data, message } = await get(path);
    expect(message).toBe("Schema configuration retrieved successfully");
    expect(data).toMatchObject({
      schema_change_handling: "ALLOW_ALL",
      enable_new_by_default: true,
    });
    const { public: main, internal } = data.schemas;
    expect(main).toMatchObject({ name_in_destination: "postgres_orders_public", enabled: true });
    expect(internal.tables.job_queue).toMatchObject({ supports_history_mode: false });
    expect(internal.tables.job_queue).not.toHaveProperty("sync_mode");
    expect(main.tables.orders).toEqual({
      name_in_destination: "orders",
      enabled: true,
      sync_mode: "SOFT_DELETE",
      supports_columns_config: true,
      supports_history_mode: true,
      enabled_patch_settings: { allowed: true },
      columns: {},
    });
    expect(main.tables.sessions.enabled).toBe(false);
    expect(main.tables.audit_log.supports_columns_config).toBe(false);
    expect(main.tables.schema_migrations.enabled_patch_settings).toMatchObject({
      allowed: false,
      reason_code: "SYSTEM_TABLE",
    });
    expect(Object.keys(main.tables.customers.columns)).toEqual(["tax_id"]);
    expect(main.tables.customers.columns.tax_id).toMatchObject({ enabled: true, hashed: true });
  });

  test("is a 404 before the first look at the source, and differs by service", async () => {
    const client = await serve();
    const { get } = client;
    expect(await get(await pathOf(client, "mixpanel_app.events"))).toMatchObject({
      status: 404,
      code: "NotFound_SchemaConfig",
    });
    expect(Object.keys((await get(await pathOf(client, "salesforce_prod"))).data.schemas)).toEqual([
      "salesforce",
    ]);
    expect(Object.keys((await get(await pathOf(client, "netsuite_finance"))).data.schemas)).toEqual(
      ["netsuite"],
    );
    expect(Object.keys((await get(await pathOf(client, "stripe_payments"))).data.schemas)).toEqual([
      "stripe_payments",
    ]);
    const sheet = await get(await pathOf(client, "marketing_sheets.budget"));
    expect(sheet).toMatchObject({ status: 200, data: { schema_change_handling: "ALLOW_ALL" } });
    expect(sheet.data).not.toHaveProperty("schemas");
    const dynamo = (await get(await pathOf(client, "dynamodb_sessions"))).data.schemas.dynamodb;
    expect(dynamo.tables.legacy_carts).toMatchObject({
      enabled: false,
      enabled_patch_settings: { allowed: false, reason_code: "OTHER" },
    });
  });

  test("lists all columns of a table where the connection works", async () => {
    const client = await orders();
    const { get, path } = client;
    const { data } = await get(`${path}/public/tables/customers/columns`);
    expect(Object.keys(data.columns)).toEqual(
      expect.arrayContaining(["id", "email", "phone", "ssn", "tax_id"]),
    );
    expect(data.columns.id).toMatchObject({
      is_primary_key: true,
      enabled_patch_settings: { allowed: false, reason_code: "SYSTEM_COLUMN" },
    });
    expect(data.columns.email).toMatchObject({ enabled: true, hashed: false });
    expect(await get(`${path}/public/tables/Customers/columns`)).toMatchObject({ status: 404 });
    const broken = await pathOf(client, "stripe_payments");
    expect(await get(broken)).toMatchObject({ status: 200 });
    expect(await get(`${broken}/stripe_payments/tables/charge/columns`)).toMatchObject({
      status: 400,
    });
  });
});

describe("changing a schema configuration", () => {
  test("merges at every depth and replies with the whole", async () => {
    const { get, patch, path, sandbox } = await orders();
    const before = (await get(path)).data;
    const change = {
      schemas: {
        public: {
          tables: {
            refunds: { enabled: false },
            orders: { sync_mode: "HISTORY", columns: { coupon_code: { enabled: false } } },
          },
        },
      },
    };
    const reply = await patch(path, change);
    expect(reply.message).toBe("Schema configuration has been modified");
    const expected = structuredClone(before);
    expected.schemas.public.tables.refunds.enabled = false;
    expected.schemas.public.tables.orders.sync_mode = "HISTORY";
    expected.schemas.public.tables.orders.columns.coupon_code = {
      name_in_destination: "coupon_code",
      enabled: false,
      hashed: false,
      is_primary_key: false,
      enabled_patch_settings: { allowed: true },
    };
    expect(reply.data).toEqual(expected);
    expect((await get(path)).data).toEqual(expected);
    expect(sandbox.effects()).toMatchObject([
      {
        summary:
          "public.refunds enabled true -> false, public.orders sync_mode SOFT_DELETE -> HISTORY, public.orders.coupon_code enabled true -> false",
      },
    ]);
    await patch(path, change);
    expect(sandbox.effects()).toHaveLength(1);
  });

  test("works at schema, table and column level", async () => {
    const { patch, path } = await orders();
    const schema = await patch(`${path}/internal`, { enabled: false });
    expect(schema.data.schemas.internal.enabled).toBe(false);
    expect(schema.data.schemas.internal.tables.job_queue.enabled).toBe(true);
    const table = await patch(`${path}/public/tables/customers`, {
      enabled: true,
      columns: { phone: { enabled: true, hashed: true } },
    });
    expect(table.data.schemas.public.tables.customers.columns).toMatchObject({
      phone: { hashed: true },
      tax_id: { hashed: true },
    });
    const column = await patch(`${path}/public/tables/customers/columns/ssn`, { enabled: false });
    expect(column).toMatchObject({ message: "Column configuration has been modified" });
    expect(column.data.schemas.public.tables.customers.columns.ssn.enabled).toBe(false);
  });

  test.each([
    [
      "a locked table",
      "",
      { schemas: { public: { tables: { schema_migrations: { enabled: false } } } } },
      400,
    ],
    ["a primary key", "/public/tables/orders/columns/id", { enabled: false }, 400],
    [
      "columns of a table without them",
      "/public/tables/audit_log",
      { columns: { payload: { enabled: false } } },
      400,
    ],
    [
      "one column of a table without them",
      "/public/tables/audit_log/columns/payload",
      { enabled: false },
      400,
    ],
    ["history where there is none", "/internal/tables/job_queue", { sync_mode: "HISTORY" }, 400],
    [
      "an unknown name in a body",
      "",
      { schemas: { public: { tables: { Orders: { enabled: false } } } } },
      400,
    ],
    ["an unknown schema in a path", "/Public", { enabled: false }, 404],
    ["an unknown table in a path", "/public/tables/Orders", { enabled: false }, 404],
    ["an unknown column in a path", "/public/tables/orders/columns/ID", { enabled: false }, 404],
    ["an unknown policy", "", { schema_change_handling: "SOMETIMES" }, 400],
    ["a prototype for a name", "/__proto__", { enabled: false }, 404],
  ])("refuses %s", async (_, suffix, body, status) => {
    const { get, patch, path, sandbox } = await orders();
    const before = (await get(path)).data;
    const reply = await patch(path + suffix, body);
    expect(reply.status).toBe(status);
    expect(reply.code).toBe(status === 400 ? "InvalidInput" : "NotFound");
    expect((await get(path)).data).toEqual(before);
    expect(sandbox.effects()).toEqual([]);
  });

  test("applies nothing where one part is refused", async () => {
    const { get, patch, path } = await orders();
    const before = (await get(path)).data;
    const tables = { refunds: { enabled: false }, schema_migrations: { enabled: false } };
    expect(
      await patch(path, {
        schema_change_handling: "BLOCK_ALL",
        schemas: { public: { enabled: false, tables } },
      }),
    ).toMatchObject({ status: 400 });
    expect((await get(path)).data).toEqual(before);
  });

  test("accepts a locked node with its present value", async () => {
    const { patch, path } = await orders();
    expect(
      await patch(`${path}/public/tables/schema_migrations`, { enabled: true, columns: {} }),
    ).toMatchObject({ status: 200 });
    expect(
      await patch(`${path}/public/tables/orders/columns/id`, { enabled: true, hashed: true }),
    ).toMatchObject({ status: 200 });
  });

  test("cancels a running sync", async () => {
    const { post, patch, path, sandbox, connection } = await orders();
    await post(path.replace("/schemas", "/sync"));
    expect((await connection("postgres_orders")).status.sync_state).toBe("syncing");
    await patch(`${path}/internal`, { enabled: false });
    expect((await connection("postgres_orders")).status.sync_state).toBe("scheduled");
    expect(sandbox.effects().at(-1)?.summary).toContain("sync cancelled");
  });

  test("flags a history load of a table that is switched on", async () => {
    const { patch, path, sandbox } = await orders();
    await patch(`${path}/public/tables/sessions`, { enabled: true });
    const pending = () => {
      let tables: unknown;
      sandbox.edit((world) => {
        tables = connectionNamed(world, "postgres_orders").backstage.resync_tables;
      });
      return tables;
    };
    expect(pending()).toEqual({ public: ["sessions"] });
    sandbox.advance(20 * MINUTE);
    expect(pending()).toEqual({});
  });
});

describe("what appears at the source later", () => {
  const grown = async () => {
    const client = await orders();
    client.sandbox.edit((world) => {
      connectionNamed(world, "postgres_orders").backstage.schema.added = {
        public: { vouchers: ["id", "code"], orders: ["gift_note"] },
        archive: { old_orders: ["id"] },
      };
    });
    return client;
  };

  test("is taken up by the policy of that moment", async () => {
    const { get, patch, path, sandbox } = await grown();
    expect((await get(path)).data.schemas.public.tables).not.toHaveProperty("vouchers");
    const changed = await patch(path, { schema_change_handling: "BLOCK_ALL" });
    expect(changed.data).toMatchObject({ enable_new_by_default: false });
    expect(changed.data.schemas.public.tables.orders.enabled).toBe(true);
    sandbox.advance(20 * MINUTE);
    const { schemas } = (await get(path)).data;
    expect(schemas.public.tables.vouchers.enabled).toBe(false);
    expect(schemas.archive.enabled).toBe(false);
    expect(schemas.public.tables.orders.columns.gift_note.enabled).toBe(false);
    expect(schemas.public.tables.refunds.enabled).toBe(true);
  });

  test("a reload finds it and keeps the selection, or overwrites all of it", async () => {
    const { post, path } = await grown();
    const kept = (await post(`${path}/reload`, { exclude_mode: "PRESERVE" })).data.schemas.public
      .tables;
    expect(kept).toMatchObject({
      vouchers: { enabled: true },
      sessions: { enabled: false },
      orders: { enabled: true },
    });
    const out = (await post(`${path}/reload`, { exclude_mode: "EXCLUDE" })).data.schemas;
    expect(out.public.enabled).toBe(false);
    expect(out.public.tables).toMatchObject({
      vouchers: { enabled: false },
      orders: { enabled: false },
      schema_migrations: { enabled: true },
    });
    const all = (await post(`${path}/reload`, { exclude_mode: "INCLUDE" })).data.schemas.public
      .tables;
    expect(all).toMatchObject({
      sessions: { enabled: true },
      orders: { enabled: true },
      customers: { columns: { tax_id: { hashed: true } } },
    });
    expect(await post(`${path}/reload`, { exclude_mode: "SOME" })).toMatchObject({ status: 400 });
  });
});

describe("before the first look at the source", () => {
  test("requested are stored and applied at capture, locked and unknown ones ignored", async () => {
    const client = await serve();
    const { post, get, patch } = client;
    const group_id = (await get("/v1/groups")).data.items[0].id;
    const config = { schema_prefix: "pg_new", host: "h", password: "p" };
    const made = await post("/v1/connections", {
      group_id,
      service: "postgres",
      config,
      paused: true,
    });
    const path = `/v1/connections/${made.data.id}/schemas`;
    const schemas = {
      public: {
        enabled: true,
        tables: {
          orders: { enabled: true, columns: { coupon_code: { enabled: false } } },
          schema_migrations: { enabled: false },
          no_such_table: { enabled: false },
        },
      },
    };
    const created = await post(path, { schemas, schema_change_handling: "BLOCK_ALL" });
    expect(created).toMatchObject({
      status: 200,
      data: { schemas, schema_change_handling: "BLOCK_ALL" },
    });
    expect(await get(path)).toMatchObject({ status: 404, code: "NotFound_SchemaConfig" });
    expect(await patch(path, { schemas: {} })).toMatchObject({ status: 404 });
    const { data } = await post(`${path}/reload`);
    expect(data.schema_change_handling).toBe("BLOCK_ALL");
    expect(data.schemas.public.tables).toMatchObject({
      orders: { enabled: true, columns: { coupon_code: { enabled: false } } },
      customers: { enabled: false },
      schema_migrations: { enabled: true },
    });
    expect(data.schemas.public.tables).not.toHaveProperty("no_such_table");
    expect(await post(path, { schemas: {} })).toMatchObject({ status: 409 });
    expect(await post(path, {})).toMatchObject({ status: 400 });
  });

  test("a reload needs a connection that works", async () => {
    const client = await serve();
    expect(await client.post(`${await pathOf(client, "tiktok_ads_launch")}/reload`)).toMatchObject({
      status: 400,
    });
    const never = await pathOf(client, "mixpanel_app.events");
    expect(await client.post(`${never}/reload`)).toMatchObject({ status: 200 });
    expect(await client.get(never)).toMatchObject({ status: 200 });
  });
});

describe("dropping columns", () => {
  test("takes blocked columns only, and happens with the next success", async () => {
    const { del, get, patch, post, path, sandbox } = await orders();
    const column = `${path}/public/tables/customers/columns/ssn`;
    expect(await del(column)).toMatchObject({ status: 409, code: "Conflict" });
    await patch(column, { enabled: false });
    expect(await del(column)).toMatchObject({
      status: 200,
      message: "Column successfully marked for deletion",
    });
    const names = async () =>
      Object.keys((await get(`${path}/public/tables/customers/columns`)).data.columns);
    expect(await names()).toContain("ssn");
    const many = (columns: string[]) =>
      post(`${path}/drop-columns`, { schemas: { public: { tables: { customers: { columns } } } } });
    await patch(`${path}/public/tables/customers`, { columns: { phone: { enabled: false } } });
    expect(await many(["phone", "email"])).toMatchObject({ status: 409 });
    expect(await many(["phone", "Email"])).toMatchObject({ status: 404 });
    expect(await many([])).toMatchObject({ status: 400 });
    expect(await many(["phone"])).toMatchObject({ status: 200 });
    sandbox.advance(20 * MINUTE);
    expect(await names()).not.toContain("ssn");
    expect(await names()).not.toContain("phone");
    expect((await get(path)).data.schemas.public.tables.customers.columns).not.toHaveProperty(
      "ssn",
    );
    expect(await del(column)).toMatchObject({ status: 404 });
  });
});

test("the large world has schemas of a size that hurts", async () => {
  const client = await serve({ world: "large", connections: 50 });
  const wide = (await client.get(await pathOf(client, "wide_schema"))).data.schemas;
  expect(Object.keys(wide)).toHaveLength(50);
  expect(
    Object.values(wide).every((schema) => Object.keys(Object(schema).tables).length === 200),
  ).toBe(true);
  const path = await pathOf(client, "medium_schema");
  const medium = (await client.get(path)).data.schemas;
  expect(Object.keys(medium)).toHaveLength(20);
  expect(Object.keys(medium.schema_07.tables)).toHaveLength(100);
  const { columns } = (await client.get(`${path}/schema_07/tables/table_042/columns`)).data;
  expect(Object.keys(columns)).toHaveLength(15);
});
