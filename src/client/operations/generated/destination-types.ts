// Made by `npm run gen:operations` from the public OpenAPI definition. Do not edit.

export const DESTINATION_TYPES: Readonly<Record<string, string>> = {
  aiven_kafka_wh:
    "{config?: {bootstrap_servers?: [string], connection_method?: =privatelink|direct, data_format?: =JSON|AVRO, enable_single_topic?: boolean, num_of_partitions?: integer, replication_factor?: integer, sasl_mechanism?: =SCRAM_SHA_512|SCRAM_SHA_256, sasl_plain_key?: secret, sasl_plain_secret?: secret, schema_registry?: =AIVEN_KARAPACE|CONFLUENT_CLOUD, schema_registry_api_key?: secret, schema_registry_api_secret?: secret, schema_registry_url?: string, security_protocol?: =SASL|SASL_PLAINTEXT}}",
  aurora_postgres_warehouse:
    "{config?: {always_encrypted?: boolean, auth_method?: =PASSWORD|AWS_IAM, aws_region_code?: =me-central-1|aws-cn-global|us-isof-south-1|ap-east-2|us-west-1|us-west-2|af-south-1|ap-northeast-3|ap-northeast-2|ap-northeast-1|me-south-1|sa-east-1|cn-north-1|ap-southeast-1|ap-southeast-2|ap-southeast-3|ap-southeast-4|ap-southeast-5|us-east-1|us-east-2|ap-southeast-7|aws-iso-e-global|cn-northwest-1|ap-south-2|ap-south-1|eu-south-1|eu-south-2|us-gov-east-1|il-central-1|ca-central-1|mx-central-1|eu-central-1|eusc-de-east-1|us-iso-west-1|eu-central-2|eu-isoe-west-1|aws-global|eu-north-1|eu-west-3|eu-west-2|eu-west-1|aws-iso-global|ap-east-1|ca-west-1|us-gov-west-1|us-iso-east-1|aws-iso-b-global|aws-iso-f-global|aws-us-gov-global|us-isob-east-1|us-isof-east-1, connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, database?: string, external_id?: string, host?: string, password?: secret, port?: integer, role_arn?: secret, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  aurora_warehouse:
    "{config?: {always_encrypted?: boolean, connection_type?: =Directly|PrivateLink|SshTunnel, database?: string, host?: string, password?: secret, port?: integer, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  aws_msk_wh:
    "{config?: {bootstrap_servers?: [string], connection_method?: =privatelink|direct, data_format?: =JSON|AVRO, enable_single_topic?: boolean, fivetran_glue_role_arn?: secret, fivetran_msk_role_arn?: secret, msk_sts_region?: string, num_of_partitions?: integer, registry_name?: string, registry_sts_region?: string, replication_factor?: integer, sasl_mechanism?: =SCRAM_SHA_512|AWS_IAM, sasl_plain_key?: secret, sasl_plain_secret?: secret, schema_compatibility?: =DISABLED|BACKWARD|BACKWARD_ALL|FORWARD_ALL|FORWARD|NONE|FULL|FULL_ALL, schema_registry?: =CONFLUENT_CLOUD|AWS_GLUE, schema_registry_api_key?: secret, schema_registry_api_secret?: secret, schema_registry_url?: string, security_protocol?: =SASL|SASL_PLAINTEXT}}",
  azure_postgres_warehouse:
    "{config?: {always_encrypted?: boolean, auth_method?: =ENTRA_ID|PASSWORD|CLIENT_CERTIFICATE|AWS_IAM, aws_region_code?: string, connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, database?: string, external_id?: string, host?: string, password?: secret, port?: integer, role_arn?: secret, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  azure_sql_data_warehouse:
    "{config?: {always_encrypted?: boolean, connection_type?: =Directly|PrivateLink|SshTunnel, database?: string, host?: string, password?: secret, port?: integer, storage_account_key?: secret, storage_account_name?: string, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  azure_sql_database:
    "{config?: {always_encrypted?: boolean, connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, database?: string, host?: string, password?: secret, port?: integer, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}, external_secrets_keys_config?: {password?: string, user?: string}}",
  azure_sql_managed_db_warehouse:
    "{config?: {always_encrypted?: boolean, connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, database?: string, host?: string, password?: secret, port?: integer, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}, external_secrets_keys_config?: {password?: string, user?: string}}",
  big_query:
    "{config?: {bucket?: string, data_set_location?: string, project_id?: string, secret_key?: secret, support_json_type?: boolean}}",
  big_query_dts:
    "{config?: {bucket?: string, data_set_location?: string, project_id?: string, secret_key?: secret, support_json_type?: boolean}}",
  clickhouse: "{config?: object}",
  confluent_cloud_wh:
    "{config?: {bootstrap_servers?: [string], connection_method?: =privatelink|direct, data_format?: =JSON|AVRO, enable_single_topic?: boolean, num_of_partitions?: integer, replication_factor?: integer, sasl_mechanism?: =PLAIN|SCRAM_SHA_512|SCRAM_SHA_256|AWS_IAM, sasl_plain_key?: secret, sasl_plain_secret?: secret, schema_registry?: =AIVEN_KARAPACE|CONFLUENT_CLOUD|AWS_GLUE, schema_registry_api_key?: secret, schema_registry_api_secret?: secret, schema_registry_url?: string, security_protocol?: =SASL|SASL_PLAINTEXT}}",
  databricks:
    "{config?: {auth_type?: =PERSONAL_ACCESS_TOKEN|OAUTH2, aws_access_key_id?: string, aws_secret_access_key?: secret, azure_storage_account_auth_type?: string, bucket?: string, bucket_region?: string, catalog?: string, cloud_provider?: =AZURE|GCP|AWS, connection_type?: =Directly|PrivateLink, create_external_tables?: boolean, create_external_volumes?: boolean, disable_vacuum?: boolean, external_location?: string, external_storage_cloud_provider?: =AZURE|GCP|AWS, external_volume_location?: string, http_path?: string, oauth2_client_id?: secret, oauth2_secret?: secret, personal_access_token?: secret, port?: integer, s3_bucket_auth_type?: =IAM_ROLE|IAM_USER, server_host_name?: string, storage_account_key?: secret, storage_account_name?: string}, external_secrets_keys_config?: {oauth2_client_id?: string, oauth2_secret?: string, personal_access_token?: string}}",
  databricks_via_managed_data_lake:
    "{config?: {auth_type?: =PERSONAL_ACCESS_TOKEN|OAUTH2, bucket?: string, catalog?: string, client_id?: secret, connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, container_name?: secret, databricks_connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, fivetran_role_arn?: secret, gcs_project_id?: string, http_path?: string, lakehouse_guid?: string, oauth2_client_id?: secret, oauth2_secret?: secret, one_lake_auth_type?: =SERVICE_PRINCIPAL|WORKSPACE_IDENTITY, onelake_client_id?: secret, onelake_client_secret?: secret, onelake_tenant_id?: string, personal_access_token?: secret, polaris_catalog_configuration?: {client_id?: secret, client_secret?: secret, polaris_catalog?: string, polaris_server_endpoint?: string}, port?: integer, prefix_path?: string, region?: string, secret_value?: secret, server_host_name?: string, should_maintain_tables_in_bqms?: boolean, should_maintain_tables_in_databricks?: boolean, should_maintain_tables_in_glue?: boolean, should_maintain_tables_in_one_lake?: boolean, snapshot_retention_period?: =TWO_WEEKS|SIX_WEEKS|RETAIN_ALL_SNAPSHOTS|ONE_WEEK|FOUR_WEEKS|ONE_DAY, storage_account_name?: string, storage_provider?: =ADLS|GCS|AWS, tenant_id?: secret, workspace_guid?: string}}",
  managed_big_query:
    "{config?: {bucket?: string, data_set_location?: =EU|asia-east2|australia-southeast1|US, project_id?: string, secret_key?: secret, support_json_type?: boolean}}",
  managed_data_lake:
    "{config?: {auth_type?: =PERSONAL_ACCESS_TOKEN|OAUTH2, bucket?: string, catalog?: string, client_id?: secret, connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, container_name?: secret, databricks_connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, fivetran_role_arn?: secret, gcs_project_id?: string, http_path?: string, lakehouse_guid?: string, oauth2_client_id?: secret, oauth2_secret?: secret, one_lake_auth_type?: =SERVICE_PRINCIPAL|WORKSPACE_IDENTITY, onelake_client_id?: secret, onelake_client_secret?: secret, onelake_tenant_id?: string, personal_access_token?: secret, polaris_catalog_configuration?: {client_id?: secret, client_secret?: secret, polaris_catalog?: string, polaris_server_endpoint?: string}, port?: integer, prefix_path?: string, region?: string, secret_value?: secret, server_host_name?: string, should_maintain_tables_in_bqms?: boolean, should_maintain_tables_in_databricks?: boolean, should_maintain_tables_in_glue?: boolean, should_maintain_tables_in_one_lake?: boolean, snapshot_retention_period?: =TWO_WEEKS|SIX_WEEKS|RETAIN_ALL_SNAPSHOTS|ONE_WEEK|FOUR_WEEKS|ONE_DAY, storage_account_name?: string, storage_provider?: =ADLS|GCS|AWS, tenant_id?: secret, workspace_guid?: string}}",
  maria_rds_warehouse:
    "{config?: {always_encrypted?: boolean, connection_type?: =Directly|PrivateLink|SshTunnel, database?: string, host?: string, password?: secret, port?: integer, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  maria_warehouse:
    "{config?: {always_encrypted?: boolean, connection_type?: =Directly|PrivateLink|SshTunnel, database?: string, host?: string, password?: secret, port?: integer, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  materialize: "{config?: object}",
  milvus: "{config?: object}",
  motherduck: "{config?: object}",
  mysql_rds_warehouse:
    "{config?: {always_encrypted?: boolean, connection_type?: =Directly|PrivateLink|SshTunnel, database?: string, host?: string, password?: secret, port?: integer, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  mysql_warehouse:
    "{config?: {always_encrypted?: boolean, connection_type?: =Directly|PrivateLink|SshTunnel, database?: string, host?: string, password?: secret, port?: integer, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  oracle_rac_warehouse:
    "{config?: {always_encrypted?: boolean, connection_type?: =Directly|SshTunnel, database?: string, host?: string, password?: secret, port?: integer, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  oracle_rds_warehouse:
    "{config?: {always_encrypted?: boolean, connection_type?: =Directly|SshTunnel, database?: string, host?: string, password?: secret, port?: integer, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  oracle_warehouse:
    "{config?: {always_encrypted?: boolean, connection_type?: =Directly|SshTunnel, database?: string, host?: string, password?: secret, port?: integer, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  postgres_databricks_warehouse:
    "{config?: {always_encrypted?: boolean, auth_method?: =ENTRA_ID|PASSWORD|CLIENT_CERTIFICATE|AWS_IAM, aws_region_code?: string, connection_type?: =Directly|SshTunnel, database?: string, external_id?: string, host?: string, password?: secret, port?: integer, role_arn?: secret, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  postgres_gcp_warehouse:
    "{config?: {always_encrypted?: boolean, auth_method?: =ENTRA_ID|PASSWORD|CLIENT_CERTIFICATE|AWS_IAM, aws_region_code?: string, connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, database?: string, external_id?: string, host?: string, password?: secret, port?: integer, role_arn?: secret, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  postgres_rds_warehouse:
    "{config?: {always_encrypted?: boolean, auth_method?: =PASSWORD|AWS_IAM, aws_region_code?: =me-central-1|aws-cn-global|us-isof-south-1|ap-east-2|us-west-1|us-west-2|af-south-1|ap-northeast-3|ap-northeast-2|ap-northeast-1|me-south-1|sa-east-1|cn-north-1|ap-southeast-1|ap-southeast-2|ap-southeast-3|ap-southeast-4|ap-southeast-5|us-east-1|us-east-2|ap-southeast-7|aws-iso-e-global|cn-northwest-1|ap-south-2|ap-south-1|eu-south-1|eu-south-2|us-gov-east-1|il-central-1|ca-central-1|mx-central-1|eu-central-1|eusc-de-east-1|us-iso-west-1|eu-central-2|eu-isoe-west-1|aws-global|eu-north-1|eu-west-3|eu-west-2|eu-west-1|aws-iso-global|ap-east-1|ca-west-1|us-gov-west-1|us-iso-east-1|aws-iso-b-global|aws-iso-f-global|aws-us-gov-global|us-isob-east-1|us-isof-east-1, connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, database?: string, external_id?: string, host?: string, password?: secret, port?: integer, role_arn?: secret, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  postgres_warehouse:
    "{config?: {always_encrypted?: boolean, auth_method?: =ENTRA_ID|PASSWORD|CLIENT_CERTIFICATE|AWS_IAM, aws_region_code?: string, connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, database?: string, external_id?: string, host?: string, password?: secret, port?: integer, role_arn?: secret, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}}",
  redshift:
    "{config?: {always_encrypted?: boolean, auth_type?: =PASSWORD|IAM, aws_access_key_id?: string, aws_secret_access_key?: secret, bucket?: string, bucket_region?: string, cluster_id?: string, cluster_region?: string, connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, database?: string, enable_super_type?: boolean, external_id?: string, host?: string, is_redshift_serverless?: boolean, password?: secret, port?: integer, role_arn?: secret, s3_bucket_auth_type?: =IAM_ROLE|IAM_USER, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}, external_secrets_keys_config?: {password?: string, user?: string}}",
  singlestore: "{config?: object}",
  snowflake:
    "{config?: {application_id?: string, auth?: =PASSWORD|KEY_PAIR|OAUTH, aws_access_key_id?: string, aws_bucket_auth_type?: =IAM_ROLE|IAM_USER, aws_secret_access_key?: secret, bucket?: string, bucket_region?: string, connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, database?: string, default_virtual_warehouse?: string, directory_id?: string, enable_external_storage_for_unstructured_files?: boolean, external_stage_storage_provider?: =S3|AZURE|GCS|INTERNAL, external_storage_cloud_provider?: =AZURE|GCP|INTERNAL_STAGE|AWS, external_storage_integration?: string, external_storage_parent_folder_uri?: string, gcs_service_account_credentials?: secret, gcs_service_account_credentials_path?: string, host?: string, is_private_key_encrypted?: boolean, passphrase?: secret, password?: secret, port?: integer, private_key?: secret, role?: string, storage_account_key?: secret, storage_account_name?: string, use_customer_staging?: boolean, user?: string}, external_secrets_keys_config?: {passphrase?: string, password?: string, private_key?: string, user?: string}}",
  sql_server_rds_warehouse:
    "{config?: {always_encrypted?: boolean, connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, database?: string, host?: string, password?: secret, port?: integer, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}, external_secrets_keys_config?: {password?: string, user?: string}}",
  sql_server_warehouse:
    "{config?: {always_encrypted?: boolean, connection_type?: =Directly|PrivateLink|SshTunnel|ProxyAgent, database?: string, host?: string, password?: secret, port?: integer, tunnel_host?: string, tunnel_port?: integer, tunnel_user?: string, user?: string}, external_secrets_keys_config?: {password?: string, user?: string}}",
  surrealdb_destination: "{config?: object}",
  teradata_destination: "{config?: object}",
};

