import { duration, instant, minutesBetween } from "../../base/time.js";
import type { Connection } from "../../client/resources/models.js";

/** What follows from putting connections back on their schedules: a sentence without its subject, and whom it concerns. */
export interface Effect {
  what: string;
  connections: Connection[];
}

// Sources commonly keep their change logs for one to seven days.
const LONG_PAUSE_MINUTES = 3 * 1440;

/** Grouped, the gravest first; a connection can be in more than one. */
export function resumeEffects(connections: readonly Connection[], now: Date): Effect[] {
  const effects = new Map<string, Connection[]>(ORDER.map((what) => [what, []]));
  let longest = 0;
  for (const connection of connections) {
    for (const kind of kindsOf(connection, now)) effects.get(kind)?.push(connection);
    longest = Math.max(longest, standstill(connection, now) ?? 0);
  }
  return [...effects].flatMap(([what, concerned]) =>
    concerned.length === 0
      ? []
      : [{ what: what.replace("{longest}", duration(longest)), connections: concerned }],
  );
}

const BROKEN = "broken: resuming alone loads nothing until its cause is repaired (get_status)";
const INCOMPLETE = "set-up never passed: nothing will run until it does (get_status)";
const FIRST = "never synced: the initial load of its whole history begins";
const HISTORY = "its historical load begins or goes on";
const MANUAL = "on a manual schedule: no run begins before trigger_sync";
const LONG =
  "stood still for up to {longest}: the source's change log may not reach back so far, and then resync_connector is needed";
const OVERDUE = "overdue: a run begins soon";
const SCHEDULED = "goes on with its schedule";
const ORDER = [BROKEN, INCOMPLETE, FIRST, HISTORY, MANUAL, LONG, OVERDUE, SCHEDULED];

function kindsOf(connection: Connection, now: Date): string[] {
  const { status, schedule_type, sync_frequency } = connection;
  const setup = status.setup_state.toLowerCase();
  if (setup === "broken") return [BROKEN];
  if (setup === "incomplete") return [INCOMPLETE];
  const age = standstill(connection, now);
  const manual = schedule_type?.toLowerCase() === "manual";
  const long = age !== undefined && age > LONG_PAUSE_MINUTES ? [LONG] : [];
  if (manual) return [MANUAL, ...long];
  if (age === undefined) return [FIRST];
  if (status.is_historical_sync) return [HISTORY];
  const overdue = age >= (sync_frequency ?? Number.POSITIVE_INFINITY);
  return [...long, overdue ? OVERDUE : SCHEDULED];
}

/** Minutes since the last success; undefined without any. */
function standstill({ succeeded_at }: Connection, now: Date): number | undefined {
  const then = instant(succeeded_at);
  return then === undefined ? undefined : minutesBetween(then, now.getTime());
}
