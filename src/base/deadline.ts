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
  const cancel = () => {
    clearTimeout(timer);
    controller.abort(signal?.reason);
  };
  signal?.addEventListener("abort", cancel, { once: true, signal: controller.signal });
  return controller.signal;
}

/** How long a call may block the event loop before other work gets a turn, in milliseconds. */
const HELD_MS = 20;

/**
 * Await this between the parts of long work. If the work has blocked the event loop for a while, other work runs
 * first.
 */
export type Turn = () => Promise<void> | undefined;

/** Creates a `Turn` for one piece of work that starts now. */
export function createTurns(): Turn {
  let since = performance.now();
  return () => {
    if (performance.now() - since < HELD_MS) return undefined;
    return nextTurn().then(() => {
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
  const end = ({ target }: { target: unknown }) =>
    controller.abort(target instanceof AbortSignal ? target.reason : undefined);
  for (const each of signals) {
    if (each.aborted) controller.abort(each.reason);
    else each.addEventListener("abort", end);
  }
  const timer = ms === undefined ? undefined : setTimeout(() => controller.abort(passed()), ms);
  timer?.unref();
  try {
    return await work(signal);
  } finally {
    clearTimeout(timer);
    for (const each of signals) each.removeEventListener("abort", end);
  }
}
