import { instant } from "../../base/time.js";
import type { Connection } from "../../client/resources/models.js";
import type { SyncMark } from "./run-handle.js";

/** How a run ended, or why nothing more will come of waiting for it. */
export type SyncEnd =
  | { state: "succeeded" | "failed"; at: string /** Another run ended as well. */; also?: string }
  /** No run will end until somebody acts. */
  | { state: "paused" | "broken" | "incomplete" | "deleted" }
  /** Put off, and on a manual schedule nothing takes it up again. */
  | { state: "rescheduled_manual"; until: string | undefined };

/** Still to be waited for, and what Fivetran shows meanwhile. */
export type SyncOpen =
  | { state: "syncing" }
  /** Not begun yet, or ended without a trace: cancelled and forced-over runs move neither time. */
  | { state: "idle" }
  | { state: "rescheduled"; until: string | undefined };

export type SyncOutcome = SyncEnd | SyncOpen;

/**
 * What has become of the run that a mark stands for; `connection` is undefined where it is gone. Only a success
 * or failure time that moved past the marked one is an outcome: the state says nothing, because a run can begin
 * late and end between two looks, and no local clock is asked.
 */
export function syncOutcome(mark: SyncMark, connection: Connection | undefined): SyncOutcome {
  if (connection === undefined) return { state: "deleted" };
  const { succeeded_at, failed_at, status } = connection;
  const succeeded = later(succeeded_at, mark.succeededBefore);
  const failed = later(failed_at, mark.failedBefore);
  if (succeeded !== undefined || failed !== undefined) {
    const failedLast = (failed ?? 0) >= (succeeded ?? 0);
    const [last, other] = failedLast ? [failed_at, succeeded_at] : [succeeded_at, failed_at];
    const both = succeeded !== undefined && failed !== undefined;
    return {
      state: failedLast ? "failed" : "succeeded",
      at: last ?? "",
      ...(both && other ? { also: other } : {}),
    };
  }
  const sync = status.sync_state.toLowerCase();
  if (connection.paused || sync === "paused") return { state: "paused" };
  const setup = status.setup_state.toLowerCase();
  if (!mark.unsound && (setup === "broken" || setup === "incomplete")) return { state: setup };
  if (sync === "rescheduled") return rescheduled(mark, connection);
  return { state: sync === "syncing" ? "syncing" : "idle" };
}

function rescheduled(mark: SyncMark, connection: Connection): SyncOutcome {
  const until = connection.status.rescheduled_for ?? undefined;
  // What was put off before the trigger can show until the triggered run begins.
  const old = mark.rescheduledBefore !== undefined && instant(until) === mark.rescheduledBefore;
  if (old) return { state: "idle" };
  const manual = connection.schedule_type?.toLowerCase() === "manual";
  return { state: manual ? "rescheduled_manual" : "rescheduled", until };
}

/** The time as a number, if it lies past the marked one; where there was none, any does. */
function later(iso: string | null | undefined, before: number | undefined): number | undefined {
  const at = instant(iso);
  if (at === undefined) return undefined;
  return before === undefined || micros(at) > micros(before) ? at : undefined;
}

const micros = (ms: number) => Math.round(ms * 1000);

const OPEN: ReadonlySet<SyncOutcome["state"]> = new Set(["syncing", "idle", "rescheduled"]);

export const isOpen = (outcome: SyncOutcome): outcome is SyncOpen => OPEN.has(outcome.state);

/** Milliseconds until the next look: soon at first, so that a short run is not waited for long. */
export function pollDelayMs(looks: number): number {
  if (looks < PROMPT_SECONDS.length) return (PROMPT_SECONDS[looks] ?? 0) * 1000;
  return looks < MANY_LOOKS ? 10_000 : 30_000;
}

const PROMPT_SECONDS = [2, 2, 2, 3, 3, 5, 5];
// About ten minutes: who waits longer can wait a little longer, and an account's quota is shared.
const MANY_LOOKS = 65;
