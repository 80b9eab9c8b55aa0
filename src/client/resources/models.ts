import * as z from "zod";

// Enums are open and unknown fields are kept: Fivetran adds both without notice.

const timestamp = z.string().nullish();

export const Notice = z.looseObject({
  code: z.string(),
  message: z.string().nullish(),
  details: z.unknown().optional(),
});
export type Notice = z.output<typeof Notice>;

export const SetupTest = z.looseObject({
  title: z.string(),
  status: z.string(),
  message: z.string().nullish(),
  details: z.unknown().optional(),
});
export type SetupTest = z.output<typeof SetupTest>;

export const ConnectionStatus = z.looseObject({
  setup_state: z.string(),
  sync_state: z.string(),
  update_state: z.string(),
  is_historical_sync: z.boolean().nullish(),
  schema_status: z.string().nullish(),
  rescheduled_for: timestamp,
  tasks: z.array(Notice).nullish(),
  warnings: z.array(Notice).nullish(),
});

/** `GET /v1/connections/{connectionId}` and the items of every connection list. */
export const Connection = z.looseObject({
  id: z.string(),
  service: z.string(),
  schema: z.string(),
  group_id: z.string(),
  paused: z.boolean(),
  status: ConnectionStatus,
  succeeded_at: timestamp,
  failed_at: timestamp,
  created_at: timestamp,
  /** Minutes between syncs; unused when `schedule_type` is `manual`. */
  sync_frequency: z.coerce.number().nullish(),
  schedule_type: z.string().nullish(),
  daily_sync_time: z.string().nullish(),
  data_delay_sensitivity: z.string().nullish(),
  /** Minutes; used only with the sensitivity `CUSTOM`. */
  data_delay_threshold: z.coerce.number().nullish(),
  setup_tests: z.array(SetupTest).nullish(),
});
export type Connection = z.output<typeof Connection>;

/** `GET /v1/groups/{groupId}`. */
export const Group = z.looseObject({ id: z.string(), name: z.string(), created_at: timestamp });
export type Group = z.output<typeof Group>;

/** `GET /v1/destinations/{destinationId}`; its id is the group's id. */
export const Destination = z.looseObject({
  id: z.string(),
  group_id: z.string(),
  service: z.string(),
  setup_status: z.string(),
  region: z.string().nullish(),
  time_zone_offset: z.string().nullish(),
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
  enabled_patch_settings: PatchSettings.nullish(),
});
export type ColumnConfig = z.output<typeof ColumnConfig>;

export const TableConfig = z.looseObject({
  name_in_destination: z.string().nullish(),
  enabled: z.boolean(),
  sync_mode: z.string().nullish(),
  supports_columns_config: z.boolean().nullish(),
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
  schemas: z.record(z.string(), DatabaseSchemaConfig).nullish(),
});
export type SchemaConfig = z.output<typeof SchemaConfig>;

/** `GET /v1/connections/{connectionId}/schemas/{schema}/tables/{table}/columns`. */
export const ColumnList = z.looseObject({ columns: z.record(z.string(), ColumnConfig).nullish() });
export type ColumnList = z.output<typeof ColumnList>;
