import * as z from "zod";
import { isSecretName } from "../src/base/secret.js";
import { type Field, type Shape, type Simple, shapeText } from "../src/client/operations/shape.js";
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
  of: Record<string, Shape>;
}

/** Where a schema stands: its operation, and the names of the fields that lead to it. */
interface Place {
  operation: string;
  path: readonly string[];
  part: "body" | "reply";
}

const simple = (name: Simple): Shape => ({ kind: "simple", name });

/** Reads schemas of one definition into shapes. */
export function createReader(components: Readonly<Record<string, SchemaObject>>) {
  const secretNames = passwordNames(Object.values(components));

  const component = (ref: string): SchemaObject => {
    const found = components[nameOf(ref)];
    if (found === undefined) throw new Error(`no component ${ref}`);
    return found;
  };

  const shapeOf = (given: SchemaObject, place: Place): Shape => {
    const schema = given.$ref === undefined ? given : component(given.$ref);
    if (schema.discriminator !== undefined && given.$ref !== undefined) {
      return withVariants(schema, nameOf(given.$ref), place);
    }
    const name = place.path.at(-1) ?? "";
    if (schema.allOf !== undefined) {
      const parts = schema.allOf.map((part) => shapeOf(part, place));
      const all = parts.flatMap((part) =>
        part.kind === "fields" ? [part.fields] : part.kind === "map" ? [{}] : [],
      );
      // A wrapper around one schema that only adds words.
      if (parts.length === 1 && parts[0] !== undefined) return parts[0];
      return all.length === 0
        ? simple("object")
        : { kind: "fields", fields: Object.assign({}, ...all) };
    }
    const choice = CHOICES[`${place.operation}.${name}`];
    if (choice !== undefined) return { kind: "choice", of: "string", values: choice };
    if (ANY_FIELDS.has(place.path.slice(-2).join("."))) return simple("any");
    if (SECRET_OBJECTS.has(name)) return simple("secret");
    if (schema.enum !== undefined && !OPEN_TEXT.has(name)) {
      const of = INTEGER_CHOICES.has(name) ? "integer" : "string";
      return { kind: "choice", of, values: schema.enum.map(String) };
    }
    if (schema.properties !== undefined && Object.keys(schema.properties).length > 0) {
      return fieldsOf(schema, place);
    }
    if (typeof schema.additionalProperties === "object" && MAP_KEYS[name] !== undefined) {
      return { kind: "map", key: MAP_KEYS[name], of: shapeOf(schema.additionalProperties, place) };
    }
    switch (schema.type) {
      case "array":
        return { kind: "list", of: shapeOf(schema.items ?? {}, place) };
      case "string":
        if (isSecret(schema, place)) return simple("secret");
        return simple(schema.format === "date-time" ? "time" : "string");
      case "integer":
      case "number":
      case "boolean":
        return simple(schema.type);
      case "object":
        return simple("object");
      default:
        return simple(schema.properties === undefined ? "object" : "any");
    }
  };

  const fieldsOf = (schema: SchemaObject, place: Place): Shape => {
    const entries = Object.entries(schema.properties ?? {});
    const [only] = entries;
    if (entries.length === 1 && only !== undefined && PLACEHOLDER_KEYS.has(only[0])) {
      return { kind: "map", key: only[0], of: shapeOf(only[1], place) };
    }
    const fields = entries.map(([name, of]): [string, Field] => {
      const shape = shapeOf(of, { ...place, path: [...place.path, name] });
      const needed = schema.required?.includes(name) ?? false;
      const kept = place.part === "body" && OPTIONAL.has(`${place.operation}.${name}`);
      return [name, { shape, required: needed && !kept }];
    });
    return { kind: "fields", fields: Object.fromEntries(fields) };
  };

  /** The fields that all variants share; those that differ are of open form here. */
  const withVariants = (schema: SchemaObject, name: string, place: Place): Shape => {
    const shared = fieldsOf(schema, place);
    if (shared.kind !== "fields") return shared;
    const own = new Set(
      Object.values(variantSchemas(schema)).flatMap((variant) =>
        Object.keys(ownPart(variant).properties ?? {}),
      ),
    );
    if (VARIANTS[name] === undefined) throw new Error(`unknown variants ${name}`);
    const open = [...own]
      .filter((field) => !Object.hasOwn(shared.fields, field))
      .map((field): [string, Field] => [field, { shape: simple("object"), required: false }]);
    return { kind: "fields", fields: { ...shared.fields, ...Object.fromEntries(open.sort()) } };
  };

  const variantSchemas = ({ discriminator }: SchemaObject): Record<string, SchemaObject> =>
    Object.fromEntries(
      Object.entries(discriminator?.mapping ?? {}).map(([value, ref]) => [value, component(ref)]),
    );
  /** Without the part that all variants share. */
  const ownPart = (variant: SchemaObject): SchemaObject => {
    const parts = (variant.allOf ?? [variant])
      .map((part) => (part.$ref === undefined ? part : component(part.$ref)))
      .filter((part) => part.discriminator === undefined);
    return {
      properties: Object.assign({}, ...parts.map((part) => part.properties ?? {})),
      required: parts.flatMap((part) => part.required ?? []),
    };
  };

  /** The variants that a schema comes in, each with the fields that it adds. */
  const variantsOf = (given: SchemaObject, operation: string): [string, Variants] | undefined => {
    const name = nameOf(given.$ref ?? "");
    const schema = components[name];
    if (schema?.discriminator === undefined) return undefined;
    const of = Object.entries(variantSchemas(schema)).map(([value, variant]): [string, Shape] => {
      return [value, fieldsOf(ownPart(variant), { operation, path: [], part: "body" })];
    });
    const by = schema.discriminator.propertyName;
    return [VARIANTS[name] ?? "open", { by, of: Object.fromEntries(of.sort(byKey)) }];
  };

  const isSecret = ({ format }: SchemaObject, { operation, path }: Place): boolean => {
    const name = path.at(-1) ?? "";
    if (PUBLIC_FIELDS.has(name) || path.some((part) => PUBLIC_FIELDS.has(part))) return false;
    if (format === "password") return true;
    const inside = path.some((part) => part === "config" || part === "auth");
    if (inside && secretNames.has(name)) return true;
    const places = [name, path.slice(-2).join(".")];
    if (places.some((text) => SECRET_FIELDS.has(text))) return true;
    for (const entry of SECRET_FIELDS) {
      const [about = "", field] = entry.split(".");
      if (field === name && operation.includes(about)) return true;
    }
    return isSecretName(name);
  };

  return { shapeOf, variantsOf, secretNames: [...secretNames].sort() };
}

