import { describe, expect, test } from "vitest";
import {
  logNote,
  replacedSchedule,
  type Schedule,
  scheduleLabel,
  scheduleNotes,
  scheduleProblems,
  withTypedSchedule,
} from "../../src/features/connector/schedule.js";

const HOURLY: Schedule = { sync_frequency: 60, schedule_type: "auto" };
const DAILY: Schedule = { sync_frequency: 1440, schedule_type: "auto", daily_sync_time: "14:00" };
const MANUAL: Schedule = { sync_frequency: 60, schedule_type: "manual" };
const MINUTES = "1, 5, 15, 30, 60, 120, 180, 360, 480, 720, 1440";
const FULL_HOUR = 'must be a full hour from "00:00" to "23:00", such as "14:00"';
const IGNORED = (would: string, also: string) =>
  `daily_sync_time applies only to an automatic daily schedule, but the schedule of this connector would be ${would}, so Fivetran would ignore the time. Also set ${also}.`;

describe("what Fivetran would reject or ignore", () => {
  test.each<[string, Schedule, string[], Schedule?]>([
    ["nothing", {}, []],
    ["a frequency", { sync_frequency: 15 }, []],
    [
      "a frequency between two others",
      { sync_frequency: 45 },
      [`sync_frequency must be one of ${MINUTES} minutes, not 45; nearest: 30 or 60.`],
    ],
    [
      "a frequency below all",
      { sync_frequency: 0 },
      [`sync_frequency must be one of ${MINUTES} minutes, not 0; nearest: 1.`],
    ],
    [
      "a frequency above all",
      { sync_frequency: 2000 },
      [`sync_frequency must be one of ${MINUTES} minutes, not 2000; nearest: 1440.`],
    ],
    ["a daily time", { sync_frequency: 1440, daily_sync_time: "05:00" }, []],
    ["the last hour of the day", { daily_sync_time: "23:00" }, [], DAILY],
    [
      "a time that is not a full hour",
      { daily_sync_time: "14:30" },
      [`daily_sync_time ${FULL_HOUR}, not "14:30".`],
      DAILY,
    ],
    [
      "an hour that is none",
      { daily_sync_time: "24:00" },
      [`daily_sync_time ${FULL_HOUR}, not "24:00".`],
      DAILY,
    ],
    [
      "a daily time for an hourly connector",
      { daily_sync_time: "05:00" },
      [IGNORED("automatic every 60 minutes", "sync_frequency=1440")],
    ],
    [
      "a daily time for a manual connector",
      { daily_sync_time: "05:00", sync_frequency: 1440 },
      [IGNORED("manual", "schedule_type=auto")],
      MANUAL,
    ],
    [
      "a daily time for a connector that is neither",
      { daily_sync_time: "05:00" },
      [IGNORED("manual", "sync_frequency=1440 and schedule_type=auto")],
      MANUAL,
    ],
    [
      "a daily time where the frequency is not shown",
      { daily_sync_time: "05:00" },
      [IGNORED("automatic every ? minutes", "sync_frequency=1440")],
      {},
    ],
    [
      "a threshold without a sensitivity",
      { data_delay_threshold: 30 },
      [
        "data_delay_threshold is used only with data_delay_sensitivity=CUSTOM; the connector has no sensitivity. Also set data_delay_sensitivity=CUSTOM.",
      ],
    ],
    [
      "a threshold with another sensitivity",
      { data_delay_threshold: 30 },
      [
        "data_delay_threshold is used only with data_delay_sensitivity=CUSTOM; the sensitivity is LOW. Also set data_delay_sensitivity=CUSTOM.",
      ],
      { data_delay_sensitivity: "LOW" },
    ],
    [
      "a sensitivity without its threshold",
      { data_delay_sensitivity: "CUSTOM" },
      ["data_delay_sensitivity=CUSTOM needs data_delay_threshold, in minutes."],
      { data_delay_threshold: 0 },
    ],
    [
      "both, one of them there already",
      { data_delay_sensitivity: "CUSTOM" },
      [],
      { data_delay_threshold: 30 },
    ],
    ["both", { data_delay_sensitivity: "CUSTOM", data_delay_threshold: 30 }, []],
    ["a schedule by interval", { schedule: { interval: 60 } }, []],
    [
      "a schedule by interval on some days",
      { schedule: { schedule_type: "INTERVAL", interval: 60, days_of_week: ["MONDAY"] } },
      [],
    ],
    [
      "a schedule by time of day on some days",
      { schedule: { time_of_day: "05:00", days_of_week: ["MONDAY"] } },
      [],
    ],
    ["a schedule by cron", { schedule: { cron: "30 5 * * 1-5" } }, []],
    ["a manual schedule", { schedule: { schedule_type: "MANUAL" } }, []],
    [
      "a schedule beside the older fields",
      { schedule: { interval: 60 }, sync_frequency: 60, schedule_type: "auto" },
      [
        "schedule replaces sync_frequency, schedule_type, so give either schedule or sync_frequency, schedule_type.",
      ],
    ],
    [
      "a schedule beside a daily time",
      { schedule: { interval: 60 }, daily_sync_time: "05:00" },
      ["schedule replaces daily_sync_time, so give either schedule or daily_sync_time."],
      DAILY,
    ],
    [
      "a schedule with nothing in it",
      { schedule: {} },
      ["schedule needs interval, time_of_day or cron."],
    ],
    [
      "a schedule of a type that is none",
      { schedule: { schedule_type: "LUNAR" }, sync_frequency: 60 },
      [
        "schedule replaces sync_frequency, so give either schedule or sync_frequency.",
        "schedule needs interval, time_of_day or cron.",
      ],
    ],
    [
      "the type alone",
      { schedule: { schedule_type: "TIME_OF_DAY" } },
      ["schedule: TIME_OF_DAY needs time_of_day."],
    ],
    [
      "the part of another type",
      { schedule: { schedule_type: "INTERVAL", cron: "30 5 * * 1-5", time_of_day: "05:00" } },
      [
        "schedule: time_of_day, cron cannot be given with INTERVAL.",
        "schedule: INTERVAL needs interval.",
      ],
    ],
    [
      "days with cron",
      { schedule: { cron: "30 5 * * 1-5", days_of_week: ["MONDAY"] } },
      ["schedule: days_of_week cannot be given with CRON."],
    ],
    [
      "a part with a manual schedule",
      { schedule: { schedule_type: "MANUAL", interval: 60 } },
      ["schedule: interval cannot be given with MANUAL."],
    ],
    [
      "an interval that Fivetran does not have",
      { schedule: { interval: 45 } },
      [`schedule.interval must be one of ${MINUTES} minutes, not 45.`],
    ],
    [
      "several times of day",
      { schedule: { time_of_day: "05:00,17:00" } },
      [
        `schedule.time_of_day ${FULL_HOUR}, not "05:00,17:00"; Fivetran accepts one time a day; for several times, use cron.`,
      ],
    ],
    [
      "cron with a word too many",
      { schedule: { cron: "at five" } },
      ['schedule.cron "at five" is not a cron expression such as "30 5 * * 1-5".'],
    ],
    [
      "no days",
      { schedule: { interval: 60, days_of_week: [] } },
      ["schedule.days_of_week is empty; for every day, leave it out."],
    ],
  ])("%s", (_, wanted, problems, current = HOURLY) => {
    expect(scheduleProblems(wanted, current)).toEqual(problems);
  });
});

