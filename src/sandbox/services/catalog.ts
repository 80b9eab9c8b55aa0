import {
  CONNECTOR_TYPES,
  DESTINATION_TYPE_IDS,
  TYPE_FIELDS,
} from "../../client/operations/generated/connector-types.js";
import type { JsonObject } from "../world/json.js";
import {
  authOf,
  type Described,
  database,
  fieldOf,
  flag,
  int,
  list,
  NAMING,
  oauth,
  oneOf,
  secret,
  TUNNEL,
  text,
  tree,
} from "./fields.js";
import { TYPE_NAMES, titled } from "./types.js";

const RECORDS = ["COLUMN_HASHING", "DATA_BLOCKING", "RE_SYNC", "CAPTURE_DELETES"];

const MYSQL = {
  update_method: oneOf(["BINLOG", "TELEPORT"], "How changes are found"),
  replica_id: int("Id that the connector has as a replica"),
};

const databaseType = (name: string, config: Record<string, JsonObject>): Described => ({
  name,
  type: "Database",
  naming: "prefix",
  config,
});

const DESCRIBED: Record<string, Described> = {
  postgres: databaseType(
    "PostgreSQL",
    database(5432, {
      update_method: oneOf(["WAL_PGOUTPUT", "WAL", "QUERY_BASED"], "How changes are found"),
      replication_slot: text("Name of the replication slot, for WAL methods"),
      publication_name: text("Name of the publication, for WAL_PGOUTPUT"),
      auth_method: oneOf(["PASSWORD", "ENTRA_ID", "CLIENT_CERTIFICATE"], "How the user signs in"),
      client_private_key: secret("Private key in PEM form, for CLIENT_CERTIFICATE"),
      client_public_certificate: text("Certificate in PEM form, for CLIENT_CERTIFICATE"),
    }),
  ),
  mysql: databaseType("MySQL", database(3306, MYSQL)),
  maria: databaseType("MariaDB", database(3306, MYSQL)),
  sql_server: databaseType(
    "SQL Server",
    database(1433, {
      update_method: oneOf(["TELEPORT", "NATIVE_UPDATE"], "How changes are found"),
    }),
  ),
  oracle: databaseType(
    "Oracle",
    database(1521, {
      sid: text("SID of the instance"),
      pdb_name: text("Name of the pluggable database"),
    }),
  ),
  mongo: databaseType("MongoDB", {
    hosts: list(text("host:port"), "Addresses of the replica set"),
    ...database(27017, {}),
    packed_mode: flag("Keep documents in one column"),
  }),
  salesforce: {
    name: "Salesforce",
    type: "Sales",
    config: {
      is_sandbox: flag("Whether it is a Salesforce sandbox"),
      api_usage_limit: int("Percentage of the daily API limit to use, 50 to 90"),
      authentication_method: oneOf(["STANDARD", "ADVANCED"], "How it signs in"),
      private_key: secret("Private key, only for ADVANCED"),
    },
    auth: oauth(),
    authorizable: true,
  },
  stripe: {
    name: "Stripe",
    type: "Finance",
    config: {
      secret_key: secret("Restricted API key"),
      sync_mode: oneOf(["Payments", "Accounts"], "What is synced"),
      connected_accounts: flag("Sync connected accounts too"),
    },
    required: ["secret_key"],
  },
  google_ads: {
    name: "Google Ads",
    type: "Marketing",
    config: {
      sync_mode: oneOf(["SpecificAccounts", "AllAccounts", "ManagerAccounts"], "What is synced"),
      accounts: list(text("Account id"), "Accounts to sync, for SpecificAccounts"),
      customer_id: text("Id of the customer, as the dashboard of the source shows it"),
      conversion_window_size: int("Days during which a conversion is recorded"),
      reports: list(
        tree({
          table: text("Table that the report goes to"),
          report_type: text("Kind of report"),
          fields: list(text("Field"), "Fields of the report"),
          config_type: oneOf(["Prebuilt", "Custom"], "Whether the report is made up by hand"),
        }),
        "Reports, each of which becomes a table",
      ),
    },
    auth: oauth({ developer_token: secret("Developer token of your own") }),
    authorizable: true,
  },
  google_sheets: {
    name: "Google Sheets",
    type: "File",
    naming: "table",
    config: {
      auth_type: oneOf(["ServiceAccount", "OAuth"], "How it signs in"),
      sheet_id: text("Address or id of the sheet"),
      named_range: text("Named range with the data"),
    },
    required: ["sheet_id", "named_range"],
  },
  s3: {
    name: "Amazon S3",
    type: "File",
    naming: "group",
    config: {
      bucket: text("Name of the bucket"),
      prefix: text("Folder in the bucket"),
      auth_type: oneOf(["IAM_ROLE", "PUBLIC_BUCKET", "ACCESS_KEY"], "How it signs in"),
      role_arn: text("Role to take on, for IAM_ROLE"),
      access_key_id: text("Id of the access key, for ACCESS_KEY"),
      access_key_secret: secret("Secret of the access key, for ACCESS_KEY"),
      file_type: oneOf(["infer", "csv", "json", "parquet", "avro"], "Form of the files"),
      files: list(
        tree(
          { table_name: text("Table"), file_pattern: text("Regular expression for file names") },
          ["table_name"],
        ),
        "Tables and the files that they are made from",
      ),
    },
    required: ["bucket"],
  },
  linkedin_ads: {
    name: "LinkedIn Ads",
    type: "Marketing",
    config: { sync_mode: oneOf(["AllAccounts", "SpecificAccounts"], "What is synced") },
    auth: oauth(),
  },
  hubspot: {
    name: "HubSpot",
    type: "Marketing",
    config: { portal: text("Id of the portal") },
    auth: oauth(),
    authorizable: true,
  },
  zendesk: {
    name: "Zendesk Support",
    type: "Support",
    config: {
      sub_domain: text("Name before .zendesk.com"),
      api_token: secret("API token"),
      email: text("E-mail address that the token belongs to"),
    },
    required: ["sub_domain"],
  },
  github: {
    name: "GitHub",
    type: "Engineering",
    config: {
      pat: secret("Personal access token"),
      api_token: secret("API token"),
      sync_mode: oneOf(["AllRepositories", "SpecificRepositories"], "What is synced"),
      repositories: list(text("owner/name"), "Repositories, for SpecificRepositories"),
    },
  },
  netsuite_suiteanalytics: {
    name: "NetSuite SuiteAnalytics",
    type: "Finance",
    config: {
      account: text("Id of the account"),
      role_id: text("Id of the role"),
      host: text("Host for SuiteAnalytics Connect"),
      port: int("Port, 1708 as a rule"),
      email: text("User name"),
      password: secret("Password"),
      api_token: secret("API token"),
      consumer_secret: secret("Consumer secret, for tokens"),
      ...TUNNEL,
    },
  },
  workday_hcm: {
    name: "Workday HCM",
    type: "HumanResources",
    config: { domain: text("Domain of the tenant"), api_token: secret("API token") },
    configurable: false,
  },
};

