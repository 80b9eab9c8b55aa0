import * as z from "zod";
import { inputError } from "../src/base/errors.js";
import { isoTime } from "../src/base/time.js";
import { foundOf, Missing } from "../src/features/connector/index.js";
import { readAgo, readAgoText, readGroups } from "../src/features/health/index.js";
import {
  ConnectorHistory,
  connectorHistory,
  DAY_MS,
  fleetHistory,
  type HistoryReader,
  historyReader,
  historySql,
  historyText,
  REACH_MS,
  RunOutput,
  runLine,
  runOutput,
  type Span,
  spanOf,
} from "../src/features/history/index.js";
import { defineTool, type ReadContext } from "../src/toolkit/define.js";
import { cursorAt, fitting, offsetOf, pageOf } from "../src/toolkit/page.js";
import { connectors, cursor, extra, group, limit, time } from "../src/toolkit/params.js";
import { compact, count, lines, named } from "../src/toolkit/render.js";

const Sql = z.looseObject({ dialect: z.string(), sql: z.string(), how: z.string() });
const Flaky = z.looseObject({
  name: z.string(),
  id: z.string(),
  syncs: z.number(),
  failed: z.number(),
});
const Recorded = z.looseObject({ syncs: z.number(), failed: z.number(), flaky: z.array(Flaky) });

export const getHistory = defineTool({
  name: "get_history",
  title: "Get sync history",
  effect: "read",
  uses: ["connection_details", "list_connections"],
  description:
    "Show past syncs with outcome, duration, reason and volume, plus failure rates and recovery. Without connectors, returns every connector with problems. For the current state use get_status.",
  input: z.strictObject({
    connectors: connectors.max(20).optional(),
    group,
    since: time.describe("time or age, e.g. 24h").default("7d"),
    until: time.describe("like since, e.g. 12h").optional(),
    limit,
    cursor,
  }),
  output: z.looseObject({
    since: z.string(),
    until: z.string(),
    as_of: z.string(),
    sources: z.array(z.string()).optional(),
    checked: extra(z.number()),
    in_trouble: extra(z.number()),
    connectors: z.array(ConnectorHistory).describe("worst first").optional(),
    runs: z.array(RunOutput).describe("newest first").optional(),
    recorded: extra(Recorded),
    sql: extra(Sql),
    missing: extra(Missing),
    gaps: z.array(z.string()).optional(),
    next_cursor: z.string().optional(),
    read_seconds_ago: extra(z.number()),
  }),

  async run({ connectors: values, group: part, since, until, limit, cursor: from }, ctx) {
    if (values !== undefined && part !== undefined) {
      throw inputError(
        "get_history takes either connectors or a group, not both.",
        "Leave one of them out.",
      );
    }
    const spanAt = (now: Date) => spanOf({ since, until }, now.getTime());
    spanAt(ctx.now());
    const scope = ["history", { values, part, since, until }];
    return values === undefined
      ? ofFleet(ctx, { part, spanAt, limit, from, scope })
      : ofConnectors(values, ctx, { spanAt, limit, from, scope });
  },

  render: (data, notation) => {
    const { checked, in_trouble = 0, connectors: all = [], runs = [], recorded, sql } = data;
    const now = Date.parse(data.as_of);
    const span = `${data.since} to ${data.until}`;
    const troubled = all.find((each) => each.failing_since !== undefined);
    return lines(
      checked === undefined
        ? `Syncs from ${span}`
        : `${count(checked, "connector")} checked; ${in_trouble} with problems (without those that have never synced); syncs from ${span}${readAgoText(data)}`,
      all.map((each) => historyText(each, { now, brief: all.length > 1 || checked !== undefined })),
      recorded !== undefined && recordedText(recorded),
      runs.length > 0 && "start, outcome, duration, MB extracted/processed/loaded, reason:",
      runs.map(runLine),
      (data.missing ?? []).map(({ problem }) => problem),
      (data.sources ?? []).map((source) => `Source: ${source}.`),
      (data.gaps ?? []).map((gap) => `Note: ${gap}.`),
      sql !== undefined && ["SQL that shows these syncs in the warehouse:", sql.sql, sql.how],
      data.next_cursor === undefined
        ? troubled !== undefined &&
            `Next: ${notation.tool("get_status", { connectors: [troubled.id] })}`
        : `More: ${notation.again({ cursor: data.next_cursor })}`,
    );
  },
});

interface Asked {
  spanAt(now: Date): Span;
  limit: number;
  from: string | undefined;
  scope: unknown;
}

