import { Cron } from "croner";
import type { Connection } from "../resources/models.js";

/** How often a connection syncs on its own. */
export interface Cadence {
  /** `other`: the schedule has a kind that this version does not recognize. */
  kind: "auto" | "manual" | "other";
  /**
   * The longest time between two consecutive syncs, in minutes. Undefined if it is unknown or the schedule is manual.
   */
  minutes: number | undefined;
  /** The schedule in words. Undefined if it is only a number of minutes. */
  text: string | undefined;
}

type Scheduled = Partial<Pick<Connection, "schedule" | "schedule_type" | "sync_frequency">>;

const DAY = 1440;
const DAYS = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

/**
 * The cadence of a connection. If the record has a `schedule` object, that object decides. The `sync_frequency` beside
 * it may be another value, and is used only for an interval schedule that lacks its interval.
 */
export function cadenceOf({ schedule, schedule_type, sync_frequency }: Scheduled): Cadence {
  const type = schedule?.schedule_type?.toUpperCase();
  const plain = schedule_type?.toLowerCase() ?? "auto";
  if (type === "MANUAL" || plain === "manual") {
    return { kind: "manual", minutes: undefined, text: type?.toLowerCase() };
  }
  if (schedule == null || type === undefined) {
    return plain === "auto"
      ? { kind: "auto", minutes: positive(sync_frequency), text: undefined }
      : { kind: "other", minutes: undefined, text: undefined };
  }
  const days = (schedule.days_of_week ?? []).map((day) => day.toUpperCase());
  const daysText = days.length === 0 || days.length === 7 ? "" : ` on ${days.join(", ")}`;
  const gap = longestGap(days);
  const auto = (minutes: number | undefined, text: string): Cadence => ({
    kind: "auto",
    minutes,
    text,
  });
  switch (type) {
    case "INTERVAL": {
      const every = positive(schedule.interval) ?? positive(sync_frequency);
      return auto(
        every === undefined || gap === undefined ? undefined : every + (gap - 1) * DAY,
        `every ${every ?? "?"} minutes${daysText}`,
      );
    }
    case "TIME_OF_DAY":
      return auto(
        gap === undefined ? undefined : gap * DAY,
        `at ${schedule.time_of_day ?? "?"}${daysText}`,
      );
    case "CRON":
      return auto(cronGap(schedule.cron ?? ""), `cron ${schedule.cron ?? "?"}`);
    default:
      return { kind: "other", minutes: undefined, text: type };
  }
}

const positive = (value: number | null | undefined) =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;

/** The longest gap between two of these weekdays, in days. 1 if all days or no days are given. */
function longestGap(days: readonly string[]): number | undefined {
  const numbers = days.map((day) => DAYS.indexOf(day));
  if (numbers.includes(-1)) return undefined;
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const [first] = sorted;
  if (first === undefined) return 1;
  return Math.max(...sorted.map((day, index) => (sorted[index + 1] ?? first + 7) - day));
}

/** Whether the text is a cron expression. */
export const isCron = (text: string): boolean =>
  !text.trim().startsWith("@") && parseCron(text) !== undefined;

function parseCron(text: string): Cron | undefined {
  try {
    return new Cron(text, { utcOffset: 0, sloppyRanges: true });
  } catch {
    return undefined;
  }
}

/** The maximum number of runs examined. It covers a week of runs every five minutes. */
const MOST_RUNS = 2016;
/** A Sunday, so that the examined runs include gaps that depend on the weekday. */
const FROM = new Date("2023-12-31T00:00:00Z");
const YEAR = 366 * DAY * 60_000;

const gaps = new Map<string, number | undefined>();
const MOST_KNOWN = 500;

/** The longest time between two runs within a year, in minutes. The time zone matters only when clocks change. */
function cronGap(expression: string): number | undefined {
  if (gaps.has(expression)) return gaps.get(expression);
  if (gaps.size >= MOST_KNOWN) gaps.clear();
  const gap = computeGap(expression);
  gaps.set(expression, gap);
  return gap;
}

function computeGap(expression: string): number | undefined {
  const cron = parseCron(expression);
  if (cron === undefined) return undefined;
  let longest = 0;
  let last: Date | undefined;
  for (let runs = 0; runs < MOST_RUNS; runs++) {
    const next = cron.nextRun(last ?? FROM);
    if (next === null) return undefined;
    if (last !== undefined) longest = Math.max(longest, next.getTime() - last.getTime());
    last = next;
    if (next.getTime() - FROM.getTime() > YEAR) break;
  }
  return longest / 60_000;
}
