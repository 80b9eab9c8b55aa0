import { describe, expect, test } from "vitest";
import { decisionRow } from "./decision-row.js";
import { type Client, serve } from "./harness.js";

async function rows(client: Client, maxAgeHours?: number): Promise<Map<number, string[]>> {
  const { data } = await client.get("/v1/connections?limit=1000");
  const destinations = (await client.get("/v1/destinations")).data.items;
  const found = new Map<number, string[]>();
  for (const connection of data.items) {
    const destination = destinations.find(({ id }: { id: string }) => id === connection.group_id);
    const row = decisionRow(
      connection,
      destination.setup_status,
      client.sandbox.now().getTime(),
      maxAgeHours,
    );
    found.set(row, [...(found.get(row) ?? []), connection.schema]);
  }
  return found;
}

const ALWAYS = Array.from({ length: 26 }, (_, at) => at + 1).filter((row) => row !== 19);
const DAY = 86_400_000;

describe("the demo world", () => {
  test("shows every diagnosis", async () => {
    const client = await serve();
    const found = await rows(client);
    expect([...found.keys()].sort((a, b) => a - b)).toEqual(ALWAYS);
    expect((await rows(client, 24)).get(19)).toEqual(["weather_function"]);
    expect(Object.fromEntries([...found].sort(([a], [b]) => a - b))).toMatchInlineSnapshot(`
      {
        "1": [
          "tiktok_ads_launch",
        ],
        "10": [
          "mysql_inventory",
        ],
        "11": [
          "mongo_events",
        ],
        "12": [
          "google_ads_campaigns",
        ],
        "13": [
          "marketo_nurture",
        ],
        "14": [
          "oracle_billing",
          "product_events_sdk",
        ],
        "15": [
          "facebook_ads_social",
        ],
        "16": [
          "hubspot_marketing",
        ],
        "17": [
          "mixpanel_app.events",
        ],
        "18": [
          "slack_workspace.messages",
        ],
        "2": [
          "bingads_search",
          "mariadb_crm",
        ],
        "20": [
          "weather_function",
        ],
        "21": [
          "linkedin_ads_brand",
        ],
        "22": [
          "recurly_subscriptions",
        ],
        "23": [
          "intercom_chat",
        ],
        "24": [
          "shopify_store",
        ],
        "25": [
          "jira_engineering",
        ],
        "26": [
          "salesforce_prod",
          "postgres_orders",
          "zendesk_support",
          "github_repos",
          "dynamodb_sessions",
          "s3_logs.raw",
          "google_analytics_web",
          "marketing_sheets.budget",
          "klaviyo_email",
          "salesforce_uat",
          "greenhouse_hiring",
        ],
        "3": [
          "postgres_staging",
        ],
        "4": [
          "stripe_payments",
          "coupa_procurement",
          "drive_uploads.files",
        ],
        "5": [
          "netsuite_finance",
          "xero_ledger",
          "quickbooks_books",
          "braintree_payouts",
        ],
        "6": [
          "asana_projects",
        ],
        "7": [
          "mysql_legacy",
        ],
        "8": [
          "workday_people",
        ],
        "9": [
          "sqlserver_erp",
        ],
      }
    `);
  });

  test.each([5 * 60_000, 7 * 3_600_000, DAY, 3 * DAY + 12_345_678, 30 * DAY])(
    "still shows every diagnosis %d ms later",
    async (ms) => {
      const client = await serve();
      const before = await rows(client);
      client.sandbox.advance(ms);
      const after = await rows(client);
      for (const row of ALWAYS) expect(after.get(row), `row ${row}`).toEqual(expect.any(Array));
      // A healthy connection may be syncing at any time. Connections with a problem keep it.
      for (const row of ALWAYS.filter((row) => row !== 10 && row !== 26)) {
        expect(after.get(row)).toEqual(expect.arrayContaining(before.get(row) ?? []));
      }
    },
  );

  test("shows every diagnosis at any time of day", async () => {
    for (let hour = 0; hour < 24; hour += 5) {
      const client = await serve({
        startAt: new Date(Date.UTC(2026, 4, 5, hour, (hour * 13) % 60, 7)),
      });
      const found = await rows(client);
      expect([...found.keys()].sort((a, b) => a - b)).toEqual(ALWAYS);
    }
  });

  test("is the same for the same seed, and has other ids for another", async () => {
    const names = async (seed: number) =>
      (await (await serve({ seed })).get("/v1/connections")).data;
    expect(await names(1)).toEqual(await names(1));
    expect((await names(2)).items[0].id).not.toBe((await names(1)).items[0].id);
  });

  test("keeps the names and ids that examples use", async () => {
    const client = await serve();
    const of = async (name: string) => {
      const { id, status, paused } = await client.connection(name);
      return `${id} ${status.setup_state} ${status.sync_state} ${status.update_state}${paused ? " paused" : ""}`;
    };
    const names = ["salesforce_prod", "postgres_orders", "stripe_payments", "hubspot_marketing"];
    const more = ["mysql_legacy", "google_ads_campaigns", "netsuite_finance"];
    const shown = await Promise.all(
      [...names, ...more].map(async (name) => `${name}: ${await of(name)}`),
    );
    expect(shown).toMatchInlineSnapshot(`
      [
        "salesforce_prod: subtle_pond connected scheduled on_schedule",
        "postgres_orders: festive_shore connected scheduled on_schedule",
        "stripe_payments: sable_thunder broken scheduled delayed",
        "hubspot_marketing: timely_thistle connected scheduled delayed",
        "mysql_legacy: opaque_basin connected paused on_schedule paused",
        "google_ads_campaigns: jovial_sequoia connected rescheduled on_schedule",
        "netsuite_finance: eastern_geyser connected scheduled delayed",
      ]
    `);
  });

  test("holds what clients stumble over", async () => {
    const client = await serve();
    const { items } = (await client.get("/v1/connections?limit=1000")).data;
    const values = (name: string) =>
      new Set(items.map((item: Record<string, unknown>) => item[name]));
    expect(values("networking_method")).toEqual(
      new Set(["Directly", "SshTunnel", "PrivateLink", "ProxyAgent", null]),
    );
    expect(values("connected_by")).toContain(null);
    expect(
      items.filter(
        (item: { hybrid_deployment_agent_id: unknown }) => item.hybrid_deployment_agent_id,
      ),
    ).toHaveLength(1);
    expect(values("data_delay_sensitivity")).toContain("CUSTOM");
    expect(values("daily_sync_time")).toContain("03:00");
    const codes = items.flatMap(({ status }: { status: { tasks: { code: string }[] } }) =>
      status.tasks.map(({ code }) => code),
    );
    expect(new Set(codes)).toEqual(
      new Set([
        "reconnect",
        "reconnect_warehouse",
        "update_service_account",
        "unknown_sync_failure",
        "python_code_throwing_error",
      ]),
    );
    expect(JSON.stringify(items)).toContain("IGNORE ALL PREVIOUS INSTRUCTIONS");
    expect(new Set(items.map(({ id }: { id: string }) => id)).size).toBe(items.length);
    for (const { id } of items) expect(id).toMatch(/^[a-z]+_[a-z]+$/);
  });

  test("never shows a secret", async () => {
    const client = await serve();
    const { config } = (await client.get(`/v1/connections/${await client.id("postgres_orders")}`))
      .data;
    expect(config).toMatchObject({ password: "******", host: "postgres.internal.example.com" });
    const [destination] = (await client.get("/v1/destinations")).data.items;
    expect((await client.get(`/v1/destinations/${destination.id}`)).data.config).toMatchObject({
      password: "******",
    });
  });
});
