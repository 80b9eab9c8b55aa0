import type { Json } from "../../base/json.js";
import type { Body, ChangeId, ChangeNote, Id, Note } from "./row.js";

export const ANSWER_MS = {
  read: 30_000,
  // Stopping a running sync is held for about 60 s before Fivetran answers.
  change: 75_000,
  source: 75_000,
  slow: 150_000,
  reload: 15 * 60_000,
} as const;

const HARMLESS_IN_CONNECTION = new Set([
  "paused",
  "pause_after_trial",
  "sync_frequency",
  "schedule_type",
  "daily_sync_time",
  "data_delay_sensitivity",
  "data_delay_threshold",
  "run_setup_tests",
]);
const HARMLESS_IN_DESTINATION = new Set([
  "time_zone_offset",
  "daylight_saving_time_enabled",
  "run_setup_tests",
]);
const HARMLESS_IN_TRANSFORMATION = new Set(["paused", "schedule"]);

// An allow-list: a field that Fivetran adds tomorrow asks.
const beyond = (harmless: ReadonlySet<string>) => (body: Body) =>
  Object.keys(body).some((field) => !harmless.has(field));

const trusts = (body: Body) =>
  truthy(body["trust_certificates"]) || truthy(body["trust_fingerprints"]);
const truthy = (value: Json | undefined) =>
  value !== undefined && value !== null && value !== false && value !== "false";
const touchesSource = (body: Body) => "config" in body || "auth" in body;
/** Fivetran runs the tests unless it is told not to. */
const runsTests = (body: Body) => body["run_setup_tests"] !== false;
const rewrites = (body: Body) => {
  const mode = body["exclude_mode"];
  return mode !== undefined && mode !== null && mode !== "PRESERVE";
};

const test = (asks: boolean | ((body: Body) => boolean)): ChangeNote => ({
  resend: (body) => (trusts(body) ? "C" : "P"),
  asks,
  quota: "tests",
  answerMs: ANSWER_MS.slow,
});
const edit: ChangeNote = { resend: "C", asks: true };
const create: ChangeNote = { resend: "O", asks: true, answerMs: ANSWER_MS.slow };
const mint: ChangeNote = { resend: "M", asks: true };

/** Hand-kept, for every change. */
export const NOTES: Readonly<Record<ChangeId, ChangeNote>> & Partial<Record<Id, Note>> = {
  create_connection: {
    resend: "O",
    asks: (body) => trusts(body) || "connect_card_config" in body,
    quota: "create",
    answerMs: ANSWER_MS.slow,
  },
  modify_connection: {
    resend: (body) => (truthy(body["is_historical_sync"]) ? "T" : "C"),
    asks: beyond(HARMLESS_IN_CONNECTION),
    quota: (body) => (touchesSource(body) && runsTests(body) ? "tests" : "all"),
    answerMs: (body) => (touchesSource(body) ? ANSWER_MS.slow : ANSWER_MS.change),
  },
  delete_connection: edit,
  sync_connection: {
    resend: (body) => (truthy(body["force"]) ? "T" : "C"),
    asks: (body) => truthy(body["force"]),
  },
  resync_connection: {
    resend: "T",
    asks: true,
  },
  resync_tables: {
    resend: "T",
    asks: true,
  },
  run_setup_tests: test(trusts),
  // The state is the position in the source: a wrong one loses or repeats data.
  modify_connection_state: edit,
  connect_card: mint,

  connection_column_config: { quota: "source", answerMs: ANSWER_MS.source },
  pre_create_connection_schema_config: edit,
  modify_connection_schema_config: edit,
  modify_connection_database_schema_config: edit,
  modify_connection_table_config: edit,
  modify_connection_column_config: edit,
  delete_column_connection_config: edit,
  delete_multiple_columns_connection_config: edit,
  reload_connection_schema_config: {
    resend: (body) => (rewrites(body) ? "C" : "P"),
    asks: rewrites,
    quota: "source",
    answerMs: ANSWER_MS.reload,
  },

  approve_certificate: edit,
  approve_connection_certificate: edit,
  revoke_connection_certificate: edit,
  approve_connection_fingerprint: edit,
  revoke_connection_fingerprint: edit,
  approve_destination_certificate: edit,
  revoke_destination_certificate: edit,
  approve_destination_fingerprint: edit,
  revoke_destination_fingerprint: edit,

  create_group: {
    resend: "O",
    asks: false,
  },
  modify_group: { ...edit, asks: false },
  delete_group: edit,
  add_user_to_group: { ...edit, quota: "users" },
  delete_user_from_group: edit,

  create_destination: {
    resend: "O",
    asks: trusts,
    quota: (body) => (runsTests(body) ? "tests" : "all"),
    answerMs: ANSWER_MS.slow,
  },
  modify_destination: {
    resend: "C",
    asks: beyond(HARMLESS_IN_DESTINATION),
    quota: (body) => (runsTests(body) ? "tests" : "all"),
    answerMs: ANSWER_MS.slow,
  },
  delete_destination: edit,
  run_destination_setup_tests: test(trusts),

  add_log_service: create,
  update_log_service: edit,
  delete_log_service: edit,
  run_setup_tests_log_service: test(false),
  add_account_log_service: create,
  update_account_log_service: edit,
  delete_account_log_service: edit,
  run_setup_tests_account_log_service: test(false),

  create_esm: create,
  modify_esm: edit,
  delete_esm: edit,

  create_account_webhook: create,
  create_group_webhook: create,
  modify_webhook: edit,
  delete_webhook: edit,
  test_webhook: { resend: "P", asks: false },

  create_user: { ...create, quota: "users" },
  modify_user: edit,
  delete_user: edit,
  delete_user_membership_in_account: edit,
  add_user_membership_in_connection: edit,
  update_user_membership_in_connection: edit,
  delete_user_membership_in_connection: edit,
  add_user_membership_in_group: edit,
  update_user_membership_in_group: edit,
  delete_user_membership_in_group: edit,

  create_team: create,
  modify_team: edit,
  delete_team: edit,
  delete_team_membership_in_account: edit,
  add_team_membership_in_connection: edit,
  update_team_membership_in_connection: edit,
  delete_team_membership_in_connection: edit,
  add_team_membership_in_group: edit,
  update_team_membership_in_group: edit,
  delete_team_membership_in_group: edit,
  add_user_to_team: edit,
  update_user_membership: edit,
  delete_user_from_team: edit,

  create_transformation: create,
  update_transformation: {
    ...edit,
    asks: beyond(HARMLESS_IN_TRANSFORMATION),
  },
  delete_transformation: edit,
  run_transformation: { resend: "T", asks: (body) => truthy(body["full_refresh"]) },
  cancel_transformation: { resend: "C", asks: false },
  upgrade_transformation_package: { resend: "T", asks: true },
  create_transformation_project: create,
  modify_transformation_project: edit,
  delete_transformation_project: edit,
  test_transformation_project: test(false),

  create_private_link: { ...create, quota: "private_links" },
  modify_private_link: edit,
  delete_private_link: edit,

  create_connector_sdk_package: create,
  update_connector_sdk_package: edit,
  delete_connector_sdk_package: edit,

  create_system_key: mint,
  rotate_system_key: mint,
  update_system_key: edit,
  delete_system_key: edit,
  create_proxy_agent: mint,
  regenerate_secrets_proxy_agent: mint,
  delete_proxy_agent: edit,
  create_hybrid_deployment_agent: mint,
  reset_hybrid_deployment_agent_credentials: mint,
  re_auth_hybrid_deployment_agent: mint,
  delete_hybrid_deployment_agent: edit,
  hvr_register_hub: mint,
};
