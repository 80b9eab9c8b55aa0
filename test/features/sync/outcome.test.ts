import { describe, expect, test } from "vitest";
import { Connection } from "../../../src/client/resources/models.js";
import { parseSyncHandle, syncBaseline, syncHandle } from "../../../src/features/sync/baseline.js";
import { pollDelayMs, syncOutcome } from "../../../src/features/sync/outcome.js";

const S = "2026-03-02T09:00:00.123456Z";
const F = "2026-03-01T09:00:00.000001Z";

interface Fields {
  succeeded?: string | null;
  failed?: string | null;
  sync?: string;
  setup?: string;
  paused?: boolean;
  until?: string;
  schedule?: string;
  schema?: string;
}

const connection = ({
  succeeded = S,
  failed = F,
  sync = "scheduled",
  setup = "connected",
  paused = false,
  until,
  schedule = "auto",
  schema,
}: Fields = {}) =>
  Connection.parse({
    id: "calm_river",
    service: "postgres",
    schema: "orders",
    group_id: "g",
    paused,
    schedule_type: schedule,
    succeeded_at: succeeded,
    failed_at: failed,
    status: {
      setup_state: setup,
      sync_state: sync,
      update_state: "on_schedule",
      rescheduled_for: until,
      schema_status: schema,
    },
  });

const outcome = (after: Fields, before: Fields = {}) =>
  syncOutcome(syncBaseline(connection(before), false), connection(after));

test.each<[string, Fields, Fields, unknown]>([
  ["nothing moved, scheduled: not started", {}, {}, { state: "idle" }],
  ["under way", { sync: "syncing" }, {}, { state: "syncing" }],
  [
    "succeeded a microsecond later",
    { succeeded: "2026-03-02T09:00:00.123457Z" },
    {},
    { state: "succeeded", at: "2026-03-02T09:00:00.123457Z" },
  ],
  [
    "the same success, with fewer digits",
    { succeeded: "2026-03-02T09:00:00.123456000Z" },
    {},
    { state: "idle" },
  ],
  [
    "failed while the next run is on already",
    { failed: "2026-03-02T10:00:00Z", sync: "syncing" },
    {},
    { state: "failed", at: "2026-03-02T10:00:00Z" },
  ],
  ["an old failure is none", { failed: F }, {}, { state: "idle" }],
  [
    "first sync ever, from nulls",
    { succeeded: "2026-03-02T09:00:00Z", failed: null },
    { succeeded: null, failed: null },
    { state: "succeeded", at: "2026-03-02T09:00:00Z" },
  ],
  [
    "first sync ever fails",
    { succeeded: null, failed: "2026-03-02T09:00:00Z" },
    { succeeded: null, failed: null },
    { state: "failed", at: "2026-03-02T09:00:00Z" },
  ],
  [
    "first sync ever, still none",
    { succeeded: null, failed: null },
    { succeeded: null, failed: null },
    { state: "idle" },
  ],
  [
    "two runs between two reads: the later one counts",
    { succeeded: "2026-03-02T10:00:02Z", failed: "2026-03-02T10:00:01Z" },
    {},
    { state: "succeeded", at: "2026-03-02T10:00:02Z", also: "2026-03-02T10:00:01Z" },
  ],
  [
    "two runs, the later failed",
    { succeeded: "2026-03-02T10:00:01Z", failed: "2026-03-02T10:00:02Z" },
    {},
    { state: "failed", at: "2026-03-02T10:00:02Z", also: "2026-03-02T10:00:01Z" },
  ],
  [
    "ended, then paused: the end counts",
    { succeeded: "2026-03-02T10:00:00Z", paused: true, sync: "paused" },
    {},
    { state: "succeeded", at: "2026-03-02T10:00:00Z" },
  ],
  ["paused after the trigger", { paused: true, sync: "paused" }, {}, { state: "paused" }],
  ["broke without a failure time", { setup: "broken" }, {}, { state: "broken" }],
  ["broke, in upper case", { setup: "BROKEN" }, {}, { state: "broken" }],
  ["reconfigured after the trigger", { setup: "incomplete" }, {}, { state: "incomplete" }],
  [
    "was broken before the trigger",
    { setup: "broken", sync: "syncing" },
    { setup: "broken" },
    { state: "syncing" },
  ],
  [
    "rescheduled by Fivetran",
    { sync: "rescheduled", until: "2026-03-02T12:00:00Z" },
    {},
    { state: "rescheduled", until: "2026-03-02T12:00:00Z" },
  ],
  [
    "rescheduled, and nothing restarts it",
    { sync: "rescheduled", until: "2026-03-02T12:00:00Z", schedule: "manual" },
    {},
    { state: "rescheduled_manual", until: "2026-03-02T12:00:00Z" },
  ],
  [
    "still shows what the trigger overrode",
    { sync: "rescheduled", until: "2026-03-02T08:00:00Z", schedule: "manual" },
    { sync: "rescheduled", until: "2026-03-02T08:00:00Z", schedule: "manual" },
    { state: "idle" },
  ],
  [
    "rescheduled again after the trigger",
    { sync: "rescheduled", until: "2026-03-02T12:00:00Z", schedule: "manual" },
    { sync: "rescheduled", until: "2026-03-02T08:00:00Z", schedule: "manual" },
    { state: "rescheduled_manual", until: "2026-03-02T12:00:00Z" },
  ],
  [
    "a success that could not be read before the trigger is never the result",
    { succeeded: "2026-03-02T10:00:00Z", failed: null, sync: "syncing" },
    { succeeded: "yesterday", failed: null },
    { state: "syncing" },
  ],
  [
    "still shows a reschedule without a readable time, which the trigger overrode",
    { sync: "rescheduled", until: "soon", schedule: "manual" },
    { sync: "rescheduled", until: "soon", schedule: "manual" },
    { state: "idle" },
  ],
  [
    "a state that this version does not know",
    { sync: "queued" },
    {},
    { state: "unrecognized", sync: "queued" },
  ],
  ["no state", { sync: "" }, {}, { state: "unrecognized", sync: "" }],
  ["blocked by a schema review", { schema: "BLOCKED_ON_CUSTOMER" }, {}, { state: "blocked" }],
  [
    "a sync that runs in spite of a schema review",
    { schema: "blocked_on_customer", sync: "syncing" },
    {},
    { state: "syncing" },
  ],
])("%s", (_, after, before, expected) => {
  expect(outcome(after, before)).toEqual(expected);
});

