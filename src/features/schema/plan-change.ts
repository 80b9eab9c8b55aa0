import type { Json } from "../../base/json.js";
import type { ColumnConfig, SchemaConfig, TableConfig } from "../../client/resources/models.js";
import type { ListedColumns } from "./columns.js";
import {
  changeBody,
  changeNotes,
  filtersDropped,
  type SyncChanges,
  syncChanges,
  valuesAfter,
} from "./effects.js";
import { type Match, type Target, targetsOf } from "./match-changes.js";
import {
  type Field,
  lockCode,
  type NodeChange,
  type NodeRef,
  nodeKey,
  type PolicyChange,
  refOf,
  type SchemaPolicy,
  sameValue,
  type Value,
  valueJson,
} from "./nodes.js";
import { refuse } from "./parse-changes.js";
import { storedFilter } from "./row-filter.js";
import { type Change, type Setting, wayBack } from "./way-back.js";

export interface Skipped extends NodeRef {
  why: "locked" | "primary_key" | "no_column_support" | "sync_mode_not_supported" | "unread";
  reason_code?: string;
  /** Fivetran's words. */
  reason?: string;
}

export interface SchemaChangePlan extends SyncChanges {
  /** Only what really changes, ordered by name. */
  diff: NodeChange[];
  /** Row filters that Fivetran deletes along with it. */
  dropped: NodeChange[];
  /** Requested settings that have the requested value already. */
  unchanged: number;
  /** Every node that a change matches. */
  found: NodeRef[];
  /** Present values of the requested settings, and whether their parents are enabled, by place and setting. */
  seen: Record<string, Json>;
  /** Requested and never sent, ordered by name. */
  skipped: Skipped[];
  policy?: PolicyChange;
  /** Of the request for the nodes; absent when none changes. */
  body?: Record<string, Json>;
  /** Changes that give every node its former value. */
  back: Change[];
  /** Other consequences, without full stops. */
  notes: string[];
}

/**
 * Works out what changes mean for a schema configuration. Throws `input` where one matches nothing or two conflict;
 * nodes that cannot be changed are skipped and named.
 */
export function planSchemaChange(
  config: SchemaConfig,
  matches: readonly Match[],
  { of: columns, unread }: ListedColumns,
  policy?: SchemaPolicy,
): SchemaChangePlan {
  const targets = targetsOf(config, matches, columns);
  checkFiltering(config, targets);
  const outcomes = targets.map((target) => ({ target, ...outcomeFor(target) }));
  const diff = outcomes.flatMap((outcome) => outcome.diff);
  const touched = outcomes.flatMap((outcome) => (outcome.diff.length > 0 ? [outcome.target] : []));
  const after = valuesAfter(diff);
  const dropped = filtersDropped(config, diff, after);
  const switched = syncChanges(config, diff, after);
  const from = config.schema_change_handling ?? null;
  return {
    diff,
    dropped,
    unchanged: outcomes.reduce(
      (sum, outcome) => sum + outcome.unchanged,
      policy !== undefined && policy === from ? 1 : 0,
    ),
    found: targets.map(refOf),
    seen: stateOf(targets, dropped, switched),
    skipped: [
      ...outcomes.flatMap((outcome) => outcome.skipped),
      ...unread.map(({ schema, table, reason }) => ({
        schema,
        table,
        why: "unread" as const,
        reason,
      })),
    ],
    ...switched,
    ...(policy === undefined || policy === from ? {} : { policy: { from, to: policy } }),
    ...(touched.length === 0 ? {} : { body: changeBody(touched, after) }),
    back: wayBack(matches, settingsOf(targets), {
      exactly: unread.length > 0,
      revealing: policy !== undefined && policy !== from,
    }),
    notes: changeNotes(targets, diff, after),
  };
}

/** Removing a filter needs no support: one that is there can be removed. */
function checkFiltering(config: SchemaConfig, targets: readonly Target[]): void {
  const filters = targets.some(({ values }) => (values.get("row_filter")?.value ?? null) !== null);
  const { row_filtering_supported: supported } = config;
  if (!filters || supported === true) return;
  refuse(
    [
      supported === false
        ? "This connector's type cannot filter rows (row_filtering_supported is false)"
        : "Fivetran has not enabled row filters for this connector (its schema has no row_filtering_supported)",
    ],
    "Nothing was sent. Disable tables or columns instead, or filter the rows in the source by a view.",
  );
}

