import { AppError } from "../../base/errors.js";
import type { Quota } from "../operations/row.js";
import type { Clock } from "./clock.js";
import { LONGEST_WAIT_MS } from "./retry.js";

export interface LimiterOptions {
  clock: Clock;
  /** Requests in flight at one time. */
  concurrency?: number | undefined;
  /** A limit of your own, in requests a second; without it only Fivetran's rate limit applies. */
  perSecond?: number | undefined;
  /** Requests that may exceed `perSecond` at once. */
  burst?: number | undefined;
}

export interface QueuedRequest {
  quota: Quota;
  /** On the clock's scale; a wait that would end later fails the call at once. */
  deadline: number;
  signal: AbortSignal;
  /** A change, or a read that belongs to one: it may use the slots that are kept for changes. */
  reserved: boolean;
  /** Whose request it is: a free slot is for the lane that has the fewest requests in flight. */
  lane: string;
  /** Called once, with the milliseconds, when the request has to wait for a rate limit. */
  onWait?: ((ms: number) => void) | undefined;
}

/** What a response of Fivetran's shows about its limits. */
export interface Limits {
  /** Status 429; the seconds of its Retry-After, where it has a usable one. `brief`: it may be over in a moment. */
  throttled?: { seconds: number | undefined; brief?: boolean } | undefined;
  /** The credentials were refused: the error for calls that are not sent. */
  refused?: (() => AppError) | undefined;
  /** Requests that the account may still send. */
  remaining?: number | undefined;
}

export interface Slot {
  /** Called with every response that is Fivetran's. */
  learn(limits: Limits): void;
  release(): void;
}

export interface Limiter {
  /** Resolves when the request may be sent. */
  acquire(request: QueuedRequest): Promise<Slot>;
  /** Requests that the account may still send, as the last response showed it; undefined before one did. */
  remaining(): number | undefined;
}

/** Nothing passes a closed gate before `until`; then everything does, or one probe in every `probeMs`. */
interface Gate {
  until: number;
  probeMs: number | undefined;
  /** The number of the request that is the probe, while it is in flight. */
  probe?: number | undefined;
  /** Requests that were started before say nothing about whether it is still closed. */
  since: number;
  /** The credentials' gate: calls fail at once. */
  refused?: (() => AppError) | undefined;
}

interface Waiting extends QueuedRequest {
  resolve: (slot: Slot) => void;
  reject: (reason: unknown) => void;
  abort: () => void;
  reported: boolean;
}

export const PROBE_MS = 60_000;
const KEY_PROBE_MS = 30_000;
/** Slots that reads do not take, so that a read without a response cannot hold up a change. */
const RESERVED = 2;
/** Fivetran's longest window. A longer Retry-After is not believed, since nothing would correct it. */
export const LONGEST_RETRY_AFTER_SECONDS = 3600;

