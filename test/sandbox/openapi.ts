import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import * as z from "zod";
import {
  bare,
  closed,
  corrections,
  otherStatus,
  ownMessages,
  unchecked,
} from "./openapi-corrections.js";

const Schema = z.looseObject({
  type: z.string().optional(),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  required: z.array(z.string()).optional(),
});
type Schema = z.infer<typeof Schema>;

const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

const Operation = z.looseObject({
  operationId: z.string(),
  responses: z.record(
    z.string(),
    z.looseObject({
      content: z.record(z.string(), z.looseObject({ schema: z.unknown().optional() })).optional(),
    }),
  ),
});

const Enveloped = z.looseObject({ data: z.unknown() });

const Message = z.looseObject({
  properties: z.looseObject({ message: z.looseObject({ example: z.string() }) }),
});

/**
 * Returns the message of a response in the definition, in which the word "string" represents any
 * id.
 */
function messageIn(schema: unknown): RegExp | undefined {
  const { data } = Message.safeParse(schema);
  if (data === undefined) return undefined;
  const text = data.properties.message.example.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${text.replaceAll(/\bstring\b/g, ".+").replace(/\\\.$/, "")}\\.?$`);
}

function correct(schemas: Record<string, unknown>): void {
  const open = (name: string): Schema => {
    const schema = Schema.parse(schemas[name]);
    schemas[name] = schema;
    return schema;
  };
  for (const { schema: name, property, change } of corrections) {
    const schema = open(name);
    const properties = schema.properties ?? {};
    const present = properties[property];
    if (present === undefined) throw new Error(`The definition has no ${name}.${property}`);
    if (change === "nullable") properties[property] = { anyOf: [present, { type: "null" }] };
    else if (change === "any value") properties[property] = {};
    else if (change === "any letter case") properties[property] = { type: "string" };
    else if (change === "not required") {
      schema.required = schema.required?.filter((required) => required !== property) ?? [];
    } else {
      const drawn = z.record(z.string(), z.unknown()).parse(present["properties"]);
      properties[property] = { type: "object", additionalProperties: Object.values(drawn)[0] };
    }
    schema.properties = properties;
  }
  for (const [name, extra] of Object.entries(closed)) {
    const schema = open(name);
    for (const property of extra) {
      schema.properties = { ...schema.properties, [property]: schema.properties?.[property] ?? {} };
    }
    schemas[name] = { ...schema, additionalProperties: false };
  }
}

export type Check = (operation: string, status: number, reply: unknown) => void;

/**
 * Returns a check of responses against the published definition. Undefined without
 * FIVETRAN_OPENAPI.
 */
export function openApiCheck(): Check | undefined {
  const path = process.env["FIVETRAN_OPENAPI"];
  if (path === undefined || path === "") return undefined;
  const document = Document.parse(JSON.parse(readFileSync(path, "utf8")));
  correct(document.components.schemas);
  const ajv = new Ajv({ strict: false, validateFormats: true, allErrors: false });
  ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/);
  for (const format of ["int32", "int64", "float", "double", "uuid", "uri", "binary", "byte"]) {
    ajv.addFormat(format, true);
  }
  ajv.addSchema(document, "fivetran");
  const places = new Map<string, string>();
  const messages = new Map<string, RegExp>();
  const documented = new Set<string>();
  const operations = new Set<string>();
  for (const [route, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const parsed = Operation.safeParse(operation);
      if (!parsed.success) continue;
      operations.add(parsed.data.operationId);
      for (const [status, { content }] of Object.entries(parsed.data.responses)) {
        documented.add(`${parsed.data.operationId} ${status}`);
        for (const { schema } of Object.values(content ?? {})) {
          const named = z.looseObject({ $ref: z.string() }).safeParse(schema).data?.$ref;
          const message = messageIn(
            named === undefined
              ? schema
              : document.components.schemas[named.split("/").at(-1) ?? ""],
          );
          if (message !== undefined) messages.set(`${parsed.data.operationId} ${status}`, message);
        }
        const [type] = Object.entries(content ?? {}).flatMap(([name, { schema }]) =>
          schema === undefined ? [] : [name],
        );
        if (type === undefined) continue;
        const pointer = ["paths", route, method, "responses", status, "content", type, "schema"];
        const escaped = pointer.map((part) =>
          encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")),
        );
        places.set(`${parsed.data.operationId} ${status}`, `fivetran#/${escaped.join("/")}`);
      }
    }
  }
  return (operation, status, reply) => {
    const message = messages.get(`${operation} ${status}`);
    const { message: said } = z.looseObject({ message: z.string() }).parse(reply);
    if (message !== undefined && ownMessages[operation] === undefined && !message.test(said)) {
      throw new Error(`${operation} ${status}: the message '${said}' is not ${message}`);
    }
    if (unchecked[operation] !== undefined) return;
    const shape = otherStatus[operation] === status ? 200 : status;
    const place = places.get(`${operation} ${shape}`);
    if (place === undefined) {
      // A definition that is older than the operation does not contain it.
      if (!operations.has(operation)) return;
      // Errors have no schema of their own. A success must be a documented response.
      const known = documented.has(`${operation} ${status}`);
      if (status < 300 && !known) throw new Error(`${operation} does not return ${status}`);
      return;
    }
    const validate = ajv.getSchema(place) ?? ajv.compile({ $ref: place });
    const whole = bare[operation] === undefined;
    if (!validate(whole ? reply : Enveloped.parse(reply).data)) {
      throw new Error(`${operation} ${status}: ${ajv.errorsText(validate.errors)}`);
    }
  };
}
