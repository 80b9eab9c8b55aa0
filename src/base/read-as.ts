import { inputError } from "./errors.js";
import type { Json } from "./json.js";
import { type JsonSchema, schemaAt, typeOf } from "./json-schema.js";
import { isReference } from "./secret.js";
import { quoted } from "./text.js";

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a value is an empty string, list or object. */
export const isEmpty = (value: unknown) =>
  value === "" ||
  (Array.isArray(value) && value.length === 0) ||
  (isFields(value) && Object.keys(value).length === 0);

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** Whether a value is empty, or text that contains only blanks. */
export const isBlank = (value: unknown) =>
  isEmpty(typeof value === "string" ? value.trim() : value);

/**
 * Converts a value to the type in its schema, from any form that clients use: JSON text for an object or a list, a
 * single item for a list, text for a number or a boolean, and any letter case for an enum. The JSON text of a reference
 * to a secret is the reference. `null` is treated as absent, and so is an empty or blank value of another type. A value
 * that fits in no form is returned unchanged, so that validation can reject it.
 */
export function readAs(schema: JsonSchema, value: Json): Json;
export function readAs(schema: JsonSchema, value: unknown): unknown;
export function readAs(schema: JsonSchema, given: unknown): unknown {
  const value = isBlank(given) && typeof given === "string" && !takesBlanks(schema) ? "" : given;
  if (schema.enum !== undefined) return choiceOf(schema.enum, value);
  const type = typeOf(schema) ?? (Array.isArray(value) ? "array" : isFields(value) && "object");
  if (type === "array") return readList(schema.items ?? {}, value);
  if (type === "object") return readObject(schema, value);
  if (type === "string" && typeof value !== "string") return asText(schema, value);
  if (typeof value !== "string") return value;
  const reference = REFERENCE.test(value) ? jsonOf(value, "{") : undefined;
  if (isReference(reference)) return reference;
  const text = value.trim();
  if (type === "boolean" && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  if ((type === "integer" || type === "number") && NUMBER.test(text)) {
    const number = Number(text);
    return losesDigits(number) ? value : number;
  }
  return value;
}

/** The start of the JSON text of a reference to a secret, also if it was encoded twice. */
const REFERENCE = /^\s*(?:"\s*)?\{[\s\\]*"secret_ref/;

/** Whether text that contains only blanks can be a value. */
const takesBlanks = (schema: JsonSchema) =>
  schema.enum === undefined &&
  (typeOf(schema) ?? "string") === "string" &&
  (schema.minLength ?? 0) === 0;

/** Converts a number or boolean to text, if the schema accepts text as well as the value's type. */
function asText({ type }: JsonSchema, value: unknown): unknown {
  const kinds: readonly unknown[] = [type].flat();
  const plain = typeof value === "number" || typeof value === "boolean";
  return plain && kinds.includes(typeof value) && !losesDigits(value) ? String(value) : value;
}

/** Whether a number is too large to keep all the digits that were written. */
export const losesDigits = (value: unknown) =>
  typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);

export const LOST_DIGITS = "has too many digits for a number; give the value as a string";

function choiceOf(choices: readonly unknown[], value: unknown): unknown {
  if (typeof value !== "string" || choices.includes(value)) return value;
  const text = value.trim();
  if (NUMBER.test(text) && choices.includes(Number(text))) return Number(text);
  const meant = (spell: (text: string) => string) =>
    choices.filter((choice) => spell(String(choice)) === spell(text));
  const same = meant((text) => text.toLowerCase());
  const alike = same.length > 0 ? same : meant(joined);
  return alike.length > 1 && same.length === 0 ? value : (alike[0] ?? value);
}

/** Choices are spelled with different separators: `ssh tunnel` and `SSH_TUNNEL` are `SshTunnel`. */
const joined = (text: string) => text.toLowerCase().replaceAll(/[\s_-]+/g, "");

function readList(items: JsonSchema, value: unknown): unknown {
  const list = jsonOf(value, "[");
  if (Array.isArray(list)) {
    return list.filter((item) => item !== null).map((item) => readAs(items, item));
  }
  if (typeof list === "string" && items.enum !== undefined) {
    // A choice never contains a comma.
    const choices = list.split(",").map((part) => choiceOf(items.enum ?? [], part));
    if (choices.every((choice) => items.enum?.some((each) => each === choice))) return choices;
  }
  if (list === "" || (typeof list === "string" && isSeveral(list, items))) return value;
  const item = readAs(items, list);
  return fits(item, items) ? [item] : value;
}

/**
 * Whether text stands for a whole list. Where the items are names, a comma or a line break separates several of them,
 * and a dash or a quote at the start begins the first.
 */
const isSeveral = (text: string, items: JsonSchema) =>
  /^\s*\[/.test(text) ||
  (items.enum === undefined &&
    typeOf(items) === "string" &&
    (/^\s*(?:["']|-\s)|,/.test(text) || text.trim().includes("\n")));

/** Whether a single value can be meant as the only item of a list. */
function fits(item: unknown, items: JsonSchema): boolean {
  const type = items.enum === undefined ? typeOf(items) : typeof items.enum[0];
  if (type === "object") return isFields(item) && !isEmpty(item);
  if (type === "integer") return typeof item === "number";
  return typeof item === (type ?? "string");
}

function readObject(schema: JsonSchema, value: unknown): unknown {
  const fields = jsonOf(value, "{");
  // The fields of an open object are read later, by the code that knows them.
  if (!isFields(fields) || schema.additionalProperties === true) return fields;
  const { required = [] } = schema;
  const read = Object.entries(fields).flatMap(([key, inner]): [string, unknown][] => {
    if (inner === null || inner === undefined) return [];
    const field = schemaAt(schema, [key]);
    if (field === undefined) return [[key, readAs({}, inner)]];
    const own = readAs(field, inner);
    const optional = !required.includes(key) && !widens(field, fields);
    return optional && isFiller(field, own) ? [] : [[key, own]];
  });
  return Object.fromEntries(read);
}

/** Whether omitting the field would have a wider effect than its empty value. */
const widens = ({ absent, unless = [] }: JsonSchema, siblings: Fields) =>
  absent !== undefined && unless.every((name) => isEmpty(siblings[name] ?? ""));

/**
 * Whether a value is an empty filler that does not fit the field. Some clients send one for parameters that they do
 * not set.
 */
function isFiller(field: JsonSchema, value: unknown): boolean {
  if (!isEmpty(value) || field.enum?.includes("")) return false;
  const type = field.enum === undefined ? typeOf(field) : "choice";
  if (type === undefined) return false;
  const { minLength = 0, minItems = 0, minProperties = 0 } = field;
  if (typeof value === "string") return type !== "string" || minLength > 0;
  return Array.isArray(value)
    ? type !== "array" || minItems > 0
    : type !== "object" || minProperties > 0;
}

/**
 * Normalizes a value to one form for all that `readAs` treats as equal, without knowing its type. Use this only to
 * decide whether two calls may mean the same. The resulting requests are compared exactly.
 */
export function oneSpelling(value: unknown): unknown {
  const parsed = jsonOr(value);
  const known = typeof parsed === "string" && parsed.includes(",") ? parsed.split(",") : parsed;
  if (Array.isArray(known)) {
    const items = known.filter((item) => item !== null).map(oneSpelling);
    return items.length === 1 ? items[0] : items;
  }
  if (isFields(known)) {
    const given = Object.entries(known).filter(([, inner]) => inner !== null);
    return Object.fromEntries(given.map(([key, inner]) => [key, oneSpelling(inner)]));
  }
  const text = joined(String(known).trim());
  return NUMBER.test(text) ? String(Number(text)) : text;
}

/** Parses JSON text. Returns the text itself if it cannot be parsed or is refused. */
function jsonOr(text: unknown): unknown {
  try {
    return jsonOf(text, "[{");
  } catch {
    return text;
  }
}

/** Parses the JSON text of a list or an object, also if it was encoded twice. Returns any other value unchanged. */
function jsonOf(value: unknown, openings: string): unknown {
  if (typeof value !== "string") return value;
  const opening = value.trimStart().charAt(0) || " ";
  const isTwice = TWICE.exec(value)?.[1];
  if (!openings.includes(opening) && !(isTwice !== undefined && openings.includes(isTwice))) {
    return value;
  }
  let json: unknown;
  try {
    json = JSON.parse(value);
    if (typeof json === "string") json = JSON.parse(json);
  } catch {
    return value;
  }
  inspectShape(json);
  return json;
}

const TWICE = /^\s*"\s*([[{])/;

const MAX_BYTES = 256 * 1024;
const MAX_DEPTH = 16;
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Refuses a value that is too large, is nested too deeply, or has keys that could change a prototype.
 *
 * @throws AppError of type `input`.
 */
export function inspectShape(args: unknown): void {
  let size = 0;
  const visit = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH) {
      throw inputError(
        `Arguments are nested deeper than ${MAX_DEPTH} levels.`,
        "Nothing was sent. Give each parameter in the form of the tool's schema.",
      );
    }
    if (typeof value === "string") size += value.length;
    else size += 8;
    if (size > MAX_BYTES) {
      throw inputError(
        "Arguments are larger than 256 KiB.",
        "Nothing was sent. Send fewer items in a call.",
      );
    }
    if (typeof value !== "object" || value === null) return;
    for (const key of Object.keys(value)) {
      if (FORBIDDEN.has(key)) {
        throw inputError(
          `The key ${quoted(key, 20)} is not allowed.`,
          "Nothing was sent. Leave it out.",
        );
      }
      size += key.length;
      visit(Reflect.get(value, key), depth + 1);
    }
  };
  visit(args, 0);
}
