import type { OperationId } from "./catalog.js";

/** Where a call names a group, or something whose group a read tells: `kind:param` or `kind:body.path`. */
export type Source = `${Kind}:${string}`;

export const KINDS = [
  "group",
  "connection",
  "webhook",
  "transformation",
  "project",
  "agent",
  "package",
] as const;
export type Kind = (typeof KINDS)[number];

/**
 * How the groups that an operation touches are found. `open`: it is about no group and shows nothing of one.
 * `closed`: about no group, or about all at once. `items`: a list whose items name their group in that field,
 * or are of one group where the parameter names it. Otherwise every source that the call fills; one at least.
 */
export type Reach =
  | "open"
  | "closed"
  | { items: string; param?: string }
  | readonly [Source, ...Source[]];

const group = (at: string): Reach => [`group:${at}`];
const connection = (at: string): Reach => [`connection:${at}`];
const filter = (field: string, param?: string): Reach =>
  param === undefined ? { items: field } : { items: field, param };

const ofConnection = connection("connectionId");
const ofDestination = group("destinationId");
const ofGroup = group("groupId");
const ofLog = group("logId");
const transformation: readonly [Source, ...Source[]] = [
  "project:body.transformation_config.project_id",
  "connection:body.transformation_config.connection_ids",
  "connection:body.schedule.connection_ids",
  "transformation:body.schedule.transformation_ids",
];

