import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { createApp } from "../src/app.js";
import { doctor } from "../src/cli/doctor.js";
import { plainLogQuery } from "../src/cli/log-query.js";
import { commandNotation } from "../src/cli/notation.js";
import { type CommandLineOptions, runCommandLine } from "../src/cli/program.js";
import { runTool } from "../src/cli/run.js";
import { OPTIONS } from "../src/config.js";
import { kept } from "./command-line.js";
import type { Harness } from "./harness.js";
import { LISTINGS } from "./listings.js";

const BETWEEN_WORDS = "\u001f";
const BETWEEN_COMMANDS = "\u001e";
const BEFORE_WORDS = "\u001d";

/** Every page that is written for readers of the project. */
export const PAGES: readonly string[] = [
  "README.md",
  "SKILL.md",
  "SECURITY.md",
  "CONTRIBUTING.md",
  ...["docs", "skills"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(folder, name)),
  ),
];

/** A command in the form that a page shows, with the settings that the page exports before it. */
export interface ShownCommand {
  words: string[];
  env: Record<string, string>;
}

/**
 * Returns the commands in the shell blocks of a page. A real shell splits them into words, and
 * starts none of them.
 */
export function shellCommands(page: string, folder?: string): ShownCommand[] {
  const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block);
  const script = [
    // With this PATH the shell finds no program.
    "PATH=/nonexistent",
    "exec 3>&1",
    `command_not_found_handle() {
  for name in $(compgen -e FIVETRAN_); do printf '%s=%s\\x1f' "$name" "\${!name}" >&3; done
  printf '\\x1d' >&3
  printf '%s\\x1f' "$@" >&3
  printf '\\x1e' >&3
}`,
    "set -u",
    'FIVETRAN_API_KEY="key" FIVETRAN_API_SECRET="secret"',
    ...blocks,
  ].join("\n");
  // Redirected output goes to a file in this folder.
  const cwd = folder ?? mkdtempSync(join(tmpdir(), "shown-commands-"));
  const env = { PATH: process.env["PATH"] ?? "" };
  const said = execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8", cwd, env });
  if (folder === undefined) rmSync(cwd, { recursive: true });
  const wordsOf = (text = "") => text.split(BETWEEN_WORDS).slice(0, -1);
  return said
    .split(BETWEEN_COMMANDS)
    .filter((command) => command !== "")
    .map((command) => {
      const [settings, words] = command.split(BEFORE_WORDS).map(wordsOf);
      const pairs = (settings ?? []).map((pair) => /^([^=]*)=(.*)$/s.exec(pair)?.slice(1) ?? []);
      return { words: words ?? [], env: Object.fromEntries(pairs) };
    });
}

/** Returns the calls that a page shows in the form `tool {…}`. */
export const mcpCalls = (page: string): { tool: string; args: Record<string, unknown> }[] =>
  [...page.matchAll(/`([a-z_]+) (\{[^`\n]*\})`/g)].map(([, tool = "", args = ""]) => ({
    tool,
    args: JSON.parse(args),
  }));

/** Runs commands in this process on the account of a harness. Its clock moves while they wait. */
export function commandLine({ app, appOptions, stateDir }: Harness) {
  return async (words: readonly string[]) => {
    const [out, err] = [kept(), kept()];
    const unused = async () => {
      throw new Error(`not run by this test: ${words.join(" ")}`);
    };
    const tool: CommandLineOptions["commands"]["tool"] = async (name, args, flags, { failOn }) => {
      return runTool(
        {
          tool: name,
          args,
          json: flags["json"] === true,
          dryRun: flags["dry-run"] === true,
          failOn,
          notation: commandNotation({ tools: LISTINGS, flags }, { tool: name, args }),
        },
        await app.engine(),
        {
          stdin: new PassThrough(),
          stdout: out.stream,
          stderr: err.stream,
          interactive: false,
          show: (text) => text,
        },
      );
    };
    const code = await runCommandLine(words, {
      version: "0.0.0",
      tools: LISTINGS,
      settings: OPTIONS,
      isTerminal: true,
      stdout: out.stream,
      stderr: err.stream,
      commands: {
        mcp: unused,
        mcpRefusing: async () => {},
        serve: unused,
        watch: unused,
        keys: unused,
        doctor: async () => {
          const env = { FIVETRAN_STATE_DIR: stateDir };
          const other = await createApp({ ...appOptions, flags: { sandbox: true }, env });
          return doctor(other, "0.0.0", out.stream);
        },
        inspect: unused,
        sandbox: unused,
        expectations: { init: unused, check: unused },
        diff: unused,
        inventory: unused,
        logQuery: async (query, words) => {
          out.stream.write(plainLogQuery(query, words).text);
          return 0;
        },
        tool,
      },
    });
    return { code, stdout: out.text(), stderr: err.text() };
  };
}
