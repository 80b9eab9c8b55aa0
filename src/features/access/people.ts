import { collect } from "../../base/collect.js";
import { firedByDeadline } from "../../base/deadline.js";
import { AppError } from "../../base/errors.js";
import type { Connection } from "../../client/resources/models.js";
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

/** Roles whose names say that their holder may change a connection. */
const CHANGES = /admin|manage|edit|create/i;
const MOST_NAMED = 4;
const DEADLINE_MS = 10_000;

/** Who can repair a connection: the one who created it, and those with a role that may change it in its group. */
export async function repairers(
  connection: Connection,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<string[]> {
  const options = { signal, deadlineMs: DEADLINE_MS };
  const by = connection.connected_by;
  const [creator, users] = await Promise.all([
    typeof by === "string" ? readable(fivetran.users.get(by, options), signal) : undefined,
    readable(collect(fivetran.groups.users.list(connection.group_id, options)), signal),
  ]);
  const active = creator?.active === false ? ", no longer active" : "";
  const others = (users ?? []).filter(
    ({ id, role, active: is }) => id !== by && is !== false && CHANGES.test(role ?? ""),
  );
  return [
    ...(creator === undefined ? [] : [`${userName(creator)} (created it${active})`]),
    ...others.slice(0, MOST_NAMED).map((user) => `${userName(user)} (${bare(user.role ?? "")})`),
    ...(others.length > MOST_NAMED ? [`${others.length - MOST_NAMED} more`] : []),
  ];
}

/** What a read returns, unless it fails: people only add to a result. */
async function readable<T>(read: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    const left = signal.aborted && !firedByDeadline(signal);
    if (left || !(error instanceof AppError)) throw error;
    return undefined;
  }
}
