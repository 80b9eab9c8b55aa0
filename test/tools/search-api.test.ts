import { expect, test } from "vitest";
import { operationIds } from "../../src/client/operations/catalog.js";
import { harness } from "../harness.js";

test("answers with all that a call needs, and sends nothing", async () => {
  const { call, sandbox } = await harness();
  const found = await call("search_api", { query: "rotate a system key" });
  expect(found.text).toMatchInlineSnapshot(`
    "rotate_system_key (write_api, write, asks first) Give a system key a new secret and expiry; the old secret stops working
      params: keyId*: string
      body: expiration_period: ONE_WEEK|ONE_MONTH|THREE_MONTHS|SIX_MONTHS|INFINITE
      Whatever uses the present secret stops working at once.
      key, secret of the answer goes to a file in FIVETRAN_SECRETS_DIR, never here.
    * required. secret takes {"secret_ref":"env:NAME"}. One in full: operation_id."
  `);
  expect(found.data["operations"]).toMatchObject([
    {
      operation_id: "rotate_system_key",
      effect: "write",
      call_with: "write_api",
      asks: "yes",
      params: { "keyId*": "string" },
    },
  ]);
  expect(sandbox.requests()).toEqual([]);
});

test("tells one operation in full, with the fields of every variant", async () => {
  const { call } = await harness();
  const { text } = await call("search_api", { operation_id: "create_transformation" });
  expect(text).toContain("schedule_type*: INTEGRATED|TIME_OF_DAY|INTERVAL|CRON");
  expect(text).toContain(
    "type=DBT_CORE: transformation_config: {project_id*: string, name*: string",
  );
  expect(text).toContain("  answer: {id*: string");
  const destination = await call("search_api", { operation_id: "create_destination" });
  expect(destination.text).toContain("AZURE_CENTRALINDIA");
  expect(destination.text).toContain("describe_service");
});

test("every operation can be told in full within the budget", async () => {
  const { call } = await harness();
  for (const operation_id of operationIds) {
    const { isError, text, data } = await call("search_api", { operation_id });
    expect(isError, operation_id).toBe(false);
    expect(Math.max(text.length, JSON.stringify(data).length), operation_id).toBeLessThan(8000);
  }
});

test("says which operations only the library has", async () => {
  const { call } = await harness();
  for (const operation_id of [
    "create_connector_sdk_package",
    "update_connector_sdk_package",
    "download_connector_sdk_package",
  ]) {
    const { data } = await call("search_api", { operation_id });
    expect(data["operations"]).toMatchObject([{ call_with: "the library only" }]);
  }
});

test("filters, lists what is left, and helps where nothing fits", async () => {
  const { call } = await harness();
  const roles = await call("search_api", { resource: "teams", effect: "delete", limit: 2 });
  expect(roles.data["operations"]).toHaveLength(2);
  expect(roles.text).toMatch(/^More: delete_/m);
  expect((await call("search_api", { query: "zzqqxx" })).text).toMatch(
    /^Nothing fits\. Resources: /,
  );
  const wrong = await call("search_api", { operation_id: "list_user" });
  expect(wrong.isError).toBe(true);
  expect(wrong.text).toContain("list_all_users");
  expect((await call("search_api", { resource: "team" })).text).toContain("Resources: account,");
  expect((await call("search_api", {})).isError).toBe(true);
});
