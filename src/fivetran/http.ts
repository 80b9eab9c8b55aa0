import { type AppError, inputError } from "../base/errors.js";
import type { Log } from "../base/log.js";
import type { Secret } from "../base/secret.js";
import { header, readComplaint, readSuccess } from "./answer.js";
import type { Call, Reply, Send, SendOptions } from "./call.js";
import { type Operation, operation, quota, resendClass, timeLimits } from "./catalog.js";
import { type Clock, systemClock } from "./clock.js";
import {
  type Context,
  cancelledError,
  garbledError,
  statusError,
  wireFailure,
} from "./failures.js";
import { createLimiter, type LimiterOptions, LONGEST_WAIT_MS } from "./limiter.js";
import { isLoopback } from "./origin.js";
import { buildUrl } from "./path.js";
import {
  type Failure,
  mayResend,
  parseHttpDate,
  parseRetryAfter,
  phaseOf,
  RetryBudget,
  retryDelay,
} from "./retry.js";
import { createTransport, type ProxySettings, type WireAnswer, WireError } from "./transport.js";

export interface SenderOptions {
  /** Such as `https://api.fivetran.com`. */
  origin: string;
  /** Called for every request; throws where there are none. */
  credentials: () => { key: Secret; secret: Secret };
  userAgent: string;
  log: Log;
  proxy?: ProxySettings | undefined;
  clock?: Clock | undefined;
  /** From 0 to 1, for the jitter of retries. */
  random?: (() => number) | undefined;
  limits?: Omit<LimiterOptions, "clock"> | undefined;
}

export interface Sender {
  send: Send;
  /** The server's time: the local clock, corrected by the Date header of the last answer. */
  now: () => Date;
  close: () => Promise<void>;
}

/** The end of one attempt: a reply, or why there is none. */
type Outcome = { reply: Reply } | (Failure & { error: AppError; waitSeconds?: number | undefined });

/** One call on its way through its attempts. */
interface Journey {
  call: Call;
  operation: Operation;
  url: URL;
  attempts: number;
  /** On the clock's scale. */
  deadline: number;
  abort: AbortController;
  /** A request has left and its outcome is open. */
  inFlight: boolean;
  /** Nobody waits any more: no further attempt. */
  detached: boolean;
  /** Local milliseconds since 1970. */
  sentAtMs: number | undefined;
}

export function createSender(options: SenderOptions): Sender {
  const { origin, log, clock = systemClock, random = Math.random } = options;
  const { host } = new URL(origin);
  // Loopback is never behind a proxy.
  const proxy = isLoopback(new URL(origin).hostname) ? undefined : options.proxy;
  const proxyUrl = proxy?.https || proxy?.http || "";
  const proxyHost = URL.canParse(proxyUrl) ? new URL(proxyUrl).host : undefined;
  const transport = createTransport({ clock, proxy });
  const limiter = createLimiter({ clock, ...options.limits });
  const budget = new RetryBudget();
  let offsetMs = 0;

  const context = ({ operation, attempts, sentAtMs }: Journey): Context => ({
    operation,
    host,
    proxyHost,
    attempts,
    sentAt: sentAtMs === undefined ? undefined : new Date(sentAtMs + offsetMs).toISOString(),
  });

  async function attempt(journey: Journey): Promise<Outcome> {
    const { call, operation } = journey;
    const body = bodyText(operation, call);
    const headers = headersOf(operation, body, options);
    const { signal } = journey.abort;
    const leave = await limiter.enter({ quota: quota(call), deadline: journey.deadline, signal });
    const startedAt = clock.now();
    let status: number | undefined;
    journey.attempts += 1;
    try {
      const answer = await transport.exchange({
        method: operation.method,
        url: journey.url,
        headers,
        body,
        answerMs: timeLimits(call).answerMs,
        large: operation.path.includes("/schemas"),
        signal,
        onSent: () => {
          journey.inFlight = true;
          journey.sentAtMs = clock.date();
        },
      });
      status = answer.status;
      const date = parseHttpDate(header(answer, "date") ?? "");
      if (date !== undefined) offsetMs = date - clock.date();
      if (status !== 401) limiter.unlock();
      return status >= 200 && status < 300 ? accepted(journey, answer) : refused(journey, answer);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      status = error.status;
      return {
        phase: error.sent ? "unknown" : "unsent",
        final: error.reason === "tls" || error.reason === "too_large" || error.reason === "closed",
        status,
        error: wireFailure(context(journey), error),
      };
    } finally {
      leave();
      log.debug("request", {
        method: operation.method,
        path: operation.path,
        status,
        ms: Math.round(clock.now() - startedAt),
        attempt: journey.attempts,
      });
    }
  }

  function accepted(journey: Journey, answer: WireAnswer): Outcome {
    const { operation, attempts } = journey;
    const { status } = answer;
    const success = readSuccess(operation, answer);
    if (typeof success !== "string") {
      return { reply: { operation: operation.id, status, ...success, attempts } };
    }
    const error = garbledError(context(journey), status, success);
    return { phase: "unknown", garbled: true, status, error };
  }

  function refused(journey: Journey, answer: WireAnswer): Outcome {
    const { status } = answer;
    const complaint = readComplaint(answer);
    const waitSeconds =
      status === 429 || status === 503
        ? parseRetryAfter(answer.headers["retry-after"], header(answer, "date"))
        : undefined;
    const make = (attempts: number) =>
      statusError(
        { ...context(journey), attempts },
        {
          status,
          code: complaint.code,
          upstreamMessage: complaint.message,
          retryAfterSeconds: waitSeconds,
        },
      );
    if (status === 401) limiter.lock(() => make(0));
    if (status === 429 && waitSeconds !== undefined) limiter.hold(quota(journey.call), waitSeconds);
    return {
      phase: phaseOf(status),
      final: status >= 300 && status < 400,
      status,
      error: make(journey.attempts),
      waitSeconds,
    };
  }

  async function run(journey: Journey): Promise<Reply> {
    for (;;) {
      const outcome = await attempt(journey);
      journey.inFlight = false;
      if ("reply" in outcome) {
        if (journey.attempts === 1) budget.earn();
        return outcome.reply;
      }
      const { attempts, deadline } = journey;
      const waitMs = Math.max(retryDelay(attempts, random), (outcome.waitSeconds ?? 0) * 1000);
      const inTime = waitMs <= LONGEST_WAIT_MS && clock.now() + waitMs < deadline;
      const again = inTime && !journey.detached;
      if (!again || !mayResend(resendClass(journey.call), outcome, attempts) || !budget.spend()) {
        throw outcome.error;
      }
      await clock.sleep(waitMs, journey.abort.signal);
    }
  }

  return {
    async send(call, sendOptions = {}) {
      const op = operation(call.operation);
      const { totalMs } = timeLimits(call);
      const journey: Journey = {
        call,
        operation: op,
        url: buildUrl(origin, op, call.params),
        attempts: 0,
        deadline: clock.now() + Math.min(sendOptions.deadlineMs ?? totalMs, totalMs),
        abort: new AbortController(),
        inFlight: false,
        detached: false,
        sentAtMs: undefined,
      };
      return supervise(journey, run, sendOptions, clock, totalMs);
    },
    now: () => new Date(clock.date() + offsetMs),
    close: () => transport.close(),
  };
}

