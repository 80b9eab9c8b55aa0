import { AppError } from "../../base/errors.js";
import type { ColumnConfig } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import type { ColumnLookup } from "./nodes.js";

// Each listing is a query to the live source and counts against a quota of its own.
const MOST_LISTINGS = 10;

interface Table {
  schema: string;
  table: string;
}

/**
 * The column lists of some tables, read from the source. Throws `input` for more tables than one call may list.
 */
export async function listColumns(
  connectionId: string,
  tables: readonly Table[],
  { fivetran, signal, progress }: ReadContext,
): Promise<ColumnLookup> {
  if (tables.length > MOST_LISTINGS) {
    throw new AppError(
      "input",
      `This needs the columns of ${tables.length} tables; one call lists the columns of at most ${MOST_LISTINGS}.`,
      {
        state: "The source was not queried.",
        hint: "Narrow the schema and table patterns.",
      },
    );
  }
  const lists = new Map<string, Record<string, ColumnConfig>>();
  for (const { schema, table } of tables) {
    progress(`listing the columns of table ${lists.size + 1} of ${tables.length}`, {
      done: lists.size,
      total: tables.length,
    });
    lists.set(
      key(schema, table),
      await fivetran.schemas.columns(connectionId, schema, table, { signal }),
    );
  }
  return (schema, table) => lists.get(key(schema, table));
}

const key = (schema: string, table: string) => JSON.stringify([schema, table]);
