import * as z from "zod";
import { found } from "../api/collection.js";
import { created, missing, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, plain, type Route, route } from "../api/router.js";
import type { JsonObject } from "../world/json.js";
import { recordsOf, type World } from "../world/model.js";
import {
  addMembership,
  dropMembership,
  type Member,
  type Membership,
  membership,
  memberships,
  membersOf,
  type Place,
} from "./memberships.js";
import { checkRole } from "./roles.js";
import { TEAMS } from "./teams.js";
import { isActive } from "./users.js";

/** One of the five kinds of membership, and how its operations are called. */
interface Kind {
  /** Whose path it is under: that of the user or team, or of the team that users belong to. */
  owner: "user" | "team";
  member: Member;
  place: Place;
  scope: Parameters<typeof checkRole>[1];
  list: string;
  add: string;
  get: string;
  update: string;
  remove: string;
  /** Quirks of single operations. */
  removeTells?: true;
  updateIsSilent?: true;
}

const KINDS: readonly Kind[] = [
  {
    owner: "user",
    member: "users",
    place: "connections",
    scope: "CONNECTOR",
    list: "get_user_memberships_in_connections",
    add: "add_user_membership_in_connection",
    get: "get_user_membership_in_connections",
    update: "update_user_membership_in_connection",
    remove: "delete_user_membership_in_connection",
    removeTells: true,
  },
  {
    owner: "user",
    member: "users",
    place: "groups",
    scope: "DESTINATION",
    list: "get_user_memberships_in_groups",
    add: "add_user_membership_in_group",
    get: "get_user_membership_in_group",
    update: "update_user_membership_in_group",
    remove: "delete_user_membership_in_group",
    updateIsSilent: true,
  },
  {
    owner: "team",
    member: "teams",
    place: "connections",
    scope: "CONNECTOR",
    list: "get_team_memberships_in_connections",
    add: "add_team_membership_in_connection",
    get: "get_team_membership_in_connection",
    update: "update_team_membership_in_connection",
    remove: "delete_team_membership_in_connection",
  },
  {
    owner: "team",
    member: "teams",
    place: "groups",
    scope: "DESTINATION",
    list: "get_team_memberships_in_groups",
    add: "add_team_membership_in_group",
    get: "get_team_membership_in_group",
    update: "update_team_membership_in_group",
    remove: "delete_team_membership_in_group",
  },
  {
    owner: "team",
    member: "users",
    place: "teams",
    scope: "TEAM",
    list: "list_users_in_team",
    add: "add_user_to_team",
    get: "get_user_in_team",
    update: "update_user_membership",
    remove: "delete_user_from_team",
  },
];

function itemsOf(world: World, kind: Member | Place): Map<string, { id: string }> {
  if (kind === "users") return world.users;
  if (kind === "teams") return recordsOf(world, TEAMS);
  return kind === "groups" ? world.groups : world.connections;
}

const NOUN = { users: "User", teams: "Team", groups: "Group", connections: "Connection" } as const;
const PARAM = {
  users: "userId",
  teams: "teamId",
  groups: "groupId",
  connections: "connectionId",
} as const;

function membershipRoutes(kind: Kind): Route[] {
  const { owner, member, place, scope } = kind;
  const owners: Member = owner === "user" ? "users" : "teams";
  // In a team's own list of users the owner is the place.
  const turned = owners === place;
  const others = turned ? member : place;
  const path = `/v1/${owners}/{${owner}Id}/${others}`;
  const onePath = `${path}/{${PARAM[others]}}`;
  const ownerId = (call: Call) => {
    const id = call.param(`${owner}Id`);
    found(itemsOf(call.world, owners), id, NOUN[owners]);
    return id;
  };
  const pair = (mine: string, other: string): [[Member, string], [Place, string]] =>
    turned
      ? [
          [member, other],
          [place, mine],
        ]
      : [
          [member, mine],
          [place, other],
        ];
  const body = (one: Membership): JsonObject => ({
    [turned ? "user_id" : "id"]: turned ? one.member : one.place,
    role: one.role,
    created_at: one.created_at,
  });
  const one = (call: Call): Membership => {
    const other = call.param(PARAM[others]);
    const [of, at] = pair(ownerId(call), other);
    const known = membership(call.world, of, at);
    if (known === undefined) throw missing(`Membership of the ${owner} for`, other, "NotFound");
    return known;
  };
  const named = (one: Membership) => `${member} ${one.member} in ${place} ${one.place}`;

  return [
    plain("GET", path, kind.list, (call) => {
      const mine = ownerId(call);
      const items = memberships(call.world, member, place).filter((each) => {
        if ((turned ? each.place : each.member) !== mine) return false;
        const user = turned ? call.world.users.get(each.member) : undefined;
        return user === undefined || isActive(user, call.query);
      });
      return {
        message: "Memberships retrieved successfully",
        ...page(items, `${mine} ${kind.list}`, call.query, (each) => JSON.stringify(body(each))),
      };
    }),
    route({
      method: "POST",
      path,
      operation: kind.add,
      body: turned
        ? z.looseObject({ user_id: z.string(), role: z.string().optional() })
        : z.looseObject({ id: z.string(), role: z.string() }),
      handle(call, given) {
        const mine = ownerId(call);
        const other = String(turned ? given["user_id"] : given["id"]);
        found(itemsOf(call.world, others), other, NOUN[others]);
        const role = checkRole(given.role ?? "Team Member", scope);
        const made = addMembership(call.world, ...pair(mine, other), role, call.now);
        call.effect(mine, `${named(made)}: ${role}`);
        return created("Membership has been created", body(made));
      },
    }),
    plain("GET", onePath, kind.get, (call) =>
      ok("Membership details retrieved successfully", body(one(call))),
    ),
    route({
      method: "PATCH",
      path: onePath,
      operation: kind.update,
      body: z.looseObject({ role: z.string() }),
      handle(call, given) {
        const known = one(call);
        const changed = { ...known, role: checkRole(given.role, scope) };
        membersOf(call.world, member, place).set(known.id, changed);
        call.effect(known.member, `${named(changed)}: ${known.role} -> ${changed.role}`);
        const message = "Membership has been updated";
        return kind.updateIsSilent ? ok(message) : ok(message, body(changed));
      },
    }),
    plain("DELETE", onePath, kind.remove, (call) => {
      const known = one(call);
      dropMembership(call.world, member, place, known.id);
      call.effect(known.member, `${named(known)} removed`);
      const message = "Membership has been deleted";
      return kind.removeTells ? ok(message, body(known)) : ok(message);
    }),
  ];
}

export const membershipOperations: Route[] = KINDS.flatMap(membershipRoutes);
