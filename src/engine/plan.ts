import { AppError, inputError } from "../base/errors.js";
import { digest } from "../base/json.js";
import { asks } from "../client/operations/catalog.js";
import type { StoredPlan } from "../store/plans.js";
import type { ChangeTool, Plan } from "../toolkit/define.js";
import { CONFIRMATION_TOKEN } from "../toolkit/params.js";
import { lines } from "../toolkit/render.js";
import { type Confirmation, claim, redeem } from "./confirm.js";
import type { Answer, EngineOptions } from "./engine.js";
import { createPerformer, type Draft, type Turn } from "./executor.js";
import { reachCheck } from "./group-guard.js";
import { requireAllowed } from "./policy.js";
import { planText, presentPlan } from "./results.js";
import { checkSecrets } from "./secrets.js";

const MAX_FREE_TARGETS = 5;
const MAX_TARGETS = { undoable: 100, final: 20 };

/** Plans a change, asks where it must, and has exactly the plan's steps sent. */
export function createChanges(options: EngineOptions): (turn: Turn) => Promise<Answer> {
  const { plans, operations, policy, approval } = options;
  const perform = createPerformer(options);

  return async function change(turn: Turn): Promise<Answer> {
    const { tool, args, ctx, connected, caller } = turn;
    const binding = { tool: tool.name, arguments_digest: digest(args) };
    const given = confirmationOf(turn);
    const redeemed = given && (await redeem(plans, operations, given, binding));
    if (redeemed?.state === "done") return redeemed.outcome;

    const confirming = redeemed?.plan.observed;
    let plan: Plan<unknown>;
    try {
      plan = await tool.plan(args, confirming === undefined ? ctx : { ...ctx, confirming });
    } catch (error) {
      // The target may be gone because another call has just executed this very plan.
      const now = given && (await redeem(plans, operations, given, binding).catch(() => undefined));
      if (now?.state === "done") return now.outcome;
      throw error;
    }
    requireAllowed(
      tool.name,
      plan.steps.map((step) => step.operation),
      policy,
    );
    const withinReach = reachCheck(policy, connected.client.send, turn.known);
    for (const step of plan.steps) await withinReach(step);
    checkTargets(tool, plan);
    checkSecrets(plan.steps, options.secrets);
    const account = await connected.account();
    const bound = `${account} ${connected.fingerprint}`;
    const stored = { ...binding, account: bound, observed: plan.observed, steps: plan.steps };
    const draft: Draft = { ...turn, plan, account, binding };

    if (caller.dryRun === true) return presentPlan({ tool, plan, account });
    if (given !== undefined && redeemed !== undefined) {
      const claimed = await claim(plans, operations, given, redeemed.plan, stored);
      if (claimed.state === "done") return claimed.outcome;
      if (claimed.state === "claimed") return perform(draft, given.handle);
      return ask(draft, stored, claimed.preface);
    }
    return mustAsk(plan) ? ask(draft, stored) : perform(draft);
  };

  function mustAsk(plan: Plan<unknown>): boolean {
    if (plan.steps.length === 0) return false;
    const many = plan.targets.length > MAX_FREE_TARGETS;
    return plan.asks || many || options.confirm === "all" || plan.steps.some(asks);
  }

  /** Stores the plan and answers with it: to the model with a token, or to a person as a question. */
  async function ask(
    draft: Draft,
    stored: StoredPlan,
    preface?: readonly string[],
  ): Promise<Answer> {
    const { tool, plan, account } = draft;
    const view = { tool, plan, account, ...(preface === undefined ? {} : { preface }) };
    if (plan.steps.length === 0) return presentPlan(view);
    if (approval === "token") {
      const { handle, expiresAt } = await plans.put("token", stored);
      return presentPlan({ ...view, token: handle, expiresAt });
    }
    if (!draft.caller.canAsk) {
      throw new AppError(
        "confirmation",
        "This change needs a person's approval, and this client cannot ask one: it did not declare form elicitation.",
        {
          state: "Nothing was changed.",
          hint: "Use a client with form elicitation, or a terminal; the setting is FIVETRAN_APPROVAL=person.",
        },
      );
    }
    const { handle } = await plans.put("ask", stored);
    return { ask: { handle, message: lines(preface, planText(draft)) } };
  }

  function confirmationOf({ tool, token, request }: Turn): Confirmation | undefined {
    if (approval === "person") {
      if (token === undefined) return request.answer && { kind: "ask", ...request.answer };
      throw new AppError(
        "confirmation",
        "Tokens are not accepted here: a person is asked instead.",
        {
          state: "Nothing was changed.",
          hint: `Call ${tool.name} without ${CONFIRMATION_TOKEN}; the setting is FIVETRAN_APPROVAL=person.`,
        },
      );
    }
    if (token === undefined) return undefined;
    if (typeof token === "string") return { kind: "token", handle: token, action: "accept" };
    throw inputError(`${tool.name}: ${CONFIRMATION_TOKEN} must be a string.`);
  }
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
