import { PassThrough, Writable } from "node:stream";
import { runCommandLine } from "../src/cli/program.js";
import type { ToolArguments } from "../src/cli/tool-command.js";
import { OPTIONS } from "../src/config.js";
import { runProgram } from "../src/program.js";
import { LISTINGS } from "./listings.js";
import { type Ended, environment } from "./process.js";

/** Returns a stream that keeps everything written to it. */
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
 * Runs the program to its end in this process, in a tenth of the time of `program` in process.ts,
 * which runs the built one. For tests that do not depend on the process itself: its signals, its
 * pipes, its build.
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

/** Splits words like a shell does, with single and double quotes. */
export const split = (line: string) =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? "",
  );

/** Returns the tool and the arguments of a command line, without running it. */
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
      mcpRefusing: async () => {},
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
