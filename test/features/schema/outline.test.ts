import { describe, expect, test } from "vitest";
import { ColumnList, SchemaConfig } from "../../../src/client/resources/models.js";
import {
  type OutlinePage,
  type OutlineQuery,
  outlineSchema,
} from "../../../src/features/schema/outline.js";

const locked = (reason_code: string) => ({
  enabled_patch_settings: {
    allowed: false,
    reason_code,
    reason: "The table does not support exclusion",
  },
});

const config = SchemaConfig.parse({
  schema_change_handling: "ALLOW_COLUMNS",
  schemas: {
    sales: {
      enabled: true,
      tables: {
        orders: {
          enabled: true,
          sync_mode: "SOFT_DELETE",
          supports_columns_config: true,
          columns: { email: { enabled: true, hashed: true }, note: { enabled: false } },
        },
        audit: { enabled: true, ...locked("SYSTEM_TABLE"), supports_columns_config: false },
        tmp: { enabled: false },
      },
    },
    legacy: { enabled: false, tables: { old: { enabled: true }, older: { enabled: false } } },
    empty: { enabled: true },
  },
});

const { columns: ordersColumns } = ColumnList.parse({
  columns: {
    id: { enabled: true, is_primary_key: true, type: "INTEGER", ...locked("SYSTEM_COLUMN") },
    email: { enabled: true, hashed: true, type: "STRING" },
    note: { enabled: false, hashed: false },
    total: { enabled: true },
  },
});
const lookup = (schema: string, table: string) =>
  schema === "sales" && table === "orders" ? (ordersColumns ?? undefined) : undefined;

const see = async (query: Partial<OutlineQuery> = {}, columns = lookup) =>
  (await outlineSchema(config, { includeColumns: false, ...query }, columns))(50, 0);
/**
 * Returns the tables of a page, one state after the other, or its schemas if it lists no tables.
 */
const names = ({ schemas }: OutlinePage) =>
  schemas.flatMap(({ schema, on = [], off = [], off_with_schema = [], items = [] }) => {
    const tables = [...on, ...off, ...off_with_schema, ...items.map(({ name }) => name)];
    return tables.length === 0 ? [schema] : tables.map((name) => `${schema}.${name}`);
  });

test("a small schema is shown as a whole, ordered by name", async () => {
  expect(await see()).toEqual({
    policy: "ALLOW_COLUMNS",
    counts: {
      schemas: { total: 3, enabled: 2 },
      tables: { total: 5, enabled: 2, disabled: 2, off_with_schema: 1, locked: 1 },
    },
    level: "tables",
    matching: 6,
    shown: 6,
    schemas: [
      { schema: "empty", enabled: true, tables: { total: 0, enabled: 0 } },
      {
        schema: "legacy",
        enabled: false,
        tables: { total: 2, enabled: 0 },
        off: ["older"],
        off_with_schema: ["old"],
      },
      {
        schema: "sales",
        enabled: true,
        tables: { total: 3, enabled: 2, locked: 1 },
        on: ["orders"],
        off: ["tmp"],
        items: [{ name: "audit", enabled: true, locked: "SYSTEM_TABLE" }],
      },
    ],
  });
});

test("a configuration without schemas is empty", async () => {
  expect(
    (await outlineSchema(SchemaConfig.parse({}), { includeColumns: true }))(5, 0),
  ).toMatchObject({
    level: "columns",
    matching: 0,
    schemas: [],
  });
});

describe("filters", () => {
  test.each<[string, Partial<OutlineQuery>, string[]]>([
    ["a schema", { schema: "leg*" }, ["legacy.older", "legacy.old"]],
    ["a table anywhere", { table: "o*" }, ["legacy.older", "legacy.old", "sales.orders"]],
    ["letter case counts", { table: "ORDERS" }, []],
    ["tables that sync", { states: ["enabled"] }, ["sales.orders", "sales.audit"]],
    ["tables that do not", { states: ["disabled"] }, ["legacy.older", "legacy.old", "sales.tmp"]],
    ["locked tables", { states: ["locked"] }, ["sales.audit"]],
    [
      "any of several states",
      { states: ["locked", "disabled"], schema: "sales" },
      ["sales.tmp", "sales.audit"],
    ],
    ["tables with a column", { column: "e*" }, ["sales.orders"]],
    ["tables with hashed columns", { states: ["hashed"] }, ["sales.orders"]],
  ])("%s", async (_, query, expected) => {
    expect(names(await see(query))).toEqual(expected);
  });
});

const STATES = ["enabled", "disabled", "hashed", "locked", "primary_key"] as const;
const COMBINATIONS = Array.from({ length: 2 ** STATES.length - 1 }, (_, bits) =>
  STATES.filter((_state, at) => (((bits + 1) >> at) & 1) === 1),
);

test.each(COMBINATIONS.map((states) => [states]))(
  "the states %j list every table and every column that is in one of them",
  async (states) => {
    const has = (...own: (string | false)[]) => states.some((state) => own.includes(state));
    const ofColumns = states.some((state) => state === "hashed" || state === "primary_key");
    const page = await see({ states });
    const wantedTables = [
      ...(has("enabled") ? ["sales.orders"] : []),
      ...(has("enabled", "locked") ? ["sales.audit"] : []),
      ...(has("disabled") ? ["sales.tmp", "legacy.old", "legacy.older"] : []),
    ];
    const wantedColumns = !ofColumns
      ? []
      : [
          ...(has("enabled", "primary_key", "locked") ? ["id"] : []),
          ...(has("enabled", "hashed") ? ["email"] : []),
          ...(has("disabled") ? ["note"] : []),
          ...(has("enabled") ? ["total"] : []),
        ];
    if (wantedColumns.length > 0 && !wantedTables.includes("sales.orders")) {
      wantedTables.push("sales.orders");
    }
    expect(names(page).sort()).toEqual(wantedTables.sort());
    const shownColumns = page.schemas.flatMap(({ items = [] }) =>
      items.flatMap(({ columns = [] }) => columns.map(({ name }) => name)),
    );
    expect(shownColumns.sort()).toEqual(wantedColumns.sort());
  },
);

