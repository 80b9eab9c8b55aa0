import { describe, expect, test } from "vitest";
import * as z from "zod";
import { openSchemas } from "../../src/client/operations/body-schemas.js";
import { operationIds } from "../../src/client/operations/catalog.js";
import { OPERATIONS } from "../../src/client/operations/generated/operations.js";
import { harness } from "../harness.js";
import { shown } from "../snapshot.js";

const Found = z.object({
  operations: z.array(
    z.looseObject({
      operation_id: z.string(),
      summary: z.string(),
      effect: z.string(),
      call_with: z.string(),
      asks: z.string(),
      params: z.record(z.string(), z.string()).default({}),
      body: z.record(z.string(), z.string()).default({}),
      variants: z.record(z.string(), z.string()).default({}),
      response: z.string().optional(),
      notes: z.array(z.string()).default([]),
    }),
  ),
  more: z.array(z.string()).default([]),
  note: z.string().optional(),
});

const found = ({ data }: { data: unknown }) => Found.parse(data);
const first = (result: { data: unknown }) => {
  const [operation] = found(result).operations;
  if (operation === undefined) throw new Error("nothing was found");
  return operation;
};
const idsOf = (result: { data: unknown }) => [
  ...found(result).operations.map(({ operation_id }) => operation_id),
  ...found(result).more,
];

/** The facts of the catalog, without the functions that the tool uses. */
const FACTS = Object.entries(OPERATIONS).map(([id, facts]) => {
  const { method, path } = facts;
  const query: Record<string, { required?: boolean; type: string; enum?: readonly string[] }> =
    "query" in facts ? facts.query : {};
  return {
    id,
    effect:
      method === "GET"
        ? "read"
        : method === "DELETE" || path.endsWith("/drop-columns")
          ? "delete"
          : "write",
    resource: path.startsWith("/v1/") ? path.split("/")[2] : "metadata",
    inPath: path.split("/").flatMap((part) => (part.startsWith("{") ? [part.slice(1, -1)] : [])),
    query,
  };
});
const RESOURCES = [...new Set(FACTS.map(({ resource }) => String(resource)))].sort();

test("returns all that a call needs, and sends nothing", async () => {
  const on = await harness();
  const result = await on.call("search_api", { query: "rotate a system key" });
  expect(shown(on, result)).toMatchSnapshot();
  expect(first(result)).toMatchObject({
    operation_id: "rotate_system_key",
    effect: "write",
    call_with: "write_api",
    asks: "yes",
    params: { "keyId*": "string" },
    body: { expiration_period: "ONE_WEEK|ONE_MONTH|THREE_MONTHS|SIX_MONTHS|INFINITE" },
  });
  expect(on.sandbox.requests()).toEqual([]);
});

