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

/** Connectors with one problem in common. */
export interface Cause {
  rule: RuleId;
  verdict: Verdict;
  severity: Severity;
  /** True of every member, without a full stop. */
  reason: string;
  /** Its members need a look; otherwise they wait, are paused or unknown, perhaps on purpose. */
  problem: boolean;
  /** Id of the destination that they share. */
  destination?: string;
  /** Fivetran's code of the task or warning that they share: third-party text. */
  task?: string;
  warning?: string;
  /** Worst first. */
  members: ConnectorHealth[];
}

interface Found {
  connector: ConnectorHealth;
  finding: Finding;
}

/**
 * Groups connectors by rule and, within it, by the destination, task or warning to repair. Worst first. A connector
 * that is itself broken in a destination that is down has both causes.
 */
export function groupCauses(connectors: readonly ConnectorHealth[]): Cause[] {
  const groups = new Map<string, Found[]>();
  for (const connector of connectors) {
    const { diagnosis } = connector;
    for (const finding of [diagnosis, diagnosis.ownFinding]) {
      if (finding === undefined) continue;
      // A paused connector needs another remedy than one that runs, whichever the task: so the rule comes first.
      const { destination, task, warning } = sharedWith({ connector, finding });
      const key = JSON.stringify([finding.rule, standing(finding), destination, task, warning]);
      const group = groups.get(key);
      if (group) group.push({ connector, finding });
      else groups.set(key, [{ connector, finding }]);
    }
  }
  return [...groups.values()].flatMap(toCause).sort(compareCauses);
}

/** The codes of a connector's finding, by which advice is given. */
export const codesOf = (connector: ConnectorHealth, finding: Finding) =>
  sharedWith({ connector, finding });

function sharedWith({
  connector: { connection, diagnosis },
  finding: { cause, verdict },
}: Found): Pick<Cause, "destination" | "task" | "warning"> {
  const { tasks, warnings } = connection.status;
  if (cause === "destination") return { destination: connection.group_id };
  if (cause === "warning") {
    const warning = warnings?.find(({ code }) => code === RESYNC_WARNING) ?? warnings?.[0];
    return warning === undefined ? {} : { warning: warning.code };
  }
  // A healthy connector to watch has an open task, if anything that others have too.
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

/** From "no data arrives until it is repaired" down to "some data is missing". */
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

/** Problems first, then by severity; equally severe ones by their verdict, then the larger one, then in the order of the rules. */
const compareCauses = (a: Cause, b: Cause) =>
  Number(b.problem) - Number(a.problem) ||
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  badness(a) - badness(b) ||
  b.members.length - a.members.length ||
  ruleOrder(a) - ruleOrder(b) ||
  (sharedKey(a) < sharedKey(b) ? -1 : 1);

const ruleOrder = ({ rule }: Cause) => RULES.findIndex(({ id }) => id === rule);
const sharedKey = ({ destination, task, warning }: Cause) => destination ?? task ?? warning ?? "";
