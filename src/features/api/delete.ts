import { collect } from "../../base/collect.js";
import { AppError, isClosed } from "../../base/errors.js";
import type { Call, ReadContext } from "../../toolkit/define.js";
import { bare, count, named, upTo } from "../../toolkit/render.js";
import { UnreadableRecords } from "../health/index.js";

/** The largest number of names that fits into a result together with the rest of a plan. */
const MOST_NAMED = 300;

interface DeletedWith {
  lines: string[];
  ids: string[];
}

/**
 * Returns what is deleted together with a group, and what prevents the deletion of a destination.
 */
export async function deletedWith(
  { operation, params }: Call,
  ctx: ReadContext,
): Promise<DeletedWith> {
  const id = params["groupId"] ?? params["destinationId"];
  const whole = operation === "delete_group";
  if (!(whole || operation === "delete_destination") || id === undefined) {
    return { lines: [], ids: [] };
  }
  const groupId = String(id);
  const unread = new UnreadableRecords("connector");
  const connections = await collect(
    ctx.fivetran.connections.list({ groupId, signal: ctx.signal, onUnreadable: unread.add }),
  );
  const inside = connections.map(({ id }) => id);
  const unreadLines = unread.notes().map((note) => `${note}.`);
  const names = upTo(connections, MOST_NAMED, ({ schema, id }) => named(schema, id)).join(", ");
  if (!whole) {
    return inside.length === 0
      ? { lines: unreadLines, ids: [] }
      : {
          lines: [
            ...unreadLines,
            `The destination has ${count(inside.length, "connector")}, so Fivetran will reject the deletion: ${names}.`,
          ],
          ids: [],
        };
  }
  const destination = await destinationOf(groupId, ctx);
  return {
    lines: [
      destination === "absent"
        ? "The group has no destination."
        : destination === "closed"
          ? "If the group has a destination, the destination may be deleted too. This program's API key or settings do not allow reading the destination."
          : `The destination of the group may be deleted too: ${destination} (${bare(groupId)}).`,
      inside.length === 0
        ? "The group has no connectors."
        : `The ${count(inside.length, "connector")} of the group may be deleted too, with setup and sync state: ${names}.`,
      ...unreadLines,
    ],
    ids: [...(destination === "absent" ? [] : [groupId]), ...inside],
  };
}

/** Returns the type of a group's destination. */
async function destinationOf(id: string, { fivetran, signal }: ReadContext) {
  try {
    return bare((await fivetran.destinations.get(id, { signal })).service);
  } catch (error) {
    if (isClosed(error)) return "closed";
    if (error instanceof AppError && error.type === "not_found") return "absent";
    throw error;
  }
}
