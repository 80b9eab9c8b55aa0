import { addMembership } from "../account/memberships.js";
import { SYSTEM_KEYS, secretHash } from "../api/credentials.js";
import { HYBRIDS, PROXIES } from "../infrastructure/agents.js";
import { LINKS } from "../infrastructure/private-links.js";
import { PACKAGES, packageRecord } from "../infrastructure/sdk-packages.js";
import { packageNamed } from "../transformations/packages.js";
import { PROJECTS } from "../transformations/projects.js";
import { DAY, millis, timestamp } from "../world/clock.js";
import type { JsonObject } from "../world/json.js";
import {
  connectionNamed,
  type Destination,
  failing,
  passed,
  recordsOf,
  type World,
} from "../world/model.js";
import { newId } from "../world/names.js";
import { newTransformation, type Transformation } from "../world/transformation.js";
import { addConnection, addDestination, addUser, emptyWorld, type Place } from "./build.js";
import { analytics, type DemoConnection, finance, marketing, staging } from "./demo-connections.js";

const SNOWFLAKE = {
  host: "example.snowflakecomputing.com",
  port: 443,
  database: "ANALYTICS",
  connection_type: "Directly",
  auth: "PASSWORD",
  user: "FIVETRAN_USER",
  password: "******",
  role: "FIVETRAN_ROLE",
};

const REDSHIFT = {
  connection_type: "Directly",
  auth_type: "PASSWORD",
  host: "finance.example.us-east-1.redshift.amazonaws.com",
  port: 5439,
  database: "finance",
  user: "fivetran",
  password: "******",
};

const DATABRICKS = {
  connection_type: "Directly",
  auth_type: "PERSONAL_ACCESS_TOKEN",
  cloud_provider: "AWS",
  server_host_name: "example.cloud.databricks.com",
  catalog: "staging",
  port: 443,
  http_path: "/sql/1.0/warehouses/example",
  personal_access_token: "******",
};

const REFUSED: Destination["tests"] = [
  passed("Host connection"),
  failing("Database connection", "Password authentication failed for user fivetran", "config"),
];

const PLACES: readonly [Place, readonly DemoConnection[]][] = [
  [
    { name: "analytics_prod", service: "snowflake", time_zone_offset: "-5", config: SNOWFLAKE },
    analytics,
  ],
  [
    {
      name: "finance",
      service: "redshift",
      setup_status: "broken",
      region: "AWS_US_EAST_1",
      config: REDSHIFT,
      tests: REFUSED,
    },
    finance,
  ],
  [
    {
      name: "marketing",
      service: "big_query",
      time_zone_offset: "+1",
      config: { project_id: "example-marketing", data_set_location: "EU" },
    },
    marketing,
  ],
  [{ name: "staging", service: "databricks", config: DATABRICKS }, staging],
];

/** The account of a data team: mostly healthy, with one example of every problem. */
export function demoWorld(seed: number, now: number): World {
  const world = emptyWorld(seed, now);
  world.account.account_name = "Sandbox Demo";
  // Ids are created in order, first those of the destinations.
  const groups = PLACES.map(([place]) => addDestination(world, structuredClone(place), now));
  for (const [at, [, connections]] of PLACES.entries()) {
    const group = groups[at] ?? "";
    for (const spec of connections) addConnection(world, { ...spec, group }, now);
  }
  addAccountItems(world, now);
  return world;
}

function addRecord(
  world: World,
  collection: string,
  record: JsonObject,
  id = newId(world),
): string {
  recordsOf(world, collection).set(id, { ...record, id });
  return id;
}

function addTransformation(
  world: World,
  given: Pick<Transformation, "type" | "schedule" | "transformation_config" | "output_model_names">,
  group_id: string,
  now: number,
): void {
  const made = newTransformation(
    { id: newId(world), paused: false, created_by_id: world.account.user_id, ...given },
    group_id,
    now,
  );
  made.backstage.duration_ms = 15_000;
  world.transformations.set(made.id, {
    ...made,
    status: "SUCCEEDED",
    created_at: timestamp(now - 90 * DAY),
    last_started_at: timestamp(now - DAY / 4),
    last_ended_at: timestamp(now - DAY / 4 + 40_000),
  });
}

