import * as z from "zod";

/** The date on which Fivetran generated the definition that the additions come from. */
export const OVERLAY_DATE = "2026-09-26";

/**
 * Additions to the published definition: parts of the API that it lacks. If a newer definition
 * contains a part, the newer definition wins.
 */

type Schema = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, Schema>>;

const text = { type: "string" };
const flag = { type: "boolean" };
const whole = { type: "integer" };
const time = { type: "string", format: "date-time" };
const oneOf = (...values: string[]) => ({ type: "string", enum: values });
const listOf = (items: Schema) => ({ type: "array", items });
const object = (properties: Fields, required: readonly string[] = []) => ({
  type: "object",
  properties,
  ...(required.length > 0 ? { required } : {}),
});
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const inPath = (name: string) => ({ name, in: "path", required: true, schema: text });
const inQuery = (name: string, schema: Schema = text) => ({ name, in: "query", schema });
const paging = [inQuery("cursor"), inQuery("limit", whole)];
const version2 = {
  name: "Accept",
  in: "header",
  schema: { type: "string", default: "application/json;version=2" },
};
const json = (schema: Schema) => ({ content: { "application/json": { schema } } });
const returns = (data?: Schema, status = "200") => ({
  [status]: json(object({ code: text, message: text, ...(data === undefined ? {} : { data }) })),
});
const page = (item: string) => object({ items: listOf(ref(item)), next_cursor: text }, ["items"]);

const CONNECTION = [inPath("connectionId"), version2];
const USER = [inPath("userId")];
const USER_TYPE = oneOf("REGULAR_USER", "SERVICE_ACCOUNT");

const PATHS = {
  "/v1/connections/{connectionId}/sync-history": {
    get: {
      operationId: "connection_sync_history",
      parameters: [...CONNECTION, inQuery("start_time"), inQuery("end_time"), ...paging],
      responses: returns(page("SyncHistoryItem")),
    },
  },
  "/v1/connections/{connectionId}/warnings": {
    get: {
      operationId: "connection_warnings",
      parameters: CONNECTION,
      responses: returns(page("TableWarnings")),
    },
  },
  "/v1/connections/{connectionId}/warnings/{warningType}": {
    delete: {
      operationId: "dismiss_connection_warning",
      parameters: [...CONNECTION, inPath("warningType")],
      responses: returns(),
    },
  },
  "/v1/connections/{connectionId}/dismiss-warnings": {
    post: {
      operationId: "dismiss_connection_warnings",
      parameters: CONNECTION,
      requestBody: json(object({ warning_types: listOf(text) })),
      responses: returns(),
    },
  },
  "/v1/connections/{connectionId}/errors": {
    get: {
      operationId: "connection_errors",
      parameters: [...CONNECTION, ...paging],
      responses: returns(page("ConnectionError")),
    },
  },
  "/v1/connections/{connectionId}/move": {
    post: {
      operationId: "connection_moved",
      parameters: CONNECTION,
      requestBody: json(ref("MoveConnectionRequest")),
      responses: returns(ref("MoveConnectionResponse")),
    },
  },
  "/v1/connections/{connectionId}/move/{jobId}": {
    get: {
      operationId: "connection_moved_job_status",
      parameters: [...CONNECTION, inPath("jobId")],
      responses: returns(ref("MoveConnectionJob")),
    },
  },
  "/v1/users/api-keys": {
    get: {
      operationId: "list_api_keys",
      parameters: [inQuery("user_type", USER_TYPE), ...paging],
      responses: returns(page("UserApiKey")),
    },
  },
  "/v1/users/{userId}/api-keys": {
    get: {
      operationId: "get_user_api_key",
      parameters: USER,
      responses: returns(ref("UserApiKey")),
    },
    post: {
      operationId: "create_user_api_key",
      parameters: USER,
      requestBody: json(object({ expiration_period_days: whole })),
      responses: returns(ref("UserApiKeyWithSecret"), "201"),
    },
    delete: { operationId: "delete_user_api_keys", parameters: USER, responses: returns() },
  },
  "/v1/users/{userId}/api-keys/rotate": {
    post: {
      operationId: "rotate_user_api_key",
      parameters: USER,
      requestBody: json(object({ expiration_period_days: whole, overlap_days: whole })),
      responses: returns(ref("UserApiKeyWithSecret")),
    },
  },
};

