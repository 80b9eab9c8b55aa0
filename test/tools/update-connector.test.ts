import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type Connection, connectionNamed } from "../../src/sandbox/index.js";
import { changes, type Harness, harness, idOf, type Result, temporaryFolder } from "../harness.js";
import {
  connectionOf,
  consequencesOf,
  groupId,
  sameName,
  sent,
  shownStable,
  targetIds,
  undoIn,
} from "./change-facts.js";
import { addNetwork } from "./ids.js";
import { stateText } from "./state-folder.js";

const patches = ({ sandbox }: Harness) =>
  sandbox.requests().filter(({ method }) => method === "PATCH");

const edit = ({ sandbox }: Harness, name: string, change: (connection: Connection) => void) =>
  sandbox.edit((world) => change(connectionNamed(world, name)));

/** Calls the tool, and confirms the plan if it asks. */
async function update({ call }: Harness, args: Record<string, unknown>) {
  const plan = await call("update_connector", args);
  if (plan.status !== "confirmation_required") return { plan: undefined, done: plan };
  const done = await call("update_connector", { ...args, confirmation_token: plan.token });
  return { plan, done };
}

/** Returns the arguments of the call that undoes a result. */
function undoArgs(result: Result) {
  const { tool, arguments: args } = undoIn(result);
  expect(tool).toBe("update_connector");
  return args;
}

test("changes the schedule at once, sends only what differs, and shows how to undo it", async () => {
  const fixture = await harness();
  const args = { connector: "postgres_orders", sync_frequency: 60, schedule_type: "auto" };
  const done = await fixture.call("update_connector", args);
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(shownStable(fixture, done)).toMatchSnapshot();
  expect(done.data).toMatchObject({
    connector: { name: "postgres_orders", id: idOf(fixture.sandbox, "postgres_orders") },
    changed: [{ field: "sync_frequency", from: "15", to: "60" }],
  });
  expect(sent(fixture)).toEqual([
    'PATCH /v1/connections/id:postgres_orders {"sync_frequency":60,"run_setup_tests":false}',
  ]);
  const again = await fixture.call("update_connector", args);
  expect(again).toMatchObject({ status: "nothing_to_do", isError: false });
  expect(shownStable(fixture, again)).toMatchSnapshot();
  expect(patches(fixture)).toHaveLength(1);
  const back = await fixture.call("update_connector", undoArgs(done));
  expect(back.status).toBe("done");
  expect(connectionOf(fixture.sandbox, "postgres_orders").sync_frequency).toBe(15);
});

test.each([
  [{ connector: "mysql_legacy", sync_frequency: 5 }],
  [{ connector: "mysql_legacy", sync_frequency: 15 }],
  [{ connector: "mysql_legacy", sync_frequency: 720 }],
  [{ connector: "zendesk_support", sync_frequency: 1440 }],
  [{ connector: "zendesk_support", sync_frequency: 60 }],
  [{ connector: "postgres_orders", schedule_type: "manual" }],
  [{ connector: "postgres_orders", schedule_type: "auto" }],
  [{ connector: "zendesk_support", schedule_type: "manual" }],
  [{ connector: "weather_function", schedule_type: "auto" }],
  [{ connector: "weather_function", sync_frequency: 60 }],
  [{ connector: "weather_function", schedule_type: "manual", sync_frequency: 60 }],
  [{ connector: "greenhouse_hiring", sync_frequency: 60 }],
  [{ connector: "greenhouse_hiring", daily_sync_time: "05:00" }],
  [{ connector: "greenhouse_hiring", schedule_type: "manual" }],
  [{ connector: "zendesk_support", sync_frequency: 1440, daily_sync_time: "14:00" }],
  [{ connector: "zendesk_support", data_delay_sensitivity: "HIGH" }],
  [{ connector: "zendesk_support", data_delay_sensitivity: "CUSTOM", data_delay_threshold: 90 }],
  [{ connector: "klaviyo_email", data_delay_threshold: 90 }],
  [{ connector: "klaviyo_email", data_delay_sensitivity: "CUSTOM" }],
  [{ connector: "zendesk_support", pause_after_trial: true }],
  [{ connector: "zendesk_support", pause_after_trial: false }],
  [{ connector: "workday_people", schema_status: "ready" }],
  [{ connector: "zendesk_support", schema_status: "ready" }],
])("%j is sent as given, with the notes and the undo that belong to it", async (args) => {
  const on = await harness();
  const done = await on.call("update_connector", args);
  expect(done.isError, done.text).toBe(false);
  expect(`${shownStable(on, done)}\n${sent(on).join("\n")}`).toMatchSnapshot();
});

test.each([
  [{ connector: "mysql_legacy", sync_frequency: 60 }],
  [{ connector: "zendesk_support", schedule_type: "manual" }],
  [{ connector: "zendesk_support", sync_frequency: 1440, daily_sync_time: "14:00" }],
  [{ connector: "greenhouse_hiring", sync_frequency: 60 }],
  [{ connector: "greenhouse_hiring", daily_sync_time: "05:00" }],
  [{ connector: "zendesk_support", data_delay_sensitivity: "HIGH" }],
  [{ connector: "klaviyo_email", data_delay_threshold: 90 }],
  [{ connector: "zendesk_support", pause_after_trial: true }],
])("the undo of %j puts everything back", async (args) => {
  const on = await harness();
  const settings = () => {
    const {
      status: _,
      backstage: __,
      succeeded_at: ___,
      ...kept
    } = connectionOf(on.sandbox, args.connector);
    return kept;
  };
  const before = settings();
  const done = await on.call("update_connector", args);
  expect(settings()).not.toEqual(before);
  const back = await on.call("update_connector", undoArgs(done));
  expect(back.status, back.text).toBe("done");
  expect(settings()).toEqual(before);
});

