import * as z from "zod";
import type { AppError } from "../../base/errors.js";
import { duration, instant, minutesBetween } from "../../base/time.js";
import { cadenceOf } from "../../client/health/cadence.js";
import type { Connection } from "../../client/resources/models.js";
import { judge, judgedOutput, judgedStatus, readAfter } from "../../toolkit/applied.js";
import { detail } from "../../toolkit/consequence.js";
import {
  call,
  type Plan,
  type ReadContext,
  type StepOutcome,
  withoutTests,
} from "../../toolkit/define.js";
import { type Notation, ToolCall } from "../../toolkit/notation.js";
import { compact, count, lines, named } from "../../toolkit/render.js";
import { lookFirst } from "../../toolkit/rephrase.js";
import {
  nameList,
  Ref,
  sortOutcomes,
  troubleOutput,
  troubleText,
} from "../../toolkit/step-results.js";
import { longWithoutSuccess } from "../history/index.js";
import { FIRST_LOAD, neverSynced, syncBaseline, syncHandle } from "../sync/index.js";
import { pausedIn } from "./change.js";
import { MOST_TARGETS, observedTargets, type Selected, select, selection } from "./select.js";

/** An effect on some of the connections, as a sentence without its subject. */
interface Effect {
  what: string;
  connections: Connection[];
}

/** Groups connections by effect, the most severe first. A connection can be in several groups. */
function resumeEffects(connections: readonly Connection[], now: Date): Effect[] {
  const effects = new Map<string, Connection[]>(ORDER.map((what) => [what, []]));
  for (const connection of connections) {
    for (const kind of kindsOf(connection, now)) effects.get(kind)?.push(connection);
  }
  const long = effects.get(LONG) ?? [];
  const longest = Math.max(0, ...long.map((one) => longWithoutSuccess(one, now) ?? 0));
  return [...effects].flatMap(([what, concerned]) =>
    concerned.length === 0
      ? []
      : [{ what: what.replace("{longest}", duration(longest)), connections: concerned }],
  );
}

const BROKEN = "broken: nothing loads until the cause is fixed (see get_status)";

const INCOMPLETE =
  "the setup is incomplete, so no sync runs until it is completed (see get_status)";

const HISTORY = "its historical sync starts or continues";

const MANUAL = "manual schedule: a sync starts only with trigger_sync";

const LONG =
  "no sync for up to {longest}: the source's change log may no longer cover this time. Fivetran does not report the missing changes. To load them, use resync_connector";

const OVERDUE = "a sync is overdue and starts soon";

const SCHEDULED = "syncs continue on schedule";

const ORDER = [BROKEN, INCOMPLETE, FIRST_LOAD, HISTORY, MANUAL, LONG, OVERDUE, SCHEDULED];

function kindsOf(connection: Connection, now: Date): string[] {
  const { status } = connection;
  const { kind, minutes } = cadenceOf(connection);
  const setup = status.setup_state.toLowerCase();
  if (setup === "broken") return [BROKEN];
  if (setup === "incomplete") return [INCOMPLETE];
  const age = minutesSinceSuccess(connection, now);
  const long = longWithoutSuccess(connection, now) === undefined ? [] : [LONG];
  if (kind === "manual") return [MANUAL, ...long];
  if (age === undefined) return [FIRST_LOAD];
  if (status.is_historical_sync) return [HISTORY];
  const overdue = age >= (minutes ?? Number.POSITIVE_INFINITY);
  return [...long, overdue ? OVERDUE : SCHEDULED];
}

/** Returns true if a sync starts by itself within minutes. */
const startsNow = (connection: Connection, now: Date) =>
  kindsOf(connection, now).some((kind) => [FIRST_LOAD, HISTORY, OVERDUE].includes(kind));

const handleOf = (connection: Connection) => syncHandle(syncBaseline(connection, false));

/** Returns the minutes since the last success. Undefined if no sync has succeeded. */
function minutesSinceSuccess({ succeeded_at }: Connection, now: Date): number | undefined {
  const then = instant(succeeded_at);
  return then === undefined ? undefined : minutesBetween(then, now.getTime());
}

const output = z.looseObject({
  changed: z.array(Ref).optional(),
  /** Replaces the names if there are many connectors. `undo` contains every id. */
  changed_count: z.number().optional(),
  already: z.array(Ref).optional(),
  already_count: z.number().optional(),
  ...troubleOutput,
  ...judgedOutput,
  not_visible_yet: z.array(Ref).optional(),
  effects: z.array(z.string()).optional(),
  not_in_plan: z.array(Ref).optional(),
  not_in_plan_count: z.number().optional(),
  notes: z.array(z.string()).optional(),
  handles: z.array(z.string()).describe("to wait for the syncs that start now").optional(),
  undo: ToolCall.optional(),
});
type Switched = z.output<typeof output>;

