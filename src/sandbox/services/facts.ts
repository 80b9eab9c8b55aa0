/**
 * Fields of more connector types: a line with id, name and kind, then the fields, then those of `auth`. A field
 * without a type is text; alternatives are separated by bars.
 */
const FACTS = `
    facebook_ads "Facebook Ads" Marketing
      accounts:list custom_tables:trees sync_metadata:flag sync_mode:AllAccounts|SpecificAccounts
      timeframe_months:TWENTY_FOUR|SIX|ALL_TIME|TWELVE|THREE
      auth access_token client_access.client_id client_access.client_secret user_access_token
    tiktok_ads "TikTok Ads" Marketing
      accounts:list attribution_window_size:TWENTY_EIGHT|FOURTEEN|ONE|SEVEN custom_reports:trees
      sync_mode:AllAccounts|SpecificAccounts timeframe_months:TWENTY_FOUR|SIX|ALL_TIME|TWELVE|THREE
      auth access_token client_access.client_id client_access.client_secret
    snapchat_ads "Snapchat Ads" Marketing
      account_sync_mode:AllAccounts|SpecificAccounts accounts:list custom_reports:trees
      organizations:list swipe_attribution_window:DAY_1|DAY_7|DAY_28
      sync_mode:SpecificOrganizations|AllOrganizations
      timeframe_months:TWENTY_FOUR|SIX|ALL_TIME|TWELVE|THREE
      view_attribution_window:DAY_1|HOUR_6|HOUR_3|HOUR_1|DAY_7|NONE|DAY_28
      auth client_access.client_id client_access.client_secret refresh_token
    pinterest_ads "Pinterest Ads" Marketing
      advertisers:list click_attribution_window:ZERO|THIRTY|SIXTY|FOURTEEN|ONE|SEVEN
      conversion_report_time:CONVERSION_EVENT|AD_EVENT custom_reports:trees refresh_token_expires_at
      report_granularity:HOUR|DAY sync_mode:SpecificAdvertisers|AllAdvertisers
      timeframe_months:TWENTY_FOUR|SIX|ALL_TIME|TWELVE|THREE
      view_attribution_window:ZERO|THIRTY|SIXTY|FOURTEEN|ONE|SEVEN
      auth client_access.client_id client_access.client_secret refresh_token
    bingads "Microsoft Advertising" Marketing
      accounts:list rollback_window_size:int sync_mode:AllAccounts|SpecificAccounts
      timeframe_months:TWENTY_FOUR|SIX|ALL_TIME|TWELVE|THREE
      auth client_access.client_id client_access.client_secret refresh_token
    google_analytics_4 "Google Analytics 4" Marketing
      accounts:list properties:list reports:trees sync_mode:ALL_ACCOUNTS|SPECIFIC_ACCOUNTS
      timeframe_months:TWENTY_FOUR|SIX|ALL_TIME|TWELVE|THREE
      auth client_access.client_id client_access.client_secret refresh_token
    google_search_console "Google Search Console" Marketing
      reports:trees site_urls:list sync_mode:AllSites|SpecificSites
      timeframe_months:SIX|ALL_TIME|TWELVE|THREE
      auth client_access.client_id client_access.client_secret refresh_token
    google_drive "Google Drive" File
      append_file_option:upsert_file_with_primary_keys|upsert_file|append_file archive_pattern
      compression:zip|gz|tar_gz|tar|infer|gzip|uncompressed|bz2|tar_bz2 delimiter empty_header:flag
      escape_char export_native_types_as_pdf:flag file_handling:unstructured|structured
      file_type:tsv|xml|csv|spreadsheet|json|jsonl|avro|parquet files:trees folder_id
      is_single_table_mode:flag json_delivery_mode:Packed|Unpacked line_separator null_sequence
      on_error:fail|skip pattern prefix quote_char quote_character_enabled:flag skip_after:int
      skip_before:int sync_nested_files:flag sync_permissions:flag
    google_play "Google Play" Marketing
      bucket
      auth authentication_method client_access.client_id client_access.client_secret refresh_token svc_acc_secret_key
    itunes_connect "Apple App Store" Marketing
      app_sync_mode:AllApps|SpecificApps apps:list issuer_id key_id key_type:Individual|Team
      private_key:secret timeframe_months:TWENTY_FOUR|SIX|ALL_TIME|TWELVE|THREE vendors_id:list
    apple_search_ads "Apple Search Ads" Marketing
      custom_reports:trees organizations:list show_records_with_no_metrics:flag
      sync_mode:SpecificOrganizations|AllOrganizations
      timeframe_months:TWENTY_FOUR|SIX|ALL_TIME|TWELVE|THREE timezone_mode:UserTimezone|UTC
      auth client_id key_id team_id
    criteo "Criteo" Marketing
      client_id client_secret:secret currency custom_reports:trees metrics:list report_timezone
      timeframe_months:TWENTY_FOUR|SIX|ALL_TIME|TWELVE|THREE
    amazon_ads "Amazon Ads" Marketing
      attribution_window:DAY_14|DAY_1|DAY_30|DAY_7 profiles:list
      region:NORTH_AMERICA|EUROPE|FAR_EAST sync_mode:AllProfiles|SpecificProfiles
      auth client_access.client_id client_access.client_secret refresh_token
    amazon_selling_partner "Amazon Selling Partner" Finance
      backward_sync_limit historical_sync_time_frame:ALL_TIME|DATE_LIMIT is_vendor:flag merchant_id
      region:NORTH_AMERICA|EUROPE|FAR_EAST
      auth application_id client_id client_secret refresh_token
    gcs "Google Cloud Storage" File
      append_file_option:upsert_file_with_primary_keys|upsert_file|append_file archive_pattern
      auth_type:FIVETRAN_SERVICE_ACCOUNT|CUSTOM_SERVICE_ACCOUNT bucket
      compression:zip|gz|tar_gz|tar|infer|gzip|uncompressed|bz2|tar_bz2 delimiter empty_header:flag
      escape_char extraction_pattern file_mapping_method:EXTRACT_TABLES|DEFINE_PER_TABLE
      file_type:tsv|xml|csv|spreadsheet|json|jsonl|avro|parquet files:trees
      json_delivery_mode:Packed|Unpacked line_separator non_standard_escape_char:flag null_sequence
      on_error:fail|skip pattern pgp_pass_phrase:secret pgp_secret_key:secret prefix quote_char
      quote_character_enabled:flag secret_key:secret selected_range signer_public_key skip_after:int
      skip_before:int use_pgp_encryption_options:flag
    sftp "SFTP" File
      append_file_option:upsert_file_with_primary_keys|upsert_file|append_file archive_pattern
      compression:zip|gz|tar_gz|tar|infer|gzip|uncompressed|bz2|tar_bz2
      connection_method:SSH_TUNNEL|DIRECT delimiter empty_header:flag escape_char extraction_pattern
      file_handling:unstructured|structured file_mapping_method:EXTRACT_TABLES|DEFINE_PER_TABLE
      file_type:tsv|xml|csv|spreadsheet|json|jsonl|avro|parquet files:trees host is_keypair:flag
      is_single_table_mode:flag json_delivery_mode:Packed|Unpacked line_separator null_sequence
      on_error:fail|skip password:secret pattern pgp_pass_phrase:secret pgp_secret_key:secret
      port:int prefix quote_char quote_character_enabled:flag selected_range signer_public_key
      skip_after:int skip_before:int sync_nested_files:flag tunnel_host tunnel_port:int tunnel_user
      use_pgp_encryption_options:flag user
    dropbox "Dropbox" File
      append_file_option:upsert_file_with_primary_keys|upsert_file|append_file archive_pattern
      compression:zip|gz|tar_gz|tar|infer|gzip|uncompressed|bz2|tar_bz2 delimiter empty_header:flag
      escape_char file_type:tsv|xml|csv|spreadsheet|json|jsonl|avro|parquet files:trees folder
      is_single_table_mode:flag json_delivery_mode:Packed|Unpacked line_separator null_sequence
      on_error:fail|skip pattern prefix quote_char quote_character_enabled:flag selected_range
      skip_after:int skip_before:int sync_nested_files:flag
      auth client_access.client_id client_access.client_secret refresh_token
    share_point "SharePoint" File
      access_type:CUSTOM_APP|SPECIFIC_SITES|CLIENT_CERTIFICATE|ALL_SITES
      append_file_option:upsert_file_with_primary_keys|upsert_file|append_file archive_pattern
      client_certificate:secret client_certificate_private_key:secret
      compression:zip|gz|tar_gz|tar|infer|gzip|uncompressed|bz2|tar_bz2 delimiter empty_header:flag
      escape_char file_handling:unstructured|structured
      file_type:tsv|xml|csv|spreadsheet|json|jsonl|avro|parquet files:trees
      is_single_table_mode:flag json_delivery_mode:Packed|Unpacked line_separator null_sequence
      on_error:fail|skip pattern prefix quote_char quote_character_enabled:flag selected_range
      share_url skip_after:int skip_before:int sync_nested_files:flag sync_permissions:flag
      auth client_access.client_id client_access.client_secret refresh_token tenant_id
    marketo "Marketo" Marketing
      api_quota:int client_id client_secret:secret endpoint
      historical_sync_limit:ALL_TIME|DATE_LIMIT historical_sync_limit_date identity
      prioritise_bulk_export_over_rest:flag
    pardot "Salesforce Marketing Cloud Account Engagement" Marketing
      api_version:V3|V4 auth_type:BASIC|OAUTH business_unit_id email historical_sync_limit_date
      historical_sync_limit_time_frame:ALL_TIME|DATE_LIMIT
      is_external_activities_endpoint_selected:flag
      limit_for_api_calls_to_external_activities_endpoint:int password:secret rest_api_limit:int
      salesforce_security_token:secret time_zone user_key:secret
      auth client_access.client_id client_access.client_secret refresh_token
    salesforce_marketing_cloud "Salesforce Marketing Cloud" Marketing
      client_id client_secret:secret historical_sync_limit:ALL_TIME|DATE_LIMIT
      historical_sync_limit_date instance:s4|s5|s11|s6|s10|s7|s8|s12|s1|s51|s50 is_new_package:flag
      is_sftp_creds_available:flag selected_event_types:list sftp_host sftp_is_key_pair:flag
      sftp_password:secret sftp_port:int sftp_user sub_domain sync_mode:SelectedEvents|AllEvents
    braze "Braze" Marketing
      abs_connection_string:secret abs_container_name abs_export_connection_string:secret
      abs_export_container_name abs_export_prefix abs_prefix api_key:secret api_url
      cloud_storage_type:AZURE_BLOB_STORAGE|GCS|NONE|AWS_S3 enable_exports:flag
      export_storage_type:AZURE_BLOB_STORAGE|GCS|NONE|AWS_S3 gcs_bucket gcs_export_bucket
      gcs_export_folder gcs_folder
      historic_sync_time_frame:ONE_YEAR|ALL_TIME|FIVE_YEARS|TWO_YEARS|THREE_MONTHS|SIX_MONTHS
      historical_sync_limit:ALL_TIME|DATE_LIMIT historical_sync_limit_date s3_export_bucket
      s3_export_folder s3_export_role_arn:secret s3bucket s3folder s3role_arn:secret
    iterable "Iterable" Marketing
      account_region:EU|US api_key:secret custom_event_sync_mode:SelectedEvents|AllEvents|NoEvents
      custom_events:list events:list historical_sync_limit:ALL_TIME|DATE_LIMIT
      historical_sync_limit_date sync_mode:SelectedEvents|AllEvents
      webhook_auth_type:Basic|OAuth2|NoAuth
    klaviyo "Klaviyo" Marketing
      api_key:secret historical_sync_limit:ALL_TIME|DATE_LIMIT historical_sync_limit_date
      packing_mode:UNPACKED|PACKED reports:trees should_sync_events_with_deleted_profiles:flag
      should_sync_predictive_analytics:flag
    mailchimp "Mailchimp" Marketing
    sendgrid "Twilio SendGrid" Marketing
      api_key:secret
    twilio "Twilio" API
      accounts:list secret:secret sid sync_mode:AllAccounts|SpecificAccounts
    intercom "Intercom" Support
      data_region:|eu|au
      auth access_token
    freshdesk "Freshdesk" Support
      api_key:secret subdomain
    servicenow "ServiceNow" Support
      client_id client_secret:secret include_inherited_columns:flag instance password:secret
      rollback_window:int username
    jira "Jira" Engineering
      api_cursor_rollback_window:int auth_type:SERVICE_ACCOUNT|BASIC|OAUTH host on_premise:flag
      password:secret path port:int projects:list sync_files:flag sync_mode:ALL|CUSTOM user
    asana "Asana" Productivity
      projects:list sync_mode:AllProjects|SpecificProjects team_id
      auth client_access.client_id client_access.client_secret refresh_token
    gitlab "GitLab" Engineering
      auth:oauth_2|personal_access_token base_url:|gitlab.com client_certificate:secret
      client_private_key:secret custom_base_url enable_mtls_connection personal_access_token:secret
      auth access_token client_access.client_id client_access.client_secret refresh_token
    notion "Notion" Productivity
      auth client_access.client_id client_access.client_secret
    airtable "Airtable" Productivity
      auth client_access.client_id client_access.client_secret refresh_token
    monday "monday.com" Productivity
      personal_api_token:secret
    zuora "Zuora" Finance
      api_role client_id client_name client_secret:secret entity_id environment host_name
      is_multi_entity_feature_enabled:flag password:secret sync_mode:ZuoraBilling|ZuoraRevenue|Both
      username
    quickbooks "QuickBooks" Finance
      client_id client_secret:secret
      auth client_access.client_id client_access.client_secret realm_id refresh_token
    xero "Xero" Finance
      client_id client_secret:secret use_webhooks:flag webhook_key
    sage_intacct "Sage Intacct" Finance
      company_id historical_sync_limit login_password:secret
      look_back_window_for_gl_batch_endpoint:int sender_id sender_password:secret user_id
    recurly "Recurly" Finance
      api_key:secret region:v3.eu|v3 sub_domain
    braintree "Braintree" Finance
      merchant_id private_key:secret public_key
    paypal "PayPal" Finance
      client_id secret_key:secret
    shopify "Shopify" Finance
      api_access_token:secret app_url backward_sync_limit client_id client_secret:secret
      historical_sync_time_frame:ALL_TIME|DATE_LIMIT shop
      auth access_token
    okta "Okta" Security
      api_token:secret domain:|.okta.com|.okta-emea.com|.oktapreview.com sub_domain
    workday "Workday" HumanResources
      auth_mode:BASIC|OAUTH authorization_url domain_host_name password:secret reports:trees tenant
      user_name
      auth client_id client_secret refresh_token
    greenhouse "Greenhouse" HumanResources
      api_key:secret client_id client_secret:secret use_harvest_api_v3
    lever "Lever" HumanResources
      api_key:secret
    bamboohr "BambooHR" HumanResources
      api_key:secret subdomain
    dynamics_365 "Dynamics 365" Sales
      auth_type:SERVICE_PRINCIPAL|OAUTH2 domain_name resource_url
      auth client_access.client_id client_access.client_secret refresh_token
    zoho_crm "Zoho CRM" Sales
      data_center:EU|AU|IN|JP|CN|US
      auth client_access.client_id client_access.client_secret refresh_token
    outreach "Outreach" Sales
      auth client_access.client_id client_access.client_secret refresh_token
    gongio "Gong" Sales
      access_key:secret access_key_secret:secret api_base_url base_url
    mixpanel "Mixpanel" API
      backward_sync_limit_date historical_sync_time_frame:ALL_TIME|DATE_LIMIT project_id region
      service_account_secret:secret service_account_username
    amplitude "Amplitude" API
      aws_credentials:tree export_storage_type:GCS gcs_credentials:tree project_credentials:trees
      use_cloud_storage:flag
    segment "Segment" Events
      bucket prefix role_arn:secret sync_type:S3|Webhook
    webhooks "Webhooks" Events
      algorithm:SHA_512|SHA_256|SHA_224|INFER_FROM_HEADER|SHA_1|SHA_384|MD5 auth_header_key
      auth_method:HMAC|TOKEN_BASED|NONE auth_secret:secret blob_sas_url:secret
      bucket_service:S3|AZURE|GCS|Fivetran gcs_bucket s3_bucket s3_role_arn:secret
      signature_encoding:BASE64|HEXA_DECIMAL sync_format:Packed|Unpacked
    fivetran_log "Fivetran Platform Connector" Log
      is_account_level_connector:flag
    connector_sdk "Connector SDK" Function
      package_id python_version secrets_list:trees
    dynamodb "Amazon DynamoDB" Database
      aws_region_code is_private_link_required:flag packed_mode_tables:list role_arn:secret
      sync_mode:UsePackedModeOnly|UseUnpackedModeOnly
    snowflake_db "Snowflake" Database
      auth:PASSWORD|KEY_PAIR connection_type:Directly|PrivateLink database host
      is_private_key_encrypted:flag passphrase:secret password:secret port:int private_key:secret
      role use_workspace:flag user workspace_name workspace_schema
    bigquery_db "BigQuery" Database
      connection_type:Directly|PrivateLink|SshTunnel|ProxyAgent data_set_name project_id
      quota_project_id secret_key:secret use_service_account:flag use_workspace:flag workspace_name
      workspace_same_as_source:flag
    aws_lambda "AWS Lambda" Function
      bucket connection_type:Directly|PrivateLink|SshTunnel|ProxyAgent custom_payloads:trees
      function is_private_link_required:flag region role_arn:secret secrets:secret
      secrets_list:trees sync_method:CLOUD_STORAGE|DIRECT
    azure_function "Azure Functions" Function
      connection_method:DIRECT|PRIVATE_LINK custom_payloads:trees function_app function_key:secret
      function_name secrets:secret secrets_list:trees
    google_cloud_function "Google Cloud Functions" Function
      custom_payloads:trees function_trigger:secret secrets:secret secrets_list:trees
    apache_kafka "Apache Kafka" Events
      client_cert:secret client_cert_key:secret consumer_group message_type:Text|Json|Avro|Protobuf
      sasl_mechanism:PLAIN|SCRAM_SHA_512|SCRAM_SHA_256 sasl_plain_key:secret
      sasl_plain_secret:secret sasl_scram256_key:secret sasl_scram256_secret:secret
      sasl_scram512_key:secret sasl_scram512_secret:secret schema_registry_credentials_source
      schema_registry_key:secret schema_registry_secret:secret schema_registry_urls:list
      security_protocol:SASL|PLAINTEXT|TLS servers:list sync_type:Packed|Unpacked
      trusted_cert:secret
    kinesis "Amazon Kinesis" Events
      bucket json_delivery_mode:Packed|Unpacked prefix role_arn:secret`;

export interface ServiceFacts {
  name: string;
  type: string;
  fields: [name: string, type: string][];
  auth: string[];
}

function parse(text: string): Map<string, ServiceFacts> {
  const services = new Map<string, ServiceFacts>();
  let current: ServiceFacts | undefined;
  for (const line of text.trim().split("\n")) {
    const head = /^\s{0,4}(\w+) "(.+)" (\w+)$/.exec(line);
    if (head !== null) {
      const [, id = "", name = "", type = ""] = head;
      current = { name, type, fields: [], auth: [] };
      services.set(id, current);
      continue;
    }
    const words = line.trim().split(" ");
    if (words[0] === "auth") current?.auth.push(...words.slice(1));
    else {
      for (const word of words) {
        const [name = "", type = "text"] = word.split(":");
        current?.fields.push([name, type]);
      }
    }
  }
  return services;
}

export const SERVICE_FACTS = parse(FACTS);
