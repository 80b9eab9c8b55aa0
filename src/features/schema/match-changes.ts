import { createTurns, type Turn } from "../../base/deadline.js";
import { inputError } from "../../base/errors.js";
import { compileGlob } from "../../base/glob.js";
import { nearest } from "../../base/nearest.js";
import { bare, grouped } from "../../base/text.js";
import type {
  ColumnConfig,
  DatabaseSchemaConfig,
  SchemaConfig,
  TableConfig,
} from "../../client/resources/models.js";
import {
  byPlace,
  type ColumnLookup,
  columnsOf,
  type Field,
  NodeMap,
  type NodeRef,
  nodeKey,
  own,
  pathOf,
  sameValue,
  sortedByName,
  type TablePlace,
  type Value,
} from "./nodes.js";
import {
  conflictText,
  DROP_ONE,
  type Pattern,
  type RequestedChange,
  refuse,
} from "./parse-changes.js";

export interface Patterns {
  schema: Pattern;
  table: Pattern;
}

/** A requested change, with the schemas and tables that its patterns match. */
export interface Match {
  change: RequestedChange;
  schemas: [string, DatabaseSchemaConfig][];
  tables: TablePlace[];
}

interface Place extends NodeRef {
  schemaNode: DatabaseSchemaConfig;
  tableNode?: TableConfig;
  /** Undefined if the table does not support column settings. `column` is then a pattern. */
  columnNode?: ColumnConfig;
}

interface Setting {
  value: Value;
  weight: number;
  position: number;
  /** Position of another change that matches equally exactly and sets a different value. */
  against?: number;
}

/** A node, with the values requested for it. */
export interface Target extends Place {
  values: Map<Field, Setting>;
  /** All changes that match the node. */
  matchedBy: RequestedChange[];
}

/**
 * Returns the entries that match. A plain name is looked up; a pattern is compared with every
 * entry.
 */
function entries<T>(
  record: Record<string, T> | null | undefined,
  { name, matches }: Pattern,
): [string, T][] {
  if (name === undefined) return Object.entries(record ?? {}).filter(([key]) => matches(key));
  const node = own(record, name);
  return node === undefined ? [] : [[name, node]];
}

const tablesIn = (schemas: readonly [string, DatabaseSchemaConfig][], table: Pattern) =>
  schemas.flatMap(([schema, schemaNode]) =>
    entries(schemaNode.tables, table).map(
      ([name, tableNode]): TablePlace => ({ schema, schemaNode, table: name, tableNode }),
    ),
  );

export const matchTables = (config: SchemaConfig, { schema, table }: Patterns): TablePlace[] =>
  tablesIn(entries(config.schemas, schema), table).sort(byPlace);

/** The limit for all changes together, because every match is held in memory. */
const MOST_MATCHES = 500_000;

export async function matchChanges(
  config: SchemaConfig,
  changes: readonly RequestedChange[],
): Promise<Match[]> {
  const turn = createTurns();
  const matches: Match[] = [];
  let found = 0;
  for (const change of changes) {
    const schemas = entries(config.schemas, change.schema);
    const tables: TablePlace[] = [];
    for (const schema of change.level === "schema" ? [] : schemas) {
      for (const place of tablesIn([schema], change.table)) tables.push(place);
      await turn();
    }
    matches.push({ change, schemas, tables });
    found += tables.length;
    if (found > MOST_MATCHES) {
      throw inputError(
        "The changes match too many tables for one call.",
        `Nothing was sent. One call can match at most ${grouped(MOST_MATCHES)} tables. Use narrower patterns, or fewer changes at a time.`,
      );
    }
    await turn();
  }
  return matches;
}

/**
 * Returns the tables whose columns must be read from the source before the changes can be planned.
 * The configuration contains only columns that were changed before. Patterns, other columns and the
 * columns of row filters can therefore be matched only against the source's own list.
 */
export function tablesToList(matches: readonly Match[]): TablePlace[] {
  const found = new Map<string, TablePlace>();
  for (const { change, tables } of matches) {
    const needed =
      change.level === "column" ? [change.column.name] : filteredBy(change.values.map(settingOf));
    if (needed.length === 0) continue;
    for (const place of tables) {
      const { supports_columns_config: supported, columns } = place.tableNode;
      const known = needed.every((name) => name !== undefined && own(columns, name) !== undefined);
      if (supported === false || known) continue;
      found.set(nodeKey(place), place);
    }
  }
  return [...found.values()];
}

const settingOf = ([, value]: RequestedChange["values"][number]) => value;

/** Returns the columns that the row filters among these values use. */
const filteredBy = (values: readonly Value[]) =>
  values.flatMap((value) =>
    typeof value === "object" && value !== null
      ? value.column_clauses.map(({ column }) => column)
      : [],
  );

/**
 * Returns the nodes that the changes match, ordered by name. Throws `input` if a change matches
 * nothing or two changes conflict.
 */
