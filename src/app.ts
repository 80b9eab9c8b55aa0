import { createHash } from "node:crypto";
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { AppError, isClosed } from "./base/errors.js";
import { folderProblem } from "./base/files.js";
import { literalName } from "./base/glob.js";
import { createLog, type Log } from "./base/log.js";
import { createRedactor } from "./base/secret.js";
import { bare } from "./base/text.js";
import type { Clock } from "./client/http/clock.js";
import { type Config, type Flags, type KnownActions, loadConfig } from "./config.js";
import type { Connected, Engine } from "./engine/engine.js";
import type { Policy } from "./engine/policy.js";

/** What every front door works with; everything heavy is loaded when it is first needed. */
export interface App {
  config: Readonly<Config>;
  log: Log;
  engine(): Promise<Engine>;
  connect(): Promise<Connected>;
  close(): Promise<void>;
}

export interface AppOptions {
  version: string;
  flags: Flags;
  env: Record<string, string | undefined>;
  /** Receives log lines. */
  write: (line: string) => void;
  /** Whether the sandbox's world lives in memory, or in a file that the next command sees. */
  sandboxWorld: "memory" | "shared";
  /** The time that the engine and the client go by; the system's clock when absent. */
  clock?: Clock;
}

/** @throws AppError of type `config` that lists every problem with the settings. */
export async function createApp(options: AppOptions): Promise<App> {
  const { flags, env, write } = options;
  const config = await settings(flags, env);
  const now = () => new Date();
  const known = [
    ...(config.credentials === undefined ? [] : Object.values(config.credentials)),
    ...config.secrets.refs.values(),
  ].filter((secret) => secret !== undefined);
  const redact = createRedactor(known);
  const log = createLog({ level: config.logLevel, write, redact, now });
  if (config.unknownSettings.length > 0) {
    log.warn("settings", { message: `Unknown settings: ${config.unknownSettings.join(", ")}` });
  }
  const closers: (() => Promise<void>)[] = [];
  let opening: Promise<Connected> | undefined;
  let closing = false;
  const account = once(async () => {
    if (closing) throw new AppError("cancelled", "The server is stopping.");
    opening = openAccount(config, log, options, closers);
    return opening;
  });
  const connect = once(async () => {
    const connected = await account();
    await requireGroups(config.policy, connected.client);
    await requireConnectors(config.policy, connected.client);
    return connected;
  });
  const engine = once(async () => {
    const [{ tools }, { createEngine }, { systemClock }] = await Promise.all([
      import("../tools/index.js"),
      import("./engine/run.js"),
      import("./client/http/clock.js"),
    ]);
    return createEngine({
      tools,
      settings: config,
      connect,
      redact,
      log,
      now,
      clock: options.clock ?? systemClock,
    });
  });
  const close = async () => {
    closing = true;
    // What is just being opened would hold the process too.
    await opening?.catch(() => {});
    for (const closer of closers.reverse()) await closer();
  };
  return { config, log, engine, connect, close };
}

/** @throws AppError of type `config` that lists every problem with the settings. */
export async function settings(flags: Flags, env: AppOptions["env"]): Promise<Readonly<Config>> {
  return loadConfig(flags, env, await knownActions(flags, env));
}

/** Only a list of denied actions needs the catalogue before the first call. */
async function knownActions(flags: Flags, env: AppOptions["env"]): Promise<() => KnownActions> {
  if (env["DISALLOWED_ACTIONS"] === undefined && flags["settings"] === undefined) {
    return () => ({ resources: [], operations: [] });
  }
  const { operation, operationIds, resources } = await import("./client/operations/catalog.js");
  return () => ({ resources: resources(), operations: operationIds.map(operation) });
}

