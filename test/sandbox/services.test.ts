import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { SERVICES } from "../../src/client/operations/generated/services.js";
import { destinationFields } from "../../src/sandbox/services/catalog.js";
import { type Harness, harness } from "../harness.js";
import { basic, serve } from "./harness.js";

/** The part of a field in which a response and the definition must agree. */
interface Field {
  type?: string | undefined;
  format?: string | undefined;
  enum?: (string | number)[] | undefined;
  required?: string[] | undefined;
  properties?: Record<string, Field> | undefined;
  items?: Field | undefined;
  example?: unknown;
}
const Field: z.ZodType<Field> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    format: z.string().optional(),
    enum: z.array(z.union([z.string(), z.number()])).optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), Field).optional(),
    items: Field.optional(),
    example: z.unknown().optional(),
  }),
);
const Parts = z.record(z.string(), Field);
type Parts = z.output<typeof Parts>;

const CONNECTOR = "_NewConnectorRequestV1";

/** Returns the types of the definition by id, read without code of the program. */
function declared(suffix: string): Map<string, Parts> {
  const path = process.env["FIVETRAN_OPENAPI"];
  if (path === undefined || path === "") return new Map();
  const { schemas } = z
    .object({ components: z.object({ schemas: z.record(z.string(), z.unknown()) }) })
    .parse(JSON.parse(readFileSync(path, "utf8"))).components;
  const Variant = z.object({ allOf: z.array(z.object({ $ref: z.string() })) });
  const Own = z.object({ properties: Parts.optional() });
  return new Map(
    Object.keys(schemas)
      .filter((name) => name.endsWith(suffix))
      .map((name) => {
        const parts: Record<string, Field> = {};
        for (const { $ref } of Variant.parse(schemas[name]).allOf) {
          const own = $ref.split("/").at(-1) ?? "";
          if (own === suffix.slice(1)) continue;
          for (const [part, field] of Object.entries(Own.parse(schemas[own]).properties ?? {})) {
            const required = [...(parts[part]?.required ?? []), ...(field.required ?? [])];
            parts[part] = {
              ...field,
              ...(required.length > 0 ? { required } : {}),
              properties: { ...parts[part]?.properties, ...field.properties },
            };
          }
        }
        return [name.slice(0, -suffix.length), parts] as const;
      }),
  );
}

const connectors = declared(CONNECTOR);
const destinations = declared("_NewDestinationRequest");
if (connectors.size === 0) {
  process.stderr.write(
    "sandbox: connector and destination types are NOT compared with the definition. Set FIVETRAN_OPENAPI.\n",
  );
}

/** Returns a field without texts, with its nested fields in a fixed order. */
function bare({ example: _, properties, items, ...facts }: Field): unknown {
  return {
    ...facts,
    ...(items === undefined ? {} : { items: bare(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, part]) => [name, bare(part)]),
          ),
        }),
  };
}

/**
 * Returns the documented example of a field. For a field with fixed values, returns one of them if
 * the example names several.
 */
function exampleOf(field: Field): unknown {
  if (field.properties !== undefined && Object.keys(field.properties).length > 0) {
    return Object.fromEntries(
      Object.entries(field.properties).map(([name, part]) => [name, exampleOf(part)]),
    );
  }
  const [first] = field.enum ?? [];
  if (first !== undefined) {
    const known = field.enum?.find((value) => value === field.example);
    return known ?? first;
  }
  if (field.items !== undefined) {
    const { items } = field;
    return items.enum === undefined && Array.isArray(field.example)
      ? field.example
      : [exampleOf(items)];
  }
  // Three examples are masks, which no tool sends.
  const masked = typeof field.example === "string" && field.example.includes("*****");
  return masked ? "text" : (field.example ?? SAMPLES[field.type ?? "string"]);
}

const SAMPLES: Record<string, unknown> = {
  string: "text",
  integer: 1,
  number: 1,
  boolean: true,
  object: { key: "value" },
  array: ["text"],
};

const NAMES = ["schema", "table", "table_group_name", "schema_prefix"];

