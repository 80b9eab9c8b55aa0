import {
  type Document,
  isMap,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import * as z from "zod";
import { nearest } from "../../base/nearest.js";
import { bare, quoted } from "../../base/text.js";

const LONGEST_NAME = 1024;
const MOST_NAMES = 20_000;
const MOST_RULES = 5000;

const selector = (what: string) =>
  z
    .union([
      z.string().min(1).max(LONGEST_NAME),
      z.array(z.string().min(1).max(LONGEST_NAME)).min(1).max(MOST_NAMES),
    ])
    .describe(what)
    .optional();

const timezone = z
  .string()
  .refine(isTimezone, { error: "is not a time zone, such as Europe/Berlin" })
  .describe("IANA time zone, e.g. Europe/Berlin");

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const time = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: "is not a time, such as 20:00" })
  .describe("HH:MM, e.g. 20:00");

export const QuietHours = z
  .strictObject({
    days: z
      .array(z.enum(DAYS))
      .min(1)
      .describe("weekdays on which the hours start; default every day")
      .optional(),
    from: time.optional(),
    to: time
      .describe("HH:MM; if it is earlier than from, the hours end on the next day")
      .optional(),
    timezone: timezone.optional(),
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    error: "needs both from and to; for whole days, leave out both",
  })
  .refine(({ days, from }) => days !== undefined || from !== undefined, {
    error: "needs days, or from and to",
  })
  .refine(({ from, to }) => from === undefined || from !== to, {
    error: "from and to are the same time",
    path: ["to"],
  })
  .describe("hours in which data that is too old does not count as a problem");
export type QuietHours = z.output<typeof QuietHours>;

export const ExpectationRule = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,64}$/, {
        error: "takes 1 to 64 letters, digits, dots, dashes and underscores",
      })
      .describe("unique name of the rule; results show it"),
    connector: selector(
      "ids or names of connectors, with * and ?; a list matches if one of its values matches",
    ),
    group: selector("ids or names of groups, with * and ?"),
    service: selector("connector types, with * and ?, e.g. postgres"),
    max_age_hours: z
      .number()
      .positive()
      .max(8760)
      .describe("maximum age of the data in hours; replaces the limit that depends on the schedule")
      .optional(),
    owner: z
      .string()
      .min(1)
      .max(100)
      .describe("person or team that is responsible, e.g. team-finance")
      .optional(),
    severity: z
      .enum(["critical", "normal", "low"])
      .describe(
        "critical: data that is too old is listed with the most severe problems; low: it is listed but does not count as a problem",
      )
      .optional(),
    quiet_hours: z.union([QuietHours, z.array(QuietHours).min(1)]).optional(),
  })
  .refine(({ connector, group, service }) => [connector, group, service].some(isSet), {
    error: 'needs connector, group or service; to match every connector, use connector: "*"',
  })
  .refine((rule) => [rule.max_age_hours, rule.owner, rule.severity, rule.quiet_hours].some(isSet), {
    error: "has no effect: add max_age_hours, owner, severity or quiet_hours",
  });
export type ExpectationRule = z.output<typeof ExpectationRule>;

function isSet(value: unknown): boolean {
  return value !== undefined;
}

/** The file of expectations. Its JSON Schema is published as docs/expectations.schema.json. */
export const ExpectationsFile = z.strictObject({
  $schema: z.string().describe("address of this JSON Schema, for editors").optional(),
  version: z.literal(1),
  timezone: timezone
    .describe("time zone of quiet hours without their own timezone; default UTC")
    .optional(),
  rules: z
    .array(ExpectationRule)
    .min(1)
    .max(MOST_RULES)
    .describe("rules; if several rules match a connector, the first one applies"),
});
export type ExpectationsFile = z.output<typeof ExpectationsFile>;

export interface Problem {
  line: number;
  column: number;
  /** One sentence without a full stop. */
  message: string;
}

const MOST_PROBLEMS = 20;

/**
 * Reads YAML, or JSON with or without comments. Returns the file, or every problem with its
 * position.
 */
