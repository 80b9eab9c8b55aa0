import * as z from "zod";
import { found } from "../api/collection.js";
import { conflict, created, missing, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, operationAt, type Route, route, routeWithBody } from "../api/router.js";
import { timestamp } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import { recordsOf, type User, type World } from "../world/model.js";
import { checkRole } from "./roles.js";

export const TEAMS = "teams";

type Member = "users" | "teams";
type Place = "connections" | "groups" | "teams";

/** Returns the role of each member for each place, except roles in the account itself. */
function membersOf(world: World, member: Member, place: Place) {
  return recordsOf(world, `${member} in ${place}`);
}

interface Membership extends JsonObject {
  id: string;
  member: string;
  place: string;
  role: string;
  created_at: string;
}

const key = (member: string, place: string) => `${member} ${place}`;

function asMembership(record: JsonObject & { id: string }): Membership {
  return {
    id: record.id,
    member: String(record["member"]),
    place: String(record["place"]),
    role: String(record["role"]),
    created_at: String(record["created_at"]),
  };
}

export function memberships(world: World, member: Member, place: Place): Membership[] {
  return [...membersOf(world, member, place).values()].map(asMembership);
}

/** A membership: kind and id of the member, kind and id of the place. */
type Ends = [member: Member, memberId: string, place: Place, placeId: string];

export function membership(world: World, ends: Ends): Membership | undefined {
  const [member, memberId, place, placeId] = ends;
  const record = membersOf(world, member, place).get(key(memberId, placeId));
  return record === undefined ? undefined : asMembership(record);
}

export function addMembership(
  world: World,
  [member, memberId, place, placeId]: Ends,
  role: string,
  now: number,
): Membership {
  const id = key(memberId, placeId);
  const kept = membersOf(world, member, place);
  if (kept.has(id)) throw conflict("This membership already exists");
  const made = { id, member: memberId, place: placeId, role, created_at: timestamp(now) };
  kept.set(id, made);
  return made;
}

export function removeMembership(world: World, member: Member, place: Place, id: string): void {
  membersOf(world, member, place).delete(id);
}

export function isActive({ active }: User, query: URLSearchParams): boolean {
  return ["", String(active)].includes(query.get("active") ?? "");
}

/** One of the five kinds of membership. */
interface Kind {
  /** The owner in the path: the user or team, or the team that has users as members. */
  owner: Member;
  member: Member;
  place: Place;
  scope: Parameters<typeof checkRole>[1];
  /** Differences between the operations of the API. */
  removeReturnsBody?: true;
  updateReturnsNothing?: true;
}

const KINDS: readonly Kind[] = [
  {
    owner: "users",
    member: "users",
    place: "connections",
    scope: "CONNECTOR",
    removeReturnsBody: true,
  },
  {
    owner: "users",
    member: "users",
    place: "groups",
    scope: "DESTINATION",
    updateReturnsNothing: true,
  },
  { owner: "teams", member: "teams", place: "connections", scope: "CONNECTOR" },
  { owner: "teams", member: "teams", place: "groups", scope: "DESTINATION" },
  { owner: "teams", member: "users", place: "teams", scope: "TEAM" },
];

function removeMemberships(
  world: World,
  gone: (member: Member, place: Place, one: Membership) => boolean,
) {
  for (const { member, place } of KINDS) {
    for (const one of memberships(world, member, place)) {
      if (gone(member, place, one)) removeMembership(world, member, place, one.id);
    }
  }
}

export function removeMembershipsOf(world: World, member: Member, id: string): void {
  removeMemberships(world, (kind, _, one) => kind === member && one.member === id);
}

export function removeMembershipsIn(world: World, place: Place, id: string): void {
  removeMemberships(world, (_, kind, one) => kind === place && one.place === id);
}

function itemsOf(world: World, kind: Member | Place): Map<string, { id: string }> {
  return kind === "teams" ? recordsOf(world, TEAMS) : world[kind];
}

