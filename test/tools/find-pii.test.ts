import { expect, test } from "vitest";
import * as z from "zod";
import { connectionNamed } from "../../src/sandbox/index.js";
import { settled, stable } from "../fleet.js";
import { changes, type Harness, harness, idOf, type Result } from "../harness.js";

const Found = z.object({
  connectors: z.array(
    z.object({
      name: z.string(),
      tables_read: z.number(),
      findings: z.array(
        z.object({
          schema: z.string(),
          table: z.string(),
          column: z.string(),
          kind: z.string(),
          confidence: z.string(),
          reason: z.string(),
          action: z.string(),
        }),
      ),
      not_seen: z.array(
        z.object({ why: z.string(), count: z.number(), tables: z.array(z.string()) }),
      ),
      fix: z.object({ tool: z.string(), arguments: z.record(z.string(), z.unknown()) }).optional(),
    }),
  ),
  not_searched: z.array(z.object({ name: z.string(), why: z.string() })),
  source_reads: z.number(),
  next_cursor: z.string().optional(),
});
const found = ({ data, isError, text }: Result) => {
  expect(isError, text).toBe(false);
  return Found.parse(data);
};

const listings = ({ sandbox }: Harness) =>
  sandbox.requests().filter(({ operation }) => operation === "connection_column_config").length;

async function pages(on: Harness, args: Record<string, unknown>) {
  const all: z.output<typeof Found>[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = found(await on.call("find_pii", { ...args, ...(cursor && { cursor }) }));
    all.push(page);
    cursor = page.next_cursor;
    if (cursor === undefined) return all;
    expect(all.length).toBeLessThan(100);
  }
}

/** The personal columns of the demo account's sources, by table. */
const PERSONAL: Record<string, string> = {
  customers: "email phone ssn tax_id first_name last_name date_of_birth name",
  addresses: "line1 line2 city postal_code",
  payments: "card_last4",
  sessions: "ip_address user_agent",
  contact: "email phone mobile_phone first_name last_name birthdate firstname lastname",
  lead: "email phone",
  user: "email phone name username",
  account: "phone owner_email",
  owner: "email first_name last_name",
  email_event: "recipient",
  charge: "receipt_email",
  customer: "email phone name first_name last_name",
  card: "last4",
  order: "email phone",
  vendors: "name email phone bank_account_number",
  employees: "name email social_security_number salary",
};

test("precision and recall on the demo account", async () => {
  const on = await settled();
  const all = await pages(on, { table: "*", source_reads: 100 });
  const read = all.flatMap(({ connectors }) => connectors);
  const called = read.flatMap(({ name, findings }) =>
    findings
      .filter(({ confidence, reason }) => confidence !== "low" && !/not read/.test(reason))
      .map(({ table, column }) => ({ name, table, column })),
  );
  const isPersonal = (table: string, column: string) =>
    (PERSONAL[table] ?? "").split(" ").includes(column);
  let personal = 0;
  let columns = 0;
  for (const name of new Set(read.map((one) => one.name))) {
    const id = idOf(on.sandbox, name);
    const unseen = new Set(
      read
        .filter((one) => one.name === name)
        .flatMap((one) => one.not_seen.flatMap(({ tables }) => tables)),
    );
    for (const { schema, table } of await tablesOf(on, id)) {
      if (unseen.has(`${schema}.${table}`)) continue;
      for (const [column, node] of Object.entries(
        await on.app.connect().then(({ client }) => client.schemas.columns(id, schema, table)),
      )) {
        if (!node.enabled || node.hashed === true) continue;
        columns += 1;
        if (isPersonal(table, column)) personal += 1;
      }
    }
  }
  const right = called.filter(({ table, column }) => isPersonal(table, column)).length;
  const [precision, recall] = [right / called.length, right / personal];
  process.stdout.write(
    `find_pii, ${columns} columns of the demo account, ${personal} personal: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}\n`,
  );
  expect(personal).toBeGreaterThan(80);
  expect(precision).toBeGreaterThan(0.95);
  expect(recall).toBeGreaterThan(0.9);
}, 120_000);

