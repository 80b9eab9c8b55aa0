import * as z from "zod";
import { createTurns } from "../src/base/deadline.js";
import { inputError } from "../src/base/errors.js";
import {
  bulkOutput,
  finishBulkPolicy,
  namedConnection,
  type PolicyDetails,
  planBulkPolicy,
  renderBulkSettings,
  select,
  wordSelection,
} from "../src/features/connector/index.js";
import {
  ChangeItem,
  capturedInBetween,
  changeConsequences,
  changeItem,
  changeList,
  changeSummary,
  changeTexts,
  finishStoredChanges,
  firstOf,
  fixedTables,
  isUncaptured,
  keptLists,
  listColumns,
  listsOf,
  MOST_CHANGES,
  matchChanges,
  observedNodes,
  POLICIES,
  parseChanges,
  pathOf,
  planSchemaChange,
  planStoredChanges,
  policyPhrase,
  readSchemas,
  refuseUnreadableColumns,
  renderStoredChanges,
  SchemaChange,
  type SchemaChangePlan,
  type SchemaVerification,
  SkippedGroup,
  type StoredDetails,
  schemasOf,
  skippedGroups,
  skippedText,
  skippedUnreadable,
  tablesIn,
  tablesToList,
  unchangedText,
  undoOf,
  unreadableNotes,
  verifySchemaChange,
  withUnreadable,
} from "../src/features/schema/index.js";
import { judgedOutput, judgedStatus, readAfter } from "../src/toolkit/applied.js";
import { call, defineTool, type Plan } from "../src/toolkit/define.js";
import { type Notation, ToolCall } from "../src/toolkit/notation.js";
import { connector } from "../src/toolkit/params.js";
import { bare, compact, count, lines, named } from "../src/toolkit/render.js";
import { lookWith, rephrase } from "../src/toolkit/rephrase.js";
import { errorWords } from "../src/toolkit/step-results.js";

interface EditDetails {
  kind: "edit";
  id: string;
  name: string;
  plan: SchemaChangePlan;
}

const Output = z.looseObject({
  connector: z.looseObject({ name: z.string(), id: z.string() }).optional(),
  ...judgedOutput,
  ...bulkOutput,
  changed: z.array(ChangeItem).optional(),
  not_applied: z.array(ChangeItem).optional(),
  not_applied_count: z.number().optional(),
  not_visible_yet: z.array(ChangeItem).optional(),
  not_visible_yet_count: z.number().optional(),
  newly_enabled: z.array(z.string()).optional(),
  newly_enabled_count: z.number().optional(),
  stored: z.array(z.string()).optional(),
  skipped: z.array(SkippedGroup).optional(),
  policy: z.string().optional(),
  undo: z.array(ToolCall).optional(),
  notes: z.array(z.string()).optional(),
});
type Output = z.output<typeof Output>;

