import { createInterface } from "node:readline/promises";
import * as z from "zod";
import { ERROR_TYPES } from "../base/errors.js";
import { redact } from "../base/secret.js";
import { endOnSignals } from "../base/signals.js";
import { visible } from "../base/text.js";
import type { Caller, Engine, RunResult } from "../engine/engine.js";
import type { ToolResult } from "../engine/results.js";
import type { Json } from "../toolkit/define.js";
import type { Notation } from "../toolkit/notation.js";
import { gateCode } from "./gate.js";
import { paint } from "./output/colors.js";
import { FOLLOWED, listTable, ON_REQUEST } from "./output/list-tables.js";
import { asCsv, asText, type Table } from "./output/table.js";
import type { Output } from "./tool-command.js";

/** The streams of a process, and whether each is a terminal. */
export interface Streams {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
}

export interface Terminal {
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
  stdin: NodeJS.ReadableStream;
  /** True if a person can reply: stdin and stderr are both terminals. */
  interactive: boolean;
  /** Formats text for a terminal. Returns it unchanged if stdout is not a terminal. */
  show: (text: string) => string;
  /** How lists are printed. Default: as text. */
  tables?: { columns: number; color: boolean; csv?: boolean; asked?: boolean } | undefined;
  /** Suppresses notices and progress. */
  quiet?: boolean;
  /** True if the terminal prints escape sequences as text. */
  dumb?: boolean;
}

export interface Look {
  /** Default: true if stdout is a terminal. */
  color?: boolean | undefined;
  quiet?: boolean;
  dumb?: boolean;
  output?: Output | undefined;
}

const COLUMNS_OF_A_FILE = 160;

export function terminalOf(
  { stdin, stdout, stderr }: Streams,
  { color: asked, quiet = false, dumb = false, output }: Look,
): Terminal {
  const isTerminal = stdout.isTTY === true;
  const color = asked ?? isTerminal;
  const columns = (isTerminal ? stdout.columns : undefined) ?? COLUMNS_OF_A_FILE;
  return {
    stdin,
    stdout,
    stderr,
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    show: (text) => (color ? paint(text, columns) : text),
    tables:
      isTerminal || output !== undefined
        ? { columns, color, csv: output === "csv", asked: output !== undefined }
        : undefined,
    quiet,
    dumb,
  };
}

export function printTable(table: Table, { tables, stdout, stderr, quiet }: Terminal): void {
  const { columns = COLUMNS_OF_A_FILE, color = false, csv = false } = tables ?? {};
  if (!csv) {
    stdout.write(`${asText(table, columns, color)}\n`);
    return;
  }
  stdout.write(asCsv(table));
  // The rows alone cannot show that others are missing.
  if (quiet !== true) for (const note of table.notes) stderr.write(`${visible(redact(note))}\n`);
}

const BAR = 20;

/** Shows progress in one line that each report replaces. It has a bar if the total is known. */
export function showProgress(
  { interactive, quiet, dumb, stderr }: Terminal,
  message: string,
  part?: { done: number; total: number },
): void {
  if (!interactive || quiet === true || dumb === true) return;
  const filled = part === undefined ? 0 : Math.round((BAR * part.done) / Math.max(1, part.total));
  const bar = part === undefined ? "" : `[${"█".repeat(filled)}${"░".repeat(BAR - filled)}] `;
  stderr.write(`${CLEAR_LINE}${bar}${message}`);
}

const CLEAR_LINE = "\r\u001b[K";

/** Removes the line of progress before other output. */
export function clearProgress({ interactive, dumb, stderr }: Terminal): void {
  if (interactive && dumb !== true) stderr.write(CLEAR_LINE);
}

export interface ToolCommand {
  tool: string;
  args: Record<string, Json>;
  json: boolean;
  dryRun: boolean;
  /** The verdicts, or `problem`, for which check_stale exits with 8. */
  failOn?: readonly string[] | undefined;
  notation: Notation;
}

// The exit code if a call is refused or needs a confirmation.
const REFUSED = 3;
const STILL_RUNNING = 7;
export const INTERRUPTED = 130;
const A_DAY = 86_400;

/** Runs one tool and prints its result. Returns the exit code. */
export async function runTool(
  command: ToolCommand,
  engine: Engine,
  terminal: Terminal,
): Promise<number> {
  const abort = new AbortController();
  let notice: NodeJS.Timeout | undefined;
  const unlisten = endOnSignals(() => {
    abort.abort();
    // Only a change that was sent continues.
    notice = setTimeout(() => terminal.stderr.write(`${STILL_WAITING}\n`), NOTICE_MS);
  });
  try {
    return await runInterruptibly(command, engine, terminal, abort.signal);
  } finally {
    clearTimeout(notice);
    unlisten();
  }
}

const NOTICE_MS = 500;
const STILL_WAITING =
  "The change was sent, and its outcome is being recorded. To end now, interrupt again; the outcome is then unknown.";

