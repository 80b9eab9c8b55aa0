import type { Json } from "../../base/json.js";
import { createRedactor } from "../../base/secret.js";
import { sanitize } from "../../base/text.js";
import type { ShapeBook } from "../../client/operations/body-schemas.js";
import { destinationShape } from "../../client/operations/body-schemas.js";
import type { Operation } from "../../client/operations/catalog.js";
import { isSecretPath } from "../../client/operations/secret-fields.js";
import type { Shape } from "../../client/operations/shape.js";

const MASK = "******";
const MAX_TEXT = 2000;
const MAX_KEY = 300;
const MAX_DEPTH = 64;

/** Masks what only looks like a secret: keys, tokens, addresses with a password. */
const withoutShapes = createRedactor([]);

export interface MaskOptions {
  book: ShapeBook;
  /** What is known of the form; names decide where it says nothing. */
  shape?: Shape | undefined;
  /** The names that lead to the value. */
  path?: readonly string[];
}

/**
 * A copy that may be shown: secrets masked by form and by name, hidden characters in text made visible, long text
 * clipped. Ids and names of ordinary form are not touched.
 */
export function presentable(value: unknown, { book, shape, path = [] }: MaskOptions): Json {
  return walk(value, shape, path, 0);

  function walk(given: unknown, of: Shape | undefined, at: readonly string[], depth: number): Json {
    if (given === null || given === undefined) return null;
    if (depth > MAX_DEPTH) return MASK;
    const form = of === undefined ? undefined : book.resolve(of);
    if (Array.isArray(given)) {
      const item = form?.kind === "list" ? form.of : undefined;
      return given.map((one: unknown) => walk(one, item, at, depth + 1));
    }
    if (typeof given === "object") {
      if (isReference(given)) return { secret_ref: String(given.secret_ref) };
      return Object.fromEntries(
        Object.entries(given).map(([key, inner]) => {
          const field = form?.kind === "fields" ? form.fields[key]?.shape : undefined;
          // The keys of a map are names from the source, not of fields.
          const below = form?.kind === "map" ? [] : [...at, key];
          const next = form?.kind === "map" ? form.of : field;
          return [sanitize(key, MAX_KEY), walk(inner, next, below, depth + 1)];
        }),
      );
    }
    if (typeof given === "boolean") return given;
    if (isSecret(form, at)) return given === "" ? "" : MASK;
    if (typeof given === "number") return Number.isFinite(given) ? given : String(given);
    return sanitize(withoutShapes(String(given)), MAX_TEXT);
  }
}

function isSecret(form: Shape | undefined, path: readonly string[]): boolean {
  if (form?.kind === "simple" && form.name === "secret") return true;
  // A form that is known is believed; elsewhere the name decides.
  const known =
    form?.kind === "choice" ||
    (form?.kind === "simple" && form.name !== "object" && form.name !== "any");
  return !known && path.length > 0 && isSecretPath(path);
}

const isReference = (value: object): value is { secret_ref: unknown } =>
  Object.keys(value).length === 1 && "secret_ref" in value;

/** Whether a masked value, as Fivetran shows it, stands where a real one should; the path to it. */
export function maskedAt(
  value: Json | undefined,
  path: readonly string[] = [],
): string | undefined {
  if (typeof value === "string") return /^\*{3,}$/.test(value) ? path.join(".") : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = maskedAt(inner, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The shape of an answer with the fields of its own service, where they are known: what of them is secret is known then. */
export function configShape(
  { resource }: Operation,
  data: unknown,
  shape: Shape | undefined,
  book: ShapeBook,
): Shape | undefined {
  if (resource !== "destinations" || shape === undefined) return shape;
  const service =
    typeof data === "object" && data !== null && "service" in data ? data.service : undefined;
  const own = typeof service === "string" ? destinationShape(service) : undefined;
  const [all, more] = [book.resolve(shape), own === undefined ? undefined : book.resolve(own)];
  if (all.kind !== "fields" || more?.kind !== "fields") return shape;
  return { kind: "fields", fields: { ...all.fields, ...more.fields } };
}
