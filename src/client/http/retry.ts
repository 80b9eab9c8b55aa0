import { AppError, inputError } from "../../base/errors.js";
import type { Repeat } from "../operations/row.js";
import { type Clock, systemClock } from "./clock.js";

/** How a failed request is sent again: options of a client for all of its calls, or of one call. */
export interface RetryOptions {
  /**
   * Attempts in all, 1 to 10. When absent 3 for reads and 2 for changes, and a rate limit is waited for as often as the
   * time of the call allows.
   */
  maxAttempts?: number | undefined;
  /** Milliseconds before the second attempt, doubled for each one after it: 0 to 60,000, 500 when absent. */
  baseDelayMs?: number | undefined;
  /** The upper limit of that doubling in milliseconds: 0 to 60,000, 8000 when absent. Fivetran's Retry-After may be longer. */
  maxDelayMs?: number | undefined;
  /** A random part of the delay instead of all of it, so that clients do not all retry at the same time. Default: true. */
  jitter?: boolean | undefined;
  /**
   * Whether to try again after this failure. Called only where that is safe: it can narrow what is sent again, and
   * never causes a change to be sent twice.
   */
  retryIf?: ((error: AppError) => boolean) | undefined;
  /** Called before each wait with the failure, the number of the attempt that failed, from 1, and the wait in milliseconds. */
  onRetry?: ((error: AppError, attempt: number, delayMs: number) => void) | undefined;
}

/** No call sleeps longer than this for a Retry-After. */
export const LONGEST_WAIT_MS = 60_000;

/** How far a request got. Only what is not `unknown` may be sent again without looking first. */
export type Phase =
  /** No byte of it left this process. */
  | "unsent"
  /** Fivetran refused it, so it was not applied. */
  | "rejected"
  /** It left, and no usable response came. */
  | "unknown";

const REJECTIONS = new Set([400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429]);

/** How far a request got, by the status of its response. A 500 is not a refusal: a pause can return 500 and hold. */
export const phaseOf = (status: number): Phase => (REJECTIONS.has(status) ? "rejected" : "unknown");

export interface RetryDelayOptions
  extends Pick<RetryOptions, "baseDelayMs" | "maxDelayMs" | "jitter"> {
  /** Seconds that Fivetran asked for; the delay is never shorter. */
  retryAfterSeconds?: number | undefined;
}

/**
 * Milliseconds to wait after attempt number `attempt`, from 1: `baseDelayMs * 2^(attempt - 1)` up to `maxDelayMs`,
 * of which jitter takes a random part. Pure; `random` returns a number from 0 to 1.
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

/** The options of a call over those of its client. Throws `input` for a number out of range. */
export function retryOptions(
  client: RetryOptions | undefined,
  call: RetryOptions | undefined,
): RetryOptions {
  const given = Object.entries(call ?? {}).filter(([, value]) => value !== undefined);
  const merged: RetryOptions = { ...client, ...Object.fromEntries(given) };
  const { maxAttempts: attempts = 1, baseDelayMs = 0, maxDelayMs = 0 } = merged;
  if (!Number.isInteger(attempts) || attempts < 1 || attempts > MOST_ATTEMPTS) {
    throw inputError(`maxAttempts is a whole number from 1 to ${MOST_ATTEMPTS}.`);
  }
  for (const [name, ms] of Object.entries({ baseDelayMs, maxDelayMs })) {
    if (!(ms >= 0 && ms <= LONGEST_WAIT_MS)) {
      throw inputError(`${name} is a number of milliseconds from 0 to ${LONGEST_WAIT_MS}.`);
    }
  }
  return merged;
}

const MOST_ATTEMPTS = 10;

/** Milliseconds that the waits between all the attempts can take together. */
export const longestWaits = (options: RetryOptions): number => {
  let sum = 0;
  const attempts = options.maxAttempts ?? 1;
  for (let attempt = 1; attempt < attempts; attempt += 1) {
    sum += retryDelay(attempt, { ...options, jitter: false });
  }
  return sum;
};

export interface WithRetryOptions extends RetryOptions {
  /** Ends the wait between two attempts. */
  signal?: AbortSignal | undefined;
  /** For tests. */
  clock?: Pick<Clock, "sleep"> | undefined;
  /** For tests: from 0 to 1. */
  random?: (() => number) | undefined;
}

const TRANSIENT: ReadonlySet<AppError["type"]> = new Set([
  "rate_limited",
  "unavailable",
  "network",
]);

/**
 * Runs `run` until it succeeds, by default 3 attempts. Without `retryIf` it repeats after `rate_limited`,
 * `unavailable` and `network`; with it, after what it accepts. A change whose outcome is unknown (`outcome_unknown`)
 * and a `cancelled` call are never repeated, and an error that is not this package's is thrown at once. A Retry-After
 * longer than a minute ends it.
 *
 * The calls of a client retry by themselves; this is for several of them that belong together.
 *
 * @param run gets the number of the attempt, from 1.
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
  /** Asked last whether a wait of so many milliseconds is possible. */
  accepts?: (delayMs: number) => boolean;
}

/** Waits before the next attempt; throws the error where the wait would be too long or `retryIf` declines it. */
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
  /** HTTP status, where a response came. */
  status?: number | undefined;
  /** The same request would fail the same way: a certificate, a response that is too large. */
  final?: boolean | undefined;
  /** A response that was not JSON; a second one shows that it was not a glitch. */
  unreadable?: boolean | undefined;
}

/** Refused for the rate of requests: nothing was carried out, so that any request may be sent again. */
export const isThrottled = ({ phase, status }: Failure): boolean =>
  phase === "rejected" && status === 429;

/**
 * Whether the request may go out once more after this failure. `attempts` is how often it was sent, `throttled` how many
 * of these a rate limit refused; without `most` those do not count.
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

/** A retry costs five tokens; a success at the first try earns one, and so do three seconds. */
const MOST_TOKENS = 100;
const RETRY_PRICE = 5;
const TOKEN_MS = 3000;

/** Keeps retries from multiplying the load on an API that is down for everybody. */
export class RetryBudget {
  readonly #now: () => number;
  #tokens = MOST_TOKENS;
  #at: number;

  constructor({ now }: Pick<Clock, "now">) {
    this.#now = now;
    this.#at = now();
  }

  /** Whether a retry is allowed now; takes its price. */
  spend(): boolean {
    const now = this.#now();
    this.earn((now - this.#at) / TOKEN_MS);
    this.#at = now;
    if (this.#tokens < RETRY_PRICE) return false;
    this.#tokens -= RETRY_PRICE;
    return true;
  }

  /** A call that succeeded at the first try. */
  earn(tokens = 1): void {
    this.#tokens = Math.min(MOST_TOKENS, this.#tokens + tokens);
  }
}

/**
 * Seconds of a Retry-After header, or undefined where it is not usable. Dates count from the response's
 * own Date header, since the local clock may be off.
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
  // Whole seconds by the standard; gateways also send fractions, and a list where two of them set one.
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

/** Milliseconds since 1970 of a date such as `Sun, 06 Nov 1994 08:49:37 GMT`. */
export function parseHttpDate(text: string): number | undefined {
  if (!IMF_FIXDATE.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isFinite(ms) ? ms : undefined;
}
