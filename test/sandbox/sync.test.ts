import { describe, expect, test } from "vitest";
import { type Connection, connectionNamed, type RunScript } from "../../src/sandbox/index.js";
import { type Client, serve } from "./harness.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function script(
  client: Client,
  name: string,
  run: RunScript,
  also?: (connection: Connection) => void,
): void {
  client.sandbox.edit((world) => {
    const connection = connectionNamed(world, name);
    connection.backstage.script = run;
    also?.(connection);
  });
}

function history(client: Client, name: string): string[] {
  let outcomes: string[] = [];
  client.sandbox.edit((world) => {
    outcomes = connectionNamed(world, name).backstage.history.map(({ outcome }) => outcome);
  });
  return outcomes;
}

/**
 * Returns a healthy connection that runs only when triggered, so that its schedule does not
 * interfere.
 */
async function quiet(options = {}): Promise<Client & { path: string; now(): Promise<Connection> }> {
  const client = await serve(options);
  const id = await client.id("salesforce_prod");
  script(client, "salesforce_prod", { duration_ms: 10_000, outcome: "success" }, (connection) => {
    connection.schedule_type = "manual";
  });
  const path = `/v1/connections/${id}`;
  return { ...client, path, now: async () => (await client.get(path)).data };
}

describe("a triggered sync", () => {
  test("runs, ends well, and moves only the success time", async () => {
    const { post, path, now, sandbox } = await quiet();
    const before = await now();
    const reply = await post(`${path}/sync`);
    expect(reply).toMatchObject({ status: 200, code: "Success", data: undefined });
    expect(reply.message).toContain("successfully triggered");
    expect((await now()).status.sync_state).toBe("syncing");
    sandbox.advance(9_999);
    expect(await now()).toMatchObject({
      succeeded_at: before.succeeded_at,
      status: { sync_state: "syncing" },
    });
    sandbox.advance(1);
    const after = await now();
    expect(after.status.sync_state).toBe("scheduled");
    expect(after.failed_at).toBe(before.failed_at);
    expect(Date.parse(after.succeeded_at ?? "")).toBe(sandbox.now().getTime());
  });

  test("starts after the lag, still scheduled until then", async () => {
    const { post, path, now, sandbox } = await quiet({ syncLagMs: 3000 });
    await post(`${path}/sync`);
    expect((await now()).status.sync_state).toBe("scheduled");
    sandbox.advance(3000);
    expect((await now()).status.sync_state).toBe("syncing");
  });

  test("changes nothing while one is running, unless forced", async () => {
    const client = await quiet();
    const { post, path, now, sandbox } = client;
    await post(`${path}/sync`);
    sandbox.advance(6000);
    expect(await post(`${path}/sync`, { force: false })).toMatchObject({ status: 200 });
    expect(sandbox.effects()).toHaveLength(1);
    const before = await now();
    expect(await post(`${path}/sync`, { force: true })).toMatchObject({ status: 200 });
    sandbox.advance(6000);
    expect(await now()).toMatchObject({
      succeeded_at: before.succeeded_at,
      status: { sync_state: "syncing" },
    });
    sandbox.advance(4000);
    expect((await now()).status.sync_state).toBe("scheduled");
    expect(history(client, "salesforce_prod")).toEqual(["CANCELED", "SUCCESSFUL"]);
    expect(sandbox.effects().map(({ summary }) => summary)).toEqual([
      "sync started",
      "sync restarted",
    ]);
  });

  test("on a paused connection succeeds and starts nothing", async () => {
    const { post, id, get, sandbox } = await serve();
    const path = `/v1/connections/${await id("mysql_legacy")}`;
    expect(await post(`${path}/sync`, { force: true })).toMatchObject({ status: 200 });
    sandbox.advance(HOUR);
    expect((await get(path)).data.status.sync_state).toBe("paused");
    expect(sandbox.effects()).toEqual([]);
  });

  test("on an unknown connection is a 404", async () => {
    const { post } = await serve();
    expect(await post("/v1/connections/no_such/sync")).toMatchObject({
      status: 404,
      code: "NotFound_Connection",
    });
  });

  test("can fail, and the next success does not erase the failure", async () => {
    const client = await quiet();
    const { post, path, now, sandbox } = client;
    script(client, "salesforce_prod", { duration_ms: 1000, outcome: "failure", times: 1 });
    const before = await now();
    await post(`${path}/sync`);
    sandbox.advance(1000);
    const failed = await now();
    expect(failed.succeeded_at).toBe(before.succeeded_at);
    expect(Date.parse(failed.failed_at ?? "")).toBe(sandbox.now().getTime());
    expect(failed.status).toMatchObject({
      setup_state: "connected",
      sync_state: "scheduled",
      tasks: [],
    });
    await post(`${path}/sync`);
    sandbox.advance(MINUTE);
    expect(await now()).toMatchObject({ failed_at: failed.failed_at });
    expect(history(client, "salesforce_prod")).toEqual(["FAILURE", "SUCCESSFUL"]);
  });

  test("can break the connection with a task, and a good run heals it", async () => {
    const client = await quiet();
    const { post, path, now, sandbox } = client;
    script(client, "salesforce_prod", {
      duration_ms: 1000,
      outcome: "failure_with_task",
      times: 1,
    });
    await post(`${path}/sync`);
    sandbox.advance(1000);
    expect((await now()).status).toMatchObject({
      setup_state: "broken",
      tasks: [{ code: "reconnect" }],
    });
    await post(`${path}/sync`);
    sandbox.advance(MINUTE);
    expect((await now()).status).toMatchObject({ setup_state: "connected", tasks: [] });
  });

  test("can be rescheduled: neither time moves, and it continues by itself only when automatic", async () => {
    const client = await quiet();
    const { post, path, now, sandbox, patch } = client;
    const before = await now();
    script(client, "salesforce_prod", {
      duration_ms: 1000,
      outcome: "reschedule",
      reschedule_ms: 5 * MINUTE,
      times: 1,
    });
    await post(`${path}/sync`);
    sandbox.advance(1000);
    const waiting = await now();
    expect(waiting).toMatchObject({
      succeeded_at: before.succeeded_at,
      failed_at: before.failed_at,
    });
    expect(waiting.status.sync_state).toBe("rescheduled");
    expect(Date.parse(waiting.status.rescheduled_for ?? "")).toBe(
      sandbox.now().getTime() + 5 * MINUTE,
    );
    sandbox.advance(HOUR);
    expect((await now()).status.sync_state).toBe("rescheduled");
    await patch(path, { schedule_type: "auto" });
    sandbox.advance(MINUTE);
    const after = await now();
    expect(after.status).toMatchObject({ sync_state: "scheduled", rescheduled_for: null });
    expect(after.succeeded_at).not.toBe(before.succeeded_at);
  });

  test("of a connection that was never set up fails", async () => {
    const { post, id, get, sandbox } = await serve();
    const path = `/v1/connections/${await id("tiktok_ads_launch")}`;
    expect(await post(`${path}/sync`)).toMatchObject({ status: 200 });
    sandbox.advance(10 * MINUTE);
    expect((await get(path)).data).toMatchObject({
      succeeded_at: null,
      failed_at: expect.any(String),
      status: { setup_state: "incomplete" },
    });
  });
});

