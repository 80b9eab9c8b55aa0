#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { type AppOptions, createApp, sandboxStateFile, settings } from "./app.js";
import { AppError, ERROR_TYPES } from "./base/errors.js";
import { parseWords, requireNone, type Words } from "./cli/argv.js";
import { type Config, type Flags, OPTIONS } from "./config.js";
import { takeStdout } from "./server/guard-stdout.js";
import type { ToolListing } from "./toolkit/listing.js";

// Filled in by the build; absent when run from source.
declare const BUILT_TOOL_LIST: ToolListing[] | undefined;
declare const BUILT_VERSION: string | undefined;

const version =
  typeof BUILT_VERSION === "string"
    ? BUILT_VERSION
    : String(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version);

const COMMANDS = ["mcp", "sandbox", "doctor", "log-query", "help"];

async function allTools(): Promise<readonly ToolListing[]> {
  if (typeof BUILT_TOOL_LIST === "object") return BUILT_TOOL_LIST;
  const [{ tools }, { listing }] = await Promise.all([
    import("../tools/index.js"),
    import("./toolkit/listing.js"),
  ]);
  return tools.map(listing);
}

const open = (flags: Flags, sandboxWorld: AppOptions["sandboxWorld"]) =>
  createApp({
    version,
    flags,
    env: process.env,
    write: (line) => process.stderr.write(line),
    sandboxWorld,
  });

async function serveMcp(flags: Flags): Promise<void> {
  // Before anything else can print: stdout belongs to the protocol.
  const stdout = takeStdout();
  const app = await open(flags, "memory");
  const [{ serveOverStdio }, tools] = await Promise.all([
    import("./server/stdio.js"),
    visibleTools(app.config),
  ]);
  const { log, engine, config, close } = app;
  serveOverStdio({ version, sandbox: config.sandbox, tools, engine, log, close, stdout });
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
  const { presentError } = await import("./engine/results.js");
  const terminal = terminalOf(process, (process.env["NO_COLOR"] ?? "") !== "");
  const json = flags["json"] === true;
  try {
    const all = await allTools();
    const tool = all.find((candidate) => candidate.name === name.replaceAll("-", "_"));
    const { toolHelp } = await import("./cli/help.js");
    if (tool === undefined) {
      const { unknownTool } = await import("./engine/arguments.js");
      throw unknownTool(name, [...COMMANDS, ...all.map((candidate) => candidate.name)]);
    }
    if (flags["help"] === true) {
      process.stdout.write(toolHelp(tool));
      return 0;
    }
    const { toolArguments } = await import("./cli/args.js");
    const args = toolArguments(tool, words);
    const app = await open(flags, "shared");
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
  if (command === undefined || command === "mcp" || command === "doctor") requireNone(words);
  if (command === undefined && flags["help"] !== true) {
    if (process.stdin.isTTY !== true) return void (await serveMcp(flags));
    if (flags["sandbox"] === true) return runToolCommand("check_stale", { flags, words });
  }
  const explain = flags["help"] === true && command !== undefined && COMMANDS.includes(command);
  if (command === undefined || command === "help" || explain) {
    const { overview } = await import("./cli/help.js");
    process.stdout.write(overview(await allTools(), { version, settings: OPTIONS }));
    return 0;
  }
  if (command === "mcp") return void (await serveMcp(flags));
  if (command === "sandbox") {
    const { notify, sandboxCommand } = await import("./cli/sandbox.js");
    const { createSandbox } = await import("./sandbox/index.js");
    const config = await settings({ ...flags, sandbox: true }, process.env);
    return sandboxCommand(words, { createSandbox, stateFile: sandboxStateFile(config, notify) });
  }
  if (command === "log-query") {
    const [{ logQueryCommand }, log, { DIALECTS }] = await Promise.all([
      import("./cli/log-query.js"),
      import("./client/platform-log/queries.js"),
      import("./client/platform-log/sql.js"),
    ]);
    return logQueryCommand(words, flags["json"] === true, {
      queries: log.LOG_QUERIES,
      dialects: DIALECTS,
      write: log.logQuery,
      help: log.LOG_TABLES_HELP,
    });
  }
  if (command === "doctor") {
    const { doctor } = await import("./cli/doctor.js");
    return doctor(await open(flags, "shared"), version);
  }
  return runToolCommand(command, { flags, words });
}

// A reader that goes away (`| head -1`, a host that died) is no reason to stop in the middle of a change.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof AppError) {
    process.stderr.write(
      `${[error.message, error.state, error.hint].filter(Boolean).join("\n")}\n`,
    );
    return ERROR_TYPES[error.type].exit;
  }
  throw error;
});
