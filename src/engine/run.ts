import { randomUUID } from "node:crypto";
import { AppError, inputError } from "../base/errors.js";
import type { Log } from "../base/log.js";
import { asks } from "../fivetran/catalog.js";
import type { ChangeTool, Client, Plan, ReadContext, Tool } from "../toolkit/define.js";
import { CONFIRMATION_TOKEN } from "../toolkit/params.js";
import { lines } from "../toolkit/render.js";
import type { Audit } from "./audit.js";
import { confine } from "./confine.js";
import { type CallBinding, type Confirmation, claim, redeem } from "./confirm.js";
import { execute } from "./execute.js";
import type { PlanStore, StoredPlan } from "./plan-store.js";
import { decideEffect, denied, type Policy, requireAllowed } from "./policy.js";
import {
  planText,
  presentData,
  presentError,
  presentPlan,
  type Status,
  type ToolResult,
} from "./present.js";
import { digest } from "./seal.js";
import { parseArguments, unknownTool } from "./validate.js";

export interface EngineOptions {
  tools: readonly Tool[];
  /** Opens the account; throws an AppError of type `config` when there are no credentials. */
  connect(): Promise<Connected>;
  policy: Policy;
  plans: PlanStore;
  audit: Audit;
  log: Log;
  /** `token`: a model passes the token back. `person`: the client asks a person. */
  approval: "token" | "person";
  /** `all` makes every change ask. */
  confirm: "default" | "all";
}

export interface Connected {
  client: Client;
  /** Names the account in plans, without secrets: the same for every process with the same credentials. */
  account(): Promise<string>;
  /** Tells credentials apart without giving them away. */
  fingerprint: string;
}

export interface ToolRequest {
  tool: string;
  args: Record<string, unknown>;
  /** A person's answer to an earlier question, in `person` mode. */
  answer?: { handle: string; action: Confirmation["action"] };
}

export interface Caller {
  signal: AbortSignal;
  progress(message: string): void;
  /** Whether a person can be asked through this caller. */
  canAsk: boolean;
  /** Plan only, without a token. */
  dryRun?: boolean;
}

export type Answer = ToolResult | { ask: { handle: string; message: string } };

export interface Engine {
  run(request: ToolRequest, caller: Caller): Promise<Answer>;
}

const READ_DEADLINE_MS = 50_000;
const MAX_FREE_TARGETS = 5;
const MAX_TARGETS = { undoable: 100, final: 20 };

