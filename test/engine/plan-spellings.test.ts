import { describe, expect, test } from "vitest";
import { type Harness, harness } from "../harness.js";
import { groupId } from "../tools/ids.js";

const json = JSON.stringify;
const SECRETS = { FIVETRAN_SECRET_REFS: "DB_PW", DB_PW: "canary-7d10" };

interface Case {
  tool: string;
  plain: Record<string, unknown>;
  /** Other spellings of the same call. */
  others: Record<string, unknown>[];
}

const postgres = {
  host: "db.example.com",
  port: 5433,
  database: "shop",
  user: "loader",
  password: { secret_ref: "env:DB_PW" },
  update_method: "QUERY_BASED",
  always_encrypted: false,
};

/** Returns the cases, with the ids of the present account. */
const cases = (group: string): Case[] => [
  {
    tool: "modify_schema",
    plain: {
      connector: "postgres_orders",
      changes: [{ schema: "public", table: "orders", enabled: false }],
    },
    others: [
      { changes: { schema: "public", table: "orders", enabled: "false" } },
      { changes: json([{ schema: "public", table: "orders", column: null, enabled: "FALSE" }]) },
      { changes: json({ schema: "public", table: "orders", enabled: false }), policy: null },
      { changes: [json({ schema: "public", table: "orders", enabled: false })], policy: "" },
    ],
  },
  {
    tool: "resync_connector",
    plain: { connector: "postgres_orders", tables: { public: ["orders"] } },
    others: [
      { tables: json({ public: ["orders"] }) },
      { tables: { public: "orders" } },
      { tables: { public: json(["orders"]), sales: null } },
    ],
  },
  {
    tool: "update_connector",
    plain: { connector: "postgres_orders", sync_frequency: 60, config: { ...postgres } },
    others: [
      { sync_frequency: "60", config: { ...postgres, port: "5433", always_encrypted: "false" } },
      {
        config: json({ ...postgres, always_encrypted: "False", update_method: "query_based" }),
        auth: {},
      },
      { config: { ...postgres, connection_type: null, port: " 5433 " }, schedule_type: "" },
      {
        config: { ...postgres, password: json({ secret_ref: "env:DB_PW" }) },
        daily_sync_time: null,
      },
    ],
  },
  {
    tool: "create_connector",
    plain: {
      service: "postgres",
      group,
      name: "shop_pg",
      config: { ...postgres },
      connect_card: { redirect_uri: "https://app.example.com/done", all_fields: true },
      sync_frequency: 60,
      paused: true,
    },
    others: [
      { config: json({ ...postgres, port: "5433" }), paused: "true", copies: [], auth: "{}" },
      {
        config: { ...postgres, always_encrypted: "false", tunnel_host: null },
        connect_card: json({
          redirect_uri: "https://app.example.com/done",
          hide_setup_guide: null,
          all_fields: "True",
        }),
        sync_frequency: " 60 ",
        copy_of: "",
      },
    ],
  },
  {
    tool: "write_api",
    plain: {
      operation_id: "create_destination",
      body: {
        group_id: group,
        service: "postgres_warehouse",
        time_zone_offset: "0",
        region: "GCP_US_EAST4",
        trust_certificates: true,
        config: { host: "db.example.com", port: 5432, database: "dw", user: "u" },
      },
    },
    others: [
      {
        body: json({
          group_id: group,
          service: "postgres_warehouse",
          time_zone_offset: "0",
          region: "GCP_US_EAST4",
          trust_certificates: "true",
          config: { host: "db.example.com", port: "5432", database: "dw", user: "u" },
        }),
        params: "{}",
      },
      {
        body: {
          group_id: group,
          service: "postgres_warehouse",
          time_zone_offset: "0",
          region: "GCP_US_EAST4",
          trust_certificates: true,
          config: json({ host: "db.example.com", port: 5432, database: "dw", user: "u" }),
          networking_method: null,
        },
        params: null,
      },
    ],
  },
];

const open = () => harness({ env: { ...SECRETS, FIVETRAN_CONFIRM: "all" } });

/** Returns the text of a plan without the token, which differs between plans. */
const planText = ({ text }: { text: string }) => text.replace(/fvc1_[\w-]+/, "TOKEN");

/** Returns the bodies of the requests that could have changed something. */
const bodies = ({ sandbox }: Harness) =>
  sandbox
    .requests()
    .filter(({ method }) => method !== "GET")
    .map(({ path, body }) => ({ path, body }));

describe.each(cases("").map(({ tool }, index) => [tool, index] as const))("%s", (tool, index) => {
  test("plans the same in every spelling, and confirms a plan in any other", async () => {
    const first = await open();
    const group = groupId(first.sandbox, "finance");
    const { plain, others } = cases(group)[index] ?? { plain: {}, others: [] };
    const plan = await first.call(tool, plain);
    expect(plan.status, plan.text).toBe("confirmation_required");
    for (const other of others) {
      const again = await first.call(tool, { ...plain, ...other });
      expect(planText(again)).toBe(planText(plan));
    }
    const done = await first.call(tool, { ...plain, confirmation_token: plan.token });
    const wanted = bodies(first);
    expect(wanted.length, done.text).toBeGreaterThan(0);
    for (const other of others) {
      const on = await open();
      const asked = await on.call(tool, { ...plain, ...other });
      const confirmed = await on.call(tool, { ...plain, confirmation_token: asked.token });
      expect(confirmed.status, confirmed.text).toBe(done.status);
      expect(bodies(on)).toEqual(wanted);
      // A repeated confirmation returns the recorded result in any spelling.
      const replay = { ...plain, ...other, confirmation_token: asked.token };
      expect((await on.call(tool, replay)).status).toBe(confirmed.status);
      expect(bodies(on)).toEqual(wanted);
    }
  });
});
