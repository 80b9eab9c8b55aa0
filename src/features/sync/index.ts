export { parseSyncHandle, type SyncMark, syncHandle, syncMark } from "./run-handle.js";
export { runText, type Watched, waitedOutput, waitOn, watchSyncs } from "./watch.js";
