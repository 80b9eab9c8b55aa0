import { conflict } from "../api/envelope.js";
import { timestamp } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import { recordsOf, type World } from "../world/model.js";

export type Member = "users" | "teams";
export type Place = "connections" | "groups" | "teams";

/** Who has which role where, apart from roles in the account itself. */
export function membersOf(world: World, member: Member, place: Place) {
  return recordsOf(world, `${member} in ${place}`);
}

export interface Membership extends JsonObject {
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

export function membership(
  world: World,
  [member, memberId]: [Member, string],
  [place, placeId]: [Place, string],
): Membership | undefined {
  const record = membersOf(world, member, place).get(key(memberId, placeId));
  return record === undefined ? undefined : asMembership(record);
}

export function addMembership(
  world: World,
  [member, memberId]: [Member, string],
  [place, placeId]: [Place, string],
  role: string,
  now: number,
): Membership {
  const id = key(memberId, placeId);
  const kept = membersOf(world, member, place);
  if (kept.has(id)) throw conflict("This membership exists already");
  const made = { id, member: memberId, place: placeId, role, created_at: timestamp(now) };
  kept.set(id, made);
  return made;
}

export function dropMembership(world: World, member: Member, place: Place, id: string): void {
  membersOf(world, member, place).delete(id);
}

const EVERYWHERE: [Member, Place][] = [
  ["users", "connections"],
  ["users", "groups"],
  ["users", "teams"],
  ["teams", "connections"],
  ["teams", "groups"],
];

function forget(world: World, gone: (member: Member, place: Place, one: Membership) => boolean) {
  for (const [member, place] of EVERYWHERE) {
    for (const one of memberships(world, member, place)) {
      if (gone(member, place, one)) dropMembership(world, member, place, one.id);
    }
  }
}

/** A user or team was deleted, and with it the roles it had. */
export function forgetMember(world: World, member: Member, id: string): void {
  forget(world, (kind, _, one) => kind === member && one.member === id);
}

export function forgetPlace(world: World, place: Place, id: string): void {
  forget(world, (_, kind, one) => kind === place && one.place === id);
}
