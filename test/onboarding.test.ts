import { describe, expect, onTestFinished, test } from "vitest";
import { createFivetran } from "../src/client/index.js";
import { harness, openSandbox } from "./harness.js";
import { agreed } from "./tools/agreed.js";

const SECOND = 1000;

test("from an empty account to the first sync, with a person at the source", async () => {
  const fixture = await harness({
    sandbox: { world: "empty" },
    env: { FIVETRAN_SECRET_REFS: "WAREHOUSE_PASSWORD", WAREHOUSE_PASSWORD: "canary-31f0a9" },
  });
  const { call, sandbox } = fixture;
  const requests = () => sandbox.requests().map(({ operation }) => operation);

  const group = await agreed(fixture, "write_api", {
    operation_id: "create_group",
    body: { name: "analytics" },
  });
  const groupId = String(Object(group.data["response"])["id"]);
  const destination = await agreed(fixture, "write_api", {
    operation_id: "create_destination",
    body: {
      group_id: groupId,
      service: "snowflake",
      region: "AWS_US_EAST_1",
      time_zone_offset: "0",
      config: {
        host: "acme.snowflakecomputing.com",
        port: 443,
        database: "RAW",
        auth: "PASSWORD",
        user: "LOADER",
        password: { secret_ref: "env:WAREHOUSE_PASSWORD" },
      },
    },
  });
  expect(destination).toMatchObject({ status: "done", isError: false });
  expect((await call("list_destinations")).text).toContain("connected");

  const created = await agreed(fixture, "create_connector", {
    service: "hubspot",
    group: "analytics",
    name: "hubspot_crm",
    paused: true,
    run_setup_tests: false,
  });
  expect(created).toMatchObject({ status: "done", isError: false });
  expect(requests()).not.toContain("run_setup_tests");
  const connector = "hubspot_crm";
  const status = async () => (await call("get_status", { connectors: [connector] })).text;
  expect(await status()).toContain("incomplete");

  const stored = await agreed(fixture, "modify_schema", {
    connector,
    policy: "ALLOW_COLUMNS",
    changes: [
      { schema: connector, table: "deal", enabled: false },
      { schema: connector, table: "contact", column: "email", hashed: true },
    ],
  });
  expect(stored).toMatchObject({ status: "done", isError: false });

  const card = await agreed(fixture, "create_connect_card", {
    connector,
    redirect_uri: "https://app.example.com/done",
  });
  const link = String(card.data["link"]);
  expect(await (await fetch(link)).text()).toContain("Connect hubspot_crm");
  const press = async (person: string) => {
    const body = new URLSearchParams({ person });
    const { status, headers } = await fetch(link, { method: "POST", body, redirect: "manual" });
    return [status, headers.get("location")];
  };
  expect(await press("fails")).toEqual([200, null]);
  expect(await status()).toContain("incomplete");
  expect(await press("authorizes")).toEqual([303, "https://app.example.com/done"]);

  const tested = await agreed(fixture, "run_setup_tests", { connector });
  expect(tested.text).toMatch(/passed/);
  expect(tested.text).not.toMatch(/failed/i);

  const resumed = await agreed(fixture, "resume_connectors", { connectors: [connector] });
  expect(resumed).toMatchObject({ status: "done", isError: false });
  const started = await agreed(fixture, "trigger_sync", { connectors: [connector] });
  expect(started.isError, started.text).toBe(false);
  const waited = await call("wait_for_sync", { connectors: [connector], wait_seconds: 50 });
  const ended = waited.text.includes("syncing")
    ? await call("wait_for_sync", { connectors: [connector], wait_seconds: 50 })
    : waited;
  expect(ended.isError, ended.text).toBe(false);

  const schema = await call("get_schema", { connector });
  expect(schema.data).toMatchObject({ captured: true });
  sandbox.edit((world) => {
    const [only] = [...world.connections.values()];
    expect(only).toMatchObject({
      paused: false,
      succeeded_at: expect.any(String),
      failed_at: null,
      status: { setup_state: "connected", is_historical_sync: false, tasks: [] },
      backstage: {
        schema: {
          policy: "ALLOW_COLUMNS",
          edits: {
            [connector]: {
              tables: {
                deal: { enabled: false },
                contact: { columns: { email: { hashed: true } } },
              },
            },
          },
        },
      },
    });
  });
  const spoken = [
    group,
    destination,
    created,
    stored,
    card,
    tested,
    resumed,
    started,
    ended,
    schema,
  ];
  expect(JSON.stringify(spoken)).not.toContain("canary-31f0a9");
});

