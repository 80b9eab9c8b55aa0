import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Call, call } from "../../../src/client/operations/call.js";
import { failed, ok, type Reply, reset, text } from "../http/raw-server.js";
import { DELETE, FORCE, failure, PAUSE, scriptedClient } from "../http/scripted-client.js";

const connection = (state: object) => ok({ id: "c", status: {}, ...state });
const GONE = text(404, "text/html", "<h1>Not found</h1>");

/**
 * Returns an account whose reads return these replies in order. The last one repeats. The response
 * to the change is lost.
 */
const account = (reads: readonly Reply[], lost: Reply = reset): [Reply] => {
  let count = 0;
  return [
    (response, seen) => {
      const read = reads[Math.min(count, reads.length - 1)];
      if (seen.method !== "GET") return lost(response, seen);
      count += 1;
      read?.(response, seen);
    },
  ];
};

async function change(request: Call, reads: readonly Reply[], lost?: Reply) {
  const { server, fivetran } = await scriptedClient(account(reads, lost));
  const sent = () => server.seen.filter(({ method }) => method !== "GET").length;
  const outcome = await fivetran.change(request).catch((error: unknown) => error);
  return { outcome, sent: sent() };
}

const syncing = connection({ status: { sync_state: "syncing", is_historical_sync: false } });
const loading = connection({ status: { sync_state: "syncing", is_historical_sync: true } });
const endedAt = (succeeded_at: string) =>
  connection({ status: { sync_state: "scheduled", is_historical_sync: false }, succeeded_at });
const idle = endedAt("2026-03-02T08:00:00Z");
const ended = endedAt("2026-03-02T09:00:00Z");
/** States from before `ended`. Reads may come from replicas of different ages. */
const earlier = (is_historical_sync: boolean) =>
  connection({
    status: { sync_state: "syncing", is_historical_sync },
    succeeded_at: "2026-03-02T08:00:00Z",
  });
const [earlierSync, earlierLoad] = [earlier(false), earlier(true)];
const unreadable = failed(500);
const RUN = call("run_transformation", { transformationId: "t" });
const ran = (time: string) =>
  ok({ id: "t", status: "SUCCEEDED", last_started_at: `2026-03-02T${time}:00Z` });
const RESYNC = call("resync_connection", { connectionId: "c" }, {});
const RELOAD = call("modify_connection", { connectionId: "c" }, { is_historical_sync: true });
const SYNC = call("sync_connection", { connectionId: "c" }, { force: false });

describe("after a wait for the rate limit, something else may be the cause", () => {
  const limited = failed(429, "TooManyRequests", { "retry-after": "1" });
  const group = call("create_group", {}, { name: "finance" });
  const groups = (items: object[]) => ok({ items });
  test.each<[string, Call, Reply, Reply]>([
    ["a sync that runs", SYNC, idle, syncing],
    ["a sync that runs, for a forced one", FORCE, idle, syncing],
    ["a sync that ended", SYNC, idle, ended],
    ["a historical sync, for a re-sync", RESYNC, idle, loading],
    ["a group of that name", group, groups([]), groups([{ id: "other", name: "finance" }])],
  ])("%s", async (_, request, before, after) => {
    let sent = 0;
    const lost: Reply = (response, seen) => (sent++ === 0 ? limited : reset)(response, seen);
    const { outcome } = await change(request, [before, after], lost);
    expect(outcome).toMatchObject({ type: "outcome_unknown", facts: { outcome: "unknown" } });
    expect(sent).toBe(2);
    // Without the wait it is evidence.
    const direct = await change(request, [before, after]);
    expect(direct.outcome).not.toBeInstanceOf(Error);
  });
});

