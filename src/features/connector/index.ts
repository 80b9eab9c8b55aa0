export { maskFields } from "../../client/operations/secret-fields.js";
export { type CreateDetails, planGroupCopy } from "./bulk/copy-group.js";
export {
  finishMove,
  type MoveDetails,
  moveFields,
  onlyMove,
  planMove,
} from "./bulk/move.js";
export { finishBulkPolicy, type PolicyDetails, planBulkPolicy } from "./bulk/policy.js";
export {
  type BulkDetails,
  bulkOutput,
  finishBulkSettings,
  planBulkSettings,
  renderBulkSettings,
} from "./bulk/settings.js";
export {
  Change,
  type Changed,
  CONTROLS,
  changedBody,
  changesNetwork,
  changesOf,
  changesSource,
  connectionIn,
  hostLines,
  judgeChanges,
  namingProblems,
  networkOf,
  observedOf,
  stateLines,
  undoOf,
} from "./change.js";
export { complement, publicKey } from "./complement.js";
export { cardConfig, cardLook, connectCardOf, linkOf, redirectOf } from "./connect-card.js";
export {
  createSteps,
  groupText,
  itemLines,
  newConnector,
  sentFields,
} from "./create.js";
export {
  destinationNotes,
  existingOf,
  protectionFrom,
  publicKeys,
  sourceOf,
  targetsOf,
  twice,
  unfinishedNotes,
} from "./create-context.js";
export {
  Created,
  type CreateOutcome,
  createdLines,
  createOutcome,
  keepsPaused,
  placeText,
  Ref,
} from "./create-result.js";
export { connectorDependents } from "./dependents/read.js";
export {
  dependentsText,
  observedDependents,
  readDependents,
} from "./dependents/transformations.js";
export { CONNECTOR_STATES, filterOf, hasWord, networkWords, wordsOf } from "./filter.js";
export { switchParts } from "./pause-resume.js";
export {
  FREQUENCIES,
  logNote,
  replacedSchedule,
  SCHEDULE_FIELDS,
  scheduleLabel,
  scheduleNotes,
  scheduleProblems,
  withTypedSchedule,
} from "./schedule.js";
export {
  byName,
  foundOf,
  Missing,
  namedConnection,
  type Selected,
  select,
  wordSelection,
} from "./select.js";
export {
  access,
  delayAlerts,
  jsonFields,
  maskedConfig,
  moreAccess,
  network,
  pick,
  plainSecretNote,
  plainSecrets,
  refuse,
  schedule,
  schemaNames,
  trust,
  trustLines,
} from "./settings.js";
export {
  type Approval,
  approvalFacts,
  approvalsOf,
  approvalText,
  approveCall,
  hashText,
  NETWORK_TESTED,
  namesHost,
  sameHash,
  type Tested,
  TestResults,
  testLines,
  testResults,
  testStep,
  testsIn,
} from "./setup-tests.js";