describe("without a person, through the library", () => {
  test.each([
    [
      "user and password",
      "postgres",
      {
        config: {
          schema_prefix: "orders",
          host: "db.example.com",
          port: 5432,
          database: "shop",
          user: "loader",
          password: "p4ss",
          update_method: "QUERY_BASED",
        },
      },
      "public",
      { config: { password: "wrong" } },
    ],
    [
      "an OAuth client and a refresh token",
      "hubspot",
      {
        config: { schema: "hubspot_crm" },
        auth: {
          client_access: { client_id: "id", client_secret: "secret" },
          refresh_token: "token",
        },
      },
      "hubspot_crm",
      {
        auth: {
          client_access: { client_id: "id", client_secret: "wrong" },
          refresh_token: "wrong",
        },
      },
    ],
    [
      "a key",
      "stripe",
      { config: { schema: "stripe", api_key: "rk_live" } },
      "stripe",
      { config: { api_key: "wrong" } },
    ],
  ] as const)("%s", async (_, service, access, schema, refused) => {
    const { sandbox, url } = await openSandbox({ world: "empty" });
    const { apiKey, apiSecret } = sandbox;
    const fivetran = createFivetran({ apiKey, apiSecret, baseUrl: url });
    onTestFinished(() => fivetran.close());

    const group = await fivetran.groups.create({ name: "analytics" });
    const destination = await fivetran.destinations.create({
      group_id: group.id,
      service: "big_query",
      time_zone_offset: "0",
      config: { project_id: "acme", data_set_location: "EU" },
    });
    expect(destination.setup_status).toBe("connected");

    const { id, status } = await fivetran.connections.create({
      group_id: group.id,
      service,
      paused: true,
      run_setup_tests: false,
      ...access,
    });
    expect(status).toMatchObject({ setup_state: "incomplete", sync_state: "paused" });

    // The given credentials do not work at first, and the response shows this where a program
    // looks.
    await fivetran.connections.modify(id, { ...refused, run_setup_tests: false });
    const failed = await fivetran.connections.test(id);
    expect(failed.status.setup_state).toBe("incomplete");
    expect(failed.setup_tests?.map((one) => one.status)).toContain("FAILED");
    await fivetran.connections.modify(id, access);
    const tested = await fivetran.connections.test(id);
    expect(tested.status).toMatchObject({ setup_state: "connected", tasks: [] });
    expect(JSON.stringify(tested)).not.toMatch(/p4ss|rk_live|"token"|"secret"/);

    const { schemas } = await fivetran.schemas.reload(id);
    const [table = ""] = Object.keys(schemas?.[schema]?.tables ?? {});
    await fivetran.schemas.patch(id, {
      schemas: { [schema]: { enabled: true, tables: { [table]: { enabled: true } } } },
    });

    await fivetran.connections.resume(id);
    await fivetran.connections.sync(id);
    let now = await fivetran.connections.get(id);
    for (let waited = 0; now.succeeded_at == null && waited < 10; waited += 1) {
      sandbox.advance(30 * SECOND);
      now = await fivetran.connections.get(id);
    }
    expect(now).toMatchObject({
      paused: false,
      succeeded_at: expect.any(String),
      failed_at: null,
      status: { setup_state: "connected", is_historical_sync: false },
    });
  });
});
