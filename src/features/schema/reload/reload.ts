import type { SchemaConfig } from "../../../client/resources/models.js";
import { type Judged, judge } from "../../../toolkit/applied.js";
import {
  allTables,
  lockCode,
  nodeKey,
  own,
  schemasOf,
  syncs,
  type TablePlace,
  type TableRef,
} from "../nodes.js";

/** What a reload does to the selection: keeps it, or enables or disables everything it finds. */
export const EXCLUDE_MODES = ["PRESERVE", "INCLUDE", "EXCLUDE"] as const;
export type ExcludeMode = (typeof EXCLUDE_MODES)[number];

export interface Rewrite {
  /** Tables that start or stop to sync. */
  switched: TableRef[];
  /** Tables that Fivetran does not allow to be enabled or disabled. */
  locked: number;
}

/** What INCLUDE or EXCLUDE changes among the tables that are already known. */
export function rewriteEffects(config: SchemaConfig, mode: "INCLUDE" | "EXCLUDE"): Rewrite {
  const tables = allTables(config);
  const isLocked = ({ tableNode }: TablePlace) => lockCode(tableNode) !== undefined;
  // A schema can always be disabled, and its locked tables with it.
  const after = (place: TablePlace) =>
    mode === "INCLUDE" && (!isLocked(place) || place.tableNode.enabled);
  return {
    switched: tables.flatMap((place) =>
      syncs(place) === after(place) ? [] : [{ schema: place.schema, table: place.table }],
    ),
    locked: tables.filter(isLocked).length,
  };
}

/** What became of the tables that a reload switches on or off, without those that are gone from the source. */
export function judgeReload(
  { switched }: Pick<Rewrite, "switched">,
  mode: ExcludeMode,
  reply: SchemaConfig | undefined,
  read: SchemaConfig | undefined,
): Judged<TableRef> {
  const shownBy = (config: SchemaConfig = {}) => {
    const tables = tablesByKey(config);
    return (table: TableRef) => {
      const found = tables.get(nodeKey(table));
      return found && found.on === (mode === "INCLUDE");
    };
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
  /** Known before, with another state since. */
  switchedOn: TableRef[];
  switchedOff: TableRef[];
}

/** How a configuration differs from an earlier one; everything is new where there was none. */
export function schemaNews(before: SchemaConfig | undefined, after: SchemaConfig): SchemaNews {
  const known = tablesByKey(before ?? {});
  const present = tablesByKey(after);
  const switched = [...present].flatMap(([key, table]) => {
    const old = known.get(key);
    return old === undefined || old.on === table.on ? [] : [table];
  });
  return {
    schemas: {
      total: schemasOf(after).length,
      new: schemasOf(after).flatMap(([name]) => (own(before?.schemas, name) ? [] : [name])),
    },
    tables: {
      total: present.size,
      on: [...present.values()].filter(({ on }) => on).length,
      new: [...present].flatMap(([key, table]) => (known.has(key) ? [] : [table])),
      gone: [...known].flatMap(([key, { schema, table }]) =>
        present.has(key) ? [] : [{ schema, table }],
      ),
    },
    switchedOn: switched.filter(({ on }) => on),
    switchedOff: switched.filter(({ on }) => !on),
  };
}

const tablesByKey = (config: SchemaConfig) =>
  new Map(
    allTables(config).map((place) => {
      const { schema, table } = place;
      return [nodeKey({ schema, table }), { schema, table, on: syncs(place) }];
    }),
  );
