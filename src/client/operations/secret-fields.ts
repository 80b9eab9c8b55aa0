import { type JsonSchema, type Path, schemaAt } from "../../base/json-schema.js";
import { SECRET_NAMES } from "./generated/secret-names.js";

/** Fields that contain no secret: hosts, roles, public keys, and the method of authentication. */
const PLAIN =
  /(^|_)(hosts?|hostname)$|arn$|^auth$|(^|_)auth(entication|orization)?_(type|method|mode)$|public_key$/i;

/**
 * Names that end in a word for a secret. A name that continues after that word, such as `token_url`, is something
 * else.
 */
const SECRET =
  /(passw(or)?d|pwd|pass_?phrase|secret|token|(private|pvt|api|access|account|secret)_?key|credential|connection_(string|uri)|sas(_url)?|cookie|pem|pat)s?(_?\d+)?$/i;

/** Names that usually belong to a secret. They decide only for a field that no definition describes. */
const SECRET_AS_A_RULE = /(_key|_pass|secret_value)$/i;

/** The properties of a field in a definition. */
export interface FieldFacts {
  type?: string | string[] | undefined;
  format?: string | undefined;
  enum?: readonly unknown[] | undefined;
}

/**
 * Whether a field that a definition describes is a secret. Fivetran marks most secrets, but not the tokens of `auth`
 * and a few others. Enumerations, numbers and booleans are not secrets. Hosts, roles and methods of authentication
 * are not either.
 */
export function isSecretField(name: string, { type, format, enum: values }: FieldFacts): boolean {
  const kinds = [type ?? []].flat();
  const text = kinds.length === 0 || kinds.includes("string") || kinds.includes("object");
  if (!text || (values?.length ?? 0) > 0 || PLAIN.test(name)) return false;
  return format === "password" || (SECRET.test(name) && !kinds.includes("object"));
}

/** All values inside these fields are secrets, except keys and ids. */
const CONTAINERS = new Set(["auth", "secrets", "secrets_list", "files", "custom_payloads"]);

/** Whether a field that no definition describes is a secret, judged by the names on its path. */
function isSecretName(names: readonly string[]): boolean {
  const name = names.at(-1) ?? "";
  const above = names.slice(0, -1);
  // These fields hold names of entries in a secrets manager, not the secrets.
  if (above.includes("external_secrets_keys_config") || PLAIN.test(name)) return false;
  // Anyone who has the link of a connect card can authorize the connector.
  if (above.includes("connect_card") || SECRET.test(name) || SECRET_AS_A_RULE.test(name))
    return true;
  const configures = above.includes("config") || above.includes("auth");
  if (configures && SECRET_NAMES.has(name)) return true;
  return above.some(
    (part) => SECRET.test(part) || (CONTAINERS.has(part) && !/(^|_)(key|id)$/.test(name)),
  );
}

/** The position of a value in a record. */
export interface Place {
  /** The schema of the value. Undefined if no definition describes it. */
  schema?: JsonSchema | undefined;
  /** The names on the path to the value. */
  names?: readonly string[];
  /** Whether the schema of an enclosing value marks it as a secret. */
  inSecret?: boolean;
}

/** The position of a part of a value, by field name or item index. */
export function placeOf(
  { schema, names = [], inSecret = false }: Place,
  key: string | number,
): Place {
  // The keys of a map come from the source. They are not field names.
  const isMap = schema?.propertyNames !== undefined;
  return {
    schema: schemaAt(schema, [key]),
    names: typeof key === "number" ? names : isMap ? [] : [...names, key],
    inSecret: inSecret || schema?.format === "password",
  };
}

export const placeAt = (schema: JsonSchema | undefined, path: Path): Place =>
  path.reduce<Place>(placeOf, { schema });

/** Whether the schema marks the value as a secret. Undefined if no schema describes the value. */
export function isMarked({ schema, inSecret }: Place): boolean | undefined {
  if (inSecret || schema?.format === "password") return true;
  const kinds = [schema?.type ?? []].flat();
  const open = kinds.length === 0 || kinds.includes("object") || kinds.includes("array");
  return open && schema?.enum === undefined ? undefined : false;
}

/** Whether the value is a secret. The schema decides; without one, the names on the path to the value decide. */
export const isSecretAt = (place: Place): boolean =>
  isMarked(place) ??
  (place.names !== undefined && place.names.length > 0 && isSecretName(place.names));

const MASK = "[redacted]";
const MAX_DEPTH = 64;

/**
 * Copies a record and masks every string and number in a secret field. Booleans stay, because a flag such as
 * `is_primary_key` is not secret.
 */
export function maskFields(value: unknown, place: Place = {}, depth = 0): unknown {
  if (depth > MAX_DEPTH) return MASK;
  const part = (inner: unknown, key: string | number) =>
    maskFields(inner, placeOf(place, key), depth + 1);
  if (Array.isArray(value)) return value.map(part);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, part(inner, key)]));
  }
  const hidden = typeof value === "number" || (typeof value === "string" && value !== "");
  return hidden && isSecretAt(place) ? MASK : value;
}
