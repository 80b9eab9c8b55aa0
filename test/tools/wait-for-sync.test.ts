import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  connectionNamed,
  type FaultRule,
  type RunScript,
  type Sandbox,
} from "../../src/sandbox/index.js";
import { type Harness, type HarnessOptions, harness, idOf, type Result } from "../harness.js";
import { shown } from "../snapshot.js";

const NAME = "zendesk_support";

const Reply = z.looseObject({
  started: z.array(z.looseObject({ handle: z.string() })).optional(),
  waited: z.string().optional(),
  runs: z
    .array(
      z.looseObject({
        name: z.string(),
        id: z.string(),
        outcome: z.string(),
        at: z.string().optional(),
        why: z.string().optional(),
        handle: z.string().optional(),
      }),
    )
    .optional(),
  handles: z.array(z.string()).optional(),
  notes: z.array(z.string()).optional(),
});
const dataOf = ({ data }: Result) => Reply.parse(data);
const runsOf = (result: Result) => dataOf(result).runs ?? [];

/** Returns a harness whose connector follows a script. */
async function scripted(script: Partial<RunScript>, options: HarnessOptions = {}, name = NAME) {
  const made = await harness(options);
  made.sandbox.edit((world) => {
    const { backstage } = connectionNamed(world, name);
    backstage.hold = null;
    backstage.script = { duration_ms: 6000, outcome: "success", ...script };
  });
  return made;
}

async function trigger({ call }: Harness, name = NAME): Promise<string> {
  const args = { connectors: [name] };
  const first = await call("trigger_sync", args);
  // The first sync of a connector asks for a confirmation.
  const { started = [] } = dataOf(
    first.token === ""
      ? first
      : await call("trigger_sync", { ...args, confirmation_token: first.token }),
  );
  return started[0]?.handle ?? "";
}

const edit = (sandbox: Sandbox, change: (c: ReturnType<typeof connectionNamed>) => void) =>
  sandbox.edit((world) => change(connectionNamed(world, NAME)));

test("returns the end of the sync that was triggered", async () => {
  const on = await scripted({});
  const handle = await trigger(on);

  const done = await on.call("wait_for_sync", { handles: [handle] });

  expect(done).toMatchObject({ isError: false, data: { waited: "succeeded" } });
  expect(shown(on, done)).toMatchSnapshot();
});

test("a run that ended before any read is found by its handle, from another process too", async () => {
  const on = await scripted({ outcome: "failure" });
  const handle = await trigger(on);
  on.sandbox.advance(20_000);

  const other = await harness({ account: on });
  const done = await other.call("wait_for_sync", { handles: [handle] });

  expect(done.data).toMatchObject({ waited: "failed", runs: [{ outcome: "failed" }] });
  expect(shown(on, done)).toMatchSnapshot();
});

test("returns still_running with the same handle when the time is out, and can be called again", async () => {
  const on = await scripted({ duration_ms: 60_000 });
  const handle = await trigger(on);

  const first = await on.call("wait_for_sync", { handles: [handle] });
  expect(first.data).toMatchObject({ waited: "still_running", handles: [handle] });
  expect(shown(on, first)).toMatchSnapshot();

  const second = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 50 });
  expect(second.data).toMatchObject({ waited: "succeeded" });
});

test("waits at most 50 s over MCP and says so", async () => {
  const seconds: number[] = [];
  const on = await scripted({ outcome: "never_ends" }, { whileWaiting: (at) => seconds.push(at) });
  const handle = await trigger(on);

  const result = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 86_400 });

  expect(seconds.at(-1)).toBe(50);
  expect(result.text).toContain("Note: the wait ended after 50 s, the maximum for one call.");
});

test("reads once without waiting", async () => {
  const seconds: number[] = [];
  const on = await scripted({}, { whileWaiting: (at) => seconds.push(at) });
  const handle = await trigger(on);

  const result = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 0 });

  expect(result.data).toMatchObject({ waited: "still_running" });
  expect(seconds).toEqual([]);
});

