import * as z from "zod";
import { ENUMS } from "../../client/operations/generated/enums.js";
import { SECOND, timestamp } from "./clock.js";
import { JsonObject } from "./json.js";
import { hash } from "./random.js";

const { create_transformation: CHOICES } = ENUMS;

export const TransformationSchedule = z.object({
  schedule_type: z.enum(CHOICES["schedule.schedule_type"]),
  connection_ids: z.array(z.string()).optional(),
  transformation_ids: z.array(z.string()).optional(),
  cron: z.array(z.string()).optional(),
  interval: z.number().int().min(1).optional(),
  days_of_week: z.array(z.enum(CHOICES["schedule.days_of_week"])).optional(),
  time_of_day: z
    .string()
    .regex(/^([01]\d|2[0-3]):(00|30)$/, "must be a full or half hour such as 14:30")
    .optional(),
  smart_syncing: z.boolean().optional(),
});
export type TransformationSchedule = z.infer<typeof TransformationSchedule>;

export const Transformation = z.object({
  id: z.string(),
  type: z.enum(CHOICES.type),
  status: z.enum(["NEW", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED"]),
  schedule: TransformationSchedule,
  paused: z.boolean(),
  created_at: z.string(),
  created_by_id: z.string(),
  last_started_at: z.string().nullable(),
  last_ended_at: z.string().nullable(),
  output_model_names: z.array(z.string()),
  transformation_config: JsonObject,
  backstage: z.object({
    group_id: z.string(),
    duration_ms: z.number().min(1),
    outcome: z.enum(["success", "failure"]),
    ends_at: z.number().nullable(),
    start_at: z.number().nullable(),
    /** Scheduled slots before this time are ignored. */
    since: z.number(),
    /**
     * The connections and transformations that it waits for and that have succeeded since its last
     * start.
     */
    ready: z.array(z.string()),
  }),
});
export type Transformation = z.infer<typeof Transformation>;

/** Returns a transformation that has not run yet. */
export function newTransformation(
  given: Omit<
    Transformation,
    "status" | "created_at" | "last_started_at" | "last_ended_at" | "backstage"
  >,
  group_id: string,
  now: number,
): Transformation {
  const { paused, created_by_id, ...own } = given;
  return {
    ...own,
    status: "NEW",
    paused,
    created_at: timestamp(now),
    created_by_id,
    last_started_at: null,
    last_ended_at: null,
    backstage: {
      group_id,
      duration_ms: 10 * SECOND + (hash(given.id) % 20_000),
      outcome: "success",
      ends_at: null,
      start_at: null,
      since: now,
      ready: [],
    },
  };
}
