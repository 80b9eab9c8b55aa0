import type { Rows } from "../row.js";
import {
  create,
  edit,
  fields,
  gone,
  listed,
  member,
  ofConnection,
  ofGroup,
  remove,
  sameName,
  unverifiable,
} from "./rules.js";

export const PEOPLE = {
  list_all_roles: { group: "none" },
  list_all_teams: { group: "account" },
  create_team: { ...create, group: "account", verify: listed("list_all_teams", sameName) },
  team_details: { group: "account" },
  modify_team: { ...edit, group: "account", verify: fields("team_details") },
  delete_team: { ...remove, group: "account", verify: gone("team_details") },
  get_team_memberships_in_connections: { group: "account" },
  add_team_membership_in_connection: {
    ...edit,
    group: ["connection:body.id"],
    verify: member("get_team_membership_in_connection", {
      connectionId: "id",
    }),
  },
  get_team_membership_in_connection: { group: ofConnection },
  update_team_membership_in_connection: {
    ...edit,
    group: ofConnection,
    verify: fields("get_team_membership_in_connection"),
  },
  delete_team_membership_in_connection: {
    ...remove,
    group: ofConnection,
    verify: gone("get_team_membership_in_connection"),
  },
  get_team_memberships_in_groups: { group: { items: "id" } },
  add_team_membership_in_group: {
    ...edit,
    group: ["group:body.id"],
    verify: member("get_team_membership_in_group", { groupId: "id" }),
  },
  get_team_membership_in_group: { group: ofGroup },
  update_team_membership_in_group: {
    ...edit,
    group: ofGroup,
    verify: fields("get_team_membership_in_group"),
  },
  delete_team_membership_in_group: {
    ...remove,
    group: ofGroup,
    verify: gone("get_team_membership_in_group"),
  },
  delete_team_membership_in_account: {
    ...remove,
    group: "account",
    verify: unverifiable("Fivetran does not document the role shown for a team without one."),
  },
  list_users_in_team: { group: "account" },
  add_user_to_team: {
    ...edit,
    group: "account",
    verify: member("get_user_in_team", { userId: "user_id" }),
  },
  get_user_in_team: { group: "account" },
  update_user_membership: { ...edit, group: "account", verify: fields("get_user_in_team") },
  delete_user_from_team: { ...remove, group: "account", verify: gone("get_user_in_team") },
  list_all_users: { group: "account" },
  create_user: {
    ...create,
    quota: "users",
    group: "account",
    verify: listed("list_all_users", (body) => ({ email: body["email"] })),
  },
  delete_user: { ...remove, group: "account", verify: gone("user_details") },
  user_details: { group: "account" },
  modify_user: { ...edit, group: "account", verify: fields("user_details") },
  get_user_memberships_in_connections: { group: "account" },
  add_user_membership_in_connection: {
    ...edit,
    group: ["connection:body.id"],
    verify: member("get_user_membership_in_connections", {
      connectionId: "id",
    }),
  },
  get_user_membership_in_connections: { group: ofConnection },
  update_user_membership_in_connection: {
    ...edit,
    group: ofConnection,
    verify: fields("get_user_membership_in_connections"),
  },
  delete_user_membership_in_connection: {
    ...remove,
    group: ofConnection,
    verify: gone("get_user_membership_in_connections"),
  },
  get_user_memberships_in_groups: { group: { items: "id" } },
  add_user_membership_in_group: {
    ...edit,
    group: ["group:body.id"],
    verify: member("get_user_membership_in_group", { groupId: "id" }),
  },
  get_user_membership_in_group: { group: ofGroup },
  update_user_membership_in_group: {
    ...edit,
    group: ofGroup,
    verify: fields("get_user_membership_in_group"),
  },
  delete_user_membership_in_group: {
    ...remove,
    group: ofGroup,
    verify: gone("get_user_membership_in_group"),
  },
  delete_user_membership_in_account: {
    ...remove,
    group: "account",
    verify: unverifiable("Fivetran does not document the role shown for a user without one."),
  },
} satisfies Partial<Rows>;
