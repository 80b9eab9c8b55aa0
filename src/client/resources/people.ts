import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import type { OperationId } from "../operations/call.js";
import { type Actions, callAt } from "./actions.js";

/** `/v1/users/{userId}`. */
export const User = z.looseObject({
  id: z.string(),
  /** Absent for a service account. */
  email: z.string().nullish(),
  given_name: z.string().nullish(),
  family_name: z.string().nullish(),
  /** The role in the account; absent where the user has roles in single groups or connections only. */
  role: z.string().nullish(),
  active: z.boolean().nullish(),
  verified: z.boolean().nullish(),
  invited: z.boolean().nullish(),
  /** `REGULAR_USER`, or `SERVICE_ACCOUNT`, which cannot sign in to the dashboard. */
  user_type: z.string().nullish(),
  has_api_key: z.boolean().nullish(),
  logged_in_at: z.string().nullish(),
  created_at: z.string().nullish(),
});
export type User = z.output<typeof User>;

/** An API key of a user. `key_secret` is present only after `create` and `rotate`: store it. */
export const UserApiKey = z.looseObject({
  user_id: z.string(),
  user_type: z.string().nullish(),
  key_value: z.string().nullish(),
  key_secret: z.string().nullish(),
  /** `ACTIVE`, `ACTIVE_GRACE` (an earlier secret is valid too) or `EXPIRED`. */
  key_status: z.string().nullish(),
  created_at: z.string().nullish(),
  expires_at: z.string().nullish(),
  overlap_expires_at: z.string().nullish(),
  last_rotated_at: z.string().nullish(),
});
export type UserApiKey = z.output<typeof UserApiKey>;

/** `/v1/teams/{teamId}`. */
export const Team = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  role: z.string().nullish(),
});
export type Team = z.output<typeof Team>;

/** A user in a team, as `Team Manager` or `Team Member`. */
export const TeamMember = z.looseObject({
  user_id: z.string(),
  role: z.string().nullish(),
  created_at: z.string().nullish(),
});
export type TeamMember = z.output<typeof TeamMember>;

/** The role of a user or a team in one connection or group; `id` is that connection's or group's. */
export const Membership = z.looseObject({
  id: z.string(),
  role: z.string().nullish(),
  created_at: z.string().nullish(),
});
export type Membership = z.output<typeof Membership>;

/** `/v1/roles`: a role by its name, which every grant repeats exactly. */
export const Role = z.looseObject({
  name: z.string(),
  description: z.string().nullish(),
  /** Where it can be granted: `ACCOUNT`, `DESTINATION`, `CONNECTOR`. */
  scope: z.array(z.string()).nullish(),
  is_custom: z.boolean().nullish(),
  is_deprecated: z.boolean().nullish(),
  replacement_role_name: z.string().nullish(),
});
export type Role = z.output<typeof Role>;

export interface UserFilter {
  /** Only active users, or only inactive ones. */
  active?: boolean | undefined;
  userType?: "REGULAR_USER" | "SERVICE_ACCOUNT" | undefined;
  /** Expired keys count. */
  hasApiKey?: boolean | undefined;
}

/**
 * The roles of a user or a team in single connections or groups. `ownerId` is the user's or the team's id, `id` the
 * connection's or the group's. Role names are those of `roles.list`, case-sensitive.
 */
export type Memberships = ReturnType<typeof createMemberships>;

const createMemberships = (
  { listOf, record, submit }: Actions,
  ids: Record<"list" | "get" | "add" | "modify" | "remove", OperationId>,
) => ({
  list: listOf(ids.list, Membership),
  get: (ownerId: string, id: string, options?: RequestOptions) =>
    record(Membership, callAt(ids.get, [ownerId, id]), options),
  /** Throws `rejected` for a role that cannot be granted there. */
  add: (ownerId: string, body: { id: string; role: string }, options?: RequestOptions) =>
    record(Membership, callAt(ids.add, [ownerId], body), options, body),
  modify: (ownerId: string, id: string, body: { role: string }, options?: RequestOptions) =>
    submit(callAt(ids.modify, [ownerId, id], body), options),
  remove: (ownerId: string, id: string, options?: RequestOptions) =>
    submit(callAt(ids.remove, [ownerId, id]), options),
});

