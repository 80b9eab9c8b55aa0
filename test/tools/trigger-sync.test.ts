import { expect, test } from "vitest";
import * as z from "zod";
import type { Caller } from "../../src/engine/engine.js";
import {
  type Connection,
  connectionNamed,
  type RunScript,
  type Sandbox,
} from "../../src/sandbox/index.js";
import {
  changes,
  type Harness,
  type HarnessOptions,
  harness,
  idOf,
  type Result,
} from "../harness.js";
import { shown as shownWithTimes } from "../snapshot.js";

/** Like `shown`, but without the times of this machine. */
const shown = (on: Harness, result: Result) =>
  shownWithTimes(on, result).replace(/"(expires_at|sent_at)": "[^"]*"/g, '"$1": "TIME"');

const Ref = z.looseObject({ name: z.string(), id: z.string() });
const Started = Ref.extend({ handle: z.string(), note: z.string().optional() });
const Failure = Ref.extend({ error: z.string() });
const Reply = z.looseObject({
  started: z.array(Started).optional(),
  already_running: z.array(Started).optional(),
  refused: z.array(Ref.extend({ why: z.string(), next: z.string() })).optional(),
  failed: z.array(Failure).optional(),
  unknown: z.array(Failure).optional(),
  not_tried: z.array(Ref).optional(),
  waited: z.string().optional(),
  runs: z.array(Ref.extend({ outcome: z.string(), at: z.string().optional() })).optional(),
  handles: z.array(z.string()).optional(),
});

const dataOf = ({ data }: Result) => Reply.parse(data);
const namesOf = (refs: readonly { name: string }[] | undefined) => refs?.map(({ name }) => name);

/**
 * Returns a harness half a minute later, so that every age is well within its minute regardless of
 * the test's duration.
 */
async function settled(options: HarnessOptions = {}): Promise<Harness> {
  const made = await harness(options);
  if (options.account === undefined) made.sandbox.advance(30_000);
  return made;
}

const edit = (sandbox: Sandbox, name: string, change: (connection: Connection) => void) =>
  sandbox.edit((world) => change(connectionNamed(world, name)));

function script(sandbox: Sandbox, name: string, given: Partial<RunScript>): void {
  edit(sandbox, name, ({ backstage }) => {
    backstage.hold = null;
    backstage.script = { duration_ms: 6000, outcome: "success", ...given };
  });
}

/** Returns the requested syncs, as name and body. */
function sent(sandbox: Sandbox): [name: string, body: unknown][] {
  const names = new Map<string, string>();
  sandbox.edit((world) => {
    for (const { id, schema } of world.connections.values()) names.set(id, schema);
  });
  return changes(sandbox).map(({ operation, path, body }) => {
    expect(operation).toBe("sync_connection");
    const id = /^\/v1\/connections\/([^/]+)\/sync$/.exec(path)?.[1] ?? "";
    return [names.get(id) ?? id, body];
  });
}

const succeededAt = (sandbox: Sandbox, name: string) => {
  let at: string | null = null;
  edit(sandbox, name, ({ succeeded_at }) => {
    at = succeeded_at;
  });
  return at;
};

const NAME = "zendesk_support";
const NO_FORCE = { force: false };
const FORCE = { force: true };

test("starts several in the order given, each with its handle", async () => {
  const on = await settled();
  const connectors = [
    "zendesk_support",
    "github_repos",
    "google_ads_campaigns",
    "salesforce_prod",
    "google_analytics_web",
  ];

  const done = await on.call("trigger_sync", { connectors });

  expect(shown(on, done)).toMatchSnapshot();
  expect(done).toMatchObject({ status: "done", isError: false });
  const { started = [], ...rest } = dataOf(done);
  expect(namesOf(started)).toEqual(connectors);
  for (const { name, id, handle } of started) {
    expect(id).toBe(idOf(on.sandbox, name));
    expect(handle.startsWith(`${id}~`)).toBe(true);
  }
  expect(started.map(({ note }) => note !== undefined)).toEqual([false, false, true, false, false]);
  for (const key of ["already_running", "refused", "failed", "unknown", "not_tried", "waited"]) {
    expect(rest).not.toHaveProperty(key);
  }
  const asked = sent(on.sandbox);
  expect(asked).toHaveLength(5);
  expect(asked).toEqual(expect.arrayContaining(connectors.map((name) => [name, NO_FORCE])));
});

