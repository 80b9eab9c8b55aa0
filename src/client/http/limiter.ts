import { AppError } from "../../base/errors.js";
import type { Quota } from "../operations/row.js";
import type { Clock } from "./clock.js";
import { LONGEST_WAIT_MS } from "./retry.js";

export interface LimiterOptions {
  clock: Clock;
  /** The maximum number of requests in flight. Default: 8. Two of them are reserved for changes. */
  concurrency?: number | undefined;
  /** The maximum rate of this client in requests per second. By default only Fivetran's rate limit applies. */
  perSecond?: number | undefined;
  /** How many requests may be sent at once before `perSecond` slows them down. Default: the value of `perSecond`. */
  burst?: number | undefined;
}

export interface QueuedRequest {
  quota: Quota;
  /** In milliseconds of `Clock.now`. A request that would have to wait longer fails immediately. */
  deadline: number;
  signal: AbortSignal;
  /** True for a change, and for a read that belongs to one. Such a request may use the slots reserved for changes. */
  reserved: boolean;
  /** The caller that the request belongs to. A free slot is given to the lane with the fewest requests in flight. */
  lane: string;
  /** Called once, with the wait in milliseconds, if a rate limit delays the request. */
  onWait?: ((ms: number) => void) | undefined;
}

/** What a response from Fivetran shows about the limits of the account. */
export interface Limits {
  /**
   * Present for status 429. `seconds` is its Retry-After, if usable. `brief` means that the limit may be over in a
   * moment.
   */
  throttled?: { seconds: number | undefined; brief?: boolean } | undefined;
  /** Present if Fivetran refused the credentials. It creates the error for the calls that are not sent. */
  refused?: (() => AppError) | undefined;
  /** The number of requests that the account may still send. */
  remaining?: number | undefined;
}

export interface Slot {
  /** Call this with the limits shown by every response from Fivetran. */
  learn(limits: Limits): void;
  release(): void;
}

export interface Limiter {
  /** Resolves when the request may be sent. */
  acquire(request: QueuedRequest): Promise<Slot>;
  /**
   * The number of requests that the account may still send. Undefined if the latest response does not state it.
   */
  remaining(): number | undefined;
  /** Whether a rate limit holds back requests of this quota now. */
  limits(quota: Quota): boolean;
}

/**
 * A gate holds back all requests until the time `until`. After that all requests pass, or, if `probeMs` is set, one
 * probe in every `probeMs` milliseconds.
 */
interface Gate {
  until: number;
  probeMs: number | undefined;
  /** The serial number of the probe while it is in flight. */
  probe?: number | undefined;
  /**
   * The serial number of the last request started before the gate closed. Responses to requests up to this one do not
   * open the gate.
   */
  since: number;
  /** Set on the gate of the credentials: requests fail immediately with this error. */
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
/** Reads cannot use these slots, so that slow reads never delay a change. */
const RESERVED = 2;
/**
 * Fivetran's longest rate-limit window. A longer Retry-After is ignored, because no later response would correct it.
 */
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

  /**
   * The time until which the request has to wait. Infinity while a probe is in flight. An error if the wait is too
   * long.
   */
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
      // A single refusal of a key that has just worked may be temporary.
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
    // The responses of other quotas may count other requests.
    if (quota !== "all") return;
    // An older number would be wrong as soon as the account's window has moved on.
    remaining = limits.remaining ?? Number.POSITIVE_INFINITY;
    if (remaining <= 0 && throttled === undefined) shut("all");
  }

  const inFlight = (lane: string) => activeOf.get(lane) ?? 0;

  /**
   * Yields all waiting requests. The next one always belongs to the lane with the fewest requests in flight at that
   * time.
   */
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
    limits: (quota) =>
      (quota === "all" && remaining <= 0) ||
      [gates.get("all"), gates.get(quota)].some(
        (gate) => gate !== undefined && (gate.probe !== undefined || gate.until > clock.now()),
      ),
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
