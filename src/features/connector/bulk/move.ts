import * as z from "zod";
import { inputError, undefinedIfAbsent } from "../../../base/errors.js";
import { isMetadata } from "../../../client/health/state.js";
import { ENUMS } from "../../../client/operations/generated/enums.js";
import type { Connection, Destination, Group } from "../../../client/resources/models.js";
import { judgedStatus, readAfter } from "../../../toolkit/applied.js";
import { call, type Plan, type ReadContext, type StepOutcome } from "../../../toolkit/define.js";
import type { ToolCall } from "../../../toolkit/notation.js";
import { group } from "../../../toolkit/params.js";
import { bare, compact, count, named, upTo } from "../../../toolkit/render.js";
import { errorWords } from "../../../toolkit/step-results.js";
import { type SecondaryReads, secondaryReads } from "../../access/index.js";
import { FIRST_LOAD, neverSynced } from "../../sync/index.js";
import { networkOf, pausedIn } from "../change.js";
import { dependentIds, dependentsText, readDependents } from "../dependents/transformations.js";
import { observedTargets, type Selected } from "../select.js";
import { jsonFields, refuse } from "../settings.js";
import { type BulkOutput, listed, outsideText, refOf } from "./settings.js";

const SYNC_BEHAVIORS = ENUMS.connection_moved.sync_behavior;

/**
 * The number of connectors of a group that one call moves. Each move takes seconds, and failures
 * need attention.
 */
const MOST_MOVED = 20;
const MOST_NAMED = 30;

export interface RequestedMove {
  destination_group: string;
  sync_behavior?: (typeof SYNC_BEHAVIORS)[number] | undefined;
  force_move?: boolean | undefined;
}

export interface MoveDetails {
  kind: "move";
  moved: Connection[];
  already: Connection[];
  outside: Connection[];
  target: Group;
  behavior: (typeof SYNC_BEHAVIORS)[number];
  /** The names of the groups that the connectors come from. */
  names: Record<string, string>;
  forced: boolean;
  notes: string[];
}

/**
 * Moves connectors to the destination of another group. Each is paused, moved and, if it was
 * running, resumed.
 */
