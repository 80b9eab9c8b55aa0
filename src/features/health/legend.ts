import type { Verdict } from "../../client/health/diagnose.js";

/** Verdicts whose names do not say what they mean. */
const MEANINGS: Partial<Record<Verdict, string>> = {
  blocked: "waits for a schema review",
  late: "missed one sync",
  loading: "its first load or a re-sync is running",
  partial: "up to date except for some tables",
  rescheduled: "postponed by Fivetran",
  stuck: "its sync runs too long",
  unknown: "its freshness cannot be judged",
};

/** What the verdicts in a list mean, as one line; empty where their names say it. */
export function legendOf(verdicts: Iterable<string>): string {
  const shown = new Set(verdicts);
  const meanings = Object.entries(MEANINGS).filter(([verdict]) => shown.has(verdict));
  return meanings.map(([verdict, meaning]) => `${verdict}: ${meaning}`).join("; ");
}
