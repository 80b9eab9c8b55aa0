#!/usr/bin/env node
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError, ERROR_TYPES } from "./base/errors.js";
import { createLog, type Log } from "./base/log.js";
import { createRedactor } from "./base/secret.js";
import { bare } from "./base/text.js";
import { parseWords, type Words } from "./cli/words.js";
import { type Config, type Flags, type KnownActions, loadConfig, OPTIONS } from "./config.js";
import type { Connected, Engine } from "./engine/contract.js";
import { takeStdout } from "./serve/guard-stdout.js";
import type { ToolListing } from "./toolkit/listing.js";

// Filled in by the build; absent when run from source.
declare const BUILT_TOOL_LIST: ToolListing[] | undefined;
declare const BUILT_VERSION: string | undefined;

const version =
  typeof BUILT_VERSION === "string"
    ? BUILT_VERSION
    : String(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version);

const COMMANDS = ["mcp", "sandbox", "doctor", "help"];
const NONE: KnownActions = { resources: [], operations: [] };

async function allTools(): Promise<readonly ToolListing[]> {
  if (typeof BUILT_TOOL_LIST === "object") return BUILT_TOOL_LIST;
  const [{ tools }, { listing }] = await Promise.all([
    import("../tools/index.js"),
    import("./toolkit/listing.js"),
  ]);
  return tools.map(listing);
}

/** What a command works with; everything heavy is loaded when it is first needed. */
interface App {
  config: Readonly<Config>;
  log: Log;
  engine(): Promise<Engine>;
  connect(): Promise<Connected>;
  close(): Promise<void>;
}

