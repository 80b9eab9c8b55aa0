import {
  type Diagnosis,
  type RuleId,
  rank,
  SEVERITIES,
  type Severity,
  type Verdict,
} from "../../client/health/diagnose.js";
import { RULES } from "../../client/health/rules.js";
import type { ConnectorHealth } from "./account-health.js";

/** Connectors with one problem in common. */
export interface Cause {
  rule: RuleId;
  verdict: Verdict;
  severity: Severity;
  /** True of every member, without a full stop. */
  reason: string;
  /** Id of the destination that they share. */
  destination?: string;
  /** Fivetran's code of the task that they share: third-party text. */
  task?: string;
  /** Worst first. */
  members: ConnectorHealth[];
}

/** Groups connectors by rule and, within it, by the destination or the task to repair. Worst first. */
export function groupCauses(connectors: readonly ConnectorHealth[]): Cause[] {
  const groups = new Map<string, ConnectorHealth[]>();
  for (const connector of connectors) {
    // A paused connector needs another remedy than one that runs, whatever the task: so the rule comes first.
    const { rule } = connector.diagnosis;
    const key = JSON.stringify([rule, sharedWith(connector)]);
    const group = groups.get(key);
    if (group) group.push(connector);
    else groups.set(key, [connector]);
  }
  return [...groups.values()].flatMap(toCause).sort(compareCauses);
}

function sharedWith({
  connection,
  diagnosis,
}: ConnectorHealth): Pick<Cause, "destination" | "task"> {
  if (diagnosis.cause === "destination") return { destination: connection.group_id };
  const [task] = connection.status.tasks ?? [];
  return diagnosis.cause === "task" && task !== undefined ? { task: task.code } : {};
}

function toCause(connectors: ConnectorHealth[]): Cause[] {
  const members = connectors.sort((a, b) => rank(a.diagnosis) - rank(b.diagnosis));
  const [worst] = members;
  if (worst === undefined) return [];
  const { rule, verdict, severity, title }: Diagnosis = worst.diagnosis;
  return [{ rule, verdict, severity, reason: title, ...sharedWith(worst), members }];
}

/** Among equally severe causes a destination comes first, as it explains the most; then the larger one, then in the order of the rules. */
const compareCauses = (a: Cause, b: Cause) =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  Number(a.destination === undefined) - Number(b.destination === undefined) ||
  b.members.length - a.members.length ||
  ruleOrder(a) - ruleOrder(b) ||
  ((a.destination ?? a.task ?? "") < (b.destination ?? b.task ?? "") ? -1 : 1);

const ruleOrder = ({ rule }: Cause) => RULES.findIndex(({ id }) => id === rule);
