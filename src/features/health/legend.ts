import type { Verdict } from "../../client/health/diagnose.js";

/** Explanations for verdicts whose names need one. */
const MEANINGS: Partial<Record<Verdict, string>> = {
  blocked: "waits for a schema review",
  late: "missed one sync",
  loading: "the first load or a re-sync is running",
  partial: "up to date except for some tables",
  rescheduled: "postponed by Fivetran",
  stuck: "the current sync takes longer than expected",
  unknown: "the freshness of the data cannot be determined",
};

/**
 * Returns one line that explains the verdicts of a list, or an empty string if none needs an
 * explanation.
 */
export function legendOf(verdicts: Iterable<string>): string {
  const shown = new Set(verdicts);
  const meanings = Object.entries(MEANINGS).filter(([verdict]) => shown.has(verdict));
  return meanings.map(([verdict, meaning]) => `${verdict}: ${meaning}`).join("; ");
}
