import * as z from "zod";
import { inputError } from "../../base/errors.js";

/** A row of the Platform Connector's table `log`, as returned by `parseLogEntry`. */
export interface LogEntry {
  /** The id of the row. */
  id: string | undefined;
  /** The time of the event. Undefined if it is missing or cannot be parsed. */
  time_stamp: Date | undefined;
  /** The id of the connection, from the column `connection_id`, or `connector_id` in older accounts. */
  connection_id: string | undefined;
  /** The severity: `INFO`, `WARNING` or `SEVERE`. In some accounts: the name of the event. */
  event: string | undefined;
  /** The name of the event, such as `sync_end`. */
  message_event: string | undefined;
  /** The data of the event, parsed if it is JSON. */
  message_data: unknown;
}

const text = z.coerce
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

const Row = z.object({
  id: text,
  time_stamp: z.unknown().optional(),
  connection_id: text,
  connector_id: text,
  event: text,
  message_event: text,
  message_data: z.unknown().optional(),
});

/**
 * Parses a row as a warehouse driver returns it: an object with a property for each column, in any letter case. Times
 * may be `Date` objects, ISO strings (UTC if no zone is given) or BigQuery's `{ value }`.
 *
 * @throws FivetranError of type `input` for a row that is not an object.
 */
export function parseLogEntry(row: unknown): LogEntry {
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    throw inputError(
      "A log row must be an object with one property for each column.",
      "Configure the driver to return objects.",
    );
  }
  const lower = Object.entries(row).map(([name, value]) => [name.toLowerCase(), nullless(value)]);
  const { connector_id, time_stamp, message_data, ...columns } = Row.parse(
    Object.fromEntries(lower),
  );
  return {
    id: columns.id,
    time_stamp: dateOf(time_stamp),
    connection_id: columns.connection_id ?? connector_id,
    event: columns.event,
    message_event: columns.message_event,
    message_data: jsonOf(message_data),
  };
}

/** Parses several rows. See `parseLogEntry`. */
export const parseLogEntries = (rows: readonly unknown[]): LogEntry[] => rows.map(parseLogEntry);

const nullless = (value: unknown) => (value === null ? undefined : value);

function dateOf(value: unknown): Date | undefined {
  if (typeof value === "object" && value !== null && "value" in value) return dateOf(value.value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value;
  if (typeof value !== "string") return undefined;
  const [, day, time, zone = "Z"] = TIME.exec(value.trim()) ?? [];
  if (day === undefined) return undefined;
  const date = new Date(`${day}T${time ?? "00:00:00"}${time === undefined ? "Z" : zoneOf(zone)}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** Converts zones such as `+00`, `+0000` and `UTC` to the format that `Date` parses. */
function zoneOf(zone: string): string {
  if (/^(z|utc)$/i.test(zone)) return "Z";
  const [, sign = "+", hours = "00", minutes = "00"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return `${sign}${hours}:${minutes}`;
}

function jsonOf(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