/** One attempt serves every caller; a failed one is made again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

async function openAccount(
  config: Readonly<Config>,
  log: Log,
  { version, sandboxWorld, write, clock }: AppOptions,
  closers: (() => Promise<void>)[],
): Promise<Connected> {
  const [{ createFivetran }, { confineClient }] = await Promise.all([
    import("./client/fivetran.js"),
    import("./engine/group-guard.js"),
  ]);
  const shared = { log, userAgent: `fivetran-agent/${version}`, proxy: config.proxy, clock };
  let client: Connected["client"];
  let fingerprint = "sandbox";
  if (config.sandbox) {
    const { createSandbox } = await import("./sandbox/index.js");
    const notify = (notice: string) => write(`${notice}\n`);
    const stateFile = sandboxWorld === "shared" ? sandboxStateFile(config, notify) : undefined;
    const sandbox = await createSandbox(stateFile === undefined ? {} : { stateFile, notify });
    const { url, close } = await sandbox.listen();
    closers.push(close);
    const { apiKey, apiSecret } = sandbox;
    client = createFivetran({ ...shared, proxy: undefined, baseUrl: url, apiKey, apiSecret });
  } else {
    const { credentials } = config;
    if (credentials === undefined) throw noCredentials();
    fingerprint = createHash("sha256").update(credentials.key.reveal()).digest("hex").slice(0, 16);
    client = createFivetran({
      ...shared,
      baseUrl: config.apiUrl,
      apiKey: credentials.key,
      apiSecret: credentials.secret,
    });
  }
  closers.push(() => client.close());
  const confined = confineClient(client, config.policy);
  const label = once(async () => {
    const name = await accountName(confined.reader, fingerprint);
    return config.sandbox ? `SANDBOX ${name}` : name;
  });
  return { client, confined, account: label, fingerprint };
}

/** The account as plans name it. A key that may not read it is named itself: plans are bound to that key anyway. */
async function accountName({ account }: Connected["client"], fingerprint: string): Promise<string> {
  try {
    const { account_name, account_id } = await account.info();
    return account_name ? `${bare(account_name)} (${bare(account_id)})` : bare(account_id);
  } catch (error) {
    if (!isClosed(error)) throw error;
    return `of the API key with fingerprint ${fingerprint.slice(0, 8)}`;
  }
}

/** A misspelt id would confine to nothing and look like an empty account. */
async function requireGroups(policy: Policy, client: Connected["client"]): Promise<void> {
  if (policy.groups.size === 0) return;
  const { decide } = await import("./engine/policy.js");
  if (!decide("list_all_groups", policy).allowed) return;
  const missing = new Set(policy.groups);
  for await (const { id } of client.groups.list()) missing.delete(id);
  if (missing.size === 0) return;
  throw new AppError(
    "config",
    `FIVETRAN_GROUPS names groups that this API key cannot see: ${[...missing].map(bare).join(", ")}.`,
    {
      state: "Nothing was changed.",
      hint: "The operator has to correct FIVETRAN_GROUPS (ids, not names). Tell the user.",
    },
  );
}

/** A misspelt denial would deny nothing. Patterns may wait for connectors to come. */
async function requireConnectors(policy: Policy, client: Connected["client"]): Promise<void> {
  const exact = (policy.connectors?.entries ?? [])
    .map((entry) => literalName(entry.replace(/^!/, "")))
    .filter((name) => name !== undefined);
  if (exact.length === 0) return;
  const { decide } = await import("./engine/policy.js");
  if (!decide("list_connections", policy).allowed) return;
  const missing = new Set(exact);
  for await (const { id, schema } of client.connections.list()) {
    for (const word of [id, schema]) missing.delete(word);
  }
  if (missing.size === 0) return;
  throw new AppError(
    "config",
    `FIVETRAN_CONNECTORS names connectors that this API key cannot see: ${[...missing].map(bare).join(", ")}.`,
    {
      state: "Nothing was changed.",
      hint: "The operator has to correct FIVETRAN_CONNECTORS (ids or names). Tell the user.",
    },
  );
}

/** Where the world is kept between commands; without a folder for it each works in its own. */
export function sandboxStateFile(
  { stateDir }: Readonly<Config>,
  notify: (notice: string) => void,
): string | undefined {
  const file = join(stateDir, "sandbox.json");
  const isLink = () => lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  const problem = folderProblem(stateDir) ?? (isLink() ? "its sandbox.json is a link" : undefined);
  if (problem === undefined) return file;
  notify(
    `The sandbox's state cannot be kept in ${stateDir}: ${problem}. This command starts from the beginning. Set FIVETRAN_STATE_DIR to a folder of this user.`,
  );
  return undefined;
}

const noCredentials = () =>
  new AppError("unauthenticated", "There are no Fivetran credentials.", {
    state: "Nothing was sent.",
    hint: "Set FIVETRAN_API_KEY and FIVETRAN_API_SECRET (Fivetran dashboard: your name, then API Key; a read-only system key is enough to look), or start with --sandbox to try without an account.",
  });
