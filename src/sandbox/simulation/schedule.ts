import { HOUR, MINUTE, millis } from "../world/clock.js";
import type { Connection, Destination } from "../world/model.js";
import { hash } from "../world/random.js";
import { DAYS, type Schedule } from "../world/schedule.js";
import { dailyCron, lastCron, nextCron, zoneOf } from "./cron.js";

/**
 * Returns the constant by which a destination shifts its schedule, so that not all syncs start on
 * the hour.
 */
function destinationOffsetMs(groupId: string): number {
  return (hash(groupId) % 60) * MINUTE;
}

/** The fields that decide when a connection syncs. */
type Scheduled = Pick<
  Connection,
  "group_id" | "sync_frequency" | "daily_sync_time" | "schedule" | "schedule_type"
>;

const WHOLE_WEEK = DAYS.length;

/** Returns the cron expression and time zone of a schedule that has no single interval. */
function calendarOf(
  { schedule }: Scheduled,
  destination: Destination | undefined,
): { expression: string; zone: string } | undefined {
  if (schedule?.schedule_type === "CRON") {
    const { time_zone_offset = "0", daylight_saving_time_enabled = false } = destination ?? {};
    const zone = zoneOf(time_zone_offset, daylight_saving_time_enabled);
    return { expression: schedule.cron ?? "", zone };
  }
  const days = schedule?.days_of_week ?? [];
  // The time of day is in UTC, like `daily_sync_time`.
  if (schedule?.schedule_type !== "TIME_OF_DAY" || days.length % WHOLE_WEEK === 0) return undefined;
  return { expression: dailyCron(schedule.time_of_day ?? "00:00", days), zone: "UTC" };
}

function hasOneInterval({ schedule }: Scheduled): boolean {
  return schedule === null || (schedule.schedule_type !== "CRON" && !schedule.days_of_week?.length);
}

/** Returns the interval and the anchor of a schedule with a single interval. */
function grid(connection: Scheduled, destination: Destination | undefined) {
  const { schedule, sync_frequency, daily_sync_time } = connection;
  const minutes = schedule?.interval ?? sync_frequency ?? 1440;
  const midnight = -Number(destination?.time_zone_offset ?? "0") * HOUR;
  const anchor =
    minutes === 1440 && daily_sync_time !== null
      ? Number(daily_sync_time.slice(0, 2)) * HOUR
      : midnight;
  return { step: minutes * MINUTE, base: anchor + destinationOffsetMs(connection.group_id) };
}

const DAY_NAMES = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

/**
 * Returns true if the schedule runs on this day. An interval can be limited to some days of the
 * week.
 */
function runsOn(schedule: Schedule | null, at: number): boolean {
  const days: readonly string[] = schedule?.days_of_week ?? [];
  return days.length === 0 || days.includes(DAY_NAMES[new Date(at).getUTCDay()] ?? "");
}

/**
 * Returns the first slot at or after the given time. Every frequency divides a day, so slots
 * anchored at the destination's midnight are the same on every day.
 */
export function nextSlot(
  connection: Scheduled,
  destination: Destination | undefined,
  from: number,
): number {
  const calendar = calendarOf(connection, destination);
  if (calendar !== undefined) {
    const offset = destinationOffsetMs(connection.group_id);
    const { expression, zone } = calendar;
    const at = nextCron([expression], from - offset - 1, zone);
    return at === undefined ? Number.POSITIVE_INFINITY : at + offset;
  }
  const { step, base } = grid(connection, destination);
  let at = base + Math.ceil((from - base) / step) * step;
  while (!runsOn(connection.schedule, at)) at += step;
  return at;
}

/** Returns the last slot whose run has ended at the given time. */
export function lastFinishedSlot(
  connection: Scheduled,
  destination: Destination | undefined,
  durationMs: number,
  now: number,
): number {
  const calendar = calendarOf(connection, destination);
  if (calendar !== undefined) {
    const offset = destinationOffsetMs(connection.group_id);
    const { expression, zone } = calendar;
    return (lastCron(expression, now - durationMs - offset, zone) ?? now - durationMs) + offset;
  }
  const { step, base } = grid(connection, destination);
  let at = base + Math.floor((now - durationMs - base) / step) * step;
  while (!runsOn(connection.schedule, at)) at -= step;
  return at;
}

/** The allowance beyond one interval, in minutes. Fivetran does not publish its values. */
const ALLOWANCE_MINUTES = { HIGH: 30, NORMAL: 120, LOW: 1440 } as const;

function allowanceMs(connection: Connection, intervalMs: number): number {
  const sensitivity = connection.data_delay_sensitivity;
  if (sensitivity === "CUSTOM") return (connection.data_delay_threshold ?? 0) * MINUTE;
  if (sensitivity === "SYNC_FREQUENCY") return intervalMs;
  return ALLOWANCE_MINUTES[sensitivity] * MINUTE;
}

/**
 * Returns the time at which the connection becomes `delayed` unless a run succeeds before.
 * Undefined if it never does.
 */
export function delayedAt(connection: Connection): number | undefined {
  if (connection.paused || connection.schedule_type === "manual") return undefined;
  if (connection.status.setup_state === "incomplete") return undefined;
  const since = millis(connection.succeeded_at ?? connection.created_at);
  // The time zone makes little difference here, so the destination is not needed.
  const intervalMs = hasOneInterval(connection)
    ? grid(connection, undefined).step
    : nextSlot(connection, undefined, since + 1) - since;
  return since + intervalMs + allowanceMs(connection, intervalMs) + 1;
}
