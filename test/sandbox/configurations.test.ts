import { expect, test } from "vitest";
import * as z from "zod";
import {
  type Connection,
  connectionNamed,
  createSandbox,
  type Destination,
} from "../../src/sandbox/index.js";
import {
  connectorFields,
  destinationFields,
  type Field,
} from "../../src/sandbox/services/catalog.js";
import { harness } from "../harness.js";
import { basic } from "./harness.js";

type Config = Record<string, unknown>;

/** Configurations from public programs and pages: only their fields, with our own values. */
const CONNECTIONS: [string, Config, Config?][] = [
  ["fivetran_log", { schema: "fivetran_logs", is_account_level_connector: "false" }],
  ["google_sheets", { schema: "sheets", table: "budget", sheet_id: "1Rmq", named_range: "range" }],
  [
    "amplitude",
    {
      schema: "amplitude",
      project_credentials: [
        { project: "one", api_key: "key", secret_key: "secret" },
        { project: "two", api_key: "key", secret_key: "secret" },
      ],
    },
  ],
  [
    "github",
    {
      schema: "github",
      sync_mode: "AllRepositories",
      use_webhooks: "false",
      auth_mode: "PersonalAccessToken",
      username: "octo",
      pats: ["ghp_x"],
    },
  ],
  [
    "postgres",
    {
      schema_prefix: "pg",
      user: "user1",
      password: "password1",
      host: "db.example.com",
      port: "5432",
      update_method: "QUERY_BASED",
      connection_type: "ProxyAgent",
    },
  ],
  [
    "postgres",
    {
      schema_prefix: "pg_tunnel",
      user: "user1",
      password: "password1",
      host: "db.example.com",
      port: 5432,
      database: "app",
      update_method: "WAL_PGOUTPUT",
      replication_slot: "slot",
      publication_name: "publication",
      tunnel_host: "127.0.0.1",
      tunnel_port: 22,
      tunnel_user: "fivetran",
      always_encrypted: true,
    },
  ],
  [
    "postgres_rds",
    {
      schema_prefix: "rds",
      host: "db.example.com",
      port: 5432,
      database: "app",
      user: "fivetran",
      password: "secret",
      auth_method: "PASSWORD",
    },
  ],
  [
    "mysql",
    {
      schema_prefix: "my",
      update_method: "BINLOG",
      host: "mysql.example.com",
      port: 3306,
      database: "shop",
      user: "fivetran",
      password: "secret",
    },
  ],
  ["maria", { schema_prefix: "maria", host: "maria.example.com", port: 3306, replica_id: 42 }],
  [
    "azure_sql_db",
    {
      schema_prefix: "azure",
      database: "orders",
      password: "secret",
      port: "1433",
      host: "orders.database.windows.net",
      user: "fivetran@orders.database.windows.net",
      update_method: "TELEPORT",
    },
  ],
  [
    "sql_server_rds",
    {
      schema_prefix: "mssql",
      host: "mssql.example.com",
      port: 1433,
      database: "orders",
      user: "fivetran",
      password: "secret",
      update_method: "NATIVE_UPDATE",
    },
  ],
  [
    "mongo",
    {
      schema_prefix: "mongo",
      hosts: ["a.example.com:27017", "b.example.com:27017"],
      user: "fivetran",
      password: "secret",
      packed_mode_tables: ["shop.orders"],
    },
  ],
  [
    "aws_lambda",
    {
      schema: "lambda",
      function: "metrics",
      role_arn: "arn:aws:iam::123456789012:role/fivetran",
      region: "us-east-1",
    },
  ],
  [
    "connector_sdk",
    {
      schema: "sdk",
      package_id: "package",
      python_version: "3.13",
      secrets_list: [{ key: "token", value: "secret" }],
    },
  ],
  [
    "s3",
    {
      schema: "s3",
      table_group_name: "logs",
      bucket: "logs",
      prefix: "raw",
      pattern: ".*",
      file_type: "csv",
      role_arn: "arn:aws:iam::123456789012:role/fivetran",
      auth_type: "IAM_ROLE",
    },
  ],
  [
    "google_ads",
    {
      schema: "ads",
      customer_id: "123-456-7890",
      sync_mode: "SpecificAccounts",
      accounts: ["1234567890"],
      timeframe_months: "TWELVE",
      reports: [{ table: "clicks", report_type: "campaign", fields: ["campaign.id"] }],
    },
    { client_access: { client_id: "id", client_secret: "secret" }, refresh_token: "token" },
  ],
  [
    "facebook_ads",
    {
      schema: "facebook",
      sync_mode: "SpecificAccounts",
      accounts: ["1"],
      custom_tables: [{ table_name: "daily", config_type: "Custom", fields: ["reach"] }],
    },
    { access_token: "token", client_access: { client_id: "id", client_secret: "secret" } },
  ],
  [
    "salesforce",
    { schema: "salesforce" },
    { client_access: { client_id: "id", client_secret: "secret" }, refresh_token: "token" },
  ],
  ["hubspot", { schema: "hubspot" }, { refresh_token: "token" }],
  ["stripe", { schema: "stripe", api_key: "rk_live" }],
  ["zendesk", { schema: "zendesk", domain: "example", email: "a@example.com", api_token: "t" }],
  ["pendo", { schema: "pendo", sync_mode: "AllAppIds" }],
  [
    "workday_adaptive",
    { schema: "adaptive", auth_mode: "PASSWORD", login: "a", password: "secret" },
  ],
  [
    "mysql_rds",
    {
      schema_prefix: "my_rds",
      host: "mysql.example.com",
      port: 3306,
      user: "fivetran",
      password: "secret",
      update_method: "BINLOG",
    },
  ],
  [
    "aws_lambda",
    {
      schema: "lambda_secrets",
      function: "arn:aws:lambda:us-east-1:123456789012:function:pull",
      role_arn: "arn:aws:iam::123456789012:role/fivetran",
      region: "us-east-1",
      secrets: '{"consumerKey":"","apiKey":"token"}',
    },
  ],
  [
    "sql_server_rds",
    {
      schema_prefix: "mssql_plain",
      host: "mssql.example.com",
      port: 1433,
      database: "sqlserver",
      user: "fivetran",
      password: "secret",
    },
  ],
  ["postgres", { schema_prefix: "pg_xmin", update_method: "XMIN" }],
  ["postgres", { schema_prefix: "pg_empty" }],
  ["mysql", { schema_prefix: "my_empty", update_method: "BINLOG" }],
  [
    "google_calendar",
    { schema: "calendar" },
    {
      client_access: { client_id: "", client_secret: "" },
      refresh_token: "",
      access_token: "",
    },
  ],
  [
    "s3",
    {
      schema: "s3_role",
      table_group_name: "group",
      role_arn: "arn:aws:iam::123456789012:role/fivetran",
    },
  ],
  [
    "s3",
    {
      schema: "s3_public",
      table_group_name: "group",
      bucket: "open-data",
      is_public: true,
      auth_type: "PUBLIC_BUCKET",
      connection_type: "Directly",
      quote_character_enabled: true,
      delimiter: ",",
      file_type: "csv",
      on_error: "fail",
      append_file_option: "upsert_file",
      compression: "uncompressed",
    },
  ],
  [
    "maria",
    {
      schema_prefix: "maria_tunnel",
      host: "maria.example.com",
      port: "24020",
      update_method: "BINLOG",
      replica_id: "12345",
      connection_type: "SshTunnel",
      tunnel_host: "bastion.example.com",
      tunnel_port: 2233,
      tunnel_user: "fivetran",
    },
  ],
  [
    "share_point",
    {
      schema: "share_point",
      table_group_name: "group",
      access_type: "CUSTOM_APP",
      is_single_table_mode: true,
      prefix: "reports",
      line_separator: "\\n",
      compression: "uncompressed",
      append_file_option: "upsert_file",
      file_handling: "unstructured",
      file_type: "unstructured",
      json_delivery_mode: "Packed",
      on_error: "fail",
      quote_char: '"',
      quote_character_enabled: true,
      empty_header: false,
      sync_permissions: false,
    },
  ],
  [
    "azure_sql_db",
    {
      schema_prefix: "azure_entra",
      tenant_id: "tenant",
      connection_type: "Directly",
      auth_method: "EntraIDServicePrincipalSecret",
      host: "orders.database.windows.net",
      database: "orders",
      port: 5432,
      update_method: "TELEPORT",
    },
  ],
  [
    "github",
    {
      schema: "github_jwt",
      auth_mode: "JWT",
      client_id: "client",
      private_key: "key",
      pats: [],
      use_webhooks: "false",
    },
  ],
  [
    "pendo",
    {
      schema: "pendo_apps",
      sync_mode: "SpecificAppIds",
      integration_key: "key",
      app_ids: ["-1", "1", "2"],
      region: "US",
    },
  ],
];

