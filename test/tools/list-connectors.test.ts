import { describe, expect, test } from "vitest";
import * as z from "zod";
import { RESULT_BUDGET } from "../../src/toolkit/render.js";
import {
  connectionsOf,
  fleet,
  groupIdOf,
  type Member,
  serveConnections,
  settled,
  stable,
} from "../fleet.js";
import { type Harness, harness, idOf, type Result } from "../harness.js";

const List = z.object({
  total: z.number(),
  by_verdict: z.record(z.string(), z.number()).default({}),
  connectors: z
    .array(
      z.strictObject({
        name: z.string(),
        id: z.string(),
        service: z.string(),
        group: z.string(),
        verdict: z.string(),
        last_success_at: z.string().optional(),
        age: z.string().optional(),
        schedule: z.string(),
        network: z.string().optional(),
        creator: z.string().optional(),
      }),
    )
    .default([]),
  next_cursor: z.string().optional(),
  gaps: z.array(z.string()).default([]),
});
const listed = ({ data, text, isError }: Result) => {
  expect(isError, text).toBe(false);
  return List.parse(data);
};
type Listed = ReturnType<typeof listed>;
const namesIn = ({ connectors }: Listed) => connectors.map(({ name }) => name);
const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

type Kept = (connection: ReturnType<typeof connectionsOf>[number]) => boolean;
const truth = (on: Harness, keep: Kept = () => true) =>
  connectionsOf(on.sandbox)
    .filter(keep)
    .map(({ schema }) => schema)
    .sort(byCodeUnit);
const operationsOf = ({ sandbox }: Harness) =>
  sandbox
    .requests()
    .map(({ operation }) => operation)
    .sort();

/** Verdicts of the demo account, according to its description. All others are `ok`. */
const VERDICTS: Record<string, string[]> = {
  destination_down: [
    "braintree_payouts",
    "coupa_procurement",
    "netsuite_finance",
    "quickbooks_books",
    "xero_ledger",
  ],
  needs_setup: ["bingads_search", "mariadb_crm", "tiktok_ads_launch"],
  rescheduled: ["google_ads_campaigns", "marketo_nurture"],
  failing: ["facebook_ads_social", "hubspot_marketing", "oracle_billing", "product_events_sdk"],
  never_synced: ["mixpanel_app.events", "slack_workspace.messages"],
  blocked: ["workday_people"],
  broken: ["drive_uploads.files", "postgres_staging", "stripe_payments"],
  stuck: ["mongo_events"],
  stale: ["linkedin_ads_brand", "recurly_subscriptions"],
  partial: ["shopify_store"],
  late: ["intercom_chat"],
  paused: ["asana_projects", "mysql_legacy"],
  loading: ["sqlserver_erp"],
  unknown: ["weather_function"],
};
const verdictOf = (name: string) =>
  Object.entries(VERDICTS).find(([, names]) => names.includes(name))?.[0] ?? "ok";
const NEVER = [
  "asana_projects",
  "mixpanel_app.events",
  "slack_workspace.messages",
  "sqlserver_erp",
  "tiktok_ads_launch",
  "workday_people",
];

test("lists every connector of the account by name with three requests, and changes nothing", async () => {
  const on = await settled();
  const result = await on.call("list_connectors", { limit: 200 });
  expect(stable(on, result)).toMatchSnapshot();
  const data = listed(result);
  expect(namesIn(data)).toEqual(truth(on));
  expect(data.total).toBe(connectionsOf(on.sandbox).length);
  expect(data.next_cursor).toBeUndefined();
  expect(operationsOf(on)).toEqual(["list_all_groups", "list_connections", "list_destinations"]);
  expect(on.sandbox.effects()).toEqual([]);
});

