import * as z from "zod";
import type { Connection, SchemaConfig } from "../../client/resources/models.js";
import {
  type Change,
  changesSetting,
  type Field,
  type NodeRef,
  own,
  POLICIES,
  pathOf,
  RowFilter,
  sameValue,
  schemasOf,
  storedFilter,
  type Value,
} from "../schema/index.js";

const Column = z.strictObject({
  enabled: z.boolean(),
  hashed: z.boolean().optional(),
  target_data_type: z.string().optional(),
});
type Column = z.output<typeof Column>;
const Table = z.strictObject({
  enabled: z.boolean(),
  sync_mode: z.string().optional(),
  row_filter: RowFilter.optional(),
  columns: z.record(z.string(), Column).optional(),
});
type Table = z.output<typeof Table>;
const Schema = z.strictObject({
  enabled: z.boolean(),
  tables: z.record(z.string(), Table).optional(),
});

/**
 * The tables and columns that a connector syncs, as a file. Columns that are enabled, not hashed
 * and of their original data type are left out. A table without `row_filter` has no filter.
 */
export const SelectionFile = z.strictObject({
  version: z.literal(1),
  connector: z.strictObject({ id: z.string(), name: z.string(), service: z.string() }),
  exported_at: z.string(),
  policy: z.enum(POLICIES).optional(),
  schemas: z.record(z.string(), Schema),
});
export type SelectionFile = z.output<typeof SelectionFile>;
export type Selection = Pick<SelectionFile, "policy" | "schemas">;

/**
 * Returns the selection of a connector. Only columns that differ from an enabled column in clear
 * are listed.
 */
export function selectionOf(config: SchemaConfig): Selection {
  const policy = POLICIES.find((known) => known === config.schema_change_handling);
  const schemas = schemasOf(config).map(([schema, { enabled, tables }]) => {
    const entries = Object.entries(tables ?? {}).map(([table, node]): [string, Table] => {
      const columns = Object.entries(node.columns ?? {}).flatMap(([column, one]) => {
        const { enabled, hashed, target_data_type: type } = one;
        const plain = enabled && hashed !== true && !type;
        const set = {
          enabled,
          ...(hashed === true ? { hashed } : {}),
          ...(type ? { target_data_type: type } : {}),
        };
        return plain ? [] : [[column, set]];
      });
      const filter = storedFilter(node.row_filter);
      return [
        table,
        {
          enabled: node.enabled,
          ...(node.sync_mode ? { sync_mode: node.sync_mode } : {}),
          ...(filter === null ? {} : { row_filter: filter }),
          ...(columns.length === 0 ? {} : { columns: Object.fromEntries(columns) }),
        },
      ];
    });
    return [
      schema,
      { enabled, ...(entries.length === 0 ? {} : { tables: Object.fromEntries(entries) }) },
    ];
  });
  return {
    ...(policy === undefined ? {} : { policy }),
    schemas: Object.fromEntries(schemas),
  };
}

export const selectionFile = (
  { id, schema, service }: Connection,
  config: SchemaConfig,
  now: Date,
): SelectionFile => ({
  version: 1,
  connector: { id, name: schema, service },
  exported_at: now.toISOString(),
  ...selectionOf(config),
});

/** One difference between two selections: the value in the first, and the value in the second. */
export interface Difference extends NodeRef {
  field: Field;
  from: Value | undefined;
  to: Value | undefined;
}

export interface Compared {
  policy?: { from: string | undefined; to: string | undefined };
  differences: Difference[];
  /** Nodes that exist in only one of the selections. */
  onlyFirst: string[];
  onlySecond: string[];
}

type Values = readonly (readonly [Field, Value | undefined])[];

const IN_CLEAR: Column = { enabled: true };

/**
 * Compares two selections node by node. Names are compared exactly. `__proto__` is a valid name.
 */
export function compareSelections(first: Selection, second: Selection): Compared {
  const result: Compared = { differences: [], onlyFirst: [], onlySecond: [] };
  if (first.policy !== second.policy) result.policy = { from: first.policy, to: second.policy };
  const values = (place: NodeRef, a: Values, b: Values) => {
    for (const [at, [field, from]] of a.entries()) {
      const to = b[at]?.[1];
      const same = from === undefined || to === undefined ? from === to : sameValue(from, to);
      if (!same) result.differences.push({ ...place, field, from, to });
    }
  };
  const both = <T>(
    place: (name: string) => NodeRef,
    a: Record<string, T> | undefined,
    b: Record<string, T> | undefined,
    each: (name: string, a: T, b: T) => void,
  ) => {
    for (const name of namesOf(a, b)) {
      const [left, right] = [own(a, name), own(b, name)];
      if (left !== undefined && right !== undefined) each(name, left, right);
      else (right === undefined ? result.onlyFirst : result.onlySecond).push(pathOf(place(name)));
    }
  };
  both(
    (schema) => ({ schema }),
    first.schemas,
    second.schemas,
    (schema, a, b) => {
      values({ schema }, [["enabled", a.enabled]], [["enabled", b.enabled]]);
      both(
        (table) => ({ schema, table }),
        a.tables,
        b.tables,
        (table, one, other) => {
          values({ schema, table }, ofTable(one), ofTable(other));
          for (const column of namesOf(one.columns, other.columns)) {
            const of = ({ columns }: Table) => ofColumn(own(columns, column) ?? IN_CLEAR);
            values({ schema, table, column }, of(one), of(other));
          }
        },
      );
    },
  );
  return result;
}

const namesOf = (...records: (Record<string, unknown> | undefined)[]) =>
  [...new Set(records.flatMap((record) => Object.keys(record ?? {})))].sort();

const ofTable = ({ enabled, sync_mode, row_filter }: Table): Values => [
  ["enabled", enabled],
  ["sync_mode", sync_mode],
  ["row_filter", row_filter ?? null],
];

const ofColumn = ({ enabled, hashed, target_data_type }: Column): Values => [
  ["enabled", enabled],
  ["hashed", hashed === true],
  ["target_data_type", target_data_type ?? null],
];

/**
 * Treats the schemas of two sources as the same if each source has only one schema. Such a schema
 * is named after its connector.
 */
export function inSchemaOf(
  wanted: Selection,
  target: Selection,
): { selection: Selection; renamed: string | undefined } {
  const [[from, schema] = [], ...more] = Object.entries(wanted.schemas);
  const [to, ...others] = Object.keys(target.schemas);
  if (
    from === undefined ||
    schema === undefined ||
    to === undefined ||
    from === to ||
    more.length + others.length > 0
  ) {
    return { selection: wanted, renamed: undefined };
  }
  return { selection: { ...wanted, schemas: { [to]: schema } }, renamed: `${from} → ${to}` };
}

/**
 * Returns the changes of `modify_schema` that give a connector this selection. They include settings
 * that a node cannot have; the plan of modify_schema skips these.
 */
export function changesTo(
  wanted: Selection,
  config: SchemaConfig,
): { changes: Change[]; policy: string | undefined; compared: Compared } {
  const compared = compareSelections(selectionOf(config), wanted);
  const settings = compared.differences.flatMap(({ to, ...difference }) =>
    to === undefined ? [] : [{ ...difference, value: to }],
  );
  const policy = wanted.policy === undefined ? undefined : compared.policy?.to;
  return { changes: changesSetting(settings), policy, compared };
}