/** Adds the network of the account: links and agents, and the package of a custom connector. */
function addNetwork(world: World, since: string): void {
  const { account_id, user_id } = world.account;
  const group_id = connectionNamed(world, "sqlserver_erp").group_id;
  addRecord(
    world,
    LINKS,
    {
      name: "mysql_inventory_link",
      region: "AWS_US_EAST_1",
      service: "SOURCE_AWS",
      account_id,
      cloud_provider: "AWS",
      host: "orderly-lagoon.privatelink.sandbox.invalid",
      created_at: since,
      created_by: user_id,
      config: { connection_service_name: "com.amazonaws.vpce.us-east-1.vpce-svc-example" },
      doing: "CREATING",
      since: millis(since),
    },
    "orderly_lagoon",
  );
  addRecord(
    world,
    HYBRIDS,
    {
      version: "1.0.0",
      enabled: true,
      online: true,
      display_name: "erp_agent",
      group_id,
      registered_at: since,
      created_by: user_id,
      deployment_type: "DOCKER",
      updated_at: since,
      last_used_at: since,
      auth_type: "AUTO",
      rotation: 1,
    },
    "tidy_harbor",
  );
  addRecord(
    world,
    PROXIES,
    {
      account_id,
      registered_at: since,
      region: "GCP_US_EAST4",
      created_by: user_id,
      display_name: "billing_agent",
      version: "1.0.0",
      status: "CONNECTED",
      rotation: 1,
    },
    "brisk_falcon",
  );
  const content = Buffer.from("PK\x05\x06".padEnd(22, "\0"), "latin1");
  addRecord(world, PACKAGES, packageRecord(content, user_id, since), "product_events");
}

const OWN_IDS_FROM = 10_000;

/** Adds users, keys, a project and transformations. */
function addAccountItems(world: World, now: number): void {
  // A separate range of ids, so that the ids of later items do not depend on these.
  const first = world.ids;
  world.ids += OWN_IDS_FROM;
  addUser(world, ["Mary", "Example"], "Account Reviewer", [3 * DAY, 200 * DAY], now);
  const linus = addUser(world, ["Linus", "Example"], null, [3 * DAY, 200 * DAY], now);
  const orders = connectionNamed(world, "postgres_orders");
  const stripe = connectionNamed(world, "stripe_payments");
  const since = now - 120 * DAY;
  addMembership(world, ["users", linus, "groups", orders.group_id], "View Destination", since);
  addMembership(world, ["users", linus, "connections", orders.id], "View Connection", since);
  addRecord(world, SYSTEM_KEYS, {
    name: "ci",
    key: "ft_demo",
    permissions: [{ resource_type: "CONNECTOR", access_level: "READ" }],
    created_at: timestamp(since),
    updated_at: timestamp(since),
    expired_at: timestamp(now + 60 * DAY),
    last_used_at: timestamp(now - DAY),
    rotation: 1,
    // A hash of a secret that nobody has.
    secret_hash: secretHash(`${world.seed} ${now}`),
  });
  const project = addRecord(world, PROJECTS, {
    type: "DBT_CORE",
    status: "READY",
    errors: [],
    created_at: timestamp(since),
    created_by_id: world.account.user_id,
    group_id: orders.group_id,
    project_config: {
      dbt_version: "1.9.2",
      default_schema: "analytics",
      git_remote_url: "git@github.com:example/analytics.git",
      folder_path: "",
      git_branch: "main",
      threads: 4,
      target_name: "prod",
      environment_vars: [],
      public_key: "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ fivetran transformation project",
    },
  });
  addTransformation(
    world,
    {
      type: "DBT_CORE",
      schedule: { schedule_type: "TIME_OF_DAY", time_of_day: "05:30", days_of_week: [] },
      transformation_config: {
        project_id: project,
        name: "nightly_models",
        steps: [{ name: "build", command: "dbt build" }],
      },
      output_model_names: [],
    },
    orders.group_id,
    now,
  );
  addTransformation(
    world,
    {
      type: "QUICKSTART",
      schedule: { schedule_type: "INTEGRATED" },
      transformation_config: {
        package_name: "stripe",
        connection_ids: [stripe.id],
        excluded_models: [],
        configurable_variables: {},
        upgrade_available: true,
      },
      output_model_names: packageNamed("stripe")?.output_model_names ?? [],
    },
    stripe.group_id,
    now,
  );
  addNetwork(world, timestamp(since));
  world.ids = first;
}
