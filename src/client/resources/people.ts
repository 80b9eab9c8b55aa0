import * as z from "zod";
import type { RequestOptions } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import type { OperationId } from "../operations/call.js";
import { type Actions, callAt } from "./actions.js";
import { outcomeTime, recordId } from "./models.js";

/** A user of the account: `/v1/users/{userId}`. Times are ISO 8601 in UTC. */
export const User = z.looseObject({
  id: recordId,
  /** Missing for a service account. */
  email: z.string().nullish(),
  given_name: z.string().nullish(),
  family_name: z.string().nullish(),
  /** The role in the account. Missing if the user has roles only in individual groups or connections. */
  role: z.string().nullish(),
  active: z.boolean().nullish(),
  /** Whether the user has confirmed the e-mail address. */
  verified: z.boolean().nullish(),
  /** Whether the user was invited to the account. */
  invited: z.boolean().nullish(),
  /** `REGULAR_USER` or `SERVICE_ACCOUNT`. A service account cannot sign in to the dashboard. */
  user_type: z.string().nullish(),
  has_api_key: z.boolean().nullish(),
  /** The time of the last sign-in. */
  logged_in_at: outcomeTime.optional(),
  created_at: z.string().nullish(),
});
export type User = z.output<typeof User>;

/** An API key of a user. Only the results of `create` and `rotate` contain `key_secret`, so store it. */
export const UserApiKey = z.looseObject({
  user_id: recordId,
  user_type: z.string().nullish(),
  /** The API key, without its secret. */
  key_value: z.string().nullish(),
  /** The secret. Present only after `create` and `rotate`. */
  key_secret: z.string().nullish(),
  /** `ACTIVE`, `EXPIRED`, or `ACTIVE_GRACE` while an earlier secret is still valid. */
  key_status: z.string().nullish(),
  created_at: z.string().nullish(),
  /** When the key expires. */
  expires_at: z.string().nullish(),
  /** When the previous secret stops being valid. */
  overlap_expires_at: z.string().nullish(),
  last_rotated_at: z.string().nullish(),
});
export type UserApiKey = z.output<typeof UserApiKey>;

/** A team: `/v1/teams/{teamId}`. */
export const Team = z.looseObject({
  id: recordId,
  name: z.string().nullish(),
  description: z.string().nullish(),
  /** The role in the account. */
  role: z.string().nullish(),
});
export type Team = z.output<typeof Team>;

/** A user in a team. */
export const TeamMember = z.looseObject({
  user_id: recordId,
  /** `Team Manager` or `Team Member`. */
  role: z.string().nullish(),
  created_at: z.string().nullish(),
});
export type TeamMember = z.output<typeof TeamMember>;

/** The role of a user or a team in one connection or group. */
export const Membership = z.looseObject({
  /** The id of the connection or group. */
  id: recordId,
  /** The name of the role. */
  role: z.string().nullish(),
  created_at: z.string().nullish(),
});
export type Membership = z.output<typeof Membership>;

/** A role of the account, as listed by `/v1/roles`. */
export const Role = z.looseObject({
  /** The name, which identifies the role in all requests. Case-sensitive. */
  name: z.string(),
  description: z.string().nullish(),
  /** The kinds of objects for which it can be granted: `ACCOUNT`, `DESTINATION`, `CONNECTOR` or `TEAM`. */
  scope: z.array(z.string()).nullish(),
  is_custom: z.boolean().nullish(),
  is_deprecated: z.boolean().nullish(),
  /** The name of the role to use instead, if this one is deprecated. */
  replacement_role_name: z.string().nullish(),
});
export type Role = z.output<typeof Role>;

/** Filters of the list of users. */
export interface UserFilter {
  /** Only active users (true) or only inactive ones (false). */
  active?: boolean | undefined;
  /** Only users of this type. */
  userType?: "REGULAR_USER" | "SERVICE_ACCOUNT" | undefined;
  /** Only users with (true) or without (false) an API key. Expired keys count as well. */
  hasApiKey?: boolean | undefined;
}

