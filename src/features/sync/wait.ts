import * as z from "zod";
import { withFirstOf } from "../../base/deadline.js";
import { AppError, undefinedIfAbsent } from "../../base/errors.js";
import { ageMinutes, duration, instant, isoTime } from "../../base/time.js";
import type { Connection } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import type { Notation } from "../../toolkit/notation.js";
import { bare, compact, count, dashboard, named, plain } from "../../toolkit/render.js";
import { isInFuture } from "../health/index.js";
import { type Recent, recentHistory } from "../history/index.js";
import { type SyncBaseline, syncHandle } from "./baseline.js";
import { isKnownState, isOpen, pollDelayMs, type SyncOutcome, syncOutcome } from "./outcome.js";
import {
  cancelledWait,
  failureNotes,
  isTemporary,
  readFailure,
  reasonOf,
  secondsToWait,
} from "./read-failure.js";

const Run = z.looseObject({
  name: z.string(),
  id: z.string(),
  outcome: z.enum(["succeeded", "failed", "still_running", "stopped", "idle", "unknown"]),
  at: z.string().optional(),
  why: z.string().optional(),
  last_success_at: z.string().optional(),
  last_failure_at: z.string().optional(),
  handle: z.string().optional(),
});
export type Run = z.output<typeof Run>;

/** The result of a wait. The exit code of the command line depends on `waited`. */
export const waitedOutput = {
  waited: z.enum(["succeeded", "failed", "still_running", "idle"]).optional(),
  runs: z.array(Run).optional(),
  handles: z.array(z.string()).describe("of the syncs that are still running").optional(),
  notes: z.array(z.string()).optional(),
};
export type Waited = Required<Pick<z.output<z.ZodObject<typeof waitedOutput>>, "runs" | "waited">> &
  z.output<z.ZodObject<typeof waitedOutput>>;

interface AwaitedSync {
  baseline: SyncBaseline;
  /** The name of the connection, if it is known. */
  name?: string;
  /** The connection, if it was read just now. Without it, the wait starts with a read. */
  connection?: Connection;
  /** No sync was requested: if none is running, the wait ends immediately. */
  onlyIfRunning?: boolean;
  /** The time after which any sync may end, if no sync was requested. In milliseconds since 1970. */
  since?: number | undefined;
}

interface View extends AwaitedSync {
  /**
   * `no_run`: no sync is running, and none was requested. `unread`: no read has succeeded yet.
   */
  outcome: SyncOutcome | { state: "no_run" } | { state: "unread" };
  seenSyncing: boolean;
  /** Why the last read failed. */
  failure: AppError | undefined;
}

/**
 * The result of a wait. `error` is set if the caller cancelled it, or if the state of none of the
 * awaited objects is known.
 */
export interface WaitEnd {
  waited: Waited;
  error: AppError | undefined;
}

const PROGRESS_INTERVAL_MS = 10_000;
// One list request covers any number of connections. Up to this number, single reads cost less.
const MAX_LOOKUPS = 3;

const LATE_READ_MS = 10_000;

/** Reads during a wait. A read that hangs ends soon after the wait, of which `leftMs` are left. */
export const readWithin = <T>(
  leftMs: number,
  ctx: ReadContext,
  read: (ctx: ReadContext) => Promise<T>,
): Promise<T> =>
  withFirstOf({ signals: [ctx.signal], ms: Math.max(0, leftMs) + LATE_READ_MS }, (signal) =>
    read({ ...ctx, signal }),
  );