interface Details {
  targets: Connection[];
  already: Connection[];
  /**
   * Connectors that match but are not in the plan: they exceed the limit of one plan, or match only
   * since the plan was made.
   */
  outside: Connection[];
  /** One note for each part that the filter needed but that could not be read. */
  gaps: string[];
}

/** The shared parts of pause_connectors and resume_connectors: everything except their names. */
export const switchParts = (paused: boolean) => ({
  input: z.strictObject(selection),
  output,
  plan: async (args: z.output<z.ZodObject<typeof selection>>, ctx: ReadContext) =>
    planSwitch(await select(args, ctx), paused, ctx),
  rest: (_: unknown, { details }: Plan<Details>, ctx: Pick<ReadContext, "now">) =>
    planSwitch({ matches: details.outside, gaps: [] }, paused, ctx),
  finish: async (outcomes: StepOutcome[], { details }: Plan<Details>, ctx: ReadContext) =>
    finishSwitch(outcomes, details, paused, ctx),
  explain: async (error: AppError, { targets: [target] }: Plan<Details>, ctx: ReadContext) =>
    target === undefined ? error : lookFirst(error, target.id, ctx.notation),
  render: (data: Switched, notation: Notation) => renderSwitch(data, paused, notation),
});

const refOf = ({ schema, id }: Connection) => ({ name: schema, id });
const listed = (connections: readonly Connection[], max?: number) =>
  nameList(connections.map(refOf), max);

const MOST_NAMED = 10;

/** Plans to pause or resume the connectors that are not already paused or running. */
function planSwitch(
  { matches, fixed, gaps }: Selected,
  paused: boolean,
  { now }: Pick<ReadContext, "now">,
): Plan<Details> {
  const open = matches.filter((connection) => connection.paused !== paused);
  const targets = fixed ?? open.slice(0, MOST_TARGETS);
  const ids = new Set(targets.map(({ id }) => id));
  const already = matches.filter(({ id, paused: is }) => is === paused && !ids.has(id));
  const outside = open.filter(({ id }) => !ids.has(id));
  const [only] = targets;
  const which =
    outside.length > 0
      ? `${targets.length} of ${count(targets.length + outside.length, "connector")}`
      : only !== undefined && targets.length === 1
        ? named(only.schema, only.id)
        : count(targets.length, "connector");
  return {
    summary: `${paused ? "Pause" : "Resume"} ${which}`,
    consequences: [
      ...(outside.length === 0 ? [] : [outsideText(outside.length, outside.map(refOf))]),
      ...effectLines(effectsOf(targets, paused, now())),
      ...(paused && targets.length > 0
        ? [
            detail(
              "rows already in the destinations stay, and get no updates until resume_connectors resumes the syncs",
            ),
          ]
        : []),
      ...(already.length === 0 ? [] : [detail(alreadyText(already.map(refOf), paused))]),
      ...gaps,
    ],
    asks: !paused && targets.some(neverSynced),
    targets: targets.map(({ schema, id }) => ({ kind: "connector" as const, id, name: schema })),
    observed: observedTargets(targets),
    steps: targets.map(({ id }) =>
      call("modify_connection", { connectionId: id }, withoutTests({ paused })),
    ),
    details: { targets, already, outside, gaps },
  };
}

/** Returns the effects on running syncs and on the schedule. */
function effectsOf(targets: readonly Connection[], paused: boolean, now: Date): Effect[] {
  if (!paused) return resumeEffects(targets, now);
  const syncing = targets.filter(({ status }) => status.sync_state.toLowerCase() === "syncing");
  if (syncing.length === 0) return [];
  return [
    {
      what: "the running sync is cancelled; the times of last success and failure do not change",
      connections: syncing,
    },
  ];
}

const effectLines = (effects: readonly Effect[]) =>
  effects.map(({ what, connections }) => `${listed(connections, MOST_NAMED)}: ${what}`);

const alreadyText = (refs: readonly Ref[], paused: boolean) => {
  const state = paused ? "already paused" : "not paused";
  return refs.length > MOST_NAMED
    ? `${count(refs.length, "connector")} ${refs.length === 1 ? "is" : "are"} ${state}`
    : `${nameList(refs)}: ${state}`;
};

const outsideText = (n: number, refs: readonly Ref[]) =>
  `${n} more ${n === 1 ? "matches and is" : "match and are"} not in this plan (at most ${MOST_TARGETS}); repeat the call for the remaining ones (${[...refs.slice(0, 3).map(({ name, id }) => named(name, id)), ...(n > 3 ? [`… and ${n - 3} more`] : [])].join(", ")})`;