async function ofConnectors(values: readonly string[], ctx: ReadContext, asked: Asked) {
  const { found, missing, gaps } = await foundOf(values, ctx);
  const now = ctx.now();
  const span = asked.spanAt(now);
  const reader = await historyReader(ctx, span);
  const each = await Promise.all(
    found.map(async (connection) => {
      const read = await reader.read(connection);
      return { read, ...connectorHistory(connection, read, span, now.getTime()) };
    }),
  );
  const [only] = each.length === 1 ? each : [];
  const [connection] = found.length === 1 ? found : [];
  const from = Math.max(...each.map(({ read }) => read.fivetranSince ?? now.getTime()));
  const uncovered = uncoveredOf(span, from, reader);
  const groupId = connection?.group_id ?? "";
  const service = uncovered
    ? (await readGroups(groupId === "" ? [] : [groupId], ctx)).of(groupId).destination?.service
    : undefined;
  return fitting(asked.limit, (limit) => {
    const page = pageOf(only?.runs ?? [], { limit, cursor: asked.from, scope: asked.scope });
    return compact({
      ...times(span, now),
      sources: sourcesOf(reader, from, now),
      connectors: each.map(({ history }) => history),
      runs: page.items.map((run) => runOutput(run, now.getTime())),
      sql:
        uncovered && asked.from === undefined
          ? historySql(span, now.getTime(), { connectionId: connection?.id, service })
          : undefined,
      missing,
      gaps: [...gaps, ...gapsOf(reader, span, from, uncovered)],
      next_cursor: page.next_cursor,
    });
  });
}

async function ofFleet(ctx: ReadContext, asked: Asked & { part: string | undefined }) {
  const offset = offsetOf(asked.from, asked.scope);
  const { limit, part } = asked;
  const fleet = await fleetHistory(ctx, asked.spanAt, { group: part, offset, limit });
  const { span, reader, now, recorded, spared } = fleet;
  const from = reader.problems.size > 0 ? now.getTime() : now.getTime() - REACH_MS;
  const uncovered = uncoveredOf(span, from, reader);
  return fitting(fleet.histories.length || 1, (size) => {
    const next = size < fleet.histories.length ? offset + size : fleet.next;
    return compact({
      ...times(span, now),
      sources: sourcesOf(reader, from, now),
      checked: fleet.checked,
      in_trouble: fleet.troubled,
      connectors: fleet.histories.slice(0, size),
      recorded,
      sql: uncovered && asked.from === undefined ? historySql(span, now.getTime(), {}) : undefined,
      gaps: [
        ...fleet.gaps,
        ...gapsOf(reader, span, from, uncovered),
        ...(spared === 0
          ? []
          : [
              `because of the rate limit, the sync history of ${count(spared, "connector")} was not requested; to see it, pass these connectors in connectors`,
            ]),
      ],
      next_cursor: next === undefined ? undefined : cursorAt(next, asked.scope),
      ...readAgo(fleet),
    });
  });
}

const times = (span: Span, now: Date) => ({
  since: isoTime(span.since),
  until: isoTime(span.until),
  as_of: isoTime(now.getTime()),
});

/** Returns true if no available source covers the start of the span. */
const uncoveredOf = (span: Span, from: number, { recorded }: HistoryReader) =>
  span.since < Math.min(from, recorded?.since ?? from) - SLACK_MS;

/**
 * `REACH_MS` is a few minutes less than 7 days. With this tolerance a request for 7 days counts as
 * covered.
 */
const SLACK_MS = 7 * DAY_MS - REACH_MS + 60_000;

function sourcesOf({ recorded }: HistoryReader, from: number, now: Date): string[] {
  return [
    ...(from < now.getTime() ? [`Fivetran's sync history, from ${isoTime(from)}`] : []),
    ...(recorded === undefined ? [] : [`the recorded history, from ${isoTime(recorded.since)}`]),
  ];
}

function gapsOf(reader: HistoryReader, span: Span, from: number, uncovered: boolean): string[] {
  const { problems, recorded, recordedProblems } = reader;
  return [
    ...[...problems].map((why) => `Fivetran's sync history could not be read: ${why}`),
    ...reader.unread(),
    ...[...recordedProblems].map((why) => `the recorded history could not be used: ${why}`),
    ...(uncovered
      ? [
          `syncs from ${isoTime(span.since)} to ${isoTime(Math.min(from, recorded?.since ?? from))} are missing; to record future syncs, run fivetran-agent watch`,
        ]
      : []),
  ];
}

function recordedText({ syncs, failed, flaky }: z.output<typeof Recorded>): string {
  const names = flaky.map((each) => `${named(each.name, each.id)} ${each.failed}/${each.syncs}`);
  return lines(
    `All recorded syncs: ${count(syncs, "sync", "syncs")}, ${failed} failed`,
    names.length > 0 && `Healthy now, but had failed syncs: ${names.join(", ")}`,
  );
}
