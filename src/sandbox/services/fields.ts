import type { JsonObject } from "../world/json.js";

// Builders for the fields of a connector type, in the form in which the API returns them.

interface More {
  required?: true;
  immutable?: true;
  nullable?: true;
  readonly?: true;
  example?: string | number | boolean;
}

const field = (type: string, description: string, more: More = {}): JsonObject => {
  const { required: _, readonly = false, ...rest } = more;
  return { type, description, readonly, fieldStatus: "general_availability", ...rest };
};

export const text = (description: string, more?: More) => field("string", description, more);
export const int = (description: string, more?: More) => field("integer", description, more);
export const flag = (description: string, more?: More) => field("boolean", description, more);
export const secret = (description: string, more?: More): JsonObject => ({
  ...field("string", description, more),
  format: "password",
});
export const oneOf = (values: readonly string[], description: string, more?: More): JsonObject => ({
  ...field("string", description, { example: values.join(" | "), ...more }),
  enum: [...values],
});
export const list = (items: JsonObject, description: string): JsonObject => ({
  ...field("array", description),
  items,
});
export const tree = (
  properties: Record<string, JsonObject>,
  required: readonly string[] = [],
  description = "",
): JsonObject => ({
  type: "object",
  description,
  readonly: false,
  properties,
  ...(required.length > 0 ? { required: [...required] } : {}),
});

const permanent = (description: string) => text(description, { immutable: true });
const named = (what: string) =>
  permanent(`Destination ${what}. Permanent: it cannot be changed after creation`);

/** The fields that name a connection, for the four kinds of naming. */
export const NAMING = {
  schema: { schema: named("schema") },
  table: { schema: named("schema"), table: named("table") },
  group: {
    schema: named("schema"),
    table_group_name: permanent("Together with the schema it names the connection"),
  },
  prefix: { schema_prefix: permanent("Prefix of each replicated schema. Permanent") },
} as const;

/** Network fields, the same for every database. */
export const TUNNEL = {
  connection_type: oneOf(
    ["Directly", "SshTunnel", "PrivateLink", "ProxyAgent"],
    "How the source is reached",
  ),
  tunnel_host: text("SSH host, only for a connection through an SSH tunnel"),
  tunnel_port: int("SSH port, only for a connection through an SSH tunnel", { example: 22 }),
  tunnel_user: text("SSH user, only for a connection through an SSH tunnel"),
  always_encrypted: flag("Require TLS through the tunnel"),
};

export const database = (port: number, more: Record<string, JsonObject>) => ({
  host: text("Host name or address of the server", { example: "db.example.com" }),
  port: int("Port of the server", { example: port }),
  database: text("Name of the database"),
  user: text("Name of the user"),
  password: secret("Password of the user"),
  ...TUNNEL,
  ...more,
});

/** Tokens of the customer's own OAuth application. */
export const oauth = (more: Record<string, JsonObject> = {}): JsonObject =>
  tree({
    client_access: tree({
      client_id: text("Client id of your own application"),
      client_secret: secret("Client secret of your own application"),
      ...more,
    }),
    refresh_token: secret("Long-lived refresh token", { nullable: true }),
  });

const worded = (name: string) =>
  `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll("_", " ")}`;

/** A field of this name and kind; its description is its name in words. */
export function fieldOf(name: string, type: string): JsonObject {
  const words = worded(name);
  if (type.includes("|")) return oneOf(type.split("|"), words);
  if (type === "int") return int(words);
  if (type === "flag") return flag(words);
  if (type === "secret") return secret(words);
  if (type === "list") return list(text(words), words);
  if (type === "secrets") return list(secret(words), words);
  if (type === "trees") return list(tree({}), words);
  return type === "tree" ? tree({}, [], words) : text(words);
}

/** Everything in `auth` except ids is a secret; fields of the OAuth application are grouped. */
export function authOf(names: readonly string[]): JsonObject {
  const value = (name: string) => (/_id$/.test(name) ? text(worded(name)) : secret(worded(name)));
  const inner = names.flatMap((name) => name.split(".")[1] ?? []);
  const outer = names.filter((name) => !name.includes("."));
  return tree({
    ...(inner.length === 0
      ? {}
      : { client_access: tree(Object.fromEntries(inner.map((name) => [name, value(name)]))) }),
    ...Object.fromEntries(outer.map((name) => [name, value(name)])),
  });
}

type Naming = keyof typeof NAMING;

/** The description of a connector type. */
export interface Described {
  name: string;
  type: string;
  naming?: Naming;
  config: Record<string, JsonObject>;
  required?: readonly string[];
  auth?: JsonObject;
  /** False: only the dashboard or a connect card can set it up. */
  configurable?: false;
  /** Tokens can be set through the API. */
  authorizable?: true;
  status?: string;
}
