import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { createApp } from "../../src/app.js";
import { withAccount } from "../../src/cli/account.js";
import { checkedTable } from "../../src/cli/output/health-table.js";
import { listTable } from "../../src/cli/output/list-tables.js";
import { asCsv, asText, type Table } from "../../src/cli/output/table.js";
import { harness } from "../harness.js";

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
    const printed = await checkedTable(args, failOn, account);
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

  test("on a narrow terminal the long texts go under their row, and no line is longer than it", async () => {
    const { table } = await tableOf({ group: "marketing" });
    const text = asText(table, 72, false);
    expect(text).toMatchSnapshot();
    for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(72);
  });

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
    expect(head).toBe("state,connector,group,last_success,cause,next_step");
    expect(rows.length).toBe(table.rows.filter((row) => "cells" in row).length);
    expect(rows.find((row) => row.includes("xero_ledger"))).toContain(
      "administers the destination",
    );
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
  const status = await call("get_status", { connectors: ["github_repos"] });
  expect(tableFor("get_status", status.data)).toBeUndefined();
});

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

/** RFC 4180, read by another program than the one that wrote it. */
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
          expect([...line].length).toBeLessThanOrEqual(Math.max(width, 70));
        }
      },
    ),
  );
});
