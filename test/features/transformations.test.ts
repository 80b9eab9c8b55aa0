import { describe, expect, test } from "vitest";
import type { Transformation } from "../../src/client/resources/transformations.js";
import {
  judgeTransformation,
  runState,
  scheduleText,
  transformationName,
  upstreamOf,
} from "../../src/features/transformations/index.js";
import { back, connection, NOW } from "../client/http/records.js";

type Fields = Partial<Omit<Transformation, "schedule">> & {
  schedule?: Record<string, unknown> | null;
};

const made = ({ schedule, ...fields }: Fields = {}): Transformation => ({
  id: "daily_model",
  type: "QUICKSTART",
  status: "SUCCEEDED",
  last_started_at: back(30),
  last_ended_at: back(20),
  schedule: { schedule_type: "INTEGRATED", ...schedule },
  ...fields,
});

const source = (minutes: number, sync_state = "scheduled") =>
  connection({ schema: "orders_db", succeeded_at: back(minutes), status: { sync_state } });
const before = source(40);
const after = source(10);
const longAfter = [source(61)];

type Judged = Omit<ReturnType<typeof judgeTransformation>, "id" | "name">;
const judged = (fields: Fields, upstream = [before]): Judged => {
  const { id, name, ...rest } = judgeTransformation(made(fields), upstream, NOW);
  expect([id, name]).toEqual(["daily_model", "daily_model"]);
  return rest;
};

describe("what became of a transformation", () => {
  test.each<[string, Fields, Judged, (typeof before)[]?]>([
    ["succeeded", {}, { state: "ok", why: "its last run succeeded 20 min ago", problem: false }],
    [
      "has no status",
      { status: null },
      { state: "ok", why: "its last run ended 20 min ago", problem: false },
    ],
    [
      "has a status that is not known",
      { status: "ARCHIVED", last_ended_at: null },
      { state: "ok", why: "its last run archived at an unknown time", problem: false },
    ],
    [
      "failed",
      { status: "FAILED" },
      { state: "failed", why: "its last run failed 20 min ago", problem: true },
    ],
    [
      "failed, with its start alone",
      { status: "FAILED", last_ended_at: null },
      { state: "failed", why: "its last run failed 30 min ago", problem: true },
    ],
    [
      "failed in part",
      { status: "partially_succeeded" },
      { state: "failed", why: "its last run partially_succeeded 20 min ago", problem: true },
    ],
    [
      "is blocked",
      { status: "BLOCKED" },
      { state: "failed", why: "its last run blocked 20 min ago", problem: true },
    ],
    ...["RUNNING", "SCHEDULING", "terminating"].map((status): [string, Fields, Judged] => [
      `is ${status}`,
      { status },
      { state: "running", why: "its run started 30 min ago", problem: false },
    ]),
    [
      "is running since a time that is not shown",
      { status: "RUNNING", last_started_at: null },
      { state: "running", why: "its run started at an unknown time", problem: false },
    ],
    [
      "is paused",
      { paused: true },
      { state: "paused", why: "it is paused, so its tables are not refreshed", problem: true },
    ],
    [
      "is paused and failed",
      { paused: true, status: "FAILED" },
      {
        state: "paused",
        why: "it is paused, and its last run failed, so its tables are not refreshed",
        problem: true,
      },
    ],
    [
      "has never run, with no data since",
      { status: "NEW", last_started_at: null, last_ended_at: null },
      { state: "never_ran", why: "it has never run", problem: false },
      [],
    ],
    [
      "has never run, with data for more than an hour",
      { status: "NEW", last_started_at: null },
      { state: "never_ran", why: "it has never run", problem: true },
      longAfter,
    ],
    [
      "has never run, with data for an hour",
      { status: "NEW", last_started_at: null },
      { state: "never_ran", why: "it has never run", problem: false },
      [source(60)],
    ],
    [
      "has never run, on a schedule of its own",
      { status: "NEW", last_started_at: null, schedule: { schedule_type: "CRON" } },
      { state: "never_ran", why: "it has never run", problem: false },
      longAfter,
    ],
    [
      "started before new data",
      {},
      {
        state: "behind",
        why: "its last run started 30 min ago, before its data arrived: data of orders_db arrived 10 min ago",
        problem: false,
      },
      [before, after],
    ],
    [
      "started long before new data",
      { last_started_at: back(90) },
      {
        state: "behind",
        why: "its last run started 1 h 30 min ago, before its data arrived: data of orders_db arrived 1 h 1 min ago",
        problem: true,
      },
      longAfter,
    ],
    [
      "waits for a connector that syncs at the same time",
      { last_started_at: back(90) },
      {
        state: "behind",
        why: "its last run started 1 h 30 min ago, before its data arrived: data of orders_db arrived 1 h 1 min ago",
        problem: false,
      },
      [...longAfter, source(95, "Syncing")],
    ],
    [
      "started long before new data, on a schedule of its own",
      { last_started_at: back(90), schedule: { schedule_type: "INTERVAL" } },
      {
        state: "behind",
        why: "its last run started 1 h 30 min ago, before its data arrived: data of orders_db arrived 1 h 1 min ago",
        problem: false,
      },
      longAfter,
    ],
  ])("one that %s", (_, fields, expected, upstream) => {
    expect(judged(fields, upstream)).toEqual(expected);
  });
});

