import { expect, test } from "vitest";
import * as z from "zod";
import { fleet, type Member, stable } from "../fleet.js";
import { type Harness, harness, openSandbox, type Result } from "../harness.js";
import {
  type HistoryGateway,
  type HistoryReply,
  historyGateway,
  historyPage,
  NOT_ENABLED,
  type PastSync,
} from "../history-gateway.js";

const WEEK_MINUTES = 7 * 24 * 60;

const History = z.looseObject({
  since: z.string(),
  until: z.string(),
  sources: z.array(z.string()).default([]),
  checked: z.number().optional(),
  in_trouble: z.number().optional(),
  connectors: z
    .array(z.looseObject({ name: z.string(), syncs: z.number().optional() }))
    .default([]),
  runs: z.array(z.looseObject({ outcome: z.string() })).default([]),
  sql: z.looseObject({ dialect: z.string(), sql: z.string() }).optional(),
  missing: z.array(z.looseObject({ value: z.string() })).default([]),
  gaps: z.array(z.string()).default([]),
  next_cursor: z.string().optional(),
});
const reported = ({ data, text, isError }: Result) => {
  expect(isError, text).toBe(false);
  return History.parse(data);
};

/** Returns healthy syncs of 25 minutes, each six hours before the next one. */
const healthy = (count: number, lastEndedAgo = 30): PastSync[] =>
  Array.from({ length: count }, (_, at) => ({
    startedAgo: lastEndedAgo + 25 + at * 360,
    endedAgo: lastEndedAgo + at * 360,
    volume: [41.7, 41.7, 12.25],
  }));

const TROUBLED: PastSync[] = [
  ...healthy(10, 975),
  { startedAgo: 500, endedAgo: 310, volume: [3, null, 0] },
  { startedAgo: 300, endedAgo: 295, status: "FAILURE", reason: "The source refused." },
  { startedAgo: 200, endedAgo: 195, status: "FAILURE", reason: "The source refused again." },
  { startedAgo: 190, endedAgo: null, status: "INCOMPLETE" },
];

const BROKEN: Partial<Member> = {
  success: 310,
  failure: 195,
  status: { setup_state: "broken", tasks: [{ code: "reconnect", message: "Sign in again." }] },
};

interface Opened extends Harness {
  gateway: HistoryGateway;
}

async function opened(
  members: readonly Member[],
  reply: (id: string, query: URLSearchParams, now: Date) => HistoryReply,
  env: Record<string, string> = {},
): Promise<Opened> {
  const account = await openSandbox();
  const { sandbox } = account;
  fleet(sandbox, members);
  const gateway = await historyGateway(account.url, (id, query) => reply(id, query, sandbox.now()));
  const on = await harness({ account: { sandbox, url: gateway.url }, env });
  return { ...on, gateway };
}

test("one connector: outcomes, reason, volume, usual duration, present trouble and runs", async () => {
  const on = await opened([{ name: "orders_pg", ...BROKEN }], (_, __, now) =>
    historyPage(now, TROUBLED),
  );
  const result = await on.call("get_history", { connectors: ["orders_pg"], limit: 5 });
  expect(stable(on, result)).toMatchSnapshot();
});

test("the account: only connectors with problems are read, the worst first", async () => {
  const on = await opened(
    [
      { name: "well" },
      { name: "waits", paused: true },
      { name: "late_one", success: 800 },
      { name: "broken_one", ...BROKEN },
      { name: "never_ran", success: null, status: { setup_state: "incomplete" } },
    ],
    (_, __, now) => historyPage(now, TROUBLED),
  );
  const result = await on.call("get_history");
  expect(stable(on, result)).toMatchSnapshot();
  const { checked, in_trouble, connectors } = reported(result);
  expect([checked, in_trouble]).toEqual([5, 2]);
  expect(connectors.map(({ name }) => name)).toEqual(["broken_one", "late_one"]);
  expect(on.gateway.asked).toHaveLength(2);
});

