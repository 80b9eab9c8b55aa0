// Made by `npm run gen:operations` from the public OpenAPI definition. Do not edit.
import type { Shapes } from "../shape.js";

export const SHAPES: Shapes = {
  named: {
    add_log_service:
      "{id: string, service: string, enabled: boolean, status?: {tasks?: [{code?: string, message?: string, details?: string}], setup_state?: string}, setup_tests?: @setup_tests, config?: object}",
    columns:
      "{<column>: {name_in_destination: string, enabled: boolean, hashed: boolean, enabled_patch_settings: {allowed: boolean, reason?: string, reason_code?: =SYSTEM_COLUMN|DELETED|OTHER}, is_primary_key?: boolean}}",
    connection_schema_config:
      "{enable_new_by_default?: boolean, schemas: {<schema>: {name_in_destination: string, enabled: boolean, tables: {<table>: {sync_mode?: =SOFT_DELETE|HISTORY|LIVE, name_in_destination: string, enabled: boolean, columns: @columns, enabled_patch_settings: {allowed: boolean, reason?: string, reason_code?: =SYSTEM_TABLE|DELETED|OTHER}, supports_columns_config: boolean, supports_history_mode: boolean}}}}, schema_change_handling: =ALLOW_ALL|ALLOW_COLUMNS|BLOCK_ALL}",
    create_connection:
      "{id: string, service: string, schema: string, paused: boolean, status: @status, group_id: string, service_version: integer, connected_by?: string, created_at: time, succeeded_at?: time, failed_at?: time, pause_after_trial: boolean, sync_frequency: integer=1|5|15|30|60|120|180|360|480|720|1440, data_delay_threshold?: integer, data_delay_sensitivity: =LOW|NORMAL|HIGH|CUSTOM|SYNC_FREQUENCY, private_link_id?: string, networking_method?: =Directly|SshTunnel|PrivateLink|ProxyAgent|UnmanagedProxyAgent|Unknown, proxy_agent_id?: string, daily_sync_time?: string, schedule_type: string, setup_tests?: @setup_tests, source_sync_details?: object, connect_card?: {token?: secret, uri?: secret}, connect_card_config?: {redirect_uri: string, hide_setup_guide?: boolean, all_fields?: boolean}, hybrid_deployment_agent_id?: string, destination_configuration?: {virtual_warehouse?: string}, destination_schema_names?: =FIVETRAN_NAMING|SOURCE_NAMING, external_secrets_manager_id?: string, config?: object, external_secrets_keys_config?: object}",
    create_destination:
      "{id: string, service: string, region: @region, group_id: string, time_zone_offset: =-11|-10|-9|-8|-7|-6|-5|-4|-3|-2|-1|0|+1|+2|+3|+4|+5|+6|+7|+8|+9|+10|+11|+12, setup_status: string, daylight_saving_time_enabled?: boolean, private_link_id?: string, networking_method?: =Directly|PrivateLink|SshTunnel|ProxyAgent, local_processing_agent_id?: string, hybrid_deployment_agent_id?: string, proxy_agent_id?: string, external_secrets_manager_id?: string, setup_tests?: @setup_tests, config?: object, external_secrets_keys_config?: object}",
    create_hybrid_deployment_agent:
      "{id: string, version: string, enabled: boolean, online: boolean, files?: {config_json: secret, auth_json: secret, docker_compose_yaml: secret}, token?: secret, display_name: string, group_id: string, registered_at: time, created_by: string, deployment_type: =DOCKER|PODMAN|KUBERNETES|SNOWPARK, updated_at: time, last_used_at: time}",
    create_private_link:
      "{config?: {connection_service_id: string, sub_resource_name: string, private_dns_records?: string}}",
    create_proxy_agent:
      "{agent_id: string, auth_token: secret, client_cert: secret, client_private_key: secret, orchestrator_host: string, orchestrator_port: integer}",
    create_transformation_project:
      "{id?: string, type?: =DBT_CORE, status?: =NOT_READY|READY|ERROR, errors?: [string], created_at?: time, created_by_id?: string, group_id?: string, setup_tests?: @setup_tests, project_config?: object}",
    get_connection_certificates_list:
      "{items: [@get_connection_certificates_list2], next_cursor?: string}",
    get_connection_certificates_list2:
      "{id: string, name: string, hash: string, type: string, sha1: string, sha256: string, public_key: string, validated_date: time, validated_by: string}",
    get_connection_fingerprints_list:
      "{items: [@get_connection_fingerprints_list2], next_cursor?: string}",
    get_connection_fingerprints_list2:
      "{id: string, hash: string, public_key: string, validated_date: time, validated_by: string}",
    get_hybrid_deployment_agent_list:
      "{id: string, version: string, enabled: boolean, online: boolean, usage?: [{schema: string, service: string, connection_id: string}], display_name: string, group_id: string, registered_at: time, created_by: string, deployment_type: =DOCKER|PODMAN|KUBERNETES|SNOWPARK, updated_at: time, last_used_at: time}",
    get_private_links:
      "{id: string, name: string, region: =GCP_US_EAST4|GCP_US_WEST1|GCP_EUROPE_WEST3|GCP_AUSTRALIA_SOUTHEAST1|GCP_NORTHAMERICA_NORTHEAST1|GCP_EUROPE_WEST2|GCP_ASIA_SOUTHEAST1|GCP_ASIA_SOUTHEAST2|GCP_ASIA_SOUTH1|GCP_ASIA_NORTHEAST1|AWS_US_EAST_1|AWS_US_EAST_2|AWS_US_WEST_2|AWS_AP_NORTHEAST_1|AWS_AP_SOUTHEAST_1|AWS_AP_SOUTHEAST_2|AWS_EU_CENTRAL_1|AWS_EU_WEST_1|AWS_EU_WEST_2|AWS_AP_SOUTH_1|AWS_CA_CENTRAL_1|AWS_US_GOV_WEST_1|AZURE_EASTUS2|AZURE_AUSTRALIAEAST|AZURE_UKSOUTH|AZURE_WESTEUROPE|AZURE_CENTRALUS|AZURE_CANADACENTRAL|AZURE_UAENORTH|AZURE_SOUTHEASTASIA, service: @service, state: =CREATING|UPDATING|DESTROYING|OK|FAIL, host?: string, account_id?: string, cloud_provider: =AWS|GCP|AZURE, created_at: time, created_by: string, state_summary: string, resource_upstream_status?: string, config?: object}",
    get_system_keys:
      "{id?: string, name?: string, key?: secret, secret?: secret, permissions?: @permissions, created_at?: time, updated_at?: time, expired_at?: time, last_used_at?: time}",
    list_all_users_in_group: "{items: [@list_all_users_in_group2], next_cursor?: string}",
    list_all_users_in_group2:
      "{id: string, email: string, verified: boolean, invited?: boolean, picture?: string, phone?: string, role: string, active: boolean, given_name?: string, family_name?: string, logged_in_at: time, created_at: time}",
    list_all_webhooks:
      "{id: string, type: =group|account, url: string, events: [string], active: boolean, secret?: secret, group_id?: string, created_at: time, created_by: string}",
    list_connections:
      "{items: [{id: string, service: string, schema: string, paused: boolean, status: @status, config?: object, group_id: string, service_version?: integer, connected_by: string, created_at: time, succeeded_at?: time, failed_at?: time, pause_after_trial: boolean, sync_frequency: integer, data_delay_threshold?: integer, data_delay_sensitivity?: =LOW|NORMAL|HIGH|CUSTOM|SYNC_FREQUENCY, daily_sync_time?: string, schedule_type: string, setup_tests?: @setup_tests, private_link_id?: string, networking_method?: =Directly|SshTunnel|PrivateLink|ProxyAgent|UnmanagedProxyAgent|Unknown, proxy_agent_id?: string, source_sync_details?: object, hybrid_deployment_agent_id?: string, connect_card?: {token?: secret, uri?: secret}, connect_card_config?: {redirect_uri: string, hide_setup_guide?: boolean, all_fields?: boolean}, destination_configuration?: {virtual_warehouse?: string}, destination_schema_names?: =FIVETRAN_NAMING|SOURCE_NAMING, external_secrets_manager_id?: string, external_secrets_keys_config?: object}], next_cursor?: string}",
    list_connector_sdk_packages:
      "{id: string, connection_id?: string, created_by: string, last_updated_by: string, created_at: time, updated_at: time, file_sha256_hash?: string}",
    list_esm_entities:
      "{items: [{id?: string, name?: string, enabled?: boolean, type?: =SOURCE|DESTINATION, secret_manager_id?: string, created_at?: time}], next_cursor?: string}",
    list_esms:
      "{id?: string, type?: =AWS_SECRET_MANAGER|AZURE_KEY_VAULT|HASHICORP_VAULT, name?: string, config?: object, is_hybrid_deployment?: boolean, created_at?: time, updated_at?: time}",
    metadata_public_connectors:
      "{id: string, name: string, type: @type, description?: string, icons?: [string], config?: object, auth?: object, icon_url?: string, link_to_docs?: string, connector_class?: =standard|lite, supported_features?: @supported_features, link_to_erd?: string, service_status?: =general_availability|beta|private_preview|sunset|development, service_status_updated_at?: time, external_secrets_keys_config?: object}",
    permissions:
      "[{resource_type?: =ACCOUNT|USER|WEBHOOK|TEAM|ROLES|DESTINATION|TRANSFORMATION|REMOTE_EXECUTION_AGENT|CONNECTOR, access_level?: =NONE|READ|MANAGE, resource_filter?: {ids?: [string], group_ids?: [string]}}]",
    region:
      "=GCP_US_EAST4|GCP_US_WEST1|GCP_US_CENTRAL1|GCP_EUROPE_WEST3|GCP_AUSTRALIA_SOUTHEAST1|GCP_NORTHAMERICA_NORTHEAST1|GCP_EUROPE_WEST2|GCP_ASIA_SOUTHEAST1|GCP_ASIA_SOUTHEAST2|GCP_ASIA_SOUTH1|GCP_ASIA_NORTHEAST1|AWS_US_EAST_1|AWS_US_EAST_2|AWS_US_WEST_2|AWS_AP_NORTHEAST_1|AWS_AP_SOUTHEAST_1|AWS_AP_SOUTHEAST_2|AWS_EU_CENTRAL_1|AWS_EU_WEST_1|AWS_EU_WEST_2|AWS_AP_SOUTH_1|AWS_CA_CENTRAL_1|AWS_US_GOV_WEST_1|AZURE_EASTUS2|AZURE_AUSTRALIAEAST|AZURE_UKSOUTH|AZURE_WESTEUROPE|AZURE_CENTRALUS|AZURE_CANADACENTRAL|AZURE_UAENORTH|AZURE_SOUTHEASTASIA|AZURE_EASTUS|AZURE_JAPANEAST|AZURE_CENTRALINDIA",
    region2:
      "=GCP_US_EAST4|GCP_US_WEST1|GCP_US_CENTRAL1|GCP_EUROPE_WEST3|GCP_AUSTRALIA_SOUTHEAST1|GCP_NORTHAMERICA_NORTHEAST1|GCP_EUROPE_WEST2|GCP_ASIA_SOUTHEAST1|GCP_ASIA_SOUTHEAST2|GCP_ASIA_SOUTH1|GCP_ASIA_NORTHEAST1|GCP_ASIA_NORTHEAST3|GCP_ME_CENTRAL2|AWS_US_EAST_1|AWS_US_EAST_2|AWS_US_WEST_2|AWS_AP_NORTHEAST_1|AWS_AP_NORTHEAST_2|AWS_AP_SOUTHEAST_1|AWS_AP_SOUTHEAST_2|AWS_EU_CENTRAL_1|AWS_EU_NORTH_1|AWS_EU_WEST_1|AWS_EU_WEST_2|AWS_AP_SOUTH_1|AWS_CA_CENTRAL_1|AWS_US_GOV_WEST_1|AZURE_EASTUS2|AZURE_AUSTRALIAEAST|AZURE_UKSOUTH|AZURE_WESTEUROPE|AZURE_CENTRALUS|AZURE_CANADACENTRAL|AZURE_UAENORTH|AZURE_SOUTHEASTASIA|AZURE_EASTUS|AZURE_JAPANEAST|AZURE_CENTRALINDIA|AZURE_GERMANYWESTCENTRAL|AZURE_WESTUS3|AZURE_SWITZERLANDNORTH|AZURE_KOREACENTRAL",
    run_setup_tests_account_log_service: "{setup_tests?: @setup_tests}",
    schedule:
      "{cron?: [string], interval?: integer, schedule_type: =INTEGRATED|TIME_OF_DAY|INTERVAL|CRON, days_of_week?: [=MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY], time_of_day?: string, connection_ids?: [string], transformation_ids?: [string], smart_syncing?: boolean}",
    schemas: "{<schema>: @schemas2}",
    schemas2: "{enabled?: boolean, tables?: {<table>: @tables}}",
    service:
      "=DATABRICKS_AWS|SNOWFLAKE_AWS|REDSHIFT_AWS|SOURCE_AWS|DATABRICKS_AZURE|SNOWFLAKE_AZURE|ONELAKE_AZURE|POSTGRES_WAREHOUSE_AZURE|SQL_DATA_WAREHOUSE_AZURE|SOURCE_AZURE|SNOWFLAKE_GCP|SOURCE_GCP|DATABRICKS_GCP",
    setup_tests:
      "[{title: string, status: =PASSED|SKIPPED|WARNING|FAILED|JOB_FAILED, message?: string, details?: any}]",
    status:
      "{tasks?: [{code?: string, message?: string, details?: string}], warnings?: [{code?: string, message?: string, details?: string}], setup_state: string, schema_status?: string, sync_state: string, update_state: string, is_historical_sync: boolean, rescheduled_for?: time}",
    supported_features:
      "[{id?: =CUSTOM_DATA|CAPTURE_DELETES|DATA_BLOCKING|COLUMN_HASHING|RE_SYNC|HISTORY|API_CONFIGURABLE|PRIORITY_FIRST_SYNC|FIVETRAN_DATA_MODELS|PRIVATE_NETWORKING|AUTHORIZATION_VIA_API|ROW_FILTERING, notes?: string}]",
    tables:
      "{enabled?: boolean, columns?: {<column>: {enabled?: boolean, hashed?: boolean, is_primary_key?: boolean}}, sync_mode?: =SOFT_DELETE|HISTORY|LIVE}",
    transformation_package_metadata_list:
      "{id: string, name: string, version: string, connector_types?: [string], output_model_names?: [string], configurable_variables?: object}",
    transformations_list:
      "{id: string, status: =NEW|SCHEDULING|RUNNING|TERMINATING|SUCCEEDED|FAILED|BLOCKED|CANCELED|PARTIALLY_SUCCEEDED, schedule: @schedule, type: =DBT_CORE|QUICKSTART, paused: boolean, created_at: time, created_by_id: string, last_started_at?: time, last_ended_at?: time, output_model_names?: [string], transformation_config?: object}",
    type: "=API|Dbt|Marketing|HumanResources|Finance|Productivity|Engineering|Support|Sales|Security|SuperConnectorTest|Free|File|Database|Events|Function|BITool|Warehouse|Log|Hvr",
  },
  of: {
    "add_account_log_service body":
      "{service?: string, enabled?: boolean, config?: object, run_setup_tests?: boolean}",
    "add_account_log_service reply": "@add_log_service",
    "add_log_service body":
      "{group_id?: string, service?: string, enabled?: boolean, run_setup_tests?: boolean, config?: object}",
    "add_log_service body azure_monitor_log":
      "{config?: {client_id?: secret, client_secret?: secret, data_collection_endpoint?: string, dcr_immutable_id?: string, dcr_stream_name?: string, primary_key?: secret, tenant_id?: secret, workspace_id?: string}}",
    "add_log_service body cloudwatch":
      "{config?: {access_key_id?: secret, access_key_secret?: secret, external_id?: string, log_group_name?: string, region?: string, role_arn?: secret}}",
    "add_log_service body datadog_log":
      "{config?: {api_key?: secret, hostname?: secret, region?: =EU|US1|AP1|AP2|US3|US5|US1_FED}}",
    "add_log_service body dynatrace": "{config?: {access_token?: secret, environment_id?: string}}",
    "add_log_service body grafana_loki":
      "{config?: {access_token?: secret, loki_url?: string, tenant_id?: secret, username?: secret}}",
    "add_log_service body new_relic_log":
      "{config?: {api_key?: secret, sub_domain?: =EU|FedRAMP|US}}",
    "add_log_service body splunkLog":
      "{config?: {channel?: string, enable_ssl?: boolean, host?: string, port?: integer, token?: secret}}",
    "add_log_service body stackdriver":
      "{config?: {project_id?: string, service_account_key?: secret}}",
    "add_log_service reply": "@add_log_service",
    "add_team_membership_in_connection body": "{id: string, role: string}",
    "add_team_membership_in_connection reply": "{id: string, role: string, created_at: time}",
    "add_team_membership_in_group body": "{id: string, role: string}",
    "add_team_membership_in_group reply": "{id: string, role: string, created_at: time}",
    "add_user_membership_in_connection body": "{id?: string, role?: string}",
    "add_user_membership_in_connection reply": "{id: string, role: string, created_at: time}",
    "add_user_membership_in_group body": "{id: string, role: string}",
    "add_user_membership_in_group reply": "{id: string, role: string, created_at: time}",
    "add_user_to_group body": "{email?: string, role?: string}",
    "add_user_to_team body": "{user_id: string, role?: string}",
    "add_user_to_team reply": "{user_id: string, role: string, created_at: time}",
    "approve_certificate body":
      "{hash: string, encoded_cert: string, connection_id?: string, destination_id?: string}",
    "approve_connection_certificate body": "{hash: string, encoded_cert: string}",
    "approve_connection_certificate reply": "@get_connection_certificates_list2",
    "approve_connection_fingerprint body": "{hash: string, public_key: string}",
    "approve_connection_fingerprint reply": "@get_connection_fingerprints_list2",
    "approve_destination_certificate body": "{hash: string, encoded_cert: string}",
    "approve_destination_certificate reply": "@get_connection_certificates_list2",
    "approve_destination_fingerprint body": "{hash: string, public_key: string}",
    "approve_destination_fingerprint reply": "@get_connection_fingerprints_list2",
    "connect_card body":
      "{connect_card_config: {redirect_uri: string, hide_setup_guide?: boolean, all_fields?: boolean}}",
    "connect_card reply":
      "{connector_id: string, connect_card?: {token?: secret, uri?: secret}, connect_card_config?: {redirect_uri: string, hide_setup_guide?: boolean, all_fields?: boolean}}",
    "connection_column_config reply": "{columns: @columns}",
    "connection_details reply": "@create_connection",
    "connection_schema_config reply": "@connection_schema_config",
    "connection_state reply": "{state: object}",
    "create_account_webhook body":
      "{url: string, events: [string], active?: boolean, secret?: secret}",
    "create_account_webhook reply": "@list_all_webhooks",
    "create_connection body":
      "{group_id: string, service: string, trust_certificates?: boolean, trust_fingerprints?: boolean, run_setup_tests?: boolean, paused?: boolean, pause_after_trial?: boolean, sync_frequency?: integer=1|5|15|30|60|120|180|360|480|720|1440, data_delay_sensitivity?: =LOW|NORMAL|HIGH|CUSTOM|SYNC_FREQUENCY, data_delay_threshold?: integer, daily_sync_time?: string, schedule_type?: =auto|manual, connect_card_config?: {redirect_uri: string, hide_setup_guide?: boolean, all_fields?: boolean}, proxy_agent_id?: string, private_link_id?: string, networking_method?: =Directly|PrivateLink|SshTunnel|ProxyAgent, hybrid_deployment_agent_id?: string, destination_configuration?: {virtual_warehouse?: string}, destination_schema_names?: =FIVETRAN_NAMING|SOURCE_NAMING, external_secrets_manager_id?: string, auth?: object, config?: object, external_secrets_keys_config?: object}",
    "create_connection reply": "@create_connection",
    "create_connector_sdk_package body": "{file: file}",
    "create_connector_sdk_package reply": "@list_connector_sdk_packages",
    "create_destination body":
      "{group_id: string, service: string, region?: @region, time_zone_offset: =-11|-10|-9|-8|-7|-6|-5|-4|-3|-2|-1|0|+1|+2|+3|+4|+5|+6|+7|+8|+9|+10|+11|+12, trust_certificates?: boolean, trust_fingerprints?: boolean, run_setup_tests?: boolean, daylight_saving_time_enabled?: boolean, hybrid_deployment_agent_id?: string, private_link_id?: string, networking_method?: =Directly|PrivateLink|SshTunnel|ProxyAgent, proxy_agent_id?: string, external_secrets_manager_id?: string, config?: object, external_secrets_keys_config?: object}",
    "create_destination reply": "@create_destination",
    "create_esm body":
      "{type: =AWS_SECRET_MANAGER|AZURE_KEY_VAULT|HASHICORP_VAULT, name: string, config: object, is_hybrid_deployment?: boolean}",
    "create_esm reply": "@list_esms",
    "create_group body": "{name?: string}",
    "create_group reply": "{id: string, name: string, created_at: time}",
    "create_group_webhook body":
      "{url: string, events: [string], active?: boolean, secret?: secret}",
    "create_group_webhook reply": "@list_all_webhooks",
    "create_hybrid_deployment_agent body":
      "{group_id?: string, display_name: string, env_type: =DOCKER|PODMAN|KUBERNETES|SNOWPARK, accept_terms: boolean, auth_type?: =AUTO|MANUAL}",
    "create_hybrid_deployment_agent reply": "@create_hybrid_deployment_agent",
    "create_private_link body":
      "{name: string, region: @region, service: @service, config?: object}",
    "create_private_link body DATABRICKS_AWS": "{config?: {connection_service_name: string}}",
    "create_private_link body DATABRICKS_AZURE":
      "{config?: {connection_service_id: string, workspace_url: string}}",
    "create_private_link body DATABRICKS_GCP":
      "{config?: {connection_service_id: string, workspace_url: string}}",
    "create_private_link body ONELAKE_AZURE": "{config?: {connection_service_id: string}}",
    "create_private_link body POSTGRES_WAREHOUSE_AZURE":
      "{config?: {connection_service_id: string}}",
    "create_private_link body REDSHIFT_AWS":
      "{config?: {aws_account_id: string, cluster_identifier: string}}",
    "create_private_link body SNOWFLAKE_AWS": "{config?: {account_url: string, vpce_id: string}}",
    "create_private_link body SNOWFLAKE_AZURE": "{config?: {account_url: string, pls_id: string}}",
    "create_private_link body SNOWFLAKE_GCP": "{config?: {account_url: string, pls_id: string}}",
    "create_private_link body SOURCE_AWS": "{config?: {connection_service_name: string}}",
    "create_private_link body SOURCE_AZURE": "@create_private_link",
    "create_private_link body SOURCE_GCP": "{config?: {private_connection_service_id: string}}",
    "create_private_link body SQL_DATA_WAREHOUSE_AZURE":
      "{config?: {connection_service_id: string}}",
    "create_private_link reply": "@get_private_links",
    "create_proxy_agent body": "{display_name?: string, group_region?: @region2}",
    "create_proxy_agent reply": "@create_proxy_agent",
    "create_system_key body":
      "{name?: string, expiration_period?: =ONE_WEEK|ONE_MONTH|THREE_MONTHS|SIX_MONTHS|INFINITE, permissions?: @permissions}",
    "create_system_key reply": "@get_system_keys",
    "create_team body": "{name?: string, description?: string, role?: string}",
    "create_team reply": "{id: string, name?: string, description?: string, role: string}",
    "create_transformation body":
      "{schedule?: @schedule, type?: =DBT_CORE|QUICKSTART, paused?: boolean, transformation_config?: object}",
    "create_transformation body DBT_CORE":
      "{transformation_config?: {project_id: string, name: string, steps: [{name?: string, command?: string}]}}",
    "create_transformation body QUICKSTART":
      "{transformation_config?: {package_name?: string, connection_ids?: [string], excluded_models?: [string], configurable_variables?: object}}",
    "create_transformation reply": "@transformations_list",
    "create_transformation_project body":
      "{group_id?: string, type?: =DBT_CORE, run_tests?: boolean, project_config?: object}",
    "create_transformation_project body DBT_CORE":
      "{project_config?: {dbt_version: string, default_schema: string, git_remote_url: string, folder_path?: string, git_branch?: string, threads?: integer, target_name?: string, environment_vars?: [string]}}",
    "create_transformation_project reply": "@create_transformation_project",
    "create_user body":
      "{email: string, family_name: string, given_name: string, phone?: string, picture?: string, role?: string}",
    "create_user reply": "@list_all_users_in_group2",
    "delete_multiple_columns_connection_config body":
      "{schemas: {<schema>: {tables: {<table>: {columns: [string]}}}}}",
    "delete_user_membership_in_connection reply": "{id: string, role: string, created_at: time}",
    "destination_details reply": "@create_destination",
    "download_connector_sdk_package reply": "object",
    "get_account_info reply":
      "{account_id: string, account_name?: string, user_id?: string, system_key_id?: string}",
    "get_account_log_service_details reply": "@add_log_service",
    "get_connection_certificate_details reply": "@get_connection_certificates_list2",
    "get_connection_certificates_list reply": "@get_connection_certificates_list",
    "get_connection_fingerprint_details reply": "@get_connection_fingerprints_list2",
    "get_connection_fingerprints_list reply": "@get_connection_fingerprints_list",
    "get_connector_sdk_package reply": "@list_connector_sdk_packages",
    "get_destination_certificate_details reply": "@get_connection_certificates_list2",
    "get_destination_certificates_list reply": "@get_connection_certificates_list",
    "get_destination_fingerprint_details reply": "@get_connection_fingerprints_list2",
    "get_destination_fingerprints_list reply": "@get_connection_fingerprints_list",
    "get_esm_details reply": "@list_esms",
    "get_esm_entities reply": "@list_esm_entities",
    "get_hybrid_deployment_agent reply": "@get_hybrid_deployment_agent_list",
    "get_hybrid_deployment_agent_list reply":
      "{items: [@get_hybrid_deployment_agent_list], next_cursor?: string}",
    "get_log_service_details reply": "@add_log_service",
    "get_private_link_details reply": "@get_private_links",
    "get_private_links reply": "{items: [@get_private_links], next_cursor?: string}",
    "get_proxy_agent reply":
      "{items: [{id?: string, account_id?: string, registered_at?: time, region?: @region2, created_by?: string, display_name?: string, version?: string, status?: =NOT_FOUND|CONNECTED|NOT_CONNECTED, connector_count?: integer, destination_count?: integer}], next_cursor?: string}",
    "get_proxy_agent_connections reply":
      "{items: [{connection_id?: string}], next_cursor?: string}",
    "get_proxy_agent_details reply":
      "{id?: string, account_id?: string, registered_at?: time, region?: @region2, created_by?: string, display_name?: string, version?: string, status?: =NOT_FOUND|CONNECTED|NOT_CONNECTED, usage?: [{id?: string, schema?: string, service?: string}]}",
    "get_system_key_details reply": "@get_system_keys",
    "get_system_keys reply": "{items: [@get_system_keys], next_cursor?: string}",
    "get_team_membership_in_connection reply": "{id: string, role: string, created_at: time}",
    "get_team_membership_in_group reply": "{id: string, role: string, created_at: time}",
    "get_team_memberships_in_connections reply":
      "{items: [{id: string, role: string, created_at: time}], next_cursor?: string}",
    "get_team_memberships_in_groups reply":
      "{items: [{id: string, role: string, created_at: time}], next_cursor?: string}",
    "get_user_in_team reply": "{user_id: string, role: string, created_at: time}",
    "get_user_membership_in_connections reply": "{id: string, role: string, created_at: time}",
    "get_user_membership_in_group reply": "{id: string, role: string, created_at: time}",
    "get_user_memberships_in_connections reply":
      "{items: [{id: string, role: string, created_at: time}], next_cursor?: string}",
    "get_user_memberships_in_groups reply":
      "{items: [{id: string, role: string, created_at: time}], next_cursor?: string}",
    "group_details reply": "{id: string, name: string, created_at: time}",
    "group_service_account reply": "{service_account: string}",
    "group_ssh_public_key reply": "{public_key: string}",
    "hvr_register_hub body": "{fingerprint?: string, port?: integer, hub_server_url?: string}",
    "hvr_register_hub reply": "{access_token?: secret, registration_id?: string}",
    "list_all_connections_in_group reply": "@list_connections",
    "list_all_groups reply":
      "{items: [{id: string, name: string, created_at: time}], next_cursor?: string}",
    "list_all_roles reply":
      "{items: [{name: string, description?: string, scope: =ACCOUNT|DESTINATION|CONNECTOR|TEAM, is_custom: boolean, is_deprecated: boolean, replacement_role_name: string}], next_cursor?: string}",
    "list_all_teams reply":
      "{items: [{id: string, name?: string, description?: string, role: string}], next_cursor?: string}",
    "list_all_transformation_projects reply":
      "{items: [{id?: string, type?: =DBT_CORE, created_at?: time, created_by_id?: string, group_id?: string}], next_cursor?: string}",
    "list_all_users reply": "@list_all_users_in_group",
    "list_all_users_in_group reply": "@list_all_users_in_group",
    "list_all_webhooks reply": "{items: [@list_all_webhooks], next_cursor?: string}",
    "list_connections reply": "@list_connections",
    "list_connector_sdk_packages reply":
      "{items: [@list_connector_sdk_packages], next_cursor?: string}",
    "list_destinations reply":
      "{items: [{id: string, service: string, region: @region, group_id: string, time_zone_offset: =-11|-10|-9|-8|-7|-6|-5|-4|-3|-2|-1|0|+1|+2|+3|+4|+5|+6|+7|+8|+9|+10|+11|+12, setup_status: string, daylight_saving_time_enabled?: boolean, private_link_id?: string, networking_method?: =Directly|PrivateLink|SshTunnel|ProxyAgent, local_processing_agent_id?: string, hybrid_deployment_agent_id?: string, proxy_agent_id?: string, external_secrets_manager_id?: string}], next_cursor?: string}",
    "list_esm_entities reply": "@list_esm_entities",
    "list_esms reply": "{items: [@list_esms], next_cursor?: string}",
    "list_log_services reply":
      "{items: [{id: string, service: string, enabled: boolean, status?: {tasks?: [{code?: string, message?: string, details?: string}], setup_state?: string}}], next_cursor?: string}",
    "list_users_in_team reply":
      "{items: [{user_id: string, role: string, created_at: time}], next_cursor?: string}",
    "metadata_connector_config reply": "@metadata_public_connectors",
    "metadata_connectors reply":
      "{items: [{id: string, name: string, type: @type, description?: string, icons?: [string], icon_url?: string, link_to_docs?: string, connector_class?: =standard|lite, supported_features?: @supported_features, link_to_erd?: string, service_status?: =general_availability|beta|private_preview|sunset|development, service_status_updated_at?: time}], next_cursor?: string}",
    "metadata_public_connectors reply": "@metadata_public_connectors",
    "modify_connection body":
      "{config?: object, auth?: object, paused?: boolean, trust_certificates?: boolean, trust_fingerprints?: boolean, sync_frequency?: integer=1|5|15|30|60|120|180|360|480|720|1440, data_delay_threshold?: integer, data_delay_sensitivity?: =LOW|NORMAL|HIGH|CUSTOM|SYNC_FREQUENCY, daily_sync_time?: string, pause_after_trial?: boolean, schema_status?: =blocked_on_capture|ready, is_historical_sync?: boolean, schedule_type?: =auto|manual, run_setup_tests?: boolean, networking_method?: =Directly|PrivateLink|SshTunnel|ProxyAgent, hybrid_deployment_agent_id?: string, proxy_agent_id?: string, private_link_id?: string, destination_configuration?: {virtual_warehouse?: string}, external_secrets_manager_id?: string, external_secrets_keys_config?: object}",
    "modify_connection reply": "@create_connection",
    "modify_connection_column_config body":
      "{enabled?: boolean, hashed?: boolean, is_primary_key?: boolean}",
    "modify_connection_column_config reply": "@connection_schema_config",
    "modify_connection_database_schema_config body": "@schemas2",
    "modify_connection_database_schema_config reply": "@connection_schema_config",
    "modify_connection_schema_config body":
      "{schemas?: @schemas, schema_change_handling?: =ALLOW_ALL|ALLOW_COLUMNS|BLOCK_ALL, is_type_locked?: boolean}",
    "modify_connection_schema_config reply": "@connection_schema_config",
    "modify_connection_state body": "{state?: object}",
    "modify_connection_state reply": "{state: object}",
    "modify_connection_table_config body": "@tables",
    "modify_connection_table_config reply": "@connection_schema_config",
    "modify_destination body":
      "{region?: @region, config?: object, trust_certificates?: boolean, trust_fingerprints?: boolean, time_zone_offset?: =-11|-10|-9|-8|-7|-6|-5|-4|-3|-2|-1|0|+1|+2|+3|+4|+5|+6|+7|+8|+9|+10|+11|+12, run_setup_tests?: boolean, daylight_saving_time_enabled?: boolean, hybrid_deployment_agent_id?: string, private_link_id?: string, networking_method?: =Directly|PrivateLink|SshTunnel|ProxyAgent, proxy_agent_id?: string, external_secrets_manager_id?: string, external_secrets_keys_config?: object}",
    "modify_destination reply": "@create_destination",
    "modify_esm body": "{config: object}",
    "modify_esm reply": "@list_esms",
    "modify_group body": "{name?: string}",
    "modify_group reply": "{id: string, name: string, created_at: time}",
    "modify_private_link body": "{config?: object}",
    "modify_private_link body DATABRICKS_AWS": "{config?: {connection_service_name: string}}",
    "modify_private_link body DATABRICKS_AZURE":
      "{config?: {connection_service_id: string, workspace_url: string}}",
    "modify_private_link body DATABRICKS_GCP":
      "{config?: {connection_service_id: string, workspace_url: string}}",
    "modify_private_link body ONELAKE_AZURE": "{config?: {connection_service_id: string}}",
    "modify_private_link body POSTGRES_WAREHOUSE_AZURE":
      "{config?: {connection_service_id: string}}",
    "modify_private_link body REDSHIFT_AWS":
      "{config?: {aws_account_id: string, cluster_identifier: string}}",
    "modify_private_link body SNOWFLAKE_AWS": "{config?: {account_url: string, vpce_id: string}}",
    "modify_private_link body SNOWFLAKE_AZURE": "{config?: {account_url: string, pls_id: string}}",
    "modify_private_link body SNOWFLAKE_GCP": "{config?: {account_url: string, pls_id: string}}",
    "modify_private_link body SOURCE_AWS": "{config?: {connection_service_name: string}}",
    "modify_private_link body SOURCE_AZURE": "@create_private_link",
    "modify_private_link body SOURCE_GCP": "{config?: {private_connection_service_id: string}}",
    "modify_private_link body SQL_DATA_WAREHOUSE_AZURE":
      "{config?: {connection_service_id: string}}",
    "modify_private_link reply": "@get_private_links",
    "modify_team body": "{name?: string, description?: string, role?: string}",
    "modify_team reply": "{id: string, name?: string, description?: string, role: string}",
    "modify_transformation_project body": "{run_tests?: boolean, project_config?: object}",
    "modify_transformation_project body DBT_CORE":
      "{project_config?: {folder_path?: string, git_branch?: string, threads?: integer, target_name?: string, environment_vars?: [string]}}",
    "modify_transformation_project reply": "@create_transformation_project",
    "modify_user body":
      "{phone?: string, picture?: string, role?: string, family_name?: string, given_name?: string}",
    "modify_user reply": "@list_all_users_in_group2",
    "modify_webhook body": "{url?: string, events?: [string], active?: boolean, secret?: secret}",
    "modify_webhook reply": "@list_all_webhooks",
    "pre_create_connection_schema_config body":
      "{schemas: @schemas, schema_change_handling?: =ALLOW_ALL|ALLOW_COLUMNS|BLOCK_ALL}",
    "pre_create_connection_schema_config reply": "@connection_schema_config",
    "re_auth_hybrid_deployment_agent body": "{auth_type?: =AUTO|MANUAL}",
    "re_auth_hybrid_deployment_agent reply": "@create_hybrid_deployment_agent",
    "regenerate_secrets_proxy_agent reply": "@create_proxy_agent",
    "reload_connection_schema_config body": "{exclude_mode?: =PRESERVE|EXCLUDE|INCLUDE}",
    "reload_connection_schema_config reply": "@connection_schema_config",
    "resync_connection body": "{scope?: {<schema>: [string]}}",
    "resync_tables body": "{<schema>: [string]}",
    "rotate_system_key body":
      "{expiration_period?: =ONE_WEEK|ONE_MONTH|THREE_MONTHS|SIX_MONTHS|INFINITE}",
    "rotate_system_key reply": "@get_system_keys",
    "run_destination_setup_tests body":
      "{trust_certificates?: boolean, trust_fingerprints?: boolean}",
    "run_destination_setup_tests reply": "@create_destination",
    "run_setup_tests body": "{trust_certificates?: boolean, trust_fingerprints?: boolean}",
    "run_setup_tests reply": "@create_connection",
    "run_setup_tests_account_log_service reply": "@run_setup_tests_account_log_service",
    "run_setup_tests_log_service reply": "@run_setup_tests_account_log_service",
    "run_transformation body": "{full_refresh?: boolean}",
    "sync_connection body": "{force?: boolean}",
    "team_details reply": "{id: string, name?: string, description?: string, role: string}",
    "test_transformation_project reply": "@create_transformation_project",
    "test_webhook body": "{event: string}",
    "test_webhook reply": "{succeed: boolean, status: integer, message?: string}",
    "transformation_details reply": "@transformations_list",
    "transformation_package_metadata_details reply": "@transformation_package_metadata_list",
    "transformation_package_metadata_list reply":
      "{items: [@transformation_package_metadata_list], next_cursor?: string}",
    "transformation_project_details reply": "@create_transformation_project",
    "transformations_list reply": "{items: [@transformations_list], next_cursor?: string}",
    "update_account_log_service body":
      "{enabled?: boolean, config?: object, run_setup_tests?: boolean}",
    "update_account_log_service reply": "@add_log_service",
    "update_connector_sdk_package body": "{file: file}",
    "update_connector_sdk_package reply": "@list_connector_sdk_packages",
    "update_log_service body": "{enabled?: boolean, config?: object, run_setup_tests?: boolean}",
    "update_log_service reply": "@add_log_service",
    "update_system_key body": "{name?: string, permissions?: @permissions}",
    "update_system_key reply": "@get_system_keys",
    "update_team_membership_in_connection body": "{role: string}",
    "update_team_membership_in_connection reply": "{id: string, role: string, created_at: time}",
    "update_team_membership_in_group body": "{role: string}",
    "update_team_membership_in_group reply": "{id: string, role: string, created_at: time}",
    "update_transformation body":
      "{schedule?: @schedule, paused?: boolean, transformation_config?: object}",
    "update_transformation body DBT_CORE":
      "{transformation_config?: {project_id?: string, name?: string, steps?: [{name?: string, command?: string}]}}",
    "update_transformation body QUICKSTART":
      "{transformation_config?: {excluded_models?: [string], configurable_variables?: object}}",
    "update_transformation reply": "@transformations_list",
    "update_user_membership body": "{role: string}",
    "update_user_membership reply": "{user_id: string, role: string, created_at: time}",
    "update_user_membership_in_connection body": "{role: string}",
    "update_user_membership_in_connection reply": "{id: string, role: string, created_at: time}",
    "update_user_membership_in_group body": "{role?: string}",
    "user_details reply": "@list_all_users_in_group2",
    "webhook_details reply": "@list_all_webhooks",
  },
  by: {
    create_destination: "service",
    add_log_service: "service",
    create_private_link: "service",
    modify_private_link: "service",
    create_transformation_project: "type",
    modify_transformation_project: "type",
    create_transformation: "type",
    update_transformation: "type",
  },
  like: {
    update_log_service: "add_log_service",
    add_account_log_service: "add_log_service",
    update_account_log_service: "add_log_service",
    modify_destination: "create_destination",
  },
};
