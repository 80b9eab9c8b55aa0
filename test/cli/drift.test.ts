import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { type Printed, withAccount } from "../../src/cli/account.js";
import {
  changesFrom,
  diffConnectors,
  exportSelection,
  inventory,
  readSelection,
} from "../../src/cli/commands/drift.js";
import type { AccountReader } from "../../src/toolkit/define.js";
import { fleet, settled } from "../fleet.js";
import { changes, type Harness, temporaryFolder } from "../harness.js";
import { configIn, editSchemaOf, isLocked } from "../tools/schema-account.js";

async function run(
  on: Harness,
  work: (account: AccountReader) => Promise<Printed>,
  form: "text" | "json" | "csv" = "text",
) {
  const stdout = new PassThrough();
  const terminal = {
    stdin: new PassThrough(),
    stdout,
    stderr: new PassThrough(),
    interactive: false,
    show: (text: string) => text,
    tables: { columns: 160, color: false, csv: form === "csv" },
  };
  const code = await withAccount(on.app, { terminal, json: form === "json" }, work);
  expect(code).toBe(0);
  return String(stdout.read() ?? "");
}

async function exported(on: Harness, name: string): Promise<string> {
  const file = join(await temporaryFolder(), "selection.json");
  await run(on, (account) => exportSelection(name, { file, overwrite: false }, account));
  return file;
}

async function planned(on: Harness, file: string, name: string) {
  let found: Awaited<ReturnType<typeof changesFrom>> | undefined;
  await run(on, async (account) => {
    found = await changesFrom(readSelection(file), name, account);
    return { text: "" };
  });
  if (found === undefined) throw new Error("nothing was planned");
  return found;
}

async function confirmed(on: Harness, args: Record<string, unknown>) {
  const { token } = await on.call("modify_schema", args);
  const done = await on.call("modify_schema", { ...args, confirmation_token: token });
  expect(done.status, done.text).toBe("done");
}

