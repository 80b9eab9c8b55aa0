import type { Run, RunOutcome } from "../../toolkit/recorded.js";
import { isOpenRun, timeOf, tookMs } from "./runs.js";

/** How long syncs usually take, in milliseconds, from those that succeeded. */
export interface UsualDuration {
  median: number;
  /** Nine of ten take at most so long. */
  p90: number;
  /** How many syncs it is measured on. */
  syncs: number;
}

/** Failures since the last success. */
export interface Trouble {
  /** The first of them. */
  since: number;
  failures: number;
  /** No success is known before it, so that it may have begun earlier. */
  atLeast: boolean;
  reason: string | undefined;
}

export interface Recovery {
  /** Times that failures were followed by a success. */
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
  /** Failures among the syncs that succeeded or failed; undefined without any. */
  failureRate: number | undefined;
  usual: UsualDuration | undefined;
  trouble: Trouble | undefined;
  recovery: Recovery | undefined;
  longRuns: LongRun[];
  running: LongRun | undefined;
}

/** Below it a usual duration would be a guess. */
const FEWEST_SYNCS = 3;

/** The usual duration of a connector's syncs. */
function usualDuration(runs: readonly Run[]): UsualDuration | undefined {
  const took = runs
    .flatMap((run) => (run.outcome === "succeeded" ? (tookMs(run, Number.NaN) ?? []) : []))
    .sort((a, b) => a - b);
  if (took.length < FEWEST_SYNCS) return undefined;
  return { median: quantile(took, 0.5), p90: quantile(took, 0.9), syncs: took.length };
}

const LONG_FACTOR = 3;
/** A sync of seconds that takes a minute is nothing to report. */
const LEAST_EXCESS_MS = 10 * 60_000;

/** Whether a sync takes far longer than usual: more than three times the median, and at least ten minutes more. */
const isLong = (ms: number, usual: UsualDuration | undefined): boolean =>
  usual !== undefined && ms > LONG_FACTOR * usual.median && ms >= usual.median + LEAST_EXCESS_MS;

/**
 * What the runs of one connector show. `known` are all runs at hand: the usual duration and the present trouble follow
 * from them, also where they lie outside of the span; counts and the rest follow from `runs`.
 */
export function summarize(runs: readonly Run[], known: readonly Run[], now: number): Summary {
  const counts: Partial<Record<RunOutcome, number>> = {};
  for (const { outcome } of runs) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const { failed = 0, succeeded = 0 } = counts;
  const usual = usualDuration(known);
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

/** Runs that succeeded or failed, oldest first. */
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

/** The value that a share of the sorted values do not exceed; the mean of the middle two for the median. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * sorted.length;
  const upper = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(at) - 1))] ?? 0;
  if (share !== 0.5 || sorted.length % 2 === 1) return upper;
  return (upper + (sorted[sorted.length / 2] ?? upper)) / 2;
}