test("one that is syncing is not started again; its handle is of the run under way", async () => {
  const on = await settled();

  const done = await on.call("trigger_sync", { connectors: ["mongo_events"] });

  expect(shown(on, done)).toMatchSnapshot();
  expect(done).toMatchObject({ status: "nothing_to_do", isError: false });
  const { already_running = [], started } = dataOf(done);
  expect(started).toBeUndefined();
  expect(namesOf(already_running)).toEqual(["mongo_events"]);
  expect(changes(on.sandbox)).toEqual([]);
  const handles = already_running.map(({ handle }) => handle);
  const waited = await on.call("wait_for_sync", { handles, wait_seconds: 0 });
  expect(dataOf(waited).runs).toMatchObject([{ name: "mongo_events", outcome: "still_running" }]);
});

/** States in which a sync cannot start, with the remedy that the refusal names. */
const CANNOT_START: [what: string, change: (connection: Connection) => void, next: string][] = [
  ["paused", (c) => Object.assign(c, { paused: true }), "resume_connectors"],
  [
    "paused, by its state alone",
    (c) => Object.assign(c.status, { sync_state: "PAUSED" }),
    "resume_connectors",
  ],
  [
    "broken with a task without words",
    (c) =>
      Object.assign(c.status, {
        setup_state: "broken",
        tasks: [
          { code: "first_code", message: "" },
          { code: "second_code", message: "not shown" },
        ],
      }),
    "run_setup_tests",
  ],
  [
    "broken without a task",
    (c) => Object.assign(c.status, { setup_state: "Broken" }),
    "run_setup_tests",
  ],
  [
    "broken with a long task",
    (c) =>
      Object.assign(c.status, {
        setup_state: "broken",
        tasks: [{ code: "long", message: "word ".repeat(100) }],
      }),
    "run_setup_tests",
  ],
  ["not set up", (c) => Object.assign(c.status, { setup_state: "incomplete" }), "get_status"],
  [
    "waiting for a schema review",
    (c) => Object.assign(c.status, { schema_status: "blocked_on_capture" }),
    "schema_status to ready",
  ],
];

test.each(CANNOT_START)("a connector that is %s is refused", async (_, change, next) => {
  const on = await settled();
  edit(on.sandbox, NAME, (connection) => {
    connection.backstage.hold = { heals_on: [], since: on.sandbox.now().getTime() };
    change(connection);
  });

  for (const args of [{}, { force: true }, { wait_seconds: 50 }]) {
    const refused = await on.call("trigger_sync", { connectors: [NAME], ...args });

    expect(refused).toMatchObject({ status: "refused", isError: true });
    const [item] = dataOf(refused).refused ?? [];
    expect(item).toMatchObject({ name: NAME, id: idOf(on.sandbox, NAME) });
    expect(item?.next).toContain(next);
    if (!("force" in args) && !("wait_seconds" in args)) {
      expect(shown(on, refused)).toMatchSnapshot();
    }
  }
  expect(changes(on.sandbox)).toEqual([]);
});

test("a connector that was just paused is refused although it still shows a running sync", async () => {
  const on = await settled();
  edit(on.sandbox, NAME, (connection) => {
    connection.paused = true;
    connection.status.sync_state = "syncing";
    connection.backstage.hold = { heals_on: [], since: 0 };
  });

  const refused = await on.call("trigger_sync", { connectors: [NAME] });

  expect(refused).toMatchObject({ status: "refused", isError: true });
  expect(refused.text).toContain("it is paused");
});

test("a paused connector that is broken as well says both", async () => {
  const on = await settled();

  const refused = await on.call("trigger_sync", { connectors: ["postgres_staging"] });

  expect(dataOf(refused).refused?.[0]?.next).toContain("It is also broken: see get_status.");
});

