export {
  ConnectorHistory,
  connectorHistory,
  historyText,
  RunOutput,
  runLine,
  runOutput,
} from "./connector-history.js";
export { fleetHistory } from "./fleet.js";
export { gapReader, longWithoutSuccess } from "./gap.js";
export {
  DAY_MS,
  type HistoryReader,
  historyReader,
  MOST_REFUSED,
  REACH_MS,
  type Span,
} from "./read.js";
export { type Recent, recentHistory } from "./recent.js";
export { outcomeOf, runOf, shortReason } from "./runs.js";
export { spanOf } from "./span.js";
export { historySql } from "./sql.js";
