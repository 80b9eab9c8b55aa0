import type { AppError } from "../../base/errors.js";
import type { Log } from "../../base/log.js";
import { type Clock, systemClock } from "./clock.js";
import { type CallState, supervise } from "./deadline.js";
import { type Context, foreignError, misfitError, statusError, wireFailure } from "./errors.js";
import {
  createLimiter,
  type LimiterOptions,
  LONGEST_RETRY_AFTER_SECONDS,
  PROBE_MS,
  type Slot,
} from "./limiter.js";
import {
  headersOf,
  type Identity,
  type Outgoing,
  outgoingCall,
  outgoingRequest,
  type RawRequest,
} from "./request.js";
import { header, type Refusal, readResponse } from "./response.js";
import {
  type Failure,
  isThrottled,
  longestWaits,
  mayResend,
  parseHttpDate,
  parseRetryAfter,
  phaseOf,
  RetryBudget,
  type RetryOptions,
  retryOptions,
  waitForRetry,
} from "./retry.js";
import type { Reply, RequestOptions, SendOnWire } from "./send.js";
import { createTransport, WireError, type WireResponse } from "./transport.js";
import { isLoopback, type ProxySettings, proxyFor } from "./url.js";

export interface SenderOptions extends Identity {
  /** For example `https://api.fivetran.com`. */
  origin: string;
  log: Log;
  proxy?: ProxySettings | undefined;
  clock?: Clock | undefined;
  /** Returns a number from 0 to 1, for the jitter of retries. */
  random?: (() => number) | undefined;
  limits?: Omit<LimiterOptions, "clock"> | undefined;
  retry?: RetryOptions | undefined;
}

/** A 2xx response to a request outside the catalog. */
export type RawReply = Pick<Reply, "status" | "message" | "data" | "attempts" | "bytes">;

/** Sends a request to a path outside the catalog. A change is never sent again once it was sent. */
export type SendRaw = (request: RawRequest, options?: RequestOptions) => Promise<RawReply>;

export interface Sender {
  send: SendOnWire;
  request: SendRaw;
  /** The current local time. With a sandbox: the time that the sandbox simulates. */
  now: () => Date;
  /**
   * The number of requests that the account may still send. Undefined if the latest response does not state it.
   */
  remaining: () => number | undefined;
  /**
   * The milliseconds by which the Date header of the latest response was ahead of the local clock. Undefined until a
   * response has a usable one. It may come from a cache, so nothing is computed with it.
   */
  clockDifference: () => number | undefined;
  close: () => Promise<void>;
}

type BeginOptions = RequestOptions &
  Pick<
    NonNullable<Parameters<SendOnWire>[1]>,
    "beforeSending" | "reserved" | "lane" | "onReceived"
  >;

/** After this many attempts, a rate limit without a Retry-After is treated as lasting. */
const BRIEF_ATTEMPTS = 4;

/** The result of one attempt: a reply, or the reason why there is none. */
type Outcome = { reply: RawReply } | (Failure & { error: AppError });

