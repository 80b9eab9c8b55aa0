import * as z from "zod";
import { hasWaited } from "../base/deadline.js";
import { AppError, undefinedIfAbsent } from "../base/errors.js";
import type { ReadContext } from "./define.js";

/** The parts of an accepted change, sorted by their effect. */
export interface Judged<T> {
  applied: T[];
  /** Accepted, but not yet visible in a read. */
  pending: T[];
  missing: T[];
  /** Whether the reply or a read shows every part. */
  done: boolean;
}

/** Whether a reply or a read shows a part as requested. Undefined if it does not show that part. */
export type Shows<T> = (part: T) => boolean | undefined;

/**
 * Evaluates an accepted change by its reply and by a later read. If the read shows at least one part as requested, it
 * is up to date, and a part that it shows differently was not applied. Otherwise the read may be outdated, and only
 * the reply can show that a part was not applied.
 */
export function judge<T>(parts: readonly T[], inReply: Shows<T>, inRead: Shows<T>): Judged<T> {
  const fresh = parts.some((part) => inRead(part) === true);
  const applied: T[] = [];
  const pending: T[] = [];
  const missing: T[] = [];
  for (const part of parts) {
    const reply = inReply(part);
    const read = inRead(part);
    if (read ?? reply) applied.push(part);
    else if (reply === false || (fresh && read === false)) missing.push(part);
    else pending.push(part);
  }
  const done = missing.length === 0 && pending.every((part) => inReply(part) === true);
  return { applied, pending, missing, done };
}

/** Reads the state after a change. If the read fails, `unread` contains the reason and only the reply can be used. */
export async function readAfter<T>(read: Promise<T>): Promise<{ after?: T; unread?: string }> {
  try {
    return { after: await read };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { unread: `it could not be read back: ${error.message}` };
  }
}

// Reads may show a change late.
const SECOND_READ_MS = 5000;

type Waits = Pick<ReadContext, "clock" | "signal">;

/** Reads whether an object is found. Reads once more some seconds later, unless it is as expected. */
async function isFound(
  read: () => Promise<unknown>,
  expected: boolean,
  { clock, signal }: Waits,
): Promise<boolean> {
  const finds = async () => (await read().catch(undefinedIfAbsent)) !== undefined;
  if ((await finds()) === expected) return expected;
  return (await hasWaited(clock, SECOND_READ_MS, signal)) ? finds() : !expected;
}

/** Whether a read still finds a deleted object. */
export const isStillThere = (read: () => Promise<unknown>, waits: Waits) =>
  isFound(read, false, waits);

/** Whether a read finds a new object. */
export const isThereYet = (read: () => Promise<unknown>, waits: Waits) =>
  isFound(read, true, waits);

/** The output fields of a tool that reads back its change. */
export const judgedOutput = {
  status: z.literal("partial").optional(),
  read_back: z.literal(false).optional(),
};

export const judgedStatus = (done: boolean, unread?: string): Judgment => ({
  ...(done ? {} : { status: "partial" }),
  ...(unread === undefined ? {} : { read_back: false }),
});
type Judgment = z.output<z.ZodObject<typeof judgedOutput>>;
