import * as z from "zod";
import { inputError } from "../src/base/errors.js";
import type { Connection, SchemaConfig } from "../src/client/resources/models.js";
import { foundOf } from "../src/features/connector/index.js";
import {
  filterText,
  isUncaptured,
  listColumns,
  MOST_TO_SHOW,
  matchTables,
  modePhrase,
  NODE_STATES,
  noSelectionText,
  type OutlineColumn,
  OutlineCounts,
  OutlineSchema,
  type OutlineTable,
  outlineSchema,
  patternOf,
  policyPhrase,
  readSchemas,
  schemasOf,
  tableSyncs,
  USUAL_MODE,
  unreadableNotes,
} from "../src/features/schema/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { cursorAt, fitting, offsetOf } from "../src/toolkit/page.js";
import { connector, cursor, extra } from "../src/toolkit/params.js";
import { bare, compact, count, lines, named } from "../src/toolkit/render.js";

const glob = (example: string) =>
  z.string().min(1).max(1024).describe(`glob, e.g. ${example}`).optional();

export const getSchema = defineTool({
  name: "get_schema",
  title: "Get a connector's schema",
  effect: "read",
  uses: ["connection_details", "list_connections", "connection_schema_config"],
  description:
    "Show which schemas, tables and columns a connector syncs: counts first, then the items that match the filters. columns=true lists all columns live from the source.",
  input: z.strictObject({
    connector,
    schema: glob("public"),
    table: glob("stg_*"),
    column: glob("email"),
    states: z.array(z.enum(NODE_STATES)).min(1).describe('e.g. ["disabled"]').optional(),
    columns: z.boolean().describe("e.g. true").default(false),
    limit: z.int().min(1).max(400).describe("lines, e.g. 200").default(100),
    cursor,
  }),
  output: z.looseObject({
    connector: z.looseObject({ name: z.string(), id: z.string() }),
    captured: z.boolean(),
    policy: z.string().optional(),
    row_filtering_supported: extra(z.boolean()),
    counts: OutlineCounts.optional(),
    filtered: z
      .boolean()
      .describe("true if only items that match schema and table are counted")
      .optional(),
    level: z.string().optional(),
    matching: z.number().optional(),
    schemas: z.array(OutlineSchema).optional(),
    notes: z.array(z.string()).optional(),
    next_cursor: z.string().optional(),
  }),

  async run({ connector: value, limit, cursor: from, columns, ...given }, ctx) {
    const { found, loaders, gaps } = await foundOf([value], ctx);
    const [connection, another] = found;
    if (connection === undefined) throw inputError("connector matches nothing.");
    if (another !== undefined) throw loadedByMany(value, found);
    const [loaded] = loaders;
    const filter = { ...loaded?.source, ...given };
    const { config, unreadable } = await readSchemas(connection.id, ctx);
    const name = { name: connection.schema, id: connection.id };
    if (config === undefined || schemasOf(config).length === 0) {
      return {
        connector: name,
        captured: false,
        notes: [...gaps, notCaptured(connection, config)],
      };
    }
    const scope = { id: connection.id, columns, ...filter };
    const offset = offsetOf(from, scope);
    const lookup = await listColumns(
      connection.id,
      columns ? tablesWithColumns(config, filter) : [],
      ctx,
      MOST_TO_SHOW,
    );
    const pageOf = await outlineSchema(config, { ...filter, includeColumns: columns }, lookup.of);
    return fitting(limit, (lineCount) => {
      const { next_offset, ...page } = pageOf(lineCount, offset);
      return compact({
        connector: name,
        captured: true,
        ...(filter.schema === undefined && filter.table === undefined ? {} : { filtered: true }),
        ...page,
        notes: [
          ...gaps,
          ...(loaded === undefined ? [] : [loaded.note]),
          ...unreadableNotes([...unreadable, ...lookup.unreadable]),
          ...notes(page, columns),
          ...lookup.unread.map(
            ({ schema, table, reason }) =>
              `the columns of ${bare(schema)}.${bare(table)} could not be read: ${reason}`,
          ),
        ],
        next_cursor: next_offset === undefined ? undefined : cursorAt(next_offset, scope),
      });
    });
  },

  render: (
    {
      connector: of,
      counts,
      filtered,
      policy,
      schemas = [],
      matching,
      notes: noteTexts = [],
      next_cursor,
    },
    notation,
  ) => {
    const header =
      counts === undefined
        ? `${named(of.name, of.id)}: no schema`
        : `${named(of.name, of.id)}: ${count(counts.schemas.total, "schema")} (${counts.schemas.enabled} on), ${count(counts.tables.total, "table")} (${counts.tables.enabled} on)${filtered ? " match the filters" : ""}${policy === undefined ? "" : `; schema change handling: ${policyPhrase(policy)}`}`;
    return lines(
      header,
      schemas.map(schemaText),
      modesIn(schemas).map(modePhrase),
      matching === 0 &&
        "Nothing matches these filters. Names are case sensitive; globs take * and ?.",
      noteTexts.map((note) => `Note: ${note}`),
      next_cursor !== undefined && `More: ${notation.again({ cursor: next_cursor })}`,
    );
  },
});