const DESTINATIONS: [string, Config][] = [
  [
    "snowflake",
    {
      host: "example.snowflakecomputing.com",
      port: 443,
      user: "fivetran",
      password: "secret",
      auth: "PASSWORD",
      database: "raw",
      role: "fivetran",
      connection_type: "Directly",
    },
  ],
  [
    "postgres_rds_warehouse",
    {
      host: "warehouse.example.com",
      port: 5432,
      user: "postgres",
      password: "secret",
      database: "warehouse",
      connection_type: "Directly",
    },
  ],
  ["big_query", { project_id: "example", data_set_location: "EU" }],
  [
    "databricks",
    {
      server_host_name: "example.cloud.databricks.com",
      http_path: "sql/1.0/warehouses/x",
      port: 443,
      catalog: "main",
      auth_type: "PERSONAL_ACCESS_TOKEN",
      personal_access_token: "secret",
    },
  ],
  [
    "redshift",
    {
      host: "redshift.example.com",
      port: 5439,
      database: "raw",
      user: "fivetran",
      password: "secret",
      auth_type: "PASSWORD",
    },
  ],
  [
    "managed_data_lake",
    {
      storage_provider: "AWS",
      bucket: "lake",
      fivetran_role_arn: "arn:aws:iam::123456789012:role/fivetran",
      prefix_path: "raw",
      region: "us-east-1",
      should_maintain_tables_in_glue: true,
    },
  ],
  [
    "snowflake",
    {
      host: "example.us-east-1.aws.snowflakecomputing.com",
      port: 443,
      user: "fivetran",
      password: "secret",
      auth: "password",
      database: "raw",
      role: "fivetran",
    },
  ],
  [
    "snowflake",
    {
      connection_type: "PrivateLink",
      host: "example.snowflakecomputing.com",
      port: 443,
      database: "raw",
      user: "fivetran",
      role: "fivetran",
      auth: "KEY_PAIR",
      private_key: "key",
      passphrase: "secret",
    },
  ],
  [
    "databricks",
    {
      server_host_name: "example.cloud.databricks.com",
      catalog: "main",
      port: 443,
      http_path: "/sql/1.0/warehouses/x",
      personal_access_token: "secret",
      create_external_tables: "false",
      connection_type: "PrivateLink",
    },
  ],
  [
    "redshift",
    {
      always_encrypted: true,
      auth_type: "PASSWORD",
      connection_type: "ProxyAgent",
      database: "raw",
      enable_super_type: false,
      host: "redshift.example.com",
      is_redshift_serverless: false,
      port: 2345,
      s3_bucket_auth_type: "IAM_USER",
      user: "fivetran",
      password: "secret",
    },
  ],
  ["big_query", { project_id: "example", support_json_type: true, data_set_location: "US" }],
];