const COSTS =
  "More frequent syncs can cost more: destination compute, source API calls, and rows that change between syncs.";
const KEPT = (than: string) =>
  `The source's change log (WAL, binlog, redo or change tracking) must be kept for longer than ${than}, with a margin. Otherwise changes are lost, and a historical re-sync is needed.`;
const ZONE =
  "It is not known whether the daily sync time is in UTC or in the time zone of the destination. Check the time of the next sync in the dashboard.";

describe("notes on a change of schedule", () => {
  test.each<[string, Schedule, string[], Schedule?, boolean?]>([
    ["to the same", { sync_frequency: 60 }, []],
    ["to a shorter interval", { sync_frequency: 15 }, [COSTS]],
    [
      "to a very short interval",
      { sync_frequency: 5 },
      [
        `${COSTS} Frequencies of 1 and 5 minutes are available only on some Fivetran plans and for some connectors.`,
      ],
    ],
    [
      "to a shorter interval of a typed schedule",
      { schedule: { schedule_type: "INTERVAL", interval: 15 } },
      [COSTS],
    ],
    ["to a longer interval", { sync_frequency: 360 }, []],
    [
      "to a longer interval, with a change log",
      { sync_frequency: 360 },
      [KEPT("the new interval of 360 minutes")],
      HOURLY,
      true,
    ],
    ["to a shorter interval, with a change log", { sync_frequency: 15 }, [COSTS], HOURLY, true],
    [
      "to manual",
      { schedule_type: "manual" },
      ["With a manual schedule, syncs start only with trigger_sync or in the dashboard."],
    ],
    [
      "to manual, with a change log",
      { schedule_type: "manual" },
      [
        KEPT("the longest time between two syncs"),
        "With a manual schedule, syncs start only with trigger_sync or in the dashboard.",
      ],
      HOURLY,
      true,
    ],
    ["to automatic, with a change log", { schedule_type: "auto" }, [], MANUAL, true],
    [
      "of the frequency of a manual one",
      { sync_frequency: 360 },
      ["The schedule is manual; the frequency takes effect only when you set schedule_type=auto."],
      MANUAL,
    ],
    ["of the delay settings of a manual one", { data_delay_sensitivity: "LOW" }, [], MANUAL],
    [
      "to another frequency than daily",
      { sync_frequency: 60 },
      [
        COSTS,
        "This removes the daily sync time 14:00, which requires a frequency of 1440 minutes.",
      ],
      DAILY,
    ],
    ["of another field of a daily one", { data_delay_sensitivity: "LOW" }, [], DAILY],
    ["of the daily time", { daily_sync_time: "05:00" }, [ZONE], DAILY],
  ])("%s", (_, wanted, notes, current = HOURLY, database = false) => {
    expect(scheduleNotes(wanted, current, database)).toEqual(notes);
  });

  test("of the change log, where a frequency takes the place of days", () => {
    const mondays = {
      schedule: { schedule_type: "TIME_OF_DAY", time_of_day: "05:00", days_of_week: ["MONDAY"] },
    };
    expect(logNote({ sync_frequency: 1440 }, mondays)).toBeUndefined();
    expect(logNote({ schedule: mondays.schedule }, DAILY)).toBe(
      KEPT("the new interval of 10080 minutes"),
    );
  });
});

