import type { Turn } from "../../base/deadline.js";
import type { Json } from "../../base/json.js";
import type { SchemaConfig, TableConfig } from "../../client/resources/models.js";
import { count, upTo } from "../../toolkit/render.js";
import { type BodyNode, bodyOf, nodeAt } from "./body.js";
import type { Target } from "./match-changes.js";
import {
  byPlace,
  type Field,
  lockCode,
  type NodeChange,
  NodeMap,
  type NodeRef,
  own,
  pathOf,
  refOf,
  syncs,
  type TablePlace,
  type TableRef,
  tableAt,
  tablesOf,
  type Value,
  valueJson,
} from "./nodes.js";
import { storedFilter } from "./row-filter.js";

/** Returns the value that a setting of a node will have, or undefined if it does not change. */
export type After = (node: NodeRef, field: Field) => Value | undefined;

export async function valuesAfter(diff: readonly NodeChange[], turn: Turn): Promise<After> {
  const values = new NodeMap<Map<Field, Value>>();
  for (const change of diff) {
    const ofNode = values.get(change) ?? new Map<Field, Value>();
    values.set(change, ofNode.set(change.field, change.to));
    await turn();
  }
  return (node, field) => values.get(node)?.get(field);
}

const isOn = (after: After, node: NodeRef, now: boolean) => {
  const value = after(node, "enabled");
  return value === undefined ? now : value === true;
};

export interface SyncChanges {
  syncing: (table: TableRef) => boolean;
  /** Tables that start to sync. Their history is loaded. */
  starts: TableRef[];
  /**
   * Tables and columns that sync now and will stop. Includes the tables of a schema that is
   * disabled.
   */
  stops: NodeRef[];
}

export async function syncChanges(
  config: SchemaConfig,
  diff: readonly NodeChange[],
  after: After,
  turn: Turn,
): Promise<SyncChanges> {
  const starts: TableRef[] = [];
  const stops: NodeRef[] = [];
  const stopped = new NodeMap<boolean>();
  const compare = (place: TablePlace) => {
    const { schema, table, schemaNode, tableNode } = place;
    const before = syncs(place);
    const then =
      isOn(after, { schema }, schemaNode.enabled) &&
      isOn(after, { schema, table }, tableNode.enabled);
    if (then && !before) starts.push({ schema, table });
    if (!before || then) return;
    stops.push({ schema, table });
    stopped.set({ schema, table }, true);
  };
  const switched = new Set<string>();
  for (const { schema, table, field } of diff) {
    if (table === undefined && field === "enabled") switched.add(schema);
  }
  for (const schema of switched) {
    const schemaNode = own(config.schemas, schema);
    if (schemaNode === undefined) continue;
    for (const [table, tableNode] of tablesOf(schemaNode)) {
      compare({ schema, schemaNode, table, tableNode });
      await turn();
    }
  }
  for (const { schema, table, column, field } of diff) {
    if (table === undefined || column !== undefined || field !== "enabled") continue;
    const place = tableAt(config, { schema, table });
    if (place !== undefined && !switched.has(schema)) compare(place);
    await turn();
  }
  for (const { schema, table, column, field, to } of diff) {
    if (table === undefined || column === undefined || field !== "enabled" || to === true) continue;
    const place = tableAt(config, { schema, table });
    if (place !== undefined && syncs(place) && stopped.get({ schema, table }) !== true) {
      stops.push({ schema, table, column });
    }
    await turn();
  }
  return {
    syncing: (table) => {
      const place = tableAt(config, table);
      return place !== undefined && syncs(place);
    },
    starts: starts.sort(byPlace),
    stops: stops.sort(byPlace),
  };
}

/**
 * Returns the smallest body that makes the changes. The API requires `enabled` on every parent of a
 * changed node, so a parent that does not change is sent with its present value. A locked table is
 * sent without `enabled`, because Fivetran may reject any value there.
 */
export async function changeBody(
  touched: readonly Target[],
  after: After,
  turn: Turn,
): Promise<Record<string, Json>> {
  const root: BodyNode = { settings: {}, children: new Map() };
  const set = (place: NodeRef, now: boolean, ...fields: Field[]) => {
    const { settings } = nodeAt(root, place);
    settings.enabled = isOn(after, place, now);
    for (const field of fields) {
      const value = after(place, field);
      if (value !== undefined) settings[field] = valueJson(value);
    }
  };
  for (const target of touched) {
    const { schema, table, schemaNode, tableNode, columnNode } = target;
    set({ schema }, schemaNode.enabled);
    if (table === undefined || tableNode === undefined) continue;
    set({ schema, table }, tableNode.enabled, "sync_mode", "row_filter");
    if (lockCode(tableNode) !== undefined) delete nodeAt(root, { schema, table }).settings.enabled;
    if (columnNode !== undefined)
      set(refOf(target), columnNode.enabled, "hashed", "target_data_type");
    await turn();
  }
  return bodyOf(root);
}

/**
 * Returns the row filters that Fivetran deletes with the change: filters of tables that it
 * disables, and filters that use a column that it disables or hashes.
 */
