import type { JsonObject } from "../world/json.js";
import type { Connection } from "../world/model.js";

/** Notes what happened; whoever changed the connection hands it on. */
export function tell(
  connection: Connection,
  event: string,
  at: number,
  data: JsonObject = {},
  syncId?: string,
): void {
  connection.backstage.news ??= [];
  connection.backstage.news.push({
    event,
    at,
    data,
    ...(syncId === undefined ? {} : { sync_id: syncId }),
  });
}
