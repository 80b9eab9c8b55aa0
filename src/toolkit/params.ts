import * as z from "zod";

// One schema for each concept, so that every tool names, bounds and explains it alike.

export const connector = z.string().min(1).max(200).describe("id or exact name");

export const connectors = z.array(z.string().min(1).max(200)).min(1).describe("ids or exact names");

export const group = z.string().min(1).max(200).describe("id or exact name").optional();

export const service = z.string().min(1).max(100).optional();

export const limit = z.int().min(1).max(200).default(25);

export const cursor = z
  .string()
  .max(2048)
  .regex(/^[\w.-]+$/, "copy next_cursor of the last page as it is")
  .optional();

/** The parameter that the engine adds to every change tool. */
export const CONFIRMATION_TOKEN = "confirmation_token";
