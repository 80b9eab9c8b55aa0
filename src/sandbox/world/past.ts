import * as z from "zod";

export const PastRun = z.object({
  id: z.string(),
  started_at: z.number(),
  ended_at: z.number(),
  historical: z.boolean(),
  outcome: z.enum(["SUCCESSFUL", "FAILURE", "FAILURE_WITH_TASK", "RESCHEDULED", "CANCELED"]),
  reason: z.string().optional(),
});
export type PastRun = z.infer<typeof PastRun>;

/**
 * The time before the world was created. Its runs are computed when they are read, because a large
 * world could not store them.
 */
export const Past = z.object({
  /** The time at which the world was created. */
  until: z.number(),
  every_minutes: z.number(),
  created_at: z.number(),
  succeeded_at: z.number().nullable(),
  failed_at: z.number().nullable(),
  duration_ms: z.number(),
  /** How the runs after the last success ended. Null if there were none. */
  trouble: PastRun.shape.outcome.nullable(),
  reason: z.string(),
});
export type Past = z.infer<typeof Past>;
