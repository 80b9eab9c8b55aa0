import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type Harness, harness, idOf } from "../harness.js";
import { groupId } from "./ids.js";

const read = (on: Harness, operation_id: string, params: object) =>
  on.call("read_api", { operation_id, params });

test.each([
  ["what did each connector cost last month", "log_query:usage"],
  ["monthly active rows by table", "log_query:usage"],
  ["who changed this connector", "log_query:audit_trail"],
  ["audit trail", "log_query:audit_trail"],
  ["how long do syncs take", "log_query:sync_durations"],
  ["log lines of an sdk connector", "log_query:sdk_logs"],
  ["failed syncs in the log", "log_query:failed_syncs"],
])("search_api finds %s", async (query, id) => {
  const on = await harness();
  const { data } = await on.call("search_api", { query, limit: 3 });
  expect(data["operations"]).toContainEqual(expect.objectContaining({ operation_id: id }));
});

test("its SQL is for the destination, and it says how to get the tables", async () => {
  const on = await harness();
  const params = { connectionId: "postgres_orders", from: "2026-01-01", to: "2026-01-31" };
  const { text, data } = await read(on, "log_query:usage", params);
  expect(data["data"]).toMatchObject({ dialect: "snowflake" });
  expect(text).toContain(`"CONNECTION_ID" = '${idOf(on.sandbox, "postgres_orders")}'`);
  expect(text).toContain(`"MEASURED_DATE" < TIMESTAMP '2026-02-01 00:00:00'`);
  expect(text).toContain("Group analytics_prod");
  expect(text).toContain("create_connector service=fivetran_log group=analytics_prod");
});

test("it names the platform connector, its schema and what keeps it from filling the tables", async () => {
  const on = await harness();
  const group = groupId(on.sandbox, "analytics_prod");
  on.sandbox.edit((world) => {
    const log = [...world.connections.values()].find((one) => one.group_id === group && one.paused);
    if (log === undefined) throw new Error("no paused connector");
    Object.assign(log, { service: "fivetran_log", schema: "own_log" });
  });
  const { text } = await read(on, "log_query:recent_syncs", { groupId: "analytics_prod" });
  expect(text).toContain('FROM "OWN_LOG"."LOG"');
  expect(text).toMatch(
    /platform connector own_log \(\w+\) fills these tables. It is paused.*resume_connectors/,
  );
  expect(text).not.toContain('"CONNECTION_ID" IN');
});

test("an account-wide platform connector is filtered by the connectors of the group", async () => {
  const on = await harness();
  const group = groupId(on.sandbox, "analytics_prod");
  on.sandbox.edit((world) => {
    const log = [...world.connections.values()].find((one) => one.group_id === group);
    Object.assign(log ?? {}, { service: "fivetran_log" });
    if (log) log.config["is_account_level_connector"] = true;
  });
  const { text } = await read(on, "log_query:recent_syncs", { groupId: "analytics_prod" });
  expect(text).toContain(`'${idOf(on.sandbox, "postgres_orders")}'`);
});

test.each<[object, RegExp]>([
  [{}, /The destinations .* do not determine one SQL dialect/],
  [{ dialect: "mysql" }, /dialect "mysql" is not one of/],
  [{ by: "group", dialect: "snowflake" }, /by "group" is not one of connector, table/],
  [{ form: "2026-01-01" }, /Did you mean from\?/],
  [{ connectionId: "postgres_order" }, /postgres_orders/],
  [{ from: "January", dialect: "snowflake" }, /from must be a day, such as 2026-01-31/],
  [{ limit: "many", dialect: "snowflake" }, /limit must be a whole number/],
  [{ connectionId: "postgres_orders", groupId: "analytics_prod" }, /cannot be given together/],
  [{ destinationId: "analytics_prod", groupId: "marketing" }, /mean the same thing/],
  [{ to: "9999-12-31", dialect: "snowflake" }, /to must be a day/],
  [{ dialect: "snowflake", schema: 'x"; DROP TABLE y; --' }, /is not a valid name of a schema/],
  [{ dialect: "bigquery", database: "a`b" }, /is not a valid name of a schema/],
  [{ dialect: "snowflake", from: "2026-01-01' OR 1=1 --" }, /from must be a day/],
])("%j is refused", async (params, reason) => {
  const on = await harness();
  const refused = await read(on, "log_query:usage", params);
  expect(refused.isError).toBe(true);
  expect(refused.text).toMatch(reason);
});

