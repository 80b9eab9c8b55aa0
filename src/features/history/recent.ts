import { EARLY_READS_MS } from "../../base/deadline.js";
import type { Connection } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import type { Run } from "../../toolkit/recorded.js";
import { runningText, troubleText } from "./connector-history.js";
import { historyGap, historyReader, REACH_MS, readableRecord } from "./read.js";
import { merged, shortReason } from "./runs.js";
import { summarize, type Trouble } from "./summary.js";

const MOST_RECORDED = 500;

/**
 * By connector: how long it has been failing, and how long its sync has been running, as text.
 * Connectors without information are left out.
 */
export type Recent = ReadonlyMap<string, RecentRuns>;

/** What is known, and the notes about what could not be read. */
interface RecentRead {
  recent: Recent;
  gaps: ReadonlySet<string>;
}

interface RecentRuns {
  trouble: string;
  running: string;
  /** The start of the running sync. */
  runningSince: Date | undefined;
}

/**
 * Returns what the history adds to the present state. For the connectors in `request`, Fivetran's
 * sync history is read, at one request each. For the others, only the history recorded on this
 * machine is used.
 */
export async function recentHistory(
  connections: readonly Connection[],
  request: ReadonlySet<string>,
  ctx: ReadContext,
): Promise<RecentRead> {
  if (request.size === 0) return read(connections, request, ctx);
  return ctx.secondary.within(
    (signal) => read(connections, request, { ...ctx, signal }),
    EARLY_READS_MS,
  );
}

async function read(
  connections: readonly Connection[],
  request: ReadonlySet<string>,
  ctx: ReadContext,
): Promise<RecentRead> {
  const now = ctx.now().getTime();
  const span = { since: now - REACH_MS, until: now };
  const recorded = await readableRecord(ctx, new Set());
  const reader = request.size === 0 ? undefined : await historyReader(ctx, span);
  const found = await Promise.all(
    connections.map(async (connection) => {
      const known: readonly Run[] =
        reader !== undefined && request.has(connection.id)
          ? (await reader.read(connection)).runs
          : merged(recorded?.runs(connection.id, { ...span, limit: MOST_RECORDED }) ?? []);
      return [connection.id, recentOf(known, connection, now)] as const;
    }),
  );
  const recent = new Map(
    found.filter(
      ([, { trouble, running, runningSince }]) =>
        trouble !== "" || running !== "" || runningSince !== undefined,
    ),
  );
  const gaps = [...[...(reader?.failures ?? [])].map(historyGap), ...(reader?.unread() ?? [])];
  return { recent, gaps: new Set(gaps) };
}

/** Removes a reason that a task already shows. */
function unlessSaid(trouble: Trouble, { status }: Connection): Trouble {
  const said = (status.tasks ?? []).map(({ message }) => shortReason(message));
  return said.includes(trouble.reason) ? { ...trouble, reason: undefined } : trouble;
}

function recentOf(runs: readonly Run[], connection: Connection, now: number): RecentRuns {
  const { trouble, running, usual } = summarize(runs, runs, now);
  const syncing = connection.status.sync_state.toLowerCase() === "syncing";
  const startedAt = syncing ? running?.run.startedAt : undefined;
  return {
    runningSince: startedAt === undefined ? undefined : new Date(startedAt),
    trouble: trouble === undefined ? "" : troubleText(unlessSaid(trouble, connection), now),
    // A run whose end was not recorded would otherwise be shown as running forever.
    running: syncing && running !== undefined ? runningText(running, usual) : "",
  };
}
