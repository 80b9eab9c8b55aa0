import type { Json } from "../../base/json.js";
import { type JsonSchema, schemaAt, withFields } from "../../base/json-schema.js";
import { createRedactor } from "../../base/secret.js";
import { sanitize } from "../../base/text.js";
import type { BodySchemas } from "../../client/operations/body-schemas.js";
import type { Operation } from "../../client/operations/catalog.js";
import { isSecretPath } from "../../client/operations/secret-fields.js";

const MASK = "******";
const MAX_TEXT = 2000;
const MAX_KEY = 300;
const MAX_DEPTH = 64;

/** Masks what looks like a secret wherever it stands: keys, tokens, URLs with a password. */
const redactSecrets = createRedactor([]);

export interface Place {
  /** The schema of the value; where it says nothing, names decide. */
  schema?: JsonSchema | undefined;
  /** The names that lead to the value. */
  path?: readonly string[];
}

function below({ schema, path = [] }: Place, key: string): Place {
  // The keys of a map are names from the source, not of fields.
  const isMap = schema?.propertyNames !== undefined;
  return { schema: schemaAt(schema, [key]), path: isMap ? [] : [...path, key] };
}

const itemOf = ({ schema, path = [] }: Place): Place => ({ schema: schema?.items, path });

/**
 * A copy that may be shown: secrets masked by schema and by name, hidden characters in text made visible, long text
 * clipped. Ids and names of ordinary form are not touched.
 */
export function presentable(value: unknown, place: Place, depth = 0): Json {
  if (value === null || value === undefined) return null;
  if (depth > MAX_DEPTH) return MASK;
  if (Array.isArray(value)) {
    const item = itemOf(place);
    return value.map((one: unknown) => presentable(one, item, depth + 1));
  }
  if (typeof value === "object") {
    if (isReference(value)) return { secret_ref: String(value.secret_ref) };
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        sanitize(key, MAX_KEY),
        presentable(inner, below(place, key), depth + 1),
      ]),
    );
  }
  if (typeof value === "boolean") return value;
  if (isSecret(place)) return value === "" ? "" : MASK;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return sanitize(redactSecrets(String(value)), MAX_TEXT);
}

/** A field of a record: where it is, and its value as it may be shown. */
export interface ShownField {
  path: string;
  shown: Json;
  /** Whether a secret is masked in it. */
  masked: boolean;
}

/** The fields of a record, the inner ones by path; a list of plain values is one field. */
export function shownFields(value: unknown, place: Place, at = "", depth = 0): ShownField[] {
  const deeper = depth < MAX_DEPTH;
  if (
    deeper &&
    Array.isArray(value) &&
    value.some((item) => typeof item === "object" && item !== null)
  ) {
    const item = itemOf(place);
    return value.flatMap((one, index) => shownFields(one, item, `${at}[${index}]`, depth + 1));
  }
  if (deeper && isRecord(value) && !isReference(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, inner]) => {
      const name = /^[\w-]{1,100}$/.test(key) ? key : JSON.stringify(sanitize(key, MAX_KEY));
      return shownFields(inner, below(place, key), at === "" ? name : `${at}.${name}`, depth + 1);
    });
  }
  const shown = presentable(value, place);
  return [{ path: at, shown, masked: [shown].flat().includes(MASK) }];
}

function isSecret({ schema, path = [] }: Place): boolean {
  if (schema?.format === "password") return true;
  // A known scalar is what its schema says; elsewhere the name decides.
  const scalar = schema?.type !== undefined && schema.type !== "object" && schema.type !== "array";
  return !scalar && path.length > 0 && isSecretPath(path);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const isReference = (value: unknown): value is { secret_ref: unknown } =>
  isRecord(value) && Object.keys(value).length === 1 && "secret_ref" in value;

/** The path of the first masked value, as Fivetran shows secrets; undefined where there is none. */
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

/** The schema of a response with the fields of its destination's service, which says which of them are secret. */
export function responseSchema(
  { resource }: Operation,
  data: unknown,
  schema: JsonSchema | undefined,
  schemas: BodySchemas,
): JsonSchema | undefined {
  if (resource !== "destinations" || schema === undefined) return schema;
  const service = typeof data === "object" && data !== null && "service" in data && data.service;
  const own = typeof service === "string" && schemas.variant("create_destination", service);
  return own ? withFields(schema, own) : schema;
}
