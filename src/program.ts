import "./settings/interpreted-schemas.js";

import { readFileSync } from "node:fs";
import { type App, type AppOptions, createApp, sandboxStateFile, settings } from "./app.js";
import { AppError, ERROR_TYPES, inputError } from "./base/errors.js";
import type { Printed } from "./cli/account.js";
import type { Commands } from "./cli/program.js";
import type { Look, Streams, Terminal, ToolCommand } from "./cli/run.js";
import type { Gate, Output, ToolArguments } from "./cli/tool-command.js";
import { type Config, type Flags, OPTIONS } from "./config.js";
import type { Engine } from "./engine/engine.js";
import { names, skillFolder } from "./guides.js";
import { takeStdout } from "./server/guard-stdout.js";
import { allTools } from "./tool-list.js";
import type { AccountReader } from "./toolkit/define.js";
import type { ToolListing } from "./toolkit/listing.js";

// Set by the build. Undefined when the program runs from source.
declare const BUILT_VERSION: string | undefined;

const version =
  typeof BUILT_VERSION === "string"
    ? BUILT_VERSION
    : String(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version);

/**
 * The streams and the environment of the program. The process provides them. Signals and the protocol's pipe always
 * belong to the process.
 */
export interface Host extends Streams {
  env: Record<string, string | undefined>;
}

const open = (
  { env, stderr }: Pick<Host, "env" | "stderr">,
  flags: Flags,
  sandboxWorld: AppOptions["sandboxWorld"],
  options: Pick<AppOptions, "withoutExpectations"> = {},
): Promise<App> =>
  createApp({ ...options, version, flags, env, write: (line) => stderr.write(line), sandboxWorld });

async function serveMcp(host: Host, flags: Flags): Promise<void> {
  // Before anything else can print, because stdout is reserved for the protocol.
  const stdout = takeStdout();
  // Loaded at the same time, because a host waits for the start.
  const [app, { serveOverStdio }, { preloadSoon }] = await Promise.all([
    open(host, flags, "memory").catch(asConfigError),
    import("./server/stdio.js"),
    import("./preload.js"),
  ]);
  if (app instanceof AppError) {
    const served = await refusing(host, app);
    served.log.error("config", { message: app.message });
    serveOverStdio({ ...served, version, stdout });
    return;
  }
  const { log, engine, config, close } = app;
  const tools = await visibleTools(config);
  const { sandbox, approval } = config;
  const observe = OPEN_TELEMETRY in globalThis ? await spansOfStdio() : undefined;
  const served = {
    version,
    sandbox,
    approval,
    tools,
    engine,
    log,
    close,
    stdout,
    names,
    skillFolder,
  };
  serveOverStdio({ ...served, observe, onListed: preloadSoon });
}

/**
 * The global that OpenTelemetry sets when it is configured. Without it, telemetry is not loaded, so that the start is
 * fast.
 */
const OPEN_TELEMETRY = Symbol.for("opentelemetry.js.api.1");
const spansOfStdio = async () =>
  (await import("./server/telemetry/spans.js")).traced(version, "pipe");

function asConfigError(error: unknown): AppError {
  if (error instanceof AppError && error.type === "config") return error;
  throw error;
}

/** Serves MCP after an error in the flags, which has been printed already. */
async function refuseOverMcp(host: Host, error: AppError): Promise<void> {
  const stdout = takeStdout();
  const { serveOverStdio } = await import("./server/stdio.js");
  serveOverStdio({ ...(await refusing(host, error)), version, stdout, isExplained: true });
}

/**
 * With an invalid configuration the server starts nevertheless, and every call returns the error. Hosts display the
 * result of a call, but not why a process ended.
 */
