import * as z from "zod";
import { inputError } from "../src/base/errors.js";
import { compileGlob } from "../src/base/glob.js";
import type { Connection, SchemaConfig } from "../src/client/resources/models.js";
import {
  isUncaptured,
  listColumns,
  NODE_STATES,
  type OutlineSchema,
  type OutlineTable,
  outlineSchema,
  schemasOf,
  tablesOf,
} from "../src/features/schema/index.js";
import { defineTool } from "../src/toolkit/define.js";
import { cursorAt, fitting, offsetOf } from "../src/toolkit/page.js";
import { connector, cursor } from "../src/toolkit/params.js";
import { bare, compact, count, lines, named } from "../src/toolkit/render.js";

const glob = z.string().min(1).max(1024).describe("name or glob").optional();

const n = z.number();
const Counts = z.object({
  schemas: z.object({ total: n, enabled: n }),
  tables: z.object({ total: n, enabled: n, disabled: n, off_with_schema: n, locked: n }),
});
const Column = z.object({
  name: z.string(),
  enabled: z.boolean(),
  hashed: z.boolean().optional(),
  primary_key: z.boolean().optional(),
  locked: z.string().optional(),
  type: z.string().optional(),
});
const Table = z.object({
  name: z.string(),
  enabled: z.boolean(),
  off_with_schema: z.boolean().optional(),
  locked: z.string().optional(),
  sync_mode: z.string().optional(),
  no_column_support: z.boolean().optional(),
  columns: z.array(Column).optional(),
});
const Schema = z.object({
  schema: z.string(),
  enabled: z.boolean(),
  tables: z.object({ total: n, enabled: n, locked: n.optional() }),
  on: z.array(z.string()).describe("tables that sync").optional(),
  off: z.array(z.string()).optional(),
  off_with_schema: z.array(z.string()).optional(),
  items: z.array(Table).describe("tables with more to tell than name and state").optional(),
});

export const getSchema = defineTool({
  name: "get_schema",
  title: "Get a connector's schema",
  effect: "read",
  uses: ["connection_details", "list_connections", "connection_schema_config"],
  description:
    "Show what a connector syncs: counts first, then the schemas, tables or columns that the filters ask for. columns=true lists all columns live from the source.",
  input: z.strictObject({
    connector,
    schema: glob,
    table: glob,
    column: glob,
    states: z.array(z.enum(NODE_STATES)).min(1).optional(),
    columns: z.boolean().default(false),
    limit: z.int().min(1).max(400).describe("lines").default(100),
    cursor,
  }),
  output: z.looseObject({
    connector: z.looseObject({ name: z.string(), id: z.string() }),
    captured: z.boolean(),
    policy: z.string().optional(),
    counts: Counts.optional(),
    level: z.string().optional(),
    matching: z.number().optional(),
    schemas: z.array(Schema).optional(),
    notes: z.array(z.string()).optional(),
    next_cursor: z.string().optional(),
  }),

  async run({ connector: value, limit, cursor: from, columns, ...filter }, ctx) {
    const [connection] = await ctx.fivetran.connections.resolve([value], { signal: ctx.signal });
    if (connection === undefined) throw inputError("connector matches nothing.");
    const config = await ctx.fivetran.schemas.get(connection.id, { signal: ctx.signal });
    const name = { name: connection.schema, id: connection.id };
    if (config === undefined || schemasOf(config).length === 0) {
      return { connector: name, captured: false, notes: [notCaptured(connection, config)] };
    }
    const scope = { id: connection.id, columns, ...filter };
    const offset = offsetOf(from, scope);
    const wanted = columns ? tablesWithColumns(config, filter) : [];
    const lookup = await listColumns(connection.id, wanted, ctx);
    return fitting(limit, (page) => {
      const query = { ...filter, includeColumns: columns, limit: page, offset };
      const { next_offset, ...found } = outlineSchema(config, query, lookup);
      return compact({
        connector: name,
        captured: true,
        ...found,
        schemas: found.schemas.map(listed),
        notes: notes(found, columns),
        next_cursor: next_offset === undefined ? undefined : cursorAt(next_offset, scope),
      });
    });
  },

  render: ({
    connector: of,
    counts,
    policy,
    schemas = [],
    matching,
    notes: said = [],
    next_cursor,
  }) => {
    const header =
      counts === undefined
        ? `${named(of.name, of.id)}: no schema`
        : `${named(of.name, of.id)}: ${count(counts.schemas.total, "schema")} (${counts.schemas.enabled} on), ${count(counts.tables.total, "table")} (${counts.tables.enabled} on)${policy === undefined ? "" : `; new tables: ${bare(policy)}`}`;
    return lines(
      header,
      schemas.map(schemaText),
      matching === 0 &&
        "Nothing matches these filters. Names are case sensitive; globs take * and ?.",
      said.map((note) => `Note: ${note}`),
      next_cursor !== undefined && `More: cursor="${next_cursor}"`,
    );
  },
});

