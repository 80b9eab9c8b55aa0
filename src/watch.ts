import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Access, App } from "./app.js";
import { AppError, cannotListen, isClosed } from "./base/errors.js";
import { redact, redacting, type Secret } from "./base/secret.js";
import type { WebhookHandler } from "./client/events/webhook-handler.js";
import type { Fivetran } from "./client/fivetran.js";
import { openHistory } from "./store/history-store.js";
import { count } from "./toolkit/render.js";
import { alertBody, alertText, createPoster } from "./watch/alerts.js";
import { MOST_LOOKS } from "./watch/schemas.js";
import { createWatch, type Polled, type Watch } from "./watch/watch.js";

export interface OpenWatch {
  watch: Watch;
  close(): Promise<void>;
}

/**
 * Opens the recorded history of an account and the watch that records into it. Default: the account
 * of the settings.
 * @throws AppError of type `config` if libsql is not installed
 */
export async function openWatch(
  app: App,
  access: Pick<Access, "connect"> = app,
  webhookSecret: Secret | undefined = app.config.watch.webhookSecret,
  signal?: AbortSignal,
): Promise<OpenWatch> {
  const { config, log } = app;
  const { confined, isConfined, client, account, fingerprint } = await access.connect();
  const { reader } = confined;
  const name = await accountId(reader, fingerprint, signal);
  const [key = ""] = fingerprint.split("/");
  const options = { stateDir: config.stateDir, fingerprint: key, now: client.now().getTime() };
  const store = await openHistory(options, name);
  const { alerts } = config.watch;
  const poster = alerts && createPoster(alerts, config.proxy);
  const settings = { connectCardRedirect: undefined, expectations: config.expectations };
  const watch = createWatch({
    account: { fivetran: reader, now: () => reader.now(), settings },
    accountName: await account(signal),
    isConfined,
    store,
    settings: { ...config.watch, webhookSecret },
    poster,
    log,
    redact: app.redact,
  });
  return {
    watch,
    async close() {
      store.close();
      await poster?.close();
    },
  };
}

/** Returns an id that stays the same if the account is renamed or its key is replaced. */
async function accountId(
  { account }: Pick<Fivetran, "account">,
  fingerprint: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  try {
    return (await account.info({ signal })).account_id;
  } catch (error) {
    if (!isClosed(error)) throw error;
    return fingerprint;
  }
}

export interface WatchCommand {
  /** Address and port that receive webhooks. */
  host: string;
  port: number;
  everyMinutes: number;
  once: boolean;
  signal: AbortSignal;
  /** Prints a change of health, or what the program does. */
  say(line: string): void;
}

/**
 * The shortest time between two polls. A failure that a webhook reports starts a poll early, but
 * not earlier than this.
 */
const SOONEST_MS = 60_000;

/** Records and reports until the signal is aborted. Returns the exit code. */
export async function runWatch(app: App, command: WatchCommand): Promise<number> {
  const { signal, say, once } = command;
  const { watch, close } = await openWatch(app, app, app.config.watch.webhookSecret, signal);
  let server: Server | undefined;
  try {
    if (watch.webhooks !== undefined && !once) {
      server = await listen(watch.webhooks.node, command);
      say(`Receiving webhooks at ${addressOf(server)}.`);
    } else if (!once) say("FIVETRAN_WEBHOOK_SECRET is not set, so no webhooks are received.");
    const polled = await watch.poll(signal);
    const then = once
      ? ""
      : ` They are checked every ${command.everyMinutes} min, and each schema once a day, at most ${MOST_LOOKS} schemas at a time.`;
    say(`${count(polled.checked, "connector")} checked.${then}`);
    redacting(app.redact, () => announce(polled, say));
    while (!once && !signal.aborted) {
      await pause(watch, command);
      if (signal.aborted) break;
      try {
        const next = await watch.poll(signal);
        redacting(app.redact, () => announce(next, say));
      } catch (error) {
        if (signal.aborted) break;
        if (!(error instanceof AppError)) throw error;
        app.log.warn("poll", { message: error.message });
      }
    }
    return 0;
  } finally {
    server?.close();
    server?.closeAllConnections();
    await close();
  }
}

function announce({ changes, gaps }: Polled, say: (line: string) => void): void {
  if (changes.length > 0) say(alertText("", changes).split("\n").slice(1).join("\n"));
  for (const gap of gaps) say(`Note: ${gap}.`);
}

export async function pause(
  watch: Watch,
  { everyMinutes, signal }: Pick<WatchCommand, "everyMinutes" | "signal">,
): Promise<void> {
  const rest = Math.max(0, everyMinutes * 60_000 - SOONEST_MS);
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const wait = (ms: number) => sleep(ms, undefined, { signal: either }).catch(() => {});
  await wait(SOONEST_MS);
  await Promise.race([wait(rest), watch.nudged()]);
  over.abort();
}

function listen(
  handle: WebhookHandler["node"],
  { host, port }: Pick<WatchCommand, "host" | "port">,
): Promise<Server> {
  const server = createServer({ requestTimeout: 15_000, headersTimeout: 10_000 });
  server.on("request", (request, response) => void handle(request, response));
  return new Promise((resolve, reject) => {
    server.once("error", (error) =>
      reject(cannotListen(error, { host, port }, "Give another address with --listen.")),
    );
    server.listen(port, host, () => resolve(server));
  });
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") return String(address);
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}/`;
}

/** Posts a message like that of a real change. Returns the exit code. */
export async function testAlert(app: App, say: (line: string) => void): Promise<number> {
  const { alerts } = app.config.watch;
  if (alerts === undefined) {
    throw new AppError("config", "There is no FIVETRAN_ALERT_URL to post to.", {
      hint: "Set it to an https address, or to file:PATH of a file that contains the address.",
    });
  }
  const change = {
    kind: "newly_broken",
    at: Date.now(),
    cause: "this is a test of fivetran-agent watch",
    name: "example",
    id: "example",
    group: "example",
  } as const;
  const poster = createPoster(alerts, app.config.proxy);
  try {
    await redacting(app.redact, () => poster.post(alertBody(alerts.format, "(test)", [change])));
  } finally {
    await poster.close();
  }
  say(`A test alert was delivered to ${redact(new URL(alerts.url.reveal()).host)}.`);
  return 0;
}