/** Returns the messages of the operations of one kind, in the API's own words. */
function messagesOf({ owner, place }: Kind) {
  if (place === "teams") {
    return {
      list: "Team users retrieved successfully",
      details: "Team user details retrieved successfully",
      made: "User has been added to the team",
      changed: "User role has been updated",
      removed: "User has been removed from the team",
    };
  }
  const one = place === "groups" ? "group" : "connection";
  const noun = place === "groups" ? "Group" : "Connection";
  return {
    list:
      owner === "users"
        ? `User memberships in ${one}s retrieved successfully`
        : `Team ${one} memberships retrieved successfully`,
    details:
      owner === "users"
        ? `User membership in ${one} retrieved successfully`
        : `Team ${one} membership retrieved successfully`,
    made: `${noun} membership has been created`,
    changed: `${noun} membership has been updated`,
    removed: `${noun} membership has been deleted`,
  };
}

const NOUN = { users: "User", teams: "Team", groups: "Group", connections: "Connection" } as const;
const idParam = (kind: keyof typeof NOUN) => `${NOUN[kind].toLowerCase()}Id`;

function membershipRoutes(kind: Kind): Route[] {
  const { owner, member, place, scope } = kind;
  // In a team's own list of users, the owner is also the place.
  const isPlace = owner === place;
  const others = isPlace ? member : place;
  const path = `/v1/${owner}/{${idParam(owner)}}/${others}`;
  const onePath = `${path}/{${idParam(others)}}`;
  const list = operationAt("GET", path);
  const messages = messagesOf(kind);
  const ownerId = (call: Call) => found(itemsOf(call.world, owner), call.id, NOUN[owner]).id;
  const ends = (mine: string, other: string): Ends =>
    isPlace ? [member, other, place, mine] : [member, mine, place, other];
  const body = (one: Membership): JsonObject => ({
    [isPlace ? "user_id" : "id"]: isPlace ? one.member : one.place,
    role: one.role,
    created_at: one.created_at,
  });
  const one = (call: Call): Membership => {
    const other = call.param(idParam(others));
    const known = membership(call.world, ends(ownerId(call), other));
    const noun = `Membership of the ${NOUN[owner].toLowerCase()} for`;
    if (known === undefined) throw missing(noun, other, "NotFound");
    return known;
  };
  const named = (one: Membership) => `${member} ${one.member} in ${place} ${one.place}`;

  return [
    route(list, (call) => {
      const mine = ownerId(call);
      const items = memberships(call.world, member, place).filter((each) => {
        if ((isPlace ? each.place : each.member) !== mine) return false;
        const user = isPlace ? call.world.users.get(each.member) : undefined;
        return user === undefined || isActive(user, call.query);
      });
      return page(messages.list, items.map(body), `${mine} ${list}`, call.query);
    }),
    routeWithBody(
      operationAt("POST", path),
      isPlace
        ? z.looseObject({ user_id: z.string(), role: z.string().optional() })
        : z.looseObject({ id: z.string(), role: z.string() }),
      (call, given) => {
        const mine = ownerId(call);
        const other = String(isPlace ? given["user_id"] : given["id"]);
        found(itemsOf(call.world, others), other, NOUN[others]);
        const role = checkRole(given.role ?? "Team Member", scope);
        const made = addMembership(call.world, ends(mine, other), role, call.now);
        call.effect(mine, `${named(made)}: ${role}`);
        return created(messages.made, body(made));
      },
    ),
    route(operationAt("GET", onePath), (call) => ok(messages.details, body(one(call)))),
    routeWithBody(
      operationAt("PATCH", onePath),
      z.looseObject({ role: z.string() }),
      (call, given) => {
        const known = one(call);
        const changed = { ...known, role: checkRole(given.role, scope) };
        membersOf(call.world, member, place).set(known.id, changed);
        call.effect(known.member, `${named(changed)}: ${known.role} -> ${changed.role}`);
        return kind.updateReturnsNothing
          ? ok(messages.changed)
          : ok(messages.changed, body(changed));
      },
    ),
    route(operationAt("DELETE", onePath), (call) => {
      const known = one(call);
      removeMembership(call.world, member, place, known.id);
      call.effect(known.member, `${named(known)} removed`);
      return kind.removeReturnsBody ? ok(messages.removed, body(known)) : ok(messages.removed);
    }),
  ];
}

export const membershipOperations: Route[] = KINDS.flatMap(membershipRoutes);
