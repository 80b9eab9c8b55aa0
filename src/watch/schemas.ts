import * as z from "zod";
import { AppError } from "../base/errors.js";
import { digest } from "../base/json.js";
import type { RequestOptions } from "../client/http/send.js";
import type { SchemaConfig } from "../client/resources/models.js";
import type { AccountReader } from "../toolkit/define.js";
import { count } from "../toolkit/render.js";

/** The state of a connector's schema at its last check. */
export const SchemaLook = z.object({
  at: z.number(),
  /**
   * Digest of the names and settings of everything in the schema. Undefined if there was no schema
   * to read.
   */
  digest: z.string().optional(),
  tables: z.number(),
});
export type SchemaLook = z.output<typeof SchemaLook>;

const DAY_MS = 86_400_000;
/**
 * The largest number of schemas to check in one poll. The list of connections does not show schema
 * changes, so each check is one request.
 */
export const MOST_LOOKS = 10;
/** The share of the remaining rate limit that these checks may use. */
const SHARE = 0.005;

/**
 * Returns the connectors whose schema is due for a check. Each is checked once a day, and the
 * longest unchecked ones come first.
 */
export function dueLooks<T extends { schema: SchemaLook | undefined }>(
  connectors: readonly T[],
  now: number,
  left: number | undefined,
): T[] {
  const most = Math.min(MOST_LOOKS, Math.max(1, Math.floor((left ?? 0) * SHARE)));
  return connectors
    .filter(({ schema }) => schema === undefined || now - schema.at >= DAY_MS)
    .sort((a, b) => (a.schema?.at ?? 0) - (b.schema?.at ?? 0))
    .slice(0, most);
}

/** Reads the present schema. Without a digest if the connector has none. */
export async function lookAtSchema(
  id: string,
  { schemas }: AccountReader["fivetran"],
  { at, ...options }: RequestOptions & { at: number },
): Promise<SchemaLook> {
  try {
    const unreadable: string[] = [];
    const config = await schemas.get(id, {
      ...options,
      onUnreadable: (path) => void unreadable.push(path),
    });
    // A part that cannot be read would look like one that was dropped from the source.
    if (unreadable.length > 0)
      throw new AppError("contract", `Some of the schema could not be read: ${unreadable[0]}.`);
    return config?.schemas ? lookOf(config, at) : { at, tables: 0 };
  } catch (error) {
    if (error instanceof AppError && error.type === "not_found") return { at, tables: 0 };
    throw error;
  }
}

function lookOf({ schemas }: SchemaConfig, at: number): SchemaLook {
  const nodes = Object.entries(schemas ?? {}).map(([schema, { enabled, tables }]) => [
    schema,
    enabled,
    Object.entries(tables ?? {})
      .map(([table, node]) => [
        table,
        node.enabled,
        Object.entries(node.columns ?? {})
          .map(([column, one]) => [column, one.enabled, one.hashed ?? false])
          .sort(byName),
      ])
      .sort(byName),
  ]);
  const tables = Object.values(schemas ?? {}).map((one) => Object.keys(one.tables ?? {}).length);
  return {
    at,
    digest: digest(nodes.sort(byName)),
    tables: tables.reduce((sum, n) => sum + n, 0),
  };
}

const byName = ([a]: unknown[], [b]: unknown[]) => (String(a) < String(b) ? -1 : 1);

/**
 * Describes the change as a clause. Undefined if nothing changed, or if there is no earlier check
 * to compare with.
 */
export function schemaChange(
  before: SchemaLook | undefined,
  after: SchemaLook,
): string | undefined {
  if (before?.digest === undefined || after.digest === undefined) return undefined;
  if (before.digest === after.digest) return undefined;
  return before.tables === after.tables
    ? "tables or columns changed, or their selection changed"
    : `its schema has ${count(after.tables, "table")}, ${before.tables} before`;
}
