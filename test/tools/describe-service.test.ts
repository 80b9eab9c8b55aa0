import { expect, test } from "vitest";
import { ConnectorTypeDetails } from "../../src/client/resources/connector-types.js";
import { authorizationOf } from "../../src/features/services/authorization.js";
import { serviceFields } from "../../src/features/services/fields.js";
import { harness } from "../harness.js";

test("says what a type needs, required fields first, secrets marked", async () => {
  const { call } = await harness();
  const { text, data, isError } = await call("describe_service", { service: "google_sheets" });
  expect(isError).toBe(false);
  expect(text).toMatchInlineSnapshot(`
    "google_sheets "Google Sheets" File
    Name rule: schema.table, permanent
    Authorisation: the API alone suffices. Ways: no secrets needed; a person opens a connect card (create_connect_card)
    Fields: 5 of 5 (required first; * required, ! secret)
      *config.schema string permanent "Destination schema. Permanent: it cannot be changed after creation"
      *config.table string permanent "Destination table. Permanent: it cannot be changed after creation"
      *config.sheet_id string "Address or id of the sheet"
      *config.named_range string "Named range with the data"
      config.auth_type ServiceAccount|OAuth "How it signs in""
  `);
  expect(data).toMatchObject({
    service: { id: "google_sheets" },
    name_rule: "schema.table",
    field_count: 5,
    fields: [{ path: "config.schema", required: true, permanent: true }, {}, {}, {}, {}],
  });
});

test("tells whether the API alone suffices, and which ways need a person", async () => {
  const { call } = await harness();
  const oauth = await call("describe_service", { service: "google_ads" });
  expect(oauth.data["authorization"]).toMatchObject({
    api_alone: true,
    ways: [
      { how: "auth", person: false },
      { how: "connect_card", person: true },
    ],
  });
  const person = await call("describe_service", { service: "linkedin_ads" });
  expect(person.data["authorization"]).toMatchObject({
    api_alone: false,
    ways: [{ how: "connect_card", person: true }],
  });
  expect(person.text).toContain("a person has to open a connect card");
  const closed = await call("describe_service", { service: "workday_hcm" });
  expect(closed.data["authorization"]).toMatchObject({ api_alone: false });
  const key = await call("describe_service", { service: "stripe" });
  expect(key.data["authorization"]).toMatchObject({
    api_alone: true,
    ways: [{ how: "config", fields: ["config.secret_key"] }, {}],
  });
});

test("flattens nested trees, and narrows by a glob", async () => {
  const { call } = await harness();
  const { data, text } = await call("describe_service", {
    service: "google_ads",
    fields: "config.reports*",
  });
  expect(data["fields"]).toMatchObject([
    { path: "config.reports[].table" },
    { path: "config.reports[].report_type" },
    { path: "config.reports[].fields[]", type: "string[]" },
    { path: "config.reports[].config_type", values: ["Prebuilt", "Custom"] },
  ]);
  expect(text).toContain("config.reports[].config_type Prebuilt|Custom");
  const none = await call("describe_service", { service: "google_ads", fields: "config.nope*" });
  expect(none).toMatchObject({ isError: true });
  expect(none.text).toContain("No field of google_ads matches");
});

test("finds types among all by words, with one list read", async () => {
  const { call, sandbox } = await harness();
  const found = await call("describe_service", { words: "google ads" });
  expect(found.data["services"]).toMatchObject([
    { id: "google_ads", name: "Google Ads" },
    { id: "google_search_ads_360" },
  ]);
  const before = sandbox.requests().length;
  const many = await call("describe_service", { words: "google", limit: 5 });
  expect(many.data["services"]).toHaveLength(5);
  expect(sandbox.requests().length - before).toBe(1);
  const more = await call("describe_service", {
    words: "google",
    limit: 5,
    cursor: many.data["next_cursor"],
  });
  expect(more.data["services"]).not.toEqual(many.data["services"]);
});

test("tells a destination type: what is published of its fields, regions, time zones, and how one is made", async () => {
  const { call, sandbox } = await harness();
  const { text, data } = await call("describe_service", { service: "big_query" });
  expect(
    text.replace(/GCP_US_EAST4\|\S+/, "REGIONS").replace(/-11\|\S+/, "HOURS"),
  ).toMatchInlineSnapshot(`
    "big_query "big_query" Warehouse
    It is a destination type: write_api operation_id=create_destination with service="big_query" makes one, then run_setup_tests destination=… checks it.
    Which fields of config are needed depends on the way of signing in; Fivetran publishes no rule.
    Authorisation: the API alone suffices. Ways: secrets in config (config.secret_key)
    Fields: 8 of 8 (required first; * required, ! secret)
      *group_id string
      *time_zone_offset HOURS
      region REGIONS "GCP_US_EAST4 where none is given"
      config.bucket string
      config.data_set_location string
      config.project_id string
      !config.secret_key string
      config.support_json_type boolean"
  `);
  expect(data["fields"]).toMatchObject([
    { path: "group_id", required: true },
    { path: "time_zone_offset", required: true, values: expect.arrayContaining(["-11", "+12"]) },
    { path: "region", values: expect.arrayContaining(["GCP_US_EAST4", "AWS_EU_WEST_1"]) },
    {},
    {},
    {},
    { path: "config.secret_key", secret: true },
    {},
  ]);
  expect(sandbox.requests()).toEqual([]);

  const few = await call("describe_service", { service: "snowflake", fields: "config.*private*" });
  expect(few.data["fields"]).toMatchObject([
    { path: "config.is_private_key_encrypted" },
    { path: "config.private_key", secret: true },
  ]);
  const open = await call("describe_service", { service: "clickhouse" });
  expect(open.text).toContain("Fivetran publishes no fields of its config");
});

test("offers the nearest for an unknown type, and says what is no longer offered", async () => {
  const { call } = await harness();
  const unknown = await call("describe_service", { service: "postgress" });
  expect(unknown).toMatchObject({ isError: true });
  expect(unknown.text).toContain('Nearest: postgres "PostgreSQL"');
  const odd = await call("describe_service", { service: "../account" });
  expect(odd.text).toContain("There is no connector type");
  const sunset = await call("describe_service", { service: "twitter" });
  expect(sunset.text).toContain("It is being retired");
  const neither = await call("describe_service", {});
  expect(neither.text).toContain("takes service or words");
});

test("a type of a hundred fields comes in pages that fit", () => {
  const properties = Object.fromEntries(
    Array.from({ length: 120 }, (_, at) => [`field_${at}`, { type: "string" }]),
  );
  const type = ConnectorTypeDetails.parse({
    id: "wide",
    name: "Wide",
    type: "API",
    config: { type: "object", properties, required: ["field_90"] },
  });
  const fields = serviceFields(type);
  expect(fields).toHaveLength(120);
  expect(fields[0]).toMatchObject({ path: "config.field_90", required: true });
  // Nothing is said of its features, so nothing is claimed.
  expect(authorizationOf(type).apiAlone).toBeUndefined();
});

test("a surprise in one field does not hide the others", () => {
  const type = ConnectorTypeDetails.parse({
    id: "odd",
    name: "Odd",
    type: "API",
    config: { properties: { good: { type: "string" }, odd: { type: 7, enum: "x", items: 3 } } },
  });
  expect(serviceFields(type).map(({ path }) => path)).toEqual(["config.good", "config.odd"]);
});
