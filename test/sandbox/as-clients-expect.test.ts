import { expect, test } from "vitest";
import { serve } from "./harness.js";

/** Facts about the API that third-party live test suites and clients show. */

test("certificates and fingerprints are approved with 201", async () => {
  const { post, id, connection } = await serve();
  const { group_id } = await connection("salesforce_prod");
  const owners = [`connections/${await id("salesforce_prod")}`, `destinations/${group_id}`];
  for (const owner of owners) {
    const fingerprint = { hash: "hash", public_key: "ssh-ed25519 AAAA" };
    expect((await post(`/v1/${owner}/fingerprints`, fingerprint)).status).toBe(201);
  }
});

test("the creator of a group is in it", async () => {
  const { post, get, sandbox } = await serve({ world: "empty" });
  const { data } = await post("/v1/groups", { name: "lab" });
  let owner = "";
  sandbox.edit((world) => {
    owner = world.account.user_id;
  });
  expect((await get(`/v1/groups/${data.id}/users`)).data.items).toMatchObject([
    { id: owner, role: "Destination Administrator" },
  ]);
});

test("addresses are accepted that a strict check would refuse", async () => {
  const { post } = await serve();
  const named = { given_name: "William", family_name: "Addison" };
  const invite = (email: unknown) => post("/v1/users", { ...named, email });
  expect(await invite("william_addison.@example.com")).toMatchObject({ status: 201 });
  for (const email of ["", "nobody", "a@b", "a b@example.com", 7]) {
    expect(await invite(email), String(email)).toMatchObject({ status: 400 });
  }
});

test("how a destination signs in is readable, and what is inside an auth object is not", async () => {
  const { post, patch, id } = await serve();
  const group = (await post("/v1/groups", { name: "lab" })).data.id;
  const made = await post("/v1/destinations", {
    group_id: group,
    service: "snowflake",
    region: "GCP_US_EAST4",
    time_zone_offset: "+10",
    run_setup_tests: false,
    config: { host: "a.example.com", auth: "PASSWORD", user: "u", password: "p" },
  });
  expect(made.data.config).toMatchObject({ auth: "PASSWORD", password: "******" });
  const path = `/v1/connections/${await id("salesforce_prod")}`;
  const { config } = (await patch(path, { config: { auth: { id: "x" } } })).data;
  expect(config.auth).toEqual({ id: "******" });
});

test("lists leave out what they leave out", async () => {
  const { get } = await serve();
  const [item] = (await get("/v1/destinations")).data.items;
  expect(item).not.toHaveProperty("daylight_saving_time_enabled");
  expect(item).not.toHaveProperty("config");
  const one = (await get(`/v1/destinations/${item.id}`)).data;
  expect(one.daylight_saving_time_enabled).toBe(true);
});

test("what a new connection does not say is filled in", async () => {
  const { post, connection } = await serve();
  const { group_id } = await connection("salesforce_prod");
  const made = async (service: string, config: Record<string, unknown>) =>
    (await post("/v1/connections", { group_id, service, config, run_setup_tests: false })).data
      .config;
  const store = await made("itunes_connect", { schema: "apps", timeframe_months: "SIX" });
  expect(store).toMatchObject({ timeframe_months: "SIX", app_sync_mode: "AllApps" });
  expect(await made("itunes_connect", { schema: "more_apps" })).toMatchObject({
    timeframe_months: "TWELVE",
  });
  expect(await made("postgres", { schema_prefix: "pg", host: "h" })).toMatchObject({ host: "h" });
});

test("the key of a log service is a secret", async () => {
  const { post, patch, get } = await serve();
  const group = (await post("/v1/groups", { name: "lab" })).data.id;
  const config = { workspace_id: "w", primary_key: "one" };
  const made = await post("/v1/external-logging", {
    group_id: group,
    service: "azure_monitor_log",
    config,
  });
  expect(made.data.config).toEqual({ workspace_id: "w", primary_key: "******" });
  const path = `/v1/external-logging/${group}`;
  const changed = await patch(path, { config: { primary_key: "two" } });
  expect(changed.data.config.primary_key).toBe("******");
  expect((await get(path)).data.config.primary_key).toBe("******");
});

test("a private link that is being created cannot be changed yet", async () => {
  const { post, patch, sandbox } = await serve();
  const { data } = await post("/v1/private-links", {
    name: "to_orders",
    region: "GCP_US_EAST4",
    service: "SOURCE_GCP",
    config: { private_connection_service_id: "x" },
  });
  const path = `/v1/private-links/${data.id}`;
  const config = { private_connection_service_id: "y" };
  expect(await patch(path, { config })).toMatchObject({ status: 400, code: "IllegalState" });
  sandbox.advance(5 * 60_000);
  expect(await patch(path, { config })).toMatchObject({ status: 200 });
});

test("the older metadata of a connection names schemas, tables and columns", async () => {
  const { get, id } = await serve();
  const path = `/v1/metadata/connectors/${await id("postgres_orders")}`;
  const items = async (part: string) => (await get(`${path}/${part}`)).data.items;
  const [schema] = await items("schemas");
  const [table] = await items("tables");
  const [column, second] = await items("columns");
  expect(schema).toMatchObject({ name_in_source: "public" });
  expect(table).toMatchObject({ parent_id: schema.id, name_in_source: "orders" });
  expect(column).toMatchObject({
    parent_id: table.id,
    name_in_source: "id",
    is_primary_key: true,
    is_foreign_key: false,
  });
  expect(second).toMatchObject({ name_in_source: "customer_id", is_foreign_key: true });
  // Tables that are not synced have no metadata.
  const names = (await items("tables")).map(
    (each: { name_in_source: string }) => each.name_in_source,
  );
  expect(names).not.toContain("sessions");
});
