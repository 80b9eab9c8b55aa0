export {
  ConnectorHistory,
  connectorHistory,
  historyText,
  RunOutput,
  runLine,
  runningNow,
  runOutput,
  tookText,
} from "./connector-history.js";
export { fleetHistory } from "./fleet.js";
export { type HistoryReader, historyReader, REACH_MS, type Span } from "./read.js";
export { outcomeOf, runOf } from "./runs.js";
export { spanOf } from "./span.js";
export { historySql } from "./sql.js";
