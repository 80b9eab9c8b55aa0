import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../harness.js";
import { environment, PROGRAM, requireBuild } from "../process.js";

const ROOT = join(import.meta.dirname, "../..");

const CLIENT = `import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

const client = new Client({ name: "my-agent", version: "1" });
await client.connect(
  new StdioClientTransport({ command: "fivetran-agent", args: ["mcp", "--sandbox", "--quiet"] }),
);
const { tools } = await client.listTools();
console.log(tools.length, "tools:", tools.slice(0, 5).map(({ name }) => name).join(", "), "…");

const plan = await client.callTool({ name: "delete_connector", arguments: { connector: "mysql_legacy" } });
console.log(plan.content[0].text);
await client.close();
`;

const LIBRARY = `import { createFivetran } from "fivetran-agent";

const fivetran = createFivetran({
  apiKey: process.env.FIVETRAN_API_KEY,
  apiSecret: process.env.FIVETRAN_API_SECRET,
  baseUrl: process.env.FIVETRAN_API_URL, // leave this out for your own account
});
for await (const connection of fivetran.connections.list()) {
  if (connection.status.setup_state === "broken") console.log(connection.schema, connection.service);
}
await fivetran.close();
`;

/** Masks the parts that differ between runs. */
const masked = (text: string) =>
  text
    .replaceAll("\r", "")
    .replaceAll("\u001b[K", "")
    .replaceAll(/[\d]{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replaceAll(/fvk1_[\w-]+/g, "fvk1_KEY")
    .replaceAll(/\(\d[^()]* failures\)/g, "(AGE, N failures)")
    .replaceAll(/\b\d+ d(?: \d+ h)?\b|\b\d+ h \d+ min\b|(?<= {2})\d+ h$/gm, "AGE")
    .replaceAll(/(age_minutes"?[=:])\d+/g, "$1N")
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:8080")
    .replaceAll(/fvc1_[\w-]+/g, "TOKEN")
    .replaceAll(/"request_id":"\w+"/g, '"request_id":"ID"')
    .replaceAll(/Node \d[\d.]+/g, "Node VERSION")
    .replaceAll(/\d+ days old/g, "AGE days old")
    .replaceAll(/(SANDBOX_SECRET=|X-Sandbox-Secret: )[\w-]+/g, "$1SECRET");

/**
 * Prepares a machine on which only the package was installed: a home folder, the program and the
 * library.
 */
async function machine() {
  const home = await temporaryFolder();
  for (const folder of ["bin", "node_modules/@modelcontextprotocol"])
    mkdirSync(join(home, folder), { recursive: true });
  symlinkSync(ROOT, join(home, "node_modules/fivetran-agent"));
  const sdk = "node_modules/@modelcontextprotocol/client";
  symlinkSync(join(ROOT, sdk), join(home, sdk));
  const shim = join(home, "bin/fivetran-agent");
  writeFileSync(shim, `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
  chmodSync(shim, 0o755);
  writeFileSync(join(home, "agent.mjs"), CLIENT);
  writeFileSync(join(home, "broken.mjs"), LIBRARY);

  const PATH = `${join(home, "bin")}:${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`;
  const env = environment({ HOME: home, PATH, TERM: "dumb", NO_COLOR: "1" });
  const run = (file: string, words: readonly string[], more: object = {}, input = "") =>
    execFileSync(file, words, { cwd: home, env: { ...env, ...more }, input, encoding: "utf8" });

  const block = (lines: readonly string[]) =>
    [
      "```console",
      ...lines.map((line) => masked(line).replaceAll(home, "~").trimEnd()),
      "```",
    ].join("\n");
  return {
    /** Runs each command, and returns it with what it prints on stdout and stderr, in order. */
    shell: (commands: readonly string[], more: Record<string, string> = {}) =>
      block(
        commands.flatMap((command) => {
          const shown = run("bash", ["-c", `{ ${command}; } 2>&1 || echo "[exit code $?]"`], more);
          return [`$ ${command}`, shown];
        }),
      ),
    /** Runs a command on a terminal of 100 columns, with text that a person types. */
    terminal: (command: string, typed = "") =>
      block([
        `$ ${command}`,
        run("script", ["-E", "never", "-qec", `stty cols 100; ${command}`, "/dev/null"], {}, typed),
      ]),
    /** Starts a server, and returns its output up to the line that says that it is ready. */
    serve: (words: readonly string[], ready: RegExp) =>
      new Promise<string[]>((resolve, reject) => {
        const child = spawn(shim, [...words], {
          cwd: home,
          env,
          stdio: ["ignore", "pipe", "pipe"],
        });
        onTestFinished(() => void child.kill());
        const lines: string[] = [];
        const heard = (line: string) => {
          lines.push(line);
          if (ready.test(line)) resolve([...lines]);
        };
        createInterface({ input: child.stdout }).on("line", heard);
        createInterface({ input: child.stderr }).on("line", heard);
        child.once("error", reject);
        child.once("exit", () => reject(new Error(lines.join("\n"))));
      }),
    run,
    block,
  };
}

test("docs/getting-started.md shows what a new user sees at each front door", async () => {
  requireBuild();
  const on = await machine();
  const disable = `modify_schema mysql_legacy --changes '[{"table":"audit_log","enabled":false}]'`;

  const made = on.run("bash", ["-c", "fivetran-agent keys create my-agent --scope read"]);
  const key = /fvk1_[\w-]+/.exec(made)?.[0] ?? "";
  const listening = await on.serve(
    ["serve", "--sandbox", "--quiet", "--listen", "127.0.0.1:0"],
    /Serving/,
  );
  const address = /http:\S+\/mcp/.exec(listening.join("\n"))?.[0] ?? "";
  const request =
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_status","arguments":{"connectors":["mysql_legacy"]}}}';
  const curl = (
    bearer: string,
    url: string,
  ) => `curl -s ${url} -H "Authorization: Bearer ${bearer}" \\
    -H "Content-Type: application/json" -H "Accept: application/json, text/event-stream" \\
    -d '${request}'`;
  const replied = on.run("bash", ["-c", curl(key, address)]);
  const refused = on.run("bash", ["-c", curl("wrong", address)]);

  const simulated = await on.serve(["sandbox"], /In a browser/);
  const settings = Object.fromEntries(
    [...simulated.join("\n").matchAll(/(FIVETRAN_\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );
  const groups = `curl -s -u sandbox-key:sandbox-secret "$FIVETRAN_API_URL/v1/groups?limit=1"`;

  const page = `# Getting started

This page shows six ways to use the tools, each with its output. All examples use a simulated account, so you need no
Fivetran account. A test generates this page and replaces times, keys, tokens and ports with placeholders.

You need Node.js 20.18.1 or newer. Install the program with \`npm install --global fivetran-agent\`. You can also run it
without installing it. Then write \`npx -y fivetran-agent\` instead of \`fivetran-agent\` in the examples.

## In a terminal

Find out which connectors are broken, and why. On a terminal, the result is a table with the worst problems first.

${on.terminal("fivetran-agent check_stale --group finance --sandbox")}

A risky change shows a plan first. If you confirm it, the program sends the change. The result shows the command that
undoes the change.

${on.terminal(`fivetran-agent ${disable} --sandbox`, "y\n")}

## An agent, over MCP on stdio

An MCP host starts \`fivetran-agent\` as a process. [Hosts](hosts.md) shows the configuration for each host. The program below
does the same with the client of the MCP SDK:

\`\`\`js
${CLIENT.trimEnd()}
\`\`\`

If a call needs confirmation, it returns a plan with a token. To execute the plan, repeat the call with the token.

${on.shell(["node agent.mjs"])}

## Several agents, over HTTP with keys

Create a key, then start the server:

${on.block([
  "$ fivetran-agent keys create my-agent --scope read",
  made,
  "$ fivetran-agent serve --sandbox",
  ...listening,
])}

In another terminal, call a tool, first with this key and then with a wrong key:

${on.block([`$ ${curl(key, address)}`, replied, `$ ${curl("wrong", address)}`, refused])}

[Serve](serve.md) describes how to limit a key, how callers sign in with OAuth, and how to serve several accounts.

## A skill, from any shell

An agent with a shell does not need MCP. \`npx skills add fivetran-agent/fivetran-agent\` installs
[the skill](../skills/fivetran/SKILL.md). Its recipes are commands like the ones below. Programs can use the exit codes
and the JSON output of \`--json\`.

${on.shell([
  "fivetran-agent get_status stripe_payments --sandbox --quiet",
  "fivetran-agent delete_connector mysql_legacy --sandbox --quiet",
  "fivetran-agent check_stale --group marketing --fail-on broken,failing --json --sandbox --quiet > health.json",
])}

## The sandbox, for other programs

\`fivetran-agent sandbox\` serves the simulated account at a local address. Any client of Fivetran's API can use it. To use
this address in the examples above, set the printed variables and leave out \`--sandbox\`. See [sandbox](sandbox.md) for
details.

${on.block(["$ fivetran-agent sandbox", ...simulated])}

${on.shell([groups], settings)}

## A program, with the library

\`\`\`js
${LIBRARY.trimEnd()}
\`\`\`

Run the program with the three \`FIVETRAN_\` variables that the sandbox printed:

${on.shell(["node broken.mjs"], settings)}

[Library](library.md) describes the client.

## Your own account

Set \`FIVETRAN_API_KEY\` and \`FIVETRAN_API_SECRET\`, and leave out \`--sandbox\`. A system key with read permissions is enough
for reads. \`fivetran-agent doctor\` checks the setup. This example uses the variables of the sandbox:

${on.shell(["fivetran-agent doctor"], settings)}
`;
  await expect(page).toMatchFileSnapshot("../../docs/getting-started.md");
}, 180_000);
