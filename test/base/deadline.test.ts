import { getEventListeners } from "node:events";
import { readFile } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  createAllowance,
  deadlineSignal,
  firedByDeadline,
  onAbort,
  otherWork,
  withFirstOf,
} from "../../src/base/deadline.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

const fired = (signal: AbortSignal) =>
  new Promise<boolean>((resolve) => {
    signal.addEventListener("abort", () => resolve(firedByDeadline(signal)));
  });

test("fires at the deadline although garbage was collected", async () => {
  const caller = new AbortController();
  const ends = fired(deadlineSignal(30, caller.signal));
  for (let round = 0; round < 3; round++) collect();
  // The timer is unreferenced, so something else must keep the process alive until it fires.
  const alive = setInterval(() => {}, 10);
  expect(await ends).toBe(true);
  clearInterval(alive);
});

test("fires with the caller's signal, which is not a deadline", async () => {
  const caller = new AbortController();
  const ends = fired(deadlineSignal(60_000, caller.signal));
  caller.abort();
  expect(await ends).toBe(false);
  const late = deadlineSignal(60_000, caller.signal);
  expect([late.aborted, firedByDeadline(late)]).toEqual([true, false]);
});

describe("the first of several signals", () => {
  const reasonOf = (signal: AbortSignal) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve(signal.reason));
    });

  test("fires with any of them, or after the time", async () => {
    const [a, b] = [new AbortController(), new AbortController()];
    const signals = [a.signal, b.signal];
    const second = withFirstOf({ signals }, reasonOf);
    b.abort("second");
    expect(await second).toBe("second");
    const after = withFirstOf({ signals: [a.signal], ms: 1 }, async (signal) => {
      const alive = setInterval(() => {}, 1);
      await reasonOf(signal);
      clearInterval(alive);
      return firedByDeadline(signal);
    });
    expect(await after).toBe(true);
    expect(await withFirstOf({ signals }, async ({ aborted }) => aborted)).toBe(true);
  });

  test("keeps nothing of work that has ended", async () => {
    const { signal } = new AbortController();
    for (let round = 0; round < 100; round += 1) {
      await withFirstOf({ signals: [signal], ms: 60_000 }, async () => {});
    }
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

test("the time of an allowance passes only while a read runs, and is shared by all", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const { within } = createAllowance(10_000, new AbortController().signal);
  const endless = (atMostMs?: number) =>
    within(
      (signal) => new Promise<string>((resolve) => onAbort(signal, () => resolve("spent"))),
      atMostMs,
    );
  const early = endless(4000);
  await vi.advanceTimersByTimeAsync(4000);
  expect(await early).toBe("spent");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await within(async (signal) => signal.aborted)).toBe(false);
  const both = [endless(), endless()];
  await vi.advanceTimersByTimeAsync(5999);
  expect(await within(async (signal) => signal.aborted)).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await Promise.all(both)).toEqual(["spent", "spent"]);
  expect(await within(async (signal) => firedByDeadline(signal))).toBe(true);
});

test("an allowance ends with the call", async () => {
  const call = new AbortController();
  const { within } = createAllowance(10_000, call.signal);
  const reason = within(
    (signal) => new Promise((resolve) => onAbort(signal, () => resolve(signal.reason))),
  );
  call.abort("left");
  expect(await reason).toBe("left");
});

test("other work comes first, also in the callback of a file", async () => {
  const order: string[] = [];
  await new Promise<void>((resolve, reject) => {
    readFile(import.meta.filename, () => {
      setTimeout(() => order.push("other"), 1);
      // The timer is due from here on.
      for (const start = performance.now(); performance.now() - start < 3; );
      otherWork()
        .then(() => order.push("own"))
        .then(() => resolve(), reject);
    });
  });
  expect(order).toEqual(["other", "own"]);
});
