import { SchemaConfig } from "../../client/resources/models.js";
import { type Judged, judge } from "../../toolkit/applied.js";
import type { Json, StepOutcome } from "../../toolkit/define.js";
import {
  allTables,
  type NodeChange,
  type NodeRef,
  nodeKey,
  own,
  POLICIES,
  type PolicyChange,
  sameValue,
  syncs,
  type TableRef,
  type Value,
  valueJson,
} from "./nodes.js";
import type { RequestedChange } from "./parse-changes.js";
import type { SchemaChangePlan } from "./plan-change.js";
import { storedFilter } from "./row-filter.js";

export interface SchemaVerification extends Judged<NodeChange | PolicyChange> {
  /** Tables that sync now, did not before, and were not in the plan. */
  exposed: TableRef[];
}

/**
 * Compares a plan with the outcomes of its requests and with the configuration that was read after them; undefined
 * where it could not be read.
 */
export function verifySchemaChange(
  { diff, dropped, policy, starts, syncing }: Omit<SchemaChangePlan, "body" | "seen">,
  outcomes: readonly StepOutcome[],
  after: SchemaConfig | undefined,
): SchemaVerification {
  const [ofPolicy, ofNodes] = [outcomes[0], outcomes.at(-1)].map(configIn);
  const expected = new Set(starts.map(nodeKey));
  const judged = judge<NodeChange | PolicyChange>(
    policy === undefined ? diff : [policy, ...diff],
    (change) => {
      const outcome = "field" in change ? outcomes.at(-1) : outcomes[0];
      if (outcome?.state !== "done") return false;
      const reply = "field" in change ? ofNodes : ofPolicy;
      return reply && shows(reply, change);
    },
    (change) => after && (shows(after, change, true) ?? false),
  );
  const gone = dropped.filter((change) => after !== undefined && shows(after, change) === true);
  return {
    ...judged,
    applied: [...judged.applied, ...gone],
    exposed: allTables(after ?? {}).flatMap((place) => {
      const { schema, table } = place;
      const key = nodeKey({ schema, table });
      return syncs(place) && !syncing.has(key) && !expected.has(key) ? [{ schema, table }] : [];
    }),
  };
}

/** What the reply of a request shows, which may be only a part of the configuration. */
export function configIn(outcome: StepOutcome | undefined): SchemaConfig | undefined {
  return outcome?.state === "done" ? SchemaConfig.safeParse(outcome.reply.data).data : undefined;
}

/** Whether a configuration shows a change; undefined where the node is missing. */
function shows(
  config: SchemaConfig,
  change: NodeChange | PolicyChange,
  whole = false,
): boolean | undefined {
  if ("field" in change) {
    const value = valueIn(config, change, whole);
    return value === undefined ? undefined : sameValue(value, change.to);
  }
  const { schema_change_handling: policy } = config;
  return policy === undefined || policy === null ? undefined : policy === change.to;
}

// A column that was never changed is not listed.
const UNCHANGED = { enabled: true, hashed: false, target_data_type: null };

function valueIn(
  config: SchemaConfig,
  { schema, table, column, field }: NodeChange,
  whole: boolean,
): Value | undefined {
  const schemaNode = own(config.schemas, schema);
  if (table === undefined) return schemaNode?.enabled;
  const tableNode = own(schemaNode?.tables, table);
  if (column === undefined) {
    if (field === "row_filter") return tableNode && storedFilter(tableNode.row_filter);
    return field === "sync_mode" ? (tableNode?.sync_mode ?? undefined) : tableNode?.enabled;
  }
  const unlisted = whole && tableNode !== undefined ? UNCHANGED : undefined;
  const columnNode = own(tableNode?.columns, column) ?? unlisted;
  if (field === "target_data_type") return columnNode && (columnNode.target_data_type ?? null);
  return field === "hashed" ? columnNode && (columnNode.hashed ?? false) : columnNode?.enabled;
}

/** That one call takes. */
const MOST_CHANGES = 100;
/** A result holds no more of them. */
const MOST_CALLS = 3;

type Change = Record<string, Json>;

/** What the plan keeps for the way back: its only change, where that is a pattern with one value. */
export interface Reversal {
  change: Change;
  field: "enabled" | "hashed";
  value: boolean;
  /** Nodes that had this value before, and have to keep it. */
  kept: NodeRef[];
}

/** The pattern that takes a single change back, where exceptions make it exact. */
export function reversalOf(
  requested: readonly RequestedChange[],
  { alike }: Pick<SchemaChangePlan, "alike">,
): Reversal | undefined {
  const [only, ...others] = requested;
  const [entry, ...more] = only?.values ?? [];
  if (only === undefined || entry === undefined || others.length + more.length > 0)
    return undefined;
  const [field, value] = entry;
  const pattern = field === "enabled" || field === "hashed";
  if (!pattern || typeof value !== "boolean" || alike.length >= MOST_CHANGES) return undefined;
  const { schema, table, column, level } = only;
  const change = {
    schema: schema.text,
    ...(level === "schema" ? {} : { table: table.text }),
    ...(level === "column" ? { column: column.text } : {}),
  };
  return { change, field, value, kept: alike };
}

export interface Undo {
  /** Arguments of modify_schema; several calls where one cannot hold the changes. */
  calls: { connector: string; changes?: Change[]; policy?: string }[];
}

/**
 * The calls that give every changed node its former value; undefined where a result cannot hold them. Applied changes
 * that are all of the plan, and come from one pattern, go back by that pattern.
 */
export function undoOf(
  connector: string,
  applied: readonly (NodeChange | PolicyChange)[],
  { diff }: Pick<SchemaChangePlan, "diff">,
  reversal: Reversal | undefined,
): Undo | undefined {
  const nodes = applied.filter((change) => "field" in change);
  const policy = applied.find((change) => !("field" in change));
  const from = POLICIES.find((known) => known === policy?.from);
  const changes =
    reversal !== undefined &&
    nodes.length === diff.length &&
    nodes.length > reversal.kept.length + 1
      ? [
          { ...reversal.change, [reversal.field]: !reversal.value },
          ...reversal.kept.map((node) => ({ ...exactly(node), [reversal.field]: reversal.value })),
        ]
      : nodes.map(backTo);
  const parts: Undo["calls"] = [];
  for (let at = 0; at < changes.length; at += MOST_CHANGES) {
    parts.push({ connector, changes: changes.slice(at, at + MOST_CHANGES) });
  }
  if (parts.length > MOST_CALLS) return undefined;
  const [first, ...rest] = parts;
  if (from === undefined) return { calls: parts };
  return { calls: [{ ...(first ?? { connector }), policy: from }, ...rest] };
}

const backTo = ({ field, from, ...node }: NodeChange): Change => ({
  ...exactly(node),
  ...(from === null ? { remove: field } : { [field]: valueJson(from) }),
});

/** A node by its exact name, whose wildcards stand for themselves. */
function exactly({ schema, table, column }: NodeRef): Change {
  const exact = (name: string) => name.replace(/[*?\\]/g, "\\$&");
  return {
    schema: exact(schema),
    ...(table === undefined ? {} : { table: exact(table) }),
    ...(column === undefined ? {} : { column: exact(column) }),
  };
}

/** The tables in which a plan found what it changes, as its `observed` state keeps them: only they are read again. */
export const tablesIn = (nodes: readonly NodeRef[]): string[] => [
  ...new Set(
    nodes.flatMap(({ schema, table }) => (table === undefined ? [] : [nodeKey({ schema, table })])),
  ),
];