describe("a schedule object", () => {
  const scheduled = async (schedule: object) => {
    const on = await harness();
    const id = idOf(on.sandbox, "zendesk_support");
    const first = await on.call("update_connector", { connector: id, schedule });
    expect(first.isError, first.text).toBe(false);
    const lastBody = () =>
      on.sandbox
        .requests()
        .filter(({ method }) => method === "PATCH")
        .at(-1)?.body;
    return { on, id, first, lastBody };
  };

  test.each<[object, object, string]>([
    [{ interval: "60" }, { schedule_type: "INTERVAL", interval: 60 }, "every 60 minutes"],
    [
      { time_of_day: "05:00", days_of_week: ["monday", "THURSDAY"] },
      {
        schedule_type: "TIME_OF_DAY",
        time_of_day: "05:00",
        days_of_week: ["MONDAY", "THURSDAY"],
      },
      "at 05:00 on MONDAY, THURSDAY",
    ],
    [
      { cron: "30 5 * * 1-5" },
      { schedule_type: "CRON", cron: "30 5 * * 1-5" },
      "cron 30 5 * * 1-5",
    ],
  ])("%j is sent with its type and shown in words", async (given, sentAs, words) => {
    const { first, lastBody } = await scheduled(given);
    expect(first.status).toBe("done");
    expect(lastBody()).toMatchObject({ schedule: sentAs });
    expect(first.text).toContain(words);
  });

  test("manual is the older field", async () => {
    const { first, lastBody } = await scheduled({ schedule_type: "MANUAL" });
    expect(first.status).toBe("done");
    expect(lastBody()).toMatchObject({ schedule_type: "manual" });
  });

  test.each<[object, RegExp]>([
    [{ schedule: { interval: 45 } }, /schedule.interval must be one of/],
    [{ schedule: { time_of_day: "05:30" } }, /schedule.time_of_day must be a full hour/],
    [{ schedule: { cron: "sometimes" } }, /is not a cron expression/],
    [{ schedule: { cron: "0 5 * * *", days_of_week: ["MONDAY"] } }, /cannot be given with CRON/],
    [{ schedule: { days_of_week: ["MONDAY"] } }, /needs interval, time_of_day or cron/],
    [{ schedule: { interval: 60, time_of_day: "05:00" } }, /time_of_day cannot be given with/],
    [{ schedule: { interval: 60 }, sync_frequency: 60 }, /replaces sync_frequency/],
    [{ schedule: { intervall: 60 } }, /"intervall" is not a part of a schedule/],
    [
      { schedule: { interval: 60, days_of_week: ["SOMEDAY"] } },
      /days_of_week\[0\] must be one of MONDAY/,
    ],
  ])("%j is refused", async (given, reason) => {
    const on = await harness();
    const args = { connector: idOf(on.sandbox, "zendesk_support"), ...given };
    const refused = await on.call("update_connector", args);
    expect(refused.isError).toBe(true);
    expect(refused.text).toMatch(reason);
    expect(changes(on.sandbox)).toEqual([]);
  });

  test("is not replaced unseen, and the undo restores it", async () => {
    const { on, id, lastBody } = await scheduled({ cron: "30 5 * * 1-5" });
    const args = { connector: id, sync_frequency: 360 };
    const asked = await on.call("update_connector", args);
    expect(asked.status, asked.text).toBe("confirmation_required");
    expect(asked.text).toContain('this replaces the current schedule: "cron 30 5 * * 1-5"');
    const done = await on.call("update_connector", { ...args, confirmation_token: asked.token });
    expect(done.isError, done.text).toBe(false);
    expect(lastBody()).toMatchObject({ sync_frequency: 360 });
    expect(done.data["undo"]).toMatchObject({
      arguments: { connector: id, schedule: { schedule_type: "CRON", cron: "30 5 * * 1-5" } },
    });
  });

  test("that was set first is undone by the older fields", async () => {
    const { first, id } = await scheduled({ cron: "30 5 * * 1-5" });
    expect(first.data["undo"]).toMatchObject({
      arguments: { connector: id, sync_frequency: expect.any(Number) },
    });
  });
});

test.each([
  [{ sync_frequency: 45 }, "nearest: 30 or 60"],
  [{ sync_frequency: 0 }, "must be one of 1, 5, 15"],
  [{ sync_frequency: 1440, daily_sync_time: "14:30" }, "must be a full hour"],
  [{ daily_sync_time: "14:00" }, "applies only to an automatic daily schedule"],
  [
    { sync_frequency: 1440, schedule_type: "manual", daily_sync_time: "14:00" },
    "Also set schedule_type=auto.",
  ],
  [{ data_delay_threshold: 60 }, "only with data_delay_sensitivity=CUSTOM"],
  [{ data_delay_sensitivity: "CUSTOM" }, "needs data_delay_threshold"],
  [
    { config: { password: "******" } },
    "config.password is a masked value. Sending it would replace the stored secret.",
  ],
  [{ config: { passwrod: "x" } }, "Did you mean password?"],
  [{ config: { update_method: "BINLOGS" } }, "must be one of QUERY_BASED, WAL_PGOUTPUT"],
  [{ config: { port: "many" } }, "config.port must be an integer"],
  [{ config: { schema_prefix: "other" } }, "cannot be changed"],
  [{ auth: { refresh_token: "x" } }, "does not take auth"],
  [{ networking_method: "PrivateLink" }, "needs private_link_id"],
  [{ private_link_id: "a_b" }, "only with networking_method=PrivateLink"],
  [{ run_setup_tests: true }, "run_setup_tests connector=postgres_orders"],
  [
    { trust_certificates: true, sync_frequency: 60 },
    "Fivetran runs setup tests only when config or auth changes",
  ],
  [{}, "No change was given"],
  [{ run_setup_tests: false }, "run_setup_tests connector=postgres_orders"],
  [
    { trust_certificates: true, trust_fingerprints: true },
    "run_setup_tests connector=postgres_orders",
  ],
  [{ trust_fingerprints: true, pause_after_trial: true }, "run_setup_tests connector="],
  [{ networking_method: "ProxyAgent" }, "proxy_agent_id"],
  [{ proxy_agent_id: "a_b" }, "networking_method=ProxyAgent"],
  [
    { config: { password: "******", client_private_key: "[redacted]" } },
    "config.client_private_key",
  ],
  [{ config: { schema_prefix: "other" }, sync_frequency: 7 }, "5 or 15"],
  [{ sync_frequency: 2000 }, "1440"],
  [{ schema_status: "blocked" }, "schema_status"],
  [{ frequency: 60 }, "sync_frequency"],
])("refuses %j before anything is sent", async (fields, reason) => {
  const fixture = await harness();
  const refused = await fixture.call("update_connector", {
    connector: "postgres_orders",
    ...fields,
  });
  expect(refused).toMatchObject({ isError: true });
  expect(shownStable(fixture, refused)).toMatchSnapshot();
  expect(refused.text).toContain(reason);
  expect(patches(fixture)).toEqual([]);
});

