import {
  type Finding,
  type RuleId,
  rank,
  SEVERITIES,
  type Severity,
  standing,
  type Verdict,
} from "../../client/health/diagnose.js";
import { DESTINATION_TASK, RESYNC_WARNING, RULES } from "../../client/health/rules.js";
import type { ConnectorHealth } from "./account-health.js";
import { isUnreadableTime } from "./unreadable.js";

/** Connectors that have a problem in common. */
export interface Cause {
  rule: RuleId;
  verdict: Verdict;
  severity: Severity;
  /** A clause that applies to every member, without a full stop. */
  reason: string;
  /**
   * True if the members need attention. False if they wait, are paused or have an unknown state,
   * which may be intended.
   */
  problem: boolean;
  /** The id of the destination that the members share. */
  destination?: string;
  /** Fivetran's code of the task or warning that the members share. Third-party text. */
  task?: string;
  warning?: string;
  /** The time of the members' last success cannot be read or is in the future, so no limit can judge it. */
  noAge?: boolean;
  /** Sorted, the worst first. */
  members: ConnectorHealth[];
}

interface Found {
  connector: ConnectorHealth;
  finding: Finding;
}

/**
 * Groups connectors by rule, and within a rule by the destination, task or warning to repair.
 * Returns the worst cause first. A connector that is itself broken in a destination that is down
 * belongs to both causes.
 */
export function groupCauses(connectors: readonly ConnectorHealth[]): Cause[] {
  const groups = new Map<string, Found[]>();
  for (const connector of connectors) {
    const { diagnosis } = connector;
    for (const finding of [diagnosis, diagnosis.ownFinding]) {
      if (finding === undefined) continue;
      // The rule is the first part of the key, because a paused connector needs a different remedy
      // than a running one with the same task.
      const { destination, task, warning, noAge } = sharedWith({ connector, finding });
      const shared = [destination, task, warning, noAge];
      const key = JSON.stringify([finding.rule, standing(finding), ...shared]);
      const group = groups.get(key);
      if (group) group.push({ connector, finding });
      else groups.set(key, [{ connector, finding }]);
    }
  }
  return [...groups.values()].flatMap(toCause).sort(compareCauses);
}

/** Returns the codes of a connector's finding that decide the advice. */
export const codesOf = (connector: ConnectorHealth, finding: Finding) =>
  sharedWith({ connector, finding });

/** Rules whose advice is to give an age that the data may have. */
const AGE_RULES: ReadonlySet<RuleId> = new Set(["not_judgeable", "manual_without_limit"]);

function sharedWith({
  connector: { connection, diagnosis },
  finding,
}: Found): Pick<Cause, "destination" | "task" | "warning" | "noAge"> {
  const { cause, rule, verdict } = finding;
  const { tasks, warnings } = connection.status;
  if (cause === "destination") return { destination: connection.group_id };
  // The facts are those of the diagnosis itself. They have no age for a success in the future.
  const { succeeded_at, age_minutes } = finding === diagnosis ? diagnosis.facts : {};
  const inFuture = succeeded_at !== undefined && age_minutes === undefined;
  if (AGE_RULES.has(rule) && (inFuture || isUnreadableTime(connection.succeeded_at))) {
    return { noAge: true };
  }
  if (cause === "warning") {
    const warning = warnings?.find(({ code }) => code === RESYNC_WARNING) ?? warnings?.[0];
    return warning === undefined ? {} : { warning: warning.code };
  }
  // Connectors with other causes share no task, except healthy ones that have an open task.
  if (cause !== "task" && verdict !== "ok") return {};
  const own = tasks?.find(
    ({ code }) => diagnosis.cause !== "destination" || code !== DESTINATION_TASK,
  );
  return own === undefined ? {} : { task: own.code };
}

function toCause(found: Found[]): Cause[] {
  const order = found
    .map((one) => ({ ...one, rank: rank(one.connector.diagnosis) }))
    .sort((a, b) => a.rank - b.rank);
  const [worst] = order;
  if (worst === undefined) return [];
  const { rule, verdict, severity, title } = worst.finding;
  const [note] = worst.connector.diagnosis.notes;
  return [
    {
      rule,
      verdict,
      severity,
      reason: verdict === "ok" && note !== undefined ? `${title}; ${note}` : title,
      problem: standing(worst.finding) === "problem",
      ...sharedWith(worst),
      members: order.map(({ connector }) => connector),
    },
  ];
}

/** Sorted from "no data arrives until it is repaired" to "some data is missing". */
const WORST_FIRST: readonly Verdict[] = [
  "destination_down",
  "broken",
  "failing",
  "stale",
  "stuck",
  "blocked",
  "needs_setup",
  "rescheduled",
  "never_synced",
  "partial",
  "late",
];

const badness = ({ verdict }: Cause) => {
  const at = WORST_FIRST.indexOf(verdict);
  return at === -1 ? WORST_FIRST.length : at;
};

/**
 * Sorts problems first, then by severity, verdict, number of members (largest first) and order of
 * the rules.
 */
const compareCauses = (a: Cause, b: Cause) =>
  Number(b.problem) - Number(a.problem) ||
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  badness(a) - badness(b) ||
  b.members.length - a.members.length ||
  ruleOrder(a) - ruleOrder(b) ||
  (sharedKey(a) < sharedKey(b) ? -1 : 1);

const ruleOrder = ({ rule }: Cause) => RULES.findIndex(({ id }) => id === rule);
const sharedKey = ({ destination, task, warning }: Cause) => destination ?? task ?? warning ?? "";
