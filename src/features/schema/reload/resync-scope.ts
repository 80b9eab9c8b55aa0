import { bare } from "../../../base/text.js";
import type { SchemaConfig } from "../../../client/resources/models.js";
import { matchTables, missText } from "../match-changes.js";
import {
  byPlace,
  eachTable,
  NodeMap,
  type NodeRef,
  pathOf,
  refOf,
  syncs,
  type TablePlace,
  type TableRef,
} from "../nodes.js";
import { patternOf, refuse } from "../parse-changes.js";

export interface ResyncScope {
  /** Tables that sync. They are re-synced. */
  tables: TableRef[];
  /** Matching tables that do not sync. They are skipped. */
  off: TableRef[];
}

/** Returns every table that a complete re-sync covers. */
export async function wholeScope(config: SchemaConfig): Promise<ResyncScope> {
  const scope: ResyncScope = { tables: [], off: [] };
  await eachTable(config, (place) => add(scope, place));
  return scope;
}

/**
 * Returns the tables that names or globs match, by schema. Throws `input` with similar names if one
 * of them matches nothing.
 */
export function chosenScope(
  config: SchemaConfig,
  wanted: Readonly<Record<string, readonly string[]>>,
  unreadable: readonly NodeRef[] = [],
): ResyncScope {
  refuse(
    Object.entries(wanted).flatMap(([schema, tables]) =>
      tables.length === 0 ? [`no tables are given for ${bare(schema)}`] : [],
    ),
    'Give names or globs for each schema, such as {"public":["orders","stg_*"]}, or leave tables out to re-sync everything.',
  );
  const known = new NodeMap<boolean>();
  const chosen: TablePlace[] = [];
  const misses: string[] = [];
  for (const [schema, tables] of Object.entries(wanted)) {
    for (const table of tables) {
      const patterns = { schema: patternOf(schema), table: patternOf(table) };
      const matched = matchTables(config, patterns);
      for (const place of matched) {
        if (known.get(refOf(place)) === true) continue;
        known.set(refOf(place), true);
        chosen.push(place);
      }
      if (matched.length > 0) continue;
      const odd = unreadable.find(
        (part) =>
          patterns.schema.matches(part.schema) && patterns.table.matches(part.table ?? table),
      );
      misses.push(
        odd === undefined
          ? missText(config, patterns, { suggest: misses.length < 3 })
          : `whether ${pathOf(odd)} syncs is not known, because Fivetran returned its configuration in an unexpected form`,
      );
    }
  }
  refuse(misses, "Look up the names with get_schema; they are case sensitive.");
  const scope: ResyncScope = { tables: [], off: [] };
  for (const place of chosen.sort(byPlace)) add(scope, place);
  refuse(
    scope.tables.length === 0 ? ["all matching tables are disabled"] : [],
    "Enable the tables with modify_schema, which starts a historical sync of them.",
  );
  return scope;
}

function add(scope: ResyncScope, place: TablePlace): void {
  const { schema, table } = place;
  (syncs(place) ? scope.tables : scope.off).push({ schema, table });
}

/** Returns the scope in the form that the API accepts. */
export function scopeBody(tables: readonly TableRef[]): Record<string, string[]> {
  const scope = new Map<string, string[]>();
  for (const { schema, table } of tables) {
    const names = scope.get(schema);
    if (names === undefined) scope.set(schema, [table]);
    else names.push(table);
  }
  return Object.fromEntries(scope);
}
