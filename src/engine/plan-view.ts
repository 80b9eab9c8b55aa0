import * as z from "zod";
import { isIrreversible } from "../client/operations/catalog.js";
import type { WaitingPlan } from "../store/plans.js";
import type { OperationRecord } from "../store/records.js";
import type { Plan, Step, Tool } from "../toolkit/define.js";
import type { Notation } from "../toolkit/notation.js";
import { CONFIRMATION_TOKEN } from "../toolkit/params.js";
import { bare, compact, count, lines, named, upTo } from "../toolkit/render.js";
import type { JsonObject } from "./budget.js";
import type { Draft } from "./results.js";

export interface PlanView {
  tool: Tool;
  plan: Plan<unknown>;
  account: string;
  token?: string;
  expiresAt?: Date;
  /** Lines above the plan, if it replaces an outdated one. */
  preface?: readonly string[] | undefined;
  /** Other pending changes of the same targets, one line each. */
  others?: readonly string[];
  /** Whether the plan follows the result of an executed one, and is for the targets that it left out. */
  isRest?: boolean | undefined;
}

/** The result for a plan that needs a confirmation. It is not an error. */
export function planDraft(
  { tool, plan, account, token, expiresAt, preface, others, isRest }: PlanView,
  notation: Notation,
) {
  const { summary, targets, steps } = plan;
  const weighed = plan.consequences.map((each) =>
    typeof each === "string" ? { text: each, weight: "shown" as const } : each,
  );
  const ordered = [
    ...weighed.filter(({ weight }) => weight === "final"),
    ...weighed.filter(({ weight }) => weight !== "final"),
  ];
  const consequences = ordered.map(({ text }) => text);
  const irreversible = steps.some(isIrreversible) || undefined;
  const next =
    steps.length === 0
      ? "There is nothing left to change."
      : token === undefined
        ? "Dry run: nothing was changed, and there is no token."
        : `${isRest === true ? "These were not changed yet" : "Nothing was changed yet"}. Show this plan to the user; if they agree, ${notation.confirm(tool.name, { [CONFIRMATION_TOKEN]: token })}`;
  return {
    body: {
      moved: preface,
      plan: compact({
        summary,
        irreversible,
        account,
        consequences,
        targets,
        requests: requestsOf(steps),
      }),
      details: ordered.flatMap(({ weight }, at) => (weight === "detail" ? [at] : [])),
      others,
    },
    kept: token === undefined ? [] : [token],
    text: (body) => lines(planText(body), next),
    data: ({ moved, plan: shown = null, others: besides = [] }) => ({
      status: steps.length === 0 ? "nothing_to_do" : "confirmation_required",
      ...(moved === undefined ? {} : { moved }),
      plan: shown,
      ...compact({ others: besides }),
      ...(token === undefined ? {} : { [CONFIRMATION_TOKEN]: token }),
      ...(expiresAt === undefined ? {} : { expires_at: expiresAt.toISOString() }),
      next,
    }),
  } satisfies Draft;
}

/** The requests in order. Empty unless one of them uses the id from an earlier one. */
const requestsOf = (steps: readonly Step[]) =>
  steps.every(({ idOf }) => idOf === undefined)
    ? []
    : steps.map(({ operation, idOf }) =>
        idOf === undefined
          ? operation
          : `${operation} (${idOf.param}: the id from request ${idOf.step + 1})`,
      );

const PlanBody = z.object({
  moved: z.array(z.string()).default([]),
  plan: z.object({
    summary: z.string(),
    irreversible: z.boolean().default(false),
    account: z.string(),
    consequences: z.array(z.string()).default([]),
    targets: z
      .array(z.object({ id: z.string(), name: z.string(), detail: z.string().optional() }))
      .default([]),
    requests: z.array(z.string()).default([]),
  }),
  /** The positions of the consequences that a question may summarize by their number. */
  details: z.array(z.number()).default([]),
  others: z.array(z.string()).default([]),
});

const MOST_REQUESTS = 12;

const UNDO = "This cannot be undone.";

/** Formats a plan for the model or person who confirms it. The most important facts come first. */
export function planText(body: JsonObject): string {
  const { moved, plan, others } = PlanBody.parse(body);
  const { summary, irreversible, account, consequences, targets, requests } = plan;
  // A single target usually appears in the summary. If it does not, it is listed as several targets are.
  const said = `${summary} ${consequences.join(" ")}`;
  const listed = targets.length > 1 || targets.some(({ id }) => !said.includes(id));
  return lines(
    moved,
    `Plan: ${summary}`,
    `Account: ${account}`,
    irreversible && UNDO,
    consequences.map((line) => `- ${line}`),
    requests.length > 0 &&
      `Requests in order: ${upTo(requests, MOST_REQUESTS, (one) => one).join(", ")}`,
    others,
    listed && ["Targets:", ...targets.map((target) => `  ${targetText(target)}`)],
  );
}

