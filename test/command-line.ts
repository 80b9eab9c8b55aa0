import { PassThrough, Writable } from "node:stream";
import { runCommandLine } from "../src/cli/program.js";
import type { ToolArguments } from "../src/cli/tool-command.js";
import { OPTIONS } from "../src/config.js";
import { runProgram } from "../src/program.js";
import { LISTINGS } from "./listings.js";
import { type Ended, environment } from "./process.js";

/** A stream that keeps what is written to it. */
export function kept(): { stream: Writable; text: () => string } {
  let text = "";
  const stream = new Writable({
    decodeStrings: false,
    write(part, _encoding, done) {
      text += String(part);
      done();
    },
  });
  return { stream, text: () => text };
}

/**
 * Runs the program to its end in this process: as `program` in process.ts does with the built one, in a tenth of the
 * time. For all that does not depend on the process itself: its signals, its pipes, how it is built.
 */
export async function runHere(
  words: readonly string[],
  env: Record<string, string>,
): Promise<Ended> {
  const [stdin, stdout, stderr] = [new PassThrough().end(), kept(), kept()];
  const host = { env: environment(env), stdin, stdout: stdout.stream, stderr: stderr.stream };
  const code = await runProgram(words, host);
  return { code: code ?? null, signal: null, stdout: stdout.text(), stderr: stderr.text() };
}

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
    stdout: kept().stream,
    stderr: kept().stream,
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
