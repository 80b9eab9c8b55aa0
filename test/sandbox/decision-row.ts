import type { Reply } from "./harness.js";

const HOUR = 3_600_000;

/**
 * Returns the first line of the diagnosis table that a connection matches. Written independently of
 * the code under test.
 */
export function decisionRow(
  connection: Reply["data"],
  destinationStatus: string,
  now: number,
  maxAgeHours?: number,
): number {
  const { status } = connection;
  const at = (stamp: string | null) => (stamp === null ? null : Date.parse(stamp));
  const s = at(connection.succeeded_at);
  const f = at(connection.failed_at);
  const age = s === null ? null : now - s;
  const minutes = connection.sync_frequency;
  const late = (minutes + 60) * 60_000;
  const stale = (2 * minutes + 60) * 60_000;
  const manual = connection.schedule_type === "manual";
  const delayed = status.update_state === "delayed";
  const failed = f !== null && (s === null || f > s);
  const over = (limit: number) => age !== null && age > limit;

  if (status.setup_state === "incomplete") return s === null ? 1 : 2;
  if (status.setup_state === "broken") return connection.paused ? 3 : 4;
  if (destinationStatus !== "connected") return 5;
  if (connection.paused) return s === null ? 6 : 7;
  if (status.schema_status === "blocked_on_capture") return 8;
  if (status.sync_state === "syncing") {
    if (status.is_historical_sync) return 9;
    return over(late) || delayed ? 11 : 10;
  }
  if (status.sync_state === "rescheduled") return manual ? 13 : 12;
  if (failed) {
    if (status.tasks.length > 0) return 14;
    return delayed ? 16 : 15;
  }
  if (s === null) return manual ? 18 : 17;
  if (manual) {
    if (maxAgeHours === undefined) return 20;
    if (over(maxAgeHours * HOUR)) return 19;
  }
  if (delayed) return 21;
  if (!manual && over(stale)) return 22;
  if (!manual && over(late)) return 23;
  const codes = status.warnings.map(({ code }: { code: string }) => code);
  if (codes.includes("resync_table_warning")) return 24;
  return codes.length > 0 ? 25 : 26;
}