describe("the schedule", () => {
  test("runs at every slot of a grid that all connections of a destination share", async () => {
    const client = await serve();
    const { connection, sandbox } = client;
    const slots = new Set<number>();
    script(client, "postgres_orders", { duration_ms: 1000, outcome: "success" });
    for (let hour = 0; hour < 8; hour += 1) {
      sandbox.advance(HOUR / 4);
      const { succeeded_at } = await connection("postgres_orders");
      slots.add((Date.parse(succeeded_at) - 1000) % (15 * MINUTE));
    }
    expect(slots.size).toBe(1);
    expect(history(client, "postgres_orders").length).toBe(8);
  });

  test("makes one run of many missed slots", async () => {
    const client = await serve();
    const { sandbox, patch, id } = client;
    const path = `/v1/connections/${await id("postgres_orders")}`;
    await patch(path, { paused: true });
    sandbox.advance(10 * HOUR);
    await patch(path, { paused: false });
    sandbox.advance(MINUTE);
    expect(history(client, "postgres_orders")).toEqual(["SUCCESSFUL"]);
  });

  test("leaves manual and incomplete connections alone", async () => {
    const client = await serve();
    const { sandbox, connection } = client;
    const before = await connection("weather_function");
    sandbox.advance(72 * HOUR);
    expect(await connection("weather_function")).toEqual(before);
    expect((await connection("bingads_search")).status.sync_state).toBe("scheduled");
  });

  test("keeps attempting a connection that broke", async () => {
    const client = await serve();
    const { sandbox, connection } = client;
    script(client, "zendesk_support", { duration_ms: 1000, outcome: "failure_with_task" });
    sandbox.advance(13 * HOUR);
    const first = await connection("zendesk_support");
    expect(first.status.setup_state).toBe("broken");
    sandbox.advance(6 * HOUR);
    expect((await connection("zendesk_support")).failed_at > first.failed_at).toBe(true);
  });

  test("makes a connection delayed once its allowance is used up, and a success ends that", async () => {
    const client = await serve();
    const { sandbox, connection, patch, id } = client;
    await patch(`/v1/connections/${await id("zendesk_support")}`, {
      data_delay_sensitivity: "CUSTOM",
      data_delay_threshold: 10,
    });
    script(
      client,
      "zendesk_support",
      { duration_ms: 1000, outcome: "failure" },
      ({ backstage }) => {
        backstage.script.times = 1;
      },
    );
    const { succeeded_at } = await connection("zendesk_support");
    const limit = Date.parse(succeeded_at) + 370 * MINUTE;
    sandbox.advance(limit - sandbox.now().getTime());
    expect((await connection("zendesk_support")).status.update_state).toBe("on_schedule");
    sandbox.advance(1);
    expect((await connection("zendesk_support")).status.update_state).toBe("delayed");
    sandbox.advance(6 * HOUR);
    expect((await connection("zendesk_support")).status.update_state).toBe("on_schedule");
  });
});

