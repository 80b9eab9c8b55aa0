import { SchemaConfig } from "../../client/resources/models.js";
import { type Judged, judge } from "../../toolkit/applied.js";
import type { StepOutcome } from "../../toolkit/define.js";
import {
  allTables,
  type NodeChange,
  type NodeRef,
  nodeKey,
  own,
  type PolicyChange,
  sameValue,
  syncs,
  type TableRef,
  type Value,
} from "./nodes.js";
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

/** The tables in which a plan found what it changes, as its `observed` state keeps them: only they are read again. */
export const tablesIn = (nodes: readonly NodeRef[]): string[] => [
  ...new Set(
    nodes.flatMap(({ schema, table }) => (table === undefined ? [] : [nodeKey({ schema, table })])),
  ),
];
