import type { Tool } from "../src/toolkit/define.js";
import { checkStale } from "./check_stale.js";
import { describeService } from "./describe_service.js";
import { getSchema } from "./get_schema.js";
import { getStatus } from "./get_status.js";
import { listConnectors } from "./list_connectors.js";
import { modifySchema } from "./modify_schema.js";
import { pauseConnectors } from "./pause_connectors.js";
import { reloadSchema } from "./reload_schema.js";
import { resumeConnectors } from "./resume_connectors.js";
import { runSetupTests } from "./run_setup_tests.js";
import { triggerSync } from "./trigger_sync.js";
import { waitForSync } from "./wait_for_sync.js";

/** Every tool, in the order in which clients list them: reads first. */
export const tools: readonly Tool[] = [
  listConnectors,
  getStatus,
  checkStale,
  waitForSync,
  getSchema,
  describeService,
  triggerSync,
  pauseConnectors,
  resumeConnectors,
  modifySchema,
  reloadSchema,
  runSetupTests,
];
