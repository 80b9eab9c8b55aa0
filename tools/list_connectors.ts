import * as z from "zod";
import { ageMinutes, duration, instant } from "../src/base/time.js";
import { userName } from "../src/features/access/index.js";
import {
  byName,
  CONNECTOR_STATES,
  filterOf,
  networkWords,
  scheduleLabel,
} from "../src/features/connector/index.js";
import {
  countLabels,
  isInFuture,
  legendOf,
  readAccountHealth,
  readAgo,
  readAgoText,
  VERDICTS,
} from "../src/features/health/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { fitting, pageOf } from "../src/toolkit/page.js";
import { counts, cursor, extra, group, limit, services, words } from "../src/toolkit/params.js";
import { bare, compact, count, lines, plain } from "../src/toolkit/render.js";

export const listConnectors = defineTool({
  name: "list_connectors",
  title: "List connectors",
  effect: "read",
  uses: ["list_connections"],
  description:
    "Find connectors by words, group, service or state. Returns counts by verdict and one line per connector. For problems and their causes use check_stale.",
  input: z.strictObject({
    words: words.describe(
      "in name, service or id; or frequency:<=60 schedule:manual creator:mary network:SshTunnel state:broken, e.g. orders",
    ),
    group,
    service: services,
    states: z
      .array(z.enum(CONNECTOR_STATES))
      .min(1)
      .describe('any of these; paused includes paused broken ones, e.g. ["broken"]')
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
          verdict: z.enum(VERDICTS).meta({ unlisted: true }),
          last_success_at: z.string().optional(),
          age: z.string().optional(),
          schedule: z.string(),
          network: z.string().optional(),
          creator: z.string().optional(),
        }),
      )
      .optional(),
    next_cursor: z.string().optional(),
    read_seconds_ago: extra(z.number()),
    gaps: z.array(z.string()).optional(),
  }),

  async run({ words, group: part, service: types, states, limit: size, cursor: from }, ctx) {
    const reading = readAccountHealth(ctx, {
      group: part,
      services: types,
      recent: from !== undefined || !ctx.repeated,
      partly: true,
    });
    const connectors = reading.then((health) => health.connectors);
    const filter = await filterOf({ words, states }, connectors, ctx);
    const health = await reading;
    const matches = health.connectors
      .filter(filter.matches)
      .sort((a, b) => byName(a.connection, b.connection));
    // Reading the names of users costs a further request, so only a filter by creator does it.
    const creators = new Map(filter.users?.map((user) => [user.id, userName(user)]));
    const showCreators = filter.users !== undefined || filter.gaps.length > 0;
    const scope = ["connectors", words, states, part, types];
    return fitting(size, (limit) => {
      const page = pageOf(matches, { limit, cursor: from, scope });
      return compact({
        total: matches.length,
        by_verdict: countLabels(matches.map(({ diagnosis }) => diagnosis.verdict)),
        connectors: page.items.map(({ connection, diagnosis }) => {
          const succeeded = instant(connection.succeeded_at);
          // A time in the future has no age. It is shown as it is.
          const past = succeeded !== undefined && !isInFuture(succeeded, health.now);
          const age = past ? ageMinutes(connection.succeeded_at, health.now) : undefined;
          const network = networkWords(connection).filter((word) => word !== "Directly");
          const by = connection["connected_by"];
          return {
            name: connection.schema,
            id: connection.id,
            service: connection.service,
            group: health.groupName(connection.group_id),
            verdict: diagnosis.verdict,
            ...(connection.succeeded_at ? { last_success_at: connection.succeeded_at } : {}),
            ...(age === undefined ? {} : { age: duration(age) }),
            schedule: scheduleLabel(connection),
            ...(network.length === 0 ? {} : { network: network.join(" ") }),
            ...(showCreators && typeof by === "string"
              ? { creator: creators.get(by) ?? bare(by) }
              : {}),
          };
        }),
        next_cursor: page.next_cursor,
        ...readAgo(health),
        gaps: [...health.gaps, ...filter.gaps, ...filter.unknown],
      });
    });
  },

  render: (
    { total, by_verdict = {}, connectors = [], next_cursor, gaps = [], ...data },
    notation,
  ) =>
    lines(
      total === 0
        ? `No connectors found${readAgoText(data)}. Remove a filter, or check the words: each one must match the start of a word in the name, service or id.`
        : `${count(total, "connector")}: ${Object.entries(by_verdict)
            .map(([verdict, n]) => `${n} ${verdict}`)
            .join(", ")}${readAgoText(data)}`,
      connectors.length > 0 && "name (id) · service · group · verdict · last success · schedule",
      connectors.map((item) =>
        [
          `${bare(item.name)} (${bare(item.id)})`,
          bare(item.service),
          item.group,
          item.verdict,
          item.age === undefined ? plain(item.last_success_at ?? "never") : `${item.age} ago`,
          item.schedule,
          ...(item.network === undefined ? [] : [item.network]),
          ...(item.creator === undefined ? [] : [`by ${item.creator}`]),
        ].join(" · "),
      ),
      legendOf(connectors.map(({ verdict }) => verdict)),
      gaps.map((gap) => `Note: ${gap}.`),
      next_cursor !== undefined && `More: ${notation.again({ cursor: next_cursor })}`,
    ),
});
