import { expect, test } from "vitest";
import { harness, idOf } from "../harness.js";
import { agreed } from "./agreed.js";
import { sent } from "./ids.js";

const config = {
  host: "db.example.com",
  port: 5432,
  user: "u",
  password: "p",
  database: "d",
};
const create = {
  service: "postgres",
  group: "analytics_prod",
  name: "people_pg",
  config,
  policy: "BLOCK_ALL",
  changes: [
    { schema: "public", table: "people", enabled: true },
    { schema: "public", table: "people", column: "ssn", enabled: false },
    { schema: "public", table: "people", column: "email", hashed: true },
  ],
};

test("one plan creates a connector paused and stores what it may load before it reads the source", async () => {
  const on = await harness();
  const done = await agreed(on, "create_connector", create);
  expect(done.isError, done.text).toBe(false);
  expect(done.plan).toContain("stored: public.people enabled: true");
  expect(done.plan).toContain("stored: public.people.ssn enabled: false");
  expect(done.plan).toContain("stored: public.people.email hashed: true");
  expect(done.plan).toContain("also stored, because the settings above need these: public enabled");
  expect(done.plan).toContain("loads only the schemas, tables and columns that are enabled here");
  expect(done.plan).toContain("tables that the service always syncs");
  expect(done.plan).toContain("the connector stays paused");
  expect(sent(on.sandbox)).toEqual(["create_connection", "pre_create_connection_schema_config"]);
  const id = idOf(on.sandbox, "people_pg");
  const [made, stored] = on.sandbox.requests().filter(({ method }) => method === "POST");
  expect(made?.body).toMatchObject({ paused: true });
  expect(stored?.body).toEqual({
    schemas: {
      public: {
        enabled: true,
        tables: {
          people: {
            enabled: true,
            columns: {
              ssn: { enabled: false },
              email: { enabled: true, hashed: true },
            },
          },
        },
      },
    },
    schema_change_handling: "BLOCK_ALL",
  });
  expect(done.text).toContain(", paused");
  expect(done.data["created"]).toMatchObject([{ paused: true }]);
  // Tables that are captured later follow the selection: only the selected table is enabled.
  const reloaded = await agreed(on, "reload_schema", { connector: id });
  expect(reloaded.isError, reloaded.text).toBe(false);
  const schema = await on.call("get_schema", { connector: id, states: ["enabled"] });
  expect(schema.text).toContain("people");
  expect(JSON.stringify(schema.data)).not.toContain("orders");
});

test("it is resumed at the end of the same plan only where the call says so", async () => {
  const on = await harness();
  const done = await agreed(on, "create_connector", { ...create, paused: false });
  expect(done.plan).toContain(
    "created paused. It is resumed after its selection of tables and columns is stored",
  );
  expect(done.plan).toContain(
    "Requests in order: create_connection, pre_create_connection_schema_config (connectionId: the id from request 1), modify_connection (connectionId: the id from request 1)",
  );
  expect(sent(on.sandbox)).toEqual([
    "create_connection",
    "pre_create_connection_schema_config",
    "modify_connection",
  ]);
});

test.each([
  ["azure_blob_storage", "files.group1", { container_name: "b" }],
  ["db2luw", "prefix", { host: "db.example.com", database: "d", user: "u", schema: "of_source" }],
])("a new connector of the type %s is known by its name", async (service, name, fields) => {
  const on = await harness();
  const args = { ...create, service, name, config: fields, paused: false };
  const done = await agreed(on, "create_connector", args);
  expect(done.isError, done.text).toBe(false);
  expect(sent(on.sandbox)).toEqual([
    "create_connection",
    "pre_create_connection_schema_config",
    "modify_connection",
  ]);
});

test("what cannot be stored exactly is refused before anything is created", async () => {
  const on = await harness();
  const pattern = await on.call("create_connector", {
    ...create,
    changes: [{ schema: "public", table: "stg_*", enabled: false }],
  });
  expect(pattern.text).toContain("is a pattern");
  const copy = await on.call("create_connector", {
    copy_of: "postgres_orders",
    group: "staging",
    policy: "BLOCK_ALL",
  });
  expect(copy.text).toContain(
    "A copy takes the table and column selection of its original, so policy and changes cannot be given.",
  );
  expect(sent(on.sandbox)).toEqual([]);
});

test("a plan that stores nothing along with what was given names nothing", async () => {
  const { call } = await harness();
  const { text } = await call("create_connector", {
    ...create,
    changes: [{ schema: "public", enabled: true }],
  });
  expect(text).toContain("stored: public enabled: true");
  expect(text).not.toContain("stored along with it");
});
