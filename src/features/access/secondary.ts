import { firedByDeadline } from "../../base/deadline.js";
import { AppError, isClosed, isNotEnabled } from "../../base/errors.js";

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
  if (isClosed(error)) return "the API key or the policy does not allow it";
  return isNotEnabled(error)
    ? "this account does not have the preview"
    : error.message.replace(/\.$/, "");
}