async function refusing({ stderr }: Host, error: AppError) {
  const [{ presentError }, { createLog }, tools] = await Promise.all([
    import("./engine/results.js"),
    import("./base/log.js"),
    allTools(),
  ]);
  const log = createLog({
    level: "warn",
    write: (line) => stderr.write(line),
    redact: (text) => text,
    now: () => new Date(),
  });
  const engine = async () => ({ run: async () => presentError(error) });
  return { tools, engine, log, sandbox: false, close: async () => {} };
}

/** Tools that the policy can never allow are not listed. */
async function visibleTools({ policy }: Readonly<Config>): Promise<readonly ToolListing[]> {
  const [{ isVisible }, all] = await Promise.all([import("./engine/policy.js"), allTools()]);
  return all.filter((tool) => isVisible(tool, policy));
}

/** Runs a command that reads the account, prints its result, and closes the account. */
async function readAccount(
  host: Host,
  app: App,
  flags: Flags,
  work: (account: AccountReader) => Promise<Printed>,
  look: Look = { color: false, quiet: flags["quiet"] === true },
): Promise<number> {
  const [{ withAccount }, { terminalOf }] = await Promise.all([
    import("./cli/account.js"),
    import("./cli/run.js"),
  ]);
  const output = { terminal: terminalOf(host, look), json: flags["json"] === true };
  try {
    return await withAccount(app, output, work);
  } finally {
    await app.close();
  }
}

const openWithoutExpectations = (host: Host, flags: Flags) =>
  open(host, flags, "shared", { withoutExpectations: true });

const expectationsPath = ({ config }: App, given: string | undefined) =>
  given ?? config.expectationsFile ?? "expectations.yaml";

const expectationsOf = (host: Host): Commands["expectations"] => ({
  async init({ file, overwrite = false }, flags) {
    const { initExpectations } = await import("./cli/expectations.js");
    const app = await openWithoutExpectations(host, flags);
    const options = { file: expectationsPath(app, file), overwrite, flags };
    return readAccount(host, app, flags, (account) => initExpectations(options, account));
  },

  async check(given, flags) {
    const { checkedAlone, checkExpectations, readExpectations } = await import(
      "./cli/expectations.js"
    );
    const app = await openWithoutExpectations(host, flags);
    const path = expectationsPath(app, given);
    const file = readExpectations(path);
    if (app.config.credentials !== undefined || app.config.sandbox) {
      return readAccount(host, app, flags, (account) => checkExpectations(path, file, account));
    }
    const [{ print }, { terminalOf }] = await Promise.all([
      import("./cli/account.js"),
      import("./cli/run.js"),
    ]);
    return print(
      checkedAlone(path, file),
      terminalOf(host, { color: false }),
      flags["json"] === true,
    );
  },
});

/** Checks all connectors of an account. A single result of the tool could not contain them. */
async function everyConnector(
  host: Host,
  args: ToolArguments,
  flags: Flags,
  { failOn, output }: Gate,
) {
  const [
    { junitReport },
    { checkedTable },
    { parseArguments },
    { checkStale },
    { commandNotation },
    tools,
    app,
  ] = await Promise.all([
    import("./cli/junit.js"),
    import("./cli/output/health-table.js"),
    import("./engine/arguments.js"),
    import("../tools/check_stale.js"),
    import("./cli/notation.js"),
    allTools(),
    open(host, flags, "shared"),
  ]);
  const checked = parseArguments(checkStale, args);
  noteSandbox(host, app.config, flags);
  const notation = commandNotation({ tools, flags }, { tool: checkStale.name, args });
  const more = (connector: string) => notation.tool("get_status", { connectors: [connector] });
  return readAccount(
    host,
    app,
    flags,
    (account) =>
      output === "junit"
        ? junitReport(checked, failOn, account)
        : checkedTable(checked, failOn, account, more),
    lookOf(host, flags, output),
  );
}

const connectorOf = (tool: string, { connector }: ToolArguments): string => {
  if (typeof connector === "string") return connector;
  throw inputError(`${tool}: name the connector.`, `See fivetran-agent ${tool} --help.`);
};

