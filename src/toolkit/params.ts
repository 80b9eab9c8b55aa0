import * as z from "zod";
import { inputError } from "../base/errors.js";
import type { Json } from "../base/json.js";
import { instant } from "../base/time.js";

// There is one schema for each kind of parameter, so that all tools use the same name, limits and description for it.

const nameOrId = z.string().trim().min(1).max(200);

export const connector = nameOrId.describe("id, name or link, e.g. crm");

export const connectors = z.array(nameOrId).min(1).describe('ids, names or links, e.g. ["crm"]');

export const group = nameOrId.describe("id, name or link, e.g. finance").optional();

export const service = z.string().trim().min(1).max(100).describe("type, e.g. postgres").optional();

/** A filter for one or more types. */
export const services = z
  .array(z.string().trim().min(1).max(100))
  .min(1)
  .max(50)
  .describe('types, e.g. ["postgres"]')
  .optional();

export const words = z.string().trim().min(1).max(200).optional();

export const limit = z.int().min(1).max(200).describe("rows, e.g. 50").default(25);

export const cursor = z
  .string()
  .trim()
  .min(1)
  .max(2048)
  .regex(/^[\w.-]+$/, "copy next_cursor of the previous page exactly")
  .describe("next_cursor, e.g. 25.x")
  .optional();

/** A time for `timeParameter`. */
export const time = z.string().trim().min(1).max(40);

const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/**
 * Returns the milliseconds since 1970 of a parameter that is an ISO 8601 time or date, or an age such as `24h` or
 * `30d`.
 *
 * @throws AppError of type `input` if it is none of these
 */
export function timeParameter(name: string, text: string, now: number): number {
  const [, number, unit = ""] = /^(\d{1,5}) ?([mhdw])$/i.exec(text) ?? [];
  if (number !== undefined) return now - Number(number) * (UNIT_MS[unit.toLowerCase()] ?? 0);
  const [date = "", clock = "00:00", ...more] = text.split(/[T ]/i);
  const at = more.length > 0 ? undefined : instant(`${date}T${clock}`);
  if (at !== undefined) return at;
  throw inputError(
    `${name} is not a time.`,
    "Pass an ISO 8601 time such as 2026-03-02T09:00:00Z, or an age such as 24h or 30d.",
  );
}

export const operationId = z.string().trim().min(1).max(100);

/** The parameter that the engine adds to every change tool. */
export const CONFIRMATION_TOKEN = "confirmation_token";

const Fields: z.ZodType<{ [key: string]: Json }, { [key: string]: Json }> = z.record(
  z.string(),
  z.json(),
);

/**
 * An object with any fields. The schema contains the common fields with examples, because some hosts reject an object
 * without named properties. The type that the service or operation declares decides how a field is read and
 * validated.
 */
export const openObject = (common: Record<string, Json>) =>
  Fields.meta({ properties: common, additionalProperties: true, minProperties: 1 });

const example = (type: string) => (value: string) => ({ type, description: `e.g. ${value}` });
export const textField = example("string");
export const numberField = example("integer");

/**
 * A map with any keys. The schema contains one of them, because some hosts reject an object without named properties.
 */
export const mapOf = <T extends z.ZodType>(values: T, common: Record<string, Json>) =>
  z.record(z.string(), values).meta({ properties: common });

/** A field that the published schema omits, because its name or the description of the enclosing object explains it. */
export const extra = <T extends z.ZodType>(field: T) => field.meta({ extra: true }).optional();

/** Numbers by kind, such as the connectors by verdict. */
export const counts = (kind: string) => mapOf(z.number(), { [kind]: { type: "number" } });

/** The path and query parameters of an operation. */
export const operationParams = (named: Record<string, Json>) =>
  openObject(named).describe("path and query parameters, e.g. id").default({});
