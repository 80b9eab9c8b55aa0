import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/base/json.js";
import { call } from "../../../src/client/operations/call.js";
import {
  compareFields,
  compareReload,
  compareSchema,
  matchOf,
  requestedSchema,
} from "../../../src/client/outcome/compare.js";
import { SchemaConfig } from "../../../src/client/resources/models.js";

describe("the fields that were sent, compared with the object that was read", () => {
  test.each<[Json, unknown, string]>([
    [{ paused: true }, { paused: true, other: 1 }, "same"],
    [{ paused: true }, { paused: false }, "different"],
    [{ paused: true, run_setup_tests: true }, { paused: true }, "same"],
    [{ run_setup_tests: true }, {}, "unclear"],
    [{ paused: true, trust_certificates: true }, { paused: true }, "unclear"],
    [{ paused: true, trust_certificates: false }, { paused: true }, "same"],
    [{ sync_frequency: 60 }, { sync_frequency: "60" }, "same"],
    [{ daily_sync_time: "03:00" }, {}, "unclear"],
    [{ proxy_agent_id: null }, {}, "same"],
    [{ proxy_agent_id: null }, { proxy_agent_id: "x" }, "different"],
    [{ config: { host: "a", port: 5432 } }, { config: { host: "a", port: "5432" } }, "same"],
    [{ config: { host: "a" } }, { config: { host: "b" } }, "different"],
    [{ config: { password: "p" } }, { config: { password: "******" } }, "unclear"],
    [
      { config: { host: "a", password: "p" } },
      { config: { host: "a", password: "******" } },
      "unclear",
    ],
    [
      { config: { host: "a", password: "p" } },
      { config: { host: "b", password: "******" } },
      "different",
    ],
    [{ auth: { client_id: "x" } }, {}, "unclear"],
    [{ config: { tables: ["a"] } }, { config: { tables: ["a"] } }, "same"],
    [{ config: { tables: ["a"] } }, { config: { tables: ["b", "a"] } }, "unclear"],
    [{ config: { tables: ["a", "b"] } }, { config: { tables: ["b", "a"] } }, "same"],
    [{ config: { tables: ["a", "b"] } }, { config: { tables: ["b"] } }, "different"],
    [{ events: ["a", "b"] }, { events: ["a"] }, "different"],
    [{ events: ["a"] }, { events: ["a", "b"] }, "different"],
    [{ events: [] }, { events: ["a"] }, "different"],
    [{ events: [] }, {}, "unclear"],
    [{ events: ["a"] }, { events: "a" }, "unclear"],
    [
      { permissions: [{ type: "A", level: "READ" }] },
      { permissions: [{ type: "A", level: "NONE" }] },
      "different",
    ],
    [
      { permissions: [{ type: "A", level: "READ" }] },
      {
        permissions: [
          { type: "B", level: "NONE" },
          { type: "A", level: "READ", more: 1 },
        ],
      },
      "unclear",
    ],
    [
      { steps: [{ name: "a" }, { name: "b" }] },
      { steps: [{ name: "b" }, { name: "a" }] },
      "unclear",
    ],
    [{ steps: [{ name: "a" }] }, { steps: [{ name: "a", id: 1 }] }, "same"],
    [
      { config: { parts: [{ secret: "x" }] } },
      { config: { parts: [{ secret: "******" }] } },
      "unclear",
    ],
    [{ is_historical_sync: true }, { status: { is_historical_sync: true } }, "same"],
    [{ is_historical_sync: true }, { status: { is_historical_sync: false } }, "unclear"],
    [{}, { paused: true }, "unclear"],
    [{ paused: true }, "nonsense", "unclear"],
  ])("%j against %j: %s", (body, read, match) => {
    expect(matchOf(compareFields(body, read))).toBe(match);
  });

  test("names what differs", () => {
    expect(compareFields({ paused: true, auth: {} }, { paused: false })).toEqual({
      same: [],
      different: ["paused"],
      unclear: ["auth"],
    });
  });
});

const CONFIG = SchemaConfig.parse({
  schema_change_handling: "ALLOW_COLUMNS",
  schemas: {
    public: {
      enabled: true,
      tables: {
        orders: {
          enabled: true,
          sync_mode: "SOFT_DELETE",
          columns: { email: { enabled: true, hashed: true } },
        },
        old: { enabled: false, enabled_patch_settings: { allowed: false } },
      },
    },
  },
});
const at = { connectionId: "c" };
const table = { ...at, schemaName: "public", tableName: "orders" };

describe("a schema change, compared with the configuration", () => {
  test.each([
    [
      call("modify_connection_schema_config", at, { schema_change_handling: "ALLOW_COLUMNS" }),
      "same",
    ],
    [
      call("modify_connection_schema_config", at, { schema_change_handling: "BLOCK_ALL" }),
      "different",
    ],
    [call("modify_connection_schema_config", at, { is_type_locked: true }), "unclear"],
    [
      call(
        "modify_connection_database_schema_config",
        { ...at, schemaName: "public" },
        { enabled: true },
      ),
      "same",
    ],
    [
      call(
        "modify_connection_database_schema_config",
        { ...at, schemaName: "other" },
        { enabled: true },
      ),
      "unclear",
    ],
    [
      call(
        "modify_connection_database_schema_config",
        { ...at, schemaName: "toString" },
        { enabled: true },
      ),
      "unclear",
    ],
    [call("modify_connection_table_config", table, { enabled: false }), "different"],
    [
      call("modify_connection_table_config", table, { enabled: true, sync_mode: "HISTORY" }),
      "different",
    ],
    [
      call(
        "modify_connection_column_config",
        { ...table, columnName: "email" },
        { enabled: true, hashed: true },
      ),
      "same",
    ],
    [
      call(
        "modify_connection_column_config",
        { ...table, columnName: "email" },
        { enabled: false },
      ),
      "different",
    ],
    [
      call(
        "modify_connection_column_config",
        { ...table, columnName: "unseen" },
        { enabled: true },
      ),
      "same",
    ],
    [
      call(
        "modify_connection_column_config",
        { ...table, columnName: "unseen" },
        { enabled: false },
      ),
      "different",
    ],
    [
      call("modify_connection_schema_config", at, {
        schemas: {
          public: {
            enabled: true,
            tables: { orders: { enabled: true, columns: { email: { hashed: false } } } },
          },
        },
      }),
      "different",
    ],
  ])("%j: %s", (change, match) => {
    expect(matchOf(compareSchema(requestedSchema(change), CONFIG))).toBe(match);
  });

  test("counts what is applied and what is not", () => {
    const tables = { orders: { enabled: false }, old: { enabled: false } };
    const change = call("modify_connection_schema_config", at, {
      schemas: { public: { tables } },
    });
    expect(compareSchema(requestedSchema(change), CONFIG)).toEqual({
      same: ["public.old.enabled"],
      different: ["public.orders.enabled"],
      unclear: [],
    });
  });

  test("a reload is visible when it switches everything, except locked tables", () => {
    expect(matchOf(compareReload("INCLUDE", CONFIG))).toBe("same");
    expect(matchOf(compareReload("EXCLUDE", CONFIG))).toBe("different");
    expect(matchOf(compareReload("PRESERVE", CONFIG))).toBe("unclear");
    expect(matchOf(compareReload("INCLUDE", {}))).toBe("unclear");
  });
});
