import { HOUR, MINUTE, millis } from "../world/clock.js";
import type { Connection, Destination } from "../world/model.js";
import { hash } from "../world/random.js";

/** Each destination shifts its schedule by a constant, so that not all syncs start on the hour. */
function destinationOffsetMs(groupId: string): number {
  return (hash(groupId) % 60) * MINUTE;
}

/**
 * The first slot at or after a moment. All frequencies divide a day, so the grid that is anchored
 * at the destination's midnight is the same on every day.
 */
export function nextSlot(
  connection: Connection,
  destination: Destination | undefined,
  from: number,
): number {
  const step = connection.sync_frequency * MINUTE;
  const midnight = -Number(destination?.time_zone_offset ?? "0") * HOUR;
  const anchor =
    connection.sync_frequency === 1440 && connection.daily_sync_time !== null
      ? Number(connection.daily_sync_time.slice(0, 2)) * HOUR
      : midnight;
  const base = anchor + destinationOffsetMs(connection.group_id);
  return base + Math.ceil((from - base) / step) * step;
}

/** The last slot whose run has ended at a moment. */
export function lastFinishedSlot(
  connection: Connection,
  destination: Destination | undefined,
  durationMs: number,
  now: number,
): number {
  const step = connection.sync_frequency * MINUTE;
  const next = nextSlot(connection, destination, now);
  const ago = Math.ceil((next - now + durationMs) / step);
  return next - ago * step;
}

/** Fivetran does not publish these; the sandbox allows this much beyond one interval. */
const ALLOWANCE_MINUTES = { HIGH: 30, NORMAL: 120, LOW: 1440 } as const;

function allowanceMs(connection: Connection): number {
  const sensitivity = connection.data_delay_sensitivity;
  if (sensitivity === "CUSTOM") return (connection.data_delay_threshold ?? 0) * MINUTE;
  if (sensitivity === "SYNC_FREQUENCY") return connection.sync_frequency * MINUTE;
  return ALLOWANCE_MINUTES[sensitivity] * MINUTE;
}

/** When the connection becomes `delayed` unless a run succeeds before. undefined: never. */
export function delayedAt(connection: Connection): number | undefined {
  if (connection.paused || connection.schedule_type === "manual") return undefined;
  if (connection.status.setup_state === "incomplete") return undefined;
  const since = millis(connection.succeeded_at ?? connection.created_at);
  return since + connection.sync_frequency * MINUTE + allowanceMs(connection) + 1;
}
