import { describe, expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Client, serve } from "./harness.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Run {
  sync_id: string;
  start: string | null;
  end: string | null;
  status: string;
  reason?: string;
  stages: Record<string, { volume?: number | null }>;
}

const at = (client: Client, ago: number) =>
  new Date(client.sandbox.now().getTime() - ago).toISOString();

async function week(client: Client, name: string): Promise<Run[]> {
  const path = `/v1/connections/${await client.id(name)}/sync-history`;
  const window = `start_time=${at(client, 7 * DAY - MINUTE)}&end_time=${at(client, 0)}`;
  const runs: Run[] = [];
  let cursor = "";
  do {
    const { data } = await client.get(`${path}?${window}&limit=1000${cursor}`);
    runs.push(...data.items);
    cursor = data.next_cursor === undefined ? "" : `&cursor=${data.next_cursor}`;
  } while (cursor !== "");
  return runs;
}

describe("the runs that the sandbox made", () => {
  test("are listed with start, end, outcome, reason and volumes, under their webhook ids", async () => {
    const client = await serve();
    const { sandbox, post, id } = client;
    const path = `/v1/connections/${await id("salesforce_prod")}`;
    sandbox.edit((world) => {
      const connection = connectionNamed(world, "salesforce_prod");
      connection.schedule_type = "manual";
      connection.backstage.script = { duration_ms: MINUTE, outcome: "failure", times: 1 };
    });
    const started = sandbox.now().getTime();
    await post(`${path}/sync`);
    sandbox.advance(2 * MINUTE);
    await post(`${path}/sync`);
    sandbox.advance(2 * MINUTE);
    const [failed, completed] = (await week(client, "salesforce_prod")).slice(-2);
    expect(failed).toMatchObject({
      status: "FAILURE",
      reason: "The source did not respond as expected",
      stages: { extract: { volume: null }, process: {}, load: {} },
    });
    expect(Date.parse(failed?.start ?? "")).toBe(started);
    expect(Date.parse(failed?.end ?? "")).toBe(started + MINUTE);
    expect(completed).toMatchObject({ status: "COMPLETED" });
    expect(completed).not.toHaveProperty("reason");
    const { extract, load } = completed?.stages ?? {};
    expect(load?.volume).toBeGreaterThan(0);
    expect(extract?.volume).toBeGreaterThan(Number(load?.volume));
    const succeeded = (await client.get(path)).data.succeeded_at;
    expect(completed?.end).toBe(succeeded);
  });

  test("include one that still runs and one that waits to start", async () => {
    const client = await serve({ syncLagMs: 3000 });
    const path = `/v1/connections/${await client.id("salesforce_prod")}`;
    await client.post(`${path}/sync`);
    const waiting = (await week(client, "salesforce_prod")).at(-1);
    expect(waiting).toMatchObject({ start: null, end: null });
    client.sandbox.advance(4000);
    const running = (await week(client, "salesforce_prod")).at(-1);
    expect(running).toMatchObject({ sync_id: waiting?.sync_id, end: null, status: "INCOMPLETE" });
    expect(running?.start).not.toBeNull();
  });

  test("show a cancelled run as such", async () => {
    const client = await serve();
    const path = `/v1/connections/${await client.id("salesforce_prod")}`;
    await client.post(`${path}/sync`);
    client.sandbox.advance(1000);
    await client.patch(path, { paused: true });
    expect((await week(client, "salesforce_prod")).at(-1)).toMatchObject({ status: "CANCELED" });
  });
});

