import { setMaxListeners } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";

const isTimeout = (reason: unknown): boolean =>
  reason instanceof DOMException && reason.name === "TimeoutError";

const passed = () => new DOMException("The deadline has passed.", "TimeoutError");

/** Whether a signal fired because a deadline passed, and not because a caller cancelled. */
export const firedByDeadline = (signal: AbortSignal | undefined): boolean =>
  signal !== undefined && isTimeout(signal.reason);

/**
 * Acts when a signal fires, until the returned function is called. Any number of requests may wait on one signal, as
 * with `fetch`: Node warns on stderr above ten.
 */
export function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal === undefined) return () => {};
  setMaxListeners(0, signal);
  signal.addEventListener("abort", act, { once: true });
  return () => signal.removeEventListener("abort", act);
}

/**
 * A signal that fires after `ms`, or with `signal`. On Node 20 a signal of `AbortSignal.timeout` under
 * `AbortSignal.any` can be garbage collected and then never fires; here a timer holds it.
 */
export function deadlineSignal(ms: number, signal?: AbortSignal): AbortSignal {
  const controller = new AbortController();
  // Every request of a call listens; Node warns on stderr above ten.
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

/** How long a call may hold the process before everything else in it gets a turn. */
const HELD_MS = 20;

/** To be awaited between the parts of long work: once it has held the process for a while, it lets others run. */
export type Turn = () => Promise<void> | undefined;

/** One for each piece of work, from its beginning. */
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
 * Does some work with a signal that fires with the first of several or, given `ms`, after that long. Nothing of it is
 * kept once the work has ended: a server does this for each request.
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
