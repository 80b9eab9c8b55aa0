import type { Destination, World } from "../world/model.js";
import { addConnection, addDestination, emptyWorld, type Place } from "./build.js";
import { addAccountItems } from "./demo-account.js";
import { analytics, type DemoConnection, finance, marketing, staging } from "./demo-connections.js";

const SNOWFLAKE = {
  host: "example.snowflakecomputing.com",
  port: 443,
  database: "ANALYTICS",
  auth: "PASSWORD",
  user: "FIVETRAN_USER",
  password: "******",
  role: "FIVETRAN_ROLE",
};

const REDSHIFT = {
  host: "finance.example.us-east-1.redshift.amazonaws.com",
  port: 5439,
  database: "finance",
  user: "fivetran",
  password: "******",
};

const DATABRICKS = {
  server_host_name: "example.cloud.databricks.com",
  catalog: "staging",
  port: 443,
  http_path: "/sql/1.0/warehouses/example",
  personal_access_token: "******",
};

const REFUSED: Destination["tests"] = [
  { title: "Host connection", status: "PASSED", message: "" },
  {
    title: "Database connection",
    status: "FAILED",
    message: "Password authentication failed for user fivetran",
    until: "config",
  },
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

/** The account of a data team on an ordinary morning: mostly fine, and one of every trouble. */
export function demoWorld(seed: number, now: number): World {
  const world = emptyWorld(seed, now);
  world.account.account_name = "Sandbox Demo";
  // Ids are handed out in order: first those of the destinations.
  const groups = PLACES.map(([place]) => addDestination(world, structuredClone(place), now));
  for (const [at, [, connections]] of PLACES.entries()) {
    const group = groups[at] ?? "";
    for (const spec of connections) addConnection(world, { ...spec, group }, now);
  }
  addAccountItems(world, now);
  return world;
}