async function createApp(flags: Flags, sandboxFile: "memory" | "shared"): Promise<App> {
  const known = await knownActions(flags);
  const config = loadConfig(flags, process.env, known);
  const secrets = config.credentials === undefined ? [] : Object.values(config.credentials);
  const log = createLog({
    level: config.logLevel,
    write: (line) => process.stderr.write(line),
    redact: createRedactor(secrets),
    now: () => new Date(),
  });
  const closers: (() => Promise<void>)[] = [];
  const connect = once(() => openAccount(config, log, sandboxFile, closers));
  const engine = once(async () => {
    const [{ tools }, { createEngine }, { PlanStore }, { Operations }, { createAudit, noAudit }] =
      await Promise.all([
        import("../tools/index.js"),
        import("./engine/run.js"),
        import("./engine/plan-store.js"),
        import("./engine/operations.js"),
        import("./engine/audit.js"),
      ]);
    const now = () => new Date();
    return createEngine({
      tools,
      connect,
      policy: config.policy,
      plans: new PlanStore(config.stateDir, now),
      operations: new Operations(config.stateDir, now),
      stateDir: config.stateDir,
      audit: config.auditLog === undefined ? noAudit : createAudit(config.auditLog, now),
      log,
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
async function knownActions(flags: Flags): Promise<() => KnownActions> {
  if (process.env["DISALLOWED_ACTIONS"] === undefined && flags["env-file"] === undefined) {
    return () => NONE;
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
  sandboxFile: "memory" | "shared",
  closers: (() => Promise<void>)[],
): Promise<Connected> {
  const { createFivetran } = await import("./fivetran/index.js");
  const shared = { log, userAgent: `fivetran-agent/${version}`, proxy: config.proxy };
  let client: ReturnType<typeof createFivetran>;
  let fingerprint = "sandbox";
  if (config.sandbox) {
    const { createSandbox } = await import("./sandbox/index.js");
    const stateFile = sandboxFile === "shared" ? sandboxStateFile(config) : undefined;
    const sandbox = await createSandbox(stateFile === undefined ? {} : { stateFile });
    const { url, close } = await sandbox.listen();
    closers.push(close);
    const { apiKey, apiSecret } = sandbox;
    client = createFivetran({ ...shared, proxy: {}, baseUrl: url, apiKey, apiSecret });
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

const sandboxStateFile = (config: Readonly<Config>) => join(config.stateDir, "sandbox.json");

const noCredentials = () =>
  new AppError("config", "There are no Fivetran credentials.", {
    state: "Nothing was sent.",
    hint: "Set FIVETRAN_API_KEY and FIVETRAN_API_SECRET (Fivetran dashboard: your name, then API Key; a read-only system key is enough to look), or start with --sandbox to try without an account.",
  });

async function serveMcp(flags: Flags): Promise<void> {
  // Before anything else can print: stdout belongs to the protocol.
  const stdout = takeStdout();
  const app = await createApp(flags, "memory");
  const [{ serveOverStdio }, tools] = await Promise.all([
    import("./serve/stdio.js"),
    visibleTools(app.config),
  ]);
  const { log, engine, config } = app;
  serveOverStdio({ version, sandbox: config.sandbox, tools, engine, log, stdout });
}

/** Tools that this policy could never run are not listed. */
async function visibleTools({ policy }: Readonly<Config>): Promise<readonly ToolListing[]> {
  const [{ isVisible }, all] = await Promise.all([import("./engine/policy.js"), allTools()]);
  return all.filter((tool) => isVisible(tool, policy));
}

async function runToolCommand(
  name: string,
  { flags, words }: Pick<Words, "flags" | "words">,
): Promise<number> {
  const { print, runTool, terminalOf } = await import("./cli/run.js");
  const { presentError } = await import("./engine/present.js");
  const terminal = terminalOf(process);
  const json = flags["json"] === true;
  try {
    const all = await allTools();
    const tool = all.find((candidate) => candidate.name === name.replaceAll("-", "_"));
    const { toolHelp } = await import("./cli/help.js");
    if (tool === undefined) {
      const { unknownTool } = await import("./engine/validate.js");
      throw unknownTool(name, [...COMMANDS, ...all.map((candidate) => candidate.name)]);
    }
    if (flags["help"] === true) {
      process.stdout.write(toolHelp(tool));
      return 0;
    }
    const { toolArguments } = await import("./cli/args.js");
    const args = toolArguments(tool, words);
    const app = await createApp(flags, "shared");
    if (app.config.sandbox && !json) {
      process.stderr.write("SANDBOX: a pretend account; nothing real is touched.\n");
    }
    try {
      const command = { tool: tool.name, args, json, dryRun: flags["dry-run"] === true };
      return await runTool(command, await app.engine(), terminal);
    } finally {
      await app.close();
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return print(presentError(error), { json }, terminal);
  }
}

async function main(argv: readonly string[]): Promise<number | undefined> {
  const { flags, command, words } = parseWords(argv);
  if (flags["version"] === true) {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (command === undefined && flags["help"] !== true) {
    if (process.stdin.isTTY !== true) return void (await serveMcp(flags));
    if (flags["sandbox"] === true) return runToolCommand("check_stale", { flags, words });
  }
  if (command === undefined || command === "help") {
    const { overview } = await import("./cli/help.js");
    process.stdout.write(overview(await allTools(), { version, settings: OPTIONS }));
    return 0;
  }
  if (command === "mcp") return void (await serveMcp(flags));
  if (command === "sandbox") {
    const { sandboxCommand } = await import("./cli/sandbox.js");
    const { createSandbox } = await import("./sandbox/index.js");
    const config = loadConfig({ ...flags, sandbox: true }, process.env, () => NONE);
    return sandboxCommand(words, { createSandbox, stateFile: sandboxStateFile(config) });
  }
  if (command === "doctor") {
    const { doctor } = await import("./cli/doctor.js");
    return doctor(await createApp(flags, "shared"), version);
  }
  return runToolCommand(command, { flags, words });
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof AppError) {
    process.stderr.write(`${[error.message, error.hint].filter(Boolean).join("\n")}\n`);
    return ERROR_TYPES[error.type].exit;
  }
  throw error;
});
