import * as z from "zod";
import type { Json } from "../../base/json.js";
import type { JsonSchema } from "../../base/json-schema.js";
import { readAs } from "../../base/read-as.js";
import { quoted } from "../../base/text.js";
import { ENUMS } from "../../client/operations/generated/enums.js";
import type { RowFilter as StoredFilter } from "../../client/resources/models.js";

const CHOICES = ENUMS.modify_connection_table_config;
const TYPES = CHOICES["row_filter.column_clauses.column_type"];
const OPERATORS = CHOICES["row_filter.column_clauses.operator"];

/** The data types that a column can have in the destination. */
export const TARGET_TYPES = CHOICES["columns.*.target_data_type"];

const NO_VALUE = ["IS_NULL", "IS_NOT_NULL"];
const ON_TEXT = ["STARTS_WITH", "CONTAINS"];
const LISTED = ["LONG", "STRING", "FLOAT", "DOUBLE"];
const LONGEST_VALUE = 1000;
const LONGEST_LIST = 10_000;

const Clause = z.strictObject({
  column: z.string().min(1).max(500),
  column_type: z.enum(TYPES),
  operator: z.enum(OPERATORS),
  values: z.array(z.string()).default([]),
});
type Clause = z.output<typeof Clause>;

const Given = z.strictObject({
  name: z.string().default(""),
  description: z.string().default(""),
  operator: z.enum(CHOICES["row_filter.operator"]).optional(),
  column_clauses: z.array(Clause).min(1).max(10),
});

/**
 * Selects the rows of a table to sync, in the form that the API accepts. A table has at most one
 * row filter.
 */
export const RowFilter = z.object({
  name: z.string(),
  description: z.string(),
  /** Absent for a single clause. For several clauses, absent means AND. */
  operator: z.string().optional(),
  column_clauses: z.array(
    z.object({
      column: z.string(),
      column_type: z.string().optional(),
      operator: z.string(),
      values: z.array(z.string()),
    }),
  ),
});
export type RowFilter = z.output<typeof RowFilter>;

const text: JsonSchema = { type: "string" };
const GIVEN: JsonSchema = {
  type: "object",
  properties: {
    name: text,
    description: text,
    operator: { type: "string", enum: ["AND", "OR"] },
    column_clauses: {
      type: "array",
      items: {
        type: "object",
        properties: {
          column: text,
          column_type: { type: "string", enum: [...TYPES] },
          operator: { type: "string", enum: [...OPERATORS] },
          // Values are text even if the column has another type.
          values: { type: "array" },
        },
      },
    },
  },
};

/**
 * Reads a filter in any spelling that clients use. Fivetran requires a name and a description; if
 * they are missing, a description of the filter itself is used.
 */
export function readRowFilter(given: Json): { filter: RowFilter } | { problems: string[] } {
  const read = Given.safeParse(withTextValues(readAs(GIVEN, given)));
  if (!read.success) {
    return { problems: read.error.issues.slice(0, 3).map(issueText) };
  }
  const { name, description, operator, column_clauses } = read.data;
  const problems = column_clauses.flatMap((clause) =>
    clauseProblems(clause).map(
      (problem) => `row_filter on ${quoted(clause.column, 60)}: ${problem}`,
    ),
  );
  if (operator !== undefined && column_clauses.length === 1) {
    problems.push(
      "row_filter.operator joins two or more clauses, but there is only one clause; remove operator",
    );
  }
  if (problems.length > 0) return { problems };
  const words = conditionText({ column_clauses, ...(operator === undefined ? {} : { operator }) });
  return {
    filter: {
      name: name || words.slice(0, 100),
      description: description || name || words.slice(0, 500),
      ...(operator === undefined ? {} : { operator }),
      column_clauses,
    },
  };
}

function withTextValues(filter: Json): unknown {
  return JSON.parse(
    JSON.stringify(filter, (key, value) =>
      key === "values" && Array.isArray(value)
        ? value.map((one) =>
            typeof one === "number" || typeof one === "boolean" ? String(one) : one,
          )
        : value,
    ),
  );
}

function issueText({ code, path, ...issue }: z.core.$ZodIssue): string {
  const at = ["row_filter", ...path.map(String)].join(".");
  if ("keys" in issue && Array.isArray(issue.keys)) {
    return `${at} has no field ${issue.keys.map((key) => quoted(String(key), 60)).join(", ")}; ${path.length === 0 ? "its fields are name, description, operator, column_clauses" : "a clause has column, column_type, operator, values"}`;
  }
  if ("values" in issue && Array.isArray(issue.values)) {
    return `${at} must be one of ${issue.values.join(", ")}`;
  }
  if (path.length === 0) {
    return 'row_filter must be an object, such as {"column_clauses":[{"column":"region","column_type":"STRING","operator":"EQUALS","values":["EU"]}]}';
  }
  if (path.at(-1) === "column_clauses") return `${at} must be a list of 1 to 10 clauses`;
  return `${at} ${code === "invalid_type" ? "is required, as text" : "is not valid"}`;
}

