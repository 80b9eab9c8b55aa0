import { duration } from "../../base/time.js";
import {
  type Assessment,
  assess,
  type Diagnosis,
  type Severity,
  type Verdict,
} from "../../client/health/diagnose.js";
import type { Connection, Destination } from "../../client/resources/models.js";
import type { Expectations } from "../../toolkit/expectations.js";
import { bare } from "../../toolkit/render.js";

/** The rule in the operator's file that applies to a connector. */
export interface AppliedRule {
  rule: string;
  maxAgeHours?: number | undefined;
  owner?: string | undefined;
  severity: "critical" | "normal" | "low";
  /** If data is too old but quiet hours apply: the time at which they end. */
  quietUntil?: string | undefined;
}

export interface Judgment {
  diagnosis: Diagnosis;
  expectation?: AppliedRule | undefined;
}

/**
 * The verdict and severity. `judgment` builds the full wording, which only connectors that are
 * shown need.
 */
export interface Outline extends Pick<Assessment, "verdict" | "severity"> {
  judgment(): Judgment;
}

export interface Judged {
  connection: Connection;
  destination: Destination | undefined;
  groupName: string | undefined;
}

/** The verdicts about the age of data. Only these depend on an expectation. */
const OF_AGE: readonly Verdict[] = ["stale", "late", "stuck"];

interface Expected {
  maxAgeHours?: number | undefined;
  expectations?: Expectations | undefined;
  /** The start of the running sync, if known. */
  runningSince?: Date | undefined;
}

/** Diagnoses a connector, with the operator's expectations applied. */
export const judge = (judged: Judged, now: Date, expected: Expected): Judgment =>
  outline(judged, now, expected).judgment();

/** Like `judge`, but leaves out the wording. For many connectors of which few are shown. */
export function outline(
  { connection, destination, groupName }: Judged,
  now: Date,
  { maxAgeHours, expectations, runningSince }: Expected,
): Outline {
  const { id, schema: name, service, group_id } = connection;
  const group = { id: group_id, name: groupName };
  const expected = expectations?.of({ id, name, service, group });
  const agreedAgeHours = expected?.maxAgeHours;
  const assessed = assess(connection, destination, now, {
    maxAgeHours,
    agreedAgeHours,
    runningSince,
  });
  const { verdict, severity: own } = assessed;
  if (expected === undefined) {
    return { verdict, severity: own, judgment: () => ({ diagnosis: assessed.diagnosis() }) };
  }
  const { rule, owner, severity: importance } = expected;
  const ofAge = OF_AGE.includes(verdict);
  const quietUntil = ofAge ? expected.quietUntil(now) : undefined;
  const expectation = {
    rule,
    maxAgeHours: agreedAgeHours,
    owner,
    severity: importance,
    quietUntil,
  };
  const severity = ofAge ? severityBy(expectation, own) : own;
  const judgment = () => ({ diagnosis: { ...assessed.diagnosis(), severity }, expectation });
  return { verdict, severity, judgment };
}

/** Data that is too old is not a problem if it has low importance, or during quiet hours. */
function severityBy({ severity, quietUntil }: AppliedRule, own: Severity): Severity {
  if (quietUntil !== undefined || severity === "low") return "info";
  return severity === "critical" ? "action" : own;
}

/**
 * Returns the expectation as one clause, such as `at most 6 h by rule finance_hourly, owner
 * team-finance`.
 */
export function expectationText({ rule, maxAgeHours, owner, severity, quietUntil }: AppliedRule) {
  return [
    `${maxAgeHours === undefined ? "" : `at most ${duration(maxAgeHours * 60)} by `}rule ${bare(rule)}`,
    ...(owner === undefined ? [] : [`owner ${bare(owner)}`]),
    ...(severity === "normal" ? [] : [severity]),
    ...(quietUntil === undefined ? [] : [`quiet until ${quietUntil}`]),
  ].join(", ");
}
