import * as z from "zod";

export const FaultRule = z.strictObject({
  operation: z.string().optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  calls: z
    .union([
      z.array(z.number().int().min(1)),
      z.strictObject({ from: z.number().int().min(1), to: z.number().int().min(1).optional() }),
    ])
    .optional(),
  when: z.enum(["before", "after"]).optional(),
  status: z.number().int().min(200).max(599).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
  delayMs: z.number().min(0).optional(),
  dripMs: z.number().min(0).optional(),
  cut: z.number().int().min(0).optional(),
  reset: z.boolean().optional(),
  hang: z.boolean().optional(),
});

export interface FaultRule {
  operation?: string;
  method?: string;
  /** A part of the path as it was asked for, with the query. */
  path?: string;
  /** Which of the requests that match this rule, counted from 1. Default: all. */
  calls?: number[] | { from: number; to?: number };
  /** Before or after the effect is applied. Default: before. */
  when?: "before" | "after";
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** Before the headers are sent. */
  delayMs?: number;
  /** Between one byte of the body and the next. */
  dripMs?: number;
  /** Closes the socket after so many bytes of the body, though more were promised. */
  cut?: number;
  reset?: boolean;
  hang?: boolean;
}

export interface Faults {
  add(rule: FaultRule): void;
  clear(): void;
  /** The rule that this request meets, if any; every matching rule counts it. */
  next(request: {
    operation: string | undefined;
    method: string;
    path: string;
  }): FaultRule | undefined;
}

function chosen(calls: FaultRule["calls"], n: number): boolean {
  if (calls === undefined) return true;
  if (Array.isArray(calls)) return calls.includes(n);
  return n >= calls.from && n <= (calls.to ?? Number.POSITIVE_INFINITY);
}

export function faults(): Faults {
  let rules: { rule: FaultRule; count: number }[] = [];
  return {
    add(rule) {
      rules.push({ rule, count: 0 });
    },
    clear() {
      rules = [];
    },
    next({ operation, method, path }) {
      let hit: FaultRule | undefined;
      for (const entry of rules) {
        const { rule } = entry;
        if (rule.operation !== undefined && rule.operation !== operation) continue;
        if (rule.method !== undefined && rule.method.toUpperCase() !== method) continue;
        if (rule.path !== undefined && !path.includes(rule.path)) continue;
        entry.count += 1;
        if (hit === undefined && chosen(rule.calls, entry.count)) hit = rule;
      }
      return hit;
    },
  };
}
