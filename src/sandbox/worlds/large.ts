import type { World } from "../world/model.js";
import { pick, random } from "../world/random.js";
import { addConnection, addDestination, emptyWorld } from "./build.js";
import { STARTING_STATES, startingState } from "./troubles.js";

const words = (text: string) => text.split(" ");

const SERVICES = words(
  "salesforce postgres stripe hubspot google_ads zendesk shopify mysql facebook_ads jira github intercom xero klaviyo sql_server asana",
);
const TEAMS = words("growth finance support product sales ops risk people");
const WAREHOUSES = words("snowflake big_query redshift databricks");

const FREQUENCIES = [60, 360, 360, 360, 180, 720, 1440, 30] as const;

/** States of connections that are not healthy; common ones are repeated. */
const TROUBLES = words(
  "broken broken broken failing failing paused paused paused delayed rescheduled failed_once stale late stuck task never_set_up untested broken_paused paused_never loading never_synced manual resync_warning resync_warning warning blocked never_triggered rescheduled_manual",
);

const HEALTHY_SHARE = 0.88;

/** Creates any number of connections. The same seed gives the same ones. */
export function largeWorld(seed: number, connections: number, now: number): World {
  const world = emptyWorld(seed, now);
  world.account.account_name = "Sandbox Large";
  const roll = random(seed);
  const count = Math.min(100, Math.max(4, Math.round(connections / 50)));
  const groups = Array.from({ length: count }, (_, at) =>
    addDestination(
      world,
      {
        name: `team_${String(at + 1).padStart(3, "0")}`,
        service: WAREHOUSES[at % WAREHOUSES.length] ?? "snowflake",
        time_zone_offset: String(-(at % 9)).replace("-0", "0"),
        // One destination that is down is the common cause of many problems.
        setup_status: at === 1 ? "broken" : "connected",
      },
      now,
    ),
  );
  for (let at = 0; at < connections; at += 1) {
    const service = pick(SERVICES, roll());
    const team = pick(TEAMS, roll());
    const frequency = pick(FREQUENCIES, roll());
    const well = roll() < HEALTHY_SHARE;
    const trouble = pick(TROUBLES, roll());
    const group = groups[at % groups.length] ?? "";
    const fixed = FIXED[at];
    if (fixed !== undefined) {
      addConnection(
        world,
        { ...fixed, service: "postgres", group, state: STARTING_STATES.healthy },
        now,
      );
      continue;
    }
    const name = well ? "healthy" : trouble;
    const down = world.destinations.get(group)?.setup_status !== "connected" && well;
    const state = down ? STARTING_STATES.destination_down : startingState(name);
    addConnection(
      world,
      {
        schema: `${service}_${team}_${String(at).padStart(3, "0")}`,
        service,
        group,
        state: { frequency, ...state },
      },
      now,
    );
  }
  return world;
}

/** Two very large sources. Neither uses the broken destination. */
const FIXED: Record<number, { schema: string; fixture: string }> = {
  0: { schema: "wide_schema", fixture: "grid:50x200x12" },
  2: { schema: "medium_schema", fixture: "grid:20x100x15" },
};
