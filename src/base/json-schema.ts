import type { Json } from "./json.js";

type SchemaType = "string" | "integer" | "number" | "boolean" | "object" | "array";

/**
 * The part of JSON Schema that describes request bodies and responses. A secret has the format `password`. The title
 * of `propertyNames` says what the keys of a map are.
 */
export interface JsonSchema {
  $ref?: string;
  type?: SchemaType | SchemaType[];
  description?: string;
  format?: string;
  pattern?: string;
  enum?: (string | number | boolean)[];
  not?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: { title?: string };
  items?: JsonSchema;
  minLength?: number;
  minItems?: number;
  minProperties?: number;
  /** The meaning of an absent optional parameter, if it differs from that of an empty value. */
  absent?: string;
  /** If one of these parameters is set, absence does not have that meaning. */
  unless?: readonly string[];
}

/** The path of a value in JSON: field names and item indexes. */
export type Path = readonly (string | number)[];

/** Formats a path as `config.reports[0].table`. */
export const pathText = (path: Path) =>
  path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");

/** The value at a path. Undefined if there is none. */
export function valueAt(value: Json, path: Path): Json | undefined;
export function valueAt(value: unknown, path: Path): unknown;
export function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}

interface Tree<Self> {
  properties?: Record<string, Self> | undefined;
  items?: Self | undefined;
  additionalProperties?: boolean | Self | undefined;
}

/** The schema of the value at a path. Undefined if the schema does not describe it. */
export function schemaAt<Schema extends Tree<Schema>>(
  root: Schema | null | undefined,
  path: Path,
): Schema | undefined {
  let schema = root ?? undefined;
  for (const key of path) {
    schema =
      typeof key === "number" ? schema?.items : (own(schema?.properties, key) ?? values(schema));
  }
  return schema;
}

function own<Schema>(properties: Record<string, Schema> | undefined, key: string) {
  return properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
}

function values<Schema extends Tree<Schema>>(schema: Schema | undefined): Schema | undefined {
  const of = schema?.additionalProperties;
  return typeof of === "object" ? of : undefined;
}

/** Adds the fields of `more` to an object schema. If both have a field, that of `more` is used. */
export function withFields(schema: JsonSchema, more: JsonSchema): JsonSchema {
  const added = more.properties ?? {};
  const required = [
    ...(schema.required ?? []).filter((name) => !Object.hasOwn(added, name)),
    ...(more.required ?? []),
  ];
  const { required: _, ...rest } = schema;
  return {
    ...rest,
    properties: { ...schema.properties, ...added },
    ...(required.length > 0 ? { required } : {}),
  };
}

/** The type that a schema declares. The first one if it accepts several. */
export const typeOf = ({ type }: JsonSchema): string | undefined => [type ?? []].flat()[0];

const WORDS: Record<string, string> = {
  string: "a string",
  integer: "an integer",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
};

/** Describes the values that a field accepts. */
export function expected(schema: JsonSchema, mostValues = 12): string {
  const { format, enum: given, propertyNames } = schema;
  if (given !== undefined) {
    const values = [...new Set(given.map(String))];
    return values.length <= mostValues
      ? `one of ${values.join(", ")}`
      : `one of ${values.length} values, such as ${values.slice(0, 4).join(", ")}`;
  }
  if (format === "password") return 'a string, or better {"secret_ref":"env:NAME"}';
  if (propertyNames?.title !== undefined)
    return `an object with ${propertyNames.title} names as keys`;
  const type = typeOf(schema) ?? "string";
  return WORDS[type] ?? type;
}
