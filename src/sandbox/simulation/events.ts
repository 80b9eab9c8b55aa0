import type { JsonObject } from "../world/json.js";
import type { Connection } from "../world/model.js";

/** Records an event of a connection; `publish` queues it for webhooks. */
export function recordEvent(
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
