import { describe, expect, test } from "vitest";
import * as z from "zod";
import { changes, harness, openSandbox } from "../harness.js";
import { tap } from "./tap.js";

const NAME = "postgres_orders";

const Config = z.looseObject({
  data: z.looseObject({
    schemas: z.record(
      z.string(),
      z.looseObject({ tables: z.record(z.string(), z.looseObject({})) }),
    ),
  }),
});

/** Opens the demo account with an odd value in the configuration of one table, in reads and in replies. */
async function account(
  field: string,
  value: unknown,
  { schema = "public", table = "orders" } = {},
) {
  const { sandbox, url } = await openSandbox();
  const relay = await tap(url, (path, body) => {
    if (!/\/schemas(\/reload)?$/.test(path)) return body;
    const config = Config.safeParse(JSON.parse(body)).data;
    const node = config?.data.schemas[schema]?.tables[table];
    if (node === undefined) return body;
    node[field] = value;
    return JSON.stringify(config);
  });
  return harness({ account: { sandbox, url: relay.url } });
}

const ODD: [string, string, unknown][] = [
  ["enabled null", "enabled", null],
  ["enabled as text", "enabled", "yes"],
  ["enabled as a number", "enabled", 1],
  ["a list as columns", "columns", ["id"]],
];

describe.each(ODD)("one table with %s", (_, field, value) => {
  test("does not keep another table from being changed", async () => {
    const on = await account(field, value);
    const args = {
      connector: NAME,
      changes: [{ schema: "public", table: "order_items", enabled: false }],
    };
    const plan = await on.call("modify_schema", args);
    expect(plan.status, plan.text).toBe("confirmation_required");
    expect(plan.text).toContain("unexpected form: public.orders");
    const done = await on.call("modify_schema", { ...args, confirmation_token: plan.token });
    expect(done).toMatchObject({ status: "done", isError: false });
    expect(done.text).toContain("public.orders");
    expect(done.data["newly_enabled"]).toBeUndefined();
    expect(
      changes(on.sandbox)
        .map(({ body }) => JSON.stringify(body))
        .join(),
    ).not.toContain('orders"');
  });

  test("is not changed itself: the error says what is not known", async () => {
    const on = await account(field, value);
    const changed = await on.call("modify_schema", {
      connector: NAME,
      changes: [{ schema: "public", table: "orders", enabled: false }],
    });
    expect(changed.isError).toBe(true);
    expect(changed.text).toMatch(
      /^Change 1 matches public\.orders, whose present settings are not known, .+\nNothing was sent\.\nLeave it out/,
    );
    expect(changes(on.sandbox)).toEqual([]);
  });

  test("is skipped by a pattern that matches others too", async () => {
    const on = await account(field, value);
    const args = {
      connector: NAME,
      changes: [{ schema: "public", table: "order*", enabled: false }],
    };
    const plan = await on.call("modify_schema", args);
    expect(plan.status, plan.text).toBe("confirmation_required");
    expect(plan.text).toMatch(/skipped public\.orders: its present settings are not known/);
    const done = await on.call("modify_schema", { ...args, confirmation_token: plan.token });
    expect(JSON.stringify(done.data["skipped"])).toContain("public.orders");
    expect(JSON.stringify(done.data["changed"])).toContain("public.order_items");
  });

  test("does not keep the connector from being re-synced, reloaded or searched", async () => {
    const on = await account(field, value);
    const whole = await on.call("resync_connector", { connector: NAME });
    expect(whole.status, whole.text).toBe("confirmation_required");
    expect(whole.text).toContain("in an unexpected form: public.orders");
    const other = { public: ["order_items"] };
    const part = await on.call("resync_connector", { connector: NAME, tables: other });
    expect(part.status, part.text).toBe("confirmation_required");
    const odd = { public: ["orders"] };
    const itself = await on.call("resync_connector", { connector: NAME, tables: odd });
    expect(itself.isError).toBe(true);
    expect(itself.text).toContain("hether public.orders syncs is not known");

    const reloaded = await on.call("reload_schema", { connector: NAME });
    expect(reloaded).toMatchObject({ status: "done", isError: false });
    expect(reloaded.text).toContain("in an unexpected form: public.orders");

    const pii = await on.call("find_pii", { connectors: [NAME] });
    expect(pii.isError, pii.text).toBe(false);
    expect(pii.text).toContain("unexpected form): public.orders");

    const policy = { connectors: [NAME, "zendesk_support"], policy: "BLOCK_ALL" };
    expect((await on.call("modify_schema", policy)).status).toBe("confirmation_required");
  });
});

