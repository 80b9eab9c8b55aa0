import { duration } from "../../base/time.js";
import {
  type Diagnosis,
  diagnose,
  type Severity,
  type Verdict,
} from "../../client/health/diagnose.js";
import type { Connection, Destination } from "../../client/resources/models.js";
import type { Expectations } from "../../toolkit/expectations.js";
import { bare } from "../../toolkit/render.js";

/** The rule of the operator's file that applies to a connector. */
export interface AppliedRule {
  rule: string;
  maxAgeHours?: number | undefined;
  owner?: string | undefined;
  severity: "critical" | "normal" | "low";
  /** For data that is too old within quiet hours: when they end. */
  quietUntil?: string | undefined;
}

export interface Judgment {
  diagnosis: Diagnosis;
  expectation?: AppliedRule | undefined;
}

export interface Judged {
  connection: Connection;
  destination: Destination | undefined;
  groupName: string | undefined;
}

/** Verdicts about the age of data, which an expectation is about. */
const OF_AGE: readonly Verdict[] = ["stale", "late", "stuck"];

/** The health of a connector by what the operator expects of it. */
export function judge(
  { connection, destination, groupName }: Judged,
  now: Date,
  {
    maxAgeHours,
    expectations,
    runningSince,
  }: {
    maxAgeHours?: number | undefined;
    expectations?: Expectations | undefined;
    /** When the running sync began, where it is known. */
    runningSince?: Date | undefined;
  },
): Judgment {
  const { id, schema: name, service, group_id } = connection;
  const group = { id: group_id, name: groupName };
  const expected = expectations?.of({ id, name, service, group });
  const agreedAgeHours = expected?.maxAgeHours;
  const diagnosis = diagnose(connection, destination, now, {
    maxAgeHours,
    agreedAgeHours,
    runningSince,
  });
  if (expected === undefined) return { diagnosis };
  const { rule, owner, severity } = expected;
  const ofAge = OF_AGE.includes(diagnosis.verdict);
  const quietUntil = ofAge ? expected.quietUntil(now) : undefined;
  const expectation = { rule, maxAgeHours: agreedAgeHours, owner, severity, quietUntil };
  if (!ofAge) return { diagnosis, expectation };
  const by = severityBy(expectation, diagnosis.severity);
  return { diagnosis: { ...diagnosis, severity: by }, expectation };
}

/** Too old data of low importance, or in quiet hours, is not a problem. */
function severityBy({ severity, quietUntil }: AppliedRule, own: Severity): Severity {
  if (quietUntil !== undefined || severity === "low") return "info";
  return severity === "critical" ? "action" : own;
}

/** What is expected, in one clause: `at most 6 h by rule finance_hourly, owner team-finance`. */
export function expectationText({ rule, maxAgeHours, owner, severity, quietUntil }: AppliedRule) {
  return [
    `${maxAgeHours === undefined ? "" : `at most ${duration(maxAgeHours * 60)} by `}rule ${bare(rule)}`,
    ...(owner === undefined ? [] : [`owner ${bare(owner)}`]),
    ...(severity === "normal" ? [] : [severity]),
    ...(quietUntil === undefined ? [] : [`quiet until ${quietUntil}`]),
  ].join(", ");
}