test("progress comes at least every 10 s", async () => {
  const at: number[] = [0];
  const reported: [number, string][] = [];
  const on = await scripted(
    { outcome: "never_ends" },
    { whileWaiting: (seconds) => at.push(seconds) },
  );
  const handle = await trigger(on);
  await on.client.callTool(
    { name: "wait_for_sync", arguments: { handles: [handle], wait_seconds: 50 } },
    { onprogress: ({ message = "" }) => reported.push([at.at(-1) ?? 0, message]) },
  );

  expect(reported[0]?.[1]).toBe("waiting for 1 sync, 0 s so far: zendesk_support syncing");
  const gaps = at.slice(1).map((seconds, index) => seconds - (at[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(10);
  expect(reported).toHaveLength(gaps.length);
});

test.each<[string, (sandbox: Sandbox) => void, string]>([
  [
    "paused",
    (sandbox) => edit(sandbox, (c) => Object.assign(c, { paused: true })),
    "the connector is paused, which cancels a running sync",
  ],
  [
    "broken",
    (sandbox) => edit(sandbox, (c) => Object.assign(c.status, { setup_state: "broken" })),
    "its setup is broken. A person must repair it",
  ],
  [
    "deleted",
    (sandbox) => sandbox.edit((w) => w.connections.delete(connectionNamed(w, NAME).id)),
    "the connector was deleted, or this API key may not read it",
  ],
])("stops waiting when it becomes %s", async (_, happen, words) => {
  let happened = false;
  const on = await scripted(
    { outcome: "never_ends" },
    {
      whileWaiting: (seconds, sandbox) => {
        if (happened || seconds < 4) return;
        happened = true;
        happen(sandbox);
      },
    },
  );
  const handle = await trigger(on);

  const result = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 50 });

  expect(result.data).toMatchObject({ waited: "failed", runs: [{ outcome: "stopped" }] });
  expect(result.text).toContain(words);
});

test("a cancelled run leaves no trace, and that is said", async () => {
  const on = await scripted({ outcome: "cancelled" });
  const handle = await trigger(on);

  const result = await on.call("wait_for_sync", { handles: [handle] });

  expect(result.data).toMatchObject({ waited: "still_running" });
  expect(shown(on, result)).toMatchSnapshot();
});

test("one that Fivetran rescheduled is waited for on an automatic schedule", async () => {
  const on = await scripted({ outcome: "reschedule", reschedule_ms: 7_200_000 });
  const handle = await trigger(on);

  const result = await on.call("wait_for_sync", { handles: [handle] });

  expect(shown(on, result)).toMatchSnapshot();
});

test("… and to its end when it resumes in time", async () => {
  const on = await scripted({ outcome: "reschedule", reschedule_ms: 10_000, times: 1 });
  const handle = await trigger(on);

  const result = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 50 });

  expect(result.data).toMatchObject({ waited: "succeeded" });
});

test("… and not on a manual one", async () => {
  const on = await scripted({ outcome: "reschedule", reschedule_ms: 7_200_000 });
  edit(on.sandbox, (c) => Object.assign(c, { schedule_type: "manual" }));
  const handle = await trigger(on);

  const result = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 50 });

  expect(result.data).toMatchObject({ waited: "failed" });
  expect(result.text).toContain("the schedule is manual, so Fivetran does not start it again");
});

test("the first sync ever ends too", async () => {
  const on = await scripted({ historical_duration_ms: 8000 }, {}, "slack_workspace.messages");
  const handle = await trigger(on, "slack_workspace.messages");

  const result = await on.call("wait_for_sync", { handles: [handle] });

  expect(result.data).toMatchObject({
    waited: "succeeded",
    runs: [{ name: "slack_workspace.messages" }],
  });
});

test("connectors without handles: the running sync was started elsewhere, and is waited for", async () => {
  const on = await harness();

  const result = await on.call("wait_for_sync", { connectors: ["mongo_events"], wait_seconds: 2 });

  expect(shown(on, result)).toMatchSnapshot();
});

test("connectors without handles: what prevents a sync is the result", async () => {
  const on = await harness();

  const result = await on.call("wait_for_sync", {
    connectors: ["mysql_legacy", "marketo_nurture", "stripe_payments"],
  });

  expect(shown(on, result)).toMatchSnapshot();
});

test("many are looked up by one list request per read", async () => {
  const connectors = [NAME, "github_repos", "dynamodb_sessions", "salesforce_prod", "s3_logs.raw"];
  const on = await harness();
  on.sandbox.edit((world) => {
    for (const name of connectors) {
      connectionNamed(world, name).backstage.script = { duration_ms: 6000, outcome: "success" };
    }
  });
  const { started = [] } = dataOf(await on.call("trigger_sync", { connectors }));
  const handles = started.map((run) => run.handle);
  const before = on.sandbox.requests().length;

  const done = await on.call("wait_for_sync", { handles });

  expect(done.data).toMatchObject({ waited: "succeeded" });
  const looks = on.sandbox.requests().slice(before);
  // The reads are after 0, 2, 4 and 6 s.
  expect(looks.map((request) => request.operation)).toEqual(Array(4).fill("list_connections"));
});

test("one that a list misses is read by its id before it counts as deleted", async () => {
  const on = await scripted({ outcome: "never_ends" });
  const names = [NAME, "github_repos", "dynamodb_sessions", "salesforce_prod"];
  const { started = [] } = dataOf(await on.call("trigger_sync", { connectors: names }));
  const handles = started.map(({ handle }) => handle);
  const items: never[] = [];
  const body = JSON.stringify({ code: "Success", data: { items } });
  on.sandbox.fault({ operation: "list_connections", body });
  const looked = await on.call("wait_for_sync", { handles, wait_seconds: 0 });
  expect(runsOf(looked).map(({ outcome }) => outcome)).toEqual(Array(4).fill("still_running"));
});

