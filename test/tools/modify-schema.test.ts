import { expect, test } from "vitest";
import * as z from "zod";
import type { SchemaConfig, TableConfig } from "../../src/client/resources/models.js";
import { connectionNamed } from "../../src/sandbox/index.js";
import { changes, type Harness, harness, idOf, type Result } from "../harness.js";
import {
  bodies,
  configIn,
  doubleName,
  editSchemaOf,
  effectsOf,
  operationsSent,
  rowsOf,
  serveSchemaReads,
  steady,
} from "./schema-account.js";

const NAME = "postgres_orders";
const PATCH = "modify_connection_schema_config";

interface Change {
  schema?: string;
  table?: string;
  column?: string;
  enabled?: boolean;
  hashed?: boolean;
  sync_mode?: string;
}

const edit = (...list: Change[]) => ({ connector: NAME, changes: list });

const disable = (table: string) => edit({ schema: "public", table, enabled: false });

const Plan = z.looseObject({
  plan: z.looseObject({
    consequences: z.array(z.string()).default([]),
    targets: z.array(z.looseObject({ id: z.string(), name: z.string() })),
  }),
});
const planned = ({ data }: Result) => Plan.parse(data).plan;

const confirm = async ({ call }: Pick<Harness, "call">, args: Record<string, unknown>) => {
  const plan = await call("modify_schema", args);
  expect(plan, plan.text).toMatchObject({ status: "confirmation_required", isError: false });
  return { plan, done: await call("modify_schema", { ...args, confirmation_token: plan.token }) };
};

test("the first call returns the plan, the confirmed one sends exactly that, once", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const args = disable("audit_log");

  const plan = await call("modify_schema", args);

  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(steady(on, plan)).toMatchSnapshot();
  expect(planned(plan).targets).toEqual([
    { kind: "connector", id: idOf(sandbox, NAME), name: NAME },
  ]);
  expect(changes(sandbox)).toEqual([]);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("modify_schema", confirmed);

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.data).toMatchObject({ changed_count: 1 });
  expect(steady(on, done)).toMatchSnapshot();
  expect(operationsSent(sandbox)).toEqual([PATCH]);
  expect(bodies(sandbox)).toEqual([
    { schemas: { public: { enabled: true, tables: { audit_log: { enabled: false } } } } },
  ]);
  expect(effectsOf(sandbox)).toEqual(["public.audit_log enabled true -> false"]);

  const sent = sandbox.requests().length;
  const again = await call("modify_schema", confirmed);
  expect(again).toEqual(done);
  expect(sandbox.requests()).toHaveLength(sent);
});

test("schemas, tables and columns in one change: a minimal request, schema change handling first", async () => {
  const on = await harness();
  editSchemaOf(on.sandbox, NAME, (schema) => {
    schema.edits["internal"] = { enabled: false };
  });
  const args = {
    connector: NAME,
    policy: "BLOCK_ALL",
    changes: [
      { schema: "public", table: "*", enabled: false },
      { schema: "public", table: "order*", enabled: true },
      { schema: "public", table: "customers", enabled: true },
      { schema: "public", table: "products", enabled: true, sync_mode: "HISTORY" },
      { schema: "public", table: "sessions", enabled: true },
      { schema: "internal", enabled: true },
      { schema: "internal", table: "job_queue", enabled: false },
      { table: "customers", column: "*name", hashed: true },
      { table: "customers", column: "tax_id", hashed: false },
      { table: "orders", column: "status", enabled: false, hashed: true },
    ],
  };

  const { plan, done } = await confirm(on, args);

  expect(steady(on, plan)).toMatchSnapshot();
  expect(steady(on, done)).toMatchSnapshot();
  const off = { enabled: false };
  expect(bodies(on.sandbox)).toEqual([
    { schema_change_handling: "BLOCK_ALL" },
    {
      schemas: {
        internal: { enabled: true, tables: { job_queue: off } },
        public: {
          enabled: true,
          tables: {
            addresses: off,
            audit_log: off,
            categories: off,
            customers: {
              enabled: true,
              columns: {
                first_name: { enabled: true, hashed: true },
                last_name: { enabled: true, hashed: true },
                tax_id: { enabled: true, hashed: false },
              },
            },
            inventory_levels: off,
            orders: { enabled: true, columns: { status: { enabled: false, hashed: true } } },
            payments: off,
            products: { enabled: true, sync_mode: "HISTORY" },
            refunds: off,
            sessions: { enabled: true },
            shipments: off,
          },
        },
      },
    },
  ]);
  expect(done.data).toMatchObject({ changed_count: 16, policy: "BLOCK_ALL" });
  const flowing = rowsOf(configIn(on.sandbox, NAME)).filter((row) => row.on);
  expect(flowing.map(({ table }) => table)).toEqual([
    "feature_flags",
    "job_failures",
    "customers",
    "order_items",
    "orders",
    "products",
    "schema_migrations",
    "sessions",
  ]);
});

