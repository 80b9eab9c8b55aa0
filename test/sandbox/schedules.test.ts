import { describe, expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Client, serve } from "./harness.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NAME = "salesforce_prod";

/** Returns the start times of one connection's runs while the clock advances. */
async function starts(client: Client, days: number): Promise<Date[]> {
  client.sandbox.edit((world) => {
    connectionNamed(world, NAME).backstage.history = [];
  });
  for (let hour = 0; hour < days * 24; hour += 1) client.sandbox.advance(HOUR);
  let found: Date[] = [];
  client.sandbox.edit((world) => {
    const { history } = connectionNamed(world, NAME).backstage;
    found = history.map(({ started_at }) => new Date(started_at));
  });
  return found;
}

async function scheduled(schedule: unknown, zone: Record<string, unknown> = {}) {
  const client = await serve({ startAt: new Date("2026-03-02T09:30:00Z") });
  const id = await client.id(NAME);
  client.sandbox.edit((world) => {
    const { group_id } = connectionNamed(world, NAME);
    Object.assign(world.destinations.get(group_id) ?? {}, zone);
  });
  const reply = await client.patch(`/v1/connections/${id}`, { schedule });
  return { ...client, reply, path: `/v1/connections/${id}` };
}

describe("a schedule that is set as an object", () => {
  test("of a cron expression runs at its times in the destination's zone, summer time included", async () => {
    const zone = { time_zone_offset: "-5", daylight_saving_time_enabled: true };
    const client = await scheduled({ schedule_type: "CRON", cron: "30 5 * * 1-5" }, zone);
    expect(client.reply.data).toMatchObject({
      sync_frequency: null,
      schedule_type: "auto",
      schedule: { schedule_type: "CRON", cron: "30 5 * * 1-5" },
    });
    // New York changes to daylight saving time on 8 March. 05:30 there is first 10:30 and then
    // 09:30 in UTC.
    const found = await starts(client, 9);
    const offset = (found[0]?.getTime() ?? 0) - Date.parse("2026-03-02T10:30:00Z");
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(offset).toBeLessThan(HOUR);
    const planned = found.map((start) => new Date(start.getTime() - offset).toISOString());
    expect(planned.slice(0, 6)).toEqual([
      "2026-03-02T10:30:00.000Z",
      "2026-03-03T10:30:00.000Z",
      "2026-03-04T10:30:00.000Z",
      "2026-03-05T10:30:00.000Z",
      "2026-03-06T10:30:00.000Z",
      "2026-03-09T09:30:00.000Z",
    ]);
  });

  test("of a time of day runs on its days only", async () => {
    const schedule = {
      schedule_type: "TIME_OF_DAY",
      time_of_day: "14:00",
      days_of_week: ["MONDAY", "THURSDAY"],
    };
    const client = await scheduled(schedule);
    expect(client.reply.data).toMatchObject({
      schedule,
      sync_frequency: 1440,
      daily_sync_time: "14:00",
    });
    const days = (await starts(client, 8)).map((start) => start.getUTCDay());
    expect(days).toEqual([1, 4, 1]);
  });

  test("of an interval reads back as the frequency too", async () => {
    const client = await scheduled({ schedule_type: "INTERVAL", interval: 30 });
    expect(client.reply.data).toMatchObject({ sync_frequency: 30 });
    expect((await starts(client, 1)).length).toBeGreaterThanOrEqual(47);
  });

  test("of MANUAL stops the schedule", async () => {
    const client = await scheduled({ schedule_type: "MANUAL" });
    expect(client.reply.data).toMatchObject({
      schedule_type: "manual",
      schedule: { schedule_type: "MANUAL" },
    });
    expect(await starts(client, 1)).toEqual([]);
  });

  test("decides before the older fields, and is replaced by them later", async () => {
    const client = await serve();
    const path = `/v1/connections/${await client.id(NAME)}`;
    const both = {
      sync_frequency: 60,
      schedule: { schedule_type: "CRON", cron: "0 4 1 * *" },
    };
    expect((await client.patch(path, both)).data).toMatchObject({ sync_frequency: null });
    expect((await client.patch(path, { data_delay_sensitivity: "LOW" })).data.schedule).toEqual(
      both.schedule,
    );
    const older = (await client.patch(path, { sync_frequency: 60 })).data;
    expect(older.sync_frequency).toBe(60);
    expect(older).not.toHaveProperty("schedule");
  });

  test("is delayed by its own gaps, not by an interval", async () => {
    const client = await scheduled({ schedule_type: "CRON", cron: "0 12 * * 1" });
    await starts(client, 1);
    client.sandbox.advance(4 * DAY);
    expect((await client.connection(NAME)).status.update_state).toBe("on_schedule");
  });

  test.each([
    { schedule_type: "CRON", cron: "every day" },
    { schedule_type: "CRON", cron: "0 0 4 * * *" },
    { schedule_type: "CRON" },
    { schedule_type: "INTERVAL" },
    { schedule_type: "INTERVAL", interval: 7 },
    { schedule_type: "TIME_OF_DAY", time_of_day: "4:30" },
    { schedule_type: "TIME_OF_DAY", time_of_day: "04:00", days_of_week: ["SOMEDAY"] },
    { schedule_type: "WEEKLY" },
  ])("of %j is refused", async (schedule) => {
    const { reply } = await scheduled(schedule);
    expect(reply).toMatchObject({ status: 400, code: "InvalidInput" });
  });

  test("cannot be combined with schedule_type manual", async () => {
    const client = await serve();
    const body = { schedule_type: "manual", schedule: { schedule_type: "INTERVAL", interval: 60 } };
    expect(await client.patch(`/v1/connections/${await client.id(NAME)}`, body)).toMatchObject({
      status: 400,
    });
  });

  test("is accepted when a connection is created", async () => {
    const client = await serve();
    const { group_id } = await client.connection(NAME);
    const schedule = { schedule_type: "CRON", cron: "15 6 * * *" };
    const made = await client.post("/v1/connections", {
      group_id,
      service: "github",
      config: { schema: "planned" },
      schedule,
    });
    expect(made).toMatchObject({ status: 201, data: { schedule, sync_frequency: null } });
  });
});
