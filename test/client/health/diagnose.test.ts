import { describe, expect, test } from "vitest";
import {
  type Diagnosis,
  type Expectations,
  isProblem,
  standing,
  type Verdict,
} from "../../../src/client/health/diagnose.js";
import { back, notice, see } from "../http/records.js";

const never = { succeeded_at: null };
const failed = { succeeded_at: back(600), failed_at: back(10) };
const syncing = { sync_state: "syncing" };
const delayed = { update_state: "delayed" };
const manual = { schedule_type: "manual" };

interface Given {
  expectations?: Expectations;
  setupStatus?: string | null;
  severity?: Diagnosis["severity"];
}
type Case = readonly [row: number, name: string, fields?: Parameters<typeof see>[0], given?: Given];

const CASES: readonly Case[] = [
  [1, "setup never finished", { ...never, status: { setup_state: "incomplete" } }],
  [2, "changed and untested", { status: { setup_state: "incomplete" } }],
  [
    2,
    "incomplete outranks a broken destination",
    { status: { setup_state: "incomplete" } },
    { setupStatus: "broken" },
  ],
  [
    3,
    "broken and paused",
    { paused: true, status: { setup_state: "broken", sync_state: "paused" } },
  ],
  [4, "broken", { ...failed, status: { setup_state: "broken", tasks: [notice("reconnect")] } }],
  [5, "destination down", {}, { setupStatus: "broken" }],
  [5, "destination never set up", {}, { setupStatus: "incomplete" }],
  [26, "setup_status in capitals", {}, { setupStatus: "CONNECTED" }],
  [26, "destination not readable", {}, { setupStatus: null }],
  [6, "paused before the first sync", { ...never, paused: true, status: { sync_state: "paused" } }],
  [7, "paused", { paused: true, status: { sync_state: "paused" } }],
  [
    7,
    "paused for long",
    { paused: true, succeeded_at: back(20_000), status: { sync_state: "paused" } },
    { severity: "warn" },
  ],
  [7, "paused while Fivetran calls it delayed", { paused: true, status: delayed }],
  [8, "waits for a schema review", { ...never, status: { schema_status: "blocked_on_capture" } }],
  [
    8,
    "waits for a schema review, older word",
    { ...never, status: { schema_status: "blocked_on_customer" } },
  ],
  [9, "initial load", { ...never, status: { ...syncing, is_historical_sync: true } }],
  [
    9,
    "full resync of old data",
    { succeeded_at: back(90_000), status: { ...syncing, ...delayed, is_historical_sync: true } },
  ],
  [
    9,
    "first run without the historical flag",
    { ...never, status: { ...syncing, is_historical_sync: null } },
  ],
  [10, "syncing in time", { status: syncing }],
  [10, "syncing exactly at the limit", { succeeded_at: back(420), status: syncing }],
  [
    10,
    "syncing again after a failure",
    { succeeded_at: back(300), failed_at: back(5), status: syncing },
    { severity: "watch" },
  ],
  [11, "syncing one minute over the limit", { succeeded_at: back(421), status: syncing }],
  [11, "syncing but delayed", { status: { ...syncing, ...delayed } }],
  [
    11,
    "syncing over the given age",
    { succeeded_at: back(121), status: syncing },
    { expectations: { maxAgeHours: 2 } },
  ],
  [
    10,
    "syncing within the given age",
    { succeeded_at: back(2000), status: syncing },
    { expectations: { maxAgeHours: 48 } },
  ],
  [12, "put off", { status: { sync_state: "rescheduled", rescheduled_for: back(-60) } }],
  [
    13,
    "put off with a manual schedule",
    { ...manual, status: { sync_state: "rescheduled", rescheduled_for: back(-60) } },
  ],
  [14, "failed with a task", { ...failed, status: { tasks: [notice("update_service_account")] } }],
  [
    14,
    "first run failed with a task",
    { ...failed, ...never, status: { tasks: [notice("reconnect")] } },
  ],
  [15, "failed, retry due", failed],
  [
    15,
    "failed in the microsecond of the last success",
    { succeeded_at: "2026-03-10T11:00:00.000001Z", failed_at: "2026-03-10T11:00:00.000002Z" },
  ],
  [16, "failing repeatedly", { ...failed, status: delayed }],
  [26, "a failure before the last success is over", { failed_at: back(31) }],
  [17, "new, waiting for its first slot", { ...never, created_at: back(420) }],
  [
    17,
    "waiting for its first slot too long",
    { ...never, created_at: back(421) },
    { severity: "warn" },
  ],
  [18, "never triggered", { ...never, ...manual }],
  [
    19,
    "manual, older than expected",
    { ...manual, succeeded_at: back(1441) },
    { expectations: { maxAgeHours: 24 } },
  ],
  [
    26,
    "manual, exactly as old as expected",
    { ...manual, succeeded_at: back(1440) },
    { expectations: { maxAgeHours: 24 } },
  ],
  [20, "manual without an expectation", manual],
  [20, "manual and syncing without an expectation", { ...manual, status: syncing }],
  [21, "delayed", { status: delayed }],
  [22, "stale by our rule", { succeeded_at: back(781) }],
  [23, "exactly at the stale limit", { succeeded_at: back(780) }],
  [22, "older than given", { succeeded_at: back(61) }, { expectations: { maxAgeHours: 1 } }],
  [
    26,
    "younger than given, though over the schedule's limits",
    { succeeded_at: back(1400) },
    { expectations: { maxAgeHours: 24 } },
  ],
  [
    22,
    "over the custom threshold",
    { succeeded_at: back(391), data_delay_sensitivity: "CUSTOM", data_delay_threshold: 30 },
  ],
  [
    26,
    "exactly at the custom threshold",
    { succeeded_at: back(390), data_delay_sensitivity: "CUSTOM", data_delay_threshold: 30 },
  ],
  [
    23,
    "late under a generous custom threshold",
    { succeeded_at: back(1000), data_delay_sensitivity: "CUSTOM", data_delay_threshold: 1440 },
  ],
  [
    23,
    "a threshold without CUSTOM means nothing",
    { succeeded_at: back(500), data_delay_threshold: 30 },
  ],
  [23, "one slot missed", { succeeded_at: back(421) }],
  [26, "exactly at the late limit", { succeeded_at: back(420) }],
  [24, "tables wait for a resync", { status: { warnings: [notice("resync_table_warning")] } }],
  [25, "other warnings", { status: { warnings: [notice("sync_warning")] } }],
  [26, "fresh"],
  [
    26,
    "fresh with an open task",
    { status: { tasks: [notice("update_service_account")] } },
    { severity: "watch" },
  ],
];

