import { sharedJson } from "../../base/json.js";
import type { SERVICES } from "./generated/services.js";

/** A configuration field of a connector or destination type. */
export interface KnownField {
  type?: string;
  format?: string;
  description?: string;
  enum?: (string | number)[];
  required?: string[];
  properties?: Record<string, KnownField>;
  items?: KnownField;
  /** The value that Fivetran sets if the field is absent. */
  default?: string | number | boolean;
  /** The field cannot be changed once the connection or destination exists. */
  immutable?: true;
  /** The field applies only if other fields have one of these values. The keys are the names of the other fields. */
  when?: Record<string, string[]>;
}

export interface KnownType {
  config?: KnownField;
  auth?: KnownField;
  /** The fields of `config` and `auth` whose values an external secrets manager can hold. */
  external_secrets_keys_config?: KnownField;
}

export interface KnownTypes {
  /** A connector type. Undefined if this version does not know it. */
  connector(id: string): KnownType | undefined;
  /** A destination type. Undefined if this version does not know it. */
  destination(id: string): KnownType | undefined;
  destinations: readonly string[];
}

let types: Promise<KnownTypes> | undefined;

/**
 * Returns the connector and destination types. They are loaded at the first call, and each type is parsed when it is
 * first used.
 */
export function openServiceTypes(): Promise<KnownTypes> {
  types ??= import("./generated/services.js").then((texts) => readTypes(texts.SERVICES));
  return types;
}

function readTypes({ shared, connectors, destinations }: typeof SERVICES): KnownTypes {
  const { from } = sharedJson<KnownType>(shared);
  return {
    connector: (id) => from(connectors, id),
    destination: (id) => from(destinations, id),
    destinations: Object.keys(destinations),
  };
}
