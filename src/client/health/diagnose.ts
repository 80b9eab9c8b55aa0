import { duration } from "../../base/time.js";
import type { Connection, Destination } from "../resources/models.js";
import {
  firstRule,
  ownFinding,
  ownRule,
  type Rule,
  type RuleId,
  reasonOf,
  SEVERITIES,
  type Severity,
  type Verdict,
} from "./rules.js";
import { type Expectations, limitFacts, type State, stateOf } from "./state.js";

export { type RuleId, SEVERITIES, type Severity, VERDICTS, type Verdict } from "./rules.js";
export type { Expectations } from "./state.js";

/** The conclusion of a rule about a connection. */
export interface Finding {
  /** The first rule that matched. */
  rule: RuleId;
  /** One of `VERDICTS`. */
  verdict: Verdict;
  /** One of `SEVERITIES`. */
  severity: Severity;
  /** The reason in general terms. It is the same for every connection with this rule. */
  title: string;
  /** The reason for this connection, without a full stop: "last success 3 d ago, over the limit of 13 h". */
  reason: string;
  /**
   * A possible cause that other connections with the same rule share: the destination, the first open task or the
   * first warning.
   */
  cause?: Rule["cause"];
}

/** The health of a connection, as returned by `diagnose`. */
export interface Diagnosis extends Finding {
  /**
   * The raw values that the rule used, by Fivetran's field names. Task codes and unknown states may contain any text.
   */
  facts: Record<string, string | number | boolean>;
  /** Further findings that the verdict does not cover, as sentences without a full stop. */
  notes: string[];
  /** Another problem of the connection, if its verdict is `destination_down`. */
  ownFinding?: Finding;
}

/** The health of a connection. `diagnosis` computes the texts, which takes longer, only when it is called. */
export interface Assessment extends Pick<Finding, "verdict" | "severity"> {
  diagnosis(): Diagnosis;
}

/**
 * Determines the health of a connection from its record. Sends nothing.
 *
 * @param destination the destination's record. If it is undefined, the destination is assumed to be connected.
 * @param now the time to compare with, usually `fivetran.now()`.
 * @returns the verdict, its severity, the reason and the values that led to it.
 */
export const diagnose = (
  connection: Connection,
  destination: Destination | undefined,
  now: Date,
  expectations?: Expectations,
): Diagnosis => assess(connection, destination, now, expectations).diagnosis();

/** Like `diagnose`, but computes the texts only on demand. For many connections of which only a few are displayed. */
export function assess(
  connection: Connection,
  destination: Destination | undefined,
  now: Date,
  expectations: Expectations = {},
): Assessment {
  const state = stateOf(connection, destination, now, expectations);
  const rule = firstRule(state);
  return {
    verdict: rule.verdict,
    severity: severityOf(rule, state),
    diagnosis() {
      const own = rule.cause === "destination" ? ownFinding(state) : undefined;
      return {
        ...findingOf(rule, state),
        facts: factsOf(rule, state),
        notes: notesOf(rule, state),
        ...(own === undefined ? {} : { ownFinding: findingOf(own, state) }),
      };
    },
  };
}

const findingOf = (rule: Rule<RuleId>, state: State): Finding => ({
  rule: rule.id,
  verdict: rule.verdict,
  severity: severityOf(rule, state),
  title: rule.title,
  reason: reasonOf(rule, state),
  ...(rule.cause === undefined ? {} : { cause: rule.cause }),
});

/** A sort key that puts the worst first: by severity, then by the age of the data, oldest first. */
export function rank({ severity, facts }: Pick<Diagnosis, "severity" | "facts">): number {
  const age = facts["age_minutes"];
  return SEVERITIES.indexOf(severity) * 1e9 - Math.min(typeof age === "number" ? age : 0, 1e9 - 1);
}

/**
 * `problem`: someone should look at it. `attention`: waiting, paused or unknown, possibly on purpose. `ok`: healthy.
 */
export type Standing = "problem" | "attention" | "ok";

export function standing({ verdict, severity }: Pick<Diagnosis, "verdict" | "severity">): Standing {
  if (verdict === "ok") return severity === "watch" ? "attention" : "ok";
  if (verdict === "paused" || verdict === "loading" || verdict === "unknown") return "attention";
  return severity === "info" ? "attention" : "problem";
}

/** A healthy connection is `watch` if it has an open task, a failed last sync or incomplete tables. */
function severityOf({ verdict, severity }: Rule, state: State): Severity {
  const open = state.failedLast || state.tasks.length > 0 || state.resyncWarning;
  return verdict === "ok" && open ? "watch" : severity;
}

function factsOf({ id, uses }: Rule, state: State): Diagnosis["facts"] {
  const facts: Diagnosis["facts"] = {};
  const values = state.facts();
  if (id === "over_limit") Object.assign(values, limitFacts(state.stale, state.expected));
  for (const name of uses) {
    const value = values[name];
    if (value !== undefined && value !== null && value !== "") facts[name] = value;
  }
  return facts;
}

const BEFORE_FAILURE: readonly Verdict[] = ["loading", "ok", "stuck", "rescheduled"];
/** With these verdicts no note about Fivetran's delay is needed, because they already express it. */
const DELAY_DECIDES: readonly Verdict[] = ["stale", "stuck", "failing"];
const SILENT_ON_RUNNING_SYNC: readonly Verdict[] = ["failing", "never_synced", "stale", "unknown"];

/** Findings in addition to the rule that matched. */
function notesOf(rule: Rule, state: State): string[] {
  const own = rule.cause === "destination" ? ownRule(state) : rule;
  const { tasks, otherWarnings } = state;
  const notes = [
    rule.cause === "destination" &&
      own.verdict !== "ok" &&
      `in addition to the destination problem: ${reasonOf(own, state)}`,
    state.failedLast &&
      BEFORE_FAILURE.includes(own.verdict) &&
      `the previous sync failed ${duration(state.failureAge ?? 0)} ago`,
    state.sync === "syncing" && SILENT_ON_RUNNING_SYNC.includes(own.verdict) && "a sync is running",
    (own.verdict === "unknown" || (state.agreed && !DELAY_DECIDES.includes(own.verdict))) &&
      state.update === "delayed" &&
      "Fivetran reports the data as delayed",
    tasks.length > 0 &&
      rule.cause !== "task" &&
      (tasks.length === 1
        ? "an open task requires action"
        : `${tasks.length} open tasks require action`),
    state.resyncWarning &&
      rule.verdict !== "partial" &&
      "some tables are incomplete until they are re-synced",
    otherWarnings > 0 &&
      (otherWarnings === 1 ? "a warning is open" : `${otherWarnings} warnings are open`),
  ];
  return notes.filter((note) => note !== false);
}