test("a configuration as other programs write it gets its plan and creates its connection", async () => {
  const { call, sandbox, send } = await account();
  let group_id = "";
  sandbox.edit((world) => {
    group_id = connectionNamed(world, "asana_projects").group_id;
  });
  for (const [service, config, auth] of CONNECTIONS) {
    const given = { config, ...(auth === undefined ? {} : { auth }) };
    const plan = await call("create_connector", { service, group: "staging", ...given });
    expect(plan.status, `${service}: ${plan.text}`).toBe("confirmation_required");
    const reply = await send("connections", {
      group_id,
      service,
      ...given,
      run_setup_tests: false,
    });
    expect(reply, service).toMatchObject({ code: "Success" });
    // At most twenty connections per minute may be created.
    sandbox.advance(10_000);
  }
});

test("a destination as other programs write it gets its plan and is created", async () => {
  const { call, send } = await account();
  for (const [at, [service, config]] of DESTINATIONS.entries()) {
    const { data } = await send("groups", { name: `of_${service}_${at}` });
    const body = { group_id: data?.id, service, time_zone_offset: "0", config };
    const plan = await call("write_api", { operation_id: "create_destination", body });
    expect(plan.status, `${service}: ${plan.text}`).toBe("confirmation_required");
    expect(await send("destinations", body), service).toMatchObject({ code: "Success" });
  }
});

