import * as z from "zod";
import type { Actions } from "./actions.js";
import { recordId, textOrEmpty } from "./models.js";

/**
 * A configuration field of a connector type, with its nested fields. An unexpected value is dropped, so that it does
 * not hide the other fields.
 */
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
  /** Fivetran returned the field in an unexpected form. Only its name is known. */
  unreadable?: boolean | undefined;
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
    required: z
      .array(z.unknown())
      .transform((names) => names.filter((name) => typeof name === "string"))
      .optional()
      .catch(undefined),
    properties: z
      .record(z.string(), FieldNode.catch({ unreadable: true }))
      .optional()
      .catch(undefined),
    items: FieldNode.optional().catch(undefined),
  }),
);

const Feature = z.looseObject({ id: textOrEmpty });

/** A connector type in a list: `/v1/metadata/connector-types`. */
export const ConnectorType = z.looseObject({
  /** The service, such as `postgres`. */
  id: recordId,
  /** The name in the dashboard. */
  name: textOrEmpty,
  /** The category. */
  type: textOrEmpty,
  /** `standard` or `lite`. */
  connector_class: z.string().nullish(),
  /** `general_availability`, `beta`, `private_preview`, `sunset` or `development`. */
  service_status: z.string().nullish(),
  /** A date as `yyyy-MM-dd`. */
  service_status_updated_at: z.string().nullish(),
  link_to_docs: z.string().nullish(),
  supported_features: z.array(Feature).nullish(),
});

export type ConnectorType = z.output<typeof ConnectorType>;

/** A connector type with its configuration fields: `/v1/metadata/connector-types/{service}`. */
export const ConnectorTypeDetails = ConnectorType.extend({
  config: FieldNode.nullish(),
  auth: FieldNode.nullish(),
  /** The fields whose values an external secrets manager can hold. */
  external_secrets_keys_config: FieldNode.nullish(),
});

export type ConnectorTypeDetails = z.output<typeof ConnectorTypeDetails>;

/** The methods of `fivetran.metadata`. */
export type ConnectorTypes = ReturnType<typeof createConnectorTypes>;

export const createConnectorTypes = ({ list, action }: Actions) => ({
  /** `GET /v1/metadata/connector-types`. Lists all connector types, about 700, without their fields. */
  list: list("metadata_connectors", ConnectorType),
  /**
   * `GET /v1/metadata/connector-types/{service}`. Returns one connector type with its `config` and `auth` fields.
   * Throws `not_found` for an unknown service.
   */
  get: action("metadata_connector_config", ConnectorTypeDetails),
});
