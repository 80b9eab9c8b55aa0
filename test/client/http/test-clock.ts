import { onAbort } from "../../../src/base/deadline.js";
import type { Clock } from "../../../src/client/http/clock.js";

export interface TestClock extends Clock {
  /** Moves the clock and runs everything that becomes due, in order. */
  advance: (ms: number) => void;
  /** Every requested sleep, in milliseconds. */
  sleeps: number[];
}

const START = Date.parse("2026-03-02T09:30:00Z");

/** Returns a stopped clock. With `hasty`, a sleep advances the clock and ends immediately. */
export function testClock({ hasty = false } = {}): TestClock {
  let now = 1000;
  let timers: { at: number; act: () => void }[] = [];
  const sleeps: number[] = [];
  const after: Clock["after"] = (ms, act) => {
    const timer = { at: now + ms, act };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };
  const advance = (ms: number) => {
    const end = now + ms;
    for (;;) {
      const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      timers = timers.filter((timer) => timer !== next);
      now = Math.max(now, next.at);
      next.act();
    }
    now = end;
  };
  return {
    now: () => now,
    date: () => START + now,
    after,
    advance,
    sleeps,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        sleeps.push(ms);
        const forget = onAbort(signal, () => reject(signal?.reason));
        const wake = () => {
          forget();
          resolve();
        };
        if (hasty) advance(ms);
        if (hasty) wake();
        else after(ms, wake);
      }),
  };
}
