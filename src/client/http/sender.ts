import type { AppError } from "../../base/errors.js";
import type { Log } from "../../base/log.js";
import { type Clock, systemClock } from "./clock.js";
import { type CallState, supervise } from "./deadline.js";
import { type Context, statusError, unreadableError, wireFailure } from "./errors.js";
import { createLimiter, type LimiterOptions } from "./limiter.js";
import {
  headersOf,
  type Identity,
  type Outgoing,
  outgoingCall,
  outgoingRequest,
  type RawRequest,
} from "./request.js";
import { header, readRefusal, readSuccess } from "./response.js";
import {
  type Failure,
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
import type { Reply, RequestOptions, Send, SendOptions } from "./send.js";
import { createTransport, type ProxySettings, WireError, type WireResponse } from "./transport.js";
import { isLoopback } from "./url.js";

export interface SenderOptions extends Identity {
  /** Such as `https://api.fivetran.com`. */
  origin: string;
  log: Log;
  proxy?: ProxySettings | undefined;
  clock?: Clock | undefined;
  /** From 0 to 1, for the jitter of retries. */
  random?: (() => number) | undefined;
  limits?: Omit<LimiterOptions, "clock"> | undefined;
  retry?: RetryOptions | undefined;
}

/** A 2xx response to a request outside the catalogue. */
export type RawReply = Pick<Reply, "status" | "message" | "data" | "attempts">;

/** Sends a request outside the catalogue. A change is never sent again once it was sent. */
export type SendRaw = (request: RawRequest, options?: RequestOptions) => Promise<RawReply>;

export interface Sender {
  send: Send;
  request: SendRaw;
  /** The server's time: the local clock, corrected by the Date header of the last response. */
  now: () => Date;
  close: () => Promise<void>;
}

type BeginOptions = RequestOptions & Pick<SendOptions, "beforeSending">;

/** The end of one attempt: a reply, or why there is none. */
type Outcome = { reply: RawReply } | (Failure & { error: AppError });

export function createSender(options: SenderOptions): Sender {
  const { origin, log, clock = systemClock, random = Math.random } = options;
  const { host } = new URL(origin);
  // Loopback is never behind a proxy.
  const proxy = isLoopback(new URL(origin).hostname) ? undefined : options.proxy;
  const proxyUrl = proxy?.https || proxy?.http || "";
  const proxyHost = URL.canParse(proxyUrl) ? new URL(proxyUrl).host : undefined;
  const clientRetry = retryOptions(undefined, options.retry);
  const transport = createTransport({ clock, proxy });
  const limiter = createLimiter({ clock, ...options.limits });
  const budget = new RetryBudget();
  let offsetMs = 0;

  const context = ({ route, attempts, sentAtMs }: CallState): Context => ({
    operation: route,
    host,
    proxyHost,
    attempts,
    sentAt: sentAtMs === undefined ? undefined : new Date(sentAtMs + offsetMs).toISOString(),
  });

  async function attempt(outgoing: Outgoing, state: CallState): Promise<Outcome> {
    const { route, content, quota, responseMs, large } = outgoing;
    const headers = headersOf(outgoing, options);
    const { signal } = state.abort;
    const release = await limiter.acquire({ quota, deadline: state.deadline, signal });
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
        large,
        signal,
        onSent: () => {
          state.inFlight = true;
          state.sentAtMs = clock.date();
        },
      });
      status = response.status;
      const date = parseHttpDate(header(response, "date") ?? "");
      if (date !== undefined) offsetMs = date - clock.date();
      if (status !== 401) limiter.unlock();
      return status >= 200 && status < 300
        ? accepted(state, response)
        : refused(outgoing, state, response);
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
      release();
      log.debug("request", {
        method: route.method,
        path: route.path,
        status,
        ms: Math.round(clock.now() - startedAt),
        attempt: state.attempts,
      });
    }
  }

  function accepted(state: CallState, response: WireResponse): Outcome {
    const { status } = response;
    const success = readSuccess(state.route, response);
    if (typeof success !== "string") {
      return { reply: { status, ...success, attempts: state.attempts } };
    }
    const error = unreadableError(context(state), status, success);
    return { phase: "unknown", unreadable: true, status, error };
  }

  function refused(outgoing: Outgoing, state: CallState, response: WireResponse): Outcome {
    const { status } = response;
    const refusal = readRefusal(response);
    const retryAfterSeconds =
      status === 429 || status === 503
        ? parseRetryAfter(response.headers["retry-after"], header(response, "date"))
        : undefined;
    const make = (attempts: number) =>
      statusError({ ...context(state), attempts }, status, refusal, retryAfterSeconds);
    if (status === 401) limiter.lock(() => make(0));
    if (status === 429 && retryAfterSeconds !== undefined) {
      limiter.hold(outgoing.quota, retryAfterSeconds);
    }
    return {
      phase: phaseOf(status),
      final: status >= 300 && status < 400,
      status,
      error: make(state.attempts),
    };
  }

  async function run(outgoing: Outgoing, state: CallState, retry: RetryOptions): Promise<RawReply> {
    for (;;) {
      const outcome = await attempt(outgoing, state);
      state.inFlight = false;
      if ("reply" in outcome) {
        if (state.attempts === 1) budget.earn();
        return outcome.reply;
      }
      const { attempts, deadline, detached } = state;
      if (detached || !mayResend(outgoing.repeat, outcome, attempts, retry.maxAttempts)) {
        throw outcome.error;
      }
      await waitForRetry(outcome.error, attempts, retry, {
        signal: state.abort.signal,
        clock,
        random,
        accepts: (delayMs) => clock.now() + delayMs < deadline && budget.spend(),
      });
    }
  }

  function begin(
    outgoing: Outgoing,
    { signal, beforeSending, deadlineMs, retry: callRetry }: BeginOptions,
    onDetached?: (settled: Promise<RawReply>) => void,
  ): Promise<RawReply> {
    const retry = retryOptions(clientRetry, callRetry);
    // Configured waits do not reduce the time for the attempts.
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
    const waiting = { signal, beforeSending, onDetached };
    return supervise(state, () => run(outgoing, state, retry), waiting, clock, {
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
    close: () => transport.close(),
  };
}