describe("columns", () => {
  const columns = async (query: Partial<OutlineQuery>, columnLookup = lookup) =>
    (await see({ schema: "sales", ...query }, columnLookup)).schemas[0]?.items;

  test("all that are known, with what is known of them", async () => {
    expect(await columns({ includeColumns: true })).toEqual([
      { name: "audit", enabled: true, locked: "SYSTEM_TABLE", no_column_support: true },
      {
        name: "orders",
        enabled: true,
        sync_mode: "SOFT_DELETE",
        columns: [
          { name: "email", enabled: true, hashed: true, type: "STRING" },
          {
            name: "id",
            enabled: true,
            primary_key: true,
            locked: "SYSTEM_COLUMN",
            type: "INTEGER",
          },
          { name: "note", enabled: false },
          { name: "total", enabled: true },
        ],
      },
    ]);
  });

  test("without a listing only those that were changed", async () => {
    expect(await columns({ includeColumns: true, table: "orders" }, () => undefined)).toEqual([
      {
        name: "orders",
        enabled: true,
        sync_mode: "SOFT_DELETE",
        columns: [
          { name: "email", enabled: true, hashed: true },
          { name: "note", enabled: false },
        ],
      },
    ]);
  });

  test.each([
    ["primary_key", ["id"]],
    ["disabled", ["note"]],
    ["hashed", ["email"]],
    ["locked", ["id"]],
  ] as const)("%s ones", async (state, expected) => {
    const items = await columns({ includeColumns: true, column: "*", states: [state] });
    expect(items?.flatMap((table) => table.columns?.map(({ name }) => name))).toEqual(expected);
  });
});

describe("a large schema", () => {
  const pad = (n: number) => String(n).padStart(3, "0");
  const large = SchemaConfig.parse({
    schemas: Object.fromEntries(
      Array.from({ length: 50 }, (_, s) => [
        `schema_${pad(s)}`,
        {
          enabled: true,
          tables: Object.fromEntries(
            Array.from({ length: 200 }, (_, t) => [
              `a_table_with_a_usual_name_${pad(t)}`,
              {
                enabled: t % 3 > 0,
                sync_mode: "SOFT_DELETE",
                enabled_patch_settings: { allowed: true },
              },
            ]),
          ),
        },
      ]),
    ),
  });
  const pageOf = (query: Partial<OutlineQuery> = {}) =>
    outlineSchema(large, { includeColumns: false, ...query });

  test("without a filter gives its schemas alone, well within the budget", async () => {
    const outline = (await pageOf())(100, 0);
    expect(outline).toMatchObject({ level: "schemas", matching: 50, shown: 50 });
    expect(outline.counts.tables).toMatchObject({ total: 10_000, enabled: 6650, disabled: 3350 });
    expect(outline.schemas[0]).toEqual({
      schema: "schema_000",
      enabled: true,
      tables: { total: 200, enabled: 133 },
    });
    expect(outline.next_offset).toBeUndefined();
    expect(JSON.stringify(outline).length).toBeLessThan(10_000);
  });

  test("pages meet without gap or overlap, each within the budget", async () => {
    const seen: string[] = [];
    const tables = await pageOf({ table: "*" });
    let offset: number | undefined = 0;
    while (offset !== undefined) {
      const page: OutlinePage = tables(150, offset);
      expect(JSON.stringify(page).length).toBeLessThan(25_000);
      seen.push(...names(page));
      offset = page.next_offset;
    }
    expect(seen).toHaveLength(10_000);
    expect(new Set(seen).size).toBe(10_000);
  });

  test("a wide table is paged by its columns, its header on every page", async () => {
    const wide = SchemaConfig.parse({
      schemas: { s: { enabled: true, tables: { t: { enabled: true } } } },
    });
    const list = ColumnList.parse({
      columns: Object.fromEntries(
        Array.from({ length: 1500 }, (_, n) => [`c${n}`, { enabled: true }]),
      ),
    }).columns;
    const pages = await outlineSchema(wide, { includeColumns: true }, () => list ?? undefined);
    const page = (offset: number) => pages(400, offset);
    expect(page(0)).toMatchObject({ matching: 1500, shown: 400, next_offset: 400 });
    expect(page(1200).next_offset).toBeUndefined();
    expect(page(1200).schemas[0]?.items?.[0]).toMatchObject({ name: "t" });
    expect(page(1200).schemas[0]?.items?.[0]?.columns).toHaveLength(300);
    expect(page(5000)).toMatchObject({ shown: 0, schemas: [] });
  });
});

test("names that collide with JavaScript's own are ordinary names", async () => {
  const odd = SchemaConfig.parse({
    schemas: JSON.parse('{"constructor":{"enabled":true,"tables":{"toString":{"enabled":true}}}}'),
  });
  expect(names((await outlineSchema(odd, { includeColumns: false }))(5, 0))).toEqual([
    "constructor.toString",
  ]);
});
