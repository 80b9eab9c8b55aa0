import { createTurns, firedByDeadline } from "../../base/deadline.js";
import { AppError, isClosed } from "../../base/errors.js";
import { bare } from "../../base/text.js";
import { duration } from "../../base/time.js";
import type { ColumnConfig, Connection, SchemaConfig } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import type { NodeRef, TablePlace } from "../schema/index.js";
import { type Finding, inColumns, inUnread, tablesOfInterest } from "./find.js";

/** The number of queries to sources that one call may send, over all its connectors. */
export interface Allowance {
  reads: number;
  /** The reason why this call reads no more tables. */
  stopped?: string | undefined;
}

/** Tables that were not read, by reason. */
export interface Unseen {
  why: string;
  tables: readonly NodeRef[];
}

export interface Searched {
  findings: Finding[];
  /** The number of tables whose columns the source listed. */
  read: number;
  unseen: Unseen[];
  /** The columns whose configuration has an unexpected form. */
  unreadable: NodeRef[];
  /**
   * The index of the first table that the allowance did not cover. Undefined if all were covered.
   */
  next?: number | undefined;
}

const AT_ONCE = 4;

/**
 * Searches one connector for personal columns, from the `from`-th table on, until the allowance is
 * used up. Each table is one query to the live source.
 */
export async function searchConnector(
  { id, service, status }: Connection,
  config: SchemaConfig,
  { from, table, allowance }: { from: number; table: string | undefined; allowance: Allowance },
  ctx: ReadContext,
): Promise<Searched> {
  const { toRead, unlikely, fixed } = await tablesOfInterest(config, service, table);
  const findings: Finding[] = [];
  const unread = new Map<string, readonly TablePlace[]>();
  const leave = (why: string, places: readonly TablePlace[]) => {
    if (places.length > 0) unread.set(why, [...(unread.get(why) ?? []), ...places]);
  };
  const unreadable: NodeRef[] = [];
  let at = from;
  let read = 0;
  // In a state that this version does not recognize, Fivetran may still be able to read the source.
  const closed = ["incomplete", "broken"].includes(status.setup_state.toLowerCase())
    ? `its setup state is ${bare(status.setup_state)}, so Fivetran cannot read the source`
    : ctx.scope.forbids("connection_column_config");
  while (closed === undefined && at < toRead.length && allowance.stopped === undefined) {
    const batch = toRead.slice(at, at + Math.min(AT_ONCE, allowance.reads));
    if (batch.length === 0) break;
    allowance.reads -= batch.length;
    ctx.progress(`reading the columns of table ${at + 1} of ${toRead.length}`, {
      done: at,
      total: toRead.length,
    });
    const lists = await Promise.all(batch.map((place) => columnsOf(id, place, ctx)));
    for (const [index, place] of batch.entries()) {
      const list = lists[index];
      if (list === undefined) continue;
      if ("columns" in list) {
        read += 1;
        findings.push(...inColumns(place, list.columns, service));
        unreadable.push(...list.unreadable);
        continue;
      }
      if (list.stops) allowance.stopped ??= list.why;
      leave(list.why, [place]);
    }
    at += batch.length;
  }
  if (closed !== undefined) leave(closed, toRead.slice(at));
  else if (allowance.stopped !== undefined) leave(allowance.stopped, toRead.slice(at));
  const whole = closed !== undefined || at >= toRead.length || allowance.stopped !== undefined;
  if (from === 0) {
    leave("their names do not suggest data about people", unlikely);
    leave(
      "they have no column settings, so their columns cannot be listed, hashed or blocked",
      fixed,
    );
  }
  const turn = createTurns();
  for (const place of [...unread.values()].flat()) {
    findings.push(...inUnread(place, service));
    await turn();
  }
  return {
    findings,
    read,
    unseen: [...unread].map(([why, tables]) => ({ why, tables })),
    unreadable,
    next: whole ? undefined : at,
  };
}

type List =
  | { columns: Record<string, ColumnConfig>; unreadable: NodeRef[] }
  | { why: string; stops: boolean };

async function columnsOf(
  id: string,
  { schema, table }: TablePlace,
  { fivetran, signal }: ReadContext,
): Promise<List> {
  try {
    const unreadable: NodeRef[] = [];
    const onUnreadable = (_path: string, part: NodeRef) => void unreadable.push(part);
    const options = { signal, onUnreadable };
    const columns = await fivetran.schemas.columns(id, schema, table, options);
    // Every table has columns, so an empty list shows nothing.
    if (Object.keys(columns).length + unreadable.length === 0)
      return { why: "Fivetran listed no columns for them", stops: false };
    return { columns, unreadable };
  } catch (error) {
    if (signal.aborted && !firedByDeadline(signal)) throw error;
    if (!(error instanceof AppError)) throw error;
    if (firedByDeadline(signal)) return { why: "the time limit was reached", stops: true };
    if (error.type === "rate_limited") return { why: quotaText(error), stops: true };
    if (isClosed(error)) {
      return {
        why: "this program's API key or settings do not allow listing columns",
        stops: true,
      };
    }
    return { why: `could not be read: ${error.message.replace(/\.$/, "")}`, stops: false };
  }
}

const quotaText = ({ retryAfterSeconds }: AppError) =>
  retryAfterSeconds === undefined
    ? "the quota of queries to sources is used up"
    : `the quota of queries to sources is used up for ${duration(Math.ceil(retryAfterSeconds / 60))}`;