test("a sync that succeeded is shown without notes and without the tasks that are still open", async () => {
  const on = await scripted({});
  const handle = await trigger(on);
  on.sandbox.advance(10_000);
  edit(on.sandbox, (c) => {
    c.status.tasks = [{ code: "open_task", message: "m" }];
  });

  const result = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 86_400 });

  expect(dataOf(result)).toMatchObject({ waited: "succeeded" });
  expect(dataOf(result)).not.toHaveProperty("notes");
  expect(runsOf(result)[0]).not.toHaveProperty("why");
});

test("a connector that is deleted between being found and the next read keeps its name", async () => {
  const on = await scripted({ duration_ms: 60_000 });
  await trigger(on);
  // With a name, the first read by id finds nothing. The second read belongs to the wait.
  on.sandbox.fault({ operation: "connection_details", calls: [2], status: 404 });

  const result = await on.call("wait_for_sync", { connectors: [NAME] });

  expect(runsOf(result)).toMatchObject([
    { name: NAME, id: idOf(on.sandbox, NAME), outcome: "stopped" },
  ]);
});

test("a list is read no further than the connectors looked for", async () => {
  const on = await harness({ sandbox: { world: "large", connections: 1100 } });
  const ids: string[] = [];
  on.sandbox.edit((world) => ids.push(...[...world.connections.keys()].slice(0, 4)));
  const before = on.sandbox.requests().length;

  await on.call("wait_for_sync", { handles: ids.map((id) => `${id}~~~o`), wait_seconds: 0 });

  const paths = on.sandbox
    .requests()
    .slice(before)
    .map(({ path }) => path);
  // The next page may already be requested, but nothing else.
  expect(paths.every((path) => path.startsWith("/v1/connections?"))).toBe(true);
  expect(paths.length).toBeLessThanOrEqual(2);
});

test.each([200, 404])("a gateway's page with %i does not end the wait", async (status) => {
  const on = await scripted({});
  const handle = await trigger(on);
  const page = { status, headers: { "content-type": "text/html" }, body: "<h1>No</h1>" };
  on.sandbox.fault({ operation: "connection_details", calls: [2, 3], ...page });

  const result = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 50 });

  expect(result.data).toMatchObject({ waited: "succeeded" });
});

test("a read that fails temporarily does not end the wait", async () => {
  const on = await scripted({});
  const handle = await trigger(on);
  const fault = { status: 429, headers: { "retry-after": "300" } };
  on.sandbox.fault({ operation: "connection_details", calls: [2], ...fault });

  const result = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 50 });

  expect(result.data).toMatchObject({ waited: "still_running", handles: [handle] });
  expect(result.text).toMatch(
    /^Note: the last status request failed: Fivetran's rate limit is exceeded \(wait \d+ s\)\.$/m,
  );
});

const OTHER = "postgres_orders";

describe.each<[string, FaultRule, string, string]>([
  ["an error", { status: 500 }, "still_running", "Fivetran returned an error (500)"],
  ["a refusal", { status: 403 }, "unknown", "The role of the API key does not permit"],
  [
    "another record",
    { body: JSON.stringify({ code: "Success", data: { id: "other" } }) },
    "unknown",
    "contains a different id",
  ],
])("where one of two reads always returns %s", (_, fault, outcome, why) => {
  const both = async () => {
    const on = await scripted({});
    on.sandbox.edit((world) => {
      const { backstage } = connectionNamed(world, OTHER);
      backstage.script = { duration_ms: 6000, outcome: "success" };
    });
    return on;
  };

  test("the other one is waited for, and both are shown", async () => {
    const on = await both();
    const handles = [await trigger(on), await trigger(on, OTHER)];
    const path = idOf(on.sandbox, NAME);
    on.sandbox.fault({ operation: "connection_details", path, ...fault });

    const result = await on.call("wait_for_sync", { handles, wait_seconds: 40 });

    expect(runsOf(result)).toMatchObject([{ outcome }, { name: OTHER, outcome: "succeeded" }]);
    expect(result.text).toContain("its status could not be read: ");
    expect(result.text).toContain(why);
    expect(dataOf(result)).toMatchObject({
      waited: outcome === "unknown" ? "failed" : outcome,
      handles: handles.slice(0, 1),
    });
  });

  test("trigger_sync keeps the name and the handle of the sync that it started", async () => {
    const on = await both();
    const path = idOf(on.sandbox, NAME);
    on.sandbox.fault({ operation: "connection_details", path, calls: { from: 2 }, ...fault });

    const args = { connectors: [NAME, OTHER], wait_seconds: 40 };
    const result = await on.call("trigger_sync", args);

    expect(result.isError).toBe(false);
    expect(runsOf(result)).toMatchObject([
      { name: NAME, outcome, handle: expect.any(String) },
      { name: OTHER, outcome: "succeeded" },
    ]);
    expect(result.text).toContain(why);
  });
});

