export { type Protection, protectionOf } from "./body.js";
export { keptLists, listColumns, listsOf, MOST_TO_SHOW } from "./columns.js";
export {
  ChangeItem,
  changeConsequences,
  changeItem,
  changeList,
  changeSummary,
  changeTexts,
  firstOf,
  MOST_CHANGES,
  nameList,
  policyEffect,
  SkippedGroup,
  skippedGroups,
  skippedText,
  unchangedText,
} from "./describe-change.js";
export { matchChanges, matchTables, tablesToList } from "./match-changes.js";
export {
  type Field,
  lockCode,
  modePhrase,
  type NodeRef,
  observedNodes,
  observedTables,
  own,
  POLICIES,
  pathOf,
  policyPhrase,
  policyText,
  type SchemaPolicy,
  sameValue,
  schemasOf,
  settingMeaning,
  type TablePlace,
  tablesOf,
  type Value,
  valueJson,
  valueText,
} from "./nodes.js";
export {
  NODE_STATES,
  type OutlineColumn,
  OutlineCounts,
  OutlineSchema,
  type OutlineTable,
  outlineSchema,
  tableSyncs,
  USUAL_MODE,
} from "./outline.js";
export { parseChanges, patternOf, SchemaChange } from "./parse-changes.js";
export { planSchemaChange, type SchemaChangePlan } from "./plan-change.js";
export {
  EXCLUDE_MODES,
  type ExcludeMode,
  judgeReload,
  type Rewrite,
  rewriteEffects,
  type SchemaNews,
  schemaNews,
} from "./reload/reload.js";
export { chosenScope, type ResyncScope, scopeBody, wholeScope } from "./reload/resync-scope.js";
export { filterText, RowFilter, storedFilter } from "./row-filter.js";
export {
  capturedInBetween,
  finishStoredChanges,
  fixedTables,
  isUncaptured,
  noSelectionText,
  otherwiseText,
  planStoredChanges,
  renderStoredChanges,
  type Selection,
  type StoredDetails,
  selectionOf,
  storedOtherwise,
} from "./unknown/uncaptured.js";
export {
  type ReadableConfig,
  readSchemas,
  refuseUnreadableColumns,
  skippedUnreadable,
  unreadableNotes,
  withUnreadable,
} from "./unknown/unreadable.js";
export {
  configIn,
  type SchemaVerification,
  tablesIn,
  verifySchemaChange,
} from "./verify-change.js";
export { type Change, changesSetting, undoOf } from "./way-back.js";