export async function planMove(
  { destination_group, sync_behavior: behavior = "CONTINUE", force_move }: RequestedMove,
  { matches, fixed, gaps }: Selected,
  ctx: ReadContext,
): Promise<Plan<MoveDetails>> {
  const { fivetran, signal } = ctx;
  const target = await fivetran.groups.resolve(destination_group, { signal });
  const already = matches.filter(({ group_id }) => group_id === target.id);
  const elsewhere = matches.filter(({ group_id }) => group_id !== target.id);
  const bound = elsewhere.filter(isMetadata);
  const open = elsewhere.filter((one) => !isMetadata(one));
  // The connectors of the plan in their current state. If one has moved in the meantime, this
  // differs from the observed state.
  const listedPart = (fixed?.filter(({ group_id }) => group_id !== target.id) ?? open).slice(
    0,
    MOST_MOVED,
  );
  // A list does not contain configurations, and the configuration shows which group the source
  // trusts.
  const part = await Promise.all(
    listedPart.map((one) =>
      one["config"] === undefined ? fivetran.connections.get(one.id, { signal }) : one,
    ),
  );
  const ids = new Set(part.map(({ id }) => id));
  const outside = open.filter(({ id }) => !ids.has(id));
  const from = [...new Set(part.map(({ group_id }) => group_id))];
  const [only, ...others] = part;
  const reads = secondaryReads(signal);
  const within = <T>(read: (ctx: ReadContext) => Promise<T>) =>
    ctx.secondary.within((signal) => read({ ...ctx, signal }));
  const [taken, names, dependents, to, ...sources] = await Promise.all([
    namesIn(target, ctx),
    within((secondary) => groupNames(from, reads, secondary)),
    only === undefined || others.length > 0 ? undefined : readDependents(only, ctx),
    within((secondary) => destinationOf(target.id, reads, secondary)),
    ...from.map((id) => within((secondary) => destinationOf(id, reads, secondary))),
  ]);
  const nameOf = (id: string) => named(names[id] ?? id, id);
  const typeOf = (one: Found) => ("destination" in one ? bare(one.destination.service) : "unknown");
  refuse(
    part.length === 0
      ? []
      : [
          ...clashes(open, taken, target),
          ...("none" in to ? [`Group ${named(target.name, target.id)} has no destination.`] : []),
          ...(behavior === "CONTINUE_WITH_DATA" ? copyProblems(part, sources, to) : []),
          ...(force_move === true ? [] : trustProblems(part, target)),
        ],
    "Ask the user how to continue.",
  );
  const running = part.filter(({ paused }) => paused !== true);
  const resumes = behavior === "CONTINUE_WITH_DATA" ? [] : running;
  const first = resumes.filter(neverSynced);
  const networked = part.filter((one) =>
    Object.keys(networkOf(one)).some((field) => field !== "networking_method"),
  );
  const notes = [
    ...(networked.length === 0
      ? []
      : [
          `${listed(networked)}: the connector keeps the private link or agent of its current group; to check whether it works in the new group, use run_setup_tests`,
        ]),
    ...(bound.length === 0 ? [] : [`${listed(bound)}: ${OF_DESTINATION}`]),
    ...gaps,
  ];
  return {
    summary: `Move ${only !== undefined && others.length === 0 ? named(only.schema, only.id) : count(part.length, "connector")} to group ${named(target.name, target.id)}`,
    consequences: [
      ...(outside.length === 0 ? [] : [outsideText(outside.length, MOST_MOVED)]),
      ...from.map(
        (id, at) =>
          `group: ${nameOf(id)} → ${named(target.name, target.id)}: ${listed(part.filter((one) => one.group_id === id))}; destination: ${typeOf(sources[at] ?? { none: true })} → ${typeOf(to)}`,
      ),
      ...reads.gaps(),
      ...("destination" in to && to.destination.setup_status.toLowerCase() !== "connected"
        ? [
            `the destination of the new group is ${bare(to.destination.setup_status)}, so nothing can load until it is fixed`,
          ]
        : []),
      ...(part.length === 0
        ? []
        : [
            `schema: these names stay the same in the new destination: ${upTo(part, MOST_NAMED, ({ schema }) => bare(schema)).join(", ")}`,
            HISTORY[behavior],
            "access: roles in the new group apply instead of roles in the current group",
          ]),
      ...(dependents === undefined ? [] : [dependentsText(dependents)]),
      ...(part.length > 1 || ((dependents && dependentIds(dependents))?.length ?? 0) > 0
        ? ["transformations: they stay in the current group, with the tables that they read"]
        : []),
      ...(running.length === 0
        ? []
        : [
            `paused for the move, which cancels a running sync, and ${behavior === "CONTINUE_WITH_DATA" ? "not resumed before the data is copied" : "resumed after it"}: ${listed(running)}`,
          ]),
      ...(first.length === 0 ? [] : [`${listed(first)}: ${FIRST_LOAD}`]),
      ...(force_move === true ? [FORCED] : []),
      ...notes,
      ...(already.length === 0 ? [] : [`already in that group: ${listed(already)}`]),
    ],
    asks: true,
    targets: part.map(({ schema, id, group_id }) => ({
      kind: "connector" as const,
      id,
      name: schema,
      detail: `in group ${nameOf(group_id)}`,
    })),
    observed: {
      ...observedTargets(part, ({ group_id, paused }) => ({ group_id, paused: paused ?? null })),
      [`destination of ${target.name}`]: { id: target.id, service: typeOf(to) },
    },
    steps: part.flatMap(({ id, paused }) => [
      ...(paused === true ? [] : [call("modify_connection", { connectionId: id }, PAUSE)]),
      call(
        "connection_moved",
        { connectionId: id },
        {
          destination_group_id: target.id,
          sync_behavior: behavior,
          ...(force_move === true ? { force_move } : {}),
        },
      ),
      ...(paused === true || behavior === "CONTINUE_WITH_DATA"
        ? []
        : [call("modify_connection", { connectionId: id }, RESUME)]),
    ]),
    details: {
      kind: "move",
      moved: part,
      already,
      outside,
      target,
      behavior,
      names,
      forced: force_move === true,
      notes,
    },
  };
}

export const OF_DESTINATION =
  "not moved, because Fivetran creates this connector for each destination";

const PAUSE = { paused: true, run_setup_tests: false };
const RESUME = { paused: false, run_setup_tests: false };

const HISTORY: Record<RequestedMove["sync_behavior"] & string, string> = {
  CONTINUE:
    "history: sync_behavior is CONTINUE, so the sync continues from its current position. Rows loaded so far stay in the current destination, and the new destination gets only new and changed rows. To load everything again, use BACKFILL",
  BACKFILL:
    "history: sync_behavior is BACKFILL, so the whole history is loaded into the new destination, which may be billed, depending on your Fivetran contract. Rows loaded so far stay in the current destination",
  CONTINUE_WITH_DATA:
    "history: sync_behavior is CONTINUE_WITH_DATA, so a job copies the rows loaded so far. The job continues after this call, and the connector changes groups when the job ends",
};

