import { inputError } from "../base/errors.js";
import { asFields, type Json } from "../base/json.js";
import {
  expected,
  type JsonSchema,
  type Path,
  pathText,
  schemaAt,
  typeOf,
  valueAt,
} from "../base/json-schema.js";
import { nearest } from "../base/nearest.js";
import { LOST_DIGITS, losesDigits, readAs } from "../base/read-as.js";
import { isReference } from "../base/secret.js";
import { bare, cannotBeSecret, quoted } from "../base/text.js";

export interface FieldProblem {
  kind: "unknown" | "misplaced" | "required" | "value";
  path: Path;
  text: string;
}

/**
 * Checks a value against a JSON Schema. `at` is the path of the value itself, such as `["config"]`. Each problem
 * contains the path of the field and the accepted values, but not the given value. `null` is accepted everywhere: it
 * clears a field, and Fivetran rejects it if that is not possible. `referenceProblems` checks references to secrets.
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
      const { properties = {} } = schemaAt(schema, path.slice(0, -1)) ?? {};
      const right = rightPlace(String(path.at(-1)), found, properties);
      const hint = right ?? didYouMean(path.at(-1), Object.keys(properties));
      const text = `${quoted(name(path), 100)} is not a field.${hint}`;
      add(right === undefined ? "unknown" : "misplaced", path, text);
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

/**
 * Says where the value of an unknown field belongs: inside another field, as the name `config.host` means, or one level
 * up, if all that it contains are known fields. Undefined if that is not known.
 */
function rightPlace(
  key: string,
  value: unknown,
  properties: Readonly<Record<string, JsonSchema>>,
): string | undefined {
  const isKnown = (field: string) => Object.hasOwn(properties, field);
  const [head = "", ...rest] = key.split(".");
  if (rest.length > 0 && isKnown(head) && typeOf(properties[head] ?? {}) === "object") {
    return ` Write it inside ${head}: {${JSON.stringify(rest.join("."))}: …}.`;
  }
  const fields = Object.keys(asFields(readAs({ type: "object" }, value)));
  return fields.length > 0 && fields.every(isKnown) ? withoutWrapper(fields, key) : undefined;
}

/** The remedy for known fields inside an unknown one. */
export const withoutWrapper = (fields: readonly string[], key: string): string =>
  ` Give ${fields.join(", ")} directly, without ${quoted(key, 60)} around ${fields.length === 1 ? "it" : "them"}.`;

/** The results of the validator: the violated keyword of the schema, and the path of the value. */
async function violations(value: Json, schema: JsonSchema) {
  const { Validator } = await import("@cfworker/json-schema");
  try {
    const { errors } = new Validator(schema, "2020-12", false).validate(value);
    return errors.map(({ keyword, instanceLocation }) => ({
      keyword,
      path: pathOf(instanceLocation, value),
    }));
  } catch (error) {
    // The validator puts field names into URIs, which fails for invalid Unicode.
    if (!(error instanceof URIError)) throw error;
    throw inputError("The name of a field is not valid Unicode.", "Nothing was sent.");
  }
}

/** Keywords that concern the value itself. Errors of other keywords repeat those of inner values. */
const VALUE_KEYWORDS = new Set(["type", "enum", "pattern"]);

/** Suggests the known name that is similar to a word, as a question. Empty if none is. */
function didYouMean(word: unknown, known: readonly string[]): string {
  if (typeof word !== "string") return "";
  const [similar] = nearest(word, known, (name) => name, 1);
  return similar === undefined ? "" : ` Did you mean ${similar}?`;
}

/**
 * Finds references to secrets in fields that are not secret, because a later read of such a field would show the value.
 * Also finds texts in secret fields that only name the secret, because a plan does not show them. `isMarked` returns
 * whether a field is a secret, or undefined if nothing is known about the field.
 */
export function referenceProblems(
  value: Json,
  isMarked: (path: Path) => boolean | undefined,
  at: Path = [],
): string[] {
  const isExamined = (json: Json) => isReference(json) || namesSecret(json);
  return pathsIn(value, isExamined).flatMap((path) => {
    const marked = isMarked(path);
    const name = bare(pathText([...at, ...path]));
    if (!isReference(valueAt(value, path))) {
      return marked === true
        ? [
            `${name} is the name of a secret, not the secret. To refer to a secret, give {"secret_ref":"env:NAME"}.`,
          ]
        : [];
    }
    if (marked === true) return [];
    return marked === false
      ? [
          `${name} is not a secret field, so it cannot take a secret_ref. Fivetran's API would return its value.`,
        ]
      : [
          `${name} cannot take a secret_ref, because the field list of this type does not mark it as a secret.`,
        ];
  });
}

/** Whether a text is a placeholder, or the name in a reference to a secret without the reference around it. */
const namesSecret = (value: Json) =>
  typeof value === "string" && (cannotBeSecret(value.trim()) || /^env:\w+$/.test(value.trim()));

/** The paths of all matching values. Values inside a match are not examined. */
function pathsIn(value: Json, isOne: (value: Json) => boolean, path: Path = []): Path[] {
  if (isOne(value)) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Array.isArray(value)
    ? value.flatMap((item, index) => pathsIn(item, isOne, [...path, index]))
    : Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, isOne, [...path, key]));
}

/** Converts a JSON Pointer in a URI fragment, such as `#/config/reports/0`, to a path. */
function pathOf(pointer: string, value: Json): Path {
  const path: (string | number)[] = [];
  for (const part of pointer.split("/").slice(1)) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(valueAt(value, path)) ? Number(key) : key);
  }
  return path;
}
