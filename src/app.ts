import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { Account } from "./account.js";
import { AppError } from "./base/errors.js";
import { folderProblem } from "./base/files.js";
import { createLog, type Log } from "./base/log.js";
import { type Credentials, createRedactor, type Redact } from "./base/secret.js";
import type { Definition } from "./client/definition/definition.js";
import type { Clock } from "./client/http/clock.js";
import { addOperations } from "./client/operations/added.js";
import { type Config, type Flags, type KnownActions, loadConfig } from "./config.js";
import type { Connected, Engine } from "./engine/engine.js";
import type { Policy } from "./engine/policy.js";
import type { ReadDefinition, ReadExpectations } from "./setting-files.js";
import { fileEntries } from "./store/file-entries.js";
import type { HistoryStore } from "./store/history-store.js";
import { allTools } from "./tool-list.js";

/** Access to an account. Code that takes long to load is loaded when it is first needed. */
export interface Access {
  engine(): Promise<Engine>;
  connect(): Promise<Connected>;
}

/**
 * The services that every entry point uses. Used directly, it accesses the account of the settings within their
 * policy.
 */
export interface App extends Access {
  config: Readonly<Config>;
  log: Log;
  /** Removes the secrets of this process from a text. */
  redact: Redact;
  /** Access for one of several callers. */
  accessFor(caller: AccessOptions): Access;
  close(): Promise<void>;
}

export interface AccessOptions {
  /** An account from the operator's file. Default: the account of the settings. */
  account?: { name: string; credentials: Credentials } | undefined;
  policy: Policy;
  /** The owner of the plans and records. */
  owner: string;
}

export interface AppOptions {
  version: string;
  flags: Flags;
  env: Record<string, string | undefined>;
  /** Receives the lines of the log. */
  write: (line: string) => void;
  /** Whether the sandbox's state is kept in memory, or in a file that later commands use. */
  sandboxWorld: "memory" | "shared";
  /** Whether the command works on the file of expectations itself, so that its rules do not apply. */
  withoutExpectations?: boolean;
  /** The clock of the engine and the client. Default: the system's clock. */
  clock?: Clock;
}

/** Creates the app. Throws `config` with a list of all problems with the settings. */
export async function createApp(options: AppOptions): Promise<App> {
  const { flags, env, write, version, clock, withoutExpectations } = options;
  const config = await settings(flags, env, withoutExpectations);
  addOperations(config.definition?.definition.added ?? []);
  const now = () => new Date();
  const known = [
    ...(config.credentials === undefined ? [] : Object.values(config.credentials)),
    ...config.secrets.refs.values(),
    config.watch.webhookSecret,
    config.watch.alerts?.url,
    ...[...(config.accounts?.accounts.values() ?? [])].flatMap(({ credentials, webhookSecret }) => [
      ...Object.values(credentials),
      webhookSecret,
    ]),
  ].filter((secret) => secret !== undefined);
  const redact = createRedactor(known);
  const log = createLog({ level: config.logLevel, write, redact, now });
  if (config.unknownSettings.length > 0) {
    log.warn("settings", { message: `Unknown settings: ${config.unknownSettings.join(", ")}` });
  }
  const accounts = new Map<string, () => Promise<Account>>();
  const opening: Promise<Account>[] = [];
  let closing = false;

  async function open(credentials: Credentials | undefined): Promise<Account> {
    if (closing) throw new AppError("cancelled", "The server is stopping.");
    const { openAccount } = await import("./account.js");
    const notify = (notice: string) => void write(`${notice}\n`);
    const kept = config.sandbox && options.sandboxWorld === "shared";
    const stateFile = kept ? sandboxStateFile(config, notify) : undefined;
    return openAccount({ config, credentials, log, version, clock, stateFile, notify });
  }

  /** The callers of an account share its client, and therefore its rate limit. */
  function accountNamed(name: string, credentials: Credentials | undefined) {
    const known = accounts.get(name);
    if (known !== undefined) return known;
    const made = once(() => {
      const account = open(credentials);
      opening.push(account);
      return account;
    });
    accounts.set(name, made);
    return made;
  }

  function accessFor({ account, policy, owner }: AccessOptions): Access {
    const opened = accountNamed(account?.name ?? "", account?.credentials ?? config.credentials);
    const connect = once(async () => {
      const [account, { connect }] = await Promise.all([opened(), import("./account.js")]);
      return connect(account, policy, owner);
    });
    const engine = once(async () => {
      const [tools, { loadTool }, { createEngine }, { systemClock }] = await Promise.all([
        allTools(),
        import("../tools/load.js"),
        import("./engine/run.js"),
        import("./client/http/clock.js"),
      ]);
      const folder = account === undefined ? "" : join("accounts", account.name);
      return createEngine({
        tools,
        loadTool,
        settings: { ...config, policy },
        recorded,
        entries: fileEntries(config.stateDir === "" ? "" : join(config.stateDir, folder)),
        owner,
        connect,
        redact,
        log,
        now,
        clock: clock ?? systemClock,
      });
    });
    return { engine, connect };
  }

  const histories = new Map<string, HistoryStore>();

  /**
   * The history that `watch` has recorded of an account. It is looked up again if there was none, because recording
   * may start while this process runs.
   */
  async function recorded({ fingerprint }: Connected): Promise<HistoryStore | undefined> {
    const [key = ""] = fingerprint.split("/");
    const known = histories.get(key);
    if (known !== undefined || closing) return known;
    const { recordedHistory } = await import("./store/history-store.js");
    const found = await recordedHistory({ stateDir: config.stateDir, fingerprint: key });
    const earlier = histories.get(key);
    if (earlier !== undefined) found?.close();
    else if (found !== undefined) histories.set(key, found);
    return earlier ?? found;
  }

  const close = async () => {
    closing = true;
    // An account that is still being opened would also keep the process alive.
    const opened = await Promise.allSettled(opening);
    for (const result of opened) if (result.status === "fulfilled") await result.value.close();
    for (const history of histories.values()) history.close();
  };
  const own = accessFor({ policy: config.policy, owner: "" });
  return { config, log, redact, ...own, accessFor, close };
}

