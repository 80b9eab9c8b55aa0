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
  /** When it was last reported. */
  created_at: z.string().optional(),
  /** The tables of the source that it is about. The status of a connection does not show them. */
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
  /** Historical runs take this long instead. Default: three times `duration_ms`. */
  historical_duration_ms: z.number().min(1).optional(),
  /** For `failure_with_task`; default is `reconnect`. */
  task: Notice.optional(),
  /** For `reschedule`: how long after the run's end. Default: one hour. */
  reschedule_ms: z.number().min(1).optional(),
  /** Number of runs that follow this script before healthy runs resume. Default: all. */
  times: z.number().int().min(1).optional(),
  /** A run that cannot be stopped: changes that need to stop it return 409. */
  refuses_stop: z.boolean().optional(),
  /** A change that stops the run takes this long, in real time, and may end in a 500 although it was applied. */
  stop: z.object({ takes_ms: z.number().min(0), fails: z.boolean().optional() }).optional(),
});
export type RunScript = z.infer<typeof RunScript>;

const Run = z.object({
  id: z.string(),
  started_at: z.number(),
  /** null: the run does not end by itself. */
  ends_at: z.number().nullable(),
  historical: z.boolean(),
  outcome: RunScript.shape.outcome,
});

/** A scripted problem: the connection stays as it is until one of `heals_on` is done. */
const Hold = z.object({
  heals_on: z.array(Action),
  since: z.number(),
  /** When set, its timestamps move forward by this step, so that ages stay constant. */
  drift_ms: z.number().optional(),
});

export const ColumnEdit = z.object({
  enabled: z.boolean().optional(),
  hashed: z.boolean().optional(),
  is_primary_key: z.boolean().optional(),
  /** null in a request removes it. */
  target_data_type: TargetType.nullish(),
  /** Marked for deletion: dropped after the next successful sync. */
  drop: z.enum(["marked", "done"]).optional(),
});
export type ColumnEdit = z.infer<typeof ColumnEdit>;

export const TableEdit = z.object({
  enabled: z.boolean().optional(),
  sync_mode: SyncMode.optional(),
  /** null in a request deletes it. */
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
  /** State of nodes without an edit: the fixture's defaults, all enabled, or all disabled. */
  base: z.enum(["fixture", "on", "off"]),
  edits: z.record(z.string(), SchemaEdit),
  /** false: the account has no row filters for this connection. */
  row_filters: z.literal(false).optional(),
  /** Added to the source after the fixture; part of the config once an edit names it. */
  added: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
});
export type SchemaState = z.infer<typeof SchemaState>;

export const passed = (title: string) => ({ title, status: "PASSED" as const, message: "" });

/** The scripted result of a setup test; one with `until` passes once that was done. */
export const ScriptedTest = SetupTest.extend({
  until: z.enum(["config", "certificate", "fingerprint"]).optional(),
  /** Made by a value of the configuration; it ends with that value. */
  triggered: z.literal(true).optional(),
});
export type ScriptedTest = z.infer<typeof ScriptedTest>;

/** A setup test that fails until that was done. */
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

/** Tables that the caller gave a source: columns by schema and table, with a star behind a primary key: `id*`. */
export const GivenTables = z.record(
  z.string().min(1),
  z.record(z.string().min(1), z.array(z.string().min(1)).min(1)),
);
export type GivenTables = z.infer<typeof GivenTables>;

/** What Fivetran knows about a connection and the API does not return. */
export const Backstage = z.object({
  script: RunScript,
  /** Results of the next setup tests. */
  tests: z.array(ScriptedTest),
  hold: Hold.nullable(),
  run: Run.nullable(),
  /** When a triggered sync starts, after its lag. */
  start_at: z.number().nullable(),
  last_end_at: z.number().nullable(),
  /** A re-sync of the whole connection was requested while it was paused or syncing. */
  resync_pending: z.boolean(),
  /** Tables whose history loads with the next run. */
  resync_tables: z.record(z.string(), z.array(z.string())),
  /** `update_state` was set from outside and stays until the next run ends. */
  update_state_set: z.boolean(),
  history: z.array(PastRun),
  past: Past.optional(),
  /** The group it moves to once its data are copied. */
  moving: z.object({ job: z.string(), group_id: z.string(), at: z.number() }).optional(),
  /** Which source this connection reads; see the schema fixtures. */
  fixture: z.string(),
  /** The source's tables, in place of the fixture. */
  tables: GivenTables.optional(),
  /** What syncs have written, and when first; absent where that is not recorded. */
  loaded: z.record(z.string(), z.number()).optional(),
  schema: SchemaState,
  state: JsonObject,
  /** Not yet queued for webhooks. */
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
  /** null: the schedule has no single interval. */
  sync_frequency: z.number().int().nullable(),
  daily_sync_time: z.string().nullable(),
  /** null: the schedule follows from the three other fields. */
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
  /** Secrets are stored as asterisks only, so none can leak. */
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
  /** As in `Backstage`. */
  tests: z.array(ScriptedTest),
});
export type Destination = z.infer<typeof Destination>;

export const User = z.object({
  id: z.string(),
  /** Service accounts may have none. */
  email: z.string().nullable(),
  user_type: z.enum(["REGULAR_USER", "SERVICE_ACCOUNT"]).prefault("REGULAR_USER"),
  given_name: z.string(),
  family_name: z.string(),
  verified: z.boolean(),
  invited: z.boolean(),
  picture: z.string().nullable(),
  phone: z.string().nullable(),
  /** null: no role in the account itself. */
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
  /** Number of ids created so far; determines the next one. */
  ids: number;
  /** Everything due up to this moment has been run. */
  settled_at: number;
  groups: Map<string, Group>;
  destinations: Map<string, Destination>;
  connections: Map<string, Connection>;
  users: Map<string, User>;
  webhooks: Map<string, Webhook>;
  /** Events to be delivered or retried. */
  outbox: Map<string, Delivery>;
  transformations: Map<string, Transformation>;
  /** Collections of plain records, by name. */
  records: Map<string, Map<string, Stored>>;
}

/** A collection of records, created when it does not exist yet. */
export function recordsOf(world: World, name: string): Map<string, Stored> {
  const present = world.records.get(name);
  if (present !== undefined) return present;
  const made = new Map<string, Stored>();
  world.records.set(name, made);
  return made;
}

/** The connection with this id or exact name. */
export function connectionNamed(world: World, idOrName: string): Connection {
  const byId = world.connections.get(idOrName);
  if (byId !== undefined) return byId;
  for (const connection of world.connections.values()) {
    if (connection.schema === idOrName) return connection;
  }
  throw new Error(`This world has no connection ${idOrName}`);
}
