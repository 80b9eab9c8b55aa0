import { Cron } from "croner";

/** Cities with daylight saving time, by their offset in winter. */
const SUMMER_TIME: Readonly<Record<string, string>> = {
  "-9": "America/Anchorage",
  "-8": "America/Los_Angeles",
  "-7": "America/Denver",
  "-6": "America/Chicago",
  "-5": "America/New_York",
  "-4": "America/Halifax",
  "0": "Europe/London",
  "1": "Europe/Berlin",
  "2": "Europe/Helsinki",
  "10": "Australia/Sydney",
  "12": "Pacific/Auckland",
};

/**
 * Returns a time zone with this offset in hours, with daylight saving time if a known zone has it.
 */
export function zoneOf(offset: string, summerTime: boolean): string {
  const hours = Number(offset);
  const known = summerTime ? SUMMER_TIME[String(hours)] : undefined;
  if (known !== undefined) return known;
  // The sign in the names of these zones is the opposite of the offset.
  return hours === 0 ? "UTC" : `Etc/GMT${hours > 0 ? "-" : "+"}${Math.abs(hours)}`;
}

/** Parses a cron expression with five fields. Undefined for any other text. */
export function parseCron(text: string, timezone = "UTC"): Cron | undefined {
  if (text.trim().startsWith("@")) return undefined;
  try {
    return new Cron(text, { mode: "5-part", timezone, sloppyRanges: true });
  } catch {
    return undefined;
  }
}

/** Returns the first minute after the given time at which one of the expressions is due. */
export function nextCron(
  expressions: readonly string[],
  after: number,
  timezone?: string,
): number | undefined {
  const next = expressions.flatMap((text) => {
    const at = parseCron(text, timezone)?.nextRun(new Date(after));
    return at == null ? [] : [at.getTime()];
  });
  return next.length === 0 ? undefined : Math.min(...next);
}

/**
 * Returns the expression for a time such as 14:30 on these days. Without days, it is for every day.
 */
export function dailyCron(time: string, days: readonly string[]): string {
  const [hours, minutes] = time.split(":").map(Number);
  return `${minutes} ${hours} * * ${days.map((day) => day.slice(0, 3)).join(",") || "*"}`;
}

/** Returns the last minute at or before the given time at which the expression was due. */
export function lastCron(text: string, before: number, timezone?: string): number | undefined {
  return parseCron(text, timezone)
    ?.previousRuns(1, new Date(before + 1000))
    .at(0)
    ?.getTime();
}
