export { parseSyncHandle, type SyncBaseline, syncBaseline, syncHandle } from "./baseline.js";
export { continueText, runText, waitedOutput, waitForSyncs } from "./wait.js";