test("one that cannot start refuses the call: the others are not started, and are named", async () => {
  const on = await settled();

  const refused = await on.call("trigger_sync", {
    connectors: ["mysql_legacy", "mongo_events", "github_repos", "bingads_search"],
    wait_seconds: 50,
  });

  expect(shown(on, refused)).toMatchSnapshot();
  expect(refused).toMatchObject({ status: "refused", isError: true });
  const { started, already_running, not_tried, ...rest } = dataOf(refused);
  expect(namesOf(rest.refused)).toEqual(["mysql_legacy", "bingads_search"]);
  expect(namesOf(already_running)).toEqual(["mongo_events"]);
  expect(namesOf(not_tried)).toEqual(["github_repos"]);
  expect(started).toBeUndefined();
  expect(changes(on.sandbox)).toEqual([]);
});

test("by id and by name, each once", async () => {
  const on = await settled();
  const id = idOf(on.sandbox, NAME);

  const done = await on.call("trigger_sync", { connectors: [id, NAME, id] });

  expect(namesOf(dataOf(done).started)).toEqual([NAME]);
  expect(sent(on.sandbox)).toEqual([[NAME, NO_FORCE]]);
});

const NOTES: readonly [what: string, change: (connection: Connection) => void, note: boolean][] = [
  [
    "connected, with a task",
    (c) => {
      c.status.tasks = [{ code: "open_task", message: "m" }];
    },
    false,
  ],
  [
    "rescheduled without a time",
    (c) => {
      c.status.sync_state = "rescheduled";
      c.status.rescheduled_for = null;
    },
    false,
  ],
  [
    "rescheduled",
    (c) => {
      c.status.sync_state = "rescheduled";
      c.status.rescheduled_for = "2026-03-02T12:00:00.000000Z";
    },
    true,
  ],
];

test.each(NOTES)("a connector that is %s is started", async (_, change, note) => {
  const on = await settled();
  edit(on.sandbox, NAME, (connection) => {
    connection.backstage.hold = { heals_on: [], since: on.sandbox.now().getTime() };
    change(connection);
  });

  const done = await on.call("trigger_sync", { connectors: [NAME] });

  expect(shown(on, done)).toMatchSnapshot();
  expect(dataOf(done).started?.map((item) => item.note !== undefined)).toEqual([note]);
  expect(sent(on.sandbox)).toEqual([[NAME, NO_FORCE]]);
});

const FORCED = {
  connectors: ["mongo_events", "sqlserver_erp", "zendesk_support"],
  force: true,
};

test("force asks first, says what is lost, sends exactly the plan once", async () => {
  const on = await settled();

  const plan = await on.call("trigger_sync", FORCED);

  expect(shown(on, plan)).toMatchSnapshot();
  expect(plan).toMatchObject({ status: "confirmation_required", isError: false });
  expect(changes(on.sandbox)).toEqual([]);
  const confirmed = { ...FORCED, confirmation_token: plan.token };
  const done = await on.call("trigger_sync", confirmed);
  expect(shown(on, done)).toMatchSnapshot();
  expect(done).toMatchObject({ status: "done", isError: false });
  const { started, already_running } = dataOf(done);
  expect(namesOf(started)).toEqual(["mongo_events", "sqlserver_erp", "zendesk_support"]);
  expect(already_running).toBeUndefined();
  const asked = [
    ["mongo_events", FORCE],
    ["sqlserver_erp", FORCE],
    ["zendesk_support", FORCE],
  ];
  expect(sent(on.sandbox)).toHaveLength(3);
  expect(sent(on.sandbox)).toEqual(expect.arrayContaining(asked));
  expect(
    on.sandbox
      .effects()
      .map(({ summary }) => summary)
      .sort(),
  ).toEqual(["sync restarted", "sync restarted", "sync started"]);

  const again = await on.call("trigger_sync", confirmed);
  expect(again.text).toBe(done.text);
  expect(dataOf(again)).toMatchObject(dataOf(done));
  expect(changes(on.sandbox)).toHaveLength(3);
});

