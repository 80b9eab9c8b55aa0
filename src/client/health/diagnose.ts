import { duration } from "../../base/time.js";
import type { Connection, Destination } from "../resources/models.js";
import { type Facts, factsUsed } from "./facts.js";
import { type Row, RULES, SEVERITIES, type Severity, type Verdict } from "./rules.js";
import { type Expectations, type View, view } from "./view.js";

export { ageMinutes, duration } from "../../base/time.js";
export { SEVERITIES, type Severity, VERDICTS, type Verdict } from "./rules.js";
export type { Expectations } from "./view.js";

export interface Diagnosis {
  /** Row of the decision table that matched. */
  row: number;
  verdict: Verdict;
  severity: Severity;
  /** In our words, without a full stop: "last success 3 d ago, over the limit of 13 h". */
  reason: string;
  /** The raw values that the rule used, under Fivetran's names; task codes and unknown states may hold any text. */
  facts: Facts;
  /** The one next step, as a sentence. */
  advice: string;
  /** The next step needs a person in Fivetran's dashboard. */
  needsPerson: boolean;
  /** What else is true and worth knowing, in our words. */
  notes: string[];
  /** The cause lies in the destination: told once for all its connections. */
  common?: "destination";
}

/** Says what a connection's record means. A destination that could not be read does not count as down. */
export function diagnose(
  connection: Connection,
  destination: Destination | undefined,
  now: Date,
  expectations: Expectations = {},
): Diagnosis {
  const seen = view(connection, destination, now, expectations);
  const own = ownRow(seen);
  const grouped = isDestinationsFault(own, seen);
  const row = grouped ? 5 : own;
  const { verdict, advice, needsPerson } = RULES[row];
  return {
    row,
    verdict,
    severity: severityOf(row, seen),
    reason: reasonFor(row, seen),
    facts: factsUsed(row, own, seen, connection, destination),
    advice,
    needsPerson,
    notes: notesFor(row, own, seen),
    ...(grouped ? { common: "destination" as const } : {}),
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

/** What `check_stale` lists. */
export const isProblem = (diagnosis: Diagnosis) => standing(diagnosis) === "problem";

const isKnown = ({ setup, sync, update }: View) =>
  setup === "connected" &&
  (sync === "scheduled" || sync === "syncing") &&
  (update === "on_schedule" || update === "delayed");

const over = (age: number | undefined, limit: number | undefined) =>
  age !== undefined && limit !== undefined && age > limit;

const judgeable = (v: View) =>
  isKnown(v) && v.age !== undefined && v.staleLimit !== undefined && !v.inFuture;

/** The decision table without row 5, which looks at the destination. First match wins. */
const CONDITIONS: readonly (readonly [Row, (v: View) => boolean])[] = [
  [1, (v) => v.setup === "incomplete" && !v.hasSucceeded],
  [2, (v) => v.setup === "incomplete"],
  [3, (v) => v.setup === "broken" && v.paused],
  [4, (v) => v.setup === "broken"],
  [6, (v) => v.paused && !v.hasSucceeded],
  [7, (v) => v.paused],
  [8, (v) => v.schemaStatus.startsWith("blocked_on_")],
  [9, (v) => v.sync === "syncing" && (v.historical ?? !v.hasSucceeded)],
  [
    10,
    (v) =>
      v.sync === "syncing" &&
      v.update === "on_schedule" &&
      judgeable(v) &&
      !over(v.age, v.lateLimit),
  ],
  [11, (v) => v.sync === "syncing" && (v.update === "delayed" || over(v.age, v.lateLimit))],
  [12, (v) => v.sync === "rescheduled" && v.schedule !== "manual"],
  [13, (v) => v.sync === "rescheduled"],
  [14, (v) => v.failedLast && v.tasks.length > 0],
  [16, (v) => v.failedLast && v.update === "delayed"],
  [15, (v) => v.failedLast],
  [17, (v) => v.setup === "connected" && !v.hasSucceeded && v.schedule !== "manual"],
  [18, (v) => v.setup === "connected" && !v.hasSucceeded],
  [19, (v) => v.schedule === "manual" && over(v.age, v.expectation)],
  [20, (v) => v.schedule === "manual" && v.expectation === undefined],
  [21, (v) => v.update === "delayed"],
  [20, (v) => !judgeable(v)],
  [22, (v) => over(v.age, v.staleLimit)],
  [23, (v) => over(v.age, v.lateLimit)],
  [24, (v) => v.resyncWarning],
  [25, (v) => v.otherWarnings > 0],
];

const ownRow = (v: View): Row => CONDITIONS.find(([, matches]) => matches(v))?.[0] ?? 26;

const WAREHOUSE_ROWS: readonly Row[] = [3, 4, 11, 12, 13, 14, 15, 16];

const isDestinationsFault = (own: Row, v: View) =>
  (v.destinationDown && own > 2) || (v.warehouseTask && WAREHOUSE_ROWS.includes(own));

/** A pause of this length may outlast the log that the source keeps. */
const LONG_PAUSE = 7 * 1440;

function severityOf(row: Row, v: View): Severity {
  if (row === 7 && (over(v.age, LONG_PAUSE) || v.tasks.length > 0)) return "warn";
  if (row === 17 && over(v.createdAge, v.lateLimit)) return "warn";
  // Only a success after the last failure, with nothing left to do, is plainly ok.
  const open = v.failedLast || v.tasks.length > 0 || v.resyncWarning;
  if (RULES[row].verdict === "ok" && open) return "watch";
  return RULES[row].severity;
}

const ago = (minutes: number | undefined) =>
  minutes === undefined ? "no success yet" : `last success ${duration(minutes)} ago`;

const overLimit = (v: View, limit: number | undefined) =>
  over(v.age, limit) ? `, over the limit of ${duration(limit ?? 0)}` : "";

const within = (v: View) =>
  v.lateLimit === undefined ? "" : `, within the limit of ${duration(v.lateLimit)}`;

function reasonFor(row: Row, v: View): string {
  const { title } = RULES[row];
  switch (row) {
    case 5:
      return v.destinationDown ? title : "an open task asks to reconnect its destination";
    case 7:
      return v.age === undefined ? title : `${title}; ${ago(v.age)}`;
    case 9:
      return v.hasSucceeded
        ? `all history is being loaded again; ${ago(v.age)}`
        : "the first load is running";
    case 10:
      return `${title}; ${ago(v.age)}${within(v)}`;
    case 11:
      return v.update === "delayed"
        ? `a run is under way, but Fivetran marks the data as delayed; ${ago(v.age)}`
        : `a run is under way, ${ago(v.age)}${overLimit(v, v.lateLimit)}`;
    case 15:
      return `${title}; ${ago(v.age)}`;
    case 17:
      return over(v.createdAge, v.lateLimit)
        ? `connected, but nothing was synced in the ${duration(v.createdAge ?? 0)} since it was created`
        : title;
    case 19:
      return `${ago(v.age)}${overLimit(v, v.expectation)}; its schedule is manual`;
    case 20:
      return unknownReason(v);
    case 22:
      return `${ago(v.age)}${overLimit(v, v.staleLimit)}`;
    case 23:
      return `${ago(v.age)}${overLimit(v, v.lateLimit)}: one run missed`;
    case 26:
      return `${ago(v.age)}${within(v)}`;
    case 2:
    case 3:
    case 4:
    case 12:
    case 13:
    case 14:
    case 16:
    case 21:
      return `${title}; ${ago(v.age)}`;
    default:
      return title;
  }
}

function unknownReason(v: View): string {
  const age = ago(v.age);
  if (v.inFuture) return "its last success is dated in the future, so a clock is wrong";
  if (v.schedule === "manual" && v.expectation === undefined) {
    return `its schedule is manual, so no age is expected; ${age}`;
  }
  if (!isKnown(v)) return `Fivetran reports a state that this version does not know; ${age}`;
  return v.schedule === "other"
    ? `its schedule is not a plain interval, so no age is expected; ${age}`
    : `its sync frequency is unknown; ${age}`;
}

function notesFor(row: Row, own: Row, v: View): string[] {
  const notes: string[] = [];
  const add = (when: boolean, note: string) => {
    if (when) notes.push(note);
  };
  add(row !== own && RULES[own].verdict !== "ok", `on its own account: ${reasonFor(own, v)}`);
  add(
    v.failedLast && own >= 9 && own <= 13,
    `the previous run failed ${duration(v.failureAge ?? 0)} ago`,
  );
  add(v.sync === "syncing" && own > 13, "a run is under way");
  add(
    v.sync === "rescheduled" && (v.rescheduledIn ?? 0) < 0,
    "the time it was put off to has passed",
  );
  add(own === 20 && v.update === "delayed", "Fivetran marks its data as delayed");
  add(
    v.tasks.length > 0 && row !== 3 && row !== 4 && row !== 14,
    v.tasks.length === 1
      ? "an open task waits for a person"
      : `${v.tasks.length} open tasks wait for a person`,
  );
  add(v.resyncWarning && row !== 24, "some tables are incomplete until they are resynced");
  add(
    v.otherWarnings > 0,
    v.otherWarnings === 1 ? "it carries a warning" : `it carries ${v.otherWarnings} warnings`,
  );
  return notes;
}
