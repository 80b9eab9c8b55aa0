import * as z from "zod";
import { collect } from "../../../base/collect.js";
import { firedByDeadline } from "../../../base/deadline.js";
import { AppError } from "../../../base/errors.js";
import type { Transformation } from "../../../client/resources/transformations.js";
import type { ReadContext } from "../../../toolkit/define.js";
import { count, named, upTo } from "../../../toolkit/render.js";
import { UnreadableRecords } from "../../health/index.js";
import { transformationName, upstreamOf } from "../../transformations/index.js";

/** A transformation that runs on data that a connection loads. */
export interface Dependent {
  id: string;
  /** The name of its package or project. Undefined if it has neither. */
  name: string | undefined;
  paused: boolean;
}

/** Returns the dependent if this transformation is scheduled by the syncs of the connection. */
function dependentOf(connectionId: string, transformation: Transformation): Dependent | undefined {
  if (!upstreamOf(transformation).includes(connectionId)) return undefined;
  const { id, paused } = transformation;
  return { id, name: transformationName(transformation), paused: paused === true };
}

/**
 * The transformations of a connection, or a clause that says why they could not be read. `failure`
 * is missing if this key may not read them.
 */
export type Dependents =
  | { found: readonly Dependent[]; gaps: readonly string[] }
  | { unread: string; failure?: AppError };

/** Reads the transformations of the group that run on a connection's data. They only complement a plan. */
export async function readDependents(
  { id, group_id }: { id: string; group_id: string },
  { fivetran, signal: ofCall, secondary }: Pick<ReadContext, "fivetran" | "signal" | "secondary">,
): Promise<Dependents> {
  const unreadable = new UnreadableRecords("transformation");
  const onUnreadable = unreadable.add;
  try {
    const all = await secondary.within((signal) =>
      collect(fivetran.transformations.list({ groupId: group_id, signal, onUnreadable })),
    );
    const found = all.flatMap((one) => dependentOf(id, one) ?? []);
    return { found: found.sort((a, b) => (a.id < b.id ? -1 : 1)), gaps: unreadable.notes() };
  } catch (error) {
    const left = ofCall.aborted && !firedByDeadline(ofCall);
    if (left || !(error instanceof AppError)) throw error;
    return UNREADABLE.has(error.type)
      ? { unread: "could not be read, because this program's API key or settings do not allow it" }
      : { unread: `could not be read: ${error.message.replace(/\.$/, "")}`, failure: error };
  }
}

/**
 * Returns the part of a plan's observed state that shows which transformations depend on a connector. A read that fails
 * at confirmation shows no change, so what the plan observed then still holds.
 */
export function observedDependents(
  dependents: Dependents,
  { confirming }: Pick<ReadContext, "confirming">,
): Record<string, string> {
  const ids = dependentIds(dependents);
  if (ids !== undefined) {
    return Object.fromEntries(ids.map((id) => [`transformation ${id}`, "runs after its syncs"]));
  }
  const planned = Planned.safeParse(confirming).data;
  return planned === undefined ? { transformations: "not readable" } : planned;
}

const Planned = z
  .record(z.string(), z.unknown())
  .transform((observed) =>
    Object.fromEntries(
      Object.entries(observed).filter(
        (entry): entry is [string, string] =>
          entry[0].startsWith("transformation") && typeof entry[1] === "string",
      ),
    ),
  );

/** Returns the ids of the transformations. Undefined if they could not be read. */
export const dependentIds = (dependents: Dependents): string[] | undefined =>
  "unread" in dependents ? undefined : dependents.found.map(({ id }) => id);

const UNREADABLE: ReadonlySet<AppError["type"]> = new Set([
  "forbidden",
  "policy_denied",
  "not_found",
  "rejected",
]);

const MOST_NAMED = 10;

/** Returns the plan's line about the transformations that run on a connector's data. */
export function dependentsText(dependents: Dependents): string {
  if ("unread" in dependents) {
    return `the transformations that run after the connector's syncs ${dependents.unread}`;
  }
  const { found, gaps } = dependents;
  if (found.length === 0) {
    const none = gaps.length === 0 ? "no transformation" : "no transformation that could be read";
    return [`${none} runs after the connector's syncs`, ...gaps].join("; ");
  }
  const names = upTo(found, MOST_NAMED, ({ id, name, paused }) =>
    paused ? `${named(name ?? id, id)} (paused)` : named(name ?? id, id),
  );
  const run = found.length === 1 ? "runs" : "run";
  const text = `${count(found.length, "transformation")} ${run} after the connector's syncs: ${names.join(", ")}`;
  return [text, ...gaps].join("; ");
}
