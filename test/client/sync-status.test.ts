import { expect, test } from "vitest";
import { isPaused, isScheduled, isSyncing, syncState, syncStatus } from "../../src/client/index.js";

const connection = {
  paused: false,
  succeeded_at: "2026-03-02T09:30:00.013729Z",
  failed_at: null,
  status: {
    setup_state: "connected",
    sync_state: "syncing",
    update_state: "on_schedule",
    is_historical_sync: true,
    rescheduled_for: "no date",
  },
};

test("a status has dates, and undefined where they are missing", () => {
  expect(syncStatus(connection)).toEqual({
    syncState: "syncing",
    setupState: "connected",
    updateState: "on_schedule",
    paused: false,
    isHistoricalSync: true,
    succeededAt: new Date("2026-03-02T09:30:00.013Z"),
    failedAt: undefined,
    rescheduledFor: undefined,
  });
});

test("helpers accept connections, statuses and plain data", () => {
  const of = (sync_state: string, paused = false) => ({
    ...connection,
    paused,
    status: { ...connection.status, sync_state },
  });
  for (const each of [
    of("syncing"),
    syncStatus(of("syncing")),
    { status: { sync_state: "syncing" } },
  ]) {
    expect([isSyncing(each), isScheduled(each), isPaused(each)]).toEqual([true, false, false]);
  }
  expect([
    isScheduled(of("scheduled")),
    isPaused(of("paused")),
    isPaused(of("scheduled", true)),
  ]).toEqual([true, true, true]);
  expect([syncState({}), isSyncing({}), isPaused({ status: null })]).toEqual([
    undefined,
    false,
    false,
  ]);
});
