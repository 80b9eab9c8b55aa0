import { createHash } from "node:crypto";
import { join } from "node:path";
import { AppError } from "./base/errors.js";
import { createLog, type Log } from "./base/log.js";
import { createRedactor } from "./base/secret.js";
import { bare } from "./base/text.js";
import { type Config, type Flags, type KnownActions, loadConfig } from "./config.js";
import type { Connected, Engine } from "./engine/contract.js";

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
}

/** @throws AppError of type `config` that lists every problem with the settings. */
export async function createApp(options: AppOptions): Promise<App> {
  const { flags, env, write } = options;
  const config = loadConfig(flags, env, await knownActions(flags, env));
  const now = () => new Date();
  const known = [
    ...(config.credentials === undefined ? [] : Object.values(config.credentials)),
    ...config.secrets.refs.values(),
  ].filter((secret) => secret !== undefined);
  const log = createLog({ level: config.logLevel, write, redact: createRedactor(known), now });
  const closers: (() => Promise<void>)[] = [];
  const connect = once(() => openAccount(config, log, options, closers));
  const engine = once(async () => {
    const [{ tools }, { createEngine }, { PlanStore }, { Operations }, { createAudit, noAudit }] =
      await Promise.all([
        import("../tools/index.js"),
        import("./engine/run.js"),
        import("./engine/plan-store.js"),
        import("./engine/operations.js"),
        import("./engine/audit.js"),
      ]);
    return createEngine({
      tools,
      connect,
      policy: config.policy,
      plans: new PlanStore(config.stateDir, now),
      operations: new Operations(config.stateDir, now),
      stateDir: config.stateDir,
      audit: config.auditLog === undefined ? noAudit : createAudit(config.auditLog, now),
      log,
      secrets: config.secrets,
      approval: config.approval,
      confirm: config.confirm,
    });
  });
  const close = async () => {
    for (const closer of closers.reverse()) await closer();
  };
  return { config, log, engine, connect, close };
}

/** Only a list of denied actions needs the catalogue before the first call. */
async function knownActions(flags: Flags, env: AppOptions["env"]): Promise<() => KnownActions> {
  if (env["DISALLOWED_ACTIONS"] === undefined && flags["env-file"] === undefined) {
    return () => ({ resources: [], operations: [] });
  }
  const { operationIds, resources } = await import("./fivetran/catalog.js");
  return () => ({ resources: resources(), operations: operationIds });
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
  { version, sandboxWorld }: AppOptions,
  closers: (() => Promise<void>)[],
): Promise<Connected> {
  const { createFivetran } = await import("./fivetran/index.js");
  const shared = { log, userAgent: `fivetran-agent/${version}`, proxy: config.proxy };
  let client: ReturnType<typeof createFivetran>;
  let fingerprint = "sandbox";
  if (config.sandbox) {
    const { createSandbox } = await import("./sandbox/index.js");
    const stateFile = sandboxWorld === "shared" ? sandboxStateFile(config) : undefined;
    const sandbox = await createSandbox(stateFile === undefined ? {} : { stateFile });
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
  const label = once(async () => {
    const { account_name, account_id } = await client.account.info();
    const name = account_name ? `${bare(account_name)} (${bare(account_id)})` : bare(account_id);
    return config.sandbox ? `SANDBOX ${name}` : name;
  });
  return { client, account: label, fingerprint };
}

export const sandboxStateFile = (config: Readonly<Config>) => join(config.stateDir, "sandbox.json");

const noCredentials = () =>
  new AppError("config", "There are no Fivetran credentials.", {
    state: "Nothing was sent.",
    hint: "Set FIVETRAN_API_KEY and FIVETRAN_API_SECRET (Fivetran dashboard: your name, then API Key; a read-only system key is enough to look), or start with --sandbox to try without an account.",
  });
