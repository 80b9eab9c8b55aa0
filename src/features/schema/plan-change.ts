import type { ColumnConfig, SchemaConfig, TableConfig } from "../../client/resources/models.js";
import { changeBody, changeNotes, flowChanges, flowingTables, valuesAfter } from "./effects.js";
import { matchChanges, type Target, tablesToList } from "./match-changes.js";
import {
  byPlace,
  type ColumnLookup,
  lockCode,
  type NodeChange,
  refOf,
  type SchemaChangePlan,
  type SchemaPolicy,
  type Skipped,
  type TableRef,
} from "./nodes.js";
import { checkChanges, type Field, readChanges, type SchemaChange } from "./parse-changes.js";

export type { ColumnLookup } from "./nodes.js";
export {
  checkChanges,
  type SchemaChange,
  SYNC_MODES,
  type SyncMode,
} from "./parse-changes.js";

export { type SchemaVerification, verifySchemaChange } from "./verify-change.js";

/** The tables whose live column list `planSchemaChange` will ask for; each is a query to the source. */
export const columnListsNeeded = (
  config: SchemaConfig,
  changes: readonly SchemaChange[],
): TableRef[] => tablesToList(config, readChanges(changes));

/**
 * Works out what a list of changes means for a schema configuration. Throws `input` where the list is malformed,
 * matches nothing or contradicts itself; nodes that cannot be changed are skipped and named.
 */
export function planSchemaChange(
  config: SchemaConfig,
  columns: ColumnLookup,
  changes: readonly SchemaChange[],
  policy?: SchemaPolicy,
): SchemaChangePlan {
  checkChanges(changes, policy);
  const matched = matchChanges(config, columns, readChanges(changes));
  const outcomes = matched.targets
    .sort(byPlace)
    .map((target) => ({ target, ...outcomeFor(target) }));
  const diff = outcomes.flatMap((outcome) => outcome.diff);
  const touched = outcomes.flatMap((outcome) => (outcome.diff.length > 0 ? [outcome.target] : []));
  const after = valuesAfter(diff);
  const from = config.schema_change_handling ?? null;
  return {
    diff,
    unchanged: outcomes.reduce(
      (sum, outcome) => sum + outcome.unchanged,
      policy !== undefined && policy === from ? 1 : 0,
    ),
    seen: touchedState(outcomes.map(({ target }) => target)),
    skipped: [
      ...outcomes.flatMap((outcome) => outcome.skipped),
      ...matched.unsupported.map((node) => ({ ...node, why: "no_column_support" as const })),
    ].sort(byPlace),
    ...flowChanges(config, diff, after),
    ...(policy === undefined || policy === from
      ? {}
      : { policy: { from, to: policy }, policyBody: { schema_change_handling: policy } }),
    ...(touched.length === 0 ? {} : { body: changeBody(touched, after) }),
    columnTables: matched.unlisted,
    notes: changeNotes(matched.targets, diff, after),
    flowing: flowingTables(config),
  };
}

/** What the plan rests on: the settings asked about, and whether what stands above them is on. */
function touchedState(targets: readonly Target[]): SchemaChangePlan["seen"] {
  const seen: SchemaChangePlan["seen"] = {};
  for (const target of targets) {
    const { schema, table, column } = refOf(target);
    const note = (path: (string | undefined)[], field: Field, value: unknown) => {
      const place = path.filter((name) => name !== undefined).join(".");
      seen[`${place} ${field}`] =
        typeof value === "boolean" || typeof value === "string" ? value : null;
    };
    for (const field of target.values.keys()) {
      note([schema, table, column], field, presentValue(target, field));
    }
    if (table !== undefined) note([schema], "enabled", target.schemaNode.enabled);
    if (column !== undefined) note([schema, table], "enabled", target.tableNode?.enabled);
  }
  return seen;
}

interface Outcome {
  diff: NodeChange[];
  unchanged: number;
  skipped: Skipped[];
}

function outcomeFor(target: Target): Outcome {
  const outcome: Outcome = { diff: [], unchanged: 0, skipped: [] };
  for (const [field, { value }] of target.values) {
    const from = presentValue(target, field);
    if (from === value) {
      outcome.unchanged++;
      continue;
    }
    const why = obstacle(target, field, value);
    if (why === undefined && from !== undefined) {
      outcome.diff.push({ ...refOf(target), field, from, to: value });
    } else if (outcome.skipped.length === 0) {
      outcome.skipped.push({ ...refOf(target), ...(why ?? { why: "sync_mode_not_supported" }) });
    }
  }
  return outcome;
}

function presentValue({ schemaNode, tableNode, columnNode }: Target, field: Field) {
  if (field === "sync_mode") return tableNode?.sync_mode ?? undefined;
  if (field === "hashed") return columnNode?.hashed ?? false;
  return (columnNode ?? tableNode ?? schemaNode).enabled;
}

type Obstacle = Pick<Skipped, "why" | "reason_code" | "reason">;

/** What keeps a node from being changed; schemas can always be. */
function obstacle(target: Target, field: Field, value: boolean | string): Obstacle | undefined {
  const { tableNode, columnNode } = target;
  if (field === "sync_mode" && tableNode && !canSwitchTo(tableNode, value)) {
    return { why: "sync_mode_not_supported" };
  }
  const node = columnNode ?? tableNode;
  if (node === undefined) return undefined;
  if (columnNode?.is_primary_key) return { why: "primary_key", ...lockOf(node) };
  return lockCode(node) === undefined ? undefined : { why: "locked", ...lockOf(node) };
}

/** Fivetran shows a table's mode only where it can be switched. */
const canSwitchTo = (table: TableConfig, mode: boolean | string) =>
  Boolean(table.sync_mode) && !(mode === "HISTORY" && table["supports_history_mode"] === false);

function lockOf(node: TableConfig | ColumnConfig): Omit<Obstacle, "why"> {
  const code = lockCode(node);
  const reason = node.enabled_patch_settings?.reason;
  return {
    ...(code === undefined ? {} : { reason_code: code }),
    ...(code !== undefined && reason ? { reason } : {}),
  };
}

export type {
  NodeChange,
  NodeRef,
  SchemaChangePlan,
  SchemaPolicy,
  Skipped,
  TableRef,
} from "./nodes.js";

export { POLICIES } from "./nodes.js";
