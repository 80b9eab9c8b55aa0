import { inputError } from "../../base/errors.js";
import { quoted } from "../../base/text.js";

/** The supported SQL dialects. */
export const DIALECTS = ["snowflake", "bigquery", "redshift", "postgres", "databricks"] as const;
/** One of `DIALECTS`. */
export type Dialect = (typeof DIALECTS)[number];

/** Dialects by the beginning of a destination's service. Destinations that store files have none. */
const BY_SERVICE: readonly (readonly [string, Dialect])[] = [
  ["snowflake", "snowflake"],
  ["big_query", "bigquery"],
  ["managed_big_query", "bigquery"],
  ["redshift", "redshift"],
  ["databricks", "databricks"],
  ["postgres", "postgres"],
  ["aurora_postgres", "postgres"],
];

/** The SQL dialect of a destination service. Undefined if it is not supported. */
export const dialectOf = (service: string): Dialect | undefined =>
  BY_SERVICE.find(([prefix]) => service.toLowerCase().startsWith(prefix))?.[1];

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_$-]{0,126}$/;

/**
 * Returns a name as a quoted identifier of the dialect. Fivetran creates upper-case names in Snowflake, so a
 * lower-case name is converted for that dialect.
 *
 * @throws FivetranError of type `input` unless the name is 1 to 127 letters, digits, `_`, `-` and `$` and starts with
 * a letter or underscore.
 */
export function quoteIdentifier(name: string, dialect: Dialect): string {
  if (!IDENTIFIER.test(name)) {
    throw inputError(
      `${quoted(name, 80)} is not a valid name of a schema, database or column.`,
      "Use letters, digits, _, - and $ after a letter or underscore, without quotes.",
    );
  }
  switch (dialect) {
    case "snowflake":
      return `"${name === name.toLowerCase() ? name.toUpperCase() : name}"`;
    case "bigquery":
    case "databricks":
      return `\`${name}\``;
  }
  return `"${name}"`;
}

/** SQL expressions that differ between the dialects. */
export interface Sql {
  /** A string field of a column that contains JSON. */
  field(column: string, name: string): string;
  /** The seconds between two times, as a whole number. */
  seconds(from: string, to: string): string;
  daysAgo(days: number): string;
  /** A column with a date or a time, in a form that can be compared with times. */
  time(column: string): string;
  month(column: string): string;
}

export const SQL: Readonly<Record<Dialect, Sql>> = {
  snowflake: {
    field: (column, name) => `TRY_PARSE_JSON(${column}):${name}::STRING`,
    seconds: (from, to) => `DATEDIFF('second', ${from}, ${to})`,
    daysAgo: (days) => `DATEADD('day', -${days}, CURRENT_TIMESTAMP())`,
    month: (column) => `DATE_TRUNC('month', ${column})`,
    time: (column) => column,
  },
  bigquery: {
    field: (column, name) => `JSON_VALUE(${column}, '$.${name}')`,
    seconds: (from, to) => `TIMESTAMP_DIFF(${to}, ${from}, SECOND)`,
    daysAgo: (days) => `TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL ${days} DAY)`,
    month: (column) => `TIMESTAMP_TRUNC(CAST(${column} AS TIMESTAMP), MONTH)`,
    time: (column) => `CAST(${column} AS TIMESTAMP)`,
  },
  redshift: {
    field: (column, name) => `JSON_EXTRACT_PATH_TEXT(${column}, '${name}', TRUE)`,
    seconds: (from, to) => `DATEDIFF(second, ${from}, ${to})`,
    daysAgo: (days) => `DATEADD(day, -${days}, GETDATE())`,
    month: (column) => `DATE_TRUNC('month', ${column})`,
    time: (column) => column,
  },
  postgres: {
    field: (column, name) => `(${column}::json ->> '${name}')`,
    seconds: (from, to) => `ROUND(EXTRACT(EPOCH FROM (${to} - ${from})))`,
    daysAgo: (days) => `CURRENT_TIMESTAMP - INTERVAL '${days} days'`,
    month: (column) => `DATE_TRUNC('month', ${column})`,
    time: (column) => column,
  },
  databricks: {
    field: (column, name) => `GET_JSON_OBJECT(${column}, '$.${name}')`,
    seconds: (from, to) => `UNIX_TIMESTAMP(${to}) - UNIX_TIMESTAMP(${from})`,
    daysAgo: (days) => `CURRENT_TIMESTAMP() - INTERVAL ${days} DAYS`,
    month: (column) => `DATE_TRUNC('MONTH', ${column})`,
    time: (column) => column,
  },
};