const Reply = z.looseObject({
  code: z.string(),
  data: z.looseObject({ id: z.string().optional() }).optional(),
});

/** Opens an account with the tools, and with requests that no tool makes. */
async function account() {
  const { call, sandbox, url } = await harness();
  const send = async (path: string, body: unknown) => {
    const request = new Request(`${url}/v1/${path}`, {
      method: "POST",
      headers: { authorization: basic(), "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return Reply.parse(await (await sandbox.fetch(request)).json());
  };
  return { call, sandbox, send };
}

/** Returns the parts of a configuration that its type does not have or does not accept. */
function misfits(value: unknown, field: Field | undefined, path: string): string[] {
  if (field === undefined) return [`${path} is not a field`];
  if (field.enum !== undefined)
    return field.enum.includes(String(value)) ? [] : [`${path}=${value}`];
  if (Array.isArray(value)) {
    if (field.items === undefined) return [`${path} is not a list`];
    return value.flatMap((item) => misfits(item, field.items, `${path}[]`));
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, part]) => [
      ...misfits(part, field.properties?.[name], `${path}.${name}`),
      ...Object.entries(field.properties?.[name]?.when ?? {})
        .filter(([other, choices]) => !choices.includes(String(Reflect.get(value, other))))
        .map(([other]) => `${path}.${name} does not belong to the ${other} given`),
    ]);
  }
  return typeof value === field.type || (field.type === "integer" && typeof value === "number")
    ? []
    : [`${path} is not of type ${field.type}`];
}

test("the connections and destinations of the worlds have fields of their types, in combinations that fit", async () => {
  for (const world of ["demo", "large"] as const) {
    const sandbox = await createSandbox({ world, clock: "stopped" });
    const connections: Connection[] = [];
    const destinations: Destination[] = [];
    sandbox.edit((current) => {
      connections.push(...current.connections.values());
      destinations.push(...current.destinations.values());
    });
    expect(connections.length).toBeGreaterThan(30);
    for (const { service, schema, config } of connections) {
      const fields = connectorFields(service)?.config;
      expect(misfits(config, fields, service)).toEqual([]);
      const naming = fields?.required ?? [];
      expect(naming.map((name) => config[name]).join("."), service).toBe(schema);
    }
    for (const { service, config } of destinations) {
      // The destinations of the large world have no configuration.
      expect(misfits(config, destinationFields(service)?.config, service)).toEqual([]);
    }
    sandbox.close();
  }
});