function passwordNames(schemas: readonly SchemaObject[]): Set<string> {
  const names = new Set<string>();
  const visit = (schema: SchemaObject): void => {
    for (const [name, of] of Object.entries(schema.properties ?? {})) {
      if (of.format === "password") names.add(name);
      visit(of);
    }
    for (const part of schema.allOf ?? []) visit(part);
    if (schema.items !== undefined) visit(schema.items);
  };
  schemas.forEach(visit);
  return names;
}

const nameOf = (ref: string) => ref.split("/").at(-1) ?? "";
const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

const WORTH_A_NAME = 90;

/**
 * Gives long shapes that occur more than once a name of their own, so that each is written once. Names come from
 * the field or operation at which a shape was first met.
 */
export function shareShapes(given: Readonly<Record<string, Shape>>): {
  shapes: Record<string, Shape>;
  named: Record<string, Shape>;
} {
  const seen = new Map<string, number>();
  const count = (shape: Shape): void => {
    const text = shapeText(shape);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    if (times === 1) for (const part of partsOf(shape)) count(part);
  };
  Object.values(given).forEach(count);

  const names = new Map<string, string>();
  const named: Record<string, Shape> = {};
  const replace = (shape: Shape, hint: string): Shape => {
    const text = shapeText(shape);
    if (text.length < WORTH_A_NAME || (seen.get(text) ?? 0) < 2) return within(shape, hint);
    let name = names.get(text);
    if (name === undefined) {
      name = hint;
      for (let n = 2; Object.hasOwn(named, name); n++) name = `${hint}${n}`;
      names.set(text, name);
      named[name] = shape;
      named[name] = within(shape, hint);
    }
    return { kind: "named", name };
  };
  const within = (shape: Shape, hint: string): Shape => {
    if (shape.kind === "list" || shape.kind === "map")
      return { ...shape, of: replace(shape.of, hint) };
    if (shape.kind !== "fields") return shape;
    const fields = Object.entries(shape.fields).map(([name, field]) => [
      name,
      { ...field, shape: replace(field.shape, name === "items" ? hint : name) },
    ]);
    return { kind: "fields", fields: Object.fromEntries(fields) };
  };
  const shapes = Object.entries(given).map(([key, shape]) => {
    const hint = key.split(" ")[0] ?? key;
    return [key, replace(shape, hint.replace(/\W/g, "_"))];
  });
  return { shapes: Object.fromEntries(shapes), named };
}

function partsOf(shape: Shape): Shape[] {
  if (shape.kind === "list" || shape.kind === "map") return [shape.of];
  return shape.kind === "fields" ? Object.values(shape.fields).map((field) => field.shape) : [];
}