test("trigger_sync keeps the handle also where nothing could be read", async () => {
  const on = await scripted({});
  on.sandbox.fault({ operation: "connection_details", calls: { from: 2 }, status: 403 });

  const result = await on.call("trigger_sync", { connectors: [NAME], wait_seconds: 40 });

  expect(dataOf(result)).toMatchObject({ waited: "failed", runs: [{ outcome: "unknown" }] });
  expect(result.text).toContain("To continue waiting: wait_for_sync handles=");
});

test.each([404, 403, 200])("a gateway's page with %i does not end the wait", async (status) => {
  const on = await scripted({});
  const handle = await trigger(on);
  const page = { status, body: "<html>gateway</html>", headers: { "content-type": "text/html" } };
  on.sandbox.fault({ operation: "connection_details", calls: [1, 2], ...page });

  const result = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 50 });

  expect(result.data).toMatchObject({ waited: "succeeded" });
});

test.each([
  [{}, "wait_for_sync needs either handles or connectors, but not both."],
  [
    { handles: ["x"], connectors: ["y"] },
    "wait_for_sync needs either handles or connectors, but not both.",
  ],
  [{ handles: ["postgres_orders"] }, '"postgres_orders" is not a sync handle.'],
  [
    { handles: ["x~~~o"], since: "2026-03-02T09:00:00Z" },
    "since can be given only with connectors",
  ],
  [
    { connectors: ["x"], since: "yesterday" },
    "since is not a time.\nPass an ISO 8601 time such as 2026-03-02T09:00:00Z, or an age such as 24h or 30d.",
  ],
  [{ handle: ["x"] }, 'unknown parameter "handle". Did you mean handles?'],
  [{ connectors: ["zendesk_suport"] }, "Nearest: zendesk_support"],
])("%j is refused", async (args, message) => {
  const { call } = await harness();

  const refused = await call("wait_for_sync", args);

  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(message);
});

test("is not there for who may not read connections", async () => {
  const { call } = await harness({ env: { DISALLOWED_ACTIONS: "connections:read" } });

  const refused = await call("wait_for_sync", { connectors: [NAME] });

  expect(refused.text).toContain("DISALLOWED_ACTIONS");
});

test("runs are listed in the order of their handles, each once", async () => {
  const on = await scripted({});
  const scripts: Record<string, Partial<RunScript>> = {
    github_repos: {
      outcome: "failure_with_task",
      task: { code: "mend_it", message: "Do mend it, the source's words." },
    },
    salesforce_prod: { outcome: "never_ends" },
    dynamodb_sessions: { outcome: "failure_with_task", task: { code: "no_words", message: "" } },
    "slack_workspace.messages": { outcome: "cancelled" },
  };
  on.sandbox.edit((world) => {
    for (const [name, script] of Object.entries(scripts)) {
      const { backstage } = connectionNamed(world, name);
      backstage.hold = null;
      backstage.script = { duration_ms: 6000, outcome: "success", ...script };
    }
  });
  const connectors = ["salesforce_prod", NAME, "github_repos", "dynamodb_sessions"];
  const { started = [] } = dataOf(await on.call("trigger_sync", { connectors }));
  const handles = started.map(({ handle }) => handle);

  const result = await on.call("wait_for_sync", {
    handles: [...handles, ...handles.slice(1)],
    wait_seconds: 10,
  });

  expect(shown(on, result)).toMatchSnapshot();
  expect(runsOf(result).map(({ name, id, outcome }) => [name, id, outcome])).toEqual([
    ["salesforce_prod", idOf(on.sandbox, "salesforce_prod"), "still_running"],
    [NAME, idOf(on.sandbox, NAME), "succeeded"],
    ["github_repos", idOf(on.sandbox, "github_repos"), "failed"],
    ["dynamodb_sessions", idOf(on.sandbox, "dynamodb_sessions"), "failed"],
  ]);
  // Only the sync that is still running needs a further wait.
  expect(dataOf(result)).toMatchObject({ waited: "still_running", handles: handles.slice(0, 1) });
  expect(runsOf(result).map(({ handle }) => handle)).toEqual([
    handles[0],
    undefined,
    undefined,
    undefined,
  ]);
  on.sandbox.edit((world) => {
    for (const { name, outcome, at } of runsOf(result)) {
      const { succeeded_at, failed_at } = connectionNamed(world, name);
      if (outcome !== "still_running") {
        expect(at).toBe(outcome === "failed" ? failed_at : succeeded_at);
      }
    }
  });
});

