import { AppError, undefinedIfAbsent } from "../../base/errors.js";
import { instant } from "../../base/time.js";
import type { Connection } from "../../client/resources/models.js";
import type { Membership, Team, User } from "../../client/resources/people.js";
import type { SystemKey } from "../../client/resources/system-keys.js";
import type { ReadContext } from "../../toolkit/define.js";
import { cursorAt, fitting, offsetOf } from "../../toolkit/page.js";
import { bare, compact, count, named, RESULT_BUDGET } from "../../toolkit/render.js";
import { fullName, listUsers, userState } from "./people.js";
import { roleNotes } from "./roles.js";
import { type SecondaryReads, secondaryReads, untilSilent } from "./secondary.js";

/** The number of users and teams that one call reads, at one or two requests each. */
const LOOKED_AT = 100;
const MEMBERS_NAMED = 20;
/** The space for items. The rest is for the title, the notes and the cursor. */
const ROOM = RESULT_BUDGET - 3500;

type Context = Pick<ReadContext, "fivetran" | "signal" | "secondary" | "now">;

/** A group, or a connector in its group. */
interface Place {
  group: { id: string; name: string };
  connection?: Connection | undefined;
}

/**
 * Lists who can reach a connector: by a role in the account, in its group or for the connector
 * itself, through a team, or with a system key.
 */
export async function connectorAccess(value: string, cursor: string | undefined, ctx: Context) {
  const { fivetran, signal } = ctx;
  const [connection] = await fivetran.connections.resolve([value], { signal });
  if (connection === undefined) throw new AppError("internal", "No connector was resolved.");
  return accessTo({ connection, id: connection.group_id }, cursor, ctx);
}

/** Lists who can reach a group, its destination and its connectors. */
export async function groupAccess(value: string, cursor: string | undefined, ctx: Context) {
  const { fivetran, signal } = ctx;
  const group = await fivetran.groups.resolve(value, { signal });
  return accessTo({ id: group.id, group }, cursor, ctx);
}

async function accessTo(
  { id, group: known, connection }: Partial<Place> & { id: string },
  cursor: string | undefined,
  ofCall: Context,
) {
  const fivetran = untilSilent(ofCall.fivetran);
  const { signal } = ofCall;
  const ctx = { ...ofCall, fivetran };
  const scope = ["access", connection?.id ?? id];
  const start = offsetOf(cursor, scope);
  const reads = secondaryReads(signal);
  const names = secondaryReads(signal);
  const [group = { id, name: id }, users, inGroup = [], teams = [], keys = []] = await Promise.all([
    known ?? names.attempt("the group's name", fivetran.groups.get(id, { signal })),
    reads.list("users", "user", (onUnreadable) => listUsers(ctx, onUnreadable)),
    reads.list("users of the group", "user of the group", (onUnreadable) =>
      fivetran.groups.users.list(id, { signal, onUnreadable }),
    ),
    reads.list("teams", "team", (onUnreadable) => fivetran.teams.list({ signal, onUnreadable })),
    start > 0
      ? []
      : reads.list("system keys", "system key", (onUnreadable) =>
          fivetran.systemKeys.list({ signal, onUnreadable }),
        ),
  ]);
  const valid = keys.filter((key) => !isExpired(key, ctx.now()));
  for (const key of valid) {
    for (const field of unreadPermissions(key)) {
      reads.unreadable("system key", { id: key.id, field, position: 1, omitted: false });
    }
  }
  const place = { group, connection };
  const groupRoles = new Map(inGroup.map(({ id, role }) => [id, role ?? ""]));
  const creator = connection?.connected_by ?? undefined;
  // Users of a group are listed with their role in that group, which is not their role in the
  // account.
  const all = users ?? inGroup.map((user) => ({ ...user, role: undefined }));
  const rank = ({ id, role }: User) => (id === creator ? 0 : groupRoles.has(id) ? 1 : role ? 2 : 3);
  const people = [...all].sort((a, b) => rank(a) - rank(b));
  const byId = new Map(all.map((user) => [user.id, user]));
  const subjects: (() => Promise<Item | undefined>)[] = [
    ...teams.map((team) => () => teamItem(team, place, byId, reads, ctx)),
    ...people.map((user) => () => userItem(user, place, groupRoles.get(user.id), reads, ctx)),
  ];
  const looked = await Promise.all(
    subjects.slice(start, start + LOOKED_AT).map((subject) => subject()),
  );
  const unseen = reads.gaps().length > 0;
  const keyItems = valid.flatMap((key) => keyItem(key, place) ?? []);
  const page = fitting(
    Math.max(looked.length, 1),
    (size) => {
      const items = [...looked.slice(0, size).flatMap((item) => item ?? []), ...keyItems];
      const end = start + size;
      return { items, ...(end < subjects.length ? { next_cursor: cursorAt(end, scope) } : {}) };
    },
    ROOM,
  );
  const end = page.next_cursor === undefined ? subjects.length : offsetOf(page.next_cursor, scope);
  const whole = start === 0 && page.next_cursor === undefined;
  const what =
    connection === undefined
      ? `group ${named(group.name, group.id)}`
      : `${named(connection.schema, connection.id)} in group ${bare(group.name || group.id)}`;
  const held = page.items.flatMap(({ roles }) => roles ?? []);
  const explained = await roleNotes(held, names, ctx);
  const gaps = [...names.gaps(), ...reads.gaps()];
  return {
    ...page,
    what,
    title: `${what}: ${reachText(page.items, unseen)}${whole ? "" : ` (checked: ${start + 1} to ${end} of ${subjects.length} users and teams)`}`,
    notes: [
      ...(whole
        ? []
        : [
            "The other users and teams were not checked. To check all of them, continue with the cursor.",
          ]),
      ...explained,
      ...gaps.map((gap) => `Incomplete: ${gap}.`),
    ],
    gaps,
    items: page.items.map(({ roles: _roles, ...item }) => item),
  };
}

