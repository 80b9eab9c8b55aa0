import * as fc from "fast-check";
import { expect, test } from "vitest";
import { call } from "../../../src/client/operations/call.js";
import { SchemaConfig } from "../../../src/client/resources/models.js";
import { nodeKey } from "../../../src/features/schema/nodes.js";
import type { SchemaChangePlan } from "../../../src/features/schema/plan-change.js";
import { verifySchemaChange } from "../../../src/features/schema/verify-change.js";
import type { StepOutcome } from "../../../src/toolkit/define.js";
import { planOf } from "./schema-records.js";

const none = () => undefined;

/**
 * Returns the outcome of the single request. Its response shows this configuration. Without data it
 * shows nothing.
 */
const accepted = (data?: SchemaConfig): StepOutcome[] => [
  {
    call: call("modify_connection_schema_config", { connectionId: "c" }, {}),
    state: "done",
    reply: {
      operation: "modify_connection_schema_config",
      status: 200,
      message: "Success",
      data,
      attempts: 1,
    },
  },
];

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

test("nothing is missing when every change took effect", async () => {
  const plan = await planOf(given({ a: true, b: false }), none, [
    { table: "a", enabled: false },
    { table: "b", enabled: true },
  ]);
  expect(await verifySchemaChange(plan, accepted(), given({ a: false, b: true }))).toEqual({
    applied: plan.diff,
    pending: [],
    missing: [],
    done: true,
    exposed: [],
  });
});

test("changes that do not show, and changes of tables that are gone, are missing", async () => {
  const tables = { a: true, b: true, c: true };
  const plan = await planOf(given(tables), none, [{ table: "*", enabled: false }]);
  const [a, b, c] = plan.diff;
  expect(await verifySchemaChange(plan, accepted(), given({ a: true, c: false }))).toEqual({
    applied: [c],
    pending: [],
    missing: [a, b],
    done: false,
    exposed: [],
  });
});

test("a read that shows none of the changes may be older than they are; the reply decides whether they are done", async () => {
  const before = given({ a: true, b: true });
  const plan = await planOf(before, none, [{ table: "*", enabled: false }]);
  const [a, b] = plan.diff;
  const judged = async (reply: SchemaConfig | undefined, read: SchemaConfig | undefined) => {
    const { applied, pending, missing, done } = await verifySchemaChange(
      plan,
      accepted(reply),
      read,
    );
    return { applied, pending, missing, done };
  };
  const stale = { applied: [], pending: [a, b], missing: [] };
  expect(await judged(given({ a: false, b: false }), before)).toEqual({ ...stale, done: true });
  expect(await judged(undefined, before)).toEqual({ ...stale, done: false });
  expect(await judged(given({ a: false }), before)).toEqual({ ...stale, done: false });
  expect(await judged(given({ a: false, b: true }), before)).toEqual({
    applied: [],
    pending: [a],
    missing: [b],
    done: false,
  });
  expect(await judged(given({ a: false, b: true }), given({ a: false, b: false }))).toMatchObject({
    applied: [a, b],
    done: true,
  });
  expect(await judged(given({ a: false, b: false }), undefined)).toMatchObject({
    applied: [a, b],
    done: true,
  });
  expect(await judged(undefined, undefined)).toEqual({ ...stale, done: false });
});

test("tables that sync since the change are exposed, except those of the plan", async () => {
  const plan = await planOf(given({ a: false, b: false, c: true }), none, [
    { table: "a", enabled: true },
  ]);
  expect(
    (await verifySchemaChange(plan, accepted(), given({ a: true, b: true, c: true, d: true })))
      .exposed,
  ).toEqual([
    { schema: "s", table: "b" },
    { schema: "s", table: "d" },
  ]);
  expect(
    (await verifySchemaChange(plan, accepted(), given({ a: true, d: true }, false))).exposed,
  ).toEqual([]);
});

