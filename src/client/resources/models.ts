import * as z from "zod";

// Enums are open and unknown fields are kept: Fivetran adds both without notice. Of a record only the id is
// required: `readRecord` takes a value of the wrong type in another field for missing.

const text = z.string().nullish();
const id = z.string().min(1);
const timestamp = text;

/** A value that is not a text is kept as text: without it, a sync that ended would look as if none ever had. */
const outcomeTime = z.union([
  z.string().nullish(),
  z.unknown().transform((value) => JSON.stringify(value)),
]);

const minutes = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).nullish();

/** A text that is always there in Fivetran's definition; empty where a record has none. */
export const textOrEmpty = text.transform((value) => value ?? "");

export const Notice = z.looseObject({
  code: textOrEmpty,
  message: text,
  details: z.unknown().optional(),
});
export type Notice = z.output<typeof Notice>;

export const SetupTest = z.looseObject({
  title: textOrEmpty,
  status: textOrEmpty,
  message: text,
  details: z.unknown().optional(),
});
export type SetupTest = z.output<typeof SetupTest>;

export const ConnectionStatus = z.looseObject({
  setup_state: textOrEmpty,
  sync_state: textOrEmpty,
  update_state: textOrEmpty,
  is_historical_sync: z.boolean().nullish(),
  schema_status: z.string().nullish(),
  rescheduled_for: timestamp,
  tasks: z.array(Notice).nullish(),
  warnings: z.array(Notice).nullish(),
});
export type ConnectionStatus = z.output<typeof ConnectionStatus>;

/** When a connection syncs. Each part is there only where the type has it. */
export const ConnectionSchedule = z.looseObject({
  /** `INTERVAL`, `TIME_OF_DAY`, `CRON` or `MANUAL`; an open list. */
  schedule_type: z.string().nullish(),
  /** Minutes. */
  interval: minutes,
  /** `HH:mm`. */
  time_of_day: z.string().nullish(),
  /** `MONDAY` to `SUNDAY`; every day when absent. */
  days_of_week: z.array(z.string()).nullish(),
  cron: z.string().nullish(),
});
export type ConnectionSchedule = z.output<typeof ConnectionSchedule>;

/** `GET /v1/connections/{connectionId}` and the items of every connection list. */
export const Connection = z.looseObject({
  id,
  service: textOrEmpty,
  schema: textOrEmpty,
  group_id: textOrEmpty,
  paused: z.boolean().nullish(),
  status: ConnectionStatus.nullish().transform(
    (status): ConnectionStatus => status ?? { setup_state: "", sync_state: "", update_state: "" },
  ),
  succeeded_at: outcomeTime.optional(),
  failed_at: outcomeTime.optional(),
  created_at: timestamp,
  /** Id of the user who created it. */
  connected_by: z.string().nullish(),
  networking_method: z.string().nullish(),
  private_link_id: z.string().nullish(),
  proxy_agent_id: z.string().nullish(),
  hybrid_deployment_agent_id: z.string().nullish(),
  /** When it syncs; where it is there, it counts before `sync_frequency` and `schedule_type`. */
  schedule: ConnectionSchedule.nullish(),
  /** Minutes between syncs; unused when `schedule_type` is `manual`, empty where syncs have no single interval. */
  sync_frequency: minutes,
  schedule_type: z.string().nullish(),
  daily_sync_time: z.string().nullish(),
  data_delay_sensitivity: z.string().nullish(),
  /** Minutes; used only with the sensitivity `CUSTOM`. */
  data_delay_threshold: minutes,
  setup_tests: z.array(SetupTest).nullish(),
});
export type Connection = z.output<typeof Connection>;

/** `GET /v1/groups/{groupId}`. */
export const Group = z.looseObject({ id, name: textOrEmpty, created_at: timestamp });
export type Group = z.output<typeof Group>;

/** `GET /v1/destinations/{destinationId}`; its id is the group's id. */
export const Destination = z.looseObject({
  id,
  group_id: textOrEmpty,
  service: textOrEmpty,
  setup_status: textOrEmpty,
  region: text,
  time_zone_offset: z.union([z.string(), z.number().transform(String)]).nullish(),
  setup_tests: z.array(SetupTest).nullish(),
});
export type Destination = z.output<typeof Destination>;

/** `GET /v1/account/info`. */
export const AccountInfo = z.looseObject({
  account_id: z.string(),
  account_name: z.string().nullish(),
  user_id: z.string().nullish(),
  system_key_id: z.string().nullish(),
});
export type AccountInfo = z.output<typeof AccountInfo>;

const PatchSettings = z.looseObject({
  allowed: z.boolean(),
  reason_code: z.string().nullish(),
  reason: z.string().nullish(),
});

export const ColumnConfig = z.looseObject({
  name_in_destination: z.string().nullish(),
  enabled: z.boolean(),
  hashed: z.boolean().nullish(),
  is_primary_key: z.boolean().nullish(),
  /** The data type that it is given in the destination, such as `String`; absent where Fivetran chooses. */
  target_data_type: z.string().nullish(),
  enabled_patch_settings: PatchSettings.nullish(),
});
export type ColumnConfig = z.output<typeof ColumnConfig>;

/** Which rows of a table are synced. */
export const RowFilter = z.looseObject({
  name: z.string().nullish(),
  description: z.string().nullish(),
  /** `AND` when absent. */
  operator: z.string().nullish(),
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

export const TableConfig = z.looseObject({
  name_in_destination: z.string().nullish(),
  enabled: z.boolean(),
  sync_mode: z.string().nullish(),
  supports_columns_config: z.boolean().nullish(),
  row_filter: RowFilter.nullish(),
  /** The table that it is grouped under. */
  parent_table: z.string().nullish(),
  enabled_patch_settings: PatchSettings.nullish(),
  /** Only the columns that were ever changed; others may exist. */
  columns: z.record(z.string(), ColumnConfig).nullish(),
});
export type TableConfig = z.output<typeof TableConfig>;

export const DatabaseSchemaConfig = z.looseObject({
  name_in_destination: z.string().nullish(),
  enabled: z.boolean(),
  tables: z.record(z.string(), TableConfig).nullish(),
});
export type DatabaseSchemaConfig = z.output<typeof DatabaseSchemaConfig>;

/** `GET /v1/connections/{connectionId}/schemas`; map keys are source names, case sensitive. */
export const SchemaConfig = z.looseObject({
  schema_change_handling: z.string().nullish(),
  enable_new_by_default: z.boolean().nullish(),
  /** Absent where the account or the connection has no row filters. */
  row_filtering_supported: z.boolean().nullish(),
  schemas: z.record(z.string(), DatabaseSchemaConfig).nullish(),
});
export type SchemaConfig = z.output<typeof SchemaConfig>;

/** `GET /v1/connections/{connectionId}/schemas/{schema}/tables/{table}/columns`. */
export const ColumnList = z.looseObject({ columns: z.record(z.string(), ColumnConfig).nullish() });
export type ColumnList = z.output<typeof ColumnList>;
