import { sanitize } from "../../base/text.js";
import { instant } from "../../base/time.js";
import type { SyncRun } from "../../client/resources/connection-reports.js";
import type { Run, RunOutcome } from "../../toolkit/recorded.js";

/** The words of the sync history, and those of webhooks and the log. */
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

/** Third-party text, on one line and clipped; undefined for none. */
export const shortReason = (reason: string | null | undefined): string | undefined =>
  reason ? sanitize(reason, MAX_REASON) : undefined;

/** A sync without an end is running, and one without a start waits for it. */
export function runOf(connectionId: string, record: SyncRun): Run {
  const startedAt = instant(record.start);
  const endedAt = instant(record.end);
  const open = startedAt === undefined ? "queued" : "running";
  const { extract, process, load } = record.stages ?? {};
  return {
    id: record.sync_id,
    connectionId,
    startedAt,
    endedAt,
    outcome: endedAt === undefined && !record.end ? open : outcomeOf(record.status),
    reason: shortReason(record.reason),
    extractMb: extract?.volume ?? undefined,
    processMb: process?.volume ?? undefined,
    loadMb: load?.volume ?? undefined,
  };
}

/** The time by which a run is placed: its end, or its start while it continues. */
export const timeOf = (run: Run): number | undefined => run.endedAt ?? run.startedAt;

export const isOpenRun = ({ outcome }: Run): boolean =>
  outcome === "running" || outcome === "queued";

/** Milliseconds that it took, or has taken so far. */
export function tookMs(run: Run, now: number): number | undefined {
  const end = run.endedAt ?? (run.outcome === "running" ? now : undefined);
  return run.startedAt === undefined || end === undefined
    ? undefined
    : Math.max(0, end - run.startedAt);
}

/** Of several sources, each run once, newest first: the first source that has a run is believed. */
export function merged(...sources: readonly (readonly Run[])[]): Run[] {
  const byId = new Map<string, Run>();
  for (const run of sources.flat()) {
    if (!byId.has(run.id)) byId.set(run.id, run);
  }
  return withoutLostEnds([...byId.values()].sort(newestFirst));
}

/** A connector has one sync at a time: how one ended that still seems to run beside a later one is not known. */
function withoutLostEnds(runs: readonly Run[]): Run[] {
  let later = false;
  return runs.map((run) => {
    const lost = later && run.outcome === "running";
    later ||= timeOf(run) !== undefined;
    return lost ? { ...run, outcome: "unknown" } : run;
  });
}

/** What has not started yet comes first. */
const newestFirst = (a: Run, b: Run) =>
  (b.startedAt ?? b.endedAt ?? Number.POSITIVE_INFINITY) -
    (a.startedAt ?? a.endedAt ?? Number.POSITIVE_INFINITY) || (a.id < b.id ? -1 : 1);

/** Whether any part of a run lies between two times. */
export const within = (run: Run, since: number, until: number): boolean =>
  (run.startedAt ?? run.endedAt ?? until) <= until &&
  (run.endedAt ?? Number.POSITIVE_INFINITY) >= since;