/** Waits until every sync has ended, for at most `seconds`. */
export async function waitForSyncs(
  awaited: readonly AwaitedSync[],
  seconds: number,
  ctx: ReadContext,
): Promise<WaitEnd> {
  const allowed = Math.min(seconds, ctx.maxWaitSeconds);
  const { clock, signal } = ctx;
  const start = clock.now();
  const left = () => start + allowed * 1000 - clock.now();
  let views = awaited.map((sync) =>
    sync.connection === undefined ? unread(sync) : viewOf(sync, sync.connection),
  );
  for (let reads = 0; ; reads++) {
    if (reads > 0 || views.some(isUnread)) {
      const before = views;
      views = await readWithin(left(), ctx, (ofRead) => readViews(before, ofRead));
    }
    const open = views.filter(isRunning);
    if (open.length === 0 || left() <= 0 || signal.aborted) break;
    const failures = open.map(({ failure }) => failure);
    const pause = Math.max(pollDelayMs(reads), secondsToWait(failures) * 1000);
    await sleep(Math.min(pause, left()), ctx, () =>
      reportProgress(ctx, views, clock.now() - start),
    );
  }
  const syncing = views.filter(({ outcome }) => outcome.state === "syncing");
  const recent = await recentOf(syncing, allowed > 0 && !signal.aborted, ctx);
  const runs = views.map((view) => runOf(view, ctx.now(), recent));
  const handles = runs.flatMap(({ handle }) => (handle === undefined ? [] : [handle]));
  const lapsed = views.filter((view) => isRunning(view) && !isUnread(view));
  const known = views.some((view) => !isUnread(view) && !isLost(view));
  const cancelled = cancelledWait(signal);
  const unknown = known ? undefined : views.find(({ failure }) => failure !== undefined)?.failure;
  return {
    error: cancelled ?? unknown,
    waited: compact({
      waited: overall(runs),
      runs,
      handles,
      notes: [
        ...(cancelled === undefined ? [] : ["the wait was cancelled; the syncs continue"]),
        ...(handles.length > 0 && seconds > allowed && cancelled === undefined
          ? [`the wait ended after ${allowed} s, the maximum for one call`]
          : []),
        ...failureNotes(
          "",
          lapsed.map((view) => ({ name: nameOf(view), failure: view.failure })),
        ),
      ],
    }),
  };
}

/**
 * Returns how long the running syncs have run and usually take. It is read only after a wait, and
 * only for a few connections.
 */
async function recentOf(
  views: readonly View[],
  waited: boolean,
  ctx: ReadContext,
): Promise<Recent> {
  const connections = views.flatMap(({ connection }) => connection ?? []);
  const few = waited && connections.length <= MAX_LOOKUPS;
  const ids = new Set(few ? connections.map(({ id }) => id) : []);
  return (await recentHistory(connections, ids, ctx)).recent;
}

/**
 * Combines the results of waits.
 * @throws the error if the caller cancelled, or if the state of none of the awaited objects is known.
 */
export function together(ends: readonly WaitEnd[]): Waited {
  const [error] = ends.flatMap((end) => end.error ?? []);
  if (error !== undefined && ends.every((end) => end.error !== undefined)) throw error;
  const all = ends.map(({ waited }) => waited);
  const runs = all.flatMap((one) => one.runs ?? []);
  const handles = all.flatMap((one) => one.handles ?? []);
  const notes = [...new Set(all.flatMap((one) => one.notes ?? []))];
  return compact({ waited: overall(runs), runs, handles, notes });
}

/**
 * Returns the overall result. It is `idle` only if the last sync of every idle connector succeeded,
 * because the caller's next command relies on that data.
 */
export function overall(runs: readonly Run[]): Waited["waited"] {
  const all = (...outcomes: Run["outcome"][]) =>
    runs.every(({ outcome }) => outcomes.includes(outcome));
  if (runs.some(({ outcome }) => outcome === "still_running")) return "still_running";
  if (all("succeeded")) return "succeeded";
  const loaded = runs.every(
    ({ outcome, last_success_at, last_failure_at }) =>
      outcome !== "idle" || (last_success_at !== undefined && last_failure_at === undefined),
  );
  return all("succeeded", "idle") && loaded ? "idle" : "failed";
}

const isUnread = ({ outcome }: View) => outcome.state === "unread";

