import { describe, expect, test } from "vitest";
import { type Call, call, type OperationId } from "../../../src/client/operations/call.js";
import {
  asks,
  isIrreversible,
  isOperationId,
  operation,
  operationIds,
  quota,
  repeatOf,
  resources,
  timeLimits,
  verification,
} from "../../../src/client/operations/catalog.js";

test("holds the whole API", () => {
  const count = (method: string) =>
    operationIds.filter((id) => operation(id).method === method).length;
  expect(operationIds).toHaveLength(181);
  expect(["GET", "POST", "DELETE", "PATCH"].map(count)).toEqual([73, 52, 31, 25]);
  expect(resources()).toContain("connections");
  expect(resources()).not.toContain("public");
});

test("an operation is what its path and method make it", () => {
  expect(operation("connection_column_config")).toEqual({
    id: "connection_column_config",
    method: "GET",
    path: "/v1/connections/{connectionId}/schemas/{schema}/tables/{table}/columns",
    pathParams: ["connectionId", "schema", "table"],
    queryParams: {},
    body: undefined,
    effect: "read",
    resource: "connections",
    repeat: "read",
    accept: 1,
    bare: false,
    file: false,
    list: false,
  });
  expect(operation("delete_group")).toMatchObject({ effect: "delete", resource: "groups" });
  expect(operation("sync_connection")).toMatchObject({
    effect: "write",
    accept: 2,
    repeat: "idempotent",
  });
  expect(operation("metadata_public_connectors").resource).toBe("metadata");
  expect(isOperationId("list_connections")).toBe(true);
  expect(["toString", "__proto__", ""].some(isOperationId)).toBe(false);
});

test("every verification read is a read whose path the change can fill", () => {
  for (const id of operationIds) {
    const check = verification(id);
    if (check === undefined) continue;
    const read = operation(check.read);
    expect(read.effect, id).toBe("read");
    expect(operation(id).effect, id).not.toBe("read");
    const own = operation(id).pathParams.length;
    // Parameters that the path lacks come from the body: the hash of an approval, or the group of a
    // new destination.
    const fromBody = Object.keys(check.from ?? {}).length + (id.startsWith("approve_") ? 1 : 0);
    expect(read.pathParams.length - own, id).toBeLessThanOrEqual(fromBody);
  }
});

const c = (id: OperationId, body?: Call["body"]): Call => call(id, {}, body);

describe("a repeat", () => {
  test.each<[Call, string]>([
    [c("list_connections"), "read"],
    [c("delete_connection"), "idempotent"],
    [c("modify_connection", { paused: true }), "idempotent"],
    [c("modify_connection", { is_historical_sync: true }), "restarts"],
    [c("modify_connection", { is_historical_sync: false }), "idempotent"],
    [c("sync_connection", {}), "idempotent"],
    [c("sync_connection", { force: false }), "idempotent"],
    [c("sync_connection", { force: true }), "restarts"],
    [c("resync_connection", {}), "restarts"],
    [c("resync_tables", { public: ["orders"] }), "restarts"],
    [c("reload_connection_schema_config", {}), "probe"],
    [c("reload_connection_schema_config", { exclude_mode: "PRESERVE" }), "probe"],
    [c("reload_connection_schema_config", { exclude_mode: "INCLUDE" }), "idempotent"],
    [c("run_setup_tests", {}), "probe"],
    [c("run_setup_tests", { trust_certificates: true }), "idempotent"],
    [c("create_connection", {}), "creates"],
    [c("create_user", {}), "creates"],
    [c("connect_card", {}), "mints-secret"],
    [c("re_auth_hybrid_deployment_agent", {}), "mints-secret"],
    [c("run_transformation", {}), "restarts"],
  ])("%j: %s", (request, repeat) => {
    expect(repeatOf(request)).toBe(repeat);
  });
});