test("one failure among successes makes the wait failed", async () => {
  const on = await scripted({});
  const first = await trigger(on);
  on.sandbox.edit((world) => {
    connectionNamed(world, "github_repos").backstage.script = {
      duration_ms: 3000,
      outcome: "failure",
    };
  });
  const second = await trigger(on, "github_repos");

  const result = await on.call("wait_for_sync", { handles: [first, second] });

  expect(dataOf(result).waited).toBe("failed");
  expect(dataOf(result)).not.toHaveProperty("handles");
  expect(runsOf(result).map(({ outcome }) => outcome)).toEqual(["succeeded", "failed"]);
});

test("what has ended keeps its outcome while the others are waited for", async () => {
  const on = await scripted(
    { duration_ms: 2000 },
    {
      whileWaiting: (seconds, sandbox) => {
        if (seconds > 4) edit(sandbox, (c) => Object.assign(c, { paused: true }));
      },
    },
  );
  on.sandbox.edit((world) => {
    connectionNamed(world, "github_repos").backstage.script = {
      duration_ms: 15_000,
      outcome: "success",
    };
  });
  const handles = [await trigger(on), await trigger(on, "github_repos")];

  const result = await on.call("wait_for_sync", { handles, wait_seconds: 50 });

  expect(runsOf(result).map(({ outcome }) => outcome)).toEqual(["succeeded", "succeeded"]);
});

test("a success and a failure since the handle: the later one counts, the other is shown", async () => {
  const on = await scripted({});
  const handle = await trigger(on);
  const at = (seconds: number) =>
    new Date(on.sandbox.now().getTime() + seconds * 1000).toISOString().replace("Z", "000Z");
  edit(on.sandbox, (c) => {
    c.backstage.run = null;
    c.status.sync_state = "scheduled";
    c.succeeded_at = at(-1);
    c.failed_at = at(-2);
  });
  const success = await on.call("wait_for_sync", { handles: [handle] });
  edit(on.sandbox, (c) => {
    c.failed_at = c.succeeded_at;
  });
  const failure = await on.call("wait_for_sync", { handles: [handle] });

  expect(shown(on, success)).toMatchSnapshot();
  expect(runsOf(success)).toMatchObject([{ outcome: "succeeded", at: at(-1) }]);
  expect(runsOf(success)[0]?.why).toContain(at(-2));
  expect(shown(on, failure)).toMatchSnapshot();
  expect(runsOf(failure)).toMatchObject([{ outcome: "failed", at: at(-1) }]);
});

test("a sync that was started elsewhere is shown as such", async () => {
  const on = await scripted({ duration_ms: 6000 });
  await trigger(on);

  const result = await on.call("wait_for_sync", { connectors: [NAME] });

  expect(shown(on, result)).toMatchSnapshot();
  expect(dataOf(result)).toMatchObject({
    waited: "succeeded",
    runs: [{ outcome: "succeeded", why: expect.any(String) }],
  });
});

test("a connector without a running sync is idle, at once, with its last success", async () => {
  const seconds: number[] = [];
  const on = await scripted({}, { whileWaiting: (at) => seconds.push(at) });
  on.sandbox.advance(30_000);
  const before = on.sandbox.requests().length;

  const idle = await on.call("wait_for_sync", { connectors: [NAME], wait_seconds: 50 });

  expect(shown(on, idle)).toMatchSnapshot();
  expect(idle.isError).toBe(false);
  expect(dataOf(idle)).not.toHaveProperty("handles");
  let last: string | null = null;
  edit(on.sandbox, (c) => {
    last = c.succeeded_at;
  });
  expect(idle.data).toMatchObject({
    waited: "idle",
    runs: [{ name: NAME, outcome: "idle", last_success_at: last }],
  });
  expect(idle.text).toContain(String(last));
  expect(seconds).toEqual([]);
  // One read by id, and one by name.
  expect(on.sandbox.requests().length - before).toBe(2);
});

test("an idle connector whose last sync failed, or that never synced, does not count as idle", async () => {
  const on = await scripted({});
  const wait = () => on.call("wait_for_sync", { connectors: [NAME] });
  edit(on.sandbox, (c) => {
    c.failed_at = on.sandbox.now().toISOString();
  });
  const failed = await wait();
  edit(on.sandbox, (c) => Object.assign(c, { succeeded_at: null, failed_at: null }));
  const never = await wait();

  expect(failed.data).toMatchObject({ waited: "failed", runs: [{ outcome: "idle" }] });
  expect(failed.text).toContain("the last sync failed at");
  expect(never.data).toMatchObject({ waited: "failed", runs: [{ outcome: "idle" }] });
  expect(never.text).toContain("no sync has succeeded yet");
});

