import type { SchemaConfig } from "../../client/resources/models.js";
import { allTables, type NodeChange, nodeKey, own, syncs, type TableRef } from "./nodes.js";
import type { SchemaChangePlan } from "./plan-change.js";

export interface SchemaVerification {
  applied: NodeChange[];
  /** Changes that did not take, also where the node is gone. */
  missing: NodeChange[];
  /** Tables that sync now, did not before, and were not in the plan. */
  exposed: TableRef[];
}

/** Compares a plan with the configuration read after it was carried out. */
export function verifySchemaChange(
  { diff, starts, syncing }: Pick<SchemaChangePlan, "diff" | "starts" | "syncing">,
  after: SchemaConfig,
): SchemaVerification {
  const applied: NodeChange[] = [];
  const missing: NodeChange[] = [];
  for (const change of diff) {
    (valueIn(after, change) === change.to ? applied : missing).push(change);
  }
  const expected = new Set(starts.map(nodeKey));
  const exposed = allTables(after).flatMap((place) => {
    const { schema, table } = place;
    const key = nodeKey({ schema, table });
    return syncs(place) && !syncing.has(key) && !expected.has(key) ? [{ schema, table }] : [];
  });
  return { applied, missing, exposed };
}

function valueIn(config: SchemaConfig, { schema, table, column, field }: NodeChange) {
  const schemaNode = own(config.schemas, schema);
  if (table === undefined) return schemaNode?.enabled;
  const tableNode = own(schemaNode?.tables, table);
  if (column === undefined)
    return field === "sync_mode" ? tableNode?.sync_mode : tableNode?.enabled;
  const columnNode = own(tableNode?.columns, column);
  return field === "hashed" ? columnNode && (columnNode.hashed ?? false) : columnNode?.enabled;
}