test("a trouble that ended shows how long recovery took", async () => {
  const on = await opened([{ name: "orders_pg" }], (_, __, now) =>
    historyPage(now, [
      ...healthy(4),
      { startedAgo: 1700, endedAgo: 1690, status: "FAILURE", reason: "The source refused." },
      { startedAgo: 1660, endedAgo: 1630 },
    ]),
  );
  const result = await on.call("get_history", { connectors: ["orders_pg"] });
  expect(reported(result).connectors[0]).toMatchObject({
    recovered: { times: 1, median_seconds: 3600, longest_seconds: 3600 },
  });
  expect(result.text).toContain("1 h");
});

test("both bounds are sent, within the 7 days of a clock that is ahead, and every page is read", async () => {
  const on = await opened([{ name: "orders_pg" }], (_, query, now) =>
    query.get("cursor") === null
      ? historyPage(now, healthy(4), "page-2")
      : historyPage(now, healthy(4, 30 + 4 * 360)),
  );
  const { connectors, since } = reported(
    await on.call("get_history", { connectors: ["orders_pg"] }),
  );
  expect(connectors[0]?.syncs).toBe(8);
  const [first, second] = on.gateway.asked;
  const now = on.sandbox.now().getTime();
  const start = Date.parse(first?.query.get("start_time") ?? "");
  const end = Date.parse(first?.query.get("end_time") ?? "");
  expect(now - start).toBeLessThan((WEEK_MINUTES - 4) * 60_000);
  expect(now - start).toBeGreaterThan((WEEK_MINUTES - 6) * 60_000);
  expect(Math.abs(now - end)).toBeLessThan(5000);
  expect(second?.query.get("cursor")).toBe("page-2");
  expect(now - Date.parse(since)).toBeLessThan(WEEK_MINUTES * 60_000 + 5000);
});

test.each([
  [500, { code: "Error", message: "boom" }, "Fivetran returned an error (500)"],
  [429, { code: "TooManyRequests", message: "Max 500 an hour" }, "rate limit is exceeded"],
])(
  "a later page that fails with %i leaves the syncs that were read, and a note",
  async (status, body, why) => {
    const on = await opened([{ name: "orders_pg" }], (_, query, now) =>
      query.get("cursor") === null
        ? historyPage(now, healthy(4), "page-2")
        : { status, headers: { "retry-after": "900" }, body },
    );
    const { text, data, isError } = await on.call("get_history", { connectors: ["orders_pg"] });
    expect(isError, text).toBe(false);
    expect(data["connectors"]).toMatchObject([{ syncs: 4 }]);
    expect(data["runs"]).toHaveLength(4);
    expect(text).toMatch(
      new RegExp(
        `^Note: only 4 syncs of the sync history of \\w+ could be read: .*${why.replace(/[()]/g, "\\$&")}`,
        "m",
      ),
    );
    expect(text).not.toContain("sync history could not be read");
  },
);

test("a shorter span counts the syncs within it, and measures the usual duration on more", async () => {
  const on = await opened([{ name: "orders_pg", ...BROKEN }], (_, __, now) =>
    historyPage(now, TROUBLED),
  );
  const { connectors, runs } = reported(
    await on.call("get_history", { connectors: ["orders_pg"], since: "4h" }),
  );
  expect(connectors[0]).toMatchObject({
    syncs: 2,
    outcomes: { failed: 1, running: 1 },
    usual_seconds: 1500,
    running_seconds: 190 * 60,
    failures_in_a_row: 2,
  });
  expect(runs.map(({ outcome }) => outcome)).toEqual(["running", "failed"]);
});

test("a span may begin with a date, a time behind a space, or an age in weeks", async () => {
  const on = await harness();
  const since = async (value: string) =>
    reported(await on.call("get_history", { since: value })).since;
  const [day = ""] = (await since("3d")).split("T");
  expect(await since(day)).toBe(`${day}T00:00:00Z`);
  expect(await since(`${day} 06:30`)).toBe(`${day}T06:30:00Z`);
  expect(await since(`${day} 06:30+02:00`)).toBe(`${day}T04:30:00Z`);
  expect(await since("2w")).toBe(await since("14 d"));
});

test("until ends the span", async () => {
  const on = await opened([{ name: "orders_pg" }], (_, __, now) => historyPage(now, healthy(10)));
  const { runs } = reported(
    await on.call("get_history", { connectors: ["orders_pg"], since: "32h", until: "20h" }),
  );
  expect(runs).toHaveLength(2);
});

