import type { Json } from "../../base/json.js";
import type { SchemaConfig } from "../../client/resources/models.js";
import type { Target } from "./match-changes.js";
import {
  byPlace,
  lockCode,
  type NodeChange,
  type NodeRef,
  nodeKey,
  own,
  schemasOf,
  type TableRef,
  tablesOf,
} from "./nodes.js";
import { type Field, path } from "./parse-changes.js";

/** The value that a node will have; undefined where the change does not touch it. */
export type After = (node: NodeRef, field: Field) => boolean | string | undefined;

export function valuesAfter(diff: readonly NodeChange[]): After {
  const values = new Map(diff.map((change) => [`${change.field} ${nodeKey(change)}`, change.to]));
  return (node, field) => values.get(`${field} ${nodeKey(node)}`);
}

const isOn = (after: After, node: NodeRef, now: boolean) => {
  const value = after(node, "enabled");
  return value === undefined ? now : value === true;
};

/** The tables whose data flows: switched on, in a schema that is on. */
export function flowingTables(config: SchemaConfig): Record<string, string[]> {
  return Object.fromEntries(
    schemasOf(config).map(([schema, node]) => [
      schema,
      node.enabled
        ? tablesOf(node).flatMap(([table, { enabled }]) => (enabled ? [table] : []))
        : [],
    ]),
  );
}

export function flowChanges(
  config: SchemaConfig,
  diff: readonly NodeChange[],
  after: After,
): { starts: TableRef[]; stops: NodeRef[] } {
  const starts: TableRef[] = [];
  const stops: NodeRef[] = [];
  for (const schema of new Set(diff.map((change) => change.schema))) {
    const node = own(config.schemas, schema);
    if (node === undefined) continue;
    const schemaOn = isOn(after, { schema }, node.enabled);
    for (const [table, { enabled }] of tablesOf(node)) {
      const before = node.enabled && enabled;
      const then = schemaOn && isOn(after, { schema, table }, enabled);
      if (then && !before) starts.push({ schema, table });
      if (before && !then) stops.push({ schema, table });
    }
  }
  const stopped = new Set(stops.map(nodeKey));
  const flowing = new Map(
    Object.entries(flowingTables(config)).map(([schema, tables]) => [schema, new Set(tables)]),
  );
  for (const { schema, table, column, field, to } of diff) {
    if (table === undefined || column === undefined || field !== "enabled" || to === true) continue;
    const flowed = flowing.get(schema)?.has(table) === true;
    if (flowed && !stopped.has(nodeKey({ schema, table }))) stops.push({ schema, table, column });
  }
  return { starts, stops: stops.sort(byPlace) };
}

interface TableParts {
  target: Required<Pick<Target, "table" | "tableNode">> & Target;
  columns: Map<string, Json>;
}

/**
 * The least that has to be sent. `enabled` goes with every node touched on the way, at its present value where it
 * stays: the definition demands it, and what is left out is left alone. A locked table is passed through without,
 * since whatever is said of its `enabled` may be refused.
 */
export function changeBody(touched: readonly Target[], after: After): Record<string, Json> {
  const schemas = new Map<string, { target: Target; tables: Map<string, TableParts> }>();
  for (const target of touched) {
    const { schema, table, tableNode, column, columnNode } = target;
    const parts = schemas.get(schema) ?? { target, tables: new Map() };
    schemas.set(schema, parts);
    if (table === undefined || tableNode === undefined) continue;
    const tableParts = parts.tables.get(table) ?? {
      target: { ...target, table, tableNode },
      columns: new Map(),
    };
    parts.tables.set(table, tableParts);
    if (column === undefined || columnNode === undefined) continue;
    const place = { schema, table, column };
    const hashed = after(place, "hashed");
    tableParts.columns.set(column, {
      enabled: isOn(after, place, columnNode.enabled),
      ...(hashed === undefined ? {} : { hashed }),
    });
  }
  const bodies = [...schemas].map(([schema, { target, tables }]): [string, Json] => [
    schema,
    {
      enabled: isOn(after, { schema }, target.schemaNode.enabled),
      ...(tables.size === 0 ? {} : { tables: mapOf(tables, (parts) => tableBody(parts, after)) }),
    },
  ]);
  return { schemas: Object.fromEntries(bodies) };
}

function tableBody(
  { target: { schema, table, tableNode }, columns }: TableParts,
  after: After,
): Json {
  const syncMode = after({ schema, table }, "sync_mode");
  return {
    ...(lockCode(tableNode) === undefined
      ? { enabled: isOn(after, { schema, table }, tableNode.enabled) }
      : {}),
    ...(syncMode === undefined ? {} : { sync_mode: syncMode }),
    ...(columns.size === 0 ? {} : { columns: Object.fromEntries(columns) }),
  };
}

const mapOf = <T>(map: ReadonlyMap<string, T>, convert: (value: T) => Json): Json =>
  Object.fromEntries([...map].map(([key, value]): [string, Json] => [key, convert(value)]));

const counted = (n: number, noun: string, one: string, many: string) =>
  n === 1 ? `1 ${noun} ${one}` : `${n} ${noun}s ${many}`;

/** What the change brings with it that its difference does not show. */
export function changeNotes(
  targets: readonly Target[],
  diff: readonly NodeChange[],
  after: After,
): string[] {
  const waiting = new Map<string, number>();
  let hashedOff = 0;
  let idleColumns = 0;
  for (const target of targets) {
    const { schema, schemaNode, table, tableNode, column, columnNode, values } = target;
    if (table === undefined || tableNode === undefined) continue;
    const schemaOn = isOn(after, { schema }, schemaNode.enabled);
    const tableOn = isOn(after, { schema, table }, tableNode.enabled);
    if (column === undefined || columnNode === undefined) {
      const wanted = values.get("enabled")?.value === true;
      if (wanted && tableOn && !schemaOn) waiting.set(schema, (waiting.get(schema) ?? 0) + 1);
      continue;
    }
    const place = { schema, table, column };
    if (after(place, "hashed") === true && !isOn(after, place, columnNode.enabled)) hashedOff++;
    const changes = after(place, "hashed") !== undefined || after(place, "enabled") !== undefined;
    if (changes && !(schemaOn && tableOn)) idleColumns++;
  }
  const has = (field: Field, to: boolean) =>
    diff.some(
      (change) => change.column !== undefined && change.field === field && change.to === to,
    );
  return [
    ...[...waiting].map(
      ([schema, n]) =>
        `${counted(n, "table", "stays", "stay")} off as long as schema ${path(schema)} is off; to let data flow add {"schema":${JSON.stringify(schema)},"enabled":true}`,
    ),
    ...(hashedOff > 0
      ? [
          `${counted(hashedOff, "column", "is", "are")} switched off, so hashing shows only once switched on`,
        ]
      : []),
    ...(idleColumns > 0
      ? [
          `${counted(idleColumns, "column", "is", "are")} in tables that do not flow; the change shows once they do`,
        ]
      : []),
    ...(has("hashed", true)
      ? ["values already in the destination stay readable until their rows are synced again"]
      : []),
    ...(has("enabled", true)
      ? ["columns switched on are filled for rows synced from now on; older rows need a resync"]
      : []),
  ];
}
