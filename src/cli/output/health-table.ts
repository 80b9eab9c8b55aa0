import { ageMinutes, duration } from "../../base/time.js";
import {
  type AccountHealth,
  adviceFor,
  type Cause,
  type ConnectorHealth,
  countLabels,
  groupCauses,
  readAccountHealth,
  standing,
} from "../../features/health/index.js";
import type { AccountReader } from "../../toolkit/define.js";
import { count } from "../../toolkit/render.js";
import type { Printed } from "../account.js";
import { FAIL_ON_MATCHED, UNDECIDED, whyUndecided } from "../gate.js";
import { type Checked, outcomeOf } from "../junit.js";
import type { Heading, Row, Table, Tone } from "./table.js";

/**
 * Returns the state of an account as a table, with one row for each connector that is not healthy,
 * the worst first.
 */
export async function checkedTable(
  { group, service: services, max_age_hours: maxAgeHours, limit }: Checked & { limit?: number },
  failOn: readonly string[],
  account: AccountReader,
  /** Returns the command that shows more about a connector. */
  more: (connector: string) => string,
): Promise<Printed> {
  const keep = (outline: Parameters<typeof standing>[0]) => standing(outline) !== "ok";
  const filter = { group, services, maxAgeHours, keep };
  const health = await readAccountHealth(account, { ...filter, partly: true });
  const table = healthTable(health, more, limit);
  if (failOn.length === 0) return { table, code: 0 };
  const matched = health.connectors.some((each) => outcomeOf(each, failOn) === "failure");
  return {
    table,
    code: matched ? FAIL_ON_MATCHED : whyUndecided(health) === undefined ? 0 : UNDECIDED,
  };
}

const TONE: Record<Cause["severity"], Tone> = {
  action: "bad",
  warn: "warn",
  watch: "watch",
  unknown: "quiet",
  info: "quiet",
  ok: "good",
};

function healthTable(
  health: AccountHealth,
  more: (connector: string) => string,
  limit = Number.POSITIVE_INFINITY,
): Table {
  const { connectors, checked, gaps } = health;
  const problems = connectors.filter(({ diagnosis }) => standing(diagnosis) === "problem");
  const others = connectors.filter(({ diagnosis }) => standing(diagnosis) === "attention");
  const waiting = countLabels(others.map(({ diagnosis }) => stateOf(diagnosis.verdict)));
  const summary =
    checked === 0
      ? "No connectors found."
      : `${count(checked, "connector")} checked: ${[
          count(problems.length, "problem"),
          `${checked - connectors.length} ok`,
          ...Object.entries(waiting).map(([label, n]) => `${n} ${label}`),
        ].join(", ")}`;
  const causes = groupCauses(connectors);
  const inOrder = [
    ...causes.filter(({ problem }) => problem),
    ...causes.filter(({ problem }) => !problem),
  ];
  const worst = inOrder[0]?.members[0];
  return {
    summary,
    columns: [
      { title: "verdict" },
      { title: "connector" },
      { title: "group" },
      { title: "last success" },
      { title: "cause", folds: true },
      { title: "next step", folds: true },
    ],
    rows: firstOf(
      inOrder.flatMap((cause) => rowsOf(cause, health)),
      limit,
    ),
    notes: [
      ...(connectors.length > limit
        ? [
            `Note: ${count(connectors.length - limit, "more connector")} not shown, because of --limit.`,
          ]
        : []),
      ...gaps.map((gap) => `Note: ${gap}.`),
    ],
    hint:
      worst === undefined ? undefined : `Details of the first connector: ${more(nameOf(worst))}`,
  };
}

/** Returns the first rows up to the limit, with their headings. */
function firstOf(rows: readonly (Row | Heading)[], limit: number): (Row | Heading)[] {
  const places = rows.flatMap((row, at) => ("heading" in row ? [] : [at]));
  return rows.slice(0, places.length > limit ? (places[limit - 1] ?? 0) + 1 : rows.length);
}

const stateOf = (verdict: string) => (verdict === "ok" ? "ok with issues" : verdict);

const nameOf = ({ connection }: Pick<ConnectorHealth, "connection">) =>
  connection.schema || connection.id;

function rowsOf(cause: Cause, health: AccountHealth): (Row | Heading)[] {
  const { members, severity, rule, destination: place, problem } = cause;
  const tone = TONE[severity];
  const times = members.flatMap(({ connection }) => connection.status.rescheduled_for ?? []);
  const next = problem
    ? firstStep(adviceFor(rule, { ...cause, rescheduledFor: times }).advice)
    : "";
  const code = cause.task ?? cause.warning;
  const shared = members.length > 1;
  const rows = members.map(({ connection }): Row => {
    const age = ageMinutes(connection.succeeded_at, health.now);
    return {
      tone,
      cells: [
        stateOf(cause.verdict),
        nameOf({ connection }),
        health.groupName(connection.group_id),
        age === undefined ? (connection.succeeded_at ?? "never") : duration(age),
        code ?? cause.reason,
        next,
      ],
      values: { "last success": connection.succeeded_at ?? "" },
      ...(shared ? { underHeading: true as const } : {}),
    };
  });
  if (!shared) return rows;
  const destination = place === undefined ? undefined : health.destination(place);
  const where =
    place === undefined
      ? ""
      : ` in ${health.groupName(place)}${destination === undefined ? "" : ` (${destination.service}, ${destination.setup_status.toLowerCase()})`}`;
  const heading = `${count(members.length, "connector")}${where}: ${cause.reason}${code === undefined ? "" : `; ${cause.task === undefined ? "warning" : "task"} ${code}`}${next === "" ? "" : ` → ${next}`}`;
  return [{ heading, tone }, ...rows];
}

/**
 * Returns the first step of the advice, short enough for a cell. get_status shows the whole advice.
 */
const firstStep = (advice: string) =>
  (advice.replaceAll(/ \([^)]*\)/g, "").split(/;|, then|, or|, and|\.$/)[0] ?? advice).replaceAll(
    /(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*Z/g,
    "$1 $2 UTC",
  );
