import { quoted } from "../../base/text.js";
import { addedOperation } from "../../client/operations/added.js";
import type { OperationId } from "../../client/operations/call.js";
import type { ReadContext } from "../../toolkit/define.js";

/** Our summary of each operation: at most 90 characters, no full stop. */
export const SUMMARIES: Readonly<Record<OperationId, string>> = {
  metadata_public_connectors:
    "List connector types from the public catalog, which needs no credentials",
  get_account_info: "Get the account and the user or key that these credentials belong to",

  approve_certificate: "Trust a certificate of a connector or destination (deprecated)",
  list_connections: "List connectors, of one group or by exact name",
  create_connection: "Create a connector (connection) from a service and its configuration",
  connection_details: "Get one connector: state, schedule, masked configuration",
  modify_connection: "Change a connector: pause, schedule, configuration, credentials, networking",
  delete_connection: "Delete a connector; its data in the destination stays",
  get_connection_certificates_list: "List the certificates that are trusted for a connector",
  approve_connection_certificate: "Trust a TLS certificate of a connector's source",
  get_connection_certificate_details: "Get one certificate that is trusted for a connector",
  revoke_connection_certificate: "Stop trusting a certificate of a connector's source",
  connect_card: "Create the connect card link with which a person authorizes a connector",
  get_connection_fingerprints_list: "List the SSH fingerprints that are trusted for a connector",
  approve_connection_fingerprint: "Trust an SSH fingerprint of a connector's tunnel host",
  get_connection_fingerprint_details: "Get one SSH fingerprint that is trusted for a connector",
  revoke_connection_fingerprint: "Stop trusting an SSH fingerprint of a connector",
  resync_connection: "Start a historical re-sync of a connector or of chosen tables",
  connection_schema_config: "Get the schemas, tables and column settings of a connector",
  pre_create_connection_schema_config:
    "Set schema choices before the schema of the source is first captured",
  modify_connection_schema_config: "Change schemas, tables, columns and schema change handling",
  delete_multiple_columns_connection_config:
    "Drop blocked columns from the destination at the next sync",
  reload_connection_schema_config: "Reload the current schemas and tables of the source",
  resync_tables: "Start a historical re-sync of chosen tables",
  modify_connection_database_schema_config:
    "Change one schema: enable or disable it, or change its tables",
  modify_connection_table_config:
    "Change one table: enable or disable it, its sync mode or its columns",
  modify_connection_column_config: "Change one column: enable, block or hash it",
  delete_column_connection_config: "Drop one blocked column from the destination at the next sync",
  connection_column_config: "List all columns of a table, read from the source",
  connection_state: "Get the sync position of a function or SDK connector",
  modify_connection_state: "Set the sync position of a paused function or SDK connector",
  sync_connection: "Start a sync of a connector now",
  run_setup_tests: "Run the setup tests of a connector",
  connection_sync_history:
    "Get the sync history of a connector: runs of the last 7 days with outcome and volume",
  connection_warnings: "Get a connector's warnings by destination table",
  connection_errors: "Get a connector's open errors, with Fivetran's advice",
  dismiss_connection_warning: "Dismiss a connector's warnings of one type",
  dismiss_connection_warnings: "Dismiss a connector's warnings: all, or those of some types",
  connection_moved: "Move a paused connector to the destination of another group",
  connection_moved_job_status: "Get the state of the job that copies a moved connector's data",

  list_connector_sdk_packages: "List uploaded Connector SDK packages",
  create_connector_sdk_package: "Upload a Connector SDK package (zip)",
  get_connector_sdk_package: "Get one Connector SDK package: its connector, hash, dates",
  update_connector_sdk_package: "Replace the zip of a Connector SDK package",
  delete_connector_sdk_package: "Delete a Connector SDK package that no connector uses",
  download_connector_sdk_package: "Download the zip of a Connector SDK package",

  list_destinations: "List destinations (warehouses) with service, region and state",
  create_destination: "Create the destination (warehouse) of a group",
  destination_details: "Get one destination: service, region, masked configuration",
  modify_destination: "Change a destination: configuration, credentials, region, time zone",
  delete_destination: "Delete a destination; its connectors must be deleted first",
  get_destination_certificates_list: "List the certificates that are trusted for a destination",
  approve_destination_certificate: "Trust a TLS certificate of a destination",
  get_destination_certificate_details: "Get one certificate that is trusted for a destination",
  revoke_destination_certificate: "Stop trusting a certificate of a destination",
  get_destination_fingerprints_list: "List the SSH fingerprints that are trusted for a destination",
  approve_destination_fingerprint: "Trust an SSH fingerprint of a destination's tunnel host",
  get_destination_fingerprint_details: "Get one SSH fingerprint that is trusted for a destination",
  revoke_destination_fingerprint: "Stop trusting an SSH fingerprint of a destination",
  run_destination_setup_tests: "Run the setup tests of a destination",

  list_log_services: "List log services, to which sync logs of groups are sent",
  add_log_service: "Send a group's logs to an external log service",
  get_account_log_service_details: "Get the log service of the whole account",
  add_account_log_service: "Send the whole account's logs to an external log service",
  update_account_log_service: "Change the account's log service",
  delete_account_log_service: "Delete the account's log service",
  run_setup_tests_account_log_service: "Test the account's log service",
  get_log_service_details: "Get the log service of a group",
  update_log_service: "Change the log service of a group, or switch it on or off",
  delete_log_service: "Delete the log service of a group",
  run_setup_tests_log_service: "Test the log service of a group",

  list_esms: "List external secrets managers (vaults)",
  create_esm: "Add an external secrets manager (vault) that holds credentials",
  list_esm_entities: "List the connectors and destinations that use external secrets managers",
  get_esm_details: "Get one external secrets manager",
  modify_esm: "Change the configuration of an external secrets manager",
  delete_esm: "Delete an external secrets manager that nothing uses",
  get_esm_entities: "List connectors and destinations that use one secrets manager",

  list_all_groups: "List groups; each may have one destination",
  create_group: "Create a group for a destination and its connectors",
  group_details: "Get one group: its name and when it was created",
  modify_group: "Rename a group",
  delete_group: "Delete a group; its destination and connectors may be deleted with it",
  list_all_connections_in_group: "List the connectors of one group",
  group_ssh_public_key: "Get the public SSH key that a group's tunnels use",
  group_service_account: "Get the Google service account that a group uses",
  list_all_users_in_group: "List the users of a group with their roles",
  add_user_to_group: "Add or invite a user to a group by e-mail, with a role",
  delete_user_from_group: "Remove a user from a group",

  hvr_register_hub: "Register an HVR hub and get its access token",

  get_hybrid_deployment_agent_list: "List hybrid deployment agents, of all groups or of one",
  create_hybrid_deployment_agent: "Create a hybrid deployment agent and get its token and files",
  get_hybrid_deployment_agent: "Get one hybrid deployment agent and the connectors that use it",
  delete_hybrid_deployment_agent: "Delete a hybrid deployment agent",
  re_auth_hybrid_deployment_agent: "Give a hybrid deployment agent new authentication keys",
  reset_hybrid_deployment_agent_credentials: "Reset the credentials of a hybrid deployment agent",

  metadata_connectors: "List all connector types with their features and release phase",
  metadata_connector_config: "Get the configuration and credential fields of a connector type",

  get_private_links: "List private links",
  create_private_link: "Create a private link to a source or destination",
  get_private_link_details: "Get one private link: state, host, configuration",
  modify_private_link: "Change the configuration of a private link",
  delete_private_link: "Delete a private link; it is marked for deletion and removed later",

  get_proxy_agent: "List proxy agents",
  create_proxy_agent: "Create a proxy agent and get its secrets",
  get_proxy_agent_details: "Get one proxy agent: region, version, registration date",
  delete_proxy_agent: "Delete a proxy agent that no connector uses",
  get_proxy_agent_connections: "List the connectors that use a proxy agent",
  regenerate_secrets_proxy_agent:
    "Regenerate the secrets of a proxy agent; the old ones stop working",

  list_all_roles: "List the roles that can be granted, built-in and custom",

  get_system_keys: "List system keys (API keys without a user) with their permissions",
  create_system_key: "Create a system key (API key without a user) with permissions",
  get_system_key_details: "Get one system key: permissions, expiry, last use",
  update_system_key: "Change the name or permissions of a system key",
  delete_system_key: "Delete a system key; programs that use the key lose access",
  rotate_system_key: "Give a system key a new secret and expiry; the old secret stops working",

  list_all_teams: "List teams",
  create_team: "Create a team with an account role",
  team_details: "Get one team: name, description, account role",
  modify_team: "Change a team's name, description or account role",
  delete_team: "Delete a team; its members lose the roles that it grants",
  get_team_memberships_in_connections: "List the connectors that a team has a role in",
  add_team_membership_in_connection: "Grant a team a role in a connector",
  get_team_membership_in_connection: "Get a team's role in a connector",
  update_team_membership_in_connection: "Change a team's role in a connector",
  delete_team_membership_in_connection: "Revoke a team's role in a connector",
  get_team_memberships_in_groups: "List the groups that a team has a role in",
  add_team_membership_in_group: "Grant a team a role in a group",
  get_team_membership_in_group: "Get a team's role in a group",
  update_team_membership_in_group: "Change a team's role in a group",
  delete_team_membership_in_group: "Revoke a team's role in a group",
  delete_team_membership_in_account: "Revoke a team's account role",
  list_users_in_team: "List the members of a team",
  add_user_to_team: "Add a user to a team as member or manager",
  get_user_in_team: "Get a user's role in a team",
  update_user_membership: "Change a user's role in a team",
  delete_user_from_team: "Remove a user from a team",

  list_all_transformation_projects: "List transformation projects (dbt repositories)",
  create_transformation_project: "Create a transformation project from a dbt Git repository",
  transformation_project_details: "Get one transformation project: state, errors, deploy key",
  modify_transformation_project: "Change a transformation project: branch, folder, threads, target",
  delete_transformation_project: "Delete a transformation project",
  test_transformation_project: "Test a transformation project: repository and destination",
  transformations_list: "List transformations (dbt and quickstart), by group, project or type",
  create_transformation: "Create a transformation that runs dbt after syncs or on a schedule",
  transformation_package_metadata_list:
    "List quickstart transformation packages, by connector service",
  transformation_package_metadata_details: "Get one quickstart package: its models and variables",
  transformation_details: "Get one transformation: status, schedule, last run",
  update_transformation: "Change a transformation: schedule, connectors to run after, steps, pause",
  delete_transformation: "Delete a transformation; its tables in the destination stay",
  cancel_transformation: "Cancel the current run of a transformation",
  run_transformation: "Run a transformation now",
  upgrade_transformation_package: "Upgrade a quickstart transformation to the newest package",

  list_all_users: "List the users of the account",
  create_user: "Invite a user to the account by e-mail",
  list_api_keys: "List the API keys of users and service accounts",
  get_user_api_key: "Get the API key of a user or service account, without its secret",
  create_user_api_key: "Create an API key for a user",
  rotate_user_api_key: "Give a user's API key a new secret and expiry",
  delete_user_api_keys: "Delete the API keys of a user; programs that use them lose access",
  delete_user: "Delete a user from the account; the user's API key stops working",
  user_details: "Get one user: e-mail, role, last login",
  modify_user: "Change a user's name, phone or account role",
  get_user_memberships_in_connections: "List the connectors that a user has a role in",
  add_user_membership_in_connection: "Grant a user a role in a connector",
  get_user_membership_in_connections: "Get a user's role in a connector",
  update_user_membership_in_connection: "Change a user's role in a connector",
  delete_user_membership_in_connection: "Revoke a user's role in a connector",
  get_user_memberships_in_groups: "List the groups that a user has a role in",
  add_user_membership_in_group: "Grant an existing user a role in a group",
  get_user_membership_in_group: "Get a user's role in a group",
  update_user_membership_in_group: "Change a user's role in a group",
  delete_user_membership_in_group: "Revoke a user's role in a group",
  delete_user_membership_in_account: "Revoke a user's account role",

  list_all_webhooks: "List webhooks of the account and its groups",
  create_account_webhook: "Create a webhook that receives the events of the whole account",
  create_group_webhook: "Create a webhook that receives the events of one group",
  webhook_details: "Get one webhook: address, events, whether it is active",
  modify_webhook: "Change a webhook: address, events, secret, or switch it on or off",
  delete_webhook: "Delete a webhook",
  test_webhook: "Send a test event to a webhook and return whether it arrived",
};

