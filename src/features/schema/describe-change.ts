import * as z from "zod";
import { bare, quoted } from "../../base/text.js";
import { type Consequence, detail, final } from "../../toolkit/consequence.js";
import { count, upTo } from "../../toolkit/render.js";
import {
  modePhrase,
  type NodeChange,
  type NodeRef,
  type PolicyChange,
  pathOf,
  policyText,
  type SchemaPolicy,
  valueText,
} from "./nodes.js";
import type { SchemaChangePlan, Skipped } from "./plan-change.js";
import { fits } from "./way-back.js";

/** The largest number of changed nodes that one plan or result lists. */
export const MOST_CHANGES = 50;
const MOST_NAMES = 20;

export const nameList = (nodes: readonly NodeRef[], max = MOST_NAMES) =>
  upTo(nodes, max, pathOf).join(", ");

/** Returns the shown part of a list, followed by the number of items that are left out. */
export const firstOf = (shown: readonly string[], total = shown.length) =>
  total > shown.length ? [...shown, `… and ${total - shown.length} more`] : shown;

const levelOf = ({ table, column }: NodeRef) =>
  column !== undefined ? "column" : table !== undefined ? "table" : "schema";

/** Returns a summary such as `Disable 3 tables, hash 1 column in postgres_orders (id)`. */
export function changeSummary({ diff, policy }: SchemaChangePlan, connectorName: string): string {
  const kinds = grouped(diff, (change) => ({
    verb:
      VERBS[`${change.field} ${change.to === null ? "none" : String(change.to)}`] ??
      `set ${change.field} of`,
    level: levelOf(change),
  }));
  const parts = [
    ...(policy === undefined ? [] : [`set schema change handling to ${policyText(policy.to)}`]),
    ...kinds.map(({ kind, items }) => `${kind.verb} ${count(items.length, kind.level)}`),
  ];
  const text = `${parts.length > 0 ? parts.join(", ") : "no changes"} in ${connectorName}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const VERBS: Record<string, string> = {
  "enabled true": "enable",
  "enabled false": "disable",
  "hashed true": "hash",
  "hashed false": "stop hashing",
  "row_filter none": "remove the row filter of",
  "target_data_type none": "remove the data type of",
};

/** Groups items by kind. The groups are in the order of their first items. */
function grouped<T, K extends Readonly<Record<string, string | undefined>>>(
  items: readonly T[],
  kindOf: (item: T) => K,
): { kind: K; items: T[] }[] {
  const groups = new Map<string, { kind: K; items: T[] }>();
  for (const item of items) {
    const kind = kindOf(item);
    const key = Object.values(kind).join("\n");
    const group = groups.get(key) ?? { kind, items: [] };
    groups.set(key, group);
    group.items.push(item);
  }
  return [...groups.values()];
}

const POLICY_EFFECTS: Record<SchemaPolicy, string> = {
  BLOCK_ALL:
    "new schemas, tables and columns do not sync until you enable them; tables that sync now continue to sync",
  ALLOW_COLUMNS:
    "new columns of synced tables are synced, but new schemas and tables are not; the result lists tables that Fivetran enables because of this change",
  ALLOW_ALL:
    "new schemas, tables and columns are synced; the result lists tables that Fivetran enables because of this change",
};

/** Describes what the schema change handling does with new schemas, tables and columns. */
export const policyEffect = (policy: SchemaPolicy) => POLICY_EFFECTS[policy];

export function changeConsequences(plan: SchemaChangePlan, syncing: boolean): Consequence[] {
  const { policy, diff, stops, starts, unchanged } = plan;
  return [
    policy !== undefined &&
      `schema change handling: ${policyText(policy.from)} → ${policyText(policy.to)}: ${policyEffect(policy.to)}`,
    ...diffText(diff),
    ...plan.dropped.map((change) =>
      final(
        `${changeText(change)}, because Fivetran deletes a row filter if the table is disabled or if the filter uses a disabled or hashed column`,
      ),
    ),
    stops.length > 0 && `stops syncing: ${nameList(stops)}; rows already in the destination stay`,
    starts.length > 0 &&
      `starts syncing: ${nameList(starts)}; this runs a historical sync, which may be billed, depending on your Fivetran contract`,
    ...skippedGroups(plan.skipped).map((group) => detail(`skipped ${skippedText(group)}`)),
    ...plan.notes,
    unchanged > 0 && detail(unchangedText(unchanged)),
    !fits(plan.back) &&
      "the call that undoes this change is too long to show. To be able to undo the change, first save the current selection: fivetran-agent get_schema <connector> --export <file>. To restore the selection: fivetran-agent modify_schema <connector> --from <file>",
    syncing && "a sync is running; this change cancels the sync",
  ].filter((line) => line !== false);
}

const changeText = (change: NodeChange) =>
  `${pathOf(change)} ${change.field}: ${valueText(change.from)} → ${newText(change)}`;

const newText = ({ field, to }: Pick<NodeChange, "field" | "to">) =>
  field === "sync_mode" && typeof to === "string" ? modePhrase(to) : valueText(to);

/**
 * Up to this number, changes are listed one by one. Above it they are counted by kind, with the
 * first names.
 */
const MOST_LISTED = 50;

/** Returns true if a column is no longer hashed, so that its values arrive in clear. */
const unhashes = ({ field, to }: NodeChange) => field === "hashed" && to === false;

function diffText(diff: SchemaChangePlan["diff"]): Consequence[] {
  if (diff.length <= MOST_LISTED) {
    return diff.map((change) =>
      unhashes(change) ? changeText(change) : detail(changeText(change)),
    );
  }
  const kinds = grouped(diff, (change) => ({
    what: `${change.field}: ${valueText(change.from)} → ${newText(change)}`,
    level: levelOf(change),
  }));
  return kinds.map(
    ({ kind, items }) => `${kind.what} for ${count(items.length, kind.level)}: ${nameList(items)}`,
  );
}

export const SkippedGroup = z.object({
  why: z.string(),
  count: z.number(),
  nodes: z.array(z.string()).describe("the first names"),
});
type SkippedGroup = z.output<typeof SkippedGroup>;

export const skippedText = ({ why, count: n, nodes }: SkippedGroup) =>
  `${firstOf(nodes, n).join(", ")}: ${why}`;

/**
 * Groups skipped nodes by reason. Fivetran's own words are shown if they are the same for the whole
 * group.
 */
export const skippedGroups = (skipped: readonly Skipped[]): SkippedGroup[] =>
  grouped(skipped, ({ why, reason_code }) => ({ why, reason_code })).map(({ kind, items }) => {
    const reasons = new Set(items.map(({ reason }) => reason));
    const [reason] = reasons.size === 1 ? reasons : [];
    const details = [
      ...(kind.reason_code === undefined ? [] : [bare(kind.reason_code)]),
      ...(reason === undefined ? [] : [quoted(reason, 160)]),
    ];
    return {
      why: `${WHY[kind.why]}${details.length === 0 ? "" : ` (${details.join(": ")})`}`,
      count: items.length,
      nodes: items.slice(0, MOST_NAMES).map(pathOf),
    };
  });

const WHY: Record<Skipped["why"], string> = {
  locked: "locked by Fivetran",
  primary_key: "primary key",
  no_column_support: "the table does not support column settings",
  sync_mode_not_supported: "the table's sync mode cannot be changed",
  unread: "its columns could not be read from the source, so it is not changed",
  unexpected:
    "its present settings are not known, because Fivetran returned them in an unexpected form, so it is not changed",
};

export const unchangedText = (settings: number) =>
  `${count(settings, "setting")} already ${settings === 1 ? "has" : "have"} the requested value`;

/** Returns a change in the form of a result: `{node: "public.orders", enabled: "true → false"}`. */
export const changeItem = (change: NodeChange | PolicyChange) =>
  "field" in change
    ? {
        node: pathOf(change),
        [change.field]: `${valueText(change.from)} → ${valueText(change.to)}`,
      }
    : { node: "connector", schema_change_handling: `${change.from ?? "unset"} → ${change.to}` };

export const ChangeItem = z.looseObject({ node: z.string() });

/** Returns one line for each change that a result lists. */
export const changeTexts = (items: readonly z.output<typeof ChangeItem>[] = [], total?: number) =>
  firstOf(
    items.map(
      ({ node, ...fields }) =>
        `${node} ${Object.entries(fields)
          .map(([field, change]) => `${field}: ${String(change)}`)
          .join(", ")}`,
    ),
    total,
  );

/** Returns the first changes of a list, and their total number if some are left out. */
export const changeList = <K extends string>(
  key: K,
  changes: readonly (NodeChange | PolicyChange)[],
) => ({
  [key]: changes.slice(0, MOST_CHANGES).map(changeItem),
  ...(changes.length > MOST_CHANGES ? { [`${key}_count`]: changes.length } : {}),
});
