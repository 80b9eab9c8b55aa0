import type { Json } from "../../toolkit/define.js";
import type { NodeChange, NodeRef, PolicyChange } from "./nodes.js";
import { nodeKey, POLICIES } from "./nodes.js";
import type { RequestedChange } from "./parse-changes.js";
import type { SchemaChangePlan } from "./plan-change.js";

/** That one call takes. */
const MOST_CHANGES = 100;
/** A result holds no more of them. */
const MOST_CALLS = 3;

type Change = Record<string, Json>;

/** What the plan keeps for the way back: its only change, where that is a pattern with one value. */
export interface Reversal {
  change: Change;
  field: "enabled" | "hashed";
  value: boolean;
  /** Nodes that had this value before, and have to keep it. */
  kept: NodeRef[];
}

/** The pattern that takes a single change back, where exceptions make it exact. */
export function reversalOf(
  requested: readonly RequestedChange[],
  { alike }: Pick<SchemaChangePlan, "alike">,
): Reversal | undefined {
  const [only, ...others] = requested;
  const [entry, ...more] = only?.values ?? [];
  if (only === undefined || entry === undefined || others.length + more.length > 0)
    return undefined;
  const [field, value] = entry;
  if (field === "sync_mode" || typeof value !== "boolean" || alike.length >= MOST_CHANGES) {
    return undefined;
  }
  const { schema, table, column, level } = only;
  const change = {
    schema: schema.text,
    ...(level === "schema" ? {} : { table: table.text }),
    ...(level === "column" ? { column: column.text } : {}),
  };
  return { change, field, value, kept: alike };
}

export interface Undo {
  /** Arguments of modify_schema; several calls where one cannot hold the changes. */
  calls: { connector: string; changes?: Change[]; policy?: string }[];
}

/**
 * The calls that give every changed node its former value; undefined where a result cannot hold them. Applied changes
 * that are all of the plan, and come from one pattern, go back by that pattern.
 */
export function undoOf(
  connector: string,
  applied: readonly (NodeChange | PolicyChange)[],
  { diff }: Pick<SchemaChangePlan, "diff">,
  reversal: Reversal | undefined,
): Undo | undefined {
  const nodes = applied.filter((change) => "field" in change);
  const policy = applied.find((change) => !("field" in change));
  const from = POLICIES.find((known) => known === policy?.from);
  const changes =
    reversal !== undefined &&
    nodes.length === diff.length &&
    nodes.length > reversal.kept.length + 1
      ? [
          { ...reversal.change, [reversal.field]: !reversal.value },
          ...reversal.kept.map((node) => ({ ...exactly(node), [reversal.field]: reversal.value })),
        ]
      : nodes.map((node) => ({ ...exactly(node), [node.field]: node.from }));
  const parts: Undo["calls"] = [];
  for (let at = 0; at < changes.length; at += MOST_CHANGES) {
    parts.push({ connector, changes: changes.slice(at, at + MOST_CHANGES) });
  }
  if (parts.length > MOST_CALLS) return undefined;
  const [first, ...rest] = parts;
  if (from === undefined) return { calls: parts };
  return { calls: [{ ...(first ?? { connector }), policy: from }, ...rest] };
}

/** A node by its exact name, whose wildcards stand for themselves. */
function exactly({ schema, table, column }: NodeRef): Change {
  const exact = (name: string) => name.replace(/[*?\\]/g, "\\$&");
  return {
    schema: exact(schema),
    ...(table === undefined ? {} : { table: exact(table) }),
    ...(column === undefined ? {} : { column: exact(column) }),
  };
}

/** The tables in which a plan found what it changes, as its `observed` state keeps them: only they are read again. */
export const tablesIn = (nodes: readonly NodeRef[]): string[] => [
  ...new Set(
    nodes.flatMap(({ schema, table }) => (table === undefined ? [] : [nodeKey({ schema, table })])),
  ),
];