test.each<[string, Schedule]>([
  ["every 1 h", HOURLY],
  ["every 6 h", { sync_frequency: 360 }],
  ["manual", MANUAL],
  ["manual", { schedule: { schedule_type: "MANUAL" } }],
  ["every 1 d at 14:00", DAILY],
  ['every 1 d at "5 o\'clock"', { ...DAILY, daily_sync_time: "5 o'clock" }],
  ["every 1 h", { ...HOURLY, daily_sync_time: "14:00" }],
  ["unknown schedule", {}],
  ["unknown schedule", { schedule_type: "lunar", sync_frequency: 60 }],
  [
    '"at 05:00 on MONDAY"',
    { schedule: { schedule_type: "TIME_OF_DAY", time_of_day: "05:00", days_of_week: ["MONDAY"] } },
  ],
])("the label %s", (label, schedule) => {
  expect(scheduleLabel(schedule)).toBe(label);
});

describe("a schedule as it is sent", () => {
  test.each<[string, Schedule, Schedule]>([
    ["without one is left alone", HOURLY, HOURLY],
    [
      "gets the type of its part",
      { schedule: { interval: 60 } },
      { schedule: { interval: 60, schedule_type: "INTERVAL" } },
    ],
    [
      "gets the type of its cron expression",
      { schedule: { cron: "30 5 * * *" } },
      { schedule: { cron: "30 5 * * *", schedule_type: "CRON" } },
    ],
    [
      "with a type keeps it",
      {
        schedule: { schedule_type: "TIME_OF_DAY", time_of_day: "05:00", days_of_week: ["MONDAY"] },
      },
      {
        schedule: { schedule_type: "TIME_OF_DAY", time_of_day: "05:00", days_of_week: ["MONDAY"] },
      },
    ],
    ["without a part is left to the check", { schedule: {} }, { schedule: {} }],
    [
      "that is manual becomes the older field",
      { schedule: { schedule_type: "MANUAL" }, data_delay_sensitivity: "LOW" },
      { schedule: undefined, schedule_type: "manual", data_delay_sensitivity: "LOW" },
    ],
    [
      "that is manual beside the older field is left to the check",
      { schedule: { schedule_type: "MANUAL" }, schedule_type: "auto" },
      { schedule: { schedule_type: "MANUAL" }, schedule_type: "auto" },
    ],
    [
      "that is manual with a part is left to the check",
      { schedule: { schedule_type: "MANUAL", interval: 60 } },
      { schedule: { schedule_type: "MANUAL", interval: 60 } },
    ],
    [
      "with weekdays as text and blanks around the hour",
      { schedule: { days_of_week: JSON.parse(`"monday, Tuesday"`), time_of_day: " 05:00 " } },
      {
        schedule: {
          days_of_week: ["MONDAY", "TUESDAY"],
          time_of_day: "05:00",
          schedule_type: "TIME_OF_DAY",
        },
      },
    ],
    [
      "with empty filler for the other parts",
      { schedule: { interval: 60, cron: "", time_of_day: " ", days_of_week: [] } },
      { schedule: { interval: 60, schedule_type: "INTERVAL" } },
    ],
  ])("%s", (_, given, sent) => {
    expect(withTypedSchedule(given)).toStrictEqual(sent);
  });

  test.each([
    [
      { every: 60, "on days": "MONDAY" },
      'schedule: "every", "on days" is not a part of a schedule.',
    ],
    [{ interval: "soon" }, "schedule.interval must be an integer."],
    [
      { days_of_week: ["MONDAY", "FUNDAY"] },
      "schedule.days_of_week[1] must be one of MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY.",
    ],
  ])("%j is refused by its part", (schedule, message) => {
    const given: Schedule = { schedule: JSON.parse(JSON.stringify(schedule)) };
    expect(() => withTypedSchedule(given)).toThrow(
      expect.objectContaining({
        message,
        hint: 'Nothing was sent. A schedule has the parts interval (minutes), time_of_day ("05:00"), days_of_week (MONDAY to SUNDAY) and cron ("30 5 * * 1-5").',
      }),
    );
  });
});

