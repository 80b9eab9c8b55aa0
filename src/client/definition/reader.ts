import * as z from "zod";
import type { JsonSchema } from "../../base/json-schema.js";
import { bare, quoted, sanitize } from "../../base/text.js";
import type { AddedOperation } from "../operations/added.js";
import { type Facts, pathParamsOf, type QueryParam } from "../operations/facts.js";
import { isSecretField } from "../operations/secret-fields.js";

const Reference = z.object({ $ref: z.string() });
const Parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional().catch(undefined),
  schema: z
    .looseObject({
      type: z.string().optional().catch(undefined),
      enum: z.array(z.unknown()).optional().catch(undefined),
      default: z.unknown().optional(),
    })
    .catch({}),
});
const Content = z.record(z.string(), z.looseObject({ schema: z.unknown().optional() }));
const Responses = z.record(z.string(), z.unknown());
export const OperationObject = z.looseObject({
  operationId: z.string(),
  summary: z.string().optional().catch(undefined),
  parameters: z.array(z.unknown()).default([]),
  requestBody: z.unknown().optional(),
  responses: Responses.optional().catch(undefined),
});
const WithContent = z.looseObject({ content: Content.default({}) });
const MOST_DEPTH = 10;
const MOST_NODES = 3000;

/** Creates a reader for the parts of operations. It follows references within the file. */
export function createReader(root: unknown) {
  const resolved = (value: unknown, hops = 0): unknown => {
    const ref = Reference.safeParse(value).data?.$ref;
    if (ref === undefined || hops > MOST_DEPTH) return value;
    if (!ref.startsWith("#/")) return undefined;
    const found = ref
      .slice(2)
      .split("/")
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<unknown>((here, key) => {
        if (typeof here !== "object" || here === null || !Object.hasOwn(here, key))
          return undefined;
        return Reflect.get(here, key);
      }, root);
    return resolved(found, hops + 1);
  };

  const schemaOf = (given: unknown, part: "body" | "reply"): JsonSchema | undefined => {
    let nodes = 0;
    const visit = (raw: unknown, name: string, depth: number): JsonSchema => {
      nodes += 1;
      const schema = Schema.safeParse(resolved(raw)).data;
      if (schema === undefined || depth > MOST_DEPTH || nodes > MOST_NODES) return {};
      const { type, format, enum: values, items, properties, allOf, required } = schema;
      if (allOf !== undefined) {
        const parts = allOf.map((one) => visit(one, name, depth + 1));
        return parts.length === 1 && parts[0] !== undefined ? parts[0] : merged(parts, part);
      }
      if (properties !== undefined && Object.keys(properties).length > 0) {
        const fields = Object.entries(properties).map(
          ([field, of]) => [field, visit(of, field, depth + 1)] as const,
        );
        const known = (required ?? []).filter((field) => Object.hasOwn(properties, field));
        return {
          type: "object",
          properties: Object.fromEntries(fields),
          ...(known.length > 0 ? { required: known } : {}),
          ...(part === "body" ? { additionalProperties: false } : {}),
        };
      }
      if (isSecretField(name, { type, format, enum: values })) {
        return { type: ["string", "object"], format: "password" };
      }
      if (values !== undefined && values.length > 0) return { enum: [...values] };
      if (type === "array") return { type, items: visit(items ?? {}, name, depth + 1) };
      if (type === undefined) return {};
      return { type, ...(format === "date-time" ? { format } : {}) };
    };
    const read = given === undefined ? undefined : visit(given, "", 0);
    return read !== undefined && nodes > MOST_NODES ? { type: "object" } : read;
  };

  const jsonOf = (value: unknown) => {
    const { content = {} } = WithContent.safeParse(resolved(value)).data ?? {};
    const types = Object.keys(content);
    const json = types.find((type) => type.startsWith("application/json") || type === "*/*");
    return { types, json: json === undefined ? undefined : (content[json]?.schema ?? {}) };
  };

  return {
    resolved,

    /** Reads an operation. Returns the reason, as a predicate about "it", if the operation cannot be called. */
    operation(
      method: Facts["method"],
      path: string,
      found: z.output<typeof OperationObject> | undefined,
      ofPath: unknown,
    ): AddedOperation | string {
      if (found === undefined) return "is not an operation";
      const parameters = [...(Array.isArray(ofPath) ? ofPath : []), ...found.parameters].map(
        (parameter) => Parameter.safeParse(resolved(parameter)).data,
      );
      if (parameters.includes(undefined)) return "has a parameter of an unknown form";
      const all = parameters.filter((parameter) => parameter !== undefined);
      const header = all.find(
        ({ name, in: place, required }) =>
          required === true && place !== "path" && place !== "query" && !/^accept$/i.test(name),
      );
      if (header !== undefined) return `needs the ${bare(header.in)} ${bare(header.name)}`;
      const names = pathParamsOf(path);
      if (new Set(names).size < names.length) return "has two path parameters with the same name";
      const query = all.filter(({ in: place, name }) => place === "query" && !names.includes(name));
      const body = jsonOf(found.requestBody);
      if (body.types.length > 0 && body.json === undefined && !body.types.includes(MULTIPART)) {
        return `takes a body of the type ${quoted(body.types.join(", "), 100)}`;
      }
      if (method === "GET" && body.types.length > 0) return "is a GET with a body";
      const replies = Object.entries(found.responses ?? {})
        .filter(([status]) => status.startsWith("2"))
        .map(([, reply]) => jsonOf(reply));
      const accept = all.find(
        ({ in: place, name }) => place === "header" && /^accept$/i.test(name),
      );
      const reply = schemaOf(replies.find(({ json }) => json !== undefined)?.json, "reply");
      return {
        id: found.operationId,
        summary: sanitize(found.summary ?? "", 90),
        file: replies.some(({ types }) => types.length > 0) && reply === undefined,
        body: schemaOf(body.json, "body"),
        reply: reply?.properties?.["data"] ?? (reply?.properties?.["code"] ? undefined : reply),
        facts: {
          method,
          path,
          ...(query.length > 0
            ? { query: Object.fromEntries(query.map((one) => [one.name, queryFacts(one)])) }
            : {}),
          ...(body.json !== undefined
            ? { body: "json" }
            : body.types.length > 0
              ? { body: "multipart" }
              : {}),
          ...(String(accept?.schema.default).includes("version=2") ? { accept: 2 } : {}),
        },
      };
    },
  };
}