describe("a selection in a file", () => {
  test("goes back to what it was when it was exported", async () => {
    const on = await settled();
    const before = configIn(on.sandbox, "postgres_orders");
    const file = await exported(on, "postgres_orders");
    expect(changes(on.sandbox)).toEqual([]);
    expect(await planned(on, file, "postgres_orders")).toEqual({
      changes: [],
      policy: undefined,
      notes: [],
    });

    await confirmed(on, {
      connector: "postgres_orders",
      policy: before.schema_change_handling === "BLOCK_ALL" ? "ALLOW_ALL" : "BLOCK_ALL",
      changes: [
        { schema: "public", table: "orders", enabled: false },
        { schema: "public", table: "customers", column: "email", hashed: true },
        { schema: "public", table: "customers", column: "tax_id", hashed: false, enabled: false },
      ],
    });
    const back = await planned(on, file, "postgres_orders");
    expect(back).toEqual({
      policy: before.schema_change_handling,
      notes: [],
      changes: [
        { schema: "public", table: "customers", column: "email", hashed: false },
        { schema: "public", table: "customers", column: "tax_id", enabled: true, hashed: true },
        { schema: "public", table: "orders", enabled: true },
      ],
    });
    await confirmed(on, {
      connector: "postgres_orders",
      changes: back.changes,
      policy: back.policy,
    });
    expect(await planned(on, file, "postgres_orders")).toMatchObject({ changes: [] });
  });

  test("holds row filters and data types, and gives them back or takes them away", async () => {
    const on = await settled();
    const without = await exported(on, "postgres_orders");
    const paid = {
      name: "paid",
      description: "paid or new",
      operator: "OR",
      column_clauses: [
        { column: "status", column_type: "STRING", operator: "EQUALS", values: ["paid"] },
        { column: "status", column_type: "STRING", operator: "IS_NULL", values: [] },
      ],
    };
    const set = [
      {
        schema: "public",
        table: "customers",
        column: "email",
        hashed: true,
        target_data_type: "Json",
      },
      { schema: "public", table: "orders", row_filter: paid },
    ];
    await confirmed(on, { connector: "postgres_orders", changes: set });
    const file = await exported(on, "postgres_orders");
    expect(await planned(on, file, "postgres_orders")).toMatchObject({ changes: [] });

    const { changes: away } = await planned(on, without, "postgres_orders");
    expect(away).toEqual([
      {
        schema: "public",
        table: "customers",
        column: "email",
        hashed: false,
        remove: "target_data_type",
      },
      { schema: "public", table: "orders", remove: "row_filter" },
    ]);
    await confirmed(on, { connector: "postgres_orders", changes: away });
    expect(await planned(on, without, "postgres_orders")).toMatchObject({ changes: [] });
    const cleared = readSelection(await exported(on, "postgres_orders"));
    expect(cleared.schemas).toEqual(readSelection(without).schemas);

    const { changes: back } = await planned(on, file, "postgres_orders");
    expect(back).toEqual(set);
    await confirmed(on, { connector: "postgres_orders", changes: back });
    expect(
      configIn(on.sandbox, "postgres_orders").schemas?.["public"]?.tables?.["orders"],
    ).toMatchObject({ row_filter: paid });

    const both = ["postgres_orders", "mysql_inventory"] as const;
    const text = await run(on, (account) => diffConnectors(both, account));
    expect(text).toContain("public.customers.email target_data_type: Json | none\n");
    expect(text).toContain(
      'public.orders row_filter: rows with status EQUALS "paid" OR status IS_NULL ("paid") | none\n',
    );
    const { selection } = JSON.parse(
      await run(on, (account) => diffConnectors(both, account), "json"),
    );
    expect(selection).toContainEqual({
      node: "public.orders",
      field: "row_filter",
      first: paid,
      second: null,
    });
  });

  test("is not applied where no schema is known, and says how to get one", async () => {
    const on = await settled();
    const file = await exported(on, "postgres_orders");
    editSchemaOf(on.sandbox, "mysql_inventory", (schema) => {
      schema.captured = false;
    });
    await expect(planned(on, file, "mysql_inventory")).rejects.toThrow(
      /^mysql_inventory \(\w+\) has no schema that a selection can be applied to/,
    );
  });

  test("names what Fivetran has locked, through the plan", async () => {
    const on = await settled();
    const file = await exported(on, "xero_ledger");
    const text = readFileSync(file, "utf8");
    const { schemas } = configIn(on.sandbox, "xero_ledger");
    const [locked] = Object.entries(schemas?.["xero_ledger"]?.tables ?? {}).flatMap(
      ([name, node]) => (isLocked(node) ? [name] : []),
    );
    if (locked === undefined) throw new Error("xero_ledger has no locked table");
    const selection = JSON.parse(text);
    selection.schemas.xero_ledger.tables[locked].enabled = false;
    writeFileSync(file, JSON.stringify(selection));
    const { changes: asked } = await planned(on, file, "xero_ledger");
    expect(asked).toEqual([{ schema: "xero_ledger", table: locked, enabled: false }]);
    const result = await on.call("modify_schema", { connector: "xero_ledger", changes: asked });
    expect(result.text).toContain(`Skipped xero_ledger.${locked}: locked by Fivetran`);
  });

  test("is applied to another connector; what only one has is named and left alone", async () => {
    const on = await settled();
    const file = await exported(on, "postgres_orders");
    const text = readFileSync(file, "utf8").replace('"orders"', '"orders_old"');
    writeFileSync(file, text);
    const { changes, notes } = await planned(on, file, "mysql_inventory");
    expect(changes).toEqual([
      { schema: "public", table: "customers", column: "tax_id", hashed: true },
    ]);
    expect(notes).toEqual([
      "Only in the file: public.orders_old.",
      "Only in the connector, not changed: public.orders.",
    ]);
  });

  test("of a source with one schema named after its connector fits another of its kind", async () => {
    const on = await settled();
    const file = await exported(on, "xero_ledger");
    await confirmed(on, {
      connector: "quickbooks_books",
      changes: [{ schema: "quickbooks_books", table: "note", enabled: false }],
    });
    const { changes, notes } = await planned(on, file, "quickbooks_books");
    expect(notes).toEqual(["Schema xero_ledger → quickbooks_books."]);
    expect(changes).toEqual([{ schema: "quickbooks_books", table: "note", enabled: true }]);
  });

  test("is not written over a file that exists, unless that is asked for", async () => {
    const on = await settled();
    const file = await exported(on, "postgres_orders");
    writeFileSync(file, "mine");
    const write = (overwrite: boolean) =>
      run(on, (account) => exportSelection("postgres_orders", { file, overwrite }, account));
    await expect(write(false)).rejects.toThrow(/was not written: it already exists/);
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect(await write(true)).toMatch(
      /^postgres_orders \(\w+\): 2 schemas with 16 tables written to /,
    );
  });

  test.each([
    ["{", /is not a selection: "it is not valid JSON; it may be cut off"/],
    ["{}", /is not a selection: "it has no version"/],
    ['[{"version":1}]', /is not a selection: "it has no version"/],
    ['{"version":2,"selection":{}}', /was written by a newer version .* \(version 2 of the file\)/],
    [
      '\uFEFF{"version":1,"connector":{"id":"a","name":"b","service":"c"},"exported_at":"x","schemas":{"s":{"enabled":"yes"}}}',
      /is not a selection: "schemas\.s\.enabled: /,
    ],
    [
      '{"version":1,"connector":{"id":"a","name":"b","service":"c"},"exported_at":"x","schemas":{"s":{"on":true}}}',
      /is not a selection: "schemas\.s/,
    ],
  ])("%s is refused", async (text, message) => {
    const file = join(await temporaryFolder(), "x.json");
    writeFileSync(file, text);
    expect(() => readSelection(file)).toThrow(message);
    expect(() => readSelection(`${file}.none`)).toThrow(/cannot be read \(ENOENT\)/);
  });
});

