export { listColumns } from "./columns.js";
export { schemasOf, tablesOf } from "./nodes.js";
export { NODE_STATES, type OutlineSchema, type OutlineTable, outlineSchema } from "./outline.js";
export {
  checkChanges,
  columnListsNeeded,
  type NodeChange,
  type NodeRef,
  POLICIES,
  planSchemaChange,
  type SchemaChangePlan,
  type Skipped,
  SYNC_MODES,
  type TableRef,
  verifySchemaChange,
} from "./plan-change.js";
export {
  EXCLUDE_MODES,
  type ExcludeMode,
  rewriteEffects,
  type SchemaNews,
  schemaNews,
} from "./reload.js";
export { chosenScope, type ResyncScope, scopeBody, wholeScope } from "./resync-scope.js";
export {
  explainWishes,
  finishWishes,
  fixedTables,
  isUncaptured,
  planWishes,
  renderWishes,
  type WishDetails,
} from "./uncaptured.js";