/** Query parameters that the definition lacks for operations that it has. */
const PARAMETERS: Readonly<Record<string, readonly { name: string; schema: Schema }[]>> = {
  list_all_users: [inQuery("user_type", USER_TYPE), inQuery("has_api_key", flag)],
};

const volume = object({ volume: { type: "number" } });

const API_KEY = {
  user_id: text,
  user_type: USER_TYPE,
  key_value: text,
  created_at: time,
  key_status: oneOf("ACTIVE", "ACTIVE_GRACE", "EXPIRED"),
  expires_at: time,
  overlap_expires_at: time,
  last_rotated_at: time,
};
const API_KEY_ALWAYS = ["user_id", "user_type", "key_value", "created_at", "key_status"];
const SYNC_BEHAVIOR = oneOf("CONTINUE", "BACKFILL", "CONTINUE_WITH_DATA");
const MOVED = {
  connection_id: text,
  source_group_id: text,
  destination_group_id: text,
};

const SCHEMAS: Fields = {
  SyncHistoryItem: object(
    {
      sync_id: text,
      status: text,
      start: time,
      end: time,
      reason: text,
      stages: object({ extract: volume, process: volume, load: volume }),
    },
    ["sync_id", "status", "stages"],
  ),
  TableWarnings: object({ schema: text, table: text, warnings: listOf(ref("TableWarning")) }),
  TableWarning: object({ code: text, message: text, error_message: text, created_at: time }, [
    "code",
    "message",
    "created_at",
  ]),
  ConnectionError: object({
    type: text,
    title: text,
    reason: text,
    message: text,
    created_at: time,
  }),
  MoveConnectionRequest: object(
    { destination_group_id: text, sync_behavior: SYNC_BEHAVIOR, force_move: flag },
    ["destination_group_id"],
  ),
  MoveConnectionResponse: object(
    { ...MOVED, sync_behavior: SYNC_BEHAVIOR, moved_at: time, job_id: text },
    [...Object.keys(MOVED), "sync_behavior"],
  ),
  MoveConnectionJob: object(
    {
      id: text,
      status: oneOf("PENDING", "IN_PROGRESS", "SUCCESS", "FAILED"),
      ...MOVED,
      created_at: time,
      started_at: time,
      completed_at: time,
      error_message: text,
    },
    ["id", "status", ...Object.keys(MOVED), "created_at"],
  ),
  UserApiKey: object(API_KEY, API_KEY_ALWAYS),
  UserApiKeyWithSecret: object({ ...API_KEY, key_secret: text }, [...API_KEY_ALWAYS, "key_secret"]),
  ConnectionSchedule: object({
    schedule_type: oneOf("TIME_OF_DAY", "INTERVAL", "CRON", "MANUAL"),
    interval: whole,
    time_of_day: text,
    days_of_week: listOf(
      oneOf("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"),
    ),
    cron: text,
  }),
  RowFilter: object(
    {
      name: text,
      description: text,
      operator: oneOf("AND", "OR"),
      column_clauses: listOf(ref("RowFilterClause")),
    },
    ["name", "description", "column_clauses"],
  ),
  RowFilterClause: object(
    {
      column: text,
      column_type: oneOf(
        "LONG",
        "FLOAT",
        "DOUBLE",
        "BIGDECIMAL",
        "STRING",
        "BOOLEAN",
        "DATE",
        "DATETIME",
      ),
      operator: oneOf(
        "EQUALS",
        "NOT_EQUALS",
        "LESS",
        "LESS_OR_EQUALS",
        "GREATER",
        "GREATER_OR_EQUALS",
        "STARTS_WITH",
        "CONTAINS",
        "IN",
        "IS_NULL",
        "IS_NOT_NULL",
      ),
      values: listOf(text),
    },
    ["column", "column_type", "operator", "values"],
  ),
};

const SCHEDULE = { schedule: ref("ConnectionSchedule") };
const ROW_FILTER = { row_filter: ref("RowFilter") };
const TARGET_TYPE = {
  target_data_type: oneOf(
    "Unknown",
    "Boolean",
    "String",
    "Short",
    "Int",
    "Long",
    "Float",
    "Double",
    "BigDecimal",
    "Instant",
    "LocalDateTime",
    "LocalDate",
    "LocalTime",
    "Json",
    "Binary",
    "Xml",
  ),
};
const RUN_IN_GROUP = { group_id: text };

