import * as z from "zod";
import { ENUMS } from "../../client/operations/generated/enums.js";
import { Json, JsonObject } from "./json.js";
import { Past, PastRun } from "./past.js";
import { RowFilter, TargetType } from "./row-filter.js";
import { Schedule } from "./schedule.js";
import type { Transformation } from "./transformation.js";
import { ConnectionEvent, type Delivery, type Webhook } from "./webhook.js";

const { create_connection: CHOICES } = ENUMS;
const SCHEMA_CHOICES = ENUMS.modify_connection_schema_config;

export const Networking = z.enum(CHOICES.networking_method);
export const Sensitivity = z.enum(CHOICES.data_delay_sensitivity);
export const Policy = z.enum(SCHEMA_CHOICES.schema_change_handling);
const SyncMode = z.enum(SCHEMA_CHOICES["schemas.*.tables.*.sync_mode"]);

export const Notice = z.object({
  code: z.string(),
  message: z.string(),
  details: z.string().optional(),
  /** The time at which it was last reported. */
  created_at: z.string().optional(),
  /** The source tables that it is about. The status of a connection does not show them. */
  tables: z.array(z.object({ schema: z.string(), table: z.string() })).optional(),
});
export type Notice = z.infer<typeof Notice>;

export const SetupTest = z.object({
  title: z.string(),
  status: z.enum(["PASSED", "SKIPPED", "WARNING", "FAILED", "JOB_FAILED"]),
  message: z.string(),
  details: Json.optional(),
});
export type SetupTest = z.infer<typeof SetupTest>;

const Action = z.enum([
  "test",
  "config",
  "sync",
  "force",
  "frequency",
  "unpause",
  "ready",
  "destination",
]);
export type Action = z.infer<typeof Action>;

export const RunScript = z.object({
  duration_ms: z.number().min(1),
  outcome: z.enum([
    "success",
    "failure",
    "failure_with_task",
    "reschedule",
    "cancelled",
    "never_ends",
  ]),
  /** Milliseconds of historical runs. Default: three times `duration_ms`. */
  historical_duration_ms: z.number().min(1).optional(),
  /** For `failure_with_task`. Default: `reconnect`. */
  task: Notice.optional(),
  /** For `reschedule`: milliseconds after the run's end. Default: one hour. */
  reschedule_ms: z.number().min(1).optional(),
  /** The number of runs that follow this script before healthy runs resume. Default: all. */
  times: z.number().int().min(1).optional(),
  /** True if the run cannot be stopped. Changes that need to stop it return 409. */
  refuses_stop: z.boolean().optional(),
  /**
   * How a change that stops the run ends: after these milliseconds of real time, and with status
   * 500 if `fails` is set, although it was applied.
   */
  stop: z.object({ takes_ms: z.number().min(0), fails: z.boolean().optional() }).optional(),
});
export type RunScript = z.infer<typeof RunScript>;

const Run = z.object({
  id: z.string(),
  started_at: z.number(),
  /** Null if the run does not end by itself. */
  ends_at: z.number().nullable(),
  historical: z.boolean(),
  outcome: RunScript.shape.outcome,
});

/**
 * A scripted problem. The connection stays in this state until one of the actions in `heals_on` is
 * taken.
 */
const Hold = z.object({
  heals_on: z.array(Action),
  since: z.number(),
  /** If set, its timestamps move forward by this step, so that ages stay constant. */
  drift_ms: z.number().optional(),
});

export const ColumnEdit = z.object({
  enabled: z.boolean().optional(),
  hashed: z.boolean().optional(),
  is_primary_key: z.boolean().optional(),
  /** Null in a request removes it. */
  target_data_type: TargetType.nullish(),
  /** Marked for deletion: dropped after the next successful sync. */
  drop: z.enum(["marked", "done"]).optional(),
});
export type ColumnEdit = z.infer<typeof ColumnEdit>;

export const TableEdit = z.object({
  enabled: z.boolean().optional(),
  sync_mode: SyncMode.optional(),
  /** Null in a request deletes it. */
  row_filter: RowFilter.nullish(),
  columns: z.record(z.string(), ColumnEdit).optional(),
});
export type TableEdit = z.infer<typeof TableEdit>;

