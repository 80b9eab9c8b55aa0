import type { Tool } from "../src/toolkit/define.js";
import { checkStale } from "./check_stale.js";
import { createConnectCard } from "./create_connect_card.js";
import { createConnector } from "./create_connector.js";
import { deleteApi } from "./delete_api.js";
import { deleteConnector } from "./delete_connector.js";
import { describeService } from "./describe_service.js";
import { findPii } from "./find_pii.js";
import { getHistory } from "./get_history.js";
import { getOperation } from "./get_operation.js";
import { getSchema } from "./get_schema.js";
import { getStatus } from "./get_status.js";
import { listConnectors } from "./list_connectors.js";
import { listDestinations } from "./list_destinations.js";
import { modifySchema } from "./modify_schema.js";
import { pauseConnectors } from "./pause_connectors.js";
import { readApi } from "./read_api.js";
import { reloadSchema } from "./reload_schema.js";
import { resumeConnectors } from "./resume_connectors.js";
import { resyncConnector } from "./resync_connector.js";
import { runSetupTests } from "./run_setup_tests.js";
import { searchApi } from "./search_api.js";
import { triggerSync } from "./trigger_sync.js";
import { updateConnector } from "./update_connector.js";
import { waitForSync } from "./wait_for_sync.js";
import { writeApi } from "./write_api.js";

/** Every tool, in the order in which clients list them: the most used first, then reads, then changes. */
export const tools: readonly Tool[] = [
  listConnectors,
  triggerSync,
  getStatus,
  modifySchema,
  checkStale,
  getHistory,
  waitForSync,
  getSchema,
  findPii,
  listDestinations,
  describeService,
  getOperation,
  searchApi,
  readApi,
  pauseConnectors,
  resumeConnectors,
  reloadSchema,
  resyncConnector,
  updateConnector,
  createConnector,
  createConnectCard,
  runSetupTests,
  writeApi,
  deleteConnector,
  deleteApi,
];