test.each<[string, Change, unknown, (on: Harness) => void]>([
  [
    "a schema off",
    { schema: "internal", enabled: false },
    { internal: { enabled: false } },
    () => {},
  ],
  [
    "a schema on",
    { schema: "int*", enabled: true },
    { internal: { enabled: true } },
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, ({ edits }) => {
        edits["internal"] = { enabled: false, tables: { job_queue: { enabled: false } } };
      }),
  ],
  [
    "a table on",
    { table: "sessions", enabled: true },
    { public: { enabled: true, tables: { sessions: { enabled: true } } } },
    () => {},
  ],
  [
    "a table on inside a disabled schema",
    { schema: "internal", table: "job_queue", enabled: true },
    { internal: { enabled: false, tables: { job_queue: { enabled: true } } } },
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, ({ edits }) => {
        edits["internal"] = { enabled: false, tables: { job_queue: { enabled: false } } };
      }),
  ],
  [
    "a table off inside a schema that is off",
    { schema: "internal", table: "job_*", enabled: false },
    {
      internal: {
        enabled: false,
        tables: { job_queue: { enabled: false }, job_failures: { enabled: false } },
      },
    },
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, ({ edits }) => {
        edits["internal"] = { enabled: false };
      }),
  ],
  [
    "the sync mode of a table",
    { table: "orders", sync_mode: "HISTORY" },
    { public: { enabled: true, tables: { orders: { enabled: true, sync_mode: "HISTORY" } } } },
    () => {},
  ],
  [
    "the sync mode of a table that is off",
    { table: "refunds", sync_mode: "SOFT_DELETE" },
    {
      public: { enabled: true, tables: { refunds: { enabled: false, sync_mode: "SOFT_DELETE" } } },
    },
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, ({ edits }) => {
        edits["public"] = { tables: { refunds: { enabled: false, sync_mode: "HISTORY" } } };
      }),
  ],
  [
    "a column off",
    { table: "customers", column: "ssn", enabled: false },
    {
      public: {
        enabled: true,
        tables: { customers: { enabled: true, columns: { ssn: { enabled: false } } } },
      },
    },
    () => {},
  ],
  [
    "a column on",
    { table: "customers", column: "ssn", enabled: true },
    {
      public: {
        enabled: true,
        tables: { customers: { enabled: true, columns: { ssn: { enabled: true } } } },
      },
    },
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, ({ edits }) => {
        edits["public"] = { tables: { customers: { columns: { ssn: { enabled: false } } } } };
      }),
  ],
  [
    "a column hashed",
    { table: "customers", column: "em*", hashed: true },
    {
      public: {
        enabled: true,
        tables: {
          customers: { enabled: true, columns: { email: { enabled: true, hashed: true } } },
        },
      },
    },
    () => {},
  ],
  [
    "a column that is off hashed",
    { table: "customers", column: "ssn", hashed: true },
    {
      public: {
        enabled: true,
        tables: {
          customers: { enabled: true, columns: { ssn: { enabled: false, hashed: true } } },
        },
      },
    },
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, ({ edits }) => {
        edits["public"] = { tables: { customers: { columns: { ssn: { enabled: false } } } } };
      }),
  ],
  [
    "a column no longer hashed",
    { table: "customers", column: "tax_id", hashed: false },
    {
      public: {
        enabled: true,
        tables: {
          customers: { enabled: true, columns: { tax_id: { enabled: true, hashed: false } } },
        },
      },
    },
    () => {},
  ],
  [
    "columns in tables that do not sync",
    { table: "job_*", column: "*_at", enabled: false },
    {
      internal: {
        enabled: false,
        tables: {
          job_failures: { enabled: true, columns: { failed_at: { enabled: false } } },
          job_queue: { enabled: true, columns: { run_at: { enabled: false } } },
        },
      },
    },
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, ({ edits }) => {
        edits["internal"] = { enabled: false };
      }),
  ],
  [
    "a column of a locked table, which is sent without enabled",
    { table: "schema_migrations", column: "applied_at", hashed: true },
    {
      public: {
        enabled: true,
        tables: { schema_migrations: { columns: { applied_at: { enabled: true, hashed: true } } } },
      },
    },
    () => {},
  ],
])("%s: the plan, the request and the result", async (_what, change, schemas, prepare) => {
  const on = await harness();
  prepare(on);

  const { plan, done } = await confirm(on, edit(change));

  expect(steady(on, plan)).toMatchSnapshot();
  expect(bodies(on.sandbox)).toEqual([{ schemas }]);
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.data["not_applied"]).toBeUndefined();
  expect(on.sandbox.effects()).toHaveLength(1);
  expect(steady(on, done)).toMatchSnapshot();
});

test("what cannot be changed is skipped and named with Fivetran's reason", async () => {
  const on = await harness();
  const args = edit(
    // Two settings that cannot be changed are counted once.
    { table: "schema_migrations", enabled: false, sync_mode: "HISTORY" },
    { table: "customers", column: "id", enabled: false, hashed: true },
    { table: "customers", column: "email", hashed: true },
    { table: "audit_log", column: "pay*", hashed: true },
    { table: "job_queue", sync_mode: "HISTORY" },
    { table: "job_failures", sync_mode: "HISTORY" },
    { table: "job_failures", enabled: false },
  );

  const { plan, done } = await confirm(on, args);

  expect(steady(on, plan)).toMatchSnapshot();
  expect(steady(on, done)).toMatchSnapshot();
  expect(done.data).toMatchObject({
    changed_count: 2,
    skipped: [
      { count: 2, nodes: ["internal.job_failures", "internal.job_queue"] },
      { count: 1, nodes: ['public.audit_log."pay*"'] },
      { count: 1, nodes: ["public.customers.id"] },
      { count: 1, nodes: ["public.schema_migrations"] },
    ],
  });
  expect(bodies(on.sandbox)).toEqual([
    {
      schemas: {
        internal: { enabled: true, tables: { job_failures: { enabled: false } } },
        public: {
          enabled: true,
          tables: {
            customers: { enabled: true, columns: { email: { enabled: true, hashed: true } } },
          },
        },
      },
    },
  ]);
});

