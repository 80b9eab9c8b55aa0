import * as z from "zod";
import { type AppError, inputError } from "../base/errors.js";
import { expected, type JsonSchema, type Path, pathText, schemaAt } from "../base/json-schema.js";
import { alternatives, nearest } from "../base/nearest.js";
import { inspectShape, isEmpty, readAs } from "../base/read-as.js";
import { bare, quoted } from "../base/text.js";
import { withoutWrapper } from "../toolkit/check-fields.js";
import type { Tool } from "../toolkit/define.js";
import { CONFIRMATION_TOKEN } from "../toolkit/params.js";

/**
 * Reads a tool's arguments by the types in its schema, then validates them. Reports all problems together, each with
 * the accepted values.
 *
 * @throws AppError of type `input`. Nothing has been sent.
 */
export function parseArguments<I extends z.ZodType>(
  tool: Tool & { input: I },
  args: Record<string, unknown>,
): z.output<I> {
  inspectShape(args);
  const schema = schemaOf(tool);
  const read = readAs(schema, args);
  const parsed = attempt(tool.input, read);
  if (parsed?.success) return parsed.data;
  const accepted = Object.keys(schema.properties ?? {});
  const fields = tool.effect === "read" ? accepted : [...accepted, CONFIRMATION_TOKEN];
  const issues = telling(parsed?.error.issues ?? []);
  const problems = joined(issues.map((issue) => problem(issue, schema, fields))).slice(0, 5);
  if (parsed === undefined) problems.push("a value is an object, but must be text or a list.");
  const sentences = problems.map((text, at) => (at === 0 ? text : text.replace(/^u/, "U")));
  throw inputError(
    `${tool.name}: ${sentences.join(" ")}`,
    `Nothing was sent. Parameters: ${accepted.join(", ")}.`,
    { parameters: accepted },
  );
}

const schemas = new WeakMap<z.ZodType, JsonSchema>();

/** The JSON Schema of a tool's arguments. */
function schemaOf({ input }: Tool): JsonSchema {
  const known = schemas.get(input);
  if (known !== undefined) return known;
  const schema: JsonSchema = JSON.parse(JSON.stringify(z.toJSONSchema(input, { io: "input" })));
  schemas.set(input, schema);
  return schema;
}

