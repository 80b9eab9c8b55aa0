import { inputError } from "../../base/errors.js";
import { instant } from "../../base/time.js";
import { DAY_MS, type Span } from "./read.js";

const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: DAY_MS / 24,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/** Parses an ISO 8601 time or date, or an age such as `24h` or `30d`. */
function timeIn(text: string, now: number): number | undefined {
  const [, number, unit = ""] = /^(\d{1,5}) ?([mhdw])$/i.exec(text.trim()) ?? [];
  if (number === undefined) {
    const [date = "", time = "00:00", ...more] = text.trim().split(/[T ]/i);
    return more.length > 0 ? undefined : instant(`${date}T${time}`);
  }
  return now - Number(number) * (UNIT_MS[unit.toLowerCase()] ?? 0);
}

/** Returns the requested span. The default is the last 7 days. */
export function spanOf(
  { since, until }: { since?: string | undefined; until?: string | undefined },
  now: number,
): Span {
  const read = (name: string, text: string | undefined, otherwise: number) => {
    const at = text === undefined ? otherwise : timeIn(text, now);
    if (at !== undefined) return at;
    throw inputError(
      `${name} is not a time.`,
      "Pass an ISO 8601 time such as 2026-03-02T09:00:00Z, or an age such as 24h or 30d.",
    );
  };
  const end = Math.min(read("until", until, now), now);
  const start = read("since", since, end - 7 * DAY_MS);
  if (start < end) return { since: start, until: end };
  throw inputError(
    start > now ? "since is in the future." : "since is not before until.",
    "Pass an earlier time as since.",
  );
}