export function parseExpectations(
  text: string,
): { file: ExpectationsFile; problems: [] } | { file: undefined; problems: Problem[] } {
  const lines = new LineCounter();
  // Text files use three kinds of line ends. The YAML parser does not support a lone carriage
  // return.
  const withLines = text.replace(/\r(?!\n)/g, "\n");
  const document = parseDocument(withoutJsonComments(withLines), {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const broken = [
    ...[...document.errors, ...document.warnings].map((error) => ({
      ...at(error.pos[0]),
      message: messageOf(error),
    })),
    ...aliasesOfNothing(document).map((offset) => ({ ...at(offset), message: NEEDS_QUOTES })),
  ];
  if (broken.length > 0) return { file: undefined, problems: once(broken).slice(0, MOST_PROBLEMS) };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    return { file: undefined, problems: [{ ...at(0), message: "has too many aliases" }] };
  }
  if (value === null) {
    return {
      file: undefined,
      problems: [{ ...at(0), message: "is empty; version and rules are required" }],
    };
  }
  const parsed = ExpectationsFile.safeParse(value, { reportInput: true });
  const issues = parsed.success
    ? twice(parsed.data)
    : sensible(parsed.error.issues.flatMap(flattened));
  if (parsed.success && issues.length === 0) return { file: parsed.data, problems: [] };
  const problems = issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    const where = path.length === 0 ? "" : `${pathText(path)} `;
    return messagesOf(issue, path).map(({ message, key }) => ({
      ...at(offsetOf(document.contents, path, key)),
      message: `${where}${message}`,
    }));
  });
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { file: undefined, problems: problems.slice(0, MOST_PROBLEMS) };
}

/** Removes duplicates: two parts of the parser can report the same problem at the same place. */
const once = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
];

type Issue = z.core.$ZodIssue;

/**
 * Drops reports of missing fields for a rule that has an unknown field, because the unknown field
 * may be the missing one, misspelt.
 */
function sensible(issues: readonly Issue[]): Issue[] {
  const place = ({ path }: Issue) => JSON.stringify(path);
  const misspelt = new Set(issues.filter(({ code }) => code === "unrecognized_keys").map(place));
  return issues.filter((issue) => issue.code !== "custom" || !misspelt.has(place(issue)));
}

/** Returns problems for rules that have the name of an earlier rule. */
function twice({ rules }: ExpectationsFile): Issue[] {
  const seen = new Set<string>();
  return rules.flatMap(({ name }, index): Issue[] => {
    const again = seen.has(name);
    seen.add(name);
    const message = "is the name of an earlier rule";
    return again ? [{ code: "custom", path: ["rules", index, "name"], message, input: name }] : [];
  });
}

/**
 * Replaces the issue of a union, which says only that no form fits, with the issues of the form
 * that fits best.
 */
function flattened(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const deepest = issue.errors
    .filter(
      (issues) => !issues.some(({ path, code }) => path.length === 0 && code === "invalid_type"),
    )
    .sort((a, b) => a.length - b.length)[0];
  if (deepest === undefined) return [issue];
  return deepest.flatMap((one) => flattened({ ...one, path: [...issue.path, ...one.path] }));
}

const FIELDS: Record<string, readonly string[]> = {
  "": Object.keys(ExpectationsFile.shape),
  rules: Object.keys(ExpectationRule.shape),
  quiet_hours: Object.keys(QuietHours.shape),
};

type Path = readonly (string | number)[];