test.each<[string, (c: ReturnType<typeof connectionNamed>) => void, string]>([
  [
    "time of success that cannot be read",
    (c) => Object.assign(c, { succeeded_at: "yesterday" }),
    "result unknown: the time of its last success could not be read; get_history shows its runs",
  ],
  [
    "time of failure that cannot be read",
    (c) => Object.assign(c, { failed_at: "yesterday" }),
    "the time of its last failure could not be read",
  ],
  [
    "success in the future",
    (c) => Object.assign(c, { succeeded_at: "2099-01-01T00:00:00Z" }),
    "last success 2099-01-01T00:00:00Z; that time is in the future, so a clock must be wrong",
  ],
  [
    "sync state that this version does not know",
    (c) => Object.assign(c.status, { sync_state: "queued" }),
    "Fivetran reports the sync state queued, which this version does not recognize",
  ],
  [
    "missing sync state",
    (c) => Object.assign(c.status, { sync_state: "" }),
    "Fivetran's response has no sync state, so it is unknown whether a sync is running",
  ],
])("the result of a connector with a %s is unknown", async (_, change, why) => {
  const on = await scripted({});
  edit(on.sandbox, (c) => {
    c.backstage.hold = { heals_on: [], since: 0 };
    change(c);
  });

  const result = await on.call("wait_for_sync", { connectors: [NAME] });

  expect(result.data).toMatchObject({ waited: "failed", runs: [{ outcome: "unknown" }] });
  expect(result.text).toContain(why);
});

test("a success and a failure at the same time count as a failure, as in get_status", async () => {
  const on = await scripted({});
  edit(on.sandbox, (c) => {
    c.failed_at = c.succeeded_at;
  });

  const result = await on.call("wait_for_sync", { connectors: [NAME] });

  expect(result.data).toMatchObject({ waited: "failed", runs: [{ outcome: "idle" }] });
  expect((await on.call("get_status", { connectors: [NAME] })).text).toContain(" is failing: ");
});

test("since: without a sync, the last success is shown", async () => {
  const on = await scripted({});
  edit(on.sandbox, (c) => {
    c.backstage.hold = { heals_on: [], since: 0 };
  });
  const since = on.sandbox.now().toISOString();

  const { text } = await on.call("wait_for_sync", { connectors: [NAME], since, wait_seconds: 4 });
  const aged = await on.call("wait_for_sync", { connectors: [NAME], since: "0m", wait_seconds: 0 });

  for (const shown of [text, aged.text]) {
    expect(shown).toMatch(
      /no sync is running, and none has ended since \d{4}-\S+:\d\dZ; last success \S+ \(.+ ago\)/,
    );
  }
});

test("since: a sync that ended after it is the result at once; else the next one is waited for", async () => {
  const seconds: number[] = [];
  const on = await scripted({}, { whileWaiting: (at) => seconds.push(at) });
  const before = new Date(on.sandbox.now().getTime() - 1000).toISOString();
  await trigger(on);
  on.sandbox.advance(20_000);
  const ended = await on.call("wait_for_sync", { connectors: [NAME], since: before });
  expect(ended.data).toMatchObject({ waited: "succeeded", runs: [{ outcome: "succeeded" }] });
  expect(seconds).toEqual([]);

  // A time of day, a date and an age are read as in get_history.
  for (const since of [before.slice(0, 16), before.slice(0, 10), "1h", "2 D"]) {
    const again = await on.call("wait_for_sync", { connectors: [NAME], since });
    expect(again.data, since).toMatchObject({ waited: "succeeded" });
  }
  expect(seconds).toEqual([]);

  const since = on.sandbox.now().toISOString();
  const none = await on.call("wait_for_sync", { connectors: [NAME], since, wait_seconds: 4 });
  expect(none.data).toMatchObject({ waited: "still_running" });
  await trigger(on);
  const later = await on.call("wait_for_sync", { connectors: [NAME], since, wait_seconds: 50 });
  expect(later.data).toMatchObject({ waited: "succeeded" });
  // The handle of the wait that ran out of time refers to the same sync.
  const { handles } = dataOf(none);
  expect((await on.call("wait_for_sync", { handles })).data).toMatchObject({ waited: "succeeded" });
});

test.each([
  ["bingads_search", "stopped"],
  ["tiktok_ads_launch", "stopped"],
  ["drive_uploads.files", "stopped"],
  ["postgres_staging", "stopped"],
  ["google_ads_campaigns", "still_running"],
  ["sqlserver_erp", "still_running"],
  ["workday_people", "stopped"],
])("%s as it stands is %s", async (name, outcome) => {
  const on = await harness();
  on.sandbox.advance(30_000);

  const result = await on.call("wait_for_sync", { connectors: [name], wait_seconds: 0 });

  expect(shown(on, result)).toMatchSnapshot();
  expect(runsOf(result)).toMatchObject([{ name, id: idOf(on.sandbox, name), outcome }]);
});

