import * as z from "zod";
import { ageMinutes, duration, durationBeside } from "../src/base/time.js";
import type { Connection } from "../src/client/resources/models.js";
import {
  type AccountHealth,
  adviceFor,
  type Cause,
  type ConnectorHealth,
  countLabels,
  DESTINATION_TASK,
  type Diagnosis,
  expectationText,
  groupCauses,
  readAccountHealth,
  readAgo,
  readAgoText,
  standing,
  VERDICTS,
} from "../src/features/health/index.js";
import { type Recent, recentHistory } from "../src/features/history/index.js";
import {
  type JudgedTransformation,
  judgeTransformation,
  readTransformations,
  type TransformationsRead,
  upstreamOf,
} from "../src/features/transformations/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { fitting, pageOf } from "../src/toolkit/page.js";
import { counts, cursor, extra, group, limit, services } from "../src/toolkit/params.js";
import { bare, compact, count, dashboard, lines, named, upTo } from "../src/toolkit/render.js";

const CauseOutput = z.looseObject({
  verdict: z.enum(VERDICTS).meta({ unlisted: true }),
  cause: z.string(),
  count: z.number(),
  destination: z.string().optional(),
  task: z.string().optional(),
  warning: z.string().optional(),
  next: z.string().optional(),
  connectors: z.array(z.array(z.string()).min(2).max(3)).optional(),
});
type CauseOutput = z.output<typeof CauseOutput>;

export const checkStale = defineTool({
  name: "check_stale",
  title: "Check for stale or broken connectors",
  effect: "read",
  uses: ["list_connections"],
  description:
    "Find connectors of the account or a group that are stale, broken, stuck or not set up. Returns each cause once with its connectors, worst first, and the number of healthy ones.",
  input: z.strictObject({
    group,
    service: services,
    max_age_hours: z
      .number()
      .positive()
      .max(8760)
      .describe("maximum age of data, e.g. 24")
      .optional(),
    limit: limit.unwrap().default(50),
    cursor,
  }),
  output: z.looseObject({
    checked: z.number(),
    problems: z.number(),
    ok: z.number(),
    by_verdict: counts("broken").describe("problems by verdict").optional(),
    also: counts("broken").optional(),
    by_owner: counts("finance").optional(),
    waiting: counts("paused").optional(),
    as_of: z.string(),
    read_seconds_ago: extra(z.number()),
    causes: z
      .array(CauseOutput)
      .describe("causes of the problems; connectors lists name, id, age and more")
      .optional(),
    others: z.array(CauseOutput).describe("paused, loading, unknown or ok with issues").optional(),
    more_causes: z.number().optional(),
    transformations: z
      .array(z.array(z.string()))
      .describe("name, id and problem of each")
      .optional(),
    dashboard: z.string().optional(),
    gaps: z.array(z.string()).optional(),
    complete: z.boolean().optional(),
    next_cursor: z.string().optional(),
  }),

  async run({ group: part, service: type, max_age_hours, limit, cursor: from }, ctx) {
    const filter = { group: part, services: type, maxAgeHours: max_age_hours };
    let transformations: TransformationsRead = { all: [], gaps: [] };
    const health = await readAccountHealth(ctx, {
      ...filter,
      also:
        from === undefined
          ? async (groups) => {
              transformations = await readTransformations(ctx, groups);
              return new Set(transformations.all.flatMap(upstreamOf));
            }
          : undefined,
      recent: from !== undefined || !ctx.repeated,
      partly: true,
      keep: (diagnosis) => standing(diagnosis) !== "ok",
    });
    const ofStanding = (wanted: string) =>
      health.connectors.filter(({ diagnosis }) => standing(diagnosis) === wanted);
    const problems = ofStanding("problem");
    const counted = {
      checked: health.checked,
      problems: problems.length,
      ok: health.checked - health.connectors.length,
      by_verdict: countLabels(problems.map(({ diagnosis }) => diagnosis.verdict)),
      also: countLabels(
        health.connectors.flatMap(({ diagnosis }) => diagnosis.ownFinding?.verdict ?? []),
      ),
      by_owner: countLabels(problems.flatMap(({ expectation }) => expectation?.owner ?? [])),
      waiting: countLabels(ofStanding("attention").map(waitingLabel)),
    };
    const syncing = health.connectors
      .map(({ connection }) => connection)
      .filter(({ status }) => status.sync_state.toLowerCase() === "syncing");
    const { recent } = await recentHistory(syncing, new Set(), ctx);
    const causes = groupCauses(health.connectors);
    const inOrder = interleave(causes);
    const filtered = part !== undefined || type !== undefined;
    const behind = transformationProblems(transformations.all, health, filtered);
    const hidden = behind.length - MAX_TRANSFORMATIONS;
    const gaps = [
      ...health.gaps,
      ...transformations.gaps,
      ...(hidden > 0 ? [`${count(hidden, "more transformation")} not shown`] : []),
    ];
    const scope = ["stale", filter];
    return fitting(limit, (size) => {
      const page = pageOf(inOrder, { limit: size, cursor: from, scope });
      const onPage = new Map<Cause, ConnectorHealth[]>();
      for (const { cause, member } of page.items) {
        onPage.set(cause, [...(onPage.get(cause) ?? []), member]);
      }
      // The first page also lists causes whose connectors do not fit on it. Each such cause appears
      // again on the page that lists its connectors.
      const unnamed = from === undefined ? MAX_COUNTED : 0;
      const shown = causes.filter((cause, at) => at < unnamed || onPage.has(cause));
      const outputs = (problem: boolean) =>
        shown
          .filter((cause) => cause.problem === problem)
          .map((cause) => causeOutput(cause, onPage.get(cause) ?? [], health, recent));
      // These lists and counts are present even when empty, so that scripts can rely on them.
      return {
        ...counted,
        as_of: new Date(health.now.getTime() - (health.ageSeconds ?? 0) * 1000).toISOString(),
        ...readAgo(health),
        causes: outputs(true),
        others: outputs(false),
        more_causes: from === undefined ? causes.length - shown.length : 0,
        transformations: behind
          .slice(0, MAX_TRANSFORMATIONS)
          .map(({ name, id, why }) => [name, id, why]),
        ...(shown.some((cause) => adviceFor(cause.rule, cause).needsPerson)
          ? { dashboard: dashboard("<id>") }
          : {}),
        gaps,
        complete: health.complete,
        ...(page.next_cursor === undefined ? {} : { next_cursor: page.next_cursor }),
      };
    });
  },

  render: (data, notation) => {
    const { causes = [], others = [], by_verdict = {}, waiting = {}, gaps = [] } = data;
    const { transformations = [] } = data;
    const owners = Object.entries(data.by_owner ?? {}).map(([owner, n]) => `${bare(owner)} ${n}`);
    const waitingCounts = Object.entries(waiting).map(([label, n]) => `, ${n} ${label}`);
    const problems = Object.entries(by_verdict).map(([verdict, n]) => `${n} ${verdict}`);
    return lines(
      data.checked === 0
        ? `No connectors found${readAgoText(data)}.`
        : `${count(data.checked, "connector")} checked: ${count(data.problems, "problem")}${problems.length === 0 ? "" : ` (${problems.join(", ")})`}, ${data.ok} ok${waitingCounts.join("")}${readAgoText(data)}`,
      owners.length > 0 && `Problems by owner: ${owners.join(", ")}`,
      [...causes, ...others].map(causeText),
      data.more_causes !== undefined &&
        data.more_causes > 0 &&
        `${count(data.more_causes, "more cause")} on later pages.`,
      transformations.map(
        ([name = "", id = "", why = ""]) => `transformation ${named(name, id)}: ${why}`,
      ),
      [...causes, ...others].some(showsAges) && "After an id: the time since the last success.",
      data.dashboard !== undefined &&
        `Dashboard: ${data.dashboard} (get_status shows who can repair a connector)`,
      gaps.map((gap) => `Note: ${gap}.`),
      data.next_cursor !== undefined &&
        `More connectors: ${notation.again({ cursor: data.next_cursor })}`,
    );
  },
});

