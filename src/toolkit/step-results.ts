import * as z from "zod";
import type { AppError } from "../base/errors.js";
import type { StepOutcome } from "./define.js";
import { lines, named, quoted, upTo } from "./render.js";

export const Ref = z.looseObject({ name: z.string(), id: z.string() });
export type Ref = z.output<typeof Ref>;

const Failure = Ref.extend({ error: z.string() });
type Failure = z.output<typeof Failure>;

/** The output fields for the connectors for which a change did not succeed. */
export const troubleOutput = {
  failed: z.array(Failure).optional(),
  unknown: z.array(Failure).optional(),
  not_tried: z.array(Ref).optional(),
};

export interface Sorted<T extends Ref> {
  done: T[];
  failed: Failure[];
  unknown: Failure[];
  not_tried: Ref[];
}

/** Sorts connectors by their outcome. The plan has one step for each connector. */
export function sortOutcomes<T extends Ref>(
  refs: readonly T[],
  outcomes: readonly StepOutcome[],
): Sorted<T> {
  const byId = new Map(outcomes.map((outcome) => [outcome.call.params["connectionId"], outcome]));
  const sorted: Sorted<T> = { done: [], failed: [], unknown: [], not_tried: [] };
  for (const ref of refs) {
    const outcome = byId.get(ref.id);
    const { name, id } = ref;
    if (outcome === undefined || outcome.state === "not_tried") sorted.not_tried.push({ name, id });
    else if (outcome.state === "done") sorted.done.push(ref);
    else sorted[outcome.state].push({ name, id, error: errorWords(outcome.error) });
  }
  return sorted;
}

export function errorWords({ type, summary, upstreamMessage, state, hint }: AppError): string {
  const upstream =
    upstreamMessage === undefined ? [] : [`Fivetran says: ${quoted(upstreamMessage, 200)}`];
  // The time to wait and the result of a verification differ between connectors. Other hints are the same for all.
  const more = type === "rate_limited" ? hint : type === "outcome_unknown" ? state : undefined;
  return [summary, ...upstream, ...(more === undefined ? [] : [more])].join(" ");
}

const MOST_NAMED = 20;

export const nameList = (refs: readonly Ref[], max = MOST_NAMED) =>
  upTo(refs, max, ({ name, id }) => named(name, id)).join(", ");

/** `next` says how to continue with the connectors that were not tried. */
export function troubleText(
  { failed = [], unknown = [], not_tried = [] }: z.output<z.ZodObject<typeof troubleOutput>>,
  next = "To continue, repeat the call without confirmation_token.",
): string {
  return lines(
    byError(failed).map(({ names, error }) => `Failed ${names}: ${error}`),
    byError(unknown).map(
      ({ names, error }) =>
        `Outcome unknown: ${names}: ${error} Do not repeat the change. Check get_status first.`,
    ),
    not_tried.length > 0 && `Not tried: ${nameList(not_tried, MOST_IN_PLAN)}. ${next}`,
  );
}

/** The largest number of connectors of one plan. */
const MOST_IN_PLAN = 100;

/** Groups connectors with the same error, because one cause often affects the whole change. */
function byError(failures: readonly Failure[]): { names: string; error: string }[] {
  const groups = new Map<string, Failure[]>();
  for (const one of failures) groups.set(one.error, [...(groups.get(one.error) ?? []), one]);
  return [...groups].map(([error, all]) => ({
    names: nameList(all, MOST_IN_PLAN),
    error: all.length === 1 ? error : `for each of them: ${error}`,
  }));
}
