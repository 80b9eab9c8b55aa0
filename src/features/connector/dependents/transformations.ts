import { AppError } from "../../../base/errors.js";
import type { Transformation } from "../../../client/resources/transformations.js";
import type { ReadContext } from "../../../toolkit/define.js";
import { count, named, upTo } from "../../../toolkit/render.js";
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
 * Reads the transformations of the group that run on a connection's data. Undefined if this key may
 * not read them.
 */
export async function readDependents(
  { id, group_id }: { id: string; group_id: string },
  { fivetran, signal }: ReadContext,
): Promise<Dependent[] | undefined> {
  const found: Dependent[] = [];
  try {
    for await (const item of fivetran.transformations.list({ groupId: group_id, signal })) {
      const dependent = dependentOf(id, item);
      if (dependent !== undefined) found.push(dependent);
    }
  } catch (error) {
    if (error instanceof AppError && UNREADABLE.has(error.type)) return undefined;
    throw error;
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

const UNREADABLE: ReadonlySet<AppError["type"]> = new Set([
  "forbidden",
  "policy_denied",
  "not_found",
  "rejected",
]);

const MOST_NAMED = 10;

/** Returns the plan's line about the transformations that run on a connector's data. */
export function dependentsText(dependents: readonly Dependent[] | undefined): string {
  if (dependents === undefined) {
    return "the transformations that run after its syncs could not be read with this key or policy";
  }
  if (dependents.length === 0) return "no transformation runs after its syncs";
  const names = upTo(dependents, MOST_NAMED, ({ id, name, paused }) =>
    paused ? `${named(name ?? id, id)} (paused)` : named(name ?? id, id),
  );
  return `${count(dependents.length, "transformation")} that ${dependents.length === 1 ? "runs" : "run"} after its syncs: ${names.join(", ")}`;
}
