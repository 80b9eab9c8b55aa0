import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { deadlineSignal, firedByDeadline } from "../../src/base/deadline.js";

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
  // The timer is unreferenced: something else keeps the process alive until it fires.
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
