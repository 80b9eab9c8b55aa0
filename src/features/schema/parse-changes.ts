import { inputError } from "../../base/errors.js";
import { compileGlob, literalName } from "../../base/glob.js";
import { bare, quoted } from "../../base/text.js";

export const SYNC_MODES = ["SOFT_DELETE", "HISTORY", "LIVE"] as const;
export type SyncMode = (typeof SYNC_MODES)[number];

/**
 * What to set on which nodes: schemas when only `schema` is given, tables when `table` is, columns when `column` is.
 * All three are globs; without `schema` every schema is meant.
 */
export interface SchemaChange {
  schema?: string | undefined;
  table?: string | undefined;
  column?: string | undefined;
  enabled?: boolean | undefined;
  hashed?: boolean | undefined;
  sync_mode?: SyncMode | undefined;
}

export interface Pattern {
  text: string;
  /** The one name that it can match, when it has no wildcard. */
  name: string | undefined;
  matches: (name: string) => boolean;
}

export type Field = "enabled" | "hashed" | "sync_mode";
export type Level = "schema" | "table" | "column";

/** A change that is well-formed. */
export interface Wish {
  /** Position in the list, from 1. */
  position: number;
  level: Level;
  schema: Pattern;
  table: Pattern;
  column: Pattern;
  /** The more exactly it names a node, the more it weighs; the deepest name counts most. */
  weight: number;
  values: readonly (readonly [Field, boolean | string])[];
}

const ANYTHING: Pattern = { text: "*", name: undefined, matches: () => true };

const pattern = (text: string | undefined): Pattern =>
  text === undefined ? ANYTHING : { text, name: literalName(text), matches: compileGlob(text) };

/** A name outweighs a pattern, and a pattern outweighs `*`. */
const weigh = ({ name, text }: Pattern) => (name !== undefined ? 2 : /^\*+$/.test(text) ? 0 : 1);

/** Reads the list of changes; every fault of form is reported, by position. */
export function readChanges(changes: readonly SchemaChange[]): Wish[] {
  const faults = changes.flatMap((change, index) =>
    faultsOf(change).map((fault) => `change ${index + 1}: ${fault}`),
  );
  refuse(faults, 'A change is like {"schema":"public","table":"stg_*","enabled":false}.');
  return changes.map(toWish);
}

/** Refuses what is wrong whatever the schema holds, so that nothing has to be read for it. */
export function checkChanges(changes: readonly SchemaChange[], policy: string | undefined): void {
  if (changes.length === 0 && policy === undefined) {
    throw inputError(
      "There is nothing to change in this connector.",
      "Give at least one of changes and policy.",
    );
  }
  const set = new Map<string, { value: boolean | string; position: number }>();
  const faults: string[] = [];
  for (const { level, schema, table, column, values, position } of readChanges(changes)) {
    const place = [schema, table, column].slice(0, DEPTH[level]).map(({ text }) => text);
    for (const [field, value] of values) {
      const key = JSON.stringify([...place, field]);
      const before = set.get(key);
      if (before !== undefined && before.value !== value) {
        faults.push(
          `changes ${before.position} and ${position} set ${field} of ${path(...place)} to different values`,
        );
      }
      set.set(key, { value, position });
    }
  }
  refuse(faults, DROP_ONE);
}

const DEPTH: Record<Level, number> = { schema: 1, table: 2, column: 3 };

export const DROP_ONE =
  "Drop one of them, or name the exception exactly: a name outweighs a pattern.";

/** Throws what is wrong, the first three in words and all of them as facts. */
export function refuse(problems: readonly string[], hint: string): void {
  if (problems.length === 0) return;
  const more = problems.length > 3 ? `; and ${problems.length - 3} more` : "";
  const message = `${problems.slice(0, 3).join("; ")}${more}.`;
  throw inputError(message.charAt(0).toUpperCase() + message.slice(1), hint, {
    problems: problems.slice(0, 20),
  });
}

function toWish(change: SchemaChange, index: number): Wish {
  const [schema, table, column] = [change.schema, change.table, change.column].map(pattern);
  const patterns = {
    schema: schema ?? ANYTHING,
    table: table ?? ANYTHING,
    column: column ?? ANYTHING,
  };
  const { enabled, hashed, sync_mode } = change;
  const values: [Field, boolean | string][] = [];
  if (enabled !== undefined) values.push(["enabled", enabled]);
  if (hashed !== undefined) values.push(["hashed", hashed]);
  if (sync_mode !== undefined) values.push(["sync_mode", sync_mode]);
  return {
    position: index + 1,
    level: levelOf(change),
    ...patterns,
    weight: weigh(patterns.column) * 9 + weigh(patterns.table) * 3 + weigh(patterns.schema),
    values,
  };
}

const levelOf = ({ table, column }: SchemaChange): Level =>
  column !== undefined ? "column" : table !== undefined ? "table" : "schema";

function faultsOf(change: SchemaChange): string[] {
  const { schema, table, column, enabled, hashed, sync_mode } = change;
  const faults: string[] = [];
  for (const [level, text] of Object.entries({ schema, table, column })) {
    if (text === "") faults.push(`${level} is empty; leave it out to mean all`);
    if (text === "__proto__") faults.push(`${level} cannot be ${quoted(text)}`);
  }
  if (schema === undefined && table === undefined && column === undefined) {
    faults.push("it addresses nothing; give schema, table or column");
  }
  if (column !== undefined && table === undefined) {
    faults.push('column needs table; "*" means every table');
  }
  if (enabled === undefined && hashed === undefined && sync_mode === undefined) {
    faults.push("it sets nothing; give enabled, hashed or sync_mode");
  }
  if (hashed !== undefined && column === undefined) {
    faults.push("hashed is set on columns; give column");
  }
  if (sync_mode !== undefined && levelOf(change) !== "table") {
    faults.push("sync_mode is set on tables; give table and no column");
  }
  return faults;
}

/** `public.orders.email`, each part bare where it can be. */
export const path = (...names: (string | undefined)[]) =>
  names.flatMap((name) => (name === undefined ? [] : [bare(name)])).join(".");
