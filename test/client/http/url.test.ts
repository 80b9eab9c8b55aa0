import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../../../src/base/errors.js";
import { buildUrl } from "../../../src/client/http/url.js";
import type { Call, OperationId } from "../../../src/client/operations/call.js";
import { operation } from "../../../src/client/operations/catalog.js";
import { holds } from "../../holds.js";

const ORIGIN = "https://api.fivetran.com";
const url = (id: OperationId, params: Call["params"] = {}) =>
  buildUrl(ORIGIN, operation(id), params).href.slice(ORIGIN.length);

function refusal(id: OperationId, params: Call["params"]): AppError {
  try {
    url(id, params);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`nothing refused: ${JSON.stringify(params)}`);
}

describe("what is sent", () => {
  test.each<[OperationId, Call["params"], string]>([
    ["list_connections", {}, "/v1/connections"],
    ["list_connections", { limit: 1000, group_id: "g" }, "/v1/connections?group_id=g&limit=1000"],
    ["list_connections", { schema: "a b&c=d/é" }, "/v1/connections?schema=a+b%26c%3Dd%2F%C3%A9"],
    ["list_all_users", { active: true }, "/v1/users?active=true"],
    [
      "connection_details",
      { connectionId: "speak_inexpensive" },
      "/v1/connections/speak_inexpensive",
    ],
    [
      "connection_column_config",
      { connectionId: "c", schema: "a/b", table: "a%2Fb" },
      "/v1/connections/c/schemas/a%2Fb/tables/a%252Fb/columns",
    ],
    [
      "modify_connection_table_config",
      { connectionId: "c", schemaName: "Größe", tableName: "...?#" },
      "/v1/connections/c/schemas/Gr%C3%B6%C3%9Fe/tables/...%3F%23",
    ],
    [
      "get_connection_certificate_details",
      { connectionId: "c", hash: "ab+/=" },
      "/v1/connections/c/certificates/ab%2B%2F%3D",
    ],
  ])("%s %j", (id, params, sent) => {
    expect(url(id, params)).toBe(sent);
  });
});

describe("what is refused", () => {
  test.each([
    "..",
    ".",
    "%2e%2e",
    "a/b",
    "a?x",
    "a#b",
    "a\u0000b",
    "\ud800",
    "x".repeat(10_000),
    "",
    "-a",
    "a b",
    "ä",
  ])("the id %j", (connectionId) => {
    const error = refusal("connection_details", { connectionId });
    expect(error.type).toBe("input");
    expect(error.message).toContain("connectionId");
    expect(error.message.length).toBeLessThan(300);
    expect(error.hint).toContain("Nothing was sent");
    expect(error.facts).toEqual({ parameter: "connectionId" });
  });

  test.each(["..", ".", "", "a\nb", "a\u0085b", "\udc00", "x".repeat(1025)])(
    "the table %j",
    (table) => {
      expect(
        refusal("connection_column_config", { connectionId: "c", schema: "s", table }).type,
      ).toBe("input");
    },
  );

  test.each<[OperationId, Call["params"], string]>([
    ["list_connections", { limit: 0 }, "1 to 1000"],
    ["list_connections", { limit: 1001 }, "1 to 1000"],
    ["list_connections", { limit: 1.5 }, "whole number"],
    ["list_connections", { limit: "1e3" }, "whole number"],
    ["list_connections", { grouop_id: "g" }, "no parameter"],
    ["list_connections", { cursor: "" }, "cursor"],
    ["list_all_users", { active: "yes" }, "true or false"],
    ["transformations_list", { type: "DBT" }, "one of DBT_CORE, QUICKSTART"],
    ["connection_details", {}, "requires connectionId"],
    ["connection_details", { connectionId: "c", __proto__x: "1" }, "no parameter"],
    ["get_connection_certificate_details", { connectionId: "c", hash: "a b" }, "hash"],
  ])("%s %j", (id, params, words) => {
    expect(refusal(id, params).message).toContain(words);
  });
});

test("no value escapes its segment", () => {
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(".", "/", "%", "2", "e", "\\", "?", "#", "@", ":", "a") }),
  );
  holds(
    fc.property(value, value, fc.constantFrom("connectionId", "hash"), (a, b, other) => {
      const params =
        other === "hash"
          ? { connectionId: "c", hash: a }
          : { connectionId: "c", schemaName: a, tableName: b };
      const id =
        other === "hash" ? "get_connection_certificate_details" : "modify_connection_table_config";
      let built: URL;
      try {
        built = buildUrl(ORIGIN, operation(id), params);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
        return;
      }
      const expected =
        other === "hash"
          ? ["", "v1", "connections", "c", "certificates", a]
          : ["", "v1", "connections", "c", "schemas", a, "tables", b];
      expect(built.origin).toBe(ORIGIN);
      expect(built.search + built.hash).toBe("");
      expect(built.pathname.split("/").map(decodeURIComponent)).toEqual(expected);
    }),
    2000,
  );
});

test("a query value is encoded without loss", () => {
  holds(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 50 }), (schema) => {
      let built: URL;
      try {
        built = buildUrl(ORIGIN, operation("list_connections"), { schema, limit: 5 });
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
        return;
      }
      expect([...built.searchParams]).toEqual([
        ["schema", schema],
        ["limit", "5"],
      ]);
    }),
  );
});