export const SchemaEdit = z.object({
  enabled: z.boolean().optional(),
  tables: z.record(z.string(), TableEdit).optional(),
});
export type SchemaEdit = z.infer<typeof SchemaEdit>;

export const SchemaState = z.object({
  captured: z.boolean(),
  policy: Policy,
  /** State of nodes without an edit: the defaults of the fixture, all enabled, or all disabled. */
  base: z.enum(["fixture", "on", "off"]),
  edits: z.record(z.string(), SchemaEdit),
  /** False if the account has no row filters for this connection. */
  row_filters: z.literal(false).optional(),
  /**
   * Tables that were added to the source later. Each is part of the configuration once an edit
   * names it.
   */
  added: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
});
export type SchemaState = z.infer<typeof SchemaState>;

export const passed = (title: string) => ({ title, status: "PASSED" as const, message: "" });

/** The scripted result of a setup test. With `until`, the test passes after that action. */
export const ScriptedTest = SetupTest.extend({
  until: z.enum(["config", "certificate", "fingerprint"]).optional(),
  /** True if a value of the configuration causes it. It ends when that value changes. */
  triggered: z.literal(true).optional(),
});
export type ScriptedTest = z.infer<typeof ScriptedTest>;

/** Returns a setup test that fails until that action is taken. */
export const failing = (
  title: string,
  message: string,
  until: ScriptedTest["until"],
  details: Json[] = [],
): ScriptedTest => ({
  title,
  status: "FAILED",
  message,
  ...(details.length === 0 ? {} : { details: structuredClone(details) }),
  until,
});

/** Tables given to a source: columns by schema and table. A star marks a primary key: `id*`. */
export const GivenTables = z.record(
  z.string().min(1),
  z.record(z.string().min(1), z.array(z.string().min(1)).min(1)),
);
export type GivenTables = z.infer<typeof GivenTables>;

/** Facts about a connection that Fivetran has and the API does not return. */
export const Backstage = z.object({
  script: RunScript,
  /** The results of the next setup tests. */
  tests: z.array(ScriptedTest),
  hold: Hold.nullable(),
  run: Run.nullable(),
  /** The time at which a triggered sync starts, after its lag. */
  start_at: z.number().nullable(),
  last_end_at: z.number().nullable(),
  /** True if a re-sync of the whole connection was requested while it was paused or syncing. */
  resync_pending: z.boolean(),
  /** Tables whose history is loaded with the next run. */
  resync_tables: z.record(z.string(), z.array(z.string())),
  /** True if `update_state` was set from outside. It then stays until the next run ends. */
  update_state_set: z.boolean(),
  history: z.array(PastRun),
  past: Past.optional(),
  /** The group to which it moves once its data is copied. */
  moving: z.object({ job: z.string(), group_id: z.string(), at: z.number() }).optional(),
  /** The name of the source that this connection reads; see the schema fixtures. */
  fixture: z.string(),
  /** The source's tables, if they replace the fixture. */
  tables: GivenTables.optional(),
  /** What syncs have written, with the time of the first write. Absent if this is not recorded. */
  loaded: z.record(z.string(), z.number()).optional(),
  schema: SchemaState,
  state: JsonObject,
  /** Events that are not queued for webhooks yet. */
  news: z.array(ConnectionEvent).optional(),
});
export type Backstage = z.infer<typeof Backstage>;

