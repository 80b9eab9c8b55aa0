import { createHash } from "node:crypto";
import { inputError } from "../base/errors.js";
import { RESULT_BUDGET } from "./render.js";

/** A cursor for the given offset, good only with the same `scope`: the list and its filters. */
export const cursorAt = (offset: number, scope: unknown) => `${offset}.${mark(scope)}`;

/** The offset that a cursor stands for. */
export function offsetOf(cursor: string | undefined, scope: unknown): number {
  if (cursor === undefined) return 0;
  const [offset = "", of] = cursor.split(".");
  if (/^\d{1,9}$/.test(offset) && of === mark(scope)) return Number(offset);
  throw inputError(
    "cursor does not belong to this call.",
    "Copy next_cursor as it is and keep all other arguments as they were, or leave cursor out to start again.",
  );
}

const mark = (scope: unknown) =>
  createHash("sha256").update(JSON.stringify(scope)).digest("base64url").slice(0, 8);

export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
  scope: unknown;
}

// For the counts, notes and the cursor beside the list.
const ROOM = RESULT_BUDGET - 1000;

/** The page with as many items as fit a result: half as many while it is too large. */
export function fitting<T>(limit: number, make: (limit: number) => T, room = ROOM): T {
  for (let size = limit; ; size = Math.ceil(size / 2)) {
    const page = make(size);
    if (size === 1 || JSON.stringify(page).length <= room) return page;
  }
}

/** One page of a list in memory, and the cursor of the next one, absent on the last. */
export function pageOf<T>(
  items: readonly T[],
  { limit, cursor, scope }: PageRequest,
): { items: T[]; next_cursor?: string } {
  const start = offsetOf(cursor, scope);
  const end = start + limit;
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { next_cursor: cursorAt(end, scope) } : {}),
  };
}
