import { AppError } from "../base/errors.js";
import { digest } from "../base/json.js";
import { isIrreversible } from "../client/operations/catalog.js";
import { countFinal } from "../store/hourly-count.js";
import type { OperationRecord } from "../store/records.js";
import type {
  Call,
  ChangeTool,
  Client,
  Plan,
  ReadContext,
  StepOutcome,
} from "../toolkit/define.js";
import { RESULT_BUDGET } from "../toolkit/render.js";
import type { CallBinding } from "./confirm.js";
import type { Caller, Connected, EngineOptions, ToolRequest } from "./engine.js";
import { asAppError } from "./errors.js";
import { confine, type KnownGroups } from "./group-guard.js";
import { forRecord, withoutSecrets } from "./redaction.js";
import { presentData, presentError, presentRunning, type ToolResult } from "./results.js";
import { withSecrets } from "./secrets.js";

/** One call of a change tool. */
export interface Turn {
  tool: ChangeTool;
  args: unknown;
  token: unknown;
  request: ToolRequest;
  caller: Caller;
  connected: Connected;
  known: KnownGroups;
  ctx: ReadContext;
}

/** A turn with its plan made. */
export interface Draft extends Turn {
  plan: Plan<unknown>;
  account: string;
  binding: CallBinding;
}

// Reading back may take its own time after the change.
const READ_BACK_MS = 50_000;
// Between the end of a wait and the end of the caller's patience.
const AFTER_WAIT_SECONDS = 3;

/** Sends the steps of a plan, once, records what became of them, and puts it into words. */
export function createPerformer(options: EngineOptions) {
  const { plans, operations, policy, log } = options;

  /** `handle` names the confirmed plan; a repeated confirmation is answered from the operation's record. */
  return async function perform(draft: Draft, handle?: string): Promise<ToolResult> {
    const { tool, plan, ctx, caller } = draft;
    if (plan.steps.length === 0) {
      return presentData(tool, await tool.finish([], plan, ctx), "nothing_to_do");
    }
    const targets = plan.targets.map((target) => target.id);
    const begun = await prepared(handle, async () => {
      if (plan.steps.some(isIrreversible)) await countFinal(options.stateDir, new Date());
      const { account } = draft;
      return operations.begin({ tool: tool.name, summary: plan.summary, account, targets });
    });
    const line = auditLine(draft, begun, handle);
    await prepared(handle, () => intend(line, begun));
    if (handle !== undefined)
      await plans.executing(handle, { ...draft.binding, operation_id: begun.id });

    const patience = caller.patienceMs;
    const work = carryOut(inTime(draft, patience), begun, line, handle);
    if (patience === undefined) return work;
    // What takes longer goes on without the caller: a change that was sent is not undone by leaving.
    let timer: NodeJS.Timeout | undefined;
    const tired = new Promise<ToolResult>((resolve) => {
      timer = setTimeout(() => resolve(presentRunning(begun)), patience);
    });
    return Promise.race([work, tired]).finally(() => clearTimeout(timer));
  };

  /** Whatever is waited for after the change must end before the caller's patience does. */
  function inTime(draft: Draft, patienceMs: number | undefined): Draft {
    if (patienceMs === undefined) return draft;
    const { clock, maxWaitSeconds } = draft.ctx;
    const since = clock.now();
    const ctx = {
      ...draft.ctx,
      get maxWaitSeconds() {
        const left = (patienceMs - (clock.now() - since)) / 1000 - AFTER_WAIT_SECONDS;
        return Math.max(0, Math.min(maxWaitSeconds, Math.floor(left)));
      },
    };
    return { ...draft, ctx };
  }

  /** What must succeed before anything is sent; if it does not, the confirmation stays good. */
  async function prepared<T>(handle: string | undefined, steps: () => Promise<T>): Promise<T> {
    try {
      return await steps();
    } catch (error) {
      if (handle !== undefined) await plans.release(handle);
      throw error;
    }
  }

  function auditLine({ tool, plan, account }: Draft, begun: OperationRecord, handle?: string) {
    return {
      tool: tool.name,
      operation_id: begun.id,
      operations: [...new Set(plan.steps.map((step) => step.operation))],
      targets: begun.targets,
      account,
      approval: handle === undefined ? ("none" as const) : options.approval,
      plan_digest: digest(plan.steps),
    };
  }

  /** Before anything is sent: a change that cannot be put on record is not made. */
  async function intend(line: ReturnType<typeof auditLine>, begun: OperationRecord) {
    try {
      await options.audit({ event: "intent", ...line });
    } catch (error) {
      await close(begun, presentError(asAppError(error, log, line.tool)));
      throw error;
    }
  }

  function close(begun: OperationRecord, { text, data, isError }: ToolResult): Promise<void> {
    return operations.end(begun, { text, data: JSON.parse(JSON.stringify(data)), isError });
  }

  async function carryOut(
    draft: Draft,
    begun: OperationRecord,
    line: ReturnType<typeof auditLine>,
    handle?: string,
  ): Promise<ToolResult> {
    const { tool } = draft;
    const clean = withoutSecrets(draft.plan.steps, options.secrets);
    let result: ToolResult;
    try {
      result = clean(await send(draft, begun, handle));
    } catch (error) {
      result = clean(presentError(asAppError(error, log, tool.name)));
    }
    const { data } = result;
    await close(begun, forRecord(tool, result));
    const outcome = typeof data["status"] === "string" ? data["status"] : "failed";
    const ms = Date.now() - Date.parse(begun.started_at);
    await options.audit({ event: "outcome", ...line, outcome, ms });
    log.info("change", { tool: tool.name, operation_id: begun.id, outcome, ms });
    return result;
  }

  async function send(draft: Draft, begun: OperationRecord, handle?: string): Promise<ToolResult> {
    const { plan, caller, connected, known } = draft;
    const client = connected.client.use(confine(policy, { readOnly: false, known }));
    const sending = withSecrets(client.change, options.secrets);
    const outcomes = await execute(plan.steps, sending, caller.signal, (done) => {
      if (plan.steps.length > 1) caller.progress(`${done} of ${plan.steps.length}`);
    });
    const error = outcomes.flatMap((outcome) => ("error" in outcome ? [outcome.error] : []))[0];
    if (!outcomes.some(reachedFivetran)) {
      if (handle !== undefined) await plans.release(handle);
      if (error !== undefined) throw error;
      throw new AppError("cancelled", "The call was cancelled before anything was sent.", {
        state: "Nothing was changed.",
      });
    }
    const alone = outcomes.length === 1 && error !== undefined;
    if (!alone) return finished(draft, outcomes, begun);
    return presentError(await explained(draft, error), begun);
  }

  async function explained({ tool, plan, ctx }: Draft, error: AppError): Promise<AppError> {
    if (tool.explain === undefined) return error;
    try {
      return await tool.explain(error, plan, stillReading(ctx));
    } catch (fault) {
      // What happened is told all the same, in general words.
      asAppError(fault, log, tool.name);
      return error;
    }
  }

  async function finished(
    { tool, plan, ctx }: Draft,
    outcomes: StepOutcome[],
    begun: OperationRecord,
  ): Promise<ToolResult> {
    const failed = outcomes.some(({ state }) => state === "failed" || state === "unknown");
    const status = outcomes.every(({ state }) => state === "done") ? "done" : "partial";
    try {
      const result = presentData(
        tool,
        await tool.finish(outcomes, plan, stillReading(ctx)),
        status,
      );
      if (!failed) return result;
      return { ...result, data: { ...result.data, operation_id: begun.id }, isError: true };
    } catch (error) {
      const { message } = asAppError(error, log, tool.name);
      const text = `${plan.summary}: Fivetran accepted the change, but reading it back failed. ${message}`;
      const next = "Do not repeat it; look at the present state with a read.";
      return {
        text: `${text}\n${next}`.slice(0, RESULT_BUDGET),
        data: { status, read_back: false, message: text, next, operation_id: begun.id },
        isError: failed,
      };
    }
  }
}

