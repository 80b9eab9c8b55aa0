import { undefinedIfAbsent } from "../../base/errors.js";
import { ageMinutes, duration } from "../../base/time.js";
import type { ListOptions } from "../../client/resources/list.js";
import type { Connection } from "../../client/resources/models.js";
import type { Membership, User } from "../../client/resources/people.js";
import type { Unreadable } from "../../client/resources/reply.js";
import type { ReadContext } from "../../toolkit/define.js";
import { cursorAt, fitting, offsetOf } from "../../toolkit/page.js";
import { bare, compact, count, named, plain, RESULT_BUDGET } from "../../toolkit/render.js";
import { CREATED, createdBy } from "./created.js";
import { leftWithout } from "./left-without.js";
import { userNamed } from "./named.js";
import { fullName, userState } from "./people.js";
import { roleNotes } from "./roles.js";
import { type SecondaryReads, secondaryReads, untilSilent } from "./secondary.js";

const MOST_CONNECTIONS = 20_000;
const MOST_TEAMS = 50;
const PAGE = 200;
/** The space for items. The rest is for the title, the notes and the cursor. */
const ROOM = RESULT_BUDGET - 3500;

type Context = Pick<ReadContext, "fivetran" | "signal" | "now">;

interface Item {
  kind: string;
  name?: string | undefined;
  id?: string | undefined;
  role?: string | undefined;
  [field: string]: string | undefined;
}

/**
 * Lists what a user can reach, what the user created, and what would have no administrator without
 * the user.
 */
export async function userAccess(value: string, cursor: string | undefined, ofCall: Context) {
  const unreadable: Unreadable[] = [];
  const user = await userNamed(value, ofCall, (field) => unreadable.push(field));
  const fivetran = untilSilent(ofCall.fivetran);
  const { signal } = ofCall;
  const ctx = { ...ofCall, fivetran };
  const scope = ["access", "user", user.id];
  const start = offsetOf(cursor, scope);
  const reads = secondaryReads(signal);
  for (const field of unreadable) if (field.id === user.id) reads.unreadable("user", field);
  let cut = false;
  const [groups = [], connections = [], inGroups = [], inConnections = [], teams] =
    await Promise.all([
      reads.list("names of groups", "group", (onUnreadable) =>
        fivetran.groups.list({ signal, onUnreadable }),
      ),
      reads.list("connectors", "connector", (onUnreadable) =>
        firstConnections(ctx, onUnreadable, () => {
          cut = true;
        }),
      ),
      reads.list("roles in groups", "role in a group", (onUnreadable) =>
        fivetran.users.groups.list(user.id, { signal, onUnreadable }),
      ),
      reads.list("roles in connectors", "role in a connector", (onUnreadable) =>
        fivetran.users.connections.list(user.id, { signal, onUnreadable }),
      ),
      teamsOf(user, reads, ctx),
    ]);
  const names = {
    group: new Map(groups.map(({ id, name }) => [id, name])),
    connector: new Map(connections.map(({ id, schema }) => [id, schema])),
  };
  const access = [
    ...(user.role ? [{ kind: "account_role", role: user.role }] : []),
    ...granted("group", inGroups, names.group),
    ...granted("connector", inConnections, names.connector),
    ...teams.items.map(({ item }) => item),
    ...teams.items.flatMap(({ name, groups, connections: of }) => [
      ...granted("group", groups, names.group, `team ${name}`),
      ...granted("connector", of, names.connector, `team ${name}`),
    ]),
  ];
  const own = connections
    .filter(({ connected_by }) => connected_by === user.id)
    .map(({ id, schema, paused }) => ({
      kind: "created_connector",
      name: schema,
      id,
      ...(paused === true ? { state: "paused" } : {}),
    }));
  const created = [...own, ...(await createdBy(user.id, reads, ctx))];
  const unseen = reads.gaps().length > 0;
  const left = await leftWithout(
    user,
    { groups: inGroups, names: names.group, teams: teams.items },
    reads,
    ctx,
  );
  const items: object[] = [...access, ...created];
  const page = fitting(
    PAGE,
    (size) => ({
      items: items.slice(start, start + size).map((item) => compact({ ...item })),
      ...(start + size < items.length ? { next_cursor: cursorAt(start + size, scope) } : {}),
    }),
    ROOM,
  );
  const roles = access.flatMap(({ role }) => role ?? []);
  return {
    title: `${named(fullName(user), user.id)}: ${about(user, ctx.now())}; ${counted(access, ACCESS, unseen) ?? (unseen ? "no other access that could be read" : "no other access")}; created ${counted(created, CREATED, unseen) ?? (unseen ? "nothing that could be read" : "nothing that still exists")}`,
    ...page,
    notes: [
      ...(start > 0 ? [] : left),
      ...(await roleNotes(roles, reads, ctx)),
      ...(await keyNotes(user, reads, ctx)),
      ...(cut ? [`Not checked: connectors after the first ${MOST_CONNECTIONS}.`] : []),
      ...(teams.left > 0
        ? [
            `Not checked: ${count(teams.left, "more team")}. To see the role in one team, call read_api get_user_in_team.`,
          ]
        : []),
      "Fivetran does not show who created a destination, a group or a system key.",
      ...reads.gaps().map((gap) => `Incomplete: ${gap}.`),
    ],
  };
}

