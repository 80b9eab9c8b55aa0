import * as z from "zod";
import { timestamp } from "../world/clock.js";
import type { Connection } from "../world/model.js";
import {
  columnEdit,
  columnEnabled,
  columnsOf,
  isKnown,
  schemaEnabled,
  tableEdit,
  tableEnabled,
  wholeSource,
} from "./source.js";

/** A column that a sync wrote to the destination. */
export interface Load {
  /** The id of the connection. */
  connection: string;
  name: string;
  schema: string;
  table: string;
  column: string;
  as: "clear" | "hashed";
  /** True if a row filter left out rows. */
  filtered: boolean;
  first_at: string;
}

const Key = z.tuple([z.string(), z.string(), z.string(), z.enum(["clear", "hashed"]), z.boolean()]);

/** Records what a sync that just ended has written: each column once for each form. */
export function recordLoad(connection: Connection, at: number): void {
  const { loaded, schema: state } = connection.backstage;
  if (loaded === undefined) return;
  for (const [schema, { tables }] of wholeSource(connection) ?? []) {
    if (!schemaEnabled(state, schema)) continue;
    for (const [table, source] of tables) {
      const path = [schema, table] as const;
      if (!isKnown(connection, ...path) || !tableEnabled(state, path, source)) continue;
      const filtered = tableEdit(state, path)?.row_filter != null;
      for (const { name, key } of columnsOf(state, path, source)) {
        const column = [...path, name] as const;
        if (!key && !columnEnabled(state, column)) continue;
        const form = columnEdit(state, column)?.hashed === true ? "hashed" : "clear";
        loaded[JSON.stringify([...column, form, filtered])] ??= at;
      }
    }
  }
}

/** Returns everything that syncs of a connection have written. */
export const loadsOf = ({ id, schema: name, backstage }: Connection): Load[] =>
  Object.entries(backstage.loaded ?? {}).map(([key, at]) => {
    const [schema, table, column, as, filtered] = Key.parse(JSON.parse(key));
    return { connection: id, name, schema, table, column, as, filtered, first_at: timestamp(at) };
  });
