import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { createSandbox } from "../../src/sandbox/index.js";
import { judge, snapshot } from "./judge.js";
import { TASKS } from "./tasks.js";

// npm run evals -- <command> [task…]: each task in an account of its own. The command is run by a shell with
// EVAL_REQUEST (the request), EVAL_MCP_CONFIG (a file with the server in it), and prints the final message, e.g.
//   npm run evals -- 'claude -p "$EVAL_REQUEST" --mcp-config "$EVAL_MCP_CONFIG" --allowedTools "mcp__fivetran__*"'

const run = promisify(execFile);
const [command, ...only] = process.argv.slice(2);
if (command === undefined) {
  console.error("usage: npm run evals -- <command that does $EVAL_REQUEST> [task…]");
  process.exit(2);
}

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
  const env = {
    ...process.env,
    ...server.env,
    EVAL_REQUEST: task.request,
    EVAL_MCP_CONFIG: config,
  };
  const { stdout } = await run(command, { env, shell: true, cwd: folder, timeout: 600_000 }).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? "" }),
  );
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
