import * as z from "zod";
import { ENUMS } from "../../client/operations/generated/enums.js";

export const Day = z.enum(ENUMS.create_transformation["schedule.days_of_week"]);
export const DAYS = Day.options;

/** When a connection syncs, as set with an object rather than with the three older fields. */
export const Schedule = z.object({
  schedule_type: z.enum(["TIME_OF_DAY", "INTERVAL", "CRON", "MANUAL"]),
  /** Minutes. */
  interval: z.number().int().optional(),
  time_of_day: z.string().optional(),
  days_of_week: z.array(Day).optional(),
  cron: z.string().optional(),
});
export type Schedule = z.infer<typeof Schedule>;
