import { firedByDeadline, onAbort } from "../../base/deadline.js";
import type { Clock } from "./clock.js";
import { cancelledError, limitedError } from "./errors.js";
import { WireError } from "./transport.js";
import type { Route } from "./url.js";

/** The state of one call across its attempts. */
export interface CallState {
  route: Route;
  attempts: number;
  /** The end of the caller's wait, in milliseconds of `Clock.now`. */
  deadline: number;
  abort: AbortController;
  /** A request was sent and its outcome is not known yet. */
  inFlight: boolean;
  /** The caller has stopped waiting, so no further attempt is made. */
  detached: boolean;
  /** When the request was sent: local time in milliseconds since 1970. */
  sentAtMs: number | undefined;
}

interface Waiting<R> {
  signal?: AbortSignal | undefined;
  beforeSending?: AbortSignal | undefined;
  onDetached?: ((settled: Promise<R>) => void) | undefined;
  /** Whether a rate limit holds back the call now. */
  limited: () => boolean;
}

/**
 * Runs a call, and stops waiting for it when the caller's signal fires or the time runs out. A read, or a change that
 * was not sent yet, is then aborted. A change in flight continues up to `totalMs`, because aborting it would not undo
 * it.
 *
 * `waitMs` is how long the caller waits. `totalMs` is the limit of the call itself and is at least `waitMs`.
 */
export function supervise<R>(
  state: CallState,
  run: () => Promise<R>,
  { signal, beforeSending, onDetached, limited }: Waiting<R>,
  clock: Clock,
  { waitMs, totalMs }: { waitMs: number; totalMs: number },
): Promise<R> {
  const { route, abort } = state;
  return new Promise((resolve, reject) => {
    const cancelled = () => end(firedByDeadline(signal));
    const withdrawn = () => {
      if (!state.inFlight) end(false);
    };
    const lost = () => abort.abort(new WireError("no_response", state.inFlight));
    const end = (byDeadline: boolean) => {
      const continues = route.effect !== "read" && state.inFlight;
      // The change has used up its own limit. Its outcome is unknown, so the caller can verify it by a read.
      if (continues && byDeadline && waitMs >= totalMs) return lost();
      stopWaiting();
      const held = byDeadline && !state.inFlight && limited();
      reject(held ? limitedError(route) : cancelledError(route, state.inFlight, byDeadline));
      if (continues) {
        state.detached = true;
        onDetached?.(running);
      } else abort.abort(new Error("the caller stopped waiting"));
    };
    const stopWaiting = () => {
      cancelDeadline();
      forgetSignal();
      forgetBeforeSending();
    };
    const forgetSignal = onAbort(signal, cancelled);
    const forgetBeforeSending = onAbort(beforeSending, withdrawn);
    const cancelDeadline = clock.after(waitMs, () => end(true));
    const cancelLimit = clock.after(totalMs, lost);
    if (signal?.aborted || beforeSending?.aborted) {
      cancelLimit();
      return cancelled();
    }
    const running = run().finally(() => {
      stopWaiting();
      cancelLimit();
    });
    running.then(resolve, reject);
  });
}