const EXPECTED: Record<number, readonly [Verdict, Diagnosis["severity"]]> = {
  1: ["needs_setup", "action"],
  2: ["needs_setup", "action"],
  3: ["broken", "action"],
  4: ["broken", "action"],
  5: ["destination_down", "action"],
  6: ["paused", "info"],
  7: ["paused", "info"],
  8: ["blocked", "action"],
  9: ["loading", "info"],
  10: ["ok", "ok"],
  11: ["stuck", "warn"],
  12: ["rescheduled", "warn"],
  13: ["rescheduled", "action"],
  14: ["failing", "action"],
  15: ["failing", "warn"],
  16: ["failing", "action"],
  17: ["never_synced", "info"],
  18: ["never_synced", "action"],
  19: ["stale", "action"],
  20: ["unknown", "unknown"],
  21: ["stale", "warn"],
  22: ["stale", "warn"],
  23: ["late", "watch"],
  24: ["partial", "warn"],
  25: ["ok", "info"],
  26: ["ok", "ok"],
};

for (const [row, name, fields, { expectations, setupStatus, severity } = {}] of CASES) {
  test(`row ${row}: ${name}`, () => {
    const [verdict, usual] = EXPECTED[row] ?? [];
    expect(see(fields, expectations, setupStatus)).toMatchObject({
      row,
      verdict,
      severity: severity ?? usual,
    });
  });
}

