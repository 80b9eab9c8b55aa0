import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { program, requireBuild } from "../process.js";

beforeAll(requireBuild);

const run = (...words: string[]) => program(["log-query", ...words], {});

test("prints SQL that can be piped, and says in comments how to get the tables", async () => {
  const { code, stdout, stderr } = await run(
    "sync-durations",
    "--dialect",
    "bigquery",
    "--days",
    "7",
  );
  expect([code, stderr]).toEqual([0, ""]);
  const [comments = "", sql = ""] = stdout.split("\n\n");
  expect(comments.split("\n").every((line) => line.startsWith("-- "))).toBe(true);
  expect(comments).toContain("Fivetran Platform Connector");
  expect(sql).toMatch(/^WITH marks AS \(\n[\s\S]*`fivetran_metadata`\.`log`[\s\S]*INTERVAL 7 DAY/);
  expect(sql.trimEnd()).toMatch(/LIMIT 100;$/);
});

test("takes the names of old set-ups, and replies as data", async () => {
  const words = ["--schema", "fivetran_log", "--old-columns", "--connector", "abc", "--json"];
  const { stdout } = await run("recent_syncs", "--dialect", "postgres", ...words);
  const reply = z.object({ sql: z.string(), how: z.string() }).parse(JSON.parse(stdout));
  expect(reply.sql).toContain('FROM "fivetran_log"."log"');
  expect(reply.sql).toContain(`"connector_id" = 'abc'`);
});

test("what does not fit is refused with the usage", async () => {
  const wrong = [
    [],
    ["nonsense", "--dialect", "postgres"],
    ["usage"],
    ["usage", "--dialect", "mysql"],
    ["usage", "--dialect", "postgres", "--days", "x"],
    ["usage", "--dialect", "postgres", "--days", "0"],
    ["usage", "--dialect", "postgres", "--schema", 'a"b'],
    ["usage", "--dialect", "postgres", "--connector", "a'b"],
    ["usage", "--dialect", "postgres", "--colour"],
    ["usage", "surplus", "--dialect", "postgres"],
  ];
  for (const { code, stdout, stderr } of await Promise.all(wrong.map((words) => run(...words)))) {
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).not.toBe("");
  }
});

test("a dashboard link names a connector", async () => {
  const link = "https://fivetran.com/dashboard/connections/festive_shore/status";
  const { stdout } = await run("failed_syncs", "--dialect", "postgres", "--connector", link);
  expect(stdout).toContain(`"connection_id" = 'festive_shore'`);
});