export const modifySchema = defineTool({
  name: "modify_schema",
  title: "Change what a connector syncs",
  effect: "write",
  destructive: true,
  idempotent: true,
  alwaysAsks: true,
  uses: [
    "connection_details",
    "list_connections",
    "connection_schema_config",
    "modify_connection_schema_config",
  ],
  description:
    "Enable or disable schemas, tables and columns, hash columns, set sync modes and row filters, or set the schema change handling of connectors. Needs confirmation; the plan shows the diff.",
  input: z.strictObject({
    connector: connector.optional(),
    ...wordSelection,
    changes: z
      .array(SchemaChange)
      .min(1)
      .max(3000)
      .describe(
        'names or globs; exact names take precedence, e.g. [{"schema":"public","table":"stg_*","enabled":false}]',
      )
      .optional(),
    policy: z.enum(POLICIES).describe("schema change handling, e.g. BLOCK_ALL").optional(),
  }),
  output: Output,

  async plan(
    { connector: value, changes, policy, ...selected },
    ctx,
  ): Promise<Plan<EditDetails | StoredDetails | PolicyDetails>> {
    if (value === undefined) {
      if (changes !== undefined || policy === undefined) throw onlyPolicy(changes !== undefined);
      return planBulkPolicy(policy, await select(selected, ctx), ctx);
    }
    const also = Object.entries(selected).flatMap(([name, of]) => (of === undefined ? [] : [name]));
    if (also.length > 0) {
      throw inputError(
        `connector cannot be given together with ${also.join(" or ")}.`,
        "Nothing was sent. To change one connector, give connector. To change several, give connectors or a filter.",
      );
    }
    const turn = createTurns();
    const requested = parseChanges(changes ?? [], policy);
    await turn();
    const connection = await namedConnection(value, ctx);
    const { id, schema: name, status } = connection;
    const { config, unreadable } = await readSchemas(id, ctx);
    if (isUncaptured(connection, config)) return planStoredChanges(connection, requested, policy);
    if (!config?.schemas) throw fixedTables(named(name, id));
    const matches = await matchChanges(config, requested);
    const unknown = skippedUnreadable(matches, unreadable);
    const confirmed = Confirmed.safeParse(ctx.confirming).data;
    const found = confirmed?.tables;
    // At confirmation, tables in which the plan found nothing are not read again.
    const toList = tablesToList(matches).filter(
      (place) => found === undefined || tablesIn([place]).some((key) => found.includes(key)),
    );
    const known = listsOf(confirmed?.listed, config);
    const columns = known ?? (await listColumns(id, toList, ctx));
    refuseUnreadableColumns(matches, columns);
    const planned = await planSchemaChange(config, matches, columns, policy);
    const plan = withUnreadable(planned, [...unreadable, ...columns.unreadable], unknown);
    const nodes = await observedNodes(plan.seen);
    // A plan does not record the columns that a row filter uses, so the execution reads them again.
    const filters = requested.some(({ values }) =>
      values.some(([field]) => field === "row_filter"),
    );
    const fresh = filters ? undefined : keptLists(toList, plan.found, columns);
    const listed = known === undefined ? fresh : confirmed?.listed;
    const bodies = [
      // The schema change handling comes first, because changing it can reveal schemas, tables and
      // columns.
      ...(plan.policy === undefined ? [] : [{ schema_change_handling: plan.policy.to }]),
      ...(plan.body === undefined ? [] : [plan.body]),
    ];
    return {
      summary: changeSummary(plan, named(name, id)),
      consequences: changeConsequences(plan, status.sync_state.toLowerCase() === "syncing"),
      asks: true,
      targets: [{ kind: "connector" as const, id, name }],
      observed: {
        id,
        policy: config.schema_change_handling ?? null,
        ...nodes,
        ...(listed !== undefined
          ? { listed }
          : toList.length > 0 && plan.skipped.every(({ why }) => why !== "unread")
            ? { tables: tablesIn(plan.found) }
            : {}),
      },
      steps: bodies.map((body) =>
        call("modify_connection_schema_config", { connectionId: id }, body),
      ),
      details: { kind: "edit", id, name, plan },
    };
  },

  async finish(outcomes, { details }, ctx) {
    if (details.kind === "policy") return finishBulkPolicy(outcomes, details, ctx);
    if (details.kind === "stored") return finishStoredChanges(outcomes, details);
    const { id, name, plan } = details;
    const skipped = skippedGroups(plan.skipped);
    if (outcomes.length === 0) {
      const { unchanged: n } = plan;
      return compact({
        connector: { name, id },
        changed_count: 0,
        skipped,
        notes: n === 0 ? [] : [unchangedText(n)],
      });
    }
    const { after: read, unread } = await readAfter(readSchemas(id, ctx));
    const after = read && (read.config ?? {});
    const { applied, pending, missing, done, exposed } = await verifySchemaChange(
      plan,
      outcomes,
      after,
    );
    const changed = applied.filter((change) => "field" in change);
    const handling =
      changed.length < applied.length ? plan.policy?.to : after?.schema_change_handling;
    const undo = undoOf(id, [...applied, ...pending], plan);
    return compact({
      connector: { name, id },
      ...judgedStatus(done, unread),
      ...changeList("changed", changed),
      changed_count: changed.length,
      ...changeList("not_applied", missing),
      ...changeList("not_visible_yet", pending),
      newly_enabled: exposed.slice(0, MOST_CHANGES).map(pathOf),
      newly_enabled_count: beyond(exposed),
      skipped,
      undo: undo === undefined ? [] : [{ tool: "modify_schema", arguments: undo }],
      policy: plan.policy === undefined || handling == null ? undefined : bare(handling),
      notes: [
        ...outcomes.flatMap((outcome) => ("error" in outcome ? [errorWords(outcome.error)] : [])),
        ...(unread === undefined ? [] : [unread]),
        ...unreadableNotes(read?.unreadable ?? []),
      ],
    });
  },

  render: (data, notation) =>
    data.connector === undefined
      ? renderBulkSettings(data, notation)
      : data.stored === undefined
        ? renderEdit({ ...data, connector: data.connector }, notation)
        : renderStoredChanges({ ...data, connector: data.connector }),

  async explain(error, { details }, ctx) {
    const { notation } = ctx;
    if (details.kind === "policy") return error;
    if (details.kind === "stored") {
      if (error.type === "outcome_unknown")
        return rephrase(error, {
          hint: "Fivetran does not show the settings that are stored for a schema that was never captured. It is safe to repeat the call.",
        });
      if (error.type !== "conflict") return error;
      const { after: read } = await readAfter(readSchemas(details.id, ctx));
      const after = read?.config;
      return after && schemasOf(after).length > 0 ? capturedInBetween(error) : error;
    }
    if (error.type !== "outcome_unknown") return error;
    const { id, plan } = details;
    const { after } = await readAfter(readSchemas(id, ctx));
    const { applied, pending, missing } = await verifySchemaChange(plan, [], after?.config);
    const total = applied.length + pending.length + missing.length;
    const some = applied.length === 0 ? {} : { state: partText(applied, total) };
    return lookWith(rephrase(error, some), notation.tool("get_schema", { connector: id }));
  },
});