function causeOutput(
  cause: Cause,
  members: readonly ConnectorHealth[],
  health: AccountHealth,
  recent: Recent,
): CauseOutput {
  const { rule, destination, task, warning, noAge } = cause;
  const single = cause.members.length === 1 ? members[0] : undefined;
  const finding = [single?.diagnosis, single?.diagnosis.ownFinding].find(
    (one) => one?.rule === rule,
  );
  const times = cause.members.flatMap(({ connection }) => connection.status.rescheduled_for ?? []);
  return compact({
    verdict: cause.verdict,
    cause: finding !== undefined && cause.verdict !== "ok" ? finding.reason : cause.reason,
    count: cause.members.length,
    destination: destination && destinationText(destination, health),
    task,
    warning,
    // A connector that is paused or loading needs no advice.
    next:
      cause.problem || cause.verdict === "unknown"
        ? adviceFor(rule, { task, warning, noAge, rescheduledFor: times }).advice
        : undefined,
    connectors: members.map(({ connection, diagnosis, expectation }) => {
      const { schema, id, succeeded_at } = connection;
      const age = single === undefined ? ageMinutes(succeeded_at, health.now) : undefined;
      const more = [
        age === undefined ? [] : ageText(age, diagnosis),
        connection.paused === true && cause.verdict !== "paused" ? "paused" : [],
        single === undefined ? limitText(diagnosis) : [],
        expectation === undefined ? [] : expectationText(expectation),
        otherCodes(connection, cause),
        recent.get(id)?.running || [],
      ].flat();
      return more.length === 0 ? [schema, id] : [schema, id, more.join(", ")];
    }),
  });
}