describe("the time before the world was created", () => {
  test("agrees with what the connections say of their last success and failure", async () => {
    const client = await serve();
    const { data } = await client.get("/v1/connections?limit=100");
    for (const { schema, succeeded_at, failed_at, created_at } of data.items) {
      const runs = await week(client, schema);
      const ends = (status: string) =>
        runs.filter((run) => run.status === status).map(({ end }) => end);
      const recent = (stamp: string | null) =>
        stamp !== null && Date.parse(stamp) > client.sandbox.now().getTime() - 6 * DAY;
      if (recent(succeeded_at)) expect(ends("COMPLETED").at(-1), schema).toBe(succeeded_at);
      if (recent(failed_at)) expect(ends("FAILURE").at(-1), schema).toBe(failed_at);
      const starts = runs.flatMap(({ start }) => (start === null ? [] : [Date.parse(start)]));
      expect(starts, schema).toEqual([...starts].sort((a, b) => a - b));
      expect(
        starts.every((start) => start > Date.parse(created_at)),
        schema,
      ).toBe(true);
    }
  });

  test("has one run for each interval, and failures since a connection is broken", async () => {
    const client = await serve();
    expect((await week(client, "salesforce_prod")).length).toBeGreaterThan(160);
    const statuses = (await week(client, "stripe_payments")).map(({ status }) => status);
    expect(statuses.slice(-3)).toEqual(["FAILURE", "FAILURE", "FAILURE"]);
    expect(statuses[0]).toBe("COMPLETED");
    expect(await week(client, "mysql_legacy")).toEqual([]);
  });

  test("stays the same from one read to the next, and pages through", async () => {
    const client = await serve();
    const path = `/v1/connections/${await client.id("salesforce_prod")}/sync-history`;
    const window = `start_time=${at(client, 2 * DAY)}&end_time=${at(client, 0)}`;
    const whole = (await client.get(`${path}?${window}`)).data;
    expect((await client.get(`${path}?${window}`)).data).toEqual(whole);
    const paged: Run[] = [];
    let cursor = "";
    do {
      const { data } = await client.get(`${path}?${window}&limit=7${cursor}`);
      paged.push(...data.items);
      cursor = data.next_cursor === undefined ? "" : `&cursor=${data.next_cursor}`;
    } while (cursor !== "");
    expect(paged).toEqual(whole.items);
  });
});

describe("the window", () => {
  test("is the last hour, or one hour beside the end that is given", async () => {
    const client = await serve();
    const path = `/v1/connections/${await client.id("mysql_inventory")}/sync-history`;
    const spans = async (query: string) => {
      const items: Run[] = (await client.get(`${path}?${query}`)).data.items;
      return items.map(({ start }) => client.sandbox.now().getTime() - Date.parse(start ?? ""));
    };
    const last = await spans("");
    expect(last.length).toBeGreaterThan(5);
    expect(last.every((ago) => ago <= HOUR)).toBe(true);
    const earlier = await spans(`end_time=${at(client, 5 * HOUR)}`);
    expect(earlier.every((ago) => ago >= 5 * HOUR && ago <= 6 * HOUR)).toBe(true);
    expect(await spans(`start_time=${at(client, 6 * HOUR)}`)).toEqual(earlier);
  });

  test.each([
    ["more than seven days ago", 7 * DAY + 1, 6 * DAY],
    ["after its end", HOUR, 2 * HOUR],
    ["longer than seven days", 6 * DAY, -2 * DAY],
  ])("that starts %s is refused", async (_, start, end) => {
    const client = await serve();
    const path = `/v1/connections/${await client.id("salesforce_prod")}/sync-history`;
    const query = `start_time=${at(client, start)}&end_time=${at(client, end)}`;
    expect(await client.get(`${path}?${query}`)).toMatchObject({
      status: 400,
      code: "InvalidInput",
    });
  });

  test("must be given in ISO 8601, for a connection that exists", async () => {
    const client = await serve();
    const path = `/v1/connections/${await client.id("salesforce_prod")}/sync-history`;
    expect(await client.get(`${path}?start_time=yesterday`)).toMatchObject({ status: 400 });
    expect(await client.get("/v1/connections/no_such/sync-history")).toMatchObject({
      status: 404,
      code: "NotFound_Connection",
    });
  });
});
