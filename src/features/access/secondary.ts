import {
  createSilence,
  firedByDeadline,
  SECONDARY_READS_MS,
  withFirstOf,
} from "../../base/deadline.js";
import { AppError, isClosed, isNotEnabled } from "../../base/errors.js";
import type { Client } from "../../toolkit/define.js";

/** Runs reads that only complement a result. If one fails, the result contains a note instead. */
export function secondaryReads(signal: AbortSignal) {
  const gaps = new Set<string>();
  return {
    gaps,
    /**
     * Returns the result of a read. If it fails, adds a note about `what` and returns undefined.
     */
    async attempt<T>(what: string, read: Promise<T>): Promise<T | undefined> {
      try {
        return await read;
      } catch (error) {
        const left = signal.aborted && !firedByDeadline(signal);
        if (left || !(error instanceof AppError)) throw error;
        gaps.add(`${what} could not be read: ${reasonOf(error)}`);
        return undefined;
      }
    },
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
 * Returns a client for results that consist of many reads. If none of its reads gets a response for ten seconds, all
 * that are waiting fail, so that the result can name them long before the time of the call runs out. A wait for a rate
 * limit does not count.
 */
export function untilSilent(fivetran: Client): Client {
  const silence = createSilence(SECONDARY_READS_MS);
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
                onWait(ms) {
                  silence.expect(ms);
                  sent.onWait?.(ms);
                },
              }),
          ),
        ),
  );
}
