export { parseSyncHandle, type SyncBaseline, syncBaseline, syncHandle } from "./baseline.js";
export { FIRST_LOAD, neverSynced } from "./first-load.js";
export { refusalOf } from "./refusal.js";
export {
  isTransformationHandle,
  parseTransformationHandle,
  transformationHandle,
  waitForTransformations,
} from "./transformation-run.js";
export { continueText, runText, together, waitedOutput, waitForSyncs } from "./wait.js";