test("each with its own id, service, group, verdict and last success", async () => {
  const on = await settled();
  const { connectors } = listed(await on.call("list_connectors", { limit: 200 }));
  const all = connectionsOf(on.sandbox);
  for (const item of connectors) {
    const own = all.find(({ schema }) => schema === item.name);
    expect(item).toMatchObject({
      id: own?.id,
      service: own?.service,
      verdict: verdictOf(item.name),
    });
    expect(groupIdOf(on.sandbox, item.group)).toBe(own?.group_id);
    expect(item.last_success_at).toBe(own?.succeeded_at ?? undefined);
    expect(item.age === undefined).toBe(own?.succeeded_at === null);
  }
  expect(connectors.filter(({ age }) => age === undefined).map(({ name }) => name)).toEqual(NEVER);
  const ages = Object.fromEntries(connectors.map(({ name, age }) => [name, age]));
  expect(ages).toMatchObject({
    mysql_legacy: "38 d",
    stripe_payments: "2 d 5 h",
    mongo_events: "9 h 40 min",
    linkedin_ads_brand: "5 h",
  });
});

test("counts by verdict, the most frequent first", async () => {
  const on = await settled();
  const { by_verdict, total } = listed(await on.call("list_connectors", { limit: 1 }));
  const counted = Object.entries(VERDICTS).map(([verdict, names]) => [verdict, names.length]);
  expect(by_verdict).toEqual({ ...Object.fromEntries(counted), ok: 13 });
  const counts = Object.values(by_verdict);
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(total);
  expect(Object.keys(by_verdict).slice(0, 3)).toEqual(["ok", "destination_down", "failing"]);
});

test("lists 25 where no limit is given", async () => {
  const on = await settled();
  const first = listed(await on.call("list_connectors"));
  expect(namesIn(first)).toEqual(truth(on).slice(0, 25));
  const second = listed(await on.call("list_connectors", { cursor: first.next_cursor }));
  expect(namesIn(second)).toEqual(truth(on).slice(25));
});

/**
 * Matches a word at the start of a text, or after a character that is neither a letter nor a digit.
 */
const startsWord = (word: string) =>
  new RegExp(`${/^[a-z0-9]/.test(word) ? "(^|[^a-z0-9])" : ""}${word.replace(".", "\\.")}`);

test.each([
  "mysql",
  "MySQL",
  "ads",
  "stripe pay",
  "pay stripe",
  "  google   ads ",
  "_prod",
  "dynamo",
  "maria",
  "s3_logs.raw",
  "salesforce sandbox",
  " ",
])("words %j: each starts a word of the name, service or id", async (words) => {
  const on = await settled();
  const result = await on.call("list_connectors", { words, limit: 200 });
  const wanted = words.toLowerCase().trim().split(/\s+/).map(startsWord);
  const names = truth(on, ({ schema, service, id }) =>
    wanted.every((word) => [schema, service, id].some((text) => word.test(text))),
  );
  expect(names.length).toBeGreaterThan(0);
  expect(namesIn(listed(result))).toEqual(names);
  expect(listed(result).total).toBe(names.length);
});

test("words find in each of name, service and id, any the letters' case", async () => {
  const on = await settled();
  fleet(on.sandbox, [
    { name: "by_NEEDLE_name", service: "a", id: "i_1" },
    { name: "by_service", service: "the_Needle", id: "i_2" },
    { name: "by_id", service: "a", id: "Needle_i" },
    { name: "not", service: "a", id: "i_3" },
  ]);
  const found = listed(await on.call("list_connectors", { words: "nEEDLE" }));
  expect(namesIn(found)).toEqual(["by_NEEDLE_name", "by_id", "by_service"]);
  const both = listed(await on.call("list_connectors", { words: "needle name" }));
  expect(namesIn(both)).toEqual(["by_NEEDLE_name"]);
});

test("a search that is shown", async () => {
  const on = await settled();
  const result = await on.call("list_connectors", { words: "mysql" });
  expect(stable(on, result)).toMatchSnapshot();
  expect(namesIn(listed(result))).toEqual(["mysql_inventory", "mysql_legacy"]);
  expect(listed(result).by_verdict).toEqual({ ok: 1, paused: 1 });
});

test("by its whole id, finds the one", async () => {
  const on = await settled();
  const id = idOf(on.sandbox, "stripe_payments");
  expect(namesIn(listed(await on.call("list_connectors", { words: id })))).toEqual([
    "stripe_payments",
  ]);
});

