import fc from "fast-check";
import { expect, test } from "vitest";
import { cadenceOf } from "../../../src/client/health/cadence.js";
import { back, see } from "../http/records.js";

const HOUR = 60;
const DAY = 24 * HOUR;

test.each<[string, Parameters<typeof cadenceOf>[0], number | undefined]>([
  ["the frequency without an object", { sync_frequency: 360 }, 360],
  [
    "an interval beside another frequency",
    { sync_frequency: 360, schedule: { schedule_type: "INTERVAL", interval: 5 } },
    5,
  ],
  [
    "an interval on working days: from Friday night to Monday",
    {
      schedule: {
        schedule_type: "INTERVAL",
        interval: 60,
        days_of_week: ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"],
      },
    },
    2 * DAY + HOUR,
  ],
  [
    "an interval without its number",
    { sync_frequency: 15, schedule: { schedule_type: "INTERVAL" } },
    15,
  ],
  [
    "a time every day",
    { sync_frequency: null, schedule: { schedule_type: "TIME_OF_DAY", time_of_day: "05:00" } },
    DAY,
  ],
  [
    "a time on two days",
    {
      sync_frequency: 1440,
      schedule: { schedule_type: "TIME_OF_DAY", days_of_week: ["MONDAY", "THURSDAY"] },
    },
    4 * DAY,
  ],
  [
    "a time on one day",
    { schedule: { schedule_type: "TIME_OF_DAY", days_of_week: ["sunday"] } },
    7 * DAY,
  ],
  [
    "a day of tomorrow",
    { schedule: { schedule_type: "TIME_OF_DAY", days_of_week: ["SOMEDAY"] } },
    undefined,
  ],
  [
    "cron twice a day on working days: from Friday 17:30 to Monday 05:30",
    { schedule: { schedule_type: "CRON", cron: "30 5,17 * * 1-5" } },
    2 * DAY + 12 * HOUR,
  ],
  ["cron with six fields", { schedule: { schedule_type: "CRON", cron: "0 0 */2 * * *" } }, 120],
  ["cron once a month", { schedule: { schedule_type: "CRON", cron: "0 0 1 * *" } }, 31 * DAY],
  ["cron that is none", { schedule: { schedule_type: "CRON", cron: "sometimes" } }, undefined],
  ["manual", { sync_frequency: 5, schedule: { schedule_type: "MANUAL" } }, undefined],
  ["manual by the older field", { sync_frequency: 5, schedule_type: "manual" }, undefined],
  [
    "manual by the older field beside an object",
    { schedule_type: "manual", schedule: { schedule_type: "INTERVAL", interval: 5 } },
    undefined,
  ],
])("the longest time between two syncs: %s", (_, fields, minutes) => {
  expect(cadenceOf(fields).minutes).toBe(minutes);
});

test("of any expression it is at least what its runs show, and never a crash", () => {
  const part = (most: number) =>
    fc.oneof(
      fc.constant("*"),
      fc.integer({ min: 0, max: most }).map(String),
      fc.integer({ min: 1, max: most }).map((step) => `*/${step}`),
    );
  const field = fc.tuple(part(59), part(23), fc.constant("*"), fc.constant("*"), part(6));
  fc.assert(
    fc.property(field, (fields) => {
      const { minutes } = cadenceOf({
        schedule: { schedule_type: "CRON", cron: fields.join(" ") },
      });
      expect(minutes).toBeGreaterThan(0);
      expect(minutes).toBeLessThanOrEqual(7 * DAY);
    }),
    { numRuns: 60 },
  );
  fc.assert(
    fc.property(fc.string(), (cron) => {
      const { minutes = 1 } = cadenceOf({ schedule: { schedule_type: "CRON", cron } });
      expect(minutes).toBeGreaterThan(0);
    }),
  );
});

test("a connection is judged by it", () => {
  const every = (interval: number) => ({ schedule: { schedule_type: "INTERVAL", interval } });
  const old = { sync_frequency: 360, succeeded_at: back(200) };
  expect(see(old).verdict).toBe("ok");
  expect(see({ ...old, ...every(5) })).toMatchObject({
    verdict: "stale",
    facts: { schedule: "every 5 minutes", limit_minutes: 70 },
  });
  const daily = { schedule: { schedule_type: "TIME_OF_DAY", time_of_day: "05:00" } };
  expect(see({ ...daily, sync_frequency: null, succeeded_at: back(1400) }).verdict).toBe("ok");
  expect(see({ ...daily, sync_frequency: null, succeeded_at: back(3000) }).verdict).toBe("stale");
});