test("every row of the table has a case", () => {
  expect([...new Set(CASES.map(([row]) => row))].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 26 }, (_, index) => index + 1),
  );
});

test("reasons and advice keep their form", () => {
  for (const [, , fields, { expectations, setupStatus } = {}] of CASES) {
    const { reason, advice, notes } = see(fields, expectations, setupStatus);
    expect(reason).toMatch(/^\S.{5,118}[^.]$/);
    expect(advice).toMatch(/^[A-Z].{8,180}\.$/);
    for (const note of notes) expect(note).toMatch(/^\S.*[^.]$/);
  }
});

test("three classes: problems, what waits, and what is well", () => {
  const of = (row: number) => {
    const [, , fields, { expectations, setupStatus } = {}] =
      CASES.find(([one]) => one === row) ?? [];
    return standing(see(fields, expectations, setupStatus));
  };
  const rows = Array.from({ length: 26 }, (_, index) => index + 1);
  expect(rows.filter((row) => of(row) === "attention")).toEqual([6, 7, 9, 17, 20]);
  expect(rows.filter((row) => of(row) === "ok")).toEqual([10, 25, 26]);
  expect(standing(see({ ...never, created_at: back(5000) }))).toBe("problem");
  expect(standing(see({ succeeded_at: back(300), failed_at: back(5), status: syncing }))).toBe(
    "attention",
  );
  expect(isProblem(see())).toBe(false);
  expect(isProblem(see({ status: delayed }))).toBe(true);
});

describe("what it does not know", () => {
  test.each([
    ["an unknown setup state", { status: { setup_state: "migrating" } }],
    ["an unknown sync state", { status: { sync_state: "dreaming" } }],
    ["an unknown update state", { status: { update_state: "perhaps" } }],
    ["an unknown update state while syncing", { status: { ...syncing, update_state: "perhaps" } }],
    ["no frequency", { sync_frequency: null }],
    ["a frequency of zero", { sync_frequency: 0 }],
    ["no frequency while syncing", { sync_frequency: null, status: syncing }],
    ["an unknown schedule type", { schedule_type: "lunar" }],
    ["a schedule object by time of day", { schedule: { schedule_type: "TIME_OF_DAY" } }],
    ["a schedule object by cron", { schedule: { schedule_type: "CRON" } }],
    ["a manual schedule object", { schedule: { schedule_type: "MANUAL" } }],
    ["a success in the future", { succeeded_at: back(-600) }],
    ["an unknown setup state without any run", { ...never, status: { setup_state: "migrating" } }],
  ])("%s is unknown, never ok", (_, fields) => {
    expect(see(fields)).toMatchObject({ row: 20, verdict: "unknown", severity: "unknown" });
  });

  test("Fivetran's own verdict and an expectation still count with an odd schedule", () => {
    const odd = { schedule: { schedule_type: "CRON" }, succeeded_at: back(100) };
    expect(see({ ...odd, status: delayed })).toMatchObject({ row: 21, verdict: "stale" });
    expect(see(odd, { maxAgeHours: 1 })).toMatchObject({ row: 22, verdict: "stale" });
    expect(see(odd, { maxAgeHours: 2 })).toMatchObject({ row: 26, verdict: "ok" });
  });

  test("an interval in the schedule object, or none, is a plain schedule", () => {
    expect(see({ schedule: { schedule_type: "INTERVAL" } }).row).toBe(26);
    expect(see({ schedule: null }).row).toBe(26);
    expect(see({ schedule_type: null }).row).toBe(26);
  });

  test.each(["soon", "", "2026-13-99T99:99:99Z", "12"])(
    "the time %j counts as absent",
    (succeeded_at) => {
      expect(see({ succeeded_at, created_at: back(5) }).row).toBe(17);
    },
  );

  test("an expectation that is no age is ignored", () => {
    expect(see({}, { maxAgeHours: Number.NaN }).row).toBe(26);
    expect(see({}, { maxAgeHours: -1 }).row).toBe(26);
  });
});
