import * as z from "zod";
import type { Connection, SchemaConfig } from "../../client/resources/models.js";
import { lockCode, POLICIES, schemasOf } from "../schema/index.js";

const Column = z.strictObject({ enabled: z.boolean(), hashed: z.boolean().optional() });
const Table = z.strictObject({
  enabled: z.boolean(),
  sync_mode: z.string().optional(),
  columns: z.record(z.string(), Column).optional(),
});
const Schema = z.strictObject({
  enabled: z.boolean(),
  tables: z.record(z.string(), Table).optional(),
});

/** What a connector syncs, as a file: columns that are enabled and not hashed are left out. */
export const SelectionFile = z.strictObject({
  version: z.literal(1),
  connector: z.strictObject({ id: z.string(), name: z.string(), service: z.string() }),
  exported_at: z.string(),
  policy: z.enum(POLICIES).optional(),
  schemas: z.record(z.string(), Schema),
});
export type SelectionFile = z.output<typeof SelectionFile>;
export type Selection = Pick<SelectionFile, "policy" | "schemas">;

/** The selection of a connector; column by column what differs from a column that syncs in clear. */
export function selectionOf(config: SchemaConfig): Selection {
  const policy = POLICIES.find((known) => known === config.schema_change_handling);
  const schemas = schemasOf(config).map(([schema, { enabled, tables }]) => {
    const entries = Object.entries(tables ?? {}).map(([table, node]) => {
      const columns = Object.entries(node.columns ?? {}).flatMap(([column, one]) =>
        one.enabled && one.hashed !== true
          ? []
          : [[column, { enabled: one.enabled, ...(one.hashed === true ? { hashed: true } : {}) }]],
      );
      return [
        table,
        {
          enabled: node.enabled,
          ...(node.sync_mode ? { sync_mode: node.sync_mode } : {}),
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

/** One difference: what the first has and the second has. */
export interface Difference {
  node: string;
  schema: string;
  table?: string;
  column?: string;
  field: "enabled" | "hashed" | "sync_mode";
  from: boolean | string | undefined;
  to: boolean | string | undefined;
}

export interface Compared {
  policy?: { from: string | undefined; to: string | undefined };
  differences: Difference[];
  /** Nodes that only one of them has. */
  onlyFirst: string[];
  onlySecond: string[];
}

type Node = { enabled: boolean; hashed?: boolean | undefined; sync_mode?: string | undefined };
interface Place {
  schema: string;
  table?: string;
  column?: string;
}

const IN_CLEAR: Node = { enabled: true };

/** Compares two selections node by node. Names are matched exactly; `__proto__` is one as any other. */
export function compareSelections(first: Selection, second: Selection): Compared {
  const result: Compared = { differences: [], onlyFirst: [], onlySecond: [] };
  if (first.policy !== second.policy) result.policy = { from: first.policy, to: second.policy };
  const fields = (place: Place, a: Node, b: Node, names: readonly Difference["field"][]) => {
    for (const field of names) {
      const [from, to] = [a[field], b[field]].map((value) =>
        field === "hashed" ? value === true : value,
      );
      if (from !== to) result.differences.push({ ...place, node: textOf(place), field, from, to });
    }
  };
  const both = <T>(
    place: (name: string) => Place,
    a: Record<string, T> | undefined,
    b: Record<string, T> | undefined,
    each: (name: string, a: T, b: T) => void,
  ) => {
    const own = (of: Record<string, T> | undefined, name: string) =>
      of !== undefined && Object.hasOwn(of, name) ? of[name] : undefined;
    for (const name of [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])].sort()) {
      const [left, right] = [own(a, name), own(b, name)];
      if (left !== undefined && right !== undefined) each(name, left, right);
      else (right === undefined ? result.onlyFirst : result.onlySecond).push(textOf(place(name)));
    }
  };
  both(
    (schema) => ({ schema }),
    first.schemas,
    second.schemas,
    (schema, a, b) => {
      fields({ schema }, a, b, ["enabled"]);
      both(
        (table) => ({ schema, table }),
        a.tables,
        b.tables,
        (table, one, other) => {
          fields({ schema, table }, one, other, ["enabled", "sync_mode"]);
          const columns = new Set([
            ...Object.keys(one.columns ?? {}),
            ...Object.keys(other.columns ?? {}),
          ]);
          for (const column of [...columns].sort()) {
            const of = (table: z.output<typeof Table>) =>
              table.columns !== undefined && Object.hasOwn(table.columns, column)
                ? (table.columns[column] ?? IN_CLEAR)
                : IN_CLEAR;
            fields({ schema, table, column }, of(one), of(other), ["enabled", "hashed"]);
          }
        },
      );
    },
  );
  return result;
}

const textOf = ({ schema, table, column }: Place) =>
  [schema, table, column].filter((name) => name !== undefined).join(".");

/** Of sources with one schema, which is named after the connector, the schemas of both are taken for one. */
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

export type Change = Record<string, string | boolean>;

/** The changes of `modify_schema` that give a connector a selection; a mode that a table cannot have is left to its plan. */
export function changesTo(
  wanted: Selection,
  config: SchemaConfig,
): { changes: Change[]; policy: string | undefined; compared: Compared } {
  const compared = compareSelections(selectionOf(config), wanted);
  const locked = new Set(
    schemasOf(config).flatMap(([schema, { tables }]) =>
      Object.entries(tables ?? {}).flatMap(([table, node]) =>
        lockCode(node) === undefined ? [] : [JSON.stringify([schema, table])],
      ),
    ),
  );
  const changes = compared.differences.flatMap(({ schema, table, column, field, to }): Change[] => {
    if (to === undefined) return [];
    if (table !== undefined && column === undefined && locked.has(JSON.stringify([schema, table])))
      return [];
    return [
      {
        schema: exact(schema),
        ...(table === undefined ? {} : { table: exact(table) }),
        ...(column === undefined ? {} : { column: exact(column) }),
        [field]: to,
      },
    ];
  });
  const policy = wanted.policy === undefined ? undefined : compared.policy?.to;
  return { changes: merged(changes), policy, compared };
}

/** One change for each node, with all of its fields. */
function merged(changes: readonly Change[]): Change[] {
  const byNode = new Map<string, Change>();
  for (const change of changes) {
    const key = JSON.stringify([change["schema"], change["table"], change["column"]]);
    byNode.set(key, { ...byNode.get(key), ...change });
  }
  return [...byNode.values()];
}

/** A name as a pattern that matches nothing else. */
const exact = (name: string) => name.replace(/[*?\\]/g, "\\$&");