test("diff shows settings and selections that two connectors do not share, and no secrets", async () => {
  const on = await settled();
  await confirmed(on, {
    connector: "mysql_inventory",
    changes: [{ schema: "public", table: "orders", enabled: false }],
  });
  const both = ["postgres_orders", "mysql_inventory"] as const;
  const text = await run(on, (account) => diffConnectors(both, account));
  expect(text.replace(/\((?!is)\w+\)/g, "(ID)")).toMatchSnapshot();
  expect(text).not.toMatch(/password|\*\*\*/);
  const data = JSON.parse(await run(on, (account) => diffConnectors(both, account), "json"));
  expect(data.selection).toContainEqual({
    node: "public.orders",
    field: "enabled",
    first: true,
    second: false,
  });
  const same = await run(on, (account) => diffConnectors(["xero_ledger", "xero_ledger"], account));
  expect(same).toMatch(/: no difference\n$/);
});

test("diff names the schemas that only one connector has", async () => {
  const on = await settled();
  const schemasOf = (name: string) => Object.keys(configIn(on.sandbox, name).schemas ?? {});
  const both = ["postgres_orders", "salesforce_prod"] as const;
  const [first, second] = both.map(schemasOf);
  const text = await run(on, (account) => diffConnectors(both, account));
  for (const schema of first ?? []) expect(text).toContain(`only in the first: ${schema}\n`);
  for (const schema of second ?? []) expect(text).toContain(`only in the second: ${schema}\n`);
  expect(first).not.toEqual([]);
  expect(second).not.toEqual([]);
});

