export { isAdded } from "../../client/operations/added.js";
export { openSchemas } from "../../client/operations/body-schemas.js";
export {
  asks,
  isOperationId,
  type Operation,
  operation,
  resources,
  shownOnce,
} from "../../client/operations/catalog.js";
export { changeByOperation } from "./change.js";
export { checkParams, notKnown } from "./checks/validate.js";
export { type CombinedRead, combinedRead, runCombined } from "./combined.js";
export { fieldLines, schemaLine } from "./describe/show-schema.js";
export { twinNote } from "./describe/twins.js";
export { presentable, responseSchema, shownInTurns } from "./mask.js";
export { withIds } from "./names.js";
export { callableIds, operationFor, toolFor } from "./operations.js";
export {
  flatLine,
  outline,
  pick,
  ROOM,
  sizeOf,
} from "./result.js";
export { knownGap, openSearch } from "./search.js";
export { betterTool, FROM_DEFINITION, HINTS, summaryOf, WARNINGS } from "./wording.js";