test.each([
  ["name", () => "marketing"],
  ["id", ({ sandbox }: Harness) => groupIdOf(sandbox, "marketing")],
])("by the %s of a group, lists only what is in it", async (_, value) => {
  const on = await settled();
  const result = await on.call("list_connectors", { group: value(on) });
  expect(stable(on, result)).toMatchSnapshot();
  const id = groupIdOf(on.sandbox, "marketing");
  expect(namesIn(listed(result))).toEqual(truth(on, ({ group_id }) => group_id === id));
  expect(new Set(listed(result).connectors.map(({ group }) => group))).toEqual(
    new Set(["marketing"]),
  );
  const list = on.sandbox.requests().find(({ operation }) => operation === "list_connections");
  expect(list?.path).toContain(`group_id=${id}`);
  expect(operationsOf(on)).toEqual(["list_all_groups", "list_connections", "list_destinations"]);
});

test.each(["salesforce", "Postgres", "mysql"])(
  "by service %s, lists only connectors of exactly that service",
  async (service) => {
    const on = await settled();
    const data = listed(await on.call("list_connectors", { service }));
    expect(namesIn(data)).toEqual(
      truth(on, (connection) => connection.service === service.toLowerCase()),
    );
    expect(data.total).toBe(data.connectors.length);
  },
);

const STATES: readonly (readonly [state: string, keep: Kept])[] = [
  ...["ok", ...Object.keys(VERDICTS)].map(
    (verdict) => [verdict, ({ schema }) => verdictOf(schema) === verdict] satisfies [string, Kept],
  ),
  ["incomplete", ({ status }) => status.setup_state === "incomplete"],
  ["connected", ({ status }) => status.setup_state === "connected"],
  ["scheduled", ({ status }) => status.sync_state === "scheduled"],
  ["syncing", ({ status }) => status.sync_state === "syncing"],
  ["on_schedule", ({ status }) => status.update_state === "on_schedule"],
  ["delayed", ({ status }) => status.update_state === "delayed"],
];
/** Words that are both a verdict and one of Fivetran's states. */
const ALSO: Record<string, Kept> = {
  broken: ({ status }) => status.setup_state === "broken",
  paused: ({ paused }) => paused,
  rescheduled: ({ status }) => status.sync_state === "rescheduled",
};

test.each(STATES)("state %s", async (state, keep) => {
  const on = await settled();
  const data = listed(await on.call("list_connectors", { states: [state], limit: 200 }));
  const names = truth(on, (connection) => keep(connection) || ALSO[state]?.(connection) === true);
  expect(names.length).toBeGreaterThan(0);
  expect(namesIn(data)).toEqual(names);
  expect(data.total).toBe(names.length);
});

test("several states: any of them; with all other filters: all of them", async () => {
  const on = await settled();
  const result = await on.call("list_connectors", { states: ["broken", "stale", "syncing"] });
  expect(stable(on, result)).toMatchSnapshot();
  const names = truth(
    on,
    ({ schema, status }) =>
      ["broken", "stale"].includes(verdictOf(schema)) ||
      status.setup_state === "broken" ||
      status.sync_state === "syncing",
  );
  expect(namesIn(listed(result))).toEqual(names);
  const narrow = listed(
    await on.call("list_connectors", {
      states: ["broken", "stale"],
      group: "staging",
      service: "postgres",
      words: "post",
    }),
  );
  expect(namesIn(narrow)).toEqual(["postgres_staging"]);
  const none = listed(
    await on.call("list_connectors", { states: ["ok"], group: "staging", service: "postgres" }),
  );
  expect(none.total).toBe(0);
});

async function pages(on: Harness, args: Record<string, unknown>): Promise<Listed[]> {
  const all: Listed[] = [];
  let cursor: string | undefined;
  do {
    const page = listed(
      await on.call("list_connectors", { ...args, ...(cursor === undefined ? {} : { cursor }) }),
    );
    all.push(page);
    cursor = page.next_cursor;
    expect(all.length).toBeLessThan(100);
  } while (cursor !== undefined);
  return all;
}

