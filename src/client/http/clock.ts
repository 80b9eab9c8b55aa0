import { onAbort } from "../../base/deadline.js";

/** The source of time and timers. Tests pass their own. */
export interface Clock {
  /** Monotonic time in milliseconds. */
  now: () => number;
  /** Milliseconds since 1970. */
  date: () => number;
  /** Resolves after `ms` milliseconds. Rejects with the signal's reason if the signal fires first. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Calls `act` after `ms` milliseconds. The returned function cancels it. */
  after: (ms: number, act: () => void) => () => void;
}

const after: Clock["after"] = (ms, act) => {
  const timer = setTimeout(act, Math.max(0, ms));
  return () => clearTimeout(timer);
};

export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after,
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const cancel = after(ms, () => {
        forget();
        resolve();
      });
      const forget = onAbort(signal, () => {
        cancel();
        reject(signal?.reason);
      });
    }),
};
