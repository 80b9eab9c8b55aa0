import * as z from "zod";
import type { Connection } from "../../../client/resources/models.js";
import type { Judged } from "../../../toolkit/applied.js";
import { judgedOutput, judgedStatus, readAfter } from "../../../toolkit/applied.js";
import { detail } from "../../../toolkit/consequence.js";
import {
  call,
  type Plan,
  type ReadContext,
  type StepOutcome,
  withoutTests,
} from "../../../toolkit/define.js";
import { type Notation, ToolCall } from "../../../toolkit/notation.js";
import { bare, compact, count, lines, named } from "../../../toolkit/render.js";
import {
  nameList,
  Ref,
  sortOutcomes,
  troubleOutput,
  troubleText,
} from "../../../toolkit/step-results.js";
import { FIRST_LOAD, neverSynced } from "../../sync/index.js";
import {
  type Change,
  changedBody,
  changesOf,
  connectionIn,
  judgeChanges,
  undoOf,
} from "../change.js";
import {
  logNote,
  replacedSchedule,
  type Schedule,
  scheduleNotes,
  scheduleProblems,
} from "../schedule.js";
import { MOST_TARGETS, observedTargets, type Selected } from "../select.js";
import { type Fields, refuse } from "../settings.js";

/** One connector of a change of several, with the request body for it. */
interface Edit {
  connection: Connection;
  body: Fields;
  changes: Change[];
}

export interface BulkDetails {
  kind: "bulk";
  edits: Edit[];
  already: Connection[];
  /**
   * Connectors that match but are not in the plan: they exceed the limit of one plan, or match only
   * since the plan was made.
   */
  outside: Connection[];
  notes: string[];
}

export const bulkOutput = {
  changed_count: z.number().optional(),
  by_change: z
    .array(z.looseObject({ change: z.string(), count: z.number(), connectors: z.array(Ref) }))
    .optional(),
  already_count: z.number().optional(),
  not_in_plan_count: z.number().optional(),
  pending: z.array(z.string()).describe("accepted, not visible yet").optional(),
  undo_calls: z.array(ToolCall).optional(),
  ...troubleOutput,
};
const Output = z.looseObject({
  ...judgedOutput,
  ...bulkOutput,
  notes: z.array(z.string()).optional(),
});
export type BulkOutput = z.output<typeof Output>;

export const refOf = ({ schema, id }: Connection) => ({ name: schema, id });
export const listed = (connections: readonly Connection[]) =>
  nameList(connections.map(refOf), MOST_NAMED);
export const MOST_NAMED = 10;

/**
 * Plans one set of settings for several connectors. Each request contains only the fields that
 * differ.
 */
