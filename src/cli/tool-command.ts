import { type Command, Option } from "commander";
import * as z from "zod";
import { inputError } from "../base/errors.js";
import { quoted } from "../base/text.js";
import type { Json } from "../toolkit/define.js";
import type { ToolListing } from "../toolkit/listing.js";
import { FAIL_ON, readFailOn } from "./gate.js";
import { EXAMPLES } from "./help/examples.js";
import { helpSection } from "./help/layout.js";
import { meaningOf } from "./help/parameters.js";
import { LISTS } from "./output/list-tables.js";
import { exampleForShell, JSON_IN_SHELL } from "./quoting.js";

const Scalar = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.json()).optional(),
});
const Fields = Scalar.extend({
  properties: z.record(z.string(), Scalar).optional(),
  additionalProperties: z.json().optional(),
});
const Param = Fields.extend({ default: z.json().optional(), items: Fields.optional() });
export type Param = z.output<typeof Param>;

/** The arguments of a tool, as given on its command line. */
export type ToolArguments = Record<string, Json>;

/** How a result is printed, and the condition under which check_stale fails a pipeline. */
export interface Gate {
  failOn: readonly string[];
  /** The requested form. Default: a table on a terminal, text elsewhere. */
  output?: Output | undefined;
  /** Opens the page of the dashboard instead of printing the result. */
  web?: boolean;
  /** For get_schema: the file to write the selection to. */
  exportTo?: string | undefined;
  overwrite?: boolean;
  /** For modify_schema: the file whose selection the connector gets. */
  from?: string | undefined;
}

const OUTPUTS = ["table", "csv", "junit"] as const;
/** `junit`: a report for the test view of a CI system. */
export type Output = (typeof OUTPUTS)[number];

/** Returns the forms of output other than text and --json. */
const outputsOf = (tool: string): readonly Output[] =>
  tool === "check_stale" ? OUTPUTS : LISTS.has(tool) ? ["table", "csv"] : [];

const OUTPUT_HELP = {
  table: "table: aligned columns, the default on a terminal",
  csv: "csv: comma-separated values",
  junit:
    "junit: a report with one test for each connector; the test fails if --fail-on matches or, without --fail-on, if the connector has a problem",
};

export const paramsOf = (tool: ToolListing): [string, Param][] =>
  Object.entries(tool.inputSchema.properties).map(([name, schema]) => [name, Param.parse(schema)]);

const MARKS = { read: "", write: "W ", delete: "D " } as const;

/**
 * Adds the command of one tool. The first positional value is the tool's first parameter. Every
 * parameter is an option. Options for arrays can be repeated or take values separated by commas.
 * Values that begin with `[` or `{` are JSON.
 */
export function addToolCommand(
  program: Command,
  tool: ToolListing,
  run: (args: ToolArguments, gate: Gate) => Promise<void>,
): void {
  const params = paramsOf(tool);
  const [first] = params;
  const required = new Set(tool.inputSchema.required ?? []);
  const command = program
    .command(tool.name)
    .summary(`${MARKS[tool.effect]}${tool.title}`)
    .description(tool.description);
  const dashed = tool.name.replaceAll("_", "-");
  if (dashed !== tool.name) command.alias(dashed);
  if (first !== undefined) {
    const [name, { type }] = first;
    command.argument(type === "array" ? `[${name}...]` : `[${name}]`);
  }
  const options = params.map(([name, param]) => {
    const option = new Option(
      `--${name.replaceAll("_", "-")} ${placeholder(param)}`,
      helpOf(tool.name, [name, param], required),
    );
    option.argParser(collected);
    const choices = param.enum ?? param.items?.enum;
    if (choices !== undefined) option.argChoices = choices.map(String);
    command.addOption(option);
    return { name, param, key: option.attributeName() };
  });
  if (tool.name === "check_stale") {
    const option = new Option(
      "--fail-on <verdicts>",
      "exit with code 8 if a connector has one of these verdicts, comma-separated; problem stands for all verdicts that count as a problem",
    );
    option.argParser(collected).argChoices = [...FAIL_ON];
    command.addOption(option);
  }
  if (tool.name === "get_schema") {
    command
      .option(
        "--export <file>",
        "write the selection of the connector to a file that modify_schema --from can read",
      )
      .option("--overwrite", "replace a file that exists");
  }
  if (tool.name === "modify_schema") {
    command.option(
      "--from <file>",
      "plan the changes that make the selection the same as in this file",
    );
  }
  const outputs = outputsOf(tool.name);
  if (outputs.length > 0) {
    const help = ["format of the result", ...outputs.map((output) => OUTPUT_HELP[output])].join(
      "; ",
    );
    command.addOption(new Option("--output <form>", help).choices(outputs));
  }
  if (tool.effect === "read" && params.some(([name]) => /^(connectors?|group)$/.test(name))) {
    command.option("--web", "open the page in the Fivetran dashboard and print its address");
  }
  const example = EXAMPLES[tool.name];
  command.addHelpText("after", () =>
    [
      ...params.flatMap(([name, param]) => fieldHelp(command, name, param)),
      ...(example === undefined
        ? []
        : ["", "Example:", `  fivetran-agent ${exampleForShell(example)} --sandbox`]),
    ].join("\n"),
  );
  command.action(async (positional: string | string[] | undefined) => {
    const given = z.record(z.string(), z.unknown()).parse(command.opts());
    const args: ToolArguments = {};
    for (const { name, param, key } of options) {
      const words = z.array(z.string()).parse(given[key] ?? []);
      if (name === first?.[0]) words.unshift(...[positional ?? []].flat());
      if (words.length > 0) args[name] = argument(tool.name, name, param, words);
    }
    await run(args, {
      failOn: readFailOn(z.array(z.string()).parse(given["failOn"] ?? [])),
      output: z.enum(OUTPUTS).optional().parse(given["output"]),
      web: given["web"] === true,
      exportTo: z.string().optional().parse(given["export"]),
      overwrite: given["overwrite"] === true,
      from: z.string().optional().parse(given["from"]),
    });
  });
}

