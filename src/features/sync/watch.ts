import * as z from "zod";
import { AppError } from "../../base/errors.js";
import { duration } from "../../base/time.js";
import type { Connection } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare, compact, count, dashboard, named, quoted } from "../../toolkit/render.js";
import { type SyncMark, syncHandle } from "./run-handle.js";
import { isOpen, pollDelayMs, type SyncOutcome, syncOutcome } from "./run-outcome.js";

export const Run = z.looseObject({
  name: z.string(),
  id: z.string(),
  outcome: z.enum(["succeeded", "failed", "still_running", "stopped"]),
  at: z.string().optional(),
  why: z.string().optional(),
  handle: z.string().optional(),
});
export type Run = z.output<typeof Run>;

/** The result of a wait: the command line takes its exit code from `waited`. */
export const waitedOutput = {
  waited: z.enum(["succeeded", "failed", "still_running"]).optional(),
  runs: z.array(Run).optional(),
  handles: z.array(z.string()).describe("of the syncs that are still running").optional(),
  notes: z.array(z.string()).optional(),
};
export type Waited = Required<Pick<z.output<z.ZodObject<typeof waitedOutput>>, "runs" | "waited">> &
  z.output<z.ZodObject<typeof waitedOutput>>;

export interface Watched {
  mark: SyncMark;
  /** Unknown for a handle until the first read. */
  name?: string;
}

interface View {
  watched: Watched;
  outcome: SyncOutcome;
  connection: Connection | undefined;
  seenSyncing: boolean;
}

const EACH_PROGRESS_MS = 10_000;
// One list request serves any number; up to this many, single reads are cheaper.
const MOST_LOOKUPS = 3;

/** Waits until every sync has ended or the time is over, whichever comes first. */
export async function watchSyncs(
  watched: readonly Watched[],
  seconds: number,
  ctx: ReadContext,
): Promise<Waited> {
  const allowed = Math.min(seconds, ctx.maxWaitSeconds);
  const { clock } = ctx;
  const begun = clock.now();
  const left = () => begun + allowed * 1000 - clock.now();
  let views: View[] | undefined;
  let missed: AppError | undefined;
  for (let looks = 0; ; looks++) {
    try {
      views = await look(watched, views, ctx);
      missed = undefined;
    } catch (error) {
      missed = passing(error, ctx.signal);
    }
    if (views !== undefined && !views.some(({ outcome }) => isOpen(outcome))) break;
    if (left() <= 0 || ctx.signal.aborted) break;
    const pause = Math.max(pollDelayMs(looks), (missed?.retryAfterSeconds ?? 0) * 1000);
    await sleep(Math.min(pause, left()), ctx, () => tell(ctx, views, clock.now() - begun));
  }
  if (views === undefined) throw missed ?? new AppError("internal", "No status was read.");
  const runs = views.map((view) => runOf(view, ctx.now()));
  const handles = runs.flatMap(({ handle }) => (handle === undefined ? [] : [handle]));
  return compact({
    waited:
      handles.length > 0
        ? ("still_running" as const)
        : runs.every(({ outcome }) => outcome === "succeeded")
          ? ("succeeded" as const)
          : ("failed" as const),
    runs,
    handles,
    notes: [
      ...(handles.length > 0 && seconds > allowed
        ? [`waited ${allowed} s, the maximum for one call here`]
        : []),
      ...(missed === undefined
        ? []
        : [`the last status read failed: ${missed.message.replace(/\.$/, "")}`]),
    ],
  });
}

async function look(
  watched: readonly Watched[],
  before: readonly View[] | undefined,
  ctx: ReadContext,
): Promise<View[]> {
  const open = watched.filter((_, index) => {
    const view = before?.[index];
    return view === undefined || isOpen(view.outcome);
  });
  const found = await readAll([...new Set(open.map(({ mark }) => mark.connectionId))], ctx);
  return watched.map((item, index) => {
    const view = before?.[index];
    if (view !== undefined && !isOpen(view.outcome)) return view;
    const connection = found.get(item.mark.connectionId);
    const outcome = syncOutcome(item.mark, connection);
    const seenSyncing = view?.seenSyncing === true || outcome.state === "syncing";
    return {
      watched: item,
      outcome,
      connection: connection ?? view?.connection,
      seenSyncing,
    };
  });
}

async function readAll(
  ids: readonly string[],
  { fivetran, signal }: ReadContext,
): Promise<Map<string, Connection>> {
  const found = new Map<string, Connection>();
  if (ids.length <= MOST_LOOKUPS) {
    const read = ids.map((id) => fivetran.connections.get(id, { signal }).catch(absent));
    for (const connection of await Promise.all(read)) {
      if (connection !== undefined) found.set(connection.id, connection);
    }
    return found;
  }
  const wanted = new Set(ids);
  for await (const connection of fivetran.connections.list({ signal })) {
    if (wanted.has(connection.id)) found.set(connection.id, connection);
    if (found.size === wanted.size) break;
  }
  return found;
}

function absent(error: unknown): undefined {
  if (error instanceof AppError && error.type === "not_found") return undefined;
  throw error;
}

/** A temporary read failure does not end the wait. */
function passing(error: unknown, signal: AbortSignal): AppError {
  if (!(error instanceof AppError)) throw error;
  const { type, facts } = error;
  const forNow =
    type === "unavailable" ||
    type === "network" ||
    type === "rate_limited" ||
    facts["cause"] === "gateway";
  if (forNow || isOver(signal)) return error;
  throw error;
}

/** The time of the call is over, as opposed to a caller that disconnected. */
const isOver = ({ aborted, reason }: AbortSignal) =>
  aborted && reason instanceof Error && reason.name === "TimeoutError";