const ACCESS: Readonly<Record<string, string>> = {
  group: "group role",
  connector: "connector role",
  team: "team",
};

/** Counts items by kind. Undefined if there are none. `unseen`: some could not be read. */
function counted(
  items: readonly { kind: string }[],
  nouns: Readonly<Record<string, string>>,
  unseen: boolean,
): string | undefined {
  const parts = Object.entries(nouns).flatMap(([kind, noun]) => {
    const n = items.filter((item) => item.kind === kind).length;
    return n === 0 ? [] : [count(n, noun)];
  });
  return parts.length === 0 ? undefined : `${unseen ? "at least " : ""}${parts.join(", ")}`;
}

function about(user: User, now: Date): string {
  const signedIn = ageMinutes(user.logged_in_at, now);
  const never = user.logged_in_at ? "last signed in at an unknown time" : "never signed in";
  return [
    user.email ? bare(user.email) : "no e-mail address",
    ...(user.user_type?.toUpperCase() === "SERVICE_ACCOUNT" ? ["a service account"] : []),
    user.role ? `role ${bare(user.role)} in the account` : "no role in the account",
    userState(user) ??
      (signedIn === undefined ? never : `last signed in ${duration(signedIn)} ago`),
  ].join(", ");
}

const granted = (
  kind: "group" | "connector",
  memberships: readonly Membership[],
  names: ReadonlyMap<string, string>,
  through?: string,
): Item[] =>
  memberships.map(({ id, role }) => ({
    kind,
    name: names.get(id),
    id,
    role: role ?? undefined,
    through,
  }));

/** A page is reused for a minute, because callers often check several users in a row. */
const REMEMBERED_MS = 60_000;

async function* firstConnections(
  { fivetran, signal }: Context,
  onUnreadable: ListOptions["onUnreadable"],
  onCut: () => void,
): AsyncIterable<Pick<Connection, "id" | "schema" | "connected_by" | "paused">> {
  let read = 0;
  const options = { signal, maxAgeMs: REMEMBERED_MS, onUnreadable };
  for await (const connection of fivetran.connections.list(options)) {
    if (read === MOST_CONNECTIONS) return onCut();
    read += 1;
    const { id, schema, connected_by, paused } = connection;
    yield { id, schema, connected_by, paused };
  }
}

interface OwnTeam {
  id: string;
  name: string;
  /** The user's role in the team. */
  role: string;
  /** The role of the team in the account. */
  item: Item;
  groups: Membership[];
  connections: Membership[];
}

/** Returns the user's teams and the access that they grant. */
async function teamsOf(
  user: User,
  reads: SecondaryReads,
  { fivetran, signal }: Context,
): Promise<{ items: OwnTeam[]; left: number }> {
  const teams =
    (await reads.list("teams", "team", (onUnreadable) =>
      fivetran.teams.list({ signal, onUnreadable }),
    )) ?? [];
  const looked = await Promise.all(
    teams.slice(0, MOST_TEAMS).map(async (team): Promise<OwnTeam | undefined> => {
      const member = await reads.attempt(
        "members of some teams",
        fivetran.teams.members.get(team.id, user.id, { signal }).catch(undefinedIfAbsent),
      );
      if (member === undefined) return undefined;
      const grants = "roles that some teams grant";
      const grant = "role that a team grants";
      const [groups = [], connections = []] = await Promise.all([
        reads.list(grants, grant, (onUnreadable) =>
          fivetran.teams.groups.list(team.id, { signal, onUnreadable }),
        ),
        reads.list(grants, grant, (onUnreadable) =>
          fivetran.teams.connections.list(team.id, { signal, onUnreadable }),
        ),
      ]);
      const { id } = team;
      const name = team.name ?? id;
      const item = {
        kind: "team",
        name,
        id,
        role: member.role ?? undefined,
        account_role: team.role ?? undefined,
      };
      return { id, name, role: member.role ?? "", item, groups, connections };
    }),
  );
  return {
    items: looked.flatMap((team) => team ?? []),
    left: Math.max(0, teams.length - MOST_TEAMS),
  };
}

/** Notes the user's API key, which stops working when the user is deleted. */
async function keyNotes(
  user: User,
  reads: SecondaryReads,
  { fivetran, signal }: Context,
): Promise<string[]> {
  const stops =
    "if the user is deleted, the key stops working, and so does every program that uses it";
  if (user.has_api_key === false) return ["The user has no API key."];
  const key = await reads.attempt(
    "the user's API key",
    fivetran.users.apiKeys.get(user.id, { signal }).catch(undefinedIfAbsent),
  );
  if (key === undefined) {
    return user.has_api_key === true ? [`The user has an API key: ${stops}.`] : [];
  }
  const facts = [
    key.key_status && bare(key.key_status),
    key.created_at && `created ${plain(key.created_at)}`,
    key.expires_at && `expires ${plain(key.expires_at)}`,
  ].filter(Boolean);
  return [`The user has an API key (${facts.join(", ")}): ${stops}.`];
}
