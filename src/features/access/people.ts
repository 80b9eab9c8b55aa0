import type { ListOptions } from "../../client/resources/list.js";
import type { User } from "../../client/resources/people.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare } from "../../toolkit/render.js";

const REMEMBERED_MS = 60_000;

/** Lists the users of the account. Calls within a minute share one read. */
export const listUsers = (
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
  onUnreadable?: ListOptions["onUnreadable"],
) => fivetran.users.list({ signal, maxAgeMs: REMEMBERED_MS, onUnreadable });

/** Returns a user's full name, otherwise the e-mail address, otherwise the id. */
export function fullName({ id, email, given_name, family_name }: User): string {
  return [given_name, family_name].filter(Boolean).join(" ") || email || id;
}

/** Returns a user's name in the form that a result shows. */
export const userName = (user: User) => bare(fullName(user));

/** Returns the reason why a user cannot sign in. Undefined for a user who can. */
export function userState({ active, invited, verified }: User): string | undefined {
  if (active === false) return "inactive";
  return invited === true && verified !== true ? "invited, not accepted" : undefined;
}
