import { deadlineSignal } from "../base/deadline.js";
import { AppError } from "../base/errors.js";
import { asFields, digest } from "../base/json.js";
import { redacting } from "../base/secret.js";
import { isIrreversible } from "../client/operations/catalog.js";
import { newOperationId, type OperationRecord } from "../store/records.js";
import { writeProblem } from "../store/state-folder.js";
import type { Call, ChangeTool, Plan, ReadContext, Step, StepOutcome } from "../toolkit/define.js";
import { lines } from "../toolkit/render.js";
import {
  type Caller,
  type Connected,
  type Dependencies,
  reportWait,
  type ToolRequest,
} from "./engine.js";
import { asAppError } from "./errors.js";
import {
  type Draft,
  errorDraft,
  finish,
  runningDraft,
  type ToolResult,
  toolDraft,
} from "./results.js";
import { redactorOf, type SendWithSecrets, withSecrets } from "./secrets.js";

/** One call of a change tool. */
export interface ChangeCall {
  tool: ChangeTool;
  args: unknown;
  token: unknown;
  request: ToolRequest;
  caller: Caller;
  connected: Connected;
  ctx: ReadContext;
}

export interface PlannedChange extends ChangeCall {
  plan: Plan<unknown>;
  account: string;
}

/**
 * The confirmed plan and the operation that claimed it. A repeated confirmation returns the outcome of this
 * operation.
 */
export interface ClaimedPlan {
  handle: string;
  operationId: string;
}

/** A change that is recorded and about to be sent. */
interface Execution {
  change: PlannedChange;
  record: OperationRecord;
  claimed: ClaimedPlan | undefined;
  /** Removes the change from the hourly count if it had no effect. */
  uncount: () => Promise<void>;
}

// Reading the result back has its own time limit after the change.
const READ_BACK_MS = 50_000;
// The time that remains for the result after a wait ends.
const AFTER_WAIT_SECONDS = 3;

/** Sends the steps of a plan once and records the outcome. */
export async function executeChange(
  change: PlannedChange,
  deps: Dependencies,
  claimed?: ClaimedPlan,
): Promise<ToolResult> {
  const { tool, plan, ctx, caller } = change;
  if (plan.steps.length === 0) {
    const data = await tool.finish([], plan, ctx);
    const draft = toolDraft(tool, data, deps.notation, { status: "nothing_to_do" });
    return finish({ ...draft, isError: isIncomplete(data) }, deps.redact);
  }
  const execution = await recordIntent(change, deps, claimed);
  const { patienceMs } = caller;
  if (patienceMs === undefined) return carryOut(execution, deps);
  const work = carryOut({ ...execution, change: withinPatience(change, patienceMs) }, deps);
  // If the change takes longer than the caller waits, it continues. Abandoning it would not undo it.
  let timer: NodeJS.Timeout | undefined;
  const left = new Promise<ToolResult>((resolve) => {
    timer = setTimeout(
      () => resolve(finish(runningDraft(execution.record, deps.notation), deps.redact)),
      patienceMs,
    );
  });
  return Promise.race([work, left]).finally(() => clearTimeout(timer));
}

/** Limits the waits after the change, so that they end before the caller stops waiting. */
function withinPatience(change: PlannedChange, patienceMs: number): PlannedChange {
  const { clock, maxWaitSeconds } = change.ctx;
  const since = clock.now();
  const ctx = {
    ...change.ctx,
    get maxWaitSeconds() {
      const left = (patienceMs - (clock.now() - since)) / 1000 - AFTER_WAIT_SECONDS;
      return Math.max(0, Math.min(maxWaitSeconds, Math.floor(left)));
    },
  };
  return { ...change, ctx };
}

/** Writes the records that must exist before anything is sent. If this fails, the confirmation remains valid. */
async function recordIntent(
  change: PlannedChange,
  deps: Dependencies,
  claimed: ClaimedPlan | undefined,
): Promise<Execution> {
  const { tool, plan, account, connected } = change;
  const { operations, hourly, log } = deps;
  let uncount = async () => {};
  try {
    if (plan.steps.some(isIrreversible)) uncount = await hourly.add(account);
    const record = await operations.begin({
      id: claimed?.operationId ?? newOperationId(),
      tool: tool.name,
      summary: plan.summary,
      account,
      targets: plan.targets.map(({ id }) => id),
      key: connected.fingerprint,
      ...connected.confined.traces(plan.steps),
    });
    const execution = { change, record, claimed, uncount };
    try {
      await deps.audit({ event: "intent", ...auditLine(execution, deps) });
    } catch (error) {
      const draft = errorDraft(asAppError(error, log, tool.name));
      await operations.end(record, finish(draft, deps.redact));
      throw error;
    }
    return execution;
  } catch (error) {
    await nothingWasSent({ claimed, uncount }, deps);
    throw error;
  }
}

/**
 * Releases the confirmation and restores the hourly count. A failure here is only logged, so that it does not hide
 * the original error.
 */
