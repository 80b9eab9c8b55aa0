import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import { createApp } from "../../src/app.js";
import { signWebhook } from "../../src/client/events/webhook-signature.js";
import { openWatch, runWatch, testAlert } from "../../src/watch.js";
import { fleet, type Member } from "../fleet.js";
import {
  type Harness,
  type HarnessOptions,
  harness,
  idOf,
  openSandbox,
  temporaryFolder,
} from "../harness.js";
import { historyGateway, historyPage, NOT_ENABLED } from "../history-gateway.js";
import { configIn } from "../tools/schema-account.js";
import { stateText } from "../tools/state-folder.js";

const BROKEN: Partial<Member> = {
  status: { setup_state: "broken", tasks: [{ code: "reconnect", message: "Sign in." }] },
};

interface Receiver {
  url: string;
  bodies: string[];
  /** The next responses. After them the status is 200. */
  replies: { status: number; location?: string }[];
}

async function receiver(): Promise<Receiver> {
  const bodies: string[] = [];
  const replies: Receiver["replies"] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      bodies.push(body.toString());
      const { status, location } = replies.shift() ?? { status: 200 };
      response.writeHead(status, location === undefined ? {} : { location }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return { url: `http://127.0.0.1:${port}/hook/T0KEN`, bodies, replies };
}

async function watching(on: Harness) {
  const opened = await openWatch(on.app);
  onTestFinished(() => opened.close().catch(() => {}));
  const poll = () => opened.watch.poll(new AbortController().signal);
  return { ...opened, poll };
}

const HOOK = "whsec-4711";

async function started(members: readonly Member[], options: HarnessOptions = {}) {
  const alerts = await receiver();
  const on = await harness({
    ...options,
    env: { FIVETRAN_WEBHOOK_SECRET: HOOK, FIVETRAN_ALERT_URL: alerts.url, ...options.env },
  });
  if (members.length > 0) fleet(on.sandbox, members);
  return { on, alerts, ...(await watching(on)) };
}

const change = (on: Harness, name: string, to: Partial<Member["status"]>) =>
  on.sandbox.edit((world) => {
    for (const each of world.connections.values()) {
      if (each.schema === name) Object.assign(each.status, to);
    }
  });

test("changes of health are posted once each, those of one cause together; a first look reports none", async () => {
  const { on, alerts, poll } = await started([
    { name: "a_one" },
    { name: "b_two" },
    { name: "c_was_broken", ...BROKEN },
    { name: "d_well" },
  ]);
  expect((await poll()).changes).toEqual([]);
  expect(alerts.bodies).toEqual([]);
  for (const name of ["a_one", "b_two"]) change(on, name, BROKEN.status ?? {});
  change(on, "c_was_broken", { setup_state: "connected", tasks: [] });
  await poll();
  await poll();
  expect(alerts.bodies).toHaveLength(1);
  expect(JSON.parse(alerts.bodies[0] ?? "")).toMatchObject({
    causes: [
      {
        kind: "newly_broken",
        cause: "no sync can succeed until the cause is repaired, reconnect",
        connectors: [{ name: "a_one", group: "analytics_prod" }, { name: "b_two" }],
      },
      { kind: "recovered", connectors: [{ name: "c_was_broken" }] },
    ],
  });
});

test("connectors are not reported as recovered while their destination cannot be read", async () => {
  const { on, poll } = await started([{ name: "a_one" }, { name: "b_two" }]);
  let group = "";
  on.sandbox.edit((world) => {
    group = [...world.connections.values()][0]?.group_id ?? "";
  });
  const destination = (more: object) => ({
    operation: "list_destinations",
    status: 200,
    body: JSON.stringify({
      code: "Success",
      data: { items: [{ id: group, group_id: group, service: "snowflake", ...more }] },
    }),
  });
  const kinds = async () => (await poll()).changes.map(({ kind }) => kind);
  expect(await kinds()).toEqual([]);
  on.sandbox.fault(destination({ setup_status: "BROKEN" }));
  expect(await kinds()).toEqual(["newly_broken", "newly_broken"]);
  for (const unreadable of [
    { operation: "list_destinations", status: 500 },
    destination({ setup_status: null }),
    destination({ setup_status: "MIGRATING" }),
    destination({ id: 7, setup_status: "CONNECTED" }),
  ]) {
    on.sandbox.clearFaults();
    on.sandbox.fault(unreadable);
    expect(await kinds()).toEqual([]);
  }
  on.sandbox.clearFaults();
  expect(await kinds()).toEqual(["recovered", "recovered"]);
});

test("a new connector that is being set up is neither broken nor, later, recovered", async () => {
  const { on, alerts, poll } = await started([
    { name: "a_one" },
    { name: "new_one", success: null, status: { setup_state: "incomplete" } },
  ]);
  await poll();
  await poll();
  on.sandbox.edit((world) => {
    for (const each of world.connections.values()) {
      each.succeeded_at = on.sandbox.now().toISOString();
      each.status.setup_state = "connected";
    }
  });
  await poll();
  expect(alerts.bodies).toEqual([]);
  change(on, "new_one", { setup_state: "incomplete" });
  await poll();
  expect(alerts.bodies).toEqual([expect.stringContaining("newly_broken")]);
});

test("late, then broken, then paused, then well: each is reported, being paused is not", async () => {
  const { on, alerts, poll } = await started([{ name: "a_one" }]);
  await poll();
  const kinds = async () => {
    await poll();
    return alerts.bodies.splice(0).map((body) => JSON.parse(body).causes[0].kind);
  };
  on.sandbox.edit((world) => {
    for (const each of world.connections.values()) {
      each.succeeded_at = new Date(on.sandbox.now().getTime() - 20 * 3_600_000).toISOString();
    }
  });
  expect(await kinds()).toEqual(["late"]);
  change(on, "a_one", BROKEN.status ?? {});
  expect(await kinds()).toEqual(["newly_broken"]);
  on.sandbox.edit((world) => {
    for (const each of world.connections.values()) {
      each.paused = true;
      each.status = { ...each.status, setup_state: "connected", sync_state: "paused", tasks: [] };
    }
  });
  expect(await kinds()).toEqual([]);
  on.sandbox.edit((world) => {
    for (const each of world.connections.values()) {
      each.paused = false;
      each.status.sync_state = "scheduled";
      each.succeeded_at = on.sandbox.now().toISOString();
    }
  });
  expect(await kinds()).toEqual(["recovered"]);
});

test("an alert that is not accepted is posted again with the next poll, and a redirect is not followed", async () => {
  const { on, alerts, poll } = await started([{ name: "a_one" }]);
  const elsewhere = await receiver();
  await poll();
  change(on, "a_one", BROKEN.status ?? {});
  alerts.replies.push({ status: 503 }, { status: 302, location: elsewhere.url });
  await poll();
  await poll();
  await poll();
  await poll();
  expect(alerts.bodies).toHaveLength(3);
  expect(new Set(alerts.bodies).size).toBe(1);
  expect(elsewhere.bodies).toEqual([]);
  expect(on.log.join()).not.toContain("T0KEN");
});

test("changes are kept over a restart, and what was sent is not sent again", async () => {
  const { on, alerts, poll, close } = await started([{ name: "a_one" }]);
  await poll();
  change(on, "a_one", BROKEN.status ?? {});
  alerts.replies.push({ status: 500 });
  await poll();
  await close();
  const again = await watching(on);
  await again.poll();
  await again.poll();
  expect(alerts.bodies).toHaveLength(2);
});

test("changes of more than a day ago are not posted, such as those from before alerts were set up", async () => {
  const { on, alerts, poll } = await started([{ name: "a_one" }, { name: "b_two" }]);
  await poll();
  change(on, "a_one", BROKEN.status ?? {});
  alerts.replies.push({ status: 500 });
  await poll();
  on.sandbox.advance(25 * 60 * 60_000);
  change(on, "b_two", BROKEN.status ?? {});
  await poll();
  await poll();
  expect(alerts.bodies).toHaveLength(2);
  expect(alerts.bodies[1]).toContain("b_two");
  expect(alerts.bodies[1]).not.toContain("a_one");
});

test("Slack gets a text in which no name can mention anyone", async () => {
  const { on, alerts, poll } = await started([{ name: "<!channel> & co" }], {
    env: { FIVETRAN_ALERT_FORMAT: "slack" },
  });
  await poll();
  change(on, "<!channel> & co", BROKEN.status ?? {});
  await poll();
  const { text } = JSON.parse(alerts.bodies[0] ?? "");
  expect(text.split("\n")[1]).toBe(
    "Newly broken (1): no sync can succeed until the cause is repaired, reconnect: &lt;!channel&gt; &amp; co (analytics_prod)",
  );
});

test("a test alert says whether it was delivered, without the address", async () => {
  const { on, alerts } = await started([]);
  const said: string[] = [];
  expect(await testAlert(on.app, (line) => said.push(line))).toBe(0);
  expect(said.join()).toMatch(/delivered to 127\.0\.0\.1:\d+\.$/);
  alerts.replies.push({ status: 404 });
  await expect(testAlert(on.app, () => {})).rejects.toMatchObject({
    type: "network",
    message: expect.not.stringContaining("T0KEN"),
  });
});

test.each([
  ["FIVETRAN_ALERT_URL", "http://example.com/hook"],
  ["FIVETRAN_ALERT_URL", "https://user:pass@example.com/"],
  ["FIVETRAN_ALERT_URL", "file:/does/not/exist"],
  ["FIVETRAN_ALERT_URL", "file:$HOME/alert-url"],
  ["FIVETRAN_ALERT_FORMAT", "teams"],
  ["FIVETRAN_HISTORY_DAYS", "0"],
])("%s=%s is refused at the start, and a token in it is not repeated", async (name, value) => {
  const { appOptions } = await harness();
  const env = { ...appOptions.env, [name]: value };
  await expect(createApp({ ...appOptions, env })).rejects.toMatchObject({
    type: "config",
    message: expect.stringMatching(new RegExp(`${name}(?!.*pass@)`)),
  });
});

const post = (body: string, secret = HOOK) =>
  new Request("http://watch.example/", {
    method: "POST",
    body,
    headers: { "x-fivetran-signature-256": signWebhook(body, secret) },
  });

const event = (on: Harness, name: string, of: Record<string, unknown>) =>
  JSON.stringify({
    created: on.sandbox.now().toISOString(),
    connector_id: idOf(on.sandbox, name),
    connector_name: name,
    ...of,
  });

test("a webhook is on record when it is acknowledged, and responds get_history", async () => {
  const { on, watch } = await started([{ name: "a_one" }], {
    env: { DISALLOWED_ACTIONS: "connections:read:connection_sync_history" },
  });
  const now = on.sandbox.now().getTime();
  const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
  const send = async (of: Record<string, unknown>, secret?: string) =>
    (await watch.webhooks?.(post(event(on, "a_one", of), secret)))?.status;
  const end = {
    event: "sync_end",
    sync_id: "r1",
    created: at(30),
    data: { status: "FAILURE_WITH_TASK", reason: "No access." },
  };
  expect(await send({ event: "sync_start", sync_id: "r1", created: at(40) })).toBe(200);
  expect(await send(end)).toBe(200);
  expect(await send(end)).toBe(200);
  expect(await send({ ...end, sync_id: "r2" }, "wrong")).toBe(401);
  expect(await send({ ...end, sync_id: "r3", created: at(60 * 26) })).toBe(200);
  const { data, text } = await on.call("get_history", { connectors: ["a_one"], since: "2h" });
  expect(data).toMatchObject({
    connectors: [{ syncs: 1, outcomes: { failed: 1 }, reason: "No access." }],
    runs: [{ outcome: "failed", seconds: 600 }],
  });
  expect(text).toContain("the recorded history, from ");
});

test("get_history counts the recorded syncs of all connectors, and names who failed and is well now", async () => {
  const { on, watch } = await started(
    [
      { name: "broken_now", status: { setup_state: "broken" } },
      { name: "failed_once" },
      { name: "failed_twice" },
      { name: "never_failed" },
    ],
    { env: { DISALLOWED_ACTIONS: "connections:read:connection_sync_history" } },
  );
  const now = on.sandbox.now().getTime();
  let made = 0;
  const syncs = async (name: string, ...outcomes: string[]) => {
    for (const status of outcomes) {
      made += 1;
      const created = new Date(now - made * 60_000).toISOString();
      const of = { event: "sync_end", sync_id: `r${made}`, created, data: { status } };
      expect((await watch.webhooks?.(post(event(on, name, of))))?.status).toBe(200);
    }
  };
  await syncs("broken_now", "FAILURE", "SUCCESSFUL");
  await syncs("failed_once", "FAILURE", "SUCCESSFUL");
  await syncs("failed_twice", "SUCCESSFUL", "FAILURE", "FAILURE");
  await syncs("never_failed", "SUCCESSFUL");
  const { data, text } = await on.call("get_history", { since: "2h" });
  const flaky = (name: string, all: number, failed: number) => ({
    name,
    id: idOf(on.sandbox, name),
    syncs: all,
    failed,
  });
  expect(data["recorded"]).toEqual({
    syncs: 8,
    failed: 4,
    flaky: [flaky("failed_twice", 3, 2), flaky("failed_once", 2, 1)],
  });
  const [twice, once] = ["failed_twice", "failed_once"].map((name) => idOf(on.sandbox, name));
  expect(text).toContain(
    `All recorded syncs: 8 syncs, 4 failed\nHealthy now, but had failed syncs: failed_twice (${twice}) 2/3, failed_once (${once}) 1/2\n`,
  );
});

test("a start whose end was missed no longer runs once a later sync is known", async () => {
  const { on, watch } = await started([{ name: "a_one", status: { sync_state: "syncing" } }], {
    env: { DISALLOWED_ACTIONS: "connections:read:connection_sync_history" },
  });
  const now = on.sandbox.now().getTime();
  const send = (sync_id: string, name: string, minutesAgo: number, data = {}) => {
    const created = new Date(now - minutesAgo * 60_000).toISOString();
    return watch.webhooks?.(post(event(on, "a_one", { event: name, sync_id, created, data })));
  };
  await send("lost", "sync_start", 1000);
  await send("well", "sync_start", 60);
  await send("well", "sync_end", 55, { status: "SUCCESSFUL" });
  const { data, text } = await on.call("get_history", { connectors: ["a_one"] });
  expect(data).toMatchObject({ connectors: [{ outcomes: { succeeded: 1, unknown: 1 } }] });
  expect(text).not.toContain("running");
  expect((await on.call("check_stale")).text).not.toContain("running for");
  await send("now", "sync_start", 5);
  expect((await on.call("get_history", { connectors: ["a_one"] })).text).toContain(
    "running for 5 min",
  );
});

test("a recorded history that is damaged is left out with a note, and nothing else fails", async () => {
  const { on } = await started([{ name: "a_one" }, { name: "b_two", ...BROKEN }]);
  const stateDir = await temporaryFolder();
  mkdirSync(join(stateDir, "history"), { mode: 0o700 });
  writeFileSync(join(stateDir, "history", "history.db"), "no database ".repeat(1000));
  const again = await harness({ account: { sandbox: on.sandbox, url: on.url }, stateDir });
  const note = "the recorded history could not be used: The recorded history is damaged";
  for (const args of [{}, { connectors: ["a_one"] }]) {
    const { data, text, isError } = await again.call("get_history", args);
    expect(isError, text).toBe(false);
    expect(data["gaps"]).toEqual([expect.stringContaining(note)]);
  }
  for (const [tool, args] of [
    ["check_stale", {}],
    ["get_status", { connectors: ["b_two"] }],
  ] as const) {
    expect((await again.call(tool, args)).isError, tool).toBe(false);
  }
});

test("how long a sync runs and usually takes is shown from the record, without a request", async () => {
  const { on, watch } = await started(
    [
      {
        name: "slow_one",
        success: 1000,
        status: { sync_state: "syncing", update_state: "delayed" },
      },
    ],
    { env: { DISALLOWED_ACTIONS: "connections:read:connection_sync_history" } },
  );
  const now = on.sandbox.now().getTime();
  const send = (sync_id: string, name: string, minutesAgo: number, data = {}) => {
    const created = new Date(now - minutesAgo * 60_000).toISOString();
    return watch.webhooks?.(post(event(on, "slow_one", { event: name, sync_id, created, data })));
  };
  for (const [at, ago] of [1300, 1200, 1100].entries()) {
    await send(`r${at}`, "sync_start", ago);
    await send(`r${at}`, "sync_end", ago - 25, { status: "SUCCESSFUL" });
  }
  await send("now", "sync_start", 190);
  const shown = "running for 3 h 10 min, usually 25 min";
  expect((await on.call("check_stale")).text).toContain(shown);
  expect((await on.call("get_status", { connectors: ["slow_one"] })).text).toContain(shown);
  const wait = { connectors: ["slow_one"], wait_seconds: 0 };
  expect((await on.call("wait_for_sync", wait)).text).toContain(shown);
  const asked = on.sandbox.requests().map(({ operation }) => operation);
  expect(asked).not.toContain("connection_sync_history");
});

test("a change of the schema is reported where its event comes, once", async () => {
  const { on, watch, alerts, poll } = await started([{ name: "a_one" }]);
  await poll();
  const body = event(on, "a_one", { event: "create_table", data: { table: "t" } });
  for (const each of [body, body]) expect((await watch.webhooks?.(post(each)))?.status).toBe(200);
  await poll();
  expect(alerts.bodies.map((text) => JSON.parse(text).causes)).toMatchObject([
    [{ kind: "schema_changed", cause: "create_table", connectors: [{ name: "a_one" }] }],
  ]);
});

test("without an event, a poll notices a changed schema: each is looked at once a day, ten a poll", async () => {
  const { on, alerts, poll } = await started(
    Array.from({ length: 12 }, (_, at) => ({ name: `c_${at}`, service: "postgres" })),
    { sandbox: { limits: { requestsPerHour: 20_000 } } },
  );
  const looks = () =>
    on.sandbox.requests().filter(({ operation }) => operation === "connection_schema_config")
      .length;
  const counts: number[] = [];
  for (let at = 0; at < 3; at += 1) {
    await poll();
    counts.push(looks());
  }
  expect(counts).toEqual([10, 12, 12]);
  on.sandbox.edit((world) => {
    for (const each of world.connections.values()) {
      if (each.schema === "c_3") each.backstage.fixture = "grid:1x4x3";
    }
  });
  await poll();
  expect(alerts.bodies).toEqual([]);
  on.sandbox.advance(25 * 3_600_000);
  const changes = [...(await poll()).changes, ...(await poll()).changes];
  const ofSchema = changes.filter(({ kind }) => kind === "schema_changed");
  expect(ofSchema).toMatchObject([{ name: "c_3" }]);
  expect(ofSchema[0]?.cause).toMatch(/^its schema has 4 tables, \d+ before$/);
  expect(alerts.bodies.filter((body) => body.includes("schema_changed"))).toHaveLength(1);
  await poll();
  expect(alerts.bodies.filter((body) => body.includes("schema_changed"))).toHaveLength(1);
});

test("a table that cannot be read is not reported as a change of the schema", async () => {
  const { on, poll } = await started([{ name: "c_0", service: "postgres" }]);
  await poll();
  const { schemas, ...config } = configIn(on.sandbox, "c_0");
  const [schema = "", node] = Object.entries(schemas ?? {})[0] ?? [];
  const [table = ""] = Object.keys(node?.tables ?? {});
  const odd = { ...node, tables: { ...node?.tables, [table]: null } };
  const data = { ...config, schemas: { ...schemas, [schema]: odd } };
  on.sandbox.fault({
    operation: "connection_schema_config",
    status: 200,
    body: JSON.stringify({ code: "Success", data }),
  });
  on.sandbox.advance(25 * 3_600_000);
  const { changes } = await poll();
  expect(changes.filter(({ kind }) => kind === "schema_changed")).toEqual([]);
});

test("connectors whose schema or history cannot be read do not keep the others from their turn", async () => {
  const members = Array.from({ length: 60 }, (_, at) => ({ name: `c_${at}`, service: "postgres" }));
  const account = await openSandbox({ limits: { requestsPerHour: 20_000 } });
  fleet(account.sandbox, members);
  const gateway = await historyGateway(account.url, () => ({
    status: 422,
    body: { code: "InvalidInput", message: "Not now." },
  }));
  const { on, poll } = await started([], { account: { ...account, url: gateway.url } });
  on.sandbox.fault({ operation: "connection_schema_config", status: 422 });
  const looked = () =>
    on.sandbox
      .requests()
      .flatMap(({ operation, path }) => (operation === "connection_schema_config" ? [path] : []));
  const each = async () => {
    await poll();
    return [new Set(gateway.asked.map(({ id }) => id)).size, new Set(looked()).size];
  };
  expect(await each()).toEqual([50, 10]);
  expect(await each()).toEqual([60, 20]);
});

test("if Fivetran returns no response, two reads of each kind are tried, and the others in the next poll", async () => {
  const members = Array.from({ length: 20 }, (_, at) => ({ name: `c_${at}`, service: "postgres" }));
  const { on, poll } = await started(members, {
    sandbox: { limits: { requestsPerHour: 20_000 } },
  });
  const page = { status: 200, body: "<html>", headers: { "content-type": "text/html" } };
  on.sandbox.fault({ operation: "connection_sync_history", ...page });
  on.sandbox.fault({ operation: "connection_schema_config", ...page });
  const read = () => {
    const paths = on.sandbox.requests().map(({ path }) => path.replace(/\?.*/, ""));
    return ["/sync-history", "/schemas"].map(
      (end) => new Set(paths.filter((path) => path.endsWith(end))).size,
    );
  };
  await poll();
  expect(read()).toEqual([2, 2]);
  await poll();
  expect(read()).toEqual([4, 4]);
});

test("an alert does not wait for the reads of sync histories", async () => {
  const { on, alerts, watch, poll } = await started([{ name: "a_one" }]);
  await poll();
  change(on, "a_one", BROKEN.status ?? {});
  on.sandbox.fault({ operation: "connection_sync_history", hang: true });
  const stop = new AbortController();
  const polling = watch.poll(stop.signal).catch(() => {});
  await vi.waitFor(() => expect(alerts.bodies).toHaveLength(1));
  stop.abort();
  await polling;
});

test("a failure that a webhook reports does not wait for the next poll", async () => {
  const { on, watch, poll } = await started([{ name: "a_one" }]);
  await poll();
  const nudged = watch.nudged();
  const failed = { event: "sync_end", sync_id: "r", data: { status: "FAILURE" } };
  await watch.webhooks?.(post(event(on, "a_one", failed)));
  await nudged;
});

test("polls read each sync history once a day, what broke just now at once, and within the rate limit", async () => {
  const account = await openSandbox({ limits: { requestsPerHour: 20_000 } });
  fleet(
    account.sandbox,
    Array.from({ length: 60 }, (_, at) => ({ name: `c_${at}` })),
  );
  const gateway = await historyGateway(account.url, () =>
    historyPage(account.sandbox.now(), [{ id: "r", startedAgo: 20, endedAgo: 10 }]),
  );
  const { on, poll } = await started([], { account: { ...account, url: gateway.url } });
  const reads = async () => {
    const { read } = await poll();
    return [read, gateway.asked.splice(0).length];
  };
  expect(await reads()).toEqual([50, 50]);
  expect(await reads()).toEqual([10, 10]);
  expect(await reads()).toEqual([0, 0]);
  change(on, "c_7", BROKEN.status ?? {});
  expect(await reads()).toEqual([1, 1]);
  account.sandbox.advance(25 * 3_600_000);
  expect((await reads())[0]).toBe(50);
});

test("where Fivetran has no sync history for the account, polls record the ends that they see", async () => {
  const account = await openSandbox();
  fleet(account.sandbox, [{ name: "a_one" }]);
  const gateway = await historyGateway(account.url, () => NOT_ENABLED);
  const { on, poll } = await started([], { account: { ...account, url: gateway.url } });
  await poll();
  account.sandbox.advance(60_000);
  account.sandbox.edit((world) => {
    for (const each of world.connections.values()) {
      each.failed_at = account.sandbox.now().toISOString();
    }
  });
  await poll();
  await poll();
  expect(gateway.asked).toHaveLength(1);
  const { data } = await on.call("get_history", { connectors: ["a_one"], since: "1d" });
  expect(data).toMatchObject({ runs: [{ outcome: "failed" }] });
});

test("polls read the other histories if the key may not read one, and record the ends that they see of it", async () => {
  const account = await openSandbox({ limits: { requestsPerHour: 20_000 } });
  fleet(
    account.sandbox,
    Array.from({ length: 6 }, (_, at) => ({ name: `c_${at}` })),
  );
  const closed = idOf(account.sandbox, "c_0");
  const gateway = await historyGateway(account.url, (id) =>
    id === closed
      ? { status: 403, body: { code: "Forbidden", message: "No." } }
      : historyPage(account.sandbox.now(), []),
  );
  const { on, poll } = await started([], { account: { ...account, url: gateway.url } });
  expect((await poll()).read).toBe(5);
  account.sandbox.advance(60_000);
  account.sandbox.edit((world) => {
    for (const each of world.connections.values()) {
      each.failed_at = account.sandbox.now().toISOString();
    }
  });
  await poll();
  const { data } = await on.call("get_history", { connectors: ["c_0"], since: "1d" });
  expect(data).toMatchObject({ runs: [{ outcome: "failed" }] });
  const other = await on.call("get_history", { connectors: ["c_1"], since: "1d" });
  expect(other.data["runs"]).toBeUndefined();
});

test("a key that may read no sync history is refused three times a day", async () => {
  const account = await openSandbox({ limits: { requestsPerHour: 20_000 } });
  fleet(
    account.sandbox,
    Array.from({ length: 20 }, (_, at) => ({ name: `c_${at}` })),
  );
  const gateway = await historyGateway(account.url, () => ({
    status: 403,
    body: { code: "Forbidden", message: "No." },
  }));
  const { poll } = await started([], { account: { ...account, url: gateway.url } });
  await poll();
  await poll();
  expect(gateway.asked).toHaveLength(3);
});

test("a connector outside the operator's scope is neither recorded nor reported", async () => {
  const { on, poll, alerts } = await started([{ name: "mine" }, { name: "theirs" }], {
    env: { FIVETRAN_CONNECTORS: "mine" },
  });
  await poll();
  change(on, "theirs", BROKEN.status ?? {});
  await poll();
  expect(alerts.bodies).toEqual([]);
});

test("a watch of a part neither posts the changes of a wider one nor forgets its connectors", async () => {
  const { on, poll, alerts } = await started([{ name: "mine" }, { name: "theirs" }]);
  const { env, ...options } = on.appOptions;
  const app = await createApp({ ...options, env: { ...env, FIVETRAN_CONNECTORS: "mine" } });
  onTestFinished(() => app.close());
  const part = await watching({ ...on, app });
  const posted = () =>
    alerts.bodies
      .splice(0)
      .flatMap((body) => JSON.parse(body).causes)
      .map(({ kind, connectors: [{ name }] }) => `${kind} ${name}`);
  await poll();
  alerts.replies.push({ status: 503 });
  for (const name of ["mine", "theirs"]) change(on, name, BROKEN.status ?? {});
  await poll();
  alerts.bodies.splice(0);
  await part.poll();
  expect(posted()).toEqual(["newly_broken mine"]);
  change(on, "theirs", { setup_state: "connected", tasks: [] });
  await poll();
  expect(posted()).toEqual(["newly_broken theirs", "recovered theirs"]);
});

test("a secret in an event or in a connector's record is neither recorded nor reported", async () => {
  const SECRET = "c4n4ry-of-the-operator";
  const { on, alerts, watch, poll } = await started([{ name: "a_one" }], {
    env: { FIVETRAN_SECRET_REFS: "CANARY", CANARY: SECRET },
  });
  await poll();
  const created = new Date(on.sandbox.now().getTime() - 60_000).toISOString();
  const data = { status: "FAILURE_WITH_TASK", reason: `No access with ${SECRET}.` };
  const end = { event: "sync_end", sync_id: "r1", created, data };
  expect((await watch.webhooks?.(post(event(on, "a_one", end))))?.status).toBe(200);
  on.sandbox.edit((world) => {
    for (const each of world.connections.values()) {
      if (each.schema === "a_one") each.schema = `a_${SECRET}`;
    }
  });
  change(on, `a_${SECRET}`, BROKEN.status ?? {});
  await poll();

  expect(alerts.bodies).toHaveLength(1);
  expect(alerts.bodies.join()).toContain("[redacted]");
  expect(alerts.bodies.join()).not.toContain(SECRET);
  expect(await stateText(on.stateDir)).not.toContain(SECRET);
});

test("an interrupt ends a start that waits for a response", async () => {
  const on = await harness();
  on.sandbox.fault({ path: "/v1/account/info", hang: true });
  const stop = new AbortController();
  const running = runWatch(on.app, {
    host: "127.0.0.1",
    port: 0,
    everyMinutes: 60,
    once: true,
    signal: stop.signal,
    say: () => {},
  });
  const cancelled = expect(running).rejects.toMatchObject({ type: "cancelled" });
  await vi.waitFor(() => expect(on.sandbox.requests()).not.toEqual([]));
  stop.abort();
  await cancelled;
});
