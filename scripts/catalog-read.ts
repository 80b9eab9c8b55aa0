import * as z from "zod";
import type { JsonSchema } from "../src/base/json-schema.js";
import { SAME_VARIANTS } from "./catalog-corrections.js";
import { createReader, createSharing, SchemaObject, type Variants } from "./catalog-schemas.js";

const METHODS = ["get", "post", "patch", "put", "delete"] as const;

const Parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().nullish(),
  schema: z.object({
    type: z.enum(["string", "integer", "boolean"]),
    enum: z.array(z.string()).optional(),
    default: z.unknown().optional(),
  }),
});
const Content = z.record(z.string(), z.object({ schema: SchemaObject.optional() }));
const OperationObject = z.object({
  operationId: z.string().regex(/^[a-z][a-z0-9_]*$/),
  parameters: z.array(Parameter).default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ content: Content.optional() })).default({}),
});
type OperationObject = z.output<typeof OperationObject>;

const Definition = z.object({
  paths: z.record(z.string(), z.partialRecord(z.enum(METHODS), OperationObject)),
  components: z.object({ schemas: z.record(z.string(), SchemaObject) }),
});

type Facts = Readonly<Record<string, unknown>>;

type Texts = Readonly<Record<string, string>>;

/** JSON Schemas as JSON text, so that each is parsed only when it is used. */
export interface SchemaTexts {
  /** The schemas that `$ref` refers to, by name. */
  shared: Texts;
  bodies: Texts;
  replies: Texts;
  variants: Readonly<Record<string, { by: string; bodies: Texts }>>;
  sameVariants: Texts;
}

/** Everything that is generated from a definition. */
export interface Catalog {
  operations: Readonly<Record<string, Facts>>;
  schemas: SchemaTexts;
  secretNames: readonly string[];
}

/**
 * Reads a definition.
 * @throws if it has a form that this program does not support.
 */
export function catalog(json: unknown): Catalog {
  const { paths, components } = Definition.parse(json);
  const reader = createReader(components.schemas);
  const operations = new Map<string, Facts>();
  const bodies: Record<string, JsonSchema> = {};
  const replies: Record<string, JsonSchema> = {};
  const variants: Record<string, Variants> = {};

  for (const [path, byMethod] of Object.entries(paths)) {
    for (const method of METHODS) {
      const operation = byMethod[method];
      if (operation === undefined) continue;
      const id = operation.operationId;
      if (operations.has(id)) throw new Error(`two operations with the id ${id}`);
      operations.set(id, factsOf(method, path, operation));

      for (const [type, { schema }] of Object.entries(operation.requestBody?.content ?? {})) {
        if (schema === undefined) continue;
        const json = type === "application/json";
        bodies[id] = json
          ? reader.schemaOf(schema, { operation: id, path: [], part: "body" })
          : FILE;
        const own = reader.variantsOf(schema, id);
        if (own !== undefined) variants[id] = own;
      }
      const reply = replyOf(operation);
      if (reply !== undefined)
        replies[id] = reader.schemaOf(reply, { operation: id, path: [], part: "reply" });
    }
  }
  const sorted = [...operations].sort(([, a], [, b]) => (order(a) < order(b) ? -1 : 1));
  return {
    operations: Object.fromEntries(sorted),
    schemas: textsOf(bodies, replies, variants),
    secretNames: reader.secretNames,
  };
}

const FILE: JsonSchema = {
  type: "object",
  properties: { file: { type: "string", format: "binary" } },
  required: ["file"],
};

function textsOf(
  bodies: Record<string, JsonSchema>,
  replies: Record<string, JsonSchema>,
  variants: Record<string, Variants>,
): SchemaTexts {
  const { count, share, shared } = createSharing();
  const all = [bodies, replies, ...Object.values(variants).map((of) => of.bodies)];
  for (const schemas of all) Object.values(schemas).forEach(count);
  const texts = (schemas: Record<string, JsonSchema>, change = share) =>
    Object.fromEntries(
      Object.entries(schemas)
        .sort(byKey)
        .map(([key, schema]) => [key, JSON.stringify(change(schema, key.replace(/\W/g, "_")))]),
    );
  return {
    bodies: texts(bodies),
    replies: texts(replies),
    variants: Object.fromEntries(
      Object.entries(variants)
        .sort(byKey)
        .map(([id, { by, bodies }]) => [id, { by, bodies: texts(bodies) }]),
    ),
    shared: texts(shared, (schema) => schema),
    sameVariants: { ...SAME_VARIANTS },
  };
}

function factsOf(method: string, path: string, operation: OperationObject): Facts {
  const named = new Set(operation.parameters.filter((p) => p.in === "path").map((p) => p.name));
  for (const [, name] of path.matchAll(/\{([^}]+)\}/g)) {
    if (name === undefined || !named.delete(name))
      throw new Error(`${path}: {${name}} is not a parameter`);
  }
  if (named.size > 0) throw new Error(`${path}: lacks ${[...named].join(", ")}`);

  const query = operation.parameters.filter((p) => p.in === "query");
  const body = Object.keys(operation.requestBody?.content ?? {});
  const accept = operation.parameters.find((p) => p.in === "header" && p.name === "Accept");
  return {
    method: method.toUpperCase(),
    path,
    ...(query.length > 0
      ? { query: Object.fromEntries(query.map((p) => [p.name, queryFacts(p)])) }
      : {}),
    ...(body.length > 0 ? { body: body.includes("application/json") ? "json" : "multipart" } : {}),
    ...(String(accept?.schema.default).includes("version=2") ? { accept: 2 } : {}),
  };
}

const queryFacts = ({ schema, required }: z.output<typeof Parameter>): Facts => ({
  type: schema.type,
  ...(required ? { required } : {}),
  ...(schema.enum ? { enum: schema.enum } : {}),
});

/**
 * Returns the schema of a response's `data`. The definition omits the envelope of some responses.
 */
function replyOf({ responses }: OperationObject): SchemaObject | undefined {
  for (const [status, { content = {} }] of Object.entries(responses)) {
    if (!status.startsWith("2")) continue;
    for (const { schema } of Object.values(content)) {
      const fields = schema?.properties;
      if (schema !== undefined && fields?.["code"] === undefined) return schema;
      if (fields?.["data"] !== undefined) return fields["data"];
    }
  }
  return undefined;
}

const order = (facts: Facts) =>
  `${facts["path"]} ${METHODS.findIndex((m) => m.toUpperCase() === facts["method"])}`;
const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
  a < b ? -1 : 1;

/** Returns every fact as text by place, to compare two catalogs. */
export function flat({ operations, schemas, secretNames }: Catalog): Record<string, string> {
  const out: Record<string, string> = {};
  const put = (prefix: string, of: object) => {
    for (const [key, value] of Object.entries(of)) {
      out[`${prefix} ${key}`] = typeof value === "string" ? value : JSON.stringify(value);
    }
  };
  for (const [id, { query, ...facts }] of Object.entries(operations)) {
    out[`operation ${id}`] = JSON.stringify(facts);
    if (typeof query === "object" && query !== null) put(`parameter ${id}`, query);
  }
  put("shared schema", schemas.shared);
  put("body", schemas.bodies);
  put("response", schemas.replies);
  for (const [id, { by, bodies }] of Object.entries(schemas.variants))
    put(`body ${id} ${by}`, bodies);
  put("variants like", schemas.sameVariants);
  for (const name of secretNames) out[`secret name ${name}`] = "";
  return out;
}
