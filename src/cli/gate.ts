import * as z from "zod";
import { inputError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";
import { quoted } from "../base/text.js";
import type { ToolResult } from "../engine/results.js";
import { VERDICTS } from "../features/health/index.js";

export const FAIL_ON_MATCHED = 8;
/** Nothing matched, but not every connector could be read, or the account has none. */
export const UNDECIDED = 1;

/** Returns the reason why a check without matches does not pass. Undefined if it passes. */
export function whyUndecided(of: { checked: number; complete: boolean }): string | undefined {
  if (!of.complete) return "Some connectors could not be read. They may match --fail-on.";
  return of.checked === 0
    ? "No connector was checked, so the check of --fail-on fails. Check the given group and service. list_connectors shows the connectors that exist."
    : undefined;
}

export const FAIL_ON: readonly string[] = [
  "problem",
  ...VERDICTS.filter((verdict) => verdict !== "ok"),
];

/**
 * Reads the words of --fail-on, which can be given several times: verdicts, or `problem` for every
 * problem.
 */
export function readFailOn(given: readonly string[]): string[] {
  if (given.length === 0) return [];
  const words = given
    .flatMap((text) => text.split(","))
    .map((word) => word.trim().toLowerCase().replaceAll("-", "_"))
    .filter((word) => word !== "");
  const accepted = `It takes one or more of ${FAIL_ON.join(", ")}, separated by commas.`;
  // If a script passes an empty variable, the check would never fail. It is therefore rejected.
  if (words.length === 0) throw inputError("check_stale: --fail-on is empty.", accepted);
  const unknown = words.filter((word) => !FAIL_ON.includes(word));
  if (unknown.length === 0) return words;
  const meant = unknown.flatMap((word) => nearest(word, FAIL_ON, (known) => known, 1));
  throw inputError(
    `check_stale: --fail-on does not take ${unknown.map((word) => quoted(word, 60)).join(", ")}.${meant.length === 0 ? "" : ` Did you mean ${meant.join(", ")}?`}`,
    accepted,
  );
}

const Counts = z.record(z.string(), z.number()).default({});
const Counted = z.object({
  checked: z.number(),
  problems: z.number().default(0),
  by_verdict: Counts,
  also: Counts,
  waiting: Counts,
  complete: z.boolean().default(true),
});

/**
 * Returns the exit code for the counts of check_stale, and the reason if the result is uncertain.
 */
export function gateCode(
  failOn: readonly string[],
  data: ToolResult["data"],
): { code: number; why?: string | undefined } {
  const { checked, problems, complete, by_verdict, also, waiting } = Counted.parse(data);
  const found = failOn.some((word) =>
    word === "problem"
      ? problems > 0
      : [by_verdict, also, waiting].some((counts) => (counts[word] ?? 0) > 0),
  );
  if (found) return { code: FAIL_ON_MATCHED };
  const why = whyUndecided({ checked, complete });
  return { code: why === undefined ? 0 : UNDECIDED, why };
}