test("a lock without a reason and a mode that a table does not support are named", async () => {
  const on = await harness();
  serveSchemaReads(on.sandbox, {
    schema_change_handling: null,
    schemas: {
      public: {
        enabled: true,
        tables: {
          mute: { enabled: true, enabled_patch_settings: { allowed: false } },
          live: { enabled: true, sync_mode: "LIVE", supports_history_mode: false },
          free: { enabled: true, sync_mode: "LIVE" },
          soft: { enabled: true, sync_mode: "LIVE", supports_history_mode: false },
        },
      },
    },
  });

  const result = await on.call("modify_schema", {
    ...edit(
      { table: "mute", enabled: false },
      { table: "live", sync_mode: "HISTORY" },
      { table: "free", sync_mode: "HISTORY" },
      { table: "soft", sync_mode: "SOFT_DELETE" },
    ),
    policy: "ALLOW_COLUMNS",
  });

  expect(result.status).toBe("confirmation_required");
  expect(steady(on, result)).toMatchSnapshot();
});

test.each<[string, Record<string, unknown>]>([
  ["one setting", edit({ table: "orders", enabled: true })],
  ["two settings", edit({ table: "orders", enabled: true, sync_mode: "SOFT_DELETE" })],
  ["schema change handling", { connector: NAME, policy: "ALLOW_ALL" }],
  ["only what is locked", edit({ table: "schema_migrations", enabled: false })],
  [
    "a locked column of a primary key and a column that is hashed",
    edit(
      { table: "customers", column: "id", hashed: true },
      { table: "customers", column: "tax_id", hashed: true },
    ),
  ],
])("nothing to do: %s", async (_what, args) => {
  const on = await harness();

  const result = await on.call("modify_schema", args);

  expect(result).toMatchObject({ status: "nothing_to_do", isError: false, token: "" });
  expect(result.data).toMatchObject({ changed_count: 0 });
  expect(changes(on.sandbox)).toEqual([]);
  expect(steady(on, result)).toMatchSnapshot();
});

test("schema change handling alone is one request; an unchanged one beside a change is none", async () => {
  const on = await harness();

  const alone = await confirm(on, { connector: NAME, policy: "ALLOW_COLUMNS" });
  const same = await confirm(on, { ...disable("refunds"), policy: "ALLOW_COLUMNS" });

  expect(bodies(on.sandbox)).toEqual([
    { schema_change_handling: "ALLOW_COLUMNS" },
    { schemas: { public: { enabled: true, tables: { refunds: { enabled: false } } } } },
  ]);
  expect(alone.done.data).toMatchObject({ changed_count: 0, policy: "ALLOW_COLUMNS" });
  expect(same.done.data["policy"]).toBeUndefined();
  for (const { plan, done } of [alone, same]) {
    expect(steady(on, plan)).toMatchSnapshot();
    expect(steady(on, done)).toMatchSnapshot();
  }
});

test("the opposite change restores the configuration", async () => {
  const on = await harness();
  const before = configIn(on.sandbox, NAME);

  await confirm(
    on,
    edit(
      { schema: "internal", enabled: false },
      { table: "orders", enabled: false, sync_mode: "HISTORY" },
    ),
  );
  expect(configIn(on.sandbox, NAME)).not.toEqual(before);
  await confirm(
    on,
    edit(
      { schema: "internal", enabled: true },
      { table: "orders", enabled: true, sync_mode: "SOFT_DELETE" },
    ),
  );

  expect(configIn(on.sandbox, NAME)).toEqual(before);
});

test.each<[string, Record<string, unknown>, (on: Harness) => void]>([
  [
    "the table itself",
    disable("audit_log"),
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, ({ edits }) => {
        edits["public"] = { tables: { audit_log: { enabled: false } } };
      }),
  ],
  [
    "the schema above",
    disable("audit_log"),
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, ({ edits }) => {
        edits["public"] = { enabled: false };
      }),
  ],
  [
    "the table above a column",
    edit({ table: "customers", column: "tax_id", hashed: false }),
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, ({ edits }) => {
        const tables = edits["public"]?.tables ?? {};
        tables["customers"] = { ...tables["customers"], enabled: false };
      }),
  ],
  [
    "schema change handling, although not requested",
    disable("audit_log"),
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, (schema) => {
        schema.policy = "BLOCK_ALL";
      }),
  ],
  [
    "another table that the pattern matches",
    edit({ schema: "public", table: "audit*", enabled: false }),
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, (schema) => {
        schema.added = { public: { audit_new: ["id"] } };
        schema.edits["public"] = { tables: { audit_new: {} } };
      }),
  ],
  [
    "a row filter that would be deleted along",
    disable("audit_log"),
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, (schema) => {
        const clause = { column: "id", column_type: "LONG", operator: "GREATER" } as const;
        const column_clauses = [{ ...clause, values: ["1"] }];
        const row_filter = { name: "new", description: "new", column_clauses };
        schema.edits["public"] = { tables: { audit_log: { row_filter } } };
      }),
  ],
  [
    "a table that its schema would stop",
    edit({ schema: "public", enabled: false }),
    ({ sandbox }) =>
      editSchemaOf(sandbox, NAME, (schema) => {
        schema.edits["public"] = { tables: { orders: { enabled: false } } };
      }),
  ],
])("a plan is void once this has changed: %s", async (_what, args, move) => {
  const on = await harness();
  const plan = await on.call("modify_schema", args);
  move(on);

  const moved = await on.call("modify_schema", { ...args, confirmation_token: plan.token });

  expect(moved.isError).toBe(false);
  expect(moved.data["moved"]).toEqual(expect.any(Array));
  expect(moved.token).not.toBe(plan.token);
  expect(changes(on.sandbox)).toEqual([]);
  expect(steady(on, moved)).toMatchSnapshot();
});

test("a change elsewhere in the schema leaves a plan valid", async () => {
  const on = await harness();
  const args = disable("audit_log");
  const { token } = await on.call("modify_schema", args);
  editSchemaOf(on.sandbox, NAME, ({ edits }) => {
    edits["internal"] = { enabled: false };
  });

  const done = await on.call("modify_schema", { ...args, confirmation_token: token });

  expect(done.status).toBe("done");
});

