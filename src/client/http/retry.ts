import { AppError, inputError } from "../../base/errors.js";
import type { Repeat } from "../operations/row.js";
import { type Clock, systemClock } from "./clock.js";

/** How failed requests are retried. The options apply to all calls of a client or to a single call. */
export interface RetryOptions {
  /**
   * The maximum number of attempts, 1 to 10. Default: 3 for reads and 2 for changes. Attempts that a rate limit refused
   * do not count toward this default. They are repeated until the deadline of the call.
   */
  maxAttempts?: number | undefined;
  /**
   * The delay before the second attempt in milliseconds, 0 to 60,000. Default: 500. It doubles with each further
   * attempt.
   */
  baseDelayMs?: number | undefined;
  /**
   * The maximum delay in milliseconds, 0 to 60,000. Default: 8000. The delay stops doubling at this value. A
   * Retry-After from Fivetran may be longer.
   */
  maxDelayMs?: number | undefined;
  /** Whether to wait a random part of the delay, so that clients do not all retry at the same time. Default: true. */
  jitter?: boolean | undefined;
  /**
   * Returns whether to retry after this error. It is called only if a retry is safe, so it can prevent a retry but
   * never cause a change to be sent twice.
   */
  retryIf?: ((error: AppError) => boolean) | undefined;
  /** Called before each wait with the error, the number of the failed attempt (from 1) and the wait in milliseconds. */
  onRetry?: ((error: AppError, attempt: number, delayMs: number) => void) | undefined;
}

/** The longest wait for a Retry-After. A longer one ends the call. */
export const LONGEST_WAIT_MS = 60_000;

/** How far a request got. After `unknown`, a change must not be sent again without a read that shows its effect. */
export type Phase =
  /** No byte of the request left this process. */
  | "unsent"
  /** Fivetran refused the request, so it had no effect. */
  | "rejected"
  /** The request was sent, but no usable response arrived. */
  | "unknown";

const REJECTIONS = new Set([400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429]);

/**
 * How far a request got, by the status of its response. A 500 is not a refusal: Fivetran may return 500 for a pause
 * that took effect.
 */
export const phaseOf = (status: number): Phase => (REJECTIONS.has(status) ? "rejected" : "unknown");

/** Options of `retryDelay`. */
export interface RetryDelayOptions
  extends Pick<RetryOptions, "baseDelayMs" | "maxDelayMs" | "jitter"> {
  /** The Retry-After in seconds. The delay is never shorter. */
  retryAfterSeconds?: number | undefined;
}

/**
 * Returns the milliseconds to wait after a failed attempt: `baseDelayMs * 2^(attempt - 1)`, at most `maxDelayMs`.
 * With jitter, it is a random part of that. A longer `retryAfterSeconds` overrides both.
 *
 * @param attempt the number of the failed attempt, from 1.
 * @param random returns a number from 0 to 1.
 */
export function retryDelay(
  attempt: number,
  options: RetryDelayOptions = {},
  random: () => number = Math.random,
): number {
  const { baseDelayMs = 500, maxDelayMs = 8000, jitter = true, retryAfterSeconds = 0 } = options;
  const ceiling = Math.min(maxDelayMs, baseDelayMs * 2 ** Math.min(Math.max(0, attempt - 1), 30));
  return Math.max(jitter ? random() * ceiling : ceiling, retryAfterSeconds * 1000);
}

/** Merges the options of a call over those of its client. Throws `input` for a number out of range. */
export function retryOptions(
  client: RetryOptions | undefined,
  call: RetryOptions | undefined,
): RetryOptions {
  const given = Object.entries(call ?? {}).filter(([, value]) => value !== undefined);
  const merged: RetryOptions = { ...client, ...Object.fromEntries(given) };
  const { maxAttempts: attempts = 1, baseDelayMs = 0, maxDelayMs = 0 } = merged;
  if (!Number.isInteger(attempts) || attempts < 1 || attempts > MOST_ATTEMPTS) {
    throw inputError(`maxAttempts must be a whole number from 1 to ${MOST_ATTEMPTS}.`);
  }
  for (const [name, ms] of Object.entries({ baseDelayMs, maxDelayMs })) {
    if (!(ms >= 0 && ms <= LONGEST_WAIT_MS)) {
      throw inputError(`${name} must be a number of milliseconds from 0 to ${LONGEST_WAIT_MS}.`);
    }
  }
  return merged;
}

const MOST_ATTEMPTS = 10;

/** The maximum sum of the waits between all attempts, in milliseconds. Does not include Retry-After. */
export const longestWaits = (options: RetryOptions): number => {
  let sum = 0;
  const attempts = options.maxAttempts ?? 1;
  for (let attempt = 1; attempt < attempts; attempt += 1) {
    sum += retryDelay(attempt, { ...options, jitter: false });
  }
  return sum;
};

/** Options of `withRetry`. */
export interface WithRetryOptions extends RetryOptions {
  /** Ends the wait between two attempts. `withRetry` then throws the signal's reason. */
  signal?: AbortSignal | undefined;
  /** For tests. */
  clock?: Pick<Clock, "sleep"> | undefined;
  /** Returns a number from 0 to 1. For tests. */
  random?: (() => number) | undefined;
}

const TRANSIENT: ReadonlySet<AppError["type"]> = new Set([
  "rate_limited",
  "unavailable",
  "network",
]);

/**
 * Calls `run` until it succeeds, by default at most 3 times. It retries after the errors that `retryIf` accepts, by
 * default `rate_limited`, `unavailable` and `network`. It never retries after `outcome_unknown`, `cancelled`, an
 * error that is not a `FivetranError`, or a Retry-After longer than a minute.
 *
 * Each call of a client is retried on its own. Use this function for several calls that belong together.
 *
 * @param run receives the number of the attempt, from 1.
 * @returns the value that `run` returns.
 * @throws the last error, or the signal's reason.
 */