test("takes the daily time where the connector syncs once a day", async () => {
  const { call, sandbox } = await harness();
  await call("update_connector", { connector: "greenhouse_hiring", daily_sync_time: "05:00" });
  await call("update_connector", {
    connector: "zendesk_support",
    sync_frequency: 1440,
    daily_sync_time: "14:00",
  });
  expect(sandbox.effects().map(({ summary }) => summary)).toEqual([
    'daily_sync_time "03:00" -> "05:00"',
    'sync_frequency 360 -> 1440, daily_sync_time undefined -> "14:00"',
  ]);
});

test("the undo gives no daily time to a manual connector", async () => {
  const on = await harness();
  on.sandbox.edit((world) => {
    const daily = { sync_frequency: 1440, daily_sync_time: "03:00", schedule_type: "manual" };
    Object.assign(connectionNamed(world, "zendesk_support"), daily);
  });
  const args = { connector: "zendesk_support", sync_frequency: 60 };
  expect(undoArgs(await on.call("update_connector", args))).toEqual({
    connector: idOf(on.sandbox, "zendesk_support"),
    sync_frequency: 1440,
  });
});

test("shows how to undo a daily time: a new one is removed, a removed one is restored", async () => {
  const { call, sandbox } = await harness();
  const given = { connector: "zendesk_support", sync_frequency: 1440, daily_sync_time: "14:00" };
  const set = await call("update_connector", given);
  const id = (name: string) => idOf(sandbox, name);
  expect(undoArgs(set)).toEqual({ connector: id("zendesk_support"), sync_frequency: 360 });

  const dropped = await call("update_connector", {
    connector: "greenhouse_hiring",
    sync_frequency: 60,
  });
  expect(undoArgs(dropped)).toEqual({
    connector: id("greenhouse_hiring"),
    sync_frequency: 1440,
    daily_sync_time: "03:00",
  });
});

test("says what a change does to a run under way, and that a review ends for good", async () => {
  const { call } = await harness();
  const host = { connector: "mysql_inventory", config: { host: "db2.example.com" } };
  expect((await call("update_connector", host)).text).toContain(
    "a sync is running; Fivetran cancels it",
  );
  const ready = { connector: "workday_people", schema_status: "ready" };
  expect((await call("update_connector", ready)).text).toContain("ends the schema review");
});