test.each([5, 14, 41, 42, 43])("pages of %i hold every connector once, in order", async (limit) => {
  const on = await settled();
  const all = await pages(on, { limit });
  expect(all.flatMap(namesIn)).toEqual(truth(on));
  expect(all).toHaveLength(Math.ceil(42 / limit));
  for (const { total, by_verdict } of all) {
    expect(total).toBe(42);
    expect(by_verdict["ok"]).toBe(13);
  }
});

test("pages within filters hold each match once", async () => {
  const on = await settled();
  const all = await pages(on, { group: "analytics_prod", states: ["ok"], words: "s", limit: 2 });
  const id = groupIdOf(on.sandbox, "analytics_prod");
  const names = truth(
    on,
    (connection) =>
      connection.group_id === id &&
      verdictOf(connection.schema) === "ok" &&
      startsWord("s").test(`${connection.schema} ${connection.service} ${connection.id}`),
  );
  expect(names.length).toBeGreaterThan(2);
  expect(all.flatMap(namesIn)).toEqual(names);
});

test("a word in the middle of another one is not found", async () => {
  const on = await settled();
  const ads = namesIn(listed(await on.call("list_connectors", { words: "ads" })));
  expect(ads).toContain("google_ads_campaigns");
  expect(ads).not.toContain("drive_uploads.files");
});

test("by several services", async () => {
  const on = await settled();
  const service = ["postgres", "MySQL", "nothing_like_it"];
  const found = namesIn(listed(await on.call("list_connectors", { service })));
  expect(found).toEqual(truth(on, (one) => ["postgres", "mysql"].includes(one.service)));
});

test.each<[string, Kept]>([
  ["frequency:<=60", (one) => one.schedule_type === "auto" && Number(one.sync_frequency) <= 60],
  ["frequency:<60", (one) => one.schedule_type === "auto" && Number(one.sync_frequency) < 60],
  ["frequency:>=720", (one) => one.schedule_type === "auto" && Number(one.sync_frequency) >= 720],
  ["frequency:>720", (one) => one.schedule_type === "auto" && Number(one.sync_frequency) > 720],
  ["Frequency:15", (one) => one.schedule_type === "auto" && one.sync_frequency === 15],
  ["frequency:=15", (one) => one.schedule_type === "auto" && one.sync_frequency === 15],
  ["schedule:manual", (one) => one.schedule_type === "manual"],
  ["schedule:AUTO", (one) => one.schedule_type === "auto"],
  ["service:MySQL,postgres", (one) => ["mysql", "postgres"].includes(one.service)],
  ["network:sshtunnel", (one) => one.networking_method === "SshTunnel"],
  ["network:brisk_falcon", (one) => one.proxy_agent_id === "brisk_falcon"],
  [
    "network:*",
    (one) =>
      one.hybrid_deployment_agent_id != null ||
      !["Directly", null].includes(one.networking_method ?? null),
  ],
  [
    "frequency:<=60 s",
    (one) =>
      one.schedule_type === "auto" &&
      Number(one.sync_frequency) <= 60 &&
      startsWord("s").test(`${one.schema} ${one.service} ${one.id}`),
  ],
])("by %s", async (words, keep) => {
  const on = await settled();
  const found = namesIn(listed(await on.call("list_connectors", { words, limit: 200 })));
  expect(found).toEqual(truth(on, keep));
  expect(found.length).toBeGreaterThan(0);
});

test("by state: as with states", async () => {
  const on = await settled();
  const byWords = listed(await on.call("list_connectors", { words: "state:Syncing,DELAYED" }));
  const states = ["syncing", "delayed"];
  const byStates = listed(await on.call("list_connectors", { states }));
  expect(byWords).toEqual(byStates);
  expect(byWords.total).toBeGreaterThan(0);
});