/** Lists what Fivetran rejects in a clause, and what it accepts instead. */
function clauseProblems({ column_type: type, operator, values }: Clause): string[] {
  const problems: string[] = [];
  const long = values.find((value) => value.length > LONGEST_VALUE);
  if (long !== undefined) problems.push(`a value has at most ${LONGEST_VALUE} characters`);
  if (NO_VALUE.includes(operator)) {
    if (values.length > 0) problems.push(`${operator} takes no values`);
    return problems;
  }
  if (operator === "IN") {
    if (!LISTED.includes(type))
      problems.push(`IN is available for ${LISTED.join(", ")}, not for ${type}`);
    if (values.length === 0) problems.push("IN takes one or more values");
    if (values.join("").length > LONGEST_LIST) {
      problems.push(`all values of IN together can have at most ${LONGEST_LIST} characters`);
    }
  } else {
    if (ON_TEXT.includes(operator) && type !== "STRING") {
      problems.push(`${operator} is available for STRING, not for ${type}`);
    }
    if (type === "BOOLEAN") problems.push("BOOLEAN takes only IS_NULL and IS_NOT_NULL");
    if (values.length !== 1) problems.push(`${operator} takes exactly one value`);
  }
  const form = FORMS[type];
  const odd = form && values.find((value) => !form.fits(value));
  if (form && odd !== undefined) problems.push(`${quoted(odd, 60)} is not ${form.name}`);
  return problems;
}

const isNumber = (value: string) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value);
/** Date.parse reads February 30th as March 2nd, so the result is compared with the input. */
const isTime = (value: string) => {
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value.replace("Z", ""));
};

/** The written form of values, by data type. */
const FORMS: Partial<Record<string, { name: string; fits: (value: string) => boolean }>> = {
  LONG: { name: "a whole number", fits: (value) => /^[+-]?\d+$/.test(value) },
  FLOAT: { name: "a number", fits: isNumber },
  DOUBLE: { name: "a number", fits: isNumber },
  BIGDECIMAL: { name: "a number", fits: isNumber },
  DATE: {
    name: "a date such as 2026-01-31",
    fits: (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && isTime(value),
  },
  DATETIME: {
    name: "a time such as 2026-01-31T00:00:00Z",
    fits: (value) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value) && isTime(value),
  },
};

/**
 * Converts a filter of the configuration to the form that the API accepts. Null if there is no
 * filter.
 */
export function storedFilter(stored: StoredFilter | null | undefined): RowFilter | null {
  if (stored === null || stored === undefined) return null;
  const clauses = stored.column_clauses ?? [];
  return {
    name: stored.name ?? "",
    description: stored.description ?? "",
    // Fivetran rejects a request that has an operator but only one clause.
    ...(stored.operator && clauses.length > 1 ? { operator: stored.operator } : {}),
    column_clauses: clauses.map(({ column, column_type, operator, values }) => ({
      column,
      ...(column_type ? { column_type } : {}),
      operator,
      values: values ?? [],
    })),
  };
}

/** Returns a filter in the JSON form that requests and records use. */
export const filterJson = ({ name, description, operator, column_clauses }: RowFilter): Json => ({
  name,
  description,
  ...(operator === undefined ? {} : { operator }),
  column_clauses: column_clauses.map(({ column, column_type, ...compared }) => ({
    column,
    ...(column_type === undefined ? {} : { column_type }),
    ...compared,
  })),
});

/**
 * Returns the same text for filters with the same meaning. For several clauses, a missing operator
 * means AND.
 */
export const filterKey = ({ operator = "AND", ...filter }: RowFilter) =>
  JSON.stringify([filter.name, filter.description, operator, filter.column_clauses]);

/** Returns a condition such as `status EQUALS "paid" OR total IS_NULL`. */
const conditionText = ({
  operator = "AND",
  column_clauses,
}: Omit<RowFilter, "name" | "description">) =>
  column_clauses
    .map(({ column, operator: compares, values }) =>
      [
        /^[\w$]+$/.test(column) ? column : quoted(column, 80),
        compares,
        values.length > 1 || compares === "IN"
          ? `(${values.map((value) => quoted(value, 80)).join(", ")})`
          : values.map((value) => quoted(value, 200)).join(""),
      ]
        .filter((part) => part !== "")
        .join(" "),
    )
    .join(` ${operator} `);

/** Returns a readable filter, followed by its name if the name says more than the condition. */
export function filterText(filter: RowFilter): string {
  const condition = conditionText(filter);
  return filter.name === "" || condition.startsWith(filter.name)
    ? `rows with ${condition}`
    : `rows with ${condition} (${quoted(filter.name, 80)})`;
}
