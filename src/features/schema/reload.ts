import type { SchemaConfig } from "../../client/resources/models.js";
import { flowingTables } from "./effects.js";
import { byPlace, lockCode, nodeKey, own, schemasOf, type TableRef, tablesOf } from "./nodes.js";

/** What a reload does to the selection: keeps it, or switches everything found on or off. */
export const EXCLUDE_MODES = ["PRESERVE", "INCLUDE", "EXCLUDE"] as const;
export type ExcludeMode = (typeof EXCLUDE_MODES)[number];

export interface Rewrite {
  /** Tables whose data flows afterwards and did not, or the other way round. */
  switched: TableRef[];
  /** Tables that keep their state, because Fivetran does not let them be switched. */
  locked: number;
}

/** What INCLUDE or EXCLUDE changes among the tables that are known already. */
export function rewriteEffects(config: SchemaConfig, mode: "INCLUDE" | "EXCLUDE"): Rewrite {
  const to = mode === "INCLUDE";
  const switched: TableRef[] = [];
  let locked = 0;
  for (const [schema, node] of schemasOf(config)) {
    for (const [table, tableNode] of tablesOf(node)) {
      const isLocked = lockCode(tableNode) !== undefined;
      if (isLocked) locked++;
      const before = node.enabled && tableNode.enabled;
      // A schema can always be switched, and takes its locked tables along.
      const after = to && (isLocked ? tableNode.enabled : true);
      if (before !== after) switched.push({ schema, table });
    }
  }
  return { switched, locked };
}

export interface SchemaNews {
  schemas: { total: number; new: string[] };
  tables: { total: number; on: number; new: (TableRef & { on: boolean })[]; gone: TableRef[] };
  /** Known before, and switched since. */
  switchedOn: TableRef[];
  switchedOff: TableRef[];
}

/** What a configuration shows that it did not show before; everything is new where there was none. */
export function schemaNews(before: SchemaConfig | undefined, after: SchemaConfig): SchemaNews {
  const known = tablesIn(before ?? {});
  const present = tablesIn(after);
  const shared = [...present.values()].filter((table) => known.has(nodeKey(table)));
  const wasOn = (table: TableRef) => known.get(nodeKey(table))?.on === true;
  return {
    schemas: {
      total: schemasOf(after).length,
      new: schemasOf(after).flatMap(([name]) => (own(before?.schemas, name) ? [] : [name])),
    },
    tables: {
      total: present.size,
      on: [...present.values()].filter(({ on }) => on).length,
      new: [...present].flatMap(([key, table]) => (known.has(key) ? [] : [table])).sort(byPlace),
      gone: [...known].flatMap(([key, { schema, table }]) =>
        present.has(key) ? [] : [{ schema, table }],
      ),
    },
    switchedOn: shared.filter((table) => table.on && !wasOn(table)),
    switchedOff: shared.filter((table) => !table.on && wasOn(table)),
  };
}

function tablesIn(config: SchemaConfig): Map<string, TableRef & { on: boolean }> {
  const flowing = flowingTables(config);
  const tables = new Map<string, TableRef & { on: boolean }>();
  for (const [schema, node] of schemasOf(config)) {
    const on = new Set(own(flowing, schema));
    for (const [table] of tablesOf(node)) {
      tables.set(nodeKey({ schema, table }), { schema, table, on: on.has(table) });
    }
  }
  return tables;
}
