import * as z from "zod";

export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export const Json: z.ZodType<Json> = z.json();
export const JsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function withoutUndefined(fields: Record<string, Json | undefined>): JsonObject {
  const entries = Object.entries(fields);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Returns a copy that shares nothing with the original. Most values need no copy. */
export function copyOf<T>(value: T): T {
  return typeof value === "object" && value !== null ? structuredClone(value) : value;
}

/** Merges objects key by key at every depth. Any other value replaces the previous one. */
export function deepMerge(base: JsonObject, change: JsonObject): JsonObject {
  const merged: JsonObject = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const present = Object.hasOwn(merged, key) ? merged[key] : undefined;
    const next = isObject(value) && isObject(present) ? deepMerge(present, value) : value;
    // A plain assignment to "__proto__" would change the object's prototype instead.
    Object.defineProperty(merged, key, {
      value: next,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return merged;
}

const SECRET_NAME =
  /pass(word|phrase)|secret|token|credential|private_key|access_key|api_key|apikey|encryption_key|^pats?$/i;

export const MASK = "******";

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/**
 * Returns a value in the form of the API, with secrets and everything inside `auth` as asterisks.
 */
export function masked(value: Json, isSecret = isSecretName, secret = false): Json {
  if (Array.isArray(value)) return value.map((entry) => masked(entry, isSecret, secret));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [
        name,
        // An `auth` that is text is a sign-in method such as PASSWORD, not a secret.
        masked(entry, isSecret, secret || (name === "auth" && isObject(entry)) || isSecret(name)),
      ]),
    );
  }
  return secret && value !== null && value !== "" ? MASK : value;
}

export function maskedObject(config: JsonObject, isSecret = isSecretName): JsonObject {
  const shown = masked(config, isSecret);
  return isObject(shown) ? shown : {};
}

/** Returns a stored configuration after a change, with its secrets as asterisks. */
export function mergeMasked(
  stored: Json | undefined,
  change: JsonObject,
  isSecret = isSecretName,
): JsonObject {
  return maskedObject(deepMerge(isObject(stored) ? stored : {}, change), isSecret);
}
