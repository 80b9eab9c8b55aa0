import { compileGlob } from "../../base/glob.js";
import { nearest } from "../../base/nearest.js";
import { bare } from "../../base/text.js";
import type { SchemaConfig } from "../../client/resources/models.js";
import { schemasOf, type TableRef, tablesOf } from "./nodes.js";
import { refuse } from "./parse-changes.js";

export interface ResyncScope {
  /** What is loaded again: the tables that flow. */
  tables: TableRef[];
  /** Matched, and switched off: they are left out, because nothing is loaded into them. */
  off: TableRef[];
}

/** Every table that a whole resync loads again. */
export function wholeScope(config: SchemaConfig): ResyncScope {
  return split(() => true, config);
}

/**
 * The tables that names or globs mean, by schema. Throws `input` where one of them matches nothing, with what may
 * have been meant.
 */
export function chosenScope(
  config: SchemaConfig,
  wanted: Readonly<Record<string, readonly string[]>>,
): ResyncScope {
  const patterns = Object.entries(wanted).flatMap(([schema, tables]) =>
    tables.map((table) => ({
      schema,
      table,
      isSchema: compileGlob(schema),
      isTable: compileGlob(table),
    })),
  );
  refuse(
    Object.entries(wanted).flatMap(([schema, tables]) =>
      tables.length === 0 ? [`no table of ${bare(schema)} is named`] : [],
    ),
    'Name tables or globs for each schema, such as {"public":["orders","stg_*"]}, or leave tables out for everything.',
  );
  const hit = new Set<object>();
  const scope = split((schema, table) => {
    const matching = patterns.filter(({ isSchema, isTable }) => isSchema(schema) && isTable(table));
    for (const pattern of matching) hit.add(pattern);
    return matching.length > 0;
  }, config);
  refuse(
    patterns.flatMap((pattern) => (hit.has(pattern) ? [] : [miss(config, pattern)])),
    "Look the names up with get_schema; they are case sensitive.",
  );
  refuse(
    scope.tables.length === 0 ? ["all tables that match are switched off"] : [],
    "Switch them on with modify_schema: that loads them from their history.",
  );
  return scope;
}

function split(
  isWanted: (schema: string, table: string) => boolean,
  config: SchemaConfig,
): ResyncScope {
  const scope: ResyncScope = { tables: [], off: [] };
  for (const [schema, node] of schemasOf(config)) {
    for (const [table, { enabled }] of tablesOf(node)) {
      if (!isWanted(schema, table)) continue;
      (node.enabled && enabled ? scope.tables : scope.off).push({ schema, table });
    }
  }
  return scope;
}

function miss(
  config: SchemaConfig,
  { schema, table, isSchema }: { schema: string; table: string; isSchema(name: string): boolean },
): string {
  const schemas = schemasOf(config).filter(([name]) => isSchema(name));
  const likely = (text: string, names: readonly string[]) => {
    const near = nearest(text, names, (name) => name);
    return near.length === 0 ? "" : ` (did you mean ${near.map(bare).join(", ")}?)`;
  };
  if (schemas.length === 0) {
    const names = schemasOf(config).map(([name]) => name);
    return `no schema matches ${bare(schema)}${likely(schema, names)}`;
  }
  const names = schemas.flatMap(([, node]) => tablesOf(node).map(([name]) => name));
  return `no table of ${bare(schema)} matches ${bare(table)}${likely(table, names)}`;
}

/** The scope as the API takes it. */
export function scopeBody(tables: readonly TableRef[]): Record<string, string[]> {
  const scope = new Map<string, string[]>();
  for (const { schema, table } of tables) scope.set(schema, [...(scope.get(schema) ?? []), table]);
  return Object.fromEntries(scope);
}