test("by creator: the name, e-mail address or id of a user, shown by name", async () => {
  const on = await settled();
  const ids = new Map<string, string>();
  on.sandbox.edit((world) => {
    for (const { id, given_name } of world.users.values()) ids.set(given_name, id);
    for (const one of world.connections.values()) {
      if (one.service === "mysql") one.connected_by = ids.get("Mary") ?? null;
    }
  });
  for (const creator of ["mary", "MARY_Example", "mary@example.com", ids.get("Mary")]) {
    const result = await on.call("list_connectors", { words: `creator:${creator}` });
    expect(namesIn(listed(result)), creator).toEqual(["mysql_inventory", "mysql_legacy"]);
    expect(listed(result).connectors.map((one) => one.creator)).toEqual([
      '"Mary Example"',
      '"Mary Example"',
    ]);
    expect(result.text).toContain('by "Mary Example"');
  }
  const all = listed(await on.call("list_connectors", { words: "creator:*", limit: 200 }));
  expect(all.total).toBe(42);
  const none = listed(await on.call("list_connectors", { words: "creator:nobody" }));
  expect(none.total).toBe(0);
});

test("those that need a person", async () => {
  const on = await settled();
  const found = listed(await on.call("list_connectors", { states: ["needs_person"], limit: 200 }));
  expect(namesIn(found)).toEqual(
    truth(on, ({ schema }) =>
      [
        ...(VERDICTS["destination_down"] ?? []),
        ...(VERDICTS["broken"] ?? []),
        "product_events_sdk",
        "shopify_store",
        "tiktok_ads_launch",
      ].includes(schema),
    ),
  );
});

test("paused includes connectors that are broken and paused", async () => {
  const on = await settled();
  const found = namesIn(listed(await on.call("list_connectors", { states: ["paused"] })));
  expect(found).toContain("postgres_staging");
});

test.each([
  ["color:red", "Qualifiers: frequency:"],
  ["frequency:often", "For example: frequency:<=60"],
  ["frequency:", "For example: frequency:<=60"],
  ["schedule:sometimes", "schedule:manual or schedule:auto"],
])("%s is refused, with what fits", async (words, hint) => {
  const on = await settled();
  const refused = await on.call("list_connectors", { words });
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(hint);
});

test("shows a first and a last page", async () => {
  const on = await settled();
  const first = await on.call("list_connectors", { limit: 2 });
  expect(stable(on, first)).toMatchSnapshot("first");
  const before = listed(await on.call("list_connectors", { limit: 40 }));
  const last = await on.call("list_connectors", { limit: 40, cursor: before.next_cursor });
  expect(stable(on, last)).toMatchSnapshot("last");
});

test("a cursor is refused with other filters than it was given for", async () => {
  const on = await settled();
  const { next_cursor: cursor } = listed(await on.call("list_connectors", { limit: 2 }));
  const others = { group: "marketing", service: "hubspot", words: "a", states: ["ok"] };
  for (const [name, value] of Object.entries(others)) {
    const refused = await on.call("list_connectors", { cursor, [name]: value });
    expect([name, refused.isError]).toEqual([name, true]);
    expect(stable(on, refused)).toMatchSnapshot(name);
  }
  expect(namesIn(listed(await on.call("list_connectors", { cursor, limit: 3 })))).toEqual(
    truth(on).slice(2, 5),
  );
});

test("a cursor beyond the end gives no connector, and the counts", async () => {
  const on = await settled();
  const { next_cursor: cursor } = listed(await on.call("list_connectors", { limit: 40 }));
  on.sandbox.edit((world) => {
    for (const { id } of [...world.connections.values()].slice(30)) world.connections.delete(id);
  });
  // The account as it was read for the first page, and as another process reads it.
  const remembered = listed(await on.call("list_connectors", { cursor }));
  expect(remembered).toMatchObject({ total: 42 });
  const other = await harness({ account: on });
  const beyond = listed(await other.call("list_connectors", { cursor }));
  expect(beyond).toMatchObject({ total: 30, connectors: [] });
  expect(beyond.next_cursor).toBeUndefined();
});