/** Collects the values of an option that can be given several times. */
const collected = (value: string, before: unknown): string[] => [
  ...(Array.isArray(before) ? before.map(String) : []),
  value,
];

function placeholder({ type, items }: Param): string {
  if (type === "boolean") return "[true|false]";
  if (type === "array") return items?.type === "object" ? "<json>" : "<values>";
  if (type === "object") return "<json>";
  return type === "integer" || type === "number" ? "<number>" : "<text>";
}

function helpOf(
  tool: string,
  [name, param]: [string, Param],
  required: ReadonlySet<string>,
): string {
  const notes = [
    required.has(name) ? "required" : "",
    meaningOf(tool, name, param),
    param.default === undefined ? "" : `default ${JSON.stringify(param.default)}`,
  ];
  return notes.filter((note) => note !== "").join("; ");
}

/** Describes the fields of an object, or of each object of a list. */
function fieldHelp(command: Command, name: string, param: Param): string[] {
  const { properties = {}, additionalProperties } = param.items ?? param;
  const fields = Object.entries(properties);
  if (fields.length === 0) return [];
  const which = additionalProperties === false ? "Fields" : "Common fields";
  const title = `${which} of ${param.items === undefined ? "" : "each item of "}--${name.replaceAll("_", "-")}:`;
  const rows = fields.map(([field, { type = "value", description = "", enum: choices }]) => {
    const what = choices === undefined ? type : choices.join(" | ");
    return [field, `${what}${description === "" ? "" : `; ${description}`}`] as const;
  });
  return [helpSection(command, title, rows)];
}

/**
 * Returns the value of one option. Text is read by the type of its parameter, as for any other
 * client.
 */
function argument(tool: string, name: string, param: Param, words: readonly string[]): Json {
  const isJson = (word: string) => /^\s*[[{]/.test(word);
  if (param.type === "array") {
    return words.flatMap((word): Json[] => {
      if (isJson(word)) return [json(tool, name, word)].flat();
      if (param.items?.type !== "string") return [word];
      const parts = word.split(/[,\n]/).map((part) => part.trim());
      return parts.filter((part) => part !== "");
    });
  }
  const [word = "", ...more] = words;
  if (more.length > 0) {
    throw inputError(
      `${tool}: ${name} was given ${words.length} times; it takes one value.`,
      `See fivetran-agent ${tool} --help.`,
    );
  }
  return param.type === "object" && isJson(word) ? json(tool, name, word) : word;
}

function json(tool: string, name: string, value: string): Json {
  try {
    return z.json().parse(JSON.parse(value));
  } catch {
    throw inputError(`${tool}: ${name} is not valid JSON: ${quoted(value, 80)}.`, JSON_IN_SHELL);
  }
}
