// Made by `npm run gen:operations` from the public OpenAPI definition. Do not edit.

/** The fields of connector and destination types as JSON texts, each parsed when it is first used. */
export const SERVICES: {
  /** Names and categories of the better known connector types. */
  readonly labels: Readonly<Record<string, { readonly name: string; readonly type: string }>>;
  /** What $ref refers to, by name. */
  readonly shared: Readonly<Record<string, string>>;
  readonly connectors: Readonly<Record<string, string>>;
  readonly destinations: Readonly<Record<string, string>>;
} = {
  labels: {
    airtable: { name: "Airtable", type: "Productivity" },
    amazon_ads: { name: "Amazon Ads", type: "Marketing" },
    amazon_selling_partner: { name: "Amazon Selling Partner", type: "Finance" },
    amplitude: { name: "Amplitude", type: "API" },
    apache_kafka: { name: "Apache Kafka", type: "Events" },
    apple_search_ads: { name: "Apple Search Ads", type: "Marketing" },
    asana: { name: "Asana", type: "Productivity" },
    aurora: { name: "Amazon Aurora MySQL", type: "Database" },
    aurora_postgres: { name: "Amazon Aurora PostgreSQL", type: "Database" },
    aws_lambda: { name: "AWS Lambda", type: "Function" },
    azure_blob_storage: { name: "Azure Blob Storage", type: "File" },
    azure_function: { name: "Azure Functions", type: "Function" },
    azure_postgres: { name: "Azure Database for PostgreSQL", type: "Database" },
    azure_sql_db: { name: "Azure SQL Database", type: "Database" },
    azure_sql_managed_db: { name: "Azure SQL Managed Instance", type: "Database" },
    bamboohr: { name: "BambooHR", type: "HumanResources" },
    bigquery_db: { name: "BigQuery", type: "Database" },
    bingads: { name: "Microsoft Advertising", type: "Marketing" },
    box: { name: "Box", type: "File" },
    braintree: { name: "Braintree", type: "Finance" },
    braze: { name: "Braze", type: "Marketing" },
    cockroachdb: { name: "CockroachDB", type: "Database" },
    confluent_cloud: { name: "Confluent Cloud", type: "Events" },
    connector_sdk: { name: "Connector SDK", type: "Function" },
    cosmos: { name: "Azure Cosmos DB", type: "Database" },
    coupa: { name: "Coupa", type: "Finance" },
    criteo: { name: "Criteo", type: "Marketing" },
    databricks_db: { name: "Databricks", type: "Database" },
    db2luw: { name: "Db2 for LUW", type: "Database" },
    db2z: { name: "Db2 for z/OS", type: "Database" },
    documentdb: { name: "Amazon DocumentDB", type: "Database" },
    dropbox: { name: "Dropbox", type: "File" },
    dynamics_365: { name: "Dynamics 365", type: "Sales" },
    dynamodb: { name: "Amazon DynamoDB", type: "Database" },
    elastic_cloud: { name: "Elastic Cloud", type: "Database" },
    email: { name: "Email", type: "File" },
    es_self_hosted: { name: "Elasticsearch", type: "Database" },
    facebook_ads: { name: "Facebook Ads", type: "Marketing" },
    firebase: { name: "Firebase", type: "Database" },
    fivetran_log: { name: "Fivetran Platform Connector", type: "Log" },
    freshdesk: { name: "Freshdesk", type: "Support" },
    ftp: { name: "FTP", type: "File" },
    gcs: { name: "Google Cloud Storage", type: "File" },
    github: { name: "GitHub", type: "Engineering" },
    gitlab: { name: "GitLab", type: "Engineering" },
    gongio: { name: "Gong", type: "Sales" },
    google_ads: { name: "Google Ads", type: "Marketing" },
    google_analytics_4: { name: "Google Analytics 4", type: "Marketing" },
    google_cloud_function: { name: "Google Cloud Functions", type: "Function" },
    google_cloud_mysql: { name: "Google Cloud SQL for MySQL", type: "Database" },
    google_cloud_postgresql: { name: "Google Cloud SQL for PostgreSQL", type: "Database" },
    google_cloud_sqlserver: { name: "Google Cloud SQL for SQL Server", type: "Database" },
    google_display_and_video_360: { name: "Google Display & Video 360", type: "Marketing" },
    google_drive: { name: "Google Drive", type: "File" },
    google_play: { name: "Google Play", type: "Marketing" },
    google_search_console: { name: "Google Search Console", type: "Marketing" },
    google_sheets: { name: "Google Sheets", type: "File" },
    greenhouse: { name: "Greenhouse", type: "HumanResources" },
    heroku_postgres: { name: "Heroku Postgres", type: "Database" },
    hubspot: { name: "HubSpot", type: "Marketing" },
    intercom: { name: "Intercom", type: "Support" },
    iterable: { name: "Iterable", type: "Marketing" },
    itunes_connect: { name: "Apple App Store", type: "Marketing" },
    jira: { name: "Jira", type: "Engineering" },
    kinesis: { name: "Amazon Kinesis", type: "Events" },
    klaviyo: { name: "Klaviyo", type: "Marketing" },
    lever: { name: "Lever", type: "HumanResources" },
    linkedin_ads: { name: "LinkedIn Ads", type: "Marketing" },
    mailchimp: { name: "Mailchimp", type: "Marketing" },
    maria: { name: "MariaDB", type: "Database" },
    maria_azure: { name: "Azure Database for MariaDB", type: "Database" },
    maria_rds: { name: "Amazon RDS for MariaDB", type: "Database" },
    marketo: { name: "Marketo", type: "Marketing" },
    mixpanel: { name: "Mixpanel", type: "API" },
    monday: { name: "monday.com", type: "Productivity" },
    mongo: { name: "MongoDB", type: "Database" },
    mongo_sharded: { name: "MongoDB Sharded Cluster", type: "Database" },
    mysql: { name: "MySQL", type: "Database" },
    mysql_azure: { name: "Azure Database for MySQL", type: "Database" },
    mysql_rds: { name: "Amazon RDS for MySQL", type: "Database" },
    netsuite_suiteanalytics: { name: "NetSuite SuiteAnalytics", type: "Finance" },
    notion: { name: "Notion", type: "Productivity" },
    okta: { name: "Okta", type: "Security" },
    opensearch: { name: "OpenSearch", type: "Database" },
    oracle: { name: "Oracle", type: "Database" },
    oracle_ebs: { name: "Oracle EBS", type: "Database" },
    oracle_rac: { name: "Oracle RAC", type: "Database" },
    oracle_rds: { name: "Amazon RDS for Oracle", type: "Database" },
    outreach: { name: "Outreach", type: "Sales" },
    pardot: { name: "Salesforce Marketing Cloud Account Engagement", type: "Marketing" },
    paypal: { name: "PayPal", type: "Finance" },
    pinterest_ads: { name: "Pinterest Ads", type: "Marketing" },
    postgres: { name: "PostgreSQL", type: "Database" },
    postgres_rds: { name: "Amazon RDS for PostgreSQL", type: "Database" },
    quickbooks: { name: "QuickBooks", type: "Finance" },
    recurly: { name: "Recurly", type: "Finance" },
    s3: { name: "Amazon S3", type: "File" },
    s3_compatible_storage: { name: "S3 Compatible Storage", type: "File" },
    sage_intacct: { name: "Sage Intacct", type: "Finance" },
    salesforce: { name: "Salesforce", type: "Sales" },
    salesforce_marketing_cloud: { name: "Salesforce Marketing Cloud", type: "Marketing" },
    salesforce_sandbox: { name: "Salesforce Sandbox", type: "Sales" },
    sap_hana_db: { name: "SAP HANA", type: "Database" },
    segment: { name: "Segment", type: "Events" },
    sendgrid: { name: "Twilio SendGrid", type: "Marketing" },
    servicenow: { name: "ServiceNow", type: "Support" },
    sftp: { name: "SFTP", type: "File" },
    share_point: { name: "SharePoint", type: "File" },
    shopify: { name: "Shopify", type: "Finance" },
    slack: { name: "Slack", type: "Productivity" },
    snapchat_ads: { name: "Snapchat Ads", type: "Marketing" },
    snowflake_db: { name: "Snowflake", type: "Database" },
    snowplow: { name: "Snowplow", type: "Events" },
    sql_server: { name: "SQL Server", type: "Database" },
    sql_server_rds: { name: "Amazon RDS for SQL Server", type: "Database" },
    stripe: { name: "Stripe", type: "Finance" },
    tiktok_ads: { name: "TikTok Ads", type: "Marketing" },
    twilio: { name: "Twilio", type: "API" },
    twitter: { name: "Twitter", type: "Marketing" },
    webhooks: { name: "Webhooks", type: "Events" },
    workday: { name: "Workday RaaS", type: "HumanResources" },
    workday_hcm: { name: "Workday HCM", type: "HumanResources" },
    xero: { name: "Xero", type: "Finance" },
    zendesk: { name: "Zendesk Support", type: "Support" },
    zoho_crm: { name: "Zoho CRM", type: "Sales" },
    zuora: { name: "Zuora", type: "Finance" },
  },
  connectors: {
    "15five": '{"config":{"$ref":"#/$defs/config"}}',
    "360learning":
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"base_url":{"type":"object","description":"Custom domain, starting with https://","enum":["us.360learning","staging.360learning-dev","360learning"]},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"}}}}',
    "7shifts": '{"config":{"$ref":"#/$defs/config2"}}',
    absorb_lms:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"password":{"$ref":"#/$defs/password"},"private_key":{"type":"string","format":"password"},"sub_domain":{"type":"object","enum":["rest.sandbox.myabsorb.eu","rest.sandbox.myabsorb.com.au","rest.sandbox.myabsorb.ca","rest.sandbox.myabsorb.com","rest.myabsorb.com.au","rest.myabsorb.com","rest.myabsorb.ca","rest.myabsorb.eu"]},"username":{"type":"string"}}}}',
    acculynx: '{"config":{"$ref":"#/$defs/config"}}',
    activecampaign: '{"config":{"$ref":"#/$defs/config3"}}',
    acumatica:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"contract_version":{"type":"string"},"sub_domain":{"type":"string"}}}}',
    ada: '{"config":{"$ref":"#/$defs/config4"}}',
    adform: '{"config":{"$ref":"#/$defs/config5"}}',
    adjust:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"bucket_name":{"type":"string"},"csv_definition":{"type":"string"},"export_storage_type":{"type":"object","enum":["GCS","AWS_S3"]},"s3_role_arn":{"type":"string","format":"password","description":"ARN of the AWS role that Fivetran assumes for the bucket","when":{"export_storage_type":["AWS_S3"]}}}}}',
    adobe_analytics:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"adobe_analytics_configurations":{"type":"array","items":{"type":"object","properties":{"calculated_metrics":{"type":"array","items":{"type":"string"}},"elements":{"type":"array","items":{"type":"string"}},"metrics":{"type":"array","items":{"type":"string"}},"report_suites":{"type":"array","when":{"sync_mode":["SpecificReportSuites"]},"items":{"type":"string"}},"segments":{"type":"array","items":{"type":"string"}},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["SpecificReportSuites","AllReportSuites"],"default":"AllReportSuites"},"table":{"$ref":"#/$defs/table"}}}},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"date_granularity":{"type":"object","enum":["MONTH","QUARTER","YEAR","HOUR","WEEK","DAY"],"default":"HOUR"},"timeframe_months":{"$ref":"#/$defs/timeframe_months"}}}}',
    adobe_analytics_data_feed:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"abs_connection_method":{"type":"object","enum":["SSH_TUNNEL","DIRECT","PRIVATE_LINK"]},"abs_connection_string":{"type":"string","format":"password"},"abs_container_address":{"type":"string"},"abs_container_name":{"type":"string"},"abs_host_ip":{"type":"string"},"abs_host_user":{"type":"string"},"folder_path":{"type":"string"},"ftp_host":{"type":"string"},"ftp_password":{"type":"string","format":"password"},"ftp_port":{"type":"integer","format":"int32"},"ftp_user":{"type":"string"},"is_ftps":{"type":"boolean"},"s3bucket":{"type":"string"},"s3role_arn":{"type":"string","format":"password"},"sftp_host":{"type":"string"},"sftp_is_key_pair":{"type":"boolean"},"sftp_password":{"type":"string","format":"password","when":{"sftp_is_key_pair":["false"]}},"sftp_port":{"type":"integer","format":"int32"},"sftp_user":{"type":"string"},"source":{"type":"object","enum":["S3","AZURE_BLOB_STORAGE","FTP","SFTP"]}}}}',
    adobe_commerce:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"auth_type":{"$ref":"#/$defs/auth_type"},"host_url":{"$ref":"#/$defs/host_url"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string"}}}}',
    adobe_workfront:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"organization_domain":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth"}}',
    adp_workforce_now:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"private_key":{"type":"string","format":"password"},"ws_certificate":{"type":"string","format":"password"}}}}',
    adroll:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"advertisables":{"type":"array","when":{"sync_mode":["SpecificAdvertisables"]},"items":{"type":"string"}},"dimensions":{"type":"array","items":{"type":"string"}},"metrics":{"type":"array","items":{"type":"string"}},"report_type":{"type":"object","description":"Type of the report","enum":["ALL_ADS","ALL_ADGROUPS","ALL_ADVERTISABLES","ALL_CAMPAIGNS","ALL_AUDIENCE","CONVERSIONS"],"default":"ALL_ADS"},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["AllAdvertisables","SpecificAdvertisables"],"default":"AllAdvertisables"},"timeframe_months":{"$ref":"#/$defs/timeframe_months"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    adyen:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"is_test_account":{"type":"boolean","default":false},"report_service_api_key":{"type":"string","format":"password"},"web_service_api_key":{"type":"string","format":"password"}}}}',
    affinity: '{"config":{"$ref":"#/$defs/config"}}',
    afterpay:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_environment":{"type":"object","enum":["global-api-sandbox","global-api"]},"merchant_id":{"$ref":"#/$defs/merchant_id"},"secret_key":{"type":"string","format":"password"}}}}',
    aha: '{"config":{"$ref":"#/$defs/config6"}}',
    aircall:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_id":{"type":"string"},"api_token":{"$ref":"#/$defs/api_token"}}}}',
    airtable:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    akamai:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"hostname":{"type":"string"},"type_name":{"type":"string"}}}}',
    akeneo:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"base_url":{"$ref":"#/$defs/base_url"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string"}}}}',
    alation: '{"config":{"$ref":"#/$defs/config7"}}',
    alchemer:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_secret_key":{"type":"string","format":"password"},"query_param_value":{"type":"string","format":"password"},"sub_domain":{"type":"string"}}}}',
    algolia:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_key":{"$ref":"#/$defs/api_key"},"application_id":{"type":"string"},"region":{"type":"object","enum":["analytics.us.algolia.com","analytics.de.algolia.com"]}}}}',
    alida:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"community_api_key_name":{"type":"string"},"password":{"$ref":"#/$defs/password"},"region":{"type":"object","enum":["eu1","ap2","eu2","na2","na1"]},"username":{"type":"string"}}}}',
    amazon_ads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"attribution_window":{"type":"object","description":"Number of days after which a conversion no longer changes","enum":["DAY_14","DAY_1","DAY_30","DAY_7"]},"profiles":{"type":"array","description":"Ids of the profiles to sync","when":{"sync_mode":["SpecificProfiles"]},"items":{"type":"integer","format":"int32"}},"region":{"$ref":"#/$defs/region"},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["AllProfiles","SpecificProfiles"]}}},"auth":{"$ref":"#/$defs/auth3"}}',
    amazon_attribution:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"region_api_url":{"$ref":"#/$defs/region_api_url"},"region_auth_url":{"$ref":"#/$defs/region_auth_url"},"region_token_url":{"type":"object","enum":["com","co.uk","co.jp"]}}},"auth":{"$ref":"#/$defs/auth"}}',
    amazon_dsp:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_url_region":{"$ref":"#/$defs/region_api_url"},"auth_url_region":{"$ref":"#/$defs/region_auth_url"},"profiles":{"type":"string"},"token_url_region":{"type":"object","enum":["com","co.uk","co.jp"]}}},"auth":{"$ref":"#/$defs/auth"}}',
    amazon_selling_partner:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"backward_sync_limit":{"$ref":"#/$defs/backward_sync_limit"},"historical_sync_time_frame":{"$ref":"#/$defs/historical_sync_time_frame"},"is_vendor":{"type":"boolean","description":"Whether the account is a vendor account","default":false},"merchant_id":{"$ref":"#/$defs/merchant_id"},"region":{"$ref":"#/$defs/region"}}},"auth":{"type":"object","properties":{"application_id":{"type":"string","description":"Id of your Selling Partner application"},"client_id":{"$ref":"#/$defs/client_id"},"client_secret":{"$ref":"#/$defs/client_secret"},"refresh_token":{"$ref":"#/$defs/refresh_token2"}}}}',
    amplitude:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"aws_credentials":{"$ref":"#/$defs/aws_credentials"},"export_storage_type":{"type":"object","enum":["GCS"]},"gcs_credentials":{"$ref":"#/$defs/gcs_credentials"},"project_credentials":{"type":"array","items":{"type":"object","properties":{"api_key":{"$ref":"#/$defs/api_key"},"project":{"type":"string"},"project_id":{"$ref":"#/$defs/project_id"},"secret_key":{"type":"string","format":"password"}}}},"use_cloud_storage":{"type":"boolean"}}}}',
    amqp: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth_type":{"type":"object","description":"How Fivetran signs in","enum":["BasicAuth","MutualTLS"]},"client_certificate":{"type":"string","format":"password"},"client_private_key":{"$ref":"#/$defs/client_private_key"},"host":{"$ref":"#/$defs/host"},"json_delivery_mode":{"$ref":"#/$defs/json_delivery_mode"},"message_type":{"type":"object","enum":["Text","JSON"]},"namespace":{"type":"string"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"queue_name":{"type":"string"},"username":{"type":"string"}}}}',
    anaplan:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth_mode":{"type":"object","description":"How Fivetran signs in","enum":["Basic","Certificate"]},"certificate":{"type":"string","format":"password","description":"Certificate in PEM form","when":{"auth_mode":["Certificate"]}},"password":{"type":"string","format":"password","description":"Password of the user","when":{"auth_mode":["Basic"]}},"private_key":{"type":"string","format":"password","when":{"auth_mode":["Certificate"]}},"region":{"type":"object","enum":["EU","CAN","DEFAULT","AUS"]},"selected_exports":{"type":"array","when":{"sync_mode":["SpecificExports"]},"items":{"type":"string"}},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["SpecificExports","AllExports"]},"username":{"type":"string","when":{"auth_mode":["Basic"]}}}}}',
    anthropic_claude:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"analytics_api_key":{"type":"string","format":"password"},"api_admin_key":{"type":"string","format":"password"},"api_key":{"$ref":"#/$defs/api_key"}}}}',
    anvyl: '{"config":{"$ref":"#/$defs/config"}}',
    apache_kafka:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_cert":{"type":"string","format":"password"},"client_cert_key":{"type":"string","format":"password"},"consumer_group":{"type":"string"},"message_type":{"$ref":"#/$defs/message_type"},"sasl_mechanism":{"type":"object","description":"SASL mechanism","enum":["PLAIN","SCRAM_SHA_512","SCRAM_SHA_256"]},"sasl_plain_key":{"$ref":"#/$defs/sasl_plain_key"},"sasl_plain_secret":{"$ref":"#/$defs/sasl_plain_secret"},"sasl_scram256_key":{"type":"string","format":"password"},"sasl_scram256_secret":{"type":"string","format":"password"},"sasl_scram512_key":{"type":"string","format":"password"},"sasl_scram512_secret":{"type":"string","format":"password"},"schema_registry_credentials_source":{"type":"string"},"schema_registry_key":{"type":"string","format":"password"},"schema_registry_secret":{"type":"string","format":"password"},"schema_registry_urls":{"type":"array","items":{"type":"string"}},"security_protocol":{"$ref":"#/$defs/security_protocol"},"servers":{"type":"array","items":{"type":"string"}},"sync_type":{"type":"object","enum":["Packed","Unpacked"]},"trusted_cert":{"type":"string","format":"password"}}}}',
    apollo: '{"config":{"$ref":"#/$defs/config"}}',
    appcues:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_id":{"type":"string"},"api_key":{"$ref":"#/$defs/api_key"},"region":{"type":"object","enum":["appcues.com","eu.appcues.com"]},"secret":{"type":"string","format":"password"}}}}',
    appfigures:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_key":{"type":"string","format":"password"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string"}}}}',
    apple_search_ads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"custom_reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"base_report_type":{"type":"object","enum":["CAMPAIGN"]},"group_by":{"type":"array","items":{"type":"string"}},"table":{"$ref":"#/$defs/table"}}}},"organizations":{"type":"array","items":{"type":"string"}},"show_records_with_no_metrics":{"type":"boolean"},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["SpecificOrganizations","AllOrganizations"]},"timeframe_months":{"$ref":"#/$defs/timeframe_months2"},"timezone_mode":{"type":"object","enum":["UserTimezone","UTC"]}}},"auth":{"type":"object","properties":{"client_id":{"type":"string"},"key_id":{"type":"string"},"team_id":{"type":"string"}}}}',
    applovin: '{"config":{"$ref":"#/$defs/config"}}',
    appsflyer:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_key_id":{"$ref":"#/$defs/access_key_id"},"api_token":{"$ref":"#/$defs/api_token"},"app_ids":{"type":"array","items":{"type":"object","properties":{"app_id":{"type":"string"}}}},"bucket":{"$ref":"#/$defs/bucket"},"connection_name":{"type":"string"},"home_folder":{"type":"string"},"role_arn":{"$ref":"#/$defs/role_arn"},"rollback_window":{"type":"integer","format":"int32"},"secret_key":{"type":"string","format":"password"},"sync_data_locker":{"type":"boolean","default":true},"sync_pull_api":{"type":"boolean"},"use_customer_bucket":{"type":"boolean"}}}}',
    asana:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"projects":{"type":"array","description":"Projects to sync","when":{"sync_mode":["SpecificProjects"]},"items":{"type":"string"}},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["AllProjects","SpecificProjects"]},"team_id":{"type":"string","description":"Id of the team"}}},"auth":{"$ref":"#/$defs/auth3"}}',
    ascend_by_partnerize:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"historical_sync_time_frame":{"$ref":"#/$defs/historical_sync_time_frame2"}}}}',
    ashby: '{"config":{"$ref":"#/$defs/config"}}',
    assembled:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_key":{"$ref":"#/$defs/api_key"},"return_full_schedule":{"type":"object","enum":["false","true"]}}}}',
    asset_panda: '{"config":{"$ref":"#/$defs/config8"}}',
    atlassian_compass:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"email_id":{"type":"string"},"sub_domain":{"type":"string"}}}}',
    atlassian_jira_align: '{"config":{"$ref":"#/$defs/config3"}}',
    atlassian_ops_genie:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"region":{"type":"string"}}}}',
    attentive: '{"config":{"$ref":"#/$defs/config"}}',
    attio: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    aumni: '{"config":{"$ref":"#/$defs/config"}}',
    aura_from_unity: '{"config":{"$ref":"#/$defs/config10"}}',
    aurora: '{"config":{"$ref":"#/$defs/config11"}}',
    aurora_postgres:
      '{"config":{"$ref":"#/$defs/config12"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    auth0:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"audience":{"type":"string","format":"password"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"domain":{"type":"string"}}}}',
    autodesk_bim_360: '{"config":{"$ref":"#/$defs/config5"},"auth":{"$ref":"#/$defs/auth"}}',
    avantlink: '{"config":{"$ref":"#/$defs/config13"}}',
    aveva_pi:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"connection_type":{"$ref":"#/$defs/connection_type2"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"tunnel_host":{"$ref":"#/$defs/tunnel_host2"},"tunnel_port":{"$ref":"#/$defs/tunnel_port2"},"tunnel_user":{"$ref":"#/$defs/tunnel_user2"},"user":{"$ref":"#/$defs/user"}}}}',
    awin: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"region":{"type":"object","enum":["DE","NO","BE","FI","CH","DK","IT","FR","ES","BR","SE","AT","BU","AU","GB","IE","PL","CA","NL","US"]}}}}',
    aws_cloudtrail: '{"config":{"$ref":"#/$defs/config14"}}',
    aws_cost_report:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"access_key_id":{"$ref":"#/$defs/access_key_id2"},"access_key_secret":{"$ref":"#/$defs/access_key_secret"},"auth_type":{"type":"object","description":"How Fivetran signs in","enum":["IAM_ROLE","ACCESS_KEY"]},"bucket":{"$ref":"#/$defs/bucket"},"prefix":{"type":"string"},"role_arn":{"$ref":"#/$defs/role_arn"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config2"}}',
    aws_inventory: '{"config":{"$ref":"#/$defs/config14"}}',
    aws_lambda:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"bucket":{"type":"string","description":"Name of the bucket for rows"},"connection_type":{"type":"object","description":"How Fivetran reaches the function","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"],"default":"Directly"},"custom_payloads":{"type":"array","description":"Further values that the function receives","items":{"type":"object","properties":{"key":{"type":"string","description":"Name"},"value":{"type":"string","description":"Value"}}}},"function":{"type":"string","description":"Name of the function"},"is_private_link_required":{"$ref":"#/$defs/is_private_link_required"},"region":{"type":"object","description":"AWS region of the function","enum":["me-central-1","aws-cn-global","us-isof-south-1","ap-east-2","us-west-1","us-west-2","af-south-1","ap-northeast-3","ap-northeast-2","ap-northeast-1","me-south-1","sa-east-1","cn-north-1","ap-southeast-1","ap-southeast-2","ap-southeast-3","ap-southeast-4","ap-southeast-5","us-east-1","us-east-2","ap-southeast-7","cn-northwest-1","aws-iso-e-global","ap-south-2","ap-south-1","eu-south-1","eu-south-2","us-gov-east-1","il-central-1","ca-central-1","mx-central-1","eu-central-1","eusc-de-east-1","us-iso-west-1","eu-central-2","eu-isoe-west-1","aws-global","eu-north-1","eu-west-3","eu-west-2","eu-west-1","aws-iso-global","ap-east-1","ca-west-1","us-gov-west-1","us-iso-east-1","aws-iso-b-global","aws-iso-f-global","us-isob-east-1","aws-us-gov-global","us-isof-east-1"]},"role_arn":{"$ref":"#/$defs/role_arn"},"secrets":{"type":"string","format":"password","description":"Secrets that the function receives"},"secrets_list":{"$ref":"#/$defs/secrets_list"},"sync_method":{"type":"object","description":"Whether rows come in the response or through a bucket","enum":["CLOUD_STORAGE","DIRECT"]}}}}',
    aws_msk:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"connection_method":{"$ref":"#/$defs/connection_method"},"consumer_group":{"type":"string"},"key_password":{"$ref":"#/$defs/key_password"},"keystore":{"$ref":"#/$defs/key_password"},"keystore_password":{"$ref":"#/$defs/key_password"},"message_type":{"$ref":"#/$defs/message_type"},"role_arn":{"type":"string","format":"password","description":"ARN of the AWS role that Fivetran assumes","when":{"sasl_mechanism":["IAM"]}},"sasl_mechanism":{"type":"object","description":"SASL mechanism","enum":["IAM","SCRAM_SHA_512"],"when":{"security_protocol":["SASL"]}},"sasl_scram512_key":{"$ref":"#/$defs/sasl_scram512_key"},"sasl_scram512_secret":{"$ref":"#/$defs/sasl_scram512_key"},"schema_registry_credentials_source":{"type":"string"},"schema_registry_key":{"type":"string","format":"password"},"schema_registry_secret":{"type":"string","format":"password"},"schema_registry_urls":{"type":"array","items":{"type":"string"}},"security_protocol":{"$ref":"#/$defs/security_protocol"},"servers":{"type":"array","items":{"type":"string"}},"sync_type":{"type":"object","enum":["Packed","Unpacked"]},"truststore":{"$ref":"#/$defs/key_password"}}}}',
    azure_blob_storage:
      '{"config":{"type":"object","required":["schema","table_group_name"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table_group_name":{"$ref":"#/$defs/table_group_name"},"append_file_option":{"$ref":"#/$defs/append_file_option"},"archive_pattern":{"$ref":"#/$defs/archive_pattern"},"auth_method":{"$ref":"#/$defs/auth_method2"},"compression":{"$ref":"#/$defs/compression"},"connection_method":{"$ref":"#/$defs/connection_method2"},"connection_string":{"type":"string","format":"password","description":"Connection string of the Azure container","when":{"auth_method":["CONNECTION_STRING"]}},"container_address":{"type":"string","description":"IP address of the container, as seen from the tunnel"},"container_name":{"type":"string","description":"Name of the Azure container"},"delimiter":{"$ref":"#/$defs/delimiter"},"empty_header":{"$ref":"#/$defs/empty_header"},"escape_char":{"$ref":"#/$defs/escape_char"},"extraction_pattern":{"$ref":"#/$defs/extraction_pattern"},"file_mapping_method":{"$ref":"#/$defs/file_mapping_method"},"file_type":{"$ref":"#/$defs/file_type"},"files":{"$ref":"#/$defs/files"},"host_ip":{"type":"string","description":"IP address of the SSH tunnel","when":{"connection_method":["SSH_TUNNEL"]}},"host_user":{"$ref":"#/$defs/host_user"},"json_delivery_mode":{"$ref":"#/$defs/json_delivery_mode"},"line_separator":{"$ref":"#/$defs/line_separator"},"null_sequence":{"$ref":"#/$defs/null_sequence"},"on_error":{"$ref":"#/$defs/on_error"},"pattern":{"$ref":"#/$defs/pattern"},"pgp_pass_phrase":{"$ref":"#/$defs/pgp_pass_phrase"},"pgp_secret_key":{"$ref":"#/$defs/pgp_secret_key"},"prefix":{"$ref":"#/$defs/prefix"},"quote_char":{"$ref":"#/$defs/quote_char"},"quote_character_enabled":{"$ref":"#/$defs/quote_character_enabled"},"selected_range":{"$ref":"#/$defs/selected_range"},"signer_public_key":{"$ref":"#/$defs/signer_public_key"},"skip_after":{"$ref":"#/$defs/skip_after"},"skip_before":{"$ref":"#/$defs/skip_before"},"storage_account_name":{"$ref":"#/$defs/storage_account_name"},"use_pgp_encryption_options":{"$ref":"#/$defs/use_pgp_encryption_options"}}},"auth":{"type":"object","properties":{"client_id":{"$ref":"#/$defs/client_id"},"client_secret":{"$ref":"#/$defs/client_secret"},"tenant_id":{"$ref":"#/$defs/tenant_id"}}}}',
    azure_cosmos_for_mongo:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"binary_representation":{"$ref":"#/$defs/binary_representation"},"connection_type":{"type":"object","description":"How Fivetran reaches the host","enum":["Directly","PrivateLink"],"default":"Directly"},"database":{"$ref":"#/$defs/database"},"hosts":{"$ref":"#/$defs/hosts"},"packed_mode_tables":{"$ref":"#/$defs/packed_mode_tables"},"packing_mode":{"type":"object","description":"Whether documents are loaded in one column or unpacked","enum":["UsePackedModeOnly","UseUnpackedModeOnly"]},"password":{"$ref":"#/$defs/password"},"tunnel_host":{"$ref":"#/$defs/tunnel_host2"},"tunnel_port":{"$ref":"#/$defs/tunnel_port2"},"tunnel_user":{"$ref":"#/$defs/tunnel_user2"},"user":{"$ref":"#/$defs/user"}}}}',
    azure_devops: '{"config":{"$ref":"#/$defs/config15"},"auth":{"$ref":"#/$defs/auth4"}}',
    azure_event_hub:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"connection_string":{"type":"string","format":"password"},"consumer_group":{"type":"string"},"message_type":{"type":"object","enum":["Text","Json"]},"sync_type":{"type":"object","enum":["Packed","Unpacked"]}}}}',
    azure_function:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"connection_method":{"type":"object","description":"How Fivetran reaches the host","enum":["DIRECT","PRIVATE_LINK"]},"custom_payloads":{"$ref":"#/$defs/custom_payloads"},"function_app":{"type":"string"},"function_key":{"type":"string","format":"password"},"function_name":{"type":"string"},"secrets":{"type":"string","format":"password"},"secrets_list":{"$ref":"#/$defs/secrets_list2"}}}}',
    azure_postgres:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"auth_method":{"type":"object","description":"How Fivetran signs in","enum":["ENTRA_ID","PASSWORD"]},"client_private_key":{"$ref":"#/$defs/client_private_key"},"client_public_certificate":{"$ref":"#/$defs/client_public_certificate"},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"delete_capture_enabled":{"$ref":"#/$defs/delete_capture_enabled"},"entra_app_id":{"$ref":"#/$defs/entra_app_id"},"entra_tenant_id":{"$ref":"#/$defs/entra_tenant_id"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password4"},"port":{"$ref":"#/$defs/port"},"publication_name":{"$ref":"#/$defs/publication_name"},"replication_slot":{"$ref":"#/$defs/replication_slot"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"$ref":"#/$defs/update_method2"},"user":{"$ref":"#/$defs/user"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    azure_service_bus:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"asb_ip":{"type":"string"},"auth_type":{"type":"object","description":"How Fivetran signs in","enum":["ConnectionString","AzureActiveDirectory"]},"connection_method":{"$ref":"#/$defs/connection_method2"},"connection_string":{"type":"string","format":"password","when":{"auth_type":["ConnectionString"]}},"has_manage_permissions":{"type":"boolean"},"host_ip":{"type":"string","description":"IP address of the SSH tunnel"},"host_user":{"$ref":"#/$defs/tunnel_user2"},"message_type":{"type":"object","enum":["Xml","Text","Json","Avro"]},"namespace":{"type":"string","when":{"auth_type":["AzureActiveDirectory"]}},"schema_registry_key":{"type":"string"},"schema_registry_secret":{"type":"string","format":"password"},"schema_registry_urls":{"type":"array","items":{"type":"string"}},"subscriber_name":{"type":"string"},"sync_type":{"type":"object","enum":["Packed","Unpacked"]},"topics":{"type":"array","items":{"type":"string"}}}},"auth":{"$ref":"#/$defs/auth2"}}',
    azure_sql_db:
      '{"config":{"$ref":"#/$defs/config16"},"auth":{"$ref":"#/$defs/auth5"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    azure_sql_managed_db:
      '{"config":{"$ref":"#/$defs/config16"},"auth":{"$ref":"#/$defs/auth5"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    backbone_plm: '{"config":{"$ref":"#/$defs/config10"}}',
    ballotready: '{"config":{"$ref":"#/$defs/config"}}',
    bamboohr: '{"config":{"$ref":"#/$defs/config17"}}',
    bazaarvoice:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"environment":{"type":"object","enum":["api.bazaarvoice.com","stg.api.bazaarvoice.com"]}}}}',
    betterworks: '{"config":{"$ref":"#/$defs/config3"}}',
    big_commerce:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"store_hash":{"type":"string"}}}}',
    bigin_by_zoho_crm:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"edition":{"type":"object","enum":["5000","100000"]},"region":{"$ref":"#/$defs/region2"}}},"auth":{"$ref":"#/$defs/auth"}}',
    bigmarker: '{"config":{"$ref":"#/$defs/config18"}}',
    bigquery_db:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"connection_type":{"$ref":"#/$defs/connection_type"},"data_set_name":{"type":"string"},"project_id":{"type":"string","description":"Id of the Google Cloud project to sync"},"quota_project_id":{"type":"string"},"secret_key":{"type":"string","format":"password"},"use_service_account":{"type":"boolean","default":false},"use_workspace":{"type":"boolean","description":"Whether temporary tables go to a schema of their own","default":false},"workspace_name":{"$ref":"#/$defs/workspace_name"},"workspace_same_as_source":{"type":"boolean"}}}}',
    billing_platform: '{"config":{"$ref":"#/$defs/config19"},"auth":{"$ref":"#/$defs/auth6"}}',
    bing_webmaster_tools: '{"config":{"$ref":"#/$defs/config5"}}',
    bingads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"accounts":{"$ref":"#/$defs/accounts"},"rollback_window_size":{"$ref":"#/$defs/rollback_window_size"},"sync_mode":{"$ref":"#/$defs/sync_mode"},"timeframe_months":{"$ref":"#/$defs/timeframe_months3"}}},"auth":{"$ref":"#/$defs/auth3"}}',
    birdeye:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"business_id":{"type":"string","format":"password"},"query_param_value":{"type":"string","format":"password"}}}}',
    bitly: '{"config":{"$ref":"#/$defs/config2"}}',
    bizzabo_app: '{"config":{"$ref":"#/$defs/config20"}}',
    boostr:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"base_url":{"$ref":"#/$defs/base_url"},"email":{"type":"string"},"password":{"$ref":"#/$defs/password"}}}}',
    box: '{"config":{"type":"object","required":["schema","table_group_name"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table_group_name":{"$ref":"#/$defs/table_group_name"},"append_file_option":{"$ref":"#/$defs/append_file_option"},"archive_pattern":{"$ref":"#/$defs/archive_pattern"},"compression":{"$ref":"#/$defs/compression"},"delimiter":{"$ref":"#/$defs/delimiter"},"empty_header":{"$ref":"#/$defs/empty_header"},"escape_char":{"$ref":"#/$defs/escape_char"},"file_handling":{"$ref":"#/$defs/file_handling"},"file_type":{"$ref":"#/$defs/file_type"},"files":{"$ref":"#/$defs/files3"},"folder_id":{"$ref":"#/$defs/folder_id"},"is_single_table_mode":{"$ref":"#/$defs/is_single_table_mode"},"json_delivery_mode":{"$ref":"#/$defs/json_delivery_mode"},"line_separator":{"$ref":"#/$defs/line_separator"},"null_sequence":{"$ref":"#/$defs/null_sequence"},"on_error":{"$ref":"#/$defs/on_error"},"pattern":{"type":"string"},"prefix":{"type":"string"},"quote_char":{"$ref":"#/$defs/quote_char"},"quote_character_enabled":{"$ref":"#/$defs/quote_character_enabled"},"selected_range":{"$ref":"#/$defs/selected_range"},"skip_after":{"$ref":"#/$defs/skip_after"},"skip_before":{"$ref":"#/$defs/skip_before"},"sync_nested_files":{"$ref":"#/$defs/sync_nested_files"}}}}',
    braintree: '{"config":{"$ref":"#/$defs/config21"}}',
    braintree_sandbox: '{"config":{"$ref":"#/$defs/config21"}}',
    branch: '{"config":{"$ref":"#/$defs/config9"}}',
    brave_ads: '{"config":{"$ref":"#/$defs/config22"}}',
    braze:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"abs_connection_string":{"type":"string","format":"password"},"abs_container_name":{"type":"string"},"abs_export_connection_string":{"type":"string","format":"password","when":{"export_storage_type":["AZURE_BLOB_STORAGE"]}},"abs_export_container_name":{"$ref":"#/$defs/abs_export_container_name"},"abs_export_prefix":{"$ref":"#/$defs/abs_export_container_name"},"abs_prefix":{"type":"string"},"api_key":{"$ref":"#/$defs/api_key"},"api_url":{"type":"string"},"cloud_storage_type":{"type":"object","enum":["AZURE_BLOB_STORAGE","GCS","NONE","AWS_S3"]},"enable_exports":{"type":"boolean"},"export_storage_type":{"type":"object","enum":["AZURE_BLOB_STORAGE","GCS","NONE","AWS_S3"],"when":{"enable_exports":["true"]}},"gcs_bucket":{"type":"string","description":"Name of the Google Cloud Storage bucket","when":{"cloud_storage_type":["GCS"]}},"gcs_export_bucket":{"$ref":"#/$defs/gcs_export_bucket"},"gcs_export_folder":{"$ref":"#/$defs/gcs_export_bucket"},"gcs_folder":{"type":"string","when":{"cloud_storage_type":["GCS"]}},"historic_sync_time_frame":{"type":"object","enum":["ONE_YEAR","ALL_TIME","FIVE_YEARS","TWO_YEARS","THREE_MONTHS","SIX_MONTHS"]},"historical_sync_limit":{"$ref":"#/$defs/historical_sync_limit"},"historical_sync_limit_date":{"type":"string","description":"First day of the history to load, YYYY-MM-DD","when":{"historical_sync_limit":["DATE_LIMIT"]}},"s3_export_bucket":{"$ref":"#/$defs/s3_export_bucket"},"s3_export_folder":{"$ref":"#/$defs/s3_export_bucket"},"s3_export_role_arn":{"type":"string","format":"password","when":{"export_storage_type":["AWS_S3"]}},"s3bucket":{"$ref":"#/$defs/s3bucket"},"s3folder":{"$ref":"#/$defs/s3bucket"},"s3role_arn":{"type":"string","format":"password","when":{"cloud_storage_type":["AWS_S3"]}}}}}',
    breathe_hr:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"environment":{"type":"object","enum":["api.breathehr.com","api.sandbox.breathehr.info"]}}}}',
    brevo: '{"config":{"$ref":"#/$defs/config"}}',
    brex: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"base_url":{"type":"object","description":"Custom domain, starting with https://","enum":["platform.brexapis.com","platform.staging.brexapps.com"]}}}}',
    brightcove: '{"config":{"$ref":"#/$defs/config20"}}',
    brightflag:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"region":{"type":"object","enum":["app","app-test","enterprise","aus-test","enterprise-test","aus"]}}}}',
    brightpearl:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"app_reference":{"type":"string"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"data_center":{"type":"object","enum":["euw1","ws-use"]},"developer_reference":{"type":"string"},"organization_name":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth"}}',
    brivo:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"admin_username":{"type":"string"},"api_key":{"$ref":"#/$defs/api_key"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"password":{"$ref":"#/$defs/password"}}}}',
    buildium:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"environment":{"type":"object","enum":["apisandbox","api"]},"secret":{"type":"string","format":"password"}}}}',
    buildkite: '{"config":{"$ref":"#/$defs/config10"}}',
    business_central:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"companies":{"type":"array","items":{"type":"string"}},"environment_name":{"type":"string"},"tenant_id":{"$ref":"#/$defs/tenant_id"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    buzzsprout: '{"config":{"$ref":"#/$defs/config23"}}',
    bynder: '{"config":{"$ref":"#/$defs/config7"},"auth":{"$ref":"#/$defs/auth"}}',
    cabcharge:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"email_id":{"type":"string"},"password":{"$ref":"#/$defs/password"},"subscription_key":{"type":"string","format":"password"}}}}',
    calabrio:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"domain_name":{"type":"string"}}}}',
    calcom: '{"config":{"$ref":"#/$defs/config"}}',
    calendly:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"calendly_plan":{"type":"object","enum":["45","480"]}}},"auth":{"$ref":"#/$defs/auth"}}',
    callrail: '{"config":{"$ref":"#/$defs/config"}}',
    campaignmonitor: '{"config":{"$ref":"#/$defs/config"}}',
    campfire: '{"config":{"$ref":"#/$defs/config"}}',
    canny: '{"config":{"$ref":"#/$defs/config"}}',
    canvas_by_instructure: '{"config":{"$ref":"#/$defs/config24"},"auth":{"$ref":"#/$defs/auth"}}',
    canvas_data_2_by_instructure:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"client_id":{"type":"string"},"secret":{"type":"string","format":"password"}}}}',
    captivateiq: '{"config":{"$ref":"#/$defs/config"}}',
    care_quality_commission:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"primary_key":{"type":"string","format":"password"}}}}',
    castor_edc:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"server":{"type":"object","enum":["data","au","uk","us"]}}}}',
    centra: '{"config":{"$ref":"#/$defs/config6"}}',
    ceridian_dayforce:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_confirmation":{"type":"string"},"client_host":{"type":"string"},"client_namespace":{"type":"string"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string"}}}}',
    chameleon: '{"config":{"$ref":"#/$defs/config10"}}',
    chargebee_product_catalog_1: '{"config":{"$ref":"#/$defs/config3"}}',
    chargebee_product_catalog_2: '{"config":{"$ref":"#/$defs/config25"}}',
    chargedesk:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"token_id":{"type":"string","format":"password"}}}}',
    charthop: '{"config":{"$ref":"#/$defs/config"}}',
    chartmogul: '{"config":{"$ref":"#/$defs/config"}}',
    checkout:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_key_id":{"$ref":"#/$defs/access_key_id2"},"access_key_secret":{"$ref":"#/$defs/access_key_secret"},"entity_id":{"type":"string"},"environment":{"type":"object","enum":["sandbox.checkout","checkout"]}}}}',
    checkr:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"secret_key":{"type":"string","format":"password"},"sub_domain":{"type":"object","enum":["checkr-staging.com","checkr.com"]}}}}',
    chorusai: '{"config":{"$ref":"#/$defs/config"}}',
    churnkey:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"app_id":{"type":"string"}}}}',
    churnzero: '{"config":{"$ref":"#/$defs/config26"}}',
    cimis: '{"config":{"$ref":"#/$defs/config"}}',
    cin7: '{"config":{"$ref":"#/$defs/config27"}}',
    cin7core:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_id":{"type":"string"},"application_key":{"type":"string","format":"password"}}}}',
    circle_community_platform: '{"config":{"$ref":"#/$defs/config10"}}',
    circleci: '{"config":{"$ref":"#/$defs/config28"}}',
    cj_commission_detail:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"company_ids":{"type":"string"},"personal_access_token":{"$ref":"#/$defs/personal_access_token"}}}}',
    clari:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"forecast_id":{"type":"string"}}}}',
    claude_compliance: '{"config":{"$ref":"#/$defs/config"}}',
    clazar: '{"config":{"$ref":"#/$defs/config5"}}',
    clickup: '{"config":{"$ref":"#/$defs/config"}}',
    clockify:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"server_region":{"type":"object","enum":["euc1","euw2","apse2","api","use2"]}}}}',
    clockodo:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"company_name":{"type":"string"},"email_address":{"type":"string"}}}}',
    close: '{"config":{"$ref":"#/$defs/config"}}',
    cloudbeds:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"property_id":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth"}}',
    cloudflare_analytics: '{"config":{"$ref":"#/$defs/config23"}}',
    cloudfront: '{"config":{"$ref":"#/$defs/config14"}}',
    cloudtalk:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_key_id":{"$ref":"#/$defs/access_key_id"},"access_key_secret":{"$ref":"#/$defs/access_key_secret"}}}}',
    clubspeed: '{"config":{"$ref":"#/$defs/config25"}}',
    coalesce:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"base_url":{"type":"object","description":"Custom domain, starting with https://","enum":["","app.australia-southeast1.gcp.coalescesoftware.io","app.us-west-2.aws.coalescesoftware.io","app.eu.coalescesoftware.io","app.us-east-1.aws.coalescesoftware.io","app.us-west-2.aws.privatelink.coalescesoftware.io","app.coalescesoftware.io","app.westus2.azure.coalescesoftware.io","app.us-east-1.aws.privatelink.coalescesoftware.io","app.northamerica-northeast1.gcp.coalescesoftware.io","app.eastus2.azure.coalescesoftware.io"]},"custom_base_url":{"type":"string"}}}}',
    coassemble:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"host_name":{"type":"string"},"user_id":{"type":"string"}}}}',
    cockroachdb:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"connection_type":{"$ref":"#/$defs/connection_type3"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}}',
    coda: '{"config":{"$ref":"#/$defs/config10"}}',
    codefresh: '{"config":{"$ref":"#/$defs/config"}}',
    collibra: '{"config":{"$ref":"#/$defs/config29"}}',
    column: '{"config":{"$ref":"#/$defs/config"}}',
    commercetools:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"host":{"$ref":"#/$defs/host"},"project_key":{"type":"string"}}}}',
    compliance_checkpoint:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"password":{"$ref":"#/$defs/password"},"sub_domain":{"type":"string"},"username":{"type":"string","format":"password"}}}}',
    concord:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"environment":{"type":"object","enum":["uat","api"]}}}}',
    concur:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth_mode":{"type":"object","description":"How Fivetran signs in","enum":["CompanyLevel","PasswordGrant"]},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"company_request_token":{"type":"string","format":"password"},"company_uuid":{"type":"string"},"historical_sync_limit":{"$ref":"#/$defs/historical_sync_limit2"},"login_password":{"type":"string","format":"password"},"region":{"type":"string"},"username":{"type":"string"}}}}',
    confluence:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"domain":{"type":"string"},"username":{"type":"string"}}}}',
    confluent_cloud:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"api_secret":{"type":"string","format":"password"},"auth_method":{"$ref":"#/$defs/auth_method3"},"consumer_group":{"type":"string"},"message_type":{"$ref":"#/$defs/message_type"},"schema_registry_credentials_source":{"type":"string"},"schema_registry_key":{"type":"string","format":"password"},"schema_registry_secret":{"type":"string","format":"password"},"schema_registry_urls":{"type":"array","items":{"type":"string"}},"security_protocol":{"type":"object","description":"Security protocol of the cluster","enum":["SASL","PLAINTEXT"]},"servers":{"type":"array","items":{"type":"string"}},"sync_type":{"type":"object","enum":["Packed","Unpacked"]}}},"auth":{"type":"object","properties":{"identity_pool_id":{"type":"string"},"logical_cluster_id":{"type":"string"},"oauth_client_id":{"type":"string"},"oauth_client_secret":{"type":"string"},"oauth_scope":{"type":"string"},"oauth_token_endpoint_url":{"type":"string"}}}}',
    connector_sdk:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"package_id":{"type":"string","description":"Id of the uploaded Connector SDK package"},"python_version":{"type":"string","description":"Python version that runs the code"},"secrets_list":{"$ref":"#/$defs/secrets_list"}}}}',
    consensus_demo_automation_platform:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"api_secret":{"type":"string","format":"password"},"email":{"type":"string"},"source_name":{"type":"string"}}}}',
    constant_contact: '{"config":{"$ref":"#/$defs/config5"},"auth":{"$ref":"#/$defs/auth"}}',
    contrast_security:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"password":{"$ref":"#/$defs/password"},"sub_domain":{"type":"string"},"username":{"type":"string"}}}}',
    convex: '{"config":{"$ref":"#/$defs/config9"}}',
    copper:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"email":{"type":"string"}}}}',
    cornerstone:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"base_url":{"$ref":"#/$defs/base_url"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"scopes":{"type":"string"}}}}',
    cosmos:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"account_key":{"type":"string","format":"password"},"data_access_method":{"type":"object","enum":["ACCOUNT_KEY","RESOURCE_TOKEN"]},"resource_token":{"type":"string","format":"password"},"sync_pack_mode":{"type":"object","enum":["STANDARD_UNPACKED_MODE","PACKED_MODE"]},"token_authenticated_container":{"type":"string"},"token_authenticated_database":{"type":"string"},"uri":{"type":"string"}}}}',
    coupa:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"api_key":{"$ref":"#/$defs/api_key"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"instance":{"type":"string"}}}}',
    credly: '{"config":{"$ref":"#/$defs/config10"}}',
    criteo:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"currency":{"type":"object","enum":["MXN","GTQ","CLP","UGX","HNL","ZAR","TND","BSD","IQD","TWD","RSD","DOP","MYR","XOF","GEL","UYU","MAD","OMR","AZN","SEK","KES","UAH","BTN","MZN","ARS","QAR","CNY","THB","UZS","XPF","BDT","LYD","PHP","KWD","RUB","PYG","ISK","JMD","COP","USD","MKD","DZD","PAB","SGD","ETB","VEF","KGS","LAK","BND","XAF","CHF","HRK","ALL","ZMW","TZS","VND","AUD","ILS","GHS","KHR","BOB","MDL","IDR","AMD","TRY","BWP","LBP","TJS","JOD","HKD","AED","RWF","EUR","DKK","CAD","BGN","MMK","NOK","MUR","GIP","RON","LKR","NGN","CZK","CRC","PKR","HTG","BHD","KZT","SZL","LTL","SAR","TTD","YER","AFN","INR","KRW","NPR","JPY","MNT","PLN","AOA","GBP","HUF","MGA","BAM","EGP","MOP","NAD","NIO","PEN","NZD","BRL"]},"custom_reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"dimensions":{"type":"array","items":{"type":"string"}},"metrics":{"type":"array","items":{"type":"string"}},"report_type":{"$ref":"#/$defs/report_type"},"table_name":{"$ref":"#/$defs/table"},"time_dimensions":{"type":"array","items":{"type":"string"}}}}},"metrics":{"type":"array","items":{"type":"string"}},"report_timezone":{"type":"object","enum":["Asia/Aden","America/Cuiaba","UTC -9","SCT","Africa/Nairobi","UTC -3","America/Marigot","UTC -4","UTC -1","Asia/Aqtau","UTC -2","CHAST","UTC -7","UTC -8","Pacific/Kwajalein","UTC -5","America/El_Salvador","UTC -6","Asia/Pontianak","Africa/Cairo","FJT","Pacific/Pago_Pago","CDT","UTC +13:45","Africa/Mbabane","Asia/Kuching","Pacific/Honolulu","Pacific/Rarotonga","AKST","America/Guatemala","Australia/Hobart","Europe/London","America/Belize","America/Panama","NOVT","TAHT","UTC +8:30","GAMT","LINT","PONT","UYST","TFT","America/Managua","America/Indiana/Petersburg","Asia/Yerevan","Europe/Brussels","MYT","JST","ACDT","FKT","GMT","Europe/Warsaw","America/Chicago","CET","EASST","Europe/Jersey","America/Tegucigalpa","Europe/Istanbul","America/Eirunepe","America/Miquelon","Europe/Luxembourg","America/Argentina/Catamarca","UTC +9","UTC +7","UTC +8","AZST","Europe/Zaporozhye","UTC +1","UTC +2","UTC +0","Atlantic/St_Helena","UTC +5","UTC +6","UTC +3","UTC +4","Europe/Guernsey","Z","America/Grand_Turk","Asia/Samarkand","America/Argentina/Cordoba","YEKST","Asia/Phnom_Penh","IST","Africa/Kigali","Asia/Almaty","Asia/Dubai","Europe/Isle_of_Man","IRKT","America/Araguaina","ACT","Asia/Novosibirsk","America/Argentina/Salta","Africa/Tunis","Pacific/Fakaofo","Africa/Tripoli","Africa/Banjul","Indian/Comoro","RET","Pacific/Port_Moresby","SGT","Antarctica/Syowa","Indian/Reunion","Pacific/Palau","Europe/Kaliningrad","FNT","America/Montevideo","Africa/Windhoek","ADT","Asia/Karachi","Africa/Mogadishu","CLST","Australia/Perth","OMST","Asia/Chita","Pacific/Easter","Antarctica/Davis","TJT","Antarctica/McMurdo","America/Manaus","Africa/Freetown","Europe/Bucharest","America/Argentina/Mendoza","Asia/Macau","Europe/Malta","Pacific/Tahiti","HST","ANAST","Europe/Busingen","America/Argentina/Rio_Gallegos","UTC+3:30","Africa/Malabo","Europe/Skopje","America/Godthab","Europe/Sarajevo","ULAST","TKT","UTC -2:30","Africa/Lagos","Europe/Rome","Indian/Mauritius","America/Regina","AFT","America/Dawson_Creek","Africa/Algiers","Europe/Mariehamn","America/St_Thomas","Europe/Zurich","America/Anguilla","Asia/Dili","America/Denver","Africa/Bamako","Europe/Gibraltar","Africa/Conakry","UTC +6:30","Africa/Lubumbashi","PDT","America/Havana","Asia/Choibalsan","Asia/Omsk","CKT","Europe/Vaduz","Asia/Dhaka","America/Barbados","Atlantic/Cape_Verde","Asia/Yekaterinburg","TMT","UTC +12:45","LHST","PET","Europe/Ljubljana","America/Sao_Paulo","Asia/Jayapura","America/Curacao","AWST","NZST","SAST","Asia/Dushanbe","CLT","America/Guyana","America/Guayaquil","America/Martinique","Europe/Berlin","UTC+4:30","Europe/Moscow","Europe/Chisinau","America/Puerto_Rico","America/Rankin_Inlet","WGST","Europe/Stockholm","UTC+13:45","UTC +5:45","Europe/Budapest","America/Argentina/Jujuy","UTC -3:30","Asia/Shanghai","Europe/Zagreb","UTC+7","America/Port_of_Spain","UTC+8","UTC+9","Europe/Helsinki","Asia/Beirut","Pacific/Bougainville","ULAT","Africa/Sao_Tome","Indian/Chagos","America/Cayenne","Asia/Yakutsk","Pacific/Galapagos","Europe/Paris","Africa/Ndjamena","TOT","UTC+3","Pacific/Fiji","UTC+4","America/Rainy_River","Indian/Maldives","UTC+5","PMST","UTC+6","PGT","UTC+0","ANAT","UTC+1","UTC +5:30","UTC+2","VLAT","Asia/Oral","America/Yellowknife","Pacific/Enderbury","America/Juneau","America/Indiana/Vevay","Asia/Tashkent","Asia/Jakarta","Africa/Ceuta","America/Recife","YEKT","America/Noronha","PHT","America/Swift_Current","NDT","America/Metlakatla","Africa/Djibouti","America/Paramaribo","UTC +10","EST","UTC +11","COT","Europe/Simferopol","Europe/Sofia","Africa/Nouakchott","Europe/Prague","America/Indiana/Vincennes","Antarctica/Mawson","UTC+5:30","America/Kralendijk","VUT","Antarctica/Troll","Europe/Samara","Indian/Christmas","UTC +12","America/Antigua","UTC +13","UTC +14","Pacific/Gambier","America/Inuvik","America/Iqaluit","Pacific/Funafuti","UTC","Antarctica/Macquarie","BNT","America/Moncton","Africa/Gaborone","Pacific/Chuuk","Asia/Pyongyang","America/St_Vincent","Asia/Gaza","UTC+5:45","Asia/Qyzylorda","AEST","WAKT","MDT","UTC +4:30","NFT","America/Kentucky/Louisville","America/Yakutat","MAGT","Asia/Ho_Chi_Minh","GYT","Antarctica/Casey","Europe/Copenhagen","BOT","AMT","Africa/Asmara","Atlantic/Azores","Europe/Vienna","Pacific/Pitcairn","America/Mazatlan","Pacific/Nauru","PKT","Europe/Tirane","Europe/Riga","America/Dominica","Africa/Abidjan","FKST","America/Santarem","GILT","America/Asuncion","America/Boise","Australia/Currie","Pacific/Guam","Pacific/Wake","Atlantic/Bermuda","UTC+6:30","America/Costa_Rica","America/Dawson","Europe/Amsterdam","America/Indiana/Knox","America/North_Dakota/Beulah","CHUT","Africa/Accra","CHADT","Atlantic/Faroe","UTC-9:30","UTC +10:30","America/Maceio","Pacific/Apia","Pacific/Niue","CST","Europe/Dublin","America/Monterrey","America/Nassau","America/Jamaica","PHOT","UTC -10","Asia/Bishkek","UTC -11","America/Atikokan","Atlantic/Stanley","UTC -12","UTC +3:30","Indian/Mahe","Asia/Aqtobe","America/Sitka","Asia/Vladivostok","BRT","FJST","Africa/Libreville","IRKST","Africa/Maputo","America/Kentucky/Monticello","PYST","Africa/El_Aaiun","Africa/Ouagadougou","TVT","America/Aruba","America/North_Dakota/Center","MHT","America/Cayman","Asia/Ulaanbaatar","Asia/Baghdad","ACST","Europe/San_Marino","America/Indiana/Tell_City","BST","America/Tijuana","AKDT","Pacific/Saipan","ACWST","Africa/Douala","America/Chihuahua","America/Ojinaga","Asia/Hovd","America/Anchorage","UYT","America/Halifax","Antarctica/Rothera","America/Indiana/Indianapolis","Asia/Damascus","America/Argentina/San_Luis","America/Santiago","Asia/Baku","UTC+14","UTC+12","ART","BTT","UTC+13","America/Argentina/Ushuaia","Atlantic/Reykjavik","Africa/Brazzaville","Africa/Porto-Novo","America/La_Paz","Antarctica/DumontDUrville","Asia/Taipei","UTC+10","UTC+11","Asia/Manila","UZT","Asia/Bangkok","Africa/Dar_es_Salaam","YAKT","Atlantic/Madeira","Antarctica/Palmer","CEST","America/Thunder_Bay","Africa/Addis_Ababa","AST","Europe/Uzhgorod","America/Indiana/Marengo","America/Creston","America/Mexico_City","Antarctica/Vostok","Asia/Jerusalem","KGT","Europe/Andorra","ICT","CXT","Asia/Vientiane","WAST","Pacific/Kiritimati","America/Matamoros","America/Blanc-Sablon","Asia/Riyadh","MAGST","Pacific/Pohnpei","Atlantic/South_Georgia","Europe/Lisbon","Europe/Oslo","Asia/Novokuznetsk","IDT","UTC+8:30","Atlantic/Canary","Asia/Kuwait","Pacific/Efate","Africa/Lome","America/Bogota","America/Menominee","America/Adak","EGST","Pacific/Norfolk","America/Resolute","Pacific/Tarawa","BRST","Africa/Kampala","Asia/Krasnoyarsk","PST","UTC+12:45","MMT","America/Edmonton","Europe/Podgorica","UTC+8:45","Africa/Bujumbura","America/Santo_Domingo","Europe/Minsk","Pacific/Auckland","Africa/Casablanca","America/Glace_Bay","UTC-12","Asia/Qatar","Europe/Kiev","UTC-10","UTC-11","Asia/Magadan","America/Port-au-Prince","America/St_Barthelemy","Asia/Ashgabat","Africa/Luanda","America/Nipigon","WAT","Asia/Muscat","NPT","Asia/Bahrain","Europe/Vilnius","America/Fortaleza","America/Hermosillo","America/Cancun","Africa/Maseru","Pacific/Kosrae","Africa/Kinshasa","Asia/Seoul","Australia/Sydney","YAKST","America/Lima","America/St_Lucia","Europe/Madrid","America/Bahia_Banderas","UTC-9","America/Montserrat","Asia/Brunei","KOST","America/Cambridge_Bay","Indian/Antananarivo","Australia/Brisbane","Indian/Mayotte","Asia/Urumqi","MART","Europe/Volgograd","UTC-5","America/Lower_Princes","America/Vancouver","UTC-6","UTC+9:30","UTC-7","UTC-8","Africa/Blantyre","America/Rio_Branco","UTC-1","UTC-2","America/Danmarkshavn","America/Detroit","UTC-3","UTC-4","DDUT","America/Thule","Africa/Lusaka","Asia/Hong_Kong","ALMT","PETT","America/Argentina/La_Rioja","Africa/Dakar","America/Tortola","America/Porto_Velho","Asia/Sakhalin","CAST","EEST","America/Scoresbysund","YAPT","PETST","Asia/Kamchatka","Africa/Harare","OMSST","PWT","America/Nome","NST","LHDT","Europe/Tallinn","VLAST","Africa/Khartoum","Africa/Johannesburg","GET","EAT","Africa/Bangui","AZT","Europe/Belgrade","Africa/Bissau","UTC -9:30","WET","Africa/Juba","America/Campo_Grande","America/Belem","MAWT","Pacific/Midway","GFT","America/Bahia","America/Goose_Bay","MSD","MSK","WFT","America/Pangnirtung","PMDT","PYT","NUT","America/Phoenix","MST","Africa/Niamey","America/Whitehorse","Pacific/Noumea","FET","Asia/Tbilisi","NZDT","UTC-2:30","Asia/Makassar","America/Argentina/San_Juan","VET","WGT","Asia/Nicosia","America/Indiana/Winamac","America/Boa_Vista","AMST","EDT","America/Grenada","Asia/Khandyga","Asia/Kuala_Lumpur","Asia/Thimphu","UTC-3:30","Europe/Bratislava","America/Argentina/Tucuman","Pacific/Tongatapu","NOVST","America/New_York","AZOST","AEDT","MUT","HKT","America/Merida","EET","America/St_Kitts","Arctic/Longyearbyen","UTC +9:30","America/Caracas","AZOT","America/Guadeloupe","Asia/Hebron","Indian/Kerguelen","GALT","Africa/Monrovia","Asia/Ust-Nera","MVT","Asia/Srednekolymsk","America/North_Dakota/New_Salem","Asia/Anadyr","Australia/Melbourne","Asia/Irkutsk","America/Winnipeg","UTC+10:30","Europe/Vatican","KRAST","EAST","Asia/Amman","Asia/Tokyo","UTC +8:45","DAVT","America/Toronto","Asia/Singapore","KST","Australia/Lindeman","IOT","America/Los_Angeles","Pacific/Majuro","EGT","America/Argentina/Buenos_Aires","CCT","Pacific/Guadalcanal","Europe/Athens","KRAT","Europe/Monaco"]},"timeframe_months":{"$ref":"#/$defs/timeframe_months2"}}}}',
    criteo_retail_media:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"dimensions":{"type":"object","enum":["date","taxonomy1Id","attributionSettings","taxonomy5Id","lineItemName","taxonomy3Id","taxonomy2Name","retailerCategoryName","accountTypeName","salesChannel","advProductMpn","taxonomy3Name","lineItemStatus","keyword","advertiserType","campaignEndDate","brandName","campaignId","taxonomyBreadcrumb","lineItemEndDate","accountId","retailerCategoryId","taxonomy1Name","brandId","advProductId","skuRelation","taxonomy6Id","advProductGtin","taxonomy7Name","placementId","taxonomy4Id","accountName","taxonomy2Id","soldBy","targetedKeywordType","parentAccount","hour","taxonomy6Name","placementName","retailerName","pageTypeName","pageCategory","lineItemId","lineItemStartDate","taxonomy4Name","retailerId","environment","campaignTypeName","taxonomy5Name","buyType","taxonomy7Id","activityType","campaignName","campaignStartDate","advProductName"]},"version":{"type":"string"}}}}',
    crossbeam: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    crowddev:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"bearer_token":{"type":"string","format":"password"},"tenant_id":{"$ref":"#/$defs/tenant_id2"}}}}',
    crunchbase: '{"config":{"$ref":"#/$defs/config"}}',
    cube_software:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"company_id":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth"}}',
    culture_amp:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"base_url":{"type":"object","description":"Custom domain, starting with https://","enum":["sandbox.public-api.development.cultureamp.net","api.cultureamp.com"]},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"target_entity_id":{"type":"object","enum":["79040b4d-3e2b-4480-a061-2e230eeb83b2","8ed17dce-9eca-4383-a9e1-54f82c362b6d"]}}}}',
    customerio:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"bearer_token":{"type":"string","format":"password"},"sub_domain":{"type":"object","enum":["api-eu","api"]}}}}',
    cvent:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"region":{"type":"object","enum":["https://api-platform-eur.cvent.com","https://api-platform-sandbox.cvent.com","https://api-platform.cvent.com"]}}}}',
    d2l_brightspace:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"target_host":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth"}}',
    databricks_db:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"auth":{"type":"object","description":"How the user signs in","enum":["OAUTH2","TOKEN"]},"catalog":{"$ref":"#/$defs/catalog"},"host":{"$ref":"#/$defs/host"},"http_path":{"$ref":"#/$defs/http_path"},"personal_access_token":{"$ref":"#/$defs/personal_access_token"},"port":{"$ref":"#/$defs/port"}}}}',
    datadog:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"application_key":{"type":"string"},"base_url":{"type":"object","description":"Custom domain, starting with https://","enum":["","ap1.datadoghq.com","api.datadoghq.eu","us3.datadoghq.com","api.ddog-gov.com","api.datadoghq.com","us5.datadoghq.com"]},"custom_base_url":{"type":"string"}}}}',
    datastreamer_source: '{"config":{"$ref":"#/$defs/config9"}}',
    db2i_hva: '{"config":{"$ref":"#/$defs/config30"}}',
    db2i_sap_hva: '{"config":{"$ref":"#/$defs/config30"}}',
    db2luw:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"connection_type":{"$ref":"#/$defs/connection_type5"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"schema":{"$ref":"#/$defs/schema"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}}',
    db2z: '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"application_name":{"type":"string","when":{"authentication_method":["LEGACY_PASS_TICKET","ENHANCED_PASS_TICKET"]}},"authentication_method":{"type":"object","description":"How Fivetran signs in","enum":["PASSWORD","LEGACY_PASS_TICKET","ENHANCED_PASS_TICKET"],"default":"PASSWORD"},"certificate":{"$ref":"#/$defs/certificate"},"connection_type":{"$ref":"#/$defs/connection_type4"},"database":{"$ref":"#/$defs/database"},"enhanced_pass_ticket_type":{"type":"object","enum":["UPPER","MIXED"],"when":{"authentication_method":["ENHANCED_PASS_TICKET"]}},"host":{"$ref":"#/$defs/host"},"password":{"type":"string","format":"password","description":"Password of the user","when":{"authentication_method":["PASSWORD"]}},"port":{"$ref":"#/$defs/port"},"secured_signon_key":{"type":"string","format":"password","when":{"authentication_method":["LEGACY_PASS_TICKET","ENHANCED_PASS_TICKET"]}},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}}',
    dbt_cloud:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"custom_url":{"type":"string"},"sub_domain":{"type":"object","enum":["","cloud.getdbt.com","emea.dbt.com","au.dbt.com"]}}}}',
    dcl_logistics: '{"config":{"$ref":"#/$defs/config31"}}',
    deel: '{"config":{"$ref":"#/$defs/config2"}}',
    delighted:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"password":{"$ref":"#/$defs/password"}}}}',
    deposco:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"business_unit":{"type":"string"},"custom_base_url":{"type":"string"},"environment":{"type":"object","enum":["","sandboxapi.deposco.com/config","sandboxapi.deposco.com/ua","api.deposco.com"]},"password":{"$ref":"#/$defs/password"},"tenant_code":{"type":"string"},"username":{"type":"string"}}}}',
    deputy: '{"config":{"$ref":"#/$defs/config32"}}',
    destini:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_key":{"$ref":"#/$defs/api_key"},"client_name":{"type":"string"}}}}',
    device_magic:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_access_token":{"$ref":"#/$defs/api_access_token"},"organization_id":{"type":"string"}}}}',
    dialpad:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"environment":{"type":"object","enum":["sandbox.dialpad","dialpad"]}}},"auth":{"$ref":"#/$defs/auth"}}',
    discourse:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"api_username":{"type":"string","format":"password"},"hostname":{"type":"string","format":"password"}}}}',
    dixa: '{"config":{"$ref":"#/$defs/config10"}}',
    docebo: '{"config":{"$ref":"#/$defs/config15"},"auth":{"$ref":"#/$defs/auth"}}',
    documentdb:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"connection_type":{"type":"object","description":"How Fivetran reaches the host","enum":["PrivateLink","SshTunnel"]},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"sync_pack_mode":{"type":"object","enum":["UNPACKED_MODE","PACKED_MODE"]},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}}',
    donus: '{"config":{"$ref":"#/$defs/config"}}',
    doorloop: '{"config":{"$ref":"#/$defs/config"}}',
    double_click_campaign_manager:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"conversion_dimensions":{"type":"array","items":{"type":"string"}},"custom_floodlight_variables":{"type":"array","items":{"type":"string"}},"dimensions":{"type":"array","items":{"type":"string"}},"enable_all_dimension_combinations":{"type":"boolean","default":false},"metrics":{"type":"array","items":{"type":"string"}},"per_interaction_dimensions":{"type":"array","items":{"type":"string"}},"report_configuration_ids":{"type":"array","items":{"type":"string"}},"report_type":{"$ref":"#/$defs/report_type2"},"reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"conversion_dimensions":{"type":"array","items":{"type":"string"}},"custom_floodlight_variables":{"type":"array","items":{"type":"string"}},"dimensions":{"type":"array","items":{"type":"string"}},"enable_all_dimension_combinations":{"type":"boolean","default":false},"metrics":{"type":"array","items":{"type":"string"}},"per_interaction_dimensions":{"type":"array","items":{"type":"string"}},"report_configuration_ids":{"type":"array","items":{"type":"string"}},"report_type":{"$ref":"#/$defs/report_type2"},"rollback_window":{"type":"integer","format":"int32"},"table":{"$ref":"#/$defs/table"}}}},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["SPECIFIC_PROFILES","ALL_PROFILES"]},"timeframe_months":{"$ref":"#/$defs/timeframe_months4"},"user_profiles":{"type":"array","items":{"type":"string"}}}},"auth":{"$ref":"#/$defs/auth2"}}',
    double_click_publishers:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"ad_unit_view":{"$ref":"#/$defs/ad_unit_view"},"columns":{"type":"array","items":{"type":"string"}},"custom_dimension_key_ids":{"$ref":"#/$defs/custom_dimension_key_ids"},"custom_field_ids":{"$ref":"#/$defs/custom_dimension_key_ids"},"dimension_attributes":{"type":"array","items":{"type":"string"}},"dimensions":{"type":"array","items":{"type":"string"}},"network_code":{"type":"integer","format":"int32"},"reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"ad_unit_view":{"$ref":"#/$defs/ad_unit_view"},"columns":{"type":"array","items":{"type":"string"}},"custom_dimension_key_ids":{"$ref":"#/$defs/custom_dimension_key_ids"},"custom_field_ids":{"$ref":"#/$defs/custom_dimension_key_ids"},"dimension_attributes":{"type":"array","items":{"type":"string"}},"dimensions":{"type":"array","items":{"type":"string"}},"table":{"$ref":"#/$defs/table"}}}},"timeframe_months":{"$ref":"#/$defs/historical_sync_time_frame2"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    drata:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"sub_domain":{"type":"object","enum":["",".eu"]}}}}',
    drift: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    drip: '{"config":{"$ref":"#/$defs/config10"}}',
    dropbox:
      '{"config":{"type":"object","required":["schema","table_group_name"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table_group_name":{"$ref":"#/$defs/table_group_name"},"append_file_option":{"$ref":"#/$defs/append_file_option"},"archive_pattern":{"$ref":"#/$defs/archive_pattern"},"compression":{"$ref":"#/$defs/compression"},"delimiter":{"$ref":"#/$defs/delimiter"},"empty_header":{"$ref":"#/$defs/empty_header"},"escape_char":{"$ref":"#/$defs/escape_char"},"file_type":{"$ref":"#/$defs/file_type"},"files":{"$ref":"#/$defs/files3"},"folder":{"type":"string"},"is_single_table_mode":{"$ref":"#/$defs/is_single_table_mode"},"json_delivery_mode":{"$ref":"#/$defs/json_delivery_mode"},"line_separator":{"$ref":"#/$defs/line_separator"},"null_sequence":{"$ref":"#/$defs/null_sequence"},"on_error":{"$ref":"#/$defs/on_error"},"pattern":{"type":"string"},"prefix":{"type":"string"},"quote_char":{"$ref":"#/$defs/quote_char"},"quote_character_enabled":{"$ref":"#/$defs/quote_character_enabled"},"selected_range":{"$ref":"#/$defs/selected_range"},"skip_after":{"$ref":"#/$defs/skip_after"},"skip_before":{"$ref":"#/$defs/skip_before"},"sync_nested_files":{"$ref":"#/$defs/sync_nested_files"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    dropbox_sign: '{"config":{"$ref":"#/$defs/config22"}}',
    dsv: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"dsv_password":{"type":"string","format":"password"},"dsv_username":{"type":"string"},"environment":{"type":"object","enum":["my","my-demo"]},"oauth_subscription_key":{"type":"string","format":"password"},"tracking_subscription_key":{"type":"string","format":"password"}}},"auth":{"$ref":"#/$defs/auth6"}}',
    duoplane:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_key":{"$ref":"#/$defs/api_key"},"api_password":{"type":"string","format":"password"}}}}',
    dutchie: '{"config":{"$ref":"#/$defs/config"}}',
    dynamics_365:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth_type":{"type":"object","description":"How Fivetran signs in","enum":["SERVICE_PRINCIPAL","OAUTH2"],"default":"OAUTH2"},"domain_name":{"type":"string"},"resource_url":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    dynamodb:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"aws_region_code":{"type":"string","description":"AWS region of the database, for example us-east-1"},"is_private_link_required":{"$ref":"#/$defs/is_private_link_required"},"packed_mode_tables":{"$ref":"#/$defs/packed_mode_tables"},"role_arn":{"$ref":"#/$defs/role_arn"},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["UsePackedModeOnly","UseUnpackedModeOnly"],"default":"UsePackedModeOnly"}}}}',
    easypost: '{"config":{"$ref":"#/$defs/config"}}',
    ebay: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"scope":{"type":"string"},"subdomain":{"type":"object","enum":["ebay","sandbox.ebay"]}}},"auth":{"$ref":"#/$defs/auth"}}',
    economic:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"agreement_grant_token":{"type":"string","format":"password"},"app_secret_token":{"type":"string","format":"password"}}}}',
    elastic_cloud:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"always_encrypted":{"$ref":"#/$defs/always_encrypted2"},"authentication_method":{"type":"object","description":"How Fivetran signs in","enum":["BASICAUTH","APIKEY"],"default":"BASICAUTH"},"capture_deletes":{"type":"boolean","default":true},"connection_type":{"$ref":"#/$defs/connection_type3"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}},"auth":{"$ref":"#/$defs/auth7"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config3"}}',
    electronic_tenant_solutions: '{"config":{"$ref":"#/$defs/config"}}',
    eloqua:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"historical_sync_limit":{"type":"object","description":"How much history the first sync loads","enum":["ONE_YEAR","ALL_TIME","FIVE_YEARS","TWO_YEARS","THREE_MONTHS","SIX_MONTHS"],"default":"ALL_TIME"}}}}',
    email:
      '{"config":{"type":"object","required":["schema","table_group_name"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table_group_name":{"$ref":"#/$defs/table_group_name"},"allowed_senders_list":{"type":"array","items":{"type":"string"}},"append_file_option":{"type":"object","description":"How rows are loaded if a file changes","enum":["upsert_file_with_primary_keys","append_file"]},"archive_pattern":{"$ref":"#/$defs/archive_pattern"},"compression":{"$ref":"#/$defs/compression"},"connection_type":{"$ref":"#/$defs/connection_type6"},"delimiter":{"$ref":"#/$defs/delimiter"},"empty_header":{"$ref":"#/$defs/empty_header"},"escape_char":{"$ref":"#/$defs/escape_char"},"file_type":{"$ref":"#/$defs/file_type"},"files":{"type":"array","description":"Which files go to which table","items":{"type":"object","properties":{"archive_pattern":{"$ref":"#/$defs/archive_pattern"},"email_subject":{"type":"string"},"file_pattern":{"$ref":"#/$defs/file_pattern"},"selected_range":{"$ref":"#/$defs/selected_range"},"table_name":{"$ref":"#/$defs/table"}}}},"json_delivery_mode":{"$ref":"#/$defs/json_delivery_mode"},"line_separator":{"$ref":"#/$defs/line_separator"},"null_sequence":{"$ref":"#/$defs/null_sequence"},"pattern":{"type":"string"},"quote_char":{"$ref":"#/$defs/quote_char"},"quote_character_enabled":{"$ref":"#/$defs/quote_character_enabled"},"selected_range":{"$ref":"#/$defs/selected_range"},"skip_after":{"$ref":"#/$defs/skip_after"},"skip_before":{"$ref":"#/$defs/skip_before"}}}}',
    employment_hero: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    epic_clarity:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"type":"object","description":"How new and changed rows are found","enum":["BINARY_LOG_READER","MIXED_TELEPORT_CSA","NATIVE_UPDATE","TELEPORT","EPIC_COGITO"],"default":"NATIVE_UPDATE"},"user":{"$ref":"#/$defs/user"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    es_self_hosted:
      '{"config":{"$ref":"#/$defs/config33"},"auth":{"$ref":"#/$defs/auth7"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config3"}}',
    eventbrite:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"private_token":{"type":"string","format":"password"}}}}',
    eventsforce: '{"config":{"$ref":"#/$defs/config34"}}',
    everflow:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_key":{"$ref":"#/$defs/api_key"},"region":{"type":"object","enum":["api-eu","api"]}}}}',
    everhour: '{"config":{"$ref":"#/$defs/config"}}',
    exact_online:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"region":{"type":"object","enum":["https://start.exactonline.de","https://start.exactonline.be","https://start.exactonline.com","https://start.exactonline.co.uk","https://start.exactonline.fr","https://start.exactonline.nl","https://start.exactonline.es"]}}},"auth":{"$ref":"#/$defs/auth"}}',
    expensein: '{"config":{"$ref":"#/$defs/config"}}',
    expensify:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"partner_user_id":{"type":"string"},"partner_user_secret":{"type":"string","format":"password"}}}}',
    ezofficeinventory:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"secret_key":{"type":"string","format":"password"},"sub_domain":{"type":"string"}}}}',
    facebook_ads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"accounts":{"type":"array","description":"Ids of the accounts to sync","items":{"type":"string"}},"custom_tables":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"action_breakdowns":{"type":"array","description":"Groupings of the report\'s actions","items":{"type":"object","enum":["action_canvas_component_name","action_carousel_card_id","action_video_sound","action_link_click_destination","action_type","action_video_type","action_carousel_card_name","action_target_id","action_destination","action_device","action_reaction"]}},"action_report_time":{"type":"object","description":"When an action counts: at the impression or the conversion","enum":["impression","mixed","conversion"]},"aggregation":{"type":"object","description":"Time unit or grouping of the report","enum":["Month","Lifetime","Day","Week"]},"attribution_windows":{"type":"array","description":"Attribution windows of the report","items":{"type":"object","enum":["VIEW_1D","INCREMENTALITY","CLICK_1D","INCREMENTALITY_FIRST_CONVERSION","CLICK_7D","INCREMENTALITY_ALL_CONVERSIONS","CLICK_28D","ENGAGED_VIEW_1D"]}},"breakdowns":{"type":"array","description":"Groupings of the report","items":{"type":"object","enum":["country","skan_campaign_id","gender","hourly_stats_aggregated_by_advertiser_time_zone","skan_conversion_id","link_url_asset","title_asset","action_converted_product_id","fidelity_type","mmm","call_to_action_asset","image_asset","product_id","hsid","app_id","impression_device","user_segment_key","body_asset","frequency_value","place_page_id","video_asset","redownload","hourly_stats_aggregated_by_audience_time_zone","ad_format_asset","platform_position","postback_sequence_index","dma","device_platform","placement","publisher_platform","comscore_market","region","is_conversion_id_modeled","coarse_conversion_value","age","description_asset"]}},"click_attribution_window":{"$ref":"#/$defs/click_attribution_window"},"config_type":{"type":"object","description":"Whether the report is prebuilt or custom","enum":["Prebuilt","Custom"]},"engaged_view_attribution_window":{"$ref":"#/$defs/click_attribution_window"},"fields":{"type":"array","description":"Fields of the report","items":{"type":"object","enum":["cost_per_estimated_ad_recallers","optimization_goal","video_thruplay_watched_actions","reach","click_to_app_store","cost_per_unique_action_type","total_actions","website_clicks","place_page_name","social_impressions","buying_type","objective","video_30_sec_watched_actions","canvas_component_avg_pct_view","cost_per_thruplay","instant_experience_outbound_clicks","unique_clicks","unique_outbound_clicks","total_unique_actions","video_p75_watched_actions","cost_per_unique_inline_link_click","canvas_avg_view_time","social_clicks","inline_link_click_ctr","newsfeed_avg_position","ctr","instagram_upcoming_event_reminders_set","deeplink_clicks","video_avg_time_watched_actions","unique_impressions","video_play_retention_20_to_60s_actions","ad_click_actions","labels","cost_per_ad_click","newsfeed_impressions","unique_link_clicks_ctr","video_p95_watched_actions","ad_id","full_view_reach","catalog_segment_value","cost_per_unique_outbound_click","inline_post_engagement","auction_competitiveness","actions","catalog_segment_value_omni_purchase_roas","video_continuous_2_sec_watched_actions","unique_outbound_clicks_ctr","objective_result_rate","conversions","video_10_sec_watched_actions","estimated_ad_recall_rate","attribution_setting","video_play_retention_0_to_15s_actions","cost_per_action_type","dda_countby_convs","outbound_clicks_ctr","unique_inline_link_click_ctr","cost_per_result","catalog_segment_actions","cost_per_15_sec_video_view","social_reach","objective_results","account_name","video_time_watched_actions","wish_bid","unique_inline_link_clicks","video_p100_watched_actions","cost_per_conversion","video_p50_watched_actions","outbound_clicks","cost_per_one_thousand_ad_impression","app_store_clicks","interactive_component_tap","converted_product_quantity","unique_social_clicks","qualifying_question_qualify_answer_rate","ad_name","impressions","full_view_impressions","cost_per_10_sec_video_view","account_id","website_purchase_roas","instant_experience_clicks_to_open","adset_name","social_spend","video_play_curve_actions","frequency","action_values","call_to_action_clicks","cpc","cost_per_dda_countby_convs","campaign_id","cpm","created_time","cpp","conversion_rate_ranking","click_to_app_deeplink","cost_per_inline_link_click","video_play_retention_graph_actions","date_start","conversion_values","adset_id","purchase_roas","estimated_ad_recallers","cost_per_unique_click","account_currency","inline_link_clicks","video_15_sec_watched_actions","website_ctr","auction_max_competitor_bid","converted_product_value","auction_bid","catalog_segment_value_website_purchase_roas","campaign_name","cost_per_inline_post_engagement","unique_actions","click_to_website","video_avg_percent_watched_actions","spend","date_stop","video_play_actions","catalog_segment_value_mobile_purchase_roas","video_p25_watched_actions","cost_per_outbound_click","canvas_avg_view_percent","quality_ranking","total_action_value","unique_ctr","user_segment_key","cost_per_total_action","instant_experience_clicks_to_start","cost_per_2_sec_continuous_video_view","relevance_score","newsfeed_clicks","clicks","engagement_rate_ranking","location","gender_targeting","mobile_app_purchase_roas","ad_impression_actions"]}},"level":{"type":"object","description":"Level of the report: account, campaign, ad set or ad","enum":["ad","adset","campaign","none","account"]},"prebuilt_report_name":{"type":"string","description":"Name of the prebuilt report"},"table_name":{"$ref":"#/$defs/table"},"use_unified_attribution_setting":{"type":"boolean","description":"Whether the ad account\'s attribution setting is used"},"view_attribution_window":{"$ref":"#/$defs/click_attribution_window"}}}},"sync_metadata":{"type":"boolean","description":"Whether metadata tables are synced","default":true},"sync_mode":{"$ref":"#/$defs/sync_mode2"},"timeframe_months":{"$ref":"#/$defs/timeframe_months5"}}},"auth":{"type":"object","properties":{"access_token":{"$ref":"#/$defs/access_token"},"client_access":{"$ref":"#/$defs/client_access3"},"user_access_token":{"type":"string","description":"Token of a system user, instead of access_token"}}},"external_secrets_keys_config":{"type":"object","properties":{"user_access_token":{"type":"string","description":"Name under which the external secret manager keeps user_access_token"}}}}',
    facebook_pages:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"pages":{"type":"array","when":{"sync_mode":["SpecificPages"]},"items":{"type":"string"}},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["SpecificPages","AllPages"],"default":"AllPages"}}},"auth":{"$ref":"#/$defs/auth8"}}',
    factbird:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"base_url":{"type":"object","description":"Custom domain, starting with https://","enum":["","api.cloud.factbird.com"]},"custom_url":{"type":"string"}}}}',
    factorial: '{"config":{"$ref":"#/$defs/config"}}',
    fathom: '{"config":{"$ref":"#/$defs/config"}}',
    fillout: '{"config":{"$ref":"#/$defs/config19"},"auth":{"$ref":"#/$defs/auth"}}',
    firebase:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"capture_deletes":{"type":"boolean","default":true},"database_name":{"type":"string"},"packed_mode_tables":{"$ref":"#/$defs/packed_mode_tables"},"packing_mode":{"$ref":"#/$defs/packing_mode"},"service_account_key":{"type":"string","format":"password"},"sub_collections":{"type":"array","items":{"type":"string"}}}}}',
    fireflies: '{"config":{"$ref":"#/$defs/config"}}',
    firehydrant: '{"config":{"$ref":"#/$defs/config"}}',
    fivetran_log:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"is_account_level_connector":{"type":"boolean","description":"Whether the connector covers the whole account"}}}}',
    flexport: '{"config":{"$ref":"#/$defs/config5"}}',
    float: '{"config":{"$ref":"#/$defs/config"}}',
    flywheel_digital:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_access_token":{"$ref":"#/$defs/api_access_token"},"instance":{"type":"string"}}}}',
    fone_dynamics:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_sid":{"type":"string"},"api_token":{"$ref":"#/$defs/api_token"}}}}',
    forethought: '{"config":{"$ref":"#/$defs/config10"}}',
    forj_community:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_key":{"$ref":"#/$defs/api_key"},"api_secret":{"type":"string","format":"password"}}}}',
    formstack: '{"config":{"$ref":"#/$defs/config5"},"auth":{"$ref":"#/$defs/auth"}}',
    fortnox:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"scopes":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth"}}',
    fountain:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"sub_domain":{"type":"string"},"url_format":{"type":"object","enum":["api/v2","v2"]}}}}',
    fourkites: '{"config":{"$ref":"#/$defs/config"}}',
    freightview:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_type":{"type":"object","enum":["freightview.com","freightview.dev"]},"api_key":{"$ref":"#/$defs/api_key"}}}}',
    freshbooks: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    freshchat: '{"config":{"$ref":"#/$defs/config4"}}',
    freshdesk: '{"config":{"$ref":"#/$defs/config17"}}',
    freshdesk_contact_center: '{"config":{"$ref":"#/$defs/config34"}}',
    freshsales:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"base_url":{"type":"object","description":"Custom domain, starting with https://","enum":["myfreshworks.com/crm/sales","freshsales.io"]},"subdomain":{"type":"string"}}}}',
    freshservice: '{"config":{"$ref":"#/$defs/config17"}}',
    freshsuccess:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api":{"type":"string"},"api_key":{"$ref":"#/$defs/api_key"},"subdomain":{"type":"string"}}}}',
    freshteam:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"base_domain":{"type":"string"}}}}',
    friendbuy:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"type":"string","description":"API key"},"api_secret":{"type":"string","format":"password"}}}}',
    front: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth2"}}',
    ftp: '{"config":{"type":"object","required":["schema","table_group_name"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table_group_name":{"$ref":"#/$defs/table_group_name"},"append_file_option":{"$ref":"#/$defs/append_file_option"},"archive_pattern":{"$ref":"#/$defs/archive_pattern"},"compression":{"$ref":"#/$defs/compression"},"delimiter":{"$ref":"#/$defs/delimiter"},"empty_header":{"$ref":"#/$defs/empty_header"},"escape_char":{"$ref":"#/$defs/escape_char"},"extraction_pattern":{"$ref":"#/$defs/extraction_pattern"},"file_mapping_method":{"$ref":"#/$defs/file_mapping_method"},"file_type":{"$ref":"#/$defs/file_type"},"files":{"$ref":"#/$defs/files"},"host":{"$ref":"#/$defs/host"},"is_secure":{"type":"boolean"},"json_delivery_mode":{"$ref":"#/$defs/json_delivery_mode"},"line_separator":{"$ref":"#/$defs/line_separator"},"null_sequence":{"$ref":"#/$defs/null_sequence"},"on_error":{"$ref":"#/$defs/on_error"},"password":{"$ref":"#/$defs/password"},"pattern":{"type":"string"},"pgp_pass_phrase":{"$ref":"#/$defs/pgp_pass_phrase"},"pgp_secret_key":{"$ref":"#/$defs/pgp_secret_key"},"port":{"$ref":"#/$defs/port"},"prefix":{"type":"string"},"quote_char":{"$ref":"#/$defs/quote_char"},"quote_character_enabled":{"$ref":"#/$defs/quote_character_enabled"},"selected_range":{"$ref":"#/$defs/selected_range"},"signer_public_key":{"$ref":"#/$defs/signer_public_key"},"skip_after":{"$ref":"#/$defs/skip_after"},"skip_before":{"$ref":"#/$defs/skip_before"},"use_pgp_encryption_options":{"$ref":"#/$defs/use_pgp_encryption_options"},"user":{"$ref":"#/$defs/user"}}}}',
    fulfil:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"workspace_id":{"type":"string"}}}}',
    fullstory: '{"config":{"$ref":"#/$defs/config"}}',
    g2: '{"config":{"$ref":"#/$defs/config10"}}',
    gainsight_customer_success:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_key":{"type":"string","format":"password"},"authentication_method":{"$ref":"#/$defs/auth_method3"},"sub_domain":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    gainsight_product_experience:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"sub_domain":{"type":"object","enum":["https://api-us2.aptrinsic.com","https://api-eu.aptrinsic.com","https://api.aptrinsic.com"]}}}}',
    gcs: '{"config":{"type":"object","required":["schema","table_group_name"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table_group_name":{"$ref":"#/$defs/table_group_name"},"append_file_option":{"$ref":"#/$defs/append_file_option"},"archive_pattern":{"$ref":"#/$defs/archive_pattern"},"auth_type":{"type":"object","description":"How Fivetran signs in","enum":["FIVETRAN_SERVICE_ACCOUNT","CUSTOM_SERVICE_ACCOUNT"]},"bucket":{"$ref":"#/$defs/bucket"},"compression":{"$ref":"#/$defs/compression"},"delimiter":{"$ref":"#/$defs/delimiter"},"empty_header":{"$ref":"#/$defs/empty_header"},"escape_char":{"$ref":"#/$defs/escape_char"},"extraction_pattern":{"$ref":"#/$defs/extraction_pattern"},"file_mapping_method":{"$ref":"#/$defs/file_mapping_method"},"file_type":{"$ref":"#/$defs/file_type"},"files":{"$ref":"#/$defs/files"},"json_delivery_mode":{"$ref":"#/$defs/json_delivery_mode"},"line_separator":{"$ref":"#/$defs/line_separator"},"non_standard_escape_char":{"$ref":"#/$defs/non_standard_escape_char"},"null_sequence":{"$ref":"#/$defs/null_sequence"},"on_error":{"$ref":"#/$defs/on_error"},"pattern":{"$ref":"#/$defs/pattern"},"pgp_pass_phrase":{"$ref":"#/$defs/pgp_pass_phrase"},"pgp_secret_key":{"$ref":"#/$defs/pgp_secret_key"},"prefix":{"$ref":"#/$defs/prefix"},"quote_char":{"$ref":"#/$defs/quote_char"},"quote_character_enabled":{"$ref":"#/$defs/quote_character_enabled"},"secret_key":{"type":"string","format":"password","description":"JSON key of your own Google service account","when":{"auth_type":["CUSTOM_SERVICE_ACCOUNT"]}},"selected_range":{"$ref":"#/$defs/selected_range"},"signer_public_key":{"$ref":"#/$defs/signer_public_key"},"skip_after":{"$ref":"#/$defs/skip_after"},"skip_before":{"$ref":"#/$defs/skip_before"},"use_pgp_encryption_options":{"$ref":"#/$defs/use_pgp_encryption_options"}}}}',
    gem: '{"config":{"$ref":"#/$defs/config"}}',
    genesys: '{"config":{"$ref":"#/$defs/config24"}}',
    getfeedback:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"region":{"type":"object","enum":["api.eu","api"]}}}}',
    github:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth_mode":{"type":"object","description":"How Fivetran signs in","enum":["JWT","PersonalAccessToken","OAuth"]},"client_id":{"type":"string","description":"Client id of the GitHub app","when":{"auth_mode":["JWT"]}},"host_url":{"$ref":"#/$defs/host_url"},"pats":{"type":"array","description":"Personal access tokens","when":{"auth_mode":["PersonalAccessToken"]},"items":{"type":"string","format":"password"}},"private_key":{"type":"string","format":"password","description":"Private key in PEM form","when":{"auth_mode":["JWT"]}},"repositories":{"type":"array","description":"Repositories to sync","when":{"sync_mode":["SpecificRepositories"]},"items":{"type":"string"}},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["SpecificRepositories","AllRepositories"]},"use_webhooks":{"$ref":"#/$defs/use_webhooks"},"username":{"type":"string","description":"Name of the user that Fivetran signs in as","when":{"auth_mode":["PersonalAccessToken"]}}}}}',
    gitlab:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth":{"type":"object","description":"How the user signs in","enum":["oauth_2","personal_access_token"]},"base_url":{"type":"object","description":"Custom domain, starting with https://","enum":["","gitlab.com"]},"client_certificate":{"type":"string","format":"password"},"client_private_key":{"$ref":"#/$defs/client_private_key"},"custom_base_url":{"type":"string"},"enable_mtls_connection":{"type":"string"},"personal_access_token":{"$ref":"#/$defs/personal_access_token"}}},"auth":{"$ref":"#/$defs/auth"}}',
    gladly:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"organization":{"type":"string"},"username":{"type":"string"}}}}',
    globalmeet: '{"config":{"$ref":"#/$defs/config27"}}',
    gmail: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    gocardless:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"sandbox_account":{"type":"object","enum":["api","api-sandbox"]}}}}',
    gofundme_pro: '{"config":{"$ref":"#/$defs/config5"}}',
    goldcast: '{"config":{"$ref":"#/$defs/config"}}',
    gongio:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_key":{"type":"string","format":"password"},"access_key_secret":{"$ref":"#/$defs/access_key_secret"},"api_base_url":{"type":"string"},"base_url":{"$ref":"#/$defs/base_url"}}}}',
    google_ads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"accounts":{"$ref":"#/$defs/accounts"},"conversion_window_size":{"type":"integer","format":"int32","description":"Number of days after which a conversion no longer changes"},"customer_id":{"type":"string","description":"Id of the customer"},"manager_accounts":{"type":"array","description":"Ids of the manager accounts whose clients are synced","when":{"sync_mode":["ManagerAccounts"]},"items":{"type":"string"}},"reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"fields":{"type":"array","description":"Fields of the report","items":{"type":"string"}},"report_type":{"$ref":"#/$defs/report_type"},"table":{"$ref":"#/$defs/table"}}}},"skip_empty_reports":{"type":"boolean","description":"Whether reports without rows are skipped","default":true},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["ManagerAccounts","AllAccounts","SpecificAccounts"]},"timeframe_months":{"$ref":"#/$defs/timeframe_months4"}}},"auth":{"type":"object","properties":{"client_access":{"type":"object","description":"Your own OAuth application","properties":{"client_id":{"$ref":"#/$defs/client_id"},"client_secret":{"$ref":"#/$defs/client_secret"},"developer_token":{"type":"string","description":"Your own developer token; optional"},"user_agent":{"type":"string","description":"Company name in your OAuth application"}}},"refresh_token":{"$ref":"#/$defs/refresh_token2"}}}}',
    google_analytics_4:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"accounts":{"type":"array","description":"Ids of the accounts to sync","when":{"sync_mode":["SPECIFIC_ACCOUNTS"]},"items":{"type":"string"}},"properties":{"type":"array","description":"Properties to sync, each as properties/{id}","when":{"sync_mode":["SPECIFIC_ACCOUNTS"]},"items":{"type":"string"}},"reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"config_type":{"$ref":"#/$defs/config_type"},"dimensions":{"$ref":"#/$defs/dimensions"},"filter_field_name":{"$ref":"#/$defs/filter_field_name"},"filter_type":{"$ref":"#/$defs/filter_type"},"filter_value":{"$ref":"#/$defs/filter_value"},"filters":{"type":"array","description":"Filters of the report","items":{"type":"object","properties":{"filter_dimension":{"$ref":"#/$defs/filter_field_name"},"filter_type":{"$ref":"#/$defs/filter_type"},"filter_value":{"$ref":"#/$defs/filter_value"},"filter_values":{"type":"array","description":"Values to filter by","items":{"type":"string"}},"match_type":{"type":"object","description":"How the filter value is compared","enum":["EXACT","CONTAINS"]}}}},"metrics":{"$ref":"#/$defs/metrics"},"prebuilt_report":{"type":"object","description":"Name of the prebuilt report","enum":["ECOMMERCE_PURCHASES_ITEM_CATEGORY_5_REPORT","USER_ACQUISITION_FIRST_USER_GOOGLE_ADS_AD_GROUP_NAME_REPORT","TRAFFIC_ACQUISITION_SESSION_SOURCE_PLATFORM_REPORT","USER_ACQUISITION_FIRST_USER_GOOGLE_ADS_NETWORK_TYPE_REPORT","ECOMMERCE_PURCHASES_ITEM_CATEGORY_REPORT","USER_ACQUISITION_FIRST_USER_CAMPAIGN_REPORT","TECH_BROWSER_REPORT","AUDIENCES_REPORT","CONVERSIONS_REPORT","USER_ACQUISITION_FIRST_USER_MEDIUM_REPORT","ECOMMERCE_PURCHASES_ITEM_ID_REPORT","USER_ACQUISITION_FIRST_USER_SOURCE_PLATFORM_REPORT","TECH_SCREEN_RESOLUTION_REPORT","PAGES_PATH_REPORT","PAGES_TITLE_AND_SCREEN_NAME_REPORT","DEMOGRAPHIC_CITY_REPORT","DEMOGRAPHIC_LANGUAGE_REPORT","TRAFFIC_ACQUISITION_SESSION_DEFAULT_CHANNEL_GROUPING_REPORT","ECOMMERCE_PURCHASES_ITEM_CATEGORY_REPORT_COMBINED","TECH_OPERATING_SYSTEM_REPORT","DEMOGRAPHIC_AGE_REPORT","ECOMMERCE_PURCHASES_ITEM_CATEGORY_3_REPORT","TECH_OS_WITH_VERSION_REPORT","PAGES_TITLE_AND_SCREEN_CLASS_REPORT","DEMOGRAPHIC_REGION_REPORT","ECOMMERCE_PURCHASES_ITEM_BRAND_REPORT","TECH_PLATFORM_DEVICE_CATEGORY_REPORT","USER_ACQUISITION_FIRST_USER_SOURCE_REPORT","TRAFFIC_ACQUISITION_SESSION_CAMPAIGN_REPORT","EVENTS_REPORT","DEMOGRAPHIC_COUNTRY_REPORT","TRAFFIC_ACQUISITION_SESSION_SOURCE_REPORT","TRAFFIC_ACQUISITION_SESSION_SOURCE_MEDIUM_REPORT","DEMOGRAPHIC_GENDER_REPORT","TECH_DEVICE_CATEGORY_REPORT","PUBLISHER_ADS_PAGE_PATH_REPORT","USER_ACQUISITION_FIRST_USER_SOURCE_MEDIUM_REPORT","TRAFFIC_ACQUISITION_SESSION_MEDIUM_REPORT","TECH_DEVICE_MODEL_REPORT","PUBLISHER_ADS_AD_FORMAT_REPORT","TECH_PLATFORM_REPORT","TECH_OS_VERSION_REPORT","TECH_APP_VERSION_REPORT","DEMOGRAPHIC_INTERESTS_REPORT","ECOMMERCE_PURCHASES_ITEM_CATEGORY_2_REPORT","PUBLISHER_ADS_AD_SOURCE_REPORT","ECOMMERCE_PURCHASES_ITEM_NAME_REPORT","PUBLISHER_ADS_AD_UNIT_REPORT","ECOMMERCE_PURCHASES_ITEM_CATEGORY_4_REPORT","CONTENT_GROUP_REPORT"]},"rollback_window":{"$ref":"#/$defs/rollback_window_size"},"table":{"$ref":"#/$defs/table"},"time_aggregation_granularity":{"type":"object","description":"Time unit of the report","enum":["YEARLY","WEEKLY","DAILY","MONTHLY"]}}}},"sync_mode":{"$ref":"#/$defs/sync_mode3"},"timeframe_months":{"$ref":"#/$defs/timeframe_months4"}}},"auth":{"$ref":"#/$defs/auth3"}}',
    google_analytics_4_export:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"bucket_name":{"type":"string"},"dataset_id":{"type":"string"},"list_sync_mode":{"type":"object","enum":["COLUMNS","JSON"]},"project_id":{"$ref":"#/$defs/project_id"},"sync_tables":{"type":"object","enum":["DAILY_ONLY","FRESH_DAILY","STREAMING"]}}}}',
    google_business_profile: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    google_calendar: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    google_classroom: '{"config":{"$ref":"#/$defs/config35"},"auth":{"$ref":"#/$defs/auth"}}',
    google_cloud_function:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"custom_payloads":{"$ref":"#/$defs/custom_payloads"},"function_trigger":{"type":"string","format":"password"},"secrets":{"type":"string","format":"password"},"secrets_list":{"$ref":"#/$defs/secrets_list2"}}}}',
    google_cloud_mysql: '{"config":{"$ref":"#/$defs/config36"}}',
    google_cloud_postgresql:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"auth_method":{"$ref":"#/$defs/auth_method4"},"client_private_key":{"$ref":"#/$defs/client_private_key2"},"client_public_certificate":{"$ref":"#/$defs/client_public_certificate2"},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"delete_capture_enabled":{"$ref":"#/$defs/delete_capture_enabled"},"entra_app_id":{"$ref":"#/$defs/entra_app_id2"},"entra_tenant_id":{"$ref":"#/$defs/entra_tenant_id2"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password2"},"port":{"$ref":"#/$defs/port"},"publication_name":{"$ref":"#/$defs/publication_name"},"replication_slot":{"$ref":"#/$defs/replication_slot"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"$ref":"#/$defs/update_method2"},"user":{"$ref":"#/$defs/user"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    google_cloud_sqlserver:
      '{"config":{"$ref":"#/$defs/config37"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    google_display_and_video_360:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"advertisers":{"$ref":"#/$defs/advertisers"},"config_method":{"type":"object","enum":["CREATE_NEW","REUSE_EXISTING"],"default":"CREATE_NEW"},"dimensions":{"$ref":"#/$defs/advertisers"},"metrics":{"$ref":"#/$defs/advertisers"},"partners":{"$ref":"#/$defs/advertisers"},"query_id":{"type":"string","when":{"config_method":["REUSE_EXISTING"]}},"report_type":{"type":"object","description":"Type of the report","enum":["REACH","FLOODLIGHT","FULL_PATH","INVENTORY_AVAILABILITY","REPORT_TYPE_UNSPECIFIED","GRP","PATH_ATTRIBUTION","UNIQUE_REACH_AUDIENCE","YOUTUBE_PROGRAMMATIC_GUARANTEED","YOUTUBE","STANDARD","AUDIENCE_COMPOSITION"],"when":{"config_method":["CREATE_NEW"]}},"split_by_advertiser":{"type":"boolean","default":false,"when":{"config_method":["CREATE_NEW"]}},"table_name":{"$ref":"#/$defs/table"},"update_config_on_each_sync":{"type":"boolean","default":true,"when":{"config_method":["REUSE_EXISTING"]}}}}},"timeframe_months":{"$ref":"#/$defs/historical_sync_time_frame2"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    google_drive:
      '{"config":{"type":"object","required":["schema","table_group_name"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table_group_name":{"$ref":"#/$defs/table_group_name"},"append_file_option":{"$ref":"#/$defs/append_file_option"},"archive_pattern":{"$ref":"#/$defs/archive_pattern"},"compression":{"$ref":"#/$defs/compression"},"delimiter":{"$ref":"#/$defs/delimiter"},"empty_header":{"$ref":"#/$defs/empty_header"},"escape_char":{"$ref":"#/$defs/escape_char"},"export_native_types_as_pdf":{"type":"boolean","description":"Whether Google documents are exported as PDF"},"file_handling":{"$ref":"#/$defs/file_handling"},"file_type":{"$ref":"#/$defs/file_type"},"files":{"$ref":"#/$defs/files3"},"folder_id":{"$ref":"#/$defs/folder_id"},"is_single_table_mode":{"$ref":"#/$defs/is_single_table_mode"},"json_delivery_mode":{"$ref":"#/$defs/json_delivery_mode"},"line_separator":{"$ref":"#/$defs/line_separator"},"null_sequence":{"$ref":"#/$defs/null_sequence"},"on_error":{"$ref":"#/$defs/on_error"},"pattern":{"$ref":"#/$defs/pattern"},"prefix":{"$ref":"#/$defs/prefix"},"quote_char":{"$ref":"#/$defs/quote_char"},"quote_character_enabled":{"$ref":"#/$defs/quote_character_enabled"},"skip_after":{"$ref":"#/$defs/skip_after"},"skip_before":{"$ref":"#/$defs/skip_before"},"sync_nested_files":{"$ref":"#/$defs/sync_nested_files"},"sync_permissions":{"$ref":"#/$defs/sync_permissions"}}}}',
    google_play:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"bucket":{"$ref":"#/$defs/bucket"}}},"auth":{"type":"object","properties":{"authentication_method":{"type":"object","description":"How Fivetran signs in","enum":["FIVETRAN_SERVICE_ACCOUNT","CUSTOM_SERVICE_ACCOUNT","OAUTH"]},"client_access":{"$ref":"#/$defs/client_access2"},"refresh_token":{"$ref":"#/$defs/refresh_token2"},"svc_acc_secret_key":{"type":"string"}}}}',
    google_search_ads_360:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"accounts":{"type":"array","when":{"accounts_sync_mode":["SPECIFIC_ACCOUNTS"]},"items":{"type":"string"}},"accounts_sync_mode":{"type":"object","enum":["ALL_ACCOUNTS","SPECIFIC_ACCOUNTS"]},"advertisers":{"type":"array","when":{"advertisers_sync_mode":["SPECIFIC_ADVERTISERS"]},"items":{"type":"string"}},"advertisers_sync_mode":{"type":"object","enum":["SPECIFIC_ADVERTISERS","ALL_ADVERTISERS"]},"reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"attributes":{"type":"array","items":{"type":"string"}},"custom_column_ids":{"type":"array","items":{"type":"string"}},"metrics":{"type":"array","items":{"type":"string"}},"report_type":{"$ref":"#/$defs/report_type"},"rollback_window":{"type":"integer","format":"int32"},"segments":{"type":"array","items":{"type":"string"}},"table":{"$ref":"#/$defs/table"}}}},"timeframe_months":{"$ref":"#/$defs/historical_sync_time_frame2"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    google_search_console:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"aggregation":{"type":"object","description":"Time unit or grouping of the report","enum":["BY_PROPERTY","BY_PAGE"]},"dimensions":{"type":"array","description":"Dimensions of the report","items":{"type":"object","enum":["DATE","COUNTRY","HOUR","QUERY","DEVICE","PAGE","SEARCH_APPEARANCE"]}},"filters":{"type":"array","description":"Filters of the report","items":{"type":"object","properties":{"dimension":{"type":"object","description":"Dimension to filter by","enum":["COUNTRY","QUERY","DEVICE","PAGE","SEARCH_APPEARANCE"]},"expression":{"$ref":"#/$defs/filter_value"},"filter_type":{"$ref":"#/$defs/filter_type"},"match_type":{"type":"object","description":"How the filter value is compared","enum":["EQUALS","CONTAINS"]}}}},"report_type":{"type":"object","description":"Type of the report","enum":["DISCOVER","GOOGLE_NEWS","SEARCH_RESULTS"]},"search_types":{"type":"array","description":"Search types to sync","items":{"type":"object","enum":["IMAGE","WEB","VIDEO","NEWS","DISCOVER","GOOGLE_NEWS"]}},"table":{"$ref":"#/$defs/table"}}}},"site_urls":{"type":"array","description":"Addresses of the sites to sync","when":{"sync_mode":["SpecificSites"]},"items":{"type":"string"}},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["AllSites","SpecificSites"]},"timeframe_months":{"type":"object","description":"How much history the first sync loads","enum":["SIX","ALL_TIME","TWELVE","THREE"]}}},"auth":{"$ref":"#/$defs/auth3"}}',
    google_sheets:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"auth_type":{"type":"object","description":"How Fivetran signs in","enum":["ServiceAccount","OAuth"]},"named_range":{"type":"string","description":"Named range with the data"},"sheet_id":{"type":"string","description":"Address or id of the sheet"}}},"auth":{"$ref":"#/$defs/auth3"}}',
    google_tag_manager: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    google_tasks: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    gorgias:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"subdomain":{"type":"string"},"username":{"type":"string"}}}}',
    green_power_monitor: '{"config":{"$ref":"#/$defs/config29"}}',
    greenhouse:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"use_harvest_api_v3":{"type":"string"}}}}',
    grepsr: '{"config":{"$ref":"#/$defs/config"}}',
    grin: '{"config":{"$ref":"#/$defs/config22"}}',
    guidewire_cloud_data_access:
      '{"config":{"type":"object","required":["schema","table_group_name"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table_group_name":{"$ref":"#/$defs/table_group_name"},"access_key_id":{"$ref":"#/$defs/access_key_id2"},"access_key_secret":{"$ref":"#/$defs/access_key_secret"},"auth_type":{"$ref":"#/$defs/auth_type2"},"bucket":{"$ref":"#/$defs/bucket"},"connection_type":{"$ref":"#/$defs/connection_type6"},"is_private_link_required":{"$ref":"#/$defs/is_private_link_required2"},"manifest_path":{"type":"string"},"role_arn":{"$ref":"#/$defs/role_arn"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config2"}}',
    guru: '{"config":{"$ref":"#/$defs/config27"}}',
    h_level:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"location_ids":{"type":"string"},"sub_domain":{"type":"object","enum":["leadconnectorhq","gohighlevel"]}}}}',
    happyfox:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"account_name":{"type":"string"},"api_key":{"$ref":"#/$defs/api_key"},"auth_code":{"type":"string","format":"password"},"region":{"type":"object","enum":["happyfox.net","happyfox.com"]}}}}',
    harvest:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_id":{"type":"string"},"personal_access_token":{"$ref":"#/$defs/personal_access_token"}}}}',
    healthie:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"environment":{"type":"object","enum":["staging-api","api"]},"shard_authorization_id":{"type":"string","format":"password"}}}}',
    heap: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"bucket":{"$ref":"#/$defs/bucket"},"role_arn":{"$ref":"#/$defs/role_arn"}}}}',
    heartland_retail_pos: '{"config":{"$ref":"#/$defs/config15"},"auth":{"$ref":"#/$defs/auth4"}}',
    helpdesk: '{"config":{"$ref":"#/$defs/config5"},"auth":{"$ref":"#/$defs/auth"}}',
    helpjuice:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_name":{"type":"string"},"api_key":{"$ref":"#/$defs/api_key"}}}}',
    helpscout: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    helpshift:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"domain_name":{"type":"string"}}}}',
    heroku_kafka:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_cert":{"type":"string","format":"password"},"client_cert_key":{"type":"string","format":"password"},"consumer_group":{"type":"string"},"key_store_type":{"type":"string"},"message_type":{"type":"object","enum":["Text","Json"]},"security_protocol":{"type":"object","description":"Security protocol of the cluster","enum":["PLAINTEXT","TLS"]},"servers":{"type":"array","items":{"type":"string"}},"sync_type":{"type":"object","enum":["Packed","Unpacked"]},"trust_store_type":{"type":"string"},"trusted_cert":{"type":"string","format":"password"}}}}',
    heroku_postgres:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"auth_method":{"$ref":"#/$defs/auth_method4"},"client_private_key":{"$ref":"#/$defs/client_private_key2"},"client_public_certificate":{"$ref":"#/$defs/client_public_certificate2"},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"delete_capture_enabled":{"$ref":"#/$defs/delete_capture_enabled"},"entra_app_id":{"$ref":"#/$defs/entra_app_id2"},"entra_tenant_id":{"$ref":"#/$defs/entra_tenant_id2"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password2"},"port":{"$ref":"#/$defs/port"},"publication_name":{"type":"string","description":"Name of the publication"},"replication_slot":{"type":"string","description":"Name of the replication slot; one for each connection"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"type":"object","description":"How new and changed rows are found","enum":["QUERY_BASED"]},"user":{"$ref":"#/$defs/user"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    hex: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"subdomain":{"type":"string"},"workspace_token":{"type":"string","format":"password"}}}}',
    hibob:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"user_id":{"type":"string"},"user_token":{"type":"string","format":"password"}}}}',
    higher_logic_vanilla:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"base_url":{"$ref":"#/$defs/base_url"}}}}',
    hilti_ontrack: '{"config":{"$ref":"#/$defs/config38"}}',
    hopin: '{"config":{"$ref":"#/$defs/config39"}}',
    hubspot:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"backward_sync_limit_date":{"$ref":"#/$defs/backward_sync_limit"},"client_secret":{"$ref":"#/$defs/client_secret2"},"historical_sync_time_frame":{"$ref":"#/$defs/historical_sync_limit"},"sync_highly_sensitive_data":{"type":"boolean","description":"Whether highly sensitive fields are synced"},"sync_sensitive_data":{"type":"boolean","description":"Whether sensitive fields are synced"},"tables_without_access_updated_at":{"type":"string","format":"date-time","description":"When Fivetran last checked which tables it cannot read"}}},"auth":{"$ref":"#/$defs/auth3"}}',
    ibacos:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"subdomain":{"type":"object","enum":["perform-api-stg.ibacos.org","perform-api.Indo.site","ibacos-perform-api.ibacos.com"]}}}}',
    ilevel:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"sub_domain":{"type":"object","enum":["api.ilevelsolutions.com","sandapi.ilevelsolutions.com","sandapi.ilevelsolutions.eu","api.ilevelsolutions.eu"]}}}}',
    impact: '{"config":{"$ref":"#/$defs/config27"}}',
    impact_partner:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_sid":{"type":"string"},"auth_token":{"type":"string","format":"password"}}}}',
    incidentio: '{"config":{"$ref":"#/$defs/config"}}',
    infobip: '{"config":{"$ref":"#/$defs/config3"}}',
    insightly: '{"config":{"$ref":"#/$defs/config3"}}',
    instagram_business:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"accounts":{"$ref":"#/$defs/accounts2"},"sync_mode":{"$ref":"#/$defs/sync_mode"},"timeframe_months":{"type":"object","description":"How much history the first sync loads","enum":["TWENTY_FOUR","SIX","TWELVE","THREE"],"default":"SIX","immutable":true}}},"auth":{"$ref":"#/$defs/auth8"}}',
    integral_ad_science: '{"config":{"$ref":"#/$defs/config27"}}',
    integrate:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"api_secret":{"type":"string","format":"password"},"organization_id":{"type":"string"}}}}',
    intercom:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"data_region":{"type":"object","description":"Region of the account; empty for the US","enum":["","eu","au"],"immutable":true}}},"auth":{"$ref":"#/$defs/auth9"}}',
    invoiced:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"environment":{"type":"object","enum":["api.sandbox","api"]}}}}',
    ironclad: '{"config":{"$ref":"#/$defs/config19"},"auth":{"$ref":"#/$defs/auth"}}',
    ironclad_clickwrap: '{"config":{"$ref":"#/$defs/config5"}}',
    ironsource:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"refresh_token":{"$ref":"#/$defs/refresh_token"},"secret_key":{"type":"string","format":"password"}}}}',
    iterable:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_region":{"type":"object","enum":["EU","US"]},"api_key":{"$ref":"#/$defs/api_key"},"custom_event_sync_mode":{"type":"object","enum":["SelectedEvents","AllEvents","NoEvents"]},"custom_events":{"type":"array","when":{"custom_event_sync_mode":["SelectedEvents"]},"items":{"type":"string"}},"events":{"type":"array","when":{"sync_mode":["SelectedEvents"]},"items":{"type":"string"}},"historical_sync_limit":{"$ref":"#/$defs/historical_sync_time_frame"},"historical_sync_limit_date":{"$ref":"#/$defs/backward_sync_limit"},"sync_mode":{"$ref":"#/$defs/sync_mode4"},"webhook_auth_type":{"type":"object","enum":["Basic","OAuth2","NoAuth"]}}}}',
    itunes_connect:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"app_sync_mode":{"type":"object","enum":["AllApps","SpecificApps"]},"apps":{"type":"array","when":{"app_sync_mode":["SpecificApps"]},"items":{"type":"integer","format":"int32"}},"issuer_id":{"type":"string","when":{"key_type":["Team"]}},"key_id":{"type":"string"},"key_type":{"type":"object","enum":["Individual","Team"]},"private_key":{"type":"string","format":"password"},"timeframe_months":{"$ref":"#/$defs/historical_sync_time_frame2"},"vendors_id":{"type":"array","items":{"type":"string"}}}}}',
    ivanti:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"tenant_url":{"type":"string"}}}}',
    jama_software:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"subdomain":{"type":"string"}}}}',
    jamf: '{"config":{"$ref":"#/$defs/config29"}}',
    jibble:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"environment":{"type":"object","enum":["prod","test"]}}}}',
    jira: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_cursor_rollback_window":{"type":"integer","format":"int32","description":"Number of past hours that each sync reads again"},"auth_type":{"type":"object","description":"How Fivetran signs in","enum":["SERVICE_ACCOUNT","BASIC","OAUTH"]},"host":{"$ref":"#/$defs/host"},"on_premise":{"type":"boolean","description":"Whether the instance is self-hosted"},"password":{"type":"string","format":"password","description":"Password of the user","when":{"auth_type":["BASIC"]}},"path":{"type":"string","description":"Path below the host"},"port":{"$ref":"#/$defs/port"},"projects":{"type":"array","description":"Projects to sync","when":{"sync_mode":["CUSTOM"]},"items":{"type":"integer","format":"int32"}},"sync_files":{"type":"boolean","description":"Whether to sync attached files"},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["ALL","CUSTOM"]},"user":{"type":"string","description":"Name of the user that Fivetran signs in as","when":{"auth_type":["BASIC"]}}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    jobnimbus: '{"config":{"$ref":"#/$defs/config"}}',
    jotform:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"base_url":{"type":"object","description":"Custom domain, starting with https://","enum":["","hipaa-api.jotform.com","api.jotform.com"]},"custom_url":{"type":"string"}}}}',
    justcall:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_key":{"$ref":"#/$defs/api_key"},"api_secret":{"type":"string","format":"password"},"plan_type":{"type":"object","enum":["57","27","85"]}}}}',
    kandji: '{"config":{"$ref":"#/$defs/config40"}}',
    katana: '{"config":{"$ref":"#/$defs/config"}}',
    kevel: '{"config":{"$ref":"#/$defs/config"}}',
    keypay:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"region":{"type":"object","enum":["com.my","co.nz","co.uk","com.au","com.sg"]}}}}',
    khoros_care:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"company_key":{"type":"string","format":"password"},"password":{"$ref":"#/$defs/password"},"sub_domain":{"type":"string"},"username":{"type":"string"}}}}',
    khoros_communities:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"community_domain":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth"}}',
    khoros_marketing: '{"config":{"$ref":"#/$defs/config2"}}',
    kinesis:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"bucket":{"$ref":"#/$defs/bucket"},"json_delivery_mode":{"$ref":"#/$defs/json_delivery_mode"},"prefix":{"type":"string"},"role_arn":{"$ref":"#/$defs/role_arn"}}}}',
    kisi: '{"config":{"$ref":"#/$defs/config"}}',
    kissmetrics: '{"config":{"$ref":"#/$defs/config27"}}',
    klarna:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"csv_delimiter":{"type":"object","enum":[":",";",",","|"]},"password":{"$ref":"#/$defs/password"},"subdomain":{"type":"object","enum":["api-na","api-oc","api"]},"username":{"type":"string"}}}}',
    klaviyo:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"historical_sync_limit":{"$ref":"#/$defs/historical_sync_time_frame"},"historical_sync_limit_date":{"$ref":"#/$defs/backward_sync_limit"},"packing_mode":{"$ref":"#/$defs/packing_mode2"},"reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"breakdown":{"type":"object","description":"Grouping of the report","enum":["form_version_id","form_id"]},"conversion_metric_id":{"type":"string","description":"Id of the conversion metric of the report"},"interval":{"type":"object","description":"Time unit of the report","enum":["WEEKLY","DAILY","MONTHLY","HOURLY"]},"name":{"type":"string","description":"Name of the report and its table"},"rollback_window_in_days":{"type":"integer","format":"int32","description":"Number of past days that each sync reads again, 2 to 90","default":5},"statistics":{"type":"array","description":"Statistics of the report","items":{"type":"string"}},"type":{"type":"object","description":"Type of the report","enum":["SEGMENT","FORM","FLOW"]}}}},"should_sync_events_with_deleted_profiles":{"type":"boolean","description":"Whether events of deleted profiles are synced"},"should_sync_predictive_analytics":{"type":"boolean","description":"Whether predictive columns of PERSON are synced"}}}}',
    konnect_insights:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_token":{"type":"string","format":"password"},"user_token":{"type":"string","format":"password"}}}}',
    kustomer:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"api_utilization_percentage":{"type":"number"},"domain":{"type":"string"},"eu_region":{"type":"boolean"}}}}',
    lattice:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"sub_domain":{"type":"object","enum":["api.emea","api"]}}}}',
    launchdarkly: '{"config":{"$ref":"#/$defs/config2"}}',
    leap_crm: '{"config":{"$ref":"#/$defs/config2"}}',
    leapsome:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_secret":{"type":"string","format":"password"}}}}',
    learn_amp: '{"config":{"$ref":"#/$defs/config5"}}',
    learnupon:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_key":{"$ref":"#/$defs/api_key"},"custom_region":{"type":"string"},"region":{"type":"object","enum":["learnuponau.com","","learnupon.com"]},"subdomain":{"type":"string"},"username":{"type":"string"}}}}',
    leave_dates:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"personal_access_token":{"$ref":"#/$defs/personal_access_token"}}}}',
    lemlist: '{"config":{"$ref":"#/$defs/config"}}',
    lessonly: '{"config":{"$ref":"#/$defs/config27"}}',
    lever: '{"config":{"$ref":"#/$defs/config"}}',
    liftoff:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"api_secret":{"type":"string","format":"password"}}}}',
    light_speed_retail: '{"config":{"$ref":"#/$defs/config9"}}',
    lightspeed_retail_xseries:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"domain_prefix":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth"}}',
    line_ads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_key":{"type":"string","format":"password"},"group_id":{"type":"string"},"secret_key":{"type":"string","format":"password"}}}}',
    linear: '{"config":{"$ref":"#/$defs/config"}}',
    linkedin_ads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"accounts":{"$ref":"#/$defs/accounts"},"ad_analytics":{"type":"object","description":"Whether all reports are synced, or those in reports","enum":["SpecificReports","AllReports"],"default":"AllReports"},"post_click_attribution_window_size":{"type":"object","description":"Number of days for which a click counts","enum":["DAY_1","DAY_30","DAY_7","DAY_28"],"default":"DAY_30"},"reports":{"type":"array","description":"Reports; each becomes a table","when":{"ad_analytics":["SpecificReports"]},"items":{"type":"string"}},"sync_mode":{"$ref":"#/$defs/sync_mode"},"timeframe_months":{"type":"object","description":"How much history the first sync loads","enum":["TWENTY_FOUR","SIX","ALL_TIME","TWELVE","THREE"],"default":"ALL_TIME","immutable":true},"view_through_attribution_window_size":{"type":"object","description":"Number of days for which a view counts","enum":["DAY_1","DAY_30","DAY_7","DAY_28"],"default":"DAY_7"}}},"auth":{"$ref":"#/$defs/auth3"}}',
    linkedin_company_pages:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"social_data_sync_timeframe":{"type":"object","enum":["SIX","TWELVE","THREE"],"default":"SIX"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    linksquares: '{"config":{"$ref":"#/$defs/config"}}',
    listen360: '{"config":{"$ref":"#/$defs/config"}}',
    livechat_partner: '{"config":{"$ref":"#/$defs/config23"}}',
    livestorm: '{"config":{"$ref":"#/$defs/config"}}',
    lob: '{"config":{"$ref":"#/$defs/config"}}',
    looker_source:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"sub_domain":{"type":"string"}}}}',
    loop: '{"config":{"$ref":"#/$defs/config"}}',
    loopio:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"app_key":{"type":"string"},"secret":{"type":"string","format":"password"}}}}',
    lucca:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"environment":{"type":"object","enum":["ilucca-test.ch","ilucca.net","ilucca-demo.ch","ilucca-test.net","ilucca.ch","ilucca-demo.net"]},"sub_domain":{"type":"string"}}}}',
    luma: '{"config":{"$ref":"#/$defs/config"}}',
    magento_mysql: '{"config":{"$ref":"#/$defs/config36"}}',
    magento_mysql_rds: '{"config":{"$ref":"#/$defs/config11"}}',
    mailchimp: '{"config":{"$ref":"#/$defs/config9"}}',
    maileon: '{"config":{"$ref":"#/$defs/config"}}',
    mailgun: '{"config":{"$ref":"#/$defs/config26"}}',
    mailjet:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"secret_key":{"type":"string","format":"password"}}}}',
    maintainx: '{"config":{"$ref":"#/$defs/config"}}',
    malomo: '{"config":{"$ref":"#/$defs/config"}}',
    mambu:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"tenant_name":{"type":"string"}}}}',
    mandrill: '{"config":{"$ref":"#/$defs/config"}}',
    maria: '{"config":{"$ref":"#/$defs/config36"}}',
    maria_azure: '{"config":{"$ref":"#/$defs/config36"}}',
    maria_rds: '{"config":{"$ref":"#/$defs/config11"}}',
    marin:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"prefix":{"type":"string"},"user":{"$ref":"#/$defs/user"}}}}',
    marketo:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_quota":{"type":"integer","format":"int32","description":"API requests a day that Fivetran may use","default":10000},"client_id":{"type":"string","description":"Client id of the custom service"},"client_secret":{"type":"string","format":"password","description":"Client secret of the custom service"},"endpoint":{"type":"string","description":"Address of the REST API"},"historical_sync_limit":{"$ref":"#/$defs/historical_sync_time_frame"},"historical_sync_limit_date":{"$ref":"#/$defs/backward_sync_limit"},"identity":{"type":"string","description":"Address of the identity service"},"prioritise_bulk_export_over_rest":{"type":"boolean","description":"Whether leads and activities are read in bulk"}}}}',
    matomo:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"sub_domain":{"type":"string"},"token":{"type":"string","format":"password"}}}}',
    mavenlink: '{"config":{"$ref":"#/$defs/config9"}}',
    maxio_chargify: '{"config":{"$ref":"#/$defs/config3"}}',
    maxio_saasoptics:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_name":{"type":"string"},"api_token":{"$ref":"#/$defs/api_token"},"subdomain":{"type":"string"}}}}',
    medallia:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string","format":"password"},"client_name":{"type":"string","format":"password"},"client_secret":{"type":"string","format":"password"},"domain_type":{"type":"string"},"subdomain":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth10"}}',
    medallia_agile_research:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"region":{"type":"object","enum":["eu","eu2","ca","us","ap"]},"x_key":{"type":"string","format":"password"},"x_master_key":{"type":"string","format":"password"}}}}',
    megaphone:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"organization_id":{"type":"string"}}}}',
    mention: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    microsoft_dynamics_365_fno:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth_method":{"$ref":"#/$defs/auth_method2"},"connection_string":{"type":"string","format":"password"},"container_name":{"type":"string"},"source_file_type":{"type":"object","enum":["PARQUET","CSV"]},"storage_account_name":{"$ref":"#/$defs/storage_account_name"},"sync_all_versions":{"type":"boolean"}}},"auth":{"type":"object","properties":{"client_id":{"type":"string"},"client_secret":{"type":"string"},"tenant_id":{"$ref":"#/$defs/tenant_id"}}}}',
    microsoft_entra_id: '{"config":{"$ref":"#/$defs/config41"}}',
    microsoft_lists:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth_method":{"type":"object","description":"How Fivetran signs in","enum":["SERVICE_PRINCIPAL_SECRET","MANAGED_IDENTITY_USER","SERVICE_PRINCIPAL_CERTIFICATE","MANAGED_IDENTITY_SYSTEM","AUTHORIZATION_CODE"]},"site_id":{"type":"string"},"site_name":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth11"}}',
    microsoft_power_bi: '{"config":{"$ref":"#/$defs/config41"}}',
    microsoft_teams: '{"config":{"$ref":"#/$defs/config42"}}',
    missive: '{"config":{"$ref":"#/$defs/config10"}}',
    mixmax: '{"config":{"$ref":"#/$defs/config23"}}',
    mixpanel:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"backward_sync_limit_date":{"$ref":"#/$defs/backward_sync_limit"},"historical_sync_time_frame":{"$ref":"#/$defs/historical_sync_limit"},"project_id":{"type":"string","description":"Id of the project"},"region":{"type":"object","enum":["{\\"defaultUrl\\":\\"mixpanel.com\\",\\"exportUrl\\":\\"data.mixpanel.com\\"}","{\\"defaultUrl\\":\\"eu.mixpanel.com\\",\\"exportUrl\\":\\"data-eu.mixpanel.com\\"}"]},"service_account_secret":{"type":"string","format":"password"},"service_account_username":{"type":"string"}}}}',
    mode: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"secret":{"type":"string","format":"password"},"token":{"type":"string","format":"password"},"workspace":{"type":"string"}}}}',
    mollie: '{"config":{"$ref":"#/$defs/config"}}',
    moloco: '{"config":{"$ref":"#/$defs/config"}}',
    monday: '{"config":{"$ref":"#/$defs/config28"}}',
    mongo: '{"config":{"$ref":"#/$defs/config43"}}',
    mongo_sharded: '{"config":{"$ref":"#/$defs/config43"}}',
    mountain: '{"config":{"$ref":"#/$defs/config"}}',
    mux: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"token_id":{"type":"string","format":"password"},"token_secret_key":{"type":"string","format":"password"}}}}',
    myosh:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"password":{"$ref":"#/$defs/password"},"server_variable":{"type":"string"},"sub_domain":{"type":"object","enum":["oteapi","api","testapi"]},"username":{"type":"string"}}}}',
    mysql: '{"config":{"$ref":"#/$defs/config36"}}',
    mysql_azure: '{"config":{"$ref":"#/$defs/config36"}}',
    mysql_rds: '{"config":{"$ref":"#/$defs/config11"}}',
    namely: '{"config":{"$ref":"#/$defs/config15"},"auth":{"$ref":"#/$defs/auth"}}',
    national_heavy_vehicle_regulator:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"hostname":{"type":"object","enum":["api-mobile.nhvr.gov.au","api-public.nhvr.gov.au"]},"subscription_key":{"type":"string","format":"password"}}}}',
    navan:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"region":{"type":"object","enum":["https://app-fra.tripactions.com","https://api.tripactions.com"]}}}}',
    netsuite_suiteanalytics:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account":{"type":"string","description":"Id of the account"},"certificate_id":{"type":"string","format":"password","description":"Id of the certificate"},"consumer_key":{"type":"string","format":"password","description":"Consumer key"},"consumer_secret":{"$ref":"#/$defs/consumer_secret"},"datasource":{"type":"object","description":"Name of the data source, NetSuite2.com or NetSuite.com","enum":["NetSuite2.com","NetSuite.com"]},"email":{"$ref":"#/$defs/email"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"private_key":{"type":"string","format":"password","description":"Private key in PEM form"},"role":{"type":"string","description":"Id of the NetSuite role"},"should_sync_reimport_tables":{"type":"boolean","description":"Whether tables without a cursor are read again in every sync"},"token_key":{"$ref":"#/$defs/token_key"},"token_secret":{"$ref":"#/$defs/token_secret"}}}}',
    nice: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_key_id":{"$ref":"#/$defs/access_key_id2"},"access_key_secret":{"$ref":"#/$defs/access_key_secret"},"base_url":{"$ref":"#/$defs/base_url"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"}}}}',
    notion: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth4"}}',
    nylas:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"sub_domain":{"type":"object","enum":["ireland.api","api"]}}}}',
    odoo: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"consumer_key":{"type":"string","description":"Consumer key"},"consumer_secret":{"$ref":"#/$defs/consumer_secret"},"sub_domain":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth"}}',
    okendo:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"user_id":{"type":"string"}}}}',
    okta: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"domain":{"type":"object","enum":["",".okta.com",".okta-emea.com",".oktapreview.com"]},"sub_domain":{"type":"string"}}}}',
    ometria: '{"config":{"$ref":"#/$defs/config"}}',
    on24: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"region":{"type":"object","enum":["api.eu","api"]},"token_key":{"$ref":"#/$defs/token_key"},"token_secret":{"$ref":"#/$defs/token_secret"}}}}',
    oncehub: '{"config":{"$ref":"#/$defs/config"}}',
    one_drive:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"folder_path":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    onetrust:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_integration_type":{"type":"object","enum":["consentmanager/v1/datasubjects/profiles","/cmp/v1/webscans","/assessment/v2/assessments"]},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"sub_domain":{"type":"string"}}}}',
    open_data_dc: '{"config":{"$ref":"#/$defs/config35"}}',
    open_exchange_rates:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"app_id":{"type":"string","format":"password"},"base_currency":{"type":"object","enum":["FJD","MXN","STD","SCR","CDF","BBD","HNL","UGX","ZAR","STN","CUC","STR","BSD","SDG","IQD","CUP","GMD","TWD","RSD","MYR","FKP","XOF","BTC","UYU","CVE","OMR","KES","SEK","BTN","GNF","MZN","BTS","SVC","ARS","PPC","QAR","IRR","XPD","THB","UZS","XPF","VEF_BLKMKT","BDT","XPM","LYD","KWD","XPT","RUB","ISK","NMC","MKD","VEF_DICOM","DZD","PAB","SGD","JEP","KGS","XAF","XAG","CHF","HRK","DJF","DOGE","TZS","VND","AUD","KHR","IDR","KYD","XRP","Gold (troy ounce)","BWP","SHP","TJS","AED","RWF","DKK","BGN","MMK","NOK","SYP","LKR","CZK","XCD","HTG","BHD","VEF_DIPRO","KZT","SZL","YER","AFN","AWG","NPR","MNT","GBP","BYN","HUF","BYR","BIF","XDR","BZD","MOP","NAD","PEN","WST","TMT","CLF","GTQ","CLP","TND","SLL","DOP","KMF","EAC","GEL","MAD","TOP","FTC","AZN","PGK","FCT","CNH","UAH","ERN","VTC","MRO","CNY","MRU","BMD","PHP","PYG","JMD","COP","USD","GGP","ETB","SOS","VUV","LAK","ETH","LD","BND","ZMK","NVC","LRD","ALL","MTL","VES","ZMW","DASH","ILS","GHS","GYD","KPW","BOB","MDL","AMD","TRY","LBP","JOD","HKD","EUR","LSL","CAD","EEK","MUR","IMP","GIP","RON","NGN","CRC","PKR","ANG","LTC","SRD","SAR","TTD","MVR","NXT","INR","KRW","JPY","AOA","PLN","SBD","MWK","MGA","BAM","EGP","SSP","NIO","NZD","XMR","BRL"]}}}}',
    openai:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"api_key_2":{"type":"string","format":"password"},"api_key_3":{"type":"string","format":"password"},"workspace_id":{"type":"string"}}}}',
    openai_compliance_platform:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"organization_id":{"type":"string"},"workspace_id":{"type":"string"}}}}',
    opendistro:
      '{"config":{"$ref":"#/$defs/config33"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    opensearch:
      '{"config":{"$ref":"#/$defs/config33"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    optimizely:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_id":{"type":"string"},"enriched_export":{"type":"string"},"packing_mode":{"type":"object","description":"Whether documents are loaded in one column or unpacked","enum":["Packed","Unpacked"]}}},"auth":{"$ref":"#/$defs/auth2"}}',
    oracle:
      '{"config":{"$ref":"#/$defs/config44"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    oracle_business_intelligence_publisher:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"data_model_path_alias_list":{"type":"array","items":{"type":"object","properties":{"alias":{"type":"string"},"path":{"type":"string"}}}},"folder_path":{"type":"string"},"password":{"$ref":"#/$defs/password"},"server_url":{"type":"string"},"username":{"type":"string"}}}}',
    oracle_ebs:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"pdb_name":{"$ref":"#/$defs/pdb_name"},"port":{"$ref":"#/$defs/port"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"type":"object","description":"How new and changed rows are found","enum":["BINARY_LOG_READER","LOGMINER"]},"user":{"$ref":"#/$defs/user"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    oracle_fusion_cloud_apps_crm: '{"config":{"$ref":"#/$defs/config45"}}',
    oracle_fusion_cloud_apps_fscm: '{"config":{"$ref":"#/$defs/config45"}}',
    oracle_fusion_cloud_apps_hcm: '{"config":{"$ref":"#/$defs/config45"}}',
    oracle_fusion_field_service:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"root_resource_id":{"type":"string"},"sub_domain":{"type":"string"}}}}',
    oracle_hva:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"agent_host":{"type":"string"},"agent_ora_home":{"type":"string"},"agent_password":{"type":"string","format":"password"},"agent_port":{"type":"integer","format":"int32"},"agent_public_cert":{"type":"string"},"agent_user":{"type":"string"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"archive_log_format":{"type":"string"},"archive_log_path":{"type":"string"},"asm_option":{"type":"boolean","default":false},"asm_oracle_home":{"type":"string"},"asm_password":{"$ref":"#/$defs/asm_password"},"asm_tns":{"type":"string"},"asm_user":{"type":"string","when":{"asm_option":["true"]}},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"direct_capture_method":{"$ref":"#/$defs/direct_capture_method"},"enable_archive_log_only":{"type":"boolean","default":false},"enable_tde_encryption":{"type":"boolean","default":false},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"pdb_name":{"$ref":"#/$defs/pdb_name"},"port":{"$ref":"#/$defs/port"},"tde_wallet_password":{"type":"string","format":"password"},"tns":{"type":"string"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"$ref":"#/$defs/update_method4"},"use_oracle_rac":{"type":"boolean","default":false},"use_pdb_only":{"type":"boolean","default":false},"user":{"$ref":"#/$defs/user"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    oracle_moat_analytics:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"brand_id":{"type":"string"},"token":{"type":"string","format":"password"}}}}',
    oracle_netsuite_openair:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"company_id":{"type":"string"},"environment":{"type":"object","enum":["sandbox.netsuitesuiteprojectspro.com","netsuitesuiteprojectspro.com"]}}},"auth":{"$ref":"#/$defs/auth"}}',
    oracle_rac:
      '{"config":{"$ref":"#/$defs/config44"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    oracle_rds:
      '{"config":{"$ref":"#/$defs/config44"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    oracle_sap_hva:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"agent_host":{"type":"string"},"agent_ora_home":{"type":"string"},"agent_password":{"type":"string","format":"password"},"agent_port":{"type":"integer","format":"int32"},"agent_public_cert":{"type":"string"},"agent_user":{"type":"string"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"archive_log_format":{"type":"string"},"archive_log_path":{"type":"string"},"asm_option":{"type":"boolean","default":false},"asm_oracle_home":{"type":"string"},"asm_password":{"$ref":"#/$defs/asm_password"},"asm_tns":{"type":"string"},"asm_user":{"type":"string","when":{"asm_option":["true"]}},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"direct_capture_method":{"$ref":"#/$defs/direct_capture_method"},"enable_archive_log_only":{"type":"boolean","default":false},"enable_tde_encryption":{"type":"boolean","default":false},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"pdb_name":{"$ref":"#/$defs/pdb_name"},"port":{"$ref":"#/$defs/port"},"sap_user":{"type":"string"},"tde_wallet_password":{"type":"string","format":"password"},"tns":{"type":"string"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"$ref":"#/$defs/update_method4"},"use_oracle_rac":{"type":"boolean","default":false},"user":{"$ref":"#/$defs/user"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    oracle_sap_hva_netweaver:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"agent_host":{"type":"string"},"agent_password":{"type":"string","format":"password"},"agent_port":{"type":"integer","format":"int32"},"agent_public_cert":{"type":"string"},"agent_user":{"type":"string"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"archive_log_format":{"type":"string"},"archive_log_path":{"type":"string"},"client_id":{"type":"string"},"connection_type":{"$ref":"#/$defs/connection_type"},"enable_archive_log_only":{"type":"boolean","default":false},"enable_tde_encryption":{"type":"boolean","default":false},"host":{"$ref":"#/$defs/host"},"instance_number":{"type":"string"},"password":{"$ref":"#/$defs/password"},"rfc_library_path":{"type":"string"},"tde_wallet_password":{"type":"string","format":"password"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    orbit: '{"config":{"$ref":"#/$defs/config39"}}',
    ordergroove:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"environment":{"type":"object","enum":["staging.restapi","restapi"]}}}}',
    ordway:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account":{"type":"object","enum":["https://api.ordwaylabs.com","https://eu-sandbox-api.ordwaylabs.com","https://api.sandbox.ordwaylabs.com","https://eu-api.ordwaylabs.com"]},"api_key":{"$ref":"#/$defs/api_key"},"api_token":{"$ref":"#/$defs/api_token"},"company":{"type":"string"},"email_id":{"type":"string"},"webhook_name":{"type":"string"}}}}',
    ortto:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"base_url":{"type":"object","description":"Custom domain, starting with https://","enum":["api.eu","api.au","api"]}}}}',
    outbrain:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"password":{"$ref":"#/$defs/password"},"pull_archived_campaigns":{"type":"boolean"},"timeframe_months":{"$ref":"#/$defs/timeframe_months2"},"user":{"$ref":"#/$defs/user"}}}}',
    outreach: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth2"}}',
    packiyo:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"subdomain":{"type":"string"}}}}',
    paddle:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_key":{"$ref":"#/$defs/api_key"},"environment":{"type":"object","enum":["api","sandbox-api"]}}}}',
    pagerduty: '{"config":{"$ref":"#/$defs/config"}}',
    pandadoc: '{"config":{"$ref":"#/$defs/config"}}',
    papershift: '{"config":{"$ref":"#/$defs/config"}}',
    parcellab:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_id":{"type":"string"},"api_key":{"$ref":"#/$defs/api_key"}}}}',
    pardot: '{"config":{"$ref":"#/$defs/config46"},"auth":{"$ref":"#/$defs/auth2"}}',
    pardot_sandbox: '{"config":{"$ref":"#/$defs/config46"},"auth":{"$ref":"#/$defs/auth2"}}',
    partnerize:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"application_key":{"type":"string"}}}}',
    partnerstack_vendor:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"public_key":{"type":"string"},"secret_key":{"type":"string","format":"password"}}}}',
    paychex:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string","format":"password"},"client_secret":{"type":"string","format":"password"}}}}',
    paylocity: '{"config":{"$ref":"#/$defs/config47"}}',
    paypal: '{"config":{"$ref":"#/$defs/config48"}}',
    paypal_sandbox: '{"config":{"$ref":"#/$defs/config48"}}',
    pendo:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"app_ids":{"type":"array","when":{"sync_mode":["SpecificAppIds"]},"items":{"type":"string"}},"aws_credentials":{"$ref":"#/$defs/aws_credentials"},"azure_credentials":{"type":"object","properties":{"connection_string":{"type":"string","format":"password"},"container_name":{"type":"string"},"home_folder":{"type":"string"}}},"backward_sync_limit_date":{"$ref":"#/$defs/backward_sync_limit"},"export_storage_type":{"type":"object","enum":["AZURE","GCS","AWS_S3"]},"gcs_credentials":{"$ref":"#/$defs/gcs_credentials"},"historical_sync_time_frame":{"$ref":"#/$defs/historical_sync_time_frame"},"integration_key":{"type":"string","format":"password"},"region":{"type":"object","enum":["EU","US1","AU","JPN","US"]},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["AllAppIds","SpecificAppIds"],"default":"AllAppIds"},"use_data_sync":{"type":"boolean"}}}}',
    peopleforce: '{"config":{"$ref":"#/$defs/config"}}',
    persona: '{"config":{"$ref":"#/$defs/config"}}',
    personio: '{"config":{"$ref":"#/$defs/config5"}}',
    phoenix_ads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"agent_id":{"type":"string"},"secret_key":{"type":"string","format":"password"}}}}',
    picqer: '{"config":{"$ref":"#/$defs/config3"}}',
    pigment:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"list_id":{"type":"string"},"metric_id":{"type":"string"},"table_id":{"type":"string"},"view_id":{"type":"string"}}}}',
    pingdom:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"username":{"type":"string","format":"password"}}}}',
    pinpoint: '{"config":{"$ref":"#/$defs/config3"}}',
    pinterest_ads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"advertisers":{"type":"array","when":{"sync_mode":["SpecificAdvertisers"]},"items":{"type":"string"}},"click_attribution_window":{"$ref":"#/$defs/click_attribution_window2"},"conversion_report_time":{"$ref":"#/$defs/conversion_report_time"},"custom_reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"click_attribution_window":{"$ref":"#/$defs/click_attribution_window2"},"conversion_report_time":{"$ref":"#/$defs/conversion_report_time"},"granularity":{"type":"object","enum":["TOTAL","MONTH","HOUR","WEEK","DAY"]},"metrics":{"type":"array","items":{"type":"string"}},"report_type":{"$ref":"#/$defs/report_type"},"table_name":{"$ref":"#/$defs/table"},"view_attribution_window":{"$ref":"#/$defs/click_attribution_window2"}}}},"refresh_token_expires_at":{"type":"string","format":"date-time"},"report_granularity":{"type":"object","enum":["HOUR","DAY"]},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["SpecificAdvertisers","AllAdvertisers"]},"timeframe_months":{"$ref":"#/$defs/timeframe_months5"},"view_attribution_window":{"$ref":"#/$defs/click_attribution_window2"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    pinterest_organic: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    pipe17: '{"config":{"$ref":"#/$defs/config"}}',
    pipedrive:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"domain":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    pivotal_tracker: '{"config":{"$ref":"#/$defs/config10"}}',
    piwik_pro: '{"config":{"$ref":"#/$defs/config24"}}',
    placerai: '{"config":{"$ref":"#/$defs/config"}}',
    planetscale: '{"config":{"$ref":"#/$defs/config9"}}',
    planful:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_id":{"type":"string"},"access_key":{"type":"string","format":"password"},"email_id":{"type":"string"},"tenant_app_url":{"type":"string"}}}}',
    planhat: '{"config":{"$ref":"#/$defs/config2"}}',
    playvox:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"sub_domain":{"type":"string"},"user_id":{"type":"string"}}}}',
    playvox_workforce_management:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"identifier":{"type":"string"},"region_url":{"type":"string"},"secret":{"type":"string","format":"password"},"tenant_url":{"type":"string"}}}}',
    podio: '{"config":{"$ref":"#/$defs/config38"}}',
    poplar: '{"config":{"$ref":"#/$defs/config2"}}',
    postgres:
      '{"config":{"$ref":"#/$defs/config12"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    postgres_rds:
      '{"config":{"$ref":"#/$defs/config12"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    posthog:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"sub_domain":{"type":"object","enum":["app","eu"]}}}}',
    postmark: '{"config":{"$ref":"#/$defs/config10"}}',
    power_reviews_enterprise: '{"config":{"$ref":"#/$defs/config5"}}',
    prisma_cloud:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"base_url":{"type":"object","description":"Custom domain, starting with https://","enum":["https://api.gov.prismacloud.io","https://api.id.prismacloud.io","https://api4.prismacloud.io","https://api.jp.prismacloud.io","https://api3.prismacloud.io","https://api.uk.prismacloud.io","https://api.ind.prismacloud.io","https://api2.eu.prismacloud.io","https://api.eu.prismacloud.io","https://api.sg.prismacloud.io","https://api.prismacloud.io","https://api.prismacloud.cn","https://api.anz.prismacloud.io","https://api.ca.prismacloud.io","https://api.fr.prismacloud.io","https://api2.prismacloud.io"]},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"console_url":{"type":"string"}}}}',
    prive: '{"config":{"$ref":"#/$defs/config"}}',
    procore:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"environment":{"type":"object","enum":["sandbox","api","api-monthly"]}}}}',
    productboard: '{"config":{"$ref":"#/$defs/config39"}}',
    productive:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"organization_id":{"type":"string"},"personal_access_token":{"$ref":"#/$defs/personal_access_token"}}}}',
    profound: '{"config":{"$ref":"#/$defs/config"}}',
    proofpoint_security_awareness:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"region":{"type":"object","enum":["results.ap.securityeducation.com","results.us.securityeducation.com","results.eu.securityeducation.com"]},"token_key":{"$ref":"#/$defs/token_key"}}}}',
    prosperstack: '{"config":{"$ref":"#/$defs/config"}}',
    purple_dot:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"private_access_token":{"type":"string","format":"password"}}}}',
    pylon_support_platform: '{"config":{"$ref":"#/$defs/config10"}}',
    qmatic_data_connect:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"password":{"$ref":"#/$defs/password"},"subdomain":{"type":"string"},"username":{"type":"string"}}}}',
    qualaroo:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"type":"string","description":"API key"},"api_secret":{"type":"string","format":"password"},"survey_ids":{"type":"string"}}}}',
    qualtrics:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_requests_per_minute":{"type":"integer","format":"int32","default":2000},"api_token":{"$ref":"#/$defs/api_token"},"auth_type":{"type":"object","description":"How Fivetran signs in","enum":["STANDARD","ADVANCED"]},"certificate":{"$ref":"#/$defs/certificate"},"data_center":{"type":"string"},"directories":{"type":"array","items":{"type":"string"}},"directory_sync_mode":{"type":"object","enum":["ALL","CUSTOM"]},"distribution_incremental_fetch_window_days":{"type":"integer","format":"int32"},"pass_phrase":{"type":"string","format":"password"},"private_key":{"type":"string","format":"password"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    quickbooks:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"$ref":"#/$defs/client_id"},"client_secret":{"$ref":"#/$defs/client_secret2"}}},"auth":{"type":"object","properties":{"client_access":{"$ref":"#/$defs/client_access3"},"realm_id":{"$ref":"#/$defs/realm_id"},"refresh_token":{"$ref":"#/$defs/refresh_token2"}}}}',
    quora_ads: '{"config":{"$ref":"#/$defs/config5"},"auth":{"$ref":"#/$defs/auth"}}',
    quorum: '{"config":{"$ref":"#/$defs/config31"}}',
    rakutenadvertising:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"report_keys":{"type":"string"}}}}',
    ramp: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    rarible:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"blockchain":{"type":"object","enum":["POLYGON","ETHEREUM","SOLANA","IMMUTABLEX","TEZOS","FLOW"]},"collection_address":{"type":"string"}}}}',
    rebound_returns:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"login":{"type":"string"}}}}',
    recharge: '{"config":{"$ref":"#/$defs/config10"}}',
    recurly:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"region":{"type":"object","enum":["v3.eu","v3"]},"sub_domain":{"type":"string"}}}}',
    reddit_ads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"business_accounts":{"$ref":"#/$defs/accounts2"},"custom_reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"breakdowns":{"type":"array","description":"Groupings of the report","items":{"type":"object","enum":["CAMPAIGN_ID","AD_ID","OS_TYPE","KEYWORD","INTEREST","REGION","AD_ACCOUNT_ID","PLACEMENT","COMMUNITY","COUNTRY","DMA","GENDER","AD_GROUP_ID","GALLERY_ITEM_ID"]}},"conversions_report_included":{"type":"boolean","default":false},"custom_events_included":{"type":"boolean","default":false},"event_names":{"type":"array","items":{"type":"string"}},"level":{"type":"object","enum":["ACCOUNT","AD","POST","AD_GROUP","NONE","CAMPAIGN"]},"report_fields":{"type":"array","items":{"type":"string"}},"report_name":{"type":"string"},"segmentation":{"type":"object","enum":["PLACEMENT","COUNTRY","METRO","COMMUNITY","NONE","INTEREST"]},"time_zone":{"type":"string"},"time_zone_mode":{"type":"object","enum":["ACCOUNT","USER"],"default":"ACCOUNT"}}}},"sync_mode":{"$ref":"#/$defs/sync_mode2"},"timeframe_months":{"$ref":"#/$defs/timeframe_months"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    referralhero: '{"config":{"$ref":"#/$defs/config23"}}',
    refiner: '{"config":{"$ref":"#/$defs/config"}}',
    reltio:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"max_api_requests_per_day":{"type":"integer","format":"int32"},"tenant_configs":{"type":"array","items":{"type":"object","properties":{"subdomain":{"type":"string"},"tenant_id":{"$ref":"#/$defs/tenant_id"}}}}}}}',
    replyio: '{"config":{"$ref":"#/$defs/config"}}',
    resource_management_by_smartsheet: '{"config":{"$ref":"#/$defs/config10"}}',
    retailnext:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_key":{"type":"string","format":"password"},"secret_key":{"type":"string","format":"password"},"subscription":{"type":"string"}}}}',
    retently: '{"config":{"$ref":"#/$defs/config10"}}',
    revel:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key_api_secret":{"type":"string","format":"password"},"sub_domain":{"type":"string"}}}}',
    revenuecat: '{"config":{"$ref":"#/$defs/config"}}',
    reviewsai: '{"config":{"$ref":"#/$defs/config23"}}',
    reviewsio:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"store_id":{"type":"string"}}}}',
    revops: '{"config":{"$ref":"#/$defs/config22"}}',
    revx: '{"config":{"$ref":"#/$defs/config27"}}',
    ricochet360: '{"config":{"$ref":"#/$defs/config"}}',
    ringcentral: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth10"}}',
    ringover:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"region":{"type":"object","enum":["-api-us","-api"]}}}}',
    rippling: '{"config":{"$ref":"#/$defs/config"}}',
    rithum: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    rivo: '{"config":{"$ref":"#/$defs/config"}}',
    rocketlane:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"sub_domain":{"type":"object","enum":["api.eu.rocketlane.com","api.rocketlane.com"]}}}}',
    rokt: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_id":{"type":"string"},"app_id":{"type":"string"},"app_secret":{"type":"string","format":"password"},"currency":{"type":"object","enum":["AUD","SGD","KRW","JPY","EUR","GBP","USD","CAD","NZD","CNY"]},"historical_sync_time_frame":{"$ref":"#/$defs/historical_sync_time_frame2"},"timezone":{"type":"object","enum":["Australia/Sydney","America/Chicago","Pacific/Honolulu"]}}}}',
    rollbar:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"account_access_token":{"type":"string","format":"password"},"project_access_token":{"type":"string","format":"password"}}}}',
    rootly: '{"config":{"$ref":"#/$defs/config"}}',
    rtb_house: '{"config":{"$ref":"#/$defs/config27"}}',
    ruddr: '{"config":{"$ref":"#/$defs/config"}}',
    rundeck: '{"config":{"$ref":"#/$defs/config40"}}',
    s3: '{"config":{"type":"object","required":["schema","table_group_name"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table_group_name":{"$ref":"#/$defs/table_group_name"},"access_key_id":{"type":"string","description":"Access key id of the AWS user","when":{"auth_type":["ACCESS_KEY"]}},"access_key_secret":{"type":"string","format":"password","description":"Secret access key of the AWS user","when":{"auth_type":["ACCESS_KEY"]}},"append_file_option":{"$ref":"#/$defs/append_file_option"},"archive_pattern":{"$ref":"#/$defs/archive_pattern"},"auth_type":{"$ref":"#/$defs/auth_type2"},"bucket":{"$ref":"#/$defs/bucket"},"compression":{"$ref":"#/$defs/compression"},"connection_type":{"type":"object","description":"How Fivetran reaches the bucket","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"],"default":"Directly"},"delimiter":{"$ref":"#/$defs/delimiter"},"empty_header":{"$ref":"#/$defs/empty_header2"},"escape_char":{"$ref":"#/$defs/escape_char"},"extraction_pattern":{"$ref":"#/$defs/extraction_pattern"},"file_mapping_method":{"$ref":"#/$defs/file_mapping_method"},"file_type":{"$ref":"#/$defs/file_type"},"files":{"$ref":"#/$defs/files"},"is_private_link_required":{"$ref":"#/$defs/is_private_link_required2"},"is_public":{"type":"boolean","description":"Whether the bucket is public","default":false},"json_delivery_mode":{"$ref":"#/$defs/json_delivery_mode"},"line_separator":{"$ref":"#/$defs/line_separator"},"list_strategy":{"$ref":"#/$defs/list_strategy"},"non_standard_escape_char":{"$ref":"#/$defs/non_standard_escape_char"},"null_sequence":{"$ref":"#/$defs/null_sequence"},"on_error":{"$ref":"#/$defs/on_error"},"pattern":{"$ref":"#/$defs/pattern"},"pgp_pass_phrase":{"$ref":"#/$defs/pgp_pass_phrase"},"pgp_secret_key":{"$ref":"#/$defs/pgp_secret_key"},"prefix":{"$ref":"#/$defs/prefix"},"quote_char":{"$ref":"#/$defs/quote_char"},"quote_character_enabled":{"$ref":"#/$defs/quote_character_enabled"},"role_arn":{"type":"string","format":"password","description":"ARN of the AWS role that Fivetran assumes","when":{"auth_type":["IAM_ROLE"]}},"selected_range":{"$ref":"#/$defs/selected_range"},"signer_public_key":{"$ref":"#/$defs/signer_public_key"},"skip_after":{"$ref":"#/$defs/skip_after"},"skip_before":{"$ref":"#/$defs/skip_before"},"use_pgp_encryption_options":{"$ref":"#/$defs/use_pgp_encryption_options"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config2"}}',
    s3_compatible_storage:
      '{"config":{"type":"object","required":["schema","table_group_name"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table_group_name":{"$ref":"#/$defs/table_group_name"},"access_key_id":{"$ref":"#/$defs/access_key_id2"},"access_key_secret":{"$ref":"#/$defs/access_key_secret"},"append_file_option":{"$ref":"#/$defs/append_file_option"},"archive_pattern":{"$ref":"#/$defs/archive_pattern"},"auth_type":{"type":"object","description":"How Fivetran signs in","enum":["PUBLIC_BUCKET","ACCESS_KEY"]},"bucket":{"$ref":"#/$defs/bucket"},"compression":{"$ref":"#/$defs/compression"},"delimiter":{"$ref":"#/$defs/delimiter"},"empty_header":{"$ref":"#/$defs/empty_header2"},"endpoint_url":{"type":"string"},"escape_char":{"$ref":"#/$defs/escape_char"},"file_type":{"$ref":"#/$defs/file_type"},"files":{"$ref":"#/$defs/files3"},"json_delivery_mode":{"$ref":"#/$defs/json_delivery_mode"},"line_separator":{"$ref":"#/$defs/line_separator"},"list_strategy":{"$ref":"#/$defs/list_strategy"},"null_sequence":{"$ref":"#/$defs/null_sequence"},"on_error":{"$ref":"#/$defs/on_error"},"pgp_pass_phrase":{"$ref":"#/$defs/pgp_pass_phrase"},"pgp_secret_key":{"$ref":"#/$defs/pgp_secret_key"},"prefix":{"type":"string"},"quote_char":{"$ref":"#/$defs/quote_char"},"quote_character_enabled":{"$ref":"#/$defs/quote_character_enabled"},"selected_range":{"$ref":"#/$defs/selected_range"},"signer_public_key":{"$ref":"#/$defs/signer_public_key"},"skip_after":{"$ref":"#/$defs/skip_after"},"skip_before":{"$ref":"#/$defs/skip_before"},"use_pgp_encryption_options":{"$ref":"#/$defs/use_pgp_encryption_options"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config2"}}',
    safebase: '{"config":{"$ref":"#/$defs/config22"}}',
    safetyculture: '{"config":{"$ref":"#/$defs/config10"}}',
    sage_hr: '{"config":{"$ref":"#/$defs/config3"}}',
    sage_intacct:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"company_id":{"type":"string"},"historical_sync_limit":{"$ref":"#/$defs/historical_sync_limit2"},"login_password":{"type":"string","format":"password"},"look_back_window_for_gl_batch_endpoint":{"type":"integer","format":"int32"},"sender_id":{"type":"string"},"sender_password":{"type":"string","format":"password"},"user_id":{"type":"string"}}}}',
    sailthru:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"type":"string","description":"API key"},"api_secret":{"type":"string","format":"password"},"campaign_query_lookback_window_in_days":{"type":"integer","format":"int32","default":60},"historical_sync_limit":{"$ref":"#/$defs/historical_sync_time_frame"},"historical_sync_limit_date":{"$ref":"#/$defs/backward_sync_limit"},"is_sailthru_connect_enabled":{"type":"boolean"},"packing_mode":{"$ref":"#/$defs/packing_mode2"},"s3bucket":{"type":"string"},"s3path":{"type":"string"},"s3role_arn":{"type":"string","format":"password"},"use_customer_s3_bucket":{"type":"boolean"}}}}',
    salesforce: '{"config":{"$ref":"#/$defs/config49"},"auth":{"$ref":"#/$defs/auth3"}}',
    salesforce_commerce_cloud:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"customer_list_id":{"type":"string"},"include_ocapi_endpoints":{"type":"boolean"},"ocapi_client_id":{"type":"string"},"ocapi_client_secret":{"type":"string","format":"password"},"ocapi_custom_object_types":{"type":"string"},"ocapi_hostname":{"type":"string"},"organization_id":{"type":"string"},"short_code":{"type":"string","format":"password"},"site_id":{"type":"string"}}},"auth":{"type":"object","properties":{"ocapi_access_token":{"type":"string"},"ocapi_refresh_token":{"type":"string"}}}}',
    salesforce_marketing_cloud:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"historical_sync_limit":{"$ref":"#/$defs/historical_sync_time_frame"},"historical_sync_limit_date":{"$ref":"#/$defs/backward_sync_limit"},"instance":{"type":"object","enum":["s4","s5","s11","s6","s10","s7","s8","s12","s1","s51","s50"]},"is_new_package":{"type":"boolean","default":false},"is_sftp_creds_available":{"type":"boolean"},"selected_event_types":{"type":"array","items":{"type":"string"}},"sftp_host":{"type":"string"},"sftp_is_key_pair":{"type":"boolean"},"sftp_password":{"type":"string","format":"password"},"sftp_port":{"type":"integer","format":"int32"},"sftp_user":{"type":"string"},"sub_domain":{"type":"string"},"sync_mode":{"$ref":"#/$defs/sync_mode4"}}}}',
    salesforce_sandbox: '{"config":{"$ref":"#/$defs/config49"},"auth":{"$ref":"#/$defs/auth3"}}',
    salesloft:
      '{"config":{"$ref":"#/$defs/config5"},"auth":{"type":"object","properties":{"refresh_token":{"$ref":"#/$defs/refresh_token2"}}}}',
    salsify: '{"config":{"$ref":"#/$defs/config3"}}',
    samsara:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"app_id":{"type":"string"},"app_secret":{"type":"string","format":"password"},"auth_type":{"$ref":"#/$defs/auth_type"},"region":{"type":"object","enum":["eu.samsara","samsara"]}}}}',
    sana: '{"config":{"$ref":"#/$defs/config7"}}',
    sap_business_by_design:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"instance_url":{"type":"string"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string"}}}}',
    sap_hana_db:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"client":{"type":"string"},"connection_type":{"type":"object","description":"How Fivetran reaches the host","enum":["PrivateLink","SshTunnel","ProxyAgent"]},"convert_dats_type_to_date":{"type":"boolean"},"database":{"$ref":"#/$defs/database"},"group":{"type":"string"},"hana_db_port":{"type":"integer","format":"int32"},"host":{"$ref":"#/$defs/host"},"ms_host":{"type":"string"},"ms_serv":{"type":"string"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"r3_name":{"type":"string"},"sap_hana_connection_mode":{"type":"object","enum":["NETWEAVER","DIRECT"]},"sap_router":{"type":"string"},"schema_name":{"type":"string"},"snc_certificate_source":{"type":"string","format":"password"},"snc_mode":{"type":"object","enum":["SncUserPass","NoSnc","SncCertificate"]},"snc_source_name":{"type":"string"},"sysnr":{"type":"string"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"use_message_server":{"type":"boolean"},"use_sap_router":{"type":"boolean"},"user":{"$ref":"#/$defs/user"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    sap_success_factors: '{"config":{"$ref":"#/$defs/config47"}}',
    scorm: '{"config":{"$ref":"#/$defs/config27"}}',
    security_journey: '{"config":{"$ref":"#/$defs/config"}}',
    segment:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"bucket":{"type":"string","description":"Name of the bucket","when":{"sync_type":["S3"]}},"prefix":{"type":"string","when":{"sync_type":["S3"]}},"role_arn":{"type":"string","format":"password","description":"ARN of the AWS role that Fivetran assumes","when":{"sync_type":["S3"]}},"sync_type":{"type":"object","enum":["S3","Webhook"]}}}}',
    sendgrid: '{"config":{"$ref":"#/$defs/config"}}',
    sentry:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"organization_id":{"type":"string"},"project_ids":{"type":"string"}}}}',
    servicenow:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"include_inherited_columns":{"type":"boolean","immutable":true},"instance":{"type":"string"},"password":{"$ref":"#/$defs/password"},"rollback_window":{"type":"integer","format":"int32","default":0},"username":{"type":"string"}}}}',
    servicetitan:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"app_key":{"type":"string","format":"password"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"environment":{"type":"object","enum":["-integration.","."]},"tenant_id":{"$ref":"#/$defs/tenant_id"}}}}',
    servicetrade: '{"config":{"$ref":"#/$defs/config27"}}',
    sevdesk: '{"config":{"$ref":"#/$defs/config6"}}',
    sftp: '{"config":{"type":"object","required":["schema","table_group_name"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table_group_name":{"$ref":"#/$defs/table_group_name"},"append_file_option":{"$ref":"#/$defs/append_file_option"},"archive_pattern":{"$ref":"#/$defs/archive_pattern"},"compression":{"$ref":"#/$defs/compression"},"connection_method":{"type":"object","description":"How Fivetran reaches the host","enum":["SSH_TUNNEL","DIRECT"]},"delimiter":{"$ref":"#/$defs/delimiter"},"empty_header":{"$ref":"#/$defs/empty_header"},"escape_char":{"$ref":"#/$defs/escape_char"},"extraction_pattern":{"$ref":"#/$defs/extraction_pattern"},"file_handling":{"$ref":"#/$defs/file_handling"},"file_mapping_method":{"$ref":"#/$defs/file_mapping_method"},"file_type":{"$ref":"#/$defs/file_type"},"files":{"$ref":"#/$defs/files"},"host":{"$ref":"#/$defs/host"},"is_keypair":{"type":"boolean","description":"Whether Fivetran signs in with the group\'s SSH key, not a password"},"is_single_table_mode":{"$ref":"#/$defs/is_single_table_mode"},"json_delivery_mode":{"$ref":"#/$defs/json_delivery_mode"},"line_separator":{"$ref":"#/$defs/line_separator"},"null_sequence":{"$ref":"#/$defs/null_sequence"},"on_error":{"$ref":"#/$defs/on_error"},"password":{"type":"string","format":"password","description":"Password of the user","when":{"is_keypair":["false"]}},"pattern":{"$ref":"#/$defs/pattern"},"pgp_pass_phrase":{"$ref":"#/$defs/pgp_pass_phrase"},"pgp_secret_key":{"$ref":"#/$defs/pgp_secret_key"},"port":{"$ref":"#/$defs/port"},"prefix":{"$ref":"#/$defs/prefix"},"quote_char":{"$ref":"#/$defs/quote_char"},"quote_character_enabled":{"$ref":"#/$defs/quote_character_enabled"},"selected_range":{"$ref":"#/$defs/selected_range"},"signer_public_key":{"$ref":"#/$defs/signer_public_key"},"skip_after":{"$ref":"#/$defs/skip_after"},"skip_before":{"$ref":"#/$defs/skip_before"},"sync_nested_files":{"$ref":"#/$defs/sync_nested_files"},"tunnel_host":{"type":"string","description":"Host of the SSH tunnel, not a load balancer","when":{"connection_method":["SSH_TUNNEL"]}},"tunnel_port":{"type":"integer","format":"int32","description":"Port of the SSH tunnel","when":{"connection_method":["SSH_TUNNEL"]}},"tunnel_user":{"$ref":"#/$defs/host_user"},"use_pgp_encryption_options":{"$ref":"#/$defs/use_pgp_encryption_options"},"user":{"$ref":"#/$defs/user"}}}}',
    share_point:
      '{"config":{"type":"object","required":["schema","table_group_name"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table_group_name":{"$ref":"#/$defs/table_group_name"},"access_type":{"type":"object","enum":["CUSTOM_APP","SPECIFIC_SITES","CLIENT_CERTIFICATE","ALL_SITES"]},"append_file_option":{"$ref":"#/$defs/append_file_option"},"archive_pattern":{"$ref":"#/$defs/archive_pattern"},"client_certificate":{"type":"string","format":"password"},"client_certificate_private_key":{"type":"string","format":"password"},"compression":{"$ref":"#/$defs/compression"},"delimiter":{"$ref":"#/$defs/delimiter"},"empty_header":{"$ref":"#/$defs/empty_header"},"escape_char":{"$ref":"#/$defs/escape_char"},"file_handling":{"$ref":"#/$defs/file_handling"},"file_type":{"$ref":"#/$defs/file_type"},"files":{"$ref":"#/$defs/files3"},"is_single_table_mode":{"$ref":"#/$defs/is_single_table_mode"},"json_delivery_mode":{"$ref":"#/$defs/json_delivery_mode"},"line_separator":{"$ref":"#/$defs/line_separator"},"null_sequence":{"$ref":"#/$defs/null_sequence"},"on_error":{"$ref":"#/$defs/on_error"},"pattern":{"type":"string"},"prefix":{"type":"string"},"quote_char":{"$ref":"#/$defs/quote_char"},"quote_character_enabled":{"$ref":"#/$defs/quote_character_enabled"},"selected_range":{"$ref":"#/$defs/selected_range"},"share_url":{"type":"string"},"skip_after":{"$ref":"#/$defs/skip_after"},"skip_before":{"$ref":"#/$defs/skip_before"},"sync_nested_files":{"$ref":"#/$defs/sync_nested_files"},"sync_permissions":{"$ref":"#/$defs/sync_permissions"}}},"auth":{"$ref":"#/$defs/auth11"}}',
    shareasale:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_secret":{"type":"string","format":"password"},"merchant_id":{"$ref":"#/$defs/merchant_id"},"token":{"type":"string","format":"password"}}}}',
    sharetribe: '{"config":{"$ref":"#/$defs/config5"}}',
    shiphero: '{"config":{"$ref":"#/$defs/config50"}}',
    shipmonk: '{"config":{"$ref":"#/$defs/config"}}',
    shipnetwork:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_user_identifier":{"type":"string","format":"password"},"api_user_secret":{"type":"string","format":"password"},"client_id":{"type":"string"}}}}',
    shipstation:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string","format":"password"},"v2_api_key":{"type":"string","format":"password"}}}}',
    shopify:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_access_token":{"$ref":"#/$defs/api_access_token"},"app_url":{"type":"string","description":"Address of the app"},"backward_sync_limit":{"$ref":"#/$defs/backward_sync_limit"},"client_id":{"$ref":"#/$defs/client_id"},"client_secret":{"$ref":"#/$defs/client_secret2"},"historical_sync_time_frame":{"$ref":"#/$defs/historical_sync_limit"},"shop":{"type":"string","description":"Name of the shop, before .myshopify.com"}}},"auth":{"$ref":"#/$defs/auth9"}}',
    shopware:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"domain":{"type":"string"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string"}}}}',
    shortcut: '{"config":{"$ref":"#/$defs/config"}}',
    shortio: '{"config":{"$ref":"#/$defs/config"}}',
    showpad: '{"config":{"$ref":"#/$defs/config7"},"auth":{"$ref":"#/$defs/auth"}}',
    siemens_building_x_openness: '{"config":{"$ref":"#/$defs/config5"}}',
    sigma_computing_source:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_server":{"type":"object","enum":["api.us-a.aws","api.uk.aws","api.uk.azure","api.ca.aws","api.ca.azure","api","api.eu.aws","api.au.aws","aws-api","api.us.azure","api.eu.azure"]},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"}}}}',
    simplecast: '{"config":{"$ref":"#/$defs/config10"}}',
    simplesat:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_key":{"type":"string","format":"password"}}}}',
    singlestore_source: '{"config":{"$ref":"#/$defs/config9"}}',
    sistrix:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_key":{"$ref":"#/$defs/api_key"},"country":{"type":"object","enum":["de","pt","dk","hr","ua","hu","uk","id","ie","us","eg","ae","in","mt","za","it","mx","my","es","ve","ar","at","au","vn","ng","ro","nl","no","be","fi","ru","bg","jp","fr","nz","br","se","sg","si","sk","ca","ch","cl","gr","co","th","pe","cy","cz","ph","pk","pl","tr"]},"domain":{"type":"string"}}}}',
    skilljar: '{"config":{"$ref":"#/$defs/config"}}',
    skillstx: '{"config":{"$ref":"#/$defs/config7"}}',
    skimlinks:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"historical_sync_time_frame":{"$ref":"#/$defs/historical_sync_time_frame2"},"publisher_id":{"type":"string"}}}}',
    skuvault: '{"config":{"$ref":"#/$defs/config8"}}',
    slab: '{"config":{"$ref":"#/$defs/config2"}}',
    slack: '{"config":{"$ref":"#/$defs/config35"}}',
    slack_admin_data: '{"config":{"$ref":"#/$defs/config5"}}',
    slack_app:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"app_level":{"type":"object","enum":["users:read,bookmarks:read,channels:history,channels:read,dnd:read,emoji:read,groups:history,groups:read,im:history,im:read,mpim:history,mpim:read,pins:read,reactions:read,reminders:read,usergroups:read,files:read,users.profile:read,users:read.email,remote_files:read,pins:read,team.billing:read,team.preferences:read","users:read,bookmarks:read,channels:history,channels:read,dnd:read,emoji:read,groups:history,groups:read,im:history,im:read,mpim:history,mpim:read,pins:read,reactions:read,reminders:read,usergroups:read,files:read,users.profile:read,users:read.email,remote_files:read,pins:read,team.billing:read,team.preferences:read,auditlogs:read"]},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"}}}}',
    smadex: '{"config":{"$ref":"#/$defs/config8"}}',
    smarthr:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"bearer_token":{"type":"string","format":"password"},"environment":{"type":"object","enum":["daruma.space","smarthr.jp"]},"subdomain":{"type":"string"}}}}',
    smartrecruiters: '{"config":{"$ref":"#/$defs/config5"}}',
    smartsheet:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"auth_mode":{"type":"object","description":"How Fivetran signs in","enum":["OAuth2","APIToken"]},"region":{"type":"object","enum":["COM","EU","AU"]}}},"auth":{"type":"object","properties":{"access_token":{"type":"string"},"realm_id":{"$ref":"#/$defs/realm_id"},"refresh_token":{"$ref":"#/$defs/refresh_token2"}}}}',
    smartwaiver: '{"config":{"$ref":"#/$defs/config"}}',
    snapchat_ads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_sync_mode":{"type":"object","enum":["AllAccounts","SpecificAccounts"],"default":"AllAccounts"},"accounts":{"type":"array","when":{"account_sync_mode":["SpecificAccounts"]},"items":{"type":"string"}},"custom_reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"action_report_time":{"type":"object","description":"When an action counts: at the impression or the conversion","enum":["impression","conversion"]},"add_metric_variants":{"type":"boolean"},"base_metrics_fields":{"type":"array","items":{"type":"object","enum":["quartile_2","quartile_3","quartile_1","conversion_searches_value","play_time_millis","conversion_login","avg_screen_time_millis","conversion_page_views","saves","video_views","conversion_list_view","conversion_add_billing_value","conversion_reserve_value","conversion_share","conversion_reserve","conversion_purchases_value","attachment_total_view_time_millis","conversion_add_to_wishlist","avg_position_screen_time_millis","conversion_visit_value","story_completes","conversion_complete_tutorial_value","conversion_start_trial","conversion_start_trial_value","uniques","conversion_subscribe","conversion_save","conversion_add_cart_value","conversion_level_completes","screen_time_millis","total_reach","conversion_invite","total_installs","conversion_achievement_unlocked_value","custom_event_1_value","view_completion","position_impressions","shares","video_views_time_based","conversion_complete_tutorial","conversion_login_value","ios_installs","conversion_subscribe_value","conversion_save_value","native_leads","conversion_rate","avg_view_time_millis","conversion_ad_view","attachment_avg_view_time_millis","earned_impressions","custom_event_1","impressions","position_screen_time_millis","custom_event_2","conversion_visit","conversion_spend_credits_value","conversion_add_billing","paid_impressions","conversion_purchases","android_installs","swipes","conversion_start_checkout","conversion_view_content_value","conversion_achievement_unlocked","position_swipe_up_percent","conversion_rate_value","frequency","custom_event_3","custom_event_4","custom_event_5","earned_reach","conversion_start_checkout_value","swipe_up_percent","conversion_spend_credits","profile_clicks","conversion_level_completes_value","conversion_sign_ups","custom_event_5_value","story_opens","conversion_page_views_value","video_views_15s","conversion_add_to_wishlist_value","custom_event_2_value","conversion_ad_click_value","attachment_uniques","attachment_video_views","conversion_list_view_value","conversion_ad_view_value","conversion_sign_ups_value","total_impressions","conversion_app_opens_value","attachment_quartile_1","landing_page_views","conversion_app_opens","conversion_invite_value","attachment_quartile_3","spend","attachment_quartile_2","custom_event_4_value","conversion_add_cart","conversion_searches","attachment_view_completion","view_time_millis","attachment_frequency","conversion_view_content","conversion_share_value","custom_event_3_value","conversion_ad_click"]}},"breakdown":{"type":"object","description":"Grouping of the report","enum":["AD","AD_SQUAD","CAMPAIGN"]},"breakout":{"type":"object","enum":["app","offline","total","total_on_platform","web","total_off_platform"]},"dimension":{"type":"object","enum":["COUNTRY","DEVICE_OS","DMA","DEVICE_MAKE","DEMOGRAPHIC","REGION","INTEREST"]},"granularity":{"type":"object","enum":["HOUR","DAY"]},"report_name":{"type":"string"},"sk_ad_metrics_fields":{"type":"array","items":{"type":"object","enum":["custom_event_2_sk_ad_network_view","conversion_invite_sk_ad_network_total","custom_event_4_sk_ad_network","conversion_list_view_sk_ad_network_view","conversion_share_sk_ad_network_total","conversion_ad_click_sk_ad_network","conversion_save_sk_ad_network_view","conversion_sign_ups_sk_ad_network_total","conversion_start_trial_sk_ad_network_total","conversion_start_trial_sk_ad_network","conversion_purchases_sk_ad_network_view","conversion_subscribe_sk_ad_network_view","conversion_level_completes_sk_ad_network_view","conversion_spend_credits_sk_ad_network_view","conversion_level_completes_sk_ad_network","conversion_add_billing_sk_ad_network_view","unknown_sk_ad_network_view","conversion_ad_view_sk_ad_network","custom_event_5_sk_ad_network_total","conversion_rate_sk_ad_network_view","conversion_view_content_sk_ad_network","conversion_login_sk_ad_network_total","conversion_reserve_sk_ad_network_view","conversion_app_opens_sk_ad_network_total","conversion_spend_credits_sk_ad_network","conversion_achievement_unlocked_sk_ad_network_total","conversion_reserve_sk_ad_network_total","conversion_complete_tutorial_sk_ad_network","conversion_ad_click_sk_ad_network_total","conversion_add_cart_sk_ad_network","conversion_ios_installs_sk_ad_network","conversion_assist_install_sk_ad_network_view","conversion_view_content_sk_ad_network_total","conversion_add_to_wishlist_sk_ad_network_view","conversion_start_trial_sk_ad_network_view","conversion_add_billing_sk_ad_network","conversion_list_view_sk_ad_network","conversion_subscribe_sk_ad_network_total","conversion_null_sk_ad_network","conversion_total_installs_sk_ad_network","conversion_sign_ups_sk_ad_network","conversion_list_view_sk_ad_network_total","conversion_app_opens_sk_ad_network","conversion_sign_ups_sk_ad_network_view","conversion_achievement_unlocked_sk_ad_network","unknown_sk_ad_network","conversion_page_views_sk_ad_network_total","conversion_ad_view_sk_ad_network_view","custom_event_4_sk_ad_network_view","conversion_searches_sk_ad_network_total","conversion_add_to_wishlist_sk_ad_network","conversion_searches_sk_ad_network_view","conversion_ad_view_sk_ad_network_total","conversion_ios_installs_sk_ad_network_view","custom_event_3_sk_ad_network","conversion_save_sk_ad_network_total","conversion_save_sk_ad_network","conversion_add_billing_sk_ad_network_total","conversion_null_sk_ad_network_total","custom_event_5_sk_ad_network","conversion_reserve_sk_ad_network","conversion_page_views_sk_ad_network","conversion_level_completes_sk_ad_network_total","custom_event_1_sk_ad_network_total","conversion_add_to_wishlist_sk_ad_network_total","conversion_rate_sk_ad_network_total","conversion_start_checkout_sk_ad_network_view","conversion_app_opens_sk_ad_network_view","conversion_spend_credits_sk_ad_network_total","conversion_purchases_sk_ad_network","conversion_share_sk_ad_network_view","custom_event_3_sk_ad_network_total","conversion_ios_installs_sk_ad_network_total","conversion_rate_sk_ad_network","custom_event_1_sk_ad_network_view","custom_event_3_sk_ad_network_view","conversion_add_cart_sk_ad_network_view","conversion_page_views_sk_ad_network_view","conversion_purchases_sk_ad_network_total","custom_event_1_sk_ad_network","conversion_complete_tutorial_sk_ad_network_total","custom_event_4_sk_ad_network_total","conversion_add_cart_sk_ad_network_total","conversion_subscribe_sk_ad_network","conversion_start_checkout_sk_ad_network_total","custom_event_5_sk_ad_network_view","conversion_total_installs_sk_ad_network_view","custom_event_2_sk_ad_network_total","conversion_view_content_sk_ad_network_view","conversion_login_sk_ad_network","conversion_login_sk_ad_network_view","conversion_start_checkout_sk_ad_network","conversion_assist_install_sk_ad_network_total","conversion_achievement_unlocked_sk_ad_network_view","conversion_searches_sk_ad_network","conversion_share_sk_ad_network","conversion_ad_click_sk_ad_network_view","conversion_total_installs_sk_ad_network_total","conversion_assist_install_sk_ad_network","unknown_sk_ad_network_total","conversion_invite_sk_ad_network","conversion_null_sk_ad_network_view","conversion_complete_tutorial_sk_ad_network_view","conversion_invite_sk_ad_network_view","custom_event_2_sk_ad_network"]}}}}},"organizations":{"type":"array","when":{"sync_mode":["SpecificOrganizations"]},"items":{"type":"string"}},"swipe_attribution_window":{"type":"object","enum":["DAY_1","DAY_7","DAY_28"],"default":"DAY_28"},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["SpecificOrganizations","AllOrganizations"],"default":"AllOrganizations"},"timeframe_months":{"$ref":"#/$defs/timeframe_months"},"view_attribution_window":{"type":"object","description":"Replaced by attribution_windows","enum":["DAY_1","HOUR_6","HOUR_3","HOUR_1","DAY_7","NONE","DAY_28"],"default":"DAY_1"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    snowflake_db:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"auth":{"type":"object","description":"How the user signs in","enum":["PASSWORD","KEY_PAIR"]},"connection_type":{"$ref":"#/$defs/connection_type2"},"database":{"type":"string","description":"Database to sync"},"host":{"$ref":"#/$defs/host"},"is_private_key_encrypted":{"$ref":"#/$defs/is_private_key_encrypted"},"passphrase":{"$ref":"#/$defs/passphrase"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"private_key":{"$ref":"#/$defs/private_key"},"role":{"$ref":"#/$defs/role"},"use_workspace":{"type":"boolean","description":"Whether temporary tables go to a schema of their own"},"user":{"$ref":"#/$defs/user"},"workspace_name":{"$ref":"#/$defs/workspace_name"},"workspace_schema":{"type":"string","description":"Schema of the temporary tables"}}}}',
    snowplow:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"config_repository_url":{"type":"string"},"enable_enrichments":{"type":"boolean"}}}}',
    snyk: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"region":{"type":"object","enum":["",".au",".us",".eu"]}}}}',
    solarwinds_service_desk:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"domain":{"type":"object","enum":["https://api.samanage.com","https://apieu.samanage.com"]},"token":{"type":"string","format":"password"}}}}',
    sonarqube:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"subdomain":{"type":"string"},"user_token":{"type":"string","format":"password"}}}}',
    sparkpost:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"host_url":{"$ref":"#/$defs/host_url"}}}}',
    splash: '{"config":{"$ref":"#/$defs/config38"}}',
    splitio:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"admin_api_key":{"type":"string","format":"password"}}}}',
    splunk:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"rollback_window":{"type":"integer","format":"int32","default":2},"user":{"$ref":"#/$defs/user"}}}}',
    spotify_ads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"accounts":{"type":"array","when":{"sync_mode":["SPECIFIC_ACCOUNTS"]},"items":{"type":"string"}},"report_list":{"type":"array","items":{"type":"object","properties":{"dimension":{"type":"object","enum":["AD_ACCOUNT","AD","AD_SET","CAMPAIGN"]},"fields":{"type":"array","items":{"type":"object","enum":["CTR","SKIPS","VIDEO_VIEWS","COMPLETES","STREAMS_PER_USER","E_CPCL","SPEND","THIRD_QUARTILES","CLICKS","NEW_LISTENER_CONVERSION_RATE","FREQUENCY","OFF_SPOTIFY_IMPRESSIONS","VIDEO_EXPAND_RATE","NEW_LISTENERS","PAID_LISTENS","IMPRESSIONS","CONVERSION_RATE","FIRST_QUARTILES","STREAMED_IMPRESSIONS","PAID_LISTENS_FREQUENCY","STREAMS_PER_NEW_LISTENER","PAID_LISTENS_REACH","LISTENERS","REACH","STARTS","NEW_LISTENER_STREAMS","STREAMS","VIDEO_EXPANDS","INTENT_RATE","MIDPOINTS","E_CPM"]}},"granularity":{"type":"object","enum":["HOUR","DAY"]},"table":{"$ref":"#/$defs/table"}}}},"sync_mode":{"$ref":"#/$defs/sync_mode3"},"timeframe_months":{"$ref":"#/$defs/timeframe_months3"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    sprout: '{"config":{"$ref":"#/$defs/config39"}}',
    sql_server:
      '{"config":{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"backup_log_format":{"type":"string","description":"File name pattern of log backups"},"backup_log_path":{"type":"string","description":"Folder of log backups","when":{"backup_storage_type":["ALTERNATE_LOCATION"]}},"backup_storage_type":{"type":"object","description":"Where log backups are kept","enum":["MSDB","AZURE","ALTERNATE_LOCATION","GCS","AWS"]},"binary_log_truncater":{"type":"object","description":"Who truncates the online log","enum":["FIVETRAN","USER_MANAGED","SQL_SERVER_AGENT"],"default":"FIVETRAN"},"binary_log_type":{"type":"object","description":"Whether the online log or log backups are read","enum":["BACKUP","ONLINE"],"default":"ONLINE"},"bucket":{"type":"string","description":"Name of the S3 bucket with log backups"},"connection_string":{"type":"string","format":"password","description":"Connection string of the Azure container with log backups"},"connection_type":{"$ref":"#/$defs/connection_type"},"container_name":{"type":"string","format":"password","description":"Name of the Azure container"},"database":{"$ref":"#/$defs/database"},"ekm_key_identifiers":{"type":"array","description":"Key identifiers in Azure Key Vault","items":{"type":"string"}},"enable_tde":{"$ref":"#/$defs/enable_tde"},"external_id":{"type":"string","description":"External id that the AWS role requires"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"role_arn":{"$ref":"#/$defs/role_arn"},"tde_certificate_backup":{"type":"string","format":"password","description":"TDE certificate, for log backups"},"tde_certificate_path":{"type":"string","format":"password","description":"Path of the TDE certificate, for the online log"},"tde_password":{"$ref":"#/$defs/tde_password"},"tde_private_key_backup":{"type":"string","format":"password","description":"TDE private key, for log backups"},"tde_private_key_path":{"type":"string","format":"password","description":"Path of the TDE private key, for the online log"},"tde_setting":{"type":"object","description":"Whether TDE is in use","enum":["CERTIFICATE","OFF"],"default":"OFF"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"type":"object","description":"How new and changed rows are found","enum":["BINARY_LOG_READER","NATIVE_UPDATE","TELEPORT"],"default":"NATIVE_UPDATE"},"user":{"$ref":"#/$defs/user"},"windows_auth_client_certificate":{"type":"string","format":"password","description":"Certificate of Fivetran that the Windows Auth server must trust"},"windows_auth_grpc_host":{"type":"string","description":"Host of the Windows Auth server"},"windows_auth_grpc_port":{"type":"integer","format":"int32","description":"Port of the Windows Auth server"},"windows_auth_server_certificate":{"type":"string","format":"password","description":"Certificate of the Windows Auth server"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    sql_server_hva: '{"config":{"$ref":"#/$defs/config51"}}',
    sql_server_rds:
      '{"config":{"$ref":"#/$defs/config37"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    sql_server_sap_ecc_hva: '{"config":{"$ref":"#/$defs/config51"}}',
    square:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_access_token":{"$ref":"#/$defs/api_access_token"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"}}}}',
    squarespace: '{"config":{"$ref":"#/$defs/config"}}',
    stackadapt_graphql:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"environment":{"type":"object","enum":["api.stackadapt.com","sandbox.stackadapt.com/public"]}}}}',
    standard_metrics: '{"config":{"$ref":"#/$defs/config5"}}',
    starrez: '{"config":{"$ref":"#/$defs/config29"}}',
    statistics_netherlands_cbs:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"identifier":{"type":"string"}}}}',
    statsig:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"secret_key":{"type":"string","format":"password"}}}}',
    statuspage:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"organization":{"type":"string"}}}}',
    stickyio:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"base_url":{"$ref":"#/$defs/base_url"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string"}}}}',
    stripe:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password","description":"Restricted API key, in place of api_key"},"api_key":{"type":"string","format":"password","description":"Restricted API key"},"backward_sync_limit":{"$ref":"#/$defs/backward_sync_limit"},"historical_sync_time_frame":{"$ref":"#/$defs/historical_sync_limit"},"support_connected_accounts_sync":{"$ref":"#/$defs/support_connected_accounts_sync"}}}}',
    stripe_test:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"api_key":{"$ref":"#/$defs/api_key"},"backward_sync_limit":{"$ref":"#/$defs/backward_sync_limit"},"historical_sync_time_frame":{"$ref":"#/$defs/historical_sync_limit"},"support_connected_accounts_sync":{"$ref":"#/$defs/support_connected_accounts_sync"}}}}',
    stylight: '{"config":{"$ref":"#/$defs/config27"}}',
    subscript: '{"config":{"$ref":"#/$defs/config"}}',
    sugarcrm:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"password":{"$ref":"#/$defs/password"},"sub_domain":{"type":"string"},"username":{"type":"string"}}}}',
    survey_monkey:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"eu_region":{"type":"boolean","default":false}}},"auth":{"type":"object","properties":{"access_token":{"type":"string"},"client_access":{"$ref":"#/$defs/client_access2"}}}}',
    survicate: '{"config":{"$ref":"#/$defs/config"}}',
    swoogo: '{"config":{"$ref":"#/$defs/config5"}}',
    tableau_source:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"pat_name":{"type":"string"},"pat_secret":{"type":"string","format":"password"},"site_name":{"type":"string"},"sub_domain":{"type":"string"}}}}',
    taboola:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_ids":{"$ref":"#/$defs/accounts2"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"sync_mode":{"$ref":"#/$defs/sync_mode2"},"timeframe_months":{"$ref":"#/$defs/timeframe_months2"}}}}',
    talkdesk:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_name":{"type":"string"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"region":{"type":"object","enum":[".com","ca.com",".eu"]}}}}',
    talkwalker: '{"config":{"$ref":"#/$defs/config2"}}',
    teads: '{"config":{"$ref":"#/$defs/config"}}',
    teamtailor: '{"config":{"$ref":"#/$defs/config22"}}',
    teamwork:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"password":{"$ref":"#/$defs/password"},"site_address":{"type":"string"},"username":{"type":"string"}}}}',
    tempo: '{"config":{"$ref":"#/$defs/config15"},"auth":{"$ref":"#/$defs/auth"}}',
    testrail: '{"config":{"$ref":"#/$defs/config26"}}',
    textus: '{"config":{"$ref":"#/$defs/config10"}}',
    the_movie_database:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_read_access_token":{"type":"string","format":"password"}}}}',
    the_trade_desk: '{"config":{"$ref":"#/$defs/config52"}}',
    thinkific:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_key":{"type":"string","format":"password"},"client_secret":{"type":"string","format":"password"},"sub_domain":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth"}}',
    ticket_tailor: '{"config":{"$ref":"#/$defs/config"}}',
    tiktok_ads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"accounts":{"$ref":"#/$defs/accounts"},"attribution_window_size":{"type":"object","description":"Number of days after which a conversion no longer changes","enum":["TWENTY_EIGHT","FOURTEEN","ONE","SEVEN"]},"custom_reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"aggregate":{"type":"string","description":"Time unit of the report"},"dimensions":{"$ref":"#/$defs/dimensions"},"metrics":{"$ref":"#/$defs/metrics"},"report_type":{"$ref":"#/$defs/report_type"},"table_name":{"$ref":"#/$defs/table"}}}},"sync_mode":{"$ref":"#/$defs/sync_mode2"},"timeframe_months":{"$ref":"#/$defs/timeframe_months5"}}},"auth":{"$ref":"#/$defs/auth12"}}',
    tiktok_organic:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_environment":{"$ref":"#/$defs/api_environment"},"app_id":{"type":"string"},"secret":{"type":"string","format":"password"}}}}',
    tiktok_organic_app:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_environment":{"$ref":"#/$defs/api_environment"},"business_category":{"type":"object","enum":["CLOTHING_AND_ACCESSORIES","FINANCE_AND_INVESTING","HEALTH_AND_WELLNESS","SHOPPING_AND_RETAIL","BABY","PROFESSIONAL_SERVICES","GAMING","PETS","EDUCATION_AND_TRAINING","PUBLIC_ADMINISTRATION","PERSONAL_BLOG","SPORTS_FITNESS_AND_OUTDOORS","ELECTRONICS","REAL_ESTATE","TRAVEL_AND_TOURISM","MACHINERY_AND_EQUIPMENT","RESTAURANTS_AND_BARS","ART_AND_CRAFTS","HOME_FURNITURE_AND_APPLIANCES","OTHERS","BEAUTY","SOFTWARE_AND_APPS","FOOD_AND_BEVERAGE","MEDIA_AND_ENTERTAINMENT","AUTOMOTIVE_AND_TRANSPORTATION"]}}},"auth":{"type":"object","properties":{"access_token":{"type":"string","format":"password"},"client_access":{"$ref":"#/$defs/client_access"},"realm_id":{"$ref":"#/$defs/realm_id"},"refresh_token":{"$ref":"#/$defs/refresh_token"}}}}',
    tive: '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"}}}}',
    toggl_track:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"custom_rate_limit":{"type":"string"},"rate_limit_plan":{"type":"object","enum":["220","","27","580"]}}}}',
    totango:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"personal_access_token":{"$ref":"#/$defs/personal_access_token"},"region":{"type":"object","enum":["api-eu1","api"]}}}}',
    tracksuit_source: '{"config":{"$ref":"#/$defs/config9"}}',
    transcend:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"region":{"type":"object","enum":["api.us","api"]}}}}',
    trelica:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"environment":{"type":"object","enum":["app","eu"]}}}}',
    trello:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"api_token":{"$ref":"#/$defs/api_token"}}}}',
    tremendous:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"environment":{"type":"object","enum":["testflight","api"]}}},"auth":{"$ref":"#/$defs/auth"}}',
    triple_whale:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"shop_domain":{"type":"string"}}}}',
    trisolute: '{"config":{"$ref":"#/$defs/config10"}}',
    trustpilot:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"api_secret":{"type":"string","format":"password"},"domain_name":{"type":"string"}}}}',
    twilio:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"accounts":{"$ref":"#/$defs/accounts2"},"secret":{"type":"string","format":"password"},"sid":{"type":"string"},"sync_mode":{"$ref":"#/$defs/sync_mode2"}}}}',
    twitter:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"accounts":{"$ref":"#/$defs/accounts2"},"sync_mode":{"$ref":"#/$defs/sync_mode"},"timeframe_months":{"$ref":"#/$defs/timeframe_months5"}}},"auth":{"$ref":"#/$defs/auth13"}}',
    twitter_ads:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"accounts":{"$ref":"#/$defs/accounts2"},"is_custom_api_credentials":{"type":"boolean"},"sync_mode":{"$ref":"#/$defs/sync_mode2"},"timeframe_months":{"$ref":"#/$defs/historical_sync_time_frame2"}}},"auth":{"$ref":"#/$defs/auth13"}}',
    tymeshift:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_plan":{"type":"string"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"sub_domain":{"type":"string"}}}}',
    typeform:
      '{"config":{"$ref":"#/$defs/config9"},"auth":{"type":"object","properties":{"access_token":{"type":"string"},"client_access":{"$ref":"#/$defs/client_access2"},"refresh_token":{"$ref":"#/$defs/refresh_token2"}}}}',
    udemy_business:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_id":{"type":"string"},"account_name":{"type":"string"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"}}}}',
    ukg_pro:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"customer_api_key":{"type":"string","format":"password"},"hostname":{"type":"string"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string"}}}}',
    ukg_pro_workforce_management:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth_environment":{"type":"string"},"auth_type":{"type":"object","description":"How Fivetran signs in","enum":["client_credentials","ropc"]},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"host_name":{"type":"string"},"organization":{"type":"string"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string"}}}}',
    unicommerce:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"facility_codes":{"type":"string"},"password":{"$ref":"#/$defs/password"},"tenant":{"type":"string"},"username":{"type":"string"}}}}',
    upland:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"auth_type":{"type":"object","description":"How Fivetran signs in","enum":["api_key","basic"]},"company_key":{"type":"string","format":"password"},"password":{"$ref":"#/$defs/password"},"sub_domain":{"type":"string"},"username":{"type":"string"}}}}',
    uppromote: '{"config":{"$ref":"#/$defs/config"}}',
    uptempo:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"password":{"$ref":"#/$defs/password"},"subdomain":{"type":"object","enum":["api-eu","api-na"]},"username":{"type":"string"}}}}',
    uservoice:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"domain":{"type":"string"},"key":{"type":"string","format":"password"},"secret":{"type":"string","format":"password"}}}}',
    validio:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_key_id":{"$ref":"#/$defs/access_key_id"},"secret_access_key":{"type":"string","format":"password"},"sub_domain":{"type":"string"}}}}',
    veeqo: '{"config":{"$ref":"#/$defs/config"}}',
    veeva_vault:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"authentication_method":{"type":"object","description":"How Fivetran signs in","enum":["Basic","OAuth2"],"default":"Basic"},"base_url":{"$ref":"#/$defs/base_url"},"client_id":{"$ref":"#/$defs/client_id2"},"client_secret":{"type":"string","format":"password","when":{"authentication_method":["OAuth2"]}},"o_auth_service_token_url":{"$ref":"#/$defs/client_id2"},"oidc_profile_id":{"$ref":"#/$defs/client_id2"},"password":{"type":"string","format":"password","description":"Password of the user","when":{"authentication_method":["Basic"]}},"scope":{"$ref":"#/$defs/client_id2"},"username":{"type":"string","when":{"authentication_method":["Basic"]}},"vault_dns":{"$ref":"#/$defs/client_id2"}}}}',
    venminder:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"secret":{"type":"string","format":"password"}}}}',
    vimeo:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"historical_sync_time_frame":{"$ref":"#/$defs/historical_sync_time_frame2"},"rate_limit_plan":{"type":"object","enum":["235","115","725","480","20"]},"user_id":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth"}}',
    visit_by_ges: '{"config":{"$ref":"#/$defs/config"}}',
    visma: '{"config":{"$ref":"#/$defs/config42"}}',
    vitally: '{"config":{"$ref":"#/$defs/config18"}}',
    vonage_contact_center:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"region":{"type":"object","enum":["emea","nam","apac"]}}}}',
    vts: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"environment":{"type":"object","enum":["sandbox.vts.com","api.vts.com"]},"secret":{"type":"string","format":"password"}}}}',
    vwo: '{"config":{"$ref":"#/$defs/config10"}}',
    walmart_dsp: '{"config":{"$ref":"#/$defs/config52"}}',
    walmart_marketplace:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"service_name":{"type":"string"}}}}',
    web_scraper: '{"config":{"$ref":"#/$defs/config10"}}',
    webconnex:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"product":{"type":"object","enum":["redpodium.com","ticketspice.com","givingfuel.com","regfox.com"]}}}}',
    webhooks:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"algorithm":{"type":"object","description":"HMAC algorithm","enum":["SHA_512","SHA_256","SHA_224","INFER_FROM_HEADER","SHA_1","SHA_384","MD5"],"default":"SHA_256"},"auth_header_key":{"type":"string","description":"Header that carries the signature or token","when":{"auth_method":["TOKEN_BASED"]}},"auth_method":{"type":"object","description":"How Fivetran signs in","enum":["HMAC","TOKEN_BASED","NONE"]},"auth_secret":{"type":"string","format":"password","description":"Secret or token that senders share","when":{"auth_method":["HMAC","TOKEN_BASED"]}},"blob_sas_url":{"type":"string","format":"password","description":"SAS URL of the Azure container","when":{"bucket_service":["AZURE"]}},"bucket_service":{"type":"object","description":"Where received events are kept: with Fivetran or in your bucket","enum":["S3","AZURE","GCS","Fivetran"],"default":"Fivetran"},"gcs_bucket":{"type":"string","description":"Name of the Google Cloud Storage bucket","when":{"bucket_service":["GCS"]}},"s3_bucket":{"type":"string","description":"Name of the S3 bucket","when":{"bucket_service":["S3"]}},"s3_role_arn":{"type":"string","format":"password","description":"ARN of the AWS role that Fivetran assumes for the bucket","when":{"bucket_service":["S3"]}},"signature_encoding":{"type":"object","description":"Encoding of the signature","enum":["BASE64","HEXA_DECIMAL"],"default":"BASE64"},"sync_format":{"type":"object","description":"Whether events are loaded in one column or unpacked","enum":["Packed","Unpacked"],"default":"Unpacked"}}}}',
    when_i_work: '{"config":{"$ref":"#/$defs/config27"}}',
    wherefour: '{"config":{"$ref":"#/$defs/config50"}}',
    wicked_reports: '{"config":{"$ref":"#/$defs/config"}}',
    woocommerce:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"consumer_key":{"type":"string","description":"Consumer key"},"consumer_secret":{"$ref":"#/$defs/consumer_secret"},"word_press_site_id_or_woocommerce_domain_name":{"type":"string"}}}}',
    wordpress:
      '{"config":{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"sub_domain":{"type":"string"}}},"auth":{"type":"object","properties":{"access_token":{"type":"string","format":"password"},"client_access":{"$ref":"#/$defs/client_access"}}}}',
    workable: '{"config":{"$ref":"#/$defs/config32"}}',
    workday:
      '{"config":{"type":"object","required":["schema","table_group_name"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table_group_name":{"$ref":"#/$defs/table_group_name"},"auth_mode":{"$ref":"#/$defs/auth_type3"},"authorization_url":{"type":"string","description":"Address of the authorization server"},"domain_host_name":{"$ref":"#/$defs/domain_host_name"},"password":{"type":"string","format":"password","description":"Password of the user","when":{"auth_mode":["BASIC"]}},"reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"dynamic_parameter_field":{"type":"string","description":"Name of the dynamic parameter"},"enable_dynamic_parameters":{"type":"boolean","description":"Whether the report takes dynamic parameters"},"generate_fivetran_pk":{"type":"boolean","description":"Whether Fivetran makes a primary key for the report"},"primary_keys":{"type":"array","description":"Columns that identify a row","items":{"type":"string"}},"report_format_type":{"type":"object","description":"Format of the report","enum":["csv","json"]},"report_url":{"type":"string","description":"Address of the report"},"start_date":{"type":"string","description":"First day to read"},"start_date_parameter_field":{"type":"string","description":"Name of the parameter with the first day"},"support_nested_columns":{"type":"boolean","description":"Whether nested columns become tables of their own"},"sync_strategy":{"type":"object","description":"How dynamic parameters move the sync forward","enum":["FROM_START_DATE","FROM_LAST_SYNCED_DATE"]},"table":{"$ref":"#/$defs/table"}}}},"tenant":{"type":"string","description":"Name of the tenant"},"user_name":{"type":"string","description":"Name of the user that Fivetran signs in as","when":{"auth_mode":["BASIC"]}}}},"auth":{"type":"object","properties":{"client_id":{"$ref":"#/$defs/client_id"},"client_secret":{"$ref":"#/$defs/client_secret"},"refresh_token":{"$ref":"#/$defs/refresh_token2"}}},"external_secrets_keys_config":{"type":"object","properties":{"password":{"$ref":"#/$defs/password3"},"user_name":{"type":"string","description":"Name under which the external secret manager keeps user_name"}}}}',
    workday_adaptive:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth_mode":{"type":"object","description":"How Fivetran signs in","enum":["PASSWORD","TOKEN"]},"client_id":{"type":"string"},"host":{"$ref":"#/$defs/host"},"instance_code":{"type":"string"},"isu":{"type":"string"},"login":{"type":"string"},"password":{"$ref":"#/$defs/password"},"private_key":{"type":"string","format":"password"},"reports":{"type":"array","description":"Reports; each becomes a table","items":{"type":"object","properties":{"account_sync_mode":{"type":"object","enum":["SELECT_SPECIFIC_ACCOUNTS","SYNC_ALL_ACCOUNTS"]},"currency":{"type":"string"},"dimensions":{"type":"array","items":{"type":"string"}},"include_zero_rows":{"type":"boolean"},"level_sync_mode":{"type":"object","enum":["SELECT_SPECIFIC_LEVELS","SYNC_ALL_LEVELS"]},"selected_accounts":{"type":"array","when":{"account_sync_mode":["SELECT_SPECIFIC_ACCOUNTS"]},"items":{"type":"string"}},"selected_levels":{"type":"array","when":{"level_sync_mode":["SELECT_SPECIFIC_LEVELS"]},"items":{"type":"string"}},"sync_descendant_accounts":{"type":"boolean"},"sync_descendant_levels":{"type":"boolean"},"table":{"$ref":"#/$defs/table"},"version_sync_strategy":{"type":"object","enum":["SYNC_SELECT_VERSIONS","SYNC_ALL_AND_NEW_VERSIONS"]},"versions":{"type":"array","when":{"version_sync_strategy":["SYNC_SELECT_VERSIONS"]},"items":{"type":"string"}}}}},"tenant":{"type":"string"}}}}',
    workday_financial_management:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth_mode":{"$ref":"#/$defs/auth_type3"},"domain_host_name":{"$ref":"#/$defs/domain_host_name"},"password":{"$ref":"#/$defs/password"},"tenant":{"type":"string"},"username":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth14"}}',
    workday_hcm:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth_mode":{"$ref":"#/$defs/auth_type3"},"domain_host_name":{"$ref":"#/$defs/domain_host_name"},"integration_system_id":{"type":"string"},"password":{"$ref":"#/$defs/password"},"subscriber_id":{"type":"string"},"tenant":{"type":"string"},"username":{"type":"string"}}},"auth":{"$ref":"#/$defs/auth14"},"external_secrets_keys_config":{"type":"object","properties":{"password":{"$ref":"#/$defs/password3"},"username":{"type":"string","description":"Name under which the external secret manager keeps username"}}}}',
    workday_strategic_sourcing:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"region":{"type":"object","enum":["eu","us","ca"]},"x_api_key":{"type":"string","format":"password"},"x_user_email":{"type":"string"},"x_user_token":{"type":"string","format":"password"}}}}',
    workleap_officevibe: '{"config":{"$ref":"#/$defs/config22"}}',
    workramp:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"academy_id":{"type":"string"},"access_token":{"type":"string","format":"password"}}}}',
    wrike:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"plan":{"type":"object","enum":["{\\"folder_project\\":\\"[customColumnIds,superParentIds,customItemTypeId,metadata,attachmentCount,customFields,space]\\",\\"folder_task\\":\\"[authorIds,hasAttachments,attachmentCount,parentIds,superParentIds,sharedIds,responsibleIds,description,briefDescription,followerIds,recurrent,superTaskIds,subTaskIds,dependencyIds,metadata,customFields,customItemTypeId,effortAllocation]\\",\\"space_task\\":\\"[authorIds,hasAttachments,attachmentCount,parentIds,superParentIds,sharedIds,responsibleIds,description,briefDescription,followerIds,recurrent,superTaskIds,subTaskIds,dependencyIds,metadata,customFields,customItemTypeId,effortAllocation]\\"}","{\\"folder_project\\":\\"[customColumnIds,superParentIds,customItemTypeId,attachmentCount,space,customFields,metadata]\\",\\"folder_task\\":\\"[authorIds,hasAttachments,attachmentCount,parentIds,superParentIds,sharedIds,responsibleIds,description,briefDescription,followerIds,recurrent,superTaskIds,subTaskIds,dependencyIds,effortAllocation,customFields,customItemTypeId,metadata]\\",\\"space_task\\":\\"[authorIds,hasAttachments,attachmentCount,parentIds,superParentIds,sharedIds,responsibleIds,description,briefDescription,followerIds,recurrent,superTaskIds,subTaskIds,dependencyIds,effortAllocation,customFields,customItemTypeId,metadata]\\"}","{\\"folder_project\\":\\"[customColumnIds,superParentIds,customItemTypeId,metadata,attachmentCount,space,customFields]\\",\\"folder_task\\":\\"[authorIds,hasAttachments,attachmentCount,parentIds,superParentIds,sharedIds,responsibleIds,description,briefDescription,followerIds,recurrent,superTaskIds,subTaskIds,dependencyIds,metadata,customFields,effortAllocation,customItemTypeId]\\",\\"space_task\\":\\"[authorIds,hasAttachments,attachmentCount,parentIds,superParentIds,sharedIds,responsibleIds,description,briefDescription,followerIds,recurrent,superTaskIds,subTaskIds,dependencyIds,metadata,customFields,effortAllocation,customItemTypeId]\\"}","{\\"folder_project\\":\\"[customColumnIds,superParentIds,customItemTypeId,metadata,space,customFields,attachmentCount]\\",\\"folder_task\\":\\"[authorIds,hasAttachments,attachmentCount,parentIds,superParentIds,sharedIds,responsibleIds,description,briefDescription,followerIds,recurrent,superTaskIds,subTaskIds,dependencyIds,metadata,customItemTypeId,effortAllocation,customFields]\\",\\"space_task\\":\\"[authorIds,hasAttachments,attachmentCount,parentIds,superParentIds,sharedIds,responsibleIds,description,briefDescription,followerIds,recurrent,superTaskIds,subTaskIds,dependencyIds,metadata,customItemTypeId,effortAllocation,customFields]\\"}","{\\"folder_project\\":\\"[customColumnIds,superParentIds,customItemTypeId,metadata,attachmentCount,space,customFields,contractType]\\",\\"folder_task\\":\\"[authorIds,hasAttachments,attachmentCount,parentIds,superParentIds,sharedIds,responsibleIds,responsiblePlaceholderIds,description,briefDescription,followerIds,recurrent,superTaskIds,subTaskIds,dependencyIds,metadata,customFields,effortAllocation,billingType,finance,customItemTypeId]\\",\\"space_task\\":\\"[authorIds,hasAttachments,attachmentCount,parentIds,superParentIds,sharedIds,responsibleIds,responsiblePlaceholderIds,description,briefDescription,followerIds,recurrent,superTaskIds,subTaskIds,dependencyIds,metadata,customFields,effortAllocation,billingType,customItemTypeId]\\"}"]},"sub_domain":{"type":"object","enum":["app-us2.wrike.com","www.wrike.com","app-eu.wrike.com"]}}},"auth":{"$ref":"#/$defs/auth"}}',
    writesonic:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"project_website_url":{"type":"string"}}}}',
    xactly:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"application_id":{"type":"string"},"connect_password":{"type":"string","format":"password"},"connect_username":{"type":"string"},"consumer_name":{"type":"string"},"environment":{"type":"object","enum":["api","api-sandbox","api-implement"]},"environment_host":{"type":"string"}}}}',
    xandr: '{"config":{"$ref":"#/$defs/config27"}}',
    xero: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"$ref":"#/$defs/client_id"},"client_secret":{"$ref":"#/$defs/client_secret2"},"use_webhooks":{"$ref":"#/$defs/use_webhooks"},"webhook_key":{"type":"string","description":"Key that signs the webhooks"}}}}',
    xray: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"region":{"type":"object","enum":["au.xray.cloud.getxray.app","xray.cloud.getxray.app","us.xray.cloud.getxray.app","eu.xray.cloud.getxray.app"]}}}}',
    xsolla: '{"config":{"$ref":"#/$defs/config13"}}',
    yahoo_display_ads_on_yahoo_japan:
      '{"config":{"$ref":"#/$defs/config5"},"auth":{"$ref":"#/$defs/auth"}}',
    yahoo_dsp:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"advertisers_with_seat":{"type":"array","when":{"sync_mode_advertiser":["SPECIFIC_ADVERTISERS"]},"items":{"type":"string"}},"report_configs":{"type":"array","items":{"type":"object","properties":{"config_type":{"$ref":"#/$defs/config_type"},"currency":{"type":"object","enum":["SEAT","USD","ADVERTISER","CAMPAIGN"],"default":"USD"},"dimensions":{"type":"array","when":{"config_type":["CUSTOM"]},"items":{"type":"object","enum":["CONNECTION_TYPE","PACKAGE_END_DATE","PACKAGE_BUDGET_DISTRIBUTOR","LINE_DAILY_BUDGET_SCHEDULE","APP_NAME","CONTENT_CHANNEL","LINE_SCHEDULE_NAME","CAMPAIGN_DAILY_BUDGET_SCHEDULE","DYNAMIC_CREATIVE_VARIATION","PACKAGE_SCHEDULE_START_DATE","LINE_BILLING_METHOD","NATIVE_TYPE","DAYS_TO_CONVERSION","GOAL_TYPE","PACKAGE_TOTAL_BUDGET","NATIVE_SITE","CHANNEL_TYPE","PACKAGE_SCHEDULE_NAME","EXCHANGE","CAMPAIGN_SCHEDULE_NAME","ADVERTISER","FREQUENCY_BUCKET_30D","AD","CONNECTED_TV_MODEL","CAMPAIGN_END_DATE","REGION","SUBDOMAIN","LINE_END_DATE","DESKTOP_OS","LINE_BUDGET_PACING","DOMAIN","CAMPAIGN_TOTAL_BUDGET","LAYOUT","LINE_DAILY_BUDGET","LINE_SCHEDULE_END_DATE","BROWSER_TYPE","INVENTORY_AUCTION_TYPE","DEAL_TYPE","ADVERTISER_SUB_CATEGORY","BUCKETED_AGE","ADVERTISER_CATEGORY_ID","PACKAGE_DAILY_BUDGET_SCHEDULE","OTHER_COST_NAME","POSTAL_CODE","CONTENT_SHOW","SITE_GROUP_NAME","LINE_START_DATE","CAMPAIGN","CONTENT_GENRE","CAMPAIGN_START_DATE","LINE_GOAL_TYPE","CREATIVE_CUSTOM_ID","ISP","LINE_TYPE","CITY","CREATIVE_FORMAT","PACKAGE_DAILY_BUDGET","VIDEO_AD_PLACEMENT","CAMPAIGN_DAILY_BUDGET","LINE_TOTAL_BUDGET","PUBLISHER","CAMPAIGN_CURRENT_SCHEDULE_TOTAL_BUDGET","AUDIENCE_MEASUREMENT_COST_NAME","CREATIVE","PIXEL_PARAMETER","PACKAGE_CURRENT_SCHEDULE_TOTAL_BUDGET","CONTENT_TITLE","SEAT_ID","SITE_NAME","LINE_FLIGHT","INVENTORY_TYPE","COUNTRY","PACKAGE","ADVERTISER_GROUP","AD_SERVING_COST_NAME","DEMO_VENDOR","CAMPAIGN_SCHEDULE_END_DATE","MARKET_AREA","LINE_PACING_ACCELERATION","DEVICE_TYPE","MOBILE_MAKE","NATIVE_SITE_GROUP","DESKTOP_OS_DEPRECATED","FREQUENCY_BUCKET_7D","DEVICE_CATEGORY","VIDEO_CREATIVE_DURATION","CONNECTED_TV_DEVICE","DYNAMIC_CREATIVE_SET","DOT_RULE","CONNECTED_TV_MAKE","PACKAGE_BUDGET_SCHEDULE","PACKAGE_SCHEDULE_END_DATE","FREQUENCY_BUCKET_1D","LINE_CHANNEL_TYPE","WEATHER_CONDITION","LINE","EXCHANGE_DEAL_ID","GENDER","VIDEO_CONTENT_LENGTH","AGE","LINE_CURRENT_SCHEDULE_TOTAL_BUDGET","CONTENT_NETWORK","SUPPLY_GROUP","BID_REQUEST_DIMENSIONS","VIDEO_PLAYER_SIZE","TARGET_AUDIENCE_ID_GROUP_B","TARGET_AUDIENCE_ID_GROUP_A","MOBILE_OS","PIXEL","LINE_SCHEDULE_START_DATE","AD_POSITION","BID_REQUEST_AD_SIZE","ADS_TXT_DECLARATION","MOBILE_CARRIER","MOBILE_MODEL","PARENT_LINE"]}},"interval_type":{"type":"object","enum":["MONTH","HOUR","CUMULATIVE","WEEK","DAY"],"default":"DAY"},"metrics":{"type":"array","when":{"config_type":["CUSTOM"]},"items":{"type":"object","enum":["CTR","AD_SERVING_COST","IMPRESSION_DISTRIBUTION_NONMEASURABLE","BID_CPM_ADVERTISER_CURRENCY","SEAT_DATA_FEE","CLICK_THROUGH_CPA","AVAILABLE_BID_REQUESTS","COMPLETION_RATE_75","ROAS","YAHOO_NON_MEASURABLE_IMPRESSIONS","BID_PRICE_WITHOUT_MULTIPLIER_ADVERTISER_CURRENCY","VIEW_THROUGH_CONVERSION_RATE","COMPLETION_RATE_100","TOTAL_DATA_FEE","ADVERTISER_ECPM","YAHOO_VIEWABLE_IMPRESSIONS","VIEW_THROUGH_CONVERSION","NETWORK_ECPM","NETWORK_PROFIT_PERCENTAGE","VERY_FIRST_CONVERSION","AUDIENCE_IMPRESSIONS","MOAT_MEASURABLE_IMPRESSIONS","FILTERED_COMPANION_IMPRESSIONS","INVENTORY_COST","VERY_FIRST_CLICK_THROUGH_CONVERSION_VALUE","SEAT_MANAGEMENT_FEE","VCPM","MOAT_AVOC","ORDER_MANAGEMENT_FEE","DROP_RATE_AT_75","DYNAMIC_CONVERSION_VALUE","COMPLETIONS_75","ADVERTISER_SPENDING","CLICKS","UNIQUE_CLICK_THROUGH_CONVERTERS","CLICK_THROUGH_CONVERSION_VALUE","START_VIEWS","BID_PRICE_WITHOUT_MULTIPLIER_ORDER_CURRENCY","IMPRESSION_DISTRIBUTION_VIEWABLE","MOAT_AVFH","MAIL_AD_SAVES_RATE","YAHOO_MEASURABLE_IMPRESSIONS","AVERAGE_WIN_RATE","IMPRESSIONS","INVENTORY_ECPM_DEPRECATED","IMPRESSION_DISTRIBUTION_NONVIEWABLE","CONVERSION_VALUE","SEAT_TECH_FEE","MAIL_AD_OPENS","FILTERED_IMPRESSIONS","MAIL_AD_FORWARDS","TOTAL_VENDOR_FEE","OTHER_COST","MAIL_AD_FORM_SUBMITS","CPA","VIEWABIILITY_COST","CPC","MOAT_VIEWABLE_IMPRESSIONS","CNVR","MOAT_AVOC_RATE","ESTIMATED_NUMBER_OF_STORE_VISITS","YAHOO_VIEWABLE_RATE","TOTAL_VARIABLE_COST","NETWORK_PROFIT","BID_CPM_SEAT_CURRENCY","YAHOO_DATA_FEES","COMPLETIONS_50","DROP_RATE_AT_50","UNIQUE_CONVERTERS","COMPANION_CLICKS","UNIQUE_VIEW_THROUGH_CONVERTERS","COMPLETIONS_100","CLICK_THROUGH_CONVERSION","ESTIMATED_UNIQUE_STORE_VISITORS","MOAT_MEASURABILITY_RATE","CONVERSION","AVERAGE_FREQUENCY_PER_HOUSEHOLD","THIRD_PARTY_DATA_FEES","COMPLETION_RATE_25","ESTIMATED_STORE_VISIT_THROUGH_RATE_VTR","MAIL_AD_CLICK_OUTS_RATE","YAHOO_SEGMENT_FEE","THIRD_PARTY_SEGMENT_FEE","VIEW_THROUGH_CONVERSION_VALUE","VERY_FIRST_VIEW_THROUGH_CONVERSION","BID_CPM_ORDER_CURRENCY","YAHOO_MEASURABLE_RATE","BID_PRICE_WITHOUT_MULTIPLIER","VERY_FIRST_CLICK_THROUGH_CONVERSION","CPCV","BRAND_SAFETY_COST","UNIQUE_VIEWERS","COMPLETION_RATE_50","SKIPPED_ADS","ESTIMATED_COST_PER_STORE_VISIT_CPSV","BID_CPM","MAIL_AD_CLICK_OUTS","PUBLISHER_EARNINGS","AVERAGE_FREQUENCY","MULTIPLIED_ECPM","DROP_RATE_AT_25","MAIL_AD_FORWARD_RATE","NON_VIEWABLE_IMPRESSIONS","AVERAGE_IMPRESSION_MULTIPLIER","PUBLISHER_EARNINGS_PERCENTAGE","MAIL_AD_SUBMIT_RATE","FILTERED_COMPANION_CLICKS","AD_VERIFICATION_COST","MOAT_IMPRESSIONS_ANALYZED","COMPLETIONS_25","CROSS_DEVICE_CONVERSIONS","PLATFORM_FEE","AUDIENCE_MEASUREMENT_COST","BID_RESPONSES","VIEW_THROUGH_CPA","COMPANION_IMPRESSIONS","ESTIMATED_BILLABLE_AMOUNT","INVENTORY_COST_PERCENTAGE","MAIL_AD_SAVES","VERY_FIRST_VIEW_THROUGH_CONVERSION_VALUE","BID_PRICE_WITHOUT_MULTIPLIER_SEAT_CURRENCY","DROP_RATE_AT_0","AVERAGE_PEOPLE_FREQUENCY","CLICK_THROUGH_CONVERSION_RATE","MOAT_VIEWABLE_RATE","INVENTORY_ECPM","COST_PER_VALID_VIDEO_VIEW_CPV","FILTERED_CLICKS","QUALIFIED_BID_REQUESTS"]}},"prebuilt_report_type":{"type":"object","enum":["REPORT_CONVERSIONS","REPORT_SITE_DOMAIN_PERFORMANCE","REPORT_BASIC","REPORT_AUDIENCE_SEGMENT","REPORT_CAMPAIGN_PERFORMANCE","REPORT_AD_PERFORMANCE","REPORT_LINE_PERFORMANCE","REPORT_DYNAMIC_PRODUCT_ADS"],"when":{"config_type":["PREBUILT"]}},"report_name":{"type":"string"},"time_zone":{"type":"object","enum":["ASIA_JAKARTA","AMERICA_NEW_YORK","ASIA_DUBAI","ASIA_KARACHI","AMERICA_HALIFAX","ASIA_JERUSALEM","AMERICA_MEXICO_CITY","EUROPE_PARIS","PACIFIC_AUCKLAND","AMERICA_SAO_PAULO","ASIA_SHANGHAI","AMERICA_LIMA","ETC_GMT","ASIA_DHAKA","AMERICA_ARGENTINA_BUENOS_AIRES","AMERICA_EL_SALVADOR","AMERICA_DENVER","AMERICA_SANTIAGO","ASIA_TOKYO","AUSTRALIA_PERTH","AMERICA_LOS_ANGELES","AUSTRALIA_SYDNEY","AMERICA_CHICAGO","EUROPE_LONDON","AMERICA_BOGOTA","AMERICA_PUERTO_RICO"]},"use_advertiser_timezone":{"type":"boolean"}}}},"seats":{"type":"array","when":{"sync_mode_seat":["SPECIFIC_SEATS"]},"items":{"type":"integer","format":"int32"}},"sync_mode_advertiser":{"type":"object","enum":["SPECIFIC_ADVERTISERS","ALL_ADVERTISERS"],"default":"ALL_ADVERTISERS"},"sync_mode_seat":{"type":"object","enum":["ALL_SEATS","SPECIFIC_SEATS"],"default":"ALL_SEATS"},"timeframe_months":{"$ref":"#/$defs/timeframe_months5"}}},"auth":{"type":"object","properties":{"client_id":{"type":"string"},"client_secret":{"type":"string"}}}}',
    yahoo_gemini:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"advertisers_id":{"type":"array","when":{"sync_mode":["SpecificAccounts"]},"items":{"type":"integer","format":"int32"}},"sync_mode":{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["AllAccounts","SpecificAccounts"],"default":"SpecificAccounts"},"timeframe_months":{"$ref":"#/$defs/timeframe_months"}}},"auth":{"type":"object","properties":{"client_access":{"$ref":"#/$defs/client_access2"}}}}',
    yahoo_search_ads_yahoo_japan:
      '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    yext: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"subdomain":{"type":"object","enum":["sbx-api.us","api.us","api.eu","api","sbx-api","sbx-api.eu"]}}}}',
    yotpo:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"app_key":{"type":"string","format":"password"}}},"auth":{"$ref":"#/$defs/auth4"}}',
    yougov_brandindex: '{"config":{"$ref":"#/$defs/config27"}}',
    yougov_sport:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"client_id":{"type":"string"},"client_key":{"type":"string","format":"password"}}}}',
    younium:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth_environment":{"type":"object","enum":["younium-identity-server-sandbox.azurewebsites.net","younium-identity-server.azurewebsites.net"]},"auth_type":{"type":"object","description":"How Fivetran signs in","enum":["jwt_auth","oauth2"]},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"environment":{"type":"object","enum":["apisanbox","api.us","api.sandbox.us","api"]},"jwt_environment":{"type":"object","enum":["api.us","api.sandbox.us","api.sandbox","api"]},"legal_entity_id":{"type":"string"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string"}}}}',
    youtube_analytics:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"content_owner_id":{"type":"string"},"report_type":{"$ref":"#/$defs/report_type"}}},"auth":{"$ref":"#/$defs/auth2"}}',
    zendesk:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"api_usage":{"type":"number","description":"Share of the API limit to use, in percent"},"backward_sync_limit":{"$ref":"#/$defs/backward_sync_limit"},"domain":{"type":"string","description":"Domain of the account"},"email":{"$ref":"#/$defs/email"},"historical_sync_time_frame":{"$ref":"#/$defs/historical_sync_limit"}}},"auth":{"$ref":"#/$defs/auth12"}}',
    zendesk_chat:
      '{"config":{"$ref":"#/$defs/config7"},"auth":{"type":"object","properties":{"access_token":{"type":"string","format":"password"}}}}',
    zendesk_sell: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth10"}}',
    zendesk_sunshine:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"domain":{"type":"string"},"email":{"type":"string"}}}}',
    zendesk_workforce_management:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"email_id":{"type":"string"},"subdomain":{"type":"string"}}}}',
    zenefits: '{"config":{"$ref":"#/$defs/config39"}}',
    zingtree: '{"config":{"$ref":"#/$defs/config"}}',
    zip: '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"environment":{"type":"string"}}}}',
    zoho_books:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"organization_id":{"type":"string"},"region":{"$ref":"#/$defs/region3"}}},"auth":{"$ref":"#/$defs/auth"}}',
    zoho_campaigns: '{"config":{"$ref":"#/$defs/config53"},"auth":{"$ref":"#/$defs/auth"}}',
    zoho_crm:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"data_center":{"type":"object","enum":["EU","AU","IN","JP","CN","US"]}}},"auth":{"$ref":"#/$defs/auth2"}}',
    zoho_desk:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"region":{"$ref":"#/$defs/region3"}}},"auth":{"$ref":"#/$defs/auth"}}',
    zoho_inventory:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"organization_id":{"type":"string"},"region":{"$ref":"#/$defs/region4"}}},"auth":{"$ref":"#/$defs/auth"}}',
    zoho_people: '{"config":{"$ref":"#/$defs/config53"},"auth":{"$ref":"#/$defs/auth"}}',
    zoho_recruit:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"region":{"$ref":"#/$defs/region2"}}},"auth":{"$ref":"#/$defs/auth"}}',
    zonka_feedback:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"auth_token":{"type":"string","format":"password"},"data_center_id":{"type":"object","enum":["us1","au","e","in"]}}}}',
    zoom: '{"config":{"$ref":"#/$defs/config9"},"auth":{"$ref":"#/$defs/auth"}}',
    zuora:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_role":{"type":"string"},"client_id":{"type":"string"},"client_name":{"type":"string"},"client_secret":{"type":"string","format":"password"},"entity_id":{"$ref":"#/$defs/entity_id"},"environment":{"type":"string"},"host_name":{"type":"string"},"is_multi_entity_feature_enabled":{"type":"boolean"},"password":{"$ref":"#/$defs/password"},"sync_mode":{"$ref":"#/$defs/sync_mode5"},"username":{"type":"string"}}}}',
    zuora_sandbox:
      '{"config":{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_role":{"type":"string"},"client_id":{"type":"string"},"client_name":{"type":"string"},"client_secret":{"type":"string","format":"password"},"entity_id":{"$ref":"#/$defs/entity_id"},"environment":{"type":"object","enum":["Central Sandbox","Sandbox"]},"host_name":{"type":"string"},"is_multi_entity_feature_enabled":{"type":"boolean"},"password":{"$ref":"#/$defs/password"},"sync_mode":{"$ref":"#/$defs/sync_mode5"},"username":{"type":"string"}}}}',
  },
  destinations: {
    aiven_kafka_wh:
      '{"config":{"type":"object","properties":{"bootstrap_servers":{"$ref":"#/$defs/bootstrap_servers"},"connection_method":{"$ref":"#/$defs/connection_method"},"data_format":{"$ref":"#/$defs/data_format"},"enable_single_topic":{"$ref":"#/$defs/enable_single_topic"},"num_of_partitions":{"$ref":"#/$defs/num_of_partitions"},"replication_factor":{"$ref":"#/$defs/replication_factor"},"sasl_mechanism":{"type":"object","description":"SASL mechanism","enum":["SCRAM_SHA_512","SCRAM_SHA_256"]},"sasl_plain_key":{"$ref":"#/$defs/sasl_plain_key"},"sasl_plain_secret":{"$ref":"#/$defs/sasl_plain_secret"},"schema_registry":{"type":"object","description":"Schema registry in use","enum":["AIVEN_KARAPACE","CONFLUENT_CLOUD"]},"schema_registry_api_key":{"$ref":"#/$defs/schema_registry_api_key"},"schema_registry_api_secret":{"$ref":"#/$defs/schema_registry_api_secret"},"schema_registry_url":{"$ref":"#/$defs/schema_registry_url"},"security_protocol":{"$ref":"#/$defs/security_protocol2"}}}}',
    aurora_postgres_warehouse: '{"config":{"$ref":"#/$defs/config54"}}',
    aurora_warehouse: '{"config":{"$ref":"#/$defs/config55"}}',
    aws_msk_wh:
      '{"config":{"type":"object","properties":{"bootstrap_servers":{"$ref":"#/$defs/bootstrap_servers"},"connection_method":{"$ref":"#/$defs/connection_method"},"data_format":{"$ref":"#/$defs/data_format"},"enable_single_topic":{"$ref":"#/$defs/enable_single_topic"},"fivetran_glue_role_arn":{"type":"string","description":"ARN of the AWS role that Fivetran assumes for the Glue registry"},"fivetran_msk_role_arn":{"type":"string","description":"ARN of the AWS role that Fivetran assumes for the cluster"},"msk_sts_region":{"type":"string","description":"AWS region of the cluster"},"num_of_partitions":{"$ref":"#/$defs/num_of_partitions"},"registry_name":{"type":"string","description":"Name of the schema registry"},"registry_sts_region":{"type":"string","description":"AWS region of the schema registry"},"replication_factor":{"$ref":"#/$defs/replication_factor"},"sasl_mechanism":{"type":"object","description":"SASL mechanism","enum":["SCRAM_SHA_512","AWS_IAM"]},"sasl_plain_key":{"$ref":"#/$defs/sasl_plain_key"},"sasl_plain_secret":{"$ref":"#/$defs/sasl_plain_secret"},"schema_compatibility":{"type":"object","description":"Compatibility rule of the schema registry","enum":["DISABLED","BACKWARD","BACKWARD_ALL","FORWARD_ALL","FORWARD","NONE","FULL","FULL_ALL"]},"schema_registry":{"type":"object","description":"Schema registry in use","enum":["CONFLUENT_CLOUD","AWS_GLUE"]},"schema_registry_api_key":{"$ref":"#/$defs/schema_registry_api_key"},"schema_registry_api_secret":{"$ref":"#/$defs/schema_registry_api_secret"},"schema_registry_url":{"$ref":"#/$defs/schema_registry_url"},"security_protocol":{"$ref":"#/$defs/security_protocol2"}}}}',
    azure_postgres_warehouse:
      '{"config":{"type":"object","properties":{"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"auth_method":{"$ref":"#/$defs/auth_method5"},"aws_region_code":{"$ref":"#/$defs/aws_region_code2"},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"external_id":{"$ref":"#/$defs/external_id"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password4"},"port":{"$ref":"#/$defs/port"},"role_arn":{"$ref":"#/$defs/role_arn2"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}}',
    azure_sql_data_warehouse:
      '{"config":{"type":"object","properties":{"always_encrypted":{"$ref":"#/$defs/always_encrypted3"},"connection_type":{"$ref":"#/$defs/connection_type7"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"storage_account_key":{"type":"string","description":"Access key of the Azure storage account"},"storage_account_name":{"$ref":"#/$defs/storage_account_name"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}}',
    azure_sql_database:
      '{"config":{"$ref":"#/$defs/config56"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    azure_sql_managed_db_warehouse:
      '{"config":{"$ref":"#/$defs/config56"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    big_query: '{"config":{"$ref":"#/$defs/config57"}}',
    big_query_dts: '{"config":{"$ref":"#/$defs/config57"}}',
    clickhouse: '{"config":{"type":"object","properties":{}}}',
    confluent_cloud_wh:
      '{"config":{"type":"object","properties":{"bootstrap_servers":{"$ref":"#/$defs/bootstrap_servers"},"connection_method":{"$ref":"#/$defs/connection_method"},"data_format":{"$ref":"#/$defs/data_format"},"enable_single_topic":{"$ref":"#/$defs/enable_single_topic"},"num_of_partitions":{"$ref":"#/$defs/num_of_partitions"},"replication_factor":{"$ref":"#/$defs/replication_factor"},"sasl_mechanism":{"type":"object","description":"SASL mechanism","enum":["PLAIN","SCRAM_SHA_512","SCRAM_SHA_256","AWS_IAM"]},"sasl_plain_key":{"$ref":"#/$defs/sasl_plain_key"},"sasl_plain_secret":{"$ref":"#/$defs/sasl_plain_secret"},"schema_registry":{"type":"object","description":"Schema registry in use","enum":["AIVEN_KARAPACE","CONFLUENT_CLOUD","AWS_GLUE"]},"schema_registry_api_key":{"$ref":"#/$defs/schema_registry_api_key"},"schema_registry_api_secret":{"$ref":"#/$defs/schema_registry_api_secret"},"schema_registry_url":{"$ref":"#/$defs/schema_registry_url"},"security_protocol":{"$ref":"#/$defs/security_protocol2"}}}}',
    databricks:
      '{"config":{"type":"object","properties":{"auth_type":{"$ref":"#/$defs/auth_type4"},"aws_access_key_id":{"$ref":"#/$defs/aws_access_key_id"},"aws_secret_access_key":{"$ref":"#/$defs/aws_secret_access_key"},"azure_storage_account_auth_type":{"type":"string","description":"How Fivetran signs in to the staging container"},"bucket":{"$ref":"#/$defs/bucket"},"bucket_region":{"$ref":"#/$defs/bucket_region"},"catalog":{"$ref":"#/$defs/catalog"},"cloud_provider":{"type":"object","description":"Cloud that the workspace runs in","enum":["AZURE","GCP","AWS"]},"connection_type":{"$ref":"#/$defs/connection_type2"},"create_external_tables":{"type":"boolean","description":"Whether tables are external"},"create_external_volumes":{"type":"boolean","description":"Whether volumes for unstructured files are external"},"disable_vacuum":{"type":"boolean","description":"Whether Fivetran never runs VACUUM"},"external_location":{"type":"string","description":"Location of external tables"},"external_storage_cloud_provider":{"type":"object","description":"Cloud of your own staging storage","enum":["AZURE","GCP","AWS"]},"external_volume_location":{"type":"string","description":"Location of external volumes"},"http_path":{"$ref":"#/$defs/http_path"},"oauth2_client_id":{"$ref":"#/$defs/oauth2_client_id"},"oauth2_secret":{"$ref":"#/$defs/oauth2_secret"},"personal_access_token":{"$ref":"#/$defs/personal_access_token2"},"port":{"$ref":"#/$defs/port"},"s3_bucket_auth_type":{"$ref":"#/$defs/s3_bucket_auth_type"},"server_host_name":{"$ref":"#/$defs/server_host_name"},"storage_account_key":{"type":"string","format":"password","description":"Access key of the Azure storage account","when":{"external_storage_cloud_provider":["AZURE"]}},"storage_account_name":{"$ref":"#/$defs/storage_account_name2"}}},"external_secrets_keys_config":{"type":"object","properties":{"oauth2_client_id":{"type":"string","description":"Name under which the external secret manager keeps oauth2_client_id"},"oauth2_secret":{"type":"string","description":"Name under which the external secret manager keeps oauth2_secret"},"personal_access_token":{"type":"string","description":"Name under which the external secret manager keeps personal_access_token"}}}}',
    databricks_via_managed_data_lake: '{"config":{"$ref":"#/$defs/config58"}}',
    managed_big_query:
      '{"config":{"type":"object","properties":{"bucket":{"$ref":"#/$defs/bucket"},"data_set_location":{"type":"object","description":"Location of the data sets","enum":["EU","asia-east2","australia-southeast1","US"]},"project_id":{"$ref":"#/$defs/project_id"},"secret_key":{"$ref":"#/$defs/secret_key"},"support_json_type":{"$ref":"#/$defs/support_json_type"}}}}',
    managed_data_lake: '{"config":{"$ref":"#/$defs/config58"}}',
    maria_rds_warehouse: '{"config":{"$ref":"#/$defs/config59"}}',
    maria_warehouse: '{"config":{"$ref":"#/$defs/config59"}}',
    materialize: '{"config":{"type":"object","properties":{}}}',
    milvus: '{"config":{"type":"object","properties":{}}}',
    motherduck: '{"config":{"type":"object","properties":{}}}',
    mysql_rds_warehouse: '{"config":{"$ref":"#/$defs/config55"}}',
    mysql_warehouse: '{"config":{"$ref":"#/$defs/config55"}}',
    oracle_rac_warehouse: '{"config":{"$ref":"#/$defs/config60"}}',
    oracle_rds_warehouse: '{"config":{"$ref":"#/$defs/config60"}}',
    oracle_warehouse: '{"config":{"$ref":"#/$defs/config60"}}',
    postgres_databricks_warehouse:
      '{"config":{"type":"object","properties":{"always_encrypted":{"$ref":"#/$defs/always_encrypted3"},"auth_method":{"$ref":"#/$defs/auth_method5"},"aws_region_code":{"$ref":"#/$defs/aws_region_code2"},"connection_type":{"$ref":"#/$defs/connection_type8"},"database":{"$ref":"#/$defs/database"},"external_id":{"$ref":"#/$defs/external_id"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password4"},"port":{"$ref":"#/$defs/port"},"role_arn":{"$ref":"#/$defs/role_arn2"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}}',
    postgres_gcp_warehouse: '{"config":{"$ref":"#/$defs/config61"}}',
    postgres_rds_warehouse: '{"config":{"$ref":"#/$defs/config54"}}',
    postgres_warehouse: '{"config":{"$ref":"#/$defs/config61"}}',
    redshift:
      '{"config":{"type":"object","properties":{"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"auth_type":{"type":"object","description":"How Fivetran signs in","enum":["PASSWORD","IAM"],"default":"PASSWORD"},"aws_access_key_id":{"$ref":"#/$defs/aws_access_key_id"},"aws_secret_access_key":{"$ref":"#/$defs/aws_secret_access_key"},"bucket":{"$ref":"#/$defs/bucket"},"bucket_region":{"$ref":"#/$defs/bucket_region"},"cluster_id":{"type":"string","description":"Id of the Redshift cluster","when":{"auth_type":["IAM"]}},"cluster_region":{"type":"string","description":"AWS region of the Redshift cluster","when":{"auth_type":["IAM"]}},"connection_type":{"$ref":"#/$defs/connection_type6"},"database":{"$ref":"#/$defs/database"},"enable_super_type":{"type":"boolean","description":"Whether JSON is stored as SUPER"},"external_id":{"type":"string","description":"External id that the AWS role requires","when":{"auth_type":["IAM"]}},"host":{"$ref":"#/$defs/host"},"is_redshift_serverless":{"type":"boolean","description":"Whether the cluster is Redshift Serverless"},"password":{"type":"string","format":"password","description":"Password of the user","when":{"auth_type":["PASSWORD"]}},"port":{"$ref":"#/$defs/port"},"role_arn":{"type":"string","description":"ARN of the AWS role that Fivetran assumes","when":{"auth_type":["IAM"]}},"s3_bucket_auth_type":{"$ref":"#/$defs/s3_bucket_auth_type"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    singlestore: '{"config":{"type":"object","properties":{}}}',
    snowflake:
      '{"config":{"type":"object","properties":{"application_id":{"type":"string","description":"Id of the Microsoft application","when":{"external_storage_cloud_provider":["AZURE"]}},"auth":{"type":"object","description":"How the user signs in","enum":["PASSWORD","KEY_PAIR","OAUTH"]},"aws_access_key_id":{"type":"string","description":"Access key id of the AWS user","when":{"aws_bucket_auth_type":["IAM_USER"]}},"aws_bucket_auth_type":{"$ref":"#/$defs/s3_bucket_auth_type"},"aws_secret_access_key":{"type":"string","format":"password","description":"Secret access key of the AWS user","when":{"aws_bucket_auth_type":["IAM_USER"]}},"bucket":{"$ref":"#/$defs/bucket"},"bucket_region":{"$ref":"#/$defs/bucket_region"},"connection_type":{"$ref":"#/$defs/connection_type6"},"database":{"$ref":"#/$defs/database"},"default_virtual_warehouse":{"type":"string","description":"Virtual warehouse that runs the queries"},"directory_id":{"type":"string","description":"Tenant id of the Microsoft application","when":{"external_storage_cloud_provider":["AZURE"]}},"enable_external_storage_for_unstructured_files":{"type":"boolean","description":"Whether unstructured files go to external storage"},"external_stage_storage_provider":{"type":"object","description":"Storage of the external stage","enum":["S3","AZURE","GCS","INTERNAL"]},"external_storage_cloud_provider":{"type":"object","description":"Cloud of your own staging storage","enum":["AZURE","GCP","INTERNAL_STAGE","AWS"]},"external_storage_integration":{"type":"string","description":"Name of the storage integration"},"external_storage_parent_folder_uri":{"type":"string","description":"Folder of the external stage"},"gcs_service_account_credentials":{"type":"object","format":"password","description":"JSON key of the service account of the staging bucket","when":{"external_storage_cloud_provider":["GCP"]},"properties":{}},"gcs_service_account_credentials_path":{"type":"string","description":"Path of the file with the key of the staging bucket","when":{"external_storage_cloud_provider":["GCP"]}},"host":{"$ref":"#/$defs/host"},"is_private_key_encrypted":{"$ref":"#/$defs/is_private_key_encrypted"},"passphrase":{"$ref":"#/$defs/passphrase"},"password":{"type":"string","format":"password","description":"Password of the user","when":{"auth":["PASSWORD"]}},"port":{"$ref":"#/$defs/port"},"private_key":{"$ref":"#/$defs/private_key"},"role":{"$ref":"#/$defs/role"},"storage_account_key":{"type":"string","description":"Access key of the Azure storage account","when":{"external_storage_cloud_provider":["AZURE"]}},"storage_account_name":{"$ref":"#/$defs/storage_account_name2"},"use_customer_staging":{"type":"boolean","description":"Whether data is staged in your own bucket"},"user":{"$ref":"#/$defs/user"}}},"external_secrets_keys_config":{"type":"object","properties":{"passphrase":{"type":"string","description":"Name under which the external secret manager keeps passphrase"},"password":{"$ref":"#/$defs/password3"},"private_key":{"type":"string","description":"Name under which the external secret manager keeps private_key"},"user":{"$ref":"#/$defs/user2"}}}}',
    sql_server_rds_warehouse:
      '{"config":{"$ref":"#/$defs/config62"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    sql_server_warehouse:
      '{"config":{"$ref":"#/$defs/config62"},"external_secrets_keys_config":{"$ref":"#/$defs/external_secrets_keys_config"}}',
    surrealdb_destination: '{"config":{"type":"object","properties":{}}}',
    teradata_destination: '{"config":{"type":"object","properties":{}}}',
  },
  shared: {
    config:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"}}}',
    schema:
      '{"type":"string","description":"Destination schema to load into; it names the connection","immutable":true}',
    api_key: '{"type":"string","format":"password","description":"API key"}',
    config2:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"}}}',
    password: '{"type":"string","format":"password","description":"Password of the user"}',
    config3:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"sub_domain":{"type":"string"}}}',
    config4:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"bearer_token":{"type":"string","format":"password"},"sub_domain":{"type":"string"}}}',
    config5:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"}}}',
    table: '{"type":"string","description":"Destination table"}',
    timeframe_months:
      '{"type":"object","description":"How much history the first sync loads","enum":["TWENTY_FOUR","SIX","ALL_TIME","TWELVE","THREE"],"default":"TWELVE","immutable":true}',
    auth_type:
      '{"type":"object","description":"How Fivetran signs in","enum":["access_token","oauth_2"]}',
    host_url: '{"type":"string","description":"Address of a self-hosted instance"}',
    auth: '{"type":"object","properties":{"access_token":{"type":"string","format":"password"},"client_access":{"$ref":"#/$defs/client_access"},"refresh_token":{"$ref":"#/$defs/refresh_token"}}}',
    client_access:
      '{"type":"object","description":"Your own OAuth application","properties":{"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"}}}',
    refresh_token:
      '{"type":"string","format":"password","description":"Long-lived refresh token of your OAuth application"}',
    table2: '{"type":"string","description":"Destination table","immutable":true}',
    auth2:
      '{"type":"object","properties":{"client_access":{"$ref":"#/$defs/client_access2"},"refresh_token":{"$ref":"#/$defs/refresh_token2"}}}',
    client_access2:
      '{"type":"object","description":"Your own OAuth application","properties":{"client_id":{"type":"string"},"client_secret":{"type":"string"}}}',
    refresh_token2:
      '{"type":"string","description":"Long-lived refresh token of your OAuth application"}',
    merchant_id: '{"type":"string","description":"Merchant id or vendor code"}',
    config6:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"base_url":{"$ref":"#/$defs/base_url"}}}',
    api_token: '{"type":"string","format":"password","description":"API token"}',
    base_url: '{"type":"string","description":"Custom domain, starting with https://"}',
    schema_prefix:
      '{"type":"string","description":"Prefix of every destination schema; it names the connection","immutable":true}',
    config7:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"subdomain":{"type":"string"}}}',
    region:
      '{"type":"object","description":"Region of the account or bucket","enum":["NORTH_AMERICA","EUROPE","FAR_EAST"]}',
    auth3:
      '{"type":"object","properties":{"client_access":{"$ref":"#/$defs/client_access3"},"refresh_token":{"$ref":"#/$defs/refresh_token2"}}}',
    client_access3:
      '{"type":"object","description":"Your own OAuth application","properties":{"client_id":{"$ref":"#/$defs/client_id"},"client_secret":{"$ref":"#/$defs/client_secret"}}}',
    client_id: '{"type":"string","description":"Client id of your own OAuth application"}',
    client_secret: '{"type":"string","description":"Client secret of your own OAuth application"}',
    region_api_url: '{"type":"object","enum":["api-fe","api-eu","api"]}',
    region_auth_url: '{"type":"object","enum":["apac.account","www","eu.account"]}',
    backward_sync_limit:
      '{"type":"string","description":"First day of the history to load, YYYY-MM-DD"}',
    historical_sync_time_frame:
      '{"type":"object","description":"How much history the first sync loads","enum":["ALL_TIME","DATE_LIMIT"],"default":"ALL_TIME"}',
    aws_credentials:
      '{"type":"object","properties":{"bucket_name":{"type":"string"},"home_folder":{"type":"string"},"s3_role_arn":{"type":"string","format":"password","description":"ARN of the AWS role that Fivetran assumes for the bucket"}}}',
    gcs_credentials:
      '{"type":"object","properties":{"bucket_name":{"type":"string"},"home_folder":{"type":"string"}}}',
    project_id: '{"type":"string","description":"Id of the Google Cloud project"}',
    client_private_key:
      '{"type":"string","format":"password","description":"Private key of the client certificate, PEM"}',
    host: '{"type":"string","description":"Host name or IP address"}',
    json_delivery_mode:
      '{"type":"object","description":"Whether JSON arrives in one column or unpacked","enum":["Packed","Unpacked"]}',
    port: '{"type":"integer","format":"int32","description":"Port of the host"}',
    message_type: '{"type":"object","enum":["Text","Json","Avro","Protobuf"]}',
    sasl_plain_key: '{"type":"string","format":"password","description":"SASL user or API key"}',
    sasl_plain_secret:
      '{"type":"string","format":"password","description":"SASL password or API secret"}',
    security_protocol:
      '{"type":"object","description":"Security protocol of the cluster","enum":["SASL","PLAINTEXT","TLS"]}',
    timeframe_months2:
      '{"type":"object","description":"How much history the first sync loads","enum":["TWENTY_FOUR","SIX","ALL_TIME","TWELVE","THREE"],"immutable":true}',
    access_key_id:
      '{"type":"string","format":"password","description":"Access key id of the AWS user"}',
    bucket: '{"type":"string","description":"Name of the bucket"}',
    role_arn:
      '{"type":"string","format":"password","description":"ARN of the AWS role that Fivetran assumes"}',
    historical_sync_time_frame2:
      '{"type":"object","description":"How much history the first sync loads","enum":["TWENTY_FOUR","SIX","ALL_TIME","TWELVE","THREE"]}',
    config8:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"email":{"type":"string"},"password":{"$ref":"#/$defs/password"}}}',
    config9:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"}}}',
    config10:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"}}}',
    config11:
      '{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"auth_method":{"type":"object","description":"How Fivetran signs in","enum":["PASSWORD","AWS_IAM"]},"aws_region_code":{"$ref":"#/$defs/aws_region_code"},"client_private_key":{"$ref":"#/$defs/client_private_key"},"client_public_certificate":{"$ref":"#/$defs/client_public_certificate"},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password2"},"port":{"$ref":"#/$defs/port"},"replica_id":{"$ref":"#/$defs/replica_id"},"role_arn":{"type":"string","format":"password","description":"ARN of the AWS role that Fivetran assumes","when":{"auth_method":["AWS_IAM"]}},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"$ref":"#/$defs/update_method"},"user":{"$ref":"#/$defs/user"}}}',
    always_encrypted: '{"type":"boolean","description":"Whether TLS is required"}',
    aws_region_code:
      '{"type":"object","description":"AWS region of the database, for example us-east-1","enum":["me-central-1","aws-cn-global","us-isof-south-1","ap-east-2","us-west-1","us-west-2","af-south-1","ap-northeast-3","ap-northeast-2","ap-northeast-1","me-south-1","sa-east-1","cn-north-1","ap-southeast-1","ap-southeast-2","ap-southeast-3","ap-southeast-4","ap-southeast-5","us-east-1","us-east-2","ap-southeast-7","aws-iso-e-global","cn-northwest-1","ap-south-2","ap-south-1","eu-south-1","eu-south-2","us-gov-east-1","il-central-1","ca-central-1","mx-central-1","eu-central-1","eusc-de-east-1","us-iso-west-1","eu-central-2","eu-isoe-west-1","aws-global","eu-north-1","eu-west-3","eu-west-2","eu-west-1","aws-iso-global","ap-east-1","ca-west-1","us-gov-west-1","us-iso-east-1","aws-iso-b-global","aws-iso-f-global","aws-us-gov-global","us-isob-east-1","us-isof-east-1"],"when":{"auth_method":["AWS_IAM"]}}',
    client_public_certificate: '{"type":"string","description":"Client certificate, PEM"}',
    connection_type:
      '{"type":"object","description":"How Fivetran reaches the host","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"]}',
    database: '{"type":"string","description":"Name of the database"}',
    password2:
      '{"type":"string","format":"password","description":"Password of the user","when":{"auth_method":["PASSWORD"]}}',
    replica_id:
      '{"type":"integer","format":"int32","description":"Id of Fivetran as a replica, unique in the group"}',
    tunnel_host:
      '{"type":"string","description":"Host of the SSH tunnel, not a load balancer","when":{"connection_type":["SshTunnel"]}}',
    tunnel_port:
      '{"type":"integer","format":"int32","description":"Port of the SSH tunnel","when":{"connection_type":["SshTunnel"]}}',
    tunnel_user:
      '{"type":"string","description":"User on the SSH tunnel","when":{"connection_type":["SshTunnel"]}}',
    update_method:
      '{"type":"object","description":"How new and changed rows are found","enum":["BINLOG","TELEPORT"],"default":"BINLOG"}',
    user: '{"type":"string","description":"Name of the user that Fivetran signs in as"}',
    config12:
      '{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"auth_method":{"$ref":"#/$defs/auth_method"},"client_private_key":{"$ref":"#/$defs/client_private_key2"},"client_public_certificate":{"$ref":"#/$defs/client_public_certificate2"},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"delete_capture_enabled":{"$ref":"#/$defs/delete_capture_enabled"},"entra_app_id":{"$ref":"#/$defs/entra_app_id"},"entra_tenant_id":{"$ref":"#/$defs/entra_tenant_id"},"host":{"$ref":"#/$defs/host"},"password":{"type":"string","format":"password","description":"Password; with ENTRA_ID the client secret","when":{"auth_method":["PASSWORD","ENTRA_ID"]}},"port":{"$ref":"#/$defs/port"},"publication_name":{"$ref":"#/$defs/publication_name"},"replication_slot":{"$ref":"#/$defs/replication_slot"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"$ref":"#/$defs/update_method2"},"user":{"$ref":"#/$defs/user"}}}',
    auth_method:
      '{"type":"object","description":"How Fivetran signs in","enum":["ENTRA_ID","PASSWORD","CLIENT_CERTIFICATE","AWS_IAM"]}',
    client_private_key2:
      '{"type":"string","format":"password","description":"Private key of the client certificate, PEM","when":{"auth_method":["CLIENT_CERTIFICATE"]}}',
    client_public_certificate2:
      '{"type":"string","description":"Client certificate, PEM","when":{"auth_method":["CLIENT_CERTIFICATE"]}}',
    delete_capture_enabled: '{"type":"boolean","description":"Whether deleted rows are captured"}',
    entra_app_id:
      '{"type":"string","description":"Id of the registered application in Entra ID","when":{"auth_method":["ENTRA_ID"]}}',
    entra_tenant_id:
      '{"type":"string","description":"Tenant id in Entra ID","when":{"auth_method":["ENTRA_ID"]}}',
    publication_name:
      '{"type":"string","description":"Name of the publication","when":{"update_method":["WAL_PGOUTPUT"]}}',
    replication_slot:
      '{"type":"string","description":"Name of the replication slot; one for each connection","when":{"update_method":["WAL_PGOUTPUT"]}}',
    update_method2:
      '{"type":"object","description":"How new and changed rows are found","enum":["QUERY_BASED","WAL_PGOUTPUT"]}',
    external_secrets_keys_config:
      '{"type":"object","properties":{"password":{"$ref":"#/$defs/password3"},"user":{"$ref":"#/$defs/user2"}}}',
    password3:
      '{"type":"string","description":"Name under which the external secret manager keeps password"}',
    user2:
      '{"type":"string","description":"Name under which the external secret manager keeps user"}',
    config13:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"merchant_id":{"$ref":"#/$defs/merchant_id"}}}',
    connection_type2:
      '{"type":"object","description":"How Fivetran reaches the host","enum":["Directly","PrivateLink"]}',
    tunnel_host2: '{"type":"string","description":"Host of the SSH tunnel, not a load balancer"}',
    tunnel_port2: '{"type":"integer","format":"int32","description":"Port of the SSH tunnel"}',
    tunnel_user2: '{"type":"string","description":"User on the SSH tunnel"}',
    config14:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"bucket":{"$ref":"#/$defs/bucket"},"prefix":{"type":"string"},"role_arn":{"$ref":"#/$defs/role_arn"}}}',
    access_key_id2: '{"type":"string","description":"Access key id of the AWS user"}',
    access_key_secret:
      '{"type":"string","format":"password","description":"Secret access key of the AWS user"}',
    external_secrets_keys_config2:
      '{"type":"object","properties":{"access_key_id":{"type":"string","description":"Name under which the external secret manager keeps access_key_id"},"access_key_secret":{"type":"string","description":"Name under which the external secret manager keeps access_key_secret"}}}',
    is_private_link_required:
      '{"type":"boolean","description":"Whether Fivetran must connect over PrivateLink"}',
    secrets_list:
      '{"type":"array","description":"Secrets that the code receives, by name","items":{"type":"object","properties":{"key":{"type":"string","description":"Name"},"value":{"type":"string","format":"password","description":"Value"}}}}',
    connection_method:
      '{"type":"object","description":"How Fivetran reaches the host","enum":["privatelink","direct"]}',
    key_password: '{"type":"string","format":"password","when":{"security_protocol":["TLS"]}}',
    sasl_scram512_key:
      '{"type":"string","format":"password","when":{"sasl_mechanism":["SCRAM_SHA_512"]}}',
    table_group_name:
      '{"type":"string","description":"Second part of the connection\'s name, after the schema","immutable":true}',
    append_file_option:
      '{"type":"object","description":"How rows are loaded if a file changes","enum":["upsert_file_with_primary_keys","upsert_file","append_file"]}',
    archive_pattern:
      '{"type":"string","description":"Regular expression for file names inside archives"}',
    auth_method2:
      '{"type":"object","description":"How Fivetran signs in","enum":["CONNECTION_STRING","SERVICE_PRINCIPAL_SECRET"]}',
    compression:
      '{"type":"object","description":"Compression of files, if the file name does not show it","enum":["zip","gz","tar_gz","tar","infer","gzip","uncompressed","bz2","tar_bz2"]}',
    connection_method2:
      '{"type":"object","description":"How Fivetran reaches the host","enum":["SSH_TUNNEL","DIRECT","PRIVATE_LINK"]}',
    delimiter:
      '{"type":"string","description":"Column delimiter of CSV files, if it cannot be inferred"}',
    empty_header: '{"type":"boolean","description":"Whether CSV files lack a header line"}',
    escape_char: '{"type":"string","description":"Escape character of CSV files"}',
    extraction_pattern:
      '{"type":"string","description":"Regular expression with a named group `table` for file paths","when":{"file_mapping_method":["EXTRACT_TABLES"]}}',
    file_mapping_method:
      '{"type":"object","description":"Whether tables are listed, or taken from file paths","enum":["EXTRACT_TABLES","DEFINE_PER_TABLE"]}',
    file_type:
      '{"type":"object","description":"Format of files, if the file name does not show it","enum":["tsv","xml","csv","spreadsheet","json","jsonl","avro","parquet"]}',
    files:
      '{"type":"array","description":"Which files go to which table","when":{"file_mapping_method":["DEFINE_PER_TABLE"]},"items":{"$ref":"#/$defs/files2"}}',
    files2:
      '{"type":"object","properties":{"archive_pattern":{"$ref":"#/$defs/archive_pattern"},"file_pattern":{"$ref":"#/$defs/file_pattern"},"selected_range":{"$ref":"#/$defs/selected_range"},"table_name":{"$ref":"#/$defs/table"}}}',
    file_pattern:
      '{"type":"string","description":"Regular expression for the file names of the table"}',
    selected_range:
      '{"type":"string","description":"Cell range to sync from matching spreadsheets"}',
    host_user:
      '{"type":"string","description":"User on the SSH tunnel","when":{"connection_method":["SSH_TUNNEL"]}}',
    line_separator: '{"type":"string","description":"Line separator of CSV files"}',
    null_sequence: '{"type":"string","description":"Text that stands for null in CSV files"}',
    on_error:
      '{"type":"object","description":"Whether a malformed line stops the sync or is skipped","enum":["fail","skip"]}',
    pattern: '{"type":"string","description":"Regular expression for file names"}',
    pgp_pass_phrase:
      '{"type":"string","format":"password","description":"Passphrase of the PGP key","when":{"use_pgp_encryption_options":["true"]}}',
    pgp_secret_key:
      '{"type":"string","format":"password","description":"PGP secret key","when":{"use_pgp_encryption_options":["true"]}}',
    prefix: '{"type":"string","description":"Folder to search"}',
    quote_char:
      '{"type":"string","description":"Quote character of CSV files","when":{"quote_character_enabled":["true"]}}',
    quote_character_enabled:
      '{"type":"boolean","description":"Whether values of CSV files are quoted","default":true}',
    signer_public_key:
      '{"type":"string","description":"Public key of the signer of the files","when":{"use_pgp_encryption_options":["true"]}}',
    skip_after:
      '{"type":"integer","format":"int32","description":"Lines to skip at the end of a file"}',
    skip_before:
      '{"type":"integer","format":"int32","description":"Lines to skip at the start of a file"}',
    storage_account_name: '{"type":"string","description":"Name of the Azure storage account"}',
    use_pgp_encryption_options:
      '{"type":"boolean","description":"Whether files are encrypted with PGP","default":false}',
    tenant_id: '{"type":"string","description":"Tenant id of the Microsoft application"}',
    binary_representation:
      '{"type":"object","description":"How binary data is written","enum":["Base64","Uuid"],"default":"Base64"}',
    hosts:
      '{"type":"array","description":"Primary and replicas, each as host:port, or one SRV address","items":{"type":"string"}}',
    packed_mode_tables:
      '{"type":"array","description":"Tables that are loaded in packed mode","items":{"type":"string"}}',
    config15:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"sub_domain":{"type":"string"}}}',
    auth4: '{"type":"object","properties":{"client_access":{"$ref":"#/$defs/client_access"}}}',
    custom_payloads:
      '{"type":"array","description":"Further values that the function receives","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"string"}}}}',
    secrets_list2:
      '{"type":"array","description":"Secrets that the code receives, by name","items":{"type":"object","properties":{"key":{"type":"string"},"value":{"type":"string","format":"password"}}}}',
    password4:
      '{"type":"string","format":"password","description":"Password of the user","when":{"auth_method":["PASSWORD","ENTRA_ID"]}}',
    config16:
      '{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"auth_method":{"type":"object","description":"How Fivetran signs in","enum":["EntraIDServicePrincipalSecret","EntraIDServicePrincipalCertificate","ActiveDirectory","Password"]},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"tenant_id":{"$ref":"#/$defs/tenant_id2"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"$ref":"#/$defs/update_method3"},"user":{"$ref":"#/$defs/user"}}}',
    tenant_id2:
      '{"type":"string","format":"password","description":"Tenant id of the Microsoft application"}',
    update_method3:
      '{"type":"object","description":"How new and changed rows are found","enum":["NATIVE_UPDATE","TELEPORT"],"default":"NATIVE_UPDATE"}',
    auth5:
      '{"type":"object","properties":{"access_token":{"type":"string"},"managed_identity_user_assigned":{"type":"string"},"refresh_token":{"$ref":"#/$defs/refresh_token2"},"service_principal_client_cert_pvt_key":{"type":"string"},"service_principal_client_certificate":{"type":"string"},"service_principal_client_secret":{"type":"string"},"service_principal_id":{"type":"string"}}}',
    config17:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"subdomain":{"type":"string"}}}',
    region2: '{"type":"object","enum":["com","eu","in","com.cn","jp","com.au"]}',
    config18:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"base_url":{"$ref":"#/$defs/base_url"}}}',
    workspace_name: '{"type":"string","description":"Database of the temporary tables"}',
    config19:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"base_url":{"$ref":"#/$defs/base_url"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"}}}',
    auth6:
      '{"type":"object","properties":{"access_token":{"type":"string","format":"password"},"refresh_token":{"$ref":"#/$defs/refresh_token"}}}',
    accounts:
      '{"type":"array","description":"Ids of the accounts to sync","when":{"sync_mode":["SpecificAccounts"]},"items":{"type":"string"}}',
    rollback_window_size:
      '{"type":"integer","format":"int32","description":"Number of past days that each sync reads again"}',
    sync_mode:
      '{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["AllAccounts","SpecificAccounts"],"default":"AllAccounts"}',
    timeframe_months3:
      '{"type":"object","description":"How much history the first sync loads","enum":["TWENTY_FOUR","SIX","ALL_TIME","TWELVE","THREE"],"default":"SIX","immutable":true}',
    config20:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"account_id":{"type":"string"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"}}}',
    file_handling:
      '{"type":"object","description":"Whether files are loaded as rows or copied as they are","enum":["unstructured","structured"],"default":"structured"}',
    files3:
      '{"type":"array","description":"Which files go to which table","items":{"$ref":"#/$defs/files2"}}',
    folder_id: '{"type":"string","description":"Address of the folder"}',
    is_single_table_mode: '{"type":"boolean","description":"Whether all files go to one table"}',
    sync_nested_files: '{"type":"boolean","description":"Whether to sync files of nested folders"}',
    config21:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"merchant_id":{"$ref":"#/$defs/merchant_id"},"private_key":{"type":"string","format":"password"},"public_key":{"type":"string"}}}',
    config22:
      '{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_key":{"$ref":"#/$defs/api_key"}}}',
    abs_export_container_name:
      '{"type":"string","when":{"export_storage_type":["AZURE_BLOB_STORAGE"]}}',
    gcs_export_bucket: '{"type":"string","when":{"export_storage_type":["GCS"]}}',
    historical_sync_limit:
      '{"type":"object","description":"How much history the first sync loads","enum":["ALL_TIME","DATE_LIMIT"]}',
    s3_export_bucket: '{"type":"string","when":{"export_storage_type":["AWS_S3"]}}',
    s3bucket: '{"type":"string","when":{"cloud_storage_type":["AWS_S3"]}}',
    config23:
      '{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_token":{"$ref":"#/$defs/api_token"}}}',
    config24:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"sub_domain":{"type":"string"}}}',
    config25:
      '{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"api_key":{"$ref":"#/$defs/api_key"},"sub_domain":{"type":"string"}}}',
    config26:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"sub_domain":{"type":"string"},"username":{"type":"string"}}}',
    config27:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string"}}}',
    config28:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"personal_api_token":{"type":"string","format":"password"}}}',
    personal_access_token:
      '{"type":"string","format":"password","description":"Personal access token"}',
    connection_type3:
      '{"type":"object","description":"How Fivetran reaches the host","enum":["Directly","SshTunnel"]}',
    config29:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"password":{"$ref":"#/$defs/password"},"sub_domain":{"type":"string"},"username":{"type":"string"}}}',
    historical_sync_limit2:
      '{"type":"string","description":"How much history the first sync loads"}',
    auth_method3:
      '{"type":"object","description":"How Fivetran signs in","enum":["API_KEY","OAUTH"]}',
    report_type: '{"type":"string","description":"Type of the report"}',
    catalog: '{"type":"string","description":"Name of the Unity Catalog catalog"}',
    http_path: '{"type":"string","description":"HTTP path of the SQL warehouse or cluster"}',
    config30:
      '{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"agent_host":{"type":"string"},"agent_password":{"type":"string","format":"password"},"agent_port":{"type":"integer","format":"int32"},"agent_public_cert":{"type":"string"},"agent_user":{"type":"string"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"connection_type":{"$ref":"#/$defs/connection_type4"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"log_journal":{"type":"string"},"log_journal_schema":{"type":"string"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"sap_schema":{"type":"string"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}',
    connection_type4:
      '{"type":"object","description":"How Fivetran reaches the host","enum":["Directly","SshTunnel","ProxyAgent"]}',
    connection_type5:
      '{"type":"object","description":"How Fivetran reaches the host","enum":["Directly","PrivateLink","SshTunnel"]}',
    certificate: '{"type":"string","format":"password","description":"Certificate in PEM form"}',
    config31:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_key":{"$ref":"#/$defs/api_key"},"username":{"type":"string"}}}',
    config32:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"access_token":{"type":"string","format":"password"},"sub_domain":{"type":"string"}}}',
    api_access_token: '{"type":"string","format":"password","description":"API access token"}',
    report_type2:
      '{"type":"object","description":"Type of the report","enum":["REACH","FLOODLIGHT","PATH_TO_CONVERSION","STANDARD"],"default":"STANDARD"}',
    timeframe_months4:
      '{"type":"object","description":"How much history the first sync loads","enum":["TWENTY_FOUR","SIX","ALL_TIME","TWELVE","THREE"],"default":"TWELVE"}',
    ad_unit_view: '{"type":"object","enum":["HIERARCHICAL","TOP_LEVEL","FLAT"]}',
    custom_dimension_key_ids: '{"type":"array","items":{"type":"integer","format":"int32"}}',
    always_encrypted2: '{"type":"boolean","description":"Whether TLS is required","default":true}',
    auth7: '{"type":"object","properties":{"api_key":{"type":"string","description":"API key"}}}',
    external_secrets_keys_config3:
      '{"type":"object","properties":{"api_key":{"type":"string","description":"Name under which the external secret manager keeps api_key"},"password":{"$ref":"#/$defs/password3"},"user":{"$ref":"#/$defs/user2"}}}',
    connection_type6:
      '{"type":"object","description":"How Fivetran reaches the host","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"],"default":"Directly"}',
    config33:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"always_encrypted":{"$ref":"#/$defs/always_encrypted2"},"authentication_method":{"type":"object","description":"How Fivetran signs in","enum":["BASICAUTH","APIKEY"]},"capture_deletes":{"type":"boolean","default":true},"connection_type":{"$ref":"#/$defs/connection_type3"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}',
    config34:
      '{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"account_name":{"type":"string"},"api_key":{"$ref":"#/$defs/api_key"}}}',
    click_attribution_window:
      '{"type":"object","description":"Replaced by attribution_windows","enum":["DAY_1","DAY_1_EV","DAY_7","NONE","DAY_28"]}',
    sync_mode2:
      '{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["AllAccounts","SpecificAccounts"]}',
    timeframe_months5:
      '{"type":"object","description":"How much history the first sync loads","enum":["TWENTY_FOUR","SIX","ALL_TIME","TWELVE","THREE"],"default":"THREE","immutable":true}',
    access_token: '{"type":"string","description":"Long-lived access token"}',
    auth8:
      '{"type":"object","properties":{"access_token":{"type":"string"},"client_access":{"$ref":"#/$defs/client_access2"},"system_user_access_token":{"type":"string"}}}',
    packing_mode:
      '{"type":"object","description":"Whether documents are loaded in one column or unpacked","enum":["UsePackedModeOnly","UseUnpackedModeOnly"],"default":"UseUnpackedModeOnly"}',
    non_standard_escape_char:
      '{"type":"boolean","description":"Whether CSV files use an unusual escape character","default":false}',
    use_webhooks: '{"type":"boolean","description":"Whether changes also arrive by webhook"}',
    config_type:
      '{"type":"object","description":"Whether the report is prebuilt or custom","enum":["CUSTOM","PREBUILT"]}',
    dimensions:
      '{"type":"array","description":"Dimensions of the report","items":{"type":"string"}}',
    filter_field_name: '{"type":"string","description":"Dimension to filter by"}',
    filter_type:
      '{"type":"object","description":"Whether matches are included or excluded","enum":["EXCLUDE","INCLUDE"]}',
    filter_value: '{"type":"string","description":"Value to filter by"}',
    metrics: '{"type":"array","description":"Metrics of the report","items":{"type":"string"}}',
    sync_mode3:
      '{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["ALL_ACCOUNTS","SPECIFIC_ACCOUNTS"]}',
    config35:
      '{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"}}}',
    config36:
      '{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"auth_method":{"$ref":"#/$defs/auth_method"},"client_private_key":{"$ref":"#/$defs/client_private_key2"},"client_public_certificate":{"$ref":"#/$defs/client_public_certificate2"},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password4"},"port":{"$ref":"#/$defs/port"},"replica_id":{"$ref":"#/$defs/replica_id"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"$ref":"#/$defs/update_method"},"user":{"$ref":"#/$defs/user"}}}',
    auth_method4:
      '{"type":"object","description":"How Fivetran signs in","enum":["PASSWORD","CLIENT_CERTIFICATE"]}',
    entra_app_id2: '{"type":"string","description":"Id of the registered application in Entra ID"}',
    entra_tenant_id2: '{"type":"string","description":"Tenant id in Entra ID"}',
    config37:
      '{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"$ref":"#/$defs/update_method3"},"user":{"$ref":"#/$defs/user"}}}',
    advertisers:
      '{"type":"array","when":{"config_method":["CREATE_NEW"]},"items":{"type":"string"}}',
    sync_permissions:
      '{"type":"boolean","description":"Whether to sync the permissions of each file"}',
    auth_type2:
      '{"type":"object","description":"How Fivetran signs in","enum":["IAM_ROLE","PUBLIC_BUCKET","ACCESS_KEY"]}',
    is_private_link_required2:
      '{"type":"boolean","description":"Whether Fivetran must connect over PrivateLink","default":false}',
    config38:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string"}}}',
    config39:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"bearer_token":{"type":"string","format":"password"}}}',
    client_secret2:
      '{"type":"string","format":"password","description":"Client secret of your own OAuth application"}',
    accounts2:
      '{"type":"array","when":{"sync_mode":["SpecificAccounts"]},"items":{"type":"string"}}',
    auth9: '{"type":"object","properties":{"access_token":{"$ref":"#/$defs/access_token"}}}',
    sync_mode4:
      '{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["SelectedEvents","AllEvents"]}',
    config40:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_token":{"$ref":"#/$defs/api_token"},"sub_domain":{"type":"string"}}}',
    packing_mode2:
      '{"type":"object","description":"Whether documents are loaded in one column or unpacked","enum":["UNPACKED","PACKED"]}',
    auth10: '{"type":"object","properties":{"access_token":{"type":"string"}}}',
    config41:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"tenant":{"type":"string"}}}',
    auth11:
      '{"type":"object","properties":{"client_access":{"$ref":"#/$defs/client_access2"},"refresh_token":{"$ref":"#/$defs/refresh_token2"},"tenant_id":{"$ref":"#/$defs/tenant_id"}}}',
    config42:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"tenant_id":{"$ref":"#/$defs/tenant_id"}}}',
    config43:
      '{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"binary_representation":{"$ref":"#/$defs/binary_representation"},"connection_type":{"$ref":"#/$defs/connection_type"},"hosts":{"$ref":"#/$defs/hosts"},"packed_mode_tables":{"$ref":"#/$defs/packed_mode_tables"},"packing_mode":{"$ref":"#/$defs/packing_mode"},"password":{"$ref":"#/$defs/password"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}',
    consumer_secret: '{"type":"string","format":"password","description":"Consumer secret"}',
    email: '{"type":"string","description":"E-mail address of the user that Fivetran signs in as"}',
    token_key: '{"type":"string","format":"password","description":"Token id"}',
    token_secret: '{"type":"string","format":"password","description":"Token secret"}',
    config44:
      '{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"pdb_name":{"$ref":"#/$defs/pdb_name"},"port":{"$ref":"#/$defs/port"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"type":"object","description":"How new and changed rows are found","enum":["BINARY_LOG_READER","LOGMINER","TELEPORT"]},"user":{"$ref":"#/$defs/user"}}}',
    pdb_name:
      '{"type":"string","description":"Pluggable database, only with a container database"}',
    config45:
      '{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"authentication_method":{"type":"object","description":"How Fivetran signs in","enum":["JWT","BASIC"]},"delete_capture_frequency":{"type":"object","enum":["EVERY_WEEK","EVERY_SYNC","NEVER","EVERY_DAY"]},"effective_date_disabled":{"type":"boolean"},"issuer":{"type":"string"},"password":{"$ref":"#/$defs/password"},"private_key":{"type":"string","format":"password"},"public_key":{"type":"string","format":"password"},"server_url":{"type":"string"},"username":{"type":"string"}}}',
    asm_password: '{"type":"string","format":"password","when":{"asm_option":["true"]}}',
    direct_capture_method: '{"type":"object","enum":["ARCHIVE_ONLY","ASM","BFILE","DIRECT"]}',
    update_method4:
      '{"type":"object","description":"How new and changed rows are found","enum":["BINARY_LOG_READER","XSTREAM_OUT","LOGMINER","TELEPORT","DIRECT_CAPTURE","BFILE_REMOTE_CAPTURE"]}',
    config46:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_version":{"type":"object","enum":["V3","V4"]},"auth_type":{"$ref":"#/$defs/auth_type3"},"business_unit_id":{"type":"string"},"email":{"type":"string"},"historical_sync_limit_date":{"$ref":"#/$defs/backward_sync_limit"},"historical_sync_limit_time_frame":{"type":"object","enum":["ALL_TIME","DATE_LIMIT"],"default":"ALL_TIME"},"is_external_activities_endpoint_selected":{"type":"boolean"},"limit_for_api_calls_to_external_activities_endpoint":{"type":"integer","format":"int32"},"password":{"$ref":"#/$defs/password"},"rest_api_limit":{"type":"integer","format":"int32"},"salesforce_security_token":{"type":"string","format":"password"},"time_zone":{"type":"object","enum":["GMT+00:00","GMT+02:00","GMT-09:30","GMT+04:00","GMT+06:00","GMT+08:45","GMT+03:30","GMT+08:00","GMT+05:30","GMT-12:00","GMT-10:00","GMT+13:00","GMT-04:00","GMT+10:30","GMT-03:30","GMT+09:00","GMT+11:00","GMT+13:45","GMT-08:00","GMT-06:00","GMT-02:00","GMT+01:00","GMT+05:00","GMT+03:00","GMT+05:45","GMT+04:30","GMT+07:00","GMT+06:30","GMT-11:00","GMT-02:30","GMT+09:30","GMT+10:00","GMT+12:45","GMT+14:00","GMT+12:00","GMT-09:00","GMT-01:00","GMT-07:00","GMT-05:00","GMT-03:00"]},"user_key":{"type":"string","format":"password"}}}',
    auth_type3: '{"type":"object","description":"How Fivetran signs in","enum":["BASIC","OAUTH"]}',
    config47:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"company_id":{"type":"string"},"sub_domain":{"type":"string"}}}',
    config48:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"secret_key":{"type":"string","format":"password"}}}',
    click_attribution_window2:
      '{"type":"object","description":"Replaced by attribution_windows","enum":["ZERO","THIRTY","SIXTY","FOURTEEN","ONE","SEVEN"]}',
    conversion_report_time: '{"type":"object","enum":["CONVERSION_EVENT","AD_EVENT"]}',
    realm_id: '{"type":"string","description":"Id of the company"}',
    empty_header2:
      '{"type":"boolean","description":"Whether CSV files lack a header line","default":false}',
    list_strategy:
      '{"type":"object","description":"How the bucket is listed","enum":["complete_listing","time_based_pattern_listing"],"default":"complete_listing"}',
    config49:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"api_usage_limit":{"type":"integer","format":"int32","description":"Share of the daily API limit to use, in percent","default":90},"authentication_method":{"type":"object","description":"How Fivetran signs in","enum":["STANDARD","ADVANCED"],"default":"STANDARD"},"base_url":{"$ref":"#/$defs/base_url"},"certificate":{"type":"string","format":"password","description":"Certificate in PEM form","when":{"authentication_method":["ADVANCED"]}},"private_key":{"type":"string","format":"password","description":"Private key in PEM form","when":{"authentication_method":["ADVANCED"]}},"sync_formula_fields":{"type":"boolean","description":"Whether formula fields are synced","default":false},"update_infrequent_objects_in_every_sync":{"type":"boolean","description":"Whether rarely changing objects are read in every sync","default":false}}}',
    config50:
      '{"type":"object","required":["schema","table"],"properties":{"schema":{"$ref":"#/$defs/schema"},"table":{"$ref":"#/$defs/table2"},"password":{"$ref":"#/$defs/password"},"username":{"type":"string"}}}',
    is_private_key_encrypted:
      '{"type":"boolean","description":"Whether the private key has a passphrase","default":false,"when":{"auth":["KEY_PAIR"]}}',
    passphrase:
      '{"type":"string","format":"password","description":"Passphrase of the private key","when":{"auth":["KEY_PAIR"]}}',
    private_key:
      '{"type":"string","format":"password","description":"Private key in PEM form","when":{"auth":["KEY_PAIR"]}}',
    role: '{"type":"string","description":"Role that Fivetran uses"}',
    enable_tde: '{"type":"boolean","description":"Whether TDE is in use"}',
    tde_password:
      '{"type":"string","format":"password","description":"Password of the TDE private key"}',
    config51:
      '{"type":"object","required":["schema_prefix"],"properties":{"schema_prefix":{"$ref":"#/$defs/schema_prefix"},"agent_host":{"type":"string"},"agent_password":{"type":"string","format":"password"},"agent_port":{"type":"integer","format":"int32","default":4343},"agent_public_cert":{"type":"string"},"agent_user":{"type":"string"},"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"archive_log_format":{"type":"string"},"archive_log_path":{"type":"string"},"auth_method":{"type":"object","description":"How Fivetran signs in","enum":["WindowsAuth","Password"]},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"enable_archive_log_only":{"type":"boolean"},"enable_tde":{"$ref":"#/$defs/enable_tde"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"sap_schema":{"type":"string"},"server_name":{"type":"string"},"tde_certificate":{"type":"string","format":"password"},"tde_certificate_name":{"type":"string"},"tde_password":{"$ref":"#/$defs/tde_password"},"tde_private_key":{"type":"string","format":"password"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"update_method":{"type":"object","description":"How new and changed rows are found","enum":["DIRECT"]},"user":{"$ref":"#/$defs/user"}}}',
    support_connected_accounts_sync:
      '{"type":"boolean","description":"Whether connected accounts are synced"}',
    config52:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"login":{"type":"string"},"partners":{"$ref":"#/$defs/accounts2"},"password":{"$ref":"#/$defs/password"},"report_templates":{"type":"array","items":{"type":"string"}},"sync_mode":{"$ref":"#/$defs/sync_mode2"},"timeframe_months":{"$ref":"#/$defs/timeframe_months5"}}}',
    auth12:
      '{"type":"object","properties":{"access_token":{"$ref":"#/$defs/access_token"},"client_access":{"$ref":"#/$defs/client_access3"}}}',
    api_environment:
      '{"type":"object","enum":["business-api.tiktok.com","sandbox-ads.tiktok.com"]}',
    auth13:
      '{"type":"object","properties":{"client_access":{"$ref":"#/$defs/client_access2"},"consumer_key":{"type":"string","description":"Consumer key"},"consumer_secret":{"type":"string","description":"Consumer secret"},"oauth_token":{"type":"string"},"oauth_token_secret":{"type":"string"}}}',
    client_id2: '{"type":"string","when":{"authentication_method":["OAuth2"]}}',
    domain_host_name: '{"type":"string","description":"Host name of the tenant"}',
    auth14:
      '{"type":"object","properties":{"client_id":{"type":"string"},"client_secret":{"type":"string"},"refresh_token":{"$ref":"#/$defs/refresh_token2"}}}',
    region3: '{"type":"object","enum":["com","eu","in","jp","com.au"]}',
    config53:
      '{"type":"object","required":["schema"],"properties":{"schema":{"$ref":"#/$defs/schema"},"client_id":{"type":"string"},"client_secret":{"type":"string","format":"password"},"region":{"$ref":"#/$defs/region4"}}}',
    region4: '{"type":"object","enum":["com","eu","in","jp","com.cn","com.au"]}',
    entity_id: '{"type":"string","when":{"is_multi_entity_feature_enabled":["true"]}}',
    sync_mode5:
      '{"type":"object","description":"Whether everything is synced, or only the items that other fields select","enum":["ZuoraBilling","ZuoraRevenue","Both"]}',
    bootstrap_servers:
      '{"type":"array","description":"Kafka brokers, each as host:port","items":{"type":"string"}}',
    data_format: '{"type":"object","description":"Format of the messages","enum":["JSON","AVRO"]}',
    enable_single_topic: '{"type":"boolean","description":"Whether all tables go to one topic"}',
    num_of_partitions:
      '{"type":"integer","format":"int32","description":"Partitions of each topic"}',
    replication_factor:
      '{"type":"integer","format":"int32","description":"Replicas of each topic"}',
    schema_registry_api_key:
      '{"type":"string","format":"password","description":"API key of the schema registry"}',
    schema_registry_api_secret:
      '{"type":"string","format":"password","description":"API secret of the schema registry"}',
    schema_registry_url: '{"type":"string","description":"Address of the schema registry"}',
    security_protocol2:
      '{"type":"object","description":"Security protocol of the cluster","enum":["SASL","SASL_PLAINTEXT"]}',
    config54:
      '{"type":"object","properties":{"always_encrypted":{"$ref":"#/$defs/always_encrypted3"},"auth_method":{"type":"object","description":"How Fivetran signs in","enum":["PASSWORD","AWS_IAM"],"default":"PASSWORD"},"aws_region_code":{"$ref":"#/$defs/aws_region_code"},"connection_type":{"$ref":"#/$defs/connection_type6"},"database":{"$ref":"#/$defs/database"},"external_id":{"$ref":"#/$defs/external_id"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password2"},"port":{"$ref":"#/$defs/port"},"role_arn":{"$ref":"#/$defs/role_arn2"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}',
    always_encrypted3:
      '{"type":"boolean","description":"Whether TLS is required","when":{"connection_type":["SshTunnel"]}}',
    external_id:
      '{"type":"string","description":"External id that the AWS role requires","when":{"auth_method":["AWS_IAM"]}}',
    role_arn2:
      '{"type":"string","description":"ARN of the AWS role that Fivetran assumes","when":{"auth_method":["AWS_IAM"]}}',
    config55:
      '{"type":"object","properties":{"always_encrypted":{"$ref":"#/$defs/always_encrypted3"},"connection_type":{"$ref":"#/$defs/connection_type7"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}',
    connection_type7:
      '{"type":"object","description":"How Fivetran reaches the host","enum":["Directly","PrivateLink","SshTunnel"],"default":"Directly"}',
    auth_method5:
      '{"type":"object","description":"How Fivetran signs in","enum":["ENTRA_ID","PASSWORD","CLIENT_CERTIFICATE","AWS_IAM"],"default":"PASSWORD"}',
    aws_region_code2:
      '{"type":"string","description":"AWS region of the database, for example us-east-1","when":{"auth_method":["AWS_IAM"]}}',
    config56:
      '{"type":"object","properties":{"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"connection_type":{"$ref":"#/$defs/connection_type"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}',
    config57:
      '{"type":"object","properties":{"bucket":{"$ref":"#/$defs/bucket"},"data_set_location":{"type":"string","description":"Location of the data sets"},"project_id":{"$ref":"#/$defs/project_id"},"secret_key":{"$ref":"#/$defs/secret_key"},"support_json_type":{"$ref":"#/$defs/support_json_type"}}}',
    secret_key:
      '{"type":"string","format":"password","description":"JSON key of your own Google service account"}',
    support_json_type:
      '{"type":"boolean","description":"Whether JSON columns are stored as JSON, not STRING"}',
    auth_type4:
      '{"type":"object","description":"How Fivetran signs in","enum":["PERSONAL_ACCESS_TOKEN","OAUTH2"]}',
    aws_access_key_id:
      '{"type":"string","description":"Access key id of the AWS user","when":{"s3_bucket_auth_type":["IAM_USER"]}}',
    aws_secret_access_key:
      '{"type":"string","format":"password","description":"Secret access key of the AWS user","when":{"s3_bucket_auth_type":["IAM_USER"]}}',
    bucket_region: '{"type":"string","description":"AWS region of the bucket"}',
    oauth2_client_id:
      '{"type":"string","description":"Client id of the OAuth application","when":{"auth_type":["OAUTH2"]}}',
    oauth2_secret:
      '{"type":"string","format":"password","description":"Client secret of the OAuth application","when":{"auth_type":["OAUTH2"]}}',
    personal_access_token2:
      '{"type":"string","format":"password","description":"Personal access token","when":{"auth_type":["PERSONAL_ACCESS_TOKEN"]}}',
    s3_bucket_auth_type:
      '{"type":"object","description":"How Fivetran signs in to the staging bucket","enum":["IAM_ROLE","IAM_USER"]}',
    server_host_name: '{"type":"string","description":"Host name of the Databricks workspace"}',
    storage_account_name2:
      '{"type":"string","description":"Name of the Azure storage account","when":{"external_storage_cloud_provider":["AZURE"]}}',
    config58:
      '{"type":"object","properties":{"auth_type":{"$ref":"#/$defs/auth_type4"},"bucket":{"type":"string","description":"Name of the bucket","immutable":true},"catalog":{"$ref":"#/$defs/catalog"},"client_id":{"type":"string","description":"Client id of the service principal","when":{"storage_provider":["ADLS"]}},"connection_type":{"$ref":"#/$defs/connection_type"},"container_name":{"type":"string","description":"Name of the Azure container","immutable":true,"when":{"storage_provider":["ADLS"]}},"databricks_connection_type":{"type":"object","description":"How Fivetran reaches the Databricks account of Unity Catalog","enum":["Directly","PrivateLink","SshTunnel","ProxyAgent"],"default":"Directly"},"fivetran_role_arn":{"type":"string","description":"ARN of the AWS role that Fivetran assumes for the bucket or Glue","immutable":true,"when":{"storage_provider":["AWS"]}},"gcs_project_id":{"type":"string","description":"Id of the Google Cloud project of the bucket","when":{"storage_provider":["GCS"]}},"http_path":{"$ref":"#/$defs/http_path"},"lakehouse_guid":{"type":"string","description":"GUID of the OneLake lakehouse","immutable":true},"oauth2_client_id":{"$ref":"#/$defs/oauth2_client_id"},"oauth2_secret":{"$ref":"#/$defs/oauth2_secret"},"one_lake_auth_type":{"type":"object","description":"How Fivetran signs in to OneLake","enum":["SERVICE_PRINCIPAL","WORKSPACE_IDENTITY"],"default":"SERVICE_PRINCIPAL","immutable":true},"onelake_client_id":{"type":"string","description":"Client id of the OneLake service principal","immutable":true,"when":{"one_lake_auth_type":["SERVICE_PRINCIPAL"]}},"onelake_client_secret":{"type":"string","format":"password","description":"Secret of the OneLake service principal","when":{"one_lake_auth_type":["SERVICE_PRINCIPAL"]}},"onelake_tenant_id":{"type":"string","description":"Tenant id of the OneLake service principal","immutable":true,"when":{"one_lake_auth_type":["SERVICE_PRINCIPAL"]}},"personal_access_token":{"$ref":"#/$defs/personal_access_token2"},"polaris_catalog_configuration":{"type":"object","description":"How query engines connect to the Polaris catalog","properties":{"client_id":{"type":"string","description":"Client id of the service principal"},"client_secret":{"$ref":"#/$defs/client_secret"},"polaris_catalog":{"type":"string","description":"Name of the Polaris catalog"},"polaris_server_endpoint":{"type":"string","description":"Address of the Polaris server"}}},"port":{"$ref":"#/$defs/port"},"prefix_path":{"type":"string","description":"Folder in the bucket or container","immutable":true},"region":{"type":"string","description":"AWS region of the bucket","immutable":true,"when":{"storage_provider":["AWS"]}},"secret_value":{"type":"string","format":"password","description":"Secret of the service principal","when":{"storage_provider":["ADLS"]}},"server_host_name":{"$ref":"#/$defs/server_host_name"},"should_maintain_tables_in_bqms":{"type":"boolean","description":"Whether Iceberg tables are registered in BigQuery metastore"},"should_maintain_tables_in_databricks":{"type":"boolean","description":"Whether Delta tables are registered in Unity Catalog"},"should_maintain_tables_in_glue":{"type":"boolean","description":"Whether Iceberg tables are registered in AWS Glue"},"should_maintain_tables_in_one_lake":{"type":"boolean","description":"Whether tables get shortcuts in OneLake"},"snapshot_retention_period":{"type":"object","description":"How long snapshots of tables are kept","enum":["TWO_WEEKS","SIX_WEEKS","RETAIN_ALL_SNAPSHOTS","ONE_WEEK","FOUR_WEEKS","ONE_DAY"],"default":"ONE_WEEK"},"storage_account_name":{"type":"string","description":"Name of the Azure storage account","immutable":true,"when":{"storage_provider":["ADLS"]}},"storage_provider":{"type":"object","description":"Cloud that keeps the data lake","enum":["ADLS","GCS","AWS"]},"tenant_id":{"type":"string","description":"Tenant id of the service principal","when":{"storage_provider":["ADLS"]}},"workspace_guid":{"type":"string","description":"GUID of the OneLake workspace","immutable":true}}}',
    config59:
      '{"type":"object","properties":{"always_encrypted":{"$ref":"#/$defs/always_encrypted"},"connection_type":{"$ref":"#/$defs/connection_type5"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}',
    config60:
      '{"type":"object","properties":{"always_encrypted":{"$ref":"#/$defs/always_encrypted3"},"connection_type":{"$ref":"#/$defs/connection_type8"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}',
    connection_type8:
      '{"type":"object","description":"How Fivetran reaches the host","enum":["Directly","SshTunnel"],"default":"Directly"}',
    config61:
      '{"type":"object","properties":{"always_encrypted":{"$ref":"#/$defs/always_encrypted3"},"auth_method":{"$ref":"#/$defs/auth_method5"},"aws_region_code":{"$ref":"#/$defs/aws_region_code2"},"connection_type":{"$ref":"#/$defs/connection_type6"},"database":{"$ref":"#/$defs/database"},"external_id":{"$ref":"#/$defs/external_id"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password4"},"port":{"$ref":"#/$defs/port"},"role_arn":{"$ref":"#/$defs/role_arn2"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}',
    config62:
      '{"type":"object","properties":{"always_encrypted":{"$ref":"#/$defs/always_encrypted3"},"connection_type":{"$ref":"#/$defs/connection_type6"},"database":{"$ref":"#/$defs/database"},"host":{"$ref":"#/$defs/host"},"password":{"$ref":"#/$defs/password"},"port":{"$ref":"#/$defs/port"},"tunnel_host":{"$ref":"#/$defs/tunnel_host"},"tunnel_port":{"$ref":"#/$defs/tunnel_port"},"tunnel_user":{"$ref":"#/$defs/tunnel_user"},"user":{"$ref":"#/$defs/user"}}}',
  },
};
