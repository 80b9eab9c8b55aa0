import * as z from "zod";

// Fivetran adds fields and enum values without notice, so unknown fields are kept and enums accept any string. A
// record must have an id. `readRecord` treats a value of the wrong type in another field as missing.

const text = z.string().nullish();
/** An empty string identifies nothing. */
export const recordId = z.string().min(1);
const timestamp = text;

/** A value that is not a string is converted to one, so that it is shown as it is, and is equal to no known value. */
const textOfAny = z.union([
  z.string().nullish(),
  z.unknown().transform((value) => JSON.stringify(value)),
]);

/** A time of any form. If it were read as missing, the event would look as if it had never happened. */
export const outcomeTime = textOfAny;

const minutes = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).nullish();

/** A string that Fivetran's definition requires. Empty if a record lacks it. */
export const textOrEmpty = text.transform((value) => value ?? "");

/** A task or a warning of a connection. A task requires an action. */
export const Notice = z.looseObject({
  /** The code that identifies the kind of task or warning, such as `reconnect`. */
  code: textOrEmpty,
  /** A description for users. */
  message: text,
  /** Additional information; the type depends on the code. */
  details: z.unknown().optional(),
});
export type Notice = z.output<typeof Notice>;

/** The result of one setup test. */
export const SetupTest = z.looseObject({
  /** The name of the test. */
  title: textOrEmpty,
  /** `PASSED`, `SKIPPED`, `WARNING`, `FAILED` or `JOB_FAILED`. */
  status: textOrEmpty,
  /** A description of the result. */
  message: text,
  /** Additional information about a failure. */
  details: z.unknown().optional(),
});
export type SetupTest = z.output<typeof SetupTest>;

/** The status of a connection. */
export const ConnectionStatus = z.looseObject({
  /** `incomplete`, `connected` or `broken`. */
  setup_state: textOrEmpty,
  /** `scheduled`, `syncing`, `paused` or `rescheduled`. */
  sync_state: textOrEmpty,
  /** `on_schedule` or `delayed`. */
  update_state: textOrEmpty,
  /** A historical sync is due or running. */
  is_historical_sync: z.boolean().nullish(),
  /** The state of the schema review, such as `blocked_on_capture`. Only for connectors that support it. */
  schema_status: z.string().nullish(),
  /** The time of the next attempt, if `sync_state` is `rescheduled`. */
  rescheduled_for: timestamp,
  /** Open tasks. Each requires an action. */
  tasks: z.array(Notice).nullish(),
  /** Open warnings. */
  warnings: z.array(Notice).nullish(),
});
export type ConnectionStatus = z.output<typeof ConnectionStatus>;

/** A day that is not a string is converted to one. Without it the schedule would seem to have fewer or more days. */
const dayOfWeek = z.union([z.string(), z.unknown().transform((day) => JSON.stringify(day))]);

/** The schedule of a connection. Which fields are present depends on `schedule_type`. */
export const ConnectionSchedule = z.looseObject({
  /** `INTERVAL`, `TIME_OF_DAY`, `CRON` or `MANUAL`. Fivetran may add others. */
  schedule_type: z.string().nullish(),
  /** The minutes between syncs. */
  interval: minutes,
  /** A time as `HH:mm`. */
  time_of_day: z.string().nullish(),
  /** `MONDAY` to `SUNDAY`. Missing means every day. */
  days_of_week: z.array(dayOfWeek).nullish(),
  /** A cron expression. */
  cron: z.string().nullish(),
});
export type ConnectionSchedule = z.output<typeof ConnectionSchedule>;

/** A connection: `/v1/connections/{connectionId}` and lists of connections. Times are ISO 8601 in UTC. */
export const Connection = z.looseObject({
  id: recordId,
  /** The connector type, such as `postgres`. */
  service: textOrEmpty,
  /** The name of the connection, which is also the name or prefix of its schema in the destination. */
  schema: textOrEmpty,
  group_id: textOrEmpty,
  /** Whether syncs are paused. */
  paused: z.boolean().nullish(),
  /** The state of the setup and of the syncs. Missing states are empty strings. */
  status: ConnectionStatus.nullish().transform(
    (status): ConnectionStatus => status ?? { setup_state: "", sync_state: "", update_state: "" },
  ),
  /** The time of the last successful sync. Missing before the first. */
  succeeded_at: outcomeTime.optional(),
  /** The time of the last failed sync. Missing before the first. */
  failed_at: outcomeTime.optional(),
  created_at: timestamp,
  /** The id of the user who created it. */
  connected_by: z.string().nullish(),
  /** `Directly`, `SshTunnel`, `PrivateLink`, `ProxyAgent`, `UnmanagedProxyAgent` or `Unknown`. */
  networking_method: z.string().nullish(),
  private_link_id: z.string().nullish(),
  proxy_agent_id: z.string().nullish(),
  hybrid_deployment_agent_id: z.string().nullish(),
  /** The schedule. If it is present, it takes precedence over `sync_frequency` and `schedule_type`. */
  schedule: ConnectionSchedule.nullish(),
  /** The minutes between syncs. Unused if `schedule_type` is `manual`. Missing if syncs have no single interval. */
  sync_frequency: minutes,
  /** `auto` or `manual`. */
  schedule_type: z.string().nullish(),
  /** The time of the daily sync in UTC as `HH:mm`, if `sync_frequency` is 1440. */
  daily_sync_time: z.string().nullish(),
  /** `LOW`, `NORMAL`, `HIGH`, `CUSTOM` or `SYNC_FREQUENCY`. */
  data_delay_sensitivity: z.string().nullish(),
  /** In minutes. Used only if `data_delay_sensitivity` is `CUSTOM`. */
  data_delay_threshold: minutes,
  /** The results of the setup tests, if the request ran them. */
  setup_tests: z.array(SetupTest).nullish(),
});
export type Connection = z.output<typeof Connection>;