test("a connector that is gone", () => {
  expect(syncOutcome(syncBaseline(connection(), false), undefined)).toEqual({ state: "deleted" });
});

describe("handles", () => {
  test.each<[string, Fields, boolean]>([
    ["plain", {}, false],
    ["of a sync that was already running", {}, true],
    ["without times", { succeeded: null, failed: null }, false],
    ["of a broken connector", { setup: "broken" }, false],
    ["of times that could not be read", { succeeded: "soon", failed: "soon" }, false],
    ["of one that was rescheduled without a time", { sync: "rescheduled" }, false],
    [
      "of one that was rescheduled",
      { sync: "rescheduled", until: "2026-03-02T08:00:00.5Z" },
      false,
    ],
  ])("%s come back as they were, to the microsecond", (_, fields, running) => {
    const baseline = syncBaseline(connection(fields), running);
    expect(parseSyncHandle(syncHandle(baseline))).toEqual(baseline);
  });

  test.each(["", "calm_river", "calm_river~x", "calm_river~~~x", "a/b~~~o", "calm_river~~~o~~"])(
    "%j is not a handle",
    (text) => {
      expect(() => parseSyncHandle(text)).toThrow(`${JSON.stringify(text)} is not a sync handle.`);
    },
  );
});

test("reads come soon at first, then every 10 s, and every 30 s after ten minutes", () => {
  const delays = Array.from({ length: 100 }, (_, reads) => pollDelayMs(reads) / 1000);
  expect(delays.slice(0, 9)).toEqual([2, 2, 2, 3, 3, 5, 5, 10, 10]);
  const slow = delays.indexOf(30);
  const before = delays.slice(0, slow).reduce((sum, delay) => sum + delay, 0);
  expect(before).toBeGreaterThanOrEqual(600);
  expect(before).toBeLessThan(660);
});
