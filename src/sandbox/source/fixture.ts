import type { Connection, GivenTables } from "../world/model.js";
import { APP_TABLES, TABLES } from "./fixture-tables.js";

export interface SourceColumn {
  name: string;
  key: boolean;
}

export interface SourceTable {
  columns: SourceColumn[];
  /** True if the table is disabled by default. */
  off: boolean;
  lock: { allowed: true } | { allowed: false; reason_code: string; reason: string };
  columnSettings: boolean;
  history: boolean;
  /** The table under which it is grouped. */
  parent?: string;
}

export interface SourceSchema {
  nameInDestination: string;
  tables: Map<string, SourceTable>;
}

export type Source = Map<string, SourceSchema>;

const DATABASES =
  /postgres|mysql|sql_server|oracle|maria|aurora|cockroachdb|db2|snowflake_db|redshift_db|bigquery_db/;

/** Returns true if the rows of a service can be filtered. */
export const filtersRows = (service: string) => DATABASES.test(service);

/** Returns the fixture that a service reads from. */
export function fixtureFor(service: string): string {
  if (DATABASES.test(service)) return "database";
  if (service.startsWith("mongo")) return "mongo";
  if (service.startsWith("dynamodb")) return "dynamodb";
  if (service.startsWith("salesforce") && !service.includes("marketing")) return "salesforce";
  if (service === "netsuite_suiteanalytics") return "netsuite";
  if (service === "google_sheets") return "sheet";
  return "app";
}

function flagged(flags: string): Omit<SourceTable, "columns"> {
  const lock: SourceTable["lock"] = flags.includes("system")
    ? {
        allowed: false,
        reason_code: "SYSTEM_TABLE",
        reason: "This table is needed by the connector and always syncs",
      }
    : flags.includes("streamless")
      ? {
          allowed: false,
          reason_code: "OTHER",
          reason: "This table has no change stream and cannot be synced",
        }
      : { allowed: true };
  const [, parent] = /of:(\w+)/.exec(flags) ?? [];
  return {
    off: flags.includes("off") || flags.includes("streamless"),
    lock,
    columnSettings: !flags.includes("plain"),
    history: flags.includes("history"),
    ...(parent === undefined ? {} : { parent }),
  };
}

/** Reads a column. A star marks a primary key. */
const columnOf = (column: string): SourceColumn => ({
  name: column.replace(/\*$/, ""),
  key: column.endsWith("*"),
});

function parse(text: string): Map<string, SourceTable> {
  const tables = new Map<string, SourceTable>();
  for (const line of text.trim().split("\n")) {
    const [, name = "", flags = "", columns = ""] =
      /^\s*(\S+)\s*(\[.*?\])?\s*(.*)$/.exec(line) ?? [];
    tables.set(name, {
      ...flagged(flags),
      columns: columns.split(" ").map(columnOf),
    });
  }
  return tables;
}

function padded(n: number, width: number): string {
  return String(n).padStart(width, "0");
}

const GENERATED =
  "id* name email status amount currency owner_id region notes created_at updated_at deleted_at score source kind";

/**
 * Creates a source from text such as `grid:50x200x15`: schemas, tables in each, columns in each.
 */
function grid(fixture: string, prefix: string): Source {
  const [schemas = 1, tables = 1, columns = 1] = fixture
    .slice("grid:".length)
    .split("x")
    .map(Number);
  const names = GENERATED.split(" ");
  const line = Array.from({ length: columns }, (_, at) => names[at] ?? `extra_${padded(at, 2)}`);
  const source: Source = new Map();
  for (let s = 1; s <= schemas; s += 1) {
    const name = `schema_${padded(s, 2)}`;
    const rows = Array.from(
      { length: tables },
      (_, at) => `table_${padded(at + 1, 3)} [history] ${line.join(" ")}`,
    );
    source.set(name, { nameInDestination: `${prefix}_${name}`, tables: parse(rows.join("\n")) });
  }
  return source;
}

function keyed(tables: Record<string, string>, named: (schema: string) => string): Source {
  return new Map(
    Object.entries(tables).map(([schema, text]) => [
      schema,
      { nameInDestination: named(schema), tables: parse(text) },
    ]),
  );
}

function build(fixture: string, service: string, name: string): Source | undefined {
  if (fixture.startsWith("grid:")) return grid(fixture, name);
  if (fixture === "sheet") return undefined;
  const fixed = TABLES[fixture];
  // Databases prefix the names of their schemas. Other sources have a fixed schema.
  const prefixes = fixture === "database" || fixture === "mongo";
  if (fixed !== undefined) {
    return keyed(fixed, (schema) => (prefixes ? `${name}_${schema}` : name));
  }
  const [schema = name, table] = name.split(".");
  const tables = APP_TABLES[service] ?? APP_TABLES["default"] ?? "";
  const text = table === undefined ? tables : `${table} [system] _row* name value updated_at`;
  return keyed({ [schema]: text }, () => schema);
}

/**
 * Creates a source from given tables. Each of them can be selected, with its columns and its
 * history.
 */
function given(schemas: GivenTables, name: string): Source {
  return new Map(
    Object.entries(schemas).map(([schema, tables]) => [
      schema,
      {
        nameInDestination: `${name}_${schema}`,
        tables: new Map(
          Object.entries(tables).map(([table, columns]) => [
            table,
            { ...flagged("history"), columns: columns.map(columnOf) },
          ]),
        ),
      },
    ]),
  );
}

const RECENT = 32;
const recent = new Map<string, Source | undefined>();

/**
 * Returns the tables of the connection's source. Undefined for sources without a schema
 * configuration.
 */
export function fixtureOf(connection: Connection): Source | undefined {
  const { service, schema, backstage } = connection;
  if (backstage.tables !== undefined) return given(backstage.tables, schema);
  const key = `${backstage.fixture}|${service}|${schema}`;
  if (recent.has(key)) return recent.get(key);
  const built = build(backstage.fixture, service, schema);
  const oldest = recent.keys().next();
  if (recent.size >= RECENT && !oldest.done) recent.delete(oldest.value);
  recent.set(key, built);
  return built;
}
