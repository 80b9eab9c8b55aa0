import * as z from "zod";
import { createTurns } from "../../base/deadline.js";
import { DatabaseSchemaConfig, SchemaConfig } from "../../client/resources/models.js";
import { type Judged, judge } from "../../toolkit/applied.js";
import type { StepOutcome } from "../../toolkit/define.js";
import {
  eachTable,
  type NodeChange,
  NodeMap,
  type NodeRef,
  nodeKey,
  own,
  type PolicyChange,
  refOf,
  sameValue,
  syncs,
  type TableRef,
  type Value,
} from "./nodes.js";
import type { SchemaChangePlan } from "./plan-change.js";
import { storedFilter } from "./row-filter.js";

export interface SchemaVerification extends Judged<NodeChange | PolicyChange> {
  /** Tables that sync now, did not sync before, and were not part of the plan. */
  exposed: TableRef[];
}

/**
 * Compares a plan with the outcomes of its requests and with the configuration read afterwards.
 * Pass undefined as `after` if the configuration could not be read.
 */
export async function verifySchemaChange(
  { diff, dropped, policy, starts, syncing }: Omit<SchemaChangePlan, "body" | "seen">,
  outcomes: readonly StepOutcome[],
  after: SchemaConfig | undefined,
): Promise<SchemaVerification> {
  const ofPolicy = await configIn(outcomes[0]);
  const ofNodes = outcomes.length > 1 ? await configIn(outcomes.at(-1)) : ofPolicy;
  const turn = createTurns();
  const expected = new NodeMap<boolean>();
  for (const table of starts) expected.set(table, true);
  await turn();
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
  const exposed: TableRef[] = [];
  await eachTable(after ?? {}, (place) => {
    if (!syncs(place) || syncing(place) || expected.get(refOf(place)) === true) return;
    exposed.push({ schema: place.schema, table: place.table });
  });
  return {
    ...judged,
    applied: [...judged.applied, ...gone],
    exposed,
  };
}

const InParts = SchemaConfig.extend({ schemas: z.record(z.string(), z.unknown()).nullish() });

/** Returns the configuration in the response to a request. It can be incomplete. */
export async function configIn(
  outcome: StepOutcome | undefined,
): Promise<SchemaConfig | undefined> {
  if (outcome?.state !== "done") return undefined;
  const parts = InParts.safeParse(outcome.reply.data).data;
  if (parts === undefined) return undefined;
  const { schemas, ...config } = parts;
  if (!schemas) return { ...config, schemas };
  const turn = createTurns();
  const read: [string, DatabaseSchemaConfig][] = [];
  for (const [name, part] of Object.entries(schemas)) {
    const schema = DatabaseSchemaConfig.safeParse(part).data;
    if (schema === undefined) return undefined;
    read.push([name, schema]);
    await turn();
  }
  return { ...config, schemas: Object.fromEntries(read) };
}

/** Returns true if a configuration shows a change, or undefined if the node is missing. */
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

// The configuration does not list columns that were never changed.
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

/**
 * Returns the tables in which a plan found nodes to change, in the form of its `observed` state.
 * Only these are read again.
 */
export const tablesIn = (nodes: readonly NodeRef[]): string[] => [
  ...new Set(
    nodes.flatMap(({ schema, table }) => (table === undefined ? [] : [nodeKey({ schema, table })])),
  ),
];
