import type { Run, RunOutcome } from "../../toolkit/recorded.js";
import { isOpenRun, timeOf, tookMs } from "./runs.js";

/** The usual duration of successful syncs, in milliseconds. */
export interface UsualDuration {
  median: number;
  /** Nine of ten syncs take at most this long. */
  p90: number;
  /** The number of syncs that were measured. */
  syncs: number;
}

/** Failures since the last success. */
export interface Trouble {
  /** The time of the first of these failures. */
  since: number;
  failures: number;
  /** True if no earlier success is known, so that the failures may have begun earlier. */
  atLeast: boolean;
  reason: string | undefined;
}

export interface Recovery {
  /** How often failures were followed by a success. */
  times: number;
  /** Milliseconds from the first failure to the next success. */
  median: number;
  longest: number;
}

/** A run that took, or has taken so far, far longer than usual. */
export interface LongRun {
  run: Run;
  tookMs: number;
}

export interface Summary {
  counts: Partial<Record<RunOutcome, number>>;
  /**
   * The share of failures among the syncs that succeeded or failed. Undefined if there are none.
   */
  failureRate: number | undefined;
  usual: UsualDuration | undefined;
  trouble: Trouble | undefined;
  recovery: Recovery | undefined;
  longRuns: LongRun[];
  running: LongRun | undefined;
}

/** The fewest syncs from which a usual duration is computed. */
const FEWEST_SYNCS = 3;

function usualDuration(runs: readonly Run[], now: number): UsualDuration | undefined {
  const took = runs
    .flatMap((run) => (run.outcome === "succeeded" ? (tookMs(run, now) ?? []) : []))
    .sort((a, b) => a - b);
  if (took.length < FEWEST_SYNCS) return undefined;
  return { median: quantile(took, 0.5), p90: quantile(took, 0.9), syncs: took.length };
}

const LONG_FACTOR = 3;
/**
 * A short sync must exceed its usual duration by at least this much. A sync that takes a minute
 * instead of seconds is not reported.
 */
const LEAST_EXCESS_MS = 10 * 60_000;

/**
 * Returns true if a sync takes far longer than usual: more than three times the median, and at
 * least ten minutes more.
 */
const isLong = (ms: number, usual: UsualDuration | undefined): boolean =>
  usual !== undefined && ms > LONG_FACTOR * usual.median && ms >= usual.median + LEAST_EXCESS_MS;

/**
 * Summarizes the runs of one connector. `runs` are those of the span, and give the counts. `known`
 * are all available runs, also outside of the span, and give the usual duration and the present
 * failures.
 */
export function summarize(runs: readonly Run[], known: readonly Run[], now: number): Summary {
  const counts: Partial<Record<RunOutcome, number>> = {};
  for (const { outcome } of runs) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const { failed = 0, succeeded = 0 } = counts;
  const usual = usualDuration(known, now);
  const timed = runs.flatMap((run) => {
    const ms = tookMs(run, now);
    return ms === undefined ? [] : [{ run, tookMs: ms }];
  });
  return {
    counts,
    failureRate: failed + succeeded === 0 ? undefined : failed / (failed + succeeded),
    usual,
    trouble: troubleOf(known),
    recovery: recoveryOf(runs),
    longRuns: timed.filter(({ tookMs: ms }) => isLong(ms, usual)),
    running: timed.find(({ run }) => isOpenRun(run)),
  };
}

/** Returns the runs that succeeded or failed, the oldest first. */
const decisive = (runs: readonly Run[]) =>
  runs
    .flatMap((run) => {
      const at = timeOf(run);
      const decides = run.outcome === "succeeded" || run.outcome === "failed";
      return decides && at !== undefined ? [{ run, at }] : [];
    })
    .sort((a, b) => a.at - b.at);

function troubleOf(runs: readonly Run[]): Trouble | undefined {
  const all = decisive(runs);
  const lastSuccess = all.findLastIndex(({ run }) => run.outcome === "succeeded");
  const failures = all.slice(lastSuccess + 1);
  const [first] = failures;
  if (first === undefined) return undefined;
  return {
    since: first.at,
    failures: failures.length,
    atLeast: lastSuccess < 0,
    reason: failures.findLast(({ run }) => run.reason !== undefined)?.run.reason,
  };
}

function recoveryOf(runs: readonly Run[]): Recovery | undefined {
  const took: number[] = [];
  let firstFailure: number | undefined;
  for (const { run, at } of decisive(runs)) {
    if (run.outcome === "failed") firstFailure ??= at;
    else if (firstFailure !== undefined) {
      took.push(at - firstFailure);
      firstFailure = undefined;
    }
  }
  if (took.length === 0) return undefined;
  took.sort((a, b) => a - b);
  return { times: took.length, median: quantile(took, 0.5), longest: took.at(-1) ?? 0 };
}

/**
 * Returns the value that the given share of the sorted values does not exceed. For the median of an
 * even number of values, returns the mean of the middle two.
 */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * sorted.length;
  const upper = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(at) - 1))] ?? 0;
  if (share !== 0.5 || sorted.length % 2 === 1) return upper;
  return (upper + (sorted[sorted.length / 2] ?? upper)) / 2;
}