test("force asks for one that is not syncing, too", async () => {
  const on = await settled();

  const plan = await on.call("trigger_sync", { connectors: [NAME], force: true });

  expect(plan.status).toBe("confirmation_required");
  expect(shown(on, plan)).toMatchSnapshot();
  expect(changes(on.sandbox)).toEqual([]);
});

test.each([false, true])(
  "force asks again when a sync started since that it would stop",
  async (historical) => {
    const on = await settled();
    const args = { connectors: [NAME], force: true };
    const plan = await on.call("trigger_sync", args);
    edit(on.sandbox, NAME, (connection) => {
      connection.status.sync_state = "syncing";
      connection.status.is_historical_sync = historical;
    });

    const again = await on.call("trigger_sync", { ...args, confirmation_token: plan.token });

    expect(again.status, again.text).toBe("confirmation_required");
    expect(again.text).toContain(
      historical
        ? "the historical sync starts again from the beginning"
        : "the progress of that sync is lost",
    );
    expect(changes(on.sandbox)).toEqual([]);
  },
);

test("a plan of which one was paused before the confirmation starts nothing", async () => {
  const on = await settled();
  const plan = await on.call("trigger_sync", FORCED);
  edit(on.sandbox, "zendesk_support", (connection) => {
    connection.paused = true;
  });

  const moved = await on.call("trigger_sync", { ...FORCED, confirmation_token: plan.token });

  expect(moved.isError).toBe(true);
  expect(shown(on, moved)).toMatchSnapshot();
  expect(changes(on.sandbox)).toEqual([]);
  const rest = { ...FORCED, connectors: FORCED.connectors.slice(0, 2) };
  const again = await on.call("trigger_sync", rest);
  const done = await on.call("trigger_sync", { ...rest, confirmation_token: again.token });
  expect(namesOf(dataOf(done).started)).toEqual(["mongo_events", "sqlserver_erp"]);
  expect(sent(on.sandbox)).toHaveLength(2);
});

const SIX = {
  connectors: [
    "zendesk_support",
    "github_repos",
    "dynamodb_sessions",
    "salesforce_prod",
    "s3_logs.raw",
    "google_analytics_web",
  ],
};

test("five start without asking; more ask first and start once", async () => {
  const five = await settled();
  const started = await five.call("trigger_sync", { connectors: SIX.connectors.slice(0, 5) });
  expect(started.status).toBe("done");
  expect(sent(five.sandbox)).toHaveLength(5);

  const on = await settled();
  const plan = await on.call("trigger_sync", SIX);
  expect(plan.status).toBe("confirmation_required");
  expect(shown(on, plan)).toMatchSnapshot();
  expect(changes(on.sandbox)).toEqual([]);

  const confirmed = { ...SIX, confirmation_token: plan.token };
  const done = await on.call("trigger_sync", confirmed);
  expect(done.status).toBe("done");
  expect(namesOf(dataOf(done).started)).toEqual(SIX.connectors);
  expect(sent(on.sandbox)).toEqual(
    expect.arrayContaining(SIX.connectors.map((name) => [name, NO_FORCE])),
  );
  expect((await on.call("trigger_sync", confirmed)).text).toBe(done.text);
  expect(sent(on.sandbox)).toHaveLength(6);
});

test("six of which one is syncing start without asking", async () => {
  const on = await settled();

  const done = await on.call("trigger_sync", {
    connectors: [...SIX.connectors.slice(0, 5), "mongo_events"],
  });

  expect(done.status).toBe("done");
  expect(sent(on.sandbox)).toHaveLength(5);
});

test("a rate limit in the middle leaves the rest untried", async () => {
  const on = await settled();
  const plan = await on.call("trigger_sync", SIX);
  on.sandbox.fault({
    operation: "sync_connection",
    calls: { from: 3 },
    status: 429,
    headers: { "retry-after": "600" },
  });

  const done = await on.call("trigger_sync", { ...SIX, confirmation_token: plan.token });

  expect(done).toMatchObject({ status: "partial", isError: true });
  const { started = [], failed = [], not_tried = [], unknown = [] } = dataOf(done);
  expect(started).toHaveLength(2);
  expect(failed.length).toBeGreaterThan(0);
  expect(unknown).toEqual([]);
  expect([...started, ...failed, ...not_tried].map(({ name }) => name).sort()).toEqual(
    [...SIX.connectors].sort(),
  );
  expect(on.sandbox.effects()).toHaveLength(2);
});

