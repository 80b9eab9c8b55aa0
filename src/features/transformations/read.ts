import { collect } from "../../base/collect.js";
import { firedByDeadline } from "../../base/deadline.js";
import { AppError, isClosed } from "../../base/errors.js";
import type { Transformation } from "../../client/resources/transformations.js";
import type { ReadContext } from "../../toolkit/define.js";
import { count } from "../../toolkit/render.js";
import { UnreadableRecords } from "../health/index.js";

export interface TransformationsRead {
  all: Transformation[];
  /** What could not be read; nothing where this key or account has none to read. */
  gaps: string[];
}

type Groups = readonly { id: string }[];

const DEADLINE_MS = 10_000;
const MOST_GROUPS = 20;

/**
 * The transformations of the account; where the policy does not let all be listed, those of these groups, one by one.
 * They only add to a result, so that failing to read them is not an error.
 */
export async function readTransformations(
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
  groups: Groups | Promise<Groups>,
): Promise<TransformationsRead> {
  const gaps: string[] = [];
  const unreadable = new UnreadableRecords("transformation");
  const options = { signal, deadlineMs: DEADLINE_MS, onUnreadable: unreadable.add };
  const list = (groupId?: string) =>
    collect(fivetran.transformations.list({ groupId, ...options }));
  const ofGroups = async (refused: unknown) => {
    if (!(refused instanceof AppError) || refused.type !== "policy_denied") throw refused;
    const known = await groups;
    const more = known.length - MOST_GROUPS;
    if (more > 0) gaps.push(`transformations of ${count(more, "more group")} were not read`);
    return (await Promise.all(known.slice(0, MOST_GROUPS).map(({ id }) => list(id)))).flat();
  };
  try {
    const all = await list().catch(ofGroups);
    return { all, gaps: [...gaps, ...unreadable.notes()] };
  } catch (error) {
    const left = signal.aborted && !firedByDeadline(signal);
    if (left || !(error instanceof AppError)) throw error;
    const none = isClosed(error) || error.type === "not_found" || error.type === "rejected";
    const why = error.message.replace(/\.$/, "");
    return { all: [], gaps: none ? [] : [`transformations could not be read: ${why}`] };
  }
}
