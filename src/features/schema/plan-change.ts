import { createTurns, type Turn } from "../../base/deadline.js";
import { type AppError, inputError } from "../../base/errors.js";
import type { Json } from "../../base/json.js";
import { bare, grouped } from "../../base/text.js";
import type { ColumnConfig, SchemaConfig, TableConfig } from "../../client/resources/models.js";
import { upTo } from "../../toolkit/render.js";
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
  NodeMap,
  type NodeRef,
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
  why:
    | "locked"
    | "primary_key"
    | "no_column_support"
    | "sync_mode_not_supported"
    | "unread"
    | "unexpected";
  reason_code?: string;
  /** The reason in Fivetran's words. */
  reason?: string;
}

export interface SchemaChangePlan extends SyncChanges {
  /** Only settings whose value changes, ordered by name. */
  diff: NodeChange[];
  /** Row filters that Fivetran deletes with the change. */
  dropped: NodeChange[];
  /** The number of requested settings that already have the requested value. */
  unchanged: number;
  /** Every node that a change matches. */
  found: NodeRef[];
  /**
   * The present values of the requested settings, and whether their parents are enabled. Keyed by
   * node and setting.
   */
  seen: ReadonlyMap<string, Json>;
  /** Requested settings that are not sent, ordered by name. */
  skipped: Skipped[];
  policy?: PolicyChange;
  /** The request body for the nodes. Undefined if no node changes. */
  body?: Record<string, Json>;
  /** The changes that restore every former value. */
  back: Change[];
  /** Other consequences, each without a full stop. */
  notes: string[];
}

/**
 * Computes the effect of changes on a schema configuration. Nodes that cannot be changed are
 * skipped and reported.
 * Throws `input` if a change matches nothing or two changes conflict.
 */
export async function planSchemaChange(
  config: SchemaConfig,
  matches: readonly Match[],
  { of: columns, unread }: ListedColumns,
  policy?: SchemaPolicy,
): Promise<SchemaChangePlan> {
  const turn = createTurns();
  const targets = await targetsOf(config, matches, columns, turn);
  checkFiltering(config, targets);
  const from = config.schema_change_handling ?? null;
  const outcome: Outcome = { diff: [], unchanged: 0, skipped: [] };
  const touched: Target[] = [];
  for (const target of targets) {
    const before = outcome.diff.length;
    addOutcome(outcome, target);
    if (outcome.diff.length > before) touched.push(target);
    await turn();
  }
  const { diff, unchanged, skipped } = outcome;
  if (diff.length > MOST_SETTINGS) throw tooManySettings(diff);
  const after = await valuesAfter(diff, turn);
  const dropped = filtersDropped(config, diff, after);
  const switched = await syncChanges(config, diff, after, turn);
  return {
    diff,
    dropped,
    unchanged: unchanged + (policy !== undefined && policy === from ? 1 : 0),
    found: targets.map(refOf),
    seen: await stateOf(targets, dropped, switched, turn),
    skipped: [
      ...skipped,
      ...unread.map(({ schema, table, reason }) => ({
        schema,
        table,
        why: "unread" as const,
        reason,
      })),
    ],
    ...switched,
    ...(policy === undefined || policy === from ? {} : { policy: { from, to: policy } }),
    ...(touched.length === 0 ? {} : { body: await changeBody(touched, after, turn) }),
    back: await wayBack(matches, await settingsOf(targets, turn), {
      exactly: unread.length > 0,
      revealing: policy !== undefined && policy !== from,
      turn,
    }),
    notes: await changeNotes(targets, diff, after, turn),
  };
}

/** The limit for one request. */
const MOST_SETTINGS = 50_000;

function tooManySettings(diff: readonly NodeChange[]): AppError {
  const schemas = [...new Set(diff.map(({ schema }) => schema))];
  const most = grouped(MOST_SETTINGS);
  return inputError(
    `This would change ${grouped(diff.length)} settings; one call changes at most ${most}.`,
    schemas.length > 1
      ? `Nothing was sent. Split the call by schema: ${upTo(schemas, 10, bare).join(", ")}. To change a whole schema with one setting, give schema without table.`
      : "Nothing was sent. Split the call into several calls with narrower patterns for table.",
  );
}