test("a column is looked up in the configuration, where it is missing while nobody changed it", async () => {
  const config = (columns?: Record<string, { enabled: boolean; hashed?: boolean }>) =>
    SchemaConfig.parse({
      schemas: { s: { enabled: true, tables: { t: { enabled: true, columns } } } },
    });
  const plan = await planOf(config(), () => ({ email: { enabled: true, hashed: false } }), [
    { table: "t", column: "email", enabled: false, hashed: true },
  ]);
  const missing = async (after: SchemaConfig) =>
    (await verifySchemaChange(plan, accepted(config()), after)).missing.map(
      (change) => "field" in change && change.field,
    );
  expect(await missing(config({ email: { enabled: false, hashed: true } }))).toEqual([]);
  expect(await missing(config({ email: { enabled: false } }))).toEqual(["hashed"]);
  expect(await missing(SchemaConfig.parse({ schemas: {} }))).toEqual([]);
});

/** Applies a body like Fivetran does: fields that it does not mention stay. */
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

const syncingIn = ({ schemas }: SchemaConfig, { syncing }: SchemaChangePlan) =>
  Object.entries(schemas ?? {}).flatMap(([schema, { tables }]) =>
    Object.keys(tables ?? {}).flatMap((table) =>
      syncing({ schema, table }) ? [nodeKey({ schema, table })] : [],
    ),
  );

test("sending the body of any plan gives what the plan says", async () => {
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
  const property = fc.asyncProperty(
    schemas,
    fc.array(change, { minLength: 1, maxLength: 4 }),
    async (tree, changes) => {
      const config = SchemaConfig.parse({
        schemas: Object.fromEntries(
          Object.entries(tree).map(([name, { on, tables }]) => [
            name,
            { enabled: on, tables: given(tables).schemas?.["s"]?.tables },
          ]),
        ),
      });
      let plan: SchemaChangePlan;
      try {
        plan = await planOf(config, none, changes);
      } catch (error) {
        expect(String(error)).toContain("different values");
        return;
      }
      const after = merge(config, plan.body);
      expect(await verifySchemaChange(plan, accepted(), after)).toMatchObject({
        pending: [],
        missing: [],
        exposed: [],
      });
      expect(await planOf(after, none, changes)).toMatchObject({
        diff: [],
        starts: [],
        stops: [],
      });
      const expected = new Set(syncingIn(config, plan));
      for (const table of plan.starts) expected.add(nodeKey(table));
      for (const table of plan.stops) expected.delete(nodeKey(table));
      const again = await planOf(after, none, changes);
      expect(new Set(syncingIn(after, again))).toEqual(expected);
    },
  );
  await fc.assert(property, { numRuns: 1000 });
});

test("a plan looks at each of ten thousand tables a few times, however many changes name one table", async () => {
  let looks = 0;
  const counting = <T extends object>(tables: T) =>
    new Proxy(tables, {
      get(target, key, receiver) {
        looks++;
        return Reflect.get(target, key, receiver);
      },
    });
  const named = (prefix: string, length: number) =>
    Array.from({ length }, (_, n) => `${prefix}_${n}`);
  const tables = () =>
    counting(Object.fromEntries(named("table", 200).map((name) => [name, { enabled: true }])));
  const config: SchemaConfig = {
    schemas: Object.fromEntries(
      named("schema", 50).map((name) => [name, { enabled: true, tables: tables() }]),
    ),
  };
  const plan = async (exceptions: number) => {
    looks = 0;
    const { diff } = await planOf(config, none, [
      { table: "*", enabled: false },
      { table: "*_1?", enabled: true },
      ...named("table", exceptions).map((table) => ({ schema: "schema_7", table, enabled: true })),
    ]);
    return { diff, looks };
  };
  const [without, hundred] = [await plan(0), await plan(98)];
  expect(hundred.diff).toHaveLength(10_000 - 49 * 10 - 98);
  expect(without.looks).toBeLessThan(4 * 10_000);
  expect(hundred.looks - without.looks).toBeLessThan(4 * 98);
});

test("a table named like a property of every object is an ordinary table", async () => {
  const config = SchemaConfig.parse({
    schemas: JSON.parse('{"constructor":{"enabled":true,"tables":{"toString":{"enabled":true}}}}'),
  });
  const plan = await planOf(config, none, [{ schema: "constructor", table: "*", enabled: false }]);
  expect(JSON.stringify(plan.body)).toBe(
    '{"schemas":{"constructor":{"enabled":true,"tables":{"toString":{"enabled":false}}}}}',
  );
});