const MULTIPART = "multipart/form-data";

const Schema = z.looseObject({
  type: z
    .enum(["string", "integer", "number", "boolean", "object", "array"])
    .optional()
    .catch(undefined),
  format: z.string().optional().catch(undefined),
  enum: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .catch(undefined),
  required: z.array(z.string()).optional().catch(undefined),
  properties: z.record(z.string(), z.unknown()).optional().catch(undefined),
  items: z.unknown().optional(),
  allOf: z.array(z.unknown()).optional().catch(undefined),
});

function merged(parts: readonly JsonSchema[], part: "body" | "reply"): JsonSchema {
  const objects = parts.filter(({ properties }) => properties !== undefined);
  if (objects.length === 0) return { type: "object" };
  const required = objects.flatMap((one) => one.required ?? []);
  return {
    type: "object",
    properties: Object.assign({}, ...objects.map(({ properties }) => properties)),
    ...(required.length > 0 ? { required } : {}),
    // If one part allows additional fields, the merged schema does too.
    ...(part === "body" && objects.length === parts.length ? { additionalProperties: false } : {}),
  };
}

function queryFacts({ required, schema }: z.output<typeof Parameter>): QueryParam {
  const { type, enum: values = [] } = schema;
  const choices = values.filter((value) => typeof value === "string");
  return {
    type: type === "integer" || type === "boolean" ? type : "string",
    ...(required === true ? { required } : {}),
    ...(choices.length > 0 && choices.length === values.length ? { enum: choices } : {}),
  };
}