/** Fields that the definition lacks in schemas that it has. A dot leads to a nested field. */
const FIELDS: Readonly<Record<string, Fields>> = {
  NewConnectorRequestV1: SCHEDULE,
  UpdateConnectorRequest: SCHEDULE,
  ConnectorResponse: SCHEDULE,
  ConnectorResponseV1: SCHEDULE,
  StandardConfigResponse: { row_filtering_supported: flag },
  TableConfigResponse: { ...ROW_FILTER, parent_table: text },
  TableUpdateRequest: ROW_FILTER,
  ColumnConfigResponse: TARGET_TYPE,
  ColumnUpdateRequest: TARGET_TYPE,
  UserResponse: { user_type: USER_TYPE, has_api_key: flag },
  NewUserRequest: { user_type: USER_TYPE },
  "QUICKSTART_new_transformation_config_V1.transformation_config": RUN_IN_GROUP,
  "QUICKSTART_update_transformation_config_V1.transformation_config": RUN_IN_GROUP,
  "QUICKSTART_transformation_config_response_V1.transformation_config": RUN_IN_GROUP,
};

/** Values that the definition's lists of regions lack. */
const REGIONS = [
  "GCP_ASIA_NORTHEAST3",
  "GCP_ME_CENTRAL2",
  "AWS_AP_NORTHEAST_2",
  "AWS_EU_NORTH_1",
  "AWS_EU_WEST_3",
  "AZURE_GERMANYWESTCENTRAL",
  "AZURE_WESTUS3",
  "AZURE_SWITZERLANDNORTH",
  "AZURE_KOREACENTRAL",
];

/** Fields that have become required. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  HvrHubRegistrationRequest: ["fingerprint", "hub_server_url"],
};

const Definition = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({
    schemas: z.record(
      z.string(),
      z.looseObject({
        properties: z.record(z.string(), z.looseObject({})).optional(),
        required: z.array(z.string()).optional(),
      }),
    ),
  }),
});
const WithParameters = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.looseObject({ name: z.string() })).default([]),
});
const WithFields = z.looseObject({ properties: z.record(z.string(), z.unknown()).default({}) });

const missingIn = (known: object = {}, fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !Object.hasOwn(known, name)));

/** Returns a copy of a definition with the additions. */
export function withOverlay(definition: unknown): z.output<typeof Definition> {
  const copy = Definition.parse(structuredClone(definition));
  const { paths, components } = copy;
  for (const [path, methods] of Object.entries(PATHS)) {
    paths[path] = { ...methods, ...paths[path] };
  }
  for (const methods of Object.values(paths)) {
    for (const [method, given] of Object.entries(methods)) {
      const { data } = WithParameters.safeParse(given);
      const more = PARAMETERS[data?.operationId ?? ""];
      if (data === undefined || more === undefined) continue;
      const names = new Set(data.parameters.map(({ name }) => name));
      data.parameters.push(...more.filter(({ name }) => !names.has(name)));
      methods[method] = data;
    }
  }
  const schemas = { ...SCHEMAS, ...components.schemas };
  components.schemas = Definition.shape.components.shape.schemas.parse(schemas);
  for (const [place, fields] of Object.entries(FIELDS)) {
    const [name = "", field] = place.split(".");
    const schema = components.schemas[name];
    if (schema === undefined) continue;
    if (field === undefined)
      schema.properties = { ...schema.properties, ...missingIn(schema.properties, fields) };
    else {
      const { properties = {} } = schema;
      const inner = WithFields.parse(properties[field]);
      properties[field] = {
        ...inner,
        properties: { ...inner.properties, ...missingIn(inner.properties, fields) },
      };
    }
  }
  for (const [name, required] of Object.entries(REQUIRED)) {
    const schema = components.schemas[name];
    if (schema !== undefined) {
      schema.required = [...new Set([...(schema.required ?? []), ...required])];
    }
  }
  for (const { properties = {} } of Object.values(components.schemas)) {
    for (const field of ["region", "group_region"]) {
      const values = z.array(z.string()).safeParse(properties[field]?.["enum"]);
      if (!values.success || !values.data.includes("AWS_US_EAST_1")) continue;
      properties[field] = {
        ...properties[field],
        enum: [...new Set([...values.data, ...REGIONS])],
      };
    }
  }
  return copy;
}
