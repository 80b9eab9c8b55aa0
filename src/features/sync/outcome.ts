import { instant } from "../../base/time.js";
import { cadenceOf } from "../../client/health/cadence.js";
import type { Connection } from "../../client/resources/models.js";
import type { SyncBaseline } from "./baseline.js";

/** How a sync ended, or why waiting for it is pointless. */
type SyncEnd =
  | {
      state: "succeeded" | "failed";
      at: string;
      /** When another sync ended as well. */
      also?: string;
    }
  /** No sync will end until someone acts. */
  | { state: "paused" | "broken" | "incomplete" | "deleted" }
  /** Rescheduled, and with a manual schedule it does not restart by itself. */
  | { state: "rescheduled_manual"; until: string | undefined };

/** Not ended yet, with the state that Fivetran reports. */
type SyncOpen =
  | { state: "syncing" }
  /** Not started yet, or ended without a trace: a sync that was cancelled or replaced changes neither time. */
  | { state: "idle" }
  | { state: "rescheduled"; until: string | undefined };

export type SyncOutcome = SyncEnd | SyncOpen;

/**
 * The outcome of the sync that started after a baseline; `connection` is undefined where it no longer exists. Only
 * a later success or failure time is an outcome: the state proves nothing, because a sync can start late and end
 * between two reads. Local clocks are not compared.
 */
export function syncOutcome(
  baseline: SyncBaseline,
  connection: Connection | undefined,
): SyncOutcome {
  if (connection === undefined) return { state: "deleted" };
  const { succeeded_at, failed_at, status } = connection;
  const succeeded = later(succeeded_at, baseline.succeededBefore);
  const failed = later(failed_at, baseline.failedBefore);
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
  if (!baseline.brokenBefore && (setup === "broken" || setup === "incomplete")) {
    return { state: setup };
  }
  if (sync === "rescheduled") return rescheduled(baseline, connection);
  return { state: sync === "syncing" ? "syncing" : "idle" };
}

function rescheduled({ rescheduledBefore }: SyncBaseline, connection: Connection): SyncOutcome {
  const until = connection.status.rescheduled_for ?? undefined;
  // An earlier reschedule can be reported until the triggered sync starts.
  const old = rescheduledBefore !== undefined && instant(until) === rescheduledBefore;
  if (old) return { state: "idle" };
  const manual = cadenceOf(connection).kind === "manual";
  return { state: manual ? "rescheduled_manual" : "rescheduled", until };
}

/** The time as a number, if it is later than `before` or there was none. */
function later(iso: string | null | undefined, before: number | undefined): number | undefined {
  const at = instant(iso);
  if (at === undefined) return undefined;
  return before === undefined || micros(at) > micros(before) ? at : undefined;
}

const micros = (ms: number) => Math.round(ms * 1000);

const OPEN: ReadonlySet<SyncOutcome["state"]> = new Set(["syncing", "idle", "rescheduled"]);

export const isOpen = ({ state }: SyncOutcome): boolean => OPEN.has(state);

/** Milliseconds until the next read: short at first, so that a short sync is reported soon. */
export function pollDelayMs(reads: number): number {
  if (reads < FIRST_SECONDS.length) return (FIRST_SECONDS[reads] ?? 0) * 1000;
  return reads < MANY_READS ? 10_000 : 30_000;
}

const FIRST_SECONDS = [2, 2, 2, 3, 3, 5, 5];
// After about ten minutes read less often: the account's rate limit is shared.
const MANY_READS = 65;
