import { ColumnList, SchemaConfig } from "../../../src/client/resources/models.js";
import { matchChanges } from "../../../src/features/schema/match-changes.js";
import type { ColumnLookup, SchemaPolicy } from "../../../src/features/schema/nodes.js";
import { parseChanges, type SchemaChange } from "../../../src/features/schema/parse-changes.js";
import { planSchemaChange } from "../../../src/features/schema/plan-change.js";

/** Returns the plan for a list of changes. */
export const planOf = async (
  schema: SchemaConfig,
  columns: ColumnLookup,
  changes: readonly SchemaChange[],
  policy?: SchemaPolicy,
) =>
  planSchemaChange(
    schema,
    await matchChanges(schema, parseChanges(changes, policy)),
    { of: columns, unread: [], unreadable: [] },
    policy,
  );

const lock = (reason_code: string, reason: string) => ({
  enabled_patch_settings: { allowed: false, reason_code, reason },
});

/** A schema configuration with one example of everything that can prevent a change. */
export const config = SchemaConfig.parse({
  schema_change_handling: "ALLOW_ALL",
  schemas: {
    public: {
      enabled: true,
      tables: {
        orders: {
          enabled: true,
          sync_mode: "SOFT_DELETE",
          supports_columns_config: true,
          supports_history_mode: true,
          columns: { note: { enabled: false } },
        },
        customers: {
          enabled: true,
          sync_mode: "LIVE",
          supports_columns_config: true,
          supports_history_mode: false,
        },
        stg_orders: { enabled: true, supports_columns_config: false },
        stg_items: { enabled: false },
        audit: {
          enabled: true,
          ...lock("SYSTEM_TABLE", "The table does not support exclusion"),
          supports_columns_config: true,
        },
      },
    },
    legacy: { enabled: false, tables: { old: { enabled: true }, older: { enabled: false } } },
    bare: { enabled: true },
  },
});

const { columns: listed } = ColumnList.parse({
  columns: {
    id: { enabled: true, is_primary_key: true, ...lock("SYSTEM_COLUMN", "It is a primary key") },
    email: { enabled: true, hashed: false },
    phone: { enabled: true, hashed: true },
    note: { enabled: false },
    deleted: { enabled: true, ...lock("DELETED", "It is gone") },
  },
});
/**
 * Returns the source's columns for every table except one that does not support column settings.
 */
export const lookup = (schema: string, table: string) =>
  schema === "public" && table !== "stg_orders" ? (listed ?? undefined) : undefined;
