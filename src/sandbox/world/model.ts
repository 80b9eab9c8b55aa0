import * as z from "zod";
import { ENUMS } from "../../client/operations/generated/enums.js";
import { Json, JsonObject } from "./json.js";
import type { Transformation } from "./transformation.js";
import { type Delivery, News, type Webhook } from "./webhook.js";

const { create_connection: CHOICES } = ENUMS;
const SCHEMA_CHOICES = ENUMS.modify_connection_schema_config;

export const Networking = z.enum(CHOICES.networking_method);
export const Sensitivity = z.enum(CHOICES.data_delay_sensitivity);
export const Policy = z.enum(SCHEMA_CHOICES.schema_change_handling);
export const SyncMode = z.enum(SCHEMA_CHOICES["schemas.*.tables.*.sync_mode"]);

export const Notice = z.object({
  code: z.string(),
  message: z.string(),
  details: z.string().optional(),
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
  /** How many runs follow this script before the connection returns to healthy runs. Default: all. */
  times: z.number().int().min(1).optional(),
  /** A run that cannot be stopped: changes that need it to stop answer 409. */
  refuses_stop: z.boolean().optional(),
});
export type RunScript = z.infer<typeof RunScript>;

const Run = z.object({
  id: z.string(),
  started_at: z.number(),
  /** null: this run never ends by itself. */
  ends_at: z.number().nullable(),
  historical: z.boolean(),
  outcome: RunScript.shape.outcome,
});

export const PastRun = z.object({
  id: z.string(),
  started_at: z.number(),
  ended_at: z.number(),
  historical: z.boolean(),
  outcome: z.enum(["SUCCESSFUL", "FAILURE", "FAILURE_WITH_TASK", "RESCHEDULED", "CANCELED"]),
});
export type PastRun = z.infer<typeof PastRun>;

/** A scripted trouble: the connection stays as it is until somebody does one of `heals_on`. */
const Hold = z.object({
  heals_on: z.array(Action),
  since: z.number(),
  /** When set, its timestamps move along by this step, so that ages stay within it. */
  drift_ms: z.number().optional(),
});

export const ColumnEdit = z.object({
  enabled: z.boolean().optional(),
  hashed: z.boolean().optional(),
  is_primary_key: z.boolean().optional(),
  /** Marked for deletion: gone after the next success. */
  drop: z.enum(["marked", "done"]).optional(),
});
export type ColumnEdit = z.infer<typeof ColumnEdit>;

export const TableEdit = z.object({
  enabled: z.boolean().optional(),
  sync_mode: SyncMode.optional(),
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
  /** What nodes without an edit of their own are: the fixture's defaults, all on, or all off. */
  base: z.enum(["fixture", "on", "off"]),
  edits: z.record(z.string(), SchemaEdit),
  /** Appeared at the source after the fixture was made; known to the config once an edit names it. */
  added: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
});
export type SchemaState = z.infer<typeof SchemaState>;

/** A setup test as it will end; one with `until` passes once that was done. */
const ScriptedTest = SetupTest.extend({
  until: z.enum(["config", "certificate", "fingerprint"]).optional(),
});

/** What Fivetran knows about a connection and its API does not tell. */
export const Backstage = z.object({
  script: RunScript,
  /** Results of the next setup tests. */
  tests: z.array(ScriptedTest),
  hold: Hold.nullable(),
  run: Run.nullable(),
  /** A trigger waiting for its lag to pass. */
  start_at: z.number().nullable(),
  last_end_at: z.number().nullable(),
  /** A whole resync asked for while paused or running. */
  resync_pending: z.boolean(),
  /** Tables whose history loads with the next run. */
  resync_tables: z.record(z.string(), z.array(z.string())),
  /** `update_state` was set from outside and stays until the next run ends. */
  update_state_set: z.boolean(),
  history: z.array(PastRun),
  /** Which source this connection reads; see the schema fixtures. */
  fixture: z.string(),
  schema: SchemaState,
  state: JsonObject,
  /** Not yet handed to the webhooks. */
  news: z.array(News).optional(),
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
  sync_frequency: z.number().int(),
  daily_sync_time: z.string().nullable(),
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
  /** Secrets are kept as asterisks only: nothing here could leak one. */
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
  /** As for connections. */
  tests: z.array(ScriptedTest),
});
export type Destination = z.infer<typeof Destination>;

export const User = z.object({
  id: z.string(),
  email: z.string(),
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

/** An item of a collection without behaviour of its own. */
export const Stored = z.intersection(JsonObject, z.object({ id: z.string() }));
export type Stored = z.infer<typeof Stored>;

export interface World {
  seed: number;
  account: { account_id: string; account_name: string; user_id: string };
  /** How many ids were handed out; the next one follows from it. */
  ids: number;
  /** Up to this moment everything that fell due has happened. */
  settled_at: number;
  groups: Map<string, Group>;
  destinations: Map<string, Destination>;
  connections: Map<string, Connection>;
  users: Map<string, User>;
  webhooks: Map<string, Webhook>;
  /** Events that wait to be delivered, or to be tried again. */
  outbox: Map<string, Delivery>;
  transformations: Map<string, Transformation>;
  /** Collections without behaviour of their own, by name. */
  records: Map<string, Map<string, Stored>>;
}

/** A collection of records, made if there is none yet. */
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