/**
 * The roles of a user or a team in individual connections or groups. `ownerId` is the id of the user or team, and
 * `id` that of the connection or group. Role names are those that `roles.list` returns. They are case-sensitive.
 */
export type Memberships = ReturnType<typeof createMemberships>;

const createMemberships = (
  { listOf, record, submit }: Actions,
  ids: Record<"list" | "get" | "add" | "modify" | "remove", OperationId>,
) => ({
  /** Lists all memberships of one owner. */
  list: listOf(ids.list, Membership),
  /** Returns one membership. Throws `not_found` if there is none. */
  get: (ownerId: string, id: string, options?: RequestOptions) =>
    record(Membership, callAt(ids.get, [ownerId, id]), options),
  /** Grants a role. Throws `rejected` if the role cannot be granted for this kind of object. */
  add: (ownerId: string, body: { id: string; role: string }, options?: RequestOptions) =>
    record(Membership, callAt(ids.add, [ownerId], body), options, body),
  /** Replaces the role. */
  modify: (ownerId: string, id: string, body: { role: string }, options?: RequestOptions) =>
    submit(callAt(ids.modify, [ownerId, id], body), options),
  /** Removes the membership. */
  remove: (ownerId: string, id: string, options?: RequestOptions) =>
    submit(callAt(ids.remove, [ownerId, id]), options),
});

/**
 * API keys of users. This is a preview of Fivetran's. On an account without it, every method throws `rejected` with
 * `facts.not_enabled`.
 */
const createApiKeys = ({ list, get, modify, command }: Actions) => ({
  /** `GET /v1/users/api-keys`. Lists the API keys of all users, without secrets. */
  list: list("list_api_keys", UserApiKey, ({ userType }: Pick<UserFilter, "userType">) => ({
    user_type: userType,
  })),
  /** `GET /v1/users/{userId}/api-keys`. Returns the API key of a user, without its secret. */
  get: get("get_user_api_key", UserApiKey),
  /**
   * `POST /v1/users/{userId}/api-keys`. Creates a key that expires after `expiration_period_days` (1 to 365, default:
   * 90). Only this result contains the secret.
   */
  create: modify("create_user_api_key", UserApiKey),
  /**
   * `POST /v1/users/{userId}/api-keys/rotate`. Creates a new secret. Only this result contains it. The previous
   * secret remains valid for `overlap_days` (at most 30).
   */
  rotate: modify("rotate_user_api_key", UserApiKey),
  /** `DELETE /v1/users/{userId}/api-keys`. Deletes all keys of the user. */
  delete: command("delete_user_api_keys"),
});

/** The methods of `fivetran.users`. */
export type Users = ReturnType<typeof createUsers>;

export function createUsers(actions: Actions) {
  const { list, get, create, modify, command } = actions;
  return {
    /** `GET /v1/users`. Lists the users of the account. */
    list: list("list_all_users", User, ({ active, userType, hasApiKey }: UserFilter) => ({
      active,
      user_type: userType,
      has_api_key: hasApiKey,
    })),
    /** API keys of users. */
    apiKeys: createApiKeys(actions),
    /** `GET /v1/users/{userId}`. Returns a user. Throws `not_found` for an unknown id. */
    get: get("user_details", User),
    /** `POST /v1/users`. Invites a user by e-mail. `role` is a name that `roles.list` returns. */
    invite: create("create_user", User),
    /** `PATCH /v1/users/{userId}`. Changes the given fields. Throws `rejected` if users change their own role. */
    modify: modify("modify_user", User),
    /**
     * `DELETE /v1/users/{id}`. Removes the user and the user's API key. Throws `rejected` for the last account
     * administrator.
     */
    delete: command("delete_user"),
    /** `DELETE /v1/users/{userId}/role`. Removes the role in the account. Roles in groups and connections remain. */
    removeRole: command("delete_user_membership_in_account"),
    /** Roles in individual connections: `/v1/users/{userId}/connections`. */
    connections: createMemberships(actions, {
      list: "get_user_memberships_in_connections",
      get: "get_user_membership_in_connections",
      add: "add_user_membership_in_connection",
      modify: "update_user_membership_in_connection",
      remove: "delete_user_membership_in_connection",
    }),
    /** Roles in individual groups: `/v1/users/{userId}/groups`. */
    groups: createMemberships(actions, {
      list: "get_user_memberships_in_groups",
      get: "get_user_membership_in_group",
      add: "add_user_membership_in_group",
      modify: "update_user_membership_in_group",
      remove: "delete_user_membership_in_group",
    }),
  };
}

