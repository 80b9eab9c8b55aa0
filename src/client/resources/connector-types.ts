import { ConnectorType, ConnectorTypeDetails } from "../../features/services/fields.js";
import { call, type Send } from "../operations/call.js";
import type { RequestOptions } from "./account.js";
import { listing } from "./list.js";
import type { List, ListOptions, Page, PageOptions } from "./paginate.js";
import { ask } from "./reply.js";

export interface ConnectorTypes {
  /**
   * Every type that a connection can have, without its fields: some 700, read in one request.
   *
   * `GET /v1/metadata/connector-types`
   */
  list(options?: ListOptions): List<ConnectorType>;
  /** One page of them: `limit` 1 to 1000, 100 when absent. */
  page(options?: PageOptions): Promise<Page<ConnectorType>>;
  /**
   * One type with the trees of its `config` and `auth` fields. Throws `not_found`.
   *
   * `GET /v1/metadata/connector-types/{service}`
   */
  get(service: string, options?: RequestOptions): Promise<ConnectorTypeDetails>;
}

export const createConnectorTypes = (send: Send): ConnectorTypes => ({
  ...listing(send, "metadata_connectors", ConnectorType),
  get: (service, options) =>
    ask(send, ConnectorTypeDetails, call("metadata_connector_config", { service }), options),
});
