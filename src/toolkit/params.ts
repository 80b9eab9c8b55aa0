import * as z from "zod";
import type { Json } from "../base/json.js";

// One schema for each concept, so that every tool names, bounds and explains it alike.

const nameOrId = z.string().min(1).max(200);

export const connector = nameOrId.describe("id, name or link, e.g. crm");

export const connectors = z.array(nameOrId).min(1).describe('ids, names or links, e.g. ["crm"]');

export const group = nameOrId.describe("id, name or link, e.g. finance").optional();

export const service = z.string().min(1).max(100).describe("type, e.g. postgres").optional();

/** Of a filter: any of several types. */
export const services = z
  .array(z.string().min(1).max(100))
  .min(1)
  .max(50)
  .describe('types, e.g. ["postgres"]')
  .optional();

export const words = z.string().min(1).max(200).optional();

export const limit = z.int().min(1).max(200).describe("rows, e.g. 50").default(25);

export const cursor = z
  .string()
  .min(1)
  .max(2048)
  .regex(/^[\w.-]+$/, "copy next_cursor of the last page as it is")
  .describe("next_cursor, e.g. 25.x")
  .optional();

export const operationId = z.string().min(1).max(100);

/** The parameter that the engine adds to every change tool. */
export const CONFIRMATION_TOKEN = "confirmation_token";

const Fields: z.ZodType<{ [key: string]: Json }, { [key: string]: Json }> = z.record(
  z.string(),
  z.json(),
);

/**
 * An object of any fields that publishes its common ones, with an example each: some hosts reject an object without
 * named properties. A field is read and checked by the type that its service or operation declares.
 */
export const openObject = (common: Record<string, Json>) =>
  Fields.meta({ properties: common, additionalProperties: true, minProperties: 1 });

const example = (type: string) => (value: string) => ({ type, description: `e.g. ${value}` });
export const textField = example("string");
export const numberField = example("integer");

/** A map of any names that publishes one of them: some hosts reject an object without named properties. */
export const mapOf = <T extends z.ZodType>(values: T, common: Record<string, Json>) =>
  z.record(z.string(), values).meta({ properties: common });

/** A field that the tool list leaves out: its name, or the description of the object around it, says what it holds. */
export const extra = <T extends z.ZodType>(field: T) => field.meta({ extra: true }).optional();

/** Numbers by kind, such as connectors by verdict. */
export const counts = (kind: string) => mapOf(z.number(), { [kind]: { type: "number" } });

/** Parameters of an operation's path and query. */
export const operationParams = (named: Record<string, Json>) =>
  openObject(named).describe("path and query, e.g. an id").default({});