/** The methods of `fivetran.teams.members`. */
export type TeamMembers = ReturnType<typeof createTeamMembers>;

const createTeamMembers = ({ listOf, modify, record, submit }: Actions) => ({
  /** `GET /v1/teams/{teamId}/users`. Lists the users of a team. */
  list: listOf("list_users_in_team", TeamMember),
  /** `GET /v1/teams/{teamId}/users/{userId}`. Returns one member. Throws `not_found` if the user is not in the team. */
  get: (teamId: string, userId: string, options?: RequestOptions) =>
    record(TeamMember, callAt("get_user_in_team", [teamId, userId]), options),
  /** `POST /v1/teams/{teamId}/users`. Adds a user with a role in the team. */
  add: modify("add_user_to_team", TeamMember),
  /** `PATCH /v1/teams/{teamId}/users/{userId}`. Changes the user's role in the team. */
  modify: (
    teamId: string,
    userId: string,
    body: Body<"update_user_membership">,
    options?: RequestOptions,
  ) => submit(callAt("update_user_membership", [teamId, userId], body), options),
  /** `DELETE /v1/teams/{teamId}/users/{userId}`. Removes a user from the team. */
  remove: (teamId: string, userId: string, options?: RequestOptions) =>
    submit(callAt("delete_user_from_team", [teamId, userId]), options),
});

/** The methods of `fivetran.teams`. */
export type Teams = ReturnType<typeof createTeams>;

export function createTeams(actions: Actions) {
  const { list, get, create, modify, command } = actions;
  return {
    /** `GET /v1/teams`. Lists the teams of the account. */
    list: list("list_all_teams", Team),
    /** `GET /v1/teams/{teamId}`. Returns a team. Throws `not_found` for an unknown id. */
    get: get("team_details", Team),
    /** `POST /v1/teams`. Creates a team. `role` is its role in the account, a name that `roles.list` returns. */
    create: create("create_team", Team),
    /** `PATCH /v1/teams/{teamId}`. Changes the given fields. */
    modify: modify("modify_team", Team),
    /** `DELETE /v1/teams/{teamId}`. Deletes the team. Its users remain. */
    delete: command("delete_team"),
    /** `DELETE /v1/teams/{teamId}/role`. Removes the team's role in the account. */
    removeRole: command("delete_team_membership_in_account"),
    /** The users of a team. */
    members: createTeamMembers(actions),
    /** Roles in individual connections: `/v1/teams/{teamId}/connections`. */
    connections: createMemberships(actions, {
      list: "get_team_memberships_in_connections",
      get: "get_team_membership_in_connection",
      add: "add_team_membership_in_connection",
      modify: "update_team_membership_in_connection",
      remove: "delete_team_membership_in_connection",
    }),
    /** Roles in individual groups: `/v1/teams/{teamId}/groups`. */
    groups: createMemberships(actions, {
      list: "get_team_memberships_in_groups",
      get: "get_team_membership_in_group",
      add: "add_team_membership_in_group",
      modify: "update_team_membership_in_group",
      remove: "delete_team_membership_in_group",
    }),
  };
}

/** The methods of `fivetran.roles`. */
export type Roles = ReturnType<typeof createRoles>;

export const createRoles = ({ list }: Actions) => ({
  /** `GET /v1/roles`. Lists all roles that can be granted in this account, including custom roles. */
  list: list("list_all_roles", Role),
});
