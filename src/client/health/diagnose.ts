import { duration } from "../../base/time.js";
import type { Connection, Destination } from "../resources/models.js";
import {
  firstRule,
  ownRule,
  type Rule,
  type RuleId,
  reasonOf,
  SEVERITIES,
  type Severity,
  type Verdict,
} from "./rules.js";
import { type Expectations, type State, stateOf } from "./state.js";

export { type RuleId, SEVERITIES, type Severity, VERDICTS, type Verdict } from "./rules.js";
export type { Expectations } from "./state.js";

export interface Diagnosis {
  rule: RuleId;
  verdict: Verdict;
  severity: Severity;
  /** The rule in general words: true of every connection with the same rule. */
  title: string;
  /** In our words, without a full stop: "last success 3 d ago, over the limit of 13 h". */
  reason: string;
  /** The raw values that the rule used, under Fivetran's names; task codes and unknown states may hold any text. */
  facts: Record<string, string | number | boolean>;
  /** What else is true and worth knowing, in our words. */
  notes: string[];
  /** What it may share with others of the same rule: the state of the destination, or the first open task. */
  cause?: Rule["cause"];
}

/** Says what a connection's record means. A destination that could not be read does not count as down. */
export function diagnose(
  connection: Connection,
  destination: Destination | undefined,
  now: Date,
  expectations: Expectations = {},
): Diagnosis {
  const state = stateOf(connection, destination, now, expectations);
  const rule = firstRule(state);
  const { id, verdict, title, cause } = rule;
  return {
    rule: id,
    verdict,
    severity: severityOf(rule, state),
    title,
    reason: reasonOf(rule, state),
    facts: factsOf(rule, state),
    notes: notesOf(rule, state),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** Sort key, worst first: by severity, then the oldest data first. */
export function rank({ severity, facts }: Pick<Diagnosis, "severity" | "facts">): number {
  const age = facts["age_minutes"];
  return SEVERITIES.indexOf(severity) * 1e9 - Math.min(typeof age === "number" ? age : 0, 1e9 - 1);
}

/** `problem`: somebody should look; `attention`: waiting, paused or not judgeable, perhaps on purpose; `ok`. */
export type Standing = "problem" | "attention" | "ok";

export function standing({ verdict, severity }: Pick<Diagnosis, "verdict" | "severity">): Standing {
  if (verdict === "ok") return severity === "watch" ? "attention" : "ok";
  if (verdict === "paused" || verdict === "loading" || verdict === "unknown") return "attention";
  return severity === "info" ? "attention" : "problem";
}

/** Only a success after the last failure, with nothing left to do, is plainly ok. */
function severityOf({ verdict, severity }: Rule, state: State): Severity {
  const open = state.failedLast || state.tasks.length > 0 || state.resyncWarning;
  return verdict === "ok" && open ? "watch" : severity;
}

function factsOf({ id, uses }: Rule, state: State): Diagnosis["facts"] {
  const facts: Diagnosis["facts"] = {};
  for (const name of uses) {
    const value =
      name === "limit_minutes" && id === "over_limit" ? state.staleLimit : state.facts[name];
    if (value !== undefined && value !== null && value !== "") facts[name] = value;
  }
  return facts;
}

const SYNCING_OR_RESCHEDULED: readonly Verdict[] = ["loading", "ok", "stuck", "rescheduled"];
const NOT_ABOUT_THE_RUN: readonly Verdict[] = ["failing", "never_synced", "stale", "unknown"];

/** What the first match hides. */
function notesOf(rule: Rule, state: State): string[] {
  const own = rule.cause === "destination" ? ownRule(state) : rule;
  const { tasks, otherWarnings } = state;
  const notes = [
    rule.cause === "destination" &&
      own.verdict !== "ok" &&
      `on its own account: ${reasonOf(own, state)}`,
    state.failedLast &&
      SYNCING_OR_RESCHEDULED.includes(own.verdict) &&
      `the previous run failed ${duration(state.failureAge ?? 0)} ago`,
    state.sync === "syncing" && NOT_ABOUT_THE_RUN.includes(own.verdict) && "a run is under way",
    state.sync === "rescheduled" &&
      state.reschedulePassed &&
      "the time it was put off to has passed",
    own.verdict === "unknown" && state.update === "delayed" && "Fivetran marks its data as delayed",
    tasks.length > 0 &&
      rule.cause !== "task" &&
      (tasks.length === 1
        ? "an open task waits for a person"
        : `${tasks.length} open tasks wait for a person`),
    state.resyncWarning &&
      rule.verdict !== "partial" &&
      "some tables are incomplete until they are resynced",
    otherWarnings > 0 &&
      (otherWarnings === 1 ? "it carries a warning" : `it carries ${otherWarnings} warnings`),
  ];
  return notes.filter((note) => note !== false);
}