describe("a schema configuration with odd parts", () => {
  /** Serves this configuration of every connector, with a change. */
  async function odd(change: (text: string) => string): Promise<Harness> {
    const on = await settled();
    const text = JSON.stringify({
      code: "Success",
      data: configIn(on.sandbox, "postgres_orders"),
    });
    const body = change(text);
    expect(body).not.toBe(text);
    on.sandbox.fault({ operation: "connection_schema_config", status: 200, body });
    return on;
  }
  const both = ["postgres_orders", "mysql_inventory"] as const;
  const diff = (on: Harness) => run(on, (account) => diffConnectors(both, account));

  test.each<[string, (text: string) => string, string]>([
    [
      "a table is null",
      (text) => text.replace('"customers":{', '"customers":null,"others":{'),
      "public.customers",
    ],
    [
      "a column is null",
      (text) => text.replace(/"tax_id":\{[^{}]*(\{[^{}]*\}[^{}]*)?\}/, '"tax_id":null'),
      "public.customers",
    ],
  ])("is compared and exported without it where %s", async (_, change, node) => {
    const on = await odd(change);
    expect(await diff(on)).toMatch(
      new RegExp(`postgres_orders .*: not compared, because .* unexpected form: ${node}`),
    );
    const file = join(await temporaryFolder(), "selection.json");
    const text = await run(on, (account) =>
      exportSelection("postgres_orders", { file, overwrite: false }, account),
    );
    expect(text).toContain(`Not in the file, because Fivetran returned them in an unexpected form`);
    expect(text).toContain(`: ${node}\n`);
    const { schemas } = readSelection(file);
    expect(Object.keys(schemas["public"]?.tables ?? {})).not.toContain("customers");
    expect(Object.keys(schemas["public"]?.tables ?? {})).toContain("orders");
    const { changes: none, notes } = await planned(on, file, "mysql_inventory");
    expect(none).toEqual([]);
    expect(notes.join()).toContain("Not compared and not changed, because");
    expect(notes.join()).not.toContain("Only in the file");
  });

  test("with a schema change handling that is not recognized is not exported in silence", async () => {
    const on = await odd((text) => text.replace(/"ALLOW_ALL"/, '"ALLOW_TABLES"'));
    const file = join(await temporaryFolder(), "selection.json");
    const text = await run(on, (account) =>
      exportSelection("postgres_orders", { file, overwrite: false }, account),
    );
    expect(text).toContain(
      "Not in the file: the schema change handling, which this version does not recognize (ALLOW_TABLES)",
    );
  });

  test("that shows no tables is not said to be the same", async () => {
    const on = await odd(() => JSON.stringify({ code: "Success", data: {} }));
    expect(await diff(on)).toContain("postgres_orders (");
    expect(await diff(on)).toContain("no tables to compare, because Fivetran shows no selection");
  });
});

