import { AppError } from "../../base/errors.js";
import type { Quota } from "../operations/row.js";
import type { Clock } from "./clock.js";
import { LONGEST_WAIT_MS } from "./retry.js";

export interface LimiterOptions {
  clock: Clock;
  /** Requests in flight at one time. */
  concurrency?: number;
  /** Requests a second once the burst is used up; just under Fivetran's 20,000 an hour. */
  perSecond?: number;
  burst?: number;
  /** Calls that may wait in the queue. */
  queue?: number;
}

export interface QueuedRequest {
  quota: Quota;
  /** On the clock's scale; a hold that ends later fails the call at once. */
  deadline: number;
  signal: AbortSignal;
}

export interface Limiter {
  /** Resolves when the request may be sent, with the function that frees its slot. */
  acquire(request: QueuedRequest): Promise<() => void>;
  /** Fivetran accepts no requests of this quota for so many seconds. */
  hold(quota: Quota, seconds: number): void;
  /** Fivetran refused the credentials: every call but one probe in 30 s now fails at once. */
  lock(error: () => AppError): void;
  unlock(): void;
}

const LOCK_MS = 30_000;

interface Waiting extends QueuedRequest {
  resolve: (release: () => void) => void;
  reject: (reason: unknown) => void;
  abort: () => void;
}

export function createLimiter(options: LimiterOptions): Limiter {
  const { clock, concurrency = 8, perSecond = 5.5, burst = 200, queue = 100 } = options;
  const waiting = new Set<Waiting>();
  const holds = new Map<Quota, number>();
  let active = 0;
  let tokens = burst;
  let filledAt = clock.now();
  let locked: { until: number; error: () => AppError } | undefined;
  let cancelTimer: (() => void) | undefined;

  const heldUntil = (quota: Quota) => Math.max(holds.get("all") ?? 0, holds.get(quota) ?? 0);

  /** The error that ends this request now, if there is one. */
  function refusal({ quota, deadline }: QueuedRequest): AppError | undefined {
    const now = clock.now();
    if (locked !== undefined && now < locked.until) return locked.error();
    const until = heldUntil(quota);
    return until > now && until > Math.min(deadline, now + LONGEST_WAIT_MS)
      ? heldError((until - now) / 1000)
      : undefined;
  }

  function dequeue(request: Waiting): void {
    waiting.delete(request);
    request.signal.removeEventListener("abort", request.abort);
  }

  function start(request: Waiting): void {
    dequeue(request);
    active += 1;
    tokens -= 1;
    if (locked !== undefined) locked.until = clock.now() + LOCK_MS;
    let released = false;
    request.resolve(() => {
      if (released) return;
      released = true;
      active -= 1;
      pump();
    });
  }

  function pump(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    const now = clock.now();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const request of [...waiting]) {
      const error = refusal(request);
      if (error !== undefined) {
        dequeue(request);
        request.reject(error);
        continue;
      }
      const until = heldUntil(request.quota);
      if (until > now) wakeAt = Math.min(wakeAt, until);
      else if (active >= concurrency) continue;
      else if (tokens >= 1) start(request);
      else wakeAt = Math.min(wakeAt, now + Math.ceil(((1 - tokens) / perSecond) * 1000));
    }
    if (Number.isFinite(wakeAt)) cancelTimer = clock.after(wakeAt - now, pump);
  }

  return {
    acquire: (request) =>
      new Promise((resolve, reject) => {
        const { signal } = request;
        if (signal.aborted) return reject(signal.reason);
        const error = refusal(request) ?? (waiting.size >= queue ? busyError(queue) : undefined);
        if (error !== undefined) return reject(error);
        const abort = () => {
          dequeue(entry);
          reject(signal.reason);
        };
        const entry: Waiting = { ...request, resolve, reject, abort };
        signal.addEventListener("abort", abort, { once: true });
        waiting.add(entry);
        pump();
      }),
    hold(quota, seconds) {
      holds.set(quota, Math.max(holds.get(quota) ?? 0, clock.now() + seconds * 1000));
      pump();
    },
    lock(error) {
      locked = { until: clock.now() + LOCK_MS, error };
      pump();
    },
    unlock() {
      locked = undefined;
    },
  };
}

const heldError = (seconds: number) =>
  new AppError("rate_limited", "Fivetran's rate limit is exceeded.", {
    state: "Nothing was sent.",
    hint: `Wait ${Math.ceil(seconds)} s before the next call.`,
    retryAfterSeconds: Math.ceil(seconds),
  });

const busyError = (queue: number) =>
  new AppError("unavailable", `${queue} requests are already waiting in this client.`, {
    state: "Nothing was sent.",
    hint: "Let some of them finish, or send fewer requests at once.",
    facts: { busy: true },
  });
