import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { summarize } from "../../../src/features/history/summary.js";
import type { Run, RunOutcome } from "../../../src/toolkit/recorded.js";

const MINUTE = 60_000;
const NOW = 1000 * MINUTE;

/** Returns one run. Times are in minutes. */
const run = (
  outcome: RunOutcome,
  startedAt: number | undefined,
  endedAt: number | undefined,
  reason?: string,
): Run => ({
  id: `${startedAt}-${endedAt}`,
  connectionId: "c",
  startedAt: startedAt === undefined ? undefined : startedAt * MINUTE,
  endedAt: endedAt === undefined ? undefined : endedAt * MINUTE,
  outcome,
  reason,
  extractMb: undefined,
  processMb: undefined,
  loadMb: undefined,
});
const ok = (at: number, minutes = 5) => run("succeeded", at - minutes, at);
const failed = (at: number, reason?: string) => run("failed", at - 1, at, reason);
const of = (...runs: Run[]) => summarize(runs, runs, NOW);

test("nothing is known of a connector without runs", () => {
  expect(of()).toEqual({
    counts: {},
    failureRate: undefined,
    usual: undefined,
    trouble: undefined,
    recovery: undefined,
    longRuns: [],
    running: undefined,
  });
});

describe("the failure rate", () => {
  test.each([
    [[ok(1), failed(2), failed(3), ok(4)], 0.5],
    [[failed(1)], 1],
    // A run that was cancelled or rescheduled, or that is still running, has not failed.
    [[ok(1), run("cancelled", 2, 3), run("rescheduled", 4, 5), run("running", 6, undefined)], 0],
    [[run("cancelled", 2, 3)], undefined],
  ])("%#", (runs, rate) => {
    expect(of(...runs).failureRate).toBe(rate);
  });
});

describe("the usual duration", () => {
  test("leaves out syncs that ended before they started, or in the future", () => {
    const odd = [run("succeeded", 50, 40), run("succeeded", 60, 5000)];
    const { usual, longRuns } = of(ok(10), ok(20), ok(30), ...odd);
    expect(usual).toEqual({ median: 5 * MINUTE, p90: 5 * MINUTE, syncs: 3 });
    expect(longRuns).toEqual([]);
  });

  test("needs three syncs that succeeded, with both of their times", () => {
    expect(of(ok(10), ok(20), failed(30), run("succeeded", undefined, 40)).usual).toBeUndefined();
    expect(of(ok(10), ok(20), ok(30)).usual).toEqual({
      median: 5 * MINUTE,
      p90: 5 * MINUTE,
      syncs: 3,
    });
  });

  test("is the median, the mean of the middle two of an even number, and what nine of ten do not exceed", () => {
    const took = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];
    const { usual } = of(...took.map((minutes, at) => ok(100 + at, minutes)));
    expect(usual).toEqual({ median: 5.5 * MINUTE, p90: 9 * MINUTE, syncs: 10 });
    const odd = of(...[9, 1, 5].map((minutes, at) => ok(100 + at, minutes)));
    expect(odd.usual?.median).toBe(5 * MINUTE);
  });

  test("is measured on all that is known, and counts on the span alone", () => {
    const known = [ok(10), ok(20), ok(30)];
    const summary = summarize([ok(30)], known, NOW);
    expect(summary.usual?.syncs).toBe(3);
    expect(summary.counts).toEqual({ succeeded: 1 });
  });
});

describe("a long run", () => {
  const usual = [ok(10), ok(20), ok(30)];
  test.each([
    ["at three times the median", 15, false],
    ["above it, but less than ten minutes more", 14.9, false],
    ["more than three times and ten minutes more", 15.1, true],
  ])("%s", (_, minutes, long) => {
    expect(of(...usual, ok(200, minutes)).longRuns).toHaveLength(long ? 1 : 0);
  });

  test("one that still runs counts by how long it has", () => {
    const open = run("running", 900, undefined);
    const { running, longRuns } = of(...usual, open);
    expect(running).toEqual({ run: open, tookMs: 100 * MINUTE });
    expect(longRuns).toEqual([{ run: open, tookMs: 100 * MINUTE }]);
  });
});

describe("the present trouble", () => {
  test("begins with the first failure since the last success, with the reason of the latest that has one", () => {
    const { trouble } = of(
      failed(5),
      ok(10),
      failed(20, "first"),
      failed(30, "second"),
      failed(40),
    );
    expect(trouble).toEqual({ since: 20 * MINUTE, failures: 3, atLeast: false, reason: "second" });
  });

  test("may have begun earlier where no success is known, and is over after one", () => {
    expect(of(failed(20), failed(30)).trouble).toMatchObject({ since: 20 * MINUTE, atLeast: true });
    expect(of(failed(20), ok(30)).trouble).toBeUndefined();
    // A cancelled sync does not end a series of failures.
    expect(of(failed(20), run("cancelled", 30, 31)).trouble).toMatchObject({ failures: 1 });
  });
});

test("recovery: from the first failure of each trouble to the next success", () => {
  const { recovery } = of(failed(10), failed(15), ok(30), failed(40), ok(50), failed(60));
  expect(recovery).toEqual({ times: 2, median: 15 * MINUTE, longest: 20 * MINUTE });
  expect(of(ok(10), failed(20)).recovery).toBeUndefined();
});

test("the order in which runs come changes nothing, and every run is counted once", () => {
  const one = fc
    .tuple(
      fc.constantFrom<RunOutcome>("succeeded", "failed", "cancelled", "running"),
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 0, max: 60 }),
    )
    .map(([outcome, at, took]) => run(outcome, at - took, outcome === "running" ? undefined : at));
  const apart = { selector: ({ endedAt, startedAt }: Run) => endedAt ?? startedAt };
  fc.assert(
    fc.property(fc.uniqueArray(one, { ...apart, maxLength: 30 }), (runs) => {
      const { longRuns, running, ...summary } = of(...runs);
      const { longRuns: _, running: __, ...turned } = of(...runs.toReversed());
      expect(turned).toEqual(summary);
      const counted = Object.values(summary.counts).reduce((sum, n) => sum + n, 0);
      expect(counted).toBe(runs.length);
      expect(longRuns.length).toBeLessThanOrEqual(runs.length);
      expect(running !== undefined).toBe(runs.some(({ outcome }) => outcome === "running"));
    }),
  );
});
