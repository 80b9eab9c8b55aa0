import { compileGlob } from "../../base/glob.js";
import { nearest } from "../../base/nearest.js";
import { bare } from "../../base/text.js";
import type {
  ColumnConfig,
  DatabaseSchemaConfig,
  SchemaConfig,
  TableConfig,
} from "../../client/resources/models.js";
import {
  type ColumnLookup,
  columnsOf,
  nodeKey,
  own,
  schemasOf,
  type TableRef,
  tablesOf,
} from "./nodes.js";
import { DROP_ONE, type Field, type Pattern, path, refuse, type Wish } from "./parse-changes.js";

/** A name is looked up; only a pattern walks through all. */
function entries<T>(
  record: Record<string, T> | null | undefined,
  all: () => [string, T][],
  { name, matches }: Pattern,
): [string, T][] {
  if (name === undefined) return all().filter(([key]) => matches(key));
  const node = own(record, name);
  return node === undefined ? [] : [[name, node]];
}

export const schemasFor = (config: SchemaConfig, wish: Wish): [string, DatabaseSchemaConfig][] =>
  entries(config.schemas, () => schemasOf(config), wish.schema);

export const tablesFor = (node: DatabaseSchemaConfig, wish: Wish): [string, TableConfig][] =>
  entries(node.tables, () => tablesOf(node), wish.table);

/** A node with what is wished of it. */
export interface Target {
  schema: string;
  schemaNode: DatabaseSchemaConfig;
  table?: string;
  tableNode?: TableConfig;
  column?: string;
  columnNode?: ColumnConfig;
  values: Map<Field, Setting>;
}

type TablePlace = Required<Pick<Target, "table" | "tableNode">>;

interface Setting {
  value: boolean | string;
  weight: number;
  position: number;
  /** Position of an equally exact change that says otherwise. */
  against?: number;
}

export interface Matched {
  targets: Target[];
  /** Tables that take no column settings, with the column that was asked for. */
  unsupported: (TableRef & { column: string })[];
  /** Tables whose columns had to be known and were not given. */
  unlisted: TableRef[];
}

/** A pattern, or a column that nobody ever changed, can be matched only against the table's own list. */
const needsList = (node: TableConfig, { column }: Wish) =>
  node.supports_columns_config !== false &&
  (column.name === undefined || own(node.columns, column.name) === undefined);

/** The tables whose columns have to be read from the source before these changes can be planned. */
export function tablesToList(config: SchemaConfig, wishes: readonly Wish[]): TableRef[] {
  const found = new Map<string, TableRef>();
  for (const wish of wishes) {
    if (wish.level !== "column") continue;
    for (const [schema, node] of schemasFor(config, wish)) {
      for (const [table, tableNode] of tablesFor(node, wish)) {
        if (needsList(tableNode, wish)) found.set(nodeKey({ schema, table }), { schema, table });
      }
    }
  }
  return [...found.values()];
}

