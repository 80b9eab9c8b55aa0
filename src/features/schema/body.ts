import type { Json } from "../../base/json.js";
import type { SchemaConfig } from "../../client/resources/models.js";
import { upTo } from "../../toolkit/render.js";
import {
  type Field,
  lockCode,
  modePhrase,
  type NodeRef,
  pathOf,
  policyPhrase,
  schemasOf,
  tablesOf,
  valueJson,
  valueText,
} from "./nodes.js";
import { USUAL_MODE } from "./outline.js";
import { storedFilter } from "./row-filter.js";

/**
 * Part of a request body during construction. The children of a schema are tables, and those of a
 * table are columns.
 */
export interface BodyNode {
  settings: Partial<Record<Field, Json>>;
  children: Map<string, BodyNode>;
}

/** Returns the part for one node, and creates it if it is missing. */
export function nodeAt(root: BodyNode, { schema, table, column }: NodeRef): BodyNode {
  let node = root;
  for (const name of [schema, table, column]) {
    if (name === undefined) continue;
    const child: BodyNode = node.children.get(name) ?? { settings: {}, children: new Map() };
    node.children.set(name, child);
    node = child;
  }
  return node;
}

/**
 * Returns the body that the API accepts: `{"schemas":{"public":{"enabled":true,"tables":{…}}}}`.
 */
export const bodyOf = (
  { settings, children }: BodyNode,
  [key, ...below]: readonly string[] = ["schemas", "tables", "columns"],
): Record<string, Json> => ({
  ...settings,
  ...(key === undefined || children.size === 0
    ? {}
    : {
        [key]: Object.fromEntries(
          [...children].map(([name, node]): [string, Json] => [name, bodyOf(node, below)]),
        ),
      }),
});

/**
 * Settings that keep data of a connector out of its destination, or change it on the way. A copy
 * gets the same settings.
 */
export interface Protection {
  /**
   * The request that stores the settings before the first load. Undefined if the original has no
   * such settings.
   */
  body: Record<string, Json> | undefined;
  /** One line for each kind of setting that is stored. */
  lines: string[];
  /**
   * What a copy would load although the original may not: tables that the request cannot switch off,
   * and settings that could not be read.
   */
  open: string[];
}

const MOST_NAMED = 40;

/** `unreadable` are the parts that are missing from the configuration, because they could not be read. */
export function protectionOf(
  config: SchemaConfig,
  unreadable: readonly NodeRef[] = [],
): Protection {
  const policy = config.schema_change_handling ?? undefined;
  // Unless the policy allows everything new, the copy starts with everything disabled that the
  // request does not enable.
  const blocksNew = policy !== undefined && policy !== "ALLOW_ALL";
  const root: BodyNode = { settings: {}, children: new Map() };
  const off: NodeRef[] = [];
  const hashed: NodeRef[] = [];
  const modes: string[] = [];
  const filters: string[] = [];
  const types: string[] = [];
  const open = unreadable.map((part) => `${pathOf(part)} (its settings could not be read)`);
  const listed = Object.keys(config.schemas ?? {}).length + unreadable.length;
  if (config.schemas && listed === 0)
    open.push("all tables and columns (Fivetran lists none for the original)");
  if (policy === undefined && listed > 0)
    open.push("new schemas, tables and columns (schema change handling could not be read)");
  const store = (ref: NodeRef, settings: BodyNode["settings"]) =>
    Object.assign(nodeAt(root, ref).settings, settings);

  for (const [schema, schemaNode] of schemasOf(config)) {
    const { enabled } = schemaNode;
    if (!enabled) off.push({ schema });
    if (!enabled || blocksNew) store({ schema }, { enabled });
    for (const [table, tableNode] of tablesOf(schemaNode)) {
      const ref = { schema, table };
      const isOff = !tableNode.enabled;
      const lock = lockCode(tableNode);
      if (isOff && enabled) off.push(ref);
      if (isOff && enabled && lock !== undefined && lock !== "DELETED") open.push(pathOf(ref));
      const filter = enabled && !isOff ? storedFilter(tableNode.row_filter) : null;
      const { sync_mode: mode } = tableNode;
      const special = mode !== undefined && mode !== null && mode !== USUAL_MODE;
      if (special && enabled && !isOff) modes.push(`${pathOf(ref)} ${modePhrase(mode)}`);
      const columns = Object.entries(tableNode.columns ?? {}).filter(
        ([, node]) => !node.enabled || node.hashed === true || node.target_data_type || blocksNew,
      );
      if (!isOff && !special && !blocksNew && columns.length === 0 && filter === null) continue;
      store({ schema }, { enabled });
      store(ref, {
        enabled: tableNode.enabled,
        ...(special ? { sync_mode: mode } : {}),
        ...(filter === null ? {} : { row_filter: valueJson(filter) }),
      });
      if (filter !== null) filters.push(`${pathOf(ref)} ${valueText(filter)}`);
      for (const [column, node] of columns) {
        const place = { ...ref, column };
        const type = node.target_data_type;
        store(place, {
          enabled: node.enabled,
          ...(node.hashed === true ? { hashed: true } : {}),
          ...(type ? { target_data_type: type } : {}),
        });
        if (type && node.enabled) types.push(`${pathOf(place)} ${type}`);
        if (!node.enabled) off.push(place);
        else if (node.hashed === true) hashed.push(place);
        const columnLock = node.enabled ? undefined : lockCode(node);
        if (columnLock !== undefined && columnLock !== "DELETED") open.push(pathOf(place));
      }
    }
  }
  const list = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${what}: ${upTo(names, MOST_NAMED, (name) => name).join(", ")}`];
  const lines = [
    ...list("hashed", hashed.map(pathOf)),
    ...list("disabled", off.map(pathOf)),
    ...list("sync mode", modes),
    ...list("row filter", filters),
    ...list("data type in the destination", types),
    ...(blocksNew ? [`schema change handling: ${policyPhrase(policy)}`] : []),
  ];
  if (lines.length === 0) return { body: undefined, lines, open };
  return {
    body: {
      schemas: {},
      ...bodyOf(root),
      ...(policy === undefined ? {} : { schema_change_handling: policy }),
    },
    lines,
    open,
  };
}
