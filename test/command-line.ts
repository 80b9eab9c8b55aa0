import { runCommandLine } from "../src/cli/program.js";
import type { ToolArguments } from "../src/cli/tool-command.js";
import { OPTIONS } from "../src/config.js";
import { LISTINGS } from "./listings.js";

/** Words as a shell splits them, single and double quotes included. */
export const split = (line: string) =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? "",
  );

/** The tool that a command line names and the arguments that it gives, without running it. */
export async function parsed(
  words: readonly string[],
): Promise<{ tool: string; args: ToolArguments } | undefined> {
  let found: { tool: string; args: ToolArguments } | undefined;
  const unused = async () => {
    throw new Error("not the command of a tool");
  };
  const tool = async (name: string, args: ToolArguments) => {
    found = { tool: name, args };
    return 0;
  };
  await runCommandLine(words, {
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
      logQuery: unused,
      tool,
    },
  });
  return found;
}