test("a new host asks, shows both, and explains the tests that fail there", async () => {
  const fixture = await harness();
  const { call, sandbox } = fixture;
  const shownOf = (result: Result) => shownStable(fixture, result);
  const args = {
    connector: "postgres_orders",
    config: { host: "untrusted.example.com", port: 5432 },
  };
  const plan = await call("update_connector", args);
  expect(plan).toMatchObject({ status: "confirmation_required" });
  expect(shownOf(plan)).toMatchSnapshot();
  expect(targetIds(plan)).toEqual([idOf(sandbox, "postgres_orders")]);
  expect(plan.text).toContain(
    'host: "postgres.internal.example.com" → "untrusted.example.com"; Fivetran sends the stored credentials to the new host',
  );
  expect(plan.text).not.toContain("config.port");
  expect(sandbox.effects()).toEqual([]);
  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("update_connector", confirmed);
  expect(shownOf(done)).toMatchSnapshot();
  expect(done.text).toContain("to approve: certificate");
  expect(sent(fixture)).toEqual([
    'PATCH /v1/connections/id:postgres_orders {"config":{"host":"untrusted.example.com"}}',
  ]);
  expect(done.data).toMatchObject({ setup_state: "broken" });
  expect(String(done.data["next"])).toMatch(/^run_setup_tests connector=\S+ approve=\[/);
  expect(await call("update_connector", confirmed)).toEqual(done);
  expect(sandbox.effects()).toHaveLength(1);
});

test("a configuration that moved since the plan voids it", async () => {
  const { call, sandbox } = await harness();
  const args = { connector: "postgres_orders", config: { host: "new.example.com" } };
  const plan = await call("update_connector", args);
  sandbox.edit((world) => {
    connectionNamed(world, "postgres_orders").config["user"] = "somebody_else";
  });
  const moved = await call("update_connector", { ...args, confirmation_token: plan.token });
  expect(moved.text).toContain('config.user: "fivetran" → "somebody_else"');
  expect(moved).toMatchObject({ status: "confirmation_required" });
  expect(sandbox.effects()).toEqual([]);
});

test("a secret shows nowhere, whether it was given in plain text or by reference", async () => {
  const canary = "canary-7f3a9c51";
  const stateDir = await temporaryFolder();
  const fixture = await harness({
    stateDir,
    env: {
      FIVETRAN_SECRET_REFS: "DB_PASSWORD",
      DB_PASSWORD: canary,
      FIVETRAN_LOG: "debug",
      FIVETRAN_AUDIT_LOG: join(stateDir, "audit.log"),
    },
  });
  const seen: string[] = [];
  for (const password of [canary, { secret_ref: "env:DB_PASSWORD" }]) {
    const args = { connector: "postgres_orders", config: { password } };
    const plan = await fixture.call("update_connector", args);
    seen.push(JSON.stringify(plan), await stateText(fixture.stateDir));
    const done = await fixture.call("update_connector", {
      ...args,
      confirmation_token: plan.token,
    });
    seen.push(JSON.stringify(done));
    expect(done).toMatchObject({ status: "done", data: { setup_state: "connected" } });
    expect(done.text.includes("given in plain text")).toBe(typeof password === "string");
  }
  // Fivetran's own words may repeat it.
  fixture.sandbox.fault({
    operation: "modify_connection",
    status: 400,
    body: JSON.stringify({ code: "InvalidInput", message: `password ${canary} is too weak` }),
  });
  const args = { connector: "postgres_orders", config: { password: canary } };
  const plan = await fixture.call("update_connector", args);
  const failed = await fixture.call("update_connector", {
    ...args,
    confirmation_token: plan.token,
  });
  expect(failed.text).toContain("is too weak");
  seen.push(JSON.stringify(failed), ...fixture.log, await stateText(fixture.stateDir));
  expect(seen.join("\n")).toContain('"event":"outcome"');
  expect(seen.join("\n")).not.toContain(canary);
});

test("network and schema review ask; the public key is shown where a tunnel needs it", async () => {
  const { call } = await harness();
  const tunnel = await call("update_connector", {
    connector: "mysql_legacy",
    networking_method: "SshTunnel",
    config: { tunnel_host: "bastion.example.com", tunnel_port: 22, tunnel_user: "fivetran" },
  });
  expect(tunnel).toMatchObject({ status: "confirmation_required" });
  expect(tunnel.text).toContain("networking_method: Directly → SshTunnel");
  expect(tunnel.text).toContain("ssh-rsa ");
  const ready = await call("update_connector", {
    connector: "workday_people",
    schema_status: "ready",
  });
  expect(ready.text).toContain("schema_status: blocked_on_capture → ready");
});

test("a lost response is verified by a read", async () => {
  const { call, sandbox } = await harness();
  sandbox.fault({ operation: "modify_connection", when: "after", reset: true, calls: [1] });
  const done = await call("update_connector", {
    connector: "zendesk_support",
    pause_after_trial: true,
  });
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(sandbox.effects()).toHaveLength(1);
});

test("trust and run_setup_tests go along with a change of the configuration, and are shown", async () => {
  const on = await harness();
  const config = { host: "untrusted.example.com" };
  const args = { connector: "postgres_orders", config };
  const trusting = await update(on, {
    ...args,
    trust_certificates: true,
    trust_fingerprints: true,
    run_setup_tests: true,
  });
  expect(trusting.plan && shownStable(on, trusting.plan)).toMatchSnapshot();
  expect(shownStable(on, trusting.done)).toMatchSnapshot();
  expect(trusting.done.data).toMatchObject({ setup_state: "connected" });
  expect(trusting.done.data).not.toHaveProperty("not_applied");
  const [body = ""] = sent(on);
  expect(body).toContain('"trust_certificates":true');
  expect(body).toContain('"trust_fingerprints":true');
  expect(body).toContain('"run_setup_tests":true');

  const untested = await update(on, {
    connector: "postgres_orders",
    config: { host: "quiet.example.com" },
    run_setup_tests: false,
    trust_certificates: false,
  });
  expect(untested.plan && shownStable(on, untested.plan)).toMatchSnapshot();
  expect(shownStable(on, untested.done)).toMatchSnapshot();
  expect(untested.done.data).toMatchObject({
    setup_state: "incomplete",
    next: `run_setup_tests connector=${idOf(on.sandbox, "postgres_orders")}`,
  });
  expect(sent(on).at(-1)).toContain('"run_setup_tests":false');
});

test("credentials that are refused lead to the dashboard", async () => {
  const on = await harness();
  const { done } = await update(on, {
    connector: "postgres_orders",
    config: { password: "wrong-password" },
  });
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(done.data).toMatchObject({ setup_state: "broken" });
  expect(done.text).not.toContain("wrong-password");
  expect(done.data["next"]).toContain(idOf(on.sandbox, "postgres_orders"));
});

test("the credentials of a service that signs in by auth are sent and never shown", async () => {
  const on = await harness();
  const args = {
    connector: "linkedin_ads_brand",
    auth: { client_access: { client_id: "an-id-of-ours", client_secret: "canary-5b1" } },
  };
  const { plan, done } = await update(on, args);
  expect(plan && shownStable(on, plan)).toMatchSnapshot();
  expect(shownStable(on, done)).toMatchSnapshot();
  const seen = `${JSON.stringify(plan)}${JSON.stringify(done)}`;
  expect(seen).not.toContain("canary-5b1");
  expect(plan?.text).toContain("an-id-of-ours");
  expect(patches(on)).toHaveLength(1);
});

test("a configuration that holds already changes nothing", async () => {
  const on = await harness();
  const { host } = connectionOf(on.sandbox, "postgres_orders").config;
  const args = { connector: "postgres_orders", config: { host: host ?? null, port: "5432" } };
  const done = await on.call("update_connector", args);
  expect(done).toMatchObject({ status: "nothing_to_do", isError: false });
  expect(sent(on)).toEqual([]);
});

test("fields of several kinds at once come in one request, and every one of them is shown", async () => {
  const on = await harness();
  const { plan, done } = await update(on, {
    connector: "postgres_orders",
    sync_frequency: 60,
    data_delay_sensitivity: "HIGH",
    config: { database: "other", port: 5433, replication_slot: "slot_two" },
  });
  expect(plan && shownStable(on, plan)).toMatchSnapshot();
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(sent(on)).toHaveLength(1);
  expect(sent(on)[0]).toContain(
    JSON.stringify({
      sync_frequency: 60,
      data_delay_sensitivity: "HIGH",
      config: { database: "other", port: 5433, replication_slot: "slot_two" },
    }),
  );
  expect(done.data).not.toHaveProperty("undo");
});

type Settings = { sync_frequency?: number; schedule_type?: string };

test.each<
  [string, Settings | undefined, Settings | undefined, string[], string[], string[], boolean]
>([
  // what, in the reply, in the read (undefined: neither), changed, not visible yet, not applied, whole
  [
    "both in both",
    { sync_frequency: 60, schedule_type: "manual" },
    { sync_frequency: 60, schedule_type: "manual" },
    ["sync_frequency", "schedule_type"],
    [],
    [],
    true,
  ],
  [
    "both in the reply, a stale read",
    { sync_frequency: 60, schedule_type: "manual" },
    {},
    [],
    ["sync_frequency", "schedule_type"],
    [],
    true,
  ],
  [
    "both in the reply, no read",
    { sync_frequency: 60, schedule_type: "manual" },
    undefined,
    ["sync_frequency", "schedule_type"],
    [],
    [],
    true,
  ],
  [
    "both in the reply, one in the read",
    { sync_frequency: 60, schedule_type: "manual" },
    { sync_frequency: 60 },
    ["sync_frequency"],
    [],
    ["schedule_type"],
    false,
  ],
  [
    "one in both",
    { sync_frequency: 60 },
    { sync_frequency: 60 },
    ["sync_frequency"],
    [],
    ["schedule_type"],
    false,
  ],
  ["none in both", {}, {}, [], [], ["sync_frequency", "schedule_type"], false],
  [
    "an empty reply, a stale read",
    undefined,
    {},
    [],
    ["sync_frequency", "schedule_type"],
    [],
    false,
  ],
  [
    "an empty reply, no read",
    undefined,
    undefined,
    [],
    ["sync_frequency", "schedule_type"],
    [],
    false,
  ],
])(
  "a change that Fivetran accepted: %s",
  async (_, reply, read, changed, pending, missing, whole) => {
    const on = await harness();
    const { backstage: __, ...before } = connectionOf(on.sandbox, "postgres_orders");
    const body = (settings: Settings | undefined) =>
      JSON.stringify({
        code: "Success",
        ...(settings === undefined ? {} : { data: { ...before, ...settings } }),
      });
    on.sandbox.fault({ operation: "modify_connection", status: 200, body: body(reply) });
    on.sandbox.fault({
      operation: "connection_details",
      calls: { from: 2 },
      ...(read === undefined ? { status: 500 } : { status: 200, body: body(read) }),
    });

    const done = await on.call("update_connector", {
      connector: before.id,
      sync_frequency: 60,
      schedule_type: "manual",
    });

    expect(done, done.text).toMatchObject({ status: whole ? "done" : "partial", isError: !whole });
    const fields = z.array(z.looseObject({ field: z.string() })).parse(done.data["changed"] ?? []);
    expect(fields.map(({ field }) => field)).toEqual(changed);
    expect(done.data["not_visible_yet"] ?? []).toEqual(pending);
    expect(done.data["not_applied"] ?? []).toEqual(missing);
    expect(done.text.match(/^Accepted, not visible yet/gm) ?? []).toHaveLength(pending.length);
    expect(done.text.match(/^Not applied/gim) ?? []).toHaveLength(missing.length);
  },
);

test("what Fivetran took and does not show is shown as not applied, secrets apart", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "postgres_orders");
  const headers = {
    authorization: `Basic ${btoa(`${on.sandbox.apiKey}:${on.sandbox.apiSecret}`)}`,
  };
  const read = await fetch(`${on.url}/v1/connections/${id}`, { headers });
  const args = {
    connector: id,
    sync_frequency: 60,
    config: { database: "other", password: "canary-4d2" },
  };
  const plan = await on.call("update_connector", args);
  // The request is accepted but has no effect.
  on.sandbox.fault({ operation: "modify_connection", status: 200, body: await read.text() });
  const done = await on.call("update_connector", { ...args, confirmation_token: plan.token });
  expect(done).toMatchObject({ status: "partial", isError: true });
  expect(done.data["not_applied"]).toEqual(["sync_frequency", "config.database"]);
  expect(done.data["changed"]).toMatchObject([{ field: "config.password" }]);
  expect(done.data).not.toHaveProperty("undo");
  expect(shownStable(on, done)).toMatchSnapshot();
  expect(JSON.stringify(done)).not.toContain("canary-4d2");
});

