import { describe, expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Client, serve } from "./harness.js";

const HOUR = 3_600_000;

async function withGroup(client: Client): Promise<string> {
  return (await client.get("/v1/groups")).data.items[0].id;
}

describe("creating a connection", () => {
  test("without tests leaves it incomplete, with nothing behind it", async () => {
    const client = await serve();
    const group_id = await withGroup(client);
    const body = {
      group_id,
      service: "stripe",
      config: { schema: "stripe_new", api_key: "sk" },
      run_setup_tests: false,
    };
    const made = await client.post("/v1/connections", body);
    expect(made).toMatchObject({
      status: 201,
      code: "Success",
      message: "Connection has been created",
    });
    expect(made.data).toMatchObject({
      id: expect.stringMatching(/^[a-z]+_[a-z]+$/),
      schema: "stripe_new",
      group_id,
      config: { schema: "stripe_new", api_key: "******" },
      succeeded_at: null,
      failed_at: null,
      paused: false,
      sync_frequency: 360,
      schedule_type: "auto",
      setup_tests: [],
      status: {
        setup_state: "incomplete",
        sync_state: "scheduled",
        is_historical_sync: true,
        rescheduled_for: null,
      },
    });
    client.sandbox.advance(48 * HOUR);
    expect((await client.connection("stripe_new")).succeeded_at).toBeNull();
    expect(await client.get(`/v1/connections/${made.data.id}/schemas`)).toMatchObject({
      status: 404,
      code: "NotFound_SchemaConfig",
      message: `Connection with id '${made.data.id}' doesn't have schema config`,
    });
  });

  test("with good credentials connects it and starts its first, historical sync", async () => {
    const client = await serve();
    const group_id = await withGroup(client);
    const config = { schema_prefix: "pg_new", host: "h", port: 5432, password: "p" };
    const { data } = await client.post("/v1/connections", {
      group_id,
      service: "postgres",
      config,
    });
    expect(data.status.setup_state).toBe("connected");
    expect(data.setup_tests.map(({ status }: { status: string }) => status)).not.toContain(
      "FAILED",
    );
    client.sandbox.advance(1);
    expect((await client.connection("pg_new")).status).toMatchObject({
      sync_state: "syncing",
      is_historical_sync: true,
    });
    client.sandbox.advance(2 * 60_000);
    const synced = await client.connection("pg_new");
    expect(synced).toMatchObject({
      status: { sync_state: "scheduled", is_historical_sync: false },
    });
    expect(
      Object.keys((await client.get(`/v1/connections/${data.id}/schemas`)).data.schemas),
    ).toEqual(["public", "internal"]);
  });

  test("with bad credentials is still 201, with failed tests", async () => {
    const client = await serve();
    const group_id = await withGroup(client);
    const config = { schema: "hs", api_token: "wrong" };
    const made = await client.post("/v1/connections", { group_id, service: "hubspot", config });
    expect(made.status).toBe(201);
    expect(made.data.status.setup_state).toBe("incomplete");
    expect(made.data.setup_tests).toContainEqual(expect.objectContaining({ status: "FAILED" }));
  });

  test("paused, with a card and a daily time", async () => {
    const client = await serve();
    const { data } = await client.post("/v1/connections", {
      group_id: await withGroup(client),
      service: "google_sheets",
      config: { schema: "sheets", table: "plan" },
      paused: true,
      sync_frequency: 1440,
      daily_sync_time: "14:00",
      run_setup_tests: false,
      connect_card_config: { redirect_uri: "https://example.com/back" },
    });
    expect(data).toMatchObject({
      schema: "sheets.plan",
      paused: true,
      sync_frequency: 1440,
      daily_sync_time: "14:00",
      status: { sync_state: "paused" },
      connect_card: {
        token: expect.any(String),
        uri: expect.stringContaining("/connect-card/setup?"),
      },
    });
  });

  test.each([
    [400, "Unsupported service 'x'", { service: "x", config: { schema: "a" } }],
    [400, "Field 'service' is required", { service: undefined }],
    [400, "Field 'schema' is required", { service: "stripe", config: {} }],
    [400, "Field 'schema_prefix' is required", { service: "postgres", config: {} }],
    [400, "Field 'table' is required", { service: "google_sheets", config: { schema: "a" } }],
    [
      400,
      "must start with a lower-case letter",
      { service: "stripe", config: { schema: "Bad Name" } },
    ],
    [400, "sync_frequency", { service: "stripe", config: { schema: "a" }, sync_frequency: 7 }],
    [
      400,
      "daily_sync_time",
      { service: "stripe", config: { schema: "a" }, daily_sync_time: "14:30" },
    ],
    [400, "schedule_type", { service: "stripe", config: { schema: "a" }, schedule_type: "cron" }],
    [
      404,
      "Group with id 'nowhere'",
      { service: "stripe", config: { schema: "a" }, group_id: "nowhere" },
    ],
    [409, "already exists", { service: "stripe", config: { schema: "salesforce_prod" } }],
  ])("is refused with %i: %s", async (status, message, body) => {
    const client = await serve();
    const reply = await client.post("/v1/connections", {
      group_id: await withGroup(client),
      ...body,
    });
    expect(reply).toMatchObject({ status, message: expect.stringContaining(message) });
    expect(client.sandbox.effects()).toEqual([]);
  });
});