describe("evidence that was there before the request proves nothing", () => {
  test.each<[string, Call, Reply, Reply]>([
    ["a historical sync, for a re-sync", RESYNC, loading, loading],
    ["a historical sync, for a change that starts one", RELOAD, loading, loading],
    ["a sync that runs", SYNC, syncing, syncing],
    ["a sync that ran and ends", SYNC, syncing, ended],
    ["a sync that runs, for a forced one", FORCE, syncing, syncing],
    ["a re-sync where the state before is unknown", RESYNC, unreadable, loading],
    ["an older state in which no sync runs", SYNC, ended, idle],
    ["an older state in which no sync runs, for a forced one", FORCE, ended, idle],
    ["an older state in which a sync runs", SYNC, ended, earlierSync],
    ["an older state in which a sync runs, for a forced one", FORCE, ended, earlierSync],
    ["an older state in which a historical sync runs", RESYNC, ended, earlierLoad],
    ["an older state in which one runs, for a change that starts it", RELOAD, ended, earlierLoad],
    ["an older state of a transformation", RUN, ran("09:00"), ran("08:00")],
    ["an end whose earlier time cannot be read", SYNC, endedAt("yesterday"), ended],
    ["an end at a time that cannot be read", SYNC, idle, endedAt("today")],
    ["a run at a time that cannot be read", RUN, ran("09:00"), ran("later")],
  ])("%s", async (_, request, before, after) => {
    // A failed read is tried three times.
    const befores = before === unreadable ? [before, before, before] : [before];
    const { outcome, sent } = await change(request, [...befores, after]);
    expect(outcome).toMatchObject({ type: "outcome_unknown", facts: { outcome: "unknown" } });
    expect(sent).toBe(1);
  });

  test.each<[string, Call, Reply]>([
    ["a historical sync, for a re-sync", RESYNC, loading],
    ["a historical sync, for a change that starts one", RELOAD, loading],
    ["a sync that runs", SYNC, syncing],
    ["a sync that ended", SYNC, ended],
    ["a sync that runs, for a forced one", FORCE, syncing],
  ])("but what is new does: %s", async (_, request, after) => {
    const { outcome, sent } = await change(request, [idle, after]);
    expect(outcome).toMatchObject({ verified: expect.any(String) });
    expect(sent).toBe(1);
  });

  // The last sync ended 90 minutes ago.
  test.each([
    [{ sync_frequency: 60 }, "unknown"],
    [{ sync_frequency: 115 }, "unknown"],
    [{ sync_frequency: 60, failed_at: "2026-03-02T09:00:00Z" }, "done"],
    [{ sync_frequency: 125 }, "done"],
    [{ sync_frequency: 60, schedule_type: "manual" }, "done"],
    [{ sync_frequency: 60, paused: true }, "done"],
    // Fixed times, a sync that was postponed, and a first sync may start at any moment.
    [{ schedule: { schedule_type: "CRON", cron: "0 6,9 * * *" }, sync_frequency: 1440 }, "unknown"],
    [{ schedule: { schedule_type: "TIME_OF_DAY", time_of_day: "09:30" } }, "unknown"],
    [{ schedule: { schedule_type: "INTERVAL", interval: 115 } }, "unknown"],
    [{ schedule: { schedule_type: "INTERVAL", interval: 125 }, sync_frequency: 60 }, "done"],
    [{ schedule: { schedule_type: "MANUAL" }, sync_frequency: 60 }, "done"],
    [{ sync_frequency: 1440, status: { sync_state: "rescheduled" } }, "unknown"],
    [{ sync_frequency: 1440, succeeded_at: null }, "unknown"],
  ])("a sync that the schedule may have started proves nothing: %j", async (schedule, expected) => {
    const before = connection({
      status: { sync_state: "scheduled" },
      succeeded_at: "2026-03-02T08:00:00Z",
      ...schedule,
    });
    for (const request of [SYNC, FORCE]) {
      const { outcome, sent } = await change(request, [before, syncing]);
      expect(outcome).toMatchObject(
        expected === "done"
          ? { verified: "connection_details shows a sync running that was not running before." }
          : {
              type: "outcome_unknown",
              state: expect.stringContaining("The schedule may have started this sync."),
            },
      );
      expect(sent).toBe(1);
    }
  });

  const INTEGRATED = { schedule_type: "INTEGRATED", connection_ids: ["c"] };
  const QUICKSTART = { schedule_type: "INTEGRATED" };
  // The last run started at 08:00, and the last sync of the connection ended at 07:00 or at 09:00.
  const early = connection({ succeeded_at: "2026-03-02T07:00:00Z" });
  const late = connection({ succeeded_at: "2026-03-02T09:00:00Z" });
  test.each<[string, object, Reply, "done" | "unknown"]>([
    ["no schedule", {}, early, "done"],
    ["a paused transformation", { schedule: INTEGRATED, paused: true }, late, "done"],
    ["no sync since the last run", { schedule: INTEGRATED }, early, "done"],
    ["a sync since the last run", { schedule: INTEGRATED }, late, "unknown"],
    ["a sync that cannot be read", { schedule: INTEGRATED }, failed(404), "unknown"],
    [
      "a connection of the package",
      { schedule: QUICKSTART, transformation_config: { connection_ids: ["c"] } },
      early,
      "done",
    ],
    ["no known connection", { schedule: QUICKSTART }, early, "unknown"],
    [
      "another transformation",
      { schedule: { ...INTEGRATED, transformation_ids: ["t2"] } },
      early,
      "unknown",
    ],
    [
      "an interval that is due",
      { schedule: { schedule_type: "INTERVAL", interval: 115 } },
      early,
      "unknown",
    ],
    ["an interval", { schedule: { schedule_type: "INTERVAL", interval: 125 } }, early, "done"],
    ["a time of day", { schedule: { schedule_type: "TIME_OF_DAY" } }, early, "unknown"],
    ["cron", { schedule: { schedule_type: "CRON", cron: ["0 6 * * *"] } }, early, "unknown"],
    [
      "a first run",
      { schedule: INTEGRATED, last_started_at: null, created_at: "2026-03-02T08:30:00Z" },
      early,
      "done",
    ],
  ])(
    "a run that the schedule may have started proves nothing: %s",
    async (_, record, sync, expected) => {
      const transformation = (more: object) =>
        ok({
          id: "t",
          status: "SUCCEEDED",
          last_started_at: "2026-03-02T08:00:00Z",
          ...record,
          ...more,
        });
      const started = transformation({
        status: "RUNNING",
        last_started_at: "2026-03-02T09:30:00Z",
      });
      const run = call("run_transformation", { transformationId: "t" });
      const { outcome, sent } = await change(run, [transformation({}), started, sync]);
      expect(outcome).toMatchObject(
        expected === "done"
          ? { verified: "transformation_details shows a run that started since the request." }
          : {
              type: "outcome_unknown",
              state: expect.stringContaining("The schedule may have started this run."),
            },
      );
      expect(sent).toBe(1);
    },
  );

  test("a creation is found by its id, with any clock", async () => {
    const item = (id: string, created_at: string) => ({ id, name: "g", created_at });
    const older = item("old", "2026-03-02T09:29:59Z");
    const made = item("new", "2026-03-02T09:20:00Z");
    const page = (...items: object[]) => ok({ items });
    const create = call("create_group", {}, { name: "g" });
    const found = await change(create, [page(older), page(older, made)]);
    expect(found.outcome).toMatchObject({ data: { id: "new" } });
    const missing = await change(create, [page(older)]);
    expect(missing.outcome).toMatchObject({ facts: { outcome: "verified_not_applied" } });
    const both = await change(create, [page(), page(older, made)]);
    expect(both.outcome).toMatchObject({
      facts: { outcome: "unknown", evidence: expect.stringContaining("(ids old, new)") },
    });
  });
});

