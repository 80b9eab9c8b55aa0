/** Examples for the commands that are not tools. The help shows them. */
export const COMMAND_EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  mcp: ["mcp --sandbox"],
  serve: ["serve --sandbox"],
  sandbox: ["sandbox --port 4010", "sandbox --reset", "sandbox --export account.json"],
  doctor: ["doctor", "doctor --sandbox"],
  "log-query": [
    "log-query failed-syncs --dialect snowflake --days 7",
    "log-query usage --from 2026-01-01 --to 2026-01-31 --by connector --group analytics_prod --sandbox",
  ],
  expectations: ["expectations init", "expectations check"],
  "expectations init": ["expectations init --file expectations.yaml --sandbox"],
  "expectations check": ["expectations check expectations.yaml --sandbox"],
  keys: ["keys create ci --scope read", "keys list"],
  "keys create": ["keys create ci --scope read --expires-in-days 90"],
  "keys list": ["keys list"],
  "keys revoke": ["keys revoke ci"],
  diff: ["diff salesforce_prod salesforce_uat --sandbox"],
  inventory: ["inventory --output csv --sandbox"],
  watch: ["watch --once --sandbox", "watch --test"],
};

/**
 * One working sandbox command for each tool. The help shows it, and a test runs those without a
 * placeholder.
 */
export const EXAMPLES: Readonly<Record<string, string>> = {
  list_connectors: "list_connectors --group analytics_prod --limit 5",
  trigger_sync: "trigger_sync github_repos",
  get_status: "get_status salesforce_prod stripe_payments",
  modify_schema:
    'modify_schema postgres_orders --changes \'[{"schema":"public","table":"audit_log","enabled":false}]\'',
  check_stale: "check_stale --max-age-hours 24",
  get_history: "get_history salesforce_prod --since 24h",
  wait_for_sync: "wait_for_sync --connectors github_repos --wait-seconds 1",
  get_schema: "get_schema postgres_orders --schema public",
  find_pii: "find_pii postgres_orders",
  list_destinations: "list_destinations",
  describe_service: "describe_service postgres",
  get_operation: "get_operation <operation_id of a change>",
  search_api: 'search_api "add a user to a group"',
  read_api: "read_api list_all_users",
  pause_connectors: "pause_connectors klaviyo_email",
  resume_connectors: "resume_connectors mysql_legacy",
  reload_schema: "reload_schema postgres_orders",
  resync_connector: 'resync_connector postgres_orders --tables \'{"public":["customers"]}\'',
  update_connector: "update_connector klaviyo_email --sync-frequency 60",
  create_connector:
    'create_connector postgres --group staging --name orders_replica --config \'{"host":"db.example.com","port":5432,"database":"orders","user":"fivetran"}\' --dry-run',
  create_connect_card:
    "create_connect_card linkedin_ads_brand --redirect-uri https://app.example.com/done",
  run_setup_tests: "run_setup_tests github_repos",
  write_api: 'write_api create_group --body \'{"name":"sandbox_group"}\'',
  delete_connector: "delete_connector mysql_legacy",
  delete_api: 'delete_api delete_webhook --params \'{"webhookId":"<id>"}\'',
};