/**
 * Starts a sync of a connector whose setup is broken. trigger_sync refuses this, but a schedule
 * does not.
 */
async function startBroken(on: Harness, name: string): Promise<string> {
  const setup = (state: "connected" | "broken") =>
    on.sandbox.edit((world) => {
      connectionNamed(world, name).status.setup_state = state;
    });
  setup("connected");
  const handle = await trigger(on, name);
  setup("broken");
  return handle.replace(/~o$/, "~ob");
}

test("a running sync of a broken connector is waited for", async () => {
  const on = await scripted({ duration_ms: 6000 }, {}, "stripe_payments");
  await startBroken(on, "stripe_payments");

  const result = await on.call("wait_for_sync", { connectors: ["stripe_payments"] });

  expect(dataOf(result).waited).toBe("succeeded");
});

test("a sync that was started on a broken connector is waited for by its handle", async () => {
  const on = await harness();
  const handle = await startBroken(on, "stripe_payments");

  const result = await on.call("wait_for_sync", { handles: [handle] });

  expect(runsOf(result)).toMatchObject([{ outcome: "failed" }]);
  expect(shown(on, result)).toMatchSnapshot();
});

test("one whose rescheduled time has passed says so", async () => {
  const on = await scripted({ outcome: "reschedule", reschedule_ms: 7_200_000 });
  const handle = await trigger(on);
  on.sandbox.advance(10_000);
  const until = (ms: number) =>
    edit(on.sandbox, (c) => {
      c.backstage.hold = { heals_on: [], since: on.sandbox.now().getTime() };
      c.status.rescheduled_for = new Date(on.sandbox.now().getTime() + ms).toISOString();
    });
  const look = () => on.call("wait_for_sync", { handles: [handle], wait_seconds: 0 });

  until(-50_000);
  const within = await look();
  until(-70_000);
  const past = await look();
  until(90_000);
  const ahead = await look();

  expect(shown(on, within)).toMatchSnapshot();
  expect(shown(on, past)).toMatchSnapshot();
  expect(shown(on, ahead)).toMatchSnapshot();
  for (const result of [within, past, ahead]) {
    expect(dataOf(result)).toMatchObject({ waited: "still_running", handles: [handle] });
  }
  expect(past.text).toContain("trigger_sync");
  expect(within.text).not.toContain("trigger_sync");
});

test("a deleted connector is shown by its id, among many and alone", async () => {
  const on = await scripted({ outcome: "never_ends" });
  const names = [NAME, "github_repos", "dynamodb_sessions", "salesforce_prod"];
  const ids = names.map((name) => idOf(on.sandbox, name));
  const { started = [] } = dataOf(await on.call("trigger_sync", { connectors: names }));
  const handles = started.map(({ handle }) => handle);
  on.sandbox.edit((world) => world.connections.delete(ids[0] ?? ""));

  const alone = await on.call("wait_for_sync", { handles: handles.slice(0, 1), wait_seconds: 0 });
  const many = await on.call("wait_for_sync", { handles, wait_seconds: 0 });

  expect(runsOf(alone)).toMatchObject([{ id: ids[0], name: ids[0], outcome: "stopped" }]);
  expect(runsOf(many).map(({ id, outcome }) => [id, outcome])).toEqual([
    [ids[0], "stopped"],
    [ids[1], "still_running"],
    [ids[2], "still_running"],
    [ids[3], "still_running"],
  ]);
});

test("one deleted during the wait keeps its name", async () => {
  const on = await scripted(
    { outcome: "never_ends" },
    {
      whileWaiting: (_, sandbox) =>
        sandbox.edit((world) => {
          const gone = [...world.connections.values()].find(({ schema }) => schema === NAME);
          if (gone !== undefined) world.connections.delete(gone.id);
        }),
    },
  );
  const id = idOf(on.sandbox, NAME);
  const handle = await trigger(on);

  const result = await on.call("wait_for_sync", { handles: [handle] });

  expect(runsOf(result)).toMatchObject([{ name: NAME, id, outcome: "stopped" }]);
});

test("progress names three and counts the rest", async () => {
  const reported: string[] = [];
  const on = await harness();
  const connectors = [
    "mongo_events",
    "sqlserver_erp",
    "github_repos",
    "dynamodb_sessions",
    "salesforce_prod",
  ];
  const since = on.sandbox.now().toISOString();

  await on.client.callTool(
    { name: "wait_for_sync", arguments: { connectors, since, wait_seconds: 3 } },
    { onprogress: ({ message = "" }) => reported.push(message) },
  );

  expect(reported).toMatchSnapshot();
  for (const message of reported) {
    for (const name of connectors.slice(0, 3)) expect(message).toContain(name);
    for (const name of connectors.slice(3)) expect(message).not.toContain(name);
  }
});

