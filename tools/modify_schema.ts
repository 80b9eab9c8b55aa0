import * as z from "zod";
import { inputError } from "../src/base/errors.js";
import type { SchemaConfig } from "../src/client/resources/models.js";
import {
  checkChanges,
  columnListsNeeded,
  explainWishes,
  finishWishes,
  fixedTables,
  isUncaptured,
  listColumns,
  type NodeChange,
  type NodeRef,
  POLICIES,
  planSchemaChange,
  planWishes,
  renderWishes,
  type SchemaChangePlan,
  type Skipped,
  SYNC_MODES,
  verifySchemaChange,
  type WishDetails,
} from "../src/features/schema/index.js";
import { call, defineTool, type Plan } from "../src/toolkit/define.js";
import { connector } from "../src/toolkit/params.js";
import { bare, compact, count, lines, named, quoted, upTo } from "../src/toolkit/render.js";
import { lookWith } from "../src/toolkit/rephrase.js";

const pattern = z.string().min(1).max(1024).optional();

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
  newly_enabled: z.array(z.string()).optional(),
  stored: z.array(z.string()).optional(),
  skipped: z.array(Node.extend({ why: z.string() })).optional(),
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
    "Enable, disable or hash schemas, tables and columns, set a table's sync mode or the policy for new ones. Always asks, with the diff. Globs work.",
  input: z.strictObject({
    connector,
    changes: z
      .array(
        z.strictObject({
          schema: pattern,
          table: pattern,
          column: pattern,
          enabled: z.boolean().optional(),
          hashed: z.boolean().optional(),
          sync_mode: z.enum(SYNC_MODES).optional(),
        }),
      )
      .min(1)
      .max(100)
      .describe("exact names beat globs")
      .optional(),
    policy: z.enum(POLICIES).describe("for new nodes").optional(),
  }),
  output: Output,

  async plan(
    { connector: value, changes = [], policy },
    ctx,
  ): Promise<Plan<EditDetails | WishDetails>> {
    checkChanges(changes, policy);
    const { fivetran, signal } = ctx;
    const [connection] = await fivetran.connections.resolve([value], { signal });
    if (connection === undefined) throw inputError("connector matches nothing.");
    const config = await fivetran.schemas.get(connection.id, { signal });
    if (isUncaptured(connection, config)) return planWishes(connection, changes, policy);
    if (!config?.schemas) throw fixedTables(named(connection.schema, connection.id));
    const listed = await listColumns(connection.id, columnListsNeeded(config, changes), ctx);
    const plan = planSchemaChange(config, listed, changes, policy);
    const { id, schema: name, status } = connection;
    return {
      summary: summaryOf(plan, named(name, id)),
      consequences: consequencesOf(plan, status.sync_state === "syncing"),
      asks: true,
      targets: [{ kind: "connector" as const, id, name }],
      observed: {
        id,
        policy: config.schema_change_handling ?? null,
        nodes: plan.seen,
      },
      steps: [plan.policyBody, plan.body].flatMap((body) =>
        body === undefined
          ? []
          : [call("modify_connection_schema_config", { connectionId: id }, body)],
      ),
      details: { kind: "edit", id, name, plan },
    };
  },

  async finish(outcomes, { details }, { fivetran, signal }) {
    if (details.kind === "wishes") return finishWishes(outcomes, details);
    const { id, name, plan } = details;
    const skipped = plan.skipped.map((node) => ({ node: path(node), why: whySkipped(node) }));
    const connectorRef = { name, id };
    if (outcomes.length === 0) {
      return compact({
        connector: connectorRef,
        changed_count: 0,
        skipped,
        notes:
          plan.unchanged === 0
            ? undefined
            : [
                `${count(plan.unchanged, "setting")} asked for ${plan.unchanged === 1 ? "holds" : "hold"} already`,
              ],
      });
    }
    const after = await fivetran.schemas.get(id, { signal });
    const { missing, exposed } = verifySchemaChange(plan, after ?? {});
    const lost = new Set(missing.map((change) => `${path(change)} ${change.field}`));
    const applied = plan.diff.filter((change) => !lost.has(`${path(change)} ${change.field}`));
    const failed = outcomes.flatMap((outcome) =>
      "error" in outcome ? [outcome.error.message] : [],
    );
    return compact({
      connector: connectorRef,
      changed_count: applied.length,
      changed: applied.slice(0, MOST_NAMED).map(changed),
      not_applied: missing.map(changed),
      newly_enabled: exposed.slice(0, MOST_NAMED).map(path),
      skipped,
      policy: plan.policy === undefined ? undefined : policyAfter(after),
      notes: failed,
    });
  },

  render: (data) => (data.stored === undefined ? renderEdit(data) : renderWishes(data)),

  async explain(error, { details }) {
    if (details.kind === "wishes") return explainWishes(error);
    return lookWith(error, `get_schema connector=${bare(details.id)}`);
  },
});

