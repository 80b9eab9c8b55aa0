import { createHash } from "node:crypto";
import { inputError } from "../base/errors.js";
import { RESULT_BUDGET } from "./render.js";

/** Creates a cursor for an offset. It is valid only for the same `scope`, which is the list and its filters. */
export const cursorAt = (offset: number, scope: unknown) => `${offset}.${mark(scope)}`;

/** The offset in a cursor. Throws `input` if the cursor belongs to another scope. */
export function offsetOf(cursor: string | undefined, scope: unknown): number {
  if (cursor === undefined) return 0;
  const [offset = "", of] = cursor.split(".");
  if (/^\d{1,9}$/.test(offset) && of === mark(scope)) return Number(offset);
  throw inputError(
    "cursor belongs to another call.",
    "Copy next_cursor exactly and keep all other arguments the same. Or leave cursor out to start again.",
  );
}

const mark = (scope: unknown) =>
  createHash("sha256").update(JSON.stringify(scope)).digest("base64url").slice(0, 8);

export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
  scope: unknown;
}

// Leaves room for the counts, the notes and the cursor beside the list.
const ROOM = RESULT_BUDGET - 1000;

/** Returns the largest page that fits in a result. `limit` is halved until the page fits. */
export function fitting<T>(limit: number, make: (limit: number) => T, room = ROOM): T {
  for (let size = limit; ; size = Math.ceil(size / 2)) {
    const page = make(size);
    if (size === 1 || JSON.stringify(page).length <= room) return page;
  }
}

/** Returns one page of a list in memory. `next_cursor` is absent on the last page. */
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
