import * as z from "zod";

/** The part of a schema that is needed to find the values of its fields. */
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
}

function resolved(schemas: Schemas, schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : resolved(schemas, schemas[name] ?? {});
}

/** Returns every field with a closed list of values, by its path. */
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

/** Reads the accepted values of fields from a definition. */
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
  return { enums: Object.fromEntries(enums) };
}

/** Returns every fact as text by place, to compare two definitions. */
export function flatChoices({ enums }: Choices): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [operation, fields] of Object.entries(enums)) {
    for (const [field, values] of Object.entries(fields)) {
      flat[`values ${operation} ${field}`] = values.join(" ");
    }
  }
  return flat;
}
