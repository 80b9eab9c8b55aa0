import { DAY, HOUR, MINUTE } from "../world/clock.js";

/** Minute, hour, day of month, month, day of week. */
const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

export type Cron = readonly ReadonlySet<number>[];

function part(text: string, low: number, high: number): number[] | undefined {
  const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, first, last, step] = match;
  const from = first === undefined ? low : Number(first);
  const alone = first !== undefined && last === undefined && step === undefined;
  const to = last !== undefined ? Number(last) : alone ? from : high;
  const by = step === undefined ? 1 : Number(step);
  if (from < low || to > high || from > to || by < 1) return undefined;
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, at) => from + at * by);
}

/** Five fields of numbers, ranges, lists and steps; undefined if it is none. */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== RANGES.length) return undefined;
  const sets: Set<number>[] = [];
  for (const [at, [low, high]] of RANGES.entries()) {
    const values = (fields[at] ?? "").split(",").map((piece) => part(piece, low, high));
    if (values.includes(undefined)) return undefined;
    sets.push(new Set(values.flatMap((list) => list ?? []).map((n) => (at === 4 ? n % 7 : n))));
  }
  return sets;
}

const YEARS_AHEAD = 5 * 366;

/** The first minute after a moment that fits, in UTC. */
export function nextCron(cron: Cron, after: number): number | undefined {
  const [minutes, hours, days, months, weekdays] = cron;
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  const start = Math.floor(after / MINUTE) * MINUTE + MINUTE;
  const anyDay = days.size === 31;
  const anyWeekday = weekdays.size === 7;
  const midnight = Math.floor(start / DAY) * DAY;
  for (let day = midnight; day < midnight + YEARS_AHEAD * DAY; day += DAY) {
    const date = new Date(day);
    if (!months.has(date.getUTCMonth() + 1)) continue;
    const [byDate, byWeekday] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
    // As cron has it: two restrictions on the day are alternatives.
    const fits = anyDay || anyWeekday ? byDate && byWeekday : byDate || byWeekday;
    if (!fits) continue;
    for (const hour of [...hours].sort((a, b) => a - b)) {
      for (const minute of [...minutes].sort((a, b) => a - b)) {
        const at = day + hour * HOUR + minute * MINUTE;
        if (at >= start) return at;
      }
    }
  }
  return undefined;
}
