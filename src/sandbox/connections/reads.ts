import { found } from "../api/collection.js";
import { ok } from "../api/envelope.js";
import { page } from "../api/paging.js";
import { connectionBody } from "../api/responses.js";
import { type Call, type Route, route } from "../api/router.js";
import type { Connection } from "../world/model.js";

export function theConnection(call: Call): Connection {
  return found(call.world.connections, call.id, "Connection");
}

export const connectionReads: Route[] = [
  route("list_connections", ({ world, texts, query }) => {
    const group = query.get("group_id");
    const schema = query.get("schema");
    const all = [...world.connections.values()];
    const items =
      group === null && schema === null
        ? all
        : all.filter(
            (connection) =>
              (group === null || connection.group_id === group) &&
              (schema === null || connection.schema === schema),
          );
    return page(
      "Connections list retrieved successfully",
      items,
      `/v1/connections?${group ?? ""}&${schema ?? ""}`,
      query,
      texts.item,
    );
  }),
  route("connection_details", (call) =>
    ok("Connection details retrieved successfully", connectionBody(theConnection(call), true)),
  ),
];
