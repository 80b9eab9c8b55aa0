import { describe, expect, test } from "vitest";
import { Connection } from "../../../src/client/resources/models.js";
import { parseSyncHandle, syncHandle, syncMark } from "../../../src/features/sync/run-handle.js";
import { pollDelayMs, syncOutcome } from "../../../src/features/sync/run-outcome.js";

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
}

const connection = ({
  succeeded = S,
  failed = F,
  sync = "scheduled",
  setup = "connected",
  paused = false,
  until,
  schedule = "auto",
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
    },
  });

const outcome = (after: Fields, before: Fields = {}) =>
  syncOutcome(syncMark(connection(before), false), connection(after));

test.each<[string, Fields, Fields, unknown]>([
  ["nothing moved, scheduled: not begun, however it looks", {}, {}, { state: "idle" }],
  ["under way", { sync: "syncing" }, {}, { state: "syncing" }],
  [
    "succeeded a microsecond later",
    { succeeded: "2026-03-02T09:00:00.123457Z" },
    {},
    { state: "succeeded", at: "2026-03-02T09:00:00.123457Z" },
  ],
  [
    "the same success, less exactly told",
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
    "two runs between two looks: the later one counts",
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
  ["paused meanwhile", { paused: true, sync: "paused" }, {}, { state: "paused" }],
  ["broke without a failure time", { setup: "broken" }, {}, { state: "broken" }],
  ["reconfigured meanwhile", { setup: "incomplete" }, {}, { state: "incomplete" }],
  [
    "was broken before the trigger",
    { setup: "broken", sync: "syncing" },
    { setup: "broken" },
    { state: "syncing" },
  ],
  [
    "put off by Fivetran",
    { sync: "rescheduled", until: "2026-03-02T12:00:00Z" },
    {},
    { state: "rescheduled", until: "2026-03-02T12:00:00Z" },
  ],
  [
    "put off, and nothing takes it up again",
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
    "put off anew after the trigger",
    { sync: "rescheduled", until: "2026-03-02T12:00:00Z", schedule: "manual" },
    { sync: "rescheduled", until: "2026-03-02T08:00:00Z", schedule: "manual" },
    { state: "rescheduled_manual", until: "2026-03-02T12:00:00Z" },
  ],
])("%s", (_, after, before, expected) => {
  expect(outcome(after, before)).toEqual(expected);
});

test("a connector that is gone", () => {
  expect(syncOutcome(syncMark(connection(), false), undefined)).toEqual({ state: "deleted" });
});

describe("handles", () => {
  test.each<[string, Fields, boolean]>([
    ["plain", {}, false],
    ["of somebody else's run", {}, true],
    ["without times", { succeeded: null, failed: null }, false],
    ["of a broken connector", { setup: "broken" }, false],
    ["of one that was put off", { sync: "rescheduled", until: "2026-03-02T08:00:00.5Z" }, false],
  ])("%s come back as they were, to the microsecond", (_, fields, foreign) => {
    const mark = syncMark(connection(fields), foreign);
    expect(parseSyncHandle(syncHandle(mark))).toEqual(mark);
  });

  test.each(["", "calm_river", "calm_river~x", "calm_river~~~x", "a/b~~~o", "calm_river~~~o~~"])(
    "%j is none",
    (text) => {
      expect(() => parseSyncHandle(text)).toThrow("This is not a sync handle.");
    },
  );
});

test("looks come soon at first, then every 10 s, and every 30 s after ten minutes", () => {
  const delays = Array.from({ length: 100 }, (_, looks) => pollDelayMs(looks) / 1000);
  expect(delays.slice(0, 9)).toEqual([2, 2, 2, 3, 3, 5, 5, 10, 10]);
  const slow = delays.indexOf(30);
  const before = delays.slice(0, slow).reduce((sum, delay) => sum + delay, 0);
  expect(before).toBeGreaterThanOrEqual(600);
  expect(before).toBeLessThan(660);
});