async function nothingWasSent(
  { claimed, uncount }: Pick<Execution, "claimed" | "uncount">,
  { plans, log }: Dependencies,
): Promise<void> {
  const undone = await Promise.allSettled([
    uncount(),
    ...(claimed === undefined ? [] : [plans.release(claimed.handle)]),
  ]);
  for (const { reason } of undone.filter((result) => result.status === "rejected")) {
    log.warn("not-released", { cause: writeProblem(reason) });
  }
}

const auditLine = (
  { change, record, claimed }: Pick<Execution, "change" | "record" | "claimed">,
  { settings }: Dependencies,
) => ({
  tool: record.tool,
  operation_id: record.id,
  operations: [...new Set(change.plan.steps.map((step) => step.operation))],
  targets: record.targets,
  account: record.account,
  approval: claimed === undefined ? ("none" as const) : settings.approval,
  plan_digest: digest(change.plan.steps),
});

async function carryOut(execution: Execution, deps: Dependencies): Promise<ToolResult> {
  const { change, record } = execution;
  const { log } = deps;
  const redact = redactorOf(change.plan.steps, deps.settings.secrets, deps.redact);
  const draft = await redacting(redact, () => resultOf(execution, deps)).catch((error: unknown) =>
    errorDraft(asAppError(error, log, record.tool)),
  );
  const result = finish(draft, redact);
  const kept = draft.recorded === undefined ? result : finish(draft.recorded, redact);
  const { status } = result.data;
  const outcome = typeof status === "string" ? status : "failed";
  const ms = deps.now().getTime() - Date.parse(record.started_at);
  const written = await Promise.allSettled([
    deps.operations.end(record, kept),
    deps.audit({ event: "outcome", ...auditLine(execution, deps), outcome, ms }),
  ]);
  log.info("change", { tool: record.tool, operation_id: record.id, outcome, ms });
  const lost = written.flatMap((write) => (write.status === "rejected" ? [write.reason] : []));
  if (lost.length === 0) return result;
  log.error("unrecorded", { operation_id: record.id, cause: lost.map(writeProblem).join(", ") });
  return finish(unrecordedDraft(draft, [...new Set(lost.map(writeProblem))].join(", ")), redact);
}

/** The result of a change whose record could not be written. */
function unrecordedDraft(draft: Draft, why: string): Draft {
  const note = `This outcome could not be recorded: ${why}. Keep this result, because get_operation cannot return it later.`;
  return {
    ...draft,
    text: (body) => lines(draft.text(body), note),
    data: (body) => ({ ...(draft.data?.(body) ?? body), not_recorded: note }),
  };
}

async function resultOf(execution: Execution, deps: Dependencies): Promise<Draft> {
  const { change, record } = execution;
  const { plan, caller, connected, tool } = change;
  const sendFilled = withSecrets(connected.confined.change, deps.settings.secrets);
  const send: SendWithSecrets = (call, options) =>
    sendFilled(call, { ...options, onWait: reportWait(caller) });
  const outcomes = await sendSteps(plan.steps, send, {
    signal: caller.signal,
    stops: (outcome) => tool.stops?.(outcome) === true,
    progress(done) {
      const total = plan.steps.length;
      if (total > 1) caller.progress(`${done} of ${total}`, { done, total });
    },
  });
  const error = outcomes.flatMap((outcome) => ("error" in outcome ? [outcome.error] : []))[0];
  if (!outcomes.some(reachedFivetran)) {
    await nothingWasSent(execution, deps);
    if (error !== undefined) throw error;
    throw new AppError("cancelled", "The call was cancelled before anything was sent.", {
      state: "Nothing was changed.",
    });
  }
  if (!outcomes.some(mayHaveHappened))
    await nothingWasSent({ ...execution, claimed: undefined }, deps);
  return outcomes.length === 1 && error !== undefined
    ? errorDraft(await explained(change, error, deps), record)
    : readBack(execution, outcomes, deps);
}

/** The outcomes that the hourly limit counts. */
const mayHaveHappened = ({ call, state }: StepOutcome) =>
  isIrreversible(call) && (state === "done" || state === "unknown");

/** The error in the tool's own words. If the tool fails to explain it, the original error. */
async function explained(
  { tool, plan, ctx, caller }: PlannedChange,
  error: AppError,
  { log }: Dependencies,
): Promise<AppError> {
  if (tool.explain === undefined) return error;
  return tool.explain(error, plan, stillReading({ ctx, caller })).catch((failure: unknown) => {
    asAppError(failure, log, tool.name);
    return error;
  });
}

async function readBack(
  { change: { tool, plan, ctx, caller }, record }: Execution,
  outcomes: StepOutcome[],
  { log, notation }: Dependencies,
): Promise<Draft> {
  const failed = outcomes.some(({ state }) => state === "failed" || state === "unknown");
  const status = outcomes.every(({ state }) => state === "done") ? "done" : "partial";
  try {
    const data = await tool.finish(outcomes, plan, stillReading({ ctx, caller }));
    const isError = failed || isIncomplete(data);
    const operationId = isError ? record.id : undefined;
    return { ...toolDraft(tool, data, notation, { status, operationId }), isError };
  } catch (error) {
    const { message } = asAppError(error, log, tool.name);
    const accepted = failed ? "accepted a part of the change" : "accepted the change";
    const text = `${plan.summary}: Fivetran ${accepted}, but reading it back failed. ${message}`;
    const next = "Do not repeat the change. First check the current state.";
    return {
      body: { status: "partial", read_back: false, message: text, next, operation_id: record.id },
      text: (body) => `${String(body["message"])}\n${next}`,
      isError: true,
    };
  }
}

