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

export function troubleText({
  failed = [],
  unknown = [],
  not_tried = [],
}: z.output<z.ZodObject<typeof troubleOutput>>): string {
  return lines(
    failed.map(({ name, id, error }) => `Failed ${named(name, id)}: ${error}`),
    unknown.map(
      ({ name, id, error }) =>
        `Outcome unknown: ${named(name, id)}: ${error} Do not repeat the change. Check get_status first.`,
    ),
    not_tried.length > 0 && `Not tried: ${nameList(not_tried, 100)}`,
  );
}