test("empty values are absent, and words may be written in any case", async () => {
  const on = await harness();
  const params = { dialect: " Snowflake ", days: null, limit: "", connectionId: "" };
  const { isError, text } = await read(on, "log_query:usage", params);
  expect(isError).toBe(false);
  expect(text).toContain("DATEADD('day', -30");
  const place = await read(on, "log_query:usage", { destinationId: "analytics_prod", days: "7" });
  expect(place.data["data"]).toMatchObject({ dialect: "snowflake" });
  expect(place.text).toContain("DATEADD('day', -7");
});

test("only the chosen fields of a query are returned, and missing ones are named", async () => {
  const on = await harness();
  const chosen = await on.call("read_api", {
    operation_id: "log_query:usage",
    params: { groupId: "analytics_prod" },
    fields: ["dialect", "nothing"],
  });
  expect(chosen.data["data"]).toEqual({ dialect: "snowflake" });
  expect(chosen.text).toContain('In the response, "nothing"');
  const paged = await on.call("read_api", { operation_id: "log_query:usage", all_pages: true });
  expect(paged.text).toBe("log_query:usage is not paged.\nRemove all_pages. Nothing was sent.");
});

/** Turns the first connector of the group into a Platform Connector. */
function addPlatformConnector(on: Harness, group: string, accountWide: boolean) {
  const id = groupId(on.sandbox, group);
  on.sandbox.edit((world) => {
    const log = [...world.connections.values()].find((one) => one.group_id === id);
    if (log === undefined) throw new Error("no connector");
    Object.assign(log, { service: "fivetran_log", schema: `${group}_log` });
    log.config["is_account_level_connector"] = accountWide;
  });
}

test("a group without one is served by the account-wide platform connector of another", async () => {
  const on = await harness();
  addPlatformConnector(on, "marketing", false);
  const none = await read(on, "log_query:usage", { groupId: "analytics_prod" });
  expect(none.text).toContain("Group analytics_prod");
  addPlatformConnector(on, "finance", true);
  const { text, data } = await read(on, "log_query:usage", { groupId: "analytics_prod" });
  expect(data["data"]).toMatchObject({ dialect: "redshift" });
  expect(text).toContain('FROM "finance_log"."incremental_mar"');
  expect(text).toContain(`'${idOf(on.sandbox, "postgres_orders")}'`);
  expect(text).not.toContain(`'${idOf(on.sandbox, "hubspot_marketing")}'`);
  expect(text).toContain("The platform connector finance_log");
});

describe("within the scope that the operator set", () => {
  async function confined(env: (on: Harness) => Record<string, string>) {
    const on = await harness();
    const { sandbox, url } = on;
    return { on, within: await harness({ account: { sandbox, url }, env: env(on) }) };
  }

  test("a query names the connectors of the groups, whichever rows the tables hold", async () => {
    const { on, within } = await confined(({ sandbox }) => ({
      FIVETRAN_GROUPS: groupId(sandbox, "analytics_prod"),
    }));
    addPlatformConnector(on, "marketing", true);
    const { text } = await read(within, "log_query:usage", {});
    expect(text).toContain(`'${idOf(on.sandbox, "postgres_orders")}'`);
    expect(text).not.toContain(`'${idOf(on.sandbox, "hubspot_marketing")}'`);
    // It exists, out of scope.
    expect(text).not.toContain("has no platform connector");
    expect(text).toContain("It is not known which platform connector fills the tables");
  });

  test("a query names the connectors that may be accessed", async () => {
    const { on, within } = await confined(() => ({ FIVETRAN_CONNECTORS: "postgres_orders" }));
    const { text } = await read(within, "log_query:usage", { groupId: "analytics_prod" });
    expect(text).toContain(`"CONNECTION_ID" = '${idOf(on.sandbox, "postgres_orders")}'`);
    const audit = await read(within, "log_query:audit_trail", { groupId: "analytics_prod" });
    expect(audit.text).toContain("The audit trail cannot be limited to connectors");
  });

  test("without a connector in scope a query is refused", async () => {
    const { within } = await confined(() => ({ FIVETRAN_CONNECTORS: "postgres_orders" }));
    const refused = await read(within, "log_query:usage", { groupId: "marketing" });
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain("none of the allowed connectors exists in that group");
  });
});

