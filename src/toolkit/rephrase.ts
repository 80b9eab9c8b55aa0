import { AppError } from "../base/errors.js";

interface Telling {
  message?: string;
  state?: string;
  hint?: string;
  facts?: Record<string, unknown>;
}

/** The same failure in a tool's own words. */
export function retold(error: AppError, telling: Telling): AppError {
  const { status, code, upstreamMessage, retryAfterSeconds, operation, attempts, sent } = error;
  const state = telling.state ?? error.state;
  const hint = telling.hint ?? error.hint;
  return new AppError(error.type, telling.message ?? error.message, {
    sent,
    facts: { ...error.facts, ...telling.facts },
    cause: error,
    ...(state === undefined ? {} : { state }),
    ...(hint === undefined ? {} : { hint }),
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    ...(upstreamMessage === undefined ? {} : { upstreamMessage }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(operation === undefined ? {} : { operation }),
    ...(attempts === undefined ? {} : { attempts }),
  });
}

/** Where nobody knows whether a change took effect: the one read that tells. */
export const lookWith = (error: AppError, read: string): AppError =>
  error.type === "outcome_unknown"
    ? retold(error, { hint: `Do not repeat it; look first with ${read}.` })
    : error;

export const lookFirst = (error: AppError, connectorId: string): AppError =>
  lookWith(error, `get_status connectors=${JSON.stringify([connectorId])}`);