test.each([
  [{ connector: "mysql_inventory", config: { host: "db2.example.com" } }],
  [
    {
      connector: "mysql_legacy",
      networking_method: "SshTunnel",
      config: { tunnel_host: "bastion.example.com", tunnel_port: 22, tunnel_user: "fivetran" },
    },
  ],
  [{ connector: "mysql_legacy", config: { tunnel_host: "bastion.example.com" } }],
  [{ connector: "mysql_inventory", networking_method: "Directly" }],
  [{ connector: "mysql_inventory", private_link_id: "another_link" }],
  [{ connector: "oracle_billing", proxy_agent_id: "another_agent" }],
  [{ connector: "sqlserver_erp", hybrid_deployment_agent_id: "another_agent" }],
  [{ connector: "stripe_payments", config: { support_connected_accounts_sync: true } }],
  [{ connector: "stripe_payments", config: { api_key: "canary-9e3" } }],
  [{ connector: "zendesk_support", config: { domain: "other" } }],
  [
    {
      connector: "mongo_events",
      config: { hosts: ["a.example.com:27017", "b.example.com:27017"] },
    },
  ],
])("%j asks, and shows where credentials go", async (args) => {
  const on = await harness();
  addNetwork(on.sandbox, { link: "another_link", proxy: "another_agent", agent: "another_agent" });
  const plan = await on.call("update_connector", args);
  expect(plan.status, plan.text).toBe("confirmation_required");
  expect(shownStable(on, plan).replace(/ssh-rsa [^"\\]+/g, "PUBLIC KEY")).toMatchSnapshot();
  expect(plan.text).not.toContain("canary");
  expect(sent(on)).toEqual([]);
  const done = await on.call("update_connector", { ...args, confirmation_token: plan.token });
  expect(done.isError, done.text).toBe(false);
  expect(shownStable(on, done)).toMatchSnapshot();
});

test("says so where the fields of the type may not be read, and checks what needs none", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "metadata_connector_config", status: 403 });
  const plan = await on.call("update_connector", {
    connector: "postgres_orders",
    config: { any_field: "x", host: "new.example.com" },
  });
  expect(plan.status).toBe("confirmation_required");
  expect(consequencesOf(plan)).toMatchSnapshot();
  const masked = await on.call("update_connector", {
    connector: "postgres_orders",
    config: { password: "******" },
  });
  expect(masked.isError).toBe(true);
  // The configuration then decides whether the source has a change log.
  const slower = await on.call("update_connector", {
    connector: "postgres_orders",
    sync_frequency: 60,
  });
  expect(slower.data["notes"]).toMatchSnapshot();
  const app = await on.call("update_connector", {
    connector: "zendesk_support",
    sync_frequency: 720,
  });
  expect(app.data["notes"]).toBeUndefined();
});