describe("changing a connection", () => {
  test("sets what is named and nothing else", async () => {
    const { patch, id, get, sandbox } = await serve();
    const path = `/v1/connections/${await id("salesforce_prod")}`;
    const before = (await get(path)).data;
    const reply = await patch(path, {
      sync_frequency: 1440,
      daily_sync_time: "05:00",
      data_delay_sensitivity: "HIGH",
    });
    expect(reply.message).toBe("Connection has been updated");
    expect(reply.data).toEqual({
      ...before,
      sync_frequency: 1440,
      daily_sync_time: "05:00",
      data_delay_sensitivity: "HIGH",
    });
    expect((await patch(path, { sync_frequency: 60 })).data).not.toHaveProperty("daily_sync_time");
    expect(sandbox.effects().map(({ summary, request }) => ({ summary, request }))).toEqual([
      {
        summary:
          'sync_frequency 60 -> 1440, data_delay_sensitivity "NORMAL" -> "HIGH", daily_sync_time undefined -> "05:00"',
        request: 3,
      },
      { summary: 'sync_frequency 1440 -> 60, daily_sync_time "05:00" -> undefined', request: 4 },
    ]);
  });

  test.each([
    [{}],
    [{ run_setup_tests: true, trust_certificates: true }],
    [{ service: "postgres" }],
    [{ group_id: "x", paused: true }],
    [{ schema: "x" }],
    [{ paused: "yes" }],
    [{ sync_frequency: 10 }],
    [{ schema_status: "maybe" }],
    [{ unknown_field: 1 }],
  ])("%j is refused", async (body) => {
    const { patch, id, get, sandbox } = await serve();
    const path = `/v1/connections/${await id("salesforce_prod")}`;
    const before = (await get(path)).data;
    expect(await patch(path, body)).toMatchObject({ status: 400, code: "InvalidInput" });
    expect((await get(path)).data).toEqual(before);
    expect(sandbox.effects()).toEqual([]);
  });

  test("merges the configuration, drops what is empty and masks what is secret", async () => {
    const { patch, id } = await serve();
    const path = `/v1/connections/${await id("postgres_orders")}`;
    const { config } = (
      await patch(path, { config: { host: "new.example.com", tunnel_user: "", password: "p2" } })
    ).data;
    expect(config).toMatchObject({
      host: "new.example.com",
      database: "production",
      password: "******",
    });
    expect(config).not.toHaveProperty("tunnel_user");
  });

  test("runs tests only when the configuration really changes", async () => {
    const { patch, id } = await serve();
    const path = `/v1/connections/${await id("postgres_orders")}`;
    expect(
      (await patch(path, { sync_frequency: 30, run_setup_tests: true })).data.setup_tests,
    ).toEqual([]);
    expect((await patch(path, { config: { database: "production" } })).data.setup_tests).toEqual(
      [],
    );
    expect((await patch(path, { config: { database: "other" } })).data.setup_tests).not.toEqual([]);
    const untested = await patch(path, { config: { database: "third" }, run_setup_tests: false });
    expect(untested.data).toMatchObject({ setup_tests: [], status: { setup_state: "incomplete" } });
  });

  test("asterisks sent back replace the secret, and the tests report", async () => {
    const { patch, id } = await serve();
    const path = `/v1/connections/${await id("postgres_orders")}`;
    const { data } = await patch(path, { config: { password: "******" } });
    expect(data.status).toMatchObject({ setup_state: "broken", tasks: [{ code: "reconnect" }] });
    expect((await patch(path, { config: { password: "real" } })).data.status).toMatchObject({
      setup_state: "connected",
      tasks: [],
    });
  });

  test("cancels a running sync when the configuration changes", async () => {
    const { patch, post, id, sandbox } = await serve();
    const path = `/v1/connections/${await id("postgres_orders")}`;
    await post(`${path}/sync`);
    expect((await patch(path, { config: { database: "other" } })).data.status.sync_state).toBe(
      "scheduled",
    );
    sandbox.edit((world) => {
      expect(connectionNamed(world, "postgres_orders").backstage.history.at(-1)?.outcome).toBe(
        "CANCELED",
      );
    });
  });

  test("that cannot stop the running sync is a conflict, and nothing changes", async () => {
    const { patch, post, id, sandbox } = await serve();
    const path = `/v1/connections/${await id("postgres_orders")}`;
    sandbox.edit((world) => {
      connectionNamed(world, "postgres_orders").backstage.script = {
        duration_ms: HOUR,
        outcome: "success",
        refuses_stop: true,
      };
    });
    await post(`${path}/sync`);
    expect(await patch(path, { config: { database: "other" }, sync_frequency: 60 })).toMatchObject({
      status: 409,
      code: "Conflict",
    });
    expect((await patch(path, { sync_frequency: 15 })).data.config.database).toBe("production");
  });

  test("letting a blocked connection go starts its first sync", async () => {
    const { patch, connection, id, sandbox } = await serve();
    await patch(`/v1/connections/${await id("workday_people")}`, { schema_status: "ready" });
    sandbox.advance(2 * 60_000);
    expect((await connection("workday_people")).succeeded_at).not.toBeNull();
  });
});

