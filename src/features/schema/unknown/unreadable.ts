import { AppError } from "../../../base/errors.js";
import type { SchemaConfig } from "../../../client/resources/models.js";
import type { ReadContext } from "../../../toolkit/define.js";
import { upTo } from "../../../toolkit/render.js";
import type { ListedColumns } from "../columns.js";
import type { Match } from "../match-changes.js";
import { type NodeRef, pathOf, type TableRef } from "../nodes.js";
import type { RequestedChange } from "../parse-changes.js";
import type { SchemaChangePlan, Skipped } from "../plan-change.js";

/** A configuration without the parts that Fivetran returned in an unexpected form, and those parts. */
export interface ReadableConfig {
  config: SchemaConfig | undefined;
  unreadable: NodeRef[];
}

export async function readSchemas(
  id: string,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<ReadableConfig> {
  const unreadable: NodeRef[] = [];
  const onUnreadable = (_path: string, part: NodeRef) => {
    unreadable.push(part);
  };
  const config = await fivetran.schemas.get(id, { signal, onUnreadable });
  return { config, unreadable };
}

/** Returns the notes of a result that leaves these parts out. */
export const unreadableNotes = (parts: readonly NodeRef[]): string[] =>
  parts.length === 0
    ? []
    : [
        `This result leaves out the following items, because Fivetran returned their configuration in an unexpected form: ${upTo(parts, 20, pathOf).join(", ")}`,
      ];

/**
 * Returns the unreadable parts that changes match, as skipped.
 * @throws AppError if a change matches nothing else.
 */
export function skippedUnreadable(
  matches: readonly Match[],
  unreadable: readonly NodeRef[],
): Skipped[] {
  const skipped = new Set<NodeRef>();
  for (const { change, schemas, tables } of matches) {
    const matched = unreadable.filter((part) => isMatched(part, change));
    const [first] = matched;
    if (first !== undefined && (change.level === "schema" ? schemas : tables).length === 0) {
      throw notKnown(change, matched);
    }
    for (const part of matched) skipped.add(part);
  }
  return [...skipped].map((part) => ({ ...part, why: "unexpected" as const }));
}

const notKnown = ({ position }: RequestedChange, parts: readonly NodeRef[]) =>
  new AppError(
    "contract",
    `Change ${position} matches ${upTo(parts, 5, pathOf).join(", ")}, whose present settings are not known, because Fivetran returned them in an unexpected form.`,
    {
      hint: `Leave it out of the changes. To see what Fivetran returned, use read_api ${parts.some(({ column }) => column !== undefined) ? "connection_column_config" : "connection_schema_config"}.`,
    },
  );

/**
 * @throws AppError if a change matches columns of the source, but none that can be read.
 */
export function refuseUnreadableColumns(
  matches: readonly Match[],
  { of, unreadable }: Pick<ListedColumns, "of" | "unreadable">,
): void {
  for (const { change, tables } of matches) {
    if (change.level !== "column") continue;
    const fits = (column: string) => change.column.matches(column);
    const matched = unreadable.filter(
      ({ schema, table, column = "" }) =>
        tables.some((place) => place.schema === schema && place.table === table) && fits(column),
    );
    const others = tables.some(({ schema, table, tableNode }) =>
      Object.keys({ ...tableNode.columns, ...of(schema, table) }).some(fits),
    );
    if (matched.length > 0 && !others) throw notKnown(change, matched);
  }
}

/** A column that cannot be read is looked up in the source, as a column that the configuration does not contain. */
const isMatched = ({ schema, table, column }: NodeRef, change: RequestedChange): boolean =>
  column === undefined &&
  change.schema.matches(schema) &&
  (table === undefined || (change.level !== "schema" && change.table.matches(table)));

/** Adds the unreadable parts to a plan, which was computed without them. */
export function withUnreadable(
  plan: SchemaChangePlan,
  unreadable: readonly NodeRef[],
  skipped: readonly Skipped[],
): SchemaChangePlan {
  if (unreadable.length === 0) return plan;
  const others = unreadable.filter((part) => !skipped.some((one) => pathOf(one) === pathOf(part)));
  const isUnreadable = ({ schema, table }: TableRef) =>
    unreadable.some((part) => part.schema === schema && (part.table ?? table) === table);
  return {
    ...plan,
    skipped: [...plan.skipped, ...skipped],
    // Whether they sync is not known, so a later read cannot show that the change enabled them.
    syncing: (place) => plan.syncing(place) || isUnreadable(place),
    notes:
      others.length === 0
        ? plan.notes
        : [
            ...plan.notes,
            `not considered, because Fivetran returned their configuration in an unexpected form: ${upTo(others, 20, pathOf).join(", ")}`,
          ],
  };
}
