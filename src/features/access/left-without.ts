import type { Membership, User } from "../../client/resources/people.js";
import type { ReadContext } from "../../toolkit/define.js";
import { count, named, upTo } from "../../toolkit/render.js";
import { ADMINISTRATOR, administrators } from "./administrators.js";
import { userName } from "./people.js";
import type { SecondaryReads } from "./secondary.js";

const MOST_GROUPS = 20;
const MOST_NAMED = 10;

interface Responsibilities {
  /** The user's direct roles in groups, and the names of the groups. */
  groups: readonly Membership[];
  names: ReadonlyMap<string, string>;
  /** The user's teams, with the user's role in each. */
  teams: readonly { id: string; name: string; role: string }[];
}

const ADMINISTERS_GROUP = /^(destination administrator|manage destination)$/i;

/** Returns what would have no administrator if this user were deleted. */
export async function leftWithout(
  user: User,
  { groups: inGroups, names, teams }: Responsibilities,
  reads: SecondaryReads,
  ctx: Pick<ReadContext, "fivetran" | "signal">,
): Promise<string[]> {
  const { fivetran, signal } = ctx;
  const whole = await reads.attempt(
    "other account administrators",
    administrators({ user: user.id, deleted: true }, ctx),
  );
  const administered = inGroups.filter(({ role }) => ADMINISTERS_GROUP.test(role?.trim() ?? ""));
  const alone = await Promise.all(
    administered.slice(0, MOST_GROUPS).map(async ({ id }) => {
      const members = await reads.list(
        "other administrators of some groups",
        "user of a group",
        (onUnreadable) => fivetran.groups.users.list(id, { signal, onUnreadable }),
      );
      if (members === undefined) return [];
      const others = members.filter(
        ({ id: other, role, active }) =>
          other !== user.id && active !== false && ADMINISTERS_GROUP.test(role?.trim() ?? ""),
      );
      return others.length > 0 ? [] : [named(names.get(id) ?? id, id)];
    }),
  );
  const managed = teams.filter(({ role }) => /^team manager$/i.test(role));
  const unmanaged = await Promise.all(
    managed.map(async ({ id, name }) => {
      const members = await reads.list(
        "other managers of some teams",
        "member of a team",
        (onUnreadable) => fivetran.teams.members.list(id, { signal, onUnreadable }),
      );
      const others = members?.some(
        ({ user_id, role }) => user_id !== user.id && /^team manager$/i.test(role ?? ""),
      );
      return others === false ? [named(name, id)] : [];
    }),
  );
  const who = `Without ${userName(user)}`;
  const groups = alone.flat();
  const leaderless = unmanaged.flat();
  const unseen = administered.length - MOST_GROUPS;
  return [
    ...(whole === undefined || !whole.now.has(user.id)
      ? []
      : whole.after.size > 0
        ? [`${who}, the account still has ${count(whole.after.size, ADMINISTRATOR)}.`]
        : [
            `${who}, the account would have no ${ADMINISTRATOR}. Give another user that role first.`,
          ]),
    ...(groups.length > 0
      ? [
          `${who}, no user would administer ${upTo(groups, MOST_NAMED, (one) => one).join(", ")}. Only account administrators, or a team with a suitable role, could still do so.`,
        ]
      : []),
    ...(leaderless.length > 0
      ? [
          `${who}, ${leaderless.length === 1 ? "this team" : "these teams"} would have no manager: ${leaderless.join(", ")}.`,
        ]
      : []),
    ...(unseen > 0 ? [`Not checked: other administrators of ${count(unseen, "more group")}.`] : []),
  ];
}