/**
 * Ends the wait when the caller's signal or the time says so. A read, or a change that has not left, is
 * aborted. A change on its way goes on up to its own limit, since aborting would not undo it.
 */
function supervise(
  journey: Journey,
  run: (journey: Journey) => Promise<Reply>,
  { signal, onDetached }: SendOptions,
  clock: Clock,
  totalMs: number,
): Promise<Reply> {
  const { operation, abort } = journey;
  return new Promise((resolve, reject) => {
    const cancelled = () => end(false);
    const end = (byDeadline: boolean) => {
      stopWaiting();
      const goesOn = operation.effect !== "read" && journey.inFlight;
      reject(cancelledError(operation, journey.inFlight, byDeadline));
      if (goesOn) {
        journey.detached = true;
        onDetached?.(running);
      } else abort.abort(new Error("nobody waits for it"));
    };
    const stopWaiting = () => {
      cancelDeadline();
      signal?.removeEventListener("abort", cancelled);
    };
    const cancelDeadline = clock.after(journey.deadline - clock.now(), () => end(true));
    const cancelLimit = clock.after(totalMs, () =>
      abort.abort(new WireError("no_answer", journey.inFlight, undefined)),
    );
    if (signal?.aborted) {
      cancelLimit();
      return cancelled();
    }
    signal?.addEventListener("abort", cancelled, { once: true });
    const running = run(journey).finally(() => {
      stopWaiting();
      cancelLimit();
    });
    running.then(resolve, reject);
  });
}

function bodyText({ id, method, body }: Operation, call: Call): string | undefined {
  if (body === "multipart" || id === "download_connector_sdk_package") {
    throw inputError(`${id} carries a file, which this client does not send or fetch.`);
  }
  if (method === "GET" || method === "DELETE") {
    if (call.body !== undefined) throw inputError(`${id} takes no body.`, "Leave the body out.");
    return undefined;
  }
  // Fivetran refuses a POST without any body.
  return JSON.stringify(call.body ?? {});
}

function headersOf(
  operation: Operation,
  body: string | undefined,
  { credentials, userAgent }: SenderOptions,
): Record<string, string> {
  const { key, secret } = credentials();
  const pair = Buffer.from(`${key.reveal()}:${secret.reveal()}`).toString("base64");
  return {
    accept: operation.accept === 2 ? "application/json;version=2" : "application/json",
    "accept-encoding": "gzip",
    authorization: `Basic ${pair}`,
    "user-agent": userAgent,
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
}
