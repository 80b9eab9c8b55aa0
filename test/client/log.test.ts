import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DIALECTS,
  type Dialect,
  isSchemaChange,
  isSyncEnd,
  isSyncStart,
  LOG_QUERIES,
  logQuery,
  parseLogEntries,
  parseLogEntry,
  quoteIdentifier,
  syncSucceeded,
} from "../../src/client/index.js";

const QUOTE: Record<Dialect, string> = {
  snowflake: '"',
  bigquery: "`",
  redshift: '"',
  postgres: '"',
  databricks: "`",
};

describe("identifiers", () => {
  test("never escape their quotes: other names are refused", () => {
    const nasty = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[a-z_][A-Za-z0-9_$-]{0,30}$/),
      fc.constantFrom('a"b', "a`b", "a'b", "a;b", "a.b", "a--", "a\\", "a\n", "", "1a", "a\u0000"),
    );
    fc.assert(
      fc.property(nasty, fc.constantFrom(...DIALECTS), (name, dialect) => {
        let quoted: string;
        try {
          quoted = quoteIdentifier(name, dialect);
        } catch (error) {
          expect(error).toMatchObject({ type: "input" });
          return;
        }
        const inside = quoted.slice(1, -1);
        expect(quoted).toBe(`${QUOTE[dialect]}${inside}${QUOTE[dialect]}`);
        expect(inside.toLowerCase()).toBe(name.toLowerCase());
        expect(inside).toMatch(/^[A-Za-z_][A-Za-z0-9_$-]*$/);
      }),
      { numRuns: 500 },
    );
  });

  test("become upper case in Snowflake unless they have upper-case letters", () => {
    expect(quoteIdentifier("fivetran_log", "snowflake")).toBe('"FIVETRAN_LOG"');
    expect(quoteIdentifier("MyLog", "snowflake")).toBe('"MyLog"');
    expect(quoteIdentifier("fivetran_log", "postgres")).toBe('"fivetran_log"');
  });
});

describe("queries", () => {
  test("every one exists in every dialect, without placeholders", () => {
    for (const dialect of DIALECTS) {
      for (const query of LOG_QUERIES) {
        const sql = logQuery(query, { dialect, connectionId: "speak_inexpensive", limit: 7 });
        expect(sql).toMatch(/^(SELECT|WITH)\s[\s\S]*\nLIMIT 7;$/);
        expect(sql, `${dialect} ${query}`).not.toMatch(/undefined|NaN|\[object|your_/);
        expect(sql.includes("'speak_inexpensive'")).toBe(query !== "audit_trail");
        expect(sql.match(/;/g)).toHaveLength(1);
        expect((sql.match(/\(/g) ?? []).length).toBe((sql.match(/\)/g) ?? []).length);
      }
    }
  });

  test("the full text of failed_syncs", () => {
    const sql = logQuery("failed_syncs", { dialect: "snowflake", days: 7, limit: 50 });
    expect(sql).toMatchInlineSnapshot(`
      "SELECT
        "ID",
        "TIME_STAMP",
        "CONNECTION_ID",
        "EVENT",
        "MESSAGE_EVENT",
        "MESSAGE_DATA"
      FROM "FIVETRAN_METADATA"."LOG"
      WHERE "TIME_STAMP" >= DATEADD('day', -7, CURRENT_TIMESTAMP())
        AND ("EVENT" = 'SEVERE'
          OR (COALESCE("MESSAGE_EVENT", "EVENT") = 'sync_end' AND TRY_PARSE_JSON("MESSAGE_DATA"):status::STRING IN ('FAILURE', 'FAILED', 'FAILURE_WITH_TASK')))
      ORDER BY "TIME_STAMP" DESC
      LIMIT 50;"
    `);
  });

  test("schema, database and columns can be set", () => {
    const old = logQuery("recent_syncs", {
      dialect: "bigquery",
      schema: "fivetran_log",
      database: "acme-prod",
      connectionColumn: "connector_id",
      connectionId: "c",
    });
    expect(old).toContain("FROM `acme-prod`.`fivetran_log`.`log`");
    expect(old).toContain("`connector_id` = 'c'");
    const renamed = logQuery("sdk_logs", {
      dialect: "postgres",
      columns: { log_message: "message", log_level: "level" },
    });
    expect(renamed).toContain('"level",\n  "message"');
  });

  test("invalid values are refused", () => {
    const refuse = (options: object, query = "recent_syncs") =>
      // @ts-expect-error as a program that was not checked would call it
      expect(() => logQuery(query, { dialect: "snowflake", ...options })).toThrow(
        expect.objectContaining({ type: "input" }),
      );
    refuse({ connectionId: "x' OR '1'='1" });
    refuse({ schema: 'x"; DROP TABLE log; --' });
    refuse({ database: "a.b" });
    refuse({ columns: { id: "a b" } });
    refuse({ connectionColumn: "id" });
    refuse({ dialect: "mysql" });
    refuse({ days: 0 });
    refuse({ limit: 10_001 });
    refuse({ limit: "1; DROP" });
    refuse({}, "toString");
    refuse({ dialect: "constructor" });
  });
});

describe("rows", () => {
  const at = "2026-05-22T00:06:08.638Z";

  test("are read in any letter case, with any driver's times", () => {
    const times: unknown[] = [
      at,
      new Date(at),
      { value: at },
      "2026-05-22 00:06:08.638",
      "2026-05-22 00:06:08.638 UTC",
      "2026-05-22 02:06:08.638+02",
      "2026-05-22 02:06:08.638000 +0200",
    ];
    for (const time of times) {
      const entry = parseLogEntry({ ID: "1", TIME_STAMP: time, CONNECTOR_ID: "c" });
      expect(entry).toMatchObject({ id: "1", time_stamp: new Date(at), connection_id: "c" });
    }
    for (const time of [null, undefined, "yesterday", "2026-13-40", 7, new Date(Number.NaN)]) {
      expect(parseLogEntry({ time_stamp: time }).time_stamp).toBeUndefined();
    }
  });

  test("are recognized by message_event as well as by event", () => {
    const [start, end, failed, change, other] = parseLogEntries([
      { event: "INFO", message_event: "sync_start" },
      { event: "sync_end", message_data: '{"status":"SUCCESSFUL"}' },
      { event: "INFO", message_event: "sync_end", message_data: { status: "FAILURE" } },
      { event: "INFO", message_event: "alter_table", message_data: "no json" },
      { event: "SEVERE", message_event: null, message_data: null },
    ]);
    const kinds = [start, end, failed, change, other].map((entry) =>
      entry === undefined
        ? []
        : [isSyncStart(entry), isSyncEnd(entry), syncSucceeded(entry), isSchemaChange(entry)],
    );
    expect(kinds).toEqual([
      [true, false, false, false],
      [false, true, true, false],
      [false, true, false, false],
      [false, false, false, true],
      [false, false, false, false],
    ]);
    expect(end?.message_data).toEqual({ status: "SUCCESSFUL" });
    expect(change?.message_data).toBe("no json");
  });

  test("that are not objects are refused", () => {
    for (const row of [null, "row", ["1"], 7]) expect(() => parseLogEntry(row)).toThrow(/object/);
  });
});
