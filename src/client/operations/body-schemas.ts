import { sharedJson } from "../../base/json.js";
import { type JsonSchema, withFields } from "../../base/json-schema.js";
import { addedOperation } from "./added.js";
import type { SCHEMAS } from "./generated/schemas.js";

/** The JSON Schemas of all request bodies and responses. */
export interface BodySchemas {
  /**
   * The schema of an operation's body, including the fields of `variant` if given. Undefined if the operation has no
   * body.
   */
  body(id: string, variant?: string): JsonSchema | undefined;
  /** The schema of the data in an operation's response. Undefined if the response contains only a message. */
  reply(id: string): JsonSchema | undefined;
  /** The body field that selects a variant, and its possible values. Undefined if the body has no variants. */
  variants(id: string): { by: string; values: readonly string[] } | undefined;
  /** The additional fields of one variant of a body. */
  variant(id: string, value: string): JsonSchema | undefined;
}

let schemas: Promise<BodySchemas> | undefined;

/** Returns the schemas. They are loaded at the first call, and each schema is parsed when it is first used. */
export function openSchemas(): Promise<BodySchemas> {
  schemas ??= import("./generated/schemas.js").then((texts) => readSchemas(texts.SCHEMAS));
  return schemas;
}

export function readSchemas(texts: typeof SCHEMAS): BodySchemas {
  const { from } = sharedJson<JsonSchema>(texts.shared);

  const variantsOf = (id: string) => texts.variants[texts.sameVariants[id] ?? id];
  const variant = (id: string, value: string) => from(variantsOf(id)?.bodies ?? {}, value);

  return {
    variant,
    reply: (id) => addedOperation(id)?.reply ?? from(texts.replies, id),
    body(id, value) {
      const added = addedOperation(id);
      if (added !== undefined) return added.body;
      const body = from(texts.bodies, id);
      const more = value === undefined ? undefined : variant(id, value);
      return body === undefined || more === undefined ? body : withFields(body, more);
    },
    variants(id) {
      const of = variantsOf(id);
      return of && { by: of.by, values: Object.keys(of.bodies) };
    },
  };
}
