import { createTurns } from "../base/deadline.js";
import { AppError, type ErrorType, inputError } from "../base/errors.js";
import { digest } from "../base/json.js";
import { oneSpelling } from "../base/read-as.js";
import { hasReference } from "../base/secret.js";
import { asks, isIrreversible } from "../client/operations/catalog.js";
import type { StoredPlan } from "../store/plans.js";
import { newOperationId } from "../store/records.js";
import type { ChangeTool, Plan } from "../toolkit/define.js";
import { CONFIRMATION_TOKEN } from "../toolkit/params.js";
import { lines } from "../toolkit/render.js";
import { fitsBudget, type JsonObject } from "./budget.js";
import { boundTo, type Confirmation, claim, redeem } from "./confirm.js";
import type { Caller, Dependencies, RunResult } from "./engine.js";
import { asAppError } from "./errors.js";
import { type ChangeCall, executeChange, type PlannedChange } from "./executor.js";
import { othersText, type PlanView, planDraft, planText, promptText } from "./plan-view.js";
import { requireAllowed } from "./policy.js";
import { finish, type ToolResult } from "./results.js";
import { checkSecrets, refuseMasks } from "./secrets.js";

const MAX_FREE_TARGETS = 5;
const MAX_TARGETS = { undoable: 100, final: 20 };

/** Plans a change, requests a confirmation if one is needed, and sends exactly the steps of the plan. */
export async function changeThrough(call: ChangeCall, deps: Dependencies): Promise<RunResult> {
  try {
    return await planAndSend(call, deps);
  } catch (error) {
    // What was sent is a result; an error that is thrown came before, often from a read for the plan.
    throw error instanceof AppError && error.state === undefined && FAILED_READS.has(error.type)
      ? error.inState("Nothing was sent.")
      : error;
  }
}

/** A confirmation that cannot be planned again, for example because its target was renamed. */
const unsent = (error: unknown) =>
  error instanceof AppError && error.state === undefined && !error.hint?.startsWith("Nothing was ")
    ? error.inState("Nothing was changed.")
    : error;

const FAILED_READS: ReadonlySet<ErrorType> = new Set([
  "network",
  "unavailable",
  "contract",
  "rate_limited",
  "cancelled",
  "unauthenticated",
  "forbidden",
]);

async function planAndSend(call: ChangeCall, deps: Dependencies): Promise<RunResult> {
  const { tool, args, ctx, connected, caller } = call;
  const turn = createTurns();
  refuseMasks(args);
  const of = { tool: tool.name, arguments_digest: digest(oneSpelling(args)) };
  await turn();
  const binding = { ...of, connected, signal: ctx.signal };
  const given = confirmationOf(call, deps);
  const redeemed = given && (await redeem(deps, given, binding));
  if (redeemed?.state === "done") return redeemed.outcome;

  // With other arguments, nothing of the plan replaces a read.
  const confirming = redeemed?.exact === true ? redeemed.plan.observed : undefined;
  let plan: Plan<unknown>;
  try {
    plan = await tool.plan(args, confirming === undefined ? ctx : { ...ctx, confirming });
  } catch (error) {
    // The target may be missing because another call has just executed this plan.
    const now = given && (await redeem(deps, given, binding).catch(() => undefined));
    if (now?.state === "done") return now.outcome;
    throw given === undefined ? error : unsent(error);
  }
  await checkPlan(plan, call, deps);
  const account = await accountFor(call, deps);
  const bound = boundTo(account, connected);
  const outdated = redeemed === undefined ? 0 : redeemed.plan.outdated + 1;
  const stored = { ...of, account: bound, observed: plan.observed, steps: plan.steps, outdated };
  const change: PlannedChange = { ...call, plan, account };

  if (caller.dryRun === true && plan.refused !== true)
    return finish(planDraft({ tool, plan, account }, deps.notation), deps.redact);
  if (given !== undefined && redeemed !== undefined) {
    const operationId = newOperationId();
    const plans = { plan: redeemed.plan, fresh: stored, binding };
    const claimed = await claim(deps, given, plans, operationId);
    if (claimed.state === "done") return claimed.outcome;
    if (claimed.state === "claimed") {
      const result = await executeChange(change, deps, { handle: given.handle, operationId });
      return withRest(result, change, stored, deps);
    }
    return ask(change, stored, deps, { preface: claimed.preface });
  }
  return needsConfirmation(plan, deps) ? ask(change, stored, deps) : executeChange(change, deps);
}

/** Checks what a plan would send against the limits of this program and its operator. */
async function checkPlan(
  plan: Plan<unknown>,
  { tool, ctx, connected }: ChangeCall,
  { settings }: Dependencies,
): Promise<void> {
  const reads = { signal: ctx.signal, reserved: true };
  for (const step of plan.steps) {
    // A target that does not exist yet is checked when its step is sent. The step that creates it is checked here.
    if (step.idOf === undefined) await connected.confined.check(step, reads, tool.name);
    else requireAllowed(tool.name, [step.operation], settings.policy);
  }
  checkTargets(tool, plan);
  checkSecrets(plan.steps, settings.secrets);
}

/**
 * Adds the plan for the targets that exceeded the limit of the executed plan, so that the next call can confirm it. A
 * person is asked by a new call instead.
 */