/** The state that the plan depends on: of its targets, and of what changes along with them. */
function stateOf(
  targets: readonly Target[],
  dropped: readonly NodeChange[],
  { starts, stops }: SyncChanges,
): SchemaChangePlan["seen"] {
  const seen: SchemaChangePlan["seen"] = {};
  for (const node of dropped) seen[`${textOf(node)} row_filter`] = valueJson(node.from);
  const named = new Set(targets.map(nodeKey));
  const along = (nodes: readonly NodeRef[], now: boolean) => {
    for (const node of nodes) if (!named.has(nodeKey(node))) seen[`${textOf(node)} syncs`] = now;
  };
  along(starts, false);
  along(stops, true);
  for (const target of targets) {
    const { schema, table, column, schemaNode, tableNode, values } = target;
    const set = (node: NodeRef, field: Field, value?: Value) => {
      seen[`${textOf(node)} ${field}`] = valueJson(value ?? null);
    };
    for (const field of values.keys()) set(refOf(target), field, presentValue(target, field));
    if (table !== undefined) set({ schema }, "enabled", schemaNode.enabled);
    if (table !== undefined && column !== undefined) {
      set({ schema, table }, "enabled", tableNode?.enabled);
    }
  }
  return seen;
}

const textOf = ({ schema, table, column }: NodeRef) =>
  [schema, table, column].filter((name) => name !== undefined).join(".");

/** What is requested of nodes that can have it, the nodes that have it already among them. */
const settingsOf = (targets: readonly Target[]): Setting[] =>
  targets.flatMap((target) =>
    [...target.values].flatMap(([field, { value }]) => {
      const before = presentValue(target, field);
      if (before === undefined) return [];
      const changes = !sameValue(before, value) && obstacle(target, field, value) === undefined;
      return [{ target, field, before, changes }];
    }),
  );

interface Outcome {
  diff: NodeChange[];
  unchanged: number;
  skipped: Skipped[];
}

function outcomeFor(target: Target): Outcome {
  const outcome: Outcome = { diff: [], unchanged: 0, skipped: [] };
  for (const [field, { value }] of target.values) {
    const from = presentValue(target, field);
    if (from !== undefined && sameValue(from, value)) {
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

/** Undefined for a mode that Fivetran does not show, and for columns of a table without column settings. */
function presentValue(
  { schemaNode, tableNode, column, columnNode }: Target,
  field: Field,
): Value | undefined {
  if (column !== undefined && columnNode === undefined) return undefined;
  if (field === "row_filter") return storedFilter(tableNode?.row_filter);
  if (field === "target_data_type") return columnNode?.target_data_type ?? null;
  if (field === "sync_mode") return tableNode?.sync_mode ?? undefined;
  if (field === "hashed") return columnNode?.hashed ?? false;
  return (columnNode ?? tableNode ?? schemaNode).enabled;
}

type Obstacle = Pick<Skipped, "why" | "reason_code" | "reason">;

/** What keeps a node from being changed; schemas can always be. */
function obstacle(target: Target, field: Field, value: Value): Obstacle | undefined {
  const { tableNode, column, columnNode } = target;
  if (column !== undefined && columnNode === undefined) return { why: "no_column_support" };
  // A lock concerns what is synced, not which rows and as which type.
  if (field === "row_filter" || field === "target_data_type") return undefined;
  if (field === "sync_mode" && tableNode && !canSwitchTo(tableNode, value)) {
    return { why: "sync_mode_not_supported" };
  }
  const node = columnNode ?? tableNode;
  if (node === undefined) return undefined;
  if (columnNode?.is_primary_key) return { why: "primary_key", ...lockOf(node) };
  return lockCode(node) === undefined ? undefined : { why: "locked", ...lockOf(node) };
}

/** Fivetran shows a table's mode only where it can be switched. */
const canSwitchTo = (table: TableConfig, mode: Value) =>
  Boolean(table.sync_mode) && !(mode === "HISTORY" && table["supports_history_mode"] === false);

function lockOf(node: TableConfig | ColumnConfig): Omit<Obstacle, "why"> {
  const code = lockCode(node);
  const reason = node.enabled_patch_settings?.reason;
  return {
    ...(code === undefined ? {} : { reason_code: code }),
    ...(code !== undefined && reason ? { reason } : {}),
  };
}