async function exportTo(
  host: Host,
  file: string,
  args: ToolArguments,
  flags: Flags,
  { overwrite = false }: Gate,
): Promise<number> {
  const { exportSelection } = await import("./cli/commands/drift.js");
  const connector = connectorOf("get_schema", args);
  const others = Object.keys(args).filter((name) => name !== "connector");
  if (others.length > 0) {
    throw inputError(
      `get_schema: --export writes the whole selection; ${others.join(", ")} cannot be given.`,
      "Nothing was written.",
    );
  }
  const app = await open(host, flags, "shared");
  noteSandbox(host, app.config, flags);
  return readAccount(host, app, flags, (account) =>
    exportSelection(connector, { file, overwrite }, account),
  );
}

/** Computes the changes from a file, and plans them like any other changes. */
async function changeFrom(
  host: Host,
  file: string,
  args: ToolArguments,
  flags: Flags,
  gate: Gate,
): Promise<number> {
  const { changesFrom, readSelection } = await import("./cli/commands/drift.js");
  const connector = connectorOf("modify_schema", args);
  if (args["changes"] !== undefined || args["policy"] !== undefined) {
    throw inputError("modify_schema: --from replaces --changes and --policy.", "Nothing was sent.");
  }
  const selection = readSelection(file);
  let planned: Awaited<ReturnType<typeof changesFrom>> | undefined;
  const code = await readAccount(
    host,
    await open(host, flags, "shared"),
    flags,
    async (account) => {
      planned = await changesFrom(selection, connector, account);
      const { changes, policy, notes } = planned;
      if (flags["quiet"] !== true) for (const note of notes) host.stderr.write(`${note}\n`);
      const same = changes.length === 0 && policy === undefined;
      if (!same) return { text: "" };
      return {
        text: "The connector's selection already matches the file. There is nothing to change.",
        data: { status: "nothing_to_do", changed_count: 0 },
      };
    },
  );
  if (planned === undefined || (planned.changes.length === 0 && planned.policy === undefined)) {
    return code;
  }
  const { changes, policy } = planned;
  const asked: ToolArguments = {
    ...args,
    ...(changes.length === 0 ? {} : { changes }),
    ...(policy === undefined ? {} : { policy }),
  };
  return commandsOf(host).tool("modify_schema", asked, flags, { ...gate, from: undefined });
}

/** On a terminal, check_stale prints a table. A call with a cursor prints text, like the page before it. */
const isTable = (
  { stdout }: Host,
  name: string,
  args: ToolArguments,
  flags: Flags,
  { output }: Gate,
): boolean =>
  name === "check_stale" &&
  flags["json"] !== true &&
  (output !== undefined || (stdout.isTTY === true && args["cursor"] === undefined));

/** Whether the user requested color. Undefined if the terminal decides. */
function wantsColor({ env }: Host, flags: Flags): boolean | undefined {
  const { NO_COLOR = "", FORCE_COLOR = "", TERM } = env;
  if (flags["no-color"] === true || NO_COLOR !== "") return false;
  if (FORCE_COLOR !== "") return !/^(0|false)$/i.test(FORCE_COLOR);
  return TERM === "dumb" ? false : undefined;
}

/** The output format. Throws `input` if two formats are requested. */
function lookOf(host: Host, flags: Flags, output?: Output): Look {
  if (output !== undefined && flags["json"] === true) {
    throw inputError(
      `--json and --output ${output} request two different output formats.`,
      "Leave one of them out.",
    );
  }
  const quiet = flags["quiet"] === true;
  return { color: wantsColor(host, flags), quiet, dumb: host.env["TERM"] === "dumb", output };
}

function noteSandbox({ stderr }: Host, { sandbox }: Readonly<Config>, flags: Flags): void {
  if (!sandbox || flags["json"] === true || flags["quiet"] === true) return;
  stderr.write("SANDBOX: a simulated account; nothing real is changed.\n");
}