test("pages of runs follow each other without a gap", async () => {
  const on = await opened([{ name: "orders_pg" }], (_, __, now) => historyPage(now, healthy(10)));
  const args = { connectors: ["orders_pg"], limit: 6 };
  const first = reported(await on.call("get_history", args));
  const second = reported(await on.call("get_history", { ...args, cursor: first.next_cursor }));
  expect([first.runs.length, second.runs.length, second.next_cursor]).toEqual([6, 4, undefined]);
  const starts = [...first.runs, ...second.runs].map((run) => run["started_at"]);
  expect(new Set(starts).size).toBe(10);
  expect([...starts].sort().reverse()).toEqual(starts);
});

test("an account without the sync history is not one without the connector: the SQL takes its place", async () => {
  const on = await opened([{ name: "orders_pg", ...BROKEN }], () => NOT_ENABLED);
  const result = await on.call("get_history", { connectors: ["orders_pg"] });
  expect(stable(on, result)).toMatchSnapshot();
  expect(reported(result).sql?.sql).toContain("CONNECTION_ID");
});

test("for a fleet such an account is asked once", async () => {
  const members = Array.from({ length: 20 }, (_, at) => ({ name: `broken_${at}`, ...BROKEN }));
  const on = await opened(members, () => NOT_ENABLED);
  const { gaps, connectors, sources } = reported(await on.call("get_history"));
  expect(on.gateway.asked).toHaveLength(1);
  expect(connectors).toHaveLength(20);
  expect(sources).toEqual([]);
  expect(gaps.join()).toContain("does not have Fivetran's sync history");
});

const FORBIDDEN: HistoryReply = { status: 403, body: { code: "Forbidden", message: "No." } };

test("a key that may not read one connector's sync history reads that of the others", async () => {
  const members = Array.from({ length: 6 }, (_, at) => ({ name: `broken_${at}`, ...BROKEN }));
  const refused = new Set<string>();
  const on = await opened(members, (id, _, now) => {
    if (refused.size === 0 || refused.has(id)) {
      refused.add(id);
      return FORBIDDEN;
    }
    return historyPage(now, TROUBLED);
  });
  const { gaps, connectors } = reported(await on.call("get_history"));
  expect(connectors.filter(({ syncs }) => syncs !== undefined)).toHaveLength(5);
  expect(gaps).toContain(
    "Fivetran's sync history could not be read: the API key does not allow it for 1 connector",
  );
});

test("for a fleet a key that may read no sync history is refused a few times", async () => {
  const members = Array.from({ length: 30 }, (_, at) => ({ name: `broken_${at}`, ...BROKEN }));
  const on = await opened(members, () => FORBIDDEN);
  const { gaps } = reported(await on.call("get_history"));
  expect(on.gateway.asked.length).toBe(3);
  expect(gaps).toContain(
    "Fivetran's sync history could not be read: this program's API key or settings do not allow it",
  );
});

test.each([
  ["a key that may not", { status: 403, body: { code: "Forbidden", message: "No." } }],
  ["an error", { status: 400, body: { code: "InvalidInput", message: "No." } }],
])("%s leaves a note and the SQL", async (_, reply) => {
  const on = await opened([{ name: "orders_pg", ...BROKEN }], () => reply);
  const { gaps, sql } = reported(await on.call("get_history", { connectors: ["orders_pg"] }));
  expect(gaps[0]).toContain("Fivetran's sync history could not be read: ");
  expect(sql).toBeDefined();
});

test("where the policy denies the sync history nothing is asked", async () => {
  const on = await opened([{ name: "orders_pg" }], (_, __, now) => historyPage(now, healthy(3)), {
    DISALLOWED_ACTIONS: "connections:read:connection_sync_history",
  });
  const { gaps, sql } = reported(await on.call("get_history", { connectors: ["orders_pg"] }));
  expect(on.gateway.asked).toHaveLength(0);
  expect(gaps[0]).toContain("settings do not allow it");
  expect(sql).toBeDefined();
});