/** A group: `/v1/groups/{groupId}`. */
export const Group = z.looseObject({ id: recordId, name: textOrEmpty, created_at: timestamp });
export type Group = z.output<typeof Group>;

/** A destination: `/v1/destinations/{destinationId}`. Its id is that of its group. */
export const Destination = z.looseObject({
  id: recordId,
  group_id: textOrEmpty,
  /** The destination type, such as `snowflake`. */
  service: textOrEmpty,
  /** `INCOMPLETE`, `CONNECTED` or `BROKEN`. */
  setup_status: textOrEmpty,
  /** Where Fivetran processes the data. */
  region: text,
  /** The offset from UTC in hours, from `-11` to `+12`. */
  time_zone_offset: z.union([z.string(), z.number().transform(String)]).nullish(),
  /** The results of the setup tests, if the request ran them. */
  setup_tests: z.array(SetupTest).nullish(),
});
export type Destination = z.output<typeof Destination>;

/** The account: `/v1/account/info`. */
export const AccountInfo = z.looseObject({
  account_id: recordId,
  account_name: z.string().nullish(),
  /** The id of the user, if the key belongs to a user. */
  user_id: z.string().nullish(),
  /** The id of the system key, if the key is one. */
  system_key_id: z.string().nullish(),
});
export type AccountInfo = z.output<typeof AccountInfo>;

/** A text that is only displayed. A value of another type is read as missing. */
const shownText = z.string().nullish().catch(undefined);

/** Whether `enabled` can be changed, and if not, why. */
const PatchSettings = z.looseObject({
  allowed: z.boolean(),
  reason_code: shownText,
  reason: shownText,
});

/** The configuration of a column. */
export const ColumnConfig = z.looseObject({
  name_in_destination: shownText,
  /** Whether the column is synced. */
  enabled: z.boolean(),
  /** Whether values are hashed before they are loaded. */
  hashed: z.boolean().nullish(),
  is_primary_key: z.boolean().nullish().catch(undefined),
  /** The data type in the destination, such as `String`. Missing if Fivetran chooses the type. */
  target_data_type: z.string().nullish(),
  /** Whether `enabled` can be changed. */
  enabled_patch_settings: PatchSettings.nullish().catch(undefined),
});
export type ColumnConfig = z.output<typeof ColumnConfig>;

/** A filter for the rows of a table that are synced. */
export const RowFilter = z.looseObject({
  name: z.string().nullish(),
  description: z.string().nullish(),
  /** `AND` or `OR`. Missing means `AND`. */
  operator: z.string().nullish(),
  /** The conditions, joined by `operator`. */
  column_clauses: z
    .array(
      z.looseObject({
        column: z.string(),
        column_type: z.string().nullish(),
        operator: z.string(),
        values: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
});
export type RowFilter = z.output<typeof RowFilter>;

/** The configuration of a table. */
export const TableConfig = z.looseObject({
  name_in_destination: shownText,
  /** Whether the table is synced. */
  enabled: z.boolean(),
  /** `SOFT_DELETE`, `HISTORY` or `LIVE`. Missing if the connection does not support other modes. */
  sync_mode: textOfAny.optional(),
  /** Whether columns of the table can be configured. */
  supports_columns_config: z.boolean().nullish(),
  /** The rows that are synced. Missing means all rows. */
  row_filter: RowFilter.nullish(),
  /** The table that this one is grouped under. */
  parent_table: shownText,
  /** Whether `enabled` can be changed. */
  enabled_patch_settings: PatchSettings.nullish().catch(undefined),
  /** Only the columns whose configuration was changed. The table may have others. */
  columns: z.record(z.string(), ColumnConfig).nullish(),
});
export type TableConfig = z.output<typeof TableConfig>;

/** The configuration of a schema of the source. */
export const DatabaseSchemaConfig = z.looseObject({
  name_in_destination: shownText,
  /** Whether the schema is synced. */
  enabled: z.boolean(),
  /** The tables by name. */
  tables: z.record(z.string(), TableConfig).nullish(),
});
export type DatabaseSchemaConfig = z.output<typeof DatabaseSchemaConfig>;

/**
 * The schema configuration of a connection: `/v1/connections/{connectionId}/schemas`. The keys of maps are the names
 * in the source. They are case-sensitive.
 */
export const SchemaConfig = z.looseObject({
  /** `ALLOW_ALL`, `ALLOW_COLUMNS` or `BLOCK_ALL`. */
  schema_change_handling: textOfAny.optional(),
  /** Whether new schemas, tables and columns are synced. */
  enable_new_by_default: z.boolean().nullish().catch(undefined),
  /** Missing if the account or the connection does not support row filters. */
  row_filtering_supported: z.boolean().nullish().catch(undefined),
  /** The schemas by name. */
  schemas: z.record(z.string(), DatabaseSchemaConfig).nullish(),
});
export type SchemaConfig = z.output<typeof SchemaConfig>;

/** The columns of a table: `/v1/connections/{connectionId}/schemas/{schema}/tables/{table}/columns`. */
export const ColumnList = columnList(ColumnConfig);
export type ColumnList = z.output<typeof ColumnList>;

/** Like `ColumnList`, but of columns of any form. */
export const AnyColumnList = columnList(z.unknown());

function columnList<Column extends z.ZodType>(column: Column) {
  return z
    .looseObject({ columns: z.record(z.string(), column).nullish() })
    .refine((list) => "columns" in list || Object.keys(list).length === 0, { path: ["columns"] });
}
