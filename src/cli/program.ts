import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { AppError, ERROR_TYPES, inputError } from "../base/errors.js";
import { alternatives } from "../base/nearest.js";
import { type LogQuery, USAGE_BY } from "../client/platform-log/queries.js";
import { DIALECTS } from "../client/platform-log/sql.js";
import type { Flags } from "../config.js";
import { SCOPES } from "../engine/policy.js";
import { presentError } from "../engine/results.js";
import type { LogQueryWords } from "../features/log-query/index.js";
import type { ToolListing } from "../toolkit/listing.js";
import { completionScript, SHELLS, type Shell } from "./commands/completion.js";
import type { InspectWords } from "./commands/inspect.js";
import { COMMAND_EXAMPLES } from "./help/examples.js";
import { commandPath, helpLayout, helpSection } from "./help/layout.js";
import type { KeysCommand, NewKeyWords } from "./keys.js";
import { LOG_QUERY_NAMES, queryNamed } from "./log-query.js";
import { exampleForShell } from "./quoting.js";
import type { Streams } from "./run.js";
import type { SandboxWords } from "./sandbox.js";
import { addToolCommand, type Gate, type Output, type ToolArguments } from "./tool-command.js";

/** The implementation of each command. A number is the exit code. */
export interface Commands {
  mcp(flags: Flags): Promise<void>;
  /** Serves MCP, but every call returns the error. A host does not show why a process ended. */
  mcpRefusing(error: AppError): Promise<void>;
  tool(name: string, args: ToolArguments, flags: Flags, gate: Gate): Promise<number>;
  doctor(flags: Flags): Promise<number>;
  sandbox(options: SandboxWords, flags: Flags): Promise<number>;
  expectations: {
    init(options: { file?: string; overwrite?: boolean }, flags: Flags): Promise<number>;
    check(file: string | undefined, flags: Flags): Promise<number>;
  };
  diff(connectors: readonly [string, string], flags: Flags): Promise<number>;
  inventory(output: Output | undefined, flags: Flags): Promise<number>;
  serve(flags: Flags): Promise<void>;
  watch(options: WatchWords, flags: Flags): Promise<number>;
  keys(command: KeysCommand, flags: Flags): Promise<number>;
  inspect(words: InspectWords, flags: Flags): Promise<number>;
  logQuery(query: LogQuery, words: LogQueryWords, flags: Flags): Promise<number>;
}

const COMPLETION_HELP = `
Examples:
  bash  eval "$(fivetran-agent completion bash)"     in ~/.bashrc
  zsh   source <(fivetran-agent completion zsh)        in ~/.zshrc, after compinit
  fish  fivetran-agent completion fish > ~/.config/fish/completions/fivetran-agent.fish`;

export interface WatchWords {
  listen?: string;
  everyMinutes: number;
  once: boolean;
  test: boolean;
}

export interface CommandLineOptions {
  version: string;
  tools: readonly ToolListing[];
  settings: readonly { env: string; flag?: string; help: string }[];
  commands: Commands;
  /** True if stdin is a terminal. Otherwise a call without a command serves MCP. */
  isTerminal: boolean;
  stdout: Streams["stdout"];
  stderr: Streams["stderr"];
}

const SWITCHES = {
  sandbox: "use the simulated account: no credentials, no network, no risk",
  json: "print the result as JSON, errors included",
  "dry-run": "print the plan of a change and send nothing",
  "read-only": "refuse every change",
  quiet: "print results and errors only, without notices and progress",
  "no-color": "print without colors, as with NO_COLOR",
} as const;
const VALUES = {
  scope: {
    term: "<scope>",
    help: "which operations are allowed; default read/write",
    choices: SCOPES,
  },
  settings: { term: "<file>", help: "read settings from a file of NAME=value lines" },
} as const;

/** Names of the options of every command. No tool may have a parameter with one of these names. */
export const GLOBAL_OPTIONS = [...Object.keys(SWITCHES), ...Object.keys(VALUES), "help", "version"];