test("a failure while the type's fields are read makes no plan", async () => {
  const on = await harness();
  on.sandbox.fault({ operation: "metadata_connector_config", status: 500 });
  const args = { connector: "postgres_orders", config: { host: "new.example.com" } };
  expect((await on.call("update_connector", args)).isError).toBe(true);
  expect(sent(on)).toEqual([]);
});

test("plain settings read no type, and rest on what they change only", async () => {
  const on = await harness({ env: { FIVETRAN_CONFIRM: "all" } });
  const args = { connector: "postgres_orders", data_delay_sensitivity: "HIGH" };
  const plan = await on.call("update_connector", args);
  expect(plan.status).toBe("confirmation_required");
  expect(on.sandbox.requests().some(({ path }) => path.includes("metadata"))).toBe(false);
  edit(on, "postgres_orders", ({ config }) => {
    config["user"] = "somebody_else";
  });
  const done = await on.call("update_connector", { ...args, confirmation_token: plan.token });
  expect(done.status).toBe("done");

  const next = { ...args, data_delay_sensitivity: "LOW" };
  const second = await on.call("update_connector", next);
  edit(on, "postgres_orders", (connection) => {
    connection.data_delay_sensitivity = "NORMAL";
  });
  const moved = await on.call("update_connector", { ...next, confirmation_token: second.token });
  expect(moved.status).toBe("confirmation_required");
  expect(moved.data["moved"]).toMatchSnapshot();

  const ready = { connector: "workday_people", schema_status: "ready" };
  const third = await on.call("update_connector", ready);
  edit(on, "workday_people", ({ status }) => {
    status.schema_status = "ready";
  });
  const gone = await on.call("update_connector", { ...ready, confirmation_token: third.token });
  expect(gone.data["moved"]).toMatchSnapshot();
});

test("a network that changed since the plan voids it", async () => {
  const on = await harness();
  const args = { connector: "postgres_orders", config: { host: "new.example.com" } };
  const plan = await on.call("update_connector", args);
  edit(on, "postgres_orders", (connection) => {
    connection.networking_method = "Directly";
  });
  const moved = await on.call("update_connector", { ...args, confirmation_token: plan.token });
  expect(moved.status).toBe("confirmation_required");
  expect(moved.data["moved"]).toMatchSnapshot();
  expect(sent(on)).toEqual([]);
});

test("an unknown outcome shows the read to check with; a refusal is shown in Fivetran's words", async () => {
  const on = await harness();
  const args = { connector: "github_repos", sync_frequency: 60 };
  on.sandbox.fault({ operation: "modify_connection", reset: true });
  const lost = await on.call("update_connector", args);
  expect(lost).toMatchObject({ status: "unknown", isError: true });
  expect(shownStable(on, lost)).toMatchSnapshot();
  expect(lost.text).toContain(idOf(on.sandbox, "github_repos"));
  on.sandbox.clearFaults();
  const body = JSON.stringify({ code: "InvalidInput", message: "not on this plan" });
  on.sandbox.fault({ operation: "modify_connection", status: 400, body });
  const refused = await on.call("update_connector", args);
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain("not on this plan");
  expect(shownStable(on, refused)).toMatchSnapshot();
});

test.each([
  ["is refused", { operation: "modify_connection", status: 400 }],
  ["is lost", { operation: "modify_connection", reset: true }],
  ["is made, but its tests do not run", { operation: "run_setup_tests", status: 400 }],
  ["is made, but its tests are lost", { operation: "run_setup_tests", reset: true }],
])("a change of the network that %s shows what became of each", async (_, fault) => {
  const on = await harness();
  addNetwork(on.sandbox, { link: "another_link" });
  const args = { connector: "mysql_inventory", private_link_id: "another_link" };
  const plan = await on.call("update_connector", args);
  on.sandbox.fault(fault);
  const done = await on.call("update_connector", { ...args, confirmation_token: plan.token });
  expect(done.isError).toBe(true);
  expect(shownStable(on, done)).toMatchSnapshot();
});

test("a secret that Fivetran's replies leave out counts as set", async () => {
  const on = await harness();
  const id = idOf(on.sandbox, "postgres_orders");
  const headers = {
    authorization: `Basic ${btoa(`${on.sandbox.apiKey}:${on.sandbox.apiSecret}`)}`,
  };
  const read = z
    .looseObject({ data: z.looseObject({ config: z.looseObject({}) }) })
    .parse(await (await fetch(`${on.url}/v1/connections/${id}`, { headers })).json());
  delete read.data.config["password"];
  const args = { connector: id, config: { password: "canary-5e3" } };
  const plan = await on.call("update_connector", args);
  const body = JSON.stringify(read);
  on.sandbox.fault({ operation: "modify_connection", status: 200, body });
  on.sandbox.fault({ operation: "connection_details", calls: { from: 2 }, status: 200, body });
  const done = await on.call("update_connector", { ...args, confirmation_token: plan.token });
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.data["changed"]).toMatchObject([{ field: "config.password" }]);
  expect(done.text).not.toContain("not visible yet");
});

test.each([
  [{ connector: "zendesk_suport", sync_frequency: 60 }, "zendesk_support"],
  [{ connector: "nobody_knows_this", sync_frequency: 60 }, "nobody_knows_this"],
  [{ sync_frequency: 60 }, "connector"],
])("%j is not found", async (args, hint) => {
  const on = await harness();
  const refused = await on.call("update_connector", args);
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain(hint);
  expect(shownStable(on, refused)).toMatchSnapshot();
  expect(sent(on)).toEqual([]);
});

