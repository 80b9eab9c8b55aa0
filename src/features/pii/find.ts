import { createTurns } from "../../base/deadline.js";
import { exactGlob } from "../../base/glob.js";
import type { ColumnConfig, SchemaConfig } from "../../client/resources/models.js";
import { lockCode, patternOf, schemasOf, type TablePlace, tablesOf } from "../schema/index.js";
import { classify, wordsOf } from "./classify.js";
import { usualColumns } from "./usual-columns.js";
import { BUSY, type Confidence, KINDS, type Kind, PEOPLE } from "./words.js";

export interface Finding {
  schema: string;
  table: string;
  column: string;
  kind: Kind;
  confidence: Confidence;
  reason: string;
  /**
   * How to keep the data out of the destination. `none` if Fivetran does not allow changes to the
   * column.
   */
  action: "hash" | "block" | "none";
}

export interface Tables {
  /** Tables to read from the source, the most likely first. */
  toRead: TablePlace[];
  /** Tables whose names do not suggest people. */
  unlikely: TablePlace[];
  /** Tables without column settings. Their columns cannot be listed, hashed or blocked. */
  fixed: TablePlace[];
}

/** Selects among the tables that sync. With a pattern, all matching tables are read. */
export async function tablesOfInterest(
  config: SchemaConfig,
  service: string,
  pattern: string | undefined,
): Promise<Tables> {
  const turn = createTurns();
  const byLikelihood: [TablePlace[], TablePlace[], TablePlace[]] = [[], [], []];
  const fixed: TablePlace[] = [];
  const { matches } = patternOf(pattern);
  for (const [schema, schemaNode] of schemasOf(config)) {
    if (!schemaNode.enabled) continue;
    for (const [table, tableNode] of tablesOf(schemaNode)) {
      await turn();
      if (!tableNode.enabled || !matches(table)) continue;
      const place = { schema, schemaNode, table, tableNode };
      if (tableNode.supports_columns_config === false) fixed.push(place);
      else byLikelihood[likelihood(service, table)].push(place);
    }
  }
  const [unlikely, busy, likely] = byLikelihood;
  return pattern === undefined
    ? { toRead: [...likely, ...busy], unlikely, fixed }
    : { toRead: [...likely, ...busy, ...unlikely], unlikely: [], fixed };
}

function likelihood(service: string, table: string): 0 | 1 | 2 {
  const words = wordsOf(table);
  if (words.some((word) => PEOPLE.has(word)) || usualColumns(service, table).length > 0) return 2;
  return words.some((word) => BUSY.has(word)) ? 1 : 0;
}

/**
 * Returns the columns that look personal in a table whose columns the source listed. Hashed and
 * disabled columns are left out.
 */
export function inColumns(
  { schema, table }: TablePlace,
  columns: Readonly<Record<string, ColumnConfig>>,
  service: string,
): Finding[] {
  const usual = usualColumns(service, table);
  return Object.entries(columns).flatMap(([column, node]): Finding[] => {
    if (!node.enabled || node.hashed === true) return [];
    const found = classify(table, column, typeOf(node));
    if (found === undefined) return [];
    const known = usual.includes(column.toLowerCase());
    const fixed = node.is_primary_key === true || lockCode(node) !== undefined;
    return [
      {
        schema,
        table,
        column,
        ...found,
        ...(known
          ? {
              confidence: "high",
              reason: `${found.reason}, which is a typical column of ${service}`,
            }
          : {}),
        action: fixed ? "none" : KINDS[found.kind],
      },
    ];
  });
}

/**
 * Returns the columns that look personal in a table that was not read: columns in its settings, and
 * those that tables of its service usually have. The latter may not exist.
 */
export function inUnread({ tableNode, ...place }: TablePlace, service: string): Finding[] {
  const set = tableNode.columns ?? {};
  const { schema, table } = place;
  const usual = usualColumns(service, table).flatMap((column): Finding[] => {
    const found = classify(table, column);
    if (Object.hasOwn(set, column) || found === undefined) return [];
    const reason = `a typical column of ${service}; the source was not read`;
    return [
      { schema, table, column, kind: found.kind, confidence: "medium", reason, action: "none" },
    ];
  });
  return [...inColumns({ ...place, tableNode }, set, service), ...usual];
}

const typeOf = (node: ColumnConfig): string | undefined => {
  const type = node["type"] ?? node["data_type"];
  return typeof type === "string" ? type : undefined;
};

/**
 * Returns a change of `modify_schema` for each finding, except findings with low confidence and
 * columns that cannot be changed.
 */
export const changesFor = (findings: readonly Finding[]) =>
  findings.flatMap(({ schema, table, column, action, confidence }) => {
    if (action === "none" || confidence === "low") return [];
    const names = {
      schema: exactGlob(schema),
      table: exactGlob(table),
      column: exactGlob(column),
    };
    return [action === "hash" ? { ...names, hashed: true } : { ...names, enabled: false }];
  });
