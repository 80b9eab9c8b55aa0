import { bare } from "../../base/text.js";
import { duration, durationBeside } from "../../base/time.js";
import type { FactName, Limit, LimitOf, State } from "./state.js";

/** The possible values for the health of a connection. */
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
/** One of `VERDICTS`. */
export type Verdict = (typeof VERDICTS)[number];

/** From `action` (somebody has to act) to `ok` (healthy), worst first. `unknown`: the record allows no conclusion. */
export const SEVERITIES = ["action", "warn", "watch", "unknown", "info", "ok"] as const;
/** One of `SEVERITIES`. */
export type Severity = (typeof SEVERITIES)[number];

export interface Rule<Id extends string = string> {
  id: Id;
  verdict: Verdict;
  severity: Severity;
  /** The reason in general terms. It is the same for every connection that matches. */
  title: string;
  when(state: State): boolean;
  /** The names of the values that the rule uses. */
  uses: readonly FactName[];
  /** The reason for one connection. Default: the title. */
  reason?(state: State, title: string): string;
  /**
   * A possible cause that other matching connections share: the destination, the first open task or the first
   * warning.
   */
  cause?: "destination" | "task" | "warning";
}

const over = (age: number | undefined, limit: Limit | undefined) =>
  age !== undefined && limit !== undefined && age > limit.minutes;

const isSyncing = ({ sync }: State) => sync === "syncing";

/** Fivetran reports a delay. It is ignored while the data is within an agreed age. */
const isDelayed = (s: State) =>
  s.update === "delayed" && !(s.agreed && s.judgeable && !over(s.age, s.stale));

/**
 * Whether the running sync started so recently that old data does not indicate a problem. False if the start is
 * unknown.
 */
const hasJustStarted = ({ runAge, late }: State) =>
  runAge !== undefined && runAge <= (late?.minutes ?? USUAL_RUN);

const USUAL_RUN = 60;

const runText = ({ runAge }: State) =>
  runAge === undefined ? "a sync is running" : `a sync has been running for ${duration(runAge)}`;

const isAwaitingFirstSync = (s: State) => s.setup === "connected" && !s.hasSucceeded;

/** In minutes. After a longer pause the source may have deleted the log that an incremental sync needs. */
const LONG_PAUSE = 7 * 1440;

export const RESYNC_WARNING = "resync_table_warning";

/** The code of the task to reconnect the destination. */
export const DESTINATION_TASK = "reconnect_warehouse";

/** Verdicts that an open task to reconnect the destination can explain. */
const DESTINATION_EXPLAINS: readonly Verdict[] = ["broken", "stuck", "rescheduled", "failing"];

/** The age is rounded so that it never looks equal to the limit. */
function ago({ age, hasSucceeded, inFuture }: State, limit?: Limit): string {
  if (inFuture) return "the last success is in the future, so a clock must be wrong";
  if (age === undefined) {
    return hasSucceeded ? "the time of the last success could not be read" : "no success yet";
  }
  return `last success ${limit === undefined ? duration(age) : durationBeside(age, limit.minutes)} ago`;
}

const withAge = (s: State, title: string) => `${title}; ${ago(s)}`;

/** If the caller expects an age, the text includes where the limit comes from. */
function limitText({ expected }: State, { minutes, of }: Limit): string {
  const age = duration(minutes);
  if (!expected) return `the limit of ${age}`;
  const texts: Record<LimitOf, string> = {
    schedule: `the limit of ${age} from its schedule`,
    agreed_age: `the agreed limit of ${age}`,
    max_age: `the requested limit of ${age}`,
  };
  return texts[of];
}

const overLimit = (s: State, limit: Limit | undefined) =>
  limit !== undefined && over(s.age, limit) ? `, over ${limitText(s, limit)}` : "";

const within = (s: State) => (s.late === undefined ? "" : `, within ${limitText(s, s.late)}`);

function notJudgeable(s: State): string {
  if (s.inFuture) return ago(s);
  if (s.schedule === "manual" && s.stale === undefined) {
    return `the schedule is manual, so no limit for the age of the data is known; ${ago(s)}`;
  }
  if (s.stale !== undefined) return ago(s);
  return s.schedule === "other"
    ? `the schedule is not a fixed interval, so no limit for the age of the data is known; ${ago(s)}`
    : `the sync frequency is unknown; ${ago(s)}`;
}