test("orders by code unit of the name, then by id", async () => {
  const on = await settled();
  fleet(on.sandbox, [
    { name: "b", id: "z_1" },
    { name: "a_2" },
    { name: "same", id: "x_2" },
    { name: "same", id: "x_3", group: "staging" },
    { name: "same", id: "x_1", group: "marketing" },
    { name: "Z" },
    { name: "a_10" },
    { name: "é" },
  ]);
  const result = await on.call("list_connectors");
  expect(stable(on, result)).toMatchSnapshot();
  const data = listed(result);
  expect(namesIn(data)).toEqual(["Z", "a_10", "a_2", "b", "same", "same", "same", "é"]);
  expect(
    data.connectors.filter(({ name }) => name === "same").map(({ id, group }) => [id, group]),
  ).toEqual([
    ["x_1", "marketing"],
    ["x_2", "analytics_prod"],
    ["x_3", "staging"],
  ]);
});

test("finds nothing in an empty account", async () => {
  const on = await settled({ sandbox: { world: "empty" } });
  const result = await on.call("list_connectors");
  expect(stable(on, result)).toMatchSnapshot();
  expect(listed(result)).toMatchObject({ total: 0, connectors: [], by_verdict: {} });
});

test.each([
  { words: "no such thing" },
  { service: "mysq" },
  { states: ["blocked"], group: "staging" },
])("%j matches nothing", async (args) => {
  const on = await settled();
  const result = await on.call("list_connectors", args);
  expect(stable(on, result)).toMatchSnapshot();
  expect(listed(result)).toMatchObject({ total: 0, connectors: [] });
});

test("one connector alone", async () => {
  const on = await settled();
  fleet(on.sandbox, [{ name: "one", success: null, created: 10 }]);
  const result = await on.call("list_connectors");
  expect(stable(on, result)).toMatchSnapshot();
  expect(listed(result)).toMatchObject({ total: 1, by_verdict: { never_synced: 1 } });
});

test.each([{ group: "marketin" }, { group: "qqqqqqqqqq" }])("%j is not found", async (args) => {
  const on = await settled();
  const refused = await on.call("list_connectors", args);
  expect(refused.isError).toBe(true);
  expect(stable(on, refused)).toMatchSnapshot();
  expect(operationsOf(on)).toEqual(["list_all_groups"]);
});

test("a group name that two groups have is refused, with the ids of both", async () => {
  const on = await settled();
  on.sandbox.edit((world) => {
    world.groups.set("other_group", {
      id: "other_group",
      name: "marketing",
      created_at: "2026-01-01T00:00:00.000000Z",
    });
  });
  const refused = await on.call("list_connectors", { group: "marketing" });
  expect(refused.isError).toBe(true);
  expect(stable(on, refused)).toMatchSnapshot();
  expect(refused.text).toContain("other_group");
  expect(refused.text).toContain(groupIdOf(on.sandbox, "marketing"));
});

test.each([
  { group: "a/b" },
  { limit: 0 },
  { limit: 201 },
  { words: "x".repeat(201) },
  { states: ["okay"] },
  { cursor: "3.nonsense" },
  { cursor: "not a cursor" },
  { max_age_hours: 3 },
])("%j is refused", async (args) => {
  const on = await settled();
  const refused = await on.call("list_connectors", args);
  expect(refused.isError).toBe(true);
  expect(stable(on, refused)).toMatchSnapshot();
  expect(on.sandbox.requests().some(({ method }) => method !== "GET")).toBe(false);
});

test("works with the smallest scope", async () => {
  const on = await settled({ env: { FIVETRAN_SCOPE: "read" } });
  expect(listed(await on.call("list_connectors")).total).toBe(42);
});

test("is refused where policy forbids to read connections, and sends nothing", async () => {
  const on = await settled({ env: { DISALLOWED_ACTIONS: "connections:read" } });
  const refused = await on.call("list_connectors");
  expect(refused.isError).toBe(true);
  expect(stable(on, refused)).toMatchSnapshot();
  expect(on.sandbox.requests()).toEqual([]);
});

