import { firedByDeadline } from "../../base/deadline.js";
import { AppError } from "../../base/errors.js";
import { bare, upTo } from "../../toolkit/render.js";

/** Returns the error of a read that failed. Throws any error that is a defect. */
export function readFailure(error: unknown): AppError {
  if (!(error instanceof AppError)) throw error;
  return error;
}

/** Whether another read may succeed. */
export const isTemporary = ({ type, facts }: AppError): boolean =>
  type === "unavailable" ||
  type === "network" ||
  type === "rate_limited" ||
  type === "cancelled" ||
  facts["cause"] === "gateway";

/** The error of a wait that the caller cancelled. Undefined if it ended by itself or at its deadline. */
export const cancelledWait = (signal: AbortSignal): AppError | undefined =>
  signal.aborted && !firedByDeadline(signal)
    ? new AppError("cancelled", "The wait was cancelled; the syncs continue.")
    : undefined;

/** Returns the seconds to wait before the next read. The failures are those of all awaited objects, if any. */
export const secondsToWait = (failures: readonly (AppError | undefined)[]): number =>
  Math.min(...failures.map((failure) => failure?.retryAfterSeconds ?? 0));

/** The message of an error within a sentence. */
export const reasonOf = ({ message, retryAfterSeconds }: AppError): string =>
  `${message.replace(/\.$/, "")}${retryAfterSeconds === undefined ? "" : ` (wait ${retryAfterSeconds} s)`}`;

const MOST_NAMES = 5;

/** Returns a note for each reason why the last reads of awaited objects failed. */
export function failureNotes(
  what: string,
  awaited: readonly { name: string; failure: AppError | undefined }[],
): string[] {
  const names = new Map<string, string[]>();
  for (const { name, failure } of awaited) {
    // A cancelled wait has a note of its own.
    if (failure === undefined || failure.type === "cancelled") continue;
    const reason = reasonOf(failure);
    names.set(reason, [...(names.get(reason) ?? []), bare(name)]);
  }
  return [...names].map(([reason, of]) => {
    const some =
      of.length === awaited.length ? "" : ` of ${upTo(of, MOST_NAMES, (each) => each).join(", ")}`;
    return `the last status request${what}${some} failed: ${reason}`;
  });
}
