import { expect, test } from "vitest";
import { createSandbox } from "../../src/sandbox/index.js";
import { harness, idOf, openSandbox } from "../harness.js";
import { agreed } from "../tools/agreed.js";
import { groupId, sent } from "../tools/ids.js";

const TABLES = {
  public: {
    people: ["id*", "name", "email", "ssn"],
    orders: ["id*", "person_id", "total"],
  },
  audit: { events: ["id*", "payload"] },
};
const HOST = "db.example.com";
const create = {
  service: "postgres",
  group: "analytics_prod",
  name: "people_pg",
  config: { host: HOST, port: 5432, user: "fivetran", password: "p", database: "crm" },
  policy: "BLOCK_ALL",
  changes: [
    { schema: "public", table: "people", enabled: true },
    { schema: "public", table: "people", column: "ssn", enabled: false },
    { schema: "public", table: "people", column: "email", hashed: true },
  ],
};
const DAY = 24 * 3_600_000;

test("only public.people, without ssn, email hashed, nothing else at any moment: one plan", async () => {
  const on = await harness({ sandbox: { sources: { people_pg: TABLES } } });
  const done = await agreed(on, "create_connector", { ...create, paused: false });
  expect(done.status, done.text).toBe("done");
  expect(sent(on.sandbox)).toEqual([
    "create_connection",
    "pre_create_connection_schema_config",
    "modify_connection",
  ]);
  on.sandbox.advance(3 * DAY);
  const written = () =>
    on.sandbox
      .loads()
      .filter(({ name }) => name === "people_pg")
      .map(({ schema, table, column, as }) => `${schema}.${table}.${column} ${as}`)
      .sort();
  const wanted = [
    "public.people.email hashed",
    "public.people.id clear",
    "public.people.name clear",
  ];
  expect(written()).toEqual(wanted);
  // Tables that the source gains later are not loaded either.
  on.sandbox.giveSource("people_pg", {
    ...TABLES,
    public: { ...TABLES.public, payroll: ["id*", "salary"] },
    hr: { files: ["id*"] },
  });
  on.sandbox.advance(DAY);
  expect(written()).toEqual(wanted);
  const schema = await on.call("get_schema", { connector: idOf(on.sandbox, "people_pg") });
  expect(schema.text).toContain("orders");
  expect(schema.text).toContain("on: people");
});

test("without a selection everything of the given source is loaded, and nothing that the usual ones have", async () => {
  const on = await harness({ sandbox: { sources: { [HOST]: TABLES } } });
  const { policy: _, changes: __, ...whole } = create;
  await agreed(on, "create_connector", { ...whole, paused: false });
  on.sandbox.advance(DAY);
  const tables = new Set(on.sandbox.loads().map(({ schema, table }) => `${schema}.${table}`));
  expect([...tables].sort()).toEqual(["audit.events", "public.orders", "public.people"]);
  expect(on.sandbox.loads().every(({ as, filtered }) => as === "clear" && !filtered)).toBe(true);
});

test("a connection that is there reads the given tables from then on, with row filters noted", async () => {
  const on = await harness();
  on.sandbox.giveSource("postgres_orders", TABLES);
  await agreed(on, "modify_schema", {
    connector: "postgres_orders",
    changes: [
      {
        schema: "public",
        table: "orders",
        row_filter: {
          column_clauses: [
            { column: "total", column_type: "LONG", operator: "GREATER", values: ["0"] },
          ],
        },
      },
    ],
  });
  on.sandbox.advance(DAY);
  const orders = on.sandbox.loads().filter(({ table }) => table === "orders");
  expect(orders.map(({ column }) => column).sort()).toEqual(["id", "person_id", "total"]);
  expect(orders.every(({ filtered }) => filtered)).toBe(true);
});

test("sources come back after a reset, and go with an exported account", async () => {
  const { sandbox } = await openSandbox({ sources: { people_pg: TABLES } });
  sandbox.reset();
  expect(sandbox.exportWorld()).toContain("people_pg");
  const other = await createSandbox({ clock: "stopped" });
  other.importWorld(sandbox.exportWorld());
  expect(other.exportWorld()).toContain('"ssn"');
  other.close();
});

test("the controls over HTTP give sources and list loads", async () => {
  const { sandbox, url } = await openSandbox();
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}/_sandbox${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        "x-sandbox-secret": sandbox.controlSecret,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, data: await response.json() };
  };
  expect((await control("PUT", "/sources/postgres_orders", TABLES)).status).toBe(200);
  expect((await control("PUT", "/sources/postgres_orders", { public: { a: [] } })).status).toBe(
    400,
  );
  sandbox.advance(DAY);
  const { status, data } = await control("GET", "/loads");
  expect(status).toBe(200);
  expect(JSON.stringify(data)).toContain('"column":"ssn","as":"clear"');
});

test("what is not a source is refused", async () => {
  const { sandbox } = await openSandbox();
  expect(() => sandbox.giveSource("x", JSON.parse('{"public":{"people":[]}}'))).toThrow();
  expect(groupId(sandbox, "staging")).not.toBe("");
});
