import { healthyScript } from "../simulation/runs.js";
import { fixtureFor } from "../source/fixture.js";
import { freshSchema } from "../source/source.js";
import type { Backstage, Connection } from "../world/model.js";

type Given = {
  [Field in keyof Omit<Connection, "backstage">]?: Connection[Field] | null | undefined;
} & {
  id: string;
  service: string;
  schema: string;
  group_id: string;
  created_at: string;
};

/** Returns a connection with defaults for every field that is not given. */
export function newConnection(
  given: Given,
  status: Partial<Connection["status"]>,
  backstage: Partial<Backstage> & Pick<Backstage, "tests">,
): Connection {
  const { id, service, schema, group_id, created_at, paused = false } = given;
  return {
    id,
    service,
    service_version: given.service_version ?? 1,
    schema,
    group_id,
    connected_by: given.connected_by ?? null,
    created_at,
    succeeded_at: given.succeeded_at ?? null,
    failed_at: given.failed_at ?? null,
    paused: paused === true,
    pause_after_trial: given.pause_after_trial ?? false,
    sync_frequency: given.sync_frequency === undefined ? 360 : given.sync_frequency,
    schedule: given.schedule ?? null,
    daily_sync_time: given.daily_sync_time ?? null,
    schedule_type: given.schedule_type ?? "auto",
    data_delay_sensitivity: given.data_delay_sensitivity ?? "NORMAL",
    data_delay_threshold: given.data_delay_threshold ?? 0,
    status: {
      setup_state: "incomplete",
      sync_state: paused === true ? "paused" : "scheduled",
      update_state: "on_schedule",
      is_historical_sync: true,
      schema_status: "ready",
      rescheduled_for: null,
      tasks: [],
      warnings: [],
      ...status,
    },
    config: given.config ?? {},
    networking_method: given.networking_method === undefined ? "Directly" : given.networking_method,
    private_link_id: given.private_link_id ?? null,
    proxy_agent_id: given.proxy_agent_id ?? null,
    hybrid_deployment_agent_id: given.hybrid_deployment_agent_id ?? null,
    external_secrets_manager_id: given.external_secrets_manager_id ?? null,
    destination_schema_names: given.destination_schema_names ?? null,
    destination_configuration: given.destination_configuration ?? null,
    connect_card_config: null,
    source_sync_details: null,
    setup_tests: [],
    backstage: {
      script: backstage.script ?? healthyScript(id),
      hold: null,
      run: null,
      start_at: null,
      last_end_at: null,
      resync_pending: false,
      resync_tables: {},
      update_state_set: false,
      history: [],
      fixture: backstage.fixture ?? fixtureFor(service),
      schema: backstage.schema ?? freshSchema(),
      state: {},
      ...backstage,
    },
  };
}
