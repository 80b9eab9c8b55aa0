import type { JsonObject } from "./json.js";

// How a connector type's fields are written down here: a tree in the form in which the API shows them.

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

const permanent = { immutable: true } as const;

/** The fields that name a connection, in each of the four ways there are. */
export const NAMING = {
  schema: {
    schema: text("Destination schema. Permanent: it cannot be changed after creation", permanent),
  },
  table: {
    schema: text("Destination schema. Permanent: it cannot be changed after creation", permanent),
    table: text("Destination table. Permanent: it cannot be changed after creation", permanent),
  },
  group: {
    schema: text("Destination schema. Permanent: it cannot be changed after creation", permanent),
    table_group_name: text("Together with the schema it names the connection", permanent),
  },
  prefix: {
    schema_prefix: text("Prefix of each replicated schema. Permanent", permanent),
  },
} as const;

/** Where a source is reached through something: the same fields for every database. */
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

/** Tokens of an OAuth application of one's own. */
export const oauth = (more: Record<string, JsonObject> = {}): JsonObject =>
  tree({
    client_access: tree({
      client_id: text("Client id of your own application"),
      client_secret: secret("Client secret of your own application"),
      ...more,
    }),
    refresh_token: secret("Long-lived refresh token", { nullable: true }),
  });
