export { type LogQueryWords, logQueryFor } from "./log-query.js";
export { LOG_QUERY_READS, paramsOf, runLogQuery } from "./reads.js";
