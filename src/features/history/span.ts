import { inputError } from "../../base/errors.js";
import { timeParameter } from "../../toolkit/params.js";
import { DAY_MS, type Span } from "./read.js";

/** Returns the requested span. The default is the last 7 days. */
export function spanOf(
  { since, until }: { since?: string | undefined; until?: string | undefined },
  now: number,
): Span {
  const end = Math.min(until === undefined ? now : timeParameter("until", until, now), now);
  const start = since === undefined ? end - 7 * DAY_MS : timeParameter("since", since, now);
  if (start < end) return { since: start, until: end };
  throw inputError(
    start > now ? "since is in the future." : "since is not before until.",
    "Pass an earlier time as since.",
  );
}
