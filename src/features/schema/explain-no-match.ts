import { compileGlob } from "../../base/glob.js";
import { nearest } from "../../base/nearest.js";
import { bare } from "../../base/text.js";
import type { SchemaConfig } from "../../client/resources/models.js";
import { type ColumnLookup, columnsOf, schemasOf } from "./nodes.js";
import { type Pattern, path, type Wish } from "./parse-changes.js";
import { schemasFor, tablesFor } from "./select-nodes.js";

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