async function tablesOf(on: Harness, id: string) {
  const { client } = await on.app.connect();
  const config = await client.schemas.get(id);
  return Object.entries(config?.schemas ?? {}).flatMap(([schema, { enabled, tables }]) =>
    Object.entries(tables ?? {}).flatMap(([table, node]) =>
      enabled && node.enabled && node.supports_columns_config !== false ? [{ schema, table }] : [],
    ),
  );
}

test("names what looks personal, what it did not see, and the change that takes it out", async () => {
  const on = await settled();
  const result = await on.call("find_pii", { connectors: ["postgres_orders"] });
  expect(stable(on, result)).toMatchSnapshot();
  expect(changes(on.sandbox)).toEqual([]);
  expect(listings(on)).toBe(found(result).source_reads);

  const { fix } = found(result).connectors[0] ?? {};
  const plan = await on.call("modify_schema", fix?.arguments);
  expect(plan.status).toBe("confirmation_required");
  const done = await on.call("modify_schema", {
    ...fix?.arguments,
    confirmation_token: plan.token,
  });
  expect(done.status).toBe("done");
  const after = found(await on.call("find_pii", { connectors: ["postgres_orders"] }));
  expect(after.connectors[0]?.findings).toEqual([]);
});

test("reads no more tables than it may, and continues where it stopped", async () => {
  const on = await settled();
  const args = { connectors: ["postgres_orders", "salesforce_prod"], table: "*" };
  const whole = await pages(on, { ...args, source_reads: 100 });
  const parts = await pages(on, { ...args, source_reads: 3 });
  const all = (found: typeof whole) =>
    found.flatMap(({ connectors }) =>
      connectors.flatMap(({ name, findings }) =>
        findings.map((one) => JSON.stringify([name, one])),
      ),
    );
  expect(parts.length).toBeGreaterThan(5);
  for (const page of parts) expect(page.source_reads).toBeLessThanOrEqual(3);
  expect(all(parts).sort()).toEqual(all(whole).sort());
  expect(listings(on)).toBe([...whole, ...parts].reduce((sum, page) => sum + page.source_reads, 0));
});

test("without reads of sources it knows what settings name and services usually have", async () => {
  const on = await settled();
  const [page, ...more] = await pages(on, { connectors: ["shopify_store"], source_reads: 0 });
  expect(listings(on)).toBe(0);
  expect(more).toEqual([]);
  expect(page?.connectors[0]?.findings).toContainEqual({
    schema: "shopify_store",
    table: "customer",
    column: "email",
    kind: "email",
    confidence: "medium",
    reason: "a typical column of shopify; the source was not read",
    action: "none",
  });
  expect(page?.connectors[0]?.fix).toBeUndefined();
});

test("stops where the quota of source queries is used up, and says which tables it did not see", async () => {
  const on = await settled();
  on.sandbox.fault({
    operation: "connection_column_config",
    status: 429,
    headers: { "retry-after": "600" },
  });
  const { connectors } = found(await on.call("find_pii", { connectors: ["shopify_store"] }));
  expect(connectors[0]?.not_seen[0]?.why).toBe(
    "the quota of queries to sources is used up for 10 min",
  );
  expect(connectors[0]?.findings).toContainEqual(
    expect.objectContaining({
      table: "customer",
      column: "email",
      action: "none",
      confidence: "medium",
    }),
  );
  expect(connectors[0]?.fix).toBeUndefined();
});