const WEEKDAYS: Schedule = { schedule: { schedule_type: "CRON", cron: "30 5 * * 1-5" } };
const EVERY_DAY = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

test.each<[string, Schedule, Schedule, string | undefined]>([
  ["a frequency replaces cron", { sync_frequency: 60 }, WEEKDAYS, "cron 30 5 * * 1-5"],
  ["a daily time replaces cron", { daily_sync_time: "05:00" }, WEEKDAYS, "cron 30 5 * * 1-5"],
  ["manual replaces cron", { schedule_type: "MANUAL" }, WEEKDAYS, "cron 30 5 * * 1-5"],
  ["automatic keeps cron", { schedule_type: "auto" }, WEEKDAYS, undefined],
  ["another field keeps cron", { data_delay_sensitivity: "LOW" }, WEEKDAYS, undefined],
  ["the same cron replaces nothing", WEEKDAYS, WEEKDAYS, undefined],
  [
    "another schedule replaces cron",
    { schedule: { schedule_type: "INTERVAL", interval: 60 } },
    WEEKDAYS,
    "cron 30 5 * * 1-5",
  ],
  [
    "a frequency replaces days",
    { sync_frequency: 60 },
    { schedule: { schedule_type: "INTERVAL", interval: 60, days_of_week: ["MONDAY"] } },
    "every 60 minutes on MONDAY",
  ],
  [
    "a frequency replaces an interval on every day without loss",
    { sync_frequency: 60 },
    { schedule: { schedule_type: "INTERVAL", interval: 60, days_of_week: EVERY_DAY } },
    undefined,
  ],
  [
    "a frequency replaces a plain interval without loss",
    { sync_frequency: 60 },
    { schedule: { schedule_type: "INTERVAL", interval: 60, days_of_week: [] } },
    undefined,
  ],
  ["a frequency replaces a frequency", { sync_frequency: 60 }, HOURLY, undefined],
])("%s", (_, wanted, current, replaced) => {
  expect(replacedSchedule(wanted, current)).toBe(replaced);
});