test("of what the rate limit leaves, a fleet takes a quarter", async () => {
  const account = await openSandbox({ limits: { requestsPerHour: 24 } });
  const { sandbox } = account;
  fleet(
    sandbox,
    Array.from({ length: 10 }, (_, at) => ({ name: `broken_${at}`, ...BROKEN })),
  );
  const gateway = await historyGateway(account.url, () => historyPage(sandbox.now(), TROUBLED));
  const on = await harness({ account: { sandbox, url: gateway.url } });
  const { gaps, connectors } = reported(await on.call("get_history"));
  expect(gateway.asked).toHaveLength(5);
  expect(connectors).toHaveLength(10);
  expect(gaps).toContain(
    "because of the rate limit, the sync history of 5 connectors was not requested; to see it, pass these connectors in connectors",
  );
});

test("older than 7 days: what Fivetran has, and the SQL for the rest", async () => {
  const on = await opened([{ name: "orders_pg" }], (_, __, now) => historyPage(now, healthy(3)));
  const { sources, gaps, sql, runs } = reported(
    await on.call("get_history", { connectors: ["orders_pg"], since: "30d" }),
  );
  expect(runs).toHaveLength(3);
  expect(sources[0]).toContain("Fivetran's sync history, from ");
  expect(gaps[0]).toContain("are missing; to record future syncs");
  expect(sql).toMatchObject({ dialect: "snowflake" });
  expect(sql?.sql).toContain("DATEADD('day', -30,");
});

test("records that are not as documented are read as far as they go", async () => {
  const on = await opened([{ name: "orders_pg" }], (_, __, now) => {
    const page = historyPage(now, [
      { id: "same", startedAgo: 100, endedAgo: 90 },
      { id: "same", startedAgo: 100, endedAgo: 90 },
      { startedAgo: null, endedAgo: null, status: "SCHEDULED" },
      { startedAgo: 400, endedAgo: 390, status: "SOMETHING_NEW", reason: "x\u001b[31m\nred" },
      { startedAgo: 500, endedAgo: 480, status: "canceled" },
      { startedAgo: 600, endedAgo: 580, status: "RESCHEDULED", volume: [null, null, null] },
      { startedAgo: 700, endedAgo: 690, status: "PAUSED" },
      { startedAgo: 800, endedAgo: 790, status: "INCOMPLETE" },
    ]);
    const odd = [
      { sync_id: "odd", status: 5, start: "yesterday", end: "later", stages: [] },
      { sync_id: 7 },
      "text",
    ];
    const body = z
      .looseObject({ data: z.looseObject({ items: z.array(z.unknown()) }) })
      .parse(page.body);
    body.data.items.push(...odd);
    return { ...page, body };
  });
  const result = await on.call("get_history", { connectors: ["orders_pg"] });
  expect(stable(on, result)).toMatchSnapshot();
});

test.each([
  [{ since: "yesterday" }, "since is not a time."],
  [{ since: "2h", until: "3h" }, "since is not before until."],
  [{ since: "2999-01-01T00:00:00Z" }, "since is in the future."],
  [{ since: "0h" }, "since is not before until."],
  [{ since: "2026-03-01 10:00 UTC" }, "since is not a time."],
  [{ connectors: ["orders_pg"], group: "analytics_prod" }, "either connectors or a group"],
  [{ cursor: "5.wrong" }, "cursor belongs to another call"],
])("%j is refused", async (args, message) => {
  const on = await opened([{ name: "orders_pg" }], (_, __, now) => historyPage(now, []));
  const { isError, text } = await on.call("get_history", args);
  expect(isError).toBe(true);
  expect(text).toContain(message);
});

test("a name that is not found is listed beside those that are", async () => {
  const on = await opened([{ name: "orders_pg" }], (_, __, now) => historyPage(now, healthy(3)));
  const { missing, connectors } = reported(
    await on.call("get_history", { connectors: ["orders_pg", "ordres"] }),
  );
  expect(missing.map(({ value }) => value)).toEqual(["ordres"]);
  expect(connectors).toHaveLength(1);
});