test.each([
  ["RUNNING", "running"],
  ["scheduling", "running"],
  ["TERMINATING", "running"],
  ["FAILED", "failed"],
  ["PARTIALLY_SUCCEEDED", "failed"],
  ["BLOCKED", "failed"],
  ["Succeeded", "succeeded"],
  ["CANCELED", "canceled"],
  ["CANCELLED", "canceled"],
  ["NEW", "unknown"],
  [null, "unknown"],
])("status %s counts as %s", (status, state) => {
  expect(runState({ status })).toBe(state);
});

test.each<[string, Record<string, unknown> | null, unknown, string]>([
  ["nothing", null, undefined, "Fivetran does not show its schedule"],
  [
    "a type that is not known",
    { schedule_type: "LUNAR" },
    undefined,
    "Fivetran does not show its schedule",
  ],
  [
    "one connector",
    { schedule_type: "INTEGRATED", connection_ids: ["one_id"] },
    { connection_ids: ["one_id"] },
    "runs after each sync of its connector",
  ],
  [
    "several connectors, named in two places",
    { schedule_type: "integrated", connection_ids: ["one_id"] },
    { connection_ids: ["two_id", "one_id", "three_id"] },
    "runs after a sync of any of its 3 connectors, and waits for connectors that sync at the same time",
  ],
  ["an interval", { schedule_type: "INTERVAL", interval: 90 }, null, "runs every 90 min"],
  ["an interval that is missing", { schedule_type: "INTERVAL" }, null, "runs every unknown min"],
  [
    "smart syncing",
    { schedule_type: "INTERVAL", interval: 90, smart_syncing: true },
    null,
    "runs every 90 min, but only if one of its connectors has loaded new data",
  ],
  [
    "a time of day",
    { schedule_type: "TIME_OF_DAY", time_of_day: "05:00", days_of_week: [] },
    null,
    "runs at 05:00 UTC",
  ],
  [
    "a time of day on some days",
    {
      schedule_type: "TIME_OF_DAY",
      time_of_day: "05:00",
      days_of_week: ["MONDAY", "FRIDAY"],
      smart_syncing: true,
    },
    null,
    "runs at 05:00 UTC on MONDAY, FRIDAY, but only if one of its connectors has loaded new data",
  ],
  [
    "a time of day that is missing",
    { schedule_type: "TIME_OF_DAY" },
    null,
    "runs at an unknown time",
  ],
  [
    "cron",
    { schedule_type: "CRON", cron: "0 5 * * 1", smart_syncing: true },
    null,
    'runs by cron "0 5 * * 1", but only if one of its connectors has loaded new data',
  ],
  [
    "several cron expressions",
    { schedule_type: "CRON", cron: ["0 5 * * 1", "0 9 * * 2"] },
    null,
    'runs by cron "0 5 * * 1", "0 9 * * 2"',
  ],
])("a schedule with %s in words", (_, schedule, transformation_config, text) => {
  expect(scheduleText({ ...made({ schedule, transformation_config }), schedule })).toBe(text);
});

test.each([
  ["its package before its project", { package_name: "zendesk", name: "dbt" }, "zendesk"],
  ["its project", { package_name: "", name: "dbt" }, "dbt"],
  ["nothing where both are empty", { package_name: null, name: "" }, undefined],
  ["nothing without a configuration", undefined, undefined],
])("is named by %s", (_, transformation_config, name) => {
  expect(transformationName(made({ transformation_config }))).toBe(name);
});

test("reads the connections of its schedule and of its package, each once", () => {
  const one = made({
    schedule: { connection_ids: ["one_id", "two_id"] },
    transformation_config: { connection_ids: ["two_id", "three_id"] },
  });
  expect(upstreamOf(one)).toEqual(["one_id", "two_id", "three_id"]);
});
