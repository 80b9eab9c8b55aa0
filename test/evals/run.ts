import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { createSandbox } from "../../src/sandbox/index.js";
import { requireBuild } from "../process.js";
import { judge, snapshot } from "./judge.js";
import { TASKS } from "./tasks.js";
import { isTriggeredRight, TRIGGERS, triggerPrompt } from "./triggers.js";

// npm run evals -- <command> [task…]: gives each task to a model, in a separate account. A shell runs the command with
// EVAL_REQUEST (the request) and EVAL_MCP_CONFIG (a file that configures the server). The command prints the model's
// final message. Example:
//   npm run evals -- 'claude -p "$EVAL_REQUEST" --mcp-config "$EVAL_MCP_CONFIG" --allowedTools "mcp__fivetran__*"'
// npm run evals -- --triggers <command>: checks that a model opens the skill for the requests that are for it, and for
// no other request. The command gets EVAL_PROMPT and prints the model's reply.

const run = promisify(execFile);
const words = process.argv.slice(2);
const opens = words[0] === "--triggers";
const [command, ...only] = opens ? words.slice(1) : words;
if (command === undefined) {
  console.error("usage: npm run evals -- <command that does $EVAL_REQUEST> [task…]");
  console.error("       npm run evals -- --triggers <command that replies to $EVAL_PROMPT>");
  process.exit(2);
}
const reply = async (env: Record<string, string>, cwd?: string) => {
  const options = { env: { ...process.env, ...env }, shell: true, timeout: 600_000 };
  const ran = run(command, cwd === undefined ? options : { ...options, cwd });
  const { stdout = "" } = await ran.catch((error: { stdout?: string }) => error);
  return String(stdout);
};

async function tryTriggers(): Promise<void> {
  const skill = await readFile("skills/fivetran/SKILL.md", "utf8");
  const description = /^description: (.*)$/m.exec(skill)?.[1] ?? "";
  let right = 0;
  for (const { request, triggers } of TRIGGERS) {
    const said = await reply({ EVAL_PROMPT: triggerPrompt(request, description) });
    const ok = isTriggeredRight(triggers, said);
    if (ok) right += 1;
    console.log(`${ok ? "ok  " : "FAIL"} ${triggers ? "opens" : "stays shut"}: ${request}`);
  }
  console.log(`${right} of ${TRIGGERS.length} right`);
  process.exit(right === TRIGGERS.length ? 0 : 1);
}
if (opens) await tryTriggers();

requireBuild();
let right = 0;
const tasks = TASKS.filter(({ id }) => only.length === 0 || only.includes(id));
for (const task of tasks) {
  const folder = await mkdtemp(join(tmpdir(), "fivetran-agent-eval-"));
  const sandbox = await createSandbox();
  const { url, close } = await sandbox.listen();
  const server = {
    command: process.execPath,
    args: [resolve("dist/bin/main.js"), "mcp"],
    env: {
      FIVETRAN_API_URL: url,
      FIVETRAN_API_KEY: sandbox.apiKey,
      FIVETRAN_API_SECRET: sandbox.apiSecret,
      FIVETRAN_STATE_DIR: join(folder, "state"),
      FIVETRAN_SCOPE: "read/write/delete",
      FIVETRAN_SECRET_REFS: "STRIPE_KEY",
      STRIPE_KEY: "rk_live_1",
    },
  };
  const config = join(folder, "mcp.json");
  await writeFile(config, JSON.stringify({ mcpServers: { fivetran: server } }));
  const before = snapshot(sandbox);
  const env = { ...server.env, EVAL_REQUEST: task.request, EVAL_MCP_CONFIG: config };
  const stdout = await reply(env, folder);
  const wrong = judge(task, before, sandbox, stdout);
  if (wrong.length === 0) right += 1;
  console.log(
    `${wrong.length === 0 ? "ok  " : "FAIL"} ${task.id}${wrong.map((why) => `\n     ${why}`).join("")}`,
  );
  await close();
  await rm(folder, { recursive: true, force: true });
}
console.log(`${right} of ${tasks.length} right`);
process.exitCode = right === tasks.length ? 0 : 1;
