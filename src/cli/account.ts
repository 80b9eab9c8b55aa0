import { AppError } from "../base/errors.js";
import { type Redact, redacting } from "../base/secret.js";
import type { Config } from "../config.js";
import type { Connected } from "../engine/engine.js";
import type { AccountReader } from "../toolkit/define.js";
import { INTERRUPTED, type Terminal } from "./run.js";

/** What a command opens an account with. */
export interface Opener {
  config: Readonly<Config>;
  redact: Redact;
  connect(): Promise<Connected>;
}

/** Does what a command does that only reads the account: within the operator's policy, until Ctrl-C. */
export async function withAccount(
  { config, redact, connect }: Opener,
  terminal: Terminal,
  work: (account: AccountReader) => Promise<number>,
): Promise<number> {
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  process.once("SIGINT", interrupt);
  const progress = (message: string) => {
    if (terminal.interactive) terminal.stderr.write(`\r\u001b[K${message}`);
  };
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
    const settings = { connectCardRedirect: config.connectCardRedirect };
    const account = { fivetran, now: () => reader.now(), signal, progress, settings };
    return await redacting(redact, () => work(account));
  } catch (error) {
    if (error instanceof AppError && abort.signal.aborted) return INTERRUPTED;
    throw error;
  } finally {
    process.removeListener("SIGINT", interrupt);
    if (terminal.interactive) terminal.stderr.write("\r\u001b[K");
  }
}