/**
 * What a person should know before confirming, if the summary does not say it. One or two
 * sentences.
 */
export const WARNINGS: Readonly<Partial<Record<OperationId, string>>> = {
  create_account_webhook:
    "Events of every connector will be sent to this address. If active is true, Fivetran sends a test request first.",
  create_group_webhook:
    "Events of the group will be sent to this address. If active is true, Fivetran sends a test request first.",
  modify_webhook:
    "If the change sets active to true, Fivetran first sends a test request to the address.",
  add_log_service: "Logs of the group will be sent to this address.",
  add_account_log_service: "Logs of the whole account will be sent to this address.",
  rotate_system_key: "Everything that uses the current secret stops working immediately.",
  delete_system_key: "Everything that uses this key loses access immediately.",
  regenerate_secrets_proxy_agent: "The agent stops working until it has the new secrets.",
  re_auth_hybrid_deployment_agent: "The agent stops working until it has the new keys.",
  reset_hybrid_deployment_agent_credentials: "The agent stops working until it is set up again.",
  delete_hybrid_deployment_agent: "Connectors that use this agent stop syncing.",
  delete_private_link: "Connectors that use this link stop syncing.",
  delete_destination:
    "Fivetran rejects the deletion while the destination has connectors. The loaded data stays in the warehouse.",
  delete_connection:
    "A deleted connector cannot be restored: setup, schema choices and sync state are lost. Data in the destination stays.",
  delete_user:
    "The user's API key stops working, and connectors that the user authorized may need a new authorization. To see what the user created and administers, call read_api access:user.",
  create_user: "Fivetran sends an invitation by e-mail, except to a service account.",
  rotate_user_api_key:
    "Without overlap_days, everything that uses the current secret stops working immediately.",
  delete_user_api_keys: "Everything that uses these keys loses access immediately.",
  connection_moved:
    "Rows in the current destination stay there. BACKFILL loads the whole history again; CONTINUE loads only new and changed rows.",
  delete_webhook: "Fivetran sends no more events to the webhook's address.",
  delete_log_service: "Logs of the group are no longer sent.",
  delete_account_log_service: "Logs of the account are no longer sent.",
  delete_transformation: "The transformation no longer runs. Its tables stay in the destination.",
  delete_transformation_project: "The transformations of the project are deleted too.",
  delete_column_connection_config:
    "The column and its data are dropped from the destination at the next sync.",
  delete_multiple_columns_connection_config:
    "The columns and their data are dropped from the destination at the next sync.",
  modify_connection_state: "With a wrong position, rows are lost or loaded twice.",
  upgrade_transformation_package: "The package's models may change.",
};

