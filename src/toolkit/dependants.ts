import type { Dependant } from "../fivetran/dependants.js";
import { count, named, upTo } from "./render.js";

const MOST_NAMED = 10;

/** What a plan says of the transformations that run on a connector's data. */
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