test.each([
  [403, "this program's API key or settings do not allow listing columns", 4],
  [
    500,
    'could not be read: Fivetran returned an error (500). Fivetran says: "HTTP 500, set by a fault rule"',
    undefined,
  ],
])(
  "columns that cannot be listed are not seen, and Fivetran's reply is the reason: %d",
  async (status, why, most) => {
    const on = await settled();
    on.sandbox.fault({ operation: "connection_column_config", status });
    const { connectors } = found(await on.call("find_pii", { connectors: ["postgres_orders"] }));
    const [{ not_seen = [], tables_read = 1 } = {}] = connectors;
    expect(not_seen[0]).toMatchObject({ why, count: expect.any(Number) });
    expect(tables_read).toBe(0);
    if (most !== undefined) expect(listings(on)).toBe(most);
  },
);

test("what cannot be searched is named: never captured, not connected, no column settings, closed", async () => {
  const on = await settled();
  const { connectors, not_searched } = found(
    await on.call("find_pii", {
      connectors: ["coupa_procurement", "marketing_sheets.budget", "tiktok_ads_launch"],
    }),
  );
  expect({
    connectors: connectors.map(({ name, not_seen }) => [name, not_seen[0]?.why]),
    not_searched,
  }).toMatchSnapshot();
  const closed = await settled({
    account: on,
    env: { DISALLOWED_ACTIONS: "connections:read:connection_column_config" },
  });
  const { connectors: kept } = found(
    await closed.call("find_pii", { connectors: ["shopify_store"] }),
  );
  expect(kept[0]?.not_seen[0]?.why).toMatch(/DISALLOWED_ACTIONS/);
  expect(kept[0]?.tables_read).toBe(0);
});

test("a connector that the reads of a call do not reach is left to the next call as a whole", async () => {
  const on = await settled();
  const connectors = ["postgres_orders", "shopify_store"];
  const [alone] = await pages(on, { connectors: ["postgres_orders"], source_reads: 100 });
  const all = await pages(on, { connectors, source_reads: alone?.source_reads });
  expect(all[0]?.connectors.map(({ name }) => name)).toEqual(["postgres_orders"]);
  const columns = all.flatMap((page) =>
    page.connectors.flatMap(({ name, findings }) =>
      findings.map(({ schema, table, column }) => [name, schema, table, column].join(".")),
    ),
  );
  expect(new Set(columns).size).toBe(columns.length);
  const unseen = all.flatMap((page) =>
    page.connectors.flatMap(({ name, not_seen }) => not_seen.map(({ why }) => `${name} ${why}`)),
  );
  expect(new Set(unseen).size).toBe(unseen.length);
});

test("a connector without findings is named as such", async () => {
  const on = await settled();
  const connectors = ["dynamodb_sessions", "github_repos"];
  const result = await on.call("find_pii", { connectors, source_reads: 0 });
  const clean = found(result).connectors.filter(({ findings }) => findings.length === 0);
  expect(clean.map(({ name }) => name)).toEqual(["dynamodb_sessions"]);
  expect(result.text).toContain(
    `\ndynamodb_sessions (${idOf(on.sandbox, "dynamodb_sessions")}): nothing found\n`,
  );
  expect(result.text.match(/nothing found/g)).toHaveLength(1);
});

test("connectors and a group cannot be given together", async () => {
  const on = await settled();
  const result = await on.call("find_pii", { connectors: ["postgres_orders"], group: "finance" });
  expect(result.text).toContain("find_pii takes either connectors or a group, not both.");
  expect(on.sandbox.requests()).toEqual([]);
});

test("the only connector that cannot be read is an error", async () => {
  const on = await settled();
  const id = idOf(on.sandbox, "postgres_orders");
  on.sandbox.fault({ path: `/v1/connections/${id}/schemas`, status: 403 });
  const { isError, text } = await on.call("find_pii", { connectors: ["postgres_orders"] });
  expect(isError, text).toBe(true);
});