test("lists only the groups that the operator lets in", async () => {
  const open = await settled();
  const id = groupIdOf(open.sandbox, "staging");
  const on = await settled({ account: open, env: { FIVETRAN_GROUPS: id } });
  const result = await on.call("list_connectors");
  expect(stable(on, result)).toMatchSnapshot();
  expect(namesIn(listed(result))).toEqual(truth(on, ({ group_id }) => group_id === id));
  const other = await on.call("list_connectors", { group: "marketing" });
  expect(other.isError).toBe(true);
  expect(stable(on, other)).toMatchSnapshot("another group");
});

describe("what cannot be read beside the connectors", () => {
  test.each(["policy", "key"])("groups closed by %s: shown by id, and it is said", async (by) => {
    const on = await settled(by === "policy" ? { env: { DISALLOWED_ACTIONS: "groups:read" } } : {});
    if (by === "key") on.sandbox.fault({ operation: "list_all_groups", status: 403 });
    const result = await on.call("list_connectors", { limit: 3 });
    expect(stable(on, result)).toMatchSnapshot();
    const data = listed(result);
    expect(data.gaps).toHaveLength(1);
    for (const { name, group } of data.connectors) {
      expect(connectionsOf(on.sandbox).find(({ schema }) => schema === name)?.group_id).toBe(group);
    }
  });

  test.each(["policy", "key"])(
    "destinations closed by %s: none counts as down, and it is said",
    async (by) => {
      const on = await settled(
        by === "policy" ? { env: { DISALLOWED_ACTIONS: "destinations:read" } } : {},
      );
      if (by === "key") on.sandbox.fault({ operation: "list_destinations", status: 403 });
      const result = await on.call("list_connectors", { group: "finance" });
      expect(stable(on, result)).toMatchSnapshot();
      expect(listed(result).by_verdict).toEqual({ failing: 4, destination_down: 1 });
      for (const gap of listed(result).gaps) expect(result.text).toContain(gap);
      expect(listed(result).gaps).toHaveLength(1);
    },
  );

  test.each(["list_destinations", "list_all_groups", "list_connections"])(
    "%s failing is an error for the connectors themselves and a gap for the rest",
    async (operation) => {
      const on = await settled();
      on.sandbox.fault({ operation, status: 400 });
      const read = await on.call("list_connectors");
      expect(read.isError).toBe(operation === "list_connections");
      expect(stable(on, read)).toMatchSnapshot();
    },
  );
});

test("a large account: every connector once over all pages, each within the budget", async () => {
  const on = await settled({ sandbox: { world: "large", connections: 1100 } });
  const all = await pages(on, { limit: 200 });
  for (const page of all) expect(JSON.stringify(page).length).toBeLessThanOrEqual(RESULT_BUDGET);
  expect(all.flatMap(namesIn)).toEqual(truth(on));
  expect(all[0]?.total).toBe(1100);
  const lists = on.sandbox.requests().filter(({ operation }) => operation === "list_connections");
  // One request per 1,000 connectors, and none for the pages after the first.
  expect(lists).toHaveLength(2);
});

test("more than a thousand are counted with a comma", async () => {
  const on = await settled({ sandbox: { world: "large", connections: 1100 } });
  const { text } = await on.call("list_connectors", { limit: 1 });
  expect(text.split("\n")[0]).toMatch(/^1,100\b/);
});

test("shows no secret, and quotes names that could be taken for something else", async () => {
  const on = await settled();
  const hostile: Member = {
    name: 'x (id) · "ok"\nIGNORE \u202e\u200b',
    id: "made_hostile",
    service: "weird service",
    config: { password: "s3cret-password", api_token: "s3cret-token" },
    status: { tasks: [{ code: "reconnect", message: "message-of-others" }] },
  };
  fleet(on.sandbox, [hostile]);
  on.sandbox.edit((world) => {
    for (const group of world.groups.values()) group.name = `${group.name} · and\nmore`;
  });
  const result = await on.call("list_connectors");
  on.sandbox.edit((world) => {
    for (const connection of world.connections.values()) connection.schema = "hostile";
  });
  expect(stable(on, result)).toMatchSnapshot();
  const whole = result.text + JSON.stringify(result.data);
  expect(whole).not.toMatch(/s3cret|-of-others/);
  expect(result.text.split("\n")).toHaveLength(3);
  expect(result.text).not.toMatch(/[\u202e\u200b]/);
});

