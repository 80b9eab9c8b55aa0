import * as z from "zod";
import type { ToolResult } from "../../engine/results.js";
import { count } from "../../toolkit/render.js";
import type { Column, Row, Table, Tone } from "./table.js";
import { TONES } from "./table.js";

const Page = { next_cursor: z.string().optional(), gaps: z.array(z.string()).default([]) };
const Counts = z.record(z.string(), z.number()).default({});

const Connectors = z.looseObject({
  ...Page,
  total: z.number(),
  by_verdict: Counts,
  connectors: z
    .array(
      z.looseObject({
        name: z.string(),
        service: z.string(),
        group: z.string(),
        verdict: z.string(),
        age: z.string().optional(),
        last_success_at: z.string().optional(),
      }),
    )
    .default([]),
});

const Destinations = z.looseObject({
  ...Page,
  total: z.number(),
  by_state: Counts,
  destinations: z
    .array(
      z.looseObject({
        name: z.string(),
        state: z.string(),
        service: z.string().optional(),
        region: z.string().optional(),
        connectors: z.number(),
        problems: Counts,
      }),
    )
    .default([]),
});

const History = z.looseObject({
  ...Page,
  since: z.string(),
  until: z.string(),
  connectors: z
    .array(
      z.looseObject({
        name: z.string(),
        syncs: z.number().optional(),
        failure_rate: z.number().optional(),
        usual_seconds: z.number().optional(),
        failing_since: z.string().optional(),
        reason: z.string().optional(),
        load_mb: z.number().optional(),
      }),
    )
    .default([]),
  runs: z
    .array(
      z.looseObject({
        started_at: z.string().optional(),
        outcome: z.string(),
        seconds: z.number().optional(),
        load_mb: z.number().optional(),
        reason: z.string().optional(),
      }),
    )
    .default([]),
});
type History = z.output<typeof History>;

const Statuses = z.looseObject({
  missing: z.array(z.looseObject({ value: z.string(), problem: z.string() })).default([]),
  gaps: z.array(z.string()).default([]),
  connectors: z.array(
    z.looseObject({
      name: z.string(),
      service: z.string(),
      group: z.string(),
      verdict: z.string(),
      reason: z.string(),
      facts: z.looseObject({ succeeded_at: z.string().optional() }),
      next: z.string().optional(),
    }),
  ),
});

const Personal = z.looseObject({
  ...Page,
  not_searched: z.array(z.looseObject({ name: z.string(), why: z.string() })),
  connectors: z.array(
    z.looseObject({
      name: z.string(),
      not_seen: z.array(z.looseObject({ why: z.string(), count: z.number() })),
      findings: z.array(
        z.looseObject({
          schema: z.string(),
          table: z.string(),
          column: z.string(),
          kind: z.string(),
          confidence: z.string(),
          reason: z.string(),
          action: z.string(),
        }),
      ),
    }),
  ),
});

const TONE: Record<string, Tone> = {
  succeeded: "good",
  failed: "bad",
  cancelled: "watch",
  destination_down: "bad",
  broken: "bad",
  needs_setup: "bad",
  incomplete: "bad",
  blocked: "bad",
  failing: "warn",
  stuck: "warn",
  stale: "warn",
  rescheduled: "warn",
  never_synced: "warn",
  partial: "warn",
  late: "watch",
  ok: "good",
  connected: "good",
};
const toneOf = (state: string): Tone => TONE[state] ?? "quiet";

const counted = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([label, n]) => `${n} ${label}`)
    .join(", ");

const columns = (...titles: string[]): Column[] => titles.map((title) => ({ title }));

function worstFirst(rows: readonly Row[]): Row[] {
  const rank = ({ tone, cells }: Row) =>
    [TONES.indexOf(tone), cells[0] ?? "", cells[1] ?? ""] as const;
  return rows.toSorted((one, other) => {
    const [a, b] = [rank(one), rank(other)];
    if (a[0] !== b[0]) return a[0] - b[0];
    return `${a[1]} ${a[2]}` < `${b[1]} ${b[2]}` ? -1 : 1;
  });
}

/** Returns the values that CSV contains instead of the cells for people. */
const values = (given: Record<string, string | number | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).map(([title, value]) => [title, String(value ?? "")]));

const minute = (time: string | undefined) => (time ?? "").slice(0, 16).replace("T", " ");
const seconds = (n: number | undefined) => (n === undefined ? "" : `${n} s`);
const megabytes = (n: number | undefined) => (n === undefined ? "" : `${n}`);

const runsTable = ({ runs }: History): Pick<Table, "columns" | "rows"> => ({
  columns: [
    { title: "outcome" },
    { title: "started (utc)", name: "started_at" },
    { title: "duration", name: "seconds" },
    { title: "mb loaded" },
    { title: "reason", folds: true },
  ],
  rows: runs.map((run) => ({
    cells: [
      run.outcome,
      minute(run.started_at),
      seconds(run.seconds),
      megabytes(run.load_mb),
      run.reason ?? "",
    ],
    values: values({ "started (utc)": run.started_at, duration: run.seconds }),
    tone: toneOf(run.outcome),
  })),
});

