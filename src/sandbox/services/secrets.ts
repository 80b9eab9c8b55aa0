import { isSecretName, type JsonObject } from "../world/json.js";
import { connectorFields, destinationFields, type Field, type Fields } from "./catalog.js";

export type IsSecret = (name: string) => boolean;

function declared({ properties = {}, items }: Field): string[] {
  const inner = items === undefined ? [] : declared(items);
  return Object.entries(properties).flatMap(([name, field]) => [
    ...(field.format === "password" ? [name] : []),
    ...declared(field),
    ...inner,
  ]);
}

const known = new Map<string, IsSecret>();

/**
 * Returns a test for whether a field is secret, by the declaration of the type or by the name of
 * the field.
 */
function secretsOf(type: string, fields: Fields | undefined): IsSecret {
  const found = known.get(type);
  if (found !== undefined) return found;
  const names = new Set(declared(fields?.config ?? {}));
  const isSecret = (name: string) => names.has(name) || isSecretName(name);
  known.set(type, isSecret);
  return isSecret;
}

export const connectorSecrets = (id: string) => secretsOf(`connector ${id}`, connectorFields(id));
export const destinationSecrets = (id: string) =>
  secretsOf(`destination ${id}`, destinationFields(id));

/**
 * Types that have no field for a secret because a person signs in. Other types without one have
 * public data, or data that is sent to Fivetran.
 */
const BY_A_PERSON = ["box", "eloqua"];

/** Matches sign-in methods that use an account of Fivetran and need no secret. */
const FIVETRANS_ACCOUNT = /service_?account|managed_?identity/i;

/** Returns true if the source can be read only with a secret, or after a person has signed in. */
export function needsSecret(id: string, config: JsonObject): boolean {
  const { auth, config: own = {} } = connectorFields(id) ?? {};
  const isSecret = connectorSecrets(id);
  const fields = Object.entries(own.properties ?? {});
  const secrets = fields.filter(([name]) => isSecret(name));
  /** Returns the value of a field, or its usual value. */
  const chosen = (name: string) => {
    const { default: usual, enum: choices = [] } = own.properties?.[name] ?? {};
    const password = choices.map(String).find((choice) => /^password$/i.test(choice));
    return String(config[name] ?? usual ?? password ?? "");
  };
  const choices = fields.filter(([name]) => /auth|sign|login|credential/.test(name));
  if (choices.some(([name]) => FIVETRANS_ACCOUNT.test(chosen(name)))) return false;
  if (auth !== undefined) return true;
  if (secrets.length === 0) {
    return BY_A_PERSON.includes(id) || fields.every(([name]) => own.required?.includes(name));
  }
  return secrets.some(([, { when = {} }]) =>
    Object.entries(when).every(([name, values]) => values.includes(chosen(name))),
  );
}