export function createLimiter(options: LimiterOptions): Limiter {
  const { clock, concurrency = 8, perSecond, burst = perSecond } = options;
  const waiting = new Set<Waiting>();
  const gates = new Map<Quota | "key", Gate>();
  const mostReads = Math.max(1, concurrency - RESERVED);
  let active = 0;
  let activeReads = 0;
  const activeOf = new Map<string, number>();
  let started = 0;
  let remaining = Number.POSITIVE_INFINITY;
  let keyWorked = false;
  let tokens = burst ?? Number.POSITIVE_INFINITY;
  let filledAt = clock.now();
  let cancelTimer: (() => void) | undefined;

  const gatesOf = (quota: Quota) =>
    [gates.get("key"), gates.get("all"), gates.get(quota)].filter((gate) => gate !== undefined);

  /** The time until which this request has to wait, infinite for a probe's response; its error where that is too long. */
  function heldUntil({ quota, deadline }: QueuedRequest): number | AppError {
    const now = clock.now();
    let until = 0;
    let probing = false;
    for (const gate of gatesOf(quota)) {
      if (gate.until <= now && gate.probe === undefined) continue;
      if (gate.refused !== undefined) return gate.refused();
      if (gate.probe === undefined) until = Math.max(until, gate.until);
      else probing = true;
    }
    if (until > Math.min(deadline, now + LONGEST_WAIT_MS)) return heldError((until - now) / 1000);
    return probing ? Number.POSITIVE_INFINITY : until;
  }

  function close(name: Quota | "key", ms: number, gate: Omit<Gate, "until" | "since">): void {
    const until = Math.max(gates.get(name)?.until ?? 0, clock.now() + ms);
    gates.set(name, { ...gate, until, since: started });
  }

  function dequeue(request: Waiting): void {
    waiting.delete(request);
    request.signal.removeEventListener("abort", request.abort);
  }

  function start(request: Waiting): void {
    const { quota, reserved, lane } = request;
    dequeue(request);
    active += 1;
    activeOf.set(lane, inFlight(lane) + 1);
    if (!reserved) activeReads += 1;
    tokens -= 1;
    started += 1;
    const number = started;
    for (const gate of gatesOf(quota)) {
      if (gate.probeMs !== undefined) gate.probe = number;
    }
    let released = false;
    request.resolve({
      learn: (limits) => learn(quota, number, limits),
      release() {
        if (released) return;
        released = true;
        active -= 1;
        const rest = inFlight(lane) - 1;
        if (rest > 0) activeOf.set(lane, rest);
        else activeOf.delete(lane);
        if (!reserved) activeReads -= 1;
        for (const gate of gatesOf(quota)) {
          if (gate.probe !== number) continue;
          gate.probe = undefined;
          gate.until = clock.now() + (gate.probeMs ?? 0);
        }
        pump();
      },
    });
  }

  function learn(quota: Quota, number: number, limits: Limits): void {
    const { throttled, refused } = limits;
    const open = (name: Quota) => {
      if (number > (gates.get(name)?.since ?? number)) gates.delete(name);
    };
    if (refused !== undefined) {
      // One refusal of a key that has just worked may be a stray one.
      if (!keyWorked) close("key", KEY_PROBE_MS, { probeMs: KEY_PROBE_MS, refused });
      keyWorked = false;
      return;
    }
    keyWorked = true;
    gates.delete("key");
    if (throttled?.brief === true && !gates.has(quota) && !gates.has("all")) return;
    const seconds = throttled?.seconds ?? Number.POSITIVE_INFINITY;
    const stated = seconds <= LONGEST_RETRY_AFTER_SECONDS;
    const shut = (name: Quota) =>
      close(name, stated ? seconds * 1000 : PROBE_MS, { probeMs: stated ? undefined : PROBE_MS });
    if (throttled !== undefined) shut(quota);
    else for (const name of [quota, "all"] as const) open(name);
    // The responses of other quotas may count those.
    if (quota !== "all" || limits.remaining === undefined) return;
    remaining = limits.remaining;
    if (remaining <= 0 && throttled === undefined) shut("all");
  }

  const inFlight = (lane: string) => activeOf.get(lane) ?? 0;

  /** Every request that waits; the next is always of the lane that has the fewest in flight by then. */
  function* inTurn(): Generator<Waiting> {
    const lanes = new Map<string, Waiting[]>();
    for (const request of [...waiting].reverse()) {
      const lane = lanes.get(request.lane);
      if (lane === undefined) lanes.set(request.lane, [request]);
      else lane.push(request);
    }
    for (;;) {
      const [first, ...others] = lanes;
      if (first === undefined) return;
      const [name, lane] = others.reduce(
        (least, other) => (inFlight(other[0]) < inFlight(least[0]) ? other : least),
        first,
      );
      const next = lane.pop();
      if (next === undefined) lanes.delete(name);
      else yield next;
    }
  }

  const hasSlot = ({ reserved }: Waiting) =>
    active < Math.min(concurrency, Math.max(1, remaining)) && (reserved || activeReads < mostReads);

  function pump(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    const now = clock.now();
    if (perSecond !== undefined && burst !== undefined) {
      tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond);
      filledAt = now;
    }
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const request of inTurn()) {
      const until = heldUntil(request);
      if (until instanceof AppError) {
        dequeue(request);
        request.reject(until);
      } else if (until > now) {
        wakeAt = Math.min(wakeAt, until);
        if (!request.reported && Number.isFinite(until)) {
          request.reported = true;
          request.onWait?.(until - now);
        }
      } else if (hasSlot(request)) {
        if (tokens >= 1) start(request);
        else wakeAt = Math.min(wakeAt, now + Math.ceil(((1 - tokens) / (perSecond ?? 1)) * 1000));
      }
    }
    if (Number.isFinite(wakeAt)) cancelTimer = clock.after(wakeAt - now, pump);
  }

  return {
    remaining: () => (Number.isFinite(remaining) ? remaining : undefined),
    acquire: (request) =>
      new Promise((resolve, reject) => {
        const { signal } = request;
        if (signal.aborted) return reject(signal.reason);
        const abort = () => {
          dequeue(entry);
          reject(signal.reason);
        };
        const entry: Waiting = { ...request, resolve, reject, abort, reported: false };
        signal.addEventListener("abort", abort, { once: true });
        waiting.add(entry);
        pump();
      }),
  };
}

const heldError = (seconds: number) =>
  new AppError("rate_limited", "Fivetran's rate limit is exceeded.", {
    state: "Nothing was sent.",
    hint: `Wait ${Math.ceil(seconds)} s before the next call.`,
    retryAfterSeconds: Math.ceil(seconds),
  });
