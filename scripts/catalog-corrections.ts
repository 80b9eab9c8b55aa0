/**
 * Where the public definition differs from what the API does. The reader of schemas applies each correction.
 */

/** Maps are declared as an object with one literal key, which is a placeholder for real names. */
export const PLACEHOLDER_KEYS = new Set(["schema", "table", "column"]);

/** What the keys of a map are, by the name of its field. */
export const MAP_KEYS: Readonly<Record<string, string>> = {
  schemas: "schema",
  tables: "table",
  columns: "column",
};

/** An integer with a list of strings: the values are the minutes that a schedule takes. */
export const INTEGER_CHOICES = new Set(["sync_frequency"]);

/** Declared as an object; in practice a string, an array or an object. */
export const ANY_FIELDS = new Set(["setup_tests.details"]);

/** Declared as an empty object: a whole credentials file. */
export const SECRET_OBJECTS = new Set(["gcs_service_account_credentials"]);

/** Declared as any string although only these values are accepted. */
export const CHOICES: Readonly<Record<string, readonly string[]>> = {
  "reload_connection_schema_config.exclude_mode": ["PRESERVE", "EXCLUDE", "INCLUDE"],
};

/** Upper case in the definition and lower case in responses: a list of values would be wrong. */
export const OPEN_TEXT = new Set(["setup_status"]);

/**
 * Declared as required, though a field left out keeps its value: schema nodes are merged, and a destination keeps
 * its time zone (which `write_api` sends along all the same).
 */
export const OPTIONAL: ReadonlySet<string> = new Set([
  "modify_connection_schema_config.enabled",
  "pre_create_connection_schema_config.enabled",
  "modify_connection_database_schema_config.enabled",
  "modify_connection_table_config.enabled",
  "modify_connection_column_config.enabled",
  "modify_destination.time_zone_offset",
  // A service account has none.
  "create_user.email",
]);

/** Shown once or never, and not marked as a password. By operation and field, or by field alone. */
export const SECRET_FIELDS: ReadonlySet<string> = new Set([
  "system_key.key",
  "system_key.secret",
  "webhook.secret",
  "auth_token",
  "client_cert",
  "client_private_key",
  "access_token",
  "connect_card.token",
  "connect_card.uri",
  "files.config_json",
  "files.auth_json",
  "files.docker_compose_yaml",
  "hybrid.token",
]);

/** Named like a secret but public: ids, public keys, names of places in a vault. */
export const PUBLIC_FIELDS: ReadonlySet<string> = new Set([
  "external_secrets_manager_id",
  "secret_manager_id",
  "public_key",
  "external_secrets_keys_config",
  "gcs_service_account_credentials_path",
]);

/** Bodies and responses with a variant for each service or type; `open` ones are too large to ship. */
export const VARIANTS: Readonly<Record<string, "open" | "shipped">> = {
  NewConnectorRequestV1: "open",
  ConnectorResponseV1: "open",
  NewDestinationRequest: "shipped",
  DestinationExtendedResponse: "open",
  AddLogRequest: "shipped",
  LogExtendedResponse: "open",
  PrivateLinkCreateRequest: "shipped",
  PrivateLinkUpdateRequest: "shipped",
  PrivateLinkResponse: "open",
  NewTransformationProjectRequest: "shipped",
  UpdateTransformationProjectRequest: "shipped",
  TransformationProjectDetailsResponse: "shipped",
  NewTransformationRequest: "shipped",
  UpdateTransformationRequest: "shipped",
  TransformationResponse: "shipped",
};

/** Operations whose body has the variants of another, though the definition declares an open object. */
export const SAME_VARIANTS: Readonly<Record<string, string>> = {
  update_log_service: "add_log_service",
  add_account_log_service: "add_log_service",
  update_account_log_service: "add_log_service",
  modify_destination: "create_destination",
};
