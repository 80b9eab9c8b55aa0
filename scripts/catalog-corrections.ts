/**
 * Corrections for places in which the public definition differs from the API. The reader of schemas
 * applies them.
 */

/**
 * The definition declares a map as an object with one literal key. These keys are placeholders for
 * real names.
 */
export const PLACEHOLDER_KEYS = new Set(["schema", "table", "column"]);

/** What the keys of a map are, by the name of the map's field. */
export const MAP_KEYS: Readonly<Record<string, string>> = {
  schemas: "schema",
  tables: "table",
  columns: "column",
};

/**
 * Declared as an integer with a list of strings. The values are the minutes that a schedule
 * accepts.
 */
export const INTEGER_CHOICES = new Set(["sync_frequency"]);

/** Declared as an object, but in responses a string, an array or an object. */
export const ANY_FIELDS = new Set(["setup_tests.details"]);

/** Declared as an empty object. The value is a complete file of credentials. */
export const SECRET_OBJECTS = new Set(["gcs_service_account_credentials"]);

/** Declared as any string, but Fivetran accepts only these values. */
export const CHOICES: Readonly<Record<string, readonly string[]>> = {
  "reload_connection_schema_config.exclude_mode": ["PRESERVE", "EXCLUDE", "INCLUDE"],
};

/** Upper case in the definition but lower case in responses, so a list of values would be wrong. */
export const OPEN_TEXT = new Set(["setup_status"]);

/**
 * Declared as required, but a missing field keeps its value: nodes of a schema are merged, and a
 * destination keeps its time zone. `write_api` sends the time zone anyway.
 */
export const OPTIONAL: ReadonlySet<string> = new Set([
  "modify_connection_schema_config.enabled",
  "pre_create_connection_schema_config.enabled",
  "modify_connection_database_schema_config.enabled",
  "modify_connection_table_config.enabled",
  "modify_connection_column_config.enabled",
  "modify_destination.time_zone_offset",
  // A service account has no address.
  "create_user.email",
]);

/**
 * Fields that Fivetran shows once or never, although they are not marked as passwords. By operation
 * and field, or by field alone.
 */
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

/**
 * Fields whose names look like secrets but whose values are public: ids, public keys, names of
 * places in a vault.
 */
export const PUBLIC_FIELDS: ReadonlySet<string> = new Set([
  "external_secrets_manager_id",
  "secret_manager_id",
  "public_key",
  "external_secrets_keys_config",
  "gcs_service_account_credentials_path",
]);

/**
 * Bodies and responses with one variant per service or type. Those marked `open` are too large to
 * ship.
 */
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

/**
 * Operations whose body has the variants of another operation, although the definition declares an
 * open object.
 */
export const SAME_VARIANTS: Readonly<Record<string, string>> = {
  update_log_service: "add_log_service",
  add_account_log_service: "add_log_service",
  update_account_log_service: "add_log_service",
  modify_destination: "create_destination",
};