function schemaText(found: OutlineSchema): string {
  const { schema, enabled, tables, items = [] } = found;
  const single = items.filter(({ columns }) => columns === undefined);
  const on = [...(found.on ?? []).map(bare), ...single.filter(tableSyncs).map(tableText)];
  const off = [
    ...(found.off ?? []).map(bare),
    ...single.filter((item) => !tableSyncs(item)).map(tableText),
  ];
  return lines(
    `${bare(schema)} ${enabled ? "on" : "off"}: ${tables.enabled} of ${count(tables.total, "table")} on`,
    on.length > 0 && `  on: ${on.join(", ")}`,
    off.length > 0 && `  off: ${off.join(", ")}`,
    found.off_with_schema !== undefined &&
      `  on, but do not sync because their schema is off: ${found.off_with_schema.map(bare).join(", ")}`,
    items.map(
      (item) =>
        item.columns !== undefined &&
        `  ${tableText(item)} ${tableSyncs(item) ? "on" : "off"}: ${item.columns.map(columnText).join(", ")}`,
    ),
  );
}

/** Returns the distinct sync modes of the tables. The usual mode is left out. */
const modesIn = (schemas: readonly OutlineSchema[]): string[] => {
  const modes = schemas.flatMap(({ items = [] }) =>
    items.flatMap(({ sync_mode }) => sync_mode ?? []),
  );
  return [...new Set(modes)].filter((mode) => mode !== USUAL_MODE);
};

const tagged = (name: string, tags: (string | false | undefined)[]) => {
  const kept = tags.filter((tag) => typeof tag === "string");
  return kept.length > 0 ? `${bare(name)} [${kept.join(", ")}]` : bare(name);
};

const tableText = (table: OutlineTable) =>
  tagged(table.name, [
    table.off_with_schema && "schema off",
    table.locked && `locked ${bare(table.locked)}`,
    table.sync_mode !== USUAL_MODE && table.sync_mode && bare(table.sync_mode),
    table.no_column_support && "no column settings",
    table.row_filter !== undefined && filterText(table.row_filter),
    table.parent_table !== undefined && `part of ${bare(table.parent_table)}`,
  ]);

const columnText = (column: OutlineColumn) =>
  tagged(column.name, [
    !column.enabled && "off",
    column.hashed && "hashed",
    column.primary_key && "primary key",
    column.locked && `locked ${bare(column.locked)}`,
    column.type && bare(column.type),
    column.target_type && `as ${bare(column.target_type)}`,
  ]);

function notes({ level }: { level: string }, columns: boolean): string[] {
  if (level === "schemas") return ["to list tables, give schema or table"];
  if (level === "columns" && !columns) {
    return [
      "this list contains only columns with changed settings; to list all columns, give table and columns=true",
    ];
  }
  return [];
}

const loadedByMany = (value: string, found: readonly Connection[]) =>
  inputError(
    `${bare(value)} is loaded by ${count(found.length, "connector")}: ${found.map(({ schema, id }) => named(schema, id)).join(", ")}.`,
    "Ask the user which one is meant, then use its id.",
  );

const tablesWithColumns = (
  config: SchemaConfig,
  { schema, table }: { schema?: string | undefined; table?: string | undefined },
) =>
  matchTables(config, { schema: patternOf(schema), table: patternOf(table) }).filter(
    ({ tableNode }) => tableNode.supports_columns_config !== false,
  );

function notCaptured(connection: Connection, config: SchemaConfig | undefined): string {
  if (config !== undefined && !isUncaptured(connection, config)) {
    return noSelectionText(config);
  }
  const capture =
    connection.status.setup_state.toLowerCase() === "connected"
      ? "To capture it, call reload_schema or trigger_sync"
      : "Its setup is not complete. get_status shows what is missing. After the setup, reload_schema or the first sync captures the schema";
  return `its schema has not been captured. ${capture}. Before the capture, modify_schema can already store the schema change handling, and settings of schemas and tables whose exact names you know`;
}
