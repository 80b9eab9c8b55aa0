import * as z from "zod";
import type { ToolResult } from "../../engine/results.js";
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

const TONE: Record<string, Tone> = {
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

const MAKERS: Record<string, (data: ToolResult["data"]) => Table> = {
  list_connectors: (data) => {
    const { total, by_verdict, connectors, gaps } = Connectors.parse(data);
    return {
      summary: `${total} ${total === 1 ? "connector" : "connectors"}${total === 0 ? "" : `: ${counted(by_verdict)}`}`,
      columns: columns("state", "connector", "group", "service", "last success"),
      rows: worstFirst(
        connectors.map(({ name, service, group, verdict, age, last_success_at }) => ({
          cells: [verdict, name, group, service, age ?? last_success_at ?? "never"],
          tone: toneOf(verdict),
        })),
      ),
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

/** Tools whose result is a list of alike things. */
export const LISTS: ReadonlySet<string> = new Set(Object.keys(MAKERS));

/** The result of a listing tool as a table; undefined for the result of any other tool. */
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
