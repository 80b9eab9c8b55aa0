import { sharedJson } from "../../base/json.js";
import { type JsonSchema, withFields } from "../../base/json-schema.js";
import { addedOperation } from "./added.js";
import type { SCHEMAS } from "./generated/schemas.js";

/** JSON Schemas of the bodies and responses of all operations. */
export interface BodySchemas {
  /** The body of an operation, with the fields of its variant where `variant` names one; undefined where it takes none. */
  body(id: string, variant?: string): JsonSchema | undefined;
  /** The data of an operation's response; undefined where that is only a message. */
  reply(id: string): JsonSchema | undefined;
  /** The field of the body that its variants depend on, and the values that it takes. */
  variants(id: string): { by: string; values: readonly string[] } | undefined;
  /** The fields that only one variant of a body has. */
  variant(id: string, value: string): JsonSchema | undefined;
}

let schemas: Promise<BodySchemas> | undefined;

/** They are loaded at the first call, and each is parsed when it is first used. */
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
