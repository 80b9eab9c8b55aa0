const ISO = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Milliseconds since 1970, with microseconds as the fraction. A time without a zone is in UTC, as all of Fivetran's
 * times are. Undefined if the text is not an ISO 8601 time.
 */
export function instant(iso: string | null | undefined): number | undefined {
  const parts = iso ? ISO.exec(iso) : null;
  if (!parts) return undefined;
  const [, minutes = "", seconds = "00", fraction = "0", zone = "Z"] = parts;
  if (!isDay(minutes.slice(0, 10))) return undefined;
  const whole = Date.parse(`${minutes}:${seconds}${zone.toUpperCase()}`);
  return Number.isNaN(whole) ? undefined : whole + Number(`0.${fraction}`) * 1000;
}

/** Whether a day exists. Date.parse reads February 30th as March 2nd. */
const isDay = (day: string) =>
  day.slice(8) <= "28" || new Date(`${day}T00:00:00Z`).getUTCDate() === Number(day.slice(8));

/** Formats milliseconds since 1970 in ISO 8601, in UTC and to the second. */
export const isoTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");

/** Whole minutes from `iso` to `now`, at least 0. Undefined if `iso` is not an ISO 8601 time. */
export function ageMinutes(iso: string | null | undefined, now: Date): number | undefined {
  const then = instant(iso);
  return then === undefined ? undefined : minutesBetween(then, now.getTime());
}

/**
 * Whole minutes between two times, at least 0. The microseconds of `from` are dropped, because `to` comes from a
 * clock that counts whole milliseconds: otherwise a full minute could count as 59.999 s.
 */
export const minutesBetween = (from: number, to: number) =>
  Math.max(0, Math.floor((to - Math.floor(from)) / 60_000));

/** Formats minutes as "45 min", "13 h 20 min", "2 d 4 h" or "12 d": at most two units, rounded down. */
export function duration(minutes: number): string {
  if (!Number.isFinite(minutes)) return "unknown";
  const total = Math.max(0, Math.floor(minutes));
  if (total < 60) return `${total} min`;
  const days = Math.floor(total / 1440);
  const hours = Math.floor((total % 1440) / 60);
  if (days >= 10) return `${days} d`;
  const [large, small] =
    days > 0
      ? [`${days} d`, hours > 0 ? ` ${hours} h` : ""]
      : [`${hours} h`, total % 60 > 0 ? ` ${total % 60} min` : ""];
  return large + small;
}

/** Formats a duration that is shown beside a limit. If both would look the same, all units are shown. */
export function durationBeside(minutes: number, limit: number): string {
  const text = duration(minutes);
  const total = Math.max(0, Math.floor(minutes));
  if (text !== duration(limit) || total === limit || !Number.isFinite(minutes)) return text;
  const [days, hours, rest] = [
    Math.floor(total / 1440),
    Math.floor((total % 1440) / 60),
    total % 60,
  ];
  return [days > 0 && `${days} d`, hours > 0 && `${hours} h`, rest > 0 && `${rest} min`]
    .filter(Boolean)
    .join(" ");
}