test("one refused and one lost among three are kept apart, with what each needs", async () => {
  const on = await settled();
  const connectors = ["zendesk_support", "github_repos", "salesforce_prod"];
  const path = (name: string) => `/${idOf(on.sandbox, name)}/sync`;
  on.sandbox.fault({ path: path("github_repos"), status: 400 });
  on.sandbox.fault({ path: path("salesforce_prod"), status: 502 });
  on.sandbox.fault({ operation: "connection_details", calls: { from: 4 }, status: 400 });

  const done = await on.call("trigger_sync", { connectors });

  expect(done).toMatchObject({ status: "partial", isError: true });
  expect(shown(on, done)).toMatchSnapshot();
  const { started, failed, unknown, not_tried } = dataOf(done);
  expect(namesOf(started)).toEqual(["zendesk_support"]);
  expect(namesOf(failed)).toEqual(["github_repos"]);
  expect(namesOf(unknown)).toEqual(["salesforce_prod"]);
  expect(not_tried).toBeUndefined();
  expect(on.sandbox.effects()).toHaveLength(1);
});

test("what was started is waited for, though another failed", async () => {
  const on = await settled();
  script(on.sandbox, NAME, {});
  on.sandbox.fault({ path: `/${idOf(on.sandbox, "github_repos")}/sync`, status: 400 });

  const done = await on.call("trigger_sync", {
    connectors: [NAME, "github_repos"],
    wait_seconds: 50,
  });

  expect(shown(on, done)).toMatchSnapshot();
  const { runs, failed, waited, started } = dataOf(done);
  expect(runs).toMatchObject([{ name: NAME, outcome: "succeeded" }]);
  expect(namesOf(failed)).toEqual(["github_repos"]);
  expect(waited).toBe("succeeded");
  expect(started).toBeUndefined();
});

test("the only one refused by Fivetran is an error", async () => {
  const on = await settled();
  on.sandbox.fault({ operation: "sync_connection", status: 400 });

  const failed = await on.call("trigger_sync", { connectors: [NAME] });

  expect(failed.isError).toBe(true);
  expect(shown(on, failed)).toMatchSnapshot();
  expect(on.sandbox.effects()).toEqual([]);
});

test("the only one without a reply names the read that reports, and is sent once", async () => {
  const on = await settled();
  on.sandbox.fault({ operation: "sync_connection", status: 502 });
  // In addition, no read can show whether it took effect.
  on.sandbox.fault({ operation: "connection_details", calls: { from: 2 }, status: 400 });

  const lost = await on.call("trigger_sync", { connectors: [NAME] });

  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(shown(on, lost)).toMatchSnapshot();
  expect(lost.text).toContain(`get_status connectors=["${idOf(on.sandbox, NAME)}"]`);
  expect(changes(on.sandbox)).toHaveLength(1);
});

test("an interrupted wait keeps the handle of the sync that was started", async () => {
  const stop = new AbortController();
  const on = await settled({ whileWaiting: () => stop.abort() });
  script(on.sandbox, NAME, { duration_ms: 600_000 });
  const caller: Caller = {
    signal: stop.signal,
    endsProcess: true,
    canAsk: false,
    progress: () => {},
    maxWaitSeconds: 600,
  };
  const args = { connectors: [NAME], wait_seconds: 600 };

  const result = await (await on.app.engine()).run({ tool: "trigger_sync", args }, caller);

  if ("ask" in result) throw new Error("it asks nothing");
  expect(result.data).toMatchObject({
    status: "done",
    waited: "still_running",
    runs: [{ name: NAME, outcome: "still_running", handle: expect.any(String) }],
    notes: ["the wait was cancelled; the syncs continue"],
  });
  expect(result.text).toContain("To continue waiting: ");

  const { handles = [] } = Reply.parse(result.data);
  const wait = { tool: "wait_for_sync", args: { handles } };
  const waited = await (await on.app.engine()).run(wait, caller);
  expect(waited).toMatchObject({ isError: true, error: { type: "cancelled" } });
});

