import { execFileSync } from "node:child_process";
import { PassThrough } from "node:stream";
import { commandNotation } from "../src/cli/notation.js";
import { type CommandLineOptions, runCommandLine } from "../src/cli/program.js";
import { runTool } from "../src/cli/run.js";
import { OPTIONS } from "../src/config.js";
import type { Harness } from "./harness.js";
import { LISTINGS } from "./listings.js";

const BETWEEN_WORDS = "\u001f";
const BETWEEN_COMMANDS = "\u001e";

/** The commands of the shell blocks of a page, split into words by a real shell. */
export function shellCommands(page: string): string[][] {
  const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block);
  const say = (name: string) =>
    `${name}() { printf '%s\\x1f' ${name} "$@"; printf '\\x1e'; }\nset -u\n`;
  const script = [
    ...["fivetran-agent", "curl"].map(say),
    'FIVETRAN_API_KEY="key" FIVETRAN_API_SECRET="secret"',
    ...blocks,
  ].join("\n");
  const said = execFileSync("bash", ["-c", script], { encoding: "utf8" });
  return said
    .split(BETWEEN_COMMANDS)
    .filter((command) => command !== "")
    .map((command) => command.split(BETWEEN_WORDS).slice(0, -1));
}

/** The calls that a page shows as `tool {…}`. */
export const mcpCalls = (page: string): { tool: string; args: Record<string, unknown> }[] =>
  [...page.matchAll(/`([a-z_]+) (\{[^`\n]*\})`/g)].map(([, tool = "", args = ""]) => ({
    tool,
    args: JSON.parse(args),
  }));

/** Commands run in this process on the account of a harness, whose clock moves while they wait. */
export function commandLine({ app }: Pick<Harness, "app">) {
  return async (words: readonly string[], more: Partial<CommandLineOptions["commands"]> = {}) => {
    let stdout = "";
    let stderr = "";
    const unused = async () => {
      throw new Error(`not run by this test: ${words.join(" ")}`);
    };
    const tool: CommandLineOptions["commands"]["tool"] = async (name, args, flags, { failOn }) => {
      const [out, err] = [new PassThrough(), new PassThrough()];
      out.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
      });
      err.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
      });
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
          stdout: out,
          stderr: err,
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
      commands: {
        mcp: unused,
        serve: unused,
        watch: unused,
        keys: unused,
        doctor: unused,
        inspect: unused,
        sandbox: unused,
        expectations: { init: unused, check: unused },
        diff: unused,
        inventory: unused,
        tool,
        ...more,
      },
    });
    return { code, stdout, stderr };
  };
}