describe("one operation in full", () => {
  test.each([
    ["a read of a list with query parameters and a better tool", "list_connections"],
    ["a list with choices among its parameters", "transformations_list"],
    ["a write with a hint and a warning", "create_account_webhook"],
    ["a write whose reply holds a secret", "create_system_key"],
    ["a write whose body is a map", "resync_tables"],
    ["a write that asks by its body", "sync_connection"],
    ["a write with few variants", "create_transformation"],
    ["a write with many variants", "create_destination"],
    ["a delete", "delete_webhook"],
    ["an operation of another tool", "connect_card"],
    ["a tool of the same name as its better tool", "list_destinations"],
    ["an operation that only the library has", "create_connector_sdk_package"],
  ])("%s", async (_, operation_id) => {
    const on = await harness();
    const result = await on.call("search_api", { operation_id });
    expect(shown(on, result)).toMatchSnapshot();
    expect(idsOf(result)).toEqual([operation_id]);
    expect(on.sandbox.requests()).toEqual([]);
  });

  test("has the effect, tool, parameters, body fields and reply of the catalog, within the budget", async () => {
    const { call } = await harness();
    const schemas = await openSchemas();
    for (const { id, effect, inPath, query } of FACTS) {
      const result = await call("search_api", { operation_id: id });
      expect(result.isError, id).toBe(false);
      expect(Math.max(result.text.length, JSON.stringify(result.data).length), id).toBeLessThan(
        8000,
      );
      const { properties = {}, required = [], propertyNames } = schemas.body(id) ?? {};
      const own = first(result);
      expect(own, id).toMatchObject({ operation_id: id, effect });
      expect(Object.keys(own.params), id).toEqual([
        ...inPath.map((name) => `${name}*`),
        ...Object.entries(query).map(([name, { required }]) => `${name}${required ? "*" : ""}`),
      ]);
      for (const [name, { type, enum: values }] of Object.entries(query)) {
        expect([own.params[name], own.params[`${name}*`]], id).toContain(values?.join("|") ?? type);
      }
      if (propertyNames === undefined) {
        expect(Object.keys(own.body), id).toEqual(
          Object.keys(properties).map((name) => `${name}${required.includes(name) ? "*" : ""}`),
        );
      }
      expect(own.response !== undefined, id).toBe(schemas.reply(id) !== undefined);
      expect(result.text.startsWith(`${id} (`), id).toBe(true);
      for (const name of [...Object.keys(own.params), ...Object.keys(own.body)]) {
        expect(result.text, id).toContain(`${name}: `);
      }
      for (const note of own.notes) expect(result.text, id).toContain(`  ${note}`);
    }
    expect(FACTS.map(({ id }) => id).sort()).toEqual([...operationIds].sort());
  });

  test("names the tool that calls it, and whether that asks first", async () => {
    const { call } = await harness();
    const rows: [string, string, string][] = [
      ["list_all_users", "read_api", "no"],
      ["create_user", "write_api", "yes"],
      ["create_group", "write_api", "depends on the body"],
      ["delete_user", "delete_api", "yes"],
      ["connect_card", "create_connect_card", "yes"],
      ["create_connector_sdk_package", "TypeScript library only", "yes"],
      ["update_connector_sdk_package", "TypeScript library only", "yes"],
      ["download_connector_sdk_package", "TypeScript library only", "no"],
    ];
    for (const [operation_id, call_with, asks] of rows) {
      const own = first(await call("search_api", { operation_id }));
      expect(own, operation_id).toMatchObject({ call_with, asks });
    }
  });

  test("has every variant with its own fields; a search has only their number", async () => {
    const { call } = await harness();
    const full = first(await call("search_api", { operation_id: "create_transformation" }));
    expect(Object.keys(full.variants)).toEqual(["type=DBT_CORE", "type=QUICKSTART"]);
    expect(full.variants["type=DBT_CORE"]).toContain("transformation_config: {project_id*: string");
    expect(full.variants["type=QUICKSTART"]).toContain("package_name");
    expect(full.variants["type=QUICKSTART"]).not.toContain("project_id");
    const brief = first(await call("search_api", { query: "create transformation", limit: 1 }));
    expect(brief.variants).toEqual({});
    expect(brief.response).toBeUndefined();
    expect(brief.notes.filter((note) => /\btype, which has 2 /.test(note))).toHaveLength(1);
    expect(full.notes.filter((note) => /\btype, which has 2 /.test(note))).toEqual([]);
  });

  test("has every field that a variant adds, for all operations with few variants", async () => {
    const { call } = await harness();
    const schemas = await openSchemas();
    let seen = 0;
    for (const { id } of FACTS) {
      const variants = schemas.variants(id);
      if (variants === undefined || variants.values.length > 20) continue;
      const shared = schemas.body(id)?.properties ?? {};
      const own = first(await call("search_api", { operation_id: id }));
      expect(Object.keys(own.variants), id).toEqual(
        variants.values.map((value) => `${variants.by}=${value}`),
      );
      for (const value of variants.values) {
        const fields = Object.entries(schemas.body(id, value)?.properties ?? {});
        for (const [name, field] of fields) {
          if (field === shared[name] || field.properties === undefined) continue;
          expect(own.variants[`${variants.by}=${value}`], `${id} ${value}`).toContain(`${name}: {`);
          seen += 1;
        }
      }
    }
    expect(seen).toBeGreaterThan(5);
  });

  test("has more of body and choices than a search has", async () => {
    const { call } = await harness();
    const full = first(await call("search_api", { operation_id: "create_destination" }));
    const brief = first(await call("search_api", { query: "create destination", limit: 1 }));
    expect(brief.operation_id).toBe("create_destination");
    expect(full.body["region"]?.split("|").length).toBeGreaterThan(12);
    expect(brief.body["region"]?.split("|").length).toBe(4);
    expect(Object.keys(brief.body)).toEqual(Object.keys(full.body));
    const [nested, flat] = [
      first(await call("search_api", { operation_id: "update_transformation" })),
      first(await call("search_api", { query: "update_transformation", limit: 1 })),
    ];
    expect(flat.operation_id).toBe("update_transformation");
    // A search shows one level of fields.
    expect(flat.body["schedule"]).toMatch(/^\{.*schedule_type/);
    expect(String(nested.body["schedule"]).length).toBeGreaterThanOrEqual(
      String(flat.body["schedule"]).length,
    );
  });

  test("is returned alone, any else is asked for", async () => {
    const { call } = await harness();
    const result = await call("search_api", {
      operation_id: "list_all_users",
      query: "delete webhook",
      effect: "delete",
      resource: "webhooks",
    });
    expect(idsOf(result)).toEqual(["list_all_users"]);
  });
});

describe("a search", () => {
  test.each([
    "rotate a system key",
    "connector",
    "dbt",
    "invite a user to a team",
    "users of a group",
    "remove member",
    "webhooks",
    "certficate",
    "regenerate credentials agent",
    "list_all_groups",
    "groupId",
    "roles",
    "permissions",
    "daily sync time",
    "team manager",
    "external logging",
    "delete membership",
    "delete",
    "trusted certificates",
  ])("returns the best first: %s", async (query) => {
    const { call } = await harness();
    const result = await call("search_api", { query, limit: 5 });
    expect(found(result).operations.map(({ operation_id }) => operation_id)).toMatchSnapshot();
    // The order does not depend on how many operations are shown in full.
    const all = idsOf(result);
    expect(new Set(all).size).toBe(all.length);
    expect(idsOf(await call("search_api", { query, limit: 1 }))).toEqual(all.slice(0, 31));
  });

  test.each([
    ["list_connections", "list_connections"],
    ["get_schema of a connector", "connection_schema_config"],
    ["rename a group", "modify_group"],
    ["delete webhook", "delete_webhook"],
    ["start a sync", "sync_connection"],
    ["ssh key of a group", "group_ssh_public_key"],
  ])("%j finds %s", async (query, operation) => {
    const { call } = await harness();
    expect(idsOf(await call("search_api", { query })).slice(0, 5)).toContain(operation);
  });

  test("shows five in full unless reported otherwise, then the ids of up to 30 more", async () => {
    const { call } = await harness();
    const args = { query: "connection", effect: "read" };
    const five = found(await call("search_api", args));
    expect(five.operations).toHaveLength(5);
    for (const limit of [1, 3, 20]) {
      const result = await call("search_api", { ...args, limit });
      const { operations, more } = found(result);
      expect(operations.length).toBe(Math.min(limit, idsOf(result).length));
      expect(more.length).toBeLessThanOrEqual(30);
      expect(operations.slice(0, 5)).toEqual(five.operations.slice(0, limit));
      if (more.length > 0) expect(result.text).toContain(more.join(", "));
    }
  });

  test.each(["read", "write", "delete"])("by effect %s returns no others", async (effect) => {
    const { call } = await harness();
    const result = await call("search_api", { query: "group", effect, limit: 20 });
    const right = FACTS.filter((facts) => facts.effect === effect).map(({ id }) => id);
    // The names of reads that combine several operations contain a colon.
    const operations = idsOf(result).filter((id) => !(effect === "read" && id.includes(":")));
    expect(operations.length).toBeGreaterThan(0);
    expect(right).toEqual(expect.arrayContaining(operations));
    const unfiltered = found(await call("search_api", { query: "group", limit: 20 })).operations;
    expect(new Set(unfiltered.map((one) => one.effect)).size).toBeGreaterThan(1);
  });

  test("by resource alone returns every operation of it", async () => {
    const on = await harness();
    for (const resource of RESOURCES) {
      const result = await on.call("search_api", { resource, limit: 20 });
      const truth = FACTS.filter((facts) => facts.resource === resource).map(({ id }) => id);
      expect(idsOf(result), resource).toEqual(truth.slice(0, 50));
    }
    const some = await on.call("search_api", { resource: "teams", effect: "delete", limit: 2 });
    expect(shown(on, some)).toMatchSnapshot();
    expect(idsOf(some)).toEqual(
      FACTS.filter(({ resource, effect }) => resource === "teams" && effect === "delete").map(
        ({ id }) => id,
      ),
    );
    expect(found(some).operations).toHaveLength(2);
  });

  test("by resource takes any letter case, and words that say nothing leave all of it", async () => {
    const on = await harness();
    const args = { resource: " WebHooks ", limit: 20 };
    const all = found(await on.call("search_api", args)).operations;
    expect(all.map(({ operation_id: id }) => id)).toContain("delete_webhook");
    const worded = found(await on.call("search_api", { ...args, query: "all" })).operations;
    expect(worded).toEqual(all);
  });

  test("by effect alone returns operations of every kind of thing", async () => {
    const { call } = await harness();
    const deletes = idsOf(await call("search_api", { effect: "delete", limit: 20 }));
    const truth = FACTS.filter(({ effect }) => effect === "delete").map(({ id }) => id);
    expect(deletes).toEqual(truth);
  });

  test("that finds nothing lists the resources", async () => {
    const on = await harness();
    for (const args of [
      { query: "zzqqxx" },
      { resource: "account", effect: "delete" },
      { query: "日本語" },
      { query: "the" },
    ]) {
      const nothing = await on.call("search_api", args);
      expect(nothing.isError).toBe(false);
      expect(found(nothing)).toMatchObject({ operations: [], more: [] });
      for (const resource of RESOURCES) expect(found(nothing).note).toContain(resource);
      expect(nothing.text).toBe(found(nothing).note);
      expect(shown(on, nothing)).toMatchSnapshot();
    }
  });
});

describe("refused, and nothing is sent", () => {
  test.each([
    ["an id that is not known, with the nearest", { operation_id: "list_user" }],
    ["an id that is like none", { operation_id: "zzqqxx" }],
    ["words as an id", { operation_id: "rotate system key" }],
    ["a resource that is not known", { resource: "team" }],
    ["nothing to search for", {}],
    ["a limit alone", { limit: 3 }],
    ["a limit of none", { query: "x", limit: 0 }],
    ["a limit over the most", { query: "x", limit: 21 }],
    ["an effect that is none", { effect: "change" }],
  ])("%s", async (_, args) => {
    const on = await harness();
    const refused = await on.call("search_api", args);
    expect(refused.isError).toBe(true);
    expect(refused.data["error"]).toMatchObject({ type: "input" });
    expect(shown(on, refused)).toMatchSnapshot();
    expect(on.sandbox.requests()).toEqual([]);
  });

  test("candidates for an unknown id are operations, the likeliest among them, at most four", async () => {
    const { call } = await harness();
    const Candidates = z.looseObject({ candidates: z.array(z.string()) });
    const of = async (operation_id: string) =>
      Candidates.parse((await call("search_api", { operation_id })).data["error"]).candidates;
    const users = await of("list_user");
    expect(users).toContain("list_all_users");
    expect(users.length).toBeLessThanOrEqual(4);
    expect(new Set(users).size).toBe(users.length);
    for (const id of users) expect(operationIds).toContain(id);
    // Found by its words, because its letters resemble no other name.
    expect(await of("rotate system key")).toContain("rotate_system_key");
  });
});

test.each([
  ["monthly active rows", /Platform Connector/],
  ["who paused the connector", /audit trail/],
  ["run history of a connector", /Platform Connector/],
  ["slack alert when a sync fails", /webhook/],
])("what the API does not have is pointed to: %s", async (query, pointer) => {
  const { call } = await harness();
  expect((await call("search_api", { query })).text).toMatch(pointer);
});

test.each(["weather forecast tomorrow", "bake chocolate cake"])(
  "no operation is offered for what none does: %s",
  async (query) => {
    const { call } = await harness();
    const result = await call("search_api", { query });
    expect(result.data["operations"]).toEqual([]);
    expect(result.text).toContain("No operation matches the search.");
  },
);

test.each(["which users are in a group", "show system keys", "list webhooks", "what teams exist"])(
  "a question that wants to know something gets a read first: %s",
  async (query) => {
    const { call } = await harness();
    const { data } = await call("search_api", { query });
    const [first] = Array.isArray(data["operations"]) ? data["operations"] : [];
    expect(first).toMatchObject({ effect: "read" });
  },
);

test("all that fit are counted, also beyond those named", async () => {
  const { call } = await harness();
  const { data, text } = await call("search_api", { effect: "read", limit: 5 });
  const counted = FACTS.filter((one) => one.effect === "read").length;
  const more = Array.isArray(data["more"]) ? data["more"].length : 0;
  expect(5 + more + Number(data["left_out"])).toBe(counted);
  expect(text).toContain(`and ${String(data["left_out"])} more`);
});

test("what the scope forbids is not offered with a tool", async () => {
  const { call } = await harness({
    env: { FIVETRAN_SCOPE: "read", DISALLOWED_ACTIONS: "users:read" },
  });
  for (const [id, setting] of [
    ["delete_group", "FIVETRAN_SCOPE"],
    ["delete_connection", "FIVETRAN_SCOPE"],
    ["modify_connection", "FIVETRAN_SCOPE"],
    ["list_all_users", "DISALLOWED_ACTIONS"],
  ]) {
    const { text } = await call("search_api", { operation_id: id });
    expect(text, id).toContain(`not allowed by ${setting}`);
    expect(text, id).not.toMatch(/delete_connector|update_connector|write_api|delete_api|read_api/);
  }
});
