import { inputError } from "../base/errors.js";
import type { Json } from "../base/json.js";
import {
  expected,
  type JsonSchema,
  type Path,
  pathText,
  schemaAt,
  valueAt,
} from "../base/json-schema.js";
import { nearest } from "../base/nearest.js";
import { LOST_DIGITS, losesDigits } from "../base/read-as.js";
import { isReference } from "../base/secret.js";
import { bare, quoted } from "../base/text.js";

export interface FieldProblem {
  kind: "unknown" | "required" | "value";
  path: Path;
  text: string;
}

/**
 * Checks a value against a JSON Schema; `at` is the path of the value itself, such as `["config"]`. Every problem names
 * the field and what fits; no value is repeated. `null` fits everywhere: it empties a field, and Fivetran says where it
 * cannot. Which fields take a reference to a secret, `referenceProblems` says.
 */
export async function checkFields(
  value: Json,
  schema: JsonSchema,
  at: Path = [],
): Promise<FieldProblem[]> {
  const problems = new Map<string, FieldProblem>();
  const add = (kind: FieldProblem["kind"], path: Path, text: string) => {
    const key = JSON.stringify(path);
    if (!problems.has(key)) problems.set(key, { kind, path, text });
  };
  const name = (path: Path) => pathText([...at, ...path]) || "body";

  const references = pathsIn(value, isReference);
  const inReference = (path: Path) =>
    references.some((reference) => reference.every((part, index) => path[index] === part));

  const missing: Path[] = [];
  for (const { keyword, path } of await violations(value, schema)) {
    const found = valueAt(value, path);
    const field = schemaAt(schema, path);
    if (keyword === "false") {
      if (inReference(path.slice(0, -1))) continue;
      const known = Object.keys(schemaAt(schema, path.slice(0, -1))?.properties ?? {});
      const text = `${quoted(name(path), 100)} is not a field.${didYouMean(path.at(-1), known)}`;
      add("unknown", path, text);
      continue;
    }
    if (keyword === "not") add("value", path, `${name(path)} cannot be set.`);
    if (inReference(path) || found === null || field === undefined) continue;
    if (keyword === "required") {
      const given = new Set(Object.keys(found ?? {}));
      for (const key of field.required ?? []) if (!given.has(key)) missing.push([...path, key]);
    } else if (VALUE_KEYWORDS.has(keyword)) {
      const values = (field.enum ?? []).map(String);
      add("value", path, `${name(path)} must be ${expected(field)}.${didYouMean(found, values)}`);
    }
  }
  for (const path of pathsIn(value, losesDigits)) {
    add("value", path, `${name(path)} ${LOST_DIGITS}.`);
  }
  for (const path of missing) add("required", path, `${name(path)} is required.`);
  return [...problems.values()];
}

/** What the validator finds: the keyword of the schema that is violated, and the path of the value. */
async function violations(value: Json, schema: JsonSchema) {
  const { Validator } = await import("@cfworker/json-schema");
  try {
    const { errors } = new Validator(schema, "2020-12", false).validate(value);
    return errors.map(({ keyword, instanceLocation }) => ({
      keyword,
      path: pathOf(instanceLocation, value),
    }));
  } catch (error) {
    // The validator writes the names of fields into URIs.
    if (!(error instanceof URIError)) throw error;
    throw inputError("The name of a field is not valid Unicode.", "Nothing was sent.");
  }
}

/** The keywords about a value itself; the others repeat what was found inside it. */
const VALUE_KEYWORDS = new Set(["type", "enum", "pattern"]);

/** The known name that a wrong one resembles, as a question to add; empty where none does. */
function didYouMean(word: unknown, known: readonly string[]): string {
  if (typeof word !== "string") return "";
  const [similar] = nearest(word, known, (name) => name, 1);
  return similar === undefined ? "" : ` Did you mean ${similar}?`;
}

/**
 * The references in fields that do not take one: from any other field a later read shows the value. `isMarked` says
 * whether a field is known to be a secret; undefined where nothing is known of it.
 */
export function referenceProblems(
  value: Json,
  isMarked: (path: Path) => boolean | undefined,
  at: Path = [],
): string[] {
  return pathsIn(value, isReference).flatMap((path) => {
    const marked = isMarked(path);
    if (marked === true) return [];
    const name = bare(pathText([...at, ...path]));
    return marked === false
      ? [
          `${name} is not a secret field, so it cannot take a secret_ref: a read would show the value.`,
        ]
      : [`${name} cannot take a secret_ref: no field list of this type says that it is a secret.`];
  });
}

/** The paths of all values of a kind; none inside one of them. */
function pathsIn(value: Json, isOne: (value: Json) => boolean, path: Path = []): Path[] {
  if (isOne(value)) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Array.isArray(value)
    ? value.flatMap((item, index) => pathsIn(item, isOne, [...path, index]))
    : Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, isOne, [...path, key]));
}

/** The path of a JSON Pointer in a URI fragment, `#/config/reports/0`. */
function pathOf(pointer: string, value: Json): Path {
  const path: (string | number)[] = [];
  for (const part of pointer.split("/").slice(1)) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(valueAt(value, path)) ? Number(key) : key);
  }
  return path;
}
