import { expect, test } from "vitest";
import { changes, harness, idOf, openSandbox } from "../harness.js";
import {
  bodies,
  configIn,
  editSchemaOf,
  effectsOf,
  operationsSent,
  steady,
} from "./schema-account.js";
import { tap } from "./tap.js";

// modify_schema on a connector whose schema has not been captured.

const NAME = "asana_projects";
const PRE_CREATE = "pre_create_connection_schema_config";
const request = {
  connector: NAME,
  policy: "ALLOW_COLUMNS",
  changes: [
    { schema: NAME, table: "user", enabled: true },
    { schema: NAME, table: "note", enabled: false },
    { schema: NAME, table: "user", column: "email", hashed: true },
  ],
};

test("exact names and schema change handling are stored after a confirmation, and take effect at capture", async () => {
  const on = await harness();
  const { call, sandbox } = on;

  const plan = await call("modify_schema", request);
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(plan.data["plan"]).toMatchObject({ targets: [{ id: idOf(sandbox, NAME), name: NAME }] });
  expect(steady(on, plan)).toMatchSnapshot();
  expect(changes(sandbox)).toEqual([]);

  const confirmed = { ...request, confirmation_token: plan.token };
  const done = await call("modify_schema", confirmed);
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.data).toMatchObject({ changed_count: 0, policy: "ALLOW_COLUMNS" });
  expect(done.data["stored"]).toHaveLength(3);
  expect(steady(on, done)).toMatchSnapshot();
  expect(operationsSent(sandbox)).toEqual([PRE_CREATE]);
  expect(bodies(sandbox)).toEqual([
    {
      schema_change_handling: "ALLOW_COLUMNS",
      schemas: {
        [NAME]: {
          enabled: true,
          tables: {
            user: { enabled: true, columns: { email: { enabled: true, hashed: true } } },
            note: { enabled: false },
          },
        },
      },
    },
  ]);
  const sent = sandbox.requests().length;
  const again = await call("modify_schema", confirmed);
  expect(again).toEqual(done);
  expect(sandbox.requests()).toHaveLength(sent);

  await call("reload_schema", { connector: NAME });
  const tables = configIn(sandbox, NAME).schemas?.[NAME]?.tables ?? {};
  const flowing = Object.entries(tables).filter(([, { enabled }]) => enabled);
  expect(flowing.map(([name]) => name).sort()).toEqual(["setting", "user"]);
  expect(configIn(sandbox, NAME).schema_change_handling).toBe("ALLOW_COLUMNS");
});

test("schema change handling alone can be stored", async () => {
  const on = await harness();
  const args = { connector: NAME, policy: "BLOCK_ALL" };
  const plan = await on.call("modify_schema", args);
  expect(steady(on, plan)).toMatchSnapshot();

  const done = await on.call("modify_schema", { ...args, confirmation_token: plan.token });

  expect(steady(on, done)).toMatchSnapshot();
  expect(bodies(on.sandbox)).toEqual([{ schema_change_handling: "BLOCK_ALL", schemas: {} }]);
  expect(effectsOf(on.sandbox)).toEqual(["schema config pre-created"]);
});

test.each<[string, string | undefined, Record<string, unknown>[], unknown]>([
  [
    "one setting without schema change handling: its parents are enabled",
    undefined,
    [{ schema: "s", table: "t", column: "c", enabled: false }],
    { s: { enabled: true, tables: { t: { enabled: true, columns: { c: { enabled: false } } } } } },
  ],
  [
    "under Block all, only parents of enabled nodes are enabled",
    "BLOCK_ALL",
    [
      { schema: "s", table: "t", column: "c", enabled: true },
      { schema: "s", table: "u", column: "c", enabled: false },
      { schema: "r", table: "t", enabled: false },
    ],
    {
      s: {
        enabled: true,
        tables: {
          t: { enabled: true, columns: { c: { enabled: true } } },
          u: { enabled: false, columns: { c: { enabled: false } } },
        },
      },
      r: { enabled: false, tables: { t: { enabled: false } } },
    },
  ],
  [
    "requested settings of a schema or table are kept",
    "ALLOW_ALL",
    [
      { schema: "s", enabled: false },
      { schema: "s", table: "t", sync_mode: "LIVE" },
      { schema: "s", table: "u", enabled: true },
    ],
    {
      s: {
        enabled: false,
        tables: { t: { enabled: true, sync_mode: "LIVE" }, u: { enabled: true } },
      },
    },
  ],
  [
    "escaped characters are part of the name",
    undefined,
    [{ schema: "s\\*", enabled: true }],
    { "s*": { enabled: true } },
  ],
])("%s", async (_what, policy, list, schemas) => {
  const on = await harness();
  const args = { connector: NAME, changes: list, ...(policy === undefined ? {} : { policy }) };
  const plan = await on.call("modify_schema", args);
  expect(steady(on, plan)).toMatchSnapshot();

  const done = await on.call("modify_schema", { ...args, confirmation_token: plan.token });

  expect(done.status).toBe("done");
  expect(bodies(on.sandbox)).toMatchObject([{ schemas }]);
  expect(steady(on, done)).toMatchSnapshot();
});

