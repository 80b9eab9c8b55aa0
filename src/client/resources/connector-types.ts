import * as z from "zod";
import type { RequestOptions, Send } from "../http/send.js";
import { call } from "../operations/call.js";
import { type List, type ListOptions, listing, type Page, type PageOptions } from "./list.js";
import { ask } from "./reply.js";

/** One field of a connector type, with those below it. Open and lenient: a surprise in one field must not hide the rest. */
export interface FieldNode {
  type?: string | undefined;
  description?: string | undefined;
  enum?: unknown[] | undefined;
  readonly?: boolean | undefined;
  immutable?: boolean | undefined;
  format?: string | undefined;
  fieldStatus?: string | undefined;
  required?: string[] | undefined;
  properties?: Record<string, FieldNode> | undefined;
  items?: FieldNode | undefined;
}

const text = z.string().optional().catch(undefined);

const flag = z.boolean().optional().catch(undefined);

export const FieldNode: z.ZodType<FieldNode> = z.lazy(() =>
  z.object({
    type: text,
    description: text,
    enum: z.array(z.unknown()).optional().catch(undefined),
    readonly: flag,
    immutable: flag,
    format: text,
    fieldStatus: text,
    required: z.array(z.string()).optional().catch(undefined),
    properties: z.record(z.string(), FieldNode).optional().catch(undefined),
    items: FieldNode.optional().catch(undefined),
  }),
);

const Feature = z.looseObject({ id: z.string() });

/** `GET /v1/metadata/connector-types`. */
export const ConnectorType = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  connector_class: z.string().nullish(),
  service_status: z.string().nullish(),
  service_status_updated_at: z.string().nullish(),
  link_to_docs: z.string().nullish(),
  supported_features: z.array(Feature).nullish(),
});

export type ConnectorType = z.output<typeof ConnectorType>;

/** `GET /v1/metadata/connector-types/{service}`. */
export const ConnectorTypeDetails = ConnectorType.extend({
  config: FieldNode.nullish(),
  auth: FieldNode.nullish(),
});

export type ConnectorTypeDetails = z.output<typeof ConnectorTypeDetails>;

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
