import * as z from "zod";
import type { RequestOptions, Send } from "../http/send.js";
import type { Body } from "../http/typed-call.js";
import { call } from "../operations/call.js";
import {
  type List,
  type ListOptions,
  listing,
  listOf,
  type Page,
  type PageOptions,
  pageOf,
} from "./list.js";
import { createMemberships, type Memberships } from "./memberships.js";
import { ask, sameId, tell } from "./reply.js";

/** `GET /v1/teams/{teamId}`. */
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

export interface TeamMembers {
  /** Every user of the team. `GET /v1/teams/{teamId}/users` */
  list(teamId: string, options?: ListOptions): List<TeamMember>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(teamId: string, options?: PageOptions): Promise<Page<TeamMember>>;
  /** One user of the team. Throws `not_found`. `GET /v1/teams/{teamId}/users/{userId}` */
  get(teamId: string, userId: string, options?: RequestOptions): Promise<TeamMember>;
  /** Adds a user: `user_id` and `role`. `POST /v1/teams/{teamId}/users` */
  add(
    teamId: string,
    body: Body<"add_user_to_team">,
    options?: RequestOptions,
  ): Promise<TeamMember>;
  /** Another role in the team. `PATCH /v1/teams/{teamId}/users/{userId}` */
  modify(
    teamId: string,
    userId: string,
    body: Body<"update_user_membership">,
    options?: RequestOptions,
  ): Promise<void>;
  /** Takes the user out of the team. `DELETE /v1/teams/{teamId}/users/{userId}` */
  remove(teamId: string, userId: string, options?: RequestOptions): Promise<void>;
}

export interface Teams {
  /**
   * Every team of the account.
   *
   * `GET /v1/teams`
   */
  list(options?: ListOptions): List<Team>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<Team>>;
  /**
   * One team by id. Throws `not_found`.
   *
   * `GET /v1/teams/{teamId}`
   */
  get(id: string, options?: RequestOptions): Promise<Team>;
  /**
   * Makes a team: `name`, `description`, and `role` in the account as `roles.list` spells it.
   *
   * `POST /v1/teams`
   */
  create(body: Body<"create_team">, options?: RequestOptions): Promise<Team>;
  /**
   * Changes the fields given.
   *
   * `PATCH /v1/teams/{teamId}`
   */
  modify(id: string, body: Body<"modify_team">, options?: RequestOptions): Promise<Team>;
  /**
   * Removes the team; its users stay. Throws `not_found`.
   *
   * `DELETE /v1/teams/{teamId}`
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Takes the team's role in the account away.
   *
   * `DELETE /v1/teams/{teamId}/role`
   */
  removeRole(id: string, options?: RequestOptions): Promise<void>;
  /** The users of a team. */
  members: TeamMembers;
  /** Roles in single connections: `/v1/teams/{teamId}/connections`. */
  connections: Memberships;
  /** Roles in single groups: `/v1/teams/{teamId}/groups`. */
  groups: Memberships;
}

const createMembers = (send: Send, change: Send): TeamMembers => ({
  list: (teamId, options) => listOf(send, "list_users_in_team", TeamMember, { teamId }, options),
  page: (teamId, options) => pageOf(send, "list_users_in_team", TeamMember, { teamId }, options),
  get: (teamId, userId, options) =>
    ask(send, TeamMember, call("get_user_in_team", { teamId, userId }), options),
  add: (teamId, body, options) =>
    ask(change, TeamMember, call("add_user_to_team", { teamId }, body), options),
  modify: (teamId, userId, body, options) =>
    tell(change, call("update_user_membership", { teamId, userId }, body), options),
  remove: (teamId, userId, options) =>
    tell(change, call("delete_user_from_team", { teamId, userId }), options),
});

export const createTeams = (send: Send, change: Send): Teams => ({
  ...listing(send, "list_all_teams", Team),
  get: async (teamId, options) =>
    sameId(
      await ask(send, Team, call("team_details", { teamId }), options),
      teamId,
      "team_details",
    ),
  create: (body, options) => ask(change, Team, call("create_team", {}, body), options),
  modify: (teamId, body, options) =>
    ask(change, Team, call("modify_team", { teamId }, body), options),
  delete: (teamId, options) => tell(change, call("delete_team", { teamId }), options),
  removeRole: (teamId, options) =>
    tell(change, call("delete_team_membership_in_account", { teamId }), options),
  members: createMembers(send, change),
  connections: createMemberships(
    send,
    change,
    {
      list: "get_team_memberships_in_connections",
      get: "get_team_membership_in_connection",
      add: "add_team_membership_in_connection",
      modify: "update_team_membership_in_connection",
      remove: "delete_team_membership_in_connection",
    },
    "teamId",
    "connectionId",
  ),
  groups: createMemberships(
    send,
    change,
    {
      list: "get_team_memberships_in_groups",
      get: "get_team_membership_in_group",
      add: "add_team_membership_in_group",
      modify: "update_team_membership_in_group",
      remove: "delete_team_membership_in_group",
    },
    "teamId",
    "groupId",
  ),
});