test("an id that is not a plain word is quoted", async () => {
  const on = await settled();
  fleet(on.sandbox, [{ name: "plain" }]);
  await serveConnections(on.sandbox, (record) => ({ ...record, id: "a b\nc" }));
  const { text } = await on.call("list_connectors");
  expect(text).toContain('plain ("a b c")');
});

test("a last success that is not a time is shown as given, without an age", async () => {
  const on = await settled();
  fleet(on.sandbox, [{ name: "odd" }, { name: "void" }]);
  await serveConnections(on.sandbox, (record) => ({
    ...record,
    succeeded_at: record["schema"] === "odd" ? "yesterday" : "",
  }));
  const result = await on.call("list_connectors");
  expect(stable(on, result)).toMatchSnapshot();
  const [odd, none] = listed(result).connectors;
  expect(odd).toMatchObject({ last_success_at: "yesterday", verdict: "unknown" });
  expect(odd?.age).toBeUndefined();
  expect(none?.last_success_at).toBeUndefined();
});

test("a connector that comes on two pages of Fivetran's list is listed once", async () => {
  const on = await settled();
  fleet(on.sandbox, [{ name: "a" }, { name: "b" }]);
  await serveConnections(on.sandbox, (record) => ({ ...record, id: "made_same" }));
  expect(listed(await on.call("list_connectors")).total).toBe(1);
});

test("judges by the connector's own schedule", async () => {
  const on = await settled();
  fleet(on.sandbox, [
    { name: "fresh", success: 420 },
    { name: "late", success: 421 },
    { name: "stale", success: 781 },
    { name: "hourly_stale", success: 181, frequency: 60 },
    { name: "manual", success: 9000, manual: true },
    { name: "down", group: "finance" },
  ]);
  const { connectors } = listed(await on.call("list_connectors"));
  expect(Object.fromEntries(connectors.map(({ name, verdict }) => [name, verdict]))).toEqual({
    fresh: "ok",
    late: "late",
    stale: "stale",
    hourly_stale: "stale",
    manual: "unknown",
    down: "destination_down",
  });
});

test("an unknown qualifier and a value that fits none are refused with what fits", async () => {
  const on = await harness();
  const [unknown, empty] = await Promise.all(
    ["colour:red", "network:"].map((words) => on.call("list_connectors", { words })),
  );
  expect(unknown?.text).toMatch(/^words: "colour:" is not a qualifier\.\nQualifiers: .*frequency:/);
  expect(empty?.text).toMatch(/^words: "network:" is not a valid filter\./);
});

test.each(["check_stale", "list_connectors"])(
  "%s names the types in its filter that no connector has",
  async (tool) => {
    const { call } = await harness();
    const { isError, text } = await call(tool, { service: ["postgre", "Zendesk"] });
    expect(isError).toBe(false);
    expect(text).toContain(
      'no checked connector has the type "postgre"; the most similar type is postgres.',
    );
    expect(text).not.toContain('the type "zendesk"');
  },
);

test.each([
  ["service:PostgreSQL", 'the type "postgresql"; the most similar type is postgres.'],
  ["network:ssh", 'the networking method, link or agent "ssh"; the most similar is SshTunnel.'],
  ["network:vpn_7", 'the networking method, link or agent "vpn_7".'],
])("a value in the words that no connector has is named: %s", async (words, note) => {
  const { call } = await harness();
  const { isError, text } = await call("list_connectors", { words });
  expect([isError, text]).toEqual([
    false,
    expect.stringContaining(`no checked connector has ${note}`),
  ]);
  const plan = await call("pause_connectors", { words });
  expect(plan.text).toContain(`no checked connector has ${note}`);
});
