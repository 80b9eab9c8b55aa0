type SchemaType = "string" | "integer" | "number" | "boolean" | "object" | "array";

/**
 * The part of JSON Schema that describes bodies and responses. A secret has the format `password`; what the keys of
 * a map are is the title of its `propertyNames`.
 */
export interface JsonSchema {
  $ref?: string;
  type?: SchemaType | SchemaType[];
  format?: string;
  pattern?: string;
  enum?: (string | number | boolean)[];
  not?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: { title: string };
  items?: JsonSchema;
}

/** A place in a JSON value: names of fields and numbers of items. */
export type Path = readonly (string | number)[];

/** `config.reports[0].table`. */
export const pathText = (path: Path) =>
  path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");

/** The value at a path of a JSON value; undefined where there is none. */
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

/** The schema of the field at a path; undefined where the schema lists none. */
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

/** An object schema with the fields of another added; where both have a field, that of the other counts. */
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
