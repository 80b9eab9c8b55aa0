import { execFileSync, spawnSync } from "node:child_process";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { createApp } from "../../src/app.js";
import { withAccount } from "../../src/cli/account.js";
import { checkedTable } from "../../src/cli/output/health-table.js";
import { listTable } from "../../src/cli/output/list-tables.js";
import { asCsv, asText, type Table } from "../../src/cli/output/table.js";
import { runTool } from "../../src/cli/run.js";
import { toolNotation } from "../../src/toolkit/notation.js";
import { type Harness, harness } from "../harness.js";

const python = spawnSync("python3", ["--version"]).status === 0;

const ESC = String.fromCharCode(27);
const plain = (text: string) =>
  text
    .split(ESC)
    .map((part, at) => (at === 0 ? part : part.replace(/^\[\d+m/, "")))
    .join("");

async function tableOf(args = {}, failOn: string[] = []) {
  const on = await harness();
  const app = await createApp(on.appOptions);
  let table: Table | undefined;
  let code = 0;
  const terminal = {
    stdin: process.stdin,
    stdout: { write: () => true } as unknown as NodeJS.WritableStream,
    stderr: process.stderr,
    interactive: false,
    show: (text: string) => text,
  };
  await withAccount(app, { terminal, json: false }, async (account) => {
    const more = (connector: string) => `more of ${connector}`;
    const printed = await checkedTable(args, failOn, account, more);
    ({ table } = printed);
    code = printed.code ?? 0;
    return printed;
  });
  await app.close();
  if (table === undefined) throw new Error("no table");
  return { table, code, on };
}

describe("check_stale as a table", () => {
  test("a line for each connector that is not healthy, worst first; what several share is a line above them", async () => {
    const { table } = await tableOf();
    expect(asText(table, 130, false)).toMatchSnapshot();
  });

  test("--limit shows that many connectors, the worst first, and says how many more there are", async () => {
    const { table: all } = await tableOf();
    const connectors = all.rows.filter((row) => !("heading" in row)).length;
    for (const limit of [1, 3, 6]) {
      const { table } = await tableOf({ limit });
      expect(table.rows).toEqual(all.rows.slice(0, table.rows.length));
      expect(table.rows.filter((row) => !("heading" in row))).toHaveLength(limit);
      expect(table.rows.at(-1)).not.toHaveProperty("heading");
      expect(table.summary).toBe(all.summary);
      expect(table.notes).toEqual([
        `Note: ${connectors - limit} more connectors not shown, because of --limit.`,
      ]);
    }
    expect((await tableOf({ limit: connectors })).table).toEqual(all);
  });

  test("on a narrow terminal the long texts go under their row, and no line is longer than it", async () => {
    const { table } = await tableOf({ group: "marketing" });
    const text = asText(table, 72, false);
    expect(text).toMatchSnapshot();
    for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(72);
  });

  test.each([40, 60])(
    "at %s columns no line is longer: rows that do not fit are blocks of lines",
    async (width) => {
      const { table } = await tableOf({ group: "finance" });
      const text = asText(table, width, false);
      expect(text).toMatchSnapshot();
      for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(width);
      expect(plain(asText(table, width, true))).toBe(text);
    },
  );

  test("it is colored by severity, and the same without colors", async () => {
    const { table } = await tableOf();
    const colored = asText(table, 130, true);
    expect(colored).toContain(`${ESC}[31mbroken`);
    expect(colored).toContain(`${ESC}[33mfailing`);
    expect(colored).toContain(`${ESC}[90mpaused`);
    expect(plain(colored)).toBe(asText(table, 130, false));
  });

  test("as CSV every row says its cause and next step itself", async () => {
    const { table } = await tableOf();
    const [head, ...rows] = asCsv(table).trimEnd().split("\r\n");
    expect(head).toBe("verdict,connector,group,last_success,cause,next_step");
    expect(rows.length).toBe(table.rows.filter((row) => "cells" in row).length);
    expect(rows.find((row) => row.includes("xero_ledger"))).toContain(
      "administrator of the destination",
    );
    // Programs read a time instead of an age. It is empty if there never was one.
    const ages = parse(asCsv(table)).map((cells) => cells[3] ?? "");
    expect(ages.slice(1).filter((age) => !/^(\d{4}-\d\d-\d\dT[\d:.]+Z)?$/.test(age))).toEqual([]);
    expect(ages).toContain("");
  });

  test("--fail-on decides about the exit code as for text", async () => {
    expect((await tableOf({}, ["problem"])).code).toBe(8);
    expect((await tableOf({ group: "finance" }, ["stuck"])).code).toBe(0);
    expect((await tableOf({ group: "finance" }, ["destination_down"])).code).toBe(8);
  });
});

test("list_connectors and list_destinations are tables with the worst first; other results are not", async () => {
  const { call } = await harness();
  const more = (cursor: string) => `again ${cursor.length > 0}`;
  const connectors = await call("list_connectors", { limit: 6 });
  const destinations = await call("list_destinations");
  const tableFor = (tool: string, data: unknown) =>
    listTable(tool, z.record(z.string(), z.json()).parse(data), more);
  const shown = [
    tableFor("list_connectors", connectors.data),
    tableFor("list_destinations", destinations.data),
  ].map((table) => (table === undefined ? "" : asText(table, 120, false)));
  expect(shown.join("\n\n")).toMatchSnapshot();
  const narrow = tableFor("list_destinations", destinations.data);
  expect(narrow && asText(narrow, 40, false)).toMatchSnapshot();
  const schema = await call("get_schema", { connector: "postgres_orders" });
  expect(tableFor("get_schema", schema.data)).toBeUndefined();
});

test.each([
  [
    "find_pii",
    ["postgres_orders"],
    /^high +postgres_orders +public +customers +email +email +hash +named "email"$/m,
  ],
  [
    "get_status",
    ["postgres_orders", "stripe_payments"],
    /^broken +stripe_payments +analytics_prod +stripe +\d{4}-\d\d-\d\d \d\d:\d\d$/m,
  ],
])(
  "%s has a table where one is asked for, and is text otherwise",
  async (tool, connectors, row) => {
    const on = await harness();
    const { stdout } = await listed(on, tool, { connectors }, "table");
    expect(stdout).toMatch(row);
    const text = await listed(on, tool, { connectors }, undefined);
    expect(text.stdout).not.toMatch(row);
  },
);

/** Runs a list command like a shell that writes to a file. */
async function listed(
  on: Harness,
  tool: string,
  args: Record<string, string | number | string[]>,
  output: "csv" | "table" | undefined,
) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal = {
    ...{ stdin: new PassThrough(), stdout, stderr, interactive: false },
    show: (text: string) => text,
    tables: { columns: 120, color: false, csv: output === "csv", asked: output !== undefined },
  };
  const command = { tool, args, json: false, dryRun: false, notation: toolNotation };
  const code = await runTool(command, await on.app.engine(), terminal);
  return { code, stdout: String(stdout.read() ?? ""), stderr: String(stderr.read() ?? "") };
}

