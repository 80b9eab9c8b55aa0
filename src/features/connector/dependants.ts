import { AppError } from "../../base/errors.js";
import type { Transformation } from "../../client/resources/transformations.js";
import type { ReadContext } from "../../toolkit/define.js";
import { count, named, upTo } from "../../toolkit/render.js";
import { transformationName, upstreamOf } from "../transformations/index.js";

/** A transformation that runs on what a connection loads. */
export interface Dependant {
  id: string;
  /** Of its package or project; undefined where it has none. */
  name: string | undefined;
  paused: boolean;
}

/** The dependant, if this transformation is scheduled on the syncs of the connection. */
function dependantOf(connectionId: string, transformation: Transformation): Dependant | undefined {
  if (!upstreamOf(transformation).includes(connectionId)) return undefined;
  const { id, paused } = transformation;
  return { id, name: transformationName(transformation), paused: paused === true };
}

/** The transformations of its group that run on a connection's data; undefined if this key may not read them. */
export async function readDependants(
  { id, group_id }: { id: string; group_id: string },
  { fivetran, signal }: ReadContext,
): Promise<Dependant[] | undefined> {
  const found: Dependant[] = [];
  try {
    for await (const item of fivetran.transformations.list({ groupId: group_id, signal })) {
      const dependant = dependantOf(id, item);
      if (dependant !== undefined) found.push(dependant);
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

/** What a plan says about the transformations that run on a connector's data. */
export function dependantsText(dependants: readonly Dependant[] | undefined): string {
  if (dependants === undefined) {
    return "dependants: transformations could not be read with this key or policy";
  }
  if (dependants.length === 0) return "dependants: no transformation names it in its schedule";
  const names = upTo(dependants, MOST_NAMED, ({ id, name, paused }) =>
    paused ? `${named(name ?? id, id)} (paused)` : named(name ?? id, id),
  );
  return `dependants: ${count(dependants.length, "transformation")}: ${names.join(", ")}`;
}
