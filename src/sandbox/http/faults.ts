import { validateHeaderName, validateHeaderValue } from "node:http";
import * as z from "zod";
import { OPERATIONS } from "../../client/operations/generated/operations.js";

/** Requests are counted from 1. */
const Count = z.number().int().min(1);
/** Limited by the longest delay of a Node timer. */
const Delay = z.number().min(0).max(2_147_483_647);

function canBeSent(headers: Readonly<Record<string, string>>): boolean {
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return true;
  } catch {
    return false;
  }
}

const EFFECTS = ["status", "headers", "body", "delayMs", "dripMs", "cut", "reset", "hang"] as const;

/** Which requests to disturb, and how. All given conditions must match. */
export const FaultRule = z
  .strictObject({
    operation: z
      .string()
      .refine((id) => Object.hasOwn(OPERATIONS, id), "the API has no such operation")
      .exactOptional(),
    method: z
      .string()
      .regex(/^(get|post|put|patch|delete|head)$/i, "the API has no such method")
      .exactOptional(),
    /** A part of the requested path, including the query. */
    path: z.string().exactOptional(),
    /** The requests to disturb, among those that match this rule, counted from 1. Default: all. */
    calls: z
      .union(
        [
          z.array(Count).min(1),
          z
            .strictObject({ from: Count, to: Count.exactOptional() })
            .refine(({ from, to = from }) => from <= to, "from is after to"),
        ],
        "numbers from 1 on, or from and to",
      )
      .exactOptional(),
    /** Before or after the effect is applied. Default: before. */
    when: z.enum(["before", "after"]).exactOptional(),
    status: z.number().int().min(200).max(599).exactOptional(),
    headers: z
      .record(z.string(), z.string())
      .refine(canBeSent, "a name or a value cannot be sent in HTTP")
      .exactOptional(),
    body: z.string().exactOptional(),
    /** Milliseconds of real time before the headers are sent. */
    delayMs: Delay.exactOptional(),
    /** Milliseconds of real time between two bytes of the body. */
    dripMs: Delay.exactOptional(),
    /** Closes the socket after this many bytes of the body. The headers announce more. */
    cut: z.number().int().min(0).exactOptional(),
    /** Resets the TCP connection instead of responding. */
    reset: z.boolean().exactOptional(),
    /** Never responds. */
    hang: z.boolean().exactOptional(),
  })
  .refine(
    (rule) => EFFECTS.some((effect) => rule[effect] !== undefined && rule[effect] !== false),
    `A fault has an effect: ${EFFECTS.join(", ")}`,
  );
export type FaultRule = z.infer<typeof FaultRule>;

export interface Faults {
  add(rule: FaultRule): void;
  clear(): void;
  /**
   * Returns the rule that applies to this request, if any. Every matching rule counts the request.
   */
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
