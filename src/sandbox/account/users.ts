import * as z from "zod";
import { collection, found } from "../api/collection.js";
import { conflict, invalid, ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, plain, type Route } from "../api/router.js";
import { timestamp } from "../world/clock.js";
import type { User } from "../world/model.js";
import { newId } from "../world/names.js";
import { forgetMember } from "./memberships.js";
import { ADMINISTRATOR, checkRole, roleItems } from "./roles.js";

export function isActive({ active }: User, query: URLSearchParams): boolean {
  return ["", String(active)].includes(query.get("active") ?? "");
}

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

/** The definition names the path parameter of this one operation differently. */
const remove = plain("DELETE", "/v1/users/{id}", "delete_user", (call) => {
  const user = found(call.world.users, call.param("id"), "User");
  if (isLastAdministrator(call, user)) {
    throw conflict("The last administrator of the account cannot be deleted");
  }
  call.world.users.delete(user.id);
  forgetMember(call.world, "users", user.id);
  call.effect(user.id, "user deleted");
  return ok(`User with id '${user.id}' has been deleted`);
});

const removeRole = plain(
  "DELETE",
  "/v1/users/{userId}/role",
  "delete_user_membership_in_account",
  (call) => {
    const user = found(call.world.users, call.param("userId"), "User");
    if (isLastAdministrator(call, user)) {
      throw conflict("The last administrator of the account cannot lose its role");
    }
    user.role = null;
    call.effect(user.id, "account role removed");
    return ok("User role in account has been removed");
  },
);

export const userRoutes: Route[] = [
  ...collection({
    path: "/v1/users",
    param: "userId",
    noun: "User",
    plural: "Users list",
    items: (world) => world.users,
    keep: isActive,
    body: (user) => ({ ...user }),
    list: "list_all_users",
    get: "user_details",
    create: {
      operation: "create_user",
      body: z.looseObject({
        ...profile,
        email: z.email("must be an email address"),
        given_name: z.string().min(1),
        family_name: z.string().min(1),
      }),
      make(call, { email, given_name, family_name, phone, picture, role }) {
        const { world, now } = call;
        for (const user of world.users.values()) {
          if (user.email.toLowerCase() === email.toLowerCase()) {
            throw conflict(`A user with email '${email}' already exists`);
          }
        }
        if (role !== undefined) checkRole(role, "ACCOUNT");
        call.spend("user");
        return {
          id: newId(world),
          email,
          given_name,
          family_name,
          phone: phone ?? null,
          picture: picture ?? null,
          role: role ?? null,
          verified: false,
          invited: true,
          active: true,
          logged_in_at: null,
          created_at: timestamp(now),
        };
      },
    },
    patch: {
      operation: "modify_user",
      body: z.looseObject(profile),
      apply(call, user, body) {
        const { given_name, family_name, phone, picture, role } = body;
        if (Object.keys(body).length === 0) {
          throw invalid("Request body must hold at least one field to update");
        }
        if (role !== undefined && role !== user.role) {
          if (user.id === call.actor.id) throw invalid("You cannot change your own role");
          if (isLastAdministrator(call, user)) {
            throw conflict("The last administrator of the account cannot lose its role");
          }
          user.role = checkRole(role, "ACCOUNT");
        }
        user.given_name = given_name ?? user.given_name;
        user.family_name = family_name ?? user.family_name;
        if (phone !== undefined) user.phone = phone;
        if (picture !== undefined) user.picture = picture;
      },
    },
  }),
  remove,
  removeRole,
  plain("GET", "/v1/roles", "list_all_roles", ({ query }) => ({
    message: "Roles list retrieved successfully",
    ...page(roleItems, "/v1/roles", query, JSON.stringify),
  })),
];