test("CSV has every row, also of an account with many; a part that was asked for says how it continues", async () => {
  const on = await harness({ sandbox: { world: "large", connections: 500 } });
  const all = await listed(on, "list_connectors", {}, "csv");
  expect(all).toMatchObject({ code: 0, stderr: "" });
  const rows = parse(all.stdout);
  expect(rows).toHaveLength(501);
  expect(new Set(rows.map(([, name]) => name)).size).toBe(501);
  const part = await listed(on, "list_connectors", { limit: 10 }, "csv");
  expect(parse(part.stdout)).toHaveLength(11);
  expect(part.stderr).toMatch(/^More: cursor="/);
});

test("an empty account, and one with a single connector", async () => {
  const empty = await harness({ sandbox: { world: "empty" } });
  for (const tool of ["list_connectors", "list_destinations", "get_history"]) {
    const csv = await listed(empty, tool, {}, "csv");
    expect([csv.code, parse(csv.stdout)], tool).toEqual([0, [expect.any(Array)]]);
    const table = await listed(empty, tool, {}, "table");
    expect(table.stdout.split("\n").length, table.stdout).toBeLessThan(5);
  }
  const one = await harness({ sandbox: { world: "large", connections: 1 } });
  const table = await listed(one, "list_connectors", {}, "table");
  expect(table.stdout).toMatch(/^1 connector: /);
});

/**
 * Returns the width of texts in columns of a terminal, counted by a program other than the one that
 * aligns them.
 */
function columnsOf(texts: readonly string[]): number[] {
  const script = `import json, sys, unicodedata as u
print(json.dumps([sum(2 if u.east_asian_width(c) in "WF" else 0 if u.combining(c) else 1 for c in text)
  for text in json.load(sys.stdin)]))`;
  const input = JSON.stringify(texts);
  return JSON.parse(execFileSync("python3", ["-c", script], { input, encoding: "utf8" }));
}

const NAMES = [
  "受注データ",
  "🚚 orders",
  "заказы",
  "هذا اسم",
  "naïve",
  "x".repeat(300),
  "ｗｉｄｅ",
];

test.skipIf(!python).each([80, 120, 200])(
  "columns stay aligned beside any name: %s columns",
  (width) => {
    const columns = [{ title: "name" }, { title: "group" }];
    const rows = [...NAMES, "plain"].map((name) => ({ cells: [name, "|"], tone: "good" as const }));
    const text = asText({ summary: "s", columns, rows, notes: [] }, width, false);
    const lines = text.split("\n").slice(3);
    expect(lines).toHaveLength(rows.length);
    const [first, ...others] = columnsOf(lines);
    expect(first).toBeLessThanOrEqual(width);
    expect(new Set(others)).toEqual(new Set([first]));
  },
);

const cell = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("=1+1", 'a"b', "a,b", "a\nb"),
);

test("any cell survives CSV, and none of them starts a formula", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      const csv = asCsv({
        summary: "",
        columns: [{ title: "a" }, { title: "b" }],
        rows: rows.map((cells) => ({ cells, tone: "good" as const })),
        notes: [],
      });
      const parsed = parse(csv);
      expect(parsed.length).toBe(rows.length + 1);
      for (const row of parsed) expect(row).toHaveLength(2);
      for (const [one = ""] of parsed) expect(one).not.toMatch(/^[=+\-@]/);
    }),
  );
});

/** Parses RFC 4180 independently of the code that writes it. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (const [, quoted, bare, end] of text.matchAll(field)) {
    row.push(quoted === undefined ? (bare ?? "") : quoted.replaceAll('""', '"'));
    if (end === "\r\n") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

test("no row is wider than the terminal, whichever text it holds", () => {
  const table = (cells: readonly [string, string, string]): Table => ({
    summary: "s",
    columns: [{ title: "state" }, { title: "name" }, { title: "cause", folds: true }],
    rows: [{ cells, tone: "bad" }],
    notes: [],
  });
  fc.assert(
    fc.property(
      fc.tuple(fc.string(), fc.string(), fc.string()),
      fc.integer({ min: 40, max: 220 }),
      (cells, width) => {
        for (const line of asText(table(cells), width, false).split("\n")) {
          expect([...line].length).toBeLessThanOrEqual(width);
        }
      },
    ),
  );
});
