import * as z from "zod";
import { type JsonSchema, withFields } from "../src/base/json-schema.js";
import { isSecretField } from "../src/client/operations/secret-fields.js";
import {
  ANY_FIELDS,
  CHOICES,
  INTEGER_CHOICES,
  MAP_KEYS,
  OPEN_TEXT,
  OPTIONAL,
  PLACEHOLDER_KEYS,
  PUBLIC_FIELDS,
  SECRET_FIELDS,
  SECRET_OBJECTS,
  VARIANTS,
} from "./catalog-corrections.js";

export const SchemaObject = z.looseObject({
  $ref: z.string().optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), SchemaObject).optional();
  },
  get items() {
    return SchemaObject.optional();
  },
  get allOf() {
    return z.array(SchemaObject).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), SchemaObject]).optional();
  },
  discriminator: z
    .object({
      propertyName: z.string(),
      mapping: z.record(z.string(), z.string()),
    })
    .optional(),
});
export type SchemaObject = z.output<typeof SchemaObject>;

export interface Variants {
  by: string;
  bodies: Record<string, JsonSchema>;
}

/** The place of a schema: its operation, and the names of the fields that lead to it. */
interface Place {
  operation: string;
  path: readonly string[];
  part: "body" | "reply";
}

/** Some secrets are complete files of credentials, which are JSON objects. */
const SECRET: JsonSchema = { type: ["string", "object"], format: "password" };
const OPEN: JsonSchema = { type: "object" };
const mapOf = (key: string, values: JsonSchema): JsonSchema => ({
  type: "object",
  propertyNames: { title: key },
  additionalProperties: values,
});

/**
 * Reads the schemas of one definition. Applies the corrections, and keeps only what the program
 * uses.
 */
export function createReader(components: Readonly<Record<string, SchemaObject>>) {
  const component = (ref: string): SchemaObject => {
    const found = components[nameOf(ref)];
    if (found === undefined) throw new Error(`no component ${ref}`);
    return found;
  };

  const schemaOf = (given: SchemaObject, place: Place): JsonSchema => {
    const schema = given.$ref === undefined ? given : component(given.$ref);
    if (schema.discriminator !== undefined && given.$ref !== undefined) {
      return withVariants(schema, nameOf(given.$ref), place);
    }
    const name = place.path.at(-1) ?? "";
    if (schema.allOf !== undefined) {
      const parts = schema.allOf.map((part) => schemaOf(part, place));
      // An `allOf` with a single schema only adds texts to it.
      if (parts.length === 1 && parts[0] !== undefined) return parts[0];
      const objects = parts.filter((part) => part.properties !== undefined);
      return objects.length === 0 ? OPEN : objects.reduce(withFields);
    }
    const choice = CHOICES[`${place.operation}.${name}`];
    if (choice !== undefined) return { type: "string", enum: [...choice] };
    if (ANY_FIELDS.has(place.path.slice(-2).join("."))) return {};
    if (SECRET_OBJECTS.has(name)) return SECRET;
    if (schema.enum !== undefined && !OPEN_TEXT.has(name)) {
      return INTEGER_CHOICES.has(name)
        ? { type: "integer", enum: schema.enum.map(Number) }
        : { type: "string", enum: schema.enum.map(String) };
    }
    if (schema.properties !== undefined && Object.keys(schema.properties).length > 0) {
      return fieldsOf(schema, place);
    }
    if (typeof schema.additionalProperties === "object" && MAP_KEYS[name] !== undefined) {
      return mapOf(MAP_KEYS[name], schemaOf(schema.additionalProperties, place));
    }
    switch (schema.type) {
      case "array":
        return { type: "array", items: schemaOf(schema.items ?? {}, place) };
      case "string":
        if (isSecret(schema, place)) return SECRET;
        return schema.format === "date-time"
          ? { type: "string", format: "date-time" }
          : { type: "string" };
      case "integer":
      case "number":
      case "boolean":
        return { type: schema.type };
      case "object":
        return OPEN;
      default:
        return schema.properties === undefined ? OPEN : {};
    }
  };

  const fieldsOf = (schema: SchemaObject, place: Place): JsonSchema => {
    const entries = Object.entries(schema.properties ?? {});
    const [only] = entries;
    if (entries.length === 1 && only !== undefined && PLACEHOLDER_KEYS.has(only[0])) {
      return mapOf(only[0], schemaOf(only[1], place));
    }
    const fields = entries.map(([name, of]) => {
      return [name, schemaOf(of, { ...place, path: [...place.path, name] })] as const;
    });
    const required = entries
      .map(([name]) => name)
      .filter((name) => schema.required?.includes(name) ?? false)
      .filter((name) => place.part === "reply" || !OPTIONAL.has(`${place.operation}.${name}`));
    return {
      type: "object",
      properties: Object.fromEntries(fields),
      ...(required.length > 0 ? { required } : {}),
      // Fivetran may add fields to a response. In a body, an unknown name is a mistake.
      ...(place.part === "body" ? { additionalProperties: false } : {}),
    };
  };

  /**
   * Returns the fields that all variants share. A field that differs between variants is an open
   * object.
   */
  const withVariants = (schema: SchemaObject, name: string, place: Place): JsonSchema => {
    if (VARIANTS[name] === undefined) throw new Error(`unknown variants ${name}`);
    const shared = fieldsOf(schema, place);
    const names = Object.values(variantSchemas(schema)).flatMap((variant) =>
      Object.keys(ownPart(variant).properties ?? {}),
    );
    const open = [...new Set(names)]
      .filter((field) => !Object.hasOwn(shared.properties ?? {}, field))
      .sort()
      .map((field) => [field, OPEN] as const);
    return withFields(shared, { properties: Object.fromEntries(open) });
  };

  const variantSchemas = ({ discriminator }: SchemaObject): Record<string, SchemaObject> =>
    Object.fromEntries(
      Object.entries(discriminator?.mapping ?? {}).map(([value, ref]) => [value, component(ref)]),
    );
  /** Returns a variant without the part that all variants share. */
  const ownPart = (variant: SchemaObject): SchemaObject => {
    const parts = (variant.allOf ?? [variant])
      .map((part) => (part.$ref === undefined ? part : component(part.$ref)))
      .filter((part) => part.discriminator === undefined);
    return {
      properties: Object.assign({}, ...parts.map((part) => part.properties ?? {})),
      required: parts.flatMap((part) => part.required ?? []),
    };
  };

  /**
   * Returns the variants of a body, each with the fields that only it has. Undefined if there are
   * none, or too many.
   */
  const variantsOf = (given: SchemaObject, operation: string): Variants | undefined => {
    const name = nameOf(given.$ref ?? "");
    const schema = components[name];
    if (schema?.discriminator === undefined || VARIANTS[name] !== "shipped") return undefined;
    const bodies = Object.entries(variantSchemas(schema)).map(([value, variant]) => {
      return [value, fieldsOf(ownPart(variant), { operation, path: [], part: "body" })] as const;
    });
    return {
      by: schema.discriminator.propertyName,
      bodies: Object.fromEntries(bodies.sort(byKey)),
    };
  };

  const isSecret = (schema: SchemaObject, { operation, path }: Place): boolean => {
    const name = path.at(-1) ?? "";
    if (path.some((part) => PUBLIC_FIELDS.has(part))) return false;
    const places = [name, path.slice(-2).join(".")];
    if (places.some((text) => SECRET_FIELDS.has(text))) return true;
    for (const entry of SECRET_FIELDS) {
      const [about = "", field] = entry.split(".");
      if (field === name && operation.includes(about)) return true;
    }
    return isSecretField(name, schema);
  };

  return { schemaOf, variantsOf, secretNames: passwordNames(Object.values(components)) };
}