test("the reply to a deletion with another object does not show that it was accepted", async () => {
  const other = ok({ id: "another", status: {} });
  const there = await change(DELETE, [idle], other);
  expect(there.outcome).toMatchObject({
    type: "outcome_unknown",
    message: expect.stringContaining("contains a different id"),
    facts: { outcome: "verified_not_applied" },
  });
  expect(there.sent).toBe(2);
  const gone = await change(DELETE, [failed(404)], other);
  expect(gone.outcome).toMatchObject({ verified: expect.any(String) });
  const own = await change(DELETE, [idle], ok({ id: "c" }));
  expect(own).toMatchObject({ outcome: { status: 200 }, sent: 1 });
});

describe("a first attempt without a response that a read shows as not applied", () => {
  const stillRunning = connection({ paused: false });
  const account = (second: Reply): [Reply] => {
    let sent = 0;
    return [
      (response, seen) => {
        if (seen.method === "GET") return stillRunning(response, seen);
        sent += 1;
        (sent === 1 ? reset : second)(response, seen);
      },
    ];
  };

  test.each([
    ["a rate limit", failed(429, "TooManyRequests", { "retry-after": "3600" })],
    ["the key", failed(401)],
    ["the role", failed(403)],
    ["the state", failed(409)],
    ["a validation", failed(400)],
  ])("is not reported as unsent if %s prevents the second one", async (_, second) => {
    for (const request of [PAUSE, DELETE]) {
      const { fivetran } = await scriptedClient(account(second));
      expect(await failure(fivetran.change(request))).toMatchObject({
        type: "outcome_unknown",
        sent: true,
        facts: { outcome: "verified_not_applied", attempts: 2 },
        state: expect.stringMatching(
          /^It probably did not take effect\..* A second attempt failed: /,
        ),
      });
    }
  });

  test("is not reported as unsent if the caller cancels the second one", async () => {
    const caller = new AbortController();
    const { fivetran } = await scriptedClient(account(ok({ id: "c", paused: true, status: {} })));
    const options = { signal: caller.signal, retry: { onRetry: () => caller.abort() } };
    expect(await failure(fivetran.change(PAUSE, options))).toMatchObject({
      type: "outcome_unknown",
      sent: true,
      state: expect.stringMatching(/^It probably did not take effect\./),
    });
  });

  test("is not known to be applied or not if the caller cancels the wait for the second read", async () => {
    const caller = new AbortController();
    const groups = ok({ items: [] });
    const reply: Reply = (response, seen) =>
      (seen.method === "GET" ? groups : reset)(response, seen);
    const { fivetran, clock } = await scriptedClient([reply], { hasty: false });
    const { signal } = caller;
    const create = fivetran.change(call("create_group", {}, { name: "g" }), { signal });
    const outcome = failure(create);
    while (!clock.sleeps.includes(5000)) await nextTurn();
    caller.abort();
    expect(await outcome).toMatchObject({
      type: "outcome_unknown",
      facts: { outcome: "unknown", evidence: "list_all_groups shows no new item with that name." },
    });
  });
});

