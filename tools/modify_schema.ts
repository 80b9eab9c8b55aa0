import * as z from "zod";
import { inputError } from "../src/base/errors.js";
import {
  changeConsequences,
  changeItem,
  changeSummary,
  explainStoredChanges,
  finishStoredChanges,
  firstOf,
  fixedTables,
  isUncaptured,
  listColumns,
  MOST_CHANGES,
  matchChanges,
  POLICIES,
  parseChanges,
  pathOf,
  planSchemaChange,
  planStoredChanges,
  policyText,
  renderStoredChanges,
  SchemaChange,
  type SchemaChangePlan,
  SkippedGroup,
  type StoredDetails,
  skippedGroups,
  skippedText,
  tablesToList,
  unchangedText,
  verifySchemaChange,
} from "../src/features/schema/index.js";
import { call, defineTool, type Plan } from "../src/toolkit/define.js";
import { connector } from "../src/toolkit/params.js";
import { bare, compact, count, lines, named } from "../src/toolkit/render.js";
import { lookWith } from "../src/toolkit/rephrase.js";
import { errorWords } from "../src/toolkit/step-results.js";

const Node = z.looseObject({ node: z.string() });

interface EditDetails {
  kind: "edit";
  id: string;
  name: string;
  plan: SchemaChangePlan;
}

const Output = z.looseObject({
  connector: z.looseObject({ name: z.string(), id: z.string() }),
  changed: z.array(Node).optional(),
  changed_count: z.number(),
  not_applied: z.array(Node).optional(),
  not_applied_count: z.number().optional(),
  newly_enabled: z.array(z.string()).optional(),
  newly_enabled_count: z.number().optional(),
  stored: z.array(z.string()).optional(),
  skipped: z.array(SkippedGroup).optional(),
  policy: z.string().optional(),
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
    "Enable, disable or hash schemas, tables and columns; set a table's sync mode or the schema change handling. Always asks, with the diff. Globs work.",
  input: z.strictObject({
    connector,
    changes: z
      .array(SchemaChange)
      .min(1)
      .max(100)
      .describe("exact names take precedence over globs")
      .optional(),
    policy: z.enum(POLICIES).describe("schema change handling").optional(),
  }),
  output: Output,

  async plan(
    { connector: value, changes = [], policy },
    ctx,
  ): Promise<Plan<EditDetails | StoredDetails>> {
    const requested = parseChanges(changes, policy);
    const { fivetran, signal } = ctx;
    const [connection] = await fivetran.connections.resolve([value], { signal });
    if (connection === undefined) throw inputError("connector matches nothing.");
    const { id, schema: name, status } = connection;
    const config = await fivetran.schemas.get(id, { signal });
    if (isUncaptured(connection, config)) return planStoredChanges(connection, requested, policy);
    if (!config?.schemas) throw fixedTables(named(name, id));
    const matches = matchChanges(config, requested);
    const columns = await listColumns(id, tablesToList(matches), ctx);
    const plan = planSchemaChange(config, matches, columns, policy);
    const bodies = [
      // First, because another schema change handling can reveal nodes.
      ...(plan.policy === undefined ? [] : [{ schema_change_handling: plan.policy.to }]),
      ...(plan.body === undefined ? [] : [plan.body]),
    ];
    return {
      summary: changeSummary(plan, named(name, id)),
      consequences: changeConsequences(plan, status.sync_state === "syncing"),
      asks: true,
      targets: [{ kind: "connector" as const, id, name }],
      observed: { id, policy: config.schema_change_handling ?? null, nodes: plan.seen },
      steps: bodies.map((body) =>
        call("modify_connection_schema_config", { connectionId: id }, body),
      ),
      details: { kind: "edit", id, name, plan },
    };
  },

  async finish(outcomes, { details }, { fivetran, signal }) {
    if (details.kind === "stored") return finishStoredChanges(details);
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
    const after = (await fivetran.schemas.get(id, { signal })) ?? {};
    const { applied, missing, exposed } = verifySchemaChange(plan, after);
    const policy = after.schema_change_handling ?? "unset";
    const notApplied = [
      ...(plan.policy === undefined || plan.policy.to === policy
        ? []
        : [
            {
              node: "connector",
              schema_change_handling: `${plan.policy.from ?? "unset"} → ${plan.policy.to}`,
            },
          ]),
      ...missing.map(changeItem),
    ];
    return compact({
      connector: { name, id },
      changed_count: applied.length,
      changed: applied.slice(0, MOST_CHANGES).map(changeItem),
      not_applied: notApplied.slice(0, MOST_CHANGES),
      not_applied_count: beyond(notApplied),
      newly_enabled: exposed.slice(0, MOST_CHANGES).map(pathOf),
      newly_enabled_count: beyond(exposed),
      skipped,
      policy: plan.policy === undefined ? undefined : bare(policy),
      notes: outcomes.flatMap((outcome) => ("error" in outcome ? [errorWords(outcome.error)] : [])),
    });
  },

  render: (data) => (data.stored === undefined ? renderEdit(data) : renderStoredChanges(data)),

  async explain(error, { details }) {
    if (details.kind === "stored") return explainStoredChanges(error);
    return lookWith(error, `get_schema connector=${bare(details.id)}`);
  },
});

/** The length of a list that is shown in part. */
const beyond = (list: readonly unknown[]) => (list.length > MOST_CHANGES ? list.length : undefined);

function renderEdit({
  connector: of,
  changed = [],
  changed_count,
  not_applied = [],
  not_applied_count = not_applied.length,
  newly_enabled = [],
  newly_enabled_count = newly_enabled.length,
  skipped = [],
  policy,
  notes = [],
}: Output): string {
  return lines(
    `${named(of.name, of.id)}: ${changed_count === 0 ? "no setting changed" : `${count(changed_count, "setting")} changed and verified`}${policy === undefined ? "" : `; schema change handling: ${policyText(policy)}`}`,
    firstOf(changed.map(itemText), changed_count).map((text) => `  ${text}`),
    firstOf(not_applied.map(itemText), not_applied_count).map((text) => `Not applied: ${text}`),
    newly_enabled.length > 0 &&
      `Also enabled, although not in this plan: ${firstOf(newly_enabled, newly_enabled_count).join(", ")}`,
    skipped.map((group) => `Skipped ${skippedText(group)}`),
    notes.map((note) => `Note: ${note}`),
  );
}

const itemText = ({ node, ...fields }: z.output<typeof Node>) =>
  `${node} ${Object.entries(fields)
    .map(([field, change]) => `${field}: ${String(change)}`)
    .join(", ")}`;
