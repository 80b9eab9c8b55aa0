import type { Tool } from "../src/toolkit/define.js";

/**
 * Every tool by name, in the order in which clients list them: the most used first, then reads,
 * then changes.
 */
export const loaders: Readonly<Record<string, () => Promise<Tool>>> = {
  list_connectors: async () => (await import("./list_connectors.js")).listConnectors,
  trigger_sync: async () => (await import("./trigger_sync.js")).triggerSync,
  get_status: async () => (await import("./get_status.js")).getStatus,
  modify_schema: async () => (await import("./modify_schema.js")).modifySchema,
  check_stale: async () => (await import("./check_stale.js")).checkStale,
  get_history: async () => (await import("./get_history.js")).getHistory,
  wait_for_sync: async () => (await import("./wait_for_sync.js")).waitForSync,
  get_schema: async () => (await import("./get_schema.js")).getSchema,
  find_pii: async () => (await import("./find_pii.js")).findPii,
  list_destinations: async () => (await import("./list_destinations.js")).listDestinations,
  describe_service: async () => (await import("./describe_service.js")).describeService,
  get_operation: async () => (await import("./get_operation.js")).getOperation,
  search_api: async () => (await import("./search_api.js")).searchApi,
  read_api: async () => (await import("./read_api.js")).readApi,
  pause_connectors: async () => (await import("./pause_connectors.js")).pauseConnectors,
  resume_connectors: async () => (await import("./resume_connectors.js")).resumeConnectors,
  reload_schema: async () => (await import("./reload_schema.js")).reloadSchema,
  resync_connector: async () => (await import("./resync_connector.js")).resyncConnector,
  update_connector: async () => (await import("./update_connector.js")).updateConnector,
  create_connector: async () => (await import("./create_connector.js")).createConnector,
  create_connect_card: async () => (await import("./create_connect_card.js")).createConnectCard,
  run_setup_tests: async () => (await import("./run_setup_tests.js")).runSetupTests,
  write_api: async () => (await import("./write_api.js")).writeApi,
  delete_connector: async () => (await import("./delete_connector.js")).deleteConnector,
  delete_api: async () => (await import("./delete_api.js")).deleteApi,
};

/**
 * Loads a tool at its first call, so that this call does not wait for the modules of other tools.
 * Throws if the name is unknown.
 */
export async function loadTool(name: string): Promise<Tool> {
  const load = loaders[name];
  if (load === undefined) throw new Error(`there is no tool ${name}`);
  return load();
}
