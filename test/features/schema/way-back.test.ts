import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SchemaConfig } from "../../../src/client/resources/models.js";
import { matchChanges } from "../../../src/features/schema/match-changes.js";
import type { Field, NodeChange } from "../../../src/features/schema/nodes.js";
import { parseChanges, SchemaChange } from "../../../src/features/schema/parse-changes.js";
import {
  planSchemaChange,
  type SchemaChangePlan,
} from "../../../src/features/schema/plan-change.js";
import { fits, undoOf } from "../../../src/features/schema/way-back.js";
import { planOf } from "./schema-records.js";

const NAMES = ["a", "ab", "abc", "b", "a*", "c?", "x\\y"];
const GLOBS = ["*", "a*", "?", "*b*", "a\\*", ...NAMES.slice(0, 4)];
const MODES = ["SOFT_DELETE", "HISTORY", "LIVE"] as const;

const node = { enabled: fc.boolean() };
const column = fc.record({ ...node, hashed: fc.boolean() });
const named = <T>(of: fc.Arbitrary<T>, max: number) =>
  fc.dictionary(fc.constantFrom(...NAMES), of, { minKeys: 1, maxKeys: max });
const table = fc.record({
  ...node,
  sync_mode: fc.constantFrom(...MODES),
  columns: named(column, 5),
});
const account = named(fc.record({ ...node, tables: named(table, 5) }), 3).map((schemas) =>
  SchemaConfig.parse({ schemas }),
);

const glob = fc.constantFrom(...GLOBS);
const change = fc.oneof(
  fc.record({ schema: glob, enabled: fc.boolean() }),
  fc.record({ schema: glob, table: glob, enabled: fc.boolean() }),
  fc.record({ schema: glob, table: glob, sync_mode: fc.constantFrom(...MODES) }),
  fc.record({ schema: glob, table: glob, column: glob, hashed: fc.boolean() }),
  fc.record({
    schema: glob,
    table: glob,
    column: glob,
    enabled: fc.boolean(),
    hashed: fc.boolean(),
  }),
);

/** Returns the account after every change of a plan has taken effect. */
function applied(config: SchemaConfig, diff: readonly NodeChange[]): SchemaConfig {
  const after = structuredClone(config);
  for (const { schema, table, column, field, to } of diff) {
    const ofSchema = after.schemas?.[schema];
    const ofTable = table === undefined ? undefined : ofSchema?.tables?.[table];
    const found = column === undefined ? (ofTable ?? ofSchema) : ofTable?.columns?.[column];
    if (found !== undefined) Reflect.set(found, field, to);
  }
  return after;
}

const planned = (config: SchemaConfig, changes: readonly SchemaChange[]) =>
  planOf(config, () => undefined, changes);

test("of any changes to any account, the way back restores it exactly", async () => {
  let tried = 0;
  const property = fc.asyncProperty(
    account,
    fc.array(change, { minLength: 1, maxLength: 4 }),
    async (config, changes) => {
      let plan: SchemaChangePlan;
      try {
        plan = await planned(config, changes);
      } catch {
        // The changes match nothing, or they conflict.
        return;
      }
      if (plan.diff.length === 0) return;
      tried += 1;
      const back = plan.back.map((one) => SchemaChange.parse(one));
      const after = applied(config, plan.diff);
      expect(applied(after, (await planned(after, back)).diff)).toEqual(config);
      expect(back.length).toBeLessThanOrEqual(plan.diff.length);
    },
  );
  await fc.assert(property, { numRuns: 1000 });
  expect(tried).toBeGreaterThan(50);
});

const wide = (count: number, hashed: (at: number) => boolean) =>
  SchemaConfig.parse({
    schemas: {
      public: {
        enabled: true,
        tables: Object.fromEntries(
          Array.from({ length: count }, (_, at) => [
            `table_with_a_name_of_usual_length_${at}`,
            { enabled: true, columns: { email: { enabled: true, hashed: hashed(at) } } },
          ]),
        ),
      },
    },
  });
const email = { schema: "*", table: "*", column: "email", hashed: true };

test("a plan over any number of tables goes back in one change", async () => {
  const plan = await planned(
    wide(5000, () => false),
    [email],
  );
  expect(plan.diff).toHaveLength(5000);
  expect(plan.back).toEqual([{ ...email, hashed: false }]);
});

test("where nodes were not read, a pattern could change what it did not: each is named", async () => {
  const config = wide(3, () => false);
  const unread = [{ schema: "public", table: "table_with_a_name_of_usual_length_2", reason: "" }];
  const matches = await matchChanges(config, parseChanges([email], undefined));
  const { back } = await planSchemaChange(config, matches, {
    of: () => undefined,
    unread,
    unreadable: [],
  });
  expect(back.map(({ table }) => table)).not.toContain("*");
});

test("beside a change of the schema change handling, which can reveal nodes, each is named too", async () => {
  const config = wide(3, () => false);
  const { back } = await planOf(config, () => undefined, [email], "BLOCK_ALL");
  expect(back).toHaveLength(3);
  expect((await planned(config, [email])).back).toHaveLength(1);
});

const FIELD: Field = "hashed";

test("what applied in part goes back node by node; what no result can hold has no undo, and the plan says so", async () => {
  const plan = await planned(
    wide(600, (at) => at % 2 === 0),
    [email],
  );
  expect(fits(plan.back)).toBe(false);
  expect(undoOf("id", plan.diff, plan)).toBeUndefined();
  const some = plan.diff.slice(0, 2);
  expect(undoOf("id", some, plan)).toEqual({
    connector: "id",
    changes: some.map(({ schema, table, column }) => ({ schema, table, column, [FIELD]: false })),
  });
  expect(undoOf("id", [], plan)).toBeUndefined();
  expect(
    (
      await planOf(
        wide(2, () => false),
        () => undefined,
        [email],
      )
    ).back,
  ).toHaveLength(1);
});
