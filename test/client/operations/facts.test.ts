import { describe, expect, test } from "vitest";
import { differences } from "../../../scripts/catalog-diff.js";
import { withOverlay } from "../../../scripts/catalog-overlay.js";
import { catalog, flat } from "../../../scripts/catalog-read.js";
import { readSchemas } from "../../../src/client/operations/body-schemas.js";

/** Returns a definition with one example of each peculiarity of the real one. */
function definition(): Definition {
  const reply = (data: Schema) => ({
    "200": {
      content: { "application/json": { schema: { properties: { code: text, data } } } },
    },
  });
  return {
    paths: {
      "/v1/things": {
        get: {
          operationId: "list_things",
          parameters: [{ name: "limit", in: "query", schema: { type: "integer" } }],
          responses: reply({
            type: "object",
            properties: { items: { type: "array", items: text } },
          }),
        },
        post: {
          operationId: "create_thing",
          requestBody: {
            content: {
              "application/json": { schema: { $ref: "#/components/schemas/AddLogRequest" } },
            },
          },
          responses: {
            "201": { content: { "application/json": { schema: { properties: { id: text } } } } },
          },
        },
      },
      "/v1/things/{thingId}": {
        patch: {
          operationId: "modify_thing",
          parameters: [{ name: "thingId", in: "path", required: true, schema: { type: "string" } }],
          requestBody: {
            content: {
              "application/json": {
                schema: {
                  required: ["name"],
                  properties: {
                    name: text,
                    sync_frequency: { type: "integer", enum: ["5", "60"] },
                    schemas: {
                      type: "object",
                      properties: {
                        schema: {
                          type: "object",
                          properties: {
                            tables: { type: "object", properties: { table: { type: "boolean" } } },
                          },
                        },
                      },
                    },
                    mode: { type: "object", enum: ["A", "B"] },
                    token: { type: "string", format: "password" },
                  },
                },
              },
            },
          },
          responses: reply({
            type: "object",
            properties: {
              setup_tests: {
                type: "array",
                items: { type: "object", properties: { title: text, details: { type: "object" } } },
              },
            },
          }),
        },
      },
    },
    components: {
      schemas: {
        AddLogRequest: {
          type: "object",
          required: ["service"],
          properties: { service: text },
          discriminator: { propertyName: "service", mapping: { one: "#/components/schemas/one" } },
        },
        one: {
          allOf: [
            { $ref: "#/components/schemas/AddLogRequest" },
            {
              properties: {
                config: {
                  type: "object",
                  properties: { api_key: { type: "string", format: "password" }, host: text },
                },
              },
            },
          ],
        },
      },
    },
  };
}
type Schema = Record<string, unknown>;
interface Definition {
  paths: Record<string, Record<string, Schema>>;
  components: { schemas: Record<string, Schema> };
}
const text = { type: "string" };

describe("reading a definition", () => {
  const { schemas, operations, secretNames } = catalog(definition());
  const read = readSchemas(schemas);

  test("returns the facts, with the definition corrected", () => {
    expect(read.body("modify_thing")).toEqual({
      type: "object",
      properties: {
        name: text,
        sync_frequency: { type: "integer", enum: [5, 60] },
        schemas: {
          type: "object",
          propertyNames: { title: "schema" },
          additionalProperties: {
            type: "object",
            properties: {
              tables: {
                type: "object",
                propertyNames: { title: "table" },
                additionalProperties: { type: "boolean" },
              },
            },
            additionalProperties: false,
          },
        },
        mode: { type: "string", enum: ["A", "B"] },
        token: { type: ["string", "object"], format: "password" },
      },
      required: ["name"],
      additionalProperties: false,
    });
    expect(read.reply("modify_thing")).toEqual({
      type: "object",
      properties: {
        setup_tests: {
          type: "array",
          items: { type: "object", properties: { title: text, details: {} } },
        },
      },
    });
    expect(operations["modify_thing"]).toEqual({
      method: "PATCH",
      path: "/v1/things/{thingId}",
      body: "json",
    });
  });

  test("takes a response without its envelope for the whole of it", () => {
    expect(read.reply("create_thing")?.properties).toEqual({ id: text });
    expect(read.reply("list_things")?.properties).toEqual({
      items: { type: "array", items: text },
    });
  });

  test("keeps the fields of each variant", () => {
    expect(read.variants("create_thing")).toEqual({ by: "service", values: ["one"] });
    expect(read.body("create_thing")).toEqual({
      type: "object",
      properties: { service: text, config: { type: "object" } },
      required: ["service"],
      additionalProperties: false,
    });
    expect(read.body("create_thing", "one")?.properties).toEqual({
      service: text,
      config: {
        type: "object",
        properties: { api_key: { type: ["string", "object"], format: "password" }, host: text },
        additionalProperties: false,
      },
    });
    expect(secretNames).toEqual(["api_key"]);
  });

  test("writes a long schema that occurs twice once", () => {
    const twice = definition();
    const [post, patch] = [twice.paths["/v1/things"], twice.paths["/v1/things/{thingId}"]];
    if (post === undefined || patch === undefined) throw new Error("no such path");
    post["post"] = { ...post["post"], requestBody: patch["patch"]?.["requestBody"] };
    const shared = catalog(twice).schemas;
    expect(shared.bodies["create_thing"]).toBe('{"$ref":"#/$defs/create_thing"}');
    expect(shared.bodies["modify_thing"]).toBe(shared.bodies["create_thing"]);
    expect(readSchemas(shared).body("create_thing")).toEqual(read.body("modify_thing"));
  });

  test("comes out the same every time", () => {
    expect(catalog(definition())).toEqual({ schemas, operations, secretNames });
  });

  test("refuses what it does not understand", () => {
    const broken = definition();
    broken.paths["/v1/things/{other}"] = { get: { operationId: "get_other", responses: {} } };
    expect(() => catalog(broken)).toThrow("{other} is not a parameter");
    expect(() => catalog({ paths: [] })).toThrow();
  });
});

