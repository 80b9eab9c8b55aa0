import type { JsonSchema } from "../../../base/json-schema.js";

const MOST_VALUES = 12;

/**
 * How much of a schema is shown: the number of levels, and whether long lists of values are cut.
 */
interface Extent {
  depth: number;
  short: boolean;
}

/** Returns a schema in one line: `{name*: string, ids: [string]}`. */
export function schemaLine(schema: JsonSchema, { depth, short }: Extent): string {
  const inner = (of: JsonSchema, left = depth) => schemaLine(of, { depth: left, short });
  const { type, properties, additionalProperties: values } = schema;
  if (schema.enum !== undefined) return valuesText(schema.enum, short);
  if (schema.format !== undefined) return FORMATS[schema.format] ?? schema.format;
  if (type === "array") return `[${inner(schema.items ?? {})}]`;
  if (typeof values === "object") return `{<${keyOf(schema)}>: ${inner(values)}}`;
  if (properties !== undefined && depth > 0) {
    const fields = Object.entries(properties).map(([name, field]) => {
      const required = schema.required?.includes(name) === true;
      return `${name}${required ? "*" : ""}: ${inner(field, depth - 1)}`;
    });
    return `{${fields.join(", ")}}`;
  }
  return [type ?? "any"].flat().join("|");
}

const FORMATS: Record<string, string> = { password: "secret", "date-time": "time", binary: "file" };

const keyOf = ({ propertyNames }: JsonSchema) => propertyNames?.title ?? "name";

const valuesText = (values: readonly unknown[], short: boolean) =>
  !short || values.length <= MOST_VALUES
    ? values.join("|")
    : `${values.slice(0, 3).join("|")}|… ${values.length} values`;

/** Returns the fields of a body one by one. Empty if the schema lists none. */
export function fieldLines(
  schema: JsonSchema,
  extent: Extent,
): { name: string; type: string; required: boolean }[] {
  const { properties = {}, additionalProperties: values, required = [] } = schema;
  if (typeof values === "object") {
    return [{ name: `<${keyOf(schema)}>`, type: schemaLine(values, extent), required: true }];
  }
  return Object.entries(properties).map(([name, field]) => ({
    name,
    type: schemaLine(field, extent),
    required: required.includes(name),
  }));
}