test("a schema whose state is odd is named, and changes in it are refused", async () => {
  const { sandbox, url } = await openSandbox();
  const relay = await tap(url, (path, body) =>
    path.endsWith("/schemas")
      ? body.replace(/("internal":\{[^{]*"enabled":)(true|false)/, "$1null")
      : body,
  );
  const on = await harness({ account: { sandbox, url: relay.url } });
  const change = (schema: string, table: string) =>
    on.call("modify_schema", { connector: NAME, changes: [{ schema, table, enabled: false }] });
  const other = await change("public", "orders");
  expect(other.status, other.text).toBe("confirmation_required");
  expect(other.text).toContain("unexpected form: internal");
  const inside = await change("internal", "*");
  expect(inside.isError).toBe(true);
  expect(inside.text).toContain("Change 1 matches internal, whose present settings are not known");
});

/** Opens the demo account with an odd reply to reads whose path matches. */
async function odd(path: RegExp, change: (data: Record<string, unknown>) => void) {
  const { sandbox, url } = await openSandbox();
  const relay = await tap(url, (requested, body) => {
    const reply = z
      .looseObject({ data: z.record(z.string(), z.unknown()) })
      .safeParse(path.test(requested) ? JSON.parse(body) : undefined).data;
    if (reply === undefined) return body;
    change(reply.data);
    return JSON.stringify(reply);
  });
  return harness({ account: { sandbox, url: relay.url } });
}

const COLUMNS = /\/public\/tables\/orders\/columns$/;
const oddColumn = (config: unknown) =>
  odd(COLUMNS, (data) => {
    data["columns"] = {
      ...z.record(z.string(), z.unknown()).parse(data["columns"]),
      status: config,
    };
  });

describe.each([null, "on", {}, { enabled: "yes" }, { enabled: true, hashed: 1 }])(
  "one column of the source that is %j",
  (config) => {
    test("is named, and the others are shown and searched", async () => {
      const on = await oddColumn(config);
      const shown = await on.call("get_schema", {
        connector: NAME,
        table: "orders",
        columns: true,
      });
      expect(shown.isError, shown.text).toBe(false);
      expect(shown.text).toContain("placed_at");
      expect(shown.text).toContain("unexpected form: public.orders.status");
      const searched = await on.call("find_pii", { connectors: [NAME], table: "orders" });
      expect(searched.text).toMatch(/unexpected form\): public\.orders\.status/);
    });

    test("does not keep another column from being changed", async () => {
      const on = await oddColumn(config);
      const hash = (column: string) =>
        on.call("modify_schema", {
          connector: NAME,
          changes: [{ schema: "public", table: "orders", column, hashed: true }],
        });
      const plan = await hash("currency");
      expect(plan.status, plan.text).toBe("confirmation_required");
      expect(plan.text).toContain("unexpected form: public.orders.status");
      const refused = await hash("status");
      expect(refused.isError).toBe(true);
      expect(refused.text).toMatch(
        /^Change 1 matches public\.orders\.status, whose present settings/,
      );
    });
  },
);

test.each([null, 7, "on", ["id"]])("a table that is %j is named", async (table) => {
  const on = await odd(/\/schemas$/, (data) => {
    data["schemas"] = {
      public: { enabled: true, tables: { odd: table, good: { enabled: true } } },
    };
  });
  const { text } = await on.call("get_schema", { connector: NAME });
  expect(text).toContain("good");
  expect(text).toContain("unexpected form: public.odd");
});

test("odd settings of the whole configuration hide nothing, and are shown as they are", async () => {
  const on = await odd(/\/schemas$/, (data) => {
    Object.assign(data, {
      schema_change_handling: { mode: "ALLOW_ALL" },
      enable_new_by_default: "yes",
      row_filtering_supported: "yes",
    });
  });
  const { isError, text } = await on.call("get_schema", { connector: NAME });
  expect(isError, text).toBe(false);
  expect(text).toContain("16 tables");
  expect(text).toContain('schema change handling: "{\\"mode\\":\\"ALLOW_ALL\\"}"');
});

test.each([undefined, 7, "migrating"])(
  "find_pii searches a connector whose setup state is %j",
  async (state) => {
    const on = await odd(/^\/v1\/connections\?/, (data) => {
      for (const item of z
        .array(z.looseObject({ status: z.looseObject({}) }))
        .parse(data["items"])) {
        item.status["setup_state"] = state;
      }
    });
    const { text } = await on.call("find_pii", { connectors: [NAME], table: "customers" });
    expect(text).toContain("email");
    expect(text).not.toContain("setup state is");
  },
);
