import { digest } from "../base/json.js";

const WITHIN_MS = 60_000;

/**
 * Whether a call was made within the last minute too: who asks the same again wants to know what changed since, who
 * asks something else can do with what was just read.
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
