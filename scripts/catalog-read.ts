import * as z from "zod";
import { type Shape, type Shapes, shapeText } from "../src/client/operations/shape.js";
import { SAME_VARIANTS } from "./catalog-corrections.js";
import { createReader, SchemaObject, shareShapes } from "./catalog-shapes.js";

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

/** All that is made from a definition. */
export interface Catalogue {
  operations: Readonly<Record<string, Facts>>;
  shapes: Shapes;
  destinations: Readonly<Record<string, string>>;
  /** Values that a destination's own fields take. */
  destinationChoices: Readonly<Record<string, readonly string[]>>;
  secretNames: readonly string[];
}

/** Reads a definition. @throws where it is not what this program understands. */
export function catalogue(json: unknown): Catalogue {
  const { paths, components } = Definition.parse(json);
  const reader = createReader(components.schemas);
  const operations = new Map<string, Facts>();
  const forms: Record<string, Shape> = {};
  const by: Record<string, string> = {};
  const destinations: Record<string, string> = {};

  for (const [path, byMethod] of Object.entries(paths)) {
    for (const method of METHODS) {
      const operation = byMethod[method];
      if (operation === undefined) continue;
      const id = operation.operationId;
      if (operations.has(id)) throw new Error(`twice: ${id}`);
      operations.set(id, factsOf(method, path, operation));

      for (const [type, { schema }] of Object.entries(operation.requestBody?.content ?? {})) {
        if (schema === undefined) continue;
        const json = type === "application/json";
        forms[`${id} body`] = json
          ? reader.shapeOf(schema, { operation: id, path: [], part: "body" })
          : {
              kind: "fields",
              fields: { file: { shape: { kind: "simple", name: "file" }, required: true } },
            };
        const [kind, variants] = reader.variantsOf(schema, id) ?? [];
        if (variants === undefined || kind === "open") continue;
        by[id] = variants.by;
        for (const [value, shape] of Object.entries(variants.of)) {
          if (kind === "destination") destinations[value] = shapeText(shape);
          else forms[`${id} body ${value}`] = shape;
        }
      }
      const reply = replyOf(operation);
      if (reply !== undefined)
        forms[`${id} reply`] = reader.shapeOf(reply, { operation: id, path: [], part: "reply" });
    }
  }
  const { shapes, named } = shareShapes(forms);
  const texts = (all: Record<string, Shape>) =>
    Object.fromEntries(
      Object.entries(all)
        .sort(byKey)
        .map(([key, shape]) => [key, shapeText(shape)]),
    );
  const sorted = [...operations].sort(([, a], [, b]) => (order(a) < order(b) ? -1 : 1));
  return {
    operations: Object.fromEntries(sorted),
    shapes: { named: texts(named), of: texts(shapes), by, like: SAME_VARIANTS },
    destinations: Object.fromEntries(Object.entries(destinations).sort(byKey)),
    destinationChoices: choicesOf(forms["create_destination body"]),
    secretNames: reader.secretNames,
  };
}

function choicesOf(shape: Shape | undefined): Record<string, readonly string[]> {
  if (shape?.kind !== "fields") return {};
  const choices = Object.entries(shape.fields).flatMap(([name, { shape: of }]) =>
    of.kind === "choice" ? [[name, of.values] as const] : [],
  );
  return Object.fromEntries(choices);
}

function factsOf(method: string, path: string, operation: OperationObject): Facts {
  const named = new Set(operation.parameters.filter((p) => p.in === "path").map((p) => p.name));
  for (const [, name] of path.matchAll(/\{([^}]+)\}/g)) {
    if (name === undefined || !named.delete(name)) throw new Error(`${path}: {${name}} is unknown`);
  }
  if (named.size > 0) throw new Error(`${path}: has no place for ${[...named].join(", ")}`);

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

/** What an answer holds as `data`; some are drawn without the envelope around it. */
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
const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

/** Every fact as text by place, for comparing two catalogues. */
export function flat(given: Catalogue): Record<string, string> {
  const { operations, shapes, destinations, secretNames } = given;
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
  put("named shape", shapes.named);
  put("shape", shapes.of);
  put("variants", shapes.by);
  put("destination", destinations);
  put("destination field", given.destinationChoices);
  for (const name of secretNames) out[`secret name ${name}`] = "";
  return out;
}
