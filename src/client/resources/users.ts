import * as z from "zod";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { call } from "../operations/call.js";
import { type List, type ListOptions, listing, type Page, type PageOptions } from "./list.js";
import { createMemberships, type Memberships } from "./memberships.js";
import { ask, sameId, tell } from "./reply.js";

/** `GET /v1/users/{userId}`. */
export const User = z.looseObject({
  id: z.string(),
  email: z.string(),
  given_name: z.string().nullish(),
  family_name: z.string().nullish(),
  /** The role in the account; absent where the user has roles in single groups or connections only. */
  role: z.string().nullish(),
  active: z.boolean().nullish(),
  verified: z.boolean().nullish(),
  invited: z.boolean().nullish(),
  logged_in_at: z.string().nullish(),
  created_at: z.string().nullish(),
});
export type User = z.output<typeof User>;

export interface UserFilter {
  /** Only users that are active, or only those that are not. */
  active?: boolean | undefined;
}

export interface Users {
  /**
   * Every user of the account.
   *
   * `GET /v1/users`
   */
  list(options?: UserFilter & ListOptions): List<User>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: UserFilter & PageOptions): Promise<Page<User>>;
  /**
   * One user by id. Throws `not_found`.
   *
   * `GET /v1/users/{userId}`
   */
  get(id: string, options?: RequestOptions): Promise<User>;
  /**
   * Invites somebody by e-mail: `email`, `given_name`, `family_name`, and `role` as `roles.list` spells it.
   *
   * `POST /v1/users`
   */
  invite(body: Body<"create_user">, options?: RequestOptions): Promise<User>;
  /**
   * Changes the fields given. Nobody changes their own role (`rejected`).
   *
   * `PATCH /v1/users/{userId}`
   */
  modify(id: string, body: Body<"modify_user">, options?: RequestOptions): Promise<User>;
  /**
   * Removes the user and the API key of that user. The last account administrator stays (`rejected`).
   *
   * `DELETE /v1/users/{id}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Takes the role in the account away; roles in groups and connections stay.
   *
   * `DELETE /v1/users/{userId}/role`
   */
  removeRole(id: string, options?: RequestOptions): Promise<void>;
  /** Roles in single connections: `/v1/users/{userId}/connections`. */
  connections: Memberships;
  /** Roles in single groups: `/v1/users/{userId}/groups`. */
  groups: Memberships;
}

export const createUsers = (send: Send, change: Send): Users => ({
  ...listing<typeof User, UserFilter>(send, "list_all_users", User, ({ active }) => ({ active })),
  get: async (userId, options) =>
    sameId(
      await ask(send, User, call("user_details", { userId }), options),
      userId,
      "user_details",
    ),
  invite: (body, options) => ask(change, User, call("create_user", {}, body), options),
  modify: (userId, body, options) =>
    ask(change, User, call("modify_user", { userId }, body), options),
  delete: (id, options) => tell(change, call("delete_user", { id }), options),
  removeRole: (userId, options) =>
    tell(change, call("delete_user_membership_in_account", { userId }), options),
  connections: createMemberships(
    send,
    change,
    {
      list: "get_user_memberships_in_connections",
      get: "get_user_membership_in_connections",
      add: "add_user_membership_in_connection",
      modify: "update_user_membership_in_connection",
      remove: "delete_user_membership_in_connection",
    },
    "userId",
    "connectionId",
  ),
  groups: createMemberships(
    send,
    change,
    {
      list: "get_user_memberships_in_groups",
      get: "get_user_membership_in_group",
      add: "add_user_membership_in_group",
      modify: "update_user_membership_in_group",
      remove: "delete_user_membership_in_group",
    },
    "userId",
    "groupId",
  ),
});