/** The one path to every tool: reach, validate, plan, confirm, send the plan's steps, finish, render, audit. */
export function createEngine(options: EngineOptions): Engine {
  const { policy, log } = options;
  const byName = new Map(options.tools.map((tool) => [tool.name, tool]));

  async function run(request: ToolRequest, caller: Caller): Promise<Answer> {
    try {
      return await dispatch(request, caller);
    } catch (error) {
      return presentError(asAppError(error, log, request.tool));
    }
  }

  async function dispatch(request: ToolRequest, caller: Caller): Promise<Answer> {
    const tool = byName.get(request.tool);
    if (tool === undefined) throw unknownTool(request.tool, [...byName.keys()]);
    const effect = decideEffect(tool.effect, policy);
    if (!effect.allowed) throw denied(tool.name, effect.reason, effect.setting);
    requireAllowed(tool.name, tool.uses, policy);

    const { [CONFIRMATION_TOKEN]: token, ...rest } = request.args;
    const args = parseArguments(tool, tool.effect === "read" ? request.args : rest);
    const connected = await options.connect();
    const limit = tool.effect === "read" ? AbortSignal.timeout(READ_DEADLINE_MS) : undefined;
    const signal = limit === undefined ? caller.signal : AbortSignal.any([caller.signal, limit]);
    const reading = connected.client.use(confine(policy, { readOnly: true }));
    const ctx: ReadContext = {
      fivetran: reading,
      now: () => reading.now(),
      signal,
      progress: caller.progress,
    };
    if (tool.effect === "read") return presentData(tool, await tool.run(args, ctx));
    return change(tool, args, token, { request, caller, connected, ctx });
  }

  interface Draft {
    tool: ChangeTool;
    plan: Plan<unknown>;
    account: string;
    binding: CallBinding;
  }

  interface Turn {
    request: ToolRequest;
    caller: Caller;
    connected: Connected;
    ctx: ReadContext;
  }

  async function change(
    tool: ChangeTool,
    args: unknown,
    token: unknown,
    turn: Turn,
  ): Promise<Answer> {
    const binding = { tool: tool.name, arguments_digest: digest(args) };
    const given = confirmationOf(tool, token, turn.request);
    const redeemed = given && (await redeem(options.plans, given, binding));
    if (redeemed?.state === "done") return redeemed.outcome;

    const plan = await tool.plan(args, turn.ctx);
    requireAllowed(
      tool.name,
      plan.steps.map((step) => step.operation),
      policy,
    );
    checkTargets(tool, plan);
    const account = await turn.connected.account();
    const bound = `${account} ${turn.connected.fingerprint}`;
    const stored = { ...binding, account: bound, observed: plan.observed, steps: plan.steps };
    const draft: Draft = { tool, plan, account, binding };

    if (turn.caller.dryRun === true) return presentPlan(draft);
    if (given !== undefined && redeemed !== undefined) {
      const claimed = await claim(options.plans, given, redeemed.plan, stored);
      if (claimed.state === "done") return claimed.outcome;
      if (claimed.state === "claimed") return perform(draft, turn, given.handle);
      return ask(draft, stored, turn, claimed.preface);
    }
    if (plan.steps.length === 0 || !mustAsk(plan)) return perform(draft, turn);
    return ask(draft, stored, turn);
  }

  const mustAsk = (plan: Plan<unknown>) =>
    plan.asks ||
    options.confirm === "all" ||
    plan.targets.length > MAX_FREE_TARGETS ||
    plan.steps.some(asks);

  /** Stores the plan and answers with it: to the model with a token, or to a person as a question. */
  async function ask(
    draft: Draft,
    stored: StoredPlan,
    { caller }: Turn,
    preface?: readonly string[],
  ): Promise<Answer> {
    if (draft.plan.steps.length === 0)
      return presentPlan({ ...draft, ...(preface && { preface }) });
    if (options.approval === "token") {
      const { handle, expiresAt } = await options.plans.put("token", stored);
      return presentPlan({ ...draft, token: handle, expiresAt, ...(preface && { preface }) });
    }
    if (!caller.canAsk) {
      throw new AppError(
        "confirmation",
        "This change needs a person's approval, and this client cannot ask one.",
        {
          state: "Nothing was changed.",
          hint: "Use a client with form elicitation, or a terminal; the setting is FIVETRAN_APPROVAL=person.",
        },
      );
    }
    const { handle } = await options.plans.put("ask", stored);
    return { ask: { handle, message: lines(preface, planText(draft)) } };
  }

  /** Sends the steps, once. `handle` names the confirmed plan, whose outcome is kept for a repeated call. */
  async function perform(draft: Draft, turn: Turn, handle?: string): Promise<ToolResult> {
    const { tool, plan, account } = draft;
    if (plan.steps.length === 0) {
      return presentData(tool, await tool.finish([], plan, turn.ctx), "nothing_to_do");
    }
    const started = performance.now();
    const line = {
      tool: tool.name,
      operations: [...new Set(plan.steps.map((step) => step.operation))],
      targets: plan.targets.map((target) => target.id),
      account,
      approval: handle === undefined ? ("none" as const) : options.approval,
      plan_digest: digest(plan.steps),
    };
    await options.audit({ event: "intent", ...line });
    const result = await send(draft, turn, handle);
    const outcome = typeof result.data["status"] === "string" ? result.data["status"] : "failed";
    const ms = Math.round(performance.now() - started);
    await options.audit({ event: "outcome", ...line, outcome, ms });
    log.info("change", { tool: tool.name, outcome, ms, steps: plan.steps.length });
    return result;
  }

  async function send(
    { tool, plan, binding }: Draft,
    { caller, connected, ctx }: Turn,
    handle: string | undefined,
  ): Promise<ToolResult> {
    const sending = connected.client.use(confine(policy, { readOnly: false }));
    const outcomes = await execute(plan.steps, sending.change, caller.signal, (done) => {
      if (plan.steps.length > 1) caller.progress(`${done} of ${plan.steps.length}`);
    });
    const done = outcomes.filter(({ state }) => state === "done").length;
    const first = outcomes.find(
      (outcome) => outcome.state === "failed" || outcome.state === "unknown",
    );
    const reached = outcomes.some(
      (outcome) =>
        outcome.state === "done" ||
        outcome.state === "unknown" ||
        (outcome.state === "failed" && outcome.error.sent && outcome.error.type !== "rate_limited"),
    );
    if (!reached) {
      // Nothing left this machine, or Fivetran took nothing: the confirmation stays good.
      if (handle !== undefined) await options.plans.release(handle);
      if (first !== undefined && "error" in first) throw first.error;
      throw new AppError("cancelled", "The call was cancelled before anything was sent.", {
        state: "Nothing was changed.",
      });
    }
    let result: ToolResult;
    if (done === 0 && outcomes.length === 1 && first !== undefined && "error" in first) {
      result = presentError(first.error);
    } else {
      result = await finished(
        tool,
        outcomes,
        plan,
        ctx,
        done === outcomes.length ? "done" : "partial",
      );
    }
    if (handle !== undefined) {
      const { text, data, isError } = result;
      await options.plans.finish(handle, {
        ...binding,
        text,
        data: JSON.parse(JSON.stringify(data)),
        isError,
      });
    }
    return result;
  }

  async function finished(
    tool: ChangeTool,
    outcomes: Parameters<ChangeTool["finish"]>[0],
    plan: Plan<unknown>,
    ctx: ReadContext,
    status: Status,
  ): Promise<ToolResult> {
    const failed = outcomes.some(({ state }) => state === "failed" || state === "unknown");
    try {
      // The change is made: a caller that went away must not stop the reading back.
      const still = { ...ctx, signal: AbortSignal.timeout(READ_DEADLINE_MS) };
      return {
        ...presentData(tool, await tool.finish(outcomes, plan, still), status),
        isError: failed,
      };
    } catch (error) {
      const cause = asAppError(error, log, tool.name);
      const text = `${plan.summary}: Fivetran accepted the change, but it could not be read back. ${cause.message}`;
      const next = "Do not repeat it; check with get_status or get_schema.";
      return {
        text: `${text}\n${next}`,
        data: { status, read_back: false, message: text, next },
        isError: failed,
      };
    }
  }

  function confirmationOf(
    tool: ChangeTool,
    token: unknown,
    { answer }: ToolRequest,
  ): Confirmation | undefined {
    if (options.approval === "person") {
      if (token !== undefined) {
        throw new AppError(
          "confirmation",
          "Tokens are not accepted here: a person is asked instead.",
          {
            state: "Nothing was changed.",
            hint: `Call ${tool.name} without ${CONFIRMATION_TOKEN}; the setting is FIVETRAN_APPROVAL=person.`,
          },
        );
      }
      return answer && { kind: "ask", ...answer };
    }
    if (token === undefined) return undefined;
    if (typeof token !== "string")
      throw inputError(`${tool.name}: ${CONFIRMATION_TOKEN} must be a string.`);
    return { kind: "token", handle: token, action: "accept" };
  }

  return { run };
}

function checkTargets(tool: ChangeTool, plan: Plan<unknown>): void {
  const max = tool.effect === "delete" ? MAX_TARGETS.final : MAX_TARGETS.undoable;
  if (plan.targets.length <= max) return;
  throw new AppError(
    "input",
    `That is ${plan.targets.length} targets; one plan takes at most ${max}.`,
    {
      state: "Nothing was changed.",
      hint: "Do it in parts.",
    },
  );
}

/** Faults of ours never carry their message to a model: it may quote anything. */
function asAppError(error: unknown, log: Log, tool: string): AppError {
  if (error instanceof AppError) {
    log.debug("refused", { tool, type: error.type, message: error.message });
    return error;
  }
  const reference = randomUUID().slice(0, 8);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error("internal", { tool, reference, stack });
  return new AppError("internal", `Internal error (reference ${reference}).`, {
    hint: "The server's log on stderr has the details under that reference.",
    facts: { reference },
    cause: error,
  });
}
