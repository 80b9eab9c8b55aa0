import * as z from "zod";
import { firedByDeadline } from "../../base/deadline.js";
import { AppError, isClosed } from "../../base/errors.js";
import type { Json } from "../../base/json.js";
import { grouped } from "../../base/text.js";
import { ColumnConfig, type SchemaConfig } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare, count, upTo } from "../../toolkit/render.js";
import { type ColumnLookup, type NodeRef, own, pathOf, type TableRef } from "./nodes.js";

// Each listing is a query to the live source. Fivetran counts it against a separate quota: 500 a
// minute, 25 on a trial.
const QUOTA = 500;
/** The limit for a caller that can wait until the quota is available again. */
const MOST_WITH_WAITS = 10_000;
const MINUTE_SECONDS = 60;
/**
 * Above this number of tables, a confirmed plan does not read the columns again. It uses what the
 * plan read, updated from the current configuration.
 */
const MOST_READ_AGAIN = 25;
export const MOST_TO_SHOW = 25;
const AT_ONCE = 8;
const MOST_NAMED = 10;

/** A table whose columns could not be listed. */
export interface UnreadTable extends TableRef {
  reason: string;
}

export interface ListedColumns {
  of: ColumnLookup;
  /** The tables that could not be read. With a single table, the error is thrown instead. */
  unread: UnreadTable[];
  /** The columns whose configuration has an unexpected form. They are left out of the lists. */
  unreadable: NodeRef[];
}

/**
 * Lists the columns of tables from the source. Throws `input` if there are more tables than one
 * call may list, and `rate_limited` if the quota is used up.
 */
export async function listColumns(
  connectionId: string,
  tables: readonly TableRef[],
  { fivetran, signal, progress, maxWaitSeconds, clock }: ReadContext,
  most = maxWaitSeconds > MINUTE_SECONDS ? MOST_WITH_WAITS : QUOTA,
): Promise<ListedColumns> {
  if (tables.length > most) throw tooMany(tables, most);
  const lists = new Map<string, Record<string, ColumnConfig>>();
  const unread: UnreadTable[] = [];
  const unreadable: NodeRef[] = [];
  const onUnreadable = (_path: string, part: NodeRef) => {
    unreadable.push(part);
  };
  async function columnsOf({ schema, table }: TableRef): Promise<Record<string, ColumnConfig>> {
    try {
      return await fivetran.schemas.columns(connectionId, schema, table, { signal, onUnreadable });
    } catch (error) {
      const seconds = quotaIsBackAfter(error);
      if (seconds === undefined || seconds > maxWaitSeconds) throw error;
      progress(`waiting ${seconds} s, because Fivetran's quota of source queries is used up`);
      await clock.sleep(seconds * 1000, signal);
      return columnsOf({ schema, table });
    }
  }
  for (let at = 0; at < tables.length; at += AT_ONCE) {
    const batch = tables.slice(at, at + AT_ONCE);
    progress(`listing the columns of table ${at + 1} of ${tables.length}`, {
      done: at,
      total: tables.length,
    });
    await Promise.all(
      batch.map(async ({ schema, table }) => {
        try {
          lists.set(key(schema, table), await columnsOf({ schema, table }));
        } catch (error) {
          if (tables.length > 1 && firedByDeadline(signal)) throw outOfTime(tables, lists.size);
          if (tables.length === 1 || !concernsTable(error, signal)) throw error;
          unread.push({ schema, table, reason: error.message.replace(/\.$/, "") });
        }
      }),
    );
  }
  return { of: (schema, table) => lists.get(key(schema, table)), unread, unreadable };
}

/**
 * Returns the seconds to wait until the quota is available again. Fivetran counts it per minute.
 */
function quotaIsBackAfter(error: unknown): number | undefined {
  if (!(error instanceof AppError) || error.type !== "rate_limited") return undefined;
  const { retryAfterSeconds: seconds = MINUTE_SECONDS } = error;
  return Math.ceil(seconds);
}

const Kept = z.object({
  columns: z.array(z.tuple([z.string(), z.string(), z.record(z.string(), ColumnConfig)])),
  unread: z.array(z.object({ schema: z.string(), table: z.string(), reason: z.string() })),
  unreadable: z.array(z.object({ schema: z.string(), table: z.string(), column: z.string() })),
});

/**
 * Returns what a plan over many tables read, in the form of its `observed` state. Undefined if
 * there are few tables.
 */
export function keptLists(
  read: readonly TableRef[],
  found: readonly NodeRef[],
  { of, unread, unreadable }: ListedColumns,
): Json | undefined {
  if (read.length <= MOST_READ_AGAIN) return undefined;
  const byTable = new Map<string, [string, string, Record<string, Json>]>();
  for (const { schema, table, column } of found) {
    if (table === undefined || column === undefined) continue;
    const node = own(of(schema, table), column);
    if (node === undefined) continue;
    const { enabled, hashed, is_primary_key, target_data_type, enabled_patch_settings } = node;
    const known = { enabled, hashed, is_primary_key, target_data_type, enabled_patch_settings };
    const entry = byTable.get(key(schema, table)) ?? [schema, table, {}];
    entry[2][column] = JSON.parse(JSON.stringify(known));
    byTable.set(key(schema, table), entry);
  }
  return {
    columns: [...byTable.values()],
    unread: unread.map((one) => ({ ...one })),
    unreadable: unreadable.map((one) => ({ ...one })),
  };
}

/** Returns the lists of a plan that is being confirmed, updated from the current configuration. */
export function listsOf(kept: unknown, config: SchemaConfig): ListedColumns | undefined {
  const parsed = Kept.safeParse(kept).data;
  if (parsed === undefined) return undefined;
  const lists = new Map(
    parsed.columns.map(([schema, table, columns]) => [
      key(schema, table),
      { ...columns, ...own(own(config.schemas, schema)?.tables, table)?.columns },
    ]),
  );
  return {
    of: (schema, table) => lists.get(key(schema, table)),
    unread: parsed.unread,
    unreadable: parsed.unreadable,
  };
}

/** Returns true if an error concerns this table alone, so that other tables can still be read. */
function concernsTable(error: unknown, signal: AbortSignal): error is AppError {
  if (signal.aborted || firedByDeadline(signal)) return false;
  return error instanceof AppError && error.type !== "rate_limited" && !isClosed(error);
}

function tooMany(tables: readonly TableRef[], most: number): AppError {
  return new AppError(
    "input",
    `This needs the columns of ${count(tables.length, "table")} (${upTo(tables, 5, pathOf).join(", ")}), but one call can list the columns of at most ${most}.`,
    { state: "The source was not queried.", hint: inParts(tables) },
  );
}

const outOfTime = (tables: readonly TableRef[], listed: number) =>
  new AppError(
    "unavailable",
    `The time limit was reached after the columns of ${listed} of ${count(tables.length, "table")} were listed.`,
    { state: "Nothing was changed.", hint: inParts(tables) },
  );

function inParts(tables: readonly TableRef[]): string {
  const schemas = new Map<string, number>();
  for (const { schema } of tables) schemas.set(schema, (schemas.get(schema) ?? 0) + 1);
  const bySchema = upTo(
    [...schemas].sort((a, b) => b[1] - a[1]),
    MOST_NAMED,
    ([schema, n]) => `${bare(schema)} ${grouped(n)}`,
  ).join(", ");
  return schemas.size > 1
    ? `Split the call by schema: ${bySchema}.`
    : 'Split the call by table, for example {"table":"a*"}, then {"table":"b*"}.';
}

const key = (schema: string, table: string) => JSON.stringify([schema, table]);