/** No further read can succeed until someone repairs what makes it fail. */
const isLost = ({ failure }: View) => failure !== undefined && !isTemporary(failure);

function isRunning(view: View): boolean {
  const { outcome } = view;
  if (outcome.state === "no_run" || isLost(view)) return false;
  return outcome.state === "unread" || isOpen(outcome);
}

const unread = (sync: AwaitedSync): View => ({
  ...sync,
  outcome: { state: "unread" },
  seenSyncing: false,
  failure: undefined,
});

function viewOf(sync: AwaitedSync | View, connection: Connection | undefined): View {
  const outcome = syncOutcome(sync.baseline, connection);
  const seenSyncing = outcome.state === "syncing" || ("seenSyncing" in sync && sync.seenSyncing);
  const none = outcome.state === "idle" || outcome.state === "unrecognized";
  const noRun = none && sync.onlyIfRunning === true && !seenSyncing;
  const last = connection ?? sync.connection;
  return {
    ...sync,
    ...(last === undefined ? {} : { connection: last }),
    outcome: noRun ? { state: "no_run" } : outcome,
    seenSyncing,
    failure: undefined,
  };
}

/** Reads each connection again whose sync has not ended. */
async function readViews(views: readonly View[], ctx: ReadContext): Promise<View[]> {
  const open = views.filter(isRunning);
  const read = await readAll([...new Set(open.map(({ baseline }) => baseline.connectionId))], ctx);
  return views.map((view) => {
    if (!isRunning(view)) return view;
    const found = read.get(view.baseline.connectionId);
    return found instanceof AppError ? { ...view, failure: found } : viewOf(view, found);
  });
}

/** Returns each connection, or why it could not be read. Leaves out those that do not exist. */
async function readAll(
  ids: readonly string[],
  { fivetran, signal }: ReadContext,
): Promise<Map<string, Connection | AppError>> {
  const found = new Map<string, Connection | AppError>();
  const wanted = new Set(ids);
  if (ids.length > MAX_LOOKUPS) {
    try {
      for await (const connection of fivetran.connections.list({ signal })) {
        if (wanted.has(connection.id)) found.set(connection.id, connection);
        if (found.size === wanted.size) break;
      }
    } catch (error) {
      const failure = readFailure(error);
      for (const id of ids) if (!found.has(id)) found.set(id, failure);
    }
  }
  // A list can miss a connection that moves between two pages. Only a read of its own proves that it is deleted.
  const others = ids.filter((id) => !found.has(id));
  await Promise.all(
    others.map(async (id) => {
      const read = await fivetran.connections
        .get(id, { signal })
        .catch(undefinedIfAbsent)
        .catch(readFailure);
      if (read !== undefined) found.set(id, read);
    }),
  );
  return found;
}

/**
 * Waits in short steps and reports progress at each. Ends early at the deadline, or if the caller
 * cancels.
 */
