import { invalid, type Reply } from "./envelope.js";

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

function readLimit(text: string | null): number {
  if (text === null) return DEFAULT_LIMIT;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) {
    throw invalid(`Parameter 'limit' must be between 1 and ${MAX_LIMIT}`);
  }
  return limit;
}

/**
 * Reads a cursor. It contains the name of its list, so that a cursor of another list is rejected.
 */
function readCursor(text: string | null, list: string): number {
  if (text === null || text === "") return 0;
  const [skip, of] = Buffer.from(text, "base64url").toString("utf8").split("|", 2);
  if (skip === undefined || !/^\d{1,9}$/.test(skip) || of !== list) {
    throw invalid("Parameter 'cursor' is not valid");
  }
  return Number(skip);
}

/** Returns one page of a list. The label distinguishes its cursors from those of other lists. */
export function page<T>(
  message: string,
  items: readonly T[],
  label: string,
  query: URLSearchParams,
  text: (item: T) => string = JSON.stringify,
): Reply {
  const limit = readLimit(query.get("limit"));
  const skip = readCursor(query.get("cursor"), label);
  const shown = items.slice(skip, skip + limit).map((item) => text(item));
  const next = skip + limit;
  const cursor =
    next < items.length
      ? `,"next_cursor":${JSON.stringify(Buffer.from(`${next}|${label}`).toString("base64url"))}`
      : "";
  return { status: 200, message, dataText: `{"items":[${shown.join(",")}]${cursor}}` };
}
