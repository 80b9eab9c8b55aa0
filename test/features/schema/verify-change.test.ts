import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SchemaConfig } from "../../../src/client/resources/models.js";
import { planSchemaChange } from "../../../src/features/schema/plan-change.js";
import { verifySchemaChange } from "../../../src/features/schema/verify-change.js";
import { holds } from "../../holds.js";

const none = () => undefined;

const given = (tables: Record<string, boolean>, schemaOn = true) =>
  SchemaConfig.parse({
    schemas: {
      s: {
        enabled: schemaOn,
        tables: Object.fromEntries(
          Object.entries(tables).map(([name, enabled]) => [name, { enabled }]),
        ),
      },
    },
  });

test("nothing is missing when all of it took", () => {
  const plan = planSchemaChange(given({ a: true, b: false }), none, [
    { table: "a", enabled: false },
    { table: "b", enabled: true },
  ]);
  expect(verifySchemaChange(plan, given({ a: false, b: true }))).toEqual({
    missing: [],
    exposed: [],
  });
});

test("what did not take is told with what is there, what is gone without", () => {
  const plan = planSchemaChange(given({ a: true, b: true }), none, [
    { table: "*", enabled: false },
  ]);
  expect(verifySchemaChange(plan, given({ a: true }))).toEqual({
    missing: [
      { schema: "s", table: "a", field: "enabled", from: true, to: false, actual: true },
      { schema: "s", table: "b", field: "enabled", from: true, to: false },
    ],
    exposed: [],
  });
});

test("tables that came to light are told, those of the plan are not", () => {
  const plan = planSchemaChange(given({ a: false, b: false, c: true }), none, [
    { table: "a", enabled: true },
  ]);
  expect(verifySchemaChange(plan, given({ a: true, b: true, c: true, d: true })).exposed).toEqual([
    { schema: "s", table: "b" },
    { schema: "s", table: "d" },
  ]);
  expect(verifySchemaChange(plan, given({ a: true, d: true }, false)).exposed).toEqual([]);
});

test("columns are looked up in the configuration, then in their list", () => {
  const config = SchemaConfig.parse({
    schemas: { s: { enabled: true, tables: { t: { enabled: true } } } },
  });
  const list = (hashed: boolean) => () => ({ email: { enabled: true, hashed } });
  const plan = planSchemaChange(config, list(false), [
    { table: "t", column: "email", hashed: true },
  ]);
  expect(verifySchemaChange(plan, config, list(true)).missing).toEqual([]);
  expect(verifySchemaChange(plan, config, list(false)).missing).toMatchObject([{ actual: false }]);
  expect(verifySchemaChange(plan, config).missing).toHaveLength(1);
});

/** What Fivetran does with a body: what is not mentioned stays. */
function merge(config: SchemaConfig, body: unknown): SchemaConfig {
  const deep = (into: unknown, from: unknown): unknown =>
    isRecord(into) && isRecord(from)
      ? Object.fromEntries(
          [...new Set([...Object.keys(into), ...Object.keys(from)])].map((key) => [
            key,
            key in from ? deep(into[key], from[key]) : into[key],
          ]),
        )
      : from;
  return SchemaConfig.parse(body === undefined ? config : deep(config, body));
}
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

test("whatever is asked for, sending the body gives what the plan says", () => {
  const flags = fc.record({ a: fc.boolean(), ab: fc.boolean(), b: fc.boolean() });
  const schemas = fc.record({
    one: fc.record({ on: fc.boolean(), tables: flags }),
    two: fc.record({ on: fc.boolean(), tables: flags }),
  });
  const change = fc.record(
    {
      schema: fc.constantFrom("one", "two", "*", "o*"),
      table: fc.constantFrom("a", "ab", "b", "*", "a*"),
      enabled: fc.boolean(),
    },
    { requiredKeys: ["schema", "enabled"] },
  );
  holds(
    fc.property(schemas, fc.array(change, { minLength: 1, maxLength: 4 }), (tree, changes) => {
      const config = SchemaConfig.parse({
        schemas: Object.fromEntries(
          Object.entries(tree).map(([name, { on, tables }]) => [
            name,
            { enabled: on, tables: given(tables).schemas?.["s"]?.tables },
          ]),
        ),
      });
      let plan: ReturnType<typeof planSchemaChange>;
      try {
        plan = planSchemaChange(config, none, changes);
      } catch (error) {
        expect(String(error)).toContain("different values");
        return;
      }
      const after = merge(config, plan.body);
      expect(verifySchemaChange(plan, after)).toEqual({ missing: [], exposed: [] });
      expect(planSchemaChange(after, none, changes)).toMatchObject({
        diff: [],
        starts: [],
        stops: [],
      });
      const before = new Set(flat(plan.flowing));
      for (const { schema, table } of plan.starts) before.add(`${schema}.${table}`);
      for (const { schema, table } of plan.stops) before.delete(`${schema}.${table}`);
      expect([...before].sort()).toEqual(
        flat(planSchemaChange(after, none, changes).flowing).sort(),
      );
    }),
  );
});

const flat = (flowing: Record<string, string[]>) =>
  Object.entries(flowing).flatMap(([schema, tables]) =>
    tables.map((table) => `${schema}.${table}`),
  );

test("ten thousand tables are planned in well under a second", () => {
  const config = SchemaConfig.parse({
    schemas: Object.fromEntries(
      Array.from({ length: 50 }, (_, s) => [
        `schema_${s}`,
        {
          enabled: true,
          tables: Object.fromEntries(
            Array.from({ length: 200 }, (_, t) => [`table_${t}`, { enabled: true }]),
          ),
        },
      ]),
    ),
  });
  const started = performance.now();
  const plan = planSchemaChange(config, none, [
    { table: "*", enabled: false },
    { table: "*_1?", enabled: true },
    ...Array.from({ length: 100 }, (_, t) => ({
      schema: "schema_7",
      table: `table_${t}`,
      enabled: true,
    })),
  ]);
  expect(plan.diff).toHaveLength(10_000 - 49 * 10 - 100);
  expect(performance.now() - started).toBeLessThan(1000);
});

test("a table named like a key of every object is a table like others", () => {
  const config = SchemaConfig.parse({
    schemas: JSON.parse('{"constructor":{"enabled":true,"tables":{"toString":{"enabled":true}}}}'),
  });
  const plan = planSchemaChange(config, none, [
    { schema: "constructor", table: "*", enabled: false },
  ]);
  expect(JSON.stringify(plan.body)).toBe(
    '{"schemas":{"constructor":{"enabled":true,"tables":{"toString":{"enabled":false}}}}}',
  );
});
