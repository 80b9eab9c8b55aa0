import { AppError, isClosed, isNotEnabled } from "../../base/errors.js";
import type { ListOptions } from "../../client/resources/list.js";
import type { Connection } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare } from "../../toolkit/render.js";
import { UnreadableRecords } from "./unreadable.js";

/** A warning about a table. `table` is its name in the destination. */
export interface TableWarning {
  table: string;
  code: string;
  message?: string | undefined;
}

/** An open error. Its message is written by Fivetran and can contain text of the source. */
export interface OpenError {
  code: string;
  reason?: string | undefined;
  message?: string | undefined;
}

export interface Reports {
  tableWarnings: TableWarning[];
  errors: OpenError[];
}

const MOST = 50;
const MAX_TEXT = 500;

/**
 * Reads Fivetran's reports on a connector that has warnings or tasks. Returns nothing for an
 * account without access to these preview endpoints.
 */
export async function readReports(
  { id, status }: Connection,
  { fivetran, secondary }: Pick<ReadContext, "fivetran" | "secondary">,
): Promise<Reports & { gaps: string[] }> {
  const gaps: string[] = [];
  const read = async <T>(
    what: "warnings" | "errors",
    list: (options: ListOptions) => AsyncIterable<T>,
  ): Promise<T[]> => {
    const all: T[] = [];
    const unreadable = new UnreadableRecords(what === "errors" ? "error" : "warning");
    try {
      await secondary.within(async (signal) => {
        const options = { signal, limit: MOST, onUnreadable: unreadable.add };
        for await (const one of list(options)) all.push(one);
      });
    } catch (error) {
      if (!(error instanceof AppError) || error.type === "cancelled") throw error;
      const some = all.length === 0 ? what : `${what} after the first ${all.length}`;
      if (!isNotEnabled(error) && !isClosed(error))
        gaps.push(`${some} could not be read: ${error.message.replace(/\.$/, "")}`);
    }
    gaps.push(...unreadable.notes().map((note) => `${what} of ${bare(id)}: ${note}`));
    if (all.length > MOST) {
      gaps.push(
        `${all.length - MOST} more ${what} of ${bare(id)} are not shown; to see them, call read_api with connection_${what}`,
      );
    }
    return all.slice(0, MOST);
  };
  const hasWarnings = (status.warnings ?? []).length > 0;
  const hasTasks = (status.tasks ?? []).length > 0;
  const [warnings, errors] = await Promise.all([
    hasWarnings ? read("warnings", (options) => fivetran.connections.warnings(id, options)) : [],
    hasTasks ? read("errors", (options) => fivetran.connections.errors(id, options)) : [],
  ]);
  return {
    gaps,
    tableWarnings: warnings.flatMap(({ schema, table, warnings: of }) =>
      table
        ? of.map(({ code, message, error_message }) => ({
            table: schema ? `${schema}.${table}` : table,
            code,
            message: clip(error_message || message),
          }))
        : [],
    ),
    errors: errors
      .map(({ type, reason, message }) => ({
        code: type,
        reason: clip(reason),
        message: clip(message),
      }))
      .filter(
        ({ code, reason, message }) => code !== "" || reason !== undefined || message !== undefined,
      )
      .filter(({ message }) => !(status.tasks ?? []).some((task) => task.message === message)),
  };
}

const clip = (text: string | null | undefined) => (text ? text.slice(0, MAX_TEXT) : undefined);
