import * as z from "zod";
import { ageMinutes, duration } from "../src/base/time.js";
import {
  type AccountHealth,
  adviceFor,
  type Cause,
  type ConnectorHealth,
  countLabels,
  groupCauses,
  readAccountHealth,
  standing,
  VERDICTS,
} from "../src/features/health/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { fitting, pageOf } from "../src/toolkit/page.js";
import { counts, cursor, group, limit, service } from "../src/toolkit/params.js";
import { bare, compact, count, dashboard, lines } from "../src/toolkit/render.js";

const CauseOutput = z.looseObject({
  verdict: z.enum(VERDICTS),
  cause: z.string(),
  count: z.number(),
  destination: z.string().optional(),
  task: z.string().optional(),
  next: z.string().optional(),
  connectors: z
    .array(z.array(z.string()).min(2).max(3))
    .describe("name, id, age of the last success")
    .optional(),
});
type CauseOutput = z.output<typeof CauseOutput>;

export const checkStale = defineTool({
  name: "check_stale",
  title: "Check for stale or broken connectors",
  effect: "read",
  uses: ["list_connections"],
  description:
    "Check every connector of the account or a group: which are stale, broken, stuck or not set up, and why. Worst first, shared causes listed once; healthy ones only counted.",
  input: z.strictObject({
    group,
    service,
    max_age_hours: z
      .number()
      .positive()
      .max(8760)
      .describe("maximum age of the data, e.g. 24")
      .optional(),
    limit: limit.unwrap().default(50),
    cursor,
  }),
  output: z.looseObject({
    checked: z.number(),
    problems: z.number(),
    ok: z.number(),
    waiting: counts("paused").optional(),
    as_of: z.string(),
    causes: z.array(CauseOutput).optional(),
    more_causes: z.number().optional(),
    dashboard: z.string().optional(),
    gaps: z.array(z.string()).optional(),
    next_cursor: z.string().optional(),
  }),

  async run({ group: part, service: type, max_age_hours, limit, cursor: from }, ctx) {
    const filter = { group: part, service: type, maxAgeHours: max_age_hours };
    const health = await readAccountHealth(ctx, {
      ...filter,
      keep: (diagnosis) => standing(diagnosis) !== "ok",
    });
    const ofStanding = (wanted: string) =>
      health.connectors.filter(({ diagnosis }) => standing(diagnosis) === wanted);
    const problems = ofStanding("problem");
    const causes = groupCauses(problems);
    const named = interleave(causes);
    const scope = ["stale", filter];
    return fitting(limit, (size) => {
      const page = pageOf(named, { limit: size, cursor: from, scope });
      const onPage = new Map<Cause, ConnectorHealth[]>();
      for (const { cause, member } of page.items) {
        onPage.set(cause, [...(onPage.get(cause) ?? []), member]);
      }
      // The first page also counts causes of which it names no connector; each is repeated where it names some.
      const counted = from === undefined ? MAX_COUNTED : 0;
      const shown = causes.filter((cause, at) => at < counted || onPage.has(cause));
      return compact({
        checked: health.checked,
        problems: problems.length,
        ok: health.checked - health.connectors.length,
        waiting: countLabels(ofStanding("attention").map(waitingLabel)),
        as_of: health.now.toISOString(),
        causes: shown.map((cause) => causeOutput(cause, onPage.get(cause) ?? [], health)),
        more_causes: from === undefined ? causes.length - shown.length || undefined : undefined,
        dashboard: causes.some((cause) => adviceFor(cause).needsPerson)
          ? dashboard("<id>")
          : undefined,
        gaps: health.gaps,
        next_cursor: page.next_cursor,
      });
    });
  },

  render: (data) => {
    const { causes = [], waiting = {}, gaps = [] } = data;
    const waitingCounts = Object.entries(waiting).map(([label, n]) => `, ${n} ${label}`);
    return lines(
      data.checked === 0
        ? "No connectors found."
        : `${count(data.checked, "connector")} checked: ${count(data.problems, "problem")}, ${data.ok} ok${waitingCounts.join("")}`,
      causes.map(causeText),
      data.more_causes !== undefined && `${count(data.more_causes, "more cause")} on later pages.`,
      data.dashboard !== undefined && `Dashboard: ${data.dashboard}`,
      gaps.map((gap) => `Note: ${gap}.`),
      data.next_cursor !== undefined && `More connectors: cursor="${data.next_cursor}"`,
    );
  },
});

function causeOutput(
  cause: Cause,
  members: readonly ConnectorHealth[],
  health: AccountHealth,
): CauseOutput {
  const single = cause.members.length === 1 ? members[0] : undefined;
  return compact({
    verdict: cause.verdict,
    cause: single?.diagnosis.reason ?? cause.reason,
    count: cause.members.length,
    destination: cause.destination && destinationText(cause.destination, health),
    task: cause.task,
    next: adviceFor(cause).advice,
    connectors: members.map(({ connection: { schema, id, succeeded_at } }) => {
      const age = ageMinutes(succeeded_at, health.now);
      return age === undefined || single ? [schema, id] : [schema, id, duration(age)];
    }),
  });
}

function destinationText(id: string, { destination: find, groupName }: AccountHealth): string {
  const destination = find(id);
  const state =
    destination === undefined
      ? ""
      : `, ${bare(destination.service)}, ${bare(destination.setup_status.toLowerCase())}`;
  return `${groupName(id)} (${bare(id)}${state})`;
}

function causeText({ verdict, cause, count: total, ...rest }: CauseOutput): string {
  const { destination, task, next = "", connectors = [] } = rest;
  const names = connectors.map(
    ([name = "", id = "", age]) =>
      `${bare(name)} (${bare(id)}${age === undefined ? "" : `, ${age}`})`,
  );
  const unnamed = total - names.length;
  if (unnamed > 0) names.push(names.length > 0 ? `${unnamed} more` : `${unnamed} not shown`);
  return lines(
    `${verdict} ${total}${destination === undefined ? "" : ` in ${destination}`}: ${cause}${task === undefined ? "" : ` (${bare(task)})`}. ${next}`.trimEnd(),
    `  ${names.join(", ")}`,
  );
}

/** A healthy connector that still has an open task or a failed last sync is one to watch. */
const waitingLabel = ({ diagnosis: { verdict } }: ConnectorHealth) =>
  verdict === "ok" ? "to watch" : verdict;

const EACH_ROUND = 5;
const MAX_COUNTED = 30;

/** Five connectors of each cause per round, so that one large cause does not push the others off the page. */
function interleave(causes: readonly Cause[]) {
  return causes
    .flatMap((cause) =>
      cause.members.map((member, at) => ({ cause, member, round: Math.floor(at / EACH_ROUND) })),
    )
    .sort((a, b) => a.round - b.round);
}