test("an audit trail of one connector says that it is that of all", async () => {
  const on = await harness();
  const { text } = await read(on, "log_query:audit_trail", { connectionId: "postgres_orders" });
  expect(text).toContain("The audit trail cannot be limited to connectors");
});

/** Questions that ask for information. */
const QUESTIONS = `
how much does each connector cost
what did we spend on fivetran last month
how many rows did stripe load
when did salesforce last sync
why did my connector fail
what warnings does a connector have
who deleted the connector
who paused postgres_orders
is the warehouse reachable
which connectors are broken
what is the sync frequency of a connector
which tables are synced
what columns does a table have
show me the history of syncs
how long do syncs take
which syncs failed yesterday
are there any alerts
notify me on slack when a sync fails
who has access to a group
what roles are there
which users are inactive
what api keys exist
when does my api key expire
what is the public ssh key of a group
which region is the destination in
what certificates are trusted
what proxy agents do we have
is a private link up
which connectors use a proxy agent
list transformations
did the transformation run
what dbt projects exist
why did the transformation fail
what is the schema change policy
how is the data blocked
what would a resync cost
do I need to resync
what happens if I delete a group
has the historical sync finished
is my connector paused
what connector types are there
what fields does postgres need
which webhooks exist
did the webhook arrive
what is in the audit trail
show usage by table
billing
invoice
credits left
quota remaining
`
  .trim()
  .split("\n");

test("a question that wants to know something is never offered a change", async () => {
  const on = await harness();
  const offered: string[] = [];
  for (const query of QUESTIONS) {
    const { data } = await on.call("search_api", { query, limit: 20 });
    const operations = z.array(z.looseObject({ effect: z.string() })).parse(data["operations"]);
    if (operations.some(({ effect }) => effect !== "read")) offered.push(query);
  }
  expect(offered).toEqual([]);
});

test.each([
  "what is the weather",
  "order a pizza",
  "export a dashboard to pdf",
  "change the logo of the account",
  "open a support ticket",
  "delete an invoice of a connector",
])("%s: no operation does it", async (query) => {
  const on = await harness();
  const { data } = await on.call("search_api", { query });
  const operations = z.array(z.looseObject({ operation_id: z.string() })).parse(data["operations"]);
  expect(
    operations.map(({ operation_id: id }) => id).filter((id) => !/^log_query/.test(id)),
  ).toEqual([]);
  expect(data["note"]).toMatch(/^No operation /);
});

test.each([
  ["how do I pause a connector", "modify_connection"],
  ["please delete the old group", "delete_group"],
  ["can you invite a user", "add_user_to_group"],
  ["dismiss warnings", "dismiss_connection_warnings"],
])("%s is a change", async (query, id) => {
  const on = await harness();
  const { data } = await on.call("search_api", { query });
  expect(data["operations"]).toContainEqual(expect.objectContaining({ operation_id: id }));
});

test("the exact id of an operation prints that one only, with all its details", async () => {
  const on = await harness();
  const exact = await on.call("search_api", { query: "add_user_to_group" });
  const full = await on.call("search_api", { operation_id: "add_user_to_group" });
  expect(exact.text).toBe(full.text);
  expect(exact.data["operations"]).toHaveLength(1);
});
