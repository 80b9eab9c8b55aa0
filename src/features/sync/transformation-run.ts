import { type AppError, inputError, undefinedIfAbsent } from "../../base/errors.js";
import { quoted } from "../../base/text.js";
import { instant } from "../../base/time.js";
import type { Transformation } from "../../client/resources/transformations.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare, compact, count } from "../../toolkit/render.js";
import { failureText, runState, transformationName } from "../transformations/index.js";
import { pollDelayMs } from "./outcome.js";
import {
  cancelledWait,
  failureNotes,
  isTemporary,
  readFailure,
  reasonOf,
  secondsToWait,
} from "./read-failure.js";
import { overall, type Run, readWithin, sleep, type WaitEnd } from "./wait.js";

/**
 * The run of a transformation to wait for: the first one that starts later than the last known run.
 */
export interface TransformationBaseline {
  transformationId: string;
  startedBefore: number | undefined;
}

const HANDLE = /^transformation:([A-Za-z0-9_][A-Za-z0-9_-]{0,127})~([0-9a-z]{0,12})$/;

export const isTransformationHandle = (handle: string) => handle.startsWith("transformation:");

/** Encodes the baseline of the next run as text. */
export function transformationHandle({
  id,
  last_started_at,
}: Pick<Transformation, "id" | "last_started_at">): string {
  return handleOf({ transformationId: id, startedBefore: instant(last_started_at) });
}

const handleOf = ({ transformationId, startedBefore }: TransformationBaseline) =>
  `transformation:${transformationId}~${startedBefore === undefined ? "" : Math.round(startedBefore * 1000).toString(36)}`;

/**
 * Decodes a baseline.
 * @throws AppError of type `input` if the text is not a handle of a transformation's run.
 */
export function parseTransformationHandle(handle: string): TransformationBaseline {
  const [, transformationId, started] = HANDLE.exec(handle) ?? [];
  if (transformationId === undefined) {
    throw inputError(
      `${quoted(handle, 80)} is not the handle of a transformation's run.`,
      "Pass a handle exactly as write_api returned it.",
    );
  }
  const startedBefore = started ? Number.parseInt(started, 36) / 1000 : undefined;
  return { transformationId, startedBefore };
}

/** What is known of one run, and why its last read failed. */
interface View {
  baseline: TransformationBaseline;
  run: Run | undefined;
  failure: AppError | undefined;
}

const isLost = ({ failure }: View) => failure !== undefined && !isTemporary(failure);

const isRunning = (view: View) =>
  !isLost(view) && (view.run?.outcome ?? "still_running") === "still_running";

/** Waits until every run has ended, for at most `seconds`. */
export async function waitForTransformations(
  baselines: readonly TransformationBaseline[],
  seconds: number,
  ctx: ReadContext,
): Promise<WaitEnd> {
  const { clock, signal } = ctx;
  const allowed = Math.min(seconds, ctx.maxWaitSeconds);
  const start = clock.now();
  const left = () => start + allowed * 1000 - clock.now();
  let views = baselines.map((baseline): View => ({ baseline, run: undefined, failure: undefined }));
  for (let reads = 0; ; reads++) {
    const before = views;
    views = await readWithin(left(), ctx, (ofRead) =>
      Promise.all(before.map((view) => (isRunning(view) ? readAgain(view, ofRead) : view))),
    );
    const open = views.filter(isRunning);
    if (open.length === 0 || left() <= 0 || signal.aborted) break;
    const failures = open.map(({ failure }) => failure);
    const pause = Math.max(pollDelayMs(reads), secondsToWait(failures) * 1000);
    await sleep(Math.min(pause, left()), ctx, () =>
      ctx.progress(
        `waiting for ${count(open.length, "transformation")}, ${Math.round((clock.now() - start) / 1000)} s so far`,
      ),
    );
  }
  const open = views.filter(isRunning);
  const runs = views.map(shownRun);
  const known = views.some((view) => view.run !== undefined && !isLost(view));
  const unknown = known ? undefined : views.find(({ failure }) => failure !== undefined)?.failure;
  return {
    error: cancelledWait(signal) ?? unknown,
    waited: compact({
      waited: overall(runs),
      runs,
      handles: runs.flatMap(({ handle }) => handle ?? []),
      notes: [
        ...(seconds > allowed && open.length > 0
          ? [`the wait ended after ${allowed} s, the maximum for one call`]
          : []),
        ...failureNotes(
          " of a transformation",
          open.flatMap(({ run, failure }) =>
            run === undefined ? [] : { name: run.name, failure },
          ),
        ),
      ],
    }),
  };
}

async function readAgain(view: View, ctx: ReadContext): Promise<View> {
  try {
    return { ...view, run: await runOf(view.baseline, ctx), failure: undefined };
  } catch (error) {
    return { ...view, failure: readFailure(error) };
  }
}

function shownRun(view: View): Run {
  const { baseline, run, failure } = view;
  if (run !== undefined && !isLost(view)) return run;
  const { transformationId: id } = baseline;
  const why = failure === undefined ? "was not read" : `could not be read: ${reasonOf(failure)}`;
  return {
    name: run?.name ?? id,
    id,
    outcome: isLost(view) ? "unknown" : "still_running",
    why: `its status ${why}`,
    handle: handleOf(baseline),
  };
}

async function runOf(baseline: TransformationBaseline, ctx: ReadContext): Promise<Run> {
  const { fivetran, signal } = ctx;
  const { transformationId: id, startedBefore } = baseline;
  const found = await fivetran.transformations.get(id, { signal }).catch(undefinedIfAbsent);
  if (found === undefined) {
    const why = "the transformation was deleted, or this API key may not read it";
    return { name: id, id, outcome: "stopped", why };
  }
  const name = transformationName(found) ?? id;
  const started = instant(found.last_started_at);
  const isNew = started !== undefined && (startedBefore === undefined || started > startedBefore);
  const state = runState(found);
  const at = found.last_ended_at ?? undefined;
  if (state === "running" || !isNew) {
    const why = state === "running" ? "running" : "its run has not started yet";
    return { name, id, outcome: "still_running", why, handle: handleOf(baseline) };
  }
  switch (state) {
    case "succeeded":
      return compact({ name, id, outcome: "succeeded" as const, at });
    case "canceled":
      return compact({ name, id, outcome: "stopped" as const, at, why: "its run was cancelled" });
    case "failed":
    case "unknown": {
      const text = await failureText(found, ctx);
      const status = bare((found.status ?? "unknown").toLowerCase());
      const why = [`status ${status}`, text].filter(Boolean).join("; ");
      return compact({ name, id, outcome: "failed" as const, at, why });
    }
  }
}