async function withRest(
  done: ToolResult,
  change: PlannedChange,
  stored: StoredPlan,
  deps: Dependencies,
): Promise<ToolResult> {
  const { tool, args, caller, ctx } = change;
  const asksPerson = deps.settings.approval === "person" || caller.terminal === true;
  const isFull = change.plan.targets.length === maxTargets(tool);
  if (!isFull || asksPerson || done.data["status"] !== "done") return done;
  try {
    const plan = tool.rest?.(args, change.plan, ctx);
    if (plan === undefined || plan.steps.length === 0) return done;
    await checkPlan(plan, change, deps);
    const { observed, steps } = plan;
    const asked = await ask(
      { ...change, plan },
      { ...stored, observed, steps, outdated: 0 },
      deps,
      {
        isRest: true,
      },
    );
    if ("ask" in asked) return done;
    const forms = {
      text: lines(done.text, "Next part:", asked.text),
      data: { ...done.data, next_part: asked.data },
    };
    if (fitsBudget(forms)) return { ...done, ...forms };
    await deps.plans.take(String(asked.data[CONFIRMATION_TOKEN]), null);
    return done;
  } catch (error) {
    // The result says which targets were left out, and that the call can be repeated for them.
    asAppError(error, deps.log, tool.name);
    return done;
  }
}

/** After an error of these types, a change is planned without the account's name. */
const WITHOUT_NAME: ReadonlySet<ErrorType> = new Set([
  "network",
  "unavailable",
  "contract",
  "not_found",
  "rejected",
]);

/** The account's name for plans and records. If it cannot be read, the API key identifies the account. */
async function accountFor(
  { connected, ctx, tool }: ChangeCall,
  { log }: Dependencies,
): Promise<string> {
  try {
    return await ctx.secondary.within((signal) => connected.account(signal));
  } catch (error) {
    if (ctx.signal.aborted || !(error instanceof AppError) || !WITHOUT_NAME.has(error.type)) {
      throw error;
    }
    log.warn("account-unnamed", { tool: tool.name, cause: error.message });
    return connected.unnamed;
  }
}

function needsConfirmation(plan: Plan<unknown>, { settings }: Dependencies): boolean {
  if (plan.steps.length === 0) return false;
  const all = settings.confirm === "all" || settings.approval === "person";
  const many = plan.targets.length > MAX_FREE_TARGETS;
  return (
    all || plan.asks || many || plan.steps.some((step) => asks(step) || hasReference(step.body))
  );
}

/** Stores the plan and returns it: to the model with a token, or to a person as a question. */
async function ask(
  { tool, plan, account, caller }: PlannedChange,
  stored: StoredPlan,
  { settings, plans, operations, hourly, redact, notation }: Dependencies,
  { preface, isRest }: Pick<PlanView, "preface" | "isRest"> = {},
): Promise<RunResult> {
  if (plan.steps.length === 0)
    return finish(planDraft({ tool, plan, account, preface }, notation), redact);
  if (plan.steps.some(isIrreversible)) await hourly.check(account);
  const about = { account, targets: plan.targets.map(({ id }) => id) };
  const others = othersText(await operations.open(about), await plans.waiting(about, stored));
  const view = { tool, plan, account, preface, others, isRest };
  const person = settings.approval === "person";
  if (!person && caller.terminal !== true) {
    const { handle, expiresAt } = await plans.put("token", stored, about);
    return finish(planDraft({ ...view, token: handle, expiresAt }, notation), redact);
  }
  if (!caller.canAsk) throw cannotAsk(caller);
  const { body } = planDraft(view, notation);
  const short = (shown: JsonObject) => promptText(shown) ?? "";
  const { text } = finish({ body, text: short, data: () => ({}) }, redact);
  if (text === "" && caller.terminal !== true) throw tooLong();
  const message = text === "" ? finish({ body, text: planText }, redact).text : text;
  const { handle } = await plans.put("approval", stored, about);
  return { ask: { handle, message } };
}

const cannotAsk = ({ whyNotAsk = "it does not support form elicitation" }: Caller) =>
  new AppError(
    "confirmation",
    `This change needs a person's approval, and this client cannot ask one: ${whyNotAsk}.`,
    {
      state: "Nothing was changed.",
      hint: "Use a client that supports form elicitation, or a terminal. The setting is FIVETRAN_APPROVAL=person.",
    },
  );

const tooLong = () =>
  new AppError(
    "input",
    "The plan is too long for one question, so a person could not see all of it.",
    {
      state: "Nothing was changed.",
      hint: "Split it into several calls with fewer settings each.",
    },
  );

function confirmationOf(
  { tool, token, request }: ChangeCall,
  { settings }: Dependencies,
): Confirmation | undefined {
  if (token === undefined) return request.answer && { kind: "approval", ...request.answer };
  if (settings.approval === "person") {
    throw new AppError(
      "confirmation",
      "This server does not accept confirmation tokens, because a person confirms each change.",
      {
        state: "Nothing was changed.",
        hint: `Call ${tool.name} without ${CONFIRMATION_TOKEN}. The setting is FIVETRAN_APPROVAL=person.`,
      },
    );
  }
  if (typeof token === "string") return { kind: "token", handle: token, action: "accept" };
  throw inputError(
    `${tool.name}: ${CONFIRMATION_TOKEN} must be a string.`,
    "Nothing was changed. Copy it from the plan, or leave it out to get a new plan.",
  );
}

const maxTargets = ({ effect }: ChangeTool) =>
  effect === "delete" ? MAX_TARGETS.final : MAX_TARGETS.undoable;

function checkTargets(tool: ChangeTool, plan: Plan<unknown>): void {
  const max = maxTargets(tool);
  if (plan.targets.length <= max) return;
  throw new AppError("input", `The plan has ${plan.targets.length} targets; the limit is ${max}.`, {
    state: "Nothing was changed.",
    hint: "Split it into several calls.",
  });
}