/**
 * Returns the summary of an operation. For an operation from an additional definition, returns the
 * text of that definition.
 */
export function summaryOf(id: OperationId): string {
  const added = addedOperation(id);
  if (added === undefined) return SUMMARIES[id];
  return added.summary === "" ? id.replaceAll("_", " ") : quoted(added.summary, 90);
}

export const FROM_DEFINITION =
  "This version does not know the operation. Its description comes from the operator's definition file.";

/** The tool to prefer: it has the same effect, with more checks and a better plan. */
export const BETTER_TOOL: Readonly<Partial<Record<OperationId, string>>> = {
  list_connections: "list_connectors",
  list_all_connections_in_group: "list_connectors",
  connection_details: "get_status",
  connection_schema_config: "get_schema",
  list_destinations: "list_destinations",
  metadata_connector_config: "describe_service",
  create_connection: "create_connector",
  modify_connection: "update_connector, pause_connectors or resume_connectors",
  sync_connection: "trigger_sync",
  resync_connection: "resync_connector",
  resync_tables: "resync_connector",
  modify_connection_schema_config: "modify_schema",
  modify_connection_database_schema_config: "modify_schema",
  modify_connection_table_config: "modify_schema",
  modify_connection_column_config: "modify_schema",
  reload_connection_schema_config: "reload_schema",
  run_setup_tests: "run_setup_tests",
  run_destination_setup_tests: "run_setup_tests",
  connect_card: "create_connect_card",
  delete_connection: "delete_connector",
};

