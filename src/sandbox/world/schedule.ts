import * as z from "zod";
import { ENUMS } from "../../client/operations/generated/enums.js";

const { create_connection: CHOICES } = ENUMS;

export const Day = z.enum(CHOICES["schedule.days_of_week"]);
export const DAYS = Day.options;

/** A schedule that was set as an object, not with the three older fields. */
export const Schedule = z.object({
  schedule_type: z.enum(CHOICES["schedule.schedule_type"]),
  /** In minutes. */
  interval: z.number().int().optional(),
  time_of_day: z.string().optional(),
  days_of_week: z.array(Day).optional(),
  cron: z.string().optional(),
});
export type Schedule = z.infer<typeof Schedule>;
