import * as z from "zod";
import { ageMinutes, duration } from "../src/base/time.js";
import { byName, CONNECTOR_STATES, matching } from "../src/features/connector/index.js";
import { countLabels, readAccountHealth, VERDICTS } from "../src/features/health/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { fitting, pageOf } from "../src/toolkit/page.js";
import { counts, cursor, group, limit, service, words } from "../src/toolkit/params.js";
import { bare, compact, count, lines } from "../src/toolkit/render.js";

export const listConnectors = defineTool({
  name: "list_connectors",
  title: "List connectors",
  effect: "read",
  uses: ["list_connections"],
  description:
    "Find connectors by words, group, service or state. Returns counts by verdict and one line each. For problems and their causes use check_stale.",
  input: z.strictObject({
    words: words.describe("in name, service or id, e.g. orders"),
    group,
    service,
    states: z
      .array(z.enum(CONNECTOR_STATES))
      .min(1)
      .describe('verdicts or Fivetran states, any of them, e.g. ["broken"]')
      .optional(),
    limit,
    cursor,
  }),
  output: z.looseObject({
    total: z.number(),
    by_verdict: counts("broken").optional(),
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
    const health = await readAccountHealth(ctx, {
      ...filter,
      continues: from !== undefined,
      partly: true,
    });
    const matches = health.connectors
      .filter(matching({ words, states }))
      .sort((a, b) => byName(a.connection, b.connection));
    const scope = ["connectors", words, states, filter];
    return fitting(size, (limit) => {
      const page = pageOf(matches, { limit, cursor: from, scope });
      return compact({
        total: matches.length,
        by_verdict: countLabels(matches.map(({ diagnosis }) => diagnosis.verdict)),
        connectors: page.items.map(({ connection, diagnosis }) => {
          const age = ageMinutes(connection.succeeded_at, health.now);
          return {
            name: connection.schema,
            id: connection.id,
            service: connection.service,
            group: health.groupName(connection.group_id),
            verdict: diagnosis.verdict,
            ...(connection.succeeded_at ? { last_success_at: connection.succeeded_at } : {}),
            ...(age === undefined ? {} : { age: duration(age) }),
          };
        }),
        next_cursor: page.next_cursor,
        gaps: health.gaps,
      });
    });
  },

  render: ({ total, by_verdict = {}, connectors = [], next_cursor, gaps = [] }, notation) =>
    lines(
      total === 0
        ? "No connectors found. Remove a filter, or check the words: all of them must occur in the name, service or id."
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
          item.age === undefined ? bare(item.last_success_at ?? "never") : `${item.age} ago`,
        ].join(" · "),
      ),
      gaps.map((gap) => `Note: ${gap}.`),
      next_cursor !== undefined && `More: ${notation.again({ cursor: next_cursor })}`,
    ),
});
