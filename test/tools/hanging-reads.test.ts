import { afterEach, expect, test, vi } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { runHere } from "../command-line.js";
import { type Harness, harness, idOf } from "../harness.js";
import { settingsFor } from "../process.js";
import { settled, wait } from "./hanging.js";
import { userId } from "./ids.js";

afterEach(() => {
  vi.useRealTimers();
});

/** What only adds to results. */
const SECONDARY = {
  groups: "/v1/groups",
  destinations: "/v1/destinations",
  transformations: "/v1/transformations",
  "sync history": "/sync-history",
  users: "/v1/users",
  teams: "/v1/teams",
  webhooks: "/v1/webhooks",
};

/** Opens an account that never responds to requests for these objects. */
async function hanging(...paths: string[]): Promise<Harness> {
  const on = await harness();
  for (const path of paths) on.sandbox.fault({ path, hang: true });
  return on;
}

/**
 * Returns the result of a read of which some request hangs, and the seconds of the stopped clock
 * that it took.
 */
async function timed<T>(running: Promise<T>, { sandbox }: Harness, hangs: () => boolean) {
  let done = false;
  const ended = running.finally(() => {
    done = true;
  });
  while (!hangs()) await wait(5);
  let seconds = 0;
  for (; !done && seconds < 50; seconds += 5) {
    await settled(sandbox, () => done);
    await vi.advanceTimersByTimeAsync(5000);
    await wait(50);
  }
  return { result: await ended, seconds };
}

const CALLS: [string, Record<string, unknown>, (keyof typeof SECONDARY)[]][] = [
  ["check_stale", {}, ["groups", "destinations", "transformations"]],
  ["list_connectors", {}, ["groups", "destinations"]],
  ["list_destinations", {}, ["groups", "destinations"]],
  ["get_status", { connectors: ["salesforce_prod"] }, ["groups", "transformations"]],
  [
    "get_status",
    { connectors: ["salesforce_prod", "stripe_payments", "postgres_orders", "jira_engineering"] },
    ["groups", "destinations", "transformations", "sync history"],
  ],
  ["resync_connector", { connector: "zendesk_support" }, ["transformations"]],
  [
    "read_api",
    { operation_id: "access:connector", params: { connectionId: "salesforce_prod" } },
    ["users", "teams"],
  ],
  [
    "read_api",
    { operation_id: "dependents:connector", params: { connectionId: "salesforce_prod" } },
    ["transformations", "webhooks", "users"],
  ],
];

test.each(CALLS)("$0 $1 shares one allowance among all that hang", async (tool, args, noted) => {
  const on = await hanging(...Object.values(SECONDARY));
  const { call, sandbox } = on;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const paths = Object.values(SECONDARY);
  const hangs = () =>
    sandbox.requests().some(({ path }) => paths.some((part) => path.includes(part)));

  const { result, seconds } = await timed(call(tool, args), on, hangs);

  expect(result.isError, result.text).toBe(false);
  for (const what of noted) {
    expect(result.text).toMatch(new RegExp(`${what}.* could not be read: The time for this call`));
  }
  expect(seconds).toBeLessThanOrEqual(15);
});

test("a change whose plan waits in vain says why, and that nothing was sent", async () => {
  const on = await hanging("/v1/groups");
  const { call, sandbox } = on;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const running = call("pause_connectors", { group: "analytics_prod" });
  const { result } = await timed(running, on, () => sandbox.requests().length > 0);
  expect(result.isError).toBe(true);
  expect(result.text.split("\n").slice(0, 2)).toEqual([
    "The time for this call ran out before a response to GET /v1/groups came.",
    "Nothing was sent.",
  ]);
});

test("the time for the plan counts toward the time after which a change continues alone", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  // It is requested again after a while.
  sandbox.fault({ operation: "list_connections", calls: [1], hang: true });
  sandbox.fault({ operation: "modify_connection", hang: true });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const running = call("pause_connectors", { connectors: ["zendesk_support"] });
  const { result, seconds } = await timed(running, on, () => sandbox.requests().length > 0);
  expect(result.status, result.text).toBe("running");
  expect(result.text).toContain("get_operation operation_id=op_");
  expect(seconds).toBeLessThanOrEqual(50);
  // The change ends before the account is closed.
  sandbox.clearFaults();
  await vi.advanceTimersByTimeAsync(120_000);
});

test("a wait ends soon after its time also when a read hangs", async () => {
  const on = await harness();
  const { call, sandbox } = on;
  const started = await call("trigger_sync", { connectors: ["zendesk_support"] });
  const before = sandbox.requests().length;
  sandbox.fault({ path: "/v1/connections", hang: true });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const [, handle] = /handle=(\S+)/.exec(started.text) ?? [];
  const args = { handles: [handle], wait_seconds: 1 };
  const running = call("wait_for_sync", args);
  const { result, seconds } = await timed(running, on, () => sandbox.requests().length > before);
  expect(result.text).toContain("The time for this call ran out");
  expect(seconds).toBeLessThanOrEqual(25);
});

