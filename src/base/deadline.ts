import { setMaxListeners } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";

const isTimeout = (reason: unknown): boolean =>
  reason instanceof DOMException && reason.name === "TimeoutError";

const passed = () => new DOMException("The deadline has passed.", "TimeoutError");

/** Whether the signal fired because a deadline passed, and not because the caller cancelled. */
export const firedByDeadline = (signal: AbortSignal | undefined): boolean =>
  signal !== undefined && isTimeout(signal.reason);

/**
 * Calls `act` when the signal fires. The returned function cancels this. Many requests may wait for one signal, so
 * the limit of ten listeners, above which Node prints a warning, is removed.
 */
export function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal === undefined) return () => {};
  setMaxListeners(0, signal);
  signal.addEventListener("abort", act, { once: true });
  return () => signal.removeEventListener("abort", act);
}

/**
 * Creates a signal that fires after `ms` milliseconds or when `signal` fires. On Node 20 a signal of
 * `AbortSignal.timeout` inside `AbortSignal.any` can be garbage-collected and then never fires. The timer here
 * prevents that.
 */
export function deadlineSignal(ms: number, signal?: AbortSignal): AbortSignal {
  const controller = new AbortController();
  // Each request of a call adds a listener. Node would print a warning above ten.
  setMaxListeners(0, controller.signal);
  if (signal?.aborted === true) {
    controller.abort(signal.reason);
    return controller.signal;
  }
  const timer = setTimeout(() => controller.abort(passed()), ms);
  timer.unref();
  const forget = onAbort(signal, () => {
    clearTimeout(timer);
    controller.abort(signal?.reason);
  });
  controller.signal.addEventListener("abort", forget, { once: true });
  return controller.signal;
}

/** Waits, and returns whether the time passed before the signal fired. */
export const hasWaited = (
  clock: { sleep: (ms: number, signal?: AbortSignal) => Promise<void> },
  ms: number,
  signal: AbortSignal | undefined,
): Promise<boolean> =>
  clock.sleep(ms, signal).then(
    () => true,
    () => false,
  );

/** How long a call may block the event loop before other work gets a turn, in milliseconds. */
const HELD_MS = 20;

/**
 * Await this between the parts of long work. If the work has blocked the event loop for a while, other work runs
 * first.
 */
export type Turn = () => Promise<void> | undefined;

/**
 * Lets all other work run first. In a callback of a socket or a file, the first turn comes before the others' callbacks,
 * so it takes two.
 */
export async function otherWork(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

/** Creates a `Turn` for one piece of work that starts now. */
export function createTurns(): Turn {
  let since = performance.now();
  return () => {
    if (performance.now() - since < HELD_MS) return undefined;
    return otherWork().then(() => {
      since = performance.now();
    });
  };
}

/**
 * Runs `work` with a signal that fires with the first of `signals`, or after `ms` milliseconds. All listeners are
 * removed when the work has ended, because a server calls this for each request.
 */
export async function withFirstOf<T>(
  { signals, ms }: { signals: readonly AbortSignal[]; ms?: number },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  setMaxListeners(0, signal);
  const listeners = signals.map((each) => {
    const end = () => controller.abort(each.reason);
    if (each.aborted) end();
    return onAbort(each, end);
  });
  const timer = ms === undefined ? undefined : setTimeout(() => controller.abort(passed()), ms);
  timer?.unref();
  try {
    return await work(signal);
  } finally {
    clearTimeout(timer);
    for (const forget of listeners) forget();
  }
}

/** Time that several reads share. It passes only while one of them runs. */
export interface Allowance {
  /** Runs a read with a signal that fires once the time is spent, after `atMostMs`, or with that of the call. */
  within<T>(read: (signal: AbortSignal) => Promise<T>, atMostMs?: number): Promise<T>;
}

/** What all reads of one call that only add to its result get together. */
export const SECONDARY_READS_MS = 10_000;
/** Of it, those that others follow, so that some is left for them. */
export const EARLY_READS_MS = 4000;

/** `signal` is that of the call. */
export function createAllowance(ms: number, signal: AbortSignal): Allowance {
  const controller = new AbortController();
  let left = ms;
  let running = 0;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  setMaxListeners(0, controller.signal);
  const start = () => {
    since = performance.now();
    timer = setTimeout(() => controller.abort(passed()), left);
    timer.unref();
  };
  const pause = () => {
    clearTimeout(timer);
    left = Math.max(0, left - (performance.now() - since));
  };
  return {
    async within(read, atMostMs) {
      const forget = onAbort(signal, () => controller.abort(signal.reason));
      if (signal.aborted) controller.abort(signal.reason);
      if (running === 0) start();
      running += 1;
      try {
        const { signal: shared } = controller;
        return await read(atMostMs === undefined ? shared : deadlineSignal(atMostMs, shared));
      } finally {
        running -= 1;
        if (running === 0) pause();
        forget();
      }
    },
  };
}

/** Limits work that runs at the same time: it ends together when nothing has been heard of any of it for a while. */
export interface Silence {
  /** Runs work with a signal that fires after the silence. Work that starts later gets a new one. */
  within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Says that some of the work is known to wait this long. */
  expect(ms: number): void;
}

export function createSilence(ms: number): Silence {
  let controller = new AbortController();
  let running = 0;
  let timer: NodeJS.Timeout | undefined;
  const listen = (waitMs = 0) => {
    clearTimeout(timer);
    if (running === 0) return;
    timer = setTimeout(() => {
      controller.abort(passed());
      controller = new AbortController();
    }, ms + waitMs);
    timer.unref();
  };
  return {
    expect: listen,
    async within(work) {
      running += 1;
      if (running === 1) listen();
      try {
        return await work(controller.signal);
      } finally {
        running -= 1;
        listen();
      }
    },
  };
}
