import type { JsonSchema } from "../src/base/json-schema.js";
import type { BodySchemas } from "../src/client/operations/body-schemas.js";

/** Declared as optional, but Fivetran rejects a body without them. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  create_group: ["name"],
  add_user_to_group: ["email", "role"],
  add_user_membership_in_connection: ["id", "role"],
  create_system_key: ["name", "expiration_period", "permissions"],
  rotate_system_key: ["expiration_period"],
  create_transformation: ["type", "transformation_config"],
  create_transformation_project: ["group_id", "type", "project_config"],
};
/** Settings of tables and columns that a null removes. */
const REMOVABLE = new Set(["row_filter", "target_data_type"]);
/** A field with more forms than this, such as one per service, becomes an open object. */
const MOST_FORMS = 2;

type Operations = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Returns the TypeScript source of the types of all JSON bodies. */
export function bodyTypes(operations: Operations, schemas: BodySchemas): string {
  const lines = Object.entries(operations)
    .filter(([, facts]) => facts["body"] === "json")
    .map(([id]) => `  ${id}: ${bodyOf(id, schemas)};`);
  return `import type { Json } from "../../../base/json.js";

/** An object whose fields depend on the service. */
export type Fields = { [name: string]: Json };

/** The JSON body of every operation that takes one. */
export type Bodies = {
${lines.sort().join("\n")}
};`;
}

function bodyOf(id: string, schemas: BodySchemas): string {
  const body = schemas.body(id) ?? {};
  if (body.properties === undefined) return typeOf(body);
  const required = [...(body.required ?? []), ...(NEEDED[id] ?? [])];
  const variants = schemas.variants(id)?.values ?? [];
  return objectOf(
    Object.entries(body.properties).map(([name, schema]) => {
      const forms = new Set(
        variants.flatMap((variant) => {
          const own = schemas.variant(id, variant)?.properties?.[name];
          return own === undefined ? [] : [typeOf(own)];
        }),
      );
      const few = forms.size > 0 && forms.size <= MOST_FORMS;
      return [name, few ? [...forms].join(" | ") : typeOf(schema), required.includes(name)];
    }),
  );
}

function typeOf(schema: JsonSchema): string {
  const { type, properties, additionalProperties: values, required = [] } = schema;
  if (schema.enum !== undefined)
    return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.format === "password") return "string";
  if (typeof values === "object") {
    return `{ [${schema.propertyNames?.title ?? "name"}: string]: ${typeOf(values)} }`;
  }
  if (properties !== undefined) {
    return objectOf(
      Object.entries(properties).map(([name, of]) => [name, typeOf(of), required.includes(name)]),
    );
  }
  switch (type) {
    case "array":
      return `(${typeOf(schema.items ?? {})})[]`;
    case "integer":
    case "number":
      return "number";
    case "string":
    case "boolean":
      return type;
    case "object":
      return "Fields";
    default:
      return "Json";
  }
}

const objectOf = (fields: readonly (readonly [string, string, boolean])[]) =>
  fields.length === 0
    ? "Fields"
    : `{ ${fields.map(([name, type, required]) => `${JSON.stringify(name)}${required ? "" : "?"}: ${type}${REMOVABLE.has(name) ? " | null" : ""};`).join(" ")} }`;
