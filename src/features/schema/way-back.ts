import { exactGlob } from "../../base/glob.js";
import type { Json } from "../../base/json.js";
import type { Match, Target } from "./match-changes.js";
import {
  type Field,
  type NodeChange,
  type NodeRef,
  nodeKey,
  POLICIES,
  type PolicyChange,
  sameValue,
  type Value,
  valueJson,
} from "./nodes.js";
import type { RequestedChange } from "./parse-changes.js";

/** One change of modify_schema. */
export type Change = Record<string, Json>;

/** A requested setting of a node and what it was before. */
export interface Setting {
  target: Target;
  field: Field;
  before: Value;
  changes: boolean;
}

/**
 * The fewest changes that give every node its former value: a pattern goes back by itself with the value that most of
 * its nodes had, and nodes that had another one are named. `exactly` is for plans that do not know every node that a
 * pattern matches, because its columns were not read: they name each. `revealing` is for plans that can reveal nodes,
 * which a pattern would match too: they name each while a result can hold it.
 */
export function wayBack(
  matches: readonly Match[],
  settings: readonly Setting[],
  { exactly, revealing }: { exactly: boolean; revealing: boolean },
): Change[] {
  const single = new Changes();
  for (const setting of settings) if (setting.changes) single.restore(setting);
  if (exactly || (revealing && fits(single.all()))) return single.all();
  const back = new Changes();
  for (const { position, field, group } of grouped(settings)) {
    const changed = group.filter(({ changes }) => changes);
    const match = matches.find(({ change }) => change.position === position);
    const value = mostFrequent(changed.map(({ before }) => before));
    const others = group.filter(({ before }) => value === undefined || !sameValue(before, value));
    if (match !== undefined && value !== undefined && others.length + 1 < changed.length) {
      back.add(placeOf(match.change), field, value);
    } else for (const setting of changed) back.restore(setting);
  }
  const patterns = matches.flatMap(({ change }) => {
    const set = back.at(placeOf(change));
    return set === undefined ? [] : [{ change, set }];
  });
  for (const setting of settings) {
    const named = back.at(exact(setting.target))?.has(setting.field) === true;
    if (!named && !comesBack(setting, patterns)) back.restore(setting);
  }
  const [short, long] = [back.all(), single.all()];
  return short.length < long.length ? short : long;
}

type Values = ReadonlyMap<Field, Value>;

/** Where to set what: in the order in which it came, one change for each place. */
class Changes {
  readonly #byPlace = new Map<string, { place: NodeRef; values: Map<Field, Value> }>();

  add(place: NodeRef, field: Field, value: Value): void {
    const key = nodeKey(place);
    const entry = this.#byPlace.get(key) ?? { place, values: new Map() };
    entry.values.set(field, value);
    this.#byPlace.set(key, entry);
  }

  restore({ target, field, before }: Setting): void {
    this.add(exact(target), field, before);
  }

  at(place: NodeRef): Values | undefined {
    return this.#byPlace.get(nodeKey(place))?.values;
  }

  all(): Change[] {
    return [...this.#byPlace.values()].map(({ place, values }) => {
      const set = [...values].map(([field, value]) =>
        value === null ? ["remove", field] : [field, valueJson(value)],
      );
      return { ...place, ...Object.fromEntries(set) };
    });
  }
}

interface Group {
  position: number;
  field: Field;
  group: Setting[];
}

/** The settings by the requested change that decided each. */
function grouped(settings: readonly Setting[]): Group[] {
  const groups = new Map<string, Group>();
  for (const setting of settings) {
    const { target, field } = setting;
    const position = target.values.get(field)?.position ?? 0;
    const key = `${position} ${field}`;
    const of = groups.get(key) ?? { position, field, group: [] };
    of.group.push(setting);
    groups.set(key, of);
  }
  return [...groups.values()];
}

function mostFrequent(values: readonly Value[]): Value | undefined {
  const counts = new Map<string, { value: Value; n: number }>();
  for (const value of values) {
    const key = JSON.stringify(valueJson(value));
    counts.set(key, { value, n: (counts.get(key)?.n ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.n - a.n)[0]?.value;
}

/** Whether the patterns leave a node with the value that it had: the more exact one decides, as in any call. */
function comesBack(
  { target: { schema, table, column }, field, before }: Setting,
  patterns: readonly { change: RequestedChange; set: Values }[],
): boolean {
  const level = column !== undefined ? "column" : table !== undefined ? "table" : "schema";
  const reaching = patterns.filter(
    ({ change, set }) =>
      set.has(field) &&
      change.level === level &&
      change.schema.matches(schema) &&
      (table === undefined || change.table.matches(table)) &&
      (column === undefined || change.column.matches(column)),
  );
  const weight = Math.max(...reaching.map(({ change }) => change.weight));
  return reaching
    .filter(({ change }) => change.weight === weight)
    .every(({ set }) => sameValue(set.get(field) ?? null, before));
}

const placeOf = ({ level, schema, table, column }: RequestedChange): NodeRef => ({
  schema: schema.text,
  ...(level === "schema" ? {} : { table: table.text }),
  ...(level === "column" ? { column: column.text } : {}),
});

/** A node by its exact name, whose wildcards stand for themselves. */
const exact = ({ schema, table, column }: NodeRef): NodeRef => ({
  schema: exactGlob(schema),
  ...(table === undefined ? {} : { table: exactGlob(table) }),
  ...(column === undefined ? {} : { column: exactGlob(column) }),
});

/** Of the characters that a result may hold, an undo takes at most these. */
const LONGEST = 16_000;

/** Whether a result can show these changes. */
export const fits = (changes: readonly Change[]) => JSON.stringify(changes).length <= LONGEST;

interface Planned {
  diff: readonly NodeChange[];
  dropped: readonly NodeChange[];
  back: readonly Change[];
}

/**
 * Arguments of modify_schema that give every changed node its former value; undefined where there is none, or a result
 * cannot hold them. What applied in part goes back node by node if that fits, and by the plan's way back otherwise.
 */
export function undoOf(
  connector: string,
  applied: readonly (NodeChange | PolicyChange)[],
  { diff, dropped, back }: Planned,
): Change | undefined {
  const nodes = applied.filter((change) => "field" in change);
  const policy = applied.find((change) => !("field" in change));
  const from = POLICIES.find((known) => known === policy?.from);
  const single = singly(nodes);
  const gone = nodes.filter((node) => dropped.includes(node));
  const whole = nodes.length - gone.length === diff.length;
  const changes = whole || !fits(single) ? [...back, ...singly(gone)] : single;
  if (applied.length === 0 || !fits(changes)) return undefined;
  return {
    connector,
    ...(nodes.length === 0 ? {} : { changes: [...changes] }),
    ...(from === undefined ? {} : { policy: from }),
  };
}

const singly = (nodes: readonly NodeChange[]) =>
  changesSetting(nodes.map((node) => ({ ...node, value: node.from })));

/** The changes that give nodes these values: one for each node, by its exact name. */
export function changesSetting(
  settings: readonly (NodeRef & { field: Field; value: Value })[],
): Change[] {
  const changes = new Changes();
  for (const { field, value, ...node } of settings) changes.add(exact(node), field, value);
  return changes.all();
}
