/**
 * A difference between the published definition and responses of the real API. Each entry changes
 * one schema of the definition before responses are checked against it.
 */
export interface Correction {
  schema: string;
  property: string;
  change: "nullable" | "any value" | "any letter case" | "map" | "not required";
  reason: string;
}

const NOT_YET = "null until it happens for the first time";
const NOT_USED = "null where the connection does not use it";

function nullable(schemas: string[], properties: string[], reason: string): Correction[] {
  return schemas.flatMap((schema) =>
    properties.map((property) => ({ schema, property, change: "nullable" as const, reason })),
  );
}

const CONNECTION = ["ConnectorResponse", "ConnectorResponseV1"];
const DESTINATION = ["DestinationResponse", "DestinationExtendedResponse"];
const LINKS = [
  "private_link_id",
  "proxy_agent_id",
  "hybrid_deployment_agent_id",
  "networking_method",
];
const PLACEHOLDER = "a map drawn as an object whose single key stands for every name";

export const corrections: Correction[] = [
  ...nullable(CONNECTION, ["succeeded_at", "failed_at"], NOT_YET),
  ...nullable(CONNECTION, ["connected_by"], "null when a system key created the connection"),
  ...nullable(CONNECTION, ["data_delay_threshold"], "null unless the sensitivity is CUSTOM"),
  ...nullable(CONNECTION, LINKS, NOT_USED),
  ...nullable(DESTINATION, LINKS, NOT_USED),
  ...nullable(
    ["ConnectorStatusResponse"],
    ["rescheduled_for"],
    "null unless the sync is rescheduled",
  ),
  ...nullable(["UserResponse"], ["picture", "phone"], "null where the user gave none"),
  ...nullable(["UserResponse"], ["logged_in_at"], NOT_YET),
  ...nullable(["UserResponse"], ["email"], "null where a service account has none"),
  ...nullable(["UserResponse", "TeamResponse"], ["role"], "null without a role in the account"),
  ...nullable(
    ["ConnectorSdkPackageResponse"],
    ["connection_id"],
    "null until a connection uses it, as its own description says",
  ),
  ...nullable(["RoleResponse"], ["replacement_role_name"], "null unless the role is deprecated"),
  ...nullable(["SystemKeyResponse"], ["last_used_at"], NOT_YET),
  ...nullable(["SystemKeyResponse"], ["expired_at"], "null where the key is for ever"),
  ...nullable(["TransformationResponse"], ["last_started_at", "last_ended_at"], NOT_YET),
  ...DESTINATION.map((schema) => ({
    schema,
    property: "setup_status",
    change: "any letter case" as const,
    reason: "lower case in real replies, upper case in the definition",
  })),
  {
    schema: "ConnectorResponse",
    property: "config",
    change: "any value",
    reason: "drawn as a map of objects, though its fields are texts, numbers and switches",
  },
  {
    schema: "RoleResponse",
    property: "scope",
    change: "any value",
    reason: "the allowed values of an item stand at the list, which equals none of them",
  },
  {
    schema: "SecretsManagerResponse",
    property: "config",
    change: "any value",
    reason: "drawn as a map of objects, though its fields are texts",
  },
  ...CONNECTION.map((schema) => ({
    schema,
    property: "sync_frequency",
    change: "any value" as const,
    reason: "a list of texts as the allowed values of a number, and null in a newer definition",
  })),
  {
    schema: "SetupTestResultResponse",
    property: "details",
    change: "any value",
    reason: "typed as an object, but a string or a list in practice",
  },
  { schema: "StandardConfigResponse", property: "schemas", change: "map", reason: PLACEHOLDER },
  { schema: "SchemaConfigResponse", property: "tables", change: "map", reason: PLACEHOLDER },
  { schema: "TableConfigResponse", property: "columns", change: "map", reason: PLACEHOLDER },
  { schema: "TableColumnsConfigResponse", property: "columns", change: "map", reason: PLACEHOLDER },
  {
    schema: "StandardConfigResponse",
    property: "schemas",
    change: "not required",
    reason: "missing altogether for some services",
  },
];

/** Responses that the definition shows without their envelope. Only their data is checked. */
export const bare: Record<string, string> = {
  get_proxy_agent_details: "the only read that would come without an envelope",
};

/**
 * Responses whose message differs from the definition, because two sources disagree or the message
 * belongs to another operation.
 */
export const ownMessages: Record<string, string> = {
  metadata_public_connectors: "the definition has the message of a single type",
};

/** The status that clients require although the definition says 200. */
export const otherStatus: Record<string, number> = {
  approve_connection_certificate: 201,
  approve_destination_certificate: 201,
  approve_connection_fingerprint: 201,
  approve_destination_fingerprint: 201,
};

/** Responses whose success is not checked at all. */
export const unchecked: Record<string, string> = {
  metadata_public_connectors: "draws one connector type where the reply lists all of them",
  pre_create_connection_schema_config:
    "echoes the request, whose nodes hold only what was asked for, under the type of the whole",
};

/**
 * Schemas whose responses may contain only fields in the definition, with exceptions from newer
 * definitions.
 */
export const closed: Record<string, string[]> = {
  ConnectorResponse: ["schedule"],
  ConnectorResponseV1: ["config", "schedule"],
  ConnectorStatusResponse: [],
  DestinationResponse: [],
  DestinationExtendedResponse: ["config"],
  GroupResponse: [],
  UserResponse: ["user_type", "has_api_key"],
  AccountInfoResponse: [],
  StandardConfigResponse: ["row_filtering_supported"],
  SchemaConfigResponse: [],
  TableConfigResponse: ["row_filter", "parent_table"],
  ColumnConfigResponse: ["target_data_type"],
  TableColumnsConfigResponse: [],
  ConnectorConnectCardResponse: [],
  MetadataResponse: [],
  MetadataResponseShort: [],
  CertificateDetailsResponse: [],
  FingerprintDetailsResponse: [],
  ConnectorSdkPackageResponse: [],
  LogResponse: [],
  LogExtendedResponse: ["config"],
  LoggingServiceSetupTestResponse: [],
  SecretsManagerResponse: [],
  SecretsManagerEntityItem: [],
  HybridDeploymentAgentWithUsageResponse: [],
  HybridDeploymentAgentCreateResponse: [],
  PrivateLinkResponse: ["config"],
  ProxyAgentCreatedResponse: [],
  ProxyAgentWithCountsResponse: [],
  ProxyAgentWithUsageResponse: [],
  ProxyIntegrationResponse: [],
  RoleResponse: [],
  SystemKeyResponse: [],
  TeamResponse: [],
  MembershipResponse: [],
  TeamMembershipResponse: [],
  TransformationProjectResponse: [],
  TransformationProjectDetailsResponse: ["project_config"],
  TransformationResponse: ["transformation_config"],
  TransformationPackageMetadataResponse: [],
  WebhookResponse: [],
  WebhookTestResponse: [],
};