const IN_GROUP: [string, Record<string, unknown>][] = [
  ["check_stale", { group: "analytics_prod" }],
  ["list_connectors", { group: "analytics_prod" }],
  ["find_pii", { group: "analytics_prod" }],
  ["pause_connectors", { group: "analytics_prod" }],
  ["run_setup_tests", { destination: "analytics_prod" }],
  ["update_connector", { connector: "zendesk_support", destination_group: "staging" }],
];

test.each(IN_GROUP)("$0 $1 does not wait long for the name of a group", async (tool, args) => {
  const on = await hanging("/v1/groups");
  const { call, sandbox } = on;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const hangs = () => sandbox.requests().some(({ path }) => path.startsWith("/v1/groups"));
  const { result, seconds } = await timed(call(tool, args), on, hangs);
  expect(result.isError).toBe(true);
  expect(result.text).toMatch(/ or use the id of the (group|destination) instead of its name\./);
  expect(seconds).toBeLessThanOrEqual(20);
});

// The first reads are those before the change: of the state, and of what could show a lost response.
test.each([
  ["modify_schema", "connection_schema_config", 2, /1 setting changed, according to Fivetran's/],
  ["delete_connector", "connection_details", 2, /^Fivetran accepted the deletion of .*, but/],
  ["resync_connector", "connection_details", 3, /accepted, not visible yet/],
])(
  "%s returns what was accepted although the read-back hangs",
  async (tool, operation, from, text) => {
    const on = await hanging();
    const { call, sandbox } = on;
    const changes = [{ schema: "public", table: "orders", enabled: false }];
    const connector = "postgres_orders";
    const args = tool === "modify_schema" ? { connector, changes } : { connector };
    const { token } = await call(tool, args);
    sandbox.fault({ operation, calls: { from }, hang: true });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const running = call(tool, { ...args, confirmation_token: token });
    const sent = () => sandbox.requests().some(({ method }) => method !== "GET");
    const { result, seconds } = await timed(running, on, sent);
    expect(result.text).toMatch(text);
    expect(seconds).toBeLessThanOrEqual(30);
  },
);

test("a change is made although the account's name never comes", async () => {
  const on = await hanging("/v1/account/info");
  const { call, sandbox } = on;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const running = call("pause_connectors", { connectors: ["zendesk_support"] });
  const hangs = () => sandbox.requests().some(({ path }) => path.startsWith("/v1/account"));
  const { result, seconds } = await timed(running, on, hangs);
  expect(result.text).toContain("Paused zendesk_support");
  expect(seconds).toBeLessThanOrEqual(10);
});

test("a change that is refused without a read does not read the account's name", async () => {
  const { call, sandbox } = await hanging("/v1/account/info");
  const body = { name: 5 };
  const refused = await call("write_api", { operation_id: "create_group", body });
  expect(refused.text).toContain("name must be a string");
  await wait(300);
  expect(sandbox.requests().map(({ path }) => path)).toEqual([]);
});

test("destinations are listed without connectors where those hang", async () => {
  const on = await hanging("/v1/connections");
  const { call, sandbox } = on;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const hangs = () => sandbox.requests().some(({ path }) => path.startsWith("/v1/connections"));
  const { result } = await timed(call("list_destinations"), on, hangs);
  expect(result.isError, result.text).toBe(false);
  expect(result.text).toContain("analytics_prod");
  expect(result.text).toContain("connectors could not be read: The time for this call ran out");
  expect(result.text).not.toContain("0 connectors");
});

test.each(["/v1/groups", "/v1/destinations"] as const)(
  "what needs neither does not notice that %s hang",
  async (part) => {
    const { call, sandbox } = await hanging(part);
    const one = await call("get_history", { connectors: ["salesforce_prod"] });
    const found = await call("find_pii", { connectors: ["salesforce_prod"] });
    expect([one.isError, found.isError]).toEqual([false, false]);
    expect(sandbox.requests().every(({ path }) => !path.startsWith(part))).toBe(true);
  },
);

test.each(["hang", "fail"] as const)(
  "a filter by creator finds an id although users %s, and is an error for a name",
  async (how) => {
    const on = await harness();
    const { call, sandbox } = on;
    const creator = userId(sandbox, "mary@example.com");
    sandbox.edit((world) => {
      for (const name of ["mysql_inventory", "mysql_legacy"]) {
        connectionNamed(world, name).connected_by = creator;
      }
    });
    sandbox.fault({ path: "/v1/users", ...(how === "hang" ? { hang: true } : { status: 500 }) });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const asked = () => sandbox.requests().some(({ path }) => path.startsWith("/v1/users"));
    const list = async (words: string, tool = "list_connectors") =>
      (await timed(call(tool, { words }), on, asked)).result;

    const byId = await list(`mysql creator:${creator}`);
    expect(byId.text).toMatch(/^2 connectors: /);
    expect(byId.text).toContain(` · by ${creator}`);
    expect(byId.text).toMatch(/Note: users could not be read, so creators are shown by id: .+\./);

    const everyone = await list("creator:* mysql");
    expect(everyone.text).toContain(` · by ${creator}`);

    const byName = await list("creator:mary");
    expect(byName.isError).toBe(true);
    expect(byName.text).toMatch(
      /^words: "creator:mary" cannot be applied, because users could not be read: .+\nUse creator: with the id of a user/,
    );

    const paused = await list("creator:mary", "pause_connectors");
    expect(paused.isError).toBe(true);
    expect(paused.text).toContain('"creator:mary" cannot be applied');
  },
);

test.each([
  ["roles in connectors", "/v1/users/"],
  ["other parts", "/v1/teams"],
] as const)("access:user names %s that hang", async (_, path) => {
  const on = await hanging();
  const { call, sandbox } = on;
  const linus = userId(sandbox, "linus@example.com");
  sandbox.fault({ path: path === "/v1/teams" ? path : `${path}${linus}/`, hang: true });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const hangs = () => sandbox.requests().some(({ path: asked }) => asked.startsWith(path));
  const args = { operation_id: "access:user", params: { userId: linus } };
  const { result, seconds } = await timed(call("read_api", args), on, hangs);
  expect(result.isError, result.text).toBe(false);
  expect(result.text).toMatch(/Incomplete: .+ could not be read: The time for this call ran out/);
  expect(seconds).toBeLessThanOrEqual(25);
});

test("an inventory names the kinds that hang, and lists the others", async () => {
  const on = await hanging("/v1/webhooks", "/v1/teams");
  const { sandbox, stateDir, url } = on;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const running = runHere(["inventory", "--json"], settingsFor(sandbox, url, stateDir));
  const hangs = () => sandbox.requests().some(({ path }) => path.startsWith("/v1/teams"));
  const { result, seconds } = await timed(running, on, hangs);
  expect(result.stdout).toContain("salesforce_prod");
  expect(result.stdout).toContain("mary@example.com");
  for (const kind of ["webhooks", "teams"]) {
    expect(result.stdout).toMatch(new RegExp(`${kind} could not be read: The time for this call`));
  }
  expect(seconds).toBeLessThanOrEqual(15);
});

test("doctor does not wait long for an API that does not respond", async () => {
  const on = await hanging("/v1/account/info");
  const { sandbox, stateDir, url } = on;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const running = runHere(["doctor"], settingsFor(sandbox, url, stateDir));
  const { result, seconds } = await timed(running, on, () => sandbox.requests().length > 0);
  expect(result.stdout).toMatch(
    /^FAIL The time for this call ran out before a response to GET \S+ came\.\n +Try again later\. If this happens again, check the network and any proxy/m,
  );
  expect(result.code).toBe(1);
  expect(seconds).toBe(15);
});

test.each(["zendesk_support", "stripe_payments"])(
  "%s is found by its name although reads by id hang, and leaves time for the rest",
  async (name) => {
    const on = await harness();
    on.sandbox.fault({ operation: "connection_details", hang: true });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const hangs = () =>
      on.sandbox.requests().some(({ operation }) => operation === "connection_details");
    const { result, seconds } = await timed(
      on.call("get_status", { connectors: [name] }),
      on,
      hangs,
    );
    expect(result.isError, result.text).toBe(false);
    expect(result.text).toContain(`Note: ${name} could not be read directly and is shown from`);
    expect(seconds).toBeLessThan(50);
  },
);

test("one of several ids whose read hangs is shown from the list", async () => {
  const on = await harness();
  const ids = ["zendesk_support", "stripe_payments"].map((name) => idOf(on.sandbox, name));
  on.sandbox.fault({ path: `/v1/connections/${ids[0]}`, hang: true });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const hangs = () => on.sandbox.requests().some(({ path }) => path.includes(ids[0] ?? ""));
  const { result } = await timed(on.call("get_status", { connectors: ids }), on, hangs);
  expect(result.isError, result.text).toBe(false);
  for (const name of ["zendesk_support", "stripe_payments"]) expect(result.text).toContain(name);
});

test("a connector is found by its id although the search by name hangs", async () => {
  const { call, sandbox } = await harness();
  const id = idOf(sandbox, "zendesk_support");
  sandbox.fault({ operation: "list_connections", hang: true });
  expect((await call("get_status", { connectors: [id] })).text).toContain("zendesk_support");
});
