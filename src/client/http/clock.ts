import { onAbort } from "../../base/deadline.js";

/** The time that the client goes by; tests pass their own. */
export interface Clock {
  /** Monotonic milliseconds. */
  now: () => number;
  /** Milliseconds since 1970. */
  date: () => number;
  /** Resolves after `ms`; rejects with the signal's reason when that comes first. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Runs `act` after `ms` unless the returned function is called first. */
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