export function planBulkSettings(
  wanted: Schedule,
  { matches, fixed, gaps }: Selected,
): Plan<BulkDetails> {
  const editOf = (connection: Connection): Edit => {
    const body = changedBody(wanted, connection, {});
    return { connection, body, changes: changesOf(body, connection, {}, undefined) };
  };
  const open = matches.map(editOf).filter(({ changes }) => changes.length > 0);
  const targets = fixed === undefined ? open.slice(0, MOST_TARGETS) : fixed.map(editOf);
  const planned = new Set(targets.map(({ connection }) => connection.id));
  const isOpen = new Set(open.map(({ connection }) => connection.id));
  const others = matches.filter(({ id }) => !planned.has(id));
  const already = others.filter(({ id }) => !isOpen.has(id));
  const outside = others.filter(({ id }) => isOpen.has(id));
  refuse(
    grouped(targets, ({ connection }) => scheduleProblems(wanted, connection)).map(
      ({ label, members }) => `${listed(members.map(({ connection }) => connection))}: ${label}`,
    ),
    "Nothing was changed. Leave these connectors out, or give the missing setting.",
  );
  const notes = grouped(targets, ({ connection }) => scheduleNotes(wanted, connection, false)).map(
    ({ label, members }) =>
      `${members.length === targets.length ? "" : `${listed(members.map(({ connection }) => connection))}: `}${label}`,
  );
  const kept = targets.map(({ connection }) => logNote(wanted, connection)).find((note) => note);
  if (kept !== undefined) notes.push(`This applies only to databases. ${kept}`);
  const first = targets.filter(
    ({ connection, body }) =>
      (body["schedule_type"] === "auto" || "schedule" in body) &&
      !connection.paused &&
      neverSynced(connection),
  );
  const replaced = grouped(targets, ({ connection }) => {
    const lost = replacedSchedule(wanted, connection);
    return lost === undefined ? [] : [`this replaces the current schedule: ${bare(lost)}`];
  }).map(
    ({ label, members }) => `${listed(members.map(({ connection }) => connection))}: ${label}`,
  );
  const [only] = targets;
  const which =
    only !== undefined && targets.length === 1
      ? named(only.connection.schema, only.connection.id)
      : count(targets.length, "connector");
  const fields = [...new Set(targets.flatMap(({ changes }) => changes.map(({ field }) => field)))];
  return {
    summary: `Update ${which}: ${fields.join(", ") || "nothing"}`,
    consequences: [
      ...(outside.length === 0 ? [] : [outsideText(outside.length, MOST_TARGETS)]),
      ...groupedChanges(targets).map(({ label, members }) =>
        detail(`${label}: ${listed(members.map(({ connection }) => connection))}`),
      ),
      ...(first.length === 0
        ? []
        : [`${listed(first.map(({ connection }) => connection))}: ${FIRST_LOAD}`]),
      ...replaced,
      ...notes,
      ...(already.length === 0
        ? []
        : [detail(`${alreadyText(already.length)}: ${listed(already)}`)]),
      ...gaps,
    ],
    asks: first.length > 0 || replaced.length > 0,
    targets: targets.map(({ connection: { schema, id } }) => ({
      kind: "connector" as const,
      id,
      name: schema,
    })),
    observed: observedTargets(
      targets.map(({ connection }) => connection),
      (target) =>
        z
          .record(z.string(), z.json())
          .parse(
            Object.fromEntries(
              Object.keys(wanted).flatMap((field) =>
                Reflect.get(wanted, field) === undefined ? [] : [[field, target[field] ?? null]],
              ),
            ),
          ),
    ),
    steps: targets
      .filter(({ changes }) => changes.length > 0)
      .map(({ connection: { id }, body }) =>
        call("modify_connection", { connectionId: id }, withoutTests(body)),
      ),
    details: { kind: "bulk", edits: targets, already, outside, notes: [...notes, ...gaps] },
  };
}

