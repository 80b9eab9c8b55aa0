import * as fc from "fast-check";
import * as z from "zod";
import type { JsonSchema } from "../../src/base/json-schema.js";
import type { Tool } from "../../src/toolkit/define.js";

/**
 * Returns the JSON Schema of a tool's arguments, including what a parser needs but a listing omits.
 */
export const schemaOf = (tool: Tool): JsonSchema =>
  JSON.parse(JSON.stringify(z.toJSONSchema(tool.input, { io: "input" })));

/** Text for parameters whose form the type does not describe. */
const FORMED: Record<string, string> = {
  daily_sync_time: "14:00",
  cursor: "25.x7Qd",
  since: "2026-03-02T09:00:00Z",
};

/** Generates any value that a schema accepts. */
export function anyValue(schema: JsonSchema, name = ""): fc.Arbitrary<unknown> {
  const { enum: choices, properties = {}, required = [], items = {} } = schema;
  if (choices !== undefined) return fc.constantFrom(...choices);
  switch ([schema.type].flat()[0]) {
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return fc.integer({ min: 1, max: 20 });
    case "array":
      return fc.array(anyValue(items), { minLength: 1, maxLength: 3 });
    case "object": {
      if (schema.additionalProperties === true) {
        return fc.constantFrom({ host: "db.example.com" }, { a: [{ b: null }], "c d": '{"e":1}' });
      }
      const fields = Object.entries(properties).map(([key, inner]) => [key, anyValue(inner, key)]);
      const known = fc.record<Record<string, unknown>>(Object.fromEntries(fields), {
        requiredKeys: required,
      });
      const of = schema.additionalProperties;
      return typeof of === "object"
        ? fc.dictionary(fc.constantFrom("public", "sales"), anyValue(of), { minKeys: 1 })
        : known;
    }
    default:
      return fc.constantFrom(
        FORMED[name] ?? "orders_2",
        FORMED[name] ?? "7",
        FORMED[name] ?? "true",
      );
  }
}

/** Generates the spellings of a value that clients use. */
export function spelled(schema: JsonSchema, value: unknown): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) {
    const text = String(value);
    const dashed = text.replaceAll("_", "-");
    const split = text.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
    const cases = [text.toLowerCase(), text.toUpperCase(), ` ${text} `];
    return fc.constantFrom(value, ...cases, dashed, split, text.replaceAll("_", ""));
  }
  const type = [schema.type].flat()[0];
  if (typeof value === "boolean") {
    const text = String(value);
    return fc.constantFrom(
      value,
      text,
      text.toUpperCase(),
      `${text.charAt(0).toUpperCase()}${text.slice(1)}`,
    );
  }
  if (typeof value === "number") return fc.constantFrom(value, String(value), ` ${value} `);
  if (Array.isArray(value)) {
    const items = schema.items ?? {};
    const lists = fc.tuple(...value.map((item) => spelled(items, item)));
    const [only] = value;
    const single = value.length === 1 && typeof only !== "number";
    return fc.oneof(
      lists,
      lists.map((list) => JSON.stringify(list)),
      lists.map((list) => JSON.stringify(JSON.stringify(list))),
      ...(items.enum === undefined ? [] : [fc.constant(value.join(", "))]),
      lists.map((list) => [null, ...list]),
      ...(single ? [spelled(items, only)] : []),
    );
  }
  if (type === "object" && typeof value === "object" && value !== null) {
    if (schema.additionalProperties === true) return fc.constantFrom(value, JSON.stringify(value));
    const fields = Object.entries(value).map(([key, inner]) => [
      key,
      spelled(fieldOf(schema, key), inner),
    ]);
    const filled = fc.record<Record<string, unknown>>(Object.fromEntries(fields)).chain((given) =>
      fc
        .record<Record<string, unknown>>(
          Object.fromEntries(
            Object.keys(schema.properties ?? {})
              .filter((key) => !Object.hasOwn(given, key) && !schema.required?.includes(key))
              .map((key) => [key, fc.constantFrom(undefined, null)]),
          ),
        )
        .map((rest) => ({ ...rest, ...given })),
    );
    return fc.oneof(
      filled,
      filled.map((object) => JSON.stringify(object)),
    );
  }
  return fc.constant(value);
}

export function fieldOf({ properties, additionalProperties }: JsonSchema, key: string): JsonSchema {
  return (
    properties?.[key] ?? (typeof additionalProperties === "object" ? additionalProperties : {})
  );
}