/** Shows which limit decided the verdict, if the caller requested an age. */
function limitText({ facts: { limit_minutes, limit_of } }: Diagnosis): string[] {
  if (typeof limit_minutes !== "number" || typeof limit_of !== "string") return [];
  // The text shows an agreed limit together with its rule.
  if (limit_of === "agreed_age") return [];
  const source = limit_of === "max_age" ? "as requested" : "from its schedule";
  return [`limit ${duration(limit_minutes)} ${source}`];
}

function ageText(age: number, { facts: { limit_minutes: limit } }: Diagnosis): string {
  return typeof limit === "number" ? durationBeside(age, limit) : duration(age);
}

const MAX_TRANSFORMATIONS = 20;

/** Returns the unhealthy transformations that read from the checked connectors. */
function transformationProblems(
  all: TransformationsRead["all"],
  { also, now }: AccountHealth,
  filtered: boolean,
): JudgedTransformation[] {
  return all.flatMap((transformation) => {
    const upstream = upstreamOf(transformation).flatMap((id) => also.get(id) ?? []);
    if (filtered && upstream.length === 0) return [];
    const judged = judgeTransformation(transformation, upstream, now);
    return judged.problem ? [judged] : [];
  });
}

const MAX_CODES = 3;

/** Returns the open tasks and warnings of a connector that its cause does not already show. */
function otherCodes({ status }: Connection, { destination, task, warning }: Cause): string[] {
  const shared = [destination && DESTINATION_TASK, task, warning];
  const codes = (kind: string, notices: Connection["status"]["tasks"]) =>
    (notices ?? []).flatMap(({ code }) => (shared.includes(code) ? [] : [`${kind} ${bare(code)}`]));
  const all = [...codes("task", status.tasks), ...codes("warning", status.warnings)];
  return upTo([...new Set(all)], MAX_CODES, (code) => code);
}

function destinationText(id: string, { destination: find, groupName }: AccountHealth): string {
  const destination = find(id);
  const state =
    destination === undefined
      ? ""
      : `, ${bare(destination.service)}, ${bare(destination.setup_status.toLowerCase())}`;
  return `${groupName(id)} (${bare(id)}${state})`;
}

/** Whether the text shows an age beside each connector. A single connector has it in the cause. */
const showsAges = ({ count: total, connectors = [] }: CauseOutput) =>
  total > 1 && connectors.some(([, , more]) => more !== undefined);

function causeText({ verdict, cause, count: total, ...rest }: CauseOutput): string {
  const { destination, task, warning, next = "", connectors = [] } = rest;
  const names = connectors.map(
    ([name = "", id = "", more]) =>
      `${bare(name)} (${bare(id)}${more === undefined ? "" : `, ${more}`})`,
  );
  const unnamed = total - names.length;
  if (unnamed > 0) names.push(names.length > 0 ? `${unnamed} more` : `${unnamed} not shown`);
  const kind = task === undefined ? "warning" : "task";
  const code = task ?? warning;
  return lines(
    `${verdict === "ok" ? OK_WITH_ISSUES : verdict} ${total}${destination === undefined ? "" : ` in ${destination}`}: ${cause}${code === undefined ? "" : `; ${kind} ${bare(code)}`}. ${next}`.trimEnd(),
    `  ${names.join(", ")}`,
  );
}

const OK_WITH_ISSUES = "ok with issues";

/**
 * Returns the label under which a connector that needs no action is counted. Data that is too old
 * but belongs to a low-priority connector or falls within quiet hours is counted separately from
 * problems.
 */
function waitingLabel({ diagnosis: { verdict }, expectation }: ConnectorHealth): string {
  if (verdict === "ok") return OK_WITH_ISSUES;
  if (verdict === "never_synced") return "awaiting first sync";
  if (verdict !== "stale" && verdict !== "late" && verdict !== "stuck") return verdict;
  return `${verdict} (${expectation?.quietUntil === undefined ? "low" : "quiet hours"})`;
}

const EACH_ROUND = 5;
const MAX_COUNTED = 30;

/**
 * Orders the connectors: problems first, and at most five connectors of each cause per round, so
 * that a large cause does not push the others off the page.
 */
function interleave(causes: readonly Cause[]) {
  const longest = causes.reduce((most, { members }) => Math.max(most, members.length), 0);
  const inOrder: { cause: Cause; member: ConnectorHealth }[] = [];
  for (const problem of [true, false]) {
    const those = causes.filter((cause) => cause.problem === problem);
    for (let from = 0; from < longest; from += EACH_ROUND) {
      for (const cause of those) {
        for (const member of cause.members.slice(from, from + EACH_ROUND)) {
          inOrder.push({ cause, member });
        }
      }
    }
  }
  return inOrder;
}
