/**
 * Facts about connector and destination types that the definition lacks or states only in prose.
 * Each line names its source, and overrides what is read from the definition's prose.
 */

const DOCS = "https://fivetran.com/docs";
const API = `${DOCS}/developer-resources/rest-api/api-reference`;

/**
 * The values of another field with which these fields apply, for the named services. "every" means
 * every service that has the fields and the values.
 */
export interface FieldLine {
  services: string;
  fields: string;
  when: Readonly<Record<string, readonly string[]>>;
  source: string;
}

export const FIELD_LINES: readonly FieldLine[] = [
  {
    services: "every",
    fields: "client_private_key client_public_certificate",
    when: { auth_method: ["CLIENT_CERTIFICATE"] },
    source: `${DOCS}/connectors/databases/postgresql/setup-guide`,
  },
  {
    services: "every",
    fields: "entra_app_id entra_tenant_id",
    when: { auth_method: ["ENTRA_ID"] },
    source: `${DOCS}/connectors/databases/postgresql/azure-setup-guide`,
  },
  {
    services: "every",
    fields: "password",
    when: { auth_method: ["PASSWORD", "ENTRA_ID"] },
    source: `${DOCS}/connectors/databases/postgresql/azure-setup-guide`,
  },
  {
    services: "every",
    fields: "password",
    when: { auth_method: ["PASSWORD"] },
    source: `${DOCS}/connectors/databases/postgresql/setup-guide`,
  },
  {
    services: "postgres postgres_rds aurora_postgres azure_postgres google_cloud_postgresql",
    fields: "replication_slot publication_name",
    when: { update_method: ["WAL_PGOUTPUT"] },
    source: `${API}/connections/create-connection/postgres`,
  },
  {
    services: "s3",
    fields: "access_key_id access_key_secret",
    when: { auth_type: ["ACCESS_KEY"] },
    source: `${DOCS}/connectors/files/amazon-s3/setup-guide`,
  },
  {
    services: "s3",
    fields: "role_arn",
    when: { auth_type: ["IAM_ROLE"] },
    source: `${DOCS}/connectors/files/amazon-s3/setup-guide`,
  },
  {
    services: "gcs",
    fields: "secret_key",
    when: { auth_type: ["CUSTOM_SERVICE_ACCOUNT"] },
    source: `${API}/connections/create-connection/gcs`,
  },
  {
    services: "azure_blob_storage",
    fields: "connection_string",
    when: { auth_method: ["CONNECTION_STRING"] },
    source: `${DOCS}/connectors/files/azure-blob-storage/setup-guide`,
  },
  {
    services: "sftp",
    fields: "password",
    when: { is_keypair: ["false"] },
    source: `${DOCS}/connectors/files/sftp/setup-guide`,
  },
  {
    services: "sftp azure_blob_storage",
    fields: "tunnel_host tunnel_port tunnel_user host_ip host_user",
    when: { connection_method: ["SSH_TUNNEL"] },
    source: `${DOCS}/connectors/files/sftp/setup-guide`,
  },
  {
    services: "github",
    fields: "pats username",
    when: { auth_mode: ["PersonalAccessToken"] },
    source: `${DOCS}/connectors/applications/github/setup-guide`,
  },
  {
    services: "github",
    fields: "client_id private_key",
    when: { auth_mode: ["JWT"] },
    source: `${DOCS}/connectors/applications/github/setup-guide`,
  },
  {
    services: "jira",
    fields: "user password",
    when: { auth_type: ["BASIC"] },
    source: `${DOCS}/connectors/applications/jira/setup-guide`,
  },
  {
    services: "workday",
    fields: "user_name password",
    when: { auth_mode: ["BASIC"] },
    source: `${DOCS}/connectors/applications/workday-raas/setup-guide`,
  },
  {
    services: "webhooks",
    fields: "auth_secret",
    when: { auth_method: ["HMAC", "TOKEN_BASED"] },
    source: `${DOCS}/connectors/events/webhooks`,
  },
  {
    services: "webhooks",
    fields: "auth_header_key",
    when: { auth_method: ["TOKEN_BASED"] },
    source: `${DOCS}/connectors/events/webhooks`,
  },
  {
    services: "snowflake",
    fields: "application_id directory_id",
    when: { external_storage_cloud_provider: ["AZURE"] },
    source: `${DOCS}/destinations/snowflake/setup-guide`,
  },
  {
    services: "snowflake databricks",
    fields: "storage_account_name storage_account_key",
    when: { external_storage_cloud_provider: ["AZURE"] },
    source: `${DOCS}/destinations/snowflake/setup-guide`,
  },
  {
    services: "snowflake",
    fields: "gcs_service_account_credentials gcs_service_account_credentials_path",
    when: { external_storage_cloud_provider: ["GCP"] },
    source: `${DOCS}/destinations/snowflake/setup-guide`,
  },
  {
    services: "databricks databricks_via_managed_data_lake managed_data_lake",
    fields: "oauth2_client_id oauth2_secret",
    when: { auth_type: ["OAUTH2"] },
    source: `${DOCS}/destinations/databricks/setup-guide`,
  },
  {
    services: "databricks databricks_via_managed_data_lake managed_data_lake",
    fields: "personal_access_token",
    when: { auth_type: ["PERSONAL_ACCESS_TOKEN"] },
    source: `${DOCS}/destinations/databricks/setup-guide`,
  },
  {
    services: "databricks redshift",
    fields: "aws_access_key_id aws_secret_access_key",
    when: { s3_bucket_auth_type: ["IAM_USER"] },
    source: `${DOCS}/destinations/redshift/setup-guide`,
  },
  {
    services: "redshift",
    fields: "cluster_id cluster_region role_arn external_id",
    when: { auth_type: ["IAM"] },
    source: `${DOCS}/destinations/redshift/setup-guide`,
  },
  {
    services: "managed_data_lake databricks_via_managed_data_lake",
    fields: "fivetran_role_arn region",
    when: { storage_provider: ["AWS"] },
    source: `${DOCS}/destinations/managed-data-lake-service`,
  },
  {
    services: "managed_data_lake databricks_via_managed_data_lake",
    fields: "storage_account_name container_name client_id secret_value tenant_id",
    when: { storage_provider: ["ADLS"] },
    source: `${DOCS}/destinations/managed-data-lake-service`,
  },
  {
    services: "managed_data_lake databricks_via_managed_data_lake",
    fields: "gcs_project_id",
    when: { storage_provider: ["GCS"] },
    source: `${DOCS}/destinations/managed-data-lake-service`,
  },
  {
    services: "managed_data_lake databricks_via_managed_data_lake",
    fields: "onelake_client_id onelake_client_secret onelake_tenant_id",
    when: { one_lake_auth_type: ["SERVICE_PRINCIPAL"] },
    source: `${DOCS}/destinations/managed-data-lake-service`,
  },
];