describe("setup tests", () => {
  test("heal what was repaired, and the next run proves it", async () => {
    const { post, patch, id, connection, sandbox } = await serve();
    const path = `/v1/connections/${await id("stripe_payments")}`;
    const failed = await post(`${path}/test`);
    expect(failed).toMatchObject({ status: 200, message: "Setup tests have been completed" });
    expect(failed.data.setup_tests).toContainEqual(
      expect.objectContaining({
        status: "FAILED",
        message: expect.stringContaining("Expired API Key"),
      }),
    );
    expect(failed.data.status.setup_state).toBe("broken");
    const inert = await patch(path, { config: { api_key: "rk_new" }, run_setup_tests: false });
    expect(inert.data.status.setup_state).toBe("broken");
    expect((await post(`${path}/test`)).data.status).toMatchObject({
      setup_state: "connected",
      tasks: [],
    });
    sandbox.advance(60_000);
    const healed = await connection("stripe_payments");
    expect(healed.succeeded_at > healed.failed_at).toBe(true);
    expect(healed.status.update_state).toBe("on_schedule");
  });

  test("break a connection that worked, and leave one incomplete that never did", async () => {
    const { post, id, sandbox } = await serve();
    sandbox.edit((world) => {
      connectionNamed(world, "zendesk_support").backstage.tests = [
        { title: "Login", status: "FAILED", message: "no", until: "config" },
      ];
    });
    const broken = await post(`/v1/connections/${await id("zendesk_support")}/test`);
    expect(broken.data.status).toMatchObject({
      setup_state: "broken",
      tasks: [{ code: "reconnect" }],
    });
    const never = await post(`/v1/connections/${await id("tiktok_ads_launch")}/test`);
    expect(never.data.status).toMatchObject({ setup_state: "incomplete", tasks: [] });
    const untested = await post(`/v1/connections/${await id("bingads_search")}/test`);
    expect(untested.data.status.setup_state).toBe("connected");
  });

  test("report which certificate to trust", async () => {
    const { post, id } = await serve();
    const path = `/v1/connections/${await id("mariadb_crm")}`;
    const failed = await post(`${path}/test`, { trust_certificates: false });
    expect(failed.data.setup_tests).toContainEqual(
      expect.objectContaining({
        status: "FAILED",
        details: [expect.objectContaining({ name: expect.any(String), hash: expect.any(String) })],
      }),
    );
    expect((await post(`${path}/test`, { trust_certificates: true })).data.status.setup_state).toBe(
      "connected",
    );
    expect((await post(`${path}/test`, {})).data.status.setup_state).toBe("connected");
  });
});

