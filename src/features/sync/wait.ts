import * as z from "zod";
import { firedByDeadline } from "../../base/deadline.js";
import { AppError, undefinedIfAbsent } from "../../base/errors.js";
import { ageMinutes, duration, instant } from "../../base/time.js";
import type { Connection } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import type { Notation } from "../../toolkit/notation.js";
import { bare, compact, count, dashboard, named, plain } from "../../toolkit/render.js";
import { type Recent, recentHistory } from "../history/index.js";
import { type SyncBaseline, syncHandle } from "./baseline.js";
import { isOpen, pollDelayMs, type SyncOutcome, syncOutcome } from "./outcome.js";

const Run = z.looseObject({
  name: z.string(),
  id: z.string(),
  outcome: z.enum(["succeeded", "failed", "still_running", "stopped", "idle"]),
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
  /** The connection, if it was read just now. Without it, the wait starts with a read. */
  connection?: Connection;
  /** No sync was requested: if none is running, the wait ends immediately. */
  onlyIfRunning?: boolean;
}

interface View extends AwaitedSync {
  /** `no_run`: no sync is running, and none was requested. */
  outcome: SyncOutcome | { state: "no_run" };
  seenSyncing: boolean;
}

const PROGRESS_INTERVAL_MS = 10_000;
// One list request covers any number of connections. Up to this number, single reads cost less.
const MAX_LOOKUPS = 3;

/** Waits until every sync has ended, for at most `seconds`. */
export async function waitForSyncs(
  awaited: readonly AwaitedSync[],
  seconds: number,
  ctx: ReadContext,
): Promise<Waited> {
  const allowed = Math.min(seconds, ctx.maxWaitSeconds);
  const { clock, signal } = ctx;
  const start = clock.now();
  const left = () => start + allowed * 1000 - clock.now();
  const given = awaited.flatMap((sync) =>
    sync.connection === undefined ? [] : [viewOf(sync, sync.connection)],
  );
  let views: View[] | undefined = given.length === awaited.length ? given : undefined;
  let readError: AppError | undefined;
  for (let reads = 0; ; reads++) {
    if (reads > 0 || views === undefined) {
      try {
        views = await readViews(views ?? awaited, ctx);
        readError = undefined;
      } catch (error) {
        readError = temporaryError(error, signal);
      }
    }
    if (views !== undefined && !views.some(isRunning)) break;
    if (left() <= 0 || signal.aborted) break;
    const pause = Math.max(pollDelayMs(reads), (readError?.retryAfterSeconds ?? 0) * 1000);
    await sleep(Math.min(pause, left()), ctx, () =>
      reportProgress(ctx, views ?? [], clock.now() - start),
    );
  }
  if (views === undefined) throw readError ?? new AppError("internal", "No status was read.");
  const syncing = views.filter(({ outcome }) => outcome.state === "syncing");
  const recent = await recentOf(syncing, allowed > 0, ctx);
  const runs = views.map((view) => runOf(view, ctx.now(), recent));
  const handles = runs.flatMap(({ handle }) => (handle === undefined ? [] : [handle]));
  return compact({
    waited: overall(runs),
    runs,
    handles,
    notes: [
      ...(handles.length > 0 && seconds > allowed
        ? [`the wait ended after ${allowed} s, the maximum for one call`]
        : []),
      ...(readError === undefined
        ? []
        : [`the last status request failed: ${readError.message.replace(/\.$/, "")}`]),
    ],
  });
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

/** Combines the results of two waits. */
export function together(first: Waited, second: Waited): Waited {
  const runs = [first, second].flatMap((one) => one.runs ?? []);
  const handles = [...(first.handles ?? []), ...(second.handles ?? [])];
  const notes = [...new Set([...(first.notes ?? []), ...(second.notes ?? [])])];
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

const isRunning = ({ outcome }: View) => outcome.state !== "no_run" && isOpen(outcome);

function viewOf(sync: AwaitedSync | View, connection: Connection | undefined): View {
  const outcome = syncOutcome(sync.baseline, connection);
  const seenSyncing = outcome.state === "syncing" || ("seenSyncing" in sync && sync.seenSyncing);
  const noRun = outcome.state === "idle" && sync.onlyIfRunning === true && !seenSyncing;
  const last = connection ?? sync.connection;
  return {
    ...sync,
    ...(last === undefined ? {} : { connection: last }),
    outcome: noRun ? { state: "no_run" } : outcome,
    seenSyncing,
  };
}

/** Reads each connection again whose sync has not ended. */
async function readViews(
  syncs: readonly (AwaitedSync | View)[],
  ctx: ReadContext,
): Promise<View[]> {
  const ended = (sync: AwaitedSync | View): sync is View => "outcome" in sync && !isRunning(sync);
  const open = syncs.filter((sync) => !ended(sync));
  const found = await readAll([...new Set(open.map(({ baseline }) => baseline.connectionId))], ctx);
  return syncs.map((sync) =>
    ended(sync) ? sync : viewOf(sync, found.get(sync.baseline.connectionId)),
  );
}

async function readAll(
  ids: readonly string[],
  { fivetran, signal }: ReadContext,
): Promise<Map<string, Connection>> {
  const found = new Map<string, Connection>();
  const wanted = new Set(ids);
  if (ids.length > MAX_LOOKUPS) {
    for await (const connection of fivetran.connections.list({ signal })) {
      if (wanted.has(connection.id)) found.set(connection.id, connection);
      if (found.size === wanted.size) break;
    }
  }
  // A list can miss a connection that moves between two pages. Only a read of its own proves that it is deleted.
  const others = ids.filter((id) => !found.has(id));
  const read = others.map((id) =>
    fivetran.connections.get(id, { signal }).catch(undefinedIfAbsent),
  );
  for (const connection of await Promise.all(read)) {
    if (connection !== undefined) found.set(connection.id, connection);
  }
  return found;
}

/** Returns the error of a read if the wait can continue after it, and throws any other error. */
export function temporaryError(error: unknown, signal: AbortSignal): AppError {
  if (!(error instanceof AppError)) throw error;
  const { type, facts } = error;
  const temporary =
    type === "unavailable" ||
    type === "network" ||
    type === "rate_limited" ||
    facts["cause"] === "gateway";
  if (temporary || firedByDeadline(signal)) return error;
  throw error;
}

/**
 * Waits in short steps and reports progress at each. Ends early at the deadline. Throws if the
 * caller cancels.
 */
export async function sleep(ms: number, { clock, signal }: ReadContext, progress: () => void) {
  for (let left = ms; left > 0; left -= PROGRESS_INTERVAL_MS) {
    progress();
    try {
      await clock.sleep(Math.min(left, PROGRESS_INTERVAL_MS), signal);
    } catch (error) {
      if (firedByDeadline(signal)) return;
      if (!signal.aborted) throw error;
      throw new AppError("cancelled", "The wait was cancelled; the syncs continue.");
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

const nameOf = ({ baseline, connection }: View) => connection?.schema || baseline.connectionId;

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
      return running(
        `${view.seenSyncing ? STOPPED_WITHOUT_TRACE : NOT_SEEN}. Wait once more. If there is still no result, call get_status, then trigger_sync`,
      );
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
    case "deleted":
      return stopped("the connector was deleted, or this API key may not read it");
  }
}

const STOPPED_WITHOUT_TRACE =
  "the sync stopped, but Fivetran shows no result yet. The sync was cancelled, was replaced by a forced sync, or is about to end";
const NOT_SEEN =
  "no sync is running, and Fivetran shows no result yet. The sync has not started, was cancelled, or was replaced by a forced sync";

/** Returns the result for a connection without a running sync: how its last sync ended. */
function idleRun(view: View, now: Date): Run {
  const { succeeded_at, failed_at } = view.connection ?? {};
  const failedLast = (instant(failed_at) ?? 0) > (instant(succeeded_at) ?? 0);
  const ago = (at: string | null | undefined) => {
    const age = ageMinutes(at, now);
    return `${time(at ?? undefined)}${age === undefined ? "" : ` (${duration(age)} ago)`}`;
  };
  const last = succeeded_at ? `last success ${ago(succeeded_at)}` : "no sync has succeeded yet";
  const failure = failedLast
    ? `; the last sync failed at ${ago(failed_at)}; get_status shows what to do`
    : "";
  return compact({
    name: nameOf(view),
    id: view.baseline.connectionId,
    outcome: "idle" as const,
    last_success_at: succeeded_at ?? undefined,
    last_failure_at: failedLast ? (failed_at ?? undefined) : undefined,
    why: `${last}${failure}`,
  });
}

const time = (iso: string | undefined) => (iso === undefined ? "an unknown time" : plain(iso));

function taskText({ connection }: View): string | undefined {
  const [task] = connection?.status.tasks ?? [];
  return task && `task ${bare(task.code)}`;
}

/** Fivetran may start a rescheduled sync up to a minute late. */
const LATE_START_MS = 60_000;

function rescheduledText(until: string | undefined, now: Date, next: string): string {
  const text = `Fivetran rescheduled the sync to ${time(until)}`;
  const at = instant(until);
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
  }[outcome];
  return `${named(name, id)} ${words}${why === undefined ? "" : `: ${why}`}`;
}

/** Returns the call that continues the wait. */
export const continueText = (handles: readonly string[] = [], notation: Notation) =>
  handles.length > 0 &&
  `To continue waiting: ${notation.tool("wait_for_sync", { handles: [...handles] })}`;
