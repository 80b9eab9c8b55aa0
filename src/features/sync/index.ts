export { parseSyncHandle, type SyncBaseline, syncBaseline, syncHandle } from "./baseline.js";
export { FIRST_LOAD, neverSynced } from "./first-load.js";
export { refusalOf } from "./refusal.js";
export { continueText, runText, waitedOutput, waitForSyncs } from "./wait.js";
