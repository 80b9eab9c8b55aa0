import { AppError } from "../../base/errors.js";
import type { Quota } from "../operations/row.js";
import type { Clock } from "./clock.js";
import { LONGEST_WAIT_MS } from "./retry.js";

export interface LimiterOptions {
  clock: Clock;
  /** Requests on the wire at one time. */
  concurrency?: number;
  /** Requests a second once the burst is used up; just under Fivetran's 20,000 an hour. */
  perSecond?: number;
  burst?: number;
  /** Calls that may wait for their turn. */
  queue?: number;
}

export interface Turn {
  quota: Quota;
  /** On the clock's scale; a hold that ends later fails the call at once. */
  deadline: number;
  signal: AbortSignal;
}

export interface Limiter {
  /** Resolves when the request may go out, with the function that gives its place back. */
  enter(turn: Turn): Promise<() => void>;
  /** Fivetran wants no requests of this quota for so many seconds. */
  hold(quota: Quota, seconds: number): void;
  /** Fivetran refused the credentials: every call but one probe in 30 s now fails at once. */
  lock(error: () => AppError): void;
  unlock(): void;
}

const LOCK_MS = 30_000;

interface Waiting extends Turn {
  resolve: (leave: () => void) => void;
  reject: (reason: unknown) => void;
}

export function createLimiter(options: LimiterOptions): Limiter {
  const { clock, concurrency = 8, perSecond = 5.5, burst = 200, queue = 100 } = options;
  const waiting: Waiting[] = [];
  const holds = new Map<Quota, number>();
  let active = 0;
  let tokens = burst;
  let filledAt = clock.now();
  let locked: { until: number; error: () => AppError } | undefined;
  let cancelTimer: (() => void) | undefined;

  const heldUntil = (quota: Quota) => Math.max(holds.get("all") ?? 0, holds.get(quota) ?? 0);

  /** The error that ends this turn now, if there is one. */
  function refusal(turn: Turn): AppError | undefined {
    const now = clock.now();
    if (locked !== undefined && now < locked.until) return locked.error();
    const until = heldUntil(turn.quota);
    return until > now && until > Math.min(turn.deadline, now + LONGEST_WAIT_MS)
      ? heldError((until - now) / 1000)
      : undefined;
  }

  function start(turn: Waiting): void {
    waiting.splice(waiting.indexOf(turn), 1);
    active += 1;
    tokens -= 1;
    if (locked !== undefined) locked.until = clock.now() + LOCK_MS;
    let left = false;
    turn.resolve(() => {
      if (left) return;
      left = true;
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
    for (const turn of [...waiting]) {
      const error = refusal(turn);
      if (error !== undefined) {
        waiting.splice(waiting.indexOf(turn), 1);
        turn.reject(error);
        continue;
      }
      const until = heldUntil(turn.quota);
      if (until > now) wakeAt = Math.min(wakeAt, until);
      else if (active >= concurrency) continue;
      else if (tokens >= 1) start(turn);
      else wakeAt = Math.min(wakeAt, now + Math.ceil(((1 - tokens) / perSecond) * 1000));
    }
    if (Number.isFinite(wakeAt)) cancelTimer = clock.after(wakeAt - now, pump);
  }

  return {
    enter: (turn) =>
      new Promise((resolve, reject) => {
        if (turn.signal.aborted) return reject(turn.signal.reason);
        const error = refusal(turn) ?? (waiting.length >= queue ? busyError(queue) : undefined);
        if (error !== undefined) return reject(error);
        const abort = () => {
          const index = waiting.indexOf(entry);
          if (index >= 0) waiting.splice(index, 1);
          reject(turn.signal.reason);
        };
        const settle = () => turn.signal.removeEventListener("abort", abort);
        const entry: Waiting = {
          ...turn,
          resolve: (leave) => {
            settle();
            resolve(leave);
          },
          reject: (reason) => {
            settle();
            reject(reason);
          },
        };
        turn.signal.addEventListener("abort", abort, { once: true });
        waiting.push(entry);
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
  new AppError("rate_limited", "Fivetran's rate limit is used up.", {
    state: "Nothing was sent.",
    hint: `Wait ${Math.ceil(seconds)} s before the next call.`,
    retryAfterSeconds: Math.ceil(seconds),
  });

const busyError = (queue: number) =>
  new AppError("unavailable", `${queue} requests are already waiting in this client.`, {
    state: "Nothing was sent.",
    hint: "Let some of them finish, or ask for fewer things at once.",
    facts: { busy: true },
  });
