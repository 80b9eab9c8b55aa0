import type { Turn } from "../../base/deadline.js";
import { exactGlob } from "../../base/glob.js";
import type { Json } from "../../base/json.js";
import type { Match, Target } from "./match-changes.js";
import {
  type Field,
  type NodeChange,
  NodeMap,
  type NodeRef,
  POLICIES,
  type PolicyChange,
  sameValue,
  type Value,
  valueJson,
} from "./nodes.js";
import type { RequestedChange } from "./parse-changes.js";

/** One change of modify_schema. */
export type Change = Record<string, Json>;

/** A requested setting of a node, with its former value. */
export interface Setting {
  target: Target;
  field: Field;
  before: Value;
  changes: boolean;
}

/**
 * Returns the fewest changes that restore every former value. A pattern sets the value that most of
 * its nodes had, and nodes with another former value get a change of their own.
 * With `exactly`, every node gets its own change. This is for plans that did not read the columns
 * and so do not know every node that a pattern matches.
 * With `revealing`, every node gets its own change as long as a result can hold them. This is for
 * plans that can reveal nodes that a pattern would also match.
 * If there are more changes than a result can hold, the list is incomplete.
 */
export async function wayBack(
  matches: readonly Match[],
  settings: readonly Setting[],
  { exactly, revealing, turn }: { exactly: boolean; revealing: boolean; turn: Turn },
): Promise<Change[]> {
  const single = new Changes();
  for (const setting of settings) if (setting.changes && !single.tooMany) single.restore(setting);
  if (exactly || (revealing && fits(single.all()))) return single.all();
  const back = new Changes();
  for (const { position, field, group } of await grouped(settings, turn)) {
    const changed = group.filter(({ changes }) => changes);
    const match = matches.find(({ change }) => change.position === position);
    const value = mostFrequent(changed.map(({ before }) => before));
    const others = group.filter(({ before }) => value === undefined || !sameValue(before, value));
    if (match !== undefined && value !== undefined && others.length + 1 < changed.length) {
      back.add(placeOf(match.change), field, value);
    } else for (const setting of changed) if (!back.tooMany) back.restore(setting);
    await turn();
  }
  const patterns = new Map(
    matches.flatMap(({ change }) => {
      const set = back.at(placeOf(change));
      return set === undefined ? [] : [[change, set] as const];
    }),
  );
  for (const setting of settings) {
    if (back.tooMany) return single.all();
    const named = back.at(exact(setting.target))?.has(setting.field) === true;
    if (!named && !comesBack(setting, patterns)) back.restore(setting);
    await turn();
  }
  const [short, long] = [back.all(), single.all()];
  return short.length < long.length ? short : long;
}

type Values = ReadonlyMap<Field, Value>;

/** Collects changes in the order in which they are added, one for each place. */
class Changes {
  readonly #byPlace = new NodeMap<Map<Field, Value>>();
  readonly #all: { place: NodeRef; values: Map<Field, Value> }[] = [];

  /** True if there are more changes than a result can hold. */
  get tooMany(): boolean {
    return this.#all.length * SHORTEST_CHANGE > LONGEST;
  }

  add(place: NodeRef, field: Field, value: Value): void {
    const known = this.#byPlace.get(place);
    const values = known ?? new Map<Field, Value>();
    values.set(field, value);
    if (known !== undefined) return;
    this.#byPlace.set(place, values);
    this.#all.push({ place, values });
  }

  restore({ target, field, before }: Setting): void {
    this.add(exact(target), field, before);
  }

  at(place: NodeRef): Values | undefined {
    return this.#byPlace.get(place);
  }

  all(): Change[] {
    return this.#all.map(({ place, values }) => {
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

/** Groups the settings by the requested change that decided their value. */
async function grouped(settings: readonly Setting[], turn: Turn): Promise<Group[]> {
  const groups = new Map<string, Group>();
  for (const setting of settings) {
    const { target, field } = setting;
    const position = target.values.get(field)?.position ?? 0;
    const key = `${position} ${field}`;
    const of = groups.get(key) ?? { position, field, group: [] };
    of.group.push(setting);
    groups.set(key, of);
    await turn();
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

/**
 * Returns true if the patterns restore the former value of a node. As in any call, the more exact
 * pattern wins.
 */
function comesBack(
  { target, field, before }: Setting,
  patterns: ReadonlyMap<RequestedChange, Values>,
): boolean {
  const reaching = target.matchedBy.flatMap((change) => {
    const set = patterns.get(change);
    return set?.has(field) === true ? [{ weight: change.weight, value: set.get(field) }] : [];
  });
  const weight = Math.max(...reaching.map((one) => one.weight));
  return reaching
    .filter((one) => one.weight === weight)
    .every(({ value }) => sameValue(value ?? null, before));
}

const placeOf = ({ level, schema, table, column }: RequestedChange): NodeRef => ({
  schema: schema.text,
  ...(level === "schema" ? {} : { table: table.text }),
  ...(level === "column" ? { column: column.text } : {}),
});

/** Refers to a node by its exact name, with wildcards escaped. */
const exact = ({ schema, table, column }: NodeRef): NodeRef => ({
  schema: exactGlob(schema),
  ...(table === undefined ? {} : { table: exactGlob(table) }),
  ...(column === undefined ? {} : { column: exactGlob(column) }),
});

/** The largest number of characters that an undo may use in a result. */
const LONGEST = 16_000;
/** The number of characters of the shortest change, such as `{"schema":"a","hashed":true}`. */
const SHORTEST_CHANGE = 28;

/** Returns true if a result can show these changes. */
export const fits = (changes: readonly Change[]) => JSON.stringify(changes).length <= LONGEST;

interface Planned {
  diff: readonly NodeChange[];
  dropped: readonly NodeChange[];
  back: readonly Change[];
}

/**
 * Returns arguments of modify_schema that restore every former value. Undefined if nothing was
 * applied, or if a result cannot hold them. After a partial change, each applied node gets its own
 * change if that fits. Otherwise the undo of the whole plan is used.
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

/** Returns one change per node, and stops once a result cannot hold more. */
function singly(nodes: readonly NodeChange[]): Change[] {
  const changes = new Changes();
  for (const { field, from, ...node } of nodes) {
    if (changes.tooMany) break;
    changes.add(exact(node), field, from);
  }
  return changes.all();
}

/** Returns one change per node that sets the given value. Nodes are named exactly. */
export function changesSetting(
  settings: readonly (NodeRef & { field: Field; value: Value })[],
): Change[] {
  const changes = new Changes();
  for (const { field, value, ...node } of settings) changes.add(exact(node), field, value);
  return changes.all();
}
