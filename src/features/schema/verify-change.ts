import type { SchemaConfig } from "../../client/resources/models.js";
import { flowingTables } from "./effects.js";
import {
  type ColumnLookup,
  type NodeChange,
  nodeKey,
  own,
  type SchemaChangePlan,
  type TableRef,
} from "./nodes.js";

export interface SchemaVerification {
  /** Changes that did not take, with the value found instead; none where the node is gone. */
  missing: (NodeChange & { actual?: boolean | string })[];
  /** Tables that flow now, did not before, and were not in the plan. */
  exposed: TableRef[];
}

/** Compares a plan with the configuration read after it was carried out. */
export function verifySchemaChange(
  plan: Pick<SchemaChangePlan, "diff" | "starts" | "flowing">,
  after: SchemaConfig,
  columns: ColumnLookup = () => undefined,
): SchemaVerification {
  const missing = plan.diff.flatMap((change) => {
    const actual = valueIn(after, change, columns);
    if (actual === change.to) return [];
    return [{ ...change, ...(actual === undefined ? {} : { actual }) }];
  });
  const expected = new Set(plan.starts.map(nodeKey));
  const exposed = Object.entries(flowingTables(after)).flatMap(([schema, tables]) => {
    const before = new Set(own(plan.flowing, schema));
    return tables
      .filter((table) => !before.has(table) && !expected.has(nodeKey({ schema, table })))
      .map((table) => ({ schema, table }));
  });
  return { missing, exposed };
}

function valueIn(config: SchemaConfig, change: NodeChange, columns: ColumnLookup) {
  const schemaNode = own(config.schemas, change.schema);
  if (schemaNode === undefined) return undefined;
  const { schema, table, column, field } = change;
  if (table === undefined) return schemaNode.enabled;
  const tableNode = own(schemaNode.tables, table);
  if (tableNode === undefined) return undefined;
  if (column === undefined)
    return field === "sync_mode" ? (tableNode.sync_mode ?? undefined) : tableNode.enabled;
  const columnNode = own(tableNode.columns, column) ?? own(columns(schema, table), column);
  if (columnNode === undefined) return undefined;
  return field === "hashed" ? (columnNode.hashed ?? false) : columnNode.enabled;
}
