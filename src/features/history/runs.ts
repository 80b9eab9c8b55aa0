import { sanitize } from "../../base/text.js";
import { instant } from "../../base/time.js";
import type { SyncRun } from "../../client/resources/connection-reports.js";
import type { Run, RunOutcome } from "../../toolkit/recorded.js";
import { isInFuture, isUnreadableTime } from "../health/index.js";

/** Outcomes in the terms of the sync history, of webhooks and of the log. */
const OUTCOMES: Readonly<Record<string, RunOutcome>> = {
  COMPLETED: "succeeded",
  SUCCESSFUL: "succeeded",
  FAILURE: "failed",
  FAILED: "failed",
  FAILURE_WITH_TASK: "failed",
  RESCHEDULED: "rescheduled",
  CANCELED: "cancelled",
  CANCELLED: "cancelled",
  PAUSED: "paused",
  INCOMPLETE: "incomplete",
};

export const outcomeOf = (status: string): RunOutcome =>
  OUTCOMES[status.toUpperCase()] ?? "unknown";

const MAX_REASON = 500;

/** Returns third-party text as one clipped line. Undefined if there is none. */
export const shortReason = (reason: string | null | undefined): string | undefined =>
  reason ? sanitize(reason, MAX_REASON) : undefined;

/**
 * Converts a record of the sync history. A sync without an end is running. A sync without a start
 * is queued.
 */
export function runOf(connectionId: string, record: SyncRun): Run {
  const startedAt = instant(record.start);
  const endedAt = instant(record.end);
  const open = record.start ? "running" : "queued";
  const { extract, process, load } = record.stages ?? {};
  return {
    id: record.sync_id,
    connectionId,
    startedAt,
    endedAt,
    outcome: endedAt === undefined && !record.end ? open : outcomeOf(record.status),
    reason: shortReason(record.reason),
    extractMb: volumeOf(extract),
    processMb: volumeOf(process),
    loadMb: volumeOf(load),
  };
}

const volumeOf = (stage: { volume?: number | null | undefined } | null | undefined) =>
  typeof stage?.volume === "number" && stage.volume >= 0 ? stage.volume : undefined;

/** Returns the times of a record that are given but cannot be parsed. */
export const unreadTimes = (record: SyncRun) =>
  (["start", "end"] as const).filter((name) => isUnreadableTime(record[name]));

/** Returns the time that places a run: its end, or its start while it is running. */
export const timeOf = (run: Run): number | undefined => run.endedAt ?? run.startedAt;

export const isOpenRun = ({ outcome }: Run): boolean =>
  outcome === "running" || outcome === "queued";

/**
 * Returns the milliseconds that a run took, or has taken so far. Undefined if its times cannot be
 * right: it ended before it started, or in the future.
 */
export function tookMs(run: Run, now: number): number | undefined {
  if (run.startedAt === undefined) return undefined;
  if (run.endedAt === undefined) {
    return run.outcome === "running" ? Math.max(0, now - run.startedAt) : undefined;
  }
  const isWrong = run.endedAt < run.startedAt || isInFuture(run.endedAt, new Date(now));
  return isWrong ? undefined : run.endedAt - run.startedAt;
}

/**
 * Merges runs of several sources, the newest first. If several sources have a run, the first one is
 * used.
 */
export function merged(...sources: readonly (readonly Run[])[]): Run[] {
  const byId = new Map<string, Run>();
  for (const run of sources.flat()) {
    if (!byId.has(run.id)) byId.set(run.id, run);
  }
  return withoutLostEnds([...byId.values()].sort(newestFirst));
}

/**
 * A connector runs one sync at a time. If an earlier run still seems to be running, its end was
 * missed and its outcome is unknown.
 */
function withoutLostEnds(runs: readonly Run[]): Run[] {
  let later = false;
  return runs.map((run) => {
    const lost = later && run.outcome === "running";
    later ||= timeOf(run) !== undefined;
    return lost ? { ...run, outcome: "unknown" } : run;
  });
}

/** Runs that have not started yet come first. */
const newestFirst = (a: Run, b: Run) =>
  (b.startedAt ?? b.endedAt ?? Number.POSITIVE_INFINITY) -
    (a.startedAt ?? a.endedAt ?? Number.POSITIVE_INFINITY) || (a.id < b.id ? -1 : 1);

/** Returns true if any part of a run lies between two times. */
export const within = (run: Run, since: number, until: number): boolean =>
  (run.startedAt ?? run.endedAt ?? until) <= until &&
  (run.endedAt ?? Number.POSITIVE_INFINITY) >= since;