/**
 * Returns the names that always mean a secret. A name that any type declares as a plain field is
 * left out.
 */
function passwordNames(schemas: readonly SchemaObject[]): string[] {
  const marked = new Set<string>();
  const plain = new Set<string>();
  const visit = (schema: SchemaObject): void => {
    for (const [name, of] of Object.entries(schema.properties ?? {})) {
      if (PUBLIC_FIELDS.has(name)) continue;
      const { format, properties } = of.items ?? of;
      if (properties === undefined) (format === "password" ? marked : plain).add(name);
      visit(of);
    }
    for (const part of schema.allOf ?? []) visit(part);
    if (schema.items !== undefined) visit(schema.items);
  };
  schemas.forEach(visit);
  return [...marked].filter((name) => !plain.has(name)).sort();
}

const nameOf = (ref: string) => ref.split("/").at(-1) ?? "";
const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
  a < b ? -1 : 1;

const WORTH_SHARING = 130;

/**
 * Moves long schemas that occur more than once to `shared`, so that each is written once. Each gets
 * the name of the field or operation in which it occurs first.
 */
export function createSharing(worthSharing = WORTH_SHARING) {
  const times = new Map<string, number>();
  const names = new Map<string, string>();
  const shared: Record<string, JsonSchema> = {};

  const count = (schema: JsonSchema): void => {
    const text = JSON.stringify(schema);
    times.set(text, (times.get(text) ?? 0) + 1);
    if (times.get(text) === 1) {
      eachPart(schema, (part) => {
        count(part);
        return part;
      });
    }
  };
  const share = (schema: JsonSchema, hint: string): JsonSchema => {
    const text = JSON.stringify(schema);
    const within = () =>
      eachPart(schema, (part, name) => share(part, name === "items" ? hint : (name ?? hint)));
    if (text.length < worthSharing || (times.get(text) ?? 0) < 2) return within();
    let name = names.get(text);
    if (name === undefined) {
      name = hint;
      for (let n = 2; Object.hasOwn(shared, name); n++) name = `${hint}${n}`;
      names.set(text, name);
      shared[name] = schema;
      shared[name] = within();
    }
    return { $ref: `#/$defs/${name}` };
  };
  return { count, share, shared };
}

/**
 * Returns a copy of a schema in which each directly nested schema is replaced. `name` is the name
 * of its field.
 */
function eachPart(
  schema: JsonSchema,
  replace: (part: JsonSchema, name?: string) => JsonSchema,
): JsonSchema {
  const { properties, items, additionalProperties: values } = schema;
  return {
    ...schema,
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, part]) => [name, replace(part, name)]),
          ),
        }),
    ...(items === undefined ? {} : { items: replace(items) }),
    ...(typeof values === "object" ? { additionalProperties: replace(values) } : {}),
  };
}