export async function finishBulkSettings(
  outcomes: StepOutcome[],
  { edits, already, outside, notes }: BulkDetails,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<BulkOutput> {
  const byId = new Map(outcomes.map((outcome) => [outcome.call.params["connectionId"], outcome]));
  const { done, ...trouble } = sortOutcomes(
    edits.filter(({ changes }) => changes.length > 0).map(({ connection }) => refOf(connection)),
    outcomes,
  );
  const accepted = new Set(done.map(({ id }) => id));
  const judged = await Promise.all(
    edits
      .filter(({ connection }) => accepted.has(connection.id))
      .map(async (edit) => ({
        edit,
        ...(await verdictOf(edit, byId.get(edit.connection.id), { fivetran, signal })),
      })),
  );
  const missing = judged.filter((one) => one.missing.length > 0);
  const pending = judged.filter((one) => one.missing.length === 0 && one.pending.length > 0);
  const applied = judged.filter((one) => one.missing.length + one.pending.length === 0);
  return compact({
    ...judgedStatus(missing.length === 0 && judged.every((one) => one.done)),
    changed_count: applied.length,
    by_change: groupedChanges(applied.map(({ edit }) => edit)).map(({ label, members }) => ({
      change: label,
      count: members.length,
      connectors: members.slice(0, MOST_NAMED).map(({ connection }) => refOf(connection)),
    })),
    already_count: already.length || undefined,
    not_in_plan_count: outside.length || undefined,
    ...trouble,
    failed: [
      ...trouble.failed,
      ...missing.map(({ edit, missing: fields }) => ({
        ...refOf(edit.connection),
        error: `Fivetran accepted the request, but did not apply ${fields.map(({ field }) => field).join(", ")}.`,
      })),
    ],
    pending: pending.map(({ edit: { connection } }) => named(connection.schema, connection.id)),
    notes,
    undo_calls: undoCalls(
      judged.flatMap(({ edit, applied: some, pending: others }) => {
        const undo = undoOf(edit.connection, edit.body, [...some, ...others]);
        return undo === undefined ? [] : [undo];
      }),
    ),
  });
}

/**
 * Returns the result for one connector. The response decides, or a read if the response does not
 * show the change.
 */
async function verdictOf(
  { connection, body, changes }: Edit,
  outcome: StepOutcome | undefined,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<Judged<Change>> {
  const of = { body, changes, type: undefined };
  const reply = outcome?.state === "done" ? connectionIn(outcome) : undefined;
  const first = judgeChanges(of, reply, reply);
  if (first.done && first.pending.length === 0) return first;
  const { after } = await readAfter(fivetran.connections.get(connection.id, { signal }));
  return judgeChanges(of, reply, after);
}

/**
 * Returns the calls that restore every setting, one for all connectors that had the same values.
 */
function undoCalls(undos: readonly z.output<typeof ToolCall>[]): z.output<typeof ToolCall>[] {
  const groups = new Map<string, z.output<typeof ToolCall>>();
  for (const {
    tool,
    arguments: { connector, ...settings },
  } of undos) {
    const key = JSON.stringify(settings);
    const connectors = z
      .array(z.string())
      .catch([])
      .parse(groups.get(key)?.arguments["connectors"]);
    groups.set(key, {
      tool,
      arguments: { connectors: [...connectors, z.string().parse(connector)], ...settings },
    });
  }
  return [...groups.values()];
}

export const renderBulkSettings = (
  {
    changed_count = 0,
    by_change = [],
    already_count,
    not_in_plan_count,
    pending = [],
    notes = [],
    undo_calls = [],
    ...trouble
  }: BulkOutput,
  notation: Notation,
): string =>
  lines(
    changed_count === 0
      ? already_count === undefined &&
        not_in_plan_count === undefined &&
        pending.length === 0 &&
        Object.keys(trouble).length === 0
        ? "No connector matches the filter. To try a filter, use list_connectors."
        : pending.length + (trouble.unknown ?? []).length === 0 && "No connector was updated."
      : `Updated ${count(changed_count, "connector")}.`,
    by_change.map(
      ({ change, count: n, connectors }) =>
        `  ${change}: ${nameList(connectors)}${n > connectors.length ? ` and ${n - connectors.length} more` : ""}`,
    ),
    already_count !== undefined && `${alreadyText(already_count)}.`,
    troubleText(trouble),
    pending.length > 0 &&
      `Accepted, not visible yet: ${pending.join(", ")}. Check with list_connectors.`,
    not_in_plan_count !== undefined && `${outsideText(not_in_plan_count)}.`,
    notes.map((note) => `Note: ${note}`),
    undo_calls.map((undo) => `To undo: ${notation.tool(undo.tool, undo.arguments)}`),
  );

export const outsideText = (n: number, most?: number) =>
  `${n} more ${n === 1 ? "matches and is" : "match and are"} not in this plan${most === undefined ? "" : ` (at most ${most})`}; to change the remaining connectors, repeat the call`;

export const alreadyText = (n: number) =>
  `${count(n, "connector")} already ${n === 1 ? "has" : "have"} these settings`;

interface Group {
  label: string;
  members: Edit[];
}

/** Groups edits by shared labels. An edit can be in several groups. */
function grouped(edits: readonly Edit[], labelsOf: (edit: Edit) => readonly string[]): Group[] {
  const groups = new Map<string, Edit[]>();
  for (const edit of edits) {
    for (const label of labelsOf(edit)) groups.set(label, [...(groups.get(label) ?? []), edit]);
  }
  return [...groups].map(([label, members]) => ({ label, members }));
}

const groupedChanges = (edits: readonly Edit[]) =>
  grouped(edits, ({ changes }) =>
    changes.map(({ field, from, to }) => `${field}: ${from} → ${to}`),
  );
