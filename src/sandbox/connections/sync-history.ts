import { invalid } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { type Call, type Route, route } from "../api/router.js";
import { syncHistory } from "../simulation/history.js";
import { DAY, HOUR } from "../world/clock.js";
import { theConnection } from "./fields.js";

const LONGEST = 7 * DAY;

function moment(call: Call, name: string): number | undefined {
  const text = call.query.get(name);
  if (text === null || text === "") return undefined;
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw invalid(`Parameter '${name}' must be an ISO 8601 date and time`);
  return at;
}

/**
 * Returns the requested window. If one end is missing, the window is an hour long. If both are
 * missing, it is the last hour.
 */
function windowOf(call: Call): [number, number] {
  const start = moment(call, "start_time");
  const end = moment(call, "end_time") ?? (start === undefined ? call.now : start + HOUR);
  const from = start ?? end - HOUR;
  if (from > end) throw invalid("Parameter 'start_time' must not be after 'end_time'");
  if (end - from > LONGEST) {
    throw invalid("The range between 'start_time' and 'end_time' must not exceed 7 days");
  }
  if (from < call.now - LONGEST) {
    throw invalid("Parameter 'start_time' must not be more than 7 days in the past");
  }
  return [from, end];
}

export const syncHistoryRoutes: Route[] = [
  route("connection_sync_history", (call) => {
    const connection = theConnection(call);
    const destination = call.world.destinations.get(connection.group_id);
    const [from, to] = windowOf(call);
    const items = syncHistory(connection, destination, [from, to], call.now);
    // A cursor is valid for one window only.
    const label = `${connection.id} ${call.query.get("start_time")} ${call.query.get("end_time")}`;
    return page("Operation performed successfully", items, label, call.query);
  }),
];