export async function targetsOf(
  config: SchemaConfig,
  matches: readonly Match[],
  columns: ColumnLookup,
  turn: Turn,
): Promise<Target[]> {
  const targets = new NodeMap<Target>();
  const bySchema = new Map<string, Target[]>();
  const missed: Match[] = [];
  for (const match of matches) {
    const places = placesOf(match, columns);
    if (places.length === 0) missed.push(match);
    for (const place of places) {
      const known = targets.get(place);
      const target: Target = known ?? { ...place, values: new Map(), matchedBy: [] };
      if (known === undefined) {
        targets.set(place, target);
        const siblings = bySchema.get(place.schema);
        if (siblings === undefined) bySchema.set(place.schema, [target]);
        else siblings.push(target);
      }
      const { values, weight, position } = match.change;
      target.matchedBy.push(match.change);
      for (const [field, value] of values) {
        target.values.set(field, settle(target.values.get(field), { value, weight, position }));
      }
      await turn();
    }
  }
  refuse(
    missed.map(
      ({ change, schemas, tables }, index) =>
        // The error message shows three problems, so only these need similar names.
        `change ${change.position}: ${missText(config, change, { columns, suggest: index < 3, schemas, tables })}`,
    ),
    "Look up the names with get_schema.",
  );
  const found: Target[] = [];
  const conflicts: string[] = [];
  const unknown: string[] = [];
  for (const siblings of bySchema.values()) {
    for (const target of siblings) {
      conflicts.push(...conflictsOf(target));
      unknown.push(...unknownFilterColumns(target, columns));
      await turn();
    }
  }
  refuse(conflicts, DROP_ONE);
  refuse(unknown, "To list the columns of the table, call get_schema with columns=true.");
  for (const [, siblings] of sortedByName([...bySchema])) {
    for (const target of siblings.sort(byPlace)) found.push(target);
    await turn();
  }
  return found;
}

/** Returns the columns of a requested row filter that the source does not list for its table. */
function unknownFilterColumns(target: Target, columns: ColumnLookup): string[] {
  const { schema, table, column, tableNode, values } = target;
  if (table === undefined || column !== undefined || tableNode === undefined) return [];
  const named = filteredBy([...values.values()].map(({ value }) => value));
  if (named.length === 0) return [];
  const listed = columns(schema, table);
  if (listed === undefined) return [];
  const known = columnsOf(tableNode, listed).map(([name]) => name);
  return named
    .filter((name) => !known.includes(name))
    .map(
      (name) =>
        `the row filter uses a column that ${pathOf({ schema, table })} does not have: ${bare(name)}${likely({ text: name, name }, known)}`,
    );
}

function placesOf({ change, schemas, tables }: Match, columns: ColumnLookup): Place[] {
  if (change.level === "schema") {
    return schemas.map(([schema, schemaNode]) => ({ schema, schemaNode }));
  }
  if (change.level === "table") return tables;
  return tables.flatMap((place): Place[] => {
    const { schema, table, tableNode } = place;
    if (tableNode.supports_columns_config === false) {
      return [{ ...place, column: change.column.text }];
    }
    const known = { ...tableNode.columns, ...columns(schema, table) };
    return entries(known, change.column).map(([column, columnNode]) => ({
      ...place,
      column,
      columnNode,
    }));
  });
}

/**
 * The more exact change wins. Two equally exact changes with different values are a conflict,
 * unless a more exact one overrides both.
 */
function settle(before: Setting | undefined, next: Setting): Setting {
  if (before === undefined || next.weight > before.weight) return next;
  if (next.weight < before.weight || sameValue(next.value, before.value)) return before;
  return { ...before, against: next.position };
}

const conflictsOf = ({ values, ...place }: Target): string[] =>
  [...values].flatMap(([field, { position, against }]) =>
    against === undefined ? [] : [conflictText(position, against, field, pathOf(place))],
  );

/**
 * Explains why patterns match no node. `suggest` adds similar names, which takes time on a large
 * schema.
 */
export function missText(
  config: SchemaConfig,
  { schema, table, column }: Patterns & { column?: Pattern },
  {
    columns = () => undefined,
    suggest = true,
    schemas = entries(config.schemas, schema),
    tables = tablesIn(schemas, table),
  }: { columns?: ColumnLookup; suggest?: boolean } & Partial<Omit<Match, "change">> = {},
): string {
  const maybe = (pattern: Pattern, names: () => readonly string[]) =>
    suggest ? likely(pattern, names()) : "";
  if (schemas.length === 0) {
    return `no schema matches ${bare(schema.text)}${maybe(schema, () => Object.keys(config.schemas ?? {}))}`;
  }
  if (tables.length === 0 || column === undefined) {
    const empty = schemas.every(([, node]) => Object.keys(node.tables ?? {}).length === 0);
    const where = schema.text === "*" ? "" : ` in ${bare(schema.text)}`;
    const hint = empty
      ? "; this schema has no known tables; reload_schema reads them from the source"
      : maybe(table, () => schemas.flatMap(([, node]) => Object.keys(node.tables ?? {})));
    return `no table matches ${bare(table.text)}${where}${hint}`;
  }
  const of = [schema, table].flatMap(({ name }) => (name === undefined ? [] : [bare(name)]));
  const names = () =>
    tables.flatMap((place) =>
      columnsOf(place.tableNode, columns(place.schema, place.table)).map(([name]) => name),
    );
  return `no column${table.name === undefined ? "" : ` of ${of.join(".")}`} matches ${bare(column.text)}${maybe(column, names)}`;
}

function likely({ text, name }: Pick<Pattern, "text" | "name">, names: readonly string[]): string {
  const all = [...new Set(names)].sort();
  const folded = name?.toLowerCase();
  const inFoldedCase =
    folded === undefined ? compileGlob(text.toLowerCase()) : (other: string) => other === folded;
  const sameLetters = all.filter((other) => inFoldedCase(other.toLowerCase())).slice(0, 3);
  if (sameLetters.length > 0) {
    return ` (names are case sensitive: did you mean ${sameLetters.map(bare).join(", ")}?)`;
  }
  const near = nearest(name ?? text.replace(/[*?\\]/g, ""), all, (other) => other);
  return near.length === 0 ? "" : ` (did you mean ${near.map(bare).join(", ")}?)`;
}
