import { type AppError, inputError } from "../base/errors.js";
import { quoted } from "../base/text.js";
import type { Plan, Tool } from "../toolkit/define.js";
import { CONFIRMATION_TOKEN } from "../toolkit/params.js";
import { compact, lines, named, RESULT_BUDGET, upTo } from "../toolkit/render.js";

/** What every front door shows: text and data are each complete, and say the same. */
export interface ToolResult {
  text: string;
  data: Record<string, unknown>;
  isError: boolean;
  /** Set when something went wrong; the command line takes its exit code from it. */
  error?: AppError;
}

export type Status =
  | "done"
  | "nothing_to_do"
  | "confirmation_required"
  | "partial"
  | "unknown"
  | "running";

/** A tool's data, checked against its own output schema and put into words. */
export function presentData(tool: Tool, raw: unknown, status?: Status): ToolResult {
  const parsed = tool.output.parse(raw);
  const text = tool.render(parsed);
  const data = { ...(status === undefined ? {} : { status }), ...asRecord(parsed) };
  if (text.length > RESULT_BUDGET || JSON.stringify(data).length > RESULT_BUDGET) {
    throw inputError(
      `The answer of ${tool.name} is larger than ${RESULT_BUDGET} characters.`,
      "Ask for less: fewer items, a lower limit, or a narrower filter.",
    );
  }
  return { text, data, isError: false };
}

export function presentError(error: AppError, operation?: { id: string }): ToolResult {
  const unknown = error.type === "outcome_unknown" && operation !== undefined;
  const upstream =
    error.upstreamMessage === undefined ? "" : ` Fivetran says: ${quoted(error.upstreamMessage)}`;
  const status = error.type === "outcome_unknown" ? { status: "unknown" } : {};
  return {
    text: lines(
      `${error.message}${upstream}`,
      error.state,
      error.hint,
      unknown && `operation_id=${operation.id}`,
    ),
    data: {
      ...status,
      ...(unknown ? { operation_id: operation.id } : {}),
      error: compact({
        type: error.type,
        message: error.message,
        state: error.state,
        next: error.hint,
        http_status: error.status,
        code: error.code,
        upstream_message: error.upstreamMessage,
        retry_after_seconds: error.retryAfterSeconds,
        operation: error.operation,
        ...error.facts,
      }),
    },
    isError: true,
    error,
  };
}

/** A change that goes on after its call was answered. */
export function presentRunning(operation: { id: string; summary: string }): ToolResult {
  const next = `get_operation operation_id="${operation.id}"`;
  return {
    text: `${operation.summary}: still under way, and it goes on. Do not repeat it; look with ${next}.`,
    data: { status: "running", operation_id: operation.id, summary: operation.summary, next },
    isError: false,
  };
}

export interface PlanView {
  tool: Tool;
  plan: Plan<unknown>;
  account: string;
  token?: string;
  expiresAt?: Date;
  /** Lines above the plan, when it replaces one that no longer holds. */
  preface?: readonly string[];
}

const MAX_TARGETS_SHOWN = 100;

export function planText({ plan, account }: Pick<PlanView, "plan" | "account">): string {
  // One target is usually the object of the summary; where it is not, it is listed like many.
  const said = `${plan.summary} ${plan.consequences.join(" ")}`;
  const listed =
    plan.targets.length > 1 || plan.targets.some(({ id }) => !said.includes(id))
      ? upTo(plan.targets, MAX_TARGETS_SHOWN, (target) => `  ${targetText(target)}`)
      : [];
  return lines(
    `Plan: ${plan.summary}`,
    `Account: ${account}`,
    plan.consequences.map((line) => `- ${line}`),
    listed.length > 0 && ["Targets:", ...listed],
  );
}

const targetText = (target: Plan<unknown>["targets"][number]) =>
  lines(
    `${named(target.name, target.id)}${target.detail === undefined ? "" : ` ${target.detail}`}`,
  );

/** A plan that waits for a confirmation. It is an answer, not an error. */
export function presentPlan(view: PlanView): ToolResult {
  const { tool, plan, account, token, expiresAt } = view;
  const next =
    plan.steps.length === 0
      ? "There is nothing left to change."
      : token === undefined
        ? "Dry run: nothing was changed, and there is no token."
        : `Nothing was changed yet. Show this plan to the user; if they agree, repeat the same ${tool.name} call with ${CONFIRMATION_TOKEN}="${token}" within 15 minutes.`;
  return {
    text: lines(view.preface, planText(view), next),
    data: {
      status: plan.steps.length === 0 ? "nothing_to_do" : "confirmation_required",
      ...(view.preface === undefined ? {} : { moved: view.preface }),
      plan: compact({
        summary: plan.summary,
        account,
        consequences: plan.consequences,
        targets: plan.targets,
      }),
      ...(token === undefined ? {} : { [CONFIRMATION_TOKEN]: token }),
      ...(expiresAt === undefined ? {} : { expires_at: expiresAt.toISOString() }),
      next,
    },
    isError: false,
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value))
    : { value };
}