test("starts a run and reports its end in one call", async () => {
  const on = await settled();
  script(on.sandbox, NAME, {});
  const before = succeededAt(on.sandbox, NAME);

  const done = await on.call("trigger_sync", { connectors: [NAME], wait_seconds: 50 });

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(shown(on, done)).toMatchSnapshot();
  const { waited, runs, started, handles } = dataOf(done);
  expect(waited).toBe("succeeded");
  expect(runs).toMatchObject([
    { name: NAME, id: idOf(on.sandbox, NAME), at: succeededAt(on.sandbox, NAME) },
  ]);
  expect(succeededAt(on.sandbox, NAME)).not.toBe(before);
  expect(started).toBeUndefined();
  expect(handles).toBeUndefined();
  expect(on.sandbox.effects()).toHaveLength(1);
});

test("reports that the run failed", async () => {
  const on = await settled();
  script(on.sandbox, NAME, {
    outcome: "failure_with_task",
    task: { code: "mend_it", message: "Do mend it." },
  });

  const done = await on.call("trigger_sync", { connectors: [NAME], wait_seconds: 50 });

  expect(shown(on, done)).toMatchSnapshot();
  expect(dataOf(done)).toMatchObject({ waited: "failed", runs: [{ outcome: "failed" }] });
});

test("a broken one starts once its setup tests pass", async () => {
  const on = await settled();
  edit(on.sandbox, "stripe_payments", ({ backstage }) => {
    backstage.tests = [];
  });
  const call = { connectors: ["stripe_payments"], wait_seconds: 50 };

  expect((await on.call("trigger_sync", call)).status).toBe("refused");
  await on.call("run_setup_tests", { connector: "stripe_payments" });
  script(on.sandbox, "stripe_payments", {});
  const done = await on.call("trigger_sync", call);

  expect(dataOf(done)).toMatchObject({ waited: "succeeded", runs: [{ outcome: "succeeded" }] });
});

test("one that was put off is waited for through the old time, which may still show", async () => {
  const on = await settled({ sandbox: { syncLagMs: 5000 } });
  script(on.sandbox, "marketo_nurture", {});

  const done = await on.call("trigger_sync", { connectors: ["marketo_nurture"], wait_seconds: 50 });

  expect(dataOf(done)).toMatchObject({ waited: "succeeded" });
});

test("replies with the handle to wait on with when the time is out", async () => {
  const on = await settled();
  script(on.sandbox, NAME, { duration_ms: 20_000 });

  const done = await on.call("trigger_sync", { connectors: [NAME], wait_seconds: 10 });

  expect(done).toMatchObject({ status: "done", isError: false });
  expect(shown(on, done)).toMatchSnapshot();
  const { waited, handles = [] } = dataOf(done);
  expect(waited).toBe("still_running");
  expect(handles).toHaveLength(1);
  const ended = await on.call("wait_for_sync", { handles });
  expect(dataOf(ended).waited).toBe("succeeded");
});

test("waits for a sync that was already running, beside what it started", async () => {
  const on = await settled();
  script(on.sandbox, NAME, {});

  const done = await on.call("trigger_sync", {
    connectors: ["mongo_events", NAME],
    wait_seconds: 10,
  });

  expect(shown(on, done)).toMatchSnapshot();
  const { runs, handles, already_running, waited } = dataOf(done);
  expect(waited).toBe("still_running");
  expect(runs?.map(({ name, outcome }) => [name, outcome])).toEqual([
    [NAME, "succeeded"],
    ["mongo_events", "still_running"],
  ]);
  expect(handles).toHaveLength(1);
  expect(already_running).toBeUndefined();
  expect(sent(on.sandbox)).toEqual([[NAME, NO_FORCE]]);
});

