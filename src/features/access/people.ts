import { collect } from "../../base/collect.js";
import type { User } from "../../client/resources/people.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare } from "../../toolkit/render.js";

const REMEMBERED_MS = 60_000;

/** The users of the account; one read serves the calls of a minute. */
export const readUsers = ({ fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">) =>
  collect(fivetran.users.list({ signal, maxAgeMs: REMEMBERED_MS }));

/** A user's name, else e-mail address, else id. */
export function fullName({ id, email, given_name, family_name }: User): string {
  return [given_name, family_name].filter(Boolean).join(" ") || email || id;
}

/** The same as the text of a result shows it. */
export const userName = (user: User) => bare(fullName(user));

/** Why a user cannot sign in; undefined for one who can. */
export function userState({ active, invited, verified }: User): string | undefined {
  if (active === false) return "inactive";
  return invited === true && verified !== true ? "invited, not accepted" : undefined;
}
