import { sharedJson } from "../../base/json.js";
import type { SERVICES } from "./generated/services.js";

/** A field of a connector or destination type that this version knows. */
export interface KnownField {
  type?: string;
  format?: string;
  description?: string;
  enum?: (string | number)[];
  required?: string[];
  properties?: Record<string, KnownField>;
  items?: KnownField;
  /** What Fivetran fills in. */
  default?: string | number | boolean;
  /** Fixed once the connection or destination exists. */
  immutable?: true;
  /** The choices in fields beside it that this one belongs to, by the name of the other field. */
  when?: Record<string, string[]>;
}

export interface KnownType {
  config?: KnownField;
  auth?: KnownField;
  /** Names under which an external secret manager keeps what `config` and `auth` would hold. */
  external_secrets_keys_config?: KnownField;
}

export interface KnownTypes {
  /** A connector type; undefined where this version does not know it. */
  connector(id: string): KnownType | undefined;
  /** A destination type; undefined where this version does not know it. */
  destination(id: string): KnownType | undefined;
  destinations: readonly string[];
}

let types: Promise<KnownTypes> | undefined;

/** They are loaded at the first call, and each is parsed when it is first used. */
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
