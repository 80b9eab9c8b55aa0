import { firedByDeadline } from "../../base/deadline.js";
import { AppError, isClosed, isNotEnabled } from "../../base/errors.js";
import type { SyncRun } from "../../client/resources/connection-reports.js";
import type { Connection } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import type { RecordedHistory, Run } from "../../toolkit/recorded.js";
import { bare, count } from "../../toolkit/render.js";
import { merged, runOf, unreadTimes } from "./runs.js";

export const DAY_MS = 86_400_000;
/**
 * How far back Fivetran's sync history is requested: 7 days less five minutes. Fivetran refuses a
 * request for more than 7 days, and the clock of this computer may be a few minutes behind.
 */
export const REACH_MS = 7 * DAY_MS - 5 * 60_000;

/** Times in milliseconds since 1970. */
export interface Span {
  since: number;
  until: number;
}

export interface HistoryRead {
  /** Every run that was read, including those outside of the span. The newest first. */
  runs: Run[];
  /** True if at least one source could be read. */
  readAny: boolean;
  /** The time from which Fivetran's sync history was read. Undefined if it was not read. */
  fivetranSince: number | undefined;
}

/**
 * Reads the runs of connectors from Fivetran's sync history, as far back as it goes, and from the
 * recorded history.
 */
export interface HistoryReader {
  read(connection: Connection): Promise<HistoryRead>;
  /** Returns only the recorded runs of a connector, without a request. */
  readRecorded(connection: Connection): HistoryRead;
  recorded: RecordedHistory | undefined;
  /** Why Fivetran's sync history could not be read. One clause for each reason. */
  problems: ReadonlySet<string>;
  /** Those of the reasons that may be over another time. */
  failures: ReadonlySet<string>;
  /** Why the recorded history could not be read. */
  recordedProblems: ReadonlySet<string>;
  /** One note for each connector of which records could not be read in full, or not all of them. */
  unread(): string[];
}

const MOST_RECORDED = 2000;
/**
 * The number of syncs of a connector that are read to compute the usual duration, even if the span
 * needs fewer.
 */
const BASELINE_RUNS = 500;

/**
 * Returns the recorded history. If it cannot be read, the reason is added to `problems` and no
 * error is thrown, because it only complements Fivetran's history.
 */
export async function readableRecord(
  ctx: Pick<ReadContext, "recorded">,
  problems: Set<string>,
): Promise<RecordedHistory | undefined> {
  const attempt = <T>(read: () => T, otherwise: T): T => {
    try {
      return read();
    } catch (error) {
      return failed(error, otherwise);
    }
  };
  const failed = <T>(error: unknown, otherwise: T): T => {
    if (!(error instanceof AppError)) throw error;
    problems.add(clause(error));
    return otherwise;
  };
  const record = await ctx.recorded().catch((error: unknown) => failed(error, undefined));
  return (
    record && {
      since: record.since,
      runs: (connectionId, span) => attempt(() => record.runs(connectionId, span), []),
      counts: (span) => attempt(() => record.counts(span), new Map()),
    }
  );
}

