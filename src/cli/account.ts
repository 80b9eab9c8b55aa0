import { createAllowance, SECONDARY_READS_MS } from "../base/deadline.js";
import { AppError } from "../base/errors.js";
import { type Redact, redact, redactedJson, redacting } from "../base/secret.js";
import { endOnSignals } from "../base/signals.js";
import { visible } from "../base/text.js";
import type { Config } from "../config.js";
import type { Connected } from "../engine/engine.js";
import { isConfined } from "../engine/policy.js";
import type { AccountReader } from "../toolkit/define.js";
import type { Table } from "./output/table.js";
import { clearProgress, INTERRUPTED, printTable, showProgress, type Terminal } from "./run.js";

/** What a command needs to open an account. */
export interface Opener {
  config: Readonly<Config>;
  redact: Redact;
  connect(): Promise<Connected>;
}

/** The output of a command: text or a table, or data with --json. */
export interface Printed {
  text?: string;
  table?: Table;
  data?: Record<string, unknown>;
  /** The exit code. Default: 0. */
  code?: number;
}

/**
 * Runs a command that only reads the account. It is limited by the operator's policy and stops at
 * Ctrl-C. Returns the exit code.
 */
export async function withAccount(
  opener: Opener,
  { terminal, json }: { terminal: Terminal; json: boolean },
  work: (account: AccountReader) => Promise<Printed>,
): Promise<number> {
  const { config, connect } = opener;
  const abort = new AbortController();
  const unlisten = endOnSignals(() => abort.abort());
  const progress: AccountReader["progress"] = (message, part) =>
    showProgress(terminal, message, part);
  try {
    const { reader } = (await connect()).confined;
    const fivetran = reader.use(
      (next) => (call, sent) =>
        next(call, {
          ...sent,
          onWait: (ms) => progress(`waiting ${Math.ceil(ms / 1000)} s for Fivetran's rate limit`),
        }),
    );
    const { signal } = abort;
    const { connectCardRedirect, expectations } = config;
    const settings = { connectCardRedirect, expectations, confined: isConfined(config.policy) };
    const secondary = createAllowance(SECONDARY_READS_MS, signal);
    const account = { fivetran, now: () => reader.now(), signal, secondary, progress, settings };
    return await redacting(opener.redact, async () => print(await work(account), terminal, json));
  } catch (error) {
    if (error instanceof AppError && abort.signal.aborted) return INTERRUPTED;
    throw error;
  } finally {
    unlisten();
  }
}

export function print(
  { text = "", table, data, code = 0 }: Printed,
  terminal: Terminal,
  json: boolean,
): number {
  clearProgress(terminal);
  if (table !== undefined && !(json && data !== undefined)) printTable(table, terminal);
  else {
    const shown = json && data !== undefined ? redactedJson(data) : visible(redact(text));
    if (shown !== "") terminal.stdout.write(shown.endsWith("\n") ? shown : `${shown}\n`);
  }
  return code;
}
