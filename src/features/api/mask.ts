import { createTurns, type Turn } from "../../base/deadline.js";
import type { Json } from "../../base/json.js";
import { type JsonSchema, withFields } from "../../base/json-schema.js";
import { isReference, looksSecret } from "../../base/secret.js";
import { sanitize } from "../../base/text.js";
import type { BodySchemas } from "../../client/operations/body-schemas.js";
import type { Operation } from "../../client/operations/catalog.js";
import {
  isMarked,
  isSecretAt,
  type Place,
  placeOf,
} from "../../client/operations/secret-fields.js";
import { isEmpty, slim } from "./result.js";

const MASK = "******";
const MAX_TEXT = 2000;
const MAX_KEY = 300;
const MAX_DEPTH = 64;

/**
 * Returns a copy that may be shown. Secrets are masked by schema and by name, hidden characters are
 * made visible, and long text is clipped. Ids and names of ordinary form stay as they are.
 */
export function presentable(value: unknown, place: Place, depth = 0): Json {
  if (value === null || value === undefined) return null;
  if (depth > MAX_DEPTH) return MASK;
  const part = (inner: unknown, key: string | number) =>
    presentable(inner, placeOf(place, key), depth + 1);
  if (Array.isArray(value)) return value.map(part);
  if (isReference(value)) return { secret_ref: String(value.secret_ref) };
  if (isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [sanitize(key, MAX_KEY), part(inner, key)]),
    );
  }
  if (typeof value === "boolean") return value;
  if (isSecretAt(place)) return value === "" ? "" : MASK;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return sanitize(String(value), MAX_TEXT);
}

/**
 * The number of levels that are processed field by field. Deeper levels contain few fields each.
 */
const MOST_LEVELS = 5;

/**
 * Like `presentable`, but removes empty fields. It yields to other work between fields, because a
 * response can have millions of them.
 */
export async function shownInTurns(
  value: unknown,
  place: Place,
  turn: Turn = createTurns(),
  depth = 0,
): Promise<Json> {
  if (depth >= MOST_LEVELS || !isRecord(value) || isReference(value)) {
    return slim(presentable(value, place, depth));
  }
  const kept: [string, Json][] = [];
  for (const [key, inner] of Object.entries(value)) {
    const shown = await shownInTurns(inner, placeOf(place, key), turn, depth + 1);
    if (!isEmpty(shown)) kept.push([sanitize(key, MAX_KEY), shown]);
    await turn();
  }
  return Object.fromEntries(kept);
}

/** A field of a record: its path, and its value in a form that may be shown. */
export interface ShownField {
  path: string;
  shown: Json;
  /** True if it contains a masked secret. */
  masked: boolean;
}

/**
 * Returns the fields of a record, nested ones by path. A list of plain values counts as one field.
 */
export function shownFields(value: unknown, place: Place, at = "", depth = 0): ShownField[] {
  const deeper = depth < MAX_DEPTH;
  if (
    deeper &&
    Array.isArray(value) &&
    value.some((item) => typeof item === "object" && item !== null)
  ) {
    return value.flatMap((one, index) =>
      shownFields(one, placeOf(place, index), `${at}[${index}]`, depth + 1),
    );
  }
  if (deeper && isRecord(value) && !isReference(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, inner]) => {
      const name = /^[\w-]{1,100}$/.test(key) ? key : JSON.stringify(sanitize(key, MAX_KEY));
      return shownFields(inner, placeOf(place, key), at === "" ? name : `${at}.${name}`, depth + 1);
    });
  }
  const unknown = isMarked(place) === undefined && typeof value === "string" && looksSecret(value);
  const shown = unknown ? MASK : presentable(value, place);
  return [{ path: at, shown, masked: [shown].flat().includes(MASK) }];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Returns the schema of a response with the fields of the destination's service, which show what is
 * secret.
 */
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
