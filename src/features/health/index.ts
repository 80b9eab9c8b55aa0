export { type Diagnosis, standing, VERDICTS } from "../../client/health/diagnose.js";
export { DESTINATION_TASK } from "../../client/health/rules.js";
export { isInFuture } from "../../client/health/state.js";
export {
  type AccountHealth,
  type ConnectorHealth,
  countLabels,
  readAccountHealth,
  readAgo,
  readAgoText,
  readConnections,
  readGroups,
  unknownTypes,
} from "./account-health.js";
export { adviceFor } from "./advice.js";
export { type Cause, codesOf, groupCauses } from "./causes.js";
export { taskRemedy, warningRemedy } from "./codes.js";
export { expectationText, judge } from "./judge.js";
export { legendOf } from "./legend.js";
export { type Reports, readReports } from "./reports.js";
export { isUnreadableTime, UnreadableRecords, unreadFields } from "./unreadable.js";
