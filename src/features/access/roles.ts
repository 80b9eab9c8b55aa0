import { collect } from "../../base/collect.js";
import type { Role } from "../../client/resources/people.js";
import type { ReadContext } from "../../toolkit/define.js";
import { quoted } from "../../toolkit/render.js";
import type { SecondaryReads } from "./secondary.js";

const ROLE_NAME = 80;
const DESCRIPTION = 160;
const MOST_EXPLAINED = 12;

/** A role with what Fivetran says that it grants: `"View Connection": "Sees a connection"`. */
export function roleText({ name, description, is_custom, is_deprecated }: Role): string {
  const kind = [is_custom === true && "custom", is_deprecated === true && "deprecated"]
    .filter(Boolean)
    .join(", ");
  const grants = description ? quoted(description, DESCRIPTION) : "no description";
  return `${quoted(name, ROLE_NAME)}${kind === "" ? "" : ` (${kind})`}: ${grants}`;
}

/** What the roles of a result grant, in one note. */
export async function roleNotes(
  names: readonly string[],
  reads: SecondaryReads,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<string[]> {
  const wanted = new Set(names);
  if (wanted.size === 0) return [];
  const roles = await reads.attempt("roles", collect(fivetran.roles.list({ signal })));
  const shown = (roles ?? []).filter(({ name }) => wanted.has(name)).slice(0, MOST_EXPLAINED);
  return shown.length === 0
    ? []
    : [`Roles, in Fivetran's words: ${shown.map(roleText).join("; ")}.`];
}