export async function sleep(ms: number, { clock, signal }: ReadContext, progress: () => void) {
  for (let left = ms; left > 0; left -= PROGRESS_INTERVAL_MS) {
    progress();
    try {
      await clock.sleep(Math.min(left, PROGRESS_INTERVAL_MS), signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
  }
}

const MAX_IN_PROGRESS = 3;

function reportProgress(ctx: ReadContext, views: readonly View[], waitedMs: number): void {
  const open = views.filter(isRunning);
  const shown = open
    .slice(0, MAX_IN_PROGRESS)
    .map((view) => `${bare(nameOf(view))} ${view.outcome.state}`);
  const rest = open.length > shown.length ? [`${open.length - shown.length} more`] : [];
  ctx.progress(
    `waiting for ${count(open.length, "sync", "syncs")}, ${Math.round(waitedMs / 1000)} s so far: ${[...shown, ...rest].join(", ")}`,
  );
}

const nameOf = ({ baseline, connection, name }: View) =>
  connection?.schema || name || baseline.connectionId;

function runOf(view: View, now: Date, recent: Recent): Run {
  const { outcome, baseline } = view;
  const ref = { name: nameOf(view), id: baseline.connectionId };
  const running = (why: string) => ({
    ...ref,
    outcome: "still_running" as const,
    why,
    handle: syncHandle(baseline),
  });
  const stopped = (why: string) => ({ ...ref, outcome: "stopped" as const, why });
  if (view.failure !== undefined && (isUnread(view) || isLost(view))) {
    const open = running(`its status could not be read: ${reasonOf(view.failure)}`);
    return isLost(view) ? { ...open, outcome: "unknown" } : open;
  }
  const elsewhere = baseline.alreadyRunning
    ? "this sync was already running, started by the schedule or another user"
    : undefined;
  switch (outcome.state) {
    case "succeeded":
    case "failed": {
      const failed = outcome.state === "failed";
      const why = [
        failed && taskText(view),
        outcome.also !== undefined &&
          `another sync ${failed ? "succeeded" : "failed"} before it, at ${time(outcome.also)}`,
        elsewhere,
        failed && "get_status shows what to do",
      ].filter(Boolean);
      return compact({
        ...ref,
        outcome: outcome.state,
        at: outcome.at,
        why: why.join("; ") || undefined,
      });
    }
    case "no_run":
      return idleRun(view, now);
    case "syncing":
      return running(
        [elsewhere ?? "syncing", recent.get(ref.id)?.running ?? ""].filter(Boolean).join("; "),
      );
    case "idle":
      return running(idleText(view, now));
    case "unrecognized":
      return running(unrecognizedText(outcome.sync));
    case "rescheduled":
      return running(
        rescheduledText(outcome.until, now, "Fivetran restarts the sync at that time"),
      );
    case "rescheduled_manual": {
      const manual = "the schedule is manual, so Fivetran does not start it again";
      return stopped(
        rescheduledText(
          outcome.until,
          now,
          `${manual}. After that time, start it with trigger_sync`,
        ),
      );
    }
    case "paused":
      return stopped(
        "the connector is paused, which cancels a running sync. If that was not intended, use resume_connectors and trigger_sync",
      );
    case "broken":
    case "incomplete": {
      const task = taskText(view);
      return stopped(
        `its setup is ${outcome.state}${task === undefined ? "" : ` (${task})`}. A person must repair it; get_status shows how. ${dashboard(ref.id)}`,
      );
    }
    case "blocked":
      return stopped(
        "its first sync is waiting for a schema review. Review the schema with get_schema and modify_schema, then set schema_status to ready with update_connector",
      );
    case "deleted":
      return stopped("the connector was deleted, or this API key may not read it");
    case "unread":
      return running("its status was not read");
  }
}

function idleText(view: View, now: Date): string {
  const { since, seenSyncing, connection } = view;
  const unreadable = unreadableTime(connection);
  if (unreadable !== undefined) {
    return `no sync is running, and ${unreadable}, so its result is unknown. get_history shows its runs`;
  }
  if (since !== undefined && !seenSyncing) {
    return `no sync is running, and none has ended since ${isoTime(since)}; ${lastSuccess(connection, now)}. Start one with trigger_sync, or wait for the schedule`;
  }
  return `${seenSyncing ? STOPPED_WITHOUT_TRACE : NOT_SEEN}. Wait once more. If there is still no result, call get_status, then trigger_sync`;
}

const unrecognizedText = (sync: string) =>
  sync === ""
    ? "Fivetran's response has no sync state, so it is unknown whether a sync is running"
    : `Fivetran reports the sync state ${plain(sync)}, which this version does not recognize`;

const STOPPED_WITHOUT_TRACE =
  "the sync stopped, but Fivetran shows no result yet. The sync was cancelled, was replaced by a forced sync, or is about to end";
const NOT_SEEN =
  "no sync is running, and Fivetran shows no result yet. The sync has not started, was cancelled, or was replaced by a forced sync";

/** Returns the result for a connection without a running sync: how its last sync ended. */
function idleRun(view: View, now: Date): Run {
  const { connection } = view;
  const { succeeded_at, failed_at, status } = connection ?? {};
  const succeeded = instant(succeeded_at);
  const failed = instant(failed_at);
  const failedLast = failed !== undefined && failed >= (succeeded ?? 0);
  const uncertain = [
    isKnownState(status?.sync_state) ? undefined : unrecognizedText(status?.sync_state ?? ""),
    unreadableTime(connection),
    succeeded !== undefined && isInFuture(succeeded, now)
      ? "that time is in the future, so a clock must be wrong"
      : undefined,
  ].filter((why) => why !== undefined);
  const runs = uncertain.length > 0 ? ["get_history shows its runs"] : [];
  const failure = failedLast
    ? [`the last sync failed at ${ago(failed_at, now)}; get_status shows what to do`]
    : [];
  return compact({
    name: nameOf(view),
    id: view.baseline.connectionId,
    outcome: uncertain.length > 0 ? ("unknown" as const) : ("idle" as const),
    last_success_at: succeeded === undefined ? undefined : (succeeded_at ?? undefined),
    last_failure_at: failedLast ? (failed_at ?? undefined) : undefined,
    why: [lastSuccess(connection, now), ...uncertain, ...failure, ...runs]
      .filter(Boolean)
      .join("; "),
  });
}

function lastSuccess(connection: Connection | undefined, now: Date): string {
  const { succeeded_at } = connection ?? {};
  if (!succeeded_at) return "no sync has succeeded yet";
  return instant(succeeded_at) === undefined ? "" : `last success ${ago(succeeded_at, now)}`;
}

function ago(at: string | null | undefined, now: Date): string {
  const then = instant(at);
  const known = then !== undefined && !isInFuture(then, now);
  return `${time(at ?? undefined)}${known ? ` (${duration(ageMinutes(at, now) ?? 0)} ago)` : ""}`;
}

/** Says which time of the last sync is present but unreadable. */
function unreadableTime(connection: Connection | undefined): string | undefined {
  const { succeeded_at, failed_at } = connection ?? {};
  if (succeeded_at && instant(succeeded_at) === undefined) {
    return "the time of its last success could not be read";
  }
  return failed_at && instant(failed_at) === undefined
    ? "the time of its last failure could not be read"
    : undefined;
}

const time = (iso: string | undefined) => (iso === undefined ? "an unknown time" : plain(iso));

function taskText({ connection }: View): string | undefined {
  const [task] = connection?.status.tasks ?? [];
  return task && `task ${bare(task.code)}`;
}

/** Fivetran may start a rescheduled sync up to a minute late. */
const LATE_START_MS = 60_000;

function rescheduledText(until: string | undefined, now: Date, next: string): string {
  const at = instant(until);
  const text = `Fivetran rescheduled the sync to ${time(at === undefined ? undefined : until)}`;
  if (at === undefined) return `${text}; ${next}`;
  if (now.getTime() > at + LATE_START_MS) {
    return `${text}, but the sync has not started. Start it with trigger_sync`;
  }
  const minutes = Math.max(0, Math.ceil((at - now.getTime()) / 60_000));
  return `${text} (in ${duration(minutes)}); ${next}`;
}

/** Returns one line for one sync. */
export function runText({ name, id, outcome, at, why }: Run): string {
  const words = {
    succeeded: `succeeded at ${time(at)}`,
    failed: `failed at ${time(at)}`,
    still_running: "no result yet",
    stopped: "stopped",
    idle: "idle, no sync is running",
    unknown: "result unknown",
  }[outcome];
  return `${named(name, id)} ${words}${why === undefined ? "" : `: ${why}`}`;
}

/** Returns the call that continues the wait. */
export const continueText = (handles: readonly string[] = [], notation: Notation) =>
  handles.length > 0 &&
  `To continue waiting: ${notation.tool("wait_for_sync", { handles: [...handles] })}`;
