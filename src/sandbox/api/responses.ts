import { type JsonObject, masked, withoutUndefined } from "../world/json.js";
import type { Connection, Notice, SetupTest } from "../world/model.js";

function notice({ code, message, details }: Notice): JsonObject {
  return details === undefined ? { code, message } : { code, message, details };
}

export function testBody(result: SetupTest): JsonObject {
  const { title, status, message, details } = result;
  return details === undefined ? { title, status, message } : { title, status, message, details };
}

/** Returns a connection in the form of the API. Lists omit the setup tests. */
export function connectionBody(connection: Connection, withTests: boolean): JsonObject {
  const { status } = connection;
  return {
    id: connection.id,
    service: connection.service,
    schema: connection.schema,
    paused: connection.paused,
    status: {
      tasks: status.tasks.map(notice),
      warnings: status.warnings.map(notice),
      setup_state: status.setup_state,
      schema_status: status.schema_status,
      sync_state: status.sync_state,
      update_state: status.update_state,
      is_historical_sync: status.is_historical_sync,
      rescheduled_for: status.rescheduled_for,
    },
    config: masked(connection.config),
    group_id: connection.group_id,
    service_version: connection.service_version,
    connected_by: connection.connected_by,
    created_at: connection.created_at,
    succeeded_at: connection.succeeded_at,
    failed_at: connection.failed_at,
    pause_after_trial: connection.pause_after_trial,
    sync_frequency: connection.sync_frequency,
    ...(connection.sync_frequency === 1440 && connection.daily_sync_time !== null
      ? { daily_sync_time: connection.daily_sync_time }
      : {}),
    schedule_type: connection.schedule_type,
    ...scheduleOf(connection),
    data_delay_sensitivity: connection.data_delay_sensitivity,
    data_delay_threshold: connection.data_delay_threshold,
    networking_method: connection.networking_method,
    private_link_id: connection.private_link_id,
    proxy_agent_id: connection.proxy_agent_id,
    hybrid_deployment_agent_id: connection.hybrid_deployment_agent_id,
    ...optional("external_secrets_manager_id", connection.external_secrets_manager_id),
    ...optional("destination_schema_names", connection.destination_schema_names),
    ...optional("destination_configuration", connection.destination_configuration),
    ...optional("connect_card_config", connection.connect_card_config),
    ...optional("source_sync_details", connection.source_sync_details),
    ...(withTests ? { setup_tests: connection.setup_tests.map(testBody) } : {}),
  };
}

/**
 * Returns the schedule object only if it was set as an object. It is not documented whether
 * Fivetran returns it in other cases.
 */
function scheduleOf({ schedule, schedule_type }: Connection): JsonObject {
  if (schedule === null) return {};
  const manual = schedule_type === "manual";
  return { schedule: manual ? { schedule_type: "MANUAL" } : withoutUndefined(schedule) };
}

function optional(name: string, value: JsonObject | string | null): JsonObject {
  return value === null ? {} : { [name]: value };
}

export interface Texts {
  /** The connection's list item, serialized once per change. */
  item(connection: Connection): string;
  invalidate(connection: Connection): void;
}

export function texts(): Texts {
  const items = new WeakMap<Connection, string>();
  return {
    item(connection) {
      const known = items.get(connection);
      if (known !== undefined) return known;
      const text = JSON.stringify(connectionBody(connection, false));
      items.set(connection, text);
      return text;
    },
    invalidate(connection) {
      items.delete(connection);
    },
  };
}
