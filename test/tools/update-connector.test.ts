import { join } from "node:path";
import { expect, test } from "vitest";
import { connectionNamed } from "../../src/sandbox/index.js";
import { type Harness, harness, temporaryFolder } from "../harness.js";
import { stateText } from "./state-folder.js";

const patches = ({ sandbox }: Harness) =>
  sandbox.requests().filter(({ method }) => method === "PATCH");

test("changes the schedule at once, sends only what differs, and tells how to undo it", async () => {
  const scene = await harness();
  const args = { connector: "postgres_orders", sync_frequency: 60, schedule_type: "auto" };
  const done = await scene.call("update_connector", args);
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(done.text).toMatchInlineSnapshot(`
    "Updated postgres_orders (festive_shore)
      sync_frequency: 15 → 60
    Note: The source's change log (WAL, binlog, redo or change tracking) must be kept longer than the new interval of 60 minutes, with a margin; otherwise changes are lost and a historical resync is needed.
    To undo: update_connector connector=festive_shore sync_frequency=15"
  `);
  expect(scene.sandbox.effects().map(({ summary }) => summary)).toEqual([
    "sync_frequency 15 -> 60",
  ]);
  const again = await scene.call("update_connector", args);
  expect(again).toMatchObject({ status: "nothing_to_do" });
  expect(patches(scene)).toHaveLength(1);
});

test("reminds of cost when syncs come closer, and of no log where there is none", async () => {
  const { call } = await harness();
  const shorter = await call("update_connector", { connector: "mysql_legacy", sync_frequency: 5 });
  expect(shorter.text).toContain("can cost more");
  expect(shorter.text).toContain("1 and 5 minutes depend on the plan");
  const app = await call("update_connector", {
    connector: "zendesk_support",
    sync_frequency: 1440,
  });
  expect(app.text).not.toContain("change log");
  const manual = await call("update_connector", {
    connector: "postgres_orders",
    schedule_type: "manual",
  });
  expect(manual.text).toContain("change log");
});

test.each([
  [{ sync_frequency: 45 }, "nearest: 30 or 60"],
  [{ sync_frequency: 0 }, "takes 1, 5, 15"],
  [{ sync_frequency: 1440, daily_sync_time: "14:30" }, "takes a full hour"],
  [{ daily_sync_time: "14:00" }, "holds only for an automatic sync once a day"],
  [
    { sync_frequency: 1440, schedule_type: "manual", daily_sync_time: "14:00" },
    "Give schedule_type=auto with it.",
  ],
  [{ daily_sync_time: "" }, "takes a full hour"],
  [{ data_delay_threshold: 60 }, "only with data_delay_sensitivity=CUSTOM"],
  [{ data_delay_sensitivity: "CUSTOM" }, "needs data_delay_threshold"],
  [{ config: { password: "******" } }, "config.password is a mask"],
  [{ config: { passwrod: "x" } }, "Nearest: password"],
  [{ config: { update_method: "BINLOGS" } }, "takes WAL_PGOUTPUT, WAL, QUERY_BASED"],
  [{ config: { port: "many" } }, "config.port takes a whole number"],
  [{ config: { schema_prefix: "other" } }, "permanent"],
  [{ auth: { refresh_token: "x" } }, "takes no auth"],
  [{ networking_method: "PrivateLink" }, "needs private_link_id"],
  [{ private_link_id: "a_b" }, "only with networking_method=PrivateLink"],
  [{ run_setup_tests: true }, "run_setup_tests connector=postgres_orders"],
  [{ trust_certificates: true, sync_frequency: 60 }, "Fivetran runs tests only with one"],
  [{}, "Nothing to change was given"],
])("refuses %j before anything is sent", async (fields, reason) => {
  const scene = await harness();
  const refused = await scene.call("update_connector", { connector: "postgres_orders", ...fields });
  expect(refused).toMatchObject({ isError: true });
  expect(refused.text).toContain(reason);
  expect(patches(scene)).toEqual([]);
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

test("tells how to undo a daily time: one that was not there goes, one that is dropped comes back", async () => {
  const { call } = await harness();
  const given = { connector: "zendesk_support", sync_frequency: 1440, daily_sync_time: "14:00" };
  const set = await call("update_connector", given);
  expect(set.data["undo"]).toBe("update_connector connector=dainty_wood sync_frequency=360");

  const dropped = await call("update_connector", {
    connector: "greenhouse_hiring",
    sync_frequency: 60,
  });
  expect(dropped.data["undo"]).toBe(
    'update_connector connector=loyal_compass sync_frequency=1440 daily_sync_time="03:00"',
  );
});

test("says what a change does to a run under way, and that a review ends for good", async () => {
  const { call } = await harness();
  const host = { connector: "mysql_inventory", config: { host: "db2.example.com" } };
  expect((await call("update_connector", host)).text).toContain(
    "a sync is running: it is cancelled",
  );
  const ready = { connector: "workday_people", schema_status: "ready" };
  expect((await call("update_connector", ready)).text).toContain("ends the review of its schema");
});

test("a new host asks, shows both, and explains the tests that fail there", async () => {
  const { call, sandbox } = await harness();
  const args = {
    connector: "postgres_orders",
    config: { host: "untrusted.example.com", port: 5432 },
  };
  const plan = await call("update_connector", args);
  expect(plan).toMatchObject({ status: "confirmation_required" });
  expect(plan.text).toContain(
    'host: host "postgres.internal.example.com" → "untrusted.example.com"; stored credentials are sent to the new one',
  );
  expect(plan.text).not.toContain("config.port");
  expect(sandbox.effects()).toEqual([]);
  const confirmed = { ...args, confirmation_token: plan.token };
  const done = await call("update_connector", confirmed);
  expect(done.text).toContain("to approve: certificate");
  expect(done.data).toMatchObject({ setup_state: "broken" });
  expect(String(done.data["next"])).toMatch(/^run_setup_tests connector=\S+ approve=\[/);
  expect((await call("update_connector", confirmed)).text).toBe(done.text);
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

test("a secret shows nowhere, whether it came in plain or by reference", async () => {
  const canary = "canary-7f3a9c51";
  const stateDir = await temporaryFolder();
  const scene = await harness({
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
    const plan = await scene.call("update_connector", args);
    seen.push(JSON.stringify(plan), await stateText(scene.stateDir));
    const done = await scene.call("update_connector", { ...args, confirmation_token: plan.token });
    seen.push(JSON.stringify(done));
    expect(done).toMatchObject({ status: "done", data: { setup_state: "connected" } });
    expect(done.text.includes("came in plain")).toBe(typeof password === "string");
  }
  // Fivetran's own words may repeat it.
  scene.sandbox.fault({
    operation: "modify_connection",
    status: 400,
    body: JSON.stringify({ code: "InvalidInput", message: `password ${canary} is too weak` }),
  });
  const args = { connector: "postgres_orders", config: { password: canary } };
  const plan = await scene.call("update_connector", args);
  const failed = await scene.call("update_connector", { ...args, confirmation_token: plan.token });
  expect(failed.text).toContain("is too weak");
  seen.push(JSON.stringify(failed), ...scene.log, await stateText(scene.stateDir));
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

test("an answer that was lost is cleared up by a read", async () => {
  const { call, sandbox } = await harness();
  sandbox.fault({ operation: "modify_connection", when: "after", reset: true, calls: [1] });
  const done = await call("update_connector", {
    connector: "zendesk_support",
    pause_after_trial: true,
  });
  expect(done).toMatchObject({ status: "done", isError: false });
  expect(sandbox.effects()).toHaveLength(1);
});
