/**
 * Runs every row of the fault and abuse matrices, prints both tables and writes docs/reliability.md.
 *
 *   npm run reliability               builds, runs all rows, writes the page
 *   npm run reliability -- --mutate   switches each protection off in a copy, and expects its row to fail
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { mutate, Proofs } from "../test/matrix/mutations.js";
import { type Cell, type Facts, page } from "../test/matrix/page.js";
import { readLastRun } from "../test/mutation/last-run.js";
import { stamp } from "../test/stamp.js";

const Report = z.object({
  testResults: z.array(
    z.object({
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
          meta: z.record(z.string(), z.unknown()).default({}),
        }),
      ),
    }),
  ),
});

const run = (command: string, args: readonly string[]) =>
  execFileSync(command, args, { encoding: "utf8" }).trim();

function runTests(): Cell[] {
  const file = join(tmpdir(), `fivetran-agent-matrix-${process.pid}.json`);
  const args = ["node_modules/vitest/vitest.mjs", "run", "test/matrix/"];
  const output = ["--reporter=json", `--outputFile=${file}`];
  const { stderr } = spawnSync(process.execPath, [...args, ...output], { encoding: "utf8" });
  try {
    const report = Report.parse(JSON.parse(readFileSync(file, "utf8")));
    for (const { message = "" } of report.testResults) if (message !== "") console.error(message);
    return report.testResults.flatMap(({ assertionResults }) =>
      assertionResults.map(({ ancestorTitles, title, status, failureMessages, meta }) => ({
        row: ancestorTitles.at(-1) ?? "",
        title,
        state: status === "passed" ? "pass" : status === "failed" ? "fail" : "not run",
        why: failureMessages?.[0]?.split("\n")[0] ?? "",
        meta,
      })),
    );
  } catch (error) {
    console.error(stderr);
    throw error;
  } finally {
    rmSync(file, { force: true });
  }
}

const PROOFS = "test/matrix/proofs.json";

if (process.argv.includes("--mutate")) {
  const only = process.argv[process.argv.indexOf("--mutate") + 1];
  const proofs = mutate(only, (line) => console.log(line));
  if (only === undefined) {
    const kept: Proofs = { ...stamp(), proofs };
    writeFileSync(PROOFS, `${JSON.stringify(kept, null, 2)}\n`);
  }
  process.exitCode = proofs.every(({ caught }) => caught) ? 0 : 1;
} else {
  if (!process.argv.includes("--no-build")) run("npm", ["run", "-s", "build"]);
  const cells = runTests();
  const facts: Facts = {
    ...stamp(),
    node: process.version,
    proofs: readProofs(),
    mutation: readLastRun(),
  };
  const { text, tables } = page(cells, facts);
  console.log(tables);
  mkdirSync("docs", { recursive: true });
  writeFileSync("docs/reliability.md", text);
  const failed = cells.filter(({ state }) => state === "fail");
  for (const { row, title, why } of failed) console.log(`FAILED ${row} · ${title}: ${why}`);
  console.log(`${cells.length - failed.length} of ${cells.length} checks hold.`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

function readProofs(): Proofs | undefined {
  return existsSync(PROOFS) ? Proofs.parse(JSON.parse(readFileSync(PROOFS, "utf8"))) : undefined;
}