export function createSender(options: SenderOptions): Sender {
  const { origin, log, clock = systemClock, random = Math.random } = options;
  const { host, hostname } = new URL(origin);
  const local = isLoopback(hostname);
  const proxy = proxyFor(origin, options.proxy ?? {});
  const proxyHost = URL.canParse(proxy ?? "") ? new URL(proxy ?? "").host : undefined;
  const clientRetry = retryOptions(undefined, options.retry);
  const transport = createTransport({ clock, proxy });
  const limiter = createLimiter({ clock, ...options.limits });
  const budget = new RetryBudget(clock);
  let offsetMs = 0;
  let differenceMs: number | undefined;

  const context = ({ route, attempts, sentAtMs }: CallState): Context => ({
    operation: route,
    host,
    proxyHost,
    attempts,
    sentAt: sentAtMs === undefined ? undefined : new Date(sentAtMs + offsetMs).toISOString(),
  });

  async function attempt(
    outgoing: Outgoing,
    state: CallState,
    { reserved, lane = "", onWait, onReceived }: BeginOptions,
  ): Promise<Outcome> {
    const { route, content, quota, responseMs, kind } = outgoing;
    const headers = headersOf(outgoing, options);
    const { signal } = state.abort;
    const slot = await limiter.acquire({
      quota,
      deadline: state.deadline,
      signal,
      reserved: reserved === true || route.effect !== "read",
      lane,
      onWait: (ms) => waits(ms, onWait),
    });
    const startedAt = clock.now();
    let status: number | undefined;
    state.attempts += 1;
    try {
      const response = await transport.exchange({
        method: route.method,
        url: outgoing.url,
        headers,
        body: content?.body,
        responseMs,
        kind,
        signal,
        onSent: () => {
          state.inFlight = true;
          state.sentAtMs = clock.date();
        },
      });
      status = response.status;
      const date = parseHttpDate(header(response, "date") ?? "");
      differenceMs = date === undefined ? undefined : date - clock.date();
      // Only the sandbox's Date header is used. Any other may come from a cache or from a wrong clock.
      if (local && date !== undefined && header(response, "x-sandbox") !== undefined) {
        offsetMs = date - clock.date();
      }
      const outcome = await settle(outgoing, state, response, slot);
      if ("reply" in outcome) onReceived?.(response.received);
      return outcome;
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      status = error.status;
      return {
        phase: error.sent ? "unknown" : "unsent",
        final: error.reason === "tls" || error.reason === "too_large" || error.reason === "closed",
        status,
        error: wireFailure(context(state), error),
      };
    } finally {
      slot.release();
      log.debug("request", {
        method: route.method,
        path: route.path,
        status,
        ms: Math.round(clock.now() - startedAt),
        attempt: state.attempts,
      });
    }
  }

  async function settle(
    { route, expected }: Outgoing,
    state: CallState,
    response: WireResponse,
    slot: Slot,
  ): Promise<Outcome> {
    const { status } = response;
    const read = await readResponse(route, expected, response);
    const about = context(state);
    const retryAfter =
      status === 429 || status === 503
        ? parseRetryAfter(response.headers["retry-after"], header(response, "date"))
        : undefined;
    // A limit that shows no wait, or one in the past, says no more than one without a Retry-After.
    const usable = retryAfter !== 0 && (retryAfter ?? 0) <= LONGEST_RETRY_AFTER_SECONDS;
    const seconds = usable ? retryAfter : undefined;
    if ("foreign" in read) {
      const final = status >= 300 && status < 400;
      const error = foreignError(about, status, read.foreign, seconds);
      return { phase: "unknown", unreadable: status < 500, final, status, error };
    }
    const { refusal } = { refusal: undefined, ...read };
    const left = header(response, "x-rate-limit-remaining") ?? "";
    const remaining = /^\d{1,9}$/.test(left) ? Number(left) : undefined;
    // A 429 without a Retry-After may be a short burst. It is not if the message mentions a time window, if no
    // requests remain, or if it keeps happening.
    const brief =
      (retryAfter ?? 0) === 0 &&
      remaining !== 0 &&
      about.attempts <= BRIEF_ATTEMPTS &&
      !/\b(?:minute|hour|day)\b/i.test(refusal?.upstreamMessage ?? "");
    const throttled = status === 429 ? { seconds, brief } : undefined;
    const make = (attempts: number, of: Refusal) =>
      statusError(
        { ...about, attempts },
        status,
        of,
        status !== 429 || brief ? seconds : (seconds ?? PROBE_MS / 1000),
      );
    slot.learn({
      throttled,
      refused: status === 401 && refusal !== undefined ? () => make(0, refusal) : undefined,
      remaining,
    });
    if ("success" in read) {
      const bytes = response.body.length;
      return { reply: { status, ...read.success, attempts: about.attempts, bytes } };
    }
    if ("misfit" in read) {
      const error = misfitError(about, status, read.misfit);
      return { phase: "unknown", unreadable: true, status, error };
    }
    return { phase: phaseOf(status), status, error: make(about.attempts, read.refusal) };
  }

  function waits(ms: number, onWait: BeginOptions["onWait"]): void {
    log.info("waiting", { reason: "rate limit", ms: Math.round(ms) });
    onWait?.(ms);
  }

  async function run(
    outgoing: Outgoing,
    state: CallState,
    retry: RetryOptions,
    sendOptions: BeginOptions,
  ): Promise<RawReply> {
    let throttled = 0;
    for (;;) {
      const outcome = await attempt(outgoing, state, sendOptions);
      state.inFlight = false;
      if ("reply" in outcome) {
        if (state.attempts === 1) budget.earn();
        return outcome.reply;
      }
      const { attempts, deadline, detached } = state;
      const limited = isThrottled(outcome);
      if (limited) throttled += 1;
      const sent = { attempts, throttled };
      if (detached || !mayResend(outgoing.repeat, outcome, sent, retry.maxAttempts)) {
        throw outcome.error;
      }
      await waitForRetry(outcome.error, attempts, retry, {
        signal: state.abort.signal,
        clock,
        random,
        accepts(delayMs) {
          // The budget protects an API that is down. Waiting for a rate limit does not add to its load.
          const accepted = clock.now() + delayMs < deadline && (limited || budget.spend());
          if (accepted && limited) waits(delayMs, sendOptions.onWait);
          return accepted;
        },
      });
    }
  }

  function begin(
    outgoing: Outgoing,
    sendOptions: BeginOptions,
    onDetached?: (settled: Promise<RawReply>) => void,
  ): Promise<RawReply> {
    const { signal, beforeSending, deadlineMs } = sendOptions;
    const retry = retryOptions(clientRetry, sendOptions.retry);
    // The waits that the caller configured do not reduce the time for the attempts.
    const totalMs = outgoing.totalMs + longestWaits(retry);
    const waitMs = Math.min(deadlineMs ?? totalMs, totalMs);
    const state: CallState = {
      route: outgoing.route,
      attempts: 0,
      deadline: clock.now() + waitMs,
      abort: new AbortController(),
      inFlight: false,
      detached: false,
      sentAtMs: undefined,
    };
    const limited = () => limiter.limits(outgoing.quota);
    const waiting = { signal, beforeSending, onDetached, limited };
    return supervise(state, () => run(outgoing, state, retry, sendOptions), waiting, clock, {
      waitMs,
      totalMs,
    });
  }

  return {
    async send(call, sendOptions = {}) {
      const named = (reply: RawReply): Reply => ({ operation: call.operation, ...reply });
      const { onDetached } = sendOptions;
      const reply = await begin(
        outgoingCall(origin, call, sendOptions),
        sendOptions,
        onDetached && ((settled) => onDetached(settled.then(named))),
      );
      return named(reply);
    },
    request: async (request, requestOptions = {}) =>
      begin(outgoingRequest(origin, request), requestOptions),
    now: () => new Date(clock.date() + offsetMs),
    remaining: limiter.remaining,
    clockDifference: () => differenceMs,
    close: () => transport.close(),
  };
}
