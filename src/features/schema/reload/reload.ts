import type { SchemaConfig } from "../../../client/resources/models.js";
import { type Judged, judge } from "../../../toolkit/applied.js";
import { eachTable, lockCode, own, schemasOf, syncs, type TableRef, tableAt } from "../nodes.js";

/**
 * What a reload does with the selection: keeps it, or enables or disables everything that it finds.
 */
export const EXCLUDE_MODES = ["PRESERVE", "INCLUDE", "EXCLUDE"] as const;
export type ExcludeMode = (typeof EXCLUDE_MODES)[number];

export interface Rewrite {
  /** Tables that start or stop syncing. */
  switched: TableRef[];
  /** Tables that Fivetran does not allow to be enabled or disabled. */
  locked: number;
}

/** Returns what INCLUDE or EXCLUDE changes among the tables that are already known. */
export async function rewriteEffects(
  config: SchemaConfig,
  mode: "INCLUDE" | "EXCLUDE",
): Promise<Rewrite> {
  const effects: Rewrite = { switched: [], locked: 0 };
  await eachTable(config, (place) => {
    const { schema, table, tableNode } = place;
    const isLocked = lockCode(tableNode) !== undefined;
    if (isLocked) effects.locked += 1;
    // A schema can always be disabled, and this disables its locked tables too.
    const after = mode === "INCLUDE" && (!isLocked || tableNode.enabled);
    if (syncs(place) !== after) effects.switched.push({ schema, table });
  });
  return effects;
}

/**
 * Compares the tables that a reload switches on or off with their state afterwards. Tables that no
 * longer exist in the source are ignored.
 */
export function judgeReload(
  { switched }: Pick<Rewrite, "switched">,
  mode: ExcludeMode,
  reply: SchemaConfig | undefined,
  read: SchemaConfig | undefined,
): Judged<TableRef> {
  const shownBy = (config: SchemaConfig | undefined) => (table: TableRef) => {
    const place = tableAt(config, table);
    return place && syncs(place) === (mode === "INCLUDE");
  };
  const [inReply, inRead] = [shownBy(reply), shownBy(read)];
  const present = switched.filter(
    (table) => inReply(table) !== undefined || inRead(table) !== undefined,
  );
  return judge(present, inReply, inRead);
}

export interface SchemaNews {
  schemas: { total: number; new: string[] };
  tables: { total: number; on: number; new: (TableRef & { on: boolean })[]; gone: TableRef[] };
  /** Tables that were known before and whose state has changed. */
  switchedOn: TableRef[];
  switchedOff: TableRef[];
}

/**
 * Returns the differences from an earlier configuration. Without an earlier one, everything is new.
 */
export async function schemaNews(
  before: SchemaConfig | undefined,
  after: SchemaConfig,
): Promise<SchemaNews> {
  const schemas = schemasOf(after);
  const news: SchemaNews = {
    schemas: {
      total: schemas.length,
      new: schemas.flatMap(([name]) => (own(before?.schemas, name) ? [] : [name])),
    },
    tables: { total: 0, on: 0, new: [], gone: [] },
    switchedOn: [],
    switchedOff: [],
  };
  await eachTable(after, (place) => {
    const { schema, table } = place;
    const on = syncs(place);
    news.tables.total += 1;
    if (on) news.tables.on += 1;
    const old = tableAt(before, place);
    if (old === undefined) news.tables.new.push({ schema, table, on });
    else if (syncs(old) !== on) (on ? news.switchedOn : news.switchedOff).push({ schema, table });
  });
  await eachTable(before ?? {}, ({ schema, table }) => {
    if (tableAt(after, { schema, table }) === undefined) news.tables.gone.push({ schema, table });
  });
  return news;
}