export const DESTINATION_CHOICES: Readonly<Record<string, readonly string[]>> = {
  region: [
    "GCP_US_EAST4",
    "GCP_US_WEST1",
    "GCP_US_CENTRAL1",
    "GCP_EUROPE_WEST3",
    "GCP_AUSTRALIA_SOUTHEAST1",
    "GCP_NORTHAMERICA_NORTHEAST1",
    "GCP_EUROPE_WEST2",
    "GCP_ASIA_SOUTHEAST1",
    "GCP_ASIA_SOUTHEAST2",
    "GCP_ASIA_SOUTH1",
    "GCP_ASIA_NORTHEAST1",
    "AWS_US_EAST_1",
    "AWS_US_EAST_2",
    "AWS_US_WEST_2",
    "AWS_AP_NORTHEAST_1",
    "AWS_AP_SOUTHEAST_1",
    "AWS_AP_SOUTHEAST_2",
    "AWS_EU_CENTRAL_1",
    "AWS_EU_WEST_1",
    "AWS_EU_WEST_2",
    "AWS_AP_SOUTH_1",
    "AWS_CA_CENTRAL_1",
    "AWS_US_GOV_WEST_1",
    "AZURE_EASTUS2",
    "AZURE_AUSTRALIAEAST",
    "AZURE_UKSOUTH",
    "AZURE_WESTEUROPE",
    "AZURE_CENTRALUS",
    "AZURE_CANADACENTRAL",
    "AZURE_UAENORTH",
    "AZURE_SOUTHEASTASIA",
    "AZURE_EASTUS",
    "AZURE_JAPANEAST",
    "AZURE_CENTRALINDIA",
  ],
  time_zone_offset: [
    "-11",
    "-10",
    "-9",
    "-8",
    "-7",
    "-6",
    "-5",
    "-4",
    "-3",
    "-2",
    "-1",
    "0",
    "+1",
    "+2",
    "+3",
    "+4",
    "+5",
    "+6",
    "+7",
    "+8",
    "+9",
    "+10",
    "+11",
    "+12",
  ],
  networking_method: ["Directly", "PrivateLink", "SshTunnel", "ProxyAgent"],
};