export const Connection = z.object({
  id: z.string(),
  service: z.string(),
  service_version: z.number().int(),
  schema: z.string(),
  group_id: z.string(),
  connected_by: z.string().nullable(),
  created_at: z.string(),
  succeeded_at: z.string().nullable(),
  failed_at: z.string().nullable(),
  paused: z.boolean(),
  pause_after_trial: z.boolean(),
  /** Null if the schedule has no single interval. */
  sync_frequency: z.number().int().nullable(),
  daily_sync_time: z.string().nullable(),
  /** Null if the schedule is set by the three other fields. */
  schedule: Schedule.nullable().prefault(null),
  schedule_type: z.enum(CHOICES.schedule_type),
  data_delay_sensitivity: Sensitivity,
  data_delay_threshold: z.number().int().nullable(),
  status: z.object({
    setup_state: z.enum(["incomplete", "connected", "broken"]),
    sync_state: z.enum(["scheduled", "syncing", "paused", "rescheduled"]),
    update_state: z.enum(["on_schedule", "delayed"]),
    is_historical_sync: z.boolean(),
    schema_status: z.enum(ENUMS.modify_connection.schema_status),
    rescheduled_for: z.string().nullable(),
    tasks: z.array(Notice),
    warnings: z.array(Notice),
  }),
  /** Secrets are stored only as asterisks, so they cannot leak. */
  config: JsonObject,
  networking_method: Networking.nullable(),
  private_link_id: z.string().nullable(),
  proxy_agent_id: z.string().nullable(),
  hybrid_deployment_agent_id: z.string().nullable(),
  external_secrets_manager_id: z.string().nullable(),
  destination_schema_names: z.enum(CHOICES.destination_schema_names).nullable(),
  destination_configuration: JsonObject.nullable(),
  connect_card_config: JsonObject.nullable(),
  source_sync_details: JsonObject.nullable(),
  setup_tests: z.array(SetupTest),
  backstage: Backstage,
});
export type Connection = z.infer<typeof Connection>;

export const Group = z.object({ id: z.string(), name: z.string(), created_at: z.string() });
export type Group = z.infer<typeof Group>;

export const Destination = z.object({
  id: z.string(),
  group_id: z.string(),
  service: z.string(),
  region: z.string(),
  time_zone_offset: z.string(),
  setup_status: z.enum(["incomplete", "connected", "broken"]),
  daylight_saving_time_enabled: z.boolean(),
  networking_method: Networking.nullable(),
  private_link_id: z.string().nullable(),
  proxy_agent_id: z.string().nullable(),
  hybrid_deployment_agent_id: z.string().nullable(),
  external_secrets_manager_id: z.string().nullable().optional(),
  config: JsonObject,
  /** Results of the last run. */
  setup_tests: z.array(SetupTest).optional(),
  /** The results of the next setup tests, as in `Backstage`. */
  tests: z.array(ScriptedTest),
});
export type Destination = z.infer<typeof Destination>;

export const User = z.object({
  id: z.string(),
  /** Null for a service account without an address. */
  email: z.string().nullable(),
  user_type: z.enum(["REGULAR_USER", "SERVICE_ACCOUNT"]).prefault("REGULAR_USER"),
  given_name: z.string(),
  family_name: z.string(),
  verified: z.boolean(),
  invited: z.boolean(),
  picture: z.string().nullable(),
  phone: z.string().nullable(),
  /** Null without a role in the account itself. */
  role: z.string().nullable(),
  active: z.boolean(),
  logged_in_at: z.string().nullable(),
  created_at: z.string(),
});
export type User = z.infer<typeof User>;

export const Stored = z.intersection(JsonObject, z.object({ id: z.string() }));
export type Stored = z.infer<typeof Stored>;

export interface World {
  seed: number;
  account: { account_id: string; account_name: string; user_id: string };
  /** The number of ids created so far. It determines the next id. */
  ids: number;
  /** Everything that was due up to this time has run. */
  settled_at: number;
  groups: Map<string, Group>;
  destinations: Map<string, Destination>;
  connections: Map<string, Connection>;
  users: Map<string, User>;
  webhooks: Map<string, Webhook>;
  /** Events to deliver or to retry. */
  outbox: Map<string, Delivery>;
  transformations: Map<string, Transformation>;
  /** Collections of plain records, by name. */
  records: Map<string, Map<string, Stored>>;
}

/** Returns a collection of records, and creates it if it does not exist. */
export function recordsOf(world: World, name: string): Map<string, Stored> {
  const present = world.records.get(name);
  if (present !== undefined) return present;
  const made = new Map<string, Stored>();
  world.records.set(name, made);
  return made;
}

/** Returns the connection with this id or exact name. */
export function connectionNamed(world: World, idOrName: string): Connection {
  const byId = world.connections.get(idOrName);
  if (byId !== undefined) return byId;
  for (const connection of world.connections.values()) {
    if (connection.schema === idOrName) return connection;
  }
  throw new Error(`This world has no connection ${idOrName}`);
}