describe("asks", () => {
  test.each<[boolean, Call]>([
    [false, c("list_connections")],
    [false, c("modify_connection", { paused: true })],
    [false, c("modify_connection", { sync_frequency: 60, schedule_type: "auto" })],
    [false, c("sync_connection", { force: false })],
    [false, c("run_setup_tests", {})],
    [false, c("reload_connection_schema_config", { exclude_mode: "PRESERVE" })],
    [false, c("create_connection", { service: "s", config: {}, paused: true })],
    [true, c("create_connection", { service: "s", config: {}, run_setup_tests: true })],
    [
      true,
      c("create_connection", { service: "s", config: {}, paused: true, trust_certificates: true }),
    ],
    [true, c("create_destination", { service: "s", config: {}, run_setup_tests: false })],
    [true, c("delete_connection")],
    [true, c("sync_connection", { force: true })],
    [true, c("resync_connection", {})],
    [true, c("modify_connection", { paused: true, config: { host: "elsewhere" } })],
    [true, c("modify_connection", { is_historical_sync: true })],
    [true, c("modify_connection", { networking_method: "Directly" })],
    [true, c("modify_connection", { trust_certificates: true })],
    [true, c("modify_connection", { a_field_of_tomorrow: 1 })],
    [true, c("run_setup_tests", { trust_fingerprints: true })],
    [true, c("reload_connection_schema_config", { exclude_mode: "EXCLUDE" })],
    [true, c("modify_connection_schema_config", { schema_change_handling: "ALLOW_ALL" })],
    [true, c("connect_card", { connect_card_config: { redirect_uri: "https://x" } })],
    [true, c("create_connection", { connect_card_config: { redirect_uri: "https://x" } })],
    [true, c("create_account_webhook", { url: "https://x" })],
    [true, c("create_user", { email: "a@b" })],
    [true, c("create_system_key", {})],
    [true, c("modify_connection_state", { state: {} })],
  ])("%s: %j", (expected, request) => {
    expect(asks(request)).toBe(expected);
  });

  test("every delete, minted secret and approval", () => {
    for (const id of operationIds) {
      const must =
        operation(id).effect === "delete" ||
        repeatOf(c(id)) === "mints-secret" ||
        id.startsWith("approve_");
      if (must) expect(asks(c(id)), id).toBe(true);
    }
  });
});

test("quotas and times follow what the request makes Fivetran do", () => {
  expect(quota(c("list_connections"))).toBe("all");
  expect(quota(c("connection_column_config"))).toBe("source");
  expect(quota(c("modify_connection", { paused: true }))).toBe("all");
  expect(quota(c("modify_connection", { config: {} }))).toBe("tests");
  expect(quota(c("modify_connection", { config: {}, run_setup_tests: false }))).toBe("all");
  expect(timeLimits(c("list_connections"))).toEqual({ responseMs: 30_000, totalMs: 50_000 });
  expect(timeLimits(c("modify_connection", { paused: true }))).toEqual({
    responseMs: 75_000,
    totalMs: 110_000,
  });
  expect(timeLimits(c("modify_connection", { auth: {} })).responseMs).toBe(150_000);
  expect(timeLimits(c("reload_connection_schema_config")).responseMs).toBe(900_000);
});

test.each<[boolean, Call]>([
  [false, c("list_connections")],
  [false, c("modify_connection", { paused: true })],
  [false, c("modify_connection", { is_historical_sync: false })],
  [false, c("sync_connection", { force: true })],
  [false, c("connect_card", {})],
  [true, c("delete_group")],
  [true, c("resync_connection", {})],
  [true, c("resync_tables", { public: ["orders"] })],
  [true, c("modify_connection", { is_historical_sync: true })],
  [true, c("rotate_system_key", {})],
])("irreversible %s: %j", (expected, request) => {
  expect(isIrreversible(request)).toBe(expected);
});

test.each<[Call["body"], string | undefined]>([
  [{ config: { schema: "s" } }, "s"],
  [{ config: { schema: "s", table: "t" } }, "s.t"],
  [{ config: { schema_prefix: "p" } }, "p"],
  [{ config: {} }, undefined],
  [{}, undefined],
])("a new connection of %j is looked for under the name %j", (body, name) => {
  const { match, filter } = verification("create_connection") ?? {};
  const fields = { group_id: "g", ...Object(body) };
  expect(match?.(fields, {})).toEqual({ schema: name });
  expect(filter?.(fields)).toEqual({ group_id: "g", schema: name });
});

test("the responses without an envelope, and the one that is a file", () => {
  expect(operationIds.filter((id) => operation(id).bare)).toEqual([
    "approve_connection_fingerprint",
    "approve_destination_fingerprint",
    "get_proxy_agent_details",
  ]);
  expect(operationIds.filter((id) => operation(id).file)).toEqual([
    "download_connector_sdk_package",
  ]);
});
