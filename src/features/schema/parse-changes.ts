import * as z from "zod";
import { inputError } from "../../base/errors.js";
import { compileGlob, literalName } from "../../base/glob.js";
import { bare, quoted } from "../../base/text.js";
import { ENUMS } from "../../client/operations/generated/enums.js";
import { openObject, textField } from "../../toolkit/params.js";
import { type Field, REMOVABLE, sameValue, type Value } from "./nodes.js";
import { readRowFilter, TARGET_TYPES } from "./row-filter.js";

const glob = (example: string, absent: string) =>
  z.string().min(1).max(1024).describe(`e.g. ${example}`).meta({ absent }).optional();

/**
 * The settings to make and where: on schemas if only `schema` is given, on tables if `table` is
 * given, on columns if `column` is given. All three are globs. Without `schema`, the change applies
 * to every schema.
 */
export const SchemaChange = z.strictObject({
  schema: glob("public", "every schema"),
  table: glob("stg_*", "the whole schema"),
  column: glob("email", "the whole table"),
  enabled: z.boolean().describe("e.g. false").optional(),
  hashed: z.boolean().describe("columns only, e.g. true").optional(),
  sync_mode: z
    .enum(ENUMS.modify_connection_table_config.sync_mode)
    .describe("e.g. HISTORY")
    .optional(),
  row_filter: openObject({ operator: textField("OR") })
    .describe(
      'e.g. {"column_clauses":[{"column":"region","column_type":"STRING","operator":"EQUALS","values":["EU"]}]}',
    )
    .optional(),
  target_data_type: z.enum(TARGET_TYPES).meta({ unlisted: true }).describe("e.g. Json").optional(),
  remove: z.enum(REMOVABLE).describe("e.g. row_filter").optional(),
});
export type SchemaChange = z.output<typeof SchemaChange>;

export interface Pattern {
  text: string;
  /** The only name that the pattern can match, if it has no wildcard. */
  name: string | undefined;
  matches: (name: string) => boolean;
}

/** A well-formed change. */
export interface RequestedChange {
  /** Position in the list, from 1. */
  position: number;
  level: "schema" | "table" | "column";
  schema: Pattern;
  table: Pattern;
  column: Pattern;
  /** How exactly the change names a node; the higher weight wins. The deepest name counts most. */
  weight: number;
  values: readonly (readonly [Field, Value])[];
}

export const patternOf = (text: string | undefined): Pattern =>
  text === undefined ? EVERY : compiled(text);

const compiled = (text: string): Pattern => ({
  text,
  name: literalName(text),
  matches: compileGlob(text),
});
const EVERY = compiled("*");

/**
 * Reads the list of changes. Throws `input` for problems that can be found without reading the
 * configuration.
 */
export function parseChanges(
  changes: readonly SchemaChange[],
  policy: string | undefined,
): RequestedChange[] {
  if (changes.length === 0 && policy === undefined) {
    throw inputError("No change was given.", "Give changes, policy or both.");
  }
  refuse(
    changes.flatMap((change, index) =>
      problemsOf(change).map((problem) => `change ${index + 1}: ${problem}`),
    ),
    'Example of a change: {"schema":"public","table":"stg_*","enabled":false}.',
  );
  const requested = changes.map(toRequested);
  refuse(conflictsIn(requested), DROP_ONE);
  return requested;
}

export const DROP_ONE =
  "Remove one of the changes, or give the exact name in one of them: an exact name takes precedence over a glob.";

/**
 * Throws the problems as one error. The message contains the first three, and the facts the first
 * twenty.
 */
export function refuse(problems: readonly string[], hint: string): void {
  if (problems.length === 0) return;
  const more = problems.length > 3 ? `; and ${problems.length - 3} more` : "";
  const message = `${problems.slice(0, 3).join("; ")}${more}.`;
  throw inputError(message.charAt(0).toUpperCase() + message.slice(1), hint, {
    problems: problems.slice(0, 20),
  });
}