/**
 * Names and categories of connector types. `/v1/metadata/connector-types` returns them, but the
 * definition does not list them.
 */
export interface NameLine {
  type: string;
  /** Ids, separated by commas. ` = ` and a name follow an id whose name is not the id in words. */
  names: string;
  source: string;
}

export const NAME_LINES: readonly NameLine[] = [
  {
    type: "Database",
    names: `
      postgres = PostgreSQL, postgres_rds = Amazon RDS for PostgreSQL, aurora_postgres = Amazon Aurora PostgreSQL,
      azure_postgres = Azure Database for PostgreSQL, google_cloud_postgresql = Google Cloud SQL for PostgreSQL,
      heroku_postgres = Heroku Postgres, mysql = MySQL, mysql_rds = Amazon RDS for MySQL, aurora = Amazon Aurora MySQL,
      mysql_azure = Azure Database for MySQL, google_cloud_mysql = Google Cloud SQL for MySQL, maria = MariaDB,
      maria_rds = Amazon RDS for MariaDB, maria_azure = Azure Database for MariaDB, sql_server = SQL Server,
      sql_server_rds = Amazon RDS for SQL Server, azure_sql_db = Azure SQL Database,
      azure_sql_managed_db = Azure SQL Managed Instance, google_cloud_sqlserver = Google Cloud SQL for SQL Server,
      oracle, oracle_rds = Amazon RDS for Oracle, oracle_rac = Oracle RAC, oracle_ebs = Oracle EBS, mongo = MongoDB,
      mongo_sharded = MongoDB Sharded Cluster, dynamodb = Amazon DynamoDB, documentdb = Amazon DocumentDB,
      snowflake_db = Snowflake, bigquery_db = BigQuery, databricks_db = Databricks, cockroachdb = CockroachDB,
      cosmos = Azure Cosmos DB, db2luw = Db2 for LUW, db2z = Db2 for z/OS, sap_hana_db = SAP HANA,
      elastic_cloud, es_self_hosted = Elasticsearch, opensearch = OpenSearch, firebase`,
    source: `${DOCS}/connectors/databases`,
  },
  {
    type: "Marketing",
    names: `
      google_ads, facebook_ads, linkedin_ads = LinkedIn Ads, hubspot = HubSpot, tiktok_ads = TikTok Ads, snapchat_ads,
      pinterest_ads, bingads = Microsoft Advertising, google_analytics_4, google_search_console, google_play,
      itunes_connect = Apple App Store, apple_search_ads, criteo, amazon_ads, marketo, salesforce_marketing_cloud,
      braze, iterable, klaviyo, pardot = Salesforce Marketing Cloud Account Engagement, mailchimp,
      sendgrid = Twilio SendGrid, twitter, google_display_and_video_360 = Google Display & Video 360`,
    source: `${DOCS}/connectors/applications`,
  },
  {
    type: "File",
    names: `
      google_sheets, s3 = Amazon S3, google_drive, gcs = Google Cloud Storage, sftp = SFTP, ftp = FTP, dropbox, box,
      email, azure_blob_storage, share_point = SharePoint, s3_compatible_storage`,
    source: `${DOCS}/connectors/files`,
  },
  {
    type: "Finance",
    names: `
      stripe, amazon_selling_partner, zuora, quickbooks = QuickBooks, xero, sage_intacct, recurly, braintree,
      paypal = PayPal, shopify, netsuite_suiteanalytics = NetSuite SuiteAnalytics, coupa`,
    source: `${DOCS}/connectors/applications`,
  },
  { type: "API", names: "twilio, mixpanel, amplitude", source: `${DOCS}/connectors/applications` },
  {
    type: "Support",
    names: "zendesk = Zendesk Support, intercom, freshdesk, servicenow = ServiceNow",
    source: `${DOCS}/connectors/applications`,
  },
  {
    type: "Engineering",
    names: "github = GitHub, jira, gitlab = GitLab",
    source: `${DOCS}/connectors/applications`,
  },
  {
    type: "Productivity",
    names: "asana, notion, airtable, monday = monday.com, slack",
    source: `${DOCS}/connectors/applications`,
  },
  { type: "Security", names: "okta", source: `${DOCS}/connectors/applications` },
  {
    type: "HumanResources",
    names:
      "workday_hcm = Workday HCM, workday = Workday RaaS, greenhouse, lever, bamboohr = BambooHR",
    source: `${DOCS}/connectors/applications`,
  },
  {
    type: "Sales",
    names:
      "salesforce, salesforce_sandbox, dynamics_365, zoho_crm = Zoho CRM, outreach, gongio = Gong",
    source: `${DOCS}/connectors/applications`,
  },
  {
    type: "Events",
    names: "segment, webhooks, apache_kafka, confluent_cloud, kinesis = Amazon Kinesis, snowplow",
    source: `${DOCS}/connectors/events`,
  },
  {
    type: "Log",
    names: "fivetran_log = Fivetran Platform Connector",
    source: `${DOCS}/logs/fivetran-platform`,
  },
  {
    type: "Function",
    names: `
      connector_sdk = Connector SDK, aws_lambda = AWS Lambda, azure_function = Azure Functions,
      google_cloud_function = Google Cloud Functions`,
    source: `${DOCS}/connectors/functions`,
  },
];