/** Reads the settings. Throws `config` with a list of all problems with them. */
export async function settings(
  flags: Flags,
  env: AppOptions["env"],
  withoutExpectations = false,
): Promise<Readonly<Config>> {
  return loadConfig(flags, env, await knownActions(flags, env), {
    expectations: withoutExpectations ? undefined : await expectationsReader(flags, env),
    definition: await definitionReader(flags, env),
  });
}

/** Loaded also with a settings file, because that file may contain the setting. */
async function expectationsReader(
  flags: Flags,
  env: AppOptions["env"],
): Promise<ReadExpectations | undefined> {
  if (env["FIVETRAN_EXPECTATIONS"] === undefined && flags["settings"] === undefined) {
    return undefined;
  }
  const { compileExpectations, parseExpectations } = await import(
    "./features/expectations/index.js"
  );
  return (text) => {
    const { file, problems } = parseExpectations(text);
    return { expectations: file && compileExpectations(file), problems };
  };
}

async function definitionReader(
  flags: Flags,
  env: AppOptions["env"],
): Promise<ReadDefinition | undefined> {
  if (env["FIVETRAN_DEFINITION"] === undefined && flags["settings"] === undefined) {
    return undefined;
  }
  return (await import("./client/definition/definition.js")).readDefinition;
}

/** The catalog is needed only to check the denied actions. Without them it is not loaded at the start. */
async function knownActions(
  flags: Flags,
  env: AppOptions["env"],
): Promise<(definition: Definition | undefined) => KnownActions> {
  if (env["DISALLOWED_ACTIONS"] === undefined && flags["settings"] === undefined) {
    return () => ({ resources: [], operations: [] });
  }
  const [{ operation, operationIds }, { effectOf, resourceOf }] = await Promise.all([
    import("./client/operations/catalog.js"),
    import("./client/operations/facts.js"),
  ]);
  return (definition) => {
    const added = (definition?.added ?? []).map(({ id, facts }) => {
      return { id, resource: resourceOf(facts), effect: effectOf(facts) };
    });
    const operations = [...operationIds.map(operation), ...added];
    const resources = [...new Set(operations.map(({ resource }) => resource))].sort();
    return { resources, operations };
  };
}

/** Shares one result among all callers. If it fails, the next call tries again. */
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

/** The file for the sandbox's state between commands. Without a usable folder, each command starts with a new state. */
export function sandboxStateFile(
  { stateDir }: Readonly<Config>,
  notify: (notice: string) => void,
): string | undefined {
  const file = join(stateDir, "sandbox.json");
  const isLink = () => lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  const problem = folderProblem(stateDir) ?? (isLink() ? "its sandbox.json is a link" : undefined);
  if (problem === undefined) return file;
  notify(
    `The sandbox's state cannot be stored in ${stateDir || "the home folder"}: ${problem}. This command starts with a new simulated account. Set FIVETRAN_STATE_DIR to a folder of this user.`,
  );
  return undefined;
}