export function filtersDropped(
  config: SchemaConfig,
  diff: readonly NodeChange[],
  after: After,
): NodeChange[] {
  const looked = new Set<TableConfig>();
  return diff.flatMap(({ schema, table }): NodeChange[] => {
    if (table === undefined) return [];
    const ref = { schema, table };
    const node = own(own(config.schemas, schema)?.tables, table);
    const filter = storedFilter(node?.row_filter);
    if (node === undefined || filter === null || looked.has(node)) return [];
    looked.add(node);
    if (after(ref, "row_filter") !== undefined) return [];
    const without =
      after(ref, "enabled") === false ||
      filter.column_clauses.some(({ column }) => {
        const place = { ...ref, column };
        return after(place, "enabled") === false || after(place, "hashed") === true;
      });
    return without ? [{ ...ref, field: "row_filter", from: filter, to: null }] : [];
  });
}

/** Returns true if a requested filter uses a column that is, or will be, disabled or hashed. */
function filtersWithout(
  { schema, table, tableNode }: Pick<TablePlace, "schema" | "table" | "tableNode">,
  after: After,
): boolean {
  const filter = after({ schema, table }, "row_filter");
  if (typeof filter !== "object" || filter === null) return false;
  return filter.column_clauses.some(({ column }) => {
    const place = { schema, table, column };
    const node = own(tableNode.columns, column);
    const hashed = after(place, "hashed") ?? node?.hashed;
    return hashed === true || !isOn(after, place, node?.enabled ?? true);
  });
}

const verb = (n: number, one: string, many: string) => (n === 1 ? one : many);

/** Describes effects of the change that its list of differences does not show. */
export async function changeNotes(
  targets: readonly Target[],
  diff: readonly NodeChange[],
  after: After,
  turn: Turn,
): Promise<string[]> {
  const waiting = new Map<string, number>();
  let hashedOff = 0;
  let idleColumns = 0;
  const unkept: TableRef[] = [];
  for (const target of targets) {
    const { schema, schemaNode, table, tableNode, column, columnNode, values } = target;
    if (table === undefined || tableNode === undefined) continue;
    const schemaOn = isOn(after, { schema }, schemaNode.enabled);
    const tableOn = isOn(after, { schema, table }, tableNode.enabled);
    if (column === undefined) {
      const wanted = values.get("enabled")?.value === true;
      if (wanted && tableOn && !schemaOn) waiting.set(schema, (waiting.get(schema) ?? 0) + 1);
      if (filtersWithout({ schema, table, tableNode }, after)) unkept.push({ schema, table });
    } else if (columnNode !== undefined) {
      const place = { schema, table, column };
      const hashed = after(place, "hashed");
      if (hashed === true && !isOn(after, place, columnNode.enabled)) hashedOff++;
      const changes = hashed !== undefined || after(place, "enabled") !== undefined;
      if (changes && !(schemaOn && tableOn)) idleColumns++;
    }
    await turn();
  }
  const has = (field: Field) =>
    diff.some(
      (change) => change.column !== undefined && change.field === field && change.to === true,
    );
  const filters = diff.filter(({ field }) => field === "row_filter");
  return [
    waiting.size > 0 && waitingText(waiting),
    hashedOff > 0 &&
      `${count(hashedOff, "column")} ${verb(hashedOff, "is", "are")} disabled, so hashing takes effect only when you enable ${verb(hashedOff, "it", "them")}`,
    idleColumns > 0 &&
      `${count(idleColumns, "column")} ${verb(idleColumns, "is", "are")} in tables that do not sync; the change takes effect when the tables sync`,
    has("hashed") &&
      "values already in the destination stay readable until Fivetran syncs their rows again",
    has("enabled") &&
      "Fivetran fills an enabled column only in rows that it syncs from now on; to fill it in older rows, run a historical re-sync",
    filters.some(({ to }) => to !== null) &&
      "a row filter applies from the next sync on; rows already in the destination stay",
    unkept.length > 0 &&
      `the row filter of ${upTo(unkept, 20, pathOf).join(", ")} uses a disabled or hashed column; Fivetran deletes such a filter, so every row may be synced`,
    filters.some(({ from }) => from !== null) &&
      "rows that the previous filter excluded are loaded only when they change in the source, or by a historical re-sync",
    diff.some(({ field }) => field === "target_data_type") &&
      "values that do not fit the new data type of a column are loaded as null; get_status then shows a warning",
  ].filter((note) => note !== false);
}

/** Describes tables that are enabled while their schema stays disabled. */
function waitingText(tablesBySchema: ReadonlyMap<string, number>): string {
  const schemas = [...tablesBySchema.keys()];
  const tables = [...tablesBySchema.values()].reduce((sum, n) => sum + n, 0);
  const names = upTo(schemas, 20, (schema) => pathOf({ schema })).join(", ");
  return `${count(tables, "table")} ${verb(tables, "does", "do")} not sync while ${schemas.length === 1 ? "schema" : "schemas"} ${names} ${verb(schemas.length, "is", "are")} disabled; to sync ${verb(tables, "it", "them")}, add {"schema":${JSON.stringify(schemas[0])},"enabled":true}`;
}