describe.skipIf(connectors.size === 0)("types of the definition (needs FIVETRAN_OPENAPI)", () => {
  test("the metadata of every connector type has the fields of the definition", async () => {
    const { get } = await serve({ limits: { requestsPerHour: 10_000 } });
    const { items } = (await get("/v1/metadata/connector-types?limit=1000")).data;
    const ids = z
      .array(z.object({ id: z.string() }))
      .parse(items)
      .map(({ id }) => id);
    expect(ids).toEqual([...connectors.keys()].sort());
    for (const [id, parts] of connectors) {
      const { data } = await get(`/v1/metadata/connector-types/${id}`);
      const found = Object.fromEntries(
        ["config", "auth", "external_secrets_keys_config"].flatMap((part) =>
          data[part] === undefined ? [] : [[part, bare(Field.parse(data[part]))]],
        ),
      );
      const expected = Object.entries(parts).map(([part, field]) => [part, bare(field)]);
      expect(found, id).toEqual(Object.fromEntries(expected));
    }
  });

  test("a connector with every documented field gets its plan, for every type", async () => {
    const { sandbox, url } = await harness({ sandbox: { limits: { requestsPerHour: 1_000_000 } } });
    const planWith =
      (call: Harness["call"]) =>
      async ([id, { config = {}, auth }]: [string, Parts]) => {
        const given = z.record(z.string(), z.unknown()).parse(exampleOf(config));
        for (const name of NAMES) if (given[name] !== undefined) given[name] = `every_${name}`;
        const { status, text } = await call("create_connector", {
          service: id,
          group: "staging",
          config: given,
          ...(auth === undefined ? {} : { auth: exampleOf(auth) }),
        });
        return status === "confirmation_required" ? [] : [`${id}: ${text}`];
      };
    const refused: string[] = [];
    const queue = [...connectors];
    while (queue.length > 0) {
      // Each state folder is used for a few plans only, because each new plan searches the existing
      // ones.
      const { call } = await harness({ account: { sandbox, url } });
      refused.push(...(await Promise.all(queue.splice(0, 25).map(planWith(call)))).flat());
    }
    process.stdout.write(
      `connector types with a plan: ${connectors.size - refused.length} of ${connectors.size}\n`,
    );
    expect(refused).toEqual([]);
  }, 300_000);

  test("the fields of every destination type are those of the definition", () => {
    /**
     * A service account's key is secret, although the definition does not mark the object that
     * contains it.
     */
    const unmarked = (field: Field): Field => {
      const { format, properties = {}, ...rest } = field;
      const objectOfSecret = field.type === "object" && format === "password";
      const inner = Object.entries(properties).map(([name, part]) => [name, unmarked(part)]);
      return {
        ...rest,
        ...(format === undefined || objectOfSecret ? {} : { format }),
        ...(field.properties === undefined ? {} : { properties: Object.fromEntries(inner) }),
      };
    };
    expect(Object.keys(SERVICES.destinations).sort()).toEqual([...destinations.keys()].sort());
    for (const [id, parts] of destinations) {
      const found = Object.entries(destinationFields(id) ?? {}).map(([part, field]) => [
        part,
        bare(unmarked(Field.parse(field))),
      ]);
      const expected = Object.entries(parts).map(([part, field]) => [part, bare(field)]);
      expect(Object.fromEntries(found), id).toEqual(Object.fromEntries(expected));
    }
  });

  test("a destination with every documented field gets its plan and is created, for every type", async () => {
    const { call, url } = await harness({ sandbox: { limits: { requestsPerHour: 1_000_000 } } });
    const refused: string[] = [];
    for (const [id, { config = {} }] of destinations) {
      const group = await fetch(`${url}/v1/groups`, {
        method: "POST",
        headers: { authorization: basic(), "content-type": "application/json" },
        body: JSON.stringify({ name: `of_${id}` }),
      });
      const { data } = z.object({ data: z.object({ id: z.string() }) }).parse(await group.json());
      const args = {
        operation_id: "create_destination",
        body: {
          group_id: data.id,
          service: id,
          time_zone_offset: "0",
          config: exampleOf(config),
          run_setup_tests: false,
        },
      };
      const plan = await call("write_api", args);
      const made = await call("write_api", { ...args, confirmation_token: plan.token });
      if (plan.status !== "confirmation_required" || made.isError) {
        refused.push(`${id}: ${plan.token === "" ? plan.text : made.text}`);
      }
    }
    process.stdout.write(
      `destination types created: ${destinations.size - refused.length} of ${destinations.size}\n`,
    );
    expect(destinations.size).toBeGreaterThan(30);
    expect(refused).toEqual([]);
  }, 120_000);
});
