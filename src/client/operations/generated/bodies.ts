// Made by `npm run gen:operations` from the public OpenAPI definition. Do not edit.

import type { Json } from "../../../base/json.js";

/** An object whose fields depend on the service. */
export type Fields = { [name: string]: Json };

/** The JSON body of every operation that takes one. */
export type Bodies = {
  add_account_log_service: {
    service?: string;
    enabled?: boolean;
    config?: Fields;
    run_setup_tests?: boolean;
  };
  add_log_service: {
    group_id?: string;
    service?: string;
    enabled?: boolean;
    run_setup_tests?: boolean;
    config?: Fields;
  };
  add_team_membership_in_connection: { id: string; role: string };
  add_team_membership_in_group: { id: string; role: string };
  add_user_membership_in_connection: { id: string; role: string };
  add_user_membership_in_group: { id: string; role: string };
  add_user_to_group: { email: string; role: string };
  add_user_to_team: { user_id: string; role?: string };
  approve_certificate: {
    hash: string;
    encoded_cert: string;
    connection_id?: string;
    destination_id?: string;
  };
  approve_connection_certificate: { hash: string; encoded_cert: string };
  approve_connection_fingerprint: { hash: string; public_key: string };
  approve_destination_certificate: { hash: string; encoded_cert: string };
  approve_destination_fingerprint: { hash: string; public_key: string };
  connect_card: {
    connect_card_config: { redirect_uri: string; hide_setup_guide?: boolean; all_fields?: boolean };
  };
  connection_moved: {
    destination_group_id: string;
    sync_behavior?: "CONTINUE" | "BACKFILL" | "CONTINUE_WITH_DATA";
    force_move?: boolean;
  };
  create_account_webhook: { url: string; events: string[]; active?: boolean; secret?: string };
  create_connection: {
    group_id: string;
    service: string;
    trust_certificates?: boolean;
    trust_fingerprints?: boolean;
    run_setup_tests?: boolean;
    paused?: boolean;
    pause_after_trial?: boolean;
    sync_frequency?: 1 | 5 | 15 | 30 | 60 | 120 | 180 | 360 | 480 | 720 | 1440;
    data_delay_sensitivity?: "LOW" | "NORMAL" | "HIGH" | "CUSTOM" | "SYNC_FREQUENCY";
    data_delay_threshold?: number;
    daily_sync_time?: string;
    schedule_type?: "auto" | "manual";
    connect_card_config?: {
      redirect_uri: string;
      hide_setup_guide?: boolean;
      all_fields?: boolean;
    };
    proxy_agent_id?: string;
    private_link_id?: string;
    networking_method?: "Directly" | "PrivateLink" | "SshTunnel" | "ProxyAgent";
    hybrid_deployment_agent_id?: string;
    destination_configuration?: { virtual_warehouse?: string };
    destination_schema_names?: "FIVETRAN_NAMING" | "SOURCE_NAMING";
    external_secrets_manager_id?: string;
    schedule?: {
      schedule_type?: "TIME_OF_DAY" | "INTERVAL" | "CRON" | "MANUAL";
      interval?: number;
      time_of_day?: string;
      days_of_week?: (
        | "MONDAY"
        | "TUESDAY"
        | "WEDNESDAY"
        | "THURSDAY"
        | "FRIDAY"
        | "SATURDAY"
        | "SUNDAY"
      )[];
      cron?: string;
    };
    auth?: Fields;
    config?: Fields;
    external_secrets_keys_config?: Fields;
  };
  create_destination: {
    group_id: string;
    service: string;
    region?:
      | "GCP_US_EAST4"
      | "GCP_US_WEST1"
      | "GCP_US_CENTRAL1"
      | "GCP_EUROPE_WEST3"
      | "GCP_AUSTRALIA_SOUTHEAST1"
      | "GCP_NORTHAMERICA_NORTHEAST1"
      | "GCP_EUROPE_WEST2"
      | "GCP_ASIA_SOUTHEAST1"
      | "GCP_ASIA_SOUTHEAST2"
      | "GCP_ASIA_SOUTH1"
      | "GCP_ASIA_NORTHEAST1"
      | "AWS_US_EAST_1"
      | "AWS_US_EAST_2"
      | "AWS_US_WEST_2"
      | "AWS_AP_NORTHEAST_1"
      | "AWS_AP_SOUTHEAST_1"
      | "AWS_AP_SOUTHEAST_2"
      | "AWS_EU_CENTRAL_1"
      | "AWS_EU_WEST_1"
      | "AWS_EU_WEST_2"
      | "AWS_AP_SOUTH_1"
      | "AWS_CA_CENTRAL_1"
      | "AWS_US_GOV_WEST_1"
      | "AZURE_EASTUS2"
      | "AZURE_AUSTRALIAEAST"
      | "AZURE_UKSOUTH"
      | "AZURE_WESTEUROPE"
      | "AZURE_CENTRALUS"
      | "AZURE_CANADACENTRAL"
      | "AZURE_UAENORTH"
      | "AZURE_SOUTHEASTASIA"
      | "AZURE_EASTUS"
      | "AZURE_JAPANEAST"
      | "AZURE_CENTRALINDIA"
      | "GCP_ASIA_NORTHEAST3"
      | "GCP_ME_CENTRAL2"
      | "AWS_AP_NORTHEAST_2"
      | "AWS_EU_NORTH_1"
      | "AWS_EU_WEST_3"
      | "AZURE_GERMANYWESTCENTRAL"
      | "AZURE_WESTUS3"
      | "AZURE_SWITZERLANDNORTH"
      | "AZURE_KOREACENTRAL";
    time_zone_offset:
      | "-11"
      | "-10"
      | "-9"
      | "-8"
      | "-7"
      | "-6"
      | "-5"
      | "-4"
      | "-3"
      | "-2"
      | "-1"
      | "0"
      | "+1"
      | "+2"
      | "+3"
      | "+4"
      | "+5"
      | "+6"
      | "+7"
      | "+8"
      | "+9"
      | "+10"
      | "+11"
      | "+12";
    trust_certificates?: boolean;
    trust_fingerprints?: boolean;
    run_setup_tests?: boolean;
    daylight_saving_time_enabled?: boolean;
    hybrid_deployment_agent_id?: string;
    private_link_id?: string;
    networking_method?: "Directly" | "PrivateLink" | "SshTunnel" | "ProxyAgent";
    proxy_agent_id?: string;
    external_secrets_manager_id?: string;
    config?: Fields;
    external_secrets_keys_config?: Fields;
  };
  create_esm: {
    type: "AWS_SECRET_MANAGER" | "AZURE_KEY_VAULT" | "HASHICORP_VAULT";
    name: string;
    config: Fields;
    is_hybrid_deployment?: boolean;
  };
  create_group: { name: string };
  create_group_webhook: { url: string; events: string[]; active?: boolean; secret?: string };
  create_hybrid_deployment_agent: {
    group_id?: string;
    display_name: string;
    env_type: "DOCKER" | "PODMAN" | "KUBERNETES" | "SNOWPARK";
    accept_terms: boolean;
    auth_type?: "AUTO" | "MANUAL";
  };
  create_private_link: {
    name: string;
    region:
      | "GCP_US_EAST4"
      | "GCP_US_WEST1"
      | "GCP_US_CENTRAL1"
      | "GCP_EUROPE_WEST3"
      | "GCP_AUSTRALIA_SOUTHEAST1"
      | "GCP_NORTHAMERICA_NORTHEAST1"
      | "GCP_EUROPE_WEST2"
      | "GCP_ASIA_SOUTHEAST1"
      | "GCP_ASIA_SOUTHEAST2"
      | "GCP_ASIA_SOUTH1"
      | "GCP_ASIA_NORTHEAST1"
      | "AWS_US_EAST_1"
      | "AWS_US_EAST_2"
      | "AWS_US_WEST_2"
      | "AWS_AP_NORTHEAST_1"
      | "AWS_AP_SOUTHEAST_1"
      | "AWS_AP_SOUTHEAST_2"
      | "AWS_EU_CENTRAL_1"
      | "AWS_EU_WEST_1"
      | "AWS_EU_WEST_2"
      | "AWS_AP_SOUTH_1"
      | "AWS_CA_CENTRAL_1"
      | "AWS_US_GOV_WEST_1"
      | "AZURE_EASTUS2"
      | "AZURE_AUSTRALIAEAST"
      | "AZURE_UKSOUTH"
      | "AZURE_WESTEUROPE"
      | "AZURE_CENTRALUS"
      | "AZURE_CANADACENTRAL"
      | "AZURE_UAENORTH"
      | "AZURE_SOUTHEASTASIA"
      | "AZURE_EASTUS"
      | "AZURE_JAPANEAST"
      | "AZURE_CENTRALINDIA"
      | "GCP_ASIA_NORTHEAST3"
      | "GCP_ME_CENTRAL2"
      | "AWS_AP_NORTHEAST_2"
      | "AWS_EU_NORTH_1"
      | "AWS_EU_WEST_3"
      | "AZURE_GERMANYWESTCENTRAL"
      | "AZURE_WESTUS3"
      | "AZURE_SWITZERLANDNORTH"
      | "AZURE_KOREACENTRAL";
    service:
      | "DATABRICKS_AWS"
      | "SNOWFLAKE_AWS"
      | "REDSHIFT_AWS"
      | "SOURCE_AWS"
      | "DATABRICKS_AZURE"
      | "SNOWFLAKE_AZURE"
      | "ONELAKE_AZURE"
      | "POSTGRES_WAREHOUSE_AZURE"
      | "SQL_DATA_WAREHOUSE_AZURE"
      | "SOURCE_AZURE"
      | "SNOWFLAKE_GCP"
      | "SOURCE_GCP"
      | "DATABRICKS_GCP";
    config?: Fields;
  };
  create_proxy_agent: {
    display_name?: string;
    group_region?:
      | "GCP_US_EAST4"
      | "GCP_US_WEST1"
      | "GCP_US_CENTRAL1"
      | "GCP_EUROPE_WEST3"
      | "GCP_AUSTRALIA_SOUTHEAST1"
      | "GCP_NORTHAMERICA_NORTHEAST1"
      | "GCP_EUROPE_WEST2"
      | "GCP_ASIA_SOUTHEAST1"
      | "GCP_ASIA_SOUTHEAST2"
      | "GCP_ASIA_SOUTH1"
      | "GCP_ASIA_NORTHEAST1"
      | "GCP_ASIA_NORTHEAST3"
      | "GCP_ME_CENTRAL2"
      | "AWS_US_EAST_1"
      | "AWS_US_EAST_2"
      | "AWS_US_WEST_2"
      | "AWS_AP_NORTHEAST_1"
      | "AWS_AP_NORTHEAST_2"
      | "AWS_AP_SOUTHEAST_1"
      | "AWS_AP_SOUTHEAST_2"
      | "AWS_EU_CENTRAL_1"
      | "AWS_EU_NORTH_1"
      | "AWS_EU_WEST_1"
      | "AWS_EU_WEST_2"
      | "AWS_AP_SOUTH_1"
      | "AWS_CA_CENTRAL_1"
      | "AWS_US_GOV_WEST_1"
      | "AZURE_EASTUS2"
      | "AZURE_AUSTRALIAEAST"
      | "AZURE_UKSOUTH"
      | "AZURE_WESTEUROPE"
      | "AZURE_CENTRALUS"
      | "AZURE_CANADACENTRAL"
      | "AZURE_UAENORTH"
      | "AZURE_SOUTHEASTASIA"
      | "AZURE_EASTUS"
      | "AZURE_JAPANEAST"
      | "AZURE_CENTRALINDIA"
      | "AZURE_GERMANYWESTCENTRAL"
      | "AZURE_WESTUS3"
      | "AZURE_SWITZERLANDNORTH"
      | "AZURE_KOREACENTRAL"
      | "AWS_EU_WEST_3";
  };
  create_system_key: {
    name: string;
    expiration_period: "ONE_WEEK" | "ONE_MONTH" | "THREE_MONTHS" | "SIX_MONTHS" | "INFINITE";
    permissions: {
      resource_type?:
        | "ACCOUNT"
        | "USER"
        | "WEBHOOK"
        | "TEAM"
        | "ROLES"
        | "DESTINATION"
        | "TRANSFORMATION"
        | "REMOTE_EXECUTION_AGENT"
        | "CONNECTOR";
      access_level?: "NONE" | "READ" | "MANAGE";
      resource_filter?: { ids?: string[]; group_ids?: string[] };
    }[];
  };
  create_team: { name?: string; description?: string; role?: string };
  create_transformation: {
    schedule?: {
      cron?: string[];
      interval?: number;
      schedule_type: "INTEGRATED" | "TIME_OF_DAY" | "INTERVAL" | "CRON";
      days_of_week?: (
        | "MONDAY"
        | "TUESDAY"
        | "WEDNESDAY"
        | "THURSDAY"
        | "FRIDAY"
        | "SATURDAY"
        | "SUNDAY"
      )[];
      time_of_day?: string;
      connection_ids?: string[];
      transformation_ids?: string[];
      smart_syncing?: boolean;
    };
    type: "DBT_CORE" | "QUICKSTART";
    paused?: boolean;
    transformation_config:
      | { project_id: string; name: string; steps: { name?: string; command?: string }[] }
      | {
          package_name?: string;
          connection_ids?: string[];
          excluded_models?: string[];
          configurable_variables?: Fields;
          group_id?: string;
        };
  };
  create_transformation_project: {
    group_id: string;
    type: "DBT_CORE";
    run_tests?: boolean;
    project_config: {
      dbt_version: string;
      default_schema: string;
      git_remote_url: string;
      folder_path?: string;
      git_branch?: string;
      threads?: number;
      target_name?: string;
      environment_vars?: string[];
    };
  };
  create_user: {
    email?: string;
    family_name: string;
    given_name: string;
    phone?: string;
    picture?: string;
    role?: string;
    user_type?: "REGULAR_USER" | "SERVICE_ACCOUNT";
  };
  create_user_api_key: { expiration_period_days?: number };
  delete_multiple_columns_connection_config: {
    schemas: { [schema: string]: { tables: { [table: string]: { columns: string[] } } } };
  };
  dismiss_connection_warnings: { warning_types?: string[] };
  hvr_register_hub: { fingerprint: string; port?: number; hub_server_url: string };
  modify_connection: {
    config?: Fields;
    auth?: Fields;
    paused?: boolean;
    trust_certificates?: boolean;
    trust_fingerprints?: boolean;
    sync_frequency?: 1 | 5 | 15 | 30 | 60 | 120 | 180 | 360 | 480 | 720 | 1440;
    data_delay_threshold?: number;
    data_delay_sensitivity?: "LOW" | "NORMAL" | "HIGH" | "CUSTOM" | "SYNC_FREQUENCY";
    daily_sync_time?: string;
    pause_after_trial?: boolean;
    schema_status?: "blocked_on_capture" | "ready";
    is_historical_sync?: boolean;
    schedule_type?: "auto" | "manual";
    run_setup_tests?: boolean;
    networking_method?: "Directly" | "PrivateLink" | "SshTunnel" | "ProxyAgent";
    hybrid_deployment_agent_id?: string;
    proxy_agent_id?: string;
    private_link_id?: string;
    destination_configuration?: { virtual_warehouse?: string };
    external_secrets_manager_id?: string;
    external_secrets_keys_config?: Fields;
    schedule?: {
      schedule_type?: "TIME_OF_DAY" | "INTERVAL" | "CRON" | "MANUAL";
      interval?: number;
      time_of_day?: string;
      days_of_week?: (
        | "MONDAY"
        | "TUESDAY"
        | "WEDNESDAY"
        | "THURSDAY"
        | "FRIDAY"
        | "SATURDAY"
        | "SUNDAY"
      )[];
      cron?: string;
    };
  };
  modify_connection_column_config: {
    enabled?: boolean;
    hashed?: boolean;
    is_primary_key?: boolean;
    target_data_type?:
      | "Unknown"
      | "Boolean"
      | "String"
      | "Short"
      | "Int"
      | "Long"
      | "Float"
      | "Double"
      | "BigDecimal"
      | "Instant"
      | "LocalDateTime"
      | "LocalDate"
      | "LocalTime"
      | "Json"
      | "Binary"
      | "Xml"
      | null;
  };
  modify_connection_database_schema_config: {
    enabled?: boolean;
    tables?: {
      [table: string]: {
        enabled?: boolean;
        columns?: {
          [column: string]: {
            enabled?: boolean;
            hashed?: boolean;
            is_primary_key?: boolean;
            target_data_type?:
              | "Unknown"
              | "Boolean"
              | "String"
              | "Short"
              | "Int"
              | "Long"
              | "Float"
              | "Double"
              | "BigDecimal"
              | "Instant"
              | "LocalDateTime"
              | "LocalDate"
              | "LocalTime"
              | "Json"
              | "Binary"
              | "Xml"
              | null;
          };
        };
        sync_mode?: "SOFT_DELETE" | "HISTORY" | "LIVE";
        row_filter?: {
          name: string;
          description: string;
          operator?: "AND" | "OR";
          column_clauses: {
            column: string;
            column_type:
              | "LONG"
              | "FLOAT"
              | "DOUBLE"
              | "BIGDECIMAL"
              | "STRING"
              | "BOOLEAN"
              | "DATE"
              | "DATETIME";
            operator:
              | "EQUALS"
              | "NOT_EQUALS"
              | "LESS"
              | "LESS_OR_EQUALS"
              | "GREATER"
              | "GREATER_OR_EQUALS"
              | "STARTS_WITH"
              | "CONTAINS"
              | "IN"
              | "IS_NULL"
              | "IS_NOT_NULL";
            values: string[];
          }[];
        } | null;
      };
    };
  };
  modify_connection_schema_config: {
    schemas?: {
      [schema: string]: {
        enabled?: boolean;
        tables?: {
          [table: string]: {
            enabled?: boolean;
            columns?: {
              [column: string]: {
                enabled?: boolean;
                hashed?: boolean;
                is_primary_key?: boolean;
                target_data_type?:
                  | "Unknown"
                  | "Boolean"
                  | "String"
                  | "Short"
                  | "Int"
                  | "Long"
                  | "Float"
                  | "Double"
                  | "BigDecimal"
                  | "Instant"
                  | "LocalDateTime"
                  | "LocalDate"
                  | "LocalTime"
                  | "Json"
                  | "Binary"
                  | "Xml"
                  | null;
              };
            };
            sync_mode?: "SOFT_DELETE" | "HISTORY" | "LIVE";
            row_filter?: {
              name: string;
              description: string;
              operator?: "AND" | "OR";
              column_clauses: {
                column: string;
                column_type:
                  | "LONG"
                  | "FLOAT"
                  | "DOUBLE"
                  | "BIGDECIMAL"
                  | "STRING"
                  | "BOOLEAN"
                  | "DATE"
                  | "DATETIME";
                operator:
                  | "EQUALS"
                  | "NOT_EQUALS"
                  | "LESS"
                  | "LESS_OR_EQUALS"
                  | "GREATER"
                  | "GREATER_OR_EQUALS"
                  | "STARTS_WITH"
                  | "CONTAINS"
                  | "IN"
                  | "IS_NULL"
                  | "IS_NOT_NULL";
                values: string[];
              }[];
            } | null;
          };
        };
      };
    };
    schema_change_handling?: "ALLOW_ALL" | "ALLOW_COLUMNS" | "BLOCK_ALL";
    is_type_locked?: boolean;
  };
  modify_connection_state: { state?: Fields };
  modify_connection_table_config: {
    enabled?: boolean;
    columns?: {
      [column: string]: {
        enabled?: boolean;
        hashed?: boolean;
        is_primary_key?: boolean;
        target_data_type?:
          | "Unknown"
          | "Boolean"
          | "String"
          | "Short"
          | "Int"
          | "Long"
          | "Float"
          | "Double"
          | "BigDecimal"
          | "Instant"
          | "LocalDateTime"
          | "LocalDate"
          | "LocalTime"
          | "Json"
          | "Binary"
          | "Xml"
          | null;
      };
    };
    sync_mode?: "SOFT_DELETE" | "HISTORY" | "LIVE";
    row_filter?: {
      name: string;
      description: string;
      operator?: "AND" | "OR";
      column_clauses: {
        column: string;
        column_type:
          | "LONG"
          | "FLOAT"
          | "DOUBLE"
          | "BIGDECIMAL"
          | "STRING"
          | "BOOLEAN"
          | "DATE"
          | "DATETIME";
        operator:
          | "EQUALS"
          | "NOT_EQUALS"
          | "LESS"
          | "LESS_OR_EQUALS"
          | "GREATER"
          | "GREATER_OR_EQUALS"
          | "STARTS_WITH"
          | "CONTAINS"
          | "IN"
          | "IS_NULL"
          | "IS_NOT_NULL";
        values: string[];
      }[];
    } | null;
  };
  modify_destination: {
    region?:
      | "GCP_US_EAST4"
      | "GCP_US_WEST1"
      | "GCP_US_CENTRAL1"
      | "GCP_EUROPE_WEST3"
      | "GCP_AUSTRALIA_SOUTHEAST1"
      | "GCP_NORTHAMERICA_NORTHEAST1"
      | "GCP_EUROPE_WEST2"
      | "GCP_ASIA_SOUTHEAST1"
      | "GCP_ASIA_SOUTHEAST2"
      | "GCP_ASIA_SOUTH1"
      | "GCP_ASIA_NORTHEAST1"
      | "AWS_US_EAST_1"
      | "AWS_US_EAST_2"
      | "AWS_US_WEST_2"
      | "AWS_AP_NORTHEAST_1"
      | "AWS_AP_SOUTHEAST_1"
      | "AWS_AP_SOUTHEAST_2"
      | "AWS_EU_CENTRAL_1"
      | "AWS_EU_WEST_1"
      | "AWS_EU_WEST_2"
      | "AWS_AP_SOUTH_1"
      | "AWS_CA_CENTRAL_1"
      | "AWS_US_GOV_WEST_1"
      | "AZURE_EASTUS2"
      | "AZURE_AUSTRALIAEAST"
      | "AZURE_UKSOUTH"
      | "AZURE_WESTEUROPE"
      | "AZURE_CENTRALUS"
      | "AZURE_CANADACENTRAL"
      | "AZURE_UAENORTH"
      | "AZURE_SOUTHEASTASIA"
      | "AZURE_EASTUS"
      | "AZURE_JAPANEAST"
      | "AZURE_CENTRALINDIA"
      | "GCP_ASIA_NORTHEAST3"
      | "GCP_ME_CENTRAL2"
      | "AWS_AP_NORTHEAST_2"
      | "AWS_EU_NORTH_1"
      | "AWS_EU_WEST_3"
      | "AZURE_GERMANYWESTCENTRAL"
      | "AZURE_WESTUS3"
      | "AZURE_SWITZERLANDNORTH"
      | "AZURE_KOREACENTRAL";
    config?: Fields;
    trust_certificates?: boolean;
    trust_fingerprints?: boolean;
    time_zone_offset?:
      | "-11"
      | "-10"
      | "-9"
      | "-8"
      | "-7"
      | "-6"
      | "-5"
      | "-4"
      | "-3"
      | "-2"
      | "-1"
      | "0"
      | "+1"
      | "+2"
      | "+3"
      | "+4"
      | "+5"
      | "+6"
      | "+7"
      | "+8"
      | "+9"
      | "+10"
      | "+11"
      | "+12";
    run_setup_tests?: boolean;
    daylight_saving_time_enabled?: boolean;
    hybrid_deployment_agent_id?: string;
    private_link_id?: string;
    networking_method?: "Directly" | "PrivateLink" | "SshTunnel" | "ProxyAgent";
    proxy_agent_id?: string;
    external_secrets_manager_id?: string;
    external_secrets_keys_config?: Fields;
  };
  modify_esm: { config: Fields };
  modify_group: { name?: string };
  modify_private_link: { config?: Fields };
  modify_team: { name?: string; description?: string; role?: string };
  modify_transformation_project: {
    run_tests?: boolean;
    project_config?: {
      folder_path?: string;
      git_branch?: string;
      threads?: number;
      target_name?: string;
      environment_vars?: string[];
    };
  };
  modify_user: {
    phone?: string;
    picture?: string;
    role?: string;
    family_name?: string;
    given_name?: string;
  };
  modify_webhook: { url?: string; events?: string[]; active?: boolean; secret?: string };
  pre_create_connection_schema_config: {
    schemas: {
      [schema: string]: {
        enabled?: boolean;
        tables?: {
          [table: string]: {
            enabled?: boolean;
            columns?: {
              [column: string]: {
                enabled?: boolean;
                hashed?: boolean;
                is_primary_key?: boolean;
                target_data_type?:
                  | "Unknown"
                  | "Boolean"
                  | "String"
                  | "Short"
                  | "Int"
                  | "Long"
                  | "Float"
                  | "Double"
                  | "BigDecimal"
                  | "Instant"
                  | "LocalDateTime"
                  | "LocalDate"
                  | "LocalTime"
                  | "Json"
                  | "Binary"
                  | "Xml"
                  | null;
              };
            };
            sync_mode?: "SOFT_DELETE" | "HISTORY" | "LIVE";
            row_filter?: {
              name: string;
              description: string;
              operator?: "AND" | "OR";
              column_clauses: {
                column: string;
                column_type:
                  | "LONG"
                  | "FLOAT"
                  | "DOUBLE"
                  | "BIGDECIMAL"
                  | "STRING"
                  | "BOOLEAN"
                  | "DATE"
                  | "DATETIME";
                operator:
                  | "EQUALS"
                  | "NOT_EQUALS"
                  | "LESS"
                  | "LESS_OR_EQUALS"
                  | "GREATER"
                  | "GREATER_OR_EQUALS"
                  | "STARTS_WITH"
                  | "CONTAINS"
                  | "IN"
                  | "IS_NULL"
                  | "IS_NOT_NULL";
                values: string[];
              }[];
            } | null;
          };
        };
      };
    };
    schema_change_handling?: "ALLOW_ALL" | "ALLOW_COLUMNS" | "BLOCK_ALL";
  };
  re_auth_hybrid_deployment_agent: { auth_type?: "AUTO" | "MANUAL" };
  reload_connection_schema_config: { exclude_mode?: "PRESERVE" | "EXCLUDE" | "INCLUDE" };
  resync_connection: { scope?: { [schema: string]: string[] } };
  resync_tables: { [schema: string]: string[] };
  rotate_system_key: {
    expiration_period: "ONE_WEEK" | "ONE_MONTH" | "THREE_MONTHS" | "SIX_MONTHS" | "INFINITE";
  };
  rotate_user_api_key: { expiration_period_days?: number; overlap_days?: number };
  run_destination_setup_tests: { trust_certificates?: boolean; trust_fingerprints?: boolean };
  run_setup_tests: { trust_certificates?: boolean; trust_fingerprints?: boolean };
  run_transformation: { full_refresh?: boolean };
  sync_connection: { force?: boolean };
  test_webhook: { event: string };
  update_account_log_service: { enabled?: boolean; config?: Fields; run_setup_tests?: boolean };
  update_log_service: { enabled?: boolean; config?: Fields; run_setup_tests?: boolean };
  update_system_key: {
    name?: string;
    permissions?: {
      resource_type?:
        | "ACCOUNT"
        | "USER"
        | "WEBHOOK"
        | "TEAM"
        | "ROLES"
        | "DESTINATION"
        | "TRANSFORMATION"
        | "REMOTE_EXECUTION_AGENT"
        | "CONNECTOR";
      access_level?: "NONE" | "READ" | "MANAGE";
      resource_filter?: { ids?: string[]; group_ids?: string[] };
    }[];
  };
  update_team_membership_in_connection: { role: string };
  update_team_membership_in_group: { role: string };
  update_transformation: {
    schedule?: {
      cron?: string[];
      interval?: number;
      schedule_type: "INTEGRATED" | "TIME_OF_DAY" | "INTERVAL" | "CRON";
      days_of_week?: (
        | "MONDAY"
        | "TUESDAY"
        | "WEDNESDAY"
        | "THURSDAY"
        | "FRIDAY"
        | "SATURDAY"
        | "SUNDAY"
      )[];
      time_of_day?: string;
      connection_ids?: string[];
      transformation_ids?: string[];
      smart_syncing?: boolean;
    };
    paused?: boolean;
    transformation_config?:
      | { project_id?: string; name?: string; steps?: { name?: string; command?: string }[] }
      | { excluded_models?: string[]; configurable_variables?: Fields; group_id?: string };
  };
  update_user_membership: { role: string };
  update_user_membership_in_connection: { role: string };
  update_user_membership_in_group: { role?: string };
};
