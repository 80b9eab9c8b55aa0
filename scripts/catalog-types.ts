import { parseShape, type Shape, type Shapes } from "../src/client/operations/shape.js";

/** Drawn as optional; Fivetran refuses a body without them. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  create_group: ["name"],
  add_user_to_group: ["email", "role"],
  add_user_membership_in_connection: ["id", "role"],
  create_system_key: ["name", "expiration_period", "permissions"],
  rotate_system_key: ["expiration_period"],
  create_transformation: ["type", "transformation_config"],
  create_transformation_project: ["group_id", "type", "project_config"],
};
/** A field with more forms than this is an open object: there are as many as services. */
const MOST_FORMS = 2;

type Operations = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The source of the types of every JSON body, for the compiler. */
export function bodyTypes(operations: Operations, { named, of, by }: Shapes): string {
  const parsed = (text: string): Shape => {
    const shape = parseShape(text);
    return shape.kind === "named" ? parsed(named[shape.name] ?? "any") : shape;
  };

  function typeOf(shape: Shape): string {
    switch (shape.kind) {
      case "named":
        return typeOf(parsed(named[shape.name] ?? "any"));
      case "choice":
        return shape.values
          .map((value) => (shape.of === "integer" ? value : JSON.stringify(value)))
          .join(" | ");
      case "list":
        return `(${typeOf(shape.of)})[]`;
      case "map":
        return `{ [${shape.key}: string]: ${typeOf(shape.of)} }`;
      case "fields":
        return objectOf(
          Object.entries(shape.fields).map(([name, field]) => [
            name,
            typeOf(field.shape),
            field.required,
          ]),
        );
      case "simple":
        switch (shape.name) {
          case "integer":
          case "number":
            return "number";
          case "boolean":
            return "boolean";
          case "object":
            return "Fields";
          case "any":
            return "Json";
        }
        return "string";
    }
  }

  function bodyOf(id: string, body: Shape): string {
    if (body.kind !== "fields") return typeOf(body);
    const forms = formsOf(id);
    const needed = NEEDED[id] ?? [];
    return objectOf(
      Object.entries(body.fields).map(([name, field]) => {
        const own = forms.get(name) ?? new Set();
        const single = own.size > 0 && own.size <= MOST_FORMS;
        const type = single ? [...own].join(" | ") : typeOf(field.shape);
        return [name, type, field.required || needed.includes(name)];
      }),
    );
  }

  /** What a field of the body looks like in each of the body's variants. */
  function formsOf(id: string): Map<string, Set<string>> {
    const forms = new Map<string, Set<string>>();
    if (by[id] === undefined) return forms;
    for (const [key, text] of Object.entries(of)) {
      const variant = key.startsWith(`${id} body `) ? parsed(text) : undefined;
      if (variant?.kind !== "fields") continue;
      for (const [name, { shape }] of Object.entries(variant.fields)) {
        forms.set(name, (forms.get(name) ?? new Set()).add(typeOf(shape)));
      }
    }
    return forms;
  }

  const lines = Object.entries(operations)
    .filter(([, facts]) => facts["body"] === "json")
    .map(([id]) => `  ${id}: ${bodyOf(id, parsed(of[`${id} body`] ?? "any"))};`);
  return `import type { Json } from "../../../base/json.js";

/** An object whose fields depend on the service. */
export type Fields = { [name: string]: Json };

/** The JSON body of every operation that takes one. */
export type Bodies = {
${lines.sort().join("\n")}
};`;
}

const objectOf = (fields: readonly (readonly [string, string, boolean])[]) =>
  fields.length === 0
    ? "Fields"
    : `{ ${fields.map(([name, type, required]) => `${JSON.stringify(name)}${required ? "" : "?"}: ${type};`).join(" ")} }`;
