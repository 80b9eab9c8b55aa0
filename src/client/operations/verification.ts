import { asFields, type Json } from "../../base/json.js";
import type { ChangeId, Verification } from "./row.js";

export type Body = Readonly<Record<string, Json>>;
type Id = Verification["read"];
type Rule = Verification | { none: string };

const fields = (read: Id): Rule => ({ read, how: "fields" });
const gone = (read: Id): Rule => ({ read, how: "gone" });
const exists = (read: Id): Rule => ({ read, how: "exists" });
const schema: Rule = { read: "connection_schema_config", how: "schema" };
const none = (why: string): Rule => ({ none: why });

const listed = (
  read: Id,
  match: NonNullable<Verification["match"]>,
  rest: Pick<Verification, "filter" | "madeAt"> = {},
): Rule => ({ read, how: "listed", match, ...rest });
const byName = (body: Body) => ({ name: body["name"] });
const ofGroup = (body: Body) => ({ group_id: body["group_id"] });
const member = (read: Id, from: Record<string, string>): Rule => ({ read, how: "member", from });

const inside = (value: Json | undefined, key: string): Json | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value[key] : undefined;

const TESTS = none("Tests leave no mark that a read shows; run them again.");
const SECRET_ONCE = none("Old and new secrets read alike.");

/** How an unknown outcome of each change is cleared up, or why no read can do that. */
export const VERIFICATIONS: Readonly<Record<ChangeId, Rule>> = {
  create_connection: listed("list_connections", (body) => ({ schema: connectionName(body) }), {
    filter: (body) => ({ ...ofGroup(body), schema: connectionName(body) }),
  }),
  modify_connection: fields("connection_details"),
  delete_connection: gone("connection_details"),
  sync_connection: { read: "connection_details", how: "sync" },
  resync_connection: { read: "connection_details", how: "history" },
  resync_tables: { read: "connection_details", how: "history" },
  run_setup_tests: TESTS,
  modify_connection_state: fields("connection_state"),
  connect_card: none(
    "A card leaves no mark; the last one that was handed out is the one that counts.",
  ),

  pre_create_connection_schema_config: schema,
  modify_connection_schema_config: schema,
  modify_connection_database_schema_config: schema,
  modify_connection_table_config: schema,
  modify_connection_column_config: schema,
  delete_column_connection_config: none(
    "A column that is marked for dropping is not shown as such.",
  ),
  delete_multiple_columns_connection_config: none(
    "Columns marked for dropping are not shown as such.",
  ),
  reload_connection_schema_config: { read: "connection_schema_config", how: "readable" },

  approve_certificate: none("The older form; those of connector and destination can be checked."),
  approve_connection_certificate: exists("get_connection_certificate_details"),
  revoke_connection_certificate: gone("get_connection_certificate_details"),
  approve_connection_fingerprint: exists("get_connection_fingerprint_details"),
  revoke_connection_fingerprint: gone("get_connection_fingerprint_details"),
  approve_destination_certificate: exists("get_destination_certificate_details"),
  revoke_destination_certificate: gone("get_destination_certificate_details"),
  approve_destination_fingerprint: exists("get_destination_fingerprint_details"),
  revoke_destination_fingerprint: gone("get_destination_fingerprint_details"),

  create_group: listed("list_all_groups", byName),
  modify_group: fields("group_details"),
  delete_group: gone("group_details"),
  add_user_to_group: {
    read: "list_all_users_in_group",
    how: "present",
    match: (body) => ({ email: body["email"], role: body["role"] }),
  },
  delete_user_from_group: {
    read: "list_all_users_in_group",
    how: "absent",
    match: (_, params) => ({ id: params["userId"] }),
  },

  // A group has at most one destination, under the group's id.
  create_destination: { ...exists("destination_details"), from: { destinationId: "group_id" } },
  modify_destination: fields("destination_details"),
  delete_destination: gone("destination_details"),
  run_destination_setup_tests: TESTS,

  add_log_service: { ...exists("get_log_service_details"), from: { logId: "group_id" } },
  update_log_service: fields("get_log_service_details"),
  delete_log_service: gone("get_log_service_details"),
  run_setup_tests_log_service: TESTS,
  add_account_log_service: exists("get_account_log_service_details"),
  update_account_log_service: fields("get_account_log_service_details"),
  delete_account_log_service: gone("get_account_log_service_details"),
  run_setup_tests_account_log_service: TESTS,

  create_esm: listed("list_esms", byName),
  modify_esm: fields("get_esm_details"),
  delete_esm: gone("get_esm_details"),

  create_account_webhook: listed("list_all_webhooks", (body) => ({
    type: "account",
    url: body["url"],
  })),
  create_group_webhook: listed("list_all_webhooks", (body, params) => ({
    type: "group",
    url: body["url"],
    group_id: params["groupId"],
  })),
  modify_webhook: fields("webhook_details"),
  delete_webhook: gone("webhook_details"),
  test_webhook: none("A delivery leaves no mark here; ask the receiver."),

  create_user: listed("list_all_users", (body) => ({ email: body["email"] })),
  modify_user: fields("user_details"),
  delete_user: gone("user_details"),
  delete_user_membership_in_account: none(
    "Which role a user without one reads as is not documented.",
  ),
  add_user_membership_in_connection: member("get_user_membership_in_connections", {
    connectionId: "id",
  }),
  update_user_membership_in_connection: fields("get_user_membership_in_connections"),
  delete_user_membership_in_connection: gone("get_user_membership_in_connections"),
  add_user_membership_in_group: member("get_user_membership_in_group", { groupId: "id" }),
  update_user_membership_in_group: fields("get_user_membership_in_group"),
  delete_user_membership_in_group: gone("get_user_membership_in_group"),

  create_team: listed("list_all_teams", byName),
  modify_team: fields("team_details"),
  delete_team: gone("team_details"),
  delete_team_membership_in_account: none(
    "Which role a team without one reads as is not documented.",
  ),
  add_team_membership_in_connection: member("get_team_membership_in_connection", {
    connectionId: "id",
  }),
  update_team_membership_in_connection: fields("get_team_membership_in_connection"),
  delete_team_membership_in_connection: gone("get_team_membership_in_connection"),
  add_team_membership_in_group: member("get_team_membership_in_group", { groupId: "id" }),
  update_team_membership_in_group: fields("get_team_membership_in_group"),
  delete_team_membership_in_group: gone("get_team_membership_in_group"),
  add_user_to_team: member("get_user_in_team", { userId: "user_id" }),
  update_user_membership: fields("get_user_in_team"),
  delete_user_from_team: gone("get_user_in_team"),

  create_transformation: listed("transformations_list", (body) => {
    const config = body["transformation_config"];
    return body["type"] === "DBT_CORE"
      ? {
          "transformation_config.name": inside(config, "name"),
          "transformation_config.project_id": inside(config, "project_id"),
        }
      : { "transformation_config.package_name": inside(config, "package_name") };
  }),
  update_transformation: fields("transformation_details"),
  delete_transformation: gone("transformation_details"),
  run_transformation: { read: "transformation_details", how: "started" },
  cancel_transformation: { read: "transformation_details", how: "idle" },
  upgrade_transformation_package: none(
    "Whether there was something to upgrade is not known afterwards.",
  ),
  create_transformation_project: listed("list_all_transformation_projects", ofGroup),
  modify_transformation_project: fields("transformation_project_details"),
  delete_transformation_project: gone("transformation_project_details"),
  test_transformation_project: TESTS,

  create_private_link: listed("get_private_links", byName),
  modify_private_link: fields("get_private_link_details"),
  delete_private_link: none("The link is only marked, and goes later."),

  create_connector_sdk_package: none("A package has no name to look for."),
  update_connector_sdk_package: none("The hash of the new zip is not known here."),
  delete_connector_sdk_package: gone("get_connector_sdk_package"),

  create_system_key: listed("get_system_keys", byName),
  rotate_system_key: SECRET_ONCE,
  update_system_key: fields("get_system_key_details"),
  delete_system_key: gone("get_system_key_details"),
  create_proxy_agent: listed(
    "get_proxy_agent",
    (body) => ({ display_name: body["display_name"] }),
    { madeAt: "registered_at" },
  ),
  regenerate_secrets_proxy_agent: SECRET_ONCE,
  delete_proxy_agent: gone("get_proxy_agent_details"),
  create_hybrid_deployment_agent: listed(
    "get_hybrid_deployment_agent_list",
    (body) => ({ display_name: body["display_name"], ...ofGroup(body) }),
    { madeAt: "registered_at" },
  ),
  reset_hybrid_deployment_agent_credentials: SECRET_ONCE,
  re_auth_hybrid_deployment_agent: SECRET_ONCE,
  delete_hybrid_deployment_agent: gone("get_hybrid_deployment_agent"),
  hvr_register_hub: none("No read lists the hubs that are registered."),
};

/** The name under which a new connection will be listed; undefined where its configuration does not say. */
export function connectionName(body: Json | undefined): string | undefined {
  const config = asFields(asFields(body)["config"]);
  const { schema, table, schema_prefix } = config;
  if (typeof schema === "string") return typeof table === "string" ? `${schema}.${table}` : schema;
  return typeof schema_prefix === "string" ? schema_prefix : undefined;
}
