import type { Json } from "./call.js";
import type { OPERATIONS } from "./operations.generated.js";

type Id = keyof typeof OPERATIONS;

/**
 * What a repeat of a request does. R: a read. P: a probe, harmless but slow and counted. C: converges on the
 * same state. O: makes a second object. T: starts the work again. M: mints a secret, voiding the last one.
 */
export type ResendClass = "R" | "P" | "C" | "O" | "T" | "M";

/** Quotas that Fivetran counts apart from the total of all requests. */
export type Quota = "all" | "tests" | "source" | "create" | "users" | "private_links";

/** The read that tells whether a change took effect, and how its answer is judged. */
export interface Verification {
  read: Id;
  how: "fields" | "schema" | "gone" | "listed" | "sync" | "history" | "exists" | "readable";
}

type Body = Readonly<Record<string, Json>>;

export interface Note {
  resend?: ResendClass | ((body: Body) => ResendClass);
  asks?: boolean | ((body: Body) => boolean);
  verify?: Verification;
  /** Fields of the answer that hold a secret which Fivetran shows only this once. */
  mints?: readonly string[];
  quota?: Quota | ((body: Body) => Quota);
  /** Milliseconds that Fivetran may take to begin its answer. */
  answerMs?: number | ((body: Body) => number);
}

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

const test = (asks: boolean | ((body: Body) => boolean)): Note => ({
  resend: (body) => (trusts(body) ? "C" : "P"),
  asks,
  quota: "tests",
  answerMs: ANSWER_MS.slow,
});
const schemaEdit: Note = {
  resend: "C",
  asks: true,
  verify: { read: "connection_schema_config", how: "schema" },
};
const patch = (read: Id): Note => ({ resend: "C", asks: true, verify: { read, how: "fields" } });
const gone = (read: Id): Note => ({ resend: "C", asks: true, verify: { read, how: "gone" } });
const approval = (read: Id): Note => ({
  resend: "C",
  asks: true,
  verify: { read, how: "exists" },
});
const create: Note = { resend: "O", asks: true, answerMs: ANSWER_MS.slow };
const mint: Note = { resend: "M", asks: true };
const membership: Note = { resend: "C", asks: true };

