import * as z from "zod";
import type { Actions } from "./actions.js";

/** One field of a connector type, with those below it. Lenient: an unexpected value in one field must not hide the rest. */
export interface FieldNode {
  type?: string | string[] | undefined;
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

/** `/v1/metadata/connector-types`. */
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

/** `/v1/metadata/connector-types/{service}`. */
export const ConnectorTypeDetails = ConnectorType.extend({
  config: FieldNode.nullish(),
  auth: FieldNode.nullish(),
  external_secrets_keys_config: FieldNode.nullish(),
});

export type ConnectorTypeDetails = z.output<typeof ConnectorTypeDetails>;

export type ConnectorTypes = ReturnType<typeof createConnectorTypes>;

export const createConnectorTypes = ({ list, action }: Actions) => ({
  /** Every type that a connection can have, without its fields: some 700. */
  list: list("metadata_connectors", ConnectorType),
  /** One type with the trees of its `config` and `auth` fields. */
  get: action("metadata_connector_config", ConnectorTypeDetails),
});
