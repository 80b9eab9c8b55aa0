import { namingOf } from "../services/catalog.js";
import { copyOf, type JsonObject, MASK } from "../world/json.js";
import type { Connection } from "../world/model.js";

const database = (port: number, more: JsonObject): JsonObject => ({
  port,
  database: "production",
  user: "fivetran",
  password: MASK,
  ...more,
});

/**
 * A usual configuration for each connector type in the worlds. The contents of `auth` are never
 * returned.
 */
const USUAL: Readonly<Record<string, JsonObject>> = {
  asana: { sync_mode: "AllProjects" },
  aws_lambda: { role_arn: MASK, region: "us-east-1", function: "weather", sync_method: "DIRECT" },
  bingads: { sync_mode: "AllAccounts", timeframe_months: "SIX" },
  braintree: { merchant_id: "example", public_key: "example", private_key: MASK },
  connector_sdk: { package_id: "product_events", python_version: "3.13" },
  coupa: { instance: "example.coupahost.com", client_id: "example", client_secret: MASK },
  dynamodb: { aws_region_code: "us-east-1", role_arn: MASK, sync_mode: "UsePackedModeOnly" },
  facebook_ads: {
    sync_mode: "SpecificAccounts",
    accounts: ["1234567890"],
    timeframe_months: "THREE",
    sync_metadata: true,
  },
  github: {
    auth_mode: "PersonalAccessToken",
    username: "example",
    pats: [MASK],
    sync_mode: "AllRepositories",
  },
  google_ads: {
    customer_id: "123-456-7890",
    sync_mode: "SpecificAccounts",
    accounts: ["1234567890"],
    timeframe_months: "TWELVE",
    skip_empty_reports: true,
  },
  google_analytics_4: { sync_mode: "ALL_ACCOUNTS", timeframe_months: "TWELVE" },
  google_drive: {
    folder_id: "https://drive.example.com/folders/uploads",
    is_single_table_mode: false,
    files: [{ file_pattern: ".*\\.csv", table_name: "uploads" }],
    file_type: "csv",
  },
  google_sheets: {
    auth_type: "ServiceAccount",
    sheet_id: "https://docs.example.com/spreadsheets/budget",
    named_range: "budget",
  },
  greenhouse: { api_key: MASK },
  hubspot: {},
  intercom: { data_region: "eu" },
  jira: {
    auth_type: "BASIC",
    host: "example.atlassian.net",
    user: "fivetran@example.com",
    password: MASK,
    sync_mode: "ALL",
  },
  klaviyo: { api_key: MASK, historical_sync_limit: "ALL_TIME" },
  linkedin_ads: { sync_mode: "AllAccounts", timeframe_months: "ALL_TIME" },
  maria: database(3306, { auth_method: "PASSWORD", update_method: "BINLOG", replica_id: 4711 }),
  marketo: {
    client_id: "example",
    client_secret: MASK,
    endpoint: "https://000-aaa-000.mktorest.example.com/rest",
    identity: "https://000-aaa-000.mktorest.example.com/identity",
    api_quota: 10_000,
  },
  mixpanel: {
    project_id: "1234567",
    service_account_username: "fivetran",
    service_account_secret: MASK,
  },
  mongo: {
    user: "fivetran",
    password: MASK,
    packing_mode: "UseUnpackedModeOnly",
  },
  mysql: database(3306, { auth_method: "PASSWORD", update_method: "BINLOG", replica_id: 4710 }),
  netsuite_suiteanalytics: {
    account: "EXAMPLE_1",
    role: "57",
    datasource: "NetSuite2.com",
    host: "example.connect.api.netsuite.com",
    port: 1708,
    email: "fivetran@example.com",
    password: MASK,
  },
  oracle: database(1521, { update_method: "LOGMINER" }),
  postgres: database(5432, { auth_method: "PASSWORD", update_method: "QUERY_BASED" }),
  quickbooks: {},
  recurly: { sub_domain: "example", api_key: MASK, region: "v3.eu" },
  s3: {
    bucket: "example-logs",
    prefix: "raw",
    auth_type: "IAM_ROLE",
    role_arn: MASK,
    file_mapping_method: "DEFINE_PER_TABLE",
    files: [{ file_pattern: ".*\\.json", table_name: "raw" }],
    file_type: "json",
  },
  salesforce: { authentication_method: "STANDARD", api_usage_limit: 90 },
  salesforce_sandbox: { authentication_method: "STANDARD", api_usage_limit: 90 },
  shopify: { shop: "example", api_access_token: MASK },
  slack: {},
  sql_server: database(1433, { update_method: "NATIVE_UPDATE" }),
  stripe: { api_key: MASK, support_connected_accounts_sync: false },
  tiktok_ads: { sync_mode: "AllAccounts", timeframe_months: "THREE" },
  workday_hcm: {
    auth_mode: "BASIC",
    domain_host_name: "wd2-impl-services1.workday.example.com",
    tenant: "example",
    username: "ISU_Fivetran",
    password: MASK,
  },
  xero: {},
  zendesk: { domain: "example", email: "fivetran@example.com", api_token: MASK },
};

const hostOf = (service: string) => `${service.replaceAll("_", "-")}.internal.example.com`;

/**
 * The parts that do not depend on the connection. They are cached, because a large world needs them
 * very often.
 */
const common = new Map<string, { naming: readonly string[]; config: JsonObject }>();

function commonOf(service: string) {
  const known = common.get(service);
  if (known !== undefined) return known;
  const own = USUAL[service] ?? {};
  const host = hostOf(service);
  const config = {
    ...("database" in own ? { host } : {}),
    ...(service === "mongo" ? { hosts: [`${host}:27017`] } : {}),
    ...own,
  };
  const made = { naming: namingOf(service), config };
  common.set(service, made);
  return made;
}

/** Returns the configuration of a connection with this type, name and networking method. */
export function usualConfig(
  service: string,
  name: string,
  networking: Connection["networking_method"] | undefined,
): JsonObject {
  const parts = name.split(".");
  const { naming, config } = commonOf(service);
  const made: JsonObject = {};
  for (const [at, field] of naming.entries()) made[field] = parts[at] ?? "";
  for (const [field, value] of Object.entries(config)) made[field] = copyOf(value);
  if ("database" in config || "hosts" in config) {
    made["connection_type"] = networking ?? "Directly";
  }
  return made;
}