/** Finds the nodes that the changes mean; refuses patterns that match nothing, and changes that contradict each other. */
export function matchChanges(
  config: SchemaConfig,
  columns: ColumnLookup,
  wishes: readonly Wish[],
): Matched {
  const targets = new Map<string, Target>();
  const unsupported = new Map<string, TableRef & { column: string }>();
  const unlisted = new Map<string, TableRef>();

  const settleFor = (place: Omit<Target, "values">, { values, weight, position }: Wish) => {
    const key = nodeKey(place);
    const target = targets.get(key) ?? { ...place, values: new Map() };
    targets.set(key, target);
    for (const [field, value] of values) {
      target.values.set(field, settle(target.values.get(field), { value, weight, position }));
    }
  };
  /** How many nodes the wish means, the table itself or columns of it. */
  const atTable = (place: Omit<Target, "values"> & TablePlace, wish: Wish): number => {
    const { schema, table, tableNode } = place;
    if (wish.level === "table") {
      settleFor(place, wish);
      return 1;
    }
    const key = nodeKey(place);
    if (tableNode.supports_columns_config === false) {
      unsupported.set(key, { schema, table, column: wish.column.text });
      return 1;
    }
    const listed = columns(schema, table);
    if (listed === undefined && needsList(tableNode, wish)) unlisted.set(key, { schema, table });
    const known = knownColumns(tableNode, listed, wish);
    for (const [column, columnNode] of known) settleFor({ ...place, column, columnNode }, wish);
    return known.length;
  };
  const hits = (wish: Wish): number => {
    let count = 0;
    for (const [schema, schemaNode] of schemasFor(config, wish)) {
      if (wish.level === "schema") {
        settleFor({ schema, schemaNode }, wish);
        count++;
        continue;
      }
      for (const [table, tableNode] of tablesFor(schemaNode, wish)) {
        count += atTable({ schema, schemaNode, table, tableNode }, wish);
      }
    }
    return count;
  };

  const misses = wishes.filter((wish) => hits(wish) === 0);
  refuse(
    misses.map((wish, index) =>
      index < 20
        ? missText(config, columns, wish, index < 3)
        : `change ${wish.position} matches nothing`,
    ),
    "Look the names up with get_schema.",
  );
  const found = [...targets.values()];
  refuse(found.flatMap(contradictions), DROP_ONE);
  return {
    targets: found,
    unsupported: [...unsupported.values()],
    unlisted: [...unlisted.values()],
  };
}

const knownColumns = (
  node: TableConfig,
  listed: Record<string, ColumnConfig> | undefined,
  { column }: Wish,
) => {
  if (column.name === undefined) {
    return columnsOf(node, listed).filter(([name]) => column.matches(name));
  }
  const known = own(listed, column.name) ?? own(node.columns, column.name);
  return known === undefined ? [] : [[column.name, known] as const];
};

/** The more exact wish wins; equally exact ones must agree, unless a more exact one settles it. */
function settle(before: Setting | undefined, next: Setting): Setting {
  if (before === undefined || next.weight > before.weight) return next;
  if (next.weight < before.weight || next.value === before.value) return before;
  return { ...before, against: next.position };
}

const contradictions = ({ schema, table, column, values }: Target): string[] =>
  [...values].flatMap(([field, { position, against }]) =>
    against === undefined
      ? []
      : [
          `changes ${position} and ${against} set ${field} of ${path(schema, table, column)} to different values`,
        ],
  );

/** Why a change means no node, and what it may have meant; looking for that takes time on a large schema. */
export function missText(
  config: SchemaConfig,
  columns: ColumnLookup,
  wish: Wish,
  suggest: boolean,
): string {
  const start = `change ${wish.position}:`;
  const schemas = schemasFor(config, wish);
  if (schemas.length === 0) {
    const names = schemasOf(config).map(([name]) => name);
    return `${start} no schema matches ${bare(wish.schema.text)}${suggest ? likely(wish.schema, names) : ""}`;
  }
  const where = wish.schema.name === undefined ? "" : ` in ${bare(wish.schema.name)}`;
  const tables = schemas.flatMap(([, node]) => tablesFor(node, wish));
  if (tables.length === 0) {
    const names = new Set(schemas.flatMap(([, node]) => Object.keys(node.tables ?? {})));
    const hint =
      names.size === 0 ? "; no tables are known there, the schema may need a reload" : "";
    return `${start} no table matches ${bare(wish.table.text)}${where}${hint || (suggest ? likely(wish.table, names) : "")}`;
  }
  const names = new Set<string>();
  let unread = 0;
  for (const [schema, node] of schemas) {
    for (const [table, tableNode] of tablesFor(node, wish)) {
      const listed = columns(schema, table);
      if (listed === undefined) unread++;
      for (const [name] of columnsOf(tableNode, listed)) names.add(name);
    }
  }
  const of = wish.table.name === undefined ? "" : ` of ${path(wish.schema.name, wish.table.name)}`;
  const unknown = unread > 0 ? "; the source's own list of columns was not read" : "";
  return `${start} no column${of} matches ${bare(wish.column.text)}${suggest ? likely(wish.column, names) : ""}${unknown}`;
}

/** What may have been meant, in brackets. */
function likely({ text, name }: Pattern, names: Iterable<string>): string {
  const all = [...names].sort();
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