test("schema change handling that is set while the other request fails is a partial change", async () => {
  const on = await harness();
  const args = { ...disable("audit_log"), policy: "BLOCK_ALL" };
  on.sandbox.fault({ operation: PATCH, calls: [2], status: 400 });

  const { done } = await confirm(on, args);

  expect(done).toMatchObject({ status: "partial", isError: true });
  expect(done.data).toMatchObject({
    changed_count: 0,
    not_applied: [{ node: "public.audit_log" }],
    policy: "BLOCK_ALL",
  });
  expect(on.sandbox.effects()).toHaveLength(1);
  expect(steady(on, done)).toMatchSnapshot();
});

test("nothing else is sent if schema change handling is refused, and both are shown as not applied", async () => {
  const on = await harness();
  const args = { ...disable("audit_log"), policy: "BLOCK_ALL" };
  on.sandbox.fault({ operation: PATCH, calls: [1], status: 400 });

  const { done } = await confirm(on, args);

  expect(done).toMatchObject({ status: "partial", isError: true });
  expect(done.data).toMatchObject({
    changed_count: 0,
    policy: "ALLOW_ALL",
    not_applied: [
      { schema_change_handling: "ALLOW_ALL → BLOCK_ALL" },
      { node: "public.audit_log" },
    ],
  });
  expect(done.text).toContain('Fivetran says: "HTTP 400');
  expect(changes(on.sandbox)).toHaveLength(1);
  expect(on.sandbox.effects()).toEqual([]);
  expect(steady(on, done)).toMatchSnapshot();
});

test("a change that Fivetran refuses shows Fivetran's reason", async () => {
  const on = await harness();

  const { done } = await confirm(on, edit({ table: "orders", sync_mode: "LIVE" }));

  expect(done).toMatchObject({ isError: true, data: { error: { type: "rejected" } } });
  expect(on.sandbox.effects()).toEqual([]);
  expect(steady(on, done)).toMatchSnapshot();
});

test("a lost response is resolved by a read that shows the change", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: PATCH, when: "after", status: 502 });

  const { done } = await confirm(on, disable("audit_log"));

  expect(changes(on.sandbox)).toHaveLength(1);
  expect(on.sandbox.effects()).toHaveLength(1);
  expect(steady(on, done)).toMatchSnapshot();
});

test("a lost response that no read resolves names the tool to check with", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: PATCH, reset: true });

  const { done } = await confirm(on, disable("audit_log"));

  expect(done).toMatchObject({ status: "unknown", isError: true });
  expect(done.text).toContain(`get_schema connector=${idOf(on.sandbox, NAME)}`);
  expect(on.sandbox.effects()).toEqual([]);
  expect(steady(on, done)).toMatchSnapshot();
});

test("what was accepted and does not show is not reported as changed", async () => {
  const on = await harness();
  const args = edit(
    { schema: "internal", enabled: false },
    { table: "audit_log", enabled: false },
    { table: "orders", sync_mode: "HISTORY" },
    { table: "refunds", enabled: false },
    { table: "customers", column: "email", enabled: false, hashed: true },
    { table: "customers", column: "phone", hashed: true },
  );
  const plan = await on.call("modify_schema", args);
  const before = configIn(on.sandbox, NAME);
  const { refunds: _gone, customers, ...tables } = before.schemas?.["public"]?.tables ?? {};
  // The first read is for the second plan. The second read shows the result of the change.
  serveSchemaReads(
    on.sandbox,
    {
      ...before,
      schemas: {
        internal: before.schemas?.["internal"],
        public: {
          enabled: true,
          tables: {
            ...tables,
            customers: { ...customers, columns: { email: { enabled: false, hashed: false } } },
          },
        },
      },
    },
    [2],
  );

  const done = await on.call("modify_schema", { ...args, confirmation_token: plan.token });

  expect(done).toMatchObject({ status: "partial", isError: true });
  expect(done.data).toMatchObject({
    changed_count: 1,
    changed: [{ node: "public.customers.email", enabled: "true → false" }],
  });
  expect(z.array(z.unknown()).parse(done.data["not_applied"])).toHaveLength(6);
  expect(steady(on, done)).toMatchSnapshot();
});

/** Returns the configuration with some tables of `public` disabled. */
const without = (on: Harness, ...tables: string[]): SchemaConfig => {
  const config = structuredClone(configIn(on.sandbox, NAME));
  for (const name of tables) {
    const table = config.schemas?.["public"]?.tables?.[name];
    if (table !== undefined) table.enabled = false;
  }
  return config;
};

test.each<
  [string, string[] | undefined, string[] | undefined, string[], string[], string[], boolean]