/**
 * Tables of which there is no more to tell than name and state stand in lists: in a wide schema that is nearly
 * every table. The usual sync mode says nothing.
 */
function listed({ tables, items = [], ...schema }: OutlineSchema): z.output<typeof Schema> {
  const { locked, ...totals } = tables;
  const plain = items.filter(isPlain);
  const names = (wanted: (table: OutlineTable) => boolean) =>
    plain.filter(wanted).map(({ name }) => name);
  return compact({
    ...schema,
    tables: { ...totals, ...(locked > 0 ? { locked } : {}) },
    on: names(flows),
    off: names(({ enabled }) => !enabled),
    off_with_schema: names(({ off_with_schema }) => off_with_schema === true),
    items: items.filter((table) => !isPlain(table)),
  });
}

const USUAL_MODE = "SOFT_DELETE";

function isPlain(table: OutlineTable): boolean {
  const {
    name: _name,
    enabled: _enabled,
    off_with_schema: _off,
    sync_mode = USUAL_MODE,
    ...more
  } = table;
  return sync_mode === USUAL_MODE && Object.keys(more).length === 0;
}

function schemaText(told: z.output<typeof Schema>): string {
  const { schema, enabled, tables, items = [] } = told;
  const tagged = items.filter((item) => item.columns === undefined);
  const on = [...(told.on ?? []).map(bare), ...tagged.filter(flows).map(tableText)];
  const off = [
    ...(told.off ?? []).map(bare),
    ...tagged.filter((item) => !flows(item)).map(tableText),
  ];
  return lines(
    `${bare(schema)} ${enabled ? "on" : "off"}: ${tables.enabled} of ${count(tables.total, "table")} on`,
    on.length > 0 && `  on: ${on.join(", ")}`,
    off.length > 0 && `  off: ${off.join(", ")}`,
    told.off_with_schema !== undefined &&
      `  off with their schema: ${told.off_with_schema.map(bare).join(", ")}`,
    items.map(
      (item) =>
        item.columns !== undefined &&
        `  ${tableText(item)} ${flows(item) ? "on" : "off"}: ${item.columns.map(columnText).join(", ")}`,
    ),
  );
}

const flows = ({ enabled, off_with_schema }: OutlineTable | z.output<typeof Table>) =>
  enabled && off_with_schema !== true;

const tagged = (name: string, tags: (string | false | undefined)[]) => {
  const kept = tags.filter((tag) => typeof tag === "string");
  return kept.length > 0 ? `${bare(name)} [${kept.join(", ")}]` : bare(name);
};

const tableText = (table: z.output<typeof Table>) =>
  tagged(table.name, [
    table.off_with_schema && "off with its schema",
    table.locked && `locked ${bare(table.locked)}`,
    table.sync_mode !== USUAL_MODE && table.sync_mode && bare(table.sync_mode),
    table.no_column_support && "no column settings",
  ]);

const columnText = (column: z.output<typeof Column>) =>
  tagged(column.name, [
    !column.enabled && "off",
    column.hashed && "hashed",
    column.primary_key && "key",
    column.locked && `locked ${bare(column.locked)}`,
    column.type && bare(column.type),
  ]);

function notes({ level }: { level: string }, columns: boolean): string[] {
  if (level === "schemas") return ["tables are listed with a schema or table filter"];
  if (level === "columns" && !columns) {
    return [
      "only columns that somebody ever changed are known here; columns=true with a table lists all",
    ];
  }
  return [];
}

function tablesWithColumns(
  config: SchemaConfig,
  { schema, table }: { schema?: string | undefined; table?: string | undefined },
) {
  const isSchema = compileGlob(schema ?? "*");
  const isTable = compileGlob(table ?? "*");
  return schemasOf(config)
    .filter(([name]) => isSchema(name))
    .flatMap(([name, node]) =>
      tablesOf(node)
        .filter(
          ([of, { supports_columns_config }]) => isTable(of) && supports_columns_config !== false,
        )
        .map(([of]) => ({ schema: name, table: of })),
    );
}

function notCaptured(connection: Connection, config: SchemaConfig | undefined): string {
  if (config !== undefined && !isUncaptured(connection, config)) {
    return "this connector has a schema configuration without schemas: its service syncs fixed tables that cannot be chosen";
  }
  const wishes =
    "modify_schema stores wishes for exactly named schemas and tables, and the policy, before that";
  return connection.status.setup_state.toLowerCase() === "connected"
    ? `its schema was never captured: reload_schema captures it now, its first sync (trigger_sync) does it too; ${wishes}`
    : `its schema was never captured, because its set-up does not pass: get_status says what is missing, then reload_schema or the first sync captures it; ${wishes}`;
}