/**
 * Checks that the connector supports row filters. Removing a filter needs no support, so a removal
 * always passes.
 */
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
    "Nothing was sent. Disable tables or columns instead, or filter the rows with a view in the source.",
  );
}

/**
 * Returns the state that the plan depends on: that of its targets, and of other nodes that change
 * with them.
 */
async function stateOf(
  targets: readonly Target[],
  dropped: readonly NodeChange[],
  { starts, stops }: SyncChanges,
  turn: Turn,
): Promise<SchemaChangePlan["seen"]> {
  const seen = new Map<string, Json>();
  for (const node of dropped) seen.set(`${textOf(node)} row_filter`, valueJson(node.from));
  const named = new NodeMap<boolean>();
  for (const target of targets) {
    named.set(target, true);
    await turn();
  }
  for (const [nodes, now] of [
    [starts, false],
    [stops, true],
  ] as const) {
    for (const node of nodes) {
      if (named.get(node) === undefined) seen.set(`${textOf(node)} syncs`, now);
      await turn();
    }
  }
  for (const target of targets) {
    const { schema, table, column, schemaNode, tableNode, values } = target;
    const set = (node: NodeRef, field: Field, value?: Value) => {
      seen.set(`${textOf(node)} ${field}`, valueJson(value ?? null));
    };
    for (const field of values.keys()) set(refOf(target), field, presentValue(target, field));
    if (table !== undefined) set({ schema }, "enabled", schemaNode.enabled);
    if (table !== undefined && column !== undefined) {
      set({ schema, table }, "enabled", tableNode?.enabled);
    }
    await turn();
  }
  return seen;
}

const textOf = ({ schema, table, column }: NodeRef) =>
  [schema, table, column].filter((name) => name !== undefined).join(".");

/**
 * Returns the requested settings of nodes that can have them, including settings that already have
 * the requested value.
 */
async function settingsOf(targets: readonly Target[], turn: Turn): Promise<Setting[]> {
  const settings: Setting[] = [];
  for (const target of targets) {
    for (const [field, { value }] of target.values) {
      const before = presentValue(target, field);
      if (before === undefined) continue;
      const changes = !sameValue(before, value) && obstacle(target, field, value) === undefined;
      settings.push({ target, field, before, changes });
    }
    await turn();
  }
  return settings;
}

interface Outcome {
  diff: NodeChange[];
  unchanged: number;
  skipped: Skipped[];
}

function addOutcome(outcome: Outcome, target: Target): void {
  let skipped = false;
  for (const [field, { value }] of target.values) {
    const from = presentValue(target, field);
    if (from !== undefined && sameValue(from, value)) {
      outcome.unchanged++;
      continue;
    }
    const why = obstacle(target, field, value);
    if (why === undefined && from !== undefined) {
      outcome.diff.push({ ...refOf(target), field, from, to: value });
    } else if (!skipped) {
      outcome.skipped.push({ ...refOf(target), ...(why ?? { why: "sync_mode_not_supported" }) });
      skipped = true;
    }
  }
}

/**
 * Returns the present value. Undefined for a sync mode that Fivetran does not show, and for columns
 * of a table without column settings.
 */
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

/** Returns the reason why a node cannot be changed. Schemas can always be changed. */
function obstacle(target: Target, field: Field, value: Value): Obstacle | undefined {
  const { tableNode, column, columnNode } = target;
  if (column !== undefined && columnNode === undefined) return { why: "no_column_support" };
  // A lock prevents a node from being enabled or disabled. It does not affect row filters and data
  // types.
  if (field === "row_filter" || field === "target_data_type") return undefined;
  if (field === "sync_mode" && tableNode && !canSwitchTo(tableNode, value)) {
    return { why: "sync_mode_not_supported" };
  }
  const node = columnNode ?? tableNode;
  if (node === undefined) return undefined;
  if (columnNode?.is_primary_key) return { why: "primary_key", ...lockOf(node) };
  return lockCode(node) === undefined ? undefined : { why: "locked", ...lockOf(node) };
}

/**
 * Returns true if the sync mode can be changed. Fivetran shows the mode of a table only in that
 * case.
 */
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