export const REACH: Readonly<Record<OperationId, Reach>> = {
  metadata_public_connectors: "open",
  get_account_info: "open",
  approve_certificate: ["connection:body.connection_id", "group:body.destination_id"],

  list_connections: filter("group_id", "group_id"),
  create_connection: group("body.group_id"),
  connection_details: ofConnection,
  modify_connection: ofConnection,
  delete_connection: ofConnection,
  get_connection_certificates_list: ofConnection,
  approve_connection_certificate: ofConnection,
  get_connection_certificate_details: ofConnection,
  revoke_connection_certificate: ofConnection,
  connect_card: ofConnection,
  get_connection_fingerprints_list: ofConnection,
  approve_connection_fingerprint: ofConnection,
  get_connection_fingerprint_details: ofConnection,
  revoke_connection_fingerprint: ofConnection,
  resync_connection: ofConnection,
  connection_schema_config: ofConnection,
  pre_create_connection_schema_config: ofConnection,
  modify_connection_schema_config: ofConnection,
  delete_multiple_columns_connection_config: ofConnection,
  reload_connection_schema_config: ofConnection,
  resync_tables: ofConnection,
  modify_connection_database_schema_config: ofConnection,
  modify_connection_table_config: ofConnection,
  modify_connection_column_config: ofConnection,
  delete_column_connection_config: ofConnection,
  connection_column_config: ofConnection,
  connection_state: ofConnection,
  modify_connection_state: ofConnection,
  sync_connection: ofConnection,
  run_setup_tests: ofConnection,

  list_connector_sdk_packages: "closed",
  create_connector_sdk_package: "closed",
  get_connector_sdk_package: ["package:package_id"],
  update_connector_sdk_package: ["package:package_id"],
  delete_connector_sdk_package: ["package:package_id"],
  download_connector_sdk_package: ["package:package_id"],

  list_destinations: filter("group_id"),
  create_destination: group("body.group_id"),
  destination_details: ofDestination,
  modify_destination: ofDestination,
  delete_destination: ofDestination,
  get_destination_certificates_list: ofDestination,
  approve_destination_certificate: ofDestination,
  get_destination_certificate_details: ofDestination,
  revoke_destination_certificate: ofDestination,
  get_destination_fingerprints_list: ofDestination,
  approve_destination_fingerprint: ofDestination,
  get_destination_fingerprint_details: ofDestination,
  revoke_destination_fingerprint: ofDestination,
  run_destination_setup_tests: ofDestination,

  // A log service has the id of its group.
  list_log_services: filter("id"),
  add_log_service: group("body.group_id"),
  get_account_log_service_details: "closed",
  add_account_log_service: "closed",
  update_account_log_service: "closed",
  delete_account_log_service: "closed",
  run_setup_tests_account_log_service: "closed",
  get_log_service_details: ofLog,
  update_log_service: ofLog,
  delete_log_service: ofLog,
  run_setup_tests_log_service: ofLog,

  list_esms: "closed",
  create_esm: "closed",
  list_esm_entities: "closed",
  get_esm_details: "closed",
  modify_esm: "closed",
  delete_esm: "closed",
  get_esm_entities: "closed",

  list_all_groups: filter("id"),
  create_group: "closed",
  group_details: ofGroup,
  modify_group: ofGroup,
  delete_group: ofGroup,
  list_all_connections_in_group: ofGroup,
  group_ssh_public_key: ofGroup,
  group_service_account: ofGroup,
  list_all_users_in_group: ofGroup,
  add_user_to_group: ofGroup,
  delete_user_from_group: ofGroup,
  hvr_register_hub: "closed",

  get_hybrid_deployment_agent_list: filter("group_id", "groupId"),
  create_hybrid_deployment_agent: group("body.group_id"),
  get_hybrid_deployment_agent: ["agent:agentId"],
  delete_hybrid_deployment_agent: ["agent:agentId"],
  re_auth_hybrid_deployment_agent: ["agent:agentId"],
  reset_hybrid_deployment_agent_credentials: ["agent:agentId"],

  metadata_connectors: "open",
  metadata_connector_config: "open",

  // Links and proxies serve any group.
  get_private_links: "closed",
  create_private_link: "closed",
  get_private_link_details: "closed",
  modify_private_link: "closed",
  delete_private_link: "closed",
  get_proxy_agent: "closed",
  create_proxy_agent: "closed",
  get_proxy_agent_details: "closed",
  delete_proxy_agent: "closed",
  get_proxy_agent_connections: "closed",
  regenerate_secrets_proxy_agent: "closed",

  list_all_roles: "open",
  get_system_keys: "closed",
  create_system_key: "closed",
  get_system_key_details: "closed",
  update_system_key: "closed",
  delete_system_key: "closed",
  rotate_system_key: "closed",

  list_all_teams: "closed",
  create_team: "closed",
  team_details: "closed",
  modify_team: "closed",
  delete_team: "closed",
  get_team_memberships_in_connections: "closed",
  add_team_membership_in_connection: connection("body.id"),
  get_team_membership_in_connection: ofConnection,
  update_team_membership_in_connection: ofConnection,
  delete_team_membership_in_connection: ofConnection,
  get_team_memberships_in_groups: filter("id"),
  add_team_membership_in_group: group("body.id"),
  get_team_membership_in_group: ofGroup,
  update_team_membership_in_group: ofGroup,
  delete_team_membership_in_group: ofGroup,
  delete_team_membership_in_account: "closed",
  list_users_in_team: "closed",
  add_user_to_team: "closed",
  get_user_in_team: "closed",
  update_user_membership: "closed",
  delete_user_from_team: "closed",

  list_all_transformation_projects: filter("group_id"),
  create_transformation_project: group("body.group_id"),
  transformation_project_details: ["project:projectId"],
  modify_transformation_project: ["project:projectId"],
  delete_transformation_project: ["project:projectId"],
  test_transformation_project: ["project:projectId"],
  transformations_list: ["group:group_id", "project:project_id"],
  create_transformation: transformation,
  // Fivetran's own packages, the same for everybody.
  transformation_package_metadata_list: "open",
  transformation_package_metadata_details: "open",
  transformation_details: ["transformation:transformationId"],
  update_transformation: ["transformation:transformationId", ...transformation],
  delete_transformation: ["transformation:transformationId"],
  cancel_transformation: ["transformation:transformationId"],
  run_transformation: ["transformation:transformationId"],
  upgrade_transformation_package: ["transformation:transformationId"],

  list_all_users: "closed",
  create_user: "closed",
  delete_user: "closed",
  user_details: "closed",
  modify_user: "closed",
  get_user_memberships_in_connections: "closed",
  add_user_membership_in_connection: connection("body.id"),
  get_user_membership_in_connections: ofConnection,
  update_user_membership_in_connection: ofConnection,
  delete_user_membership_in_connection: ofConnection,
  get_user_memberships_in_groups: filter("id"),
  add_user_membership_in_group: group("body.id"),
  get_user_membership_in_group: ofGroup,
  update_user_membership_in_group: ofGroup,
  delete_user_membership_in_group: ofGroup,
  delete_user_membership_in_account: "closed",

  list_all_webhooks: filter("group_id"),
  create_account_webhook: "closed",
  create_group_webhook: ofGroup,
  webhook_details: ["webhook:webhookId"],
  modify_webhook: ["webhook:webhookId"],
  delete_webhook: ["webhook:webhookId"],
  test_webhook: ["webhook:webhookId"],
};
