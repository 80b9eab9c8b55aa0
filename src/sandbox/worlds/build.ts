import { newConnection } from "../connections/new-connection.js";
import { scriptFor } from "../connections/setup-tests.js";
import { newDestination } from "../destinations/new-destination.js";
import { healthyScript } from "../simulation/runs.js";
import { lastFinishedSlot } from "../simulation/schedule.js";
import { fixtureFor } from "../source/fixture.js";
import { freshSchema, wholeSource } from "../source/source.js";
import { DAY, MINUTE, millis, timestamp } from "../world/clock.js";
import { copyOf, deepMerge, type JsonObject } from "../world/json.js";
import {
  type Connection,
  type Destination,
  type Notice,
  passed,
  type SchemaState,
  type User,
  type World,
} from "../world/model.js";
import { newId } from "../world/names.js";
import type { Past } from "../world/past.js";
import { hash, uuid } from "../world/random.js";
import { usualConfig } from "./configurations.js";
import type { StartingState } from "./troubles.js";

/** Adds a user who has accepted the invitation. */
export function addUser(
  world: World,
  [given_name, family_name]: [string, string],
  role: string | null,
  [signedInAgo, createdAgo]: [number, number],
  now: number,
): string {
  const user: User = {
    id: newId(world),
    email: `${given_name.toLowerCase()}@example.com`,
    user_type: "REGULAR_USER",
    given_name,
    family_name,
    verified: true,
    invited: false,
    picture: null,
    phone: null,
    role,
    active: true,
    logged_in_at: timestamp(now - signedInAgo),
    created_at: timestamp(now - createdAgo),
  };
  world.users.set(user.id, user);
  return user.id;
}

export function emptyWorld(seed: number, now: number): World {
  const world: World = {
    seed,
    account: { account_id: "", account_name: "Sandbox", user_id: "" },
    ids: 0,
    // Settled slightly in the past, so that a run whose slot has just passed starts at that slot.
    settled_at: now - 30 * MINUTE,
    groups: new Map(),
    destinations: new Map(),
    connections: new Map(),
    users: new Map(),
    webhooks: new Map(),
    outbox: new Map(),
    transformations: new Map(),
    records: new Map(),
  };
  const role = "Account Administrator";
  const user_id = addUser(world, ["Ada", "Example"], role, [DAY, 400 * DAY], now);
  world.account = { account_id: newId(world), account_name: "Sandbox", user_id };
  return world;
}

export interface Place {
  name: string;
  service: string;
  time_zone_offset?: string;
  setup_status?: Destination["setup_status"];
  config?: JsonObject;
  tests?: Destination["tests"];
  region?: string;
}

/** Adds a group and its destination, which share an id. */
export function addDestination(world: World, place: Place, now: number): string {
  const id = newId(world);
  world.groups.set(id, { id, name: place.name, created_at: timestamp(now - 380 * DAY) });
  const { setup_status = "connected" } = place;
  const { tests = [passed("Connection test"), passed("Permission test")] } = place;
  world.destinations.set(id, newDestination({ ...place, id, setup_status, tests }));
  return id;
}

export interface ConnectionSpec {
  schema: string;
  service: string;
  group: string;
  state: StartingState;
  config?: JsonObject;
  networking?: Connection["networking_method"];
  fixture?: string;
  edits?: SchemaState["edits"];
  captured?: boolean;
  also?: Partial<
    Pick<
      Connection,
      | "connected_by"
      | "private_link_id"
      | "proxy_agent_id"
      | "hybrid_deployment_agent_id"
      | "pause_after_trial"
    >
  >;
}

function configOf({ service, schema, networking, config }: ConnectionSpec): JsonObject {
  const usual = usualConfig(service, schema, networking);
  return config === undefined ? usual : deepMerge(usual, structuredClone(config));
}

