import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Json } from "../../src/toolkit/define.js";
import { tools } from "../../tools/index.js";
import { harness } from "../harness.js";

const Node = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.json()).optional(),
  default: z.json().optional(),
  minimum: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
});

/** Returns a value that the schema accepts: the required fields only, and the field `also`. */
function sample(schema: unknown, also?: string): Json {
  const node = Node.parse(schema ?? {});
  if (node.enum !== undefined) return node.enum[0] ?? null;
  if (node.anyOf !== undefined) return sample(node.anyOf[0]);
  switch (node.type) {
    case "array":
      return [sample(node.items)];
    case "object":
      return Object.fromEntries(
        Object.entries(node.properties ?? {})
          .filter(([key]) => node.required?.includes(key) === true || key === also)
          .map(([key, inner]) => [key, sample(inner)]),
      );
    case "integer":
    case "number":
      return node.minimum ?? 1;
    case "boolean":
      return true;
    default:
      return "postgres_orders";
  }
}

interface Field {
  tool: string;
  field: string;
  list: boolean;
  required: boolean;
  args: Record<string, unknown>;
}

/** Arguments that a tool needs in addition to the tested field. */
const BESIDE: Record<string, Record<string, unknown>> = {
  describe_service: { words: "google" },
  create_connect_card: { redirect_uri: "https://example.com/done" },
  read_api: { operation_id: "list_connections" },
  modify_schema: { policy: "ALLOW_ALL" },
  update_connector: { sync_frequency: 60 },
};

/** Every parameter that is a string without fixed values, or a list of such strings. */
const FIELDS: Field[] = tools.flatMap((tool) => {
  const schema = Node.parse(z.toJSONSchema(tool.input, { io: "input" }));
  return Object.entries(schema.properties ?? {}).flatMap(([field, raw]): Field[] => {
    const node = Node.parse(raw);
    const list = node.type === "array";
    const leaf = list ? Node.parse(node.items ?? {}) : node;
    if (leaf.type !== "string" || leaf.enum !== undefined) return [];
    const own = z.record(z.string(), z.unknown()).parse(sample(schema, field));
    const beside = field === "service" ? {} : BESIDE[tool.name];
    const required = schema.required?.includes(field) === true;
    return [{ tool: tool.name, field, list, required, args: { ...own, ...beside } }];
  });
});

/** Parameters that name one object: an id, or the name of something that has an id. */
const NAMES_ONE = /^(connectors?|group|destination|operation_id|handles?)$/;
const SHAPES: [string, unknown][] = [
  ["a number", 7],
  ["a switch", true],
  ["null", null],
  ["an object", { id: "x" }],
  ["a list in a list", [["x"]]],
  ["nothing", ""],
  ["10,000 characters", "x".repeat(10_000)],
];
const HOSTILE: [string, string][] = [
  ["..", ".."],
  [".", "."],
  ["a slash", "salesforce_prod/state"],
  ["a way up", "../groups"],
  ["encoded dots", "%2e%2e"],
  ["encoded dots in capitals", "%2E%2E%2Fgroups"],
  ["a backslash", "..\\groups"],
  ["NUL", "salesforce\u0000prod"],
  ["a newline", "salesforce\nprod"],
  ["half a character", "salesforce\ud800"],
];

/**
 * Returns the shapes that a field must reject. If the parameter is optional, null and empty text
 * count as absent.
 */
const shapesFor = ({ list, required }: Field) =>
  SHAPES.filter(([, value]) => required || !(value === null || (value === "" && !list)));

/**
 * Expects a short rejection of the right type that names the field and a next step. Nothing may be
 * sent.
 */