>([
  // what, in the reply, in the read (undefined: neither), applied, pending, missing, done
  ["all in both", ["a", "b", "c"], ["a", "b", "c"], ["a", "b", "c"], [], [], true],
  ["one of three in both", ["a"], ["a"], ["a"], [], ["b", "c"], false],
  ["all in the reply, one in the read", ["a", "b", "c"], ["a"], ["a"], [], ["b", "c"], false],
  ["all in the reply, a stale read", ["a", "b", "c"], [], [], ["a", "b", "c"], [], true],
  ["an empty reply, all in the read", undefined, ["a", "b", "c"], ["a", "b", "c"], [], [], true],
  ["an empty reply, one in the read", undefined, ["b"], ["b"], [], ["a", "c"], false],
  ["an empty reply, a stale read", undefined, [], [], ["a", "b", "c"], [], false],
  ["none in both", [], [], [], [], ["a", "b", "c"], false],
  ["all in the reply, no read", ["a", "b", "c"], undefined, ["a", "b", "c"], [], [], true],
  ["one in the reply, no read", ["a"], undefined, ["a"], [], ["b", "c"], false],
  ["an empty reply, no read", undefined, undefined, [], ["a", "b", "c"], [], false],
])("three tables of one change: %s", async (_, reply, read, applied, pending, missing, whole) => {
  const on = await harness();
  const names: Record<string, string> = { a: "audit_log", b: "orders", c: "refunds" };
  const tables = (letters: string[]) => letters.map((letter) => names[letter] ?? "");
  const args = edit(
    { schema: "public", table: "audit_log", enabled: false },
    { table: "orders", enabled: false },
    { table: "refunds", enabled: false },
  );
  const plan = await on.call("modify_schema", args);
  const body = (letters: string[] | undefined) =>
    JSON.stringify({
      code: "Success",
      ...(letters === undefined ? {} : { data: without(on, ...tables(letters)) }),
    });
  on.sandbox.fault({ operation: PATCH, when: "after", status: 200, body: body(reply) });
  on.sandbox.fault(
    read === undefined
      ? { operation: "connection_schema_config", calls: { from: 2 }, status: 500 }
      : { operation: "connection_schema_config", calls: [2], status: 200, body: body(read) },
  );

  const done = await on.call("modify_schema", { ...args, confirmation_token: plan.token });

  const nodes = (key: string) =>
    z
      .array(z.looseObject({ node: z.string() }))
      .parse(done.data[key] ?? [])
      .map(({ node }) => node);
  const paths = (letters: string[]) => tables(letters).map((name) => `public.${name}`);
  expect(done).toMatchObject({ status: whole ? "done" : "partial", isError: !whole });
  expect(nodes("changed")).toEqual(paths(applied));
  expect(nodes("not_visible_yet")).toEqual(paths(pending));
  expect(nodes("not_applied")).toEqual(paths(missing));
  expect(done.text.match(/^Accepted, not visible yet/gm) ?? []).toHaveLength(pending.length);
  expect(done.text.match(/^Not applied/gm) ?? []).toHaveLength(missing.length);
  expect(steady(on, done)).toMatchSnapshot();
});

test("a change that took effect in part and returned 500 shows which part", async () => {
  const on = await harness();
  const args = edit(
    { schema: "public", table: "audit_log", enabled: false },
    { table: "orders", enabled: false },
  );
  const plan = await on.call("modify_schema", args);
  on.sandbox.fault({ operation: PATCH, status: 500 });
  const part = { code: "Success", data: without(on, "orders") };
  on.sandbox.fault({
    operation: "connection_schema_config",
    calls: { from: 2 },
    status: 200,
    body: JSON.stringify(part),
  });

  const done = await on.call("modify_schema", { ...args, confirmation_token: plan.token });

  expect(done).toMatchObject({ status: "unknown", isError: true });
  expect(done.text).toContain(
    "The change took effect in part: Fivetran now returns 1 of 2 settings as requested (public.orders enabled: true → false).",
  );
  expect(done.text).not.toMatch(/not take effect|not applied/i);
});

test("tables that the change enabled beyond the plan are named", async () => {
  const on = await harness();
  const args = { ...edit({ table: "sessions", enabled: true }), policy: "ALLOW_COLUMNS" };
  const plan = await on.call("modify_schema", args);
  const before = configIn(on.sandbox, NAME);
  const { internal, public: shop } = before.schemas ?? {};
  serveSchemaReads(
    on.sandbox,
    {
      schema_change_handling: "ALLOW_COLUMNS",
      schemas: {
        internal: { ...internal, tables: { ...internal?.tables, "new one": { enabled: true } } },
        public: {
          ...shop,
          tables: { ...shop?.tables, sessions: { enabled: true }, dark: { enabled: false } },
        },
        fresh: { enabled: true, tables: { first: { enabled: true } } },
        closed: { enabled: false, tables: { first: { enabled: true } } },
      },
    },
    [2],
  );

  const done = await on.call("modify_schema", { ...args, confirmation_token: plan.token });

  expect(done.data).toMatchObject({
    changed_count: 1,
    newly_enabled: ["fresh.first", 'internal."new one"'],
    policy: "ALLOW_COLUMNS",
  });
  expect(steady(on, done)).toMatchSnapshot();
});

/** Returns the configuration with more tables in the schema `public`. */
const withTables = (on: Harness, length: number, table: TableConfig): SchemaConfig => {
  const config = configIn(on.sandbox, NAME);
  const shop = config.schemas?.["public"];
  const more = Array.from({ length }, (_, n) => [`more_${String(n).padStart(4, "0")}`, table]);
  const tables = { ...shop?.tables, ...Object.fromEntries(more) };
  return { ...config, schemas: { ...config.schemas, public: { enabled: true, tables } } };
};

test("tables enabled beyond a plan are not ascribed to schema change handling, and counted above fifty", async () => {
  const on = await harness();
  const args = disable("audit_log");
  const plan = await on.call("modify_schema", args);
  serveSchemaReads(on.sandbox, withTables(on, 51, { enabled: true }), [2]);

  const done = await on.call("modify_schema", { ...args, confirmation_token: plan.token });

  expect(done.data).toMatchObject({ newly_enabled_count: 51 });
  expect(z.array(z.string()).parse(done.data["newly_enabled"])).toHaveLength(50);
  expect(done.text).toContain("public.more_0049, … and 1 more");
  expect(done.text).not.toContain("schema change handling");
});

test("more than fifty changes that do not show are counted", async () => {
  const on = await harness({ sandbox: { world: "large", connections: 4 } });
  const connector = "medium_schema";
  // The third read, after the change, still shows the state before the change.
  serveSchemaReads(on.sandbox, configIn(on.sandbox, connector), [3]);

  const { done } = await confirm(on, {
    connector,
    changes: [{ schema: "schema_01", table: "*", enabled: false }],
  });

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.data).toMatchObject({ changed_count: 0, not_visible_yet_count: 100 });
  expect(z.array(z.unknown()).parse(done.data["not_visible_yet"])).toHaveLength(50);
  expect(done.text).toContain("Accepted, not visible yet: … and 50 more");
  expect(done.text).not.toMatch(/not applied/i);
});

