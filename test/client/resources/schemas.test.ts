import { expect, test } from "vitest";
import { json } from "../http/raw-server.js";
import { failure, scriptedClient } from "../http/scripted-client.js";

const on = { enabled: true };
const served = (schemas: unknown) => json(200, { code: "Success", data: { schemas } });

test("tables and columns that are not objects are left out, and the others are read", async () => {
  const columns = { name_in_destination: "column", id: on, list: [] };
  const tables = { orders: { ...on, columns }, note: "a text", none: null, plain: on };
  const { fivetran } = await scriptedClient([served({ public: { ...on, tables }, other: on })]);

  const config = await fivetran.schemas.get("c");

  expect(config?.schemas).toEqual({
    public: { ...on, tables: { orders: { ...on, columns: { id: on } }, plain: on } },
    other: on,
  });
});

test("a schema of thousands of tables is read as one, the odd ones left out", async () => {
  const names = Array.from({ length: 2500 }, (_, at) => `table_${at}`);
  const tables = Object.fromEntries(names.map((name) => [name, { ...on, columns: { id: on } }]));
  const odd = { ...tables, table_1: "a text" };
  const { fivetran } = await scriptedClient([
    served({ wide: { ...on, tables: odd }, other: on }),
    served({ wide: { ...on, tables: { ...tables, table_2400: {} } } }),
  ]);

  const config = await fivetran.schemas.get("c");

  const { table_1: _, ...others } = tables;
  expect(config?.schemas).toEqual({ wide: { ...on, tables: others }, other: on });
  expect(await failure(fivetran.schemas.get("c"))).toMatchObject({
    message: expect.stringContaining("data.schemas.wide.tables.table_2400.enabled"),
  });
});

test("null removes a row filter and a data type", async () => {
  const { fivetran, server } = await scriptedClient([served({})]);

  await fivetran.schemas.patchTable("c", "public", "orders", { row_filter: null });
  await fivetran.schemas.patchColumn("c", "public", "orders", "total", { target_data_type: null });

  expect(server.seen.map(({ body }) => JSON.parse(body))).toEqual([
    { row_filter: null },
    { target_data_type: null },
  ]);
});

test("a schema, table or column without its state is left out and named, and the others are read", async () => {
  const tables = {
    orders: {},
    people: { ...on, columns: { id: on, email: { enabled: "yes" } } },
    texts: { ...on, columns: "none" },
    plain: { ...on, name_in_destination: 7, enabled_patch_settings: "locked", parent_table: [] },
  };
  const { fivetran } = await scriptedClient([
    served({ public: { ...on, tables }, "odd one": { enabled: null }, other: on }),
  ]);

  const unreadable: string[] = [];
  const onUnreadable = (path: string) => unreadable.push(path);
  const config = await fivetran.schemas.get("c", { onUnreadable });

  expect(unreadable).toEqual(["public.orders", "public.people.email", "public.texts", '"odd one"']);
  expect(config?.schemas).toEqual({
    public: {
      ...on,
      tables: { people: { ...on, columns: { id: on } }, plain: on },
    },
    other: on,
  });
});

test("another object is not taken for a configuration without schemas", async () => {
  const another = json(200, { code: "Success", data: { items: [{ id: "g", name: "sales" }] } });
  const { fivetran } = await scriptedClient([
    another,
    another,
    json(200, { code: "Success", data: { schema_change_handling: "ALLOW_ALL" } }),
    json(200, { code: "Success", data: {} }),
  ]);

  expect(await failure(fivetran.schemas.get("c"))).toMatchObject({
    type: "contract",
    message: "The reply to connection_schema_config is not a schema configuration.",
  });
  expect(await fivetran.schemas.get("c")).toEqual({ schema_change_handling: "ALLOW_ALL" });
  expect(await fivetran.schemas.get("c")).toEqual({});
});
