import { type JsonSchema, type Path, schemaAt } from "../../base/json-schema.js";
import { SECRET_NAMES } from "./generated/secret-names.js";

/** Where a connection goes and how it signs in. */
const PLAIN =
  /(^|_)(hosts?|hostname)$|arn$|^auth$|(^|_)auth(entication|orization)?_(type|method|mode)$|public_key$/i;

/** Names that end in the word for a secret; what follows that word makes it something else: `token_url`. */
const SECRET =
  /(passw(or)?d|pwd|pass_?phrase|secret|token|(private|pvt|api|access|account|secret)_?key|credential|connection_(string|uri)|sas(_url)?|cookie|pem|pat)s?(_?\d+)?$/i;

/** Names that are a secret as a rule, where nothing is known of the field but its name. */
const SECRET_AS_A_RULE = /(_key|_pass|secret_value)$/i;

/** What a definition says about a field. */
export interface FieldFacts {
  type?: string | string[] | undefined;
  format?: string | undefined;
  enum?: readonly unknown[] | undefined;
}

/**
 * The one rule for what is a secret, for a field that a type lists: Fivetran marks most, and leaves tokens of `auth` and
 * a few others unmarked. Choices, numbers and switches are not secrets, nor are hosts, roles and ways to sign in.
 */
export function isSecretField(name: string, { type, format, enum: values }: FieldFacts): boolean {
  const kinds = [type ?? []].flat();
  const text = kinds.length === 0 || kinds.includes("string") || kinds.includes("object");
  if (!text || (values?.length ?? 0) > 0 || PLAIN.test(name)) return false;
  return format === "password" || (SECRET.test(name) && !kinds.includes("object"));
}

/** Everything inside these is a secret, except what names it. */
const CONTAINERS = new Set(["auth", "secrets", "secrets_list", "files", "custom_payloads"]);

/** The same for a field that no type lists, by the names that lead to it. */
function isSecretName(names: readonly string[]): boolean {
  const name = names.at(-1) ?? "";
  const above = names.slice(0, -1);
  // Names of places in a vault, not what is kept there.
  if (above.includes("external_secrets_keys_config") || PLAIN.test(name)) return false;
  // The link of a connect card lets anyone who has it authorize a connector.
  if (above.includes("connect_card") || SECRET.test(name) || SECRET_AS_A_RULE.test(name))
    return true;
  const configures = above.includes("config") || above.includes("auth");
  if (configures && SECRET_NAMES.has(name)) return true;
  return above.some(
    (part) => SECRET.test(part) || (CONTAINERS.has(part) && !/(^|_)(key|id)$/.test(name)),
  );
}

/** Where a value stands in a record. */
export interface Place {
  /** The schema of the value; undefined where none lists it. */
  schema?: JsonSchema | undefined;
  /** The names that lead to it. */
  names?: readonly string[];
  /** Whether the schema of something that it is part of is that of a secret. */
  inSecret?: boolean;
}

/** The place of a part, by the name of its field or the number of its item. */
export function placeOf(
  { schema, names = [], inSecret = false }: Place,
  key: string | number,
): Place {
  // The keys of a map are names from the source, not of fields.
  const isMap = schema?.propertyNames !== undefined;
  return {
    schema: schemaAt(schema, [key]),
    names: typeof key === "number" ? names : isMap ? [] : [...names, key],
    inSecret: inSecret || schema?.format === "password",
  };
}

export const placeAt = (schema: JsonSchema | undefined, path: Path): Place =>
  path.reduce<Place>(placeOf, { schema });

/** Whether a schema marks the value as a secret; undefined where none says what it is. */
export function isMarked({ schema, inSecret }: Place): boolean | undefined {
  if (inSecret || schema?.format === "password") return true;
  const kinds = [schema?.type ?? []].flat();
  const open = kinds.length === 0 || kinds.includes("object") || kinds.includes("array");
  return open && schema?.enum === undefined ? undefined : false;
}

/** Whether the value is a secret: as its schema says, and where none does, by the names that lead to it. */
export const isSecretAt = (place: Place): boolean =>
  isMarked(place) ??
  (place.names !== undefined && place.names.length > 0 && isSecretName(place.names));

const MASK = "[redacted]";
const MAX_DEPTH = 64;

/**
 * A copy of a record in which every text and number of a secret field is masked. Switches stay: `is_primary_key` is no
 * secret.
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
