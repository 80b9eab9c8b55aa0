import type { Connection, Destination } from "../resources/models.js";
import type { Row } from "./rules.js";
import { scheduleObjectType, type View } from "./view.js";

export type Facts = Record<string, string | number | boolean>;

type Name =
  | "setup_state"
  | "sync_state"
  | "update_state"
  | "schema_status"
  | "setup_status"
  | "paused"
  | "is_historical_sync"
  | "succeeded_at"
  | "failed_at"
  | "created_at"
  | "rescheduled_for"
  | "schedule_type"
  | "schedule"
  | "sync_frequency"
  | "tasks"
  | "warnings"
  | "age_minutes"
  | "limit_minutes"
  | "own_row";

const RUN: readonly Name[] = ["succeeded_at", "age_minutes", "failed_at"];
const PLAN: readonly Name[] = ["schedule_type", "schedule", "sync_frequency"];
const LIMIT: readonly Name[] = ["succeeded_at", "age_minutes", "limit_minutes", ...PLAN];

/** What each row looked at. */
const USED: Record<Row, readonly Name[]> = {
  1: ["setup_state"],
  2: ["setup_state", "succeeded_at", "age_minutes"],
  3: ["setup_state", "paused", "tasks", ...RUN],
  4: ["setup_state", "tasks", ...RUN],
  5: ["setup_status", "own_row", "tasks", "succeeded_at", "age_minutes"],
  6: ["paused"],
  7: ["paused", "succeeded_at", "age_minutes"],
  8: ["schema_status"],
  9: ["sync_state", "is_historical_sync", "succeeded_at", "age_minutes"],
  10: ["sync_state", "update_state", ...LIMIT],
  11: ["sync_state", "update_state", ...LIMIT],
  12: ["sync_state", "rescheduled_for", "schedule_type", "succeeded_at", "age_minutes"],
  13: ["sync_state", "rescheduled_for", "schedule_type", "succeeded_at", "age_minutes"],
  14: ["tasks", ...RUN],
  15: ["update_state", ...RUN],
  16: ["update_state", ...RUN],
  17: ["sync_state", "created_at", ...PLAN],
  18: ["created_at", "schedule_type", "schedule"],
  19: ["schedule_type", "schedule", "succeeded_at", "age_minutes", "limit_minutes"],
  20: ["setup_state", "sync_state", "update_state", "succeeded_at", "age_minutes", ...PLAN],
  21: ["update_state", "succeeded_at", "age_minutes"],
  22: ["update_state", ...LIMIT],
  23: ["update_state", ...LIMIT],
  24: ["warnings", "succeeded_at", "age_minutes"],
  25: ["warnings", ...LIMIT],
  26: ["update_state", ...LIMIT],
};

/** The values that the rule used, as Fivetran gave them; codes and unknown states are text written by others. */
export function factsUsed(
  row: Row,
  own: Row,
  seen: View,
  connection: Connection,
  destination: Destination | undefined,
): Facts {
  const { status } = connection;
  const all: Record<Name, string | number | boolean | null | undefined> = {
    setup_state: status.setup_state,
    sync_state: status.sync_state,
    update_state: status.update_state,
    schema_status: status.schema_status,
    setup_status: destination?.setup_status,
    paused: connection.paused,
    is_historical_sync: status.is_historical_sync,
    succeeded_at: seen.hasSucceeded ? connection.succeeded_at : undefined,
    failed_at: seen.hasFailed ? connection.failed_at : undefined,
    created_at: connection.created_at,
    rescheduled_for: status.rescheduled_for,
    schedule_type: connection.schedule_type,
    schedule: scheduleObjectType(connection),
    sync_frequency: seen.frequency,
    tasks: seen.tasks.join(","),
    warnings: (status.warnings ?? []).map(({ code }) => code).join(","),
    age_minutes: seen.age,
    limit_minutes: row === 22 ? seen.staleLimit : seen.lateLimit,
    own_row: own,
  };
  const facts: Facts = {};
  for (const name of USED[row]) {
    const value = all[name];
    if (value !== undefined && value !== null && value !== "") facts[name] = value;
  }
  return facts;
}
