import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Access, App } from "./app.js";
import { AppError } from "./base/errors.js";
import { redacting, type Secret } from "./base/secret.js";
import { narrowed } from "./engine/policy.js";
import { type OpenWatch, openWatch, pause } from "./watch.js";

/** Handles a webhook delivery. */
export type Receive = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface WatchBeside {
  /** The webhook handlers by path. */
  webhooks: ReadonlyMap<string, Receive>;
  /** Stops polling and closes everything that was opened. */
  close(): Promise<void>;
}

interface Watched {
  /** The account's name in the log, if there are several. */
  account: string | undefined;
  path: string;
  access: Pick<Access, "connect">;
  secret: Secret | undefined;
}

const WEBHOOKS = "/webhooks";
/** How long to wait before opening an account again after a failure. */
const AGAIN_MS = 60_000;

/**
 * Watches each account of the settings beside a server: receives its webhooks at its own path, polls it, and records
 * its history separately.
 *
 * @throws AppError of type `config` if recording is not possible
 */
export async function watchBeside(app: App, everyMinutes: number): Promise<WatchBeside> {
  const ending = new AbortController();
  const { signal } = ending;
  const all = await Promise.all(watchedBy(app).map((each) => begin(app, each)));
  const polls = all.map(({ opened }) => poll(app, { opened, everyMinutes, signal }));
  async function end(): Promise<void> {
    ending.abort();
    await Promise.all(polls);
    for (const { opened } of all) await opened.now()?.close();
  }
  let ended: Promise<void> | undefined;
  return {
    webhooks: new Map(
      all.flatMap(({ path, secret, receive }) => (secret === undefined ? [] : [[path, receive]])),
    ),
    close() {
      ended ??= end();
      return ended;
    },
  };
}

/** Each account has its own secret. With a shared one, deliveries of one account could be sent to another. */
function watchedBy(app: App): Watched[] {
  const { accounts, policy, watch } = app.config;
  if (accounts === undefined) {
    return [{ account: undefined, path: WEBHOOKS, access: app, secret: watch.webhookSecret }];
  }
  return [...accounts.accounts.values()].map((account) => {
    const { name, grant, webhookSecret: secret } = account;
    const remedy = "change it in the file that FIVETRAN_ACCOUNTS names";
    const own = narrowed(policy, grant, { name: `the account ${name}`, remedy });
    const access = app.accessFor({ account, policy: own, owner: "" });
    return { account: name, path: `${WEBHOOKS}/${name}`, access, secret };
  });
}

/** An account that is opened at the first success, because Fivetran may be unreachable when the server starts. */
interface Opened {
  now(): OpenWatch | undefined;
  open(): Promise<OpenWatch>;
  account: string | undefined;
}

async function begin(app: App, { account, path, access, secret }: Watched) {
  let watch: OpenWatch | undefined;
  const opened: Opened = {
    account,
    now: () => watch,
    async open() {
      watch ??= await redacting(app.redact, () => openWatch(app, access, secret));
      return watch;
    },
  };
  try {
    await opened.open();
  } catch (error) {
    // Problems with the configuration are reported at the start.
    if (!(error instanceof AppError) || error.type === "config") throw error;
    app.log.warn("watch", { account, message: error.message });
  }
  const receive: Receive = async (request, response) => {
    const handle = watch?.watch.webhooks?.node;
    if (handle !== undefined) return handle(request, response);
    // Fivetran repeats the delivery.
    response.writeHead(503, { "content-length": 0, connection: "close" }).end();
  };
  return { path, secret, receive, opened };
}

async function poll(
  app: App,
  { opened, everyMinutes, signal }: { opened: Opened; everyMinutes: number; signal: AbortSignal },
): Promise<void> {
  const { account } = opened;
  while (!signal.aborted) {
    try {
      const { watch } = await opened.open();
      const { checked, changes, gaps } = await watch.poll(signal);
      app.log.info("watched", { account, checked, changes: changes.length, gaps: gaps.length });
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      app.log.warn("poll", { account, message });
    }
    const open = opened.now();
    if (open === undefined) await sleep(AGAIN_MS, undefined, { signal }).catch(() => {});
    else await pause(open.watch, { everyMinutes, signal });
  }
}
