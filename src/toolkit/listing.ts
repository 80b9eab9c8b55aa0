import * as z from "zod";
import { asFields } from "../base/json.js";
import type { Effect, Json, OperationId, Tool } from "./define.js";
import { CONFIRMATION_TOKEN } from "./params.js";

export type ObjectSchema = {
  type: "object";
  properties: Record<string, Json>;
  required?: string[];
  additionalProperties?: false;
};

/**
 * A tool as `tools/list` returns it, with the properties that the policy and the command line need. Plain JSON,
 * generated at build time.
 */
export interface ToolListing {
  name: string;
  title: string;
  description: string;
  inputSchema: ObjectSchema;
  outputSchema: ObjectSchema;
  annotations: {
    title: string;
    readOnlyHint: boolean;
    destructiveHint: boolean;
    idempotentHint: boolean;
    openWorldHint: boolean;
  };
  _meta?: Record<string, Json>;
  effect: Effect;
  uses: readonly OperationId[];
}

const STATUSES = [
  "done",
  "nothing_to_do",
  "confirmation_required",
  "partial",
  "refused",
  "unknown",
  "running",
];

const CHANGE_OUTPUT: ObjectSchema = {
  type: "object",
  properties: { status: { type: "string", enum: STATUSES } },
  required: ["status"],
};

const TOKEN_PARAMETER = { type: "string", description: "from a plan, e.g. fvc1" };

export function listing(tool: Tool): ToolListing {
  const input = objectSchema(z.toJSONSchema(tool.input, { io: "input" }));
  const change = tool.effect !== "read";
  if (change) input.properties[CONFIRMATION_TOKEN] = TOKEN_PARAMETER;
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: { ...input, additionalProperties: false },
    outputSchema: change
      ? CHANGE_OUTPUT
      : looser(objectSchema(z.toJSONSchema(tool.output, { io: "output" }))),
    annotations: {
      title: tool.title,
      readOnlyHint: !change,
      destructiveHint: change && tool.destructive,
      idempotentHint: !change || tool.idempotent,
      openWorldHint: true,
    },
    ...(change && tool.alwaysAsks ? { _meta: { "anthropic/requiresUserInteraction": true } } : {}),
    effect: tool.effect,
    uses: tool.uses,
  };
}

const JsonObject = z.looseObject({
  properties: z.record(z.string(), z.json()),
  required: z.array(z.string()).optional(),
});

function objectSchema(schema: unknown): ObjectSchema {
  const { properties, required } = JsonObject.parse(schema);
  return {
    type: "object",
    properties: published(properties),
    ...(required === undefined ? {} : { required }),
  };
}

/** Removes `required` from an output schema. This program validates results, so clients do not have to. */
function looser(schema: ObjectSchema): ObjectSchema {
  const without = (part: Json): Json => {
    if (Array.isArray(part)) return part.map(without);
    if (typeof part !== "object" || part === null) return part;
    const kept = Object.entries(part).filter(
      ([key, value]) => key !== "required" || !Array.isArray(value),
    );
    return Object.fromEntries(kept.map(([key, value]) => [key, without(value)]));
  };
  const properties = Object.entries(schema.properties).map(([name, of]) => [name, without(of)]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

const UNREAD = new Set([
  "propertyNames",
  "pattern",
  "maxLength",
  "minLength",
  "minItems",
  "maxItems",
  "minProperties",
  "absent",
  "unless",
  "unlisted",
  "exclusiveMinimum",
  "maximum",
]);

/**
 * Removes keywords that cost tokens and are of little use to a model. The zod schema still validates the arguments,
 * and its errors state all limits.
 */
function slim(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(slim);
  if (typeof schema !== "object" || schema === null) return schema;
  // An object with omitted fields is published as open.
  const hasExtra = Object.values(asFields(schema["properties"])).some(
    (of) => asFields(of)["extra"],
  );
  const kept = Object.entries(schema).filter(([key, value]) => {
    // Omits limits that are obvious, and defaults that mean "nothing".
    if (key === "minimum") return Number(value) > 1;
    if (key === "additionalProperties") return !isEmptyObject(value);
    // Only `list_connectors` publishes the complete list of states.
    if (key === "enum") return schema["unlisted"] !== true;
    if (key === "default") return value !== false && value !== 0 && !isEmptyObject(value);
    return !UNREAD.has(key);
  });
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (key === "properties" && typeof value === "object" && value !== null) {
        return [key, published(value)];
      }
      // Some hosts accept only a boolean here, not a schema.
      if (key === "additionalProperties") return [key, hasExtra || value !== false];
      return [key, key === "enum" || key === "required" || key === "default" ? value : slim(value)];
    }),
  );
}

/** Removes the fields of a result that need no schema. See `extra` in `params.ts`. */
const published = (properties: object): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([, of]) => of?.extra !== true)
      .map(([name, of]) => [name, slim(of)]),
  );

const isEmptyObject = (value: Json) =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;
