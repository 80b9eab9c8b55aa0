import type { JsonSchema, Path } from "../../base/json-schema.js";
import { isSecretAt, isSecretField, placeAt } from "../../client/operations/secret-fields.js";
import type { ConnectorTypeDetails, FieldNode } from "../../client/resources/connector-types.js";

const schemas = new WeakMap<ConnectorTypeDetails, JsonSchema>();

/** Returns the fields of a type as the schema of a request. A secret has the format `password`. */
export function typeSchema(type: ConnectorTypeDetails): JsonSchema {
  const known = schemas.get(type);
  if (known !== undefined) return known;
  const { config, auth } = type;
  const schema: JsonSchema = {
    type: "object",
    properties: {
      ...(config ? { config: accepted("config", config) } : {}),
      ...(auth ? { auth: accepted("auth", auth) } : {}),
    },
  };
  schemas.set(type, schema);
  return schema;
}

/**
 * Returns true if the value at a path of a request is a secret: by its type, or by the names in the
 * path if there is no type.
 */
export const isSecretIn = (type: ConnectorTypeDetails | undefined, path: Path) =>
  isSecretAt(placeAt(type && typeSchema(type), path));

/**
 * Fivetran accepts a number for a declared string, and a string of digits for a declared integer.
 */
const ACCEPTED: Record<string, JsonSchema> = {
  string: { type: ["string", "number"] },
  integer: { type: ["integer", "string"], pattern: "^-?\\d+$" },
  boolean: { type: "boolean" },
  array: { type: "array" },
  object: { type: "object" },
};

/** Returns the schema of the values that Fivetran accepts for a field. */
function accepted(name: string, field: FieldNode): JsonSchema {
  const { type, readonly, ...node } = field;
  if (readonly === true) return { not: {} };
  // Fivetran declares some enums as objects. Their values are strings.
  if (node.enum !== undefined && node.enum.length > 0)
    return { enum: node.enum.flatMap(asScalars) };
  if (node.items !== undefined) return { type: "array", items: accepted(name, node.items) };
  const { properties, required } = node;
  const secret = isSecretField(name, field) ? { format: "password" } : {};
  if (properties === undefined) return { ...ACCEPTED[String(type)], ...secret };
  return {
    type: "object",
    ...secret,
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, part]) => [key, accepted(key, part)]),
    ),
    required: (required ?? []).filter((name) => properties[name]?.readonly !== true),
    additionalProperties: false,
  };
}

/** Returns a declared value as a string, and as the number or boolean with the same text. */
function asScalars(value: unknown): (string | number | boolean)[] {
  const text = String(value);
  const number = Number(text);
  return [
    text,
    ...(String(number) === text ? [number] : []),
    ...(text === "true" || text === "false" ? [text === "true"] : []),
  ];
}