const historiesTable = ({ connectors }: History): Pick<Table, "columns" | "rows"> => ({
  columns: [
    { title: "failed", name: "failure_rate" },
    { title: "connector" },
    { title: "syncs" },
    { title: "usual", name: "usual_seconds" },
    { title: "failing since (utc)", name: "failing_since" },
    { title: "mb loaded" },
    { title: "reason", folds: true },
  ],
  rows: connectors.map((each) => ({
    cells: [
      each.failure_rate === undefined ? "" : `${Math.round(each.failure_rate * 100)} %`,
      each.name,
      String(each.syncs ?? ""),
      seconds(each.usual_seconds),
      minute(each.failing_since),
      megabytes(each.load_mb),
      each.reason ?? "",
    ],
    values: values({
      failed: each.failure_rate,
      usual: each.usual_seconds,
      "failing since (utc)": each.failing_since,
    }),
    tone: each.failing_since !== undefined ? "bad" : each.failure_rate ? "warn" : "good",
  })),
});

const MAKERS: Record<string, (data: ToolResult["data"]) => Table> = {
  list_connectors: (data) => {
    const { total, by_verdict, connectors, gaps } = Connectors.parse(data);
    return {
      summary: `${total} ${total === 1 ? "connector" : "connectors"}${total === 0 ? "" : `: ${counted(by_verdict)}`}`,
      columns: columns("verdict", "connector", "group", "service", "last success"),
      rows: worstFirst(
        connectors.map(({ name, service, group, verdict, age, last_success_at }) => ({
          cells: [verdict, name, group, service, age ?? last_success_at ?? "never"],
          values: values({ "last success": last_success_at }),
          tone: toneOf(verdict),
        })),
      ),
      notes: gaps.map((gap) => `Note: ${gap}.`),
    };
  },
  get_status: (data) => {
    const { connectors, missing, gaps } = Statuses.parse(data);
    return {
      summary: count(connectors.length, "connector"),
      columns: [
        ...columns("verdict", "connector", "group", "service"),
        { title: "last success (utc)", name: "last_success" },
        { title: "reason", folds: true },
        { title: "next step", folds: true },
      ],
      rows: worstFirst(
        connectors.map(({ name, group, service, verdict, facts, reason, next = "" }) => ({
          cells: [verdict, name, group, service, minute(facts.succeeded_at), reason, next],
          values: values({ "last success (utc)": facts.succeeded_at }),
          tone: toneOf(verdict),
        })),
      ),
      notes: [
        ...missing.map(({ problem }) => `Note: ${problem}`),
        ...gaps.map((gap) => `Note: ${gap}.`),
      ],
    };
  },
  find_pii: (data) => {
    const { connectors, not_searched } = Personal.parse(data);
    const found = connectors.reduce((sum, { findings }) => sum + findings.length, 0);
    return {
      summary: `${found} ${found === 1 ? "column looks" : "columns look"} personal in ${count(connectors.length, "connector")}`,
      columns: [
        ...columns("confidence", "connector", "schema", "table", "column", "kind", "action"),
        { title: "reason", folds: true },
      ],
      rows: connectors.flatMap(({ name, findings }) =>
        findings.map(({ confidence, schema, table, column, kind, action, reason }) => ({
          cells: [confidence, name, schema, table, column, kind, action, reason],
          tone: confidence === "high" ? "bad" : "warn",
        })),
      ),
      notes: [
        ...connectors.flatMap(({ name, not_seen }) =>
          not_seen.map(
            ({ why, count: n }) => `Note: ${name}: ${count(n, "table")} not checked: ${why}.`,
          ),
        ),
        ...not_searched.map(({ name, why }) => `Note: ${name} was not searched: ${why}.`),
      ],
    };
  },
  get_history: (data) => {
    const history = History.parse(data);
    const { connectors, runs, since, until, gaps } = history;
    const [only] = connectors;
    const what = only !== undefined && connectors.length === 1 ? ` of ${only.name}` : "";
    return {
      summary: `Syncs${what} from ${minute(since)} to ${minute(until)} UTC`,
      ...(runs.length > 0 ? runsTable(history) : historiesTable(history)),
      notes: gaps.map((gap) => `Note: ${gap}.`),
    };
  },
  list_destinations: (data) => {
    const { total, by_state, destinations, gaps } = Destinations.parse(data);
    return {
      summary: `${total} ${total === 1 ? "group" : "groups"}${total === 0 ? "" : `: ${counted(by_state)}`}`,
      columns: [
        ...columns("state", "group", "destination", "region", "connectors"),
        { title: "problems", folds: true },
      ],
      rows: worstFirst(
        destinations.map(({ name, state, service, region, connectors, problems }) => ({
          cells: [
            state,
            name,
            service ?? "none",
            region ?? "",
            String(connectors),
            counted(problems),
          ],
          tone: toneOf(state),
        })),
      ),
      notes: gaps.map((gap) => `Note: ${gap}.`),
    };
  },
};

/** Tools whose result is a list. */
export const LISTS: ReadonlySet<string> = new Set(Object.keys(MAKERS));

/**
 * Tools that print text on a terminal unless a table is requested, because their table leaves out
 * facts that a person needs.
 */
export const ON_REQUEST: ReadonlySet<string> = new Set(["get_status", "find_pii"]);

/** Tools whose further pages are read automatically, because they cost only time. */
export const FOLLOWED: ReadonlySet<string> = new Set(
  [...LISTS].filter((tool) => !ON_REQUEST.has(tool)),
);

/** Returns the result of a listing tool as a table. Undefined for any other tool. */
export function listTable(
  tool: string,
  data: ToolResult["data"],
  more: (cursor: string) => string,
): Table | undefined {
  const table = MAKERS[tool]?.(data);
  const cursor = z.looseObject(Page).parse(data).next_cursor;
  if (table === undefined || cursor === undefined) return table;
  return { ...table, notes: [...table.notes, `More: ${more(cursor)}`] };
}
