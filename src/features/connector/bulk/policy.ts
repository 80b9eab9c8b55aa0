import type { Connection, SchemaConfig } from "../../../client/resources/models.js";
import { judge, judgedStatus, readAfter } from "../../../toolkit/applied.js";
import { detail } from "../../../toolkit/consequence.js";
import { call, type Plan, type ReadContext, type StepOutcome } from "../../../toolkit/define.js";
import { compact, count, named } from "../../../toolkit/render.js";
import { sortOutcomes } from "../../../toolkit/step-results.js";
import {
  configIn,
  isUncaptured,
  policyEffect,
  policyText,
  readSchemas,
  type SchemaPolicy,
  storedOtherwise,
} from "../../schema/index.js";
import { MOST_TARGETS, observedTargets, type Selected } from "../select.js";
import {
  alreadyText,
  type BulkOutput,
  listed,
  MOST_NAMED,
  outsideText,
  refOf,
} from "./settings.js";

interface Edit {
  connection: Connection;
  /** The former value. Undefined if the schema was never captured, or if no value is set. */
  from: string | undefined;
  captured: boolean;
}

export interface PolicyDetails {
  kind: "policy";
  policy: SchemaPolicy;
  edits: Edit[];
  already: Connection[];
  outside: Connection[];
  notes: string[];
}

/** Plans one schema change handling for several connectors. */
export async function planBulkPolicy(
  policy: SchemaPolicy,
  { matches, fixed, gaps }: Selected,
  { fivetran, signal, progress }: ReadContext,
): Promise<Plan<PolicyDetails>> {
  const planned = new Set(fixed?.map(({ id }) => id));
  const all = new Map([...(fixed ?? []), ...matches].map((one) => [one.id, one]));
  const candidates = [...all.values()].slice(0, MOST_READ);
  const unread = all.size - candidates.length;
  const read: (ReturnType<typeof stateIn> & { connection: Connection })[] = [];
  const isOpen = ({ connection, settable, from }: (typeof read)[number]) =>
    settable && (planned.has(connection.id) || from !== policy);
  let done = 0;
  // Reads as many batches as needed to fill a plan, because connectors that already have the policy
  // must not hide the others.
  while (read.length < candidates.length && read.filter(isOpen).length < MOST_TARGETS) {
    const part = candidates.slice(read.length, read.length + MOST_TARGETS);
    read.push(
      ...(await Promise.all(
        part.map(async (connection) => {
          const { config } = await readSchemas(connection.id, { fivetran, signal });
          done += 1;
          progress(`reading schema ${done} of at most ${candidates.length}`);
          return { connection, ...stateIn(connection, config) };
        }),
      )),
    );
  }
  const fixedTables = read.filter(({ settable }) => !settable).map(({ connection }) => connection);
  const settable = read.filter((one) => one.settable);
  const open = read.filter(isOpen);
  const edits =
    fixed === undefined
      ? open.slice(0, MOST_TARGETS)
      : open.filter(({ connection }) => planned.has(connection.id));
  const ids = new Set(open.map(({ connection }) => connection.id));
  const already = settable
    .filter(({ connection }) => !ids.has(connection.id))
    .map(({ connection }) => connection);
  const chosen = new Set(edits.map(({ connection }) => connection.id));
  const known = new Set(read.map(({ connection }) => connection.id));
  // If the plan is not full, connectors beyond the read limit were not checked. Repeating the call
  // would not reach them, so they are not listed as outside.
  const full =
    fixed !== undefined || read.length < candidates.length || edits.length === MOST_TARGETS;
  const outside = matches.filter(
    ({ id }) => !chosen.has(id) && (ids.has(id) || (full && !known.has(id))),
  );
  const uncaptured = edits.filter(({ captured }) => !captured);
  const notes = [
    ...(fixedTables.length === 0
      ? []
      : [
          `${listed(fixedTables)}: Fivetran shows no selection of tables, as for a service with a fixed set of tables, so there is no schema change handling to set`,
        ]),
    ...(unread > 0 && !full
      ? [
          `${unread} more ${unread === 1 ? "matches and was" : "match and were"} not checked (one call checks at most ${MOST_READ}); to change those too, give a group or a service`,
        ]
      : []),
    ...gaps,
  ];
  const targets = edits.map(({ connection }) => connection);
  return {
    summary: `Set schema change handling of ${count(edits.length, "connector")} to ${policyText(policy)}`,
    consequences: [
      ...(outside.length === 0 ? [] : [outsideText(outside.length, MOST_TARGETS)]),
      policyEffect(policy),
      ...grouped(edits, policy).map(({ change, members }) =>
        detail(`${change}: ${listed(members)}`),
      ),
      ...(uncaptured.length === 0
        ? []
        : [
            `the schema is not captured yet, so the value is stored for the first sync${policy === "BLOCK_ALL" ? ", which then loads only tables that you enable with modify_schema" : ""}. A value that was stored earlier is overwritten: ${listed(uncaptured.map(({ connection }) => connection))}`,
          ]),
      ...notes,
      ...(already.length === 0
        ? []
        : [detail(`${alreadyText(already.length)}: ${listed(already)}`)]),
    ],
    asks: true,
    targets: targets.map(({ schema, id }) => ({ kind: "connector" as const, id, name: schema })),
    observed: observedTargets(targets, ({ id }) => {
      const { from = null, captured = false } =
        edits.find(({ connection }) => connection.id === id) ?? {};
      return { policy: from, captured };
    }),
    steps: edits
      .filter(({ from }) => from !== policy)
      .map(({ connection: { id }, captured }) =>
        captured
          ? call(
              "modify_connection_schema_config",
              { connectionId: id },
              { schema_change_handling: policy },
            )
          : call(
              "pre_create_connection_schema_config",
              { connectionId: id },
              { schemas: {}, schema_change_handling: policy },
            ),
      ),
    details: { kind: "policy", policy, edits, already, outside, notes },
  };
}