async function runInterruptibly(
  { tool, args, json, dryRun, notation, failOn }: ToolCommand,
  engine: Engine,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const asks = terminal.interactive && !json && !dryRun;
  const caller: Caller = {
    signal,
    endsProcess: true,
    canAsk: asks,
    terminal: asks,
    notation,
    dryRun,
    maxWaitSeconds: A_DAY,
    progress: (message, part) => showProgress(terminal, message, part),
  };
  let answer = await engine.run({ tool, args }, caller);
  if (terminal.tables?.csv === true && isWhole(tool, args)) {
    const next = (cursor: Json) => engine.run({ tool, args: { ...args, cursor } }, caller);
    answer = await everyPage(answer, next);
  }
  clearProgress(terminal);
  // If the state changed while the person was reading, the engine asks again and shows the
  // difference.
  while ("ask" in answer) {
    const { handle, message } = answer.ask;
    const action = (await agreed(message, terminal)) ? "accept" : "decline";
    answer = await engine.run({ tool, args, answer: { handle, action } }, caller);
    if (action === "decline") {
      terminal.stderr.write("Nothing was changed.\n");
      return REFUSED;
    }
  }
  const code = print(answer, { tool, json, failOn, notation }, terminal);
  if (signal.aborted && code !== 0) return INTERRUPTED;
  // For a dry run, a plan is the complete result.
  return dryRun && answer.data["status"] === "confirmation_required" ? 0 : code;
}

/** Returns true if the call does not ask for only a part of the list. */
const isWhole = (tool: string, args: ToolCommand["args"]) =>
  FOLLOWED.has(tool) && args["limit"] === undefined && args["cursor"] === undefined;

/** Joins the pages of a list into one result, so that a file contains every row. */
async function everyPage(
  first: RunResult,
  next: (cursor: Json) => Promise<RunResult>,
): Promise<RunResult> {
  let all = first;
  for (;;) {
    if ("ask" in all || all.isError) return all;
    const { next_cursor: cursor, ...data } = all.data;
    if (cursor === undefined) return all;
    const page = await next(cursor);
    if ("ask" in page || page.isError) return page;
    const lists = Object.entries(page.data).flatMap(([name, value]) => {
      const before = data[name];
      // A note that several pages repeat is shown once.
      return Array.isArray(value) && Array.isArray(before)
        ? [[name, [...new Set([...before, ...value])]]]
        : [];
    });
    all = { ...page, data: { ...data, ...page.data, ...Object.fromEntries(lists) } };
  }
}

async function agreed(question: string, terminal: Terminal): Promise<boolean> {
  const prompt = createInterface({ input: terminal.stdin, output: terminal.stderr });
  // Ctrl-C and Ctrl-D count as a no.
  const left = new Promise<string>((resolve) => prompt.once("close", () => resolve("")));
  const reply = prompt.question(`${terminal.show(question)}\nGo ahead? [y/N] `).catch(() => "");
  try {
    return /^y(es)?$/i.test((await Promise.race([reply, left])).trim());
  } finally {
    prompt.close();
  }
}

function print(
  result: ToolResult,
  { tool, json, failOn = [], notation }: Pick<ToolCommand, "tool" | "json" | "failOn" | "notation">,
  terminal: Terminal,
): number {
  const { stdout, stderr, show, tables } = terminal;
  const stream = result.isError && !json ? stderr : stdout;
  const isTable = !json && !result.isError && tables !== undefined;
  const more = (cursor: string) => notation.again({ cursor });
  const table =
    isTable && (tables.asked === true || !ON_REQUEST.has(tool))
      ? listTable(tool, result.data, more)
      : undefined;
  if (table === undefined) {
    stream.write(`${(json ? JSON.stringify(result.data) : show(result.text)).trimEnd()}\n`);
  } else printTable(table, terminal);
  const code = exitCode(result);
  if (code !== 0 || failOn.length === 0) return code;
  const judged = gateCode(failOn, result.data);
  if (judged.why !== undefined) stderr.write(`${judged.why}\n`);
  return judged.code;
}

/** Setup tests of which at least one did not pass. */
const FailedTests = z.looseObject({ failed: z.array(z.unknown()).min(1) });

function exitCode({ isError, data, error }: ToolResult): number {
  if (error?.type === "cancelled") return INTERRUPTED;
  if (error !== undefined) return ERROR_TYPES[error.type].exit;
  if (data["status"] === "confirmation_required") return REFUSED;
  if (data["status"] === "unknown") return ERROR_TYPES.outcome_unknown.exit;
  if (data["status"] === "refused") return REFUSED;
  if (isError) return 1;
  // A wait that ran out of time can be continued. A sync that did not succeed is a failure.
  const { waited, tests } = data;
  if (waited === "still_running") return STILL_RUNNING;
  return waited === "failed" || FailedTests.safeParse(tests).success ? 1 : 0;
}