function stateProblem(s: State): string {
  const problems = s.unrecognized.map(({ field, value }) =>
    value === ""
      ? `${field} is missing`
      : `this version does not recognize the ${field} ${bare(value)}`,
  );
  return [...problems, ago(s)].join("; ");
}

const AGE = ["succeeded_at", "age_minutes"] as const;
const OUTCOMES = [...AGE, "failed_at"] as const;
const SCHEDULE = ["schedule_type", "schedule", "sync_frequency"] as const;
const RESCHEDULED = ["sync_state", "rescheduled_for", "schedule_type", ...AGE] as const;
const LIMIT = [...AGE, "limit_minutes", "limit_of", ...SCHEDULE] as const;

const inOrder = <Id extends string>(rules: readonly Rule<Id>[]) => rules;

/** The decision table. The first rule that matches a connection determines its verdict. */
export const RULES = inOrder([
  {
    id: "setup_incomplete",
    verdict: "needs_setup",
    severity: "action",
    title: "setup was never completed",
    when: (s) => s.setup === "incomplete" && !s.hasSucceeded,
    uses: ["setup_state"],
  },
  {
    id: "setup_changed",
    verdict: "needs_setup",
    severity: "action",
    title: "configuration changed, and the setup tests have not passed since then",
    when: (s) => s.setup === "incomplete",
    uses: ["setup_state", ...AGE],
    reason: withAge,
  },
  {
    id: "destination_down",
    verdict: "destination_down",
    severity: "action",
    title: "the destination must be repaired before data can load",
    when: (s) => s.destinationDown,
    uses: ["setup_status", "tasks", ...AGE],
    cause: "destination",
  },
  {
    id: "destination_task_open",
    verdict: "destination_down",
    severity: "action",
    title: "an open task says that the destination must be reconnected",
    when: (s) =>
      s.tasks.includes(DESTINATION_TASK) && DESTINATION_EXPLAINS.includes(ownRule(s).verdict),
    uses: ["setup_status", "tasks", ...AGE],
    cause: "destination",
  },
  {
    id: "broken_and_paused",
    verdict: "broken",
    severity: "action",
    title: "paused, and no sync can succeed until the cause is repaired",
    when: (s) => s.setup === "broken" && s.paused,
    uses: ["setup_state", "paused", "tasks", ...OUTCOMES],
    reason: withAge,
    cause: "task",
  },
  {
    id: "broken",
    verdict: "broken",
    severity: "action",
    title: "no sync can succeed until the cause is repaired",
    when: (s) => s.setup === "broken",
    uses: ["setup_state", "tasks", ...OUTCOMES],
    reason: withAge,
    cause: "task",
  },
  {
    id: "metadata_paused",
    verdict: "paused",
    severity: "info",
    title: "Fivetran's own metadata connector, which Fivetran creates paused",
    when: (s) => s.metadata && s.paused,
    uses: ["paused"],
  },
  {
    id: "metadata",
    verdict: "ok",
    severity: "ok",
    title: "Fivetran's own metadata connector; the age of the data is not checked",
    when: (s) => s.metadata,
    uses: [...AGE],
  },
  {
    id: "paused_before_first_sync",
    verdict: "paused",
    severity: "info",
    title: "paused before the first sync",
    when: (s) => s.paused && !s.hasSucceeded,
    uses: ["paused"],
  },
  {
    id: "paused_long_or_with_tasks",
    verdict: "paused",
    severity: "warn",
    title: "syncs are paused",
    when: (s) => s.paused && ((s.age ?? 0) > LONG_PAUSE || s.tasks.length > 0),
    uses: ["paused", ...AGE],
    reason: withAge,
  },
  {
    id: "paused",
    verdict: "paused",
    severity: "info",
    title: "syncs are paused",
    when: (s) => s.paused,
    uses: ["paused", ...AGE],
    reason: withAge,
  },
  {
    id: "schema_review_pending",
    verdict: "blocked",
    severity: "action",
    title: "the first sync is waiting for a schema review",
    when: (s) => s.schemaStatus.startsWith("blocked_on_"),
    uses: ["schema_status"],
  },
  {
    id: "first_load_running",
    verdict: "loading",
    severity: "info",
    title: "the initial sync is running",
    when: (s) => isSyncing(s) && s.historical && !s.hasSucceeded,
    uses: ["sync_state", "is_historical_sync", ...AGE],
  },
  {
    id: "resync_running",
    verdict: "loading",
    severity: "info",
    title: "a historical re-sync is running",
    when: (s) => isSyncing(s) && s.historical,
    uses: ["sync_state", "is_historical_sync", ...AGE],
    reason: withAge,
  },
  {
    id: "syncing",
    verdict: "ok",
    severity: "ok",
    title: "a sync is running",
    when: (s) => isSyncing(s) && !isDelayed(s) && s.judgeable && !over(s.age, s.late),
    uses: ["sync_state", "update_state", ...LIMIT],
    reason: (s, title) => `${title}; ${ago(s, s.late)}${within(s)}`,
  },
  {
    id: "sync_running_long",
    verdict: "stuck",
    severity: "warn",
    title: "the current sync is taking longer than expected",
    when: (s) => isSyncing(s) && !hasJustStarted(s) && (isDelayed(s) || over(s.age, s.late)),
    uses: ["sync_state", "update_state", ...LIMIT],
    reason: (s) =>
      isDelayed(s)
        ? `${runText(s)}, but Fivetran reports the data as delayed; ${ago(s)}`
        : `${runText(s)}; ${ago(s, s.late)}${overLimit(s, s.late)}`,
  },
  {
    id: "reschedule_passed",
    verdict: "rescheduled",
    severity: "action",
    title: "the rescheduled sync has not started",
    when: (s) => s.sync === "rescheduled" && s.reschedulePassed,
    uses: RESCHEDULED,
    reason: (s) =>
      `the sync was rescheduled to ${s.rescheduledUntil}, but has not started; ${ago(s)}`,
  },
  {
    id: "rescheduled",
    verdict: "rescheduled",
    severity: "warn",
    title:
      "Fivetran rescheduled the sync, because the source's quota is used up or the source is down",
    when: (s) => s.sync === "rescheduled" && s.schedule !== "manual",
    uses: RESCHEDULED,
    reason: withAge,
  },
  {
    id: "rescheduled_manual",
    verdict: "rescheduled",
    severity: "action",
    title:
      "the sync was rescheduled, but does not restart by itself, because the schedule is manual",
    when: (s) => s.sync === "rescheduled",
    uses: RESCHEDULED,
    reason: withAge,
  },
  {
    id: "failed_with_task",
    verdict: "failing",
    severity: "action",
    title: "the last sync failed and Fivetran opened a task",
    when: (s) => s.failedLast && s.tasks.length > 0,
    uses: ["tasks", ...OUTCOMES],
    reason: withAge,
    cause: "task",
  },
  {
    id: "failing_and_delayed",
    verdict: "failing",
    severity: "action",
    title: "syncs keep failing and the data is delayed",
    when: (s) => s.failedLast && s.update === "delayed",
    uses: ["update_state", ...OUTCOMES],
    reason: withAge,
  },
  {
    id: "failed_once",
    verdict: "failing",
    severity: "warn",
    title: "the last sync failed and will be retried",
    when: (s) => s.failedLast,
    uses: ["update_state", ...OUTCOMES],
    reason: withAge,
  },
  {
    id: "never_triggered",
    verdict: "never_synced",
    severity: "action",
    title: "the schedule is manual, and no sync was ever started",
    when: (s) => isAwaitingFirstSync(s) && s.schedule === "manual",
    uses: ["created_at", "schedule_type", "schedule"],
  },
  {
    id: "first_sync_overdue",
    verdict: "never_synced",
    severity: "warn",
    title: "connected, but the first sync is overdue",
    when: (s) => isAwaitingFirstSync(s) && over(s.createdAge, s.late),
    uses: ["sync_state", "created_at", ...SCHEDULE],
    reason: (s) =>
      `connected, but not synced in the ${duration(s.createdAge ?? 0)} since it was created`,
  },
  {
    id: "first_sync_pending",
    verdict: "never_synced",
    severity: "info",
    title: "connected, waiting for the first sync",
    when: isAwaitingFirstSync,
    uses: ["sync_state", "created_at", ...SCHEDULE],
  },
  {
    id: "manual_overdue",
    verdict: "stale",
    severity: "action",
    title: "the schedule is manual, and no sync was started in time",
    when: (s) => s.schedule === "manual" && over(s.age, s.stale),
    uses: ["schedule_type", "schedule", ...AGE, "limit_minutes", "limit_of"],
    reason: (s) => `${ago(s, s.stale)}${overLimit(s, s.stale)}; the schedule is manual`,
  },
  {
    id: "state_not_recognized",
    verdict: "unknown",
    severity: "unknown",
    title: "a state is missing, or not recognized by this version",
    when: (s) => s.unrecognized.length > 0 && !isDelayed(s),
    uses: ["setup_state", "sync_state", "update_state", ...AGE, ...SCHEDULE],
    reason: stateProblem,
  },
  {
    id: "manual_without_limit",
    verdict: "unknown",
    severity: "unknown",
    title: "the freshness of the data cannot be determined",
    when: (s) => s.schedule === "manual" && s.stale === undefined,
    uses: ["setup_state", "sync_state", "update_state", ...AGE, ...SCHEDULE],
    reason: notJudgeable,
  },
  {
    id: "delayed",
    verdict: "stale",
    severity: "warn",
    title: "Fivetran reports the data as delayed",
    when: isDelayed,
    uses: ["update_state", ...AGE],
    reason: (s, title) =>
      s.expected ? `${title}; ${ago(s, s.stale)}${overLimit(s, s.stale)}` : withAge(s, title),
  },
  {
    id: "not_judgeable",
    verdict: "unknown",
    severity: "unknown",
    title: "the freshness of the data cannot be determined",
    when: (s) => !s.judgeable,
    uses: ["setup_state", "sync_state", "update_state", ...AGE, ...SCHEDULE],
    reason: notJudgeable,
  },
  {
    id: "over_limit",
    verdict: "stale",
    severity: "warn",
    title: "the data is older than the limit, although Fivetran reports no delay",
    when: (s) => over(s.age, s.stale),
    uses: ["update_state", ...LIMIT],
    reason: (s) => `${ago(s, s.stale)}${overLimit(s, s.stale)}`,
  },
  {
    id: "run_missed",
    verdict: "late",
    severity: "watch",
    title: "a scheduled sync was missed",
    when: (s) => over(s.age, s.late),
    uses: ["update_state", ...LIMIT],
    reason: (s) => `${ago(s, s.late)}${overLimit(s, s.late)}: one sync missed`,
  },
  {
    id: "tables_incomplete",
    verdict: "partial",
    severity: "warn",
    title: "up to date, but some tables are incomplete until they are re-synced",
    when: (s) => s.resyncWarning,
    uses: ["warnings", ...AGE],
    cause: "warning",
  },
  {
    id: "fresh_with_warnings",
    verdict: "ok",
    severity: "info",
    title: "up to date, with warnings",
    when: (s) => s.otherWarnings > 0,
    uses: ["warnings", ...LIMIT],
    cause: "warning",
  },
  {
    id: "fresh",
    verdict: "ok",
    severity: "ok",
    title: "up to date",
    when: () => true,
    uses: ["update_state", ...LIMIT],
    reason: (s) => `${ago(s, s.late)}${within(s)}`,
  },
]);

