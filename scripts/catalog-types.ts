/**
 * Reads the public OpenAPI definition of the Fivetran REST API and writes the types of request bodies: names,
 * types and choices, no text of the definition. Part of `npm run catalog`; alone:
 *
 *   npx tsx scripts/catalog-types.ts <file>
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const TARGET = fileURLToPath(new URL("../src/fivetran/call-types.generated.ts", import.meta.url));
const METHODS = ["get", "post", "patch", "put", "delete"] as const;

interface Schema {
  $ref?: string | undefined;
  type?: string | undefined;
  enum?: (string | number)[] | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  items?: Schema | undefined;
  additionalProperties?: Schema | boolean | undefined;
  allOf?: Schema[] | undefined;
  discriminator?: { mapping: Record<string, string> } | undefined;
}

const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.string().optional(),
    enum: z.array(z.union([z.string(), z.number()])).optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    items: Schema.optional(),
    additionalProperties: z.union([z.boolean(), Schema]).optional(),
    allOf: z.array(Schema).optional(),
    discriminator: z.object({ mapping: z.record(z.string(), z.string()) }).optional(),
  }),
);

const Definition = z.object({
  paths: z.record(
    z.string(),
    z.partialRecord(
      z.enum(METHODS),
      z.object({
        operationId: z.string(),
        requestBody: z
          .object({ content: z.record(z.string(), z.object({ schema: Schema })) })
          .optional(),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

// The definition calls these optional, and Fivetran refuses a body without them.
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  create_group: ["name"],
  add_user_to_group: ["email", "role"],
  add_user_membership_in_connection: ["id", "role"],
  create_system_key: ["name", "expiration_period", "permissions"],
  create_transformation: ["type", "transformation_config"],
  create_transformation_project: ["group_id", "type", "project_config"],
};
// The definition calls these required, and Fivetran merges bodies without them.
const SPARED: Readonly<Record<string, readonly string[]>> = {
  UpdateDestinationRequest: ["time_zone_offset"],
  SchemaUpdateRequest: ["enabled"],
  TableUpdateRequest: ["enabled"],
  ColumnUpdateRequest: ["enabled"],
};
// Maps are drawn as objects whose only key stands for real names.
const PLACEHOLDERS = new Set(["schema", "table", "column"]);
/** More forms than this of one field are an open object: connectors have hundreds. */
const MOST_FORMS = 2;

export function bodyTypes(definition: unknown): string {
  const { paths, components } = Definition.parse(definition);
  const component = (ref: string): Schema =>
    Schema.parse(components.schemas[ref.slice(ref.lastIndexOf("/") + 1)]);

  function objectType(schema: Schema, needed: readonly string[], spared: readonly string[]) {
    const properties = schema.properties ?? {};
    const [only, ...others] = Object.keys(properties);
    if (only !== undefined && others.length === 0 && PLACEHOLDERS.has(only)) {
      return `{ [${only}: string]: ${typeOf(properties[only] ?? {})} }`;
    }
    const required = new Set([...(schema.required ?? []), ...needed]);
    for (const name of spared) required.delete(name);
    const fields = new Map<string, string>();
    for (const [name, field] of Object.entries(properties)) fields.set(name, typeOf(field));
    for (const [name, forms] of variantFields(schema)) {
      const union = [...forms].sort().join(" | ");
      if (!fields.has(name)) fields.set(name, forms.size > MOST_FORMS ? "Fields" : union);
    }
    if (fields.size === 0) return "Fields";
    return `{ ${[...fields].map(([name, type]) => `${JSON.stringify(name)}${required.has(name) ? "" : "?"}: ${type};`).join(" ")} }`;
  }

  /** Fields that only the forms for one service each have. */
  function variantFields(schema: Schema): Map<string, Set<string>> {
    const found = new Map<string, Set<string>>();
    for (const ref of Object.values(schema.discriminator?.mapping ?? {})) {
      const variant = component(ref);
      const parts = [variant, ...(variant.allOf ?? [])];
      for (const entry of parts) {
        const part = entry.$ref === undefined ? entry : component(entry.$ref);
        if (part.discriminator !== undefined) continue;
        for (const [name, field] of Object.entries(part.properties ?? {})) {
          const forms = found.get(name) ?? new Set();
          found.set(name, forms.add(typeOf(field)));
        }
      }
    }
    return found;
  }

  function typeOf(schema: Schema, needed: readonly string[] = []): string {
    if (schema.$ref !== undefined) {
      const target = component(schema.$ref);
      const spared = SPARED[schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1)] ?? [];
      return target.type === "object" || target.properties !== undefined
        ? objectOrMap(target, needed, spared)
        : typeOf(target);
    }
    if (schema.type === "object" || schema.properties !== undefined) {
      return objectOrMap(schema, needed, []);
    }
    const [base] = schema.allOf ?? [];
    if (base !== undefined) return typeOf(base, needed);
    switch (schema.type) {
      case "array":
        return `(${typeOf(schema.items ?? {})})[]`;
      case "integer":
      case "number":
        // One choice of whole numbers is spelt as strings.
        return schema.enum?.map(Number).join(" | ") ?? "number";
      case "string":
        return schema.enum?.map((value) => JSON.stringify(String(value))).join(" | ") ?? "string";
      case "boolean":
        return "boolean";
    }
    return "Json";
  }

  function objectOrMap(schema: Schema, needed: readonly string[], spared: readonly string[]) {
    // A choice that is drawn as an object is a string in practice.
    if (schema.enum !== undefined)
      return schema.enum.map((v) => JSON.stringify(String(v))).join(" | ");
    const values = schema.additionalProperties;
    if (typeof values === "object") return `{ [name: string]: ${typeOf(values)} }`;
    return objectType(schema, needed, spared);
  }

  const lines: string[] = [];
  for (const byMethod of Object.values(paths)) {
    for (const method of METHODS) {
      const { operationId = "", requestBody } = byMethod[method] ?? {};
      const schema = requestBody?.content["application/json"]?.schema;
      if (schema === undefined) continue;
      lines.push(`  ${operationId}: ${typeOf(schema, NEEDED[operationId] ?? [])};`);
    }
  }
  return `// Made by \`npm run catalog\` from the public OpenAPI definition. Do not edit.

import type { Json } from "./call.js";

/** An object whose fields depend on the service. */
export type Fields = { [name: string]: Json };

/** The JSON body of every operation that takes one. */
export type Bodies = {
${lines.sort().join("\n")}
};
`;
}

export function writeBodyTypes(definition: unknown): void {
  writeFileSync(TARGET, bodyTypes(definition));
  execFileSync("npx", ["biome", "check", "--write", TARGET], { stdio: "inherit" });
}

const [, script, source] = process.argv;
if (script !== undefined && fileURLToPath(import.meta.url) === script && source !== undefined) {
  writeBodyTypes(JSON.parse(readFileSync(source, "utf8")));
}
