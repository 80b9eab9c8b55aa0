import { collect } from "../../base/collect.js";
import { AppError, inputError, isClosed } from "../../base/errors.js";
import type { Operation } from "../../client/operations/catalog.js";
import { type Call, call, type Plan, type ReadContext, type Target } from "../../toolkit/define.js";
import { bare, count, named, upTo } from "../../toolkit/render.js";
import { UnreadableRecords } from "../health/index.js";
import type { ApiChange } from "./change.js";
import { apiTarget, targetText } from "./target.js";
import { BETTER_TOOL, SUMMARIES, WARNINGS } from "./wording.js";

/** Plans one DELETE: names what is deleted, and what may be deleted with it. Reads only. */
export async function planDelete(
  spec: Operation,
  params: Call["params"],
  ctx: ReadContext,
): Promise<Plan<ApiChange>> {
  const request = call(spec.id, params);
  const target = await apiTarget(request, ctx);
  await refuseOwnCredentials(request, ctx);
  const more = await deletedWith(request, ctx);
  const own: Target = { kind: target.kind, id: target.id, name: target.name };
  const better = BETTER_TOOL[spec.id];
  const placed = Object.entries(params).filter(([name]) => /Name$|^hash$/.test(name));
  return {
    summary: `${SUMMARIES[spec.id]}: ${targetText(target)}`,
    consequences: [
      ...placed.map(([name, value]) => `${name}: ${bare(String(value))}`),
      ...more.lines,
      ...(WARNINGS[spec.id] === undefined ? [] : [WARNINGS[spec.id] ?? ""]),
      ...(better === undefined ? [] : [`${better} does the same with more checks.`]),
      "This cannot be undone.",
    ],
    asks: true,
    targets: [own],
    observed: {
      operation: spec.id,
      target: target.id,
      name: target.name,
      within: target.within,
      with: more.ids,
    },
    steps: [request],
    details: { operation: spec.id, target: targetText(target), advice: undefined },
  };
}

/** As many as fit into a result together with the rest of a plan. */
const MOST_NAMED = 300;

interface DeletedWith {
  lines: string[];
  ids: string[];
}

/** What may be deleted with a group, and what prevents the deletion of a destination. */
async function deletedWith({ operation, params }: Call, ctx: ReadContext): Promise<DeletedWith> {
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
            `It has ${count(inside.length, "connector")}, so Fivetran will reject this: ${names}.`,
          ],
          ids: [],
        };
  }
  const destination = await destinationOf(groupId, ctx);
  return {
    lines: [
      destination === undefined
        ? "It has no destination."
        : `Its destination may be deleted with it: ${destination.name} (${bare(destination.id)}).`,
      inside.length === 0
        ? "It has no connectors."
        : `Its ${count(inside.length, "connector")} may be deleted with it, including setup and sync state: ${names}.`,
      ...unreadLines,
    ],
    ids: [...(destination === undefined ? [] : [destination.id]), ...inside],
  };
}

async function destinationOf(
  id: string,
  { fivetran, signal }: ReadContext,
): Promise<Target | undefined> {
  try {
    const { service } = await fivetran.destinations.get(id, { signal });
    return { kind: "destination", id, name: bare(service), detail: "destination" };
  } catch (error) {
    if (isClosed(error) || (error instanceof AppError && error.type === "not_found"))
      return undefined;
    throw error;
  }
}

/** The credentials in use cannot delete themselves: nothing could be verified or corrected afterwards. */
async function refuseOwnCredentials(
  { operation, params }: Call,
  { fivetran, signal }: ReadContext,
): Promise<void> {
  if (operation !== "delete_system_key" && operation !== "delete_user") return;
  const { user_id, system_key_id } = await fivetran.account.info({ signal });
  const own = operation === "delete_user" ? user_id : system_key_id;
  const id = params[operation === "delete_user" ? "id" : "keyId"];
  if (own === undefined || own === null || own !== id) return;
  throw inputError(
    `${bare(own)} is the ${operation === "delete_user" ? "user" : "key"} that this program is signed in with, so it cannot be deleted here.`,
    "Nothing was sent. Delete it in the Fivetran dashboard, signed in as another user.",
  );
}
