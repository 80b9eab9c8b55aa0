import { describe, expect, test } from "vitest";
import { differences } from "../../../scripts/catalog-diff.js";
import { catalogue, flat } from "../../../scripts/catalog-read.js";

/** A definition with one of each artefact that the real one has. */
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
  const { shapes, operations, secretNames } = catalogue(definition());

  test("tells facts, with the artefacts of the definition corrected", () => {
    expect(shapes.of["modify_thing body"]).toBe(
      "{name: string, sync_frequency?: integer=5|60, schemas?: {<schema>: {tables?: {<table>: boolean}}}, mode?: =A|B, token?: secret}",
    );
    expect(shapes.of["modify_thing reply"]).toBe(
      "{setup_tests?: [{title?: string, details?: any}]}",
    );
    expect(operations["modify_thing"]).toEqual({
      method: "PATCH",
      path: "/v1/things/{thingId}",
      body: "json",
    });
  });

  test("takes an answer without its envelope for the whole of it", () => {
    expect(shapes.of["create_thing reply"]).toBe("{id?: string}");
    expect(shapes.of["list_things reply"]).toBe("{items?: [string]}");
  });

  test("keeps the fields of each variant", () => {
    expect(shapes.by["create_thing"]).toBe("service");
    expect(shapes.of["create_thing body"]).toBe("{service: string, config?: object}");
    expect(shapes.of["create_thing body one"]).toBe("{config?: {api_key?: secret, host?: string}}");
    expect(secretNames).toEqual(["api_key"]);
  });

  test("comes out the same every time", () => {
    expect(catalogue(definition())).toEqual({
      shapes,
      operations,
      secretNames,
      destinations: {},
      destinationChoices: {},
    });
  });

  test("refuses what it does not understand", () => {
    const broken = definition();
    broken.paths["/v1/things/{other}"] = { get: { operationId: "get_other", responses: {} } };
    expect(() => catalogue(broken)).toThrow("{other} is unknown");
    expect(() => catalogue({ paths: [] })).toThrow();
  });
});

test("a newer definition's changes are told one by one", () => {
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
  const changes = differences(flat(catalogue(definition())), flat(catalogue(newer)));
  expect(changes).toEqual([
    'added    operation list_more: {"method":"GET","path":"/v1/more"}',
    'removed  operation list_things: {"method":"GET","path":"/v1/things"}',
    'removed  parameter list_things limit: {"type":"integer"}',
    'added    parameter modify_thing dry: {"type":"boolean"}',
    "removed  shape list_things reply: {items?: [string]}",
    expect.stringMatching(
      /^changed {2}shape modify_thing body: \{name: string.* -> \{name: integer\}$/,
    ),
  ]);
  expect(differences(flat(catalogue(newer)), flat(catalogue(newer)))).toEqual([]);
});
