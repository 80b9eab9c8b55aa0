import { collect } from "../../base/collect.js";
import { type AppError, isClosed, isNotEnabled, undefinedIfAbsent } from "../../base/errors.js";
import type { Connection } from "../../client/resources/models.js";
import type { Team, User } from "../../client/resources/people.js";
import type { ReadContext } from "../../toolkit/define.js";
import { bare } from "../../toolkit/render.js";
import { userName, userState } from "./people.js";
import { secondaryReads } from "./secondary.js";

const MOST_NAMED = 4;
/** The largest number of users to read. One request returns them all. */
const MOST_USERS = 1000;
/**
 * The largest number of users, and of teams, whose role for the connector is read. Users with
 * another suitable role are not read. A user costs one request, and a team two.
 */
const MOST_LOOKED_UP = 10;

/**
 * Matches roles that only allow viewing. A user with any other role, including a custom one, may be
 * able to repair a connector.
 */
const ONLY_SEES = /\b(review\w*|view\w*|analyst|billing)\b/i;
/** Matches roles that allow creating connectors, and give a role only in those. */
const ONLY_CREATES = /^(create connection|connector creator)$/i;

const mayRepair = (role: string | null | undefined): role is string =>
  !!role && !ONLY_SEES.test(role) && !ONLY_CREATES.test(role);

interface Repairers {
  byId: ReadonlyMap<string, string[]>;
  gaps: string[];
}

/**
 * Returns who can repair each connection: its creator, and users with a suitable role for the
 * connection, its group or the account. Roles for the connection itself are read only if there is a
 * single connection. Roles that cannot be read are left out. `gaps` has one note for each part that
 * could not be read, unless the key may not read it or the account does not have it.
 */
export async function repairers(
  connections: readonly Connection[],
  { fivetran, secondary }: Pick<ReadContext, "fivetran" | "secondary">,
): Promise<Repairers> {
  if (connections.length === 0) return { byId: new Map(), gaps: [] };
  return secondary.within((signal) => read(connections, { fivetran, signal }));
}

const isExpected = (error: AppError) =>
  isClosed(error) || isNotEnabled(error) || error.type === "not_found";

async function read(
  connections: readonly Connection[],
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<Repairers> {
  const { attempt, gaps } = secondaryReads(signal, isExpected);
  const options = { signal };
  const groupIds = [...new Set(connections.map(({ group_id }) => group_id))];
  const [only] = connections.length === 1 ? connections : [];
  const [users = [], teams = [], inGroups] = await Promise.all([
    attempt("users", firstUsers(fivetran.users.list({ ...options, maxAgeMs: REMEMBERED_MS }))),
    only && attempt("teams", collect(fivetran.teams.list(options))),
    Promise.all(
      groupIds.map(async (id) => {
        const list = fivetran.groups.users.list(id, options);
        return [id, (await attempt("users of the group", collect(list))) ?? []] as const;
      }),
    ),
  ]);
  const ofGroup = new Map(inGroups);
  const known = new Map(users.map((user) => [user.id, user]));

  async function own({
    id,
    group_id,
    connected_by: by,
  }: Connection): Promise<[name: string, role: string][]> {
    const held = new Set((ofGroup.get(group_id) ?? []).filter(isRepairer).map(({ id: of }) => of));
    const others = users.filter(
      (user) =>
        user.id !== by &&
        userState(user) === undefined &&
        !mayRepair(user.role) &&
        !held.has(user.id),
    );
    const roleOf = (user: User) =>
      fivetran.users.connections.get(user.id, id, options).catch(undefinedIfAbsent);
    const ofTeam = async (team: Team) => {
      const [inConnection, inGroup] = await Promise.all([
        fivetran.teams.connections.get(team.id, id, options).catch(undefinedIfAbsent),
        fivetran.teams.groups.get(team.id, group_id, options).catch(undefinedIfAbsent),
      ]);
      return [inConnection?.role, inGroup?.role, team.role].find(mayRepair);
    };
    const found = await Promise.all([
      ...others
        .slice(0, MOST_LOOKED_UP)
        .map(
          async (user) => [userName(user), (await attempt("roles", roleOf(user)))?.role] as const,
        ),
      ...teams
        .slice(0, MOST_LOOKED_UP)
        .map(
          async (team) =>
            [`team ${bare(team.name ?? team.id)}`, await attempt("roles", ofTeam(team))] as const,
        ),
    ]);
    return found.flatMap(([name, role]) => (mayRepair(role) ? [[name, role]] : []));
  }

  const entries = connections.map(async (connection): Promise<[string, string[]]> => {
    const by = connection.connected_by ?? undefined;
    const creator =
      by === undefined
        ? undefined
        : (known.get(by) ?? (await attempt("its creator", fivetran.users.get(by, options))));
    const members = (ofGroup.get(connection.group_id) ?? []).filter(isRepairer);
    const named = (user: User) => [userName(user), user.role ?? ""] as const;
    const inAccount = users.filter(
      (user) => isRepairer(user) && !members.some(({ id }) => id === user.id),
    );
    const others = [
      ...(only === undefined ? [] : await own(connection)),
      ...members.filter(({ id }) => id !== by).map(named),
      ...inAccount.filter(({ id }) => id !== by).map(named),
    ];
    const left = creator && userState(creator);
    return [
      connection.id,
      [
        ...(creator === undefined
          ? []
          : [`${userName(creator)} (created it${left === undefined ? "" : `, ${left}`})`]),
        ...others.slice(0, MOST_NAMED).map(([name, role]) => `${name} (${bare(role)})`),
        ...(others.length > MOST_NAMED ? [`${others.length - MOST_NAMED} more`] : []),
      ],
    ];
  });
  return { byId: new Map(await Promise.all(entries)), gaps: gaps() };
}

const REMEMBERED_MS = 60_000;

const isRepairer = (user: User) => mayRepair(user.role) && userState(user) === undefined;

async function firstUsers(list: AsyncIterable<User>): Promise<User[]> {
  const users: User[] = [];
  for await (const user of list) {
    users.push(user);
    if (users.length === MOST_USERS) break;
  }
  return users;
}
