import { expect, test } from "vitest";
import { connectionNamed, type RunScript, type Sandbox } from "../../src/sandbox/index.js";
import { type Harness, type HarnessOptions, harness } from "../harness.js";

const NAME = "zendesk_support";

/** A harness whose connector runs as scripted. */
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
  const { data } = await call("trigger_sync", { connectors: [name] });
  const { started } = data as { started: { handle: string }[] };
  return started[0]?.handle ?? "";
}

const edit = (sandbox: Sandbox, change: (c: ReturnType<typeof connectionNamed>) => void) =>
  sandbox.edit((world) => change(connectionNamed(world, NAME)));

test("tells the end of the run that was triggered", async () => {
  const on = await scripted({});
  const handle = await trigger(on);

  const done = await on.call("wait_for_sync", { handles: [handle] });

  expect(done).toMatchObject({ isError: false, data: { waited: "succeeded" } });
  expect(done.text).toMatchInlineSnapshot(
    `"zendesk_support (dainty_wood) succeeded at 2026-03-02T09:30:06.000507Z"`,
  );
});

test("a run that ended before anybody looked is found by its handle, from another process too", async () => {
  const on = await scripted({ outcome: "failure" });
  const handle = await trigger(on);
  on.sandbox.advance(20_000);

  const other = await harness({ account: on });
  const done = await other.call("wait_for_sync", { handles: [handle] });

  expect(done.data).toMatchObject({ waited: "failed", runs: [{ outcome: "failed" }] });
  expect(done.text).toMatchInlineSnapshot(
    `"zendesk_support (dainty_wood) FAILED at 2026-03-02T09:30:06.000507Z: get_status says what to do"`,
  );
});

test("answers still_running with the same handle when the time is out, and can be called again", async () => {
  const on = await scripted({ duration_ms: 60_000 });
  const handle = await trigger(on);

  const first = await on.call("wait_for_sync", { handles: [handle] });
  expect(first.data).toMatchObject({ waited: "still_running", handles: [handle] });
  expect(first.text).toMatchInlineSnapshot(`
    "zendesk_support (dainty_wood) still running: syncing
    Wait on: wait_for_sync handles=["dainty_wood~hg9v9or0x5~~o"]"
  `);

  const second = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 50 });
  expect(second.data).toMatchObject({ waited: "succeeded" });
});

test("waits at most 50 s over MCP and says so", async () => {
  const seconds: number[] = [];
  const on = await scripted({ outcome: "never_ends" }, { meanwhile: (at) => seconds.push(at) });
  const handle = await trigger(on);

  const { text } = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 86_400 });

  expect(seconds.at(-1)).toBe(50);
  expect(text).toContain("Note: waited 50 s, the most that one call may take here.");
});

test("looks once without waiting", async () => {
  const seconds: number[] = [];
  const on = await scripted({}, { meanwhile: (at) => seconds.push(at) });
  const handle = await trigger(on);

  const { data } = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 0 });

  expect(data).toMatchObject({ waited: "still_running" });
  expect(seconds).toEqual([]);
});

test("progress comes at least every 10 s", async () => {
  const at: number[] = [0];
  const told: [number, string][] = [];
  const on = await scripted(
    { outcome: "never_ends" },
    { meanwhile: (seconds) => at.push(seconds) },
  );
  const handle = await trigger(on);
  await on.client.callTool(
    { name: "wait_for_sync", arguments: { handles: [handle], wait_seconds: 50 } },
    { onprogress: ({ message = "" }) => told.push([at.at(-1) ?? 0, message]) },
  );

  expect(told[0]?.[1]).toBe("waiting for 1 sync since 0 s: zendesk_support syncing");
  const gaps = at.slice(1).map((seconds, index) => seconds - (at[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(10);
  expect(told).toHaveLength(gaps.length);
});

test.each<[string, (sandbox: Sandbox) => void, string]>([
  [
    "paused",
    (sandbox) => edit(sandbox, (c) => Object.assign(c, { paused: true })),
    "it is paused, which cancels a run under way",
  ],
  [
    "broken",
    (sandbox) => edit(sandbox, (c) => Object.assign(c.status, { setup_state: "broken" })),
    "its set-up is broken: a person must repair it",
  ],
  [
    "deleted",
    (sandbox) => sandbox.edit((w) => w.connections.delete(connectionNamed(w, NAME).id)),
    "there is no such connector any more",
  ],
])("stops waiting when it is %s meanwhile", async (_, happen, words) => {
  let happened = false;
  const on = await scripted(
    { outcome: "never_ends" },
    {
      meanwhile: (seconds, sandbox) => {
        if (happened || seconds < 4) return;
        happened = true;
        happen(sandbox);
      },
    },
  );
  const handle = await trigger(on);

  const { data, text } = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 50 });

  expect(data).toMatchObject({ waited: "failed", runs: [{ outcome: "stopped" }] });
  expect(text).toContain(words);
});

test("a cancelled run leaves no trace, and that is said", async () => {
  const on = await scripted({ outcome: "cancelled" });
  const handle = await trigger(on);

  const { data, text } = await on.call("wait_for_sync", { handles: [handle] });

  expect(data).toMatchObject({ waited: "still_running" });
  expect(text).toMatchInlineSnapshot(`
    "zendesk_support (dainty_wood) still running: it was syncing and is not any more, and neither its success nor its failure time moved: it was cancelled or forced over, which cannot be told from a run that is about to end; if waiting once more changes nothing, see get_status and trigger_sync again
    Wait on: wait_for_sync handles=["dainty_wood~hg9v9or0x5~~o"]"
  `);
});

test("one that Fivetran put off is waited for on an automatic schedule", async () => {
  const on = await scripted({ outcome: "reschedule", reschedule_ms: 7_200_000 });
  const handle = await trigger(on);

  const { text } = await on.call("wait_for_sync", { handles: [handle] });

  expect(text).toMatchInlineSnapshot(`
    "zendesk_support (dainty_wood) still running: Fivetran put it off until 2026-03-02T11:30:06.000981Z (in 2 h); it resumes by itself then
    Wait on: wait_for_sync handles=["dainty_wood~hg9v9or0x5~~o"]"
  `);
});

test("… and goes on to its end when it resumes in time", async () => {
  const on = await scripted({ outcome: "reschedule", reschedule_ms: 10_000, times: 1 });
  const handle = await trigger(on);

  const { data } = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 50 });

  expect(data).toMatchObject({ waited: "succeeded" });
});

