import { EARLY_READS_MS, firedByDeadline } from "../../base/deadline.js";
import { AppError, isClosed, isNotEnabled } from "../../base/errors.js";
import { duration, instant, minutesBetween } from "../../base/time.js";
import { cadenceOf } from "../../client/health/cadence.js";
import { isMetadata } from "../../client/health/state.js";
import type { Connection } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import { clause, historyGap, REACH_MS, unreadText } from "./read.js";
import { runOf, unreadTimes } from "./runs.js";

/** Sources commonly keep their change logs for one to seven days. */
const LONG_PAUSE_MINUTES = 3 * 1440;

const MINUTE_MS = 60_000;

/** One successful run within a page is enough to show that syncs succeeded. */
const PAGE = 20;

interface GapReader {
  /**
   * Returns notes for connectors that sync again after a long pause, because data may be missing.
   * Once a sync has succeeded, no field shows this. For the connectors in `request`, the older part
   * of Fivetran's sync history is read, at one request each. It is read once for each connector.
   */
  notes(
    connections: readonly Connection[],
    request: ReadonlySet<string>,
  ): Promise<{ notes: ReadonlyMap<string, string>; gaps: ReadonlySet<string> }>;
}

export function gapReader(ctx: ReadContext): GapReader {
  const weeks = new Map<string, { at: number; read: ReturnType<typeof quietWeek> }>();
  const weekOf = (id: string) => {
    const at = ctx.now().getTime();
    const known = weeks.get(id);
    // The first response can show that the account's time is another than the one assumed before.
    if (known !== undefined && at - known.at < MINUTE_MS) return known.read;
    const read = quietWeek(id, ctx);
    weeks.set(id, { at, read });
    return read;
  };
  return {
    async notes(connections, request) {
      const gaps = new Set<string>();
      const found = await Promise.all(
        connections.map(async (connection): Promise<[string, string][]> => {
          const { id } = connection;
          const since = noSuccessSince(connection, ctx.now());
          if (since !== undefined) return [[id, since]];
          if (!request.has(id) || !mayHaveGap(connection, ctx.now())) return [];
          const { note, gap } = await weekOf(id);
          if (gap !== undefined) gaps.add(gap);
          return note === undefined ? [] : [[id, note]];
        }),
      );
      return { notes: new Map(found.flat()), gaps };
    },
  };
}

const syncsAgain = (connection: Connection) => {
  const { paused, succeeded_at, status } = connection;
  return (
    !paused &&
    Boolean(succeeded_at) &&
    !isMetadata(connection) &&
    !status.is_historical_sync &&
    status.setup_state.toLowerCase() === "connected"
  );
};

/**
 * Returns the minutes since the last success if they exceed both the schedule and the usual change
 * log. Otherwise undefined.
 */
export function longWithoutSuccess(connection: Connection, now: Date): number | undefined {
  const last = instant(connection.succeeded_at);
  if (last === undefined) return undefined;
  const minutes = minutesBetween(last, now.getTime());
  const most = Math.max(LONG_PAUSE_MINUTES, cadenceOf(connection).minutes ?? 0);
  return minutes > most ? minutes : undefined;
}

function noSuccessSince(connection: Connection, now: Date): string | undefined {
  const minutes = syncsAgain(connection) ? longWithoutSuccess(connection, now) : undefined;
  return minutes === undefined
    ? undefined
    : `no sync has succeeded for ${duration(minutes)}, and the source's change log may no longer cover this time. ${AFTERWARDS}`;
}

const AFTERWARDS =
  "In that case, changes are missing after the next successful sync, and Fivetran's API does not report this. To load the missing changes, use resync_connector";

/**
 * Returns true if the older part of the sync history must contain a success, unless syncs stopped
 * for long.
 */
function mayHaveGap(connection: Connection, now: Date): boolean {
  const { kind, minutes } = cadenceOf(connection);
  const created = instant(connection.created_at);
  return (
    syncsAgain(connection) &&
    kind === "auto" &&
    minutes !== undefined &&
    minutes <= 1440 &&
    created !== undefined &&
    created < now.getTime() - REACH_MS
  );
}

/**
 * Returns a note if no sync succeeded in the part of the sync history that is older than a long
 * pause, or `gap` if that part could not be read.
 */
async function quietWeek(
  id: string,
  { fivetran, now, scope, signal: ofCall, secondary }: ReadContext,
): Promise<{ note?: string; gap?: string }> {
  if (scope.forbids("connection_sync_history") !== undefined) return {};
  const since = new Date(now().getTime() - REACH_MS);
  const until = new Date(now().getTime() - LONG_PAUSE_MINUTES * MINUTE_MS);
  const unread = new Set<string>();
  try {
    const isOpen = await secondary.within(async (signal) => {
      const onUnreadable = ({ field }: { field: string }) => void unread.add(field);
      const span = { since, until, limit: PAGE, signal, onUnreadable };
      for await (const run of fivetran.connections.syncHistory(id, span)) {
        const { outcome, startedAt = 0 } = runOf(id, run);
        // A later sync shows that a gateway removed the times from the request.
        if (outcome === "succeeded" || startedAt > until.getTime()) return true;
        if (outcome === "unknown") unread.add("status");
        for (const name of unreadTimes(run)) unread.add(name);
      }
      return false;
    }, EARLY_READS_MS);
    if (isOpen) return {};
    // A sync whose outcome is not known may have succeeded.
    if (unread.size > 0) return { gap: unreadText(id, unread) };
  } catch (error) {
    const left = ofCall.aborted && !firedByDeadline(ofCall);
    if (left || !(error instanceof AppError)) throw error;
    return isClosed(error) || isNotEnabled(error) ? {} : { gap: historyGap(clause(error)) };
  }
  const note = `no sync succeeded from ${minute(since)} to ${minute(until)}, although the connector existed. The source's change log may not have covered this time, and Fivetran's API does not report missing changes. If neither the first load nor a re-sync ran after that time, load the missing changes with resync_connector`;
  return { note };
}

const minute = (time: Date) => `${time.toISOString().slice(0, 16)}Z`;
