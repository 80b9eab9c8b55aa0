import * as z from "zod";
import { ageMinutes, duration } from "../src/base/time.js";
import {
  type Cause,
  groupCauses,
  type Surveyed,
  standing,
  survey,
  VERDICTS,
} from "../src/features/health/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { fitting, pageOf } from "../src/toolkit/page.js";
import { cursor, group, service } from "../src/toolkit/params.js";
import { bare, compact, count, dashboard, lines } from "../src/toolkit/render.js";

const Told = z.looseObject({
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

export const checkStale = defineTool({
  name: "check_stale",
  title: "Check for stale or broken connectors",
  effect: "read",
  uses: ["list_connections"],
  description:
    "Judge every connector of the account or a group: which are stale, broken, stuck or never set up, and why. Worst first, common causes told once; healthy ones only counted.",
  input: z.strictObject({
    group,
    service,
    max_age_hours: z.number().positive().max(8760).describe("how old data may be").optional(),
    limit: z.int().min(1).max(200).describe("connectors to name").default(50),
    cursor,
  }),
  output: z.looseObject({
    checked: z.number(),
    problems: z.number(),
    ok: z.number(),
    waiting: z.record(z.string(), z.number()).optional(),
    as_of: z.string(),
    causes: z.array(Told).optional(),
    more_causes: z.number().optional(),
    dashboard: z.string().optional(),
    gaps: z.array(z.string()).optional(),
    next_cursor: z.string().optional(),
  }),

  async run({ group: part, service: type, max_age_hours, limit, cursor: from }, ctx) {
    const filter = { group: part, service: type, maxAgeHours: max_age_hours };
    const found = await survey(ctx, {
      ...filter,
      keep: (diagnosis) => standing(diagnosis) !== "ok",
    });
    const problems = found.entries.filter(({ diagnosis }) => standing(diagnosis) === "problem");
    const waiting = found.entries.filter(({ diagnosis }) => standing(diagnosis) === "attention");
    const causes = groupCauses(problems);
    const turns = inTurns(causes);
    const scope = ["stale", filter];
    return fitting(limit, (most) => {
      const page = pageOf(turns, { limit: most, cursor: from, scope });
      const shown = new Map<Cause<Surveyed>, Surveyed[]>();
      for (const { cause, entry } of page.items) {
        shown.set(cause, [...(shown.get(cause) ?? []), entry]);
      }
      // The first page counts causes that it names no connector of; each is told again where it names some.
      const counted = from === undefined ? MOST_COUNTED : 0;
      const told = causes.filter((cause, at) => at < counted || shown.has(cause));
      return compact({
        checked: found.checked,
        problems: problems.length,
        ok: found.checked - found.entries.length,
        waiting: tally(waiting),
        as_of: found.now.toISOString(),
        causes: told.map((cause) => {
          const members = shown.get(cause) ?? [];
          const single = cause.members.length === 1 ? members[0] : undefined;
          return compact({
            verdict: cause.verdict,
            cause: single?.diagnosis.reason ?? cause.reason,
            count: cause.members.length,
            destination: cause.destination && destinationWords(cause.destination, found),
            task: cause.task,
            next: cause.advice,
            connectors: members.map(({ connection }) => {
              const { schema: name, id, succeeded_at } = connection;
              const age = ageMinutes(succeeded_at, found.now);
              return age === undefined || single ? [name, id] : [name, id, duration(age)];
            }),
          });
        }),
        more_causes: from === undefined ? causes.length - told.length || undefined : undefined,
        dashboard: causes.some((cause) => cause.needsPerson) ? dashboard("<id>") : undefined,
        gaps: found.gaps,
        next_cursor: page.next_cursor,
      });
    });
  },

  render: (data) => {
    const { causes = [], waiting = {}, gaps = [] } = data;
    const apart = Object.entries(waiting).map(([verdict, n]) => `${n} ${verdict}`);
    return lines(
      data.checked === 0
        ? "No connector is there, or none matches."
        : `${count(data.checked, "connector")} checked: ${count(data.problems, "problem")}, ${data.ok} ok${apart.length > 0 ? `, ${apart.join(", ")}` : ""}`,
      causes.map((told) => causeText(told)),
      data.more_causes !== undefined && `${count(data.more_causes, "more cause")} on later pages.`,
      data.dashboard !== undefined && `Dashboard: ${data.dashboard}`,
      gaps.map((gap) => `Note: ${gap}.`),
      data.next_cursor !== undefined && `More names: cursor="${data.next_cursor}"`,
    );
  },
});

function causeText(told: z.output<typeof Told>): string {
  const where = told.destination === undefined ? "" : ` ${told.destination}`;
  const task = told.task === undefined ? "" : ` (${bare(told.task)})`;
  const members = told.connectors ?? [];
  const rest = told.count - members.length;
  const names = members.map(
    ([name = "", id = "", age]) =>
      `${bare(name)} (${bare(id)}${age === undefined ? "" : `, ${age}`})`,
  );
  if (rest > 0) names.push(names.length > 0 ? `${rest} more` : `${rest} not named here`);
  return lines(
    `${told.verdict} ${told.count}:${where} ${told.cause}${task}. ${told.next ?? ""}`.trimEnd(),
    `  ${names.join(", ")}`,
  );
}

interface Turn {
  cause: Cause<Surveyed>;
  entry: Surveyed;
}

const EACH_TURN = 5;
const MOST_COUNTED = 30;

/** Five of each cause in turn, so that one large cause does not push the others off the page. */
function inTurns(causes: readonly Cause<Surveyed>[]): Turn[] {
  const turns: Turn[] = [];
  const longest = Math.max(0, ...causes.map(({ members }) => members.length));
  for (let start = 0; start < longest; start += EACH_TURN) {
    for (const cause of causes) {
      for (const entry of cause.members.slice(start, start + EACH_TURN))
        turns.push({ cause, entry });
    }
  }
  return turns;
}

function destinationWords(id: string, found: Awaited<ReturnType<typeof survey>>): string {
  const destination = found.destination(id);
  const state =
    destination === undefined
      ? ""
      : `, ${bare(destination.service)} ${bare(destination.setup_status.toLowerCase())}`;
  return `destination ${found.groupName(id)} (${bare(id)}${state})`;
}

function tally(entries: readonly Surveyed[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { diagnosis } of entries) {
    // A healthy one with an open end, such as a failure at the very time of its success.
    const label = diagnosis.verdict === "ok" ? "to watch" : diagnosis.verdict;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}