const FIELDS = ["enabled", "hashed", "sync_mode", "target_data_type"] as const;

/** The filter was validated before, so a problem cannot occur here. */
function filterOf({ row_filter }: SchemaChange): (readonly [Field, Value])[] {
  if (row_filter === undefined) return [];
  const read = readRowFilter(row_filter);
  return "filter" in read ? [["row_filter", read.filter]] : [];
}

const levelOf = ({ table, column }: SchemaChange) =>
  column !== undefined ? "column" : table !== undefined ? "table" : "schema";

function toRequested(change: SchemaChange, index: number): RequestedChange {
  const schema = patternOf(change.schema);
  const table = patternOf(change.table);
  const column = patternOf(change.column);
  return {
    position: index + 1,
    level: levelOf(change),
    schema,
    table,
    column,
    weight: weigh(column) * 9 + weigh(table) * 3 + weigh(schema),
    values: [
      ...FIELDS.flatMap((field) => {
        const value = change[field];
        return value === undefined ? [] : [[field, value] as const];
      }),
      ...filterOf(change),
      ...(change.remove === undefined ? [] : [[change.remove, null] as const]),
    ],
  };
}

/** An exact name outweighs a pattern, and a pattern outweighs `*`. */
const weigh = ({ name, text }: Pattern) => (name !== undefined ? 2 : /^\*+$/.test(text) ? 0 : 1);

/** Finds changes that set the same place to different values. */
function conflictsIn(requested: readonly RequestedChange[]): string[] {
  const set = new Map<string, { value: Value; position: number }>();
  const conflicts: string[] = [];
  for (const { level, schema, table, column, values, position } of requested) {
    const depth = { schema: 1, table: 2, column: 3 }[level];
    const place = [schema, table, column].slice(0, depth);
    for (const [field, value] of values) {
      // Different escapes of one name are the same name.
      const key = JSON.stringify([field, ...place.map(({ name, text }) => name ?? [text])]);
      const before = set.get(key);
      if (before !== undefined && !sameValue(before.value, value)) {
        const path = place.map(({ text }) => bare(text)).join(".");
        conflicts.push(conflictText(before.position, position, field, path));
      }
      set.set(key, { value, position });
    }
  }
  return conflicts;
}

export const conflictText = (first: number, second: number, field: Field, path: string) =>
  `changes ${first} and ${second} set ${field} of ${path} to different values`;

function problemsOf(change: SchemaChange): string[] {
  const { schema, table, column, hashed, sync_mode, row_filter, target_data_type, remove } = change;
  const problems: string[] = [];
  for (const [level, text] of Object.entries({ schema, table, column })) {
    if (text === "__proto__") problems.push(`${level} cannot be ${quoted(text)}`);
  }
  if (schema === undefined && table === undefined && column === undefined) {
    problems.push("give schema, table or column");
  }
  if (column !== undefined && table === undefined) {
    problems.push('column requires table; use "*" for every table');
  }
  if (
    remove === undefined &&
    row_filter === undefined &&
    FIELDS.every((one) => change[one] === undefined)
  ) {
    problems.push("give enabled, hashed, sync_mode, row_filter, target_data_type or remove");
  }
  if (hashed !== undefined && column === undefined) {
    problems.push("hashed applies to columns; give column");
  }
  if (sync_mode !== undefined && levelOf(change) !== "table") {
    problems.push("sync_mode applies to tables; give table and no column");
  }
  if ((row_filter !== undefined || remove === "row_filter") && levelOf(change) !== "table") {
    problems.push("row_filter applies to tables; give table and no column");
  }
  if ((target_data_type !== undefined || remove === "target_data_type") && column === undefined) {
    problems.push("target_data_type applies to columns; give table and column");
  }
  if (remove !== undefined && change[remove] !== undefined) {
    problems.push(`give ${remove} or remove it, not both`);
  }
  if (row_filter !== undefined) {
    const read = readRowFilter(row_filter);
    if ("problems" in read) problems.push(...read.problems);
  }
  return problems;
}
