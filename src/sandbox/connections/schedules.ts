import * as z from "zod";
import { ENUMS } from "../../client/operations/generated/enums.js";
import { invalid } from "../api/envelope.js";
import { parseCron } from "../simulation/cron.js";
import type { Connection } from "../world/model.js";
import { DAYS, Day, type Schedule } from "../world/schedule.js";

/** Minutes between two syncs. */
export const Frequency = z
  .union([z.number().transform(String), z.string()])
  .refine(
    (minutes) => ENUMS.create_connection.sync_frequency.some((known) => known === minutes),
    "unsupported sync frequency",
  )
  .transform(Number);

export const ScheduleBody = z.looseObject({
  schedule_type: z.enum(["TIME_OF_DAY", "INTERVAL", "CRON", "MANUAL"]),
  interval: Frequency.optional(),
  time_of_day: z
    .string()
    .regex(/^([01]\d|2[0-3]):00$/, "must be a full hour such as 14:00")
    .optional(),
  days_of_week: z.array(Day).optional(),
  cron: z
    .string()
    .refine((text) => parseCron(text) !== undefined, "must be a cron expression of five fields")
    .optional(),
});
type ScheduleBody = z.infer<typeof ScheduleBody>;

const NEEDS = { INTERVAL: "interval", TIME_OF_DAY: "time_of_day", CRON: "cron" } as const;

function scheduleFrom(type: keyof typeof NEEDS, body: ScheduleBody): Schedule {
  const field = NEEDS[type];
  const value = body[field];
  if (value === undefined) throw invalid(`Field 'schedule.${field}' is required for ${type}`);
  const given = [...new Set(body.days_of_week ?? [])];
  // Without weekdays, a time of day applies to every day.
  const days = given.length === 0 && type === "TIME_OF_DAY" ? [...DAYS] : given;
  const limited = type !== "CRON" && days.length > 0;
  return { schedule_type: type, [field]: value, ...(limited ? { days_of_week: days } : {}) };
}

interface Change {
  schedule?: ScheduleBody | null | undefined;
  schedule_type?: Connection["schedule_type"] | undefined;
  sync_frequency?: number | undefined;
  daily_sync_time?: string | null | undefined;
}

type Fields = Pick<Connection, "schedule" | "schedule_type" | "sync_frequency" | "daily_sync_time">;

/**
 * Returns the schedule fields after a change. If both are given, the object overrides the older
 * fields.
 */
export function scheduleAfter(before: Fields, change: Change): Fields {
  const { schedule, schedule_type, sync_frequency, daily_sync_time } = change;
  if (schedule != null) {
    if (schedule_type === "manual") {
      throw invalid("Field 'schedule' cannot be combined with schedule_type 'manual'");
    }
    if (schedule.schedule_type === "MANUAL") {
      return { ...before, schedule: { schedule_type: "MANUAL" }, schedule_type: "manual" };
    }
    const next = scheduleFrom(schedule.schedule_type, schedule);
    const { interval, time_of_day = null } = next;
    return {
      schedule: next,
      schedule_type: "auto",
      sync_frequency: interval ?? (time_of_day === null ? null : 1440),
      daily_sync_time: time_of_day,
    };
  }
  const frequency = sync_frequency ?? before.sync_frequency;
  const time = daily_sync_time === undefined ? before.daily_sync_time : daily_sync_time;
  const replaced = sync_frequency !== undefined || daily_sync_time !== undefined;
  return {
    schedule: replaced ? null : before.schedule,
    schedule_type: schedule_type ?? before.schedule_type,
    sync_frequency: frequency,
    daily_sync_time: frequency === 1440 ? time : null,
  };
}