describe("inventory", () => {
  test("names missing and odd fields, and does not guess the state of a connector", async () => {
    const on = await settled();
    const connector = { service: "postgres", schema: "a", group_id: "g", status: {} };
    const page = (...items: object[]) => ({
      status: 200,
      body: JSON.stringify({ code: "Success", data: { items } }),
    });
    const status = { setup_state: "connected", sync_state: "paused", update_state: "on_schedule" };
    on.sandbox.fault({
      operation: "list_connections",
      ...page({ ...connector, id: "c", status, succeeded_at: true }),
    });
    on.sandbox.fault({
      operation: "list_all_users",
      ...page({ id: "u", email: "a@example.com", logged_in_at: "yesterday" }),
    });
    on.sandbox.fault({
      operation: "get_hybrid_deployment_agent_list",
      ...page({ id: "h", display_name: "h", last_used_at: { at: 1 } }),
    });
    const { items, gaps } = JSON.parse(await run(on, inventory, "json"));
    expect(items.find(({ id }: { id: string }) => id === "c")).toMatchObject({ status: "" });
    expect(gaps).toEqual([
      "1 user could be read only in part: u (logged_in_at)",
      "1 connector could be read only in part: c (paused, succeeded_at)",
      "1 hybrid deployment agent could be read only in part: h (last_used_at)",
    ]);
  });

  test("lists everything with owners and last use, for a person, a script and a spreadsheet", async () => {
    const on = await settled();
    const { items, gaps } = JSON.parse(await run(on, inventory, "json"));
    const kinds = items.map(({ kind }: { kind: string }) => kind);
    expect([...new Set(kinds)]).toEqual(
      expect.arrayContaining(["group", "destination", "connector", "user", "transformation"]),
    );
    expect(kinds.filter((kind: string) => kind === "connector")).toHaveLength(42);
    expect(gaps).toEqual([]);
    expect(items.find(({ name }: { name: string }) => name === "postgres_orders")).toMatchObject({
      kind: "connector",
      type: "postgres",
      group: "analytics_prod",
      owner: expect.stringContaining("@"),
      last_used_at: expect.stringMatching(/^\d{4}-/),
    });
    const types = items
      .filter(({ kind }: { kind: string }) => kind === "transformation")
      .map(({ type }: { type: string }) => type);
    expect([...new Set(types)].sort()).toEqual(["DBT_CORE", "QUICKSTART"]);
    expect(items.find(({ kind }: { kind: string }) => kind === "user")).toMatchObject({
      last_used_at: expect.any(String),
    });
    expect(await run(on, inventory)).toMatch(/^\d+ items: 4 groups, 4 destinations, 42 connectors/);
    const csv = await run(on, inventory, "csv");
    expect(csv.split("\r\n")[0]).toBe(
      "kind,id,name,type,group,status,owner,created_at,last_used_at",
    );
    expect(csv.split("\r\n")).toHaveLength(items.length + 2);
  });

  test.each([
    ['=HYPERLINK("http://x.example","y")', `,"'=HYPERLINK(""http://x.example"",""y"")",`],
    ["+1", ",'+1,"],
    ["-2+3", ",'-2+3,"],
    ["@SUM(A1)", ",'@SUM(A1),"],
    ['a,"b"', ',"a,""b""",'],
    ["two\nlines\r\nand \u001b[31mred\u0000", ',"two\nlines\nand '],
  ])(
    "a name that a spreadsheet would run, or that breaks a row, is one plain cell: %j",
    async (name, cell) => {
      const on = await settled();
      fleet(on.sandbox, [{ name }]);
      const csv = await run(on, inventory, "csv");
      expect(csv).toContain(cell);
      const items = JSON.parse(await run(on, inventory, "json")).items.length;
      expect(csv.trimEnd().split("\r\n")).toHaveLength(items + 1);
    },
  );

  test("so is it in the text of a diff, where it cannot move the cursor", async () => {
    const on = await settled();
    fleet(on.sandbox, [
      { name: "a", config: { host: "x\u001b[2Jy\r\nz" } },
      { name: "b", config: { host: "=1,2" } },
    ]);
    const text = await run(on, (account) => diffConnectors(["a", "b"], account));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test checks that the text has no control character
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(
      text
        .trimEnd()
        .split("\n")
        .every((line) => !line.startsWith("z")),
    ).toBe(true);
  });

  test("what the key may not list is named", async () => {
    const on = await settled({ env: { DISALLOWED_ACTIONS: "users:read,webhooks:read" } });
    const { gaps, items } = JSON.parse(await run(on, inventory, "json"));
    expect(gaps).toContain(
      "users, webhooks could not be read: this program's API key or settings do not allow it",
    );
    expect(items.some(({ kind }: { kind: string }) => kind === "connector")).toBe(true);
  });

  test.each([
    ["list_all_groups", "groups", "connector"],
    ["list_connections", "connectors", "group"],
    ["list_all_webhooks", "webhooks", "connector"],
  ] as const)("where %s fails, the rest is listed with a note", async (operation, what, other) => {
    const on = await settled();
    on.sandbox.fault({ operation, status: 500 });
    const { gaps, items } = JSON.parse(await run(on, inventory, "json"));
    expect(gaps).toEqual([expect.stringMatching(new RegExp(`^${what} could not be read: `))]);
    expect(items.some(({ kind }: { kind: string }) => kind === other)).toBe(true);
    expect(await run(on, inventory)).toContain(`${what} could not be read`);
  });

  test("where nothing can be listed, that is the error", async () => {
    const on = await settled({ env: { FIVETRAN_API_SECRET: "wrong-secret-0123456789" } });
    await expect(run(on, inventory)).rejects.toMatchObject({ type: "unauthenticated" });
  });
});

test("a file that is far too large to be a selection is not read", async () => {
  const file = join(await temporaryFolder(), "large.json");
  writeFileSync(file, "");
  truncateSync(file, 50_000_001);
  expect(() => readSelection(file)).toThrow(/it has more than 50 MB/);
});
