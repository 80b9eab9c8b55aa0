import type { Connection } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import type { Run } from "../../toolkit/recorded.js";
import { runningText, troubleText } from "./connector-history.js";
import { historyReader, REACH_MS, readableRecord } from "./read.js";
import { merged, shortReason } from "./runs.js";
import { summarize, type Trouble } from "./summary.js";

const MOST_RECORDED = 500;

/** The last days say enough, and a secondary read is not to hold up the result. */
const DEADLINE_MS = 10_000;

/** Since when each connector fails and how long its sync has run, in words; without those of which nothing is known. */
export type Recent = ReadonlyMap<string, RecentRuns>;

interface RecentRuns {
  trouble: string;
  running: string;
  /** When the run that is going began. */
  runningSince: Date | undefined;
}

/**
 * What the history shows beside the present state. Of the connectors in `request` Fivetran's sync history is read, one
 * request each; of all others only what is recorded on this machine, which costs none.
 */
export async function recentHistory(
  connections: readonly Connection[],
  request: ReadonlySet<string>,
  ctx: ReadContext,
): Promise<Recent> {
  const now = ctx.now().getTime();
  const span = { since: now - REACH_MS, until: now };
  const recorded = await readableRecord(ctx, new Set());
  const reader =
    request.size === 0 ? undefined : await historyReader(ctx, span, { deadlineMs: DEADLINE_MS });
  const found = await Promise.all(
    connections.map(async (connection) => {
      const known: readonly Run[] =
        reader !== undefined && request.has(connection.id)
          ? (await reader.read(connection)).runs
          : merged(recorded?.runs(connection.id, { ...span, limit: MOST_RECORDED }) ?? []);
      return [connection.id, recentOf(known, connection, now)] as const;
    }),
  );
  return new Map(
    found.filter(
      ([, { trouble, running, runningSince }]) =>
        trouble !== "" || running !== "" || runningSince !== undefined,
    ),
  );
}

/** A reason that stands in a task is not repeated. */
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
    // A start whose end was missed would run for ever.
    running: syncing && running !== undefined ? runningText(running, usual) : "",
  };
}