/** Hand-kept. What has no note is taken for the worst: see `resendClass` and `asks`. */
export const NOTES: Readonly<Partial<Record<Id, Note>>> = {
  create_connection: {
    resend: "O",
    asks: (body) => trusts(body) || "connect_card_config" in body,
    verify: { read: "list_connections", how: "listed" },
    quota: "create",
    answerMs: ANSWER_MS.slow,
  },
  modify_connection: {
    resend: (body) => (truthy(body["is_historical_sync"]) ? "T" : "C"),
    asks: beyond(HARMLESS_IN_CONNECTION),
    verify: { read: "connection_details", how: "fields" },
    quota: (body) => (touchesSource(body) && runsTests(body) ? "tests" : "all"),
    answerMs: (body) => (touchesSource(body) ? ANSWER_MS.slow : ANSWER_MS.change),
  },
  delete_connection: gone("connection_details"),
  sync_connection: {
    resend: (body) => (truthy(body["force"]) ? "T" : "C"),
    asks: (body) => truthy(body["force"]),
    verify: { read: "connection_details", how: "sync" },
  },
  resync_connection: {
    resend: "T",
    asks: true,
    verify: { read: "connection_details", how: "history" },
  },
  resync_tables: {
    resend: "T",
    asks: true,
    verify: { read: "connection_details", how: "history" },
  },
  run_setup_tests: test(trusts),
  // The state is the position in the source: a wrong one loses or repeats data.
  modify_connection_state: patch("connection_state"),
  connect_card: { ...mint, asks: true },

  connection_column_config: { quota: "source", answerMs: ANSWER_MS.source },
  pre_create_connection_schema_config: schemaEdit,
  modify_connection_schema_config: schemaEdit,
  modify_connection_database_schema_config: schemaEdit,
  modify_connection_table_config: schemaEdit,
  modify_connection_column_config: schemaEdit,
  delete_column_connection_config: { resend: "C", asks: true },
  delete_multiple_columns_connection_config: { resend: "C", asks: true },
  reload_connection_schema_config: {
    resend: (body) => (rewrites(body) ? "C" : "P"),
    asks: rewrites,
    verify: { read: "connection_schema_config", how: "readable" },
    quota: "source",
    answerMs: ANSWER_MS.reload,
  },

  approve_certificate: { resend: "C", asks: true },
  approve_connection_certificate: approval("get_connection_certificate_details"),
  revoke_connection_certificate: gone("get_connection_certificate_details"),
  approve_connection_fingerprint: approval("get_connection_fingerprint_details"),
  revoke_connection_fingerprint: gone("get_connection_fingerprint_details"),
  approve_destination_certificate: approval("get_destination_certificate_details"),
  revoke_destination_certificate: gone("get_destination_certificate_details"),
  approve_destination_fingerprint: approval("get_destination_fingerprint_details"),
  revoke_destination_fingerprint: gone("get_destination_fingerprint_details"),

  create_group: {
    resend: "O",
    asks: false,
    verify: { read: "list_all_groups", how: "listed" },
  },
  modify_group: { ...patch("group_details"), asks: false },
  delete_group: gone("group_details"),
  add_user_to_group: { ...membership, quota: "users" },
  delete_user_from_group: membership,

  create_destination: {
    resend: "O",
    asks: trusts,
    // A group has at most one destination, under the group's id.
    verify: { read: "destination_details", how: "exists" },
    quota: (body) => (runsTests(body) ? "tests" : "all"),
    answerMs: ANSWER_MS.slow,
  },
  modify_destination: {
    resend: "C",
    asks: beyond(HARMLESS_IN_DESTINATION),
    verify: { read: "destination_details", how: "fields" },
    quota: (body) => (runsTests(body) ? "tests" : "all"),
    answerMs: ANSWER_MS.slow,
  },
  delete_destination: gone("destination_details"),
  run_destination_setup_tests: test(trusts),

  add_log_service: create,
  update_log_service: patch("get_log_service_details"),
  delete_log_service: gone("get_log_service_details"),
  run_setup_tests_log_service: test(false),
  add_account_log_service: create,
  update_account_log_service: patch("get_account_log_service_details"),
  delete_account_log_service: gone("get_account_log_service_details"),
  run_setup_tests_account_log_service: test(false),

  create_esm: create,
  modify_esm: patch("get_esm_details"),
  delete_esm: gone("get_esm_details"),

  create_account_webhook: create,
  create_group_webhook: create,
  modify_webhook: patch("webhook_details"),
  delete_webhook: gone("webhook_details"),
  test_webhook: { resend: "P", asks: false },

  create_user: { ...create, quota: "users" },
  modify_user: patch("user_details"),
  delete_user: gone("user_details"),
  delete_user_membership_in_account: membership,
  add_user_membership_in_connection: membership,
  update_user_membership_in_connection: patch("get_user_membership_in_connections"),
  delete_user_membership_in_connection: gone("get_user_membership_in_connections"),
  add_user_membership_in_group: membership,
  update_user_membership_in_group: patch("get_user_membership_in_group"),
  delete_user_membership_in_group: gone("get_user_membership_in_group"),

  create_team: create,
  modify_team: patch("team_details"),
  delete_team: gone("team_details"),
  delete_team_membership_in_account: membership,
  add_team_membership_in_connection: membership,
  update_team_membership_in_connection: patch("get_team_membership_in_connection"),
  delete_team_membership_in_connection: gone("get_team_membership_in_connection"),
  add_team_membership_in_group: membership,
  update_team_membership_in_group: patch("get_team_membership_in_group"),
  delete_team_membership_in_group: gone("get_team_membership_in_group"),
  add_user_to_team: membership,
  update_user_membership: patch("get_user_in_team"),
  delete_user_from_team: gone("get_user_in_team"),

  create_transformation: create,
  update_transformation: {
    ...patch("transformation_details"),
    asks: beyond(HARMLESS_IN_TRANSFORMATION),
  },
  delete_transformation: gone("transformation_details"),
  run_transformation: { resend: "T", asks: (body) => truthy(body["full_refresh"]) },
  cancel_transformation: { resend: "C", asks: false },
  upgrade_transformation_package: { resend: "T", asks: true },
  create_transformation_project: create,
  modify_transformation_project: patch("transformation_project_details"),
  delete_transformation_project: gone("transformation_project_details"),
  test_transformation_project: test(false),

  create_private_link: { ...create, quota: "private_links" },
  modify_private_link: patch("get_private_link_details"),
  // The delete only marks the link, so a read that still finds it proves nothing.
  delete_private_link: { resend: "C", asks: true },

  create_connector_sdk_package: create,
  update_connector_sdk_package: { resend: "C", asks: true },
  delete_connector_sdk_package: gone("get_connector_sdk_package"),

  create_system_key: mint,
  rotate_system_key: mint,
  update_system_key: patch("get_system_key_details"),
  delete_system_key: gone("get_system_key_details"),
  create_proxy_agent: mint,
  regenerate_secrets_proxy_agent: mint,
  delete_proxy_agent: gone("get_proxy_agent_details"),
  create_hybrid_deployment_agent: mint,
  reset_hybrid_deployment_agent_credentials: mint,
  re_auth_hybrid_deployment_agent: mint,
  delete_hybrid_deployment_agent: gone("get_hybrid_deployment_agent"),
  hvr_register_hub: mint,
};