interface Item {
  kind: "user" | "team" | "system_key";
  name: string;
  id: string;
  access: string[];
  /** Names of the roles to explain. */
  roles?: string[];
  [field: string]: string | string[] | boolean | undefined;
}

/** `unseen`: some users or teams could not be read. */
function reachText(items: readonly Item[], unseen: boolean): string {
  const of = (kind: Item["kind"]) => items.filter((item) => item.kind === kind).length;
  const parts = [
    [of("user"), "user"],
    [of("team"), "team"],
    [of("system_key"), "system key"],
  ] as const;
  const counted = parts.flatMap(([n, noun]) => (n === 0 ? [] : [count(n, noun)]));
  if (counted.length > 0) return `${unseen ? "at least " : ""}${counted.join(", ")} can access it`;
  return unseen ? "who can access it could not be read" : "nobody can access it";
}

/** Returns true for the role that gives access to billing but not to connectors. */
const isBilling = (role: string) => /^account billing$/i.test(role);

/** Returns roles with the place where they are granted: `View Connection (connector)`. */
function accessOf(held: readonly [role: string | null | undefined, where: string][]) {
  const roles = held.flatMap(([role, where]) => (role ? [[role, where] as const] : []));
  return {
    access: roles.map(([role, where]) => `${role} (${where})`),
    roles: roles.map(([role]) => role),
  };
}

/** The role that a membership grants. A membership without a readable role grants one that is not known. */
const roleIn = (membership: Membership | undefined) =>
  membership && (membership.role || "unknown role");

const inAccount = (role: string | null | undefined) =>
  role && !isBilling(role) ? role : undefined;

