import { instant } from "../../base/time.js";
import { cadenceOf } from "../../client/health/cadence.js";
import type { Connection } from "../../client/resources/models.js";
import { type SyncBaseline, UNREADABLE } from "./baseline.js";

/** How a sync ended, or why waiting for it is pointless. */
type SyncEnd =
  | {
      state: "succeeded" | "failed";
      at: string;
      /** The time at which another sync ended as well. */
      also?: string;
    }
  /** No sync can end until someone repairs or resumes the connection. */
  | { state: "paused" | "broken" | "incomplete" | "blocked" | "deleted" }
  /** Rescheduled with a manual schedule, so the sync does not restart by itself. */
  | { state: "rescheduled_manual"; until: string | undefined };

/** The sync has not ended yet. Contains the state that Fivetran reports. */
type SyncOpen =
  | { state: "syncing" }
  /**
   * The sync has not started yet, or it was cancelled or replaced: neither changes the time of the
   * last success or failure.
   */
  | { state: "idle" }
  /** A sync state that is missing, or that this version does not know. */
  | { state: "unrecognized"; sync: string }
  | { state: "rescheduled"; until: string | undefined };

export type SyncOutcome = SyncEnd | SyncOpen;

/**
 * Returns the outcome of the sync that started after a baseline. Pass undefined as `connection` if
 * it no longer exists. Only a later success or failure time counts as an outcome. The state proves
 * nothing, because a sync can start late and end between two reads. Local clocks are not compared.
 */
export function syncOutcome(
  baseline: SyncBaseline,
  connection: Connection | undefined,
): SyncOutcome {
  if (connection === undefined) return { state: "deleted" };
  const { succeeded_at, failed_at, status } = connection;
  const earlier = baseline.historical && status.is_historical_sync === true;
  const succeeded = earlier ? undefined : later(succeeded_at, baseline.succeededBefore);
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
  if (sync === "syncing") return { state: "syncing" };
  if (status.schema_status?.toLowerCase().startsWith("blocked_on_")) return { state: "blocked" };
  if (sync === "rescheduled") return rescheduled(baseline, connection);
  return isKnownState(sync)
    ? { state: "idle" }
    : { state: "unrecognized", sync: status.sync_state };
}

const KNOWN: readonly string[] = ["scheduled", "syncing", "paused", "rescheduled"];

export const isKnownState = (sync: string | undefined): boolean =>
  sync !== undefined && KNOWN.includes(sync.toLowerCase());

function rescheduled({ rescheduledBefore }: SyncBaseline, connection: Connection): SyncOutcome {
  const until = connection.status.rescheduled_for ?? undefined;
  // Fivetran can report an earlier reschedule until the triggered sync starts.
  const old =
    rescheduledBefore !== undefined && (instant(until) ?? UNREADABLE) === rescheduledBefore;
  if (old) return { state: "idle" };
  const manual = cadenceOf(connection).kind === "manual";
  return { state: manual ? "rescheduled_manual" : "rescheduled", until };
}

/** Returns the time as a number if it is later than `before`, or if `before` is undefined. */
function later(iso: string | null | undefined, before: number | undefined): number | undefined {
  const at = instant(iso);
  if (at === undefined) return undefined;
  return before === undefined || micros(at) > micros(before) ? at : undefined;
}

const micros = (ms: number) => Math.round(ms * 1000);

const OPEN: ReadonlySet<SyncOutcome["state"]> = new Set([
  "syncing",
  "idle",
  "unrecognized",
  "rescheduled",
]);

export const isOpen = ({ state }: SyncOutcome): boolean => OPEN.has(state);

/**
 * Returns the milliseconds until the next read. The first ones are short, so that a short sync is
 * reported soon.
 */
export function pollDelayMs(reads: number): number {
  if (reads < FIRST_SECONDS.length) return (FIRST_SECONDS[reads] ?? 0) * 1000;
  return reads < MANY_READS ? 10_000 : 30_000;
}

const FIRST_SECONDS = [2, 2, 2, 3, 3, 5, 5];
// After about ten minutes, reads are less frequent, because they use the rate limit that the whole
// account shares.
const MANY_READS = 65;