/** The change is made: a caller that went away must not stop the reading back. */
const stillReading = (ctx: ReadContext): ReadContext => {
  const { maxWaitSeconds } = ctx;
  const signal = AbortSignal.timeout(READ_BACK_MS + maxWaitSeconds * 1000);
  return { ...ctx, maxWaitSeconds, signal };
};

/** A request that Fivetran throttled was not taken: nothing has happened. */
const reachedFivetran = (outcome: StepOutcome) =>
  outcome.state === "done" ||
  outcome.state === "unknown" ||
  (outcome.state === "failed" && outcome.error.sent && outcome.error.type !== "rate_limited");

const AT_ONCE = 8;

/**
 * Sends the steps of a plan: those of one target in their order, different targets side by side. A target's
 * later steps are not tried once one failed; nothing more is tried after a refusal that would meet them all.
 */
export async function execute(
  steps: readonly Call[],
  send: Client["send"],
  signal: AbortSignal,
  progress: (done: number) => void,
): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = steps.map((call) => ({ call, state: "not_tried" }));
  const lanes = [...byTarget(steps).values()];
  let stopped = false;
  let finished = 0;

  const run = async (lane: readonly number[]): Promise<void> => {
    for (const index of lane) {
      const call = steps[index];
      if (call === undefined || stopped || signal.aborted) return;
      const outcome = await attempt(call, send, signal);
      if (outcome === undefined) return;
      outcomes[index] = outcome;
      progress(++finished);
      if (outcome.state === "failed" && refusesAll(outcome.error)) stopped = true;
      if (outcome.state !== "done") return;
    }
  };

  const worker = async (): Promise<void> => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) await run(lane);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, lanes.length) }, worker));
  return outcomes;
}

/**
 * A caller that leaves takes back what still waits to be sent, and then there is no outcome. What was sent goes
 * on to its end: aborting would not undo it.
 */
async function attempt(
  call: Call,
  send: Client["send"],
  signal: AbortSignal,
): Promise<StepOutcome | undefined> {
  try {
    return { call, state: "done", reply: await send(call, { beforeSending: signal }) };
  } catch (error) {
    if (error instanceof AppError) {
      if (error.type === "cancelled" && !error.sent) return undefined;
      return { call, state: error.type === "outcome_unknown" ? "unknown" : "failed", error };
    }
    // A fault of ours: whether the request left cannot be told any more.
    const fault = new AppError("internal", "Internal error while sending.", {
      cause: error,
      sent: true,
    });
    return { call, state: "unknown", error: fault };
  }
}

const refusesAll = (error: AppError) =>
  error.type === "unauthenticated" || error.type === "forbidden" || error.type === "rate_limited";

function byTarget(steps: readonly Call[]): Map<string, number[]> {
  const lanes = new Map<string, number[]>();
  steps.forEach((step, index) => {
    const target = step.params["connectionId"] ?? step.params["destinationId"];
    // What is created is a target of its own.
    const anew = step.operation === "create_connection" ? `create ${index}` : "";
    const key = target === undefined ? anew : String(target);
    lanes.set(key, [...(lanes.get(key) ?? []), index]);
  });
  return lanes;
}
