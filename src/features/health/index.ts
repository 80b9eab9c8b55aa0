export { type Diagnosis, standing, VERDICTS } from "../../client/health/diagnose.js";
export { DESTINATION_TASK } from "../../client/health/rules.js";
export {
  type AccountHealth,
  type ConnectorHealth,
  countLabels,
  readAccountHealth,
  readConnections,
  readGroups,
} from "./account-health.js";
export { adviceFor } from "./advice.js";
export { type Cause, groupCauses } from "./causes.js";
export { expectationText, judge } from "./judge.js";
export { noticeText } from "./notices.js";
export { type Reports, readReports } from "./reports.js";
export { UnreadableRecords, unreadFields } from "./unreadable.js";
