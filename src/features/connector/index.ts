export { maskFields } from "../../client/operations/secret-fields.js";
export {
  asFields,
  Change,
  CONTROLS,
  changedBody,
  changesOf,
  type Fields,
  hostLines,
  namingProblems,
  networkOf,
  notApplied,
  observedOf,
  stateWords,
  undoOf,
} from "./change.js";
export { cardConfig, connectCardOf, linkOf, redirectOf } from "./connect-card.js";
export { groupText, itemLines, type NewConnector, newConnector, sentFields } from "./create.js";
export {
  destinationNotes,
  existingOf,
  publicKeys,
  sourceOf,
  targetsOf,
  twice,
} from "./create-context.js";
export { Created, createdLines, createdOf, placeText, Ref } from "./create-result.js";
export { dependantsText, readDependants } from "./dependants.js";
export { finishSwitch, planSwitch, renderSwitch, switchOutput } from "./pause-resume.js";
export { scheduleNotes, scheduleProblems } from "./schedule.js";
export { byName, CONNECTOR_STATES, matching, select, selection } from "./select.js";
export {
  access,
  delayAlerts,
  moreAccess,
  network,
  plainSecretNote,
  plainSecrets,
  readableService,
  refuse,
  schedule,
  trust,
} from "./settings.js";
export { type Approval, sameHash, setupReport } from "./setup-report.js";
export {
  approvalFacts,
  approvalText,
  approveCall,
  hashText,
  TestResults,
  testLines,
  testResults,
} from "./setup-tests.js";