async function expectRefusal(cases: [string, unknown][], { tool, field, list, args }: Field) {
  const { call, sandbox } = await harness();
  for (const [what, value] of cases) {
    const given = { ...args, [field]: list ? [value] : value };
    const refused = await call(tool, given);
    expect(refused.isError, `${what}: ${refused.text}`).toBe(true);
    expect(refused.data["error"], what).toMatchObject({
      type: expect.stringMatching(/^(input|not_found)$/),
      next: expect.stringMatching(/./),
    });
    expect(refused.text.length, what).toBeLessThan(1000);
    expect(refused.text.split("\n").length, what).toBeLessThanOrEqual(3);
    const named =
      typeof value === "string" ? [field, field.replace("_id", ""), "connector", "group"] : [field];
    expect(
      named.some((name) => refused.text.toLowerCase().includes(name)),
      `${what}: ${refused.text}`,
    ).toBe(true);
  }
  expect(sandbox.requests()).toEqual([]);
}

describe.each(FIELDS.map((field) => [field.tool, field.field, field] as const))(
  "%s %s",
  (_tool, name, field) => {
    test("of a wrong shape", async () => {
      await expectRefusal(shapesFor(field), field);
      if (field.list && field.required) await expectEmptyListRefused(field);
    });

    if (NAMES_ONE.test(name)) {
      test("that reaches out of its place", async () => {
        await expectRefusal(HOSTILE, field);
      });
    }
  },
);

async function expectEmptyListRefused({ tool, field, args }: Field): Promise<void> {
  const { call, sandbox } = await harness();
  const refused = await call(tool, { ...args, [field]: [] });
  expect(refused.text).toContain(`${field}: takes at least 1 item.`);
  expect(sandbox.requests()).toEqual([]);
}

test("there is something to try", () => {
  expect(FIELDS.length).toBeGreaterThan(10);
  expect(FIELDS.filter(({ field }) => NAMES_ONE.test(field)).length).toBeGreaterThan(5);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ["modify_schema", { connector: "postgres_orders" }, /change|policy/],
  ["modify_schema", { connector: "postgres_orders", changes: [] }, /No change was given/],
  ["modify_schema", { connector: "postgres_orders", changes: [{}] }, /./],
  ["modify_schema", { connector: "postgres_orders", changes: [{ schema: "public" }] }, /./],
  [
    "modify_schema",
    { connector: "postgres_orders", changes: [{ column: "id", enabled: true }] },
    /column|table/,
  ],
  [
    "modify_schema",
    {
      connector: "postgres_orders",
      changes: [
        { schema: "public", table: "orders", enabled: true },
        { schema: "public", table: "orders", enabled: false },
      ],
    },
    /to different values/,
  ],
  [
    "modify_schema",
    {
      connector: "postgres_orders",
      changes: [{ schema: "public", table: "no_such_table", enabled: false }],
    },
    /no_such_table/,
  ],
  ["check_stale", { max_age_hours: 0 }, /max_age_hours/],
  ["check_stale", { max_age_hours: -1 }, /max_age_hours/],
  ["list_connectors", { limit: 0 }, /limit: must be at least 1/],
  ["list_connectors", { limit: 1.5 }, /limit: must be an integer/],
  ["list_connectors", { states: ["brokn"] }, /states\[0\]: must be one of/],
  ["get_schema", { connector: "postgres_orders", table: "*a".repeat(200) }, /./],
])("%s %j changes nothing and says why", async (tool, args, says) => {
  const { call, sandbox } = await harness();
  const refused = await call(tool, args);
  expect(refused.text).toMatch(says);
  expect(refused.status ?? "refused").not.toBe("done");
  expect(sandbox.requests().filter(({ method }) => method !== "GET")).toEqual([]);
  if (tool === "modify_schema") expect(refused.data["error"]).toMatchObject({ type: "input" });
});

test.each([
  [{}],
  [{ changes: [{}] }],
  [{ changes: [{ schema: "public" }] }],
  [{ changes: [{ schema: "public", table: "orders", hashed: true }] }],
  [
    {
      changes: [
        { schema: "public", table: "ord*", enabled: true },
        { schema: "public", table: "ord*", enabled: false },
      ],
    },
  ],
])("modify_schema %j is refused before anything is read", async (args) => {
  const { call, sandbox } = await harness();
  const refused = await call("modify_schema", { connector: "postgres_orders", ...args });
  expect(refused.data["error"]).toMatchObject({ type: "input" });
  expect(sandbox.requests()).toEqual([]);
});
