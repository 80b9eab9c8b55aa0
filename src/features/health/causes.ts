import { type Diagnosis, rank } from "../../client/health/diagnose.js";
import {
  type Row,
  RULES,
  SEVERITIES,
  type Severity,
  type Verdict,
} from "../../client/health/rules.js";
import type { Connection, Destination } from "../../client/resources/models.js";

export interface Diagnosed {
  connection: Connection;
  diagnosis: Diagnosis;
  destination?: Destination | undefined;
}

/** What several connections suffer from together, told once. */
export interface Cause<T extends Diagnosed = Diagnosed> {
  kind: "destination" | "task" | "rule";
  /** Stable within one answer: `destination:<id>`, `task:<row>:<code>` or `row:<number>`; a code may hold any text. */
  key: string;
  verdict: Verdict;
  severity: Severity;
  /** In our words and true of every member, without a full stop. */
  reason: string;
  advice: string;
  needsPerson: boolean;
  /** Id of the destination, and of its group. */
  destination?: string;
  /** Fivetran's task code, written by others. */
  task?: string;
  /** Worst first. */
  members: T[];
}

/** Rows whose cause is whatever their first task names. */
const TASK_ROWS = new Set<number>([3, 4, 14]);

/** Puts connections with one cause together: a destination, a task, or else a row of the table. Worst first. */
export function groupCauses<T extends Diagnosed>(entries: readonly T[]): Cause<T>[] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups].map(([key, members]) => toCause(key, members)).sort(compareCauses);
}

function keyOf({ connection, diagnosis }: Diagnosed): string {
  if (diagnosis.common === "destination") return `destination:${connection.group_id}`;
  const task = TASK_ROWS.has(diagnosis.row) ? connection.status.tasks?.[0]?.code : undefined;
  // By row too: a paused connection needs another remedy than one that runs, whatever the task.
  return task === undefined ? `row:${diagnosis.row}` : `task:${diagnosis.row}:${task}`;
}

function toCause<T extends Diagnosed>(key: string, unsorted: T[]): Cause<T> {
  const members = unsorted
    .map((entry) => ({ entry, rank: rank(entry.diagnosis) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
  const [worst] = members;
  if (worst === undefined) throw new RangeError("a cause has members");
  const { diagnosis, connection } = worst;
  const { verdict, severity, advice, needsPerson } = diagnosis;
  const shared = { key, verdict, severity, advice, needsPerson, members };
  if (diagnosis.common === "destination") {
    return {
      kind: "destination",
      reason: destinationReason(members),
      destination: connection.group_id,
      ...shared,
    };
  }
  const reason = isRow(diagnosis.row) ? RULES[diagnosis.row].title : diagnosis.reason;
  const task = /^task:\d+:(.*)$/s.exec(key)?.[1];
  if (task !== undefined) return { kind: "task", reason, task, ...shared };
  return {
    kind: "rule",
    reason,
    ...shared,
  };
}

/** A destination that says it is down outweighs a task that says so. */
const destinationReason = (members: readonly Diagnosed[]) =>
  members.some(
    ({ destination }) =>
      destination !== undefined && destination.setup_status.toLowerCase() !== "connected",
  )
    ? RULES[5].title
    : "open tasks ask to reconnect its destination";

const isRow = (row: number): row is Row => Object.hasOwn(RULES, row);

/** Among equally severe causes a destination comes first, as it explains the most; then the larger one. */
const compareCauses = (a: Cause, b: Cause) =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  Number(b.kind === "destination") - Number(a.kind === "destination") ||
  b.members.length - a.members.length ||
  (a.key < b.key ? -1 : 1);
