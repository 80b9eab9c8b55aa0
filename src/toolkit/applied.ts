import * as z from "zod";
import { AppError } from "../base/errors.js";

/** The parts of a change that Fivetran accepted, by what became of them. */
export interface Judged<T> {
  applied: T[];
  /** Accepted, and not visible in a read yet. */
  pending: T[];
  missing: T[];
  /** Whether a read or the reply shows every part. */
  done: boolean;
}

/** Whether a reply or a read shows a part as requested; undefined where it does not show that part at all. */
export type Shows<T> = (part: T) => boolean | undefined;

/**
 * Judges an accepted change by its reply and by a read after it. A read that shows one part was made after the change,
 * so a part that it shows otherwise was not applied. A read that shows none may be older than the change: then only
 * the reply can contradict.
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

/** What a read after a change shows. Where it fails, the reply has to do, and `unread` says why. */
export async function readAfter<T>(read: Promise<T>): Promise<{ after?: T; unread?: string }> {
  try {
    return { after: await read };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { unread: `it could not be read back: ${error.message}` };
  }
}

/** In the output of a tool that reads back what it changed. */
export const judgedOutput = {
  status: z.literal("partial").optional(),
  read_back: z.literal(false).optional(),
};

export const judgedStatus = (done: boolean, unread?: string): Judgment => ({
  ...(done ? {} : { status: "partial" }),
  ...(unread === undefined ? {} : { read_back: false }),
});
type Judgment = z.output<z.ZodObject<typeof judgedOutput>>;