/** A tool may report that a change was applied only in part, or that the state of the target forbids it. */
const isIncomplete = (data: unknown) =>
  /^(partial|refused)$/.test(String(asFields(data)["status"]));

/** Limits each read of what a change did, so that one that hangs does not delay the result of the change. */
const READ_BACK_EACH_MS = 20_000;

/**
 * The context for reading back. The change has been made, so a caller that leaves must not prevent this. It ends
 * early only if the process ends.
 */
const stillReading = ({ ctx, caller }: Pick<PlannedChange, "ctx" | "caller">): ReadContext => {
  const { maxWaitSeconds } = ctx;
  const left = caller.endsProcess === true ? caller.signal : undefined;
  const signal = deadlineSignal(READ_BACK_MS + maxWaitSeconds * 1000, left);
  const fivetran = ctx.fivetran.use((next) => (call, options) => {
    const deadlineMs = Math.min(options?.deadlineMs ?? READ_BACK_EACH_MS, READ_BACK_EACH_MS);
    return next(call, { ...options, deadlineMs });
  });
  return { ...ctx, fivetran, maxWaitSeconds, signal };
};

/** Whether a request may have had an effect. A throttled request had none. */
const reachedFivetran = (outcome: StepOutcome) =>
  outcome.state === "done" ||
  outcome.state === "unknown" ||
  (outcome.state === "failed" && outcome.error.sent && outcome.error.type !== "rate_limited");

const AT_ONCE = 8;

interface Sending {
  signal: AbortSignal;
  stops: (outcome: StepOutcome) => boolean;
  progress: (done: number) => void;
}

/**
 * Sends the steps of a plan. Steps for one target are sent in order, different targets in parallel. After a failed
 * step the later steps of its target are not tried. After a refusal that concerns all steps, nothing more is tried.
 */
async function sendSteps(
  steps: readonly Step[],
  send: SendWithSecrets,
  { signal, stops, progress }: Sending,
): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = steps.map((call) => ({ call, state: "not_tried" }));
  const lanes = [...byTarget(steps).values()];
  let stopped = false;
  let finished = 0;

  const run = async (lane: readonly number[]): Promise<void> => {
    for (const index of lane) {
      const step = steps[index];
      const call = step && callOf(step, outcomes);
      if (call === undefined || stopped || signal.aborted) return;
      const outcome = await attempt(call, send, signal);
      if (outcome === undefined) return;
      outcomes[index] = outcome;
      progress(++finished);
      if (outcome.state === "failed" && refusesAll(outcome.error)) stopped = true;
      if (outcome.state !== "done" || stops(outcome)) return;
    }
  };

  const worker = async (): Promise<void> => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) await run(lane);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, lanes.length) }, worker));
  return outcomes;
}

/**
 * Sends one step. If the caller leaves, a step that still waits to be sent is cancelled and has no outcome. A step
 * that was sent continues to its end, because aborting would not undo it.
 */
async function attempt(
  call: Call,
  send: SendWithSecrets,
  signal: AbortSignal,
): Promise<StepOutcome | undefined> {
  try {
    return { call, state: "done", ...(await send(call, { beforeSending: signal })) };
  } catch (error) {
    if (error instanceof AppError) {
      if (error.type === "cancelled" && !error.sent) return undefined;
      return { call, state: error.type === "outcome_unknown" ? "unknown" : "failed", error };
    }
    // A defect of this program. It is unknown whether the request was sent.
    const internal = new AppError("internal", "Internal error while sending.", {
      cause: error,
      sent: true,
    });
    return { call, state: "unknown", error: internal };
  }
}

/**
 * The request of a step, completed with the id of the object that an earlier step created. Undefined if that id is
 * unknown.
 */
function callOf({ idOf, ...step }: Step, outcomes: readonly StepOutcome[]): Call | undefined {
  if (idOf === undefined) return step;
  const outcome = outcomes[idOf.step];
  const id = outcome?.state === "done" ? asFields(outcome.reply.data)["id"] : undefined;
  return typeof id === "string"
    ? { ...step, params: { ...step.params, [idOf.param]: id } }
    : undefined;
}

const refusesAll = (error: AppError) =>
  error.type === "unauthenticated" || error.type === "forbidden" || error.type === "rate_limited";

function byTarget(steps: readonly Step[]): Map<string, number[]> {
  const lanes = new Map<string, number[]>();
  steps.forEach((step, index) => {
    const target = step.params["connectionId"] ?? step.params["destinationId"];
    // Each creation counts as a separate target.
    const creates = step.operation === "create_connection" || step.idOf !== undefined;
    const created = creates ? `create ${step.idOf?.step ?? index}` : "";
    const key = target === undefined ? created : String(target);
    lanes.set(key, [...(lanes.get(key) ?? []), index]);
  });
  return lanes;
}
