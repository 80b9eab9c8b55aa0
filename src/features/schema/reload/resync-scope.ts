import { bare } from "../../../base/text.js";
import type { SchemaConfig } from "../../../client/resources/models.js";
import { matchTables, missText } from "../match-changes.js";
import { allTables, byPlace, nodeKey, syncs, type TablePlace, type TableRef } from "../nodes.js";
import { patternOf, refuse } from "../parse-changes.js";

export interface ResyncScope {
  /** Tables that sync, and so are re-synced. */
  tables: TableRef[];
  /** Tables that match and do not sync: they are skipped. */
  off: TableRef[];
}

/** Every table that a re-sync of everything covers. */
export const wholeScope = (config: SchemaConfig): ResyncScope => split(allTables(config));

/**
 * The tables that names or globs match, by schema. Throws `input` where one of them matches nothing, with similar
 * names.
 */
export function chosenScope(
  config: SchemaConfig,
  wanted: Readonly<Record<string, readonly string[]>>,
): ResyncScope {
  refuse(
    Object.entries(wanted).flatMap(([schema, tables]) =>
      tables.length === 0 ? [`no tables are given for ${bare(schema)}`] : [],
    ),
    'Give names or globs for each schema, such as {"public":["orders","stg_*"]}, or leave tables out to re-sync everything.',
  );
  const chosen = new Map<string, TablePlace>();
  const misses: string[] = [];
  for (const [schema, tables] of Object.entries(wanted)) {
    for (const table of tables) {
      const patterns = { schema: patternOf(schema), table: patternOf(table) };
      const matched = matchTables(config, patterns);
      for (const place of matched) chosen.set(nodeKey(place), place);
      if (matched.length > 0) continue;
      misses.push(missText(config, patterns, { suggest: misses.length < 3 }));
    }
  }
  refuse(misses, "Look up the names with get_schema; they are case sensitive.");
  const scope = split([...chosen.values()].sort(byPlace));
  refuse(
    scope.tables.length === 0 ? ["all matching tables are disabled"] : [],
    "Enable them with modify_schema, which starts a historical sync of them.",
  );
  return scope;
}

function split(places: readonly TablePlace[]): ResyncScope {
  const scope: ResyncScope = { tables: [], off: [] };
  for (const place of places) {
    const { schema, table } = place;
    (syncs(place) ? scope.tables : scope.off).push({ schema, table });
  }
  return scope;
}

/** The scope as the API takes it. */
export function scopeBody(tables: readonly TableRef[]): Record<string, string[]> {
  const scope = new Map<string, string[]>();
  for (const { schema, table } of tables) scope.set(schema, [...(scope.get(schema) ?? []), table]);
  return Object.fromEntries(scope);
}