/** Facts that a caller needs and the definition does not contain. */
export const HINTS: Readonly<Partial<Record<OperationId, string>>> = {
  create_account_webhook:
    "events: sync_start, sync_end, connection_successful, connection_failure, create_connector, pause_connector, resume_connector, edit_connector, delete_connector, resync_connector, resync_table, transformation_start, transformation_succeeded, transformation_failed; url must be https",
  create_group_webhook: "events as in create_account_webhook; url must be https",
  test_webhook: "event: such as sync_end",
  run_transformation: "returns a handle for wait_for_sync; full_refresh true rebuilds every model",
  add_user_to_group:
    "role: a name from list_all_roles. If the person is not in the account yet, add given_name and family_name: the plan then also invites the person",
  create_user:
    "role: role in the account, a name from list_all_roles. To invite a person to a group, use add_user_to_group. user_type SERVICE_ACCOUNT needs no email and gets no invitation",
  modify_connection:
    "daily_sync_time: HH:00, only with sync_frequency 1440. For weekdays, times of day or cron, give schedule and leave out daily_sync_time and sync_frequency",
  connection_sync_history:
    "start_time and end_time: required, ISO 8601, within the last 7 days. A run without an end time is still running",
  connection_warnings:
    "a preview that is not available in all accounts. schema and table are the names in the destination",
  connection_errors: "a preview that is not available in all accounts",
  dismiss_connection_warnings:
    "warning_types: codes from connection_warnings. Without warning_types, all warnings are dismissed",
  connection_moved:
    "the connector must be paused. sync_behavior CONTINUE_WITH_DATA works only into a Snowflake lakehouse. force_move: true confirms that the source trusts the new group",
  create_user_api_key: "expiration_period_days: default 90, at most 365",
  rotate_user_api_key: "overlap_days: how long the old secret stays valid, at most 30",
  add_user_to_team: 'role: "Team Member" or "Team Manager"',
  update_user_membership: 'role: "Team Member" or "Team Manager"',
  create_group: "name: letters, digits and underscores; starts with a letter or underscore",
  create_destination: "config: the fields that describe_service shows. A group has one destination",
  modify_destination:
    "config: give only the fields that change. Without time_zone_offset, the tool sends the current time zone again",
  create_transformation:
    "schedule_type INTEGRATED: the transformation runs after a sync of any connector in schedule.connection_ids, and waits for connectors that sync at the same time. smart_syncing: with other schedule types, the transformation runs only if there is new data",
  update_transformation:
    "schedule_type INTEGRATED: the transformation runs after a sync of any connector in schedule.connection_ids, and waits for connectors that sync at the same time. smart_syncing: with other schedule types, the transformation runs only if there is new data",
  create_esm:
    "config: AWS_SECRET_MANAGER role_arn; AZURE_KEY_VAULT vault_url, tenant_id; HASHICORP_VAULT vault_address, role_id, secret_id",
  run_setup_tests:
    "trust_certificates, trust_fingerprints: with true, Fivetran trusts any certificate or fingerprint that the host presents",
  get_log_service_details: "logId is the group's id",
  add_log_service: "the id of a log service is its group's id",
  approve_connection_certificate: "hash and encoded_cert: from the details of a failed setup test",
  approve_destination_certificate: "hash and encoded_cert: from the details of a failed setup test",
};

/** Returns the preferred tool if this server offers it. */
export function betterTool(id: OperationId, { scope }: Pick<ReadContext, "scope">) {
  const better = BETTER_TOOL[id];
  const names = better?.match(/[a-z]+(_[a-z]+)+/g) ?? [];
  return names.every((name) => scope.offers(name)) ? better : undefined;
}
