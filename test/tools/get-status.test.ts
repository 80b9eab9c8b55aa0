import { expect, test } from "vitest";
import * as z from "zod";
import { type Connection, connectionNamed, type Sandbox } from "../../src/sandbox/index.js";
import { dashboard, RESULT_BUDGET } from "../../src/toolkit/render.js";
import { groupIdOf } from "../fleet.js";
import { type Harness, type HarnessOptions, harness, idOf, type Result } from "../harness.js";
import { shown } from "../snapshot.js";
import { tap } from "./tap.js";

const Notice = z.looseObject({ code: z.string(), message: z.string().optional() });
const Reply = z.looseObject({
  connectors: z.array(
    z.looseObject({
      name: z.string(),
      id: z.string(),
      service: z.string(),
      group: z.string(),
      verdict: z.string(),
      reason: z.string(),
      facts: z.record(z.string(), z.unknown()).optional(),
      notes: z.array(z.string()).optional(),
      tasks: z.array(Notice).optional(),
      warnings: z.array(Notice).optional(),
      failed_tests: z
        .array(z.looseObject({ title: z.string(), message: z.string().optional() }))
        .optional(),
      next: z.string().optional(),
      dashboard: z.string().optional(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

/**
 * Returns a harness half a minute later, so that every age is well within its minute regardless of
 * the test's duration.
 */
async function settled(options: HarnessOptions = {}): Promise<Harness> {
  const made = await harness(options);
  if (options.account === undefined) made.sandbox.advance(30_000);
  return made;
}

const statuses = ({ data }: Result) => Reply.parse(data).connectors;

async function statusOf(on: Harness, name: string, args: Record<string, unknown> = {}) {
  const [status] = statuses(await on.call("get_status", { connectors: [name], ...args }));
  if (status === undefined) throw new Error(`no status of ${name}`);
  return status;
}

const edit = (sandbox: Sandbox, name: string, change: (connection: Connection) => void) =>
  sandbox.edit((world) => change(connectionNamed(world, name)));

/** Returns the time this many minutes before the sandbox's. */
const ago = (sandbox: Sandbox, minutes: number) =>
  new Date(sandbox.now().getTime() - minutes * 60_000).toISOString();

function groupNameOf(sandbox: Sandbox, name: string): string {
  let found = "";
  sandbox.edit((world) => {
    found = world.groups.get(connectionNamed(world, name).group_id)?.name ?? "";
  });
  return found;
}

const operations = (sandbox: Sandbox) =>
  sandbox
    .requests()
    .map(({ operation }) => operation)
    .sort();

/**
 * The verdict for each connector of the demo account, and whether the next step needs a person in
 * the dashboard.
 */
const DEMO: Record<
  string,
  readonly (readonly [name: string, verdict: string, needs?: "person"])[]
> = {
  analytics_prod: [
    ["salesforce_prod", "ok"],
    ["postgres_orders", "ok"],
    ["stripe_payments", "broken", "person"],
    ["zendesk_support", "ok"],
    ["mysql_legacy", "paused"],
    ["mysql_inventory", "ok"],
    ["mongo_events", "stuck"],
    ["shopify_store", "partial", "person"],
    ["jira_engineering", "ok"],
    ["github_repos", "ok"],
    ["intercom_chat", "late"],
    ["sqlserver_erp", "loading"],
    ["oracle_billing", "failing"],
    ["product_events_sdk", "failing", "person"],
    ["weather_function", "unknown"],
    ["workday_people", "blocked"],
    ["dynamodb_sessions", "ok"],
    ["recurly_subscriptions", "stale"],
    ["s3_logs.raw", "ok"],
  ],
  marketing: [
    ["google_ads_campaigns", "rescheduled"],
    ["hubspot_marketing", "failing"],
    ["facebook_ads_social", "failing"],
    ["linkedin_ads_brand", "stale"],
    ["google_analytics_web", "ok"],
    ["marketing_sheets.budget", "ok"],
    ["marketo_nurture", "rescheduled"],
    ["klaviyo_email", "ok"],
    ["bingads_search", "needs_setup"],
    ["tiktok_ads_launch", "needs_setup", "person"],
    ["mixpanel_app.events", "never_synced"],
  ],
  finance: [
    ["netsuite_finance", "destination_down", "person"],
    ["xero_ledger", "destination_down", "person"],
    ["quickbooks_books", "destination_down", "person"],
    ["braintree_payouts", "destination_down", "person"],
    ["coupa_procurement", "destination_down", "person"],
  ],
  staging: [
    ["postgres_staging", "broken", "person"],
    ["drive_uploads.files", "broken", "person"],
    ["asana_projects", "paused"],
    ["slack_workspace.messages", "never_synced"],
    ["salesforce_uat", "ok"],
    ["greenhouse_hiring", "ok"],
    ["mariadb_crm", "needs_setup"],
  ],
};

test.each(Object.entries(DEMO))("shows every connector of the group %s", async (group, rows) => {
  const on = await settled();
  // Failed setup tests have tests of their own below.
  on.sandbox.edit((world) => {
    for (const connection of world.connections.values()) connection.setup_tests = [];
  });

  const result = await on.call("get_status", { connectors: rows.map(([name]) => name) });

  expect(shown(on, result)).toMatchSnapshot();
  expect(result.isError).toBe(false);
  const reported = statuses(result);
  expect(reported.map(({ name, verdict }) => [name, verdict])).toEqual(
    rows.map(([name, verdict]) => [name, verdict]),
  );
  const needsPerson = new Set(rows.flatMap(([name, , needs]) => (needs === "person" ? name : [])));
  for (const { name, id, group: where, service, verdict, next, dashboard: link } of reported) {
    expect(id).toBe(idOf(on.sandbox, name));
    expect(where).toBe(group);
    on.sandbox.edit((world) => expect(service).toBe(connectionNamed(world, name).service));
    expect(next !== undefined, `next step of ${name}`).toBe(
      verdict !== "ok" || name === "jira_engineering",
    );
    expect(link, name).toBe(needsPerson.has(name) ? dashboard(id) : undefined);
  }
  expect(on.sandbox.effects()).toEqual([]);
});

test("shows tasks, warnings and failed tests as the world has them", async () => {
  const on = await settled();
  edit(on.sandbox, "zendesk_support", (connection) => {
    connection.status.tasks = [
      { code: "first_task", message: "do this" },
      { code: "second_task", message: "" },
    ];
    connection.status.warnings = [
      { code: "first_warning", message: "mind this" },
      { code: "second_warning", message: "" },
    ];
    connection.setup_tests = [
      { title: "Passed one", status: "PASSED", message: "fine" },
      { title: "Skipped one", status: "SKIPPED", message: "not run" },
      { title: "Warning one", status: "WARNING", message: "hm" },
      { title: "Failed one", status: "FAILED", message: "refused" },
      { title: "Failed without words", status: "FAILED", message: "" },
      { title: "Job failed", status: "JOB_FAILED", message: "did not run" },
    ];
  });

  const result = await on.call("get_status", { connectors: [idOf(on.sandbox, "zendesk_support")] });

  expect(shown(on, result)).toMatchSnapshot();
  const [status] = statuses(result);
  expect(status).toMatchObject({
    tasks: [{ code: "first_task", message: "do this" }, { code: "second_task" }],
    warnings: [{ code: "first_warning", message: "mind this" }, { code: "second_warning" }],
    failed_tests: [
      { title: "Failed one", message: "refused" },
      { title: "Failed without words" },
      { title: "Job failed", message: "did not run" },
    ],
  });
  expect(status?.tasks?.[1]).not.toHaveProperty("message");
  expect(status?.warnings?.[1]).not.toHaveProperty("message");
  expect(status?.failed_tests?.[1]).not.toHaveProperty("message");
  for (const word of ["Passed one", "Skipped one", "Warning one"]) {
    expect(result.text).not.toContain(word);
  }
});

test("without tasks, warnings, failed tests or notes those fields are absent", async () => {
  const on = await settled();

  const status = await statusOf(on, "zendesk_support");

  for (const field of ["tasks", "warnings", "failed_tests", "notes", "next", "dashboard"]) {
    expect(status).not.toHaveProperty(field);
  }
});

test("text of third parties stays in quotes on one line", async () => {
  const on = await settled();

  const { text } = await on.call("get_status", { connectors: ["product_events_sdk"] });

  const [line = "", ...more] = text.split("\n").filter((one) => one.includes("IGNORE"));
  expect(more).toEqual([]);
  expect(line).toContain("delete the connector salesforce_prod");
});

test("details add every set field, secrets masked", async () => {
  const on = await settled();
  edit(on.sandbox, "postgres_orders", (connection) => {
    Object.assign(connection.config, {
      password: "plain-password",
      api_token: "plain-token",
      secrets_list: [{ key: "name_of_it", value: "plain-in-list" }],
      empty_list: [],
      empty_text: "",
      nothing: null,
      switched: false,
      zero: 0,
      names: ["one", "two words"],
      rows: [{ column: "a" }],
      nested: { deeper: { client_secret: "plain-deep", colour: "green" } },
    });
    connection.setup_tests = [
      { title: "Reach", status: "PASSED", message: "" },
      { title: "Sign in", status: "WARNING", message: "hm" },
    ];
    connection.status.tasks = [{ code: "some_task", message: "reported above" }];
    connection.status.warnings = [{ code: "some_warning", message: "reported above too" }];
  });

  const result = await on.call("get_status", {
    connectors: [idOf(on.sandbox, "postgres_orders")],
    details: true,
  });

  expect(shown(on, result)).toMatchSnapshot();
  const whole = result.text + JSON.stringify(result.data);
  for (const secret of ["plain-password", "plain-token", "plain-in-list", "plain-deep"]) {
    expect(whole).not.toContain(secret);
  }
  expect(whole).toContain("[redacted]");
  const [{ details = {} } = {}] = statuses(result);
  expect(details).toMatchObject({
    sync_state: "scheduled",
    paused: false,
    sync_frequency: 15,
    setup_tests: ["Reach: PASSED", "Sign in: WARNING"],
    config: { tunnel_host: "bastion.example.com", switched: false, zero: 0, user: "fivetran" },
  });
  for (const reported of [
    "id",
    "schema",
    "service",
    "status",
    "tasks",
    "warnings",
    "daily_sync_time",
  ]) {
    expect(details).not.toHaveProperty(reported);
  }
});

test("secrets that come in plain are masked, and lists that come as null are empty", async () => {
  const on = await settled();
  const id = idOf(on.sandbox, "postgres_orders");
  let record: Record<string, unknown> = {};
  edit(on.sandbox, "postgres_orders", ({ backstage: _, status, ...rest }) => {
    record = {
      ...rest,
      status: { ...status, tasks: null, warnings: null, is_historical_sync: null },
      setup_tests: null,
      schedule: { schedule_type: "MANUAL" },
      config: {
        user: "fivetran",
        password: "plain-password",
        nested: [{ client_secret: "plain-deep" }],
        is_primary_key: true,
      },
      connect_card: { token: "plain-token", uri: "plain-uri" },
      field_of_tomorrow: { colour: "green" },
    };
  });
  on.sandbox.fault({
    operation: "connection_details",
    status: 200,
    body: JSON.stringify({ code: "Success", message: "", data: record }),
  });

  const result = await on.call("get_status", { connectors: [id], details: true });

  expect(result.isError, result.text).toBe(false);
  expect(shown(on, result)).toMatchSnapshot();
  const whole = result.text + JSON.stringify(result.data);
  for (const secret of ["plain-password", "plain-deep", "plain-token", "plain-uri"]) {
    expect(whole).not.toContain(secret);
  }
  const [{ verdict, details } = {}] = statuses(result);
  // The schedule object overrides the schedule type.
  expect(verdict).toBe("unknown");
  expect(details).toMatchObject({
    config: { user: "fivetran", is_primary_key: true },
    field_of_tomorrow: { colour: "green" },
  });
});

test("details are shown of each connector asked for, and only when asked for", async () => {
  const on = await settled();
  const connectors = ["stripe_payments", "zendesk_support"].map((name) => idOf(on.sandbox, name));

  const without = statuses(await on.call("get_status", { connectors }));
  const withFalse = statuses(await on.call("get_status", { connectors, details: false }));
  const result = await on.call("get_status", { connectors, details: true });

  expect(withFalse).toEqual(without);
  expect(without.every(({ details }) => details === undefined)).toBe(true);
  const detailed = statuses(result);
  expect(detailed.every(({ details }) => details !== undefined)).toBe(true);
  expect(detailed.map(({ details: _, transformations: __, ...rest }) => rest)).toEqual(without);
  expect(shown(on, result)).toMatchSnapshot();
  expect(JSON.stringify(result.data)).not.toContain("****");
});

test("a result over the budget leaves out the details of the last ones and keeps every verdict", async () => {
  const on = await settled();
  const names = DEMO["analytics_prod"]?.map(([name]) => name) ?? [];
  on.sandbox.edit((world) => {
    for (const connection of world.connections.values()) {
      connection.config = { note: "x".repeat(1500) };
    }
  });
  const plain = statuses(await on.call("get_status", { connectors: names }));

  const result = await on.call("get_status", { connectors: names, details: true });

  expect(result.isError).toBe(false);
  expect(result.text.length).toBeLessThanOrEqual(RESULT_BUDGET);
  expect(JSON.stringify(result.data).length).toBeLessThanOrEqual(RESULT_BUDGET);
  const reported = statuses(result);
  expect(reported.map(({ name, verdict }) => [name, verdict])).toEqual(
    plain.map(({ name, verdict }) => [name, verdict]),
  );
  const kept = reported.filter(({ details }) => details !== undefined).length;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(reported.length);
  // The first connectors keep their details. Each of the others has one more note, which says that
  // they do not fit.
  reported.forEach(({ details, notes = [] }, at) => {
    expect(details !== undefined).toBe(at < kept);
    const before = plain[at]?.notes ?? [];
    expect(notes.slice(0, before.length)).toEqual(before);
    expect(notes).toHaveLength(before.length + (at < kept ? 0 : 1));
  });
  // No more is left out than necessary: with one more the result would be too large.
  const [{ details = {} } = {}] = reported;
  const one = JSON.stringify(details).length;
  expect(JSON.stringify(result.data).length + one).toBeGreaterThan(RESULT_BUDGET - 300);
});

test.each([
  [1, 2_000],
  [3, 2_000],
  [10, 100_000],
])(
  "of 20 connectors with %d tasks and as many warnings of %d characters, every one is shown",
  async (n, length) => {
    const on = await settled();
    const ids: string[] = [];
    on.sandbox.edit((world) => {
      for (const connection of [...world.connections.values()].slice(0, 20)) {
        const notices = (kind: string) =>
          Array.from({ length: n }, (_, at) => ({
            code: `${kind}_${at}`,
            message: "m".repeat(length),
          }));
        Object.assign(connection.status, {
          setup_state: "broken",
          tasks: notices("task"),
          warnings: notices("warning"),
        });
        ids.push(connection.id);
      }
    });
    const result = await on.call("get_status", { connectors: ids, details: true });
    expect(statuses(result).map(({ id }) => id)).toEqual(ids);
    for (const id of ids) expect(result.text).toContain(`(${id}) is `);
    expect(result.text).toContain("Task task_0: ");
    expect(result.text).not.toContain("The result was shortened");
    expect(result.text.length).toBeLessThanOrEqual(RESULT_BUDGET);
    expect(JSON.stringify(result.data).length).toBeLessThanOrEqual(RESULT_BUDGET);
  },
);

test.each([500, 700])(
  "messages of %d characters leave space for the names that are not found",
  async (length) => {
    const on = await settled();
    const ids: string[] = [];
    on.sandbox.edit((world) => {
      for (const connection of [...world.connections.values()].slice(0, 14)) {
        const notices = [{ code: "n", message: "m".repeat(length) }];
        Object.assign(connection.status, {
          setup_state: "broken",
          tasks: notices,
          warnings: notices,
        });
        ids.push(connection.id);
      }
    });
    const missing = Array.from({ length: 6 }, (_, at) => `${"nobody".repeat(25)}_${at}`);
    const result = await on.call("get_status", { connectors: [...ids, ...missing] });
    expect(statuses(result).map(({ id }) => id)).toEqual(ids);
    expect(result.data["missing"]).toHaveLength(6);
    expect(result.text).not.toContain("The result was shortened");
  },
);

test("order is as asked; by name and by id, each once", async () => {
  const on = await settled();
  const zendesk = idOf(on.sandbox, "zendesk_support");
  const drive = idOf(on.sandbox, "drive_uploads.files");

  const few = await on.call("get_status", {
    connectors: [drive, "zendesk_support", zendesk],
  });
  const many = await on.call("get_status", {
    connectors: [zendesk, "s3_logs.raw", drive, "drive_uploads.files", "mongo_events", zendesk],
  });

  expect(statuses(few).map(({ id }) => id)).toEqual([drive, zendesk]);
  expect(statuses(many).map(({ name }) => name)).toEqual([
    "zendesk_support",
    "s3_logs.raw",
    "drive_uploads.files",
    "mongo_events",
  ]);
});

test.each([
  ["a connector with a problem", "stripe_payments"],
  ["a healthy one", "zendesk_support"],
])("a sync history that cannot be read is noted, for %s", async (_, name) => {
  const { call, sandbox } = await settled();
  sandbox.fault({ operation: "connection_sync_history", status: 500 });
  const { text, isError } = await call("get_status", { connectors: [name] });
  expect(isError).toBe(false);
  expect(text).toContain("the sync history could not be read: ");
});

test("healthy connectors cost a lookup and a look at their history each; what is wrong with one is read on top", async () => {
  const healthy = await settled();
  await healthy.call("get_status", { connectors: ["zendesk_support", "s3_logs.raw"] });
  expect(operations(healthy.sandbox)).toEqual([
    // A name without a dot can also be an id.
    "connection_details",
    "connection_sync_history",
    "connection_sync_history",
    "destination_details",
    "group_details",
    "list_connections",
    "list_connections",
    "transformations_list",
  ]);

  const broken = await settled();
  await broken.call("get_status", { connectors: ["stripe_payments"] });
  expect(operations(broken.sandbox)).toEqual([
    "connection_details",
    "connection_details",
    "connection_errors",
    "connection_sync_history",
    "destination_details",
    "get_user_membership_in_connections",
    "get_user_membership_in_connections",
    "group_details",
    "list_all_teams",
    "list_all_users",
    "list_all_users_in_group",
    "list_connections",
    "transformations_list",
  ]);
});

test("a second status of a connector reads everything beside the search", async () => {
  const { sandbox, url } = await settled();
  const beside = ["/v1/groups/", "/v1/destinations/", "/v1/transformations", "/sync-history"];
  let missing = new Set<string>();
  let allRead = () => {};
  const relay = await tap(url, async (path, body) => {
    if (path.includes("schema=zendesk_support") && missing.size > 0) {
      await new Promise<void>((resolve) => {
        allRead = resolve;
      });
    }
    for (const part of beside) if (path.includes(part)) missing.delete(part);
    if (missing.size === 0) allRead();
    return body;
  });
  const { call } = await harness({ account: { sandbox, url: relay.url } });
  const first = await call("get_status", { connectors: ["zendesk_support"] });
  const requests = operations(sandbox);
  missing = new Set(beside);

  const second = await call("get_status", { connectors: ["zendesk_support"] });

  expect(statuses(second)).toEqual(statuses(first));
  // Nothing is read twice.
  expect(operations(sandbox)).toEqual([...requests, ...requests].sort());
});

test("a connector that has moved to another group, or given its name away, is shown as it is now", async () => {
  const on = await settled();
  const first = await statusOf(on, "zendesk_support");
  expect(first).toMatchObject({ group: "analytics_prod", verdict: "ok" });
  const finance = groupIdOf(on.sandbox, "finance");

  edit(on.sandbox, "zendesk_support", (connection) => {
    connection.group_id = finance;
  });
  const moved = await statusOf(on, "zendesk_support");
  edit(on.sandbox, "zendesk_support", (connection) => {
    connection.schema = "zendesk_old";
  });
  edit(on.sandbox, "stripe_payments", (connection) => {
    connection.schema = "zendesk_support";
  });
  const other = await statusOf(on, "zendesk_support");

  expect(moved).toMatchObject({ id: first.id, group: "finance", verdict: "destination_down" });
  expect(other.id).not.toBe(first.id);
  expect(other).toMatchObject({ service: "stripe", group: "analytics_prod", verdict: "broken" });
});

test("up to three groups are looked up, more are found in the lists", async () => {
  const of = ["zendesk_support", "klaviyo_email", "xero_ledger", "slack_workspace.messages"];
  const three = await settled();
  const first = await three.call("get_status", { connectors: of.slice(0, 3) });
  expect(statuses(first).map(({ group }) => group)).toEqual([
    "analytics_prod",
    "marketing",
    "finance",
  ]);
  const asked = operations(three.sandbox);
  expect(asked.filter((operation) => operation === "group_details")).toHaveLength(3);
  expect(asked.filter((operation) => operation === "destination_details")).toHaveLength(3);

  const four = await settled();
  const second = await four.call("get_status", { connectors: of });
  expect(statuses(second).map(({ group, verdict }) => [group, verdict])).toEqual([
    ["analytics_prod", "ok"],
    ["marketing", "ok"],
    ["finance", "destination_down"],
    ["staging", "never_synced"],
  ]);
  const fromLists = operations(four.sandbox).filter(
    (operation) => !operation?.includes("connection"),
  );
  expect(fromLists).toEqual([
    "list_all_groups",
    "list_all_teams",
    "list_all_users",
    "list_all_users_in_group",
    "list_destinations",
    "transformations_list",
  ]);
});

const CLOSED: readonly [
  string,
  readonly string[],
  (on: Harness) => void,
  Record<string, string>,
][] = [
  ["gone", ["netsuite_finance"], withoutGroup, {}],
  ["closed to the key", ["netsuite_finance"], forbidden, {}],
  [
    "closed by policy",
    ["netsuite_finance"],
    () => {},
    { DISALLOWED_ACTIONS: "groups:read,destinations:read" },
  ],
  [
    "closed to the key, read as lists",
    ["netsuite_finance", "zendesk_support", "klaviyo_email", "slack_workspace.messages"],
    forbidden,
    {},
  ],
];

function withoutGroup({ sandbox }: Harness): void {
  sandbox.edit((world) => {
    const { group_id } = connectionNamed(world, "netsuite_finance");
    world.groups.delete(group_id);
    world.destinations.delete(group_id);
  });
}

function forbidden({ sandbox }: Harness): void {
  for (const operation of [
    "group_details",
    "destination_details",
    "list_all_groups",
    "list_destinations",
  ]) {
    sandbox.fault({ operation, status: 403 });
  }
}

test.each(CLOSED)(
  "where group and destination are %s, connectors are judged without them",
  async (_, connectors, close, env) => {
    const on = await settled({ env });
    close(on);

    const result = await on.call("get_status", { connectors });

    expect(result.isError, result.text).toBe(false);
    const reported = statuses(result);
    expect(reported).toHaveLength(connectors.length);
    on.sandbox.edit((world) => {
      for (const { name, group } of reported) {
        expect(group).toBe(connectionNamed(world, name).group_id);
      }
    });
    // A destination that cannot be read does not count as down.
    expect(reported[0]).toMatchObject({ name: "netsuite_finance", verdict: "failing" });
  },
);

test.each(["group_details", "destination_details"])(
  "a failing %s is a gap, not an error",
  async (operation) => {
    const on = await settled();
    on.sandbox.fault({ operation, status: 400 });

    const failed = await on.call("get_status", { connectors: ["zendesk_support"] });

    expect(failed.isError).toBe(false);
    expect(shown(on, failed)).toMatchSnapshot();
  },
);

test("an unknown name or id is refused with the nearest ones", async () => {
  const on = await settled();

  const name = await on.call("get_status", { connectors: ["zendesk_suport"] });
  const several = await on.call("get_status", { connectors: ["no.such", "nor_this"] });

  expect(shown(on, name)).toMatchSnapshot();
  expect(name.isError).toBe(true);
  expect(JSON.stringify(name.data)).toContain(idOf(on.sandbox, "zendesk_support"));
  expect(shown(on, several)).toMatchSnapshot();
  expect(several.isError).toBe(true);
  expect(several.text).toContain("no.such");
  expect(several.text).toContain("nor_this");
});

test("an ambiguous name is refused with every candidate, and its ids work", async () => {
  const on = await settled();
  edit(on.sandbox, "klaviyo_email", (connection) => {
    connection.schema = "zendesk_support";
  });
  let ids: string[] = [];
  on.sandbox.edit((world) => {
    ids = [...world.connections.values()]
      .filter(({ schema }) => schema === "zendesk_support")
      .map(({ id }) => id);
  });
  expect(ids).toHaveLength(2);

  const refused = await on.call("get_status", { connectors: ["zendesk_support"] });

  expect(refused.isError).toBe(true);
  for (const id of ids) expect(refused.text).toContain(id);
  expect(shown(on, refused)).toMatchSnapshot();
  expect(statuses(await on.call("get_status", { connectors: ids })).map(({ id }) => id)).toEqual(
    ids,
  );
});

test.each([
  [{ connectors: [] }],
  [{}],
  [{ connectors: Array.from({ length: 21 }, (_, n) => `c${n}`) }],
  [{ connectors: ["zendesk_support"], detail: true }],
  [{ connectors: ["a/b"] }],
])("%j is refused and nothing is asked", async (args) => {
  const on = await settled();

  const refused = await on.call("get_status", args);

  expect(refused.isError).toBe(true);
  expect(shown(on, refused)).toMatchSnapshot();
  expect(on.sandbox.requests()).toEqual([]);
});

test("takes 20 connectors", async () => {
  const on = await settled({ sandbox: { world: "large", connections: 60 } });
  const ids: string[] = [];
  on.sandbox.edit((world) => ids.push(...[...world.connections.keys()].slice(0, 20)));

  const reported = statuses(await on.call("get_status", { connectors: ids }));

  expect(reported.map(({ id }) => id)).toEqual(ids);
  for (const { name, group } of reported) expect(group).toBe(groupNameOf(on.sandbox, name));
});

test("an empty account has no such connector", async () => {
  const on = await settled({ sandbox: { world: "empty" } });

  const refused = await on.call("get_status", { connectors: ["zendesk_support"] });

  expect(refused.isError).toBe(true);
  expect(shown(on, refused)).toMatchSnapshot();
});

test("is refused where policy forbids reading connectors", async () => {
  const on = await settled({ env: { DISALLOWED_ACTIONS: "connections:read" } });

  const refused = await on.call("get_status", { connectors: ["zendesk_support"] });

  expect(refused.isError).toBe(true);
  expect(refused.text).toContain("DISALLOWED_ACTIONS");
  expect(on.sandbox.requests()).toEqual([]);
});

test("shows only connectors of the groups that the operator lets in", async () => {
  const open = await settled();
  let finance = "";
  open.sandbox.edit((world) => {
    finance = connectionNamed(world, "xero_ledger").group_id;
  });
  const on = await settled({ account: open, env: { FIVETRAN_GROUPS: finance } });
  const outside = idOf(on.sandbox, "zendesk_support");

  const inside = await on.call("get_status", { connectors: ["xero_ledger"] });
  const byName = await on.call("get_status", { connectors: ["zendesk_support"] });
  const byId = await on.call("get_status", { connectors: [outside] });

  expect(statuses(inside).map(({ name, group }) => [name, group])).toEqual([
    ["xero_ledger", "finance"],
  ]);
  for (const refused of [byName, byId]) {
    expect(refused.isError).toBe(true);
    expect(refused.data).not.toHaveProperty("connectors");
  }
  expect(shown(on, byName)).toMatchSnapshot();
  expect(shown(on, byId)).toMatchSnapshot();
});

/**
 * States that the demo account does not have: the change to a healthy connector, and the verdict
 * that follows.
 */
const STATES: readonly [
  what: string,
  verdict: string,
  change: (connection: Connection, sandbox: Sandbox) => void,
][] = [
  [
    "never synced and long overdue",
    "never_synced",
    (c, s) => {
      c.succeeded_at = null;
      c.created_at = ago(s, 1000);
      c.sync_frequency = 60;
    },
  ],
  [
    "syncing again after a failure, on time",
    "ok",
    (c, s) => {
      c.status.sync_state = "syncing";
      c.succeeded_at = ago(s, 90);
      c.failed_at = ago(s, 5);
    },
  ],
  [
    "syncing beyond its limit",
    "stuck",
    (c, s) => {
      c.status.sync_state = "syncing";
      c.sync_frequency = 60;
      c.succeeded_at = ago(s, 500);
    },
  ],
  [
    "loading all history again",
    "loading",
    (c) => {
      c.status.sync_state = "syncing";
      c.status.is_historical_sync = true;
    },
  ],
  [
    "manual and syncing",
    "unknown",
    (c) => {
      c.status.sync_state = "syncing";
      c.schedule_type = "manual";
    },
  ],
  [
    "manual and marked as delayed",
    "unknown",
    (c) => {
      c.status.update_state = "delayed";
      c.schedule_type = "manual";
    },
  ],
  [
    "put off to a time that has passed",
    "rescheduled",
    (c, s) => {
      c.status.sync_state = "rescheduled";
      c.status.rescheduled_for = ago(s, 30);
      c.failed_at = ago(s, 40);
      c.succeeded_at = ago(s, 400);
    },
  ],
  [
    "sound, with two tasks, two warnings and tables to resync",
    "partial",
    (c) => {
      c.status.tasks = [
        { code: "one", message: "m" },
        { code: "two", message: "m" },
      ];
      c.status.warnings = [
        { code: "resync_table_warning", message: "m" },
        { code: "other", message: "m" },
        { code: "third", message: "m" },
      ];
    },
  ],
  [
    "paused for long, with a task",
    "paused",
    (c, s) => {
      c.paused = true;
      c.status.sync_state = "paused";
      c.succeeded_at = ago(s, 20_000);
      c.status.tasks = [{ code: "one", message: "m" }];
    },
  ],
  [
    "stopped because of its destination, by its task",
    "destination_down",
    (c, s) => {
      c.status.tasks = [{ code: "reconnect_warehouse", message: "m" }];
      c.failed_at = ago(s, 1);
    },
  ],
  [
    "over its own threshold",
    "stale",
    (c, s) => {
      c.data_delay_sensitivity = "CUSTOM";
      c.data_delay_threshold = 10;
      c.sync_frequency = 60;
      c.succeeded_at = ago(s, 71);
    },
  ],
  [
    "exactly at its own threshold",
    "ok",
    (c, s) => {
      c.data_delay_sensitivity = "CUSTOM";
      c.data_delay_threshold = 10;
      c.sync_frequency = 60;
      c.succeeded_at = ago(s, 70);
    },
  ],
  [
    "one sync missed by a minute",
    "late",
    (c, s) => {
      c.sync_frequency = 60;
      c.succeeded_at = ago(s, 121);
    },
  ],
  [
    "its clock in the future",
    "unknown",
    (c, s) => {
      c.succeeded_at = ago(s, -70);
    },
  ],
  [
    "in an unknown sync state",
    "unknown",
    (c) => void Object.assign(c.status, { sync_state: "dreaming" }),
  ],
  [
    "on a schedule of an unknown kind",
    "unknown",
    (c) => void Object.assign(c, { schedule_type: "lunar" }),
  ],
  [
    "states in capitals",
    "ok",
    (c) =>
      void Object.assign(c.status, {
        setup_state: "CONNECTED",
        sync_state: "SCHEDULED",
        update_state: "ON_SCHEDULE",
      }),
  ],
];

test.each(STATES)("a connector that is %s: %s", async (_, verdict, change) => {
  const on = await settled();
  edit(on.sandbox, "zendesk_support", (connection) => {
    connection.backstage.hold = { heals_on: [], since: on.sandbox.now().getTime() };
    connection.backstage.run = null;
    change(connection, on.sandbox);
  });

  const result = await on.call("get_status", { connectors: ["zendesk_support"] });

  expect(statuses(result)[0]?.verdict).toBe(verdict);
  expect(shown(on, result)).toMatchSnapshot();
});

test("a broken destination is the cause for all its connectors but those whose setup is unfinished", async () => {
  const on = await settled();
  on.sandbox.edit((world) => {
    const { group_id } = connectionNamed(world, "zendesk_support");
    const destination = world.destinations.get(group_id);
    if (destination === undefined) throw new Error("no destination");
    destination.setup_status = "incomplete";
    connectionNamed(world, "github_repos").status.setup_state = "incomplete";
  });

  const result = await on.call("get_status", {
    connectors: ["zendesk_support", "stripe_payments", "mysql_legacy", "github_repos"],
  });

  expect(statuses(result).map(({ verdict }) => verdict)).toEqual([
    "destination_down",
    "destination_down",
    "destination_down",
    "needs_setup",
  ]);
  expect(shown(on, result)).toMatchSnapshot();
});

test("by name and by id show the same failed setup tests", async () => {
  const on = await settled();
  const name = "stripe_payments";
  await on.call("run_setup_tests", { connector: name });
  const byName = await on.call("get_status", { connectors: [name] });
  const byId = await on.call("get_status", { connectors: [idOf(on.sandbox, name)] });
  const [tests = [], same] = [byName, byId].map((read) => statuses(read)[0]?.failed_tests);
  expect(tests).toEqual(same);
  expect(tests.length).toBeGreaterThan(0);
});

test("setup tests that cannot be read leave a note, and everything else is shown", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "stripe_payments");
  on.sandbox.fault({ path: `/v1/connections/${id}`, status: 500 });

  const read = await on.call("get_status", { connectors: ["stripe_payments"] });

  expect(read.isError).toBe(false);
  expect(read.text).toContain("is broken");
  expect(read.text).toContain(`setup tests of ${id} could not be read`);
});

test("details of tasks and warnings are shown and clipped; so is a message of any length", async () => {
  const on = await harness();
  on.sandbox.edit((world) => {
    const { status } = connectionNamed(world, "zendesk_support");
    const details = `orders ${"x".repeat(5000)}`;
    status.tasks = [{ code: "t", message: "long ".repeat(5400), details }];
    status.warnings = [{ code: "w", message: "m", details: "since 09:00" }];
  });

  const read = await on.call("get_status", { connectors: ["zendesk_support"] });

  expect(read.text).toContain('details="orders x');
  expect(read.text).toContain('Warning w: "m" details="since 09:00"');
  expect(read.text.length).toBeLessThan(2500);
  expect(JSON.stringify(read.data).length).toBeLessThan(4000);
});

test("of many tasks and warnings the first are shown, and the others counted with the call that shows them", async () => {
  const on = await harness();
  const many = (code: string, length: number) =>
    Array.from({ length }, (_, n) => ({ code: `${code}_${n}`, message: "m".repeat(3000) }));
  edit(on.sandbox, "stripe_payments", ({ status }) => {
    status.tasks = many("task", 60);
    status.warnings = many("warning", 11);
  });

  const { text } = await on.call("get_status", { connectors: ["stripe_payments"] });

  expect(text).toContain("Task task_9: ");
  expect(text).not.toContain("Task task_10: ");
  for (const [more, field] of [
    ["50 more tasks", "status.tasks"],
    ["1 more warning", "status.warnings"],
  ]) {
    expect(text).toContain(
      `Note: ${more} not shown; to see them, call read_api with connection_details and fields=["${field}"]`,
    );
  }
});

test("details of a single connector that do not fit are said to be read in parts", async () => {
  const on = await harness();
  edit(on.sandbox, "stripe_payments", (connection) => {
    connection.config = Object.fromEntries(
      Array.from({ length: 3000 }, (_, n) => [`field_${n}`, "x".repeat(100)]),
    );
  });

  const { text } = await on.call("get_status", { connectors: ["stripe_payments"], details: true });

  expect(text).toContain("call read_api with connection_details and fields");
  expect(text).not.toContain("request only this connector");
});

test("what is found of many is shown, and what is missing is listed with the nearest", async () => {
  const on = await harness();
  const names = ["zendesk_support", "stripe_paymnts", "no_such_connector_at_all"];

  const read = await on.call("get_status", { connectors: names });

  expect(read.isError).toBe(false);
  expect(read.data).toMatchObject({
    connectors: [{ name: "zendesk_support" }],
    missing: [{ value: names[1] }, { value: names[2] }],
  });
  expect(read.text).toContain(
    "No connector has the id or name stripe_paymnts. Nearest: stripe_payments",
  );
  const none = await on.call("get_status", { connectors: names.slice(1) });
  expect(none.isError).toBe(true);
});

test.each([
  (page: string, id: string) => `${page}/connections/${id}/status.`,
  (page: string, id: string) => `[zendesk](${page}/connections/${id}/status?groupId=x#top)`,
  (page: string, id: string) => `<${page}/connections/${id}|zendesk>`,
  (page: string, id: string) => `"${page}/connections/${id}",`,
  (page: string, id: string) => `\`${page}/connections/${id}/logs\``,
  (page: string, id: string) => `**${page}/connectors/${id}/schema**`,
  (page: string) => `${page}/connectors/zendesk/zendesk_support/status`,
  (page: string) => `${page}/connectors/zendesk/zendesk%5Fsupport?requiredGroup=x`,
  (page: string, id: string) => `${page.replace("https", "http")}/connections/${id}/anything`,
])("a link to a connector in a chat, or of an older version, names it (%#)", async (link) => {
  const on = await harness();
  const id = idOf(on.sandbox, "zendesk_support");
  const given = link("https://fivetran.com/dashboard", id);
  const read = await on.call("get_status", { connectors: [given] });
  expect(read.data, read.text).toMatchObject({ connectors: [{ id }] });
});

test("the page or the id of a group is not that of a connector", async () => {
  const on = await harness();
  const id = groupIdOf(on.sandbox, "finance");
  const link = `https://fivetran.com/dashboard/destinations/${id}`;
  const page = await on.call("get_status", { connectors: [link] });
  expect(page.text).toContain("is not a link to a connector in the dashboard");
  for (const value of [id, "finance"]) {
    const read = await on.call("get_status", { connectors: [value] });
    expect(read.text).toContain(`${value} is a group, not a connector: finance (id ${id})`);
  }
});

test("a dashboard link names a connector, and a group", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "zendesk_support");
  const page = "https://fivetran.com/dashboard";
  for (const link of [
    `${page}/connections/${id}/status`,
    `${page}/connectors/${id}/setup?tab=1`,
    `https://eu.fivetran.com/dashboard/connections/${id}`,
  ]) {
    const read = await on.call("get_status", { connectors: [link] });
    expect(read.data).toMatchObject({ connectors: [{ id }] });
  }
  const groupId = groupIdOf(on.sandbox, "finance");
  const group = `${page}/destinations/${groupId}/overview`;
  expect((await on.call("check_stale", { group })).data).toMatchObject({ problems: 5 });
  for (const link of [
    `https://evil.example/dashboard/connections/${id}`,
    `https://fivetran.com@evil.example/dashboard/connections/${id}`,
    `https://evil.example/https://fivetran.com/dashboard/connections/${id}`,
    `${page}/users/${id}`,
  ]) {
    const refused = await on.call("get_status", { connectors: [link] });
    expect(refused.text).toMatch(/is not (a valid id or name of|a link to) a connector/);
  }
});
