import { createInterface } from "node:readline/promises";
import { ERROR_TYPES } from "../base/errors.js";
import type { Caller, Engine } from "../engine/engine.js";
import type { ToolResult } from "../engine/results.js";
import type { Json } from "../toolkit/define.js";
import { CONFIRMATION_TOKEN } from "../toolkit/params.js";
import { paint } from "./colors.js";

export interface Terminal {
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
  stdin: NodeJS.ReadableStream;
  /** Whether a person sits there: stdin and stderr are both a terminal. */
  interactive: boolean;
  /** How text is set for the eye: as it is, unless stdout is a terminal. */
  show: (text: string) => string;
}

/** `plain` leaves text as it is on a terminal too, as NO_COLOR asks. */
export const terminalOf = (
  { stdin, stdout, stderr }: NodeJS.Process,
  plain: boolean,
): Terminal => ({
  stdin,
  stdout,
  stderr,
  interactive: stdin.isTTY === true && stderr.isTTY === true,
  show: (text) => (stdout.isTTY && !plain ? paint(text, stdout.columns) : text),
});

export interface ToolCommand {
  tool: string;
  args: Record<string, Json>;
  json: boolean;
  dryRun: boolean;
}

const REFUSED = 3;
const CONFIRMATION_NEEDED = 3;
const STILL_RUNNING = 7;
const A_DAY = 86_400;

/** Runs one tool and prints its result. Returns the exit code. */
export async function runTool(
  command: ToolCommand,
  engine: Engine,
  terminal: Terminal,
): Promise<number> {
  const { tool, args, json, dryRun } = command;
  const abort = new AbortController();
  process.once("SIGINT", () => abort.abort());
  const ask = terminal.interactive && !json && !dryRun;
  const caller: Caller = {
    signal: abort.signal,
    canAsk: ask,
    dryRun,
    maxWaitSeconds: A_DAY,
    progress: (message) => {
      if (terminal.interactive) terminal.stderr.write(`\r\u001b[K${message}`);
    },
  };
  const answer = await engine.run({ tool, args }, caller);
  if (terminal.interactive) terminal.stderr.write("\r\u001b[K");

  if ("ask" in answer) {
    const yes = await agreed(answer.ask.message, terminal);
    const decision = {
      handle: answer.ask.handle,
      action: yes ? ("accept" as const) : ("decline" as const),
    };
    return print(
      resultOf(await engine.run({ tool, args, answer: decision }, caller)),
      command,
      terminal,
    );
  }
  const token = answer.data[CONFIRMATION_TOKEN];
  if (typeof token !== "string" || !ask) {
    const code = print(answer, command, terminal);
    // A plan is all that a dry run was asked for.
    return dryRun && code === CONFIRMATION_NEEDED ? 0 : code;
  }
  // A person at a terminal needs no token: the plan is shown and the question asked here.
  const shown = answer.text.split("\n").filter((line) => !line.includes(token));
  if (!(await agreed(shown.join("\n"), terminal))) {
    terminal.stderr.write("Nothing was changed.\n");
    return CONFIRMATION_NEEDED;
  }
  const confirmed = { tool, args: { ...args, [CONFIRMATION_TOKEN]: token } };
  return print(resultOf(await engine.run(confirmed, caller)), command, terminal);
}

async function agreed(question: string, terminal: Terminal): Promise<boolean> {
  const prompt = createInterface({ input: terminal.stdin, output: terminal.stderr });
  // Ctrl-C and Ctrl-D are a no.
  const left = new Promise<string>((resolve) => prompt.once("close", () => resolve("")));
  const reply = prompt.question(`${terminal.show(question)}\nGo ahead? [y/N] `).catch(() => "");
  try {
    return /^y(es)?$/i.test((await Promise.race([reply, left])).trim());
  } finally {
    prompt.close();
  }
}

function resultOf(answer: Awaited<ReturnType<Engine["run"]>>): ToolResult {
  if ("ask" in answer) throw new Error("The engine asked for a confirmation twice.");
  return answer;
}

function print(
  result: ToolResult,
  { json }: { json: boolean },
  { stdout, stderr, show }: Terminal,
): number {
  const stream = result.isError && !json ? stderr : stdout;
  stream.write(`${json ? JSON.stringify(result.data) : show(result.text)}\n`);
  return exitCode(result);
}

function exitCode({ isError, data, error }: ToolResult): number {
  if (error !== undefined) return ERROR_TYPES[error.type].exit;
  if (data["status"] === "confirmation_required") return CONFIRMATION_NEEDED;
  if (data["status"] === "refused") return REFUSED;
  if (data["status"] === "unknown") return ERROR_TYPES.outcome_unknown.exit;
  if (isError) return 1;
  // A wait that ran out can be continued; a sync that did not succeed is a failure.
  const { waited } = data;
  if (waited === "still_running") return STILL_RUNNING;
  return waited === "failed" ? 1 : 0;
}