test("several connectors: one line each, no single runs", async () => {
  const on = await opened([{ name: "a_one" }, { name: "b_two", ...BROKEN }], (id, _, now) =>
    historyPage(now, id === "made_0000" ? healthy(5) : TROUBLED),
  );
  const result = await on.call("get_history", { connectors: ["a_one", "b_two"] });
  const { connectors, runs } = reported(result);
  expect(runs).toEqual([]);
  expect(connectors.map(({ name }) => name)).toEqual(["a_one", "b_two"]);
  expect(result.text.split("\n")[1]).toMatch(/^a_one .*; usually 25 min/);
});

test("a group", async () => {
  const on = await opened(
    [
      { name: "in_group", group: "marketing", ...BROKEN },
      { name: "elsewhere", ...BROKEN },
    ],
    (_, __, now) => historyPage(now, TROUBLED),
  );
  const { connectors, checked } = reported(await on.call("get_history", { group: "marketing" }));
  expect(checked).toBe(1);
  expect(connectors.map(({ name }) => name)).toEqual(["in_group"]);
});

test("several questions about the account at once share one sweep", async () => {
  const on = await opened([{ name: "well" }, { name: "broken_one", ...BROKEN }], (_, __, now) =>
    historyPage(now, TROUBLED),
  );
  await on.call("get_status", { connectors: ["well"] });
  const lists = () =>
    on.sandbox.requests().filter(({ operation }) => operation === "list_connections").length;
  const before = lists();
  const results = await Promise.all([
    on.call("get_history"),
    on.call("check_stale"),
    on.call("check_stale", { max_age_hours: 24 }),
  ]);
  for (const { data } of results) expect(data["checked"]).toBe(2);
  expect(lists() - before).toBe(1);
});

test("one connector with problems is counted as one", async () => {
  const on = await opened([{ name: "well" }, { name: "broken_one", ...BROKEN }], (_, __, now) =>
    historyPage(now, TROUBLED),
  );
  expect((await on.call("get_history")).text).toContain(
    "2 connectors checked; 1 with problems (without those that have never synced); syncs from",
  );
});

test("an empty account, and one without trouble", async () => {
  const on = await opened([{ name: "well" }], (_, __, now) => historyPage(now, []));
  expect((await on.call("get_history")).text).toContain(
    "1 connector checked; 0 with problems (without those that have never synced)",
  );
  expect(on.gateway.asked).toEqual([]);
});

test("such an account is not asked again by the next call, for another connector", async () => {
  const on = await opened(
    [
      { name: "orders_pg", ...BROKEN },
      { name: "other_pg", ...BROKEN },
    ],
    () => NOT_ENABLED,
  );
  for (const connector of ["orders_pg", "other_pg"]) {
    const { gaps } = reported(await on.call("get_history", { connectors: [connector] }));
    expect(gaps.join()).toContain("does not have Fivetran's sync history");
    await on.call("get_status", { connectors: [connector] });
  }
  expect(on.gateway.asked).toHaveLength(1);
});

test.each([
  ["sync_id", { sync_id: null }, "1 succeeded"],
  ["start", { start: 1772440000 }, "2 succeeded"],
  ["end", { end: 1772440000 }, "2 succeeded"],
  ["status", { status: 7 }, "1 unknown"],
])(
  "a sync with an odd %s is named, and neither running nor not started",
  async (field, odd, text) => {
    const on = await opened([{ name: "orders_pg", success: 30 }], (_, __, now) => {
      const [first, second] = [60, 600].map((ago) => ({
        sync_id: `sync_${ago}`,
        status: "COMPLETED",
        start: new Date(now.getTime() - (ago + 5) * 60_000).toISOString(),
        end: new Date(now.getTime() - ago * 60_000).toISOString(),
        stages: {},
      }));
      const items = [{ ...first, ...odd }, second];
      return { status: 200, body: { code: "Success", data: { items } } };
    });
    const result = await on.call("get_history", { connectors: ["orders_pg"] });
    expect(reported(result).gaps.join()).toMatch(
      new RegExp(`^some records of the sync history of .* could not be read in full: ${field}$`),
    );
    expect(result.text).toContain(text);
    expect(result.text).not.toMatch(/running|not started/);
  },
);
