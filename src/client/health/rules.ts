/** What a connection's state amounts to, in one word. */
export const VERDICTS = [
  "needs_setup",
  "broken",
  "destination_down",
  "paused",
  "blocked",
  "loading",
  "ok",
  "stuck",
  "rescheduled",
  "failing",
  "never_synced",
  "stale",
  "unknown",
  "late",
  "partial",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** From "somebody has to act" down to "all is well"; `unknown` says that nothing can be said. */
export const SEVERITIES = ["action", "warn", "watch", "unknown", "info", "ok"] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface Rule {
  verdict: Verdict;
  severity: Severity;
  /** The rule in general words, true of every connection that it matches. */
  title: string;
  advice: string;
  /** The next step needs a person in Fivetran's dashboard. */
  needsPerson: boolean;
}

const rule = (verdict: Verdict, severity: Severity, title: string, advice: string): Rule => ({
  verdict,
  severity,
  title,
  advice,
  needsPerson: false,
});
const personRule = (...parts: Parameters<typeof rule>): Rule => ({
  ...rule(...parts),
  needsPerson: true,
});

/** What each row of the decision table says. Rows match in order; the numbers are stable and may be quoted. */
export const RULES = {
  1: personRule(
    "needs_setup",
    "action",
    "setup was never finished",
    "Complete its credentials (create_connect_card or update_connector), then run_setup_tests.",
  ),
  2: rule(
    "needs_setup",
    "action",
    "its configuration was changed and has not passed the setup tests since",
    "Test it with run_setup_tests.",
  ),
  3: personRule(
    "broken",
    "action",
    "it broke and is paused",
    "Repair what its tasks name, then run_setup_tests and resume_connectors; resuming alone does not help.",
  ),
  4: personRule(
    "broken",
    "action",
    "it is broken until a person repairs it",
    "Repair what its tasks name (to authorise again: create_connect_card), then run_setup_tests and trigger_sync.",
  ),
  5: personRule(
    "destination_down",
    "action",
    "its destination does not take data",
    "Repair the destination first, then run_setup_tests with destination; every connector in it waits for that.",
  ),
  6: rule(
    "paused",
    "info",
    "paused before its first sync",
    "When it is wanted: resume_connectors; the first sync loads all history.",
  ),
  7: rule(
    "paused",
    "info",
    "paused",
    "Ask why it was paused before resume_connectors; after a long pause the source's log may be gone, which takes resync_connector.",
  ),
  8: rule(
    "blocked",
    "action",
    "the first sync waits for a review of the schema",
    "Review it with get_schema and modify_schema, then update_connector with schema_status=ready.",
  ),
  9: rule(
    "loading",
    "info",
    "history is being loaded",
    "Wait; forcing a sync would restart the load.",
  ),
  10: rule("ok", "ok", "syncing now", "Nothing to do."),
  11: rule(
    "stuck",
    "warn",
    "the current run takes long",
    "Look again later with get_status; force it with trigger_sync only after several times its usual duration, as that discards progress.",
  ),
  12: rule(
    "rescheduled",
    "warn",
    "Fivetran put the run off until the source's quota or outage clears",
    "Wait until rescheduled_for; if this repeats daily, sync less often (update_connector) or raise the source's quota.",
  ),
  13: rule(
    "rescheduled",
    "action",
    "the run was put off, and a manual schedule does not start it again",
    "Start it with trigger_sync once rescheduled_for has passed.",
  ),
  14: personRule(
    "failing",
    "action",
    "the last run failed and left a task for a person",
    "Repair what its tasks name, then run_setup_tests and trigger_sync.",
  ),
  15: rule(
    "failing",
    "warn",
    "the last run failed and will be tried again",
    "Wait for one more run, or start it now with trigger_sync.",
  ),
  16: rule(
    "failing",
    "action",
    "runs keep failing and the data is delayed",
    "See what run_setup_tests reports; if it passes, ask Fivetran's support.",
  ),
  17: rule(
    "never_synced",
    "info",
    "connected, waiting for its first sync",
    "Start it with trigger_sync, or wait for its schedule.",
  ),
  18: rule(
    "never_synced",
    "action",
    "its schedule is manual and nothing ever started it",
    "Start it with trigger_sync.",
  ),
  19: rule(
    "stale",
    "action",
    "its schedule is manual and nothing started it in time",
    "Check the orchestrator that should start it, then use trigger_sync.",
  ),
  20: rule(
    "unknown",
    "unknown",
    "its freshness cannot be judged",
    "Say how old its data may be (max_age_hours) to have it judged.",
  ),
  21: rule(
    "stale",
    "warn",
    "Fivetran marks its data as delayed",
    "Look for long runs, a surge in the source or a busy destination; else reconsider its delay sensitivity.",
  ),
  22: rule(
    "stale",
    "warn",
    "its data is older than the limit, though Fivetran calls it on schedule",
    "Start it with trigger_sync, and compare its delay sensitivity with what you expect.",
  ),
  23: rule(
    "late",
    "watch",
    "a scheduled run was missed",
    "Look again with get_status after its next scheduled run.",
  ),
  24: personRule(
    "partial",
    "warn",
    "fresh, but some tables are incomplete until they are resynced",
    "Find the tables in the dashboard, then resync_connector with only those.",
  ),
  25: rule("ok", "info", "fresh, with warnings", "Read its warnings with get_status."),
  26: rule("ok", "ok", "fresh", "Nothing to do."),
} as const satisfies Record<number, Rule>;

export type Row = keyof typeof RULES;