function renderEdit({
  connector: of,
  changed: list = [],
  changed_count,
  not_applied = [],
  newly_enabled = [],
  skipped = [],
  policy,
  notes = [],
}: Output): string {
  return lines(
    `${named(of.name, of.id)}: ${changed_count === 0 ? "no node changed" : `${count(changed_count, "setting")} changed and read back`}${policy === undefined ? "" : `; new tables: ${policy}`}`,
    list.map((item) => `  ${nodeText(item)}`),
    changed_count > list.length && `  … and ${changed_count - list.length} more`,
    not_applied.map((item) => `NOT applied: ${nodeText(item)}`),
    newly_enabled.length > 0 && `The policy also switched on: ${newly_enabled.join(", ")}`,
    skipped.map((item) => `Left out ${item.node}: ${item.why}`),
    notes.map((note) => `Note: ${note}`),
  );
}

const MOST_NAMED = 50;

const path = ({ schema, table, column }: NodeRef) =>
  [schema, table, column].flatMap((name) => (name === undefined ? [] : [bare(name)])).join(".");

const changed = (change: NodeChange) => ({
  node: path(change),
  [change.field]: `${change.from} → ${change.to}`,
});

const nodeText = ({ node, ...fields }: { node: string; [field: string]: unknown }) =>
  `${node} ${Object.entries(fields)
    .map(([field, move]) => `${field}: ${String(move)}`)
    .join(", ")}`;

function summaryOf(plan: SchemaChangePlan, connectorName: string): string {
  const kinds = new Map<string, number>();
  for (const change of plan.diff) {
    const verb = VERBS[`${change.field} ${change.to}`] ?? `set ${change.field} of`;
    const what =
      change.column !== undefined ? "column" : change.table !== undefined ? "table" : "schema";
    const key = `${verb}|${what}`;
    kinds.set(key, (kinds.get(key) ?? 0) + 1);
  }
  const parts = [...kinds].map(([key, n]) => {
    const [verb = "", what = ""] = key.split("|");
    return `${verb} ${count(n, what)}`;
  });
  if (plan.policy !== undefined)
    parts.unshift(`set the policy for new tables to ${plan.policy.to}`);
  return `${parts.length > 0 ? parts.join(", ") : "change nothing"} of ${connectorName}`;
}

const VERBS: Record<string, string> = {
  "enabled true": "enable",
  "enabled false": "disable",
  "hashed true": "hash",
  "hashed false": "stop hashing",
};

function consequencesOf(plan: SchemaChangePlan, syncing: boolean): string[] {
  const nodes = upTo(
    plan.diff,
    MOST_NAMED,
    (change) => `${path(change)} ${change.field}: ${change.from} → ${change.to}`,
  );
  const policy = plan.policy;
  return [
    ...(policy === undefined
      ? []
      : [
          `policy: ${bare(policy.from ?? "unset")} → ${policy.to}, sent first; what it switches on is reported, not undone`,
        ]),
    ...nodes,
    ...(plan.stops.length === 0
      ? []
      : [`stops flowing: ${names(plan.stops)}; rows already in the destination stay`]),
    ...(plan.starts.length === 0
      ? []
      : [
          `starts flowing and is loaded from history, counted as your Fivetran contract says: ${names(plan.starts)}`,
        ]),
    ...plan.skipped.map((node) => `left out ${path(node)}: ${whySkipped(node)}`),
    ...plan.notes,
    ...(plan.unchanged === 0 ? [] : [`${count(plan.unchanged, "setting")} already as asked`]),
    ...(syncing
      ? ["a sync is running now; this change cancels it and the next one starts over"]
      : []),
  ];
}

const names = (nodes: readonly NodeRef[]) => upTo(nodes, 20, path).join(", ");

function whySkipped({ why, reason_code, reason }: Skipped): string {
  const words = {
    locked: "Fivetran does not let it be switched",
    primary_key: "it is a primary key",
    no_column_support: "the table takes no column settings",
    sync_mode_not_supported: "the table's sync mode cannot be switched",
  }[why];
  const detail = [reason_code && bare(reason_code), reason && quoted(reason, 160)].filter(Boolean);
  return detail.length > 0 ? `${words} (${detail.join(": ")})` : words;
}

const policyAfter = (after: SchemaConfig | undefined) =>
  bare(after?.schema_change_handling ?? "unset");