/** The largest number of configurations to read, at one request each. */
const MOST_READ = 1000;

function stateIn(connection: Connection, config: SchemaConfig | undefined) {
  const captured = !isUncaptured(connection, config);
  return {
    captured,
    settable: !captured || config?.schemas != null,
    from: captured ? (config?.schema_change_handling ?? undefined) : undefined,
  };
}

/** Groups edits by the text of their change. */
function grouped(edits: readonly Edit[], to: SchemaPolicy) {
  const groups = new Map<string, Connection[]>();
  for (const { connection, from, captured } of edits) {
    if (from === to) continue;
    const before = captured ? policyText(from) : "not captured";
    const change = `${before} → ${policyText(to)}`;
    groups.set(change, [...(groups.get(change) ?? []), connection]);
  }
  return [...groups].map(([change, members]) => ({ change, members }));
}

export async function finishBulkPolicy(
  outcomes: StepOutcome[],
  { policy, edits, already, outside, notes }: PolicyDetails,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<BulkOutput> {
  const isPolicy = (shown: string | null | undefined) => (shown ? shown === policy : undefined);
  const byId = new Map(outcomes.map((outcome) => [outcome.call.params["connectionId"], outcome]));
  const sent = edits.filter(({ from }) => from !== policy);
  const { done, ...trouble } = sortOutcomes(
    sent.map(({ connection }) => refOf(connection)),
    outcomes,
  );
  const accepted = new Set(done.map(({ id }) => id));
  const judged = await Promise.all(
    sent
      .filter(({ connection }) => accepted.has(connection.id))
      .map(async (edit) => {
        const outcome = byId.get(edit.connection.id);
        // Settings stored for a schema that was never captured cannot be read.
        const inReply = edit.captured
          ? isPolicy((await configIn(outcome))?.schema_change_handling)
          : storedOtherwise(outcome).length === 0;
        if (inReply === true || !edit.captured) return { edit, inReply, inRead: inReply };
        const { after } = await readAfter(readSchemas(edit.connection.id, { fivetran, signal }));
        return { edit, inReply, inRead: isPolicy(after?.config?.schema_change_handling) };
      }),
  );
  const found = judged.map((one) => ({
    edit: one.edit,
    ...judge(
      [one],
      ({ inReply }) => inReply,
      ({ inRead }) => inRead,
    ),
  }));
  const applied = found.filter((one) => one.applied.length > 0).map(({ edit }) => edit);
  const missing = found.filter((one) => one.missing.length > 0).map(({ edit }) => edit);
  const pending = found.filter((one) => one.pending.length > 0).map(({ edit }) => edit);
  return compact({
    ...judgedStatus(missing.length + pending.length === 0),
    changed_count: applied.length,
    by_change: grouped(applied, policy).map(({ change, members }) => ({
      change,
      count: members.length,
      connectors: members.slice(0, MOST_NAMED).map(refOf),
    })),
    already_count: already.length || undefined,
    not_in_plan_count: outside.length || undefined,
    ...trouble,
    failed: [
      ...trouble.failed,
      ...missing.map(({ connection }) => ({
        ...refOf(connection),
        error: "Fivetran accepted the request, but shows another schema change handling.",
      })),
    ],
    pending: pending.map(({ connection: { schema, id } }) => named(schema, id)),
    notes,
    undo_calls: undoCalls([...applied, ...pending]),
  });
}

/**
 * Returns one call for all connectors that had the same value. For schemas that were never
 * captured, the call sets Fivetran's default.
 */
function undoCalls(edits: readonly Edit[]): NonNullable<BulkOutput["undo_calls"]> {
  const groups = new Map<string, string[]>();
  for (const { connection, from = "ALLOW_ALL" } of edits) {
    groups.set(from, [...(groups.get(from) ?? []), connection.id]);
  }
  return [...groups].map(([policy, connectors]) => ({
    tool: "modify_schema",
    arguments: { connectors, policy },
  }));
}