async function userItem(
  user: User,
  { connection }: Place,
  groupRole: string | undefined,
  reads: SecondaryReads,
  { fivetran, signal }: Context,
): Promise<Item | undefined> {
  const own =
    connection &&
    (await reads.attempt(
      "roles of some users in the connector",
      fivetran.users.connections.get(user.id, connection.id, { signal }).catch(undefinedIfAbsent),
    ));
  const created = connection?.connected_by === user.id;
  const held = accessOf([
    [inAccount(user.role), "account"],
    [groupRole, "group"],
    [roleIn(own), "connector"],
  ]);
  if (held.access.length === 0 && !created) return undefined;
  return compact({
    kind: "user",
    name: fullName(user),
    id: user.id,
    email: user.email ?? undefined,
    ...held,
    created_it: created || undefined,
    state: userState(user),
    has_api_key: user.has_api_key === true || undefined,
  } satisfies Item);
}

async function teamItem(
  team: Team,
  { connection, group }: Place,
  users: ReadonlyMap<string, User>,
  reads: SecondaryReads,
  { fivetran, signal }: Context,
): Promise<Item | undefined> {
  const what = "roles of some teams";
  const [inGroup, inConnection] = await Promise.all([
    reads.attempt(
      what,
      fivetran.teams.groups.get(team.id, group.id, { signal }).catch(undefinedIfAbsent),
    ),
    connection &&
      reads.attempt(
        what,
        fivetran.teams.connections.get(team.id, connection.id, { signal }).catch(undefinedIfAbsent),
      ),
  ]);
  const held = accessOf([
    [inAccount(team.role), "account"],
    [roleIn(inGroup), "group"],
    [roleIn(inConnection), "connector"],
  ]);
  if (held.access.length === 0) return undefined;
  const members = await reads.list("members of some teams", "member of a team", (onUnreadable) =>
    fivetran.teams.members.list(team.id, { signal, onUnreadable }),
  );
  const names = (members ?? []).map(({ user_id }) => {
    const user = users.get(user_id);
    return user === undefined ? user_id : fullName(user);
  });
  return compact({
    kind: "team",
    name: team.name ?? team.id,
    id: team.id,
    ...held,
    members:
      names.length > MEMBERS_NAMED
        ? [...names.slice(0, MEMBERS_NAMED), `and ${names.length - MEMBERS_NAMED} more`]
        : names,
  } satisfies Item);
}

/** The fields without which it is not known what a system key can access. */
function unreadPermissions({ permissions }: SystemKey): string[] {
  if (!permissions) return ["permissions"];
  return permissions.flatMap((permission, at) =>
    (["resource_type", "access_level"] as const).flatMap((name) =>
      permission[name] ? [] : [`permissions.${at}.${name}`],
    ),
  );
}

const OF_PLACE: ReadonlySet<string> = new Set(["CONNECTOR", "DESTINATION", "TRANSFORMATION"]);

const isExpired = ({ expired_at }: SystemKey, now: Date): boolean =>
  (instant(expired_at) ?? Number.POSITIVE_INFINITY) <= now.getTime();

/** Returns the access of a system key to the place. Undefined if the key gives no access. */
function keyItem(key: SystemKey, { connection, group }: Place): Item | undefined {
  const access = (key.permissions ?? []).flatMap(
    ({ resource_type, access_level, resource_filter }) => {
      const type = resource_type?.toUpperCase() ?? "";
      const level = access_level?.toUpperCase() ?? "";
      const fits = connection === undefined ? OF_PLACE.has(type) : type === "CONNECTOR";
      const { ids, group_ids } = resource_filter ?? {};
      const limited = (ids?.length ?? 0) + (group_ids?.length ?? 0) > 0;
      // For a group, `ids` can contain the id of its destination, which is the id of the group. A
      // key limited to single connectors of the group is not counted.
      const covered =
        group_ids?.includes(group.id) === true ||
        ids?.includes(connection?.id ?? group.id) === true;
      return fits && level !== "NONE" && (!limited || covered)
        ? [`${level || "UNKNOWN"} ${type}`]
        : [];
    },
  );
  if (access.length === 0) return undefined;
  return compact({
    kind: "system_key",
    name: key.name ?? key.id,
    id: key.id,
    access,
    expires_at: key.expired_at ?? undefined,
    last_used_at: key.last_used_at ?? undefined,
  } satisfies Item);
}
