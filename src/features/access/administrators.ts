import { collect } from "../../base/collect.js";
import type { User } from "../../client/resources/people.js";
import type { ReadContext } from "../../toolkit/define.js";

export const ADMINISTRATOR = "Account Administrator";

/** The access to leave out: a user in one team or everywhere, or the role of a whole team. */
export interface Without {
  user?: string | undefined;
  team?: string | undefined;
  /** True if the user is deleted and therefore leaves every team. */
  deleted?: boolean | undefined;
}

const isAdministrator = ({ role }: { role?: string | null | undefined }) =>
  role?.trim().toLowerCase() === ADMINISTRATOR.toLowerCase();

const canSignIn = ({ active, invited, verified }: User) =>
  active !== false && !(invited === true && verified !== true);

/**
 * Returns the ids of the users who administer the account now, and of those who still would after
 * the change. A user can be an administrator directly or through a team.
 */
export async function administrators(
  { user = "", team = "", deleted = false }: Without,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<{ now: ReadonlySet<string>; after: ReadonlySet<string> }> {
  const users = await collect(fivetran.users.list({ signal }));
  const able = new Set(users.filter(canSignIn).map(({ id }) => id));
  const now = new Set<string>();
  const after = new Set<string>();
  for (const { id } of users.filter(isAdministrator)) {
    if (!able.has(id)) continue;
    now.add(id);
    if (team !== "" || id !== user) after.add(id);
  }
  for (const { id, role } of await collect(fivetran.teams.list({ signal }))) {
    if (!isAdministrator({ role })) continue;
    for (const { user_id } of await collect(fivetran.teams.members.list(id, { signal }))) {
      if (!able.has(user_id)) continue;
      now.add(user_id);
      const leaves = team === id ? user === "" || user === user_id : deleted && user === user_id;
      if (!leaves) after.add(user_id);
    }
  }
  return { now, after };
}
