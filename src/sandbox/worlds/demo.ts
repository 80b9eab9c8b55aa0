import type { World } from "../world/model.js";
import { addConnection, addDestination, emptyWorld } from "./build.js";
import { addAccountItems } from "./demo-account.js";
import { analytics, finance, marketing, staging } from "./demo-connections.js";

const SNOWFLAKE = {
  host: "example.snowflakecomputing.com",
  port: 443,
  database: "ANALYTICS",
  auth: "PASSWORD",
  user: "FIVETRAN_USER",
  password: "******",
  role: "FIVETRAN_ROLE",
};

/** The account of a data team on an ordinary morning: mostly fine, and one of every trouble. */
export function demoWorld(seed: number, now: number): World {
  const world = emptyWorld(seed, now);
  world.account.account_name = "Sandbox Demo";
  const places = [
    {
      connections: analytics,
      group: addDestination(
        world,
        { name: "analytics_prod", service: "snowflake", offset: "-5", config: SNOWFLAKE },
        now,
      ),
    },
    {
      connections: finance,
      group: addDestination(
        world,
        {
          name: "finance",
          service: "redshift",
          status: "broken",
          region: "AWS_US_EAST_1",
          config: {
            host: "finance.example.us-east-1.redshift.amazonaws.com",
            port: 5439,
            database: "finance",
            user: "fivetran",
            password: "******",
          },
          tests: [
            { title: "Host connection", status: "PASSED", message: "" },
            {
              title: "Database connection",
              status: "FAILED",
              message: "Password authentication failed for user fivetran",
              until: "config",
            },
          ],
        },
        now,
      ),
    },
    {
      connections: marketing,
      group: addDestination(
        world,
        {
          name: "marketing",
          service: "big_query",
          offset: "+1",
          config: { project_id: "example-marketing", data_set_location: "EU" },
        },
        now,
      ),
    },
    {
      connections: staging,
      group: addDestination(
        world,
        {
          name: "staging",
          service: "databricks",
          config: {
            server_host_name: "example.cloud.databricks.com",
            catalog: "staging",
            port: 443,
            http_path: "/sql/1.0/warehouses/example",
            personal_access_token: "******",
          },
        },
        now,
      ),
    },
  ];
  for (const { connections, group } of places) {
    for (const spec of connections) {
      const { also, ...rest } = spec;
      addConnection(world, { ...rest, group, ...(also === undefined ? {} : { also }) }, now);
    }
  }
  addAccountItems(world, now);
  return world;
}
