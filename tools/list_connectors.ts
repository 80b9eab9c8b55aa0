import * as z from "zod";
import { ageMinutes, duration, VERDICTS } from "../src/fivetran/health.js";
import type { Connection } from "../src/fivetran/models.js";
import { defineTool } from "../src/toolkit/define.js";
import { pageOf } from "../src/toolkit/page.js";
import { cursor, group, limit, service } from "../src/toolkit/params.js";
import { bare, compact, count, lines } from "../src/toolkit/render.js";
import { type Surveyed, survey } from "../src/toolkit/survey.js";

const STATES = [
  ...VERDICTS,
  "incomplete",
  "connected",
  "scheduled",
  "syncing",
  "on_schedule",
  "delayed",
] as const;

export const listConnectors = defineTool({
  name: "list_connectors",
  title: "List connectors",
  effect: "read",
  uses: ["list_connections"],
  description:
    "Find connectors by words, group, service or state. Returns counts by verdict and one line each. For what is wrong and why use check_stale.",
  input: z.strictObject({
    words: z.string().min(1).max(200).describe("in name, service or id").optional(),
    group,
    service,
    states: z
      .array(z.enum(STATES))
      .min(1)
      .describe("any of: our verdicts, Fivetran's setup, sync and update states")
      .optional(),
    limit,
    cursor,
  }),
  output: z.looseObject({
    total: z.number(),
    by_verdict: z.record(z.string(), z.number()).optional(),
    connectors: z
      .array(
        z.looseObject({
          name: z.string(),
          id: z.string(),
          service: z.string(),
          group: z.string(),
          verdict: z.enum(VERDICTS),
          last_success_at: z.string().optional(),
          age: z.string().optional(),
        }),
      )
      .optional(),
    next_cursor: z.string().optional(),
    gaps: z.array(z.string()).optional(),
  }),

  async run({ words, states, limit: size, cursor: from, ...filter }, ctx) {
    const found = await survey(ctx, filter);
    const wanted = (words ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const matching = found.entries
      .filter(({ connection }) => wanted.every((word) => haystack(connection).includes(word)))
      .filter((entry) => states === undefined || states.some((state) => isIn(state, entry)))
      .sort((a, b) => compare(a.connection, b.connection));
    const page = pageOf(matching, {
      limit: size,
      cursor: from,
      scope: { words, states, ...filter },
    });
    return compact({
      total: matching.length,
      by_verdict: tally(matching),
      connectors: page.items.map(({ connection, diagnosis }) => {
        const age = ageMinutes(connection.succeeded_at, found.now);
        return {
          name: connection.schema,
          id: connection.id,
          service: connection.service,
          group: found.groupName(connection.group_id),
          verdict: diagnosis.verdict,
          ...(connection.succeeded_at ? { last_success_at: connection.succeeded_at } : {}),
          ...(age === undefined ? {} : { age: duration(age) }),
        };
      }),
      next_cursor: page.next_cursor,
      gaps: found.gaps,
    });
  },

  render: ({ total, by_verdict = {}, connectors = [], next_cursor, gaps = [] }) =>
    lines(
      total === 0
        ? "No connector matches. Leave a filter out, or check the words: all of them must occur in name, service or id."
        : `${count(total, "connector")}: ${Object.entries(by_verdict)
            .map(([verdict, n]) => `${n} ${verdict}`)
            .join(", ")}`,
      connectors.length > 0 && "name (id) · service · group · verdict · last success",
      connectors.map((item) =>
        [
          `${bare(item.name)} (${bare(item.id)})`,
          bare(item.service),
          item.group,
          item.verdict,
          item.age === undefined ? "never" : `${item.age} ago`,
        ].join(" · "),
      ),
      gaps.map((gap) => `Note: ${gap}.`),
      next_cursor !== undefined && `More: cursor="${next_cursor}"`,
    ),
});

const haystack = ({ schema, service: type, id }: Connection) =>
  `${schema} ${type} ${id}`.toLowerCase();

function isIn(state: (typeof STATES)[number], { connection, diagnosis }: Surveyed): boolean {
  const { setup_state, sync_state, update_state } = connection.status;
  return [diagnosis.verdict, setup_state, sync_state, update_state].includes(state);
}

const compare = (a: Connection, b: Connection) =>
  a.schema < b.schema ? -1 : a.schema > b.schema ? 1 : a.id < b.id ? -1 : 1;

function tally(entries: readonly Surveyed[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { diagnosis } of entries) {
    counts.set(diagnosis.verdict, (counts.get(diagnosis.verdict) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
}
