import { expect, test } from "vitest";
import * as z from "zod";
import { type Harness, harness, idOf, type Result } from "../harness.js";
import {
  configIn,
  doubleName,
  editSchemaOf,
  isLocked,
  place,
  type Row,
  rowsOf,
  serveSchemaReads,
  steady,
} from "./schema-account.js";

const NAME = "postgres_orders";

const Column = z.looseObject({
  name: z.string(),
  enabled: z.boolean(),
  hashed: z.boolean().optional(),
  primary_key: z.boolean().optional(),
  locked: z.string().optional(),
  type: z.string().optional(),
});
const Data = z.looseObject({
  counts: z.unknown(),
  level: z.string(),
  matching: z.number(),
  schemas: z
    .array(
      z.looseObject({
        schema: z.string(),
        enabled: z.boolean(),
        tables: z.record(z.string(), z.number()),
        on: z.array(z.string()).default([]),
        off: z.array(z.string()).default([]),
        off_with_schema: z.array(z.string()).default([]),
        items: z
          .array(
            z.looseObject({
              name: z.string(),
              enabled: z.boolean(),
              off_with_schema: z.boolean().optional(),
              locked: z.string().optional(),
              sync_mode: z.string().optional(),
              columns: z.array(Column).optional(),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
  next_cursor: z.string().optional(),
});
const read = ({ data }: Result) => Data.parse(data);

/** Returns every table in a result with its state. */
function tablesIn(result: Result) {
  return read(result)
    .schemas.flatMap(({ schema, on, off, off_with_schema, items }) => [
      ...on.map((table) => ({ node: place({ schema, table }), state: "on" })),
      ...off.map((table) => ({ node: place({ schema, table }), state: "off" })),
      ...off_with_schema.map((table) => ({ node: place({ schema, table }), state: "off above" })),
      ...items.map(({ name: table, enabled, off_with_schema: above }) => ({
        node: place({ schema, table }),
        state: above ? "off above" : enabled ? "on" : "off",
      })),
    ])
    .sort((a, b) => (a.node < b.node ? -1 : 1));
}

const columnsIn = (result: Result) =>
  read(result).schemas.flatMap(({ schema, items }) =>
    items.flatMap(({ name: table, columns = [] }) =>
      columns.map(({ name }) => `${place({ schema, table })}.${name}`),
    ),
  );

const expected = (rows: Row[]) =>
  rows
    .map((row) => ({
      node: place(row),
      state: row.on ? "on" : row.offWithSchema ? "off above" : "off",
    }))
    .sort((a, b) => (a.node < b.node ? -1 : 1));

const knownColumns = (rows: Row[]) =>
  rows.flatMap((row) =>
    Object.entries(row.node.columns ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, node]) => ({ row, name, node, path: `${place(row)}.${name}` })),
  );

const countsOf = (rows: Row[], schemas: [string, { enabled: boolean }][]) => ({
  schemas: { total: schemas.length, enabled: schemas.filter(([, { enabled }]) => enabled).length },
  tables: {
    total: rows.length,
    enabled: rows.filter(({ on }) => on).length,
    disabled: rows.filter(({ node }) => !node.enabled).length,
    off_with_schema: rows.filter(({ offWithSchema }) => offWithSchema).length,
    locked: rows.filter(({ locked }) => locked).length,
  },
});

/**
 * Changes the schema so that it has one example of everything: a disabled schema, one without
 * tables, and tables and columns in every state.
 */
const vary = ({ sandbox }: Pick<Harness, "sandbox">) =>
  editSchemaOf(sandbox, NAME, (schema) => {
    schema.policy = "BLOCK_ALL";
    schema.added = { archive: {}, public: { "odd name, really": ["id"] } };
    schema.edits = {
      archive: {},
      internal: { enabled: false, tables: { job_queue: { enabled: false } } },
      public: {
        tables: {
          sessions: { enabled: false },
          refunds: { enabled: false, sync_mode: "HISTORY" },
          orders: { sync_mode: "HISTORY" },
          "odd name, really": {},
          customers: {
            columns: {
              tax_id: { enabled: true, hashed: true },
              ssn: { enabled: false },
              id: {},
              email: { enabled: false, hashed: true },
            },
          },
          products: { columns: { sku: { enabled: false } } },
        },
      },
    };
  });

const varied = async () => {
  const made = await harness();
  vary(made);
  return made;
};

test("a small schema is shown as a whole: schema change handling, counts and every table", async () => {
  const on = await harness();
  const config = configIn(on.sandbox, NAME);

  const result = await on.call("get_schema", { connector: NAME });

  expect(steady(on, result)).toMatchSnapshot();
  expect(read(result)).toMatchObject({
    captured: true,
    connector: { name: NAME, id: idOf(on.sandbox, NAME) },
    counts: countsOf(rowsOf(config), Object.entries(config.schemas ?? {})),
    policy: "ALLOW_ALL",
    level: "tables",
    matching: rowsOf(config).length,
  });
  expect(tablesIn(result)).toEqual(expected(rowsOf(config)));
  expect(on.sandbox.requests().map(({ operation }) => operation)).toEqual([
    "connection_details",
    "list_connections",
    "connection_schema_config",
  ]);
});

test("the id finds the same schema as the name", async () => {
  const { call, sandbox } = await harness();

  const byName = await call("get_schema", { connector: NAME });
  const byId = await call("get_schema", { connector: idOf(sandbox, NAME) });

  expect(byId).toEqual(byName);
});

test("shows schemas and tables in every state, and other sync modes", async () => {
  const on = await varied();
  const config = configIn(on.sandbox, NAME);

  const result = await on.call("get_schema", { connector: NAME });

  expect(steady(on, result)).toMatchSnapshot();
  const { counts, matching, policy, schemas } = read(result);
  expect(counts).toEqual(countsOf(rowsOf(config), Object.entries(config.schemas ?? {})));
  expect(policy).toBe("BLOCK_ALL");
  // The schema without tables has a line of its own.
  expect(matching).toBe(rowsOf(config).length + 1);
  expect(schemas.map(({ schema }) => schema)).toEqual(["archive", "internal", "public"]);
  expect(schemas.map(({ enabled }) => enabled)).toEqual([true, false, true]);
  expect(tablesIn(result)).toEqual(expected(rowsOf(config)));
  for (const { schema, tables, on: flows } of schemas) {
    const rows = rowsOf(config).filter((row) => row.schema === schema);
    expect(tables["total"]).toBe(rows.length);
    expect(tables["enabled"]).toBe(rows.filter((row) => row.on).length);
    expect(tables["locked"] ?? 0).toBe(rows.filter((row) => row.locked).length);
    expect(flows).toEqual([...flows].sort());
  }
});

test("shows a table that is locked off", async () => {
  const on = await harness();

  const result = await on.call("get_schema", { connector: "dynamodb_sessions" });

  expect(steady(on, result)).toMatchSnapshot();
  const [schema] = read(result).schemas;
  expect(schema?.items).toEqual([{ name: "legacy_carts", enabled: false, locked: "OTHER" }]);
});

test.each<[Record<string, unknown>, (row: Row) => boolean]>([
  [{ schema: "public" }, ({ schema }) => schema === "public"],
  [{ schema: "int*" }, ({ schema }) => schema === "internal"],
  [{ schema: "*" }, () => true],
  [{ schema: "PUBLIC" }, () => false],
  [{ schema: "publi" }, () => false],
  [{ table: "orders" }, ({ table }) => table === "orders"],
  [{ table: "order?" }, ({ table }) => table === "orders"],
  [{ table: "*s" }, ({ table }) => table.endsWith("s")],
  [{ table: "Orders" }, () => false],
  [{ table: "or\\ders*" }, () => false],
  [{ schema: "public", table: "job_*" }, () => false],
  [
    { schema: "public", table: "*_*" },
    ({ schema, table }) => schema === "public" && table.includes("_"),
  ],
  [{ states: ["enabled"] }, ({ on }) => on],
  [{ states: ["disabled"] }, ({ on }) => !on],
  [{ states: ["locked"] }, ({ locked }) => locked],
  [{ states: ["disabled", "locked"] }, ({ on, locked }) => !on || locked],
  [{ schema: "public", states: ["disabled"] }, ({ schema, on }) => schema === "public" && !on],
  [{ table: "j*", states: ["enabled"] }, ({ table, on }) => table.startsWith("j") && on],
])("tables: %j shows exactly what it matches", async (filter, wanted) => {
  const { call, sandbox } = await varied();
  const config = configIn(sandbox, NAME);
  const all = rowsOf(config);

  const result = await call("get_schema", { connector: NAME, ...filter });

  const rows = all.filter(wanted);
  expect(tablesIn(result)).toEqual(expected(rows));
  const { level, matching } = read(result);
  expect(level).toBe("tables");
  const emptySchema = filter["schema"] === "*" ? 1 : 0;
  expect(matching).toBe(rows.length + emptySchema);
  if (rows.length === 0) expect(result.data["schemas"]).toBeUndefined();
});

test.each<[Record<string, unknown>, (row: Row) => boolean, (schema: string) => boolean]>([
  [
    { schema: "public", states: ["locked"] },
    ({ schema }) => schema === "public",
    (schema) => schema === "public",
  ],
  [
    { table: "job_*" },
    ({ table }) => table.startsWith("job_"),
    // Only schemas with such a table are listed.
    (schema) => schema === "internal",
  ],
  [{ states: ["disabled"] }, () => true, () => true],
  [{ column: "sku" }, () => true, () => true],
  [{ schema: "nowhere" }, () => false, () => false],
])("the counts of %j are of all that schema and table match", async (filter, row, schema) => {
  const { call, sandbox } = await varied();
  const config = configIn(sandbox, NAME);

  const result = await call("get_schema", { connector: NAME, ...filter });

  expect(read(result).counts).toEqual(
    countsOf(
      rowsOf(config).filter(row),
      Object.entries(config.schemas ?? {}).filter(([name]) => schema(name)),
    ),
  );
});

test.each<[Record<string, unknown>, (of: ReturnType<typeof knownColumns>[number]) => boolean]>([
  [{ column: "*" }, () => true],
  [{ column: "*id" }, ({ name }) => name.endsWith("id")],
  [{ column: "ssn" }, ({ name }) => name === "ssn"],
  [{ column: "SSN" }, () => false],
  [{ states: ["hashed"] }, ({ node }) => node.hashed === true],
  [{ states: ["primary_key"] }, ({ node }) => node.is_primary_key === true],
  [{ column: "*", states: ["disabled"] }, ({ node }) => !node.enabled],
  [{ column: "*", states: ["enabled"] }, ({ node }) => node.enabled],
  [{ column: "*", states: ["locked"] }, ({ node }) => isLocked(node)],
  [
    { column: "*", states: ["hashed", "locked"] },
    ({ node }) => node.hashed === true || isLocked(node),
  ],
  [{ table: "products", column: "*" }, ({ row }) => row.table === "products"],
  [{ schema: "internal", states: ["hashed"] }, () => false],
])("changed columns: %j shows exactly what it matches", async (filter, wanted) => {
  const { call, sandbox } = await varied();
  const known = knownColumns(rowsOf(configIn(sandbox, NAME)));
  expect(known).toHaveLength(5);

  const result = await call("get_schema", { connector: NAME, ...filter });

  expect(columnsIn(result)).toEqual(known.filter(wanted).map(({ path }) => path));
  const { level, matching, notes } = read(result);
  expect({ level, matching }).toEqual({
    level: "columns",
    matching: known.filter(wanted).length,
  });
  expect(notes).toHaveLength(1);
  expect(
    sandbox.requests().filter(({ operation }) => operation === "connection_column_config"),
  ).toEqual([]);
});

test("shows the state of changed columns, under the state of their table", async () => {
  const on = await varied();

  const result = await on.call("get_schema", { connector: NAME, column: "*" });

  expect(steady(on, result)).toMatchSnapshot();
  const tables = read(result).schemas.flatMap(({ items }) => items);
  expect(tables.map(({ name, columns }) => [name, columns])).toEqual([
    [
      "customers",
      [
        { name: "email", enabled: false, hashed: true },
        { name: "id", enabled: true, primary_key: true, locked: "SYSTEM_COLUMN" },
        { name: "ssn", enabled: false },
        { name: "tax_id", enabled: true, hashed: true },
      ],
    ],
    ["products", [{ name: "sku", enabled: false }]],
  ]);
});

test("columns=true lists the columns of the matching tables, live from the source", async () => {
  const on = await varied();

  const result = await on.call("get_schema", {
    connector: NAME,
    schema: "public",
    table: "*s",
    column: "*i*",
    states: ["disabled", "hashed", "primary_key"],
    columns: true,
  });

  expect(steady(on, result)).toMatchSnapshot();
});

test("columns=true sends one request for each table with column settings", async () => {
  const on = await varied();
  const asked = () =>
    on.sandbox
      .requests()
      .filter(({ operation }) => operation === "connection_column_config")
      .map(({ path }) => path.split("/tables/")[1]);

  const result = await on.call("get_schema", {
    connector: NAME,
    schema: "public",
    table: "*u*o*",
    columns: true,
  });

  expect(asked()).toEqual(["customers/columns"]);
  expect(steady(on, result)).toMatchSnapshot();
  expect(read(result)).toMatchObject({ level: "columns", matching: 12 });
  expect(result.data["notes"]).toBeUndefined();
  expect(columnsIn(result)).toHaveLength(11);
  expect(read(result).schemas[0]?.items).toMatchObject([
    { name: "audit_log", no_column_support: true },
    { name: "customers", columns: expect.any(Array) },
  ]);
});

test("columns=true shows types, also unusual ones, and columns that are gone in the source", async () => {
  const on = await varied();
  on.sandbox.fault({
    operation: "connection_column_config",
    status: 200,
    body: JSON.stringify({
      code: "Success",
      data: {
        columns: {
          sku: { enabled: true, type: "STRING", data_type: "unused" },
          price: { enabled: true, data_type: "NUMBER(10, 2)" },
          odd: { enabled: true, type: 7 },
          locked: { enabled: false, enabled_patch_settings: { allowed: false } },
        },
      },
    }),
  });

  const result = await on.call("get_schema", {
    connector: NAME,
    table: "customers",
    columns: true,
  });

  expect(steady(on, result)).toMatchSnapshot();
  expect(columnsIn(result)).toEqual(
    ["email", "id", "locked", "odd", "price", "sku", "ssn", "tax_id"].map(
      (name) => `public.customers.${name}`,
    ),
  );
});

test("columns=true without any column to list shows the table", async () => {
  const on = await harness();
  on.sandbox.fault({
    operation: "connection_column_config",
    status: 200,
    body: JSON.stringify({ code: "Success", data: {} }),
  });

  const plain = await on.call("get_schema", {
    connector: NAME,
    table: "categories",
    columns: true,
  });
  const filtered = await on.call("get_schema", {
    connector: NAME,
    table: "categories",
    columns: true,
    states: ["disabled"],
  });

  expect(steady(on, plain)).toMatchSnapshot();
  expect(tablesIn(plain)).toEqual([{ node: "public.categories", state: "on" }]);
  expect(filtered.data["matching"]).toBe(0);
});

test("columns=true accepts at most ten tables", async () => {
  const { call, sandbox } = await harness({ sandbox: { world: "large", connections: 4 } });
  const listings = () =>
    sandbox.requests().filter(({ operation }) => operation === "connection_column_config").length;
  const args = { connector: "wide_schema", columns: true };

  const ten = await call("get_schema", { ...args, schema: "schema_01", table: "table_01*" });
  expect(listings()).toBe(10);
  expect(read(ten)).toMatchObject({ matching: 10 * 12 });
  const fifty = await call("get_schema", { ...args, schema: "schema_*", table: "table_017" });
  expect(fifty.isError).toBe(true);
  expect(listings()).toBe(10);
});

test("columns=true over too many tables is refused before the source is queried", async () => {
  const on = await harness({ sandbox: { world: "large", connections: 4 } });

  const refused = await on.call("get_schema", { connector: "medium_schema", columns: true });

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
  expect(steady(on, refused)).toMatchSnapshot();
  expect(
    on.sandbox.requests().filter(({ operation }) => operation === "connection_column_config"),
  ).toEqual([]);
});

test("a source that cannot list its columns shows Fivetran's reason", async () => {
  const on = await harness();

  const refused = await on.call("get_schema", {
    connector: "stripe_payments",
    table: "charge",
    columns: true,
  });

  expect(refused.isError).toBe(true);
  expect(steady(on, refused)).toMatchSnapshot();
});

test("a schema with more tables than the limit is shown by its schemas", async () => {
  const on = await varied();
  const lines = rowsOf(configIn(on.sandbox, NAME)).length + 1;

  const atLimit = await on.call("get_schema", { connector: NAME, limit: lines });
  const over = await on.call("get_schema", { connector: NAME, limit: lines - 1 });

  expect(read(atLimit)).toMatchObject({ level: "tables", matching: lines });
  expect(read(over)).toMatchObject({ level: "schemas", matching: 3 });
  expect(read(over).schemas.map(({ schema }) => schema)).toEqual(["archive", "internal", "public"]);
  expect(tablesIn(over)).toEqual([]);
  expect(read(over).counts).toEqual(read(atLimit).counts);
  expect(steady(on, over)).toMatchSnapshot();
});

/** Returns all pages of a call, each with the cursor of the previous one. */
async function pagesOf({ call }: Pick<Harness, "call">, args: Record<string, unknown>) {
  const pages: Result[] = [];
  let cursor: string | undefined;
  do {
    const page = await call("get_schema", { ...args, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.isError, page.text).toBe(false);
    pages.push(page);
    cursor = read(page).next_cursor;
    if (cursor !== undefined) expect(page.text).toContain(cursor);
  } while (cursor !== undefined);
  return pages;
}

test.each([1, 2, 5, 17, 18])(
  "pages of %i tables hold every table once, in order",
  async (limit) => {
    const on = await varied();
    const rows = rowsOf(configIn(on.sandbox, NAME));

    const pages = await pagesOf(on, { connector: NAME, schema: "*", limit });

    expect(pages).toHaveLength(Math.ceil((rows.length + 1) / limit));
    expect(pages.flatMap(tablesIn)).toHaveLength(rows.length);
    const lines = ["archive", ...rows.map(place)];
    pages.forEach((page, index) => {
      const wanted = lines.slice(index * limit, (index + 1) * limit);
      const got = tablesIn(page).map(({ node }) => node);
      expect(got.sort()).toEqual(wanted.filter((line) => line !== "archive").sort());
      expect(read(page)).toMatchObject({ matching: lines.length, shown: wanted.length });
    });
  },
);

test.each([1, 2, 3])("pages of %i columns hold every column once, in order", async (limit) => {
  const on = await varied();
  const known = knownColumns(rowsOf(configIn(on.sandbox, NAME)));

  const pages = await pagesOf(on, { connector: NAME, column: "*", limit });

  expect(pages.flatMap(columnsIn)).toEqual(known.map(({ path }) => path));
  expect(pages.map((page) => columnsIn(page).length)).toEqual(
    Array.from({ length: Math.ceil(5 / limit) }, (_, at) => Math.min(limit, 5 - at * limit)),
  );
});

test("pages of schemas hold every schema once, in order", async () => {
  const on = await varied();

  const pages = await pagesOf(on, { connector: NAME, limit: 2 });

  expect(pages.map((page) => read(page).schemas.map(({ schema }) => schema))).toEqual([
    ["archive", "internal"],
    ["public"],
  ]);
  expect(pages.map((page) => steady(on, page))).toMatchSnapshot();
});

test("a cursor is valid for its own connector and filters only", async () => {
  const { call } = await harness();
  const args = { connector: NAME, schema: "*", limit: 2 };
  const cursor = read(await call("get_schema", args)).next_cursor;

  const others = [
    { ...args, connector: "mysql_legacy" },
    { ...args, schema: "public" },
    { ...args, table: "*" },
    { ...args, column: "*" },
    { ...args, states: ["enabled"] },
  ];
  for (const other of others) {
    const refused = await call("get_schema", { ...other, cursor });
    expect(refused, JSON.stringify(other)).toMatchObject({
      isError: true,
      data: { error: { type: "input" } },
    });
  }
  const next = await call("get_schema", { ...args, limit: 3, cursor });
  expect(tablesIn(next)).toHaveLength(3);
  const two = { connector: NAME, table: "order*", limit: 1 };
  const live = await call("get_schema", {
    ...two,
    columns: true,
    cursor: read(await call("get_schema", two)).next_cursor,
  });
  expect(live.isError).toBe(true);
});

test("a page beyond the end of a schema that has shrunk is empty and the last", async () => {
  const on = await harness();
  const args = { connector: NAME, states: ["enabled"], limit: 10 };
  const cursor = read(await on.call("get_schema", args)).next_cursor;
  const publicTables = rowsOf(configIn(on.sandbox, NAME)).filter(
    ({ schema }) => schema === "public",
  );
  editSchemaOf(on.sandbox, NAME, (schema) => {
    schema.edits = {
      public: {
        tables: Object.fromEntries(publicTables.map(({ table }) => [table, { enabled: false }])),
      },
    };
  });
  const left = rowsOf(configIn(on.sandbox, NAME)).filter((row) => row.on);
  expect(left).toHaveLength(4);

  const beyond = await on.call("get_schema", { ...args, cursor });

  expect(beyond.isError).toBe(false);
  expect(read(beyond)).toMatchObject({ matching: left.length, shown: 0 });
  expect(beyond.data["next_cursor"]).toBeUndefined();
});

test("a wide schema is shown by its schemas, then by pages of tables", async () => {
  const on = await harness({ sandbox: { world: "large", connections: 4 } });
  const rows = rowsOf(configIn(on.sandbox, "wide_schema"));

  const first = await on.call("get_schema", { connector: "wide_schema" });
  const tables = await pagesOf(on, { connector: "wide_schema", schema: "schema_0?", limit: 400 });

  expect(read(first)).toMatchObject({
    level: "schemas",
    matching: 50,
    counts: { schemas: { total: 50, enabled: 50 }, tables: { total: 10_000, enabled: 10_000 } },
  });
  expect(read(first).schemas).toHaveLength(50);
  expect(read(first).next_cursor).toBeUndefined();
  expect(tables).toHaveLength(5);
  expect(tables.flatMap((page) => tablesIn(page).map(({ node }) => node))).toEqual(
    rows.filter(({ schema }) => schema.startsWith("schema_0")).map(place),
  );
  expect(steady(on, first).split("\n").slice(0, 5)).toMatchSnapshot();
});

test("a page over the result budget is shortened, and its cursor continues from there", async () => {
  const on = await harness();
  const names = Array.from(
    { length: 300 },
    (_, at) => `${String(at).padStart(3, "0")}${"x".repeat(180)}`,
  );
  editSchemaOf(on.sandbox, NAME, (schema) => {
    schema.added = { archive: Object.fromEntries(names.map((name) => [name, ["id"]])) };
    schema.edits = { archive: { tables: Object.fromEntries(names.map((name) => [name, {}])) } };
  });

  const pages = await pagesOf(on, { connector: NAME, schema: "archive", limit: 300 });

  expect(pages.flatMap(tablesIn).map(({ node }) => node)).toEqual(
    names.map((table) => place({ schema: "archive", table })),
  );
  expect(pages.map((page) => tablesIn(page).length)).toEqual([75, 75, 75, 75]);
  for (const { text, data } of pages) {
    expect(text.length).toBeLessThanOrEqual(25_000);
    expect(JSON.stringify(data).length).toBeLessThanOrEqual(25_000);
  }
});

test("filters without a match are reported", async () => {
  const on = await harness();

  const result = await on.call("get_schema", { connector: NAME, table: "nowhere" });

  expect(result.isError).toBe(false);
  expect(read(result)).toMatchObject({ matching: 0, schemas: [] });
  expect(steady(on, result)).toMatchSnapshot();
});

test("names with other characters than a plain name are quoted, hidden characters made visible", async () => {
  const on = await harness();
  const odd = 'drop"; \u202e table\nnow';
  editSchemaOf(on.sandbox, NAME, (schema) => {
    schema.added = { [odd]: { [odd]: ["id", odd] } };
    schema.edits = { [odd]: { tables: { [odd]: { columns: { [odd]: { hashed: true } } } } } };
  });

  const tables = await on.call("get_schema", { connector: NAME, schema: "drop*" });
  const columns = await on.call("get_schema", { connector: NAME, schema: "drop*", column: "*" });

  expect(tablesIn(tables)).toHaveLength(1);
  expect(columnsIn(columns)).toHaveLength(1);
  expect(steady(on, tables)).toMatchSnapshot();
  expect(steady(on, columns)).toMatchSnapshot();
  expect(`${tables.text}${columns.text}`).not.toContain("\u202e");
});

test.each([
  ["asana_projects", "set up and paused"],
  ["mixpanel_app.events", "waiting for its first sync"],
  ["tiktok_ads_launch", "never set up"],
])("%s, %s, has no schema yet: how to capture it", async (connector) => {
  const on = await harness();

  const result = await on.call("get_schema", { connector, table: "*" });

  expect(result).toMatchObject({ isError: false, data: { captured: false } });
  expect(Object.keys(result.data)).toEqual(["connector", "captured", "notes"]);
  expect(steady(on, result)).toMatchSnapshot();
});

test("a fixed set of tables differs from a schema that was never captured", async () => {
  const on = await harness();
  const sheet = "marketing_sheets.budget";

  const fixed = await on.call("get_schema", { connector: sheet });
  on.sandbox.edit((world) => {
    for (const connection of world.connections.values()) {
      if (connection.schema === sheet) connection.succeeded_at = null;
    }
  });
  const unsynced = await on.call("get_schema", { connector: sheet });

  expect(fixed).toMatchObject({ isError: false, data: { captured: false } });
  expect(unsynced).toMatchObject({ isError: false, data: { captured: false } });
  expect(unsynced.text).not.toBe(fixed.text);
  expect(steady(on, fixed)).toMatchSnapshot();
  expect(steady(on, unsynced)).toMatchSnapshot();
});

test("a configuration with an empty list of schemas says how to read them from the source", async () => {
  const on = await harness();
  serveSchemaReads(on.sandbox, { schemas: {} });
  const text =
    "Fivetran lists no schemas or tables for it; to read them from the source, call reload_schema";
  expect((await on.call("get_schema", { connector: NAME })).text).toContain(text);
  expect((await on.call("find_pii", { connectors: [NAME] })).text).toContain(text);
});

test("a configuration without schema change handling or with null for its tables is shown", async () => {
  const on = await harness();
  serveSchemaReads(on.sandbox, {
    schemas: { b: { enabled: false, tables: null }, a: { enabled: true } },
  });

  const result = await on.call("get_schema", { connector: NAME });

  expect(steady(on, result)).toMatchSnapshot();
  expect(read(result).schemas.map(({ schema }) => schema)).toEqual(["a", "b"]);
  expect(result.data["policy"]).toBeUndefined();
});

test.each([
  [{ connector: "postgres_order" }],
  [{ connector: "no_such_connector_at_all" }],
  [{ connector: "a/b" }],
  [{}],
  [{ connector: "" }],
  [{ connector: NAME, limit: 0 }],
  [{ connector: NAME, limit: 401 }],
  [{ connector: NAME, states: ["off"] }],
  [{ connector: NAME, columns: "yes" }],
  [{ connector: NAME, tables: "orders" }],
  [{ connector: NAME, cursor: "3.abcdefgh" }],
  [{ connector: NAME, cursor: "no cursor" }],
])("%j is refused", async (args) => {
  const on = await harness();

  const refused = await on.call("get_schema", args);

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
  expect(steady(on, refused)).toMatchSnapshot();
});

test("a pattern has at most 1024 characters", async () => {
  const { call } = await harness();

  const fits = await call("get_schema", { connector: NAME, table: "x".repeat(1024) });
  const refused = await call("get_schema", { connector: NAME, table: "x".repeat(1025) });

  expect(fits.isError).toBe(false);
  expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
});

test("a name that two connectors have is ambiguous: both are offered by id", async () => {
  const on = await harness();
  const ids = [idOf(on.sandbox, NAME), idOf(on.sandbox, "mysql_legacy")];
  doubleName(on.sandbox, NAME, "mysql_legacy");

  const refused = await on.call("get_schema", { connector: NAME });

  expect(refused.isError).toBe(true);
  for (const id of ids) expect(refused.text).toContain(id);
  const chosen = await on.call("get_schema", { connector: ids[1] });
  expect(chosen.data["connector"]).toEqual({ name: NAME, id: ids[1] });
});

test.each([
  [{ DISALLOWED_ACTIONS: "connections:read:connection_schema_config" }],
  [{ DISALLOWED_ACTIONS: "connections:read" }],
])("is refused under %j, with nothing sent", async (env) => {
  const { call, sandbox } = await harness({ env });

  const refused = await call("get_schema", { connector: NAME });

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "policy_denied" } } });
  expect(sandbox.requests()).toEqual([]);
});

test("works where the scope is read", async () => {
  const { call } = await harness({ env: { FIVETRAN_SCOPE: "read" } });

  const { isError } = await call("get_schema", { connector: NAME });

  expect(isError).toBe(false);
});

test("a connector outside the allowed groups is refused", async () => {
  const first = await harness();
  const groups = { staging: "" };
  first.sandbox.edit((world) => {
    for (const { id, name } of world.groups.values()) if (name === "staging") groups.staging = id;
  });
  const { call } = await harness({
    env: { FIVETRAN_GROUPS: groups.staging },
    account: { sandbox: first.sandbox, url: first.url },
  });

  const inside = await call("get_schema", { connector: "salesforce_uat" });
  const outside = await call("get_schema", { connector: NAME });
  const byId = await call("get_schema", { connector: idOf(first.sandbox, NAME) });

  expect(inside.isError).toBe(false);
  expect(outside.isError).toBe(true);
  expect(byId.isError).toBe(true);
  expect(steady(first, outside)).toMatchSnapshot();
  expect(steady(first, byId)).toMatchSnapshot();
});

test("a failed read is reported", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "connection_schema_config", status: 403 });

  const failed = await on.call("get_schema", { connector: NAME });

  expect(failed.isError).toBe(true);
  expect(steady(on, failed)).toMatchSnapshot();
});

test("a table that is not as expected is named, and the others are shown", async () => {
  const on = await harness();
  const tables = { orders: { enabled: "yes" }, people: { enabled: true, name_in_destination: 7 } };
  const data = { schemas: { public: { enabled: true, tables } } };
  const body = JSON.stringify({ code: "Success", data });
  on.sandbox.fault({ operation: "connection_schema_config", body });
  const { isError, text } = await on.call("get_schema", { connector: "postgres_orders" });
  expect(isError).toBe(false);
  expect(text).toContain("1 table (1 on)");
  expect(text).toContain("in an unexpected form: public.orders");
});
