import { firedByDeadline } from "../../base/deadline.js";
import { AppError, isClosed, isNotEnabled } from "../../base/errors.js";

/** Reads that only add to a result: one that fails leaves a note and the rest of the result. */
export function secondaryReads(signal: AbortSignal) {
  const gaps = new Set<string>();
  return {
    gaps,
    /** What a read returns; undefined, with a note of `what`, where it failed. */
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
  if (isClosed(error)) return "the API key or the policy does not allow it";
  return isNotEnabled(error)
    ? "this account does not have the preview"
    : error.message.replace(/\.$/, "");
}
