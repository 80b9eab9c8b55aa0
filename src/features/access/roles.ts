import type { Role } from "../../client/resources/people.js";
import type { ReadContext } from "../../toolkit/define.js";
import { quoted } from "../../toolkit/render.js";
import type { SecondaryReads } from "./secondary.js";

const ROLE_NAME = 80;
const DESCRIPTION = 160;
const MOST_EXPLAINED = 12;

/** Returns a role with Fivetran's description: `"View Connection": "Sees a connection"`. */
export function roleText({ name, description, is_custom, is_deprecated }: Role): string {
  const kind = [is_custom === true && "custom", is_deprecated === true && "deprecated"]
    .filter(Boolean)
    .join(", ");
  const grants = description ? quoted(description, DESCRIPTION) : "no description";
  return `${quoted(name, ROLE_NAME)}${kind === "" ? "" : ` (${kind})`}: ${grants}`;
}

/** Returns one note that explains the roles of a result. */
export async function roleNotes(
  names: readonly string[],
  reads: SecondaryReads,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<string[]> {
  const wanted = new Set(names);
  if (wanted.size === 0) return [];
  const roles = await reads.list("roles", "role", (onUnreadable) =>
    fivetran.roles.list({ signal, onUnreadable }),
  );
  const shown = (roles ?? []).filter(({ name }) => wanted.has(name)).slice(0, MOST_EXPLAINED);
  return shown.length === 0
    ? []
    : [`Role descriptions from Fivetran: ${shown.map(roleText).join("; ")}.`];
}

/** Returns the role that replaces a deprecated one, and what the replacement lacks. */
export function replacementText(
  { name, description, scope, replacement_role_name: next }: Role,
  roles: readonly Role[],
  place: string,
): string {
  const old = `The role ${quoted(name, ROLE_NAME)} is deprecated`;
  if (!next) return `${old}, and Fivetran gives no replacement.`;
  const replacement = roles.find((role) => role.name === next);
  if (replacement === undefined) {
    return `${old}. Its replacement ${quoted(next, ROLE_NAME)} is not available in this account.`;
  }
  const places = replacement.scope ?? [];
  const elsewhere = (scope ?? []).filter((one) => !places.includes(one));
  const lost = lacking(description ?? "", replacement.description ?? "");
  const lacks = [
    ...(elsewhere.length === 0 ? [] : [`the scope ${elsewhere.join(", ")}`]),
    ...lost.map((part) => quoted(part, DESCRIPTION)),
  ];
  const here = elsewhere.includes(place) ? ", which cannot be granted here" : "";
  return `${old}. Its replacement is ${roleText(replacement)}${here}. ${lacks.length === 0 ? "According to the descriptions, the new role includes everything that the old role grants." : `The new role lacks: ${lacks.join("; ")}.`}`;
}

/** Returns the parts of a description that another description does not contain. */
function lacking(description: string, other: string): string[] {
  const parts = (text: string) =>
    text
      .split(/[,;.]|\band\b/i)
      .map((part) => part.trim())
      .filter((part) => part !== "");
  const kept = new Set(parts(other).map((part) => part.toLowerCase()));
  return parts(description).filter((part) => !kept.has(part.toLowerCase()));
}