describe("a gateway's page as the check", () => {
  test("is not a proof that something was deleted", async () => {
    const { outcome, sent } = await change(DELETE, [GONE]);
    expect(outcome).toMatchObject({
      type: "outcome_unknown",
      facts: { outcome: "unknown" },
      state: expect.stringContaining("a proxy or gateway between this client and Fivetran"),
    });
    expect(sent).toBe(1);
  });

  test.each([200, 204, 302, 401, 403, 404, 413, 429, 500, 503])(
    "nor is one with %i as the response to a change, and as the check",
    async (status) => {
      const page = text(status, "text/html", status === 204 ? "" : "<h1>x</h1>");
      for (const request of [DELETE, PAUSE]) {
        const { outcome, sent } = await change(request, [page], page);
        expect(outcome).toMatchObject({
          type: "outcome_unknown",
          facts: { outcome: "unknown" },
          state: expect.stringMatching(/^It may have taken effect\./),
        });
        expect(sent).toBe(1);
      }
    },
  );

  test("why the check failed is said, and when it can be repeated", async () => {
    const limited = failed(429, "TooManyRequests", { "retry-after": "300" });
    const { outcome } = await change(PAUSE, [limited]);
    expect(outcome).toMatchObject({ state: expect.stringContaining("Try again in 300 s.") });
    const forbidden = await change(PAUSE, [failed(403)]);
    expect(forbidden.outcome).toMatchObject({ state: expect.stringContaining("does not permit") });
  });
});

test("a change that took effect in part is not one that did not", async () => {
  const tables = { a: { enabled: false }, b: { enabled: false }, c: { enabled: false } };
  const request = call(
    "modify_connection_schema_config",
    { connectionId: "c" },
    {
      schemas: { s: { tables } },
    },
  );
  const part = { a: { enabled: false }, b: { enabled: true }, c: { enabled: true } };
  const read = ok({ schemas: { s: { enabled: true, tables: part } } });
  const { fivetran } = await scriptedClient(account([read], failed(500)));
  const error = await failure(fivetran.change(request));
  expect(error.facts["outcome"]).toBe("unknown");
  expect(error.state).toBe(
    "It may have taken effect in part. connection_schema_config shows 1 of 3 values as sent (s.a.enabled), and other values for s.b.enabled, s.c.enabled than the request sent.",
  );
});

test("a test whose response was lost can be repeated", async () => {
  const body = { trust_certificates: false, trust_fingerprints: false };
  for (const request of [
    call("run_setup_tests", { connectionId: "c" }, body),
    call("test_webhook", { webhookId: "w" }, { event: "sync_end" }),
  ]) {
    const { outcome } = await change(request, [idle]);
    expect(outcome).toMatchObject({
      facts: { do_not_repeat: false },
      hint: "It can be repeated, because it changes nothing.",
    });
  }
});

test("a creation whose secret was lost replaces no earlier secret", async () => {
  const create = call("create_system_key", {}, { name: "k" });
  const none = await change(create, [ok({ items: [] })]);
  expect(none.outcome).toMatchObject({
    state: expect.stringMatching(/^It probably did not take effect\./),
    hint: "Do not repeat the change. First check the current state.",
  });
  const made = await change(create, [ok({ items: [] }), ok({ items: [{ id: "n", name: "k" }] })]);
  expect(made.outcome).toMatchObject({
    state: expect.stringMatching(/^It took effect\./),
    hint: expect.stringMatching(/^It was created, but/),
  });
  const rotate = call("rotate_system_key", { keyId: "k" }, {});
  expect((await change(rotate, [idle])).outcome).toMatchObject({
    hint: expect.stringContaining("the previous secret may already be invalid"),
  });
});