/**
 * Splits the requests that Fivetran accepted: those whose new state a response or a later read
 * shows, and the others.
 */
async function judged(
  accepted: readonly Ref[],
  outcomes: readonly StepOutcome[],
  paused: boolean,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
) {
  const replies = new Map(
    outcomes.map((outcome) => [outcome.call.params["connectionId"], pausedIn(outcome)]),
  );
  const parts = await Promise.all(
    accepted.map(async (ref) => {
      const reply = replies.get(ref.id);
      if (reply === paused) return { applied: [ref], pending: [], missing: [] };
      const { after } = await readAfter(fivetran.connections.get(ref.id, { signal }));
      const shows = (is: boolean | null | undefined) =>
        typeof is === "boolean" ? is === paused : undefined;
      return judge(
        [ref],
        () => shows(reply),
        () => shows(after?.paused),
      );
    }),
  );
  const error = `Fivetran accepted the request, but its reply shows it ${paused ? "not paused" : "still paused"}.`;
  return {
    applied: parts.flatMap((part) => part.applied),
    pending: parts.flatMap((part) => part.pending),
    missing: parts.flatMap((part) => part.missing).map((ref) => ({ ...ref, error })),
  };
}

async function finishSwitch(
  outcomes: StepOutcome[],
  { targets, already, outside, gaps }: Details,
  paused: boolean,
  ctx: ReadContext,
): Promise<Switched> {
  const { done, ...trouble } = sortOutcomes(targets.map(refOf), outcomes);
  const { applied, pending, missing } = await judged(done, outcomes, paused, ctx);
  const ids = new Set(applied.map(({ id }) => id));
  const changed = targets.filter(({ id }) => ids.has(id));
  const undoable = [...applied, ...pending];
  return compact({
    ...judgedStatus(pending.length + missing.length === 0),
    ...(applied.length > MOST_NAMED ? { changed_count: applied.length } : { changed: applied }),
    ...(already.length > MOST_NAMED
      ? { already_count: already.length }
      : { already: already.map(refOf) }),
    ...trouble,
    failed: [...trouble.failed, ...missing],
    not_visible_yet: pending,
    effects: effectLines(effectsOf(changed, paused, ctx.now())),
    not_in_plan: outside.slice(0, MOST_NAMED).map(refOf),
    not_in_plan_count: outside.length || undefined,
    notes: gaps,
    handles: paused ? [] : changed.filter((one) => startsNow(one, ctx.now())).map(handleOf),
    undo:
      undoable.length === 0
        ? undefined
        : {
            tool: paused ? "resume_connectors" : "pause_connectors",
            arguments: { connectors: undoable.map(({ id }) => id) },
          },
  });
}

function renderSwitch(
  {
    changed = [],
    changed_count = changed.length,
    already = [],
    already_count,
    effects = [],
    not_visible_yet = [],
    not_in_plan = [],
    not_in_plan_count,
    notes = [],
    handles = [],
    undo,
    status: _,
    ...trouble
  }: Switched,
  paused: boolean,
  notation: Notation,
): string {
  const verb = paused ? "Paused" : "Resumed";
  const none = changed_count === 0;
  const open = not_visible_yet.length + (trouble.unknown ?? []).length > 0;
  // If there are many connectors, the call that undoes the change lists all of them.
  const which =
    changed.length === 1
      ? nameList(changed)
      : `${count(changed_count, "connector")}${changed.length > 0 ? `: ${nameList(changed)}` : ""}`;
  return lines(
    none ? !open && `No connector was ${verb.toLowerCase()}.` : `${verb} ${which}.`,
    already.length > 0 && `${alreadyText(already, paused)}.`,
    already_count !== undefined &&
      `${count(already_count, "connector")} ${already_count === 1 ? "was" : "were"} ${paused ? "already" : "not"} paused.`,
    effects.map((effect) => `${effect}.`),
    troubleText(trouble),
    not_visible_yet.length > 0 &&
      `Accepted, not visible yet: ${nameList(not_visible_yet)}. Check with get_status.`,
    not_in_plan_count !== undefined && `${outsideText(not_in_plan_count, not_in_plan)}.`,
    notes.map((note) => `Note: ${note}.`),
    handles.length > 0 &&
      `To wait for the syncs that start now: ${notation.tool("wait_for_sync", { handles })}`,
    undo !== undefined && `To undo: ${notation.tool(undo.tool, undo.arguments)}`,
    none &&
      already.length === 0 &&
      already_count === undefined &&
      not_visible_yet.length === 0 &&
      Object.keys(trouble).length === 0 &&
      "No connector matches the filter. To try a filter, use list_connectors.",
  );
}