describe("pausing", () => {
  test("cancels a running sync and moves neither time", async () => {
    const client = await quiet();
    const { post, patch, path, now } = client;
    const before = await now();
    await post(`${path}/sync`);
    const paused = (await patch(path, { paused: true })).data;
    expect(paused).toMatchObject({
      paused: true,
      succeeded_at: before.succeeded_at,
      failed_at: before.failed_at,
      status: { sync_state: "paused" },
    });
    expect(history(client, "salesforce_prod")).toEqual(["CANCELED"]);
    expect((await patch(path, { paused: false })).data.status.sync_state).toBe("scheduled");
  });

  test("of a rescheduled connection clears the date", async () => {
    const { patch, id } = await serve();
    const path = `/v1/connections/${await id("google_ads_campaigns")}`;
    expect((await patch(path, { paused: true })).data.status).toMatchObject({
      sync_state: "paused",
      rescheduled_for: null,
    });
  });

  test("twice has one effect", async () => {
    const { patch, id, sandbox } = await serve();
    const path = `/v1/connections/${await id("salesforce_prod")}`;
    await patch(path, { paused: true });
    await patch(path, { paused: true });
    expect(sandbox.effects()).toMatchObject([
      { operation: "modify_connection", summary: expect.stringContaining("paused false -> true") },
    ]);
  });
});

