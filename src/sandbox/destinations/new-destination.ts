import type { Destination } from "../world/model.js";

type Given = { [Field in keyof Destination]?: Destination[Field] | null | undefined } & {
  id: string;
  service: string;
  tests: Destination["tests"];
};

/**
 * Returns a destination with defaults for every field that is not given. Its id is the id of its
 * group.
 */
export function newDestination(given: Given): Destination {
  const { id, service, external_secrets_manager_id: manager } = given;
  return {
    id,
    group_id: id,
    service,
    region: given.region ?? "GCP_US_EAST4",
    time_zone_offset: given.time_zone_offset ?? "0",
    setup_status: given.setup_status ?? "incomplete",
    daylight_saving_time_enabled: given.daylight_saving_time_enabled ?? true,
    networking_method: given.networking_method ?? "Directly",
    private_link_id: given.private_link_id ?? null,
    proxy_agent_id: given.proxy_agent_id ?? null,
    hybrid_deployment_agent_id: given.hybrid_deployment_agent_id ?? null,
    ...(manager == null ? {} : { external_secrets_manager_id: manager }),
    config: given.config ?? {},
    tests: given.tests,
  };
}