test("by group; one connector that cannot be read is named, and the others are searched", async () => {
  const on = await settled();
  const of = async (args: Record<string, unknown>) =>
    found(await on.call("find_pii", args)).connectors.map(({ name }) => name);
  expect(await of({ group: "finance" })).toContain("xero_ledger");
  on.sandbox.fault({
    operation: "connection_schema_config",
    path: idOf(on.sandbox, "xero_ledger"),
    status: 500,
  });
  const { not_searched, connectors } = found(
    await on.call("find_pii", { connectors: ["xero_ledger", "zendesk_support"] }),
  );
  expect(connectors.map(({ name }) => name)).toContain("zendesk_support");
  expect(not_searched.map(({ name }) => name)).toEqual(["xero_ledger"]);
});

test("of 2,000 tables one call reads as many as it may, stays short, and continues behind them", async () => {
  const on = await settled();
  on.sandbox.edit((world) => {
    const { backstage } = connectionNamed(world, "postgres_orders");
    backstage.fixture = "grid:2x1000x3";
    backstage.schema.edits = {};
  });
  const args = { connectors: ["postgres_orders"], table: "*", source_reads: 30 };
  const first = await on.call("find_pii", args);
  const page = found(first);
  expect(page.source_reads).toBe(30);
  expect(listings(on)).toBe(30);
  expect(page.next_cursor).toBeDefined();
  expect(first.text.length).toBeLessThan(25_000);
  expect(JSON.stringify(first.data).length).toBeLessThan(25_000);
  const next = found(await on.call("find_pii", { ...args, cursor: page.next_cursor }));
  const tables = ({ connectors }: typeof page) =>
    connectors.flatMap(({ findings }) => findings.map((one) => `${one.schema}.${one.table}`));
  expect(tables(next).filter((table) => tables(page).includes(table))).toEqual([]);
  expect(tables(next).length).toBeGreaterThan(0);
});

test("a cursor continues with the connectors that did not fit into the result", async () => {
  const on = await harness();
  const email = { enabled: true, hashed: false, enabled_patch_settings: { allowed: true } };
  const tables = { people: { ...email, columns: { email } } };
  const names = Array.from({ length: 12 }, (_, at) => `${"long_".repeat(30)}${at}`);
  const schemas = Object.fromEntries(names.map((name) => [name, { enabled: true, tables }]));
  const data = { schema_change_handling: "ALLOW_ALL", schemas };
  const body = JSON.stringify({ code: "Success", data });
  on.sandbox.fault({ operation: "connection_schema_config", status: 200, body });
  const Page = z.object({
    connectors: z.array(z.object({ id: z.string(), findings: z.array(z.unknown()) })),
    next_cursor: z.string().optional(),
  });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const args = { group: "finance", source_reads: 0, ...(cursor ? { cursor } : {}) };
    const { data, text } = await on.call("find_pii", args);
    expect(text).not.toContain("shortened");
    const read = Page.parse(data);
    for (const { id, findings } of read.connectors) {
      seen.push(id);
      expect(findings).toHaveLength(names.length);
    }
    cursor = read.next_cursor;
  } while (cursor !== undefined);
  expect(seen).toHaveLength(5);
  expect(new Set(seen).size).toBe(5);
});

test.each([{ columns: null }, { columns: {} }, {}])(
  "takes an empty list of columns (%j) for no search of the table",
  async (data) => {
    const { call, sandbox } = await harness();
    const body = JSON.stringify({ code: "Success", data });
    sandbox.fault({ path: "/tables/customers/columns", status: 200, body });
    const { text } = await call("find_pii", { connectors: ["postgres_orders"] });
    expect(text).toContain("not checked (Fivetran listed no columns for them): public.customers");
  },
);

test("takes a reply without columns for no list of columns", async () => {
  const { call, sandbox } = await harness();
  const body = '{"code":"Success","data":{"items":[]}}';
  sandbox.fault({ path: "/tables/customers/columns", body });
  const { text } = await call("find_pii", { connectors: ["postgres_orders"] });
  expect(text).toMatch(/not checked \(could not be read: .+data\.columns.*\): public\.customers/);
});