test("the reads come sooner at first", async () => {
  const at: number[] = [];
  const on = await scripted(
    { outcome: "never_ends" },
    { whileWaiting: (seconds) => at.push(seconds) },
  );
  const handle = await trigger(on);

  await on.call("wait_for_sync", { handles: [handle], wait_seconds: 50 });

  expect(at).toEqual([2, 4, 6, 9, 12, 17, 22, 32, 42, 50]);
});

test("25 s unless said otherwise, and no note where no more was asked for", async () => {
  const at: number[] = [];
  const on = await scripted(
    { outcome: "never_ends" },
    { whileWaiting: (seconds) => at.push(seconds) },
  );
  const handle = await trigger(on);

  const result = await on.call("wait_for_sync", { handles: [handle] });

  expect(at.at(-1)).toBe(25);
  expect(dataOf(result)).not.toHaveProperty("notes");
});

test("where the first look is refused for now and the time is over, that is the error", async () => {
  const on = await scripted({});
  const handle = await trigger(on);
  on.sandbox.fault({
    operation: "connection_details",
    status: 429,
    headers: { "retry-after": "300" },
  });

  const failed = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 10 });

  expect(failed.isError).toBe(true);
  expect(failed.data).toMatchObject({ error: { type: "rate_limited" } });
  expect(failed.data).not.toHaveProperty("runs");
});

test.each([1, 2])("look %i that is refused for good ends the wait", async (look) => {
  const on = await scripted({});
  const handle = await trigger(on);
  on.sandbox.fault({ operation: "connection_details", calls: [look], status: 403 });

  const failed = await on.call("wait_for_sync", { handles: [handle] });

  expect(failed.isError).toBe(true);
  expect(shown(on, failed)).toMatchSnapshot();
});

test.each([
  [{ handles: [] }],
  [{ connectors: [] }],
  [{ handles: ["id~~~x"] }],
  [{ handles: ["~~~o"] }],
  [{ handles: ["id~A~~o"] }],
  [{ handles: ["id~~~o~"] }],
  [{ handles: Array.from({ length: 51 }, (_, n) => `c${n}~~~o`) }],
  [{ connectors: Array.from({ length: 51 }, (_, n) => `c${n}`) }],
  [{ connectors: [NAME], wait_seconds: 86_401 }],
  [{ connectors: [NAME], wait_seconds: -1 }],
])("%j is refused and nothing is asked", async (args) => {
  const on = await harness();

  const refused = await on.call("wait_for_sync", args);

  expect(refused.isError).toBe(true);
  expect(shown(on, refused)).toMatchSnapshot();
  expect(on.sandbox.requests()).toEqual([]);
});

test("an ambiguous name is refused with every candidate", async () => {
  const on = await harness();
  on.sandbox.edit((world) => {
    connectionNamed(world, "klaviyo_email").schema = NAME;
  });

  const refused = await on.call("wait_for_sync", { connectors: [NAME] });

  expect(refused.isError).toBe(true);
  expect(shown(on, refused)).toMatchSnapshot();
});

test("a connector outside the operator's groups is not read", async () => {
  const open = await scripted({});
  const handle = await trigger(open);
  let finance = "";
  open.sandbox.edit((world) => {
    finance = connectionNamed(world, "xero_ledger").group_id;
  });
  const on = await harness({ account: open, env: { FIVETRAN_GROUPS: finance } });

  for (const args of [{ handles: [handle] }, { connectors: [NAME] }]) {
    const refused = await on.call("wait_for_sync", args);
    expect(refused.isError).toBe(true);
    expect(refused.data).not.toHaveProperty("runs");
    expect(shown(on, refused)).toMatchSnapshot();
  }
});

test("of many, the running syncs are waited for and what is missing is listed and fails the wait", async () => {
  const on = await scripted({});
  await trigger(on);
  const connectors = [NAME, "stripe_paymnts"];

  const done = await on.call("wait_for_sync", { connectors });

  expect(done).toMatchObject({
    isError: false,
    data: {
      waited: "failed",
      runs: [{ name: NAME, outcome: "succeeded" }],
      missing: [{ value: "stripe_paymnts" }],
    },
  });
  expect(done.text).toContain(
    "No connector has the id or name stripe_paymnts. Nearest: stripe_payments",
  );
  const none = await on.call("wait_for_sync", { connectors: connectors.slice(1) });
  expect(none.isError).toBe(true);
});