export async function withRetry<T>(
  run: (attempt: number) => Promise<T>,
  { signal, clock = systemClock, random = Math.random, ...given }: WithRetryOptions = {},
): Promise<T> {
  const retryIf = ({ type }: AppError) => TRANSIENT.has(type);
  const retry = retryOptions({ maxAttempts: 3, retryIf }, given);
  for (let attempt = 1; ; attempt += 1) {
    try {
      signal?.throwIfAborted();
      return await run(attempt);
    } catch (error) {
      if (!(error instanceof AppError) || attempt >= (retry.maxAttempts ?? 3)) throw error;
      if (error.type === "outcome_unknown" || error.type === "cancelled") throw error;
      await waitForRetry(error, attempt, retry, { signal, clock, random });
    }
  }
}

interface RetryWait {
  signal: AbortSignal | undefined;
  clock: Pick<Clock, "sleep">;
  random: () => number;
  /** Called last, with the wait in milliseconds. Returns whether the call has time for it. */
  accepts?: (delayMs: number) => boolean;
}

/**
 * Waits before the next attempt. Throws the error if the wait would be too long, or if `retryIf` or `accepts`
 * declines.
 */
export async function waitForRetry(
  error: AppError,
  attempt: number,
  retry: RetryOptions,
  { signal, clock, random, accepts = () => true }: RetryWait,
): Promise<void> {
  const { retryAfterSeconds } = error;
  const delayMs = retryDelay(attempt, { ...retry, retryAfterSeconds }, random);
  const declined = delayMs > LONGEST_WAIT_MS || retry.retryIf?.(error) === false;
  if (declined || !accepts(delayMs)) throw error;
  retry.onRetry?.(error, attempt, delayMs);
  await clock.sleep(delayMs, signal);
}

export interface Failure {
  phase: Phase;
  /** The HTTP status, if a response arrived. */
  status?: number | undefined;
  /**
   * A retry would fail in the same way, for example because of an untrusted certificate or a response that is too
   * large.
   */
  final?: boolean | undefined;
  /** The response was not JSON. It is requested once more, in case the problem was temporary. */
  unreadable?: boolean | undefined;
}

/** Whether a rate limit refused the request. It then had no effect, so any request may be sent again. */
export const isThrottled = ({ phase, status }: Failure): boolean =>
  phase === "rejected" && status === 429;

/**
 * Whether the request may be sent again after this failure. `attempts` is how often it was sent, and `throttled` how
 * many of these attempts a rate limit refused. If `most` is absent, the refused attempts do not count.
 */
export function mayResend(
  repeat: Repeat,
  failure: Failure,
  { attempts, throttled }: { attempts: number; throttled: number },
  most?: number,
): boolean {
  if (failure.final || (most !== undefined && attempts >= most)) return false;
  if (failure.phase === "rejected") return isThrottled(failure);
  const attempt = attempts - throttled;
  if (most === undefined && attempt >= (repeat === "read" ? 3 : 2)) return false;
  if (failure.phase === "unsent") return true;
  return repeat === "read" && (!failure.unreadable || attempt < 2);
}

/**
 * A retry costs five tokens. A call that succeeds at the first attempt earns one token. Every three seconds also earn
 * one.
 */
const MOST_TOKENS = 100;
const RETRY_PRICE = 5;
const TOKEN_MS = 3000;

/** Limits the retries of a client, so that they do not multiply the load on an API that is down. */
export class RetryBudget {
  readonly #now: () => number;
  #tokens = MOST_TOKENS;
  #at: number;

  constructor({ now }: Pick<Clock, "now">) {
    this.#now = now;
    this.#at = now();
  }

  /** Returns whether a retry is allowed now, and takes its price if so. */
  spend(): boolean {
    const now = this.#now();
    this.earn((now - this.#at) / TOKEN_MS);
    this.#at = now;
    if (this.#tokens < RETRY_PRICE) return false;
    this.#tokens -= RETRY_PRICE;
    return true;
  }

  /** Adds tokens, by default the one for a call that succeeded at the first attempt. */
  earn(tokens = 1): void {
    this.#tokens = Math.min(MOST_TOKENS, this.#tokens + tokens);
  }
}

/**
 * The seconds of a Retry-After header, or undefined if it is not usable. A date is compared with the Date header of
 * the response, because the local clock may be wrong.
 */
export function parseRetryAfter(
  value: string | readonly string[] | undefined,
  date: string | undefined,
): number | undefined {
  const waits = [value ?? []]
    .flat()
    .map((text) => secondsOf(text, date))
    .filter((seconds) => seconds !== undefined);
  return waits.length > 0 ? Math.max(...waits) : undefined;
}

function secondsOf(text: string, date: string | undefined): number | undefined {
  const trimmed = text.trim();
  // The standard allows whole seconds only. Gateways also send fractions, and a list if two of them set the header.
  if (/^\d{1,9}(\.\d{1,9})?(\s*,\s*\d{1,9}(\.\d{1,9})?)*$/.test(trimmed)) {
    return Math.ceil(Math.max(...trimmed.split(",").map(Number)));
  }
  const at = parseHttpDate(trimmed);
  const from = date === undefined ? undefined : parseHttpDate(date);
  if (at === undefined || from === undefined) return undefined;
  return Math.max(0, Math.ceil((at - from) / 1000));
}

const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Milliseconds since 1970 for a date such as `Sun, 06 Nov 1994 08:49:37 GMT`. Undefined for any other format. */
export function parseHttpDate(text: string): number | undefined {
  if (!IMF_FIXDATE.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isFinite(ms) ? ms : undefined;
}