test("two thousand locked tables make a short plan and a short result", async () => {
  const on = await harness();
  const locked = {
    allowed: false,
    reason_code: "OTHER",
    reason: "The table does not support exclusion",
  };
  const config = withTables(on, 2000, { enabled: true, enabled_patch_settings: locked });
  // Two reads are for the two plans. The third shows the schema after the change.
  serveSchemaReads(on.sandbox, config, [1, 2]);

  const { plan, done } = await confirm(on, edit({ schema: "public", table: "*", enabled: false }));

  for (const { text, data } of [plan, done]) {
    expect(text.length).toBeLessThan(5000);
    expect(JSON.stringify(data).length).toBeLessThan(5000);
    expect(text).toContain("public.more_0019, … and 1980 more: ");
  }
  expect(done).toMatchObject({
    status: "done",
    data: { changed_count: 11, skipped: [{ count: 2000 }, { count: 1 }] },
  });
});

test("a plan that is too large to be kept is refused before it is shown", async () => {
  const { call, sandbox } = await harness();
  const names = Array.from({ length: 15_000 }, (_, at) => `${"long".repeat(110)}_${at}`);
  const tables = Object.fromEntries(names.map((name) => [name, { enabled: true }]));
  serveSchemaReads(sandbox, { schemas: { public: { enabled: true, tables } } });

  const refused = await call("modify_schema", edit({ table: "*", enabled: false }));

  expect(refused.isError).toBe(true);
  expect(refused.text).toMatch(/^The plan is too large to be stored until somebody confirms it\./);
  expect(refused.text).toContain("Split it into several calls");
});

test("tables in many disabled schemas are counted, the first schemas named", async () => {
  const { call, sandbox } = await harness();
  const off = { enabled: false, tables: { t: { enabled: false } } };
  const schemas = Array.from({ length: 300 }, (_, n) => [`schema_${n}`, off]);
  serveSchemaReads(sandbox, { schemas: Object.fromEntries(schemas) });

  const plan = await call("modify_schema", edit({ table: "*", enabled: true }));

  expect(planned(plan).consequences).toContainEqual(
    expect.stringMatching(
      /^300 tables do not sync while schemas schema_0, .* 280 more are disabled/,
    ),
  );
  expect(plan.text.length).toBeLessThan(5000);
});

test("a change that cannot be read back is reported as accepted", async () => {
  const on = await harness();
  const args = { ...disable("audit_log"), policy: "BLOCK_ALL" };
  const plan = await on.call("modify_schema", args);
  on.sandbox.fault({ operation: "connection_schema_config", calls: { from: 2 }, status: 500 });

  const done = await on.call("modify_schema", { ...args, confirmation_token: plan.token });

  expect(done.data).toMatchObject({ status: "done", read_back: false });
  expect(on.sandbox.effects()).toHaveLength(2);
  expect(steady(on, done)).toMatchSnapshot();
});

test("more than fifty nodes are counted by kind in the plan, and the first shown in the result", async () => {
  const on = await harness({ sandbox: { world: "large", connections: 4 } });
  const args = {
    connector: "medium_schema",
    changes: [{ schema: "schema_01", table: "*", enabled: false }],
  };

  const { plan, done } = await confirm(on, args);

  const { consequences } = planned(plan);
  expect(consequences[0]).toMatch(/^enabled: true → false for 100 tables: .* … and 80 more$/);
  expect(steady(on, plan)).toMatchSnapshot();
  expect(done.data).toMatchObject({ changed_count: 100 });
  expect(z.array(z.unknown()).parse(done.data["changed"])).toHaveLength(50);
  expect(done.text).toContain("50 more");
  expect(done.text.split("\n")).toHaveLength(53);
});

test.each<[string, string, boolean]>([
  ["sqlserver_erp", "internal", true],
  ["mongo_events", "events", true],
  ["mysql_legacy", "internal", false],
])("%s: the plan names a running sync if there is one", async (connector, schema, runs) => {
  const on = await harness();
  editSchemaOf(on.sandbox, connector, (state) => {
    state.captured = true;
  });
  const args = { connector, changes: [{ schema, enabled: false }] };

  const { plan, done } = await confirm(on, args);

  expect(planned(plan).consequences).toHaveLength(runs ? 3 : 2);
  expect(done.status).toBe("done");
  expect(effectsOf(on.sandbox)).toEqual([
    `${schema} enabled true -> false${runs ? ", sync cancelled" : ""}`,
  ]);
  expect(steady(on, plan)).toMatchSnapshot();
});

test("a sync that cannot be stopped refuses the change", async () => {
  const on = await harness();
  on.sandbox.edit((world) => {
    connectionNamed(world, "mongo_events").backstage.script.refuses_stop = true;
  });

  const { done } = await confirm(on, {
    connector: "mongo_events",
    changes: [{ table: "clicks", enabled: false }],
  });

  expect(done).toMatchObject({ isError: true, data: { error: { type: "conflict" } } });
  expect(on.sandbox.effects()).toEqual([]);
  expect(steady(on, done)).toMatchSnapshot();
});

test("an exact name takes precedence over a pattern in any order", async () => {
  const on = await harness();
  const list: Change[] = [
    { schema: "public", table: "orders", enabled: true },
    { schema: "public", table: "order*", enabled: false },
    { table: "orders", sync_mode: "HISTORY" },
  ];

  const there = await on.call("modify_schema", edit(...list));
  const back = await on.call("modify_schema", edit(...list.toReversed()));

  expect(planned(there)).toEqual(planned(back));
  expect(steady(on, there)).toMatchSnapshot();
});