/** The part of the plan's state that reduces the number of reads at confirmation. */
const Confirmed = z.looseObject({
  tables: z.array(z.string()).optional(),
  listed: z.json().optional(),
});

const LONGEST_UNDO = 4000;

function undoText(calls: Output["undo"], notation: Notation): string | false {
  const [undo] = calls ?? [];
  if (undo === undefined) return false;
  const text = notation.tool(undo.tool, undo.arguments);
  return `To undo: ${text.length <= LONGEST_UNDO ? text : "use the call in the field undo of the structured result"}`;
}

const onlyPolicy = (changes: boolean) =>
  inputError(
    changes
      ? "changes can be given only for one connector, in the parameter connector."
      : "No change was given. For several connectors, only the schema change handling (policy) can be set.",
    "Nothing was sent. Give connector with changes or policy, or connectors or a filter with policy.",
  );

const partText = (applied: SchemaVerification["applied"], total: number) =>
  `The change took effect in part: Fivetran now returns ${applied.length} of ${count(total, "setting")} as requested (${changeTexts(applied.slice(0, 5).map(changeItem), applied.length).join("; ")}).`;

/** Returns the full length of a list if only part of it is shown. */
const beyond = (list: readonly unknown[]) => (list.length > MOST_CHANGES ? list.length : undefined);

function renderEdit(
  {
    connector: of,
    changed_count = 0,
    policy,
    notes = [],
    ...data
  }: Output & { connector: { name: string; id: string } },
  notation: Notation,
): string {
  const { not_applied = [], not_visible_yet = [], newly_enabled = [], skipped = [] } = data;
  const open =
    (data.not_applied_count ?? not_applied.length) +
    (data.not_visible_yet_count ?? not_visible_yet.length);
  const verified =
    data.read_back === false ? ", according to Fivetran's response" : " and verified";
  const outcome =
    open > 0
      ? `${changed_count} of ${count(changed_count + open, "setting")} changed`
      : changed_count > 0
        ? `${count(changed_count, "setting")} changed${verified}`
        : "no setting changed";
  return lines(
    `${named(of.name, of.id)}: ${outcome}${policy === undefined ? "" : `; schema change handling: ${policyPhrase(policy)}`}`,
    changeTexts(data.changed, changed_count).map((text) => `  ${text}`),
    changeTexts(not_applied, data.not_applied_count).map((text) => `Not applied: ${text}`),
    changeTexts(not_visible_yet, data.not_visible_yet_count).map(
      (text) => `Accepted, not visible yet: ${text}`,
    ),
    newly_enabled.length > 0 &&
      `Fivetran also enabled these, which were not in the plan: ${firstOf(newly_enabled, data.newly_enabled_count).join(", ")}`,
    skipped.map((group) => `Skipped ${skippedText(group)}`),
    notes.map((note) => `Note: ${note}`),
    undoText(data.undo, notation),
    open > 0 && `Next: ${notation.tool("get_schema", { connector: of.id })}`,
  );
}
