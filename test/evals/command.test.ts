import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../harness.js";
import { environment, requireBuild } from "../process.js";
import { TRIGGERS } from "./triggers.js";

// Runs `npm run evals` with a command instead of a model. It makes the same call for every
// question.

const ROOT = join(import.meta.dirname, "../..");
const sdk = (path: string) =>
  pathToFileURL(join(ROOT, "node_modules/@modelcontextprotocol/client/dist", path)).href;
const MODEL = `
import { readFileSync } from "node:fs";
import { Client } from "${sdk("index.mjs")}";
import { StdioClientTransport } from "${sdk("stdio.mjs")}";

if (process.env.EVAL_REQUEST === undefined) process.exit(1);
const { fivetran } = JSON.parse(readFileSync(process.env.EVAL_MCP_CONFIG, "utf8")).mcpServers;
const client = new Client({ name: "model", version: "1" });
await client.connect(new StdioClientTransport({ ...fivetran, stderr: "ignore" }));
const { content } = await client.callTool({ name: "check_stale", arguments: {} });
console.log(content[0].text);
await client.close();
`;

async function evals(words: readonly string[]): Promise<{ code: number; stdout: string }> {
  const ran = promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "test/evals/run.ts", ...words],
    { cwd: ROOT, env: environment({}) },
  );
  return ran.then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }) => ({ code, stdout }),
  );
}

beforeAll(requireBuild);

test("a command does the tasks with the server of its configuration, and is judged by what became of them", async () => {
  const model = join(await temporaryFolder(), "model.mjs");
  writeFileSync(model, MODEL);
  const command = `"${process.execPath}" "${model}"`;
  const ended = await evals([command, "health-overview", "pause-one"]);
  expect(ended.stdout).toMatch(
    /^ok {3}health-overview\nFAIL pause-one\n( {5}\S.*\n)+1 of 2 right\n$/,
  );
  expect(ended.code).toBe(1);
  expect(await evals([command, "health-overview"])).toMatchObject({ code: 0 });
}, 120_000);

test("a command is tried with the requests that are for the skill and those that are not", async () => {
  const mine = TRIGGERS.filter(({ triggers }) => triggers).length;
  const always = await evals(["--triggers", "echo fivetran"]);
  expect(always.stdout).toContain(`${mine} of ${TRIGGERS.length} right`);
  expect(always.stdout.match(/^ok {3}opens/gm)).toHaveLength(mine);
  const never = await evals(["--triggers", "echo none"]);
  expect(never.stdout.match(/^ok {3}stays shut/gm)).toHaveLength(TRIGGERS.length - mine);
  expect([always.code, never.code]).toEqual([1, 1]);
}, 120_000);

test("without a command it says how it is called", async () => {
  expect(await evals([])).toMatchObject({ code: 2, stdout: "" });
}, 60_000);