const STATUS: Record<string, string> = {
  twitter: "sunset",
  freshteam: "sunset",
  openai: "private_preview",
  attio: "beta",
};

/** A connector type without a description: an application with a token. */
function ordinary(id: string): Described {
  const config = { api_token: secret("API token") };
  return { name: titled(id), type: "API", config };
}

function shared(id: string, { name, type, status, ...more }: Described): JsonObject {
  const features = [
    ...RECORDS,
    ...(more.configurable === false ? [] : ["API_CONFIGURABLE"]),
    ...(more.authorizable === true ? ["AUTHORIZATION_VIA_API"] : []),
    ...(type === "Database" ? ["PRIVATE_NETWORKING"] : []),
  ];
  return {
    id,
    name,
    type,
    description: `${name} as a source`,
    icon_url: `https://example.com/icons/${id}.png`,
    icons: [`https://example.com/icons/${id}.svg`],
    link_to_docs: `https://fivetran.com/docs/connectors/${id.replaceAll("_", "-")}`,
    link_to_erd: "",
    connector_class: DESCRIBED[id] || TYPE_NAMES.has(id) ? "standard" : "lite",
    supported_features: features.map((feature) => ({ id: feature, notes: "" })),
    service_status: status ?? STATUS[id] ?? "general_availability",
    service_status_updated_at: "2024-03-01T00:00:00.000000Z",
  };
}

/** A type whose fields come from the definition. */
function fromDefinition(id: string): Described | undefined {
  const named = TYPE_NAMES.get(id);
  const fields = TYPE_FIELDS[id];
  if (named === undefined || fields === undefined) return undefined;
  const isDatabase = named.type === "Database";
  return {
    ...named,
    ...(isDatabase ? { naming: "prefix" as const } : {}),
    // Connections of the demo account use this field.
    config: {
      ...(isDatabase ? {} : { api_token: secret("API token") }),
      ...Object.fromEntries(
        Object.entries(fields.config).map(([field, kind]) => [field, fieldOf(field, kind)]),
      ),
    },
    ...(fields.auth.length === 0 ? {} : { auth: authOf(fields.auth), authorizable: true }),
  };
}

const DATABASES = /postgres|mysql|sql_server|oracle|maria|aurora|cockroachdb|db2|mongo|_db$/;

const described = (id: string): Described => {
  const known = DESCRIBED[id] ?? fromDefinition(id);
  if (known !== undefined) return known;
  const base = ["postgres", "mysql", "sql_server", "oracle", "maria", "mongo", "salesforce"].find(
    (family) => id.startsWith(family),
  );
  const like = base === undefined ? undefined : DESCRIBED[base];
  if (like !== undefined) return { ...like, name: titled(id) };
  if (!DATABASES.test(id)) return ordinary(id);
  return databaseType(titled(id), database(5432, {}));
};

export const isConnectorType = (id: string) => CONNECTOR_TYPES.includes(id);
export const isDestinationType = (id: string) => DESTINATION_TYPE_IDS.includes(id);

const WITH_STATE = ["aws_lambda", "azure_function", "connector_sdk", "google_cloud_function"];

/** Only functions and custom connectors keep a state that the API can read and write. */
export const keepsState = (id: string) => WITH_STATE.includes(id);

/** Connector types as lists return them, in alphabetical order. */
export const connectorTypes: readonly JsonObject[] = [
  ...CONNECTOR_TYPES.map((id) => shared(id, described(id))),
  ...DESTINATION_TYPE_IDS.map((id) =>
    shared(id, { name: titled(id), type: "Warehouse", config: {} }),
  ),
];

/** One connector type with its fields; undefined where there is none. */
export function connectorType(id: string): JsonObject | undefined {
  const item = connectorTypes.find((type) => type["id"] === id);
  if (item === undefined) return undefined;
  if (item["type"] === "Warehouse") return { ...item, config: tree(database(443, {}), ["host"]) };
  const { naming = "schema", config, required = [], auth } = described(id);
  const name = NAMING[naming];
  return {
    ...item,
    config: tree({ ...name, ...config }, [...Object.keys(name), ...required]),
    ...(auth === undefined ? {} : { auth }),
  };
}
