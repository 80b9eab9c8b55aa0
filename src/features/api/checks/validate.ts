import { type AppError, inputError } from "../../../base/errors.js";
import { asFields, type Json } from "../../../base/json.js";
import type { JsonSchema, Path } from "../../../base/json-schema.js";
import { LOST_DIGITS, losesDigits, readAs } from "../../../base/read-as.js";
import { quoted } from "../../../base/text.js";
import { buildUrl, FIVETRAN_ORIGIN } from "../../../client/http/url.js";
import type { Call } from "../../../client/operations/call.js";
import type { Operation, QueryParam } from "../../../client/operations/catalog.js";
import { isMarked, placeAt } from "../../../client/operations/secret-fields.js";
import { checkFields, didYouMean, referenceProblems } from "../../../toolkit/check-fields.js";
import type { Notation } from "../../../toolkit/notation.js";

const MOST_PROBLEMS = 5;

/** Numbers, true and false are taken as they are written. */
const TEXT: JsonSchema = { type: ["string", "number", "boolean"] };

const readableAs = ({ type, enum: choices }: QueryParam): JsonSchema =>
  choices !== undefined ? { enum: [...choices] } : type === "string" ? TEXT : { type };

/**
 * Reads and checks the values of path and query against the catalogue.
 * @throws AppError of type `input` that names every problem; nothing was sent.
 */
export function checkParams(
  operation: Operation,
  given: Readonly<Record<string, unknown>>,
): Call["params"] {
  const properties = Object.fromEntries<JsonSchema>([
    ...operation.pathParams.map((name) => [name, TEXT] as const),
    ...Object.entries(operation.queryParams).map(([name, of]) => [name, readableAs(of)] as const),
  ]);
  const known = Object.keys(properties);
  const read = asFields(readAs({ type: "object", properties }, given));
  const params: Call["params"] = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(read)) {
    if (!known.includes(name))
      problems.push(`${quoted(name, 60)} is not a parameter.${didYouMean(name, known)}`);
    else if (losesDigits(value)) problems.push(`params.${name} ${LOST_DIGITS}.`);
    else if (isPlain(value)) params[name] = value;
    else problems.push(`${name} must be a string, number or boolean.`);
  }
  const needed = known.filter(
    (name) => operation.pathParams.includes(name) || operation.queryParams[name]?.required,
  );
  for (const name of needed) {
    if (!Object.hasOwn(read, name)) problems.push(`params.${name} is required.`);
  }
  if (problems.length > 0) throw refused(operation, problems, paramsHint(known));
  buildUrl(FIVETRAN_ORIGIN, operation, params);
  return params;
}

const paramsHint = (known: readonly string[]) =>
  known.length > 0 ? `params: ${known.join(", ")}.` : "It takes no params.";

/**
 * Checks a body against its schema.
 * @throws AppError of type `input` that names every problem; nothing was sent.
 */
export async function checkBody(
  operation: Operation,
  body: Json,
  schema: JsonSchema,
  notation: Notation,
): Promise<void> {
  const problems = await checkFields(body, schema);
  refuse(
    operation,
    problems.map(({ text }) => text),
    notation,
  );
}

/**
 * Checks that each reference to a secret stands in a field that the schema marks as one.
 * @throws AppError of type `input` that names every other.
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

/** @throws AppError of type `input` that names the problems, if there are any. */
export function refuse(
  operation: Operation,
  problems: readonly string[],
  notation: Notation,
): void {
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