/** A preview of Fivetran's: `rejected` with `facts.not_enabled` on an account without it. */
const createApiKeys = ({ list, get, modify, command }: Actions) => ({
  list: list("list_api_keys", UserApiKey, ({ userType }: Pick<UserFilter, "userType">) => ({
    user_type: userType,
  })),
  get: get("get_user_api_key", UserApiKey),
  /** For `expiration_period_days`, 90 when absent. The secret is shown only here. */
  create: modify("create_user_api_key", UserApiKey),
  /** A new secret, shown only here; the old one stays valid for `overlap_days`. */
  rotate: modify("rotate_user_api_key", UserApiKey),
  /** Deletes every key of the user. */
  delete: command("delete_user_api_keys"),
});

export type Users = ReturnType<typeof createUsers>;

export function createUsers(actions: Actions) {
  const { list, get, create, modify, command } = actions;
  return {
    list: list("list_all_users", User, ({ active, userType, hasApiKey }: UserFilter) => ({
      active,
      user_type: userType,
      has_api_key: hasApiKey,
    })),
    apiKeys: createApiKeys(actions),
    get: get("user_details", User),
    /** Invites a user by e-mail: `email`, `given_name`, `family_name`, and `role` as `roles.list` spells it. */
    invite: create("create_user", User),
    /** Changes the fields given. Users cannot change their own role (`rejected`). */
    modify: modify("modify_user", User),
    /** Removes the user and that user's API key. The last account administrator cannot be removed (`rejected`). */
    delete: command("delete_user"),
    /** Removes the role in the account; roles in groups and connections stay. */
    removeRole: command("delete_user_membership_in_account"),
    /** Roles in single connections. */
    connections: createMemberships(actions, {
      list: "get_user_memberships_in_connections",
      get: "get_user_membership_in_connections",
      add: "add_user_membership_in_connection",
      modify: "update_user_membership_in_connection",
      remove: "delete_user_membership_in_connection",
    }),
    /** Roles in single groups. */
    groups: createMemberships(actions, {
      list: "get_user_memberships_in_groups",
      get: "get_user_membership_in_group",
      add: "add_user_membership_in_group",
      modify: "update_user_membership_in_group",
      remove: "delete_user_membership_in_group",
    }),
  };
}

export type TeamMembers = ReturnType<typeof createTeamMembers>;

const createTeamMembers = ({ listOf, modify, record, submit }: Actions) => ({
  list: listOf("list_users_in_team", TeamMember),
  get: (teamId: string, userId: string, options?: RequestOptions) =>
    record(TeamMember, callAt("get_user_in_team", [teamId, userId]), options),
  /** Adds a user: `user_id` and `role`. */
  add: modify("add_user_to_team", TeamMember),
  modify: (
    teamId: string,
    userId: string,
    body: Body<"update_user_membership">,
    options?: RequestOptions,
  ) => submit(callAt("update_user_membership", [teamId, userId], body), options),
  remove: (teamId: string, userId: string, options?: RequestOptions) =>
    submit(callAt("delete_user_from_team", [teamId, userId]), options),
});

export type Teams = ReturnType<typeof createTeams>;

export function createTeams(actions: Actions) {
  const { list, get, create, modify, command } = actions;
  return {
    list: list("list_all_teams", Team),
    get: get("team_details", Team),
    /** `name`, `description`, and `role` in the account as `roles.list` spells it. */
    create: create("create_team", Team),
    modify: modify("modify_team", Team),
    /** Removes the team; its users stay. */
    delete: command("delete_team"),
    /** Removes the team's role in the account. */
    removeRole: command("delete_team_membership_in_account"),
    /** The users of a team. */
    members: createTeamMembers(actions),
    /** Roles in single connections. */
    connections: createMemberships(actions, {
      list: "get_team_memberships_in_connections",
      get: "get_team_membership_in_connection",
      add: "add_team_membership_in_connection",
      modify: "update_team_membership_in_connection",
      remove: "delete_team_membership_in_connection",
    }),
    /** Roles in single groups. */
    groups: createMemberships(actions, {
      list: "get_team_memberships_in_groups",
      get: "get_team_membership_in_group",
      add: "add_team_membership_in_group",
      modify: "update_team_membership_in_group",
      remove: "delete_team_membership_in_group",
    }),
  };
}

export type Roles = ReturnType<typeof createRoles>;

export const createRoles = ({ list }: Actions) => ({
  /** Every role that can be granted in this account, custom ones included. */
  list: list("list_all_roles", Role),
});