const EXIT_CODES = [
  ["0", "ok"],
  ["1", "failed"],
  ["2", "usage"],
  ["3", "refused, or confirmation needed"],
  ["4", "credentials or permission"],
  ["5", "outcome unknown"],
  ["6", "rate limited"],
  ["7", "wait timed out; the sync continues"],
  ["8", "--fail-on matched"],
  ["130", "interrupted"],
] as const;

/**
 * Runs one command.
 * @returns the exit code; undefined while the MCP server keeps running.
 */
export async function runCommandLine(
  argv: readonly string[],
  options: CommandLineOptions,
): Promise<number | undefined> {
  const words = normalized(argv, options.tools);
  const json = words.includes("--json") || words.includes("--json=true");
  let code: number | undefined;
  const program = build(options, (result) => {
    code = result;
  });
  let command: Command = program;
  try {
    const { operands, unknown } = program.parseOptions([...words]);
    // A host passes an empty argument if its configuration names a variable without a value.
    const bare = operands.every((word) => word === "") && unknown.length === 0;
    if (bare && !options.isTerminal) {
      await options.commands.mcp(flagsOf(program));
      return undefined;
    }
    if (bare && program.opts()["sandbox"] === true) words.push("check_stale");
    else if (bare) words.push("--help");
    const asked = helpAsOption(program, words);
    command = ledTo(program, asked).command;
    await program.parseAsync(asked, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      const code = reportUsage(error, json, command, options);
      if (code !== 0 && !json && !options.isTerminal && startsServer(words, program)) {
        await options.commands.mcpRefusing(usageOf(error, command));
      }
      return code;
    }
    if (!(error instanceof AppError)) throw error;
    const { text, data } = presentError(error);
    if (json) options.stdout.write(`${JSON.stringify(data)}\n`);
    else options.stderr.write(`${text}\n`);
    return ERROR_TYPES[error.type].exit;
  }
}

/** Whether the words start the MCP server, apart from what is wrong with them. */
const startsServer = ([first = "", ...rest]: readonly string[], { commands }: Command) =>
  (first === "mcp" || first.startsWith("-")) &&
  !rest.some((word) => commands.some((each) => each.name() === word));

const isMissingCommand = (error: CommanderError) => error.code === "commander.help";

const usageOf = (error: CommanderError, command: Command) =>
  inputError(
    isMissingCommand(error)
      ? `${commandPath(command)} needs a command: ${alternatives(command.commands.map((each) => each.name()))}.`
      : error.message.replace(/^error: /, ""),
    `See ${commandPath(command)} --help.`,
  );

/** Prints a usage error, as JSON if requested. Help and version have been printed already. */
function reportUsage(
  error: CommanderError,
  json: boolean,
  command: Command,
  { stdout, stderr }: CommandLineOptions,
): number {
  if (error.exitCode === 0) return 0;
  const { text, data } = presentError(usageOf(error, command));
  if (json) stdout.write(`${JSON.stringify(data)}\n`);
  // For a command that only has subcommands, the help has been printed already.
  else if (!isMissingCommand(error)) stderr.write(`${text}\n`);
  return ERROR_TYPES.input.exit;
}

/** Returns the command that these words select, and the remaining words. */
function ledTo(program: Command, words: readonly string[]): { command: Command; rest: string[] } {
  const { operands } = program.parseOptions([...words]);
  let command = program;
  for (const [at, word] of operands.entries()) {
    const next = command.commands.find((each) => [each.name(), ...each.aliases()].includes(word));
    if (next === undefined) return { command, rest: operands.slice(at) };
    command = next;
  }
  return { command, rest: [] };
}

/**
 * Turns `help x` into `x --help`. Help for an unknown command is left out, so that the error names
 * the unknown command instead of showing the help of another one.
 */
function helpAsOption(program: Command, words: readonly string[]): string[] {
  const { command, rest } = ledTo(program, words);
  const isHelp = (word: string) => word === "--help" || word === "-h";
  const [first, ...others] = rest;
  if (command.commands.length === 0 || first === undefined) return [...words];
  const { operands } = program.parseOptions([...words]);
  const named = operands.slice(0, operands.length - rest.length);
  if (first === "help") return helpAsOption(program, [...named, ...others, "--help"]);
  return words.filter((word) => !isHelp(word));
}

