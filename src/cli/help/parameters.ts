/**
 * What each parameter of the tools means, for the help and for docs/tools.md. A key of the form `tool.parameter` is
 * for one tool. The descriptions in the tool list are shorter, because a model pays for each token.
 */
export const MEANINGS: Readonly<Record<string, string>> = {
  all_fields: "also show optional fields on the connect card",
  all_pages: "read all pages instead of one, as far as they fit into a result",
  approve: "hashes of certificates or host keys to trust, copied from a failed setup test",
  auth: "credentials of the source, as describe_service lists them; give secrets as references",
  "write_api.body": "body of the request; search_api with operation_id lists its fields",
  "delete_api.body": "body of the request, if the operation needs one",
  changes:
    "tables and columns to change; names can be glob patterns, and an exact name takes precedence over a pattern",
  "create_connector.changes":
    "tables and columns of the new connector to set before its first sync; exact names only, no patterns",
  column: "show only columns whose name matches this glob pattern",
  columns: "also show the columns of the tables",
  config: "settings of the source; describe_service lists the fields; give secrets in auth",
  confirmation_token: "token from the plan that an earlier call returned",
  connect_card: "also create a connect card with these settings",
  connector: "id, exact name or dashboard link of the connector",
  connectors: "ids, exact names or dashboard links of the connectors",
  copies: "create one copy of copy_of for each entry, in the group of the entry",
  copy_group: "copy all connectors of this group into the group given with --group",
  copy_of: "copy this connector: its settings, schema selection and schedule",
  cursor: "continue the list with next_cursor of the previous page",
  daily_sync_time: "full hour at which a daily sync starts",
  data_delay_sensitivity: "when Fivetran reports the connector as delayed",
  data_delay_threshold: "minutes of delay before Fivetran reports it; for CUSTOM sensitivity",
  destination: "test this destination instead of a connector",
  destination_group: "move the connectors to this group and its destination",
  destination_schema_names:
    "whether tables get the names of the source or names by Fivetran's rules",
  details: "also show all fields of the connectors and what depends on them",
  effect: "search only operations with this effect",
  exclude_mode:
    "PRESERVE keeps the selection of tables, INCLUDE enables all tables, EXCLUDE disables all tables",
  "describe_service.fields": "show only fields whose path matches this glob pattern",
  "read_api.fields": "return only the values at these paths",
  force: "stop a running sync and start it again",
  force_move: "confirm that the source already trusts the new group",
  group: "id, exact name or dashboard link of the group",
  handles: "wait for the syncs whose handles trigger_sync returned",
  hide_setup_guide: "do not show the setup guide on the connect card",
  hybrid_deployment_agent_id: "id of the hybrid deployment agent that runs the connector",
  limit: "largest number of rows in the result",
  "get_schema.limit": "largest number of lines in the result",
  "search_api.limit": "largest number of operations in the result",
  max_age_hours: "also report connectors whose data is older than this number of hours",
  name: "name of the connector, which is also the name of its schema in the destination",
  networking_method: "how Fivetran connects to the source",
  "get_operation.operation_id": "id of the operation that a change returned",
  "search_api.operation_id": "show the parameters and the body of this operation",
  operation_id: "operation to call; search_api finds it",
  params: "path and query parameters of the operation",
  pause_after_trial: "pause the connector when its free trial ends",
  paused: "create the connector paused, so that it does not sync",
  policy:
    "schema change handling, which decides whether new schemas, tables and columns are synced",
  "create_connector.policy":
    "schema change handling, which decides whether new schemas, tables and columns are synced: ALLOW_ALL, ALLOW_COLUMNS or BLOCK_ALL",
  private_link_id: "id of the private link through which Fivetran connects",
  proxy_agent_id: "id of the proxy agent through which Fivetran connects",
  query: "what you want to do, in your own words",
  redirect_uri:
    "page that opens after the connect card is completed; required unless the operator set one",
  resource: "search only operations on this resource",
  "create_connector.run_setup_tests":
    "whether Fivetran's setup tests run after the connector is created; default: true if no secrets are missing and no connect card is created",
  "update_connector.run_setup_tests":
    "whether Fivetran's setup tests run after a change to config, auth or the network; default true",
  schedule:
    "when syncs start: an interval in minutes, times of day with days of the week, or a cron expression",
  schedule_type:
    "auto: Fivetran starts syncs on the schedule; manual: only a request starts a sync",
  schema: "show only schemas whose name matches this glob pattern",
  schema_status: "ready ends the schema review, so that the connector can sync",
  service: "connector type",
  "describe_service.service": "connector or destination type",
  "list_connectors.service": "only connectors of these types",
  "check_stale.service": "only connectors of these types",
  "pause_connectors.service": "only connectors of these types",
  "resume_connectors.service": "only connectors of these types",
  "get_history.since": "show syncs since this time, or of this last period",
  "wait_for_sync.since": "with connectors: wait for a sync that ends after this time",
  source_reads: "largest number of tables whose columns are read from the sources",
  "list_connectors.states":
    "only connectors with one of these verdicts or Fivetran states; paused includes broken connectors that are paused",
  "get_schema.states": "only schemas, tables and columns with one of these states",
  "list_destinations.states": "only destinations with one of these states",
  states: "only connectors with one of these states, as in list_connectors",
  sync_behavior:
    "CONTINUE syncs only new changes to the new destination; BACKFILL loads everything again; CONTINUE_WITH_DATA also copies the rows loaded so far",
  sync_frequency: "minutes between two syncs: 1, 5, 15, 30, 60, 120, 180, 360, 480, 720 or 1440",
  table: "show only tables whose name matches this glob pattern",
  "find_pii.table":
    "search only tables whose name matches this glob pattern, * for all; default: tables whose name is about people",
  tables: "tables for the historical re-sync, by schema; default: all tables",
  trust_certificates: "trust any certificate that the source presents; default false",
  trust_fingerprints: "trust any host key that the source presents; default false",
  until: "show syncs until this time; takes the same forms as since",
  wait_seconds: "wait up to this number of seconds for the end of the syncs; over MCP at most 50",
  words: "only connectors that match all of these words, as in list_connectors",
  "list_connectors.words":
    "only connectors that match all of these words: the start of a word in the name, service or id, or a qualifier such as frequency:<=60 schedule:manual creator:mary network:SshTunnel state:broken",
  "list_destinations.words": "only destinations with these words in the name, service or id",
  "describe_service.words": "words to find the type, if you do not know its id",
};

/**
 * Returns the meaning of a parameter, followed by the example of its short description. An example that is not a value
 * of the parameter, such as one field of an object, is left out, and so is the value of a boolean.
 */
export function meaningOf(
  tool: string,
  parameter: string,
  { type, items, description = "" }: Described,
): string {
  const meaning = MEANINGS[`${tool}.${parameter}`] ?? MEANINGS[parameter];
  if (meaning === undefined) return description;
  const example = /\be\.g\. (.*)$/.exec(description)?.[1];
  const json = type === "object" || items?.type === "object";
  return example === undefined || type === "boolean" || (json && !/^[[{]/.test(example))
    ? meaning
    : `${meaning}, e.g. ${example}`;
}

interface Described {
  type?: string | undefined;
  items?: { type?: string | undefined } | undefined;
  description?: string | undefined;
}