async function sleep(ms: number, { clock, signal }: ReadContext, progress: () => void) {
  for (let left = ms; left > 0; left -= EACH_PROGRESS_MS) {
    progress();
    try {
      await clock.sleep(Math.min(left, EACH_PROGRESS_MS), signal);
    } catch (error) {
      if (isOver(signal)) return;
      if (!signal.aborted) throw error;
      throw new AppError("cancelled", "The wait was cancelled; the syncs continue.");
    }
  }
}

const MOST_IN_PROGRESS = 3;

function tell(ctx: ReadContext, views: readonly View[] | undefined, waitedMs: number): void {
  const open = (views ?? []).filter(({ outcome }) => isOpen(outcome));
  const named = open
    .slice(0, MOST_IN_PROGRESS)
    .map((view) => `${bare(nameOf(view))} ${view.outcome.state}`);
  const rest = open.length > named.length ? [`${open.length - named.length} more`] : [];
  ctx.progress(
    `waiting for ${count(open.length, "sync", "syncs")}, ${Math.round(waitedMs / 1000)} s so far: ${[...named, ...rest].join(", ")}`,
  );
}

const nameOf = ({ watched, connection }: View) =>
  connection?.schema ?? watched.name ?? watched.mark.connectionId;

/** Fivetran may start a rescheduled sync up to a minute late. */
const GRACE_MS = 60_000;

function runOf(view: View, now: Date): Run {
  const { outcome, watched } = view;
  const { mark } = watched;
  const ref = { name: nameOf(view), id: mark.connectionId };
  const again = { outcome: "still_running" as const, handle: syncHandle(mark) };
  const foreign = mark.foreign
    ? "this sync was already running: its schedule or someone else started it"
    : undefined;
  switch (outcome.state) {
    case "succeeded":
    case "failed": {
      const other = outcome.state === "failed" ? "succeeded" : "failed";
      const also =
        outcome.also === undefined
          ? undefined
          : `another sync ${other} before it, at ${time(outcome.also)}`;
      const task = outcome.state === "failed" ? firstTask(view) : undefined;
      const next = outcome.state === "failed" ? "get_status shows what to do" : undefined;
      const why = [task, also, foreign, next].filter(Boolean).join("; ");
      return compact({ ...ref, outcome: outcome.state, at: outcome.at, why: why || undefined });
    }
    case "syncing":
      return compact({ ...ref, ...again, why: foreign ?? "syncing" });
    case "idle":
      return { ...ref, ...again, why: idleWords(view) };
    case "rescheduled":
      return { ...ref, ...again, why: rescheduledWords(outcome.until, now) };
    case "rescheduled_manual":
      return {
        ...ref,
        outcome: "stopped",
        why: `Fivetran rescheduled it until ${time(outcome.until)}, and with a manual schedule it does not restart by itself: use trigger_sync after that time`,
      };
    case "paused":
      return {
        ...ref,
        outcome: "stopped",
        why: "it is paused, which cancels a running sync; if that was not on purpose, use resume_connectors and trigger_sync",
      };
    case "broken":
    case "incomplete": {
      const task = firstTask(view);
      return {
        ...ref,
        outcome: "stopped",
        why: `its setup is ${outcome.state}${task === undefined ? "" : `, ${task}`}: a person must repair it, see get_status ${dashboard(ref.id)}`,
      };
    }
    case "deleted":
      return {
        ...ref,
        outcome: "stopped",
        why: "the connector was deleted, or this API key may not read it",
      };
  }
}

const time = (iso: string | undefined) =>
  iso === undefined ? "an unknown time" : /^[\dTZ:.+-]{1,40}$/.test(iso) ? iso : quoted(iso, 40);

function firstTask({ connection }: View): string | undefined {
  const [task] = connection?.status.tasks ?? [];
  if (task === undefined) return undefined;
  return task.message
    ? `task ${bare(task.code)}: ${quoted(task.message, 160)}`
    : `task ${bare(task.code)}`;
}

const idleWords = ({ seenSyncing }: View) =>
  seenSyncing
    ? "the sync stopped without a new success or failure time: it was cancelled or replaced by a forced sync, or is about to end; if waiting once more changes nothing, see get_status and use trigger_sync again"
    : "no sync is running and there is no new success or failure time: it has not started yet, or was cancelled or replaced by a forced sync; if waiting once more changes nothing, see get_status and use trigger_sync again";

function rescheduledWords(until: string | undefined, now: Date): string {
  const at = until === undefined ? Number.NaN : Date.parse(until);
  if (now.getTime() > at + GRACE_MS) {
    return `Fivetran rescheduled it until ${time(until)}, which has passed: trigger_sync starts it now`;
  }
  const minutes = Math.ceil((at - now.getTime()) / 60_000);
  const far = Number.isNaN(minutes) ? "" : ` (in ${duration(Math.max(0, minutes))})`;
  return `Fivetran rescheduled it until ${time(until)}${far}; it restarts by itself then`;
}

/** One line for each sync. */
export function runText({ name, id, outcome, at, why }: Run): string {
  const words = {
    succeeded: `succeeded at ${time(at)}`,
    failed: `failed at ${time(at)}`,
    still_running: "still running",
    stopped: "stopped",
  }[outcome];
  return `${named(name, id)} ${words}${why === undefined ? "" : `: ${why}`}`;
}

/** How to continue waiting. */
export const waitOn = (handles: readonly string[] = []) =>
  handles.length > 0 && `To continue waiting: wait_for_sync handles=${JSON.stringify(handles)}`;