test.each<[string, Change[], string[]]>([
  [
    "a table takes precedence over a schema",
    [
      { schema: "public", table: "order*", enabled: false },
      { table: "orders", enabled: true },
    ],
    ["order_items"],
  ],
  [
    "a pattern takes precedence over a star",
    [
      { schema: "internal", table: "*", enabled: false },
      { schema: "internal", table: "job_*", enabled: true },
    ],
    ["feature_flags"],
  ],
  [
    "a schema takes precedence over no schema",
    [
      { table: "*", enabled: false },
      { schema: "public", table: "*", enabled: true },
    ],
    ["feature_flags", "job_failures", "job_queue"],
  ],
])("the more exact change wins: %s", async (_what, list, off) => {
  const on = await harness();
  const before = rowsOf(configIn(on.sandbox, NAME)).filter((row) => row.on);

  await confirm(on, edit(...list));

  const after = new Set(
    rowsOf(configIn(on.sandbox, NAME)).flatMap((row) => (row.on ? [row.table] : [])),
  );
  expect(before.flatMap(({ table }) => (after.has(table) ? [] : [table]))).toEqual(off);
});

test("the name of a column takes precedence over the names of its table and schema", async () => {
  const on = await harness();

  await confirm(
    on,
    edit(
      { schema: "public", table: "customers", column: "*name", hashed: true },
      { table: "cust*", column: "last_name", hashed: false },
    ),
  );

  expect(effectsOf(on.sandbox)).toEqual(["public.customers.first_name hashed false -> true"]);
});

test("columns of a table that stops are not listed as well", async () => {
  const on = await harness();

  const plan = await on.call(
    "modify_schema",
    edit(
      { table: "orders", enabled: false },
      { table: "orders", column: "status", enabled: false },
    ),
  );

  expect(steady(on, plan)).toMatchSnapshot();
});

test("a locked table in a disabled schema does not count as waiting for it", async () => {
  const on = await harness();
  editSchemaOf(on.sandbox, "dynamodb_sessions", (schema) => {
    schema.edits = {
      dynamodb: { enabled: false, tables: { rate_limits: { enabled: false } } },
    };
  });

  const plan = await on.call("modify_schema", {
    connector: "dynamodb_sessions",
    changes: [{ table: "*", enabled: true }],
  });

  expect(planned(plan).consequences.some((line) => line.startsWith("3 tables do not sync"))).toBe(
    true,
  );
  expect(steady(on, plan)).toMatchSnapshot();
});

test("columns that already have the value count in no note", async () => {
  const on = await harness();
  editSchemaOf(on.sandbox, NAME, ({ edits }) => {
    edits["public"] = {
      enabled: false,
      tables: { customers: { columns: { tax_id: { enabled: true, hashed: true } } } },
    };
  });

  const plan = await on.call(
    "modify_schema",
    edit(
      { table: "customers", column: "tax_id", hashed: true },
      { schema: "internal", enabled: false },
    ),
  );

  expect(steady(on, plan)).toMatchSnapshot();
});

test("the source's list of columns takes precedence over the configuration", async () => {
  const { call, sandbox } = await harness();
  sandbox.fault({
    operation: "connection_column_config",
    status: 200,
    body: JSON.stringify({
      code: "Success",
      data: { columns: { tax_id: { enabled: true, hashed: false }, phone: { enabled: true } } },
    }),
  });

  const result = await call(
    "modify_schema",
    edit(
      { table: "customers", column: "tax_id", hashed: false },
      { table: "customers", column: "p*", hashed: false },
    ),
  );

  expect(result.status).toBe("nothing_to_do");
});

test("a schema that is gone after the change shows nothing as changed", async () => {
  const on = await harness();
  const args = disable("audit_log");
  const plan = await on.call("modify_schema", args);
  on.sandbox.fault({
    operation: "connection_schema_config",
    calls: [2],
    status: 404,
    body: JSON.stringify({ code: "NotFound_SchemaConfig", message: "none" }),
  });

  const done = await on.call("modify_schema", { ...args, confirmation_token: plan.token });

  expect(done.data).toMatchObject({
    changed_count: 0,
    not_visible_yet: [{ node: "public.audit_log" }],
  });
});

test.each<[string, Change[]]>([
  ["a schema", [{ schema: "publik", enabled: false }]],
  ["a schema in another case", [{ schema: "PUBLIC", enabled: false }]],
  ["a pattern of schemas", [{ schema: "pubic*", enabled: false }]],
  ["a table", [{ schema: "public", table: "ordrs", enabled: false }]],
  ["a table anywhere", [{ table: "Order?", enabled: false }]],
  ["a table like no other", [{ table: "zzz", enabled: false }]],
  ["a column", [{ schema: "public", table: "customers", column: "e_mail", hashed: true }]],
  ["a pattern of columns", [{ schema: "public", table: "cust*", column: "E*L", hashed: true }]],
  [
    "more than three",
    ["a", "b", "c", "d", "orders"].map((table) => ({ table: `${table}_x`, enabled: false })),
  ],
  [
    "more than twenty",
    Array.from({ length: 24 }, (_, at) => ({ table: `none_${at}`, enabled: false })),
  ],
])("%s that matches nothing is refused, with similar names", async (_what, list) => {
  const on = await harness();

  const refused = await on.call("modify_schema", edit(...list));

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
  expect(changes(on.sandbox)).toEqual([]);
  expect(steady(on, refused)).toMatchSnapshot();
});

test("a table of a schema without tables is refused, naming reload_schema", async () => {
  const on = await harness();
  editSchemaOf(on.sandbox, NAME, (schema) => {
    schema.added = { archive: {} };
    schema.edits["archive"] = {};
  });

  const refused = await on.call(
    "modify_schema",
    edit({ schema: "archive", table: "a", enabled: true }),
  );

  expect(refused.isError).toBe(true);
  expect(steady(on, refused)).toMatchSnapshot();
});