/** zod compares the `length` of any value that has such a property, and throws if it cannot be compared. */
function attempt<I extends z.ZodType>(schema: I, args: unknown) {
  try {
    return schema.safeParse(args, { reportInput: true });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * The issues that say what is wrong. If a value has the wrong type, its length does not matter, and of two limits only
 * the last one is that of the parameter: the first is the largest integer.
 */
function telling(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const at = ({ path }: z.core.$ZodIssue) => JSON.stringify(path.map(String));
  const mistyped = new Set(issues.filter(({ code }) => code === "invalid_type").map(at));
  const last = new Map(issues.map((issue) => [`${issue.code} ${at(issue)}`, issue]));
  return [...last.values()].filter(
    (issue) => issue.code === "invalid_type" || !mistyped.has(at(issue)),
  );
}

interface Problem {
  where: string;
  text: string;
}

/** Combines the same problem in several places into one sentence. */
function joined(problems: readonly Problem[]): string[] {
  const places = new Map<string, string[]>();
  for (const { where, text } of problems) {
    places.set(text, [...(places.get(text) ?? []), ...(where === "" ? [] : [where])]);
  }
  return [...places].map(([text, found]) => {
    const shown = found.slice(0, MOST_PLACES).join(", ");
    const more = found.length > MOST_PLACES ? ` and ${found.length - MOST_PLACES} more` : "";
    return found.length === 0 ? text : `${shown}${more}: ${text}`;
  });
}

const MOST_PLACES = 3;

function problem(issue: z.core.$ZodIssue, root: JsonSchema, parameters: string[]): Problem {
  const at = issue.path.filter((part) => typeof part !== "symbol");
  const where = path(at);
  const schema = schemaAt(root, at) ?? {};
  if (issue.code === "unrecognized_keys") {
    const inside = at.length > 0 && schema.properties !== undefined;
    const fields = inside ? Object.keys(schema.properties ?? {}) : parameters;
    const takes = inside ? ` It takes ${fields.join(", ")}.` : elsewhere(schema);
    const unknown = issue.keys.slice(0, 3).map((key, index) => {
      const remedy = remedyFor(key, valueAt(issue.input, key), schema, fields);
      return `${index === 0 ? "u" : "U"}nknown parameter ${quoted(key, 60)}.${remedy ?? takes}`;
    });
    return { where, text: unknown.join(" ") };
  }
  if (schema.absent !== undefined && isEmpty(issue.input)) {
    return {
      where,
      text: `is empty. Give a value, or leave the parameter out to select ${schema.absent}.`,
    };
  }
  if (issue.code === "invalid_type" && issue.input === undefined) {
    return { where: "", text: `${where} is required.` };
  }
  if (issue.code === "invalid_type" || issue.code === "invalid_value") {
    const value = expected(schema, Number.POSITIVE_INFINITY);
    return { where, text: `must be ${value}${exampleOf(schema, issue.input)}.` };
  }
  if (issue.code === "too_small" || issue.code === "too_big") return { where, text: bounds(issue) };
  return { where, text: sentence(issue.message) };
}

/** The objects of a tool that an unknown parameter may belong in. */
function elsewhere({ properties = {} }: JsonSchema): string {
  const open = ["config", "params", "body"].filter((name) => properties[name] !== undefined);
  return open.length === 0 ? "" : ` If it is a field of ${alternatives(open)}, write it there.`;
}

const valueAt = (input: unknown, key: string): unknown =>
  typeof input === "object" && input !== null ? Reflect.get(input, key) : undefined;

/** Names that other tools and APIs use, by the parameter that they stand for. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  connectors: ["ids", "id", "names", "connections"],
  connector: ["id", "connection", "connection_id"],
  service: ["type", "name"],
  states: ["status", "state"],
  since: ["from", "start"],
  until: ["to", "end"],
  query: ["q", "text", "search", "words"],
  words: ["query", "search", "name", "filter", "pattern", "keyword"],
  body: ["data", "payload", "json"],
  name: ["schema", "schema_name"],
  params: ["limit", "cursor", "query"],
  wait_seconds: ["timeout"],
  operation_id: ["id", "endpoint", "path", "url", "method", "tool"],
  limit: ["page_size", "per_page", "max_results", "count", "top"],
  cursor: ["page", "page_token", "offset", "after"],
  confirmation_token: ["token", "confirm", "confirmed", "confirmation"],
};
/** Settings that another tool changes. */
const OTHER_TOOLS: Readonly<Record<string, string>> = {
  paused: "pause_connectors or resume_connectors",
};
const INSIDE_PARAMS = new Set(["limit", "cursor"]);
const WRAPPERS = new Set(["arguments", "args", "input", "params", "parameters"]);

/** Returns what to write instead of an unknown parameter, as a sentence. Undefined if that is not known. */
function remedyFor(
  key: string,
  value: unknown,
  { properties = {} }: JsonSchema,
  fields: readonly string[],
): string | undefined {
  const [head = "", ...rest] = key.split(".");
  if (rest.length > 0 && properties[head]?.type === "object") {
    return ` Write it inside ${head}: {${JSON.stringify(rest.join("."))}: …}.`;
  }
  const tools = OTHER_TOOLS[key];
  if (tools !== undefined) return ` To change it, use ${tools}.`;
  const inner = readAs({ type: "object" }, value);
  const known = fields.filter((name) => valueAt(inner, name) !== undefined);
  const isNamed = WRAPPERS.has(key.toLowerCase());
  if (known.length > 0 && (isNamed || known.length === Object.keys(inner ?? {}).length)) {
    return withoutWrapper(known, key);
  }
  if (isNamed) {
    const isObject = typeof inner === "object" && !Array.isArray(inner);
    return isObject ? undefined : " Give the parameters of the tool as one JSON object.";
  }
  const spelled = key
    .replace(/(?<=[a-z])(?=[A-Z])/g, "_")
    .replaceAll("-", "_")
    .toLowerCase();
  const meant = fields.find((name) => OTHER_NAMES[name]?.includes(spelled));
  const [near] = nearest(spelled, fields, (name) => name, 1);
  const isLike = near !== undefined && likeEnough(spelled, near);
  if (meant !== undefined && !(isLike && near !== meant && near.startsWith(spelled))) {
    return INSIDE_PARAMS.has(spelled) ? " Write it inside params." : ` Did you mean ${meant}?`;
  }
  return isLike ? ` Did you mean ${near}?` : undefined;
}

/** Whether two names share their beginning or a whole word: of other names the nearest one misleads. */
function likeEnough(given: string, name: string): boolean {
  const start = Math.min(given.length, name.length, 3);
  const parts = new Set(name.split("_"));
  return (
    given.slice(0, start) === name.slice(0, start) ||
    given.split("_").some((part) => part.length > 2 && parts.has(part))
  );
}

/** An example for an object or a list, and a note if the given text is not valid JSON. */
function exampleOf({ type, items, description = "" }: JsonSchema, given: unknown): string {
  if (type !== "object" && type !== "array") return "";
  if (type === "array" && items?.type === "string" && typeof given === "string") {
    const names = listed(given);
    if (names.length > 0) return `: send ${JSON.stringify(names)}`;
  }
  const [, example] = /e\.g\. ([[{]\S*[\]}])/.exec(description) ?? [];
  const broken = typeof given === "string" && /^\s*[[{]/.test(given) && !isJson(given);
  return `${example === undefined ? "" : `, such as ${example}`}${broken ? "; this text is not valid JSON" : ""}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const MOST_LISTED = 10;

/** Reads the items of a text that is meant as a list, without quotes, brackets and dashes. */
const listed = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((part) => part.replace(/^[\s["'\\-]+|[\s\]"'\\]+$/g, ""))
    .filter((part) => part !== "")
    .slice(0, MOST_LISTED);

const UNITS: Record<string, string> = { string: "character", array: "item", set: "item" };

function bounds(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const itself = issue.inclusive !== false;
  const [words, limit] =
    issue.code === "too_small"
      ? [itself ? "at least" : "more than", issue.minimum]
      : [itself ? "at most" : "less than", issue.maximum];
  const unit = UNITS[issue.origin];
  if (unit === undefined) return `must be ${words} ${limit}.`;
  const parts = unit === "item" && issue.code === "too_big" ? " Split it into several calls." : "";
  return `takes ${words} ${limit} ${unit}${Number(limit) === 1 ? "" : "s"}.${parts}`;
}

const sentence = (message: string) => (/[.?!]$/.test(message) ? message : `${message}.`);

const path = (parts: Path) =>
  pathText(parts.map((part) => (typeof part === "number" ? part : bare(part))));

export function unknownTool(name: string, known: readonly string[]): AppError {
  const near = nearest(name, known, (tool) => tool);
  return inputError(
    `There is no tool ${quoted(name, 60)}.`,
    near.length > 0 ? `Did you mean ${alternatives(near)}?` : `Tools: ${known.join(", ")}.`,
  );
}