test("a name that two connectors have is refused with both", async () => {
  const on = await harness();
  const ids = [idOf(on.sandbox, "xero_ledger"), idOf(on.sandbox, "zendesk_support")];
  sameName(on.sandbox, "xero_ledger", "zendesk_support");
  const args = { connector: "zendesk_support", sync_frequency: 60 };
  const refused = await on.call("update_connector", args);
  expect(refused.isError).toBe(true);
  expect(ids.every((id) => refused.text.includes(id))).toBe(true);
});

test("is refused where the scope or the groups forbid it", async () => {
  const args = { connector: "zendesk_support", sync_frequency: 60 };
  const reader = await harness({ env: { FIVETRAN_SCOPE: "read" } });
  const refused = await reader.call("update_connector", args);
  expect(refused.isError).toBe(true);
  expect(shownStable(reader, refused)).toMatchSnapshot();
  expect(reader.sandbox.requests()).toEqual([]);

  const account = { sandbox: reader.sandbox, url: reader.url };
  const env = { FIVETRAN_GROUPS: groupId(reader.sandbox, "finance") };
  const confined = await harness({ account, env });
  expect((await confined.call("update_connector", args)).isError).toBe(true);
  expect(sent(confined)).toEqual([]);
});

const NextPart = z.looseObject({
  next_part: z.looseObject({ confirmation_token: z.string() }).optional(),
});

describe("several connectors", () => {
  const hourly = (on: Harness) => {
    const id = groupId(on.sandbox, "marketing");
    const names: string[] = [];
    on.sandbox.edit((world) => {
      for (const one of world.connections.values()) {
        const often = one.schedule_type === "auto" && Number(one.sync_frequency) <= 180;
        if (one.group_id === id && often) names.push(one.schema);
      }
    });
    return names.sort();
  };
  const frequencies = (on: Harness) => {
    const all: Record<string, number> = {};
    on.sandbox.edit((world) => {
      for (const one of world.connections.values()) all[one.schema] = Number(one.sync_frequency);
    });
    return all;
  };

  test("by a filter: one plan, exactly its requests, and calls that undo all of it", async () => {
    const on = await harness();
    const before = frequencies(on);
    const names = hourly(on);
    const args = { group: "marketing", words: "frequency:<=180", sync_frequency: 360 };
    const { plan, done } = await update(on, args);
    expect(plan, "three are few enough to go without a question").toBeUndefined();
    expect(done).toMatchObject({ status: "done", isError: false });
    expect(done.data["changed_count"]).toBe(names.length);
    expect(shownStable(on, done)).toMatchSnapshot();
    expect(sent(on)).toEqual(
      names.map(
        (name) => `PATCH /v1/connections/id:${name} {"sync_frequency":360,"run_setup_tests":false}`,
      ),
    );
    for (const { tool, arguments: back } of undoCalls(done)) await on.call(tool, back);
    expect(frequencies(on)).toEqual(before);
  });

  test("a hundred at a time, and each result has the plan for the next part", async () => {
    const on = await harness({ sandbox: { world: "large", connections: 230 } });
    on.sandbox.edit((world) => {
      for (const one of world.connections.values()) {
        one.schedule_type = "auto";
        one.sync_frequency = 60;
      }
    });
    const args = { words: "schedule:auto", sync_frequency: 360 };
    let confirmation_token: string | undefined = (await on.call("update_connector", args)).token;
    const changed: unknown[] = [];
    while (confirmation_token !== undefined) {
      const { data } = await on.call("update_connector", { ...args, confirmation_token });
      changed.push(data["changed_count"]);
      expect(data["already_count"] ?? 0).toBe(100 * (changed.length - 1));
      confirmation_token = NextPart.parse(data).next_part?.confirmation_token;
    }
    expect(changed).toEqual([100, 100, 30]);
    expect(Object.values(frequencies(on))).toEqual(Array(230).fill(360));
  });

  test("asks where a schedule of one would be replaced unseen, and the undo restores it", async () => {
    const on = await harness();
    const [id, other] = [idOf(on.sandbox, "zendesk_support"), idOf(on.sandbox, "github_repos")];
    const cron = { schedule_type: "CRON", cron: "30 5 * * 1-5" };
    await on.call("update_connector", { connector: id, schedule: cron });
    const { plan, done } = await update(on, { connectors: [id, other], sync_frequency: 720 });
    expect(plan?.status).toBe("confirmation_required");
    expect(plan?.text).toContain('this replaces the current schedule: "cron 30 5 * * 1-5"');
    expect(done.status, done.text).toBe("done");
    const back = undoCalls(done).map((each) => each.arguments);
    expect(back).toContainEqual(expect.objectContaining({ connectors: [id], schedule: cron }));
  });

  test("a schedule asks where it starts the first load of one", async () => {
    const on = await harness();
    const [id, other] = [
      idOf(on.sandbox, "slack_workspace.messages"),
      idOf(on.sandbox, "github_repos"),
    ];
    const args = { connectors: [id, other], schedule: { interval: 60 } };
    const plan = await on.call("update_connector", args);
    expect(plan.status, plan.text).toBe("confirmation_required");
  });

  test("of more than five asks; what has the value already is counted, and not sent", async () => {
    const on = await harness();
    const before = frequencies(on);
    const args = { group: "analytics_prod", sync_frequency: 360 };
    const { plan, done } = await update(on, args);
    expect(plan?.status).toBe("confirmation_required");
    if (plan) expect(shownStable(on, plan)).toMatchSnapshot();
    const group = groupId(on.sandbox, "analytics_prod");
    const members: string[] = [];
    on.sandbox.edit((world) => {
      for (const one of world.connections.values()) {
        if (one.group_id === group) members.push(one.schema);
      }
    });
    const differ = members.filter((name) => before[name] !== 360);
    expect(done.data).toMatchObject({
      changed_count: differ.length,
      already_count: members.length - differ.length,
    });
    expect(patches(on)).toHaveLength(differ.length);
    for (const { tool, arguments: back } of undoCalls(done)) {
      const asked = await on.call(tool, back);
      if (asked.token !== "") await on.call(tool, { ...back, confirmation_token: asked.token });
    }
    expect(frequencies(on)).toEqual(before);
  });

  test("by a list; a change between plan and confirmation is refused with the difference", async () => {
    const on = await harness();
    const connectors = [
      "zendesk_support",
      "xero_ledger",
      "salesforce_prod",
      "github_repos",
      "jira_engineering",
      "asana_projects",
    ];
    const args = { connectors, sync_frequency: 480 };
    const plan = await on.call("update_connector", args);
    expect(targetIds(plan)).toHaveLength(6);
    edit(on, "zendesk_support", (one) => {
      one.sync_frequency = 15;
    });
    const again = await on.call("update_connector", { ...args, confirmation_token: plan.token });
    expect(again.status).toBe("confirmation_required");
    expect(again.text).toContain("zendesk_support");
    expect(patches(on)).toEqual([]);
  });

  test("one that fails and one that is not applied are named; the others are done", async () => {
    const on = await harness();
    const id = idOf(on.sandbox, "xero_ledger");
    on.sandbox.fault({ method: "PATCH", path: id, status: 409 });
    const args = { connectors: ["zendesk_support", "xero_ledger"], sync_frequency: 480 };
    const done = await on.call("update_connector", args);
    expect(done).toMatchObject({ status: "partial", isError: true });
    expect(done.data).toMatchObject({ changed_count: 1, failed: [{ name: "xero_ledger" }] });
    expect(undoCalls(done)).toMatchObject([
      { arguments: { connectors: [idOf(on.sandbox, "zendesk_support")], sync_frequency: 360 } },
    ]);
  });

  test("nothing to change sends nothing", async () => {
    const on = await harness();
    const args = { connectors: ["zendesk_support", "github_repos"], sync_frequency: 360 };
    const done = await on.call("update_connector", args);
    expect(done.status).toBe("nothing_to_do");
    expect(patches(on)).toEqual([]);
  });

  test("an automatic schedule that starts first loads asks, and names them", async () => {
    const on = await harness();
    const args = {
      connectors: ["slack_workspace.messages", "weather_function"],
      schedule_type: "auto",
    };
    const plan = await on.call("update_connector", args);
    expect(plan.status).toBe("confirmation_required");
    expect(consequencesOf(plan).filter((line) => line.includes("never synced"))).toEqual([
      expect.stringContaining("slack_workspace.messages"),
    ]);
  });

  test.each([
    [{ group: "marketing", config: { host: "db" } }, "config can be set only for one connector"],
    [{ words: "x", schema_status: "ready" }, "schema_status can be set only for one connector"],
    [{ group: "marketing" }, "No change was given"],
    [{ sync_frequency: 360 }, "Give connectors, or a filter"],
    [
      { connector: "xero_ledger", group: "finance", sync_frequency: 360 },
      "cannot be given together",
    ],
    [
      { connectors: ["xero_ledger"], group: "finance", sync_frequency: 360 },
      "cannot be given together",
    ],
    [{ group: "finance", sync_frequency: 45 }, "nearest: 30 or 60"],
    [{ group: "finance", daily_sync_time: "04:00" }, "only to an automatic daily schedule"],
  ])("%j is refused", async (args, problem) => {
    const on = await harness();
    const refused = await on.call("update_connector", args);
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain(problem);
    expect(patches(on)).toEqual([]);
  });

  test("beside connector, empty filters are absent", async () => {
    const on = await harness();
    const filler = { connectors: [], group: "", words: "" };
    const done = await on.call("update_connector", {
      connector: "xero_ledger",
      ...filler,
      sync_frequency: 480,
    });
    expect(done.status, done.text).toBe("done");
    const refused = await on.call("update_connector", { ...filler, sync_frequency: 480 });
    expect(refused.isError).toBe(true);
  });
});

