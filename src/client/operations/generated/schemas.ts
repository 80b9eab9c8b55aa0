// Made by `npm run gen:operations` from the public OpenAPI definition. Do not edit.

/** JSON Schemas as JSON text, each parsed when it is first used. */
export const SCHEMAS: {
  /** What $ref refers to, by name. */
  readonly shared: Readonly<Record<string, string>>;
  readonly bodies: Readonly<Record<string, string>>;
  readonly replies: Readonly<Record<string, string>>;
  /** Bodies that depend on one of their fields: the fields that each of its values adds. */
  readonly variants: Readonly<
    Record<string, { readonly by: string; readonly bodies: Readonly<Record<string, string>> }>
  >;
  /** Operations that take the variants of another. */
  readonly sameVariants: Readonly<Record<string, string>>;
} = {
  bodies: {
    add_account_log_service:
      '{"type":"object","properties":{"service":{"type":"string"},"enabled":{"type":"boolean"},"config":{"type":"object"},"run_setup_tests":{"type":"boolean"}},"additionalProperties":false}',
    add_log_service:
      '{"type":"object","properties":{"group_id":{"type":"string"},"service":{"type":"string"},"enabled":{"type":"boolean"},"run_setup_tests":{"type":"boolean"},"config":{"type":"object"}},"additionalProperties":false}',
    add_team_membership_in_connection: '{"$ref":"#/$defs/add_team_membership_in_connection"}',
    add_team_membership_in_group: '{"$ref":"#/$defs/add_team_membership_in_connection"}',
    add_user_membership_in_connection:
      '{"type":"object","properties":{"id":{"type":"string"},"role":{"type":"string"}},"additionalProperties":false}',
    add_user_membership_in_group: '{"$ref":"#/$defs/add_team_membership_in_connection"}',
    add_user_to_group:
      '{"type":"object","properties":{"email":{"type":"string"},"role":{"type":"string"}},"additionalProperties":false}',
    add_user_to_team:
      '{"type":"object","properties":{"user_id":{"type":"string"},"role":{"type":"string"}},"required":["user_id"],"additionalProperties":false}',
    approve_certificate:
      '{"type":"object","properties":{"hash":{"type":"string"},"encoded_cert":{"type":"string"},"connection_id":{"type":"string"},"destination_id":{"type":"string"}},"required":["hash","encoded_cert"],"additionalProperties":false}',
    approve_connection_certificate: '{"$ref":"#/$defs/approve_connection_certificate"}',
    approve_connection_fingerprint: '{"$ref":"#/$defs/approve_connection_fingerprint"}',
    approve_destination_certificate: '{"$ref":"#/$defs/approve_connection_certificate"}',
    approve_destination_fingerprint: '{"$ref":"#/$defs/approve_connection_fingerprint"}',
    connect_card:
      '{"type":"object","properties":{"connect_card_config":{"$ref":"#/$defs/connect_card_config"}},"required":["connect_card_config"],"additionalProperties":false}',
    connection_moved:
      '{"type":"object","properties":{"destination_group_id":{"type":"string"},"sync_behavior":{"type":"string","enum":["CONTINUE","BACKFILL","CONTINUE_WITH_DATA"]},"force_move":{"type":"boolean"}},"required":["destination_group_id"],"additionalProperties":false}',
    create_account_webhook: '{"$ref":"#/$defs/create_account_webhook"}',
    create_connection:
      '{"type":"object","properties":{"group_id":{"type":"string"},"service":{"type":"string"},"trust_certificates":{"type":"boolean"},"trust_fingerprints":{"type":"boolean"},"run_setup_tests":{"type":"boolean"},"paused":{"type":"boolean"},"pause_after_trial":{"type":"boolean"},"sync_frequency":{"type":"integer","enum":[1,5,15,30,60,120,180,360,480,720,1440]},"data_delay_sensitivity":{"type":"string","enum":["LOW","NORMAL","HIGH","CUSTOM","SYNC_FREQUENCY"]},"data_delay_threshold":{"type":"integer"},"daily_sync_time":{"type":"string"},"schedule_type":{"type":"string","enum":["auto","manual"]},"connect_card_config":{"$ref":"#/$defs/connect_card_config"},"proxy_agent_id":{"type":"string"},"private_link_id":{"type":"string"},"networking_method":{"type":"string","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]},"hybrid_deployment_agent_id":{"type":"string"},"destination_configuration":{"type":"object","properties":{"virtual_warehouse":{"type":"string"}},"additionalProperties":false},"destination_schema_names":{"type":"string","enum":["FIVETRAN_NAMING","SOURCE_NAMING"]},"external_secrets_manager_id":{"type":"string"},"schedule":{"$ref":"#/$defs/schedule"},"auth":{"type":"object"},"config":{"type":"object"},"external_secrets_keys_config":{"type":"object"}},"additionalProperties":false,"required":["group_id","service"]}',
    create_connector_sdk_package:
      '{"type":"object","properties":{"file":{"type":"string","format":"binary"}},"required":["file"]}',
    create_destination:
      '{"type":"object","properties":{"group_id":{"type":"string"},"service":{"type":"string"},"region":{"$ref":"#/$defs/region"},"time_zone_offset":{"$ref":"#/$defs/time_zone_offset"},"trust_certificates":{"type":"boolean"},"trust_fingerprints":{"type":"boolean"},"run_setup_tests":{"type":"boolean"},"daylight_saving_time_enabled":{"type":"boolean"},"hybrid_deployment_agent_id":{"type":"string"},"private_link_id":{"type":"string"},"networking_method":{"type":"string","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]},"proxy_agent_id":{"type":"string"},"external_secrets_manager_id":{"type":"string"},"config":{"type":"object"},"external_secrets_keys_config":{"type":"object"}},"additionalProperties":false,"required":["group_id","service","time_zone_offset"]}',
    create_esm:
      '{"type":"object","properties":{"type":{"type":"string","enum":["AWS_SECRET_MANAGER","AZURE_KEY_VAULT","HASHICORP_VAULT"]},"name":{"type":"string"},"config":{"type":"object"},"is_hybrid_deployment":{"type":"boolean"}},"required":["type","name","config"],"additionalProperties":false}',
    create_group:
      '{"type":"object","properties":{"name":{"type":"string"}},"additionalProperties":false}',
    create_group_webhook: '{"$ref":"#/$defs/create_account_webhook"}',
    create_hybrid_deployment_agent:
      '{"type":"object","properties":{"group_id":{"type":"string"},"display_name":{"type":"string"},"env_type":{"type":"string","enum":["DOCKER","PODMAN","KUBERNETES","SNOWPARK"]},"accept_terms":{"type":"boolean"},"auth_type":{"type":"string","enum":["AUTO","MANUAL"]}},"required":["display_name","env_type","accept_terms"],"additionalProperties":false}',
    create_private_link:
      '{"type":"object","properties":{"name":{"type":"string"},"region":{"$ref":"#/$defs/region"},"service":{"$ref":"#/$defs/service"},"config":{"type":"object"}},"additionalProperties":false,"required":["name","region","service"]}',
    create_proxy_agent:
      '{"type":"object","properties":{"display_name":{"type":"string"},"group_region":{"$ref":"#/$defs/group_region"}},"additionalProperties":false}',
    create_system_key:
      '{"type":"object","properties":{"name":{"type":"string"},"expiration_period":{"type":"string","enum":["ONE_WEEK","ONE_MONTH","THREE_MONTHS","SIX_MONTHS","INFINITE"]},"permissions":{"$ref":"#/$defs/permissions"}},"additionalProperties":false}',
    create_team: '{"$ref":"#/$defs/create_team"}',
    create_transformation:
      '{"type":"object","properties":{"schedule":{"$ref":"#/$defs/schedule2"},"type":{"type":"string","enum":["DBT_CORE","QUICKSTART"]},"paused":{"type":"boolean"},"transformation_config":{"type":"object"}},"additionalProperties":false}',
    create_transformation_project:
      '{"type":"object","properties":{"group_id":{"type":"string"},"type":{"type":"string","enum":["DBT_CORE"]},"run_tests":{"type":"boolean"},"project_config":{"type":"object"}},"additionalProperties":false}',
    create_user:
      '{"type":"object","properties":{"email":{"type":"string"},"family_name":{"type":"string"},"given_name":{"type":"string"},"phone":{"type":"string"},"picture":{"type":"string"},"role":{"type":"string"},"user_type":{"type":"string","enum":["REGULAR_USER","SERVICE_ACCOUNT"]}},"required":["family_name","given_name"],"additionalProperties":false}',
    create_user_api_key:
      '{"type":"object","properties":{"expiration_period_days":{"type":"integer"}},"additionalProperties":false}',
    delete_multiple_columns_connection_config:
      '{"type":"object","properties":{"schemas":{"type":"object","propertyNames":{"title":"schema"},"additionalProperties":{"type":"object","properties":{"tables":{"type":"object","propertyNames":{"title":"table"},"additionalProperties":{"type":"object","properties":{"columns":{"type":"array","items":{"type":"string"}}},"required":["columns"],"additionalProperties":false}}},"required":["tables"],"additionalProperties":false}}},"required":["schemas"],"additionalProperties":false}',
    dismiss_connection_warnings:
      '{"type":"object","properties":{"warning_types":{"type":"array","items":{"type":"string"}}},"additionalProperties":false}',
    hvr_register_hub:
      '{"type":"object","properties":{"fingerprint":{"type":"string"},"port":{"type":"integer"},"hub_server_url":{"type":"string"}},"required":["fingerprint","hub_server_url"],"additionalProperties":false}',
    modify_connection:
      '{"type":"object","properties":{"config":{"type":"object"},"auth":{"type":"object"},"paused":{"type":"boolean"},"trust_certificates":{"type":"boolean"},"trust_fingerprints":{"type":"boolean"},"sync_frequency":{"type":"integer","enum":[1,5,15,30,60,120,180,360,480,720,1440]},"data_delay_threshold":{"type":"integer"},"data_delay_sensitivity":{"type":"string","enum":["LOW","NORMAL","HIGH","CUSTOM","SYNC_FREQUENCY"]},"daily_sync_time":{"type":"string"},"pause_after_trial":{"type":"boolean"},"schema_status":{"type":"string","enum":["blocked_on_capture","ready"]},"is_historical_sync":{"type":"boolean"},"schedule_type":{"type":"string","enum":["auto","manual"]},"run_setup_tests":{"type":"boolean"},"networking_method":{"type":"string","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]},"hybrid_deployment_agent_id":{"type":"string"},"proxy_agent_id":{"type":"string"},"private_link_id":{"type":"string"},"destination_configuration":{"type":"object","properties":{"virtual_warehouse":{"type":"string"}},"additionalProperties":false},"external_secrets_manager_id":{"type":"string"},"external_secrets_keys_config":{"type":"object"},"schedule":{"$ref":"#/$defs/schedule"}},"additionalProperties":false}',
    modify_connection_column_config: '{"$ref":"#/$defs/modify_connection_column_config"}',
    modify_connection_database_schema_config:
      '{"$ref":"#/$defs/modify_connection_database_schema_config"}',
    modify_connection_schema_config:
      '{"type":"object","properties":{"schemas":{"$ref":"#/$defs/schemas"},"schema_change_handling":{"type":"string","enum":["ALLOW_ALL","ALLOW_COLUMNS","BLOCK_ALL"]},"is_type_locked":{"type":"boolean"}},"additionalProperties":false}',
    modify_connection_state:
      '{"type":"object","properties":{"state":{"type":"object"}},"additionalProperties":false}',
    modify_connection_table_config: '{"$ref":"#/$defs/tables"}',
    modify_destination:
      '{"type":"object","properties":{"region":{"$ref":"#/$defs/region"},"config":{"type":"object"},"trust_certificates":{"type":"boolean"},"trust_fingerprints":{"type":"boolean"},"time_zone_offset":{"$ref":"#/$defs/time_zone_offset"},"run_setup_tests":{"type":"boolean"},"daylight_saving_time_enabled":{"type":"boolean"},"hybrid_deployment_agent_id":{"type":"string"},"private_link_id":{"type":"string"},"networking_method":{"type":"string","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]},"proxy_agent_id":{"type":"string"},"external_secrets_manager_id":{"type":"string"},"external_secrets_keys_config":{"type":"object"}},"additionalProperties":false}',
    modify_esm:
      '{"type":"object","properties":{"config":{"type":"object"}},"required":["config"],"additionalProperties":false}',
    modify_group:
      '{"type":"object","properties":{"name":{"type":"string"}},"additionalProperties":false}',
    modify_private_link:
      '{"type":"object","properties":{"config":{"type":"object"}},"additionalProperties":false}',
    modify_team: '{"$ref":"#/$defs/create_team"}',
    modify_transformation_project:
      '{"type":"object","properties":{"run_tests":{"type":"boolean"},"project_config":{"type":"object"}},"additionalProperties":false}',
    modify_user:
      '{"type":"object","properties":{"phone":{"type":"string"},"picture":{"type":"string"},"role":{"type":"string"},"family_name":{"type":"string"},"given_name":{"type":"string"}},"additionalProperties":false}',
    modify_webhook:
      '{"type":"object","properties":{"url":{"type":"string"},"events":{"type":"array","items":{"type":"string"}},"active":{"type":"boolean"},"secret":{"type":["string","object"],"format":"password"}},"additionalProperties":false}',
    pre_create_connection_schema_config:
      '{"type":"object","properties":{"schemas":{"$ref":"#/$defs/schemas"},"schema_change_handling":{"type":"string","enum":["ALLOW_ALL","ALLOW_COLUMNS","BLOCK_ALL"]}},"required":["schemas"],"additionalProperties":false}',
    re_auth_hybrid_deployment_agent:
      '{"type":"object","properties":{"auth_type":{"type":"string","enum":["AUTO","MANUAL"]}},"additionalProperties":false}',
    reload_connection_schema_config:
      '{"type":"object","properties":{"exclude_mode":{"type":"string","enum":["PRESERVE","EXCLUDE","INCLUDE"]}},"additionalProperties":false}',
    resync_connection:
      '{"type":"object","properties":{"scope":{"type":"object","propertyNames":{"title":"schema"},"additionalProperties":{"type":"array","items":{"type":"string"}}}},"additionalProperties":false}',
    resync_tables:
      '{"type":"object","propertyNames":{"title":"schema"},"additionalProperties":{"type":"array","items":{"type":"string"}}}',
    rotate_system_key:
      '{"type":"object","properties":{"expiration_period":{"type":"string","enum":["ONE_WEEK","ONE_MONTH","THREE_MONTHS","SIX_MONTHS","INFINITE"]}},"additionalProperties":false}',
    rotate_user_api_key:
      '{"type":"object","properties":{"expiration_period_days":{"type":"integer"},"overlap_days":{"type":"integer"}},"additionalProperties":false}',
    run_destination_setup_tests: '{"$ref":"#/$defs/run_destination_setup_tests"}',
    run_setup_tests: '{"$ref":"#/$defs/run_destination_setup_tests"}',
    run_transformation:
      '{"type":"object","properties":{"full_refresh":{"type":"boolean"}},"additionalProperties":false}',
    sync_connection:
      '{"type":"object","properties":{"force":{"type":"boolean"}},"additionalProperties":false}',
    test_webhook:
      '{"type":"object","properties":{"event":{"type":"string"}},"required":["event"],"additionalProperties":false}',
    update_account_log_service: '{"$ref":"#/$defs/update_account_log_service"}',
    update_connector_sdk_package:
      '{"type":"object","properties":{"file":{"type":"string","format":"binary"}},"required":["file"]}',
    update_log_service: '{"$ref":"#/$defs/update_account_log_service"}',
    update_system_key:
      '{"type":"object","properties":{"name":{"type":"string"},"permissions":{"$ref":"#/$defs/permissions"}},"additionalProperties":false}',
    update_team_membership_in_connection:
      '{"type":"object","properties":{"role":{"type":"string"}},"required":["role"],"additionalProperties":false}',
    update_team_membership_in_group:
      '{"type":"object","properties":{"role":{"type":"string"}},"required":["role"],"additionalProperties":false}',
    update_transformation:
      '{"type":"object","properties":{"schedule":{"$ref":"#/$defs/schedule2"},"paused":{"type":"boolean"},"transformation_config":{"type":"object"}},"additionalProperties":false}',
    update_user_membership:
      '{"type":"object","properties":{"role":{"type":"string"}},"required":["role"],"additionalProperties":false}',
    update_user_membership_in_connection:
      '{"type":"object","properties":{"role":{"type":"string"}},"required":["role"],"additionalProperties":false}',
    update_user_membership_in_group:
      '{"type":"object","properties":{"role":{"type":"string"}},"additionalProperties":false}',
  },
  replies: {
    add_account_log_service: '{"$ref":"#/$defs/add_account_log_service"}',
    add_log_service: '{"$ref":"#/$defs/add_account_log_service"}',
    add_team_membership_in_connection: '{"$ref":"#/$defs/add_team_membership_in_connection2"}',
    add_team_membership_in_group: '{"$ref":"#/$defs/add_team_membership_in_connection2"}',
    add_user_membership_in_connection: '{"$ref":"#/$defs/add_team_membership_in_connection2"}',
    add_user_membership_in_group: '{"$ref":"#/$defs/add_team_membership_in_connection2"}',
    add_user_to_team: '{"$ref":"#/$defs/add_user_to_team"}',
    approve_connection_certificate: '{"$ref":"#/$defs/approve_connection_certificate2"}',
    approve_connection_fingerprint: '{"$ref":"#/$defs/approve_connection_fingerprint2"}',
    approve_destination_certificate: '{"$ref":"#/$defs/approve_connection_certificate2"}',
    approve_destination_fingerprint: '{"$ref":"#/$defs/approve_connection_fingerprint2"}',
    connect_card:
      '{"type":"object","properties":{"connector_id":{"type":"string"},"connect_card":{"$ref":"#/$defs/connect_card"},"connect_card_config":{"$ref":"#/$defs/connect_card_config2"}},"required":["connector_id"]}',
    connection_column_config:
      '{"type":"object","properties":{"columns":{"$ref":"#/$defs/columns"}},"required":["columns"]}',
    connection_details: '{"$ref":"#/$defs/connection_details"}',
    connection_errors:
      '{"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"type":{"type":"string"},"title":{"type":"string"},"reason":{"type":"string"},"message":{"type":"string"},"created_at":{"type":"string","format":"date-time"}}}},"next_cursor":{"type":"string"}},"required":["items"]}',
    connection_moved:
      '{"type":"object","properties":{"connection_id":{"type":"string"},"source_group_id":{"type":"string"},"destination_group_id":{"type":"string"},"sync_behavior":{"type":"string","enum":["CONTINUE","BACKFILL","CONTINUE_WITH_DATA"]},"moved_at":{"type":"string","format":"date-time"},"job_id":{"type":"string"}},"required":["connection_id","source_group_id","destination_group_id","sync_behavior"]}',
    connection_moved_job_status:
      '{"type":"object","properties":{"id":{"type":"string"},"status":{"type":"string","enum":["PENDING","IN_PROGRESS","SUCCESS","FAILED"]},"connection_id":{"type":"string"},"source_group_id":{"type":"string"},"destination_group_id":{"type":"string"},"created_at":{"type":"string","format":"date-time"},"started_at":{"type":"string","format":"date-time"},"completed_at":{"type":"string","format":"date-time"},"error_message":{"type":"string"}},"required":["id","status","connection_id","source_group_id","destination_group_id","created_at"]}',
    connection_schema_config: '{"$ref":"#/$defs/connection_schema_config"}',
    connection_state:
      '{"type":"object","properties":{"state":{"type":"object"}},"required":["state"]}',
    connection_sync_history:
      '{"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"sync_id":{"type":"string"},"status":{"type":"string"},"start":{"type":"string","format":"date-time"},"end":{"type":"string","format":"date-time"},"reason":{"type":"string"},"stages":{"type":"object","properties":{"extract":{"type":"object","properties":{"volume":{"type":"number"}}},"process":{"type":"object","properties":{"volume":{"type":"number"}}},"load":{"type":"object","properties":{"volume":{"type":"number"}}}}}},"required":["sync_id","status","stages"]}},"next_cursor":{"type":"string"}},"required":["items"]}',
    connection_warnings:
      '{"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"schema":{"type":"string"},"table":{"type":"string"},"warnings":{"type":"array","items":{"type":"object","properties":{"code":{"type":"string"},"message":{"type":"string"},"error_message":{"type":"string"},"created_at":{"type":"string","format":"date-time"}},"required":["code","message","created_at"]}}}}},"next_cursor":{"type":"string"}},"required":["items"]}',
    create_account_webhook: '{"$ref":"#/$defs/create_account_webhook2"}',
    create_connection: '{"$ref":"#/$defs/connection_details"}',
    create_connector_sdk_package: '{"$ref":"#/$defs/create_connector_sdk_package"}',
    create_destination: '{"$ref":"#/$defs/create_destination"}',
    create_esm: '{"$ref":"#/$defs/create_esm"}',
    create_group: '{"$ref":"#/$defs/create_group"}',
    create_group_webhook: '{"$ref":"#/$defs/create_account_webhook2"}',
    create_hybrid_deployment_agent: '{"$ref":"#/$defs/create_hybrid_deployment_agent"}',
    create_private_link: '{"$ref":"#/$defs/create_private_link"}',
    create_proxy_agent: '{"$ref":"#/$defs/create_proxy_agent"}',
    create_system_key: '{"$ref":"#/$defs/create_system_key"}',
    create_team: '{"$ref":"#/$defs/create_team2"}',
    create_transformation: '{"$ref":"#/$defs/create_transformation"}',
    create_transformation_project: '{"$ref":"#/$defs/create_transformation_project"}',
    create_user: '{"$ref":"#/$defs/create_user"}',
    create_user_api_key: '{"$ref":"#/$defs/create_user_api_key"}',
    delete_user_membership_in_connection: '{"$ref":"#/$defs/add_team_membership_in_connection2"}',
    destination_details: '{"$ref":"#/$defs/create_destination"}',
    download_connector_sdk_package: '{"type":"object"}',
    get_account_info:
      '{"type":"object","properties":{"account_id":{"type":"string"},"account_name":{"type":"string"},"user_id":{"type":"string"},"system_key_id":{"type":"string"}},"required":["account_id"]}',
    get_account_log_service_details: '{"$ref":"#/$defs/add_account_log_service"}',
    get_connection_certificate_details: '{"$ref":"#/$defs/approve_connection_certificate2"}',
    get_connection_certificates_list: '{"$ref":"#/$defs/get_connection_certificates_list"}',
    get_connection_fingerprint_details: '{"$ref":"#/$defs/approve_connection_fingerprint2"}',
    get_connection_fingerprints_list: '{"$ref":"#/$defs/get_connection_fingerprints_list"}',
    get_connector_sdk_package: '{"$ref":"#/$defs/create_connector_sdk_package"}',
    get_destination_certificate_details: '{"$ref":"#/$defs/approve_connection_certificate2"}',
    get_destination_certificates_list: '{"$ref":"#/$defs/get_connection_certificates_list"}',
    get_destination_fingerprint_details: '{"$ref":"#/$defs/approve_connection_fingerprint2"}',
    get_destination_fingerprints_list: '{"$ref":"#/$defs/get_connection_fingerprints_list"}',
    get_esm_details: '{"$ref":"#/$defs/create_esm"}',
    get_esm_entities: '{"$ref":"#/$defs/get_esm_entities"}',
    get_hybrid_deployment_agent: '{"$ref":"#/$defs/get_hybrid_deployment_agent"}',
    get_hybrid_deployment_agent_list:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/get_hybrid_deployment_agent"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    get_log_service_details: '{"$ref":"#/$defs/add_account_log_service"}',
    get_private_link_details: '{"$ref":"#/$defs/create_private_link"}',
    get_private_links:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/create_private_link"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    get_proxy_agent:
      '{"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"account_id":{"type":"string"},"registered_at":{"type":"string","format":"date-time"},"region":{"$ref":"#/$defs/group_region"},"created_by":{"type":"string"},"display_name":{"type":"string"},"version":{"type":"string"},"status":{"type":"string","enum":["NOT_FOUND","CONNECTED","NOT_CONNECTED"]},"connector_count":{"type":"integer"},"destination_count":{"type":"integer"}}}},"next_cursor":{"type":"string"}},"required":["items"]}',
    get_proxy_agent_connections:
      '{"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"connection_id":{"type":"string"}}}},"next_cursor":{"type":"string"}},"required":["items"]}',
    get_proxy_agent_details:
      '{"type":"object","properties":{"id":{"type":"string"},"account_id":{"type":"string"},"registered_at":{"type":"string","format":"date-time"},"region":{"$ref":"#/$defs/group_region"},"created_by":{"type":"string"},"display_name":{"type":"string"},"version":{"type":"string"},"status":{"type":"string","enum":["NOT_FOUND","CONNECTED","NOT_CONNECTED"]},"usage":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"schema":{"type":"string"},"service":{"type":"string"}}}}}}',
    get_system_key_details: '{"$ref":"#/$defs/create_system_key"}',
    get_system_keys:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/create_system_key"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    get_team_membership_in_connection: '{"$ref":"#/$defs/add_team_membership_in_connection2"}',
    get_team_membership_in_group: '{"$ref":"#/$defs/add_team_membership_in_connection2"}',
    get_team_memberships_in_connections: '{"$ref":"#/$defs/get_team_memberships_in_connections"}',
    get_team_memberships_in_groups: '{"$ref":"#/$defs/get_team_memberships_in_connections"}',
    get_user_api_key: '{"$ref":"#/$defs/get_user_api_key"}',
    get_user_in_team: '{"$ref":"#/$defs/add_user_to_team"}',
    get_user_membership_in_connections: '{"$ref":"#/$defs/add_team_membership_in_connection2"}',
    get_user_membership_in_group: '{"$ref":"#/$defs/add_team_membership_in_connection2"}',
    get_user_memberships_in_connections: '{"$ref":"#/$defs/get_team_memberships_in_connections"}',
    get_user_memberships_in_groups: '{"$ref":"#/$defs/get_team_memberships_in_connections"}',
    group_details: '{"$ref":"#/$defs/create_group"}',
    group_service_account:
      '{"type":"object","properties":{"service_account":{"type":"string"}},"required":["service_account"]}',
    group_ssh_public_key:
      '{"type":"object","properties":{"public_key":{"type":"string"}},"required":["public_key"]}',
    hvr_register_hub:
      '{"type":"object","properties":{"access_token":{"type":["string","object"],"format":"password"},"registration_id":{"type":"string"}}}',
    list_all_connections_in_group: '{"$ref":"#/$defs/list_all_connections_in_group"}',
    list_all_groups:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/create_group"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    list_all_roles:
      '{"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"description":{"type":"string"},"scope":{"type":"string","enum":["ACCOUNT","DESTINATION","CONNECTOR","TEAM"]},"is_custom":{"type":"boolean"},"is_deprecated":{"type":"boolean"},"replacement_role_name":{"type":"string"}},"required":["name","scope","is_custom","is_deprecated","replacement_role_name"]}},"next_cursor":{"type":"string"}},"required":["items"]}',
    list_all_teams:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/create_team2"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    list_all_transformation_projects:
      '{"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"type":{"type":"string","enum":["DBT_CORE"]},"created_at":{"type":"string","format":"date-time"},"created_by_id":{"type":"string"},"group_id":{"type":"string"}}}},"next_cursor":{"type":"string"}},"required":["items"]}',
    list_all_users: '{"$ref":"#/$defs/list_all_users"}',
    list_all_users_in_group: '{"$ref":"#/$defs/list_all_users"}',
    list_all_webhooks:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/create_account_webhook2"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    list_api_keys:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/get_user_api_key"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    list_connections: '{"$ref":"#/$defs/list_all_connections_in_group"}',
    list_connector_sdk_packages:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/create_connector_sdk_package"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    list_destinations:
      '{"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"service":{"type":"string"},"region":{"$ref":"#/$defs/region"},"group_id":{"type":"string"},"time_zone_offset":{"$ref":"#/$defs/time_zone_offset"},"setup_status":{"type":"string"},"daylight_saving_time_enabled":{"type":"boolean"},"private_link_id":{"type":"string"},"networking_method":{"type":"string","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]},"local_processing_agent_id":{"type":"string"},"hybrid_deployment_agent_id":{"type":"string"},"proxy_agent_id":{"type":"string"},"external_secrets_manager_id":{"type":"string"}},"required":["id","service","region","group_id","time_zone_offset","setup_status"]}},"next_cursor":{"type":"string"}},"required":["items"]}',
    list_esm_entities: '{"$ref":"#/$defs/get_esm_entities"}',
    list_esms:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/create_esm"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    list_log_services:
      '{"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"service":{"type":"string"},"enabled":{"type":"boolean"},"status":{"$ref":"#/$defs/status"}},"required":["id","service","enabled"]}},"next_cursor":{"type":"string"}},"required":["items"]}',
    list_users_in_team:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/add_user_to_team"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    metadata_connector_config: '{"$ref":"#/$defs/metadata_connector_config"}',
    metadata_connectors:
      '{"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"type":{"$ref":"#/$defs/type"},"description":{"type":"string"},"icons":{"type":"array","items":{"type":"string"}},"icon_url":{"type":"string"},"link_to_docs":{"type":"string"},"connector_class":{"type":"string","enum":["standard","lite"]},"supported_features":{"$ref":"#/$defs/supported_features"},"link_to_erd":{"type":"string"},"service_status":{"type":"string","enum":["general_availability","beta","private_preview","sunset","development"]},"service_status_updated_at":{"type":"string","format":"date-time"}},"required":["id","name","type"]}},"next_cursor":{"type":"string"}},"required":["items"]}',
    metadata_public_connectors: '{"$ref":"#/$defs/metadata_connector_config"}',
    modify_connection: '{"$ref":"#/$defs/connection_details"}',
    modify_connection_column_config: '{"$ref":"#/$defs/connection_schema_config"}',
    modify_connection_database_schema_config: '{"$ref":"#/$defs/connection_schema_config"}',
    modify_connection_schema_config: '{"$ref":"#/$defs/connection_schema_config"}',
    modify_connection_state:
      '{"type":"object","properties":{"state":{"type":"object"}},"required":["state"]}',
    modify_connection_table_config: '{"$ref":"#/$defs/connection_schema_config"}',
    modify_destination: '{"$ref":"#/$defs/create_destination"}',
    modify_esm: '{"$ref":"#/$defs/create_esm"}',
    modify_group: '{"$ref":"#/$defs/create_group"}',
    modify_private_link: '{"$ref":"#/$defs/create_private_link"}',
    modify_team: '{"$ref":"#/$defs/create_team2"}',
    modify_transformation_project: '{"$ref":"#/$defs/create_transformation_project"}',
    modify_user: '{"$ref":"#/$defs/create_user"}',
    modify_webhook: '{"$ref":"#/$defs/create_account_webhook2"}',
    pre_create_connection_schema_config: '{"$ref":"#/$defs/connection_schema_config"}',
    re_auth_hybrid_deployment_agent: '{"$ref":"#/$defs/create_hybrid_deployment_agent"}',
    regenerate_secrets_proxy_agent: '{"$ref":"#/$defs/create_proxy_agent"}',
    reload_connection_schema_config: '{"$ref":"#/$defs/connection_schema_config"}',
    rotate_system_key: '{"$ref":"#/$defs/create_system_key"}',
    rotate_user_api_key: '{"$ref":"#/$defs/create_user_api_key"}',
    run_destination_setup_tests: '{"$ref":"#/$defs/create_destination"}',
    run_setup_tests: '{"$ref":"#/$defs/connection_details"}',
    run_setup_tests_account_log_service: '{"$ref":"#/$defs/run_setup_tests_account_log_service"}',
    run_setup_tests_log_service: '{"$ref":"#/$defs/run_setup_tests_account_log_service"}',
    team_details: '{"$ref":"#/$defs/create_team2"}',
    test_transformation_project: '{"$ref":"#/$defs/create_transformation_project"}',
    test_webhook:
      '{"type":"object","properties":{"succeed":{"type":"boolean"},"status":{"type":"integer"},"message":{"type":"string"}},"required":["succeed","status"]}',
    transformation_details: '{"$ref":"#/$defs/create_transformation"}',
    transformation_package_metadata_details:
      '{"$ref":"#/$defs/transformation_package_metadata_details"}',
    transformation_package_metadata_list:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/transformation_package_metadata_details"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    transformation_project_details: '{"$ref":"#/$defs/create_transformation_project"}',
    transformations_list:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/create_transformation"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    update_account_log_service: '{"$ref":"#/$defs/add_account_log_service"}',
    update_connector_sdk_package: '{"$ref":"#/$defs/create_connector_sdk_package"}',
    update_log_service: '{"$ref":"#/$defs/add_account_log_service"}',
    update_system_key: '{"$ref":"#/$defs/create_system_key"}',
    update_team_membership_in_connection: '{"$ref":"#/$defs/add_team_membership_in_connection2"}',
    update_team_membership_in_group: '{"$ref":"#/$defs/add_team_membership_in_connection2"}',
    update_transformation: '{"$ref":"#/$defs/create_transformation"}',
    update_user_membership: '{"$ref":"#/$defs/add_user_to_team"}',
    update_user_membership_in_connection: '{"$ref":"#/$defs/add_team_membership_in_connection2"}',
    user_details: '{"$ref":"#/$defs/create_user"}',
    webhook_details: '{"$ref":"#/$defs/create_account_webhook2"}',
  },
  variants: {
    add_log_service: {
      by: "service",
      bodies: {
        azure_monitor_log:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"client_id":{"type":"string"},"client_secret":{"type":["string","object"],"format":"password"},"data_collection_endpoint":{"type":"string"},"dcr_immutable_id":{"type":"string"},"dcr_stream_name":{"type":"string"},"primary_key":{"type":["string","object"],"format":"password"},"tenant_id":{"type":"string"},"workspace_id":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
        cloudwatch:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"access_key_id":{"type":"string"},"access_key_secret":{"type":["string","object"],"format":"password"},"external_id":{"type":"string"},"log_group_name":{"type":"string"},"region":{"type":"string"},"role_arn":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
        datadog_log:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"api_key":{"type":["string","object"],"format":"password"},"hostname":{"type":"string"},"region":{"type":"string","enum":["EU","US1","AP1","AP2","US3","US5","US1_FED"]}},"additionalProperties":false}},"additionalProperties":false}',
        dynatrace:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"access_token":{"type":["string","object"],"format":"password"},"environment_id":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
        grafana_loki:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"access_token":{"type":["string","object"],"format":"password"},"loki_url":{"type":"string"},"tenant_id":{"type":["string","object"],"format":"password"},"username":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
        new_relic_log:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"api_key":{"type":["string","object"],"format":"password"},"sub_domain":{"type":"string","enum":["EU","FedRAMP","US"]}},"additionalProperties":false}},"additionalProperties":false}',
        splunkLog:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"channel":{"type":"string"},"enable_ssl":{"type":"boolean"},"host":{"type":"string"},"port":{"type":"integer"},"token":{"type":["string","object"],"format":"password"}},"additionalProperties":false}},"additionalProperties":false}',
        stackdriver:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"project_id":{"type":"string"},"service_account_key":{"type":["string","object"],"format":"password"}},"additionalProperties":false}},"additionalProperties":false}',
      },
    },
    create_destination: {
      by: "service",
      bodies: {
        aiven_kafka_wh:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"bootstrap_servers":{"type":"array","items":{"type":"string"}},"connection_method":{"type":"string","enum":["privatelink","direct"]},"data_format":{"type":"string","enum":["JSON","AVRO"]},"enable_single_topic":{"type":"boolean"},"num_of_partitions":{"type":"integer"},"replication_factor":{"type":"integer"},"sasl_mechanism":{"type":"string","enum":["SCRAM_SHA_512","SCRAM_SHA_256"]},"sasl_plain_key":{"type":["string","object"],"format":"password"},"sasl_plain_secret":{"type":["string","object"],"format":"password"},"schema_registry":{"type":"string","enum":["AIVEN_KARAPACE","CONFLUENT_CLOUD"]},"schema_registry_api_key":{"type":["string","object"],"format":"password"},"schema_registry_api_secret":{"type":["string","object"],"format":"password"},"schema_registry_url":{"type":"string"},"security_protocol":{"type":"string","enum":["SASL","SASL_PLAINTEXT"]}},"additionalProperties":false}},"additionalProperties":false}',
        aurora_postgres_warehouse: '{"$ref":"#/$defs/aurora_postgres_warehouse"}',
        aurora_warehouse: '{"$ref":"#/$defs/aurora_warehouse"}',
        aws_msk_wh:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"bootstrap_servers":{"type":"array","items":{"type":"string"}},"connection_method":{"type":"string","enum":["privatelink","direct"]},"data_format":{"type":"string","enum":["JSON","AVRO"]},"enable_single_topic":{"type":"boolean"},"fivetran_glue_role_arn":{"type":"string"},"fivetran_msk_role_arn":{"type":"string"},"msk_sts_region":{"type":"string"},"num_of_partitions":{"type":"integer"},"registry_name":{"type":"string"},"registry_sts_region":{"type":"string"},"replication_factor":{"type":"integer"},"sasl_mechanism":{"type":"string","enum":["SCRAM_SHA_512","AWS_IAM"]},"sasl_plain_key":{"type":["string","object"],"format":"password"},"sasl_plain_secret":{"type":["string","object"],"format":"password"},"schema_compatibility":{"type":"string","enum":["DISABLED","BACKWARD","BACKWARD_ALL","FORWARD_ALL","FORWARD","NONE","FULL","FULL_ALL"]},"schema_registry":{"type":"string","enum":["CONFLUENT_CLOUD","AWS_GLUE"]},"schema_registry_api_key":{"type":["string","object"],"format":"password"},"schema_registry_api_secret":{"type":["string","object"],"format":"password"},"schema_registry_url":{"type":"string"},"security_protocol":{"type":"string","enum":["SASL","SASL_PLAINTEXT"]}},"additionalProperties":false}},"additionalProperties":false}',
        azure_postgres_warehouse: '{"$ref":"#/$defs/azure_postgres_warehouse"}',
        azure_sql_data_warehouse:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"always_encrypted":{"type":"boolean"},"connection_type":{"type":"string","enum":["Directly","PrivateLink","SshTunnel"]},"database":{"type":"string"},"host":{"type":"string"},"password":{"type":["string","object"],"format":"password"},"port":{"type":"integer"},"storage_account_key":{"type":["string","object"],"format":"password"},"storage_account_name":{"type":"string"},"tunnel_host":{"type":"string"},"tunnel_port":{"type":"integer"},"tunnel_user":{"type":"string"},"user":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
        azure_sql_database: '{"$ref":"#/$defs/azure_sql_database"}',
        azure_sql_managed_db_warehouse: '{"$ref":"#/$defs/azure_sql_database"}',
        big_query: '{"$ref":"#/$defs/big_query"}',
        big_query_dts: '{"$ref":"#/$defs/big_query"}',
        clickhouse:
          '{"type":"object","properties":{"config":{"type":"object"}},"additionalProperties":false}',
        confluent_cloud_wh:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"bootstrap_servers":{"type":"array","items":{"type":"string"}},"connection_method":{"type":"string","enum":["privatelink","direct"]},"data_format":{"type":"string","enum":["JSON","AVRO"]},"enable_single_topic":{"type":"boolean"},"num_of_partitions":{"type":"integer"},"replication_factor":{"type":"integer"},"sasl_mechanism":{"type":"string","enum":["PLAIN","SCRAM_SHA_512","SCRAM_SHA_256","AWS_IAM"]},"sasl_plain_key":{"type":["string","object"],"format":"password"},"sasl_plain_secret":{"type":["string","object"],"format":"password"},"schema_registry":{"type":"string","enum":["AIVEN_KARAPACE","CONFLUENT_CLOUD","AWS_GLUE"]},"schema_registry_api_key":{"type":["string","object"],"format":"password"},"schema_registry_api_secret":{"type":["string","object"],"format":"password"},"schema_registry_url":{"type":"string"},"security_protocol":{"type":"string","enum":["SASL","SASL_PLAINTEXT"]}},"additionalProperties":false}},"additionalProperties":false}',
        databricks:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"auth_type":{"type":"string","enum":["PERSONAL_ACCESS_TOKEN","OAUTH2"]},"aws_access_key_id":{"type":"string"},"aws_secret_access_key":{"type":["string","object"],"format":"password"},"azure_storage_account_auth_type":{"type":"string"},"bucket":{"type":"string"},"bucket_region":{"type":"string"},"catalog":{"type":"string"},"cloud_provider":{"type":"string","enum":["AZURE","GCP","AWS"]},"connection_type":{"type":"string","enum":["Directly","PrivateLink"]},"create_external_tables":{"type":"boolean"},"create_external_volumes":{"type":"boolean"},"disable_vacuum":{"type":"boolean"},"external_location":{"type":"string"},"external_storage_cloud_provider":{"type":"string","enum":["AZURE","GCP","AWS"]},"external_volume_location":{"type":"string"},"http_path":{"type":"string"},"oauth2_client_id":{"type":"string"},"oauth2_secret":{"type":["string","object"],"format":"password"},"personal_access_token":{"type":["string","object"],"format":"password"},"port":{"type":"integer"},"s3_bucket_auth_type":{"type":"string","enum":["IAM_ROLE","IAM_USER"]},"server_host_name":{"type":"string"},"storage_account_key":{"type":["string","object"],"format":"password"},"storage_account_name":{"type":"string"}},"additionalProperties":false},"external_secrets_keys_config":{"type":"object","properties":{"oauth2_client_id":{"type":"string"},"oauth2_secret":{"type":"string"},"personal_access_token":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
        databricks_via_managed_data_lake: '{"$ref":"#/$defs/databricks_via_managed_data_lake"}',
        managed_big_query:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"bucket":{"type":"string"},"data_set_location":{"type":"string","enum":["EU","asia-east2","australia-southeast1","US"]},"project_id":{"type":"string"},"secret_key":{"type":["string","object"],"format":"password"},"support_json_type":{"type":"boolean"}},"additionalProperties":false}},"additionalProperties":false}',
        managed_data_lake: '{"$ref":"#/$defs/databricks_via_managed_data_lake"}',
        maria_rds_warehouse: '{"$ref":"#/$defs/aurora_warehouse"}',
        maria_warehouse: '{"$ref":"#/$defs/aurora_warehouse"}',
        materialize:
          '{"type":"object","properties":{"config":{"type":"object"}},"additionalProperties":false}',
        milvus:
          '{"type":"object","properties":{"config":{"type":"object"}},"additionalProperties":false}',
        motherduck:
          '{"type":"object","properties":{"config":{"type":"object"}},"additionalProperties":false}',
        mysql_rds_warehouse: '{"$ref":"#/$defs/aurora_warehouse"}',
        mysql_warehouse: '{"$ref":"#/$defs/aurora_warehouse"}',
        oracle_rac_warehouse: '{"$ref":"#/$defs/oracle_rac_warehouse"}',
        oracle_rds_warehouse: '{"$ref":"#/$defs/oracle_rac_warehouse"}',
        oracle_warehouse: '{"$ref":"#/$defs/oracle_rac_warehouse"}',
        postgres_databricks_warehouse:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"always_encrypted":{"type":"boolean"},"auth_method":{"type":"string","enum":["ENTRA_ID","PASSWORD","CLIENT_CERTIFICATE","AWS_IAM"]},"aws_region_code":{"type":"string"},"connection_type":{"type":"string","enum":["Directly","SshTunnel"]},"database":{"type":"string"},"external_id":{"type":"string"},"host":{"type":"string"},"password":{"type":["string","object"],"format":"password"},"port":{"type":"integer"},"role_arn":{"type":"string"},"tunnel_host":{"type":"string"},"tunnel_port":{"type":"integer"},"tunnel_user":{"type":"string"},"user":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
        postgres_gcp_warehouse: '{"$ref":"#/$defs/azure_postgres_warehouse"}',
        postgres_rds_warehouse: '{"$ref":"#/$defs/aurora_postgres_warehouse"}',
        postgres_warehouse: '{"$ref":"#/$defs/azure_postgres_warehouse"}',
        redshift:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"always_encrypted":{"type":"boolean"},"auth_type":{"type":"string","enum":["PASSWORD","IAM"]},"aws_access_key_id":{"type":"string"},"aws_secret_access_key":{"type":["string","object"],"format":"password"},"bucket":{"type":"string"},"bucket_region":{"type":"string"},"cluster_id":{"type":"string"},"cluster_region":{"type":"string"},"connection_type":{"type":"string","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]},"database":{"type":"string"},"enable_super_type":{"type":"boolean"},"external_id":{"type":"string"},"host":{"type":"string"},"is_redshift_serverless":{"type":"boolean"},"password":{"type":["string","object"],"format":"password"},"port":{"type":"integer"},"role_arn":{"type":"string"},"s3_bucket_auth_type":{"type":"string","enum":["IAM_ROLE","IAM_USER"]},"tunnel_host":{"type":"string"},"tunnel_port":{"type":"integer"},"tunnel_user":{"type":"string"},"user":{"type":"string"}},"additionalProperties":false},"external_secrets_keys_config":{"type":"object","properties":{"password":{"type":"string"},"user":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
        singlestore:
          '{"type":"object","properties":{"config":{"type":"object"}},"additionalProperties":false}',
        snowflake:
          '{"type":"object","properties":{"config":{"type":"object","properties":{"application_id":{"type":"string"},"auth":{"type":"string","enum":["PASSWORD","KEY_PAIR","OAUTH"]},"aws_access_key_id":{"type":"string"},"aws_bucket_auth_type":{"type":"string","enum":["IAM_ROLE","IAM_USER"]},"aws_secret_access_key":{"type":["string","object"],"format":"password"},"bucket":{"type":"string"},"bucket_region":{"type":"string"},"connection_type":{"type":"string","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]},"database":{"type":"string"},"default_virtual_warehouse":{"type":"string"},"directory_id":{"type":"string"},"enable_external_storage_for_unstructured_files":{"type":"boolean"},"external_stage_storage_provider":{"type":"string","enum":["S3","AZURE","GCS","INTERNAL"]},"external_storage_cloud_provider":{"type":"string","enum":["AZURE","GCP","INTERNAL_STAGE","AWS"]},"external_storage_integration":{"type":"string"},"external_storage_parent_folder_uri":{"type":"string"},"gcs_service_account_credentials":{"type":["string","object"],"format":"password"},"gcs_service_account_credentials_path":{"type":"string"},"host":{"type":"string"},"is_private_key_encrypted":{"type":"boolean"},"passphrase":{"type":["string","object"],"format":"password"},"password":{"type":["string","object"],"format":"password"},"port":{"type":"integer"},"private_key":{"type":["string","object"],"format":"password"},"role":{"type":"string"},"storage_account_key":{"type":["string","object"],"format":"password"},"storage_account_name":{"type":"string"},"use_customer_staging":{"type":"boolean"},"user":{"type":"string"}},"additionalProperties":false},"external_secrets_keys_config":{"type":"object","properties":{"passphrase":{"type":"string"},"password":{"type":"string"},"private_key":{"type":"string"},"user":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
        sql_server_rds_warehouse: '{"$ref":"#/$defs/azure_sql_database"}',
        sql_server_warehouse: '{"$ref":"#/$defs/azure_sql_database"}',
        surrealdb_destination:
          '{"type":"object","properties":{"config":{"type":"object"}},"additionalProperties":false}',
        teradata_destination:
          '{"type":"object","properties":{"config":{"type":"object"}},"additionalProperties":false}',
      },
    },
    create_private_link: {
      by: "service",
      bodies: {
        DATABRICKS_AWS: '{"$ref":"#/$defs/DATABRICKS_AWS"}',
        DATABRICKS_AZURE: '{"$ref":"#/$defs/DATABRICKS_AZURE"}',
        DATABRICKS_GCP: '{"$ref":"#/$defs/DATABRICKS_AZURE"}',
        ONELAKE_AZURE: '{"$ref":"#/$defs/ONELAKE_AZURE"}',
        POSTGRES_WAREHOUSE_AZURE: '{"$ref":"#/$defs/ONELAKE_AZURE"}',
        REDSHIFT_AWS: '{"$ref":"#/$defs/REDSHIFT_AWS"}',
        SNOWFLAKE_AWS: '{"$ref":"#/$defs/SNOWFLAKE_AWS"}',
        SNOWFLAKE_AZURE: '{"$ref":"#/$defs/SNOWFLAKE_AZURE"}',
        SNOWFLAKE_GCP: '{"$ref":"#/$defs/SNOWFLAKE_AZURE"}',
        SOURCE_AWS: '{"$ref":"#/$defs/DATABRICKS_AWS"}',
        SOURCE_AZURE: '{"$ref":"#/$defs/SOURCE_AZURE"}',
        SOURCE_GCP: '{"$ref":"#/$defs/SOURCE_GCP"}',
        SQL_DATA_WAREHOUSE_AZURE: '{"$ref":"#/$defs/ONELAKE_AZURE"}',
      },
    },
    create_transformation: {
      by: "type",
      bodies: {
        DBT_CORE:
          '{"type":"object","properties":{"transformation_config":{"type":"object","properties":{"project_id":{"type":"string"},"name":{"type":"string"},"steps":{"$ref":"#/$defs/steps"}},"required":["project_id","name","steps"],"additionalProperties":false}},"additionalProperties":false}',
        QUICKSTART:
          '{"type":"object","properties":{"transformation_config":{"type":"object","properties":{"package_name":{"type":"string"},"connection_ids":{"type":"array","items":{"type":"string"}},"excluded_models":{"type":"array","items":{"type":"string"}},"configurable_variables":{"type":"object"},"group_id":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
      },
    },
    create_transformation_project: {
      by: "type",
      bodies: {
        DBT_CORE:
          '{"type":"object","properties":{"project_config":{"type":"object","properties":{"dbt_version":{"type":"string"},"default_schema":{"type":"string"},"git_remote_url":{"type":"string"},"folder_path":{"type":"string"},"git_branch":{"type":"string"},"threads":{"type":"integer"},"target_name":{"type":"string"},"environment_vars":{"type":"array","items":{"type":"string"}}},"required":["dbt_version","default_schema","git_remote_url"],"additionalProperties":false}},"additionalProperties":false}',
      },
    },
    modify_private_link: {
      by: "service",
      bodies: {
        DATABRICKS_AWS: '{"$ref":"#/$defs/DATABRICKS_AWS"}',
        DATABRICKS_AZURE: '{"$ref":"#/$defs/DATABRICKS_AZURE"}',
        DATABRICKS_GCP: '{"$ref":"#/$defs/DATABRICKS_AZURE"}',
        ONELAKE_AZURE: '{"$ref":"#/$defs/ONELAKE_AZURE"}',
        POSTGRES_WAREHOUSE_AZURE: '{"$ref":"#/$defs/ONELAKE_AZURE"}',
        REDSHIFT_AWS: '{"$ref":"#/$defs/REDSHIFT_AWS"}',
        SNOWFLAKE_AWS: '{"$ref":"#/$defs/SNOWFLAKE_AWS"}',
        SNOWFLAKE_AZURE: '{"$ref":"#/$defs/SNOWFLAKE_AZURE"}',
        SNOWFLAKE_GCP: '{"$ref":"#/$defs/SNOWFLAKE_AZURE"}',
        SOURCE_AWS: '{"$ref":"#/$defs/DATABRICKS_AWS"}',
        SOURCE_AZURE: '{"$ref":"#/$defs/SOURCE_AZURE"}',
        SOURCE_GCP: '{"$ref":"#/$defs/SOURCE_GCP"}',
        SQL_DATA_WAREHOUSE_AZURE: '{"$ref":"#/$defs/ONELAKE_AZURE"}',
      },
    },
    modify_transformation_project: {
      by: "type",
      bodies: {
        DBT_CORE:
          '{"type":"object","properties":{"project_config":{"type":"object","properties":{"folder_path":{"type":"string"},"git_branch":{"type":"string"},"threads":{"type":"integer"},"target_name":{"type":"string"},"environment_vars":{"type":"array","items":{"type":"string"}}},"additionalProperties":false}},"additionalProperties":false}',
      },
    },
    update_transformation: {
      by: "type",
      bodies: {
        DBT_CORE:
          '{"type":"object","properties":{"transformation_config":{"type":"object","properties":{"project_id":{"type":"string"},"name":{"type":"string"},"steps":{"$ref":"#/$defs/steps"}},"additionalProperties":false}},"additionalProperties":false}',
        QUICKSTART:
          '{"type":"object","properties":{"transformation_config":{"type":"object","properties":{"excluded_models":{"type":"array","items":{"type":"string"}},"configurable_variables":{"type":"object"},"group_id":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
      },
    },
  },
  shared: {
    DATABRICKS_AWS:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"connection_service_name":{"type":"string"}},"required":["connection_service_name"],"additionalProperties":false}},"additionalProperties":false}',
    DATABRICKS_AZURE:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"connection_service_id":{"type":"string"},"workspace_url":{"type":"string"}},"required":["connection_service_id","workspace_url"],"additionalProperties":false}},"additionalProperties":false}',
    ONELAKE_AZURE:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"connection_service_id":{"type":"string"}},"required":["connection_service_id"],"additionalProperties":false}},"additionalProperties":false}',
    REDSHIFT_AWS:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"aws_account_id":{"type":"string"},"cluster_identifier":{"type":"string"}},"required":["aws_account_id","cluster_identifier"],"additionalProperties":false}},"additionalProperties":false}',
    SNOWFLAKE_AWS:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"account_url":{"type":"string"},"vpce_id":{"type":"string"}},"required":["account_url","vpce_id"],"additionalProperties":false}},"additionalProperties":false}',
    SNOWFLAKE_AZURE:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"account_url":{"type":"string"},"pls_id":{"type":"string"}},"required":["account_url","pls_id"],"additionalProperties":false}},"additionalProperties":false}',
    SOURCE_AZURE:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"connection_service_id":{"type":"string"},"sub_resource_name":{"type":"string"},"private_dns_records":{"type":"string"}},"required":["connection_service_id","sub_resource_name"],"additionalProperties":false}},"additionalProperties":false}',
    SOURCE_GCP:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"private_connection_service_id":{"type":"string"}},"required":["private_connection_service_id"],"additionalProperties":false}},"additionalProperties":false}',
    add_account_log_service:
      '{"type":"object","properties":{"id":{"type":"string"},"service":{"type":"string"},"enabled":{"type":"boolean"},"status":{"$ref":"#/$defs/status"},"setup_tests":{"$ref":"#/$defs/setup_tests"},"config":{"type":"object"}},"required":["id","service","enabled"]}',
    add_team_membership_in_connection:
      '{"type":"object","properties":{"id":{"type":"string"},"role":{"type":"string"}},"required":["id","role"],"additionalProperties":false}',
    add_team_membership_in_connection2:
      '{"type":"object","properties":{"id":{"type":"string"},"role":{"type":"string"},"created_at":{"type":"string","format":"date-time"}},"required":["id","role","created_at"]}',
    add_user_to_team:
      '{"type":"object","properties":{"user_id":{"type":"string"},"role":{"type":"string"},"created_at":{"type":"string","format":"date-time"}},"required":["user_id","role","created_at"]}',
    approve_connection_certificate:
      '{"type":"object","properties":{"hash":{"type":"string"},"encoded_cert":{"type":"string"}},"required":["hash","encoded_cert"],"additionalProperties":false}',
    approve_connection_certificate2:
      '{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"hash":{"type":"string"},"type":{"type":"string"},"sha1":{"type":"string"},"sha256":{"type":"string"},"public_key":{"type":"string"},"validated_date":{"type":"string","format":"date-time"},"validated_by":{"type":"string"}},"required":["id","name","hash","type","sha1","sha256","public_key","validated_date","validated_by"]}',
    approve_connection_fingerprint:
      '{"type":"object","properties":{"hash":{"type":"string"},"public_key":{"type":"string"}},"required":["hash","public_key"],"additionalProperties":false}',
    approve_connection_fingerprint2:
      '{"type":"object","properties":{"id":{"type":"string"},"hash":{"type":"string"},"public_key":{"type":"string"},"validated_date":{"type":"string","format":"date-time"},"validated_by":{"type":"string"}},"required":["id","hash","public_key","validated_date","validated_by"]}',
    aurora_postgres_warehouse:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"always_encrypted":{"type":"boolean"},"auth_method":{"type":"string","enum":["PASSWORD","AWS_IAM"]},"aws_region_code":{"type":"string","enum":["me-central-1","aws-cn-global","us-isof-south-1","ap-east-2","us-west-1","us-west-2","af-south-1","ap-northeast-3","ap-northeast-2","ap-northeast-1","me-south-1","sa-east-1","cn-north-1","ap-southeast-1","ap-southeast-2","ap-southeast-3","ap-southeast-4","ap-southeast-5","us-east-1","us-east-2","ap-southeast-7","aws-iso-e-global","cn-northwest-1","ap-south-2","ap-south-1","eu-south-1","eu-south-2","us-gov-east-1","il-central-1","ca-central-1","mx-central-1","eu-central-1","eusc-de-east-1","us-iso-west-1","eu-central-2","eu-isoe-west-1","aws-global","eu-north-1","eu-west-3","eu-west-2","eu-west-1","aws-iso-global","ap-east-1","ca-west-1","us-gov-west-1","us-iso-east-1","aws-iso-b-global","aws-iso-f-global","aws-us-gov-global","us-isob-east-1","us-isof-east-1"]},"connection_type":{"type":"string","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]},"database":{"type":"string"},"external_id":{"type":"string"},"host":{"type":"string"},"password":{"type":["string","object"],"format":"password"},"port":{"type":"integer"},"role_arn":{"type":"string"},"tunnel_host":{"type":"string"},"tunnel_port":{"type":"integer"},"tunnel_user":{"type":"string"},"user":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
    aurora_warehouse:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"always_encrypted":{"type":"boolean"},"connection_type":{"type":"string","enum":["Directly","PrivateLink","SshTunnel"]},"database":{"type":"string"},"host":{"type":"string"},"password":{"type":["string","object"],"format":"password"},"port":{"type":"integer"},"tunnel_host":{"type":"string"},"tunnel_port":{"type":"integer"},"tunnel_user":{"type":"string"},"user":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
    azure_postgres_warehouse:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"always_encrypted":{"type":"boolean"},"auth_method":{"type":"string","enum":["ENTRA_ID","PASSWORD","CLIENT_CERTIFICATE","AWS_IAM"]},"aws_region_code":{"type":"string"},"connection_type":{"type":"string","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]},"database":{"type":"string"},"external_id":{"type":"string"},"host":{"type":"string"},"password":{"type":["string","object"],"format":"password"},"port":{"type":"integer"},"role_arn":{"type":"string"},"tunnel_host":{"type":"string"},"tunnel_port":{"type":"integer"},"tunnel_user":{"type":"string"},"user":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
    azure_sql_database:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"always_encrypted":{"type":"boolean"},"connection_type":{"type":"string","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]},"database":{"type":"string"},"host":{"type":"string"},"password":{"type":["string","object"],"format":"password"},"port":{"type":"integer"},"tunnel_host":{"type":"string"},"tunnel_port":{"type":"integer"},"tunnel_user":{"type":"string"},"user":{"type":"string"}},"additionalProperties":false},"external_secrets_keys_config":{"type":"object","properties":{"password":{"type":"string"},"user":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
    big_query:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"bucket":{"type":"string"},"data_set_location":{"type":"string"},"project_id":{"type":"string"},"secret_key":{"type":["string","object"],"format":"password"},"support_json_type":{"type":"boolean"}},"additionalProperties":false}},"additionalProperties":false}',
    columns:
      '{"type":"object","propertyNames":{"title":"column"},"additionalProperties":{"type":"object","properties":{"name_in_destination":{"type":"string"},"enabled":{"type":"boolean"},"hashed":{"type":"boolean"},"enabled_patch_settings":{"type":"object","properties":{"allowed":{"type":"boolean"},"reason":{"type":"string"},"reason_code":{"type":"string","enum":["SYSTEM_COLUMN","DELETED","OTHER"]}},"required":["allowed"]},"is_primary_key":{"type":"boolean"},"target_data_type":{"$ref":"#/$defs/target_data_type"}},"required":["name_in_destination","enabled","hashed","enabled_patch_settings"]}}',
    connect_card:
      '{"type":"object","properties":{"token":{"type":["string","object"],"format":"password"},"uri":{"type":["string","object"],"format":"password"}}}',
    connect_card_config:
      '{"type":"object","properties":{"redirect_uri":{"type":"string"},"hide_setup_guide":{"type":"boolean"},"all_fields":{"type":"boolean"}},"required":["redirect_uri"],"additionalProperties":false}',
    connect_card_config2:
      '{"type":"object","properties":{"redirect_uri":{"type":"string"},"hide_setup_guide":{"type":"boolean"},"all_fields":{"type":"boolean"}},"required":["redirect_uri"]}',
    connection_details:
      '{"type":"object","properties":{"id":{"type":"string"},"service":{"type":"string"},"schema":{"type":"string"},"paused":{"type":"boolean"},"status":{"$ref":"#/$defs/status2"},"group_id":{"type":"string"},"service_version":{"type":"integer"},"connected_by":{"type":"string"},"created_at":{"type":"string","format":"date-time"},"succeeded_at":{"type":"string","format":"date-time"},"failed_at":{"type":"string","format":"date-time"},"pause_after_trial":{"type":"boolean"},"sync_frequency":{"type":"integer","enum":[1,5,15,30,60,120,180,360,480,720,1440]},"data_delay_threshold":{"type":"integer"},"data_delay_sensitivity":{"type":"string","enum":["LOW","NORMAL","HIGH","CUSTOM","SYNC_FREQUENCY"]},"private_link_id":{"type":"string"},"networking_method":{"type":"string","enum":["Directly","SshTunnel","PrivateLink","ProxyAgent","UnmanagedProxyAgent","Unknown"]},"proxy_agent_id":{"type":"string"},"daily_sync_time":{"type":"string"},"schedule_type":{"type":"string"},"setup_tests":{"$ref":"#/$defs/setup_tests"},"source_sync_details":{"type":"object"},"connect_card":{"$ref":"#/$defs/connect_card"},"connect_card_config":{"$ref":"#/$defs/connect_card_config2"},"hybrid_deployment_agent_id":{"type":"string"},"destination_configuration":{"type":"object","properties":{"virtual_warehouse":{"type":"string"}}},"destination_schema_names":{"type":"string","enum":["FIVETRAN_NAMING","SOURCE_NAMING"]},"external_secrets_manager_id":{"type":"string"},"schedule":{"$ref":"#/$defs/schedule3"},"config":{"type":"object"},"external_secrets_keys_config":{"type":"object"}},"required":["id","service","schema","paused","status","group_id","service_version","created_at","pause_after_trial","sync_frequency","data_delay_sensitivity","schedule_type"]}',
    connection_schema_config:
      '{"type":"object","properties":{"enable_new_by_default":{"type":"boolean"},"schemas":{"type":"object","propertyNames":{"title":"schema"},"additionalProperties":{"type":"object","properties":{"name_in_destination":{"type":"string"},"enabled":{"type":"boolean"},"tables":{"type":"object","propertyNames":{"title":"table"},"additionalProperties":{"type":"object","properties":{"sync_mode":{"type":"string","enum":["SOFT_DELETE","HISTORY","LIVE"]},"name_in_destination":{"type":"string"},"enabled":{"type":"boolean"},"columns":{"$ref":"#/$defs/columns"},"enabled_patch_settings":{"type":"object","properties":{"allowed":{"type":"boolean"},"reason":{"type":"string"},"reason_code":{"type":"string","enum":["SYSTEM_TABLE","DELETED","OTHER"]}},"required":["allowed"]},"supports_columns_config":{"type":"boolean"},"supports_history_mode":{"type":"boolean"},"row_filter":{"type":"object","properties":{"name":{"type":"string"},"description":{"type":"string"},"operator":{"type":"string","enum":["AND","OR"]},"column_clauses":{"type":"array","items":{"type":"object","properties":{"column":{"type":"string"},"column_type":{"type":"string","enum":["LONG","FLOAT","DOUBLE","BIGDECIMAL","STRING","BOOLEAN","DATE","DATETIME"]},"operator":{"$ref":"#/$defs/operator"},"values":{"type":"array","items":{"type":"string"}}},"required":["column","column_type","operator","values"]}}},"required":["name","description","column_clauses"]},"parent_table":{"type":"string"}},"required":["name_in_destination","enabled","columns","enabled_patch_settings","supports_columns_config","supports_history_mode"]}}},"required":["name_in_destination","enabled","tables"]}},"schema_change_handling":{"type":"string","enum":["ALLOW_ALL","ALLOW_COLUMNS","BLOCK_ALL"]},"row_filtering_supported":{"type":"boolean"}},"required":["schemas","schema_change_handling"]}',
    create_account_webhook:
      '{"type":"object","properties":{"url":{"type":"string"},"events":{"type":"array","items":{"type":"string"}},"active":{"type":"boolean"},"secret":{"type":["string","object"],"format":"password"}},"required":["url","events"],"additionalProperties":false}',
    create_account_webhook2:
      '{"type":"object","properties":{"id":{"type":"string"},"type":{"type":"string","enum":["group","account"]},"url":{"type":"string"},"events":{"type":"array","items":{"type":"string"}},"active":{"type":"boolean"},"secret":{"type":["string","object"],"format":"password"},"group_id":{"type":"string"},"created_at":{"type":"string","format":"date-time"},"created_by":{"type":"string"}},"required":["id","type","url","events","active","created_at","created_by"]}',
    create_connector_sdk_package:
      '{"type":"object","properties":{"id":{"type":"string"},"connection_id":{"type":"string"},"created_by":{"type":"string"},"last_updated_by":{"type":"string"},"created_at":{"type":"string","format":"date-time"},"updated_at":{"type":"string","format":"date-time"},"file_sha256_hash":{"type":"string"}},"required":["id","created_by","last_updated_by","created_at","updated_at"]}',
    create_destination:
      '{"type":"object","properties":{"id":{"type":"string"},"service":{"type":"string"},"region":{"$ref":"#/$defs/region"},"group_id":{"type":"string"},"time_zone_offset":{"$ref":"#/$defs/time_zone_offset"},"setup_status":{"type":"string"},"daylight_saving_time_enabled":{"type":"boolean"},"private_link_id":{"type":"string"},"networking_method":{"type":"string","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]},"local_processing_agent_id":{"type":"string"},"hybrid_deployment_agent_id":{"type":"string"},"proxy_agent_id":{"type":"string"},"external_secrets_manager_id":{"type":"string"},"setup_tests":{"$ref":"#/$defs/setup_tests"},"config":{"type":"object"},"external_secrets_keys_config":{"type":"object"}},"required":["id","service","region","group_id","time_zone_offset","setup_status"]}',
    create_esm:
      '{"type":"object","properties":{"id":{"type":"string"},"type":{"type":"string","enum":["AWS_SECRET_MANAGER","AZURE_KEY_VAULT","HASHICORP_VAULT"]},"name":{"type":"string"},"config":{"type":"object"},"is_hybrid_deployment":{"type":"boolean"},"created_at":{"type":"string","format":"date-time"},"updated_at":{"type":"string","format":"date-time"}}}',
    create_group:
      '{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"created_at":{"type":"string","format":"date-time"}},"required":["id","name","created_at"]}',
    create_hybrid_deployment_agent:
      '{"type":"object","properties":{"id":{"type":"string"},"version":{"type":"string"},"enabled":{"type":"boolean"},"online":{"type":"boolean"},"files":{"type":"object","properties":{"config_json":{"type":["string","object"],"format":"password"},"auth_json":{"type":["string","object"],"format":"password"},"docker_compose_yaml":{"type":["string","object"],"format":"password"}},"required":["config_json","auth_json","docker_compose_yaml"]},"token":{"type":["string","object"],"format":"password"},"display_name":{"type":"string"},"group_id":{"type":"string"},"registered_at":{"type":"string","format":"date-time"},"created_by":{"type":"string"},"deployment_type":{"type":"string","enum":["DOCKER","PODMAN","KUBERNETES","SNOWPARK"]},"updated_at":{"type":"string","format":"date-time"},"last_used_at":{"type":"string","format":"date-time"}},"required":["id","version","enabled","online","display_name","group_id","registered_at","created_by","deployment_type","updated_at","last_used_at"]}',
    create_private_link:
      '{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"region":{"type":"string","enum":["GCP_US_EAST4","GCP_US_WEST1","GCP_EUROPE_WEST3","GCP_AUSTRALIA_SOUTHEAST1","GCP_NORTHAMERICA_NORTHEAST1","GCP_EUROPE_WEST2","GCP_ASIA_SOUTHEAST1","GCP_ASIA_SOUTHEAST2","GCP_ASIA_SOUTH1","GCP_ASIA_NORTHEAST1","AWS_US_EAST_1","AWS_US_EAST_2","AWS_US_WEST_2","AWS_AP_NORTHEAST_1","AWS_AP_SOUTHEAST_1","AWS_AP_SOUTHEAST_2","AWS_EU_CENTRAL_1","AWS_EU_WEST_1","AWS_EU_WEST_2","AWS_AP_SOUTH_1","AWS_CA_CENTRAL_1","AWS_US_GOV_WEST_1","AZURE_EASTUS2","AZURE_AUSTRALIAEAST","AZURE_UKSOUTH","AZURE_WESTEUROPE","AZURE_CENTRALUS","AZURE_CANADACENTRAL","AZURE_UAENORTH","AZURE_SOUTHEASTASIA","GCP_ASIA_NORTHEAST3","GCP_ME_CENTRAL2","AWS_AP_NORTHEAST_2","AWS_EU_NORTH_1","AWS_EU_WEST_3","AZURE_GERMANYWESTCENTRAL","AZURE_WESTUS3","AZURE_SWITZERLANDNORTH","AZURE_KOREACENTRAL"]},"service":{"$ref":"#/$defs/service"},"state":{"type":"string","enum":["CREATING","UPDATING","DESTROYING","OK","FAIL"]},"host":{"type":"string"},"account_id":{"type":"string"},"cloud_provider":{"type":"string","enum":["AWS","GCP","AZURE"]},"created_at":{"type":"string","format":"date-time"},"created_by":{"type":"string"},"state_summary":{"type":"string"},"resource_upstream_status":{"type":"string"},"config":{"type":"object"}},"required":["id","name","region","service","state","cloud_provider","created_at","created_by","state_summary"]}',
    create_proxy_agent:
      '{"type":"object","properties":{"agent_id":{"type":"string"},"auth_token":{"type":["string","object"],"format":"password"},"client_cert":{"type":["string","object"],"format":"password"},"client_private_key":{"type":["string","object"],"format":"password"},"orchestrator_host":{"type":"string"},"orchestrator_port":{"type":"integer"}},"required":["agent_id","auth_token","client_cert","client_private_key","orchestrator_host","orchestrator_port"]}',
    create_system_key:
      '{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"key":{"type":["string","object"],"format":"password"},"secret":{"type":["string","object"],"format":"password"},"permissions":{"type":"array","items":{"type":"object","properties":{"resource_type":{"$ref":"#/$defs/resource_type"},"access_level":{"type":"string","enum":["NONE","READ","MANAGE"]},"resource_filter":{"type":"object","properties":{"ids":{"type":"array","items":{"type":"string"}},"group_ids":{"type":"array","items":{"type":"string"}}}}}}},"created_at":{"type":"string","format":"date-time"},"updated_at":{"type":"string","format":"date-time"},"expired_at":{"type":"string","format":"date-time"},"last_used_at":{"type":"string","format":"date-time"}}}',
    create_team:
      '{"type":"object","properties":{"name":{"type":"string"},"description":{"type":"string"},"role":{"type":"string"}},"additionalProperties":false}',
    create_team2:
      '{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"description":{"type":"string"},"role":{"type":"string"}},"required":["id","role"]}',
    create_transformation:
      '{"type":"object","properties":{"id":{"type":"string"},"status":{"type":"string","enum":["NEW","SCHEDULING","RUNNING","TERMINATING","SUCCEEDED","FAILED","BLOCKED","CANCELED","PARTIALLY_SUCCEEDED"]},"schedule":{"type":"object","properties":{"cron":{"type":"array","items":{"type":"string"}},"interval":{"type":"integer"},"schedule_type":{"type":"string","enum":["INTEGRATED","TIME_OF_DAY","INTERVAL","CRON"]},"days_of_week":{"type":"array","items":{"type":"string","enum":["MONDAY","TUESDAY","WEDNESDAY","THURSDAY","FRIDAY","SATURDAY","SUNDAY"]}},"time_of_day":{"type":"string"},"connection_ids":{"type":"array","items":{"type":"string"}},"transformation_ids":{"type":"array","items":{"type":"string"}},"smart_syncing":{"type":"boolean"}},"required":["schedule_type"]},"type":{"type":"string","enum":["DBT_CORE","QUICKSTART"]},"paused":{"type":"boolean"},"created_at":{"type":"string","format":"date-time"},"created_by_id":{"type":"string"},"last_started_at":{"type":"string","format":"date-time"},"last_ended_at":{"type":"string","format":"date-time"},"output_model_names":{"type":"array","items":{"type":"string"}},"transformation_config":{"type":"object"}},"required":["id","status","schedule","type","paused","created_at","created_by_id"]}',
    create_transformation_project:
      '{"type":"object","properties":{"id":{"type":"string"},"type":{"type":"string","enum":["DBT_CORE"]},"status":{"type":"string","enum":["NOT_READY","READY","ERROR"]},"errors":{"type":"array","items":{"type":"string"}},"created_at":{"type":"string","format":"date-time"},"created_by_id":{"type":"string"},"group_id":{"type":"string"},"setup_tests":{"$ref":"#/$defs/setup_tests"},"project_config":{"type":"object"}}}',
    create_user:
      '{"type":"object","properties":{"id":{"type":"string"},"email":{"type":"string"},"verified":{"type":"boolean"},"invited":{"type":"boolean"},"picture":{"type":"string"},"phone":{"type":"string"},"role":{"type":"string"},"active":{"type":"boolean"},"given_name":{"type":"string"},"family_name":{"type":"string"},"logged_in_at":{"type":"string","format":"date-time"},"created_at":{"type":"string","format":"date-time"},"user_type":{"type":"string","enum":["REGULAR_USER","SERVICE_ACCOUNT"]},"has_api_key":{"type":"boolean"}},"required":["id","email","verified","role","active","logged_in_at","created_at"]}',
    create_user_api_key:
      '{"type":"object","properties":{"user_id":{"type":"string"},"user_type":{"type":"string","enum":["REGULAR_USER","SERVICE_ACCOUNT"]},"key_value":{"type":"string"},"created_at":{"type":"string","format":"date-time"},"key_status":{"type":"string","enum":["ACTIVE","ACTIVE_GRACE","EXPIRED"]},"expires_at":{"type":"string","format":"date-time"},"overlap_expires_at":{"type":"string","format":"date-time"},"last_rotated_at":{"type":"string","format":"date-time"},"key_secret":{"type":["string","object"],"format":"password"}},"required":["user_id","user_type","key_value","created_at","key_status","key_secret"]}',
    databricks_via_managed_data_lake:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"auth_type":{"type":"string","enum":["PERSONAL_ACCESS_TOKEN","OAUTH2"]},"bucket":{"type":"string"},"catalog":{"type":"string"},"client_id":{"type":"string"},"connection_type":{"type":"string","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]},"container_name":{"type":"string"},"databricks_connection_type":{"type":"string","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]},"fivetran_role_arn":{"type":"string"},"gcs_project_id":{"type":"string"},"http_path":{"type":"string"},"lakehouse_guid":{"type":"string"},"oauth2_client_id":{"type":"string"},"oauth2_secret":{"type":["string","object"],"format":"password"},"one_lake_auth_type":{"type":"string","enum":["SERVICE_PRINCIPAL","WORKSPACE_IDENTITY"]},"onelake_client_id":{"type":"string"},"onelake_client_secret":{"type":["string","object"],"format":"password"},"onelake_tenant_id":{"type":"string"},"personal_access_token":{"type":["string","object"],"format":"password"},"polaris_catalog_configuration":{"type":"object","properties":{"client_id":{"type":"string"},"client_secret":{"type":["string","object"],"format":"password"},"polaris_catalog":{"type":"string"},"polaris_server_endpoint":{"type":"string"}},"additionalProperties":false},"port":{"type":"integer"},"prefix_path":{"type":"string"},"region":{"type":"string"},"secret_value":{"type":["string","object"],"format":"password"},"server_host_name":{"type":"string"},"should_maintain_tables_in_bqms":{"type":"boolean"},"should_maintain_tables_in_databricks":{"type":"boolean"},"should_maintain_tables_in_glue":{"type":"boolean"},"should_maintain_tables_in_one_lake":{"type":"boolean"},"snapshot_retention_period":{"type":"string","enum":["TWO_WEEKS","SIX_WEEKS","RETAIN_ALL_SNAPSHOTS","ONE_WEEK","FOUR_WEEKS","ONE_DAY"]},"storage_account_name":{"type":"string"},"storage_provider":{"type":"string","enum":["ADLS","GCS","AWS"]},"tenant_id":{"type":"string"},"workspace_guid":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
    get_connection_certificates_list:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/approve_connection_certificate2"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    get_connection_fingerprints_list:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/approve_connection_fingerprint2"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    get_esm_entities:
      '{"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"enabled":{"type":"boolean"},"type":{"type":"string","enum":["SOURCE","DESTINATION"]},"secret_manager_id":{"type":"string"},"created_at":{"type":"string","format":"date-time"}}}},"next_cursor":{"type":"string"}},"required":["items"]}',
    get_hybrid_deployment_agent:
      '{"type":"object","properties":{"id":{"type":"string"},"version":{"type":"string"},"enabled":{"type":"boolean"},"online":{"type":"boolean"},"usage":{"type":"array","items":{"type":"object","properties":{"schema":{"type":"string"},"service":{"type":"string"},"connection_id":{"type":"string"}},"required":["schema","service","connection_id"]}},"display_name":{"type":"string"},"group_id":{"type":"string"},"registered_at":{"type":"string","format":"date-time"},"created_by":{"type":"string"},"deployment_type":{"type":"string","enum":["DOCKER","PODMAN","KUBERNETES","SNOWPARK"]},"updated_at":{"type":"string","format":"date-time"},"last_used_at":{"type":"string","format":"date-time"}},"required":["id","version","enabled","online","display_name","group_id","registered_at","created_by","deployment_type","updated_at","last_used_at"]}',
    get_team_memberships_in_connections:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/add_team_membership_in_connection2"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    get_user_api_key:
      '{"type":"object","properties":{"user_id":{"type":"string"},"user_type":{"type":"string","enum":["REGULAR_USER","SERVICE_ACCOUNT"]},"key_value":{"type":"string"},"created_at":{"type":"string","format":"date-time"},"key_status":{"type":"string","enum":["ACTIVE","ACTIVE_GRACE","EXPIRED"]},"expires_at":{"type":"string","format":"date-time"},"overlap_expires_at":{"type":"string","format":"date-time"},"last_rotated_at":{"type":"string","format":"date-time"}},"required":["user_id","user_type","key_value","created_at","key_status"]}',
    group_region:
      '{"type":"string","enum":["GCP_US_EAST4","GCP_US_WEST1","GCP_US_CENTRAL1","GCP_EUROPE_WEST3","GCP_AUSTRALIA_SOUTHEAST1","GCP_NORTHAMERICA_NORTHEAST1","GCP_EUROPE_WEST2","GCP_ASIA_SOUTHEAST1","GCP_ASIA_SOUTHEAST2","GCP_ASIA_SOUTH1","GCP_ASIA_NORTHEAST1","GCP_ASIA_NORTHEAST3","GCP_ME_CENTRAL2","AWS_US_EAST_1","AWS_US_EAST_2","AWS_US_WEST_2","AWS_AP_NORTHEAST_1","AWS_AP_NORTHEAST_2","AWS_AP_SOUTHEAST_1","AWS_AP_SOUTHEAST_2","AWS_EU_CENTRAL_1","AWS_EU_NORTH_1","AWS_EU_WEST_1","AWS_EU_WEST_2","AWS_AP_SOUTH_1","AWS_CA_CENTRAL_1","AWS_US_GOV_WEST_1","AZURE_EASTUS2","AZURE_AUSTRALIAEAST","AZURE_UKSOUTH","AZURE_WESTEUROPE","AZURE_CENTRALUS","AZURE_CANADACENTRAL","AZURE_UAENORTH","AZURE_SOUTHEASTASIA","AZURE_EASTUS","AZURE_JAPANEAST","AZURE_CENTRALINDIA","AZURE_GERMANYWESTCENTRAL","AZURE_WESTUS3","AZURE_SWITZERLANDNORTH","AZURE_KOREACENTRAL","AWS_EU_WEST_3"]}',
    list_all_connections_in_group:
      '{"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"service":{"type":"string"},"schema":{"type":"string"},"paused":{"type":"boolean"},"status":{"$ref":"#/$defs/status2"},"config":{"type":"object"},"group_id":{"type":"string"},"service_version":{"type":"integer"},"connected_by":{"type":"string"},"created_at":{"type":"string","format":"date-time"},"succeeded_at":{"type":"string","format":"date-time"},"failed_at":{"type":"string","format":"date-time"},"pause_after_trial":{"type":"boolean"},"sync_frequency":{"type":"integer"},"data_delay_threshold":{"type":"integer"},"data_delay_sensitivity":{"type":"string","enum":["LOW","NORMAL","HIGH","CUSTOM","SYNC_FREQUENCY"]},"daily_sync_time":{"type":"string"},"schedule_type":{"type":"string"},"setup_tests":{"$ref":"#/$defs/setup_tests"},"private_link_id":{"type":"string"},"networking_method":{"type":"string","enum":["Directly","SshTunnel","PrivateLink","ProxyAgent","UnmanagedProxyAgent","Unknown"]},"proxy_agent_id":{"type":"string"},"source_sync_details":{"type":"object"},"hybrid_deployment_agent_id":{"type":"string"},"connect_card":{"$ref":"#/$defs/connect_card"},"connect_card_config":{"$ref":"#/$defs/connect_card_config2"},"destination_configuration":{"type":"object","properties":{"virtual_warehouse":{"type":"string"}}},"destination_schema_names":{"type":"string","enum":["FIVETRAN_NAMING","SOURCE_NAMING"]},"external_secrets_manager_id":{"type":"string"},"external_secrets_keys_config":{"type":"object"},"schedule":{"$ref":"#/$defs/schedule3"}},"required":["id","service","schema","paused","status","group_id","connected_by","created_at","pause_after_trial","sync_frequency","schedule_type"]}},"next_cursor":{"type":"string"}},"required":["items"]}',
    list_all_users:
      '{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/create_user"}},"next_cursor":{"type":"string"}},"required":["items"]}',
    metadata_connector_config:
      '{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"type":{"$ref":"#/$defs/type"},"description":{"type":"string"},"icons":{"type":"array","items":{"type":"string"}},"config":{"type":"object"},"auth":{"type":"object"},"icon_url":{"type":"string"},"link_to_docs":{"type":"string"},"connector_class":{"type":"string","enum":["standard","lite"]},"supported_features":{"$ref":"#/$defs/supported_features"},"link_to_erd":{"type":"string"},"service_status":{"type":"string","enum":["general_availability","beta","private_preview","sunset","development"]},"service_status_updated_at":{"type":"string","format":"date-time"},"external_secrets_keys_config":{"type":"object"}},"required":["id","name","type"]}',
    modify_connection_column_config:
      '{"type":"object","properties":{"enabled":{"type":"boolean"},"hashed":{"type":"boolean"},"is_primary_key":{"type":"boolean"},"target_data_type":{"$ref":"#/$defs/target_data_type"}},"additionalProperties":false}',
    modify_connection_database_schema_config:
      '{"type":"object","properties":{"enabled":{"type":"boolean"},"tables":{"type":"object","propertyNames":{"title":"table"},"additionalProperties":{"$ref":"#/$defs/tables"}}},"additionalProperties":false}',
    operator:
      '{"type":"string","enum":["EQUALS","NOT_EQUALS","LESS","LESS_OR_EQUALS","GREATER","GREATER_OR_EQUALS","STARTS_WITH","CONTAINS","IN","IS_NULL","IS_NOT_NULL"]}',
    oracle_rac_warehouse:
      '{"type":"object","properties":{"config":{"type":"object","properties":{"always_encrypted":{"type":"boolean"},"connection_type":{"type":"string","enum":["Directly","SshTunnel"]},"database":{"type":"string"},"host":{"type":"string"},"password":{"type":["string","object"],"format":"password"},"port":{"type":"integer"},"tunnel_host":{"type":"string"},"tunnel_port":{"type":"integer"},"tunnel_user":{"type":"string"},"user":{"type":"string"}},"additionalProperties":false}},"additionalProperties":false}',
    permissions:
      '{"type":"array","items":{"type":"object","properties":{"resource_type":{"$ref":"#/$defs/resource_type"},"access_level":{"type":"string","enum":["NONE","READ","MANAGE"]},"resource_filter":{"type":"object","properties":{"ids":{"type":"array","items":{"type":"string"}},"group_ids":{"type":"array","items":{"type":"string"}}},"additionalProperties":false}},"additionalProperties":false}}',
    region:
      '{"type":"string","enum":["GCP_US_EAST4","GCP_US_WEST1","GCP_US_CENTRAL1","GCP_EUROPE_WEST3","GCP_AUSTRALIA_SOUTHEAST1","GCP_NORTHAMERICA_NORTHEAST1","GCP_EUROPE_WEST2","GCP_ASIA_SOUTHEAST1","GCP_ASIA_SOUTHEAST2","GCP_ASIA_SOUTH1","GCP_ASIA_NORTHEAST1","AWS_US_EAST_1","AWS_US_EAST_2","AWS_US_WEST_2","AWS_AP_NORTHEAST_1","AWS_AP_SOUTHEAST_1","AWS_AP_SOUTHEAST_2","AWS_EU_CENTRAL_1","AWS_EU_WEST_1","AWS_EU_WEST_2","AWS_AP_SOUTH_1","AWS_CA_CENTRAL_1","AWS_US_GOV_WEST_1","AZURE_EASTUS2","AZURE_AUSTRALIAEAST","AZURE_UKSOUTH","AZURE_WESTEUROPE","AZURE_CENTRALUS","AZURE_CANADACENTRAL","AZURE_UAENORTH","AZURE_SOUTHEASTASIA","AZURE_EASTUS","AZURE_JAPANEAST","AZURE_CENTRALINDIA","GCP_ASIA_NORTHEAST3","GCP_ME_CENTRAL2","AWS_AP_NORTHEAST_2","AWS_EU_NORTH_1","AWS_EU_WEST_3","AZURE_GERMANYWESTCENTRAL","AZURE_WESTUS3","AZURE_SWITZERLANDNORTH","AZURE_KOREACENTRAL"]}',
    resource_type:
      '{"type":"string","enum":["ACCOUNT","USER","WEBHOOK","TEAM","ROLES","DESTINATION","TRANSFORMATION","REMOTE_EXECUTION_AGENT","CONNECTOR"]}',
    run_destination_setup_tests:
      '{"type":"object","properties":{"trust_certificates":{"type":"boolean"},"trust_fingerprints":{"type":"boolean"}},"additionalProperties":false}',
    run_setup_tests_account_log_service:
      '{"type":"object","properties":{"setup_tests":{"$ref":"#/$defs/setup_tests"}}}',
    schedule:
      '{"type":"object","properties":{"schedule_type":{"type":"string","enum":["TIME_OF_DAY","INTERVAL","CRON","MANUAL"]},"interval":{"type":"integer"},"time_of_day":{"type":"string"},"days_of_week":{"type":"array","items":{"type":"string","enum":["MONDAY","TUESDAY","WEDNESDAY","THURSDAY","FRIDAY","SATURDAY","SUNDAY"]}},"cron":{"type":"string"}},"additionalProperties":false}',
    schedule2:
      '{"type":"object","properties":{"cron":{"type":"array","items":{"type":"string"}},"interval":{"type":"integer"},"schedule_type":{"type":"string","enum":["INTEGRATED","TIME_OF_DAY","INTERVAL","CRON"]},"days_of_week":{"type":"array","items":{"type":"string","enum":["MONDAY","TUESDAY","WEDNESDAY","THURSDAY","FRIDAY","SATURDAY","SUNDAY"]}},"time_of_day":{"type":"string"},"connection_ids":{"type":"array","items":{"type":"string"}},"transformation_ids":{"type":"array","items":{"type":"string"}},"smart_syncing":{"type":"boolean"}},"required":["schedule_type"],"additionalProperties":false}',
    schedule3:
      '{"type":"object","properties":{"schedule_type":{"type":"string","enum":["TIME_OF_DAY","INTERVAL","CRON","MANUAL"]},"interval":{"type":"integer"},"time_of_day":{"type":"string"},"days_of_week":{"type":"array","items":{"type":"string","enum":["MONDAY","TUESDAY","WEDNESDAY","THURSDAY","FRIDAY","SATURDAY","SUNDAY"]}},"cron":{"type":"string"}}}',
    schemas:
      '{"type":"object","propertyNames":{"title":"schema"},"additionalProperties":{"$ref":"#/$defs/modify_connection_database_schema_config"}}',
    service:
      '{"type":"string","enum":["DATABRICKS_AWS","SNOWFLAKE_AWS","REDSHIFT_AWS","SOURCE_AWS","DATABRICKS_AZURE","SNOWFLAKE_AZURE","ONELAKE_AZURE","POSTGRES_WAREHOUSE_AZURE","SQL_DATA_WAREHOUSE_AZURE","SOURCE_AZURE","SNOWFLAKE_GCP","SOURCE_GCP","DATABRICKS_GCP"]}',
    setup_tests:
      '{"type":"array","items":{"type":"object","properties":{"title":{"type":"string"},"status":{"type":"string","enum":["PASSED","SKIPPED","WARNING","FAILED","JOB_FAILED"]},"message":{"type":"string"},"details":{}},"required":["title","status"]}}',
    status:
      '{"type":"object","properties":{"tasks":{"$ref":"#/$defs/tasks"},"setup_state":{"type":"string"}}}',
    status2:
      '{"type":"object","properties":{"tasks":{"$ref":"#/$defs/tasks"},"warnings":{"$ref":"#/$defs/tasks"},"setup_state":{"type":"string"},"schema_status":{"type":"string"},"sync_state":{"type":"string"},"update_state":{"type":"string"},"is_historical_sync":{"type":"boolean"},"rescheduled_for":{"type":"string","format":"date-time"}},"required":["setup_state","sync_state","update_state","is_historical_sync"]}',
    steps:
      '{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"command":{"type":"string"}},"additionalProperties":false}}',
    supported_features:
      '{"type":"array","items":{"type":"object","properties":{"id":{"type":"string","enum":["CUSTOM_DATA","CAPTURE_DELETES","DATA_BLOCKING","COLUMN_HASHING","RE_SYNC","HISTORY","API_CONFIGURABLE","PRIORITY_FIRST_SYNC","FIVETRAN_DATA_MODELS","PRIVATE_NETWORKING","AUTHORIZATION_VIA_API","ROW_FILTERING"]},"notes":{"type":"string"}}}}',
    tables:
      '{"type":"object","properties":{"enabled":{"type":"boolean"},"columns":{"type":"object","propertyNames":{"title":"column"},"additionalProperties":{"$ref":"#/$defs/modify_connection_column_config"}},"sync_mode":{"type":"string","enum":["SOFT_DELETE","HISTORY","LIVE"]},"row_filter":{"type":"object","properties":{"name":{"type":"string"},"description":{"type":"string"},"operator":{"type":"string","enum":["AND","OR"]},"column_clauses":{"type":"array","items":{"type":"object","properties":{"column":{"type":"string"},"column_type":{"type":"string","enum":["LONG","FLOAT","DOUBLE","BIGDECIMAL","STRING","BOOLEAN","DATE","DATETIME"]},"operator":{"$ref":"#/$defs/operator"},"values":{"type":"array","items":{"type":"string"}}},"required":["column","column_type","operator","values"],"additionalProperties":false}}},"required":["name","description","column_clauses"],"additionalProperties":false}},"additionalProperties":false}',
    target_data_type:
      '{"type":"string","enum":["Unknown","Boolean","String","Short","Int","Long","Float","Double","BigDecimal","Instant","LocalDateTime","LocalDate","LocalTime","Json","Binary","Xml"]}',
    tasks:
      '{"type":"array","items":{"type":"object","properties":{"code":{"type":"string"},"message":{"type":"string"},"details":{"type":"string"}}}}',
    time_zone_offset:
      '{"type":"string","enum":["-11","-10","-9","-8","-7","-6","-5","-4","-3","-2","-1","0","+1","+2","+3","+4","+5","+6","+7","+8","+9","+10","+11","+12"]}',
    transformation_package_metadata_details:
      '{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"version":{"type":"string"},"connector_types":{"type":"array","items":{"type":"string"}},"output_model_names":{"type":"array","items":{"type":"string"}},"configurable_variables":{"type":"object"}},"required":["id","name","version"]}',
    type: '{"type":"string","enum":["API","Dbt","Marketing","HumanResources","Finance","Productivity","Engineering","Support","Sales","Security","SuperConnectorTest","Free","File","Database","Events","Function","BITool","Warehouse","Log","Hvr"]}',
    update_account_log_service:
      '{"type":"object","properties":{"enabled":{"type":"boolean"},"config":{"type":"object"},"run_setup_tests":{"type":"boolean"}},"additionalProperties":false}',
  },
  sameVariants: {
    update_log_service: "add_log_service",
    add_account_log_service: "add_log_service",
    update_account_log_service: "add_log_service",
    modify_destination: "create_destination",
  },
};