const targetText = ({
  name,
  id,
  detail,
}: {
  name: string;
  id: string;
  detail?: string | undefined;
}) => `${named(name, id)} ${detail ?? ""}`.trimEnd();

/** The maximum length of a question to a person. Longer questions are not read. */
const PROMPT_BUDGET = 2000;
// Room for the lines that state how much was omitted.
const COUNTS = 200;

/**
 * Formats a plan as a question of limited length. Details and targets that do not fit are counted. Returns undefined
 * if the other parts do not fit.
 */
export function promptText(body: JsonObject): string | undefined {
  const whole = planText(body);
  if (whole.length <= PROMPT_BUDGET) return whole;
  const { moved, plan, details, others } = PlanBody.parse(body);
  const { summary, irreversible, account, consequences, targets } = plan;
  const head = [
    ...upTo(moved, 4, (line) => clip(line, 200)),
    `Plan: ${clip(summary, 300)}`,
    `Account: ${clip(account, 200)}`,
    irreversible && UNDO,
  ];
  let room = PROMPT_BUDGET - lines(head, others).length - COUNTS;
  const take = (line: string): boolean => {
    if (line.length + 1 > room) return false;
    room -= line.length + 1;
    return true;
  };
  const isDetail = new Set(details);
  const of = (some: boolean) =>
    groupedByTarget(
      consequences.filter((_, at) => isDetail.has(at) === some),
      targets,
    ).map(shortened);
  const decisive = of(false);
  if (!decisive.every((line) => take(`- ${line}`))) return undefined;
  const rest = of(true);
  const fitted = rest.filter((line) => take(`- ${line}`));
  const listed = targets.map((target) => `  ${targetText(target)}`);
  const missed = listed.findIndex((line) => !take(line));
  const fitting = missed < 0 ? listed : listed.slice(0, missed);
  const left = rest.length - fitted.length;
  return lines(
    head,
    [...decisive, ...fitted].map((line) => `- ${line}`),
    left > 0 && `- … and ${count(left, "more line")}`,
    others,
    targets.length > 0 && `${count(targets.length, "target")}:`,
    fitting,
    missed >= 0 && `  … and ${listed.length - missed} more`,
  );
}

type Shown = z.output<typeof PlanBody>["plan"]["targets"][number];

/** Combines equal lines about several targets into one line with the first names. */
function groupedByTarget(consequences: readonly string[], targets: readonly Shown[]): string[] {
  const names = targets.map(({ name, id }) => named(name, id));
  const groups = new Map<string, string[]>();
  for (const line of consequences) {
    const name = names.find((start) => line.startsWith(`${start} `));
    const rest = name === undefined ? line : line.slice(name.length);
    groups.set(rest, [...(groups.get(rest) ?? []), ...(name === undefined ? [] : [name])]);
  }
  return [...groups].map(
    ([rest, about]) => `${upTo(about, 2, (name) => clip(name, 80)).join(", ")}${rest}`,
  );
}

/** Shortens a long list. A line with a replaced value stays whole. */
const shortened = (line: string) =>
  line.length <= 400 || line.includes(" → ")
    ? line
    : `${clip(line, 360)} (${count(line.length - 359, "more character")})`;

const clip = (text: string, max: number) =>
  text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;

const MOST_OTHERS = 2;

/** Describes other changes of the same targets: those that have not ended, and plans that wait for a confirmation. */
export function othersText(
  open: readonly OperationRecord[],
  waiting: readonly WaitingPlan[],
): string[] {
  const changes = open.map(
    ({ id, tool, cut_off }) =>
      `Note: operation ${id} (${tool}) on the same target ${cut_off ? "was interrupted and may have taken effect" : "is still running"}.`,
  );
  const plans = waiting.map(
    ({ tool, targets }) =>
      `Note: a plan of ${tool} for ${upTo(targets, 2, bare).join(", ")} is also waiting for confirmation.`,
  );
  return [...firstOf(changes, "operation"), ...firstOf(plans, "plan")];
}

/** Returns the first different notes, and the number of the others. The same tool may have several plans for a target. */
function firstOf(notes: readonly string[], noun: string): string[] {
  const different = [...new Set(notes)];
  const more = different.length - MOST_OTHERS;
  return [
    ...different.slice(0, MOST_OTHERS),
    ...(more > 0 ? [`Note: ${count(more, `more ${noun}`)} on the same targets.`] : []),
  ];
}