const undoCalls = ({ data }: Result) =>
  z
    .array(z.object({ tool: z.string(), arguments: z.record(z.string(), z.unknown()) }))
    .parse(data["undo_calls"]);

test.each([
  [{ networking_method: "PrivateLink", private_link_id: "nolink" }, "private link"],
  [{ networking_method: "ProxyAgent", proxy_agent_id: "nobody" }, "proxy agent"],
  [{ hybrid_deployment_agent_id: "noagent" }, "hybrid deployment agent"],
  [{ hybrid_deployment_agent_id: "{}" }, 'hybrid deployment agent "{}"'],
])("%j is refused before a plan, in both tools, with those that exist", async (fields, what) => {
  const on = await harness();
  addNetwork(on.sandbox, { link: "a_link", proxy: "an_agent", agent: "a_hybrid" });
  const refused = [
    await on.call("update_connector", { connector: "mysql_legacy", ...fields }),
    await on.call("create_connector", {
      service: "postgres",
      group: "analytics_prod",
      name: "new_orders",
      config: { host: "db.example.com", port: 5432, user: "a", database: "b", password: "c" },
      ...fields,
    }),
  ];
  for (const { isError, text } of refused) {
    expect(isError).toBe(true);
    expect(text).toContain(`there is no ${what}`);
    expect(text).toMatch(/The account has: .*(a_link|an_agent|a_hybrid)/);
  }
  expect(sent(on)).toEqual([]);
});

test.each([
  [{ config: { port: null } }, "config has no field with a value"],
  [{ config: { port: "" }, auth: { x: null } }, "config and auth have no field with a value"],
])("%j gives nothing to change, and is refused", async (given, reason) => {
  const { call, sandbox } = await harness();
  const refused = await call("update_connector", { connector: "postgres_orders", ...given });
  expect(refused.isError).toBe(true);
  expect(refused.text).toBe(
    `No change was given: ${reason}.\nNothing was sent. null and empty values count as absent.`,
  );
  expect(sandbox.effects()).toEqual([]);
});
