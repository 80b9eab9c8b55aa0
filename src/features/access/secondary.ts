import { collect } from "../../base/collect.js";
import {
  createSilence,
  firedByDeadline,
  SECONDARY_READS_MS,
  withFirstOf,
} from "../../base/deadline.js";
import { AppError, isClosed, isNotEnabled } from "../../base/errors.js";
import type { ListOptions } from "../../client/resources/list.js";
import type { Unreadable } from "../../client/resources/reply.js";
import type { Client } from "../../toolkit/define.js";
import { UnreadableRecords } from "../health/index.js";

type OnUnreadable = NonNullable<ListOptions["onUnreadable"]>;

/**
 * Runs reads that only complement a result. If one fails, the result contains a note instead, except
 * for errors that `isExpected` accepts.
 */
export function secondaryReads(
  signal: AbortSignal,
  isExpected: (error: AppError) => boolean = () => false,
) {
  /** What could not be read, by the reason. */
  const failed = new Map<string, Set<string>>();
  const unreadable = new Map<string, UnreadableRecords>();
  /**
   * Returns the result of a read. If it fails, adds a note about `what` and returns undefined.
   */
  async function attempt<T>(what: string, read: Promise<T>): Promise<T | undefined> {
    try {
      return await read;
    } catch (error) {
      const left = signal.aborted && !firedByDeadline(signal);
      if (left || !(error instanceof AppError)) throw error;
      if (!isExpected(error)) {
        const why = reasonOf(error);
        failed.set(why, new Set([...(failed.get(why) ?? []), what]));
      }
      return undefined;
    }
  }
  const recordsOf = (noun: string) => {
    const records = unreadable.get(noun) ?? new UnreadableRecords(noun);
    unreadable.set(noun, records);
    return records;
  };
  return {
    attempt,
    /** Adds a note about a field that could not be read, although the rest of its record could. */
    unreadable: (noun: string, field: Unreadable) => recordsOf(noun).add(field),
    /** Adds a note about fields of a record that are missing or could not be read. */
    unread: (noun: string, id: string, fields: readonly string[]) =>
      recordsOf(noun).addFields(id, fields),
    /**
     * Like `attempt`, for the items of a list. A record that cannot be read is noted as a `noun`, and the others are
     * returned.
     */
    list<T>(
      what: string,
      noun: string,
      read: (onUnreadable: OnUnreadable) => AsyncIterable<T>,
    ): Promise<T[] | undefined> {
      return attempt(what, collect(read(recordsOf(noun).add)));
    },
    /** One note for each reason why parts could not be read, and for each kind of unreadable records. */
    gaps: (): string[] => [
      ...[...failed].map(([why, whats]) => `${[...whats].join(", ")} could not be read: ${why}`),
      ...[...unreadable.values()].flatMap((records) => records.notes()),
    ],
  };
}

export type SecondaryReads = ReturnType<typeof secondaryReads>;

function reasonOf(error: AppError): string {
  if (isClosed(error)) return "this program's API key or settings do not allow it";
  return isNotEnabled(error)
    ? "this account does not have the preview"
    : error.message.replace(/\.$/, "");
}

/**
 * Returns a client for results that consist of many reads. If none of its reads gets a response for ten seconds, or
 * `ms`, all that are waiting fail, so that the result can name them long before the time of the call runs out. A wait
 * for a rate limit does not count.
 */
export function untilSilent(fivetran: Client, ms = SECONDARY_READS_MS): Client {
  const silence = createSilence(ms);
  return fivetran.use(
    (next) =>
      (call, sent = {}) =>
        silence.within((silent) =>
          withFirstOf(
            { signals: sent.signal === undefined ? [silent] : [silent, sent.signal] },
            (signal) =>
              next(call, {
                ...sent,
                signal,
                onWait(waitMs) {
                  silence.expect(waitMs);
                  sent.onWait?.(waitMs);
                },
              }),
          ),
        ),
  );
}