test("a deleted connection is gone, and its name is free again", async () => {
  const client = await serve();
  const { del, get, post, id, sandbox } = client;
  const gone = await id("salesforce_prod");
  expect(await del(`/v1/connections/${gone}`)).toMatchObject({
    status: 200,
    message: `Connection with id '${gone}' has been deleted`,
    data: undefined,
  });
  for (const path of ["", "/schemas", "/state"]) {
    expect(await get(`/v1/connections/${gone}${path}`)).toMatchObject({
      status: 404,
      code: "NotFound_Connection",
    });
  }
  expect(await del(`/v1/connections/${gone}`)).toMatchObject({ status: 404 });
  sandbox.advance(24 * HOUR);
  const again = {
    group_id: await withGroup(client),
    service: "salesforce",
    config: { schema: "salesforce_prod" },
  };
  expect(await post("/v1/connections", again)).toMatchObject({ status: 201 });
});

describe("state", () => {
  test("belongs to functions and custom connectors, and changes only while paused", async () => {
    const { get, patch, post, id } = await serve();
    const path = `/v1/connections/${await id("weather_function")}`;
    expect(await get(`/v1/connections/${await id("stripe_payments")}/state`)).toMatchObject({
      status: 400,
    });
    expect((await get(`${path}/state`)).data).toEqual({ state: {} });
    expect(await patch(`${path}/state`, { state: { cursor: 1 } })).toMatchObject({ status: 400 });
    expect(await patch(`${path}/state`, { state: null })).toMatchObject({
      status: 200,
      data: { state: {} },
    });
    await post(`${path}/sync`);
    expect(await patch(`${path}/state`, { state: { cursor: 1 } })).toMatchObject({ status: 409 });
    await patch(path, { paused: true });
    expect(await patch(`${path}/state`, { state: { cursor: 2 } })).toMatchObject({
      status: 200,
      data: { state: { cursor: 2 } },
    });
    expect((await get(`${path}/state`)).data).toEqual({ state: { cursor: 2 } });
  });
});

describe("a connect card", () => {
  test("lets a person authorize a connection that was broken", async () => {
    const { post, id, connection, sandbox } = await serve();
    const path = `/v1/connections/${await id("stripe_payments")}/connect-card`;
    expect(await post(path, {})).toMatchObject({ status: 400 });
    expect(
      await post(path, { connect_card_config: { redirect_uri: "javascript:alert(1)" } }),
    ).toMatchObject({ status: 400 });
    const { data } = await post(path, {
      connect_card_config: { redirect_uri: "https://example.com/back?x=1" },
    });
    expect(data).toMatchObject({
      connector_id: await id("stripe_payments"),
      connect_card_config: {
        redirect_uri: "https://example.com/back?x=1",
        hide_setup_guide: false,
      },
    });
    expect(new URL(data.connect_card.uri).searchParams.get("auth")).toBe(data.connect_card.token);
    const page = await fetch(data.connect_card.uri);
    expect(await page.text()).toContain("stripe_payments");
    expect((await connection("stripe_payments")).status.setup_state).toBe("broken");
    const done = await fetch(data.connect_card.uri, { method: "POST", redirect: "manual" });
    expect(done.status).toBe(303);
    expect(done.headers.get("location")).toBe("https://example.com/back?x=1");
    expect((await connection("stripe_payments")).status.setup_state).toBe("connected");
    sandbox.advance(25 * HOUR);
    expect((await fetch(data.connect_card.uri)).status).toBe(403);
  });

  test("lets a person fail, and try again", async () => {
    const { post, id, connection, sandbox } = await serve();
    const name = "hubspot_marketing";
    const { data } = await post(`/v1/connections/${await id(name)}/connect-card`, {
      connect_card_config: { redirect_uri: "https://example.com/<back>?a=1&b=2" },
    });
    const { uri } = data.connect_card;
    const page = await (await fetch(uri)).text();
    expect(page).toContain("https://example.com/&lt;back&gt;?a=1&amp;b=2");
    const press = (person: string) =>
      fetch(uri, { method: "POST", body: new URLSearchParams({ person }), redirect: "manual" });
    const missed = await press("fails");
    expect(missed.status).toBe(200);
    expect(await missed.text()).toContain("<b>Checking the credentials</b>");
    expect((await connection(name)).status).toMatchObject({
      setup_state: "broken",
      tasks: [{ code: "reconnect" }],
    });
    expect(sandbox.effects().at(-1)?.summary).toBe("sign-in at a connect card failed");
    expect((await press("authorizes")).status).toBe(303);
    expect((await connection(name)).status).toMatchObject({ setup_state: "connected", tasks: [] });
  });
});