/**
 * Normalizes options: underscores in names become dashes, and a boolean option accepts a value only
 * after `=`.
 */
function normalized(argv: readonly string[], tools: readonly ToolListing[]): string[] {
  const booleans = new Set(Object.keys(SWITCHES));
  for (const { inputSchema } of tools) {
    for (const [name, schema] of Object.entries(inputSchema.properties)) {
      if (JSON.stringify(schema).includes('"type":"boolean"') && isBoolean(schema))
        booleans.add(name.replaceAll("_", "-"));
    }
  }
  const out: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    const [, name = "", value] = /^--([\w-]+)(=[\s\S]*)?$/.exec(word) ?? [];
    const flag = name.replaceAll("_", "-");
    if (flag === "") out.push(word);
    else if (flag === "no-color") out.push("--no-color");
    else if (!booleans.has(flag) || value !== undefined) out.push(`--${flag}${value ?? ""}`);
    else if (/^(true|false)$/i.test(argv[at + 1] ?? "")) out.push(`--${flag}=${argv[++at]}`);
    else out.push(`--${flag}=true`);
  }
  return out;
}

const isBoolean = (schema: unknown) =>
  typeof schema === "object" && schema !== null && "type" in schema && schema.type === "boolean";

const flagsOf = (program: Command): Flags =>
  Object.fromEntries(
    GLOBAL_OPTIONS.map((name) => {
      const option = new Option(`--${name}`);
      const value = program.getOptionValue(option.attributeName());
      return [name, option.negate ? value === false : value];
    }),
  );

// Returns false instead of undefined, because commander reads undefined as true.
const trueOrFalse = (value: string): boolean => {
  if (/^true$/i.test(value)) return true;
  if (/^false$/i.test(value)) return false;
  throw new InvalidArgumentError("It takes no value, or true or false.");
};

const wholeNumber = (min: number, max: number) => (value: string) => {
  const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new InvalidArgumentError(`It takes a whole number from ${min} to ${max}.`);
};

const localReceiver = (url: string, others: string[] = []) => {
  if (/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/i.test(url))
    return [...others, url];
  throw new InvalidArgumentError("It takes an address of this machine: http://127.0.0.1:<port>.");
};

function logQueryArgument(): Argument {
  const argument = new Argument("<query>", "name of the query").argParser((name: string) => {
    const query = queryNamed(name);
    if (query === undefined)
      throw new InvalidArgumentError(`It is one of ${LOG_QUERY_NAMES.join(", ")}.`);
    return query;
  });
  argument.argChoices = [...LOG_QUERY_NAMES];
  return argument;
}

