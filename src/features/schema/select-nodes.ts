import type {
  DatabaseSchemaConfig,
  SchemaConfig,
  TableConfig,
} from "../../client/resources/models.js";
import { own, schemasOf, tablesOf } from "./nodes.js";
import type { Pattern, Wish } from "./parse-changes.js";

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
