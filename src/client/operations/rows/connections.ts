import type { Body, Rows } from "../row.js";
import {
  edit,
  fields,
  fieldsOf,
  gone,
  isTruthy,
  listed,
  ofConnection,
  otherThan,
  RESPONSE_MS,
  remove,
  runsTests,
  sameGroup,
  test,
  testsLeaveNoTrace,
  trusts,
  unverifiable,
} from "./rules.js";

const touchesSource = (body: Body) => "config" in body || "auth" in body;
const reloadsHistory = (body: Body) => isTruthy(body["is_historical_sync"]);

const dismissed = unverifiable(
  "The API does not show whether warnings were dismissed, because dismissed warnings can return.",
);

/** The name that a new connection will have in lists. Undefined if its configuration does not determine the name. */
function nameOfNew(body: Body): string | undefined {
  const { schema, table, table_group_name, schema_prefix } = fieldsOf(body["config"]);
  // With a prefix, a `schema` is one of the source.
  if (typeof schema_prefix === "string") return schema_prefix;
  if (typeof schema !== "string") return undefined;
  const second = [table_group_name, table].find((part) => typeof part === "string");
  return second === undefined ? schema : `${schema}.${second}`;
}

export const CONNECTIONS = {
  list_connections: { group: { items: "group_id", param: "group_id" } },
  create_connection: {
    repeat: "creates",
    // Unless the connection is created paused, Fivetran starts to load its history.
    asks: (body) => body["paused"] !== true || trusts(body) || "connect_card_config" in body,
    quota: "create",
    responseMs: RESPONSE_MS.slow,
    group: ["group:body.group_id"],
    verify: listed("list_connections", (body) => ({ schema: nameOfNew(body) }), {
      filter: (body) => ({ ...sameGroup(body), schema: nameOfNew(body) }),
    }),
  },
  connection_details: { group: ofConnection },
  modify_connection: {
    repeat: (body) => (reloadsHistory(body) ? "restarts" : "idempotent"),
    asks: otherThan(
      "paused",
      "pause_after_trial",
      "sync_frequency",
      "schedule_type",
      "daily_sync_time",
      "schedule",
      "data_delay_sensitivity",
      "data_delay_threshold",
      "run_setup_tests",
    ),
    quota: (body) => (touchesSource(body) && runsTests(body) ? "tests" : "all"),
    responseMs: (body) => (touchesSource(body) ? RESPONSE_MS.slow : RESPONSE_MS.change),
    irreversible: reloadsHistory,
    group: ofConnection,
    verify: fields("connection_details"),
  },
  delete_connection: { ...remove, group: ofConnection, verify: gone("connection_details") },
  // The new link invalidates the previous one, but no connector depends on it, so this is not irreversible.
  connect_card: {
    repeat: "mints-secret",
    asks: true,
    group: ofConnection,
    verify: unverifiable("The API does not list connect cards. Only the newest link is valid."),
  },
  resync_connection: {
    repeat: "restarts",
    asks: true,
    irreversible: true,
    group: ofConnection,
    verify: { read: "connection_details", how: "history" },
  },
  connection_state: { group: ofConnection },
  // The state holds the position in the source. A wrong position loses or repeats data.
  modify_connection_state: { ...edit, group: ofConnection, verify: fields("connection_state") },
  sync_connection: {
    repeat: (body) => (isTruthy(body["force"]) ? "restarts" : "idempotent"),
    asks: (body) => isTruthy(body["force"]),
    group: ofConnection,
    verify: { read: "connection_details", how: "sync" },
  },
  run_setup_tests: { ...test(trusts), group: ofConnection, verify: testsLeaveNoTrace },
  connection_sync_history: { group: ofConnection },
  connection_warnings: { group: ofConnection },
  connection_errors: { group: ofConnection },
  // A dismissed warning returns with the next sync if its cause persists.
  dismiss_connection_warning: { ...remove, group: ofConnection, verify: dismissed },
  dismiss_connection_warnings: { ...edit, group: ofConnection, verify: dismissed },
  connection_moved: {
    repeat: "restarts",
    asks: true,
    group: ["connection:connectionId", "group:body.destination_group_id"],
    verify: {
      ...fields("connection_details"),
      match: (body) => ({ group_id: body["destination_group_id"] }),
    },
  },
  connection_moved_job_status: { group: ofConnection },
} satisfies Partial<Rows>;