test("the changes of a newer definition are listed one by one", () => {
  const newer = definition();
  delete newer.paths["/v1/things"]?.["get"];
  newer.paths["/v1/more"] = { get: { operationId: "list_more", responses: {} } };
  const patch = newer.paths["/v1/things/{thingId}"];
  if (patch !== undefined) {
    patch["patch"] = {
      ...patch["patch"],
      parameters: [
        { name: "thingId", in: "path", required: true, schema: { type: "string" } },
        { name: "dry", in: "query", schema: { type: "boolean" } },
      ],
      requestBody: {
        content: {
          "application/json": {
            schema: { required: ["name"], properties: { name: { type: "integer" } } },
          },
        },
      },
    };
  }
  const changes = differences(flat(catalog(definition())), flat(catalog(newer)));
  expect(changes).toEqual([
    expect.stringMatching(
      /^changed {2}body modify_thing: "properties":\{"name":\{"type":"string"\}.* -> .*"name":\{"type":"integer"\}/,
    ),
    'added    operation list_more: {"method":"GET","path":"/v1/more"}',
    'removed  operation list_things: {"method":"GET","path":"/v1/things"}',
    'removed  parameter list_things limit: {"type":"integer"}',
    'added    parameter modify_thing dry: {"type":"boolean"}',
    'removed  response list_things: {"type":"object","properties":{"items":{"type":"array","items":{"type":"string"}}}}',
  ]);
  expect(differences(flat(catalog(newer)), flat(catalog(newer)))).toEqual([]);
});

describe("what the published definition lacks", () => {
  const own = { get: { operationId: "connection_warnings", parameters: [] } };
  const path = "/v1/connections/{connectionId}/warnings";

  test("is added", () => {
    const { paths, components } = withOverlay(definition());
    expect(paths[path]).toMatchObject({ get: { operationId: "connection_warnings" } });
    expect(components.schemas["ConnectionSchedule"]).toBeDefined();
  });

  test("gives way to a newer definition that has it", () => {
    const newer = definition();
    newer.paths[path] = own;
    newer.components.schemas["ConnectionSchedule"] = { type: "object", properties: { own: text } };
    newer.components.schemas["UpdateConnectorRequest"] = { properties: { schedule: text } };
    newer.components.schemas["DestinationResponse"] = {
      properties: { region: { type: "string", enum: ["AWS_US_EAST_1", "MARS"] } },
    };
    const { paths, components } = withOverlay(newer);
    expect(paths[path]).toEqual(own);
    expect(components.schemas["ConnectionSchedule"]?.properties).toEqual({ own: text });
    expect(components.schemas["UpdateConnectorRequest"]?.properties).toEqual({ schedule: text });
    const regions = components.schemas["DestinationResponse"]?.properties?.["region"]?.["enum"];
    expect(regions).toContain("MARS");
    expect(regions).toContain("AZURE_KOREACENTRAL");
  });
});
