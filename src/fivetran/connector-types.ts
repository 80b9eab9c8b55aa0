import type { RequestOptions } from "./account.js";
import { call, type Send } from "./call.js";
import { readItems } from "./paginate.js";
import { parseItems, parseReply } from "./reply.js";
import { ConnectorType, ConnectorTypeDetails } from "./service-fields.js";

export interface ConnectorTypes {
  /**
   * Every type that a connection can have, without its fields: some 700, read in one request.
   *
   * `GET /v1/metadata/connector-types`
   */
  list(options?: RequestOptions): AsyncIterable<ConnectorType>;
  /**
   * One type with the trees of its `config` and `auth` fields. Throws `not_found`.
   *
   * `GET /v1/metadata/connector-types/{service}`
   */
  get(service: string, options?: RequestOptions): Promise<ConnectorTypeDetails>;
}

export const createConnectorTypes = (send: Send): ConnectorTypes => ({
  list: ({ signal } = {}) =>
    readItems(
      send,
      call("metadata_connectors", { limit: 1000 }),
      (items) => parseItems(ConnectorType, items, "metadata_connectors"),
      signal,
    ),
  async get(service, options) {
    const reply = await send(call("metadata_connector_config", { service }), options);
    return parseReply(ConnectorTypeDetails, reply);
  },
});
