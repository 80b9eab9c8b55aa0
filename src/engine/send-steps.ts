import { AppError } from "../base/errors.js";
import type { Call, Client, StepOutcome } from "../toolkit/define.js";

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
