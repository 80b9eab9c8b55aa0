import type { RequestOptions } from "./account.js";
import { type Call, call, type Json, type Send } from "./call.js";
import { Connection } from "./models.js";
import {
  type List,
  type ListOptions,
  type Page,
  type PageOptions,
  readItems,
  readPage,
} from "./paginate.js";
import { parseItems, parseReply, sameId } from "./reply.js";
import { resolveConnections } from "./resolve.js";

export interface ConnectionFilter {
  groupId?: string | undefined;
  /** The exact name; there is no partial match. */
  schema?: string | undefined;
}

export interface Connections {
  /**
   * Connections with everything that tells their health, read page by page as they are walked: 1000 a request.
   *
   * `GET /v1/connections`
   */
  list(options?: ConnectionFilter & ListOptions): List<Connection>;
  /** One page of connections. `limit` 1 to 1000, 100 when absent. */
  page(options?: ConnectionFilter & PageOptions): Promise<Page<Connection>>;
  /**
   * One connection by id. Throws `not_found`.
   *
   * `GET /v1/connections/{connectionId}`
   */
  get(id: string, options?: RequestOptions): Promise<Connection>;
  /**
   * Connections by id or exact name, in the order given, each once. Throws `input` for a value that is
   * malformed, unknown (nearest ones in `facts.candidates`) or ambiguous.
   */
  resolve(values: readonly string[], options?: RequestOptions): Promise<Connection[]>;
  /**
   * Starts a sync; without `force` nothing happens while one runs. With `force` a running sync is stopped and
   * started anew. Fivetran answers at once and names no run. Throws `outcome_unknown` when no answer came.
   *
   * `POST /v1/connections/{connectionId}/sync`
   */
  sync(id: string, options?: RequestOptions & { force?: boolean }): Promise<void>;
  /** Stops the schedule and a running sync, which can take a minute. */
  pause(id: string, options?: RequestOptions): Promise<Connection>;
  /** Puts the connection back on its schedule. */
  resume(id: string, options?: RequestOptions): Promise<Connection>;
  /**
   * Changes the fields given and leaves the rest. Throws `outcome_unknown` when no usable answer came.
   *
   * `PATCH /v1/connections/{connectionId}`
   */
  modify(id: string, fields: Record<string, Json>, options?: RequestOptions): Promise<Connection>;
}

function listCall({ groupId, schema }: ConnectionFilter, limit: number, cursor?: string): Call {
  return call("list_connections", {
    limit,
    ...(groupId === undefined ? {} : { group_id: groupId }),
    ...(schema === undefined ? {} : { schema }),
    ...(cursor === undefined ? {} : { cursor }),
  });
}

/** `change` is what changes go through: `send`, with lost answers cleared up. */
export function createConnections(send: Send, change: Send): Connections {
  const parse = (items: unknown[]) => parseItems(Connection, items, "list_connections");
  const connections: Connections = {
    list: ({ limit = 1000, signal, ...filter } = {}) =>
      readItems(send, listCall(filter, limit), parse, signal),
    async page({ limit = 100, cursor, signal, ...filter } = {}) {
      const page = await readPage(send, listCall(filter, limit, cursor), signal);
      return { items: parse(page.items), nextCursor: page.nextCursor };
    },
    async get(id, options) {
      const reply = await send(call("connection_details", { connectionId: id }), options);
      return sameId(parseReply(Connection, reply), id, "connection_details");
    },
    resolve: (values, options) => resolveConnections(connections, values, options),
    async sync(id, { force = false, ...options } = {}) {
      await change(call("sync_connection", { connectionId: id }, { force }), options);
    },
    pause: (id, options) => connections.modify(id, { paused: true }, options),
    resume: (id, options) => connections.modify(id, { paused: false }, options),
    async modify(id, fields, options) {
      const reply = await change(call("modify_connection", { connectionId: id }, fields), options);
      return sameId(parseReply(Connection, reply), id, "modify_connection");
    },
  };
  return connections;
}
