import { digest } from "../base/json.js";

const WITHIN_MS = 60_000;

/**
 * Returns a function that remembers calls and returns whether the same call was made within the last minute. A caller
 * that repeats a call wants to know what has changed; for a different call, data that was just read is recent enough.
 */
export function repeatedCalls(now: () => number): (tool: string, args: unknown) => boolean {
  const calls = new Map<string, number>();
  return (tool, args) => {
    const key = digest([tool, args]);
    for (const [other, at] of calls) {
      if (now() - at <= WITHIN_MS) break;
      calls.delete(other);
    }
    const repeated = calls.delete(key);
    calls.set(key, now());
    return repeated;
  };
}
