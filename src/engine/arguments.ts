import * as z from "zod";
import { type AppError, inputError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";
import { bare, quoted } from "../base/text.js";
import type { Tool } from "../toolkit/define.js";

const MAX_BYTES = 256 * 1024;
const MAX_DEPTH = 16;
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Parses a tool's arguments. All problems are reported at once, each with what is accepted.
 * @throws AppError of type `input`; nothing has been sent.
 */
export function parseArguments<I extends z.ZodType>(
  tool: Tool & { input: I },
  args: Record<string, unknown>,
): z.output<I> {
  inspectShape(args);
  const parsed = attempt(tool.input, args);
  if (parsed?.success) return parsed.data;
  const accepted = fieldsAt(tool, []);
  const issues = parsed?.error.issues ?? [];
  const problems = issues.slice(0, 5).map((issue) => problem(issue, tool));
  if (parsed === undefined) problems.push("a value is an object where text or a list fits.");
  throw inputError(
    `${tool.name}: ${problems.join(" ")}`,
    `Nothing was sent. Parameters: ${accepted.join(", ")}.`,
    { parameters: accepted },
  );
}

/** zod compares the `length` of any value that has one, and throws where it cannot be compared. */
function attempt<I extends z.ZodType>(schema: I, args: unknown) {
  try {
    return schema.safeParse(args, { reportInput: true });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function problem(issue: z.core.$ZodIssue, tool: Tool): string {
  const where = issue.path.length === 0 ? "" : `${path(issue.path)}: `;
  if (issue.code === "unrecognized_keys") {
    const fields = fieldsAt(tool, issue.path);
    return issue.keys
      .slice(0, 3)
      .map((key) => {
        const [near] = nearest(key, fields, (name) => name, 1);
        const inside = issue.path.length > 0 && fields.length > 0;
        const takes = inside ? ` It takes ${fields.join(", ")}.` : "";
        const remedy = near === undefined ? takes : ` Did you mean ${near}?`;
        return `${where}unknown parameter ${quoted(key, 60)}.${remedy}`;
      })
      .join(" ");
  }
  if (issue.code === "invalid_type" && issue.input === undefined) {
    return `${path(issue.path)} is required.`;
  }
  if (issue.code === "invalid_type") return `${where}must be ${a(issue.expected)}.`;
  if (issue.code === "invalid_value") return `${where}must be one of ${issue.values.join(", ")}.`;
  if (issue.code === "too_small" || issue.code === "too_big") return `${where}${bounds(issue)}`;
  return `${where}${sentence(issue.message)}`;
}

const WORDS: Record<string, string> = { int: "integer", record: "object" };

const a = (type: string) => {
  const word = WORDS[type] ?? type;
  return /^[aio]/.test(word) ? `an ${word}` : `a ${word}`;
};

const UNITS: Record<string, string> = { string: "character", array: "item", set: "item" };

function bounds(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const itself = issue.inclusive !== false;
  const [words, limit] =
    issue.code === "too_small"
      ? [itself ? "at least" : "more than", issue.minimum]
      : [itself ? "at most" : "less than", issue.maximum];
  const unit = UNITS[issue.origin];
  if (unit === undefined) return `must be ${words} ${limit}.`;
  const parts = unit === "item" && issue.code === "too_big" ? " Do it in parts." : "";
  return `takes ${words} ${limit} ${unit}${Number(limit) === 1 ? "" : "s"}.${parts}`;
}

const sentence = (message: string) => (/[.?!]$/.test(message) ? message : `${message}.`);

const path = (parts: readonly PropertyKey[]) =>
  parts
    .map((part) => (typeof part === "number" ? `[${part}]` : bare(String(part))))
    .reduce(
      (out, part) => (part.startsWith("[") || out === "" ? out + part : `${out}.${part}`),
      "",
    );

const Node = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
});

/** The names of the fields that an object at this place of the arguments takes. */
function fieldsAt(tool: Tool, at: readonly PropertyKey[]): string[] {
  let node: unknown = z.toJSONSchema(tool.input, { io: "input" });
  for (const part of at) {
    const { data } = Node.safeParse(node);
    node = typeof part === "number" ? data?.items : data?.properties?.[String(part)];
  }
  return Object.keys(Node.safeParse(node).data?.properties ?? {});
}

/** Refuses arguments that are too large, too deep or carry keys that could change a prototype. */
function inspectShape(args: unknown): void {
  let size = 0;
  const visit = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH)
      throw inputError(`Arguments are nested deeper than ${MAX_DEPTH} levels.`);
    if (typeof value === "string") size += value.length;
    else size += 8;
    if (size > MAX_BYTES) {
      throw inputError("Arguments are larger than 256 KiB.", "Send fewer items in a call.");
    }
    if (typeof value !== "object" || value === null) return;
    for (const key of Object.keys(value)) {
      if (FORBIDDEN.has(key)) throw inputError(`The key ${quoted(key, 20)} is not allowed.`);
      size += key.length;
      visit(Reflect.get(value, key), depth + 1);
    }
  };
  visit(args, 0);
}

export function unknownTool(name: string, known: readonly string[]): AppError {
  const near = nearest(name, known, (tool) => tool);
  return inputError(
    `There is no tool ${quoted(name, 60)}.`,
    near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `Tools: ${known.join(", ")}.`,
  );
}