function messagesOf(issue: Issue, path: Path): { message: string; key?: string }[] {
  if (issue.code === "unrecognized_keys") {
    const owner = [...path].reverse().find((part) => typeof part === "string") ?? "";
    const known = FIELDS[owner] ?? [];
    return issue.keys.map((key) => {
      const [near] = nearest(key, known, (name) => name, 1);
      const remedy =
        near === undefined ? `it takes ${known.join(", ")}` : `the nearest field is ${near}`;
      return { message: `has an unknown field ${quoted(key, 60)}: ${remedy}`, key };
    });
  }
  if (issue.input === null) return [{ message: NO_VALUE }];
  if (issue.code === "invalid_type") {
    const missing = issue.input === undefined;
    return [
      { message: missing ? "is required" : `must be ${KINDS[issue.expected] ?? issue.expected}` },
    ];
  }
  if (issue.code === "invalid_value") {
    const [only] = issue.values;
    if (typeof only === "number") {
      const missing = issue.input === undefined;
      return [{ message: `${missing ? "is required: it is" : "must be"} the number ${only}` }];
    }
    return [
      {
        message: `must be ${issue.values
          .map(String)
          .join(", ")
          .replace(/, ([^,]*)$/, " or $1")}`,
      },
    ];
  }
  if (issue.code === "invalid_union") {
    const takesText = issue.errors.some((issues) =>
      issues.some(
        ({ path: inner, ...one }) =>
          inner.length === 0 && one.code === "invalid_type" && one.expected === "string",
      ),
    );
    const simple = ["number", "boolean"].includes(typeof issue.input);
    const message =
      takesText && simple ? `must be ${KINDS["string"]}` : "must be one value or a list of them";
    return [{ message }];
  }
  if (issue.code === "too_small" || issue.code === "too_big") return [{ message: sizeOf(issue) }];
  return [{ message: issue.message }];
}

const NO_VALUE = "has no value; put text that begins with # in quotes";

const KINDS: Record<string, string> = {
  string: "text; put it in quotes",
  number: "a number, without quotes or a unit",
  array: "a list",
  object: "a set of fields",
};

function sizeOf(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const [words, limit] =
    issue.code === "too_small"
      ? [issue.inclusive === false ? "more than" : "at least", issue.minimum]
      : ["at most", issue.maximum];
  if (issue.origin === "number") return `must be ${words} ${limit}`;
  const unit = issue.origin === "array" ? "entries" : "characters";
  return issue.code === "too_small" && Number(limit) === 1
    ? "is empty"
    : `takes ${words} ${limit} ${unit}`;
}

const pathText = (path: Path) =>
  path
    .map((part, at) =>
      typeof part === "number" ? `[${part}]` : `${at === 0 ? "" : "."}${bare(part)}`,
    )
    .join("");

/** Returns the position of a value. If the value is missing, returns the position of its parent. */
function offsetOf(root: Node | null, path: Path, key: string | undefined): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const part of [...path, ...(key === undefined ? [] : [key])]) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === String(part));
      if (pair === undefined) break;
      offset = rangeOf(key === part ? pair.key : pair.value) ?? rangeOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      offset = rangeOf(node) ?? offset;
    } else break;
  }
  return offset;
}

const rangeOf = (node: unknown): number | undefined => {
  if (typeof node !== "object" || node === null || !("range" in node)) return undefined;
  const { range } = node;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : undefined;
};

const NEEDS_QUOTES = 'a value that begins with * needs quotes, such as "*_prod"';

/** Matches the parser's message for an unquoted name such as {a,b}_prod, @team or !prod. */
const LIKELY_UNQUOTED =
  /^(Unexpected (scalar|alias) at node end|Plain value cannot start with|Unresolved tag: !(?!!))/;

/**
 * Returns the parser's message, or a message of our own if the parser's describes an internal
 * problem.
 */
function messageOf({ code, message }: YAMLError): string {
  if (code === "BAD_ALIAS") return NEEDS_QUOTES;
  if (LIKELY_UNQUOTED.test(message)) {
    return "text that begins with [, {, @, ` or ! needs quotes";
  }
  if (code === "MULTIPLE_DOCS")
    return "contains a second document (---); only one document is allowed";
  return message.split("\n", 1)[0]?.replace(/\.$/, "") ?? "";
}

/**
 * Finds names that begin with a star and were written without quotes. YAML reads these as
 * references.
 */
function aliasesOfNothing(document: Document): number[] {
  const offsets: number[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) === undefined) offsets.push(alias.range?.[0] ?? 0);
    },
  });
  return offsets;
}

/** Replaces comments, which editors allow in JSON, by spaces. Lines and columns stay the same. */
function withoutJsonComments(text: string): string {
  const bare = text.replace(COMMENT, (part, quoted?: string) =>
    quoted === undefined ? part.replace(/[^\n]/g, " ") : part,
  );
  return /^\uFEFF?\s*\{/.test(bare) ? bare : text;
}

const COMMENT = /("(?:\\.|[^"\\\n])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
