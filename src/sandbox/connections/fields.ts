import * as z from "zod";
import { ENUMS } from "../../client/operations/generated/enums.js";
import { found } from "../api/collection.js";
import { invalid } from "../api/envelope.js";
import type { Call } from "../api/router.js";
import { namingOf } from "../services/catalog.js";
import { JsonObject } from "../world/json.js";
import { Connection, Networking, Sensitivity } from "../world/model.js";
import { Frequency, ScheduleBody } from "./schedules.js";

export const ConnectCardConfig = z.looseObject({
  redirect_uri: z.string().regex(/^https?:\/\//, "must be an http or https address"),
  hide_setup_guide: z.boolean().optional(),
  all_fields: z.boolean().optional(),
});

/** The settings for how a source or destination is reached. */
export const network = {
  networking_method: Networking.nullish(),
  private_link_id: z.string().nullish(),
  proxy_agent_id: z.string().nullish(),
  hybrid_deployment_agent_id: z.string().nullish(),
  external_secrets_manager_id: z.string().nullish(),
};

const settings = {
  ...network,
  config: JsonObject.optional(),
  auth: JsonObject.optional(),
  paused: z.boolean().optional(),
  pause_after_trial: z.boolean().optional(),
  sync_frequency: Frequency.optional(),
  schedule: ScheduleBody.nullish(),
  schedule_type: Connection.shape.schedule_type.optional(),
  daily_sync_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):00$/, "must be a full hour such as 14:00")
    .nullish(),
  data_delay_sensitivity: Sensitivity.optional(),
  data_delay_threshold: z.number().int().min(0).nullish(),
  networking_method: Networking.optional(),
  destination_configuration: JsonObject.nullish(),
};

export const trust = {
  trust_certificates: z.boolean().optional(),
  trust_fingerprints: z.boolean().optional(),
};

export const NewConnection = z.looseObject({
  group_id: z.string(),
  service: z.string(),
  ...settings,
  ...trust,
  run_setup_tests: z.boolean().optional(),
  destination_schema_names: z.enum(ENUMS.create_connection.destination_schema_names).optional(),
  connect_card_config: ConnectCardConfig.optional(),
});

export const ConnectionChange = z.looseObject({
  ...settings,
  ...trust,
  run_setup_tests: z.boolean().optional(),
  schema_status: Connection.shape.status.shape.schema_status.optional(),
  is_historical_sync: z.boolean().optional(),
  external_secrets_keys_config: JsonObject.nullish(),
});
export type ConnectionChange = z.infer<typeof ConnectionChange>;

const PERSISTENT = [
  ...Object.keys(settings),
  "schema_status",
  "is_historical_sync",
  "external_secrets_keys_config",
];
const FIXED = ["id", "service", "group_id", "schema", "created_at", "service_version"];

/** Rejects a change of a permanent field, and a body without any field to update. */
export function checkChange(body: ConnectionChange): void {
  for (const field of FIXED) {
    if (field in body) throw invalid(`Field '${field}' cannot be changed`);
  }
  if (!PERSISTENT.some((field) => body[field] !== undefined)) {
    throw invalid("Request body must contain at least one field to update");
  }
}

const NAME = /^[a-z_][a-z0-9_]*$/;

function named(field: string, value: unknown): string {
  if (typeof value !== "string" || value === "") throw invalid(`Field '${field}' is required`);
  if (NAME.test(value)) return value;
  throw invalid(
    `Field '${field}' must start with a lower-case letter or '_' and contain only lower-case letters, digits and '_'`,
  );
}

/**
 * Returns the connection's name, which is also its schema in the destination, from its
 * configuration.
 */
export function nameFrom(config: JsonObject, service: string): string {
  const naming = namingOf(service);
  if (config["schema_prefix"] !== undefined || naming.includes("schema_prefix")) {
    return named("schema_prefix", config["schema_prefix"]);
  }
  const schema = named("schema", config["schema"]);
  // Types with a table group may have older connections with a table, or with neither.
  const second = naming.includes("table")
    ? "table"
    : ["table_group_name", "table"].find((field) => config[field] !== undefined);
  return second === undefined ? schema : `${schema}.${named(second, config[second])}`;
}

export function theConnection(call: Call): Connection {
  return found(call.world.connections, call.id, "Connection");
}
