/**
 * Connector types whose fields come from the definition: by category their ids, with the name where it is more
 * than the id in words.
 */
const TYPES: Readonly<Record<string, string>> = {
  Marketing: `
    facebook_ads, tiktok_ads = TikTok Ads, snapchat_ads, pinterest_ads, bingads = Microsoft Advertising,
    google_analytics_4, google_search_console, google_play, itunes_connect = Apple App Store,
    apple_search_ads, criteo, amazon_ads, marketo, salesforce_marketing_cloud, braze, iterable, klaviyo,
    pardot = Salesforce Marketing Cloud Account Engagement, mailchimp, sendgrid = Twilio SendGrid`,
  File: "google_drive, gcs = Google Cloud Storage, sftp = SFTP, dropbox, share_point = SharePoint",
  Finance: `
    amazon_selling_partner, zuora, quickbooks = QuickBooks, xero, sage_intacct, recurly, braintree,
    paypal = PayPal, shopify`,
  API: "twilio, mixpanel, amplitude",
  Support: "intercom, freshdesk, servicenow = ServiceNow",
  Engineering: "jira, gitlab = GitLab",
  Productivity: "asana, notion, airtable, monday = monday.com",
  Security: "okta",
  HumanResources: "workday, greenhouse, lever, bamboohr = BambooHR",
  Sales: "dynamics_365, zoho_crm = Zoho CRM, outreach, gongio = Gong",
  Events: "segment, webhooks, apache_kafka, kinesis = Amazon Kinesis",
  Log: "fivetran_log = Fivetran Platform Connector",
  Function: `
    connector_sdk = Connector SDK, aws_lambda = AWS Lambda, azure_function = Azure Functions,
    google_cloud_function = Google Cloud Functions`,
  Database: "dynamodb = Amazon DynamoDB, snowflake_db = Snowflake, bigquery_db = BigQuery",
};

/** The id in words. */
export const titled = (id: string) =>
  id
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");

/** Name and category of these connector types, by id. */
export const TYPE_NAMES: ReadonlyMap<string, { name: string; type: string }> = new Map(
  Object.entries(TYPES).flatMap(([type, text]) =>
    text.split(",").map((entry) => {
      const [id = "", name = titled(id)] = entry.split("=").map((part) => part.trim());
      return [id, { name, type }] as const;
    }),
  ),
);

export const DESCRIBED_TYPES: readonly string[] = [...TYPE_NAMES.keys()];