test("waits for a run under way where nothing was to be started", async () => {
  const on = await settled();

  const done = await on.call("trigger_sync", { connectors: ["mongo_events"], wait_seconds: 4 });

  expect(done).toMatchObject({ status: "nothing_to_do", isError: false });
  expect(dataOf(done)).toMatchObject({
    waited: "still_running",
    runs: [{ name: "mongo_events" }],
  });
  expect(changes(on.sandbox)).toEqual([]);
});

test("a forced run is reported by its own end, and a repeated confirmation replies the same", async () => {
  const on = await settled();
  const args = { connectors: ["mongo_events"], force: true, wait_seconds: 50 };
  const plan = await on.call("trigger_sync", args);
  expect(plan.status).toBe("confirmation_required");
  expect(on.sandbox.effects()).toEqual([]);

  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await on.call("trigger_sync", confirmed);

  expect(done.data).toMatchObject({ status: "done", waited: "succeeded" });
  expect(shown(on, done)).toMatchSnapshot();
  const again = await on.call("trigger_sync", confirmed);
  expect(again.text).toBe(done.text);
  expect(on.sandbox.effects()).toHaveLength(1);
});

test("a forced run over a broken set-up goes by whether the set-up was sound before", async () => {
  const on = await settled();
  script(on.sandbox, NAME, { outcome: "never_ends" });
  let happened = false;
  const other = await settled({
    account: on,
    whileWaiting: (_, sandbox) => {
      if (happened) return;
      happened = true;
      edit(sandbox, NAME, ({ status }) => {
        status.setup_state = "broken";
      });
    },
  });

  const done = await other.call("trigger_sync", { connectors: [NAME], wait_seconds: 50 });

  expect(dataOf(done)).toMatchObject({ waited: "failed", runs: [{ outcome: "stopped" }] });
  expect(shown(on, done)).toMatchSnapshot();
});

test.each([
  [{ connectors: [NAME], wait_seconds: 86_401 }],
  [{ connectors: [NAME], wait_seconds: -1 }],
  [{ connectors: [NAME], wait_seconds: 1.5 }],
  [{ connectors: [] }],
  [{}],
  [{ connectors: Array.from({ length: 51 }, (_, n) => `c${n}`) }],
  [{ connectors: [NAME], forced: true }],
  [{ connectors: ["zendesk_suport"] }],
  [{ connectors: ["a/b"] }],
])("%j is refused, and nothing is sent", async (args) => {
  const on = await settled();

  const refused = await on.call("trigger_sync", args);

  expect(refused.isError).toBe(true);
  expect(shown(on, refused)).toMatchSnapshot();
  expect(changes(on.sandbox)).toEqual([]);
});

test("an ambiguous name is refused with every candidate", async () => {
  const on = await settled();
  edit(on.sandbox, "klaviyo_email", (connection) => {
    connection.schema = NAME;
  });

  const refused = await on.call("trigger_sync", { connectors: [NAME] });

  expect(refused.isError).toBe(true);
  expect(shown(on, refused)).toMatchSnapshot();
  expect(changes(on.sandbox)).toEqual([]);
});

test.each([
  ["FIVETRAN_SCOPE", { FIVETRAN_SCOPE: "read" }],
  ["DISALLOWED_ACTIONS", { DISALLOWED_ACTIONS: "connections:write" }],
])("is refused where %s forbids it", async (setting, env) => {
  const on = await settled({ env });

  const refused = await on.call("trigger_sync", { connectors: [NAME] });

  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(setting);
  expect(on.sandbox.requests()).toEqual([]);
});

test("a connector outside the operator's groups is refused", async () => {
  const open = await settled();
  let finance = "";
  open.sandbox.edit((world) => {
    finance = connectionNamed(world, "xero_ledger").group_id;
  });
  const on = await settled({ account: open, env: { FIVETRAN_GROUPS: finance } });

  for (const connector of [NAME, idOf(on.sandbox, NAME)]) {
    const refused = await on.call("trigger_sync", { connectors: [connector] });
    expect(refused.isError).toBe(true);
  }
  expect(changes(on.sandbox)).toEqual([]);
  expect((await on.call("trigger_sync", { connectors: ["xero_ledger"] })).status).toBe("done");
});
