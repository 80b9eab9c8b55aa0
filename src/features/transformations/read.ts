import { collect } from "../../base/collect.js";
import { EARLY_READS_MS, firedByDeadline } from "../../base/deadline.js";
import { AppError, isClosed } from "../../base/errors.js";
import type { Transformation } from "../../client/resources/transformations.js";
import type { ReadContext } from "../../toolkit/define.js";
import { count } from "../../toolkit/render.js";
import { isUnreadableTime, UnreadableRecords } from "../health/index.js";

export interface TransformationsRead {
  all: Transformation[];
  /**
   * One note for each part that could not be read. Empty if this key or account has no
   * transformations to read.
   */
  gaps: string[];
}

type Groups = readonly { id: string }[];

const TIMES = ["last_started_at", "last_ended_at"] as const;

const MOST_GROUPS = 20;

/**
 * Reads the transformations of the account. If the policy does not allow listing all, reads those
 * of these groups, one by one. Transformations only complement a result, so a failed read is not an
 * error.
 */
export async function readTransformations(
  { fivetran, signal, secondary }: Pick<ReadContext, "fivetran" | "signal" | "secondary">,
  groups: Groups | Promise<Groups>,
): Promise<TransformationsRead> {
  const gaps = new Set<string>();
  const unreadable = new UnreadableRecords("transformation");
  const list = (groupId?: string) =>
    secondary.within(
      (within) =>
        collect(
          fivetran.transformations.list({ groupId, signal: within, onUnreadable: unreadable.add }),
        ),
      EARLY_READS_MS,
    );
  /** Returns undefined if there are no transformations to read. Any other failure becomes a gap. */
  const unlessFailed = (error: unknown): Transformation[] | undefined => {
    const left = signal.aborted && !firedByDeadline(signal);
    if (left || !(error instanceof AppError)) throw error;
    if (isClosed(error) || error.type === "not_found" || error.type === "rejected")
      return undefined;
    gaps.add(`transformations could not be read: ${error.message.replace(/\.$/, "")}`);
    return [];
  };
  const ofGroups = async () => {
    const known = await groups;
    const more = known.length - MOST_GROUPS;
    if (more > 0) gaps.add(`transformations of ${count(more, "more group")} were not read`);
    const each = known.slice(0, MOST_GROUPS).map(({ id }) => list(id).catch(unlessFailed));
    const read = await Promise.all(each);
    const hidden = read.filter((some) => some === undefined).length;
    if (hidden > 0 && hidden < read.length) {
      gaps.add(`transformations of ${count(hidden, "group")} could not be read`);
    }
    return read.flatMap((some = []) => some);
  };
  const isOutOfScope = (error: unknown) =>
    error instanceof AppError && error.type === "policy_denied";
  const all = await list()
    .catch((error: unknown) => (isOutOfScope(error) ? ofGroups() : Promise.reject(error)))
    .catch(unlessFailed);
  for (const one of all ?? []) {
    unreadable.addFields(
      one.id,
      TIMES.filter((name) => isUnreadableTime(one[name])),
    );
  }
  return { all: all ?? [], gaps: [...gaps, ...unreadable.notes()] };
}