function started({ sandbox, serve }: Readonly<Config>, url: string): string {
  const account = sandbox ? " of the sandbox (a simulated account)" : "";
  const clients = serve.url === undefined ? "" : ` Clients use ${serve.url}.`;
  return `Serving the MCP tools${account} at ${url}.${clients} Stop it with Ctrl-C.`;
}

async function showInBrowser(
  { args, notation }: ToolCommand,
  engine: Engine,
  { interactive, stdout }: Terminal,
): Promise<number> {
  const { dashboardPage, openInBrowser } = await import("./cli/output/web.js");
  const signal = AbortSignal.timeout(60_000);
  const caller = { signal, canAsk: false, notation, progress: () => {} };
  const page = await dashboardPage(args, engine, caller);
  stdout.write(`${page}\n`);
  if (interactive) openInBrowser(page);
  return 0;
}

const commandsOf = (host: Host): Commands => ({
  expectations: expectationsOf(host),
  mcp: (flags) => serveMcp(host, flags),
  mcpRefusing: (error) => refuseOverMcp(host, error),

  async diff(connectors, flags) {
    const { diffConnectors } = await import("./cli/commands/drift.js");
    const app = await open(host, flags, "shared");
    noteSandbox(host, app.config, flags);
    return readAccount(host, app, flags, (account) => diffConnectors(connectors, account));
  },

  async inventory(output, flags) {
    const { inventory } = await import("./cli/commands/drift.js");
    const look = lookOf(host, flags, output);
    const app = await open(host, flags, "shared");
    noteSandbox(host, app.config, flags);
    return readAccount(host, app, flags, inventory, look);
  },

  async logQuery(query, words, flags) {
    const [{ accountLogQuery, plainLogQuery }, { commandNotation }, tools, app] = await Promise.all(
      [
        import("./cli/log-query.js"),
        import("./cli/notation.js"),
        allTools(),
        open(host, flags, "shared"),
      ],
    );
    noteSandbox(host, app.config, flags);
    if (app.config.credentials === undefined && !app.config.sandbox) {
      const [{ print }, { terminalOf }] = await Promise.all([
        import("./cli/account.js"),
        import("./cli/run.js"),
      ]);
      const terminal = terminalOf(host, lookOf(host, flags));
      return print(plainLogQuery(query, words), terminal, flags["json"] === true);
    }
    const notation = commandNotation({ tools, flags }, { tool: "read_api", args: {} });
    return readAccount(host, app, flags, (account) =>
      accountLogQuery(query, words, account, notation),
    );
  },

  async tool(name, args, flags, gate) {
    if (gate.exportTo !== undefined) return exportTo(host, gate.exportTo, args, flags, gate);
    if (gate.from !== undefined) return changeFrom(host, gate.from, args, flags, gate);
    if (isTable(host, name, args, flags, gate)) return everyConnector(host, args, flags, gate);
    const [{ runTool, terminalOf }, { commandNotation }, tools, app] = await Promise.all([
      import("./cli/run.js"),
      import("./cli/notation.js"),
      allTools(),
      open(host, flags, "shared"),
    ]);
    const json = flags["json"] === true;
    noteSandbox(host, app.config, flags);
    try {
      const terminal = terminalOf(host, lookOf(host, flags, gate.output));
      const notation = commandNotation({ tools, flags }, { tool: name, args });
      const dryRun = flags["dry-run"] === true;
      const { failOn } = gate;
      const command = { tool: name, args, json, dryRun, failOn, notation };
      const engine = await app.engine();
      return gate.web === true
        ? await showInBrowser(command, engine, terminal)
        : await runTool(command, engine, terminal);
    } finally {
      await app.close();
    }
  },

  async inspect(words, flags) {
    const { inspect } = await import("./cli/commands/inspect.js");
    const kept = ["sandbox", "read-only", "scope", "settings"].flatMap((name) => {
      const value = flags[name];
      if (value === true) return [`--${name}`];
      return typeof value === "string" ? [`--${name}`, value] : [];
    });
    return inspect(words, [process.argv[1] ?? "", "mcp", ...kept]);
  },

  async doctor(flags) {
    const { doctor } = await import("./cli/doctor.js");
    return doctor(await open(host, flags, "shared"), version, host.stdout);
  },

  async serve(flags) {
    const [{ serve }, { endOnSignals }, tools, app] = await Promise.all([
      import("./serve.js"),
      import("./base/signals.js"),
      allTools(),
      open(host, flags, "memory"),
    ]);
    const server = await serve({ app, tools, version, now: () => new Date() });
    host.stderr.write(`${started(app.config, server.url)}\n`);
    endOnSignals((signal) => {
      void server.close(signal === "SIGINT").then(app.close);
    });
  },

  async watch({ listen, everyMinutes, once, test }, flags) {
    const [{ runWatch, testAlert }, { endOnSignals }, { listenAddress }, app] = await Promise.all([
      import("./watch.js"),
      import("./base/signals.js"),
      import("./serve-config.js"),
      open(host, flags, "shared"),
    ]);
    const say = (line: string) => void host.stdout.write(`${line}\n`);
    const stop = new AbortController();
    endOnSignals(() => stop.abort());
    const problems: string[] = [];
    const address = listenAddress(listen ?? "127.0.0.1:8181", problems, "--listen");
    if (problems.length > 0) throw new AppError("config", problems.join("\n"));
    try {
      if (test) return await testAlert(app, say);
      return await runWatch(app, { ...address, everyMinutes, once, signal: stop.signal, say });
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      return once ? (await import("./cli/run.js")).INTERRUPTED : 0;
    } finally {
      await app.close();
    }
  },

  async keys(command, flags) {
    const [{ keysCommand }, [{ keyStore }, { fileEntries }], config] = await Promise.all([
      import("./cli/keys.js"),
      Promise.all([import("./store/keys.js"), import("./store/file-entries.js")]),
      settings(flags, host.env),
    ]);
    const { scope, json } = flags;
    return keysCommand(command, {
      keys: keyStore(fileEntries(config.stateDir)("keys"), () => new Date()),
      scope: typeof scope === "string" ? scope : undefined,
      json: json === true,
      stdout: host.stdout,
      now: () => new Date(),
    });
  },

  async sandbox(options, flags) {
    const [{ sandboxCommand }, { createSandbox }, config] = await Promise.all([
      import("./cli/sandbox.js"),
      import("./sandbox/index.js"),
      settings({ ...flags, sandbox: true }, host.env),
    ]);
    const notify = (notice: string) => void host.stderr.write(`${notice}\n`);
    const stateFile = sandboxStateFile(config, notify);
    return sandboxCommand(options, { createSandbox, stateFile, notify, stdout: host.stdout });
  },
});

async function run(argv: readonly string[], host: Host): Promise<number | undefined> {
  const isTerminal = host.stdin.isTTY === true;
  // Hosts start the server this way. It avoids loading the command line, which takes a while.
  if ((argv.length === 0 && !isTerminal) || argv.join(" ") === "mcp") {
    return void (await serveMcp(host, {}));
  }
  const [{ runCommandLine }, tools] = await Promise.all([import("./cli/program.js"), allTools()]);
  return runCommandLine(argv, {
    version,
    tools,
    settings: OPTIONS,
    commands: commandsOf(host),
    isTerminal,
    stdout: host.stdout,
    stderr: host.stderr,
  });
}

/**
 * Runs the program.
 *
 * @returns the exit code, or undefined while a server keeps running
 */
export async function runProgram(argv: readonly string[], host: Host): Promise<number | undefined> {
  try {
    return await run(argv, host);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { message, state, hint, type } = error;
    host.stderr.write(`${[message, state, hint].filter(Boolean).join("\n")}\n`);
    return ERROR_TYPES[type].exit;
  }
}
