import { parseArgs } from "node:util";
import * as z from "zod";
import { inputError } from "../base/errors.js";
import { quoted } from "../base/text.js";
import type { Json } from "../toolkit/define.js";
import type { ToolListing } from "../toolkit/listing.js";

const Param = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.json()).optional(),
  default: z.json().optional(),
  items: z
    .looseObject({ type: z.string().optional(), enum: z.array(z.json()).optional() })
    .optional(),
});
export type Param = z.output<typeof Param>;

export const paramsOf = (tool: ToolListing): [string, Param][] =>
  Object.entries(tool.inputSchema.properties).map(([name, schema]) => [name, Param.parse(schema)]);

/**
 * A tool's arguments from the words behind its name: the first positional is its first parameter, dashes stand
 * for underscores, arrays repeat or take commas, values that open with `[` or `{` are JSON.
 * Unknown flags are kept: the engine names the parameter that was meant.
 */
export function toolArguments(tool: ToolListing, words: readonly string[]): Record<string, Json> {
  const params = new Map(paramsOf(tool));
  const flags = [...params].flatMap(([name, { type }]) => {
    const option = {
      type: type === "boolean" ? ("boolean" as const) : ("string" as const),
      multiple: true,
    };
    return [...new Set([name, name.replaceAll("_", "-")])].map((flag) => [flag, option] as const);
  });
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(flags),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });

  const given = new Map<string, (string | true)[]>();
  const add = (name: string, value: string | true) =>
    given.set(name, [...(given.get(name) ?? []), value]);
  const [first] = params.keys();
  let named: string | undefined;
  for (const token of tokens) {
    if (token.kind === "option") {
      const name = token.name.replaceAll("-", "_");
      // A value apart from an unknown flag arrives as a positional: it belongs to the flag before it.
      // What follows a flag without its value is the next flag, not the value.
      const value =
        token.inlineValue === false && token.value.startsWith("--") ? true : token.value;
      if (value === true) throw missingValue(tool.name, name);
      named = params.has(name) || value !== undefined ? undefined : name;
      if (named === undefined) add(name, value ?? true);
    } else if (token.kind === "positional") {
      const name = named ?? first;
      named = undefined;
      if (name === undefined)
        throw inputError(
          `${tool.name} takes no value ${quoted(token.value, 60)}.`,
          help(tool.name),
        );
      add(name, token.value);
    }
  }
  if (named !== undefined) add(named, true);

  return Object.fromEntries(
    [...given].map(([name, values]) => [name, argument(tool.name, name, params.get(name), values)]),
  );
}

function argument(
  tool: string,
  name: string,
  param: Param | undefined,
  values: (string | true)[],
): Json {
  if (param?.type === "array") {
    return values.flatMap((value): Json[] => {
      if (value === true) throw missingValue(tool, name);
      if (/^\s*[[{]/.test(value)) {
        const parsed = json(tool, name, value);
        return Array.isArray(parsed) ? parsed : [parsed];
      }
      const parts =
        param.items?.type === "string" ? value.split(",").map((part) => part.trim()) : [value];
      return parts
        .filter((part) => part !== "")
        .map((part) => scalar(tool, name, param.items?.type, part));
    });
  }
  if (values.length > 1)
    throw inputError(
      `${tool}: ${name} was given ${values.length} times; it takes one value.`,
      help(tool),
    );
  const value = values[0] ?? true;
  if (value === true) {
    if (param !== undefined && param.type !== "boolean") throw missingValue(tool, name);
    return true;
  }
  return /^\s*[[{]/.test(value) ? json(tool, name, value) : scalar(tool, name, param?.type, value);
}

function scalar(tool: string, name: string, type: string | undefined, value: string): Json {
  if (type === "integer" || type === "number") {
    if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value);
    throw inputError(`${tool}: ${name} takes a number, not ${quoted(value, 60)}.`, help(tool));
  }
  if (type === "boolean") {
    if (value === "true" || value === "false") return value === "true";
    throw inputError(`${tool}: ${name} takes true or false, not ${quoted(value, 60)}.`, help(tool));
  }
  return value;
}

function json(tool: string, name: string, value: string): Json {
  try {
    return z.json().parse(JSON.parse(value));
  } catch {
    throw inputError(
      `${tool}: ${name} opens like JSON but is none: ${quoted(value, 80)}.`,
      "Put the whole value in single quotes for the shell, with double quotes inside.",
    );
  }
}

const missingValue = (tool: string, name: string) =>
  inputError(`${tool}: --${name.replaceAll("_", "-")} needs a value.`, help(tool));

const help = (tool: string) => `See fivetran-agent ${tool} --help.`;
