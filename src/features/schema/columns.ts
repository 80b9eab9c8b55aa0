import { firedByDeadline } from "../../base/deadline.js";
import { AppError, isClosed } from "../../base/errors.js";
import type { ColumnConfig } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare, count, upTo } from "../../toolkit/render.js";
import { type ColumnLookup, pathOf, type TableRef } from "./nodes.js";

// Each listing is a query to the live source, and counts against a quota of its own: 500 a minute, 25 on a trial.
const MOST_FOR_CHANGE = 400;
export const MOST_TO_SHOW = 25;
const AT_ONCE = 8;
const MOST_NAMED = 10;

/** A table whose columns could not be listed. */
export interface UnreadTable extends TableRef {
  reason: string;
}

export interface ListedColumns {
  of: ColumnLookup;
  /** Of several tables, those that could not be read. */
  unread: UnreadTable[];
}

/**
 * The column lists of some tables, read from the source. Throws `input` for more tables than one call may list, and
 * where the quota is used up.
 */
export async function listColumns(
  connectionId: string,
  tables: readonly TableRef[],
  { fivetran, signal, progress }: ReadContext,
  most = MOST_FOR_CHANGE,
): Promise<ListedColumns> {
  if (tables.length > most) throw tooMany(tables, most);
  const lists = new Map<string, Record<string, ColumnConfig>>();
  const unread: UnreadTable[] = [];
  for (let at = 0; at < tables.length; at += AT_ONCE) {
    const batch = tables.slice(at, at + AT_ONCE);
    progress(`listing the columns of table ${at + 1} of ${tables.length}`, {
      done: at,
      total: tables.length,
    });
    await Promise.all(
      batch.map(async ({ schema, table }) => {
        try {
          const columns = await fivetran.schemas.columns(connectionId, schema, table, { signal });
          lists.set(key(schema, table), columns);
        } catch (error) {
          if (tables.length === 1 || !concernsTable(error, signal)) throw error;
          unread.push({ schema, table, reason: error.message.replace(/\.$/, "") });
        }
      }),
    );
  }
  return { of: (schema, table) => lists.get(key(schema, table)), unread };
}

/** Whether an error is one of this table alone, so that others may still be read. */
function concernsTable(error: unknown, signal: AbortSignal): error is AppError {
  if (signal.aborted || firedByDeadline(signal)) return false;
  return error instanceof AppError && error.type !== "rate_limited" && !isClosed(error);
}

function tooMany(tables: readonly TableRef[], most: number): AppError {
  const schemas = new Map<string, number>();
  for (const { schema } of tables) schemas.set(schema, (schemas.get(schema) ?? 0) + 1);
  const bySchema = upTo(
    [...schemas].sort((a, b) => b[1] - a[1]),
    MOST_NAMED,
    ([schema, n]) => `${bare(schema)} ${n.toLocaleString("en-US")}`,
  ).join(", ");
  const split =
    schemas.size > 1
      ? `Do it in parts, by schema: ${bySchema}.`
      : 'Do it in parts, by table, e.g. {"table":"a*"}, then {"table":"b*"}.';
  return new AppError(
    "input",
    `This needs the columns of ${count(tables.length, "table")} (${upTo(tables, 5, pathOf).join(", ")}); one call lists those of at most ${most}.`,
    { state: "The source was not queried.", hint: split },
  );
}

const key = (schema: string, table: string) => JSON.stringify([schema, table]);