/** Adds a connection. Its parts are copied, because many worlds share the constants. */
export function addConnection(world: World, spec: ConnectionSpec, now: number): Connection {
  const { state } = spec;
  const id = newId(world);
  const fixture = spec.fixture ?? fixtureFor(spec.service);
  const ago = (ms: number | null | undefined) => (ms == null ? null : timestamp(now - ms));
  const connection = newConnection(
    {
      id,
      service: spec.service,
      service_version: hash(spec.service) % 3,
      schema: spec.schema,
      group_id: spec.group,
      connected_by: world.account.user_id,
      created_at: timestamp(now - (state.createdAgo ?? (60 + (hash(id) % 300)) * DAY)),
      succeeded_at: ago(state.succeededAgo),
      failed_at: ago(state.failedAgo),
      paused: state.paused,
      sync_frequency: state.frequency,
      daily_sync_time: state.dailySyncTime,
      schedule_type: state.manual === true ? "manual" : "auto",
      data_delay_sensitivity: state.sensitivity,
      data_delay_threshold: state.threshold,
      config: configOf(spec),
      networking_method: spec.networking,
      ...spec.also,
    },
    {
      setup_state: state.setup ?? "connected",
      update_state: state.delayed === true ? "delayed" : "on_schedule",
      is_historical_sync: state.historical ?? false,
      schema_status: state.blocked === true ? "blocked_on_capture" : "ready",
      tasks: copyOf(state.tasks) ?? [],
      warnings: copyOf(state.warnings) ?? [],
    },
    {
      script: copyOf(state.script) ?? healthyScript(id),
      tests: copyOf(state.tests) ?? scriptFor("good"),
      hold: state.hold === undefined ? null : { ...copyOf(state.hold), since: now },
      last_end_at: state.succeededAgo == null ? null : now - state.succeededAgo,
      resync_pending: state.paused === true && state.historical === true,
      fixture,
      schema: {
        ...freshSchema(),
        captured: spec.captured ?? state.succeededAgo !== null,
        edits: copyOf(spec.edits) ?? {},
      },
    },
  );
  settleIn(world, connection, state, now);
  connection.backstage.past = pastOf(connection, state, now);
  connection.status.warnings = connection.status.warnings.map((one) =>
    aboutTables(connection, one),
  );
  world.connections.set(id, connection);
  return connection;
}

/** Completes a warning about re-syncs with the first two tables. */
function aboutTables(connection: Connection, warning: Notice): Notice {
  if (warning.code !== "resync_table_warning") return warning;
  const [first] = wholeSource(connection) ?? [];
  if (first === undefined) return warning;
  const [schema, { tables }] = first;
  const named = [...tables.keys()].slice(0, 2).map((table) => ({ schema, table }));
  return { ...warning, tables: named };
}

const TROUBLE = {
  failure: "FAILURE",
  failure_with_task: "FAILURE_WITH_TASK",
  reschedule: "RESCHEDULED",
} as const;

/**
 * Returns what the sync history of the connection shows for the time before the world was created.
 */
function pastOf(connection: Connection, state: StartingState, now: number): Past {
  const { backstage, created_at, failed_at } = connection;
  const { duration_ms, outcome, task } = backstage.script;
  const scripted = Object.entries(TROUBLE).find(([name]) => name === outcome)?.[1];
  return {
    until: now,
    every_minutes: state.manual === true ? 1440 : (state.frequency ?? 360),
    created_at: millis(created_at),
    succeeded_at: backstage.last_end_at,
    failed_at: failed_at === null ? null : millis(failed_at),
    duration_ms,
    trouble: scripted ?? (failed_at === null ? null : "FAILURE"),
    reason: task?.message ?? "The source did not respond as expected",
  };
}

/** Sets the fields that depend on the schedule or on a running sync. */
function settleIn(world: World, connection: Connection, state: StartingState, now: number): void {
  const { backstage, status } = connection;
  const destination = world.destinations.get(connection.group_id);
  if (state.rescheduledIn !== undefined) {
    status.sync_state = "rescheduled";
    status.rescheduled_for = timestamp(now + state.rescheduledIn);
  }
  if (state.runningFor !== undefined) {
    status.sync_state = "syncing";
    const started_at = now - state.runningFor;
    const historical = status.is_historical_sync;
    backstage.run = {
      id: uuid(`${connection.id}:${started_at}`),
      started_at,
      ends_at: null,
      historical,
      outcome: "never_ends",
    };
  }
  if (state.succeededAgo !== undefined) return;
  const { duration_ms } = backstage.script;
  const ended = lastFinishedSlot(connection, destination, duration_ms, now) + duration_ms;
  connection.succeeded_at = timestamp(ended);
  backstage.last_end_at = ended;
}
