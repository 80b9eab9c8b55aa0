import * as z from "zod";
import { DESCRIBED_TYPES } from "../src/sandbox/services/types.js";

/** As much of a schema as is needed to find the values of its fields. */
interface Schema {
  $ref?: string | undefined;
  type?: string | undefined;
  format?: string | undefined;
  enum?: string[] | undefined;
  properties?: Record<string, Schema> | undefined;
  items?: Schema | undefined;
  additionalProperties?: Schema | boolean | undefined;
  allOf?: Schema[] | undefined;
}
const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.string().optional(),
    format: z.string().optional(),
    enum: z.array(z.string()).optional(),
    properties: z.record(z.string(), Schema).optional(),
    items: Schema.optional(),
    additionalProperties: z.union([z.boolean(), Schema]).optional(),
    allOf: z.array(Schema).optional(),
  }),
);
const Body = z.object({
  content: z.record(z.string(), z.object({ schema: Schema.optional() })),
});
const Definition = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
});
const Operation = z.object({ operationId: z.string(), requestBody: Body.optional() });

type Schemas = Readonly<Record<string, Schema>>;

export interface Choices {
  /** By operation, then by the path of the field in its request body; `*` stands for any key. */
  enums: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  connectorTypes: readonly string[];
  destinationTypes: readonly string[];
  /** Fields and credentials of the connector types that the sandbox describes. */
  fields: Readonly<
    Record<string, { config: Readonly<Record<string, string>>; auth: readonly string[] }>
  >;
}

function resolved(schemas: Schemas, schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : resolved(schemas, schemas[name] ?? {});
}

/** Every field with a closed list of values, by its path. */
function enumsIn(
  schemas: Schemas,
  given: Schema,
  path: readonly string[] = [],
): [string, readonly string[]][] {
  const schema = resolved(schemas, given);
  const { properties = {}, items, additionalProperties, allOf = [] } = schema;
  const deeper = (next: Schema, key?: string) =>
    enumsIn(schemas, next, key === undefined ? path : [...path, key]);
  return [
    ...(schema.enum === undefined || path.length === 0
      ? []
      : [[path.join("."), schema.enum] as [string, readonly string[]]]),
    ...allOf.flatMap((part) => deeper(part)),
    ...Object.entries(properties).flatMap(([key, next]) => deeper(next, key)),
    ...(items === undefined ? [] : deeper(items)),
    ...(typeof additionalProperties === "object" ? deeper(additionalProperties, "*") : []),
  ];
}

/** Longer lists, such as all time zones, count as free text. */
const MOST_VALUES = 30;

function kindOf(schema: Schema): string {
  const { type, format, items, enum: values } = schema;
  const simple = values?.every((value) => /^[\w .:+-]+$/.test(value)) === true;
  if (values !== undefined) {
    return simple && values.length <= MOST_VALUES ? values.join("|") : "text";
  }
  if (type === "integer" || type === "number") return "int";
  if (type === "boolean") return "flag";
  if (format === "password") return "secret";
  if (type === "array") {
    if (items?.format === "password") return "secrets";
    return items?.properties === undefined ? "list" : "trees";
  }
  return type === "object" ? "tree" : "text";
}

function authOf(auth: Schema | undefined): string[] {
  return Object.entries(auth?.properties ?? {}).flatMap(([name, { properties = {} }]) =>
    name === "client_access" ? Object.keys(properties).map((key) => `${name}.${key}`) : [name],
  );
}

const namesLike = (schemas: Schemas, pattern: RegExp) =>
  Object.keys(schemas).flatMap((name) => pattern.exec(name)?.[1] ?? []);

/** Reads from a definition which values its fields take. */
export function choices(json: unknown): Choices {
  const { paths, components } = Definition.parse(json);
  const { schemas } = components;
  const enums = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .flatMap((given) => {
      const { data } = Operation.safeParse(given);
      const body = data?.requestBody?.content["application/json"]?.schema;
      const found = body === undefined ? [] : enumsIn(schemas, body);
      return data === undefined || found.length === 0
        ? []
        : [[data.operationId, Object.fromEntries(found)] as const];
    });
  const fields = DESCRIBED_TYPES.map((id) => {
    const { config } = schemas[`${id}_config_V1`]?.properties ?? {};
    const { auth } = schemas[`${id}_auth_V1`]?.properties ?? {};
    const kinds = Object.entries(config?.properties ?? {}).map(([name, schema]) => [
      name,
      kindOf(schema),
    ]);
    return [id, { config: Object.fromEntries(kinds), auth: authOf(auth) }];
  });
  return {
    enums: Object.fromEntries(enums),
    connectorTypes: namesLike(schemas, /^(.*)_NewConnectorRequestV1$/),
    destinationTypes: namesLike(schemas, /^(.*)_NewDestinationRequest$/),
    fields: Object.fromEntries(fields),
  };
}

/** The generated files with these facts, by name. */
export function choiceFiles(found: Choices): Record<string, string> {
  const { enums, connectorTypes, destinationTypes, fields } = found;
  return {
    "enums.ts": `/** The values that a field of a request body takes, by operation and field. */\nexport const ENUMS = ${JSON.stringify(enums)} as const;`,
    "connector-types.ts": [
      `export const CONNECTOR_TYPES: readonly string[] = ${JSON.stringify(connectorTypes.join(" "))}.split(" ");`,
      `export const DESTINATION_TYPE_IDS: readonly string[] = ${JSON.stringify(destinationTypes)};`,
      `/** Alternatives are separated by bars. */\nexport const TYPE_FIELDS: Readonly<Record<string, { config: Readonly<Record<string, string>>; auth: readonly string[] }>> = ${JSON.stringify(fields)};`,
    ].join("\n\n"),
  };
}

/** Every fact as text by place, for comparing two definitions. */
export function flatChoices(found: Choices): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [operation, fields] of Object.entries(found.enums)) {
    for (const [field, values] of Object.entries(fields)) {
      flat[`values ${operation} ${field}`] = values.join(" ");
    }
  }
  for (const id of found.connectorTypes) flat[`connector type ${id}`] = "";
  for (const id of found.destinationTypes) flat[`destination type ${id}`] = "";
  for (const [id, fields] of Object.entries(found.fields)) {
    flat[`fields ${id}`] = JSON.stringify(fields);
  }
  return flat;
}