test.each<[string, Change[]]>([
  [
    "the same place twice",
    [
      { table: "orders", enabled: true },
      { table: "refunds", enabled: false },
      { table: "orders", enabled: false },
    ],
  ],
  [
    "two patterns as exact as each other",
    [
      { schema: "public", table: "or*", enabled: true },
      { schema: "public", table: "*rs", enabled: false },
    ],
  ],
])("conflicts are refused: %s", async (_what, list) => {
  const on = await harness();

  const refused = await on.call("modify_schema", edit(...list));

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
  expect(changes(on.sandbox)).toEqual([]);
  expect(steady(on, refused)).toMatchSnapshot();
});

test("a conflict that a more exact name settles is accepted, and so is the same change twice", async () => {
  const { call } = await harness();

  const plan = await call(
    "modify_schema",
    edit(
      { schema: "public", table: "or*rs", enabled: true },
      { schema: "public", table: "*ders", enabled: false },
      { schema: "public", table: "orders", enabled: false },
      { schema: "public", table: "orders", enabled: false },
    ),
  );

  expect(plan.status).toBe("confirmation_required");
});

test.each<[string, Record<string, unknown>]>([
  ["no arguments", { connector: NAME }],
  ["no changes", { connector: NAME, changes: [] }],
  ["no schema, table or column", edit({ enabled: false })],
  ["no setting", edit({ schema: "public" })],
  ["a column without a table", edit({ column: "email", hashed: true })],
  ["a table hashed", edit({ table: "orders", hashed: true })],
  ["the sync mode of a schema", edit({ schema: "public", sync_mode: "HISTORY" })],
  ["the sync mode of a column", edit({ table: "a", column: "b", sync_mode: "HISTORY" })],
  [
    "several problems",
    edit({ enabled: false }, { column: "a" }, { schema: "public", hashed: true }),
  ],
  ["a hidden name", edit({ schema: "__proto__", enabled: false })],
  ["an empty name", edit({ schema: "", enabled: false })],
  ["an unknown mode", edit({ table: "orders", sync_mode: "KEEP" })],
  ["an unknown policy", { connector: NAME, policy: "ALLOW_NONE" }],
  ["an unknown field", { connector: NAME, changes: [{ table: "orders", enable: true }] }],
  [
    "over 3,000 changes",
    edit(...Array.from({ length: 3001 }, () => ({ table: "a", enabled: true }))),
  ],
  ["no connector", { policy: "BLOCK_ALL" }],
])("%s is refused before anything is read", async (_what, args) => {
  const on = await harness();

  const refused = await on.call("modify_schema", args);

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
  expect(on.sandbox.requests()).toEqual([]);
  expect(steady(on, refused)).toMatchSnapshot();
});

test("the columns of a table are listed once, and only if they are needed", async () => {
  const { call, sandbox } = await harness();
  const listed = () =>
    sandbox
      .requests()
      .filter(({ operation }) => operation === "connection_column_config")
      .map(({ path }) => path.split("/tables/")[1]);

  // A column that was changed before and so is known, a table without column settings, and a table
  // alone.
  await call("modify_schema", edit({ table: "customers", column: "tax_id", hashed: false }));
  await call("modify_schema", edit({ table: "audit_log", column: "actor", hashed: false }));
  await call("modify_schema", edit({ table: "orders", enabled: false }));
  expect(listed()).toEqual([]);
  await call(
    "modify_schema",
    edit(
      { table: "customers", column: "email", hashed: true },
      { table: "customers", column: "p*", hashed: true },
      { table: "orders", column: "status", hashed: true },
    ),
  );
  expect(listed().sort()).toEqual(["customers/columns", "orders/columns"]);
});

test.each([{ connector: "postgres_order" }, { connector: "no_such_thing_here" }])(
  "%j is not found",
  async ({ connector }) => {
    const on = await harness();

    const refused = await on.call("modify_schema", { ...disable("orders"), connector });

    expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
    expect(steady(on, refused)).toMatchSnapshot();
  },
);

test("a name that two connectors have is ambiguous", async () => {
  const { call, sandbox } = await harness();
  const ids = [idOf(sandbox, NAME), idOf(sandbox, "mysql_legacy")];
  doubleName(sandbox, NAME, "mysql_legacy");

  const refused = await call("modify_schema", disable("orders"));

  expect(refused.isError).toBe(true);
  for (const id of ids) expect(refused.text).toContain(id);
  const [, second] = ids;
  const plan = await call("modify_schema", { ...disable("orders"), connector: second });
  expect(planned(plan).targets).toMatchObject([{ id: second, name: NAME }]);
});

test.each([
  { FIVETRAN_SCOPE: "read" },
  { FIVETRAN_READ_ONLY: "true" },
  { DISALLOWED_ACTIONS: `connections:write:${PATCH}` },
])("is refused under %j, with nothing sent", async (env) => {
  const on = await harness({ env });

  const refused = await on.call("modify_schema", disable("orders"));

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "policy_denied" } } });
  expect(on.sandbox.requests()).toEqual([]);
});

test("an uncaptured schema needs an operation of its own, which policy can deny", async () => {
  const denied = "connections:write:pre_create_connection_schema_config";
  const { call, sandbox } = await harness({ env: { DISALLOWED_ACTIONS: denied } });

  const refused = await call("modify_schema", { connector: "asana_projects", policy: "BLOCK_ALL" });
  const other = await call("modify_schema", disable("orders"));

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "policy_denied" } } });
  expect(other.status).toBe("confirmation_required");
  expect(changes(sandbox)).toEqual([]);
});
