import { type AppError, inputError } from "../../../base/errors.js";
import { asFields, type Json } from "../../../base/json.js";
import { type JsonSchema, type Path, pathText, schemaAt } from "../../../base/json-schema.js";
import { slipOf } from "../../../base/nearest.js";
import { LOST_DIGITS, losesDigits, readAs } from "../../../base/read-as.js";
import { quoted } from "../../../base/text.js";
import { buildUrl, FIVETRAN_ORIGIN } from "../../../client/http/url.js";
import type { Call } from "../../../client/operations/call.js";
import type { Operation } from "../../../client/operations/catalog.js";
import type { QueryParam } from "../../../client/operations/facts.js";
import { isMarked, placeAt } from "../../../client/operations/secret-fields.js";
import {
  checkFields,
  type FieldProblem,
  referenceProblems,
} from "../../../toolkit/check-fields.js";
import type { Notation } from "../../../toolkit/notation.js";

const MOST_PROBLEMS = 5;

/** Numbers and booleans are accepted and sent as text. */
const TEXT: JsonSchema = { type: ["string", "number", "boolean"] };

const readableAs = ({ type, enum: choices }: QueryParam): JsonSchema =>
  choices !== undefined ? { enum: [...choices] } : type === "string" ? TEXT : { type };

/**
 * Reads and checks path and query parameters against the catalog. An unlisted name is sent as a new
 * query parameter, unless it looks like a misspelt listed one.
 * @throws AppError of type `input` with every problem. Nothing has been sent at this point.
 */
export function checkParams(
  operation: Operation,
  given: Readonly<Record<string, unknown>>,
): Pick<Call, "params" | "unlisted"> {
  const properties = Object.fromEntries<JsonSchema>([
    ...operation.pathParams.map((name) => [name, TEXT] as const),
    ...Object.entries(operation.queryParams).map(([name, of]) => [name, readableAs(of)] as const),
  ]);
  const known = Object.keys(properties);
  const read = asFields(readAs({ type: "object", properties }, given));
  const params: Call["params"] = {};
  const unlisted: string[] = [];
  const problems: string[] = [];
  for (const [name, value] of Object.entries(read)) {
    const listed = known.includes(name);
    const slip = listed ? undefined : slipOf(name, known);
    if (slip !== undefined)
      problems.push(`${quoted(name, 60)} is not a parameter. Did you mean ${slip}?`);
    else if (losesDigits(value)) problems.push(`params.${name} ${LOST_DIGITS}.`);
    else if (!isPlain(value)) problems.push(notPlain(name, listed));
    else {
      params[name] = value;
      if (!listed) unlisted.push(name);
    }
  }
  const needed = known.filter(
    (name) => operation.pathParams.includes(name) || operation.queryParams[name]?.required,
  );
  for (const name of needed) {
    if (!Object.hasOwn(read, name)) problems.push(`params.${name} is required.`);
  }
  if (problems.length > 0) throw refused(operation, problems, paramsHint(known));
  buildUrl(FIVETRAN_ORIGIN, operation, params, unlisted);
  return unlisted.length === 0 ? { params } : { params, unlisted };
}

/** Returns a note that names of unknown parameters or fields were sent. */
export const notKnown = (names: readonly string[]) =>
  names.length === 0
    ? []
    : [
        `This version does not know ${names.map((name) => quoted(name, 100)).join(", ")}. The request contains ${names.length === 1 ? "it" : "them"} unchanged.`,
      ];

const notPlain = (name: string, isListed: boolean) =>
  isListed
    ? `params.${name} must be a string, number or boolean.`
    : `${quoted(name, 60)} is not a parameter, and its value is an object or a list. Give each parameter directly in params.`;

const paramsHint = (known: readonly string[]) =>
  known.length > 0
    ? `The operation takes these params: ${known.join(", ")}.`
    : "The operation takes no params.";

/**
 * Checks a body against its schema.
 * @returns the new fields. A field is new if the schema does not list it, it does not look like a
 * misspelt listed field, and `knows` does not find it in another variant of the body.
 * @throws AppError of type `input` with every problem. Nothing has been sent at this point.
 */
export async function checkBody(
  operation: Operation,
  body: Json,
  schema: JsonSchema,
  { notation, knows }: { notation: Notation; knows: (field: string) => boolean },
): Promise<string[]> {
  const found = await checkFields(body, schema);
  const isNew = ({ kind, path }: FieldProblem) =>
    kind === "unknown" &&
    typeof path.at(-1) === "string" &&
    !knows(String(path.at(-1))) &&
    slipOf(
      String(path.at(-1)),
      Object.keys(schemaAt(schema, path.slice(0, -1))?.properties ?? {}),
    ) === undefined;
  refuse(
    operation,
    found.filter((problem) => !isNew(problem)).map(({ text }) => text),
    notation,
  );
  return found.filter(isNew).map(({ path }) => pathText(path));
}

/**
 * Checks that each reference to a secret is in a field that the schema marks as secret.
 * @throws AppError of type `input` with every misplaced reference.
 */
export function checkReferences(
  operation: Operation,
  body: Json,
  notation: Notation,
  schema?: JsonSchema,
): void {
  const marked = (path: Path) => isMarked(placeAt(schema, path));
  refuse(operation, referenceProblems(body, marked), notation);
}

/**
 * Rejects values that the schema does not restrict. Each problem says which values are accepted.
 * @throws AppError of type `input` if there are problems.
 */
export function refuseValues(operation: Operation, problems: readonly string[]): void {
  if (problems.length > 0)
    throw refused(
      operation,
      problems,
      "Give valid values. Ask the user for values that you do not know.",
    );
}

/** @throws AppError of type `input` if there are problems. */
function refuse(operation: Operation, problems: readonly string[], notation: Notation): void {
  if (problems.length === 0) return;
  throw refused(
    operation,
    problems,
    `All fields: ${notation.tool("search_api", { operation_id: operation.id })}`,
  );
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

function refused(operation: Operation, problems: readonly string[], hint: string): AppError {
  const more = problems.length - MOST_PROBLEMS;
  const shown = problems.slice(0, MOST_PROBLEMS).join(" ");
  return inputError(
    `${operation.id}: ${shown}${more > 0 ? ` And ${more} more.` : ""}`,
    `Nothing was sent. ${hint}`,
  );
}