describe("a resync", () => {
  test("of everything is a historical run that takes longer", async () => {
    const { post, path, now, sandbox } = await quiet();
    expect(await post(`${path}/resync`)).toMatchObject({ status: 200 });
    expect((await now()).status).toMatchObject({ is_historical_sync: true, sync_state: "syncing" });
    sandbox.advance(29_999);
    expect((await now()).status.sync_state).toBe("syncing");
    sandbox.advance(1);
    expect((await now()).status).toMatchObject({
      is_historical_sync: false,
      sync_state: "scheduled",
    });
  });

  test("of chosen tables leaves the connection's flag and clears the warning", async () => {
    const { post, id, get, sandbox } = await serve();
    const path = `/v1/connections/${await id("shopify_store")}`;
    const tables = { shopify_store: ["order", "order_line"] };
    expect(await post(`${path}/schemas/tables/resync`, tables)).toMatchObject({ status: 200 });
    expect((await get(path)).data.status).toMatchObject({
      is_historical_sync: false,
      sync_state: "syncing",
    });
    sandbox.advance(MINUTE);
    expect((await get(path)).data.status.warnings).toEqual([]);
    expect(await post(`${path}/resync`, { scope: { shopify_store: ["customer"] } })).toMatchObject({
      status: 200,
    });
    expect(await post(`${path}/schemas/shopify_store/tables/refund/resync`)).toMatchObject({
      status: 200,
    });
  });

  test("refuses a scope that names nothing or what does not exist", async () => {
    const { post, path, id, sandbox } = { ...(await quiet()) };
    for (const scope of [
      {},
      { salesforce: [] },
      { salesforce: ["Account"] },
      { other: ["account"] },
    ]) {
      expect(await post(`${path}/resync`, { scope })).toMatchObject({ status: 400 });
    }
    const sheet = await id("marketing_sheets.budget");
    expect(await post(`/v1/connections/${sheet}/resync`, { scope: { a: ["b"] } })).toMatchObject({
      status: 400,
    });
    expect(await post(`${path}/schemas/tables/resync`, {})).toMatchObject({ status: 400 });
    expect(sandbox.effects()).toEqual([]);
  });

  test("waits for a running sync, or is refused where that cannot be stopped", async () => {
    const client = await quiet();
    const { post, path, now, sandbox } = client;
    await post(`${path}/sync`);
    await post(`${path}/resync`);
    sandbox.advance(10_000);
    expect((await now()).status).toMatchObject({ is_historical_sync: true, sync_state: "syncing" });
    sandbox.advance(30_000);
    expect((await now()).status).toMatchObject({
      is_historical_sync: false,
      sync_state: "scheduled",
    });
    script(client, "salesforce_prod", {
      duration_ms: 10_000,
      outcome: "success",
      refuses_stop: true,
    });
    await post(`${path}/sync`);
    expect(await post(`${path}/resync`)).toMatchObject({ status: 409, code: "Conflict" });
  });

  test("of a paused connection is queued until it runs again", async () => {
    const { post, patch, path, now, sandbox } = await quiet();
    await patch(path, { paused: true });
    await post(`${path}/resync`);
    sandbox.advance(HOUR);
    expect((await now()).status).toMatchObject({ is_historical_sync: true, sync_state: "paused" });
    await patch(path, { paused: false });
    sandbox.advance(0);
    expect((await now()).status.sync_state).toBe("syncing");
  });

  test("by flag starts at once and cancels what runs", async () => {
    const client = await quiet();
    const { post, patch, path } = client;
    await post(`${path}/sync`);
    const { status } = (await patch(path, { is_historical_sync: true })).data;
    expect(status).toMatchObject({ is_historical_sync: true, sync_state: "syncing" });
    expect(history(client, "salesforce_prod")).toEqual(["CANCELED"]);
  });
});

describe("scripted troubles", () => {
  test("a stuck run ends only by force or pause", async () => {
    const { post, id, get, sandbox } = await serve();
    const path = `/v1/connections/${await id("mongo_events")}`;
    sandbox.advance(48 * HOUR);
    expect((await get(path)).data.status.sync_state).toBe("syncing");
    await post(`${path}/sync`, { force: true });
    sandbox.advance(MINUTE);
    expect((await get(path)).data).toMatchObject({
      succeeded_at: expect.stringMatching(/^2026-03-04/),
      status: { sync_state: "scheduled", update_state: "on_schedule" },
    });
  });

  test("a failing one fails again when triggered", async () => {
    const { post, connection, id, sandbox } = await serve();
    const before = await connection("hubspot_marketing");
    await post(`/v1/connections/${await id("hubspot_marketing")}/sync`);
    sandbox.advance(20_000);
    const after = await connection("hubspot_marketing");
    expect(after.succeeded_at).toBe(before.succeeded_at);
    expect(after.failed_at > before.failed_at).toBe(true);
  });

  test("a broken destination that is repaired lets its connections continue", async () => {
    const { patch, connection, sandbox } = await serve();
    const { group_id } = await connection("netsuite_finance");
    const { data } = await patch(`/v1/destinations/${group_id}`, {
      time_zone_offset: "0",
      config: { password: "new" },
    });
    expect(data).toMatchObject({ setup_status: "connected", config: { password: "******" } });
    sandbox.advance(MINUTE);
    expect((await connection("netsuite_finance")).status).toMatchObject({
      update_state: "on_schedule",
    });
    expect((await connection("coupa_procurement")).status).toMatchObject({
      setup_state: "connected",
    });
  });
});