/** The id of a rule. `docs/architecture.md` lists all rules with their conditions. */
export type RuleId = (typeof RULES)[number]["id"];

export const firstRule = (state: State) => firstOf(RULES, state);

const OWN_RULES: readonly Rule[] = RULES.filter(({ cause }) => cause !== "destination");

/** The rule that would match if the destination were connected. */
export function ownRule(state: State): Rule {
  return firstOf(OWN_RULES, state);
}

/**
 * The rule for what has to be repaired in the connection itself, regardless of its destination. Undefined if there is
 * none.
 */
export function ownFinding(state: State): Rule<RuleId> | undefined {
  const { id } = ownRule(state);
  const rule: Rule<RuleId> = RULES.find((each) => each.id === id) ?? firstRule(state);
  const explained =
    state.tasks.length > 0 && state.tasks.every((code) => code === DESTINATION_TASK);
  const faulty =
    rule.verdict === "blocked" ||
    (rule.cause === "task" && !explained && (state.setup === "broken" || state.tasks.length > 0));
  return faulty ? rule : undefined;
}

function firstOf<R extends Rule>(rules: readonly R[], state: State): R {
  const first = rules.find(({ when }) => when(state));
  if (first === undefined) throw new RangeError("the last rule matches every connection");
  return first;
}

export const reasonOf = ({ reason, title }: Rule, state: State) =>
  reason === undefined ? title : reason(state, title);
