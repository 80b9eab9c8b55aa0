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

/** What a wait came to: the command line takes its exit code from `waited`. */
export const waitedOutput = {
  waited: z.enum(["succeeded", "failed", "still_running"]).optional(),
  runs: z.array(Run).optional(),
  handles: z.array(z.string()).describe("of the runs to wait for on").optional(),
  notes: z.array(z.string()).optional(),
};
export type Waited = Required<Pick<z.output<z.ZodObject<typeof waitedOutput>>, "runs" | "waited">> &
  z.output<z.ZodObject<typeof waitedOutput>>;

export interface Watched {
  mark: SyncMark;
  /** Unknown of a handle until the first look. */
  name?: string;
}

interface View {
  watched: Watched;
  outcome: SyncOutcome;
  connection: Connection | undefined;
  seenSyncing: boolean;
}

const EACH_PROGRESS_MS = 10_000;
// One list read serves any number; below this, looking each one up is less.
const MOST_LOOKUPS = 3;

/** Waits until every run has ended or the time is over, whichever comes first. */
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
  if (views === undefined) throw missed ?? new AppError("internal", "Nothing was looked at.");
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
        ? [`waited ${allowed} s, the most that one call may take here`]
        : []),
      ...(missed === undefined
        ? []
        : [`the last look failed: ${missed.message.replace(/\.$/, "")}`]),
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

/** A look that failed for now does not end the wait: the runs go on without us. */
function passing(error: unknown, signal: AbortSignal): AppError {
  if (!(error instanceof AppError)) throw error;
  const { type } = error;
  const forNow = type === "unavailable" || type === "network" || type === "rate_limited";
  if (forNow || isOver(signal)) return error;
  throw error;
}

/** The time of the call ran out, as against a caller that went away. */
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
      throw new AppError("cancelled", "The wait was cancelled; the syncs go on.");
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
    `waiting for ${count(open.length, "sync", "syncs")} since ${Math.round(waitedMs / 1000)} s: ${[...named, ...rest].join(", ")}`,
  );
}

const nameOf = ({ watched, connection }: View) =>
  connection?.schema ?? watched.name ?? watched.mark.connectionId;

/** After its time and the minute that Fivetran may need, it should have begun. */
const GRACE_MS = 60_000;

function runOf(view: View, now: Date): Run {
  const { outcome, watched } = view;
  const { mark } = watched;
  const ref = { name: nameOf(view), id: mark.connectionId };
  const again = { outcome: "still_running" as const, handle: syncHandle(mark) };
  const foreign = mark.foreign
    ? "this run was under way already: the schedule or somebody else started it"
    : undefined;
  switch (outcome.state) {
    case "succeeded":
    case "failed": {
      const other = outcome.state === "failed" ? "succeeded" : "failed";
      const also =
        outcome.also === undefined
          ? undefined
          : `another run ${other} before it, at ${time(outcome.also)}`;
      const task = outcome.state === "failed" ? firstTask(view) : undefined;
      const next = outcome.state === "failed" ? "get_status says what to do" : undefined;
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
        why: `Fivetran put it off until ${time(outcome.until)}, and on its manual schedule it does not resume by itself: trigger_sync after that time`,
      };
    case "paused":
      return {
        ...ref,
        outcome: "stopped",
        why: "it is paused, which cancels a run under way; if that was not on purpose, resume_connectors and trigger_sync",
      };
    case "broken":
    case "incomplete": {
      const task = firstTask(view);
      return {
        ...ref,
        outcome: "stopped",
        why: `its set-up is ${outcome.state}${task === undefined ? "" : `, ${task}`}: a person must repair it, see get_status ${dashboard(ref.id)}`,
      };
    }
    case "deleted":
      return {
        ...ref,
        outcome: "stopped",
        why: "there is no such connector any more: it was deleted, or this key may not see it",
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
    ? "it was syncing and is not any more, and neither its success nor its failure time moved: it was cancelled or forced over, which cannot be told from a run that is about to end; if waiting once more changes nothing, see get_status and trigger_sync again"
    : "no run shows and neither its success nor its failure time moved: it has not begun yet, or it was cancelled or forced over, which cannot be told apart; if waiting once more changes nothing, see get_status and trigger_sync again";

function rescheduledWords(until: string | undefined, now: Date): string {
  const at = until === undefined ? Number.NaN : Date.parse(until);
  if (now.getTime() > at + GRACE_MS) {
    return `Fivetran put it off until ${time(until)}, which has passed: trigger_sync starts it now`;
  }
  const minutes = Math.ceil((at - now.getTime()) / 60_000);
  const far = Number.isNaN(minutes) ? "" : ` (in ${duration(Math.max(0, minutes))})`;
  return `Fivetran put it off until ${time(until)}${far}; it resumes by itself then`;
}

/** One line a run. */
export function runText({ name, id, outcome, at, why }: Run): string {
  const words = {
    succeeded: `succeeded at ${time(at)}`,
    failed: `FAILED at ${time(at)}`,
    still_running: "still running",
    stopped: "is not waited for any more",
  }[outcome];
  return `${named(name, id)} ${words}${why === undefined ? "" : `: ${why}`}`;
}

/** How to wait on. */
export const waitOn = (handles: readonly string[] = []) =>
  handles.length > 0 && `Wait on: wait_for_sync handles=${JSON.stringify(handles)}`;