export async function historyReader(ctx: ReadContext, span: Span): Promise<HistoryReader> {
  const now = ctx.now().getTime();
  const recordedProblems = new Set<string>();
  const recorded = await readableRecord(ctx, recordedProblems);
  const problems = new Set<string>();
  const failures = new Set<string>();
  const unread = new Map<string, ReadonlySet<string>>();
  const cut: string[] = [];
  let stopped: string | undefined;
  let readAny = false;
  let refused = 0;
  let probing: Promise<unknown> | undefined;
  let isUnknown = true;
  const stop = (why: string) => {
    stopped = why;
    problems.add(why);
  };
  if (ctx.scope.forbids("connection_sync_history") !== undefined) stop(NOT_ALLOWED);

  async function fromFivetran(connection: Connection): Promise<Run[] | undefined> {
    const from = fromFor(connection, span, now);
    if (from >= now || span.until <= now - REACH_MS) return undefined;
    if (stopped !== undefined) {
      problems.add(stopped);
      return undefined;
    }
    const note = (fields: readonly string[]) => {
      if (fields.length === 0) return;
      unread.set(connection.id, new Set([...(unread.get(connection.id) ?? []), ...fields]));
    };
    const records: SyncRun[] = [];
    const found = () => {
      for (const record of records) note(unreadTimes(record));
      readAny = true;
      isUnknown = false;
      return records.map((record) => runOf(connection.id, record));
    };
    try {
      const list = ctx.fivetran.connections.syncHistory(connection.id, {
        since: new Date(from),
        until: new Date(Math.min(Math.max(span.until, from + 1000), now)),
        signal: ctx.signal,
        onUnreadable: ({ field }) => note([field]),
      });
      for await (const record of list) records.push(record);
      return found();
    } catch (error) {
      const left = ctx.signal.aborted && !firedByDeadline(ctx.signal);
      if (left || !(error instanceof AppError)) throw error;
      const isOver = error.type === "rate_limited" || firedByDeadline(ctx.signal);
      if (records.length > 0) {
        // A later page could not be read.
        cut.push(
          `only ${count(records.length, "sync", "syncs")} of the sync history of ${bare(connection.id)} could be read: ${clause(error)}`,
        );
        if (isOver) stopped = clause(error);
        return found();
      }
      if (isClosed(error)) {
        refused += 1;
        if (readAny || refused < MOST_REFUSED) return undefined;
        stop(NOT_ALLOWED);
      } else if (isNotEnabled(error)) stop("this account does not have Fivetran's sync history");
      else {
        failures.add(clause(error));
        problems.add(clause(error));
        if (isOver) stop(clause(error));
      }
      isUnknown = false;
      return undefined;
    }
  }

  const kept = (connection: Connection) =>
    recorded?.runs(connection.id, {
      since: Math.min(span.since, fromFor(connection, span, now)),
      until: span.until,
      limit: MOST_RECORDED,
    }) ?? [];
  const hasRecord = () => recorded !== undefined && recordedProblems.size === 0;

  return {
    recorded,
    get problems() {
      if (refused === 0) return problems;
      const some = `the API key does not allow it for ${count(refused, "connector")}`;
      return new Set([...problems, readAny ? some : NOT_ALLOWED]);
    },
    failures,
    recordedProblems,
    unread: () => [...[...unread].map(([id, fields]) => unreadText(id, fields)), ...cut],
    readRecorded(connection) {
      const runs = merged(kept(connection));
      return { runs, readAny: hasRecord(), fivetranSince: undefined };
    },
    async read(connection) {
      // Requests are sent one at a time until it is known whether this account and key have access
      // to the sync history.
      while (probing !== undefined && isUnknown) await probing;
      const reading = fromFivetran(connection);
      if (isUnknown) {
        probing = reading
          .catch(() => {})
          .then(() => {
            probing = undefined;
          });
      }
      const fresh = await reading;
      const runs = merged(fresh ?? [], kept(connection));
      return {
        runs,
        readAny: fresh !== undefined || hasRecord(),
        fivetranSince: fresh === undefined ? undefined : fromFor(connection, span, now),
      };
    },
  };
}

/**
 * A key can be limited to some connectors. After this many refusals without a success, no further
 * history is requested.
 */
export const MOST_REFUSED = 3;

const NOT_ALLOWED = "this program's API key or settings do not allow it";

/** For a result to which the history only adds. */
export const historyGap = (why: string) => `the sync history could not be read: ${why}`;

/** For records of the sync history of which some fields could not be read. */
export const unreadText = (id: string, fields: Iterable<string>) =>
  `some records of the sync history of ${bare(id)} could not be read in full: ${[...fields].map((field) => field || "not an object").join(", ")}`;

export const clause = (error: AppError) => error.message.replace(/\.$/, "");

/**
 * Returns the time from which Fivetran's history of a connection is read. It is earlier than the
 * span if the usual duration needs more syncs.
 */
function fromFor({ sync_frequency }: Connection, { since, until }: Span, now: number): number {
  const usual = BASELINE_RUNS * (sync_frequency ?? 60) * 60_000;
  return Math.max(now - REACH_MS, Math.min(since, until - usual));
}
