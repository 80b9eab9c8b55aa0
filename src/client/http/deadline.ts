import type { Clock } from "./clock.js";
import { cancelledError } from "./errors.js";
import { WireError } from "./transport.js";
import type { Route } from "./url.js";

/** One call on its way through its attempts. */
export interface CallState {
  route: Route;
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

interface Waiting<R> {
  signal?: AbortSignal | undefined;
  beforeSending?: AbortSignal | undefined;
  onDetached?: ((settled: Promise<R>) => void) | undefined;
}

/**
 * Ends the wait when the caller's signal or the time says so. A read, or a change that has not left, is
 * aborted. A change on its way goes on up to its own limit, since aborting would not undo it.
 *
 * `waitMs` is how long the caller waits, `totalMs` the limit of the call itself, which is never shorter.
 */
export function supervise<R>(
  state: CallState,
  run: () => Promise<R>,
  { signal, beforeSending, onDetached }: Waiting<R>,
  clock: Clock,
  { waitMs, totalMs }: { waitMs: number; totalMs: number },
): Promise<R> {
  const { route, abort } = state;
  return new Promise((resolve, reject) => {
    const cancelled = () => end(false);
    const recalled = () => {
      if (!state.inFlight) end(false);
    };
    const lost = () => abort.abort(new WireError("no_answer", state.inFlight, undefined));
    const end = (byDeadline: boolean) => {
      const goesOn = route.effect !== "read" && state.inFlight;
      // At its own limit a change does not go on: it is lost, and a read can find out what became of it.
      if (goesOn && byDeadline && waitMs >= totalMs) return lost();
      stopWaiting();
      reject(cancelledError(route, state.inFlight, byDeadline));
      if (goesOn) {
        state.detached = true;
        onDetached?.(running);
      } else abort.abort(new Error("nobody waits for it"));
    };
    const stopWaiting = () => {
      cancelDeadline();
      signal?.removeEventListener("abort", cancelled);
      beforeSending?.removeEventListener("abort", recalled);
    };
    const cancelDeadline = clock.after(waitMs, () => end(true));
    const cancelLimit = clock.after(totalMs, lost);
    if (signal?.aborted || beforeSending?.aborted) {
      cancelLimit();
      return cancelled();
    }
    signal?.addEventListener("abort", cancelled, { once: true });
    beforeSending?.addEventListener("abort", recalled, { once: true });
    const running = run().finally(() => {
      stopWaiting();
      cancelLimit();
    });
    running.then(resolve, reject);
  });
}