test("several settings of one node are sent as one node and counted as one name", async () => {
  const on = await harness();
  const args = {
    connector: NAME,
    changes: [
      { schema: "s", table: "t", enabled: false, sync_mode: "HISTORY" },
      { schema: "s", table: "t", column: "c", enabled: false, hashed: true },
    ],
  };
  const plan = await on.call("modify_schema", args);
  expect(plan.text).toContain("none of the 2 names");

  await on.call("modify_schema", { ...args, confirmation_token: plan.token });

  expect(bodies(on.sandbox)).toEqual([
    {
      schemas: {
        s: {
          enabled: true,
          tables: {
            t: {
              enabled: false,
              sync_mode: "HISTORY",
              columns: { c: { enabled: false, hashed: true } },
            },
          },
        },
      },
    },
  ]);
});

test("a schema captured in the meantime voids the plan: names can now be checked", async () => {
  const on = await harness();
  const plan = await on.call("modify_schema", request);
  editSchemaOf(on.sandbox, NAME, (schema) => {
    schema.captured = true;
  });

  const moved = await on.call("modify_schema", { ...request, confirmation_token: plan.token });

  expect(moved.status).toBe("confirmation_required");
  expect(moved.data["moved"]).toEqual(expect.any(Array));
  expect(steady(on, moved)).toMatchSnapshot();
  expect(changes(on.sandbox)).toEqual([]);
});

test.each([409, 400])(
  "a refusal (%i) of the confirmed plan shows Fivetran's reason",
  async (status) => {
    const on = await harness();
    const { token } = await on.call("modify_schema", request);
    on.sandbox.fault({ operation: PRE_CREATE, status });

    const refused = await on.call("modify_schema", { ...request, confirmation_token: token });

    expect(refused).toMatchObject({
      isError: true,
      data: { error: { type: status === 409 ? "conflict" : "rejected" } },
    });
    expect(on.sandbox.effects()).toEqual([]);
    expect(steady(on, refused)).toMatchSnapshot();
  },
);

test("a schema that is captured just before the settings are sent is named as the reason", async () => {
  const { sandbox, url } = await openSandbox();
  let reads = 0;
  const wire = await tap(url, (path, body) => {
    // The last read before the sending shows no schema yet.
    if (path.endsWith("/schemas")) {
      reads += 1;
      if (reads === 2) {
        editSchemaOf(sandbox, NAME, (schema) => {
          schema.captured = true;
        });
      }
    }
    return body;
  });
  const on = await harness({ account: { sandbox, url: wire.url } });
  const { token } = await on.call("modify_schema", request);

  const refused = await on.call("modify_schema", { ...request, confirmation_token: token });

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "conflict" } } });
  expect(refused.text).toContain("The schema was captured in the meantime, so nothing was stored.");
  expect(refused.text).toContain("Call modify_schema again");
});

test("settings can be stored for a connector that never synced and has a configuration without schemas", async () => {
  const on = await harness();
  const sheet = "marketing_sheets.budget";
  on.sandbox.edit((world) => {
    for (const connection of world.connections.values()) {
      if (connection.schema === sheet) connection.succeeded_at = null;
    }
  });

  const plan = await on.call("modify_schema", { connector: sheet, policy: "BLOCK_ALL" });

  expect(plan.status).toBe("confirmation_required");
  expect(steady(on, plan)).toMatchSnapshot();
});

test("of more than fifty settings the plan shows the first, and all are stored", async () => {
  const on = await harness();
  const list = Array.from({ length: 60 }, (_, at) => ({
    schema: "s",
    table: `t_${at}`,
    enabled: true,
  }));
  const args = { connector: NAME, changes: list };
  const plan = await on.call("modify_schema", args);

  const done = await on.call("modify_schema", { ...args, confirmation_token: plan.token });

  expect(plan.text.split("\n").filter((line) => line.includes("s.t_"))).toHaveLength(50);
  expect(plan.text).toContain("10 more");
  expect(done.data["stored"]).toHaveLength(60);
});

test.each([
  [[{ schema: NAME, table: "tmp_*", enabled: false }]],
  [[{ schema: NAME, table: "t", column: "?", enabled: false }]],
  [[{ schema: "a*", enabled: false }]],
  [[{ table: "user", enabled: false }]],
  [
    [
      { schema: "s", table: "t", enabled: true },
      { schema: "s", table: "t", enabled: false },
    ],
  ],
  [
    // One name in two spellings.
    [
      { schema: "a\\b", enabled: true },
      { schema: "a\\\\b", enabled: false },
    ],
  ],
])("%j are refused: there are no names to match yet", async (list) => {
  const on = await harness();

  const refused = await on.call("modify_schema", { connector: NAME, changes: list });

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
  expect(changes(on.sandbox)).toEqual([]);
  expect(steady(on, refused)).toMatchSnapshot();
});

test("a service without a table selection is refused", async () => {
  const on = await harness();

  const refused = await on.call("modify_schema", {
    connector: "marketing_sheets.budget",
    policy: "BLOCK_ALL",
  });

  expect(refused).toMatchObject({ isError: true, data: { error: { type: "input" } } });
  expect(changes(on.sandbox)).toEqual([]);
  expect(steady(on, refused)).toMatchSnapshot();
});
