import { rank } from "../../client/health/diagnose.js";
import type { Connection } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import type { RecordedHistory, RunOutcome } from "../../toolkit/recorded.js";
import { type ConnectorHealth, readAccountHealth, standing } from "../health/index.js";
import { type ConnectorHistory, connectorHistory } from "./connector-history.js";
import {
  type HistoryRead,
  type HistoryReader,
  historyReader,
  readableRecord,
  type Span,
} from "./read.js";

export interface FleetHistory {
  checked: number;
  troubled: number;
  /** The connectors with problems on this page, the worst first. */
  histories: ConnectorHistory[];
  span: Span;
  reader: HistoryReader;
  /**
   * The number of connectors on this page whose sync history was not requested, to save rate limit.
   */
  spared: number;
  /** Recorded numbers of syncs and failures over every connector. */
  recorded: { syncs: number; failed: number; flaky: Flaky[] } | undefined;
  gaps: string[];
  now: Date;
  ageSeconds: number | undefined;
  next: number | undefined;
}

/** A connector that is healthy now but failed within the span. */
export type Flaky = { name: string; id: string; syncs: number; failed: number };

/** The largest share of the remaining rate limit that one call may use. */
const SHARE = 0.25;
const MAX_FLAKY = 10;

/**
 * Returns the history of an account or a group. Only connectors with problems are listed, the worst
 * first.
 */
export async function fleetHistory(
  ctx: ReadContext,
  spanAt: (now: Date) => Span,
  { group, offset, limit }: { group?: string | undefined; offset: number; limit: number },
): Promise<FleetHistory> {
  const recorded = await readableRecord(ctx, new Set());
  let counts: Counts | undefined;
  const total = { syncs: 0, failed: 0 };
  const health = await readAccountHealth(ctx, {
    group,
    recent: offset > 0 || !ctx.repeated,
    partly: true,
    keep(diagnosis, { id }) {
      // The current time is taken after the first response, because only that shows Fivetran's
      // clock.
      counts ??= recorded?.counts(spanAt(ctx.now()));
      const { syncs, failed } = countOf(counts?.get(id));
      total.syncs += syncs;
      total.failed += failed;
      return failed > 0 || standing(diagnosis) === "problem";
    },
  });
  const troubled = health.connectors.filter(hasProblem).sort(worstFirst);
  const page = troubled.slice(offset, offset + limit);
  const span = spanAt(health.now);
  const reader = await historyReader(ctx, span);
  const left = ctx.fivetran.remaining();
  const most = left === undefined ? limit : Math.floor(left * SHARE);
  const now = health.now.getTime();
  let done = 0;
  const reads = await Promise.all(
    page.map(async ({ connection }, at): Promise<HistoryRead> => {
      const read = await (at < most ? reader.read(connection) : reader.readRecorded(connection));
      done += 1;
      ctx.progress(`history of ${done} of ${page.length} connectors read`);
      return read;
    }),
  );
  const histories = page.flatMap(({ connection }, at) => {
    const read = reads[at];
    return read === undefined ? [] : [connectorHistory(connection, read, span, now).history];
  });
  const end = offset + page.length;
  return {
    checked: health.checked,
    troubled: troubled.length,
    histories,
    span,
    reader,
    spared: Math.max(0, page.length - most),
    recorded: counts && { ...total, flaky: flakyOf(counts, health.connectors) },
    gaps: health.gaps,
    now: health.now,
    ageSeconds: health.ageSeconds,
    next: end < troubled.length ? end : undefined,
  };
}

/** Returns false for a connector that has never run and so has no history. */
const hasRun = ({ succeeded_at, failed_at, status }: Connection) =>
  Boolean(succeeded_at) || Boolean(failed_at) || status.sync_state.toLowerCase() === "syncing";

const hasProblem = ({ connection, diagnosis }: ConnectorHealth) =>
  standing(diagnosis) === "problem" && hasRun(connection);

const worstFirst = (a: ConnectorHealth, b: ConnectorHealth) =>
  rank(a.diagnosis) - rank(b.diagnosis) || (a.connection.id < b.connection.id ? -1 : 1);

type Counts = ReturnType<RecordedHistory["counts"]>;

function countOf(counts: Partial<Record<RunOutcome, number>> = {}) {
  const syncs = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return { syncs, failed: counts.failed ?? 0 };
}

function flakyOf(counts: Counts, connectors: readonly ConnectorHealth[]): Flaky[] {
  return connectors
    .filter((each) => !hasProblem(each))
    .map(({ connection: { schema, id } }) => ({ name: schema, id, ...countOf(counts.get(id)) }))
    .filter(({ failed }) => failed > 0)
    .sort((a, b) => b.failed - a.failed || (a.id < b.id ? -1 : 1))
    .slice(0, MAX_FLAKY);
}
