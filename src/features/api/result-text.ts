import * as z from "zod";
import { lines, quoted } from "../../toolkit/render.js";
import { flatLine } from "./result.js";

/** The result of a change by operation id. */
export const ApiResult = z.looseObject({
  operation: z.string(),
  target: z.string(),
  message: z.string().optional(),
  answer: z.unknown().optional(),
  kept: z.record(z.string(), z.string()).optional(),
  verified: z.string().optional(),
  differs: z.array(z.string()).optional(),
  notes: z.array(z.string()).optional(),
  advice: z.string().optional(),
});

export function apiResultText({
  operation,
  target,
  message,
  answer,
  kept = {},
  verified,
  differs = [],
  notes = [],
  advice,
}: z.output<typeof ApiResult>): string {
  return lines(
    `${operation} done: ${target}`,
    message !== undefined && `Fivetran says: ${quoted(message)}`,
    answer !== undefined && flatLine(answer),
    Object.entries(kept).map(([field, place]) => `${field}: ${place}`),
    verified !== undefined && `Its answer was lost; ${verified}`,
    differs.length > 0 &&
      `Reads otherwise than it was sent: ${differs.join(", ")}. Fivetran may not have taken it.`,
    notes,
    advice,
  );
}
