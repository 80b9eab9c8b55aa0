import { redact } from "../base/secret.js";
import type { Flags } from "../config.js";
import type { Json } from "../toolkit/define.js";
import type { ToolListing } from "../toolkit/listing.js";
import type { Arguments, Notation } from "../toolkit/notation.js";
import { quoteForShell } from "./quoting.js";
import { type Param, paramsOf } from "./tool-command.js";

export const COMMAND = "fivetran-agent";
// Options that select the account and limit what the command may do. They are repeated in every
// suggested command.
const KEPT = ["sandbox", "settings", "scope", "read-only"] as const;

export interface CommandContext {
  tools: readonly ToolListing[];
  flags: Flags;
}

/** Writes calls as shell commands: `fivetran-agent get_schema postgres_orders --cursor 25.x`. */
export function commandNotation(
  { tools, flags }: CommandContext,
  current: { tool: string; args: Arguments },
): Notation {
  const tool: Notation["tool"] = (name, args) => {
    const listing = tools.find((known) => known.name === name);
    const params = listing === undefined ? [] : paramsOf(listing);
    const words = params.flatMap(([key, param], index) => {
      const value = args[key];
      return value === undefined ? [] : wordsFor(key, value, param, index === 0);
    });
    return commandLine([name, ...words], flags);
  };
  const again: Notation["again"] = (more) =>
    tool(current.tool, { ...current.args, ...merged(current.args, more) });
  const confirm: Notation["confirm"] = (_, token) => {
    const call = again({});
    // A command that contains a masked value cannot be pasted.
    return redact(call) === call
      ? `run within 15 minutes: ${again(token)}`
      : `run the same command within 15 minutes with ${optionsFor(token)}`;
  };
  return { tool, again, confirm };
}

/** Writes a command of this program, with those options of the current command that select the account. */
export function commandLine(words: readonly string[], flags: Flags): string {
  const kept = KEPT.flatMap((flag) => {
    const value = flags[flag];
    return value === true ? [`--${flag}`] : typeof value === "string" ? [`--${flag}`, value] : [];
  });
  return [COMMAND, ...words, ...kept].map((word) => quoteForShell(word)).join(" ");
}

const optionsFor = (args: Arguments) =>
  Object.entries(args)
    .map(([key, value]) => `--${key.replaceAll("_", "-")} ${quoteForShell(String(value))}`)
    .join(" ");

/** Adds further arguments to those of the current call. Objects are merged. */
const merged = (args: Arguments, more: Arguments): Arguments =>
  Object.fromEntries(
    Object.entries(more).map(([key, value]) => [
      key,
      isObject(value) && isObject(args[key]) ? { ...args[key], ...value } : value,
    ]),
  );

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function wordsFor(key: string, value: Json, param: Param, first: boolean): string[] {
  const list = Array.isArray(value) ? value : [value];
  const plain = list.every((item) => isPlain(item, param));
  const words = plain ? list.map(String) : [JSON.stringify(value)];
  const option = `--${key.replaceAll("_", "-")}`;
  if (first && words.every((word) => word !== "" && !word.startsWith("-"))) return words;
  return words.flatMap((word) => (word.startsWith("-") ? [`${option}=${word}`] : [option, word]));
}

/** Returns true if the command line parses the word back to the same value. */
function isPlain(value: Json, param: Param): boolean {
  if (typeof value === "number" || typeof value === "boolean") return true;
  if (typeof value !== "string") return false;
  return param.type === "array" ? !/^\s|\s$|^$|^\[|^\{|[,\n]/.test(value) : true;
}