const FORCED =
  "force_move confirms that the source already trusts the new group (external ID of the AWS role, or the Google service account). If the source does not trust the group, syncs fail";

type Found = { destination: Destination } | { none: true } | { unread: true };

async function destinationOf(
  id: string,
  { attempt }: SecondaryReads,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<Found> {
  const read = fivetran.destinations.get(id, { signal }).then(
    (destination): Found => ({ destination }),
    (error): Found => undefinedIfAbsent(error) ?? { none: true },
  );
  return (await attempt("destinations", read)) ?? { unread: true };
}

/** Returns the names of the groups that this key may see, by id. A move does not need them. */
async function groupNames(
  ids: readonly string[],
  { attempt }: SecondaryReads,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<Record<string, string>> {
  const found = await Promise.all(
    ids.map((id) => attempt("groups", fivetran.groups.get(id, { signal }))),
  );
  return Object.fromEntries(
    found.flatMap((one) => (one === undefined ? [] : [[one.id, one.name]])),
  );
}

async function namesIn(
  { id }: Group,
  { fivetran, signal }: ReadContext,
): Promise<Map<string, Connection>> {
  const taken = new Map<string, Connection>();
  for await (const one of fivetran.connections.list({ groupId: id, signal })) {
    taken.set(one.schema, one);
  }
  return taken;
}

/** Finds name conflicts: a name is unique within a group. */
function clashes(
  open: readonly Connection[],
  taken: ReadonlyMap<string, Connection>,
  target: Group,
): string[] {
  const seen = new Map(taken);
  const found = open.flatMap((one) => {
    const other = seen.get(one.schema);
    seen.set(one.schema, one);
    return other === undefined || other.id === one.id
      ? []
      : [`${named(one.schema, one.id)} (${named(other.schema, other.id)})`];
  });
  return found.length === 0
    ? []
    : [
        `Group ${named(target.name, target.id)} already has connectors with these names, and a name cannot be changed: ${upTo(found, MOST_NAMED, (text) => text).join(", ")}. Leave these connectors out.`,
      ];
}

/**
 * Finds moves that cannot copy data. Fivetran copies data only from tables of a Snowflake
 * destination into a Snowflake lakehouse.
 */
function copyProblems(part: readonly Connection[], sources: readonly Found[], to: Found): string[] {
  const service = (one: Found) => ("destination" in one ? one.destination.service : undefined);
  const into = service(to);
  const lake = into === undefined || /snowflake|data_lake/.test(into);
  const native = sources.every((one) => [undefined, "snowflake"].includes(service(one)));
  const own = part.filter((one) => one["destination_schema_names"] === "SOURCE_NAMING");
  return [
    ...(lake && native
      ? []
      : [
          "sync_behavior CONTINUE_WITH_DATA works only from tables of a Snowflake destination into a Snowflake lakehouse. Give CONTINUE or BACKFILL.",
        ]),
    ...(own.length === 0
      ? []
      : [`CONTINUE_WITH_DATA is not available for connectors with source naming: ${listed(own)}.`]),
  ];
}

/**
 * Finds sources whose credentials name the group. They reject another group until they trust it.
 */
function trustProblems(part: readonly Connection[], target: Group): string[] {
  const bound = part.filter(({ group_id, ...one }) => {
    const config = jsonFields(one["config"]);
    return (
      "role_arn" in config ||
      config["auth_type"] === "ServiceAccount" ||
      config["external_id"] === group_id
    );
  });
  return bound.length === 0
    ? []
    : [
        `The source of ${listed(bound)} trusts only the current group. First change the source so that it trusts group ${bare(target.id)} (external ID of the AWS role, or the group's Google service account), then give force_move: true. Or leave the connector out.`,
      ];
}

/** Returns the result for each connector of a move. */
export async function finishMove(
  outcomes: StepOutcome[],
  { moved, already, outside, target, behavior, names, forced, notes }: MoveDetails,
  { fivetran, signal }: ReadContext,
): Promise<BulkOutput> {
  const { after: there, unread } = await readAfter(
    (async () => {
      const ids = new Map<string, Connection>();
      for await (const one of fivetran.connections.list({ groupId: target.id, signal })) {
        ids.set(one.id, one);
      }
      return ids;
    })(),
  );
  const failed: NonNullable<BulkOutput["failed"]> = [];
  const unknown: typeof failed = [];
  const not_tried: NonNullable<BulkOutput["not_tried"]> = [];
  const done: Connection[] = [];
  const pending: Connection[] = [];
  const more: string[] = [];
  for (const one of moved) {
    const own = outcomes.filter(({ call: { params } }) => params["connectionId"] === one.id);
    const at = own.findIndex((step) => step.call.operation === "connection_moved");
    const move = own[at];
    const paused = own.slice(0, at).some(({ state }) => state === "done");
    const resume = own[at + 1];
    const ref = refOf(one);
    const still = paused ? " It is paused now. To resume it, call resume_connectors." : "";
    if (move?.state === "done") {
      const job = Job.safeParse(move.reply.data).data?.job_id;
      if (behavior === "CONTINUE_WITH_DATA") {
        pending.push(one);
        more.push(
          `the data of ${named(one.schema, one.id)} is being copied. To see whether the job has ended, ${job == null ? "look in the dashboard" : `call read_api connection_moved_job_status with jobId ${bare(job)}`}. When the job has ended, call resume_connectors`,
        );
      } else if (there === undefined || there.has(one.id)) done.push(one);
      else pending.push(one);
      if (pausedIn(resume) === true && there?.get(one.id)?.paused !== false) {
        failed.push({
          ...ref,
          error: "It was moved, and Fivetran shows it paused. Next: resume_connectors.",
        });
      }
      if (resume !== undefined && resume.state !== "done") {
        const why = "error" in resume ? ` ${errorWords(resume.error)}` : "";
        (resume.state === "unknown" ? unknown : failed).push({
          ...ref,
          error:
            resume.state === "unknown"
              ? `It was moved, but it is not known whether it was resumed.${why}`
              : `It was moved and is still paused.${why} Next: resume_connectors.`,
        });
      }
      continue;
    }
    const error = own.find((step) => "error" in step);
    if (error === undefined || !("error" in error)) {
      // The execution ended between the pause and the move of this connector.
      if (paused) failed.push({ ...ref, error: `It was not moved.${still}` });
      else not_tried.push(ref);
    } else {
      const list = error.state === "unknown" ? unknown : failed;
      list.push({ ...ref, error: `${errorWords(error.error)}${still}` });
    }
  }
  const sources = [...new Set(done.map(({ group_id }) => group_id))];
  const of = (id: string, some = done) => some.filter(({ group_id }) => group_id === id);
  const undoable = behavior === "CONTINUE_WITH_DATA" ? done : [...done, ...pending];
  return compact({
    ...judgedStatus(
      failed.length + unknown.length + not_tried.length === 0 &&
        (behavior === "CONTINUE_WITH_DATA" || pending.length === 0),
      unread,
    ),
    changed_count: done.length,
    by_change: sources.map((id) => ({
      change: `group: ${named(names[id] ?? id, id)} → ${named(target.name, target.id)}`,
      count: of(id).length,
      connectors: of(id).map(refOf),
    })),
    already_count: already.length || undefined,
    not_in_plan_count: outside.length || undefined,
    failed,
    unknown,
    not_tried,
    pending: pending.map(({ schema, id }) => named(schema, id)),
    notes: [
      ...more,
      ...notes,
      ...(unread === undefined ? [] : [unread]),
      ...(done.length === 0
        ? []
        : [
            "if you move the connector back, rows that were loaded in the meantime stay in the other destination",
          ]),
    ],
    undo_calls: [...new Set(undoable.map(({ group_id }) => group_id))].map(
      (id): z.output<typeof ToolCall> => ({
        tool: "update_connector",
        arguments: {
          connectors: of(id, undoable).map((one) => one.id),
          destination_group: id,
          sync_behavior: "CONTINUE",
          // The credentials still name a group, so the move back needs this too.
          ...(forced ? { force_move: true } : {}),
        },
      }),
    ),
  });
}

const Job = z.looseObject({ job_id: z.string().nullish() });

/** Rejects settings that a call gives together with a move. */
export function onlyMove(given: readonly string[]): void {
  const others = given.filter((field) => !MOVE_FIELDS.includes(field));
  if (others.length === 0) return;
  throw inputError(
    `A move (destination_group) cannot be combined with ${others.join(", ")}.`,
    "Nothing was sent. Move the connectors first, then change their settings.",
  );
}

const MOVE_FIELDS = [
  "connector",
  "connectors",
  "group",
  "words",
  "destination_group",
  "sync_behavior",
  "force_move",
];

export const moveFields = {
  destination_group: group.unwrap().describe("group to move to, e.g. lake").optional(),
  sync_behavior: z
    .enum(SYNC_BEHAVIORS)
    .meta({ unlisted: true })
    .describe("CONTINUE or BACKFILL, e.g. BACKFILL")
    .optional(),
  force_move: z.boolean().describe("the source trusts the new group, e.g. true").optional(),
};
