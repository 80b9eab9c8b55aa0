import * as z from "zod";
import { collection } from "../api/collection.js";
import { conflict, invalid, mustChange, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, type Route, route } from "../api/router.js";
import { timestamp } from "../world/clock.js";
import { type JsonObject, withoutUndefined } from "../world/json.js";
import { recordsOf, type Stored, type User, type World } from "../world/model.js";
import { newId } from "../world/names.js";
import { hasApiKey, removeApiKey } from "./api-keys.js";
import { isActive, removeMembershipsIn, removeMembershipsOf, TEAMS } from "./memberships.js";
import { ADMINISTRATOR, checkRole, roleItems } from "./roles.js";

/** Accepts more addresses than a strict check, such as `name.@example.com`. */
const Email = z.string().regex(/^[^\s@]+@[^\s@]+\.[^\s@.]+$/, "must be an email address");

const profile = {
  given_name: z.string().min(1).optional(),
  family_name: z.string().min(1).optional(),
  phone: z.string().nullish(),
  picture: z.string().nullish(),
  role: z.string().optional(),
};

function isLastAdministrator(call: Call, user: User): boolean {
  const others = [...call.world.users.values()].filter(({ id }) => id !== user.id);
  return user.role === ADMINISTRATOR && !others.some(({ role }) => role === ADMINISTRATOR);
}

const isServiceAccount = (world: World, id: string) =>
  world.users.get(id)?.user_type === "SERVICE_ACCOUNT";

/** Returns a user in the form of the API. */
export function userBody(user: User, world: World): JsonObject {
  return { ...user, has_api_key: hasApiKey(world, user.id) };
}

/** Applies the filters of the list of users. */
function matches(user: User, query: URLSearchParams, world: World): boolean {
  const type = query.get("user_type") ?? "";
  const key = query.get("has_api_key") ?? "";
  return (
    isActive(user, query) &&
    ["", user.user_type].includes(type) &&
    ["", String(hasApiKey(world, user.id))].includes(key)
  );
}

const users = collection({
  noun: "User",
  plural: "Users list",
  items: (world) => world.users,
  matches,
  body: (user, { world }) => userBody(user, world),
  list: "list_all_users",
  get: "user_details",
  create: {
    operation: "create_user",
    body: z.looseObject({
      ...profile,
      email: Email.nullish(),
      user_type: z.enum(["REGULAR_USER", "SERVICE_ACCOUNT"]).optional(),
      given_name: z.string().min(1),
      family_name: z.string().min(1),
    }),
    make(call, given) {
      const { given_name, family_name, phone = null, picture = null, role } = given;
      const { email = null, user_type = "REGULAR_USER" } = given;
      const { world, now, actor } = call;
      const service = user_type === "SERVICE_ACCOUNT";
      if (service && isServiceAccount(world, actor.id)) {
        throw invalid("A service account cannot create another service account");
      }
      if (email === null && !service) throw invalid("Field 'email' is required");
      for (const user of world.users.values()) {
        if (email !== null && user.email?.toLowerCase() === email.toLowerCase()) {
          throw conflict(`A user with email '${email}' already exists`);
        }
      }
      if (role !== undefined) checkRole(role, "ACCOUNT");
      call.spend("user");
      return {
        id: newId(world),
        email,
        user_type,
        given_name,
        family_name,
        phone,
        picture,
        role: role ?? null,
        // A service account needs no invitation.
        verified: service,
        invited: !service,
        active: true,
        logged_in_at: null,
        created_at: timestamp(now),
      };
    },
  },
  modify: {
    operation: "modify_user",
    body: z.looseObject(profile),
    apply(call, user, body) {
      const { role, given_name, family_name, phone, picture } = body;
      mustChange(...Object.values(body));
      if (role !== undefined && role !== user.role) {
        if (user.id === call.actor.id) throw invalid("You cannot change your own role");
        if (isLastAdministrator(call, user)) {
          throw conflict("The last administrator of the account cannot lose its role");
        }
        user.role = checkRole(role, "ACCOUNT");
      }
      Object.assign(user, withoutUndefined({ given_name, family_name, phone, picture }));
      return undefined;
    },
  },
  remove: "delete_user",
  beforeRemove(call, user) {
    if (isLastAdministrator(call, user)) {
      throw conflict("The last administrator of the account cannot be deleted");
    }
    removeMembershipsOf(call.world, "users", user.id);
    removeApiKey(call.world, user.id);
  },
});

function checkTeam(world: World, name?: string, role?: string | null, self?: Stored): void {
  for (const team of recordsOf(world, TEAMS).values()) {
    if (team["name"] === name && team.id !== self?.id) {
      throw conflict(`A team with name '${name}' already exists`);
    }
  }
  if (role != null) checkRole(role, "ACCOUNT");
}

const team = { description: z.string().optional(), role: z.string().nullish() };

const teams = collection({
  noun: "Team",
  plural: "Teams",
  messages: { removed: () => "Team has been deleted" },
  items: (world) => recordsOf(world, TEAMS),
  body: (item) => ({ ...item }),
  list: "list_all_teams",
  get: "team_details",
  create: {
    operation: "create_team",
    body: z.looseObject({ ...team, name: z.string().min(1) }),
    make({ world }, { name, description = "", role = null }) {
      checkTeam(world, name, role);
      return { id: newId(world), name, description, role };
    },
  },
  modify: {
    operation: "modify_team",
    body: z.looseObject({ ...team, name: z.string().min(1).optional() }),
    apply({ world }, item, { name, description, role }) {
      mustChange(name, description, role);
      checkTeam(world, name, role, item);
      Object.assign(item, withoutUndefined({ name, description, role }));
      return undefined;
    },
  },
  remove: "delete_team",
  beforeRemove({ world }, { id }) {
    removeMembershipsOf(world, "teams", id);
    removeMembershipsIn(world, "teams", id);
  },
});

/** The account, its users, teams and roles. */
export const peopleRoutes: Route[] = [
  route("get_account_info", ({ world, actor }) => {
    const { account_id, account_name } = world.account;
    const owner = actor.kind === "user" ? { user_id: actor.id } : { system_key_id: actor.id };
    return ok("Account information retrieved successfully", { account_id, account_name, ...owner });
  }),
  ...users.routes,
  route("delete_user_membership_in_account", (call) => {
    const user = users.one(call);
    if (isLastAdministrator(call, user)) {
      throw conflict("The last administrator of the account cannot lose its role");
    }
    user.role = null;
    call.effect(user.id, "account role removed");
    return ok("User role in account has been removed");
  }),
  ...teams.routes,
  route("delete_team_membership_in_account", (call) => {
    const item = teams.one(call);
    Object.assign(item, { role: null });
    call.effect(item.id, "account role removed");
    return ok("Team role in account has been removed");
  }),
  route("list_all_roles", ({ query }) =>
    page("Roles list retrieved successfully", roleItems, "/v1/roles", query),
  ),
];
