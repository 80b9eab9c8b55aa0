import { expect, test } from "vitest";
import * as z from "zod";
import { runHere } from "../command-line.js";
import { temporaryFolder } from "../harness.js";

const run = async (...words: string[]) =>
  runHere(["log-query", ...words], { FIVETRAN_STATE_DIR: await temporaryFolder() });

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
    ["usage", "--dialect", "postgres", "--from", "2026-02-30"],
    ["usage", "--dialect", "postgres", "--from", "2026-02-01", "--to", "2026-01-01"],
    ["usage", "--dialect", "postgres", "--from", "2026-02-01", "--days", "3"],
    ["audit-trail", "--dialect", "postgres", "--by", "table"],
    ["usage", "--dialect", "postgres", "--by", "group"],
    ["usage", "--dialect", "postgres", "--group", "g"],
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

test("usage between two days, by connector", async () => {
  const span = ["--from", "2026-01-01", "--to", "2026-01-31", "--by", "connector"];
  const { stdout } = await run("usage", "--dialect", "bigquery", ...span);
  expect(stdout.split("\n\n")[1]).toBe(`SELECT
  TIMESTAMP_TRUNC(CAST(\`measured_date\` AS TIMESTAMP), MONTH) AS measured_month,
  \`connection_id\`,
  SUM(\`incremental_rows\`) AS active_rows
FROM \`fivetran_metadata\`.\`incremental_mar\`
WHERE CAST(\`measured_date\` AS TIMESTAMP) >= TIMESTAMP '2026-01-01 00:00:00'
  AND CAST(\`measured_date\` AS TIMESTAMP) < TIMESTAMP '2026-02-01 00:00:00'
GROUP BY TIMESTAMP_TRUNC(CAST(\`measured_date\` AS TIMESTAMP), MONTH), \`connection_id\`
ORDER BY active_rows DESC
LIMIT 10000;
`);
});

test("with an account the dialect is that of the destination, and names are looked up", async () => {
  const of = (...words: string[]) => run("failed-syncs", "--sandbox", ...words);
  const [named, grouped, unknown] = await Promise.all([
    of("--connector", "postgres_orders"),
    of("--group", "analytics_prod"),
    of("--connector", "postgres_order"),
  ]);
  expect(named.stdout).toMatch(/"CONNECTION_ID" = '[a-z_]+'/);
  expect(grouped.stdout).toContain("group analytics_prod");
  expect(grouped.stdout).toContain(
    "fivetran-agent create_connector fivetran_log --group analytics_prod",
  );
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain("postgres_orders");
});
