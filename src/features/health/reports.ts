import { collect } from "../../base/collect.js";
import { AppError, isClosed, isNotEnabled } from "../../base/errors.js";
import type { Connection } from "../../client/resources/models.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare } from "../../toolkit/render.js";

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

/** Reports only complement the result, so they get part of the time. */
const DEADLINE_MS = 8000;
const MOST = 50;
const MAX_TEXT = 500;

/**
 * Reads Fivetran's reports on a connector that has warnings or tasks. Returns nothing for an
 * account without access to these preview endpoints.
 */
export async function readReports(
  { id, status }: Connection,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<Reports & { gaps: string[] }> {
  const gaps: string[] = [];
  const options = { signal, deadlineMs: DEADLINE_MS, limit: MOST };
  const read = async <T>(
    what: "warnings" | "errors",
    list: () => AsyncIterable<T>,
  ): Promise<T[]> => {
    try {
      return (await collect(list())).slice(0, MOST);
    } catch (error) {
      if (!(error instanceof AppError) || error.type === "cancelled") throw error;
      if (!isNotEnabled(error) && !isClosed(error))
        gaps.push(`${what} could not be read (${bare(error.type)})`);
      return [];
    }
  };
  const hasWarnings = (status.warnings ?? []).length > 0;
  const hasTasks = (status.tasks ?? []).length > 0;
  const [warnings, errors] = await Promise.all([
    hasWarnings ? read("warnings", () => fivetran.connections.warnings(id, options)) : [],
    hasTasks ? read("errors", () => fivetran.connections.errors(id, options)) : [],
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
      .filter(({ message }) => !(status.tasks ?? []).some((task) => task.message === message)),
  };
}

const clip = (text: string | null | undefined) => (text ? text.slice(0, MAX_TEXT) : undefined);