function build(
  { version, tools, settings, commands, stdout, stderr }: CommandLineOptions,
  end: (code: number | undefined) => void,
): Command {
  const program = new Command("fivetran-agent")
    .description("Run Fivetran from an agent or a terminal.")
    .usage("<tool or command> [value] [--param value]...")
    .version(version, "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "Print the help of a command.")
    .configureHelp(helpLayout(stdout.columns))
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: () => {},
    })
    .exitOverride();
  for (const [name, help] of Object.entries(SWITCHES)) {
    program.addOption(
      name.startsWith("no-")
        ? new Option(`--${name}`, help)
        : new Option(`--${name} [true|false]`, help).argParser(trueOrFalse),
    );
  }
  for (const [name, { term, help, ...more }] of Object.entries(VALUES)) {
    const option = new Option(`--${name} ${term}`, help);
    if ("choices" in more) option.argChoices = [...more.choices];
    program.addOption(option);
  }

  program.commandsGroup("Tools (W changes, D deletes; risky changes need confirmation):");
  for (const tool of tools) {
    addToolCommand(program, tool, async (args, gate) =>
      end(await commands.tool(tool.name, args, flagsOf(program), gate)),
    );
  }

  program.commandsGroup("Commands:");
  program
    .command("mcp")
    .description("Serve MCP on stdio. This is the default if stdin is not a terminal.")
    .action(async () => end(void (await commands.mcp(flagsOf(program)))));
  program
    .command("serve")
    .description(
      "Serve MCP over HTTP, for several clients. docs/serve.md describes keys and sign-in.",
    )
    .option("--listen <address>", "address and port; default 127.0.0.1:8080")
    .option(
      "--watch <minutes>",
      "also do what the command watch does: poll at this interval in minutes, and receive webhooks at /webhooks",
    )
    .action(async (words: { listen?: string; watch?: string }) =>
      end(void (await commands.serve({ ...flagsOf(program), ...words }))),
    );
  program
    .command("watch")
    .description(
      "Record syncs and report health changes until you stop the command. It polls Fivetran and receives webhooks. The command needs the package libsql.",
    )
    .option("--listen <address>", "address on which to receive webhooks; default 127.0.0.1:8181")
    .addOption(
      new Option("--every-minutes <n>", "minutes between two polls")
        .argParser(wholeNumber(1, 1440))
        .default(5),
    )
    .option("--once", "poll once and exit")
    .option("--test", "post a test alert to FIVETRAN_ALERT_URL and exit")
    .action(async (words: WatchWords) => end(await commands.watch(words, flagsOf(program))));
  const keys = program
    .command("keys")
    .description(
      "Create, list or revoke the keys that clients use to sign in to the server (command serve).",
    );
  keys
    .command("create")
    .description(
      "Create a key and print it once. --scope limits the operations that the key allows.",
    )
    .argument("<name>", "name of the key; lists and logs show it")
    .option("--groups <ids>", "ids of the groups that the key may access, comma-separated")
    .option(
      "--connectors <list>",
      "connectors that the key may access: ids, or names with * and ?; !entry denies access",
    )
    .addOption(
      new Option(
        "--expires-in-days <n>",
        "number of days until the key expires; default: it never expires",
      ).argParser(wholeNumber(1, 3650)),
    )
    .action(async (name: string, options: NewKeyWords) =>
      end(await commands.keys({ action: "create", name, ...options }, flagsOf(program))),
    );
  keys
    .command("list")
    .description("List the keys and their limits.")
    .action(async () => end(await commands.keys({ action: "list" }, flagsOf(program))));
  keys
    .command("revoke")
    .description("Revoke a key. A running server refuses it within a second.")
    .argument("<key>", "name or id of the key")
    .action(async (key: string) =>
      end(await commands.keys({ action: "revoke", key }, flagsOf(program))),
    );
  program
    .command("sandbox")
    .description(
      "Serve the simulated account to other programs until you stop the command. With --reset, --export or --import, the command does only that and exits.",
    )
    .addOption(
      new Option("--port <n>", "port to listen on; default: any free port").argParser(
        wholeNumber(0, 65_535),
      ),
    )
    .addOption(
      new Option("--world <name>", "simulated account to start with; default demo").choices([
        "demo",
        "empty",
        "large",
      ]),
    )
    .addOption(
      new Option("--connectors <n>", "number of connectors in the large account").argParser(
        wholeNumber(1, 100_000),
      ),
    )
    .addOption(
      new Option(
        "--seed <n>",
        "number that selects a generated account; the same number gives the same account",
      ).argParser(wholeNumber(0, 2 ** 31 - 1)),
    )
    .option(
      "--webhooks-to <url>",
      "address on this machine to which webhook events are sent; can be given several times",
      localReceiver,
    )
    .option(
      "--sources <file>",
      "JSON file with the tables of sources; each source is named by its connector's name or host",
    )
    .option(
      "--reset",
      "reset the shared account to its initial state or to the account that --world names, and exit",
    )
    .option("--export <file>", "write the account to a JSON file and exit")
    .option("--import <file>", "replace the shared account with an exported account and exit")
    .action(async (options: SandboxWords) =>
      end(await commands.sandbox(options, flagsOf(program))),
    );
  program
    .command("doctor")
    .description("Check credentials, permissions, clock, proxy and version.")
    .action(async () => end(await commands.doctor(flagsOf(program))));
  program
    .command("diff <first> <second>")
    .description("Show how two connectors differ in their settings and in the data that they sync.")
    .action(async (first: string, second: string) =>
      end(await commands.diff([first, second], flagsOf(program))),
    );
  program
    .command("inventory")
    .description("List everything in the account, with the owner and the last use of each item.")
    .addOption(new Option("--output <form>", "format of the list").choices(["table", "csv"]))
    .action(async ({ output }: { output?: "table" | "csv" }) =>
      end(await commands.inventory(output, flagsOf(program))),
    );
  const expectations = program
    .command("expectations")
    .description("Write or check an expectations file, which sets the maximum age of data.");
  expectations
    .command("init")
    .description("Write a first file from the current state of the account.")
    .option(
      "--file <path>",
      "path of the file; default FIVETRAN_EXPECTATIONS, or expectations.yaml",
    )
    .option("--overwrite", "replace a file that exists")
    .action(async (options) => end(await commands.expectations.init(options, flagsOf(program))));
  expectations
    .command("check [file]")
    .description(
      "Check a file. If credentials are set, also show which connectors its rules cover.",
    )
    .action(async (file: string | undefined) =>
      end(await commands.expectations.check(file, flagsOf(program))),
    );
  program
    .command("completion")
    .description("Print the completion script of a shell.")
    .addArgument(new Argument("<shell>", "name of the shell").choices(SHELLS))
    .addHelpText("after", COMPLETION_HELP)
    .action((shell: Shell) => {
      stdout.write(completionScript(shell, program));
      end(0);
    });
  program
    .command("inspect")
    .description("Show an overview of the MCP server, or its response to one request.")
    .argument("[method]", "MCP method of the request, e.g. tools/list")
    .argument("[params]", "parameters of the request, as JSON")
    .addHelpText(
      "after",
      exampleForShell(
        `\nExample:\n  fivetran-agent inspect tools/call '{"name":"check_stale","arguments":{}}' --sandbox`,
      ),
    )
    .action(async (method: string | undefined, params: string | undefined) =>
      end(await commands.inspect({ method, params }, flagsOf(program))),
    );
  program
    .command("log-query")
    .description(
      "Print an SQL query about syncs, failures, durations or usage. It reads the tables of the Fivetran Platform Connector.",
    )
    .addArgument(logQueryArgument())
    .addOption(
      new Option(
        "--dialect <name>",
        "SQL dialect; with credentials, the default is the dialect of the destination",
      ).choices(DIALECTS),
    )
    .option(
      "--schema <name>",
      "schema of the tables; with credentials, the default is the schema of the platform connector",
    )
    .option("--database <name>", "database or project of the tables")
    .option("--connector <value>", "id, name or link of the only connector to show")
    .option(
      "--group <value>",
      "id, name or link of the group or destination whose tables the query reads",
    )
    .option("--from <day>", "first day in UTC, e.g. 2026-01-01")
    .option("--to <day>", "last day in UTC, e.g. 2026-01-31")
    .addOption(
      new Option("--days <n>", "number of days before today, instead of --from and --to").argParser(
        wholeNumber(1, 3650),
      ),
    )
    .addOption(
      new Option(
        "--by <what>",
        "for usage: whether to show totals for each connector or for each table",
      ).choices(USAGE_BY),
    )
    .addOption(
      new Option("--limit <n>", "maximum number of rows").argParser(wholeNumber(1, 10_000)),
    )
    .option("--old-columns", "use the older column connector_id instead of connection_id")
    .action(async (query: LogQuery, options: LogQueryWords) =>
      end(await commands.logQuery(query, options, flagsOf(program))),
    );

  const all = program.commands.flatMap((command) => [command, ...command.commands]);
  for (const command of all) {
    const parent = command.parent === program ? "" : `${command.parent?.name()} `;
    const examples = COMMAND_EXAMPLES[`${parent}${command.name()}`] ?? [];
    if (examples.length === 0) continue;
    const lines = examples.map((example) => `  fivetran-agent ${example}`);
    command.addHelpText(
      "after",
      `\nExample${examples.length > 1 ? "s" : ""}:\n${lines.join("\n")}`,
    );
  }

  program.addHelpText("after", () =>
    [
      helpSection(
        program,
        "Settings (environment):",
        settings.map(({ env, help }) => [env, help]),
      ),
      helpSection(program, "Exit codes:", EXIT_CODES),
      "",
      "Try it: fivetran-agent check_stale --sandbox",
    ].join("\n"),
  );
  return program;
}