test("… and not on a manual one", async () => {
  const on = await scripted({ outcome: "reschedule", reschedule_ms: 7_200_000 });
  edit(on.sandbox, (c) => Object.assign(c, { schedule_type: "manual" }));
  const handle = await trigger(on);

  const { data, text } = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 50 });

  expect(data).toMatchObject({ waited: "failed" });
  expect(text).toContain("on its manual schedule it does not resume by itself");
});

test("the first sync ever ends too", async () => {
  const on = await scripted({ historical_duration_ms: 8000 }, {}, "slack_workspace");
  const handle = await trigger(on, "slack_workspace");

  const { data } = await on.call("wait_for_sync", { handles: [handle] });

  expect(data).toMatchObject({ waited: "succeeded", runs: [{ name: "slack_workspace" }] });
});

test("connectors without handles: the run under way is somebody else's, and is waited for", async () => {
  const { call } = await harness();

  const { text } = await call("wait_for_sync", { connectors: ["mongo_events"], wait_seconds: 2 });

  expect(text).toMatchInlineSnapshot(`
    "mongo_events (lively_dawn) still running: this run was under way already: the schedule or somebody else started it
    Wait on: wait_for_sync handles=["lively_dawn~hg9lgcctib~~f"]"
  `);
});

test("connectors without handles: what stands in the way now is the answer", async () => {
  const { call } = await harness();

  const { text } = await call("wait_for_sync", {
    connectors: ["mysql_legacy", "marketo_nurture", "stripe_payments"],
  });

  expect(text).toMatchInlineSnapshot(`
    "mysql_legacy (opaque_basin) is not waited for any more: it is paused, which cancels a run under way; if that was not on purpose, resume_connectors and trigger_sync
    marketo_nurture (careful_flint) is not waited for any more: Fivetran put it off until 2026-03-02T08:30:00.000611Z, and on its manual schedule it does not resume by itself: trigger_sync after that time
    stripe_payments (sable_thunder) is not waited for any more: its set-up is broken, task reconnect: "Stripe answered 401: the restricted API key of this connection has expired. Create a new key with read permissions in the Stripe dashboard and enter it here.": a person must repair it, see get_status https://fivetran.com/dashboard/connections/sable_thunder/status"
  `);
});

test("many are looked up by one list read a look", async () => {
  const connectors = [NAME, "github_repos", "dynamodb_sessions", "salesforce_prod", "s3_logs.raw"];
  const on = await harness();
  on.sandbox.edit((world) => {
    for (const name of connectors) {
      connectionNamed(world, name).backstage.script = { duration_ms: 6000, outcome: "success" };
    }
  });
  const { data } = await on.call("trigger_sync", { connectors });
  const handles = (data as { started: { handle: string }[] }).started.map((run) => run.handle);
  const before = on.sandbox.requests().length;

  const done = await on.call("wait_for_sync", { handles });

  expect(done.data).toMatchObject({ waited: "succeeded" });
  const looks = on.sandbox.requests().slice(before);
  // At 0, 2, 4 and 6 s.
  expect(looks.map((request) => request.operation)).toEqual(Array(4).fill("list_connections"));
});

test("a look that fails for now does not end the wait", async () => {
  const on = await scripted({});
  const handle = await trigger(on);
  const fault = { status: 429, headers: { "retry-after": "300" } };
  on.sandbox.fault({ operation: "connection_details", calls: [2], ...fault });

  const { data, text } = await on.call("wait_for_sync", { handles: [handle], wait_seconds: 50 });

  expect(data).toMatchObject({ waited: "still_running", handles: [handle] });
  expect(text).toContain("Note: the last look failed: Fivetran's rate limit is used up.");
});

test.each([
  [{}, "wait_for_sync takes either handles or connectors."],
  [{ handles: ["x"], connectors: ["y"] }, "wait_for_sync takes either handles or connectors."],
  [{ handles: ["postgres_orders"] }, "That is no handle of a sync."],
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
