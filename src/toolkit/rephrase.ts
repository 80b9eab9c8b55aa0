import { AppError, type ErrorDetails } from "../base/errors.js";
import type { Notation } from "./notation.js";

interface Rephrasing extends Pick<ErrorDetails, "state" | "hint" | "facts"> {
  message?: string;
}

/** Copies an error with a different message, state, hint or facts. */
export const rephrase = (
  error: AppError,
  { message = error.summary, facts, ...words }: Rephrasing,
): AppError =>
  new AppError(error.type, message, {
    ...error,
    ...words,
    facts: { ...error.facts, ...facts },
    cause: error,
  });

/** If the effect of a change is unknown, sets the read that shows it as the next step. */
export const lookWith = (error: AppError, read: string): AppError =>
  error.type === "outcome_unknown"
    ? rephrase(error, { hint: `Do not repeat the change. First check with ${read}` })
    : error;

export const lookFirst = (error: AppError, connectorId: string, notation: Notation): AppError =>
  lookWith(error, notation.tool("get_status", { connectors: [connectorId] }));
