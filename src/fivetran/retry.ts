import type { ResendClass } from "./catalog-notes.js";

/** How far a request got. Only what is not `unknown` may be sent again without looking first. */
export type Phase =
  /** No byte of it left this process. */
  | "unsent"
  /** Fivetran refused it, so it was not applied. */
  | "rejected"
  /** It left, and no usable answer came. */
  | "unknown";

const REJECTIONS = new Set([400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 429]);

/** What a status that is no success says about the request. A 500 is no refusal: a pause can answer 500 and hold. */
export const phaseOf = (status: number): Phase => (REJECTIONS.has(status) ? "rejected" : "unknown");

export const maxAttempts = (resend: ResendClass): number => (resend === "R" ? 3 : 2);

/** Milliseconds before attempt `failures + 1`: full jitter under a doubling roof of 0.5 to 8 seconds. */
export const retryDelay = (failures: number, random: () => number): number =>
  random() * Math.min(8000, 500 * 2 ** Math.max(0, failures - 1));

export interface Failure {
  phase: Phase;
  /** HTTP status, where an answer came. */
  status?: number | undefined;
  /** The same request would fail the same way: a certificate, an answer that is too large. */
  final?: boolean | undefined;
  /** An answer that was not JSON; a second one settles that it is no accident. */
  garbled?: boolean | undefined;
}

/** Whether the request may go out once more after this failure of its attempt number `attempt`. */
export function mayResend(resend: ResendClass, failure: Failure, attempt: number): boolean {
  if (failure.final || attempt >= maxAttempts(resend)) return false;
  if (failure.phase === "rejected") return failure.status === 429;
  if (failure.phase === "unsent") return true;
  return resend === "R" && (!failure.garbled || attempt < 2);
}

/** Keeps retries from multiplying the load on an API that is down for everybody. */
export class RetryBudget {
  #tokens = 100;

  /** Whether a retry is allowed now; takes its price. */
  spend(): boolean {
    if (this.#tokens < 5) return false;
    this.#tokens -= 5;
    return true;
  }

  /** A call that succeeded at the first try. */
  earn(): void {
    this.#tokens = Math.min(100, this.#tokens + 1);
  }
}

/**
 * Seconds of a Retry-After header, or undefined where it says nothing usable. Dates count from the answer's
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
  if (/^\d{1,9}$/.test(trimmed)) return Number(trimmed);
  if (/^\d{1,9}(\s*,\s*\d{1,9})+$/.test(trimmed)) {
    return Math.max(...trimmed.split(",").map(Number));
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
