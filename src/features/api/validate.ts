import { type AppError, inputError } from "../../base/errors.js";
import type { Json } from "../../base/json.js";
import { nearest } from "../../base/nearest.js";
import { quoted } from "../../base/text.js";
import { buildUrl, FIVETRAN_ORIGIN } from "../../client/http/url.js";
import type { ShapeBook } from "../../client/operations/body-schemas.js";
import type { Call } from "../../client/operations/call.js";
import type { Operation } from "../../client/operations/catalog.js";
import { isSecretPath } from "../../client/operations/secret-fields.js";
import type { Field, Shape } from "../../client/operations/shape.js";

const MOST_PROBLEMS = 5;

/**
 * Checks the values of path and query against the catalogue.
 * @throws AppError of type `input` that names every problem; nothing was sent.
 */
export function checkParams(
  operation: Operation,
  given: Readonly<Record<string, unknown>>,
): Call["params"] {
  const known = [...operation.pathParams, ...Object.keys(operation.queryParams)];
  const params: Call["params"] = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (!known.includes(name))
      problems.push(`no parameter ${quoted(name, 60)}${meant(name, known)}.`);
    else if (isPlain(value)) params[name] = value;
    else problems.push(`${name} takes a string, number or boolean.`);
  }
  const needed = known.filter(
    (name) => operation.pathParams.includes(name) || operation.queryParams[name]?.required,
  );
  for (const name of needed) {
    if (!Object.hasOwn(given, name)) problems.push(`params.${name} is required.`);
  }
  if (problems.length > 0) throw refused(operation, problems, paramsHint(known));
  buildUrl(FIVETRAN_ORIGIN, operation, params);
  return params;
}

const paramsHint = (known: readonly string[]) =>
  known.length > 0 ? `params: ${known.join(", ")}.` : "It takes no params.";

/**
 * Checks a body against its shape.
 * @throws AppError of type `input` that names every problem; nothing was sent.
 */
export function checkBody(operation: Operation, body: Json, shape: Shape, book: ShapeBook): void {
  const problems: string[] = [];
  walk(body, shape, []);
  if (problems.length > 0) {
    throw refused(operation, problems, `All fields: search_api operation_id=${operation.id}.`);
  }

  function walk(value: Json, of: Shape, path: readonly string[]): void {
    const form = book.resolve(of);
    const where = path.length === 0 ? "body" : path.join(".");
    // What is left empty stays empty; Fivetran says where it may not.
    if (value === null) return;
    if (isReference(value)) {
      if (!takesSecret(form, path)) {
        problems.push(`${where} is no secret field, so it takes no secret_ref.`);
      }
      return;
    }
    switch (form.kind) {
      case "choice":
        if (form.values.includes(String(value)) && fitsChoice(value, form.of)) return;
        problems.push(`${where} takes ${some(form.values)}${near(value, form.values)}.`);
        return;
      case "list":
        if (!Array.isArray(value)) problems.push(`${where} takes a list.`);
        else {
          for (const [index, item] of value.entries())
            walk(item, form.of, [...path, String(index)]);
        }
        return;
      case "map":
        if (!isObject(value)) problems.push(`${where} takes an object keyed by ${form.key} name.`);
        else for (const [key, item] of Object.entries(value)) walk(item, form.of, [...path, key]);
        return;
      case "fields":
        if (isObject(value)) fields(value, form.fields, path);
        else problems.push(`${where} takes an object.`);
        return;
      case "simple":
        simple(value, form.name, where, path);
    }
  }

  function fields(
    value: Record<string, Json>,
    known: Readonly<Record<string, Field>>,
    path: readonly string[],
  ): void {
    for (const [name, item] of Object.entries(value)) {
      const field = Object.hasOwn(known, name) ? known[name] : undefined;
      const where = [...path, name];
      if (field !== undefined) walk(item, field.shape, where);
      else
        problems.push(
          `no field ${quoted(where.join("."), 100)}${meant(name, Object.keys(known))}.`,
        );
    }
    for (const [name, { required }] of Object.entries(known)) {
      if (required && !Object.hasOwn(value, name)) {
        problems.push(`${[...path, name].join(".")} is required.`);
      }
    }
  }

  function simple(value: Json, name: string, where: string, path: readonly string[]): void {
    if (name === "any") return;
    if (name === "object") {
      if (isObject(value)) openFields(value, path);
      else problems.push(`${where} takes an object.`);
      return;
    }
    if (!SIMPLE_FITS[name]?.(value)) problems.push(`${where} takes ${SIMPLE_WORDS[name] ?? name}.`);
  }

  /** Of open form: any field, but a reference only where a secret stands. */
  function openFields(value: Json, path: readonly string[]): void {
    if (isReference(value)) {
      if (isSecretPath(path)) return;
      problems.push(`${path.join(".")} is no secret field, so it takes no secret_ref.`);
    } else if (Array.isArray(value)) {
      for (const item of value) openFields(item, path);
    } else if (isObject(value)) {
      for (const [key, item] of Object.entries(value)) openFields(item, [...path, key]);
    }
  }
}

const isString = (value: Json) => typeof value === "string";
const SIMPLE_FITS: Record<string, (value: Json) => boolean> = {
  string: isString,
  time: isString,
  bytes: isString,
  secret: (value) => isString(value) || isObject(value),
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
};
const SIMPLE_WORDS: Record<string, string> = {
  string: "a string",
  time: "an ISO time",
  secret: 'a string, or better {"secret_ref":"env:NAME"}',
  integer: "a whole number",
  boolean: "true or false",
};

const takesSecret = (form: Shape, path: readonly string[]) =>
  form.kind === "simple" &&
  (form.name === "secret" ||
    ((form.name === "object" || form.name === "any") && isSecretPath(path)));

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";
const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isReference = (value: Json) => isObject(value) && Object.hasOwn(value, "secret_ref");
const fitsChoice = (value: Json, of: "string" | "integer") =>
  of === "integer" ? typeof value === "number" : typeof value === "string";

const MOST_VALUES = 12;
const some = (values: readonly string[]) =>
  values.length <= MOST_VALUES
    ? values.join(", ")
    : `one of ${values.length} values, such as ${values.slice(0, 4).join(", ")}`;
const near = (value: Json, values: readonly string[]) =>
  typeof value === "string" ? meant(value, values) : "";
const meant = (word: string, known: readonly string[]) => {
  const found = nearest(word, known, (name) => name, 1);
  return found.length > 0 ? `; did you mean ${found.join("")}?` : "";
};

function refused(operation: Operation, problems: readonly string[], hint: string): AppError {
  const more = problems.length - MOST_PROBLEMS;
  const shown = problems.slice(0, MOST_PROBLEMS).join(" ").replaceAll("?.", "?");
  return inputError(
    `${operation.id}: ${shown}${more > 0 ? ` And ${more} more.` : ""}`,
    `Nothing was sent. ${hint}`,
  );
}
